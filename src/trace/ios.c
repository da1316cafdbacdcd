/* SPDX-License-Identifier: MIT
 *
 * What an IOS gateway or CUBE prints of `debug ccsip messages` and `debug isdn
 * q931`: a time in one of its formats, then text up to the next time.
 *
 *     000123: *Nov  5 10:15:30.090 EST: //-1/xxxxxxxxxxxx/SIP/Msg/...:
 *     Nov  5 2031 10:15:30.090: ISDN Se0/0/0:23 Q931: RX <- SETUP pd = 8 ...
 *     00:11:29: //12/A842C2612/SIP/Msg/ccsipDisplayMsg:
 *     1d02h: ISDN Se0:15 Q931: ...
 *     <191>57: gw1: 000123: .Nov  5 10:15:30.090: ...                       */
#include <string.h>

#include "base/when.h"
#include "trace/form.h"

/* What is left of a header's line. */
struct line {
    struct str s;
    int64_t tod_ms;
    int64_t day; /* as in struct record */
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
digits(struct str s, size_t max)
{
    size_t n = 0;
    while (n < s.n && n < max && is_digit(s.p[n]))
        n++;
    return n;
}

/* "000123: ", also a second one: of the message and of the record. */
static void
skip_numbers(struct line *l)
{
    for (int i = 0; i < 2; i++) {
        size_t n = digits(l->s, 10);
        if (n > 0 && str_starts(str_skip(l->s, n), STR(": ")))
            l->s = str_skip(l->s, n + 2);
    }
}

/* "Nov  5 " and "Nov  5 2031 ". */
static void
take_date(struct line *l)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t day = 0, year = 2000;
    struct str s = l->s;
    size_t at = str_find(STR(months), str_sub(s, 0, 3));
    if (s.n < 4 || at >= sizeof(months) - 1 || at % 3 != 0 || s.p[3] != ' ')
        return;
    s = str_skip(s, 4);
    s = str_starts(s, STR(" ")) ? str_skip(s, 1) : s;
    size_t n = digits(s, 2);
    if (!str_to_i64(str_sub(s, 0, n), &day) || day < 1 || day > 31 ||
        !str_starts(str_skip(s, n), STR(" ")))
        return;
    s = str_skip(s, n + 1);
    if (digits(s, 5) == 4 && str_starts(str_skip(s, 4), STR(" "))) {
        (void)str_to_i64(str_sub(s, 0, 4), &year);
        s = str_skip(s, 5);
    }
    l->day = when_days((int)year, (int)at / 3 + 1, (int)day);
    l->s = s;
}

static size_t
clock_bytes(struct str s)
{
    enum { TIME_MAX = 14 };
    size_t n = clock_run(s.p, s.n < TIME_MAX ? s.n : TIME_MAX);
    while (n > 0 && s.p[n - 1] == ':')
        n--;
    return n >= 8 && s.p[2] == ':' && s.p[5] == ':' ? n : 0;
}

/* Bytes of a zone's name with the blank before it: " EST", " UTC+1". */
static size_t
zone_bytes(struct str s)
{
    enum { ZONE_MAX = 9 };
    size_t n = 1;
    if (s.n < 2 || s.p[0] != ' ' || !is_letter(s.p[1]))
        return 0;
    while (n < s.n && n <= ZONE_MAX &&
           (is_letter(s.p[n]) || is_digit(s.p[n]) || s.p[n] == '+' ||
               s.p[n] == '-'))
        n++;
    return n;
}

/* "10:15:30.090", and a zone behind it; or "1d02h". Then ": ". */
static bool
take_time(struct line *l)
{
    size_t n = clock_bytes(l->s);
    struct str behind = str_skip(l->s, n);
    if (n > 0) {
        if (!when_parse_tod(str_sub(l->s, 0, n), &l->tod_ms))
            l->tod_ms = WHEN_UNKNOWN;
        behind = str_skip(behind, zone_bytes(behind));
    } else {
        size_t a = digits(l->s, 4);
        struct str s = str_skip(l->s, a + 1);
        size_t b = digits(s, 2);
        if (a == 0 || b == 0 || b >= s.n || (s.p[b] != 'h' && s.p[b] != 'd'))
            return false;
        behind = str_skip(s, b + 1);
    }
    if (!str_starts(behind, STR(": ")))
        return false;
    l->s = str_skip(behind, 2);
    return true;
}

/* A word and the blank behind it; a colon may end it. */
static void
skip_word(struct line *l)
{
    size_t blank = str_find_byte(l->s, ' ');
    l->s = str_skip(l->s, blank < l->s.n ? blank + 1 : 0);
}

/* What a syslog server puts before: "<191>", "Nov  5 10:15:30 gw1 ",
 * "2031-11-05T10:15:30.1+01:00 gw1 ", then perhaps a number and a name:
 * "57: gw1: ". */
static void
skip_syslog(struct line *l)
{
    size_t n = digits(str_skip(l->s, 1), 3);
    if (str_starts(l->s, STR("<")) && n > 0 &&
        str_starts(str_skip(l->s, n + 1), STR(">")))
        l->s = str_skip(l->s, n + 2);
    struct line at = *l;
    take_date(&at);
    size_t clock = clock_bytes(at.s);
    if (digits(l->s, 4) == 4 && str_starts(str_skip(l->s, 4), STR("-")) &&
        str_find_byte(str_sub(l->s, 0, 11), 'T') == 10) {
        skip_word(l);
        skip_word(l);
    } else if (clock > 0 && str_starts(str_skip(at.s, clock), STR(" ")) &&
               !str_starts(
                   str_skip(at.s, clock + zone_bytes(str_skip(at.s, clock))),
                   STR(": "))) {
        l->s = str_skip(at.s, clock + 1);
        skip_word(l);
    }
}

static bool
take_stamp(struct line *l)
{
    l->day = 0;
    l->tod_ms = WHEN_UNKNOWN;
    skip_numbers(l);
    if (str_starts(l->s, STR("*")) || str_starts(l->s, STR(".")))
        l->s = str_skip(l->s, 1);
    take_date(l);
    return take_time(l);
}

static bool
read_line(const struct view *v, size_t at, struct header *h, struct line *l)
{
    enum { LINE_MAX = 200 };
    struct str s = {v->p + at, v->n - at};
    s = str_sub(s, 0, LINE_MAX);
    *l = (struct line){.s = str_sub(s, 0, str_find_byte(s, '\n'))};
    size_t whole = l->s.n;
    skip_syslog(l);
    struct line plain = *l;
    if (!take_stamp(l)) {
        *l = plain; /* its name is before the stamp */
        skip_numbers(l);
        size_t blank = str_find(l->s, STR(": "));
        if (blank >= l->s.n || str_find_byte(l->s, ' ') < blank)
            return false;
        l->s = str_skip(l->s, blank + 2);
        if (!take_stamp(l))
            return false;
    }
    *h = (struct header){.start = at,
        .text = whole - l->s.n,
        .tod_ms = l->tod_ms,
        .day = l->tod_ms == WHEN_UNKNOWN ? 0 : l->day};
    return true;
}

bool
ios_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    struct line l;
    for (size_t at = from; form_line(v, &at, to); at++)
        if (read_line(v, at, h, &l))
            return true;
    return false;
}

bool
ios_find_first(const struct view *v, size_t from, size_t to, struct header *h)
{
    struct line l;
    for (size_t at = from; form_line(v, &at, to); at++)
        if (read_line(v, at, h, &l) &&
            (str_has(l.s, STR("/SIP/Msg/")) ||
                (str_starts(l.s, STR("ISDN ")) && str_has(l.s, STR("Q931")))))
            return true;
    return false;
}

/* "<sip:5551@192.0.2.254:5060>" and "192.0.2.254:5060;branch=..." */
static struct str
host_of(struct str s)
{
    size_t at = str_find_byte(s, '@');
    size_t sip = str_find(s, STR("sip:"));
    if (at < s.n)
        s = str_skip(s, at + 1);
    else if (sip < s.n)
        s = str_skip(s, sip + 4);
    size_t n = 0;
    bool six = str_starts(s, STR("["));
    while (n < s.n && str_find_byte(STR(";>, \r\n"), s.p[n]) == 6 &&
           (six || s.p[n] != ':'))
        n++;
    return str_trim(str_sub(s, 0, n));
}

/* A request's first Via names its sender, a response's Contact does. */
struct str
ios_own_address(struct str text)
{
    struct str message = text;
    while (message.n > 0 && !str_starts(message, STR("Sent:")))
        str_cut_line(&message);
    str_cut_line(&message);
    struct str first = str_cut_line(&message);
    bool response = str_starts(first, STR("SIP/"));
    if (!response && !str_has(first, STR(" SIP/2.0")))
        return STR("");
    while (message.n > 0) {
        struct str line = str_cut_line(&message);
        if (response && str_starts_nocase(line, STR("Contact:")))
            return host_of(str_skip(line, 8));
        if (response || !str_starts_nocase(line, STR("Via: SIP/2.0/")))
            continue;
        size_t blank = str_find_byte(str_skip(line, 5), ' ');
        return host_of(str_trim(str_skip(line, 5 + blank)));
    }
    return STR("");
}
