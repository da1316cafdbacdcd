/* SPDX-License-Identifier: MIT
 *
 * Records that belong to no call: connections to trunks with their
 * certificates, and what is in every trace, timers, statistics, what the SIP
 * stack and the media code print, gateways, sockets, alarms. */
#include "scripts_parts.h"

static const char *const TEXT_CONNECTION_ASK[] = {
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/SIP_PROCESS_ENQUEUE: createConnMsg "
    "tls_security={tls}",
    NULL,
};

static const char *const TEXT_CONNECTION_UP[] = {
    "nS SIPSPISignal|wait|" HANDLER_A "|SIPTcp({n},100,74,1)|"
    "*TraceFlagOverrode",
    "nA //SIP/Stack/Transport/0x0/sipConnectionManagerProcessConnCreated: "
    "gConnTab=0xe{hex1}, addr={c_ip}, port={c_port}, connid={c_index}, "
    "transport={c_transport}",
    NULL,
};

/* Spacing differs between the two, as it does in real files. */
static const char *const TEXT_CERTIFICATE[] = {
    "nS SIPCertificateInd|wait|" HANDLER_A "|SIPTcp({n},100,74,1)|connIdx= "
    "{c_index} --remoteIP= {c_ip} --remotePort = {c_port} --X509SubjectName "
    "{subject} --Cipher {cipher} --SubjectAltname ={san}",
    "nS SIPCertificateInd|restart0|" SIPD "|" HANDLER_A "|connIdx= {c_index} "
    "--remoteIP={c_ip} --remotePort = {c_port} --X509SubjectName {subject} "
    "--Cipher {cipher} --SubjectAltname ={san}",
    NULL,
};

static const char *const TEXT_CONNECTION_DOWN[] = {
    "nS SIPSPISignal|wait|" HANDLER_A "|SIPTcp({n},100,74,1)|"
    "*TraceFlagOverrode",
    "nA //SIP/Stack/Transport/0x0/sipTransportPostCloseConnection: Posting TCP "
    "conn close for addr={c_ip}, port={c_port}, connid={c_index}",
    "nA //SIP/Stack/Transport/0x0/sipDeleteConnInstance: Deleted "
    "conn=0xe{hex2}, connid={c_index}, addr={c_ip}, port={c_port}, "
    "transport={c_transport}",
    NULL,
};

static const char *const TEXT_REGISTERED[] = {
    "nA //SIP/Stack/Info/0x0/sipSPIFindRegisterCcb: *****CCB NOT found in UAS "
    "Request table. ccb=(nil)",
    "nA //SIP/SIPHandler/ccbId={ccb_a}/scbId=0/findDevicePID: Routed to "
    "SIPStationInit",
    "nS SIPRegisterInd|wait|SIPStationInit({n},100,75,1)|" HANDLER_A
    "| ccbID= {ccb_a} --TransType=1 --TransSecurity=0 PeerAddr = "
    "{ip_a}:{port_a} MAC =  DeviceName =  X509SubjectName =  SubjectAltname =  "
    "UserId = {dn_a} expires=0",
    "nA SIPStationInit: connID={c_index}, {dev_a}, {ip_a}:{port_a}, "
    "REGISTER: keepalive, DevStat=REGISTERED",
    "nS SIPRegisterResp|wait|" HANDLER_A "|SIPStationInit({n},100,75,1)"
    "| ccbID= {ccb_a} --TransType=1 --TransSecurity=0 PeerAddr= "
    "{ip_a}:{port_a} respCode= 200 action= 2 device= {dev_a}",
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/wait_SIPRegisterResp: ++++++ "
    "Decrememted gSipNewRegPendingNum to 0",
    NULL,
};

static const char *const TEXT_REGISTER_SENT[] = {
    "nA //SIP/Stack/Transport/0x0/sipConnectionManagerUnregisterCtxtInCon: "
    "gConnTab=0xe{hex1}, addr={c_ip}, port={c_port}, unregistering "
    "context={num3}",
    "nA //SIP/Stack/Info/0x0xe{hex2}/sipSPIUfreeOneCCB: Freeing ccb e{hex2}",
    NULL,
};

static const char *const TEXT_PING[] = {
    "nT SIPPingReqTimer|restart0|" SIPD "|SdlTimerService({n},100,3,1)|"
    "{n},100,9,1.1^*^*|",
    "nS SIPPingReq|wait|" HANDLER_A "|" SIPD
    "| ccbID= {ccb_a} maxForward=0 --TransType=1 --TransSecurity={tls} "
    "PeerAddr = {peer_ip}:{peer_port}",
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/populateTargetInfo: port={peer_port}, "
    "isIPAddr=1, type=2, target_port={peer_port}, "
    "outboundProxyAddr.isIPAddr=0, target_type=0",
    "nA //SIP/Stack/Info/0x0xe{hex2}/sipSPIAddViaParams: inserted {branch_a} "
    "into via branch list",
    NULL,
};

static const char *const TEXT_PING_RESULT[] = {
    "nA //SIP/Stack/Info/0x0xe{hex2}/sipSPIMatchRespToReqTran: removing "
    "unneeded {branch_a} from via branch list",
    "nS SIPPingResult|restart0|" SIPD "|" HANDLER_A
    "| ccbID= {ccb_a} interErr=F resp=483 state=0 --TransType=1 "
    "--TransSecurity={tls} PeerAddr = {peer_ip}:{peer_port}",
    NULL,
};

#define TIMER "|SdlTimerService({n},100,3,1)|{n},100,150,1.1^*^*|"

static const char *const TEXT_TIMERS[] = {
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DbObjectCacheTimer|initialized|Db({n},100,213,1)" TIMER " AppCorr: 0",
    "nT DeviceEventReceiptMonitoringTimer|wait|StationInit({n},100,65,1)" TIMER,
    "nT H225ICTThrottlingMonitorTimer|restart0|H225D({n},100,199,3)" TIMER,
    "nT ReapOldTokenRegistrationsTimer|wait|SIPStationInit({n},100,75,1)" TIMER,
    "nT DebouncerTimer|wait|DbChangeNotify({n},100,212,1)|SdlTimerService({n},"
    "100,3,1)|{n},100,42,1.{num1}^*^*|num=1 left=2000 next=PC:2",
    "nT CdrFileTimer|wait|EnvProcessCdr({n},100,257,1)" TIMER,
    "nT B2BLinkQualityTimer|wait|H225D({n},100,199,3)" TIMER,
    NULL,
};

static const char *const TEXT_STAT[] = {
    "nX SdlStat|Period: 6s #Lines: {num1} #Bytes: {num2} Total Number of "
    "Buffers: 10000 Free LWM: 9{num3} Free LWM(total): 9525",
    NULL,
};

static const char *const TEXT_SDP[] = {
    "nA DET-SDPMsg- sBandwidth:: enabledMask=0x0 as=0 ct=0 tias=0 maxprate=0",
    "nA DET-SDPMsg- sipp:  ispres=0, role=0 vers=0 anat=0",
    "nA DET-SDPMsg- ngroups 0",
    "nA DET-SDPMsg- No Session level unrecognized attributes list.",
    "nA DET-SDPMsg- nAudio=0, mDTMFP.PayloadNum=0",
    "nA DET-SDPMsg- nVideo=0",
    "nA DET-SDPMsg- nApp=0",
    "nA DET-SDPMsg- nBFCPApp=0",
    "nA DET-SDPMsg- nIXApp=0",
    NULL,
};

static const char *const TEXT_STACK[] = {
    "nS SIPSPISignal|wait|" HANDLER_A "|SIPTcp({n},100,74,1)|"
    "*TraceFlagOverrode",
    "nA //SIP/Stack/Info/0x0/ccsip_process_sipspi_queue_event: "
    "ccsip_spi_get_msg_type returned: 3 (SIP_APPLICATION_MSG), for event 43 "
    "(SIPSPI_EV_REGISTER_RESP)",
    "nA //SIP/Stack/Transport/0x0/sipTransportProcessNWNewConnMsg: "
    "context=(nil)",
    "nA //SIP/Stack/Transport/0x0/sipConnectionManagerProcessNewConnMsg: "
    "gConnTab=0xe{hex1}, addr={c_ip}, port={c_port}, connid={c_index}, "
    "transport={c_transport}",
    "nA //SIP/Stack/Info/0x0/sipHolderGetConnInstance: Return existing "
    "connection for port {c_port} connId {c_index}",
    "nA //SIP/Stack/Info/0x0/sipSPIAddContextToTable: Added "
    "context(0xe{hex2}) with key=[{num1}] to table",
    "nA //SIP/Stack/Transport/0x0/sipSPIUpdateResponseInfo: Subsq Transaction "
    "Address {c_ip},Port {c_port}, Transport 2, SentBy Port 5060",
    "nA //SIP/Stack/States/0x0xe{hex2}/sipSPIChangeState: 0xe{hex2} : State "
    "change from (STATE_NONE, SUBSTATE_NONE)  to (STATE_IDLE, SUBSTATE_NONE)",
    "nA //SIP/Stack/Error/0x0/httpish_msg_free: Freeing NULL pointer!",
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/sip_stop_timer: "
    "timerContext=0xe{hex3} type=SIP_TIMER_EXPIRES value=180000 retries=0",
    "nA //SIP/SIPHandler/ccbId=0/scbId=0/getRel1xxType: No matching SIP trunk "
    "found in hash table, returning rel1xx disabled",
    "nA //SIP/Stack/Transport/0x0xe{hex2}/sipTransportLogicSendMsg: Connection "
    "obtained...sending msg=0xe{hex3}",
    "nA //SIP/Stack/Transport/0x0/sipInstanceGetConnectionId: gcb=0xe{hex2} is "
    "already on connection=0xe{hex1} context_list",
    "nA //SIP/Stack/Info/0x0xe{hex2}/sipSPIFlushEventBufferQueue: There are 0 "
    "events on the internal queue that are going to be free'd",
    "nA //SIP/Stack/Transport/0x0/sipConnectionManagerUnregisterCtxtInCon: "
    "gConnTab=0xe{hex1}, addr={c_ip}, port={c_port}, unregistering "
    "context={num2}",
    NULL,
};

static const char *const TEXT_STATION[] = {
    "nA SIPStationD({station_a}) - updateSIPAddr: inboundSIPAddr [p=5060;s=0] "
    "saved [p=5060;s=0] DOE=0",
    "nA SIPStationD({station_a}) - getLineFromRequest: Search succeeded, "
    "lineNum=1, anonymous=false",
    "nA SIPStationD({station_a}) - parseSupportedHeader:  X-cisco-callinfo=T "
    "X-cisco-serviceuri=T X-cisco-escapecodes=T X-cisco-service-control=T "
    "X-cisco-duplicate-reg=F X-cisco-srtp-fallback=T",
    "nA SIPStationInit: connID={c_index}, {dev_a}, {c_ip}:{c_port}, Routed "
    "signal by connection index to ({n},100,76,{station_a})",
    "nA SIPStationD({station_a}) - setIPAddr: Registering phone IP: {c_ip}",
    NULL,
};

static const char *const TEXT_SOCKET[] = {
    "nN SIPSocketProtocol({n},100,14,{c_process})::handleWriteComplete",
    "nS SdlDataInd|active|LBMInterface({n},100,180,1)|SdlTCPConnection({n},100,"
    "14,1)|*TraceFlagOverrode",
    "nA LBMIF: RSV XML< (82) {num1}{num2} S A:Y,80 V:N,0 I:N,0",
    NULL,
};

static const char *const TEXT_CDR[] = {
    "nA EnvProcessCdr::wait_CdrFileTimer",
    "nA EnvProcessCdr::closeCdrFile",
    "nA EnvProcessCdr::closeCmrFile",
    "nA EnvProcessCdr::wait_DbDiagnosticsReq DETAILED Entries {num3}, Inserts "
    "{num3}, ZeroCalls 0",
    NULL,
};

static const char *const TEXT_ALARM[] = {
    "nX AlarmErr|AlarmClass: CallManager, AlarmName: "
    "EndPointTransientConnection, "
    "AlarmSeverity: Error, AlarmMessage: , AlarmDescription: End point "
    "transient "
    "connection attempt, AlarmParameters:  IPAddress:{c_ip}, Protocol:SIP, "
    "DeviceType:683, Reason:1, IPAddrAttributes:3, LastSignalReceived:"
    "SIPRegisterInd, StationState:wait_register, AppID:Cisco CallManager, "
    "ClusterID:{cluster}, NodeID:{node_ip_a},",
    NULL,
};

static const char *const TEXT_ERROR[] = {
    "nX SdlError|SIPSPISignal                           |wait                  "
    "         |SIPHandler({n},100,82,1)          |SIPTcp({n},100,74,1)         "
    "    |{n},100,14,{c_process}.{num3}^{c_ip}^*  |Invalid transition",
    NULL,
};

static const char *const TEXT_MGCP[] = {
    "nA MGCPHandler send msg SUCCESSFULLY to: 192.0.2.60\n"
    "AUEP {num1} S0/SU2/DS1-0/1@gw.example.net MGCP 0.1\n"
    "F: X, A, I\n",
    "nA MGCPHandler received msg from: 192.0.2.60\n"
    "200 {num1} OK\n"
    "I: \n"
    "X: 2\n"
    "L: p:10-20, a:PCMU;PCMA;G.nX64, b:64, e:on, gc:1, s:on, t:10, r:g, nt:IN;"
    "ATM;LOCAL\n"
    "M: sendonly;recvonly;sendrecv;inactive\n",
    "nA MGCPHandler received RESP header w/ transId= {num1} FOUND a match for "
    "AUEP",
    "nA MGCPManager remove recent Incoming transId {num2}",
    NULL,
};

static const char *const TEXT_SCCP[] = {
    "nS SdlDataInd|wait|StationInit({n},100,65,1)|SdlTCPConnection({n},100,14,"
    "{c_process})|*TraceFlagOverrode",
    "nA StationInit: (0000{num3}) KeepAlive.",
    "nA StationD:    (0000{num3}) KeepAliveAck.",
    NULL,
};

static const char *const TEXT_DEVICE[] = {
    "nC SdlTCPConnection({n},100,14,{num2})|SdlTCPListener({n},100,12,3)|"
    "{num3}",
    "nA SMDMSharedData::findLocalDevice - Name={dev_a} Key={pkid_a} isActvie=1 "
    "Pid=({n},76,{station_a}) found",
    "nA SMDMSharedData::findRemoteDeviceAny - Key={linekey_a} not in "
    "RemoteDeviceInfo hashmap",
    "nA DeviceManager::star_DmPidReq - RequestedName={linekey_a} "
    "LookupName={linekey_a}",
    "nP SdlTCPConnection({n},100,14,{num2})",
    NULL,
};

const struct script_source SCRIPTS_NOISE[SCRIPTS] = {
    [CONNECTION_ASK] = {TEXT_CONNECTION_ASK},
    [CONNECTION_UP] = {TEXT_CONNECTION_UP},
    [CERTIFICATE] = {TEXT_CERTIFICATE},
    [CONNECTION_DOWN] = {TEXT_CONNECTION_DOWN},
    [REGISTERED] = {TEXT_REGISTERED},
    [REGISTER_SENT] = {TEXT_REGISTER_SENT},
    [PING] = {TEXT_PING},
    [PING_RESULT] = {TEXT_PING_RESULT},
    [NOISE_TIMERS] = {TEXT_TIMERS},
    [NOISE_STAT] = {TEXT_STAT},
    [NOISE_SDP] = {TEXT_SDP},
    [NOISE_STACK] = {TEXT_STACK},
    [NOISE_STATION] = {TEXT_STATION},
    [NOISE_SOCKET] = {TEXT_SOCKET},
    [NOISE_CDR] = {TEXT_CDR},
    [NOISE_ALARM] = {TEXT_ALARM},
    [NOISE_ERROR] = {TEXT_ERROR},
    [NOISE_MGCP] = {TEXT_MGCP},
    [NOISE_SCCP] = {TEXT_SCCP},
    [NOISE_DEVICE] = {TEXT_DEVICE},
};
