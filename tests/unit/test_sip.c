/* SPDX-License-Identifier: MIT
 *
 * sip_decode: whole messages, messages whose line ends were lost, headers of
 * all forms, where a message ends, hostile text. */
#include "sip/message.h"

#include <string.h>

#include "check.h"
#include "sip/header.h"

#define TAG "51~01234567-89ab-cdef-0123-456789abcdef-16777217"

static const char invite[] =
    "INVITE sip:5552@192.0.2.2:5061 SIP/2.0\r\n"
    "Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK1\r\n"
    "Via: SIP/2.0/TCP 192.0.2.3:5060;branch=z9hG4bK2\r\n"
    "From: \"Anna <A> B\" <sip:5551@192.0.2.1;x-nearend;X-RefCI=16777300;"
    "x-farendrefci=7>;tag=" TAG "\r\n"
    "To: <sip:5552;phone-context=x@192.0.2.2>\r\n"
    "Date: Sun, 28 Jun 2020 21:31:29 GMT\r\n"
    "Call-ID: 12494580-1-7-10200c0@192.0.2.1\r\n"
    "Supported: timer,resource-priority,replaces\r\n"
    "User-Agent: Cisco-CUCM12.5\r\n"
    "CSeq: 101 INVITE\r\n"
    "Session-ID: 0123ABCD00105000A0000011AABB22CC;"
    "remote=00000000000000000000000000000000\r\n"
    "Cisco-Guid: 0305419896-0000000001-4294967295-0000000000\r\n"
    "Contact: <sip:5551@[2001:db8::1]:5061;transport=tls>;"
    "+u.sip!DeviceName.ccm.cisco.com=\"SEP0011AABB22CC\"\r\n"
    "Join: 1-2-3-4@192.0.2.1;from-tag=a;to-tag=b\r\n"
    "Replaces: 5-6-7-8@192.0.2.1;to-tag=c;from-tag=d\r\n"
    "Refer-To: <sip:5553@192.0.2.2>\r\n"
    "Diversion: \"A, B\" <sip:5559@192.0.2.1>;privacy=off;"
    "reason=unconditional;screen=yes\r\n"
    "Diversion: <sip:5558@192.0.2.1>;reason=user-busy\r\n"
    "Reason: SIP ;cause=200;text=\"a, Q.850;cause=1\"\r\n"
    "Reason: q.850 ; cause = 16\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length:   88\r\n"
    "\r\n"
    "v=0\r\no=x 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\n"
    "m=audio 20000 RTP/AVP 0\r\na=sendonly\r\n";

/* Decodes z. */
static bool
decode(struct arena *a, const char *z, bool collapsed, struct value *v,
    size_t *used)
{
    return sip_decode(a, str_from(z), collapsed, v, used);
}

/* The text of a column; "-" when it is absent, numbers in decimal. */
static struct str
shown(struct arena *a, const struct value *v)
{
    switch (v->kind) {
    case VALUE_TEXT:
        return v->s;
    case VALUE_INTEGER:
        return str_fmt(a, "%lld", (long long)v->i);
    case VALUE_REAL:
    case VALUE_ABSENT:
        break;
    }
    return STR("-");
}

static void
test_invite(void)
{
    static const char *const want[SIP_FIELDS] = {
        [SIP_METHOD] = "INVITE",
        [SIP_STATUS] = "-",
        [SIP_REASON] = "-",
        [SIP_REQUEST_URI] = "sip:5552@192.0.2.2:5061",
        [SIP_CALL_ID] = "12494580-1-7-10200c0@192.0.2.1",
        [SIP_CSEQ] = "101",
        [SIP_CSEQ_METHOD] = "INVITE",
        [SIP_FROM_USER] = "5551",
        [SIP_TO_USER] = "5552",
        [SIP_FROM_TAG] = TAG,
        [SIP_TO_TAG] = "-",
        [SIP_SESSION_ID] = "0123abcd00105000a0000011aabb22cc",
        [SIP_SESSION_REMOTE] = "00000000000000000000000000000000",
        [SIP_USER_AGENT] = "Cisco-CUCM12.5",
        [SIP_VIA_TRANSPORT] = "TLS",
        [SIP_DATE_MS] = "1593379889000",
        [SIP_GUID] = "1234567800000001ffffffff00000000",
        [SIP_DEVICE] = "SEP0011AABB22CC",
        [SIP_JOIN] = "1-2-3-4@192.0.2.1;from-tag=a;to-tag=b",
        [SIP_REPLACES] = "5-6-7-8@192.0.2.1;to-tag=c;from-tag=d",
        [SIP_REFER_TO] = "<sip:5553@192.0.2.2>",
        [SIP_DIVERSION] = "5559;unconditional",
        [SIP_CAUSE] = "16",
        [SIP_REFCI] = "16777300",
        [SIP_CONTACT_IP] = "2001:db8::1",
        [SIP_SDP] = "audio PCMU sendonly RTP 192.0.2.1:20000",
        [SIP_SRTP_KEYS] = "-",
    };
    struct arena a = {0};
    for (int collapsed = 0; collapsed < 2; collapsed++) {
        struct value v[SIP_FIELDS];
        size_t used = 0;
        CHECK(decode(&a, invite, collapsed, v, &used));
        CHECK_INT(used, sizeof(invite) - 1);
        for (size_t i = 0; i < SIP_FIELDS; i++)
            if (!CHECK_STR(shown(&a, &v[i]), want[i]))
                printf("    column " STR_FMT ", collapsed %d\n",
                    STR_ARG(sip_columns[i].name), collapsed);
    }
    arena_free(&a);
}

/* The same message with every line end made something else. */
static struct str
with_line_ends(struct arena *a, const char *z, const char *end)
{
    struct str s = str_from(z), joined = STR("");
    while (s.n) {
        struct str line = str_cut_line(&s);
        joined = str_fmt(
            a, STR_FMT STR_FMT "%s", STR_ARG(joined), STR_ARG(line), end);
    }
    return joined;
}

static void
test_line_ends(void)
{
    static const char *const ends[] = {"\r\n", "\n", " "};
    struct arena a = {0};
    struct value whole[SIP_FIELDS];
    size_t used = 0;
    decode(&a, invite, false, whole, &used);
    for (size_t e = 0; e < COUNTOF(ends); e++) {
        for (int collapsed = 0; collapsed < 2; collapsed++) {
            struct str text = with_line_ends(&a, invite, ends[e]);
            struct value v[SIP_FIELDS];
            CHECK(sip_decode(&a, text, collapsed, v, &used));
            for (size_t i = 0; i < SIP_FIELDS; i++)
                if (!CHECK(str_eq(shown(&a, &v[i]), shown(&a, &whole[i]))))
                    printf("    column " STR_FMT ", line end %zu: " STR_FMT
                           "\n",
                        STR_ARG(sip_columns[i].name), e,
                        STR_ARG(shown(&a, &v[i])));
        }
    }
    arena_free(&a);
}

/* Start lines. */
static void
test_start(void)
{
    static const struct {
        const char *text;
        bool ok;
        const char *method, *status, *reason, *uri;
    } rows[] = {
        {"SIP/2.0 180 Ringing\r\n", true, "-", "180", "Ringing", "-"},
        {"SIP/2.0 200\r\n", true, "-", "200", "-", "-"},
        {"SIP/2.0 487 Request  Cancelled", true, "-", "487",
            "Request  Cancelled", "-"},
        {"SIP/2.0 200 Ok Via: SIP/2.0/UDP 192.0.2.1", true, "-", "200", "Ok",
            "-"},
        {"\r\n  BYE sip:a@192.0.2.1: 5061 SIP/2.0 Via: SIP/2.0/UDP x", true,
            "BYE", "-", "-", "sip:a@192.0.2.1:5061"},
        {"OPTIONS tel:+12025550123 SIP/2.0", true, "OPTIONS", "-", "-",
            "tel:+12025550123"},
        {"", false, "-", "-", "-", "-"},
        {"\r\n\r\n", false, "-", "-", "-", "-"},
        {"SIP/2.0", false, "-", "-", "-", "-"},
        {"SIP/2.0 99 x", false, "-", "-", "-", "-"},
        {"SIP/2.0 1800 x", false, "-", "-", "-", "-"},
        {"SIP/2.0 700 x", false, "-", "-", "-", "-"},
        {"SIP/2.0 +18 x", false, "-", "-", "-", "-"},
        {"INVITE SIP/2.0", false, "-", "-", "-", "-"},
        {"INVITE nothing SIP/2.0", false, "-", "-", "-", "-"},
        {"INVITE sip:x", false, "-", "-", "-", "-"},
        {"INVITE sip:x SIP/2.01", false, "-", "-", "-", "-"},
        {"See sip:x SIP/2.0", false, "-", "-", "-", "-"},
        {"invite sip:x SIP/2.0", false, "-", "-", "-", "-"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct value v[SIP_FIELDS];
        size_t used = 99;
        bool ok = decode(&a, rows[i].text, false, v, &used);
        CHECK_INT(ok, rows[i].ok);
        CHECK(ok || used == 0);
        if (!CHECK_STR(shown(&a, &v[SIP_METHOD]), rows[i].method) ||
            !CHECK_STR(shown(&a, &v[SIP_STATUS]), rows[i].status) ||
            !CHECK_STR(shown(&a, &v[SIP_REASON]), rows[i].reason) ||
            !CHECK_STR(shown(&a, &v[SIP_REQUEST_URI]), rows[i].uri))
            printf("    row %zu\n", i);
    }
    arena_free(&a);
}

#define OK_LINE "SIP/2.0 200 OK\r\nCall-ID: x\r\n"

static const struct {
    const char *header;
    enum sip_field field;
    const char *want;
} header_rows[] = {
    {"i: abc@h", SIP_CALL_ID, "x"}, /* the first wins */
    {"f: <sip:5551@h>;tag=1", SIP_FROM_USER, "5551"},
    {"f: <sip:5551@h>;tag=1", SIP_FROM_TAG, "1"},
    {"FROM : sip:5551@h;tag=1", SIP_FROM_USER, "5551"},
    {"FROM\t: sip:5551@h ; TAG = 1", SIP_FROM_TAG, "1"},
    {"From: <sip:192.0.2.1>;tag=1", SIP_FROM_USER, "-"},
    {"From: <sip:%2B1555:secret@h>", SIP_FROM_USER, "%2B1555"},
    {"From: <tel:+12025550123;phone-context=x>", SIP_FROM_USER, "+12025550123"},
    {"From: <sips:anna@h>", SIP_FROM_USER, "anna"},
    {"From: \"a > b\\\" <sip:no@no>\" <sip:yes@h>;tag=2", SIP_FROM_USER, "yes"},
    {"From: \"lone <sip:5551@h>;tag=3", SIP_FROM_USER, "5551"},
    {"From: <sip:5551@h", SIP_FROM_USER, "5551"},
    {"From: <http://x@y>", SIP_FROM_USER, "-"},
    {"From: <sip:1@h;x-refci=99999999999>", SIP_REFCI, "-"},
    {"From: <sip:1@h;x-farendrefci=9>", SIP_REFCI, "-"},
    {"t: <sip:5552@h>;other=\"tag=1;tag=2\";tag=3", SIP_TO_TAG, "3"},
    {"t: <sip:5552@h>;a=1;b=\"x;\\\";tag=1\";c=\";\";tag=4", SIP_TO_TAG, "4"},
    {"t: <sip:5552@h>;a=1;b=\"lone;tag=5", SIP_TO_TAG, "-"},
    {"v: SIP / 2.0 / tcp 192.0.2.1, SIP/2.0/UDP h", SIP_VIA_TRANSPORT, "TCP"},
    {"Via: nonsense", SIP_VIA_TRANSPORT, "-"},
    {"CSeq: 4294967295 BYE", SIP_CSEQ, "4294967295"},
    {"CSeq: 4294967296 BYE", SIP_CSEQ, "-"},
    {"CSeq: 99999999999999999999999999 BYE", SIP_CSEQ_METHOD, "-"},
    {"CSeq: -1 BYE", SIP_CSEQ, "-"},
    {"CSeq:7\r\n BYE", SIP_CSEQ_METHOD, "BYE"},
    {"Date: yesterday", SIP_DATE_MS, "-"},
    {"Server: a\r\n  b", SIP_USER_AGENT, "a b"},
    {"Cisco-Guid: 1-2-3", SIP_GUID, "-"},
    {"Cisco-Guid: 1-2-3-4-5", SIP_GUID, "-"},
    {"Cisco-Guid: 1-2-3-4294967296", SIP_GUID, "-"},
    {"m: *", SIP_CONTACT_IP, "-"},
    {"m: <sip:192.0.2.7:5060;transport=tcp>", SIP_CONTACT_IP, "192.0.2.7"},
    {"m: <sip:a@192.0.2.7>, <sip:b@192.0.2.8>;+u.sip!devicename.ccm."
     "cisco.com=\"no\"",
        SIP_DEVICE, "-"},
    {"Contact: sip:a@192.0.2.7:5060;x=y", SIP_CONTACT_IP, "192.0.2.7"},
    {"Diversion: <sip:5552@h>;privacy=full, <sip:5553@h>;reason=user-busy",
        SIP_DIVERSION, "5552"},
    {"Diversion: <sip:5552@h>;reason=\"no-answer\";counter=1", SIP_DIVERSION,
        "5552;no-answer"},
    {"CC-Diversion: <sip:5552@h>;reason=follow-me", SIP_DIVERSION,
        "5552;follow-me"},
    {"diversion: <tel:+12025550123>", SIP_DIVERSION, "+12025550123"},
    {"Diversion: <sip:192.0.2.1>;reason=unknown", SIP_DIVERSION, ";unknown"},
    {"Diversion: <sip:192.0.2.1>", SIP_DIVERSION, "-"},
    {"Diversion:", SIP_DIVERSION, "-"},
    {"Diversion: <sip:5552@h>\r\nDiversion: <sip:5553@h>;reason=deflection",
        SIP_DIVERSION, "5552"},
    {"Reason: SIP;cause=503", SIP_CAUSE, "-"},
    {"Reason: SIP;cause=503,Q.850;text=\"x\";cause=34", SIP_CAUSE, "34"},
    {"Reason: Q.850;cause=\"17\"", SIP_CAUSE, "17"},
    {"Reason: Q.850;cause=-1", SIP_CAUSE, "-"},
    {"Reason: XQ.850;cause=1", SIP_CAUSE, "-"},
    {"Session-ID: AB", SIP_SESSION_ID, "ab"},
    {"Session-ID: AB", SIP_SESSION_REMOTE, "-"},
    {"Session-ID: AB ; Remote = CD", SIP_SESSION_REMOTE, "cd"},
    {"Join: a;\n\tto-tag=b", SIP_JOIN, "a; to-tag=b"},
    {"User-Agent:", SIP_USER_AGENT, "-"},
    {": no name", SIP_USER_AGENT, "-"},
};

/* One header gives one column. */
static void
test_headers(void)
{
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(header_rows); i++) {
        struct value v[SIP_FIELDS];
        size_t used = 0;
        struct str text =
            str_fmt(&a, OK_LINE "%s\r\n\r\n", header_rows[i].header);
        CHECK(sip_decode(&a, text, false, v, &used));
        if (!CHECK_STR(
                shown(&a, &v[header_rows[i].field]), header_rows[i].want))
            printf("    row \"%s\"\n", header_rows[i].header);
    }
    arena_free(&a);
}

/* A word ends at its first blank, wherever that stands in the eight bytes that
 * are looked at in a step; bytes near blanks in value are none. */
static void
test_words(void)
{
    const struct str letters = STR("abcdefghijklmnopqrstuvwxyz");
    static const char blanks[] = " \t", others[] = "!\001\037\177\240\377";
    struct arena a = {0};
    for (size_t n = 1; n < 26; n++) {
        for (size_t other = 0; other < sizeof(others) - 1; other++) {
            char *p = str_z(&a, str_sub(letters, 0, n));
            p[n / 2] = others[other];
            struct str word = {p, n};
            struct value v[SIP_FIELDS];
            size_t used = 0;
            struct str text = str_fmt(&a,
                "SIP/2.0 200 OK\nCall-ID: " STR_FMT "%cnext words\n\n",
                STR_ARG(word), blanks[n % 2]);
            CHECK(sip_decode(&a, text, false, v, &used));
            CHECK(str_eq(v[SIP_CALL_ID].s, word));
        }
    }
    arena_free(&a);
}

#define SDP "v=0\r\no=x\r\n"

/* Where the message ends; '|' marks it and is taken out. */
static void
test_used(void)
{
    static const struct {
        const char *text;
        bool collapsed;
    } rows[] = {
        {OK_LINE "Content-Length: 0\r\n\r\n|", false},
        {OK_LINE "Content-Length: 0\r\n\r\n|More text of the page", false},
        {OK_LINE "CSeq: 1 BYE|", false},
        {OK_LINE "CSeq: 1 BYE|\r\n", false},
        {OK_LINE "CSeq: 1 BYE|\nprose without a name\n", false},
        {OK_LINE "CSeq: 1 BYE|\n++ prose: it\n", true},
        {OK_LINE "CSeq: 1 BYE|\nNote: prose\n", true},
        {OK_LINE "X-Any: 1|\nNote: prose\n", true},
        {OK_LINE "Content-Length: 10\r\n\r\n" SDP "|", false},
        {OK_LINE "Content-Length: 10\r\n\r\n" SDP "|prose", false},
        {OK_LINE "Content-Length: 7\r\n\r\n" SDP "|prose", false},
        {OK_LINE "Content-Length: 99\r\n\r\n" SDP "|", false},
        {OK_LINE "Content-Length: -5\r\n\r\n" SDP "|", false},
        {OK_LINE "Content-Length: x\r\n\r\n" SDP "|", false},
        {OK_LINE "Content-Length: 99999999999999999999\r\n\r\n" SDP "|", false},
        {OK_LINE "Content-Length: 3\r\n\r\n<a>|\n</a>", false},
        {OK_LINE "Content-Length: 2\r\n\r\n<a>\n</a>|\r\n", false},
        {"SIP/2.0 200 OK\nCall-ID: x\nContent-Length: 10\n\nv=0\no=x\n|prose",
            false},
        {"SIP/2.0 200 OK\nCall-ID: x\nContent-Length: 6\n\nv=0\no=x\n|prose",
            false},
        {"SIP/2.0 200 OK Call-ID: x Content-Length: 0|\nprose", false},
        {"SIP/2.0 200 OK Call-ID: x Content-Length: 10 v=0 o=x\n|prose\n",
            true},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct str behind = str_from(rows[i].text);
        struct str before = str_cut(&behind, '|');
        struct str text =
            str_fmt(&a, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(behind));
        struct value v[SIP_FIELDS];
        size_t used = 0;
        CHECK(sip_decode(&a, text, rows[i].collapsed, v, &used));
        if (!CHECK_INT(used, before.n))
            printf("    row %zu\n", i);
    }
    arena_free(&a);
}

static void
test_run_together(void)
{
    struct arena a = {0};
    struct value v[SIP_FIELDS];
    size_t used = 0;
    /* All on one line, prose in another language behind it. */
    struct str text = STR(
        "INVITE sip:5552@192.0.2.2: 5061 SIP/2.0 Via: SIP/2.0/TLS "
        "192.0.2.1:5061;branch=z9hG4bK1 From: \"To: x\" <sip:5551@192.0.2.1>"
        ";tag=" TAG " To: <sip:5552@192.0.2.2> Call-ID: 1-2-3-4@192.0.2.1 "
        "CSeq:101 INVITE User-Agent: Cisco-CUCM9.1\n"
        "++ \xe4\xbd\x8d\xe5\x88\x86\xe6\x9e\x90 To: <sip:6@h>\n");
    CHECK(sip_decode(&a, text, true, v, &used));
    CHECK_STR(v[SIP_REQUEST_URI].s, "sip:5552@192.0.2.2:5061");
    CHECK_STR(v[SIP_FROM_USER].s, "5551");
    CHECK_STR(v[SIP_FROM_TAG].s, TAG);
    CHECK_STR(v[SIP_TO_USER].s, "5552");
    CHECK_STR(v[SIP_CALL_ID].s, "1-2-3-4@192.0.2.1");
    CHECK_STR(v[SIP_VIA_TRANSPORT].s, "TLS");
    CHECK_STR(v[SIP_USER_AGENT].s, "Cisco-CUCM9.1");
    CHECK_INT(v[SIP_CSEQ].i, 101);
    CHECK_INT(used, str_find_byte(text, '\n'));
    /* Half: the start line ran into the first header. */
    text = STR("BYE sip:1@h SIP/2.0 Via: SIP/2.0/TCP h\n"
               "From: <sip:2@h>\nCall-ID: x\nTo: <sip:3@h> CSeq: 5 BYE\n");
    CHECK(sip_decode(&a, text, false, v, &used));
    CHECK_STR(v[SIP_VIA_TRANSPORT].s, "TCP");
    CHECK_STR(v[SIP_FROM_USER].s, "2");
    CHECK_STR(v[SIP_TO_USER].s, "3");
    CHECK_INT(v[SIP_CSEQ].i, 5);
    /* The start line is whole, but the headers ran together. */
    text = STR("BYE sip:1@h SIP/2.0\nVia: SIP/2.0/TCP h From: <sip:2@h> "
               "Call-ID: x\nCSeq: 5 BYE\n");
    CHECK(sip_decode(&a, text, false, v, &used));
    CHECK_STR(v[SIP_FROM_USER].s, "2");
    CHECK_STR(v[SIP_CALL_ID].s, "x");
    /* Whole lines are not cut at names inside them. */
    text = STR("BYE sip:1@h SIP/2.0\nCall-ID: x\nSubject: see To: <sip:4@h>\n");
    CHECK(sip_decode(&a, text, false, v, &used));
    CHECK_INT(v[SIP_TO_USER].kind, VALUE_ABSENT);
    arena_free(&a);
}

static void
test_multipart(void)
{
    static const char text[] =
        "INVITE sip:1@h SIP/2.0\r\nCall-ID: x\r\n"
        "c: multipart/mixed ; boundary=\"ab\"\r\n\r\n"
        "preamble\r\n--ab\r\nContent-Type: text/plain\r\n\r\nv=0\r\n"
        "--ab\r\ncontent-type: application/SDP;x=y\r\n"
        "Content-Length: 3\r\n\r\n"
        "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 2 RTP/AVP 8\r\n"
        "--ab\r\nContent-Type: text/plain\r\n\r\nm=audio 4 RTP/AVP 0\r\n"
        "--ab--\r\n";
    struct arena a = {0};
    struct value v[SIP_FIELDS];
    size_t used = 0;
    CHECK(decode(&a, text, false, v, &used));
    CHECK_STR(shown(&a, &v[SIP_SDP]), "audio PCMA sendrecv RTP 192.0.2.1:2");
    arena_free(&a);
}

static void
test_sip_header(void)
{
    struct str text = str_from(invite);
    CHECK_STR(sip_header(text, false, STR("supported")),
        "timer,resource-priority,replaces");
    CHECK_STR(
        sip_header(text, false, STR("k")), "timer,resource-priority,replaces");
    CHECK_STR(sip_header(text, true, STR("CSeq")), "101 INVITE");
    CHECK_STR(
        sip_header(STR("BYE sip:1@h SIP/2.0\r\ni: y\r\nJoin: a\r\n b\r\n"),
            false, STR("join")),
        "a\r\n b");
    CHECK_STR(sip_header(text, false, STR("Warning")), "");
    CHECK_STR(sip_header(text, false, STR("v=0")), "");
    CHECK_STR(sip_header(STR("no message"), false, STR("Via")), "");
    CHECK_STR(sip_header(STR("BYE sip:1@h SIP/2.0\ni: y\nX-Own: z\n"), false,
                  STR("x-own")),
        "z");
    CHECK_STR(
        sip_header(STR("BYE sip:1@h SIP/2.0\ni: y\n"), false, STR("Call-ID")),
        "y");
}

static const struct {
    const char *start;
    struct str part;
    const char *end;
} hostile_rows[] = {
    {OK_LINE, STR_INIT(" "), ""},
    {OK_LINE, STR_INIT(" \n"), ""},
    {OK_LINE, STR_INIT("\n"), ""},
    {OK_LINE "X:", STR_INIT(" "), "\n\nx"},
    {OK_LINE "X:", STR_INIT("\n "), "x"},
    {OK_LINE, STR_INIT("To"), ":"},
    {OK_LINE, STR_INIT("To "), ":"},
    {OK_LINE, STR_INIT("To: "), ""},
    {OK_LINE, STR_INIT("\" To: "), ""},
    {OK_LINE "From: ", STR_INIT("\""), "<"},
    {OK_LINE "From: ", STR_INIT("<"), ""},
    {OK_LINE "From: <sip:a@h>", STR_INIT(";"), ""},
    {OK_LINE "From: <sip:a@h>", STR_INIT(";\""), ""},
    {OK_LINE "Reason: ", STR_INIT(","), ""},
    {OK_LINE "Reason: ", STR_INIT("Q.850;cause=,"), ""},
    {OK_LINE "Via: ", STR_INIT("v=0 "), ""},
    {OK_LINE "Via: ", STR_INIT("v=0\n"), ""},
    {OK_LINE, STR_INIT("X\n"), ""},
    {OK_LINE, STR_INIT("X: \xff\n"), ""},
    {OK_LINE, STR_INIT("\0"), ""},
    {OK_LINE "Call-ID:", STR_INIT("\0"), ""},
    {OK_LINE "c: multipart/x;boundary=", STR_INIT("-"), "\n\n--"},
    {OK_LINE "c: multipart/x;boundary=b\n\n", STR_INIT("--b\n"), ""},
    {OK_LINE "\r\nv=0\r\n", STR_INIT("m=audio 1 RTP/AVP 0\n"), ""},
    {OK_LINE "\r\nv=0\r\nm=audio 1 RTP/AVP", STR_INIT(" 101"), ""},
    {OK_LINE "\r\nv=0 o=", STR_INIT(" a=b"), ""},
    {"INVITE sip:", STR_INIT(" "), " SIP/2.0\n"},
    {"INVITE ", STR_INIT("SIP/2.0 "), ""},
    {"SIP/2.0 200 ", STR_INIT("x "), ""},
    {"", STR_INIT(" "), "BYE sip:a SIP/2.0"},
};

/* Long and broken text: no crash, and time that grows with the length only.
 * The texts are built from a start line, a part repeated, and an end. */
static void
test_hostile(void)
{
    enum { BYTES = 1 << 20 };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(hostile_rows); i++) {
        arena_reset(&a);
        char *p = arena_alloc(&a, BYTES + 256);
        struct str start = str_from(hostile_rows[i].start),
                   end = str_from(hostile_rows[i].end);
        size_t n = 0;
        for (size_t k = 0; k < start.n; k++)
            p[n++] = start.p[k];
        while (n < BYTES)
            for (size_t k = 0; k < hostile_rows[i].part.n; k++)
                p[n++] = hostile_rows[i].part.p[k];
        for (size_t k = 0; k < end.n; k++)
            p[n++] = end.p[k];
        for (int collapsed = 0; collapsed < 2; collapsed++) {
            struct value v[SIP_FIELDS];
            size_t used = 0;
            sip_decode(&a, (struct str){p, n}, collapsed, v, &used);
            if (!CHECK(used <= n))
                printf("    row %zu\n", i);
        }
    }
    arena_free(&a);
}

/* A name of each length, which is where the table has it. */
static void
test_names(void)
{
    static const char *const names[] = {"To", "Via", "RSeq", "Route", "Min-SE",
        "Subject", "Priority", "Timestamp", "Session-ID", "Record-Route",
        "Allow-Events", "Call-Info", "Max-Forwards", "Authorization",
        "Cisco-Guid", "Content-Length", "Subscription-State",
        "WWW-Authenticate", "Suppress-If-Match", "Security-Client",
        "Request-Disposition", "Authentication-Info", "P-Asserted-Identity",
        "Geolocation-Routing", "P-Access-Network-Info",
        "Content-Transfer-Encoding"};
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(names); i++) {
        char *name = str_z(&a, str_from(names[i]));
        size_t n = strlen(name);
        CHECK(sip_name_find((struct str){name, n}) != SIP_NAME_UNKNOWN);
        CHECK(sip_name_same((struct str){name, n}, (struct str){name, n}));
        name[n - 1] ^= 'a' - 'A';
        CHECK(sip_name_find((struct str){name, n}) != SIP_NAME_UNKNOWN);
        name[n - 1] = '!';
        CHECK_INT(sip_name_find((struct str){name, n}), SIP_NAME_UNKNOWN);
    }
    CHECK_INT(sip_name_find(STR("T")), SIP_NAME_TO);
    CHECK_INT(sip_name_find(STR("z")), SIP_NAME_UNKNOWN);
    CHECK_INT(sip_name_find(STR("")), SIP_NAME_UNKNOWN);
    CHECK_INT(
        sip_name_find(STR("Content-Transfer-Encodings")), SIP_NAME_UNKNOWN);
    CHECK(sip_name_same(STR("b"), STR("Referred-By")));
    CHECK(!sip_name_same(STR("b"), STR("Refer-To")));
    CHECK(sip_name_is_compact(STR("K")));
    arena_free(&a);
}

int
main(void)
{
    for (size_t i = 0; i < SIP_FIELDS; i++)
        CHECK(sip_columns[i].name.n > 0);
    test_invite();
    test_line_ends();
    test_start();
    test_headers();
    test_words();
    test_used();
    test_run_together();
    test_multipart();
    test_sip_header();
    test_hostile();
    test_names();
    return check_done();
}
