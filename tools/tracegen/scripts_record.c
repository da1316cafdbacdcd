/* SPDX-License-Identifier: MIT
 *
 * Records of a call that is recorded by a phone's built-in bridge. */
#include "scripts_parts.h"

/* Recording: the bridge of a's phone is called with a CI of its own (ref_ci),
 * its answer (ci_b of the bridge's call) is sent on to the recorder. */
#define RECORDING "Recording({n},100,103,{feature})"
#define RECORDER "RecordManager({n},100,104,1)"
#define BRIDGE "SIPBuiltInBridgeControl({n},100,86,{station_b})"
#define BRIDGE_REQ                                                             \
    "CI={moh} SsType=50331678 SsKey={feature} BridgeType=0 MRGLPkid= "         \
    "NumStream=1 BibCepn={device_key_b} BibTgCi={far_ci} FeatId=159"
#define BRIDGE_RES                                                             \
    "CI={moh} SsType=50331678 SsKey={feature} DN={bib} Name={device_key_b} "   \
    "Pid={n},100,76,{station_b} BibFlag=T DeviceCapability=256"
#define BRIDGE_SETUP                                                           \
    "CI={ci_b} CI.branch=0  sBPL.plid=65 sBPL.l=0 sBPL.pl=5 sBPL.msd=0  " IE   \
    " " PI " FQCGPN=pi=0si1 preXCgpn=pi=0si1 cgPart= cgPat= "                  \
    "cgpn=tn=0npi=0ti=1pi=0si1 cgpnVM= unXCgpn=pi=0si1 cName=" NAME            \
    " DD=ti=1nd={bib}pi=0si1 origDD=ti=1nd={bib}pi=0si1 "                      \
    "preXCdpn=tn=0npi=0ti=1nd={bib}pi=0si0 cdPart= cdPat={bib} "               \
    "cdpn=tn=0npi=0ti=1nd={bib}pi=0si1 LRPart= LRPat= LR=pi=0si1 LRVM= "       \
    "oPart= oPat={bib} oCpdn=tn=0npi=0ti=1nd={bib}pi=0si1 oRFR=0 ts= "         \
    "ipv4=0.0.0.0:0 cgPtyDev= callInst=0 SetupReason=0 fateShareId= "          \
    "videoTrafficClass=Unspecified remoteClusterID= UserAgentOrServer= "       \
    "Session-ID: ;remote="

static const char *const TEXT_RECORD_BRIDGE[] = {
    "nC " RECORDING "|" RECORDER "|1",
    "nS MrmAllocateBibResourceReq|waiting|" MEDIA_MANAGER "|" MEDIA_MANAGER
    "|" BRIDGE_REQ,
    "nS AllocateBibResourceReq|wait|" STATION_B
    "|MediaResourceCdpc({n},100,143,{num1})|CI={moh} sharedCallCi=0 "
    "sharedCallBranch=0 NumStream=1 BridgeType=0 SsType=50331678 "
    "SsKey={feature} SsNode={n} line=0",
    "nS AllocateBibResourceRes|resource_rsvp|"
    "MediaResourceCdpc({n},100,143,{num1})|" BRIDGE
    "|CI={moh} BridgeDn={bib} Pid=100,{n},76,{station_b} SsType=50331678 "
    "SsKey={feature} deviceCap=100",
    "nS MrmAllocateBibResourceRes|waiting|" MEDIA_MANAGER
    "|MediaResourceCdpc({n},100,143,{num1})|" BRIDGE_RES,
    NULL,
};

static const char *const TEXT_RECORD_OFFER[] = {
    "nS SsNewCallReq|wait|" CC "|" RECORDING
    "|Type=50331678 ssKey={feature} NodeId={n} CallType=0 PSS= "
    "cdpn=ti=1nd={bib}pi=0si1 cdpnVM= cgpn=pi=0si1 untransformedCgpn=pi=0si1",
    "nC " CDCC "|" CC "|2",
    "nS SsNewCallReq|tcc_idle0|" CDCC "|" CC
    "|Type=50331678 ssKey={feature} NodeId={n} CallType=0 PSS= "
    "cdpn=ti=1nd={bib}pi=0si1 cdpnVM= cgpn=pi=0si1 untransformedCgpn=pi=0si1",
    "nS DaReq|wait|Da({n},100,216,1)|" CDCC
    "| CI={ci_a} Fqdn=pi=0si1 Cgpn=pi=0si1 DialedNum=ti=1nd={bib}pi=0si1 "
    "requestID=0 DigitAnalysisComplexity=0 CallingUser= IgnoreIntercept=0 "
    "callingDeviceName=",
    "nA Digit Analysis: star_DaReq: Matching Legacy Numeric, digits={bib}",
    "nA Digit analysis: match(pi=\"1\",fqcn=\"\", cn=\"\", plv=\"5\", "
    "pss=\"\", TodFilteredPss=\"\", dd=\"{bib}\",dac=\"0\")",
    "nA Digit analysis: analysis results",
    "nA |PretransformCallingPartyNumber=\n"
    "|CallingPartyNumber=\n"
    "|DialingPartition=\n"
    "|DialingPattern={bib}\n"
    "|FullyQualifiedCalledPartyNumber={bib}\n"
    "|DialingPatternRegularExpression=({bib})\n"
    "|DialingWhere=\n"
    "|PatternType=Enterprise\n"
    "|PotentialMatches=NoPotentialMatchesExist\n"
    "|PretransformDigitString={bib}\n"
    "|CollectedDigits={bib}\n"
    "|RouteBlockFlag=RouteThisPattern\n"
    "|CallManagerDeviceType=UnicastMixer",
    "nA Digit analysis: wait_DmPidRes- Partition=[] Pattern=[{bib}] Where=[],"
    "cmDeviceType=[UnicastMixer], OutsideDialtone =[0], DeviceOverride=[0], "
    "PID=" BRIDGE ",CI=[{ci_a}],Sender=" CDCC,
    "nS DaRes|setup_da|" CDCC
    "|Da({n},100,216,1)|CI={ci_a} Dial NoPotentialMatchesExist OnNet "
    "PretransformCgpn=pi=0si1 Cgpn=pi=0si1 DialingPartition= "
    "DialingPattern={bib} DialingRPRE=({bib}) PID=({n},86,{station_b}) "
    "PretransformCdpn=tn=0npi=0ti=1nd={bib}pi=0si0 "
    "CollectedDigits=tn=0npi=0ti=1nd={bib}pi=0si0",
    ASSOCIATING,
    "nS CcSetupReq|restart0|" BRIDGE "|" CDCC "|" BRIDGE_SETUP,
    "nC " CDPC_B "|" BRIDGE "|{num3}",
    "nS CcSetupReq|null0|" CDPC_B "|" BRIDGE "|" BRIDGE_SETUP,
    "nS CcRegisterPartyB|wait|" CC "|" CDPC_B "|" PARTY_B,
    "nS CcRegisterPartyB|tcc_register_party_b|" CDCC "|" CC "|" PARTY_B,
    "nS SsNewCallRes|wait|" RECORDER "|" CDCC
    "|SsType=50331678 SsKey={feature} sideASsNode={n} sideASs={ci_a} "
    "sideBSsNode={n} sideBSs={ci_b} newCallResult=0",
    "nS SIPSetupReq|wait|" HANDLER_A "|" CDPC_B
    "| SignalInfo= SIPInviteSdp CcbId={ccb_b} --TransType=1 "
    "--TransSecurity=0 PeerAddr={ip_b}:{port_b} addrList: ] nAudio=1",
    NULL,
};

static const char *const TEXT_RECORD_ANSWER[] = {
    "nS SIPConnectInd|restart0|" BRIDGE "|" HANDLER_A
    "| SignalInfo= SIP200InviteSdp" SIP_B " IdParse= 11 connectedNum= {dn_b}",
    "nS SIPConnectInd|outCall_proceeding|" CDPC_B "|" BRIDGE
    "| SignalInfo= SIP200InviteSdp" SIP_B " IdParse= 11 connectedNum= {dn_b}",
    "nS CcSetupConf|wait|" CC "|" CDPC_B "|CI={ci_b} CI.branch=0  " IE " " PI
    " cName=" NAME " cn:tn=0npi=0ti=1nd={dn_b}pi=1si3IpAddrMode=0 ipAddrType=0 "
    "ipv4={ip_b}:{port_b} location=",
    "nS CcSetupConf|tcc_transit_call_proceeding5|" CDCC "|" CC
    "|CI={ci_b} CI.branch=0  " IE " " PI " cName=" NAME
    " cn:tn=0npi=0ti=1nd={dn_b}pi=1si3IpAddrMode=0 ipAddrType=0 "
    "ipv4={ip_b}:{port_b} location=",
    NULL,
};

#define RECORD_REQ                                                             \
    "SsType=50331678 SsKey={feature} SsNode={n} SsParty={ci_a} "               \
    "priCSS={partition_key} priDn:ti=1nd={dialed}pi=0si1 secCSS =  "           \
    "secDn =pi=0si1 maskedName=locale: 1 Name:  UnicodeName:  "                \
    "SsOriginalRFR=354 SsLastRFR=354 IfSuccess=F "                             \
    "modifiedCgpn=tn=0npi=0ti=1nd={other}pi=1si1 mCgNum={other}"
#define RECORD_RES                                                             \
    "Type=50331678 Key={feature} ANode={n} ASs={ci_a} BNode={n} BSs={ci_b} "   \
    "RedirectCallResult=0 sideABridgeParticipantID= sideBBridgeParticipantID=" \
    " CFBCtrlSecIcon=F"

/* a is now the bridge's leg, b the recorder's. */
static const char *const TEXT_RECORD_REDIRECT[] = {
    "nS SsRedirectCallReq|wait|" CC "|" RECORDING "|" RECORD_REQ,
    "nS SsRedirectCallReq|tcc_call_active7|" OLD_CDCC "|" CC "|" RECORD_REQ,
    "nC " CDCC "|" CC "|2",
    "nS CfRedirectingDestinationRegister|tcc_idle0|" CDCC "|" OLD_CDCC
    "|orphanedCI= {ref_ci} collectCodeIfNeeded= 0",
    NULL,
};

static const char *const TEXT_RECORD_PAIR[] = {
    ASSOCIATING,
    NULL,
};

static const char *const TEXT_RECORD_REDIRECTED[] = {
    "nS SsRedirectCallRes|wait|" RECORDER "|" CDCC "|" RECORD_RES,
    "nS CfRedirectionInformationRegister|await_redirection_dest_info|" OLD_CDCC
    "|" CDCC "|CI= {ref_ci}",
    "nS SsRedirectCallRes|await_recordingCall_res|" RECORDING "|" RECORDER
    "|" RECORD_RES,
    "nP " OLD_CDCC,
    NULL,
};

#define RECORD_DISC(ci)                                                        \
    "CI={" ci "} CI.branch=0  clearType=0 c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "  \
    "cv={cause} " IE " OnBehalf=Recording rfr=0 localPatternUsage=2 "          \
    "connectedPatternUsage=5 rdDestPart= rdDestPatt= " TRANSPARENT

static const char *const TEXT_RECORD_RELEASE[] = {
    "nS CcDisconnReq|restart0|SIPBuiltInBridgeControl({n},100,86,{station_a})"
    "|" CDCC "|" RECORD_DISC("ci_a"),
    "nS CcDisconnReq|active|" CDPC_A
    "|SIPBuiltInBridgeControl({n},100,86,{station_a})|" RECORD_DISC("ci_a"),
    "nS CcDisconnReq|restart0|" SIPD "|" CDCC "|" RECORD_DISC("ci_b"),
    "nS CcDisconnReq|active|" CDPC_B "|" SIPD "|" RECORD_DISC("ci_b"),
    NULL,
};

const struct script_source SCRIPTS_RECORD[SCRIPTS] = {
    [RECORD_BRIDGE] = {TEXT_RECORD_BRIDGE},
    [RECORD_OFFER] = {TEXT_RECORD_OFFER},
    [RECORD_ANSWER] = {TEXT_RECORD_ANSWER},
    [RECORD_REDIRECT] = {TEXT_RECORD_REDIRECT},
    [RECORD_PAIR] = {TEXT_RECORD_PAIR},
    [RECORD_REDIRECTED] = {TEXT_RECORD_REDIRECTED},
    [RECORD_RELEASE] = {TEXT_RECORD_RELEASE},
};
