/* SPDX-License-Identifier: MIT
 *
 * Which node stands at the far end of a message, when that node's traces are
 * there too. Used by lanes only. */
#ifndef CMTRAIL_RENDER_FAR_H
#define CMTRAIL_RENDER_FAR_H

#include <stddef.h>

#include "base/arena.h"
#include "model/call.h"

/* What two nodes logged under one Call-ID key, out here and in there, passed
 * between them, whatever address either logged for the other: addresses may
 * have been cleared on one side. A host between them that both name (a proxy)
 * stays one.
 * node: n places, of the node that logged the item; LANE_NONE for none.
 * far:  n places, filled: the other node; LANE_NONE when there is none. */
void far_nodes(struct arena *a, const struct item *const *items, size_t n,
    const size_t *node, size_t *far);

#endif
