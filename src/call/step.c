/* SPDX-License-Identifier: MIT
 *
 * One step of a path while it is built: its fields and its evidence. */
#include <assert.h>
#include <string.h>

#include "call/path.h"

/* Gives the step that is being built its fields and evidence, in arrays of
 * their size. */
void
step_close(struct path *p)
{
    struct correlated *r = p->r;
    if (p->nfields == 0 && p->nproof == 0)
        return;
    struct step *s = &r->steps[r->nsteps - 1];
    struct field *fields =
        arena_array(&p->c->made, p->nfields, sizeof(*fields));
    struct evidence *proof =
        arena_array(&p->c->made, p->nproof, sizeof(*proof));
    if (p->nfields > 0)
        memcpy(fields, p->fields, p->nfields * sizeof(*fields));
    if (p->nproof > 0)
        memcpy(proof, p->proof, p->nproof * sizeof(*proof));
    s->fields = fields;
    s->nfields = p->nfields;
    s->evidence = proof;
    s->nevidence = p->nproof;
    p->nfields = 0;
    p->nproof = 0;
}

struct step *
step_new(struct path *p, struct str kind, const struct mark *at, enum sure sure)
{
    struct correlator *c = p->c;
    struct correlated *r = p->r;
    step_close(p);
    c->steps = GROW(c->steps, r->nsteps, p->capsteps);
    r->steps = c->steps;
    struct step *s = &r->steps[r->nsteps++];
    *s = (struct step){
        .call = p->call->number,
        .n = ++p->n,
        .kind = kind,
        .at = mark_when(c, at),
        .node = mark_set(at) ? node_name(c, c->space_of[at->source])
                             : (struct str){0},
        .sure = sure,
    };
    step_evidence(p, at);
    return s;
}

void
step_evidence(struct path *p, const struct mark *m)
{
    if (!mark_set(m) || p->nproof == COUNTOF(p->proof))
        return;
    for (size_t i = 0; i < p->nproof; i++)
        if (p->proof[i].event == m->event)
            return;
    p->proof[p->nproof++] = mark_evidence(p->c, m);
}

static void
step_field(struct path *p, struct field f)
{
    assert(p->nfields < COUNTOF(p->fields)); /* a kind has a dozen keys */
    p->fields[p->nfields++] = f;
}

void
step_label(struct path *p, struct str label)
{
    p->r->steps[p->r->nsteps - 1].label = label;
}

void
step_text(struct path *p, const char *key, struct str text)
{
    if (text.n > 0)
        step_field(
            p, (struct field){str_from(key), {.kind = VALUE_TEXT, .s = text}});
}

void
step_number(struct path *p, const char *key, int64_t number)
{
    step_field(
        p, (struct field){str_from(key), {.kind = VALUE_INTEGER, .i = number}});
}
