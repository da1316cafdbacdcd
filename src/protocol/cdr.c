/* SPDX-License-Identifier: MIT
 *
 * One table says which column feeds which field, by its name and by its place
 * in rows without names, from 1. */
#include "protocol/cdr.h"

#include "base/csv.h"

#define TEXT(field, name) [field] = {STR_INIT(name), COLUMN_TEXT, {NULL, 0}}
#define INTEGER(field, name)                                                   \
    [field] = {STR_INIT(name), COLUMN_INTEGER, {NULL, 0}}

const struct column cdr_columns[CDR_FIELDS] = {
    TEXT(CDR_WHAT, "what"),
    TEXT(CDR_GCI, "gci"),
    TEXT(CDR_CLUSTER, "cluster"),
    INTEGER(CDR_CI, "ci"),
    INTEGER(CDR_CI2, "ci2"),
    INTEGER(CDR_ORIGINATION, "origination_s"),
    INTEGER(CDR_CONNECT, "connect_s"),
    INTEGER(CDR_DISCONNECT, "disconnect_s"),
    INTEGER(CDR_DURATION, "duration_s"),
    TEXT(CDR_CALLING, "calling"),
    TEXT(CDR_ORIGINAL, "original"),
    TEXT(CDR_CALLED, "called"),
    TEXT(CDR_REDIRECTING, "redirecting"),
    TEXT(CDR_DEVICE, "calling_device"),
    TEXT(CDR_DEVICE2, "called_device"),
    TEXT(CDR_IP, "calling_ip"),
    TEXT(CDR_IP2, "called_ip"),
    INTEGER(CDR_CAUSE, "calling_cause"),
    INTEGER(CDR_CAUSE2, "called_cause"),
    INTEGER(CDR_ORIGINAL_REASON, "original_reason"),
    INTEGER(CDR_LAST_REASON, "last_reason"),
    INTEGER(CDR_ORIGINAL_BY, "original_by"),
    INTEGER(CDR_LAST_BY, "last_by"),
    INTEGER(CDR_ENDED_BY, "calling_ended_by"),
    INTEGER(CDR_ENDED_BY2, "called_ended_by"),
    INTEGER(CDR_JOIN_BY, "join_by"),
    INTEGER(CDR_CODEC, "calling_codec"),
    INTEGER(CDR_CODEC2, "called_codec"),
    TEXT(CDR_IN_REF, "incoming_ref"),
    TEXT(CDR_OUT_REF, "outgoing_ref"),
    TEXT(CDR_PATTERN, "pattern"),
    TEXT(CDR_HUNT_PILOT, "hunt_pilot"),
    TEXT(CDR_SESSION, "calling_session"),
    TEXT(CDR_SESSION2, "called_session"),
    TEXT(CDR_PKID, "pkid"),
    INTEGER(CDR_PACKETS_SENT, "packets_sent"),
    INTEGER(CDR_PACKETS_RECEIVED, "packets_received"),
    INTEGER(CDR_PACKETS_LOST, "packets_lost"),
    INTEGER(CDR_JITTER, "jitter_ms"),
    INTEGER(CDR_LATENCY, "latency_ms"),
    TEXT(CDR_QUALITY, "quality"),
    TEXT(CDR_MOS, "mos"),
};

enum kind { KIND_CDR = 1, KIND_CMR = 2 };

enum form {
    AS_IT_IS,
    UNSIGNED, /* 32 bits that may have been stored signed */
    ADDRESS,  /* the same: IPv4, its first octet the lowest */
};

static const struct {
    enum kind kind;
    int place;
    enum form form;
    enum cdr_field field;
    struct str name;
} sources[] = {
    {KIND_CDR, 4, UNSIGNED, CDR_CI, STR_INIT("origLegCallIdentifier")},
    {KIND_CDR, 5, AS_IT_IS, CDR_ORIGINATION, STR_INIT("dateTimeOrigination")},
    {KIND_CDR, 81, AS_IT_IS, CDR_IP, STR_INIT("origIpv4v6Addr")},
    {KIND_CDR, 8, ADDRESS, CDR_IP, STR_INIT("origIpAddr")},
    {KIND_CDR, 9, AS_IT_IS, CDR_CALLING, STR_INIT("callingPartyNumber")},
    {KIND_CDR, 12, UNSIGNED, CDR_CAUSE, STR_INIT("origCause_value")},
    {KIND_CDR, 16, AS_IT_IS, CDR_CODEC,
        STR_INIT("origMediaCap_payloadCapability")},
    {KIND_CDR, 26, UNSIGNED, CDR_CI2, STR_INIT("destLegIdentifier")},
    {KIND_CDR, 26, UNSIGNED, CDR_CI2, STR_INIT("destLegCallIdentifier")},
    {KIND_CDR, 82, AS_IT_IS, CDR_IP2, STR_INIT("destIpv4v6Addr")},
    {KIND_CDR, 29, ADDRESS, CDR_IP2, STR_INIT("destIpAddr")},
    {KIND_CDR, 30, AS_IT_IS, CDR_ORIGINAL,
        STR_INIT("originalCalledPartyNumber")},
    {KIND_CDR, 31, AS_IT_IS, CDR_CALLED, STR_INIT("finalCalledPartyNumber")},
    {KIND_CDR, 34, UNSIGNED, CDR_CAUSE2, STR_INIT("destCause_value")},
    {KIND_CDR, 38, AS_IT_IS, CDR_CODEC2,
        STR_INIT("destMediaCap_payloadCapability")},
    {KIND_CDR, 48, AS_IT_IS, CDR_CONNECT, STR_INIT("dateTimeConnect")},
    {KIND_CDR, 49, AS_IT_IS, CDR_DISCONNECT, STR_INIT("dateTimeDisconnect")},
    {KIND_CDR, 50, AS_IT_IS, CDR_REDIRECTING, STR_INIT("lastRedirectDn")},
    {KIND_CDR, 51, AS_IT_IS, CDR_PKID, STR_INIT("pkid")},
    {KIND_CDR, 56, AS_IT_IS, CDR_DURATION, STR_INIT("duration")},
    {KIND_CDR, 57, AS_IT_IS, CDR_DEVICE, STR_INIT("origDeviceName")},
    {KIND_CDR, 58, AS_IT_IS, CDR_DEVICE2, STR_INIT("destDeviceName")},
    {KIND_CDR, 59, AS_IT_IS, CDR_ENDED_BY,
        STR_INIT("origCallTerminationOnBehalfOf")},
    {KIND_CDR, 60, AS_IT_IS, CDR_ENDED_BY2,
        STR_INIT("destCallTerminationOnBehalfOf")},
    {KIND_CDR, 61, AS_IT_IS, CDR_ORIGINAL_BY,
        STR_INIT("origCalledPartyRedirectOnBehalfOf")},
    {KIND_CDR, 62, AS_IT_IS, CDR_LAST_BY,
        STR_INIT("lastRedirectRedirectOnBehalfOf")},
    {KIND_CDR, 63, AS_IT_IS, CDR_ORIGINAL_REASON,
        STR_INIT("origCalledPartyRedirectReason")},
    {KIND_CDR, 64, AS_IT_IS, CDR_LAST_REASON,
        STR_INIT("lastRedirectRedirectReason")},
    {KIND_CDR, 66, AS_IT_IS, CDR_CLUSTER, STR_INIT("globalCallId_ClusterID")},
    {KIND_CDR, 67, AS_IT_IS, CDR_JOIN_BY, STR_INIT("joinOnBehalfOf")},
    {KIND_CDR, 96, AS_IT_IS, CDR_IN_REF, STR_INIT("IncomingProtocolCallRef")},
    {KIND_CDR, 98, AS_IT_IS, CDR_OUT_REF, STR_INIT("OutgoingProtocolCallRef")},
    {KIND_CDR, 103, AS_IT_IS, CDR_HUNT_PILOT, STR_INIT("huntPilotDN")},
    {KIND_CDR, 127, AS_IT_IS, CDR_PATTERN, STR_INIT("finalCalledPartyPattern")},
    {KIND_CDR, 132, AS_IT_IS, CDR_SESSION, STR_INIT("origDeviceSessionID")},
    {KIND_CDR, 133, AS_IT_IS, CDR_SESSION2, STR_INIT("destDeviceSessionID")},

    {KIND_CMR, 5, AS_IT_IS, CDR_CALLING, STR_INIT("directoryNum")},
    {KIND_CMR, 6, UNSIGNED, CDR_CI, STR_INIT("callIdentifier")},
    {KIND_CMR, 7, AS_IT_IS, CDR_ORIGINATION, STR_INIT("dateTimeStamp")},
    {KIND_CMR, 8, AS_IT_IS, CDR_PACKETS_SENT, STR_INIT("numberPacketsSent")},
    {KIND_CMR, 10, AS_IT_IS, CDR_PACKETS_RECEIVED,
        STR_INIT("numberPacketsReceived")},
    {KIND_CMR, 12, AS_IT_IS, CDR_PACKETS_LOST, STR_INIT("numberPacketsLost")},
    {KIND_CMR, 13, AS_IT_IS, CDR_JITTER, STR_INIT("jitter")},
    {KIND_CMR, 14, AS_IT_IS, CDR_LATENCY, STR_INIT("latency")},
    {KIND_CMR, 15, AS_IT_IS, CDR_PKID, STR_INIT("pkid")},
    {KIND_CMR, 17, AS_IT_IS, CDR_CLUSTER, STR_INIT("globalCallId_ClusterID")},
    {KIND_CMR, 18, AS_IT_IS, CDR_DEVICE, STR_INIT("deviceName")},
    {KIND_CMR, 19, AS_IT_IS, CDR_QUALITY, STR_INIT("varVQMetrics")},
    {KIND_CMR, 20, AS_IT_IS, CDR_DURATION, STR_INIT("duration")},
};

enum { COLUMNS_MAX = 400 };

/* A row cut into fields, and the names of its columns. */
struct row {
    struct str v[COLUMNS_MAX], name[COLUMNS_MAX];
    size_t n, names;
};

static void
cut_row(struct row *r, struct str head, struct str text)
{
    r->n = r->names = 0;
    while (text.n > 0 && r->n < COLUMNS_MAX)
        r->v[r->n++] = csv_cut(&text);
    while (head.n > 0 && r->names < COLUMNS_MAX)
        r->name[r->names++] = csv_cut(&head);
}

/* By name where there are names, else by place. */
static struct str
get(const struct row *r, struct str name, int place)
{
    size_t i = place > 0 ? (size_t)place - 1 : COLUMNS_MAX;
    if (r->names > 0)
        for (i = 0; i < r->names && !str_eq_nocase(r->name[i], name);)
            i++;
    return i < r->n ? r->v[i] : (struct str){NULL, 0};
}

static struct str
address_text(struct arena *a, uint32_t v)
{
    return v == 0 ? (struct str){NULL, 0}
                  : str_fmt(a, "%u.%u.%u.%u", v & 255, v >> 8 & 255,
                        v >> 16 & 255, v >> 24);
}

static void
put(struct arena *a, struct value *v, size_t source, struct str s)
{
    enum cdr_field f = sources[source].field;
    int64_t i = 0;
    bool number = str_to_i64(s, &i);
    if (sources[source].form != AS_IT_IS) {
        if (!number || i < INT32_MIN || i > UINT32_MAX)
            return;
        i = (int64_t)(uint32_t)i;
        if (sources[source].form == ADDRESS)
            s = address_text(a, (uint32_t)i);
    }
    if (v[f].kind != VALUE_ABSENT || s.n == 0)
        return;
    if (cdr_columns[f].type == COLUMN_INTEGER) {
        if (number)
            v[f] = (struct value){.kind = VALUE_INTEGER, .i = i};
        return;
    }
    /* "No address" of both families. */
    if (!str_eq(s, STR("0.0.0.0")) && !str_eq(s, STR("::")))
        v[f] = (struct value){.kind = VALUE_TEXT, .s = s};
}

/* MLQK is the listening quality as MOS: "MLQK=4.5000;MLQKav=4.4231;...". */
static void
read_mos(struct value *v)
{
    struct str rest =
        v[CDR_QUALITY].kind == VALUE_TEXT ? v[CDR_QUALITY].s : STR("");
    while (rest.n > 0) {
        struct str value = str_cut(&rest, ';');
        struct str key = str_trim(str_cut(&value, '='));
        if (str_eq(key, STR("MLQK")) && value.n > 0)
            v[CDR_MOS] = (struct value){.kind = VALUE_TEXT, .s = value};
    }
}

static void
put_gci(struct arena *a, struct value *v, const struct row *r)
{
    int64_t node = 0, number = 0;
    if (str_to_i64(get(r, STR("globalCallID_callManagerId"), 2), &node) &&
        str_to_i64(get(r, STR("globalCallID_callId"), 3), &number))
        v[CDR_GCI] = (struct value){.kind = VALUE_TEXT,
            .s = str_fmt(a, "%lld-%lld", (long long)node, (long long)number)};
}

bool
cdr_decode(struct arena *a, struct str head, struct str text, struct value *v)
{
    struct row *r = arena_alloc(a, sizeof(*r));
    int64_t kind = 0;
    cut_row(r, head, text);
    if (!str_to_i64(get(r, STR("cdrRecordType"), 1), &kind) ||
        (kind != KIND_CDR && kind != KIND_CMR))
        return false;
    v[CDR_WHAT] = (struct value){
        .kind = VALUE_TEXT, .s = kind == KIND_CDR ? STR("CDR") : STR("CMR")};
    for (size_t i = 0; i < COUNTOF(sources); i++)
        if (sources[i].kind == (enum kind)kind)
            put(a, v, i, get(r, sources[i].name, sources[i].place));
    put_gci(a, v, r);
    read_mos(v);
    return true;
}
