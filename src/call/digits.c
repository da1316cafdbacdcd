/* SPDX-License-Identifier: MIT
 *
 * Digit analysis in: the match line, its result block, the verdict and the
 * target are separate records; those of one DaReq carry its sequence number,
 * the target carries the caller's CI. FORMAT 5. */
#include "call/feed.h"

static size_t
da_new(struct correlator *c, size_t space)
{
    c->das = GROW(c->das, c->ndas, c->capdas);
    c->das[c->ndas] =
        (struct da_state){.space = space, .cause = -1, .call = NONE};
    return c->ndas++;
}

static void
da_set_ci(struct correlator *c, size_t da, int64_t ci)
{
    c->das[da].ci = ci;
    uint64_t key =
        (uint64_t)c->das[da].space << 32 | ((uint64_t)ci & UINT32_MAX);
    *map_put_u64(&c->da_by_ci, key, da, NULL) = da;
}

static size_t
da_of_ci(const struct correlator *c, size_t space, int64_t ci)
{
    uint64_t key = (uint64_t)space << 32 | ((uint64_t)ci & UINT32_MAX);
    const size_t *i = map_get_u64(&c->da_by_ci, key);
    return i ? *i : NONE;
}

static void
touch_da(struct correlator *c, const struct row *row, size_t da)
{
    int64_t ci = c->das[da].ci;
    if (ci != 0)
        touch(c, row->at.event, leg_get(c, c->das[da].space, ci), NONE, NONE);
}

static void
feed_match(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_da_match *m = &row->u.da_match;
    struct space *sp = &c->spaces[space];
    size_t i = da_new(c, space);
    struct da_state *d = &c->das[i];
    sp->last_da = i;
    d->match = c->at;
    d->seq = record_seq(mark_record(&d->match));
    d->calling = keep(c, m->calling);
    d->dialed = keep(c, m->dialed);
    d->css = keep(c, m->pss);
    d->tod_css = keep(c, m->tod_pss);
    const struct ring_signal *parent = ring_find(sp, d->seq);
    if (parent != NULL && parent->da_req && parent->ci != 0) {
        da_set_ci(c, i, parent->ci);
        keep_once(c, &c->das[i].calling, parent->calling);
        c->das[i].caller_device = parent->device;
    }
    touch_da(c, row, i);
}

/* The analysis that a block or verdict belongs to: the last match of the same
 * DaReq. */
static size_t
da_of_seq(const struct correlator *c, size_t space)
{
    size_t i = c->spaces[space].last_da;
    uint64_t seq = record_seq(mark_record(&c->at));
    if (i == NONE || seq == 0 || c->das[i].seq != seq)
        return NONE;
    return i;
}

static void
feed_result(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_da_result *r = &row->u.da_result;
    size_t i = da_of_seq(c, space);
    if (i == NONE) { /* the match line is in a file that is not here */
        i = da_new(c, space);
        c->spaces[space].last_da = i;
        c->das[i].seq = record_seq(mark_record(&c->at));
        c->das[i].calling =
            keep(c, r->calling_before.n ? r->calling_before : r->calling);
        const struct ring_signal *parent =
            ring_find(&c->spaces[space], c->das[i].seq);
        if (parent != NULL && parent->da_req && parent->ci != 0)
            da_set_ci(c, i, parent->ci);
    }
    struct da_state *d = &c->das[i];
    d->result = c->at;
    d->partition = keep(c, r->partition);
    d->pattern = keep(c, r->pattern);
    d->pretransform = keep(c, r->dialed);
    keep_once(c, &d->dialed, r->dialed);
    d->called = keep(c, r->called);
    d->block = keep(c, r->block);
    if (r->cause > 0)
        d->cause = r->cause;
    d->pkid = keep(c, r->pkid);
    touch_da(c, row, i);
}

static void
feed_verdict(struct correlator *c, size_t space, const struct row *row)
{
    size_t i = da_of_seq(c, space);
    if (i == NONE)
        return;
    c->das[i].potential = keep(c, row->u.da_verdict.potential);
    c->das[i].verdict = c->at;
    touch_da(c, row, i);
}

static void
feed_target(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_da_target *t = &row->u.da_target;
    size_t i = t->ci != 0 ? da_of_ci(c, space, t->ci) : NONE;
    if (i == NONE || mark_set(&c->das[i].target)) {
        /* Without its DaReq (lower trace level): the last analysis whose
         * pattern is the same and which has no target yet. */
        size_t last = c->spaces[space].last_da;
        i = last != NONE && !mark_set(&c->das[last].target) &&
                    (c->das[last].ci == 0 || c->das[last].ci == t->ci) &&
                    str_eq(c->das[last].pattern, t->pattern)
                ? last
                : NONE;
    }
    if (i == NONE) {
        i = da_new(c, space);
        c->das[i].pattern = keep(c, t->pattern);
    }
    if (t->ci != 0)
        da_set_ci(c, i, t->ci);
    struct da_state *d = &c->das[i];
    d->target = c->at;
    d->device_type = keep(c, t->device_type);
    keep_once(c, &d->pattern, t->pattern);
    if (!process_none(t->process)) {
        d->process = keep(c, t->process);
        d->device = keep(c, device_of_process(c, space, t->process));
    }
    touch_da(c, row, i);
}

void
feed_digits(struct correlator *c, size_t space, const struct row *row)
{
    if (row->kind == ROW_DA_MATCH)
        feed_match(c, space, row);
    else if (row->kind == ROW_DA_RESULT)
        feed_result(c, space, row);
    else if (row->kind == ROW_DA_VERDICT)
        feed_verdict(c, space, row);
    else
        feed_target(c, space, row);
}

/* DaReq and DaRes say most of it even where AppInfo is not traced. */
void
feed_da_signal(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    if (!str_eq(s->name, STR("DaRes")))
        return;
    size_t i = da_of_ci(c, space, s->ci);
    if (i == NONE || mark_set(&c->das[i].answer)) {
        if (s->pattern.n == 0)
            return;
        i = da_new(c, space);
        da_set_ci(c, i, s->ci);
    }
    struct da_state *d = &c->das[i];
    d->answer = c->at;
    keep_once(c, &d->pattern, s->pattern);
    keep_once(c, &d->called, s->called);
    keep_once(c, &d->dialed, s->dialed);
    if (d->process.n == 0 && !process_none(s->process)) {
        d->process = keep(c, s->process);
        d->device = keep(c, device_of_process(c, space, s->process));
    }
}
