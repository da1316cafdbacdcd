/* SPDX-License-Identifier: MIT
 *
 * Small tools of the correlator: kept text, marks, process ids, legs by CI,
 * and which earlier signal a line belongs to. */
#include "call/state.h"

#include <string.h>

struct str
keep(struct correlator *c, struct str s)
{
    if (s.n == 0)
        return (struct str){0};
    bool made = false;
    size_t *i = map_put(&c->strings, s, c->ntext, &made);
    if (made) {
        c->text = GROW(c, c->text, c->ntext, c->captext);
        c->text[c->ntext++] = str_dup(&c->arena, s);
    }
    return c->text[*i];
}

void
keep_once(struct correlator *c, struct str *into, struct str s)
{
    if (into->n == 0 && s.n > 0)
        *into = keep(c, s);
}

void
keep_last(struct correlator *c, struct str *into, struct str s)
{
    if (s.n > 0 && !str_eq(*into, s))
        *into = keep(c, s);
}

struct mark
mark_of(struct correlator *c, const struct row *row)
{
    const size_t *i = map_get_u64(&c->source_ids, (uint64_t)row->at.source);
    return (struct mark){
        .event = row->at.event,
        .source = i ? *i : 0,
        .tod_ms = row->at.tod_ms,
        .line = row->at.line,
        .record = str_dup(&c->arena, row->at.record),
        .order = c->order,
    };
}

bool
mark_set(const struct mark *m)
{
    return m->event != 0;
}

static int64_t
mark_utc(const struct correlator *c, const struct mark *m)
{
    int64_t base = c->sources[m->source].base_ms;
    if (base == WHEN_UNKNOWN || m->tod_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return base + m->tod_ms;
}

bool
mark_before(
    const struct correlator *c, const struct mark *a, const struct mark *b)
{
    /* Inside one source the order of its lines counts, never the clock. */
    if (a->source != b->source) {
        int64_t ua = mark_utc(c, a);
        int64_t ub = mark_utc(c, b);
        if (ua != WHEN_UNKNOWN && ub != WHEN_UNKNOWN && ua != ub)
            return ua < ub;
    }
    return a->order < b->order;
}

void
mark_first(const struct correlator *c, struct mark *into, const struct mark *m)
{
    if (mark_set(m) && (!mark_set(into) || mark_before(c, m, into)))
        *into = *m;
}

void
mark_last(const struct correlator *c, struct mark *into, const struct mark *m)
{
    if (mark_set(m) && (!mark_set(into) || mark_before(c, into, m)))
        *into = *m;
}

void
mark_first_log(
    const struct correlator *c, struct mark *into, const struct mark *m)
{
    enum { SAME_MS = 100 };
    if (mark_set(into) && mark_set(m)) {
        int64_t ms = mark_span(c, m, into);
        if (ms != INT64_MIN && ms < SAME_MS)
            return;
    }
    mark_first(c, into, m);
}

struct when
mark_when(const struct correlator *c, const struct mark *m)
{
    struct when w = {WHEN_UNKNOWN, WHEN_UNKNOWN, WHEN_NO_OFFSET};
    if (!mark_set(m))
        return w;
    w.utc_ms = mark_utc(c, m);
    w.tod_ms = m->tod_ms;
    w.offset_s = c->sources[m->source].utc_offset_s;
    return w;
}

struct evidence
mark_evidence(const struct correlator *c, const struct mark *m)
{
    return (struct evidence){
        .event = m->event,
        .source = mark_set(m) ? c->sources[m->source].id : 0,
        .line = m->line,
        .record = m->record,
    };
}

int64_t
mark_span(
    const struct correlator *c, const struct mark *a, const struct mark *b)
{
    if (!mark_set(a) || !mark_set(b))
        return INT64_MIN;
    int64_t ua = mark_utc(c, a);
    int64_t ub = mark_utc(c, b);
    if (ua != WHEN_UNKNOWN && ub != WHEN_UNKNOWN)
        return ub - ua;
    if (a->source == b->source && a->tod_ms != WHEN_UNKNOWN &&
        b->tod_ms != WHEN_UNKNOWN)
        return b->tod_ms - a->tod_ms;
    return INT64_MIN;
}

struct str
process_class(struct str s)
{
    return str_trim(str_sub(s, 0, str_find_byte(s, '(')));
}

/* The numbers of a process id: node, application (may be missing), type,
 * instance. returns how many there are, 0 when s is no process id. */
static size_t
process_numbers(struct str s, int64_t v[4])
{
    size_t open = str_find_byte(s, '(');
    if (open < s.n) {
        s = str_skip(s, open + 1);
        s = str_sub(s, 0, str_find_byte(s, ')'));
    }
    size_t n = 0;
    while (s.n > 0 && n < 4) {
        struct str part = str_trim(str_cut(&s, ','));
        if (!str_to_i64(part, &v[n]))
            return n >= 3 ? n : 0;
        n++;
    }
    return n;
}

struct str
process_key(struct correlator *c, struct str s)
{
    int64_t v[4];
    size_t n = process_numbers(s, v);
    if (n < 3)
        return (struct str){0};
    return str_fmt(&c->scratch, "%lld,%lld,%lld", (long long)v[0],
        (long long)v[n - 2], (long long)v[n - 1]);
}

int64_t
process_node(struct str s)
{
    int64_t v[4];
    return process_numbers(s, v) >= 3 ? v[0] : 0;
}

bool
process_none(struct str s)
{
    int64_t v[4];
    size_t n = process_numbers(s, v);
    return n < 3 || (v[0] == 0 && v[n - 1] == 0);
}

struct str
space_key(struct correlator *c, size_t space, struct str s)
{
    return str_fmt(&c->scratch, "%zu|" STR_FMT, space, STR_ARG(s));
}

static struct str
device_in(struct correlator *c, const struct map *m, size_t space, struct str s)
{
    if (s.n == 0)
        return (struct str){0};
    const size_t *i = map_get(m, space_key(c, space, s));
    return i ? c->text[*i] : (struct str){0};
}

struct str
device_of_process(struct correlator *c, size_t space, struct str process)
{
    return device_in(c, &c->by_process, space, process_key(c, process));
}

struct str
device_of_pkid(struct correlator *c, size_t space, struct str pkid)
{
    return device_in(c, &c->by_pkid, space, pkid);
}

size_t
leg_new(struct correlator *c, size_t space, int64_t ci)
{
    c->legs = GROW(c, c->legs, c->nlegs, c->caplegs);
    c->legs[c->nlegs] = (struct leg_state){
        .space = space,
        .ci = ci,
        .same = c->nlegs,
        .root = c->nlegs,
        .cause = -1,
        .namings = NONE,
        .dialogs = NONE,
        .partner = NONE,
    };
    return c->nlegs++;
}

static uint64_t
leg_key(size_t space, int64_t ci)
{
    return (uint64_t)space << 32 | ((uint64_t)ci & UINT32_MAX);
}

size_t
leg_get(struct correlator *c, size_t space, int64_t ci)
{
    bool made = false;
    size_t *i = map_put_u64(&c->leg_by_ci, leg_key(space, ci), c->nlegs, &made);
    size_t leg = *i;
    if (made)
        leg_new(c, space, ci);
    return leg;
}

size_t
leg_find(const struct correlator *c, size_t space, int64_t ci)
{
    const size_t *i = map_get_u64(&c->leg_by_ci, leg_key(space, ci));
    return i ? *i : NONE;
}

void
touch(
    struct correlator *c, int64_t event, size_t leg, size_t dialog, size_t conn)
{
    c->touches = GROW(c, c->touches, c->ntouches, c->captouches);
    c->touches[c->ntouches++] = (struct touch){event, leg, dialog, conn};
}

void
pair_add(struct correlator *c, size_t a, size_t b, const char *by,
    const struct mark *at)
{
    if (a == b)
        return;
    size_t low = a < b ? a : b;
    size_t high = a < b ? b : a;
    bool made = false;
    map_put_u64(&c->pair_seen, (uint64_t)low << 32 | high, c->npairs, &made);
    if (!made)
        return;
    c->pairs = GROW(c, c->pairs, c->npairs, c->cappairs);
    c->pairs[c->npairs++] =
        (struct pair_state){a, b, by, SURE_EXACT, *at, false};
}

const struct ring_signal *
ring_find(const struct space *sp, struct str seq)
{
    for (size_t i = 0; i < RING; i++) {
        const struct ring_signal *r =
            &sp->ring[(sp->ring_at + RING - 1 - i) % RING];
        if (r->seq.n > 0 && str_eq(r->seq, seq))
            return r;
    }
    return NULL;
}

struct str
record_seq(struct str record)
{
    return str_sub(record, 0, str_find_byte(record, '.'));
}
