/* SPDX-License-Identifier: MIT
 *
 * Writes: sources and facts while loading, calls while correlating. Statements
 * are prepared once. One thread. */
#ifndef CMTRAIL_STORE_PUT_H
#define CMTRAIL_STORE_PUT_H

#include <stdbool.h>

#include "model/call.h"
#include "model/fact.h"
#include "model/source.h"
#include "store/open.h"

/* Tells the store which shapes facts will have; makes the tables of users'
 * own rules (columns added when a rule has grown). Once, before facts. */
int store_put_shapes(
    struct store *db, const struct shape *v, size_t n, struct err *e);

/* Whether a file or member was loaded before and has not changed since, by
 * file, member, size and mtime. returns 1 yes, 0 no, -1. */
int store_has_source(struct store *db, const struct source *s, struct err *e);

/* Whether the same content (hash) is there under another name, which is then
 * put in *other (arena a). returns 1, 0, -1. */
int store_has_content(struct store *db, struct arena *a, const struct source *s,
    struct str *other, struct err *e);

/* Begins the transaction of one source and gives it its id. Facts of an
 * earlier load of the same file and member are removed. */
int store_begin_source(struct store *db, struct source *s, struct err *e);
int store_put_fact(struct store *db, const struct fact *f, struct err *e);
/* Ends it: keep stores the source's final fields and commits; otherwise
 * everything since store_begin_source is undone. */
int store_end_source(
    struct store *db, const struct source *s, bool keep, struct err *e);

/* What a capture, certificates or a text of the command line tell, of the
 * source that was begun. Handshakes get their numbers. */
struct tls_evidence;
int store_put_tls_evidence(
    struct store *db, struct tls_evidence *v, struct err *e);
/* Removes that of a source; store_begin_source does it. */
int store_delete_tls_evidence(struct store *db, int64_t source, struct err *e);

/* Records a file that could not be read or holds no trace, for `info`. */
int store_put_unread(struct store *db, const struct source *s, struct err *e);

/* How often each rule was tried and hit, added up over loads. */
int store_put_rule_stats(struct store *db, struct str rule, uint64_t tried,
    uint64_t hit, uint64_t limit, struct err *e);

/* Makes the view `event` and the views of users' tables. After the load. */
int store_put_views(struct store *db, struct err *e);

/* Correlation: begin removes all calls and what belongs to them, and settles
 * what several files hold: each record counts once, whatever the order of
 * loading. Sources and rows are to be read after it. end makes the indexes and
 * commits; undo goes back to the calls of before. */
int store_begin_calls(struct store *db, struct err *e);
/* place: rank of the source in store_get_sources, from 1. */
int store_put_source_clock(
    struct store *db, const struct source *s, size_t place, struct err *e);
int store_put_call(struct store *db, const struct call *c, struct err *e);
int store_put_leg(struct store *db, const struct leg *l, struct err *e);
int store_put_link(struct store *db, const struct link *l, struct err *e);
int store_put_step(struct store *db, const struct step *s, struct err *e);
int store_put_connection(
    struct store *db, const struct connection *c, struct err *e);
/* Its events (model/call.h); store_put_connection does it. */
int store_put_tls_events(
    struct store *db, const struct connection *c, struct err *e);
int store_put_digit_analysis(
    struct store *db, const struct digit_analysis *d, struct err *e);

int store_put_owners(
    struct store *db, const struct owner *v, size_t n, struct err *e);
int store_put_check(
    struct store *db, const struct record_check *k, struct err *e);
int store_put_tie(
    struct store *db, const struct protocol_tie *t, struct err *e);
int store_put_note(struct store *db, const struct note *n, struct err *e);
int store_put_clock(
    struct store *db, const struct node_clock *k, struct err *e);
int store_put_gap(struct store *db, const struct gap *g, struct err *e);
int store_end_calls(struct store *db, struct err *e);
void store_undo_calls(struct store *db);

#endif
