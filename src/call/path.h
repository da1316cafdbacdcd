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
    enum leg_purpose purpose;      /* of the leg that notes are about */
    int32_t n;                     /* its last step */
    struct field fields[24];       /* of the step that is being built */
    struct evidence proof[24];
    size_t nfields, nproof;
    size_t capsteps, capnotes;
    size_t *route_first, *route_next; /* leg -> routes about it; NONE */
};

/* Begins a step at a mark, which is its first evidence. What follows adds to
 * this step until the next one begins. The pointer is valid until then. */
struct step *step_new(
    struct path *p, struct str kind, const struct mark *at, enum sure sure);
void step_evidence(struct path *p, const struct mark *m);
/* Keys are literals. Empty text adds nothing. */
void step_text(struct path *p, const char *key, struct str text);
void step_number(struct path *p, const char *key, int64_t number);

/* What a ladder shows between the messages of the call (note.c). */
void note_call(struct path *p);
/* Every digit analysis, also those of no call. */
void note_analyses(struct path *p);

#endif
