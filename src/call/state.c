/* SPDX-License-Identifier: MIT
 *
 * Small tools of the correlator: kept text, marks, process ids, legs by CI,
 * and which earlier signal a line belongs to. */
#include "call/state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "sip/callid.h"

struct str
keep(struct correlator *c, struct str s)
{
    if (s.n == 0)
        return (struct str){0};
    bool made = false;
    size_t *i = map_put(&c->strings, s, c->ntext, &made);
    if (made) {
        c->text = GROW(c->text, c->ntext, c->captext);
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

/* Digits of the sequence number in the top four of 48 bits, the number, and the
 * three digits behind the dot in the low ten. */
enum { RECORD_SUB_BITS = 10, RECORD_DIGITS_SHIFT = 44 };

/* 0 when it is no sequence number. */
static uint64_t
record_pack(struct str record)
{
    int64_t seq = 0;
    int64_t sub = 0;
    size_t dot = str_find_byte(record, '.');
    if (dot < 1 || dot > 10 || !str_to_i64(str_sub(record, 0, dot), &seq) ||
        !str_to_i64(str_skip(record, dot + 1), &sub) || seq < 0 || sub < 0 ||
        sub > 999)
        return 0;
    return (uint64_t)dot << RECORD_DIGITS_SHIFT |
           (uint64_t)seq << RECORD_SUB_BITS | (uint64_t)sub;
}

/* Of a number of 48 bits, in struct mark. */
enum { LOW_BITS = 32 };

struct mark
mark_of(const struct row *row, size_t source)
{
    uint64_t record = record_pack(row->at.record);
    if (row->at.event > UINT32_MAX)
        die("more than %" PRIu32 " facts in a database", UINT32_MAX);
    struct mark m = {
        .event = (uint32_t)row->at.event,
        .line = (uint32_t)row->at.line,
        .source = (uint32_t)source,
        .record_low = (uint32_t)record,
        .record_high = (uint16_t)(record >> LOW_BITS),
    };
    mark_set_tod(&m, row->at.tod_ms);
    return m;
}

/* From 1, in the 48 bits; 0 is a time that is not known. That is enough for
 * 4400 years on either side of 1970. */
#define TOD_ZERO (INT64_C(1) << 47)

void
mark_set_tod(struct mark *m, int64_t tod_ms)
{
    uint64_t tod = 0;
    if (tod_ms > -TOD_ZERO && tod_ms < TOD_ZERO)
        tod = (uint64_t)(tod_ms + TOD_ZERO);
    m->tod_low = (uint32_t)tod;
    m->tod_high = (uint16_t)(tod >> LOW_BITS);
}

int64_t
mark_tod(const struct mark *m)
{
    uint64_t tod = (uint64_t)m->tod_high << LOW_BITS | m->tod_low;
    return tod ? (int64_t)tod - TOD_ZERO : WHEN_UNKNOWN;
}

uint64_t
mark_record(const struct mark *m)
{
    return (uint64_t)m->record_high << LOW_BITS | m->record_low;
}

bool
mark_set(const struct mark *m)
{
    return m->event != 0;
}

int64_t
mark_own_utc(const struct correlator *c, const struct mark *m)
{
    int64_t base = c->sources[m->source].base_ms;
    int64_t tod_ms = mark_tod(m);
    if (base == WHEN_UNKNOWN || tod_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return base + tod_ms;
}

int64_t
mark_utc(const struct correlator *c, const struct mark *m)
{
    int64_t utc_ms = mark_own_utc(c, m);
    if (utc_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return utc_ms - c->spaces[c->space_of[m->source]].skew_ms;
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
    /* Sources are fed in their order, and events grow inside one. */
    if (a->source != b->source)
        return a->source < b->source;
    return a->event < b->event;
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
    w.utc_ms = mark_own_utc(c, m);
    w.tod_ms = mark_tod(m);
    w.offset_s = c->sources[m->source].utc_offset_s;
    return w;
}

struct when
mark_when_like(
    const struct correlator *c, const struct mark *m, const struct mark *like)
{
    enum { APART_MS = 50 };
    struct when w = mark_when(c, m);
    if (!mark_set(m) || !mark_set(like) || w.utc_ms == WHEN_UNKNOWN)
        return w;
    int64_t apart = c->spaces[c->space_of[like->source]].skew_ms -
                    c->spaces[c->space_of[m->source]].skew_ms;
    int32_t offset_s = c->sources[like->source].utc_offset_s;
    if (apart > -APART_MS && apart < APART_MS && offset_s == w.offset_s)
        return w;
    if (apart <= -APART_MS || apart >= APART_MS)
        w.utc_ms += apart;
    if (offset_s != WHEN_NO_OFFSET)
        w.offset_s = offset_s;
    if (c->sources[like->source].base_ms != WHEN_UNKNOWN)
        w.tod_ms = w.utc_ms - c->sources[like->source].base_ms;
    return w;
}

struct evidence
mark_evidence(struct correlator *c, const struct mark *m)
{
    return (struct evidence){
        .event = m->event,
        .source = mark_set(m) ? c->sources[m->source].id : 0,
        .line = m->line,
        .record = record_text(&c->made, mark_record(m)),
    };
}

bool
mark_comparable(
    const struct correlator *c, const struct mark *a, const struct mark *b)
{
    size_t spaces[] = {c->space_of[a->source], c->space_of[b->source]};
    bool alone = false;
    for (size_t i = 0; i < COUNTOF(spaces); i++) {
        const struct space *sp = &c->spaces[spaces[i]];
        if (sp->log && sp->home != NONE)
            spaces[i] = sp->home;
        alone = alone || (sp->log && sp->home == NONE);
    }
    return !alone || spaces[0] == spaces[1] ||
           c->spaces[spaces[0]].clock == c->spaces[spaces[1]].clock;
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
    int64_t ta = mark_tod(a);
    int64_t tb = mark_tod(b);
    if (a->source == b->source && ta != WHEN_UNKNOWN && tb != WHEN_UNKNOWN)
        return tb - ta;
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
    return KEY(&c->scratch, KEY_NUMBER(v[0]), KEY_NUMBER(v[n - 2]),
        KEY_NUMBER(v[n - 1]));
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
    return KEY(&c->scratch, KEY_NUMBER(space), s);
}

struct str
dialog_key(struct correlator *c, size_t space, struct str call_id)
{
    return space_key(c, space, callid_key(call_id));
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
    c->legs = GROW(c->legs, c->nlegs, c->caplegs);
    c->legs[c->nlegs] = (struct leg_state){
        .space = space,
        .ci = ci,
        .same = c->nlegs,
        .root = c->nlegs,
        .cause = -1,
        .next_same = NONE,
        .next_era = NONE,
        .consulted = NONE,
        .replaced = NONE,
        .bridged = NONE,
        .namings = NONE,
        .members = NONE,
        .crossings = NONE,
        .dialogs = NONE,
    };
    return c->nlegs++;
}

static uint64_t
leg_key(size_t space, int64_t ci, size_t era)
{
    enum { SPACE_SHIFT = 32, ERA_SHIFT = 52 };
    return (uint64_t)era << ERA_SHIFT | (uint64_t)space << SPACE_SHIFT |
           ((uint64_t)ci & UINT32_MAX);
}

size_t
leg_get(struct correlator *c, size_t space, int64_t ci)
{
    bool made = false;
    size_t era = era_fed_ci(c, space, ci, c->now_ms);
    size_t *i =
        map_put_u64(&c->leg_by_ci, leg_key(space, ci, era), c->nlegs, &made);
    size_t leg = *i;
    if (made)
        leg_new(c, space, ci);
    return leg;
}

size_t
leg_again(struct correlator *c, size_t space, int64_t ci)
{
    size_t era = era_fed_ci(c, space, ci, c->now_ms);
    size_t leg = leg_new(c, space, ci);
    *map_put_u64(&c->leg_by_ci, leg_key(space, ci, era), leg, NULL) = leg;
    return leg;
}

size_t
leg_find(const struct correlator *c, size_t space, int64_t ci)
{
    size_t era = era_fed_ci(c, space, ci, c->now_ms);
    size_t last = c->now_ms == WHEN_UNKNOWN && c->restarts ? c->neras : era;
    for (; era <= last; era++) {
        const size_t *i = map_get_u64(&c->leg_by_ci, leg_key(space, ci, era));
        if (i != NULL)
            return *i;
    }
    return NONE;
}

void
touch(
    struct correlator *c, int64_t event, size_t leg, size_t dialog, size_t conn)
{
    if (event > UINT32_MAX)
        die("more than %" PRIu32 " facts in a database", UINT32_MAX);
    if (leg != NONE && c->now_ms != WHEN_UNKNOWN)
        c->legs[leg].last_ms = c->now_ms;
    if (dialog != NONE && c->now_ms != WHEN_UNKNOWN)
        c->dialogs[dialog].last_ms = c->now_ms;
    c->touches = GROW(c->touches, c->ntouches, c->captouches);
    c->touches[c->ntouches++] = (struct touch){
        (uint32_t)event, dialog != NONE ? (uint32_t)dialog | TOUCH_DIALOG
                         : leg != NONE  ? (uint32_t)leg
                                        : TOUCH_NONE};
    if (conn == NONE)
        return;
    c->conn_touches =
        GROW(c->conn_touches, c->nconn_touches, c->capconn_touches);
    c->conn_touches[c->nconn_touches++] =
        (struct conn_touch){(uint32_t)event, (uint32_t)conn};
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
    c->pairs = GROW(c->pairs, c->npairs, c->cappairs);
    c->pairs[c->npairs++] =
        (struct pair_state){a, b, by, SURE_EXACT, *at, false, 0};
}

const struct ring_signal *
ring_find(const struct space *sp, uint64_t seq)
{
    for (size_t i = 0; i < RING; i++) {
        const struct ring_signal *r =
            &sp->ring[(sp->ring_at + RING - 1 - i) % RING];
        if (seq != 0 && r->seq == seq)
            return r;
    }
    return NULL;
}

uint64_t
record_seq(uint64_t packed)
{
    return packed >> RECORD_SUB_BITS;
}

struct str
record_text(struct arena *a, uint64_t packed)
{
    if (packed == 0)
        return (struct str){0};
    enum { SUB_DIGITS = 3 };
    uint64_t digits = packed >> RECORD_DIGITS_SHIFT;
    uint64_t seq = (packed & ((UINT64_C(1) << RECORD_DIGITS_SHIFT) - 1)) >>
                   RECORD_SUB_BITS;
    char *text = arena_bytes(a, STR_U64_MAX + 1 + SUB_DIGITS);
    char *end = str_put_u64(text, seq, digits);
    *end++ = '.';
    end = str_put_u64(end, packed & ((1 << RECORD_SUB_BITS) - 1), SUB_DIGITS);
    return (struct str){text, (size_t)(end - text)};
}

void *
state_trim(void *v, size_t *cap, size_t n, size_t size)
{
    if (n == 0 || n == *cap)
        return v;
    void *exact = realloc(v, n * size);
    *cap = exact ? n : *cap;
    return exact ? exact : v;
}

void *
state_grow(void *v, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap)
        return v;
    size_t room = *cap == 0 ? 16 : *cap + *cap / 2;
    if (room < want)
        room = want;
    void *grown = room > SIZE_MAX / size ? NULL : realloc(v, room * size);
    if (grown == NULL)
        die("out of memory");
    *cap = room;
    return grown;
}
