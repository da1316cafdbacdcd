/* SPDX-License-Identifier: MIT
 *
 * Parts of a SIP message. Used by message.c only. Values stand on one line. */
#ifndef CMTRAIL_REDACT_PARTS_H
#define CMTRAIL_REDACT_PARTS_H

#include "redact/inside.h"

/* Words of the protocol: names and addresses are replaced, numbers stay. */
struct str redact_protocol(struct redact *r, struct str value);
/* The name of a product and its version. */
struct str redact_product(struct redact *r, struct str value);
/* URIs, with or without display names, and their parameters. */
struct str redact_addresses(struct redact *r, struct str value);
struct str redact_via(struct redact *r, struct str value);
/* "CALLID;from-tag=...;to-tag=..." */
struct str redact_dialog(struct redact *r, struct str value);
/* "GUID;remote=GUID", "1-2-3-4" */
struct str redact_ids(struct redact *r, struct str value);

/* SDP, also that among several parts, alone; of other bodies says that they
 * were there.
 * type: value of Content-Type. */
struct str redact_body(struct redact *r, struct str type, struct str body);
struct str redact_no_body(struct str body);

#endif
