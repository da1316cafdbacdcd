/* SPDX-License-Identifier: MIT
 *
 * One run: the world, what happens next in it, and the calls. */
#ifndef TRACEGEN_RUN_H
#define TRACEGEN_RUN_H

#include "base/out.h"
#include "scripts.h"
#include "sip.h"
#include "world.h"

enum call_kind {
    CALL_SAME_NODE,
    CALL_OTHER_NODE,
    CALL_TRUNK,
    CALL_LIST, /* the first member answers 503, the second takes it */
    CALL_KINDS
};

enum ending {
    END_ANSWERED,
    END_BUSY,
    END_NO_ANSWER,
    END_CANCELLED,
    END_REJECTED,
    END_NO_MATCH,
    END_UP, /* answered and still there when the traces end */
    ENDINGS
};

/* What happens to a call, in order of time. */
enum step {
    STEP_INVITE,
    STEP_ROUTE,
    STEP_OFFER,
    STEP_SEND, /* the INVITE leaves, when its connection is up */
    STEP_TRYING,
    STEP_UNAVAILABLE, /* 503 from the first member */
    STEP_RINGING,
    STEP_ANSWER,
    STEP_ACK,
    STEP_BYE,
    STEP_BYE_OK,
    STEP_REFUSED, /* final failure from the called side */
    STEP_CANCEL,  /* by the caller, or by the node's timer */
    STEP_CANCELLED,
    STEP_REFUSED_ACK,
};

struct call {
    struct arena arena;
    struct fields f;
    enum call_kind kind;
    enum ending ending;
    bool by_called; /* who hangs up */
    struct node *a, *b;
    struct phone *phone_a, *phone_b;
    struct trunk *trunk;
    struct link *link;
    struct route_list *list;
    int member;
    struct conn *conn_b;
    uint32_t ci_a, ci_b;
    int64_t start_ms, answered_ms, end_ms; /* as the caller's node shows; 0 */
    int64_t ring_ms, talk_ms;
    int messages;
    struct str call_ids[3];
    int ncall_ids;
    struct str trunks[2], peers[2];
    struct str cn[2], cipher[2];
    int ntrunks;
    int status; /* that decided */
    int cause;
    struct call *next;  /* of the free ones */
    struct call *older; /* made before it */
};

enum event_kind {
    EVENT_CALL,
    EVENT_NEW_CALL,
    EVENT_CONNECTED,
    EVENT_CERTIFICATE,
    EVENT_IDLE,
    EVENT_REGISTER,
    EVENT_OPTIONS,
};

struct event {
    int64_t at_ms;
    uint64_t order; /* of those with one time */
    enum event_kind kind;
    enum step step;
    struct call *call;
    struct link *link;
};

struct run {
    const struct options *o;
    struct arena a;
    struct random random;
    struct world w;
    struct script scripts[SCRIPTS];
    struct message_text messages[MESSAGES];
    struct event *heap;
    size_t nheap, heap_cap;
    uint64_t order;
    int64_t now_ms;
    int64_t calls, active;
    int64_t ending_count[ENDINGS];
    int64_t per_call; /* bytes a call takes, as seen so far */
    struct call *free_calls;
    struct call *newest;
    struct fields other;       /* of what is no call */
    struct arena other_mem;    /* what they point to, for one event */
    struct str tag;            /* of the signals being written */
    struct writing body, head; /* scratch */
    char *scratch;
    struct out truth;
};

/* events.c */
void run_at(struct run *r, struct event e);
bool run_next(struct run *r, struct event *e);

/* emit.c: everything is written at r->now_ms, or a little later when it
 * crosses to another node. */
struct scene {
    struct run *r;
    struct fields *f;
    struct arena *a; /* for what f points to */
    struct node *a_node, *b_node;
};

void emit_script(const struct scene *s, enum script_name name);
/* One record of a script, picked by chance. */
void emit_one(const struct scene *s, enum script_name name);
/* conn: that the message takes; ci: for the call log row. */
void emit_message(
    const struct scene *s, enum message m, struct conn *conn, struct str ci);
/* Sets the tag: a message read on conn. device: "*" or its name. */
void emit_tag(struct run *r, const struct node *n, const struct conn *conn,
    struct str device);
/* A call log row from printf. */
void emit_row(const struct scene *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Puts new random digits into hex1.. and num1.. */
void emit_chance(const struct scene *s);
struct str emit_number(struct arena *a, uint64_t v);
/* A Call-ID as CUCM makes it: its first part is the second as a clock, its
 * second part too (up to 11.5), its last the node's address; both are given
 * for Cisco-Guid. */
struct str emit_call_id(
    struct arena *a, struct node *n, uint32_t *clock, uint32_t *address);

/* begin.c, call.c */
void call_begin(struct run *r);
/* Gives back what calls hold. */
void calls_free(struct run *r);
void call_step(struct run *r, struct call *c, enum step step);
/* Fields of the target: a phone, or one member of a list or the trunk. */
void call_target_phone(struct run *r, struct call *c);
void call_target_trunk(struct run *r, struct call *c);

/* link.c */
/* Opens the connection when it is not. returns: when it can be used. */
int64_t link_use(struct run *r, struct link *l, const struct scene *s);
void link_leave(struct run *r, struct link *l);
void link_event(struct run *r, const struct event *e);

/* beside.c: REGISTER, OPTIONS, noise */
void beside_register(struct run *r);
void beside_options(struct run *r);
/* Writes until SIP messages are no more than their share. */
void beside_fill(struct run *r);

/* truth.c */
void truth_call(struct run *r, const struct call *c);
void truth_totals(struct run *r);

#endif
