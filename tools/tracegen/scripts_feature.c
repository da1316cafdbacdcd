/* SPDX-License-Identifier: MIT
 *
 * Records of what happens to calls beyond ringing, answer and release: hold,
 * transfer, forwarding, hunting, a second phone on the line, digits one by
 * one; and of connections that others open. a is the side that
 * asks for hold or transfer. */
#include "scripts_parts.h"

#define MOVE_A(name, state, params)                                            \
    "nS " name "|restart0|" LINE_A "|" CDFC_A "|" params,                      \
        "nS " name "|" state "|" LCDPC_A "|" LINE_A "|" params

#define HOLD_IND "CI={ci_a} CI.branch=0  StreamId="
#define FEATURE_IND(number)                                                    \
    "CI={ci_a} feature=" number " featureState=1 dndOption=0"
#define CONNECTIONS "ConnectionManager({n},100,219,1)"

static const char *const TEXT_HOLD[] = {
    "nS SIPReqOffer|wait|" STATION_A "|" HANDLER_A
    "| SignalInfo= SIPInviteSdp" SIP_A " videoPreferred = F IdParse= 11 "
    "connectedNum= {dn_a} connectedName=  connectedHostname= {fqdn_a}",
    "nS LmFeatureInd|translate|" CDFC_A "|" STATION_A "|" FEATURE_IND("3"),
    MOVE_A("LmFeatureInd", "call_active10", FEATURE_IND("3")),
    "nS SIPHoldReqOffer|active|" CDPC_A "|" CDFC_A "|" SIP_A,
    MOVE_A("CcHoldInd", "call_active10", HOLD_IND),
    "nS CcHoldInd|wait|" CC "|" LCDPC_A "|" HOLD_IND,
    "nS CcHoldInd|tcc_call_active7|" CDCC "|" CC "|" HOLD_IND,
    "nS DisconnPartyReq|await_command|" MATRIX "|" CDCC "|",
    "nS MediaDisconnectRequest|wait|" CONNECTIONS "|" MATRIX
    "|CI1={ci_a} CI2={ci_b} sc=0 disconnType=0 ssReason=0 clearType=0 "
    "IF1Created=T IF2Created=T",
    NULL,
};

#define MUSIC_REQ                                                              \
    "CI={moh} MRGLPkid= MulticastFlag=F Pid={n},100,224,{cdcc} "               \
    "AudioSourceId= 0xa UserDefault=0 NetworkDefault=0 ClusterDefault=1 "      \
    "HoldType=1 hasLocationCACInfo=T locName=Hub_Test deductBW=F "             \
    "fateShareId={cluster}:{ci_b} videoTrafficClass=Desktop"
#define MUSIC_RES                                                              \
    "CI={moh} Name={moh_name} Pid={n},100,130,4 Region=Test_Region "           \
    "DevicePoolMrglPkid= AudioSourceId=10 useTRP=F isSecureDevice=F "          \
    "Port=16384capcount=1cryptocapcount=0 locName=Hub_Test deductBW=F "        \
    "fateShareId={cluster}:{ci_a} videoTrafficClass=Unspecified"
#define MEDIA_MUSIC                                                            \
    "Party1: MR=0 CI={ci_b} audioCapCount=5 region=Test_Region xferMode=16 "   \
    "mrid=0 audioId=0 MMCap=0x1 confID=0 connType=3 "                          \
    "Party2: MR=0 CI={moh} audioCapCount=1 region=Test_Region xferMode=2 "     \
    "mrid=0 audioId=0 MMCap=0x1 confID=0 connType=3 precLvl=5 resCap=0"

static const char *const TEXT_HOLD_MUSIC[] = {
    "nS CcHoldAckReq|restart0|" LINE_A "|" CDCC
    "|CI={ci_a} CI.branch=0  isSharedLine=F isMediaFollow=F",
    "nS CcHoldAckReq|wait_for_hold_ack_from_cc|" LCDPC_A "|" LINE_A
    "|CI={ci_a} CI.branch=0  isSharedLine=F isMediaFollow=F",
    "nS CcHoldAckReq|wait|" STATION_A "|" LCDPC_A
    "|CI={ci_a} CI.branch=0  isSharedLine=F isMediaFollow=F",
    "nS InsertMediaReq|await_command|" MATRIX "|" CDCC
    "|StreamId= suppressMOH=F holdType=1 insertPartyCi={ci_b} "
    "mediaResourceType=4",
    "nS MrmAllocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|" MUSIC_REQ,
    "nS MrmAllocateMohResourceReq|waiting|MediaResourceCdpc({n},100,143,{num1})"
    "|" MEDIA_MANAGER "|" MUSIC_REQ,
    "nS MrmAllocateMohResourceRes|waiting|" MEDIA_MANAGER
    "|MediaResourceCdpc({n},100,143,{num1})|" MUSIC_RES,
    "nS MrmAllocateMohResourceRes|awaiting_media_allocated|" MATRIX
    "|" MEDIA_MANAGER "|" MUSIC_RES,
    "nS MediaConnectRequest|wait|" CONNECTIONS "|" MATRIX "|" MEDIA_MUSIC,
    "nA ARBTRY-ConnectionManager-wait_MediaConnectRequest({ci_b},{moh})",
    "nS MediaConnectRequest|wait|MediaCoordinator({n},100,145,1)|" CONNECTIONS
    "|" MEDIA_MUSIC,
    "nS InsertMediaConnectReply|await_insert_media|" CDCC "|" MATRIX "|",
    NULL,
};

#define MEDIA_PAIR                                                             \
    "nS MediaConnectRequest|wait|" CONNECTIONS "|" MATRIX "|" MEDIA,           \
        "nA ARBTRY-ConnectionManager-wait_MediaConnectRequest({ci_a},{ci_b})", \
        "nS MediaConnectRequest|wait|MediaCoordinator({n},100,145,1)|"         \
        "ConnectionManager({n},100,219,1)|" MEDIA

static const char *const TEXT_RESUME[] = {
    "nS SIPReqOffer|wait|" STATION_A "|" HANDLER_A
    "| SignalInfo= SIPInviteSdp" SIP_A " videoPreferred = F IdParse= 11 "
    "connectedNum= {dn_a} connectedName=  connectedHostname= {fqdn_a}",
    "nS LmFeatureInd|translate|" CDFC_A "|" STATION_A "|" FEATURE_IND("4"),
    MOVE_A("LmFeatureInd", "hold", FEATURE_IND("4")),
    MOVE_A("CcRetrieveInd", "hold", "CI={ci_a} CI.branch=0"),
    "nS CcRetrieveInd|wait|" CC "|" LCDPC_A "|CI={ci_a} CI.branch=0",
    "nS CcRetrieveInd|tcc_call_active7|" CDCC "|" CC "|CI={ci_a} CI.branch=0",
    "nS RemoveMediaReq|await_command|" MATRIX "|" CDCC "|",
    "nS MrmDeallocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|CI={moh} Name={moh_name} AudioSourceId=10",
    NULL,
};

static const char *const TEXT_MEDIA_AGAIN[] = {
    "nS ConnPartyReq|await_command|" MATRIX "|" CDCC "|",
    MEDIA_PAIR,
    NULL,
};

/* Transfer: a is the party that transfers, in its first call. */
#define TRANSFERRING "Transferring({n},100,56,{feature})"
#define TRANSFERS "TransferManager({n},100,57,1)"
#define ACT_REQ "CI={ci_a} CI.branch=0  fid=4 isCtiFeat=F"

static const char *const TEXT_TRANSFER[] = {
    "nS SIPReferInd|wait|" STATION_A "|" HANDLER_A
    "| ccbID= {ccb_a} --TransType=1 --TransSecurity=0 PeerAddr = "
    "{ip_a}:{port_a} isDustingCall=0 muteEnabled=0",
    "nS CcFeatActDataReq|call_hold|" CDFC_A "|" STATION_A "|" ACT_REQ,
    MOVE_A("CcFeatActDataReq", "hold", ACT_REQ),
    "nS CcFeatActDataReq|wait|" CC "|" LCDPC_A "|" ACT_REQ,
    "nC " TRANSFERRING "|" TRANSFERS "|1",
    "nS SsCallInfoReq|wait|" CC "|" TRANSFERRING
    "|Type=33554437 Key={feature} NodeId={n} Party={ci_a}",
    "nS SsCallInfoReq|wait|" CC "|" TRANSFERRING
    "|Type=33554437 Key={feature} NodeId={n} Party={ref_ci}",
    NULL,
};

#define SPLIT_REQ                                                              \
    "SsType=33554437 SsKey={feature} SsNode={n} SsParty={ci_a} "               \
    "splitReason=4 MohActAfterSplit= 0 preserveCallHistory=F suppressCDR=F "   \
    "lockCall=F forceStopCI=0"
#define SPLIT_RES(state, user)                                                 \
    "SsType=33554437 SsKey={feature} SsNodeId1={n} SsParty1={ci_a} "           \
    "SsNodeId2={m} SsParty2={ci_b} CallState=" state                           \
    " ss1UserState=0 ss2UserState=" user

static const char *const TEXT_TRANSFER_SPLIT[] = {
    "nS SsSplitReq|wait|" CC "|" TRANSFERRING "|" SPLIT_REQ,
    "nS SsSplitReq|tcc_call_active7|" CDCC "|" CC "|" SPLIT_REQ,
    "nS RemoveMediaReq|await_command|" MATRIX "|" CDCC "|",
    "nS MrmDeallocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|CI={moh} Name={moh_name} AudioSourceId=10",
    "nS CfSplitPartyRegister|tcc_idle0|Cdcc({n},100,224,{old_cdcc})|" CDCC "|",
    "nS SsSplitRes|wait|" TRANSFERS "|" CDCC "|" SPLIT_RES("5", "2"),
    "nS SsSplitRes|splitting_primary_call|" TRANSFERRING "|" TRANSFERS
    "|" SPLIT_RES("5", "2"),
    NULL,
};

static const char *const TEXT_TRANSFER_SPLIT_OTHER[] = {
    "nS SsSplitReq|wait|" CC "|" TRANSFERRING "|" SPLIT_REQ,
    "nS SsSplitReq|tcc_call_alerting6|" CDCC "|" CC "|" SPLIT_REQ,
    "nS CfSplitPartyRegister|tcc_idle0|Cdcc({n},100,224,{old_cdcc})|" CDCC "|",
    "nS SsSplitRes|wait|" TRANSFERS "|" CDCC "|" SPLIT_RES("4", "5"),
    "nS SsSplitRes|splitting_secondary_call|" TRANSFERRING "|" TRANSFERS
    "|" SPLIT_RES("4", "5"),
    NULL,
};

#define JOIN_REQ                                                               \
    "SsType=33554437 SsKey={feature} SsNodeId1={n} SsParty1={ci_a} "           \
    "SsNodeId2={m} SsParty2={ci_b} lrnInstruction=0 joinReason=4 "             \
    "mobileCallType=0 GCIToPreserve=0 PreserveOriginalCallInfo=F "             \
    "ChangeDisplay=T SuppressParty=0"
#define JOIN_RES                                                               \
    "SsType=33554437 SsKey={feature} SsNodeId1={n} SsParty1={ci_a} "           \
    "SsNodeId2={m} SsParty2={ci_b} callState=4 ss1UserState=2 ss2UserState=5"
#define CLEAR_REQ(ci)                                                          \
    "SsType=33554437 SsKey={feature} SsNode={n} SsParty={" ci "} SsCause=0 "   \
    "clearCallRequestor=0 eccInst=0 clearCallInstruction=0 " IE

static const char *const TEXT_TRANSFER_JOIN[] = {
    "nS SsJoinReq|wait|" CC "|" TRANSFERRING "|" JOIN_REQ,
    "nS SsJoinReq|tcc_intercept|" CDCC "|" CC "|" JOIN_REQ,
    "nS CfJoinSecondaryReq|tcc_intercept|Cdcc({n},100,224,{old_cdcc})|" CDCC
    "|CI= {ci_b}",
    "nS CfJoinPartyRegister|tcc_await_join_secondary_response|" CDCC
    "|Cdcc({n},100,224,{old_cdcc})|CI= {ci_a}",
    "nS SsJoinRes|wait|" TRANSFERS "|" CDCC "|" JOIN_RES,
    "nS PolicyAndCACJoinSessionReq|wait|" RESERVE "|" CDCC
    "|CI= {ci_a}  aCI={ci_a} bCI={ci_b} isASerCI=F isBSerCI=F aNodeId={n} "
    "bNodeId={m} callState=4",
    "nS SsJoinRes|joining_tertiary_call|" TRANSFERRING "|" TRANSFERS
    "|" JOIN_RES,
    "nS SsClearCallReq|wait|" CC "|" TRANSFERRING "|" CLEAR_REQ("ref_ci"),
    "nS SsClearCallReq|wait|" CC "|" TRANSFERRING "|" CLEAR_REQ("far_ci"),
    "nS TransferStopInd|wait|" TRANSFERS "|" TRANSFERRING "|",
    "nP Cdcc({n},100,224,{old_cdcc})",
    NULL,
};

/* What the transferring party had: its two legs end. */
#define GONE_REQ                                                               \
    "CI={ci_a} CI.branch=0  clearType=0 c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "    \
    "cv=0 " IE " OnBehalf=Transfer rfr=0 localPatternUsage=2 "                 \
    "connectedPatternUsage=0 rdDestPart= rdDestPatt= rdDestCdpn=pi=0si1 "      \
    "annId=0 dtmCall=F forcedClear=F " TRANSPARENT
#define GONE_IND                                                               \
    "CI={ci_a} CI.branch=0  c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "                \
    "CV={clear_cause} isDeskPickup=F dtmDisconn=F " IE TRANSPARENT

static const char *const TEXT_TRANSFER_CLEAR_A[] = {
    "nS CcDisconnReq|restart0|" LINE_A "|" OLD_CDCC "|" GONE_REQ,
    "nS CcDisconnReq|{line_state_a}|" LCDPC_A "|" LINE_A "|" GONE_REQ,
    "nS CcDisconnReq|wait|" STATION_A "|" LCDPC_A "|" GONE_REQ,
    "nS CcDisconnReq|translate|" CDFC_A "|" STATION_A "|" GONE_REQ,
    "nS CcDisconnReq|{sip_state_a}|" CDPC_A "|" CDFC_A "|" GONE_REQ,
    "nS SIPDisconnReq|wait|" HANDLER_A "|" CDPC_A "|" SIP_A
    " ccCause= 0 sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_TRANSFER_GONE_A[] = {
    "nS SIPRelCompInd|wait|" STATION_A "|" HANDLER_A "|" SIP_A,
    "nS CcRelInd|restart0|" LINE_A "|" CDPC_A "|" GONE_IND,
    "nS CcRelInd|{line_state_a}|" LCDPC_A "|" LINE_A "|" GONE_IND,
    "nS CcRelInd|wait|" CC "|" LCDPC_A "|" GONE_IND,
    "nS CcRelInd|tcc_await_incoming_release8|" OLD_CDCC "|" CC "|" GONE_IND,
    "nP " OLD_CDCC,
    NULL,
};

/* A second phone with the same line: the same leg, one more SIPCdpc. */
static const char *const TEXT_OFFER_BRANCH[] = {
    "mA LineCdpc({lcdpc_b}): -dispatchToAllDevices-, sigName=CcSetupReq, "
    "device={dev_b}",
    "mS CcSetupReq|wait|" STATION_B "|" LCDPC_B "|" SETUP_REQ_CC,
    "mC " CDFC_B "|" STATION_B "|{num2}",
    "mS CcSetupReq|null0|" CDFC_B "|" STATION_B "|" SETUP_REQ_CC,
    "mC " CDPC_B "|" CDFC_B "|{num3}",
    "mS CcSetupReq|null0|" CDPC_B "|" CDFC_B "|" SETUP_REQ_CC,
    NULL,
};

/* Digits one by one: what there is so far may still become a match. */
static const char *const TEXT_DIGIT_PART[] = {
    "nS DaReq|wait|Da({n},100,216,1)|" CDCC
    "| CI={ci_a} Fqdn=ti=1nd={dn_a}pi=0si1 Cgpn=tn=0npi=0ti=1nd={dn_a}pi=1si1 "
    "DialedNum=tn=0npi=1ti=1nd={dialed}User={dialed}Host={fqdn_a}Port=5060"
    "PassWord=Madder=Transport=4mDisplayName=RawUrl=sip:{dialed}@{fqdn_a};"
    "user=phoneOrigPort=0pi=0si1 requestID=0 DigitAnalysisComplexity=0 "
    "CallingUser= IgnoreIntercept=0 callingDeviceName={dev_a}",
    "nA Digit Analysis: star_DaReq: Matching SIP URL, Numeric User, "
    "user={dialed}",
    "nA Digit analysis: patternUsage=2",
    "nA Digit analysis: match(pi=\"2\",fqcn=\"{dn_a}\", cn=\"{dn_a}\", "
    "plv=\"5\", pss=\"{css}\", TodFilteredPss=\"{css}\", dd=\"{dialed}\","
    "dac=\"0\")",
    "nA Digit analysis: potentialMatches=PotentialMatchesExist",
    "nS DaRes|info_da|" CDCC "|Da({n},100,216,1)|CI={ci_a} Block "
    "PotentialMatchesExist OnNetpatternUsage =2requestID =0",
    NULL,
};

static const char *const TEXT_DIGIT_NEXT[] = {
    "nS SIPNotifyInd|wait|" STATION_A "|" HANDLER_A
    "| scbID={num1} --TransType=1 --TransSecurity=0 PeerAddr = "
    "{ip_a}:{port_a}",
    "nS SNFNotifyInd|active|Subscriber({n},100,64,{num2})|" STATION_A
    "| SNFSubscriptionId = 0|0|0, SNFNotifyMsg: state = 1, reason = 0, "
    "retryAfter = 0",
    "nA SIPKpmlDigitCollectionEventPkg::forwardNotifiedDigits ENTER",
    "nS SIPStationDigit|overlap_sending2|" CDFC_A
    "|Subscriber({n},100,64,{num2})|digit={digit}",
    NULL,
};

static const char *const TEXT_CONNECTION_ACCEPTED[] = {
    "nN SIPTcp - Connection Indication - Listen Port = {listen}, Peer Port = "
    "{c_port}",
    "nN SIPTcp - New Connection - Index = {c_index}, Listen Port = {listen}, "
    "Peer Port = {c_port}",
    "nN //SIP/Stack/Transport/0x0/sipCreateConnInstance: Created new accptd "
    "conn=0xe{hex1}, connid={c_index}, addr={c_ip}, port={c_port}, "
    "transport={c_transport}",
    NULL,
};

static const char *const TEXT_STACK_READ_UDP[] = {
    "nS SdlDataInd|wait|SIPUdp({n},100,73,1)|SdlUDPConnection({n},100,13,"
    "{c_process})|*TraceFlagOverrode",
    NULL,
};

static const char *const TEXT_STACK_IN_UDP[] = {
    "nS SIPSPISignal|wait|" HANDLER_A "|SIPUdp({n},100,73,1)|"
    "*TraceFlagOverrode",
    "nA //SIP/Stack/Transport/0x0/sipTransportProcessNWNewConnMsg: "
    "context=(nil)",
    NULL,
};

static const char *const TEXT_STACK_SEND_UDP[] = {
    "nA //SIP/Stack/Transport/0x0xe{hex2}/sipTransportPostSendMessage: Posting "
    "send for msg=0xe{hex3}, addr={c_ip}, port={c_port}, connId=0 for UDP",
    "nS SIPSPISignal|wait|SIPUdp({n},100,73,1)|" HANDLER_A "|"
    "*TraceFlagOverrode",
    NULL,
};

const struct script_source SCRIPTS_FEATURE[SCRIPTS] = {
    [HOLD] = {TEXT_HOLD},
    [HOLD_MUSIC] = {TEXT_HOLD_MUSIC},
    [RESUME] = {TEXT_RESUME},
    [MEDIA_AGAIN] = {TEXT_MEDIA_AGAIN},
    [TRANSFER] = {TEXT_TRANSFER},
    [TRANSFER_SPLIT] = {TEXT_TRANSFER_SPLIT},
    [TRANSFER_SPLIT_OTHER] = {TEXT_TRANSFER_SPLIT_OTHER},
    [TRANSFER_JOIN] = {TEXT_TRANSFER_JOIN},
    [TRANSFER_CLEAR_A] = {TEXT_TRANSFER_CLEAR_A},
    [TRANSFER_GONE_A] = {TEXT_TRANSFER_GONE_A},
    [OFFER_BRANCH] = {TEXT_OFFER_BRANCH},
    [DIGIT_PART] = {TEXT_DIGIT_PART},
    [DIGIT_NEXT] = {TEXT_DIGIT_NEXT},
    [CONNECTION_ACCEPTED] = {TEXT_CONNECTION_ACCEPTED},
    [STACK_READ_UDP] = {TEXT_STACK_READ_UDP},
    [STACK_IN_UDP] = {TEXT_STACK_IN_UDP},
    [STACK_SEND_UDP] = {TEXT_STACK_SEND_UDP},
};
