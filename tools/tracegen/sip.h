/* SPDX-License-Identifier: MIT
 *
 * The SIP messages that phones, trunks and the nodes exchange, as templates.
 * _A: dialog of the calling phone; _B: of the called phone; _T: of a trunk;
 * IN and OUT as the node sees them where the same text goes both ways. */
#ifndef TRACEGEN_SIP_H
#define TRACEGEN_SIP_H

#include "text.h"

enum message {
    INVITE_A,
    TRYING_A,
    RINGING_A,
    OK_A,
    ACK_A,
    BYE_A_IN,
    BYE_OK_A_OUT,
    BYE_A_OUT,
    BYE_OK_A_IN,
    CANCEL_A,
    CANCEL_OK_A,
    FINAL_A,
    FINAL_ACK_A,
    INVITE_B,
    TRYING_B,
    RINGING_B,
    OK_B,
    ACK_B,
    BYE_B_IN,
    BYE_OK_B_OUT,
    BYE_B_OUT,
    BYE_OK_B_IN,
    CANCEL_B,
    CANCEL_OK_B,
    FINAL_B,
    FINAL_ACK_B,
    INVITE_T,
    TRYING_T,
    RINGING_T,
    OK_T,
    ACK_T,
    BYE_T_IN,
    BYE_OK_T_OUT,
    BYE_T_OUT,
    BYE_OK_T_IN,
    CANCEL_T,
    CANCEL_OK_T,
    FINAL_T,
    FINAL_ACK_T,
    /* inside a phone's dialog, with the phone as a */
    MID_INVITE_IN,
    MID_TRYING_OUT,
    MID_OK_OUT,
    MID_ACK_IN,
    MID_INVITE_OUT,
    MID_TRYING_IN,
    MID_OK_IN,
    MID_ACK_OUT,
    MID_REFER_IN,
    MID_ACCEPTED_OUT,
    MID_NOTIFY_OUT,
    MID_NOTIFY_OK_IN,
    MID_UPDATE_OUT,
    MID_UPDATE_OK_IN,
    MID_SUBSCRIBE_OUT,
    MID_SUBSCRIBE_OK_IN,
    MID_NOTIFY_IN,
    MID_NOTIFY_OK_OUT,
    INVITE_BRIDGE,
    CANCEL_ELSEWHERE, /* to a called phone: another one has the call */
    PROGRESS_A,       /* before a's dialog is up */
    /* inside a trunk's dialog */
    REFER_T,
    ACCEPTED_T,
    NOTIFY_T,
    NOTIFY_OK_T,
    REGISTER_IN,
    REGISTER_OK,
    OPTIONS_OUT,
    OPTIONS_REPLY,
    MESSAGES
};

struct message_text {
    bool in;
    bool calling;     /* belongs to the calling side */
    const char *what; /* as the call log names it; NULL: not in the call log */
    struct text head; /* ends before Content-Length */
    struct text body; /* n is 0 when there is none */
};

/* v: MESSAGES of them. */
void sip_cut(struct message_text *v, struct arena *a);

#endif
