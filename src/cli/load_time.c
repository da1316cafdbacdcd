/* SPDX-License-Identifier: MIT
 *
 * Where the time of a load goes, by stage. */
#include <time.h>

#include "cli/load.h"

static int64_t
read_clock(clockid_t which)
{
    struct timespec t;

    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t
time_cpu_ns(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

int64_t
time_clock_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void
time_put(const struct load_times *t, const struct global *g, struct json *j)
{
    const struct work_times *w = &t->work;
    const struct {
        const char *key, *text;
        int64_t ns;
    } stages[] = {
        {"start", "start", t->start_ns},
        {"unpack", "read and unpack", w->unpack_ns},
        {"split", "split into records",
            w->total_ns - w->unpack_ns - w->match_ns - w->copy_ns},
        {"match", "match", w->match_ns},
        {"copy", "hand over", w->copy_ns},
        {"write", "write facts", t->write_ns},
        {"calls", "make calls", t->calls_ns},
    };
    struct out o;

    out_init_mem(&o);
    out_z(&o, "CPU seconds:");
    for (size_t i = 0; i < COUNTOF(stages); i++)
        out_fmt(&o, "%s %s %.3f", i ? "," : "", stages[i].text,
            (double)stages[i].ns / 1e9);
    cmd_note(g, STR_FMT, STR_ARG(out_text(&o)));
    (void)out_close(&o, NULL);
    if (!j)
        return;
    json_object(j, "cpu_us");
    for (size_t i = 0; i < COUNTOF(stages); i++)
        json_int(j, stages[i].key, stages[i].ns / 1000);
    json_end_object(j);
}
