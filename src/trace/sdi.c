/* SPDX-License-Identifier: MIT
 *
 * Records of old releases (FORMAT 18). SDI traces have a time and the service,
 * in CUCM 5 to 8 a date before and a trailer behind:
 *     05/04/2031 10:15:30.090 CCM|StationInit - ...|<CLID::Cl><NID::192.0.2.1>
 *     16:05:41.625 CCM CallManager|Digit analysis: ...
 * SDL traces up to release 8 have the whole date, the node, and a blank behind
 * each bar:
 *     001853112| 2031/05/04 10:15:30.090| 001| AppInfo   | | | | | | text */
#include <string.h>

#include "base/when.h"
#include "trace/form.h"

enum {
    DATE = 10,
    TIME = 12,
    OLD_SEQ = 9,
    NAME_MAX = 40,
    COLUMNS = 5, /* of a signal; blank before other texts */
};

/* Digits where shape has 0, else its own byte. */
static bool
has_shape(struct str s, const char *shape)
{
    for (size_t i = 0; shape[i]; i++) {
        bool digit = i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
        if (i >= s.n || (shape[i] == '0' ? !digit : s.p[i] != shape[i]))
            return false;
    }
    return true;
}

static int64_t
time_of_day(struct str s)
{
    int64_t ms = WHEN_UNKNOWN;
    return when_parse_tod(str_sub(s, 0, TIME), &ms) ? ms : WHEN_UNKNOWN;
}

/* Days since 1970 of a date whose digits were found; 0 = no such date. */
static int64_t
day_of(struct str year, struct str month, struct str day)
{
    int64_t y = 0, m = 0, d = 0;
    bool ok = str_to_i64(year, &y) && str_to_i64(month, &m) &&
              str_to_i64(day, &d) && m >= 1 && m <= 12 && d >= 1 && d <= 31;
    return ok ? when_days((int)y, (int)m, (int)d) : 0;
}

/* The line that begins at `at` as an SDI header. */
static bool
sdi_header(const struct view *v, size_t at, struct header *h)
{
    struct str s = {v->p + at, v->n - at};
    size_t time = has_shape(s, "00/00/0000 ") ? DATE + 1 : 0;
    if (!has_shape(str_skip(s, time), "00:00:00.000 CCM"))
        return false;
    size_t name = time + TIME + 1;
    size_t bar = str_find_byte(str_sub(s, name, NAME_MAX), '|');
    if (bar == str_sub(s, name, NAME_MAX).n ||
        str_find_byte(str_sub(s, name, bar), '\n') < bar)
        return false;
    *h = (struct header){
        .start = at,
        .type = name,
        .type_n = 3,
        .text = name + bar + 1,
        .tod_ms = time_of_day(str_skip(s, time)),
        .day = time > 0 ? day_of(str_sub(s, 6, 4), str_sub(s, 0, 2),
                              str_sub(s, 3, 2))
                        : 0,
    };
    return true;
}

/* The same as a header of an old SDL trace. */
static bool
old_header(const struct view *v, size_t at, struct header *h)
{
    struct str s = {v->p + at, v->n - at};
    enum {
        AT_DATE = OLD_SEQ + 2,
        AT_TIME = AT_DATE + DATE + 1,
        AT_NODE = AT_TIME + TIME + 2,
    };
    if (!has_shape(s, "000000000| 0000/00/00 00:00:00.000| 000| "))
        return false;
    size_t type = AT_NODE + 5;
    size_t n = 0;
    struct str rest = str_sub(s, type, NAME_MAX);
    size_t bar = str_find_byte(rest, '|');
    while (n < bar &&
           ((rest.p[n] >= 'A' && rest.p[n] <= 'Z') ||
               (rest.p[n] >= 'a' && rest.p[n] <= 'z') || rest.p[n] == '-'))
        n++;
    if (n == 0 || bar == rest.n || str_trim(str_sub(rest, 0, bar)).n != n)
        return false;
    *h = (struct header){
        .start = at,
        .seq_n = OLD_SEQ,
        .type = type,
        .type_n = n,
        .text = type + bar + 1,
        .tod_ms = time_of_day(str_skip(s, AT_TIME)),
        .day = day_of(str_sub(s, AT_DATE, 4), str_sub(s, AT_DATE + 5, 2),
            str_sub(s, AT_DATE + 8, 2)),
    };
    return true;
}

static bool
find_with(const struct view *v, size_t from, size_t to, struct header *h,
    bool (*header)(const struct view *, size_t, struct header *))
{
    for (size_t at = from; form_line(v, &at, to); at++)
        if (header(v, at, h))
            return true;
    return false;
}

bool
sdi_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    return find_with(v, from, to, h, sdi_header);
}

bool
old_sdl_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    return find_with(v, from, to, h, old_header);
}

struct str
sdi_text(struct str text)
{
    static const struct str trailers[] = {
        STR_INIT("|<CLID::"), STR_INIT("|<CT::"), STR_INIT("|<NID::")};
    for (size_t i = 0; i < COUNTOF(trailers); i++) {
        size_t at = str_find(text, trailers[i]);
        if (at < text.n && str_ends(str_trim(text), STR(">")))
            text = str_sub(text, 0, at);
    }
    return text;
}

struct str
old_sdl_text(struct str type, struct str text)
{
    if (str_starts(type, STR("Sdl")))
        return text;
    struct str rest = text;
    for (size_t i = 0; i < COLUMNS; i++) {
        struct str column = str_cut(&rest, '|');
        if (str_trim(column).n > 0 || rest.n == 0)
            return text;
    }
    return rest;
}
