/* SPDX-License-Identifier: MIT
 *
 * Trace bytes in XML and HTML, and the files of page/ that are built in. */
#ifndef CMTRAIL_RENDER_MARKUP_H
#define CMTRAIL_RENDER_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"

/* Writes s so that it is text and nothing else, in content and in quoted
 * attributes alike; control characters as out_safe shows them. lines: keep
 * line ends. */
void markup_text(struct out *o, struct str s, bool lines);

/* A cell of a table. title: stands before it where the screen is narrow. */
void markup_cell(struct out *o, const char *title, struct str text);

/* A file of page/ by its name: "ladder.css". */
struct str markup_asset(struct str name);

/* The build makes the file that defines these (tools/embed.cmake). */
extern const char *const page_names[];
extern const char *const page_texts[];
extern const size_t page_lengths[];
extern const size_t page_count;

#endif
