/* SPDX-License-Identifier: MIT
 *
 * Two files that may hold the same records: their facts side by side. An SDL
 * record is known by its sequence number, a row of a call log by all that it
 * says. */
#include <inttypes.h>

#include "store/overlap.h"
#include "store/tables.h"

int
overlap_run(struct store *db, struct str statement, struct str text,
    int64_t number, struct err *e)
{
    struct cursor c;

    if (cursor_open(&c, db, NULL, statement, e) < 0)
        return -1;
    cursor_bind_str(&c, 1, text);
    if (number)
        cursor_bind_int(&c, 2, number);
    int r = cursor_next(&c, e);
    cursor_close(&c);
    return r < 0 ? -1 : 0;
}

/* Facts by record: `kept` of the file that keeps them, `doubled` those of the
 * other one with the same key. */
static const char make_tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS kept(kept_rule INTEGER, kept_key TEXT,"
    " kept_ms INTEGER, PRIMARY KEY (kept_rule, kept_key)) WITHOUT ROWID;"
    "CREATE TEMP TABLE IF NOT EXISTS doubled(event INTEGER PRIMARY KEY,"
    " own_ms INTEGER, kept_ms INTEGER);"
    "DELETE FROM temp.kept; DELETE FROM temp.doubled;";

/* What tells the records of one rule apart: an SQL expression. */
static struct str
record_key(struct arena *a, const struct part *p, const struct table *t)
{
    struct out o;

    if (!p->log)
        return STR("record");
    out_init_mem(&o);
    out_z(&o, "quote(tod_ms)");
    for (size_t i = FACT_COLUMNS; i < t->n; i++)
        out_fmt(&o, "||','||quote(\"" STR_FMT "\")", STR_ARG(t->col[i].name));
    struct str key = str_dup(a, out_text(&o));
    (void)out_close(&o, NULL);
    return key;
}

static int
list_kept(struct store *db, const struct part *p, struct str table,
    struct str key, struct err *e)
{
    return sql_execf(db, e,
        "INSERT OR IGNORE INTO temp.kept(kept_rule, kept_key, kept_ms)"
        " SELECT rule, " STR_FMT ", tod_ms FROM \"" STR_FMT "\""
        " WHERE event BETWEEN %" PRId64 " AND %" PRId64 " AND " STR_FMT
        " IS NOT NULL",
        STR_ARG(key), STR_ARG(table), p->first_event, p->last_event,
        STR_ARG(key));
}

static int
list_doubled(struct store *db, const struct part *p, struct str table,
    struct str key, struct err *e)
{
    return sql_execf(db, e,
        "INSERT INTO temp.doubled(event, own_ms, kept_ms)"
        " SELECT event, tod_ms, kept_ms FROM \"" STR_FMT "\" JOIN temp.kept"
        " ON kept_rule = rule AND kept_key = " STR_FMT
        " WHERE event BETWEEN %" PRId64 " AND %" PRId64,
        STR_ARG(table), STR_ARG(key), p->first_event, p->last_event);
}

static int
list_repeats(struct store *db, const struct part *p, struct str table,
    struct str key, struct err *e)
{
    return sql_execf(db, e,
        "INSERT INTO temp.doubled(event) SELECT event FROM"
        " (SELECT event, row_number() OVER (PARTITION BY rule, " STR_FMT
        ", tod_ms %% 86400000 ORDER BY event) AS nth FROM \"" STR_FMT "\""
        " WHERE event BETWEEN %" PRId64 " AND %" PRId64 " AND " STR_FMT
        " IS NOT NULL) WHERE nth > 1",
        STR_ARG(key), STR_ARG(table), p->first_event, p->last_event,
        STR_ARG(key));
}

enum listing { LIST_KEPT, LIST_DOUBLED, LIST_REPEATS };

/* One of the two over all tables of facts. */
static int
list_facts(
    struct store *db, const struct part *p, enum listing which, struct err *e)
{
    struct arena a = {0};
    int r = 0;

    for (size_t i = 0; r == 0 && i < db->ntables; i++) {
        struct str table = db->tables[i].name;

        if (!table_is_fact(table))
            continue;
        struct str key = record_key(&a, p, &db->tables[i]);
        r = which == LIST_KEPT      ? list_kept(db, p, table, key, e)
            : which == LIST_DOUBLED ? list_doubled(db, p, table, key, e)
                                    : list_repeats(db, p, table, key, e);
    }
    arena_free(&a);
    return r;
}

/* Removes the facts in `doubled` from p. */
static int
drop_doubled(struct store *db, struct part *p, struct err *e)
{
    int64_t n = 0, messages = 0;

    if (sql_integer(db, "SELECT count(*) FROM temp.doubled", 0, &n, e) < 0 ||
        sql_integer(db,
            "SELECT count(*) FROM fact_message WHERE tag_kind IS NOT 'INT' "
            "AND event IN (SELECT event FROM temp.doubled)",
            0, &messages, e) < 0)
        return -1;
    for (size_t i = 0; n && i < db->ntables; i++) {
        if (sql_execf(db, e,
                "DELETE FROM \"" STR_FMT "\" WHERE event IN "
                "(SELECT event FROM temp.doubled)",
                STR_ARG(db->tables[i].name)) < 0)
            return -1;
    }
    p->facts -= n;
    if (n)
        spool_forget(&db->spool, p->source);
    return sql_execf(db, e,
        "UPDATE source_file SET facts = facts - %" PRId64
        ", messages = messages - %" PRId64 " WHERE source = %" PRId64,
        n, messages, p->source);
}

int
overlap_within(struct store *db, struct part *p, struct err *e)
{
    int64_t before = p->facts;

    if (sql_exec(db, make_tables, e) < 0 ||
        list_facts(db, p, LIST_REPEATS, e) < 0 || drop_doubled(db, p, e) < 0)
        return -1;
    if (p->facts == before)
        return 0;
    return sql_execf(db, e,
        "UPDATE source_file SET read_facts = facts, read_note = coalesce(note "
        "|| '; ', '') "
        "|| 'facts of records that stand in it twice, and count once: %" PRId64
        "' WHERE source = %" PRId64 "; "
        "UPDATE source_file SET note = read_note WHERE source = %" PRId64,
        before - p->facts, p->source, p->source);
}

/* Whether one sequence number is one record: where a FileHead is missing, only
 * the times of day can say so. */
static int
are_same(struct store *db, const struct part *x, const struct part *y,
    bool *same, struct err *e)
{
    int64_t alike = 0;
    bool sure = x->log || (x->app_start.n && y->app_start.n);

    if (sql_integer(db,
            "SELECT coalesce(sum(CASE WHEN own_ms IS NULL OR kept_ms IS NULL"
            " THEN 0 WHEN own_ms % 86400000 = kept_ms % 86400000 THEN 1"
            " ELSE -1 END), 0) FROM temp.doubled",
            0, &alike, e) < 0)
        return -1;
    *same = sure || alike > 0;
    return 0;
}

/* Takes records that only have their number in common out of `doubled`. */
static int
spare_strangers(struct store *db, struct part *other, struct err *e)
{
    static const char differ[] = "own_ms % 86400000 <> kept_ms % 86400000";
    int64_t n = 0;

    if (sql_execf(db, e, "DELETE FROM temp.doubled WHERE %s", differ) < 0 ||
        sql_integer(db, "SELECT changes()", 0, &n, e) < 0)
        return -1;
    other->strange = other->strange || n > 0;
    return 0;
}

/* The last record of `better` may be torn: what `other`, which goes on behind
 * it, has of it is kept. */
static int
give_last(
    struct store *db, struct part *better, struct part *other, struct err *e)
{
    if (sql_exec(db, make_tables, e) < 0 ||
        list_facts(db, other, LIST_KEPT, e) < 0 ||
        overlap_run(db, STR("DELETE FROM temp.kept WHERE kept_key <> ?1"),
            better->last_record, 0, e) < 0 ||
        list_facts(db, better, LIST_DOUBLED, e) < 0 ||
        spare_strangers(db, other, e) < 0)
        return -1;
    return drop_doubled(db, better, e);
}

static int
spare_last(
    struct store *db, struct part *better, struct part *other, struct err *e)
{
    if (overlap_run(db, STR("DELETE FROM temp.kept WHERE kept_key = ?1"),
            better->last_record, 0, e) < 0 ||
        sql_exec(db, "DELETE FROM temp.doubled", e) < 0)
        return -1;
    return list_facts(db, other, LIST_DOUBLED, e);
}

int
overlap_compare(struct store *db, struct part *better, struct part *other,
    int64_t *shift_ms, struct err *e)
{
    bool same = false;
    bool torn =
        !better->log && !str_eq(better->last_record, other->last_record);
    int64_t n = 0;

    if (!better->facts || !other->facts)
        return 0;
    if (sql_exec(db, make_tables, e) < 0 ||
        list_facts(db, better, LIST_KEPT, e) < 0 ||
        list_facts(db, other, LIST_DOUBLED, e) < 0 ||
        are_same(db, better, other, &same, e) < 0 ||
        (same && spare_strangers(db, other, e) < 0) ||
        sql_integer(db, "SELECT count(*) FROM temp.doubled", 0, &n, e) < 0 ||
        sql_integer(db,
            "SELECT kept_ms - own_ms FROM temp.doubled WHERE "
            "kept_ms IS NOT NULL AND own_ms IS NOT NULL LIMIT 1",
            0, shift_ms, e) < 0)
        return -1;
    if (!same || !n)
        return 0;
    if ((torn && (spare_last(db, better, other, e) < 0 ||
                     spare_strangers(db, other, e) < 0)) ||
        drop_doubled(db, other, e) < 0 ||
        (torn && give_last(db, better, other, e) < 0))
        return -1;
    return 1;
}

int
overlap_adopt(struct store *db, struct part *to, const struct part *from,
    int64_t shift_ms, struct err *e)
{
    to->host = from->host;
    to->app_start = from->app_start;
    to->node = from->node;
    to->app = from->app;
    return sql_execf(db, e,
        "UPDATE source_file SET (node, read_node, host, address, version, app,"
        " app_start, file_number, utc_offset_s, read_utc_offset_s, date_from,"
        " read_date_from, base_ms, read_base_ms) ="
        " (SELECT o.read_node, o.read_node, o.host, o.address, o.version,"
        "   o.app, o.app_start, o.file_number, o.read_utc_offset_s, "
        "o.read_utc_offset_s,"
        "   o.read_date_from, o.read_date_from, o.read_base_ms + %" PRId64
        ",  o.read_base_ms + %" PRId64
        "  FROM source_file o WHERE o.source = %" PRId64 ")"
        " WHERE source = %" PRId64,
        shift_ms, shift_ms, from->source, to->source);
}
