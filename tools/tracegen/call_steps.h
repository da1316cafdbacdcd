/* SPDX-License-Identifier: MIT
 *
 * What the files with a call's steps share. */
#ifndef TRACEGEN_CALL_STEPS_H
#define TRACEGEN_CALL_STEPS_H

#include "run.h"

/* The next step and its time; a call of a story goes on when the story says
 * so. */
void call_plan(struct run *r, struct call *c, enum step step, int64_t at_ms);
void call_after(
    struct run *r, struct call *c, enum step step, int low_ms, int high_ms);
/* What decided. */
void call_decide(struct call *c, int status, int cause);
void call_refuse_caller(struct run *r, struct call *c, const struct scene *s);
/* Nobody speaks of the call any more. */
void call_finish(struct run *r, struct call *c);

/* call_end.c */
void step_bye(struct run *r, struct call *c, const struct scene *s);
void step_bye_ok(struct run *r, struct call *c, const struct scene *s);
void step_refused(struct run *r, struct call *c, const struct scene *s);
void step_cancel(struct run *r, struct call *c, const struct scene *s);
void step_cancelled(struct run *r, struct call *c, const struct scene *s);
void step_refused_ack(struct run *r, struct call *c, const struct scene *s);

#endif
