/* SPDX-License-Identifier: MIT
 *
 * One stream read by several workers: what the writer gets is in the order of
 * the stream, little is held at any time, idle workers do take part, and an
 * interruption leaves nothing behind. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cli/load.h"
#include "store/open.h"

enum {
    RECORDS = 200000,
    MARK_EVERY = 7001, /* records; a parcel of the reader's own comes then */
    HUGE_AT = 100000,  /* a record that is too long for a batch */
    HUGE_BYTES = 2 << 20,
    SHARED_FROM = 20000, /* records after which the reader waits for others */
    WORKERS = 3,
    LENT_MAX = (WORKERS + 1) * (1 << 20), /* the bound, and what passes it */
};

/* What the threads of a test share. */
struct setup {
    struct rules rules;
    struct queue queue;
    struct job job;
    struct reading reading;
    struct worker workers[WORKERS];
};

/* A record whose bytes are gone when the next one is made, as the reader's. */
static struct record
make_record(char *text, uint64_t line)
{
    size_t n = (size_t)snprintf(text, 100,
        "%08" PRIu64 ".000 |10:00:05.000 |LnkState |link to node %" PRIu64
        " down",
        line, line % 1000);
    struct str raw = {text, n};

    if (line == HUGE_AT) {
        memset(text + n, '.', HUGE_BYTES - n);
        raw.n = HUGE_BYTES;
    }
    return (struct record){
        .form = RECORD_SDL,
        .seq = str_sub(raw, 0, 12),
        .type = str_sub(raw, 28, 8),
        .text = str_skip(raw, 38),
        .raw = raw,
        .line = line,
    };
}

static void
wait_until_taken(struct queue *q)
{
    bool waiting = true;

    while (waiting && !q->stopped) {
        usleep(1000);
        pthread_mutex_lock(&q->lock);
        waiting = q->offered;
        pthread_mutex_unlock(&q->lock);
    }
}

/* All that the reader says of a stream: numbered facts, marks between them. */
static bool
read_stream(struct worker *w, struct job *job, char *text)
{
    struct queue *q = w->shared->queue;
    bool go_on = true;

    for (uint64_t line = 0; go_on && line < RECORDS; line++) {
        struct record rec = make_record(text, line);

        if (line % MARK_EVERY == 0) {
            struct parcel *p = queue_parcel(q, PARCEL_BEGIN);
            p->nfacts = line;
            go_on = batch_push(w, job, p);
        }
        if (line == SHARED_FROM)
            wait_until_taken(q);
        go_on = go_on && batch_add(w, job, &rec);
    }
    return go_on && batch_push(w, job, queue_parcel(q, PARCEL_DONE)) &&
           batch_finish(w, job);
}

static void *
work(void *arg)
{
    struct worker *w = arg;
    struct queue *q = w->shared->queue;
    struct job *job = queue_take(q);
    char *text = malloc(HUGE_BYTES);

    batch_init(w);
    while (job && !batch_wanted(q, 1))
        usleep(1000);
    if (job && read_stream(w, job, text))
        queue_finish(q);
    free(text);
    batch_help(w);
    return NULL;
}

static void
start(struct setup *s)
{
    struct fact_table *tables;
    struct arena a = {NULL, 0};
    struct err e;
    size_t n;

    memset(s, 0, sizeof *s);
    store_tables(&a, &tables, &n);
    CHECK_INT(rules_load_path(&s->rules,
                  STR("tests/fixtures/rules/folder/one.yaml"), tables, n, &e),
        0);
    CHECK_INT(s->rules.n, 1);
    arena_free(&a);
    queue_init(&s->queue, &s->job, 1);
    s->reading = (struct reading){
        .queue = &s->queue, .rules = &s->rules, .nworkers = WORKERS};
    for (size_t i = 0; i < WORKERS; i++) {
        struct worker *w = &s->workers[i];

        w->shared = &s->reading;
        CHECK_INT(match_open(&w->match, &s->rules, &e), 0);
        CHECK_INT(pthread_create(&w->thread, NULL, work, w), 0);
    }
}

static void
finish(struct setup *s)
{
    queue_stop(&s->queue);
    for (size_t i = 0; i < WORKERS; i++)
        pthread_join(s->workers[i].thread, NULL);
    for (size_t i = 0; i < WORKERS; i++) {
        match_close(s->workers[i].match);
        batch_free(&s->workers[i]);
        arena_free(&s->workers[i].scratch);
    }
    queue_free(&s->queue);
    rules_free(&s->rules);
}

/* Facts that are not the next ones of the stream, or are not whole. */
static size_t
count_wrong(const struct setup *s, const struct parcel *p, uint64_t *line)
{
    size_t wrong = 0;

    for (size_t i = 0; i < p->nfacts; i++, (*line)++) {
        const struct fact *f = &p->facts[i];
        int64_t found = -1;

        for (size_t c = 0; c < s->rules.v[0].shape.n; c++) {
            if (f->v[c].kind == VALUE_INTEGER)
                found = f->v[c].i;
        }
        wrong += f->line != *line || f->record.n != 12 ||
                 found != (int64_t)(*line % 1000);
    }
    return wrong;
}

static size_t
bytes_lent(struct queue *q)
{
    size_t bytes;

    pthread_mutex_lock(&q->lock);
    bytes = q->lent;
    pthread_mutex_unlock(&q->lock);
    return bytes;
}

static void
test_order(struct setup *s)
{
    struct queue *q = &s->queue;
    size_t wrong = 0, marks = 0, most = 0;
    uint64_t line = 0;

    start(s);
    while (q->head < q->njobs) {
        struct parcel *p = queue_pop(q, 100);
        size_t bytes = bytes_lent(q);

        most = bytes > most ? bytes : most;
        if (!p)
            continue;
        if (p->kind == PARCEL_FACTS) {
            wrong += count_wrong(s, p, &line);
        } else if (p->kind == PARCEL_BEGIN) {
            wrong += p->nfacts != line;
            marks++;
        } else {
            queue_advance(q);
        }
        queue_return(q, p);
    }
    CHECK_INT(line, RECORDS);
    CHECK_INT(wrong, 0);
    CHECK_INT(marks, (RECORDS + MARK_EVERY - 1) / MARK_EVERY);
    CHECK(most > 0 && most <= LENT_MAX);
    finish(s);
    CHECK_INT(q->lent, 0);
}

/* Every record was matched once, some by those that do not read. */
static void
test_shares(const struct setup *s)
{
    uint64_t sum = 0, most = 0;

    for (size_t i = 0; i < WORKERS; i++) {
        sum += s->workers[i].records;
        most = s->workers[i].records > most ? s->workers[i].records : most;
    }
    CHECK_INT(sum, RECORDS);
    CHECK(most < RECORDS);
}

/* Stopping in the middle wakes all that wait. */
static void
test_stop(struct setup *s)
{
    struct parcel *p;

    start(s);
    do
        p = queue_pop(&s->queue, 100);
    while (!p);
    queue_return(&s->queue, p);
    finish(s);
    CHECK_INT(s->queue.finished, 0);
}

int
main(void)
{
    struct setup *s = malloc(sizeof *s);

    test_order(s);
    test_shares(s);
    test_stop(s);
    free(s);
    return check_done();
}
