/* SPDX-License-Identifier: MIT
 *
 * The rows of the facts that a load has just stored, once more in a file
 * without a name: the correlator reads them all in another order of sources,
 * and reading them from there costs a fifth of asking SQLite. What cannot be
 * spooled is read from the tables. Private to src/store. */
#ifndef CMTRAIL_STORE_SPOOL_H
#define CMTRAIL_STORE_SPOOL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "model/row.h"

/* The rows of one source. */
struct spool_part {
    int64_t from, to; /* bytes of the file */
    bool whole;       /* what the tables hold, no more and no less */
};

struct spool {
    int fd;          /* -1 = none: nothing is spooled */
    struct arena *a; /* of what is known of the parts */
    struct spool_part *parts;
    size_t n, cap;
    struct map by_source; /* source -> its latest part */
    char *block; /* what is to be written, then what was read; malloc'd */
    size_t block_n, block_cap, block_at;
    int64_t written; /* bytes of the file */
    bool reads;      /* from now on: nothing is put any more */
    int64_t read_at, read_to;
    struct place last; /* of the row before, of the same source */
    struct row
        blank[ROW_KINDS]; /* that say nothing; made with the first read */
};

/* What a field says. */
struct spool_value {
    size_t field; /* of row_tables */
    struct str s; /* of a text, not empty */
    int64_t i;    /* of a number: s is empty */
};

/* Begins one beside the file `path`; where that cannot be, none. a: lives as
 * long. */
void spool_open(struct spool *sp, struct arena *a, const char *path);
void spool_close(struct spool *sp);

/* A source begins; what was of an earlier one of this number does not count. */
void spool_begin(struct spool *sp, int64_t source);
/* A row of the source that was begun: what it says, in the order of the
 * fields. */
void spool_put(struct spool *sp, enum row_kind kind, const struct place *at,
    const struct spool_value *v, size_t n);
/* The tables hold other rows of the source now. */
void spool_forget(struct spool *sp, int64_t source);

/* Goes to the rows of a source. returns false when they are not here. */
bool spool_find(struct spool *sp, int64_t source);
/* The next row of it, its slices valid until the next call. 1, 0, -1. */
int spool_next(struct spool *sp, struct row *row, struct err *e);

#endif
