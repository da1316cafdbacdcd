/* SPDX-License-Identifier: MIT
 *
 * Pairs the two nodes of a dialog by what one sent and the other received. */
#include "render/far.h"

#include "base/key.h"
#include "base/map.h"
#include "render/lanes.h"
#include "sip/callid.h"

enum { SENT = 1, RECEIVED = 2, END_BITS = 2 };

/* One node's view of a dialog. */
struct end {
    size_t node;
    struct str own, remote; /* addresses, as it logged them first */
};

struct dialog_ends {
    struct end end[2];
    size_t n;
    bool many;    /* more than two nodes logged it */
    bool crossed; /* a message went from one to the other */
};

struct ends {
    struct arena *a;
    struct map by_key;  /* Call-ID key -> v */
    struct map crossed; /* Call-ID key and message -> SENT, RECEIVED by end */
    struct dialog_ends *v;
    size_t n, cap;
};

static bool
has_ends(const struct item *it, size_t node)
{
    return it->kind == ITEM_MESSAGE && it->call_id.n > 0 && node != LANE_NONE;
}

static struct dialog_ends *
dialog_of(struct ends *e, const struct item *it)
{
    bool made;
    size_t i = *map_put(&e->by_key, callid_key(it->call_id), e->n, &made);
    if (made)
        e->v = arena_grow(e->a, e->v, &e->cap, ++e->n, sizeof(*e->v));
    return &e->v[i];
}

/* Which end of its dialog a node is: 0, 1; 2 when it is a third one. */
static size_t
end_of(struct dialog_ends *d, const struct item *it, size_t node)
{
    size_t i = 0;
    while (i < d->n && d->end[i].node != node)
        i++;
    if (i == COUNTOF(d->end)) {
        d->many = true;
        return i;
    }
    if (i == d->n)
        d->end[d->n++] = (struct end){.node = node};
    struct end *end = &d->end[i];
    if (end->own.n == 0)
        end->own = it->node_ip;
    if (end->remote.n == 0)
        end->remote = it->remote_ip;
    return i;
}

static void
note_message(struct ends *e, const struct item *it, size_t node)
{
    struct dialog_ends *d = dialog_of(e, it);
    size_t i = end_of(d, it, node);
    if (i == COUNTOF(d->end))
        return;
    struct str key =
        KEY(e->a, callid_key(it->call_id), it->method, KEY_NUMBER(it->status));
    size_t *seen = map_put(&e->crossed, key, 0, NULL);
    *seen |= (size_t)(it->outgoing ? SENT : RECEIVED) << i * END_BITS;
    size_t other = *seen >> (1 - i) * END_BITS;
    if (other & (it->outgoing ? RECEIVED : SENT))
        d->crossed = true;
}

/* Both ends name the same third host. */
static bool
has_middle(const struct dialog_ends *d)
{
    const struct end *x = &d->end[0], *y = &d->end[1];
    return x->remote.n > 0 && str_eq(x->remote, y->remote) &&
           !str_eq(x->remote, x->own) && !str_eq(x->remote, y->own);
}

void
far_nodes(struct arena *a, const struct item *const *items, size_t n,
    const size_t *node, size_t *far)
{
    struct ends e = {.a = a};
    map_init(&e.by_key, a);
    map_init(&e.crossed, a);
    for (size_t i = 0; i < n; i++)
        if (has_ends(items[i], node[i]))
            note_message(&e, items[i], node[i]);
    for (size_t i = 0; i < n; i++) {
        far[i] = LANE_NONE;
        if (!has_ends(items[i], node[i]))
            continue;
        const struct dialog_ends *d = dialog_of(&e, items[i]);
        if (d->n == 2 && d->crossed && !d->many && !has_middle(d))
            far[i] = d->end[d->end[0].node == node[i]].node;
    }
}
