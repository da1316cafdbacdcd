/* SPDX-License-Identifier: MIT
 *
 * The capture byte by byte where it matters, and archives that are the same
 * every time and hold what was put in. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/arena.h"
#include "check.h"
#include "interop/bundle.h"
#include "interop/pcap.h"
#include "ladder_fixture.h"

#define OPTIONS "OPTIONS sip:5551@192.0.2.77 SIP/2.0\r\nContent-Length: 0"

static unsigned
byte(struct str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : 999;
}

static unsigned
word(struct str s, size_t i)
{
    return byte(s, i) << 8 | byte(s, i + 1);
}

static uint32_t
little(struct str s, size_t i)
{
    return byte(s, i) | byte(s, i + 1) << 8 | byte(s, i + 2) << 16 |
           (uint32_t)byte(s, i + 3) << 24;
}

/* The ones' complement sum over data with its checksum in it is 0xffff. */
static unsigned
sum_of(struct str s, unsigned start)
{
    uint32_t sum = start;
    for (size_t i = 0; i < s.n; i += 2)
        sum += byte(s, i) << 8 | (i + 1 < s.n ? byte(s, i + 1) : 0);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

static struct item
message(int64_t ms, bool outgoing, const char *text)
{
    struct item it = fixture_message(ms, outgoing, PHONE, "OPTIONS");
    it.text = str_from(text);
    return it;
}

enum { FILE_HEADER = 24, PACKET_HEADER = 16 };

static void
test_ip4(void)
{
    struct item v[] = {message(1234, false, OPTIONS),
        fixture_note(1300, "da", "no message"), message(1400, true, "")};
    struct out o;
    out_init_mem(&o);
    CHECK_INT(pcap_write(&o, v, COUNTOF(v)), 1);
    struct str s = out_text(&o);
    CHECK_INT(little(s, 0), 0xa1b2c3d4);
    CHECK_INT(little(s, 20), 101);
    CHECK_INT(little(s, 24), (T0 - 7200000 + 1234) / 1000);
    CHECK_INT(little(s, 28), 234000);
    size_t payload = strlen(OPTIONS) + 4; /* the empty line is put back */
    CHECK_INT(little(s, 32), 28 + payload);
    CHECK_INT(s.n, FILE_HEADER + PACKET_HEADER + 28 + payload);
    struct str ip = str_skip(s, FILE_HEADER + PACKET_HEADER);
    CHECK_INT(byte(ip, 0), 0x45);
    CHECK_INT(word(ip, 2), ip.n);
    CHECK_INT(byte(ip, 9), 17);
    CHECK_INT(sum_of(str_sub(ip, 0, 20), 0), 0xffff);
    CHECK(memcmp(ip.p + 12, "\xc0\0\2\x4d\xc0\0\2\x0e", 8) == 0);
    CHECK_INT(word(ip, 20), 5060);
    CHECK_INT(word(ip, 24), 8 + payload);
    CHECK(str_ends(ip, STR("Content-Length: 0\r\n\r\n")));
    out_close(&o, NULL);
}

static void
test_ip6(void)
{
    struct item it = message(0, true, OPTIONS);
    it.node_ip = STR("2001:db8::1");
    it.transport = STR("TLS");
    it.remote_port = 0;
    struct out o;
    out_init_mem(&o);
    CHECK_INT(pcap_write(&o, &it, 1), 1);
    struct str ip = str_skip(out_text(&o), FILE_HEADER + PACKET_HEADER);
    CHECK_INT(byte(ip, 0), 0x60);
    CHECK_INT(word(ip, 4), ip.n - 40);
    CHECK_INT(word(ip, 40), 5061);
    CHECK_INT(word(ip, 42), 5061);
    CHECK(
        memcmp(ip.p + 24, "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\x4d", 16) == 0);
    unsigned pseudo = 17 + (unsigned)(ip.n - 40);
    CHECK_INT(sum_of(str_skip(ip, 8), pseudo), 0xffff);
    out_close(&o, NULL);
}

/* Secrets are masked; what is too long for a datagram is cut. */
static void
test_payload(void)
{
    struct arena a = {0};
    char *long_text = arena_alloc(&a, 200001);
    memset(long_text, 'x', 200000);
    struct item v[] = {message(0, true,
                           "INVITE sip:1 SIP/2.0\nAuthorization: Basic "
                           "abc\n\nv=0\na=crypto:1 X inline:KEYKEY\n"),
        message(1, true, long_text)};
    v[1].at.utc_ms = WHEN_UNKNOWN;
    v[1].at.tod_ms = WHEN_UNKNOWN;
    v[1].node_ip = STR("no address");
    struct out o;
    out_init_mem(&o);
    CHECK_INT(pcap_write(&o, v, 2), 2);
    struct str s = out_text(&o);
    CHECK(!str_has(s, STR("KEYKEY")) && !str_has(s, STR("abc")));
    CHECK(str_has(s, STR("Basic ***\r\n\r\nv=0\r\n")));
    size_t first = FILE_HEADER + PACKET_HEADER + little(s, 32);
    CHECK(little(s, first + 8) <= 65535);
    CHECK_INT(s.n, first + PACKET_HEADER + little(s, first + 8));
    out_close(&o, NULL);
    arena_free(&a);
}

static void
test_zip(void)
{
    static const struct bundle_file files[] = {
        {STR_INIT("call-1/a.txt"), STR_INIT("first\n")},
        {STR_INIT("call-1/empty"), STR_INIT("")},
        {STR_INIT("call-1/b.txt"), STR_INIT("second")},
    };
    struct err e;
    struct out x, y;
    out_init_mem(&x);
    out_init_mem(&y);
    CHECK_INT(bundle_zip(&x, files, COUNTOF(files), &e), 0);
    CHECK_INT(bundle_zip(&y, files, COUNTOF(files), &e), 0);
    CHECK(str_eq(out_text(&x), out_text(&y)));
    struct archive *zip = archive_read_new();
    struct archive_entry *entry;
    archive_read_support_format_zip(zip);
    CHECK_INT(archive_read_open_memory(zip, x.buf, x.n), ARCHIVE_OK);
    for (size_t i = 0; i < COUNTOF(files); i++) {
        char bytes[32];
        if (!CHECK_INT(archive_read_next_header(zip, &entry), ARCHIVE_OK))
            break;
        CHECK(str_eq(str_from(archive_entry_pathname(entry)), files[i].name));
        la_ssize_t n = archive_read_data(zip, bytes, sizeof bytes);
        CHECK(n >= 0 && str_eq((struct str){bytes, (size_t)n}, files[i].bytes));
    }
    CHECK_INT(archive_read_next_header(zip, &entry), ARCHIVE_EOF);
    archive_read_free(zip);
    out_close(&x, NULL);
    out_close(&y, NULL);
}

int
main(void)
{
    test_ip4();
    test_ip6();
    test_payload();
    test_zip();
    return check_done();
}
