/* SPDX-License-Identifier: MIT
 *
 * --since, --until, --around and --window. */
#include "cli/times.h"

#define WINDOW_MS (2 * 60 * INT64_C(1000))

/* An option that was not given is all zeroes. */
static bool
is_given(const struct when *w)
{
    return w->utc_ms != 0 || w->tod_ms != 0 || w->offset_s != 0;
}

static bool
is_time_of_day(const struct when *w)
{
    return w->utc_ms == WHEN_UNKNOWN;
}

static bool
is_local(const struct when *w)
{
    return !is_time_of_day(w) && w->offset_s == WHEN_NO_OFFSET;
}

static int64_t
clamp_tod(int64_t ms)
{
    if (ms < 0)
        return 0;
    return ms < WHEN_DAY_MS ? ms : WHEN_DAY_MS - 1;
}

/* by_ms: how far from the given time the range begins and ends. */
static void
set_since(struct call_filter *f, const struct when *w, int64_t by_ms)
{
    if (is_time_of_day(w))
        f->since_tod = clamp_tod(w->tod_ms - by_ms);
    else
        f->since_ms = w->utc_ms - by_ms;
    f->local = f->local || is_local(w);
}

/* A day that ends a range is in it as a whole. */
static void
set_until(struct call_filter *f, const struct when *w, int64_t by_ms)
{
    bool is_day = is_local(w) && w->utc_ms % WHEN_DAY_MS == 0 && by_ms == 0;
    if (is_time_of_day(w))
        f->until_tod = clamp_tod(w->tod_ms + by_ms);
    else
        f->until_ms = w->utc_ms + (is_day ? WHEN_DAY_MS - 1 : by_ms);
    f->local = f->local || is_local(w);
}

int
times_set(struct call_filter *f, const struct time_range *o, struct err *e)
{
    bool since = is_given(&o->since), until = is_given(&o->until);
    if (is_given(&o->around)) {
        if (since || until)
            return err_set(e, "--around: expected without --since and --until");
        int64_t by = o->window_ms > 0 ? o->window_ms : WINDOW_MS;
        set_since(f, &o->around, by);
        set_until(f, &o->around, by);
        return 0;
    }
    if (o->window_ms > 0)
        return err_set(e, "--window: expected together with --around");
    if (since && until && !is_time_of_day(&o->since) &&
        !is_time_of_day(&o->until) &&
        is_local(&o->since) != is_local(&o->until))
        return err_set(e, "--since and --until: expected both or neither "
                          "with an offset from UTC");
    if (since)
        set_since(f, &o->since, 0);
    if (until)
        set_until(f, &o->until, 0);
    return 0;
}
