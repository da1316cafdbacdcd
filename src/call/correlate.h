/* SPDX-License-Identifier: MIT
 *
 * Facts in, calls out. Rows are fed source by source in the order of
 * store_get_sources; finish joins them; then the result is pulled, a part
 * after the other. Pure: no SQL, no printing. Linear in rows; what is joined
 * grows with calls, what is made of it is a part at a time.
 *
 *     correlate_open(&c, sources, nsources)
 *     while rows: correlate_feed(c, &row)
 *     correlate_finish(c)
 *     while correlate_next(c, &part) > 0: put it
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

/* A part of the result. Calls come in the order of their numbers, each with
 * all of its links, steps and notes. */
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
    struct node_clock *clocks; /* of nodes compared with another */
    size_t nclocks;
    struct owner *owners;
    size_t nowners;
    struct protocol_tie *ties;
    size_t nties;
    struct record_check *checks;
    size_t nchecks;
};

void correlate_finish(struct correlator *c);

/* 1 with the next part, which lives until the call after; 0 when there are no
 * more. */
int correlate_next(struct correlator *c, struct correlated *r);

/* By call, the nodes that each went through. After the last part; lives until
 * correlate_close. */
void correlate_visits(struct correlator *c, const struct visit **v, size_t *n);

/* Safe with NULL. */
void correlate_close(struct correlator *c);

#endif
