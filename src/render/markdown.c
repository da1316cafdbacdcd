/* SPDX-License-Identifier: MIT
 *
 * The ladder for a ticket: a summary, the ladder as ASCII in a fence, and the
 * rows as a table with the lines that prove them. */
#include "render/markdown.h"

#include "base/arena.h"
#include "render/evidence.h"

enum { FENCED_WIDTH = 100 };

static bool
is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* '_' means something only at the edge of a word. */
static bool
is_special(struct str s, size_t i)
{
    if (s.p[i] == '_')
        return i == 0 || i + 1 == s.n || !is_alnum(s.p[i - 1]) ||
               !is_alnum(s.p[i + 1]);
    const struct str marks = STR("\\`*<[]|~&");
    return str_find_byte(marks, s.p[i]) < marks.n;
}

void
markdown_text(struct out *o, struct str s)
{
    struct out safe;
    out_init_mem(&safe);
    out_safe(&safe, s, false);
    struct str t = out_text(&safe);
    for (size_t i = 0; i < t.n; i++) {
        if (is_special(t, i))
            out_byte(o, '\\');
        out_byte(o, t.p[i]);
    }
    out_close(&safe, NULL);
}

/* Three backticks, or one more than the longest run in s. */
static size_t
fence_length(struct str s)
{
    size_t longest = 2, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest + 1;
}

void
markdown_fenced(struct out *o, const char *language, struct str text)
{
    size_t ticks = fence_length(text);
    out_pad(o, '`', ticks);
    out_fmt(o, "%s\n", language);
    out_str(o, text);
    if (!str_ends(text, STR("\n")))
        out_byte(o, '\n');
    out_pad(o, '`', ticks);
    out_z(o, "\n\n");
}

void
markdown_ladder(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    struct render_options plain = *opt;
    plain.color = false;
    if (plain.width == 0 || plain.width > FENCED_WIDTH)
        plain.width = FENCED_WIDTH;
    struct out text;
    out_init_mem(&text);
    render_ascii(&text, l, &plain);
    markdown_fenced(o, "text", out_text(&text));
    out_close(&text, NULL);
}

static void
put_lanes(struct out *o, const struct ladder *l)
{
    out_z(o, "| host | address or node | cluster |\n|---|---|---|\n");
    for (size_t i = 0; i < l->nlanes; i++) {
        out_z(o, "| ");
        markdown_text(o, l->lanes[i].label);
        out_z(o, " | ");
        markdown_text(o, l->lanes[i].sub);
        out_z(o, " | ");
        markdown_text(o, l->lanes[i].cluster);
        out_z(o, " |\n");
    }
    out_byte(o, '\n');
}

static void
put_details(struct out *o, const struct ladder_row *r)
{
    const struct item *it = r->item;
    const char *between = "";
    if (it && r->shape == LADDER_ARROW && it->cseq >= 0) {
        out_fmt(o, "CSeq %lld ", (long long)it->cseq);
        markdown_text(o, it->cseq_method);
        between = "; ";
    }
    if (it && r->shape == LADDER_ARROW && it->remote_port > 0) {
        out_fmt(o, "%s%s", between, it->outgoing ? "to " : "from ");
        markdown_text(o, it->transport);
        out_fmt(o, " port %d", (int)it->remote_port);
        between = "; ";
    }
    if (r->repeats > 0) {
        out_fmt(o, "%ssent %zu times", between, r->repeats + 1);
        between = "; ";
    }
    if (r->inferred || r->from_calllog) {
        out_fmt(
            o, "%s%s", between, r->inferred ? "inferred" : "from the call log");
        between = "; ";
    }
    if (r->detail.n > 0) {
        out_z(o, between);
        markdown_text(o, r->detail);
        between = "; ";
    }
    if (r->change.n > 0) {
        out_fmt(o, "%schanged: ", between);
        markdown_text(o, r->change);
    }
}

static void
put_row(struct out *o, const struct ladder *l, const struct ladder_row *r)
{
    struct arena a = {0};
    bool arrow = r->shape == LADDER_ARROW;
    bool at_one = arrow || r->from == r->to;
    out_fmt(o, "| " STR_FMT " | " STR_FMT " | ",
        STR_ARG(when_clock(&a, ladder_time(l, r))),
        STR_ARG(ladder_delta(&a, r)));
    if (at_one && r->from < l->nlanes)
        markdown_text(o, l->lanes[r->from].label);
    out_z(o, " | ");
    if (arrow && r->to < l->nlanes)
        markdown_text(o, l->lanes[r->to].label);
    out_z(o, r->bad ? " | **" : " | ");
    markdown_text(o, r->label);
    out_z(o, r->bad ? "** | " : " | ");
    put_details(o, r);
    out_z(o, " | ");
    if (r->item)
        markdown_text(o, evidence_text(&a, &r->item->evidence, false));
    out_z(o, " |\n");
    arena_free(&a);
}

void
render_markdown(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    out_z(o, "## ");
    markdown_text(o, l->title);
    out_z(o, "\n\n");
    put_lanes(o, l);
    markdown_ladder(o, l, opt);
    out_z(o, "| time | since | from | to | message | details | evidence |\n"
             "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < l->nrows; i++)
        put_row(o, l, &l->rows[i]);
    if (l->hidden > 0)
        out_fmt(o, "\n%zu rows left out.\n", l->hidden);
}
