/* SPDX-License-Identifier: MIT
 *
 * "Did you mean ...?": how far two words are from each other. */
#ifndef CMTRAIL_CLI_NEAR_H
#define CMTRAIL_CLI_NEAR_H

#include <stddef.h>

#include "base/str.h"

/* The best name so far for one misspelt word. */
struct near {
    struct str word;
    struct str best; /* empty while nothing is near enough */
    size_t distance; /* of best */
};

void near_init(struct near *n, struct str word);
/* Offers a name; it is kept when it is the nearest and near enough (one
 * letter wrong, and one more for every four), or begins with the word. */
void near_offer(struct near *n, struct str name);

#endif
