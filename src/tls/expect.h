/* SPDX-License-Identifier: MIT
 *
 * Compares connections with what their trunks should be, by CUCM's own rules:
 * a name of the security profile is compared, without case and whole, with the
 * certificate's CN, then with its alternative names; name and incoming port
 * together belong to one trunk. FAILURES 2.4. */
#ifndef CMTRAIL_TLS_EXPECT_H
#define CMTRAIL_TLS_EXPECT_H

#include "base/arena.h"
#include "model/call.h"
#include "model/expect.h"
#include "model/tls.h"

/* Sets `expected` and `reasons` of each connection that an entry is about.
 * wire: the handshakes of the connections in captures, NULL or one a
 *       connection, NULL where there is none. */
void expect_check(struct arena *a, struct expectations *x, struct connection *v,
    size_t n, const struct tls_handshake **wire);

/* What is wrong with the entries themselves: two trunks with one name and
 * port, TLS and plain on one port. In a; returns how many. */
size_t expect_conflicts(
    struct arena *a, const struct expectations *x, struct str **sentences);

/* Whether a connection's far end is among destinations ("192.0.2.1",
 * "192.0.2.1:5061", "[2001:db8::1]:5061").
 * port: whether a port that stands there counts. */
bool expect_leads_to(struct arena *a, const struct expect_names *destinations,
    const struct connection *c, bool port);

/* Entries that say what was seen: one a trunk. */
void expect_seen(struct arena *a, const struct connection *v, size_t n,
    struct expectations *x);

#endif
