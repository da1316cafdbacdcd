/* SPDX-License-Identifier: MIT
 *
 * One call on a page of its own. All of it is in the page, open to read, when
 * scripts are off; the script (page/call.js) closes what is long, filters,
 * searches, and shows the message of an arrow beside the ladder. */
#include "render/html.h"

#include "model/names.h"
#include "render/evidence.h"
#include "render/markup.h"
#include "render/page.h"
#include "render/render.h"
#include "render/sdp_diff.h"
#include "render/svg.h"
#include "render/words.h"
#include "sip/mask.h"

/* --- the list of rows ----------------------------------------------------- */

static void
put_span(struct out *o, const char *class, struct str text)
{
    if (text.n == 0)
        return;
    out_fmt(o, "<span class=\"%s\">", class);
    markup_text(o, text, false);
    out_z(o, "</span> ");
}

static void
put_times(struct out *o, struct arena *a, const struct ladder *l, size_t row)
{
    const struct ladder_row *r = &l->rows[row];
    out_fmt(o, "<time>" STR_FMT "</time> ",
        STR_ARG(when_clock(a, ladder_time(l, r))));
    put_span(o, "delta", ladder_delta(a, r));
}

/* A row's element with what the filters go by. */
static void
put_open_tag(
    struct out *o, const char *tag, const struct ladder_row *r, size_t row)
{
    out_fmt(o,
        "<%s class=\"entry%s%s\" id=\"m%zu\" data-row=\"%zu\" data-topic=\"",
        tag, r->bad ? " bad" : "",
        r->shape == LADDER_NOTE ? " aside" : " message", row, row);
    markup_text(o, r->topic, false);
    out_fmt(o, "\" data-leg=\"%lld\"", r->item ? (long long)r->item->leg : 0LL);
}

static void
put_line(struct out *o, const struct diff_line *line)
{
    static const char *const tags[] = {
        [LINE_SAME] = "", [LINE_NEW] = "ins", [LINE_GONE] = "del"};
    const char *tag = tags[line->state];
    if (tag[0])
        out_fmt(o, "<%s>", tag);
    markup_text(o, line->text, false);
    if (tag[0])
        out_fmt(o, "</%s>", tag);
    out_byte(o, '\n');
}

/* Why a message has no text. */
static void
put_none(struct out *o, const struct ladder *l, const struct ladder_row *r)
{
    const char *why = "Its text was not kept.";
    if (r->from_calllog)
        why = "Known only from the call log.";
    else if (l->story && l->story->redacted)
        why = "Without text: it may hold what pseudonyms stand for.";
    out_fmt(o, "<p class=\"none\">%s</p>\n", why);
}

static void
put_text(struct out *o, struct arena *a, const struct ladder *l,
    const struct ladder_row *r)
{
    struct str now = str_trim(mask_secrets(a, r->item->text));
    struct str before = r->before ? mask_secrets(a, r->before->text) : STR("");
    if (now.n == 0) {
        put_none(o, l, r);
        return;
    }
    struct diff_line *v;
    size_t n;
    sdp_diff(a, before, now, &v, &n);
    out_z(o, "<pre tabindex=\"0\">");
    for (size_t i = 0; i < n; i++)
        put_line(o, &v[i]);
    out_z(o, "</pre>\n");
}

static void
put_message(struct out *o, struct arena *a, const struct ladder *l, size_t row)
{
    const struct ladder_row *r = &l->rows[row];
    put_open_tag(o, "details", r, row);
    out_z(o, " open><summary>");
    put_times(o, a, l, row);
    put_span(o, "who", l->lanes[r->from].label);
    out_z(o, "<span class=\"to\">→</span> ");
    put_span(o, "who", l->lanes[r->to].label);
    put_span(o, "label", ladder_label(a, r));
    if (r->repeats > 0)
        out_fmt(
            o, "<span class=\"times\">sent %zu times</span> ", r->repeats + 1);
    put_span(o, "purpose", r->purpose);
    put_span(o, "detail", r->detail);
    if (r->change.n > 0)
        put_span(
            o, "change", str_fmt(a, "changed: " STR_FMT, STR_ARG(r->change)));
    out_z(o, "</summary>\n");
    put_span(o, "evidence", evidence_text(a, &r->item->evidence, false));
    put_text(o, a, l, r);
    out_z(o, "</details>\n");
}

static void
put_note(struct out *o, struct arena *a, const struct ladder *l, size_t row)
{
    const struct ladder_row *r = &l->rows[row];
    put_open_tag(o, "p", r, row);
    out_z(o, ">");
    put_times(o, a, l, row);
    put_span(o, "note", r->label);
    if (r->inferred)
        out_z(o, "<span class=\"guess\">inferred</span> ");
    if (r->item)
        put_span(o, "evidence", evidence_text(a, &r->item->evidence, false));
    out_z(o, "</p>\n");
}

void
html_messages(struct out *o, const struct ladder *l)
{
    struct arena a = {0};
    for (size_t i = 0; i < l->nrows; i++) {
        if (l->rows[i].shape == LADDER_ARROW)
            put_message(o, &a, l, i);
        else
            put_note(o, &a, l, i);
        arena_reset(&a);
    }
    if (l->hidden > 0)
        out_fmt(o, "<p class=\"none\">%zu rows left out.</p>\n", l->hidden);
    arena_free(&a);
}

/* --- the page ------------------------------------------------------------- */

/* "5551 SEP0011AABB2201", "7878 TRUNK (recording)" */
static void
put_legs(struct out *o, const struct story *s)
{
    for (size_t i = 0; s && i < s->path->call.nlegs; i++) {
        const struct leg *leg = &s->path->call.legs[i];
        out_fmt(o, "<option value=\"%lld\">", (long long)leg->leg);
        markup_text(o, leg->number, false);
        out_z(o, leg->number.n > 0 && leg->device.n > 0 ? " " : "");
        markup_text(o, leg->device, false);
        if (leg->number.n == 0 && leg->device.n == 0)
            markup_text(o, words_or_unknown(leg->ip), false);
        if (leg->purpose != LEG_PARTY)
            out_fmt(
                o, " (" STR_FMT ")", STR_ARG(leg_purpose_name(leg->purpose)));
        out_z(o, "</option>");
    }
}

/* What only works with the script is hidden until it runs. */
static void
put_tools(struct out *o, const struct story *s)
{
    out_z(o, "<form id=\"tools\" role=\"search\" hidden>\n"
             "<label>Search <input id=\"search\" type=\"search\" "
             "autocomplete=\"off\" placeholder=\"press /\"></label>\n"
             "<fieldset id=\"topics\"><legend>Show</legend></fieldset>\n"
             "<label>Leg <select id=\"legs\"><option value=\"\">all</option>");
    put_legs(o, s);
    out_z(o, "</select></label>\n"
             "<button type=\"button\" id=\"open-all\">Open all</button>\n"
             "<button type=\"button\" id=\"theme\">Light or dark</button>\n"
             "<p id=\"count\" role=\"status\"></p>\n</form>\n");
}

static void
put_ladder(struct out *o, const struct ladder *l)
{
    out_fmt(o,
        "<section%s aria-labelledby=\"h-ladder\"><h2 id=\"h-ladder\">Ladder"
        "</h2>\n<p class=\"when\">",
        svg_is_tall(l) ? "" : " class=\"sheet\"");
    markup_text(o, l->date, false);
    out_z(o, "</p>\n");
    put_tools(o, l->story);
    out_z(o, "<div id=\"view\"><div id=\"scroll\" tabindex=\"0\" "
             "role=\"region\" aria-label=\"Ladder, can be scrolled\">\n");
    svg_for_page(o, l);
    out_z(o, "</div>\n<aside id=\"panel\" aria-label=\"Message\" hidden>"
             "<button type=\"button\" id=\"close\">Close</button>"
             "<div id=\"shown\" aria-live=\"polite\"></div></aside></div>"
             "</section>\n");
}

static void
put_rows(struct out *o, const struct ladder *l)
{
    put_ladder(o, l);
    out_z(o, "<section id=\"messages\" aria-labelledby=\"h-messages\">"
             "<h2 id=\"h-messages\">Messages and what happened between</h2>\n");
    html_messages(o, l);
    out_z(o, "</section>\n");
}

void
render_html(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    static const char *const styles[] = {"ladder.css", "call.css", NULL};
    const struct page page = {l->title, styles, "call.js"};
    (void)opt;
    page_begin(o, &page);
    out_z(o, "<main>\n<h1>");
    markup_text(o, l->title, false);
    out_z(o, "</h1>\n");
    if (l->story)
        html_story(o, l);
    if (l->nrows > 0)
        put_rows(o, l);
    else
        out_z(o, "<p class=\"none\">The traces have no message of this call."
                 "</p>\n");
    if (l->story)
        html_origin(o, l->story);
    out_z(o, "</main>\n");
    page_end(o, &page);
}
