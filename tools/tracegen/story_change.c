/* SPDX-License-Identifier: MIT
 *
 * Calls that change while they are up: hold and resume, attended transfer. */
#include <inttypes.h>

#include "story.h"

/* Who holds, or resumes. */
static void
tell_by(struct story *st, struct call *c, const char *kind)
{
    struct told *t = tell(c, kind);

    told_set(t, TOLD_BY, c->f.v[st->by_b ? FIELD_dn_b : FIELD_dn_a]);
    told_set(t, TOLD_DEVICE, st->by);
}

static struct conn *
conn_of(const struct call *c, bool b)
{
    return b ? c->conn_b : c->conn_a;
}

void
beat_hold(struct run *r, struct story *st, struct call *c)
{
    bool b = st->by_b;

    st->by = c->f.v[b ? FIELD_dev_b : FIELD_dev_a];
    tell_by(st, c, "hold");
    story_sdp(c, "sendonly");
    story_say(r, c, b, MID_INVITE_IN);
    story_say(r, c, b, MID_TRYING_OUT);
    struct scene s = story_side(r, c, b);

    emit_tag(r, s.a_node, conn_of(c, b), st->by);
    emit_chance(&s);
    emit_script(&s, HOLD);
    story_sdp(c, "inactive");
    story_say(r, c, !b, MID_INVITE_OUT);
    story_say(r, c, b, MID_OK_OUT);
    story_say(r, c, b, MID_ACK_IN);
}

void
story_answer_reinvite(struct run *r, struct call *c, bool b)
{
    story_say(r, c, b, MID_TRYING_IN);
    story_say(r, c, b, MID_OK_IN);
    story_say(r, c, b, MID_ACK_OUT);
}

void
beat_music(struct run *r, struct story *st, struct call *c)
{
    bool b = st->by_b;
    uint32_t ci = ++c->a->ci;

    story_answer_reinvite(r, c, !b);
    c->f.v[FIELD_moh] = emit_number(&c->arena, ci);
    c->f.v[FIELD_moh_name] = str_fmt(&c->arena, "MOH_%d", 1 + c->a->number);
    story_leg(st, ci, "media");
    struct scene s = story_side(r, c, b);

    emit_chance(&s);
    emit_script(&s, HOLD_MUSIC);
    story_sdp(c, "sendonly");
    story_say(r, c, !b, MID_INVITE_OUT);
}

void
beat_music_up(struct run *r, struct story *st, struct call *c)
{
    story_answer_reinvite(r, c, !st->by_b);
}

void
beat_resume(struct run *r, struct story *st, struct call *c)
{
    bool b = st->by_b;

    tell_by(st, c, "resume");
    story_sdp(c, "sendrecv");
    story_say(r, c, b, MID_INVITE_IN);
    story_say(r, c, b, MID_TRYING_OUT);
    struct scene s = story_side(r, c, b);

    emit_tag(r, s.a_node, conn_of(c, b), st->by);
    emit_script(&s, RESUME);
    story_say(r, c, !b, MID_INVITE_OUT);
}

void
beat_resumed(struct run *r, struct story *st, struct call *c)
{
    story_answer_reinvite(r, c, !st->by_b);
    struct scene s = call_scene(r, c);

    emit_script(&s, MEDIA_AGAIN);
    story_say(r, c, st->by_b, MID_OK_OUT);
    story_say(r, c, st->by_b, MID_ACK_IN);
}

static const struct beat HOLD_BEATS[] = {
    BEATS_ASK(0),
    BEATS_RING(0),
    BEATS_ANSWER(0),
    {beat_hold, 0, 0, 800, 3000},
    {beat_music, 0, 0, 60, 150},
    {beat_music_up, 0, 0, 60, 150},
    {beat_resume, 0, 0, 800, 4000},
    {beat_resumed, 0, 0, 60, 150},
    BEATS_BYE(0),
    {NULL, 0, -1, 0, 0},
};

/* b, who holds, calls a third party. */
void
beat_consult(struct run *r, struct story *st, struct call *c)
{
    struct call *first = st->pairs[0];

    c = story_pair(r, st);
    c->a = first->b;
    c->phone_a = first->phone_b;
    c->phone_b = st->phones[2];
    c->b = c->phone_b->node;
    call_caller(r, c);
    c->f.v[FIELD_linked] = first->f.v[FIELD_ci_b];
    call_dialed(c, STR(""), c->phone_b->dn);
    story_leg(st, c->ci_a, "consultation");
    told_set(
        tell_move(c, "consultation", c->f.v[FIELD_dn_a], c->f.v[FIELD_called]),
        TOLD_DEVICE, c->f.v[FIELD_dev_a]);
    call_step(r, c, STEP_INVITE);
}

void
story_row(struct run *r, struct call *c, const char *what, uint32_t one,
    uint32_t other)
{
    struct scene s = call_scene(r, c);

    emit_row(&s, "CC|%s|%" PRIu32 "|%" PRIu32, what, one, other);
}

/* The leg was left by a join. */
void
story_dissolved(struct run *r, struct call *c, uint32_t ci)
{
    struct scene s = call_scene(r, c);

    emit_row(&s, "CC|RELEASE|%" PRIu32 "|0|0", ci);
}

static void
new_cdcc(struct call *c)
{
    c->f.v[FIELD_old_cdcc] = emit_number(&c->arena, ++c->a->cdcc);
}

static void
set_refer(struct call *c, const struct call *consult)
{
    c->f.v[FIELD_refer_to] = str_fmt(&c->arena,
        "<sip:" STR_FMT "@" STR_FMT "?Replaces=" STR_FMT
        "%%3Bto-tag%%3D" STR_FMT "%%3Bfrom-tag%%3D" STR_FMT ">",
        STR_ARG(consult->f.v[FIELD_called]), STR_ARG(c->f.v[FIELD_fqdn_a]),
        STR_ARG(consult->f.v[FIELD_callid_a]),
        STR_ARG(consult->f.v[FIELD_tag_a]), STR_ARG(consult->f.v[FIELD_far_a]));
}

static void
act_transfer(struct run *r, struct story *st, struct call *c)
{
    struct call *consult = st->pairs[1];

    set_refer(c, consult);
    story_feature(c);
    c->f.v[FIELD_ref_ci] = consult->f.v[FIELD_ci_a];
    consult->f.v[FIELD_feature] = c->f.v[FIELD_feature];
    story_say(r, c, true, MID_REFER_IN);
    struct scene s = story_side(r, c, true);

    emit_tag(r, c->b, c->conn_b, c->f.v[FIELD_dev_b]);
    emit_script(&s, TRANSFER);
    story_say(r, c, true, MID_ACCEPTED_OUT);
    new_cdcc(c);
    s = story_side(r, c, true);
    emit_script(&s, TRANSFER_SPLIT);
    story_row(r, c, "SPLIT", c->ci_a, c->ci_b);
    story_say(r, c, true, MID_NOTIFY_OUT);
    story_sdp(c, "inactive");
    story_say(r, c, false, MID_INVITE_OUT);
    story_say(r, c, true, MID_NOTIFY_OK_IN);
}

static void
join(struct run *r, struct story *st, struct call *first, struct call *consult)
{
    struct call *c = story_pair(r, st);

    story_join(c, first, consult);
    c->f.v[FIELD_ref_ci] = first->f.v[FIELD_ci_b];
    c->f.v[FIELD_far_ci] = consult->f.v[FIELD_ci_a];
    struct scene s = call_scene(r, c);

    emit_script(&s, TRANSFER_JOIN);
    story_row(r, c, "JOIN", c->ci_a, c->ci_b);
}

/* The legs of the party that transfers are taken down. */
static void
clear_legs(struct run *r, struct call *first, struct call *consult, bool up)
{
    struct scene s = story_side(r, consult, false);

    call_set_states(consult, up ? STEP_ANSWER : STEP_RINGING);
    s = story_side(r, consult, false);
    emit_script(&s, TRANSFER_CLEAR_A);
    s = story_side(r, first, true);
    emit_script(&s, TRANSFER_CLEAR_A);
    story_dissolved(r, first, first->ci_b);
    s = call_scene(r, consult);
    if (up) {
        call_set_cause(consult, 200, "OK", 0);
        call_say_a(&s, consult, BYE_A_OUT);
    } else {
        call_set_cause(consult, 500, "Internal Server Error", 41);
        call_say_a(&s, consult, FINAL_A);
    }
    call_set_cause(first, 200, "OK", 0);
    first->f.v[FIELD_duration] = STR("9");
    s = call_scene(r, first);
    call_say_b(&s, first, BYE_B_OUT);
}

static bool
consult_is_up(const struct story *st)
{
    return st->kind == KIND_TRANSFER_ANSWERED;
}

static void
act_join(struct run *r, struct story *st, struct call *c)
{
    struct call *consult = st->pairs[1];

    story_answer_reinvite(r, c, false);
    new_cdcc(consult);
    struct scene s = story_side(r, consult, false);

    emit_script(&s, TRANSFER_SPLIT_OTHER);
    story_row(r, consult, "SPLIT", consult->ci_a, consult->ci_b);
    join(r, st, c, consult);
    told_set(tell_move(
                 c, "transfer", c->f.v[FIELD_dn_b], consult->f.v[FIELD_called]),
        TOLD_REASON, STR("attended"));
    clear_legs(r, c, consult, consult_is_up(st));
    story_say(r, st->pairs[2], true, MID_UPDATE_OUT);
    story_say(r, st->pairs[2], false, MID_UPDATE_OUT);
}

static void
act_gone(struct run *r, struct story *st, struct call *c)
{
    struct call *consult = st->pairs[1];
    struct scene s = call_scene(r, c);

    call_say_b(&s, c, BYE_OK_B_IN);
    story_say(r, st->pairs[2], true, MID_UPDATE_OK_IN);
    story_say(r, st->pairs[2], false, MID_UPDATE_OK_IN);
    s = story_side(r, c, true);
    emit_script(&s, TRANSFER_GONE_A);
    s = call_scene(r, consult);
    call_say_a(&s, consult, consult_is_up(st) ? BYE_OK_A_IN : FINAL_ACK_A);
    emit_script(&s, TRANSFER_GONE_A);
    emit_script(&s, STOP_A);
    story_dissolved(r, consult, consult->ci_a);
}

void
beat_third_answers(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_say_b(&s, c, OK_B);
    emit_script(&s, CONNECT_PHONE);
    emit_script(&s, CONNECT);
    emit_script(&s, COMPLETE_PHONE);
    story_sdp(c, "sendrecv");
    story_say(r, c, false, MID_INVITE_OUT);
}

void
beat_third_up(struct run *r, struct story *st, struct call *c)
{
    (void)st;
    story_answer_reinvite(r, c, false);
    struct scene s = call_scene(r, c);

    call_say_b(&s, c, ACK_B);
    call_set_states(c, STEP_ANSWER);
}

static void
act_reconnect(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    emit_script(&s, MEDIA_AGAIN);
    story_sdp(c, "sendrecv");
    story_say(r, c, false, MID_INVITE_OUT);
    story_say(r, c, true, MID_INVITE_OUT);
}

static void
act_reconnected(struct run *r, struct story *st, struct call *c)
{
    (void)st;
    story_answer_reinvite(r, c, false);
    story_answer_reinvite(r, c, true);
    call_set_states(c, STEP_ANSWER);
}

#define BEATS_JOIN                                                             \
    {act_transfer, 0, 0, 800, 3000}, {act_join, 0, 0, 40, 90},                 \
    {                                                                          \
        act_gone, 0, 0, 10, 60                                                 \
    }

static const struct beat TRANSFER_BEATS[] = {
    BEATS_CONSULT,
    BEATS_RING(1),
    BEATS_JOIN,
    {beat_third_answers, 0, 2, 800, 4000},
    {beat_third_up, 0, 2, 60, 120},
    BEATS_BYE(2),
    {NULL, 0, -1, 0, 0},
};

/* The third party is busy: the caller stays with the second. */
static void
act_refused(struct run *r, struct story *st, struct call *c)
{
    c->ending = END_BUSY;
    call_step(r, c, STEP_REFUSED);
    st->last = st->pairs[0];
}

static const struct beat TRANSFER_REFUSED_BEATS[] = {
    BEATS_CONSULT,
    BEATS_OFFER(1),
    {act_refused, 0, 1, 20, 250},
    {NULL, STEP_REFUSED_ACK, 1, 0, 0},
    {beat_resume, 0, 0, 800, 4000},
    {beat_resumed, 0, 0, 60, 150},
    BEATS_BYE(0),
    {NULL, 0, -1, 0, 0},
};

static const struct beat TRANSFER_ANSWERED_BEATS[] = {
    BEATS_CONSULT,
    BEATS_RING(1),
    BEATS_ANSWER(1),
    BEATS_JOIN,
    {act_reconnect, 0, 2, 10, 60},
    {act_reconnected, 0, 2, 60, 120},
    BEATS_BYE(2),
    {NULL, 0, -1, 0, 0},
};

static bool
cast(struct run *r, struct story *st)
{
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    st->by_b = st->kind != KIND_HOLD || random_chance(&r->random, 0.5);
    if (st->kind != KIND_HOLD &&
        story_phone(r, st, story_node(r, c->w)) == NULL)
        return false;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    return true;
}

const struct plot PLOTS_CHANGE[STORY_KINDS] = {
    [KIND_HOLD] = {HOLD_BEATS, cast},
    [KIND_TRANSFER] = {TRANSFER_BEATS, cast},
    [KIND_TRANSFER_ANSWERED] = {TRANSFER_ANSWERED_BEATS, cast},
    [KIND_TRANSFER_REFUSED] = {TRANSFER_REFUSED_BEATS, cast},
};
