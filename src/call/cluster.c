/* SPDX-License-Identifier: MIT
 *
 * Which nodes are one cluster: by the label the user gave, by the GUID in the
 * tags of messages they sent (the same on all nodes of a cluster, FORMAT 9.2);
 * nodes that say neither belong to the only cluster there is, or stay by
 * themselves. */
#include "call/state.h"

static size_t
cluster_new(struct correlator *c, struct str label, struct str guid)
{
    c->clusters = GROW(c->clusters, c->nclusters, c->capclusters);
    c->clusters[c->nclusters] = (struct cluster){.label = label, .guid = guid};
    return c->nclusters++;
}

static bool
fits(const struct cluster *k, const struct space *sp)
{
    if (sp->label.n > 0 && k->label.n > 0)
        return str_eq(sp->label, k->label);
    return sp->guid.n > 0 && str_eq(sp->guid, k->guid);
}

static void
place(struct correlator *c, struct space *sp)
{
    for (size_t i = 0; i < c->nclusters; i++) {
        struct cluster *k = &c->clusters[i];
        if (!fits(k, sp))
            continue;
        sp->cluster = i;
        if (k->label.n == 0)
            k->label = sp->label;
        if (k->guid.n == 0)
            k->guid = sp->guid;
        return;
    }
    sp->cluster = cluster_new(c, sp->label, sp->guid);
}

static bool
is_ipv6(struct str ip)
{
    return str_find_byte(ip, ':') < ip.n;
}

static bool
other_address(struct str a, struct str b)
{
    return a.n > 0 && b.n > 0 && !is_ipv6(a) && !is_ipv6(b) && !str_eq(a, b);
}

static size_t
space_at(const struct correlator *c, const struct space *log)
{
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *o = &c->spaces[i];
        if (!o->log && o->node == log->node && str_eq(o->label, log->label) &&
            str_eq(o->address, log->address))
            return i;
    }
    return NONE;
}

/* The GUID that the far side gave where it was spoken to at this address. */
static struct str
guid_at(const struct correlator *c, struct str address)
{
    for (size_t i = 0; i < c->ndialogs; i++)
        if (c->dialogs[i].far_guid.n > 0 &&
            str_eq(c->dialogs[i].remote_ip, address))
            return c->dialogs[i].far_guid;
    return (struct str){0};
}

/* The rows of a call log say which address its node has. The node of that
 * number that has files may be another cluster's. */
void
cluster_place_logs(struct correlator *c)
{
    for (size_t i = 0; i < c->nspaces; i++) {
        struct space *sp = &c->spaces[i];
        if (!sp->log || sp->address.n == 0)
            continue;
        bool other = sp->home != NONE &&
                     other_address(sp->address, c->spaces[sp->home].address);
        if (other || sp->home == NONE)
            sp->home = space_at(c, sp);
        sp->foreign = other && sp->home == NONE;
        if (sp->home == NONE && sp->label.n == 0 && sp->guid.n == 0)
            sp->guid = guid_at(c, sp->address);
    }
}

/* A call log names no cluster: it is its node's, else that of the node it was
 * found beside, or of the node with its address. */
static size_t
cluster_by_address(const struct correlator *c, const struct space *sp)
{
    if (sp->log && sp->home != NONE)
        return c->spaces[sp->home].cluster;
    if (sp->log && sp->beside != NONE && c->spaces[sp->beside].cluster != NONE)
        return c->spaces[sp->beside].cluster;
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *o = &c->spaces[i];
        if (o->cluster != NONE && o->address.n > 0 &&
            str_eq(o->address, sp->address))
            return o->cluster;
    }
    return NONE;
}

static void
place_rest(struct correlator *c, struct space *sp)
{
    sp->cluster = cluster_by_address(c, sp);
    if (sp->cluster != NONE)
        return;
    if (sp->foreign) {
        sp->cluster = cluster_new(c, (struct str){0}, (struct str){0});
        return;
    }
    if (c->nclusters == 0)
        cluster_new(c, (struct str){0}, (struct str){0});
    if (c->nclusters == 1) {
        sp->cluster = 0;
        return;
    }
    /* Several clusters: nodes that say nothing share one of their own. */
    for (size_t i = 0; i < c->nclusters; i++) {
        if (c->clusters[i].label.n == 0 && c->clusters[i].guid.n == 0) {
            sp->cluster = i;
            return;
        }
    }
    sp->cluster = cluster_new(c, (struct str){0}, (struct str){0});
}

/* The name that fateShareId gives; every cluster is called StandAloneCluster
 * until somebody names it, so that one says nothing. */
static void
name_clusters(struct correlator *c)
{
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg_state *leg = &c->legs[i];
        struct cluster *k = &c->clusters[c->spaces[leg->space].cluster];
        if (k->name.n == 0 && leg->cluster_name.n > 0 &&
            !str_eq(leg->cluster_name, STR("StandAloneCluster")))
            k->name = leg->cluster_name;
    }
}

void
cluster_finish(struct correlator *c)
{
    for (size_t i = 0; i < c->nspaces; i++) {
        c->spaces[i].cluster = NONE;
        if (c->spaces[i].label.n > 0 || c->spaces[i].guid.n > 0)
            place(c, &c->spaces[i]);
    }
    for (size_t i = 0; i < c->nspaces; i++)
        if (c->spaces[i].cluster == NONE)
            place_rest(c, &c->spaces[i]);
    name_clusters(c);
}
