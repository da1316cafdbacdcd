/* SPDX-License-Identifier: MIT
 *
 * Calls that another phone takes: parked and retrieved, or picked up while
 * they ring. Pairs: 0 the call, 1 what the other phone asks for, 2 the caller
 * with that phone. */
#include <inttypes.h>

#include "story.h"

static void
act_park(struct run *r, struct story *st, struct call *c)
{
    c->f.v[FIELD_park] =
        str_fmt(&c->arena, "57%02" PRIu32, random_below(&r->random, 100));
    c->f.v[FIELD_ref_ci] = c->f.v[FIELD_ci_b];
    c->f.v[FIELD_old_cdcc] = emit_number(&c->arena, ++c->a->cdcc);
    story_feature(c);
    story_softkey(r, c);
    struct scene s = story_side(r, c, true);
    struct told *t =
        tell_move(c, "park", c->f.v[FIELD_called], c->f.v[FIELD_park]);

    (void)st;
    told_set(t, TOLD_REASON, STR("park"));
    told_set(t, TOLD_DEVICE, c->f.v[FIELD_dev_b]);
    emit_tag(r, c->b, c->conn_b, c->f.v[FIELD_dev_b]);
    emit_script(&s, PARK);
    story_row(r, c, "SPLIT", c->ci_a, c->ci_b);
    call_set_cause(c, 200, "OK", 0);
    c->f.v[FIELD_duration] = STR("8");
    s = call_scene(r, c);
    call_say_b(&s, c, BYE_B_OUT);
}

static void
act_parked(struct run *r, struct story *st, struct call *c)
{
    uint32_t ci = ++c->a->ci;
    struct scene s = call_scene(r, c);

    call_say_b(&s, c, BYE_OK_B_IN);
    s = story_side(r, c, true);
    emit_script(&s, PARTY_GONE);
    story_row(r, c, "RELEASE", c->ci_b, 0);
    c->f.v[FIELD_moh] = emit_number(&c->arena, ci);
    c->f.v[FIELD_moh_name] = str_fmt(&c->arena, "MOH_%d", 1 + c->a->number);
    story_leg(st, ci, "media");
    s = call_scene(r, c);
    emit_chance(&s);
    emit_script(&s, PARKED);
    story_sdp(c, "sendonly");
    story_say(r, c, false, MID_INVITE_OUT);
}

static void
act_waits(struct run *r, struct story *st, struct call *c)
{
    (void)st;
    story_answer_reinvite(r, c, false);
}

/* The other phone's own call, which has one leg. */
static struct call *
other_phone(struct run *r, struct story *st, struct str number)
{
    struct call *c = story_pair(r, st);

    c->phone_a = st->phones[2];
    c->a = c->b = c->phone_a->node;
    call_caller(r, c);
    c->ci_b = c->ci_a;
    call_dialed(c, STR(""), number);
    call_step(r, c, STEP_INVITE);
    return c;
}

/* Who called first, as other side of the other phone. */
static void
meet(struct call *c, const struct call *first)
{
    static const enum field SAME[][2] = {{FIELD_ci_b, FIELD_ci_a},
        {FIELD_called, FIELD_dn_a}, {FIELD_session_b, FIELD_session_a},
        {FIELD_media_b, FIELD_ip_a}, {FIELD_rtp_b, FIELD_rtp_a},
        {FIELD_far_product, FIELD_model_a}, {FIELD_target_key, FIELD_pkid_a}};

    for (size_t i = 0; i < COUNTOF(SAME); i++)
        c->f.v[SAME[i][0]] = first->f.v[SAME[i][1]];
}

/* The third pair: the caller and the other phone. */
static struct call *
join(struct run *r, struct story *st, enum script_name how)
{
    struct call *first = st->pairs[0];
    struct call *other = st->pairs[1];
    struct call *c = story_pair(r, st);

    story_join_caller(c, first, other);
    c->f.v[FIELD_feature] = first->f.v[FIELD_feature];
    c->f.v[FIELD_old_cdcc] = other->f.v[FIELD_cdcc];
    struct scene s = call_scene(r, c);

    emit_tag(r, other->a, other->conn_a, other->f.v[FIELD_dev_a]);
    emit_script(&s, how);
    story_row(r, c, "JOIN", c->ci_a, c->ci_b);
    meet(other, first);
    return c;
}

static void
tell_taken(struct call *c, const char *kind, struct str from, const char *why)
{
    told_set(tell_move(c, kind, from, c->f.v[FIELD_called]), TOLD_REASON,
        str_from(why));
    tell_asked(c);
}

/* The other phone and the caller are told that they talk. */
static void
connect_other(struct run *r, struct call *other)
{
    struct scene s = call_scene(r, other);

    emit_script(&s, CONNECT_A);
    call_say_a(&s, other, OK_A);
}

static void
act_dial_park(struct run *r, struct story *st, struct call *c)
{
    (void)c;
    other_phone(r, st, st->pairs[0]->f.v[FIELD_park]);
}

static void
act_retrieve(struct run *r, struct story *st, struct call *c)
{
    struct call *first = st->pairs[0];
    struct scene s = call_scene(r, c);

    c->f.v[FIELD_list] = STR("PARK");
    c->f.v[FIELD_list_key] = c->f.v[FIELD_target_key] = c->w->partition_key;
    c->f.v[FIELD_list_process] = STR("1");
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_chance(&s);
    emit_script(&s, DIGITS);
    emit_script(&s, DIGITS_MATCH);
    emit_script(&s, TARGET_LIST);
    emit_script(&s, PARK_FOUND);
    c = join(r, st, PARK_JOIN);
    tell_taken(c, "park", first->f.v[FIELD_park], "park retrieved");
    s = call_scene(r, c);
    emit_script(&s, MEDIA_AGAIN);
    story_sdp(c, "sendrecv");
    story_say(r, c, false, MID_INVITE_OUT);
}

static void
act_retrieved(struct run *r, struct story *st, struct call *c)
{
    story_answer_reinvite(r, c, false);
    connect_other(r, st->pairs[1]);
    call_set_states(c, STEP_ANSWER);
}

static void
act_other_ack(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_say_a(&s, c, ACK_A);
    emit_script(&s, ACKED_A);
}

static const struct beat PARK_BEATS[] = {
    BEATS_ASK(0),
    BEATS_RING(0),
    BEATS_ANSWER(0),
    {act_park, 0, 0, 800, 4000},
    {act_parked, 0, 0, 10, 40},
    {act_waits, 0, 0, 60, 150},
    {act_dial_park, 0, 1, 1000, 6000},
    {act_retrieve, 0, 1, 0, 1},
    {act_retrieved, 0, 2, 60, 150},
    {act_other_ack, 0, 1, 15, 40},
    BEATS_BYE(2),
    {NULL, 0, -1, 0, 0},
};

static void
act_pickup(struct run *r, struct story *st, struct call *c)
{
    struct call *first = st->pairs[0];

    c = other_phone(r, st, STR("x-cisco-serviceuri-pickup"));
    struct scene s = call_scene(r, c);

    story_feature(first);
    first->f.v[FIELD_old_cdcc] = emit_number(&first->arena, ++first->a->cdcc);
    emit_script(&s, PICKUP);
    s = story_side(r, first, true);
    emit_script(&s, PICKUP_SPLIT);
    story_row(r, first, "SPLIT", first->ci_a, first->ci_b);
    struct str from = first->f.v[FIELD_called];

    c = join(r, st, PICKUP_JOIN);
    tell_taken(c, "pickup", from, "pickup");
    s = story_side(r, first, true);
    emit_script(&s, PICKUP_DROP);
    call_set_cause(first, 487, "Request Cancelled", 16);
    s = call_scene(r, first);
    call_say_b(&s, first, CANCEL_ELSEWHERE);
}

static void
act_picked_up(struct run *r, struct story *st, struct call *c)
{
    struct call *first = st->pairs[0];
    struct scene s = call_scene(r, first);

    call_say_b(&s, first, CANCEL_OK_B);
    call_say_b(&s, first, FINAL_B);
    call_say_b(&s, first, FINAL_ACK_B);
    s = story_side(r, first, true);
    emit_script(&s, PARTY_GONE);
    story_row(r, first, "RELEASE", first->ci_b, 0);
    c->status = 200;
    c->cause = 16;
    connect_other(r, st->pairs[1]);
    c->answered_ms = call_called_side_ms(c);
    s = call_scene(r, c);
    emit_script(&s, MEDIA_AGAIN);
    emit_script(&s, CONNECT_A);
    call_say_a(&s, c, OK_A);
    call_set_states(c, STEP_ANSWER);
}

static const struct beat PICKUP_BEATS[] = {
    BEATS_ASK(0),
    BEATS_RING(0),
    {act_pickup, 0, 0, 800, 4000},
    {act_picked_up, 0, 2, 5, 20},
    {act_other_ack, 0, 1, 15, 30},
    {act_other_ack, 0, 2, 1, 15},
    BEATS_BYE(2),
    {NULL, 0, -1, 0, 0},
};

static bool
cast(struct run *r, struct story *st)
{
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    if (story_phone(r, st, story_node(r, c->w)) == NULL)
        return false;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    return true;
}

const struct plot PLOTS_PARK[STORY_KINDS] = {
    [KIND_PARK] = {PARK_BEATS, cast},
    [KIND_PICKUP] = {PICKUP_BEATS, cast},
};
