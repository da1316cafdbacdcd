/* SPDX-License-Identifier: MIT
 *
 * A table of cells for a terminal. The widest columns give way first, down to
 * their minima; then those too; then columns at the right end are left out. */
#include "render/render.h"

#include "base/arena.h"
#include "render/ink.h"

enum {
    BETWEEN = 2,  /* blanks between columns */
    HARD_MIN = 5, /* columns of a cell that still says something */
};

struct grid {
    const struct cell_column *cols;
    size_t ncols;
    const struct str *cells;
    size_t nrows;
    const struct render_options *opt;
    size_t *width; /* of each column */
    size_t *min;   /* of each column */
};

/* Of column i when no column may be wider than cap unless its minimum is. */
static size_t
capped(const struct grid *g, size_t i, size_t cap)
{
    size_t low = g->min[i] < g->width[i] ? g->min[i] : g->width[i];
    if (g->width[i] <= cap)
        return g->width[i];
    return cap > low ? cap : low;
}

static size_t
total(const struct grid *g, size_t cap)
{
    size_t sum = 0;
    for (size_t i = 0; i < g->ncols; i++)
        sum += capped(g, i, cap) + (i > 0 ? BETWEEN : 0);
    return sum;
}

static void
measure(struct grid *g)
{
    for (size_t i = 0; i < g->ncols; i++) {
        g->width[i] = out_safe_width(str_from(g->cols[i].title));
        g->min[i] = g->cols[i].min;
    }
    for (size_t i = 0; i < g->nrows * g->ncols; i++) {
        size_t w = out_safe_width(g->cells[i]);
        if (w > g->width[i % g->ncols])
            g->width[i % g->ncols] = w;
    }
}

/* The widest columns are cut to one width, the largest that fits; what is
 * left over goes to the first of them. */
static void
shrink(struct grid *g, size_t limit)
{
    bool tight = total(g, 0) > limit;
    for (size_t i = 0; tight && i < g->ncols; i++)
        g->min[i] = g->min[i] < HARD_MIN ? g->min[i] : HARD_MIN;
    while (g->ncols > 1 && total(g, 0) > limit)
        g->ncols--;
    size_t cap = 1;
    while (cap < limit && total(g, cap + 1) <= limit)
        cap++;
    size_t sum = total(g, cap);
    size_t spare = sum < limit ? limit - sum : 0;
    for (size_t i = 0; i < g->ncols; i++) {
        size_t width = capped(g, i, cap);
        size_t more = g->width[i] - width;
        more = more < spare ? more : spare;
        g->width[i] = width + more;
        spare -= more;
    }
    if (g->ncols == 1 && g->width[0] > limit)
        g->width[0] = limit;
}

static struct str
ellipsis(const struct grid *g)
{
    return g->opt->unicode ? STR("…") : STR("..");
}

static void
put_cell(struct out *o, const struct grid *g, size_t col, struct str cell)
{
    size_t width = g->width[col];
    size_t used = out_safe_width(cell);
    size_t blank = used < width ? width - used : 0;
    if (g->cols[col].right)
        out_pad(o, ' ', blank);
    used = out_safe_cut(o, cell, width, ellipsis(g));
    if (!g->cols[col].right && col + 1 < g->ncols)
        out_pad(o, ' ', width - used);
    if (col + 1 < g->ncols)
        out_pad(o, ' ', BETWEEN);
}

static void
put_grid(struct out *o, const struct grid *g, size_t stride)
{
    ink_set(o, INK_HEAD, g->opt->color);
    for (size_t i = 0; i < g->ncols; i++)
        put_cell(o, g, i, str_from(g->cols[i].title));
    ink_set(o, INK_PLAIN, g->opt->color);
    out_byte(o, '\n');
    for (size_t row = 0; row < g->nrows; row++) {
        for (size_t i = 0; i < g->ncols; i++)
            put_cell(o, g, i, g->cells[row * stride + i]);
        out_byte(o, '\n');
    }
}

void
render_table(struct out *o, const struct cell_column *cols, size_t ncols,
    const struct str *cells, size_t nrows, const struct render_options *opt)
{
    if (ncols == 0)
        return;
    struct arena a = {0};
    struct grid g = {.cols = cols,
        .ncols = ncols,
        .cells = cells,
        .nrows = nrows,
        .opt = opt,
        .width = arena_array(&a, ncols, sizeof(size_t)),
        .min = arena_array(&a, ncols, sizeof(size_t))};
    measure(&g);
    if (opt->width > 0)
        shrink(&g, opt->width);
    put_grid(o, &g, ncols);
    arena_free(&a);
}
