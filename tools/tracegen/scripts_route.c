/* SPDX-License-Identifier: MIT
 *
 * Records of calls that go on to another number or another member: forwarding,
 * blind transfer, hunt lists and their queue. */
#include "scripts_parts.h"

/* The number that the call goes to instead: the calling party's leg stays,
 * another Cdcc takes it and asks digit analysis. */
#define FORWARDING "Forwarding({n},100,50,{feature})"
#define FORWARDS "ForwardManager({n},100,51,1)"
#define REDIRECT_REQ                                                           \
    "SsType=16777219 SsKey={feature} SsNode={n} SsParty={ci_a} "               \
    "priCSS={partition_key} priDn:ti=1nd={redirect}pi=0si1 secCSS =  "         \
    "secDn =pi=0si1 maskedName=locale: 1 Name:  UnicodeName:  "                \
    "SsOriginalRFR={rfr} SsLastRFR={rfr} IfSuccess=F "                         \
    "modifiedCgpn=tn=0npi=0ti=1nd={dn_a}pi=1si1 mCgNum={dn_a}"

static const char *const TEXT_REDIRECT[] = {
    "nC " FORWARDING "|" FORWARDS "|1",
    "nS SsRedirectCallReq|wait|" CC "|" FORWARDING "|" REDIRECT_REQ,
    "nS SsRedirectCallReq|{call_state}|" OLD_CDCC "|" CC "|" REDIRECT_REQ,
    "nC " CDCC "|" CC "|2",
    "nS CfRedirectingDestinationRegister|tcc_idle0|" CDCC "|" OLD_CDCC
    "|orphanedCI= {ref_ci} collectCodeIfNeeded= 0",
    NULL,
};

#define REDIRECT_RES                                                           \
    "Type=16777219 Key={feature} ANode={n} ASs={ci_a} BNode={m} BSs={ci_b} "   \
    "RedirectCallResult=0 sideABridgeParticipantID= sideBBridgeParticipantID=" \
    " CFBCtrlSecIcon=F"

static const char *const TEXT_REDIRECTED[] = {
    "nS SsRedirectCallRes|wait|" FORWARDS "|" CDCC "|" REDIRECT_RES,
    "nS CfRedirectionInformationRegister|await_redirection_dest_info|" OLD_CDCC
    "|" CDCC "|CI= {ref_ci}",
    "nS SsRedirectCallRes|await_redirect_res|" FORWARDING "|" FORWARDS
    "|" REDIRECT_RES,
    "nP " OLD_CDCC,
    NULL,
};

/* Forward all: the line takes the call but offers it to no phone. */
static const char *const TEXT_REDIRECT_DROP_PHONE[] = {
    ">S CcSetupReq|restart0|" LINE_B "|" CDCC "|" SETUP_REQ_CC,
    "mA LineControl({line_b}): restart0_CcSetupReq - call forward all is on, "
    "destination={redirect}",
    NULL,
};

static const char *const TEXT_FORWARD_TIMER[] = {
    "mT CcNoAnswerTimer|call_received7|" LCDPC_B "|SdlTimerService({m},100,3,"
    "1)|{m},100,179,{lcdpc_b}.4^*^*|",
    NULL,
};

/* A hunt list: one leg, offered to one member after the other. */
#define HUNT "HuntListCdrc({n},100,116,{members})"
#define MEMBER_INFO                                                            \
    "CI={ci_b} CI.branch=0  huntPilot=tn=0npi=0ti=1nd={dialed}pi=0si1 "        \
    "huntMemberDn=tn=0npi=0ti=1nd={dn_b}pi=0si1 devName={dev_b}"

#define REFUSED_B                                                              \
    SIP_B " Sip_disc_cause= {status} cause={cause} isReasonHdrVal= F"

static const char *const TEXT_HUNT_FIRST[] = {
    "nS CcSetupReq|restart0|" LIST "|" CDCC "|" SETUP_REQ_CC,
    "nA RouteListControl::idle_CcSetupReq - RouteList({list}), numberSetup=0 "
    "numberMember={member_n} vmEnabled=0",
    "nA RouteList - RouteListName=''{list}'' "
    "CallableEndPointName=''{list_key}'' routeListEnabled=''1''",
    "nA RouteList - RouteGroup count=''1''",
    "nC " HUNT "|" LIST "|1",
    "nS CcSetupReq|null0|" HUNT "|" LIST "|" SETUP_REQ_CC,
    NULL,
};

static const char *const TEXT_HUNT_MEMBER[] = {
    "nS DmPidReq|initialized|DeviceManager({n},100,210,1)|" HUNT
    "| Cepn={target_key} Id={num1}",
    "nA SMDMSharedData::findLocalDevice - Name={target} Key={target_key} "
    "isActvie=1 Pid=({target_pid}) found",
    "nS DmPidRes|select_facility|" HUNT
    "|DeviceManager({n},100,210,1)| Cepn={target_key} Id={num1} ccmType=4 "
    "DeviceName={target} Pid={target_process},{target_key}",
    "nA RouteListCdrc::routeAction -- current device name={target_key}, idle "
    "or available",
    "nA RouteListCdrc::distributeCall ccSetupReq CI={ci_b} BRANCH=0",
    "nS CcHuntMemberInfo|tcc_transit_call_proceeding5|" CDCC "|" HUNT
    "|" MEMBER_INFO,
    NULL,
};

static const char *const TEXT_HUNT_NEXT[] = {
    "nT HuntRNATimer|alerting|" HUNT "|SdlTimerService({n},100,3,1)|{n},100,"
    "116,{members}.7^*^*|",
    NULL,
};

static const char *const TEXT_HUNT_BUSY[] = {
    "mS SIPDisconnInd|wait|" STATION_B "|" HANDLER_B "|" REFUSED_B,
    "mS SIPDisconnInd|outCall_proceeding|" CDPC_B "|" CDFC_B "|" REFUSED_B,
    "mS CcRejInd|restart0|" LINE_B "|" CDPC_B "|" REJECT_CC,
    "mS CcRejInd|call_received7|" LCDPC_B "|" LINE_B "|" REJECT_CC,
    "<S CcRejInd|wait|" HUNT "|" LCDPC_B "|" REJECT_CC,
    "mP " LCDPC_B,
    "mP " CDPC_B,
    "mP " CDFC_B,
    NULL,
};

#define HUNT_DISC                                                              \
    "CI={ci_b} CI.branch=0  clearType=0 c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "    \
    "cv=19 " IE " OnBehalf=Hunt rfr=0 localPatternUsage=2 " TRANSPARENT
#define HUNT_REL                                                               \
    "CI={ci_b} CI.branch=0  c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 CV=19 "          \
    "isDeskPickup=F dtmDisconn=F " IE TRANSPARENT

/* The member is given up; the leg goes on. */
static const char *const TEXT_HUNT_DROP[] = {
    ">S CcDisconnReq|restart0|" LINE_B "|" HUNT "|" HUNT_DISC,
    "mS CcDisconnReq|call_received7|" LCDPC_B "|" LINE_B "|" HUNT_DISC,
    "mS CcDisconnReq|outCall_180Rcvd|" CDPC_B "|" CDFC_B "|" HUNT_DISC,
    "mS SIPDisconnReq|wait|" HANDLER_B "|" CDPC_B "|" SIP_B
    " ccCause= 19 sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_HUNT_DROPPED[] = {
    "mS CcRelInd|restart0|" LINE_B "|" CDPC_B "|" HUNT_REL,
    "mS CcRelInd|call_received7|" LCDPC_B "|" LINE_B "|" HUNT_REL,
    "<S CcRelInd|wait|" HUNT "|" LCDPC_B "|" HUNT_REL,
    "mP " LCDPC_B,
    "mP " CDPC_B,
    "mP " CDFC_B,
    NULL,
};

/* Another phone of the line has answered. */
static const char *const TEXT_BRANCH_DROP[] = {
    "mS CcDisconnReq|outCall_180Rcvd|" CDPC_B "|" CDFC_B
    "|CI={ci_b} CI.branch=0  clearType=0 c.l=0 " IE " OnBehalf=Device",
    "mS SIPDisconnReq|wait|" HANDLER_B "|" CDPC_B "|" SIP_B
    " ccCause= 0 sip_disc_cause= 0",
    NULL,
};

static const char *const TEXT_BRANCH_DROPPED[] = {
    "mP " CDPC_B,
    "mP " CDFC_B,
    NULL,
};

/* One phone of the line refuses: the leg goes on with the others. */
static const char *const TEXT_BRANCH_REFUSED[] = {
    "mS SIPDisconnInd|wait|" STATION_B "|" HANDLER_B "|" REFUSED_B,
    "mS SIPDisconnInd|outCall_proceeding|" CDPC_B "|" CDFC_B "|" REFUSED_B,
    "mP " CDPC_B,
    "mP " CDFC_B,
    NULL,
};

static const char *const TEXT_HUNT_END[] = {
    "nA RouteListCdrc::HUNT_TERMINATED - no more members",
    "nS CcRejInd|wait|" CC "|" HUNT "|" REJECT_CC,
    "nS CcRejInd|tcc_call_alerting6|" CDCC "|" CC "|" REJECT_CC,
    "nP " HUNT,
    NULL,
};

/* Nobody has registered with the line. */
static const char *const TEXT_UNREGISTERED_PHONE[] = {
    ">S CcSetupReq|restart0|" LINE_B "|" CDCC "|" SETUP_REQ_CC,
    "mC " LCDPC_B "|" LINE_B "|{num1}",
    "mS CcSetupReq|null0|" LCDPC_B "|" LINE_B "|" SETUP_REQ_CC,
    "<S CcRejInd|wait|" CC "|" LCDPC_B "|" REJECT_CC,
    "nS CcRejInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" REJECT_CC,
    "mP " LCDPC_B,
    NULL,
};

/* A blind transfer: the party that was called leaves (ref_ci), the caller is
 * sent on. */
#define REDIRECTING "Redirecting({n},100,61,{feature})"
#define REFER_REQ                                                              \
    "SsType=33554440 SsKey={feature} SsNode={n} SsParty={ref_ci} "             \
    "priCSS={partition_key} priDn:ti=1nd={redirect}pi=0si1 secCSS =  "         \
    "secDn =pi=0si1 maskedName=locale: 1 Name:  UnicodeName:  "                \
    "SsOriginalRFR={rfr} SsLastRFR={rfr} IfSuccess=F resetHistory=0 "          \
    "modifiedCgpn=tn=0npi=0ti=1nd={dn_a}pi=1si1 mCgNum={dn_a}"

static const char *const TEXT_REFER_REDIRECT[] = {
    "nC " REDIRECTING "|RedirectManager({n},100,60,1)|1",
    "nS SsRedirectCallReq|wait|" CC "|" REDIRECTING "|" REFER_REQ,
    "nS SsRedirectCallReq|tcc_call_active7|" OLD_CDCC "|" CC "|" REFER_REQ,
    "nC " CDCC "|" CC "|2",
    "nS CfRedirectingDestinationRegister|tcc_idle0|" CDCC "|" OLD_CDCC
    "|orphanedCI= {ci_a} collectCodeIfNeeded= 0",
    NULL,
};

static const char *const TEXT_REFER_REDIRECTED[] = {
    "nS CcAlertInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" ALERT_B,
    "nS SsRedirectCallRes|wait|" REDIRECTING "|" CDCC
    "|Type=33554440 Key={feature} ANode={n} ASs={ci_a} BNode={m} BSs={ci_b} "
    "RedirectCallResult=0",
    NULL,
};

/* A queue in front of a hunt list: what the caller hears until a member is
 * free. */
#define QUEUE "QueueManager({n},100,66,1)"
#define QUEUE_MUSIC_REQ                                                        \
    "CI={moh} MRGLPkid= MulticastFlag=F Pid={n},100,224,{cdcc} "               \
    "AudioSourceId= 0x1 UserDefault=0 HoldType=1 "                             \
    "fateShareId={cluster}:{ci_a} videoTrafficClass=Desktop StreamId="
#define QUEUE_MUSIC_RES                                                        \
    "CI={moh} Name={moh_name} Pid={n},100,130,3 AudioSourceId=1 "              \
    "fateShareId={cluster}:{ci_a}"

static const char *const TEXT_QUEUE_ANNOUNCEMENT[] = {
    "nS MrmAllocateAnnResourceReq|waiting|" MEDIA_MANAGER "|" QUEUE
    "|CI={moh} SsType=33554447 SsKey={feature} MRGLPkid= AnnId=125 "
    "fateShareId={cluster}:{ci_a}",
    "nS MrmAllocateAnnResourceRes|waiting|" QUEUE "|" MEDIA_MANAGER
    "|CI={moh} Name={moh_name} Pid={n},100,128,2 AnnId=125",
    NULL,
};

static const char *const TEXT_QUEUE_MUSIC[] = {
    "nS MrmAllocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|" QUEUE_MUSIC_REQ,
    "nS MrmAllocateMohResourceReq|waiting|MediaResourceCdpc({n},100,143,{num1})"
    "|" MEDIA_MANAGER "|" QUEUE_MUSIC_REQ,
    "nS MrmAllocateMohResourceRes|waiting|" MEDIA_MANAGER
    "|MediaResourceCdpc({n},100,143,{num1})|" QUEUE_MUSIC_RES,
    NULL,
};

static const char *const TEXT_QUEUE_CONNECT[] = {
    "nA ARBTRY-ConnectionManager-wait_MediaConnectRequest({ci_a},{moh})",
    NULL,
};

static const char *const TEXT_QUEUE_OVER[] = {
    "nS MrmDeallocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|ClearType= 0 CI={moh} Count=0",
    NULL,
};

const struct script_source SCRIPTS_ROUTE[SCRIPTS] = {
    [REDIRECT] = {TEXT_REDIRECT},
    [REDIRECT_DROP_PHONE] = {TEXT_REDIRECT_DROP_PHONE},
    [REDIRECTED] = {TEXT_REDIRECTED},
    [FORWARD_TIMER] = {TEXT_FORWARD_TIMER},
    [HUNT_FIRST] = {TEXT_HUNT_FIRST},
    [HUNT_MEMBER] = {TEXT_HUNT_MEMBER},
    [HUNT_BUSY] = {TEXT_HUNT_BUSY},
    [BRANCH_REFUSED] = {TEXT_BRANCH_REFUSED},
    [HUNT_NEXT] = {TEXT_HUNT_NEXT},
    [HUNT_END] = {TEXT_HUNT_END},
    [HUNT_DROP] = {TEXT_HUNT_DROP},
    [HUNT_DROPPED] = {TEXT_HUNT_DROPPED},
    [BRANCH_DROP] = {TEXT_BRANCH_DROP},
    [BRANCH_DROPPED] = {TEXT_BRANCH_DROPPED},
    [UNREGISTERED_PHONE] = {TEXT_UNREGISTERED_PHONE},
    [REFER_REDIRECT] = {TEXT_REFER_REDIRECT},
    [REFER_REDIRECTED] = {TEXT_REFER_REDIRECTED},
    [QUEUE_ANNOUNCEMENT] = {TEXT_QUEUE_ANNOUNCEMENT},
    [QUEUE_MUSIC] = {TEXT_QUEUE_MUSIC},
    [QUEUE_CONNECT] = {TEXT_QUEUE_CONNECT},
    [QUEUE_OVER] = {TEXT_QUEUE_OVER},
};
