/* SPDX-License-Identifier: MIT
 *
 * Facts in, calls out. Rows are fed source by source in the order of
 * store_get_sources; finish joins them; then everything is pulled. Pure: no
 * SQL, no printing. Linear in rows; memory grows with calls.
 *
 *     correlate_open(&c, sources, nsources)
 *     while rows: correlate_feed(c, &row)
 *     correlate_finish(c, &result)       result lives until correlate_close
 */
#ifndef CMTRAIL_CALL_CORRELATE_H
#define CMTRAIL_CALL_CORRELATE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/call.h"
#include "model/row.h"
#include "model/source.h"

struct correlator;

/* sources: borrowed, ordered; base_ms and utc_offset_s of those without a date
 *          are filled in by correlate_finish, when the rows say it. */
void correlate_open(
    struct correlator **c, struct source *sources, size_t nsources);

/* Slices of the row are copied where they are kept. */
void correlate_feed(struct correlator *c, const struct row *row);

struct correlated {
    struct call *calls;
    size_t ncalls; /* legs are in calls[i].legs */
    struct link *links;
    size_t nlinks;
    struct step *steps;
    size_t nsteps;
    struct connection *connections;
    size_t nconnections;
    struct digit_analysis *analyses;
    size_t nanalyses;
    struct note *notes;
    size_t nnotes;
    struct visit *visits; /* by call; nodes that each went through */
    size_t nvisits;
    struct node_clock *clocks; /* of nodes compared with another */
    size_t nclocks;
    struct owner *owners;
    size_t nowners;
};

/* r lives until correlate_close. */
void correlate_finish(struct correlator *c, struct correlated *r);

/* Safe with NULL. */
void correlate_close(struct correlator *c);

#endif
