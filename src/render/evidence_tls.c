/* SPDX-License-Identifier: MIT
 *
 * Handshakes of captures, certificates, and what comes of holding them against
 * the traces; as text and as JSON. */
#include <inttypes.h>

#include "base/dn.h"
#include "base/map.h"
#include "model/names.h"
#include "render/cells.h"
#include "render/evidence.h"
#include "render/ink.h"
#include "render/wrap.h"

enum { SHOWN_MAX = 200 };

static struct str
utc_text(struct arena *a, int64_t ms)
{
    struct when w = {ms, WHEN_UNKNOWN, 0};
    return ms == WHEN_UNKNOWN ? STR("") : when_iso(a, w);
}

/* -- text ------------------------------------------------------------------ */

static struct str
handshake_end(struct arena *a, const struct tls_handshake *h)
{
    if (h->alert >= 0 && !(h->finished && h->alert == 0))
        return str_fmt(a, "%s sent alert %d, %s%s",
            h->alert_server ? "server" : "client", (int)h->alert,
            tls_alert_name(h->alert), h->alert_fatal ? "" : " (warning)");
    if (h->resumed)
        return STR("resumed, no certificates");
    /* Certificates, and who refuses them, come behind that. */
    if (str_eq(h->version, STR("TLS 1.3")) && h->finished)
        return STR("encrypted from ServerHello on");
    if (h->finished)
        return h->requested ? STR("done, both were asked for certificates")
                            : STR("done");
    return h->lost ? STR("not all captured") : STR("not finished");
}

static struct str
leaf_cn(struct arena *a, const struct tls_handshake *h, bool server)
{
    for (size_t i = 0; i < h->ncertificates; i++)
        if (h->certificates[i].server == server &&
            h->certificates[i].place == 0)
            return dn_cn(a, h->certificates[i].subject);
    return STR("");
}

static void
put_handshakes(struct out *o, const struct tls_evidence *e,
    const struct render_options *opt)
{
    static const struct cell_column cols[] = {
        {"hs", true, 2},
        {"at", false, 12},
        {"client", false, 15},
        {"server", false, 15},
        {"version", false, 7},
        {"cipher", false, 10},
        {"server CN", false, 9},
        {"client CN", false, 9},
        {"end", false, 8},
    };
    struct cells s = {0};
    for (size_t i = 0; i < e->nhandshakes && i < SHOWN_MAX; i++) {
        const struct tls_handshake *h = &e->handshakes[i];
        struct when at = {h->at_ms, WHEN_UNKNOWN, 0};
        cells_int(&s, h->handshake);
        cells_add(&s, cells_start(&s.a, &at, true));
        cells_add(&s, peer_name(&s.a, h->client_ip, h->client_port));
        cells_add(&s, peer_name(&s.a, h->server_ip, h->server_port));
        cells_add(&s, h->version);
        cells_add(&s, h->cipher_name.n ? h->cipher_name
                      : h->cipher >= 0
                          ? str_fmt(&s.a, "0x%04X", (unsigned)h->cipher)
                          : STR(""));
        cells_add(&s, leaf_cn(&s.a, h, true));
        cells_add(&s, leaf_cn(&s.a, h, false));
        cells_add(&s, handshake_end(&s.a, h));
    }
    cells_finish(&s, o, cols, COUNTOF(cols), opt);
    if (e->nhandshakes > SHOWN_MAX)
        out_fmt(
            o, "  and %zu more: --json has all\n", e->nhandshakes - SHOWN_MAX);
}

static struct str
where_text(struct arena *a, const struct tls_certificate *c)
{
    switch (c->where) {
    case TLS_ON_WIRE:
        return str_fmt(a, "handshake %" PRId64 ", %s%s", c->handshake,
            c->server ? "server" : "client",
            c->place ? str_z(a, str_fmt(a, " (chain %d)", (int)c->place)) : "");
    case TLS_OWN:
        return str_fmt(a, "own " STR_FMT, STR_ARG(c->unit));
    case TLS_TRUST:
        return str_fmt(a, "trusted " STR_FMT, STR_ARG(c->unit));
    case TLS_FILE:
        break;
    }
    return STR("file");
}

static struct str
certificate_text(struct arena *a, const struct tls_certificate *c)
{
    bool own = dn_text_equal(a, c->subject, c->issuer);
    struct str s = str_fmt(a, STR_FMT "; %s" STR_FMT, STR_ARG(c->subject),
        own ? "self-signed" : "issued by ", STR_ARG(own ? STR("") : c->issuer));
    if (c->serial.n)
        s = str_fmt(
            a, STR_FMT "; serial " STR_FMT, STR_ARG(s), STR_ARG(c->serial));
    if (c->not_before_ms != WHEN_UNKNOWN && c->not_after_ms != WHEN_UNKNOWN)
        s = str_fmt(a, STR_FMT "; valid " STR_FMT " to " STR_FMT, STR_ARG(s),
            STR_ARG(str_sub(utc_text(a, c->not_before_ms), 0, 10)),
            STR_ARG(str_sub(utc_text(a, c->not_after_ms), 0, 10)));
    if (c->key.n)
        s = str_fmt(a, STR_FMT "; " STR_FMT " %d bits", STR_ARG(s),
            STR_ARG(c->key), (int)c->bits);
    if (c->signature.n)
        s = str_fmt(a, STR_FMT "; " STR_FMT, STR_ARG(s), STR_ARG(c->signature));
    if (c->san.n)
        s = str_fmt(a, STR_FMT "; SAN " STR_FMT, STR_ARG(s), STR_ARG(c->san));
    return s;
}

static void
put_findings(struct out *o, struct arena *a, const struct tls_certificate *c,
    const struct render_options *opt)
{
    for (size_t i = 0; i < c->nfindings; i++) {
        const struct tls_finding *f = &c->findings[i];
        out_pad(o, ' ', 4);
        wrap_put(o, a,
            str_fmt(a, STR_FMT ": " STR_FMT " (" STR_FMT ")",
                STR_ARG(f->severity), STR_ARG(f->text), STR_ARG(f->source)),
            6, opt);
    }
}

/* One certificate sent in many handshakes is shown once. */
static void
put_certificates(struct out *o, struct arena *a, const struct tls_evidence *e,
    const struct render_options *opt)
{
    struct map seen;
    map_init(&seen, a);
    size_t shown = 0;
    for (size_t i = 0; i < e->ncertificates && shown < SHOWN_MAX; i++) {
        const struct tls_certificate *c = &e->certificates[i];
        bool made = true;
        if (c->where == TLS_ON_WIRE && c->sha256.n)
            map_put(&seen, c->sha256, 0, &made);
        if (!made)
            continue;
        shown++;
        out_pad(o, ' ', 2);
        wrap_put(o, a,
            str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(where_text(a, c)),
                STR_ARG(certificate_text(a, c))),
            4, opt);
        put_findings(o, a, c, opt);
    }
}

void
render_evidence_text(struct out *o, const struct tls_evidence *e,
    const struct tls_comparison *v, size_t n, const struct render_options *opt)
{
    struct arena a = {0};
    if (e->nhandshakes > 0) {
        wrap_head(o, "Handshakes in captures", opt);
        put_handshakes(o, e, opt);
    }
    if (e->ncertificates > 0) {
        wrap_head(o, "Certificates", opt);
        put_certificates(o, &a, e, opt);
    }
    if (n > 0)
        wrap_head(o, "Side by side", opt);
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++) {
        bool bad = str_eq(v[i].verdict, STR("differs")) ||
                   str_eq(v[i].verdict, STR("refused"));
        struct str connection =
            v[i].connection
                ? str_fmt(&a, "connection %" PRId64 ": ", v[i].connection)
                : STR("");
        out_pad(o, ' ', 2);
        ink_set(o, bad ? INK_BAD : INK_PLAIN, opt->color);
        out_fmt(o, "%-12s", str_z(&a, v[i].verdict));
        ink_set(o, INK_PLAIN, opt->color);
        wrap_put(o, &a,
            str_fmt(
                &a, STR_FMT STR_FMT, STR_ARG(connection), STR_ARG(v[i].text)),
            14, opt);
    }
    arena_free(&a);
}

/* -- JSON ------------------------------------------------------------------ */

static void
put_handshake_json(
    struct out *o, struct arena *a, const struct tls_handshake *h)
{
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "handshake");
    json_int(&j, "handshake", h->handshake);
    json_str_opt(&j, "at", utc_text(a, h->at_ms));
    json_str(&j, "client_ip", h->client_ip);
    json_int(&j, "client_port", h->client_port);
    json_str(&j, "server_ip", h->server_ip);
    json_int(&j, "server_port", h->server_port);
    json_str_opt(&j, "protocol", h->version);
    json_str_opt(&j, "cipher", h->cipher_name);
    json_str_opt(&j, "cipher_iana", h->cipher_iana);
    json_int_opt(&j, "cipher_code", h->cipher, -1);
    json_str_opt(&j, "sni", h->sni);
    json_bool(&j, "resumed", h->resumed);
    json_bool(&j, "client_certificate_requested", h->requested);
    json_bool(&j, "finished", h->finished);
    json_bool(&j, "lost", h->lost);
    if (h->alert >= 0) {
        json_int(&j, "alert", h->alert);
        json_str(&j, "alert_name", str_from(tls_alert_name(h->alert)));
        json_str(
            &j, "alert_from", h->alert_server ? STR("server") : STR("client"));
    }
    json_str_opt(&j, "file", h->evidence.file);
    json_end_object(&j);
    json_line(&j);
}

/* Without an offset where the source's zone is not known. */
static struct str
date_text(struct arena *a, const struct tls_certificate *c, int64_t ms)
{
    bool printed = c->where == TLS_OWN || c->where == TLS_TRUST;
    return str_sub(utc_text(a, ms), 0, printed ? 19 : SIZE_MAX);
}

static void
put_certificate_json(
    struct out *o, struct arena *a, const struct tls_certificate *c)
{
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "certificate");
    json_int(&j, "certificate", c->certificate);
    json_str(&j, "where", tls_where_name(c->where));
    if (c->where == TLS_ON_WIRE) {
        json_int(&j, "handshake", c->handshake);
        json_str(&j, "sent_by", c->server ? STR("server") : STR("client"));
        json_int(&j, "place", c->place);
    }
    json_str_opt(&j, "unit", c->unit);
    json_str_opt(&j, "serial", c->serial);
    json_str_opt(&j, "subject", c->subject);
    json_str_opt(&j, "cn", dn_cn(a, c->subject));
    json_str_opt(&j, "issuer", c->issuer);
    json_str_opt(&j, "san", c->san);
    json_str_opt(&j, "not_before", date_text(a, c, c->not_before_ms));
    json_str_opt(&j, "not_after", date_text(a, c, c->not_after_ms));
    json_str_opt(&j, "key", c->key);
    json_int_opt(&j, "bits", c->bits, 0);
    json_str_opt(&j, "signature", c->signature);
    json_str_opt(&j, "usage", c->usage);
    json_str_opt(&j, "sha256", c->sha256);
    if (c->nfindings > 0)
        json_array(&j, "findings");
    for (size_t i = 0; i < c->nfindings; i++) {
        json_object(&j, NULL);
        json_str(&j, "id", c->findings[i].id);
        json_str(&j, "severity", c->findings[i].severity);
        json_str(&j, "text", c->findings[i].text);
        json_str_opt(&j, "source", c->findings[i].source);
        json_end_object(&j);
    }
    if (c->nfindings > 0)
        json_end_array(&j);
    json_str_opt(&j, "file", c->evidence.file);
    json_int_opt(&j, "line", (int64_t)c->evidence.line, 0);
    json_end_object(&j);
    json_line(&j);
}

void
render_evidence_json(struct out *o, const struct tls_evidence *e,
    const struct tls_comparison *v, size_t n)
{
    struct arena a = {0};
    for (size_t i = 0; i < e->nhandshakes; i++)
        put_handshake_json(o, &a, &e->handshakes[i]);
    for (size_t i = 0; i < e->ncertificates; i++)
        put_certificate_json(o, &a, &e->certificates[i]);
    for (size_t i = 0; i < n; i++) {
        struct json j;
        json_init(&j, o);
        json_object_of(&j, "comparison");
        json_str(&j, "id", v[i].id);
        json_str(&j, "verdict", v[i].verdict);
        json_str(&j, "text", v[i].text);
        json_int_opt(&j, "connection", v[i].connection, 0);
        json_int_opt(&j, "handshake", v[i].handshake, 0);
        json_int_opt(&j, "certificate", v[i].certificate, 0);
        json_str_opt(&j, "file", v[i].evidence.file);
        json_int_opt(&j, "line", (int64_t)v[i].evidence.line, 0);
        json_end_object(&j);
        json_line(&j);
    }
    arena_free(&a);
}
