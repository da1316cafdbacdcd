/* SPDX-License-Identifier: MIT
 *
 * What else than trace lines tells of TLS: handshakes in packet captures,
 * certificates on the wire, in files, and in the text that the command line
 * of a node prints. Plain structs; slices live as long as their arena. */
#ifndef CMTRAIL_MODEL_TLS_H
#define CMTRAIL_MODEL_TLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/when.h"
#include "model/call.h"

/* Where a certificate was found. */
enum tls_where {
    TLS_ON_WIRE, /* sent in a handshake */
    TLS_OWN,     /* show cert own: the node says it is its own */
    TLS_TRUST,   /* show cert trust: the node trusts it */
    TLS_FILE,    /* a PEM or DER file */
};

struct tls_certificate {
    int64_t certificate; /* its number, from 1; 0 before it is stored */
    enum tls_where where;
    int64_t handshake; /* TLS_ON_WIRE: its number */
    bool server;       /* TLS_ON_WIRE: who sent it */
    int32_t place;     /* in the chain: 0 = the sender's own */
    struct str unit;   /* show cert own: "CallManager" */
    struct str serial; /* hexadecimal digits, lower case, no leading zeroes */
    struct str subject, issuer; /* as the source prints them; either order */
    struct str san;             /* "DNS:a, DNS:b, IP:192.0.2.1" */
    int64_t not_before_ms, not_after_ms; /* UTC; WHEN_UNKNOWN */
    struct str key;                      /* RSA, EC, ... */
    int32_t bits;                        /* of the key; 0 = unknown */
    struct str signature; /* "sha256WithRSAEncryption", as printed */
    struct str usage;     /* extended key usage: "serverAuth, clientAuth" */
    struct str sha256;    /* of its DER form; lower-case hex */
    const struct tls_finding *findings; /* filled by src/tls */
    size_t nfindings;
    struct evidence evidence;
};

/* A TLS handshake in a capture. */
struct tls_handshake {
    int64_t handshake; /* its number, from 1 */
    int64_t at_ms;     /* UTC; of its first packet */
    int64_t end_ms;    /* of the last packet of the connection */
    struct str client_ip, server_ip;
    int32_t client_port, server_port;
    struct str version;                  /* "TLS 1.2"; empty = no ServerHello */
    int32_t cipher;                      /* number in the IANA registry; -1 */
    struct str cipher_name, cipher_iana; /* from the table; may be empty */
    struct str sni;                      /* name that the client asked for */
    bool hello;                          /* a ClientHello was seen */
    bool resumed;   /* no certificates: a session goes on */
    bool requested; /* the server asked for the client's certificate */
    bool finished;  /* both sides went on to encrypted records */
    bool lost;      /* bytes of the handshake are not in the capture */
    int32_t alert;  /* the first one in clear; -1 */
    bool alert_fatal;
    bool alert_server; /* who sent it */
    const struct tls_certificate *certificates;
    size_t ncertificates;
    struct evidence evidence; /* the capture */
};

/* A packet of `utils network capture`, or a stretch of them: who talked. */
struct tls_flow {
    struct str from, to;         /* "CUCMA.42387", "192.0.2.1.sip-tls" */
    int64_t first_tod, last_tod; /* local ms of the day */
    int64_t packets, bytes;
    struct evidence evidence;
};

/* Two pieces of evidence side by side. */
struct tls_comparison {
    struct str id;      /* own-certificate, trace-subject, trust, time, ... */
    struct str verdict; /* same, differs, refused, apart, not visible,
                           not found */
    struct str text;    /* a sentence */
    int64_t connection, handshake, certificate; /* 0 = none */
    struct evidence evidence;                   /* of the other evidence */
};

/* All of it. */
struct tls_evidence {
    struct tls_handshake *handshakes;
    size_t nhandshakes;
    struct tls_certificate *certificates; /* all of them */
    size_t ncertificates;
    struct tls_flow *flows;
    size_t nflows;
};

#endif
