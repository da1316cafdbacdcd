/* SPDX-License-Identifier: MIT
 *
 * Gzip members by zlib, which is everywhere. */
#include <stdlib.h>

#include <zlib.h>

#include "base/err.h"
#include "trace/inflate.h"

enum { GZIP_WRAP = 15 + 16 }; /* zlib: largest window, gzip header */

struct inflate {
    z_stream z;
};

struct inflate *
inflate_open(void)
{
    struct inflate *i = calloc(1, sizeof(*i));
    if (!i)
        die("out of memory");
    if (inflateInit2(&i->z, GZIP_WRAP) == Z_OK)
        return i;
    free(i);
    return NULL;
}

void
inflate_restart(struct inflate *i)
{
    inflateReset(&i->z);
}

enum inflate_result
inflate_run(struct inflate *i, struct inflate_io *io)
{
    z_stream *z = &i->z;
    z->next_in = (Bytef *)(uintptr_t)io->in; /* only read */
    z->avail_in = io->in_n;
    z->next_out = (Bytef *)io->out;
    z->avail_out = io->out_n;
    int result = inflate(z, Z_NO_FLUSH);
    io->in = (const char *)z->next_in;
    io->in_n = z->avail_in;
    io->out = (char *)z->next_out;
    io->out_n = z->avail_out;
    if (result == Z_STREAM_END)
        return INFLATE_END;
    return result == Z_OK || result == Z_BUF_ERROR ? INFLATE_MORE : INFLATE_BAD;
}

const char *
inflate_why(const struct inflate *i)
{
    return i->z.msg ? i->z.msg : "not gzip data";
}

void
inflate_close(struct inflate *i)
{
    if (!i)
        return;
    inflateEnd(&i->z);
    free(i);
}

const char *
inflate_library(void)
{
    return "zlib " ZLIB_VERSION;
}
