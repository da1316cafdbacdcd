/* SPDX-License-Identifier: MIT
 *
 * The reader's buffer: grows to the longest record, moves its rest to the
 * front when it is used up. */
#include "trace/window.h"

/* The same functions and results, in the code that the processor runs best. */
#ifdef CMTRAIL_XXH_DISPATCH
#include <xxh_x86dispatch.h>
#endif

#include <stdlib.h>
#include <string.h>

enum {
    READ_SIZE = 256 * 1024,
    ROOM_FIRST = 2 * READ_SIZE,
};

static void
hash_open(struct window *w)
{
    w->hash = XXH3_createState();
    if (!w->hash)
        die("out of memory");
    XXH3_128bits_reset(w->hash);
}

/* Counts bytes that came in. */
static void
take_in(struct window *w, struct str bytes)
{
    if (bytes.n == 0)
        return;
    XXH3_128bits_update(w->hash, bytes.p, bytes.n);
    w->bytes += (int64_t)bytes.n;
}

void
window_open(struct window *w, struct input *in)
{
    *w = (struct window){
        .p = "", .in = in, .is_start = true, .chunk = READ_SIZE};
    hash_open(w);
}

void
window_open_memory(struct window *w, struct str bytes, size_t chunk)
{
    *w = (struct window){
        .p = "", .rest = bytes, .is_start = true, .chunk = chunk};
    hash_open(w);
    if (chunk > 0)
        return;
    if (bytes.n)
        w->p = bytes.p;
    w->n = bytes.n;
    w->ended = true;
    take_in(w, bytes);
}

/* Makes room behind the bytes for one read. */
static void
make_room(struct window *w, size_t *keep)
{
    size_t want = w->chunk < READ_SIZE ? w->chunk : READ_SIZE;
    if (w->room - w->n >= want && w->own)
        return;
    if (*keep > 0) {
        memmove(w->own, w->own + *keep, w->n - *keep);
        w->n -= *keep;
        *keep = 0;
        w->is_start = false;
    }
    if (w->room - w->n >= want && w->own)
        return;
    w->room = w->room ? w->room * 2 : ROOM_FIRST;
    w->own = realloc(w->own, w->room);
    if (!w->own)
        die("out of memory: a record of %zu bytes", w->n);
    w->p = w->own;
}

/* Reads up to room bytes to `to`. */
static int64_t
read_some(struct window *w, char *to, size_t room, struct err *e)
{
    if (room > w->chunk)
        room = w->chunk;
    if (w->in)
        return input_read(w->in, to, room, e);
    struct str part = str_sub(w->rest, 0, room);
    if (part.n)
        memcpy(to, part.p, part.n);
    w->rest = str_skip(w->rest, part.n);
    return (int64_t)part.n;
}

int
window_fill(struct window *w, size_t *keep, struct err *e)
{
    if (w->ended)
        return 0;
    make_room(w, keep);
    char *to = w->own + w->n;
    int64_t got = read_some(w, to, w->room - w->n, e);
    if (got <= 0) {
        w->ended = true;
        w->cut = w->in && input_was_cut(w->in);
        return got < 0 ? -1 : 0;
    }
    take_in(w, (struct str){to, (size_t)got});
    w->n += (size_t)got;
    return 1;
}

XXH128_hash_t
window_hash(const struct window *w)
{
    return XXH3_128bits_digest(w->hash);
}

void
window_close(struct window *w)
{
    XXH3_freeState(w->hash);
    free(w->own);
}
