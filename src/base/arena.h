/* SPDX-License-Identifier: MIT
 *
 * Arenas: memory that is given back all at once. Every function that
 * allocates takes its arena as a parameter; there is nothing to free on
 * error paths. Two live in each thread of work: `run` for the whole command,
 * `scratch` for one record. Out of memory ends the program (die). */
#ifndef CMTRAIL_BASE_ARENA_H
#define CMTRAIL_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block; NULL before the first use */
    size_t used;              /* bytes handed out since the last reset */
};

/* Zeroed memory, aligned for any type. size 0 gives a valid pointer.
 * The memory lives until arena_reset or arena_free. */
void *arena_alloc(struct arena *a, size_t size);

/* The same, but with anything in it: for what is written at once. */
void *arena_bytes(struct arena *a, size_t size);

/* n elements of size bytes, zeroed; dies when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* Makes room for at least `want` elements in a growing array.
 * v, *cap: the array and its capacity in elements (NULL and 0 at first).
 * returns: the array, moved when it had to grow; *cap is its new capacity.
 *          Old contents are kept, the new part is zeroed. */
void *arena_grow(
    struct arena *a, void *v, size_t *cap, size_t want, size_t size);

/* Room for one more behind n elements of an array that is mostly short: it is
 * moved when n is 0, 1, 2, 4, 8, ... The new part is zeroed. */
void *arena_room(struct arena *a, void *v, size_t n, size_t size);

/* Gives back one piece of `size` bytes, when it is so big (over 1 MiB) that it
 * has a block of its own; smaller ones stay. p: what arena_alloc or arena_array
 * gave; not to be used any more. */
void arena_drop(struct arena *a, void *p, size_t size);

/* Gives everything back but keeps one block for the next round. Under
 * AddressSanitizer the memory is poisoned, so that a slice that outlived its
 * record stops the test. */
void arena_reset(struct arena *a);

/* Gives everything back to the system. Legal on a zeroed arena. */
void arena_free(struct arena *a);

#endif
