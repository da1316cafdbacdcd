/* SPDX-License-Identifier: MIT
 *
 * Paths and ladders are data in the page, in blocks that the script reads when
 * a call is opened; page/report.js draws them. */
#include "render/report.h"

#include <inttypes.h>

#include "model/names.h"
#include "render/evidence.h"
#include "render/markup.h"
#include "render/page.h"
#include "render/words.h"

enum { BLOCK = 50 }; /* calls of a block; page/report.js knows it, too */

static const char *const styles[] = {
    "ladder.css", "call.css", "report.css", NULL};
static const struct page page = {
    STR_INIT("cmtrail report"), styles, "report.js"};

/* With what it is sorted by. */
static void
put_number(struct out *o, const char *title, int64_t v, struct str text)
{
    out_fmt(o, "<td class=\"num\" data-title=\"%s\" data-v=\"%" PRId64 "\">",
        title, v);
    markup_text(o, text, false);
    out_z(o, "</td>");
}

static void
put_heads(struct out *o, const char *const *titles)
{
    out_z(o, "<thead><tr>");
    for (; *titles; titles++)
        out_fmt(o, "<th>%s</th>", *titles);
    out_z(o, "</tr></thead><tbody>\n");
}

/* --- calls ---------------------------------------------------------------- */

static struct str
joined(struct arena *a, const struct str *v, size_t n)
{
    struct str all = STR("");
    for (size_t i = 0; i < n && all.n < 120; i++)
        all = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(all), i > 0 ? ", " : "",
            STR_ARG(v[i]));
    return all;
}

/* "192.0.2.77, 192.0.2.78": ports of TCP say nothing here. */
static struct str
hosts(struct arena *a, const struct call *c)
{
    struct str *v = arena_array(a, c->npeers, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < c->npeers; i++) {
        struct str host =
            str_sub(c->peers[i], 0, str_rfind_byte(c->peers[i], ':'));
        size_t k = 0;
        while (k < n && !str_eq(v[k], host))
            k++;
        v[k] = host;
        n += k == n;
    }
    return joined(a, v, n);
}

static struct str
why_text(struct arena *a, const struct call *c)
{
    struct str s = STR("");
    if (c->sip_status >= 300)
        s = str_fmt(a, "%d", (int)c->sip_status);
    if (c->cause >= 0)
        s = str_fmt(a, STR_FMT "%scause %" PRId64, STR_ARG(s),
            s.n > 0 ? ", " : "", c->cause);
    return s;
}

static struct str
cns(struct arena *a, const struct call *c)
{
    struct str all = STR("");
    for (size_t i = 0; i < c->ntls && all.n < 120; i++)
        if (c->tls[i].cn.n > 0)
            all = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(all),
                all.n > 0 ? ", " : "", STR_ARG(c->tls[i].cn));
    return all;
}

/* "2019-11-05 10:15:30.090"; without a date the time of day. */
static void
put_start(struct out *o, struct arena *a, const struct call *c)
{
    bool dated = c->start.utc_ms != WHEN_UNKNOWN;
    int64_t v = dated ? c->start.utc_ms : c->start.tod_ms;
    struct str iso = when_iso(a, c->start);
    out_fmt(o,
        "<td class=\"when\" data-title=\"start\" data-v=\"%" PRId64 "\">", v);
    markup_text(o, dated ? str_sub(iso, 0, 10) : STR(""), false);
    out_z(o, dated ? " " : "");
    markup_text(o, when_clock(a, c->start), false);
    out_z(o, "</td>");
}

static void
put_call(struct out *o, struct arena *a, const struct call *c, size_t i)
{
    bool bad = words_went_wrong(c);
    out_fmt(o,
        "<tr%s data-i=\"%zu\"><td class=\"num\" data-title=\"call\" "
        "data-v=\"%" PRId64 "\"><a href=\"#call-%" PRId64
        "\" id=\"call-%" PRId64 "\">%" PRId64 "</a></td>",
        bad ? " class=\"bad\"" : "", i, c->call, c->call, c->call, c->call);
    put_start(o, a, c);
    put_number(o, "duration", c->duration_ms,
        c->duration_ms >= 0 ? when_duration(a, c->duration_ms) : STR(""));
    markup_cell(o, "calling", words_who(c->calling, c->calling_device));
    markup_cell(o, "dialed", c->dialed);
    markup_cell(o, "called", words_who(c->called, c->called_device));
    markup_cell(o, "outcome", outcome_name(c->outcome));
    markup_cell(o, "why", why_text(a, c));
    markup_cell(o, "trunk or peer",
        c->ntrunks > 0 ? joined(a, c->trunks, c->ntrunks) : hosts(a, c));
    markup_cell(o, "TLS CN", cns(a, c));
    out_z(o, "</tr>\n");
    arena_reset(a);
}

/* Laying out ten thousand rows takes seconds. With scripts a <noscript> is
 * mere text, of which the script shows some rows at a time. */
static void
put_calls(struct out *o, const struct report *r)
{
    static const char *const heads[] = {"call", "start", "duration", "calling",
        "dialed", "called", "outcome", "why", "trunk or peer", "TLS CN", NULL};
    struct arena a = {0};
    out_z(o, "<section aria-labelledby=\"h-calls\"><h2 id=\"h-calls\">Calls"
             "</h2>\n<form id=\"tools\" role=\"search\" hidden><label>Search "
             "<input id=\"search\" type=\"search\" autocomplete=\"off\" "
             "placeholder=\"press /\"></label><label><input id=\"failed\" "
             "type=\"checkbox\"> only failed</label><button type=\"button\" "
             "id=\"theme\">Light or dark</button><p id=\"count\" "
             "role=\"status\"></p></form>\n"
             "<noscript id=\"all\"><table class=\"list\">");
    put_heads(o, heads);
    for (size_t i = 0; i < r->ncalls; i++)
        put_call(o, &a, &r->calls[i], i);
    out_z(o, "</tbody></table></noscript>\n"
             "<table class=\"list\" id=\"calls\"></table>"
             "<p id=\"more\" hidden><button type=\"button\">"
             "Show more</button></p></section>\n"
             "<aside id=\"panel\" aria-label=\"Call\" hidden><button "
             "type=\"button\" id=\"close\">Close</button><div id=\"shown\" "
             "aria-live=\"polite\"></div></aside>\n");
    arena_free(&a);
}

/* --- connections, clocks, gaps -------------------------------------------- */

static void
put_connection(struct out *o, struct arena *a, const struct connection *c)
{
    out_z(o, "<tr>");
    put_number(
        o, "connection", c->connection, str_fmt(a, "%" PRId64, c->connection));
    markup_cell(o, "peer", peer_name(a, c->remote_ip, c->remote_port));
    markup_cell(o, "node", c->node);
    markup_cell(o, "transport", c->transport);
    markup_cell(o, "trunks", joined(a, c->trunks, c->ntrunks));
    markup_cell(o, "CN", c->cn);
    markup_cell(o, "cipher", c->cipher);
    markup_cell(o, "grade", c->grade);
    put_number(o, "calls", (int64_t)c->ncalls, str_fmt(a, "%zu", c->ncalls));
    markup_cell(o, "evidence", evidence_text(a, &c->evidence, false));
    out_z(o, "</tr>\n");
    arena_reset(a);
}

/* Those with certificates, and plain ones that carried keys; phones' other
 * plain connections say nothing here. */
static void
put_connections(struct out *o, const struct report *r)
{
    static const char *const heads[] = {"conn", "peer", "node", "transport",
        "trunks", "CN", "cipher", "grade", "calls", "evidence", NULL};
    struct arena a = {0};
    bool any = false;
    for (size_t i = 0; i < r->nconns; i++) {
        const struct connection *c = &r->conns[i];
        if (!str_eq(c->transport, STR("TLS")) &&
            !str_eq(c->grade, STR("critical")))
            continue;
        if (!any) {
            out_z(o, "<section aria-labelledby=\"h-conns\"><h2 id=\"h-conns\">"
                     "TLS connections</h2>\n<table class=\"list\">");
            put_heads(o, heads);
        }
        any = true;
        put_connection(o, &a, &r->conns[i]);
    }
    if (any)
        out_z(o, "</tbody></table></section>\n");
    arena_free(&a);
}

static struct str
clock_name(struct arena *a, struct str node, struct str host)
{
    if (host.n == 0)
        return str_fmt(a, "node " STR_FMT, STR_ARG(node));
    return str_fmt(
        a, STR_FMT " (node " STR_FMT ")", STR_ARG(host), STR_ARG(node));
}

static void
put_clocks(struct out *o, const struct report *r)
{
    static const char *const heads[] = {
        "node", "cluster", "ahead of", "milliseconds", "error at most", NULL};
    struct arena a = {0};
    if (r->nclocks == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-clocks\"><h2 id=\"h-clocks\">Clocks"
             "</h2>\n<table class=\"list\">");
    put_heads(o, heads);
    for (size_t i = 0; i < r->nclocks; i++) {
        const struct node_clock *c = &r->clocks[i];
        out_z(o, "<tr>");
        markup_cell(o, "node", clock_name(&a, c->node, c->host));
        markup_cell(o, "cluster", c->cluster);
        markup_cell(o, "ahead of", clock_name(&a, c->against, c->against_host));
        put_number(o, "milliseconds", c->offset_ms,
            str_fmt(&a, "%" PRId64, c->offset_ms));
        put_number(o, "error at most", c->error_ms,
            c->error_ms >= 0 ? str_fmt(&a, "%" PRId64, c->error_ms)
                             : STR("unknown"));
        out_z(o, "</tr>\n");
        arena_reset(&a);
    }
    out_z(o, "</tbody></table></section>\n");
    arena_free(&a);
}

static void
put_gaps(struct out *o, const struct report *r)
{
    if (r->ngaps == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-gaps\"><h2 id=\"h-gaps\">What the "
             "traces lack</h2>\n<ul>\n");
    for (size_t i = 0; i < r->ngaps; i++) {
        out_z(o, "<li>");
        markup_text(o, r->gaps[i].reason, false);
        out_z(o, "</li>\n");
    }
    out_z(o, "</ul></section>\n");
}

void
report_begin(struct out *o, const struct report *r)
{
    size_t bad = 0;
    for (size_t i = 0; i < r->ncalls; i++)
        bad += words_went_wrong(&r->calls[i]);
    page_begin(o, &page);
    out_fmt(o,
        "<main>\n<h1>%zu calls</h1>\n<p class=\"ending %s\">%zu failed, were "
        "busy, rejected or not answered</p>\n",
        r->ncalls, bad > 0 ? "bad" : "good", bad);
    report_timeline(o, r);
    out_z(o, "<div class=\"columns\">\n");
    report_outcomes(o, r);
    report_failures(o, r);
    report_trunks(o, r);
    report_pairs(o, r);
    out_z(o, "</div>\n");
    put_calls(o, r);
    put_connections(o, r);
    report_ledger(o, r);
    put_clocks(o, r);
    put_gaps(o, r);
    out_z(o, "<p class=\"when\">by cmtrail ");
    markup_text(o, r->version, false);
    out_z(o, "</p>\n</main>\n");
}

/* --- data of calls -------------------------------------------------------- */

static void
put_lanes(struct json *j, const struct ladder *l)
{
    json_array(j, "lanes");
    for (size_t i = 0; i < l->nlanes; i++) {
        json_array(j, NULL);
        json_str(j, NULL, l->lanes[i].label);
        json_str(j, NULL, l->lanes[i].sub);
        json_int(j, NULL, l->lanes[i].node);
        json_end_array(j);
    }
    json_end_array(j);
}

/* [clock, from, to, kind, label, detail, since]; kind: a note, a request, ...
 */
static void
put_row(struct json *j, struct arena *a, const struct ladder *l,
    const struct ladder_row *r)
{
    const char *kind = r->shape == LADDER_NOTE
                           ? (str_eq(r->topic, STR("tls")) ? "tls" : "note")
                       : r->response ? "response"
                                     : "request";
    struct str label = ladder_label(a, r);
    if (r->repeats > 0)
        label = str_fmt(a, STR_FMT " ×%zu", STR_ARG(label), r->repeats + 1);
    if (r->inferred)
        label = str_fmt(a, STR_FMT " (inferred)", STR_ARG(label));
    struct str detail = r->detail;
    if (r->change.n > 0)
        detail = str_fmt(a, STR_FMT "; changed: " STR_FMT, STR_ARG(detail),
            STR_ARG(r->change));
    json_array(j, NULL);
    json_str(j, NULL, when_clock(a, ladder_time(l, r)));
    json_int(j, NULL, (int64_t)r->from);
    json_int(j, NULL, (int64_t)r->to);
    json_str(j, NULL, r->bad ? str_fmt(a, "%s bad", kind) : str_from(kind));
    json_str(j, NULL, label);
    json_str(j, NULL, detail);
    json_str(j, NULL, ladder_delta(a, r));
    json_end_array(j);
    arena_reset(a);
}

static void
put_steps(struct json *j, struct arena *a, const struct step *steps, size_t n)
{
    json_array(j, "steps");
    for (size_t i = 0; i < n; i++) {
        json_array(j, NULL);
        json_str(j, NULL, when_clock(a, steps[i].at));
        json_str(j, NULL, words_kind(a, steps[i].kind));
        json_str(j, NULL, steps[i].label);
        json_int(j, NULL, steps[i].sure == SURE_INFERRED);
        json_end_array(j);
    }
    json_end_array(j);
}

/* What could end the element, or begin a comment, is escaped. */
static void
put_data(struct out *o, struct str json)
{
    for (size_t at; (at = str_find_byte(json, '<')) < json.n;) {
        out_str(o, str_sub(json, 0, at));
        out_z(o, "\\u003c");
        json = str_skip(json, at + 1);
    }
    out_str(o, json);
}

void
report_call(struct out *o, size_t i, const struct step *steps, size_t nsteps,
    const struct ladder *l)
{
    struct arena a = {0};
    struct out data;
    struct json j;
    out_init_mem(&data);
    json_init(&j, &data);
    json_object(&j, NULL);
    json_str(&j, "title", l->title);
    json_str(&j, "date", l->date);
    put_lanes(&j, l);
    json_array(&j, "rows");
    for (size_t k = 0; k < l->nrows; k++)
        put_row(&j, &a, l, &l->rows[k]);
    json_end_array(&j);
    put_steps(&j, &a, steps, nsteps);
    json_end_object(&j);
    if (i % BLOCK == 0)
        out_fmt(o, "%s<script type=\"application/json\" class=\"block\">[\n",
            i > 0 ? "]</script>\n" : "");
    else
        out_z(o, ",\n");
    put_data(o, out_text(&data));
    out_close(&data, NULL);
    arena_free(&a);
}

void
report_end(struct out *o, size_t n)
{
    if (n > 0)
        out_z(o, "]</script>\n");
    page_end(o, &page);
}
