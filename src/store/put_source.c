/* SPDX-License-Identifier: MIT
 *
 * Sources: what is there already, one transaction each, an earlier load of the
 * same file replaced. */
#include <inttypes.h>

#include "model/names.h"
#include "store/overlap.h"
#include "store/put.h"
#include "store/tables.h"

/* Sources whose facts are all those of another one. */
#define FOLLOWERS "('duplicate', 'contained')"

/* Standard input has no identity: two of them are two sources. */
static bool
has_identity(const struct source *s)
{
    return s->size >= 0 || s->mtime_ms != WHEN_UNKNOWN;
}

/* --- what is there already ------------------------------------------------ */

int
store_has_source(struct store *db, const struct source *s, struct err *e)
{
    struct binding b;

    if (!has_identity(s))
        return 0;
    /* What could not be read is tried again; a duplicate is known as long as
     * its original is. */
    if (bind_begin(&b, db, STATEMENT_HAS_SOURCE,
            "SELECT 1 FROM source_file s WHERE s.file = ? AND s.member = ? "
            "AND s.size IS ? AND s.mtime_ms IS ? "
            "AND s.status <> 'unreadable' AND (s.status <> 'duplicate' OR "
            "EXISTS (SELECT 1 FROM source_file o WHERE o.hash_hi = s.hash_hi "
            "AND o.hash_lo = s.hash_lo "
            "AND o.status IN ('ok', 'cut', 'contained')))",
            e) < 0)
        return -1;
    bind_str(&b, s->file);
    bind_str(&b, s->member);
    bind_int_opt(&b, s->size, -1);
    bind_int_opt(&b, s->mtime_ms, WHEN_UNKNOWN);
    int result = sqlite3_step(b.statement);
    int found = result == SQLITE_ROW    ? 1
                : result == SQLITE_DONE ? 0
                                        : sql_fail(db, e);
    sqlite3_reset(b.statement);
    return found;
}

int
store_has_content(struct store *db, struct arena *a, const struct source *s,
    struct str *other, struct err *e)
{
    struct cursor c;

    if (cursor_open(&c, db, a,
            STR("SELECT name FROM source_file WHERE hash_hi = ?1 AND "
                "hash_lo = ?2 AND status IN ('ok', 'cut', 'contained') "
                "AND source <> ?3 "
                "AND NOT (file = ?4 AND member = ?5 AND ?6) "
                "ORDER BY source"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, (int64_t)s->hash_hi);
    cursor_bind_int(&c, 2, (int64_t)s->hash_lo);
    cursor_bind_int(&c, 3, s->id);
    cursor_bind_str(&c, 4, s->file);
    cursor_bind_str(&c, 5, s->member);
    cursor_bind_int(&c, 6, has_identity(s));
    int found = cursor_next(&c, e);
    if (found > 0)
        *other = cursor_str(&c);
    cursor_close(&c);
    return found;
}

/* --- removing ------------------------------------------------------------- */

static int
delete_events(struct store *db, int64_t first, int64_t last, struct err *e)
{
    for (size_t i = 0; i < db->ntables && first <= last; i++) {
        if (sql_execf(db, e,
                "DELETE FROM \"" STR_FMT "\" WHERE event BETWEEN %" PRId64
                " AND %" PRId64,
                STR_ARG(db->tables[i].name), first, last) < 0)
            return -1;
    }
    return 0;
}

/* One earlier load of the same file and member. */
struct earlier {
    int64_t source, first_event, last_event, records;
};

/* returns: 1 there is one, 0 none (any more), -1. */
static int
find_earlier(struct store *db, const struct source *s, struct earlier *found,
    struct err *e)
{
    struct cursor c;

    /* What can no longer be read does not replace what was. */
    if (cursor_open(&c, db, NULL,
            STR("SELECT source, first_event, last_event, records "
                "FROM source_file WHERE file = ?1 AND (member = ?2 OR "
                "substr(member, 1, length(?4)) = ?4) "
                "AND (?3 <> 'unreadable' OR facts = 0) LIMIT 1"),
            e) < 0)
        return -1;
    struct str parts = str_fmt(&db->arena, STR_FMT "%s" SOURCE_PART,
        STR_ARG(s->member), s->member.n ? ", " : "");
    cursor_bind_str(&c, 1, s->file);
    cursor_bind_str(&c, 2, s->member);
    cursor_bind_str(&c, 3, s->status);
    cursor_bind_str(&c, 4, parts);
    int more = cursor_next(&c, e);
    if (more > 0) {
        found->source = cursor_int(&c, 0);
        found->first_event = cursor_int(&c, 0);
        found->last_event = cursor_int(&c, -1);
        found->records = cursor_int(&c, 0);
    }
    cursor_close(&c);
    return more;
}

/* The facts of some files were left out because this one has them: they are
 * no longer known as they are, so that they are read when they are given
 * again. Which ones is not kept: all that left out facts. */
static int
forget_followers(struct store *db, int64_t source, struct err *e)
{
    return sql_execf(db, e,
        "UPDATE source_file SET mtime_ms = NULL WHERE source <> %" PRId64
        " AND (status IN " FOLLOWERS " OR facts < read_facts) AND EXISTS"
        " (SELECT 1 FROM source_file o WHERE o.source = %" PRId64
        "  AND o.kind = source_file.kind AND o.facts > 0"
        "  AND ((o.hash_hi = source_file.hash_hi AND"
        "    o.hash_lo = source_file.hash_lo) OR"
        "   (source_file.status <> 'duplicate' AND"
        "    o.host IS source_file.host AND o.app IS source_file.app AND"
        "    o.app_start IS source_file.app_start)));"
        "DELETE FROM overlap WHERE source = %" PRId64 " OR other = %" PRId64,
        source, source, source, source);
}

/* Deletes the facts of an earlier load so that nothing of them is left in the
 * file: they may be loaded again to be rid of message bodies (--no-text). */
static int
wipe_events(struct store *db, int64_t first, int64_t last, struct err *e)
{
    if (sql_exec(db, "PRAGMA secure_delete = ON", e) < 0)
        return -1;
    int result = delete_events(db, first, last, e);
    return sql_exec(db, "PRAGMA secure_delete = OFF", e) < 0 ? -1 : result;
}

/* Removes what earlier loads of the same file and member left, with the parts
 * that it had. */
static int
delete_earlier(struct store *db, const struct source *s, struct err *e)
{
    struct earlier v;
    int more = 0;

    while (has_identity(s) && (more = find_earlier(db, s, &v, e)) > 0) {
        spool_forget(&db->spool, v.source);
        if (forget_followers(db, v.source, e) < 0 ||
            wipe_events(db, v.first_event, v.last_event, e) < 0 ||
            store_delete_tls_evidence(db, v.source, e) < 0 ||
            sql_execf(db, e, "DELETE FROM source_file WHERE source = %" PRId64,
                v.source) < 0 ||
            /* What is no trace had no part in the calls. */
            (v.records > 0 &&
                sql_exec(db, "UPDATE progress SET calls_current = 0", e) < 0))
            return -1;
    }
    return more;
}

/* --- the row of a source -------------------------------------------------- */

static const struct insert source_insert = {STATEMENT_PUT_SOURCE, "source_file",
    "source, file, member, kind, cluster, node, app, host, address, version, "
    "app_start, file_number, has_head, utc_offset_s, date_from, base_ms, "
    "first_tod, last_tod, first_seq, last_seq, lost, lost_from, lost_to, "
    "size, mtime_ms, bytes, "
    "records, bad_times, hash_hi, hash_lo, cut, status, note, facts, "
    "messages, first_event, last_event"};

static void
bind_identity(struct binding *b, const struct source *s)
{
    bind_str(b, s->file);
    bind_str(b, s->member);
    bind_str(b, source_kind_name(s->kind));
    bind_str_opt(b, s->cluster);
    bind_int_opt(b, s->node, 0);
    bind_int_opt(b, s->app, 0);
    bind_str_opt(b, s->host);
    bind_str_opt(b, s->address);
    bind_str_opt(b, s->version);
    bind_str_opt(b, s->app_start);
    bind_int_opt(b, s->file_number, -1);
    bind_int(b, s->has_head);
    bind_int_opt(b, s->utc_offset_s, WHEN_NO_OFFSET);
    bind_str(b, date_from_name(s->date_from));
    bind_int_opt(b, s->base_ms, WHEN_UNKNOWN);
}

/* facts: how many events of it are stored, the last before
 * db->next_event. */
static int
put_source_row(
    struct store *db, const struct source *s, int64_t facts, struct err *e)
{
    struct binding b;

    if (bind_insert(&b, db, &source_insert, e) < 0)
        return -1;
    bind_int_opt(&b, db->source, 0);
    bind_identity(&b, s);
    bind_int_opt(&b, s->first_tod, WHEN_UNKNOWN);
    bind_int_opt(&b, s->last_tod, WHEN_UNKNOWN);
    bind_str_opt(&b, s->first_seq);
    bind_str_opt(&b, s->last_seq);
    bind_int(&b, s->lost);
    bind_int_opt(&b, s->lost ? s->lost_from : WHEN_UNKNOWN, WHEN_UNKNOWN);
    bind_int_opt(&b, s->lost ? s->lost_to : WHEN_UNKNOWN, WHEN_UNKNOWN);
    bind_int_opt(&b, s->size, -1);
    bind_int_opt(&b, s->mtime_ms, WHEN_UNKNOWN);
    bind_int(&b, s->bytes);
    bind_int(&b, s->records);
    bind_int(&b, s->bad_times);
    bind_int(&b, (int64_t)s->hash_hi);
    bind_int(&b, (int64_t)s->hash_lo);
    bind_int(&b, s->cut);
    bind_str(&b, s->status);
    bind_str_opt(&b, s->note);
    bind_int(&b, facts);
    bind_int(&b, facts ? db->messages : 0);
    bind_int_opt(&b, facts ? db->first_event : 0, 0);
    bind_int_opt(&b, facts ? db->next_event - 1 : 0, 0);
    if (bind_run(&b, e) < 0)
        return -1;
    return sql_execf(db, e,
        "UPDATE source_file SET read_node = node, "
        "read_utc_offset_s = utc_offset_s, read_date_from = date_from, "
        "read_base_ms = base_ms, read_status = status, read_note = note, "
        "read_facts = facts WHERE source = %lld",
        (long long)sqlite3_last_insert_rowid(db->sql));
}

/* Of several names of one content the first one keeps the facts: is this it?
 */
static int
look_for_later_name(struct store *db, const struct source *s, struct err *e)
{
    struct cursor c;

    if (cursor_open(&c, db, NULL,
            STR("UPDATE progress SET calls_current = 0 WHERE EXISTS ("
                "SELECT 1 FROM source_file h WHERE h.hash_hi = ?1 AND "
                "h.hash_lo = ?2 AND h.status IN ('ok', 'cut', 'contained') "
                "AND (h.file, h.member) > (?3, ?4))"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, (int64_t)s->hash_hi);
    cursor_bind_int(&c, 2, (int64_t)s->hash_lo);
    cursor_bind_str(&c, 3, s->file);
    cursor_bind_str(&c, 4, s->member);
    int r = cursor_next(&c, e);
    cursor_close(&c);
    return r;
}

int
store_put_unread(struct store *db, const struct source *s, struct err *e)
{
    if (!db->ntables && store_list_tables(db, e) < 0)
        return -1;
    if (sql_begin_small(db, e) < 0 || delete_earlier(db, s, e) < 0)
        return -1;
    if (str_eq(s->status, STR("duplicate")) &&
        look_for_later_name(db, s, e) < 0)
        return -1;
    return put_source_row(db, s, 0, e);
}

/* --- one source ----------------------------------------------------------- */

static int
undo(struct store *db)
{
    (void)sql_rollback(db, NULL);
    db->source = 0;
    return -1;
}

static int
begin_facts(struct store *db, const struct source *s, struct err *e)
{
    if (delete_earlier(db, s, e) < 0 ||
        sql_integer(db, "SELECT max(last_event) + 1 FROM source_file", 1,
            &db->next_event, e) < 0)
        return -1;
    return sql_integer(db,
        "SELECT coalesce(max(source), 0) + 1 "
        "FROM source_file",
        1, &db->source, e);
}

int
store_begin_source(struct store *db, struct source *s, struct err *e)
{
    if (!db->ntables && store_list_tables(db, e) < 0)
        return -1;
    if (sql_begin(db, TRANSACTION_SOURCE, e) < 0)
        return -1;
    if (begin_facts(db, s, e) < 0)
        return undo(db);
    db->first_event = db->next_event;
    db->messages = 0;
    s->id = db->source;
    spool_begin(&db->spool, s->id);
    return 0;
}

/* In a new file nothing can be rolled back: what was put is taken out. */
static int
drop_source(struct store *db, struct err *e)
{
    int64_t source = db->source;

    db->source = 0;
    spool_forget(&db->spool, source);
    if (db->new_path &&
        (delete_events(db, db->first_event, db->next_event - 1, e) < 0 ||
            store_delete_tls_evidence(db, source, e) < 0))
        return -1;
    return sql_rollback(db, e);
}

/* Each record counts once. */
static int
drop_repeats(
    struct store *db, const struct source *s, int64_t facts, struct err *e)
{
    struct part p = {.source = db->source,
        .log = s->kind == SOURCE_CALLLOG,
        .facts = facts,
        .first_event = db->first_event,
        .last_event = db->next_event - 1};

    return overlap_within(db, &p, e);
}

/* Calls no longer fit the facts. What has no records, as captures and
 * certificates, is held against them when it is asked for. */
static int
put_calls_stale(
    struct store *db, const struct source *s, int64_t facts, struct err *e)
{
    if (s->records == 0 && facts == 0)
        return 0;
    return sql_exec(db, "UPDATE progress SET calls_current = 0", e);
}

int
store_end_source(
    struct store *db, const struct source *s, bool keep, struct err *e)
{
    int64_t facts = db->next_event - db->first_event;

    if (!keep)
        return drop_source(db, e);
    if (put_source_row(db, s, facts, e) < 0 ||
        (s->went_back && drop_repeats(db, s, facts, e) < 0) ||
        put_calls_stale(db, s, facts, e) < 0 || sql_commit(db, e) < 0)
        return undo(db);
    db->source = 0;
    return 0;
}
