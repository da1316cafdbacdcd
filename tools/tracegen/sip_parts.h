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

#define VIA_PHONE_A "Via: SIP/2.0/TCP {ip_a}:{port_a};branch={branch_a}\n"
#define VIA_PHONE_A2 "Via: SIP/2.0/TCP {ip_a}:{port_a};branch={branch2_a}\n"
#define VIA_NODE_A "Via: SIP/2.0/TCP {node_ip_a}:5060;branch={branch2_a}\n"
#define VIA_PHONE_B "Via: SIP/2.0/TCP {ip_b}:{port_b};branch={branch2_b}\n"
#define VIA_B "Via: SIP/2.0/{via} {node_ip_b}:{local_port};branch={branch_b}\n"
#define VIA_B2                                                                 \
    "Via: SIP/2.0/{via} {node_ip_b}:{local_port};branch={branch2_b}\n"
#define VIA_ACK_B                                                              \
    "Via: SIP/2.0/{via} {node_ip_b}:{local_port};branch={ack_branch_b}\n"
#define VIA_FAR_B                                                              \
    "Via: SIP/2.0/{via} {peer_ip}:{peer_port};branch={branch2_b}\n"

#define DIALOG_A                                                               \
    "From: \"{dn_a}\" <sip:{dn_a}@{fqdn_a}>;tag={far_a}\n"                     \
    "To: <sip:{asked}@{fqdn_a}>"
#define DIALOG_A_BACK                                                          \
    "From: <sip:{asked}@{fqdn_a}>;tag={tag_a}\n"                               \
    "To: \"{dn_a}\" <sip:{dn_a}@{fqdn_a}>;tag={far_a}\n"
#define DIALOG_B                                                               \
    "From: {from_b};tag={tag_b}\n"                                             \
    "To: <sip:{called}@{peer}>"
#define DIALOG_B_BACK                                                          \
    "From: <sip:{called}@{peer}>;tag={far_b}\n"                                \
    "To: {from_b};tag={tag_b}\n"

#define DATE "Date: {date}\n"
#define CALL_A "Call-ID: {callid_a}\n"
#define CALL_B "Call-ID: {callid_b}\n"
#define CONTACT_A                                                              \
    "Contact: <sip:{uuid_a}@{ip_a}:{port_a};transport=tcp>;"                   \
    "+u.sip!devicename.ccm.cisco.com=\"{dev_a}\"\n"

#endif
