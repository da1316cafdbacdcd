/* SPDX-License-Identifier: MIT
 *
 * Bodies. SDP line by line: who, where and what for are replaced, how stays. */
#include <ctype.h>

#include "redact/parts.h"
#include "sip/cut.h"
#include "sip/mask.h"

static const struct str removed = STR_INIT("(removed)\r\n");

struct str
redact_no_body(struct str body)
{
    return str_trim(body).n > 0 ? removed : STR("");
}

/* "CiscoSystemsCCM-SIP", "Cisco-SIPUA", "-": what made it, nobody's name. */
static bool
is_product(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalpha((unsigned char)s.p[i]) && s.p[i] != '-')
            return false;
    return str_starts(s, STR("Cisco")) || str_eq(s, STR("-"));
}

/* "502 1 IN IP4" */
static bool
is_session(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]) && s.p[i] != ' ')
            return str_eq(str_skip(s, i), STR("IN IP4")) ||
                   str_eq(str_skip(s, i), STR("IN IP6"));
    return false;
}

/* "- 502 1 IN IP4 192.0.2.11" */
static void
put_origin(struct redact *r, struct out *o, struct str value)
{
    struct str rest = value;
    struct str user = str_cut(&rest, ' ');
    size_t blank = str_rfind_byte(rest, ' ');
    user = is_product(user) ? redact_known(r, user) : redact_user(r, user);
    struct str session = str_trim(str_sub(rest, 0, blank));
    if (!is_session(session))
        session = STR("***");
    struct str host = redact_host(r, str_trim(str_skip(rest, blank)));
    out_fmt(o, "o=" STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(user),
        STR_ARG(session), STR_ARG(host));
}

/* "IN IP4 192.0.2.11/127": anything else between is nobody knows what. */
static void
put_connection(struct redact *r, struct out *o, struct str value)
{
    size_t blank = str_rfind_byte(value, ' ');
    struct str kind = str_sub(value, 0, blank);
    struct str address = str_trim(str_skip(value, blank));
    struct str rest = address;
    address = str_cut(&rest, '/');
    bool known = str_eq(kind, STR("IN IP4")) || str_eq(kind, STR("IN IP6"));
    out_fmt(o, "c=" STR_FMT " ", STR_ARG(known ? kind : STR("***")));
    out_str(o, redact_host(r, address));
}

/* Attributes that name nobody: how media is coded and which way it goes. */
static bool
is_plain_attribute(struct str name)
{
    static const struct str names[] = {STR_INIT("rtpmap"), STR_INIT("fmtp"),
        STR_INIT("ptime"), STR_INIT("maxptime"), STR_INIT("sendrecv"),
        STR_INIT("sendonly"), STR_INIT("recvonly"), STR_INIT("inactive"),
        STR_INIT("crypto"), STR_INIT("label"), STR_INIT("mid"),
        STR_INIT("group"), STR_INIT("content"), STR_INIT("rtcp-fb"),
        STR_INIT("rtcp-mux"), STR_INIT("imageattr"), STR_INIT("framerate"),
        STR_INIT("setup"), STR_INIT("connection"), STR_INIT("silenceSupp"),
        STR_INIT("T38FaxVersion"), STR_INIT("T38MaxBitRate"), STR_INIT("sqn"),
        STR_INIT("cdsc"), STR_INIT("cpar"), STR_INIT("floorctrl"),
        STR_INIT("confid"), STR_INIT("userid"), STR_INIT("trafficclass"),
        STR_INIT("tcap"), STR_INIT("pcfg")};
    for (size_t i = 0; i < COUNTOF(names); i++)
        if (str_eq_nocase(name, names[i]))
            return true;
    return false;
}

static void
put_attribute(struct redact *r, struct out *o, struct str value)
{
    struct str rest = value;
    struct str name = str_cut(&rest, ':');
    out_z(o, "a=");
    if (is_plain_attribute(str_trim(name))) {
        out_str(o, redact_known(r, value));
        return;
    }
    out_str(o, redact_text(r, name));
    out_z(o, name.n < value.n ? ":***" : "");
}

/* Without its line end. */
static void
put_sdp_line(struct redact *r, struct out *o, struct str line)
{
    struct str value = str_skip(line, 2);
    switch (line.p[0]) {
    case 'o':
        put_origin(r, o, value);
        break;
    case 'c':
        put_connection(r, o, value);
        break;
    case 'a':
        put_attribute(r, o, value);
        break;
    case 'v':
    case 'b':
    case 't':
    case 'm':
        out_str(o, redact_known(r, line));
        break;
    case 's':
        out_z(
            o, str_eq(str_trim(value), STR("SIP Call")) ? "s=SIP Call" : "s=-");
        break;
    default:
        out_fmt(o, "%c=***", line.p[0]);
    }
}

static bool
is_sdp_line(struct str line)
{
    /* Several on one line: line ends were lost. */
    return line.n >= 2 && line.p[0] >= 'a' && line.p[0] <= 'z' &&
           line.p[1] == '=' && !str_has(line, STR(" o=")) &&
           !str_has(line, STR(" c=")) && !str_has(line, STR(" a="));
}

static void
put_sdp(struct redact *r, struct out *o, struct str body)
{
    while (body.n > 0) {
        struct str line = str_cut_line(&body);
        if (is_sdp_line(line))
            put_sdp_line(r, o, line);
        else if (line.n > 0)
            out_z(o, "(removed)");
        else
            continue;
        out_z(o, "\r\n");
    }
}

struct str
redact_body(struct redact *r, struct str type, struct str body)
{
    struct str of = type;
    of = str_trim(str_cut(&of, ';'));
    struct str sdp = {0};
    if (str_eq_nocase(of, STR("application/sdp")))
        sdp = body;
    else if (str_starts_nocase(of, STR("multipart/")))
        sdp = sip_cut_sdp_part(body, type);
    if (sdp.n == 0)
        return redact_no_body(body);
    struct out o;
    out_init_mem(&o);
    put_sdp(r, &o, sdp);
    struct str done = mask_secrets(r->a, out_text(&o));
    out_close(&o, NULL);
    return done;
}
