/* SPDX-License-Identifier: MIT
 *
 * Messages that only a call log has: which rows of it no trace file has. */
#include "store/get.h"
#include "store/sql.h"

/* The calllog's rows without a message of the same direction, tag and node; an
 * unknown node or cluster is no difference. A node counts its messages anew
 * when its service starts: besides the tag the Call-ID's key is the same, or
 * it is the same kind of message, surely of the same node, within a second
 * (rows are logged within 8 ms, FORMAT 16.1). The sorted copy of the messages'
 * keys is made only when there is a calllog. */
static const char find_log_only[] =
    "CREATE TEMP TABLE message_key AS"
    " SELECT m.net_tag, callid_key(m.call_id) AS call_id, m.direction,"
    "  s.base_ms + m.tod_ms AS at_ms, m.method, m.status, s.node, s.cluster,"
    "  coalesce(s.cluster_name, s.cluster_address) AS found"
    "  FROM fact_message m JOIN source_file s ON s.source = m.source"
    "  WHERE m.tag_kind IS NOT 'INT' AND m.net_tag IS NOT NULL"
    "  AND EXISTS (SELECT 1 FROM fact_log_message);"
    "CREATE INDEX temp.message_key_tag ON message_key(net_tag);"
    "INSERT INTO log_only(event)"
    " SELECT m.event FROM fact_log_message m"
    "  JOIN source_file s ON s.source = m.source"
    "  WHERE NOT EXISTS (SELECT 1 FROM temp.message_key k"
    "   WHERE k.net_tag = m.net_tag"
    "   AND (k.call_id = callid_key(m.call_id)"
    "    OR (abs(k.at_ms - s.base_ms - m.tod_ms) <= 1000"
    "     AND k.method IS m.method AND k.status IS m.status"
    "     AND k.node = s.node"
    "     AND k.found IS coalesce(s.cluster_name, s.cluster_address)))"
    "   AND k.direction = lower(m.direction)"
    "   AND (k.node = s.node OR k.node IS NULL OR s.node IS NULL)"
    "   AND (k.cluster = s.cluster OR k.cluster IS NULL"
    "    OR s.cluster IS NULL))"
    "  ORDER BY m.event;"
    "DROP TABLE temp.message_key;"
    "UPDATE progress SET"
    " log_messages = (SELECT count(*) FROM log_only);";

int
store_find_log_only(struct store *db, struct err *e)
{
    if (db->log_only_found)
        return 0;
    db->log_only_found = true;
    return sql_exec(db, find_log_only, e);
}

int
store_get_log_only(struct store *db, struct arena *a, struct log_only **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (db->transaction == TRANSACTION_CALLS && store_find_log_only(db, e) < 0)
        return -1;
    if (cursor_open(&c, db, NULL,
            STR("SELECT m.source, o.call, s.base_ms + m.tod_ms FROM log_only g "
                "JOIN fact_log_message m ON m.event = g.event "
                "JOIN source_file s ON s.source = m.source "
                "LEFT JOIN owner o ON o.event = g.event "
                "ORDER BY s.cluster, s.node, 3, m.call_id, m.net_tag"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct log_only *row = &(*v)[(*n)++];
        row->source = cursor_int(&c, 0);
        row->call = cursor_int(&c, 0);
        row->at_ms = cursor_int(&c, WHEN_UNKNOWN);
    }
    cursor_close(&c);
    return more;
}
