/* SPDX-License-Identifier: MIT
 *
 * What CUCM's identifiers say: its Call-IDs are clocks, its tags hold the
 * cluster and the CI. FORMAT 9.1, 9.2, 9.5; FAILURES 4.2, 4.3. */
#ifndef CMTRAIL_SIP_CALLID_H
#define CMTRAIL_SIP_CALLID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* A tag of CUCM's: "<ccb>~<uuid>-<CI>". */
struct cucm_tag {
    int64_t ccb;     /* SIP call control block of the node's stack */
    struct str guid; /* the same on all nodes of a cluster (36 characters) */
    int64_t ci;      /* 0 is possible outside dialogs */
};
/* returns false when the tag has another form (phones, gateways, SBCs). */
bool cucm_tag_parse(struct str tag, struct cucm_tag *t);

enum { CALLID_PERIOD_S = 1 << 25 }; /* the clock repeats after 388.36 days */

/* A Call-ID of CUCM's: "<g1>-<g2>-<g3>-<g4>@<ip>", hex. */
struct callid_clock {
    int64_t second;  /* UTC second of its making, modulo CALLID_PERIOD_S */
    int64_t exact_s; /* UTC second since 1970 by g2 with nibble 5 (releases to
                        11.5; add 1 << 28 for nibble 6), when it agrees with
                        `second` modulo the period; -1 = g2 says nothing */
    bool has_ip;
    uint8_t ip[4]; /* IPv4 of the node, from g4 */
};
/* returns false when it is not one (the self-check modulo 128 fails, or the
 *          form is another): phones' own Call-IDs fail 127 times of 128. */
bool callid_clock_parse(struct str call_id, struct callid_clock *c);

/* The UTC second of making that is nearest to about_s (UTC seconds). */
int64_t callid_clock_near(const struct callid_clock *c, int64_t about_s);

/* What Call-IDs are compared by: all that stands before the '@' when that
 * alone is unique, else all of the Call-ID. Whoever clears addresses from
 * traces changes the host behind the '@', on one side perhaps, and nothing
 * before it (FORMAT 9.5, 20.20). CUCM, phones and gateways put a time, a MAC
 * address or a GUID there: 16 bytes or more, and not digits alone, which may
 * be a counter of that host. A slice of call_id; what is shown stays as
 * logged. */
struct str callid_key(struct str call_id);

#endif
