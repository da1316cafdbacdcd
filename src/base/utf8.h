/* SPDX-License-Identifier: MIT
 *
 * UTF-8 and what a terminal makes of it. */
#ifndef CMTRAIL_BASE_UTF8_H
#define CMTRAIL_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Reads the character that s begins with.
 * returns: its bytes and *code; 0 (*code untouched) when s is empty or begins
 *          with bytes that are not UTF-8 (overlong, surrogate, torn). */
size_t utf8_decode(struct str s, uint32_t *code);

/* Columns of a printable character: 0 combining, 2 wide, else 1. */
unsigned utf8_width(uint32_t code);

#endif
