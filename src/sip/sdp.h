/* SPDX-License-Identifier: MIT
 *
 * Sums up an SDP body (RFC 8866) for people: per media line its kind, first
 * codecs, direction, RTP or SRTP, address and port, e.g.
 * "audio G722,PCMU,G729 sendrecv SRTP 192.0.2.1:20000". Codec names are those
 * of rtpmap; more than four end in "...". A line with port 0 is "off"; an
 * address of zeroes (hold of old) makes sendrecv sendonly. "RTP or SRTP": an
 * offer of RTP that has keys as well. */
#ifndef CMTRAIL_SIP_SDP_H
#define CMTRAIL_SIP_SDP_H

#include "base/arena.h"
#include "base/str.h"

/* returns: the summary in a ("; " between media lines); empty when the body
 *          has no m= line. */
struct str sdp_summary(struct arena *a, struct str body);

/* How many keys for SRTP the body carries in clear (a=crypto, RFC 4568). */
size_t sdp_keys(struct str body);

#endif
