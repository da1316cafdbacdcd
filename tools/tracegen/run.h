/* SPDX-License-Identifier: MIT
 *
 * One run: the world, what happens next in it, and the calls. */
#ifndef TRACEGEN_RUN_H
#define TRACEGEN_RUN_H

#include <stdio.h>

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
    END_FAILED, /* refused with the call's own status and cause */
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

struct story;

/* What a step of a call's truth says. */
enum told_key {
    TOLD_FROM,
    TOLD_TO,
    TOLD_REASON,
    TOLD_NUMBER,
    TOLD_DEVICE,
    TOLD_IP,
    TOLD_BY,
    TOLD_CALLING,
    TOLD_DIALED,
    TOLD_PATTERN,
    TOLD_CALLED,
    TOLD_STATUS,
    TOLD_KEYS
};

struct told {
    const char *kind; /* as the steps of cmtrail */
    struct arena *arena;
    struct str v[TOLD_KEYS]; /* empty: nothing said */
    struct told *next;
};

struct told_list {
    struct told *first, *last;
};

struct call {
    struct arena arena;
    struct world *w;     /* of its calling side */
    struct story *story; /* that it is a part of; NULL: goes by itself */
    int64_t due_ms;      /* when its next step may come; 0: any time */
    enum leg_kind leg_a, leg_b;
    struct conn *conn_a;
    struct trunk *trunk_in;  /* that the call came in by */
    struct gateway *gateway; /* of a or b */
    struct fields *far;      /* what the other end of trunk_in knows */
    struct str *mail;        /* texts that one cluster sent to the other, by
                                enum message; NULL: only one is traced */
    uint32_t cseq[4];        /* last one of a, of the node to a, of b, of the
                                node to b */
    struct str branch[4];    /* of their last requests within a dialog */
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
    bool stops; /* its first member's refusal ends the routing */
    struct conn *conn_b;
    uint32_t ci_a, ci_b;
    int64_t start_ms, answered_ms, end_ms; /* as the caller's node shows; 0 */
    int64_t ring_ms, talk_ms;
    int messages;
    struct str call_ids[8];
    uint32_t call_id_ci[8];       /* the leg of each */
    struct str call_id_device[8]; /* and whose dialog it is */
    int ncall_ids;
    struct str trunks[LIST_MEMBERS], peers[LIST_MEMBERS];
    struct str cn[LIST_MEMBERS], cipher[LIST_MEMBERS];
    int ntrunks;
    int status; /* that decided */
    int cause;
    const char *refusal;   /* END_FAILED: the words of status */
    struct told_list told; /* NULL in a story, which has its own */
    struct told *told_b;   /* the called side, as it was asked last; NULL */
    struct call *next;     /* of the free ones */
    struct call *older;    /* made before it */
};

/* Kinds of calls beside the plain ones; see kinds.c. */
enum story_kind {
    KIND_PLAIN,
    KIND_HOLD,
    KIND_TRANSFER,          /* completed while the third party rings */
    KIND_TRANSFER_ANSWERED, /* after it answered */
    KIND_TRANSFER_REFUSED,  /* the third party is busy */
    KIND_FORWARD_ALL,
    KIND_FORWARD_BUSY,
    KIND_FORWARD_NO_ANSWER,
    KIND_FORWARD_UNREGISTERED,
    KIND_BLIND_TRANSFER,
    KIND_HUNT,
    KIND_HUNT_EXHAUSTED,
    KIND_QUEUE,
    KIND_CONFERENCE,
    KIND_PARK, /* and retrieved by another phone */
    KIND_PICKUP,
    KIND_SHARED_LINE,
    KIND_RECORDED,
    KIND_KEYPAD, /* digits one by one */
    KIND_INBOUND,
    KIND_SCCP,
    KIND_GATEWAY,
    KIND_UDP,
    KIND_TRANSLATION,
    KIND_ROUTE_LIST,      /* its first trunk is not available */
    KIND_ROUTE_EXHAUSTED, /* nor its second */
    KIND_ROUTE_STOPS,     /* by the first one's cause */
    KIND_CLUSTERS,
    STORY_KINDS
};

struct beat;

enum { STORY_PAIRS = 6, STORY_LEGS = 16, STORY_MEMBERS = 3 };

/* A call that is more than one pair of legs. Each pair is a struct call; what
 * happens is a table of beats. */
struct story {
    enum story_kind kind;
    const struct beat *beats;
    int at;
    struct call *pairs[STORY_PAIRS];
    int npairs;
    bool by_b; /* the called party holds */
    struct phone *phones[STORY_MEMBERS + 1];
    int nphones;
    int member, winner;
    bool refused;    /* by the second phone of a line */
    const char *why; /* the member before came to nothing */
    /* for the truth */
    struct call *last; /* its b is the last party */
    uint32_t ci[STORY_LEGS];
    const char *purpose[STORY_LEGS]; /* NULL: a party's own leg */
    int nci;
    uint32_t maybe[STORY_LEGS]; /* legs that came and went at once */
    int nmaybe;
    uint32_t bridge_ci[STORY_MEMBERS]; /* of a conference, by party */
    struct told_list told;
    struct str by;      /* device of who holds */
    struct story *next; /* of the free ones */
};

enum event_kind {
    EVENT_STORY,
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
    struct story *story;
};

struct run {
    const struct options *o;
    struct arena a;
    struct random random;
    struct world w[CLUSTERS_MAX];
    int nworlds;
    struct script scripts[LEG_KINDS][SCRIPTS];
    struct message_text messages[MESSAGES];
    struct event *heap;
    size_t nheap, heap_cap;
    uint64_t order;
    int64_t now_ms;
    int64_t calls, active;
    int64_t ending_count[ENDINGS];
    uint32_t kinds[STORY_KINDS]; /* weights; all 0: plain ones only */
    struct story *free_stories;
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

/* Nodes of all clusters, counted through. */
int run_nodes(const struct run *r);
struct node *run_node(struct run *r, int i);

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
/* The script of another kind of leg; nothing when it has none. */
void emit_side(
    const struct scene *s, enum leg_kind kind, enum script_name name);
/* One record of a script, picked by chance. */
void emit_one(const struct scene *s, enum script_name name);
/* conn: that the message takes; ci: for the call log row. */
void emit_message(
    const struct scene *s, enum message m, struct conn *conn, struct str ci);
/* A message on its way. text: as it was sent; empty: made from the template,
 * and here afterwards, until the next message. */
struct carried {
    struct conn *conn;
    struct str ci;
    struct str text;
    bool in, calling;
};
void emit_carried(const struct scene *s, enum message m, struct carried *c);
/* A message of the template seen by the other end, on the node of a. */
void emit_other_end(const struct scene *s, enum message m, struct carried *c);
/* The text of a message from the other end, with this scene's fields and the
 * time of its node; lives in s->a. */
struct str emit_compose(const struct scene *s, enum message m);
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

/* begin.c, target.c, call.c */
void call_begin(struct run *r);
/* Gives back what calls hold. */
void calls_free(struct run *r);
void call_step(struct run *r, struct call *c, enum step step);
/* Parts of steps, for stories. */
struct scene call_scene(struct run *r, struct call *c);
void call_say_a(const struct scene *s, struct call *c, enum message m);
void call_say_b(const struct scene *s, struct call *c, enum message m);
void call_script_a(
    const struct scene *s, const struct call *c, enum script_name name);
void call_script_b(const struct scene *s, const struct call *c,
    enum script_name phone, enum script_name trunk);
void call_set_cause(struct call *c, int status, const char *reason, int cause);
void call_set_states(struct call *c, enum step after);
void call_row_pair(
    const struct scene *s, const struct call *c, const char *what);
/* The called side's time by the clock of the caller's node. */
int64_t call_called_side_ms(const struct call *c);
/* Makes up a call: its w, a, b, legs and phones, trunks or gateways are set.
 */
struct call *call_new(struct run *r);
void call_release(struct run *r, struct call *c);
struct phone *call_free_phone(
    struct run *r, struct node *n, const struct phone *other);
void call_caller(struct run *r, struct call *c);
/* The fields of digit analysis: number is what the target has. */
void call_dialed(struct call *c, struct str prefix, struct str number);
/* A translation pattern made what was dialled so far of these digits. */
void call_translate(struct call *c, struct str prefix);
/* Those of c->list; NULL: none. */
void call_list_fields(struct call *c);
void call_target(struct run *r, struct call *c);
struct str call_branch(struct run *r, struct call *c);
struct str call_phone_tag(struct run *r, struct call *c, const struct phone *p);
void call_target_phone(struct run *r, struct call *c);
void call_target_trunk(struct run *r, struct call *c);

/* kinds.c */
/* Reads --kinds; dies when it is wrong. */
void kinds_read(struct run *r, const char *text);
/* A line on each kind. */
void kinds_help(FILE *to);
struct str kind_name(enum story_kind kind);
/* Begins a call of any of the kinds asked for. */
void kinds_begin(struct run *r);

/* story.c and those that tell its parts */
void story_begin(struct run *r, enum story_kind kind);
void story_event(struct run *r, struct story *st);

/* link.c */
/* Opens the connection when it is not. returns: when it can be used. */
int64_t link_use(struct run *r, struct link *l, const struct scene *s);
void link_leave(struct run *r, struct link *l);
/* The connection that the far end of a trunk has to n; accepts it first. */
struct conn *link_inbound(struct run *r, struct node *n, int trunk);
void link_event(struct run *r, const struct event *e);

/* beside.c: REGISTER, OPTIONS, noise */
void beside_register(struct run *r);
void beside_options(struct run *r);
/* Writes until SIP messages are no more than their share. */
void beside_fill(struct run *r);

/* tell.c: notes for the truth. What is noted is copied. */
struct told *tell(struct call *c, const char *kind);
struct told *tell_move(
    struct call *c, const char *kind, struct str from, struct str to);
void tell_caller(struct call *c);
void tell_analysis(struct call *c, bool match);
void tell_number(struct call *c);
void tell_asked(struct call *c);
void tell_refused(struct call *c);
void told_set(struct told *t, enum told_key key, struct str v);
void told_write(struct json *j, const struct told_list *list);

/* truth.c */
void truth_call(struct run *r, const struct call *c);
void truth_story(struct run *r, const struct story *st);
void truth_totals(struct run *r);

#endif
