/* SPDX-License-Identifier: MIT
 *
 * Call records in: each is of the legs whose CIs it names, in its cluster and
 * at about its time. CUCM writes it after the call, to a file and into its
 * traces. A record whose legs nothing else tells of makes a call of its own;
 * the others only say whether they agree. FORMAT 17. */
#include "call/feed.h"
#include "call/joined.h"

struct cdr_state {
    struct mark at;
    size_t space;
    bool quality; /* CMR */
    int64_t ci, ci2;
    int64_t origination, connect, disconnect; /* s since 1970 UTC; 0 */
    int64_t duration;                         /* s; -1 */
    struct str cluster, calling, original, called;
    struct str calling_device, called_device, calling_ip, called_ip;
    int64_t calling_cause, called_cause; /* -1 */
    size_t leg, leg2;                    /* NONE (finish) */
    bool alone;                          /* (finish) */
};

void
feed_cdr(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_cdr *r = &row->u.cdr;
    c->cdrs = GROW(c->cdrs, c->ncdrs, c->capcdrs);
    c->cdrs[c->ncdrs++] = (struct cdr_state){
        .at = c->at,
        .space = space,
        .quality = str_eq(r->what, STR("CMR")),
        .ci = r->ci,
        .ci2 = r->ci2,
        .origination = r->origination,
        .connect = r->connect,
        .disconnect = r->disconnect,
        .duration = r->duration,
        .cluster = keep(c, r->cluster),
        .calling = keep(c, r->calling),
        .original = keep(c, r->original),
        .called = keep(c, r->called),
        .calling_device = keep(c, r->calling_device),
        .called_device = keep(c, r->called_device),
        .calling_ip = keep(c, r->calling_ip),
        .called_ip = keep(c, r->called_ip),
        .calling_cause = r->calling_cause,
        .called_cause = r->called_cause,
        .leg = NONE,
        .leg2 = NONE,
    };
}

/* --- whose it is ---------------------------------------------------------- */

/* Legs by their CI. */
struct ci_index {
    struct map first;
    size_t *next;
};

static void
index_legs(struct correlator *c, struct ci_index *x)
{
    map_init(&x->first, &c->made);
    x->next = arena_array(&c->made, c->nlegs + 1, sizeof(size_t));
    for (size_t i = c->nlegs; i-- > 0;) {
        if (c->legs[i].ci == 0)
            continue;
        bool made;
        size_t *slot =
            map_put_u64(&x->first, (uint64_t)c->legs[i].ci, i, &made);
        x->next[i] = made ? NONE : *slot;
        *slot = i;
    }
}

/* A record in a trace is of that node's cluster; one in a file of the cluster
 * that it names. */
static bool
same_cluster(const struct correlator *c, const struct cdr_state *r, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    if (c->spaces[r->space].kind != SOURCE_CDR)
        return c->spaces[l->space].cluster == c->spaces[r->space].cluster;
    struct str name =
        l->cluster_name.n > 0 ? l->cluster_name : cluster_name(c, l->space);
    return name.n == 0 || r->cluster.n == 0 || str_eq_nocase(name, r->cluster);
}

/* How far the leg's beginning is from the record's, ms; INT64_MAX when it is
 * another one: CIs begin anew some day. */
static int64_t
distance(const struct correlator *c, const struct cdr_state *r, size_t leg)
{
    enum { HALF_A_DAY_MS = 12 * 3600 * 1000 };
    int64_t first = mark_utc(c, &c->legs[leg].first);
    if (first == WHEN_UNKNOWN || r->origination <= 0)
        return HALF_A_DAY_MS;
    int64_t ms = first - r->origination * 1000;
    ms = ms < 0 ? -ms : ms;
    return ms <= HALF_A_DAY_MS ? ms : INT64_MAX;
}

static size_t
find_leg(const struct correlator *c, const struct ci_index *x,
    const struct cdr_state *r, int64_t ci)
{
    size_t best = NONE;
    int64_t least = INT64_MAX;
    const size_t *first = ci > 0 ? map_get_u64(&x->first, (uint64_t)ci) : NULL;
    for (size_t i = first ? *first : NONE; i != NONE; i = x->next[i]) {
        int64_t ms = same_cluster(c, r, i) ? distance(c, r, i) : INT64_MAX;
        if (ms < least) {
            least = ms;
            best = i;
        }
    }
    return best;
}

/* --- calls that only records tell of -------------------------------------- */

/* The record as evidence of a time that it tells. */
static struct mark
mark_at(const struct correlator *c, const struct cdr_state *r, int64_t seconds)
{
    struct mark m = r->at;
    int64_t base = c->sources[m.source].base_ms;
    if (seconds <= 0)
        return (struct mark){0};
    mark_set_tod(
        &m, base == WHEN_UNKNOWN ? WHEN_UNKNOWN : seconds * 1000 - base);
    return m;
}

static size_t
make_leg(struct correlator *c, const struct cdr_state *r, int64_t ci)
{
    size_t i = leg_new(c, r->space, ci);
    struct leg_state *l = &c->legs[i];
    l->first = mark_at(c, r, r->origination);
    l->answered = mark_at(c, r, r->connect);
    l->end = mark_at(c, r, r->disconnect);
    l->began = true;
    l->cluster_name = r->cluster;
    return i;
}

/* The side that has a cause other than 0 let go. */
static void
make_ends(struct correlator *c, const struct cdr_state *r)
{
    const int64_t causes[] = {r->calling_cause, r->called_cause};
    const size_t legs[] = {r->leg, r->leg2};
    for (size_t i = 0; i < COUNTOF(legs); i++) {
        if (legs[i] == NONE)
            continue;
        struct leg_state *l = &c->legs[legs[i]];
        l->cause = causes[i];
        l->cause_at = l->end;
        if (causes[i] > 0 && causes[1 - i] <= 0)
            l->hung_up = l->end;
    }
    if (r->leg != NONE && r->leg2 != NONE && r->calling_cause <= 0 &&
        r->called_cause > 0)
        c->legs[r->leg].cause = -1; /* the other side's is the reason */
}

static void
make_call(struct correlator *c, struct cdr_state *r)
{
    r->alone = true;
    if (r->ci > 0) {
        r->leg = make_leg(c, r, r->ci);
        c->legs[r->leg].calling = true;
        c->legs[r->leg].number = r->calling;
        c->legs[r->leg].device = r->calling_device;
        c->legs[r->leg].ip = r->calling_ip;
        c->legs[r->leg].by_record = true;
        c->legs[r->leg].other = r->original.n > 0 ? r->original : r->called;
    }
    if (r->ci2 > 0) {
        r->leg2 = make_leg(c, r, r->ci2);
        c->legs[r->leg2].called = true;
        c->legs[r->leg2].number = r->called;
        c->legs[r->leg2].device = r->called_device;
        c->legs[r->leg2].ip = r->called_ip;
    }
    make_ends(c, r);
    if (r->leg == NONE || r->leg2 == NONE)
        return;
    c->pairs = GROW(c->pairs, c->npairs, c->cappairs);
    c->pairs[c->npairs++] = (struct pair_state){
        r->leg, r->leg2, "call record", SURE_EXACT, r->at, false, 0};
}

void
cdr_finish(struct correlator *c)
{
    struct ci_index x;
    if (c->ncdrs == 0)
        return;
    index_legs(c, &x);
    for (size_t i = 0; i < c->ncdrs; i++) {
        struct cdr_state *r = &c->cdrs[i];
        r->leg = find_leg(c, &x, r, r->ci);
        r->leg2 = find_leg(c, &x, r, r->ci2);
    }
    for (size_t i = 0; i < c->ncdrs; i++) {
        struct cdr_state *r = &c->cdrs[i];
        if (r->leg == NONE && r->leg2 == NONE && !r->quality)
            make_call(c, r);
    }
    arena_reset(&c->made);
    index_legs(c, &x); /* those that were made, too */
    for (size_t i = 0; i < c->ncdrs; i++) {
        struct cdr_state *r = &c->cdrs[i];
        if (r->leg == NONE && r->quality)
            r->leg = find_leg(c, &x, r, r->ci);
        size_t leg = r->leg != NONE ? r->leg : r->leg2;
        if (leg != NONE)
            touch(c, r->at.event, leg, NONE, NONE);
    }
    arena_reset(&c->made);
}

/* --- whether it agrees ---------------------------------------------------- */

/* Prefixes are put before numbers, or cut off. */
static bool
same_number(struct str a, struct str b)
{
    return a.n == 0 || b.n == 0 || str_ends(a, b) || str_ends(b, a);
}

static void
add(struct correlator *c, struct str *text, const char *what, struct str record,
    struct str traces)
{
    *text = str_fmt(&c->made,
        STR_FMT "%s%s " STR_FMT ", in the traces " STR_FMT, STR_ARG(*text),
        text->n > 0 ? "; " : "", what, STR_ARG(record), STR_ARG(traces));
}

static struct str
number_text(struct correlator *c, int64_t v)
{
    return str_fmt(&c->made, "%lld", (long long)v);
}

/* That of whichever side has one; 0 when neither does. */
static int64_t
record_cause(const struct cdr_state *r)
{
    enum { CALL_SPLIT = 393216 }; /* left by a transfer */
    if (r->calling_cause > 0 && r->calling_cause != CALL_SPLIT)
        return r->calling_cause;
    return r->called_cause > 0 && r->called_cause != CALL_SPLIT
               ? r->called_cause
               : 0;
}

static void
compare_cause(struct correlator *c, const struct cdr_state *r,
    const struct call_state *k, struct str *text)
{
    int64_t cause = record_cause(r);
    bool parties = c->legs[r->leg].same == k->calling &&
                   c->legs[r->leg2].same == k->called;
    int64_t ours = parties ? k->cause : c->legs[c->legs[r->leg].same].cause;
    if (ours <= 0 && !parties)
        ours = c->legs[c->legs[r->leg2].same].cause;
    if (cause > 0 && ours > 0 && cause_q850(cause) != cause_q850(ours))
        add(c, text, "cause", number_text(c, cause), number_text(c, ours));
}

/* To two seconds: records have whole ones. Only of the two parties: what a
 * transfer leaves has other ends. */
static void
compare_time(struct correlator *c, const struct cdr_state *r,
    const struct call_state *k, struct str *text)
{
    enum { NEAR_MS = 2000 };
    if (c->legs[r->leg].same != k->calling ||
        c->legs[r->leg2].same != k->called)
        return;
    int64_t ms = mark_span(c, &k->answered, &k->end);
    if (r->connect == 0 && mark_set(&k->answered))
        add(c, text, "not answered", STR("there"), STR("answered"));
    else if (r->connect > 0 && ms >= 0 && r->duration >= 0 &&
             (ms - r->duration * 1000 > NEAR_MS ||
                 r->duration * 1000 - ms > NEAR_MS))
        add(c, text, "duration",
            str_fmt(&c->made, "%lld s", (long long)r->duration),
            str_fmt(&c->made, "%lld.%lld s", (long long)(ms / 1000),
                (long long)(ms % 1000 / 100)));
}

static struct str
difference(
    struct correlator *c, const struct joined *j, const struct cdr_state *r)
{
    struct str text = STR("");
    if (r->alone || r->quality || r->leg == NONE || r->leg2 == NONE)
        return text;
    size_t call = j->call_of_leg[r->leg];
    if (call == NONE)
        return text;
    const struct call_state *k = &j->calls[call];
    const struct leg_state *a = &c->legs[c->legs[r->leg].same];
    const struct leg_state *b = &c->legs[c->legs[r->leg2].same];
    if (call != j->call_of_leg[r->leg2])
        add(c, &text, "one call", STR("of both legs"), STR("two calls"));
    if (!same_number(r->calling, a->number))
        add(c, &text, "calling", r->calling, a->number);
    if (!same_number(r->called, b->number))
        add(c, &text, "called", r->called, b->number);
    compare_cause(c, r, k, &text);
    compare_time(c, r, k, &text);
    return text;
}

void
cdr_checks(struct correlator *c, const struct joined *j, struct correlated *r)
{
    r->checks = arena_array(&c->made, c->ncdrs + 1, sizeof(*r->checks));
    for (size_t i = 0; i < c->ncdrs; i++)
        r->checks[r->nchecks++] = (struct record_check){
            .event = c->cdrs[i].at.event,
            .alone = c->cdrs[i].alone,
            .difference = difference(c, j, &c->cdrs[i]),
        };
}
