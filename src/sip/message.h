/* SPDX-License-Identifier: MIT
 *
 * Decodes the text of one SIP message as CUCM logs it (RFC 3261): what a
 * regular expression cannot. Lenient: header order, compact names, folded
 * lines, blanks put into URIs by an editor, and messages whose line ends were
 * lost. Never fails: what is not there stays empty. */
#ifndef CMTRAIL_SIP_MESSAGE_H
#define CMTRAIL_SIP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/fact.h"

/* The columns that sip_decode fills, in its order; names are those of struct
 * row_message. */
enum sip_field {
    SIP_METHOD,
    SIP_STATUS,
    SIP_REASON,
    SIP_REQUEST_URI,
    SIP_CALL_ID,
    SIP_CSEQ,
    SIP_CSEQ_METHOD,
    SIP_FROM_USER,
    SIP_TO_USER,
    SIP_FROM_TAG,
    SIP_TO_TAG,
    SIP_SESSION_ID,
    SIP_SESSION_REMOTE,
    SIP_USER_AGENT,
    SIP_VIA_TRANSPORT,
    SIP_DATE_MS,
    SIP_GUID,
    SIP_DEVICE,
    SIP_JOIN,
    SIP_REPLACES,
    SIP_REFER_TO,
    SIP_DIVERSION,
    SIP_CAUSE,
    SIP_REFCI,
    SIP_CONTACT_IP,
    SIP_SDP,
    SIP_SRTP_KEYS,
    SIP_FIELDS
};
extern const struct column sip_columns[SIP_FIELDS];

/* Decodes text.
 * collapsed: the record was run together with others: line ends may be lost
 *          and prose may follow the message.
 * v:       SIP_FIELDS values; slices of text or of a.
 * used:    how much of text is the message itself, bytes (prose glued behind
 *          it, and bytes after Content-Length, are left out).
 * returns: whether text begins with a request or status line at all. */
bool sip_decode(struct arena *a, struct str text, bool collapsed,
    struct value v[SIP_FIELDS], size_t *used);

/* The value of the first header with this name (compact form too), folded
 * lines still in it; empty when there is none. */
struct str sip_header(struct str text, bool collapsed, struct str name);

#endif
