/* SPDX-License-Identifier: MIT
 *
 * The path of each call, step by step with its proof: who called, what digit
 * analysis made of the digits, which list, trunk and connection it took, which
 * cluster it reached, and whom it rang. CONTRACT 2 names kinds and keys. */
#include "call/path.h"

#include <string.h>

void
step_failure(struct path *p, struct step *s, const struct dialog *d)
{
    if (d->final_status < 300 || mark_set(&d->answered))
        return;
    step_evidence(p, &d->final);
    step_number(p, "status", d->final_status);
    s->label = str_fmt(&p->c->made, STR_FMT ": %d " STR_FMT, STR_ARG(s->label),
        (int)d->final_status, STR_ARG(d->final_reason));
}

/* -- parties ----------------------------------------------------------------
 */

/* An end of the call: a phone with its device and address, or only the number
 * of somebody behind a trunk or gateway. */
void
step_extension(struct path *p, size_t leg, const struct phone *v)
{
    struct correlator *c = p->c;
    const struct dialog *d = v->dialog;
    struct step *s = step_new(p, STR("extension"), &v->at, SURE_EXACT);
    step_text(p, "number", v->number);
    s->label = v->number.n > 0 ? v->number : STR("unknown");
    if (leg == NONE || leg_is_trunk(c, leg) ||
        c->legs[leg].kind == KIND_GATEWAY)
        return;
    step_text(p, "device", v->device);
    struct str ip = v->ip;
    if (str_find_byte(ip, ':') == str_rfind_byte(ip, ':'))
        ip = str_sub(ip, 0, str_find_byte(ip, ':')); /* no port */
    step_text(p, "ip", ip);
    /* Who is neither known to be a phone nor a trunk may be anywhere. */
    if (v->device.n > 0 || c->legs[leg].kind != KIND_UNKNOWN)
        step_text(p, "cluster", cluster_name(c, c->legs[leg].space));
    if (v->device.n > 0 && v->number.n > 0)
        s->label = str_fmt(&c->made, STR_FMT " " STR_FMT, STR_ARG(v->number),
            STR_ARG(v->device));
    else if (v->device.n > 0)
        s->label = v->device;
    if (d != NULL)
        step_failure(p, s, d);
}

void
step_gateway(struct path *p, size_t leg)
{
    const struct leg_state *l = &p->c->legs[leg];
    struct step *s = step_new(p, STR("gateway"), &l->first, SURE_EXACT);
    step_text(p, "device", l->device);
    step_text(p, "protocol", l->protocol);
    s->label = l->device.n ? l->device : l->protocol;
}

/* -- digit analysis --------------------------------------------------------
 */

static void
step_digits(struct path *p, const struct da_state *d)
{
    struct correlator *c = p->c;
    struct mark at = d->match;
    const struct mark *others[] = {
        &d->result, &d->target, &d->answer, &d->verdict};
    for (size_t i = 0; i < COUNTOF(others) && !mark_set(&at); i++)
        at = *others[i];
    struct step *s = step_new(p, STR("digit_analysis"), &at,
        d->inferred ? SURE_INFERRED : SURE_EXACT);
    for (size_t i = 0; i < COUNTOF(others); i++)
        step_evidence(p, others[i]);
    struct str verdict = da_verdict(d);
    step_text(p, "calling", d->calling);
    step_text(p, "dialed", d->dialed);
    step_text(p, "css", d->css);
    step_text(p, "partition", d->partition);
    step_text(p, "pattern", d->pattern);
    step_text(p, "result", verdict);
    step_text(p, "called", d->called);
    if (d->cause > 0)
        step_number(p, "cause", d->cause);
    bool match = str_eq(verdict, STR("match"));
    s->label = str_fmt(&c->made, STR_FMT "%s" STR_FMT, STR_ARG(d->dialed),
        match ? " matches " : ": ",
        STR_ARG(match && d->pattern.n ? d->pattern : verdict));
    bool translated = d->pretransform.n > 0 && d->dialed.n > 0 &&
                      !str_eq(d->pretransform, d->dialed);
    if (!translated)
        return;
    struct step *t = step_new(p, STR("translation"), &d->result, SURE_INFERRED);
    step_text(p, "from", d->dialed);
    step_text(p, "to", d->pretransform);
    t->label = str_fmt(&c->made, STR_FMT " to " STR_FMT, STR_ARG(d->dialed),
        STR_ARG(d->pretransform));
}

/* The analyses of the caller's leg that were made by then; those of single
 * digits say nothing. */
static void
step_analyses(struct path *p, size_t leg, const struct mark *until)
{
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    for (; p->next_da < k->ndas; p->next_da++) {
        const struct da_state *d = &c->das[k->das[p->next_da]];
        if (!da_decides(d) || !da_of_leg(c, d, leg))
            continue;
        struct mark at = da_mark(d);
        if (until != NULL && !d->inferred && mark_before(c, until, &at))
            return;
        step_digits(p, d);
    }
}

void
path_analyses(struct path *p, size_t leg)
{
    size_t next = p->next_da;
    p->next_da = 0;
    step_analyses(p, leg, NULL);
    p->next_da = next;
}

/* -- what happened to the call ------------------------------------------------
 */

/* What an arrival is called in a path, and in a sentence. */
static const struct {
    struct str kind;
    const char *verb;
} arrival_words[] = {
    [ARRIVE_CALLED] = {{NULL, 0}, ""},
    [ARRIVE_FORWARD] = {STR_INIT("forward"), "forwards to"},
    [ARRIVE_TRANSFER] = {STR_INIT("transfer"), "transfers to"},
    [ARRIVE_PICKUP] = {STR_INIT("pickup"), "is picked up by"},
    [ARRIVE_PARK] = {STR_INIT("park"), "gives the call to"},
    [ARRIVE_CONFERENCE] = {STR_INIT("conference"), "adds"},
};

struct str
arrival_text(struct path *p, const struct arrival *v)
{
    struct correlator *c = p->c;
    bool said = str_eq(v->reason, arrival_words[v->how].kind);
    struct str why = said ? (struct str){0} : v->reason;
    struct str to = v->to.n > 0 ? v->to : c->legs[v->leg].device;
    return str_fmt(&c->made, STR_FMT " %s " STR_FMT "%s" STR_FMT "%s",
        STR_ARG(v->from.n ? v->from : STR("somebody")),
        arrival_words[v->how].verb, STR_ARG(to.n ? to : STR("somebody")),
        why.n ? " (" : "", STR_ARG(why), why.n ? ")" : "");
}

static void
step_arrival(struct path *p, const struct arrival *v)
{
    if (v->how == ARRIVE_CALLED)
        return;
    step_new(p, arrival_words[v->how].kind, &v->at, v->sure);
    step_evidence(p, &v->refer);
    step_text(p, "from", v->from);
    step_text(p, "to", v->to);
    step_text(p, "reason", v->reason);
    if (v->bridge != NONE)
        step_text(p, "device", p->c->legs[v->bridge].device);
    step_label(p, arrival_text(p, v));
}

/* -- the whole path -----------------------------------------------------------
 */

static struct mark
leg_mark(const struct correlator *c, size_t leg)
{
    const struct dialog *d = leg_dialog(c, leg);
    if (d != NULL)
        return d->first;
    return leg != NONE ? c->legs[leg].first : (struct mark){0};
}

static void
path_caller(struct path *p, const struct hop *h)
{
    struct correlator *c = p->c;
    struct mark at = leg_mark(c, h->calling);
    if (h->calling != NONE && !c->legs[h->calling].began && mark_set(&at))
        mark_first(c, &at, &c->legs[h->calling].first);
    if (!mark_set(&at))
        at = leg_mark(c, h->called);
    if (!mark_set(&at))
        at = p->call->start;
    struct phone caller = {.number = p->call->calling_number, .at = at};
    if (h->calling != NONE) {
        caller.device = c->legs[h->calling].device;
        caller.ip = c->legs[h->calling].ip;
    }
    step_extension(p, h->calling, &caller);
    /* The INVITE proves it; a call log's clock may be another. */
    if (mark_before(c, &p->call->start, &at) &&
        c->space_of[p->call->start.source] == c->space_of[at.source])
        p->r->steps[p->r->nsteps - 1].at = mark_when(c, &p->call->start);
    if (h->calling == NONE)
        return;
    if (c->legs[h->calling].kind == KIND_GATEWAY) {
        step_gateway(p, h->calling);
    } else if (leg_is_trunk(c, h->calling)) {
        const struct dialog *d = leg_dialog(c, h->calling);
        if (d != NULL && d->nconns > 0)
            step_connection(p, d, d->conns[0]);
        step_trunk(p, h->calling, NULL);
    }
}

/* Who came: as it rang, unless a later moment is given. */
static void
path_party(
    struct path *p, size_t leg, struct str number, const struct mark *later)
{
    struct correlator *c = p->c;
    struct phone v = phone_of_leg(c, leg);
    const struct dialog *d = leg_dialog(c, leg);
    v.number = number.n > 0 ? number : v.number;
    if (v.number.n == 0 && d != NULL)
        v.number = d->to_user.n ? d->to_user : d->uri_user;
    /* Who was there before the traces begin is first seen by any line. */
    const struct leg_state *l = &c->legs[leg];
    if (!l->began && !mark_set(&l->ringing) && mark_set(&v.at))
        mark_first(c, &v.at, &l->first);
    struct mark rang = v.at;
    /* Of several that rang at once it is the one that answered. */
    bool won = v.dialog != NULL && v.dialog == d && !leg_rang_once(c, leg);
    if (won && mark_set(&d->answered))
        v.at = d->answered;
    if (later != NULL && mark_set(later) && mark_before(c, &v.at, later))
        v.at = *later;
    step_extension(p, leg, &v);
    step_evidence(p, &rang);
}

void
path_extension(struct path *p, size_t leg, struct str number)
{
    path_party(p, leg, number, NULL);
}

/* A call that no pattern took: whom the call log names as called are digits
 * that led nowhere. */
static bool
is_nobody(const struct path *p, const struct hop *h, size_t leg)
{
    enum { UNALLOCATED = 1 };
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[leg];
    const struct da_state *d = party_analysis(c, p->call, h->calling);
    bool none = d != NULL ? str_eq(da_verdict(d), STR("none"))
                          : cause_q850(p->call->cause) == UNALLOCATED;
    return none && !l->began && l->dialogs == NONE && l->device.n == 0;
}

/* A cluster's part of the path: each party that came, how, and what happened
 * until then; who stands for the next cluster is no party. */
static void
path_hop(struct path *p, const struct hop *h, size_t far)
{
    struct correlator *c = p->c;
    for (size_t i = 0; i < h->narrivals; i++) {
        const struct arrival *v = &h->arrivals[i];
        bool on = v->leg == h->called;
        struct mark came = v->at;
        if (v->how == ARRIVE_CALLED && !c->legs[v->leg].began)
            mark_first(c, &came, &c->legs[v->leg].first);
        event_steps(p, &came);
        step_analyses(p, h->calling, &v->at);
        step_arrival(p, v);
        path_target(p, v->leg, on ? far : NONE);
        if ((on && far != NONE) || is_nobody(p, h, v->leg))
            continue;
        path_party(p, v->leg,
            v->leg == p->call->called ? p->call->called_number
                                      : c->legs[v->leg].number,
            v->how == ARRIVE_CALLED ? NULL : &v->at);
        if (v->leg == p->call->called)
            p->callee = p->n;
    }
    step_analyses(p, h->calling, NULL);
}

/* The path's last step is the called party: again, when something happened
 * after it had come. */
static void
path_callee(struct path *p)
{
    const struct call_state *k = p->call;
    if (k->called == NONE || p->callee == p->n ||
        is_nobody(p, &k->hops[k->nhops - 1], k->called))
        return;
    struct mark until = p->c->legs[k->called].end;
    const struct dialog *d = leg_dialog(p->c, k->called);
    if (!mark_set(&until) && d != NULL)
        until = d->bye;
    bool ended = mark_set(&until);
    bool again = p->callee > 0;
    if (again && ended && !mark_set(&k->end))
        return; /* it was given up, and what came of the call is in no file */
    path_party(p, k->called, k->called_number, ended ? &until : NULL);
    struct step *s = &p->r->steps[p->r->nsteps - 1];
    /* In order behind what happened last, which proves nothing of this leg. */
    if (!ended && p->nevents > 0)
        s->at = mark_when(p->c, &p->events[p->nevents - 1].at);
    if (again)
        s->label = str_fmt(&p->c->made, STR_FMT ", %s", STR_ARG(s->label),
            ended ? "until the end" : "no end in the traces");
}

static void
path_call(struct path *p)
{
    const struct call_state *k = p->call;
    p->n = 0;
    p->callee = 0;
    path_caller(p, &k->hops[0]);
    for (size_t i = 0; i < k->nhops; i++) {
        p->next_da = 0;
        path_hop(
            p, &k->hops[i], i + 1 < k->nhops ? k->hops[i + 1].calling : NONE);
    }
    event_steps(p, NULL);
    path_callee(p);
}

void
path_open(struct path *p)
{
    reach_open(p);
    event_open(p);
}

void
path_make(struct path *p, const struct call_state *k)
{
    p->call = k;
    event_find(p);
    path_call(p);
    step_close(p);
    note_call(p);
    nodes_call(p);
}
