/* SPDX-License-Identifier: MIT
 *
 * The order of a ladder's items. It depends on what the traces say, never on
 * when which file was loaded: file order inside a source, what was sent before
 * what was received, the corrected time, and then the place of the source. */
#ifndef CMTRAIL_STORE_ORDER_H
#define CMTRAIL_STORE_ORDER_H

#include "base/arena.h"
#include "model/call.h"

/* An item and where it stands in time. */
struct placed {
    struct item item;
    int64_t at_ms;  /* UTC by the reference node's clock, never earlier than
                       what stands before it in its source; WHEN_UNKNOWN */
    int64_t tod_ms; /* the same for sources without a date */
    int64_t place;  /* of its source among all: cluster, node, file; 0 = no
                       source */
};

/* Inside a source the order of the file holds, not its clock, which may have
 * been set back: no time runs back any more. v[n]: messages by place and
 * event. */
void order_by_file(struct placed *v, size_t n);

/* Brings messages and notes in the order in which they are to be shown. */
void order_items(struct placed *v, size_t n, struct arena *a);

#endif
