/* SPDX-License-Identifier: MIT
 *
 * The steps by which a call ends: hung up, refused, given up. */
#include <inttypes.h>

#include "call_steps.h"

void
call_decide(struct call *c, int status, int cause)
{
    c->status = status;
    c->cause = cause;
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
    case END_FAILED:
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

void
call_finish(struct run *r, struct call *c)
{
    if (c->story != NULL)
        return;
    truth_call(r, c);
    r->ending_count[c->ending]++;
    r->active--;
    if (c->ending == END_UP)
        return;
    if (c->phone_a != NULL)
        c->phone_a->busy = false;
    if (c->phone_b != NULL)
        c->phone_b->busy = false;
    if (c->link != NULL)
        link_leave(r, c->link);
    call_release(r, c);
}

void
call_refuse_caller(struct run *r, struct call *c, const struct scene *s)
{
    call_script_a(s, c, DISCONNECT_A);
    call_say_a(s, c, FINAL_A);
    call_after(r, c, STEP_REFUSED_ACK, 12, 40);
}

void
step_bye(struct run *r, struct call *c, const struct scene *s)
{
    uint64_t seconds = (uint64_t)c->talk_ms / 1000;

    call_set_cause(c, 200, "OK", 16);
    c->f.v[FIELD_duration] = emit_number(&c->arena, seconds);
    if (c->by_called) {
        c->end_ms = call_called_side_ms(c);
        call_say_b(s, c, BYE_B_IN);
        call_script_b(s, c, DISCONNECT_BY_PHONE, DISCONNECT_BY_TRUNK);
        emit_script(s, MEDIA_DROP);
        call_script_a(s, c, DISCONNECT_A);
        call_say_a(s, c, BYE_A_OUT);
        call_script_b(s, c, RELEASE_PHONE, RELEASE_TRUNK);
        call_say_b(s, c, BYE_OK_B_OUT);
        call_script_b(s, c, RELEASED_PHONE, RELEASED_TRUNK);
        call_script_b(s, c, STOP_PHONE, STOP_TRUNK);
    } else {
        c->end_ms = c->a->ms;
        call_say_a(s, c, BYE_A_IN);
        call_script_a(s, c, DISCONNECT_BY_A);
        emit_script(s, MEDIA_DROP);
        call_script_b(s, c, DISCONNECT_PHONE, DISCONNECT_TRUNK);
        call_say_b(s, c, BYE_B_OUT);
        call_script_a(s, c, RELEASE_A);
        call_say_a(s, c, BYE_OK_A_OUT);
        call_script_a(s, c, RELEASED_A);
        call_script_a(s, c, STOP_A);
    }
    call_after(r, c, STEP_BYE_OK, 4, 60);
}

void
step_bye_ok(struct run *r, struct call *c, const struct scene *s)
{
    if (c->by_called) {
        call_say_a(s, c, BYE_OK_A_IN);
        call_script_a(s, c, RELEASED_A);
        call_script_a(s, c, STOP_A);
    } else {
        call_say_b(s, c, BYE_OK_B_IN);
        call_script_b(s, c, RELEASED_PHONE, RELEASED_TRUNK);
        call_script_b(s, c, STOP_PHONE, STOP_TRUNK);
    }
    emit_script(s, DISSOCIATE);
    row_end(s, c);
    call_finish(r, c);
}

/* The cause stops the route list, or it has no member left. */
static void
list_refused(const struct scene *s, const struct call *c)
{
    emit_script(s, LIST_REFUSED);
    if (c->member + 1 == LIST_MEMBERS && c->status == 503)
        emit_script(s, LIST_END);
    emit_script(s, LIST_REJECT);
}

void
step_refused(struct run *r, struct call *c, const struct scene *s)
{
    c->end_ms = call_called_side_ms(c);
    if (c->ending == END_BUSY) {
        call_set_cause(c, 486, "Busy Here", 17);
        call_decide(c, 486, 17);
    } else if (c->ending == END_REJECTED) {
        call_set_cause(c, 403, "Forbidden", 21);
        call_decide(c, 403, 21);
    } else if (c->ending == END_FAILED) {
        call_set_cause(c, c->status, c->refusal, c->cause);
    } else {
        call_set_cause(c, 480, "Temporarily Not Available", 19);
        call_decide(c, 480, 19);
    }
    call_say_b(s, c, FINAL_B);
    call_say_b(s, c, FINAL_ACK_B);
    if (c->list != NULL)
        list_refused(s, c);
    else
        call_script_b(s, c, REJECT_PHONE, REJECT_TRUNK);
    call_script_b(s, c, STOP_PHONE, STOP_TRUNK);
    call_refuse_caller(r, c, s);
}

void
step_cancel(struct run *r, struct call *c, const struct scene *s)
{
    c->end_ms = c->a->ms;
    if (c->ending == END_CANCELLED) {
        call_set_cause(c, 487, "Request Cancelled", 16);
        call_decide(c, 487, 16);
        call_say_a(s, c, CANCEL_A);
        call_say_a(s, c, CANCEL_OK_A);
        call_script_a(s, c, DISCONNECT_BY_A);
    } else {
        call_set_cause(c, 480, "Temporarily Not Available", 19);
        call_decide(c, 480, 19);
        emit_script(s, NO_ANSWER);
    }
    call_script_b(s, c, DISCONNECT_PHONE, DISCONNECT_TRUNK);
    if (c->ending != END_CANCELLED)
        c->end_ms = call_called_side_ms(c);
    call_say_b(s, c, CANCEL_B);
    if (c->ending != END_CANCELLED)
        call_script_a(s, c, DISCONNECT_A);
    call_say_a(s, c, FINAL_A);
    call_after(r, c, STEP_CANCELLED, 4, 30);
}

void
step_cancelled(struct run *r, struct call *c, const struct scene *s)
{
    struct str status = c->f.v[FIELD_status];
    struct str reason = c->f.v[FIELD_reason];

    call_say_b(s, c, CANCEL_OK_B);
    c->f.v[FIELD_status] = STR("487");
    c->f.v[FIELD_reason] = STR("Request Cancelled");
    call_say_b(s, c, FINAL_B);
    call_say_b(s, c, FINAL_ACK_B);
    c->f.v[FIELD_status] = status;
    c->f.v[FIELD_reason] = reason;
    call_script_b(s, c, RELEASED_PHONE, RELEASED_TRUNK);
    call_script_b(s, c, STOP_PHONE, STOP_TRUNK);
    call_after(r, c, STEP_REFUSED_ACK, 5, 20);
}

void
step_refused_ack(struct run *r, struct call *c, const struct scene *s)
{
    call_say_a(s, c, FINAL_ACK_A);
    call_script_a(s, c, RELEASED_A);
    call_script_a(s, c, STOP_A);
    emit_script(s, DISSOCIATE);
    row_end(s, c);
    call_finish(r, c);
}
