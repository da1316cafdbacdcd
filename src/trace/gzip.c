/* SPDX-License-Identifier: MIT
 *
 * Gzip streams: one or several members behind each other, whole or cut off.
 * A stream that ends early, or is damaged behind its first bytes, gives what
 * it holds and is marked as cut. */
#include <stdlib.h>

#include <zlib.h>

#include "trace/stream.h"

enum { GZIP_WRAP = 15 + 16 }; /* zlib: largest window, gzip header */

struct gzip {
    z_stream z;
    bool later; /* in a member behind the first, which may be mere padding */
    char in[STREAM_BLOCK];
};

static struct gzip *
gzip_open(struct err *e)
{
    struct gzip *g = calloc(1, sizeof(*g));
    if (!g)
        die("out of memory");
    if (inflateInit2(&g->z, GZIP_WRAP) != Z_OK) {
        free(g);
        err_set(e, "zlib does not start");
        return NULL;
    }
    return g;
}

void
gzip_close(struct gzip *g)
{
    if (!g)
        return;
    inflateEnd(&g->z);
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
        /* Two bytes are the magic of a member; fewer are padding. */
        s->cut = s->below->cut || !g->later || g->z.total_in >= 2;
        s->ended = true;
        return 0;
    }
    g->z.next_in = (Bytef *)g->in;
    g->z.avail_in = (uInt)got;
    return 1;
}

/* Bytes that are not gzip. returns 0 when what came before is good. */
static int
gzip_bad(struct stream *s, struct err *e)
{
    const struct gzip *g = s->gzip;
    const char *why = g->z.msg ? g->z.msg : "not gzip data";
    if (!g->later && g->z.total_out == 0)
        return err_set(e, "damaged gzip data: %s", why);
    bool padding = g->later && g->z.total_out == 0 && g->z.total_in <= 2;
    s->cut = !padding;
    s->ended = true;
    return 0;
}

int64_t
gzip_read(struct stream *s, char *buf, size_t n, struct err *e)
{
    if (!s->gzip && !(s->gzip = gzip_open(e)))
        return -1;
    struct gzip *g = s->gzip;
    size_t room = n < STREAM_BLOCK ? n : STREAM_BLOCK;
    g->z.next_out = (Bytef *)buf;
    g->z.avail_out = (uInt)room;
    while (g->z.avail_out == room && !s->ended) {
        int r = g->z.avail_in == 0 ? gzip_fill(s, e) : 1;
        if (r < 0 && g->z.avail_out == room)
            return -1;
        if (r <= 0)
            break; /* an error below comes again, after what is here */
        int z = inflate(&g->z, Z_NO_FLUSH);
        if (z == Z_STREAM_END) {
            g->later = true;
            inflateReset(&g->z);
        } else if (z != Z_OK && z != Z_BUF_ERROR && gzip_bad(s, e) < 0) {
            return -1;
        }
    }
    return (int64_t)(room - g->z.avail_out);
}
