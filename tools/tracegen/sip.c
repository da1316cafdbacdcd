/* SPDX-License-Identifier: MIT
 *
 * SIP message templates. Content-Length and the end of the head are added by
 * the writer, when the body's length is known. */
#include "sip_parts.h"

#define ALLOW_NODE                                                             \
    "Allow: INVITE, OPTIONS, INFO, BYE, CANCEL, ACK, PRACK, UPDATE, REFER, "   \
    "SUBSCRIBE, NOTIFY\n"
#define ALLOW_PHONE                                                            \
    "Allow: ACK,BYE,CANCEL,INVITE,NOTIFY,OPTIONS,REFER,REGISTER,UPDATE,"       \
    "SUBSCRIBE,INFO\n"
#define SUPPORTED_PHONE                                                        \
    "Supported: replaces,join,sdp-anat,norefersub,resource-priority,"          \
    "extended-refer,X-cisco-callinfo,X-cisco-serviceuri,"                      \
    "X-cisco-service-control,X-cisco-srtp-fallback,X-cisco-sis-7.0.0\n"
#define CONTACT_B                                                              \
    "Contact: <sip:{uuid_b}@{ip_b}:{port_b};transport=tcp>;"                   \
    "+u.sip!devicename.ccm.cisco.com=\"{dev_b}\"\n"
#define CONTACT_NODE_A                                                         \
    "Contact: <sip:{asked}@{node_ip_a}:5060;transport=tcp>{far_device}\n"
#define CONTACT_FAR                                                            \
    "Contact: <sip:{called}@{peer_ip}:{peer_port};transport={transport}>"      \
    "{far_device}\n"
#define CALL_INFO_A                                                            \
    "Call-Info: <urn:x-cisco-remotecc:callinfo>; security= NotAuthenticated; " \
    "orientation= to; gci= {n}-{gci}; isVoip; call-instance= 1\n"

#define SDP_PHONE(user, ip, rtp)                                               \
    "v=0\n"                                                                    \
    "o=Cisco-SIPUA " user " 0 IN IP4 " ip "\n"                                 \
    "s=SIP Call\n"                                                             \
    "b=AS:4064\n"                                                              \
    "t=0 0\n"                                                                  \
    "m=audio " rtp " RTP/AVP 9 0 8 18 101\n"                                   \
    "c=IN IP4 " ip "\n"                                                        \
    "b=TIAS:64000\n"                                                           \
    "a=rtpmap:9 G722/8000\n"                                                   \
    "a=rtpmap:0 PCMU/8000\n"                                                   \
    "a=rtpmap:8 PCMA/8000\n"                                                   \
    "a=rtpmap:18 G729/8000\n"                                                  \
    "a=fmtp:18 annexb=yes\n"                                                   \
    "a=rtpmap:101 telephone-event/8000\n"                                      \
    "a=fmtp:101 0-15\n"                                                        \
    "a=sendrecv\n"
#define SDP_NODE(ccb, ip, media, rtp)                                          \
    "v=0\n"                                                                    \
    "o=CiscoSystemsCCM-SIP " ccb " 1 IN IP4 " ip "\n"                          \
    "s=SIP Call\n"                                                             \
    "c=IN IP4 " media "\n"                                                     \
    "b=AS:64\n"                                                                \
    "t=0 0\n"                                                                  \
    "m=audio " rtp " RTP/AVP 9 101\n"                                          \
    "b=TIAS:64000\n"                                                           \
    "a=rtpmap:9 G722/8000\n"                                                   \
    "a=rtpmap:101 telephone-event/8000\n"                                      \
    "a=fmtp:101 0-15\n"

static const struct sip_source A_DIALOG[] = {
    [INVITE_A] = {true, true, "INVITE",
        "INVITE sip:{asked}@{fqdn_a};user=phone SIP/2.0\n" VIA_PHONE_A DIALOG_A
        "\n" CALL_A "Max-Forwards: 70\n"
        "Session-ID: {session_a};remote=00000000000000000000000000000000\n" DATE
        "CSeq: 101 INVITE\n"
        "User-Agent: {model_a}\n" CONTACT_A "Expires: 180\n"
        "Accept: application/sdp\n" ALLOW_PHONE
        "Remote-Party-ID: \"{dn_a}\" <sip:{dn_a}@{fqdn_a}>;party=calling;"
        "id-type=subscriber;privacy=off;screen=yes\n" SUPPORTED_PHONE
        "Allow-Events: kpml,dialog\n"
        "Recv-Info: conference\n"
        "Recv-Info: x-cisco-conference\n",
        SDP_PHONE("{num1}", "{ip_a}", "{rtp_a}")},
    [TRYING_A] = {false, true, "100 Trying",
        "SIP/2.0 100 Trying\n" VIA_PHONE_A DIALOG_A "\n" DATE CALL_A
        "CSeq: 101 INVITE\n"
        "Allow-Events: presence\n",
        NULL},
    [RINGING_A] = {false, true, "180 Ringing",
        "SIP/2.0 180 Ringing\n" VIA_PHONE_A DIALOG_A
        ";tag={tag_a}\n" DATE CALL_A "CSeq: 101 INVITE\n" ALLOW_NODE
        "Allow-Events: presence\n"
        "Server: Cisco-CUCM11.5\n" CALL_INFO_A
        "Send-Info: conference, x-cisco-conference\n"
        "Remote-Party-ID: <sip:{called}@{node_ip_a}>;party=called;screen=yes;"
        "privacy=off\n"
        "Session-ID: {session_b};remote={session_a}\n" CONTACT_NODE_A,
        NULL},
    [OK_A] = {false, true, "200 OK",
        "SIP/2.0 200 OK\n" VIA_PHONE_A DIALOG_A ";tag={tag_a}\n" DATE CALL_A
        "CSeq: 101 INVITE\n" ALLOW_NODE "Allow-Events: presence\n"
        "Supported: replaces\n"
        "Server: Cisco-CUCM11.5\n" CALL_INFO_A
        "Send-Info: conference, x-cisco-conference\n"
        "Remote-Party-ID: <sip:{called}@{node_ip_a}>;party=called;screen=yes;"
        "privacy=off\n"
        "Session-ID: {session_b};remote={session_a}\n" CONTACT_NODE_A,
        SDP_NODE("{ccb_a}", "{node_ip_a}", "{media_b}", "{rtp_b}")},
    [ACK_A] = {true, true, "ACK",
        "ACK sip:{asked}@{node_ip_a}:5060;transport=tcp SIP/2.0\n"
        "Via: SIP/2.0/TCP {ip_a}:{port_a};branch={ack_branch_a}\n" DIALOG_A
        ";tag={tag_a}\n" CALL_A "Max-Forwards: 70\n"
        "Session-ID: {session_a};remote={session_b}\n" DATE "CSeq: 101 ACK\n"
        "User-Agent: {model_a}\n",
        NULL},
    [BYE_A_IN] = {true, true, "BYE",
        "BYE sip:{asked}@{node_ip_a}:5060;transport=tcp SIP/2.0\n" VIA_PHONE_A2
            DIALOG_A ";tag={tag_a}\n" CALL_A "Max-Forwards: 70\n"
        "Session-ID: {session_a};remote={session_b}\n" DATE
        "CSeq: {bye_a} BYE\n"
        "User-Agent: {model_a}\n"
        "RTP-RxStat: Dur={duration},Pkt={num2},Oct={num3},LatePkt=0,LostPkt=0,"
        "AvgJit=0\n"
        "RTP-TxStat: Dur={duration},Pkt={num2},Oct={num3}\n",
        NULL},
    [BYE_OK_A_OUT] = {false, true, "200 OK",
        "SIP/2.0 200 OK\n" VIA_PHONE_A2 DIALOG_A ";tag={tag_a}\n" DATE CALL_A
        "Server: Cisco-CUCM11.5\n"
        "CSeq: {bye_a} BYE\n",
        NULL},
    [BYE_A_OUT] = {false, true, "BYE",
        "BYE sip:{uuid_a}@{ip_a}:{port_a};transport=tcp SIP/2.0\n" VIA_NODE_A
            DIALOG_A_BACK DATE CALL_A "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "CSeq: {bye_na} BYE\n"
        "Reason: Q.850;cause=16\n"
        "Session-ID: {session_b};remote={session_a}\n",
        NULL},
    [BYE_OK_A_IN] = {true, true, "200 OK",
        "SIP/2.0 200 OK\n" VIA_NODE_A DIALOG_A_BACK CALL_A
        "Session-ID: {session_a};remote={session_b}\n" DATE
        "CSeq: {bye_na} BYE\n"
        "Server: {model_a}\n",
        NULL},
    [CANCEL_A] = {true, true, "CANCEL",
        "CANCEL sip:{asked}@{fqdn_a};user=phone SIP/2.0\n" VIA_PHONE_A DIALOG_A
        "\n" CALL_A "Max-Forwards: 70\n"
        "Session-ID: {session_a};remote={session_b}\n" DATE "CSeq: 101 CANCEL\n"
        "User-Agent: {model_a}\n",
        NULL},
    [CANCEL_OK_A] = {false, true, "200 OK",
        "SIP/2.0 200 OK\n" VIA_PHONE_A DIALOG_A "\n" DATE CALL_A
        "Server: Cisco-CUCM11.5\n"
        "CSeq: 101 CANCEL\n",
        NULL},
    [FINAL_A] = {false, true, "{status} {reason}",
        "SIP/2.0 {status} {reason}\n" VIA_PHONE_A DIALOG_A
        ";tag={tag_a}\n" DATE CALL_A "CSeq: 101 INVITE\n" ALLOW_NODE
        "Allow-Events: presence\n"
        "Server: Cisco-CUCM11.5\n"
        "Reason: Q.850;cause={cause}\n"
        "Session-ID: {session_b};remote={session_a}\n",
        NULL},
    [FINAL_ACK_A] = {true, true, "ACK",
        "ACK sip:{asked}@{fqdn_a};user=phone SIP/2.0\n" VIA_PHONE_A DIALOG_A
        ";tag={tag_a}\n" CALL_A "Max-Forwards: 70\n" DATE "CSeq: 101 ACK\n",
        NULL},
};

#define RPID_A                                                                 \
    "Remote-Party-ID: <sip:{dn_a}@{node_ip_b};x-cisco-callback-number="        \
    "{dn_a}>;party=calling;screen=yes;privacy=off\n"
#define CONTACT_FROM_A                                                         \
    "Contact: <sip:{dn_a}@{node_ip_b}:{local_port};transport={transport}>;"    \
    "+u.sip!devicename.ccm.cisco.com=\"{dev_a}\"\n"

static const struct sip_source B_DIALOG[] = {
    [INVITE_B] = {false, false, "INVITE",
        "INVITE sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n" VIA_B
            DIALOG_B "\n" DATE CALL_B
        "Supported: timer,resource-priority,replaces\n"
        "Min-SE:  1800\n"
        "User-Agent: Cisco-CUCM11.5\n" ALLOW_NODE "CSeq: 101 INVITE\n"
        "Expires: 180\n"
        "Allow-Events: presence\n"
        "Call-Info: <urn:x-cisco-remotecc:callinfo>; security= Unknown; "
        "orientation= from; gci= {n}-{gci}; isVoip; call-instance= 1\n"
        "Send-Info: conference, x-cisco-conference\n"
        "Alert-Info: <file://Bellcore-dr1/>\n"
        "Session-ID: "
        "{session_a};remote=00000000000000000000000000000000\n" RPID_A
            CONTACT_FROM_A "Max-Forwards: 69\n",
        NULL},
    [TRYING_B] = {true, false, "100 Trying",
        "SIP/2.0 100 Trying\n" VIA_B DIALOG_B "\n" CALL_B
        "Session-ID: {session_b};remote={session_a}\n" DATE "CSeq: 101 INVITE\n"
        "Server: {model_b}\n" CONTACT_B ALLOW_PHONE SUPPORTED_PHONE
        "Allow-Events: kpml,dialog\n",
        NULL},
    [RINGING_B] = {true, false, "180 Ringing",
        "SIP/2.0 180 Ringing\n" VIA_B DIALOG_B ";tag={far_b}\n" CALL_B
        "Session-ID: {session_b};remote={session_a}\n" DATE "CSeq: 101 INVITE\n"
        "Server: {model_b}\n" CONTACT_B ALLOW_PHONE
        "Remote-Party-ID: \"{dn_b}\" <sip:{dn_b}@{node_ip_b}>;party=called;"
        "id-type=subscriber;privacy=off;screen=yes\n" SUPPORTED_PHONE
        "Allow-Events: kpml,dialog\n",
        NULL},
    [OK_B] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B DIALOG_B ";tag={far_b}\n" CALL_B
        "Session-ID: {session_b};remote={session_a}\n" DATE "CSeq: 101 INVITE\n"
        "Server: {model_b}\n" CONTACT_B ALLOW_PHONE
        "Remote-Party-ID: \"{dn_b}\" <sip:{dn_b}@{node_ip_b}>;party=called;"
        "id-type=subscriber;privacy=off;screen=yes\n" SUPPORTED_PHONE
        "Recv-Info: conference\n",
        SDP_PHONE("{num2}", "{ip_b}", "{rtp_b}")},
    [ACK_B] = {false, false, "ACK",
        "ACK sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n" VIA_ACK_B
            DIALOG_B ";tag={far_b}\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "CSeq: 101 ACK\n"
        "Allow-Events: presence\n"
        "Session-ID: {session_a};remote={session_b}\n",
        SDP_NODE("{ccb_b}", "{node_ip_b}", "{ip_a}", "{rtp_a}")},
    [BYE_B_IN] = {true, false, "BYE",
        "BYE sip:{dn_a}@{node_ip_b}:5060;transport=tcp SIP/2.0\n" VIA_PHONE_B
            DIALOG_B_BACK CALL_B "Max-Forwards: 70\n"
        "Session-ID: {session_b};remote={session_a}\n" DATE
        "CSeq: {bye_b} BYE\n"
        "User-Agent: {model_b}\n"
        "RTP-RxStat: Dur={duration},Pkt={num2},Oct={num3},LatePkt=0,LostPkt=0,"
        "AvgJit=0\n"
        "RTP-TxStat: Dur={duration},Pkt={num2},Oct={num3}\n",
        NULL},
    [BYE_OK_B_OUT] = {false, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_PHONE_B DIALOG_B_BACK DATE CALL_B
        "Server: Cisco-CUCM11.5\n"
        "CSeq: {bye_b} BYE\n",
        NULL},
    [BYE_B_OUT] = {false, false, "BYE",
        "BYE sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n" VIA_B2
            DIALOG_B ";tag={far_b}\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "CSeq: {bye_nb} BYE\n"
        "Reason: Q.850;cause=16\n"
        "Session-ID: {session_a};remote={session_b}\n",
        NULL},
    [BYE_OK_B_IN] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B2 DIALOG_B ";tag={far_b}\n" CALL_B
        "Session-ID: {session_b};remote={session_a}\n" DATE
        "CSeq: {bye_nb} BYE\n"
        "Server: {model_b}\n",
        NULL},
    [CANCEL_B] = {false, false, "CANCEL",
        "CANCEL sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n" VIA_B
            DIALOG_B "\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "CSeq: 101 CANCEL\n"
        "Max-Forwards: 70\n"
        "Reason: Q.850;cause={cause}\n",
        NULL},
    [CANCEL_OK_B] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B DIALOG_B ";tag={far_b}\n" CALL_B DATE
        "CSeq: 101 CANCEL\n"
        "Server: {model_b}\n",
        NULL},
    [FINAL_B] = {true, false, "{status} {reason}",
        "SIP/2.0 {status} {reason}\n" VIA_B DIALOG_B ";tag={far_b}\n" CALL_B
        "Session-ID: {session_b};remote={session_a}\n" DATE "CSeq: 101 INVITE\n"
        "Server: {model_b}\n" CONTACT_B ALLOW_PHONE,
        NULL},
    [FINAL_ACK_B] = {false, false, "ACK",
        "ACK sip:{uuid_b}@{ip_b}:{port_b};transport=tcp SIP/2.0\n" VIA_B
            DIALOG_B ";tag={far_b}\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "CSeq: 101 ACK\n"
        "Allow-Events: presence\n",
        NULL},
};

static const struct sip_source T_DIALOG[] = {
    [INVITE_T] = {false, false, "INVITE",
        "INVITE sip:{called}@{peer}:{peer_port} SIP/2.0\n" VIA_B DIALOG_B
        "\n" DATE CALL_B "Supported: timer,resource-priority,replaces\n"
        "Min-SE:  1800\n"
        "User-Agent: Cisco-CUCM11.5\n" ALLOW_NODE "CSeq: 101 INVITE\n"
        "Expires: 180\n"
        "Allow-Events: presence, kpml\n"
        "Supported: X-cisco-srtp-fallback,X-cisco-original-called\n"
        "Call-Info: <urn:x-cisco-remotecc:callinfo>;"
        "x-cisco-video-traffic-class=DESKTOP\n"
        "Session-ID: {session_a};remote=00000000000000000000000000000000\n"
        "Cisco-Guid: {cisco_guid}\n"
        "{diversion}"
        "Session-Expires:  1800\n"
        "P-Asserted-Identity: <sip:{dn_a}@{node_ip_b}>\n"
        "Remote-Party-ID: <sip:{dn_a}@{node_ip_b}>;party=calling;screen=yes;"
        "privacy=off\n" CONTACT_FROM_A "Max-Forwards: 69\n",
        NULL},
    [TRYING_T] = {true, false, "100 Trying",
        "SIP/2.0 100 Trying\n" VIA_B DIALOG_B "\n" DATE CALL_B
        "CSeq: 101 INVITE\n"
        "Allow-Events: presence\n",
        NULL},
    [RINGING_T] = {true, false, "180 Ringing",
        "SIP/2.0 180 Ringing\n" VIA_B DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "CSeq: 101 INVITE\n" ALLOW_NODE "Allow-Events: presence\n"
        "Server: {far_product}\n"
        "Supported: X-cisco-srtp-fallback\n"
        "Session-ID: {session_b};remote={session_a}\n"
        "P-Asserted-Identity: <sip:{called}@{peer_ip}>\n"
        "Remote-Party-ID: <sip:{called}@{peer_ip}>;party=called;screen=yes;"
        "privacy=off\n" CONTACT_FAR,
        NULL},
    [OK_T] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "CSeq: 101 INVITE\n" ALLOW_NODE "Allow-Events: presence, kpml\n"
        "Supported: replaces\n"
        "Server: {far_product}\n"
        "Session-Expires:  1800;refresher=uas\n"
        "Require:  timer\n"
        "Session-ID: {session_b};remote={session_a}\n"
        "P-Asserted-Identity: <sip:{called}@{peer_ip}>\n"
        "Remote-Party-ID: <sip:{called}@{peer_ip}>;party=called;screen=yes;"
        "privacy=off\n" CONTACT_FAR,
        SDP_NODE("{num2}", "{peer_ip}", "{media_b}", "{rtp_b}")},
    [ACK_T] = {false, false, "ACK",
        "ACK sip:{called}@{peer_ip}:{peer_port};transport={transport} "
        "SIP/2.0\n" VIA_ACK_B DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "CSeq: 101 ACK\n"
        "Allow-Events: presence, kpml\n"
        "Session-ID: {session_a};remote={session_b}\n",
        SDP_NODE("{ccb_b}", "{node_ip_b}", "{ip_a}", "{rtp_a}")},
    [BYE_T_IN] = {true, false, "BYE",
        "BYE sip:{dn_a}@{node_ip_b}:{local_port};transport={transport} "
        "SIP/2.0\n" VIA_FAR_B DIALOG_B_BACK DATE CALL_B
        "User-Agent: {far_product}\n"
        "Max-Forwards: 70\n"
        "CSeq: {bye_b} BYE\n"
        "Reason: Q.850;cause=16\n"
        "Session-ID: {session_b};remote={session_a}\n",
        NULL},
    [BYE_OK_T_OUT] = {false, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_FAR_B DIALOG_B_BACK DATE CALL_B
        "Server: Cisco-CUCM11.5\n"
        "CSeq: {bye_b} BYE\n",
        NULL},
    [BYE_T_OUT] = {false, false, "BYE",
        "BYE sip:{called}@{peer_ip}:{peer_port};transport={transport} "
        "SIP/2.0\n" VIA_B2 DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "P-Asserted-Identity: <sip:{dn_a}@{node_ip_b}>\n"
        "CSeq: {bye_nb} BYE\n"
        "Reason: Q.850;cause=16\n"
        "Session-ID: {session_a};remote={session_b}\n",
        NULL},
    [BYE_OK_T_IN] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B2 DIALOG_B ";tag={far_b}\n" DATE CALL_B
        "Server: {far_product}\n"
        "CSeq: {bye_nb} BYE\n",
        NULL},
    [CANCEL_T] = {false, false, "CANCEL",
        "CANCEL sip:{called}@{peer}:{peer_port} SIP/2.0\n" VIA_B DIALOG_B
        "\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "CSeq: 101 CANCEL\n"
        "Max-Forwards: 70\n"
        "Reason: Q.850;cause={cause}\n",
        NULL},
    [CANCEL_OK_T] = {true, false, "200 OK",
        "SIP/2.0 200 OK\n" VIA_B DIALOG_B "\n" DATE CALL_B
        "Server: {far_product}\n"
        "CSeq: 101 CANCEL\n",
        NULL},
    [FINAL_T] = {true, false, "{status} {reason}",
        "SIP/2.0 {status} {reason}\n" VIA_B DIALOG_B
        ";tag={far_b}\n" DATE CALL_B "CSeq: 101 INVITE\n" ALLOW_NODE
        "Server: {far_product}\n"
        "Reason: Q.850;cause={cause}\n",
        NULL},
    [FINAL_ACK_T] = {false, false, "ACK",
        "ACK sip:{called}@{peer}:{peer_port} SIP/2.0\n" VIA_B DIALOG_B
        ";tag={far_b}\n" DATE CALL_B "User-Agent: Cisco-CUCM11.5\n"
        "Max-Forwards: 70\n"
        "CSeq: 101 ACK\n"
        "Allow-Events: presence, kpml\n",
        NULL},
};

static const struct sip_source OTHER[] = {
    [REGISTER_IN] = {true, true, NULL,
        "REGISTER sip:{fqdn_a} SIP/2.0\n" VIA_PHONE_A
        "From: <sip:{dn_a}@{fqdn_a}>;tag={far_a}\n"
        "To: <sip:{dn_a}@{fqdn_a}>\n" CALL_A "Max-Forwards: 70\n"
        "Session-ID: {session_a};remote=00000000000000000000000000000000\n" DATE
        "CSeq: {cseq} REGISTER\n"
        "User-Agent: {model_a}\n"
        "Contact: <sip:{uuid_a}@{ip_a}:{port_a};transport=tcp>;"
        "+u.sip!devicename.ccm.cisco.com=\"{dev_a}\";"
        "+u.sip!model.ccm.cisco.com=\"683\";expires=0;cisco-keep-"
        "alive\n" SUPPORTED_PHONE "Expires: 0\n",
        NULL},
    [REGISTER_OK] = {false, true, NULL,
        "SIP/2.0 200 OK\n" VIA_PHONE_A
        "From: <sip:{dn_a}@{fqdn_a}>;tag={far_a}\n"
        "To: <sip:{dn_a}@{fqdn_a}>;tag={num1}\n" DATE CALL_A
        "CSeq: {cseq} REGISTER\n"
        "Expires: 0\n",
        NULL},
    [OPTIONS_OUT] = {false, true, NULL,
        "OPTIONS sip:{peer_ip}:{peer_port} SIP/2.0\n"
        "Via: SIP/2.0/{via} {node_ip_a}:{local_port};branch={branch_a}\n"
        "From: <sip:{node_ip_a}>;tag={num1}\n"
        "To: <sip:{peer_ip}>\n" DATE CALL_A "User-Agent: Cisco-CUCM11.5\n"
        "CSeq: 101 OPTIONS\n"
        "Contact: <sip:{node_ip_a}:{local_port};transport={transport}>\n"
        "Max-Forwards: 0\n",
        NULL},
    [OPTIONS_REPLY] = {true, true, NULL,
        "SIP/2.0 483 Too Many Hops\n"
        "Via: SIP/2.0/{via} {node_ip_a}:{local_port};received={node_ip_a};"
        "branch={branch_a}\n" CALL_A "From: <sip:{node_ip_a}>;tag={num1}\n"
        "To: <sip:{peer_ip}>\n"
        "CSeq: 101 OPTIONS\n",
        NULL},
};

static void
cut(struct message_text *v, struct arena *a, const struct sip_source *s,
    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i].head == NULL)
            continue;
        v[i].in = s[i].in;
        v[i].calling = s[i].calling;
        v[i].what = s[i].what;
        v[i].head = text_cut(a, s[i].head, "\r\n");
        if (s[i].body != NULL)
            v[i].body = text_cut(a, s[i].body, "\r\n");
    }
}

void
sip_cut(struct message_text *v, struct arena *a)
{
    cut(v, a, A_DIALOG, COUNTOF(A_DIALOG));
    cut(v, a, B_DIALOG, COUNTOF(B_DIALOG));
    cut(v, a, T_DIALOG, COUNTOF(T_DIALOG));
    cut(v, a, OTHER, COUNTOF(OTHER));
    cut(v, a, SIP_MID, MESSAGES);
}
