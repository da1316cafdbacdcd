/* SPDX-License-Identifier: MIT
 *
 * What the parts of `load` share. Workers read whole files and match rules; one
 * that finds no more files helps to match what the others read. The main thread
 * is the one writer and takes the files strictly in order, so that the database
 * is the same for any number of workers. Between them is a queue bounded in
 * bytes: memory does not grow with the input. */
#ifndef CMTRAIL_CLI_LOAD_H
#define CMTRAIL_CLI_LOAD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "cli/cmd.h"
#include "cli/opt.h"
#include "model/fact.h"
#include "model/record.h"
#include "model/source.h"
#include "model/tls.h"
#include "rules/match.h"
#include "rules/rule.h"
#include "store/put.h"
#include "trace/input.h"

struct load_opts {
    struct str cluster;
    struct str date;       /* YYYY-MM-DD */
    struct str utc_offset; /* +HH:MM */
    struct when since, until;
    int64_t jobs;
    struct opt_list rules;
    bool no_text, force, dry_run, timings;
};

/* --- the window of --since and --until: load_window.c -------------------- */

struct window {
    struct when since, until; /* zeroed = not given */
    bool any;                 /* either is given */
};
/* Whether a record of the source is inside; when its time is not known, it
 * is. */
bool window_has(
    const struct window *w, const struct source *src, const struct record *rec);
/* Whether records of a source from start_ms to end_ms (UTC; WHEN_UNKNOWN = no
 * end is known) may be inside. Clocks may be set and records written late: a
 * little more than the window counts. */
bool window_may_have(const struct window *w, const struct source *src,
    int64_t start_ms, int64_t end_ms);
/* Whether an option of type OPT_TIME was given. */
bool window_given(struct when w);

/* --- the queue: load_queue.c --------------------------------------------- */

enum parcel_kind {
    PARCEL_BEGIN, /* a source begins; its FileHead is known */
    PARCEL_FACTS,
    PARCEL_TLS,        /* what a capture, certificates or a text tell */
    PARCEL_END,        /* final fields of the source; without a BEGIN it is no
                          trace */
    PARCEL_SKIP,       /* a source that was loaded before */
    PARCEL_OUTSIDE,    /* a source of other times than were asked for */
    PARCEL_UNREADABLE, /* a file or archive cannot be read (further): why */
    PARCEL_DONE,       /* the job is read */
};

/* What a worker hands to the writer. Everything in it lives in its arena. */
struct parcel {
    struct parcel *next;
    enum parcel_kind kind;
    struct arena arena;
    struct source source; /* BEGIN, END, SKIP, OUTSIDE, UNREADABLE */
    struct str why;       /* END, UNREADABLE: what went wrong; may be empty */
    struct fact *facts;   /* FACTS */
    size_t nfacts, cap;
    struct tls_evidence tls; /* TLS */
};

/* One file to read, or a part of an archive. */
struct job {
    struct input_path path;
    size_t arg;        /* the argument it came from */
    bool named;        /* it is the argument itself, not found in a folder */
    bool outside;      /* nothing of it is in the window; not to be opened: */
    struct str member; /* its name in the archive, when outside */
    size_t bytes;      /* waiting in the queue */
    struct parcel *first, *last;
    _Atomic int64_t consumed; /* bytes on disk read so far, for progress */
};

/* All of them, in order. */
struct jobs {
    struct job *v;
    size_t n, cap;
};

struct queue {
    struct job *jobs;
    size_t njobs;
    size_t next;     /* the next job to be taken by a worker */
    size_t head;     /* the job that the writer is at */
    size_t bytes;    /* waiting, all jobs together */
    size_t finished; /* jobs that workers have read */
    struct parcel *free;
    struct batch *offered; /* the oldest that nobody has taken */
    size_t lent;           /* bytes of all batches that are not handed over */
    size_t idle;           /* workers that wait for a batch */
    _Atomic bool stopped;  /* workers are to end */
    pthread_mutex_t lock;
    pthread_cond_t filled, drained;
    pthread_cond_t offer; /* a batch is there, or none will come */
};

/* How many files the jobs from that one on are of. */
size_t queue_files(const struct queue *q, size_t from);
void queue_init(struct queue *q, struct job *jobs, size_t njobs);
/* After the workers have ended. */
void queue_free(struct queue *q);
/* A worker takes the next file. NULL: no more. */
struct job *queue_take(struct queue *q);
/* The file that it took is read. */
void queue_finish(struct queue *q);
/* An empty parcel. */
struct parcel *queue_parcel(struct queue *q, enum parcel_kind kind);
/* Waits while too much is waiting. returns false when the worker is to end. */
bool queue_push(struct queue *q, struct job *job, struct parcel *p);
/* The writer takes the next parcel of the job it is at; NULL when none came
 * within wait_ms. */
struct parcel *queue_pop(struct queue *q, int wait_ms);
/* Gives a parcel back. */
void queue_return(struct queue *q, struct parcel *p);
/* The writer goes on to the next job. */
void queue_advance(struct queue *q);
/* Workers end at their next parcel. */
void queue_stop(struct queue *q);

/* --- the sources loaded before: load_known.c ----------------------------- */

struct known {
    struct map by_name; /* file NUL member -> index */
    struct source *v;
    size_t n;
};
/* Reads them from the database; lives in a. */
int known_open(
    struct known *k, struct store *db, struct arena *a, struct err *e);
/* Whether the same file, unchanged, was read wholly. */
bool known_has(const struct known *k, const struct source *src);
/* A file of this name that is another one: a relative path from another
 * folder. */
bool known_is_other(const struct known *k, const struct source *src);

/* --- files outside of the window: load_heads.c ---------------------------- */

/* Marks the jobs of which nothing is in the window. run: lives as long as
 * they. */
void heads_mark(const struct window *w, struct arena *run, struct jobs *jobs);

/* --- reading: load_read.c ------------------------------------------------ */

/* What all workers share, read-only. */
struct reading {
    struct queue *queue;
    const struct rules *rules;
    const struct known *known; /* NULL with --force */
    struct window window;
    struct str cluster;
    bool no_text;
    bool timed;  /* --timings */
    bool ahead;  /* fewer files than cores: unpack them ahead */
    bool writes; /* there is a database */
    size_t nworkers;
};

/* --- other evidence of TLS: load_tls.c ------------------------------------ */

/* Whether a stream that begins so is a capture or holds certificates. */
bool tls_source_is(struct str head);
/* Reads such a stream whole: what it tells into v, what it is into src.
 * returns: 0; -1 when it cannot be read. */
int tls_source_read(struct arena *a, struct input *in, struct source *src,
    struct tls_evidence *v, struct err *e);
/* Whether a stream may hold text of the command line, and is to be read into
 * memory for that. */
bool tls_text_may_be(struct input *in, const struct source *src);
/* All of a stream, in a. */
int tls_text_slurp(struct arena *a, struct input *in, const struct source *src,
    struct str *text, struct err *e);

/* CPU time of a worker by stage, ns. Splitting into records is what is left
 * of the total. */
struct work_times {
    int64_t total_ns;
    int64_t unpack_ns; /* reading files too */
    int64_t ahead_ns;  /* of that: threads that read ahead */
    int64_t match_ns;  /* sampled */
    int64_t copy_ns;   /* sampled */
};

/* What a worker that reads a stream has others match: load_batch.c. */
struct batches {
    struct batch *first, *last; /* not handed over, in the stream's order */
    struct batch *filling;      /* not offered yet; NULL = none */
    struct batch *spare;
    pthread_cond_t matched; /* one of them is */
};

struct worker {
    pthread_t thread;
    struct work_times times;
    const struct reading *shared;
    struct match *match;
    struct input *input; /* of the last job; NULL */
    struct arena scratch;
    struct facts facts;
    uint64_t records; /* matched */
    bool sampled;     /* the record is timed */
    int64_t matched_ns;
    struct batches batches;
};

/* Reads files until there are no more, then helps those that still do. arg: a
 * struct worker. */
void *worker_main(void *arg);

/* --- one record: load_match.c --------------------------------------------- */

/* Matches a record and adds its facts to *to, a parcel that is made when there
 * are some and it is NULL. */
void worker_match(
    struct worker *w, const struct record *rec, struct parcel **to);
/* Whether no more facts should be added. */
bool parcel_is_full(const struct parcel *p);

/* --- batches of records: load_batch.c ------------------------------------- */

/* Whether at least so many workers are idle, so that batches pay. */
bool batch_wanted(struct queue *q, size_t idle);
/* Adds a record to the batch that is being filled; what is ready goes to the
 * writer. returns false when the worker is to end. */
bool batch_add(struct worker *w, struct job *job, const struct record *rec);
/* Hands over a parcel, behind the records that were added before it. All
 * parcels take this way. returns false when the worker is to end. */
bool batch_push(struct worker *w, struct job *job, struct parcel *p);
/* Waits until all is handed over. returns false when the worker is to end. */
bool batch_finish(struct worker *w, struct job *job);
/* Matches what others offer until all files are read. */
void batch_help(struct worker *w);
/* How many more workers than files are of use. */
size_t batch_helpers(const struct queue *q);
void batch_init(struct worker *w);
/* After all workers have ended, before queue_free. */
void batch_free(struct worker *w);

/* --- where the time goes: load_time.c ------------------------------------- */

/* CPU time of the calling thread, and the clock, ns. */
int64_t time_cpu_ns(void);
int64_t time_clock_ns(void);

/* What --timings says, all workers together; CPU time, ns. */
struct load_times {
    struct work_times work;
    int64_t start_ns; /* rules, database, list of files */
    int64_t write_ns; /* facts into the database */
    int64_t calls_ns; /* facts to calls, indexes, commit */
};
/* A line on standard error; into the object j when it is not NULL. */
void time_put(
    const struct load_times *t, const struct global *g, struct json *j);

/* --- progress: load_progress.c ------------------------------------------- */

struct progress {
    bool shown;       /* on a terminal, and not --quiet */
    bool drawn;       /* a line stands there */
    int64_t total;    /* bytes on disk; -1 = unknown */
    int64_t start_ms; /* of the monotonic clock */
    int64_t next_ms;  /* when to draw again */
    size_t width;     /* of the terminal */
};
void progress_init(
    struct progress *p, const struct global *g, const struct queue *q);
/* Draws at most five times a second. */
void progress_draw(struct progress *p, const struct queue *q);
/* Removes the line, so that a message can be written. */
void progress_clear(struct progress *p);
int64_t progress_now_ms(void);
/* "1.2 GB" in a. */
struct str progress_bytes(struct arena *a, int64_t bytes);

/* --- writing: load_write.c ------------------------------------------------ */

/* What the user says about sources that do not say it themselves. */
struct user_clock {
    bool has_date, has_offset;
    int64_t days; /* since 1970 */
    int32_t offset_s;
};

/* What became of one argument. */
struct arg_result {
    struct str path;
    size_t files, traces, problems;
};

struct writer {
    const struct global *g;
    struct store *db;          /* NULL with --dry-run */
    const struct known *known; /* NULL with --force */
    struct progress *progress;
    struct arg_result *args;
    bool window; /* only a part of each source was asked for */
    struct user_clock clock;
    struct arena arena;   /* of the source being written */
    struct source source; /* begun, not ended */
    bool begun;
    size_t sources, skipped, outside, duplicates, others, problems;
    int64_t bytes, records, facts;
};

/* What the arguments lead to, each file once, in order; says what cannot be
 * listed. After w->window is set. In load_jobs.c; lives in a. */
void jobs_list(struct jobs *jobs, struct writer *w, struct arena *a,
    const struct opt_list *args);

/* Writes one parcel. returns -1 when the database cannot be written. */
int writer_take(struct writer *w, const struct job *job, const struct parcel *p,
    struct err *e);
/* Undoes a source that was begun and will not be ended. */
int writer_undo(struct writer *w, struct err *e);
/* An error message that counts: the load goes on and exits with 2. */
void writer_problem(struct writer *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* --- facts to calls: load_calls.c ---------------------------------------- */

/* Correlates all facts of the database and replaces its calls. */
int load_calls(struct store *db, size_t *ncalls, struct err *e);

#endif
