/* SPDX-License-Identifier: MIT
 *
 * Times as users write them for --since, --until, --around and --window
 * (when_parse and when_parse_duration of when.h). */
#include "base/when.h"

static const char forms[] =
    "expected 2020-06-28T17:31:29-04:00, \"2020-06-28 17:31\", 2020-06-28, "
    "17:31, now, today, \"yesterday 17:31\" or \"30m ago\"";

static const struct unit {
    struct str name;
    int64_t ms;
} units[] = {
    {STR_INIT("ms"), 1},
    {STR_INIT("s"), 1000},
    {STR_INIT("sec"), 1000},
    {STR_INIT("secs"), 1000},
    {STR_INIT("second"), 1000},
    {STR_INIT("seconds"), 1000},
    {STR_INIT("m"), 60000},
    {STR_INIT("min"), 60000},
    {STR_INIT("mins"), 60000},
    {STR_INIT("minute"), 60000},
    {STR_INIT("minutes"), 60000},
    {STR_INIT("h"), 3600000},
    {STR_INIT("hour"), 3600000},
    {STR_INIT("hours"), 3600000},
    {STR_INIT("d"), WHEN_DAY_MS},
    {STR_INIT("day"), WHEN_DAY_MS},
    {STR_INIT("days"), WHEN_DAY_MS},
    {STR_INIT("w"), 7 * WHEN_DAY_MS},
    {STR_INIT("week"), 7 * WHEN_DAY_MS},
    {STR_INIT("weeks"), 7 * WHEN_DAY_MS},
};

/* Cuts what stands in front of the first byte that is (digits) or is not a
 * digit. */
static struct str
cut_run(struct str *s, bool digits)
{
    size_t n = 0;
    while (n < s->n && (s->p[n] >= '0' && s->p[n] <= '9') == digits)
        n++;
    struct str run = str_sub(*s, 0, n);
    *s = str_skip(*s, n);
    return run;
}

/* "1h30m", "2 min": numbers with units, summed. */
static bool
read_duration(struct str s, int64_t *ms)
{
    int64_t sum = 0;
    s = str_trim(s);
    if (!s.n)
        return false;
    while (s.n) {
        int64_t count = 0, part = 0;
        if (!str_to_i64(cut_run(&s, true), &count))
            return false;
        struct str name = str_trim(cut_run(&s, false));
        size_t i = 0;
        while (i < COUNTOF(units) && !str_eq_nocase(name, units[i].name))
            i++;
        if (i == COUNTOF(units) ||
            __builtin_mul_overflow(count, units[i].ms, &part) ||
            __builtin_add_overflow(sum, part, &sum))
            return false;
    }
    *ms = sum;
    return true;
}

int
when_parse_duration(struct str s, int64_t *ms, struct err *e)
{
    if (read_duration(s, ms))
        return 0;
    return err_set(e,
        "\"" STR_FMT "\" is not a length of time; expected a number with ms, "
        "s, m, h or d, such as 500ms or \"2 min\"",
        STR_ARG(s));
}

/* "30m ago", "-30m" -> ms before the present. */
static bool
read_ago(struct str s, int64_t *ms)
{
    if (str_starts(s, STR("-")))
        return read_duration(str_skip(s, 1), ms);
    struct str ago = STR("ago");
    if (s.n <= ago.n || !str_eq_nocase(str_skip(s, s.n - ago.n), ago))
        return false;
    return read_duration(str_sub(s, 0, s.n - ago.n), ms);
}

/* "17:31", "17:31:29", "17:31:29.793". */
static bool
read_clock(struct str s, int64_t *ms)
{
    if (when_parse_tod(s, ms))
        return true;
    int64_t hour = 0, minute = 0;
    struct str rest = s;
    struct str head = str_cut(&rest, ':');
    if (!head.n || head.n > 2 || rest.n != 2 || head.p[0] < '0' ||
        rest.p[0] < '0' || !str_to_i64(head, &hour) ||
        !str_to_i64(rest, &minute) || hour > 23 || minute > 59)
        return false;
    *ms = (hour * 60 + minute) * 60000;
    return true;
}

/* Cuts "-04:00", "+05:30" or "Z" off the end of a clock. */
static bool
cut_offset(struct str *clock, int32_t *offset_s)
{
    struct str s = *clock;
    size_t at = 0;
    while (at < s.n && s.p[at] != '+' && s.p[at] != '-' && s.p[at] != 'Z' &&
           s.p[at] != 'z')
        at++;
    if (at == s.n)
        return true;
    *clock = str_trim(str_sub(s, 0, at));
    return when_parse_offset(str_skip(s, at), offset_s);
}

/* The day that s begins with: a date, today or yesterday. *s: the rest. */
static bool
cut_day(struct str *s, int64_t now_ms, int64_t *days)
{
    int64_t today = now_ms / WHEN_DAY_MS - (now_ms % WHEN_DAY_MS < 0 ? 1 : 0);
    if (str_starts_nocase(*s, STR("today"))) {
        *days = today;
        *s = str_skip(*s, sizeof("today") - 1);
        return true;
    }
    if (str_starts_nocase(*s, STR("yesterday"))) {
        *days = today - 1;
        *s = str_skip(*s, sizeof("yesterday") - 1);
        return true;
    }
    size_t date_bytes = sizeof("2020-06-28") - 1;
    if (!when_parse_date(str_sub(*s, 0, date_bytes), days))
        return false;
    *s = str_skip(*s, date_bytes);
    return true;
}

/* Day and clock. returns false when s is no such thing. */
static bool
read_dated(struct str s, int64_t now_ms, struct when *w)
{
    int64_t days = 0, ms = 0;
    int32_t offset_s = WHEN_NO_OFFSET;
    if (!cut_day(&s, now_ms, &days))
        return false;
    if (s.n) {
        if (s.p[0] != ' ' && s.p[0] != 'T' && s.p[0] != 't')
            return false;
        struct str clock = str_trim(str_skip(s, 1));
        if (!cut_offset(&clock, &offset_s) || !read_clock(clock, &ms))
            return false;
    }
    int64_t shift = offset_s == WHEN_NO_OFFSET ? 0 : (int64_t)offset_s * 1000;
    *w = (struct when){.utc_ms = days * WHEN_DAY_MS + ms - shift,
        .tod_ms = WHEN_UNKNOWN,
        .offset_s = offset_s};
    return true;
}

int
when_parse(struct str s, int64_t now_ms, struct when *w, struct err *e)
{
    struct str given = s;
    int64_t ago_ms = 0, clock_ms = 0;
    s = str_trim(s);
    if (str_eq_nocase(s, STR("now")) ||
        (read_ago(s, &ago_ms) && now_ms >= INT64_MIN + ago_ms)) {
        *w = (struct when){
            .utc_ms = now_ms - ago_ms, .tod_ms = WHEN_UNKNOWN, .offset_s = 0};
        return 0;
    }
    if (read_clock(s, &clock_ms)) {
        *w = (struct when){.utc_ms = WHEN_UNKNOWN,
            .tod_ms = clock_ms,
            .offset_s = WHEN_NO_OFFSET};
        return 0;
    }
    if (read_dated(s, now_ms, w))
        return 0;
    return err_set(
        e, "\"" STR_FMT "\" is not a time; %s", STR_ARG(given), forms);
}
