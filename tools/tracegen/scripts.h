/* SPDX-License-Identifier: MIT
 *
 * The records of a call's stages, and those that are there anyway, as scripts
 * of templates. */
#ifndef TRACEGEN_SCRIPTS_H
#define TRACEGEN_SCRIPTS_H

#include "text.h"

enum script_name {
    /* around SIP messages */
    STACK_READ, /* a message was read: the signal that carries it */
    STACK_IN,   /* what the SIP stack prints after it */
    STACK_SEND, /* the signal that carries a message out */
    /* the calling phone's side */
    SETUP_IND,
    SETUP_IND_STATION,
    CALL_INITIATED,
    SETUP_A,
    SDP_IN,
    /* routing */
    DIGITS,
    DIGITS_MATCH,
    DIGITS_NONE,
    TARGET_LOCAL,
    TARGET_REMOTE,
    TARGET_LIST,
    TARGET,
    ASSOCIATE,
    LIST_FIRST,
    LIST_MEMBER,
    LIST_REFUSED,
    LIST_REJECT,
    LIST_END,
    OFFER_PHONE,
    OFFER_TRUNK,
    SETUP_REQ,
    PROCEED_PHONE,
    PROCEED_TRUNK,
    /* ringing and answer */
    ALERT_PHONE,
    ALERT_TRUNK,
    ALERT_A,
    CONNECT_PHONE,
    CONNECT_TRUNK,
    CONNECT,
    COMPLETE_PHONE,
    COMPLETE_TRUNK,
    CONNECT_A,
    ACKED_A,
    /* release */
    DISCONNECT_BY_A,
    DISCONNECT_BY_PHONE,
    DISCONNECT_BY_TRUNK,
    MEDIA_DROP,
    DISCONNECT_A,
    DISCONNECT_PHONE,
    DISCONNECT_TRUNK,
    RELEASE_A,
    RELEASE_PHONE,
    RELEASE_TRUNK,
    RELEASED_A,
    RELEASED_PHONE,
    RELEASED_TRUNK,
    DISSOCIATE,
    REJECT_PHONE,
    REJECT_TRUNK,
    REJECT_NONE,
    NO_ANSWER,
    STOP_A,
    STOP_PHONE,
    STOP_TRUNK,
    /* what may happen to a call that is up; a: who asks for it */
    HOLD,
    HOLD_MUSIC,
    RESUME,
    MEDIA_AGAIN,
    TRANSFER,
    TRANSFER_SPLIT,
    TRANSFER_SPLIT_OTHER,
    TRANSFER_JOIN,
    TRANSFER_CLEAR_A,
    TRANSFER_GONE_A,
    /* to another number */
    REDIRECT,
    REDIRECT_DROP_PHONE,
    REDIRECTED,
    UNREGISTERED_PHONE,
    REFER_REDIRECT,
    REFER_REDIRECTED,
    FORWARD_TIMER,
    HUNT_FIRST,
    HUNT_MEMBER,
    HUNT_NEXT,
    HUNT_BUSY,
    HUNT_END,
    HUNT_DROP,
    HUNT_DROPPED,
    QUEUE_ANNOUNCEMENT,
    QUEUE_MUSIC,
    QUEUE_CONNECT,
    QUEUE_OVER,
    BRANCH_DROP,
    BRANCH_DROPPED,
    BRANCH_REFUSED,
    OFFER_BRANCH,
    DIGIT_PART,
    DIGIT_NEXT,
    PARK,
    PARKED,
    PARK_FOUND,
    PARK_JOIN,
    PICKUP,
    PICKUP_SPLIT,
    PICKUP_JOIN,
    PICKUP_DROP,
    PARTY_GONE,
    CONFERENCE,
    CONFERENCE_INFO,
    CONFERENCE_BRIDGE,
    CONFERENCE_SPLIT,
    CONFERENCE_JOIN,
    CONFERENCE_OVER,
    CONFERENCE_LEFT,
    RECORD_BRIDGE,
    RECORD_OFFER,
    RECORD_ANSWER,
    RECORD_REDIRECT,
    RECORD_PAIR,
    RECORD_REDIRECTED,
    RECORD_RELEASE,
    CONNECTION_ACCEPTED,
    STACK_READ_UDP,
    STACK_IN_UDP,
    STACK_SEND_UDP,
    /* connections */
    CONNECTION_ASK,
    CONNECTION_UP,
    CERTIFICATE,
    CONNECTION_DOWN,
    /* beside calls */
    REGISTERED,
    REGISTER_SENT,
    PING,
    PING_RESULT,
    NOISE_TIMERS,
    NOISE_STAT,
    NOISE_SDP,
    NOISE_STACK,
    NOISE_STATION,
    NOISE_SOCKET,
    NOISE_CDR,
    NOISE_ALARM,
    NOISE_ERROR,
    NOISE_MGCP,
    NOISE_SCCP,
    NOISE_DEVICE,
    SCRIPTS
};

/* How a leg is handled: the scripts of a side differ by it. */
enum leg_kind {
    LEG_PHONE, /* SIP; also what a trunk's called side has */
    LEG_TRUNK, /* a trunk's calling side */
    LEG_SCCP,
    LEG_GATEWAY,
    LEG_KINDS
};

/* v: LEG_KINDS of them, those of other kinds than LEG_PHONE only where they
 * differ; single records may be picked from v[..][NOISE_*]. */
void scripts_cut(struct script (*v)[SCRIPTS], struct arena *a, const char *eol);

#endif
