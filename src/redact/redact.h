/* SPDX-License-Identifier: MIT
 *
 * Pseudonyms in place of what tells who called whom and where: numbers, names,
 * addresses, devices, hosts, clusters. The same word has the same pseudonym
 * everywhere under one key, in any database. A pseudonym cannot be taken for
 * the real thing: numbers get letters, addresses come from 240.0.0.0/4 and
 * 2001:db8::/32. What no rule knows is hidden rather than shown.
 *
 * First all that is known is learned (redact_learn_*), so that free text can
 * be searched for it; then copies are made (redact_*). */
#ifndef CMTRAIL_REDACT_REDACT_H
#define CMTRAIL_REDACT_REDACT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "base/str.h"
#include "model/call.h"

enum { REDACT_KEY_BYTES = 32 };

enum redact_class {
    REDACT_NUMBER, /* directory numbers, patterns */
    REDACT_DEVICE, /* phones, trunks, gateways, route lists */
    REDACT_HOST,   /* host names, CNs */
    REDACT_CLUSTER,
    REDACT_NAME,    /* people, search spaces, partitions */
    REDACT_USER,    /* what else stands before the @ of a URI */
    REDACT_ADDRESS, /* IP */
    REDACT_GUID,
    REDACT_ID, /* Call-IDs, tags: they hold addresses of devices and nodes */
};

struct redact;

/* keep_digits: the first digits of numbers that stay; three are always hidden.
 * All lives in a. */
struct redact *redact_new(struct arena *a,
    const unsigned char key[REDACT_KEY_BYTES], size_t keep_digits);

/* The pseudonym of a whole value. Empty stays empty. */
struct str redact_word(struct redact *r, enum redact_class class, struct str s);
/* Makes the word known to redact_text. */
void redact_learn(struct redact *r, enum redact_class class, struct str s);

/* Text of ours with trace words in it, such as a note: known words, addresses,
 * and whatever looks like a number or a name become pseudonyms. */
struct str redact_text(struct redact *r, struct str s);
/* A SIP message: headers that nobody knows and bodies other than SDP lose
 * their value. Content-Length is that of the new body. */
struct str redact_message(struct redact *r, struct str text);
/* The last part of a file's name, when it is one of a trace file. */
struct str redact_file(struct redact *r, struct str file);

/* What is known of a call. */
void redact_learn_path(struct redact *r, const struct call_path *p);
void redact_learn_items(struct redact *r, const struct item *v, size_t n);
void redact_learn_connections(
    struct redact *r, const struct connection *v, size_t n);
void redact_learn_gaps(struct redact *r, const struct gap *v, size_t n);
void redact_learn_clocks(
    struct redact *r, const struct node_clock *v, size_t n);
/* In place; slices are replaced, nothing is written through them. */
void redact_path(struct redact *r, struct call_path *p);
void redact_items(struct redact *r, struct item *v, size_t n);
void redact_connections(struct redact *r, struct connection *v, size_t n);
void redact_gaps(struct redact *r, struct gap *v, size_t n);
void redact_clocks(struct redact *r, struct node_clock *v, size_t n);

/* Every pseudonym that was given, with what it stands for: "PSEUDONYM, tab,
 * KIND, tab, ORIGINAL" lines in order of first use. */
void redact_write_map(const struct redact *r, struct out *o);

#endif
