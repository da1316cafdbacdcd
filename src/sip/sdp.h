/* SPDX-License-Identifier: MIT
 *
 * Sums up an SDP body (RFC 8866) for people: per media line its kind, first
 * codecs, direction, RTP or SRTP, address and port, e.g.
 * "audio G.722,PCMU,G729 sendrecv SRTP 192.0.2.1:20000". */
#ifndef CMTRAIL_SIP_SDP_H
#define CMTRAIL_SIP_SDP_H

#include "base/arena.h"
#include "base/str.h"

/* returns: the summary in a ("; " between media lines); empty when the body
 *          has no m= line. */
struct str sdp_summary(struct arena *a, struct str body);

#endif
