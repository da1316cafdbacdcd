/* SPDX-License-Identifier: MIT
 *
 * Parameters are looked for by their keys, in any order: releases add some and
 * print others before them. A value ends at a blank, a comma or a semicolon,
 * unless it stands in quotes; "=" and ":" are used alike. */
#include "protocol/sccp.h"

#define TEXT(field, name) [field] = {STR_INIT(name), COLUMN_TEXT, {NULL, 0}}
#define INTEGER(field, name)                                                   \
    [field] = {STR_INIT(name), COLUMN_INTEGER, {NULL, 0}}

const struct column sccp_columns[SCCP_FIELDS] = {
    TEXT(SCCP_PROTOCOL, "protocol"),
    TEXT(SCCP_NAME, "name"),
    INTEGER(SCCP_CI, "ci"),
    TEXT(SCCP_CALLING, "calling"),
    TEXT(SCCP_CALLED, "called"),
    INTEGER(SCCP_CALL_STATE, "call_state"),
    TEXT(SCCP_STATE_NAME, "state_name"),
    TEXT(SCCP_LINE, "line_instance"),
    TEXT(SCCP_SOFT_KEY, "soft_key"),
    TEXT(SCCP_BUTTON, "button"),
    TEXT(SCCP_STIMULUS, "stimulus"),
    TEXT(SCCP_TONE, "tone"),
    TEXT(SCCP_LAMP, "lamp"),
    TEXT(SCCP_RINGER, "ringer"),
    TEXT(SCCP_PROMPT, "prompt"),
    TEXT(SCCP_CALL_TYPE, "call_type"),
    TEXT(SCCP_STATUS, "result"),
    TEXT(SCCP_CODEC, "codec"),
    TEXT(SCCP_MEDIA_IP, "media_ip"),
    TEXT(SCCP_MEDIA_PORT, "media_port"),
    TEXT(SCCP_PARTY, "party_id"),
    TEXT(SCCP_DETAIL, "detail"),
};

/* The first key of a field that is there counts. */
static const struct {
    struct str key;
    enum sccp_field field;
} keys[] = {
    {STR_INIT("callReference"), SCCP_CI},
    {STR_INIT("conferenceID"), SCCP_CI},
    {STR_INIT("callIdentifier"), SCCP_CI},
    {STR_INIT("ci"), SCCP_CI},
    {STR_INIT("callingParty"), SCCP_CALLING},
    {STR_INIT("CallingPartyNumber"), SCCP_CALLING},
    {STR_INIT("calledParty"), SCCP_CALLED},
    {STR_INIT("dialedNumber"), SCCP_CALLED},
    {STR_INIT("callState"), SCCP_CALL_STATE},
    {STR_INIT("lineInstance"), SCCP_LINE},
    {STR_INIT("softKeyEvent"), SCCP_SOFT_KEY},
    {STR_INIT("kpButton"), SCCP_BUTTON},
    {STR_INIT("stimulus"), SCCP_STIMULUS},
    {STR_INIT("stim"), SCCP_STIMULUS},
    {STR_INIT("tone"), SCCP_TONE},
    {STR_INIT("lampMode"), SCCP_LAMP},
    {STR_INIT("ringMode"), SCCP_RINGER},
    {STR_INIT("promptStatus"), SCCP_PROMPT},
    {STR_INIT("display"), SCCP_PROMPT},
    {STR_INIT("callType"), SCCP_CALL_TYPE},
    {STR_INIT("Status"), SCCP_STATUS},
    {STR_INIT("compressType"), SCCP_CODEC},
    {STR_INIT("payloadCapability"), SCCP_CODEC},
    {STR_INIT("ipAddr"), SCCP_MEDIA_IP},
    {STR_INIT("remoteIpAddr"), SCCP_MEDIA_IP},
    {STR_INIT("RemoteRtpPortNumber"), SCCP_MEDIA_PORT},
    {STR_INIT("remotePortNumber"), SCCP_MEDIA_PORT},
    {STR_INIT("Port"), SCCP_MEDIA_PORT},
    {STR_INIT("passThruPartyID"), SCCP_PARTY},
    {STR_INIT("PartyID"), SCCP_PARTY},
};

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_word_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

/* What stands behind "=" or ":"; quotes go. */
static struct str
value_at(struct str s)
{
    while (s.n > 0 && s.p[0] == ' ')
        s = str_skip(s, 1);
    if (s.n > 0 && (s.p[0] == '\'' || s.p[0] == '"')) {
        char quote = s.p[0];
        s = str_skip(s, 1);
        return str_sub(s, 0, str_find_byte(s, quote));
    }
    size_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != ',' && s.p[n] != ';' &&
           s.p[n] != '\r' && s.p[n] != '\n')
        n++;
    while (n > 0 && s.p[n - 1] == '.')
        n--;
    return str_sub(s, 0, n);
}

/* The value of a key; of a key that is not there, or is empty, nothing. */
static struct str
find_value(struct str text, struct str key)
{
    for (size_t i = 0; i + key.n < text.n; i++) {
        if ((i > 0 && is_word_byte(text.p[i - 1])) ||
            !str_eq(str_sub(text, i, key.n), key))
            continue;
        struct str behind = str_skip(text, i + key.n);
        while (behind.n > 0 && behind.p[0] == ' ')
            behind = str_skip(behind, 1);
        if (behind.n == 0 || (behind.p[0] != '=' && behind.p[0] != ':'))
            continue;
        struct str value = value_at(str_skip(behind, 1));
        /* "ipAddr:" of old IPv4 fields and "myIP: " have none. */
        if (value.n > 0)
            return value;
    }
    return (struct str){NULL, 0};
}

static void
put(struct value *v, enum sccp_field f, struct str s)
{
    int64_t i = 0;
    if (s.n == 0 || v[f].kind != VALUE_ABSENT)
        return;
    if (sccp_columns[f].type == COLUMN_TEXT)
        v[f] = (struct value){.kind = VALUE_TEXT, .s = s};
    else if (str_to_i64(str_sub(s, 0, str_find_byte(s, '(')), &i) && i > 0)
        v[f] = (struct value){.kind = VALUE_INTEGER, .i = i};
}

/* "stationOutputCallState" and "OffHookMessageID" are CallState and OffHook. */
static struct str
plain_name(struct arena *a, struct str s)
{
    static const struct str prefixes[] = {
        STR_INIT("stationOutput"), STR_INIT("star_Station")};
    static const struct str suffixes[] = {
        STR_INIT("MessageID"), STR_INIT("Message")};
    for (size_t i = 0; i < COUNTOF(prefixes); i++)
        if (str_starts_nocase(s, prefixes[i]) && s.n > prefixes[i].n)
            s = str_skip(s, prefixes[i].n);
    for (size_t i = 0; i < COUNTOF(suffixes); i++)
        if (s.n > suffixes[i].n &&
            str_eq_nocase(str_skip(s, s.n - suffixes[i].n), suffixes[i]))
            s = str_sub(s, 0, s.n - suffixes[i].n);
    if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
        return s;
    return str_fmt(
        a, "%c" STR_FMT, s.p[0] - 'a' + 'A', STR_ARG(str_skip(s, 1)));
}

/* "0x320200c0(192.0.2.50)" is 192.0.2.50. */
static void
read_address(struct value *v)
{
    if (v[SCCP_MEDIA_IP].kind != VALUE_TEXT)
        return;
    struct str s = v[SCCP_MEDIA_IP].s;
    size_t open = str_find_byte(s, '(');
    if (open < s.n) {
        s = str_skip(s, open + 1);
        s = str_sub(s, 0, str_find_byte(s, ')'));
    }
    bool zero = str_starts(s, STR("0x")) || str_eq(s, STR("0.0.0.0"));
    v[SCCP_MEDIA_IP] = s.n > 0 && !zero
                           ? (struct value){.kind = VALUE_TEXT, .s = s}
                           : (struct value){0};
}

/* The words that Cisco's headers have for call states. */
static void
name_state(struct value *v)
{
    static const struct str states[] = {STR_INIT(""), STR_INIT("off hook"),
        STR_INIT("on hook"), STR_INIT("ring out"), STR_INIT("ring in"),
        STR_INIT("connected"), STR_INIT("busy"), STR_INIT("congestion"),
        STR_INIT("hold"), STR_INIT("call waiting"), STR_INIT("transfer"),
        STR_INIT("park"), STR_INIT("proceed"),
        STR_INIT("in use by another phone"), STR_INIT("invalid number")};
    if (v[SCCP_CALL_STATE].kind == VALUE_INTEGER &&
        v[SCCP_CALL_STATE].i < (int64_t)COUNTOF(states))
        put(v, SCCP_STATE_NAME, states[v[SCCP_CALL_STATE].i]);
}

/* Keys 14 and 15 are star and pound. */
static void
name_button(struct value *v)
{
    struct value *b = &v[SCCP_BUTTON];
    if (b->kind == VALUE_TEXT && str_eq(b->s, STR("14")))
        b->s = STR("*");
    if (b->kind == VALUE_TEXT && str_eq(b->s, STR("15")))
        b->s = STR("#");
}

static void
add_detail(
    struct arena *a, struct str *d, const char *before, const struct value *v)
{
    if (v->kind == VALUE_TEXT)
        *d = str_fmt(a, STR_FMT "%s%s" STR_FMT, STR_ARG(*d),
            d->n > 0 ? ", " : "", before, STR_ARG(v->s));
}

static void
word_detail(struct arena *a, struct value *v)
{
    struct str d = STR("");
    bool both =
        v[SCCP_CALLING].kind == VALUE_TEXT && v[SCCP_CALLED].kind == VALUE_TEXT;
    if (both)
        d = str_fmt(a, STR_FMT " to " STR_FMT, STR_ARG(v[SCCP_CALLING].s),
            STR_ARG(v[SCCP_CALLED].s));
    else
        add_detail(a, &d, "", &v[SCCP_CALLED]);
    add_detail(a, &d, "", &v[SCCP_SOFT_KEY]);
    add_detail(a, &d, "button ", &v[SCCP_BUTTON]);
    add_detail(a, &d, "", &v[SCCP_STATE_NAME]);
    add_detail(a, &d, "", &v[SCCP_STIMULUS]);
    add_detail(a, &d, "tone ", &v[SCCP_TONE]);
    add_detail(a, &d, "", &v[SCCP_LAMP]);
    add_detail(a, &d, "", &v[SCCP_RINGER]);
    add_detail(a, &d, "", &v[SCCP_PROMPT]);
    if (v[SCCP_MEDIA_IP].kind == VALUE_TEXT &&
        v[SCCP_MEDIA_PORT].kind == VALUE_TEXT)
        d = str_fmt(a, STR_FMT "%s" STR_FMT ":" STR_FMT, STR_ARG(d),
            d.n > 0 ? ", " : "", STR_ARG(v[SCCP_MEDIA_IP].s),
            STR_ARG(v[SCCP_MEDIA_PORT].s));
    add_detail(a, &d, "", &v[SCCP_CODEC]);
    put(v, SCCP_DETAIL, d);
}

bool
sccp_decode(struct arena *a, struct str head, struct str text, struct value *v)
{
    (void)head;
    size_t n = 0;
    while (n < text.n && is_word_byte(text.p[n]))
        n++;
    if (n == 0 || !is_letter(text.p[0]))
        return false;
    put(v, SCCP_PROTOCOL, STR("SCCP"));
    put(v, SCCP_NAME, plain_name(a, str_sub(text, 0, n)));
    struct str rest = str_skip(text, n);
    for (size_t i = 0; i < COUNTOF(keys); i++)
        if (v[keys[i].field].kind == VALUE_ABSENT)
            put(v, keys[i].field, find_value(rest, keys[i].key));
    read_address(v);
    name_state(v);
    name_button(v);
    word_detail(a, v);
    return true;
}
