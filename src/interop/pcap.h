/* SPDX-License-Identifier: MIT
 *
 * The messages of a call as a packet capture that Wireshark and sngrep open:
 * a classic pcap file, LINKTYPE_RAW, each message one UDP datagram whatever
 * carried it, so that no sequence numbers are invented. */
#ifndef CMTRAIL_INTEROP_PCAP_H
#define CMTRAIL_INTEROP_PCAP_H

#include <stddef.h>

#include "base/out.h"
#include "model/call.h"

/* Times are those of the traces, less what a node's clock was ahead: order is
 * that of the ladder. Secrets are masked, line ends are CRLF. An address that
 * is not known is 0.0.0.0, a port 5060, with TLS 5061. Messages without text
 * (--no-text, call log) cannot be in it.
 * returns: how many messages were written. */
size_t pcap_write(struct out *o, const struct item *v, size_t n);

#endif
