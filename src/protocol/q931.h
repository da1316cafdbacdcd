/* SPDX-License-Identifier: MIT
 *
 * Decodes ISDN layer 3 messages from the octets that traces print ("08 02 00
 * 82 05 ..."): ITU-T Q.931, with the calling, connected and redirecting
 * numbers of Q.951 and Q.952, and the SERVICE messages of the North American
 * networks. H.225.0 uses the same messages; they are told by their User-user
 * element. Lenient: elements of unknown meaning are only listed, and what was
 * cut off is said to be. */
#ifndef CMTRAIL_PROTOCOL_Q931_H
#define CMTRAIL_PROTOCOL_Q931_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/fact.h"

enum q931_field {
    Q931_PROTOCOL, /* Q.931 or H.225 */
    Q931_NAME,     /* SETUP */
    Q931_REF,      /* call reference without its flag: 0x0082 */
    Q931_CAUSE,
    Q931_CALLING,
    Q931_CALLED,
    Q931_DETAIL,  /* for people */
    Q931_FROM,    /* side that sent it: origin of the call reference, or not */
    Q931_CHANNEL, /* 1; B1; any */
    Q931_CHANNEL_CHOICE, /* exclusive, preferred */
    Q931_INTERFACE,
    Q931_CAUSE_LOCATION,
    Q931_PROGRESS,
    Q931_PROGRESS_LOCATION,
    Q931_CALLING_TYPE,
    Q931_CALLING_PLAN,
    Q931_PRESENTATION,
    Q931_SCREENING,
    Q931_CALLED_TYPE,
    Q931_CALLED_PLAN,
    Q931_CONNECTED,
    Q931_REDIRECTING,
    Q931_REDIRECTING_REASON,
    Q931_BEARER,
    Q931_LAYER1,
    Q931_DISPLAY,
    Q931_KEYPAD,
    Q931_SIGNAL,
    Q931_STATE,
    Q931_NOTIFICATION,
    Q931_RESTART,
    Q931_SENDING_COMPLETE,
    Q931_ELEMENTS, /* their numbers in order, of other codesets "6:28" */
    Q931_CUT,      /* the octets end inside an element */
    Q931_FIELDS
};
extern const struct column q931_columns[Q931_FIELDS];

/* The same of octets.
 * v: Q931_FIELDS values, all absent. */
bool q931_read(
    struct arena *a, const unsigned char *p, size_t n, struct value *v);

/* Reads what IOS gateways print of a message (ios_q931.c): "SETUP pd = 8
 * callref = 0x0081", and a line an element with its octets ("Cause i = 0x8090
 * - Normal call clearing"). */
bool ios_q931_decode(
    struct arena *a, struct str head, struct str text, struct value *v);

/* text: octets as hexadecimal, blanks between; ends at what is none.
 * returns: whether they begin with a message header. */
bool q931_decode(
    struct arena *a, struct str head, struct str text, struct value *v);

#endif
