/* SPDX-License-Identifier: MIT
 *
 * The summary of an SDP body. One pass; a media section is collected and
 * written when the next one begins. Lines that were run together into one
 * are cut at " x=". */
#include "sip/sdp.h"

#include <string.h>

enum {
    PAYLOADS = 128, /* RTP payload types */
    CODECS_MAX = 4, /* shown of one media line */
    MEDIA_MAX = 8,  /* media lines shown */
    MEDIA_PIECES = 12 + 2 * (CODECS_MAX + 1),
    PIECES = (MEDIA_MAX + 1) * MEDIA_PIECES,
};

/* RFC 3551: names that need no rtpmap. */
static const struct str static_codecs[PAYLOADS] = {
    [0] = STR_INIT("PCMU"),
    [3] = STR_INIT("GSM"),
    [4] = STR_INIT("G723"),
    [5] = STR_INIT("DVI4"),
    [6] = STR_INIT("DVI4"),
    [7] = STR_INIT("LPC"),
    [8] = STR_INIT("PCMA"),
    [9] = STR_INIT("G722"),
    [10] = STR_INIT("L16"),
    [11] = STR_INIT("L16"),
    [12] = STR_INIT("QCELP"),
    [13] = STR_INIT("CN"),
    [14] = STR_INIT("MPA"),
    [15] = STR_INIT("G728"),
    [18] = STR_INIT("G729"),
    [26] = STR_INIT("JPEG"),
    [31] = STR_INIT("H261"),
    [34] = STR_INIT("H263"),
};

/* What is said for the session or for one media line. */
struct section {
    struct str media;     /* "audio 20000 RTP/AVP 9 101"; empty: session */
    struct str address;   /* of c= */
    struct str direction; /* of a=sendrecv and the like */
    bool crypto;          /* a=crypto or a=fingerprint */
    struct str codec[PAYLOADS]; /* by rtpmap */
};

/* Made of pieces that are put together at the end: every second message of a
 * call has one. */
struct summary {
    struct str piece[PIECES];
    size_t n;
    size_t media; /* lines written */
};

static void
add(struct summary *sum, struct str piece)
{
    sum->piece[sum->n++] = piece;
}

static struct str
put_together(struct arena *a, const struct summary *sum)
{
    size_t bytes = 0;
    for (size_t i = 0; i < sum->n; i++)
        bytes += sum->piece[i].n;
    char *text = arena_bytes(a, bytes);
    char *to = text;
    for (size_t i = 0; i < sum->n; i++) {
        if (sum->piece[i].n > 0)
            memcpy(to, sum->piece[i].p, sum->piece[i].n);
        to += sum->piece[i].n;
    }
    return (struct str){text, bytes};
}

/* Cuts one "x=value" off *rest. together: lines were run together. */
static struct str
cut_sdp_line(struct str *rest, bool together)
{
    if (!together)
        return str_trim(str_cut_line(rest));
    struct str s = *rest;
    for (size_t i = 0; i + 2 < s.n && s.p[i] != '\n'; i++) {
        if (s.p[i] != ' ' || s.p[i + 2] != '=' || s.p[i + 1] < 'a' ||
            s.p[i + 1] > 'z')
            continue;
        *rest = str_skip(s, i + 1);
        return str_trim(str_sub(s, 0, i));
    }
    return str_trim(str_cut_line(rest));
}

static bool
is_direction(struct str s)
{
    return str_eq(s, STR("sendrecv")) || str_eq(s, STR("sendonly")) ||
           str_eq(s, STR("recvonly")) || str_eq(s, STR("inactive"));
}

/* A payload type, or -1. */
static int64_t
payload_type(struct str s)
{
    int64_t n = -1;
    return str_to_i64(s, &n) && n >= 0 && n < PAYLOADS ? n : -1;
}

/* "rtpmap:101 telephone-event/8000" */
static void
read_rtpmap(struct section *s, struct str value)
{
    int64_t type = payload_type(str_cut_word(&value));
    struct str name = str_trim(str_cut(&value, '/'));
    if (type >= 0)
        s->codec[type] = name;
}

static void
read_attribute(struct section *s, struct str value)
{
    struct str rest = value;
    struct str name = str_trim(str_cut(&rest, ':'));
    if (is_direction(name))
        s->direction = name;
    else if (str_eq(name, STR("rtpmap")))
        read_rtpmap(s, rest);
    else if (str_eq(name, STR("crypto")) || str_eq(name, STR("fingerprint")))
        s->crypto = true;
}

/* "IN IP4 192.0.2.1/127" */
static struct str
connection_address(struct str value)
{
    str_cut_word(&value);
    str_cut_word(&value);
    struct str address = str_cut_word(&value);
    return str_cut(&address, '/');
}

static void
read_line(struct section *s, struct str line)
{
    struct str value = str_trim(str_skip(line, 2));
    if (str_starts(line, STR("c=")))
        s->address = connection_address(value);
    else if (str_starts(line, STR("a=")))
        read_attribute(s, value);
}

/* "RTP", "SRTP", "RTP or SRTP" (RTP with keys: both ends may agree on either),
 * or the protocol as it stands. */
static struct str
protocol_name(const struct section *s, struct str protocol)
{
    if (str_has(protocol, STR("SAVP")))
        return STR("SRTP");
    if (str_starts(protocol, STR("RTP/AVP")))
        return s->crypto ? STR("RTP or SRTP") : STR("RTP");
    return protocol;
}

/* An address of zeroes is the hold of old: nothing shall come back. */
static struct str
direction_name(struct str direction, struct str address)
{
    if (!direction.n)
        direction = STR("sendrecv");
    if (!str_eq(address, STR("0.0.0.0")) && !str_eq(address, STR("::")))
        return direction;
    if (str_eq(direction, STR("sendrecv")))
        return STR("sendonly");
    return str_eq(direction, STR("recvonly")) ? STR("inactive") : direction;
}

static struct str
codec_name(const struct section *s, struct str payload)
{
    int64_t type = payload_type(payload);
    if (type < 0)
        return payload;
    if (s->codec[type].n)
        return s->codec[type];
    return static_codecs[type].n ? static_codecs[type] : payload;
}

/* " G722,PCMU": the first codecs of the formats; events are none. */
static void
add_codecs(struct summary *sum, const struct section *s, struct str formats)
{
    size_t n = 0;
    while (formats.n && n <= CODECS_MAX) {
        struct str name = codec_name(s, str_cut_word(&formats));
        if (!name.n || str_eq_nocase(name, STR("telephone-event")))
            continue;
        add(sum, n ? STR(",") : STR(" "));
        add(sum, n == CODECS_MAX ? STR("...") : name);
        n++;
    }
}

static void
add_line(
    struct summary *sum, const struct section *session, const struct section *s)
{
    struct str rest = s->media;
    struct str kind = str_cut_word(&rest);
    struct str port = str_cut_word(&rest);
    struct str protocol = str_cut_word(&rest);
    port = str_cut(&port, '/');
    add(sum, kind);
    if (str_eq(port, STR("0"))) {
        add(sum, STR(" off"));
        return;
    }
    struct str address = s->address.n ? s->address : session->address;
    if (str_has(protocol, STR("RTP/")))
        add_codecs(sum, s, rest);
    bool ipv6 = str_find_byte(address, ':') < address.n;
    const struct str behind[] = {
        STR(" "),
        direction_name(
            s->direction.n ? s->direction : session->direction, address),
        STR(" "),
        protocol_name(s, protocol),
        ipv6 ? STR(" [") : STR(" "),
        address,
        ipv6 ? STR("]:") : STR(":"),
        port,
    };
    for (size_t i = 0; i < COUNTOF(behind); i++)
        add(sum, behind[i]);
}

/* Adds a media section to the summary; the session has no line. */
static void
add_media(
    struct summary *sum, const struct section *session, const struct section *s)
{
    if (!s->media.n || sum->media > MEDIA_MAX)
        return;
    if (sum->media > 0)
        add(sum, STR("; "));
    if (sum->media == MEDIA_MAX)
        add(sum, STR("..."));
    else
        add_line(sum, session, s);
    sum->media++;
}

struct str
sdp_summary(struct arena *a, struct str body)
{
    struct summary sum;
    sum.n = sum.media = 0;
    struct section session = {0}, media = {0};
    struct str first = body;
    bool together = str_has(str_cut_line(&first), STR(" o="));
    while (body.n && sum.media <= MEDIA_MAX) {
        struct str line = cut_sdp_line(&body, together);
        if (str_starts(line, STR("m="))) {
            add_media(&sum, &session, &media);
            media = (struct section){.media = str_trim(str_skip(line, 2))};
        } else {
            read_line(media.media.n ? &media : &session, line);
        }
    }
    add_media(&sum, &session, &media);
    return put_together(a, &sum);
}

size_t
sdp_keys(struct str body)
{
    struct str first = body, key = STR("inline:");
    if (!str_has(body, key))
        return 0;
    bool together = str_has(str_cut_line(&first), STR(" o="));
    size_t n = 0;
    while (body.n) {
        struct str line = cut_sdp_line(&body, together);
        n += str_starts(line, STR("a=crypto:")) && str_has(line, key);
    }
    return n;
}
