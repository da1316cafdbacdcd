/* SPDX-License-Identifier: MIT
 *
 * Connections with the trunks they serve and the calls they carried. */
#include "store/get.h"
#include "store/sql.h"

/* A query whose ?1 is a call, or 0 for all. */
static int
open_query(struct cursor *c, int64_t call, struct str query, struct err *e)
{
    if (cursor_open(c, c->db, c->a, query, e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    return 0;
}

static void
read_connection(struct cursor *c, struct connection *v)
{
    v->connection = cursor_int(c, 0);
    v->source = cursor_int(c, 0);
    v->node = cursor_str(c);
    v->cluster = cursor_str(c);
    v->direction = cursor_str(c);
    v->local_ip = cursor_str(c);
    v->local_port = cursor_int32(c, 0);
    v->remote_ip = cursor_str(c);
    v->remote_port = cursor_int32(c, 0);
    v->transport = cursor_str(c);
    v->conn_index = cursor_int(c, -1);
    v->seen = cursor_when(c);
    v->last = cursor_when(c);
    v->plain = cursor_int(c, 0) != 0;
    v->heard = cursor_int(c, 0) != 0;
    v->srtp = cursor_int(c, 0) != 0;
    v->opened = cursor_when(c);
    v->handshake = cursor_when(c);
    v->closed = cursor_when(c);
    v->subject = cursor_str(c);
    v->cn = cursor_str(c);
    v->san = cursor_str(c);
    v->cipher = cursor_str(c);
    v->cipher_iana = cursor_str(c);
    v->protocol = cursor_str(c);
    v->grade = cursor_str(c);
    v->evidence = cursor_evidence(c);
}

static int
get_connection_rows(struct cursor *c, int64_t call, struct connection **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    int more;

    if (open_query(c, call,
            STR("SELECT c.connection, c.first_source, c.node, c.cluster, "
                "c.direction, c.local_ip, c.local_port, c.remote_ip, "
                "c.remote_port, c.transport, c.conn_index, c.seen_ms, "
                "c.seen_tod, c.seen_offset_s, c.last_ms, c.last_tod, "
                "c.last_offset_s, c.plain, c.heard, c.srtp, c.opened_ms, "
                "c.opened_tod, c.opened_offset_s, c.handshake_ms, "
                "c.handshake_tod, c.handshake_offset_s, c.closed_ms, "
                "c.closed_tod, c.closed_offset_s, c.subject, c.cn, c.san, "
                "c.cipher, c.cipher_iana, c.protocol, c.grade, c.event, "
                "c.source, c.line, c.record, s.name FROM _connection c "
                "LEFT JOIN source_file s ON s.source = c.source "
                "WHERE ?1 = 0 OR c.connection IN (SELECT connection "
                "FROM connection_call_row WHERE call = ?1) "
                "ORDER BY c.connection"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        *v = arena_grow(c->a, *v, &cap, *n + 1, sizeof **v);
        read_connection(c, &(*v)[(*n)++]);
    }
    cursor_close(c);
    return more;
}

/* Trunks and calls come sorted by connection, like the connections: at goes
 * along. NULL when the connection is not among them. */
static struct connection *
find_next(struct connection *v, size_t n, size_t *at, int64_t connection)
{
    while (*at < n && v[*at].connection < connection)
        ++*at;
    return *at < n && v[*at].connection == connection ? &v[*at] : NULL;
}

static int
add_trunks(struct cursor *c, int64_t call, struct connection *v, size_t n,
    struct err *e)
{
    size_t at = 0, cap = 0;
    struct str *names = NULL;
    int more;

    if (open_query(c, call,
            STR("SELECT connection, trunk FROM connection_trunk "
                "WHERE ?1 = 0 OR connection IN (SELECT connection "
                "FROM connection_call_row WHERE call = ?1) "
                "ORDER BY connection, n"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        struct connection *k = find_next(v, n, &at, cursor_int(c, 0));
        if (!k)
            continue;
        if (!k->ntrunks) {
            names = NULL;
            cap = 0;
        }
        names = arena_grow(c->a, names, &cap, k->ntrunks + 1, sizeof *names);
        names[k->ntrunks++] = cursor_str(c);
        k->trunks = names;
    }
    cursor_close(c);
    return more;
}

static int
add_calls(struct cursor *c, int64_t call, struct connection *v, size_t n,
    struct err *e)
{
    size_t at = 0, cap = 0;
    int64_t *calls = NULL;
    int more;

    if (open_query(c, call,
            STR("SELECT connection, call FROM connection_call_row "
                "WHERE ?1 = 0 OR connection IN (SELECT connection "
                "FROM connection_call_row WHERE call = ?1) "
                "ORDER BY connection, call"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        struct connection *k = find_next(v, n, &at, cursor_int(c, 0));
        if (!k)
            continue;
        if (!k->ncalls) {
            calls = NULL;
            cap = 0;
        }
        calls = arena_grow(c->a, calls, &cap, k->ncalls + 1, sizeof *calls);
        calls[k->ncalls++] = cursor_int(c, 0);
        k->calls = calls;
    }
    cursor_close(c);
    return more;
}

int
store_get_connections(struct store *db, struct arena *a, int64_t call,
    struct connection **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};

    *v = NULL;
    *n = 0;
    if (get_connection_rows(&c, call, v, n, e) < 0 ||
        add_trunks(&c, call, *v, *n, e) < 0 ||
        add_calls(&c, call, *v, *n, e) < 0 ||
        store_get_tls_events(db, a, call, *v, *n, e) < 0) {
        cursor_close(&c);
        return -1;
    }
    return 0;
}
