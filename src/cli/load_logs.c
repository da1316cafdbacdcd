/* SPDX-License-Identifier: MIT
 *
 * Messages that only the call log has: one sentence for each run of them
 * between two stretches of the node's files, and one for each call. */
#include "base/map.h"
#include "cli/gaps.h"
#include "store/get.h"

struct log_runs {
    struct gaps *g;
    struct map source; /* id -> index of the source */
};

/* A run of them: of one node, between two stretches of its files. */
struct run {
    const struct source *source;
    const struct cover *cover; /* the files should have them */
    int64_t call;              /* 0 = all */
    size_t place;              /* stretches of files before it */
    int64_t from_ms, to_ms, n;
};

static int
put_run(struct gaps *g, struct store *db, const struct run *r, struct err *e)
{
    struct arena *a = &g->a;
    struct str node = r->source->node
                          ? str_fmt(a, "node %d", (int)r->source->node)
                          : STR("a node without number");
    struct str span = gaps_span(a, r->source, r->from_ms, r->to_ms);
    struct str pattern =
        r->source->node ? gaps_pattern(a, r->source->node) : STR("SDL*.txt");
    struct str what = str_fmt(a,
        "%lld SIP message%s of " STR_FMT " %s known only from the call log",
        (long long)r->n, r->n == 1 ? "" : "s", STR_ARG(node),
        r->n == 1 ? "is" : "are");
    struct gap gap = {
        .call = r->call,
        .kind = STR("calllog"),
        .node = r->source->node ? str_skip(node, sizeof("node ") - 1)
                                : (struct str){NULL, 0},
        .cluster = r->source->cluster,
        .from_ms = r->from_ms,
        .to_ms = r->to_ms,
        .collect = pattern,
        .reason =
            r->cover
                ? str_fmt(a,
                      STR_FMT ", although SDL files cover that time, " STR_FMT
                              ": was tracing less detailed?",
                      STR_ARG(what), STR_ARG(span))
                : str_fmt(a, STR_FMT ": collect " STR_FMT " of " STR_FMT,
                      STR_ARG(what), STR_ARG(pattern), STR_ARG(span)),
    };

    return store_put_gap(db, &gap, e);
}

/* How many stretches of the node's files lie before the moment. */
static size_t
place_of(const struct gaps *g, const struct source *s, int64_t at_ms)
{
    size_t n = 0;

    for (size_t i = 0; i < g->ncovers; i++) {
        const struct cover *c = &g->covers[i];

        n += c->node == s->node && str_eq(c->cluster, s->cluster) &&
             c->to_ms < at_ms;
    }
    return n;
}

/* Runs over all calls, then one a call. */
static int
put_log_runs(struct log_runs *v, struct store *db, const struct log_only *rows,
    size_t n, struct err *e)
{
    struct gaps *g = v->g;
    struct run run = {0};

    for (size_t i = 0; i < n; i++) {
        const size_t *at = map_get_u64(&v->source, (uint64_t)rows[i].source);
        int64_t at_ms = rows[i].at_ms;

        if (!at || at_ms == WHEN_UNKNOWN)
            continue;
        const struct source *s = &g->sources[*at];
        struct run next = {s, gaps_cover_at(g, s->cluster, s->node, at_ms), 0,
            place_of(g, s, at_ms), at_ms, at_ms, 0};
        bool same = run.n && run.source->node == s->node &&
                    str_eq(run.source->cluster, s->cluster) &&
                    run.place == next.place && run.cover == next.cover;
        if (!same && run.n && put_run(g, db, &run, e) < 0)
            return -1;
        if (!same)
            run = next;
        run.n++;
        gaps_widen(&run.from_ms, &run.to_ms, at_ms);
    }
    return run.n ? put_run(g, db, &run, e) : 0;
}

static int
put_call_runs(struct log_runs *v, struct store *db, const struct log_only *rows,
    size_t n, struct err *e)
{
    struct map index;
    struct run *runs = NULL;
    size_t nruns = 0, cap = 0;

    map_init(&index, &v->g->a);
    for (size_t i = 0; i < n; i++) {
        const size_t *at = map_get_u64(&v->source, (uint64_t)rows[i].source);
        const struct source *s = at ? &v->g->sources[*at] : NULL;
        bool made = false;

        if (!s || !rows[i].call || rows[i].at_ms == WHEN_UNKNOWN ||
            gaps_cover_at(v->g, s->cluster, s->node, rows[i].at_ms))
            continue;
        size_t *slot = map_put_u64(&index,
            (uint64_t)rows[i].call << 8 | (uint64_t)(s->node & UINT8_MAX),
            nruns, &made);
        if (made) {
            runs = arena_grow(&v->g->a, runs, &cap, nruns + 1, sizeof *runs);
            runs[nruns++] = (struct run){
                s, NULL, rows[i].call, 0, rows[i].at_ms, rows[i].at_ms, 0};
        }
        struct run *r = &runs[*slot];
        r->n++;
        gaps_widen(&r->from_ms, &r->to_ms, rows[i].at_ms);
    }
    for (size_t i = 0; i < nruns; i++) {
        if (put_run(v->g, db, &runs[i], e) < 0)
            return -1;
    }
    return 0;
}

int
gaps_put_logs(struct gaps *g, struct store *db, struct err *e)
{
    struct log_runs v = {.g = g};
    struct log_only *rows = NULL;
    size_t n = 0;

    map_init(&v.source, &g->a);
    for (size_t i = 0; i < g->nsources; i++)
        map_put_u64(&v.source, (uint64_t)g->sources[i].id, i, NULL);
    if (store_get_log_only(db, &g->a, &rows, &n, e) < 0 ||
        put_log_runs(&v, db, rows, n, e) < 0)
        return -1;
    return put_call_runs(&v, db, rows, n, e);
}
