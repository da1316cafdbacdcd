/* SPDX-License-Identifier: MIT
 *
 * What the correlator makes of the facts, what the store keeps, and what the
 * commands show: calls, legs, links, steps, connections, digit analyses.
 * Plain structs; slices live as long as the arena they were made in. */
#ifndef CMTRAIL_MODEL_CALL_H
#define CMTRAIL_MODEL_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/when.h"
#include "model/fact.h"

/* Where the proof stands. */
struct evidence {
    int64_t event;     /* in the database; 0 = none */
    int64_t source;    /* source.id */
    struct str file;   /* filled when read back from the store: "FILE" or */
    uint64_t line;     /* "ARCHIVE:MEMBER" */
    struct str record; /* "04530161.009"; empty when the line has none */
};

enum sure {
    SURE_INFERRED, /* only numbers or nearness in time say so */
    SURE_EXACT,    /* an identifier in the traces says so */
};

enum outcome {
    OUTCOME_UNKNOWN,
    OUTCOME_ANSWERED,
    OUTCOME_BUSY,
    OUTCOME_NO_ANSWER,
    OUTCOME_CANCELLED,
    OUTCOME_REJECTED,
    OUTCOME_FAILED,
    OUTCOME_REDIRECTED,
    OUTCOME_IN_PROGRESS,
};

enum party {
    PARTY_UNKNOWN,
    PARTY_CALLING,
    PARTY_CALLED,
    PARTY_SYSTEM,
};

/* Why a leg exists. */
enum leg_purpose {
    LEG_PARTY,     /* one of the people */
    LEG_RECORDING, /* the phone's built-in bridge, the recorder */
    LEG_MEDIA,     /* music on hold, MTP, transcoder, announcement */
    LEG_CONSULT,   /* a consultation that became part of this call */
};

struct leg {
    int64_t leg; /* its number in the database, from 1 */
    int64_t call;
    enum party role; /* PARTY_CALLING or PARTY_CALLED */
    enum leg_purpose purpose;
    int64_t ci;               /* 0 = unknown */
    struct str cluster, node; /* as printed by `calls`; node is its number, or
                                 its host where no number is known */
    struct str call_id, session_id;
    struct str device, number, ip;
    struct when start, answered, end;
    int64_t cause; /* -1 = unknown */
};

struct link {
    int64_t call;
    int64_t from_leg, to_leg; /* leg.leg */
    struct str by; /* "digit analysis", "assoc", "cdcc", "join header", ...
                    */
    enum sure sure;
    struct evidence evidence;
};

/* A further key of a step, in the order it is to be shown. */
struct field {
    struct str key;
    struct value value;
};

struct step {
    int64_t call;
    int32_t n;       /* from 1 */
    struct str kind; /* CONTRACT names: extension, digit_analysis, ... */
    struct str label;
    struct when at;
    struct str node;
    enum sure sure;
    const struct field *fields;
    size_t nfields;
    const struct evidence *evidence;
    size_t nevidence;
};

struct tls_peer {
    struct str cn, cipher; /* empty = unknown */
};

struct call {
    int64_t call; /* its number, from 1, by start */
    struct when start, answered, end;
    /* Whose clock tells these three; empty when all are of one node. */
    struct str clock_node, clock_cluster;
    int64_t duration_ms; /* -1 = unknown */
    int64_t setup_ms;    /* first event to first ringing; -1 = unknown */
    struct str calling, dialed, called;
    struct str calling_device, called_device;
    enum outcome outcome;
    int32_t sip_status; /* 0 = none */
    int64_t cause;      /* -1 = unknown */
    struct str cause_text;
    enum party released_by;
    const struct str *trunks, *peers, *transports, *nodes, *clusters;
    size_t ntrunks, npeers, ntransports, nnodes, nclusters;
    const struct tls_peer *tls;
    size_t ntls;
    const struct leg *legs;
    size_t nlegs;
    bool record_only; /* nothing but its call record tells of it */
};

/* What a trace line says of a connection's security beside the certificate. */
enum tls_event_kind {
    TLS_KEYS,     /* keys for SRTP were sent over it */
    TLS_FALLBACK, /* SRTP was offered, RTP agreed on */
    TLS_VERIFY,   /* this node does not trust the peer's certificate */
    TLS_PROTOCOL, /* the handshake ended with an error of TLS */
    TLS_NAME,     /* the certificate has another name than is expected */
    TLS_REFUSED,  /* the alarm ConnectionFailure */
};
struct tls_event {
    enum tls_event_kind kind;
    int64_t call;     /* 0 = none */
    int32_t code;     /* OpenSSL's or the alarm's; 0 */
    struct str text;  /* as printed; TLS_NAME: the name in the certificate */
    struct str other; /* TLS_NAME: the name that was expected */
    struct when at;
    struct evidence evidence;
};

/* What is to be said about the security of a connection. */
struct tls_finding {
    struct str id;            /* stable: "static-rsa" */
    struct str severity;      /* critical, weak, legacy, note */
    struct str text;          /* a sentence */
    struct str source;        /* the standard that says so; may be empty */
    int64_t call;             /* that it is about; 0 = the connection */
    struct evidence evidence; /* when a line of its own says it */
};

struct connection {
    int64_t connection; /* its number, from 1 */
    int64_t source;     /* where it was first seen */
    struct str node, cluster;
    struct str direction; /* outgoing, incoming; empty = unknown */
    struct str local_ip, remote_ip;
    int32_t local_port, remote_port; /* 0 = unknown */
    struct str transport;            /* UDP TCP TLS */
    int64_t conn_index;              /* -1 = none */
    struct when seen, last;          /* first and last line that shows it */
    struct when opened, handshake, closed;
    bool plain;                          /* the traces say that it is not TLS */
    bool heard;                          /* something came in on it */
    bool srtp;                           /* keys for SRTP were sent over it */
    struct str subject, cn, san, cipher; /* empty = unknown */
    struct str cipher_iana, protocol;    /* when the cipher says */
    struct str grade;
    const struct str *trunks; /* or phones' device names */
    size_t ntrunks;
    const int64_t *calls;
    size_t ncalls;
    /* TLS: "seen"; "before" the traces begin; "missing" though it was done;
     * "unfinished" where they end; "failed". Filled by src/tls. */
    struct str handshake_state;
    const struct tls_event *events;
    size_t nevents;
    /* Also by src/tls: the one before it of the same peer or trunk, when that
     * had other results; the latest one the other way round, when that has. */
    const struct connection *before, *opposite;
    const struct tls_finding *findings; /* filled by src/tls */
    size_t nfindings;
    /* With --expect: "met", "not met", "cannot tell"; empty when no entry is
     * about it; and why. */
    struct str expected;
    const struct str *reasons;
    size_t nreasons;
    struct evidence evidence;
};

/* One digit analysis: the match, its block, its target, put together. */
struct digit_analysis {
    int64_t call; /* 0 = belongs to no call */
    int64_t ci;   /* 0 = unknown */
    struct when at;
    struct str node;
    struct str calling, dialed, css, partition, pattern, called;
    struct str result; /* match, none, blocked, partial, unknown */
    int64_t cause;     /* -1 = none */
    struct str device, process;
    enum sure sure; /* how it is tied to the call */
    struct evidence evidence;
};

/* What happened to a signalling message or beside it, for ladders. */
enum item_kind {
    ITEM_MESSAGE,  /* an arrow */
    ITEM_NOTE,     /* digit analysis, route, connection, TLS, gap */
    ITEM_PROTOCOL, /* an arrow, but no SIP: MGCP, Q.931, SCCP. The fields of
                      ITEM_MESSAGE; method is the message's name, cseq_method
                      the command that a response answers, sdp its details;
                      note is one line with all of it */
};

struct item {
    enum item_kind kind;
    struct str topic; /* sip, da, route, trunk, connection, tls, path, gap;
                         mgcp, q931, h225, sccp, cti */
    struct when at;   /* as its node logged it */
    int64_t skew_ms;  /* that node's clock is ahead of the reference's by
                         this: for differences between nodes */
    struct str node;  /* number or host of the CUCM node */
    struct str cluster;
    struct str node_ip; /* of the node, when known */
    int32_t node_port;  /* its end of a message's connection; 0 = unknown */
    struct str host;    /* host name of the node, when known */
    /* ITEM_MESSAGE */
    bool outgoing;     /* from the node's view */
    bool from_calllog; /* no text: known only from the call log */
    struct str remote_ip;
    int32_t remote_port;
    struct str device; /* phone or trunk at the far side, when known */
    struct str transport;
    struct str method; /* requests */
    int32_t status;    /* responses; 0 = a request */
    struct str reason;
    int64_t cseq; /* -1 = unknown */
    struct str cseq_method;
    struct str call_id;
    struct str from_tag, to_tag; /* empty when unknown */
    struct str sdp;              /* for people; may be empty */
    int64_t net_tag;             /* N of [N,NET]; 0 = none */
    int64_t message;             /* its number; 0 = none */
    int64_t leg;                 /* 0 = none */
    struct str purpose; /* "recording" and the like; empty for parties */
    struct str text;    /* the message as logged; empty unless asked for */
    /* ITEM_NOTE */
    struct str note; /* one line */
    bool bad;        /* a failure: stands out */
    enum sure sure;
    struct evidence evidence;
};

/* A note that a ladder shows beside the messages of a call. */
struct note {
    int64_t call;
    struct str topic, note; /* as in struct item */
    struct when at;
    struct str node;
    bool bad;
    enum leg_purpose purpose; /* of the leg it is about */
    enum sure sure;
    struct evidence evidence;
};

/* Ties a fact (message, signal, calllog row, ...) to what it belongs to. */
struct owner {
    int64_t event;
    int64_t call, leg, connection; /* 0 = none */
};

/* What a message of another protocol does not say itself. */
struct protocol_tie {
    int64_t event;
    struct str answers;   /* command that a response answers */
    struct str remote_ip; /* of the gateway */
    struct str device;    /* phone or gateway */
    enum sure sure;       /* how it is tied to its call */
};

/* A call record beside the call that it is of. */
struct record_check {
    int64_t event;
    bool alone;            /* the call is known only from it */
    struct str difference; /* what it says otherwise; empty = nothing */
};

/* How a node's clock stands to another's. */
struct node_clock {
    struct str node, cluster, host;
    struct str address; /* when it has neither cluster nor host; else empty */
    struct str via;     /* node it was measured against, when another */
    struct str via_cluster;
    /* node it was compared with */
    struct str against, against_cluster, against_host, against_address;
    int64_t offset_ms;      /* ahead of the reference node; negative behind */
    int64_t error_ms;       /* at most; -1 = unknown: one direction only */
    int64_t received, sent; /* what crossed from and to that node */
};

/* What says that a call went through a node: bits of visit.by. */
enum visit_by {
    VISIT_LOGGED = 1 << 0,  /* its SDL files have a part of the call */
    VISIT_CALLLOG = 1 << 1, /* its call log has */
    VISIT_TARGET = 1 << 2,  /* the called party's leg was given to it */
    VISIT_OWNER = 1 << 3,   /* it gave out the CI of a leg */
    VISIT_SIGNAL = 1 << 4,  /* signals went there or came from there */
    VISIT_FAR = 1 << 5,     /* the tag of the other end of a trunk names it */
};

/* A node that a call went through, whether its traces are there or not. */
struct visit {
    int64_t call;           /* 0 = signals that belong to none */
    unsigned by;            /* enum visit_by */
    bool began, ended;      /* the call's own beginning and end are there */
    bool open;              /* a party's leg does not end on this node */
    int64_t end_ms;         /* of the call, by the same clock; WHEN_UNKNOWN */
    struct str cluster;     /* as printed; its GUID when no name is known, an
                               address when there is neither
                               (source.cluster_address) */
    struct str node;        /* number or host; empty = not known */
    struct str peer;        /* VISIT_FAR: the address of the other end */
    int64_t source;         /* source.id: whose clock the times are of */
    int64_t from_ms, to_ms; /* VISIT_LOGGED: of that part, else of the call;
                               WHEN_UNKNOWN */
    int64_t signals;        /* VISIT_SIGNAL: how many */
};

/* A message that only a call log has, and the call it belongs to. */
struct log_only {
    int64_t source, call; /* call 0 = none */
    int64_t at_ms;        /* WHEN_UNKNOWN */
};

/* Something that the traces do not hold: a stretch of time, a node. */
struct gap {
    int64_t call;       /* that needs it; 0 = none in particular */
    struct str kind;    /* files, hole, calllog, node, cluster, start, end */
    struct str node;    /* number or host */
    struct str cluster; /* as printed; empty when none is known */
    int64_t from_ms, to_ms; /* WHEN_UNKNOWN */
    struct str after_file, before_file;
    struct str reason;  /* a sentence */
    struct str collect; /* "SDL002_100_*.txt"; empty when not known */
};

/* What a call record (CDR) says of a call, or a phone of how it heard (CMR). */
struct call_record {
    bool quality; /* CMR */
    struct str gci;
    int64_t leg;                /* leg.leg; 0 = none */
    struct str calling, called; /* CMR: calling is the phone's number */
    struct str device;          /* the calling party's; CMR: the phone */
    int64_t duration_s;         /* -1 */
    int64_t calling_cause, called_cause; /* as stored, unsigned; -1 */
    struct str calling_cause_text, called_cause_text;
    struct str redirected; /* why the last one redirected; empty = nobody */
    int64_t packets_received, packets_lost, jitter_ms, latency_ms; /* -1 */
    struct str mos;
    bool alone;            /* the call is known only from it */
    struct str difference; /* what it says otherwise; empty = nothing */
    struct evidence evidence;
};

/* What there is to show of a call. */
struct call_path {
    struct call call;
    struct step *steps;
    struct link *links;
    struct gap *gaps; /* of this call */
    struct call_record *records;
    size_t nsteps, nlinks, ngaps, nrecords;
};

#endif
