/* SPDX-License-Identifier: MIT
 *
 * TCP put together, TLS in clear, frames, and the text of the command line. */
#include "wire/clitext.h"

#include "base/arena.h"
#include "check.h"
#include "wire/packet.h"
#include "wire/tls.h"

static struct str
taken(struct arena *a, struct tcp_half *h)
{
    struct str s = str_dup(a, (struct str){h->p, h->n});
    tcp_take(h, h->n);
    return s;
}

static void
test_order(void)
{
    struct arena a = {0};
    struct tcp_half h = {0};
    tcp_begin(&h, 0xfffffffe); /* over the end of the numbers */
    tcp_put(&h, 1, STR("def"), 0);
    CHECK_INT(h.n, 0);
    CHECK(tcp_is_torn(&h));
    tcp_put(&h, 7, STR("jk"), 0);
    tcp_put(&h, 0xfffffffe, STR("abc"), 0);
    CHECK_STR(taken(&a, &h), "abcdef");
    tcp_put(&h, 0xffffffff, STR("bcdefgh"), 0); /* overlaps */
    CHECK_STR(taken(&a, &h), "gh");
    tcp_put(&h, 6, STR("i"), 0);
    CHECK_STR(taken(&a, &h), "ijk");
    tcp_put(&h, 1, STR("XXX"), 0); /* once more: the first ones count */
    CHECK_INT(h.n, 0);
    CHECK(!tcp_is_torn(&h));
    tcp_free(&h);
    arena_free(&a);
}

/* What was not captured is lost, and what follows is not mistaken for it. */
static void
test_lost(void)
{
    struct arena a = {0};
    struct tcp_half h = {0};
    tcp_put(&h, 10, STR("ab"), 3);
    CHECK(tcp_is_torn(&h));
    tcp_put(&h, 15, STR("f"), 0);
    CHECK_STR(taken(&a, &h), "ab");
    tcp_free(&h);
    for (uint32_t i = 0; i < 200; i++)
        tcp_put(&h, 1000 + 2 * i, STR("x"), 0);
    CHECK(h.lost);
    tcp_free(&h);
    arena_free(&a);
}

/* A fatal alert in two pieces, after a ClientHello that never ends. */
static void
test_alert(void)
{
    struct arena a = {0};
    struct tls_talk t = {.h = {.cipher = -1, .alert = -1}};
    struct tcp_half *client = &t.side[TLS_CLIENT].bytes;
    struct tcp_half *server = &t.side[TLS_SERVER].bytes;
    tcp_put(client, 0, STR("\x16\x03\x01\x00\x20\x01\x00"), 0);
    tls_read(&a, &t, TLS_CLIENT);
    tcp_put(server, 0, STR("\x15\x03\x03\x00"), 0);
    tls_read(&a, &t, TLS_SERVER);
    CHECK_INT(t.h.alert, -1);
    tcp_put(server, 4, STR("\x02\x02\x46"), 0);
    tls_read(&a, &t, TLS_SERVER);
    tls_end(&t);
    CHECK(t.is_tls && !t.not_tls && !t.h.finished);
    CHECK_INT(t.h.alert, 70);
    CHECK(t.h.alert_fatal && t.h.alert_server);
    tls_free(&t);
    arena_free(&a);
}

static void
test_other(void)
{
    struct arena a = {0};
    struct tls_talk t = {.h = {.cipher = -1, .alert = -1}};
    tcp_put(&t.side[TLS_CLIENT].bytes, 0, STR("OPTIONS sip:a"), 0);
    tls_read(&a, &t, TLS_CLIENT);
    CHECK(t.not_tls && !t.is_tls);
    tls_free(&t);
    arena_free(&a);
}

static void
test_frames(void)
{
    static const char frame[] =
        "\0\0\0\0\0\0\0\0\0\0\0\0\x81\0\0\x07\x08\0" /* VLAN, IPv4 */
        "\x45\0\0\x2b\0\x01\0\0\x40\x06\0\0\xc0\0\x02\x0b\xc6\x33\x64\x14"
        "\x9c\x41\x13\xc5\0\0\0\x07\0\0\0\0\x50\x12\x20\0\0\0\0\0abc";
    struct segment s;
    struct str whole = {frame, sizeof frame - 1};
    if (CHECK(packet_read(1, whole, &s))) {
        CHECK_INT(s.from_port, 40001);
        CHECK_INT(s.to_port, 5061);
        CHECK_INT(s.seq, 7);
        CHECK(s.syn && s.ack && !s.fin && !s.rst);
        CHECK_STR(s.bytes, "abc");
        CHECK_INT(s.cut, 0);
    }
    CHECK(packet_read(1, str_sub(whole, 0, whole.n - 2), &s));
    CHECK_INT(s.cut, 2);
    for (size_t n = 0; n < 58; n++)
        CHECK(!packet_read(1, str_sub(whole, 0, n), &s));
    CHECK(!packet_read(1, str_skip(whole, 18), &s));
    CHECK(packet_read(12, str_skip(whole, 18), &s));
    CHECK(!packet_read(9999, whole, &s));
}

static const char two_certificates[] =
    "prose before it\n"
    "admin:show cert own CallManager\n[\n  Version: V3\n"
    "  Serial Number: 00:6B:0A\n"
    "  SignatureAlgorithm: SHA1withRSA (1.2.840.113549.1.1.5)\n"
    "  Issuer Name: CN=ca, O=Ex, Inc.\n"
    "  Validity From: Thu Nov 13 04:53:22 IST 2014\n"
    "           To:   Tue Nov 12 04:53:21 IST 2019\n"
    "  Subject Name: CN=a.example.net, O=Ex, Inc.\n"
    "  Key: RSA (1.2.840.113549.1.1.1)\n"
    "    Key value: 30818902818100a1b2c3d4\n"
    "  Extensions: 1 present\n  [\n"
    "     Extension: SubjectAlternativeName (OID.2.5.29.17)\n"
    "     [\n     a.example.net (dNSName)\n     b.example.net (dNSName)\n"
    "     ]\n  ]\n]\n"
    "admin:show cert trust CallManager-trust/ca SignatureAlgorithm: "
    "SHA256withRSA (1.2) Issuer Name: CN=ca, C=XX Subject Name: CN=ca, C=XX\n"
    "admin:\n";

static void
test_show_cert(void)
{
    struct arena a = {0};
    struct clitext c;
    CHECK(clitext_read(&a, str_from(two_certificates), &c));
    if (CHECK_INT(c.ncertificates, 2)) {
        const struct tls_certificate *v = c.certificates;
        CHECK(v[0].where == TLS_OWN && v[1].where == TLS_TRUST);
        CHECK_STR(v[0].unit, "CallManager");
        CHECK_STR(v[0].serial, "6b0a");
        CHECK_STR(v[0].signature, "SHA1withRSA");
        CHECK_STR(v[0].issuer, "CN=ca, O=Ex, Inc.");
        CHECK_STR(v[0].subject, "CN=a.example.net, O=Ex, Inc.");
        CHECK_STR(v[0].san, "DNS:a.example.net, DNS:b.example.net");
        CHECK_INT(v[0].not_before_ms, INT64_C(1415854402000));
        CHECK_INT(v[0].not_after_ms, INT64_C(1573534401000));
        CHECK_STR(v[0].key, "RSA");
        CHECK_INT(v[0].bits, 1024);
        CHECK_INT(v[0].evidence.line, 5);
        CHECK_STR(v[1].unit, "CallManager-trust/ca");
        CHECK_STR(v[1].subject, "CN=ca, C=XX");
        CHECK(v[1].not_after_ms == WHEN_UNKNOWN);
    }
    CHECK_INT(c.nflows, 0);
    arena_free(&a);
}

static void
test_packets(void)
{
    static const char text[] =
        "19:04:13.410944 IP cm1.42387 > 192.0.2.9.sip-tls: P 7:11(4) ack 1 "
        "win 182 19:04:14.450507 IP 192.0.2.9.sip-tls > cm1.42387: . ack 4\n"
        "19:04:15.000001 IP6 2001:db8::1.40000 > 2001:db8::2.5061: Flags "
        "[P.], seq 1:6, ack 1, win 9, length 5\n"
        "19:04:16.000001 IP nonsense\n";
    struct arena a = {0};
    struct clitext c;
    CHECK(clitext_read(&a, str_from(text), &c));
    if (CHECK_INT(c.nflows, 2)) {
        CHECK_STR(c.flows[0].from, "cm1.42387");
        CHECK_STR(c.flows[0].to, "192.0.2.9.sip-tls");
        CHECK_INT(c.flows[0].packets, 2);
        CHECK_INT(c.flows[0].bytes, 4);
        CHECK_INT(c.flows[0].first_tod, 68653410);
        CHECK_INT(c.flows[0].last_tod, 68654450);
        CHECK_STR(c.flows[1].to, "2001:db8::2.5061");
        CHECK_INT(c.flows[1].bytes, 5);
        CHECK_INT(c.flows[1].evidence.line, 2);
    }
    CHECK(!clitext_read(&a, STR("Subject Name: CN=a and no issuer"), &c));
    CHECK(!clitext_read(&a, STR(""), &c));
    arena_free(&a);
}

int
main(void)
{
    test_order();
    test_lost();
    test_alert();
    test_other();
    test_frames();
    test_show_cert();
    test_packets();
    return check_done();
}
