/* SPDX-License-Identifier: MIT
 *
 * What connections say together. Made by src/tls, shown by src/render. */
#ifndef CMTRAIL_MODEL_LEDGER_H
#define CMTRAIL_MODEL_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/call.h"

/* after has another CN, subject or cipher than the connection before it of the
 * same node, direction and peer, or of the same trunk when it moved to another
 * peer for good. */
struct ledger_change {
    const struct connection *before, *after;
    bool subject, san, cipher, transport; /* what differs */
    bool moved; /* the trunk reached another peer before */
};

/* The latest connections in both directions between a node and a peer, when
 * they differ. */
struct ledger_pair {
    const struct connection *out, *in;
    bool subject, cipher, transport;
};

struct ledger {
    struct ledger_change *changes;
    size_t nchanges;
    struct ledger_pair *pairs;
    size_t npairs;
};

/* Connections that say the same of the same peer, as one row. */
struct ledger_group {
    const struct connection *first, *last;
    size_t connections;
    size_t peers, names, devices; /* how many different ones */
    int64_t calls;                /* carried, over all of them */
};

#endif
