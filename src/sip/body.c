/* SPDX-License-Identifier: MIT
 *
 * Where the body of a SIP message ends, and the SDP among several parts.
 * Content-Length is right in traces as CUCM wrote them; in scrubbed ones it is
 * not, and where CRLF became LF it counts bytes that are gone. */
#include "sip/cut.h"

static bool
is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

/* Whether a body may end at offset n: the end of a line. */
static bool
ends_line(struct str body, size_t n)
{
    return n == 0 || n == body.n || body.p[n - 1] == '\n' ||
           is_line_end(body.p[n]);
}

/* Offset at which `length` bytes are through when a lone LF was CRLF once;
 * SIZE_MAX when the body is shorter. */
static size_t
offset_with_cr(struct str body, uint64_t length)
{
    uint64_t counted = 0;
    for (size_t i = 0; i < body.n; i++) {
        if (counted >= length)
            return i;
        bool lone = body.p[i] == '\n' && (!i || body.p[i - 1] != '\r');
        counted += lone ? 2 : 1;
    }
    return counted == length ? body.n : SIZE_MAX;
}

static bool
is_sdp_line(struct str line)
{
    return line.n >= 2 && line.p[0] >= 'a' && line.p[0] <= 'z' &&
           line.p[1] == '=';
}

/* The end by the look of it: the last line of SDP, or all. */
static size_t
natural_end(struct str body)
{
    size_t end = body.n;
    if (str_starts(body, STR("v=0"))) {
        struct str rest = body;
        end = 0;
        while (rest.n && is_sdp_line(rest)) {
            str_cut_line(&rest);
            end = body.n - rest.n;
        }
        return end;
    }
    while (end && is_line_end(body.p[end - 1]))
        end--;
    return end;
}

/* crlf: the headers have their line ends as sent, so bytes count as bytes. */
static size_t
body_end(struct str body, int64_t length, bool crlf)
{
    if (length < 0)
        return natural_end(body);
    uint64_t want = (uint64_t)length;
    size_t with_cr = crlf ? SIZE_MAX : offset_with_cr(body, want);
    if (with_cr <= body.n && ends_line(body, with_cr))
        return with_cr;
    if (want <= body.n && ends_line(body, (size_t)want))
        return (size_t)want;
    return natural_end(body);
}

struct str
sip_cut_body(const struct sip_cut *c, int64_t length, size_t *used)
{
    size_t at = c->at < c->text.n ? c->at : c->text.n;
    if (!c->has_body) {
        while (at && is_line_end(c->text.p[at - 1]))
            at--;
        *used = at;
        return STR("");
    }
    struct str body = str_skip(c->text, at);
    /* SDP on the line of the headers: its length counts lost line ends. */
    bool glued = at && !is_line_end(c->text.p[at - 1]);
    bool crlf = at >= 2 && c->text.p[at - 2] == '\r';
    body.n = glued ? natural_end(body) : body_end(body, length, crlf);
    *used = at + body.n;
    return body;
}

/* Whether the value of a Content-Type is this type, parameters aside. */
static bool
type_is(struct str value, struct str type)
{
    return str_eq_nocase(str_trim(str_cut(&value, ';')), type);
}

/* The value of boundary=, quotes taken off. */
static struct str
boundary_of(struct str type)
{
    struct str name = STR("boundary=");
    str_cut(&type, ';');
    while (type.n) {
        struct str param = str_trim(str_cut(&type, ';'));
        if (!str_starts_nocase(param, name))
            continue;
        param = str_trim(str_skip(param, name.n));
        if (param.n >= 2 && param.p[0] == '"')
            param = str_sub(param, 1, str_find_byte(str_skip(param, 1), '"'));
        return param;
    }
    return STR("");
}

/* Passes over the headers of one part. returns: whether it is SDP. */
static bool
part_is_sdp(struct str *rest)
{
    bool sdp = false;
    while (rest->n) {
        struct str line = str_cut_line(rest);
        if (!str_trim(line).n)
            break;
        struct str name = str_trim(str_cut(&line, ':'));
        if (str_eq_nocase(name, STR("Content-Type")))
            sdp = type_is(line, STR("application/sdp"));
    }
    return sdp;
}

static bool
is_boundary(struct str line, struct str boundary)
{
    return str_starts(line, STR("--")) &&
           str_starts(str_skip(line, 2), boundary);
}

struct str
sip_cut_sdp_part(struct str body, struct str type)
{
    struct str boundary = boundary_of(type);
    struct str rest = body;
    bool sdp = false;
    while (boundary.n && rest.n && !sdp)
        if (is_boundary(str_cut_line(&rest), boundary))
            sdp = part_is_sdp(&rest);
    if (!sdp)
        return STR("");
    struct str part = rest;
    while (rest.n) {
        size_t before = part.n - rest.n;
        if (is_boundary(str_cut_line(&rest), boundary))
            return str_sub(part, 0, before);
    }
    return part;
}
