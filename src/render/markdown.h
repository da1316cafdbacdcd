/* SPDX-License-Identifier: MIT
 *
 * Trace text in Markdown. */
#ifndef CMTRAIL_RENDER_MARKDOWN_H
#define CMTRAIL_RENDER_MARKDOWN_H

#include "render/render.h"

/* Text that is nothing else, also between the bars of a table. */
void markdown_text(struct out *o, struct str s);
/* A block that text cannot end; the text is written as it is. */
void markdown_fenced(struct out *o, const char *language, struct str text);
/* The ladder in such a block. */
void markdown_ladder(
    struct out *o, const struct ladder *l, const struct render_options *opt);

#endif
