/* SPDX-License-Identifier: MIT
 *
 * What the files of SIP message templates share. */
#ifndef TRACEGEN_SIP_PARTS_H
#define TRACEGEN_SIP_PARTS_H

#include "sip.h"

struct sip_source {
    bool in, calling;
    const char *what;
    const char *head, *body;
};

/* MESSAGES of them; those of other files have no head. */
extern const struct sip_source SIP_MID[];

#define DATE "Date: {date}\n"
#define CALL_A "Call-ID: {callid_a}\n"
#define CALL_B "Call-ID: {callid_b}\n"
#define CONTACT_A                                                              \
    "Contact: <sip:{uuid_a}@{ip_a}:{port_a};transport=tcp>;"                   \
    "+u.sip!devicename.ccm.cisco.com=\"{dev_a}\"\n"

#endif
