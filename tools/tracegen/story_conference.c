/* SPDX-License-Identifier: MIT
 *
 * A conference: the called party calls a third one and puts all three on a
 * bridge, which has a leg for each. Pairs: 0 the call, 1 the consultation. */
#include <inttypes.h>

#include "story.h"

/* Who of them, and where his leg is. */
static const struct {
    int pair;
    bool b;
} PARTIES[] = {{0, true}, {0, false}, {1, true}};

enum { CALLED, CALLER, THIRD };

static struct scene
side_of(struct run *r, struct story *st, int who)
{
    return story_side(r, st->pairs[PARTIES[who].pair], PARTIES[who].b);
}

/* The scene with the leg that the bridge has for the party. Bridge and call
 * control are on the node of who makes the conference. */
static struct scene
bridge_side(struct run *r, struct story *st, int who)
{
    struct call *c = st->pairs[0];
    struct scene s = side_of(r, st, who);

    s.f->v[FIELD_n] = c->f.v[FIELD_m];
    s.a_node = c->b;

    s.f->v[FIELD_bridge_ci] = emit_number(s.a, st->bridge_ci[who]);
    return s;
}

static uint32_t
party_ci(const struct story *st, int who)
{
    const struct call *c = st->pairs[PARTIES[who].pair];

    return PARTIES[who].b ? c->ci_b : c->ci_a;
}

/* The party's leg is put on the bridge. */
static void
join(struct run *r, struct story *st, int who)
{
    struct call *c = st->pairs[PARTIES[who].pair];
    struct scene s = bridge_side(r, st, who);

    s.f->v[FIELD_far_ci] = emit_number(s.a, ++s.a_node->cdcc);
    emit_script(&s, CONFERENCE_JOIN);
    story_row(r, c, "JOIN", party_ci(st, who), st->bridge_ci[who]);
    story_sdp(c, "sendrecv");
    story_say(r, c, PARTIES[who].b, MID_INVITE_OUT);
}

static void
joined(struct run *r, struct story *st, int who)
{
    story_answer_reinvite(r, st->pairs[PARTIES[who].pair], PARTIES[who].b);
}

static void
ask_bridge(struct run *r, struct story *st)
{
    struct call *c = st->pairs[0];

    for (int who = 0; who < (int)COUNTOF(PARTIES); who++) {
        st->bridge_ci[who] = ++c->b->ci;
        story_leg(st, st->bridge_ci[who], "media");
        struct scene s = bridge_side(r, st, who);

        emit_script(&s, CONFERENCE_BRIDGE);
    }
}

static void
names(struct call *c, struct call *consult)
{
    c->f.v[FIELD_bridge] = consult->f.v[FIELD_bridge] =
        str_fmt(&c->arena, "CFB_%d", 1 + c->b->number);
    c->f.v[FIELD_bridge_dn] = consult->f.v[FIELD_bridge_dn] =
        str_fmt(&c->arena, "b00%d002001", c->b->number);
    c->f.v[FIELD_ref_ci] = consult->f.v[FIELD_ref_ci] = c->f.v[FIELD_ci_b];
    story_feature(c);
    consult->f.v[FIELD_feature] = c->f.v[FIELD_feature];
    c->f.v[FIELD_old_cdcc] = emit_number(&c->arena, ++c->a->cdcc);
    consult->f.v[FIELD_old_cdcc] = emit_number(&consult->arena, ++c->a->cdcc);
}

static void
act_conference(struct run *r, struct story *st, struct call *c)
{
    struct call *consult = st->pairs[1];
    struct told *t = tell_move(
        c, "conference", c->f.v[FIELD_called], consult->f.v[FIELD_called]);

    names(c, consult);
    told_set(t, TOLD_REASON, STR("conference"));
    told_set(t, TOLD_DEVICE, c->f.v[FIELD_bridge]);
    story_softkey(r, c);
    struct scene s = side_of(r, st, CALLED);

    emit_tag(r, c->b, c->conn_b, c->f.v[FIELD_dev_b]);
    emit_script(&s, CONFERENCE);
    emit_script(&s, CONFERENCE_INFO);
    s = story_side(r, consult, false);
    emit_script(&s, CONFERENCE_INFO);
    ask_bridge(r, st);
    s = side_of(r, st, CALLED);
    emit_script(&s, CONFERENCE_SPLIT);
    story_row(r, c, "SPLIT", c->ci_a, c->ci_b);
    s = story_side(r, consult, false);
    emit_script(&s, CONFERENCE_SPLIT);
    story_row(r, consult, "SPLIT", consult->ci_a, consult->ci_b);
    join(r, st, CALLED);
}

static void
act_caller(struct run *r, struct story *st, struct call *c)
{
    (void)c;
    joined(r, st, CALLED);
    join(r, st, CALLER);
}

static void
act_third(struct run *r, struct story *st, struct call *c)
{
    (void)c;
    joined(r, st, CALLER);
    join(r, st, THIRD);
}

static void
act_consulted(struct run *r, struct story *st, struct call *c)
{
    joined(r, st, THIRD);
    struct scene s = story_side(r, c, false);

    emit_script(&s, CONFERENCE_OVER);
    story_row(r, c, "RELEASE", c->ci_a, 0);
    call_set_cause(c, 200, "OK", 0);
    s = call_scene(r, c);
    call_say_a(&s, c, BYE_A_OUT);
}

static void
act_consult_gone(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_say_a(&s, c, BYE_OK_A_IN);
    emit_script(&s, PARTY_GONE);
}

static void
leave(struct run *r, struct story *st, int who)
{
    struct scene s = bridge_side(r, st, who);

    emit_script(&s, CONFERENCE_LEFT);
    emit_row(&s, "CC|RELEASE|%" PRIu32 "|%" PRIu32 "|16", party_ci(st, who),
        st->bridge_ci[who]);
}

static void
act_third_leaves(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    call_set_cause(c, 200, "OK", 16);
    c->f.v[FIELD_duration] = STR("11");
    call_say_b(&s, c, BYE_B_IN);
    emit_script(&s, DISCONNECT_BY_PHONE);
    emit_script(&s, RELEASE_PHONE);
    call_say_b(&s, c, BYE_OK_B_OUT);
    emit_script(&s, RELEASED_PHONE);
    emit_script(&s, STOP_PHONE);
    leave(r, st, THIRD);
}

/* The last two: who stays has nobody to talk to. */
static void
act_over(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    if (c->by_called) {
        call_say_a(&s, c, BYE_OK_A_IN);
        emit_script(&s, RELEASED_A);
        emit_script(&s, STOP_A);
    } else {
        call_say_b(&s, c, BYE_OK_B_IN);
        emit_script(&s, RELEASED_PHONE);
        emit_script(&s, STOP_PHONE);
    }
    leave(r, st, CALLER);
    leave(r, st, CALLED);
    st->last = c;
}

static const struct beat CONFERENCE_BEATS[] = {
    BEATS_CONSULT,
    BEATS_RING(1),
    BEATS_ANSWER(1),
    {act_conference, 0, 0, 800, 4000},
    {act_caller, 0, 0, 40, 90},
    {act_third, 0, 0, 40, 90},
    {act_consulted, 0, 1, 40, 90},
    {act_consult_gone, 0, 1, 10, 40},
    {act_third_leaves, 0, 1, 1000, 6000},
    {NULL, STEP_BYE, 0, 500, 3000},
    {act_over, 0, 0, 10, 60},
    {NULL, 0, -1, 0, 0},
};

static bool
cast(struct run *r, struct story *st)
{
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    st->by_b = true;
    if (story_phone(r, st, story_node(r, c->w)) == NULL)
        return false;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    return true;
}

const struct plot PLOTS_CONFERENCE[STORY_KINDS] = {
    [KIND_CONFERENCE] = {CONFERENCE_BEATS, cast},
};
