/* SPDX-License-Identifier: MIT
 *
 * What else than traces `load` reads: packet captures, certificates, and the
 * text of a node's command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "cli/load.h"
#include "wire/capture.h"
#include "wire/x509.h"

enum {
    SMALL = 1 << 20,     /* such a text is looked through for what it may be */
    TEXT_MAX = 64 << 20, /* one that begins like it, at most so much of it */
    CERTIFICATES_MAX = 16 << 20,
    BLOCK = 64 << 10,
};

/* The stream of an input as a FILE for libpcap. */
struct cookie {
    struct input *in;
    XXH3_state_t *hash;
    int64_t bytes;
    struct err e;
    bool failed;
};

static ssize_t
cookie_read(void *cookie, char *buf, size_t n)
{
    struct cookie *k = cookie;
    int64_t got = input_read(k->in, buf, n, &k->e);

    k->failed = k->failed || got < 0;
    if (got <= 0)
        return (ssize_t)got;
    k->bytes += got;
    XXH3_128bits_update(k->hash, buf, (size_t)got);
    return (ssize_t)got;
}

/* What its owner does not read is read for the hash. */
static int
read_rest(struct cookie *k, struct err *e)
{
    char *buf = malloc(BLOCK);
    int64_t got = 1;

    if (!buf)
        die("out of memory");
    while (!k->failed && got > 0)
        got = cookie_read(k, buf, BLOCK);
    free(buf);
    return k->failed ? err_set(e, "%s", k->e.text) : 0;
}

static void
set_hash(const struct cookie *k, struct source *src)
{
    XXH128_hash_t h = XXH3_128bits_digest(k->hash);

    src->hash_hi = h.high64;
    src->hash_lo = h.low64;
    src->bytes = k->bytes;
}

static int
read_capture(struct arena *a, struct cookie *k, struct source *src,
    struct tls_evidence *v, struct err *e)
{
    cookie_io_functions_t io = {.read = cookie_read};
    FILE *file = fopencookie(k, "rb", io);
    struct capture c;

    if (!file)
        return err_set(e, "cannot be read");
    if (capture_read(a, file, &c, e) < 0)
        return -1;
    v->handshakes = c.handshakes;
    v->nhandshakes = c.n;
    src->kind = SOURCE_CAPTURE;
    src->cut = c.cut || input_was_cut(k->in);
    src->note = str_fmt(a, "%lld packet%s, %zu TLS handshake%s%s%s" STR_FMT,
        (long long)c.packets, c.packets == 1 ? "" : "s", c.n,
        c.n == 1 ? "" : "s",
        c.snapped ? "; packets were cut when captured: use \"size all\"" : "",
        c.cut ? "; not read to its end: " : "", STR_ARG(c.why));
    return 0;
}

static int
read_bytes(struct arena *a, struct input *in, size_t most, struct cookie *k,
    struct str *text, struct err *e)
{
    char *p = NULL;
    size_t n = 0, cap = 0;
    int64_t got = 1;

    while (got > 0 && n < most) {
        if (n == cap) {
            cap = cap ? 2 * cap : BLOCK;
            p = realloc(p, cap);
            if (!p)
                die("out of memory");
        }
        got = k ? cookie_read(k, p + n, cap - n)
                : input_read(in, p + n, cap - n, e);
        n += got > 0 ? (size_t)got : 0;
    }
    *text = str_dup(a, (struct str){p, n});
    free(p);
    return got < 0 ? -1 : 0;
}

static int
read_certificates(struct arena *a, struct cookie *k, struct source *src,
    struct tls_evidence *v, struct err *e)
{
    struct str text;

    if (read_bytes(a, k->in, CERTIFICATES_MAX, k, &text, e) < 0)
        return err_set(e, "%s", k->e.text);
    if (!x509_read_file(a, text, &v->certificates, &v->ncertificates))
        return err_set(e, "holds no certificate that can be read");
    src->kind = SOURCE_CERTIFICATE;
    src->note = str_fmt(a, "%zu certificate%s", v->ncertificates,
        v->ncertificates == 1 ? "" : "s");
    return 0;
}

/* DER: a SEQUENCE in a SEQUENCE with a version or a serial in it. */
static bool
is_der(struct str head)
{
    const unsigned char *p = (const unsigned char *)head.p;

    return head.n > 12 && p[0] == 0x30 && p[1] == 0x82 && p[4] == 0x30 &&
           (p[5] == 0x82 || p[5] == 0x81);
}

/* Behind what `show cert` says of a certificate stands its PEM: that text is
 * read as text, for it says whose certificate it is. */
static bool
is_pem(struct str head)
{
    if (str_has(head, STR("Issuer Name:")))
        return false;
    return str_has(head, STR("-----BEGIN CERTIFICATE-----")) ||
           str_has(head, STR("-----BEGIN TRUSTED CERTIFICATE-----")) ||
           str_has(head, STR("-----BEGIN X509 CERTIFICATE-----"));
}

bool
tls_source_is(struct str head)
{
    return capture_is(head) || is_der(head) || is_pem(head);
}

int
tls_source_read(struct arena *a, struct input *in, struct source *src,
    struct tls_evidence *v, struct err *e)
{
    struct cookie k = {.in = in, .hash = XXH3_createState()};
    int r;

    if (!k.hash)
        die("out of memory");
    XXH3_128bits_reset(k.hash);
    /* What looks like a certificate and is none is no error. */
    bool capture = capture_is(input_peek(in));
    r = capture ? read_capture(a, &k, src, v, e)
                : read_certificates(a, &k, src, v, e);
    src->status = r == 0                ? STR("ok")
                  : capture || k.failed ? STR("unreadable")
                                        : STR("not a trace");
    if (k.failed)
        r = err_set(e, "%s", k.e.text);
    if (r == 0)
        r = read_rest(&k, e);
    if (r == 0)
        set_hash(&k, src);
    if (src->cut)
        src->status = STR("cut");
    XXH3_freeState(k.hash);
    return r;
}

bool
tls_text_may_be(struct input *in, const struct source *src)
{
    static const struct str marks[] = {STR_INIT("show cert "),
        STR_INIT("utils network capture"), STR_INIT("Issuer Name:")};
    struct str head = input_peek(in);

    if (input_is_plain(in) && src->size >= 0 && src->size <= SMALL)
        return true;
    for (size_t i = 0; i < COUNTOF(marks); i++)
        if (str_has(head, marks[i]))
            return true;
    return false;
}

/* A file whose size is known, without copies. */
static int
read_small(struct arena *a, struct input *in, size_t size, struct str *text,
    struct err *e)
{
    char *p = arena_alloc(a, size + 1);
    size_t n = 0;
    int64_t got = 1;

    while (got > 0 && n <= size) {
        got = input_read(in, p + n, size + 1 - n, e);
        n += got > 0 ? (size_t)got : 0;
    }
    *text = (struct str){p, n};
    return got < 0 ? -1 : 0;
}

int
tls_text_slurp(struct arena *a, struct input *in, const struct source *src,
    struct str *text, struct err *e)
{
    struct str more;

    if (!input_is_plain(in) || src->size < 0 || src->size > SMALL)
        return read_bytes(a, in, TEXT_MAX, NULL, text, e);
    if (read_small(a, in, (size_t)src->size, text, e) < 0)
        return -1;
    if (text->n <= (size_t)src->size)
        return 0;
    /* It has grown since its size was looked at. */
    if (read_bytes(a, in, TEXT_MAX, NULL, &more, e) < 0)
        return -1;
    char *p = arena_alloc(a, text->n + more.n);
    memcpy(p, text->p, text->n);
    if (more.n)
        memcpy(p + text->n, more.p, more.n);
    *text = (struct str){p, text->n + more.n};
    return 0;
}
