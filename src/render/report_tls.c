/* SPDX-License-Identifier: MIT
 *
 * What a report says of connections under their table: findings, changes, and
 * trunks whose directions differ. */
#include "render/markup.h"
#include "render/report.h"
#include "render/told.h"

enum { SHOWN_MAX = 200 }; /* rows of a table; the rest is counted */

static void
begin(struct out *o, const char *id, const char *title, const char *heads)
{
    out_fmt(o,
        "<section aria-labelledby=\"%s\"><h2 id=\"%s\">%s</h2>\n"
        "<table class=\"list\"><thead><tr>%s</tr></thead><tbody>\n",
        id, id, title, heads);
}

static void
end(struct out *o, size_t n)
{
    out_z(o, "</tbody></table>");
    if (n > SHOWN_MAX)
        out_fmt(o, "<p>and %zu more: <code>cmtrail tls --json</code></p>",
            n - SHOWN_MAX);
    out_z(o, "</section>\n");
}

static void
put_findings(struct out *o, struct arena *a, const struct report *r)
{
    struct told *told;
    size_t n;
    told_gather(a, r->conns, r->nconns, &told, &n);
    if (n == 0)
        return;
    begin(o, "h-tls-said", "What there is to say of connections",
        "<th>severity</th><th>connections</th><th>finding</th>"
        "<th>source</th>");
    for (size_t i = 0; i < n && i < SHOWN_MAX; i++) {
        out_z(o, "<tr>");
        markup_cell(o, "severity", told[i].f->severity);
        markup_cell(o, "connections", told_numbers(a, &told[i]));
        markup_cell(o, "finding", told[i].f->text);
        markup_cell(o, "source", told[i].f->source);
        out_z(o, "</tr>\n");
    }
    end(o, n);
}

static void
put_two(struct out *o, struct arena *a, const struct told_two *t,
    const char *first, const char *second)
{
    const struct told_side *x = &t->first, *y = &t->second;
    out_z(o, "<tr>");
    markup_cell(o, "trunk or peer", t->whose);
    markup_cell(o, "what", t->what);
    markup_cell(o, first,
        str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(x->when), STR_ARG(x->text)));
    markup_cell(o, second,
        str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(y->when), STR_ARG(y->text)));
    out_z(o, "</tr>\n");
}

static void
put_changes(struct out *o, struct arena *a, const struct ledger *l)
{
    if (l->nchanges == 0)
        return;
    begin(o, "h-tls-changes", "Connections that changed",
        "<th>trunk or peer</th><th>what</th><th>before</th><th>after</th>");
    for (size_t i = 0; i < l->nchanges && i < SHOWN_MAX; i++) {
        struct told_two t = told_change(a, &l->changes[i]);
        put_two(o, a, &t, "before", "after");
    }
    end(o, l->nchanges);
}

static void
put_pairs(struct out *o, struct arena *a, const struct ledger *l)
{
    if (l->npairs == 0)
        return;
    begin(o, "h-tls-pairs", "Trunks whose two directions differ",
        "<th>trunk or peer</th><th>what</th><th>out</th><th>in</th>");
    for (size_t i = 0; i < l->npairs && i < SHOWN_MAX; i++) {
        struct told_two t = told_pair(a, &l->pairs[i]);
        put_two(o, a, &t, "out", "in");
    }
    end(o, l->npairs);
}

void
report_ledger(struct out *o, const struct report *r)
{
    struct arena a = {0};
    put_findings(o, &a, r);
    put_changes(o, &a, &r->ledger);
    put_pairs(o, &a, &r->ledger);
    arena_free(&a);
}
