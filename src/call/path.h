/* SPDX-License-Identifier: MIT
 *
 * Building steps and notes of one call. Private to src/call. */
#ifndef CMTRAIL_CALL_PATH_H
#define CMTRAIL_CALL_PATH_H

#include "call/joined.h"

/* What happened to a call beside somebody's coming. */
struct event {
    enum event_kind {
        EVENT_HOLD,
        EVENT_RESUME,
        EVENT_PARK,
        EVENT_REPLACED,
        EVENT_CONSULTATION,
        EVENT_RECORDING,
        EVENT_ANNOUNCEMENT,
        EVENT_MUSIC, /* of a caller who waits, not of a hold */
    } kind;
    size_t leg;        /* who did it; the recorder's, the resource's */
    struct str number; /* where it was parked; empty = unknown */
    struct mark at;
};

struct path {
    struct correlator *c;
    const struct joined *j;
    struct correlated *r;          /* the part that is being made */
    const struct call_state *call; /* the one being built */
    bool trunk;               /* the leg that notes are about is a trunk's */
    enum leg_purpose purpose; /* of the leg that notes are about */
    int32_t n;                /* its last step */
    int32_t callee;           /* the step of the called party; 0 */
    struct field fields[24];  /* of the step that is being built */
    struct evidence proof[24];
    size_t nfields, nproof;
    size_t capsteps, capnotes, capvisits, nvisits;
    size_t *route_first, *route_next;     /* leg -> routes about it; NONE */
    size_t *feature_first, *feature_next; /* call -> features; NONE */
    struct event *events;                 /* of the call, by time */
    size_t nevents, capevents;
    size_t next_event, next_da; /* of the call, to be shown next */
};

/* What is made, a part at a time (part.c), and how far it is. */
struct output {
    struct joined j;
    struct path p;
    struct correlated r;
    size_t ncalls, nanalyses, ntouches, nconn_touches; /* done */
    size_t caplinks;
    bool connected; /* connections are done */
};

/* Begins a step at a mark, which is its first evidence. What follows adds to
 * this step until the next one begins. The pointer is valid until then. */
struct step *step_new(
    struct path *p, struct str kind, const struct mark *at, enum sure sure);
void step_evidence(struct path *p, const struct mark *m);
void step_label(struct path *p, struct str label);
/* Keys are literals. Empty text adds nothing. */
void step_text(struct path *p, const char *key, struct str text);
void step_number(struct path *p, const char *key, int64_t number);
/* Ends the last step; step_new does that for those before. */
void step_close(struct path *p);

/* "5552 forwards to 5999 (no answer)". */
struct str arrival_text(struct path *p, const struct arrival *v);
/* What happened to the call (event.c): makes ready for all calls, finds those
 * of one, "5552 holds", and their steps until a moment; NULL = the rest. */
void event_open(struct path *p);
void event_find(struct path *p);
struct str event_text(struct path *p, const struct event *e);
void event_steps(struct path *p, const struct mark *until);
/* The analyses of a leg, and who it is (path.c). */
void path_analyses(struct path *p, size_t leg);
void path_extension(struct path *p, size_t leg, struct str number);
void step_extension(struct path *p, size_t leg, const struct phone *v);
void step_gateway(struct path *p, size_t leg);
/* Adds to a step what the try was refused with, or that it was called off. */
void step_failure(struct path *p, struct step *s, const struct dialog *d);
/* How a leg was reached (reach.c): makes ready for all calls; the steps to a
 * leg, behind which is a leg of another cluster, or NONE; a part of them. */
void reach_open(struct path *p);
void path_target(struct path *p, size_t leg, size_t far);
void step_trunk(struct path *p, size_t leg, const struct dialog *d);
void step_connection(struct path *p, const struct dialog *d, size_t conn);
/* The nodes that the call went through; then those that only signals of no
 * call name (nodes.c). */
void nodes_call(struct path *p);
void nodes_rest(struct path *p);
/* What a ladder shows between the messages of the call (note.c). */
void note_call(struct path *p);
/* Digit analyses from *next on, also those of no call, at most n. */
void note_analyses(struct path *p, size_t *next, size_t n);
/* The path of a call, after path_open. */
void path_open(struct path *p);
void path_make(struct path *p, const struct call_state *k);

#endif
