/* SPDX-License-Identifier: MIT
 *
 * The ladder as text:
 *
 *     10:00:00.000          |-------- INVITE ------->|              |
 *     10:00:00.012   +0.012 [DA 5551 -> 5XXX -> trunk EAST]         |
 *
 * The sheet says where everything goes. Where lanes have no columns, rows
 * become "A>C INVITE". Only notes and the title take several lines. */
#include "render/render.h"

#include "base/size.h"
#include "render/canvas.h"
#include "render/sheet.h"

enum {
    DETAIL_MIN = 30,   /* columns in which a detail still says something */
    DETAIL_WIDTH = 44, /* what it gets when it has fewer beside its lane */
    NOTE_MAX = 1000,   /* columns of a note, over all its lines */
    LEGEND_MAX = 200,  /* lanes that the legend names */
};

static enum ink
row_ink(const struct ladder_row *r)
{
    if (r->bad)
        return INK_BAD;
    if (r->shape == LADDER_ARROW)
        return INK_PLAIN;
    return str_eq(r->topic, STR("tls")) ? INK_TLS : INK_NOTE;
}

/* --- lines ---------------------------------------------------------------- */

static void
draw_bars(struct sheet *s)
{
    if (s->style == LANES_LIST)
        return;
    for (size_t i = 0; i < s->l->nlanes; i++)
        canvas_glyph(&s->canvas, sheet_x(s, i), s->g->bar, INK_PLAIN);
}

static void
draw_time(struct sheet *s, const struct ladder_row *r)
{
    canvas_text(
        &s->canvas, 0, when_clock(s->a, ladder_time(s->l, r)), INK_PLAIN);
    if (s->left < CLOCK_COLUMNS + DELTA_COLUMNS)
        return;
    struct str delta =
        safe_cut(s->a, ladder_delta(s->a, r), DELTA_COLUMNS - 1, STR(""));
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
            x + size_smaller(limit, indent + out_safe_width(line) + 1), " ",
            ink);
        canvas_text(&s->canvas, x + indent, line, ink);
        flush_line(s);
    }
}

static void
draw_note(struct sheet *s, const struct ladder_row *r)
{
    struct str who = STR("");
    if (r->from == r->to && r->from < s->l->nlanes && ladder_has_nodes(s->l))
        who = str_fmt(s->a, STR_FMT ": ", STR_ARG(s->lane[r->from].label));
    struct str text =
        str_fmt(s->a, "[%s" STR_FMT STR_FMT "%s", r->bad ? s->g->bad : "",
            STR_ARG(who), STR_ARG(safe_text(s->a, r->label, s->ascii)),
            r->inferred ? " (inferred)" : "");
    text = str_fmt(s->a, STR_FMT "]",
        STR_ARG(safe_cut(s->a, text, NOTE_MAX, sheet_dots(s))));
    draw_time(s, r);
    draw_bars(s);
    draw_wrapped(s, text, s->left, row_ink(r));
}

/* The arrow itself, between the bars. */
static void
draw_shaft(struct sheet *s, const struct ladder_row *r)
{
    bool right = r->from < r->to;
    size_t low = sheet_x(s, right ? r->from : r->to);
    size_t high = sheet_x(s, right ? r->to : r->from);
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
    if (ink == INK_DIM || ink == INK_NOTE)
        text = safe_keep_last(s->a, text,
            room >= DETAIL_MIN ? room
                               : size_smaller(DETAIL_WIDTH, s->width - s->left),
            sheet_dots(s));
    text = safe_cut(s->a, text, s->width - s->left, sheet_dots(s));
    size_t columns = out_safe_width(text);
    if (columns > room)
        x = size_larger(s->left, s->width - columns);
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

/* With the detail where that fits; it is cleared then. */
static struct str
arrow_label(struct sheet *s, const struct ladder_row *r, size_t inside,
    struct str *detail)
{
    struct str label = sheet_label(s, r, s->cseq);
    struct str both =
        str_fmt(s->a, STR_FMT "  " STR_FMT, STR_ARG(label), STR_ARG(*detail));
    if (detail->n == 0 || !fits_on(inside, out_safe_width(both)))
        return label;
    *detail = (struct str){0};
    return both;
}

static void
draw_below(struct sheet *s, size_t low, struct str text, enum ink ink)
{
    if (text.n == 0)
        return;
    draw_beside(s, low, text, ink);
    flush_line(s);
}

static void
draw_arrow(struct sheet *s, const struct ladder_row *r)
{
    size_t low = sheet_x(s, size_smaller(r->from, r->to));
    size_t inside = sheet_x(s, size_larger(r->from, r->to)) - low - 1;
    struct str detail = safe_text(s->a, r->detail, s->ascii);
    struct str change = safe_text(s->a, r->change, s->ascii);
    struct str label = arrow_label(s, r, inside, &detail);
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
    draw_below(s, low, detail, INK_DIM);
    if (change.n > 0)
        change = str_fmt(s->a, "changed: " STR_FMT, STR_ARG(change));
    draw_below(s, low, change, INK_NOTE);
}

/* A message of a lane to itself, and every message where lanes have no
 * columns, is words. */
static void
draw_words(struct sheet *s, const struct ladder_row *r)
{
    struct str label = sheet_label(s, r, s->cseq);
    if (s->style == LANES_LIST) {
        label = str_fmt(s->a, STR_FMT ">" STR_FMT " " STR_FMT,
            STR_ARG(sheet_letter(s->a, r->from)),
            STR_ARG(sheet_letter(s->a, r->to)), STR_ARG(label));
        label = safe_cut(s->a, label, s->width - s->left, sheet_dots(s));
        draw_time(s, r);
        canvas_text(&s->canvas, s->left, label, row_ink(r));
    } else {
        draw_time(s, r);
        label = str_fmt(s->a, STR_FMT " (to itself)", STR_ARG(label));
        draw_beside(s, sheet_x(s, r->from), label, row_ink(r));
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

enum name_line {
    LINE_LABEL,
    LINE_SUB,
    LINE_CLUSTER,
};

static struct str
name_of(struct sheet *s, size_t lane, enum name_line line)
{
    if (s->style == LANES_LETTERS)
        return sheet_letter(s->a, lane);
    switch (line) {
    case LINE_LABEL:
        return s->lane[lane].label;
    case LINE_SUB:
        return s->lane[lane].sub;
    case LINE_CLUSTER:
        return s->lane[lane].cluster;
    }
    return STR("");
}

/* Where the names of a lane and of the next one may meet, seen from the first
 * (end) or from the second: half way, or nearer to the one that needs less. */
static size_t
boundary(struct sheet *s, size_t lane, enum name_line line, bool end)
{
    size_t x = sheet_x(s, lane), half = x + s->gap / 2;
    size_t this_end = x + out_safe_width(name_of(s, lane, line)) / 2 + 2;
    size_t next = out_safe_width(name_of(s, lane + 1, line)) / 2 + 1;
    size_t next_start = next < s->gap ? x + s->gap - next : x;
    if (end)
        return size_larger(half, next_start);
    return size_smaller(half + 1, this_end);
}

/* One of the lines of names. Each name is centred on its lane but stays
 * in its part of the line; the first one may use the room over the times. */
static void
draw_names(struct sheet *s, enum name_line line)
{
    for (size_t i = 0; i < s->l->nlanes; i++) {
        bool last = i + 1 == s->l->nlanes;
        size_t low = i == 0 ? 0 : boundary(s, i - 1, line, false);
        size_t high = last ? s->width : boundary(s, i, line, true);
        struct str name =
            safe_squeeze(s->a, name_of(s, i, line), high - low, sheet_dots(s));
        size_t columns = out_safe_width(name), x = sheet_x(s, i);
        size_t at = x > low + columns / 2 ? x - columns / 2 : low;
        if (at + columns > high)
            at = high - columns;
        canvas_text(
            &s->canvas, at, name, line == LINE_LABEL ? INK_HEAD : INK_DIM);
    }
    flush_line(s);
    arena_reset(s->a);
}

static void
draw_legend(struct sheet *s)
{
    size_t n = size_smaller(s->l->nlanes, LEGEND_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str line =
            str_fmt(s->a, STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT,
                STR_ARG(sheet_letter(s->a, i)), STR_ARG(s->lane[i].label),
                STR_ARG(s->lane[i].sub), STR_ARG(s->lane[i].cluster));
        canvas_text(&s->canvas, 0,
            safe_cut(s->a, line, s->width, sheet_dots(s)), INK_PLAIN);
        flush_line(s);
        arena_reset(s->a);
    }
    if (n < s->l->nlanes) {
        canvas_text(&s->canvas, 0,
            str_fmt(s->a, "and %zu more", s->l->nlanes - n), INK_PLAIN);
        flush_line(s);
    }
}

static void
draw_top(struct sheet *s)
{
    size_t right = s->right;
    s->right = s->width;
    enum lane_style style = s->style;
    s->style = LANES_LIST; /* no bars beside the title */
    struct str title = safe_text(s->a, s->l->title, s->ascii);
    draw_wrapped(
        s, safe_cut(s->a, title, NOTE_MAX, sheet_dots(s)), 0, INK_HEAD);
    struct str date = s->l->date;
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
    draw_names(s, LINE_LABEL);
    if (s->style == LANES_NAMED)
        draw_names(s, LINE_SUB);
    if (s->style == LANES_NAMED && s->clusters)
        draw_names(s, LINE_CLUSTER);
    draw_bars(s);
    flush_line(s);
}

/* "2020-06-28"; empty when no date is known. */
static struct str
day_text(struct arena *a, struct when at)
{
    if (at.utc_ms == WHEN_UNKNOWN)
        return STR("");
    return str_sub(when_iso(a, at), 0, 10);
}

static void
draw_ladder(struct sheet *s)
{
    draw_top(s);
    struct str day = STR("");
    for (size_t i = 0; i < s->l->nrows; i++) {
        const struct ladder_row *r = &s->l->rows[i];
        struct str date = day_text(s->names, ladder_time(s->l, r));
        if (day.n > 0 && date.n > 0 && !str_eq(day, date)) {
            draw_bars(s);
            canvas_text(&s->canvas, 0, date, INK_HEAD);
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
    struct sheet s = {.a = &a, .names = &names, .o = o};
    sheet_init(&s, l, opt);
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
