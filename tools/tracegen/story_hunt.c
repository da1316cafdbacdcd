/* SPDX-License-Identifier: MIT
 *
 * Hunt lists: members that are offered the call one after the other, and the
 * queue in front of them. */
#include <inttypes.h>

#include "story.h"

/* The pilot number leads to a hunt list. */
static void
act_pilot(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);
    struct hunt *h = &c->w->hunts[c->a->number - 1];

    (void)st;
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_chance(&s);
    tell_analysis(c, true);
    emit_script(&s, DIGITS);
    c->f.v[FIELD_target_key] = h->key;
    emit_script(&s, DIGITS_MATCH);
    emit_script(&s, TARGET_LIST);
    emit_script(&s, ASSOCIATE);
    call_row_pair(&s, c, "SETUP");
    emit_script(&s, HUNT_FIRST);
}

/* Why the hunt list goes on to its next member. */
static void
tell_hunt(struct story *st, struct call *c)
{
    struct told *t = tell_move(
        c, "hunt", c->f.v[FIELD_original], st->phones[1 + st->member]->dn);

    told_set(t, TOLD_DEVICE, c->f.v[FIELD_list]);
    told_set(t, TOLD_REASON,
        st->member == 0 ? c->f.v[FIELD_list]
                        : str_fmt(&c->arena, STR_FMT ": %s",
                              STR_ARG(st->phones[st->member]->dn), st->why));
}

static void
act_member(struct run *r, struct story *st, struct call *c)
{
    tell_hunt(st, c);
    c->phone_b = st->phones[1 + st->member];
    c->b = c->phone_b->node;
    c->f.v[FIELD_m] = emit_number(&c->arena, (uint64_t)c->b->number);
    c->f.v[FIELD_node_ip_b] = c->b->ip;
    c->f.v[FIELD_called] = c->phone_b->dn;
    call_target(r, c);
    struct scene s = call_scene(r, c);

    emit_chance(&s);
    emit_script(&s, HUNT_MEMBER);
}

/* No member is free: an announcement, then music. */
static struct scene
queue_resource(struct run *r, struct story *st, struct call *c,
    const char *name, const char *kind)
{
    uint32_t ci = ++c->a->ci;

    c->f.v[FIELD_moh] = emit_number(&c->arena, ci);
    c->f.v[FIELD_moh_name] =
        str_fmt(&c->arena, "%s_%d", name, 1 + c->a->number);
    story_leg(st, ci, "media");
    told_set(tell(c, kind), TOLD_DEVICE, c->f.v[FIELD_moh_name]);
    struct scene s = call_scene(r, c);

    emit_chance(&s);
    return s;
}

static void
act_announcement(struct run *r, struct story *st, struct call *c)
{
    story_feature(c);
    struct scene s = queue_resource(r, st, c, "ANN", "announcement");

    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_script(&s, QUEUE_ANNOUNCEMENT);
    story_sdp(c, "sendonly");
    c->f.v[FIELD_mid_cseq] = STR("1");
    call_say_a(&s, c, PROGRESS_A);
    emit_script(&s, QUEUE_CONNECT);
}

static void
act_queue_music(struct run *r, struct story *st, struct call *c)
{
    struct scene s = queue_resource(r, st, c, "MOH", "music_on_hold");

    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_script(&s, QUEUE_MUSIC);
    emit_script(&s, QUEUE_CONNECT);
}

static void
act_queue_over(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_script(&s, QUEUE_OVER);
}

/* Places in BEATS_HUNT. */
enum { MEMBER_BEAT = 2, AFTER_MEMBERS = 9 };

/* The story goes back for the next member, or on to the end of the list. */
static void
next_member(struct story *st, const char *why)
{
    st->why = why;
    st->at = ++st->member < st->nphones - 1 ? MEMBER_BEAT : AFTER_MEMBERS;
}

/* A member that rings, or is busy. */
static void
act_member_rings(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    if (st->member == st->winner || random_chance(&r->random, 0.7)) {
        call_step(r, c, STEP_RINGING);
        return;
    }
    call_set_cause(c, 486, "Busy Here", 17);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, HUNT_BUSY);
    next_member(st, "busy");
}

/* It does not answer; the one that does is left to ring. */
static void
act_decide(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    if (st->member == st->winner)
        return;
    emit_script(&s, HUNT_NEXT);
    call_set_cause(c, 487, "Request Cancelled", 19);
    emit_script(&s, HUNT_DROP);
    call_say_b(&s, c, CANCEL_B);
}

static void
act_dropped(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    if (st->member == st->winner)
        return;
    call_say_b(&s, c, CANCEL_OK_B);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, HUNT_DROPPED);
    next_member(st, "no answer");
}

static void
act_exhausted(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    struct told *t = tell(c, "hunt");

    (void)st;
    told_set(t, TOLD_FROM, c->f.v[FIELD_original]);
    told_set(t, TOLD_DEVICE, c->f.v[FIELD_list]);
    told_set(t, TOLD_REASON, STR("no member left"));
    c->ending = END_NO_ANSWER;
    c->status = 480;
    c->cause = 19;
    c->end_ms = c->a->ms;
    c->f.v[FIELD_called] = c->f.v[FIELD_original];
    tell_number(c);
    call_set_cause(c, 480, "Temporarily Not Available", 19);
    emit_script(&s, HUNT_END);
    emit_script(&s, DISCONNECT_A);
    call_say_a(&s, c, FINAL_A);
}

static void
act_exhausted_end(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_say_a(&s, c, FINAL_ACK_A);
    emit_script(&s, RELEASED_A);
    emit_script(&s, STOP_A);
    emit_script(&s, DISSOCIATE);
    emit_row(&s,
        "CC|REJECT|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|" STR_FMT "|" STR_FMT
        "|19",
        c->ci_a, c->ci_b, STR_ARG(c->f.v[FIELD_dn_a]),
        STR_ARG(c->f.v[FIELD_original]), STR_ARG(c->f.v[FIELD_original]));
}

#define BEATS_HUNT                                                             \
    {NULL, STEP_INVITE, 0, 0, 0}, {act_pilot, 0, 0, 0, 1},                     \
        {act_member, 0, 0, 1, 5}, BEATS_OFFER(0),                              \
        {act_member_rings, 0, 0, 80, 260}, {act_decide, 0, 0, 1500, 4000},     \
    {                                                                          \
        act_dropped, 0, 0, 5, 30                                               \
    }

static const struct beat HUNT_BEATS[] = {
    BEATS_HUNT,
    {NULL, STEP_ANSWER, 0, 0, 1},
    {NULL, STEP_ACK, 0, 0, 0},
    BEATS_BYE(0),
    {NULL, 0, -1, 0, 0},
};

static const struct beat HUNT_EXHAUSTED_BEATS[] = {
    BEATS_HUNT,
    {act_exhausted, 0, 0, 1, 5},
    {act_exhausted_end, 0, 0, 12, 40},
    {NULL, 0, -1, 0, 0},
};

static const struct beat QUEUE_BEATS[] = {
    {NULL, STEP_INVITE, 0, 0, 0},
    {act_pilot, 0, 0, 0, 1},
    {act_announcement, 0, 0, 0, 2},
    {act_queue_music, 0, 0, 1500, 4000},
    {act_queue_over, 0, 0, 2000, 9000},
    {act_member, 0, 0, 0, 1},
    BEATS_RING(0),
    BEATS_ANSWER(0),
    BEATS_BYE(0),
    {NULL, 0, -1, 0, 0},
};

static bool
cast_hunt(struct run *r, struct story *st)
{
    struct call *c = story_pair(r, st);
    int members = (int)random_between(&r->random, 2, STORY_MEMBERS);

    c->w = &r->w[random_below(&r->random, (uint32_t)r->nworlds)];
    c->a = c->b = story_node(r, c->w);
    c->phone_a = story_phone(r, st, c->a);
    for (int i = 0; i < members; i++)
        if (story_phone(r, st, story_node(r, c->w)) == NULL)
            return false;
    if (c->phone_a == NULL)
        return false;
    st->winner = st->kind == KIND_HUNT
                     ? (int)random_between(&r->random, 0, members - 1)
                 : st->kind == KIND_QUEUE ? 0
                                          : members;
    struct hunt *h = &c->w->hunts[c->a->number - 1];

    call_caller(r, c);
    c->phone_b = st->phones[1];
    call_dialed(c, STR(""), h->pilot);
    c->f.v[FIELD_list] = h->name;
    c->f.v[FIELD_list_key] = h->key;
    c->f.v[FIELD_list_process] = h->process;
    c->f.v[FIELD_pattern_key] = h->pattern_key;
    c->f.v[FIELD_members] = emit_number(&c->arena, ++c->a->matrix);
    c->f.v[FIELD_member_n] = emit_number(&c->arena, (uint64_t)members);
    c->f.v[FIELD_offerer] =
        str_fmt(&c->arena, "HuntListCdrc(%d,100,116," STR_FMT ")", c->a->number,
            STR_ARG(c->f.v[FIELD_members]));
    return true;
}

const struct plot PLOTS_HUNT[STORY_KINDS] = {
    [KIND_HUNT] = {HUNT_BEATS, cast_hunt},
    [KIND_HUNT_EXHAUSTED] = {HUNT_EXHAUSTED_BEATS, cast_hunt},
    [KIND_QUEUE] = {QUEUE_BEATS, cast_hunt},
};
