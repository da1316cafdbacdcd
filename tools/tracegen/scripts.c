/* SPDX-License-Identifier: MIT
 *
 * A call's records from the first message to digit analysis and the offer to
 * the called side. The letters at the start of each are told in text.h. */
#include "scripts.h"

#include "scripts_parts.h"

static const char *const TEXT_STACK_READ[] = {
    "nN SIPSocketProtocol({n},100,14,{c_process})::handleReadComplete send "
    "SdlReadRsp: size {c_bytes}",
    "nS SdlReadRsp|wait|SIPTcp({n},100,74,1)|SdlTCPConnection({n},100,14,"
    "{c_process})|*TraceFlagOverrode",
    "nA SIPTcp - SdlRead bufferLen={c_bytes}",
    NULL,
};

static const char *const TEXT_STACK_IN[] = {
    "nA SIPTcp - SignalCounter = {counter}",
    "nS SIPSPISignal|wait|" HANDLER_A "|SIPTcp({n},100,74,1)|"
    "*TraceFlagOverrode",
    "nA //SIP/Stack/Info/0x0/ccsip_process_sipspi_queue_event: "
    "ccsip_spi_get_msg_type returned: 2 (SIP_NETWORK_MSG), for event 1 "
    "(SIPSPI_EV_NEW_MESSAGE)",
    "nA //SIP/Stack/Transport/0x0/sipTransportProcessNWNewConnMsg: "
    "context=(nil)",
    "nA //SIP/Stack/Transport/0x0/sipConnectionManagerProcessNewConnMsg: "
    "gConnTab=0xe{hex1}, addr={c_ip}, port={c_port}, connid={c_index}, "
    "transport={c_transport}",
    "nA //SIP/Stack/Info/0x0/sipHolderGetConnInstance: Return existing "
    "connection for port {c_port} connId {c_index}",
    "nA //SIP/Stack/Transport/0x0/sipSPIUpdateResponseInfo: Dialog Transaction "
    "Address {c_ip},Port {c_port}, Transport 2, SentBy Port {c_port}",
    "nA //SIP/Stack/States/0x0xe{hex2}/sipSPIChangeState: 0xe{hex2} : State "
    "change from (STATE_NONE, SUBSTATE_NONE)  to (STATE_IDLE, SUBSTATE_NONE)",
    NULL,
};

static const char *const TEXT_STACK_SEND[] = {
    "nA //SIP/Stack/Transport/0x0xe{hex2}/sipTransportPostSendMessage: Posting "
    "send for msg=0xe{hex3}, addr={c_ip}, port={c_port}, connId={c_index} for "
    "{c_transport}",
    "nS SIPSPISignal|wait|SIPTcp({n},100,74,1)|" HANDLER_A "|"
    "*TraceFlagOverrode",
    NULL,
};

#define SETUP_IND_TEXT                                                         \
    " SignalInfo= SIPInviteSdp CcbId= {ccb_a} --TransType=1 "                  \
    "--TransSecurity=0 "                                                       \
    "PeerAddr = {ip_a}:{port_a} IdParse= 1 callingNum= {dn_a} callingName= "   \
    "{dn_a} calledNum= {asked} SessionID: Device="

static const char *const TEXT_SETUP_IND[] = {
    "nA //SIP/SIPHandler/ccbId={ccb_a}/scbId=0/_ccsip_api_call_setup_ind: "
    "sdppresent? 1 1",
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/getCalledNumberUri: SIP URL "
    "{asked}@{fqdn_a}:5060",
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/parseContactHeader: Incoming "
    "Contact=[<sip:{uuid_a}@{ip_a}:{port_a};transport=tcp>;"
    "+u.sip!devicename.ccm.cisco.com=\"{dev_a}\"]",
    "nS SIPSetupInd|wait|SIPStationInit({n},100,75,1)|" HANDLER_A
    "|" SETUP_IND_TEXT,
    "nA SIPStationInit: forwardSIPSignal: dialog=0",
    "nA SIPStationInit: connID={c_index}, {dev_a}, {ip_a}:{port_a}, Routed "
    "signal by connection index to ({n},100,76,{station_a})",
    NULL,
};

static const char *const TEXT_SETUP_IND_STATION[] = {
    "nS SIPSetupInd|wait|" STATION_A "|SIPStationInit({n},100,75,1)"
    "|" SETUP_IND_TEXT,
    "nA SIPStationD({station_a}) - getLineFromRequest: Search succeeded, "
    "lineNum=1, anonymous=false",
    "nA SIPStationD({station_a}) - wait_SIPSetupInd line 1.",
    "nC " CDFC_A "|" STATION_A "|{num1}",
    NULL,
};

#define CI_RES                                                                 \
    "CI={ci_a} CI.branch=0  ci={ci_a} callIns=1 handle=0 handle2=0 "           \
    "ControlProcessType=0"

static const char *const TEXT_CALL_INITIATED[] = {
    "nS CcCiReq|restart0|" LINE_A "|" CDFC_A "| handle=0 handle2=0pi=0si1",
    "nS CcCiReq|wait|" CC "|" LINE_A "| handle=0 handle2=0pi=0si1",
    "nS CcCiRes|restart0|" LINE_A "|" CC "|" CI_RES,
    "nC " LCDPC_A "|" LINE_A "|{num2}",
    "nS CcCiRes|null0|" LCDPC_A "|" LINE_A "|" CI_RES,
    "nS CcCiRes|wait|" STATION_A "|" LCDPC_A "|" CI_RES,
    "nS LineSetCallState|restart0|" LINE_A "|" LCDPC_A
    "|CallState = call_initiated1",
    "nS CcCiRes|await_ci_res|" CDFC_A "|" STATION_A "|" CI_RES,
    "nS SIPSetupInd|await_setup|" CDFC_A "|" STATION_A "|" SETUP_IND_TEXT,
    "nA INFO: SIPStationCdfc::processSIPSetupInd ci = {ci_a}, ccbId = {ccb_a} "
    "holdFid = 0 mCallInfo.getOffHookWithFeature = 0",
    "nA INFO: SIPStationCdfc::processSIPSetupInd enbloc dialing, "
    "numDigits={digits}",
    "nC " CDPC_A "|" CDFC_A "|{num3}",
    "nS Start|start|" CDPC_A "|" CDPC_A "|*TraceFlagOverrode",
    "nA SIPCdpc({cdpc_a}) - getDefAe: SIPCdpc={cdpc_a}, nodeId={n}, "
    "processNumber=76  ci={ci_a}, branch=0",
    "nS SIPSetupInd|null0|" CDPC_A "|" CDFC_A "|" SETUP_IND_TEXT,
    NULL,
};

static const char *const TEXT_SETUP_A[] = {
    "nS PolicyAndCACRegisterReq|wait|" RESERVE "|" CDPC_A
    "|CI= {ci_a} Branch= 0  reg=Test_Region cap=5 loc=1 MRGLPkid= PrecLev=5 "
    "bearerlessCall=F VCall=F MMCap=0x1 VCapCount=0 regiState=0 medReq=0 "
    "IsEmccD=F EmccDName={dev_a} rcId= ipMode=0 eoType=2 getPort=F sRTP=F",
    "nS LBMRegisterReq|active|LBMInterface({n},100,180,1)|" RESERVE
    "|ci={ci_a} location=1 locName=Hub_Test fateShareId={cluster}:{ci_a} "
    "bearerless=F videoCall=F videoCap=F",
    "nA LBMIF: CI: {ci_a} REGISTER {n},100,85,{cdpc_a} dev 0xd{hex1}",
    "nS PolicyAndCACRegisterRes|inCall_waitRSVPRes|" CDPC_A "|" RESERVE
    "|CI= {ci_a} Branch= 0  Status=1 Status=1 rsvpPol=0 vCall=F "
    "DevicecontrolPid={n},100,85,{cdpc_a} DeviceCdpcPid={n},100,85,{cdpc_a}",
    "nS CcRegisterPartyA|restart0|" LINE_A "|" CDPC_A "|" PARTY_A,
    "nS CcSetupInd|restart0|" LINE_A "|" CDPC_A "|" SETUP_IND_CC,
    "nS SIPSetupAccepted|call_initiated1|" CDFC_A "|" CDPC_A
    "| CAL={v=-1, m=-1, tDev=F, res=F, devType=0} Session-ID: ;remote=",
    "nS CcRegisterPartyA|call_initiated1|" LCDPC_A "|" LINE_A "|" PARTY_A,
    "nS CcSetupInd|call_initiated1|" LCDPC_A "|" LINE_A "|" SETUP_IND_CC,
    "nA LineCdpc({lcdpc_a}): -dispatchToOnlySIPDevices-, "
    "sigName=LmKeyReplaceReq, device={dev_a}",
    "nS CcRegisterPartyA|wait|" CC "|" LCDPC_A "|" PARTY_A,
    "nC " CDCC "|" CC "|{num1}",
    "nS CcSetupInd|wait|" CC "|" LCDPC_A "|" SETUP_IND_CC,
    "nS CcRegisterPartyA|tcc_idle0|" CDCC "|" CC "|" PARTY_A,
    "nS CcSetupInd|tcc_idle0|" CDCC "|" CC "|" SETUP_IND_CC,
    "nA Cdcc::preliminaryProcessCcSetupInd({num2}): precLvl=5",
    NULL,
};

#define SDP_LINES(k)                                                           \
    k " sBandwidth:: enabledMask=0x1 as=4064 ct=0 tias=0 maxprate=0",          \
        k " sipp:  ispres=1, role=0 vers=0 anat=0", k " ngroups 0",            \
        k " No Session level unrecognized attributes list.",                   \
        k " nAudio=1, mDTMFP.PayloadNum=0",                                    \
        k " remoteIpAddr={c_ip} remoteRtpPortNumber={rtp_a} stackIdx=1 "       \
          "telephonyEvent=101 silenceSuppressionFlag=0 mSDPMode=0 idleFlag=0 " \
          "mid=-1",                                                            \
        k " RTP=1 SRTP=0 CapCount=5 ", k "6(20) ", k "4(20) ", k "2(20) ",     \
        k "11(20) ", k "v150LC(0,RFC2833 pt=0) t38LC(0) ",                     \
        k " No unrecognized attributes list.", k " nVideo=0", k " nApp=0",     \
        k " nBFCPApp=0", k " nIXApp=0"

static const char *const TEXT_SDP_IN[] = {
    SDP_LINES("nA DET-SDPMsg-"),
    NULL,
};

static const char *const TEXT_DIGITS[] = {
    "nS DaReq|wait|Da({n},100,216,1)|" CDCC
    "| CI={ci_a} Fqdn=ti=1nd={dn_a}pi=0si1 Cgpn=tn=0npi=0ti=1nd={dn_a}pi=1si1 "
    "DialedNum=tn=0npi=1ti=1nd={dialed}User={dialed}Host={fqdn_a}Port=5060"
    "PassWord=Madder=Transport=4mDisplayName=RawUrl=sip:{dialed}@{fqdn_a};"
    "user=phoneOrigPort=0pi=0si1 requestID=0 DigitAnalysisComplexity={dac} "
    "CallingUser= IgnoreIntercept=0 callingDeviceName={dev_a}",
    "nA Digit Analysis: star_DaReq: "
    "daReq.partitionSearchSpace(:{partition_key}), "
    "filteredPartitionSearchSpaceString({css}), "
    "partitionSearchSpaceString({css})",
    "nA Digit Analysis: Host Address={fqdn_a} MATCHES the FQDN or IP addr of a "
    "node in the cluster.",
    "nA Digit Analysis: star_DaReq: Matching SIP URL, Numeric User, "
    "user={dialed}",
    "nA Digit Analysis: getDaRes data: daRes.ssType=[0] Intercept "
    "DAMR.sstype=[0], TPcount=[0], DAMR.NotifyCount=[0], DaRes.NotifyCount=[0]",
    "nA Digit analysis: patternUsage=5",
    "nA Digit analysis: match(pi=\"2\", fqcn=\"{dn_a}\", cn=\"{dn_a}\","
    "plv=\"5\", pss=\"{css}\", TodFilteredPss=\"{css}\", dd=\"{dialed}\","
    "dac=\"{dac}\")",
    NULL,
};

static const char *const TEXT_DIGITS_MATCH[] = {
    "nA Digit analysis: analysis results",
    "nA |PretransformCallingPartyNumber={dn_a}\n"
    "|CallingPartyNumber={dn_a}\n"
    "|DialingPartition={partition}\n"
    "|DialingPattern={pattern}\n"
    "|FullyQualifiedCalledPartyNumber={transformed}\n"
    "|DialingPatternRegularExpression={regex}\n"
    "|DialingWhere=\n"
    "|PatternType=Enterprise\n"
    "|PotentialMatches=NoPotentialMatchesExist\n"
    "|DialingSdlProcessId=(0,0,0)\n"
    "|PretransformDigitString={transformed}\n"
    "|PretransformTagsList={pre_tags}\n"
    "|PretransformPositionalMatchList={pre_positions}\n"
    "|CollectedDigits={called}\n"
    "|UnconsumedDigits=\n"
    "|TagsList={tags}\n"
    "|PositionalMatchList={positions}\n"
    "|VoiceMailbox=\n"
    "|VoiceMailCallingSearchSpace=\n"
    "|VoiceMailPilotNumber=\n"
    "|RouteBlockFlag=RouteThisPattern\n"
    "|RouteBlockCause=0\n"
    "|AlertingName=\n"
    "|UnicodeDisplayName=\n"
    "|DisplayNameLocale=1\n"
    "|OverlapSendingFlagEnabled=0\n"
    "|WithTags=\n"
    "|WithValues=\n"
    "|CallingPartyNumberPi=NotSelected\n"
    "|ConnectedPartyNumberPi=NotSelected\n"
    "|CallingPartyNamePi=NotSelected\n"
    "|ConnectedPartyNamePi=NotSelected\n"
    "|CallManagerDeviceType=NoDeviceType\n"
    "|PatternPrecedenceLevel=Routine\n"
    "|CallableEndPointName=[{target_key}]\n"
    "|PatternNodeId=[{pattern_key}]\n"
    "|AARNeighborhood=[]\n"
    "|AARDestinationMask=[]\n"
    "|AARKeepCallHistory=true\n"
    "|AARVoiceMailEnabled=false\n"
    "|NetworkLocation=OnNet\n"
    "|Calling Party Number Type=Cisco Unified CallManager\n"
    "|Calling Party Numbering Plan=Cisco Unified CallManager\n"
    "|Called Party Number Type=Cisco Unified CallManager\n"
    "|Called Party Numbering Plan=Cisco Unified CallManager\n"
    "|ProvideOutsideDialtone=true\n"
    "|AllowDeviceOverride=false\n"
    "|IsEmergencyNumber=false\n"
    "|AlternateMatches= Information Not Available\n"
    "|TranslationPatternDetails= Information Not Available\n"
    "|ResourcePriorityNamespace=\n"
    "|PatternRouteClass=RouteClassDefault",
    "nS DmPidReq|initialized|DeviceManager({n},100,210,1)|Da({n},100,216,1)"
    "| Cepn={target_key} Id={num1}",
    "nA SMDMSharedData::findAliasRegInfo - AliasName = {target_key} not in "
    "AliasInfo hashmap",
    "nA DeviceManager::star_DmPidReq - RequestedName={target_key} "
    "LookupName={target_key}",
    NULL,
};

static const char *const TEXT_DIGITS_NONE[] = {
    "nA Digit analysis: potentialMatches=NoPotentialMatchesExist",
    "nS DaRes|setup_da|" CDCC "|Da({n},100,216,1)|CI={ci_a} "
    "NoPotentialMatchesExist  PretransformCgpn=tn=0npi=0ti=1nd={dn_a}pi=0si1 "
    "Cgpn=tn=0npi=0ti=1nd={dn_a}pi=0si1 DialingPartition= DialingPattern= "
    "DialingRPRE= PID=(0,0,0) PretransformCdpn=pi=0si1 PretransformTags= "
    "PretransformPos= CollectedDigits=pi=0si1 Tags= Pos= patternUsage "
    "=0requestID =0",
    NULL,
};

static const char *const TEXT_TARGET_LOCAL[] = {
    "nA SMDMSharedData::findLocalDevice - Name={target} Key={target_key} "
    "isActvie=1 Pid=({target_pid}) found",
    NULL,
};

static const char *const TEXT_TARGET_REMOTE[] = {
    "nA SMDMSharedData::findRemoteDeviceAny - Key={target_key} found in "
    "RemoteDeviceInfo hashmap - PID(s)=1 Name={target} isActive=1 isDualMode=0 "
    "Protocol=LINE Pid=({target_pid})",
    NULL,
};

static const char *const TEXT_TARGET_LIST[] = {
    "nA SMDMSharedData::findLocalDevice - Name={list} Key={list_key} "
    "isActvie=1 Pid=({n},114,{list_process}) found",
    "nS DmPidRes|wait|Da({n},100,216,1)|DeviceManager({n},100,210,1)"
    "| Cepn={list_key} Id={num1} ccmType=3 DeviceName={list} "
    "Pid={n},100,114,{list_process},{list_key}",
    "nA Digit analysis: wait_DmPidRes- Partition=[] Pattern=[{pattern}] "
    "Where=[],cmDeviceType=[AccessDevice], OutsideDialtone =[1], "
    "DeviceOverride=[0], PID=" LIST ",CI=[{ci_a}],Sender=" CDCC,
    "nS DaRes|setup_da|" CDCC "|Da({n},100,216,1)|" DA_RES
    " PID=({n},114,{list_process}) " DA_RES_END,
    NULL,
};

static const char *const TEXT_TARGET[] = {
    "nS DmPidRes|wait|Da({n},100,216,1)|DeviceManager({n},100,210,1)"
    "| Cepn={target_key} Id={num1} ccmType={ccm_type} DeviceName={target} "
    "Pid={target_process},{target_key}",
    "nA Digit analysis: wait_DmPidRes- Partition=[{partition_key}] "
    "Pattern=[{pattern}] Where=[],cmDeviceType=[{device_type}], "
    "OutsideDialtone "
    "=[{dac}], DeviceOverride=[0], PID={target_class}({target_process}),"
    "CI=[{ci_a}],Sender=" CDCC,
    "nS DaRes|setup_da|" CDCC "|Da({n},100,216,1)|" DA_RES
    " PID=({target_pid}) " DA_RES_END,
    NULL,
};

#define ASSOCIATE_TEXT                                                         \
    "CI= {ci_a}  aCI={ci_a} bCI={ci_b} isASerCI=F isBSerCI=F sendResp=T "      \
    "mcNodeId=0 sideAnp=F sideBnp=F"

static const char *const TEXT_ASSOCIATE[] = {
    "nS CcProceedReq|restart0|" LINE_A "|" CDCC "|" PROCEED_A,
    "nS PolicyAndCACAssociateReq|wait|" RESERVE "|" CDCC "|" ASSOCIATE_TEXT,
    "nS CcProceedReq|call_initiated1|" LCDPC_A "|" LINE_A "|" PROCEED_A,
    "nS CACAssociateReq|active|LBMInterface({n},100,180,1)|" RESERVE
    "|" ASSOCIATE_TEXT,
    "nA LBMIF: CI: {ci_a} ASSOC    {ci_b}",
    "nA LBMIF: CI: {ci_b} ASSOC'   {ci_a}",
    "nS PolicyAndCACAssociateRes|wait|" CC "|" RESERVE "|" ASSOCIATE_TEXT,
    "nS CcProceedReq|wait|" STATION_A "|" LCDPC_A "|" PROCEED_A,
    "nS PolicyAndCACAssociateRes|tcc_register_party_b|" CDCC "|" CC
    "|" ASSOCIATE_TEXT,
    "nA Cdcc::sendCcSetupReq: precLvl=5",
    "nS CcProceedReq|call_initiated1|" CDFC_A "|" STATION_A "|" PROCEED_A,
    "nS DSetCallState|wait|" STATION_A "|" CDFC_A
    "|CallState = outgoing_call_proceeding3",
    "nS CcProceedReq|inCall_inviteRcvd|" CDPC_A "|" CDFC_A "|" PROCEED_A,
    NULL,
};

static const char *const TEXT_LIST_FIRST[] = {
    "nS CcSetupReq|restart0|" LIST "|" CDCC "|" SETUP_REQ_CC,
    "nA RouteListControl::idle_CcSetupReq - RouteList({list}), numberSetup=0 "
    "numberMember=2 vmEnabled=0",
    "nA RouteList - RouteListName=''{list}'' "
    "CallableEndPointName=''{list_key}'' routeListEnabled=''1''",
    "nA RouteList - RouteGroup count=''2''",
    "nC RouteListCdrc({n},100,115,{members})|" LIST "|1",
    "nS CcSetupReq|null0|RouteListCdrc({n},100,115,{members})|" LIST
    "|" SETUP_REQ_CC,
    "nA RouteListCdrc::null0_CcSetupReq - gets a next group while 2 groups "
    "remain",
    NULL,
};

static const char *const TEXT_LIST_MEMBER[] = {
    "nA RouteListCdrc::algorithmCategorization -- CDRC_SERIAL_DISTRIBUTION "
    "type=1",
    "nA RouteListCdrc::selectDevices -- routeGroup={group}",
    "nS DmPidReq|initialized|DeviceManager({n},100,210,1)|RouteListCdrc({n},"
    "100,115,{members})| Cepn={trunk_key} Id={num1}",
    "nA SMDMSharedData::findLocalDevice - Name={trunk} Key={trunk_key} "
    "isActvie=1 Pid=({n},84,{sipd}) found",
    "nS DmPidRes|select_facility|RouteListCdrc({n},100,115,{members})|"
    "DeviceManager({n},100,210,1)| Cepn={trunk_key} Id={num1} ccmType=8 "
    "DeviceName={trunk} Pid={n},100,84,{sipd},{trunk_key}",
    "nA RouteListCdrc::select_facility_DmPidRes: Execute a route action.",
    "nA RouteListCdrc::routeAction -- current device name={trunk_key}, idle or "
    "available",
    "nA RouteListCdrc::distributeCall ccSetupReq CI={ci_b} BRANCH=0",
    "nA RouteListCdrc::executeRouteAction: EXTEND_CALL_TO_CURRENT_MEMBER -- "
    "Success",
    NULL,
};

/* A member has refused: the list hears it before anybody else. */
static const char *const TEXT_LIST_REFUSED[] = {
    "nS SIPDisconnInd|restart0|" SIPD "|" HANDLER_A "|" SIP_B
    " Sip_disc_cause= {status} cause={cause} isReasonHdrVal= T",
    "nS SIPDisconnInd|outCall_proceeding|" CDPC_B "|" SIPD "|" SIP_B
    " Sip_disc_cause= {status} cause={cause} isReasonHdrVal= T",
    "nS CcRejInd|wait|RouteListCdrc({n},100,115,{members})|" CDPC_B
    "|" REJECT_CC,
    NULL,
};

static const char *const TEXT_LIST_REJECT[] = {
    "nS CcRejInd|wait|" CC "|" CDPC_B "|" REJECT_CC,
    "nS CcRejInd|tcc_transit_call_proceeding5|" CDCC "|" CC "|" REJECT_CC,
    NULL,
};

static const char *const TEXT_LIST_END[] = {
    "nA RouteListExhausted - An available route could not be found in the "
    "indicated route list. Route List Name:{list}",
    "nX AlarmErr|AlarmClass: CallManager, AlarmName: RouteListExhausted, "
    "AlarmSeverity: Warning, AlarmMessage: , AlarmDescription: An available "
    "route could not be found in the indicated route list., AlarmParameters: "
    "RouteListName:{list}, AppID:Cisco CallManager, ClusterID:{cluster}, "
    "NodeID:{n},",
    NULL,
};

/* Order: enum script_name up to TARGETs; see scripts_parts.h. */
const struct script_source SCRIPTS_ROUTING[SCRIPTS] = {
    [STACK_READ] = {TEXT_STACK_READ},
    [STACK_IN] = {TEXT_STACK_IN},
    [STACK_SEND] = {TEXT_STACK_SEND},
    [SETUP_IND] = {TEXT_SETUP_IND},
    [SETUP_IND_STATION] = {TEXT_SETUP_IND_STATION},
    [CALL_INITIATED] = {TEXT_CALL_INITIATED},
    [SETUP_A] = {TEXT_SETUP_A},
    [SDP_IN] = {TEXT_SDP_IN},
    [DIGITS] = {TEXT_DIGITS},
    [DIGITS_MATCH] = {TEXT_DIGITS_MATCH},
    [DIGITS_NONE] = {TEXT_DIGITS_NONE},
    [TARGET_LOCAL] = {TEXT_TARGET_LOCAL},
    [TARGET_REMOTE] = {TEXT_TARGET_REMOTE},
    [TARGET_LIST] = {TEXT_TARGET_LIST},
    [TARGET] = {TEXT_TARGET},
    [ASSOCIATE] = {TEXT_ASSOCIATE},
    [LIST_FIRST] = {TEXT_LIST_FIRST},
    [LIST_MEMBER] = {TEXT_LIST_MEMBER},
    [LIST_REFUSED] = {TEXT_LIST_REFUSED},
    [LIST_REJECT] = {TEXT_LIST_REJECT},
    [LIST_END] = {TEXT_LIST_END},
};

void
scripts_cut(struct script (*v)[SCRIPTS], struct arena *a, const char *eol)
{
    static const struct {
        enum leg_kind kind;
        const struct script_source *sources;
    } PARTS[] = {
        {LEG_PHONE, SCRIPTS_ROUTING},
        {LEG_PHONE, SCRIPTS_CALL},
        {LEG_PHONE, SCRIPTS_NOISE},
        {LEG_PHONE, SCRIPTS_FEATURE},
        {LEG_PHONE, SCRIPTS_ROUTE},
        {LEG_PHONE, SCRIPTS_JOIN},
        {LEG_PHONE, SCRIPTS_RECORD},
        {LEG_TRUNK, SCRIPTS_TRUNK_IN},
        {LEG_SCCP, SCRIPTS_SCCP},
        {LEG_GATEWAY, SCRIPTS_GATEWAY},
    };

    for (size_t k = 0; k < COUNTOF(PARTS); k++)
        for (size_t i = 0; i < SCRIPTS; i++)
            if (PARTS[k].sources[i].lines != NULL)
                v[PARTS[k].kind][i] =
                    script_cut(a, PARTS[k].sources[i].lines, eol);
}
