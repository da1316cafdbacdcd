/* SPDX-License-Identifier: MIT
 *
 * The larger and the smaller of two sizes. */
#ifndef CMTRAIL_BASE_SIZE_H
#define CMTRAIL_BASE_SIZE_H

#include <stddef.h>

static inline size_t
size_larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static inline size_t
size_smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

#endif
