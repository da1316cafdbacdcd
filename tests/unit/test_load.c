/* SPDX-License-Identifier: MIT
 *
 * Parts of `load`: the window of --since and --until, and the queue between
 * workers and the writer. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "cli/load.h"

/* --- the window ----------------------------------------------------------- */

#define DAY INT64_C(1580000000000) /* ms UTC of some local midnight */
#define HOUR INT64_C(3600000)

static void
test_window(void)
{
    /* Offset +01:00. A bound with an offset, a wall clock, a time of day. */
    struct source src = {.base_ms = DAY, .utc_offset_s = 3600};
    struct when moment = {DAY + 2 * HOUR, WHEN_UNKNOWN, 0};
    struct when wall = {DAY + 3 * HOUR, WHEN_UNKNOWN, WHEN_NO_OFFSET};
    struct when clock = {WHEN_UNKNOWN, 2 * HOUR, WHEN_NO_OFFSET};
    struct when day = {
        DAY / WHEN_DAY_MS * WHEN_DAY_MS, WHEN_UNKNOWN, WHEN_NO_OFFSET};
    struct when none = {0, 0, 0};
    const struct {
        struct when since, until;
        int64_t tod_ms;
        bool want;
    } rows[] = {
        {none, none, 0, true},
        {moment, none, 2 * HOUR, true},
        {moment, none, 2 * HOUR - 1, false},
        {none, moment, 2 * HOUR, true},
        {none, moment, 2 * HOUR + 1, false},
        {wall, none, 2 * HOUR, true},
        {wall, none, 2 * HOUR - 1, false},
        {clock, none, 2 * HOUR, true},
        {clock, none, 2 * HOUR - 1, false},
        {clock, none, WHEN_DAY_MS + 2 * HOUR, true},
        {clock, none, WHEN_DAY_MS + HOUR, false},
        {moment, moment, 2 * HOUR, true},
        {none, day, -HOUR, true},
        {day, none, -HOUR, true},
        {none, day, WHEN_DAY_MS, false},
        {moment, none, WHEN_UNKNOWN, true},
    };

    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct window w = {rows[i].since, rows[i].until, true};
        struct record rec = {.form = RECORD_SDL, .tod_ms = rows[i].tod_ms};

        CHECK_INT(window_has(&w, &src, &rec), rows[i].want);
    }
    CHECK(!window_given(none));
    CHECK(window_given(clock));
}

/* Whole files: from start to the start of the next one, a minute of slack. */
static void
test_window_files(void)
{
    const struct source src = {.base_ms = DAY, .utc_offset_s = 3600};
    const int64_t minute = 60000;
    const int64_t at = DAY + 2 * HOUR;
    const struct when moment = {at, WHEN_UNKNOWN, 0};
    const struct when wall = {at + HOUR, WHEN_UNKNOWN, WHEN_NO_OFFSET};
    const struct when clock = {WHEN_UNKNOWN, 2 * HOUR, WHEN_NO_OFFSET};
    const struct when none = {0, 0, 0};
    const struct {
        struct when since, until;
        int64_t start_ms, end_ms;
        bool want;
    } rows[] = {
        {moment, none, DAY, at - minute, true},
        {moment, none, DAY, at - minute - 1, false},
        {moment, none, DAY, WHEN_UNKNOWN, true},
        {wall, none, DAY, at - minute, true},
        {wall, none, DAY, at - minute - 1, false},
        {none, moment, at + minute, WHEN_UNKNOWN, true},
        {none, moment, at + minute + 1, WHEN_UNKNOWN, false},
        {none, wall, at + minute + 1, at + HOUR, false},
        {moment, moment, at - HOUR, at + HOUR, true},
        {clock, clock, DAY, DAY + 1, true},
    };

    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct window w = {rows[i].since, rows[i].until, true};

        CHECK_INT(window_may_have(&w, &src, rows[i].start_ms, rows[i].end_ms),
            rows[i].want);
    }
}

static void
test_window_calllog(void)
{
    struct source src = {
        .base_ms = WHEN_UNKNOWN, .utc_offset_s = WHEN_NO_OFFSET};
    struct record rec = {.form = RECORD_CALLLOG, .tod_ms = DAY + HOUR};
    struct window wall = {
        {DAY + 2 * HOUR, WHEN_UNKNOWN, WHEN_NO_OFFSET}, {0, 0, 0}, true};
    struct window moment = {{DAY + 2 * HOUR, WHEN_UNKNOWN, 0}, {0, 0, 0}, true};

    CHECK(!window_has(&wall, &src, &rec));
    /* Without its offset nobody knows: it stays. */
    CHECK(window_has(&moment, &src, &rec));
    src.utc_offset_s = 0;
    CHECK(!window_has(&moment, &src, &rec));
    src.utc_offset_s = -3600;
    CHECK(window_has(&moment, &src, &rec));
}

/* --- the queue ------------------------------------------------------------ */

enum {
    JOBS = 40,
    PARCELS = 30,
    WORKERS = 3,
    PARCEL_BYTES = 100 * 1024,
    BYTES_MAX = 27 << 20, /* total, the head's own, one parcel a worker */
};

/* Fills files with numbered parcels. */
static void *
fill(void *arg)
{
    struct queue *q = arg;
    struct job *job;
    bool go_on = true;

    while (go_on && (job = queue_take(q))) {
        for (size_t i = 0; go_on && i < PARCELS; i++) {
            struct parcel *p = queue_parcel(q, PARCEL_FACTS);

            arena_alloc(&p->arena, PARCEL_BYTES);
            p->nfacts = i;
            go_on = queue_push(q, job, p);
        }
        if (go_on)
            go_on = queue_push(q, job, queue_parcel(q, PARCEL_DONE));
    }
    return NULL;
}

static void
start(struct queue *q, struct job *jobs, pthread_t *threads)
{
    memset(jobs, 0, JOBS * sizeof *jobs);
    queue_init(q, jobs, JOBS);
    for (size_t i = 0; i < WORKERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, fill, q), 0);
}

static void
finish(struct queue *q, pthread_t *threads)
{
    queue_stop(q);
    for (size_t i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    queue_free(q);
}

static size_t
bytes_waiting(struct queue *q)
{
    size_t bytes;

    pthread_mutex_lock(&q->lock);
    bytes = q->bytes;
    pthread_mutex_unlock(&q->lock);
    return bytes;
}

/* Every parcel arrives, in order, and little waits at any time. */
static void
test_queue_order(struct queue *q, struct job *jobs)
{
    pthread_t threads[WORKERS];
    size_t expected = 0, wrong = 0, done = 0, most = 0;

    start(q, jobs, threads);
    while (q->head < JOBS) {
        struct parcel *p = queue_pop(q, 100);
        size_t bytes = bytes_waiting(q);

        most = bytes > most ? bytes : most;
        if (!p)
            continue;
        if (p->kind == PARCEL_DONE) {
            wrong += expected != PARCELS;
            expected = 0;
            done++;
            queue_advance(q);
        } else {
            wrong += p->nfacts != expected++;
        }
        queue_return(q, p);
    }
    CHECK_INT(done, JOBS);
    CHECK_INT(wrong, 0);
    CHECK(most > 0 && most <= BYTES_MAX);
    finish(q, threads);
}

/* Stopping in the middle wakes the workers that wait. */
static void
test_queue_stop(struct queue *q, struct job *jobs)
{
    pthread_t threads[WORKERS];
    struct parcel *p;

    start(q, jobs, threads);
    do
        p = queue_pop(q, 100);
    while (!p);
    CHECK_INT(p->nfacts, 0);
    queue_return(q, p);
    finish(q, threads);
    CHECK(q->next < JOBS);
}

/* --- the rest ------------------------------------------------------------- */

static void
test_bytes(void)
{
    static const struct {
        int64_t bytes;
        const char *want;
    } rows[] = {
        {0, "0 bytes"},
        {999, "999 bytes"},
        {1000, "1.0 kB"},
        {9990, "10.0 kB"},
        {12345, "12 kB"},
        {999960, "1.0 MB"},
        {1234567890, "1.2 GB"},
        {INT64_C(5000000000000), "5.0 TB"},
    };
    struct arena a = {NULL, 0};

    for (size_t i = 0; i < COUNTOF(rows); i++)
        CHECK_STR(progress_bytes(&a, rows[i].bytes), rows[i].want);
    arena_free(&a);
}

int
main(void)
{
    struct queue q;
    struct job jobs[JOBS];

    test_window();
    test_window_files();
    test_window_calllog();
    test_queue_order(&q, jobs);
    test_queue_stop(&q, jobs);
    test_bytes();
    return check_done();
}
