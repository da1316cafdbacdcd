/* SPDX-License-Identifier: MIT
 *
 * The whole collection on one page: when calls were, how they ended, what
 * failed and where, who called whom, trunks and peers with their certificates,
 * clocks, what is lacking, and a table of all calls, each of which opens its
 * path and ladder. Plain tables without scripts. Written call by call, so that
 * only one is held at a time. */
#ifndef CMTRAIL_RENDER_REPORT_H
#define CMTRAIL_RENDER_REPORT_H

#include "base/out.h"
#include "model/call.h"
#include "model/ledger.h"
#include "render/layout.h"

struct report {
    const struct call *calls;
    size_t ncalls;
    const struct connection *conns;
    size_t nconns;
    struct ledger ledger; /* what they say together */
    const struct node_clock *clocks;
    size_t nclocks;
    const struct gap *gaps; /* what concerns no one call */
    size_t ngaps;
    struct str version; /* of cmtrail */
};

/* Everything but the calls' paths and ladders. */
void report_begin(struct out *o, const struct report *r);
/* One call, in the order of r->calls; i from 0. */
void report_call(struct out *o, size_t i, const struct step *steps,
    size_t nsteps, const struct ladder *l);
/* n: calls written. */
void report_end(struct out *o, size_t n);

/* The parts of report_begin that sum up (sums.c). */
void report_timeline(struct out *o, const struct report *r);
void report_outcomes(struct out *o, const struct report *r);
void report_failures(struct out *o, const struct report *r);
void report_trunks(struct out *o, const struct report *r);
void report_pairs(struct out *o, const struct report *r);

/* What there is to say of connections (report_tls.c). */
void report_ledger(struct out *o, const struct report *r);

#endif
