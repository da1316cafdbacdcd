/* SPDX-License-Identifier: MIT
 *
 * The ladder as a PlantUML sequence diagram. PlantUML knows markup, functions
 * such as %getenv and commands at the beginning of a line: trace text stands
 * behind a colon or in quotes, and of it only letters, digits and harmless
 * marks stand for themselves. Names of lanes are ours. */
#include "render/render.h"

#include "base/arena.h"
#include "base/utf8.h"

enum {
    NAME_MAX = 60,  /* columns */
    TEXT_MAX = 300, /* columns of a label or note */
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
escape(struct out *o, struct str s, size_t columns)
{
    struct out safe;
    out_init_mem(&safe);
    out_safe_cut(&safe, s, columns, STR("..."));
    struct str t = out_text(&safe);
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
    out_close(&safe, NULL);
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

static void
put_time(struct out *o, struct arena *a, const struct ladder *l,
    const struct ladder_row *r)
{
    struct str clock = when_clock(a, ladder_time(l, r));
    if (clock.n > 0)
        out_fmt(o, STR_FMT " ", STR_ARG(clock));
}

static void
put_arrow(struct out *o, struct arena *a, const struct ladder *l,
    const struct ladder_row *r)
{
    out_fmt(o, "P%zu -%s%s> P%zu : ", r->from + 1, r->bad ? "[#C00000]" : "",
        r->response ? "-" : "", r->to + 1);
    put_time(o, a, l, r);
    escape(o, ladder_label(a, r), TEXT_MAX);
    if (r->repeats > 0)
        out_fmt(o, " (%zu times)", r->repeats + 1);
    if (r->from_calllog)
        out_z(o, " (call log)");
    if (r->detail.n > 0) {
        out_z(o, "\\n");
        escape(o, r->detail, TEXT_MAX);
    }
    if (r->change.n > 0) {
        out_z(o, "\\nchanged: ");
        escape(o, r->change, TEXT_MAX);
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
    put_time(o, a, l, r);
    escape(o, r->label, TEXT_MAX);
    out_z(o, r->inferred ? " (inferred)\n" : "\n");
}

void
render_plantuml(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    (void)opt;
    struct arena a = {0};
    out_z(o, "@startuml\nhide footbox\nskinparam wrapWidth 400\n"
             "skinparam maxMessageSize 400\ntitle ");
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
