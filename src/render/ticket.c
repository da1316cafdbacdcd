/* SPDX-License-Identifier: MIT
 *
 * Nothing in a ticket says when or where it was made: the same call gives the
 * same bytes. */
#include "render/ticket.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/arena.h"
#include "model/names.h"
#include "render/evidence.h"
#include "render/markdown.h"
#include "render/records.h"
#include "render/words.h"

/* --- Markdown ------------------------------------------------------------- */

static void
put_paragraph(struct out *o, const char *mark, struct str text)
{
    if (text.n == 0)
        return;
    out_z(o, mark);
    markdown_text(o, text);
    out_z(o, mark);
    out_z(o, "\n\n");
}

static void
put_cell(struct out *o, struct str text)
{
    out_byte(o, ' ');
    markdown_text(o, text);
    out_z(o, " |");
}

static void
put_step(struct out *o, const struct step *s)
{
    struct arena a = {0};
    struct str what = words_or_unknown(s->label);
    if (s->sure == SURE_INFERRED)
        what = str_fmt(&a, STR_FMT " (inferred)", STR_ARG(what));
    out_fmt(o, "| %d |", (int)s->n);
    put_cell(o, when_clock(&a, s->at));
    put_cell(o, words_kind(&a, s->kind));
    put_cell(o, what);
    put_cell(o, words_fields(&a, s));
    put_cell(o,
        s->nevidence > 0 ? evidence_text(&a, &s->evidence[0], false) : STR(""));
    out_byte(o, '\n');
    arena_free(&a);
}

static void
put_path(struct out *o, const struct call_path *p)
{
    out_z(o, "## Path\n\n| | time | step | what | details | evidence |\n"
             "|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < p->nsteps; i++)
        put_step(o, &p->steps[i]);
    out_byte(o, '\n');
}

static void
put_connection(struct out *o, const struct connection *c)
{
    struct arena a = {0};
    out_byte(o, '|');
    put_cell(o, words_or_unknown(c->remote_ip));
    put_cell(o, str_fmt(&a, "%d", (int)c->remote_port));
    put_cell(o, words_or_unknown(c->direction));
    put_cell(o, words_or_unknown(c->cn));
    put_cell(o, words_or_unknown(c->cipher));
    put_cell(o, c->grade);
    put_cell(o, words_or_unknown(when_clock(&a, c->handshake)));
    put_cell(o, evidence_text(&a, &c->evidence, false));
    out_byte(o, '\n');
    arena_free(&a);
}

static void
put_findings(struct out *o, const struct connection *c)
{
    struct arena a = {0};
    for (size_t i = 0; i < c->nfindings; i++) {
        out_z(o, "- ");
        markdown_text(o, words_finding(&a, c, &c->findings[i]));
        out_z(o, i + 1 < c->nfindings ? "\n" : "\n\n");
    }
    arena_free(&a);
}

static void
put_connections(struct out *o, const struct story *s)
{
    bool any = false;
    for (size_t i = 0; i < s->nconns; i++) {
        if (!str_eq(s->conns[i].transport, STR("TLS")))
            continue;
        if (!any)
            out_z(o, "## TLS\n\n| peer | port | direction | CN | cipher | "
                     "grade | handshake | evidence |\n"
                     "|---|---|---|---|---|---|---|---|\n");
        any = true;
        put_connection(o, &s->conns[i]);
    }
    if (any)
        out_byte(o, '\n');
    for (size_t i = 0; i < s->nconns; i++)
        put_findings(o, &s->conns[i]);
}

static void
put_records(struct out *o, const struct call_path *p)
{
    struct arena a = {0};
    if (p->nrecords == 0)
        return;
    out_z(o, "## What the call records say\n\n");
    for (size_t i = 0; i < p->nrecords; i++) {
        out_z(o, "- ");
        markdown_text(
            o, str_fmt(&a, STR_FMT " (" STR_FMT ")",
                   STR_ARG(record_sentence(&a, &p->records[i])),
                   STR_ARG(evidence_text(&a, &p->records[i].evidence, false))));
        out_byte(o, '\n');
    }
    out_byte(o, '\n');
    arena_free(&a);
}

static void
put_gaps(struct out *o, const struct call_path *p)
{
    if (p->ngaps == 0)
        return;
    out_z(o, "## What the traces lack\n\n");
    for (size_t i = 0; i < p->ngaps; i++) {
        out_z(o, "- ");
        markdown_text(o, p->gaps[i].reason);
        out_byte(o, '\n');
    }
    out_byte(o, '\n');
}

static void
put_origin(struct out *o, const struct story *s)
{
    out_z(o, "## Made from\n\nby cmtrail ");
    markdown_text(o, s->version);
    out_z(o, s->redacted ? ", with pseudonyms\n\n" : "\n\n");
    out_z(o, "| file | bytes | records | XXH3-128 |\n|---|---|---|---|\n");
    for (size_t i = 0; i < s->nsources; i++) {
        const struct source *v = &s->sources[i];
        struct arena a = {0};
        out_byte(o, '|');
        put_cell(o, source_name(&a, v));
        out_fmt(o,
            " %" PRId64 " | %" PRId64 " | %016" PRIx64 "%016" PRIx64 " |\n",
            v->bytes, v->records, v->hash_hi, v->hash_lo);
        arena_free(&a);
    }
}

static void
put_faults(struct out *o, const struct ladder *l)
{
    struct arena a = {0};
    struct str *faults;
    size_t n = words_faults(&a, l, &faults);
    if (n > 0) {
        out_z(o, "## What went wrong\n\n");
        for (size_t i = 0; i < n; i++) {
            out_z(o, "- ");
            markdown_text(o, faults[i]);
            out_byte(o, '\n');
        }
        out_byte(o, '\n');
    }
    arena_free(&a);
}

static void
put_story(struct out *o, const struct ticket *t)
{
    struct arena a = {0};
    const struct story *s = t->l->story;
    out_z(o, "# ");
    markdown_text(o, t->l->title);
    out_z(o, "\n\n");
    put_paragraph(o, "**", words_ending(&a, &s->path->call));
    put_paragraph(o, "", words_parties(&a, &s->path->call));
    put_paragraph(o, "", when_iso(&a, s->path->call.start));
    put_faults(o, t->l);
    put_path(o, s->path);
    put_connections(o, s);
    put_records(o, s->path);
    put_gaps(o, s->path);
    arena_free(&a);
}

/* A call may be known from a call log's summary alone. */
static void
put_ladder(
    struct out *o, const struct ticket *t, const struct render_options *opt)
{
    out_z(o, "## Ladder\n\n");
    if (t->l->nrows > 0)
        markdown_ladder(o, t->l, opt);
    else
        out_z(o, "The traces have no message of this call.\n\n");
}

void
ticket_summary(
    struct out *o, const struct ticket *t, const struct render_options *opt)
{
    put_story(o, t);
    put_ladder(o, t, opt);
    put_origin(o, t->l->story);
}

void
ticket_messages(
    struct out *o, const struct ticket *t, const struct render_options *opt)
{
    struct render_options plain = *opt;
    plain.color = plain.full_names = false;
    size_t number = 0;
    for (size_t i = 0; i < t->nitems; i++)
        if (t->items[i].kind == ITEM_MESSAGE)
            render_message_text(o, ++number, &t->items[i], &plain);
}

void
ticket_markdown(
    struct out *o, const struct ticket *t, const struct render_options *opt)
{
    struct out text;
    out_init_mem(&text);
    put_story(o, t);
    put_ladder(o, t, opt);
    if (t->l->nrows > 0) {
        render_mermaid(&text, t->l, opt);
        markdown_fenced(o, "mermaid", out_text(&text));
        out_clear(&text);
    }
    ticket_messages(&text, t, opt);
    if (text.n > 0) {
        out_z(o, "## Messages\n\n");
        markdown_fenced(o, "text", out_text(&text));
    }
    put_origin(o, t->l->story);
    out_close(&text, NULL);
}

/* --- JSON ----------------------------------------------------------------- */

/* What a writer of JSON Lines wrote, as elements of the open array. */
static void
put_lines(struct json *j, struct out *lines)
{
    for (struct str rest = out_text(lines); rest.n > 0;)
        json_raw(j, NULL, str_cut_line(&rest));
    out_clear(lines);
}

void
ticket_facts(struct out *o, const struct ticket *t)
{
    static const struct render_options plain = {.width = 80};
    const struct story *s = t->l->story;
    struct json j;
    struct out lines;
    out_init_mem(&lines);
    json_init(&j, o);
    json_object_of(&j, "ticket");
    json_array(&j, "facts");
    render_path_json(&lines, s->path);
    put_lines(&j, &lines);
    for (size_t i = 0; i < s->nconns; i++)
        render_connection_json(&lines, &s->conns[i]);
    put_lines(&j, &lines);
    for (size_t i = 0; i < t->nitems; i++)
        if (t->items[i].kind == ITEM_MESSAGE)
            render_message_json(&lines, s->path->call.call, &t->items[i]);
    put_lines(&j, &lines);
    render_json(&lines, t->l, &plain);
    put_lines(&j, &lines);
    json_end_array(&j);
    json_end_object(&j);
    json_line(&j);
    out_close(&lines, NULL);
}

static struct str
sha256(struct arena *a, struct str bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[2 * sizeof hash + 1];
    crypto_hash_sha256(hash, (const unsigned char *)bytes.p, bytes.n);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    return str_dup(a, str_from(text));
}

static void
put_sources(struct json *j, struct arena *a, const struct story *s)
{
    json_array(j, "sources");
    for (size_t i = 0; i < s->nsources; i++) {
        const struct source *v = &s->sources[i];
        json_object(j, NULL);
        json_str(j, "file", source_name(a, v));
        json_int(j, "bytes", v->bytes);
        json_int(j, "records", v->records);
        json_str(j, "xxh3_128",
            str_fmt(a, "%016" PRIx64 "%016" PRIx64, v->hash_hi, v->hash_lo));
        json_end_object(j);
    }
    json_end_array(j);
}

void
ticket_manifest(struct out *o, const struct ticket *t,
    const struct ticket_file *v, size_t n)
{
    struct arena a = {0};
    const struct story *s = t->l->story;
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "manifest");
    json_str(&j, "cmtrail", s->version);
    json_int(&j, "call", s->path->call.call);
    json_bool(&j, "redacted", s->redacted);
    json_int(&j, "messages_in_pcap", (int64_t)t->captured);
    json_array(&j, "files");
    for (size_t i = 0; i < n; i++) {
        json_object(&j, NULL);
        json_str(&j, "name", v[i].name);
        json_str(&j, "about", str_from(v[i].about));
        json_int(&j, "bytes", (int64_t)v[i].bytes.n);
        json_str(&j, "sha256", sha256(&a, v[i].bytes));
        json_end_object(&j);
    }
    json_end_array(&j);
    put_sources(&j, &a, s);
    json_end_object(&j);
    json_line(&j);
    arena_free(&a);
}
