/* SPDX-License-Identifier: MIT
 *
 * Building steps and notes of one call. Private to src/call. */
#ifndef CMTRAIL_CALL_PATH_H
#define CMTRAIL_CALL_PATH_H

#include "call/state.h"

struct path {
    struct correlator *c;
    struct joined *j;
    struct correlated *r;
    const struct call_state *call; /* the one being built */
    bool trunk;               /* the leg that notes are about is a trunk's */
    enum leg_purpose purpose; /* of the leg that notes are about */
    int32_t n;                /* its last step */
    struct field fields[24];  /* of the step that is being built */
    struct evidence proof[24];
    size_t nfields, nproof;
    size_t capsteps, capnotes, capgaps;
    size_t *route_first, *route_next;     /* leg -> routes about it; NONE */
    size_t *feature_first, *feature_next; /* call -> holds, resumes; NONE */
    bool *feature_done;
    size_t next_da; /* of the call, to be shown next */
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

/* "5552 forwards to 5999 (no answer)", "5552 holds". */
struct str arrival_text(struct path *p, const struct arrival *v);
struct str feature_text(struct path *p, const struct feature_state *f);
/* The nodes that the call would need and that are not there (missing.c). */
void missing_call(struct path *p);
/* What a ladder shows between the messages of the call (note.c). */
void note_call(struct path *p);
/* Every digit analysis, also those of no call. */
void note_analyses(struct path *p);

#endif
