/* SPDX-License-Identifier: MIT
 *
 * What the connections say together: the same peer or trunk with another
 * certificate or cipher than before, and the two directions of one trunk that
 * negotiated different things. */
#ifndef CMTRAIL_TLS_LEDGER_H
#define CMTRAIL_TLS_LEDGER_H

#include "base/arena.h"
#include "model/call.h"
#include "model/ledger.h"

/* v: all connections, by number. The result points into it, in a; before and
 * opposite of its elements are set. */
void ledger_make(
    struct arena *a, struct connection *v, size_t n, struct ledger *l);

/* Connections that say the same of the same peer, as one row. When these are
 * still too many to read, all that came in and negotiated the same are one. The
 * worst ones come first. */
void ledger_group(struct arena *a, const struct connection *v, size_t n,
    struct ledger_group **groups, size_t *ngroups);

/* Fills handshake_state (model/call.h). */
void ledger_handshake(struct connection *c);

#endif
