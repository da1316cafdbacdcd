/* SPDX-License-Identifier: MIT
 *
 * What two session descriptions of one sender differ in, in words. Used by
 * layout only. */
#ifndef CMTRAIL_RENDER_MEDIA_H
#define CMTRAIL_RENDER_MEDIA_H

#include "base/arena.h"
#include "base/str.h"

/* Compares two summaries (sdp_summary), media line by media line.
 * returns: "sendrecv to sendonly (hold), RTP to SRTP" in a; empty when they
 *          say the same. */
struct str media_change(struct arena *a, struct str before, struct str now);

#endif
