/* SPDX-License-Identifier: MIT
 *
 * Finds the hosts behind the items of a call and puts them in the order in
 * which a reader expects them: the caller's device, its nodes, then trunks,
 * far nodes and the callee's device as the call reaches them. Nodes are told
 * apart by cluster and number, phones by name, other hosts by address, not by
 * port: TCP ports change within a call. A far node whose traces are there is
 * its own lane, whatever address the near side logged for it. */
#include "render/lanes.h"

#include <stdlib.h>

#include "base/key.h"
#include "base/map.h"
#include "model/names.h"
#include "render/far.h"
#include "sip/callid.h"

/* Where a lane stands: ranks are sorted first. */
enum {
    RANK_CALLING, /* devices of the calling side */
    RANK_NODES,   /* the nodes that they call */
    RANK_REST,    /* everything that the call reaches from there */
};

struct place {
    struct lane lane;
    struct str ip;
    struct str number; /* of a node, as the traces name it */
    int rank;
    size_t group; /* first use of the cluster, or of the lane itself */
    size_t first; /* first item that used it; SIZE_MAX = none yet */
    size_t made;  /* index before sorting */
};

struct builder {
    struct arena *a;
    const struct call *call;
    struct map keys;     /* "i" address, "n" node, "d" device -> place */
    struct map clusters; /* cluster -> first use */
    struct map legs;     /* leg number -> index in call->legs */
    struct place *v;
    size_t n, cap;
    size_t used;     /* first-use numbers given out */
    bool has_caller; /* a lane stands on the calling side */
};

static struct str
key(struct builder *b, char kind, struct str first, struct str second)
{
    return KEY(b->a, KEY_NUMBER(kind), first, second);
}

static size_t
make_place(struct builder *b)
{
    b->v = arena_grow(b->a, b->v, &b->cap, b->n + 1, sizeof(*b->v));
    b->v[b->n].first = SIZE_MAX;
    b->v[b->n].made = b->n;
    return b->n++;
}

static const struct leg *
leg_of(const struct builder *b, const struct item *it)
{
    const size_t *i = map_get_u64(&b->legs, (uint64_t)it->leg);
    return it->leg > 0 && i ? &b->call->legs[*i] : NULL;
}

static bool
names_node(const struct item *it)
{
    return it->node.n > 0 || it->node_ip.n > 0 || it->host.n > 0;
}

static bool
has_node(const struct item *it)
{
    return names_node(it) || it->kind != ITEM_NOTE;
}

/* A trace without a first line does not name its node; other records of the
 * same file may. */
static struct str
file_key(struct builder *b, const struct item *it)
{
    return KEY(b->a, KEY_NUMBER('f'), KEY_NUMBER(it->evidence.source),
        it->evidence.file);
}

static bool
differ(struct str x, struct str y)
{
    return x.n > 0 && y.n > 0 && !str_eq(x, y);
}

/* The place that a key leads to, unless number and cluster speak against it. */
static const size_t *
known_place(struct builder *b, struct str k, const struct item *it)
{
    const size_t *i = map_get(&b->keys, k);
    if (!i)
        return NULL;
    const struct place *p = &b->v[*i];
    bool other = p->lane.node && (differ(it->node, p->number) ||
                                     differ(it->cluster, p->lane.cluster));
    return other ? NULL : i;
}

/* Traces that do not name their cluster are of the same one as others of the
 * same node number, unless the addresses differ. */
static const size_t *
same_number(struct builder *b, struct str k, const struct item *it)
{
    const size_t *i = known_place(b, k, it);
    return i && !differ(it->node_ip, b->v[*i].ip) ? i : NULL;
}

/* A node is known by its number in its cluster, without a cluster's name by
 * its file, and by its address when the traces say it; all lead to the same
 * lane. */
static size_t
node_place(struct builder *b, const struct item *it)
{
    struct str by_name = key(b, 'n', it->cluster, it->node);
    struct str by_number = key(b, 'm', it->node, STR(""));
    struct str by_ip = key(b, 'i', it->node_ip, STR(""));
    const size_t *known = NULL;
    if (it->cluster.n > 0)
        known = map_get(&b->keys, by_name);
    if (!known && (it->evidence.source > 0 || !names_node(it)))
        known = known_place(b, file_key(b, it), it);
    if (!known && names_node(it))
        known = same_number(b, by_name, it);
    if (!known && it->node_ip.n > 0)
        known = known_place(b, by_ip, it);
    if (!known && it->node.n > 0)
        known = same_number(b, by_number, it);
    size_t i = known ? *known : make_place(b);
    if (names_node(it))
        map_put(&b->keys, by_name, i, NULL);
    if (it->node.n > 0)
        map_put(&b->keys, by_number, i, NULL);
    map_put(&b->keys, file_key(b, it), i, NULL);
    if (it->node_ip.n > 0)
        map_put(&b->keys, by_ip, i, NULL);
    return i;
}

static void
describe_node(struct builder *b, const struct item *it)
{
    size_t i = node_place(b, it); /* may move b->v */
    struct place *p = &b->v[i];
    p->lane.node = true;
    if (p->lane.cluster.n == 0)
        p->lane.cluster = it->cluster;
    if (p->number.n == 0)
        p->number = it->node;
    if (p->ip.n == 0)
        p->ip = it->node_ip;
    int64_t number;
    bool numbered = str_to_i64(it->node, &number);
    struct str name = it->host.n > 0 || numbered ? it->host : it->node;
    struct str node = numbered
                          ? str_fmt(b->a, "node " STR_FMT, STR_ARG(it->node))
                          : (struct str){0};
    if (name.n > 0) {
        p->lane.label = name;
        p->lane.sub = node.n > 0             ? node
                      : !str_eq(name, p->ip) ? p->ip
                                             : (struct str){0};
    } else if (p->lane.label.n == 0) {
        p->lane.label = node.n > 0 ? node : STR("CUCM");
        p->lane.sub = p->ip;
    }
}

static struct str
device_of(const struct builder *b, const struct item *it)
{
    const struct leg *leg = leg_of(b, it);
    if (it->device.n > 0 || !leg)
        return it->device;
    return leg->device;
}

/* A phone's name is its own (SEP and its MAC address); a trunk's is that of
 * all the hosts behind it. */
static bool
is_phone(struct str device)
{
    enum { SEP_NAME = 15 };
    return device.n == SEP_NAME && str_starts(device, STR("SEP"));
}

/* What one node's SDL files, or its call log, say of a dialog's far end. */
static struct str
dialog_key(
    struct builder *b, const struct item *it, size_t node, bool from_calllog)
{
    return KEY(b->a, KEY_NUMBER(from_calllog ? 'l' : 's'), KEY_NUMBER(node),
        callid_key(it->call_id));
}

/* The place of a phone or address; of the far end of a dialog that the other
 * kind of file knows by another address, as one of them was cleared. */
static const size_t *
known_remote(
    struct builder *b, const struct item *it, size_t node, struct str by_ip)
{
    struct str device = device_of(b, it);
    const size_t *i = is_phone(device)
                          ? map_get(&b->keys, key(b, 'd', device, STR("")))
                          : NULL;
    if (i)
        return i;
    i = map_get(&b->keys, by_ip);
    if (!i && it->call_id.n > 0)
        i = map_get(&b->keys, dialog_key(b, it, node, !it->from_calllog));
    if (!i || !is_phone(device))
        return i;
    const struct lane *l = &b->v[*i].lane;
    bool other = is_phone(l->label) && !str_eq(device, l->label);
    return l->node || other ? NULL : i;
}

/* node: the place of what logged it. far: of the node at the far end;
 * LANE_NONE = by its address. */
static size_t
remote_place(struct builder *b, const struct item *it, size_t node, size_t far)
{
    if (far != LANE_NONE)
        return far;
    struct str device = device_of(b, it);
    /* A gateway is known by its name: its D-channel may have an address that
     * the text of its other messages does not. */
    bool named = it->kind == ITEM_PROTOCOL && device.n > 0;
    struct str by_ip = it->remote_ip.n > 0 && !named
                           ? key(b, 'i', it->remote_ip, STR(""))
                           : key(b, 'd', device, STR(""));
    const size_t *known = known_remote(b, it, node, by_ip);
    size_t i = known ? *known : make_place(b);
    map_put(&b->keys, by_ip, i, NULL);
    if (is_phone(device))
        map_put(&b->keys, key(b, 'd', device, STR("")), i, NULL);
    if (it->call_id.n > 0)
        map_put(&b->keys, dialog_key(b, it, node, it->from_calllog), i, NULL);
    struct place *p = &b->v[i];
    if (p->lane.node)
        return i;
    if (p->ip.n == 0)
        p->ip = it->remote_ip;
    if (p->lane.label.n == 0 || str_eq(p->lane.label, p->ip)) {
        p->lane.label = device.n > 0 ? device : it->remote_ip;
        p->lane.sub = device.n > 0 ? it->remote_ip : (struct str){0};
    }
    if (p->lane.label.n == 0)
        p->lane.label = STR("unknown");
    return i;
}

/* The side is the one of the leg that used the lane first. Without a leg the
 * sender of the first INVITE is the caller. */
static bool
on_calling_side(const struct builder *b, const struct item *it)
{
    const struct leg *leg = leg_of(b, it);
    enum leg_purpose purpose;
    if (it->kind == ITEM_PROTOCOL && str_eq(it->topic, STR("cti")))
        return false;
    if (leg_purpose_from_name(it->purpose, &purpose) &&
        (purpose == LEG_RECORDING || purpose == LEG_MEDIA))
        return false;
    if (leg && leg->role == PARTY_CALLING)
        return true;
    if (leg && leg->role == PARTY_CALLED)
        return false;
    struct str device = device_of(b, it);
    if (device.n > 0 && str_eq(device, b->call->calling_device))
        return true;
    return !b->has_caller && !it->outgoing && it->method.n > 0;
}

static void
use_node(struct builder *b, size_t i)
{
    struct place *p = &b->v[i];
    if (p->first == SIZE_MAX)
        p->first = b->used++;
    p->group = *map_put(&b->clusters, p->lane.cluster, p->first, NULL);
    p->rank = RANK_REST;
}

static void
use_remote(struct builder *b, size_t i, const struct item *it)
{
    struct place *p = &b->v[i];
    if (p->lane.node)
        use_node(b, i);
    if (p->first != SIZE_MAX)
        return;
    p->first = b->used++;
    p->group = p->first;
    p->rank = RANK_REST;
    if (on_calling_side(b, it)) {
        p->rank = RANK_CALLING;
        b->has_caller = true;
    }
}

/* A sender is used before the receiver. */
static struct item_lanes
use_item(struct builder *b, const struct item *it, size_t node, size_t far)
{
    struct item_lanes at = {node, LANE_NONE};
    if (it->kind != ITEM_NOTE)
        at.remote = remote_place(b, it, node, far);
    if (at.remote != LANE_NONE && !it->outgoing)
        use_remote(b, at.remote, it);
    if (node != LANE_NONE)
        use_node(b, node);
    if (at.remote != LANE_NONE)
        use_remote(b, at.remote, it);
    return at;
}

static int
compare_places(const void *x, const void *y)
{
    const struct place *p = x, *q = y;
    if (p->rank != q->rank)
        return p->rank < q->rank ? -1 : 1;
    if (p->group != q->group)
        return p->group < q->group ? -1 : 1;
    if (p->first != q->first)
        return p->first < q->first ? -1 : 1;
    return p->made < q->made ? -1 : p->made > q->made;
}

/* The cluster that the calling side reaches first stands beside it, whatever
 * was used before. */
static void
rank_nodes(struct builder *b)
{
    size_t home = SIZE_MAX;
    for (size_t i = 0; i < b->n; i++) {
        const struct place *p = &b->v[i];
        if (p->lane.node && p->first != SIZE_MAX && p->group < home)
            home = p->group;
    }
    for (size_t i = 0; i < b->n; i++) {
        struct place *p = &b->v[i];
        if (p->lane.node && p->group == home)
            p->rank = RANK_NODES;
    }
}

/* Sorts, leaves out what nothing used, and gives each place its lane. */
static size_t *
number_lanes(struct builder *b, struct ladder *l)
{
    size_t *lane = arena_array(b->a, b->n, sizeof(*lane));
    if (b->n > 0)
        qsort(b->v, b->n, sizeof(*b->v), compare_places);
    l->lanes = arena_array(b->a, b->n, sizeof(*l->lanes));
    for (size_t i = 0; i < b->n; i++) {
        lane[b->v[i].made] = l->nlanes;
        if (b->v[i].first != SIZE_MAX)
            l->lanes[l->nlanes++] = b->v[i].lane;
    }
    return lane;
}

static void
builder_init(struct builder *b, struct arena *a, const struct call *call)
{
    *b = (struct builder){.a = a, .call = call};
    map_init(&b->keys, a);
    map_init(&b->clusters, a);
    map_init(&b->legs, a);
    for (size_t i = 0; i < call->nlegs; i++)
        map_put_u64(&b->legs, (uint64_t)call->legs[i].leg, i, NULL);
}

void
lanes_place(struct arena *a, const struct call *call,
    const struct item *const *items, size_t n, struct ladder *l,
    struct item_lanes *where)
{
    struct builder b;
    builder_init(&b, a, call);
    /* All nodes first: a message may name as remote what is a node. */
    for (size_t i = 0; i < n; i++)
        if (names_node(items[i]))
            describe_node(&b, items[i]);
    for (size_t i = 0; i < n; i++)
        if (!names_node(items[i]) && has_node(items[i]))
            describe_node(&b, items[i]);
    size_t *node = arena_array(a, n, sizeof(*node));
    size_t *far = arena_array(a, n, sizeof(*far));
    for (size_t i = 0; i < n; i++)
        node[i] = has_node(items[i]) ? node_place(&b, items[i]) : LANE_NONE;
    far_nodes(a, items, n, node, far);
    for (size_t i = 0; i < n; i++)
        where[i] = use_item(&b, items[i], node[i], far[i]);
    rank_nodes(&b);
    size_t *lane = number_lanes(&b, l);
    for (size_t i = 0; i < n; i++) {
        if (where[i].node != LANE_NONE)
            where[i].node = lane[where[i].node];
        if (where[i].remote != LANE_NONE)
            where[i].remote = lane[where[i].remote];
    }
}
