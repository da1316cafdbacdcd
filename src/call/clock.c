/* SPDX-License-Identifier: MIT
 *
 * Dates of sources whose first line does not give one: from Date headers of
 * messages the node itself sent, else from the clock in the Call-IDs it made.
 * Both are UTC; the line's own time of day gives the offset. FORMAT 1.5, 9.5,
 * FAILURES 4.2. */
#include "call/state.h"
#include "model/record.h"
#include "sip/callid.h"

void
clock_forget(struct source *s)
{
    if (s->kind == SOURCE_CDR)
        return; /* UTC */
    if (s->date_from != DATE_SIP && s->date_from != DATE_CALL_ID &&
        s->date_from != DATE_SIBLING && s->date_from != DATE_ROW)
        return;
    s->base_ms = WHEN_UNKNOWN;
    s->utc_offset_s = WHEN_NO_OFFSET;
    s->date_from = DATE_UNKNOWN;
}

void
clock_hint_message(struct correlator *c, size_t source, const struct row *row)
{
    const struct source *s = &c->sources[source];
    const struct row_message *m = &row->u.message;
    struct clock_hint *h = &c->hints[source];
    if (s->base_ms != WHEN_UNKNOWN && s->date_from != DATE_USER)
        return;
    if (row->at.tod_ms == WHEN_UNKNOWN || !str_eq(m->direction, STR("out")))
        return; /* the clock of a phone may be wrong */
    if (h->date_ms == WHEN_UNKNOWN && m->date_ms != WHEN_UNKNOWN) {
        h->tod_ms = row->at.tod_ms;
        h->date_ms = m->date_ms;
    }
    /* Only a request that begins a dialog carries the present in its Call-ID.
     */
    struct callid_clock clock;
    if (h->date_ms == WHEN_UNKNOWN && h->call_id.n == 0 && m->status == 0 &&
        m->to_tag.n == 0 && callid_clock_parse(m->call_id, &clock)) {
        h->tod_ms = row->at.tod_ms;
        h->call_id = keep(c, m->call_id);
        h->agent = keep(c, m->user_agent);
    }
}

/* A call log's rows have a date, but no offset: a Call-ID that the node made
 * at that moment has both. */
void
clock_hint_log(struct correlator *c, size_t source, const struct row *row)
{
    const struct row_log_message *m = &row->u.log_message;
    struct clock_hint *h = &c->hints[source];
    struct callid_clock clock;
    if (h->call_id.n > 0 || !str_eq_nocase(m->direction, STR("out")) ||
        !str_eq(m->method, STR("INVITE")) ||
        !callid_clock_parse(m->call_id, &clock))
        return;
    h->tod_ms = row->at.tod_ms;
    h->call_id = keep(c, m->call_id);
}

/* First shipping of CUCM releases, days since 1970 by year and month; a trace
 * of a release is not older. */
static const struct {
    struct str agent;
    int year, month;
} releases[] = {
    {STR_INIT("Cisco-CUCM8.0"), 2010, 2},
    {STR_INIT("Cisco-CUCM8.5"), 2010, 11},
    {STR_INIT("Cisco-CUCM8.6"), 2011, 6},
    {STR_INIT("Cisco-CUCM9.0"), 2012, 6},
    {STR_INIT("Cisco-CUCM9.1"), 2012, 12},
    {STR_INIT("Cisco-CUCM10.0"), 2013, 11},
    {STR_INIT("Cisco-CUCM10.5"), 2014, 6},
    {STR_INIT("Cisco-CUCM11.0"), 2015, 6},
    {STR_INIT("Cisco-CUCM11.5"), 2016, 6},
    {STR_INIT("Cisco-CUCM12.0"), 2017, 8},
    {STR_INIT("Cisco-CUCM12.5"), 2019, 1},
    {STR_INIT("Cisco-CUCM14"), 2021, 3},
    {STR_INIT("Cisco-CUCM15"), 2023, 12},
};

static int64_t
released_s(struct str agent)
{
    for (size_t i = 0; i < COUNTOF(releases); i++)
        if (str_starts(agent, releases[i].agent))
            return when_days(releases[i].year, releases[i].month, 1) * 86400;
    return 0;
}

/* UTC second of the Call-ID's making. Releases to 11.5 print it but for its
 * top four bits; the earliest reading that is not before the release is taken.
 * Later ones leave a period of 388 days: the last one before the file's own
 * date. */
static int64_t
call_id_second(const struct clock_hint *h, const struct source *s, bool *guess)
{
    struct callid_clock clock;
    if (!callid_clock_parse(h->call_id, &clock))
        return WHEN_UNKNOWN;
    int64_t released = released_s(h->agent);
    *guess = clock.exact_s < 0;
    if (clock.exact_s >= 0)
        return clock.exact_s >= released ? clock.exact_s
                                         : clock.exact_s + (1 << 28);
    if (s->mtime_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    int64_t before = s->mtime_ms / 1000 + 86400;
    int64_t t = callid_clock_near(&clock, before);
    return t > before ? t - CALLID_PERIOD_S : t;
}

int64_t
clock_to_quarter(int64_t ms)
{
    enum { QUARTER_MS = 900000 };
    int64_t half = ms < 0 ? -QUARTER_MS / 2 : QUARTER_MS / 2;
    return (ms + half) / QUARTER_MS * QUARTER_MS;
}

/* The local day and offset from one moment in UTC and the local time of day of
 * the line; offsets reach from -12 h to +14 h. */
static void
set_base(struct source *s, int64_t utc_ms, int64_t tod_ms)
{
    int64_t local = tod_ms % WHEN_DAY_MS;
    int64_t utc = ((utc_ms % WHEN_DAY_MS) + WHEN_DAY_MS) % WHEN_DAY_MS;
    int64_t off = clock_to_quarter(local - utc);
    if (off > WHEN_DAY_MS / 24 * 14)
        off -= WHEN_DAY_MS;
    if (off <= -WHEN_DAY_MS / 2)
        off += WHEN_DAY_MS;
    int64_t wall = utc_ms + off;
    int64_t midnight = wall - wall % WHEN_DAY_MS;
    /* The line may stand days after the first midnight of its file. */
    s->base_ms = midnight - tod_ms / WHEN_DAY_MS * WHEN_DAY_MS - off;
    s->utc_offset_s = (int32_t)(off / 1000);
}

static void
date_from_hint(struct source *s, const struct clock_hint *h)
{
    bool guess = false;
    int64_t utc_ms = h->date_ms;
    enum date_from from = DATE_SIP;
    if (utc_ms == WHEN_UNKNOWN && h->call_id.n > 0) {
        int64_t second = call_id_second(h, s, &guess);
        if (second != WHEN_UNKNOWN)
            utc_ms = second * 1000;
        from = DATE_CALL_ID;
    }
    if (utc_ms == WHEN_UNKNOWN)
        return;
    set_base(s, utc_ms, h->tod_ms);
    s->date_from = from;
    if (guess)
        s->note = STR("the year is a guess from the file's own date; give "
                      "--date when it is wrong");
}

void
clock_set_offset(struct source *log, int64_t offset_ms)
{
    log->utc_offset_s = (int32_t)(offset_ms / 1000);
    log->base_ms = -offset_ms;
    log->date_from = DATE_ROW;
}

/* Another file of the same call log. */
static void
offset_from_sibling(const struct correlator *c, struct source *s)
{
    size_t space = c->space_of[s - c->sources];
    for (size_t i = 0; i < c->nsources; i++) {
        const struct source *o = &c->sources[i];
        if (c->space_of[i] != space || o->utc_offset_s == WHEN_NO_OFFSET)
            continue;
        clock_set_offset(s, (int64_t)o->utc_offset_s * 1000);
        return;
    }
}

static bool
offset_from_hint(struct source *s, const struct clock_hint *h)
{
    struct callid_clock clock;
    if (!callid_clock_parse(h->call_id, &clock))
        return false;
    int64_t made = callid_clock_near(&clock, h->tod_ms / 1000);
    int64_t off = clock_to_quarter(h->tod_ms - made * 1000);
    if (off < -WHEN_DAY_MS / 2 || off > WHEN_DAY_MS / 24 * 14)
        return false;
    s->utc_offset_s = (int32_t)(off / 1000);
    return true;
}

/* A call log prints local time without an offset: that of its node's SDL
 * files, or by the Call-IDs it made. */
static void
date_log(struct correlator *c, size_t source)
{
    struct source *s = &c->sources[source];
    const struct source *best = NULL;
    size_t home = c->spaces[c->space_of[source]].home;
    for (size_t i = 0; home != NONE && i < c->nsources && best == NULL; i++)
        if (c->space_of[i] == home &&
            c->sources[i].utc_offset_s != WHEN_NO_OFFSET)
            best = &c->sources[i];
    if (best != NULL)
        s->utc_offset_s = best->utc_offset_s;
    else if (!offset_from_hint(s, &c->hints[source]))
        return;
    clock_set_offset(s, (int64_t)s->utc_offset_s * 1000);
}

/* The latest year in which the last day is not behind the file's own date; by
 * how many days it is later than the one that was assumed. returns false when
 * the file has no date. */
static bool
find_year(const struct source *s, int64_t *later)
{
    int year = 0, month = 0, day = 0, y = 0, m = 0, d = 0;
    if (s->mtime_ms == WHEN_UNKNOWN)
        return false;
    int64_t before = s->mtime_ms / WHEN_DAY_MS + 1;
    when_date(before, &year, &m, &d);
    int64_t last_day = s->last_tod / WHEN_DAY_MS;
    when_date(last_day, &y, &month, &day);
    int64_t at = when_days(year, month, day);
    if (at > before)
        at = when_days(year - 1, month, day);
    *later = at - last_day;
    return true;
}

/* Traces of old releases and of gateways print the date, but no offset: that
 * of another file of the cluster, else it is read as UTC, which is a guess. */
static void
date_own_days(struct correlator *c, struct source *s)
{
    int64_t later = 0;
    bool trace = s->kind == SOURCE_SDL || s->kind == SOURCE_IOS;
    if (!trace || s->base_ms != WHEN_UNKNOWN || s->first_tod == WHEN_UNKNOWN ||
        s->first_tod < WHEN_DAY_MS)
        return;
    int64_t day = s->first_tod / WHEN_DAY_MS;
    bool no_year = DAY_HAS_NO_YEAR(day);
    if (no_year && !find_year(s, &later))
        return;
    offset_from_sibling(c, s);
    int32_t offset_s = s->utc_offset_s != WHEN_NO_OFFSET ? s->utc_offset_s : 0;
    const char *what = no_year ? "year and the offset from UTC are guesses"
                               : "offset from UTC is a guess";
    if (s->utc_offset_s == WHEN_NO_OFFSET || no_year)
        s->note = str_fmt(&c->arena,
            "it prints no %s: the %s; give %s--utc-offset",
            no_year ? "year" : "offset", what, no_year ? "--date and " : "");
    clock_set_offset(s, (int64_t)offset_s * 1000);
    s->base_ms += later * WHEN_DAY_MS;
}

void
clock_finish(struct correlator *c)
{
    for (size_t i = 0; i < c->nsources; i++)
        if (c->sources[i].node == 0)
            c->sources[i].node = c->spaces[c->space_of[i]].node;
    for (size_t i = 0; i < c->nsources; i++) {
        struct source *s = &c->sources[i];
        bool open = s->base_ms == WHEN_UNKNOWN || s->date_from == DATE_USER;
        if (open && (s->kind == SOURCE_SDL || s->kind == SOURCE_IOS))
            date_from_hint(s, &c->hints[i]);
    }
    for (size_t i = 0; i < c->nsources; i++)
        date_own_days(c, &c->sources[i]);
    for (size_t i = 0; i < c->nsources; i++)
        if (c->sources[i].kind == SOURCE_CALLLOG &&
            c->sources[i].base_ms == WHEN_UNKNOWN)
            date_log(c, i);
    for (size_t i = 0; i < c->nsources; i++)
        if (c->sources[i].kind == SOURCE_CALLLOG &&
            c->sources[i].base_ms == WHEN_UNKNOWN)
            offset_from_sibling(c, &c->sources[i]);
}

/* The one offset of all dated files of a cluster; WHEN_NO_OFFSET. */
static int32_t
offset_of_cluster(const struct correlator *c, size_t cluster)
{
    int32_t offset_s = WHEN_NO_OFFSET;
    for (size_t i = 0; i < c->nsources; i++) {
        int32_t own_s = c->sources[i].utc_offset_s;
        if (c->spaces[c->space_of[i]].cluster != cluster ||
            c->sources[i].date_from == DATE_UNKNOWN || own_s == WHEN_NO_OFFSET)
            continue;
        if (offset_s != WHEN_NO_OFFSET && own_s != offset_s)
            return WHEN_NO_OFFSET;
        offset_s = own_s;
    }
    return offset_s;
}

void
clock_finish_logs(struct correlator *c)
{
    for (size_t i = 0; i < c->nsources; i++) {
        struct source *s = &c->sources[i];
        if (s->kind != SOURCE_CALLLOG || s->base_ms != WHEN_UNKNOWN)
            continue;
        int32_t offset_s =
            offset_of_cluster(c, c->spaces[c->space_of[i]].cluster);
        if (offset_s == WHEN_NO_OFFSET)
            continue;
        clock_set_offset(s, (int64_t)offset_s * 1000);
        s->note = STR("the offset from UTC is a guess from the cluster's other "
                      "nodes; give --utc-offset when it is wrong");
    }
}
