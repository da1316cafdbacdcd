/* SPDX-License-Identifier: MIT
 *
 * A call's records from the offer to the called side until everything about it
 * has stopped. */
#include "scripts_parts.h"

#define LOCALIZE(device)                                                       \
    "SIPCdpc({cdpc_b}) - LocalizeOutpulsedNumber: SIPCdpc on device " device   \
    " , CSS = ,useDevicePoolCgpnCss =1 AlternateCgpn(global)={dn_a}  "         \
    "cgpn={dn_a}, cdpn={called}, mUpdateInstruction=0"

static const char *const TEXT_OFFER_PHONE[] = {
    ">S CcSetupReq|restart0|" LINE_B "|{offerer}|" SETUP_REQ_CC,
    "mC " LCDPC_B "|" LINE_B "|{num1}",
    "mA LineControl({line_b}): restart0_CcSetupReq update State of cdpc "
    "({lcdpc_b}) to receive7",
    "mS CcSetupReq|null0|" LCDPC_B "|" LINE_B "|" SETUP_REQ_CC,
    "mA LineCdpc({lcdpc_b}): -dispatchToAllDevices-, sigName=CcSetupReq, "
    "device={dev_b}",
    "mS CcSetupReq|wait|" STATION_B "|" LCDPC_B "|" SETUP_REQ_CC,
    "mC " CDFC_B "|" STATION_B "|{num2}",
    "mS CcSetupReq|null0|" CDFC_B "|" STATION_B "|" SETUP_REQ_CC,
    "mC " CDPC_B "|" CDFC_B "|{num3}",
    "mS Start|start|" CDPC_B "|" CDPC_B "|*TraceFlagOverrode",
    "mA SIPCdpc({cdpc_b}) - getDefAe: SIPCdpc={cdpc_b}, nodeId={m}, "
    "processNumber=76  ci={ci_b}, branch=0",
    "mS CcSetupReq|null0|" CDPC_B "|" CDFC_B "|" SETUP_REQ_CC,
    "mA CcSetupReq Calling Party (cgpn) info in CcSetupReqMsg: nd={dn_a}, "
    "mUser=, mHost=, TypeOfId=DN",
    "<S PolicyAndCACRegisterReq|wait|" RESERVE "|" CDPC_B "|" CAC_B,
    "nA LBMIF: CI: {ci_b} REGISTER {m},100,85,{cdpc_b} dev 0xd{hex1}",
    ">S PolicyAndCACRegisterRes|outCall_waitRSVPRes|" CDPC_B "|" RESERVE
    "|" CAC_B_RES,
    "<S CcRegisterPartyB|wait|" CC "|" LCDPC_B "|" PARTY_B,
    "nS CcRegisterPartyB|tcc_register_party_b|" CDCC "|" CC "|" PARTY_B,
    NULL,
};

static const char *const TEXT_OFFER_TRUNK[] = {
    "nS CcSetupReq|restart0|" SIPD "|{offerer}|" SETUP_REQ_CC,
    "nA CcSetupReq Vipr : cgpnCepn[{pkid_a}]",
    "nA SIPD({sipd}) - getKeyBasedOnCiAndBranch: AddressingElement branch is 0 "
    "and ci is {ci_b}  mapKey is {ci_b}",
    "nA SIPD({sipd}) - getCdpcPidGivenKey: Did not find Cdpc Pid for mapKey "
    "{ci_b}",
    "nC " CDPC_B "|" SIPD "|{num1}",
    "nA SIPD({sipd}) - restart0_CcSetupReq: Adding CI {ci_b} to Cdpc Pid "
    "({n},100,85,{cdpc_b}) with  mapKey {ci_b} with branch 0 to mCiToPid "
    "table, and SipMcuControl 0",
    "nS Start|start|" CDPC_B "|" CDPC_B "|*TraceFlagOverrode",
    "nA SIPCdpc({cdpc_b}) - getDefAe: SIPCdpc={cdpc_b}, nodeId={n}, "
    "processNumber=84  ci={ci_b}, branch=0",
    "nS CcSetupReq|null0|" CDPC_B "|" SIPD "|" SETUP_REQ_CC,
    "nA CcSetupReq Calling Party (cgpn) info in CcSetupReqMsg: nd={dn_a}, "
    "mUser=, mHost=, TypeOfId=DN",
    "nA CcSetupReq Called Party (cdpn)info in CcSetupReqMsg: nd={called}, "
    "mUser=, mHost=, TypeOfId=DN",
    "nA " LOCALIZE("{trunk}"),
    "nS PolicyAndCACRegisterReq|wait|" RESERVE "|" CDPC_B "|" CAC_B,
    "nA LBMIF: CI: {ci_b} REGISTER {n},100,85,{cdpc_b} dev 0xd{hex1}",
    "nS PolicyAndCACRegisterRes|outCall_waitRSVPRes|" CDPC_B "|" RESERVE
    "|" CAC_B_RES,
    "nA SIPCdpc({cdpc_b}) - addSessionIdHeader: mSessionId.deviceUUID: , "
    "mSessionId.peerUUID: {session_a}",
    "nA SIPCdpc({cdpc_b}) - appendGuidHeader: adding Guid to "
    "sipContainerWrapper: {guid_hex}",
    "nS CcRegisterPartyB|wait|" CC "|" CDPC_B "|" PARTY_B,
    "nS CcUpdateE2ECallRef|wait|" CC "|" CDPC_B
    "|CI={ci_b}  CI={ci_b} E2Epcol=1E2EcallID={guid_hex}",
    "nS CcRegisterPartyB|tcc_register_party_b|" CDCC "|" CC "|" PARTY_B,
    NULL,
};

static const char *const TEXT_SETUP_REQ[] = {
    "mS SIPSetupReq|wait|" HANDLER_B "|" CDPC_B
    "| SignalInfo= SIPInviteNoSdp CcbId={ccb_b} --TransType={trans} "
    "--TransSecurity={tls} PeerAddr={peer}:{peer_port} addrList: ipAddrType=0 "
    "(0){peer}:{peer_port}] nAudio=0 ~nVideo=0 ~nApp=0 DTMFMethod=0 "
    "DTMFConfig=1 RFC2833PT=0 wantDTMF=1 provideOOB=F transID=0 "
    "MTPAllocated=0 isDtmCall=0 rel1xxConfig=0 SessionID: Device=",
    "mA //SIP/Stack/Info/0x0xe{hex2}/sipSPIUaddCcbToTable: Added to table. "
    "ccb=0xe{hex2} key={callid_b}",
    "mA //SIP/SIPHandler/ccbId={ccb_b}/scbId=0/insertContactIntoContainer:  "
    "USER=[{dn_a}@]",
    "mA //SIP/Stack/States/0x0xe{hex2}/sipSPIChangeState: 0xe{hex2} : State "
    "change from (STATE_IDLE, SUBSTATE_NONE)  to (STATE_SENT_INVITE, "
    "SUBSTATE_NONE)",
    NULL,
};

static const char *const TEXT_PROCEED_PHONE[] = {
    "<S CcProceedInd|wait|" CC "|" LCDPC_B "|" PROCEED_B,
    "nS CcProceedInd|tcc_incoming_call_proceeding4|" CDCC "|" CC "|" PROCEED_B,
    NULL,
};

static const char *const TEXT_PROCEED_TRUNK[] = {
    "nA //SIP/SIPHandler/ccbId={ccb_b}/scbId=0/findDevicePID: Routed to SIPD "
    "by ccbId/scbId",
    "nS SIPProceedInd|restart0|" SIPD "|" HANDLER_A
    "| CcbId= {ccb_b} --TransType={trans} --TransSecurity={tls} PeerAddr = "
    "{peer}:{peer_port}",
    "nA SIPD({sipd}) - getCdpcPidGivenCcbidAndCi: found Cdpc Pid "
    "({n},100,85,{cdpc_b}) for mapKey {ci_b}",
    "nS SIPProceedInd|outCall_inviteSent|" CDPC_B "|" SIPD
    "| CcbId= {ccb_b} --TransType={trans} --TransSecurity={tls} PeerAddr = "
    "{peer}:{peer_port}",
    "nS CcProceedInd|wait|" CC "|" CDPC_B "|" PROCEED_B,
    "nS CcProceedInd|tcc_incoming_call_proceeding4|" CDCC "|" CC "|" PROCEED_B,
    NULL,
};

#define ALERT_SIP                                                              \
    " SignalInfo= SIP180NoSdp CcbId= {ccb_b} --TransType={trans} "             \
    "--TransSecurity={tls} PeerAddr = {peer_ip}:{peer_port} IdParse= 13 "      \
    "connectedNum= {called} connectedName=  connectedHostName=  SessionID: "   \
    "Device="

static const char *const TEXT_ALERT_PHONE[] = {
    "mS SIPAlertInd|wait|" STATION_B "|" HANDLER_B "|" ALERT_SIP,
    "mS SIPAlertInd|translate|" CDFC_B "|" STATION_B "|" ALERT_SIP,
    "mS SIPAlertInd|outCall_proceeding|" CDPC_B "|" CDFC_B "|" ALERT_SIP,
    "mS CcAlertInd|restart0|" LINE_B "|" CDPC_B "|" ALERT_B,
    "mS CcAlertInd|call_received7|" LCDPC_B "|" LINE_B "|" ALERT_B,
    "<S CcUpdateConnectedInfoInd|wait|" CC "|" LCDPC_B "|" CONNECTED_B,
    "<S CcAlertInd|wait|" CC "|" LCDPC_B "|" ALERT_B,
    NULL,
};

static const char *const TEXT_ALERT_TRUNK[] = {
    "nS SIPUpdateAllowed|restart0|" SIPD "|" HANDLER_A
    "| --TransType={trans} --TransSecurity={tls} PeerAddr = "
    "{peer_ip}:{peer_port}",
    "nS SIPAlertInd|restart0|" SIPD "|" HANDLER_A "|" ALERT_SIP,
    "nA SIPD({sipd}) - updateSrtpFallbackSupport: mTsp.deviceName[{trunk}] - "
    "sRTP fallback supported = True",
    "nS SIPAlertInd|outCall_proceeding|" CDPC_B "|" SIPD "|" ALERT_SIP,
    "nS CcUpdateConnectedInfoInd|wait|" CC "|" CDPC_B "|" CONNECTED_B,
    "nS CcAlertInd|wait|" CC "|" CDPC_B "|" ALERT_B,
    NULL,
};

static const char *const TEXT_ALERT_A[] = {
    "nS CcUpdateConnectedInfoInd|tcc_transit_call_proceeding5|" CDCC "|" CC
    "|" CONNECTED_B,
    "nS CcAlertInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" ALERT_B,
    "nS CcAlertReq|restart0|" LINE_A "|" CDCC "|" ALERT_REQ,
    "nS CcAlertReq|call_initiated1|" LCDPC_A "|" LINE_A "|" ALERT_REQ,
    "nA LineCdpc({lcdpc_a}): -dispatchToAllDevices-, sigName=CcAlertReq, "
    "device={dev_a}",
    "nS CcAlertReq|wait|" STATION_A "|" LCDPC_A "|" ALERT_REQ,
    "nS CcAlertReq|translate|" CDFC_A "|" STATION_A "|" ALERT_REQ,
    "nS DSetCallState|wait|" STATION_A "|" CDFC_A
    "|CallState = call_delivered4",
    "nS CcAlertReq|inCall_proceeding|" CDPC_A "|" CDFC_A "|" ALERT_REQ,
    "nS SIPAlertReq|wait|" HANDLER_A "|" CDPC_A
    "| SignalInfo= SIP180NoSdp" SIP_A,
    NULL,
};

#define CONNECT_SIP                                                            \
    " SignalInfo= SIP200InviteSdp CcbId= {ccb_b} --TransType={trans} "         \
    "--TransSecurity={tls} PeerAddr = {peer_ip}:{peer_port} IdParse= 13 "      \
    "connectedNum= {called} connectedName=  connectedHostName=  ] nAudio=1 "   \
    "stackIdx=1 audioCapCount=2 port={rtp_b} IP= ipAddrType=0 ipv4={media_b}"

static const char *const TEXT_CONNECT_PHONE[] = {
    "mS SIPConnectInd|wait|" STATION_B "|" HANDLER_B "|" CONNECT_SIP,
    "mS SIPConnectInd|translate|" CDFC_B "|" STATION_B "|" CONNECT_SIP,
    "mS SIPConnectInd|outCall_180Rcvd|" CDPC_B "|" CDFC_B "|" CONNECT_SIP,
    "mS CcSetupConf|restart0|" LINE_B "|" CDPC_B "|" SETUP_CONF,
    "mS CcSetupConf|call_received7|" LCDPC_B "|" LINE_B "|" SETUP_CONF,
    "<S CcUpdateRegistration|wait|" CC "|" LCDPC_B "|" PARTY_B_CONNECTED,
    "<S CcSetupConf|wait|" CC "|" LCDPC_B "|" SETUP_CONF,
    NULL,
};

static const char *const TEXT_CONNECT_TRUNK[] = {
    "nS SIPConnectInd|restart0|" SIPD "|" HANDLER_A "|" CONNECT_SIP,
    "nS SIPConnectInd|outCall_180Rcvd|" CDPC_B "|" SIPD "|" CONNECT_SIP,
    "nS CcUpdateRegistration|wait|" CC "|" CDPC_B "|" PARTY_B_CONNECTED,
    "nS CcSetupConf|wait|" CC "|" CDPC_B "|" SETUP_CONF,
    NULL,
};

static const char *const TEXT_CONNECT[] = {
    "nS CcUpdateRegistration|tcc_call_alerting6|" CDCC "|" CC
    "|" PARTY_B_CONNECTED,
    "nS CcSetupConf|tcc_call_alerting6|" CDCC "|" CC "|" SETUP_CONF,
    "nC " MATRIX "|" CDCC "|{num1}",
    "nS ConnPartyReq|await_command|" MATRIX "|" CDCC "|",
    "nS MediaConnectRequest|wait|ConnectionManager({n},100,219,1)|" MATRIX
    "|" MEDIA,
    "nA ARBTRY-ConnectionManager-wait_MediaConnectRequest({ci_a},{ci_b})",
    "nS MediaConnectRequest|wait|MediaCoordinator({n},100,145,1)|"
    "ConnectionManager({n},100,219,1)|" MEDIA,
    "nS ConnRes|tcc_await7|" CDCC "|" MATRIX "|MediaDisconnStatusCode= 0",
    NULL,
};

static const char *const TEXT_CONNECT_A[] = {
    "nS CcSetupRes|restart0|" LINE_A "|" CDCC "|" SETUP_RES,
    "nS CcSetupRes|call_initiated1|" LCDPC_A "|" LINE_A "|" SETUP_RES,
    "nS CcSetupRes|wait|" STATION_A "|" LCDPC_A "|" SETUP_RES,
    "nS CcSetupRes|translate|" CDFC_A "|" STATION_A "|" SETUP_RES,
    "nS CcSetupRes|inCall_delivered|" CDPC_A "|" CDFC_A "|" SETUP_RES,
    "nS SIPConnectReq|wait|" HANDLER_A "|" CDPC_A
    "| SignalInfo= SIP200InviteSdp" SIP_A "] nAudio=1 port={rtp_b} IP= "
    "ipAddrType=0 ipv4={media_b}",
    NULL,
};

static const char *const TEXT_COMPLETE_PHONE[] = {
    ">S CcSetupCompReq|restart0|" LINE_B "|" CDCC "|" SETUP_COMP,
    "mS CcSetupCompReq|call_received7|" LCDPC_B "|" LINE_B "|" SETUP_COMP,
    "mS CcSetupCompReq|outCall_200Rcvd|" CDPC_B "|" CDFC_B "|" SETUP_COMP,
    NULL,
};

static const char *const TEXT_COMPLETE_TRUNK[] = {
    "nS CcSetupCompReq|restart0|" SIPD "|" CDCC "|" SETUP_COMP,
    "nS CcSetupCompReq|outCall_200Rcvd|" CDPC_B "|" SIPD "|" SETUP_COMP,
    NULL,
};

static const char *const TEXT_ACKED_A[] = {
    "nS SIPAckInd|wait|" STATION_A "|" HANDLER_A
    "| SignalInfo= SIPAckNoSdp" SIP_A,
    "nS SIPAckInd|translate|" CDFC_A "|" STATION_A
    "| SignalInfo= SIPAckNoSdp" SIP_A,
    "nS SIPAckInd|waitSIPResponse|" CDPC_A "|" CDFC_A
    "| SignalInfo= SIPAckNoSdp" SIP_A,
    NULL,
};

#define DISC_SIP_A                                                             \
    SIP_A " Sip_disc_cause= {disc_status} cause={cause} isReasonHdrVal= F"
#define DISC_SIP_B                                                             \
    SIP_B " Sip_disc_cause= {disc_status} cause={cause} isReasonHdrVal= F"

static const char *const TEXT_DISCONNECT_BY_A[] = {
    "nS SIPDisconnInd|wait|" STATION_A "|" HANDLER_A "|" DISC_SIP_A,
    "nS SIPDisconnInd|translate|" CDFC_A "|" STATION_A "|" DISC_SIP_A,
    "nS SIPDisconnInd|{sip_state_a}|" CDPC_A "|" CDFC_A "|" DISC_SIP_A,
    "nS DSetCallState|wait|" STATION_A "|" CDFC_A
    "|CallState = disconnect_request11",
    "nS CcDisconnInd|restart0|" LINE_A "|" CDPC_A "|" DISC_IND("ci_a"),
    "nS CcDisconnInd|{line_state_a}|" LCDPC_A "|" LINE_A "|" DISC_IND("ci_a"),
    "nS CcDisconnInd|wait|" CC "|" LCDPC_A "|" DISC_IND("ci_a"),
    "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_a"),
    NULL,
};

static const char *const TEXT_DISCONNECT_BY_PHONE[] = {
    "mS SIPDisconnInd|wait|" STATION_B "|" HANDLER_B "|" DISC_SIP_B,
    "mS SIPDisconnInd|translate|" CDFC_B "|" STATION_B "|" DISC_SIP_B,
    "mS SIPDisconnInd|{sip_state_b}|" CDPC_B "|" CDFC_B "|" DISC_SIP_B,
    "mS CcDisconnInd|restart0|" LINE_B "|" CDPC_B "|" DISC_IND("ci_b"),
    "mS CcDisconnInd|{line_state_b}|" LCDPC_B "|" LINE_B "|" DISC_IND("ci_b"),
    "<S CcDisconnInd|wait|" CC "|" LCDPC_B "|" DISC_IND("ci_b"),
    "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_b"),
    NULL,
};

static const char *const TEXT_DISCONNECT_BY_TRUNK[] = {
    "nS SIPDisconnInd|restart0|" SIPD "|" HANDLER_A "|" DISC_SIP_B,
    "nS SIPDisconnInd|{sip_state_b}|" CDPC_B "|" SIPD "|" DISC_SIP_B,
    "nS CcDisconnInd|wait|" CC "|" CDPC_B "|" DISC_IND("ci_b"),
    "nS CcDisconnInd|{call_state}|" CDCC "|" CC "|" DISC_IND("ci_b"),
    NULL,
};

static const char *const TEXT_MEDIA_DROP[] = {
    "nS DropPartyReq|await_command|" MATRIX "|" CDCC "|ClearType= 0",
    "nP " MATRIX,
    "nS DropRes|disconnect_clearing_profile|" CDCC "|" MATRIX "|",
    NULL,
};

static const char *const TEXT_DISCONNECT_A[] = {
    "nS CcDisconnReq|restart0|" LINE_A "|" CDCC "|" DISC_REQ("ci_a"),
    "nS CcDisconnReq|{line_state_a}|" LCDPC_A "|" LINE_A "|" DISC_REQ("ci_a"),
    "nS CcDisconnReq|wait|" STATION_A "|" LCDPC_A "|" DISC_REQ("ci_a"),
    "nS CcDisconnReq|translate|" CDFC_A "|" STATION_A "|" DISC_REQ("ci_a"),
    "nS CcDisconnReq|{sip_state_a}|" CDPC_A "|" CDFC_A "|" DISC_REQ("ci_a"),
    "nA SIPCdpc({cdpc_a}) - {sip_state_a}_CcDisconnReq: "
    "ccDisconnReq.onBehalfOf="
    "Device : ccDisconnReq.s.sv=0 : ccDisconnReq.c.cv={cause} ",
    "nS SIPDisconnReq|wait|" HANDLER_A "|" CDPC_A "|" SIP_A
    " ccCause= {cause} sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_DISCONNECT_PHONE[] = {
    ">S CcDisconnReq|restart0|" LINE_B "|" CDCC "|" DISC_REQ("ci_b"),
    "mS CcDisconnReq|{line_state_b}|" LCDPC_B "|" LINE_B "|" DISC_REQ("ci_b"),
    "mS CcDisconnReq|wait|" STATION_B "|" LCDPC_B "|" DISC_REQ("ci_b"),
    "mS CcDisconnReq|translate|" CDFC_B "|" STATION_B "|" DISC_REQ("ci_b"),
    "mS CcDisconnReq|{sip_state_b}|" CDPC_B "|" CDFC_B "|" DISC_REQ("ci_b"),
    "mS SIPDisconnReq|wait|" HANDLER_B "|" CDPC_B "|" SIP_B
    " ccCause= {cause} sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_DISCONNECT_TRUNK[] = {
    "nS CcDisconnReq|restart0|" SIPD "|" CDCC "|" DISC_REQ("ci_b"),
    "nS CcDisconnReq|{sip_state_b}|" CDPC_B "|" SIPD "|" DISC_REQ("ci_b"),
    "nA SIPCdpc({cdpc_b}) - {sip_state_b}_CcDisconnReq: "
    "ccDisconnReq.onBehalfOf="
    "Device : ccDisconnReq.s.sv=0 : ccDisconnReq.c.cv={cause} ",
    "nS SIPDisconnReq|wait|" HANDLER_A "|" CDPC_B "|" SIP_B
    " ccCause= {cause} sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_RELEASE_A[] = {
    "nS CcRelReq|restart0|" LINE_A "|" CDCC "|" REL_REQ("ci_a"),
    "nS CcRelReq|{line_state_a}|" LCDPC_A "|" LINE_A "|" REL_REQ("ci_a"),
    "nS CcRelReq|disconnectRcvd|" CDPC_A "|" CDFC_A "|" REL_REQ("ci_a"),
    "nS SIPRelReq|wait|" HANDLER_A "|" CDPC_A "|" SIP_A
    " ccCause= 0 sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_RELEASE_PHONE[] = {
    ">S CcRelReq|restart0|" LINE_B "|" CDCC "|" REL_REQ("ci_b"),
    "mS CcRelReq|{line_state_b}|" LCDPC_B "|" LINE_B "|" REL_REQ("ci_b"),
    "mS CcRelReq|disconnectRcvd|" CDPC_B "|" CDFC_B "|" REL_REQ("ci_b"),
    "mS SIPRelReq|wait|" HANDLER_B "|" CDPC_B "|" SIP_B
    " ccCause= 0 sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_RELEASE_TRUNK[] = {
    "nS CcRelReq|restart0|" SIPD "|" CDCC "|" REL_REQ("ci_b"),
    "nS CcRelReq|disconnectRcvd|" CDPC_B "|" SIPD "|" REL_REQ("ci_b"),
    "nS SIPRelReq|wait|" HANDLER_A "|" CDPC_B "|" SIP_B
    " ccCause= 0 sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_RELEASED_A[] = {
    "nS CcRelInd|restart0|" LINE_A "|" CDPC_A "|" REL_IND("ci_a"),
    "nS CcRelInd|{line_state_a}|" LCDPC_A "|" LINE_A "|" REL_IND("ci_a"),
    "nS CcRelInd|wait|" CC "|" LCDPC_A "|" REL_IND("ci_a"),
    "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC "|" REL_IND("ci_a"),
    NULL,
};

static const char *const TEXT_RELEASED_PHONE[] = {
    "mS CcRelInd|restart0|" LINE_B "|" CDPC_B "|" REL_IND("ci_b"),
    "mS CcRelInd|{line_state_b}|" LCDPC_B "|" LINE_B "|" REL_IND("ci_b"),
    "<S CcRelInd|wait|" CC "|" LCDPC_B "|" REL_IND("ci_b"),
    "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC "|" REL_IND("ci_b"),
    NULL,
};

static const char *const TEXT_RELEASED_TRUNK[] = {
    "nS CcRelInd|wait|" CC "|" CDPC_B "|" REL_IND("ci_b"),
    "nS CcRelInd|tcc_await_two_way_release10|" CDCC "|" CC "|" REL_IND("ci_b"),
    NULL,
};

#define APART "CI= {ci_a}  aCI={ci_a} bCI={ci_b} ClearType=0F"

static const char *const TEXT_DISSOCIATE[] = {
    "nS PolicyAndCACUnassociateReq|wait|" RESERVE "|" CDCC "|" APART,
    "nS CACUnassociateReq|active|LBMInterface({n},100,180,1)|" RESERVE
    "|" APART,
    "nA LBMIF: CI: {ci_a} UNASSOC         0",
    "nP " CDCC,
    NULL,
};

static const char *const TEXT_REJECT_PHONE[] = {
    "mS SIPDisconnInd|wait|" STATION_B "|" HANDLER_B "|" DISC_SIP_B,
    "mS SIPDisconnInd|outCall_proceeding|" CDPC_B "|" CDFC_B "|" DISC_SIP_B,
    "mS CcRejInd|restart0|" LINE_B "|" CDPC_B "|" REJECT_CC,
    "mS CcRejInd|call_received7|" LCDPC_B "|" LINE_B "|" REJECT_CC,
    "<S CcRejInd|wait|" CC "|" LCDPC_B "|" REJECT_CC,
    "nS CcRejInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" REJECT_CC,
    NULL,
};

static const char *const TEXT_REJECT_TRUNK[] = {
    "nS SIPDisconnInd|restart0|" SIPD "|" HANDLER_A "|" DISC_SIP_B,
    "nS SIPDisconnInd|outCall_proceeding|" CDPC_B "|" SIPD "|" DISC_SIP_B,
    "nS CcRejInd|wait|" CC "|" CDPC_B "|" REJECT_CC,
    "nS CcRejInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" REJECT_CC,
    NULL,
};

static const char *const TEXT_REJECT_NONE[] = {
    "nA Cdcc - ({cdcc}) - setup_da_DaRes: no match, cause={cause}",
    NULL,
};

static const char *const TEXT_NO_ANSWER[] = {
    "nT CcNoAnswerTimer|tcc_call_alerting6|" CDCC "|SdlTimerService({n},100,3,"
    "1)|{n},100,224,{cdcc}.9^*^*|",
    NULL,
};

static const char *const TEXT_STOP_A[] = {
    "nP " LCDPC_A,
    "nP " CDPC_A,
    "nS DStopInd|wait|" STATION_A "|" CDFC_A "|",
    "nP " CDFC_A,
    NULL,
};

static const char *const TEXT_STOP_PHONE[] = {
    "mP " LCDPC_B,
    "mP " CDPC_B,
    "mS DStopInd|wait|" STATION_B "|" CDFC_B "|",
    "mP " CDFC_B,
    NULL,
};

static const char *const TEXT_STOP_TRUNK[] = {
    "nS DStopInd|restart0|" SIPD "|" CDPC_B "|",
    "nP " CDPC_B,
    NULL,
};

const struct script_source SCRIPTS_CALL[SCRIPTS] = {
    [OFFER_PHONE] = {TEXT_OFFER_PHONE},
    [OFFER_TRUNK] = {TEXT_OFFER_TRUNK},
    [SETUP_REQ] = {TEXT_SETUP_REQ},
    [PROCEED_PHONE] = {TEXT_PROCEED_PHONE},
    [PROCEED_TRUNK] = {TEXT_PROCEED_TRUNK},
    [ALERT_PHONE] = {TEXT_ALERT_PHONE},
    [ALERT_TRUNK] = {TEXT_ALERT_TRUNK},
    [ALERT_A] = {TEXT_ALERT_A},
    [CONNECT_PHONE] = {TEXT_CONNECT_PHONE},
    [CONNECT_TRUNK] = {TEXT_CONNECT_TRUNK},
    [CONNECT] = {TEXT_CONNECT},
    [CONNECT_A] = {TEXT_CONNECT_A},
    [COMPLETE_PHONE] = {TEXT_COMPLETE_PHONE},
    [COMPLETE_TRUNK] = {TEXT_COMPLETE_TRUNK},
    [ACKED_A] = {TEXT_ACKED_A},
    [DISCONNECT_BY_A] = {TEXT_DISCONNECT_BY_A},
    [DISCONNECT_BY_PHONE] = {TEXT_DISCONNECT_BY_PHONE},
    [DISCONNECT_BY_TRUNK] = {TEXT_DISCONNECT_BY_TRUNK},
    [MEDIA_DROP] = {TEXT_MEDIA_DROP},
    [DISCONNECT_A] = {TEXT_DISCONNECT_A},
    [DISCONNECT_PHONE] = {TEXT_DISCONNECT_PHONE},
    [DISCONNECT_TRUNK] = {TEXT_DISCONNECT_TRUNK},
    [RELEASE_A] = {TEXT_RELEASE_A},
    [RELEASE_PHONE] = {TEXT_RELEASE_PHONE},
    [RELEASE_TRUNK] = {TEXT_RELEASE_TRUNK},
    [RELEASED_A] = {TEXT_RELEASED_A},
    [RELEASED_PHONE] = {TEXT_RELEASED_PHONE},
    [RELEASED_TRUNK] = {TEXT_RELEASED_TRUNK},
    [DISSOCIATE] = {TEXT_DISSOCIATE},
    [REJECT_PHONE] = {TEXT_REJECT_PHONE},
    [REJECT_TRUNK] = {TEXT_REJECT_TRUNK},
    [REJECT_NONE] = {TEXT_REJECT_NONE},
    [NO_ANSWER] = {TEXT_NO_ANSWER},
    [STOP_A] = {TEXT_STOP_A},
    [STOP_PHONE] = {TEXT_STOP_PHONE},
    [STOP_TRUNK] = {TEXT_STOP_TRUNK},
};
