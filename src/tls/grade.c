/* SPDX-License-Identifier: MIT
 *
 * The table of what is weak since when, and who says so. Of the rows of one id
 * the latest one counts that is not after the day asked for. */
#include "tls/grade.h"

#include "base/map.h"
#include "tls/cipher.h"

enum trait_of_connection {
    TRAIT_SSL3 = 1 << 16,
    TRAIT_TLS10 = 1 << 17,
    TRAIT_TLS11 = 1 << 18,
};

struct standard {
    unsigned trait;
    int32_t since; /* yyyymmdd */
    const char *id, *severity, *text, *source;
};

static const struct standard standards[] = {
    {CIPHER_NULL, 20080801, "no-encryption", "critical",
        "the cipher encrypts nothing: who sees the packets reads the "
        "signalling, and the SRTP keys in it",
        "RFC 5246 (2008); RFC 9325 4.1"},
    {CIPHER_ANONYMOUS, 20080801, "anonymous", "critical",
        "neither side proves who it is: anybody in between can read along",
        "RFC 5246 A.5; RFC 9325 4.1"},
    {CIPHER_EXPORT, 20080801, "export-cipher", "critical",
        "40 or 56 bits of key can be tried out",
        "RFC 5469 (2009); RFC 9325 4.1"},
    {CIPHER_RC4, 20080801, "rc4", "weak", "RC4 has known biases",
        "RFC 7465 gives the history"},
    {CIPHER_RC4, 20150201, "rc4", "critical", "RC4 must not be used",
        "RFC 7465 (2015-02)"},
    {CIPHER_3DES, 20150501, "3des", "legacy",
        "3DES gives at most 112 bits, in blocks of 64",
        "RFC 7525 4.1 (2015-05)"},
    {CIPHER_3DES, 20160824, "3des", "critical",
        "blocks of 64 bits repeat within hours of traffic (Sweet32)",
        "CVE-2016-2183; NIST SP 800-131A r2: disallowed after 2023"},
    {CIPHER_MD5, 20110301, "hmac-md5", "weak",
        "records are protected with HMAC-MD5", "RFC 6151 (2011-03)"},
    {CIPHER_STATIC_RSA, 20150501, "static-rsa", "weak",
        "key exchange with static RSA, no forward secrecy: who gets the "
        "server's key later reads recorded traffic, SRTP keys and so the audio "
        "of past calls included",
        "RFC 7525 4.1 (2015-05)"},
    {CIPHER_STATIC_RSA, 20221101, "static-rsa", "weak",
        "key exchange with static RSA, no forward secrecy: who gets the "
        "server's key later reads recorded traffic, SRTP keys and so the audio "
        "of past calls included",
        "RFC 9325 4.1 (2022-11)"},
    {CIPHER_STATIC_RSA, 20260701, "static-rsa", "weak",
        "key exchange with static RSA, deprecated, no forward secrecy: who "
        "gets the server's key later reads recorded traffic, SRTP keys and so "
        "the audio of past calls included",
        "RFC 9325 4.1; RFC 10015 (2026-07)"},
    {CIPHER_STATIC_DH, 20150501, "static-dh", "weak",
        "key exchange with a fixed DH key, no forward secrecy",
        "RFC 7525 4.1 (2015-05); RFC 9325 4.1"},
    {CIPHER_FFDHE, 20221101, "finite-field-dh", "legacy",
        "key exchange over a finite field (DHE): ECDHE is recommended",
        "RFC 9325 4.2 (2022-11)"},
    {CIPHER_FFDHE, 20260701, "finite-field-dh", "legacy",
        "key exchange over a finite field (DHE) is deprecated",
        "RFC 10015 (2026-07)"},
    {CIPHER_CBC, 20150501, "cbc", "legacy",
        "CBC with HMAC (MAC, then encrypt); GCM or CHACHA20-POLY1305 is "
        "recommended. The SHA in the suite's name is this HMAC, not the hash "
        "of the certificate",
        "RFC 7525 4.2 (2015-05); RFC 9325 4.2"},
    {TRAIT_SSL3, 20150601, "ssl-3", "critical", "SSL 3.0 must not be used",
        "RFC 7568 (2015-06)"},
    {TRAIT_TLS10, 20150501, "tls-1.0", "legacy", "TLS 1.0 should not be used",
        "RFC 7525 3.1.1 (2015-05)"},
    {TRAIT_TLS10, 20210301, "tls-1.0", "weak", "TLS 1.0 must not be used",
        "RFC 8996 (2021-03)"},
    {TRAIT_TLS11, 20150501, "tls-1.1", "legacy", "TLS 1.1 should not be used",
        "RFC 7525 3.1.1 (2015-05)"},
    {TRAIT_TLS11, 20210301, "tls-1.1", "weak", "TLS 1.1 must not be used",
        "RFC 8996 (2021-03)"},
};

/* Findings being gathered. */
struct grading {
    struct arena *a;
    struct tls_finding *v;
    size_t n, cap;
    int32_t day;
};

int
grade_rank(struct str grade)
{
    static const struct str words[] = {STR_INIT("good"), STR_INIT("legacy"),
        STR_INIT("weak"), STR_INIT("critical"), STR_INIT("plaintext")};
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_eq(grade, words[i]))
            return (int)i;
    return -1;
}

int32_t
grade_day(int64_t days)
{
    int year, month, day;
    when_date(days, &year, &month, &day);
    return year * 10000 + month * 100 + day;
}

static struct tls_finding *
add(struct grading *g, const char *id, const char *severity, struct str text,
    const char *source)
{
    g->v = arena_grow(g->a, g->v, &g->cap, g->n + 1, sizeof *g->v);
    g->v[g->n] = (struct tls_finding){
        .id = str_from(id),
        .severity = str_from(severity),
        .text = text,
        .source = str_from(source),
    };
    return &g->v[g->n++];
}

static bool
is_same_id(const struct standard *x, const struct standard *y)
{
    return str_eq(str_from(x->id), str_from(y->id));
}

/* Rows of one id stand together, oldest first. */
static void
add_standards(struct grading *g, unsigned traits)
{
    for (size_t i = 0; i < COUNTOF(standards); i++) {
        const struct standard *s = &standards[i];
        bool later = i + 1 < COUNTOF(standards) && is_same_id(s, s + 1) &&
                     s[1].since <= g->day;
        if ((traits & s->trait) && s->since <= g->day && !later)
            add(g, s->id, s->severity, str_from(s->text), s->source);
    }
}

static unsigned
version_traits(struct str version)
{
    if (str_eq(version, STR("SSL 3.0")))
        return TRAIT_SSL3;
    if (str_eq(version, STR("TLS 1.0")))
        return TRAIT_TLS10;
    return str_eq(version, STR("TLS 1.1")) ? TRAIT_TLS11 : 0;
}

/* -- certificates ---------------------------------------------------------- */

static bool
has_nocase(struct str s, struct str part)
{
    for (size_t i = 0; i + part.n <= s.n; i++)
        if (str_eq_nocase(str_sub(s, i, part.n), part))
            return true;
    return false;
}

static void
add_key(struct grading *g, const struct tls_certificate *c)
{
    bool rsa = has_nocase(c->key, STR("RSA")) || has_nocase(c->key, STR("DSA"));
    if (has_nocase(c->key, STR("EC")))
        rsa = false;
    int32_t least = rsa ? 2048 : 224;
    if (c->bits == 0 || c->bits >= least || g->day < 20140101)
        return;
    bool tiny = rsa && c->bits < 1024;
    add(g, "short-key", tiny ? "critical" : "weak",
        str_fmt(g->a,
            "the certificate's key has %d bits, at least %d are needed",
            (int)c->bits, (int)least),
        "NIST SP 800-131A (2014-01); RFC 9325 4.5");
}

/* The hash of the certificate's signature, never that of the suite. Of a
 * self-signed one nobody checks it. */
static void
add_signature(struct grading *g, const struct tls_certificate *c, bool own)
{
    bool md5 = has_nocase(c->signature, STR("md5")) ||
               has_nocase(c->signature, STR("md2"));
    bool sha1 = has_nocase(c->signature, STR("sha1")) ||
                has_nocase(c->signature, STR("ecdsa-with-SHA1"));
    if (!md5 && !sha1)
        return;
    if (own) {
        add(g, "self-signed-hash", "note",
            str_fmt(g->a,
                "the certificate is self-signed with " STR_FMT
                ": nobody trusts it for that signature, so the hash does no "
                "harm",
                STR_ARG(c->signature)),
            "RFC 5280 6.1");
        return;
    }
    if (g->day < (md5 ? 20110301 : 20140101))
        return;
    add(g, md5 ? "md5-signature" : "sha1-signature", md5 ? "critical" : "weak",
        str_fmt(g->a, "the certificate is signed with " STR_FMT,
            STR_ARG(c->signature)),
        md5 ? "RFC 6151 (2011-03)" : "NIST SP 800-131A (2014-01); RFC 9155");
}

/* The command line prints the wall clock of a zone whose name says nothing for
 * certain: the day is all that can be told. */
static struct str
date_text(struct arena *a, const struct tls_certificate *c, int64_t ms)
{
    struct when w = {ms, WHEN_UNKNOWN, 0};
    bool printed = c->where == TLS_OWN || c->where == TLS_TRUST;
    return str_sub(when_iso(a, w), 0, printed ? 10 : SIZE_MAX);
}

static void
add_dates(struct grading *g, const struct tls_certificate *c, int64_t at_ms)
{
    if (at_ms == WHEN_UNKNOWN)
        return;
    if (c->not_after_ms != WHEN_UNKNOWN && at_ms > c->not_after_ms)
        add(g, "expired", "weak",
            str_fmt(g->a, "the certificate expired at " STR_FMT,
                STR_ARG(date_text(g->a, c, c->not_after_ms))),
            "RFC 5280 4.1.2.5");
    if (c->not_before_ms != WHEN_UNKNOWN && at_ms < c->not_before_ms)
        add(g, "not-yet-valid", "weak",
            str_fmt(g->a,
                "the certificate is valid from " STR_FMT
                " on only: compare the clocks",
                STR_ARG(date_text(g->a, c, c->not_before_ms))),
            "RFC 5280 4.1.2.5");
}

static void
add_usage(struct grading *g, const struct tls_certificate *c)
{
    if (c->place != 0 || c->usage.n == 0)
        return;
    bool server = str_has(c->usage, STR("serverAuth"));
    bool client = str_has(c->usage, STR("clientAuth"));
    if (server && client)
        return;
    add(g, "key-usage", "note",
        str_fmt(g->a,
            "the certificate may not be used as a %s (extended key "
            "usage " STR_FMT "); a SIP trunk is both",
            server ? "client" : "server", STR_ARG(c->usage)),
        "RFC 5280 4.2.1.12");
}

static void
add_certificate(
    struct grading *g, const struct tls_certificate *c, int64_t at_ms)
{
    bool own = c->subject.n > 0 && str_eq(c->subject, c->issuer);
    add_key(g, c);
    add_signature(g, c, own);
    add_dates(g, c, at_ms);
    add_usage(g, c);
}

void
grade_certificates(
    struct arena *a, struct tls_evidence *e, int64_t now_ms, int32_t day)
{
    struct map at; /* handshake -> its time */
    map_init(&at, a);
    for (size_t i = 0; i < e->nhandshakes; i++)
        map_put_u64(&at, (uint64_t)e->handshakes[i].handshake, i, NULL);
    for (size_t i = 0; i < e->ncertificates; i++) {
        struct tls_certificate *c = &e->certificates[i];
        struct grading g = {.a = a, .day = day};
        const size_t *h = map_get_u64(&at, (uint64_t)c->handshake);
        add_certificate(&g, c, h ? e->handshakes[*h].at_ms : now_ms);
        c->findings = g.v;
        c->nfindings = g.n;
    }
}

/* -- what the lines say ---------------------------------------------------- */

static const char *
alarm_reason(int32_t code)
{
    switch (code) {
    case 1:
        return "authentication error";
    case 2:
        return "its name is none that the security profile has";
    case 4:
        return "its cipher is not allowed";
    }
    return "";
}

static struct str
event_text(struct arena *a, const struct tls_event *e)
{
    switch (e->kind) {
    case TLS_KEYS:
        return STR("keys for SRTP were sent over it in clear: who sees the "
                   "packets can listen to the calls");
    case TLS_FALLBACK:
        return STR("SRTP was offered, but RTP was agreed on: the audio is not "
                   "encrypted");
    case TLS_VERIFY:
        return str_fmt(a,
            "this node does not trust the certificate that the peer showed"
            "%s" STR_FMT "%s",
            e->text.n ? ": " : "", STR_ARG(e->text),
            e->code ? str_z(a, str_fmt(a, " (error %d)", e->code)) : "");
    case TLS_PROTOCOL:
        return str_fmt(a, "the handshake failed: %s: " STR_FMT " (%d)",
            e->code >= 1000 ? "the peer refused with an alert"
                            : "this node refused",
            STR_ARG(e->text), e->code);
    case TLS_NAME:
        return str_fmt(a,
            "the peer proved to be " STR_FMT ", but only " STR_FMT
            " is expected",
            STR_ARG(e->text), STR_ARG(e->other));
    case TLS_REFUSED:
        return str_fmt(a, "the node refused the connection: reason %d%s%s",
            e->code, *alarm_reason(e->code) ? ", " : "", alarm_reason(e->code));
    }
    return STR("");
}

static const char *
event_source(enum tls_event_kind kind)
{
    switch (kind) {
    case TLS_KEYS:
        return "RFC 4568 7 (2006-07)";
    case TLS_FALLBACK:
        return "RFC 4568 5.1.2";
    case TLS_VERIFY:
    case TLS_PROTOCOL:
    case TLS_NAME:
    case TLS_REFUSED:
        break;
    }
    return "";
}

static const char *
event_id(enum tls_event_kind kind)
{
    static const char *const ids[] = {
        [TLS_KEYS] = "srtp-keys-in-clear",
        [TLS_FALLBACK] = "srtp-fallback",
        [TLS_VERIFY] = "certificate-not-trusted",
        [TLS_PROTOCOL] = "handshake-failed",
        [TLS_NAME] = "name-mismatch",
        [TLS_REFUSED] = "connection-refused",
    };
    return ids[kind];
}

/* Each with its line; those of calls may be many. */
static void
add_events(struct grading *g, const struct connection *c)
{
    for (size_t i = 0; i < c->nevents; i++) {
        const struct tls_event *e = &c->events[i];
        const char *severity = e->kind == TLS_KEYS       ? "critical"
                               : e->kind == TLS_FALLBACK ? "note"
                                                         : "failed";
        struct tls_finding *f = add(g, event_id(e->kind), severity,
            event_text(g->a, e), event_source(e->kind));
        f->call = e->call;
        f->evidence = e->evidence;
    }
}

static bool
has_failed(const struct connection *c)
{
    for (size_t i = 0; i < c->nevents; i++)
        if (c->events[i].kind >= TLS_VERIFY)
            return true;
    return false;
}

static bool
is_set(const struct when *w)
{
    return w->utc_ms != WHEN_UNKNOWN || w->tod_ms != WHEN_UNKNOWN;
}

/* A TLS connection of whose handshake the traces say nothing. */
static void
add_silence(struct grading *g, const struct connection *c)
{
    if (has_failed(c))
        return;
    if (!is_set(&c->opened) || c->heard) {
        add(g, "handshake-not-in-traces", "note",
            is_set(&c->opened)
                ? STR("the traces have no certificate line of this connection, "
                      "although messages came in on it")
                : STR("the connection was made before the traces begin: its "
                      "handshake, with CN and cipher, is not in them"),
            "");
        return;
    }
    add(g, "handshake-not-done", is_set(&c->closed) ? "failed" : "note",
        is_set(&c->closed)
            ? STR("closed in the handshake: no certificate, and nothing ever "
                  "came in on it")
            : STR("the handshake is not done in the traces: no certificate, "
                  "and nothing came in; what was sent was only queued"),
        "");
}

/* The worst of the findings. */
static struct str
worst(const struct grading *g, struct str grade)
{
    for (size_t i = 0; i < g->n; i++)
        if (grade_rank(g->v[i].severity) > grade_rank(grade))
            grade = g->v[i].severity;
    return grade;
}

void
grade_connection(struct arena *a, struct connection *c,
    const struct tls_handshake *wire, int32_t day)
{
    struct grading g = {.a = a, .day = day};
    bool tls = str_eq(c->transport, STR("TLS"));
    bool known = false;
    unsigned traits = cipher_traits(c->cipher, &known);
    struct str grade = c->plain ? STR("plaintext") : STR("unknown");
    struct str version = c->protocol;

    if (wire && version.n == 0)
        version = wire->version;
    if (wire && !known)
        traits = cipher_traits(
            wire->cipher_name.n ? wire->cipher_name : wire->cipher_iana,
            &known);
    if (tls && known) {
        grade = STR("good");
        add_standards(&g, traits | version_traits(version));
    } else if (tls && c->cipher.n == 0) {
        add_silence(&g, c);
    }
    for (size_t i = 0; wire && i < wire->ncertificates; i++) {
        const struct tls_certificate *w = &wire->certificates[i];
        bool peer = w->server == str_eq(c->direction, STR("outgoing"));
        if (peer && w->place == 0)
            add_certificate(&g, w, wire->at_ms);
    }
    add_events(&g, c);
    /* In clear is in clear; only keys make it worse. */
    c->grade = c->plain && c->srtp ? STR("critical") : worst(&g, grade);
    c->findings = g.v;
    c->nfindings = g.n;
}
