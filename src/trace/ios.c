/* SPDX-License-Identifier: MIT
 *
 * What an IOS gateway or CUBE prints of `debug ccsip messages` and `debug isdn
 * q931`: a time in one of its formats, then text up to the next time.
 *
 *     000123: *Nov  5 10:15:30.090 EST: //-1/xxxxxxxxxxxx/SIP/Msg/...:
 *     Nov  5 2031 10:15:30.090: ISDN Se0/0/0:23 Q931: RX <- SETUP pd = 8 ...
 *     00:11:29: //12/A842C2612/SIP/Msg/ccsipDisplayMsg:
 *     1d02h: ISDN Se0:15 Q931: ...                                          */
#include <string.h>

#include "base/when.h"
#include "trace/form.h"

/* What is left of a header's line. */
struct line {
    struct str s;
    int64_t tod_ms;
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t
digits(struct str s, size_t max)
{
    size_t n = 0;
    while (n < s.n && n < max && is_digit(s.p[n]))
        n++;
    return n;
}

/* "000123: " */
static void
skip_number(struct line *l)
{
    size_t n = digits(l->s, 10);
    if (n >= 6 && str_starts(str_skip(l->s, n), STR(": ")))
        l->s = str_skip(l->s, n + 2);
}

/* "Nov  5 " and "Nov  5 2031 ". */
static void
skip_date(struct line *l)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct str s = l->s;
    size_t at = str_find(STR(months), str_sub(s, 0, 3));
    if (s.n < 4 || at >= sizeof(months) - 1 || at % 3 != 0 || s.p[3] != ' ')
        return;
    s = str_skip(s, 4);
    s = str_starts(s, STR(" ")) ? str_skip(s, 1) : s;
    size_t n = digits(s, 2);
    if (n == 0 || !str_starts(str_skip(s, n), STR(" ")))
        return;
    s = str_skip(s, n + 1);
    if (digits(s, 5) == 4 && str_starts(str_skip(s, 4), STR(" ")))
        s = str_skip(s, 5);
    l->s = s;
}

/* "10:15:30.090", and a zone of capitals behind it; or "1d02h". Then ": ". */
static bool
take_time(struct line *l)
{
    enum { TIME_MAX = 14, ZONE_MAX = 8 };
    size_t n = clock_run(l->s.p, l->s.n < TIME_MAX ? l->s.n : TIME_MAX);
    while (n > 0 && l->s.p[n - 1] == ':')
        n--;
    struct str behind = str_skip(l->s, n);
    if (n >= 8 && l->s.p[2] == ':' && l->s.p[5] == ':') {
        if (!when_parse_tod(str_sub(l->s, 0, n), &l->tod_ms))
            l->tod_ms = WHEN_UNKNOWN;
        size_t zone = str_starts(behind, STR(" ")) ? 1 : 0;
        while (zone > 0 && zone < behind.n && zone <= ZONE_MAX &&
               behind.p[zone] >= 'A' && behind.p[zone] <= 'Z')
            zone++;
        behind = str_skip(behind, zone > 1 ? zone : 0);
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

static bool
read_line(const struct view *v, size_t at, struct header *h, struct line *l)
{
    enum { LINE_MAX = 200 };
    struct str s = {v->p + at, v->n - at};
    s = str_sub(s, 0, LINE_MAX);
    *l = (struct line){str_sub(s, 0, str_find_byte(s, '\n')), WHEN_UNKNOWN};
    size_t whole = l->s.n;
    skip_number(l);
    if (str_starts(l->s, STR("*")) || str_starts(l->s, STR(".")))
        l->s = str_skip(l->s, 1);
    skip_date(l);
    if (!take_time(l))
        return false;
    *h = (struct header){
        .start = at, .text = whole - l->s.n, .tod_ms = l->tod_ms};
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

struct str
ios_own_address(struct str text)
{
    struct str request = text;
    while (request.n > 0 && !str_starts(request, STR("Sent:")))
        str_cut_line(&request);
    str_cut_line(&request);
    struct str first = str_cut_line(&request);
    if (str_starts(first, STR("SIP/")) || !str_has(first, STR(" SIP/2.0")))
        return STR("");
    while (request.n > 0) {
        struct str line = str_cut_line(&request);
        if (!str_starts_nocase(line, STR("Via: SIP/2.0/")))
            continue;
        line = str_skip(line, str_find_byte(str_skip(line, 5), ' ') + 6);
        line = str_cut(&line, ';');
        size_t colon = str_rfind_byte(line, ':');
        return str_trim(str_sub(line, 0, colon));
    }
    return STR("");
}
