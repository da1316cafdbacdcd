/* SPDX-License-Identifier: MIT
 *
 * RFC 3435 3.2 and 3.3; section numbers are of that. */
#include "protocol/mgcp.h"

#include "sip/sdp.h"

#define TEXT(field, name) [field] = {STR_INIT(name), COLUMN_TEXT, {NULL, 0}}
#define INTEGER(field, name)                                                   \
    [field] = {STR_INIT(name), COLUMN_INTEGER, {NULL, 0}}

const struct column mgcp_columns[MGCP_FIELDS] = {
    TEXT(MGCP_PROTOCOL, "protocol"),
    TEXT(MGCP_NAME, "name"),
    INTEGER(MGCP_STATUS, "status"),
    TEXT(MGCP_REASON, "reason"),
    TEXT(MGCP_TRANSACTION, "transaction_id"),
    TEXT(MGCP_DEVICE, "device"),
    TEXT(MGCP_REF, "ref"),
    INTEGER(MGCP_CI, "ci"),
    TEXT(MGCP_CALL_REF, "call_ref"),
    TEXT(MGCP_CONNECTION, "connection_id"),
    TEXT(MGCP_MODE, "mode"),
    TEXT(MGCP_OPTIONS, "options"),
    TEXT(MGCP_EVENTS, "observed"),
    TEXT(MGCP_SIGNALS, "signals"),
    TEXT(MGCP_REQUESTED, "requested"),
    TEXT(MGCP_RESTART, "restart"),
    TEXT(MGCP_REASON_CODE, "reason_code"),
    TEXT(MGCP_STATISTICS, "statistics"),
    TEXT(MGCP_SDP, "sdp"),
    TEXT(MGCP_DETAIL, "detail"),
};

static void
put(struct value *v, enum mgcp_field f, struct str s)
{
    s = str_trim(s);
    if (s.n > 0 && v[f].kind == VALUE_ABSENT)
        v[f] = (struct value){.kind = VALUE_TEXT, .s = s};
}

static bool
are_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n > 0;
}

/* 3.2.1: four letters, transaction, endpoint, version. */
static bool
read_command(struct str line, struct value *v)
{
    enum { VERB = 4 };
    struct str verb = str_cut_word(&line);
    struct str transaction = str_cut_word(&line);
    struct str endpoint = str_cut_word(&line);
    if (verb.n != VERB || !are_letters(verb) || transaction.n == 0 ||
        endpoint.n == 0 || !str_starts(str_trim(line), STR("MGCP ")))
        return false;
    put(v, MGCP_NAME, verb);
    put(v, MGCP_TRANSACTION, transaction);
    put(v, MGCP_DEVICE, endpoint);
    return true;
}

/* 3.3: three digits, transaction, an optional package, words. */
static bool
read_response(struct arena *a, struct str line, struct value *v)
{
    enum { CODE = 3, OK = 200, DELETED = 250 };
    int64_t status = 0, number = 0;
    struct str code = str_cut_word(&line);
    struct str transaction = str_cut_word(&line);
    if (code.n != CODE || !str_to_i64(code, &status) || status < 100 ||
        !str_to_i64(transaction, &number))
        return false;
    struct str words = str_trim(line);
    if (str_starts(words, STR("/")))
        str_cut_word(&words);
    words = str_trim(words);
    if (words.n == 0 && (status == OK || status == DELETED))
        words = STR("OK");
    v[MGCP_STATUS] = (struct value){.kind = VALUE_INTEGER, .i = status};
    put(v, MGCP_REASON, words);
    put(v, MGCP_TRANSACTION, transaction);
    put(v, MGCP_NAME,
        str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(code), words.n > 0 ? " " : "",
            STR_ARG(words)));
    return true;
}

static const struct {
    struct str name;
    enum mgcp_field field;
} parameters[] = {
    {STR_INIT("C"), MGCP_REF},
    {STR_INIT("E"), MGCP_REASON_CODE},
    {STR_INIT("I"), MGCP_CONNECTION},
    {STR_INIT("L"), MGCP_OPTIONS},
    {STR_INIT("M"), MGCP_MODE},
    {STR_INIT("O"), MGCP_EVENTS},
    {STR_INIT("P"), MGCP_STATISTICS},
    {STR_INIT("R"), MGCP_REQUESTED},
    {STR_INIT("RM"), MGCP_RESTART},
    {STR_INIT("S"), MGCP_SIGNALS},
};

/* Lines up to the empty one, or to the "." before another message. */
static struct str
read_parameters(struct str text, struct value *v)
{
    while (text.n > 0) {
        struct str line = str_trim(str_cut_line(&text));
        if (line.n == 0 || str_eq(line, STR(".")))
            break;
        struct str value = line;
        struct str name = str_trim(str_cut(&value, ':'));
        for (size_t i = 0; i < COUNTOF(parameters); i++)
            if (str_eq_nocase(name, parameters[i].name))
                put(v, parameters[i].field, value);
    }
    return text;
}

/* CUCM builds call ids of its own: D000000002F502CD000000F580000082 is leg
 * 02F502CD, on a PRI with the call reference 0082 of the network's side. */
static void
read_call_id(struct arena *a, struct value *v)
{
    enum { SIZE = 32, CI = 8, REF = 24, WORD = 8, HALF = 4 };
    uint64_t ci = 0, ref = 0;
    struct str s = v[MGCP_REF].s;
    if (v[MGCP_REF].kind != VALUE_TEXT || s.n != SIZE ||
        !str_starts_nocase(s, STR("D")) ||
        !str_to_hex(str_sub(s, CI, WORD), &ci) ||
        !str_to_hex(str_sub(s, REF, WORD), &ref) || ci == 0)
        return;
    v[MGCP_CI] = (struct value){.kind = VALUE_INTEGER, .i = (int64_t)ci};
    if (ref != 0)
        put(v, MGCP_CALL_REF, str_fmt(a, "0x%04x", (unsigned)(ref & 0x7fff)));
}

static void
add_detail(struct arena *a, struct str *detail, const char *before,
    const struct value *v)
{
    if (v->kind == VALUE_TEXT)
        *detail = str_fmt(a, STR_FMT "%s%s" STR_FMT, STR_ARG(*detail),
            detail->n > 0 ? ", " : "", before, STR_ARG(v->s));
}

static void
word_detail(struct arena *a, struct value *v)
{
    struct str d = STR("");
    add_detail(a, &d, "", &v[MGCP_DEVICE]);
    add_detail(a, &d, "", &v[MGCP_MODE]);
    add_detail(a, &d, "connection ", &v[MGCP_CONNECTION]);
    add_detail(a, &d, "observed ", &v[MGCP_EVENTS]);
    add_detail(a, &d, "signal ", &v[MGCP_SIGNALS]);
    add_detail(a, &d, "", &v[MGCP_RESTART]);
    add_detail(a, &d, "reason ", &v[MGCP_REASON_CODE]);
    add_detail(a, &d, "", &v[MGCP_SDP]);
    put(v, MGCP_DETAIL, d);
}

bool
mgcp_decode(struct arena *a, struct str head, struct str text, struct value *v)
{
    (void)head;
    struct str line = str_trim(str_cut_line(&text));
    if (!read_command(line, v) && !read_response(a, line, v))
        return false;
    put(v, MGCP_PROTOCOL, STR("MGCP"));
    struct str body = read_parameters(text, v);
    read_call_id(a, v);
    if (str_starts(str_trim(body), STR("v=")))
        put(v, MGCP_SDP, sdp_summary(a, str_trim(body)));
    word_detail(a, v);
    return true;
}
