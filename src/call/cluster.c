/* SPDX-License-Identifier: MIT
 *
 * Which nodes are one cluster: by the label the user gave, by the GUID in the
 * tags of messages they sent (the same on all nodes of a cluster, FORMAT 9.2),
 * by the name in their signals; nodes that say nothing belong to the only
 * cluster there is that has no other host of their number, or stay by
 * themselves. Call logs without SDL files are one cluster where their rows
 * prove it. */
#include "call/joined.h"

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

bool
cluster_other_address(struct str a, struct str b)
{
    bool a_v6 = str_find_byte(a, ':') < a.n;
    bool b_v6 = str_find_byte(b, ':') < b.n;
    return a.n > 0 && b.n > 0 && a_v6 == b_v6 && !str_eq(a, b);
}

/* Whether a call log and SDL files saw one dialog from the same side: with a
 * phone, or begun in the same direction. A Call-ID is one dialog's in the
 * world, and the far end of a trunk sees it the other way round. */
static bool
shares_dialog(struct correlator *c, size_t log, size_t space)
{
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        if (d->space != log)
            continue;
        const size_t *at =
            map_get(&c->dialog_by_id, dialog_key(c, space, d->call_id));
        arena_reset(&c->scratch);
        if (at == NULL)
            continue;
        const struct dialog *o = &c->dialogs[*at];
        if (d->phone || (d->began && o->began && d->in == o->in))
            return true;
    }
    return false;
}

/* Two hosts with one address: it was put in place of what they had. */
static bool
is_placeholder(const struct correlator *c, struct str address)
{
    struct str host = {0};
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *sp = &c->spaces[i];
        if (sp->host.n == 0 || !str_eq(sp->address, address))
            continue;
        if (host.n > 0 && !str_eq(sp->host, host))
            return true;
        host = sp->host;
    }
    return false;
}

/* The space of the SDL files of a call log's node: one with its dialogs, as
 * addresses may have been changed in either, else that with its address. */
static size_t
space_of_log(struct correlator *c, size_t log)
{
    size_t there = NONE;
    const struct space *sp = &c->spaces[log];
    bool real = !is_placeholder(c, sp->address);
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *o = &c->spaces[i];
        if (o->log || o->node != sp->node || !str_eq(o->label, sp->label))
            continue;
        if (shares_dialog(c, log, i))
            return i;
        if (there == NONE && real && str_eq(o->address, sp->address))
            there = i;
    }
    return there;
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
        bool other =
            sp->home != NONE &&
            cluster_other_address(sp->address, c->spaces[sp->home].address) &&
            !shares_dialog(c, i, sp->home);
        if (other || sp->home == NONE)
            sp->home = space_of_log(c, i);
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

/* Every cluster is called so until somebody names it. */
static bool
says_nothing(struct str cluster_name)
{
    return cluster_name.n == 0 ||
           str_eq(cluster_name, STR("StandAloneCluster"));
}

static bool
differ(struct str a, struct str b)
{
    return a.n > 0 && b.n > 0 && !str_eq(a, b);
}

/* Whether a node cannot be of a cluster: that has another host of its number,
 * or another name. */
static bool
is_other(const struct correlator *c, const struct space *sp, size_t cluster)
{
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *o = &c->spaces[i];
        if (o == sp || o->log || o->cluster != cluster)
            continue;
        if (differ(o->cluster_name, sp->cluster_name) ||
            (sp->node != 0 && o->node == sp->node && differ(o->host, sp->host)))
            return true;
    }
    return false;
}

static size_t
cluster_by_name(const struct correlator *c, const struct space *sp)
{
    if (sp->cluster_name.n == 0)
        return NONE;
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *o = &c->spaces[i];
        if (!o->log && o->cluster != NONE &&
            str_eq(o->cluster_name, sp->cluster_name) &&
            c->clusters[o->cluster].label.n == 0 &&
            !is_other(c, sp, o->cluster))
            return o->cluster;
    }
    return NONE;
}

/* The one cluster that a node which says nothing may be of: the only one there
 * is, else the only one of such nodes. */
static size_t
cluster_by_number(const struct correlator *c, const struct space *sp)
{
    size_t found = NONE;
    for (size_t i = 0; i < c->nclusters; i++) {
        bool silent = c->clusters[i].label.n == 0 && c->clusters[i].guid.n == 0;
        if ((c->nclusters > 1 && !silent) || is_other(c, sp, i))
            continue;
        if (found != NONE)
            return NONE;
        found = i;
    }
    return found;
}

static void
place_rest(struct correlator *c, struct space *sp)
{
    sp->cluster = cluster_by_address(c, sp);
    if (sp->cluster != NONE && is_other(c, sp, sp->cluster))
        sp->cluster = NONE;
    if (sp->cluster == NONE)
        sp->cluster = cluster_by_name(c, sp);
    if (sp->cluster == NONE)
        sp->cluster = cluster_by_number(c, sp);
    if (sp->cluster == NONE)
        sp->cluster = cluster_new(c, (struct str){0}, (struct str){0});
}

/* The name that a node's signals give its cluster. */
static void
name_spaces(struct correlator *c)
{
    for (size_t i = 0; i < c->nlegs; i++) {
        struct space *sp = &c->spaces[c->legs[i].space];
        if (sp->cluster_name.n == 0 && !says_nothing(c->legs[i].cluster_name))
            sp->cluster_name = c->legs[i].cluster_name;
    }
}

/* -- call logs that stand alone ---------------------------------------------
 */

static size_t
find(size_t *root, size_t i)
{
    while (root[i] != i)
        i = root[i] = root[root[i]];
    return i;
}

/* One number, two addresses: nodes of two clusters. */
static bool
other_node(const struct space *a, const struct space *b)
{
    return a->node != 0 && a->node == b->node &&
           cluster_other_address(a->address, b->address);
}

/* A row says which CI was offered to which phone; where that phone's messages
 * of that CI are, is the same cluster. */
static void
tie_by_phone(struct correlator *c, size_t *root)
{
    struct map offered;
    map_init(&offered, &c->arena);
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg_state *l = &c->legs[i];
        if (!c->spaces[l->space].log || l->ci == 0 || l->device.n == 0)
            continue;
        map_put(
            &offered, space_key(c, (size_t)l->ci, l->device), l->space, NULL);
        arena_reset(&c->scratch);
    }
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        if (!c->spaces[d->space].log || d->ci == 0 || !d->phone)
            continue;
        const size_t *space =
            map_get(&offered, space_key(c, (size_t)d->ci, d->device));
        if (space != NULL &&
            !other_node(&c->spaces[*space], &c->spaces[d->space]))
            root[find(root, *space)] = find(root, d->space);
        arena_reset(&c->scratch);
    }
}

/* Which call logs are of one cluster. */
static size_t *
tie_logs(struct correlator *c)
{
    size_t *root = arena_array(&c->arena, c->nspaces + 1, sizeof(*root));
    for (size_t i = 0; i < c->nspaces; i++)
        root[i] = i;
    for (size_t i = 0; i < c->nspaces; i++)
        for (size_t k = 0; k < i; k++)
            if (c->spaces[i].log && c->spaces[k].log &&
                c->spaces[i].address.n > 0 &&
                c->spaces[i].node == c->spaces[k].node &&
                str_eq(c->spaces[i].address, c->spaces[k].address))
                root[find(root, i)] = find(root, k);
    tie_by_phone(c, root);
    return root;
}

/* Whether a call log cannot be of a cluster: another node has its number, or
 * a trunk leads from one to the other. */
static bool
is_apart(const struct correlator *c, size_t space, size_t cluster)
{
    for (size_t i = 0; i < c->nspaces; i++)
        if (c->spaces[i].cluster == cluster &&
            other_node(&c->spaces[i], &c->spaces[space]))
            return true;
    size_t next = 0;
    size_t a = 0;
    size_t b = 0;
    while (skew_log_trunk(c, &next, &a, &b))
        if ((a == space && c->spaces[b].cluster == cluster) ||
            (b == space && c->spaces[a].cluster == cluster))
            return true;
    return false;
}

/* The cluster of the call logs that are tied to this one: one that is known,
 * the only one there is, else a new one. */
static size_t
cluster_of_logs(struct correlator *c, size_t *root, size_t space, size_t known)
{
    bool apart = false;
    for (size_t i = 0; i < c->nspaces; i++) {
        if (find(root, i) != find(root, space))
            continue;
        if (c->spaces[i].cluster != NONE)
            return c->spaces[i].cluster;
        apart = apart || (known == 1 && is_apart(c, i, 0));
    }
    if (known == 1 && !apart)
        return 0;
    return cluster_new(c, (struct str){0}, (struct str){0});
}

static void
place_logs(struct correlator *c)
{
    size_t known = c->nclusters;
    size_t *root = NULL;
    for (size_t i = 0; i < c->nspaces; i++) {
        struct space *sp = &c->spaces[i];
        if (sp->cluster == NONE)
            sp->cluster = cluster_by_address(c, sp);
        if (sp->cluster != NONE || sp->kind == SOURCE_IOS)
            continue;
        if (root == NULL)
            root = tie_logs(c);
        sp->cluster = cluster_of_logs(c, root, i, known);
    }
}

/* The name that fateShareId gives. */
static void
name_clusters(struct correlator *c)
{
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg_state *leg = &c->legs[i];
        struct cluster *k = &c->clusters[c->spaces[leg->space].cluster];
        if (k->name.n == 0 && !says_nothing(leg->cluster_name))
            k->name = leg->cluster_name;
    }
}

/* What tells clusters without a name apart. */
static void
address_clusters(struct correlator *c)
{
    for (size_t i = 0; c->nclusters > 1 && i < c->nspaces; i++) {
        struct cluster *k = &c->clusters[c->spaces[i].cluster];
        if (k->label.n == 0 && k->guid.n == 0 && k->name.n == 0 &&
            k->address.n == 0)
            k->address = c->spaces[i].address;
    }
}

/* A gateway is of no cluster of CUCM's nodes. */
static void
place_gateways(struct correlator *c)
{
    for (size_t i = 0; i < c->nspaces; i++)
        if (c->spaces[i].cluster == NONE)
            c->spaces[i].cluster =
                cluster_new(c, (struct str){0}, (struct str){0});
}

void
cluster_finish(struct correlator *c)
{
    for (size_t i = 0; i < c->nspaces; i++) {
        c->spaces[i].cluster = NONE;
        if (c->spaces[i].label.n > 0 || c->spaces[i].guid.n > 0)
            place(c, &c->spaces[i]);
    }
    name_spaces(c);
    for (size_t named = 2; named-- > 0;)
        for (size_t i = 0; i < c->nspaces; i++)
            if (c->spaces[i].cluster == NONE && !c->spaces[i].log &&
                c->spaces[i].kind != SOURCE_IOS &&
                (c->spaces[i].cluster_name.n > 0) == (named > 0))
                place_rest(c, &c->spaces[i]);
    place_logs(c);
    place_gateways(c);
    name_clusters(c);
    address_clusters(c);
}
