/* SPDX-License-Identifier: MIT
 *
 * What is missing between the files of one service: numbers that are skipped,
 * a file that ends before the next one begins; and which times of each node
 * the files cover. */
#include <stdlib.h>

#include "gap/find.h"

enum {
    /* Signals of several threads are written interleaved, so the next file may
     * begin a few numbers off. */
    JUMP_MAX = 100,
    QUIET_MS = 60 * 1000, /* a service writes more often than that */
    CALL_MANAGER = 100,   /* AppId */
};

int64_t
find_at(const struct source *s, int64_t tod_ms)
{
    if (s->base_ms == WHEN_UNKNOWN || tod_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return s->base_ms + tod_ms;
}

struct str
find_node(struct arena *a, const struct source *s)
{
    return s->node ? str_fmt(a, "%d", (int)s->node) : s->host;
}

size_t
find_add(struct find *f, const struct lack *lack)
{
    f->lacks = arena_grow(
        f->a, f->lacks, &f->caplacks, f->nlacks + 1, sizeof *f->lacks);
    f->lacks[f->nlacks] = *lack;
    return f->nlacks++;
}

/* --- between two files ---------------------------------------------------- */

static bool
same_service(const struct source *a, const struct source *b)
{
    return a->app_start.n && str_eq(a->app_start, b->app_start) &&
           str_eq(a->cluster, b->cluster) && str_eq(a->host, b->host) &&
           a->node == b->node && a->app == b->app;
}

int64_t
find_sequence(struct str record)
{
    int64_t number = 0;
    struct str rest = record;

    return str_to_i64(str_cut(&rest, '.'), &number) ? number : -1;
}

/* How many records the numbers skip between the end of one file and the start
 * of the next; 0 when they go on. */
static int64_t
skipped_records(const struct source *before, const struct source *after)
{
    int64_t last = find_sequence(before->last_seq);
    int64_t first = find_sequence(after->first_seq);

    if (last < 0 || first < 0 || first - last <= JUMP_MAX)
        return 0;
    return first - last - 1;
}

/* Time without a record, where the numbers do not say that none is missing. */
static bool
is_silent(const struct source *before, const struct source *after)
{
    int64_t from = find_at(before, before->last_tod);
    int64_t to = find_at(after, after->first_tod);

    return (find_sequence(before->last_seq) < 0 ||
               find_sequence(after->first_seq) < 0) &&
           from != WHEN_UNKNOWN && to != WHEN_UNKNOWN && to - from > QUIET_MS;
}

/* Whether nothing can be missing, whatever the numbers of the files say: a
 * file without FileHead stands between them. */
static bool
records_go_on(const struct source *before, const struct source *after)
{
    return find_sequence(before->last_seq) >= 0 &&
           find_sequence(after->first_seq) >= 0 && !before->has_head &&
           skipped_records(before, after) == 0;
}

static struct str
cluster_of(const struct find *f, const struct source *s)
{
    return f->cluster[s - f->in->sources];
}

static void
add_between(struct find *f, enum lack_kind kind, const struct source *before,
    const struct source *after, bool known)
{
    struct lack lack = {
        .kind = kind,
        .cluster = cluster_of(f, before),
        .node = find_node(f->a, before),
        .before = before,
        .after = after,
        .from_ms = find_at(before, before->last_tod),
        .to_ms = find_at(after, after->first_tod),
        .known = known,
    };

    find_add(f, &lack);
}

/* Whether one file goes on where the other ends; notes what is between. */
static bool
join_files(
    struct find *f, const struct source *before, const struct source *after)
{
    int64_t step = after->file_number - before->file_number;

    if (!same_service(before, after) || before->file_number < 0 || step < 0)
        return false;
    if (step > 1 && !records_go_on(before, after))
        add_between(f, LACK_FILES, before, after, true);
    else if (skipped_records(before, after) > 0)
        add_between(f, LACK_RECORDS, before, after, true);
    else if (is_silent(before, after))
        add_between(f, LACK_TIME, before, after, true);
    else
        return true;
    return false;
}

/* A part was cut out of a file. */
static void
add_inside(struct find *f, const struct source *s)
{
    struct lack lack = {
        .kind = LACK_INSIDE,
        .cluster = cluster_of(f, s),
        .node = find_node(f->a, s),
        .before = s,
        .after = s,
        .from_ms = find_at(s, s->lost_from),
        .to_ms = find_at(s, s->lost_to),
        .known = true,
    };

    find_add(f, &lack);
}

/* --- what is covered ------------------------------------------------------ */

/* Of CallManager, or of a piece that does not say. */
static bool
is_call_processing(const struct source *s)
{
    return s->kind == SOURCE_SDL && (s->app == CALL_MANAGER || s->app == 0);
}

static void
give(struct find *f, struct str cluster, struct str node)
{
    for (size_t i = f->ngiven; i-- > 0;) {
        if (str_eq(f->given[i].cluster, cluster) &&
            str_eq(f->given[i].node, node))
            return;
    }
    f->given = arena_grow(
        f->a, f->given, &f->capgiven, f->ngiven + 1, sizeof *f->given);
    f->given[f->ngiven++] = (struct given){cluster, node};
}

static void
add_cover(
    struct find *f, const struct source *s, int64_t from_ms, int64_t to_ms)
{
    f->covers = arena_grow(
        f->a, f->covers, &f->capcovers, f->ncovers + 1, sizeof *f->covers);
    f->covers[f->ncovers++] = (struct cover){.first = s,
        .last = s,
        .node = find_node(f->a, s),
        .cluster = cluster_of(f, s),
        .from_ms = from_ms,
        .to_ms = to_ms};
}

/* joined: to the source before. */
static void
cover_source(struct find *f, const struct source *s, bool joined)
{
    int64_t from = find_at(s, s->first_tod);
    int64_t to = find_at(s, s->last_tod);
    int64_t end = s->lost ? find_at(s, s->lost_from) : to;
    struct cover *last = f->ncovers ? &f->covers[f->ncovers - 1] : NULL;

    if (from == WHEN_UNKNOWN || to == WHEN_UNKNOWN)
        return;
    if (joined && last && last->to_ms <= end) {
        last->last = s;
        last->to_ms = end;
    } else {
        add_cover(f, s, from, end);
    }
    if (s->lost)
        add_cover(f, s, find_at(s, s->lost_to), to);
}

static int
compare_covers(const void *pa, const void *pb)
{
    const struct cover *a = pa, *b = pb;
    int order = str_cmp(a->cluster, b->cluster);

    if (order == 0)
        order = str_cmp(a->node, b->node);
    if (order != 0)
        return order;
    if (a->from_ms != b->from_ms)
        return a->from_ms < b->from_ms ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static bool
same_node(const struct cover *a, const struct cover *b)
{
    return str_eq(a->cluster, b->cluster) && str_eq(a->node, b->node);
}

/* In order, each time once: a piece without a head may lie beside the files of
 * its node. */
static void
merge_covers(struct find *f)
{
    size_t n = 0;

    if (f->ncovers == 0)
        return;
    qsort(f->covers, f->ncovers, sizeof *f->covers, compare_covers);
    for (size_t i = 1; i < f->ncovers; i++) {
        struct cover *last = &f->covers[n];
        const struct cover *c = &f->covers[i];

        if (!same_node(last, c) || c->from_ms > last->to_ms) {
            f->covers[++n] = *c;
        } else if (c->to_ms > last->to_ms) {
            last->to_ms = c->to_ms;
            last->last = c->last;
        }
    }
    f->ncovers = n + 1;
}

/* What lies between two stretches: what the numbers say, else the time. */
static size_t
lack_between(struct find *f, const struct cover *a, const struct cover *b)
{
    for (size_t i = 0; i < f->nlacks; i++) {
        if (f->lacks[i].before == a->last && f->lacks[i].after == b->first)
            return i;
    }
    add_between(f, LACK_TIME, a->last, b->first, false);
    return f->nlacks - 1;
}

static void
bound_covers(struct find *f)
{
    for (size_t i = 0; i < f->ncovers; i++) {
        struct cover *c = &f->covers[i];
        bool first = i == 0 || !same_node(c - 1, c);
        bool last = i + 1 == f->ncovers || !same_node(c, c + 1);
        struct lack lack = {.cluster = c->cluster,
            .node = c->node,
            .from_ms = WHEN_UNKNOWN,
            .to_ms = WHEN_UNKNOWN};

        if (first) {
            lack.kind = LACK_START;
            lack.after = c->first;
            lack.to_ms = c->from_ms;
            c->before = find_add(f, &lack);
        } else {
            c->before = c[-1].after;
        }
        if (last) {
            lack.kind = LACK_END;
            lack.after = NULL;
            lack.before = c->last;
            lack.from_ms = c->to_ms;
            lack.to_ms = WHEN_UNKNOWN;
        }
        c->after = last ? find_add(f, &lack) : lack_between(f, c, c + 1);
    }
}

void
find_files(struct find *f)
{
    const struct source *before = NULL;

    for (size_t i = 0; i < f->in->nsources; i++) {
        const struct source *s = &f->in->sources[i];

        if (s->kind != SOURCE_SDL)
            continue;
        bool joined = before && join_files(f, before, s);
        if (s->lost)
            add_inside(f, s);
        if (is_call_processing(s)) {
            give(f, f->cluster[i], find_node(f->a, s));
            cover_source(f, s, joined);
        }
        before = s;
    }
    merge_covers(f);
    bound_covers(f);
}

/* --- questions ------------------------------------------------------------ */

/* A cluster that is not known may be any. */
static bool
may_be(struct str a, struct str b)
{
    return !a.n || !b.n || str_eq(a, b);
}

bool
find_given(const struct find *f, struct str cluster, struct str node)
{
    for (size_t i = 0; i < f->ngiven; i++) {
        if (str_eq(f->given[i].node, node) &&
            may_be(f->given[i].cluster, cluster))
            return true;
    }
    return false;
}

/* at_ms by the clock of the node whose stretch it is. */
static int64_t
by_its_clock(const struct cover *c, int64_t at_ms, int64_t skew_ms)
{
    return at_ms - skew_ms + c->first->skew_ms;
}

const struct cover *
find_cover(const struct find *f, struct str cluster, struct str node,
    int64_t at_ms, int64_t skew_ms)
{
    for (size_t i = 0; at_ms != WHEN_UNKNOWN && i < f->ncovers; i++) {
        const struct cover *c = &f->covers[i];
        int64_t at = by_its_clock(c, at_ms, skew_ms);

        if (c->from_ms <= at && at <= c->to_ms && str_eq(c->node, node) &&
            may_be(c->cluster, cluster))
            return c;
    }
    return NULL;
}

bool
find_beyond(const struct cover *c, int64_t at_ms, int64_t skew_ms)
{
    return at_ms != WHEN_UNKNOWN && by_its_clock(c, at_ms, skew_ms) > c->to_ms;
}

size_t
find_edge(const struct cover *c, int64_t at_ms, int64_t skew_ms)
{
    enum { EDGE_MS = 10 };
    int64_t at = by_its_clock(c, at_ms, skew_ms);

    if (c->before != NONE && at - c->from_ms <= EDGE_MS)
        return c->before;
    return c->after != NONE && c->to_ms - at <= EDGE_MS ? c->after : NONE;
}

size_t
find_hole(const struct find *f, struct str cluster, struct str node,
    int64_t at_ms, int64_t skew_ms)
{
    size_t hole = NONE;

    for (size_t i = 0; at_ms != WHEN_UNKNOWN && i < f->ncovers; i++) {
        const struct cover *c = &f->covers[i];

        if (!str_eq(c->node, node) || !may_be(c->cluster, cluster))
            continue;
        if (by_its_clock(c, at_ms, skew_ms) < c->from_ms)
            return hole == NONE ? c->before : hole;
        hole = c->after;
    }
    return hole;
}
