/* SPDX-License-Identifier: MIT
 *
 * What trace lines say of connections' security beside the certificate. */
#include "model/names.h"
#include "store/get.h"
#include "store/put.h"
#include "store/sql.h"

int
store_put_tls_events(
    struct store *db, const struct connection *c, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_TLS_EVENT,
        "connection_event",
        "connection, n, kind, call, code, text, other, at_ms, at_tod, "
        "at_offset_s, event, source, line, record"};
    struct binding b;

    for (size_t i = 0; i < c->nevents; i++) {
        const struct tls_event *v = &c->events[i];

        if (bind_insert(&b, db, &insert, e) < 0)
            return -1;
        bind_int(&b, c->connection);
        bind_int(&b, (int64_t)i);
        bind_str(&b, tls_event_name(v->kind));
        bind_int_opt(&b, v->call, 0);
        bind_int_opt(&b, v->code, 0);
        bind_str_opt(&b, v->text);
        bind_str_opt(&b, v->other);
        bind_when(&b, v->at);
        bind_evidence(&b, &v->evidence);
        if (bind_run(&b, e) < 0)
            return -1;
    }
    return 0;
}

static void
read_event(struct cursor *c, struct tls_event *v)
{
    (void)tls_event_from_name(cursor_str(c), &v->kind);
    v->call = cursor_int(c, 0);
    v->code = cursor_int32(c, 0);
    v->text = cursor_str(c);
    v->other = cursor_str(c);
    v->at = cursor_when(c);
    v->evidence = cursor_evidence(c);
}

/* The connections are sorted by number, and so are the events. */
static int
read_events(struct cursor *c, struct connection *v, size_t n, struct err *e)
{
    struct tls_event *events = NULL;
    size_t at = 0, cap = 0;
    int more;

    while ((more = cursor_next(c, e)) > 0) {
        int64_t connection = cursor_int(c, 0);

        while (at < n && v[at].connection < connection)
            at++;
        if (at == n)
            return 0;
        if (v[at].connection != connection)
            continue;
        if (v[at].nevents == 0) {
            events = NULL;
            cap = 0;
        }
        events =
            arena_grow(c->a, events, &cap, v[at].nevents + 1, sizeof *events);
        read_event(c, &events[v[at].nevents++]);
        v[at].events = events;
    }
    return more;
}

int
store_get_tls_events(struct store *db, struct arena *a, int64_t call,
    struct connection *v, size_t n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    int r;

    if (cursor_open(&c, db, a,
            STR("SELECT v.connection, v.kind, v.call, v.code, v.text, v.other, "
                "v.at_ms, v.at_tod, v.at_offset_s, v.event, v.source, v.line, "
                "v.record, s.name FROM connection_event v "
                "LEFT JOIN source_file s ON s.source = v.source "
                "WHERE ?1 = 0 OR v.connection IN (SELECT connection "
                "FROM connection_call_row WHERE call = ?1) "
                "ORDER BY v.connection, v.n"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, call);
    r = read_events(&c, v, n, e);
    cursor_close(&c);
    return r;
}
