/* SPDX-License-Identifier: MIT
 *
 * What each call would need that was not given: a node of its cluster that
 * handled a part of it, and of which there is no trace. Which node that is,
 * process ids and CIs say (FORMAT 3, 9.1). */
#include "call/path.h"

static bool
have_node(const struct correlator *c, size_t cluster, int64_t node)
{
    for (size_t i = 0; i < c->nspaces; i++)
        if (c->spaces[i].cluster == cluster && c->spaces[i].node == node &&
            !c->spaces[i].log)
            return true;
    return false;
}

/* Nodes that a call needs and that are not there; a handful at most. */
struct wanted {
    size_t cluster;
    int64_t node;
    const char *why;
};
enum { WANTED = 8 };

static void
want(const struct correlator *c, struct wanted *v, size_t *n,
    const struct wanted *w)
{
    /* 1..255: what the top byte of a CI can say, and no other clusters' */
    if (w->node < 1 || w->node > 255 || *n == WANTED ||
        have_node(c, w->cluster, w->node))
        return;
    for (size_t i = 0; i < *n; i++)
        if (v[i].cluster == w->cluster && v[i].node == w->node)
            return;
    v[(*n)++] = *w;
}

static void
want_of_leg(const struct correlator *c, const struct leg_state *l,
    struct wanted *v, size_t *n)
{
    size_t cluster = c->spaces[l->space].cluster;
    struct wanted target = {
        cluster, process_node(l->target), "it handled the called party"};
    struct wanted owner = {cluster, l->ci >> 24, "the call began there"};
    want(c, v, n, &target);
    want(c, v, n, &owner);
}

static void
gap_add(struct path *p, const struct wanted *w)
{
    struct correlator *c = p->c;
    struct correlated *r = p->r;
    const struct call_state *k = p->call;
    const struct cluster *cluster = &c->clusters[w->cluster];
    struct when from = mark_when(c, &k->start);
    struct when to = mark_when(c, mark_set(&k->end) ? &k->end : &k->start);
    c->gaps = GROW(c->gaps, r->ngaps, p->capgaps);
    r->gaps = c->gaps;
    r->gaps[r->ngaps++] = (struct gap){
        .call = k->number,
        .kind = STR("node"),
        .node = str_fmt(&c->arena, "%lld", (long long)w->node),
        .cluster = cluster->label.n  ? cluster->label
                   : cluster->name.n ? cluster->name
                                     : cluster->guid,
        .from_ms = from.utc_ms,
        .to_ms = to.utc_ms,
        .reason = str_fmt(&c->arena,
            "no trace of node %lld was given, but %s: collect its SDL files "
            "of " STR_FMT " to " STR_FMT,
            (long long)w->node, w->why, STR_ARG(when_clock(&c->arena, from)),
            STR_ARG(when_clock(&c->arena, to))),
        .collect = str_fmt(&c->arena, "SDL%03lld_100_*", (long long)w->node),
    };
}

void
missing_call(struct path *p)
{
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    struct wanted v[WANTED];
    size_t n = 0;
    for (size_t i = 0; i < k->nlegs; i++)
        want_of_leg(c, &c->legs[k->legs[i]], v, &n);
    for (size_t i = 0; i < n; i++)
        gap_add(p, &v[i]);
}
