/* SPDX-License-Identifier: MIT
 *
 * The ladder as a Mermaid sequence diagram. Trace text stands only behind the
 * first colon of a statement or behind "as", with every character escaped
 * that means something to Mermaid or to HTML; names of lanes are ours.
 * Mermaid refuses more than 50,000 characters and that limit cannot be raised
 * inside a diagram, so that the rest is left out and counted. */
#include "render/render.h"

#include "base/arena.h"
#include "render/canvas.h"

enum {
    LIMIT = 50000,
    LIMIT_LANES = 24000, /* leaves half for the rows */
    LIMIT_END = 400,     /* for the note about what is left out */
    NAME_MAX = 60,       /* columns */
    TEXT_MAX = 300,      /* columns of a label or note */
    NOTE_SHORT = 30,     /* columns */
    NOTE_MIN = 45,       /* columns of a line of a note over two lanes, */
    NOTE_LANE = 25,      /* over more: for each */
};

struct diagram {
    struct out *o;
    const struct ladder *l;
    struct arena a;
    size_t named; /* lanes with a participant of their own */
};

static bool
is_plain(char c)
{
    const struct str marks = STR(" .,/@()+-*='!?_");
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
           str_find_byte(marks, c) < marks.n;
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

/* Mermaid's grammar takes a lone "end" for the end of a block. */
static bool
is_end_word(struct str s, size_t i)
{
    return str_eq_nocase(str_sub(s, i, 3), STR("end")) &&
           (i == 0 || !is_word(s.p[i - 1])) &&
           (i + 3 >= s.n || !is_word(s.p[i + 3]));
}

static void
escape_safe(struct out *o, struct str t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (is_plain(t.p[i]) && !is_end_word(t, i))
            out_byte(o, t.p[i]);
        else
            out_fmt(o, "#%u;", (unsigned)(unsigned char)t.p[i]);
    }
}

static void
escape(struct out *o, struct str s, size_t columns)
{
    struct out safe;
    out_init_mem(&safe);
    out_safe_cut(&safe, s, columns, STR("..."));
    escape_safe(o, out_text(&safe));
    out_close(&safe, NULL);
}

/* Over several lines: Mermaid lets a note run over its frame. */
static void
escape_note(struct diagram *d, struct out *o, struct str s)
{
    size_t columns = d->l->nlanes > 2 ? d->l->nlanes * NOTE_LANE : NOTE_MIN;
    struct str rest =
        safe_cut(&d->a, safe_text(&d->a, s, false), TEXT_MAX, STR("..."));
    for (bool more = false; rest.n > 0; more = true) {
        out_z(o, more ? "<br/>" : "");
        escape_safe(o, safe_wrap(&rest, columns));
    }
}

/* Participants are numbered from 1; 0 stands for those without a number. */
static size_t
participant(const struct diagram *d, size_t lane)
{
    return lane < d->named ? lane + 1 : 0;
}

static void
put_participant(struct out *o, const struct lane *lane, size_t number)
{
    out_fmt(o, "    participant P%zu as ", number);
    escape(o, lane->label, NAME_MAX);
    if (lane->sub.n > 0) {
        out_z(o, "<br/>");
        escape(o, lane->sub, NAME_MAX);
    }
    out_byte(o, '\n');
}

static bool
same_box(const struct lane *a, const struct lane *b)
{
    return a->node && b->node && a->cluster.n > 0 &&
           str_eq(a->cluster, b->cluster);
}

/* A cluster's nodes stand in a box. "transparent" keeps a cluster's name from
 * being taken for a colour. */
static void
put_participants(struct diagram *d)
{
    const struct lane *v = d->l->lanes;
    for (size_t i = 0; i < d->l->nlanes && d->o->n < LIMIT_LANES; i++) {
        bool boxed = v[i].node && v[i].cluster.n > 0;
        if (boxed && (i == 0 || !same_box(&v[i - 1], &v[i]))) {
            out_z(d->o, "    box transparent cluster ");
            escape(d->o, v[i].cluster, NAME_MAX);
            out_byte(d->o, '\n');
        }
        put_participant(d->o, &v[i], i + 1);
        d->named = i + 1;
        bool last = i + 1 == d->l->nlanes || d->o->n >= LIMIT_LANES;
        if (boxed && (last || !same_box(&v[i], &v[i + 1])))
            out_z(d->o, "    end\n");
    }
    if (d->named < d->l->nlanes)
        out_fmt(d->o, "    participant P0 as %zu further hosts\n",
            d->l->nlanes - d->named);
}

static void
put_note_over_all(struct diagram *d, struct out *o)
{
    size_t last = participant(d, d->l->nlanes - 1);
    if (d->l->nlanes < 2)
        out_fmt(o, "    Note over P%zu: ", last);
    else
        out_fmt(o, "    Note over P1,P%zu: ", last);
}

static void
put_time(struct diagram *d, struct out *o, const struct ladder_row *r)
{
    struct str clock = when_clock(&d->a, ladder_time(d->l, r));
    if (clock.n > 0)
        out_fmt(o, STR_FMT " ", STR_ARG(clock));
    if (r->delta_ms >= 0)
        out_fmt(o, STR_FMT " ", STR_ARG(ladder_delta(&d->a, r)));
}

static void
put_arrow(struct diagram *d, struct out *o, const struct ladder_row *r)
{
    out_fmt(o, "    P%zu%sP%zu: ", participant(d, r->from),
        r->response ? "-->>" : "->>", participant(d, r->to));
    put_time(d, o, r);
    escape(o, ladder_label(&d->a, r), TEXT_MAX);
    if (r->repeats > 0)
        out_fmt(o, " (%zu times)", r->repeats + 1);
    if (r->from_calllog)
        out_z(o, " (call log)");
    if (r->detail.n > 0) {
        out_z(o, "<br/>");
        escape(o, r->detail, TEXT_MAX);
    }
    if (r->change.n > 0) {
        out_z(o, "<br/>changed: ");
        escape(o, r->change, TEXT_MAX);
    }
    out_byte(o, '\n');
}

/* A long note over one lane would push all lanes apart. */
static void
put_note(struct diagram *d, struct out *o, const struct ladder_row *r)
{
    if (d->l->nlanes == 0)
        return;
    bool at_one = r->from == r->to && d->l->nlanes > 1;
    bool is_short = out_safe_width(str_sub(r->label, 0, 100)) <= NOTE_SHORT;
    if (at_one && is_short)
        out_fmt(o, "    Note over P%zu: ", participant(d, r->from));
    else
        put_note_over_all(d, o);
    put_time(d, o, r);
    if (at_one && !is_short) {
        escape(o, d->l->lanes[r->from].label, NAME_MAX);
        out_z(o, "<br/>");
    }
    escape_note(d, o,
        r->inferred ? str_fmt(&d->a, STR_FMT " (inferred)", STR_ARG(r->label))
                    : r->label);
    out_byte(o, '\n');
}

static void
put_row(struct diagram *d, struct out *o, const struct ladder_row *r)
{
    if (r->bad)
        out_z(o, "    rect rgba(220,0,0,0.2)\n"); /* on light and dark */
    if (r->shape == LADDER_ARROW)
        put_arrow(d, o, r);
    else
        put_note(d, o, r);
    if (r->bad)
        out_z(o, "    end\n");
    arena_reset(&d->a);
}

/* As many rows as the limit leaves room for. returns: how many. */
static size_t
put_rows(struct diagram *d)
{
    struct out row;
    out_init_mem(&row);
    size_t i = 0;
    for (; i < d->l->nrows; i++) {
        out_clear(&row);
        put_row(d, &row, &d->l->rows[i]);
        if (d->o->n + row.n + LIMIT_END > LIMIT)
            break;
        out_str(d->o, out_text(&row));
    }
    out_close(&row, NULL);
    return i;
}

void
render_mermaid(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    (void)opt;
    struct out body;
    out_init_mem(&body);
    struct diagram d = {.o = &body, .l = l};
    out_z(&body, "sequenceDiagram\n");
    put_participants(&d);
    if (l->nlanes > 0) {
        put_note_over_all(&d, &body);
        escape(&body, l->title, TEXT_MAX);
        out_z(&body, l->date.n > 0 ? "<br/>" : "");
        escape(&body, l->date, TEXT_MAX);
        out_byte(&body, '\n');
    }
    size_t shown = put_rows(&d);
    size_t missing = l->nrows - shown + l->hidden;
    if (missing > 0 && l->nlanes > 0) {
        put_note_over_all(&d, &body);
        out_fmt(&body, "%zu rows left out%s\n", missing,
            shown < l->nrows ? " (Mermaid takes 50 000 characters at most)"
                             : "");
    }
    out_str(o, out_text(&body));
    out_close(&body, NULL);
    arena_free(&d.a);
}
