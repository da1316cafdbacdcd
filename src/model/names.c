/* SPDX-License-Identifier: MIT
 *
 * The words of the model's enums: one table each, looked up both ways; the
 * name of a source. */
#include "model/names.h"

static const struct str outcomes[] = {
    [OUTCOME_UNKNOWN] = STR_INIT("unknown"),
    [OUTCOME_ANSWERED] = STR_INIT("answered"),
    [OUTCOME_BUSY] = STR_INIT("busy"),
    [OUTCOME_NO_ANSWER] = STR_INIT("no-answer"),
    [OUTCOME_CANCELLED] = STR_INIT("cancelled"),
    [OUTCOME_REJECTED] = STR_INIT("rejected"),
    [OUTCOME_FAILED] = STR_INIT("failed"),
    [OUTCOME_REDIRECTED] = STR_INIT("redirected"),
    [OUTCOME_IN_PROGRESS] = STR_INIT("in-progress"),
};

static const struct str parties[] = {
    [PARTY_UNKNOWN] = STR_INIT(""),
    [PARTY_CALLING] = STR_INIT("calling"),
    [PARTY_CALLED] = STR_INIT("called"),
    [PARTY_SYSTEM] = STR_INIT("system"),
};

static const struct str sures[] = {
    [SURE_INFERRED] = STR_INIT("inferred"),
    [SURE_EXACT] = STR_INIT("exact"),
};

static const struct str purposes[] = {
    [LEG_PARTY] = STR_INIT(""),
    [LEG_RECORDING] = STR_INIT("recording"),
    [LEG_MEDIA] = STR_INIT("media"),
    [LEG_CONSULT] = STR_INIT("consultation"),
};

static const struct str source_kinds[] = {
    [SOURCE_UNKNOWN] = STR_INIT("unknown"),
    [SOURCE_SDL] = STR_INIT("sdl"),
    [SOURCE_CALLLOG] = STR_INIT("calllog"),
    [SOURCE_COLLECTED] = STR_INIT("collected"),
    [SOURCE_IOS] = STR_INIT("ios"),
    [SOURCE_CDR] = STR_INIT("cdr"),
    [SOURCE_CAPTURE] = STR_INIT("capture"),
    [SOURCE_CERTIFICATE] = STR_INIT("certificate"),
    [SOURCE_CLI] = STR_INIT("cli"),
};

static const struct str tls_events[] = {
    [TLS_KEYS] = STR_INIT("keys"),
    [TLS_FALLBACK] = STR_INIT("fallback"),
    [TLS_VERIFY] = STR_INIT("verify"),
    [TLS_PROTOCOL] = STR_INIT("protocol"),
    [TLS_NAME] = STR_INIT("name"),
    [TLS_REFUSED] = STR_INIT("refused"),
};

static const struct str tls_wheres[] = {
    [TLS_ON_WIRE] = STR_INIT("wire"),
    [TLS_OWN] = STR_INIT("own"),
    [TLS_TRUST] = STR_INIT("trust"),
    [TLS_FILE] = STR_INIT("file"),
};

static const struct str dates_from[] = {
    [DATE_UNKNOWN] = STR_INIT("unknown"),
    [DATE_FILEHEAD] = STR_INIT("filehead"),
    [DATE_ROW] = STR_INIT("row"),
    [DATE_SIBLING] = STR_INIT("sibling"),
    [DATE_SIP] = STR_INIT("sip-date"),
    [DATE_CALL_ID] = STR_INIT("call-id"),
    [DATE_USER] = STR_INIT("user"),
};

/* The index of s among n words; n when it is none of them. */
static size_t
find(struct str s, const struct str *words, size_t n)
{
    size_t i = 0;
    while (i < n && !str_eq(s, words[i]))
        i++;
    return i;
}

struct str
outcome_name(enum outcome o)
{
    return outcomes[o];
}

struct str
party_name(enum party p)
{
    return parties[p];
}

struct str
sure_name(enum sure s)
{
    return sures[s];
}

struct str
leg_purpose_name(enum leg_purpose p)
{
    return purposes[p];
}

struct str
source_kind_name(enum source_kind k)
{
    return source_kinds[k];
}

struct str
date_from_name(enum date_from d)
{
    return dates_from[d];
}

struct str
tls_where_name(enum tls_where w)
{
    return tls_wheres[w];
}

bool
tls_where_from_name(struct str s, enum tls_where *w)
{
    size_t i = find(s, tls_wheres, COUNTOF(tls_wheres));
    if (i == COUNTOF(tls_wheres))
        return false;
    *w = (enum tls_where)i;
    return true;
}

struct str
tls_event_name(enum tls_event_kind k)
{
    return tls_events[k];
}

bool
tls_event_from_name(struct str s, enum tls_event_kind *k)
{
    size_t i = find(s, tls_events, COUNTOF(tls_events));
    if (i == COUNTOF(tls_events))
        return false;
    *k = (enum tls_event_kind)i;
    return true;
}

bool
outcome_from_name(struct str s, enum outcome *o)
{
    size_t i = find(s, outcomes, COUNTOF(outcomes));
    if (i == COUNTOF(outcomes))
        return false;
    *o = (enum outcome)i;
    return true;
}

bool
party_from_name(struct str s, enum party *p)
{
    size_t i = find(s, parties, COUNTOF(parties));
    if (i == COUNTOF(parties))
        return false;
    *p = (enum party)i;
    return true;
}

bool
leg_purpose_from_name(struct str s, enum leg_purpose *p)
{
    size_t i = find(s, purposes, COUNTOF(purposes));
    if (i == COUNTOF(purposes))
        return false;
    *p = (enum leg_purpose)i;
    return true;
}

bool
source_kind_from_name(struct str s, enum source_kind *k)
{
    size_t i = find(s, source_kinds, COUNTOF(source_kinds));
    if (i == COUNTOF(source_kinds))
        return false;
    *k = (enum source_kind)i;
    return true;
}

bool
date_from_from_name(struct str s, enum date_from *d)
{
    size_t i = find(s, dates_from, COUNTOF(dates_from));
    if (i == COUNTOF(dates_from))
        return false;
    *d = (enum date_from)i;
    return true;
}

struct str
source_name(struct arena *a, const struct source *s)
{
    if (s->member.n == 0)
        return s->file;
    return str_fmt(
        a, STR_FMT ":" STR_FMT, STR_ARG(s->file), STR_ARG(s->member));
}

/* RFC 8446 6, RFC 5246 7.2. */
const char *
tls_alert_name(int32_t alert)
{
    static const struct {
        int32_t alert;
        const char *name;
    } names[] = {{0, "close_notify"}, {10, "unexpected_message"},
        {20, "bad_record_mac"}, {22, "record_overflow"},
        {40, "handshake_failure"}, {41, "no_certificate"},
        {42, "bad_certificate"}, {43, "unsupported_certificate"},
        {44, "certificate_revoked"}, {45, "certificate_expired"},
        {46, "certificate_unknown"}, {47, "illegal_parameter"},
        {48, "unknown_ca"}, {49, "access_denied"}, {50, "decode_error"},
        {51, "decrypt_error"}, {70, "protocol_version"},
        {71, "insufficient_security"}, {80, "internal_error"},
        {86, "inappropriate_fallback"}, {90, "user_canceled"},
        {109, "missing_extension"}, {110, "unsupported_extension"},
        {112, "unrecognized_name"}, {113, "bad_certificate_status_response"},
        {115, "unknown_psk_identity"}, {116, "certificate_required"},
        {120, "no_application_protocol"}};
    for (size_t i = 0; i < COUNTOF(names); i++)
        if (names[i].alert == alert)
            return names[i].name;
    return "unknown alert";
}

struct str
peer_name(struct arena *a, struct str ip, int32_t port)
{
    bool six = str_find_byte(ip, ':') < ip.n && ip.p[0] != '[';
    if (port == 0)
        return ip;
    return str_fmt(a, "%s" STR_FMT "%s:%d", six ? "[" : "", STR_ARG(ip),
        six ? "]" : "", (int)port);
}
