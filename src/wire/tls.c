/* SPDX-License-Identifier: MIT
 *
 * Bytes to records, records to handshake messages, messages to facts. Every
 * length is checked against what is there; what does not fit ends the reading
 * of that side. */
#include "wire/tls.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "wire/x509.h"

enum {
    RECORD_CCS = 20,
    RECORD_ALERT = 21,
    RECORD_HANDSHAKE = 22,
    RECORD_DATA = 23,
    RECORD_HEAD = 5,
    RECORD_MAX = (1 << 14) + 2048,
    MESSAGE_HEAD = 4,
    MESSAGE_MAX = 200 << 10, /* a chain of certificates is far below */
    CERTIFICATES_MAX = 16,
};

enum {
    CLIENT_HELLO = 1,
    SERVER_HELLO = 2,
    CERTIFICATE = 11,
    CERTIFICATE_REQUEST = 13,
};

enum {
    EXT_SERVER_NAME = 0,
    EXT_PRE_SHARED_KEY = 41,
    EXT_SUPPORTED_VERSIONS = 43,
};

/* -- numbers and slices of a message --------------------------------------- */

struct bytes {
    struct str s;
    bool bad; /* more was asked for than there is */
};

static unsigned
number(struct bytes *b, size_t n)
{
    unsigned v = 0;
    if (b->s.n < n) {
        b->bad = true;
        b->s.n = 0;
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)b->s.p[i];
    b->s = str_skip(b->s, n);
    return v;
}

static struct bytes
slice(struct bytes *b, size_t n)
{
    struct bytes part = {str_sub(b->s, 0, n), n > b->s.n};
    b->bad = b->bad || n > b->s.n;
    b->s = str_skip(b->s, n);
    return part;
}

/* With its length before it, of so many bytes. */
static struct bytes
vector(struct bytes *b, size_t length_bytes)
{
    size_t n = number(b, length_bytes);
    return slice(b, n);
}

/* -- messages -------------------------------------------------------------- */

static struct str
version_name(unsigned v)
{
    switch (v) {
    case 0x300:
        return STR("SSL 3.0");
    case 0x301:
        return STR("TLS 1.0");
    case 0x302:
        return STR("TLS 1.1");
    case 0x303:
        return STR("TLS 1.2");
    case 0x304:
        return STR("TLS 1.3");
    }
    return STR("");
}

static void
read_server_name(struct arena *a, struct tls_talk *t, struct bytes ext)
{
    struct bytes list = vector(&ext, 2);
    unsigned type = number(&list, 1);
    struct bytes name = vector(&list, 2);
    if (type == 0 && !name.bad && !list.bad)
        t->h.sni = str_dup(a, name.s);
}

/* "version random session-id ciphers compressions extensions" */
static void
read_client_hello(struct arena *a, struct tls_talk *t, struct bytes b)
{
    t->h.hello = true;
    number(&b, 2);
    slice(&b, 32);
    vector(&b, 1);
    vector(&b, 2);
    vector(&b, 1);
    struct bytes extensions = vector(&b, 2);
    while (extensions.s.n && !extensions.bad) {
        unsigned type = number(&extensions, 2);
        struct bytes ext = vector(&extensions, 2);
        if (type == EXT_SERVER_NAME && !ext.bad)
            read_server_name(a, t, ext);
    }
}

/* RFC 8446 4.1.3: a HelloRetryRequest is a ServerHello with this random. */
static bool
is_retry(struct str random)
{
    static const unsigned char retry[32] = {0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A,
        0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2,
        0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8,
        0x33, 0x9C};
    return random.n == sizeof retry &&
           memcmp(random.p, retry, sizeof retry) == 0;
}

static void
read_server_hello(struct tls_talk *t, struct bytes b)
{
    unsigned version = number(&b, 2);
    struct bytes random = slice(&b, 32);
    vector(&b, 1);
    unsigned cipher = number(&b, 2);
    number(&b, 1);
    if (b.bad)
        return;
    struct bytes extensions = vector(&b, 2);
    bool shared_key = false;
    while (extensions.s.n && !extensions.bad) {
        unsigned type = number(&extensions, 2);
        struct bytes ext = vector(&extensions, 2);
        if (type == EXT_SUPPORTED_VERSIONS && ext.s.n == 2)
            version = number(&ext, 2);
        shared_key = shared_key || type == EXT_PRE_SHARED_KEY;
    }
    t->h.version = version_name(version);
    t->h.cipher = (int32_t)cipher;
    if (is_retry(random.s))
        return;
    t->tls13 = version == 0x304;
    t->h.resumed = t->tls13 && shared_key;
}

static void
add_certificate(struct arena *a, struct tls_talk *t, struct str der, int side,
    int32_t place)
{
    struct tls_certificate c = {
        .where = TLS_ON_WIRE, .server = side == TLS_SERVER, .place = place};
    if (x509_read_der(a, der, &c) < 0)
        return;
    t->certificates = arena_grow(a, t->certificates, &t->cap,
        t->ncertificates + 1, sizeof *t->certificates);
    t->certificates[t->ncertificates++] = c;
}

static void
read_certificates(struct arena *a, struct tls_talk *t, int side, struct bytes b)
{
    struct bytes list = vector(&b, 3);
    for (int32_t place = 0; list.s.n && place < CERTIFICATES_MAX; place++) {
        struct bytes der = vector(&list, 3);
        if (der.bad)
            return;
        add_certificate(a, t, der.s, side, place);
    }
}

static void
read_message(
    struct arena *a, struct tls_talk *t, int side, unsigned type, struct str s)
{
    struct bytes b = {s, false};
    if (type == CLIENT_HELLO && side == TLS_CLIENT)
        read_client_hello(a, t, b);
    else if (type == SERVER_HELLO && side == TLS_SERVER)
        read_server_hello(t, b);
    else if (type == CERTIFICATE)
        read_certificates(a, t, side, b);
    else if (type == CERTIFICATE_REQUEST && side == TLS_SERVER)
        t->h.requested = true;
}

/* -- records --------------------------------------------------------------- */

static void
end_side(struct tls_side *s)
{
    s->done = true;
    tcp_free(&s->bytes);
    free(s->message);
    s->message = NULL;
    s->n = s->cap = 0;
}

static bool
add_message_bytes(struct tls_side *s, struct str bytes)
{
    if (s->n + bytes.n > MESSAGE_MAX)
        return false;
    if (s->n + bytes.n > s->cap) {
        s->cap = 2 * (s->n + bytes.n);
        char *p = realloc(s->message, s->cap);
        if (!p)
            die("out of memory");
        s->message = p;
    }
    if (bytes.n)
        memcpy(s->message + s->n, bytes.p, bytes.n);
    s->n += bytes.n;
    return true;
}

/* Messages may be spread over records, and several may be in one. */
static bool
read_handshake(struct arena *a, struct tls_talk *t, int side, struct str bytes)
{
    struct tls_side *s = &t->side[side];
    if (!add_message_bytes(s, bytes))
        return false;
    size_t at = 0;
    while (s->n - at >= MESSAGE_HEAD) {
        struct bytes b = {{s->message + at, s->n - at}, false};
        unsigned type = number(&b, 1);
        size_t n = number(&b, 3);
        if (n > MESSAGE_MAX)
            return false;
        if (n > b.s.n)
            break;
        read_message(a, t, side, type, str_sub(b.s, 0, n));
        at += MESSAGE_HEAD + n;
    }
    if (at) {
        memmove(s->message, s->message + at, s->n - at);
        s->n -= at;
    }
    return true;
}

/* Encrypted alerts are longer than two bytes. */
static void
read_alert(struct tls_talk *t, int side, struct str bytes)
{
    if (bytes.n != 2 || t->side[side].encrypted || t->h.alert >= 0)
        return;
    t->h.alert_fatal = bytes.p[0] == 2;
    t->h.alert = (unsigned char)bytes.p[1];
    t->h.alert_server = side == TLS_SERVER;
}

/* returns false when there is nothing more to read on this side. */
static bool
read_record(
    struct arena *a, struct tls_talk *t, int side, unsigned type, struct str s)
{
    struct tls_side *me = &t->side[side];
    switch (type) {
    case RECORD_CCS:
        /* Of TLS 1.3 it means nothing; what follows is encrypted anyway. */
        me->encrypted = me->encrypted || !t->tls13;
        return true;
    case RECORD_ALERT:
        read_alert(t, side, s);
        return true;
    case RECORD_HANDSHAKE:
        if (me->encrypted) {
            me->done = true; /* Finished */
            return true;
        }
        return read_handshake(a, t, side, s);
    case RECORD_DATA:
        me->encrypted = true;
        me->done = true;
        return true;
    }
    return false;
}

static bool
is_record(struct str head)
{
    unsigned type = (unsigned char)head.p[0];
    size_t n = (size_t)(unsigned char)head.p[3] << 8 | (unsigned char)head.p[4];
    return type >= RECORD_CCS && type <= RECORD_DATA && head.p[1] == 3 &&
           (unsigned char)head.p[2] <= 4 && n <= RECORD_MAX;
}

void
tls_read(struct arena *a, struct tls_talk *t, int side)
{
    struct tls_side *s = &t->side[side];
    while (!s->done && s->bytes.n >= RECORD_HEAD) {
        struct str all = {s->bytes.p, s->bytes.n};
        if (!is_record(all)) {
            t->not_tls = t->not_tls || !t->is_tls;
            break;
        }
        size_t n =
            (size_t)(unsigned char)all.p[3] << 8 | (unsigned char)all.p[4];
        t->is_tls = t->is_tls || (!s->started && all.p[0] == RECORD_HANDSHAKE);
        s->started = true;
        if (all.n < RECORD_HEAD + n)
            return;
        if (!read_record(a, t, side, (unsigned char)all.p[0],
                str_sub(all, RECORD_HEAD, n)))
            break;
        tcp_take(&s->bytes, RECORD_HEAD + n);
    }
    if (s->done || s->bytes.n >= RECORD_HEAD)
        end_side(s);
}

void
tls_end(struct tls_talk *t)
{
    struct tls_handshake *h = &t->h;
    const struct tls_side *c = &t->side[TLS_CLIENT], *s = &t->side[TLS_SERVER];
    bool sent = false;
    h->finished = h->version.n > 0 && c->encrypted && s->encrypted;
    h->lost =
        !h->finished && (tcp_is_torn(&c->bytes) || tcp_is_torn(&s->bytes));
    for (size_t i = 0; i < t->ncertificates; i++)
        sent = sent || t->certificates[i].server;
    if (!t->tls13 && h->finished && !sent && !c->bytes.lost && !s->bytes.lost)
        h->resumed = true;
    h->certificates = t->certificates;
    h->ncertificates = t->ncertificates;
}

void
tls_free(struct tls_talk *t)
{
    end_side(&t->side[TLS_CLIENT]);
    end_side(&t->side[TLS_SERVER]);
}
