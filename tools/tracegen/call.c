/* SPDX-License-Identifier: MIT
 *
 * Takes a call from step to step, in the order in which CUCM writes it. */
#include <inttypes.h>

#include "run.h"

static struct scene
scene_of(struct run *r, struct call *c)
{
    node_at(c->a, r->now_ms);
    node_at(c->b, r->now_ms);
    return (struct scene){r, &c->f, &c->arena, c->a, c->b};
}

static void
plan(struct run *r, struct call *c, enum step step, int64_t at_ms)
{
    run_at(r, (struct event){
                  .at_ms = at_ms, .kind = EVENT_CALL, .call = c, .step = step});
}

static void
after(struct run *r, struct call *c, enum step step, int low_ms, int high_ms)
{
    plan(r, c, step, r->now_ms + random_between(&r->random, low_ms, high_ms));
}

/* The called side's time by the clock of the caller's node. */
static int64_t
called_side_ms(const struct call *c)
{
    return c->b->ms - c->b->skew_ms + c->a->skew_ms;
}

static void
say_a(const struct scene *s, struct call *c, enum message m)
{
    bool first = m == INVITE_A || m == TRYING_A;

    c->messages++;
    emit_message(
        s, m, &c->phone_a->conn, first ? STR("0") : c->f.v[FIELD_ci_a]);
}

/* Messages of the called side: m is the phone's; a trunk's is as far behind
 * in the enumeration as INVITE_T is behind INVITE_B. */
static void
say_b(const struct scene *s, struct call *c, enum message m)
{
    int message = c->phone_b ? (int)m : (int)m + INVITE_T - INVITE_B;

    c->messages++;
    emit_message(s, (enum message)message, c->conn_b, c->f.v[FIELD_ci_b]);
}

static void
script_b(const struct scene *s, const struct call *c, enum script_name phone,
    enum script_name trunk)
{
    emit_script(s, c->phone_b ? phone : trunk);
}

static void
set_cause(struct call *c, int status, const char *reason, int cause)
{
    c->f.v[FIELD_status] = emit_number(&c->arena, (uint64_t)status);
    c->f.v[FIELD_disc_status] = c->f.v[FIELD_status];
    c->f.v[FIELD_reason] = str_from(reason);
    c->f.v[FIELD_cause] = emit_number(&c->arena, (uint64_t)cause);
    c->f.v[FIELD_clear_cause] = c->f.v[FIELD_cause];
}

/* The states that the signals of a call's end find the processes in. */
static void
set_states(struct call *c, enum step after)
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

static void
decide(struct call *c, int status, int cause)
{
    c->status = status;
    c->cause = cause;
}

static void
row_pair(const struct scene *s, const struct call *c, const char *what)
{
    struct str called = c->f.v[FIELD_called];

    emit_row(s,
        "CC|%s|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|" STR_FMT "|" STR_FMT, what,
        c->ci_a, c->ci_b, STR_ARG(c->f.v[FIELD_dn_a]), STR_ARG(called),
        STR_ARG(called));
}

static void
row_end(const struct scene *s, const struct call *c)
{
    struct str called =
        c->f.v[c->ending == END_NO_MATCH ? FIELD_dialed : FIELD_called];

    switch (c->ending) {
    case END_ANSWERED:
    case END_NO_ANSWER:
    case END_CANCELLED:
        emit_row(s, "CC|RELEASE|%" PRIu32 "|%" PRIu32 "|%d", c->ci_a, c->ci_b,
            c->cause);
        break;
    case END_BUSY:
    case END_REJECTED:
    case END_NO_MATCH:
        emit_row(s,
            "CC|REJECT|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|" STR_FMT "|" STR_FMT
            "|%d",
            c->ci_a, c->ci_b, STR_ARG(c->f.v[FIELD_dn_a]), STR_ARG(called),
            STR_ARG(called), c->cause);
        break;
    case END_UP:
    case ENDINGS:
        break;
    }
}

/* Nobody speaks of the call any more. */
static void
finish(struct run *r, struct call *c)
{
    truth_call(r, c);
    r->ending_count[c->ending]++;
    r->active--;
    if (c->ending == END_UP)
        return;
    c->phone_a->busy = false;
    if (c->phone_b != NULL)
        c->phone_b->busy = false;
    if (c->link != NULL)
        link_leave(r, c->link);
    c->next = r->free_calls;
    r->free_calls = c;
}

static void
step_invite(struct run *r, struct call *c, const struct scene *s)
{
    c->start_ms = c->a->ms;
    set_states(c, STEP_INVITE);
    say_a(s, c, INVITE_A);
    emit_script(s, SETUP_IND);
    say_a(s, c, TRYING_A);
    emit_tag(r, c->a, &c->phone_a->conn, c->phone_a->dev);
    emit_script(s, SETUP_IND_STATION);
    emit_script(s, CALL_INITIATED);
    emit_script(s, SDP_IN);
    emit_script(s, SETUP_A);
    after(r, c, STEP_ROUTE, 0, 1);
}

static void
refuse_caller(struct run *r, struct call *c, const struct scene *s)
{
    emit_script(s, DISCONNECT_A);
    say_a(s, c, FINAL_A);
    after(r, c, STEP_REFUSED_ACK, 12, 40);
}

static void
step_route(struct run *r, struct call *c, const struct scene *s)
{
    emit_tag(r, c->a, &c->phone_a->conn, c->phone_a->dev);
    emit_chance(s);
    emit_script(s, DIGITS);
    if (c->ending == END_NO_MATCH) {
        c->link = NULL;
        c->end_ms = c->a->ms;
        set_cause(c, 404, "Not Found", 1);
        decide(c, 404, 1);
        emit_script(s, DIGITS_NONE);
        emit_script(s, REJECT_NONE);
        refuse_caller(r, c, s);
        return;
    }
    if (c->list != NULL) {
        c->f.v[FIELD_target_key] = c->list->key;
        emit_script(s, DIGITS_MATCH);
        emit_script(s, TARGET_LIST);
        emit_script(s, ASSOCIATE);
        row_pair(s, c, "SETUP");
        emit_script(s, LIST_FIRST);
        call_target_trunk(r, c);
        emit_script(s, LIST_MEMBER);
    } else {
        if (c->phone_b != NULL)
            call_target_phone(r, c);
        else
            call_target_trunk(r, c);
        emit_script(s, DIGITS_MATCH);
        emit_script(s, c->a == c->b ? TARGET_LOCAL : TARGET_REMOTE);
        emit_script(s, TARGET);
        emit_script(s, ASSOCIATE);
        row_pair(s, c, "SETUP");
    }
    after(r, c, STEP_OFFER, 0, 1);
}

static void
step_offer(struct run *r, struct call *c, const struct scene *s)
{
    struct str called = c->f.v[FIELD_called];

    emit_tag(r, c->a, &c->phone_a->conn, c->phone_a->dev);
    emit_chance(s);
    script_b(s, c, OFFER_PHONE, OFFER_TRUNK);
    if (c->member == 0)
        emit_row(s,
            "CC|OFFERED|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|" STR_FMT
            "|" STR_FMT "|" STR_FMT "|" STR_FMT,
            c->ci_a, c->ci_b, STR_ARG(c->f.v[FIELD_dn_a]), STR_ARG(called),
            STR_ARG(called), STR_ARG(c->phone_a->dev),
            STR_ARG(c->phone_b ? c->phone_b->dev : c->trunk->name));
    emit_script(s, SETUP_REQ);
    script_b(s, c, PROCEED_PHONE, PROCEED_TRUNK);
    plan(r, c, STEP_SEND, c->phone_b ? r->now_ms : link_use(r, c->link, s));
}

static void
step_send(struct run *r, struct call *c, const struct scene *s)
{
    int64_t ready_ms = r->now_ms;

    emit_tag(r, c->b, c->conn_b, STR("*"));
    if (c->link != NULL && c->link->ready_ms > ready_ms)
        ready_ms = c->link->ready_ms;
    say_b(s, c, INVITE_B);
    if (c->link != NULL && c->trunk->tls) {
        c->cn[c->ntrunks - 1] = c->trunk->cn;
        c->cipher[c->ntrunks - 1] = c->link->cipher;
    }
    plan(r, c, STEP_TRYING, ready_ms + random_between(&r->random, 2, 8));
}

static void
step_trying(struct run *r, struct call *c, const struct scene *s)
{
    say_b(s, c, TRYING_B);
    if (c->list != NULL && c->member == 0) {
        after(r, c, STEP_UNAVAILABLE, 8, 60);
        return;
    }
    switch (c->ending) {
    case END_BUSY:
    case END_REJECTED:
        after(r, c, STEP_REFUSED, 20, 250);
        break;
    case END_ANSWERED:
    case END_NO_ANSWER:
    case END_CANCELLED:
    case END_UP:
    case END_NO_MATCH:
    case ENDINGS:
        after(r, c, STEP_RINGING, 80, 260);
        break;
    }
}

/* The same leg goes to the list's next member: a new dialog, a new process. */
static void
step_unavailable(struct run *r, struct call *c, const struct scene *s)
{
    set_cause(c, 503, "Service Unavailable", 41);
    say_b(s, c, FINAL_B);
    say_b(s, c, FINAL_ACK_B);
    emit_script(s, LIST_NEXT);
    emit_script(s, STOP_TRUNK);
    link_leave(r, c->link);
    c->member = 1;
    c->trunk = &r->w.trunks[c->list->member[1]];
    call_target_trunk(r, c);
    emit_script(s, LIST_MEMBER);
    after(r, c, STEP_OFFER, 0, 1);
}

static void
step_ringing(struct run *r, struct call *c, const struct scene *s)
{
    say_b(s, c, RINGING_B);
    script_b(s, c, ALERT_PHONE, ALERT_TRUNK);
    emit_script(s, ALERT_A);
    say_a(s, c, RINGING_A);
    set_states(c, STEP_RINGING);
    enum step next = c->ending == END_CANCELLED   ? STEP_CANCEL
                     : c->ending != END_NO_ANSWER ? STEP_ANSWER
                     : c->phone_b != NULL         ? STEP_CANCEL
                                                  : STEP_REFUSED;

    plan(r, c, next, r->now_ms + c->ring_ms);
}

static void
step_answer(struct run *r, struct call *c, const struct scene *s)
{
    decide(c, 200, 16);
    c->answered_ms = called_side_ms(c);
    say_b(s, c, OK_B);
    script_b(s, c, CONNECT_PHONE, CONNECT_TRUNK);
    emit_script(s, CONNECT);
    script_b(s, c, COMPLETE_PHONE, COMPLETE_TRUNK);
    say_b(s, c, ACK_B);
    emit_script(s, CONNECT_A);
    say_a(s, c, OK_A);
    set_states(c, STEP_ANSWER);
    after(r, c, STEP_ACK, 15, 40);
}

static void
step_ack(struct run *r, struct call *c, const struct scene *s)
{
    say_a(s, c, ACK_A);
    emit_script(s, ACKED_A);
    if (c->ending == END_UP)
        finish(r, c);
    else
        plan(r, c, STEP_BYE, r->now_ms + c->talk_ms);
}

static void
step_bye(struct run *r, struct call *c, const struct scene *s)
{
    uint64_t seconds = (uint64_t)c->talk_ms / 1000;

    set_cause(c, 200, "OK", 16);
    c->f.v[FIELD_duration] = emit_number(&c->arena, seconds);
    if (c->by_called) {
        c->end_ms = called_side_ms(c);
        say_b(s, c, BYE_B_IN);
        script_b(s, c, DISCONNECT_BY_PHONE, DISCONNECT_BY_TRUNK);
        emit_script(s, MEDIA_DROP);
        emit_script(s, DISCONNECT_A);
        say_a(s, c, BYE_A_OUT);
        script_b(s, c, RELEASE_PHONE, RELEASE_TRUNK);
        say_b(s, c, BYE_OK_B_OUT);
        script_b(s, c, RELEASED_PHONE, RELEASED_TRUNK);
        script_b(s, c, STOP_PHONE, STOP_TRUNK);
    } else {
        c->end_ms = c->a->ms;
        say_a(s, c, BYE_A_IN);
        emit_script(s, DISCONNECT_BY_A);
        emit_script(s, MEDIA_DROP);
        script_b(s, c, DISCONNECT_PHONE, DISCONNECT_TRUNK);
        say_b(s, c, BYE_B_OUT);
        emit_script(s, RELEASE_A);
        say_a(s, c, BYE_OK_A_OUT);
        emit_script(s, RELEASED_A);
        emit_script(s, STOP_A);
    }
    after(r, c, STEP_BYE_OK, 4, 60);
}

static void
step_bye_ok(struct run *r, struct call *c, const struct scene *s)
{
    if (c->by_called) {
        say_a(s, c, BYE_OK_A_IN);
        emit_script(s, RELEASED_A);
        emit_script(s, STOP_A);
    } else {
        say_b(s, c, BYE_OK_B_IN);
        script_b(s, c, RELEASED_PHONE, RELEASED_TRUNK);
        script_b(s, c, STOP_PHONE, STOP_TRUNK);
    }
    emit_script(s, DISSOCIATE);
    row_end(s, c);
    finish(r, c);
}

static void
step_refused(struct run *r, struct call *c, const struct scene *s)
{
    c->end_ms = called_side_ms(c);
    if (c->ending == END_BUSY) {
        set_cause(c, 486, "Busy Here", 17);
        decide(c, 486, 17);
    } else if (c->ending == END_REJECTED) {
        set_cause(c, 403, "Forbidden", 21);
        decide(c, 403, 21);
    } else {
        set_cause(c, 480, "Temporarily Not Available", 19);
        decide(c, 480, 19);
    }
    say_b(s, c, FINAL_B);
    say_b(s, c, FINAL_ACK_B);
    script_b(s, c, REJECT_PHONE, REJECT_TRUNK);
    script_b(s, c, STOP_PHONE, STOP_TRUNK);
    refuse_caller(r, c, s);
}

static void
step_cancel(struct run *r, struct call *c, const struct scene *s)
{
    c->end_ms = c->a->ms;
    if (c->ending == END_CANCELLED) {
        set_cause(c, 487, "Request Cancelled", 16);
        decide(c, 487, 16);
        say_a(s, c, CANCEL_A);
        say_a(s, c, CANCEL_OK_A);
        emit_script(s, DISCONNECT_BY_A);
    } else {
        set_cause(c, 480, "Temporarily Not Available", 19);
        decide(c, 480, 19);
        emit_script(s, NO_ANSWER);
    }
    script_b(s, c, DISCONNECT_PHONE, DISCONNECT_TRUNK);
    if (c->ending != END_CANCELLED)
        c->end_ms = called_side_ms(c);
    say_b(s, c, CANCEL_B);
    if (c->ending != END_CANCELLED)
        emit_script(s, DISCONNECT_A);
    say_a(s, c, FINAL_A);
    after(r, c, STEP_CANCELLED, 4, 30);
}

static void
step_cancelled(struct run *r, struct call *c, const struct scene *s)
{
    struct str status = c->f.v[FIELD_status];
    struct str reason = c->f.v[FIELD_reason];

    say_b(s, c, CANCEL_OK_B);
    c->f.v[FIELD_status] = STR("487");
    c->f.v[FIELD_reason] = STR("Request Cancelled");
    say_b(s, c, FINAL_B);
    say_b(s, c, FINAL_ACK_B);
    c->f.v[FIELD_status] = status;
    c->f.v[FIELD_reason] = reason;
    script_b(s, c, RELEASED_PHONE, RELEASED_TRUNK);
    script_b(s, c, STOP_PHONE, STOP_TRUNK);
    after(r, c, STEP_REFUSED_ACK, 5, 20);
}

static void
step_refused_ack(struct run *r, struct call *c, const struct scene *s)
{
    say_a(s, c, FINAL_ACK_A);
    emit_script(s, RELEASED_A);
    emit_script(s, STOP_A);
    emit_script(s, DISSOCIATE);
    row_end(s, c);
    finish(r, c);
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
    struct scene s = scene_of(r, c);

    STEPS[step](r, c, &s);
}
