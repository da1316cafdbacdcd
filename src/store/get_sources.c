/* SPDX-License-Identifier: MIT
 *
 * Sources, in the order of correlation, and what `info` tells of the whole
 * database. */
#include "model/names.h"
#include "store/get.h"
#include "store/sql.h"
#include "store/tables.h"

static void
read_identity(struct cursor *c, struct source *s)
{
    s->id = cursor_int(c, 0);
    s->file = cursor_str(c);
    s->member = cursor_str(c);
    (void)source_kind_from_name(cursor_str(c), &s->kind);
    s->cluster = cursor_str(c);
    s->node = cursor_int32(c, 0);
    s->app = cursor_int32(c, 0);
    s->host = cursor_str(c);
    s->address = cursor_str(c);
    s->version = cursor_str(c);
    s->app_start = cursor_str(c);
    s->file_number = cursor_int(c, -1);
    s->has_head = cursor_int(c, 0) != 0;
    s->utc_offset_s = cursor_int32(c, WHEN_NO_OFFSET);
    (void)date_from_from_name(cursor_str(c), &s->date_from);
    s->base_ms = cursor_int(c, WHEN_UNKNOWN);
}

static void
read_source(struct cursor *c, struct source *s)
{
    read_identity(c, s);
    s->first_tod = cursor_int(c, WHEN_UNKNOWN);
    s->last_tod = cursor_int(c, WHEN_UNKNOWN);
    s->first_seq = cursor_str(c);
    s->last_seq = cursor_str(c);
    s->size = cursor_int(c, -1);
    s->mtime_ms = cursor_int(c, WHEN_UNKNOWN);
    s->bytes = cursor_int(c, 0);
    s->records = cursor_int(c, 0);
    s->facts = cursor_int(c, 0);
    s->bad_times = cursor_int(c, 0);
    s->hash_hi = (uint64_t)cursor_int(c, 0);
    s->hash_lo = (uint64_t)cursor_int(c, 0);
    s->cut = cursor_int(c, 0) != 0;
    s->status = cursor_str(c);
    s->note = cursor_str(c);
    s->cluster_name = cursor_str(c);
    s->cluster_address = cursor_str(c);
    s->skew_ms = cursor_int(c, 0);
    s->lost = cursor_int(c, 0);
    s->lost_from = cursor_int(c, WHEN_UNKNOWN);
    s->lost_to = cursor_int(c, WHEN_UNKNOWN);
}

/* Files without a node's number go by their host; absent ones first. */
int
store_get_sources(struct store *db, struct arena *a, bool all,
    struct source **v, size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT source, file, member, kind, cluster, node, app, host, "
                "address, version, app_start, file_number, has_head, "
                "utc_offset_s, date_from, base_ms, first_tod, last_tod, "
                "first_seq, last_seq, size, mtime_ms, bytes, records, facts, "
                "bad_times, hash_hi, hash_lo, cut, status, note, "
                "cluster_name, cluster_address, skew_ms, lost, lost_from, "
                "lost_to "
                "FROM source_file WHERE facts > 0 OR ?1 "
                "ORDER BY cluster, node, host, app, app_start, file_number, "
                "coalesce(base_ms, 0) + first_tod, first_seq, last_seq, "
                "hash_hi, hash_lo, file, member, source"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, all);
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        read_source(&c, &(*v)[(*n)++]);
    }
    cursor_close(&c);
    return more;
}

int
store_get_totals(struct store *db, struct store_totals *t, struct err *e)
{
    struct cursor c;

    if (cursor_open(&c, db, NULL,
            STR("SELECT count(*), sum(records) FILTER (WHERE status NOT IN "
                "('duplicate', 'contained')), sum(facts), sum(messages), "
                "min(base_ms + first_tod), max(base_ms + last_tod), "
                "(SELECT log_messages FROM progress), "
                "(SELECT count(*) FROM call_row), "
                "(SELECT count(*) FROM connection_row), "
                "(SELECT count(*) FROM gap_row), "
                "(SELECT count(*) FROM cdr), "
                "(SELECT sum(alone) FROM cdr), "
                "(SELECT count(difference) FROM cdr) FROM source_file"),
            e) < 0)
        return -1;
    *t = (struct store_totals){
        .first_ms = WHEN_UNKNOWN, .last_ms = WHEN_UNKNOWN};
    int more = cursor_next(&c, e);
    if (more > 0) {
        t->sources = cursor_int(&c, 0);
        t->records = cursor_int(&c, 0);
        t->facts = cursor_int(&c, 0);
        t->messages = cursor_int(&c, 0);
        t->first_ms = cursor_int(&c, WHEN_UNKNOWN);
        t->last_ms = cursor_int(&c, WHEN_UNKNOWN);
        t->messages += cursor_int(&c, 0);
        t->calls = cursor_int(&c, 0);
        t->connections = cursor_int(&c, 0);
        t->gaps = cursor_int(&c, 0);
        t->cdrs = cursor_int(&c, 0);
        t->cdrs_alone = cursor_int(&c, 0);
        t->cdrs_differ = cursor_int(&c, 0);
    }
    cursor_close(&c);
    return more < 0 ? -1 : 0;
}

int
store_get_rule_stats(struct store *db, struct arena *a, struct rule_stat **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT id, tried, hit, over FROM rule ORDER BY id"), e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct rule_stat *s = &(*v)[(*n)++];
        s->rule = cursor_str(&c);
        s->tried = cursor_int(&c, 0);
        s->hit = cursor_int(&c, 0);
        s->limit = cursor_int(&c, 0);
    }
    cursor_close(&c);
    return more;
}

int
store_get_gaps(struct store *db, struct arena *a, int64_t call, struct gap **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT call, kind, node, cluster, from_ms, to_ms, "
                "after_file, before_file, reason, collect "
                "FROM gap_row WHERE call = ?1 OR (call IS NULL AND ?1 = 0) "
                "OR ?1 < 0 ORDER BY gap"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, call);
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct gap *g = &(*v)[(*n)++];
        g->call = cursor_int(&c, 0);
        g->kind = cursor_str(&c);
        g->node = cursor_str(&c);
        g->cluster = cursor_str(&c);
        g->from_ms = cursor_int(&c, WHEN_UNKNOWN);
        g->to_ms = cursor_int(&c, WHEN_UNKNOWN);
        g->after_file = cursor_str(&c);
        g->before_file = cursor_str(&c);
        g->reason = cursor_str(&c);
        g->collect = cursor_str(&c);
    }
    cursor_close(&c);
    return more;
}

int
store_get_clocks(struct store *db, struct arena *a, struct node_clock **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT node, cluster, host, address, against, "
                "against_cluster, against_host, against_address, via, "
                "via_cluster, offset_ms, error_ms, received, sent "
                "FROM clock_row ORDER BY cluster, node, host, address"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct node_clock *k = &(*v)[(*n)++];
        k->node = cursor_str(&c);
        k->cluster = cursor_str(&c);
        k->host = cursor_str(&c);
        k->address = cursor_str(&c);
        k->against = cursor_str(&c);
        k->against_cluster = cursor_str(&c);
        k->against_host = cursor_str(&c);
        k->against_address = cursor_str(&c);
        k->via = cursor_str(&c);
        k->via_cluster = cursor_str(&c);
        k->offset_ms = cursor_int(&c, 0);
        k->error_ms = cursor_int(&c, -1);
        k->received = cursor_int(&c, 0);
        k->sent = cursor_int(&c, 0);
    }
    cursor_close(&c);
    return more;
}

int
store_calls_current(struct store *db, struct err *e)
{
    int64_t current = 0;

    if (sql_integer(db, "SELECT calls_current FROM progress", 0, &current, e) <
        0)
        return -1;
    return current != 0;
}

int
store_get_views(struct store *db, struct arena *a, struct store_view **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT name FROM sqlite_schema v WHERE type = 'view' "
                "AND name NOT GLOB '_*' ORDER BY rowid"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct store_view *view = &(*v)[(*n)++];
        struct column *columns;
        view->name = cursor_str(&c);
        if (view_columns(db, a, view->name, &columns, &view->n, e) < 0) {
            more = -1;
            break;
        }
        view->col = columns;
    }
    cursor_close(&c);
    return more;
}
