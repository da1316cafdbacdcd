/* SPDX-License-Identifier: MIT
 *
 * What two nodes, or the SDL files and the call log, tell of one leg or one
 * dialog, as one: the same CI of a cluster, the same Call-ID. FORMAT 9. */
#include <stdlib.h>

#include "call/joined.h"

/* A node whose member refused does not see that the list went on elsewhere:
 * what ended there by then was not the end. */
static void
forget_tries(
    const struct correlator *c, struct leg_state *l, const struct mark *tried)
{
    if (!mark_set(tried))
        return;
    if (mark_before(c, &l->hung_up, tried))
        l->hung_up = (struct mark){0};
    if (mark_before(c, &l->end, tried))
        l->end = (struct mark){0};
    if (!l->cause_from_log && mark_before(c, &l->cause_at, tried)) {
        l->cause = -1;
        l->cause_at = (struct mark){0};
    }
}

/* Puts what another node, or the call log, knows of the same CI into one. */
static void
merge_leg(struct correlator *c, size_t into, size_t from)
{
    struct leg_state *a = &c->legs[into];
    struct leg_state *b = &c->legs[from];
    b->same = into;
    b->next_same = a->next_same;
    a->next_same = from;
    if (a->lr_reason == 0)
        a->lr_reason = b->lr_reason;
    a->calling = a->calling || b->calling;
    a->called = a->called || b->called;
    a->dissolved = a->dissolved || b->dissolved;
    a->consult = a->consult || b->consult;
    a->began = a->began || b->began;
    a->set_up = a->set_up || b->set_up;
    a->began_sdl = a->began_sdl || b->began_sdl;
    if (a->kind == KIND_UNKNOWN || b->kind == KIND_BRIDGE)
        a->kind = b->kind;
    if (a->media == MEDIA_OTHER)
        a->media = b->media;
    struct str *texts[][2] = {{&a->protocol, &b->protocol},
        {&a->device, &b->device}, {&a->number, &b->number}, {&a->ip, &b->ip},
        {&a->other, &b->other}, {&a->dialed, &b->dialed},
        {&a->pattern, &b->pattern}, {&a->target, &b->target}, {&a->lr, &b->lr},
        {&a->list, &b->list}, {&a->original, &b->original},
        {&a->asked, &b->asked}, {&a->sipd, &b->sipd}};
    for (size_t i = 0; i < COUNTOF(texts); i++)
        if (texts[i][0]->n == 0)
            *texts[i][0] = *texts[i][1];
    /* SDL files tell of members by signals; rows know their last. */
    bool as_good = c->spaces[a->space].log || !c->spaces[b->space].log;
    if (a->members == NONE && as_good)
        a->members = b->members;
    if (!mark_set(&a->given_up) && as_good)
        a->given_up = b->given_up;
    if (mark_set(&b->tried) &&
        (!mark_set(&a->tried) || mark_before(c, &a->tried, &b->tried)))
        a->tried = b->tried;
    forget_tries(c, a, &a->tried);
    forget_tries(c, b, &a->tried);
    a->took = a->took || b->took;
    if (a->bridged == NONE)
        a->bridged = b->bridged;
    mark_first_log(c, &a->first, &b->first);
    leg_seen(c, into, b->last_ms, b->space);
    if (!mark_set(&a->end))
        a->end = b->end;
    mark_first_log(c, &a->ringing, &b->ringing);
    mark_first(c, &a->answered, &b->answered);
    mark_first(c, &a->active, &b->active);
    mark_first(c, &a->hung_up, &b->hung_up);
    if (b->cause >= 0 && (a->cause < 0 || b->cause_from_log)) {
        a->cause = b->cause;
        a->cause_at = b->cause_at;
        a->cause_from_log = b->cause_from_log;
    }
}

/* Orders SDL before call log, then by age, so that the former stands. */
struct order_by {
    size_t leg;
    bool log;
};

static int
compare_order(const void *pa, const void *pb)
{
    const struct order_by *a = pa;
    const struct order_by *b = pb;
    if (a->log != b->log)
        return a->log ? 1 : -1;
    return a->leg < b->leg ? -1 : a->leg > b->leg;
}

/* Into the leg of the same CI and start, else beside those of others. */
static void
place_leg(struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    bool made = false;
    size_t *first = map_put_u64(&c->leg_by_era,
        era_key(c->spaces[l->space].cluster, l->ci), leg, &made);
    if (made)
        return;
    size_t last = NONE;
    for (size_t i = *first; i != NONE; i = c->legs[i].next_era) {
        if (era_same(c, i, leg)) {
            merge_leg(c, i, leg);
            return;
        }
        last = i;
    }
    c->legs[last].next_era = leg;
}

void
merge_legs(struct correlator *c)
{
    struct order_by *order =
        arena_array(&c->made, c->nlegs + 1, sizeof(*order));
    for (size_t i = 0; i < c->nlegs; i++)
        order[i] = (struct order_by){i, c->spaces[c->legs[i].space].log};
    qsort(order, c->nlegs, sizeof(*order), compare_order);
    for (size_t k = 0; k < c->nlegs; k++) {
        size_t i = order[k].leg;
        if (c->legs[i].ci == 0)
            continue;
        place_leg(c, i);
    }
}

static void
merge_dialog(struct correlator *c, size_t into, size_t from)
{
    struct dialog *a = &c->dialogs[into];
    struct dialog *b = &c->dialogs[from];
    b->same = into;
    if (a->ci == 0)
        a->ci = b->ci;
    if (a->device.n == 0 || b->trunk)
        a->device = b->device;
    a->trunk = a->trunk || b->trunk;
    a->phone = a->phone || b->phone;
    if (b->began && !a->began) {
        a->began = true;
        a->in = b->in;
    }
    a->invite = a->invite || b->invite;
    mark_first_log(c, &a->first, &b->first);
    int64_t last_ms =
        b->last_ms + c->spaces[a->space].skew_ms - c->spaces[b->space].skew_ms;
    if (b->last_ms != 0 && last_ms > a->last_ms)
        a->last_ms = last_ms;
    struct mark *marks[][2] = {{&a->ringing, &b->ringing},
        {&a->answered, &b->answered}, {&a->up, &b->up}};
    for (size_t i = 0; i < COUNTOF(marks); i++)
        if (!mark_set(marks[i][0]))
            *marks[i][0] = *marks[i][1];
    if (!mark_set(&a->cancel)) {
        a->cancel = b->cancel;
        a->cancel_in = b->cancel_in;
    }
    if (!mark_set(&a->bye)) {
        a->bye = b->bye;
        a->bye_in = b->bye_in;
    }
    if (!mark_set(&a->final)) {
        a->final = b->final;
        a->final_in = b->final_in;
        a->final_status = b->final_status;
        a->final_reason = b->final_reason;
    }
}

/* One Call-ID in the SDL files and the call log of a cluster is one dialog. */
void
merge_dialogs(struct correlator *c)
{
    struct map by_id;
    map_init(&by_id, &c->made);
    for (int log = 0; log < 2; log++) {
        for (size_t i = 0; i < c->ndialogs; i++) {
            const struct dialog *d = &c->dialogs[i];
            if (c->spaces[d->space].log != (log == 1))
                continue;
            struct str key =
                dialog_key(c, c->spaces[d->space].cluster, d->call_id);
            bool made = false;
            size_t *slot = map_put(&by_id, key, i, &made);
            if (!made && *slot != i)
                merge_dialog(c, *slot, i);
            arena_reset(&c->scratch);
        }
    }
}
