/* SPDX-License-Identifier: MIT
 *
 * Pseudonyms: the same word is the same one everywhere under one key, nothing
 * known is left in text or messages, lengths are right, secrets never stay. */
#include <string.h>

#include "check.h"
#include "redact/redact.h"
#include "sip/mask.h"

static const unsigned char key[REDACT_KEY_BYTES] =
    "thirty-two bytes for the tests.";
static const unsigned char other_key[REDACT_KEY_BYTES] = "another one";

#define MESSAGE                                                                \
    "INVITE sip:87770001@cm-east.example.net:5061;user=phone SIP/2.0\r\n"      \
    "Via: SIP/2.0/TLS 192.0.2.11:5061;branch=z9hG4bK0011aabb;"                 \
    "received=192.0.2.12\r\n"                                                  \
    "From: \"Alice, Example\" <sip:5551@192.0.2.11>;tag=502~3f0a6c52-9d41-"    \
    "4b7e-8a15-c2e7d0914f36-16789922\r\n"                                      \
    "To: <sip:87770001@cm-east.example.net>\r\n"                               \
    "Call-ID: 1958da80-dc119212-102-b0200c0@192.0.2.11\r\n"                    \
    "CSeq: 101 INVITE\r\n"                                                     \
    "Expires: 180\r\n"                                                         \
    "Contact: <sip:0f850802-e4ec-4c72-98e8-65c751a6d0f1@192.0.2.77:50001;"     \
    "transport=tcp>;+u.sip!devicename.ccm.cisco.com=\"SEP0011AABB2201\"\r\n"   \
    "Remote-Party-ID: Bob <tel:+15551234567>;party=calling\r\n"                \
    "Authorization: Digest username=\"alice\", response=\"abc\"\r\n"           \
    "Subject: lunch with Carol\r\n"                                            \
    "X-Secret: 5551\r\n"                                                       \
    "Content-Type: application/sdp\r\n"                                        \
    "Content-Length: 1\r\n"                                                    \
    "\r\n"

#define SDP                                                                    \
    "v=0\r\no=alice 502 1 IN IP4 192.0.2.77\r\ns=call of alice\r\n"            \
    "i=room 12\r\nc=IN IP4 192.0.2.77\r\nt=0 0\r\n"                            \
    "m=audio 30210 RTP/SAVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"                 \
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0c2VjcmV0\r\n"           \
    "a=candidate:1 1 UDP 1 192.0.2.78 4000 typ host\r\n"

/* What must be nowhere in a redacted message. */
static const char *const gone[] = {"5551", "87770001", "192.0.2", "Alice",
    "alice", "Bob", "Carol", "lunch", "cm-east", "example.net", "3f0a6c52",
    "1958da80", "b0200c0", "0011", "0F850802", "0f850802", "15551234567",
    "abc\"", "c2VjcmV0", "room 12", "X-Secret: 5"};

static void
check_gone(struct str text)
{
    for (size_t i = 0; i < COUNTOF(gone); i++)
        if (!CHECK(!str_has(text, str_from(gone[i]))))
            printf("%s in\n" STR_FMT "\n", gone[i], STR_ARG(text));
}

/* Whether Content-Length says how long the body is. */
static void
check_length(struct str text)
{
    size_t body = str_find(text, STR("\r\n\r\n")) + 4;
    struct str length =
        str_skip(text, str_find(text, STR("Content-Length: ")) + 16);
    int64_t n = -1;
    CHECK(str_to_i64(str_cut_line(&length), &n));
    CHECK_INT(n, (int64_t)(text.n - body));
}

static void
test_words(void)
{
    struct arena a = {0}, b = {0};
    struct redact *r = redact_new(&a, key, 0);
    struct redact *again = redact_new(&b, key, 0);
    struct redact *other = redact_new(&b, other_key, 0);
    struct str n = redact_word(r, REDACT_NUMBER, STR("5551"));
    CHECK(n.n == 8 && n.p[0] == 'n');
    CHECK(str_eq(redact_word(again, REDACT_NUMBER, STR("5551")), n));
    CHECK(!str_eq(n, redact_word(other, REDACT_NUMBER, STR("5551"))));
    CHECK(!str_eq(n, redact_word(r, REDACT_NUMBER, STR("5552"))));
    struct str plus = redact_word(r, REDACT_NUMBER, STR("+5551"));
    CHECK(plus.p[0] == '+' && str_eq(str_skip(plus, 1), n));
    struct str phone = redact_word(r, REDACT_DEVICE, STR("SEP0011AABB2201"));
    CHECK(phone.n == 15 && str_starts(phone, STR("SEP")));
    CHECK(str_eq(phone, redact_word(r, REDACT_DEVICE, STR("sep0011aabb2201"))));
    struct str ip = redact_word(r, REDACT_ADDRESS, STR("192.0.2.1"));
    CHECK(str_starts(ip, STR("24")) || str_starts(ip, STR("25")));
    CHECK(str_starts(
        redact_word(r, REDACT_ADDRESS, STR("fe80::1")), STR("2001:db8:")));
    CHECK_STR(redact_word(r, REDACT_ADDRESS, STR("0.0.0.0")), "0.0.0.0");
    CHECK_INT(redact_word(r, REDACT_NUMBER, STR("")).n, 0);
    arena_free(&a);
    arena_free(&b);
}

static void
test_kept_digits(void)
{
    static const struct {
        size_t keep;
        const char *number, *begins;
        size_t length;
    } rows[] = {
        {0, "14085251015", "n", 8},
        {4, "14085251015", "1408n", 12},
        {4, "5551", "5n", 9},
        {4, "911", "n", 8},
        {32, "14085251015", "14085251n", 16},
        {4, "9.1408XXX", "9n", 9},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena a = {0};
        struct redact *r = redact_new(&a, key, rows[i].keep);
        struct str got =
            redact_word(r, REDACT_NUMBER, str_from(rows[i].number));
        if (!CHECK(str_starts(got, str_from(rows[i].begins))) ||
            !CHECK_INT(got.n, rows[i].length))
            printf("row %zu: " STR_FMT "\n", i, STR_ARG(got));
        arena_free(&a);
    }
}

static void
test_text(void)
{
    /* Begins, and must not have; NULL = stays as it is. */
    static const struct {
        const char *text, *hidden;
    } rows[] = {
        {"digit analysis: 4711 matches 47XX", "47"},
        {"TLS 192.0.2.1:5061 (index 4711): CN far, AES128-SHA", "192.0"},
        {"TLS [2001:db8:1::5]:5061 (index 12)", "1::5"},
        {"trunk TRUNK_EAST", "EAST"},
        {"handled by far.example.net", "example"},
        {"user bob@desk", "bob"},
        {"the Harbour Office calls", "Harbour Office"},
        {"of b81d27e4-60c3-4f9a-9e52-17a4c5d8036b", "b81d"},
        {"cause 16, ci 16789921, index 12, leg 100", NULL},
        {"SIPD(1,100,74,16) at 10:15:30.090", NULL},
        {"collect SDL002_100_*.txt of 2019-11-05 10:15:30 (UTC-05:00)", NULL},
        {"ECDHE-RSA-AES256-GCM-SHA384", NULL},
        {"15 calls and 321 SIP messages of node 2", NULL},
        {"the trunk: 503 Service Unavailable", NULL},
        {"the files end with acme.txt while", "acme"},
        {"from 404 to 911", "404"},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena a = {0};
        struct redact *r = redact_new(&a, key, 0);
        redact_learn(r, REDACT_NAME, STR("harbour office"));
        struct str got = redact_text(r, str_from(rows[i].text));
        if (!rows[i].hidden)
            CHECK_STR(got, rows[i].text);
        else if (!CHECK(!str_has(got, str_from(rows[i].hidden))))
            printf(STR_FMT "\n", STR_ARG(got));
        arena_free(&a);
    }
}

static void
test_message(void)
{
    struct arena a = {0};
    struct redact *r = redact_new(&a, key, 0);
    struct str text = redact_message(r, STR(MESSAGE SDP));
    check_gone(text);
    check_length(text);
    CHECK(str_has(text, STR("\r\nCSeq: 101 INVITE\r\nExpires: 180\r\n")));
    CHECK(str_has(text, STR("\r\nSubject: ***\r\nX-Secret: ***\r\n")));
    CHECK(str_has(text, STR("-16789922\r\n"))); /* the CI */
    CHECK(str_has(text, STR("m=audio 30210 RTP/SAVP 0 101\r\n")));
    CHECK(str_has(text, STR("_80 inline:***\r\n")));
    CHECK(str_has(text, STR("a=candidate:***\r\n")));
    /* The same words in other places. */
    struct str number = redact_word(r, REDACT_NUMBER, STR("87770001"));
    CHECK(str_starts(
        text, str_fmt(&a, "INVITE sip:" STR_FMT "@host-", STR_ARG(number))));
    struct str ip = redact_word(r, REDACT_ADDRESS, STR("192.0.2.77"));
    CHECK(str_has(text, str_fmt(&a, "c=IN IP4 " STR_FMT, STR_ARG(ip))));
    CHECK(str_has(text, str_fmt(&a, "@" STR_FMT ":50001;", STR_ARG(ip))));
    arena_free(&a);
}

/* Torn, run together, of other kinds: nothing gets through. */
static void
test_odd_messages(void)
{
    struct arena a = {0};
    struct str whole = STR(MESSAGE SDP);
    for (size_t n = 0; n < whole.n; n += 7) {
        struct redact *r = redact_new(&a, key, 0);
        redact_learn(r, REDACT_NUMBER, STR("5551"));
        struct str got = redact_message(r, str_sub(whole, 0, n));
        CHECK(!str_has(got, STR("192.0.2.7")));
        CHECK(!str_has(got, STR("Alice")) && !str_has(got, STR("Carol")));
        arena_reset(&a);
    }
    char flat[sizeof(MESSAGE SDP)];
    memcpy(flat, MESSAGE SDP, sizeof flat);
    for (size_t i = 0; i + 1 < sizeof flat; i++)
        if (flat[i] == '\r' || flat[i] == '\n')
            flat[i] = ' ';
    struct redact *r = redact_new(&a, key, 0);
    check_gone(redact_message(r, str_from(flat)));
    CHECK_STR(redact_message(r, STR("5551 called 5552")), "***");
    struct str info = redact_message(
        r, STR("INFO sip:5551@192.0.2.11 SIP/2.0\r\nContent-Type: "
               "application/dtmf-relay\r\nContent-Length: 22\r\n\r\n"
               "Signal=5\r\nDuration=250\r\n"));
    CHECK(!str_has(info, STR("=5")) && !str_has(info, STR("5551")));
    check_length(info);
    arena_free(&a);
}

static void
test_parts(void)
{
    static const char parts[] =
        "INVITE sip:5551@192.0.2.11 SIP/2.0\r\n"
        "Content-Type: multipart/mixed;boundary=edge\r\n"
        "Content-Length: 999\r\n\r\n"
        "--edge\r\nContent-Type: application/x-cisco+xml\r\n\r\n"
        "<number>5551</number>\r\n"
        "--edge\r\nContent-Type: application/sdp\r\n\r\n" SDP "--edge--\r\n";
    struct arena a = {0};
    struct redact *r = redact_new(&a, key, 0);
    struct str text = redact_message(r, STR(parts));
    check_gone(text);
    check_length(text);
    CHECK(str_has(text, STR("Content-Type: application/sdp\r\n")));
    CHECK(str_has(text, STR("\r\n\r\nv=0\r\n")));
    CHECK(!str_has(text, STR("<number>")));
    arena_free(&a);
}

/* Always, redacted or not: Content-Length goes with the body. */
static void
test_mask(void)
{
    struct arena a = {0};
    struct str text =
        mask_secrets(&a, STR("INFO sip:1 SIP/2.0\r\nContent-Length: 24\r\n\r\n"
                             "Signal=12345\r\nDuration=1\r\n"));
    CHECK_STR(text, "INFO sip:1 SIP/2.0\r\nContent-Length: 22\r\n\r\n"
                    "Signal=***\r\nDuration=1\r\n");
    CHECK(str_eq(mask_secrets(&a, text), text));
    text = mask_secrets(
        &a, STR("INFO sip:1 SIP/2.0\r\nContent-Type: application/dtmf\r\n"
                "l: 1\r\n\r\n7"));
    CHECK(str_ends(text, STR("\r\nl: 5\r\n\r\n***\r\n")));
    text = mask_secrets(&a, STR("NOTIFY sip:1 SIP/2.0\nContent-Length: 30\n\n"
                                "<kpml-response digits=\"4711\"/>"));
    CHECK(str_has(text, STR("Content-Length: 27\n")));
    CHECK(!str_has(text, STR("4711")));
    arena_free(&a);
}

static void
test_files(void)
{
    struct arena a = {0};
    struct redact *r = redact_new(&a, key, 0);
    CHECK_STR(redact_file(r, STR("a/cm-east-pub/SDL001_100_000042.txt.gz")),
        "SDL001_100_000042.txt.gz");
    CHECK_STR(redact_file(r, STR("acme.zip:n1/calllogs_00000008.txt.gz")),
        "calllogs_00000008.txt.gz");
    CHECK(!str_has(redact_file(r, STR("x/acme-incident.txt")), STR("acme")));
    CHECK(!str_has(redact_file(r, STR("SDL001_acme.txt")), STR("acme")));
    arena_free(&a);
}

/* What arrows of other protocols say: words of standards stay, the rest is
 * replaced, what nobody knows and keys that were pressed are hidden. */
static void
test_details(void)
{
    static const struct {
        const char *topic, *detail, *want;
    } cases[] = {
        {"q931", "cause 31 (Normal, unspecified), channel 3, ref 0x0082",
            "cause 31 (Normal, unspecified), channel 3, ref 0x0082"},
        {"q931", "5551 to 5552, redirected by 5553, connected to Carol",
            " to N, redirected by N, connected to N"},
        {"q931", "progress 8 (in-band information), digits 4711",
            "progress 8 (in-band information), digits ***"},
        {"mgcp", "S0/SU1/DS1-0/1@gw.example.net, recvonly, observed D/4",
            "N, recvonly, observed ***"},
        {"mgcp", "signal L/ci(05/04/10/11,5551,Alice)", "signal ***"},
        {"mgcp", "audio PCMU sendrecv RTP 192.0.2.77:16868",
            "audio PCMU sendrecv RTP N:16868"},
        {"sccp", "9(Line), off hook, tone 33(InsideDialTone), Alice, button 4",
            "9(Line), off hook, tone 33(InsideDialTone), ***, button ***"},
        {"sccp", "tone Alice, 9(Alice Example)", "tone ***, ***"},
        {"sccp", "192.0.2.77:30210, 6(Media_Payload_G722_64k)",
            "N:30210, 6(Media_Payload_G722_64k)"},
        {"cti", "Connected", "Connected"},
        {"q931", "5551 to 5552), (5553, from Alice, from 5554",
            " to N, from N, from N"},
    };
    static const char *const secret[] = {"5551", "5552", "5553", "5554", "4711",
        "Alice", "Carol", "192.0.2", "example", "S0/", "D/4"};
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        struct arena a = {0};
        struct redact *r = redact_new(&a, key, 0);
        struct item it = {.kind = ITEM_PROTOCOL,
            .topic = str_from(cases[i].topic),
            .sdp = str_from(cases[i].detail),
            .text = STR("08 02 00 82 05 6C 04 35 35 35 31")};
        it.note = str_fmt(&a, "X: " STR_FMT, STR_ARG(it.sdp));
        redact_learn_items(r, &it, 1);
        redact_items(r, &it, 1);
        CHECK_INT(it.text.n, 0);
        CHECK(str_ends(it.note, it.sdp));
        for (size_t k = 0; k < COUNTOF(secret); k++)
            CHECK(!str_has(it.note, str_from(secret[k])));
        /* N stands for a pseudonym; what is around it must be there. */
        struct str want = str_from(cases[i].want);
        while (want.n > 0) {
            struct str piece = str_cut(&want, 'N');
            if (!CHECK(str_has(it.sdp, piece)))
                printf(STR_FMT " lacks " STR_FMT "\n", STR_ARG(it.sdp),
                    STR_ARG(piece));
        }
        arena_free(&a);
    }
}

static void
test_map(void)
{
    struct arena a = {0};
    struct redact *r = redact_new(&a, key, 0);
    struct str n = redact_word(r, REDACT_NUMBER, STR("5551"));
    redact_word(r, REDACT_NUMBER, STR("5551"));
    redact_word(r, REDACT_NAME, STR("tab\there\nand line"));
    struct out o;
    out_init_mem(&o);
    redact_write_map(r, &o);
    struct str map = out_text(&o);
    struct str line = str_cut_line(&map);
    CHECK(str_eq(line, str_fmt(&a, STR_FMT "\tnumber\t5551", STR_ARG(n))));
    line = str_cut_line(&map);
    CHECK(str_ends(line, STR("\tname\ttab\\x09here\\x0Aand line")) ||
          str_ends(line, STR("\tname\ttab\\x09here\\x0aand line")));
    CHECK_INT(map.n, 0);
    out_close(&o, NULL);
    arena_free(&a);
}

int
main(void)
{
    test_words();
    test_kept_digits();
    test_text();
    test_message();
    test_odd_messages();
    test_parts();
    test_mask();
    test_files();
    test_details();
    test_map();
    return check_done();
}
