/* SPDX-License-Identifier: MIT
 *
 * Start line and headers. Two ways through the headers share one struct: by
 * lines, and by names for text whose line ends were lost. Both pass over the
 * text once. The body is cut in body.c. */
#include "sip/cut.h"

#include "sip/header.h"

static const struct str version = STR_INIT("SIP/2.0");

/* Letters, digits, '-', '.' and '_', a bit for each byte. */
static inline bool
is_name_byte(char c)
{
    static const uint64_t bits[] = {
        UINT64_C(0x03ff600000000000), UINT64_C(0x07fffffe87fffffe), 0, 0};
    unsigned char byte = (unsigned char)c;
    return bits[byte / 64] >> byte % 64 & 1;
}

/* Reads "Name:" at offset at of text.
 * returns: the offset behind the colon; 0 when no name stands there. */
static size_t
name_at(struct str text, size_t at, struct str *name)
{
    size_t end = at;
    while (end < text.n && is_name_byte(text.p[end]))
        end++;
    *name = str_sub(text, at, end - at);
    while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t'))
        end++;
    if (!name->n || end == text.n || text.p[end] != ':')
        return 0;
    return end + 1;
}

/* Offset of the line end at or behind from. */
static size_t
line_end(struct str text, size_t from)
{
    return from + str_find_byte(str_skip(text, from), '\n');
}

/* Whether the line at offset at has nothing but blanks; *next: the line
 * behind it. */
static bool
empty_line(struct str text, size_t at, size_t *next)
{
    while (at < text.n && text.p[at] != '\n' && str_is_blank(text.p[at]))
        at++;
    *next = at + (at < text.n);
    return at == text.n || text.p[at] == '\n';
}

/* Whether a line of run-together text begins with a header: known, or with a
 * dash in its name; "Note: ..." is prose. */
static bool
line_is_header(struct str text, size_t at)
{
    struct str name;
    if (!name_at(text, at, &name))
        return false;
    return sip_name_find(name) != SIP_NAME_UNKNOWN ||
           str_find_byte(name, '-') < name.n;
}

/* Whether in the middle of a line a header begins at offset at: a known name
 * that is written out and, for names that values may hold, a blank behind the
 * colon. */
static bool
word_is_header(struct str text, size_t at)
{
    struct str name;
    size_t behind = name_at(text, at, &name);
    if (!behind || name.n == 1)
        return false;
    enum sip_name is = sip_name_find(name);
    if (is == SIP_NAME_UNKNOWN)
        return false;
    return is != SIP_NAME_OTHER || behind == text.n ||
           str_is_blank(text.p[behind]);
}

/* SDP that follows the headers without an empty line. */
static bool
word_is_body(struct str text, size_t at)
{
    struct str first = STR("v=0");
    if (!str_starts(str_skip(text, at), first))
        return false;
    size_t next = at + first.n;
    while (next < text.n && str_is_blank(text.p[next]))
        next++;
    return next > at + first.n && str_starts(str_skip(text, next), STR("o="));
}

/* Behind the quoted string that begins at offset at, when its end is on the
 * same line; else behind the quote. */
static size_t
skip_quoted(struct str text, size_t at)
{
    for (size_t i = at + 1; i < text.n && text.p[i] != '\n'; i++) {
        if (text.p[i] == '"')
            return i + 1;
        if (text.p[i] == '\\')
            i++;
    }
    return at + 1;
}

/* What follows a value: the next header (or nothing) at c->at. */
static void
follow(struct sip_cut *c, size_t at, bool done, bool has_body)
{
    c->at = at;
    c->done = done;
    c->has_body = has_body;
}

/* What a line end at offset at means to a value in run-together text.
 * returns: whether the value ends there. */
static bool
loose_line_end(struct sip_cut *c, size_t at)
{
    size_t next = at + 1, behind = 0;
    if (next >= c->text.n) {
        follow(c, c->text.n, true, false);
        return true;
    }
    if (empty_line(c->text, next, &behind)) {
        follow(c, behind, true, true);
        return true;
    }
    if (str_is_blank(c->text.p[next]))
        return false; /* folded, or indented */
    bool header = line_is_header(c->text, next);
    follow(c, next, !header, !header && word_is_body(c->text, next));
    return true;
}

/* Whether the word at offset at ends a value in run-together text. */
static bool
loose_word(struct sip_cut *c, size_t at)
{
    bool body = word_is_body(c->text, at);
    if (!body && !word_is_header(c->text, at))
        return false;
    follow(c, at, body, body);
    return true;
}

/* Whether a word begins at offset at. */
static bool
word_begins(struct str text, size_t at)
{
    return at > 0 && str_is_blank(text.p[at - 1]) && !str_is_blank(text.p[at]);
}

/* Ends the value that begins at offset from, and finds what follows. */
static size_t
loose_value_end(struct sip_cut *c, size_t from)
{
    size_t quotes_from = 0; /* no lone quote is looked at twice */
    size_t i = from;
    while (i < c->text.n) {
        char byte = c->text.p[i];
        if (byte == '"' && i >= quotes_from) {
            size_t behind = skip_quoted(c->text, i);
            if (behind == i + 1)
                quotes_from = line_end(c->text, i);
            i = behind;
            continue;
        }
        if (byte == '\n' && loose_line_end(c, i))
            return i;
        /* The value's own first word is no header: "To: To: x". */
        if (i > from && word_begins(c->text, i) && loose_word(c, i))
            return i;
        i++;
    }
    follow(c, c->text.n, true, false);
    return c->text.n;
}

/* Ends the value that begins at offset from, and the folded lines that belong
 * to it. */
static size_t
strict_value_end(struct sip_cut *c, size_t from)
{
    size_t end = line_end(c->text, from), behind = 0;
    while (end + 1 < c->text.n &&
           (c->text.p[end + 1] == ' ' || c->text.p[end + 1] == '\t') &&
           !empty_line(c->text, end + 1, &behind))
        end = line_end(c->text, end + 1);
    c->at = end + (end < c->text.n);
    return end;
}

static size_t
value_end(struct sip_cut *c, size_t from)
{
    return c->loose ? loose_value_end(c, from) : strict_value_end(c, from);
}

bool
sip_cut_header(struct sip_cut *c, struct sip_head *h)
{
    size_t behind = 0;
    if (c->done || c->at >= c->text.n)
        return false;
    if (!c->loose && empty_line(c->text, c->at, &behind)) {
        c->done = c->has_body = true;
        c->at = behind;
        return false;
    }
    size_t from = name_at(c->text, c->at, &h->name);
    if (!from) {
        c->done = true; /* prose */
        return false;
    }
    size_t end = value_end(c, from);
    h->value = str_trim(str_sub(c->text, from, end - from));
    return true;
}

/* Whether some line begins with Call-ID: then line ends are to be trusted. */
static bool
has_call_id_line(struct str text)
{
    struct str name;
    size_t behind = 0;
    for (size_t at = 0; at < text.n; at = line_end(text, at) + 1) {
        if (empty_line(text, at, &behind))
            return false;
        char first = text.p[at] | ('a' - 'A');
        if ((first == 'c' || first == 'i') && name_at(text, at, &name) &&
            sip_name_find(name) == SIP_NAME_CALL_ID)
            return true;
    }
    return false;
}

static bool
is_method(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n >= 2 && s.n <= 32;
}

/* "INVITE sip:5551@192.0.2.1 SIP/2.0"; *end: behind the version. */
static bool
request_line(struct str line, struct sip_start *s, size_t *end)
{
    size_t blank = str_find_byte(line, ' ');
    s->method = str_sub(line, 0, blank);
    if (!is_method(s->method))
        return false;
    size_t from = blank + 1;
    size_t at = from + str_find(str_skip(line, from), STR(" SIP/2.0"));
    if (at >= line.n)
        return false;
    s->uri = str_trim(str_sub(line, from, at - from));
    *end = at + 1 + version.n;
    return str_find_byte(s->uri, ':') < s->uri.n &&
           (*end == line.n || str_is_blank(line.p[*end]));
}

/* "SIP/2.0 180 Ringing"; *end: behind the number. */
static bool
status_line(struct str line, struct sip_start *s, size_t *end)
{
    if (!str_starts(line, version))
        return false;
    struct str rest = str_trim(str_skip(line, version.n));
    s->status = str_sub(rest, 0, 3);
    int64_t status = 0;
    if (!str_to_i64(s->status, &status) || status < 100 || status > 699 ||
        (rest.n > 3 && !str_is_blank(rest.p[3])))
        return false;
    *end = (size_t)(rest.p + 3 - line.p);
    return true;
}

/* Whether more than the start line stands on its line. */
static bool
line_runs_on(struct str line, size_t from, bool request)
{
    if (request)
        return str_trim(str_skip(line, from)).n > 0;
    for (size_t i = from; i < line.n; i++)
        if (word_begins(line, i) && word_is_header(line, i))
            return true;
    return false;
}

bool
sip_cut_start(
    struct sip_cut *c, struct str text, bool collapsed, struct sip_start *s)
{
    *c = (struct sip_cut){.text = text};
    *s = (struct sip_start){0};
    size_t at = 0, end = 0;
    while (at < text.n && str_is_blank(text.p[at]))
        at++;
    struct str line = str_trim(str_sub(text, at, line_end(text, at) - at));
    bool request = request_line(line, s, &end);
    if (!request) {
        *s = (struct sip_start){0};
        if (!status_line(line, s, &end))
            return false;
    }
    struct str lines = str_skip(text, line_end(text, at) + 1);
    c->loose = collapsed || line_runs_on(line, end, request) ||
               !has_call_id_line(lines);
    size_t from = at + end;
    size_t stop = value_end(c, from);
    if (!request)
        s->reason = str_trim(str_sub(text, from, stop - from));
    return true;
}
