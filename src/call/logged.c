/* SPDX-License-Identifier: MIT
 *
 * How a call ended of which only call logs tell. Each node logs the messages
 * of its own phones and trunks, the caller's node the call itself, and SCCP
 * phones and gateways are in no rows: one side may be all there is. What the
 * other side would decide is unknown then. FORMAT 16. */
#include "call/joined.h"

struct sides {
    const struct leg_state *a, *b; /* caller and called; NULL */
    const struct dialog *da, *db;  /* NULL when no row has their messages */
};

static bool
refused(const struct dialog *d)
{
    return d != NULL && !mark_set(&d->answered) && d->final_status >= 300;
}

/* Whether rows tell of every message to the called party: each member of a
 * hunt has its own dialog, in the log of its own node. */
static bool
called_is_whole(
    const struct correlator *c, const struct sides *s, bool answered)
{
    if (s->b == NULL)
        return true;
    if (s->db == NULL || s->b->dissolved)
        return !s->b->began; /* rejected before anybody was called */
    if (answered)
        return mark_set(&s->db->answered);
    size_t offered = 0;
    for (size_t i = s->b->members; i != NONE; i = c->members[i].next)
        offered++;
    size_t dialogs = 0;
    for (size_t i = s->b->dialogs; i != NONE; i = c->dialogs[i].next)
        dialogs++;
    return dialogs >= offered;
}

/* Of all phones that rang, and as the caller heard it. */
static void
first_ringing(
    const struct correlator *c, struct call_state *k, const struct sides *s)
{
    for (size_t i = s->b != NULL ? s->b->dialogs : NONE; i != NONE;
         i = c->dialogs[i].next)
        mark_first(c, &k->ringing, &c->dialogs[i].ringing);
    if (s->da == NULL || !mark_set(&s->da->ringing))
        return;
    if (mark_set(&k->ringing) &&
        !mark_comparable(c, &k->ringing, &s->da->ringing))
        k->ringing = s->da->ringing;
    mark_first(c, &k->ringing, &s->da->ringing);
}

/* The answer of whoever was called first may be in a log that is not there, or
 * by a clock that nothing compares: the caller's node said when it came. */
static void
first_answer(
    const struct correlator *c, struct call_state *k, const struct sides *s)
{
    if (s->da == NULL || !mark_set(&s->da->answered))
        return;
    struct mark first = s->da->answered;
    if (mark_comparable(c, &first, &k->answered))
        mark_first(c, &first, &k->answered);
    k->answered = first;
}

/* A hunt's member that gave up ended no call; who answered may be in a log
 * that is not there. */
static void
end_after_answer(
    const struct correlator *c, struct call_state *k, const struct sides *s)
{
    if (!mark_set(&k->end) || !mark_set(&k->answered) ||
        !mark_before(c, &k->end, &k->answered))
        return;
    k->released_by = PARTY_UNKNOWN;
    k->end = s->a->end;
    if (s->da == NULL || !mark_set(&s->da->bye))
        return;
    k->end = s->da->bye;
    if (s->da->bye_in)
        k->released_by = PARTY_CALLING;
}

/* Of a call whose caller is in no row: a party of it was called, perhaps not
 * the first nor the last; with others, which of them is not known. */
static void
called_alone(const struct correlator *c, struct call_state *k, bool answered)
{
    size_t parties = 0;
    for (size_t i = 0; i < k->nlegs; i++)
        parties += leg_purpose(c, k, k->legs[i]) == LEG_PARTY;
    if (parties > 1)
        k->called_number = k->called_device = (struct str){0};
    k->answered = k->end = (struct mark){0};
    if (k->released_by != PARTY_CALLED)
        k->released_by = PARTY_UNKNOWN;
    if (answered)
        return;
    k->outcome = OUTCOME_UNKNOWN;
    k->sip_status = 0;
    k->called_number = k->called_device = (struct str){0};
}

/* Of a call that was there before the log begins: its first answer came
 * before, and a refusal now is of somebody who came later. */
static void
torn(struct call_state *k, bool answered)
{
    k->answered = (struct mark){0};
    if (k->released_by == PARTY_SYSTEM)
        k->released_by = PARTY_UNKNOWN;
    if (answered)
        return;
    k->outcome = OUTCOME_UNKNOWN;
    k->sip_status = 0;
}

/* CUCM cancelled what rang, and the call was cleared normally: by the caller,
 * as the called party did not. Time-outs have causes of their own. */
static bool
cleared_ringing(const struct sides *s)
{
    return s->da == NULL && s->db != NULL && mark_set(&s->db->cancel) &&
           !s->db->cancel_in && s->a->cause_from_log && s->a->cause == 16;
}

static void
not_answered(struct call_state *k, const struct sides *s)
{
    if (k->outcome == OUTCOME_CANCELLED)
        return;
    if (cleared_ringing(s)) {
        k->outcome = OUTCOME_CANCELLED;
        return;
    }
    /* A called party that refuses ends no call: a forward or hunt may follow.
     */
    bool ended = (s->a->cause_from_log && s->a->cause > 0) ||
                 (s->b != NULL && s->b->cause_from_log && s->b->cause > 0);
    if (ended || refused(s->da))
        return;
    k->outcome = OUTCOME_UNKNOWN;
    k->sip_status = 0;
}

void
logged_called(const struct correlator *c, struct call_state *k)
{
    const struct dialog *d = leg_dialog(c, k->called);
    if (k->called == NONE)
        return;
    /* Gone, and no row says who came instead. */
    if (c->legs[k->called].dissolved)
        k->called_number = k->called_device = (struct str){0};
    else if (d != NULL && d->trunk)
        k->called_device = d->device; /* of several that a list tried */
}

void
logged_outcome(const struct correlator *c, struct call_state *k)
{
    struct sides s = {
        k->calling != NONE ? &c->legs[k->calling] : NULL,
        k->called != NONE ? &c->legs[k->called] : NULL,
        leg_dialog(c, k->calling),
        leg_dialog(c, k->called),
    };
    first_ringing(c, k, &s);
    bool answered =
        k->outcome == OUTCOME_ANSWERED || k->outcome == OUTCOME_IN_PROGRESS;
    if (s.a == NULL) {
        called_alone(c, k, answered);
        return;
    }
    if (!s.a->set_up && (s.da == NULL || !s.da->began)) {
        torn(k, answered);
        return;
    }
    if (k->released_by == PARTY_SYSTEM &&
        (s.da == NULL || !called_is_whole(c, &s, answered)))
        k->released_by = PARTY_UNKNOWN;
    if (!answered) {
        not_answered(k, &s);
        return;
    }
    first_answer(c, k, &s);
    end_after_answer(c, k, &s);
}

struct mark
logged_start(const struct correlator *c, const struct call_state *k)
{
    struct mark start = {0};
    if (k->calling == NONE)
        return k->start;
    mark_first(c, &start, &c->legs[k->calling].first);
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct mark *first = &c->legs[k->legs[i]].first;
        if (mark_set(first) && mark_comparable(c, &start, first))
            mark_first(c, &start, first);
    }
    return start;
}

int64_t
logged_span(const struct correlator *c, const struct call_state *k,
    const struct mark *a, const struct mark *b)
{
    bool apart =
        k->logged && mark_set(a) && mark_set(b) && !mark_comparable(c, a, b);
    return apart ? INT64_MIN : mark_span(c, a, b);
}
