/* SPDX-License-Identifier: MIT
 *
 * Messages of other protocols than SIP: what they give to the correlator.
 * Private to src/call. */
#ifndef CMTRAIL_CALL_PROTOCOL_H
#define CMTRAIL_CALL_PROTOCOL_H

#include "call/state.h"

void protocol_open(struct correlator *c);
void feed_protocol(struct correlator *c, size_t space, const struct row *row);
/* A Cc signal of a leg tells which process handles it. */
void protocol_signal(
    struct correlator *c, size_t space, const struct row *row, size_t leg);
/* What named a leg before other rows told of it; gives the rest back. When
 * clocks are known, before what the rows needed is freed. */
void protocol_finish(struct correlator *c);

#endif
