/* SPDX-License-Identifier: MIT
 *
 * Records of features that take legs apart and put them together otherwise:
 * park, pickup, conference. No trace of them was seen; the shapes are those of
 * an attended transfer, the reasons Cisco's redirect reasons. */
#include "scripts_parts.h"

#define PARKS "CallParkManager({n},100,65,1)"
#define PICKUPS "GroupPickUpManager({n},100,62,1)"
#define CONFERENCES "ConferenceManager({n},100,58,1)"
#define CONFERENCE_OF "Conference({n},100,59,{feature})"
#define NEW_CDCC "Cdcc({n},100,224,{old_cdcc})"

#define ASKED(fid)                                                             \
    "nS CcFeatActDataReq|call_active|" CDFC_A "|" STATION_A                    \
    "|CI={ci_a} CI.branch=0 fid=" fid " isCtiFeat=F",                          \
        "nS CcFeatActDataReq|restart0|" LINE_A "|" CDFC_A                      \
        "|CI={ci_a} CI.branch=0 fid=" fid " isCtiFeat=F",                      \
        "nS CcFeatActDataReq|wait|" CC "|" LCDPC_A                             \
        "|CI={ci_a} CI.branch=0 fid=" fid " isCtiFeat=F"
#define GIVEN(fid, name)                                                       \
    "nS CcFeatActDataRes|restart0|" LINE_A "|" CDCC                            \
    "|CI={ci_a} CI.branch=0 fid=" fid " SsType=33554437 SsKey=0 ssName=" name  \
    " isCtiFeat=F"
/* a and b are the two sides of the party's leg. */
#define INFO(manager)                                                          \
    "nS SsInfoInd|wait|" manager "|" CDCC                                      \
    "|Type=33554437 Key=0 NodeId1={n} Party1={ci_a} DevId1=({n},178,{line_a})" \
    "DevName1={dev_a} linePattern={dn_a} linePartition={partition_key} "       \
    "FeatAct=4 NodeId2={m} Party2={ci_b} DevId2=(0,0,0)DevName2={dev_b} "      \
    "transID=33555243 priParty={ref_ci} totalMsg=2 featCallTypes=0"
#define SPLIT_REQ(reason)                                                      \
    "SsType=33554437 SsKey={feature} SsNode={n} SsParty={ci_a} "               \
    "splitReason=" reason " MohActAfterSplit= 0 preserveCallHistory=F "        \
    "suppressCDR=F lockCall=F forceStopCI=0"
#define SPLIT_RES                                                              \
    "SsType=33554437 SsKey={feature} SsNodeId1={n} SsParty1={ci_a} "           \
    "SsNodeId2={m} SsParty2={ci_b} CallState=5 ss1UserState=0 ss2UserState=2"
#define SPLIT(by, manager, reason)                                             \
    "nS SsSplitReq|wait|" CC "|" by "|" SPLIT_REQ(reason),                     \
        "nS SsSplitReq|{call_state}|" CDCC "|" CC "|" SPLIT_REQ(reason),       \
        "nS CfSplitPartyRegister|tcc_idle0|" NEW_CDCC "|" CDCC "|",            \
        "nS SsSplitRes|wait|" manager "|" CDCC "|" SPLIT_RES
#define CLEAR "SsType=33554437 SsKey={feature} SsNode={n} SsParty={ci_a} " IE

#define JOIN_REQ(party, reason)                                                \
    "SsType=33554437 SsKey={feature} SsNodeId1={n} SsParty1={ci_a} "           \
    "SsNodeId2={m} SsParty2={" party "} lrnInstruction=0 joinReason=" reason   \
    " mobileCallType=0 GCIToPreserve=0 PreserveOriginalCallInfo=F "            \
    "ChangeDisplay=T SuppressParty=0"
#define JOIN_RES(party)                                                        \
    "SsType=33554437 SsKey={feature} SsNodeId1={n} SsParty1={ci_a} "           \
    "SsNodeId2={m} SsParty2={" party "} callState=4 ss1UserState=2 "           \
    "ss2UserState=5"
/* Of a with a leg of somebody else's call, which may be on another node. */
#define JOIN(by, manager, reason)                                              \
    "nS SsJoinReq|wait|" CC "|" by "|" JOIN_REQ("ci_b", reason),               \
        "nS SsJoinReq|tcc_intercept|" CDCC "|" CC                              \
        "|" JOIN_REQ("ci_b", reason),                                          \
        ">S CfJoinSecondaryReq|tcc_intercept|Cdcc({m},100,224,{old_cdcc})"     \
        "|" CDCC "|CI= {ci_b}",                                                \
        "<S CfJoinPartyRegister|tcc_await_join_secondary_response|" CDCC       \
        "|Cdcc({m},100,224,{old_cdcc})|CI= {ci_a}",                            \
        "nS SsJoinRes|wait|" manager "|" CDCC "|" JOIN_RES("ci_b"),            \
        "nS PolicyAndCACJoinSessionReq|wait|" RESERVE "|" CDCC                 \
        "|CI= {ci_a}  aCI={ci_a} bCI={ci_b} isASerCI=F isBSerCI=F "            \
        "aNodeId={n} bNodeId={m} callState=4",                                 \
        "mP Cdcc({m},100,224,{old_cdcc})"
#define NOTIFY(reached, reason, feature)                                       \
    "nS CcNotifyReq|restart0|" LINE_A "|" CDCC "|CI={ci_a} CI.branch=0  "      \
    "lPart={partition_key} lPatt={dn_a} "                                      \
    "lModNum=tn=0npi=0ti=1nd={dn_a}pi=1si1 lName=" NAME " cName=" NAME         \
    " cn:tn=0npi=0ti=1nd={" reached "}pi=1si1 cVMbox= lCnPart= "               \
    "lCnPatt={" reached "} rn:pi=0si1 lLRPart= "                               \
    "oCdpn:tn=0npi=0ti=1nd={" reached "}pi=0si1 oRFR =" reason                 \
    " onBehalf=" feature " whichSide=1 holdFlag=0 notifyMsg=locale: 1 Name:  " \
    "UnicodeName: "

#define OUT_REQ(feature, cause)                                                \
    "CI={ci_a} CI.branch=0  clearType=0 c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "    \
    "cv=" cause " " IE " OnBehalf=" feature                                    \
    " rfr=0 localPatternUsage=2 connectedPatternUsage=0 rdDestPart= "          \
    "rdDestPatt= rdDestCdpn=pi=0si1 annId=0 dtmCall=F forcedClear="            \
    "F " TRANSPARENT
#define OUT(feature, cause)                                                    \
    "nS CcDisconnReq|restart0|" LINE_A "|" NEW_CDCC                            \
    "|" OUT_REQ(feature, cause),                                               \
        "nS CcDisconnReq|{line_state_a}|" LCDPC_A "|" LINE_A                   \
        "|" OUT_REQ(feature, cause),                                           \
        "nS CcDisconnReq|wait|" STATION_A "|" LCDPC_A                          \
        "|" OUT_REQ(feature, cause),                                           \
        "nS CcDisconnReq|translate|" CDFC_A "|" STATION_A                      \
        "|" OUT_REQ(feature, cause),                                           \
        "nS CcDisconnReq|{sip_state_a}|" CDPC_A "|" CDFC_A                     \
        "|" OUT_REQ(feature, cause),                                           \
        "nS SIPDisconnReq|wait|" HANDLER_A "|" CDPC_A "|" SIP_A                \
        " ccCause= " cause " sip_disc_cause= 0"

/* a parks b. */
static const char *const TEXT_PARK[] = {
    ASKED("6"),
    GIVEN("6", "Park"),
    INFO(PARKS),
    SPLIT(PARKS, PARKS, "7"),
    "nS SsClearCallReq|wait|" CC "|" PARKS "|" CLEAR,
    OUT("Park", "0"),
    NULL,
};

/* a waits at the number. */
static const char *const TEXT_PARKED[] = {
    NOTIFY("park", "7", "Park"),
    "nS MrmAllocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|CI={moh} MRGLPkid= MulticastFlag=F Pid={n},100,224,{cdcc} "
    "AudioSourceId= 0x1 fateShareId={cluster}:{ci_a} StreamId=",
    "nS MrmAllocateMohResourceRes|waiting|" MEDIA_MANAGER
    "|MediaResourceCdpc({n},100,143,{num1})|CI={moh} Name={moh_name} "
    "Pid={n},100,130,3 AudioSourceId=1 fateShareId={cluster}:{ci_a}",
    "nA ARBTRY-ConnectionManager-wait_MediaConnectRequest({ci_a},{moh})",
    NULL,
};

static const char *const TEXT_PARK_FOUND[] = {
    "nS CcProceedReq|restart0|" LINE_A "|" CDCC "|" PROCEED_A,
    "nS CcProceedReq|call_initiated1|" LCDPC_A "|" LINE_A "|" PROCEED_A,
    "nS CcProceedReq|wait|" STATION_A "|" LCDPC_A "|" PROCEED_A,
    "nS CcProceedReq|call_initiated1|" CDFC_A "|" STATION_A "|" PROCEED_A,
    "nS CcProceedReq|inCall_inviteRcvd|" CDPC_A "|" CDFC_A "|" PROCEED_A,
    NULL,
};

/* b gets a, who was parked. */
static const char *const TEXT_PARK_JOIN[] = {
    "nS MrmDeallocateMohResourceReq|waiting|" MEDIA_MANAGER "|" MATRIX
    "|ClearType= 0 CI={moh} Count=0",
    JOIN(PARKS, PARKS, "8"),
    NOTIFY("dn_b", "8", "Park"),
    NULL,
};

/* a presses the key. */
static const char *const TEXT_PICKUP[] = {
    ASKED("5"),
    NULL,
};

/* a, who is called, loses the call. */
static const char *const TEXT_PICKUP_SPLIT[] = {
    SPLIT(PICKUPS, PICKUPS, "5"),
    NULL,
};

static const char *const TEXT_PICKUP_JOIN[] = {
    JOIN(PICKUPS, PICKUPS, "5"),
    NULL,
};

static const char *const TEXT_PICKUP_DROP[] = {
    OUT("PickUp", "16"),
    NULL,
};

/* a's leg and what it had are gone. */
static const char *const TEXT_PARTY_GONE[] = {
    "nS CcRelInd|restart0|" LINE_A "|" CDPC_A "|" REL_IND("ci_a"),
    "nS CcRelInd|{line_state_a}|" LCDPC_A "|" LINE_A "|" REL_IND("ci_a"),
    "nS CcRelInd|wait|" CC "|" LCDPC_A "|" REL_IND("ci_a"),
    "nS CcRelInd|tcc_await_incoming_release8|" NEW_CDCC "|" CC
    "|" REL_IND("ci_a"),
    "nP " NEW_CDCC,
    "nP " LCDPC_A,
    "nP " CDPC_A,
    "nP " CDFC_A,
    NULL,
};

static const char *const TEXT_CONFERENCE[] = {
    ASKED("3"),
    GIVEN("3", "Conference"),
    "nC " CONFERENCE_OF "|" CONFERENCES "|1",
    NULL,
};

static const char *const TEXT_CONFERENCE_INFO[] = {
    INFO(CONFERENCES),
    NULL,
};

/* A leg of the bridge for a. */
#define BRIDGE_REQ                                                             \
    "CI={bridge_ci} SsType=33554438 SsKey={feature} MRGLPkid= "                \
    "fateShareId={cluster}:{ci_a}"

static const char *const TEXT_CONFERENCE_BRIDGE[] = {
    "nS MrmAllocateUcbResourceReq|waiting|" MEDIA_MANAGER "|" CONFERENCE_OF
    "|" BRIDGE_REQ,
    "nS MrmAllocateUcbResourceRes|waiting|" CONFERENCE_OF "|" MEDIA_MANAGER
    "|CI={bridge_ci} SsType=33554438 SsKey={feature} DN={bridge_dn} "
    "Name={bridge} Pid={n},100,129,2",
    NULL,
};

static const char *const TEXT_CONFERENCE_SPLIT[] = {
    SPLIT(CONFERENCE_OF, CONFERENCES, "98"),
    NULL,
};

static const char *const TEXT_CONFERENCE_JOIN[] = {
    "nS SsJoinReq|wait|" CC "|" CONFERENCE_OF "|" JOIN_REQ("bridge_ci", "98"),
    "nS SsJoinReq|tcc_intercept|" CDCC "|" CC "|" JOIN_REQ("bridge_ci", "98"),
    "nS CfJoinSecondaryReq|tcc_intercept|Cdcc({n},100,224,{far_ci})|" CDCC
    "|CI= {bridge_ci}",
    "nS CfJoinPartyRegister|tcc_await_join_secondary_response|" CDCC
    "|Cdcc({n},100,224,{far_ci})|CI= {ci_a}",
    "nS SsJoinRes|wait|" CONFERENCES "|" CDCC "|" JOIN_RES("bridge_ci"),
    "nS SsJoinRes|joining_tertiary_call|" CONFERENCE_OF "|" CONFERENCES
    "|" JOIN_RES("bridge_ci"),
    "nA ARBTRY-ConnectionManager-wait_MediaConnectRequest({ci_a},{bridge_ci})",
    NULL,
};

static const char *const TEXT_CONFERENCE_OVER[] = {
    "nS SsClearCallReq|wait|" CC "|" CONFERENCE_OF "|" CLEAR,
    OUT("Conference", "0"),
    NULL,
};

/* The bridge's leg goes with its party. */
static const char *const TEXT_CONFERENCE_LEFT[] = {
    "nS CcRelInd|tcc_await_one_way_release11|" CDCC "|" CC
    "|CI={bridge_ci} CI.branch=0 c.l=0",
    NULL,
};

const struct script_source SCRIPTS_JOIN[SCRIPTS] = {
    [PARK] = {TEXT_PARK},
    [PARKED] = {TEXT_PARKED},
    [PARK_FOUND] = {TEXT_PARK_FOUND},
    [PARK_JOIN] = {TEXT_PARK_JOIN},
    [PICKUP] = {TEXT_PICKUP},
    [PICKUP_SPLIT] = {TEXT_PICKUP_SPLIT},
    [PICKUP_JOIN] = {TEXT_PICKUP_JOIN},
    [PICKUP_DROP] = {TEXT_PICKUP_DROP},
    [PARTY_GONE] = {TEXT_PARTY_GONE},
    [CONFERENCE] = {TEXT_CONFERENCE},
    [CONFERENCE_INFO] = {TEXT_CONFERENCE_INFO},
    [CONFERENCE_BRIDGE] = {TEXT_CONFERENCE_BRIDGE},
    [CONFERENCE_SPLIT] = {TEXT_CONFERENCE_SPLIT},
    [CONFERENCE_JOIN] = {TEXT_CONFERENCE_JOIN},
    [CONFERENCE_OVER] = {TEXT_CONFERENCE_OVER},
    [CONFERENCE_LEFT] = {TEXT_CONFERENCE_LEFT},
};
