/* SPDX-License-Identifier: MIT
 *
 * Collections overlap: a file that was copied while it grew, the same file in
 * two archives, pieces cut out by hand. Each record counts once. Of files that
 * hold the same records the one with more of them keeps the facts; the order
 * goes by what is in the files, so that it does not matter which one was
 * loaded first. A file whose facts are all in others stays in the list of
 * sources, without facts, as `contained`. */
#include "store/overlap.h"

#include <inttypes.h>

#include "base/map.h"
#include "store/tables.h"

struct parts {
    struct part *v; /* the ones that keep their facts first */
    size_t n;
    struct arena a;
};

/* --- reading -------------------------------------------------------------- */

/* "04800126.002" as a number; -1 when it is none. */
static int64_t
record_number(struct str record)
{
    struct str rest = record;
    struct str seq = str_cut(&rest, '.');
    int64_t number = 0, sub = 0;

    if (!str_to_i64(seq, &number) || number < 0 || number > INT64_MAX / 10000)
        return -1;
    return str_to_i64(rest, &sub) && sub >= 0 && sub < 1000
               ? number * 1000 + sub
               : number * 1000;
}

static void
read_part(struct cursor *c, struct part *p)
{
    p->source = cursor_int(c, 0);
    p->log = str_eq(cursor_str(c), STR("calllog"));
    p->has_head = cursor_int(c, 0) != 0;
    p->cluster = cursor_str(c);
    p->host = cursor_str(c);
    p->app_start = cursor_str(c);
    p->node = cursor_int(c, 0);
    p->app = cursor_int(c, 0);
    p->first_record = cursor_str(c);
    p->last_record = cursor_str(c);
    p->first = record_number(p->first_record);
    p->last = record_number(p->last_record);
    p->first_ms = cursor_int(c, WHEN_UNKNOWN);
    p->last_ms = cursor_int(c, WHEN_UNKNOWN);
    p->first_tod = cursor_int(c, WHEN_UNKNOWN);
    p->last_tod = cursor_int(c, WHEN_UNKNOWN);
    p->facts = cursor_int(c, 0);
    p->read_facts = cursor_int(c, 0);
    p->first_event = cursor_int(c, 0);
    p->last_event = cursor_int(c, -1);
    p->compared = cursor_int(c, 0) != 0;
    p->name = cursor_str(c);
    if (p->log) {
        p->first = p->first_ms;
        p->last = p->last_ms;
    }
}

static int
read_parts(struct store *db, struct parts *all, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    /* A call log's times are local ones with their dates: good to compare. */
    if (cursor_open(&c, db, &all->a,
            STR("SELECT source, kind, has_head, cluster, host, app_start, "
                "node, app, first_seq, last_seq, "
                "CASE kind WHEN 'calllog' THEN first_tod "
                "ELSE base_ms + first_tod END, "
                "CASE kind WHEN 'calllog' THEN last_tod "
                "ELSE base_ms + last_tod END, first_tod, last_tod, "
                "facts, read_facts, first_event, last_event, compared, name "
                "FROM source_file WHERE status IN ('ok', 'cut') "
                "ORDER BY kind, records DESC, has_head DESC, bytes DESC, "
                "hash_hi, hash_lo, source"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        all->v = arena_grow(&all->a, all->v, &cap, all->n + 1, sizeof *all->v);
        all->v[all->n].group = all->n;
        read_part(&c, &all->v[all->n++]);
    }
    cursor_close(&c);
    return more;
}

/* --- which belong together ------------------------------------------------ */

static bool
maybe_equal(struct str a, struct str b)
{
    return !a.n || !b.n || str_eq(a, b);
}

static bool
maybe_same(int64_t a, int64_t b)
{
    return !a || !b || a == b;
}

/* Whether their records are numbered, or written, by one service, as far as
 * the files say. */
bool
overlap_may_be_one(const struct part *a, const struct part *b)
{
    return a->log == b->log && maybe_equal(a->cluster, b->cluster) &&
           maybe_same(a->node, b->node) && maybe_equal(a->host, b->host) &&
           maybe_same(a->app, b->app) &&
           maybe_equal(a->app_start, b->app_start);
}

static bool
ranges_meet(const struct part *a, const struct part *b)
{
    if (a->first < 0 || b->first < 0 || a->last < b->first ||
        b->last < a->first)
        return false;
    /* The end of one file and the start of the next have one time; a file of
     * one moment has its numbers among the other's. */
    bool inside = a->first <= b->first && b->last <= a->last &&
                  a->first_ms <= b->first_ms && b->last_ms <= a->last_ms;
    return a->log || a->first_ms == WHEN_UNKNOWN ||
           b->first_ms == WHEN_UNKNOWN || inside ||
           (a->first_ms < b->last_ms && b->first_ms < a->last_ms) ||
           a->first == b->first;
}

static size_t
find_group(struct parts *all, size_t i)
{
    while (all->v[i].group != i)
        i = all->v[i].group = all->v[all->v[i].group].group;
    return i;
}

static void
join_groups(struct parts *all, size_t a, size_t b)
{
    a = find_group(all, a);
    b = find_group(all, b);
    all->v[a > b ? a : b].group = a > b ? b : a;
}

static int
compare_pair(
    struct store *db, struct parts *all, size_t i, size_t j, struct err *e)
{
    struct part *better = &all->v[i], *other = &all->v[j];
    int64_t shift_ms = 0;
    int same = overlap_compare(db, better, other, &shift_ms, e);

    if (other->strange)
        other->other = better->name;
    if (same <= 0)
        return same;
    if (!better->log && better->app_start.n && !other->app_start.n)
        return overlap_adopt(db, other, better, shift_ms, e);
    if (!better->log && other->app_start.n && !better->app_start.n)
        return overlap_adopt(db, better, other, -shift_ms, e);
    return sql_execf(db, e,
        "INSERT OR IGNORE INTO overlap(source, other)"
        " VALUES (%" PRId64 ", %" PRId64 ")",
        better->source, other->source);
}

/* One service numbers its records once. */
static int
note_strange(struct store *db, const struct part *p, struct err *e)
{
    return overlap_run(db,
        STR("UPDATE source_file SET compared = 0, note = 'has other records "
            "than ' || ?1 || ' under the same numbers: when they are of two "
            "systems, load each with a --cluster NAME of its own' "
            "WHERE source = ?2"),
        p->other, p->source, e);
}

static int
compare_parts(struct store *db, struct parts *all, struct err *e)
{
    for (size_t i = 0; i < all->n; i++) {
        for (size_t j = i + 1; j < all->n; j++) {
            struct part *a = &all->v[i], *b = &all->v[j];

            if ((a->compared && b->compared) || !ranges_meet(a, b) ||
                !overlap_may_be_one(a, b))
                continue;
            if (compare_pair(db, all, i, j, e) < 0)
                return -1;
        }
    }
    /* What is said of strange ones is said anew each time. */
    if (sql_exec(db, "UPDATE source_file SET compared = 1", e) < 0)
        return -1;
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].strange && note_strange(db, &all->v[i], e) < 0)
            return -1;
    return 0;
}

/* --- what is said of them ------------------------------------------------- */

static int
read_groups(struct store *db, struct parts *all, struct err *e)
{
    struct map index;
    struct cursor c;
    int more;

    map_init(&index, &all->a);
    for (size_t i = 0; i < all->n; i++)
        map_put_u64(&index, (uint64_t)all->v[i].source, i, NULL);
    if (cursor_open(
            &c, db, &all->a, STR("SELECT source, other FROM overlap"), e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        const size_t *a = map_get_u64(&index, (uint64_t)cursor_int(&c, 0));
        const size_t *b = map_get_u64(&index, (uint64_t)cursor_int(&c, 0));

        if (a && b)
            join_groups(all, *a, *b);
    }
    cursor_close(&c);
    return more;
}

/* Whether b's records are among those of a, or some of them. */
static bool
has_records_of(struct parts *all, size_t a, size_t b)
{
    const struct part *x = &all->v[a], *y = &all->v[b];
    bool known = x->log || (x->app_start.n && y->app_start.n);

    if (a == b || x->facts == 0 || !ranges_meet(x, y))
        return false;
    return (known && overlap_may_be_one(x, y)) ||
           find_group(all, a) == find_group(all, b);
}

/* The files that have the records of part i: one that has them all, or
 * several, in the order of their names. */
static struct str
list_others(struct store *db, struct parts *all, size_t i)
{
    const struct part *p = &all->v[i];
    struct str names = {NULL, 0};

    for (size_t k = 0; k < all->n; k++) {
        const struct part *o = &all->v[k];

        if (!has_records_of(all, k, i))
            continue;
        if (p->facts == 0 && o->first <= p->first && o->last >= p->last)
            return o->name;
        names = str_fmt(&db->arena, STR_FMT "%s" STR_FMT, STR_ARG(names),
            names.n ? ", " : "", STR_ARG(o->name));
    }
    return names;
}

static int
note_part(struct store *db, struct parts *all, size_t i, struct err *e)
{
    const struct part *p = &all->v[i];
    struct str others = list_others(db, all, i);
    bool contained = p->facts == 0;

    if (!others.n || (contained && !p->log && !p->read_facts && !p->has_head))
        return 0;
    return overlap_run(db,
        contained ? STR("UPDATE source_file SET status = 'contained', "
                        "note = 'contained in ' || ?1 WHERE source = ?2")
                  : STR("UPDATE source_file SET note = 'some of its records "
                        "are in ' || ?1 || ' too; they count once' "
                        "WHERE source = ?2"),
        others, p->source, e);
}

static int
note_parts(struct store *db, struct parts *all, struct err *e)
{
    if (read_groups(db, all, e) < 0)
        return -1;
    for (size_t i = 0; i < all->n; i++) {
        const struct part *p = &all->v[i];

        if (!p->strange && (p->facts == 0 || p->facts < p->read_facts) &&
            note_part(db, all, i, e) < 0)
            return -1;
    }
    return 0;
}

/* --- the same content under several names --------------------------------- */

/* The first of the names keeps the facts, whichever was loaded first. */
static const char name_twins[] =
    "CREATE TEMP TABLE twin AS SELECT d.source AS source, h.source AS holder,"
    " d.file, d.member, d.size, d.mtime_ms, h.file AS holder_file,"
    " h.member AS holder_member, h.size AS holder_size,"
    " h.mtime_ms AS holder_mtime_ms"
    " FROM source_file d JOIN source_file h ON h.hash_hi = d.hash_hi"
    " AND h.hash_lo = d.hash_lo AND h.status IN ('ok', 'cut')"
    " WHERE d.status = 'duplicate' AND (d.file, d.member) ="
    " (SELECT m.file, m.member FROM source_file m"
    "   WHERE m.hash_hi = d.hash_hi AND m.hash_lo = d.hash_lo"
    "   AND m.status = 'duplicate' ORDER BY m.file, m.member LIMIT 1)"
    " AND (d.file, d.member) < (h.file, h.member);"
    "UPDATE source_file SET (file, member, size, mtime_ms) ="
    " (SELECT holder_file, holder_member, holder_size, holder_mtime_ms"
    "   FROM temp.twin t WHERE t.source = source_file.source)"
    " WHERE source IN (SELECT source FROM temp.twin);"
    "UPDATE source_file SET (file, member, size, mtime_ms) ="
    " (SELECT file, member, size, mtime_ms"
    "   FROM temp.twin t WHERE t.holder = source_file.source)"
    " WHERE source IN (SELECT holder FROM temp.twin);"
    "DROP TABLE temp.twin;"
    "UPDATE source_file SET note = 'the same content as ' ||"
    " (SELECT h.name FROM source_file h WHERE h.hash_hi = source_file.hash_hi"
    "   AND h.hash_lo = source_file.hash_lo AND h.status IN ('ok', 'cut'))"
    " WHERE status = 'duplicate' AND EXISTS (SELECT 1 FROM source_file h"
    "   WHERE h.hash_hi = source_file.hash_hi"
    "   AND h.hash_lo = source_file.hash_lo AND h.status IN ('ok', 'cut'));";

/* What the files themselves say, without what was made of it last time. */
static const char as_read[] =
    "UPDATE source_file SET node = read_node, date_from = read_date_from,"
    " utc_offset_s = read_utc_offset_s, base_ms = read_base_ms, skew_ms = 0,"
    " status = read_status, note = read_note;";

int
store_settle(struct store *db, struct err *e)
{
    struct parts all = {NULL, 0, {NULL, 0}};

    if (!db->ntables && store_list_tables(db, e) < 0)
        return -1;
    if (sql_exec(db, as_read, e) < 0 || sql_exec(db, name_twins, e) < 0)
        return -1;
    int r = read_parts(db, &all, e);
    if (r == 0)
        r = compare_parts(db, &all, e);
    if (r == 0)
        r = overlap_adopt_pieces(db, all.v, all.n, e);
    if (r == 0)
        r = note_parts(db, &all, e);
    arena_free(&all.a);
    return r;
}
