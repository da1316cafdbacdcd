/* SPDX-License-Identifier: MIT
 *
 * Hash map from bytes to a number (an index into the owner's array). Grows in
 * an arena; nothing is ever removed, values may be overwritten. Hostile keys
 * cannot make it slow: the hash is seeded per map. */
#ifndef CMTRAIL_BASE_MAP_H
#define CMTRAIL_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct map_slot;

struct map {
    struct arena *a;        /* where slots and copies of keys live */
    struct map_slot *slots; /* power of two */
    size_t cap;
    size_t n; /* keys in use */
    uint64_t seed;
};

void map_init(struct map *m, struct arena *a);
/* The value of key, or NULL when it is not there. The pointer is valid until
 * the next map_put. */
size_t *map_get(const struct map *m, struct str key);
/* The place of key's value, made (as `fresh`) when it was not there; *made
 * (may be NULL) says so. The key's bytes are copied. */
size_t *map_put(struct map *m, struct str key, size_t fresh, bool *made);

/* Numbers as keys. */
size_t *map_get_u64(const struct map *m, uint64_t key);
size_t *map_put_u64(struct map *m, uint64_t key, size_t fresh, bool *made);

/* 64-bit hash of bytes (not for secrets). */
uint64_t map_hash(struct str s, uint64_t seed);

#endif
