/* SPDX-License-Identifier: MIT
 *
 * What trace lines say of a connection's security beside the certificate: keys
 * for SRTP that went over it, SRTP that fell back to RTP, and handshakes that
 * failed. FAILURES 2.1, FORMAT 8.4. */
#include "base/dn.h"
#include "call/feed.h"
#include "call/joined.h"

void
conn_event_add(
    struct correlator *c, size_t conn, const struct conn_event *event)
{
    struct conn_state *k = &c->conns[conn];
    c->conn_events = GROW(c->conn_events, c->nconn_events, c->capconn_events);
    struct conn_event *e = &c->conn_events[c->nconn_events];
    *e = *event;
    e->next = k->events;
    k->events = c->nconn_events++;
}

/* A response that agrees on RTP after SRTP was offered. "RTP or SRTP" in the
 * offer leaves the choice to the far side; it is a fallback all the same. */
static bool
falls_back(const struct row_message *m)
{
    return m->status >= 180 && m->status < 300 && m->srtp_keys == 0 &&
           str_has(m->sdp, STR(" RTP ")) && !str_has(m->sdp, STR("SRTP"));
}

/* One event a call and a connection is enough. */
void
conn_media(
    struct correlator *c, size_t conn, size_t dialog, const struct row *row)
{
    const struct row_message *m = &row->u.message;
    struct conn_event e = {.dialog = dialog, .at = c->at};
    if (m->srtp_keys > 0)
        c->conns[conn].srtp = true;
    struct dialog *d = dialog == NONE ? NULL : &c->dialogs[dialog];

    if (m->srtp_keys > 0 && d && d->keys_conn != conn + 1) {
        d->keys_conn = conn + 1;
        e.kind = TLS_KEYS;
        conn_event_add(c, conn, &e);
    }
    if (!d)
        return;
    if (m->status == 0)
        d->offered_srtp = str_has(m->sdp, STR("SRTP"));
    else if (d->offered_srtp && falls_back(m) && d->unkeyed_conn != conn + 1) {
        d->unkeyed_conn = conn + 1;
        e.kind = TLS_FALLBACK;
        conn_event_add(c, conn, &e);
    }
}

/* -- handshakes that failed ------------------------------------------------ */

/* The connection whose certificate has that name, the latest one first. */
static size_t
conn_with_name(const struct correlator *c, size_t space, struct str name)
{
    enum { LOOK_BACK = 64 };
    size_t n = c->nconns < LOOK_BACK ? c->nconns : LOOK_BACK;
    struct arena a = {0};
    size_t found = NONE;
    for (size_t i = 0; i < n && found == NONE; i++) {
        const struct conn_state *k = &c->conns[c->nconns - 1 - i];
        if (k->space != space || !mark_set(&k->handshake))
            continue;
        if (str_eq_nocase(dn_cn(&a, k->subject), name) || str_has(k->san, name))
            found = c->nconns - 1 - i;
    }
    arena_free(&a);
    return found;
}

/* The latest connection to an address, when the line has no port. */
static size_t
conn_with_address(const struct correlator *c, size_t space, struct str ip)
{
    enum { LOOK_BACK = 64 };
    size_t n = c->nconns < LOOK_BACK ? c->nconns : LOOK_BACK;
    for (size_t i = 0; i < n && ip.n > 0; i++) {
        const struct conn_state *k = &c->conns[c->nconns - 1 - i];
        if (k->space == space && k->tls && str_eq(k->remote_ip, ip))
            return c->nconns - 1 - i;
    }
    return NONE;
}

/* Errors of the processes of other services (app 600) are of connections that
 * are none of SIP. */
static bool
is_sip(struct str process)
{
    struct str rest = process;
    str_cut(&rest, ',');
    struct str app = str_trim(str_cut(&rest, ','));
    return process.n == 0 || app.n == 0 || str_eq(app, STR("100"));
}

/* The connection that an error is about: an open one to the peer, or one that
 * only the error shows. */
static size_t
conn_of_error(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_tls_error *r = &row->u.tls_error;
    if (r->received.n > 0)
        return conn_with_name(c, space, r->received);
    size_t i = r->remote_port != 0
                   ? conn_of_peer(c, space, r->remote_ip, r->remote_port)
                   : conn_with_address(c, space, r->remote_ip);
    if (i != NONE && !mark_set(&c->conns[i].closed))
        return i;
    return r->remote_ip.n > 0 && is_sip(r->process) ? conn_failed(c, space, row)
                                                    : NONE;
}

/* Errors of a connection are few; events of calls may be many, and come after
 * them. */
static bool
has_error(const struct correlator *c, const struct conn_state *k,
    enum tls_event_kind kind)
{
    enum { LOOK_BACK = 16 };
    size_t seen = 0;
    for (size_t i = k->events; i != NONE && seen < LOOK_BACK;
         i = c->conn_events[i].next, seen++)
        if (c->conn_events[i].kind == kind && c->conn_events[i].dialog == NONE)
            return true;
    return false;
}

size_t
conn_error(const struct correlator *c, const struct conn_state *k)
{
    size_t first = NONE;
    for (size_t i = k->events; i != NONE; i = c->conn_events[i].next)
        if (c->conn_events[i].kind >= TLS_VERIFY)
            first = i;
    return first;
}

/* The same words as the ledger's (src/tls/ledger.c). */
struct str
conn_handshake(const struct correlator *c, const struct conn_state *k)
{
    if (!k->tls)
        return STR("");
    if (conn_error(c, k) != NONE)
        return STR("failed");
    if (mark_set(&k->handshake))
        return STR("seen");
    if (!mark_set(&k->opened))
        return STR("before");
    if (k->heard)
        return STR("missing");
    return mark_set(&k->closed) ? STR("failed") : STR("unfinished");
}

static enum tls_event_kind
kind_of(struct str what)
{
    if (str_eq(what, STR("verify")))
        return TLS_VERIFY;
    if (str_eq(what, STR("name")))
        return TLS_NAME;
    return str_eq(what, STR("refused")) ? TLS_REFUSED : TLS_PROTOCOL;
}

void
feed_tls_error(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_tls_error *r = &row->u.tls_error;
    size_t conn = conn_of_error(c, space, row);
    enum tls_event_kind kind = kind_of(r->what);
    if (conn == NONE)
        return;
    struct conn_state *k = &c->conns[conn];
    touch(c, row->at.event, NONE, NONE, conn);
    /* The alarm is printed twice; a name is compared with CN, then SAN. */
    if (has_error(c, k, kind))
        return;
    k->tls = true;
    if (r->device.n > 0 && k->device.n == 0)
        k->device = keep(c, r->device);
    struct conn_event e = {
        .kind = kind,
        .dialog = NONE,
        .code = r->code,
        .text = keep(c, kind == TLS_NAME ? r->received : r->text),
        .other = keep(c, r->expected),
        .at = c->at,
    };
    conn_event_add(c, conn, &e);
}
