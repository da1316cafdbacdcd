/* SPDX-License-Identifier: MIT
 *
 * Call control of legs that are no SIP phone's: a call that comes in on a SIP
 * trunk, SCCP phones, MGCP gateways. The same stages as in scripts_call.c;
 * the processes and hops differ. */
#include "scripts_parts.h"

#define SIPD_A "SIPD({n},100,84,{sipd_a})"
#define PN9D_A "MGCPpn9d({n},100,150,{gw})"
#define PN9USER_A "MGCPpn9cuser({n},100,151,{gw_user})"
#define PN9D_B "MGCPpn9d({m},100,150,{gw_b})"
#define PN9USER_B "MGCPpn9cuser({m},100,151,{gw_user_b})"
#define STATIOND_A "StationD({n},100,63,{station_a})"
#define STATIONCDPC_A "StationCdpc({n},100,74,{cdpc_a})"
#define STATIOND_B "StationD({m},100,63,{station_b})"
#define STATIONCDPC_B "StationCdpc({m},100,74,{cdpc_b})"
#define CI_RES                                                                 \
    "CI={ci_a} CI.branch=0  ci={ci_a} callIns=0 handle={num1} handle2=1"
/* The calling side where two processes stand between it and Cc: ctrl is the
 * device's, leg the call's. */
#define SETUP(ctrl, leg)                                                       \
    "nS PolicyAndCACRegisterReq|wait|" RESERVE "|" leg                         \
    "|CI= {ci_a} Branch= 0  reg=Test_Region cap=5 loc=1 MRGLPkid= PrecLev=5 "  \
    "EmccDName={dev_a} rcId= ipMode=0 eoType=2",                               \
        "nS CcRegisterPartyA|wait|" CC "|" leg "|" PARTY_A,                    \
        "nC " CDCC "|" CC "|{num1}",                                           \
        "nS CcSetupInd|wait|" CC "|" leg "|" SETUP_IND_CC,                     \
        "nS CcRegisterPartyA|tcc_idle0|" CDCC "|" CC "|" PARTY_A,              \
        "nS CcSetupInd|tcc_idle0|" CDCC "|" CC "|" SETUP_IND_CC
#define PROCEEDING(ctrl, leg)                                                  \
    "nS CcProceedReq|restart0|" ctrl "|" CDCC "|" PROCEED_A,                   \
        "nS CcProceedReq|call_present6|" leg "|" ctrl "|" PROCEED_A
#define ALERTING(ctrl, leg)                                                    \
    "nS CcUpdateConnectedInfoInd|tcc_transit_call_proceeding5|" CDCC "|" CC    \
    "|" CONNECTED_B,                                                           \
        "nS CcAlertInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" ALERT_B, \
        "nS CcAlertReq|restart0|" ctrl "|" CDCC "|" ALERT_REQ,                 \
        "nS CcAlertReq|incoming_call_proceeding9|" leg "|" ctrl "|" ALERT_REQ
#define ANSWERED(ctrl, leg)                                                    \
    "nS CcSetupRes|restart0|" ctrl "|" CDCC "|" SETUP_RES,                     \
        "nS CcSetupRes|call_received7|" leg "|" ctrl "|" SETUP_RES
#define HANGS_UP(leg)                                                          \
    "nS CcDisconnInd|wait|" CC "|" leg "|" DISC_IND("ci_a"),                   \
        "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_a")
#define CLEARING(ctrl, leg)                                                    \
    "nS CcDisconnReq|restart0|" ctrl "|" CDCC "|" DISC_REQ("ci_a"),            \
        "nS CcDisconnReq|{sip_state_a}|" leg "|" ctrl "|" DISC_REQ("ci_a")
#define RELEASING(ctrl, leg)                                                   \
    "nS CcRelReq|restart0|" ctrl "|" CDCC "|" REL_REQ("ci_a"),                 \
        "nS CcRelReq|disconnectRcvd|" leg "|" ctrl "|" REL_REQ("ci_a")
#define GONE(leg)                                                              \
    "nS CcRelInd|wait|" CC "|" leg "|" REL_IND("ci_a"),                        \
        "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC                 \
        "|" REL_IND("ci_a")

#define SETUP_IND_SIP                                                          \
    " SignalInfo= SIPInviteSdp CcbId= {ccb_a} --TransType=1 "                  \
    "--TransSecurity=0 PeerAddr = {ip_a}:{port_a} IdParse= 1 callingNum= "     \
    "{dn_a} callingName=  calledNum= {asked} SessionID: Device="

static const char *const TEXT_TRUNK_SETUP[] = {
    "nA //SIP/SIPHandler/ccbId={ccb_a}/scbId=0/findDevicePID: Routed to SIPD "
    "by peer address",
    "nS SIPSetupInd|restart0|" SIPD_A "|" HANDLER_A "|" SETUP_IND_SIP,
    "nS CcCiReq|wait|" CC "|" SIPD_A "| handle={num1} handle2=1pi=0si1",
    "nS CcCiRes|restart0|" SIPD_A "|" CC "|" CI_RES,
    "nC " CDPC_A "|" SIPD_A "|{num3}",
    "nA SIPD({sipd_a}) - restart0_CcCiRes: Adding CI {ci_a} to Cdpc Pid "
    "({n},100,85,{cdpc_a}) with  mapKey {ci_a} with branch 0 to mCiToPid "
    "table, and SipMcuControl 0",
    "nS SIPSetupInd|null0|" CDPC_A "|" SIPD_A "|" SETUP_IND_SIP,
    SETUP(SIPD_A, CDPC_A),
    NULL,
};
static const char *const TEXT_TRUNK_ASSOCIATE[] = {
    PROCEEDING(SIPD_A, CDPC_A),
    ASSOCIATING,
    NULL,
};
static const char *const TEXT_TRUNK_ALERT[] = {
    ALERTING(SIPD_A, CDPC_A),
    "nS SIPAlertReq|wait|" HANDLER_A "|" CDPC_A
    "| SignalInfo= SIP180NoSdp" SIP_A,
    NULL,
};
static const char *const TEXT_TRUNK_CONNECT[] = {
    ANSWERED(SIPD_A, CDPC_A),
    "nS SIPConnectReq|wait|" HANDLER_A "|" CDPC_A
    "| SignalInfo= SIP200InviteSdp" SIP_A "] nAudio=1 port={rtp_b} IP= "
    "ipAddrType=0 ipv4={media_b}",
    NULL,
};
static const char *const TEXT_TRUNK_ACKED[] = {
    "nS SIPAckInd|restart0|" SIPD_A "|" HANDLER_A
    "| SignalInfo= SIPAckSdp" SIP_A,
    "nS SIPAckInd|waitSIPResponse|" CDPC_A "|" SIPD_A
    "| SignalInfo= SIPAckSdp" SIP_A,
    NULL,
};
#define TRUNK_DISC                                                             \
    SIP_A " Sip_disc_cause= {disc_status} cause={cause} isReasonHdrVal= F"
static const char *const TEXT_TRUNK_DISCONNECT_BY[] = {
    "nS SIPDisconnInd|restart0|" SIPD_A "|" HANDLER_A "|" TRUNK_DISC,
    "nS SIPDisconnInd|{sip_state_a}|" CDPC_A "|" SIPD_A "|" TRUNK_DISC,
    HANGS_UP(CDPC_A),
    NULL,
};
static const char *const TEXT_TRUNK_DISCONNECT[] = {
    CLEARING(SIPD_A, CDPC_A),
    "nS SIPDisconnReq|wait|" HANDLER_A "|" CDPC_A "|" SIP_A
    " ccCause= {cause} sip_disc_cause= 0",
    NULL,
};
static const char *const TEXT_TRUNK_RELEASE[] = {
    RELEASING(SIPD_A, CDPC_A),
    "nS SIPRelReq|wait|" HANDLER_A "|" CDPC_A "|" SIP_A
    " ccCause= 0 sip_disc_cause= 0",
    NULL,
};
static const char *const TEXT_TRUNK_RELEASED[] = {
    GONE(CDPC_A),
    NULL,
};
static const char *const TEXT_TRUNK_STOP[] = {
    "nS DStopInd|restart0|" SIPD_A "|" CDPC_A "|",
    "nP " CDPC_A,
    NULL,
};

const struct script_source SCRIPTS_TRUNK_IN[SCRIPTS] = {
    [SETUP_A] = {TEXT_TRUNK_SETUP},
    [ASSOCIATE] = {TEXT_TRUNK_ASSOCIATE},
    [ALERT_A] = {TEXT_TRUNK_ALERT},
    [CONNECT_A] = {TEXT_TRUNK_CONNECT},
    [ACKED_A] = {TEXT_TRUNK_ACKED},
    [DISCONNECT_BY_A] = {TEXT_TRUNK_DISCONNECT_BY},
    [DISCONNECT_A] = {TEXT_TRUNK_DISCONNECT},
    [RELEASE_A] = {TEXT_TRUNK_RELEASE},
    [RELEASED_A] = {TEXT_TRUNK_RELEASED},
    [STOP_A] = {TEXT_TRUNK_STOP},
};

/* MGCP gateway with a PRI: Q.931 is carried back to CUCM. */
#define BACKHAUL "MGCPBhHandler({n},100,170,1)"
#define RAW "00000000 00a00000 7b090000 00000000 00000000 00000000"

static const char *const TEXT_GATEWAY_SETUP[] = {
    "nS PriNi2Setup|restart0|" PN9D_A "|" BACKHAUL "|" RAW,
    "nC " PN9USER_A "|" PN9D_A "|1",
    "nS PriNi2Setup|await_ci_res|" PN9USER_A "|" PN9D_A "|" RAW,
    "nS CcCiReq|wait|" CC "|" PN9USER_A
    "| handle={num1} handle2=1tn=4npi=1ti=1nd={asked}pi=0si1",
    "nS CcCiRes|restart0|" PN9D_A "|" CC "|" CI_RES,
    "nS CcCiRes|await_ci_res|" PN9USER_A "|" PN9D_A "|" CI_RES,
    SETUP(PN9D_A, PN9USER_A),
    NULL,
};
static const char *const TEXT_GATEWAY_ASSOCIATE[] = {
    PROCEEDING(PN9D_A, PN9USER_A),
    "nS PriNi2CallProceed|wait|" BACKHAUL "|" PN9USER_A "|" RAW,
    ASSOCIATING,
    NULL,
};
static const char *const TEXT_GATEWAY_ALERT[] = {
    ALERTING(PN9D_A, PN9USER_A),
    "nS PriNi2Alert|wait|" BACKHAUL "|" PN9USER_A "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_CONNECT[] = {
    ANSWERED(PN9D_A, PN9USER_A),
    "nS PriNi2Conn|wait|" BACKHAUL "|" PN9USER_A "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_ACKED[] = {
    "nS PriNi2ConnAck|restart0|" PN9D_A "|" BACKHAUL "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_DISCONNECT_BY[] = {
    "nS PriNi2Disc|restart0|" PN9D_A "|" BACKHAUL "|" RAW,
    HANGS_UP(PN9USER_A),
    NULL,
};
static const char *const TEXT_GATEWAY_DISCONNECT[] = {
    CLEARING(PN9D_A, PN9USER_A),
    "nS PriNi2Disc|wait|" BACKHAUL "|" PN9USER_A "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_RELEASE[] = {
    RELEASING(PN9D_A, PN9USER_A),
    "nS PriNi2Rel|wait|" BACKHAUL "|" PN9USER_A "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_RELEASED[] = {
    "nS PriNi2RelComp|restart0|" PN9D_A "|" BACKHAUL "|" RAW,
    GONE(PN9USER_A),
    NULL,
};
static const char *const TEXT_GATEWAY_STOP[] = {
    "nP " PN9USER_A,
    NULL,
};

static const char *const TEXT_GATEWAY_OFFER[] = {
    ">S CcSetupReq|restart0|" PN9D_B "|" CDCC "|" SETUP_REQ_CC,
    "mC " PN9USER_B "|" PN9D_B "|1",
    "mS CcSetupReq|null0|" PN9USER_B "|" PN9D_B "|" SETUP_REQ_CC,
    "<S CcRegisterPartyB|wait|" CC "|" PN9USER_B "|" PARTY_B,
    "nS CcRegisterPartyB|tcc_register_party_b|" CDCC "|" CC "|" PARTY_B,
    "mS PriNi2Setup|wait|MGCPBhHandler({m},100,170,1)|" PN9USER_B "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_PROCEED[] = {
    "mS PriNi2CallProceed|restart0|" PN9D_B "|MGCPBhHandler({m},100,170,1)"
    "|" RAW,
    "<S CcProceedInd|wait|" CC "|" PN9USER_B "|" PROCEED_B,
    "nS CcProceedInd|tcc_incoming_call_proceeding4|" CDCC "|" CC "|" PROCEED_B,
    NULL,
};
static const char *const TEXT_GATEWAY_ALERT_B[] = {
    "mS PriNi2Alert|restart0|" PN9D_B "|MGCPBhHandler({m},100,170,1)|" RAW,
    "<S CcUpdateConnectedInfoInd|wait|" CC "|" PN9USER_B "|" CONNECTED_B,
    "<S CcAlertInd|wait|" CC "|" PN9USER_B "|" ALERT_B,
    NULL,
};
static const char *const TEXT_GATEWAY_CONNECT_B[] = {
    "mS PriNi2Conn|restart0|" PN9D_B "|MGCPBhHandler({m},100,170,1)|" RAW,
    "<S CcSetupConf|wait|" CC "|" PN9USER_B "|" SETUP_CONF,
    NULL,
};
static const char *const TEXT_GATEWAY_COMPLETE[] = {
    ">S CcSetupCompReq|restart0|" PN9D_B "|" CDCC "|" SETUP_COMP,
    "mS CcSetupCompReq|call_delivered4|" PN9USER_B "|" PN9D_B "|" SETUP_COMP,
    NULL,
};
static const char *const TEXT_GATEWAY_DISCONNECT_BY_B[] = {
    "mS PriNi2Disc|restart0|" PN9D_B "|MGCPBhHandler({m},100,170,1)|" RAW,
    "<S CcDisconnInd|wait|" CC "|" PN9USER_B "|" DISC_IND("ci_b"),
    "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_b"),
    NULL,
};
static const char *const TEXT_GATEWAY_DISCONNECT_B[] = {
    ">S CcDisconnReq|restart0|" PN9D_B "|" CDCC "|" DISC_REQ("ci_b"),
    "mS CcDisconnReq|active|" PN9USER_B "|" PN9D_B "|" DISC_REQ("ci_b"),
    "mS PriNi2Disc|wait|MGCPBhHandler({m},100,170,1)|" PN9USER_B "|" RAW,
    NULL,
};
static const char *const TEXT_GATEWAY_RELEASE_B[] = {
    ">S CcRelReq|restart0|" PN9D_B "|" CDCC "|" REL_REQ("ci_b"),
    "mS CcRelReq|disconnectRcvd|" PN9USER_B "|" PN9D_B "|" REL_REQ("ci_b"),
    NULL,
};
static const char *const TEXT_GATEWAY_RELEASED_B[] = {
    "<S CcRelInd|wait|" CC "|" PN9USER_B "|" REL_IND("ci_b"),
    "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC "|" REL_IND("ci_b"),
    NULL,
};
static const char *const TEXT_GATEWAY_REJECT[] = {
    "mS PriNi2Rel|restart0|" PN9D_B "|MGCPBhHandler({m},100,170,1)|" RAW,
    "<S CcRejInd|wait|" CC "|" PN9USER_B "|" REJECT_CC,
    "nS CcRejInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" REJECT_CC,
    NULL,
};
static const char *const TEXT_GATEWAY_STOP_B[] = {
    "mP " PN9USER_B,
    NULL,
};

const struct script_source SCRIPTS_GATEWAY[SCRIPTS] = {
    [SETUP_A] = {TEXT_GATEWAY_SETUP},
    [ASSOCIATE] = {TEXT_GATEWAY_ASSOCIATE},
    [ALERT_A] = {TEXT_GATEWAY_ALERT},
    [CONNECT_A] = {TEXT_GATEWAY_CONNECT},
    [ACKED_A] = {TEXT_GATEWAY_ACKED},
    [DISCONNECT_BY_A] = {TEXT_GATEWAY_DISCONNECT_BY},
    [DISCONNECT_A] = {TEXT_GATEWAY_DISCONNECT},
    [RELEASE_A] = {TEXT_GATEWAY_RELEASE},
    [RELEASED_A] = {TEXT_GATEWAY_RELEASED},
    [STOP_A] = {TEXT_GATEWAY_STOP},
    [OFFER_PHONE] = {TEXT_GATEWAY_OFFER},
    [PROCEED_PHONE] = {TEXT_GATEWAY_PROCEED},
    [ALERT_PHONE] = {TEXT_GATEWAY_ALERT_B},
    [CONNECT_PHONE] = {TEXT_GATEWAY_CONNECT_B},
    [COMPLETE_PHONE] = {TEXT_GATEWAY_COMPLETE},
    [DISCONNECT_BY_PHONE] = {TEXT_GATEWAY_DISCONNECT_BY_B},
    [DISCONNECT_PHONE] = {TEXT_GATEWAY_DISCONNECT_B},
    [RELEASE_PHONE] = {TEXT_GATEWAY_RELEASE_B},
    [RELEASED_PHONE] = {TEXT_GATEWAY_RELEASED_B},
    [REJECT_PHONE] = {TEXT_GATEWAY_REJECT},
    [STOP_PHONE] = {TEXT_GATEWAY_STOP_B},
};

/* SCCP phone: a line as SIP phones have, other processes below it. */
#define UP_A(name, state, params)                                              \
    "nS " name "|restart0|" LINE_A "|" STATIONCDPC_A "|" params,               \
        "nS " name "|" state "|" LCDPC_A "|" LINE_A "|" params,                \
        "nS " name "|wait|" CC "|" LCDPC_A "|" params
#define DOWN_A(name, state, params)                                            \
    "nS " name "|restart0|" LINE_A "|" CDCC "|" params,                        \
        "nS " name "|" state "|" LCDPC_A "|" LINE_A "|" params,                \
        "nS " name "|wait|" STATIOND_A "|" LCDPC_A "|" params,                 \
        "nS " name "|" state "|" STATIONCDPC_A "|" STATIOND_A "|" params
#define UP_B(name, state, params)                                              \
    "mS " name "|restart0|" LINE_B "|" STATIONCDPC_B "|" params,               \
        "mS " name "|" state "|" LCDPC_B "|" LINE_B "|" params,                \
        "<S " name "|wait|" CC "|" LCDPC_B "|" params
#define DOWN_B(name, state, params)                                            \
    ">S " name "|restart0|" LINE_B "|" CDCC "|" params,                        \
        "mS " name "|" state "|" LCDPC_B "|" LINE_B "|" params,                \
        "mS " name "|wait|" STATIOND_B "|" LCDPC_B "|" params,                 \
        "mS " name "|" state "|" STATIONCDPC_B "|" STATIOND_B "|" params

static const char *const TEXT_SCCP_SETUP[] = {
    "nN StationInit: ({station_a}) EnblocCall calledParty={asked}.",
    "nS CcCiReq|restart0|" LINE_A "|" STATIOND_A "| handle=0 handle2=0pi=0si1",
    "nS CcCiReq|wait|" CC "|" LINE_A "| handle=0 handle2=0pi=0si1",
    "nS CcCiRes|restart0|" LINE_A "|" CC "|" CI_RES,
    "nC " LCDPC_A "|" LINE_A "|{num2}",
    "nS CcCiRes|null0|" LCDPC_A "|" LINE_A "|" CI_RES,
    "nS CcCiRes|wait|" STATIOND_A "|" LCDPC_A "|" CI_RES,
    "nC " STATIONCDPC_A "|" STATIOND_A "|{num3}",
    "nA StationD:    ({station_a}) {dev_a} , star_StationOutputCallState "
    "ci={ci_a}",
    UP_A("CcRegisterPartyA", "call_initiated1", PARTY_A),
    "nC " CDCC "|" CC "|{num1}",
    UP_A("CcSetupInd", "call_initiated1", SETUP_IND_CC),
    "nS CcRegisterPartyA|tcc_idle0|" CDCC "|" CC "|" PARTY_A,
    "nS CcSetupInd|tcc_idle0|" CDCC "|" CC "|" SETUP_IND_CC,
    NULL,
};
static const char *const TEXT_SCCP_ASSOCIATE[] = {
    DOWN_A("CcProceedReq", "call_initiated1", PROCEED_A),
    ASSOCIATING,
    NULL,
};
static const char *const TEXT_SCCP_ALERT[] = {
    "nS CcUpdateConnectedInfoInd|tcc_transit_call_proceeding5|" CDCC "|" CC
    "|" CONNECTED_B,
    "nS CcAlertInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" ALERT_B,
    DOWN_A("CcAlertReq", "call_initiated1", ALERT_REQ),
    NULL,
};
static const char *const TEXT_SCCP_CONNECT[] = {
    DOWN_A("CcSetupRes", "call_delivered4", SETUP_RES),
    "nA StationD:    ({station_a}) OpenReceiveChannel conferenceID={ci_a} "
    "passThruPartyID=33554450 millisecondPacketSize=20",
    NULL,
};
static const char *const TEXT_SCCP_ACKED[] = {
    "nN StationInit: ({station_a}) OpenReceiveChannelAck Status=0, "
    "IpAddr=IpAddr.type:0 ipAddr:0x0({ip_a}), Port={rtp_a}, PartyID=33554450",
    NULL,
};
static const char *const TEXT_SCCP_DISCONNECT_BY[] = {
    "nN StationInit: ({station_a}) OnHook.",
    UP_A("CcDisconnInd", "{line_state_a}", DISC_IND("ci_a")),
    "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_a"),
    NULL,
};
static const char *const TEXT_SCCP_DISCONNECT[] = {
    DOWN_A("CcDisconnReq", "{line_state_a}", DISC_REQ("ci_a")),
    NULL,
};
static const char *const TEXT_SCCP_RELEASE[] = {
    DOWN_A("CcRelReq", "{line_state_a}", REL_REQ("ci_a")),
    NULL,
};
static const char *const TEXT_SCCP_RELEASED[] = {
    UP_A("CcRelInd", "{line_state_a}", REL_IND("ci_a")),
    "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC "|" REL_IND("ci_a"),
    NULL,
};
static const char *const TEXT_SCCP_STOP[] = {
    "nP " LCDPC_A,
    "nP " STATIONCDPC_A,
    NULL,
};

static const char *const TEXT_SCCP_OFFER[] = {
    ">S CcSetupReq|restart0|" LINE_B "|" CDCC "|" SETUP_REQ_CC,
    "mC " LCDPC_B "|" LINE_B "|{num1}",
    "mS CcSetupReq|null0|" LCDPC_B "|" LINE_B "|" SETUP_REQ_CC,
    "mA LineCdpc({lcdpc_b}): -dispatchToAllDevices-, sigName=CcSetupReq, "
    "device={dev_b}",
    "mS CcSetupReq|wait|" STATIOND_B "|" LCDPC_B "|" SETUP_REQ_CC,
    "mC " STATIONCDPC_B "|" STATIOND_B "|{num3}",
    "mS CcSetupReq|null0|" STATIONCDPC_B "|" STATIOND_B "|" SETUP_REQ_CC,
    "mA StationD:    ({station_b}) {dev_b} , star_StationOutputCallState "
    "ci={ci_b}",
    UP_B("CcRegisterPartyB", "call_received7", PARTY_B),
    "nS CcRegisterPartyB|tcc_register_party_b|" CDCC "|" CC "|" PARTY_B,
    NULL,
};
static const char *const TEXT_SCCP_ALERT_B[] = {
    UP_B("CcAlertInd", "call_received7", ALERT_B),
    NULL,
};
static const char *const TEXT_SCCP_CONNECT_B[] = {
    "mN StationInit: ({station_b}) SoftKeyEvent softKeyEvent=11(Answer) "
    "lineInstance=1 callReference={ci_b}.",
    UP_B("CcSetupConf", "call_received7", SETUP_CONF),
    NULL,
};
static const char *const TEXT_SCCP_COMPLETE[] = {
    DOWN_B("CcSetupCompReq", "call_received7", SETUP_COMP),
    NULL,
};
static const char *const TEXT_SCCP_DISCONNECT_BY_B[] = {
    "mN StationInit: ({station_b}) OnHook.",
    UP_B("CcDisconnInd", "{line_state_b}", DISC_IND("ci_b")),
    "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_b"),
    NULL,
};
static const char *const TEXT_SCCP_DISCONNECT_B[] = {
    DOWN_B("CcDisconnReq", "{line_state_b}", DISC_REQ("ci_b")),
    NULL,
};
static const char *const TEXT_SCCP_RELEASE_B[] = {
    DOWN_B("CcRelReq", "{line_state_b}", REL_REQ("ci_b")),
    NULL,
};
static const char *const TEXT_SCCP_RELEASED_B[] = {
    UP_B("CcRelInd", "{line_state_b}", REL_IND("ci_b")),
    "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC "|" REL_IND("ci_b"),
    NULL,
};
static const char *const TEXT_SCCP_REJECT[] = {
    UP_B("CcRejInd", "call_received7", REJECT_CC),
    "nS CcRejInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" REJECT_CC,
    NULL,
};
static const char *const TEXT_SCCP_STOP_B[] = {
    "mP " LCDPC_B,
    "mP " STATIONCDPC_B,
    NULL,
};

const struct script_source SCRIPTS_SCCP[SCRIPTS] = {
    [SETUP_A] = {TEXT_SCCP_SETUP},
    [ASSOCIATE] = {TEXT_SCCP_ASSOCIATE},
    [ALERT_A] = {TEXT_SCCP_ALERT},
    [CONNECT_A] = {TEXT_SCCP_CONNECT},
    [ACKED_A] = {TEXT_SCCP_ACKED},
    [DISCONNECT_BY_A] = {TEXT_SCCP_DISCONNECT_BY},
    [DISCONNECT_A] = {TEXT_SCCP_DISCONNECT},
    [RELEASE_A] = {TEXT_SCCP_RELEASE},
    [RELEASED_A] = {TEXT_SCCP_RELEASED},
    [STOP_A] = {TEXT_SCCP_STOP},
    [OFFER_PHONE] = {TEXT_SCCP_OFFER},
    [PROCEED_PHONE] = {NULL},
    [ALERT_PHONE] = {TEXT_SCCP_ALERT_B},
    [CONNECT_PHONE] = {TEXT_SCCP_CONNECT_B},
    [COMPLETE_PHONE] = {TEXT_SCCP_COMPLETE},
    [DISCONNECT_BY_PHONE] = {TEXT_SCCP_DISCONNECT_BY_B},
    [DISCONNECT_PHONE] = {TEXT_SCCP_DISCONNECT_B},
    [RELEASE_PHONE] = {TEXT_SCCP_RELEASE_B},
    [RELEASED_PHONE] = {TEXT_SCCP_RELEASED_B},
    [REJECT_PHONE] = {TEXT_SCCP_REJECT},
    [STOP_PHONE] = {TEXT_SCCP_STOP_B},
};
