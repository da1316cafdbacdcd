/* SPDX-License-Identifier: MIT
 *
 * Holds traces, captures, `show cert` and certificate files against each
 * other: which handshake is which connection's, whether the certificate on
 * the wire is the one that the node says is its own, whether the subject in
 * the trace is the one on the wire, and what does not belong together. */
#ifndef CMTRAIL_TLS_COMPARE_H
#define CMTRAIL_TLS_COMPARE_H

#include "base/arena.h"
#include "model/call.h"
#include "model/tls.h"

/* The handshake of each connection in a capture, by addresses, ports and time.
 * v: sorted by number. returns: one a connection, NULL where there is none. */
const struct tls_handshake **compare_match(struct arena *a,
    const struct connection *v, size_t n, const struct tls_evidence *e);

struct compare_input {
    const struct connection *v;
    size_t n;
    const struct tls_handshake **wire; /* of compare_match */
    const struct tls_evidence *e;
};

/* All comparisons, in a. returns how many. */
size_t compare_all(
    struct arena *a, const struct compare_input *in, struct tls_comparison **v);

#endif
