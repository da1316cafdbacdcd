/* SPDX-License-Identifier: MIT
 *
 * A SIP message is put together anew: start line, headers by what their names
 * say is in them, and of the body only SDP. */
#include <ctype.h>

#include "redact/inside.h"
#include "redact/parts.h"
#include "sip/cut.h"
#include "sip/header.h"

enum header_kind {
    HEADER_KEEP, /* holds words of the protocol */
    HEADER_PRODUCT,
    HEADER_ADDRESSES,
    HEADER_VIA,
    HEADER_DIALOG, /* a Call-ID and parameters */
    HEADER_IDS,    /* GUIDs and numbers made of them */
    HEADER_LENGTH,
};

/* Whatever is not here loses its value. */
static const struct {
    struct str name;
    enum header_kind kind;
} headers[] = {
    {STR_INIT("Accept"), HEADER_KEEP},
    {STR_INIT("Accept-Encoding"), HEADER_KEEP},
    {STR_INIT("Accept-Language"), HEADER_KEEP},
    {STR_INIT("Allow"), HEADER_KEEP},
    {STR_INIT("Allow-Events"), HEADER_KEEP},
    {STR_INIT("Content-Disposition"), HEADER_KEEP},
    {STR_INIT("Content-Encoding"), HEADER_KEEP},
    {STR_INIT("Content-Language"), HEADER_KEEP},
    {STR_INIT("CSeq"), HEADER_KEEP},
    {STR_INIT("Date"), HEADER_KEEP},
    {STR_INIT("Event"), HEADER_KEEP},
    {STR_INIT("Expires"), HEADER_KEEP},
    {STR_INIT("Info-Package"), HEADER_KEEP},
    {STR_INIT("Max-Forwards"), HEADER_KEEP},
    {STR_INIT("Mime-Version"), HEADER_KEEP},
    {STR_INIT("Min-Expires"), HEADER_KEEP},
    {STR_INIT("Min-SE"), HEADER_KEEP},
    {STR_INIT("P-Early-Media"), HEADER_KEEP},
    {STR_INIT("Priority"), HEADER_KEEP},
    {STR_INIT("Privacy"), HEADER_KEEP},
    {STR_INIT("Proxy-Require"), HEADER_KEEP},
    {STR_INIT("RAck"), HEADER_KEEP},
    {STR_INIT("Reason"), HEADER_KEEP},
    {STR_INIT("Recv-Info"), HEADER_KEEP},
    {STR_INIT("Refer-Sub"), HEADER_KEEP},
    {STR_INIT("Request-Disposition"), HEADER_KEEP},
    {STR_INIT("Require"), HEADER_KEEP},
    {STR_INIT("Retry-After"), HEADER_KEEP},
    {STR_INIT("RSeq"), HEADER_KEEP},
    {STR_INIT("Session-Expires"), HEADER_KEEP},
    {STR_INIT("Subscription-State"), HEADER_KEEP},
    {STR_INIT("Supported"), HEADER_KEEP},
    {STR_INIT("Timestamp"), HEADER_KEEP},
    {STR_INIT("Unsupported"), HEADER_KEEP},
    {STR_INIT("Server"), HEADER_PRODUCT},
    {STR_INIT("User-Agent"), HEADER_PRODUCT},
    {STR_INIT("Contact"), HEADER_ADDRESSES},
    {STR_INIT("CC-Diversion"), HEADER_ADDRESSES},
    {STR_INIT("Diversion"), HEADER_ADDRESSES},
    {STR_INIT("From"), HEADER_ADDRESSES},
    {STR_INIT("History-Info"), HEADER_ADDRESSES},
    {STR_INIT("P-Asserted-Identity"), HEADER_ADDRESSES},
    {STR_INIT("P-Called-Party-ID"), HEADER_ADDRESSES},
    {STR_INIT("P-Preferred-Identity"), HEADER_ADDRESSES},
    {STR_INIT("Path"), HEADER_ADDRESSES},
    {STR_INIT("Record-Route"), HEADER_ADDRESSES},
    {STR_INIT("Refer-To"), HEADER_ADDRESSES},
    {STR_INIT("Referred-By"), HEADER_ADDRESSES},
    {STR_INIT("Remote-Party-ID"), HEADER_ADDRESSES},
    {STR_INIT("Reply-To"), HEADER_ADDRESSES},
    {STR_INIT("Route"), HEADER_ADDRESSES},
    {STR_INIT("Service-Route"), HEADER_ADDRESSES},
    {STR_INIT("To"), HEADER_ADDRESSES},
    {STR_INIT("Via"), HEADER_VIA},
    {STR_INIT("Call-ID"), HEADER_DIALOG},
    {STR_INIT("In-Reply-To"), HEADER_DIALOG},
    {STR_INIT("Join"), HEADER_DIALOG},
    {STR_INIT("Replaces"), HEADER_DIALOG},
    {STR_INIT("Target-Dialog"), HEADER_DIALOG},
    {STR_INIT("Cisco-Gucid"), HEADER_IDS},
    {STR_INIT("Cisco-Guid"), HEADER_IDS},
    {STR_INIT("Session-ID"), HEADER_IDS},
    {STR_INIT("Content-Length"), HEADER_LENGTH},
};

static int
kind_of(struct str name)
{
    for (size_t i = 0; i < COUNTOF(headers); i++)
        if (sip_name_same(name, headers[i].name))
            return (int)headers[i].kind;
    return -1;
}

/* On one line. */
static struct str
unfold(struct redact *r, struct str s)
{
    char *p = arena_alloc(r->a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(iscntrl((unsigned char)s.p[i]) ? ' ' : s.p[i]);
    return (struct str){p, s.n};
}

/* loose: line ends were lost, other headers may stand in the value. */
static struct str
header_value(struct redact *r, int kind, struct str value, bool loose)
{
    value = unfold(r, value);
    switch (kind) {
    case HEADER_KEEP:
        return loose ? redact_text(r, value) : redact_protocol(r, value);
    case HEADER_PRODUCT:
        return redact_product(r, value);
    case HEADER_ADDRESSES:
        return redact_addresses(r, value);
    case HEADER_VIA:
        return redact_via(r, value);
    case HEADER_DIALOG:
        return redact_dialog(r, value);
    case HEADER_IDS:
        return redact_ids(r, value);
    default:
        return STR("***");
    }
}

static void
put_start(struct redact *r, struct out *o, const struct sip_start *s)
{
    if (s->method.n > 0) {
        out_str(o, redact_known(r, s->method));
        out_byte(o, ' ');
        out_str(o, redact_addresses(r, unfold(r, s->uri)));
        out_z(o, " SIP/2.0\r\n");
        return;
    }
    out_fmt(o, "SIP/2.0 " STR_FMT " ", STR_ARG(s->status));
    out_str(o, redact_text(r, unfold(r, s->reason)));
    out_z(o, "\r\n");
}

struct heading {
    struct out o; /* all headers but those of the body */
    struct str type;
    struct str type_name, length_name; /* empty when there is none */
    int64_t length;
    bool encoded;
};

static void
put_headers(struct redact *r, struct sip_cut *c, struct heading *h)
{
    struct sip_head head;
    h->length = -1;
    while (sip_cut_header(c, &head)) {
        int kind = kind_of(head.name);
        if (kind == HEADER_LENGTH) {
            h->length_name = head.name;
            str_to_i64(head.value, &h->length);
            continue;
        }
        if (sip_name_same(head.name, STR("Content-Type"))) {
            h->type_name = head.name;
            h->type = head.value;
            continue;
        }
        if (sip_name_same(head.name, STR("Content-Encoding")))
            h->encoded = true;
        struct str name =
            kind < 0 && sip_name_find(head.name) == SIP_NAME_UNKNOWN
                ? redact_text(r, head.name)
                : head.name;
        struct str value = header_value(r, kind, head.value, c->loose);
        out_fmt(
            &h->o, STR_FMT ": " STR_FMT "\r\n", STR_ARG(name), STR_ARG(value));
    }
}

/* Of several parts SDP alone is left. */
static void
put_type(struct redact *r, struct out *o, const struct heading *h,
    struct str body, bool loose)
{
    bool alone = str_starts_nocase(h->type, STR("multipart/")) &&
                 str_starts(body, STR("v="));
    if (h->type_name.n == 0)
        return;
    out_fmt(o, STR_FMT ": ", STR_ARG(h->type_name));
    out_str(o, alone ? STR("application/sdp")
                     : header_value(r, HEADER_KEEP, h->type, loose));
    out_z(o, "\r\n");
}

struct str
redact_message(struct redact *r, struct str text)
{
    struct sip_cut cut;
    struct sip_start start = {0};
    if (text.n == 0)
        return text;
    if (!sip_cut_start(&cut, text, false, &start))
        return STR("***");
    struct out o;
    struct heading h = {0};
    out_init_mem(&o);
    out_init_mem(&h.o);
    put_start(r, &o, &start);
    put_headers(r, &cut, &h);
    size_t used;
    struct str body = sip_cut_body(&cut, h.length, &used);
    body = h.encoded ? redact_no_body(body) : redact_body(r, h.type, body);
    out_str(&o, out_text(&h.o));
    put_type(r, &o, &h, body, cut.loose);
    if (h.length_name.n > 0)
        out_fmt(&o, STR_FMT ": %zu\r\n", STR_ARG(h.length_name), body.n);
    out_z(&o, "\r\n");
    out_str(&o, body);
    struct str done = str_dup(r->a, out_text(&o));
    out_close(&o, NULL);
    out_close(&h.o, NULL);
    return done;
}
