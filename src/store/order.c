/* SPDX-License-Identifier: MIT
 *
 * Items of a call from several sources in one order. Each source is a queue in
 * its own order; the queues are merged by corrected time, and what was received
 * waits until it was sent: a clock that is known to a few ms only must not turn
 * a message round, nor an answer and what it answers. */
#include "store/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "base/map.h"
#include "sip/callid.h"

#define NO_ITEM SIZE_MAX

void
order_by_file(struct placed *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (v[i].place != v[i - 1].place)
            continue;
        if (v[i].at_ms < v[i - 1].at_ms)
            v[i].at_ms = v[i - 1].at_ms;
        if (v[i].tod_ms < v[i - 1].tod_ms)
            v[i].tod_ms = v[i - 1].tod_ms;
    }
}

/* --- inside a source ------------------------------------------------------ */

static int
compare_int(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* What has a date before what has none; by date, else by time of day. */
static int
compare_time(const struct placed *x, const struct placed *y)
{
    bool x_dated = x->at_ms != WHEN_UNKNOWN, y_dated = y->at_ms != WHEN_UNKNOWN;
    int order = compare_int(y_dated, x_dated);

    if (order)
        return order;
    if (x_dated)
        return compare_int(x->at_ms, y->at_ms);
    order = compare_int(x->place, y->place);
    return order ? order : compare_int(x->tod_ms, y->tod_ms);
}

/* A source's own order. Events grow inside it; a note about a message says what
 * led to it. */
static int
compare_placed(const void *a, const void *b)
{
    const struct placed *const *x = a, *const *y = b;
    int order = compare_int((*x)->place, (*y)->place);

    if (!order)
        order = compare_time(*x, *y);
    if (!order)
        order =
            compare_int((*x)->item.evidence.event, (*y)->item.evidence.event);
    if (!order)
        order = compare_int(
            (*x)->item.kind == ITEM_MESSAGE, (*y)->item.kind == ITEM_MESSAGE);
    /* As they were found. */
    return order ? order : (*x > *y) - (*x < *y);
}

/* --- what was sent, and arrived elsewhere --------------------------------- */

/* Messages that both ends logged have the same. */
static struct str
message_key(struct arena *a, const struct item *m)
{
    return KEY(a, callid_key(m->call_id), KEY_NUMBER(m->cseq), m->cseq_method,
        m->method, KEY_NUMBER(m->status));
}

static bool
same_node(const struct placed *x, const struct placed *y)
{
    return x->place == y->place ||
           (str_eq(x->item.node, y->item.node) &&
               str_eq(x->item.cluster, y->item.cluster));
}

/* The items of a call, source by source. */
struct sequence {
    struct placed **v; /* by compare_placed */
    size_t n;
    size_t *cause; /* v[i] waits for v[cause[i]]; NO_ITEM */
    bool *done;
};

static bool
is_message(const struct placed *p, bool outgoing)
{
    return p->item.kind == ITEM_MESSAGE && p->item.outgoing == outgoing;
}

/* From a sent message to the next one with its key. first: key -> the first. */
static size_t *
chain_sent(const struct sequence *q, struct map *first, struct arena *a)
{
    size_t *next = arena_array(a, q->n, sizeof *next);

    for (size_t i = q->n; i-- > 0;) {
        if (!is_message(q->v[i], true))
            continue;
        size_t *slot =
            map_put(first, message_key(a, &q->v[i]->item), NO_ITEM, NULL);
        next[i] = *slot;
        *slot = i;
    }
    return next;
}

/* The n-th that arrives at a node is the n-th that another one sent; the last
 * one when not all that was sent is there. */
static void
find_causes(struct sequence *q, struct arena *a)
{
    struct map first, taken;

    map_init(&first, a);
    map_init(&taken, a);
    size_t *next = chain_sent(q, &first, a);
    for (size_t i = 0; i < q->n; i++) {
        const struct placed *p = q->v[i];
        q->cause[i] = NO_ITEM;
        if (!is_message(p, false))
            continue;
        struct str key = message_key(a, &p->item);
        const size_t *sent = map_get(&first, key);
        if (sent == NULL)
            continue;
        struct str here = KEY(a, key, p->item.cluster, p->item.node);
        size_t *last = map_put(&taken, here, NO_ITEM, NULL);
        size_t from = *last == NO_ITEM ? *sent : next[*last];
        while (from != NO_ITEM && same_node(q->v[from], p))
            from = next[from];
        if (from != NO_ITEM)
            *last = from;
        q->cause[i] = *last;
    }
}

/* --- between sources ------------------------------------------------------ */

/* What is left of a source. */
struct queue {
    size_t next, end; /* indexes into sequence.v */
};

static struct queue *
make_queues(const struct sequence *q, size_t *n, struct arena *a)
{
    struct queue *v = arena_array(a, q->n, sizeof *v);

    *n = 0;
    for (size_t i = 0; i < q->n; i++) {
        if (i == 0 || q->v[i]->place != q->v[i - 1]->place)
            v[(*n)++] = (struct queue){i, i};
        v[*n - 1].end = i + 1;
    }
    return v;
}

/* The queue whose turn it is. One that waits has its turn when all wait: what
 * the traces say then contradicts itself. */
static struct queue *
earliest(const struct sequence *q, struct queue *v, size_t n)
{
    struct queue *best = NULL;
    bool best_waits = false;

    for (size_t i = 0; i < n; i++) {
        if (v[i].next == v[i].end)
            continue;
        size_t cause = q->cause[v[i].next];
        bool waits = cause != NO_ITEM && !q->done[cause];
        if (best == NULL || (best_waits && !waits) ||
            (best_waits == waits &&
                compare_time(q->v[v[i].next], q->v[best->next]) < 0)) {
            best = &v[i];
            best_waits = waits;
        }
    }
    return best;
}

static void
merge(struct sequence *q, struct placed *sorted, struct arena *a)
{
    size_t nqueues;
    struct queue *queues = make_queues(q, &nqueues, a);

    for (size_t i = 0; i < q->n; i++) {
        struct queue *from = earliest(q, queues, nqueues);
        q->done[from->next] = true;
        sorted[i] = *q->v[from->next++];
    }
}

void
order_items(struct placed *v, size_t n, struct arena *a)
{
    struct sequence q = {
        .v = arena_array(a, n, sizeof *q.v),
        .n = n,
        .cause = arena_array(a, n, sizeof *q.cause),
        .done = arena_array(a, n, sizeof *q.done),
    };

    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        q.v[i] = &v[i];
    qsort(q.v, n, sizeof(*q.v), compare_placed);
    find_causes(&q, a);
    struct placed *sorted = arena_array(a, n, sizeof *sorted);
    merge(&q, sorted, a);
    memcpy(v, sorted, n * sizeof *v);
}
