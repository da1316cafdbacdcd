/* SPDX-License-Identifier: MIT
 *
 * TLS handshakes in a packet capture (pcap, pcapng), read with libpcap. Any
 * port: what begins as TLS does is TLS. Ethernet with VLANs, Linux cooked,
 * raw IP, loopback; IPv4 and IPv6. */
#ifndef CMTRAIL_WIRE_CAPTURE_H
#define CMTRAIL_WIRE_CAPTURE_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/tls.h"

/* Whether a file that begins so is a capture. */
bool capture_is(struct str head);

/* What was found in one. */
struct capture {
    struct tls_handshake *handshakes; /* by their first packets */
    size_t n;
    int64_t packets;
    int64_t first_ms, last_ms; /* WHEN_UNKNOWN: there was none */
    bool snapped;              /* packets were cut when they were captured */
    bool cut;                  /* it was not read to its end: */
    struct str why;            /* libpcap's words for that */
};

/* Reads a capture to its end and closes the file, also on an error.
 * returns: 0; -1 when it is none that libpcap reads, or of a link type that is
 *          not read (e set). A file that ends early gives what it holds. */
int capture_read(struct arena *a, FILE *file, struct capture *c, struct err *e);

/* libpcap's version. */
const char *capture_library_version(void);

#endif
