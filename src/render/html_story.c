/* SPDX-License-Identifier: MIT
 *
 * What stands above the ladder on a call's page. */
#include "render/html.h"

#include <inttypes.h>

#include "model/names.h"
#include "render/evidence.h"
#include "render/markup.h"
#include "render/records.h"
#include "render/words.h"

static void
put_element(struct out *o, const char *tag, const char *class, struct str text)
{
    if (text.n == 0)
        return;
    out_fmt(o, "<%s class=\"%s\">", tag, class);
    markup_text(o, text, false);
    out_fmt(o, "</%s>\n", tag);
}

static void
put_summary(struct out *o, const struct call *c)
{
    struct arena a = {0};
    const char *good = c->outcome == OUTCOME_ANSWERED ? "good" : "plain";
    out_fmt(o, "<p class=\"ending %s\"><strong>%s</strong> ",
        words_went_wrong(c) ? "bad" : good, words_went_wrong(c) ? "✗" : "●");
    markup_text(o, words_ending(&a, c), false);
    out_z(o, "</p>\n");
    put_element(o, "p", "parties", words_parties(&a, c));
    put_element(o, "p", "when", when_iso(&a, c->start));
    if (c->clock_node.n > 0)
        put_element(o, "p", "when",
            str_fmt(&a,
                "these times by the clock of node " STR_FMT "%s" STR_FMT,
                STR_ARG(c->clock_node), c->clock_cluster.n > 0 ? " of " : "",
                STR_ARG(c->clock_cluster)));
    arena_free(&a);
}

static void
put_evidence(struct out *o, struct arena *a, const struct evidence *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_element(o, "span", "evidence", evidence_text(a, &v[i], false));
}

/* A step stands open: a strip that must be opened to be read says nothing. */
static void
put_step(struct out *o, const struct step *s)
{
    struct arena a = {0};
    bool tls =
        str_eq(s->kind, STR("connection")) && str_has(s->label, STR("TLS"));
    out_fmt(o, "<li class=\"step%s%s\">", tls ? " tls" : "",
        s->sure == SURE_INFERRED ? " inferred" : "");
    put_element(o, "span", "kind", words_kind(&a, s->kind));
    put_element(o, "span", "what", words_or_unknown(s->label));
    if (s->sure == SURE_INFERRED)
        out_z(o, "<span class=\"guess\">inferred</span>\n");
    put_element(o, "span", "at", when_clock(&a, s->at));
    struct str fields = words_fields(&a, s);
    if (fields.n > 0 || s->nevidence > 0) {
        out_z(o, "<details><summary>evidence</summary>");
        put_element(o, "span", "fields", fields);
        put_evidence(o, &a, s->evidence, s->nevidence);
        out_z(o, "</details>");
    }
    out_z(o, "</li>\n");
    arena_free(&a);
}

static void
put_path(struct out *o, const struct call_path *p)
{
    if (p->nsteps == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-path\"><h2 id=\"h-path\">Path</h2>\n"
             "<ol class=\"strip\">\n");
    for (size_t i = 0; i < p->nsteps; i++)
        put_step(o, &p->steps[i]);
    out_z(o, "</ol></section>\n");
}

static void
put_connection(struct out *o, const struct connection *c)
{
    struct arena a = {0};
    out_z(o, "<tr>");
    markup_cell(o, "peer",
        peer_name(&a, words_or_unknown(c->remote_ip), c->remote_port));
    markup_cell(o, "transport", c->transport);
    markup_cell(o, "direction", words_or_unknown(c->direction));
    markup_cell(o, "CN", words_or_unknown(c->cn));
    markup_cell(o, "cipher", words_or_unknown(c->cipher));
    markup_cell(o, "grade", c->grade);
    markup_cell(o, "handshake", words_or_unknown(when_clock(&a, c->handshake)));
    markup_cell(o, "evidence", evidence_text(&a, &c->evidence, false));
    out_z(o, "</tr>\n");
    arena_free(&a);
}

static void
put_findings(struct out *o, const struct connection *c)
{
    struct arena a = {0};
    for (size_t i = 0; i < c->nfindings; i++)
        put_element(o, "li", "finding", words_finding(&a, c, &c->findings[i]));
    arena_free(&a);
}

static void
put_connections(struct out *o, const struct connection *v, size_t n)
{
    size_t tls = 0;
    for (size_t i = 0; i < n; i++)
        tls += str_eq(v[i].transport, STR("TLS"));
    if (tls == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-tls\"><h2 id=\"h-tls\">TLS</h2>\n"
             "<table class=\"list\"><thead><tr><th>peer</th><th>transport</th>"
             "<th>direction</th><th>CN</th><th>cipher</th><th>grade</th>"
             "<th>handshake</th><th>evidence</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < n; i++)
        if (str_eq(v[i].transport, STR("TLS")))
            put_connection(o, &v[i]);
    out_z(o, "</tbody></table>\n<ul>\n");
    for (size_t i = 0; i < n; i++)
        put_findings(o, &v[i]);
    out_z(o, "</ul></section>\n");
}

static void
put_gaps(struct out *o, const struct gap *gaps, size_t n)
{
    if (n == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-gaps\"><h2 id=\"h-gaps\">What the "
             "traces lack</h2>\n<ul>\n");
    for (size_t i = 0; i < n; i++)
        put_element(o, "li", "gap", gaps[i].reason);
    out_z(o, "</ul></section>\n");
}

static void
put_records(struct out *o, const struct call_record *v, size_t n)
{
    struct arena a = {0};
    if (n == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-records\"><h2 id=\"h-records\">What "
             "the call records say</h2>\n<ul>\n");
    for (size_t i = 0; i < n; i++) {
        out_z(o, "<li>");
        markup_text(o, record_sentence(&a, &v[i]), false);
        put_evidence(o, &a, &v[i].evidence, 1);
        out_z(o, "</li>\n");
    }
    out_z(o, "</ul></section>\n");
    arena_free(&a);
}

static void
put_faults(struct out *o, const struct ladder *l)
{
    struct arena a = {0};
    struct str *faults;
    size_t n = words_faults(&a, l, &faults);
    if (n > 0) {
        out_z(o, "<section aria-labelledby=\"h-wrong\"><h2 id=\"h-wrong\">"
                 "What went wrong</h2>\n<ul>\n");
        for (size_t i = 0; i < n; i++)
            put_element(o, "li", "fault", faults[i]);
        out_z(o, "</ul></section>\n");
    }
    arena_free(&a);
}

void
html_story(struct out *o, const struct ladder *l)
{
    const struct story *s = l->story;
    put_summary(o, &s->path->call);
    put_faults(o, l);
    put_path(o, s->path);
    put_connections(o, s->conns, s->nconns);
    put_records(o, s->path->records, s->path->nrecords);
    put_gaps(o, s->path->gaps, s->path->ngaps);
}

static void
put_source(struct out *o, const struct source *s)
{
    struct arena a = {0};
    out_z(o, "<tr>");
    markup_cell(o, "file", source_name(&a, s));
    markup_cell(o, "bytes", str_fmt(&a, "%" PRId64, s->bytes));
    markup_cell(o, "records", str_fmt(&a, "%" PRId64, s->records));
    markup_cell(o, "XXH3-128",
        str_fmt(&a, "%016" PRIx64 "%016" PRIx64, s->hash_hi, s->hash_lo));
    out_z(o, "</tr>\n");
    arena_free(&a);
}

void
html_origin(struct out *o, const struct story *s)
{
    if (s->version.n == 0)
        return;
    out_z(o, "<section aria-labelledby=\"h-origin\"><h2 id=\"h-origin\">Made "
             "from</h2>\n<p>by cmtrail ");
    markup_text(o, s->version, false);
    out_z(o, s->redacted ? ", with pseudonyms</p>\n" : "</p>\n");
    out_z(o, "<table class=\"list\"><thead><tr><th>file</th><th>bytes</th>"
             "<th>records</th><th>XXH3-128</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < s->nsources; i++)
        put_source(o, &s->sources[i]);
    out_z(o, "</tbody></table></section>\n");
}
