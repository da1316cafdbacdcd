/* SPDX-License-Identifier: MIT
 *
 * From a captured frame to its TCP segment. Internal to src/wire. */
#ifndef CMTRAIL_WIRE_PACKET_H
#define CMTRAIL_WIRE_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct segment {
    struct str from, to; /* addresses: 4 or 16 bytes */
    uint16_t from_port, to_port;
    uint32_t seq;
    bool syn, ack, fin, rst;
    struct str bytes;
    size_t cut; /* bytes of it that were not captured */
};

/* link: libpcap's DLT_ number. returns false when the frame has no segment of
 * TCP, or not the whole head of one. */
bool packet_read(int link, struct str frame, struct segment *s);

/* Whether frames of this link type are read at all. */
bool packet_knows(int link);

#endif
