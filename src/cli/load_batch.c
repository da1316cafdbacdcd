/* SPDX-License-Identifier: MIT
 *
 * When there are fewer files than workers, a stream is read by several: the one
 * that reads it splits it and copies its records into batches, which whoever
 * is idle matches; when enough of them wait, the reader matches too. It alone
 * hands over what was made of them, batch after batch, so the writer sees the
 * same facts in the same order as if one worker had done it all.
 *
 * A batch is touched by one thread at a time. `state` says by which, and
 * changes under the queue's lock only; `next` and `behind` are the reader's. */
#include "cli/load.h"

#include <stdlib.h>
#include <string.h>

enum {
    BATCH_BYTES = 256 << 10,
    BATCH_RECORDS = 2048,
    LENT_BYTES = 1 << 20, /* by a worker, waiting or being matched */
    HELP_BYTES = 1 << 20, /* on disk, that are worth one more worker */
    HELPERS_MAX = 7,      /* of one file; splitting it is the limit then */
};

enum batch_state {
    BATCH_OFFERED, /* waits for a worker */
    BATCH_TAKEN,   /* a worker matches it */
    BATCH_MATCHED, /* the reader may hand it over */
};

/* A list of them, in order. */
struct parcels {
    struct parcel *first, *last;
};

struct batch {
    struct batch *next;         /* of the same reader, behind it */
    struct batch *next_offered; /* of any reader */
    struct worker *reader;
    enum batch_state state;
    size_t lent; /* bytes that are held on its behalf */

    char *bytes; /* of the records; they are slices of it */
    size_t nbytes;
    struct record *records;
    size_t nrecords;

    struct parcels facts;  /* made of the records */
    struct parcels behind; /* what the reader has to say after them */
};

static void
append(struct parcels *list, struct parcel *p)
{
    p->next = NULL;
    if (list->last)
        list->last->next = p;
    else
        list->first = p;
    list->last = p;
}

static struct parcel *
take_first(struct parcels *list)
{
    struct parcel *p = list->first;

    if (p)
        list->first = p->next;
    if (!list->first)
        list->last = NULL;
    return p;
}

/* --- filling -------------------------------------------------------------- */

static struct batch *
batch_open(struct worker *w)
{
    struct batch *b = w->batches.spare;

    if (b) {
        w->batches.spare = b->next;
    } else {
        b = calloc(1, sizeof *b);
        if (!b)
            die("out of memory");
        b->reader = w;
        b->records = malloc(BATCH_RECORDS * sizeof *b->records);
        b->bytes = malloc(BATCH_BYTES);
        if (!b->records || !b->bytes)
            die("out of memory");
    }
    b->nbytes = b->nrecords = b->lent = 0;
    b->next = NULL;
    return b;
}

/* What was a slice of one is the same of the other; other texts of a record
 * are constants. */
static struct str
rebase(struct str s, struct str from, const char *to)
{
    size_t at = (size_t)((uintptr_t)s.p - (uintptr_t)from.p);

    if (at > from.n || s.n > from.n - at)
        return s;
    return (struct str){to + at, s.n};
}

static void
put_record(struct batch *b, const struct record *rec)
{
    struct record *copy = &b->records[b->nrecords++];
    char *to = b->bytes + b->nbytes;

    memcpy(to, rec->raw.p, rec->raw.n);
    b->nbytes += rec->raw.n;
    *copy = *rec;
    copy->seq = rebase(rec->seq, rec->raw, to);
    copy->type = rebase(rec->type, rec->raw, to);
    copy->signal = rebase(rec->signal, rec->raw, to);
    copy->text = rebase(rec->text, rec->raw, to);
    copy->raw.p = to;
}

static bool
has_room(const struct batch *b, const struct record *rec)
{
    return b->nrecords < BATCH_RECORDS && BATCH_BYTES - b->nbytes >= rec->raw.n;
}

/* --- offering and taking -------------------------------------------------- */

/* Counts bytes held on behalf of a batch, so that they stay within bounds. */
static void
lend(struct queue *q, struct batch *b, size_t bytes)
{
    b->lent += bytes;
    q->lent += bytes;
}

/* The batch that is being filled, if any, becomes one that others may take. */
static void
offer(struct worker *w)
{
    struct queue *q = w->shared->queue;
    struct batches *own = &w->batches;
    struct batch *b = own->filling;

    if (!b)
        return;
    own->filling = NULL;
    if (own->last)
        own->last->next = b;
    else
        own->first = b;
    own->last = b;
    pthread_mutex_lock(&q->lock);
    struct batch **end = &q->offered;
    while (*end)
        end = &(*end)->next_offered;
    *end = b;
    b->next_offered = NULL;
    b->state = BATCH_OFFERED;
    lend(q, b, b->nbytes);
    pthread_cond_signal(&q->offer);
    pthread_mutex_unlock(&q->lock);
}

/* Under the lock. */
static void
take(struct queue *q, struct batch *b)
{
    struct batch **at = &q->offered;

    while (*at != b)
        at = &(*at)->next_offered;
    *at = b->next_offered;
    b->state = BATCH_TAKEN;
}

static void
match_batch(struct worker *w, struct batch *b)
{
    struct queue *q = w->shared->queue;
    struct parcel *p = NULL;

    for (size_t i = 0; i < b->nrecords; i++) {
        worker_match(w, &b->records[i], &p);
        if (p && parcel_is_full(p)) {
            append(&b->facts, p);
            p = NULL;
        }
    }
    if (p)
        append(&b->facts, p);
    pthread_mutex_lock(&q->lock);
    b->state = BATCH_MATCHED;
    pthread_cond_signal(&b->reader->batches.matched);
    pthread_mutex_unlock(&q->lock);
}

bool
batch_wanted(struct queue *q, size_t idle)
{
    bool wanted;

    pthread_mutex_lock(&q->lock);
    wanted = q->idle >= idle;
    pthread_mutex_unlock(&q->lock);
    return wanted;
}

void
batch_help(struct worker *w)
{
    struct queue *q = w->shared->queue;
    struct batch *b;

    do {
        pthread_mutex_lock(&q->lock);
        q->idle++;
        while (!q->stopped && !q->offered && q->finished < q->njobs)
            pthread_cond_wait(&q->offer, &q->lock);
        q->idle--;
        b = q->stopped ? NULL : q->offered;
        if (b)
            take(q, b);
        pthread_mutex_unlock(&q->lock);
        if (b)
            match_batch(w, b);
    } while (b);
}

/* --- handing over --------------------------------------------------------- */

/* Brings the oldest batch nearer to being matched: matches the oldest that
 * nobody has taken, else waits. */
static void
match_or_wait(struct worker *w)
{
    struct queue *q = w->shared->queue;
    struct batch *oldest = w->batches.first;
    struct batch *b = oldest;

    pthread_mutex_lock(&q->lock);
    while (b && b->state != BATCH_OFFERED)
        b = b->next;
    if (b)
        take(q, b);
    while (!b && oldest->state != BATCH_MATCHED)
        pthread_cond_wait(&w->batches.matched, &q->lock);
    pthread_mutex_unlock(&q->lock);
    if (b)
        match_batch(w, b);
}

/* Everything of the oldest batch, which is matched, goes to the writer. */
static bool
push_oldest(struct worker *w, struct job *job)
{
    struct queue *q = w->shared->queue;
    struct batches *own = &w->batches;
    struct batch *b = own->first;
    struct parcel *p;

    while ((p = take_first(&b->facts)) || (p = take_first(&b->behind))) {
        if (!queue_push(q, job, p))
            return false;
    }
    pthread_mutex_lock(&q->lock);
    q->lent -= b->lent;
    pthread_mutex_unlock(&q->lock);
    own->first = b->next;
    if (!own->first)
        own->last = NULL;
    b->next = own->spare;
    own->spare = b;
    return true;
}

/* Hands over what is matched, and sees to it that more is while too much is
 * lent, or until there is nothing left. returns false when the worker is to
 * end. */
static bool
push_matched(struct worker *w, struct job *job, bool all)
{
    struct queue *q = w->shared->queue;
    size_t most = w->shared->nworkers * LENT_BYTES;
    struct batch *b;

    while ((b = w->batches.first)) {
        pthread_mutex_lock(&q->lock);
        bool matched = b->state == BATCH_MATCHED;
        bool wait = all || q->lent > most;
        pthread_mutex_unlock(&q->lock);
        if (!matched && !wait)
            return true;
        if (!matched)
            match_or_wait(w);
        else if (!push_oldest(w, job))
            return false;
    }
    return true;
}

/* A record that is too long to be copied. */
static bool
match_alone(struct worker *w, struct job *job, const struct record *rec)
{
    struct parcel *p = NULL;

    worker_match(w, rec, &p);
    return !p || batch_push(w, job, p);
}

bool
batch_add(struct worker *w, struct job *job, const struct record *rec)
{
    struct batches *own = &w->batches;

    if (rec->raw.n > BATCH_BYTES)
        return match_alone(w, job, rec);
    if (own->filling && !has_room(own->filling, rec)) {
        offer(w);
        if (!push_matched(w, job, false))
            return false;
    }
    if (!own->filling)
        own->filling = batch_open(w);
    put_record(own->filling, rec);
    return true;
}

bool
batch_push(struct worker *w, struct job *job, struct parcel *p)
{
    struct queue *q = w->shared->queue;
    struct batch *last;

    offer(w);
    last = w->batches.last;
    if (!last)
        return queue_push(q, job, p);
    append(&last->behind, p);
    pthread_mutex_lock(&q->lock);
    lend(q, last, p->arena.used);
    pthread_mutex_unlock(&q->lock);
    return push_matched(w, job, false);
}

bool
batch_finish(struct worker *w, struct job *job)
{
    offer(w);
    return push_matched(w, job, true);
}

/* --- beginning and end ---------------------------------------------------- */

size_t
batch_helpers(const struct queue *q)
{
    size_t sum = 0;

    for (size_t i = 0; i < q->njobs; i++) {
        int64_t n = q->jobs[i].path.size / HELP_BYTES;

        if (q->jobs[i].path.size < 0 || n > HELPERS_MAX) /* < 0: nobody knows */
            n = HELPERS_MAX;
        sum += (size_t)n;
    }
    return sum;
}

void
batch_init(struct worker *w)
{
    pthread_cond_init(&w->batches.matched, NULL);
}

static void
free_batches(struct queue *q, struct batch *b)
{
    while (b) {
        struct batch *next = b->next;
        struct parcel *p;

        while ((p = take_first(&b->facts)) || (p = take_first(&b->behind)))
            queue_return(q, p);
        free(b->records);
        free(b->bytes);
        free(b);
        b = next;
    }
}

void
batch_free(struct worker *w)
{
    struct queue *q = w->shared->queue;

    free_batches(q, w->batches.first);
    free_batches(q, w->batches.filling);
    free_batches(q, w->batches.spare);
    pthread_cond_destroy(&w->batches.matched);
}
