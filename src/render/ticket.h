/* SPDX-License-Identifier: MIT
 *
 * What a ticket about a call holds, besides its ladder: for people in
 * Markdown and text, for programs as JSON. */
#ifndef CMTRAIL_RENDER_TICKET_H
#define CMTRAIL_RENDER_TICKET_H

#include "render/render.h"

struct ticket {
    const struct ladder *l; /* with its story */
    const struct item *items;
    size_t nitems;
    size_t captured; /* messages in call.pcap */
};

/* A file of the ticket, for the manifest. */
struct ticket_file {
    struct str name, bytes;
    const char *about;
};

/* The call in a page of Markdown: path, outcome, TLS, what is lacking. */
void ticket_summary(
    struct out *o, const struct ticket *t, const struct render_options *opt);
/* All of it in one Markdown file: summary, ladder, messages, origin. */
void ticket_markdown(
    struct out *o, const struct ticket *t, const struct render_options *opt);
/* The messages as text. */
void ticket_messages(
    struct out *o, const struct ticket *t, const struct render_options *opt);
/* Path, connections, messages and ladder as one object. */
void ticket_facts(struct out *o, const struct ticket *t);
/* Files with their SHA-256, trace files with their fingerprint. */
void ticket_manifest(struct out *o, const struct ticket *t,
    const struct ticket_file *v, size_t n);

#endif
