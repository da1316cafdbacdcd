/* SPDX-License-Identifier: MIT
 *
 * A window on a stream's bytes that moves forward: what the reader still
 * needs stays, more is read behind it. Hashes and counts what it reads.
 * Internal to src/trace. */
#ifndef CMTRAIL_TRACE_WINDOW_H
#define CMTRAIL_TRACE_WINDOW_H

#include <stdbool.h>

#include <xxhash.h>

#include "base/err.h"
#include "trace/input.h"

struct window {
    const char *p; /* the bytes; they move in window_fill */
    size_t n;
    bool is_start; /* p[0] is the first byte of the stream */
    bool ended;    /* no more bytes come */
    bool cut;      /* the stream ended before its compressed form said so */
    int64_t bytes; /* read so far */

    struct input *in; /* what is read; NULL: memory */
    struct str rest;  /* of the memory, not yet in the window */
    size_t chunk;     /* bytes read at once */
    char *own;        /* the buffer; NULL when p is the caller's memory */
    size_t room;
    XXH3_state_t *hash;
};

/* Reads the current stream of in. */
void window_open(struct window *w, struct input *in);
/* Shows bytes, which must outlive the window: all at once when chunk is 0,
 * else as if they were read `chunk` bytes at a time. */
void window_open_memory(struct window *w, struct str bytes, size_t chunk);

/* Reads more. Bytes before *keep may go; *keep is then where those kept begin.
 * returns: 1 more bytes, 0 the end, -1 (e set). */
int window_fill(struct window *w, size_t *keep, struct err *e);

/* XXH3-128 of the bytes read so far. */
XXH128_hash_t window_hash(const struct window *w);

void window_close(struct window *w);

#endif
