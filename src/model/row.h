/* SPDX-License-Identifier: MIT
 *
 * Typed facts: the rows of the built-in fact tables as the correlator reads
 * them, in file order. Text that a row does not say is the empty slice,
 * numbers are 0 unless a comment says otherwise. Slices live until the next
 * row is read.
 *
 * A table's columns are documented in schema/facts.sql; the names are the
 * same here. */
#ifndef CMTRAIL_MODEL_ROW_H
#define CMTRAIL_MODEL_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/when.h"

enum row_kind {
    ROW_MESSAGE,     /* a SIP message */
    ROW_SIGNAL,      /* a call-control signal */
    ROW_DA_MATCH,    /* digit analysis: match(...) */
    ROW_DA_RESULT,   /* the |Key=Value block */
    ROW_DA_VERDICT,  /* potentialMatches=... without a block */
    ROW_DA_TARGET,   /* wait_DmPidRes: PID and CI */
    ROW_DEVICE,      /* a device's name with a process, key, CI or connection */
    ROW_ROUTE,       /* route list, group, member, branch */
    ROW_CONNECTION,  /* a connection asked for, created, accepted, closed */
    ROW_CERTIFICATE, /* SIPCertificateInd */
    ROW_TLS_ERROR,   /* a TLS handshake that failed */
    ROW_PAIR,        /* two CIs that belong together */
    ROW_PROCESS,     /* a process created, stopping, or tied to a CI */
    ROW_LOG_MESSAGE, /* calllog SIPL, SIPT */
    ROW_LOG_CALL,    /* calllog CC */
    ROW_PROTOCOL,    /* a message of another protocol, or whose it is */
    ROW_CDR,         /* a call record, or the quality of a leg */
    ROW_KINDS
};

/* Where a row was read: the evidence. */
struct place {
    int64_t event;     /* number of the event in the database, from 1 */
    int64_t source;    /* source.id */
    struct str record; /* "04530161.009"; empty for calllogs */
    uint64_t line;
    int64_t tod_ms; /* as in struct record; WHEN_UNKNOWN */
};

struct row_message {
    struct str direction; /* "in" or "out", as CUCM sees it */
    struct str transport; /* as logged: "TCP" (also for TLS) or "UDP" */
    struct str remote_ip;
    int32_t remote_port;
    int64_t conn_index;  /* -1 = none (UDP) */
    int64_t net_tag;     /* N of [N,NET]; -1 = none */
    struct str tag_kind; /* NET (traffic) or INT (a copy around a
                            normalisation script) */
    struct str method;   /* requests */
    int32_t status;      /* responses; 0 = a request */
    struct str reason;   /* phrase of the status line */
    struct str request_uri;
    struct str call_id;
    int64_t cseq; /* -1 = unknown */
    struct str cseq_method;
    struct str from_user, to_user, from_tag, to_tag;
    struct str session_id;     /* local half of Session-ID, lower case */
    struct str session_remote; /* the other half; empty or zeroes = unknown */
    struct str user_agent;     /* User-Agent or Server */
    struct str via_transport;  /* of the top Via: UDP TCP TLS */
    int64_t date_ms;           /* Date header, ms UTC; WHEN_UNKNOWN */
    struct str guid;           /* Cisco-Guid, lower-case hex, 32 digits */
    struct str device;         /* devicename in Contact: the phone's own */
    struct str join;           /* Join: "call-id;from-tag=..;to-tag=.." */
    struct str replaces;       /* Replaces: the same form */
    struct str refer_to;
    struct str diversion;  /* first Diversion: "5552;no-answer", or the user
                              alone: who forwarded last */
    int32_t cause;         /* Q.850 cause of a Reason header; 0 = none */
    int64_t refci;         /* x-refci of a recording INVITE; 0 = none */
    struct str contact_ip; /* host of Contact */
    struct str sdp;        /* what the body offers, for people: "G.711u
                              sendrecv RTP 192.0.2.1:20000"; may be empty */
    int32_t srtp_keys;     /* keys for SRTP that the body carries */
};

struct row_signal {
    struct str name;
    struct str type; /* SdlSig, SdlSig-O, -I, -S, -Q, -D */
    struct str state;
    struct str to_process, from_process; /* "Cdcc(3,100,224,30)" */
    struct str tag;
    int64_t ci;        /* 0 = none */
    int64_t ci2;       /* the other CI that the signal names; 0 = none */
    int32_t cause;     /* Q.850 or CUCM's own; -1 = none printed */
    struct str device; /* devName, cgPtyDev, callingDeviceName */
    struct str calling, called; /* digits or users */
    struct str dialed;
    struct str pattern; /* cdPat, DialingPattern */
    struct str partition;
    struct str ip; /* "192.0.2.7:50419" */
    struct str call_id, from_tag, to_tag;
    struct str cluster;  /* name in fateShareId */
    struct str lr;       /* last redirecting number: who forwarded */
    int32_t lr_reason;   /* CUCM's redirect reason (FAILURES 3.4); 0 = none */
    struct str original; /* originally called number */
    int32_t original_reason;
    int32_t reason;     /* of a join or split: the same numbers */
    struct str gci;     /* "node-number" of the global call id */
    struct str process; /* PID=(3,84,3) and the like, as printed */
    struct str fields;  /* JSON of whatever else the rule captured */
};

struct row_da_match {
    struct str calling; /* cn, or fqcn when cn is empty */
    struct str dialed;  /* dd: the digits so far */
    struct str pss;     /* partitions of the search space, ':' between */
    struct str tod_pss; /* what the time of day leaves of it */
};

struct row_da_result {
    struct str calling_before, calling; /* before and after the pattern */
    struct str partition, pattern;
    struct str dialed; /* PretransformDigitString */
    struct str called; /* CollectedDigits, else
                          FullyQualifiedCalledPartyNumber */
    struct str block;  /* RouteBlockFlag */
    int32_t cause;     /* RouteBlockCause; 0 = none */
    struct str pkid;   /* CallableEndPointName */
};

struct row_da_verdict {
    struct str potential; /* NoPotentialMatchesExist, ... */
};

struct row_da_target {
    struct str pattern;
    struct str device_type; /* cmDeviceType */
    struct str process;     /* "SIPD(3,100,84,3)"; class(0,0,0,0) = none */
    int64_t ci;             /* the caller's */
    struct str sender;      /* "Cdcc(3,100,224,30)" */
};

struct row_device {
    struct str what;    /* found, remote, pid, call, connection, registered,
                           ring */
    struct str name;    /* device name */
    struct str pkid;    /* database key */
    struct str process; /* "3,84,3" or "3,100,84,3": see process_key() */
    struct str type;    /* ccmType as printed */
    int64_t ci;         /* 0 = none */
    int64_t conn_index; /* -1 = none */
    struct str ip;
    int32_t port;
    struct str calling, called; /* as sent out to the device */
};

struct row_route {
    struct str what;    /* list, group, member, branch */
    struct str name;    /* list or group */
    struct str pkid;    /* of the member */
    struct str process; /* RouteListControl instance of the record's signal */
    int64_t ci;         /* 0 = none */
    int32_t branch;     /* -1 = none */
};

struct row_connection {
    struct str what;    /* asked, created, accepted, incoming, closed, reset,
                           seen */
    int64_t conn_index; /* -1 = not said */
    struct str remote_ip;
    int32_t remote_port;
    struct str transport; /* as printed: "TCP", "TLS Over TCP", "UDP" */
    int32_t local_port;   /* listen port of an incoming one; 0 */
    int32_t security;     /* tls_security of createConnMsg; -1 */
};

struct row_certificate {
    int64_t conn_index;
    struct str remote_ip;
    int32_t remote_port;
    struct str subject, cipher, san;
    struct str to_process, from_process;
    struct str tag;
};

struct row_tls_error {
    struct str what; /* verify, protocol, name, refused */
    int32_t code;    /* OpenSSL's X509_V_ERR or SSL_R, or the alarm's reason;
                        0 = not said */
    struct str text;
    struct str remote_ip;
    int32_t remote_port;
    struct str process;            /* "4, 100, 17, 8" */
    struct str received, expected; /* name */
    struct str device;
    int32_t device_type; /* 131 = SIP trunk; 0 */
};

struct row_pair {
    struct str what; /* assoc, policy, media, join, split, setup, ... */
    int64_t ci, ci2;
    struct str process; /* Cdcc that asked, when known */
};

struct row_process {
    struct str what;    /* created, stopping, ci */
    struct str process; /* "SIPCdpc(3,100,85,48)" or "3,100,85,48" */
    struct str parent;
    int64_t ci; /* 0 = none */
};

struct row_log_message {
    struct str line_or_trunk; /* SIPL, SIPT */
    int64_t ci;
    struct str transport, direction; /* TCP, UDP; in, out */
    struct str local_ip, remote_ip;
    int32_t local_port, remote_port;
    struct str device, tag;
    int64_t net_tag;
    struct str call_id;
    struct str method; /* requests */
    int32_t status;    /* responses; 0 */
    struct str reason;
};

struct row_log_call {
    struct str what; /* SETUP, OFFERED, RELEASE, REJECT, SPLIT, JOIN */
    int64_t ci, ci2;
    struct str calling, original, called;
    struct str calling_device, called_device;
    int64_t cause; /* -1 = none printed */
};

struct row_protocol {
    struct str what; /* message, channel, sender, device */
    struct str protocol;
    struct str direction;
    struct str name;
    int32_t status; /* 0 = no response */
    struct str device, remote_ip;
    struct str ref;
    int64_t ci; /* 0 = none */
    struct str transaction;
    struct str dchannel, address;
    int64_t instance; /* -1 = none */
    int32_t call_state;
    struct str from_process;
    struct str calling, called;
};

struct row_cdr {
    struct str what; /* CDR, CMR */
    struct str cluster;
    int64_t ci, ci2;                          /* 0 = none */
    int64_t origination, connect, disconnect; /* s since 1970 UTC; 0 */
    int64_t duration;                         /* s; -1 */
    struct str calling, original, called;
    struct str calling_device, called_device;
    struct str calling_ip, called_ip;
    int64_t calling_cause, called_cause; /* -1 = none */
};

struct row {
    enum row_kind kind;
    struct place at;
    union {
        struct row_message message;
        struct row_signal signal;
        struct row_da_match da_match;
        struct row_da_result da_result;
        struct row_da_verdict da_verdict;
        struct row_da_target da_target;
        struct row_device device;
        struct row_route route;
        struct row_connection connection;
        struct row_certificate certificate;
        struct row_tls_error tls_error;
        struct row_pair pair;
        struct row_process process;
        struct row_log_message log_message;
        struct row_log_call log_call;
        struct row_protocol protocol;
        struct row_cdr cdr;
    } u;
};

#endif
