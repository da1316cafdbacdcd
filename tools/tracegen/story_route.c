/* SPDX-License-Identifier: MIT
 *
 * What may happen between dialling and ringing: lines with two phones, digits
 * that come one by one, translation patterns, route lists with several
 * branches. */
#include <inttypes.h>

#include "story.h"

/* The line's second phone: same leg, own dialog. */
static void
act_branch(struct run *r, struct story *st, struct call *c)
{
    struct call *first = st->pairs[0];

    c = story_pair(r, st);
    story_join(c, first, first);
    c->phone_b = st->phones[2];
    call_target(r, c);
    c->f.v[FIELD_dn_b] = first->f.v[FIELD_dn_b];
    c->f.v[FIELD_line_b] = first->f.v[FIELD_line_b];
    c->f.v[FIELD_lcdpc_b] = first->f.v[FIELD_lcdpc_b];
    struct scene s = call_scene(r, c);

    emit_script(&s, OFFER_BRANCH);
    emit_script(&s, SETUP_REQ);
}

/* The second phone rings, or refuses, which is the other one's chance. */
static void
act_branch_rings(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    st->refused = random_chance(&r->random, 0.3);
    if (st->refused) {
        call_set_cause(c, 404, "Not Found", 1);
        call_say_b(&s, c, FINAL_B);
        call_say_b(&s, c, FINAL_ACK_B);
        emit_script(&s, BRANCH_REFUSED);
        return;
    }
    call_say_b(&s, c, RINGING_B);
    emit_script(&s, ALERT_PHONE);
}

static void
act_branch_dropped(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    if (st->refused)
        return;
    call_set_cause(c, 487, "Request Cancelled", 26);
    emit_script(&s, BRANCH_DROP);
    call_say_b(&s, c, CANCEL_B);
}

static void
act_branch_gone(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    st->last = st->pairs[0];
    if (st->refused)
        return;
    call_say_b(&s, c, CANCEL_OK_B);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, BRANCH_DROPPED);
}

static const struct beat SHARED_BEATS[] = {
    BEATS_ASK(0),
    {NULL, STEP_OFFER, 0, 0, 1},
    {act_branch, 0, 1, 0, 0},
    {NULL, STEP_SEND, 0, 0, 1},
    {NULL, STEP_SEND, 1, 0, 1},
    {NULL, STEP_TRYING, 0, 2, 8},
    {NULL, STEP_TRYING, 1, 2, 8},
    {NULL, STEP_RINGING, 0, 80, 160},
    {act_branch_rings, 0, 1, 10, 60},
    {NULL, STEP_ANSWER, 0, 800, 4000},
    {act_branch_dropped, 0, 1, 0, 2},
    {act_branch_gone, 0, 1, 5, 12},
    {NULL, STEP_ACK, 0, 10, 30},
    BEATS_BYE(0),
    {NULL, 0, -1, 0, 0},
};

/* Digits one by one: the INVITE has the first. */
static void
so_far(struct call *c, size_t n)
{
    struct str all = c->phone_b->dn;

    c->f.v[FIELD_dialed] = str_sub(all, 0, n);
    c->f.v[FIELD_digit] = str_sub(all, n - 1, 1);
}

static void
act_first_digit(struct run *r, struct story *st, struct call *c)
{
    (void)st;
    so_far(c, 1);
    c->f.v[FIELD_asked] = c->f.v[FIELD_dialed];
    c->f.v[FIELD_digits] = STR("1");
    call_step(r, c, STEP_INVITE);
    struct scene s = call_scene(r, c);

    emit_script(&s, DIGIT_PART);
    story_say(r, c, false, MID_SUBSCRIBE_OUT);
    st->member = 1;
}

static void
act_subscribed(struct run *r, struct story *st, struct call *c)
{
    (void)st;
    story_say(r, c, false, MID_SUBSCRIBE_OK_IN);
}

static void
act_digit(struct run *r, struct story *st, struct call *c)
{
    enum { DIGIT_BEAT = 2 };
    size_t n = (size_t)++st->member;
    bool last = n == c->phone_b->dn.n;

    so_far(c, n);
    story_say(r, c, false, MID_NOTIFY_IN);
    struct scene s = call_scene(r, c);

    emit_chance(&s);
    emit_script(&s, DIGIT_NEXT);
    if (!last) {
        emit_script(&s, DIGIT_PART);
        st->at = DIGIT_BEAT;
    }
    story_say(r, c, false, MID_NOTIFY_OK_OUT);
}

static const struct beat KEYPAD_BEATS[] = {
    {act_first_digit, 0, 0, 0, 0},
    {act_subscribed, 0, 0, 20, 60},
    {act_digit, 0, 0, 200, 900},
    {NULL, STEP_ROUTE, 0, 0, 1},
    BEATS_RING(0),
    BEATS_ANSWER(0),
    BEATS_BYE(0),
    {NULL, 0, -1, 0, 0},
};

static bool
cast(struct run *r, struct story *st)
{
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    if (st->kind == KIND_SHARED_LINE && story_phone(r, st, c->b) == NULL)
        return false;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    return true;
}

const struct plot PLOTS_ROUTE[STORY_KINDS] = {
    [KIND_SHARED_LINE] = {SHARED_BEATS, cast},
    [KIND_KEYPAD] = {KEYPAD_BEATS, cast},
};
