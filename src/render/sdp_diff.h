/* SPDX-License-Identifier: MIT
 *
 * Which lines of a message's session description are new since the sender's
 * last one, and which are gone. Used by pages. */
#ifndef CMTRAIL_RENDER_SDP_DIFF_H
#define CMTRAIL_RENDER_SDP_DIFF_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum line_state {
    LINE_SAME, /* or not of the session description */
    LINE_NEW,
    LINE_GONE, /* stands in the message of before only */
};

struct diff_line {
    enum line_state state;
    struct str text; /* without its line end */
};

/* All lines of `now`, and those that are gone where they stood.
 * before: the text to compare with; empty = nothing is marked.
 * returns: *v in a, *n lines. */
void sdp_diff(struct arena *a, struct str before, struct str now,
    struct diff_line **v, size_t *n);

#endif
