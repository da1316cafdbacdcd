/* SPDX-License-Identifier: MIT
 *
 * Takes a call from step to step, in the order in which CUCM writes it. */
#include <inttypes.h>

#include "call_steps.h"

struct scene
call_scene(struct run *r, struct call *c)
{
    node_at(c->a, r->now_ms);
    node_at(c->b, r->now_ms);
    return (struct scene){r, &c->f, &c->arena, c->a, c->b};
}

void
call_plan(struct run *r, struct call *c, enum step step, int64_t at_ms)
{
    if (c->story != NULL) {
        c->due_ms = at_ms;
        return;
    }
    run_at(r, (struct event){
                  .at_ms = at_ms, .kind = EVENT_CALL, .call = c, .step = step});
}

void
call_after(
    struct run *r, struct call *c, enum step step, int low_ms, int high_ms)
{
    call_plan(
        r, c, step, r->now_ms + random_between(&r->random, low_ms, high_ms));
}

/* The called side's time by the clock of the caller's node. */
int64_t
call_called_side_ms(const struct call *c)
{
    return c->b->ms - c->b->skew_ms + c->a->skew_ms;
}

/* What the other end of a trunk calls the messages of a's dialog. */
static enum message
at_other_end(enum message m)
{
    static const enum message OF_TRUNK[] = {
        [INVITE_A] = INVITE_T,
        [TRYING_A] = TRYING_T,
        [RINGING_A] = RINGING_T,
        [OK_A] = OK_T,
        [ACK_A] = ACK_T,
        [BYE_A_IN] = BYE_T_OUT,
        [BYE_OK_A_OUT] = BYE_OK_T_IN,
        [BYE_A_OUT] = BYE_T_IN,
        [BYE_OK_A_IN] = BYE_OK_T_OUT,
        [CANCEL_A] = CANCEL_T,
        [CANCEL_OK_A] = CANCEL_OK_T,
        [FINAL_A] = FINAL_T,
        [FINAL_ACK_A] = FINAL_ACK_T,
    };

    return OF_TRUNK[m];
}

/* A message of the calling side's trunk: made from what its other end knows,
 * or as that end has sent it. */
static void
say_trunk_in(const struct scene *s, struct call *c, enum message m)
{
    static const enum field SHARED[] = {FIELD_status, FIELD_reason, FIELD_cause,
        FIELD_session_b, FIELD_media_b, FIELD_rtp_b};
    bool first = m == INVITE_A || m == TRYING_A;
    enum message other = at_other_end(m);
    struct carried carried = {
        .conn = c->conn_a, .ci = first ? STR("0") : c->f.v[FIELD_ci_a]};

    if (c->mail != NULL)
        carried.text = c->mail[other];
    if (carried.text.n == 0) {
        struct scene far = *s;

        far.f = c->far;
        for (size_t i = 0; i < COUNTOF(SHARED); i++)
            c->far->v[SHARED[i]] = c->f.v[SHARED[i]];
        carried.text = emit_compose(&far, other);
        if (c->mail != NULL)
            c->mail[other] = carried.text;
    }
    emit_other_end(s, other, &carried);
}

void
call_say_a(const struct scene *s, struct call *c, enum message m)
{
    bool first = m == INVITE_A || m == TRYING_A;

    if (c->leg_a == LEG_SCCP || c->leg_a == LEG_GATEWAY)
        return;
    c->messages++;
    if (c->leg_a == LEG_TRUNK)
        say_trunk_in(s, c, m);
    else
        emit_message(s, m, c->conn_a, first ? STR("0") : c->f.v[FIELD_ci_a]);
}

/* Messages of the called side: m is the phone's; a trunk's is as far behind
 * in the enumeration as INVITE_T is behind INVITE_B. */
void
call_say_b(const struct scene *s, struct call *c, enum message m)
{
    int message = c->trunk == NULL ? (int)m : (int)m + INVITE_T - INVITE_B;
    struct carried carried = {.conn = c->conn_b, .ci = c->f.v[FIELD_ci_b]};

    if (c->leg_b == LEG_SCCP || c->leg_b == LEG_GATEWAY)
        return;
    c->messages++;
    if (m == FINAL_B)
        tell_refused(c);
    if (c->mail != NULL && c->trunk != NULL)
        carried.text = c->mail[message];
    bool sends = carried.text.n == 0;

    emit_carried(s, (enum message)message, &carried);
    if (c->mail != NULL && c->trunk != NULL && sends)
        c->mail[message] = str_dup(&c->arena, carried.text);
}

void
call_script_b(const struct scene *s, const struct call *c,
    enum script_name phone, enum script_name trunk)
{
    if (c->leg_b != LEG_PHONE)
        emit_side(s, c->leg_b, phone);
    else
        emit_script(s, c->trunk == NULL ? phone : trunk);
}

void
call_script_a(
    const struct scene *s, const struct call *c, enum script_name name)
{
    emit_side(s, c->leg_a, name);
}

void
call_set_cause(struct call *c, int status, const char *reason, int cause)
{
    c->f.v[FIELD_status] = emit_number(&c->arena, (uint64_t)status);
    c->f.v[FIELD_disc_status] = c->f.v[FIELD_status];
    c->f.v[FIELD_reason] = str_from(reason);
    c->f.v[FIELD_cause] = emit_number(&c->arena, (uint64_t)cause);
    c->f.v[FIELD_clear_cause] = c->f.v[FIELD_cause];
}

/* The states that the signals of a call's end find the processes in. */
void
call_set_states(struct call *c, enum step after)
{
    static const struct {
        const char *line_a, *line_b, *sip_a, *sip_b, *call;
    } STATES[] = {
        [STEP_INVITE] = {"call_initiated1", "call_received7",
            "inCall_proceeding", "outCall_proceeding",
            "tcc_transit_call_proceeding5"},
        [STEP_RINGING] = {"call_delivered4", "call_received7",
            "inCall_delivered", "outCall_180Rcvd", "tcc_call_alerting6"},
        [STEP_ANSWER] = {"call_active10", "call_active10", "active", "active",
            "tcc_call_active7"},
    };

    c->f.v[FIELD_line_state_a] = str_from(STATES[after].line_a);
    c->f.v[FIELD_line_state_b] = str_from(STATES[after].line_b);
    c->f.v[FIELD_sip_state_a] = str_from(STATES[after].sip_a);
    c->f.v[FIELD_sip_state_b] = str_from(STATES[after].sip_b);
    c->f.v[FIELD_call_state] = str_from(STATES[after].call);
}

void
call_row_pair(const struct scene *s, const struct call *c, const char *what)
{
    emit_row(s,
        "CC|%s|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|" STR_FMT "|" STR_FMT, what,
        c->ci_a, c->ci_b, STR_ARG(c->f.v[FIELD_dn_a]),
        STR_ARG(c->f.v[FIELD_original]), STR_ARG(c->f.v[FIELD_called]));
}

static void
other_invite(struct run *r, struct call *c, const struct scene *s)
{
    emit_tag(r, c->a, c->conn_a, STR("*"));
    emit_chance(s);
    call_say_a(s, c, INVITE_A);
    call_say_a(s, c, TRYING_A);
    call_script_a(s, c, SETUP_A);
}

static void
step_invite(struct run *r, struct call *c, const struct scene *s)
{
    c->start_ms = c->a->ms;
    call_set_states(c, STEP_INVITE);
    if (c->story == NULL || c == c->story->pairs[0])
        tell_caller(c);
    if (c->leg_a != LEG_PHONE) {
        other_invite(r, c, s);
        call_after(r, c, STEP_ROUTE, 0, 1);
        return;
    }
    call_say_a(s, c, INVITE_A);
    emit_script(s, SETUP_IND);
    call_say_a(s, c, TRYING_A);
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_script(s, SETUP_IND_STATION);
    emit_script(s, CALL_INITIATED);
    emit_script(s, SDP_IN);
    emit_script(s, SETUP_A);
    call_after(r, c, STEP_ROUTE, 0, 1);
}

static void
step_route(struct run *r, struct call *c, const struct scene *s)
{
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_chance(s);
    emit_script(s, DIGITS);
    if (c->ending == END_NO_MATCH) {
        c->link = NULL;
        c->end_ms = c->a->ms;
        call_set_cause(c, 404, "Not Found", 1);
        call_decide(c, 404, 1);
        tell_analysis(c, false);
        emit_script(s, DIGITS_NONE);
        emit_script(s, REJECT_NONE);
        call_refuse_caller(r, c, s);
        return;
    }
    tell_analysis(c, true);
    if (c->list != NULL) {
        told_set(tell(c, "route_list"), TOLD_DEVICE, c->list->name);
        c->f.v[FIELD_target_key] = c->list->key;
        emit_script(s, DIGITS_MATCH);
        emit_script(s, TARGET_LIST);
        call_script_a(s, c, ASSOCIATE);
        call_row_pair(s, c, "SETUP");
        emit_script(s, LIST_FIRST);
        call_target_trunk(r, c);
        emit_script(s, LIST_MEMBER);
    } else {
        call_target(r, c);
        emit_script(s, DIGITS_MATCH);
        emit_script(s, c->a == c->b ? TARGET_LOCAL : TARGET_REMOTE);
        emit_script(s, TARGET);
        call_script_a(s, c, ASSOCIATE);
        call_row_pair(s, c, "SETUP");
    }
    call_after(r, c, STEP_OFFER, 0, 1);
}

static void
step_offer(struct run *r, struct call *c, const struct scene *s)
{
    emit_tag(r, c->a, c->conn_a, c->f.v[FIELD_dev_a]);
    emit_chance(s);
    call_script_b(s, c, OFFER_PHONE, OFFER_TRUNK);
    emit_row(s,
        "CC|OFFERED|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|" STR_FMT "|" STR_FMT
        "|" STR_FMT "|" STR_FMT,
        c->ci_a, c->ci_b, STR_ARG(c->f.v[FIELD_dn_a]),
        STR_ARG(c->f.v[FIELD_original]), STR_ARG(c->f.v[FIELD_called]),
        STR_ARG(c->f.v[FIELD_dev_a]), STR_ARG(c->f.v[FIELD_device_b]));
    if (c->leg_b == LEG_PHONE)
        emit_script(s, SETUP_REQ);
    call_script_b(s, c, PROCEED_PHONE, PROCEED_TRUNK);
    call_plan(r, c, STEP_SEND, c->link ? link_use(r, c->link, s) : r->now_ms);
}

static void
step_send(struct run *r, struct call *c, const struct scene *s)
{
    int64_t ready_ms = r->now_ms;

    tell_asked(c);
    emit_tag(r, c->b, c->conn_b, STR("*"));
    if (c->link != NULL && c->link->ready_ms > ready_ms)
        ready_ms = c->link->ready_ms;
    call_say_b(s, c, INVITE_B);
    if (c->link != NULL && c->trunk->tls) {
        c->cn[c->ntrunks - 1] = c->trunk->cn;
        c->cipher[c->ntrunks - 1] = c->link->cipher;
    }
    call_plan(r, c, STEP_TRYING, ready_ms + random_between(&r->random, 2, 8));
}

static void
step_trying(struct run *r, struct call *c, const struct scene *s)
{
    call_say_b(s, c, TRYING_B);
    if (c->list != NULL && c->member == 0 && !c->stops) {
        call_after(r, c, STEP_UNAVAILABLE, 8, 60);
        return;
    }
    switch (c->ending) {
    case END_BUSY:
    case END_REJECTED:
    case END_FAILED:
        call_after(r, c, STEP_REFUSED, 20, 250);
        break;
    case END_ANSWERED:
    case END_NO_ANSWER:
    case END_CANCELLED:
    case END_UP:
    case END_NO_MATCH:
    case ENDINGS:
        call_after(r, c, STEP_RINGING, 80, 260);
        break;
    }
}

/* The same leg goes to the list's next member: a new dialog, a new process. */
static void
step_unavailable(struct run *r, struct call *c, const struct scene *s)
{
    call_set_cause(c, 503, "Service Unavailable", 34);
    call_say_b(s, c, FINAL_B);
    call_say_b(s, c, FINAL_ACK_B);
    emit_script(s, LIST_REFUSED);
    emit_script(s, STOP_TRUNK);
    link_leave(r, c->link);
    c->member = 1;
    c->trunk = &c->w->trunks[c->list->member[1]];
    call_target_trunk(r, c);
    emit_script(s, LIST_MEMBER);
    call_after(r, c, STEP_OFFER, 0, 1);
}

static void
step_ringing(struct run *r, struct call *c, const struct scene *s)
{
    call_say_b(s, c, RINGING_B);
    call_script_b(s, c, ALERT_PHONE, ALERT_TRUNK);
    call_script_a(s, c, ALERT_A);
    call_say_a(s, c, RINGING_A);
    call_set_states(c, STEP_RINGING);
    enum step next = c->ending == END_CANCELLED   ? STEP_CANCEL
                     : c->ending != END_NO_ANSWER ? STEP_ANSWER
                     : c->trunk == NULL           ? STEP_CANCEL
                                                  : STEP_REFUSED;

    call_plan(r, c, next, r->now_ms + c->ring_ms);
}

static void
step_answer(struct run *r, struct call *c, const struct scene *s)
{
    call_decide(c, 200, 16);
    c->answered_ms = call_called_side_ms(c);
    call_say_b(s, c, OK_B);
    call_script_b(s, c, CONNECT_PHONE, CONNECT_TRUNK);
    emit_script(s, CONNECT);
    call_script_b(s, c, COMPLETE_PHONE, COMPLETE_TRUNK);
    call_say_b(s, c, ACK_B);
    call_script_a(s, c, CONNECT_A);
    call_say_a(s, c, OK_A);
    call_set_states(c, STEP_ANSWER);
    call_after(r, c, STEP_ACK, 15, 40);
}

static void
step_ack(struct run *r, struct call *c, const struct scene *s)
{
    call_say_a(s, c, ACK_A);
    call_script_a(s, c, ACKED_A);
    if (c->ending == END_UP)
        call_finish(r, c);
    else
        call_plan(r, c, STEP_BYE, r->now_ms + c->talk_ms);
}

void
call_step(struct run *r, struct call *c, enum step step)
{
    static void (*const STEPS[])(
        struct run *, struct call *, const struct scene *) = {
        [STEP_INVITE] = step_invite,
        [STEP_ROUTE] = step_route,
        [STEP_OFFER] = step_offer,
        [STEP_SEND] = step_send,
        [STEP_TRYING] = step_trying,
        [STEP_UNAVAILABLE] = step_unavailable,
        [STEP_RINGING] = step_ringing,
        [STEP_ANSWER] = step_answer,
        [STEP_ACK] = step_ack,
        [STEP_BYE] = step_bye,
        [STEP_BYE_OK] = step_bye_ok,
        [STEP_REFUSED] = step_refused,
        [STEP_CANCEL] = step_cancel,
        [STEP_CANCELLED] = step_cancelled,
        [STEP_REFUSED_ACK] = step_refused_ack,
    };
    struct scene s = call_scene(r, c);

    STEPS[step](r, c, &s);
}
