/* SPDX-License-Identifier: MIT
 *
 * Which files can hold nothing of the window of --since and --until: only
 * their first bytes are read, where FileHead says node and time. A file of a
 * node's service ends where its next one begins. So for members of zip archives
 * that are jobs of their own; other archives, call logs and files whose head
 * does not say are read. */
#include <stdlib.h>

#include "cli/load.h"
#include "trace/reader.h"

enum { HEAD_BYTES = 16 << 10 };

/* Where heads are read. */
struct place {
    struct arena *a; /* keeps names */
    char *bytes;     /* HEAD_BYTES */
};

struct head {
    struct job *job;
    struct source src; /* only the host's name lives on */
    struct str member; /* in the archive; empty for a file */
    int64_t start_ms;  /* UTC, of the first record */
};

/* Reads the first record of a file that is no archive. */
static bool
read_first(const struct place *p, struct input *in, struct source *src)
{
    size_t n = 0;
    int64_t got = 1;
    struct reader *rd = NULL;
    struct record rec;
    struct err e;

    while (got > 0 && n < HEAD_BYTES) {
        got = input_read(in, p->bytes + n, HEAD_BYTES - n, &e);
        n += got > 0 ? (size_t)got : 0;
    }
    if (got < 0 || reader_open_memory(&rd, (struct str){p->bytes, n}, &e) < 0)
        return false;
    bool has = reader_next(rd, &rec, &e) > 0;
    reader_source(rd, src);
    src->host = str_dup(p->a, src->host);
    reader_close(rd);
    return has && src->has_head && src->base_ms != WHEN_UNKNOWN &&
           src->first_tod != WHEN_UNKNOWN;
}

/* A file, or a member that is no archive itself. */
static bool
may_be_alone(const struct job *job, struct str member)
{
    return member.n == 0 ||
           (job->path.to && str_find_byte(member, ':') == member.n);
}

static bool
read_head(
    const struct place *p, struct input **in, struct job *job, struct head *h)
{
    struct input_stream stream;
    struct err e;

    *h = (struct head){.job = job};
    if (job->path.size < 0 || input_open_next(in, &job->path, &e) < 0 ||
        input_next(*in, &stream, &e) <= 0 ||
        !may_be_alone(job, stream.member) || !read_first(p, *in, &h->src))
        return false;
    h->member = str_dup(p->a, stream.member);
    h->start_ms = h->src.base_ms + h->src.first_tod;
    return input_next(*in, &stream, &e) == 0;
}

static int
compare_int(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

/* Node and service, then time. */
static int
by_service(const void *left, const void *right)
{
    const struct head *a = left, *b = right;
    int order = str_cmp(a->src.host, b->src.host);

    if (order == 0)
        order = compare_int(a->src.node, b->src.node);
    if (order == 0)
        order = compare_int(a->src.app, b->src.app);
    return order ? order : compare_int(a->start_ms, b->start_ms);
}

static bool
same_service(const struct head *a, const struct head *b)
{
    return str_eq(a->src.host, b->src.host) && a->src.node == b->src.node &&
           a->src.app == b->src.app;
}

/* When the service began its next file; WHEN_UNKNOWN when that is not here. */
static int64_t
end_of(const struct head *v, size_t n, size_t i)
{
    for (size_t k = i + 1; k < n && same_service(&v[i], &v[k]); k++) {
        if (v[k].start_ms > v[i].start_ms)
            return v[k].start_ms;
    }
    return WHEN_UNKNOWN;
}

void
heads_mark(const struct window *w, struct arena *run, struct jobs *jobs)
{
    struct arena a = {NULL, 0};
    struct place p = {&a, arena_alloc(&a, HEAD_BYTES)};
    struct head *v = arena_array(&a, jobs->n, sizeof *v);
    struct input *in = NULL;
    size_t n = 0;

    for (size_t i = 0; i < jobs->n; i++)
        n += read_head(&p, &in, &jobs->v[i], &v[n]);
    input_close(in);
    for (size_t i = 0; i < jobs->n; i++)
        input_parts_again(&jobs->v[i].path);
    qsort(v, n, sizeof *v, by_service);
    for (size_t i = 0; i < n; i++) {
        if (window_may_have(w, &v[i].src, v[i].start_ms, end_of(v, n, i)))
            continue;
        v[i].job->outside = true;
        v[i].job->member = str_dup(run, v[i].member);
    }
    arena_free(&a);
}
