/* SPDX-License-Identifier: MIT
 *
 * Gzip streams: one or several members behind each other, whole or cut off.
 * A stream that ends early, or is damaged behind its first bytes, gives what
 * it holds and is marked as cut. */
#include <stdlib.h>

#include "trace/inflate.h"
#include "trace/stream.h"

static const unsigned char MAGIC[] = {0x1f, 0x8b};

struct gzip {
    struct inflate *inflate;
    bool later;    /* in a member behind the first, which may be mere padding */
    size_t magic;  /* bytes of it seen of this member */
    bool gave;     /* this member gave bytes */
    const char *p; /* compressed bytes not yet used */
    size_t n;
    bool done; /* nothing good follows */
    bool full; /* the last buffer was filled: more may come without input */
    char in[STREAM_BLOCK];
};

static struct gzip *
gzip_open(struct err *e)
{
    struct gzip *g = calloc(1, sizeof(*g));
    if (!g)
        die("out of memory");
    g->inflate = inflate_open();
    if (g->inflate)
        return g;
    free(g);
    err_set(e, "the gzip library does not start");
    return NULL;
}

void
gzip_close(struct gzip *g)
{
    if (!g)
        return;
    inflate_close(g->inflate);
    free(g);
}

/* Gets more compressed bytes. returns 1, 0 at their end, -1. */
static int
gzip_fill(struct stream *s, struct err *e)
{
    struct gzip *g = s->gzip;
    int64_t got = stream_read(s->below, g->in, sizeof(g->in), e);
    if (got < 0)
        return -1;
    if (got == 0) {
        /* The whole magic is that of a member; less of it is padding. */
        s->cut = s->below->cut || !g->later || g->magic == sizeof(MAGIC);
        g->done = true;
        return 0;
    }
    g->p = g->in;
    g->n = (size_t)got;
    return 1;
}

/* Whether what follows the first member is one too, as far as its first bytes
 * tell. */
static bool
is_member(struct gzip *g)
{
    size_t i = 0;
    while (g->magic < sizeof(MAGIC) && i < g->n) {
        if ((unsigned char)g->p[i] != MAGIC[g->magic])
            return false;
        g->magic++;
        i++;
    }
    return true;
}

/* Bytes that are not gzip. returns 0 when what came before is good. */
static int
gzip_bad(struct stream *s, struct err *e)
{
    const struct gzip *g = s->gzip;
    if (!g->later && !g->gave)
        return err_set(
            e, "damaged compressed data: %s", inflate_why(g->inflate));
    s->cut = true;
    s->gzip->done = true;
    return 0;
}

/* Decodes what is there to buf. returns bytes, or -1. */
static int64_t
decode(struct stream *s, char *buf, size_t n, struct err *e)
{
    struct gzip *g = s->gzip;
    if (g->later && !is_member(g)) {
        g->done = true; /* padding */
        return 0;
    }
    struct inflate_io io = {g->p, (uint32_t)g->n, buf, (uint32_t)n};
    enum inflate_result result = inflate_run(g->inflate, &io);
    g->p = io.in;
    g->n = io.in_n;
    size_t gave = n - io.out_n;
    g->gave = g->gave || gave > 0;
    g->full = io.out_n == 0;
    if (result == INFLATE_BAD && gzip_bad(s, e) < 0)
        return -1;
    if (result == INFLATE_END) {
        g->later = true;
        g->magic = 0;
        g->gave = false;
        inflate_restart(g->inflate);
    }
    return (int64_t)gave;
}

int64_t
gzip_read(struct stream *s, char *buf, size_t n, struct err *e)
{
    if (!s->gzip && !(s->gzip = gzip_open(e)))
        return -1;
    struct gzip *g = s->gzip;
    size_t room = n < STREAM_BLOCK ? n : STREAM_BLOCK;
    int64_t gave = 0;
    while (gave == 0 && !g->done) {
        int r = g->n == 0 && !g->full ? gzip_fill(s, e) : 1;
        if (r < 0)
            return -1;
        if (r == 0)
            break;
        gave = decode(s, buf, room, e);
        if (gave < 0)
            return -1;
    }
    return gave;
}
