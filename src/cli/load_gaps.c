/* SPDX-License-Identifier: MIT
 *
 * What is missing between the files of one service: numbers that are skipped,
 * a file that ends before the next one begins. */
#include "cli/gaps.h"
#include "model/names.h"
#include "store/get.h"

enum {
    /* Signals of several threads are written interleaved, so the next file may
     * begin a few numbers off. */
    JUMP_MAX = 100,
    SECOND_MS = 1000,
    QUIET_MS = 60 * 1000, /* a service writes more often than that */
};

int64_t
gaps_at_ms(const struct source *s, int64_t tod_ms)
{
    if (s->base_ms == WHEN_UNKNOWN || tod_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return s->base_ms + tod_ms;
}

struct str
gaps_pattern(struct arena *a, int64_t node)
{
    return str_fmt(a, "SDL%03lld_100_*.txt", (long long)node);
}

/* Seconds east of UTC in which times are printed; s may be NULL. */
static int32_t
offset_of(const struct source *s)
{
    return s && s->utc_offset_s != WHEN_NO_OFFSET ? s->utc_offset_s : 0;
}

/* "2020-06-28T17:31:29" as the source's node prints it. */
static struct str
second_text(struct arena *a, const struct source *s, int64_t at_ms)
{
    enum { SECOND_SIZE = sizeof("2020-06-28T17:31:29") - 1 };
    struct when w = {at_ms, WHEN_UNKNOWN, offset_of(s)};

    return str_sub(when_iso(a, w), 0, SECOND_SIZE);
}

static struct str
zone_text(struct arena *a, const struct source *s)
{
    int32_t minutes = offset_of(s) / 60;
    int32_t positive = minutes < 0 ? -minutes : minutes;

    return str_fmt(a, " (UTC%c%02d:%02d)", minutes < 0 ? '-' : '+',
        (int)(positive / 60), (int)(positive % 60));
}

/* "2020-06-28 17:31:29" */
static struct str
day_and_time(struct arena *a, struct str iso)
{
    enum { DATE_SIZE = sizeof("2020-06-28") - 1 };

    return str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(str_sub(iso, 0, DATE_SIZE)),
        STR_ARG(str_skip(iso, DATE_SIZE + 1)));
}

struct str
gaps_span(
    struct arena *a, const struct source *s, int64_t from_ms, int64_t to_ms)
{
    enum { DATE_SIZE = sizeof("2020-06-28") - 1 };
    struct str zone = zone_text(a, s), from = {NULL, 0}, to = {NULL, 0};

    if (from_ms != WHEN_UNKNOWN)
        from = second_text(a, s, from_ms);
    if (to_ms != WHEN_UNKNOWN)
        to = second_text(a, s, to_ms + SECOND_MS - 1);
    if (from.n && !to.n)
        return str_fmt(a, "%s" STR_FMT STR_FMT, "from ",
            STR_ARG(day_and_time(a, from)), STR_ARG(zone));
    if (!from.n && to.n)
        return str_fmt(a, "%s" STR_FMT STR_FMT, "until ",
            STR_ARG(day_and_time(a, to)), STR_ARG(zone));
    if (!from.n)
        return STR("an unknown time");
    bool one_day =
        str_eq(str_sub(from, 0, DATE_SIZE), str_sub(to, 0, DATE_SIZE));
    struct str end =
        one_day ? str_skip(to, DATE_SIZE + 1) : day_and_time(a, to);
    return str_fmt(a, STR_FMT " to " STR_FMT STR_FMT,
        STR_ARG(day_and_time(a, from)), STR_ARG(end), STR_ARG(zone));
}

/* The last part of a source's name. */
static struct str
short_name(const struct source *s)
{
    struct str name = s->member.n ? s->member : s->file;
    size_t slash = str_rfind_byte(name, '/');

    return slash < name.n ? str_skip(name, slash + 1) : name;
}

static struct str
node_text(struct arena *a, const struct source *s)
{
    return s->node ? str_fmt(a, "%d", (int)s->node) : s->host;
}

/* --- names of files that are missing -------------------------------------- */

/* The index in "SDL003_100_000089.txt" and what stands before it. */
static bool
name_index(struct str name, struct str *before, int64_t *index)
{
    enum { BEFORE_SIZE = sizeof("SDL003_100_") - 1, INDEX_SIZE = 6 };

    *before = str_sub(name, 0, BEFORE_SIZE);
    return str_starts(name, STR("SDL")) &&
           str_to_i64(str_sub(name, BEFORE_SIZE, INDEX_SIZE), index) &&
           *index >= 0;
}

/* What the missing files are called: the index in a name is not the number in
 * FileHead, but both count by one, until the index starts again. */
static struct str
missing_names(
    struct arena *a, const struct source *before, const struct source *after)
{
    struct str start, end;
    int64_t first = 0, last = 0;
    int64_t n = after->file_number - before->file_number;

    if (!name_index(short_name(before), &start, &first) ||
        !name_index(short_name(after), &end, &last) || !str_eq(start, end) ||
        last - first != n)
        return gaps_pattern(a, before->node);
    if (n == 2)
        return str_fmt(
            a, STR_FMT "%06lld.txt", STR_ARG(start), (long long)first + 1);
    return str_fmt(a, STR_FMT "%06lld.txt to " STR_FMT "%06lld.txt",
        STR_ARG(start), (long long)first + 1, STR_ARG(start),
        (long long)last - 1);
}

/* --- between two files ---------------------------------------------------- */

static bool
same_service(const struct source *a, const struct source *b)
{
    return a->app_start.n && str_eq(a->app_start, b->app_start) &&
           str_eq(a->cluster, b->cluster) && str_eq(a->host, b->host) &&
           a->node == b->node && a->app == b->app;
}

static int64_t
sequence(struct str record)
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
    int64_t last = sequence(before->last_seq);
    int64_t first = sequence(after->first_seq);

    if (last < 0 || first < 0 || first - last <= JUMP_MAX)
        return 0;
    return first - last - 1;
}

static int
put_between(struct gaps *g, struct store *db, const struct source *before,
    const struct source *after, const struct gap *what, struct err *e)
{
    struct gap gap = *what;

    gap.node = node_text(&g->a, before);
    gap.cluster = before->cluster;
    gap.from_ms = gaps_at_ms(before, before->last_tod);
    gap.to_ms = gaps_at_ms(after, after->first_tod);
    gap.after_file = source_name(&g->a, before);
    gap.before_file = source_name(&g->a, after);
    return store_put_gap(db, &gap, e);
}

static int
put_numbers(struct gaps *g, struct store *db, const struct source *before,
    const struct source *after, struct err *e)
{
    struct arena *a = &g->a;
    int64_t n = after->file_number - before->file_number - 1;
    struct str names = missing_names(a, before, after);
    struct gap gap = {
        .kind = STR("files"),
        .collect = names,
        .reason = str_fmt(a,
            "%lld file%s of node " STR_FMT " %s missing between " STR_FMT
            " and " STR_FMT " (FileNumber %lld and %lld): collect " STR_FMT
            " of " STR_FMT,
            (long long)n, n == 1 ? "" : "s", STR_ARG(node_text(a, before)),
            n == 1 ? "is" : "are", STR_ARG(short_name(before)),
            STR_ARG(short_name(after)), (long long)before->file_number,
            (long long)after->file_number, STR_ARG(names),
            STR_ARG(gaps_span(a, before, gaps_at_ms(before, before->last_tod),
                gaps_at_ms(after, after->first_tod)))),
    };

    return put_between(g, db, before, after, &gap, e);
}

static int
put_hole(struct gaps *g, struct store *db, const struct source *before,
    const struct source *after, struct err *e)
{
    struct arena *a = &g->a;
    int64_t n = skipped_records(before, after);
    bool one = before->file_number == after->file_number;
    struct gap gap = {
        .kind = STR("hole"),
        .collect = short_name(before),
        .reason = str_fmt(a,
            "node " STR_FMT ": the end of " STR_FMT
            " is missing: its last record is %lld, %s begins with %lld; "
            "collect it again, with all of " STR_FMT,
            STR_ARG(node_text(a, before)), STR_ARG(short_name(before)),
            (long long)sequence(before->last_seq),
            one ? "the next piece" : "the next file",
            (long long)sequence(after->first_seq),
            STR_ARG(gaps_span(a, before, gaps_at_ms(before, before->last_tod),
                gaps_at_ms(after, after->first_tod)))),
    };

    if (n == 0)
        gap.reason = str_fmt(a,
            "node " STR_FMT ": nothing between the end of " STR_FMT
            " and the start of " STR_FMT ", " STR_FMT,
            STR_ARG(node_text(a, before)), STR_ARG(short_name(before)),
            STR_ARG(short_name(after)),
            STR_ARG(gaps_span(a, before, gaps_at_ms(before, before->last_tod),
                gaps_at_ms(after, after->first_tod))));
    return put_between(g, db, before, after, &gap, e);
}

/* Time without a record, where the numbers do not say that none is missing. */
static bool
is_silent(const struct source *before, const struct source *after)
{
    int64_t from = gaps_at_ms(before, before->last_tod);
    int64_t to = gaps_at_ms(after, after->first_tod);

    return (sequence(before->last_seq) < 0 || sequence(after->first_seq) < 0) &&
           from != WHEN_UNKNOWN && to != WHEN_UNKNOWN && to - from > QUIET_MS;
}

/* Whether nothing can be missing, whatever the numbers of the files say: a
 * file without FileHead stands between them. */
static bool
records_go_on(const struct source *before, const struct source *after)
{
    return sequence(before->last_seq) >= 0 && sequence(after->first_seq) >= 0 &&
           !before->has_head && skipped_records(before, after) == 0;
}

/* Whether one file goes on where the other ends; puts what is between. */
static int
join_files(struct gaps *g, struct store *db, const struct source *before,
    const struct source *after, bool *joined, struct err *e)
{
    int64_t step = after->file_number - before->file_number;

    *joined = false;
    if (!same_service(before, after) || before->file_number < 0 || step < 0)
        return 0;
    if (step > 1 && !records_go_on(before, after))
        return put_numbers(g, db, before, after, e);
    if (skipped_records(before, after) > 0 || is_silent(before, after))
        return put_hole(g, db, before, after, e);
    *joined = true;
    return 0;
}

/* --- what is covered ------------------------------------------------------ */

static void
cover_source(struct gaps *g, const struct source *s, bool joined)
{
    int64_t from = gaps_at_ms(s, s->first_tod);
    int64_t to = gaps_at_ms(s, s->last_tod);

    if (joined && g->ncovers && g->covers[g->ncovers - 1].to_ms <= to) {
        g->covers[g->ncovers - 1].last = s;
        g->covers[g->ncovers - 1].to_ms = to;
        return;
    }
    g->covers = arena_grow(
        &g->a, g->covers, &g->capcovers, g->ncovers + 1, sizeof *g->covers);
    g->covers[g->ncovers++] = (struct cover){.first = s,
        .last = s,
        .node = s->node,
        .cluster = s->cluster,
        .from_ms = from,
        .to_ms = to};
}

/* Of CallManager, or of a piece that does not say. */
static bool
is_call_processing(const struct source *s)
{
    return s->kind == SOURCE_SDL && (s->app == 100 || s->app == 0);
}

static int
put_files(struct gaps *g, struct store *db, struct err *e)
{
    const struct source *before = NULL;

    for (size_t i = 0; i < g->nsources; i++) {
        const struct source *s = &g->sources[i];
        bool joined = false;

        if (s->kind != SOURCE_SDL)
            continue;
        if (before && join_files(g, db, before, s, &joined, e) < 0)
            return -1;
        if (is_call_processing(s) && s->base_ms != WHEN_UNKNOWN &&
            s->first_tod != WHEN_UNKNOWN)
            cover_source(g, s, joined);
        before = s;
    }
    return 0;
}

bool
gaps_has_node(const struct gaps *g, struct str label, int64_t node)
{
    for (size_t i = 0; i < g->nsources; i++) {
        const struct source *s = &g->sources[i];

        if (is_call_processing(s) && s->node == node &&
            (!label.n || !s->cluster.n || str_eq(s->cluster, label)))
            return true;
    }
    return false;
}

void
gaps_widen(int64_t *from_ms, int64_t *to_ms, int64_t at_ms)
{
    if (at_ms == WHEN_UNKNOWN)
        return;
    if (*from_ms == WHEN_UNKNOWN || at_ms < *from_ms)
        *from_ms = at_ms;
    if (*to_ms == WHEN_UNKNOWN || at_ms > *to_ms)
        *to_ms = at_ms;
}

const struct cover *
gaps_cover_at(
    const struct gaps *g, struct str cluster, int64_t node, int64_t at_ms)
{
    for (size_t i = 0; i < g->ncovers; i++) {
        const struct cover *c = &g->covers[i];

        if (c->node == node && c->from_ms <= at_ms && at_ms <= c->to_ms &&
            (!c->cluster.n || !cluster.n || str_eq(c->cluster, cluster)))
            return c;
    }
    return NULL;
}

/* --- all of it -------------------------------------------------------------
 */

/* Sources with records; those whose records are another one's are not. */
static int
read_sources(struct gaps *g, struct store *db, struct err *e)
{
    struct source *v;
    size_t n, kept = 0;

    if (store_get_sources(db, &g->a, true, &v, &n, e) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (v[i].records > 0 &&
            (str_eq(v[i].status, STR("ok")) || str_eq(v[i].status, STR("cut"))))
            v[kept++] = v[i];
    }
    g->sources = v;
    g->nsources = kept;
    return 0;
}

int
gaps_put(struct gaps *g, struct store *db, const struct correlated *calls,
    struct err *e)
{
    g->calls = calls;
    if (read_sources(g, db, e) < 0 || put_files(g, db, e) < 0 ||
        gaps_put_needs(g, db, e) < 0)
        return -1;
    return gaps_put_logs(g, db, e);
}

void
gaps_free(struct gaps *g)
{
    arena_free(&g->a);
}
