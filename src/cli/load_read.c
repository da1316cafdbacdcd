/* SPDX-License-Identifier: MIT
 *
 * The workers of `load`: file -> streams -> records, matched here
 * (load_match.c) or, when there are idle workers, in batches by them too
 * (load_batch.c), and handed to the writer in parcels. Nothing here touches the
 * database. */
#include <inttypes.h>
#include <string.h>

#include "cli/load.h"
#include "trace/reader.h"
#include "wire/clitext.h"

enum {
    RECORDS_PER_LOOK = 1024, /* records between looks at progress, stop, help */
};

/* One source being read. */
struct reading_source {
    struct worker *w;
    struct job *job;
    struct input *in;
    struct reader *rd;
    struct source src;     /* path, size, cluster; strings of the input */
    struct parcel *parcel; /* facts not handed over yet */
    bool begun;            /* BEGIN was handed over */
    bool in_batches;       /* others help to match */
    struct parcel *told;   /* what text of the command line in it tells */
    struct arena *kept;    /* what lives while it is read */
    uint64_t records;
};

static struct source
copy_source(struct arena *a, const struct source *src)
{
    struct source copy = *src;
    struct str *const texts[] = {&copy.file, &copy.member, &copy.cluster,
        &copy.host, &copy.address, &copy.version, &copy.app_start,
        &copy.first_seq, &copy.last_seq, &copy.status, &copy.note};

    for (size_t i = 0; i < COUNTOF(texts); i++)
        *texts[i] = str_dup(a, *texts[i]);
    return copy;
}

static bool
push_source(struct reading_source *r, enum parcel_kind kind, const char *why)
{
    struct parcel *p = queue_parcel(r->w->shared->queue, kind);

    p->source = copy_source(&p->arena, &r->src);
    p->why = str_dup(&p->arena, str_from(why));
    return batch_push(r->w, r->job, p);
}

/* Hands over the facts so far; before the first ones, that a source begins. */
static bool
push_facts(struct reading_source *r)
{
    struct parcel *p = r->parcel;

    if (!r->begun) {
        reader_source(r->rd, &r->src);
        r->begun = true;
        if (!push_source(r, PARCEL_BEGIN, NULL))
            return false;
    }
    r->parcel = NULL;
    return !p || batch_push(r->w, r->job, p);
}

/* How many workers must be idle for one of them to have a core: the writer
 * takes one, and so does the thread that unpacks. */
static size_t
idle_wanted(const struct reading_source *r)
{
    size_t n = 1;

    if (r->w->shared->writes)
        n++;
    if (input_is_ahead(r->in))
        n++;
    return n;
}

/* Now and then: says how far it is, and whether somebody is idle. Rows of call
 * records are read by the line of names before them, so one worker matches all
 * of them. returns false when the worker is to end. */
static bool
look(struct reading_source *r, const struct record *rec)
{
    struct queue *q = r->w->shared->queue;

    r->job->consumed = input_consumed(r->in);
    if (q->stopped)
        return false;
    if (r->in_batches || rec->form == RECORD_CDR ||
        !batch_wanted(q, idle_wanted(r)))
        return true;
    r->in_batches = true;
    return push_facts(r);
}

/* Matches one record. returns false when the worker is to end. */
static bool
read_record(struct reading_source *r, const struct record *rec)
{
    struct worker *w = r->w;
    const struct window *window = &w->shared->window;

    if (++r->records % RECORDS_PER_LOOK == 0 && !look(r, rec))
        return false;
    if (window->any) {
        reader_source(r->rd, &r->src);
        if (!window_has(window, &r->src, rec))
            return true;
    }
    if (r->in_batches)
        return batch_add(w, r->job, rec);
    worker_match(w, rec, &r->parcel);
    return !r->parcel || !parcel_is_full(r->parcel) || push_facts(r);
}

/* Says in the source how the reading went. why: the reader's error or NULL. */
static void
set_status(struct reading_source *r, const char *why)
{
    struct source *s = &r->src;

    reader_source(r->rd, s);
    if (!reader_has_part(r->rd))
        s->cut = s->cut || input_was_cut(r->in) || (why && s->records);
    else
        s->size = -1; /* parts are read again: the file is known by all */
    if (s->kind == SOURCE_UNKNOWN && why)
        s->status = STR("unreadable");
    else if (s->kind == SOURCE_UNKNOWN && s->bytes == 0)
        s->status = s->cut ? STR("unreadable") : STR("empty");
    else if (s->kind == SOURCE_UNKNOWN)
        s->status = STR("not a trace");
    else
        s->status = s->cut ? STR("cut") : STR("ok");
}

/* Hands over what text of the command line or a capture told. */
static bool
push_told(struct reading_source *r)
{
    struct parcel *p = r->told;

    r->told = NULL;
    return !p || batch_push(r->w, r->job, p);
}

/* returns false when the worker is to end. */
static bool
read_records(struct reading_source *r)
{
    struct record rec;
    struct err e;
    int got;

    while ((got = reader_next(r->rd, &rec, &e)) > 0) {
        if (!read_record(r, &rec))
            return false;
    }
    set_status(r, got < 0 ? e.text : NULL);
    if (r->told && r->src.kind == SOURCE_UNKNOWN) {
        r->src.kind = SOURCE_CLI;
        r->src.note = str_fmt(r->kept,
            "command line: %zu certificate%s, %zu pair%s of ends in packets",
            r->told->tls.ncertificates,
            r->told->tls.ncertificates == 1 ? "" : "s", r->told->tls.nflows,
            r->told->tls.nflows == 1 ? "" : "s");
        r->src.status = r->src.cut ? STR("cut") : STR("ok");
        if (!push_source(r, PARCEL_BEGIN, NULL))
            return false;
    } else if (r->src.kind != SOURCE_UNKNOWN && !push_facts(r)) {
        return false;
    }
    return push_told(r) && push_source(r, PARCEL_END, got < 0 ? e.text : NULL);
}

/* A capture, or certificates. returns false when the worker is to end. */
static bool
read_evidence(struct reading_source *r)
{
    struct err e;

    r->told = queue_parcel(r->w->shared->queue, PARCEL_TLS);
    if (tls_source_read(&r->told->arena, r->in, &r->src, &r->told->tls, &e) <
        0) {
        queue_return(r->w->shared->queue, r->told);
        r->told = NULL;
        r->src.note = STR("");
        return push_source(r, PARCEL_END, e.text);
    }
    /* The parcel goes before the end does. */
    r->src.note = str_dup(r->kept, r->src.note);
    return push_source(r, PARCEL_BEGIN, NULL) && push_told(r) &&
           push_source(
               r, PARCEL_END, r->src.cut ? str_z(r->kept, r->src.note) : NULL);
}

/* Opens the reader; what may hold text of the command line is looked through
 * for that first. */
static int
open_reader(struct reading_source *r, struct err *e)
{
    struct arena *a = r->kept;
    struct clitext found;
    struct str text;

    if (!tls_text_may_be(r->in, &r->src))
        return reader_open(&r->rd, r->in, e);
    if (tls_text_slurp(a, r->in, &r->src, &text, e) < 0)
        return -1;
    if (clitext_read(a, text, &found)) {
        /* Its slices live in what the parcel holds. */
        struct parcel *p = queue_parcel(r->w->shared->queue, PARCEL_TLS);
        (void)clitext_read(&p->arena, str_dup(&p->arena, text), &found);
        p->tls.certificates = found.certificates;
        p->tls.ncertificates = found.ncertificates;
        p->tls.flows = found.flows;
        p->tls.nflows = found.nflows;
        r->told = p;
    }
    return reader_open_memory(&r->rd, text, e);
}

/* Files of several nodes that were run together: each is a source. returns
 * false when the worker is to end. */
static bool
read_parts(struct reading_source *r)
{
    const struct source whole = r->src;
    struct arena a = {NULL, 0};
    uint64_t line;
    bool go_on = true;

    while (go_on && reader_next_part(r->rd, &line)) {
        r->src.member = str_fmt(&a, STR_FMT "%s" SOURCE_PART "%" PRIu64,
            STR_ARG(whole.member), whole.member.n ? ", " : "", line);
        r->src.size = -1;
        r->begun = false;
        r->in_batches = false;
        go_on = read_records(r);
    }
    arena_free(&a);
    return go_on;
}

/* One stream of a file. returns false when the worker is to end. */
static bool
read_stream(struct worker *w, struct job *job, struct input *in,
    const struct input_stream *stream)
{
    bool whole_file = stream->member.n == 0;
    struct arena kept = {0};
    struct reading_source r = {.w = w, .job = job, .in = in, .kept = &kept};
    struct err e;
    bool go_on;

    r.src = (struct source){
        .file = job->path.path,
        .member = stream->member,
        .cluster = w->shared->cluster,
        .size = whole_file ? job->path.size : stream->size,
        .mtime_ms = whole_file ? job->path.mtime_ms : stream->mtime_ms,
        .utc_offset_s = WHEN_NO_OFFSET,
        .file_number = -1,
        .base_ms = WHEN_UNKNOWN,
        .first_tod = WHEN_UNKNOWN,
        .last_tod = WHEN_UNKNOWN,
    };
    if (w->shared->known && known_has(w->shared->known, &r.src))
        return push_source(&r, PARCEL_SKIP, NULL);
    if (tls_source_is(input_peek(in))) {
        go_on = read_evidence(&r);
        arena_free(&kept);
        return go_on;
    }
    if (open_reader(&r, &e) < 0) {
        arena_free(&kept);
        r.src.status = STR("unreadable");
        return push_source(&r, PARCEL_END, e.text);
    }
    go_on = read_records(&r) && read_parts(&r);
    reader_close(r.rd);
    arena_free(&kept);
    if (r.parcel)
        queue_return(w->shared->queue, r.parcel);
    if (r.told)
        queue_return(w->shared->queue, r.told);
    return go_on;
}

static bool
push_unreadable(struct worker *w, struct job *job, const char *why)
{
    struct reading_source r = {.w = w, .job = job};

    r.src = (struct source){
        .file = job->path.path,
        .size = job->path.size,
        .mtime_ms = job->path.mtime_ms,
        .utc_offset_s = WHEN_NO_OFFSET,
        .file_number = -1,
        .base_ms = WHEN_UNKNOWN,
        .first_tod = WHEN_UNKNOWN,
        .last_tod = WHEN_UNKNOWN,
        .status = STR("unreadable"),
    };
    return push_source(&r, PARCEL_UNREADABLE, why);
}

/* Says that a file is left unread, as it is of other times. */
static bool
push_outside(struct worker *w, struct job *job)
{
    struct reading_source r = {.w = w, .job = job};

    r.src = (struct source){.file = job->path.path, .member = job->member};
    return push_source(&r, PARCEL_OUTSIDE, NULL);
}

/* After the last stream. The thread that reads ahead is not in the worker's
 * own time. */
static void
add_unpack_time(struct worker *w, const struct input *in)
{
    if (!in)
        return;
    w->times.unpack_ns += input_spent_ns(in) + input_ahead_ns(in);
    w->times.ahead_ns += input_ahead_ns(in);
}

/* The streams of a file. returns false when the worker is to end. */
static bool
read_streams(struct worker *w, struct job *job)
{
    struct input_stream stream;
    struct err e;
    bool go_on = true;
    int got = input_open_next(&w->input, &job->path, &e);

    if (got == 0 && w->shared->ahead)
        input_read_ahead(w->input);
    if (got == 0) {
        while (go_on && (got = input_next(w->input, &stream, &e)) > 0)
            go_on = read_stream(w, job, w->input, &stream);
    }
    if (go_on && got < 0)
        go_on = push_unreadable(w, job, e.text);
    add_unpack_time(w, w->input);
    return go_on;
}

/* One file, then that it is done. */
static bool
read_job(struct worker *w, struct job *job)
{
    bool go_on = job->outside ? push_outside(w, job) : read_streams(w, job);

    job->consumed = job->path.size > 0 ? job->path.size : 0;
    return go_on &&
           batch_push(w, job, queue_parcel(w->shared->queue, PARCEL_DONE)) &&
           batch_finish(w, job);
}

void *
worker_main(void *arg)
{
    struct worker *w = arg;
    struct queue *q = w->shared->queue;
    struct job *job;

    batch_init(w);
    while ((job = queue_take(q)) && read_job(w, job))
        queue_finish(q);
    input_close(w->input);
    batch_help(w);
    w->times.total_ns = time_cpu_ns() + w->times.ahead_ns;
    return NULL;
}
