/* SPDX-License-Identifier: MIT
 *
 * The writer: collects bytes in a buffer and hands full blocks to write(2).
 * The first failure is kept and everything later is dropped. What makes trace
 * bytes safe for a terminal is in safe.c, JSON in json.c. */
#include "base/out.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

void
out_init_fd(struct out *o, int fd)
{
    *o = (struct out){.fd = fd};
}

void
out_init_mem(struct out *o)
{
    *o = (struct out){.fd = -1};
}

struct str
out_text(const struct out *o)
{
    return (struct str){o->buf, o->n};
}

void
out_clear(struct out *o)
{
    o->n = 0;
}

static void
fail(struct out *o, int error)
{
    o->failed = true;
    o->error = error;
    o->n = 0;
}

/* Waits where the descriptor is a terminal or pipe set to O_NONBLOCK. */
static bool
may_retry(int fd)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

static void
write_all(struct out *o, struct str s)
{
    while (s.n && !o->failed) {
        ssize_t done = write(o->fd, s.p, s.n);
        if (done >= 0)
            s = str_skip(s, (size_t)done);
        else if (!may_retry(o->fd))
            fail(o, errno);
    }
}

static void
drain(struct out *o)
{
    if (o->fd < 0)
        return;
    write_all(o, out_text(o));
    o->n = 0;
}

/* Makes room for want more bytes in the buffer. */
static void
reserve(struct out *o, size_t want)
{
    if (o->cap - o->n >= want)
        return;
    size_t cap = o->cap ? o->cap : BLOCK;
    while (cap - o->n < want) {
        if (cap > SIZE_MAX / 2)
            die("out of memory: %zu bytes asked for", want);
        cap *= 2;
    }
    char *buf = realloc(o->buf, cap);
    if (!buf)
        die("out of memory: %zu bytes asked for", cap);
    o->buf = buf;
    o->cap = cap;
}

void
out_str(struct out *o, struct str s)
{
    if (!s.n || o->failed)
        return;
    if (o->fd >= 0 && s.n > BLOCK - o->n) {
        drain(o);
        if (s.n >= BLOCK) {
            write_all(o, s);
            return;
        }
    }
    reserve(o, s.n);
    memcpy(o->buf + o->n, s.p, s.n);
    o->n += s.n;
}

void
out_z(struct out *o, const char *z)
{
    out_str(o, str_from(z));
}

void
out_byte(struct out *o, char c)
{
    out_str(o, (struct str){&c, 1});
}

void
out_pad(struct out *o, char c, size_t n)
{
    char run[64];
    memset(run, c, sizeof(run));
    while (n) {
        size_t part = n < sizeof(run) ? n : sizeof(run);
        out_str(o, (struct str){run, part});
        n -= part;
    }
}

void
out_fmt(struct out *o, const char *fmt, ...)
{
    char few[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(few, sizeof(few), fmt, args);
    va_end(args);
    if (n < 0)
        die("out_fmt: bad format \"%s\"", fmt);
    size_t size = (size_t)n + 1;
    if (size <= sizeof(few)) {
        out_str(o, (struct str){few, size - 1});
    } else {
        char *many = malloc(size);
        if (!many)
            die("out of memory: %zu bytes asked for", size);
        vsnprintf(many, size, fmt, again);
        out_str(o, (struct str){many, size - 1});
        free(many);
    }
    va_end(again);
}

int
out_flush(struct out *o, struct err *e)
{
    drain(o);
    if (!o->failed)
        return 0;
    char text[128];
    return err_set(
        e, "cannot write: %s", strerror_r(o->error, text, sizeof(text)));
}

int
out_close(struct out *o, struct err *e)
{
    int r = out_flush(o, e);
    free(o->buf);
    *o = (struct out){.fd = o->fd, .failed = o->failed, .error = o->error};
    return r;
}
