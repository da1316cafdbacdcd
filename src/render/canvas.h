/* SPDX-License-Identifier: MIT
 *
 * One line of a text drawing as cells, so that arrows, labels and lanes can
 * be put on top of each other and no line is ever wider than it may be. */
#ifndef CMTRAIL_RENDER_CANVAS_H
#define CMTRAIL_RENDER_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/out.h"
#include "render/ink.h"

struct cell;

struct canvas {
    struct arena *a;
    struct cell *v;
    size_t width; /* columns */
    bool color;
};

void canvas_init(struct canvas *c, struct arena *a, size_t width, bool color);

/* Puts a literal of one column's width at column x; a blank clears the column.
 * Ignored beyond the width. */
void canvas_glyph(struct canvas *c, size_t x, const char *glyph, enum ink ink);
/* Puts the same glyph into columns from..to-1. */
void canvas_fill(
    struct canvas *c, size_t from, size_t to, const char *glyph, enum ink ink);
/* Puts safe text (safe_text) at column x, as far as it fits. It must live
 * until canvas_flush. returns: the columns used. */
size_t canvas_text(struct canvas *c, size_t x, struct str safe, enum ink ink);

/* Writes the line without trailing blanks, ends it, and clears it. */
void canvas_flush(struct canvas *c, struct out *o);

/* Trace bytes as out_safe shows them, on one line, in a; with `ascii` what
 * is beyond ASCII becomes '?'. */
struct str safe_text(struct arena *a, struct str s, bool ascii);
/* Cuts safe text in its middle to at most `width` columns, so that names with
 * a common beginning stay different. */
struct str safe_squeeze(
    struct arena *a, struct str safe, size_t width, struct str ellipsis);
/* Cuts safe text at its end. */
struct str safe_cut(
    struct arena *a, struct str safe, size_t width, struct str ellipsis);
/* Cuts safe text before its last word, which stays whole where it fits: it is
 * the address of a media stream. */
struct str safe_keep_last(
    struct arena *a, struct str safe, size_t width, struct str ellipsis);
/* Cuts as many words off *rest as fit into width columns (at least one
 * character), for wrapping. */
struct str safe_wrap(struct str *rest, size_t width);

#endif
