/* SPDX-License-Identifier: MIT
 *
 * Facts to calls: one loop over all rows of all sources in their fixed order,
 * then the results into the database. Can be run again at any time. */
#include "call/correlate.h"
#include "cli/load.h"
#include "gap/gap.h"
#include "store/get.h"

static int
feed_source(
    struct correlator *c, struct store *db, int64_t source, struct err *e)
{
    struct store_rows *rows = NULL;
    struct row row;
    int r;

    if (store_rows_open(&rows, db, source, e) < 0)
        return -1;
    while ((r = store_rows_next(rows, &row, e)) > 0)
        correlate_feed(c, &row);
    store_rows_close(rows);
    return r;
}

static int
put_calls(struct store *db, const struct correlated *r, struct err *e)
{
    for (size_t i = 0; i < r->ncalls; i++) {
        const struct call *call = &r->calls[i];

        if (store_put_call(db, call, e) < 0)
            return -1;
        for (size_t k = 0; k < call->nlegs; k++) {
            if (store_put_leg(db, &call->legs[k], e) < 0)
                return -1;
        }
    }
    for (size_t i = 0; i < r->nlinks; i++) {
        if (store_put_link(db, &r->links[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->nsteps; i++) {
        if (store_put_step(db, &r->steps[i], e) < 0)
            return -1;
    }
    return 0;
}

static int
put_beside_calls(struct store *db, const struct correlated *r, struct err *e)
{
    for (size_t i = 0; i < r->nconnections; i++) {
        if (store_put_connection(db, &r->connections[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->nanalyses; i++) {
        if (store_put_digit_analysis(db, &r->analyses[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->nclocks; i++) {
        if (store_put_clock(db, &r->clocks[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->nnotes; i++) {
        if (store_put_note(db, &r->notes[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->nchecks; i++) {
        if (store_put_check(db, &r->checks[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->nties; i++) {
        if (store_put_tie(db, &r->ties[i], e) < 0)
            return -1;
    }
    return store_put_owners(db, r->owners, r->nowners, e);
}

static int
put_result(struct store *db, const struct source *v, size_t n,
    struct correlator *c, size_t *ncalls, struct err *e)
{
    struct correlated part;
    int more;

    for (size_t i = 0; i < n; i++) {
        if (store_put_source_clock(db, &v[i], i + 1, e) < 0)
            return -1;
    }
    while ((more = correlate_next(c, &part)) > 0) {
        *ncalls += part.ncalls;
        if (put_calls(db, &part, e) < 0 || put_beside_calls(db, &part, e) < 0)
            return -1;
    }
    return more;
}

/* Sources with records; those whose records are another one's are not. */
static int
get_recorded(
    struct store *db, struct arena *a, struct gap_facts *facts, struct err *e)
{
    struct source *v;
    size_t n, kept = 0;

    if (store_get_sources(db, a, true, &v, &n, e) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (v[i].records > 0 &&
            (str_eq(v[i].status, STR("ok")) || str_eq(v[i].status, STR("cut"))))
            v[kept++] = v[i];
    }
    facts->sources = v;
    facts->nsources = kept;
    return 0;
}

/* After the calls and what belongs to them were put. */
static int
put_gaps(struct store *db, struct arena *a, struct correlator *c, struct err *e)
{
    struct gap_facts facts = {0};
    struct log_only *logs = NULL;
    struct gap *v = NULL;
    size_t n = 0;

    correlate_visits(c, &facts.visits, &facts.nvisits);
    if (get_recorded(db, a, &facts, e) < 0 ||
        store_get_log_only(db, a, &logs, &facts.nlogs, e) < 0)
        return -1;
    facts.logs = logs;
    gap_find(a, &facts, &v, &n);
    for (size_t i = 0; i < n; i++) {
        if (store_put_gap(db, &v[i], e) < 0)
            return -1;
    }
    return 0;
}

static int
correlate_all(struct store *db, struct arena *a, size_t *ncalls, struct err *e)
{
    struct correlator *c = NULL;
    struct source *v = NULL;
    size_t n = 0;
    int r = store_get_sources(db, a, false, &v, &n, e);

    if (r < 0)
        return -1;
    correlate_open(&c, v, n);
    for (size_t i = 0; r == 0 && i < n; i++)
        r = feed_source(c, db, v[i].id, e);
    if (r == 0) {
        correlate_finish(c);
        r = put_result(db, v, n, c, ncalls, e);
    }
    if (r == 0)
        r = put_gaps(db, a, c, e);
    correlate_close(c);
    return r;
}

int
load_calls(struct store *db, size_t *ncalls, struct err *e)
{
    struct arena a = {0};

    *ncalls = 0;
    if (store_begin_calls(db, e) < 0)
        return -1;
    int r = correlate_all(db, &a, ncalls, e);
    arena_free(&a);
    if (r < 0) {
        store_undo_calls(db);
        return -1;
    }
    return store_end_calls(db, e);
}
