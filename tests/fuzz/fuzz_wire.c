/* SPDX-License-Identifier: MIT
 *
 * Fuzz target: any bytes as a capture, as a certificate file, as text of the
 * command line, as frames and as the two streams of a TLS connection. The
 * first byte chooses. Checked: nothing breaks, and every slice that comes out
 * can be read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/dn.h"
#include "wire/capture.h"
#include "wire/clitext.h"
#include "wire/packet.h"
#include "wire/tls.h"
#include "wire/x509.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned
sum(struct str s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i];
    return n;
}

static unsigned
read_certificate(struct arena *a, const struct tls_certificate *c)
{
    return sum(c->serial) + sum(c->subject) + sum(c->issuer) + sum(c->san) +
           sum(c->key) + sum(c->signature) + sum(c->usage) + sum(c->sha256) +
           sum(dn_cn(a, c->subject)) +
           (unsigned)dn_text_equal(a, c->subject, c->issuer);
}

static unsigned
read_handshake(struct arena *a, const struct tls_handshake *h)
{
    unsigned n =
        sum(h->client_ip) + sum(h->server_ip) + sum(h->version) + sum(h->sni);
    for (size_t i = 0; i < h->ncertificates; i++)
        n += read_certificate(a, &h->certificates[i]);
    return n;
}

static unsigned
try_capture(struct arena *a, struct str s)
{
    struct capture c;
    struct err e;
    unsigned n = 0;
    if (!s.n)
        return 0;
    FILE *file = fmemopen((void *)(uintptr_t)s.p, s.n, "rb");
    if (!file || capture_read(a, file, &c, &e) < 0)
        return 0;
    for (size_t i = 0; i < c.n; i++)
        n += read_handshake(a, &c.handshakes[i]);
    return n;
}

static unsigned
try_text(struct arena *a, struct str s)
{
    struct clitext c;
    unsigned n = 0;
    (void)clitext_read(a, s, &c);
    for (size_t i = 0; i < c.ncertificates; i++)
        n += read_certificate(a, &c.certificates[i]);
    for (size_t i = 0; i < c.nflows; i++)
        n += sum(c.flows[i].from) + sum(c.flows[i].to);
    return n;
}

static unsigned
try_file(struct arena *a, struct str s)
{
    struct tls_certificate *v = NULL;
    size_t n = 0;
    unsigned seen = 0;
    x509_read_file(a, s, &v, &n);
    for (size_t i = 0; i < n; i++)
        seen += read_certificate(a, &v[i]);
    return seen;
}

/* Pieces: a byte for the side and the place, one for the length. */
static unsigned
try_streams(struct arena *a, struct str s)
{
    struct tls_talk t = {.h = {.cipher = -1, .alert = -1}};
    uint32_t next[2] = {0, 0};
    while (s.n > 2) {
        unsigned how = (unsigned char)s.p[0];
        size_t n = (unsigned char)s.p[1];
        int side = how & 1;
        struct str piece = str_sub(s, 2, n);
        uint32_t seq = next[side] + (how >> 6) * 16;
        if (!t.side[side].done)
            tcp_put(&t.side[side].bytes, seq, piece, how & 32 ? 7 : 0);
        tls_read(a, &t, side);
        if (how < 64)
            next[side] += (uint32_t)piece.n;
        s = str_skip(s, 2 + n);
    }
    tls_end(&t);
    unsigned n = read_handshake(a, &t.h);
    tls_free(&t);
    return n;
}

static unsigned
try_frame(struct str s)
{
    static const int links[] = {1, 113, 276, 0, 101, 12};
    struct segment seg;
    unsigned n = 0;
    for (size_t i = 0; i < COUNTOF(links); i++)
        if (packet_read(links[i], s, &seg))
            n += sum(seg.bytes) + sum(seg.from) + sum(seg.to);
    return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    volatile unsigned seen = 0;
    if (!size)
        return 0;
    /* A copy of its own size, so that what reads beyond it is found. */
    char *copy = malloc(size);
    if (!copy)
        abort();
    memcpy(copy, data + 1, size - 1);
    struct str s = {copy, size - 1};
    switch (data[0] % 5) {
    case 0:
        seen = try_capture(&a, s);
        break;
    case 1:
        seen = try_text(&a, s);
        break;
    case 2:
        seen = try_file(&a, s);
        break;
    case 3:
        seen = try_streams(&a, s);
        break;
    default:
        seen = try_frame(s);
    }
    (void)seen;
    free(copy);
    arena_free(&a);
    return 0;
}
