/* SPDX-License-Identifier: MIT
 *
 * How far clocks are apart, as `info` says it. */
#include "cli/info_clocks.h"

#include <inttypes.h>

/* Whether clocks of more than one cluster were compared. */
static bool
has_several_clusters(const struct node_clock *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct node_clock *k = &v[i];
        if (!str_eq(k->cluster, k->against_cluster) ||
            !str_eq(k->against_cluster, v[0].against_cluster))
            return true;
    }
    return false;
}

/* "node 1 (cm-east-pub)", "node 1 of EAST (cm-east-pub)", or the address when
 * there is no name at all. cluster: empty when it need not be said. */
static void
put_clock_node(const struct global *g, struct str node, struct str cluster,
    struct str host, struct str address)
{
    struct str name = host.n > 0 ? host : address;

    out_z(g->out, "node ");
    out_safe(g->out, node, false);
    out_z(g->out, cluster.n > 0 ? " of " : "");
    out_safe(g->out, cluster, false);
    if (name.n > 0) {
        out_z(g->out, " (");
        out_safe(g->out, name, false);
        out_z(g->out, ")");
    }
}

void
info_clocks(const struct global *g, const struct node_clock *v, size_t n)
{
    bool several = has_several_clusters(v, n);
    struct str none = {NULL, 0};
    for (size_t i = 0; i < n; i++) {
        const struct node_clock *k = &v[i];
        bool behind = k->offset_ms < 0;
        put_clock_node(
            g, k->node, several ? k->cluster : none, k->host, k->address);
        out_fmt(g->out, " is %" PRId64 " ms %s ",
            behind ? -k->offset_ms : k->offset_ms,
            behind ? "behind" : "ahead of");
        put_clock_node(g, k->against, several ? k->against_cluster : none,
            k->against_host, k->against_address);
        if (k->error_ms >= 0)
            out_fmt(g->out, ", give or take %" PRId64 " ms", k->error_ms);
        else
            out_z(g->out, ", and the time on the way: one direction only");
        out_fmt(g->out,
            "; by %" PRId64 " received from it and %" PRId64 " sent to it",
            k->sent, k->received);
        if (k->via.n > 0) {
            out_z(g->out, " by ");
            put_clock_node(
                g, k->via, several ? k->via_cluster : none, none, none);
        }
        out_byte(g->out, '\n');
    }
}
