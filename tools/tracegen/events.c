/* SPDX-License-Identifier: MIT
 *
 * What happens next: a heap of events by time, then by the order in which they
 * were planned. */
#include "run.h"

int
run_nodes(const struct run *r)
{
    int n = 0;

    for (int i = 0; i < r->nworlds; i++)
        n += r->w[i].nnodes;
    return n;
}

struct node *
run_node(struct run *r, int i)
{
    int w = 0;

    for (; i >= r->w[w].nnodes; w++)
        i -= r->w[w].nnodes;
    return &r->w[w].nodes[i];
}

static bool
before(const struct event *x, const struct event *y)
{
    return x->at_ms != y->at_ms ? x->at_ms < y->at_ms : x->order < y->order;
}

static void
swap(struct event *x, struct event *y)
{
    struct event t = *x;

    *x = *y;
    *y = t;
}

void
run_at(struct run *r, struct event e)
{
    e.order = r->order++;
    r->heap = arena_grow(
        &r->a, r->heap, &r->heap_cap, r->nheap + 1, sizeof(*r->heap));
    size_t i = r->nheap++;

    r->heap[i] = e;
    while (i > 0 && before(&r->heap[i], &r->heap[(i - 1) / 2])) {
        swap(&r->heap[i], &r->heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

bool
run_next(struct run *r, struct event *e)
{
    if (r->nheap == 0)
        return false;
    *e = r->heap[0];
    r->heap[0] = r->heap[--r->nheap];
    for (size_t i = 0, k; (k = 2 * i + 1) < r->nheap; i = k) {
        if (k + 1 < r->nheap && before(&r->heap[k + 1], &r->heap[k]))
            k++;
        if (!before(&r->heap[k], &r->heap[i]))
            break;
        swap(&r->heap[k], &r->heap[i]);
    }
    return true;
}
