/* SPDX-License-Identifier: MIT
 *
 * Which rows of a ladder are one message: sent again, or logged at both of its
 * ends. Used by layout only. */
#ifndef CMTRAIL_RENDER_PAIRING_H
#define CMTRAIL_RENDER_PAIRING_H

#include "base/map.h"
#include "render/layout.h"

/* What is known of the two ends of a row's message. */
struct row_ends {
    bool both;   /* both logged it */
    size_t next; /* row of its chain */
};

struct row_chain {
    size_t first, last; /* rows; SIZE_MAX = none */
};

/* One Call-ID as one node logged it. */
struct exchange {
    const struct item *last; /* what it logged last of it, and in which row; */
    size_t row;              /* SIZE_MAX = nothing yet */
    size_t open[2];          /* requests without final answer: in, out */
    bool answered;           /* the last one was such an answer */
};

struct pairing {
    struct arena *a;
    struct ladder *l;
    struct map seen;       /* what makes a message the same -> row */
    struct row_ends *ends; /* by row */
    struct map chain_of;   /* kind of message and who logged it -> chain */
    struct row_chain *chains;
    size_t nchains, chain_cap;
    struct map exchange_of; /* node and Call-ID -> exchange */
    struct exchange *exchanges;
    size_t nexchanges, exchange_cap;
};

/* n: at most so many rows are added to l. */
void pairing_init(
    struct pairing *p, struct arena *a, struct ladder *l, size_t n);

/* Folds r, the row to be added to the ladder next, into an earlier one when it
 * is a retransmission, or the same message logged at its other end. */
bool pairing_fold(struct pairing *p, const struct ladder_row *r);

#endif
