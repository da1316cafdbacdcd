/* SPDX-License-Identifier: MIT
 *
 * The queue between workers and the writer, bounded in bytes. The job that the
 * writer is at may always bring a little; the others wait while the total is
 * reached. So the writer never starves and nothing can block for ever. */
#include "cli/load.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum {
    QUEUE_JOB_BYTES = 2 << 20,    /* of the job that the writer is at */
    QUEUE_TOTAL_BYTES = 24 << 20, /* all together */
};

size_t
queue_files(const struct queue *q, size_t from)
{
    size_t n = 0;

    for (size_t i = from; i < q->njobs; i++)
        n += !q->jobs[i].path.more;
    return n;
}

void
queue_init(struct queue *q, struct job *jobs, size_t njobs)
{
    pthread_condattr_t monotonic;

    *q = (struct queue){.jobs = jobs, .njobs = njobs};
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->drained, NULL);
    pthread_cond_init(&q->offer, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&q->filled, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void
free_parcels(struct parcel *p)
{
    while (p) {
        struct parcel *next = p->next;

        arena_free(&p->arena);
        free(p);
        p = next;
    }
}

void
queue_free(struct queue *q)
{
    for (size_t i = 0; i < q->njobs; i++)
        free_parcels(q->jobs[i].first);
    free_parcels(q->free);
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->filled);
    pthread_cond_destroy(&q->drained);
    pthread_cond_destroy(&q->offer);
}

struct job *
queue_take(struct queue *q)
{
    struct job *job = NULL;

    pthread_mutex_lock(&q->lock);
    if (!q->stopped && q->next < q->njobs)
        job = &q->jobs[q->next++];
    pthread_mutex_unlock(&q->lock);
    return job;
}

void
queue_finish(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->finished++;
    if (q->finished == q->njobs)
        pthread_cond_broadcast(&q->offer);
    pthread_mutex_unlock(&q->lock);
}

struct parcel *
queue_parcel(struct queue *q, enum parcel_kind kind)
{
    struct arena arena = {NULL, 0};
    struct parcel *p;

    pthread_mutex_lock(&q->lock);
    p = q->free;
    if (p)
        q->free = p->next;
    pthread_mutex_unlock(&q->lock);
    if (p)
        arena = p->arena;
    else
        p = malloc(sizeof *p);
    if (!p)
        die("out of memory");
    *p = (struct parcel){.kind = kind, .arena = arena};
    return p;
}

static bool
is_full(const struct queue *q, const struct job *job)
{
    if (job == &q->jobs[q->head])
        return job->bytes >= QUEUE_JOB_BYTES;
    return q->bytes >= QUEUE_TOTAL_BYTES;
}

bool
queue_push(struct queue *q, struct job *job, struct parcel *p)
{
    bool stopped;

    p->next = NULL;
    pthread_mutex_lock(&q->lock);
    while (!q->stopped && is_full(q, job))
        pthread_cond_wait(&q->drained, &q->lock);
    stopped = q->stopped;
    if (job->last)
        job->last->next = p;
    else
        job->first = p;
    job->last = p;
    job->bytes += p->arena.used;
    q->bytes += p->arena.used;
    if (job == &q->jobs[q->head])
        pthread_cond_signal(&q->filled);
    pthread_mutex_unlock(&q->lock);
    return !stopped;
}

static struct timespec
deadline(int wait_ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += wait_ms / 1000;
    t.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

struct parcel *
queue_pop(struct queue *q, int wait_ms)
{
    struct timespec until = deadline(wait_ms);
    struct job *job = &q->jobs[q->head];
    struct parcel *p;

    pthread_mutex_lock(&q->lock);
    while (!job->first) {
        if (pthread_cond_timedwait(&q->filled, &q->lock, &until) == ETIMEDOUT)
            break;
    }
    p = job->first;
    if (p) {
        job->first = p->next;
        if (!job->first)
            job->last = NULL;
        job->bytes -= p->arena.used;
        q->bytes -= p->arena.used;
        pthread_cond_broadcast(&q->drained);
    }
    pthread_mutex_unlock(&q->lock);
    return p;
}

void
queue_return(struct queue *q, struct parcel *p)
{
    arena_reset(&p->arena);
    pthread_mutex_lock(&q->lock);
    p->next = q->free;
    q->free = p;
    pthread_mutex_unlock(&q->lock);
}

void
queue_advance(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->head++;
    pthread_cond_broadcast(&q->drained);
    pthread_mutex_unlock(&q->lock);
}

void
queue_stop(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->stopped = true;
    pthread_cond_broadcast(&q->drained);
    pthread_cond_broadcast(&q->offer);
    pthread_mutex_unlock(&q->lock);
}
