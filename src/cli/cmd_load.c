/* SPDX-License-Identifier: MIT
 *
 * load: files and archives into the database, then facts to calls. What the
 * parts are: load.h. */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/load.h"
#include "store/get.h"

enum {
    JOBS_MAX = 64,
    WAIT_MS = 200, /* for a parcel, between looks at progress and Ctrl-C */
    STUCK_S = 1,
};

static const struct opt load_options[] = {
    {"cluster", 0, OPT_TEXT, offsetof(struct load_opts, cluster), "NAME",
        "label for these traces", 0, 0},
    {"date", 0, OPT_TEXT, offsetof(struct load_opts, date), "YYYY-MM-DD",
        "date of traces that do not say", 0, 0},
    {"utc-offset", 0, OPT_TEXT, offsetof(struct load_opts, utc_offset),
        "+HH:MM", "offset from UTC of traces that do not say", 0, 0},
    {"since", 0, OPT_TIME, offsetof(struct load_opts, since), "TIME",
        "leave out records before it", 0, 0},
    {"until", 0, OPT_TIME, offsetof(struct load_opts, until), "TIME",
        "leave out records after it; a day counts to its end", 0, 0},
    {"jobs", 'j', OPT_INT, offsetof(struct load_opts, jobs), "N",
        "workers that read [one a core]", 1, JOBS_MAX},
    {"rules", 0, OPT_LIST, offsetof(struct load_opts, rules), "PATH",
        "rule file or folder; adds rules, replaces those of the same id", 0, 0},
    {"no-text", 0, OPT_FLAG, offsetof(struct load_opts, no_text), NULL,
        "keep no message bodies", 0, 0},
    {"force", 0, OPT_FLAG, offsetof(struct load_opts, force), NULL,
        "read again what was read before", 0, 0},
    {"dry-run", 0, OPT_FLAG, offsetof(struct load_opts, dry_run), NULL,
        "read and match, write nothing", 0, 0},
    {"timings", 0, OPT_FLAG, offsetof(struct load_opts, timings), NULL,
        "say which stage took how much CPU time", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

/* One run of the command. */
struct load {
    const struct global *g;
    const struct load_opts *o;
    struct store *db;
    struct rules rules;
    struct known known;
    struct reading reading;
    struct queue queue;
    struct writer writer;
    struct progress progress;
    struct worker workers[JOBS_MAX];
    size_t nworkers;
    struct jobs jobs;
    bool interrupted;
    bool stuck; /* a worker hangs in a read that does not come back */
    size_t ncalls;
    struct load_times times;
};

/* --- preparing ------------------------------------------------------------ */

static int
read_clock(struct load *l, struct err *e)
{
    struct user_clock *c = &l->writer.clock;

    c->has_date = l->o->date.n > 0;
    c->has_offset = l->o->utc_offset.n > 0;
    if (c->has_date && !when_parse_date(l->o->date, &c->days))
        return err_set(e, "--date: expected YYYY-MM-DD, found \"" STR_FMT "\"",
            STR_ARG(l->o->date));
    if (c->has_offset && !when_parse_offset(l->o->utc_offset, &c->offset_s))
        return err_set(e,
            "--utc-offset: expected +HH:MM, -HH:MM or Z, found \"" STR_FMT "\"",
            STR_ARG(l->o->utc_offset));
    return 0;
}

/* The shipped rules, then the user's. Those that are broken are left out. */
static int
load_rules(struct load *l, struct err *e)
{
    struct fact_table *tables;
    size_t n;

    store_tables(l->g->run, &tables, &n);
    if (rules_load_builtin(&l->rules, tables, n, e) < 0)
        return -1;
    for (size_t i = 0; i < l->o->rules.n; i++) {
        struct err bad;

        (void)rules_load_path(&l->rules, l->o->rules.v[i], tables, n, &bad);
    }
    for (size_t i = 0; i < l->rules.nproblems; i++)
        writer_problem(&l->writer, STR_FMT "; %s",
            STR_ARG(l->rules.problems[i].text),
            l->rules.problems[i].whole_file ? "none of its rules is used"
                                            : "this rule is left out");
    return 0;
}

static int
open_database(struct load *l, struct err *e)
{
    struct arena *run = l->g->run;

    if (l->o->dry_run)
        return 0;
    if (store_open(&l->db, str_z(run, l->g->db), STORE_WRITE, e) < 0 ||
        store_put_shapes(l->db, l->rules.shapes, l->rules.n, e) < 0 ||
        known_open(&l->known, l->db, run, e) < 0)
        return -1;
    l->writer.db = l->db;
    l->writer.known = &l->known;
    return 0;
}

/* --- reading and writing -------------------------------------------------- */

static int
start_workers(struct load *l, struct err *e)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t want = l->o->jobs  ? (size_t)l->o->jobs
                  : cores > 0 ? (size_t)cores
                              : 1;

    l->reading.ahead = want > l->jobs.n;
    if (want > l->jobs.n + batch_helpers(&l->queue))
        want = l->jobs.n + batch_helpers(&l->queue);
    if (want > JOBS_MAX)
        want = JOBS_MAX;
    l->reading.nworkers = want;
    for (; l->nworkers < want; l->nworkers++) {
        struct worker *w = &l->workers[l->nworkers];
        int error;

        w->shared = &l->reading;
        if (match_open(&w->match, &l->rules, e) < 0)
            return -1;
        error = pthread_create(&w->thread, NULL, worker_main, w);
        if (error) {
            match_close(w->match);
            return err_set(e, "cannot start a thread: %s", strerror(error));
        }
    }
    return 0;
}

/* Waits for the workers; after Ctrl-C not for one that waits for a pipe. */
static void
join_workers(struct load *l)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STUCK_S;
    for (size_t i = 0; i < l->nworkers; i++) {
        if (!l->interrupted)
            pthread_join(l->workers[i].thread, NULL);
        else if (pthread_timedjoin_np(l->workers[i].thread, NULL, &until))
            l->stuck = true;
    }
}

/* Adds what each rule did to the database's counts. */
static int
put_rule_stats(struct load *l, struct err *e)
{
    for (size_t rule = 0; l->db && rule < l->rules.n; rule++) {
        struct match_stats sum = {.tried = 0};

        for (size_t i = 0; i < l->nworkers; i++) {
            struct match_stats s = match_stats(l->workers[i].match, rule);
            sum.tried += s.tried;
            sum.hit += s.hit;
            sum.limit += s.limit;
        }
        if (store_put_rule_stats(l->db, l->rules.v[rule].id, sum.tried, sum.hit,
                sum.limit, e) < 0)
            return -1;
    }
    return 0;
}

static void
add_times(struct work_times *sum, const struct work_times *t)
{
    sum->total_ns += t->total_ns;
    sum->unpack_ns += t->unpack_ns;
    sum->match_ns += t->match_ns;
    sum->copy_ns += t->copy_ns;
}

static int
end_workers(struct load *l, struct err *e)
{
    int r;

    queue_stop(&l->queue);
    join_workers(l);
    if (l->stuck)
        return 0; /* it still uses all of this; the program ends soon */
    r = put_rule_stats(l, e);
    for (size_t i = 0; i < l->nworkers; i++) {
        add_times(&l->times.work, &l->workers[i].times);
        match_close(l->workers[i].match);
        batch_free(&l->workers[i]);
        arena_free(&l->workers[i].scratch);
    }
    queue_free(&l->queue);
    /* The system gets back what the workers had, before calls are made. */
    (void)malloc_trim(0);
    return r;
}

/* Ctrl-C and the like wait, blocked, until somebody asks. The second one ends
 * the program at once: the database stands that too. */
static bool
was_interrupted(void)
{
    struct timespec none = {0, 0};
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (sigtimedwait(&set, NULL, &none) < 0)
        return false;
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return true;
}

/* One that was ignored when the program began stays ignored. */
static void
block_interrupts(void)
{
    static const int signals[] = {SIGINT, SIGTERM};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < COUNTOF(signals); i++) {
        struct sigaction now;

        sigaction(signals[i], NULL, &now);
        if (now.sa_handler != SIG_IGN)
            sigaddset(&set, signals[i]);
    }
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* The loop of the writer: parcels of file after file, in order. */
static int
write_parcels(struct load *l, struct err *e)
{
    struct queue *q = &l->queue;

    while (q->head < q->njobs) {
        struct parcel *p = queue_pop(q, WAIT_MS);
        bool done = p && p->kind == PARCEL_DONE;

        progress_draw(&l->progress, q);
        if (p && writer_take(&l->writer, &q->jobs[q->head], p, e) < 0) {
            queue_return(q, p);
            return -1;
        }
        if (p)
            queue_return(q, p);
        if (done)
            queue_advance(q);
        if (was_interrupted()) {
            l->interrupted = true;
            return writer_undo(&l->writer, e);
        }
    }
    return 0;
}

static int
read_files(struct load *l, struct err *e)
{
    struct err later;
    int r;

    block_interrupts();
    l->reading = (struct reading){
        .queue = &l->queue,
        .rules = &l->rules,
        .known = l->db && !l->o->force ? &l->known : NULL,
        .window = {l->o->since, l->o->until, l->writer.window},
        .cluster = l->o->cluster,
        .no_text = l->o->no_text,
        .timed = l->o->timings,
        .writes = l->db != NULL,
    };
    if (l->reading.window.any)
        heads_mark(&l->reading.window, l->g->run, &l->jobs);
    queue_init(&l->queue, l->jobs.v, l->jobs.n);
    progress_init(&l->progress, l->g, &l->queue);
    r = start_workers(l, e);
    if (r == 0)
        r = write_parcels(l, e);
    if (end_workers(l, &later) < 0 && r == 0)
        r = err_set(e, "%s", later.text);
    progress_clear(&l->progress);
    return r;
}

/* Arguments that led to nothing, without a word so far. */
static void
check_arguments(struct load *l, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct arg_result *a = &l->writer.args[i];

        if (a->files && !a->traces && !a->problems)
            writer_problem(&l->writer, STR_FMT ": no trace in it (%zu file%s)",
                STR_ARG(a->path), a->files, a->files == 1 ? "" : "s");
    }
    if (l->interrupted)
        writer_problem(&l->writer,
            "interrupted: %zu of %zu files were not read; load them again to "
            "go on",
            queue_files(&l->queue, l->queue.head), queue_files(&l->queue, 0));
}

/* Makes the calls anew, unless nothing was added to the facts. */
static int
make_calls(struct load *l, struct err *e)
{
    int current = store_calls_current(l->db, e);
    struct store_totals totals;

    if (current < 0)
        return -1;
    if (!current)
        return load_calls(l->db, &l->ncalls, e);
    if (store_get_totals(l->db, &totals, e) < 0)
        return -1;
    l->ncalls = (size_t)totals.calls;
    return 0;
}

static int
finish_database(struct load *l, struct err *e)
{
    if (!l->db)
        return 0;
    if (store_put_views(l->db, e) < 0 || make_calls(l, e) < 0)
        return -1;
    return store_commit_file(l->db, e);
}

/* --- what was done -------------------------------------------------------- */

/* "3,590,000" */
static struct str
grouped(struct arena *a, int64_t n)
{
    struct str digits = str_fmt(a, "%lld", (long long)n);
    struct out o;
    struct str s;

    out_init_mem(&o);
    for (size_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0)
            out_byte(&o, ',');
        out_byte(&o, digits.p[i]);
    }
    s = str_dup(a, out_text(&o));
    (void)out_close(&o, NULL);
    return s;
}

static void
add_count(struct out *o, struct arena *a, size_t n, const char *what)
{
    if (n)
        out_fmt(o, ", " STR_FMT " %s", STR_ARG(grouped(a, (int64_t)n)), what);
}

/* Rules see files as they are read: those that are there already keep the
 * facts of the rules of then. */
static void
warn_old_facts(const struct load *l)
{
    const struct writer *w = &l->writer;

    if (l->o->rules.n == 0)
        return;
    if (w->skipped > 0)
        cmd_warn(l->g,
            "--rules changes nothing in what was loaded before (%zu file%s); "
            "load it with --force to read it again",
            w->skipped, w->skipped == 1 ? "" : "s");
    if (w->duplicates > 0)
        cmd_warn(l->g,
            "--rules changes nothing in content that is there already under "
            "another name (%zu file%s); load that name with --force to read "
            "it again",
            w->duplicates, w->duplicates == 1 ? "" : "s");
}

static void
put_summary(const struct load *l)
{
    const struct writer *w = &l->writer;
    struct arena *a = l->g->run;
    struct out o;

    out_init_mem(&o);
    out_fmt(&o,
        STR_FMT " file%s, " STR_FMT ", " STR_FMT " records, " STR_FMT " facts",
        STR_ARG(grouped(a, (int64_t)w->sources)), w->sources == 1 ? "" : "s",
        STR_ARG(progress_bytes(a, w->bytes)), STR_ARG(grouped(a, w->records)),
        STR_ARG(grouped(a, w->facts)));
    if (l->db)
        out_fmt(&o, ", " STR_FMT " call%s",
            STR_ARG(grouped(a, (int64_t)l->ncalls)), l->ncalls == 1 ? "" : "s");
    add_count(&o, a, w->skipped, "loaded before");
    add_count(&o, a, w->outside, "outside of --since and --until, not read");
    add_count(&o, a, w->duplicates, "with content that is there already");
    add_count(&o, a, w->others, "without traces");
    add_count(&o, a, w->problems, w->problems == 1 ? "problem" : "problems");
    out_fmt(&o, " in " STR_FMT,
        STR_ARG(when_duration(a, progress_now_ms() - l->progress.start_ms)));
    cmd_note(l->g, STR_FMT, STR_ARG(out_text(&o)));
    (void)out_close(&o, NULL);
}

static void
put_summary_json(const struct load *l)
{
    const struct writer *w = &l->writer;
    struct json j;

    json_init(&j, l->g->out);
    json_object_of(&j, "load");
    json_int(&j, "files", (int64_t)w->sources);
    json_int(&j, "bytes", w->bytes);
    json_int(&j, "records", w->records);
    json_int(&j, "facts", w->facts);
    if (l->db)
        json_int(&j, "calls", (int64_t)l->ncalls);
    json_int(&j, "loaded_before", (int64_t)w->skipped);
    json_int(&j, "outside", (int64_t)w->outside);
    json_int(&j, "duplicates", (int64_t)w->duplicates);
    json_int(&j, "without_traces", (int64_t)w->others);
    json_int(&j, "problems", (int64_t)w->problems);
    json_bool(&j, "interrupted", l->interrupted);
    if (l->o->timings)
        time_put(&l->times, l->g, &j);
    json_end_object(&j);
    json_line(&j);
}

/* --- the command ---------------------------------------------------------- */

/* Everything; a problem with the database ends it. */
static int
load(struct load *l, const struct opt_list *args, struct err *e)
{
    if (read_clock(l, e) < 0)
        return -1;
    jobs_list(&l->jobs, &l->writer, l->g->run, args);
    if (load_rules(l, e) < 0)
        return -1;
    if (l->jobs.n == 0)
        return 0;
    if (open_database(l, e) < 0)
        return -1;
    l->times.start_ns = time_cpu_ns();
    if (read_files(l, e) < 0)
        return -1;
    l->times.write_ns = time_cpu_ns() - l->times.start_ns;
    check_arguments(l, args->n);
    if (finish_database(l, e) < 0)
        return -1;
    l->times.calls_ns = time_cpu_ns() - l->times.start_ns - l->times.write_ns;
    warn_old_facts(l);
    put_summary(l);
    if (l->g->json)
        put_summary_json(l);
    else if (l->o->timings)
        time_put(&l->times, l->g, NULL);
    return 0;
}

static int
run(const struct global *g, const void *opts, const struct opt_list *args)
{
    struct load *l = arena_alloc(g->run, sizeof *l);
    int status = EXIT_ERROR;
    struct err e;

    l->g = g;
    l->o = opts;
    l->writer.g = g;
    l->writer.progress = &l->progress;
    l->writer.window = window_given(l->o->since) || window_given(l->o->until);
    if (load(l, args, &e) < 0)
        cmd_error("%s", e.text);
    else if (l->writer.problems == 0)
        status = EXIT_DONE;
    store_close(l->db);
    if (l->stuck) {
        (void)out_close(g->out, NULL);
        _exit(EXIT_ERROR); /* the memory of the command is still in use */
    }
    rules_free(&l->rules);
    arena_free(&l->writer.arena);
    return status;
}

const struct cmd cmd_load = {
    .name = "load",
    .args = "PATH...",
    .about = "read traces: files, folders, archives, '-' for standard input",
    .help =
        "Reads SDL and SDI traces, call logs, call records (CDR, CMR) and what "
        "IOS\ngateways print of SIP and Q.931: plain, .gz, .zip, .tar (.gz .xz "
        ".zst .bz2),\narchives in archives. For `tls` also packet captures "
        "(pcap, pcapng), certificates\n(PEM, DER), and a file with the text of "
        "`show cert own`, `show cert trust` or\n`utils network capture`. "
        "Nothing is unpacked to disk. A file "
        "that was loaded before\nis left out. What cannot be read is listed, "
        "the rest is loaded, and the exit\nstatus is 2. Ctrl-C stops and keeps "
        "the files that were read wholly.\n\n"
        "Times (--since, --until): 2020-06-28T17:31:29.793-04:00, 2020-06-28 "
        "17:31,\n17:31 (any day), 30m ago, yesterday 17:31. Without an offset "
        "they are local to\nthe traces.\n\n"
        "Examples:\n"
        "  cmtrail load collected/\n"
        "  cmtrail load --cluster east node1.zip node2.tar.gz\n"
        "  ssh host cat trace.txt.gz | cmtrail -d case.db load -\n",
    .opts = load_options,
    .size = sizeof(struct load_opts),
    .min_args = 1,
    .max_args = -1,
    .run = run,
};
