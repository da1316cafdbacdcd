/* SPDX-License-Identifier: MIT
 *
 * What captures, certificate files and texts of the command line tell. */
#include "model/names.h"
#include "model/tls.h"
#include "store/get.h"
#include "store/put.h"
#include "store/sql.h"

/* --- writing -------------------------------------------------------------- */

static int
put_certificate(struct store *db, const struct tls_certificate *c,
    int64_t handshake, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_CERTIFICATE,
        "wire_certificate",
        "source, line, \"where\", handshake, server, place, unit, serial, "
        "subject, issuer, san, not_before_ms, not_after_ms, \"key\", bits, "
        "signature, usage, sha256"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, db->source);
    bind_int_opt(&b, (int64_t)c->evidence.line, 0);
    bind_str(&b, tls_where_name(c->where));
    bind_int_opt(&b, handshake, 0);
    bind_int(&b, c->server);
    bind_int(&b, c->place);
    bind_str_opt(&b, c->unit);
    bind_str_opt(&b, c->serial);
    bind_str_opt(&b, c->subject);
    bind_str_opt(&b, c->issuer);
    bind_str_opt(&b, c->san);
    bind_int_opt(&b, c->not_before_ms, WHEN_UNKNOWN);
    bind_int_opt(&b, c->not_after_ms, WHEN_UNKNOWN);
    bind_str_opt(&b, c->key);
    bind_int_opt(&b, c->bits, 0);
    bind_str_opt(&b, c->signature);
    bind_str_opt(&b, c->usage);
    bind_str_opt(&b, c->sha256);
    return bind_run(&b, e);
}

static int
put_handshake(struct store *db, struct tls_handshake *h, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_HANDSHAKE,
        "wire_handshake",
        "source, at_ms, end_ms, client_ip, client_port, server_ip, "
        "server_port, version, cipher, sni, hello, resumed, requested, "
        "finished, lost, alert, alert_fatal, alert_server"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, db->source);
    bind_int_opt(&b, h->at_ms, WHEN_UNKNOWN);
    bind_int_opt(&b, h->end_ms, WHEN_UNKNOWN);
    bind_str(&b, h->client_ip);
    bind_int(&b, h->client_port);
    bind_str(&b, h->server_ip);
    bind_int(&b, h->server_port);
    bind_str_opt(&b, h->version);
    bind_int_opt(&b, h->cipher, -1);
    bind_str_opt(&b, h->sni);
    bind_int(&b, h->hello);
    bind_int(&b, h->resumed);
    bind_int(&b, h->requested);
    bind_int(&b, h->finished);
    bind_int(&b, h->lost);
    bind_int_opt(&b, h->alert, -1);
    bind_int(&b, h->alert_fatal);
    bind_int(&b, h->alert_server);
    if (bind_run(&b, e) < 0)
        return -1;
    h->handshake = sqlite3_last_insert_rowid(db->sql);
    for (size_t i = 0; i < h->ncertificates; i++)
        if (put_certificate(db, &h->certificates[i], h->handshake, e) < 0)
            return -1;
    return 0;
}

static int
put_flow(struct store *db, const struct tls_flow *f, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_FLOW, "wire_flow",
        "source, line, \"from\", \"to\", first_tod, last_tod, packets, bytes"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, db->source);
    bind_int_opt(&b, (int64_t)f->evidence.line, 0);
    bind_str(&b, f->from);
    bind_str(&b, f->to);
    bind_int(&b, f->first_tod);
    bind_int(&b, f->last_tod);
    bind_int(&b, f->packets);
    bind_int(&b, f->bytes);
    return bind_run(&b, e);
}

int
store_put_tls_evidence(struct store *db, struct tls_evidence *v, struct err *e)
{
    for (size_t i = 0; i < v->nhandshakes; i++)
        if (put_handshake(db, &v->handshakes[i], e) < 0)
            return -1;
    for (size_t i = 0; i < v->ncertificates; i++)
        if (put_certificate(db, &v->certificates[i], 0, e) < 0)
            return -1;
    for (size_t i = 0; i < v->nflows; i++)
        if (put_flow(db, &v->flows[i], e) < 0)
            return -1;
    return 0;
}

int
store_delete_tls_evidence(struct store *db, int64_t source, struct err *e)
{
    static const char *const tables[] = {
        "wire_handshake", "wire_certificate", "wire_flow"};

    for (size_t i = 0; i < COUNTOF(tables); i++)
        if (sql_execf(db, e, "DELETE FROM %s WHERE source = %lld", tables[i],
                (long long)source) < 0)
            return -1;
    return 0;
}

/* --- reading -------------------------------------------------------------- */

static struct evidence
read_place(struct cursor *c)
{
    struct evidence e = {0};

    e.source = cursor_int(c, 0);
    e.line = (uint64_t)cursor_int(c, 0);
    e.file = cursor_str(c);
    return e;
}

static void
read_certificate(struct cursor *c, struct tls_certificate *v)
{
    v->certificate = cursor_int(c, 0);
    (void)tls_where_from_name(cursor_str(c), &v->where);
    v->handshake = cursor_int(c, 0);
    v->server = cursor_int(c, 0) != 0;
    v->place = cursor_int32(c, 0);
    v->unit = cursor_str(c);
    v->serial = cursor_str(c);
    v->subject = cursor_str(c);
    v->issuer = cursor_str(c);
    v->san = cursor_str(c);
    v->not_before_ms = cursor_int(c, WHEN_UNKNOWN);
    v->not_after_ms = cursor_int(c, WHEN_UNKNOWN);
    v->key = cursor_str(c);
    v->bits = cursor_int32(c, 0);
    v->signature = cursor_str(c);
    v->usage = cursor_str(c);
    v->sha256 = cursor_str(c);
    v->evidence = read_place(c);
}

static int
get_certificates(struct cursor *c, struct tls_evidence *v, struct err *e)
{
    size_t cap = 0;
    int more;

    if (cursor_open(c, c->db, c->a,
            STR("SELECT c.certificate, c.\"where\", c.handshake, c.server, "
                "c.place, c.unit, c.serial, c.subject, c.issuer, c.san, "
                "c.not_before_ms, c.not_after_ms, c.\"key\", c.bits, "
                "c.signature, c.usage, c.sha256, c.source, c.line, s.name "
                "FROM wire_certificate c "
                "LEFT JOIN source_file s ON s.source = c.source "
                "ORDER BY c.handshake, c.server DESC, c.place, c.certificate"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        v->certificates = arena_grow(c->a, v->certificates, &cap,
            v->ncertificates + 1, sizeof *v->certificates);
        read_certificate(c, &v->certificates[v->ncertificates++]);
    }
    cursor_close(c);
    return more;
}

static void
read_handshake(struct cursor *c, struct tls_handshake *v)
{
    v->handshake = cursor_int(c, 0);
    v->at_ms = cursor_int(c, WHEN_UNKNOWN);
    v->end_ms = cursor_int(c, WHEN_UNKNOWN);
    v->client_ip = cursor_str(c);
    v->client_port = cursor_int32(c, 0);
    v->server_ip = cursor_str(c);
    v->server_port = cursor_int32(c, 0);
    v->version = cursor_str(c);
    v->cipher = cursor_int32(c, -1);
    v->cipher_name = cursor_str(c);
    v->cipher_iana = cursor_str(c);
    v->sni = cursor_str(c);
    v->hello = cursor_int(c, 0) != 0;
    v->resumed = cursor_int(c, 0) != 0;
    v->requested = cursor_int(c, 0) != 0;
    v->finished = cursor_int(c, 0) != 0;
    v->lost = cursor_int(c, 0) != 0;
    v->alert = cursor_int32(c, -1);
    v->alert_fatal = cursor_int(c, 0) != 0;
    v->alert_server = cursor_int(c, 0) != 0;
    v->evidence = read_place(c);
}

static int
get_handshakes(struct cursor *c, struct tls_evidence *v, struct err *e)
{
    size_t cap = 0;
    int more;

    if (cursor_open(c, c->db, c->a,
            STR("SELECT h.handshake, h.at_ms, h.end_ms, h.client_ip, "
                "h.client_port, h.server_ip, h.server_port, h.version, "
                "h.cipher, k.name, k.iana, h.sni, h.hello, h.resumed, "
                "h.requested, h.finished, h.lost, h.alert, h.alert_fatal, "
                "h.alert_server, h.source, 0, s.name FROM wire_handshake h "
                "LEFT JOIN cipher k ON k.code = h.cipher "
                "LEFT JOIN source_file s ON s.source = h.source "
                "ORDER BY h.handshake"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        v->handshakes = arena_grow(c->a, v->handshakes, &cap,
            v->nhandshakes + 1, sizeof *v->handshakes);
        read_handshake(c, &v->handshakes[v->nhandshakes++]);
    }
    cursor_close(c);
    return more;
}

static int
get_flows(struct cursor *c, struct tls_evidence *v, struct err *e)
{
    size_t cap = 0;
    int more;

    if (cursor_open(c, c->db, c->a,
            STR("SELECT f.\"from\", f.\"to\", f.first_tod, f.last_tod, "
                "f.packets, f.bytes, f.source, f.line, s.name "
                "FROM wire_flow f "
                "LEFT JOIN source_file s ON s.source = f.source "
                "ORDER BY s.name, f.line, f.first_tod, f.\"from\""),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        struct tls_flow *f;

        v->flows =
            arena_grow(c->a, v->flows, &cap, v->nflows + 1, sizeof *v->flows);
        f = &v->flows[v->nflows++];
        f->from = cursor_str(c);
        f->to = cursor_str(c);
        f->first_tod = cursor_int(c, 0);
        f->last_tod = cursor_int(c, 0);
        f->packets = cursor_int(c, 0);
        f->bytes = cursor_int(c, 0);
        f->evidence = read_place(c);
    }
    cursor_close(c);
    return more;
}

/* Both sorted by the handshake's number; those of none come first. */
static void
hand_out(struct tls_evidence *v)
{
    size_t at = 0;

    for (size_t i = 0; i < v->nhandshakes; i++) {
        struct tls_handshake *h = &v->handshakes[i];

        while (at < v->ncertificates &&
               v->certificates[at].handshake < h->handshake)
            at++;
        if (at < v->ncertificates)
            h->certificates = &v->certificates[at];
        for (; at < v->ncertificates &&
               v->certificates[at].handshake == h->handshake;
             at++)
            h->ncertificates++;
    }
}

int
store_get_tls_evidence(
    struct store *db, struct arena *a, struct tls_evidence *v, struct err *e)
{
    struct cursor c = {.db = db, .a = a};

    *v = (struct tls_evidence){0};
    if (get_handshakes(&c, v, e) < 0 || get_certificates(&c, v, e) < 0 ||
        get_flows(&c, v, e) < 0) {
        cursor_close(&c);
        return -1;
    }
    hand_out(v);
    return 0;
}
