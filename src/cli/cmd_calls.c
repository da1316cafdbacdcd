/* SPDX-License-Identifier: MIT
 *
 * calls: the list of calls, newest last, through any mix of filters. */
#include "cli/cmd.h"
#include "cli/times.h"
#include "model/names.h"
#include "store/get.h"
#include "store/open.h"

struct calls_options {
    struct str from, to, number, device, trunk, peer, node, cluster, cn;
    struct str outcome, cause;
    bool failed;
    int64_t sip_status;
    struct when since, until, around;
    int64_t window_ms;
    int64_t limit;
};

#define FIELD(name) offsetof(struct calls_options, name)

static const struct opt calls_opts[] = {
    {"from", 0, OPT_TEXT, FIELD(from), "N", "calling number; * is a wildcard",
        0, 0},
    {"to", 0, OPT_TEXT, FIELD(to), "N", "dialed or called number", 0, 0},
    {"number", 0, OPT_TEXT, FIELD(number), "N", "number of any party", 0, 0},
    {"device", 0, OPT_TEXT, FIELD(device), "D", "phone or trunk of a leg", 0,
        0},
    {"trunk", 0, OPT_TEXT, FIELD(trunk), "T", "trunk", 0, 0},
    {"peer", 0, OPT_TEXT, FIELD(peer), "IP[:PORT]", "far address", 0, 0},
    {"node", 0, OPT_TEXT, FIELD(node), "N", "node's number or host", 0, 0},
    {"cluster", 0, OPT_TEXT, FIELD(cluster), "C", "cluster", 0, 0},
    {"cn", 0, OPT_TEXT, FIELD(cn), "CN",
        "CN of the certificate of a TLS connection that carried it", 0, 0},
    {"outcome", 0, OPT_TEXT, FIELD(outcome), "O",
        "answered, busy, no-answer, cancelled, rejected, failed, redirected, "
        "in-progress, unknown",
        0, 0},
    {"failed", 0, OPT_FLAG, FIELD(failed), NULL,
        "busy, no-answer, rejected or failed", 0, 0},
    {"cause", 0, OPT_TEXT, FIELD(cause), "Q", "Q.850 cause", 0, 0},
    {"sip-status", 0, OPT_INT, FIELD(sip_status), "S",
        "SIP status that decided the outcome", 100, 699},
    {"since", 0, OPT_TIME, FIELD(since), "T", "started at or after", 0, 0},
    {"until", 0, OPT_TIME, FIELD(until), "T",
        "started at or before; a day counts to its end", 0, 0},
    {"around", 0, OPT_TIME, FIELD(around), "T",
        "started within --window of this time", 0, 0},
    {"window", 0, OPT_SPAN, FIELD(window_ms), "D", "see --around [2m]", 0, 0},
    {"limit", 'n', OPT_INT, FIELD(limit), "N", "only the newest N [all]", 1,
        INT32_MAX},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static int
make_filter(struct call_filter *f, const struct calls_options *o, struct err *e)
{
    call_filter_init(f);
    f->from = o->from;
    f->to = o->to;
    f->number = o->number;
    f->device = o->device;
    f->trunk = o->trunk;
    f->peer = o->peer;
    f->node = o->node;
    f->cluster = o->cluster;
    f->cn = o->cn;
    f->outcome = o->outcome;
    f->failed = o->failed;
    f->sip_status = o->sip_status;
    f->limit = o->limit;
    enum outcome known;
    if (o->outcome.n > 0 && !outcome_from_name(o->outcome, &known))
        return err_set(e,
            "--outcome: \"" STR_FMT "\" is none of answered, busy, no-answer, "
            "cancelled, rejected, failed, redirected, in-progress, unknown",
            STR_ARG(o->outcome));
    if (o->cause.n > 0 && (!str_to_i64(o->cause, &f->cause) || f->cause < 0))
        return err_set(e,
            "--cause: expected the number of a Q.850 cause, found \"" STR_FMT
            "\"",
            STR_ARG(o->cause));
    struct time_range r = {o->since, o->until, o->around, o->window_ms};
    return times_set(f, &r, e);
}

static void
put_calls(const struct global *g, const struct call *v, size_t n)
{
    if (!g->json) {
        render_calls_text(g->out, v, n, &g->render);
        return;
    }
    for (size_t i = 0; i < n; i++)
        render_call_json(g->out, &v[i]);
}

static int
run_calls(const struct global *g, const void *opts, const struct opt_list *args)
{
    (void)args;
    struct call_filter f;
    struct err e;
    if (make_filter(&f, opts, &e) < 0) {
        cmd_error("calls: %s", e.text);
        return EXIT_ERROR;
    }
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    struct call *v = NULL;
    size_t n = 0;
    int status = EXIT_DONE;
    if (store_get_calls(db, g->run, &f, &v, &n, &e) < 0) {
        cmd_error("%s", e.text);
        status = EXIT_ERROR;
    } else if (n == 0) {
        cmd_note(g, "no call matches");
        status = EXIT_NOTHING;
    } else {
        put_calls(g, v, n);
    }
    store_close(db);
    return status;
}

const struct cmd cmd_calls = {
    .name = "calls",
    .args = "",
    .about = "list calls, newest last",
    .help = "All filters combine. '*' stands for anything in numbers and "
            "names. A time\n"
            "without an offset from UTC is local to the traces; a time of day "
            "alone is any\n"
            "day's. \"called\" is printed where it is not what was dialed.\n"
            "\n"
            "  cmtrail calls --failed --since 2031-05-04\n"
            "  cmtrail calls --number '555*' --around 17:31 --window 5m\n"
            "  cmtrail calls --trunk EAST --json | jq -r .cause\n",
    .opts = calls_opts,
    .size = sizeof(struct calls_options),
    .min_args = 0,
    .max_args = 0,
    .run = run_calls,
};
