/* SPDX-License-Identifier: MIT
 *
 * The frame of a page that is one file: nothing is fetched, only our own
 * script may run, and all is readable without it. */
#ifndef CMTRAIL_RENDER_PAGE_H
#define CMTRAIL_RENDER_PAGE_H

#include "base/out.h"

struct page {
    struct str title;
    const char *const *styles; /* files of page/; end with NULL */
    const char *script;        /* a file of page/ */
};

/* Everything up to and with <body>. */
void page_begin(struct out *o, const struct page *p);
/* The script, and the end. */
void page_end(struct out *o, const struct page *p);

#endif
