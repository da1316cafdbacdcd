/* SPDX-License-Identifier: MIT
 *
 * One direction of a TCP connection put together: segments in any order, twice
 * or overlapping, to bytes in order. Bounded: what does not fit is lost, and
 * said so. */
#ifndef CMTRAIL_WIRE_TCP_H
#define CMTRAIL_WIRE_TCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
    TCP_BYTES_MAX = 256 << 10, /* in order, not taken yet */
    TCP_WAITING_MAX = 64,      /* segments that came too early */
};

struct tcp_piece {
    uint32_t seq;
    char *p; /* malloc'd */
    size_t n;
};

struct tcp_half {
    bool based;    /* the sequence number of the next byte is known */
    uint32_t next; /* that number */
    char *p;       /* malloc'd: bytes in order, */
    size_t n, cap; /* not taken yet */
    struct tcp_piece waiting[TCP_WAITING_MAX];
    size_t nwaiting;
    bool lost; /* bytes are missing for good */
};

/* Begins at a sequence number (of a SYN: the one after it). Done once. */
void tcp_begin(struct tcp_half *h, uint32_t seq);
/* Bytes of a segment. cut: bytes that the segment had, but the capture has
 * not. */
void tcp_put(struct tcp_half *h, uint32_t seq, struct str bytes, size_t cut);
/* Takes the first n bytes that are in order away. */
void tcp_take(struct tcp_half *h, size_t n);
/* Whether something waits for bytes that never came. */
bool tcp_is_torn(const struct tcp_half *h);
void tcp_free(struct tcp_half *h);

#endif
