/* SPDX-License-Identifier: MIT
 *
 * Who stands where in a ladder: one lane a host, CUCM nodes between the
 * calling side's devices and the called side's. Used by layout only. */
#ifndef CMTRAIL_RENDER_LANES_H
#define CMTRAIL_RENDER_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/call.h"
#include "render/layout.h"

#define LANE_NONE SIZE_MAX

/* The lanes of one item. */
struct item_lanes {
    size_t node;   /* LANE_NONE when the item names no node */
    size_t remote; /* LANE_NONE for notes */
};

/* Makes l->lanes, in their final order.
 * items:   those that are shown, in order.
 * where:   n entries, filled. */
void lanes_place(struct arena *a, const struct call *call,
    const struct item *const *items, size_t n, struct ladder *l,
    struct item_lanes *where);

#endif
