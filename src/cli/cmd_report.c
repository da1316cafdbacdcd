/* SPDX-License-Identifier: MIT
 *
 * report: the whole collection on one page that fetches nothing. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/call_data.h"
#include "cli/redaction.h"
#include "render/report.h"
#include "store/get.h"
#include "store/open.h"
#include "tls/ledger.h"

struct report_options {
    struct str file;
    int64_t max_messages;
    struct redaction_options redaction;
};

#define FIELD(name) offsetof(struct report_options, name)

static const struct opt report_opts[] = {
    {"output", 'o', OPT_TEXT, FIELD(file), "FILE",
        "the page, a name that ends in .html", 0, 0},
    {"max-messages", 0, OPT_INT, FIELD(max_messages), "N",
        "of each ladder the first and last ones [100]", 1, INT32_MAX},
    REDACTION_OPTS(struct report_options, redaction),
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

enum { MESSAGES = 100 }; /* of a ladder, so that many calls stay one page */

/* What the top of the page shows. */
static void
redact_report(struct redact *x, struct report *r, struct call *calls,
    struct connection *conns, struct node_clock *clocks, struct gap *gaps)
{
    struct call_path one = {0};
    for (size_t i = 0; i < r->ncalls; i++) {
        one.call = calls[i];
        redact_learn_path(x, &one);
    }
    redact_learn_connections(x, conns, r->nconns);
    redact_learn_clocks(x, clocks, r->nclocks);
    redact_learn_gaps(x, gaps, r->ngaps);
    for (size_t i = 0; i < r->ncalls; i++) {
        one.call = calls[i];
        redact_path(x, &one);
        calls[i] = one.call;
    }
    redact_connections(x, conns, r->nconns);
    redact_clocks(x, clocks, r->nclocks);
    redact_gaps(x, gaps, r->ngaps);
}

/* x: NULL without --redact. */
static int
read_report(const struct global *g, struct store *db, struct redact *x,
    struct report *r, struct err *e)
{
    struct call_filter all;
    struct call *calls;
    struct connection *conns;
    struct node_clock *clocks;
    struct gap *gaps;
    call_filter_init(&all);
    if (store_get_calls(db, g->run, &all, &calls, &r->ncalls, e) < 0 ||
        store_get_connections(db, g->run, 0, &conns, &r->nconns, e) < 0 ||
        store_get_clocks(db, g->run, &clocks, &r->nclocks, e) < 0 ||
        store_get_gaps(db, g->run, 0, &gaps, &r->ngaps, e) < 0)
        return -1;
    if (x)
        redact_report(x, r, calls, conns, clocks, gaps);
    /* After pseudonyms, or findings would tell names. */
    call_data_grade(g->run, conns, r->nconns);
    ledger_make(g->run, conns, r->nconns, &r->ledger);
    r->calls = calls;
    r->conns = conns;
    r->clocks = clocks;
    r->gaps = gaps;
    return 0;
}

/* The call itself has its pseudonyms already. */
static void
redact_parts(struct redact *x, struct step *steps, size_t nsteps,
    struct item *items, size_t nitems)
{
    struct call_path path = {.steps = steps, .nsteps = nsteps};
    redact_learn_path(x, &path);
    redact_learn_items(x, items, nitems);
    redact_path(x, &path);
    redact_items(x, items, nitems);
}

/* What it takes to write the calls. */
struct writing {
    struct out *o;
    struct store *db;
    struct redact *redact; /* NULL without --redact */
    struct layout_options layout;
};

/* One call at a time in memory. */
static int
put_calls(const struct writing *w, const struct report *r, struct err *e)
{
    struct arena a = {0};
    int failed = 0;
    for (size_t i = 0; i < r->ncalls && failed == 0; i++) {
        int64_t call = r->calls[i].call;
        struct step *steps;
        struct item *items;
        struct ladder l;
        size_t nsteps, nitems;
        if (store_get_steps(w->db, &a, call, &steps, &nsteps, e) < 0 ||
            store_get_items(w->db, &a, call, false, &items, &nitems, e) < 0) {
            failed = -1;
            break;
        }
        if (w->redact)
            redact_parts(w->redact, steps, nsteps, items, nitems);
        layout_ladder(&a, &r->calls[i], items, nitems, &w->layout, &l);
        report_call(w->o, i, steps, nsteps, &l);
        arena_reset(&a);
    }
    arena_free(&a);
    return failed;
}

static int
put_report(const struct writing *w, const struct report *r, struct err *e)
{
    report_begin(w->o, r);
    if (put_calls(w, r, e) < 0)
        return -1;
    report_end(w->o, r->ncalls);
    return 0;
}

static int
write_report(
    struct writing *w, const struct report *r, const char *path, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set(e, "%s: %s", path, strerror(errno));
    struct out o;
    out_init_fd(&o, fd);
    w->o = &o;
    int failed = put_report(w, r, e);
    if (out_close(&o, failed == 0 ? e : NULL) < 0 && failed == 0)
        failed = err_prefix(e, "%s: ", path);
    if (close(fd) < 0 && failed == 0)
        failed = err_set(e, "%s: %s", path, strerror(errno));
    return failed;
}

static int
run_report(
    const struct global *g, const void *opts, const struct opt_list *args)
{
    const struct report_options *o = opts;
    struct report r = {.version = STR(CMTRAIL_VERSION)};
    struct err e;
    (void)args;
    if (!str_ends(o->file, STR(".html"))) {
        cmd_error("report: expected -o with a name that ends in .html, found "
                  "\"" STR_FMT "\"",
            STR_ARG(o->file));
        return EXIT_ERROR;
    }
    struct writing w = {.layout.max_messages = o->max_messages > 0
                                                   ? (size_t)o->max_messages
                                                   : MESSAGES};
    int status = redaction_begin(g, &o->redaction, STR(""), &w.redact);
    if (status != 0)
        return status;
    w.db = cmd_open_store(g);
    if (!w.db)
        return EXIT_ERROR;
    int failed = read_report(g, w.db, w.redact, &r, &e);
    if (failed == 0 && r.ncalls > 0)
        failed = write_report(&w, &r, str_z(g->run, o->file), &e);
    store_close(w.db);
    if (failed < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (r.ncalls > 0)
        return redaction_end(g, &o->redaction, w.redact, o->file);
    cmd_note(g, "there are no calls to report");
    return EXIT_NOTHING;
}

const struct cmd cmd_report = {
    .name = "report",
    .args = "",
    .about = "the whole collection on one page for a browser",
    .help = "Calls over time and by outcome, what failed and where, who called "
            "whom, TLS\n"
            "connections, clocks, what the traces lack, and all calls to sort "
            "and search; each\n"
            "opens its path and ladder. The page fetches nothing; without "
            "scripts it is plain\n"
            "tables.\n"
            "\n"
            "  cmtrail report -o monday.html\n"
            "  cmtrail report -o monday.html --redact\n",
    .opts = report_opts,
    .size = sizeof(struct report_options),
    .min_args = 0,
    .max_args = 0,
    .run = run_report,
};
