/* SPDX-License-Identifier: MIT */
#include "base/key.h"

#include <string.h>

#include "base/arena.h"

struct str
key_of(struct arena *a, const struct str *parts, size_t n)
{
    size_t size = 0;
    for (size_t i = 0; i < n; i++)
        size += sizeof(uint32_t) + parts[i].n;
    char *made = arena_alloc(a, size);
    char *to = made;
    for (size_t i = 0; i < n; i++) {
        uint32_t length = (uint32_t)parts[i].n;
        memcpy(to, &length, sizeof(length));
        to += sizeof(length);
        if (length > 0)
            memcpy(to, parts[i].p, length);
        to += length;
    }
    return (struct str){made, size};
}
