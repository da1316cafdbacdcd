/* SPDX-License-Identifier: MIT
 *
 * One line on standard error, written over and over: files, bytes, rate, time
 * left. Only on a terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/load.h"

enum { PROGRESS_EVERY_MS = 200 };

int64_t
progress_now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct str
progress_bytes(struct arena *a, int64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    double v = (double)bytes / 1000;
    size_t i = 0;

    if (bytes < 1000)
        return str_fmt(a, "%lld bytes", (long long)bytes);
    for (; v >= 999.95 && i + 1 < COUNTOF(units); i++)
        v /= 1000;
    return str_fmt(a, v < 9.995 ? "%.1f %s" : "%.0f %s", v, units[i]);
}

void
progress_init(struct progress *p, const struct global *g, const struct queue *q)
{
    *p = (struct progress){
        .shown = !g->quiet && isatty(STDERR_FILENO) &&
                 !str_eq(str_from(getenv("TERM")), STR("dumb")),
        .start_ms = progress_now_ms(),
        .width = g->render.width,
    };
    for (size_t i = 0; i < q->njobs; i++) {
        if (q->jobs[i].path.size < 0)
            p->total = -1;
        else if (p->total >= 0)
            p->total += q->jobs[i].path.size;
    }
    p->next_ms = p->start_ms + PROGRESS_EVERY_MS;
}

static int64_t
consumed(const struct queue *q)
{
    int64_t sum = 0;

    for (size_t i = 0; i < q->njobs; i++)
        sum += q->jobs[i].consumed;
    return sum;
}

static struct str
progress_text(const struct progress *p, const struct queue *q, struct arena *a)
{
    int64_t ms = progress_now_ms() - p->start_ms;
    int64_t done = consumed(q);
    double rate = ms > 0 ? (double)done * 1000 / (double)ms : 0;
    size_t files = queue_files(q, 0);
    struct str s = str_fmt(a, "%zu of %zu files, " STR_FMT ", " STR_FMT "/s",
        files - queue_files(q, q->head), files,
        STR_ARG(progress_bytes(a, done)),
        STR_ARG(progress_bytes(a, (int64_t)rate)));

    if (p->total > done && rate > 0)
        s = str_fmt(a, STR_FMT ", " STR_FMT " left", STR_ARG(s),
            STR_ARG(when_duration(
                a, (int64_t)((double)(p->total - done) * 1000 / rate))));
    return str_sub(s, 0, p->width - 1);
}

void
progress_draw(struct progress *p, const struct queue *q)
{
    struct arena a = {NULL, 0};
    struct out o;

    if (!p->shown || progress_now_ms() < p->next_ms)
        return;
    out_init_fd(&o, STDERR_FILENO);
    out_z(&o, "\r\033[K");
    out_str(&o, progress_text(p, q, &a));
    (void)out_close(&o, NULL);
    arena_free(&a);
    p->drawn = true;
    p->next_ms = progress_now_ms() + PROGRESS_EVERY_MS;
}

void
progress_clear(struct progress *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = false;
}
