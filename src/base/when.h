/* SPDX-License-Identifier: MIT
 *
 * Times. Trace lines carry local time of day to the millisecond; the date and
 * the offset from UTC come from elsewhere and may be unknown. No time zone
 * database is used: offsets are what the traces say. */
#ifndef CMTRAIL_BASE_WHEN_H
#define CMTRAIL_BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

enum { WHEN_NO_OFFSET = INT32_MIN };
#define WHEN_UNKNOWN INT64_MIN
#define WHEN_DAY_MS INT64_C(86400000)

struct when {
    int64_t utc_ms;   /* ms since 1970-01-01 UTC; WHEN_UNKNOWN when no date
                         is known */
    int64_t tod_ms;   /* local ms since the midnight that began the file's
                         first day, so more than a day after a wrap;
                         WHEN_UNKNOWN when the line has no readable time */
    int32_t offset_s; /* seconds east of UTC; WHEN_NO_OFFSET when unknown */
};

/* Days since 1970-01-01 of a proleptic Gregorian date, and back. */
int64_t when_days(int year, int month, int day);
void when_date(int64_t days, int *year, int *month, int *day);

/* "HH:MM:SS.mmm" (fraction of 1..9 digits or none) -> ms of the day.
 * returns false when s is anything else or out of range. */
bool when_parse_tod(struct str s, int64_t *ms);
/* "YYYY-MM-DD" or "YYYY/MM/DD" -> days since 1970. */
bool when_parse_date(struct str s, int64_t *days);
/* "+05:30", "-04:00", "Z" -> seconds. */
bool when_parse_offset(struct str s, int32_t *offset_s);
/* RFC 5322 / RFC 3261 date "Sun, 28 Jun 2020 21:31:29 GMT" -> ms UTC. */
bool when_parse_http(struct str s, int64_t *utc_ms);

/* What a user writes for --since, --until, --around:
 *   2020-06-28T17:31:29.793-04:00 | 2020-06-28 17:31[:29[.793]] | 2020-06-28
 *   17:31[:29[.793]] (any day)    | now | today | yesterday [17:31] |
 *   30m ago | 2 hours ago | -30m
 * Without an offset the time is local to the traces: w->offset_s is
 * WHEN_NO_OFFSET and w->utc_ms holds the wall clock as if it were UTC.
 * now_ms: the present, ms UTC.
 * returns: 0, or -1 and e says which forms there are. A time of day alone
 *          gives utc_ms WHEN_UNKNOWN and tod_ms set. */
int when_parse(struct str s, int64_t now_ms, struct when *w, struct err *e);
/* "500ms", "2s", "2m", "2 min", "1h" -> ms. */
int when_parse_duration(struct str s, int64_t *ms, struct err *e);

/* Milliseconds from one time to another, by their dates, else by their times of
 * day. returns false when it cannot be known. */
bool when_between(const struct when *from, const struct when *to, int64_t *ms);

/* The same instant on the clock of another offset, seconds east of UTC; as it
 * is when either offset or the date is not known. */
struct when when_at_offset(struct when w, int32_t offset_s);

/* "2020-06-28T17:31:29.793-04:00"; without an offset no suffix; without a
 * date "17:31:29.793"; empty when nothing is known. In a. */
struct str when_iso(struct arena *a, struct when w);
/* "17:31:29.793" local; empty when nothing is known. */
struct str when_clock(struct arena *a, struct when w);
/* "31.2 s", "12m05s", "450 ms" for people. */
struct str when_duration(struct arena *a, int64_t ms);

#endif
