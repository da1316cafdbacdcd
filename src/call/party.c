/* SPDX-License-Identifier: MIT
 *
 * Who called whom: the parties' legs of each call, cluster by cluster, their
 * numbers and devices, and which digit analyses are theirs. Identifiers
 * decide; where none ties a digit analysis to a call, numbers and nearness in
 * time may, and that is marked as inferred. */
#include "call/joined.h"
#include "sip/callid.h"

static bool
is_party(const struct leg_state *l, bool recordings)
{
    return l->kind != KIND_MEDIA && (recordings || !l->recording);
}

/* A call that is nothing but a recording is shown by its recording legs. */
static bool
only_recording(const struct correlator *c, const struct call_state *k)
{
    for (size_t i = 0; i < k->nlegs; i++)
        if (is_party(&c->legs[k->legs[i]], false))
            return false;
    return true;
}

/* The leg in another cluster that received what this leg sent. */
static size_t
far_leg(const struct correlator *c, const struct call_state *k, size_t leg)
{
    for (size_t i = 0; i < k->nlegs; i++) {
        size_t o = k->legs[i];
        if (c->spaces[c->legs[o].space].cluster ==
                c->spaces[c->legs[leg].space].cluster ||
            !c->legs[o].calling)
            continue;
        for (size_t x = c->legs[leg].dialogs; x != NONE; x = c->dialogs[x].next)
            for (size_t y = c->legs[o].dialogs; y != NONE;
                 y = c->dialogs[y].next)
                if (str_eq(callid_key(c->dialogs[x].call_id),
                        callid_key(c->dialogs[y].call_id)))
                    return o;
    }
    return NONE;
}

/* Whether what this leg received was sent by another cluster, which has the
 * caller: clocks may not tell which was first. */
static bool
was_sent(const struct correlator *c, const struct call_state *k, size_t leg)
{
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct leg_state *l = &c->legs[k->legs[i]];
        if (l->called && !l->calling && far_leg(c, k, k->legs[i]) == leg)
            return true;
    }
    return false;
}

/* The caller: of those that called, the first that no leg of another cluster
 * leads to. A transferor's leg to the new
 * party may be all that a call log has the setup of: who was let go comes
 * last in it. */
static size_t
first_calling(const struct correlator *c, const struct call_state *k, bool rec)
{
    size_t best = NONE;
    bool best_sent = false;
    for (int pass = k->logged ? 0 : 1; pass < 2 && best == NONE; pass++) {
        for (size_t i = 0; i < k->nlegs; i++) {
            const struct leg_state *l = &c->legs[k->legs[i]];
            if (!is_party(l, rec) || !l->calling || l->consult || l->took ||
                (pass == 0 && (l->dissolved || l->dialogs == NONE)))
                continue;
            bool sent = was_sent(c, k, k->legs[i]);
            if (best == NONE || (best_sent && !sent) ||
                (best_sent == sent &&
                    mark_before(c, &l->first, &c->legs[best].first))) {
                best = k->legs[i];
                best_sent = sent;
            }
        }
    }
    return best;
}

static size_t
last_called(const struct correlator *c, const struct call_state *k, bool rec,
    size_t cluster)
{
    size_t best = NONE;
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct leg_state *l = &c->legs[k->legs[i]];
        if (!is_party(l, rec) || !l->called || l->calling ||
            c->spaces[l->space].cluster != cluster)
            continue;
        if (best == NONE || mark_before(c, &c->legs[best].first, &l->first))
            best = k->legs[i];
    }
    return best;
}

/* A party in a cluster that the path has not come to: where the trunk's own
 * node was not given, no dialog leads there, but the legs are of one call. A
 * caller, if there is one. */
static size_t
leg_beyond(const struct correlator *c, const struct call_state *k)
{
    size_t found = NONE;
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct leg_state *l = &c->legs[k->legs[i]];
        bool been = !is_party(l, false) || l->consult;
        for (size_t n = 0; n < k->nhops; n++)
            been = been || k->hops[n].cluster == c->spaces[l->space].cluster;
        if (!been && (found == NONE || (l->calling && !c->legs[found].calling)))
            found = k->legs[i];
    }
    return found;
}

/* A cluster's part of the call: who called in it, and who came. */
static void
find_hop(struct correlator *c, const struct call_state *k,
    const struct pair_list *list, struct hop *h)
{
    arrival_find(c, list, h);
    if (h->narrivals == 0 && !arrival_by_media(c, list, h)) {
        size_t leg = last_called(c, k, h->recording, h->cluster);
        if (leg != NONE && leg != h->calling)
            arrival_only(c, h, leg);
    }
    h->called = arrival_last(c, h);
}

static void
find_hops(
    struct correlator *c, struct call_state *k, const struct pair_list *list)
{
    enum { HOPS = 8 };
    bool rec = only_recording(c, k);
    size_t from = first_calling(c, k, rec);
    if (from == NONE)
        from = k->legs[0];
    do {
        k->hops = arena_room(&c->arena, k->hops, k->nhops, sizeof(*k->hops));
        struct hop *h = &k->hops[k->nhops++];
        h->calling = c->legs[from].calling && !c->legs[from].consult &&
                             is_party(&c->legs[from], rec)
                         ? from
                         : NONE;
        h->cluster = c->spaces[c->legs[from].space].cluster;
        h->called = NONE;
        h->recording = rec;
        find_hop(c, k, list, h);
        from = h->called != NONE ? far_leg(c, k, h->called) : NONE;
        if (from == NONE && h->called != NONE && leg_is_trunk(c, h->called))
            from = leg_beyond(c, k);
    } while (from != NONE && k->nhops < HOPS);
    k->calling = k->hops[0].calling;
    k->called = k->hops[k->nhops - 1].called;
}

struct str
da_verdict(const struct da_state *d)
{
    bool allowed =
        d->block.n == 0 || str_eq_nocase(d->block, STR("RouteThisPattern"));
    if (mark_set(&d->result) && !allowed)
        return STR("blocked");
    if (mark_set(&d->result) || mark_set(&d->target) ||
        (mark_set(&d->answer) && d->pattern.n > 0))
        return STR("match");
    if (str_eq(d->potential, STR("NoPotentialMatchesExist")))
        return STR("none");
    if (d->potential.n > 0)
        return STR("partial");
    return STR("unknown");
}

bool
da_decides(const struct da_state *d)
{
    struct str v = da_verdict(d);
    return !str_eq(v, STR("partial")) && !str_eq(v, STR("unknown"));
}

size_t
leg_of_da(const struct correlator *c, const struct da_state *d)
{
    struct mark at = da_mark(d);
    return d->ci != 0 ? leg_at(c, d->space, d->ci, &at) : NONE;
}

bool
da_of_leg(const struct correlator *c, const struct da_state *d, size_t leg)
{
    if (d->inferred || leg == NONE || d->ci == 0)
        return d->inferred;
    return leg_of_da(c, d) == leg;
}

const struct da_state *
party_analysis(
    const struct correlator *c, const struct call_state *k, size_t leg)
{
    for (size_t i = 0; i < k->ndas; i++) {
        const struct da_state *d = &c->das[k->das[i]];
        if (da_of_leg(c, d, leg) && da_decides(d))
            return d;
    }
    return NULL;
}

struct mark
da_mark(const struct da_state *d)
{
    const struct mark *marks[] = {
        &d->match, &d->result, &d->target, &d->answer, &d->verdict};
    for (size_t i = 0; i < COUNTOF(marks); i++)
        if (mark_set(marks[i]))
            return *marks[i];
    return (struct mark){0};
}

/* INVITEs that a node sent, by node, caller and number: map to the first,
 * then next. */
struct invites {
    struct map first;
    size_t *next;
};

static struct str
invite_key(struct correlator *c, size_t space, struct str from, struct str to)
{
    return KEY(&c->scratch, KEY_NUMBER(space), from, to);
}

static void
invites_init(struct correlator *c, struct invites *v)
{
    map_init(&v->first, &c->made);
    v->next = arena_array(&c->made, c->ndialogs + 1, sizeof(size_t));
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        v->next[i] = NONE;
        if (d->same != i || d->leg == NONE || !d->began || d->in)
            continue;
        struct str key = invite_key(
            c, d->space, d->from_user, d->to_user.n ? d->to_user : d->uri_user);
        bool made = false;
        size_t *slot = map_put(&v->first, key, i, &made);
        if (!made)
            v->next[i] = *slot;
        *slot = i;
        arena_reset(&c->scratch);
    }
}

/* The digits that the part of the pattern behind its dot took ("8.777XXXX" of
 * 87770001: 7770001): what is usually sent on. Empty without a dot, or when
 * the part before it can take any number of digits. */
static struct str
behind_dot(const struct da_state *d)
{
    size_t digits = 0;
    for (size_t i = 0; i < d->pattern.n; i++) {
        char ch = d->pattern.p[i];
        if (ch == '.')
            return str_skip(d->dialed, digits);
        if (ch == '!' || ch == '@' || ch == '?' || ch == '+')
            break;
        if (ch == '[')
            while (i + 1 < d->pattern.n && d->pattern.p[i] != ']')
                i++;
        digits++;
    }
    return (struct str){0};
}

/* The call whose outgoing INVITE fits an analysis that no CI ties to
 * anything: same node, same numbers, soon after; only when it is the only
 * one. Document excerpts and low trace levels need it. */
static size_t
infer_call(struct correlator *c, const struct joined *j,
    const struct invites *v, const struct da_state *d)
{
    enum { SOON_MS = 5000 };
    struct mark at = da_mark(d);
    struct str to[] = {d->dialed, d->called, behind_dot(d)};
    size_t found = NONE;
    for (size_t n = 0; n < COUNTOF(to); n++) {
        if (to[n].n == 0 || (n > 0 && str_eq(to[n], to[0])))
            continue;
        const size_t *slot =
            map_get(&v->first, invite_key(c, d->space, d->calling, to[n]));
        for (size_t i = slot ? *slot : NONE; i != NONE; i = v->next[i]) {
            int64_t ms = mark_span(c, &at, &c->dialogs[i].first);
            if (ms > SOON_MS)
                continue; /* later ones come first */
            if (ms < 0)
                break;
            size_t call = j->call_of_leg[c->dialogs[i].leg];
            if (found != NONE && found != call)
                return NONE;
            found = call;
        }
    }
    return found;
}

static void
place_analysis(
    struct correlator *c, struct joined *j, const struct invites *v, size_t i)
{
    struct da_state *d = &c->das[i];
    size_t leg = leg_of_da(c, d);
    if (leg != NONE) {
        d->call = j->call_of_leg[leg];
    } else if (d->ci == 0 && str_eq(da_verdict(d), STR("match"))) {
        d->call = infer_call(c, j, v, d);
        d->inferred = d->call != NONE;
    }
    if (d->call == NONE)
        return;
    struct call_state *k = &j->calls[d->call];
    k->das = arena_room(&c->arena, k->das, k->ndas, sizeof(size_t));
    k->das[k->ndas++] = i;
}

static struct str
first_of(struct str a, struct str b, struct str d)
{
    return a.n ? a : b.n ? b : d;
}

/* Whether what the caller's INVITE asked for can be the whole number: a phone
 * may send the first digit alone and the others later (FORMAT 20.9). */
static bool
asked_whole(const struct leg_state *a, const struct leg_state *b)
{
    if (str_starts_nocase(a->other, STR("x-cisco-serviceuri-")))
        return false; /* a feature button */
    if (a->other.n == 1 && b->number.n == 0)
        return false; /* the first key, perhaps */
    return b->number.n == 0 || str_ends(a->other, b->number);
}

/* Whether digits can be what the caller's INVITE asked for: a phone may have
 * sent the first ones alone, a trunk or gateway may take off or put on some in
 * front. Those of a forward are others. */
static bool
asked_for(const struct leg_state *a, struct str digits)
{
    return a->other.n == 0 ||
           str_starts_nocase(a->other, STR("x-cisco-serviceuri-")) ||
           str_starts(digits, a->other) || str_ends(digits, a->other) ||
           str_ends(a->other, digits);
}

static void
find_numbers(struct correlator *c, struct call_state *k)
{
    static const struct leg_state nobody = {.cause = -1};
    const struct leg_state *a =
        k->calling != NONE ? &c->legs[k->calling] : &nobody;
    const struct leg_state *b =
        k->called != NONE ? &c->legs[k->called] : &nobody;
    const struct da_state *d = party_analysis(c, k, k->calling);
    struct str from = {0};
    if (k->called != NONE) {
        const struct dialog *g = leg_dialog(c, k->called);
        if (g != NULL && !g->in)
            from = g->from_user;
    }
    k->calling_number =
        first_of(a->number, d ? d->calling : (struct str){0}, from);
    /* Digits of an analysis, or of a setup, are what was dialled only when the
     * call's beginning is there: later ones are of forwards. The call log has
     * neither. */
    const struct hop *h = &k->hops[0];
    bool straight = h->narrivals == 1 && h->arrivals[0].how == ARRIVE_CALLED;
    bool whole = k->calling == NONE ? straight : a->began_sdl;
    if (d != NULL && whole && asked_for(a, d->dialed))
        k->dialed = d->dialed;
    if (k->dialed.n == 0 && (a->by_record || asked_whole(a, b)))
        k->dialed = a->other;
    /* Not the far cluster's, nor what a transferor dialled. */
    if (k->dialed.n == 0 && whole && h->narrivals > 0 &&
        h->arrivals[0].how == ARRIVE_CALLED &&
        asked_for(a, c->legs[h->arrivals[0].leg].dialed))
        k->dialed = c->legs[h->arrivals[0].leg].dialed;
    k->calling_device = a->device;
    struct phone called = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {0}, NULL};
    if (k->called != NONE)
        called = phone_of_leg(c, k->called);
    k->called_number = called.number;
    /* Digit analysis knows the hunt list's number, not the member's; and whom
     * the caller called, not who came later. */
    if (k->called_number.n == 0 && d != NULL && b->list.n == 0 &&
        (straight || k->called == NONE))
        k->called_number = d->called;
    k->called_device = called.device;
    if (k->logged)
        logged_called(c, k);
}

void
party_finish(struct correlator *c, struct joined *j)
{
    struct invites invites;
    invites_init(c, &invites);
    for (size_t i = 0; i < c->ndas; i++) {
        place_analysis(c, j, &invites, i);
        arena_reset(&c->scratch);
    }
    const struct pair_list *lists = arrival_lists(c, j);
    for (size_t i = 0; i < j->ncalls; i++) {
        arrival_transferors(c, &lists[i]);
        find_hops(c, &j->calls[i], &lists[i]);
        arrival_consultations(c, &lists[i]);
        find_numbers(c, &j->calls[i]);
    }
    arena_reset(&c->made);
}
