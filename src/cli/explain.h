/* SPDX-License-Identifier: MIT
 *
 * `rules explain`: what the rules make of records. */
#ifndef CMTRAIL_CLI_EXPLAIN_H
#define CMTRAIL_CLI_EXPLAIN_H

#include "cli/cmd.h"
#include "rules/rule.h"

/* Reads the records in text as a trace file's, tries every rule on each and
 * prints the outcome.
 * all:     also lists the rules for other types and signals.
 * returns: EXIT_DONE when a rule matched, EXIT_NOTHING when none did,
 *          EXIT_ERROR when there is no record in the text. */
int explain_records(
    const struct global *g, const struct rules *rs, struct str text, bool all);

#endif
