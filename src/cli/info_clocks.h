/* SPDX-License-Identifier: MIT
 *
 * Sentences on clocks, a part of `info`. */
#ifndef CMTRAIL_CLI_INFO_CLOCKS_H
#define CMTRAIL_CLI_INFO_CLOCKS_H

#include "cli/cmd.h"
#include "model/call.h"

/* A sentence a node: by how much its clock differs, and how that is known. */
void info_clocks(const struct global *g, const struct node_clock *v, size_t n);

#endif
