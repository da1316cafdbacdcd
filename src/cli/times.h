/* SPDX-License-Identifier: MIT
 *
 * The options that say when, into the filter of the store. */
#ifndef CMTRAIL_CLI_TIMES_H
#define CMTRAIL_CLI_TIMES_H

#include "base/err.h"
#include "base/when.h"
#include "store/get.h"

/* As given; zeroed when not. */
struct time_range {
    struct when since, until, around;
    int64_t window_ms;
};

/* returns: 0; -1 when they contradict each other. */
int times_set(struct call_filter *f, const struct time_range *r, struct err *e);

#endif
