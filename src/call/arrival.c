/* SPDX-License-Identifier: MIT
 *
 * Who came into a call, one after the other: the first called party, then
 * those that a forward, a transfer, a pickup or a conference brought. The
 * pairing statements of the call are read in the order of time; a leg arrives
 * when it is paired with the caller or with somebody who is there already.
 * FORMAT 12, FAILURES 3.4. */
#include <stdlib.h>

#include "call/joined.h"

/* CUCM's redirect reasons: the same numbers in signals and CDRs. */
static const struct {
    int32_t reason;
    enum arrival_how how;
    struct str word;
} reasons[] = {
    {1, ARRIVE_FORWARD, STR_INIT("busy")},
    {2, ARRIVE_FORWARD, STR_INIT("no answer")},
    {4, ARRIVE_TRANSFER, {NULL, 0}},
    {5, ARRIVE_PICKUP, STR_INIT("pickup")},
    {7, ARRIVE_PARK, STR_INIT("park")},
    {8, ARRIVE_PARK, STR_INIT("park retrieved")},
    {9, ARRIVE_FORWARD, STR_INIT("out of service")},
    {10, ARRIVE_FORWARD, STR_INIT("forward")},
    {11, ARRIVE_PARK, STR_INIT("park reversion")},
    {15, ARRIVE_FORWARD, STR_INIT("all")},
    {18, ARRIVE_FORWARD, STR_INIT("deflection")},
    {34, ARRIVE_TRANSFER, STR_INIT("blind")},
    {50, ARRIVE_FORWARD, STR_INIT("immediate divert")},
    {66, ARRIVE_FORWARD, STR_INIT("alternate")},
    {82, ARRIVE_FORWARD, STR_INIT("failure")},
    {98, ARRIVE_CONFERENCE, STR_INIT("conference")},
    {114, ARRIVE_CONFERENCE, STR_INIT("barge")},
    {129, ARRIVE_FORWARD, STR_INIT("no bandwidth")},
    {130, ARRIVE_TRANSFER, STR_INIT("blind")},
    {146, ARRIVE_TRANSFER, STR_INIT("replaces")},
    {162, ARRIVE_FORWARD, STR_INIT("redirected")},
    {178, ARRIVE_FORWARD, STR_INIT("unregistered")},
};

enum { REASON_CONFERENCE = 98 };

static bool
read_reason(int32_t reason, struct arrival *v)
{
    for (size_t i = 0; i < COUNTOF(reasons); i++) {
        if (reasons[i].reason != reason)
            continue;
        v->how = reasons[i].how;
        v->reason = reasons[i].word;
        return true;
    }
    return false;
}

static bool
arrived(const struct hop *h, size_t leg)
{
    if (leg == h->calling)
        return true;
    for (size_t i = 0; i < h->narrivals; i++)
        if (h->arrivals[i].leg == leg)
            return true;
    return false;
}

static struct arrival *
arrival_add(
    struct correlator *c, struct hop *h, size_t leg, const struct mark *at)
{
    h->arrivals =
        arena_room(&c->arena, h->arrivals, h->narrivals, sizeof(*h->arrivals));
    struct arrival *v = &h->arrivals[h->narrivals++];
    *v = (struct arrival){.leg = leg,
        .consult = NONE,
        .bridge = NONE,
        .at = *at,
        .sure = SURE_EXACT};
    return v;
}

static bool
is_join(const struct pair_state *p)
{
    return str_has(str_from(p->by), STR("join"));
}

/* A call log joins parties with legs that it has nothing else of: bridges,
 * whatever they are for. */
static bool
is_nameless(const struct leg_state *l, const struct pair_state *p)
{
    return str_starts(str_from(p->by), STR("calllog")) && l->device.n == 0 &&
           l->number.n == 0 && l->dialogs == NONE && !l->began_sdl;
}

/* Whether this leg can come in by this statement: somebody who is called, or
 * by a join also somebody who dialled to get in (pickup). */
static bool
may_arrive(const struct leg_state *l, const struct pair_state *p, bool rec)
{
    if ((l->recording && !rec) || is_nameless(l, p))
        return false;
    return is_join(p) || (l->called && !l->calling);
}

/* The calling leg that is paired with this one by no join; NONE. */
static size_t
beside(const struct correlator *c, const struct pair_list *list, size_t leg)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct pair_state *p = &c->pairs[list->v[i]];
        size_t a = c->legs[p->a].same;
        size_t b = c->legs[p->b].same;
        size_t other = a == leg ? b : b == leg ? a : NONE;
        if (other != NONE && !is_join(p) && c->legs[other].calling &&
            c->legs[other].kind != KIND_MEDIA)
            return other;
    }
    return NONE;
}

/* The transferor's own leg to the new party, before both were joined. */
static size_t
consult_of(const struct correlator *c, const struct pair_list *list,
    const struct hop *h, size_t leg)
{
    size_t other = beside(c, list, leg);
    return other != h->calling ? other : NONE;
}

/* A REFER of somebody who is there asked for the last arrival's number. */
static bool
read_refer(struct correlator *c, const struct hop *h, struct arrival *v)
{
    struct mark at = {0};
    size_t leg = refer_leg(c, h, v, &at);
    if (leg == NONE)
        return false;
    v->by_caller = leg == h->calling;
    v->how = ARRIVE_TRANSFER;
    if (v->reason.n == 0)
        v->reason = STR("blind");
    v->from = c->legs[leg].number;
    v->refer = at;
    return true;
}

static struct str
last_number(const struct correlator *c, const struct hop *h)
{
    if (h->narrivals < 2)
        return (struct str){0};
    return c->legs[h->arrivals[h->narrivals - 2].leg].number;
}

static void
describe_join(struct correlator *c, const struct pair_list *list, struct hop *h,
    const struct pair_state *p)
{
    struct arrival *v = &h->arrivals[h->narrivals - 1];
    v->how = ARRIVE_TRANSFER;
    read_reason(p->reason, v);
    v->to = c->legs[v->leg].number;
    v->consult = consult_of(c, list, h, v->leg);
    /* A call log's row of a join does not say why. Who dialled himself was not
     * transferred to. */
    if (str_starts(str_from(p->by), STR("calllog"))) {
        v->sure = SURE_INFERRED;
        if (c->legs[v->leg].calling && v->consult == NONE)
            v->how = ARRIVE_PICKUP;
    }
    if (v->consult != NONE) {
        struct str device = c->legs[v->consult].device;
        v->from = c->legs[v->consult].number;
        c->legs[v->consult].consult = true;
        v->by_caller = v->how == ARRIVE_TRANSFER && device.n > 0 &&
                       str_eq(device, c->legs[h->calling].device);
    } else if (v->how != ARRIVE_TRANSFER || !read_refer(c, h, v)) {
        v->from = last_number(c, h);
    }
    /* Who retrieves a parked call dials the number where it is parked. */
    if (v->how == ARRIVE_PARK && c->legs[v->leg].other.n > 0)
        v->from = c->legs[v->leg].other;
    if (v->how == ARRIVE_TRANSFER && v->reason.n == 0 && p->reason != 0)
        v->reason = v->consult != NONE ? STR("attended") : STR("blind");
}

/* "5552;no-answer" of the Diversion header in the INVITE to this leg, RFC 5806:
 * who forwarded, and why. */
static bool
read_diversion(struct correlator *c, struct arrival *v)
{
    static const struct {
        struct str word, reason;
    } words[] = {
        {STR_INIT("unconditional"), STR_INIT("all")},
        {STR_INIT("user-busy"), STR_INIT("busy")},
        {STR_INIT("no-answer"), STR_INIT("no answer")},
        {STR_INIT("unavailable"), STR_INIT("unregistered")},
        {STR_INIT("deflection"), STR_INIT("deflection")},
    };
    for (size_t d = c->legs[v->leg].dialogs; d != NONE;
         d = c->dialogs[d].next) {
        struct str rest = c->dialogs[d].diversion;
        if (rest.n == 0 || c->dialogs[d].in)
            continue;
        v->how = ARRIVE_FORWARD;
        v->from = str_cut(&rest, ';');
        v->reason = rest;
        for (size_t i = 0; i < COUNTOF(words); i++)
            if (str_eq_nocase(rest, words[i].word))
                v->reason = words[i].reason;
        return true;
    }
    return false;
}

/* Whether the party before the last arrival had answered by then: whoever came
 * next was not forwarded to. */
static bool
was_answered(const struct correlator *c, const struct hop *h)
{
    const struct arrival *v = &h->arrivals[h->narrivals - 1];
    size_t before = h->arrivals[h->narrivals - 2].leg;
    const struct dialog *d = leg_dialog(c, before);
    const struct mark *marks[] = {
        &c->legs[before].answered, d != NULL ? &d->answered : NULL};
    for (size_t i = 0; i < COUNTOF(marks); i++)
        if (marks[i] != NULL && mark_set(marks[i]) &&
            mark_before(c, marks[i], &v->at))
            return true;
    return false;
}

static void
describe_called(struct correlator *c, struct hop *h)
{
    struct arrival *v = &h->arrivals[h->narrivals - 1];
    const struct leg_state *l = &c->legs[v->leg];
    v->to = l->number;
    if (l->lr_reason != 0 && read_reason(l->lr_reason, v)) {
        v->from = l->lr.n ? l->lr : last_number(c, h);
        if (v->how == ARRIVE_TRANSFER)
            read_refer(c, h, v);
        return;
    }
    if (h->narrivals > 1 && read_refer(c, h, v))
        return;
    if (read_diversion(c, v) || h->narrivals == 1)
        return;
    /* A second called party whom nobody joined: the call went on from the
     * first, but nothing says why. */
    v->how = ARRIVE_FORWARD;
    if (was_answered(c, h)) {
        v->how = ARRIVE_TRANSFER;
        v->reason = STR("blind");
    }
    v->from = last_number(c, h);
    v->sure = SURE_INFERRED;
}

/* A conference joins each party with a leg of the bridge, not with the others.
 */
static void
arrive_by_bridge(struct correlator *c, const struct pair_list *list,
    struct hop *h, const struct pair_state *p)
{
    size_t a = c->legs[p->a].same;
    size_t b = c->legs[p->b].same;
    bool media_a = c->legs[a].kind == KIND_MEDIA;
    if (media_a == (c->legs[b].kind == KIND_MEDIA))
        return;
    size_t fresh = media_a ? b : a;
    if (!c->legs[fresh].called || c->legs[fresh].recording || arrived(h, fresh))
        return;
    arrival_add(c, h, fresh, &p->at);
    describe_join(c, list, h, p);
    struct arrival *v = &h->arrivals[h->narrivals - 1];
    read_reason(REASON_CONFERENCE, v);
    v->bridge = media_a ? a : b;
}

/* The last arrival was there before the traces begin, whenever a line names
 * it: the first of all, and nothing says how it came. */
static void
arrived_before(struct hop *h)
{
    struct arrival first = h->arrivals[h->narrivals - 1];
    for (size_t i = h->narrivals - 1; i > 0; i--)
        h->arrivals[i] = h->arrivals[i - 1];
    first.how = ARRIVE_CALLED;
    h->arrivals[0] = first;
}

static void
arrive_by_pair(struct correlator *c, const struct pair_list *list,
    struct hop *h, const struct pair_state *p)
{
    size_t a = c->legs[p->a].same;
    size_t b = c->legs[p->b].same;
    bool has_a = arrived(h, a);
    if (has_a == arrived(h, b)) {
        if (!has_a && p->reason == REASON_CONFERENCE)
            arrive_by_bridge(c, list, h, p);
        return;
    }
    size_t fresh = has_a ? b : a;
    size_t old = has_a ? a : b;
    struct leg_state *l = &c->legs[fresh];
    if (c->spaces[l->space].cluster != c->spaces[c->legs[old].space].cluster)
        return;
    if (l->kind == KIND_MEDIA || !may_arrive(l, p, h->recording))
        return;
    arrival_add(c, h, fresh, &p->at);
    if (is_join(p))
        describe_join(c, list, h, p);
    else if (h->narrivals > 1 && !l->began && l->lr_reason == 0)
        arrived_before(h);
    else
        describe_called(c, h);
}

void
arrival_find(struct correlator *c, const struct pair_list *list, struct hop *h)
{
    if (h->calling == NONE)
        return;
    for (size_t i = 0; i < list->n; i++) {
        const struct pair_state *p = &c->pairs[list->v[i]];
        struct str by = str_from(p->by);
        if (p->split || str_eq(by, STR("media")) ||
            str_eq(by, STR("consultation")))
            continue;
        if (str_eq(by, STR("conference")))
            arrive_by_bridge(c, list, h, p);
        else
            arrive_by_pair(c, list, h, p);
    }
}

void
arrival_only(struct correlator *c, struct hop *h, size_t leg)
{
    arrival_add(c, h, leg, &c->legs[leg].first);
    describe_called(c, h);
}

bool
arrival_by_media(
    struct correlator *c, const struct pair_list *list, struct hop *h)
{
    for (size_t i = 0; i < list->n && h->calling != NONE; i++) {
        const struct pair_state *p = &c->pairs[list->v[i]];
        size_t a = c->legs[p->a].same;
        size_t b = c->legs[p->b].same;
        size_t other = a == h->calling ? b : b == h->calling ? a : NONE;
        if (other == NONE || !str_eq(str_from(p->by), STR("media")) ||
            c->legs[other].kind == KIND_MEDIA || c->legs[other].began ||
            c->legs[other].recording != h->recording ||
            c->spaces[c->legs[other].space].cluster != h->cluster)
            continue;
        arrival_only(c, h, other);
        return true;
    }
    return false;
}

/* A transfer joins one leg of each of the transferor's two calls. The caller's
 * leg beside the joined ones is the transferor's to the new party, also where
 * its beginning, which says so, is in no file. */
void
arrival_transferors(struct correlator *c, const struct pair_list *list)
{
    enum { REASON_TRANSFER = 4 };
    for (size_t i = 0; i < list->n; i++) {
        const struct pair_state *p = &c->pairs[list->v[i]];
        size_t joined[] = {c->legs[p->a].same, c->legs[p->b].same};
        if (!is_join(p) || p->split || p->reason != REASON_TRANSFER)
            continue;
        size_t legs[] = {
            beside(c, list, joined[0]), beside(c, list, joined[1])};
        size_t late = legs[0] == NONE ? legs[1] : legs[0];
        /* Who called both himself asked the second in between. */
        if (legs[0] != NONE && legs[1] != NONE &&
            mark_before(c, &c->legs[legs[0]].first, &c->legs[legs[1]].first))
            late = legs[1];
        if (late != NONE && late != joined[0] && late != joined[1])
            c->legs[late].consult = true;
    }
}

void
arrival_consultations(struct correlator *c, const struct pair_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct pair_state *p = &c->pairs[list->v[i]];
        size_t a = c->legs[p->a].same;
        size_t b = c->legs[p->b].same;
        size_t asking = c->legs[a].consult ? a : b;
        size_t asked = asking == a ? b : a;
        const struct leg_state *l = &c->legs[asked];
        if (c->legs[asking].consult && c->legs[asking].consulted == NONE &&
            !is_join(p) && l->called && !l->calling && !l->recording &&
            l->kind != KIND_MEDIA &&
            !str_eq(str_from(p->by), STR("consultation")))
            c->legs[asking].consulted = asked;
    }
}

size_t
arrival_last(const struct correlator *c, const struct hop *h)
{
    size_t last = NONE;
    for (size_t i = 0; i < h->narrivals; i++) {
        const struct arrival *v = &h->arrivals[i];
        /* Who joins a conference does not become its called party; a leg that
         * was there before the traces begin came before the others, unless it
         * was joined since. */
        bool before = last != NONE && !c->legs[v->leg].began &&
                      v->how != ARRIVE_TRANSFER && v->how != ARRIVE_PICKUP &&
                      v->how != ARRIVE_PARK;
        if (last == NONE || (v->how != ARRIVE_CONFERENCE && !before))
            last = v->leg;
    }
    return last;
}

/* -- pairs by call ----------------------------------------------------------
 */

struct pair_key {
    size_t call, pair;
    int64_t utc_ms; /* WHEN_UNKNOWN: by feed order */
    struct mark at;
};

static int
compare_pair(const void *pa, const void *pb)
{
    const struct pair_key *a = pa;
    const struct pair_key *b = pb;
    if (a->call != b->call)
        return a->call < b->call ? -1 : 1;
    if (a->at.source != b->at.source) {
        if (a->utc_ms != b->utc_ms)
            return a->utc_ms < b->utc_ms ? -1 : 1;
        return a->at.source < b->at.source ? -1 : 1;
    }
    return a->at.event < b->at.event ? -1 : a->at.event > b->at.event;
}

/* Whether the call log pairs two legs that signals pair, too. */
static bool
only_repeats(const struct correlator *c, const struct joined *j,
    const struct pair_state *p)
{
    uint64_t a = c->legs[p->a].same;
    uint64_t b = c->legs[p->b].same;
    const size_t *bond =
        map_get_u64(&j->bonded, (a < b ? a : b) << 32 | (a < b ? b : a));
    return str_starts(str_from(p->by), STR("calllog")) && bond != NULL &&
           !str_starts(str_from(j->bonds[*bond].by), STR("calllog"));
}

struct pair_list *
arrival_lists(struct correlator *c, const struct joined *j)
{
    struct pair_key *keys = arena_array(&c->made, c->npairs + 1, sizeof(*keys));
    size_t *sorted = arena_array(&c->made, c->npairs + 1, sizeof(size_t));
    struct pair_list *lists =
        arena_array(&c->made, j->ncalls + 1, sizeof(*lists));
    enum { LOG_AFTER_MS = 100 };
    size_t n = 0;
    for (size_t i = 0; i < c->npairs; i++) {
        size_t call = j->call_of_leg[c->pairs[i].a];
        if (call == NONE)
            continue;
        /* The call log's row of the same thing says less. */
        int64_t utc_ms = mark_utc(c, &c->pairs[i].at);
        if (only_repeats(c, j, &c->pairs[i]) && utc_ms != WHEN_UNKNOWN)
            utc_ms += LOG_AFTER_MS;
        keys[n++] = (struct pair_key){call, i, utc_ms, c->pairs[i].at};
    }
    qsort(keys, n, sizeof(*keys), compare_pair);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = keys[i].pair;
        struct pair_list *list = &lists[keys[i].call];
        if (list->n++ == 0)
            list->v = &sorted[i];
    }
    return lists;
}
