/* SPDX-License-Identifier: MIT
 *
 * The ladder as a PlantUML sequence diagram. PlantUML knows markup, functions
 * such as %getenv and commands at the beginning of a line: trace text stands
 * behind a colon or in quotes, and of it only letters, digits and harmless
 * marks stand for themselves. Names of lanes are ours. */
#include "render/render.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "render/canvas.h"

enum {
    NAME_MAX = 60,  /* columns */
    TEXT_MAX = 300, /* columns of a label or note, over all lines */
    LINE_COLUMNS = 60,
};

static bool
is_plain(struct str s, size_t i)
{
    const struct str marks = STR(" .,():+"), single = STR("-_/");
    char c = s.p[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9') || str_find_byte(marks, c) < marks.n)
        return true;
    /* Two in a row are markup. */
    return str_find_byte(single, c) < single.n && (i == 0 || s.p[i - 1] != c) &&
           (i + 1 == s.n || s.p[i + 1] != c);
}

static void
escape_safe(struct out *o, struct str t)
{
    for (size_t i = 0; i < t.n;) {
        uint32_t code = (unsigned char)t.p[i];
        size_t n = utf8_decode(str_skip(t, i), &code);
        if (code < 0x80 && is_plain(t, i))
            out_byte(o, t.p[i]);
        else if (code >= 0xa0 && code <= 0xffff)
            out_str(o, str_sub(t, i, n));
        else
            out_fmt(o, "<U+%04X>", (unsigned)code);
        i += n > 0 ? n : 1;
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

/* Over several lines. PlantUML would break numbers and addresses. */
static void
escape_lines(struct out *o, struct arena *a, struct str s)
{
    struct str rest = safe_cut(a, safe_text(a, s, false), TEXT_MAX, STR("..."));
    for (bool more = false; rest.n > 0; more = true) {
        out_z(o, more ? "\\n" : "");
        escape_safe(o, safe_wrap(&rest, LINE_COLUMNS));
    }
}

static bool
same_box(const struct lane *a, const struct lane *b)
{
    return a->node && b->node && a->cluster.n > 0 &&
           str_eq(a->cluster, b->cluster);
}

/* A cluster's nodes stand in a box. */
static void
put_participants(struct out *o, const struct ladder *l)
{
    const struct lane *v = l->lanes;
    for (size_t i = 0; i < l->nlanes; i++) {
        bool boxed = v[i].node && v[i].cluster.n > 0;
        if (boxed && (i == 0 || !same_box(&v[i - 1], &v[i]))) {
            out_z(o, "box \"cluster ");
            escape(o, v[i].cluster, NAME_MAX);
            out_z(o, "\" #F4F6FA\n");
        }
        out_z(o, "participant \"");
        escape(o, v[i].label, NAME_MAX);
        if (v[i].sub.n > 0) {
            out_z(o, "\\n");
            escape(o, v[i].sub, NAME_MAX);
        }
        out_fmt(o, "\" as P%zu\n", i + 1);
        bool last = i + 1 == l->nlanes;
        if (boxed && (last || !same_box(&v[i], &v[i + 1])))
            out_z(o, "end box\n");
    }
}

/* "10:00:00.012 +0.012 "; empty when neither is known. */
static struct str
time_text(struct arena *a, const struct ladder *l, const struct ladder_row *r)
{
    struct str clock = when_clock(a, ladder_time(l, r));
    struct str delta = ladder_delta(a, r);
    return str_fmt(a, STR_FMT "%s" STR_FMT "%s", STR_ARG(clock),
        clock.n > 0 ? " " : "", STR_ARG(delta), delta.n > 0 ? " " : "");
}

static void
put_arrow(struct out *o, struct arena *a, const struct ladder *l,
    const struct ladder_row *r)
{
    out_fmt(o, "P%zu -%s%s> P%zu : ", r->from + 1, r->bad ? "[#C00000]" : "",
        r->response ? "-" : "", r->to + 1);
    out_str(o, time_text(a, l, r));
    out_z(o, r->bad ? "<color:#C00000><b>" : "");
    escape(o, ladder_label(a, r), TEXT_MAX);
    out_z(o, r->bad ? "</b></color>" : "");
    if (r->repeats > 0)
        out_fmt(o, " (%zu times)", r->repeats + 1);
    if (r->from_calllog)
        out_z(o, " (call log)");
    if (r->detail.n > 0) {
        out_z(o, "\\n");
        escape_lines(o, a, r->detail);
    }
    if (r->change.n > 0) {
        out_z(o, "\\n");
        escape_lines(o, a, str_fmt(a, "changed: " STR_FMT, STR_ARG(r->change)));
    }
    out_byte(o, '\n');
}

static void
put_note(struct out *o, struct arena *a, const struct ladder *l,
    const struct ladder_row *r)
{
    if (r->from == r->to || l->nlanes < 2)
        out_fmt(o, "note over P%zu ", r->from + 1);
    else
        out_fmt(o, "note over P1, P%zu ", l->nlanes);
    out_fmt(o, "%s: ", r->bad ? "#FFE2E2 " : "");
    struct str text =
        str_fmt(a, STR_FMT STR_FMT "%s", STR_ARG(time_text(a, l, r)),
            STR_ARG(r->label), r->inferred ? " (inferred)" : "");
    escape_lines(o, a, text);
    out_byte(o, '\n');
}

void
render_plantuml(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    (void)opt;
    struct arena a = {0};
    out_z(o, "@startuml\nhide footbox\ntitle ");
    escape(o, l->title, TEXT_MAX);
    if (l->date.n > 0) {
        out_z(o, "\\n");
        escape(o, l->date, TEXT_MAX);
    }
    out_byte(o, '\n');
    put_participants(o, l);
    for (size_t i = 0; i < l->nrows; i++) {
        if (l->rows[i].shape == LADDER_ARROW)
            put_arrow(o, &a, l, &l->rows[i]);
        else if (l->nlanes > 0)
            put_note(o, &a, l, &l->rows[i]);
        arena_reset(&a);
    }
    if (l->hidden > 0 && l->nlanes > 0)
        out_fmt(o, "note over P1 : %zu rows left out\n", l->hidden);
    out_z(o, "@enduml\n");
    arena_free(&a);
}
