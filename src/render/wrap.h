/* SPDX-License-Identifier: MIT
 *
 * Sentences for a terminal: trace text made harmless, wrapped to the width. */
#ifndef CMTRAIL_RENDER_WRAP_H
#define CMTRAIL_RENDER_WRAP_H

#include "base/arena.h"
#include "render/render.h"

/* An empty line and a title. */
void wrap_head(
    struct out *o, const char *text, const struct render_options *opt);
/* Text whose first line begins at column x, or where the line stands; further
 * lines begin at x. */
void wrap_put(struct out *o, struct arena *a, struct str text, size_t x,
    const struct render_options *opt);

#endif
