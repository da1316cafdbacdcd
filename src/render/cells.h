/* SPDX-License-Identifier: MIT
 *
 * A table being filled, row by row. Columns in which nothing stands are left
 * out, so that the others have room. */
#ifndef CMTRAIL_RENDER_CELLS_H
#define CMTRAIL_RENDER_CELLS_H

#include "base/arena.h"
#include "render/render.h"

struct cells {
    struct arena a; /* also for the texts */
    struct str *v;
    size_t n, cap;
};

void cells_add(struct cells *s, struct str cell);
void cells_int(struct cells *s, int64_t v);
/* Draws and frees. At most 16 columns. */
void cells_finish(struct cells *s, struct out *o,
    const struct cell_column *cols, size_t ncols,
    const struct render_options *opt);

/* Whether so many columns are there. */
bool cells_wide(const struct render_options *opt, size_t width);
/* "a, b, c", in a. */
struct str cells_joined(struct arena *a, const struct str *v, size_t n);
/* "2020-06-28 17:31:29"; without the year where there is little room. */
struct str cells_start(struct arena *a, const struct when *w, bool wide);

#endif
