/* SPDX-License-Identifier: MIT
 *
 * Rows of calllogs: "2031/05/04 10:11:12.131|SIPL|...", one a line, also
 * behind "Line 12: " and with '_' between date and time; or run together, the
 * line ends lost or bare CRs: a date, a time and a kind of row begin one. */
#include <string.h>

#include "base/when.h"
#include "trace/form.h"

enum {
    DATE_SIZE = 10,
    GAP_MAX = 4,
    TIME_MIN = 8,
    TIME_MAX = 14,
    TAG_COLUMN = 8,     /* counted from 0 behind the kind of row */
    WAY_COLUMN = 2,     /* IN, OUT */
    ADDRESS_COLUMN = 3, /* the node's own */
};

static bool
is_date(struct str s)
{
    static const char shape[] = "0000/00/00";
    for (size_t i = 0; i < DATE_SIZE; i++) {
        bool digit = i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
        if (i >= s.n || (shape[i] == '0' ? !digit : s.p[i] != '/'))
            return false;
    }
    return true;
}

/* ms since 1970 as if the local time were UTC. */
static int64_t
row_time(struct str date, struct str clock)
{
    int64_t days = 0;
    int64_t ms = 0;
    if (!when_parse_date(date, &days) || !when_parse_tod(clock, &ms))
        return WHEN_UNKNOWN;
    return days * WHEN_DAY_MS + ms;
}

static size_t
kind_size(struct str s)
{
    static const struct str kinds[] = {
        STR_INIT("SIPL|"), STR_INIT("SIPT|"), STR_INIT("CC|")};
    for (size_t i = 0; i < COUNTOF(kinds); i++)
        if (str_starts(s, kinds[i]))
            return kinds[i].n - 1;
    return 0;
}

/* Reads the header that begins (with its date) at `begins`. */
static bool
header_at(const struct view *v, size_t begins, struct header *h)
{
    struct str s = {v->p + begins, v->n - begins};
    if (!is_date(s))
        return false;
    size_t clock = DATE_SIZE;
    while (clock < s.n && clock < DATE_SIZE + GAP_MAX &&
           (s.p[clock] == ' ' || s.p[clock] == '_'))
        clock++;
    size_t left = s.n - clock;
    size_t clock_n = clock_run(s.p + clock, left < TIME_MAX ? left : TIME_MAX);
    struct str behind = str_skip(s, clock + clock_n);
    if (clock == DATE_SIZE || clock_n < TIME_MIN ||
        !str_starts(behind, STR("|")))
        return false;
    size_t type_n = kind_size(str_skip(behind, 1));
    if (type_n == 0)
        return false;
    header_set_start(v, begins, h);
    h->seq = h->seq_n = 0;
    h->day = 0;
    h->type = begins + clock + clock_n + 1 - h->start;
    h->type_n = type_n;
    h->text = h->type + type_n + 1;
    h->tod_ms = row_time(str_sub(s, 0, DATE_SIZE), str_sub(s, clock, clock_n));
    return true;
}

/* Where the date before the bar at `bar` would begin; `bar` when there is no
 * room for one. */
static size_t
date_before(const struct view *v, size_t bar)
{
    size_t low = v->floor;
    if (bar - low > DATE_SIZE + GAP_MAX + TIME_MAX)
        low = bar - DATE_SIZE - GAP_MAX - TIME_MAX;
    size_t at = bar;
    while (at > low && clock_run(v->p + at - 1, 1) == 1)
        at--;
    while (at > low && (v->p[at - 1] == ' ' || v->p[at - 1] == '_'))
        at--;
    return at >= low + DATE_SIZE ? at - DATE_SIZE : bar;
}

bool
calllog_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    const char *end = v->p + to;
    const char *p = v->p + from;
    while (p < end && (p = memchr(p, '|', (size_t)(end - p)))) {
        size_t bar = (size_t)(p++ - v->p);
        struct str behind = {v->p + bar + 1, v->n - bar - 1};
        if (kind_size(behind) == 0)
            continue;
        size_t begins = date_before(v, bar);
        if (begins < bar && header_at(v, begins, h))
            return true;
    }
    return false;
}

bool
calllog_node(struct str text, int32_t *node, bool *inbound, struct str *address)
{
    for (int i = 0; i < TAG_COLUMN; i++) {
        struct str column = str_cut(&text, '|');
        if (i == WAY_COLUMN)
            *inbound = str_eq(column, STR("IN"));
        if (i == ADDRESS_COLUMN)
            *address = column;
    }
    struct str tag = str_cut(&text, '|');
    int64_t n = 0;
    if (str_find_byte(tag, ',') == tag.n ||
        !str_to_i64(str_cut(&tag, ','), &n) || n < 1 || n > 9999)
        return false;
    *node = (int32_t)n;
    return true;
}
