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

static void
act_redirect(struct run *r, struct story *st, struct call *c)
{
    struct call *next = other_pair(r, st, c);
    struct fields *f = &next->f;

    forward_target(r, st, next);
    f->v[FIELD_rfr] = str_from(REASONS[st->kind].number);
    f->v[FIELD_lrfr] = str_from(REASONS[st->kind].lrfr);
    struct scene s = call_scene(r, next);

    emit_tag(r, c->b, c->conn_b, STR("*"));
    emit_script(&s, REDIRECT);
    f->v[FIELD_dn_b] = STR("");
    analyse(r, next);
    /* What the caller dialled stays in the call. */
    f->v[FIELD_dialed] = f->v[FIELD_asked] = c->f.v[FIELD_dialed];
    f->v[FIELD_original] = f->v[FIELD_last] = c->f.v[FIELD_called];
    if (next->trunk != NULL)
        f->v[FIELD_diversion] = str_fmt(&next->arena,
            "Diversion: <sip:" STR_FMT "@" STR_FMT
            ">;reason=%s;privacy=off;screen=yes\r\n",
            STR_ARG(c->f.v[FIELD_called]), STR_ARG(next->a->ip),
            REASONS[st->kind].diversion);
    s = call_scene(r, next);
    emit_script(&s, ASSOCIATE);
    call_row_pair(&s, next, "SETUP");
    emit_row(&s, "CC|RELEASE|%" PRIu32 "|0|0", c->ci_b);
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

static bool
cast(struct run *r, struct story *st)
{
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    if (random_chance(&r->random, 0.6) &&
        story_phone(r, st, story_node(r, c->w)) == NULL)
        return false;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    return true;
}

const struct plot PLOTS_FORWARD[STORY_KINDS] = {
    [KIND_FORWARD_ALL] = {FORWARD_ALL_BEATS, cast},
    [KIND_FORWARD_BUSY] = {FORWARD_BUSY_BEATS, cast},
    [KIND_FORWARD_NO_ANSWER] = {FORWARD_NO_ANSWER_BEATS, cast},
};
