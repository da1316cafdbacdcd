/* SPDX-License-Identifier: MIT
 *
 * Arenas as a list of malloc'd blocks. Blocks grow from 64 KiB to 1 MiB; a
 * request that is bigger gets a block of its own size. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#if defined(__SANITIZE_ADDRESS__)
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif

#ifdef POISONS
#include <sanitizer/asan_interface.h>
#endif

enum {
    BLOCK_FIRST = 64 * 1024,
    BLOCK_LAST = 1024 * 1024,
    ALIGN = _Alignof(max_align_t),
};

struct arena_block {
    struct arena_block *next; /* older */
    size_t size;              /* bytes behind this header */
    size_t used;
    _Alignas(max_align_t) char mem[];
};

/* Under AddressSanitizer bytes that were not handed out are forbidden. */
static void
poison(char *p, size_t n)
{
#ifdef POISONS
    ASAN_POISON_MEMORY_REGION(p, n);
#else
    (void)p;
    (void)n;
#endif
}

static void
unpoison(char *p, size_t n)
{
#ifdef POISONS
    ASAN_UNPOISON_MEMORY_REGION(p, n);
#else
    (void)p;
    (void)n;
#endif
}

static void
block_free(struct arena_block *b)
{
    unpoison(b->mem, b->size);
    free(b);
}

/* Puts a block in front that has room for need bytes. */
static struct arena_block *
block_add(struct arena *a, size_t need)
{
    size_t size = a->head ? a->head->size * 2 : BLOCK_FIRST;
    if (size > BLOCK_LAST)
        size = BLOCK_LAST;
    if (size < need)
        size = need;
    if (size > SIZE_MAX - sizeof(struct arena_block))
        die("out of memory: %zu bytes asked for", need);
    struct arena_block *b = malloc(sizeof(*b) + size);
    if (!b)
        die("out of memory: %zu bytes asked for", need);
    *b = (struct arena_block){.next = a->head, .size = size};
    poison(b->mem, size);
    a->head = b;
    return b;
}

void *
arena_bytes(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        die("out of memory: %zu bytes asked for", size);
    size_t need = (size ? size + ALIGN - 1 : ALIGN) / ALIGN * ALIGN;
    struct arena_block *b = a->head;
    if (!b || b->size - b->used < need)
        b = block_add(a, need);
    char *p = b->mem + b->used;
    b->used += need;
    a->used += need;
    unpoison(p, size); /* the rest of the last word stays forbidden */
    return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_bytes(a, size), 0, size);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes))
        die("out of memory: %zu elements of %zu bytes asked for", n, size);
    return arena_alloc(a, bytes);
}

void *
arena_grow(struct arena *a, void *v, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap && v)
        return v;
    size_t grown = *cap < 8 ? 8 : *cap;
    while (grown < want) {
        if (grown > SIZE_MAX / 2)
            die("out of memory: %zu elements asked for", want);
        grown *= 2;
    }
    void *moved = arena_array(a, grown, size);
    if (v && *cap)
        memcpy(moved, v, *cap * size);
    if (v)
        arena_drop(a, v, *cap * size);
    *cap = grown;
    return moved;
}

void *
arena_room(struct arena *a, void *v, size_t n, size_t size)
{
    if (n & (n - 1)) /* between powers of two there is room */
        return v;
    void *moved = arena_array(a, n ? n * 2 : 1, size);
    if (n)
        memcpy(moved, v, n * size);
    return moved;
}

void
arena_drop(struct arena *a, void *p, size_t size)
{
    if (size <= BLOCK_LAST)
        return;
    for (struct arena_block **at = &a->head; *at; at = &(*at)->next) {
        struct arena_block *b = *at;
        if (p != b->mem)
            continue;
        *at = b->next;
        a->used -= b->used;
        block_free(b);
        return;
    }
}

void
arena_reset(struct arena *a)
{
    struct arena_block *keep = a->head;
    if (!keep)
        return;
    for (struct arena_block *b = keep->next, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    /* One huge record must not hold its memory until the end. */
    if (keep->size > BLOCK_LAST) {
        block_free(keep);
        *a = (struct arena){0};
        return;
    }
    keep->next = NULL;
    keep->used = 0;
    poison(keep->mem, keep->size);
    a->used = 0;
}

void
arena_free(struct arena *a)
{
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    *a = (struct arena){0};
}
