/* SPDX-License-Identifier: MIT
 *
 * What the reader learns of a source while its records go by: the clock
 * across midnights, FileHead, first and last, counts, and the sentence that
 * says what is odd. Internal to src/trace. */
#ifndef CMTRAIL_TRACE_TALLY_H
#define CMTRAIL_TRACE_TALLY_H

#include "base/arena.h"
#include "model/record.h"
#include "model/source.h"
#include "trace/form.h"
#include "trace/window.h"

enum {
    SEQ_TEXT_MAX = 16,   /* the grammar: 10 digits, a point, 3 digits */
    SEQ_TEXT_USUAL = 12, /* 8 digits: copied without a call */
};

struct tally {
    struct source source;
    struct arena a; /* the source's strings */

    int64_t shift_ms; /* added to a time of day: days since the base */
    int64_t years;    /* that began since the first day without a year */
    int64_t clock_ms; /* last time of day; WHEN_UNKNOWN before the first */
    bool wrapped;     /* the clock passed midnight since the last FileHead */
    bool listed;      /* it is a list of collected files */
    struct cdr_head columns; /* of call records */
    bool node_is_sure;       /* calllog: from a row of an incoming message */
    char last_seq[SEQ_TEXT_MAX]; /* source.last_seq's bytes */

    int64_t first_number; /* of the first record, when it has one */
    int64_t number;       /* the highest of the records so far; -1 */

    int64_t heads;       /* FileHead records */
    uint64_t other_line; /* of the first FileHead behind the first; 0 none */
    int32_t other_node;
    int64_t before;  /* bytes before the first record, blanks left out */
    int64_t skipped; /* lines between rows that are none */
    int64_t too_long;
};

void tally_init(struct tally *t);

/* A record went by: sets rec->tod_ms, which holds the header's time when this
 * is called, and learns from it. */
void tally_record(struct tally *t, struct record *rec);

/* Whether the record is the FileHead of another node, or start of its service,
 * than the records before it are of. */
bool tally_is_other(const struct tally *t, const struct record *rec);

/* No more records come. failure: why the stream could not be read to its end;
 * NULL when it could. */
void tally_end(
    struct tally *t, const struct window *w, const struct err *failure);

/* Fills src as reader_source says. */
void tally_source(
    const struct tally *t, const struct window *w, struct source *src);

void tally_free(struct tally *t);

#endif
