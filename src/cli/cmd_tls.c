/* SPDX-License-Identifier: MIT
 *
 * tls: connections with their certificates and ciphers, all or one call's. */
#include "cli/cmd.h"
#include "store/get.h"
#include "store/open.h"

struct tls_options {
    struct str peer, cn, trunk, node;
};

#define FIELD(name) offsetof(struct tls_options, name)

static const struct opt tls_opts[] = {
    {"peer", 0, OPT_TEXT, FIELD(peer), "IP[:PORT]",
        "far address; * is a wildcard", 0, 0},
    {"cn", 0, OPT_TEXT, FIELD(cn), "CN", "CN of the certificate", 0, 0},
    {"trunk", 0, OPT_TEXT, FIELD(trunk), "T", "trunk or device", 0, 0},
    {"node", 0, OPT_TEXT, FIELD(node), "N", "node's number or host", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static bool
is_peer(struct arena *a, const struct connection *c, struct str pattern)
{
    bool six = str_find_byte(c->remote_ip, ':') < c->remote_ip.n;
    struct str whole = str_fmt(a, "%s" STR_FMT "%s:%d", six ? "[" : "",
        STR_ARG(c->remote_ip), six ? "]" : "", (int)c->remote_port);
    return str_matches(c->remote_ip, pattern) || str_matches(whole, pattern);
}

static bool
has_trunk(const struct connection *c, struct str pattern)
{
    for (size_t i = 0; i < c->ntrunks; i++)
        if (str_matches(c->trunks[i], pattern))
            return true;
    return false;
}

static bool
is_wanted(
    struct arena *a, const struct connection *c, const struct tls_options *o)
{
    return (o->peer.n == 0 || is_peer(a, c, o->peer)) &&
           (o->cn.n == 0 || str_matches(c->cn, o->cn)) &&
           (o->trunk.n == 0 || has_trunk(c, o->trunk)) &&
           (o->node.n == 0 || str_matches(c->node, o->node));
}

static size_t
keep_wanted(struct arena *a, struct connection *v, size_t n,
    const struct tls_options *o)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (is_wanted(a, &v[i], o))
            v[kept++] = v[i];
    return kept;
}

static void
put_connections(const struct global *g, const struct connection *v, size_t n)
{
    if (!g->json) {
        render_connections_text(g->out, v, n, &g->render);
        return;
    }
    for (size_t i = 0; i < n; i++)
        render_connection_json(g->out, &v[i]);
}

/* selector: empty = the connections of all calls, and of none. */
static int
show_connections(const struct global *g, struct store *db, struct str selector,
    const struct tls_options *o)
{
    int64_t call = 0;
    int status = selector.n > 0 ? cmd_find_call(g, db, selector, &call) : 0;
    if (status != 0)
        return status;
    struct connection *v = NULL;
    size_t n = 0;
    struct err e;
    if (store_get_connections(db, g->run, call, &v, &n, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    n = keep_wanted(g->run, v, n, o);
    put_connections(g, v, n);
    if (n > 0)
        return EXIT_DONE;
    cmd_note(g, "no connection matches");
    return EXIT_NOTHING;
}

static int
run_tls(const struct global *g, const void *opts, const struct opt_list *args)
{
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    struct str selector = args->n > 0 ? args->v[0] : STR("");
    int status = show_connections(g, db, selector, opts);
    store_close(db);
    return status;
}

const struct cmd cmd_tls = {
    .name = "tls",
    .args = "[CALL]",
    .about = "connections: peer, certificate CN, cipher, calls carried",
    .help = "Without CALL all connections that the traces show, plain ones "
            "too: `grade` says\n"
            "which. A cipher and a CN are those of the handshake of that very "
            "connection.\n"
            "\n"
            "  cmtrail tls --cn 'far*'\n"
            "  cmtrail tls --json | jq -r 'select(.grade == \"weak\").calls'\n",
    .opts = tls_opts,
    .size = sizeof(struct tls_options),
    .min_args = 0,
    .max_args = 1,
    .run = run_tls,
};
