/* SPDX-License-Identifier: MIT
 *
 * How the stories of calls are told: a table of beats a kind, each one step of
 * a pair of legs or a part of the story's own. */
#ifndef TRACEGEN_STORY_H
#define TRACEGEN_STORY_H

#include "run.h"

/* act NULL: call_step(step). c: the pair that the beat is about. */
struct beat {
    void (*act)(struct run *r, struct story *st, struct call *c);
    enum step step;
    int pair;
    int low_ms, high_ms; /* after the beat before; 0, 0: when that one said */
};

/* The stages of a call of one pair. */
#define BEATS_ASK(k)                                                           \
    {NULL, STEP_INVITE, k, 0, 0},                                              \
    {                                                                          \
        NULL, STEP_ROUTE, k, 0, 1                                              \
    }
#define BEATS_OFFER(k)                                                         \
    {NULL, STEP_OFFER, k, 0, 1}, {NULL, STEP_SEND, k, 0, 0},                   \
    {                                                                          \
        NULL, STEP_TRYING, k, 0, 0                                             \
    }
#define BEATS_RING(k)                                                          \
    BEATS_OFFER(k),                                                            \
    {                                                                          \
        NULL, STEP_RINGING, k, 0, 0                                            \
    }
#define BEATS_ANSWER(k)                                                        \
    {NULL, STEP_ANSWER, k, 400, 4000},                                         \
    {                                                                          \
        NULL, STEP_ACK, k, 0, 0                                                \
    }
#define BEATS_BYE(k)                                                           \
    {NULL, STEP_BYE, k, 1000, 6000},                                           \
    {                                                                          \
        NULL, STEP_BYE_OK, k, 0, 0                                             \
    }

struct plot {
    const struct beat *beats; /* end with one whose pair is -1; NULL: another
                                 file has this kind */
    /* Makes the first pairs, and may choose other beats. returns: false,
     * nobody is free. */
    bool (*cast)(struct run *r, struct story *st);
};

/* By enum story_kind. */
extern const struct plot PLOTS_CHANGE[STORY_KINDS];
extern const struct plot PLOTS_FORWARD[STORY_KINDS];
extern const struct plot PLOTS_HUNT[STORY_KINDS];
extern const struct plot PLOTS_ROUTE[STORY_KINDS];
extern const struct plot PLOTS_PARK[STORY_KINDS];
extern const struct plot PLOTS_CONFERENCE[STORY_KINDS];
extern const struct plot PLOTS_RECORD[STORY_KINDS];

/* story.c, for the others */
struct call *story_pair(struct run *r, struct story *st);
/* A call between two free SIP phones, the second on node b (NULL: any). */
bool story_two_phones(struct run *r, struct story *st, struct node *b);
struct phone *story_phone(struct run *r, struct story *st, struct node *n);
struct node *story_node(struct run *r, struct world *w);
void story_leg(struct story *st, uint32_t ci, const char *purpose);
void story_maybe(struct story *st, uint32_t ci);
/* b of the pair is the pair's own leg with this purpose. */
/* A scene in which a is the pair's a, or (b) its b, with a's fields. */
struct scene story_side(struct run *r, struct call *c, bool b);
/* A message inside a phone's dialog. sdp: NULL keeps what it was. */
void story_say(struct run *r, struct call *c, bool b, enum message m);
void story_sdp(struct call *c, const char *direction);
/* Fields of a from one pair, those of b from another. */
void story_join(struct call *c, const struct call *a, const struct call *b);
/* As story_join, but both called: a of b is the other party. */
void story_join_caller(
    struct call *c, const struct call *a, const struct call *b);
/* A softkey of the called phone: what it means is in a body that CUCM reads. */
void story_softkey(struct run *r, struct call *c);
uint32_t story_feature(struct call *c);
/* A row of the call log that has nothing but two legs. */
void story_row(struct run *r, struct call *c, const char *what, uint32_t one,
    uint32_t other);
/* The row of a leg that a feature has taken down. */
void story_dissolved(struct run *r, struct call *c, uint32_t ci);
void story_answer_reinvite(struct run *r, struct call *c, bool b);

/* story_change.c: beats that other stories have, too. Hold and what follows
 * it are done by b when st->by_b. */
void beat_hold(struct run *r, struct story *st, struct call *c);
void beat_music(struct run *r, struct story *st, struct call *c);
void beat_music_up(struct run *r, struct story *st, struct call *c);
void beat_resume(struct run *r, struct story *st, struct call *c);
void beat_resumed(struct run *r, struct story *st, struct call *c);
/* Makes the next pair: b of the first one calls st->phones[2]. */
void beat_consult(struct run *r, struct story *st, struct call *c);
/* b answers while a is in a call already. */
void beat_third_answers(struct run *r, struct story *st, struct call *c);
void beat_third_up(struct run *r, struct story *st, struct call *c);

/* b of the first pair holds and calls a third party. */
#define BEATS_HELD(k)                                                          \
    {beat_hold, 0, k, 800, 3000}, {beat_music, 0, k, 60, 150},                 \
    {                                                                          \
        beat_music_up, 0, k, 60, 150                                           \
    }
#define BEATS_CONSULT                                                          \
    BEATS_ASK(0), BEATS_RING(0), BEATS_ANSWER(0), BEATS_HELD(0),               \
        {beat_consult, 0, 1, 200, 1500},                                       \
    {                                                                          \
        NULL, STEP_ROUTE, 1, 0, 1                                              \
    }

#endif
