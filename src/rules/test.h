/* SPDX-License-Identifier: MIT
 *
 * Inside src/rules only: runs the examples of one rule. */
#ifndef CMTRAIL_RULES_TEST_H
#define CMTRAIL_RULES_TEST_H

#include "base/arena.h"
#include "base/out.h"
#include "rules/match.h"

/* Runs the examples and misses of rule i.
 * report:  a line for each that fails: "FILE:LINE:COLUMN: rule 'x': ...".
 * returns: how many failed. */
size_t test_rule(
    struct match *m, const struct rules *rs, size_t i, struct out *report);

#endif
