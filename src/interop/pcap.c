/* SPDX-License-Identifier: MIT
 *
 * Formats: the pcap savefile (pcap-savefile(5)), RFC 791, RFC 8200, RFC 768.
 * The file is little-endian on every machine. */
#include "interop/pcap.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "sip/mask.h"

enum {
    LINKTYPE_RAW = 101,
    SNAP_LENGTH = 262144,
    IP4_HEADER = 20,
    IP6_HEADER = 40,
    UDP_HEADER = 8,
    UDP_PROTOCOL = 17,
    PAYLOAD_MAX = 65535 - IP6_HEADER - UDP_HEADER,
    SIP_PORT = 5060,
    SIPS_PORT = 5061,
};

/* Both ends of a datagram; six: 16 bytes of each address, else 4. */
struct ends {
    unsigned char from[16], to[16];
    bool six;
    uint16_t from_port, to_port;
};

static void
put16(struct out *o, unsigned v)
{
    out_byte(o, (char)(v >> 8 & 255));
    out_byte(o, (char)(v & 255));
}

static void
put32_little(struct out *o, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        out_byte(o, (char)(v >> 8 * i & 255));
}

static void
put_file_header(struct out *o)
{
    put32_little(o, 0xa1b2c3d4); /* microseconds */
    put32_little(o, 4u << 16 | 2u);
    put32_little(o, 0);
    put32_little(o, 0);
    put32_little(o, SNAP_LENGTH);
    put32_little(o, LINKTYPE_RAW);
}

/* As IPv4 when it is; else, and for an unknown one in company of IPv6, mapped
 * to ::ffff:0:0/96. */
static void
read_address(struct str s, bool six, unsigned char v[16])
{
    char text[INET6_ADDRSTRLEN] = "";
    if (s.n < sizeof text && s.n > 0)
        memcpy(text, s.p, s.n);
    memset(v, 0, 16);
    if (!six) {
        if (inet_pton(AF_INET, text, v) != 1)
            memset(v, 0, 16);
        return;
    }
    if (inet_pton(AF_INET6, text, v) == 1)
        return;
    memset(v, 0, 16);
    v[10] = v[11] = 0xff;
    if (inet_pton(AF_INET, text, v + 12) != 1)
        memset(v + 12, 0, 4);
}

static bool
is_six(struct str s)
{
    return str_find_byte(s, ':') < s.n;
}

static struct ends
ends_of(const struct item *it)
{
    struct ends e = {.six = is_six(it->node_ip) || is_six(it->remote_ip)};
    uint16_t usual = str_eq(it->transport, STR("TLS")) ? SIPS_PORT : SIP_PORT;
    uint16_t node = it->node_port > 0 ? (uint16_t)it->node_port : usual;
    uint16_t far = it->remote_port > 0 ? (uint16_t)it->remote_port : usual;
    read_address(it->node_ip, e.six, it->outgoing ? e.from : e.to);
    read_address(it->remote_ip, e.six, it->outgoing ? e.to : e.from);
    e.from_port = it->outgoing ? node : far;
    e.to_port = it->outgoing ? far : node;
    return e;
}

/* Adds 16-bit words to a ones' complement sum. */
static uint32_t
add_words(uint32_t sum, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        uint32_t byte = (unsigned char)s.p[i];
        sum += i % 2 == 0 ? byte << 8 : byte;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

static unsigned
finish_sum(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static void
put_ip4(struct out *o, const struct ends *e, size_t payload)
{
    size_t start = o->n;
    put16(o, 0x4500);
    put16(o, (unsigned)(IP4_HEADER + UDP_HEADER + payload));
    put16(o, 0);
    put16(o, 0x4000); /* not fragmented */
    put16(o, 64u << 8 | UDP_PROTOCOL);
    size_t sum_at = o->n;
    put16(o, 0);
    out_str(o, (struct str){(const char *)e->from, 4});
    out_str(o, (struct str){(const char *)e->to, 4});
    unsigned sum =
        finish_sum(add_words(0, (struct str){o->buf + start, IP4_HEADER}));
    o->buf[sum_at] = (char)(sum >> 8);
    o->buf[sum_at + 1] = (char)(sum & 255);
}

static void
put_ip6(struct out *o, const struct ends *e, size_t payload)
{
    put16(o, 0x6000);
    put16(o, 0);
    put16(o, (unsigned)(UDP_HEADER + payload));
    put16(o, (unsigned)UDP_PROTOCOL << 8 | 64u);
    out_str(o, (struct str){(const char *)e->from, 16});
    out_str(o, (struct str){(const char *)e->to, 16});
}

/* IPv6 asks for a checksum; IPv4 lets it be 0. */
static unsigned
udp_sum(const struct ends *e, struct str payload)
{
    if (!e->six)
        return 0;
    uint32_t length = (uint32_t)(UDP_HEADER + payload.n);
    uint32_t sum = add_words(0, (struct str){(const char *)e->from, 16});
    sum = add_words(sum, (struct str){(const char *)e->to, 16});
    sum += length + UDP_PROTOCOL + e->from_port + e->to_port + length;
    unsigned done = finish_sum(add_words(sum, payload));
    return done == 0 ? 0xffff : done;
}

static int64_t
time_ms(const struct item *it)
{
    int64_t ms = it->at.utc_ms != WHEN_UNKNOWN ? it->at.utc_ms : it->at.tod_ms;
    if (ms == WHEN_UNKNOWN)
        return 0;
    ms -= it->skew_ms;
    return ms > 0 ? ms : 0;
}

static void
put_packet(struct out *o, const struct item *it, struct str payload)
{
    struct ends e = ends_of(it);
    int64_t ms = time_ms(it);
    size_t header = (e.six ? IP6_HEADER : IP4_HEADER) + UDP_HEADER;
    uint32_t length = (uint32_t)(header + payload.n);
    put32_little(o, (uint32_t)(ms / 1000));
    put32_little(o, (uint32_t)(ms % 1000 * 1000));
    put32_little(o, length);
    put32_little(o, length);
    if (e.six)
        put_ip6(o, &e, payload.n);
    else
        put_ip4(o, &e, payload.n);
    put16(o, e.from_port);
    put16(o, e.to_port);
    put16(o, (unsigned)(UDP_HEADER + payload.n));
    put16(o, udp_sum(&e, payload));
    out_str(o, payload);
}

/* What the trace cut off behind the message: the empty line, the end of the
 * body's last line. */
static const char *
missing_end(struct str s)
{
    bool ended = str_ends(s, STR("\r\n"));
    if (str_find(s, STR("\r\n\r\n")) == s.n)
        return ended ? "\r\n" : "\r\n\r\n";
    return ended ? "" : "\r\n";
}

static struct str
whole(struct arena *a, struct str s)
{
    struct str end = str_from(missing_end(s));
    size_t n = s.n + end.n <= PAYLOAD_MAX ? s.n : PAYLOAD_MAX - end.n;
    char *p = arena_alloc(a, n + end.n + 1);
    memcpy(p, s.p, n);
    memcpy(p + n, end.p, end.n);
    return (struct str){p, n + end.n};
}

/* Traces may have LF where the message had CRLF. */
static struct str
with_crlf(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, 2 * s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n' && (i == 0 || s.p[i - 1] != '\r'))
            p[n++] = '\r';
        p[n++] = s.p[i];
    }
    return (struct str){p, n};
}

size_t
pcap_write(struct out *o, const struct item *v, size_t n)
{
    struct out all;
    size_t written = 0;
    out_init_mem(&all);
    put_file_header(&all);
    for (size_t i = 0; i < n; i++) {
        struct arena a = {0};
        if (v[i].kind == ITEM_MESSAGE && v[i].text.n > 0) {
            struct str text = with_crlf(&a, mask_secrets(&a, v[i].text));
            put_packet(&all, &v[i], whole(&a, text));
            written++;
        }
        arena_free(&a);
    }
    out_str(o, out_text(&all));
    out_close(&all, NULL);
    return written;
}
