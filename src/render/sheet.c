/* SPDX-License-Identifier: MIT
 *
 * Everything is fitted to the width before anything is drawn: lanes move
 * together, then their names are shortened, then they become letters with a
 * legend, and where even these do not fit there are no lanes, only words. */
#include "render/sheet.h"

#include "base/size.h"

enum {
    WIDTH_MIN = 40,
    WIDTH_DEFAULT = 80,
    WIDE = 72,        /* from here on there is room for the deltas */
    GAP_MIN = 4,      /* columns from lane to lane: "|->|" */
    GAP_LETTERS = 11, /* below, lanes are letters */
    GAP_MAX = 96,     /* beyond, a ladder is harder to read, not easier */
    NAME_MAX = 40,    /* columns of a lane's name */
    NOTE_WIDTH = 100, /* columns of a line of a note, when lanes are narrow */
};

static const struct glyphs unicode_glyphs = {
    "│", "─", "┄", "▶", "◀", "…", "✗ "};
static const struct glyphs ascii_glyphs = {"|", "-", ".", ">", "<", "..", "! "};

struct str
sheet_dots(const struct sheet *s)
{
    return str_from(s->g->dots);
}

size_t
sheet_x(const struct sheet *s, size_t lane)
{
    return s->first + lane * s->gap;
}

struct str
sheet_letter(struct arena *a, size_t lane)
{
    char letters[16];
    size_t n = sizeof(letters);
    do {
        letters[--n] = (char)('A' + lane % 26);
        lane = lane / 26;
    } while (lane-- > 0 && n > 0);
    return str_dup(a, (struct str){letters + n, sizeof(letters) - n});
}

struct str
sheet_label(struct sheet *s, const struct ladder_row *r, bool cseq)
{
    struct str label = cseq ? ladder_label(s->a, r) : r->label;
    struct str times =
        r->repeats > 0 ? str_fmt(s->a, " [x%zu]", r->repeats + 1) : STR("");
    return str_fmt(s->a, "%s" STR_FMT STR_FMT "%s", r->bad ? s->g->bad : "",
        STR_ARG(safe_text(s->a, label, s->ascii)), STR_ARG(times),
        r->from_calllog && !s->all_calllog ? " (call log)" : "");
}

static void
name_lanes(struct sheet *s)
{
    s->lane = arena_array(s->names, s->l->nlanes, sizeof(*s->lane));
    for (size_t i = 0; i < s->l->nlanes; i++) {
        struct lane_text *t = &s->lane[i];
        struct str label = safe_text(s->names, s->l->lanes[i].label, s->ascii);
        struct str sub = safe_text(s->names, s->l->lanes[i].sub, s->ascii);
        t->label = safe_squeeze(s->names, label, NAME_MAX, sheet_dots(s));
        t->sub = safe_squeeze(s->names, sub, NAME_MAX, sheet_dots(s));
        t->width =
            size_larger(out_safe_width(t->label), out_safe_width(t->sub));
        if (!s->clusters)
            continue;
        struct str cluster =
            safe_text(s->names, s->l->lanes[i].cluster, s->ascii);
        t->cluster = safe_squeeze(s->names, cluster, NAME_MAX, sheet_dots(s));
        t->width = size_larger(t->width, out_safe_width(t->cluster));
    }
}

/* Columns between lanes at which every name stands whole and every arrow holds
 * its label, and with `details` also what stands behind the label. */
static size_t
wanted_gap(struct sheet *s, bool details, bool cseq)
{
    size_t gap = 0;
    for (size_t i = 0; i < s->l->nlanes; i++)
        gap = size_larger(gap, s->lane[i].width + 2);
    for (size_t i = 0; i < s->l->nrows; i++) {
        const struct ladder_row *r = &s->l->rows[i];
        if (r->shape != LADDER_ARROW || r->from == r->to)
            continue;
        size_t text = out_safe_width(sheet_label(s, r, cseq));
        if (details && r->detail.n > 0)
            text += 2 + out_safe_width(r->detail);
        size_t span = r->from < r->to ? r->to - r->from : r->from - r->to;
        gap = size_larger(gap, (text + span + 6) / span);
        arena_reset(s->a);
    }
    return size_smaller(gap, GAP_MAX);
}

/* The widest gap that is of use: a ladder that is wider than it need be is
 * harder to read. */
static size_t
choose_gap(struct sheet *s, size_t room)
{
    s->cseq = wanted_gap(s, false, true) <= room;
    size_t all = wanted_gap(s, true, s->cseq);
    return all <= room ? all
                       : size_smaller(room, wanted_gap(s, false, s->cseq));
}

static void
place_lanes(struct sheet *s)
{
    size_t n = s->l->nlanes;
    size_t room = s->width - s->left;
    size_t inset = 1, outset = 2;
    if (n < 2) {
        s->gap = room;
        s->first = s->left + inset;
        s->right = size_smaller(s->width, s->left + NOTE_WIDTH);
        return;
    }
    s->gap = choose_gap(s, (room - 1 - inset - outset) / (n - 1));
    if (s->gap < GAP_LETTERS && s->gap < wanted_gap(s, false, false)) {
        s->style = LANES_LETTERS;
        inset = outset = 0; /* every column counts */
        s->gap = size_smaller((room - 1) / (n - 1), GAP_LETTERS * 2);
    }
    if (s->gap < GAP_MIN)
        s->style = LANES_LIST;
    s->cseq = s->cseq || s->style == LANES_LIST;
    s->first = s->left + inset;
    s->right = size_smaller(s->width,
        size_larger(sheet_x(s, n - 1) + outset + 1, s->left + NOTE_WIDTH));
}

static bool
has_two_clusters(const struct ladder *l)
{
    struct str first = STR("");
    for (size_t i = 0; i < l->nlanes; i++) {
        struct str cluster = l->lanes[i].cluster;
        if (first.n > 0 && cluster.n > 0 && !str_eq(first, cluster))
            return true;
        first = first.n > 0 ? first : cluster;
    }
    return false;
}

static bool
is_all_calllog(const struct ladder *l)
{
    bool any = false;
    for (size_t i = 0; i < l->nrows; i++) {
        if (l->rows[i].shape == LADDER_ARROW && !l->rows[i].from_calllog)
            return false;
        any = any || l->rows[i].from_calllog;
    }
    return any;
}

void
sheet_init(
    struct sheet *s, const struct ladder *l, const struct render_options *opt)
{
    s->l = l;
    s->ascii = !opt->unicode;
    s->g = s->ascii ? &ascii_glyphs : &unicode_glyphs;
    s->width =
        opt->width > 0 ? size_larger(opt->width, WIDTH_MIN) : WIDTH_DEFAULT;
    s->left = CLOCK_COLUMNS + 1 + (s->width >= WIDE ? DELTA_COLUMNS : 0);
    s->all_calllog = is_all_calllog(l);
    s->clusters = has_two_clusters(l);
    canvas_init(&s->canvas, s->names, s->width, opt->color);
    name_lanes(s);
    place_lanes(s);
}
