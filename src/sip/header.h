/* SPDX-License-Identifier: MIT
 *
 * Names of SIP headers: full, compact, and the ones that sip_decode reads. */
#ifndef CMTRAIL_SIP_HEADER_H
#define CMTRAIL_SIP_HEADER_H

#include "base/str.h"

enum sip_name {
    SIP_NAME_UNKNOWN, /* not in the table */
    SIP_NAME_OTHER,   /* in the table, but nothing reads it */
    SIP_NAME_CALL_ID,
    SIP_NAME_CISCO_GUID,
    SIP_NAME_CONTACT,
    SIP_NAME_CONTENT_LENGTH,
    SIP_NAME_CONTENT_TYPE,
    SIP_NAME_CSEQ,
    SIP_NAME_DATE,
    SIP_NAME_DIVERSION,
    SIP_NAME_FROM,
    SIP_NAME_JOIN,
    SIP_NAME_REASON,
    SIP_NAME_REFER_TO,
    SIP_NAME_REPLACES,
    SIP_NAME_SERVER,
    SIP_NAME_SESSION_ID,
    SIP_NAME_TO,
    SIP_NAME_USER_AGENT,
    SIP_NAME_VIA,
};

/* What a full or compact name stands for, without regard to case. */
enum sip_name sip_name_find(struct str name);

/* Whether two names, full or compact, are the same header. */
bool sip_name_same(struct str a, struct str b);

/* Whether s is the one-letter form of a header name. */
bool sip_name_is_compact(struct str s);

#endif
