/* SPDX-License-Identifier: MIT
 *
 * A CI is made by the node in its top byte and is unique from one start of
 * that node's service to the next (FORMAT 1.3, 9.1, 19). The FileHead of its
 * files says when each start was; every node sees CIs of the others, so the
 * starts of all count. While rows are fed, clusters and clocks are not known:
 * legs are kept apart over every start that may be their node's, and put
 * together again in the end (merge.c). */
#include <stdlib.h>

#include "call/joined.h"

/* How long after its last sign a leg may still be up, or a node not have
 * started anew, when nothing says so. */
enum { FAR_MS = 3600 * 1000 };

static int32_t
owner_of(int64_t ci)
{
    enum { NODE_SHIFT = 24, NODE_MASK = 0xff };
    return (int32_t)(ci >> NODE_SHIFT & NODE_MASK);
}

/* "2031/04/01 03:02:01", local -> ms UTC; WHEN_UNKNOWN. */
static int64_t
start_of(const struct source *s)
{
    int64_t days = 0;
    int64_t tod_ms = 0;
    struct str rest = s->app_start;
    struct str date = str_cut(&rest, ' ');
    if (s->utc_offset_s == WHEN_NO_OFFSET || !when_parse_date(date, &days) ||
        !when_parse_tod(str_trim(rest), &tod_ms))
        return WHEN_UNKNOWN;
    return days * WHEN_DAY_MS + tod_ms - (int64_t)s->utc_offset_s * 1000;
}

static int
compare_era(const void *pa, const void *pb)
{
    const struct era *a = pa;
    const struct era *b = pb;
    if (a->from_ms != b->from_ms)
        return a->from_ms < b->from_ms ? -1 : 1;
    return a->space < b->space ? -1 : a->space > b->space;
}

/* Other services of a node start by themselves, and make no CI. */
static bool
makes_cis(const struct source *s)
{
    enum { APP_CALLMANAGER = 100 };
    return s->kind == SOURCE_SDL && s->node != 0 &&
           (s->app == 0 || s->app == APP_CALLMANAGER);
}

/* A space of SDL files is one start; no record of it is older. */
static void
add_source(struct correlator *c, size_t i, size_t *era_of_space)
{
    const struct source *s = &c->sources[i];
    int64_t from_ms = start_of(s);
    if (!makes_cis(s) || from_ms == WHEN_UNKNOWN)
        return;
    size_t *at = &era_of_space[c->space_of[i]];
    if (*at == NONE) {
        *at = c->neras++;
        c->eras[*at] = (struct era){
            c->space_of[i], s->node, from_ms, INT64_MAX / 2, from_ms, false};
    }
    struct era *e = &c->eras[*at];
    bool dated = s->base_ms != WHEN_UNKNOWN;
    if (dated && s->first_tod != WHEN_UNKNOWN &&
        s->base_ms + s->first_tod < e->seen_ms)
        e->seen_ms = s->base_ms + s->first_tod;
    if (e->seen_ms < e->from_ms)
        e->from_ms = e->seen_ms;
    if (dated && s->last_tod != WHEN_UNKNOWN &&
        s->base_ms + s->last_tod > e->until_ms)
        e->until_ms = s->base_ms + s->last_tod;
}

void
era_open(struct correlator *c)
{
    int64_t first_ms = INT64_MAX;
    c->eras = arena_array(&c->arena, c->nspaces + 1, sizeof(*c->eras));
    size_t *of = arena_array(&c->made, c->nspaces + 1, sizeof(*of));
    for (size_t i = 0; i < c->nspaces; i++)
        of[i] = NONE;
    for (size_t i = 0; i < c->nsources; i++) {
        const struct source *s = &c->sources[i];
        add_source(c, i, of);
        if (s->base_ms != WHEN_UNKNOWN && s->first_tod != WHEN_UNKNOWN &&
            s->base_ms + s->first_tod < first_ms)
            first_ms = s->base_ms + s->first_tod;
    }
    qsort(c->eras, c->neras, sizeof(*c->eras), compare_era);
    for (size_t i = 0; i < c->neras; i++) {
        c->eras[i].within = c->eras[i].from_ms > first_ms;
        c->restarts = c->restarts || c->eras[i].within;
    }
    arena_reset(&c->made);
}

size_t
era_fed(const struct correlator *c, size_t space, int64_t node, int64_t at_ms)
{
    const struct space *sp = &c->spaces[space];
    size_t n = 0;
    if (!c->restarts || node == 0)
        return 0;
    if (!sp->log && sp->node == node)
        for (size_t i = 0; i < c->neras; i++)
            if (c->eras[i].space == space)
                at_ms = c->eras[i].from_ms;
    if (at_ms == WHEN_UNKNOWN)
        return 0;
    for (size_t i = 0; i < c->neras; i++)
        n += c->eras[i].within && c->eras[i].node == node &&
             c->eras[i].from_ms <= at_ms &&
             str_eq(c->spaces[c->eras[i].space].label, sp->label);
    return n;
}

size_t
era_fed_ci(const struct correlator *c, size_t space, int64_t ci, int64_t at_ms)
{
    return era_fed(c, space, owner_of(ci), at_ms);
}

/* -- at the end ---------------------------------------------------------------
 */

enum { ERA_UNKNOWN = 0, ERA_BEFORE = -1 };

/* A start of a node's service. */
struct start {
    ptrdiff_t era; /* index of its era + 1, ERA_BEFORE the first, or
                      ERA_UNKNOWN */
    bool sure;     /* the node's files of it were there then */
};

/* That of a CI of a cluster at a time: the one whose files have records of that
 * time, else the last one before. */
static struct start
start_at(const struct correlator *c, size_t cluster, int64_t ci, int64_t utc_ms)
{
    struct start found = {ERA_UNKNOWN, false};
    if (utc_ms == WHEN_UNKNOWN)
        return found;
    for (size_t i = 0; i < c->neras; i++) {
        const struct era *e = &c->eras[i];
        const struct space *sp = &c->spaces[e->space];
        if (e->node != owner_of(ci) || sp->cluster != cluster)
            continue;
        if (e->seen_ms - sp->skew_ms <= utc_ms &&
            utc_ms <= e->until_ms - sp->skew_ms)
            return (struct start){(ptrdiff_t)i + 1, true};
        if (e->from_ms - sp->skew_ms <= utc_ms)
            found = (struct start){
                (ptrdiff_t)i + 1, utc_ms <= e->until_ms - sp->skew_ms + FAR_MS};
        else if (found.era == ERA_UNKNOWN)
            found.era = ERA_BEFORE;
    }
    return found;
}

/* The same, as a node's own files tell: what they are of needs no clock. */
static struct start
start_in(const struct correlator *c, size_t space, int64_t ci, int64_t utc_ms)
{
    const struct space *sp = &c->spaces[space];
    if (!sp->log && sp->node == owner_of(ci))
        for (size_t i = 0; i < c->neras; i++)
            if (c->eras[i].space == space)
                return (struct start){(ptrdiff_t)i + 1, true};
    return start_at(c, sp->cluster, ci, utc_ms);
}

static struct start
start_of_leg(const struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    return start_in(c, l->space, l->ci, mark_utc(c, &l->first));
}

/* The last time a leg is known to have been up; WHEN_UNKNOWN. */
static int64_t
leg_until(const struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    const struct mark *marks[] = {
        &l->first, &l->ringing, &l->answered, &l->active, &l->hung_up, &l->end};
    int64_t last_ms = WHEN_UNKNOWN;
    if (l->last_ms != 0)
        last_ms = l->last_ms - c->spaces[l->space].skew_ms;
    for (size_t i = 0; i < COUNTOF(marks); i++) {
        int64_t ms = mark_set(marks[i]) ? mark_utc(c, marks[i]) : WHEN_UNKNOWN;
        if (ms != WHEN_UNKNOWN && (last_ms == WHEN_UNKNOWN || ms > last_ms))
            last_ms = ms;
    }
    return last_ms;
}

void
leg_seen(struct correlator *c, size_t leg, int64_t last_ms, size_t space)
{
    struct leg_state *l = &c->legs[leg];
    if (last_ms == 0)
        return;
    last_ms += c->spaces[l->space].skew_ms - c->spaces[space].skew_ms;
    if (l->last_ms == 0 || last_ms > l->last_ms)
        l->last_ms = last_ms;
}

/* How far a time is from those at which a leg is known to have been up; 0
 * when that cannot be known. */
static int64_t
far_from_leg(const struct correlator *c, size_t leg, int64_t utc_ms)
{
    int64_t from_ms = mark_utc(c, &c->legs[leg].first);
    int64_t until_ms = leg_until(c, leg);
    if (utc_ms == WHEN_UNKNOWN || from_ms == WHEN_UNKNOWN ||
        until_ms == WHEN_UNKNOWN)
        return 0;
    return utc_ms < from_ms    ? from_ms - utc_ms
           : utc_ms > until_ms ? utc_ms - until_ms
                               : 0;
}

bool
leg_lasts(const struct correlator *c, size_t leg, const struct mark *at)
{
    const struct leg_state *l = &c->legs[leg];
    if (mark_set(&l->end) || !mark_set(at) || mark_before(c, at, &l->first))
        return true;
    return far_from_leg(c, leg, mark_utc(c, at)) < FAR_MS;
}

bool
era_same(const struct correlator *c, size_t a, size_t b)
{
    struct start x = start_of_leg(c, a);
    struct start y = start_of_leg(c, b);
    if (x.era != ERA_UNKNOWN && y.era != ERA_UNKNOWN && x.era != y.era)
        return false;
    if (x.sure && y.sure)
        return true;
    if (mark_before(c, &c->legs[b].first, &c->legs[a].first)) {
        size_t other = a;
        a = b;
        b = other;
    }
    return far_from_leg(c, a, mark_utc(c, &c->legs[b].first)) < FAR_MS;
}

uint64_t
era_key(size_t cluster, int64_t ci)
{
    return (uint64_t)cluster << 32 | ((uint64_t)ci & UINT32_MAX);
}

static size_t
leg_of(const struct correlator *c, size_t cluster, int64_t ci,
    struct start then, int64_t utc_ms)
{
    const size_t *slot = map_get_u64(&c->leg_by_era, era_key(cluster, ci));
    int64_t least_ms = INT64_MAX;
    size_t best = NONE;
    for (size_t i = slot ? *slot : NONE; i != NONE; i = c->legs[i].next_era) {
        struct start its = start_of_leg(c, i);
        int64_t ms = far_from_leg(c, i, utc_ms);
        if (its.era != ERA_UNKNOWN && then.era != ERA_UNKNOWN &&
            its.era != then.era)
            continue;
        if (ms < least_ms && (ms < FAR_MS || (its.sure && then.sure))) {
            least_ms = ms;
            best = i;
        }
    }
    return best;
}

static int64_t
utc_of(const struct correlator *c, const struct mark *at)
{
    return mark_set(at) ? mark_utc(c, at) : WHEN_UNKNOWN;
}

size_t
leg_at(
    const struct correlator *c, size_t space, int64_t ci, const struct mark *at)
{
    int64_t utc_ms = utc_of(c, at);
    return leg_of(c, c->spaces[space].cluster, ci,
        start_in(c, space, ci, utc_ms), utc_ms);
}

size_t
leg_far(const struct correlator *c, size_t cluster, int64_t ci,
    const struct mark *at)
{
    int64_t utc_ms = utc_of(c, at);
    return leg_of(c, cluster, ci, start_at(c, cluster, ci, utc_ms), utc_ms);
}
