/* SPDX-License-Identifier: MIT
 *
 * A ring of blocks between the thread that reads and the one that takes. */
#include "trace/ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCKS = 4 };

struct block {
    char *p; /* STREAM_BLOCK bytes */
    size_t n;
};

struct ahead {
    struct stream *below;
    bool begun; /* the first block was read */
    bool started;
    pthread_t thread;
    size_t at; /* bytes taken of the oldest block */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct block ring[BLOCKS];
    size_t filled, taken; /* blocks so far */
    bool stopped;         /* the thread is to end */
    bool ended;           /* no block follows: the end, or */
    bool failed;          /* an error */
    struct err error;
    int64_t spent_ns;
};

struct ahead *
ahead_open(struct stream *below)
{
    struct ahead *a = calloc(1, sizeof(*a));
    if (!a)
        die("out of memory");
    a->below = below;
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    return a;
}

static int64_t
cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The block to be filled next; NULL when there is to be none. */
static struct block *
wait_for_room(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->stopped && a->filled - a->taken == BLOCKS)
        pthread_cond_wait(&a->changed, &a->lock);
    bool stopped = a->stopped;
    pthread_mutex_unlock(&a->lock);
    return stopped ? NULL : &a->ring[a->filled % BLOCKS];
}

/* Fills a block as far as the stream goes. returns false at its end. */
static bool
fill(struct ahead *a, struct block *b, struct err *e, int64_t *last)
{
    if (!b->p && !(b->p = malloc(STREAM_BLOCK)))
        die("out of memory");
    b->n = 0;
    do {
        *last = stream_read(a->below, b->p + b->n, STREAM_BLOCK - b->n, e);
        b->n += *last > 0 ? (size_t)*last : 0;
    } while (*last > 0 && b->n < STREAM_BLOCK);
    return *last > 0;
}

static void *
read_blocks(void *arg)
{
    struct ahead *a = arg;
    struct block *b;
    bool more = true;
    while (more && (b = wait_for_room(a))) {
        struct err e = {0};
        int64_t last = 0;
        more = fill(a, b, &e, &last);
        pthread_mutex_lock(&a->lock);
        a->filled++;
        a->ended = !more;
        a->failed = last < 0;
        a->error = e;
        a->spent_ns = cpu_ns();
        pthread_cond_signal(&a->changed);
        pthread_mutex_unlock(&a->lock);
    }
    return NULL;
}

/* The first block is read without a thread: most streams are short. */
static void
begin(struct ahead *a)
{
    int64_t last = 0;
    a->begun = true;
    a->ended = !fill(a, &a->ring[0], &a->error, &last);
    a->failed = last < 0;
    a->filled = 1;
    if (a->ended)
        return;
    a->started = pthread_create(&a->thread, NULL, read_blocks, a) == 0;
    if (a->started)
        return;
    a->ended = a->failed = true;
    err_set(&a->error, "cannot be read: no thread can be started");
}

/* The oldest block; NULL when no more come. */
static struct block *
wait_for_block(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->ended && a->filled == a->taken)
        pthread_cond_wait(&a->changed, &a->lock);
    bool none = a->filled == a->taken;
    pthread_mutex_unlock(&a->lock);
    return none ? NULL : &a->ring[a->taken % BLOCKS];
}

static void
give_back(struct ahead *a)
{
    a->at = 0;
    pthread_mutex_lock(&a->lock);
    a->taken++;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
}

int64_t
ahead_read(struct ahead *a, char *buf, size_t n, struct err *e)
{
    if (!a->begun)
        begin(a);
    struct block *b;
    while ((b = wait_for_block(a)) && a->at == b->n)
        give_back(a);
    if (!b)
        return a->failed ? err_set(e, "%s", a->error.text) : 0;
    size_t left = b->n - a->at;
    if (n > left)
        n = left;
    memcpy(buf, b->p + a->at, n);
    a->at += n;
    if (a->at == b->n)
        give_back(a);
    return (int64_t)n;
}

int64_t
ahead_spent_ns(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    int64_t spent_ns = a->spent_ns;
    pthread_mutex_unlock(&a->lock);
    return spent_ns;
}

void
ahead_close(struct ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    a->stopped = true;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    if (a->started)
        pthread_join(a->thread, NULL);
    for (size_t i = 0; i < BLOCKS; i++)
        free(a->ring[i].p);
    pthread_mutex_destroy(&a->lock);
    pthread_cond_destroy(&a->changed);
    free(a);
}
