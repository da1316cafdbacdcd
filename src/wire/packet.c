/* SPDX-License-Identifier: MIT */
#include "wire/packet.h"

#include <pcap/dlt.h>

enum {
    ETHER_IPV4 = 0x0800,
    ETHER_IPV6 = 0x86dd,
    ETHER_VLAN = 0x8100,
    ETHER_QINQ = 0x88a8,
    PROTO_TCP = 6,
    PROTO_HOP = 0,
    PROTO_ROUTING = 43,
    PROTO_DESTINATION = 60,
};

static unsigned
byte_at(struct str s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

static unsigned
short_at(struct str s, size_t at)
{
    return byte_at(s, at) << 8 | byte_at(s, at + 1);
}

static uint32_t
long_at(struct str s, size_t at)
{
    return (uint32_t)short_at(s, at) << 16 | short_at(s, at + 2);
}

/* n: bytes of the segment as sent; the frame may have fewer. */
static bool
read_tcp(struct str s, size_t n, struct segment *seg)
{
    size_t head = (byte_at(s, 12) >> 4) * 4u;
    if (s.n < 20 || head < 20 || head > n || head > s.n)
        return false;
    unsigned flags = byte_at(s, 13);
    seg->from_port = (uint16_t)short_at(s, 0);
    seg->to_port = (uint16_t)short_at(s, 2);
    seg->seq = long_at(s, 4);
    seg->fin = flags & 1;
    seg->syn = flags & 2;
    seg->rst = flags & 4;
    seg->ack = flags & 16;
    seg->bytes = str_sub(s, head, n - head);
    seg->cut = n - head - seg->bytes.n;
    return true;
}

/* A fragment is not put together: SIP over TCP is not fragmented. */
static bool
read_ipv4(struct str s, struct segment *seg)
{
    size_t head = (byte_at(s, 0) & 15) * 4u, total = short_at(s, 2);
    if (s.n < 20 || head < 20 || byte_at(s, 9) != PROTO_TCP ||
        (short_at(s, 6) & 0x3fff))
        return false;
    if (total == 0)
        total = s.n; /* left to the network card */
    if (total < head || s.n < head)
        return false;
    seg->from = str_sub(s, 12, 4);
    seg->to = str_sub(s, 16, 4);
    return read_tcp(str_sub(s, head, total - head), total - head, seg);
}

static bool
read_ipv6(struct str s, struct segment *seg)
{
    enum { HEAD = 40, EXTENSIONS_MAX = 8 };
    size_t n = short_at(s, 4);
    unsigned next = byte_at(s, 6);
    if (s.n < HEAD)
        return false;
    seg->from = str_sub(s, 8, 16);
    seg->to = str_sub(s, 24, 16);
    s = str_skip(s, HEAD);
    if (n == 0)
        n = s.n;
    for (int i = 0; i < EXTENSIONS_MAX && next != PROTO_TCP; i++) {
        size_t length = byte_at(s, 1) * 8u + 8;
        if ((next != PROTO_HOP && next != PROTO_ROUTING &&
                next != PROTO_DESTINATION) ||
            length > s.n || length > n)
            return false;
        next = byte_at(s, 0);
        s = str_skip(s, length);
        n -= length;
    }
    return next == PROTO_TCP && read_tcp(str_sub(s, 0, n), n, seg);
}

static bool
read_ip(struct str s, struct segment *seg)
{
    unsigned version = byte_at(s, 0) >> 4;
    return version == 4   ? read_ipv4(s, seg)
           : version == 6 ? read_ipv6(s, seg)
                          : false;
}

static bool
read_ether(unsigned type, struct str s, struct segment *seg)
{
    for (int i = 0; i < 4 && (type == ETHER_VLAN || type == ETHER_QINQ); i++) {
        type = short_at(s, 2);
        s = str_skip(s, 4);
    }
    if (type != ETHER_IPV4 && type != ETHER_IPV6)
        return false;
    return read_ip(s, seg);
}

bool
packet_knows(int link)
{
    static const int known[] = {DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2,
        DLT_NULL, DLT_LOOP, DLT_RAW, DLT_IPV4, DLT_IPV6};
    for (size_t i = 0; i < COUNTOF(known); i++)
        if (link == known[i])
            return true;
    return false;
}

bool
packet_read(int link, struct str frame, struct segment *seg)
{
    *seg = (struct segment){0};
    switch (link) {
    case DLT_EN10MB:
        return frame.n > 14 &&
               read_ether(short_at(frame, 12), str_skip(frame, 14), seg);
    case DLT_LINUX_SLL:
        return frame.n > 16 &&
               read_ether(short_at(frame, 14), str_skip(frame, 16), seg);
    case DLT_LINUX_SLL2:
        return frame.n > 20 &&
               read_ether(short_at(frame, 0), str_skip(frame, 20), seg);
    case DLT_NULL:
    case DLT_LOOP:
        return frame.n > 4 && read_ip(str_skip(frame, 4), seg);
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
        return read_ip(frame, seg);
    }
    return false;
}
