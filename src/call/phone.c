/* SPDX-License-Identifier: MIT
 *
 * The phones that rang under one CI: the members of a hunt list one after the
 * other, all phones of a shared line at once. Each has a dialog of its own, if
 * it speaks SIP; signals name devices and hunt members. FORMAT 9.1, 12. */
#include "call/joined.h"

bool
leg_rang_once(const struct correlator *c, size_t leg)
{
    size_t first = c->legs[leg].dialogs;
    return first == NONE || c->dialogs[first].next == NONE;
}

/* The last line that put the leg, on any of its nodes, on a device before a
 * moment; NULL. */
static const struct naming *
named_before(const struct correlator *c, size_t leg, const struct mark *at)
{
    const struct naming *best = NULL;
    for (size_t s = leg; s != NONE; s = c->legs[s].next_same) {
        for (size_t i = c->legs[s].namings; i != NONE; i = c->namings[i].next) {
            const struct naming *v = &c->namings[i];
            if (mark_before(c, &v->at, at) &&
                (best == NULL || mark_before(c, &best->at, &v->at)))
                best = v;
        }
    }
    return best;
}

static struct str
ip_of_device(const struct correlator *c, size_t leg, struct str device)
{
    for (size_t s = leg; s != NONE; s = c->legs[s].next_same)
        for (size_t i = c->legs[s].namings; i != NONE; i = c->namings[i].next)
            if (str_eq(c->namings[i].device, device) && c->namings[i].ip.n > 0)
                return c->namings[i].ip;
    return (struct str){0};
}

/* The hunt member that got the call: the one that answered, else the one it
 * was offered to last. NULL when the call was not hunted. */
static const struct member_state *
hunted_member(
    const struct correlator *c, const struct leg_state *l, struct str answered)
{
    for (size_t i = l->members; i != NONE; i = c->members[i].next) {
        const struct member_state *m = &c->members[i];
        if (answered.n > 0 && str_eq_nocase(m->device, answered))
            return m;
        if (answered.n == 0 &&
            (!mark_set(&l->answered) || mark_before(c, &m->at, &l->answered)))
            return m;
    }
    return NULL;
}

bool
leg_is_hunted(const struct leg_state *l)
{
    return l->members != NONE || mark_set(&l->given_up) ||
           (l->list.n > 0 && l->kind == KIND_PHONE);
}

/* Which member a device is, as far as the list's signals are there. */
static struct str
number_of_member(
    const struct correlator *c, const struct leg_state *l, struct str device)
{
    for (size_t i = l->members; i != NONE; i = c->members[i].next)
        if (str_eq_nocase(c->members[i].device, device))
            return c->members[i].number;
    return (struct str){0};
}

struct phone
phone_of_dialog(const struct correlator *c, size_t leg, const struct dialog *d)
{
    const struct leg_state *l = &c->legs[leg];
    struct phone v = {
        .number = l->number,
        .device = d->device,
        .ip = d->remote_ip,
        .at = mark_set(&d->ringing) ? d->ringing : d->first,
        .dialog = d,
    };
    /* A shared line is one number, members of a hunt list have their own. */
    bool one = leg_rang_once(c, leg);
    if ((l->list.n > 0 || !one) && !d->in && d->to_user.n > 0)
        v.number = d->to_user;
    else if (leg_is_hunted(l))
        v.number = number_of_member(c, l, d->device);
    if (c->spaces[l->space].log && d->device.n > 0) {
        const struct member_state *m = hunted_member(c, l, d->device);
        if (m != NULL)
            v.number = m->number;
    }
    if (!one)
        return v;
    if (v.device.n == 0)
        v.device = l->device;
    if (mark_set(&l->ringing))
        v.at = l->ringing;
    return v;
}

/* The number of the member with this device, by the call log's row of it. */
static struct str
logged_number(const struct correlator *c, size_t leg, struct str device)
{
    for (size_t s = leg; s != NONE && device.n > 0; s = c->legs[s].next_same)
        for (size_t i = c->legs[s].members; i != NONE; i = c->members[i].next)
            if (str_eq_nocase(c->members[i].device, device))
                return c->members[i].number;
    return (struct str){0};
}

/* The leg by its signals alone: no SIP, or the dialog is another node's. */
static struct phone
by_signals(const struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    struct phone v = {
        .number = l->number,
        .device = l->device,
        .at = mark_set(&l->ringing) ? l->ringing : l->first,
    };
    const struct naming *named =
        mark_set(&l->answered) ? named_before(c, leg, &l->answered) : NULL;
    if (named != NULL)
        v.device = named->device;
    /* A hunt list's own number is no member's. */
    bool hunted = l->list.n > 0 && l->kind == KIND_PHONE;
    if (hunted && (l->original.n == 0 || str_eq(v.number, l->original)))
        v.number = (struct str){0};
    if (hunted && named != NULL)
        v.at = named->at;
    const struct member_state *m = hunted_member(c, l, (struct str){0});
    if (m == NULL && hunted && v.number.n == 0)
        v.number = logged_number(c, leg, v.device);
    if (m != NULL) {
        v.number = m->number;
        if (mark_before(c, &v.at, &m->at))
            v.at = m->at;
        if (m->device.n > 0)
            v.device = m->device;
        else if (!mark_set(&l->answered))
            v.device = (struct str){0};
    }
    v.ip = ip_of_device(c, leg, v.device);
    if (v.ip.n == 0 && m == NULL)
        v.ip = l->ip;
    return v;
}

/* When a hunt list gave up: by its own word, or because the call log says that
 * the call was refused. Unset: it did not, as far as is known. */
static struct mark
gave_up(const struct correlator *c, const struct leg_state *l)
{
    enum { NORMAL = 16 };
    if (mark_set(&l->given_up) || !leg_is_hunted(l) || !l->cause_from_log ||
        mark_set(&l->answered))
        return l->given_up;
    for (size_t i = l->dialogs; i != NONE; i = c->dialogs[i].next)
        if (mark_set(&c->dialogs[i].answered))
            return l->given_up;
    int64_t cause = cause_q850(l->cause);
    return cause > 0 && cause != NORMAL ? l->end : l->given_up;
}

struct phone
phone_of_leg(const struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    const struct dialog *d = leg_dialog(c, leg);
    struct phone v = by_signals(c, leg);
    if (l->kind == KIND_TRUNK || l->kind == KIND_GATEWAY) {
        v.number = l->number;
        v.device = l->device;
        if (!mark_set(&l->ringing) && d != NULL)
            v.at = mark_set(&d->ringing) ? d->ringing
                   : mark_set(&d->final) ? d->final
                                         : d->first;
        return v;
    }
    struct mark end = gave_up(c, l);
    if (mark_set(&end)) { /* nobody took it: the pilot was called */
        return (struct phone){
            .number = l->original.n > 0 ? l->original : l->number,
            .at = end,
        };
    }
    bool answered = d != NULL && mark_set(&d->answered);
    if (d == NULL || (!answered && mark_set(&l->answered)))
        return v;
    /* Of a member that rang elsewhere this dialog says nothing. */
    const struct member_state *m =
        hunted_member(c, l, answered ? d->device : (struct str){0});
    struct phone own = phone_of_dialog(c, leg, d);
    if (m != NULL && !answered && !str_eq(m->number, own.number))
        return v;
    if (m != NULL)
        own.number = m->number;
    if (own.device.n == 0 && m != NULL)
        own.device = m->device;
    /* All phones of a line ring, and none has the call yet. */
    if (!answered && m == NULL && l->list.n == 0 && !leg_rang_once(c, leg)) {
        own.device = own.ip = (struct str){0};
        own.dialog = NULL;
    }
    return own;
}

size_t
phone_others(struct correlator *c, size_t leg, struct phone *v, size_t max)
{
    const struct leg_state *l = &c->legs[leg];
    struct phone party = phone_of_leg(c, leg);
    size_t n = 0;
    for (size_t i = l->dialogs; i != NONE && n < max; i = c->dialogs[i].next) {
        const struct dialog *d = &c->dialogs[i];
        if (d == party.dialog)
            continue;
        size_t at = n++;
        for (; at > 0 && mark_before(c, &d->first, &v[at - 1].dialog->first);
             at--)
            v[at] = v[at - 1];
        v[at] = phone_of_dialog(c, leg, d);
    }
    return n;
}
