/* SPDX-License-Identifier: MIT
 *
 * Pieces that several scripts share: processes, and the parameters of signals
 * that are logged at every hop. */
#ifndef TRACEGEN_SCRIPTS_PARTS_H
#define TRACEGEN_SCRIPTS_PARTS_H

#include "scripts.h"

struct script_source {
    const char *const *lines; /* NULL: another part has it */
};

extern const struct script_source SCRIPTS_ROUTING[SCRIPTS];
extern const struct script_source SCRIPTS_CALL[SCRIPTS];
extern const struct script_source SCRIPTS_NOISE[SCRIPTS];
extern const struct script_source SCRIPTS_FEATURE[SCRIPTS];
extern const struct script_source SCRIPTS_ROUTE[SCRIPTS];
extern const struct script_source SCRIPTS_JOIN[SCRIPTS];
extern const struct script_source SCRIPTS_RECORD[SCRIPTS];
extern const struct script_source SCRIPTS_TRUNK_IN[SCRIPTS];
extern const struct script_source SCRIPTS_SCCP[SCRIPTS];
extern const struct script_source SCRIPTS_GATEWAY[SCRIPTS];

#define CC "Cc({n},100,225,1)"
#define CDCC "Cdcc({n},100,224,{cdcc})"
#define RESERVE "ReservationMgr({n},100,113,1)"
#define LIST "RouteListControl({n},100,114,{list_process})"
#define MATRIX "MatrixControl({n},100,146,{matrix})"
#define LINE_A "LineControl({n},100,178,{line_a})"
#define LCDPC_A "LineCdpc({n},100,179,{lcdpc_a})"
#define STATION_A "SIPStationD({n},100,76,{station_a})"
#define CDFC_A "SIPStationCdfc({n},100,77,{cdfc_a})"
#define CDPC_A "SIPCdpc({n},100,85,{cdpc_a})"
#define HANDLER_A "SIPHandler({n},100,82,1)"
#define LINE_B "LineControl({m},100,178,{line_b})"
#define LCDPC_B "LineCdpc({m},100,179,{lcdpc_b})"
#define STATION_B "SIPStationD({m},100,76,{station_b})"
#define CDFC_B "SIPStationCdfc({m},100,77,{cdfc_b})"
#define CDPC_B "SIPCdpc({m},100,85,{cdpc_b})"
#define HANDLER_B "SIPHandler({m},100,82,1)"
#define SIPD "SIPD({n},100,84,{sipd})"

#define OLD_CDCC "Cdcc({n},100,224,{old_cdcc})"
#define MEDIA_MANAGER "MediaResourceManager({n},100,142,1)"

#define IE "FDataType=0 opId=0 ssType=0 SsKey=0 invokeId=0 resultExp=F bpda=F"
#define PI "pi.piid=30 pi.l=0 pi2.piid=30 pi2.l=0 pi3.piid=30 pi3.l=0"
#define NAME "locale: 1 Name:  UnicodeName:  pi: 1"
#define URL_DIALED                                                             \
    "tn=0npi=1ti=1nd={dialed}User={dialed}Host={fqdn_a}Port=5060PassWord="     \
    "Madder=Transport=4mDisplayName=RawUrl=sip:{dialed}@{fqdn_a};"             \
    "user=phoneOrigPort=0pi=0si1"

#define URL_ASKED                                                              \
    "tn=0npi=1ti=1nd={asked}User={asked}Host={fqdn_a}Port=5060PassWord="       \
    "Madder=Transport=4mDisplayName=RawUrl=sip:{asked}@{fqdn_a};"              \
    "user=phoneOrigPort=0pi=0si1"

#define PARTY_A                                                                \
    "CI={ci_a} CI.branch=0  CSS=:{partition_key} AdjunctCSS= cssIns=0 "        \
    "aarCSS= "                                                                 \
    "aarDev=T FQDN=ti=1nd={dn_a}pi=0si1 CallRef=0 OLC=0 Name=" NAME            \
    " encodeType=1 qsig-encodeType=10 ConnType=3 XferMode=16 ConnTime=0 "      \
    "nwLoc=0IpAddrMode=0 ipAddrType=0 ipv4={ip_a}:{port_a} "                   \
    "region=Test_Region capCount=5 devType=4 mixerCId=0 mediaReq=0 "           \
    "devName={dev_a} mobileDevName= ctiActive=F ctiFarEndDev=1 ctiCCMId={n} "  \
    "devCepn={pkid_a} lineCepn={linekey_a} activeCaps=0 VideoCall=F "          \
    "MMCap=0x1 loginId= UnicodeName:  retriedVideo=FFromTag={far_a}"           \
    "ToTag={tag_a}CallId={callid_a} UAPortFlag=F wantDTMFRecep=0 "             \
    "isPrefAltScript=T locName=Hub_Test deductBW=F "                           \
    "fateShareId={cluster}:{ci_a} videoTrafficClass=Desktop "                  \
    "remoteClusterID= isEMCCDevice=F BibEnabled=0 FarEndDeviceName="           \
    "LatentCaps=null ControlProcessType=0"

#define SETUP_IND_CC                                                           \
    "CI={ci_a} CI.branch=0  pli.plid=65 pli.l=1 pli.pl=5 pli.msd-0  " IE       \
    " " PI " cgPart={partition_key} cgPat={dn_a} "                             \
    "AAR=tn=0npi=0ti=1nd={dn_a}pi=1si1 cgpnVM= DD=pi=0si1 cdPart= cdPat= "     \
    "cdpn=" URL_ASKED " cdpnVM= itrPart= itrPat= LRPart= LRPat= LR=pi=0si1 "   \
    "oCpdn=pi=0si1 oRFR=0 ts= posMatches= rdn.l=0IpAddrMode=0 ipAddrType=0 "   \
    "ipv4={ip_a}:{port_a} OLF=0 devType=4 linkedCi={linked} bc.l=3 bc.itr=1 "  \
    "bc.tm=16 "                                                                \
    "maxForwards=69 routeClass=1 isPresent=F param=;"                          \
    "+u.sip!devicename.ccm.cisco.com=\"{dev_a}\" isParamSet=T "                \
    "UserAgentOrServer={model_a} OrigDDName=" NAME " GCI={n}|{gci_hex} "       \
    "Session-ID: {session_a};remote= ReferredByUri="

#define DA_RES                                                                 \
    "CI={ci_a} Dial NoPotentialMatchesExist OnNet "                            \
    "PretransformCgpn=tn=0npi=0ti=1nd={dn_a}pi=0si1 "                          \
    "Cgpn=tn=0npi=0ti=1nd={dn_a}pi=0si1 DialingPartition={partition} "         \
    "DialingPattern={pattern} DialingRPRE={regex}"
#define DA_RES_END                                                             \
    "PretransformCdpn=tn=0npi=0ti=1nd={dialed}pi=0si0 "                        \
    "PretransformTags={pre_tags} PretransformPos={pre_positions} "             \
    "CollectedDigits=tn=0npi=0ti=1nd={called}pi=0si0 Tags={tags} "             \
    "Pos={positions} CalledPartyDevicePoolPkid= isCdpnNonPreemptable=F "       \
    "isCgpnNonPreemptable=FpatternUsage =5requestID =0"

#define PROCEED_A                                                              \
    "CI={ci_a} CI.branch=0  lPart={partition_key} lPatt={dn_a} "               \
    "lModNum=tn=0npi=0ti=1nd={dn_a}pi=1si1 lName=" NAME " cName=" NAME         \
    " cn:tn=0npi=0ti=1nd={called}pi=0si1 localPatternUsage=2 "                 \
    "connectedPatternUsage=5 lCnPatt={pattern} "                               \
    "oCdpn:tn=0npi=0ti=1nd={called}pi=0si1 oRFR =0 DevCEPN={pkid_a} "          \
    "lineCEPN={linekey_a} CnDevCEPN={target_key} fateShareId= Orig "           \
    "DD=" URL_DIALED "TransparentData=null UserAgentOrServer= bibEnabled=0"

#define SETUP_REQ_CC                                                           \
    "CI={ci_b} CI.branch=0  sBPL.plid=65 sBPL.l=1 sBPL.pl=5 sBPL.msd=0  " IE   \
    " " PI " FQCGPN=ti=1nd={dn_a}pi=0si1 "                                     \
    "preXCgpn=tn=0npi=0ti=1nd={dn_a}pi=0si1 cgPart={partition_key} "           \
    "cgPat={dn_a} cgpn=tn=0npi=0ti=1nd={dn_a}pi=1si1 cgpnVM= "                 \
    "unXCgpn=tn=0npi=0ti=1nd={dn_a}pi=1si1 cName=" NAME " DD=" URL_DIALED      \
    " origDD=" URL_DIALED " preXCdpn=tn=0npi=0ti=1nd={dialed}pi=0si0 "         \
    "preXTagsList={pre_tags} preXPosMatchList={pre_positions} cdPart= "        \
    "cdPat={pattern} cdpn=tn=0npi=0ti=1nd={called}pi=0si1 cdpnVMbox= "         \
    "localPatternUsage=5 connectedPatternUsage=2 itrPart= itrPat= LRPart= "    \
    "LRPat={pattern} LR=tn=0npi=0ti=1nd={last}pi=0si1 LRVM= {lrfr}"            \
    "FQOCpdn=ti=1nd={dialed}pi=0si1 oPart= oPat={pattern} "                    \
    "oCpdn=tn=0npi=0ti=1nd={original}pi=0si1 oRFR={rfr} ts={tags} "            \
    "posMatches={positions} rdn.l=0IpAddrMode=0 ipAddrType=0 "                 \
    "ipv4={ip_a}:{port_a} region=Test_Region capCount=5 ctiActive=F "          \
    "cgPtyDev={dev_a} callInst=0 confCallInst=0 OLF=1Supp DTMF=3DTMF "         \
    "Cfg=1DTMF Payload=101isOffNetDev=F bc.l=3 bc.itr=1 bc.tm=16 "             \
    "maxForwards=69 featCallType=0 numPlanPkid ={pattern_key} SetupReason=0 "  \
    "routeClass=1 sideACmDeviceType=4 protected=1 locName=Hub_Test "           \
    "fateShareId={cluster}:{ci_a} videoTrafficClass=Desktop remoteClusterID= " \
    "isParamSet=T UserAgentOrServer={model_a} FarEndDeviceName={dev_a} "       \
    "ReferredByUri= Session-ID: ;remote={session_a} hdrMOH=0"

#define REJECT_CC                                                              \
    "CI={ci_b} CI.branch=0  c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 CV={cause} "     \
    "rejectType=1 " IE "TransparentData=null UserAgentOrServer="

#define PROCEED_B                                                              \
    "CI={ci_b} CI.branch=0  pi.piid=30 pi.l=0IpAddrMode=0 ipAddrType=0 "       \
    "ipv4=0.0.0.0:0 mediaQryF locName= deductBW=F fateShareId= "               \
    "TransparentData=null UserAgentOrServer= OrigDDName=" NAME

#define SIP_B                                                                  \
    " CcbId= {ccb_b} --TransType={trans} --TransSecurity={tls} PeerAddr = "    \
    "{peer_ip}:{peer_port}"

#define SIP_A                                                                  \
    " CcbId= {ccb_a} --TransType=1 --TransSecurity=0 PeerAddr = "              \
    "{ip_a}:{port_a}"

#define CONNECTED_B                                                            \
    "CI={ci_b} CI.branch=0  cName=" NAME " cn=tn=0npi=0ti=1nd={called}pi=1si3"

#define ALERT_B                                                                \
    "CI={ci_b} CI.branch=0  " PI " cName=" NAME                                \
    " cn:tn=0npi=0ti=1nd={called}pi=1si3IpAddrMode=0 ipAddrType=0 "            \
    "ipv4={peer_ip}:{peer_port} devType=255 mediaReq0 MMCap=0x1 mediaQryF "    \
    "cfwdTimerAction=0 bibEnabled=0 " IE " locName=Hub_Test deductBW=F "       \
    "fateShareId={cluster}:{ci_b} videoTrafficClass=Desktop isParamSet="       \
    "TTransparentData=null UserAgentOrServer={far_product} OrigDDName=" NAME   \
    " ignoreEarlyMedia=F Session-ID: {session_b};remote="

#define ALERT_REQ                                                              \
    "CI={ci_a} CI.branch=0 " IE " " PI "IpAddrMode=0 ipAddrType=0 "            \
    "ipv4={ip_a}:{port_a} ctiActive=F ctiFarEndDev=2 ctiCMId={n} media=1 "     \
    "lPart={partition_key} lPatt={dn_a} lName=" NAME " cName=" NAME            \
    " cn:tn=0npi=0ti=1nd={called}pi=1si3 lCnPatt={pattern} "                   \
    "rn:tn=0npi=0ti=1nd={called}pi=0si1 DevCEPN={pkid_a} "                     \
    "CnDevCEPN={target_key} locName=Hub_Test "                                 \
    "fateShareId={cluster}:{ci_b} UserAgentOrServer={far_product} "            \
    "Session-ID: {session_a};remote={session_b}"

#define SETUP_CONF                                                             \
    "CI={ci_b} CI.branch=0  " IE " " PI " cName=" NAME                         \
    " cn:tn=0npi=0ti=1nd={called}pi=1si3IpAddrMode=0 ipAddrType=0 "            \
    "ipv4={peer_ip}:{peer_port} location= isCallRoutedThroughHuntList=F "      \
    "hlMemberDn= mediaReq0Supp DTMF=0DTMF Cfg=1DTMF Payload=0 PL=5 bc.l=3 "    \
    "locName= deductBW=F videoTrafficClass=Desktop isParamSet=T "              \
    "UserAgentOrServer={far_product} OrigDDName=" NAME                         \
    " Session-ID: {session_b};remote={session_a}"

#define MEDIA                                                                  \
    "Party1: MR=0 CI={ci_a} audioCapCount=5 region=Test_Region xferMode=16 "   \
    "mrid=0 audioId=0 MMCap=0x1 activeCap=0 cryptoCapCount=0 flushIns=0 "      \
    "dtm.mode=0 dtm.CI=0 DTMF Caps(1,3,101,0,F) confID=0 connType=3 "          \
    "Party2: MR=0 CI={ci_b} audioCapCount=2 region=Test_Region xferMode=16 "   \
    "mrid=0 audioId=0 MMCap=0x1 activeCap=0 cryptoCapCount=0 flushIns=0 "      \
    "dtm.mode=0 dtm.CI=0 DTMF Caps(1,3,101,1,T) confID=0 connType=3 "          \
    "reConnType=0 videoCall=F precLvl=5 resCap=0"

#define SETUP_RES                                                              \
    "CI={ci_a} CI.branch=0  lPart={partition_key} lPatt={dn_a} "               \
    "lModNum=tn=0npi=0ti=1nd={dn_a}pi=1si1 lName=" NAME " cName=" NAME         \
    " cn:tn=0npi=0ti=1nd={called}pi=1si3 lCnPatt={pattern} "                   \
    "DevCEPN={pkid_a} CnDevCEPN={target_key} " IE " media=2Supp DTMF=3DTMF "   \
    "Cfg=1DTMF Payload=101 PL=5 BibEnabled=0 locName=Hub_Test "                \
    "fateShareId={cluster}:{ci_b} UserAgentOrServer={far_product} "            \
    "onBehalfOf=Device FarEndDevicName= Session-ID: "                          \
    "{session_a};remote={session_b}"

#define SETUP_COMP                                                             \
    "CI={ci_b} CI.branch=0 IEId=4 SigLen=1 SigVal=79 lPart= lPatt={pattern} "  \
    "lModNum=tn=0npi=0ti=1nd={called}pi=1si3 lName=" NAME " cName=" NAME       \
    " cn:tn=0npi=0ti=1nd={dn_a}pi=1si1 DevCEPN={target_key} "                  \
    "CnDevCEPN={pkid_a} UserAgentOrServer={model_a} hold =F"

#define TRANSPARENT                                                            \
    "TransparentData=null CanSupportSIPTandN=false UserAgentOrServer= "        \
    "OrigDDName=" NAME

#define DISC_IND(ci)                                                           \
    "CI={" ci "} CI.branch=0  c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 cv={cause} "   \
    "globalDisconnect=F " IE TRANSPARENT

#define DISC_REQ(ci)                                                           \
    "CI={" ci "} CI.branch=0  clearType=0 c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "  \
    "cv={cause} " IE " OnBehalf=Device rfr=0 localPatternUsage=2 "             \
    "connectedPatternUsage=5 rdDestPart= rdDestPatt= rdDestCdpn=pi=0si1 "      \
    "annId=0 dtmCall=F forcedClear=F " TRANSPARENT

#define REL_REQ(ci)                                                            \
    "CI={" ci "} CI.branch=0  c.l=0 dtmCall=F dtmDisconn=F dtmMcNodeId=0 " IE  \
    " M=Unknown ;rc=0 Hdrs= CanSupportSIPTandN=true UserAgentOrServer= "       \
    "OrigDDName=" NAME

#define REL_IND(ci)                                                            \
    "CI={" ci "} CI.branch=0  c.l=1 c.cid=8 c.cs=0 c.lc=0 c.r=0 "              \
    "CV={clear_cause} isDeskPickup=F dtmDisconn=F " IE TRANSPARENT

#define CAC_B                                                                  \
    "CI= {ci_b} Branch= 0  reg=Test_Region cap=0 loc=1 MRGLPkid= PrecLev=5 "   \
    "bearerlessCall=F VCall=F MMCap=0x1 VCapCount=0 regiState=0 medReq=0 "     \
    "IsEmccD=F EmccDName={device_b} rcId= ipMode=0 eoType=0 getPort=F sRTP=F"

#define CAC_B_RES                                                              \
    "CI= {ci_b} Branch= 0  Status=1 Status=1 rsvpPol=1 vCall=F "               \
    "DevicecontrolPid={m},100,85,{cdpc_b} DeviceCdpcPid={m},100,85,{cdpc_b}"

#define PARTY(call_id)                                                         \
    "CI={ci_b} CI.branch=0  CSS={partition_key} AdjunctCSS= cssIns=0 aarCSS= " \
    "aarDev=T FQDN={qualified_b} CallRef=0 OLC=1 Name=" NAME " encodeType=0 "  \
    "ConnType=3 XferMode=16 ConnTime=3 nwLoc=0IpAddrMode=0 ipAddrType=0 "      \
    "ipv4={peer_ip}:{peer_port} region=Test_Region capCount=0 "                \
    "devType={ccm_type} mixerCId=0 mediaReq=0 devName={device_b} ctiActive=F " \
    "ctiFarEndDev=0 ctiCCMId={m} devCepn={device_key_b} "                      \
    "lineCepn={line_key_b} FromTag={tag_b}ToTag=" call_id " UAPortFlag=F "     \
    "wantDTMFRecep=1 locName=Hub_Test deductBW=F "                             \
    "fateShareId={cluster}:{ci_b} videoTrafficClass=Mixed remoteClusterID= "   \
    "BibEnabled=0 FarEndDeviceName=LatentCaps=null"

#define PARTY_B PARTY("CallId=")

#define PARTY_B_CONNECTED PARTY("{far_b}CallId={callid_b}")

#define ASSOCIATION                                                            \
    "CI= {ci_a}  aCI={ci_a} bCI={ci_b} isASerCI=F isBSerCI=F sendResp=T "      \
    "mcNodeId=0 sideAnp=F sideBnp=F"
#define ASSOCIATING                                                            \
    "nS PolicyAndCACAssociateReq|wait|" RESERVE "|" CDCC "|" ASSOCIATION,      \
        "nS CACAssociateReq|active|LBMInterface({n},100,180,1)|" RESERVE       \
        "|" ASSOCIATION,                                                       \
        "nA LBMIF: CI: {ci_a} ASSOC    {ci_b}",                                \
        "nA LBMIF: CI: {ci_b} ASSOC'   {ci_a}",                                \
        "nS PolicyAndCACAssociateRes|tcc_register_party_b|" CDCC "|" CC        \
        "|" ASSOCIATION,                                                       \
        "nA Cdcc::sendCcSetupReq: precLvl=5"

#endif
