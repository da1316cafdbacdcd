/* SPDX-License-Identifier: MIT */
#include "render/cells.h"

#include <inttypes.h>

enum { COLUMNS_MAX = 16 };

void
cells_add(struct cells *s, struct str cell)
{
    s->v = arena_grow(&s->a, s->v, &s->cap, s->n + 1, sizeof(*s->v));
    s->v[s->n++] = cell;
}

void
cells_int(struct cells *s, int64_t v)
{
    cells_add(s, str_fmt(&s->a, "%" PRId64, v));
}

struct str
cells_joined(struct arena *a, const struct str *v, size_t n)
{
    struct str all = n > 0 ? v[0] : STR("");
    for (size_t i = 1; i < n && all.n < 200; i++)
        all = str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(all), STR_ARG(v[i]));
    return all;
}

static bool
has_content(const struct cells *s, size_t ncols, size_t col)
{
    for (size_t i = col; i < s->n; i += ncols)
        if (s->v[i].n > 0)
            return true;
    return false;
}

void
cells_finish(struct cells *s, struct out *o, const struct cell_column *cols,
    size_t ncols, const struct render_options *opt)
{
    struct cell_column kept[COLUMNS_MAX];
    size_t n = 0, cells = 0;
    bool keep[COLUMNS_MAX];
    for (size_t i = 0; i < ncols; i++) {
        keep[i] = has_content(s, ncols, i);
        if (keep[i])
            kept[n++] = cols[i];
    }
    for (size_t i = 0; i < s->n; i++)
        if (keep[i % ncols])
            s->v[cells++] = s->v[i];
    render_table(o, kept, n, s->v, n > 0 ? cells / n : 0, opt);
    arena_free(&s->a);
}

struct str
cells_start(struct arena *a, const struct when *w, bool wide)
{
    struct str iso = when_iso(a, *w);
    size_t t = str_find_byte(iso, 'T');
    if (t == iso.n)
        return str_sub(iso, 0, 8);
    size_t year = wide ? 0 : 5;
    return str_fmt(a, STR_FMT " " STR_FMT,
        STR_ARG(str_sub(iso, year, t - year)), STR_ARG(str_sub(iso, t + 1, 8)));
}

bool
cells_wide(const struct render_options *opt, size_t width)
{
    return opt->width == 0 || opt->width >= width;
}
