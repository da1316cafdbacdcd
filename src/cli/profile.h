/* SPDX-License-Identifier: MIT
 *
 * `rules test --profile`: what each rule costs on traces. */
#ifndef CMTRAIL_CLI_PROFILE_H
#define CMTRAIL_CLI_PROFILE_H

#include "cli/cmd.h"
#include "cli/opt.h"
#include "rules/rule.h"

/* Reads the files that the paths lead to, matches, and prints a line a rule,
 * the dearest first. returns: EXIT_DONE; EXIT_NOTHING when there was no
 * record; EXIT_ERROR when something could not be read. */
int profile_rules(const struct global *g, const struct rules *rs,
    const struct opt_list *paths);

#endif
