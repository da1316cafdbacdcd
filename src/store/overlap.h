/* SPDX-License-Identifier: MIT
 *
 * Files that hold the same records: which ones may, whether they do, and whose
 * facts stay. Private to src/store. */
#ifndef CMTRAIL_STORE_OVERLAP_H
#define CMTRAIL_STORE_OVERLAP_H

#include "store/sql.h"

/* A file as far as its records are concerned. */
struct part {
    int64_t source;
    bool log; /* a call log */
    bool has_head;
    struct str cluster, host, app_start;
    int64_t node, app;
    int64_t first, last; /* sequence numbers; of a call log: times */
    struct str first_record, last_record;
    int64_t first_ms, last_ms; /* UTC; WHEN_UNKNOWN */
    int64_t first_tod, last_tod;
    int64_t facts, read_facts;
    int64_t first_event, last_event; /* first > last: none */
    bool compared;
    bool strange;      /* it has other records under the numbers of a file: */
    struct str other;  /* that one's name */
    struct str status; /* as read */
    struct str name;
    size_t group; /* index of another part of the group, or its own */
};

/* Leaves out the facts of records that both hold: `better` keeps them, but for
 * its last record, which may be torn, when `other` goes on behind it. Records
 * of one number and two times are two: `other` is then strange. shift_ms: the
 * time of a record in `better` less that in `other`: whole days. returns: 1
 * they have records in common, 0 none, -1 */
int overlap_compare(struct store *db, struct part *better, struct part *other,
    int64_t *shift_ms, struct err *e);

/* Leaves out the facts of records that stand in the file twice: the same
 * number, or row, and time. */
int overlap_within(struct store *db, struct part *p, struct err *e);

/* Gives a file without FileHead what its twin says of the node.
 * shift_ms: the time of a record in `from` less that in `to`. */
int overlap_adopt(struct store *db, struct part *to, const struct part *from,
    int64_t shift_ms, struct err *e);

/* Whether both may be of one service, as far as they say. */
bool overlap_may_be_one(const struct part *a, const struct part *b);

/* Gives pieces without FileHead what the file says from which they go on. */
int overlap_adopt_pieces(
    struct store *db, struct part *v, size_t n, struct err *e);

/* Runs a statement whose ?1 is text and whose ?2 is a number. */
int overlap_run(struct store *db, struct str statement, struct str text,
    int64_t number, struct err *e);

#endif
