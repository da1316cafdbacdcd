/* SPDX-License-Identifier: MIT
 *
 * Only what both sides have is compared, and what cannot be compared is said.
 * Names are sets of attributes. Dates of the command line are of an unknown
 * zone: they may be fourteen hours off. */
#include "tls/compare.h"

#include <inttypes.h>

#include "base/dn.h"
#include "base/map.h"
#include "model/names.h"

#define ZONE_MS (14 * INT64_C(3600000))
#define TOGETHER_MS INT64_C(60000)

struct comparing {
    struct arena *a;
    const struct compare_input *in;
    struct tls_comparison *v;
    size_t n, cap;
};

static struct tls_comparison *
add(struct comparing *m, const char *id, const char *verdict, struct str text)
{
    m->v = arena_grow(m->a, m->v, &m->cap, m->n + 1, sizeof *m->v);
    m->v[m->n] = (struct tls_comparison){
        .id = str_from(id), .verdict = str_from(verdict), .text = text};
    return &m->v[m->n++];
}

static bool
goes_out(const struct connection *c)
{
    return str_eq(c->direction, STR("outgoing"));
}

/* The certificate that one side showed as its own; NULL. */
static const struct tls_certificate *
leaf(const struct tls_handshake *h, bool server)
{
    for (size_t i = 0; h && i < h->ncertificates; i++)
        if (h->certificates[i].server == server &&
            h->certificates[i].place == 0)
            return &h->certificates[i];
    return NULL;
}

static const struct tls_certificate *
leaf_of_peer(const struct connection *c, const struct tls_handshake *h)
{
    return leaf(h, goes_out(c));
}

static const struct tls_certificate *
leaf_of_node(const struct connection *c, const struct tls_handshake *h)
{
    return leaf(h, !goes_out(c));
}

/* -- two certificates ------------------------------------------------------ */

/* "serial, issuer": the fields that differ. */
struct difference {
    struct arena *a;
    struct str text;
    size_t compared;
};

static void
hold(struct difference *d, const char *field, bool both, bool same,
    struct str x, struct str y)
{
    if (!both)
        return;
    d->compared++;
    if (!same)
        d->text = str_fmt(d->a, STR_FMT "%s%s (" STR_FMT ", " STR_FMT ")",
            STR_ARG(d->text), d->text.n ? ", " : "", field, STR_ARG(x),
            STR_ARG(y));
}

static struct str
date(struct arena *a, int64_t ms)
{
    struct when w = {ms, WHEN_UNKNOWN, WHEN_NO_OFFSET};
    return when_iso(a, w);
}

static void
hold_date(
    struct difference *d, const char *field, int64_t x, int64_t y, bool zone)
{
    bool both = x != WHEN_UNKNOWN && y != WHEN_UNKNOWN;
    int64_t apart = both ? (x > y ? x - y : y - x) : 0;
    hold(d, field, both, apart <= (zone ? ZONE_MS : 0), date(d->a, x),
        date(d->a, y));
}

static bool
is_printed(const struct tls_certificate *c)
{
    return c->where == TLS_OWN || c->where == TLS_TRUST;
}

static void
differences(struct difference *d, const struct tls_certificate *x,
    const struct tls_certificate *y)
{
    bool zone = is_printed(x) || is_printed(y);
    hold(d, "serial", x->serial.n && y->serial.n, str_eq(x->serial, y->serial),
        x->serial, y->serial);
    hold(d, "subject", x->subject.n && y->subject.n,
        dn_text_equal(d->a, x->subject, y->subject), x->subject, y->subject);
    hold(d, "issuer", x->issuer.n && y->issuer.n,
        dn_text_equal(d->a, x->issuer, y->issuer), x->issuer, y->issuer);
    hold_date(d, "valid from", x->not_before_ms, y->not_before_ms, zone);
    hold_date(d, "valid to", x->not_after_ms, y->not_after_ms, zone);
    hold(d, "key size", x->bits && y->bits, x->bits == y->bits,
        str_fmt(d->a, "%d", (int)x->bits), str_fmt(d->a, "%d", (int)y->bits));
}

static struct str
whose(struct arena *a, const struct tls_certificate *c)
{
    struct str cn = dn_cn(a, c->subject);
    switch (c->where) {
    case TLS_OWN:
        return str_fmt(a,
            "the node's own certificate%s" STR_FMT " (CN " STR_FMT ")",
            c->unit.n ? " " : "", STR_ARG(c->unit), STR_ARG(cn));
    case TLS_TRUST:
        return str_fmt(
            a, "the trusted certificate of CN " STR_FMT, STR_ARG(cn));
    case TLS_FILE:
        return str_fmt(
            a, "the certificate in the file (CN " STR_FMT ")", STR_ARG(cn));
    case TLS_ON_WIRE:
        break;
    }
    return str_fmt(
        a, "the certificate on the wire (CN " STR_FMT ")", STR_ARG(cn));
}

static void
compare_two(struct comparing *m, const char *id,
    const struct tls_certificate *x, const struct tls_certificate *wire,
    int64_t connection)
{
    struct difference d = {.a = m->a, .text = STR("")};
    differences(&d, x, wire);
    bool same = d.text.n == 0;
    struct str text =
        same ? str_fmt(m->a,
                   STR_FMT " is the one that the %s sent "
                           "(handshake %" PRId64 "; %zu fields compared)",
                   STR_ARG(whose(m->a, x)), wire->server ? "server" : "client",
                   wire->handshake, d.compared)
             : str_fmt(m->a,
                   STR_FMT " is not the one that the %s sent "
                           "(handshake %" PRId64
                           "); there and on the wire differ: " STR_FMT,
                   STR_ARG(whose(m->a, x)), wire->server ? "server" : "client",
                   wire->handshake, STR_ARG(d.text));
    struct tls_comparison *c = add(m, id, same ? "same" : "differs", text);
    c->connection = connection;
    c->handshake = wire->handshake;
    c->certificate = x->certificate;
    c->evidence = x->evidence;
}

/* -- own certificates and files, against the wire -------------------------- */

/* Leaves on the wire that a certificate can be held against: what the node
 * sent on a connection of the traces, else what has the same name. */
static size_t
against_wire(
    struct comparing *m, const struct tls_certificate *x, const char *id)
{
    struct map seen;
    size_t found = 0;
    map_init(&seen, m->a);
    for (size_t i = 0; i < m->in->n; i++) {
        const struct tls_certificate *w =
            leaf_of_node(&m->in->v[i], m->in->wire[i]);
        bool made = false;
        if (!w || x->where != TLS_OWN)
            continue;
        map_put(&seen, w->sha256, 0, &made);
        if (made)
            compare_two(m, id, x, w, m->in->v[i].connection);
        found++;
    }
    struct str cn = dn_cn(m->a, x->subject);
    for (size_t i = 0; i < m->in->e->nhandshakes; i++)
        for (int server = 0; server < 2; server++) {
            const struct tls_certificate *w =
                leaf(&m->in->e->handshakes[i], server);
            bool made = false;
            if (!w || !str_eq_nocase(cn, dn_cn(m->a, w->subject)))
                continue;
            found++;
            map_put(&seen, w->sha256, 0, &made);
            if (made)
                compare_two(m, id, x, w, 0);
        }
    return found;
}

static void
compare_certificates(struct comparing *m)
{
    const struct tls_evidence *e = m->in->e;
    for (size_t i = 0; i < e->ncertificates; i++) {
        const struct tls_certificate *x = &e->certificates[i];
        if (x->where != TLS_OWN && x->where != TLS_FILE)
            continue;
        const char *id = x->where == TLS_OWN ? "own-certificate" : "file";
        if (against_wire(m, x, id) > 0 || x->where == TLS_FILE)
            continue;
        struct tls_comparison *c = add(m, id, "not found",
            str_fmt(m->a,
                STR_FMT " cannot be compared: no handshake in a capture shows "
                        "a certificate that this node sent. The subjects in "
                        "traces are those of its peers",
                STR_ARG(whose(m->a, x))));
        c->certificate = x->certificate;
        c->evidence = x->evidence;
    }
}

/* -- the trace against the wire -------------------------------------------- */

static void
compare_subject(struct comparing *m, const struct connection *c,
    const struct tls_handshake *h)
{
    const struct tls_certificate *w = leaf_of_peer(c, h);
    struct tls_comparison *x;
    if (!w) {
        const char *why = str_eq(h->version, STR("TLS 1.3"))
                              ? "TLS 1.3 encrypts it"
                          : h->resumed ? "a session was resumed"
                          : h->lost    ? "not all packets were captured"
                                       : "the handshake did not get so far";
        x = add(m, "trace-subject", "not visible",
            str_fmt(m->a,
                "the peer's certificate is not visible on the wire (%s); the "
                "trace has %s" STR_FMT,
                why, c->cn.n ? "CN " : "none", STR_ARG(c->cn)));
    } else if (!c->subject.n) {
        x = add(m, "trace-subject", "not visible",
            str_fmt(m->a,
                "the trace has no subject; on the wire the peer is " STR_FMT,
                STR_ARG(w->subject)));
    } else {
        bool same = dn_text_equal(m->a, c->subject, w->subject);
        x = add(m, "trace-subject", same ? "same" : "differs",
            same ? str_fmt(m->a,
                       "the subject in the trace is the one on the wire "
                       "(" STR_FMT ")",
                       STR_ARG(w->subject))
                 : str_fmt(m->a,
                       "the subject in the trace (" STR_FMT
                       ") is not the one on the wire (" STR_FMT ")",
                       STR_ARG(c->subject), STR_ARG(w->subject)));
    }
    x->connection = c->connection;
    x->handshake = h->handshake;
    x->evidence = h->evidence;
}

static void
compare_cipher(struct comparing *m, const struct connection *c,
    const struct tls_handshake *h)
{
    struct str name = h->cipher_name.n ? h->cipher_name : STR("another one");
    if (h->cipher < 0)
        return;
    bool same = str_eq(c->cipher, h->cipher_name) ||
                (c->cipher_iana.n && str_eq(c->cipher_iana, h->cipher_iana));
    struct tls_comparison *x = add(m, "cipher",
        !c->cipher.n ? "not visible"
        : same       ? "same"
                     : "differs",
        str_fmt(m->a,
            "cipher: " STR_FMT " in the trace, " STR_FMT
            " (0x%04X) with " STR_FMT " on the wire",
            STR_ARG(c->cipher.n ? c->cipher : STR("none")), STR_ARG(name),
            (unsigned)h->cipher, STR_ARG(h->version)));
    x->connection = c->connection;
    x->handshake = h->handshake;
    x->evidence = h->evidence;
}

/* Who objected, when somebody did. */
static void
tell_alert(struct comparing *m, const struct connection *c,
    const struct tls_handshake *h)
{
    if (h->alert <= 0)
        return;
    bool peer = h->alert_server == goes_out(c);
    struct tls_comparison *x = add(m, "alert", "refused",
        str_fmt(m->a, "on the wire %s refused with alert %d, %s",
            peer ? "the peer" : "this node", (int)h->alert,
            tls_alert_name(h->alert)));
    x->connection = c->connection;
    x->handshake = h->handshake;
    x->evidence = h->evidence;
}

/* Whether the list of trusted certificates has who vouches for the peer. */
static void
compare_trust(struct comparing *m, const struct connection *c,
    const struct tls_handshake *h)
{
    const struct tls_certificate *w = leaf_of_peer(c, h);
    const struct tls_certificate *by = NULL;
    size_t trusted = 0;
    for (size_t i = 0; w && i < m->in->e->ncertificates; i++) {
        const struct tls_certificate *t = &m->in->e->certificates[i];
        if (t->where != TLS_TRUST)
            continue;
        trusted++;
        if (!by && dn_text_equal(m->a, t->subject, w->issuer))
            by = t;
    }
    if (trusted == 0)
        return;
    struct tls_comparison *x = add(m, "trust", by ? "same" : "differs",
        str_fmt(m->a,
            by ? "the issuer of the peer's certificate is among those that the "
                 "node trusts (" STR_FMT ")"
               : "the issuer of the peer's certificate (" STR_FMT
                 ") is not among those that the node was shown to trust",
            STR_ARG(w->issuer)));
    x->connection = c->connection;
    x->handshake = h->handshake;
    if (by)
        x->evidence = by->evidence;
}

/* -- what does not belong together ----------------------------------------- */

static int64_t
tod_of(const struct when *w)
{
    if (w->tod_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return w->tod_ms % WHEN_DAY_MS;
}

/* From one stretch of a day to another; 0 when they meet. */
static int64_t
apart(int64_t from, int64_t to, int64_t other_from, int64_t other_to)
{
    if (to < other_from)
        return other_from - to;
    return from > other_to ? from - other_to : 0;
}

/* "10.106.95.200.sip-tls" -> the address. */
static struct str
address_of(struct str end)
{
    return str_sub(end, 0, str_rfind_byte(end, '.'));
}

static bool
is_end(const struct connection *c, const struct tls_flow *f)
{
    return str_eq(address_of(f->from), c->remote_ip) ||
           str_eq(address_of(f->to), c->remote_ip);
}

static struct str
clock_text(struct arena *a, int64_t tod)
{
    struct when w = {WHEN_UNKNOWN, tod, WHEN_NO_OFFSET};
    return str_sub(when_clock(a, w), 0, 8);
}

/* The connection to that peer which is nearest in the time of day. */
static const struct connection *
nearest(const struct comparing *m, const struct tls_flow *f, int64_t *gap)
{
    const struct connection *best = NULL;
    for (size_t i = 0; i < m->in->n; i++) {
        const struct connection *c = &m->in->v[i];
        int64_t from = tod_of(&c->seen), to = tod_of(&c->last);
        if (from == WHEN_UNKNOWN || to == WHEN_UNKNOWN || !is_end(c, f))
            continue;
        int64_t d = apart(f->first_tod, f->last_tod, from, to);
        if (best && d >= *gap)
            continue;
        *gap = d;
        best = c;
    }
    return best;
}

static void
compare_flow(struct comparing *m, const struct tls_flow *f)
{
    int64_t gap = 0;
    const struct connection *c = nearest(m, f, &gap);
    struct str what = str_fmt(m->a,
        "the packets between " STR_FMT " and " STR_FMT " (" STR_FMT ", %" PRId64
        " of them)",
        STR_ARG(f->from), STR_ARG(f->to),
        STR_ARG(clock_text(m->a, f->first_tod)), f->packets);
    struct tls_comparison *x;
    if (!c)
        x = add(m, "time", "not found",
            str_fmt(m->a, STR_FMT " belong to no connection of the traces",
                STR_ARG(what)));
    else if (gap <= TOGETHER_MS)
        x = add(m, "time", "same",
            str_fmt(m->a,
                STR_FMT " fit connection %" PRId64
                        " by peer and time of day; they name no cipher",
                STR_ARG(what), c->connection));
    else
        x = add(m, "time", "apart",
            str_fmt(m->a,
                STR_FMT " and connection %" PRId64 " to the same peer (" STR_FMT
                        ") are %" PRId64
                        " minutes apart: they do not belong together",
                STR_ARG(what), c->connection,
                STR_ARG(clock_text(m->a, tod_of(&c->seen))),
                (gap + 30000) / 60000));
    x->connection = c ? c->connection : 0;
    x->evidence = f->evidence;
}

/* The connection with one of these peers that is nearest in time. */
static const struct connection *
nearest_of(
    const struct comparing *m, const struct tls_handshake *h, int64_t *gap)
{
    const struct connection *best = NULL;
    for (size_t i = 0; i < m->in->n && h->at_ms != WHEN_UNKNOWN; i++) {
        const struct connection *c = &m->in->v[i];
        if (c->seen.utc_ms == WHEN_UNKNOWN ||
            (!str_eq(c->remote_ip, h->server_ip) &&
                !str_eq(c->remote_ip, h->client_ip)))
            continue;
        int64_t d = apart(h->at_ms, h->end_ms, c->seen.utc_ms, c->last.utc_ms);
        if (best && d >= *gap)
            continue;
        *gap = d;
        best = c;
    }
    return best;
}

static void
compare_stranger(struct comparing *m, const struct tls_handshake *h)
{
    int64_t gap = 0;
    const struct connection *c = nearest_of(m, h, &gap);
    struct str what = str_fmt(m->a,
        "handshake %" PRId64 " (" STR_FMT ", " STR_FMT " to " STR_FMT ")",
        h->handshake, STR_ARG(date(m->a, h->at_ms)), STR_ARG(h->client_ip),
        STR_ARG(h->server_ip));
    struct tls_comparison *x;
    if (c && gap > TOGETHER_MS)
        x = add(m, "time", "apart",
            str_fmt(m->a,
                STR_FMT " and connection %" PRId64
                        ", the nearest with that peer, are %" PRId64
                        " minutes apart: they do not belong together",
                STR_ARG(what), c->connection, (gap + 30000) / 60000));
    else
        x = add(m, "time", "not found",
            str_fmt(m->a,
                STR_FMT " belongs to no connection of the traces: none has "
                        "these addresses, ports and time",
                STR_ARG(what)));
    x->handshake = h->handshake;
    x->connection = c ? c->connection : 0;
    x->evidence = h->evidence;
}

/* Handshakes that are no connection's, while there are some. Those of other
 * times are many in a long capture: the first ones stand for them. */
static void
compare_strangers(struct comparing *m)
{
    enum { STRANGERS_MAX = 100 };
    struct map used;
    size_t told = 0;
    map_init(&used, m->a);
    for (size_t i = 0; i < m->in->n; i++)
        if (m->in->wire[i])
            map_put_u64(&used, (uint64_t)m->in->wire[i]->handshake, 1, NULL);
    for (size_t i = 0; m->in->n && i < m->in->e->nhandshakes; i++) {
        const struct tls_handshake *h = &m->in->e->handshakes[i];
        if (told < STRANGERS_MAX &&
            !map_get_u64(&used, (uint64_t)h->handshake)) {
            compare_stranger(m, h);
            told++;
        }
    }
}

size_t
compare_all(
    struct arena *a, const struct compare_input *in, struct tls_comparison **v)
{
    struct comparing m = {.a = a, .in = in};
    for (size_t i = 0; i < in->n; i++) {
        if (!in->wire[i])
            continue;
        compare_subject(&m, &in->v[i], in->wire[i]);
        compare_cipher(&m, &in->v[i], in->wire[i]);
        tell_alert(&m, &in->v[i], in->wire[i]);
        compare_trust(&m, &in->v[i], in->wire[i]);
    }
    compare_certificates(&m);
    compare_strangers(&m);
    for (size_t i = 0; i < in->e->nflows; i++)
        compare_flow(&m, &in->e->flows[i]);
    *v = m.v;
    return m.n;
}
