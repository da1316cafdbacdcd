/* SPDX-License-Identifier: MIT
 *
 * Pieces without a FileHead: the end of a file that was cut in two, a file
 * without its first line. Where the record numbers and the time of day go on
 * from another file of the same node, it is of that service. */
#include <inttypes.h>
#include <stdlib.h>

#include "store/overlap.h"

enum {
    STEP_MAX = 3, /* records of several threads are written interleaved */
    PAUSE_MS = 60 * 1000,
};

/* Where a file begins or ends. */
struct seam {
    int64_t number; /* of its record */
    size_t part;
};

/* All files by where they end, and by where they begin, in order. */
struct seams {
    struct seam *ends, *begins;
    size_t n;
};

static int
compare_seams(const void *a, const void *b)
{
    const struct seam *x = a;
    const struct seam *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

static struct seams
sort_seams(struct arena *a, const struct part *v, size_t n)
{
    struct seams s = {arena_array(a, n, sizeof(struct seam)),
        arena_array(a, n, sizeof(struct seam)), n};

    for (size_t i = 0; i < n; i++) {
        s.ends[i] = (struct seam){v[i].last / 1000, i};
        s.begins[i] = (struct seam){v[i].first / 1000, i};
    }
    if (n > 1) {
        qsort(s.ends, n, sizeof(*s.ends), compare_seams);
        qsort(s.begins, n, sizeof(*s.begins), compare_seams);
    }
    return s;
}

/* The first one whose number is not below. */
static size_t
seam_from(const struct seam *v, size_t n, int64_t number)
{
    size_t from = 0;

    while (n > 0) {
        size_t half = n / 2;
        bool below = v[from + half].number < number;
        from += below ? half + 1 : 0;
        n = below ? n - half - 1 : half;
    }
    return from;
}

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

static bool
same_service(const struct part *a, const struct part *b)
{
    return a->node == b->node && str_eq(a->host, b->host) &&
           str_eq(a->app_start, b->app_start);
}

/* The one file with a known service that the piece goes on from, or that goes
 * on from it, of several of the service the first; NULL when there is none, or
 * of more than one service. */
static const struct part *
find_neighbour(const struct part *v, const struct seams *all,
    const struct part *piece, bool before, int64_t *shift_ms)
{
    const struct seam *seams = before ? all->ends : all->begins;
    int64_t number = (before ? piece->first : piece->last) / 1000;
    const struct part *found = NULL;

    for (size_t i = seam_from(seams, all->n, number - STEP_MAX);
         i < all->n && seams[i].number <= number + STEP_MAX; i++) {
        const struct part *p = &v[seams[i].part];
        int64_t shift = 0;

        if (p->log || !p->app_start.n || p == piece ||
            !overlap_may_be_one(p, piece) ||
            !(before ? goes_on(p, piece, &shift) : goes_on(piece, p, &shift)))
            continue;
        if (found && !same_service(found, p))
            return NULL;
        if (found && found < p)
            continue;
        *shift_ms = before ? shift : -shift;
        found = p;
    }
    return found;
}

/* Looks for a neighbour first: that is quick, and most pieces have none yet. */
static int
adopt_piece(struct store *db, const struct part *v, const struct seams *all,
    struct part *piece, bool *changed, struct err *e)
{
    int64_t node = 0, shift_ms = 0;

    for (int before = 1; before >= 0; before--) {
        const struct part *p =
            find_neighbour(v, all, piece, before != 0, &shift_ms);

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

/* Whether it says neither whose it is nor of which service. */
static bool
is_piece(const struct part *p)
{
    return !p->log && !p->app_start.n && !p->has_head;
}

/* A piece may go on from another one: again until nothing changes. */
static int
adopt_all(
    struct store *db, struct part *v, const struct seams *all, struct err *e)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t i = 0; i < all->n; i++) {
            if (is_piece(&v[i]) &&
                adopt_piece(db, v, all, &v[i], &changed, e) < 0)
                return -1;
        }
    }
    return 0;
}

int
overlap_adopt_pieces(struct store *db, struct part *v, size_t n, struct err *e)
{
    struct arena a = {0};
    struct seams all = sort_seams(&a, v, n);
    int r = adopt_all(db, v, &all, e);

    arena_free(&a);
    for (size_t i = 0; r == 0 && i < n; i++) {
        if (is_piece(&v[i]) && v[i].node == 0)
            r = name_node(db, &v[i], e);
    }
    return r;
}
