/* SPDX-License-Identifier: MIT
 *
 * The work on one record: matched, its facts copied into a parcel. Timed now
 * and then for --timings. */
#include <string.h>

#include "cli/load.h"

enum {
    PARCEL_FACTS_MAX = 512,
    PARCEL_BYTES_MAX = 256 << 10,
    RECORDS_PER_TIME = 16, /* of --timings one in so many is timed */
};

static struct str
copy_text(char **to, struct str s)
{
    struct str copy = {*to, s.n};

    if (s.n)
        memcpy(*to, s.p, s.n);
    *to += s.n;
    return copy;
}

/* Copies a fact with all its text into one piece of the arena. */
static struct fact
copy_fact(struct arena *a, const struct fact *f, size_t n)
{
    struct fact copy = *f;
    size_t values = n * sizeof *copy.v;
    size_t bytes = f->record.n;
    char *text;

    for (size_t i = 0; i < n; i++)
        bytes += f->v[i].kind == VALUE_TEXT ? f->v[i].s.n : 0;
    copy.v = arena_bytes(a, values + bytes);
    memcpy(copy.v, f->v, values);
    text = (char *)(copy.v + n);
    copy.text = (struct str){text, bytes};
    for (size_t i = 0; i < n; i++) {
        if (copy.v[i].kind == VALUE_TEXT)
            copy.v[i].s = copy_text(&text, copy.v[i].s);
    }
    copy.record = copy_text(&text, f->record);
    return copy;
}

static void
add_fact(struct worker *w, const struct fact *f, struct parcel **to)
{
    const struct reading *s = w->shared;
    const struct rule *rule = &s->rules->v[f->shape];
    struct parcel *p = *to;
    struct fact *copy;

    if (!p)
        p = *to = queue_parcel(s->queue, PARCEL_FACTS);
    if (!p->facts) {
        p->cap = PARCEL_FACTS_MAX;
        p->facts = arena_array(&p->arena, p->cap, sizeof *p->facts);
    }
    p->facts = arena_grow(
        &p->arena, p->facts, &p->cap, p->nfacts + 1, sizeof *p->facts);
    if (s->no_text && rule->col_text < rule->shape.n)
        f->v[rule->col_text] = (struct value){.kind = VALUE_ABSENT};
    copy = &p->facts[p->nfacts++];
    *copy = copy_fact(&p->arena, f, rule->shape.n);
}

static void
match_and_add(struct worker *w, const struct record *rec, struct parcel **to)
{
    match_record(w->match, rec, &w->scratch, &w->facts);
    if (w->sampled)
        w->matched_ns = time_clock_ns();
    for (size_t i = 0; i < w->facts.n; i++)
        add_fact(w, &w->facts.v[i], to);
    if (w->scratch.used)
        arena_reset(&w->scratch);
}

/* The same, timed. What takes so long that another process must have been
 * running counts nothing; nor does looking at the clock. */
static void
sample(struct worker *w, const struct record *rec, struct parcel **to)
{
    enum { MOST_NS = 200000 };
    int64_t before_ns = time_clock_ns();
    int64_t start_ns = time_clock_ns();
    int64_t clock_ns = start_ns - before_ns;

    w->sampled = true;
    match_and_add(w, rec, to);
    w->sampled = false;
    int64_t match_ns = w->matched_ns - start_ns - clock_ns;
    int64_t copy_ns = time_clock_ns() - w->matched_ns - clock_ns;
    if (clock_ns > MOST_NS / 100 || match_ns + copy_ns > MOST_NS)
        return;
    w->times.match_ns += match_ns * RECORDS_PER_TIME;
    w->times.copy_ns += copy_ns * RECORDS_PER_TIME;
}

void
worker_match(struct worker *w, const struct record *rec, struct parcel **to)
{
    if (w->records++ % RECORDS_PER_TIME == 0 && w->shared->timed)
        sample(w, rec, to);
    else
        match_and_add(w, rec, to);
}

bool
parcel_is_full(const struct parcel *p)
{
    return p->nfacts >= PARCEL_FACTS_MAX || p->arena.used >= PARCEL_BYTES_MAX;
}
