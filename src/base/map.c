/* SPDX-License-Identifier: MIT
 *
 * The hash map: open addressing, linear probing, at most 3 of 4 slots in use.
 * Keys of up to 8 bytes that stand for numbers live in the slot itself. */
#include "base/map.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"

enum { MAP_FIRST = 32 };

/* There may be millions: what is not needed to tell keys apart is left out. A
 * number is its own copy; of bytes the length stands beside the hash. */
struct map_slot {
    union {
        const char *p;
        uint64_t number;
    } key;
    size_t value;
    uint32_t hash; /* its lower bits give the place */
    uint32_t n;    /* bytes of the key; IS_NUMBER; IS_FREE */
};
#define IS_FREE UINT32_C(0)
#define IS_NUMBER UINT32_C(1)
enum { SIZE_FROM = 2 }; /* n of the empty key */

/* 64 x 64 -> 128 bits, folded: every input bit reaches every output bit. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t
load(const char *p, size_t n)
{
    uint64_t v = 0;
    memcpy(&v, p, n);
    return v;
}

/* At most 8 bytes, by loads of fixed sizes that may overlap: copying a variable
 * few bytes is a call. Different bytes of one length give different numbers. */
static uint64_t
load_few(const char *p, size_t n)
{
    if (n >= 4)
        return load(p, 4) << 32 | load(p + n - 4, 4);
    if (n == 0)
        return 0;
    return load(p, 1) << 16 | load(p + n / 2, 1) << 8 | load(p + n - 1, 1);
}

/* Odd, half of their bits set; from the digits of sqrt 2, 3 and 5. */
#define SALT_1 UINT64_C(0x6a09e667f3bcc909)
#define SALT_2 UINT64_C(0xbb67ae8584caa73b)
#define SALT_3 UINT64_C(0x3c6ef372fe94f82b)

uint64_t
map_hash(struct str s, uint64_t seed)
{
    uint64_t h = mix(seed ^ SALT_1, s.n ^ SALT_2);
    const char *p = s.p;
    size_t left = s.n;
    for (; left > 16; p += 16, left -= 16)
        h = mix(load(p, 8) ^ SALT_2 ^ h, load(p + 8, 8) ^ SALT_3 ^ seed);
    if (left > 8)
        return mix(load(p, 8) ^ h, load(p + left - 8, 8) ^ SALT_3 ^ seed) ^ h;
    uint64_t tail = load_few(p, left);
    return mix(mix(tail ^ SALT_2 ^ h, SALT_3 ^ seed), h ^ SALT_1);
}

static uint64_t
hash_number(uint64_t key, uint64_t seed)
{
    return mix(mix(key ^ seed ^ SALT_1, SALT_2), seed ^ SALT_3);
}

void
map_init(struct map *m, struct arena *a)
{
    *m = (struct map){.a = a};
    if (getrandom(&m->seed, sizeof(m->seed), GRND_NONBLOCK) ==
        (ssize_t)sizeof(m->seed))
        return;
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    m->seed = mix((uint64_t)now.tv_nsec ^ SALT_1,
        (uint64_t)(uintptr_t)m ^ ((uint64_t)now.tv_sec << 32) ^ SALT_2);
}

/* What is looked for: bytes, or a number when key.p is NULL. */
struct wanted {
    uint32_t hash;
    struct str key;
    uint64_t number;
};

/* What is kept of a hash tells keys apart and gives their places, of up to 4 G
 * keys; so a map is widened without looking at its keys. */
static uint32_t
kept_hash(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

static struct wanted
wanted_bytes(const struct map *m, struct str key)
{
    if (!key.p)
        key.p = ""; /* the empty key is bytes, too */
    return (struct wanted){
        .hash = kept_hash(map_hash(key, m->seed)), .key = key};
}

static struct wanted
wanted_number(const struct map *m, uint64_t key)
{
    return (struct wanted){
        .hash = kept_hash(hash_number(key, m->seed)), .number = key};
}

static uint32_t
size_mark(const struct wanted *w)
{
    return w->key.p ? (uint32_t)w->key.n + SIZE_FROM : IS_NUMBER;
}

static bool
slot_is(const struct map_slot *s, const struct wanted *w)
{
    if (s->hash != w->hash || s->n != size_mark(w))
        return false;
    return w->key.p ? memcmp(s->key.p, w->key.p, w->key.n) == 0
                    : s->key.number == w->number;
}

/* The slot with the key, or the free one where it belongs. */
static struct map_slot *
slot_find(const struct map *m, const struct wanted *w)
{
    size_t mask = m->cap - 1;
    size_t i = w->hash & mask;
    while (m->slots[i].n != IS_FREE && !slot_is(&m->slots[i], w))
        i = (i + 1) & mask;
    return &m->slots[i];
}

static void
map_widen(struct map *m)
{
    struct map old = *m;
    m->cap = old.cap ? old.cap * 2 : MAP_FIRST;
    m->slots = arena_array(m->a, m->cap, sizeof(*m->slots));
    size_t mask = m->cap - 1;
    for (size_t k = 0; k < old.cap; k++) {
        if (old.slots[k].n == IS_FREE)
            continue;
        size_t i = old.slots[k].hash & mask;
        while (m->slots[i].n != IS_FREE)
            i = (i + 1) & mask;
        m->slots[i] = old.slots[k];
    }
    arena_drop(m->a, old.slots, old.cap * sizeof(*old.slots));
}

static size_t *
get(const struct map *m, struct wanted w)
{
    if (!m->cap)
        return NULL;
    struct map_slot *s = slot_find(m, &w);
    return s->n != IS_FREE ? &s->value : NULL;
}

static size_t *
put(struct map *m, struct wanted w, size_t fresh, bool *made)
{
    size_t *known = get(m, w);
    if (made)
        *made = !known;
    if (known)
        return known;
    if (m->n >= m->cap / 4 * 3)
        map_widen(m);
    struct map_slot *s = slot_find(m, &w);
    if (w.key.n > UINT32_MAX - SIZE_FROM)
        die("a key of %zu bytes", w.key.n);
    *s = (struct map_slot){.value = fresh,
        .hash = w.hash,
        .n = size_mark(&w),
        .key.number = w.number};
    if (w.key.p)
        s->key.p = str_dup(m->a, w.key).p;
    m->n++;
    return &s->value;
}

size_t *
map_get(const struct map *m, struct str key)
{
    return get(m, wanted_bytes(m, key));
}

size_t *
map_put(struct map *m, struct str key, size_t fresh, bool *made)
{
    return put(m, wanted_bytes(m, key), fresh, made);
}

size_t *
map_get_u64(const struct map *m, uint64_t key)
{
    return get(m, wanted_number(m, key));
}

size_t *
map_put_u64(struct map *m, uint64_t key, size_t fresh, bool *made)
{
    return put(m, wanted_number(m, key), fresh, made);
}
