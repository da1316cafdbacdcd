/* SPDX-License-Identifier: MIT
 *
 * Times of traces: parts of dates to milliseconds and back. What users write
 * for --since and the like is in ask.c. */
#include "base/when.h"

#include "base/arena.h"

enum { MONTH_JANUARY = 1, MINUTE_S = 60, HOUR_S = 3600 };

/* Counted in years that begin in March, so that the leap day is the last. */
int64_t
when_days(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t month_from_march = (month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void
when_date(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                              day_of_era / 146096) /
                          365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)((month_from_march + 2) % 12 + 1);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

/* Cuts exactly n digits off *s. */
static bool
cut_digits(struct str *s, size_t n, int *v)
{
    if (s->n < n)
        return false;
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        sum = sum * 10 + (s->p[i] - '0');
    }
    *s = str_skip(*s, n);
    *v = sum;
    return true;
}

static bool
cut_byte(struct str *s, char c)
{
    if (!s->n || s->p[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

/* All of s as a fraction of a second, 1..9 digits -> ms, cut not rounded. */
static bool
parse_fraction(struct str s, int *ms)
{
    if (!s.n || s.n > 9)
        return false;
    int sum = 0;
    for (size_t i = 0; i < 9; i++) {
        char c = i < s.n ? s.p[i] : '0';
        if (c < '0' || c > '9')
            return false;
        if (i < 3)
            sum = sum * 10 + (c - '0');
    }
    *ms = sum;
    return true;
}

bool
when_parse_tod(struct str s, int64_t *ms)
{
    int hour = 0, minute = 0, second = 0, fraction = 0;
    if (!cut_digits(&s, 2, &hour) || !cut_byte(&s, ':') ||
        !cut_digits(&s, 2, &minute) || !cut_byte(&s, ':') ||
        !cut_digits(&s, 2, &second))
        return false;
    if (s.n && (!cut_byte(&s, '.') || !parse_fraction(s, &fraction)))
        return false;
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *ms =
        (int64_t)(hour * HOUR_S + minute * MINUTE_S + second) * 1000 + fraction;
    return true;
}

static bool
is_date(int year, int month, int day)
{
    static const int last[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > last[month - 1])
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day < 29 || leap;
}

bool
when_parse_date(struct str s, int64_t *days)
{
    int year = 0, month = 0, day = 0;
    if (!cut_digits(&s, 4, &year) || !s.n)
        return false;
    char between = s.p[0];
    if ((between != '-' && between != '/') || !cut_byte(&s, between) ||
        !cut_digits(&s, 2, &month) || !cut_byte(&s, between) ||
        !cut_digits(&s, 2, &day) || s.n || !is_date(year, month, day))
        return false;
    *days = when_days(year, month, day);
    return true;
}

bool
when_parse_offset(struct str s, int32_t *offset_s)
{
    if (str_eq_nocase(s, STR("Z"))) {
        *offset_s = 0;
        return true;
    }
    bool west = cut_byte(&s, '-');
    if (!west && !cut_byte(&s, '+'))
        return false;
    int hour = 0, minute = 0;
    if (!cut_digits(&s, 2, &hour))
        return false;
    cut_byte(&s, ':');
    if (!cut_digits(&s, 2, &minute) || s.n || hour > 23 || minute > 59)
        return false;
    int32_t seconds = hour * HOUR_S + minute * MINUTE_S;
    *offset_s = west ? -seconds : seconds;
    return true;
}

/* "Jun" -> 6; 0 when it is no month. */
static int
month_number(struct str s)
{
    static const struct str names[] = {STR_INIT("Jan"), STR_INIT("Feb"),
        STR_INIT("Mar"), STR_INIT("Apr"), STR_INIT("May"), STR_INIT("Jun"),
        STR_INIT("Jul"), STR_INIT("Aug"), STR_INIT("Sep"), STR_INIT("Oct"),
        STR_INIT("Nov"), STR_INIT("Dec")};
    for (int i = 0; i < (int)COUNTOF(names); i++)
        if (str_eq_nocase(s, names[i]))
            return i + MONTH_JANUARY;
    return 0;
}

static bool
parse_zone(struct str s, int32_t *offset_s)
{
    *offset_s = 0;
    return str_eq_nocase(s, STR("GMT")) || str_eq_nocase(s, STR("UTC")) ||
           when_parse_offset(s, offset_s);
}

bool
when_parse_http(struct str s, int64_t *utc_ms)
{
    if (str_find_byte(s, ',') < s.n)
        str_cut(&s, ',');
    struct str day_text = str_cut_word(&s);
    int month = month_number(str_cut_word(&s));
    struct str year_text = str_cut_word(&s);
    struct str clock = str_cut_word(&s);
    int day = 0, year = 0;
    int64_t ms = 0;
    int32_t offset_s = 0;
    if (!day_text.n || day_text.n > 2 ||
        !cut_digits(&day_text, day_text.n, &day) || year_text.n != 4 ||
        !cut_digits(&year_text, 4, &year) || !is_date(year, month, day) ||
        !when_parse_tod(clock, &ms) || !parse_zone(str_trim(s), &offset_s))
        return false;
    *utc_ms = when_days(year, month, day) * WHEN_DAY_MS + ms -
              (int64_t)offset_s * 1000;
    return true;
}

/* The clock on the wall as if it were UTC; false when no date is known. */
static bool
wall_clock(struct when w, int64_t *ms)
{
    if (w.utc_ms == WHEN_UNKNOWN)
        return false;
    int64_t offset_ms =
        w.offset_s == WHEN_NO_OFFSET ? 0 : (int64_t)w.offset_s * 1000;
    return !__builtin_add_overflow(w.utc_ms, offset_ms, ms);
}

bool
when_between(const struct when *from, const struct when *to, int64_t *ms)
{
    if (from->utc_ms != WHEN_UNKNOWN && to->utc_ms != WHEN_UNKNOWN)
        return !__builtin_sub_overflow(to->utc_ms, from->utc_ms, ms);
    if (from->tod_ms != WHEN_UNKNOWN && to->tod_ms != WHEN_UNKNOWN)
        return !__builtin_sub_overflow(to->tod_ms, from->tod_ms, ms);
    return false;
}

struct when
when_at_offset(struct when w, int32_t offset_s)
{
    bool known = w.utc_ms != WHEN_UNKNOWN && w.offset_s != WHEN_NO_OFFSET &&
                 offset_s != WHEN_NO_OFFSET;
    if (!known || w.offset_s == offset_s)
        return w;
    return (struct when){w.utc_ms, WHEN_UNKNOWN, offset_s};
}

/* Days and the ms of the day, both rounded down. */
static int64_t
split_days(int64_t ms, int64_t *of_day)
{
    int64_t days = ms / WHEN_DAY_MS;
    *of_day = ms % WHEN_DAY_MS;
    if (*of_day < 0) {
        *of_day += WHEN_DAY_MS;
        days--;
    }
    return days;
}

static struct str
clock_text(struct arena *a, int64_t ms)
{
    int64_t of_day = 0;
    split_days(ms, &of_day);
    int t = (int)of_day;
    return str_fmt(a, "%02d:%02d:%02d.%03d", t / 3600000, t / 60000 % 60,
        t / 1000 % 60, t % 1000);
}

static struct str
offset_text(struct arena *a, int32_t offset_s)
{
    if (offset_s == WHEN_NO_OFFSET)
        return STR("");
    int minutes = offset_s / MINUTE_S;
    char sign = minutes < 0 ? '-' : '+';
    if (minutes < 0)
        minutes = -minutes;
    return str_fmt(a, "%c%02d:%02d", sign, minutes / 60, minutes % 60);
}

struct str
when_iso(struct arena *a, struct when w)
{
    int64_t wall = 0;
    if (!wall_clock(w, &wall))
        return when_clock(a, w);
    int64_t of_day = 0;
    int year = 0, month = 0, day = 0;
    when_date(split_days(wall, &of_day), &year, &month, &day);
    struct str clock = clock_text(a, of_day);
    struct str offset = offset_text(a, w.offset_s);
    return str_fmt(a, "%04d-%02d-%02dT" STR_FMT STR_FMT, year, month, day,
        STR_ARG(clock), STR_ARG(offset));
}

struct str
when_clock(struct arena *a, struct when w)
{
    int64_t wall = 0;
    if (w.tod_ms != WHEN_UNKNOWN)
        return clock_text(a, w.tod_ms);
    if (wall_clock(w, &wall))
        return clock_text(a, wall);
    return STR("");
}

struct str
when_duration(struct arena *a, int64_t ms)
{
    const char *sign = ms < 0 ? "-" : "";
    uint64_t t = ms < 0 ? -(uint64_t)ms : (uint64_t)ms;
    unsigned long long s = t / 1000;
    if (t < 1000)
        return str_fmt(a, "%s%u ms", sign, (unsigned)t);
    if (s < MINUTE_S)
        return str_fmt(a, "%s%llu.%u s", sign, s, (unsigned)(t % 1000 / 100));
    if (s < HOUR_S)
        return str_fmt(a, "%s%llum%02llus", sign, s / 60, s % 60);
    return str_fmt(
        a, "%s%lluh%02llum%02llus", sign, s / HOUR_S, s / 60 % 60, s % 60);
}
