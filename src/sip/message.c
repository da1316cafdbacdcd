/* SPDX-License-Identifier: MIT
 *
 * sip_decode: goes through the headers once and puts into the columns what
 * the first header of each kind says. Cutting is in cut.c and body.c. */
#include "sip/message.h"

#include <string.h>

#include "base/when.h"
#include "sip/address.h"
#include "sip/cut.h"
#include "sip/header.h"
#include "sip/sdp.h"

const struct column sip_columns[SIP_FIELDS] = {
    [SIP_METHOD] = {STR_INIT("method"), COLUMN_TEXT, STR_INIT("of a request")},
    [SIP_STATUS] = {STR_INIT("status"), COLUMN_INTEGER,
        STR_INIT("of a response")},
    [SIP_REASON] = {STR_INIT("reason"), COLUMN_TEXT,
        STR_INIT("phrase of the status line")},
    [SIP_REQUEST_URI] = {STR_INIT("request_uri"), COLUMN_TEXT, STR_INIT("")},
    [SIP_CALL_ID] = {STR_INIT("call_id"), COLUMN_TEXT, STR_INIT("")},
    [SIP_CSEQ] = {STR_INIT("cseq"), COLUMN_INTEGER, STR_INIT("")},
    [SIP_CSEQ_METHOD] = {STR_INIT("cseq_method"), COLUMN_TEXT, STR_INIT("")},
    [SIP_FROM_USER] = {STR_INIT("from_user"), COLUMN_TEXT, STR_INIT("")},
    [SIP_TO_USER] = {STR_INIT("to_user"), COLUMN_TEXT, STR_INIT("")},
    [SIP_FROM_TAG] = {STR_INIT("from_tag"), COLUMN_TEXT, STR_INIT("")},
    [SIP_TO_TAG] = {STR_INIT("to_tag"), COLUMN_TEXT, STR_INIT("")},
    [SIP_SESSION_ID] = {STR_INIT("session_id"), COLUMN_TEXT,
        STR_INIT("RFC 7989, sender's half, lower case")},
    [SIP_SESSION_REMOTE] = {STR_INIT("session_remote"), COLUMN_TEXT,
        STR_INIT("the other half")},
    [SIP_USER_AGENT] = {STR_INIT("user_agent"), COLUMN_TEXT,
        STR_INIT("User-Agent or Server")},
    [SIP_VIA_TRANSPORT] = {STR_INIT("via_transport"), COLUMN_TEXT,
        STR_INIT("of the top Via, upper case")},
    [SIP_DATE_MS] = {STR_INIT("date_ms"), COLUMN_INTEGER,
        STR_INIT("Date header, ms UTC")},
    [SIP_GUID] = {STR_INIT("guid"), COLUMN_TEXT,
        STR_INIT("Cisco-Guid, 32 hex digits")},
    [SIP_DEVICE] = {STR_INIT("device"), COLUMN_TEXT,
        STR_INIT("devicename in Contact")},
    [SIP_JOIN] = {STR_INIT("join"), COLUMN_TEXT, STR_INIT("Join header")},
    [SIP_REPLACES] = {STR_INIT("replaces"), COLUMN_TEXT,
        STR_INIT("Replaces header")},
    [SIP_REFER_TO] = {STR_INIT("refer_to"), COLUMN_TEXT, STR_INIT("")},
    [SIP_DIVERSION] = {STR_INIT("diversion"), COLUMN_TEXT,
        STR_INIT("user;reason of the last diversion")},
    [SIP_CAUSE] = {STR_INIT("cause"), COLUMN_INTEGER,
        STR_INIT("Q.850 cause of a Reason header")},
    [SIP_REFCI] = {STR_INIT("refci"), COLUMN_INTEGER,
        STR_INIT("x-refci of a recording INVITE")},
    [SIP_CONTACT_IP] = {STR_INIT("contact_ip"), COLUMN_TEXT,
        STR_INIT("host of Contact")},
    [SIP_SDP] = {STR_INIT("sdp"), COLUMN_TEXT,
        STR_INIT("what the body offers, for people")},
    [SIP_SRTP_KEYS] = {STR_INIT("srtp_keys"), COLUMN_INTEGER,
        STR_INIT("keys for SRTP that the body carries")},
};

/* A message on its way into the columns. */
struct decoding {
    struct arena *a;
    struct value *v;
    struct str content_type;
    int64_t content_length; /* -1 = none that is usable */
};

/* The first header of a kind wins, and empty text is no text. */
static void
put_text(struct decoding *d, enum sip_field f, struct str s)
{
    if (s.n && d->v[f].kind == VALUE_ABSENT)
        d->v[f] = (struct value){.kind = VALUE_TEXT, .s = s};
}

static void
put_integer(struct decoding *d, enum sip_field f, int64_t i)
{
    if (d->v[f].kind == VALUE_ABSENT)
        d->v[f] = (struct value){.kind = VALUE_INTEGER, .i = i};
}

/* Whether one of these eight bytes is below '!', as all blanks are: only such
 * a byte brings about a top bit that it did not have. */
static bool
may_have_blank(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;
    memcpy(&word, p, sizeof(word));
    return ((word - '!' * ones) & ~word & ones << 7) != 0;
}

/* s up to its first blank. */
static struct str
first_word(struct str s)
{
    enum { STEP = 8 };
    size_t n = 0;
    while (s.n - n >= STEP && !may_have_blank(s.p + n))
        n += STEP;
    while (n < s.n && !str_is_blank(s.p[n]))
        n++;
    return str_sub(s, 0, n);
}

/* s without blanks inside; s itself when it has none. */
static struct str
without_blanks(struct arena *a, struct str s)
{
    if (first_word(s).n == s.n)
        return s;
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!str_is_blank(s.p[i]))
            p[n++] = s.p[i];
    return (struct str){p, n};
}

/* s with each fold (line end and blanks) made one blank. */
static struct str
unfolded(struct arena *a, struct str s)
{
    if (str_find_byte(s, '\n') == s.n)
        return s;
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!str_is_blank(s.p[i]))
            p[n++] = s.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    return (struct str){p, n};
}

/* s with its ASCII letters from first on moved by `by`. */
static struct str
shifted(struct arena *a, struct str s, char first, int by)
{
    char *p = str_z(a, s);
    for (size_t i = 0; i < s.n; i++)
        if (p[i] >= first && p[i] < first + 26)
            p[i] = (char)(p[i] + by);
    return (struct str){p, s.n};
}

static struct str
lower_case(struct arena *a, struct str s)
{
    return shifted(a, s, 'A', 'a' - 'A');
}

static struct str
upper_case(struct arena *a, struct str s)
{
    return shifted(a, s, 'a', 'A' - 'a');
}

/* All of s as digits without a sign, at most max. */
static bool
read_count(struct str s, int64_t max, int64_t *v)
{
    int64_t n = 0;
    if (!s.n || s.p[0] < '0' || s.p[0] > '9' || !str_to_i64(s, &n) || n > max)
        return false;
    *v = n;
    return true;
}

static void
put_from(struct decoding *d, struct str value)
{
    struct sip_address from = sip_address_parse(value);
    int64_t refci = 0;
    put_text(d, SIP_FROM_USER, sip_uri_user(from.uri));
    put_text(d, SIP_FROM_TAG, first_word(sip_param(from.params, STR("tag"))));
    if (read_count(sip_param(from.uri, STR("x-refci")), UINT32_MAX, &refci))
        put_integer(d, SIP_REFCI, refci);
}

static void
put_to(struct decoding *d, struct str value)
{
    struct sip_address to = sip_address_parse(value);
    put_text(d, SIP_TO_USER, sip_uri_user(to.uri));
    put_text(d, SIP_TO_TAG, first_word(sip_param(to.params, STR("tag"))));
}

static void
put_contact(struct decoding *d, struct str value)
{
    struct sip_address contact = sip_address_parse(value);
    put_text(d, SIP_CONTACT_IP, sip_uri_host(contact.uri));
    put_text(d, SIP_DEVICE,
        sip_param(contact.params, STR("+u.sip!devicename.ccm.cisco.com")));
}

/* "<sip:5552@192.0.2.1>;reason=no-answer;counter=1, <...>" -> "5552;no-answer":
 * the first one is the last diversion (RFC 5806). */
static void
put_diversion(struct decoding *d, struct str value)
{
    if (d->v[SIP_DIVERSION].kind != VALUE_ABSENT)
        return;
    struct sip_address by = sip_address_parse(value);
    struct str user = sip_uri_user(by.uri);
    struct str reason = first_word(sip_param(by.params, STR("reason")));
    if (reason.n)
        user =
            str_fmt(d->a, STR_FMT ";" STR_FMT, STR_ARG(user), STR_ARG(reason));
    put_text(d, SIP_DIVERSION, user);
}

static void
put_cseq(struct decoding *d, struct str value)
{
    struct str number = first_word(value);
    int64_t cseq = 0;
    if (!read_count(number, UINT32_MAX, &cseq))
        return;
    put_integer(d, SIP_CSEQ, cseq);
    put_text(
        d, SIP_CSEQ_METHOD, first_word(str_trim(str_skip(value, number.n))));
}

static void
put_session_id(struct decoding *d, struct str value)
{
    struct str remote = first_word(sip_param(value, STR("remote")));
    struct str local = first_word(str_cut(&value, ';'));
    put_text(d, SIP_SESSION_ID, lower_case(d->a, local));
    put_text(d, SIP_SESSION_REMOTE, lower_case(d->a, remote));
}

/* "SIP/2.0/TLS 192.0.2.1:5061;branch=..." */
static void
put_via(struct decoding *d, struct str value)
{
    str_cut(&value, '/');
    str_cut(&value, '/');
    struct str transport = first_word(str_trim(value));
    put_text(d, SIP_VIA_TRANSPORT, upper_case(d->a, transport));
}

static void
put_date(struct decoding *d, struct str value)
{
    int64_t utc_ms = 0;
    if (when_parse_http(value, &utc_ms))
        put_integer(d, SIP_DATE_MS, utc_ms);
}

/* Four decimal words -> 32 hex digits. */
static void
put_guid(struct decoding *d, struct str value)
{
    int64_t word[4] = {0};
    for (size_t i = 0; i < COUNTOF(word); i++)
        if (!read_count(str_trim(str_cut(&value, '-')), UINT32_MAX, &word[i]))
            return;
    if (value.n)
        return;
    put_text(d, SIP_GUID,
        str_fmt(d->a, "%08x%08x%08x%08x", (unsigned)word[0], (unsigned)word[1],
            (unsigned)word[2], (unsigned)word[3]));
}

/* "Q.850;cause=16, SIP;cause=200;text=..." */
static void
put_reason(struct decoding *d, struct str value)
{
    while (value.n) {
        struct str one = sip_cut_unquoted(&value, ',');
        struct str cause_text = sip_param(one, STR("cause"));
        struct str protocol = str_trim(str_cut(&one, ';'));
        int64_t cause = 0;
        if (str_eq_nocase(protocol, STR("Q.850")) &&
            read_count(first_word(cause_text), INT32_MAX, &cause))
            put_integer(d, SIP_CAUSE, cause);
    }
}

static void
put_length(struct decoding *d, struct str value)
{
    if (d->content_length < 0)
        read_count(first_word(value), INT32_MAX, &d->content_length);
}

static void
put_header(struct decoding *d, const struct sip_head *h)
{
    switch (sip_name_find(h->name)) {
    case SIP_NAME_UNKNOWN:
    case SIP_NAME_OTHER:
        break;
    case SIP_NAME_CALL_ID:
        put_text(d, SIP_CALL_ID, first_word(h->value));
        break;
    case SIP_NAME_CISCO_GUID:
        put_guid(d, h->value);
        break;
    case SIP_NAME_CONTACT:
        put_contact(d, h->value);
        break;
    case SIP_NAME_CONTENT_LENGTH:
        put_length(d, h->value);
        break;
    case SIP_NAME_CONTENT_TYPE:
        if (!d->content_type.n)
            d->content_type = h->value;
        break;
    case SIP_NAME_CSEQ:
        put_cseq(d, h->value);
        break;
    case SIP_NAME_DATE:
        put_date(d, h->value);
        break;
    case SIP_NAME_DIVERSION:
        put_diversion(d, h->value);
        break;
    case SIP_NAME_FROM:
        put_from(d, h->value);
        break;
    case SIP_NAME_JOIN:
        put_text(d, SIP_JOIN, unfolded(d->a, h->value));
        break;
    case SIP_NAME_REASON:
        put_reason(d, h->value);
        break;
    case SIP_NAME_REFER_TO:
        put_text(d, SIP_REFER_TO, unfolded(d->a, h->value));
        break;
    case SIP_NAME_REPLACES:
        put_text(d, SIP_REPLACES, unfolded(d->a, h->value));
        break;
    case SIP_NAME_SESSION_ID:
        put_session_id(d, h->value);
        break;
    case SIP_NAME_TO:
        put_to(d, h->value);
        break;
    case SIP_NAME_USER_AGENT:
    case SIP_NAME_SERVER:
        put_text(d, SIP_USER_AGENT, unfolded(d->a, h->value));
        break;
    case SIP_NAME_VIA:
        put_via(d, h->value);
        break;
    }
}

static void
put_start(struct decoding *d, const struct sip_start *s)
{
    int64_t status = 0;
    if (str_to_i64(s->status, &status))
        put_integer(d, SIP_STATUS, status);
    put_text(d, SIP_REASON, unfolded(d->a, s->reason));
    put_text(d, SIP_METHOD, s->method);
    put_text(d, SIP_REQUEST_URI, without_blanks(d->a, s->uri));
}

static void
put_body(struct decoding *d, struct str body)
{
    struct str multipart = STR("multipart/");
    if (str_starts_nocase(d->content_type, multipart))
        body = sip_cut_sdp_part(body, d->content_type);
    if (!str_starts(body, STR("v=0")))
        return;
    put_text(d, SIP_SDP, sdp_summary(d->a, body));
    size_t keys = sdp_keys(body);
    if (keys > 0)
        put_integer(d, SIP_SRTP_KEYS, (int64_t)keys);
}

bool
sip_decode(struct arena *a, struct str text, bool collapsed,
    struct value v[SIP_FIELDS], size_t *used)
{
    memset(v, 0, SIP_FIELDS * sizeof(*v)); /* VALUE_ABSENT */
    *used = 0;
    struct sip_cut c;
    struct sip_start start;
    if (!sip_cut_start(&c, text, collapsed, &start))
        return false;
    struct decoding d = {.a = a, .v = v, .content_length = -1};
    put_start(&d, &start);
    struct sip_head h;
    while (sip_cut_header(&c, &h))
        put_header(&d, &h);
    put_body(&d, sip_cut_body(&c, d.content_length, used));
    return true;
}

struct str
sip_header(struct str text, bool collapsed, struct str name)
{
    struct sip_cut c;
    struct sip_start start;
    if (!sip_cut_start(&c, text, collapsed, &start))
        return STR("");
    struct sip_head h;
    while (sip_cut_header(&c, &h))
        if (sip_name_same(h.name, name))
            return h.value;
    return STR("");
}
