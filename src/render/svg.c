/* SPDX-License-Identifier: MIT
 *
 * A fixed pitch makes the width of text known, so that arrows are as long as
 * what stands on them. Every row is a group with coordinates of its own, moved
 * to its place: a page that hides rows only moves the others. */
#include "render/svg.h"

#include "base/size.h"
#include "render/canvas.h"
#include "render/markup.h"
#include "render/render.h"

enum {
    CHAR = 73,  /* tenths of a pixel that a column takes */
    LEFT = 184, /* behind time and difference */
    DELTA_AT = 168,
    GAP_MIN = 180,
    GAP_MAX = 330,
    NAME_MAX = 40,   /* columns */
    DETAIL_MAX = 70, /* columns */
    NOTE_MAX = 1000, /* columns, over all lines */
    NOTE_MIN = 60,   /* columns that a line of a note gets at least */
    LINE = 15,       /* from line to line of text */
    ARROW = 30,      /* height of an arrow without more lines */
    ARROW_AT = 21,
    HEAD = 72,  /* height of the names, without cluster */
    TITLE = 52, /* of the title in a file of its own */
    PAPER = 13, /* tenths of its width that a sheet has room for in height */
};

struct drawing {
    struct out *o;
    const struct ladder *l;
    struct arena a;
    size_t first, gap, width;
    bool page;
};

static size_t
pixels(size_t columns)
{
    return (columns * CHAR + 9) / 10;
}

static struct str
cut(struct drawing *d, struct str s, size_t columns)
{
    return safe_squeeze(&d->a, safe_text(&d->a, s, false), columns, STR("…"));
}

static size_t
lane_x(const struct drawing *d, size_t lane)
{
    return d->first + lane * d->gap;
}

static struct str
label_of(struct drawing *d, const struct ladder_row *r)
{
    struct str times =
        r->repeats > 0 ? str_fmt(&d->a, " ×%zu", r->repeats + 1) : STR("");
    return str_fmt(&d->a, STR_FMT STR_FMT "%s",
        STR_ARG(safe_text(&d->a, ladder_label(&d->a, r), false)),
        STR_ARG(times), r->from_calllog ? " (call log)" : "");
}

/* --- how wide ------------------------------------------------------------- */

static size_t
wanted_gap(struct drawing *d)
{
    size_t gap = GAP_MIN;
    for (size_t i = 0; i < d->l->nlanes; i++) {
        const struct lane *lane = &d->l->lanes[i];
        size_t label = out_safe_width(cut(d, lane->label, NAME_MAX));
        size_t sub = out_safe_width(cut(d, lane->sub, NAME_MAX));
        gap = size_larger(gap, pixels(size_larger(label, sub) + 2));
    }
    for (size_t i = 0; i < d->l->nrows; i++) {
        const struct ladder_row *r = &d->l->rows[i];
        if (r->shape != LADDER_ARROW || r->from == r->to)
            continue;
        size_t span = r->from < r->to ? r->to - r->from : r->from - r->to;
        size_t label = pixels(out_safe_width(label_of(d, r)) + 4);
        gap = size_larger(gap, label / span);
        arena_reset(&d->a);
    }
    return size_smaller(gap, GAP_MAX);
}

/* What stands below an arrow may go beyond the last lane. */
static size_t
wanted_width(struct drawing *d)
{
    size_t lanes = d->l->nlanes > 0 ? d->l->nlanes : 1;
    size_t width = lane_x(d, lanes - 1) + d->first - LEFT;
    width = size_larger(width, LEFT + pixels(NOTE_MIN) + 24);
    for (size_t i = 0; i < d->l->nrows; i++) {
        const struct ladder_row *r = &d->l->rows[i];
        if (r->shape != LADDER_ARROW)
            continue;
        size_t text = size_larger(
            out_safe_width(r->detail), out_safe_width(r->change) + 9);
        width =
            size_larger(width, lane_x(d, size_smaller(r->from, r->to)) + 16 +
                                   pixels(size_smaller(text, DETAIL_MAX)));
    }
    return width;
}

static void
plan(struct drawing *d)
{
    d->gap = wanted_gap(d);
    d->first = LEFT + d->gap / 2;
    d->width = wanted_width(d);
}

/* --- text ----------------------------------------------------------------- */

static void
put_text(
    struct drawing *d, size_t x, size_t y, const char *class, struct str safe)
{
    if (safe.n == 0)
        return;
    out_fmt(d->o, "<text x=\"%zu\" y=\"%zu\" class=\"%s\">", x, y, class);
    markup_text(d->o, safe, false);
    out_z(d->o, "</text> ");
}

static void
put_times(struct drawing *d, const struct ladder_row *r, size_t y)
{
    put_text(d, 6, y, "dim clock", when_clock(&d->a, ladder_time(d->l, r)));
    put_text(d, DELTA_AT, y, "delta", ladder_delta(&d->a, r));
}

/* --- rows ----------------------------------------------------------------- */

/* An arrow head at x that points right or left. */
static void
put_head(struct drawing *d, size_t x, bool right)
{
    size_t back = right ? x - 9 : x + 9;
    out_fmt(d->o, "<polygon class=\"head\" points=\"%zu,%d %zu,%d %zu,%d\"/>",
        x, ARROW_AT, back, ARROW_AT - 4, back, ARROW_AT + 4);
}

static void
put_shaft(struct drawing *d, const struct ladder_row *r)
{
    size_t from = lane_x(d, r->from), to = lane_x(d, r->to);
    if (from == to) {
        out_fmt(d->o,
            "<path class=\"shaft\" fill=\"none\" d=\"M%zu %d h30 v10 h-22\"/>",
            from, ARROW_AT - 10);
        put_head(d, to + 2, false);
        return;
    }
    bool right = from < to;
    out_fmt(d->o,
        "<line class=\"shaft\" x1=\"%zu\" y1=\"%d\" x2=\"%zu\" y2=\"%d\"/>",
        from, ARROW_AT, right ? to - 8 : to + 8, ARROW_AT);
    put_head(d, right ? to - 1 : to + 1, right);
}

static struct str
change_text(struct drawing *d, const struct ladder_row *r)
{
    if (r->change.n == 0)
        return STR("");
    return cut(
        d, str_fmt(&d->a, "changed: " STR_FMT, STR_ARG(r->change)), DETAIL_MAX);
}

static size_t
arrow_height(const struct ladder_row *r)
{
    return ARROW + (r->detail.n > 0 ? LINE : 0u) +
           (r->change.n > 0 ? LINE : 0u);
}

/* As much of the label as the arrow has room for. */
static struct str
shown_label(struct drawing *d, const struct ladder_row *r)
{
    size_t low = lane_x(d, size_smaller(r->from, r->to));
    size_t high = lane_x(d, size_larger(r->from, r->to));
    size_t room = (high - low) * 10 / CHAR;
    return cut(
        d, label_of(d, r), low == high ? DETAIL_MAX : size_larger(room, 4) - 3);
}

static void
put_arrow(struct drawing *d, const struct ladder_row *r)
{
    size_t low = lane_x(d, size_smaller(r->from, r->to));
    size_t high = lane_x(d, size_larger(r->from, r->to));
    put_times(d, r, ARROW_AT + 4);
    put_shaft(d, r);
    struct str label = shown_label(d, r);
    if (low == high)
        put_text(d, low + 40, ARROW_AT, "over", label);
    else
        put_text(d, (low + high) / 2, ARROW_AT - 6, "label over", label);
    size_t y = ARROW_AT + LINE;
    if (r->detail.n > 0) {
        put_text(d, low + 8, y, "dim over", cut(d, r->detail, DETAIL_MAX));
        y += LINE;
    }
    put_text(d, low + 8, y, "change over", change_text(d, r));
}

static struct str
note_text(struct drawing *d, const struct ladder_row *r)
{
    struct str who = STR("");
    if (r->from == r->to && r->from < d->l->nlanes && ladder_has_nodes(d->l))
        who = str_fmt(&d->a, STR_FMT ": ",
            STR_ARG(cut(d, d->l->lanes[r->from].label, NAME_MAX)));
    struct str text = str_fmt(&d->a, STR_FMT STR_FMT "%s", STR_ARG(who),
        STR_ARG(safe_text(&d->a, r->label, false)),
        r->inferred ? " (inferred)" : "");
    return safe_cut(&d->a, text, NOTE_MAX, STR("…"));
}

static size_t
note_columns(const struct drawing *d)
{
    return (d->width - LEFT - 24) * 10 / CHAR;
}

static size_t
note_height(struct drawing *d, const struct ladder_row *r)
{
    size_t lines = 0;
    for (struct str rest = note_text(d, r); rest.n > 0; lines++)
        safe_wrap(&rest, note_columns(d));
    return lines * LINE + 13;
}

static void
put_note(struct drawing *d, const struct ladder_row *r, size_t height)
{
    out_fmt(d->o,
        "<rect class=\"box\" x=\"%d\" y=\"3\" width=\"%zu\" height=\"%zu\" "
        "rx=\"4\"/>",
        LEFT, d->width - LEFT - 8, height - 6);
    put_times(d, r, 19);
    size_t y = 19;
    for (struct str rest = note_text(d, r); rest.n > 0; y += LINE)
        put_text(d, LEFT + 8, y, "note", safe_wrap(&rest, note_columns(d)));
}

static void
speak(struct drawing *d, struct str text, const char *after)
{
    if (text.n == 0)
        return;
    markup_text(d->o, text, false);
    out_z(d->o, after);
}

/* "10:00:00.000 +0.012 INVITE (101) audio PCMU; A to B" for those who hear it:
 * first what others see, in its order, so that both can name it. */
static void
put_spoken(struct drawing *d, const struct ladder_row *r)
{
    speak(d, when_clock(&d->a, ladder_time(d->l, r)), " ");
    speak(d, ladder_delta(&d->a, r), " ");
    if (r->shape == LADDER_NOTE) {
        speak(d, note_text(d, r), "");
        return;
    }
    speak(d, shown_label(d, r), "");
    if (r->detail.n > 0)
        out_byte(d->o, ' ');
    speak(d, cut(d, r->detail, DETAIL_MAX), "");
    if (r->change.n > 0)
        out_byte(d->o, ' ');
    speak(d, change_text(d, r), "");
    out_z(d->o, "; ");
    markup_text(d->o, d->l->lanes[r->from].label, false);
    out_z(d->o, " to ");
    markup_text(d->o, d->l->lanes[r->to].label, false);
}

static void
put_row(struct drawing *d, size_t i, size_t y, size_t height)
{
    const struct ladder_row *r = &d->l->rows[i];
    out_fmt(d->o, "<g class=\"row%s%s%s\" transform=\"translate(0 %zu)\"",
        r->response ? " response" : "", r->bad ? " bad" : "",
        str_eq(r->topic, STR("tls")) ? " tls" : "", y);
    if (d->page) {
        out_fmt(d->o, " id=\"r%zu\" data-row=\"%zu\" data-h=\"%zu\">", i, i,
            height);
        out_fmt(d->o, "<a href=\"#m%zu\" aria-label=\"", i);
        put_spoken(d, r);
        out_fmt(d->o, "\"><rect class=\"hit\" width=\"%zu\" height=\"%zu\"/>",
            d->width, height);
    } else {
        out_z(d->o, "><title>");
        put_spoken(d, r);
        out_z(d->o, "</title>");
    }
    if (r->shape == LADDER_ARROW)
        put_arrow(d, r);
    else
        put_note(d, r, height);
    out_z(d->o, d->page ? "</a></g>\n" : "</g>\n");
    arena_reset(&d->a);
}

static size_t
row_height(struct drawing *d, const struct ladder_row *r)
{
    return r->shape == LADDER_ARROW ? arrow_height(r) : note_height(d, r);
}

static size_t
rows_height(struct drawing *d)
{
    size_t height = 8;
    for (size_t i = 0; i < d->l->nrows; i++) {
        height += row_height(d, &d->l->rows[i]);
        arena_reset(&d->a);
    }
    return height;
}

static void
put_rows(struct drawing *d, size_t y)
{
    for (size_t i = 0; i < d->l->nrows; i++) {
        size_t height = row_height(d, &d->l->rows[i]);
        put_row(d, i, y, height);
        y += height;
    }
}

/* --- lanes ---------------------------------------------------------------- */

static bool
same_cluster(const struct lane *a, const struct lane *b)
{
    return a->node && b->node && a->cluster.n > 0 &&
           str_eq(a->cluster, b->cluster);
}

/* Nodes of one cluster, lanes from..to, in a frame with its name. */
static void
put_cluster(struct drawing *d, size_t from, size_t to, size_t y)
{
    size_t x = lane_x(d, from) - d->gap / 2 + 4;
    size_t width = (to - from + 1) * d->gap - 8;
    out_fmt(d->o,
        "<rect class=\"cluster\" x=\"%zu\" y=\"%zu\" width=\"%zu\" "
        "height=\"%d\" rx=\"4\"/>",
        x, y + 4, width, HEAD - 12);
    struct str name = str_fmt(&d->a, "cluster " STR_FMT,
        STR_ARG(safe_text(&d->a, d->l->lanes[from].cluster, false)));
    put_text(
        d, x + width / 2, y + 18, "sub", cut(d, name, width * 10 / CHAR - 2));
}

static void
put_names(struct drawing *d, size_t y)
{
    const struct lane *v = d->l->lanes;
    for (size_t i = 0, from = 0; i < d->l->nlanes; i++) {
        if (i == 0 || !same_cluster(&v[i - 1], &v[i]))
            from = i;
        bool last = i + 1 == d->l->nlanes || !same_cluster(&v[i], &v[i + 1]);
        if (last && v[i].node && v[i].cluster.n > 0)
            put_cluster(d, from, i, y);
    }
    size_t columns = d->gap * 10 / CHAR - 1;
    for (size_t i = 0; i < d->l->nlanes; i++) {
        put_text(d, lane_x(d, i), y + 38, "name", cut(d, v[i].label, columns));
        put_text(d, lane_x(d, i), y + 55, "sub", cut(d, v[i].sub, columns));
    }
    out_byte(d->o, '\n');
    arena_reset(&d->a);
}

/* class: beside that of nodes; marks where a page lengthens the lines. */
static void
put_lifelines(struct drawing *d, size_t from, size_t to)
{
    for (size_t i = 0; i < d->l->nlanes; i++)
        out_fmt(d->o,
            "<line class=\"life%s\" x1=\"%zu\" y1=\"%zu\" x2=\"%zu\" "
            "y2=\"%zu\"/>",
            d->l->lanes[i].node ? " node" : "", lane_x(d, i), from,
            lane_x(d, i), to);
    out_byte(d->o, '\n');
}

static void
begin(struct drawing *d, size_t height, const char *more)
{
    out_fmt(d->o,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ladder\" "
        "viewBox=\"0 0 %zu %zu\" width=\"%zu\" height=\"%zu\"%s>\n",
        d->width, height, d->width, height, more);
}

void
render_svg(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    (void)opt;
    struct drawing d = {.o = o, .l = l};
    plan(&d);
    size_t top = TITLE + HEAD, height = top + rows_height(&d) + LINE;
    begin(&d, height, " role=\"img\"");
    out_z(o, "<title>");
    markup_text(o, l->title, false);
    out_z(o, "</title>\n<style>\n");
    out_str(o, markup_asset(STR("ladder.css")));
    out_z(o, "</style>\n");
    put_text(&d, 6, 20, "over", cut(&d, l->title, (d.width - 12) * 10 / CHAR));
    put_text(&d, 6, 38, "dim", l->date);
    put_names(&d, TITLE);
    put_lifelines(&d, top, height - LINE);
    put_rows(&d, top);
    if (l->hidden > 0)
        put_text(&d, 6, height - 4, "dim",
            str_fmt(&d.a, "%zu rows left out", l->hidden));
    out_z(o, "</svg>\n");
    arena_free(&d.a);
}

bool
svg_is_tall(const struct ladder *l)
{
    struct drawing d = {.l = l};
    plan(&d);
    size_t height = HEAD + rows_height(&d);
    arena_free(&d.a);
    return height * 10 > d.width * PAPER;
}

void
svg_for_page(struct out *o, const struct ladder *l)
{
    struct drawing d = {.o = o, .l = l, .page = true};
    plan(&d);
    begin(&d, HEAD, " aria-hidden=\"true\"");
    put_names(&d, 0);
    out_z(o, "</svg>\n");
    size_t height = rows_height(&d);
    begin(&d, height, " role=\"group\" aria-label=\"Ladder\" id=\"ladder\"");
    put_lifelines(&d, 0, height);
    put_rows(&d, 0);
    out_z(o, "</svg>\n");
    arena_free(&d.a);
}
