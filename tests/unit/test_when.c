/* SPDX-License-Identifier: MIT
 *
 * Times: parts of trace lines, what users write, and what is printed. */
#include "base/when.h"

#include "base/arena.h"
#include "check.h"

static void
test_days(void)
{
    CHECK_INT(when_days(1970, 1, 1), 0);
    CHECK_INT(when_days(1969, 12, 31), -1);
    CHECK_INT(when_days(2000, 3, 1), 11017);
    CHECK_INT(when_days(2020, 6, 28), 18441);
    bool same = true;
    for (int64_t d = -800000; d < 800000; d += 13) {
        int year = 0, month = 0, day = 0;
        when_date(d, &year, &month, &day);
        same = same && when_days(year, month, day) == d && month >= 1 &&
               month <= 12 && day >= 1 && day <= 31;
    }
    CHECK(same);
}

struct parse_row {
    const char *text;
    bool ok;
    int64_t v;
};

static void
check_row(const struct parse_row *row, bool ok, int64_t v)
{
    if (!CHECK(ok == row->ok) || (ok && !CHECK_INT(v, row->v)))
        printf("    row \"%s\"\n", row->text);
}

static void
test_tod(void)
{
    static const struct parse_row rows[] = {
        {"00:00:00.000", true, 0},
        {"12:34:56.789", true, 45296789},
        {"23:59:59.999", true, 86399999},
        {"17:31:29", true, 63089000},
        {"17:31:29.7", true, 63089700},
        {"17:31:29.793123999", true, 63089793},
        {"17:31:29.", false, 0},
        {"17:31:29.1234567890", false, 0},
        {"24:00:00.000", false, 0},
        {"23:60:00.000", false, 0},
        {"23:00:60.000", false, 0},
        {"1:00:00.000", false, 0},
        {"17:31", false, 0},
        {"17:31:29.79x", false, 0},
        {"-1:31:29.793", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int64_t ms = 0;
        bool ok = when_parse_tod(str_from(rows[i].text), &ms);
        check_row(&rows[i], ok, ms);
    }
}

static void
test_dates(void)
{
    static const struct parse_row rows[] = {
        {"1970-01-02", true, 1},
        {"2020/06/28", true, 18441},
        {"2020-02-29", true, 18321},
        {"2019-02-29", false, 0},
        {"1900-02-29", false, 0},
        {"2020-06-31", false, 0},
        {"2020-13-01", false, 0},
        {"2020-00-01", false, 0},
        {"2020-06-00", false, 0},
        {"2020-06/28", false, 0},
        {"2020.06.28", false, 0},
        {"20-06-28", false, 0},
        {"2020-06-28 ", false, 0},
        {"2020", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int64_t days = 0;
        bool ok = when_parse_date(str_from(rows[i].text), &days);
        check_row(&rows[i], ok, days);
    }
}

static void
test_offsets(void)
{
    static const struct parse_row rows[] = {
        {"Z", true, 0},
        {"+05:30", true, 19800},
        {"-04:00", true, -14400},
        {"-0400", true, -14400},
        {"+00:00", true, 0},
        {"05:30", false, 0},
        {"+24:00", false, 0},
        {"+05:60", false, 0},
        {"+5:30", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int32_t offset_s = 0;
        bool ok = when_parse_offset(str_from(rows[i].text), &offset_s);
        check_row(&rows[i], ok, offset_s);
    }
}

static void
test_http(void)
{
    static const struct parse_row rows[] = {
        {"Sun, 28 Jun 2020 21:31:29 GMT", true, 1593379889000},
        {"28 Jun 2020 21:31:29 GMT", true, 1593379889000},
        {"  Sun,  28  jun 2020 21:31:29  gmt ", true, 1593379889000},
        {"Sun, 8 Jun 2020 00:00:00 GMT", true, 1591574400000},
        {"Sun, 28 Jun 2020 17:31:29 -0400", true, 1593379889000},
        {"Thu, 01 Jan 1970 00:00:00 GMT", true, 0},
        {"Sun, 28 Jun 2020 21:31:29", false, 0},
        {"Sun, 31 Jun 2020 21:31:29 GMT", false, 0},
        {"Sun, 28 Xxx 2020 21:31:29 GMT", false, 0},
        {"Sun, 28 Jun 20 21:31:29 GMT", false, 0},
        {"Sun, 028 Jun 2020 21:31:29 GMT", false, 0},
        {"Sun, 28 Jun 2020 21:31:29 EST", false, 0},
        {"Sun,", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int64_t ms = 0;
        bool ok = when_parse_http(str_from(rows[i].text), &ms);
        check_row(&rows[i], ok, ms);
    }
}

/* 2020-06-28T21:31:29.793Z */
static const int64_t now_ms = INT64_C(1593379889793);

static void
test_asked(void)
{
    static const int32_t none = WHEN_NO_OFFSET;
    static const int64_t midnight = INT64_C(1593302400000);
    static const struct {
        const char *text;
        int64_t utc_ms, tod_ms;
        int32_t offset_s;
    } rows[] = {
        {"2020-06-28T17:31:29.793-04:00", 1593379889793, WHEN_UNKNOWN, -14400},
        {"2020-06-28T21:31:29Z", 1593379889000, WHEN_UNKNOWN, 0},
        {"2020-06-28 17:31 +0530", 1593345660000, WHEN_UNKNOWN, 19800},
        {"2020-06-28 17:31:29.793", midnight + 63089793, WHEN_UNKNOWN, none},
        {"2020-06-28 17:31", midnight + 63060000, WHEN_UNKNOWN, none},
        {" 2020/06/28 ", midnight, WHEN_UNKNOWN, none},
        {"17:31", WHEN_UNKNOWN, 63060000, none},
        {"7:31", WHEN_UNKNOWN, 27060000, none},
        {"17:31:29.793", WHEN_UNKNOWN, 63089793, none},
        {"now", now_ms, WHEN_UNKNOWN, 0},
        {"30m ago", now_ms - 1800000, WHEN_UNKNOWN, 0},
        {"2 hours ago", now_ms - 7200000, WHEN_UNKNOWN, 0},
        {"-30m", now_ms - 1800000, WHEN_UNKNOWN, 0},
        {"1h30m ago", now_ms - 5400000, WHEN_UNKNOWN, 0},
        {"today", midnight, WHEN_UNKNOWN, none},
        {"Today 17:31", midnight + 63060000, WHEN_UNKNOWN, none},
        {"yesterday", midnight - WHEN_DAY_MS, WHEN_UNKNOWN, none},
        {"yesterday 17:31", midnight - WHEN_DAY_MS + 63060000, WHEN_UNKNOWN,
            none},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct when w = {0};
        struct err e = {.text = ""};
        int r = when_parse(str_from(rows[i].text), now_ms, &w, &e);
        if (!CHECK_INT(r, 0) || !CHECK_INT(w.utc_ms, rows[i].utc_ms) ||
            !CHECK_INT(w.tod_ms, rows[i].tod_ms) ||
            !CHECK_INT(w.offset_s, rows[i].offset_s))
            printf("    row \"%s\" %s\n", rows[i].text, e.text);
    }
}

static void
test_not_asked(void)
{
    static const char *const rows[] = {"", "soon", "17", "25:00", "17:60",
        "17:3", "+7:31", "2020-06-31", "2020-06-28x", "2020-06-28 17",
        "2020-06-28 17:31 EST", "yesterdayish", "ago", "m ago", "30 ago",
        "30 parsecs ago", "-", "99999999999999999999d ago",
        "9223372036854775807w ago", "2020-06-28T"};
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct when w = {0};
        struct err e = {.text = ""};
        int r = when_parse(str_from(rows[i]), now_ms, &w, &e);
        if (!CHECK_INT(r, -1) ||
            !CHECK(str_has(str_from(e.text), STR("expected"))))
            printf("    row \"%s\"\n", rows[i]);
    }
}

static void
test_lengths(void)
{
    static const struct parse_row rows[] = {
        {"500ms", true, 500},
        {"2s", true, 2000},
        {"2m", true, 120000},
        {"2 min", true, 120000},
        {"1h", true, 3600000},
        {"1H 30M", true, 5400000},
        {"1d", true, 86400000},
        {"0s", true, 0},
        {"2", false, 0},
        {"m", false, 0},
        {"-2m", false, 0},
        {"2 fortnights", false, 0},
        {"9223372036854775807h", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int64_t ms = 0;
        struct err e;
        int r = when_parse_duration(str_from(rows[i].text), &ms, &e);
        check_row(&rows[i], r == 0, ms);
    }
}

static void
test_printed(void)
{
    static const struct {
        struct when w;
        const char *iso, *clock;
    } rows[] = {
        {{1593379889793, 63089793, -14400}, "2020-06-28T17:31:29.793-04:00",
            "17:31:29.793"},
        {{1593379889793, WHEN_UNKNOWN, 19800}, "2020-06-29T03:01:29.793+05:30",
            "03:01:29.793"},
        {{1593379889793, WHEN_UNKNOWN, 0}, "2020-06-28T21:31:29.793+00:00",
            "21:31:29.793"},
        {{1593379889793, WHEN_UNKNOWN, WHEN_NO_OFFSET},
            "2020-06-28T21:31:29.793", "21:31:29.793"},
        {{WHEN_UNKNOWN, 86400000 + 1, WHEN_NO_OFFSET}, "00:00:00.001",
            "00:00:00.001"},
        {{WHEN_UNKNOWN, WHEN_UNKNOWN, WHEN_NO_OFFSET}, "", ""},
        {{-1, WHEN_UNKNOWN, 0}, "1969-12-31T23:59:59.999+00:00",
            "23:59:59.999"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++)
        if (!CHECK_STR(when_iso(&a, rows[i].w), rows[i].iso) ||
            !CHECK_STR(when_clock(&a, rows[i].w), rows[i].clock))
            printf("    row %zu\n", i);
    struct when far = {INT64_MAX, WHEN_UNKNOWN, 3600};
    CHECK_STR(when_iso(&a, far), "");
    far.utc_ms = INT64_MIN + 1;
    CHECK(when_iso(&a, far).n > 0);
    arena_free(&a);
}

static void
test_at_offset(void)
{
    struct arena a = {0};
    struct when w = {INT64_C(1572966602428), 36602428, 3600};
    CHECK_STR(when_clock(&a, when_at_offset(w, 3600)), "10:10:02.428");
    CHECK_STR(when_iso(&a, when_at_offset(w, -18000)),
        "2019-11-05T10:10:02.428-05:00");
    CHECK_STR(when_clock(&a, when_at_offset(w, -18000)), "10:10:02.428");
    CHECK_STR(when_clock(&a, when_at_offset(w, 34200)), "00:40:02.428");
    CHECK_STR(
        when_clock(&a, when_at_offset(w, WHEN_NO_OFFSET)), "10:10:02.428");
    w.offset_s = WHEN_NO_OFFSET;
    CHECK_STR(when_clock(&a, when_at_offset(w, 0)), "10:10:02.428");
    w = (struct when){WHEN_UNKNOWN, 36602428, 3600};
    CHECK_STR(when_clock(&a, when_at_offset(w, 0)), "10:10:02.428");
    arena_free(&a);
}

static void
test_duration(void)
{
    static const struct {
        int64_t ms;
        const char *text;
    } rows[] = {
        {0, "0 ms"},
        {450, "450 ms"},
        {999, "999 ms"},
        {1000, "1.0 s"},
        {31250, "31.2 s"},
        {59999, "59.9 s"},
        {60000, "1m00s"},
        {725000, "12m05s"},
        {3725000, "1h02m05s"},
        {-450, "-450 ms"},
        {INT64_MIN, "-2562047788015h12m55s"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++)
        CHECK_STR(when_duration(&a, rows[i].ms), rows[i].text);
    arena_free(&a);
}

int
main(void)
{
    test_days();
    test_tod();
    test_dates();
    test_offsets();
    test_http();
    test_asked();
    test_not_asked();
    test_lengths();
    test_printed();
    test_at_offset();
    test_duration();
    return check_done();
}
