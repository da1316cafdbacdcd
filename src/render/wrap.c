/* SPDX-License-Identifier: MIT */
#include "render/wrap.h"

#include "render/canvas.h"
#include "render/ink.h"

enum {
    WIDTH_DEFAULT = 80,
    LINE_MAX = 4000, /* columns of one entry over all its lines */
};

void
wrap_head(struct out *o, const char *text, const struct render_options *opt)
{
    out_byte(o, '\n');
    ink_set(o, INK_HEAD, opt->color);
    out_z(o, text);
    ink_set(o, INK_PLAIN, opt->color);
    out_byte(o, '\n');
}

void
wrap_put(struct out *o, struct arena *a, struct str text, size_t x,
    const struct render_options *opt)
{
    size_t whole = opt->width ? opt->width : WIDTH_DEFAULT;
    size_t width = whole > x + 20 ? whole - x : 20;
    struct str rest = safe_text(a, text, !opt->unicode);
    rest = safe_cut(a, rest, LINE_MAX, opt->unicode ? STR("…") : STR(".."));
    for (bool more = false; rest.n > 0 || !more; more = true) {
        if (more)
            out_pad(o, ' ', x);
        out_str(o, safe_wrap(&rest, width));
        out_byte(o, '\n');
    }
}
