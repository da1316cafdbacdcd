/* SPDX-License-Identifier: MIT
 *
 * Keys of maps that have several parts. The length of each part stands before
 * it, so that two lists of parts never give one key. */
#ifndef CMTRAIL_BASE_KEY_H
#define CMTRAIL_BASE_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* The key of n parts, which lives in the arena. */
struct str key_of(struct arena *a, const struct str *parts, size_t n);

/* KEY(a, call_id, KEY_NUMBER(7)) */
#define KEY(a, ...)                                                            \
    key_of(a, (const struct str[]){__VA_ARGS__},                               \
        sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))

/* A number as a part, within the block that it stands in. */
#define KEY_NUMBER(v)                                                          \
    ((struct str){(const char *)&(int64_t){(int64_t)(v)}, sizeof(int64_t)})

#endif
