/* SPDX-License-Identifier: MIT
 *
 * The formats in which a ladder can be drawn, and the tables and JSON of the
 * other commands. Compute first, print later: everything here takes finished
 * structs. Trace text is made harmless by the renderer that knows its
 * language. */
#ifndef CMTRAIL_RENDER_RENDER_H
#define CMTRAIL_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"
#include "model/call.h"
#include "model/expect.h"
#include "model/ledger.h"
#include "model/tls.h"
#include "render/layout.h"

struct render_options {
    size_t width; /* columns; a text ladder never goes beyond them */
    bool color;
    bool unicode;    /* text may use box drawing and arrows beyond ASCII */
    bool full_names; /* evidence with whole paths, not only the last part */
};

typedef void render_ladder_fn(
    struct out *o, const struct ladder *l, const struct render_options *opt);

struct render_format {
    const char *name; /* as after -f */
    const char *about;
    render_ladder_fn *ladder;
};
/* Ends with a row whose name is NULL. */
extern const struct render_format render_formats[];
/* NULL when there is no such format. */
const struct render_format *render_find(struct str name);

render_ladder_fn render_text; /* unicode or ASCII by the option */
render_ladder_fn render_ascii;
render_ladder_fn render_markdown;
render_ladder_fn render_mermaid;
render_ladder_fn render_plantuml;
render_ladder_fn render_svg;
render_ladder_fn render_html;
render_ladder_fn render_json;

/* CONTRACT 2: one object, one line each. */
void render_call_json(struct out *o, const struct call *c);
void render_path_json(struct out *o, const struct call_path *p);
/* The keys of a gap, into the object that is open. */
void render_gap_json(struct json *j, const struct gap *gap);
void render_connection_json(struct out *o, const struct connection *c);

/* One SIP message of a call; secrets in its text are masked. */
void render_message_json(struct out *o, int64_t call, const struct item *it);
/* A head line, the text as logged with control characters escaped, and an
 * empty line. number: as shown in front, from 1. */
void render_message_text(struct out *o, size_t number, const struct item *it,
    const struct render_options *opt);

/* The path for people: steps with their evidence, links, what is missing. */
void render_path_text(struct out *o, const struct call_path *path,
    const struct render_options *opt);
/* Tables for people, fitted to the width. */
void render_calls_text(struct out *o, const struct call *calls, size_t n,
    const struct render_options *opt);
void render_connections_text(struct out *o, const struct connection *v,
    size_t n, const struct render_options *opt);
void render_groups_text(struct out *o, const struct ledger_group *v, size_t n,
    const struct render_options *opt);
/* All that is known of one connection. */
void render_connection_text(struct out *o, const struct connection *c,
    const struct render_options *opt);
/* Under the table: what is wrong, what changed, what the two directions of a
 * trunk say. */
void render_findings_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt);
void render_ledger_text(
    struct out *o, const struct ledger *l, const struct render_options *opt);

/* Handshakes, certificates, and what they say beside the traces. */
void render_evidence_text(struct out *o, const struct tls_evidence *e,
    const struct tls_comparison *v, size_t n, const struct render_options *opt);
void render_evidence_json(struct out *o, const struct tls_evidence *e,
    const struct tls_comparison *v, size_t n);

/* Expectations as a YAML file that `tls --expect` reads. */
void render_expect_yaml(struct out *o, const struct expectations *x);
/* Connections that are not as expected, and why. */
void render_expected_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt);

/* A table of cells; columns shrink to fit the width, numbers to the right. */
struct cell_column {
    const char *title;
    bool right;
    size_t min; /* columns it does not shrink below */
};
void render_table(struct out *o, const struct cell_column *cols, size_t ncols,
    const struct str *cells, size_t nrows, const struct render_options *opt);

#endif
