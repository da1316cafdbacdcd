/* SPDX-License-Identifier: MIT
 *
 * tls: connections with their certificates and ciphers, all or one call's, and
 * what is to be said about them. */
#include <string.h>
#include <time.h>

#include "base/map.h"
#include "cli/tls.h"
#include "store/get.h"
#include "tls/compare.h"
#include "tls/expect.h"
#include "tls/grade.h"
#include "tls/ledger.h"

enum { MANY = 100 }; /* rows from which on the same of one peer is one row */

#define FIELD(name) offsetof(struct tls_options, name)

static const struct opt tls_opts[] = {
    {"peer", 0, OPT_TEXT, FIELD(peer), "IP[:PORT]",
        "far address; * is a wildcard", 0, 0},
    {"cn", 0, OPT_TEXT, FIELD(cn), "CN", "CN of the certificate", 0, 0},
    {"trunk", 0, OPT_TEXT, FIELD(trunk), "T", "trunk or device", 0, 0},
    {"device", 0, OPT_TEXT, FIELD(device), "D", "the same", 0, 0},
    {"node", 0, OPT_TEXT, FIELD(node), "N", "node's number or host", 0, 0},
    {"cluster", 0, OPT_TEXT, FIELD(cluster), "C", "cluster", 0, 0},
    {"transport", 0, OPT_TEXT, FIELD(transport), "T", "TLS, TCP or UDP", 0, 0},
    {"grade", 0, OPT_TEXT, FIELD(grade), "G",
        "good, legacy, weak, critical, plaintext, unknown", 0, 0},
    {"since", 0, OPT_TIME, FIELD(since), "T", "open at or after", 0, 0},
    {"until", 0, OPT_TIME, FIELD(until), "T",
        "open at or before; a day counts to its end", 0, 0},
    {"around", 0, OPT_TIME, FIELD(around), "T",
        "open within --window of this time", 0, 0},
    {"window", 0, OPT_SPAN, FIELD(window_ms), "D", "see --around [2m]", 0, 0},
    {"from", 0, OPT_TEXT, FIELD(from), "N", "carried a call from this number",
        0, 0},
    {"to", 0, OPT_TEXT, FIELD(to), "N", "carried a call to this number", 0, 0},
    {"number", 0, OPT_TEXT, FIELD(number), "N",
        "carried a call with this number of any party", 0, 0},
    {"outcome", 0, OPT_TEXT, FIELD(outcome), "O",
        "carried a call with this outcome, see calls", 0, 0},
    {"failed", 0, OPT_FLAG, FIELD(failed), NULL, "carried a call that failed",
        0, 0},
    {"cause", 0, OPT_TEXT, FIELD(cause), "Q",
        "carried a call with this Q.850 cause", 0, 0},
    {"sip-status", 0, OPT_INT, FIELD(sip_status), "S",
        "carried a call that this SIP status decided", 100, 699},
    {"limit", 'n', OPT_INT, FIELD(limit), "N", "only the newest N [all]", 1,
        INT32_MAX},
    {"as-of", 0, OPT_TEXT, FIELD(as_of), "YYYY-MM-DD",
        "grade by the standards of this day [today]", 0, 0},
    {"by", 0, OPT_TEXT, FIELD(by), "WHAT",
        "connection or peer: one row each [connection; peer when there are "
        "more than 100]",
        0, 0},
    {"expect", 0, OPT_TEXT, FIELD(expect), "FILE",
        "compare with what should be; exit 1 when one is not met", 0, 0},
    {"expect-template", 0, OPT_FLAG, FIELD(template), NULL,
        "write such a file from what was seen", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

/* In days since 1970. */
static int
read_day(const struct tls_options *o, int64_t *day, struct err *e)
{
    int64_t days = (int64_t)time(NULL) / (WHEN_DAY_MS / 1000);
    if (o->as_of.n > 0 && !when_parse_date(o->as_of, &days))
        return err_set(e, "--as-of: expected YYYY-MM-DD, found \"" STR_FMT "\"",
            STR_ARG(o->as_of));
    *day = days;
    return 0;
}

static int
check_by(const struct tls_options *o, struct err *e)
{
    if (o->by.n == 0 || str_eq(o->by, STR("peer")) ||
        str_eq(o->by, STR("connection")))
        return 0;
    return err_set(e,
        "--by: expected connection or peer, found \"" STR_FMT "\"",
        STR_ARG(o->by));
}

/* All that `tls` knows, before filters. */
struct known_tls {
    struct connection *v;
    size_t n;
    const struct tls_handshake **wire; /* one a connection; NULL */
    struct tls_evidence e;
    struct ledger l;
    struct tls_comparison *comparisons;
    size_t ncomparisons;
};

/* All connections, graded, and what they say together. */
static int
read_ledger(const struct global *g, struct store *db, int64_t day,
    struct known_tls *k, struct err *e)
{
    int32_t date = grade_day(day);
    if (store_get_connections(db, g->run, 0, &k->v, &k->n, e) < 0 ||
        store_get_tls_evidence(db, g->run, &k->e, e) < 0)
        return -1;
    k->wire = compare_match(g->run, k->v, k->n, &k->e);
    for (size_t i = 0; i < k->n; i++) {
        ledger_handshake(&k->v[i]);
        grade_connection(g->run, &k->v[i], k->wire[i], date);
    }
    grade_certificates(g->run, &k->e, (day + 1) * WHEN_DAY_MS - 1, date);
    ledger_make(g->run, k->v, k->n, &k->l);
    struct compare_input in = {k->v, k->n, k->wire, &k->e};
    k->ncomparisons = compare_all(g->run, &in, &k->comparisons);
    return 0;
}

/* What should be, and whether it is. */
struct expecting {
    struct expectations x;
    struct str *conflicts;
    size_t nconflicts;
};

static int
read_expectations(const struct global *g, const struct tls_options *o,
    struct expecting *x, struct err *e)
{
    *x = (struct expecting){0};
    if (o->expect.n == 0)
        return 0;
    if (tls_read_expectations(g->run, o->expect, &x->x, e) < 0)
        return -1;
    x->nconflicts = expect_conflicts(g->run, &x->x, &x->conflicts);
    return 0;
}

/* What is wrong with the file, and entries that nothing was seen of. returns:
 * whether all that was seen is as it should be. */
static bool
tell_expecting(const struct global *g, const struct expecting *x,
    const struct connection *v, size_t n)
{
    bool met = x->nconflicts == 0;
    for (size_t i = 0; i < x->nconflicts; i++)
        cmd_error(STR_FMT, STR_ARG(x->conflicts[i]));
    for (size_t i = 0; i < x->x.n; i++)
        if (!x->x.v[i].seen)
            cmd_note(g, STR_FMT ":%zu: no connection of " STR_FMT " was seen",
                STR_ARG(x->x.file), x->x.v[i].line,
                STR_ARG(
                    x->x.v[i].trunk.n ? x->x.v[i].trunk : STR("this entry")));
    for (size_t i = 0; i < n; i++)
        met = met && !str_eq(v[i].expected, STR("not met"));
    return met;
}

/* Of the ledger what is about the connections that are shown. */
static bool
is_shown(const struct connection *v, size_t n, int64_t connection)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (v[mid].connection < connection)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && v[low].connection == connection;
}

/* Handshakes in captures of the connections that are shown, and their
 * certificates. */
static void
keep_evidence(const struct global *g, struct known_tls *k,
    const struct connection *v, size_t n)
{
    struct map kept;
    struct tls_evidence *e = &k->e;
    size_t handshakes = 0, certificates = 0;
    map_init(&kept, g->run);
    for (size_t i = 0; i < k->n; i++)
        if (k->wire[i] && is_shown(v, n, k->v[i].connection))
            map_put_u64(&kept, (uint64_t)k->wire[i]->handshake, 1, NULL);
    /* Others point into both: they stay as they are. */
    struct tls_handshake *h = arena_array(g->run, e->nhandshakes, sizeof *h);
    struct tls_certificate *c =
        arena_array(g->run, e->ncertificates, sizeof *c);
    for (size_t i = 0; i < e->nhandshakes; i++)
        if (map_get_u64(&kept, (uint64_t)e->handshakes[i].handshake))
            h[handshakes++] = e->handshakes[i];
    for (size_t i = 0; i < e->ncertificates; i++)
        if (e->certificates[i].where == TLS_ON_WIRE &&
            map_get_u64(&kept, (uint64_t)e->certificates[i].handshake))
            c[certificates++] = e->certificates[i];
    *e = (struct tls_evidence){
        .handshakes = h,
        .nhandshakes = handshakes,
        .certificates = c,
        .ncertificates = certificates,
    };
}

static void
keep_shown(const struct global *g, struct known_tls *k, bool all,
    const struct connection *v, size_t n)
{
    struct ledger *l = &k->l;
    size_t changes = 0, pairs = 0, comparisons = 0;
    for (size_t i = 0; i < l->nchanges; i++)
        if (is_shown(v, n, l->changes[i].after->connection))
            l->changes[changes++] = l->changes[i];
    for (size_t i = 0; i < l->npairs; i++)
        if (is_shown(v, n, l->pairs[i].out->connection) ||
            is_shown(v, n, l->pairs[i].in->connection))
            l->pairs[pairs++] = l->pairs[i];
    for (size_t i = 0; i < k->ncomparisons; i++)
        if (all || is_shown(v, n, k->comparisons[i].connection))
            k->comparisons[comparisons++] = k->comparisons[i];
    l->nchanges = changes;
    l->npairs = pairs;
    k->ncomparisons = comparisons;
    if (!all)
        keep_evidence(g, k, v, n);
}

static void
put_rows(const struct global *g, const struct tls_options *o,
    const struct connection *v, size_t n)
{
    struct ledger_group *groups = NULL;
    size_t ngroups = 0;
    bool group = o->by.n ? str_eq(o->by, STR("peer")) : n > MANY;
    if (!group) {
        render_connections_text(g->out, v, n, &g->render);
        return;
    }
    ledger_group(g->run, v, n, &groups, &ngroups);
    render_groups_text(g->out, groups, ngroups, &g->render);
    out_fmt(g->out, "\n%zu connections in %zu rows; --by connection has each\n",
        n, ngroups);
}

static void
put_text(const struct global *g, const struct tls_options *o, bool one_call,
    const struct connection *v, size_t n, const struct known_tls *k)
{
    if (n > 0)
        put_rows(g, o, v, n);
    if (o->expect.n)
        render_expected_text(g->out, v, n, &g->render);
    if (!one_call)
        render_findings_text(g->out, v, n, &g->render);
    for (size_t i = 0; one_call && i < n; i++) {
        out_byte(g->out, '\n');
        render_connection_text(g->out, &v[i], &g->render);
    }
    render_ledger_text(g->out, &k->l, &g->render);
    render_evidence_text(
        g->out, &k->e, k->comparisons, k->ncomparisons, &g->render);
}

static void
put_all(const struct global *g, const struct tls_options *o, bool one_call,
    const struct connection *v, size_t n, const struct known_tls *k)
{
    if (!g->json) {
        put_text(g, o, one_call, v, n, k);
        return;
    }
    for (size_t i = 0; i < n; i++)
        render_connection_json(g->out, &v[i]);
    render_evidence_json(g->out, &k->e, k->comparisons, k->ncomparisons);
}

/* call: 0 = the connections of all calls, and of none. */
static int
show_connections(const struct global *g, struct store *db, int64_t call,
    const struct tls_options *o, struct err *e)
{
    struct known_tls k = {0};
    struct expecting x;
    int64_t day = 0;

    if (read_day(o, &day, e) < 0 || check_by(o, e) < 0 ||
        read_expectations(g, o, &x, e) < 0 ||
        read_ledger(g, db, day, &k, e) < 0)
        return EXIT_ERROR;
    if (o->expect.n)
        expect_check(g->run, &x.x, k.v, k.n, k.wire);
    /* What the ledger points at stays where it is. */
    size_t n = k.n;
    struct connection *v = arena_array(g->run, n, sizeof *v);
    if (n > 0)
        memcpy(v, k.v, n * sizeof *v);
    if (tls_filter(db, g->run, o, call, v, &n, e) < 0)
        return EXIT_ERROR;
    keep_shown(g, &k, n == k.n, v, n);
    if (n == 0 && k.ncomparisons + k.e.nhandshakes + k.e.ncertificates == 0) {
        cmd_note(g, "no connection matches");
        return EXIT_NOTHING;
    }
    if (o->template) {
        expect_seen(g->run, v, n, &x.x);
        render_expect_yaml(g->out, &x.x);
        return EXIT_DONE;
    }
    put_all(g, o, call != 0, v, n, &k);
    return tell_expecting(g, &x, v, n) ? EXIT_DONE : EXIT_NOTHING;
}

static int
run_tls(const struct global *g, const void *opts, const struct opt_list *args)
{
    struct err e = {""};
    int64_t call = 0;
    int status = EXIT_DONE;
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    if (args->n > 0)
        status = cmd_find_call(g, db, args->v[0], &call);
    if (status == EXIT_DONE) {
        status = show_connections(g, db, call, opts, &e);
        if (status == EXIT_ERROR)
            cmd_error("tls: %s", e.text);
    }
    store_close(db);
    return status;
}

const struct cmd cmd_tls = {
    .name = "tls",
    .args = "[CALL]",
    .about =
        "connections: peer, certificate CN, cipher, verdict, calls carried",
    .help = "Without CALL all connections that the traces show, plain ones "
            "too. A cipher and a\n"
            "CN are those of the handshake of that very connection; where that "
            "lies before the\n"
            "traces, `earlier` stands for it. Under the table: what is weak "
            "and who says so,\n"
            "what changed, and where the two directions of a trunk differ.\n"
            "\n"
            "  cmtrail tls --cn 'far*'\n"
            "  cmtrail tls --grade weak --as-of 2015-01-01\n"
            "  cmtrail tls --expect-template >trunks.yaml\n"
            "  cmtrail tls --expect trunks.yaml || echo not as it should be\n"
            "  cmtrail tls --json | jq -r 'select(.grade == \"weak\").calls'\n",
    .opts = tls_opts,
    .size = sizeof(struct tls_options),
    .min_args = 0,
    .max_args = 1,
    .run = run_tls,
};
