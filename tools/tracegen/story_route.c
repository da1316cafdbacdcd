/* SPDX-License-Identifier: MIT
 *
 * Calls that end somewhere else than they were dialled to, or ring in several
 * places: forwarding, hunt lists, lines with two phones; and digits that come
 * one by one. */
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
    st->from = c->f.v[FIELD_called];
    st->to = f->v[FIELD_called];
    st->reason = REASONS[st->kind].name;
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

/* The pilot number leads to a hunt list. */
static void
act_pilot(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);
    struct hunt *h = &c->w->hunts[c->a->number - 1];

    (void)st;
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_chance(&s);
    emit_script(&s, DIGITS);
    c->f.v[FIELD_target_key] = h->key;
    emit_script(&s, DIGITS_MATCH);
    emit_script(&s, TARGET_LIST);
    emit_script(&s, ASSOCIATE);
    call_row_pair(&s, c, "SETUP");
    emit_script(&s, HUNT_FIRST);
}

static void
act_member(struct run *r, struct story *st, struct call *c)
{
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

/* The story goes back for the next member, or on to the answer. */
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
    enum { MEMBER_BEAT = 2 };
    struct scene s = call_scene(r, c);

    if (st->member == st->winner)
        return;
    call_say_b(&s, c, CANCEL_OK_B);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, HUNT_DROPPED);
    if (++st->member < st->nphones - 1)
        st->at = MEMBER_BEAT;
}

static void
act_exhausted(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    c->ending = END_NO_ANSWER;
    c->status = 480;
    c->cause = 19;
    c->end_ms = c->a->ms;
    c->f.v[FIELD_called] = c->f.v[FIELD_original];
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

/* act_dropped goes back to the third of these. */
#define BEATS_HUNT                                                             \
    {NULL, STEP_INVITE, 0, 0, 0}, {act_pilot, 0, 0, 0, 1},                     \
        {act_member, 0, 0, 1, 5}, BEATS_RING(0),                               \
        {act_decide, 0, 0, 1500, 4000},                                        \
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

static void
act_branch_rings(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_say_b(&s, c, RINGING_B);
    emit_script(&s, ALERT_PHONE);
}

static void
act_branch_dropped(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    (void)st;
    call_set_cause(c, 487, "Request Cancelled", 26);
    emit_script(&s, BRANCH_DROP);
    call_say_b(&s, c, CANCEL_B);
}

static void
act_branch_gone(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, c);

    call_say_b(&s, c, CANCEL_OK_B);
    call_say_b(&s, c, FINAL_B);
    call_say_b(&s, c, FINAL_ACK_B);
    emit_script(&s, BRANCH_DROPPED);
    st->last = st->pairs[0];
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

const struct beat *const BEATS_OF_ROUTE[STORY_KINDS] = {
    [KIND_FORWARD_ALL] = FORWARD_ALL_BEATS,
    [KIND_FORWARD_BUSY] = FORWARD_BUSY_BEATS,
    [KIND_FORWARD_NO_ANSWER] = FORWARD_NO_ANSWER_BEATS,
    [KIND_HUNT] = HUNT_BEATS,
    [KIND_HUNT_EXHAUSTED] = HUNT_EXHAUSTED_BEATS,
    [KIND_SHARED_LINE] = SHARED_BEATS,
    [KIND_KEYPAD] = KEYPAD_BEATS,
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

static bool
is_forward(enum story_kind kind)
{
    return kind == KIND_FORWARD_ALL || kind == KIND_FORWARD_BUSY ||
           kind == KIND_FORWARD_NO_ANSWER;
}

bool
story_cast_route(struct run *r, struct story *st)
{
    if (st->kind == KIND_HUNT || st->kind == KIND_HUNT_EXHAUSTED)
        return cast_hunt(r, st);
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];

    if (is_forward(st->kind) && random_chance(&r->random, 0.6) &&
        story_phone(r, st, story_node(r, c->w)) == NULL)
        return false;
    if (st->kind == KIND_SHARED_LINE && story_phone(r, st, c->b) == NULL)
        return false;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    return true;
}
