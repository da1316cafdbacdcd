/* SPDX-License-Identifier: MIT
 *
 * A call and its steps in words. Trace text is in them as it is: whoever
 * writes them makes it harmless. All in a. */
#ifndef CMTRAIL_RENDER_WORDS_H
#define CMTRAIL_RENDER_WORDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/call.h"
#include "render/layout.h"

struct str words_or_unknown(struct str s);
/* A party is called by its number, else by its device. */
struct str words_who(struct str number, struct str device);
/* "5551 (SEP0011AABB22CC) -> 95559001 -> 9001 (TRUNK_EAST)" */
struct str words_parties(struct arena *a, const struct call *c);
/* "answered", "failed 404 (cause 1)": what decided. */
struct str words_outcome(struct arena *a, const struct call *c);
/* "answered 17:31:35.374, 31.2 s, released by calling, cause 16 (...)" */
struct str words_ending(struct arena *a, const struct call *c);
/* Busy, no answer, rejected, failed. */
bool words_went_wrong(const struct call *c);
/* "css PT_PHONES, partition PT_EAST": the fields that the label does not show
 * already. */
struct str words_fields(struct arena *a, const struct step *s);
/* "198.51.100.20:5061: legacy: CBC with HMAC ... (RFC 9325 4.2)" */
struct str words_finding(
    struct arena *a, const struct connection *c, const struct tls_finding *f);
/* Of a call that went wrong the rows that show it, where they stand out: "404
 * Not Found (101 INVITE), cm-east-pub to SEP0011AABB22CC". returns how many. */
size_t words_faults(struct arena *a, const struct ladder *l, struct str **v);
/* "digit analysis" for digit_analysis. */
struct str words_kind(struct arena *a, struct str kind);

#endif
