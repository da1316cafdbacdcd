/* SPDX-License-Identifier: MIT
 *
 * Decodes what CUCM prints of an SCCP (Skinny) message: its name and parameters
 * ("CallState callState=1 lineInstance=1 callReference=70000001"), and the
 * spelling of old releases ("stationOutputCallState tcpHandle=0x4fbbc30"). */
#ifndef CMTRAIL_PROTOCOL_SCCP_H
#define CMTRAIL_PROTOCOL_SCCP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/fact.h"

enum sccp_field {
    SCCP_PROTOCOL,
    SCCP_NAME, /* CallState; without the frills of old releases */
    SCCP_CI,   /* call reference, or conference of media messages */
    SCCP_CALLING,
    SCCP_CALLED,
    SCCP_CALL_STATE, /* number; 2 = on hook */
    SCCP_STATE_NAME,
    SCCP_LINE,
    SCCP_SOFT_KEY, /* 1(Redial) */
    SCCP_BUTTON,   /* of the keypad: 1, *, # */
    SCCP_STIMULUS,
    SCCP_TONE,
    SCCP_LAMP,
    SCCP_RINGER,
    SCCP_PROMPT,
    SCCP_CALL_TYPE,
    SCCP_STATUS,
    SCCP_CODEC,
    SCCP_MEDIA_IP, /* where media are to go, or come */
    SCCP_MEDIA_PORT,
    SCCP_PARTY, /* passThruPartyID: the media stream */
    SCCP_DETAIL,
    SCCP_FIELDS
};
extern const struct column sccp_columns[SCCP_FIELDS];

/* returns: whether text begins with a name. */
bool sccp_decode(
    struct arena *a, struct str head, struct str text, struct value *v);

#endif
