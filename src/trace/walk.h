/* SPDX-License-Identifier: MIT
 *
 * Names that cannot be traces. Internal to src/trace. */
#ifndef CMTRAIL_TRACE_WALK_H
#define CMTRAIL_TRACE_WALK_H

#include "base/str.h"

/* Whether a file found in a folder or archive is left out: its last name
 * starts with '.' or ends in .xml, .pdf, .png, ... */
bool walk_leaves_out(struct str path);

#endif
