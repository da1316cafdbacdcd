/* SPDX-License-Identifier: MIT
 *
 * The table of calls. */
#include "render/render.h"

#include <inttypes.h>

#include "base/arena.h"
#include "model/names.h"
#include "render/cells.h"
#include "render/words.h"

enum {
    WIDE = 100, /* from here on there is room for whole dates */
};

/* Only where the number was changed on its way. */
static struct str
called_text(const struct call *c)
{
    if (c->dialed.n > 0 && str_eq(c->called, c->dialed))
        return STR("");
    if (c->dialed.n > 0 && c->called.n == 0)
        return STR("");
    return words_who(c->called, c->called_device);
}

/* Trunks by name, otherwise the addresses. */
static struct str
way_text(struct arena *a, const struct call *c)
{
    if (c->ntrunks > 0)
        return cells_joined(a, c->trunks, c->ntrunks);
    return cells_joined(a, c->peers, c->npeers);
}

static struct str
cn_text(struct arena *a, const struct call *c)
{
    struct str all = STR("");
    for (size_t i = 0; i < c->ntls && all.n < 200; i++) {
        if (c->tls[i].cn.n == 0)
            continue;
        all = all.n == 0 ? c->tls[i].cn
                         : str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(all),
                               STR_ARG(c->tls[i].cn));
    }
    return all;
}

void
render_calls_text(struct out *o, const struct call *calls, size_t n,
    const struct render_options *opt)
{
    static const struct cell_column cols[] = {
        {"call", true, 4},
        {"start", false, 19}, /* a time that is cut says nothing */
        {"duration", true, 8},
        {"calling", false, 5},
        {"dialed", false, 5},
        {"called", false, 5},
        {"outcome", false, 8},
        {"trunk or peer", false, 8},
        {"TLS CN", false, 6},
    };
    struct cells s = {0};
    for (size_t i = 0; i < n; i++) {
        const struct call *c = &calls[i];
        cells_int(&s, c->call);
        cells_add(&s, cells_start(&s.a, &c->start, cells_wide(opt, WIDE)));
        cells_add(&s, c->duration_ms >= 0 ? when_duration(&s.a, c->duration_ms)
                                          : STR(""));
        cells_add(&s, words_who(c->calling, c->calling_device));
        cells_add(&s, c->dialed);
        cells_add(&s, called_text(c));
        cells_add(&s, words_outcome(&s.a, c));
        cells_add(&s, way_text(&s.a, c));
        cells_add(&s, cn_text(&s.a, c));
    }
    cells_finish(&s, o, cols, COUNTOF(cols), opt);
}
