/* SPDX-License-Identifier: MIT
 *
 * What the traces lack, in sentences: files that are missing between others,
 * nodes and clusters of which nothing was given, times before the first and
 * behind the last file, messages that only a call log has. Pure: sources, what
 * the visits of calls and what logs alone have come in, gaps go out. */
#ifndef CMTRAIL_GAP_GAP_H
#define CMTRAIL_GAP_GAP_H

#include <stddef.h>

#include "base/arena.h"
#include "model/call.h"
#include "model/source.h"

/* All of it borrowed until the gaps are no longer used. */
struct gap_facts {
    const struct source *sources; /* with records, in the order of
                                     store_get_sources, dates settled */
    size_t nsources;
    const struct visit *visits; /* by call */
    size_t nvisits;
    const struct log_only *logs; /* by cluster, node and time */
    size_t nlogs;
};

/* *v: in a. First what concerns no one call, one entry a node or stretch of
 * time, then one for each call that needs it, by call. */
void gap_find(
    struct arena *a, const struct gap_facts *in, struct gap **v, size_t *n);

#endif
