/* SPDX-License-Identifier: MIT
 *
 * The parts of a page about one call, for the pages that have them. */
#ifndef CMTRAIL_RENDER_HTML_H
#define CMTRAIL_RENDER_HTML_H

#include "base/out.h"
#include "render/layout.h"

/* The call in words, its path, its connections, and what the traces lack. */
void html_story(struct out *o, const struct ladder *l);
/* Which files it was read from, and by what. */
void html_origin(struct out *o, const struct story *s);
/* The rows of a ladder as a list: each message with its text, what is new in
 * its session description marked. Row i has the id mI. */
void html_messages(struct out *o, const struct ladder *l);

#endif
