/* SPDX-License-Identifier: MIT
 *
 * --since and --until: whether a record's time is inside. A bound with an
 * offset is a moment, one without is wall clock of the traces, a time of day
 * alone is that time on any day. */
#include "cli/load.h"

enum side { SINCE, UNTIL };
enum { SLACK_MS = 60 * 1000 };

bool
window_given(struct when w)
{
    return w.utc_ms != 0 || w.tod_ms != 0 || w.offset_s != 0;
}

/* ms of a record as wall clock and as UTC; WHEN_UNKNOWN where not known. */
struct times {
    int64_t wall_ms, utc_ms, tod_ms;
};

static struct times
record_times(const struct source *src, const struct record *rec)
{
    struct times t = {WHEN_UNKNOWN, WHEN_UNKNOWN, WHEN_UNKNOWN};
    bool has_offset = src->utc_offset_s != WHEN_NO_OFFSET;
    int64_t offset_ms = has_offset ? (int64_t)src->utc_offset_s * 1000 : 0;

    if (rec->tod_ms == WHEN_UNKNOWN)
        return t;
    t.tod_ms = rec->tod_ms % WHEN_DAY_MS;
    if (rec->form == RECORD_CALLLOG ||
        (rec->day != 0 && !DAY_HAS_NO_YEAR(rec->day))) {
        t.wall_ms = rec->tod_ms;
        if (has_offset)
            t.utc_ms = rec->tod_ms - offset_ms;
    } else if (src->base_ms != WHEN_UNKNOWN) {
        t.utc_ms = src->base_ms + rec->tod_ms;
        t.wall_ms = t.utc_ms + offset_ms;
    }
    return t;
}

static bool
is_inside(struct when bound, enum side side, const struct times *t)
{
    int64_t at, limit;

    if (bound.utc_ms == WHEN_UNKNOWN) {
        at = t->tod_ms;
        limit = bound.tod_ms;
    } else {
        at = bound.offset_s == WHEN_NO_OFFSET ? t->wall_ms : t->utc_ms;
        limit = bound.utc_ms;
        /* A day that ends the range is in it as a whole. */
        if (side == UNTIL && bound.offset_s == WHEN_NO_OFFSET &&
            limit % WHEN_DAY_MS == 0)
            limit += WHEN_DAY_MS - 1;
    }
    if (at == WHEN_UNKNOWN || limit == WHEN_UNKNOWN)
        return true;
    return side == SINCE ? at >= limit : at <= limit;
}

bool
window_has(
    const struct window *w, const struct source *src, const struct record *rec)
{
    struct times t = record_times(src, rec);

    if (window_given(w->since) && !is_inside(w->since, SINCE, &t))
        return false;
    return !window_given(w->until) || is_inside(w->until, UNTIL, &t);
}

/* A moment of a source. */
static struct times
moment(const struct source *src, int64_t utc_ms)
{
    int64_t offset_ms = src->utc_offset_s == WHEN_NO_OFFSET
                            ? 0
                            : (int64_t)src->utc_offset_s * 1000;

    return (struct times){utc_ms + offset_ms, utc_ms, WHEN_UNKNOWN};
}

bool
window_may_have(const struct window *w, const struct source *src,
    int64_t start_ms, int64_t end_ms)
{
    struct times first = moment(src, start_ms - SLACK_MS);
    struct times last = moment(src, end_ms == WHEN_UNKNOWN ? 0 : end_ms);

    if (window_given(w->until) && !is_inside(w->until, UNTIL, &first))
        return false;
    if (!window_given(w->since) || end_ms == WHEN_UNKNOWN)
        return true;
    last.wall_ms += SLACK_MS;
    last.utc_ms += SLACK_MS;
    return is_inside(w->since, SINCE, &last);
}
