/* SPDX-License-Identifier: MIT
 *
 * Reads: sources and rows for the correlator, calls and what belongs to them
 * for the commands. Lists come whole, in an arena; rows are pulled. */
#ifndef CMTRAIL_STORE_GET_H
#define CMTRAIL_STORE_GET_H

#include "model/call.h"
#include "model/row.h"
#include "model/source.h"
#include "model/tls.h"
#include "store/open.h"

/* All sources that hold facts, ordered for correlation: by cluster, host or
 * node, app, service start, file number, first time, then by what is in them:
 * the order does not depend on the order of loading. With `all` also those
 * that could not be read. */
int store_get_sources(struct store *db, struct arena *a, bool all,
    struct source **v, size_t *n, struct err *e);

/* Whether the calls were made from the facts that are there now: 1; 0 when a
 * load ended between the last source and store_end_calls; -1. */
int store_calls_current(struct store *db, struct err *e);

/* The rows of one source in file order. */
struct store_rows;
int store_rows_open(
    struct store_rows **rows, struct store *db, int64_t source, struct err *e);
/* returns: 1 row (slices valid until the next call), 0 end, -1. */
int store_rows_next(struct store_rows *rows, struct row *row, struct err *e);
void store_rows_close(struct store_rows *rows); /* safe with NULL */

/* What `calls` filters by. Empty, 0, false, NULL mean any. Numbers, devices,
 * trunks, CNs match with '*'; without it whole, without case. */
struct call_filter {
    struct str from, to, number, device, trunk, peer, node, cluster, cn;
    struct str outcome;         /* a word of CONTRACT 2 */
    bool failed;                /* outcome busy, no-answer, rejected, failed */
    int64_t cause;              /* -1 = any */
    int64_t sip_status;         /* 0 = any */
    int64_t since_ms, until_ms; /* on start; WHEN_UNKNOWN = any. Local wall
                                clock when `local` */
    bool local;                 /* since/until have no offset: compare with the
                                   call's local time */
    int64_t since_tod, until_tod; /* time of day only; WHEN_UNKNOWN = any */
    int64_t limit;                /* the newest N; 0 = all */
};
/* A filter that lets everything through. */
void call_filter_init(struct call_filter *f);

/* Calls in order of their numbers, whole (legs, trunks, peers, tls). */
int store_get_calls(struct store *db, struct arena *a,
    const struct call_filter *f, struct call **v, size_t *n, struct err *e);

/* The numbers of the calls that a selector names: "12", "ci:57688031",
 * "session:UUID", or a SIP Call-ID. returns 0, also when there is none. */
int store_find_calls(struct store *db, struct arena *a, struct str selector,
    int64_t **v, size_t *n, struct err *e);

/* returns: 0; -1 also when there is no such call. */
int store_get_call(struct store *db, struct arena *a, int64_t call,
    struct call *c, struct err *e);
int store_get_steps(struct store *db, struct arena *a, int64_t call,
    struct step **v, size_t *n, struct err *e);
int store_get_links(struct store *db, struct arena *a, int64_t call,
    struct link **v, size_t *n, struct err *e);

/* Everything a ladder of the call shows, in causal order. with_text also
 * fills item.text. Messages of the call log are used where the SDL has none. */
int store_get_items(struct store *db, struct arena *a, int64_t call,
    bool with_text, struct item **v, size_t *n, struct err *e);

/* Connections; call 0 = all. */
int store_get_connections(struct store *db, struct arena *a, int64_t call,
    struct connection **v, size_t *n, struct err *e);

/* Their events, into v. They come sorted by number, as the store gave them. */
int store_get_tls_events(struct store *db, struct arena *a, int64_t call,
    struct connection *v, size_t n, struct err *e);

/* All that captures, certificate files and texts tell. */
int store_get_tls_evidence(
    struct store *db, struct arena *a, struct tls_evidence *v, struct err *e);

/* What the database holds, for `info`. */
struct store_totals {
    int64_t sources, records, facts, messages, calls, connections, gaps;
    int64_t first_ms, last_ms; /* WHEN_UNKNOWN */
    /* Call records; those of calls that nothing else tells of; those that say
     * something else than the traces. */
    int64_t cdrs, cdrs_alone, cdrs_differ;
};
int store_get_totals(struct store *db, struct store_totals *t, struct err *e);
struct rule_stat {
    struct str rule;
    int64_t tried, hit, limit;
};
int store_get_rule_stats(struct store *db, struct arena *a,
    struct rule_stat **v, size_t *n, struct err *e);
int store_get_clocks(struct store *db, struct arena *a, struct node_clock **v,
    size_t *n, struct err *e);
/* Messages that only a call log has, by cluster, node and time. Also before
 * store_end_calls, when the owners have been put. */
int store_get_log_only(struct store *db, struct arena *a, struct log_only **v,
    size_t *n, struct err *e);

/* Its call records and quality records. */
int store_get_records(struct store *db, struct arena *a, int64_t call,
    struct call_record **v, size_t *n, struct err *e);

/* What is missing: for one call; with 0 what concerns no one call, with -1
 * all. */
int store_get_gaps(struct store *db, struct arena *a, int64_t call,
    struct gap **v, size_t *n, struct err *e);

/* The views that users may rely on, those of their own rules last. */
struct store_view {
    struct str name;
    const struct column *col; /* names; types of views are not known */
    size_t n;
};
int store_get_views(struct store *db, struct arena *a, struct store_view **v,
    size_t *n, struct err *e);

/* A user's query, read-only (SQLite's own authorizer and query_only decide).
 * Pull rows of values; the columns' names first. */
struct store_query;
int store_query_open(
    struct store_query **q, struct store *db, struct str sql, struct err *e);
size_t store_query_columns(const struct store_query *q);
struct str store_query_name(const struct store_query *q, size_t i);
/* returns: 1 row, 0 end, -1. v: one value a column, valid until the next. */
int store_query_next(struct store_query *q, struct value *v, struct err *e);
void store_query_close(struct store_query *q);

#endif
