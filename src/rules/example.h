/* SPDX-License-Identifier: MIT
 *
 * The records in rules' examples: from text to struct record. Only well-formed
 * records, one each; reading trace files is trace/'s work, which rules may not
 * use. */
#ifndef CMTRAIL_RULES_EXAMPLE_H
#define CMTRAIL_RULES_EXAMPLE_H

#include <stdbool.h>

#include "model/record.h"

/* Splits "seq |time |type |text" or a calllog row. Slices of text.
 * returns: NULL, or what is wrong with it. */
const char *example_record(struct str text, struct record *rec);

#endif
