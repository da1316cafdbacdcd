/* SPDX-License-Identifier: MIT
 *
 * What happened to a call beside somebody's coming: holds, parks,
 * consultations, recordings, announcements, in the order of time. */
#include "call/path.h"

/* -- finding them -----------------------------------------------------------
 */

/* Features by their call, in file order. */
void
event_open(struct path *p)
{
    struct correlator *c = p->c;
    p->feature_first = arena_array(&c->arena, p->j->ncalls + 1, sizeof(size_t));
    p->feature_next = arena_array(&c->arena, c->nfeatures + 1, sizeof(size_t));
    for (size_t i = 0; i < p->j->ncalls; i++)
        p->feature_first[i] = NONE;
    for (size_t i = c->nfeatures; i-- > 0;) {
        size_t call = p->j->call_of_leg[c->features[i].leg];
        p->feature_next[i] = NONE;
        if (call == NONE)
            continue;
        p->feature_next[i] = p->feature_first[call];
        p->feature_first[call] = i;
    }
}

static void
event_add(struct path *p, enum event_kind kind, size_t leg, struct str number,
    const struct mark *at)
{
    struct correlator *c = p->c;
    p->events = arena_grow(&c->arena, p->events, &p->capevents, p->nevents + 1,
        sizeof(*p->events));
    size_t i = p->nevents++;
    for (; i > 0 && mark_before(c, at, &p->events[i - 1].at); i--)
        p->events[i] = p->events[i - 1];
    p->events[i] = (struct event){kind, c->legs[leg].same, number, *at};
}

/* The number that the parked side is told, soon after the park. */
static struct str
park_number(struct path *p, const struct feature_state *park)
{
    enum { SOON_MS = 5000 };
    struct correlator *c = p->c;
    for (size_t i = p->feature_first[p->call - p->j->calls]; i != NONE;
         i = p->feature_next[i]) {
        const struct feature_state *f = &c->features[i];
        int64_t ms = mark_span(c, &park->at, &f->at);
        if (f->what == FEATURE_PARKED_AT && ms >= 0 && ms < SOON_MS)
            return f->number;
    }
    return (struct str){0};
}

static void
add_features(struct path *p)
{
    struct correlator *c = p->c;
    for (size_t i = p->feature_first[p->call - p->j->calls]; i != NONE;
         i = p->feature_next[i]) {
        const struct feature_state *f = &c->features[i];
        struct str none = {0};
        switch (f->what) {
        case FEATURE_HOLD:
            event_add(p, EVENT_HOLD, f->leg, none, &f->at);
            break;
        case FEATURE_RESUME:
            event_add(p, EVENT_RESUME, f->leg, none, &f->at);
            break;
        case FEATURE_PARK:
            event_add(p, EVENT_PARK, f->leg, park_number(p, f), &f->at);
            break;
        case FEATURE_PARKED_AT:
            break;
        }
    }
}

/* Whether somebody had put the call aside by then: the music is his. */
static bool
is_aside(const struct path *p, const struct mark *at)
{
    bool aside = false;
    for (size_t i = 0; i < p->nevents; i++) {
        const struct event *e = &p->events[i];
        if (mark_before(p->c, at, &e->at))
            break;
        if (e->kind == EVENT_HOLD || e->kind == EVENT_PARK)
            aside = true;
        else if (e->kind == EVENT_RESUME)
            aside = false;
    }
    return aside;
}

/* Whether somebody of the call itself has this number. */
static bool
is_party_number(const struct path *p, struct str number)
{
    const struct call_state *k = p->call;
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct leg_state *l = &p->c->legs[k->legs[i]];
        if (!l->recording && str_eq(l->number, number))
            return true;
    }
    return false;
}

/* The recorder's leg. The bridge's is only the way there; without its
 * beginning it has the number of the phone that is recorded. */
static bool
is_recorder(const struct path *p, const struct leg_state *l)
{
    return l->recording && !l->calling && l->number.n > 0 &&
           !is_bridge_number(l->number) && !is_party_number(p, l->number);
}

static bool
is_arrival(const struct path *p, size_t leg)
{
    const struct call_state *k = p->call;
    for (size_t i = 0; i < k->nhops; i++)
        for (size_t n = 0; n < k->hops[i].narrivals; n++)
            if (k->hops[i].arrivals[n].leg == leg)
                return true;
    return false;
}

/* Somebody came in by a Replaces header and by no signal. */
static void
add_replaced(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    size_t fresh = c->legs[leg].replaced;
    const struct dialog *d = leg_dialog(c, fresh);
    if (d != NULL)
        event_add(p, EVENT_REPLACED, leg, c->legs[fresh].number,
            &dialog_refers(d)->replaces_at);
}

static void
add_legs(struct path *p)
{
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    struct str recorder = {0};
    for (size_t i = 0; i < k->nlegs; i++) {
        size_t leg = k->legs[i];
        const struct leg_state *l = &c->legs[leg];
        struct mark at = l->first;
        struct str none = {0};
        if (l->replaced != NONE && l->replaced != k->calling &&
            !is_arrival(p, l->replaced))
            add_replaced(p, leg);
        if (l->consult && l->calling) {
            event_add(p, EVENT_CONSULTATION, leg, none, &at);
        } else if (is_recorder(p, l) && !k->hops[0].recording &&
                   !str_eq(recorder, l->number)) {
            recorder = l->number; /* the near and the far stream */
            event_add(p, EVENT_RECORDING, leg, none, &at);
        } else if (l->kind == KIND_MEDIA && l->media == MEDIA_ANNOUNCEMENT) {
            event_add(p, EVENT_ANNOUNCEMENT, leg, none, &at);
        } else if (l->kind == KIND_MEDIA && l->media == MEDIA_MUSIC &&
                   !is_aside(p, &at)) {
            event_add(p, EVENT_MUSIC, leg, none, &at);
        }
    }
}

void
event_find(struct path *p)
{
    p->nevents = 0;
    p->next_event = 0;
    add_features(p);
    add_legs(p);
}

/* -- showing them -----------------------------------------------------------
 */

static struct str
who(const struct leg_state *l)
{
    return l->number.n > 0   ? l->number
           : l->device.n > 0 ? l->device
                             : STR("somebody");
}

/* Whom a consultation asked: who was there in the end, else what was dialled;
 * a phone's INVITE may have only the first key of it (FORMAT 20.9). */
static struct str
asked_number(const struct path *p, size_t leg)
{
    const struct leg_state *l = &p->c->legs[leg];
    if (l->consulted != NONE && p->c->legs[l->consulted].number.n > 0)
        return p->c->legs[l->consulted].number;
    const struct da_state *d = party_analysis(p->c, p->call, leg);
    return d != NULL && d->dialed.n > 0 ? d->dialed : l->other;
}

struct str
event_text(struct path *p, const struct event *e)
{
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[e->leg];
    struct str name = who(l);
    struct str to = {0};
    switch (e->kind) {
    case EVENT_HOLD:
        return str_fmt(&c->made, STR_FMT " holds", STR_ARG(name));
    case EVENT_RESUME:
        return str_fmt(&c->made, STR_FMT " resumes", STR_ARG(name));
    case EVENT_PARK:
        return str_fmt(&c->made, STR_FMT " parks the call%s" STR_FMT,
            STR_ARG(name), e->number.n > 0 ? " at " : "", STR_ARG(e->number));
    case EVENT_REPLACED:
        return str_fmt(&c->made, STR_FMT " takes the place of " STR_FMT,
            STR_ARG(e->number.n > 0 ? e->number : STR("somebody")),
            STR_ARG(name));
    case EVENT_CONSULTATION:
        to = asked_number(p, e->leg);
        return str_fmt(&c->made, STR_FMT " %s " STR_FMT " in between",
            STR_ARG(name), l->began || l->set_up ? "calls" : "had called",
            STR_ARG(to.n > 0 ? to : STR("somebody")));
    case EVENT_RECORDING:
        return str_fmt(&c->made, "recorded by " STR_FMT, STR_ARG(name));
    case EVENT_ANNOUNCEMENT:
        return str_fmt(&c->made, "announcement by " STR_FMT,
            STR_ARG(l->device.n > 0 ? l->device : STR("a resource")));
    case EVENT_MUSIC:
        return str_fmt(&c->made, "music on hold by " STR_FMT,
            STR_ARG(l->device.n > 0 ? l->device : STR("a resource")));
    }
    return (struct str){0};
}

/* What the consultation did, and whom it rang; who comes into the call
 * thereby has steps of his own. */
static void
step_consultation(struct path *p, const struct event *e)
{
    const struct leg_state *l = &p->c->legs[e->leg];
    step_text(p, "from", l->number);
    step_text(p, "to", asked_number(p, e->leg));
    step_text(p, "device", l->device);
    step_label(p, event_text(p, e));
    path_analyses(p, e->leg);
    if (l->consulted == NONE || is_arrival(p, l->consulted))
        return;
    path_target(p, l->consulted, NONE);
    path_extension(p, l->consulted, p->c->legs[l->consulted].number);
}

static void
event_step(struct path *p, const struct event *e)
{
    static const struct str kinds[] = {
        [EVENT_HOLD] = STR_INIT("hold"),
        [EVENT_RESUME] = STR_INIT("resume"),
        [EVENT_PARK] = STR_INIT("park"),
        [EVENT_REPLACED] = STR_INIT("transfer"),
        [EVENT_CONSULTATION] = STR_INIT("consultation"),
        [EVENT_RECORDING] = STR_INIT("recording"),
        [EVENT_ANNOUNCEMENT] = STR_INIT("announcement"),
        [EVENT_MUSIC] = STR_INIT("music_on_hold"),
    };
    const struct leg_state *l = &p->c->legs[e->leg];
    step_new(p, kinds[e->kind], &e->at, SURE_EXACT);
    switch (e->kind) {
    case EVENT_HOLD:
    case EVENT_RESUME:
        step_text(p, "by", l->number);
        break;
    case EVENT_PARK:
        step_text(p, "from", l->number);
        step_text(p, "to", e->number);
        step_text(p, "reason", STR("park"));
        break;
    case EVENT_REPLACED:
        step_text(p, "from", l->number);
        step_text(p, "to", e->number);
        step_text(p, "reason", STR("replaces"));
        break;
    case EVENT_RECORDING:
        step_text(p, "to", l->number);
        break;
    case EVENT_CONSULTATION:
        step_consultation(p, e);
        return;
    case EVENT_ANNOUNCEMENT:
    case EVENT_MUSIC:
        break;
    }
    step_text(p, "device", l->device);
    step_label(p, event_text(p, e));
}

void
event_steps(struct path *p, const struct mark *until)
{
    for (; p->next_event < p->nevents; p->next_event++) {
        const struct event *e = &p->events[p->next_event];
        if (until != NULL && !mark_before(p->c, &e->at, until))
            return;
        event_step(p, e);
    }
}
