/* SPDX-License-Identifier: MIT
 *
 * Connections in: an index is reused after a close or a restart, so each
 * stretch from open to close is one connection, and a certificate belongs to
 * the one it was negotiated in. FORMAT 8, FAILURES 2.2. */
#include "call/feed.h"

static size_t
conn_new(struct correlator *c, size_t space, int64_t index)
{
    c->conns = GROW(c->conns, c->nconns, c->capconns);
    c->conns[c->nconns] =
        (struct conn_state){.space = space, .index = index, .events = NONE};
    return c->nconns++;
}

struct str
connection_key(struct correlator *c, size_t space, int64_t index)
{
    return KEY(&c->scratch, KEY_NUMBER(space), KEY_NUMBER(index));
}

static struct str
peer_key(struct correlator *c, size_t space, struct str ip, int32_t port)
{
    return KEY(&c->scratch, KEY_NUMBER(space), ip, KEY_NUMBER(port));
}

/* Of TCP, where the index is the key and this only helps to find it. */
static struct str
far_key(struct correlator *c, size_t space, struct str ip, int32_t port)
{
    return KEY(
        &c->scratch, STR("far"), KEY_NUMBER(space), ip, KEY_NUMBER(port));
}

/* What a line says of a connection. */
struct sight {
    int64_t index; /* -1 = UDP or not said */
    struct str ip;
    int32_t port;
    bool begins; /* the line says that it is new */
};

/* The open connection that a line speaks of. Another peer on the same index,
 * or a line that says "new", means that the old one is gone even when its
 * close was not logged. */
static size_t
conn_at(struct correlator *c, size_t space, const struct sight *s,
    const struct mark *at)
{
    struct str key = s->index >= 0 ? connection_key(c, space, s->index)
                                   : peer_key(c, space, s->ip, s->port);
    bool made = false;
    size_t *slot = map_put(&c->conn_by_index, key, c->nconns, &made);
    bool fresh = made;
    if (!made) {
        const struct conn_state *k = &c->conns[*slot];
        bool other = s->ip.n > 0 && k->remote_ip.n > 0 &&
                     (!str_eq(s->ip, k->remote_ip) ||
                         (s->port != 0 && k->remote_port != 0 &&
                             s->port != k->remote_port));
        bool used = mark_set(&k->opened) || mark_set(&k->handshake);
        fresh = mark_set(&k->closed) || other || (s->begins && used);
    }
    size_t i = *slot;
    if (fresh) {
        *slot = c->nconns;
        i = conn_new(c, space, s->index);
    }
    struct conn_state *k = &c->conns[i];
    bool placed = k->remote_ip.n > 0 && k->remote_port != 0;
    mark_first(c, &k->seen, at);
    mark_last(c, &k->last, at);
    keep_once(c, &k->remote_ip, s->ip);
    if (k->remote_port == 0)
        k->remote_port = s->port;
    if (!placed && k->index >= 0 && k->remote_ip.n > 0)
        *map_put(&c->conn_by_index,
            far_key(c, space, k->remote_ip, k->remote_port), i, NULL) = i;
    return i;
}

bool
conn_is_tls(const struct conn_state *k)
{
    return k->tls;
}

size_t
conn_of_message(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_message *m = &row->u.message;
    bool udp = str_eq(m->transport, STR("UDP"));
    if (m->conn_index < 0 && (!udp || m->remote_port == 0))
        return NONE;
    struct mark at = c->at;
    struct sight s = {
        udp ? -1 : m->conn_index, m->remote_ip, m->remote_port, false};
    size_t i = conn_at(c, space, &s, &at);
    struct conn_state *k = &c->conns[i];
    k->udp = udp;
    /* "SIP TCP message" is also printed for TLS; the top Via of what CUCM
     * itself sends tells (FORMAT 7.1). */
    bool in = str_eq(m->direction, STR("in"));
    bool request = m->status == 0 && m->via_transport.n > 0 && !udp;
    bool tls = str_eq(m->via_transport, STR("TLS"));
    k->heard = k->heard || in;
    /* The far side's Via counts where nothing else is said: it may stand
     * behind something that ends TLS. */
    if (request && (!in || (!k->plain && !k->tls))) {
        k->tls = k->tls || tls;
        k->plain = k->plain || !tls;
    }
    return i;
}

size_t
conn_of_peer(struct correlator *c, size_t space, struct str ip, int32_t port)
{
    const size_t *slot =
        map_get(&c->conn_by_index, far_key(c, space, ip, port));
    return slot ? *slot : NONE;
}

size_t
conn_failed(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_tls_error *r = &row->u.tls_error;
    struct mark at = c->at;
    size_t i = conn_new(c, space, -1);
    struct conn_state *k = &c->conns[i];
    k->tls = true;
    k->seen = k->last = at;
    k->remote_ip = keep(c, r->remote_ip);
    k->remote_port = r->remote_port;
    if (r->device.n > 0)
        k->device = keep(c, r->device);
    *map_put(&c->conn_by_index, far_key(c, space, k->remote_ip, k->remote_port),
        i, NULL) = i;
    return i;
}

void
feed_connection(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_connection *r = &row->u.connection;
    if (r->conn_index < 0)
        return; /* "asked": the line that answers it has the index */
    struct mark at = c->at;
    bool closes =
        str_eq(r->what, STR("closed")) || str_eq(r->what, STR("reset"));
    bool created = str_eq(r->what, STR("created"));
    bool incoming =
        str_eq(r->what, STR("accepted")) || str_eq(r->what, STR("incoming"));
    /* A close of what is closed already says nothing new. */
    if (closes) {
        const size_t *slot =
            map_get(&c->conn_by_index, connection_key(c, space, r->conn_index));
        if (slot == NULL || mark_set(&c->conns[*slot].closed))
            return;
    }
    /* "New Connection" and "accptd conn" are two lines of one event. */
    struct sight s = {r->conn_index, r->remote_ip, r->remote_port, created};
    size_t i = conn_at(c, space, &s, &at);
    struct conn_state *k = &c->conns[i];
    touch(c, row->at.event, NONE, NONE, i);
    if (r->local_port != 0)
        k->local_port = r->local_port;
    if (str_has(r->transport, STR("TLS")))
        k->tls = true;
    else if (r->transport.n > 0)
        k->plain = true;
    if (created || incoming)
        mark_first(c, &k->opened, &at);
    k->out = k->out || created;
    k->in = k->in || incoming;
    if (closes)
        mark_first(c, &k->closed, &at);
}

void
feed_certificate(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_certificate *r = &row->u.certificate;
    struct mark at = c->at;
    struct sight s = {r->conn_index, r->remote_ip, r->remote_port, false};
    size_t i = conn_at(c, space, &s, &at);
    struct conn_state *k = &c->conns[i];
    touch(c, row->at.event, NONE, NONE, i);
    k->tls = true;
    if (c->spaces[space].node == 0)
        c->spaces[space].node = (int32_t)process_node(r->to_process);
    if (!mark_set(&k->handshake)) {
        k->handshake = at;
        k->subject = keep(c, r->subject);
        k->cipher = keep(c, r->cipher);
        k->san = keep(c, r->san);
    }
    /* The second record of the event names the process it is for: the trunk
     * that this connection serves. */
    struct str class = process_class(r->to_process);
    if (class.n > 0 && !str_eq(class, STR("SIPHandler")) && k->process.n == 0) {
        k->process = keep(c, r->to_process);
        k->process_at = at;
    }
}
