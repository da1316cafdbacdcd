/* SPDX-License-Identifier: MIT
 *
 * report: the whole collection on one page that fetches nothing. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/call_data.h"
#include "render/report.h"
#include "store/get.h"
#include "store/open.h"
#include "tls/ledger.h"

struct report_options {
    struct str file;
    int64_t max_messages;
};

#define FIELD(name) offsetof(struct report_options, name)

static const struct opt report_opts[] = {
    {"output", 'o', OPT_TEXT, FIELD(file), "FILE",
        "the page, a name that ends in .html", 0, 0},
    {"max-messages", 0, OPT_INT, FIELD(max_messages), "N",
        "of each ladder the first and last ones [100]", 1, INT32_MAX},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

enum { MESSAGES = 100 }; /* of a ladder, so that many calls stay one page */

static int
read_report(
    const struct global *g, struct store *db, struct report *r, struct err *e)
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
    call_data_grade(g->run, conns, r->nconns);
    ledger_make(g->run, conns, r->nconns, &r->ledger);
    r->calls = calls;
    r->conns = conns;
    r->clocks = clocks;
    r->gaps = gaps;
    return 0;
}

/* One call at a time in memory. */
static int
put_calls(struct out *o, struct store *db, const struct report *r,
    const struct layout_options *layout, struct err *e)
{
    struct arena a = {0};
    int failed = 0;
    for (size_t i = 0; i < r->ncalls && failed == 0; i++) {
        int64_t call = r->calls[i].call;
        struct step *steps;
        struct item *items;
        struct ladder l;
        size_t nsteps, nitems;
        if (store_get_steps(db, &a, call, &steps, &nsteps, e) < 0 ||
            store_get_items(db, &a, call, false, &items, &nitems, e) < 0) {
            failed = -1;
            break;
        }
        layout_ladder(&a, &r->calls[i], items, nitems, layout, &l);
        report_call(o, i, steps, nsteps, &l);
        arena_reset(&a);
    }
    arena_free(&a);
    return failed;
}

static int
put_report(struct out *o, struct store *db, const struct report *r,
    const struct report_options *opt, struct err *e)
{
    struct layout_options layout = {
        .max_messages =
            opt->max_messages > 0 ? (size_t)opt->max_messages : MESSAGES};
    report_begin(o, r);
    if (put_calls(o, db, r, &layout, e) < 0)
        return -1;
    report_end(o, r->ncalls);
    return 0;
}

static int
write_report(const struct global *g, struct store *db, const struct report *r,
    const struct report_options *opt, struct err *e)
{
    const char *path = str_z(g->run, opt->file);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set(e, "%s: %s", path, strerror(errno));
    struct out o;
    out_init_fd(&o, fd);
    int failed = put_report(&o, db, r, opt, e);
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
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    int failed = read_report(g, db, &r, &e);
    if (failed == 0 && r.ncalls > 0)
        failed = write_report(g, db, &r, o, &e);
    store_close(db);
    if (failed < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (r.ncalls > 0)
        return EXIT_DONE;
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
            "  cmtrail report -o monday.html\n",
    .opts = report_opts,
    .size = sizeof(struct report_options),
    .min_args = 0,
    .max_args = 0,
    .run = run_report,
};
