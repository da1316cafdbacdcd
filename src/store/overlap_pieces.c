/* SPDX-License-Identifier: MIT
 *
 * Pieces without a FileHead: the end of a file that was cut in two, a file
 * without its first line. Where the record numbers and the time of day go on
 * from another file of the same node, it is of that service. */
#include <inttypes.h>

#include "store/overlap.h"

enum {
    STEP_MAX = 3, /* records of several threads are written interleaved */
    PAUSE_MS = 60 * 1000,
};

/* The node that sent and received most of its signals; 0 = none in it. */
static int
signal_node(
    struct store *db, const struct part *p, int64_t *node, struct err *e)
{
    struct cursor c;

    *node = 0;
    if (cursor_open(&c, db, NULL,
            STR("SELECT CAST(substr(to_process, instr(to_process, '(') + 1) "
                "AS INTEGER) AS node FROM fact_signal WHERE event BETWEEN ?1 "
                "AND ?2 AND type = 'SdlSig' AND to_process LIKE '%(%' "
                "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, p->first_event);
    cursor_bind_int(&c, 2, p->last_event);
    int more = cursor_next(&c, e);
    if (more > 0)
        *node = cursor_int(&c, 0);
    cursor_close(&c);
    return more < 0 ? -1 : 0;
}

/* Whether `after` goes on where `before` ends; shift_ms: what its times are to
 * be given to stand behind it: whole days. */
static bool
goes_on(const struct part *before, const struct part *after, int64_t *shift_ms)
{
    int64_t step = after->first / 1000 - before->last / 1000;

    if (before->last < 0 || after->first < 0 || step < -STEP_MAX ||
        step > STEP_MAX || before->last_tod == WHEN_UNKNOWN ||
        after->first_tod == WHEN_UNKNOWN)
        return false;
    int64_t pause =
        (after->first_tod - before->last_tod) % WHEN_DAY_MS + WHEN_DAY_MS;
    pause %= WHEN_DAY_MS;
    *shift_ms = before->last_tod + pause - after->first_tod;
    return pause <= PAUSE_MS;
}

/* The one file with a known service that the piece goes on from, or that goes
 * on from it; NULL when there is none, or more than one. */
static const struct part *
find_neighbour(const struct part *v, size_t n, const struct part *piece,
    bool before, int64_t *shift_ms)
{
    const struct part *found = NULL;

    for (size_t i = 0; i < n; i++) {
        const struct part *p = &v[i];
        int64_t shift = 0;

        if (p->log || !p->app_start.n || p == piece ||
            !overlap_may_be_one(p, piece) ||
            !(before ? goes_on(p, piece, &shift) : goes_on(piece, p, &shift)))
            continue;
        if (found && (found->node != p->node || !str_eq(found->host, p->host) ||
                         !str_eq(found->app_start, p->app_start)))
            return NULL;
        if (!found)
            *shift_ms = before ? shift : -shift;
        found = found ? found : p;
    }
    return found;
}

/* Looks for a neighbour first: that is quick, and most pieces have none yet. */
static int
adopt_piece(struct store *db, struct part *v, size_t n, struct part *piece,
    bool *changed, struct err *e)
{
    int64_t node = 0, shift_ms = 0;

    for (int before = 1; before >= 0; before--) {
        const struct part *p =
            find_neighbour(v, n, piece, before != 0, &shift_ms);

        if (p && signal_node(db, piece, &node, e) < 0)
            return -1;
        if (!p || (node && p->node && node != p->node))
            continue;
        *changed = true;
        return overlap_adopt(db, piece, p, shift_ms, e);
    }
    return 0;
}

/* A piece that goes on from nothing still says whose it is. */
static int
name_node(struct store *db, struct part *piece, struct err *e)
{
    int64_t node = 0;

    if (signal_node(db, piece, &node, e) < 0)
        return -1;
    if (node == 0)
        return 0;
    piece->node = node;
    return sql_execf(db, e,
        "UPDATE source_file SET node = %" PRId64 " WHERE source = %" PRId64,
        node, piece->source);
}

int
overlap_adopt_pieces(struct store *db, struct part *v, size_t n, struct err *e)
{
    bool changed = true;

    /* A piece may go on from another one: again until nothing changes. */
    while (changed) {
        changed = false;
        for (size_t i = 0; i < n; i++) {
            if (!v[i].log && !v[i].app_start.n && !v[i].has_head &&
                adopt_piece(db, v, n, &v[i], &changed, e) < 0)
                return -1;
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!v[i].log && !v[i].app_start.n && !v[i].has_head &&
            v[i].node == 0 && name_node(db, &v[i], e) < 0)
            return -1;
    return 0;
}
