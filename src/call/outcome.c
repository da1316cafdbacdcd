/* SPDX-License-Identifier: MIT
 *
 * How each call ended: outcome, deciding status, Q.850 cause, who hung up, and
 * its times. What the traces do not say stays unknown: a 200 of the called
 * side is no success while the caller was refused (FORMAT 11.3), and an INVITE
 * without an answer in the traces says nothing. */
#include "call/joined.h"

int64_t
cause_q850(int64_t cause)
{
    /* CUCM's own codes keep the Q.850 cause in the low byte (FORMAT 11.2). */
    if (cause < 0)
        return -1;
    return cause < 256 ? cause : cause & 0xff;
}

/* A BYE ends only what was answered, before the traces begin perhaps. */
static bool
was_up(const struct dialog *d)
{
    return mark_set(&d->answered) || mark_set(&d->bye);
}

const struct dialog *
leg_dialog(const struct correlator *c, size_t leg)
{
    const struct dialog *best = NULL;
    if (leg == NONE)
        return NULL;
    for (size_t i = c->legs[leg].dialogs; i != NONE; i = c->dialogs[i].next) {
        const struct dialog *d = &c->dialogs[i];
        if (best != NULL && was_up(best))
            break;
        if (best == NULL || was_up(d) ||
            mark_before(c, &best->first, &d->first))
            best = d;
    }
    return best;
}

/* What the legs of both parties say, gathered. */
struct ends {
    const struct leg_state *a, *b; /* NULL when not known */
    const struct dialog *da, *db;  /* NULL */
    struct mark first_answer;      /* of whoever was called first */
    bool answered_before;          /* he was there before the traces begin */
};

static int32_t
failure_of(const struct dialog *d)
{
    if (d == NULL || mark_set(&d->answered))
        return 0;
    return d->final_status >= 300 ? d->final_status : 0;
}

/* The first of the called parties that answered: a call that was answered and
 * then transferred was answered then. */
static struct mark
first_answer(const struct correlator *c, const struct call_state *k)
{
    const struct hop *h = &k->hops[k->nhops - 1];
    struct mark first = {0};
    for (size_t i = 0; i < h->narrivals; i++) {
        const struct dialog *d = leg_dialog(c, h->arrivals[i].leg);
        const struct leg_state *l = &c->legs[h->arrivals[i].leg];
        if (d != NULL && mark_set(&d->answered))
            mark_first(c, &first, &d->answered);
        else
            mark_first(c, &first, &l->answered);
    }
    return first;
}

/* Whether a party was up before this moment: what answered then was not the
 * first to. */
static bool
up_before(
    const struct correlator *c, const struct ends *e, const struct mark *at)
{
    const struct dialog *dialogs[] = {e->da, e->db};
    for (size_t i = 0; i < COUNTOF(dialogs); i++)
        if (dialogs[i] != NULL && mark_set(&dialogs[i]->up) &&
            mark_before(c, &dialogs[i]->up, at))
            return true;
    return false;
}

/* Whether the call was up before the traces begin: neither the caller's nor the
 * first called party's beginning is in a file, or the first to come was given
 * the call by somebody. Then the answers that are there are not the first. */
static bool
answered_before(const struct correlator *c, const struct call_state *k)
{
    const struct hop *h = &k->hops[k->nhops - 1];
    if (h->narrivals == 0 || k->logged)
        return false;
    const struct arrival *first = &h->arrivals[0];
    const struct leg_state *l = &c->legs[first->leg];
    const struct dialog *d = leg_dialog(c, first->leg);
    bool there = !l->began && !l->set_up && (d == NULL || !d->began);
    if (h->narrivals > 1 && there && !mark_set(&l->answered) &&
        (d == NULL || !mark_set(&d->answered)))
        return true;
    if (k->calling == NONE)
        return false;
    const struct leg_state *a = &c->legs[k->calling];
    const struct dialog *da = leg_dialog(c, k->calling);
    bool late = !a->began && !a->set_up && !mark_set(&a->ringing) &&
                (da == NULL || !mark_set(&da->answered));
    return late && (there || first->how == ARRIVE_TRANSFER ||
                       first->how == ARRIVE_PARK);
}

static struct mark
answer_mark(const struct ends *e)
{
    if (e->answered_before)
        return (struct mark){0};
    if (mark_set(&e->first_answer))
        return e->first_answer;
    if (e->db != NULL && mark_set(&e->db->answered))
        return e->db->answered;
    if (e->b != NULL && mark_set(&e->b->answered))
        return e->b->answered;
    if (e->da != NULL && mark_set(&e->da->answered))
        return e->da->answered;
    if (e->a != NULL && mark_set(&e->a->answered))
        return e->a->answered;
    return (struct mark){0};
}

/* Whether the caller's side was told of the answer, or nothing is known of
 * the caller's side. */
static bool
caller_was_answered(const struct ends *e)
{
    if (failure_of(e->da) != 0)
        return false;
    if (e->da != NULL && mark_set(&e->da->answered))
        return true;
    if (e->a == NULL || mark_set(&e->a->answered))
        return true;
    /* The caller's signals are here, but none says that it was answered. */
    int64_t cause = cause_q850(e->a->cause);
    return !(mark_set(&e->a->end) && cause > 0 && cause != 16);
}

static bool
was_active(const struct ends *e)
{
    const struct dialog *dialogs[] = {e->da, e->db};
    for (size_t i = 0; i < COUNTOF(dialogs); i++)
        if (dialogs[i] != NULL && mark_set(&dialogs[i]->bye) &&
            failure_of(e->da) == 0)
            return true; /* a BYE ends only what was answered */
    for (size_t i = 0; i < COUNTOF(dialogs); i++)
        if (dialogs[i] != NULL && mark_set(&dialogs[i]->up) &&
            failure_of(e->da) == 0)
            return true;
    return (e->a != NULL && mark_set(&e->a->active)) ||
           (e->b != NULL && mark_set(&e->b->active));
}

static enum outcome
outcome_of_failure(int32_t status, int64_t cause, bool rang)
{
    if (status >= 300 && status < 400)
        return OUTCOME_REDIRECTED;
    if (status == 486 || status == 600 || cause == 17)
        return OUTCOME_BUSY;
    if (cause == 18 || cause == 19 ||
        ((status == 480 || status == 408) && rang))
        return OUTCOME_NO_ANSWER;
    if (status == 403 || status == 603 || cause == 21)
        return OUTCOME_REJECTED;
    if (status >= 400 || (cause > 0 && cause != 16))
        return OUTCOME_FAILED;
    return OUTCOME_UNKNOWN;
}

/* Of a leg, when it tells of the call's end: a hunt's member that was given up
 * before another one answered has left its cause, too. */
static int64_t
leg_cause(const struct correlator *c, const struct leg_state *l,
    const struct mark *answer)
{
    if (l == NULL)
        return -1;
    if (mark_set(answer) && mark_set(&l->cause_at) &&
        mark_before(c, &l->cause_at, answer))
        return -1;
    return l->cause;
}

static int64_t
find_cause(
    const struct correlator *c, const struct ends *e, const struct mark *answer)
{
    const struct leg_state *legs[] = {e->a, e->b};
    for (size_t i = 0; i < COUNTOF(legs); i++)
        if (legs[i] != NULL && legs[i]->cause_from_log && legs[i]->cause > 0)
            return legs[i]->cause;
    for (size_t i = 0; i < COUNTOF(legs); i++) {
        int64_t cause = leg_cause(c, legs[i], answer);
        if (cause >= 0)
            return cause;
    }
    const struct dialog *dialogs[] = {e->da, e->db};
    for (size_t i = 0; i < COUNTOF(dialogs); i++) {
        const struct dialog *d = dialogs[i];
        if (d != NULL && d->bye_cause > 0)
            return d->bye_cause;
        if (d != NULL && failure_of(d) != 0 && d->final_cause > 0)
            return d->final_cause;
    }
    return -1;
}

/* The earliest sign that one side let go. */
struct release {
    struct mark at;
    enum party by;
};

static void
release_at(const struct correlator *c, struct release *r, const struct mark *at,
    enum party by)
{
    if (!mark_set(at))
        return;
    /* What a side did itself stands before what CUCM made of it. */
    bool better = !mark_set(&r->at) ||
                  (by != PARTY_SYSTEM && r->by == PARTY_SYSTEM) ||
                  ((by == PARTY_SYSTEM) == (r->by == PARTY_SYSTEM) &&
                      mark_before(c, at, &r->at));
    if (better) {
        r->at = *at;
        r->by = by;
    }
}

/* Whether the called side's dialog is there from its beginning, and nothing in
 * it says that this side ended it: what its process then tells call control is
 * its own finding, a timer, a lost connection, an answer that does not come.
 * A list's next try may be in another dialog. */
static bool
was_let_go(const struct dialog *d)
{
    if (d == NULL || !d->began || d->in || d->next != NONE)
        return false;
    bool refused = mark_set(&d->final) && d->final_status >= 300;
    return !refused && !(mark_set(&d->bye) && d->bye_in) &&
           !mark_set(&d->cancel);
}

static void
release_of_side(const struct correlator *c, struct release *r,
    const struct leg_state *l, const struct dialog *d, enum party side)
{
    /* No member of a list that was given up is the called party. */
    if (side == PARTY_CALLED && l != NULL && mark_set(&l->given_up))
        return;
    if (d != NULL) {
        release_at(c, r, &d->bye, d->bye_in ? side : PARTY_SYSTEM);
        if (side == PARTY_CALLING && d->cancel_in)
            release_at(c, r, &d->cancel, side);
        if (side == PARTY_CALLED && !d->cancel_in)
            release_at(c, r, &d->cancel, PARTY_SYSTEM);
        /* 487 only obeys a CANCEL. */
        if (failure_of(d) != 0 && d->final_status != 487)
            release_at(c, r, &d->final, d->final_in ? side : PARTY_SYSTEM);
    }
    if (l != NULL && !(side == PARTY_CALLED && was_let_go(d)))
        release_at(c, r, &l->hung_up, side);
    else if (l != NULL && mark_set(&d->bye))
        release_at(c, r, &l->hung_up, PARTY_SYSTEM);
}

/* Whether the end of this side is in the traces, and not only in a call log's
 * row of the whole call. */
static bool
side_seen(const struct correlator *c, const struct leg_state *l,
    const struct dialog *d)
{
    if (d != NULL &&
        (mark_set(&d->bye) || mark_set(&d->cancel) || failure_of(d) != 0))
        return true;
    return l != NULL && mark_set(&l->end) &&
           !c->spaces[c->space_of[l->end.source]].log;
}

/* Whether the caller's side is there without an end: its call goes on, or its
 * end is in no file. What ended one called phone, a member, a fork, a branch,
 * or the one that parked the call, is then no end of the call. */
static bool
caller_is_up(const struct correlator *c, const struct ends *e)
{
    return e->a != NULL && !side_seen(c, e->a, e->da) &&
           !mark_set(&e->a->hung_up) && !mark_set(&e->a->end);
}

/* Whether the called party itself hung up, who had the call to the last. */
static bool
called_hung_up(const struct ends *e)
{
    return (e->db != NULL && mark_set(&e->db->bye) && e->db->bye_in) ||
           (e->b != NULL && mark_set(&e->b->hung_up));
}

/* Whether what is known of the call is only what one phone did whose own
 * beginning is in no file: it may have given the call to others, or be one of a
 * conference. */
static bool
is_remnant(const struct correlator *c, const struct ends *e)
{
    const struct leg_state *sides[] = {e->a, e->b};
    for (size_t i = 0; i < COUNTOF(sides); i++) {
        const struct leg_state *l = sides[i];
        if (l != NULL && l->bridged != NONE &&
            c->legs[c->legs[l->bridged].same].kind != KIND_MEDIA)
            return true;
    }
    return e->a == NULL && e->b != NULL && !e->b->began;
}

/* Who took a party's place hangs up for him. */
static void
end_of_place(const struct correlator *c, const struct leg_state **l,
    const struct dialog **d)
{
    enum { TIMES = 8 };
    for (int i = 0; i < TIMES && *l != NULL && (*l)->replaced != NONE; i++) {
        *d = leg_dialog(c, (*l)->replaced);
        *l = &c->legs[(*l)->replaced];
    }
}

/* The ends that are left when the caller itself transferred the call: it went
 * from the first called party to the last one. False when it did not. */
static bool
ends_without_caller(
    const struct correlator *c, const struct call_state *k, struct ends *e)
{
    const struct hop *h = &k->hops[0];
    if (h->narrivals < 2 || k->nhops > 1)
        return false;
    const struct arrival *v = &h->arrivals[h->narrivals - 1];
    /* A caller who was still there when the new party refused went on. */
    bool refused =
        failure_of(e->db) != 0 && e->da != NULL &&
        (!mark_set(&e->da->bye) || mark_before(c, &e->db->final, &e->da->bye));
    if (!v->by_caller || v->leg != k->called || refused)
        return false;
    size_t other = h->arrivals[h->narrivals - 2].leg;
    e->a = &c->legs[other];
    e->da = leg_dialog(c, other);
    return true;
}

static void
find_release(const struct correlator *c, struct call_state *k,
    const struct ends *e, const struct mark *answer)
{
    struct release r = {{0}, PARTY_UNKNOWN};
    release_of_side(c, &r, e->a, e->da, PARTY_CALLING);
    release_of_side(c, &r, e->b, e->db, PARTY_CALLED);
    /* That CUCM ended one side may have been the other side's wish. */
    bool up = mark_set(answer) && e->b == NULL; /* with whom, is in no file */
    if (r.by == PARTY_SYSTEM &&
        (up || !side_seen(c, e->a, e->da) ||
            (e->b != NULL && e->b->began && !side_seen(c, e->b, e->db)) ||
            (was_let_go(e->db) && !mark_set(&e->db->bye))))
        r.by = PARTY_UNKNOWN;
    if ((!k->logged && is_remnant(c, e)) ||
        (caller_is_up(c, e) && (!mark_set(answer) || !called_hung_up(e))))
        return;
    /* Of two that were there before nobody knows who had called. */
    if (e->b == NULL && e->a != NULL && !e->a->began)
        r.by = PARTY_UNKNOWN;
    k->released_by = r.by;
    k->end = r.at;
    if (mark_set(&k->end))
        return;
    /* The call log says that it ended, not by whom. */
    if (e->a != NULL && mark_set(&e->a->end))
        k->end = e->a->end;
    else if (e->b != NULL)
        k->end = e->b->end;
}

/* Whether the called side had refused when the caller gave up: who hears an
 * announcement hangs up some time, too. */
static bool
refused_before(const struct correlator *c, const struct ends *e)
{
    return failure_of(e->db) >= 400 && failure_of(e->db) != 487 &&
           e->da != NULL && mark_set(&e->da->cancel) &&
           mark_before(c, &e->db->final, &e->da->cancel);
}

static bool
cancelled(const struct ends *e, const struct call_state *k)
{
    if (e->da != NULL && mark_set(&e->da->cancel) && e->da->cancel_in)
        return true;
    return k->released_by == PARTY_CALLING && mark_set(&k->end);
}

static bool
node_given(const struct correlator *c, size_t cluster, int64_t node)
{
    for (size_t i = 0; i < c->nspaces; i++) {
        const struct space *sp = &c->spaces[i];
        if (sp->cluster == cluster && !sp->log &&
            (sp->node == node || sp->node == 0))
            return true;
    }
    return false;
}

/* Whether the caller's half is on a node of which nothing was given: a CI
 * names in its top byte the node that made it (FORMAT 9.1). What one called
 * phone did is then not yet the end of the call: it may have been hunted or
 * forwarded on. */
static bool
began_elsewhere(const struct correlator *c, const struct call_state *k)
{
    if (k->calling != NONE || k->called == NONE)
        return false;
    const struct leg_state *l = &c->legs[k->called];
    if (l->kind != KIND_TRUNK && l->kind != KIND_GATEWAY)
        return true; /* or in a file that was not given */
    int64_t node = l->ci >> 24;
    return node > 0 && !node_given(c, c->spaces[l->space].cluster, node);
}

/* Causes that tell what went wrong, and not that nobody answered. */
static bool
is_fault(int64_t cause)
{
    static const int64_t waits[] = {0, 16, 18, 19, 31, 102};
    for (size_t i = 0; i < COUNTOF(waits); i++)
        if (cause == waits[i])
            return false;
    return cause > 0;
}

static void
decide(const struct correlator *c, struct call_state *k, const struct ends *e)
{
    struct mark answer = answer_mark(e);
    if (mark_set(&answer) && up_before(c, e, &answer))
        answer = (struct mark){0};
    /* An answer that the caller had no more use for decides nothing. */
    bool told = mark_set(&answer) && caller_was_answered(e);
    k->cause = find_cause(c, e, told ? &answer : &(struct mark){0});
    struct ends left = *e;
    end_of_place(c, &left.a, &left.da);
    end_of_place(c, &left.b, &left.db);
    bool gone = ends_without_caller(c, k, &left);
    find_release(c, k, &left, &answer);
    if (gone && k->released_by == PARTY_CALLING)
        k->released_by = PARTY_CALLED; /* both were */
    if (told) {
        k->answered = answer;
        k->outcome = mark_set(&k->end) ? OUTCOME_ANSWERED : OUTCOME_IN_PROGRESS;
        if (e->da != NULL && mark_set(&e->da->answered))
            k->sip_status = e->da->final_status;
        else if (e->db != NULL && mark_set(&e->db->answered))
            k->sip_status = e->db->final_status;
        return;
    }
    if (!mark_set(&answer) && was_active(e)) {
        k->outcome = mark_set(&k->end) || is_remnant(c, e)
                         ? OUTCOME_ANSWERED
                         : OUTCOME_IN_PROGRESS;
        return;
    }
    if (began_elsewhere(c, k) || caller_is_up(c, e)) {
        k->cause = -1;
        k->released_by = PARTY_UNKNOWN;
        k->end = (struct mark){0};
        return;
    }
    if (refused_before(c, e)) {
        k->sip_status = failure_of(e->db);
        k->outcome = outcome_of_failure(
            k->sip_status, cause_q850(k->cause), mark_set(&k->ringing));
        mark_last(c, &k->end, &e->da->final);
        return;
    }
    k->sip_status = failure_of(e->da);
    /* What a called phone says to a CANCEL is not what the caller got. */
    if (k->sip_status == 0 && failure_of(e->db) != 487)
        k->sip_status = failure_of(e->db);
    if (cancelled(e, k)) {
        k->outcome = OUTCOME_CANCELLED;
        return;
    }
    bool rang = mark_set(&k->ringing);
    k->outcome = outcome_of_failure(k->sip_status, cause_q850(k->cause), rang);
    if (failure_of(e->db) != 487 || !rang || e->a == NULL)
        return;
    /* CUCM gave up ringing; with cause 16 somebody wanted it to, and with that
     * of a fault it was no timer. */
    if (cause_q850(k->cause) == 16)
        k->released_by = PARTY_UNKNOWN;
    else if (!is_fault(cause_q850(k->cause)))
        k->outcome = OUTCOME_NO_ANSWER;
}

static void
find_start(const struct correlator *c, struct call_state *k)
{
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct leg_state *l = &c->legs[k->legs[i]];
        mark_first(c, &k->start, &l->first);
    }
    for (size_t i = 0; i < k->ndas; i++)
        mark_first(c, &k->start, &c->das[k->das[i]].match);
}

static void
find_ringing(
    const struct correlator *c, struct call_state *k, const struct ends *e)
{
    const struct hop *h = &k->hops[k->nhops - 1];
    for (size_t i = 0; i < h->narrivals; i++) {
        const struct dialog *d = leg_dialog(c, h->arrivals[i].leg);
        if (d != NULL)
            mark_first(c, &k->ringing, &d->ringing);
        mark_first(c, &k->ringing, &c->legs[h->arrivals[i].leg].ringing);
    }
    if (e->db != NULL)
        mark_first(c, &k->ringing, &e->db->ringing);
    if (e->b != NULL)
        mark_first(c, &k->ringing, &e->b->ringing);
    if (e->da != NULL && !mark_set(&k->ringing))
        mark_first(c, &k->ringing, &e->da->ringing);
}

void
outcome_finish(struct correlator *c, struct joined *j)
{
    for (size_t i = 0; i < j->ncalls; i++) {
        struct call_state *k = &j->calls[i];
        struct ends e = {
            k->calling != NONE ? &c->legs[k->calling] : NULL,
            k->called != NONE ? &c->legs[k->called] : NULL,
            leg_dialog(c, k->calling),
            leg_dialog(c, k->called),
            first_answer(c, k),
            answered_before(c, k),
        };
        find_start(c, k);
        if (k->logged)
            k->start = logged_start(c, k);
        find_ringing(c, k, &e);
        decide(c, k, &e);
        if (k->logged)
            logged_outcome(c, k);
    }
}
