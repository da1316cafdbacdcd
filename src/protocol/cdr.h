/* SPDX-License-Identifier: MIT
 *
 * Decodes CUCM's call detail records (CDR, type 1) and call management records
 * (CMR, type 2): rows of the files that it exports, whose line of names says
 * what each column is, and rows as printed in SDL traces, in the order of
 * those files. FORMAT 17. Numbers that a database stored signed are given
 * unsigned, and IPv4 addresses as text. */
#ifndef CMTRAIL_PROTOCOL_CDR_H
#define CMTRAIL_PROTOCOL_CDR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/fact.h"

enum cdr_field {
    CDR_WHAT, /* CDR, CMR */
    CDR_GCI,  /* global call id: "3-2028" */
    CDR_CLUSTER,
    CDR_CI,          /* of the calling leg; of a CMR: its leg */
    CDR_CI2,         /* of the called leg */
    CDR_ORIGINATION, /* s since 1970 UTC; of a CMR: when it was written */
    CDR_CONNECT,     /* 0 = never */
    CDR_DISCONNECT,
    CDR_DURATION, /* s */
    CDR_CALLING,
    CDR_ORIGINAL, /* called at first */
    CDR_CALLED,   /* in the end */
    CDR_REDIRECTING,
    CDR_DEVICE,
    CDR_DEVICE2,
    CDR_IP,
    CDR_IP2,
    CDR_CAUSE,
    CDR_CAUSE2,
    CDR_ORIGINAL_REASON,
    CDR_LAST_REASON,
    CDR_ORIGINAL_BY,
    CDR_LAST_BY,
    CDR_ENDED_BY,
    CDR_ENDED_BY2,
    CDR_JOIN_BY,
    CDR_CODEC,
    CDR_CODEC2,
    CDR_IN_REF, /* protocol call references: Cisco-Guid as 32 hex digits */
    CDR_OUT_REF,
    CDR_PATTERN, /* that the called number matched */
    CDR_HUNT_PILOT,
    CDR_SESSION, /* device session ids, of newer releases */
    CDR_SESSION2,
    CDR_PKID,
    CDR_PACKETS_SENT,
    CDR_PACKETS_RECEIVED,
    CDR_PACKETS_LOST,
    CDR_JITTER,
    CDR_LATENCY,
    CDR_QUALITY, /* varVQMetrics, as printed */
    CDR_MOS,     /* MLQK of it */
    CDR_FIELDS
};
extern const struct column cdr_columns[CDR_FIELDS];

/* head: the line of names; empty: the order that SDL traces print.
 * returns: whether it is a record of type 1 or 2. */
bool cdr_decode(
    struct arena *a, struct str head, struct str text, struct value *v);

#endif
