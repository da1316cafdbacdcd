/* SPDX-License-Identifier: MIT
 *
 * The ladder as text:
 *
 *     10:00:00.000          |-------- INVITE ------->|              |
 *     10:00:00.012   +0.012 [DA 5551 -> 5XXX -> trunk EAST]         |
 *
 * Everything is fitted to the width before anything is drawn: lanes move
 * together, then their names are shortened, then they become letters with a
 * legend, and where even these do not fit, rows become "A>C INVITE". Only
 * notes and the title take several lines. */
#include "render/render.h"

#include "render/canvas.h"

enum {
    WIDTH_MIN = 40,
    WIDTH_DEFAULT = 80,
    CLOCK_COLUMNS = 12, /* HH:MM:SS.mmm */
    DELTA_COLUMNS = 9,  /* " +31.173" */
    WIDE = 72,          /* from here on there is room for the deltas */
    GAP_MIN = 4,        /* columns from lane to lane: "|->|" */
    GAP_LETTERS = 11,   /* below, lanes are letters */
    GAP_MAX = 96,       /* beyond, a ladder is harder to read, not easier */
    DETAIL_MIN = 30,    /* columns in which a detail still says something */
    DETAIL_WIDTH = 44,  /* what it gets when it has fewer beside its lane */
    NAME_MAX = 40,      /* columns of a lane's name */
    NOTE_MAX = 1000,    /* columns of a note, over all its lines */
    NOTE_WIDTH = 100,   /* columns of one line of it, when lanes are narrow */
    LEGEND_MAX = 200,   /* lanes that the legend names */
};

struct glyphs {
    const char *bar, *line, *dash, *right, *left, *dots;
};

static const struct glyphs unicode_glyphs = {"│", "─", "┄", "▶", "◀", "…"};
static const struct glyphs ascii_glyphs = {"|", "-", ".", ">", "<", ".."};

enum lane_style {
    LANES_NAMED,
    LANES_LETTERS,
    LANES_LIST, /* no columns at all */
};

struct lane_text {
    struct str label, sub; /* safe */
    size_t width;          /* of the longer one */
};

struct sheet {
    struct arena *a; /* cleared after each row */
    struct arena *names;
    struct out *o;
    const struct ladder *l;
    const struct glyphs *g;
    bool ascii;
    struct canvas canvas;
    size_t width; /* of the terminal */
    size_t left;  /* columns before the first lane's room */
    size_t right; /* columns that notes may use */
    size_t gap, first;
    enum lane_style style;
    bool all_calllog; /* said once at the top, not on each arrow */
    struct lane_text *lane;
};

static size_t
larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static struct str
dots(const struct sheet *s)
{
    return str_from(s->g->dots);
}

static size_t
lane_x(const struct sheet *s, size_t lane)
{
    return s->first + lane * s->gap;
}

/* A, B, ... Z, AA, AB, ... */
static struct str
lane_letter(struct arena *a, size_t lane)
{
    char letters[16];
    size_t n = sizeof(letters);
    do {
        letters[--n] = (char)('A' + lane % 26);
        lane = lane / 26;
    } while (lane-- > 0 && n > 0);
    return str_dup(a, (struct str){letters + n, sizeof(letters) - n});
}

/* What stands on an arrow. */
static struct str
arrow_label(struct sheet *s, const struct ladder_row *r)
{
    struct str times =
        r->repeats > 0 ? str_fmt(s->a, " [x%zu]", r->repeats + 1) : STR("");
    return str_fmt(s->a, STR_FMT STR_FMT "%s",
        STR_ARG(safe_text(s->a, r->label, s->ascii)), STR_ARG(times),
        r->from_calllog && !s->all_calllog ? " (call log)" : "");
}

static enum ink
row_ink(const struct ladder_row *r)
{
    if (r->bad)
        return INK_BAD;
    if (r->shape == LADDER_ARROW)
        return INK_PLAIN;
    return str_eq(r->topic, STR("tls")) ? INK_TLS : INK_NOTE;
}

/* --- where everything goes ------------------------------------------------ */

static void
name_lanes(struct sheet *s)
{
    s->lane = arena_array(s->names, s->l->nlanes, sizeof(*s->lane));
    for (size_t i = 0; i < s->l->nlanes; i++) {
        struct lane_text *t = &s->lane[i];
        struct str label = safe_text(s->names, s->l->lanes[i].label, s->ascii);
        struct str sub = safe_text(s->names, s->l->lanes[i].sub, s->ascii);
        t->label = safe_squeeze(s->names, label, NAME_MAX, dots(s));
        t->sub = safe_squeeze(s->names, sub, NAME_MAX, dots(s));
        t->width = larger(out_safe_width(t->label), out_safe_width(t->sub));
    }
}

/* Columns between lanes at which every name stands whole and every arrow holds
 * its label, and with `details` also what stands behind the label. */
static size_t
wanted_gap(struct sheet *s, bool details)
{
    size_t gap = 0;
    for (size_t i = 0; i < s->l->nlanes; i++)
        gap = larger(gap, s->lane[i].width + 2);
    for (size_t i = 0; i < s->l->nrows; i++) {
        const struct ladder_row *r = &s->l->rows[i];
        if (r->shape != LADDER_ARROW || r->from == r->to)
            continue;
        size_t text = out_safe_width(arrow_label(s, r));
        if (details && r->detail.n > 0)
            text += 2 + out_safe_width(r->detail);
        size_t span = r->from < r->to ? r->to - r->from : r->from - r->to;
        gap = larger(gap, (text + span + 6) / span);
        arena_reset(s->a);
    }
    return smaller(gap, GAP_MAX);
}

/* The widest gap that is of use: a ladder that is wider than it need be is
 * harder to read. */
static size_t
choose_gap(struct sheet *s, size_t room)
{
    size_t all = wanted_gap(s, true);
    return all <= room ? all : smaller(room, wanted_gap(s, false));
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
        s->right = smaller(s->width, s->left + NOTE_WIDTH);
        return;
    }
    s->gap = choose_gap(s, (room - 1 - inset - outset) / (n - 1));
    if (s->gap < GAP_LETTERS && s->gap < wanted_gap(s, false)) {
        s->style = LANES_LETTERS;
        inset = outset = 0; /* every column counts */
        s->gap = smaller((room - 1) / (n - 1), GAP_LETTERS * 2);
    }
    if (s->gap < GAP_MIN)
        s->style = LANES_LIST;
    s->first = s->left + inset;
    s->right = smaller(
        s->width, larger(lane_x(s, n - 1) + outset + 1, s->left + NOTE_WIDTH));
}

/* --- lines ---------------------------------------------------------------- */

static void
draw_bars(struct sheet *s)
{
    if (s->style == LANES_LIST)
        return;
    for (size_t i = 0; i < s->l->nlanes; i++)
        canvas_glyph(&s->canvas, lane_x(s, i), s->g->bar, INK_PLAIN);
}

/* "+0.012", "+31.173", "+12m05s". */
static struct str
delta_text(struct arena *a, int64_t ms)
{
    if (ms < 0)
        return STR("");
    if (ms >= 1000 * 1000)
        return str_fmt(a, "+" STR_FMT, STR_ARG(when_duration(a, ms)));
    return str_fmt(
        a, "+%lld.%03lld", (long long)ms / 1000, (long long)ms % 1000);
}

static void
draw_time(struct sheet *s, const struct ladder_row *r)
{
    canvas_text(&s->canvas, 0, when_clock(s->a, r->at), INK_PLAIN);
    if (s->left < CLOCK_COLUMNS + DELTA_COLUMNS)
        return;
    struct str delta = safe_cut(
        s->a, delta_text(s->a, r->delta_ms), DELTA_COLUMNS - 1, STR(""));
    canvas_text(
        &s->canvas, CLOCK_COLUMNS + DELTA_COLUMNS - delta.n, delta, INK_DIM);
}

static void
flush_line(struct sheet *s)
{
    canvas_flush(&s->canvas, s->o);
}

/* Text over several lines, bars behind it where it leaves room. */
static void
draw_wrapped(struct sheet *s, struct str text, size_t x, enum ink ink)
{
    size_t limit = s->right - x;
    for (bool more = false; text.n > 0; more = true) {
        size_t indent = more ? 2 : 0;
        struct str line = safe_wrap(&text, limit - indent);
        if (more)
            draw_bars(s);
        canvas_fill(&s->canvas, x,
            x + smaller(limit, indent + out_safe_width(line) + 1), " ", ink);
        canvas_text(&s->canvas, x + indent, line, ink);
        flush_line(s);
    }
}

static bool
has_two_nodes(const struct ladder *l)
{
    size_t nodes = 0;
    for (size_t i = 0; i < l->nlanes; i++)
        nodes += l->lanes[i].node;
    return nodes > 1;
}

static void
draw_note(struct sheet *s, const struct ladder_row *r)
{
    struct str who = STR("");
    if (r->from == r->to && r->from < s->l->nlanes && has_two_nodes(s->l))
        who = str_fmt(s->a, STR_FMT ": ", STR_ARG(s->lane[r->from].label));
    struct str text = str_fmt(s->a, "[" STR_FMT STR_FMT "%s", STR_ARG(who),
        STR_ARG(safe_text(s->a, r->label, s->ascii)),
        r->inferred ? " (inferred)" : "");
    text = str_fmt(
        s->a, STR_FMT "]", STR_ARG(safe_cut(s->a, text, NOTE_MAX, dots(s))));
    draw_time(s, r);
    draw_bars(s);
    draw_wrapped(s, text, s->left, row_ink(r));
}

/* The arrow itself, between the bars. */
static void
draw_shaft(struct sheet *s, const struct ladder_row *r)
{
    bool right = r->from < r->to;
    size_t low = lane_x(s, right ? r->from : r->to);
    size_t high = lane_x(s, right ? r->to : r->from);
    enum ink ink = row_ink(r);
    canvas_fill(
        &s->canvas, low + 1, high, r->response ? s->g->dash : s->g->line, ink);
    if (right)
        canvas_glyph(&s->canvas, high - 1, s->g->right, ink);
    else
        canvas_glyph(&s->canvas, low + 1, s->g->left, ink);
}

/* Text on a line of its own at the arrow, from its left lane on. A label that
 * would not fit there begins further left; a detail is cut before that. */
static void
draw_beside(struct sheet *s, size_t low, struct str text, enum ink ink)
{
    size_t x = low + 2;
    size_t room = s->width > x ? s->width - x : 0;
    if (ink == INK_DIM)
        text = safe_keep_last(s->a, text,
            room >= DETAIL_MIN ? room
                               : smaller(DETAIL_WIDTH, s->width - s->left),
            dots(s));
    text = safe_cut(s->a, text, s->width - s->left, dots(s));
    size_t columns = out_safe_width(text);
    if (columns > room)
        x = larger(s->left, s->width - columns);
    draw_bars(s);
    canvas_fill(&s->canvas, x - 1, x + columns + 1, " ", ink);
    canvas_text(&s->canvas, x, text, ink);
    if (x > low + 1 && s->style != LANES_LIST)
        canvas_glyph(&s->canvas, low, s->g->bar, INK_PLAIN);
}

/* Room for a label on the arrow: blanks around it, a head, some line. */
static bool
fits_on(size_t inside, size_t label)
{
    return label + 4 <= inside;
}

static void
draw_on_arrow(
    struct sheet *s, size_t low, size_t inside, struct str label, enum ink ink)
{
    size_t columns = out_safe_width(label);
    size_t x = low + 1 + (inside - columns) / 2;
    canvas_glyph(&s->canvas, x - 1, " ", ink);
    canvas_text(&s->canvas, x, label, ink);
    canvas_glyph(&s->canvas, x + columns, " ", ink);
}

static void
draw_arrow(struct sheet *s, const struct ladder_row *r)
{
    size_t low = lane_x(s, smaller(r->from, r->to));
    size_t inside = lane_x(s, larger(r->from, r->to)) - low - 1;
    struct str label = arrow_label(s, r);
    struct str detail = safe_text(s->a, r->detail, s->ascii);
    struct str both =
        str_fmt(s->a, STR_FMT "  " STR_FMT, STR_ARG(label), STR_ARG(detail));
    if (detail.n > 0 && fits_on(inside, out_safe_width(both))) {
        label = both;
        detail.n = 0;
    }
    draw_time(s, r);
    bool on = fits_on(inside, out_safe_width(label));
    if (!on) {
        draw_beside(s, low, label, row_ink(r));
        flush_line(s);
    }
    draw_bars(s);
    draw_shaft(s, r);
    if (on)
        draw_on_arrow(s, low, inside, label, row_ink(r));
    flush_line(s);
    if (detail.n > 0) {
        draw_beside(s, low, detail, INK_DIM);
        flush_line(s);
    }
}

/* A message of a lane to itself, and every message where lanes have no
 * columns, is words. */
static void
draw_words(struct sheet *s, const struct ladder_row *r)
{
    struct str label = arrow_label(s, r);
    if (s->style == LANES_LIST) {
        label = str_fmt(s->a, STR_FMT ">" STR_FMT " " STR_FMT,
            STR_ARG(lane_letter(s->a, r->from)),
            STR_ARG(lane_letter(s->a, r->to)), STR_ARG(label));
        label = safe_cut(s->a, label, s->width - s->left, dots(s));
        draw_time(s, r);
        canvas_text(&s->canvas, s->left, label, row_ink(r));
    } else {
        draw_time(s, r);
        label = str_fmt(s->a, STR_FMT " (to itself)", STR_ARG(label));
        draw_beside(s, lane_x(s, r->from), label, row_ink(r));
    }
    flush_line(s);
}

static void
draw_row(struct sheet *s, const struct ladder_row *r)
{
    if (r->shape == LADDER_NOTE)
        draw_note(s, r);
    else if (s->style == LANES_LIST || r->from == r->to)
        draw_words(s, r);
    else
        draw_arrow(s, r);
    arena_reset(s->a);
}

/* --- the top -------------------------------------------------------------- */

static struct str
name_of(struct sheet *s, size_t lane, bool sub)
{
    if (s->style == LANES_LETTERS)
        return lane_letter(s->a, lane);
    return sub ? s->lane[lane].sub : s->lane[lane].label;
}

/* Where the names of a lane and of the next one may meet, seen from the first
 * (end) or from the second: half way, or nearer to the one that needs less. */
static size_t
boundary(struct sheet *s, size_t lane, bool sub, bool end)
{
    size_t x = lane_x(s, lane), half = x + s->gap / 2;
    size_t this_end = x + out_safe_width(name_of(s, lane, sub)) / 2 + 2;
    size_t next = out_safe_width(name_of(s, lane + 1, sub)) / 2 + 1;
    size_t next_start = next < s->gap ? x + s->gap - next : x;
    if (end)
        return larger(half, next_start);
    return smaller(half + 1, this_end);
}

/* One of the two lines of names. Each name is centred on its lane but stays
 * in its part of the line; the first one may use the room over the times. */
static void
draw_names(struct sheet *s, bool sub)
{
    for (size_t i = 0; i < s->l->nlanes; i++) {
        bool last = i + 1 == s->l->nlanes;
        size_t low = i == 0 ? 0 : boundary(s, i - 1, sub, false);
        size_t high = last ? s->width : boundary(s, i, sub, true);
        struct str name =
            safe_squeeze(s->a, name_of(s, i, sub), high - low, dots(s));
        size_t columns = out_safe_width(name), x = lane_x(s, i);
        size_t at = x > low + columns / 2 ? x - columns / 2 : low;
        if (at + columns > high)
            at = high - columns;
        canvas_text(&s->canvas, at, name, sub ? INK_DIM : INK_HEAD);
    }
    flush_line(s);
    arena_reset(s->a);
}

static void
draw_legend(struct sheet *s)
{
    size_t n = smaller(s->l->nlanes, LEGEND_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str line = str_fmt(s->a, STR_FMT "  " STR_FMT "  " STR_FMT,
            STR_ARG(lane_letter(s->a, i)), STR_ARG(s->lane[i].label),
            STR_ARG(s->lane[i].sub));
        canvas_text(
            &s->canvas, 0, safe_cut(s->a, line, s->width, dots(s)), INK_PLAIN);
        flush_line(s);
        arena_reset(s->a);
    }
    if (n < s->l->nlanes) {
        canvas_text(&s->canvas, 0,
            str_fmt(s->a, "and %zu more", s->l->nlanes - n), INK_PLAIN);
        flush_line(s);
    }
}

/* "2020-06-28, UTC-04:00"; empty when no date is known. */
static struct str
date_text(struct arena *a, const struct when *at)
{
    if (at->utc_ms == WHEN_UNKNOWN)
        return STR("");
    struct str iso = when_iso(a, *at);
    struct str offset = str_skip(iso, str_find_byte(iso, 'T') + 13);
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(iso, 0, 10)),
        offset.n > 0 ? ", UTC" : "", STR_ARG(offset));
}

static void
draw_top(struct sheet *s)
{
    size_t right = s->right;
    s->right = s->width;
    enum lane_style style = s->style;
    s->style = LANES_LIST; /* no bars beside the title */
    struct str title = safe_text(s->a, s->l->title, s->ascii);
    draw_wrapped(s, safe_cut(s->a, title, NOTE_MAX, dots(s)), 0, INK_HEAD);
    struct str date =
        s->l->nrows > 0 ? date_text(s->a, &s->l->rows[0].at) : STR("");
    if (date.n > 0 || s->all_calllog) {
        size_t used = canvas_text(&s->canvas, 0, date, INK_DIM);
        if (s->all_calllog)
            canvas_text(&s->canvas, used > 0 ? used + 2 : 0,
                STR("(from the call log)"), INK_DIM);
        flush_line(s);
    }
    s->style = style;
    s->right = right;
    flush_line(s);
    arena_reset(s->a);
    if (s->style != LANES_NAMED)
        draw_legend(s);
    if (s->style == LANES_LIST || s->l->nlanes == 0)
        return;
    draw_names(s, false);
    if (s->style == LANES_NAMED)
        draw_names(s, true);
    draw_bars(s);
    flush_line(s);
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

static void
draw_ladder(struct sheet *s)
{
    draw_top(s);
    struct str day = STR("");
    for (size_t i = 0; i < s->l->nrows; i++) {
        const struct ladder_row *r = &s->l->rows[i];
        struct str date = date_text(s->names, &r->at);
        if (day.n > 0 && date.n > 0 &&
            !str_eq(str_sub(day, 0, 10), str_sub(date, 0, 10))) {
            draw_bars(s);
            canvas_text(&s->canvas, 0, str_sub(date, 0, 10), INK_HEAD);
            flush_line(s);
        }
        day = date.n > 0 ? date : day;
        draw_row(s, r);
    }
    if (s->l->hidden > 0) {
        canvas_text(&s->canvas, 0,
            str_fmt(s->a, "(%zu rows left out)", s->l->hidden), INK_DIM);
        flush_line(s);
    }
}

void
render_text(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    struct arena a = {0}, names = {0};
    struct sheet s = {.a = &a, .names = &names, .o = o, .l = l};
    s.ascii = !opt->unicode;
    s.g = s.ascii ? &ascii_glyphs : &unicode_glyphs;
    s.width = opt->width > 0 ? larger(opt->width, WIDTH_MIN) : WIDTH_DEFAULT;
    s.left = CLOCK_COLUMNS + 1 + (s.width >= WIDE ? DELTA_COLUMNS : 0);
    s.all_calllog = is_all_calllog(l);
    canvas_init(&s.canvas, &names, s.width, opt->color);
    name_lanes(&s);
    place_lanes(&s);
    draw_ladder(&s);
    arena_free(&a);
    arena_free(&names);
}

void
render_ascii(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    struct render_options ascii = *opt;
    ascii.unicode = false;
    render_text(o, l, &ascii);
}
