/* SPDX-License-Identifier: MIT
 *
 * Decodes the text of one MGCP message as CUCM logs it (RFC 3435): a command
 * with its parameters, or a response, and the session description behind
 * them. */
#ifndef CMTRAIL_PROTOCOL_MGCP_H
#define CMTRAIL_PROTOCOL_MGCP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/fact.h"

enum mgcp_field {
    MGCP_PROTOCOL,
    MGCP_NAME,   /* CRCX; 200 OK */
    MGCP_STATUS, /* return code of a response */
    MGCP_REASON, /* its words */
    MGCP_TRANSACTION,
    MGCP_DEVICE,      /* endpoint of a command */
    MGCP_REF,         /* C: call id */
    MGCP_CI,          /* the leg that CUCM wrote into it */
    MGCP_CALL_REF,    /* and the Q.931 call reference: 0x0082 */
    MGCP_CONNECTION,  /* I: */
    MGCP_MODE,        /* M: sendrecv */
    MGCP_OPTIONS,     /* L: local connection options */
    MGCP_EVENTS,      /* O: what the gateway observed */
    MGCP_SIGNALS,     /* S: what it is to play */
    MGCP_REQUESTED,   /* R: what it is to watch for */
    MGCP_RESTART,     /* RM: restart, graceful */
    MGCP_REASON_CODE, /* E: why the gateway deleted a connection */
    MGCP_STATISTICS,  /* P: packets sent, lost, ... */
    MGCP_SDP,         /* for people */
    MGCP_DETAIL,      /* the same, of all of it */
    MGCP_FIELDS
};
extern const struct column mgcp_columns[MGCP_FIELDS];

/* returns: whether text begins with a command or a response. */
bool mgcp_decode(
    struct arena *a, struct str head, struct str text, struct value *v);

#endif
