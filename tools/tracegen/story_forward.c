/* SPDX-License-Identifier: MIT
 *
 * Calls that end somewhere else than they were dialled to: forwarding, and
 * blind transfer, which CUCM does by the same signals. */
#include <inttypes.h>

#include "story.h"

/* FAILURES 3.4: redirect reasons. */
static const struct {
    const char *number, *lrfr, *diversion, *name;
} REASONS[STORY_KINDS] = {
    [KIND_FORWARD_ALL] = {"15", "LRFR=15 ", "unconditional", "all"},
    [KIND_FORWARD_BUSY] = {"1", "LRFR=1 ", "user-busy", "busy"},
    [KIND_FORWARD_NO_ANSWER] = {"2", "LRFR=2 ", "no-answer", "no answer"},
    [KIND_FORWARD_UNREGISTERED] = {"178", "LRFR=178 ", "unavailable",
        "unregistered"},
    [KIND_BLIND_TRANSFER] = {"34", "LRFR=34 ", "", "blind"},
};

static void
act_forward_all(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    c->ncall_ids--; /* no INVITE was sent */
    tell_number(c);
    emit_script(&s, REDIRECT_DROP_PHONE);
}

/* No phone has the line: its process refuses for it. */
static void
act_unregistered(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    c->ncall_ids--; /* no INVITE was sent */
    tell_number(c);
    call_set_cause(c, 480, "Temporarily Not Available", 20);
    emit_script(&s, UNREGISTERED_PHONE);
}

static void
act_busy(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_set_cause(c, 486, "Busy Here", 17);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, REJECT_PHONE);
    emit_script(&s, STOP_PHONE);
}

static void
act_no_answer(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_set_cause(c, 487, "Request Cancelled", 19);
    emit_script(&s, FORWARD_TIMER);
    emit_script(&s, DISCONNECT_PHONE);
    call_say_b(&s, c, CANCEL_B);
}

static void
act_given_up(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_say_b(&s, c, CANCEL_OK_B);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, RELEASED_PHONE);
    emit_script(&s, STOP_PHONE);
}

/* The same caller, another called side: one more Cdcc, one more leg. */
static struct call *
other_pair(struct run *r, struct story *st, struct call *c)
{
    struct call *next = story_pair(r, st);
    struct node *n = c->a;

    story_join(next, c, c);
    next->trunk = NULL;
    next->link = NULL;
    next->phone_b = NULL;
    next->ci_b = ++n->ci;
    next->f.v[FIELD_ci_b] = emit_number(&next->arena, next->ci_b);
    next->f.v[FIELD_old_cdcc] = c->f.v[FIELD_cdcc];
    next->f.v[FIELD_cdcc] = emit_number(&next->arena, ++n->cdcc);
    next->f.v[FIELD_matrix] = emit_number(&next->arena, ++n->matrix);
    next->f.v[FIELD_ref_ci] = c->f.v[FIELD_ci_b];
    next->f.v[FIELD_offerer] =
        str_fmt(&next->arena, "Cdcc(%d,100,224," STR_FMT ")", n->number,
            STR_ARG(next->f.v[FIELD_cdcc]));
    story_feature(next);
    return next;
}

/* Where it is forwarded to: a phone on any node, or out on a trunk. */
static void
forward_target(struct run *r, struct story *st, struct call *next)
{
    struct str prefix = STR("");

    if (st->nphones > 2) {
        next->phone_b = st->phones[2];
        next->b = next->phone_b->node;
    } else {
        next->b = next->a;
        next->trunk = &next->w->trunks[random_below(&r->random, TCP_TRUNKS)];
        prefix = next->trunk->prefix;
    }
    next->f.v[FIELD_m] = emit_number(&next->arena, (uint64_t)next->b->number);
    next->f.v[FIELD_node_ip_b] = next->b->ip;
    call_dialed(next, prefix,
        next->phone_b ? next->phone_b->dn
                      : str_fmt(&next->arena, "555%04" PRIu32,
                            random_below(&r->random, 10000)));
    next->f.v[FIELD_redirect] = next->f.v[FIELD_dialed];
}

static void
analyse(struct run *r, struct call *c)
{
    struct scene s = call_scene(r, c);

    tell_analysis(c, true);
    emit_chance(&s);
    emit_script(&s, DIGITS);
    call_target(r, c);
    emit_script(&s, DIGITS_MATCH);
    emit_script(&s, c->a == c->b ? TARGET_LOCAL : TARGET_REMOTE);
    emit_script(&s, TARGET);
}

/* The second pair: as dialled by the first one's caller, but sent on. */
static struct call *
redirect(struct run *r, struct story *st, struct call *c, enum script_name how)
{
    struct call *next = other_pair(r, st, c);
    struct fields *f = &next->f;

    forward_target(r, st, next);
    f->v[FIELD_rfr] = str_from(REASONS[st->kind].number);
    f->v[FIELD_lrfr] = str_from(REASONS[st->kind].lrfr);
    struct scene s = call_scene(r, next);

    emit_tag(r, c->b, c->conn_b, STR("*"));
    emit_script(&s, how);
    f->v[FIELD_dn_b] = STR("");
    analyse(r, next);
    /* What the caller dialled stays in the call. */
    f->v[FIELD_dialed] = f->v[FIELD_asked] = c->f.v[FIELD_dialed];
    f->v[FIELD_original] = f->v[FIELD_last] = c->f.v[FIELD_called];
    return next;
}

static void
redirect_rows(struct run *r, const struct call *c, struct call *next)
{
    struct scene s = call_scene(r, next);

    call_row_pair(&s, next, "SETUP");
    emit_row(&s, "CC|RELEASE|%" PRIu32 "|0|0", c->ci_b);
}

static void
act_redirect(struct run *r, struct story *st, struct call *c)
{
    struct call *next = redirect(r, st, c, REDIRECT);
    struct fields *f = &next->f;

    if (next->trunk != NULL)
        f->v[FIELD_diversion] = str_fmt(&next->arena,
            "Diversion: <sip:" STR_FMT "@" STR_FMT
            ">;reason=%s;privacy=off;screen=yes\r\n",
            STR_ARG(c->f.v[FIELD_called]), STR_ARG(next->a->ip),
            REASONS[st->kind].diversion);
    struct scene s = call_scene(r, next);

    emit_script(&s, ASSOCIATE);
    redirect_rows(r, c, next);
    told_set(tell_move(c, "forward", c->f.v[FIELD_called], f->v[FIELD_called]),
        TOLD_REASON, str_from(REASONS[st->kind].name));
}

static void
act_redirected(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_step(r, c, STEP_SEND);
    emit_script(&s, REDIRECTED);
}

#define BEATS_FORWARDED                                                        \
    {act_redirect, 0, 0, 0, 1}, {NULL, STEP_OFFER, 1, 0, 1},                   \
        {act_redirected, 0, 1, 0, 0}, {NULL, STEP_TRYING, 1, 0, 0},            \
        {NULL, STEP_RINGING, 1, 0, 0}, BEATS_ANSWER(1), BEATS_BYE(1),          \
    {                                                                          \
        NULL, 0, -1, 0, 0                                                      \
    }

static const struct beat FORWARD_ALL_BEATS[] = {
    BEATS_ASK(0),
    {act_forward_all, 0, 0, 0, 1},
    BEATS_FORWARDED,
};

static const struct beat FORWARD_UNREGISTERED_BEATS[] = {
    BEATS_ASK(0),
    {act_unregistered, 0, 0, 0, 1},
    BEATS_FORWARDED,
};

static const struct beat FORWARD_BUSY_BEATS[] = {
    BEATS_ASK(0),
    BEATS_OFFER(0),
    {act_busy, 0, 0, 20, 250},
    BEATS_FORWARDED,
};

static const struct beat FORWARD_NO_ANSWER_BEATS[] = {
    BEATS_ASK(0),
    BEATS_RING(0),
    {act_no_answer, 0, 0, 2000, 5000},
    {act_given_up, 0, 0, 5, 30},
    BEATS_FORWARDED,
};

/* A message of the called side's dialog once it is up. */
static void
say_b(struct run *r, struct call *c, enum message phone, enum message trunk)
{
    if (c->trunk == NULL) {
        story_say(r, c, true, phone);
        return;
    }
    struct scene s = call_scene(r, c);

    c->messages++;
    emit_message(&s, trunk, c->conn_b, c->f.v[FIELD_ci_b]);
}

/* The called party sends the caller on, and is out of it when the target
 * rings. */
static void
act_refer(struct run *r, struct story *st, struct call *c)
{
    c->f.v[FIELD_refer_to] = str_fmt(&c->arena, "<sip:" STR_FMT "@" STR_FMT ">",
        STR_ARG(st->phones[2]->dn), STR_ARG(c->b->ip));
    say_b(r, c, MID_REFER_IN, REFER_T);
    say_b(r, c, MID_ACCEPTED_OUT, ACCEPTED_T);
    if (c->trunk != NULL)
        c->f.v[FIELD_bye_b] = STR("102");
    struct call *next = redirect(r, st, c, REFER_REDIRECT);
    struct scene s = call_scene(r, next);

    emit_script(&s, RECORD_PAIR);
    redirect_rows(r, c, next);
    told_set(
        tell_move(c, "transfer", c->f.v[FIELD_called], next->f.v[FIELD_called]),
        TOLD_REASON, STR("blind"));
}

static void
act_target_rings(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    call_say_b(&s, c, RINGING_B);
    emit_script(&s, ALERT_PHONE);
    emit_script(&s, REFER_REDIRECTED);
    call_set_states(c, STEP_RINGING);
    say_b(r, st->pairs[0], MID_NOTIFY_OUT, NOTIFY_T);
}

static void
act_out_of_it(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    say_b(r, c, MID_NOTIFY_OK_IN, NOTIFY_OK_T);
    call_set_cause(c, 200, "OK", 16);
    c->f.v[FIELD_duration] = STR("7");
    call_say_b(&s, c, BYE_B_IN);
    call_script_b(&s, c, DISCONNECT_BY_PHONE, DISCONNECT_BY_TRUNK);
    call_script_b(&s, c, RELEASE_PHONE, RELEASE_TRUNK);
    call_say_b(&s, c, BYE_OK_B_OUT);
    call_script_b(&s, c, RELEASED_PHONE, RELEASED_TRUNK);
    call_script_b(&s, c, STOP_PHONE, STOP_TRUNK);
}

static const struct beat BLIND_TRANSFER_BEATS[] = {
    BEATS_ASK(0),
    BEATS_RING(0),
    BEATS_ANSWER(0),
    {act_refer, 0, 0, 800, 4000},
    BEATS_OFFER(1),
    {act_target_rings, 0, 1, 80, 260},
    {act_out_of_it, 0, 0, 10, 40},
    {beat_third_answers, 0, 1, 400, 4000},
    {beat_third_up, 0, 1, 60, 120},
    BEATS_BYE(1),
    {NULL, 0, -1, 0, 0},
};

static bool
cast(struct run *r, struct story *st)
{
    bool far =
        st->kind != KIND_BLIND_TRANSFER && random_chance(&r->random, 0.5);

    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    if (far) {
        st->phones[1]->busy = false;
        st->nphones--;
        c->b = story_node(r, c->w);
        c->phone_b = story_phone(r, st, c->b);
        if (c->phone_b == NULL)
            return false;
    }
    if ((st->kind == KIND_BLIND_TRANSFER || random_chance(&r->random, 0.6)) &&
        story_phone(r, st, story_node(r, c->w)) == NULL)
        return false;
    struct str prefix = STR("");

    if (st->kind == KIND_BLIND_TRANSFER && random_chance(&r->random, 0.5)) {
        c->phone_b = NULL; /* phones[1] stays idle */
        c->trunk = &c->w->trunks[random_below(&r->random, TCP_TRUNKS)];
        prefix = c->trunk->prefix;
    }
    call_caller(r, c);
    call_dialed(c, prefix,
        c->phone_b ? c->phone_b->dn
                   : str_fmt(&c->arena, "555%04" PRIu32,
                         random_below(&r->random, 10000)));
    return true;
}

const struct plot PLOTS_FORWARD[STORY_KINDS] = {
    [KIND_FORWARD_ALL] = {FORWARD_ALL_BEATS, cast},
    [KIND_FORWARD_BUSY] = {FORWARD_BUSY_BEATS, cast},
    [KIND_FORWARD_NO_ANSWER] = {FORWARD_NO_ANSWER_BEATS, cast},
    [KIND_FORWARD_UNREGISTERED] = {FORWARD_UNREGISTERED_BEATS, cast},
    [KIND_BLIND_TRANSFER] = {BLIND_TRANSFER_BEATS, cast},
};
