/* SPDX-License-Identifier: MIT
 *
 * Messages inside a dialog of a phone that is up: hold and resume, transfer,
 * digits one by one; and the calls to a phone's built-in bridge. Seen from
 * the phone as a; whoever has it as b swaps the sides. */
#include "sip_parts.h"

#define VIA_PHONE "Via: SIP/2.0/TCP {ip_a}:{port_a};branch={mid_branch}\n"
#define VIA_NODE "Via: SIP/2.0/TCP {node_ip_a}:5060;branch={mid_branch}\n"
#define FROM_PHONE                                                             \
    "From: {remote};tag={far_a}\n"                                             \
    "To: {local};tag={tag_a}\n"
#define FROM_NODE                                                              \
    "From: {local};tag={tag_a}\n"                                              \
    "To: {remote};tag={far_a}\n"
#define TO_NODE "sip:{other}@{node_ip_a}:5060;transport=tcp SIP/2.0\n"
#define TO_PHONE "sip:{uuid_a}@{ip_a}:{port_a};transport=tcp SIP/2.0\n"
#define SESSION_PHONE "Session-ID: {session_a};remote={session_b}\n"
#define SESSION_NODE "Session-ID: {session_b};remote={session_a}\n"
#define HOP "Max-Forwards: 70\n"

#define SDP_PHONE                                                              \
    "v=0\n"                                                                    \
    "o=Cisco-SIPUA {num1} {mid_cseq} IN IP4 {ip_a}\n"                          \
    "s=SIP Call\n"                                                             \
    "t=0 0\n"                                                                  \
    "m=audio {rtp_a} RTP/AVP 9 101\n"                                          \
    "c=IN IP4 {ip_a}\n"                                                        \
    "a=rtpmap:9 G722/8000\n"                                                   \
    "a=rtpmap:101 telephone-event/8000\n"                                      \
    "a={mid_sdp}\n"
#define SDP_NODE                                                               \
    "v=0\n"                                                                    \
    "o=CiscoSystemsCCM-SIP {ccb_a} {mid_cseq} IN IP4 {node_ip_a}\n"            \
    "s=SIP Call\n"                                                             \
    "c=IN IP4 {node_ip_a}\n"                                                   \
    "t=0 0\n"                                                                  \
    "m=audio 4000 RTP/AVP 9 101\n"                                             \
    "a=rtpmap:9 G722/8000\n"                                                   \
    "a=rtpmap:101 telephone-event/8000\n"                                      \
    "a={mid_sdp}\n"

#define FROM_US(method)                                                        \
    method " " TO_PHONE VIA_NODE FROM_NODE DATE CALL_A                         \
           "User-Agent: Cisco-CUCM11.5\n" HOP "CSeq: {mid_cseq} " method       \
           "\n" SESSION_NODE
#define FROM_THEM(method)                                                      \
    method " " TO_NODE VIA_PHONE FROM_PHONE CALL_A HOP SESSION_PHONE DATE      \
           "CSeq: {mid_cseq} " method "\n"                                     \
           "User-Agent: {model_a}\n"
#define OUR_REPLY(status, method)                                              \
    "SIP/2.0 " status "\n" VIA_PHONE FROM_PHONE DATE CALL_A                    \
    "Server: Cisco-CUCM11.5\n"                                                 \
    "CSeq: {mid_cseq} " method "\n" SESSION_NODE
#define THEIR_REPLY(status, method)                                            \
    "SIP/2.0 " status "\n" VIA_NODE FROM_NODE CALL_A SESSION_PHONE DATE        \
    "CSeq: {mid_cseq} " method "\n"                                            \
    "Server: {model_a}\n"

const struct sip_source SIP_MID[MESSAGES] = {
    [MID_INVITE_IN] = {true, true, "INVITE",
        FROM_THEM("INVITE") CONTACT_A "Accept: application/sdp\n", SDP_PHONE},
    [MID_TRYING_OUT] = {false, true, "100 Trying",
        OUR_REPLY("100 Trying", "INVITE"), NULL},
    [MID_OK_OUT] = {false, true, "200 OK",
        OUR_REPLY("200 OK",
            "INVITE") "Contact: <sip:{other}@{node_ip_a}:5060;transport=tcp>\n",
        SDP_NODE},
    [MID_ACK_IN] = {true, true, "ACK", FROM_THEM("ACK"), NULL},
    [MID_INVITE_OUT] = {false, true, "INVITE",
        FROM_US(
            "INVITE") "Contact: <sip:{other}@{node_ip_a}:5060;transport=tcp>\n",
        SDP_NODE},
    [MID_TRYING_IN] = {true, true, "100 Trying",
        THEIR_REPLY("100 Trying", "INVITE"), NULL},
    [MID_OK_IN] = {true, true, "200 OK",
        THEIR_REPLY("200 OK", "INVITE") CONTACT_A, SDP_PHONE},
    [MID_ACK_OUT] = {false, true, "ACK", FROM_US("ACK"), NULL},
    [MID_REFER_IN] = {true, true, "REFER",
        FROM_THEM("REFER") CONTACT_A "Refer-To: {refer_to}\n"
                                     "Referred-By: <sip:{dn_a}@{fqdn_a}>\n",
        NULL},
    [MID_ACCEPTED_OUT] = {false, true, "202 Accepted",
        OUR_REPLY("202 Accepted",
            "REFER") "Contact: <sip:{other}@{node_ip_a}:5060;transport=tcp>\n",
        NULL},
    [MID_NOTIFY_OUT] = {false, true, "NOTIFY",
        FROM_US(
            "NOTIFY") "Event: refer\n"
                      "Subscription-State: active;expires=60\n"
                      "Contact: <sip:{other}@{node_ip_a}:5060;transport=tcp>\n",
        NULL},
    [MID_NOTIFY_OK_IN] = {true, true, "200 OK", THEIR_REPLY("200 OK", "NOTIFY"),
        NULL},
    [MID_UPDATE_OUT] = {false, true, "UPDATE",
        FROM_US(
            "UPDATE") "Remote-Party-ID: <sip:{other}@{node_ip_a}>;"
                      "party=calling;screen=yes;privacy=off\n"
                      "Contact: <sip:{other}@{node_ip_a}:5060;transport=tcp>\n",
        NULL},
    [MID_UPDATE_OK_IN] = {true, true, "200 OK", THEIR_REPLY("200 OK", "UPDATE"),
        NULL},
    [MID_SUBSCRIBE_OUT] = {false, true, "SUBSCRIBE",
        FROM_US("SUBSCRIBE") "Event: kpml\n"
                             "Expires: 7200\n"
                             "Contact: "
                             "<sip:{other}@{node_ip_a}:5060;transport=tcp>\n",
        NULL},
    [MID_SUBSCRIBE_OK_IN] = {true, true, "200 OK",
        THEIR_REPLY("200 OK", "SUBSCRIBE") "Expires: 7200\n", NULL},
    [MID_NOTIFY_IN] = {true, true, "NOTIFY",
        FROM_THEM(
            "NOTIFY") "Event: kpml\n"
                      "Subscription-State: active; expires=7200\n" CONTACT_A,
        NULL},
    [MID_NOTIFY_OK_OUT] = {false, true, "200 OK", OUR_REPLY("200 OK", "NOTIFY"),
        NULL},
    [CANCEL_ELSEWHERE] = {false, false, "CANCEL",
        "CANCEL sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n" VIA_B
            DIALOG_B "\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "CSeq: 101 CANCEL\n" HOP
        "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\n",
        NULL},
    [PROGRESS_A] = {false, true, "183 Session Progress",
        "SIP/2.0 183 Session Progress\n" VIA_PHONE_A DIALOG_A
        ";tag={tag_a}\n" DATE CALL_A "CSeq: 101 INVITE\n"
        "Allow-Events: presence\n"
        "Server: Cisco-CUCM11.5\n"
        "Contact: <sip:{asked}@{node_ip_a}:5060;transport=tcp>\n",
        SDP_NODE},
    [REFER_T] = {true, false, "REFER",
        "REFER sip:{dn_a}@{node_ip_b}:{local_port};transport={transport} "
        "SIP/2.0\n" VIA_FAR_B DIALOG_B_BACK DATE CALL_B
        "User-Agent: {far_product}\n" HOP "CSeq: {bye_b} REFER\n"
        "Refer-To: {refer_to}\n"
        "Referred-By: <sip:{called}@{peer_ip}>\n",
        NULL},
    [ACCEPTED_T] = {false, false, "202 Accepted",
        "SIP/2.0 202 Accepted\n" VIA_FAR_B DIALOG_B_BACK DATE CALL_B
        "Server: Cisco-CUCM11.5\n"
        "CSeq: {bye_b} REFER\n",
        NULL},
    [NOTIFY_T] = {false, false, "NOTIFY",
        "NOTIFY sip:{called}@{peer_ip}:{peer_port};transport={transport} "
        "SIP/2.0\n" VIA_B2 DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "User-Agent: Cisco-CUCM11.5\n" HOP "CSeq: {bye_nb} NOTIFY\n"
        "Event: refer\n"
        "Subscription-State: active;expires=60\n",
        NULL},
    [NOTIFY_OK_T] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B2 DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "Server: {far_product}\n"
        "CSeq: {bye_nb} NOTIFY\n",
        NULL},
    [INVITE_BRIDGE] = {false, false, "INVITE",
        "INVITE sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n"
        "Via: SIP/2.0/TCP {node_ip_b}:5060;branch={branch_b}\n"
        "From: {from_b};tag={tag_b}\n"
        "To: <sip:{called}@{peer}>\n" DATE CALL_B
        "Supported: timer,resource-priority,replaces\n"
        "User-Agent: Cisco-CUCM11.5\n"
        "CSeq: 101 INVITE\n"
        "Expires: 180\n"
        "Allow-Events: presence\n"
        "Call-Info: <urn:x-cisco-remotecc:callinfo>; isVoip; "
        "record-invoker=auto\n"
        "Join: {join}\n"
        "Session-ID: 00000000000000000000000000000000;"
        "remote=00000000000000000000000000000000\n"
        "Remote-Party-ID: \"Call Manager\" <sip:{node_ip_b}>;party=calling;"
        "screen=yes;privacy=off\n"
        "Contact: <sip:{node_ip_b}:5060;transport=tcp>\n" HOP,
        SDP_NODE},
};
