/* SPDX-License-Identifier: MIT
 *
 * Legs into calls. Everything that an identifier joins is one call: the two
 * halves of a CI on two nodes, CIs that signals or the call log pair, CIs of
 * one Cdcc, a dialog that joins or replaces another, one Call-ID or Session-ID
 * seen by two clusters. Each union keeps the statement that made it. FORMAT 9,
 * 19; FAILURES 4.1. */
#include <stdlib.h>
#include <string.h>

#include "call/joined.h"
#include "sip/callid.h"

size_t
leg_root(const struct correlator *c, size_t leg)
{
    while (c->legs[leg].root != leg) {
        c->legs[leg].root = c->legs[c->legs[leg].root].root;
        leg = c->legs[leg].root;
    }
    return leg;
}

void
link_join(struct correlator *c, struct joined *j, size_t a, size_t b,
    const struct pair_state *why)
{
    a = c->legs[a].same;
    b = c->legs[b].same;
    if (a == b)
        return;
    size_t ra = leg_root(c, a);
    size_t rb = leg_root(c, b);
    if (ra != rb)
        c->legs[ra < rb ? rb : ra].root = ra < rb ? ra : rb;
    bool made = false;
    uint64_t key = (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a);
    size_t *slot = map_put_u64(&j->bonded, key, j->nbonds, &made);
    struct bond bond = {
        .from = a,
        .to = b,
        .by = why->by,
        .sure = why->sure,
        .at = why->at,
        .next = NONE,
    };
    if (made) {
        j->bonds = GROW(j->bonds, j->nbonds, j->capbonds);
        j->bonds[j->nbonds++] = bond;
    } else if (str_starts(str_from(j->bonds[*slot].by), STR("calllog"))) {
        j->bonds[*slot] = bond; /* SDL says it too, with more around it */
    }
}

/* Whether the four numbers of an address in a Call-ID are this address. */
static bool
is_address(const struct callid_clock *clock, struct str address)
{
    struct str rest = address;
    for (size_t i = 0; i < COUNTOF(clock->ip); i++) {
        int64_t octet = 0;
        if (!str_to_i64(str_cut(&rest, '.'), &octet) || octet != clock->ip[i])
            return false;
    }
    return true;
}

/* Who began a dialog whose first INVITE is in no file: whoever made its
 * Call-ID. CUCM writes its own address into those it makes, in hex and behind
 * the @, where a scrubber may have changed it as it did elsewhere. Without a
 * FileHead that address is not known, but the peer's is. */
static bool
made_here(const struct correlator *c, const struct dialog *d)
{
    struct callid_clock clock;
    struct str own = c->spaces[d->space].address;
    struct str host = str_skip(d->call_id, str_find_byte(d->call_id, '@') + 1);
    if (own.n > 0 && str_eq(host, own))
        return true;
    if (str_eq(host, d->remote_ip) || !callid_clock_parse(d->call_id, &clock) ||
        !clock.has_ip)
        return false;
    if (own.n > 0 && is_address(&clock, own))
        return true;
    /* Of CUCM's form, but neither's: a phone does not make such. */
    if (d->far_guid.n == 0 && !d->trunk)
        return true;
    return own.n == 0 && !is_address(&clock, d->remote_ip);
}

/* The numbers in From and To stay those of the first INVITE as long as the
 * dialog lives. */
static void
describe_torn(struct correlator *c, struct leg_state *l, const struct dialog *d)
{
    bool in = d->began ? d->in : !made_here(c, d);
    /* The first CI of a RELEASE row need not be a caller's. */
    if (c->spaces[l->space].log && l->calling && !l->set_up && !in) {
        l->calling = false;
        l->called = true;
    }
    if (!l->calling && !l->called) {
        l->calling = in;
        l->called = !in;
    }
    bool seen = d->user_from[in].n > 0 || d->user_to[in].n > 0;
    struct str from = seen ? d->user_from[in] : d->user_to[!in];
    struct str to = seen ? d->user_to[in] : d->user_from[!in];
    if (l->number.n == 0)
        l->number = in ? from : to;
    if (l->other.n == 0 && in)
        l->other = to;
}

/* What a dialog's messages say of its leg. */
static void
describe_leg(struct correlator *c, size_t leg, const struct dialog *d)
{
    struct leg_state *l = &c->legs[leg];
    if (d->began) {
        l->began = true;
        l->calling = l->calling || d->in;
        l->called = l->called || !d->in;
    }
    /* What a trunk's far side says of its device is a phone's (FORMAT 9.6). */
    bool far = l->kind == KIND_TRUNK || d->far_guid.n > 0 || d->guid.n > 0;
    if (l->device.n == 0 && (d->trunk || d->phone || (!d->began && !far)))
        l->device = d->device;
    if (l->device.n == 0 && !far)
        l->device = d->device;
    /* A Cisco-Guid is on trunk legs only (FORMAT 9.6). */
    if (l->kind == KIND_UNKNOWN && (d->trunk || far))
        l->kind = KIND_TRUNK;
    if (l->kind == KIND_UNKNOWN && d->phone)
        l->kind = KIND_PHONE;
    /* Call logs: the last member of a hunt was given the leg. */
    bool other = c->spaces[l->space].log && l->members != NONE &&
                 !str_eq(l->device, d->device);
    if (l->ip.n == 0 && !other)
        l->ip = d->remote_ip;
    /* The Request-URI to a phone names its registration, not its number. */
    if (l->number.n == 0 && d->began)
        l->number = d->in          ? d->from_user
                    : d->to_user.n ? d->to_user
                                   : d->uri_user;
    if (l->other.n == 0 && d->began && d->in)
        l->other = d->uri_user.n ? d->uri_user : d->to_user;
    if (d->from_user.n == 0 && d->to_user.n == 0)
        describe_torn(c, l, d); /* its INVITE is in no SDL file */
    else if (d->began)
        l->began_sdl = true;
    mark_first_log(c, &l->first, &d->first);
}

static bool
speaks_of_call(const struct dialog *d)
{
    return d->invite || mark_set(&d->bye) || mark_set(&d->cancel);
}

/* Legs that only messages name, so that merge_legs sees them too. */
static void
make_legs(struct correlator *c)
{
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        if (d->same != i || d->ci == 0 || !speaks_of_call(d))
            continue;
        c->now_ms = mark_own_utc(c, &d->first);
        size_t leg = leg_get(c, d->space, d->ci);
        leg_seen(c, leg, d->last_ms, d->space);
        mark_first(c, &c->legs[leg].first, &d->first);
    }
    c->now_ms = WHEN_UNKNOWN;
}

static size_t
leg_of_dialog(const struct correlator *c, const struct dialog *d)
{
    return d->ci != 0 ? leg_at(c, d->space, d->ci, &d->first) : NONE;
}

static void
place_dialogs(struct correlator *c)
{
    for (size_t i = c->ndialogs; i-- > 0;) {
        struct dialog *d = &c->dialogs[i];
        if (d->same != i || !speaks_of_call(d))
            continue;
        size_t leg = leg_of_dialog(c, d);
        if (leg == NONE)
            leg = leg_new(c, d->space, d->ci);
        leg_seen(c, leg, d->last_ms, d->space);
        d->leg = leg;
        d->next = c->legs[leg].dialogs;
        c->legs[leg].dialogs = i;
        describe_leg(c, leg, d);
    }
    for (size_t i = 0; i < c->ndialogs; i++)
        if (c->dialogs[i].same != i)
            c->dialogs[i].leg = c->dialogs[c->dialogs[i].same].leg;
}

static void
join_pairs(struct correlator *c, struct joined *j)
{
    for (size_t i = 0; i < c->npairs; i++)
        link_join(c, j, c->pairs[i].a, c->pairs[i].b, &c->pairs[i]);
}

/* A built-in bridge's number: "b00" and digits (FORMAT 12). */
bool
is_bridge_number(struct str s)
{
    if (s.n < 6 || !str_starts(s, STR("b00")))
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* Marks all legs that hang together with a bridge or a recorder, before they
 * are tied to the call that is recorded. */
static void
mark_recordings(struct correlator *c)
{
    bool *recording = arena_array(&c->made, c->nlegs + 1, sizeof(bool));
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg_state *l = &c->legs[i];
        bool bridge = l->kind == KIND_BRIDGE || is_bridge_number(l->number);
        for (size_t d = l->dialogs; d != NONE; d = c->dialogs[d].next)
            bridge = bridge || dialog_refers(&c->dialogs[d])->refci != 0 ||
                     (dialog_refers(&c->dialogs[d])->join.n > 0 &&
                         !c->dialogs[d].in);
        if (l->same == i && bridge)
            recording[leg_root(c, i)] = true;
    }
    for (size_t i = 0; i < c->nlegs; i++)
        if (c->legs[i].same == i && recording[leg_root(c, i)])
            c->legs[i].recording = true;
}

/* "call-id;from-tag=x;to-tag=y" of Join and Replaces -> the leg it names. */
static size_t
leg_of_reference(struct correlator *c, const struct dialog *d, struct str ref)
{
    struct str rest = ref;
    struct str call_id = str_trim(str_cut(&rest, ';'));
    while (rest.n > 0) {
        struct str part = str_trim(str_cut(&rest, ';'));
        struct str key = str_cut(&part, '=');
        struct cucm_tag t;
        if (str_ends(key, STR("-tag")) && cucm_tag_parse(part, &t)) {
            size_t leg = leg_at(c, d->space, t.ci, &d->first);
            if (leg != NONE)
                return leg;
        }
    }
    for (size_t s = 0; s < c->nspaces; s++) {
        const size_t *i = map_get(&c->dialog_by_id, dialog_key(c, s, call_id));
        if (i != NULL && c->dialogs[*i].leg != NONE)
            return c->dialogs[*i].leg;
    }
    return NONE;
}

static void
join_by(struct correlator *c, struct joined *j, const struct mark *at,
    size_t dialog, size_t leg, const char *by)
{
    const struct dialog *d = &c->dialogs[dialog];
    if (leg == NONE || d->leg == NONE)
        return;
    struct pair_state why = {0, 0, by, SURE_EXACT, *at, false, 0};
    link_join(c, j, leg, d->leg, &why);
}

/* Who takes another one's place in his call, once he is let in (RFC 3891). */
static void
join_replaced(struct correlator *c, struct joined *j, size_t dialog)
{
    const struct dialog *d = &c->dialogs[dialog];
    size_t old = leg_of_reference(c, d, dialog_refers(d)->replaces);
    join_by(
        c, j, &dialog_refers(d)->replaces_at, dialog, old, "replaces header");
    if (old != NONE && d->in && mark_set(&d->answered) &&
        c->legs[d->leg].same != c->legs[old].same)
        c->legs[c->legs[old].same].replaced = c->legs[d->leg].same;
}

/* The far side's tag names its cluster and its CI there. */
static void
join_far(struct correlator *c, struct joined *j, size_t dialog)
{
    const struct dialog *d = &c->dialogs[dialog];
    if (d->far_ci == 0)
        return;
    for (size_t k = 0; k < c->nclusters; k++)
        if (k != c->spaces[d->space].cluster &&
            str_eq(c->clusters[k].guid, d->far_guid))
            join_by(c, j, &d->far_at, dialog,
                leg_far(c, k, d->far_ci, &d->first), "far tag");
}

static void
join_dialogs(struct correlator *c, struct joined *j)
{
    struct map by_id;
    map_init(&by_id, &c->made);
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        if (d->same != i || d->leg == NONE)
            continue;
        if (dialog_refers(d)->join.n > 0)
            join_by(c, j, &dialog_refers(d)->join_at, i,
                leg_of_reference(c, d, dialog_refers(d)->join), "join header");
        if (dialog_refers(d)->replaces.n > 0)
            join_replaced(c, j, i);
        if (dialog_refers(d)->refci != 0)
            join_by(c, j, &dialog_refers(d)->refci_at, i,
                leg_at(c, d->space, dialog_refers(d)->refci, &d->first),
                "x-refci");
        bool made = false;
        size_t *first = map_put(&by_id, callid_key(d->call_id), i, &made);
        if (!made)
            join_by(c, j, &d->first, i, c->dialogs[*first].leg, "call-id");
        join_far(c, j, i);
        arena_reset(&c->scratch);
    }
}

/* Legs of a device, newest first: map of the name to the first, then next. */
struct device_legs {
    struct map first;
    size_t *next;
    struct map bridges; /* number of a bridge -> a leg that has its device */
};

static void
device_legs_init(struct correlator *c, struct device_legs *v)
{
    map_init(&v->first, &c->made);
    map_init(&v->bridges, &c->made);
    v->next = arena_array(&c->made, c->nlegs + 1, sizeof(size_t));
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg_state *l = &c->legs[i];
        v->next[i] = NONE;
        if (l->same != i || l->device.n == 0)
            continue;
        if (is_bridge_number(l->number))
            map_put(&v->bridges, l->number, i, NULL);
        if (l->recording)
            continue;
        bool made = false;
        size_t *slot = map_put(&v->first, l->device, i, &made);
        if (!made)
            v->next[i] = *slot;
        *slot = i;
    }
}

/* Whether b began while a was up, give or take. */
static bool
began_during(const struct correlator *c, size_t a, size_t b, int64_t near_ms)
{
    const struct leg_state *x = &c->legs[a];
    const struct leg_state *y = &c->legs[b];
    if (mark_span(c, &x->first, &y->first) < -near_ms)
        return false;
    if (!mark_set(&x->end))
        return leg_lasts(c, a, &y->first);
    return mark_span(c, &y->first, &x->end) >= -near_ms;
}

enum { NEAR_MS = 10000 };

bool
link_during(const struct correlator *c, size_t a, size_t b)
{
    return began_during(c, a, b, NEAR_MS);
}

static bool
ended_before(const struct correlator *c, size_t a, size_t b)
{
    return mark_set(&c->legs[a].end) &&
           mark_span(c, &c->legs[b].first, &c->legs[a].end) < 0;
}

/* The phone that this leg records: its own device, else that of its bridge as
 * another stream tells it. Empty = unknown. */
static struct str
recorded_device(
    const struct correlator *c, const struct device_legs *v, size_t recording)
{
    const struct leg_state *r = &c->legs[recording];
    if (r->device.n > 0 || !is_bridge_number(r->number))
        return r->device;
    const size_t *bridge = map_get(&v->bridges, r->number);
    return bridge ? c->legs[*bridge].device : r->device;
}

/* The leg of the phone that this leg records: the newest that was up then,
 * else the newest that was up about then. */
static size_t
recorded_leg(
    const struct correlator *c, const struct device_legs *v, size_t recording)
{
    static const int64_t near_ms[] = {0, NEAR_MS};
    struct str device = recorded_device(c, v, recording);
    const size_t *first = device.n > 0 ? map_get(&v->first, device) : NULL;
    for (size_t i = 0; i < COUNTOF(near_ms) && first != NULL; i++)
        for (size_t k = *first; k != NONE; k = v->next[k])
            if (began_during(c, k, recording, near_ms[i]) &&
                !ended_before(c, recording, k))
                return k;
    return NONE;
}

/* A recording whose own INVITE is in no file names no CI: the phone that it
 * records is the only bond, and it is a guess. */
static void
join_recordings(struct correlator *c, struct joined *j)
{
    struct device_legs by_device;
    device_legs_init(c, &by_device);
    bool *tied = arena_array(&c->made, c->nlegs + 1, sizeof(bool));
    for (size_t i = 0; i < c->nlegs; i++)
        if (c->legs[i].same == i && !c->legs[i].recording)
            tied[leg_root(c, i)] = true;
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg_state *r = &c->legs[i];
        if (r->same != i || !r->recording || tied[leg_root(c, i)])
            continue;
        size_t k = recorded_leg(c, &by_device, i);
        if (k == NONE)
            continue;
        struct pair_state why = {
            0, 0, "device and time", SURE_INFERRED, r->first, false, 0};
        link_join(c, j, k, i, &why);
        tied[leg_root(c, i)] = true;
    }
}

/* Whether a set of legs is a call: an INVITE, a setup, or the release of one.
 * A phone that goes off hook and on again has a CI and its release, too. */
static bool
leg_counts(const struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    if (l->calling || l->called || l->cause_from_log || mark_set(&l->hung_up))
        return true;
    return l->dialogs != NONE;
}

static int
compare_size(const void *pa, const void *pb)
{
    size_t a = *(const size_t *)pa;
    size_t b = *(const size_t *)pb;
    return a < b ? -1 : a > b;
}

static void
collect_calls(struct correlator *c, struct joined *j)
{
    size_t n = c->nlegs;
    size_t *count = arena_array(&c->made, n + 1, sizeof(size_t));
    bool *real = arena_array(&c->made, n + 1, sizeof(bool));
    size_t ncalls = 0;
    for (size_t i = 0; i < n; i++) {
        if (c->legs[i].same != i)
            continue;
        size_t root = leg_root(c, i);
        count[root]++;
        ncalls += !real[root] && leg_counts(c, i);
        real[root] = real[root] || leg_counts(c, i);
    }
    j->call_of_leg = arena_array(&c->arena, n + 1, sizeof(size_t));
    j->calls = arena_array(&c->arena, ncalls + 1, sizeof(*j->calls));
    size_t *call_of_root = arena_array(&c->made, n + 1, sizeof(size_t));
    for (size_t i = 0; i < n; i++) {
        call_of_root[i] = NONE;
        j->call_of_leg[i] = NONE;
    }
    for (size_t i = 0; i < n; i++) {
        if (c->legs[i].same != i || !real[leg_root(c, i)])
            continue;
        size_t root = leg_root(c, i);
        if (call_of_root[root] == NONE) {
            call_of_root[root] = j->ncalls;
            j->calls[j->ncalls++] = (struct call_state){
                .legs = arena_array(&c->arena, count[root], sizeof(size_t)),
                .calling = NONE,
                .called = NONE,
                .cause = -1,
                .bonds = NONE,
            };
        }
        struct call_state *k = &j->calls[call_of_root[root]];
        k->legs[k->nlegs++] = i;
        j->call_of_leg[i] = call_of_root[root];
    }
    for (size_t i = 0; i < n; i++)
        if (c->legs[i].same != i)
            j->call_of_leg[i] = j->call_of_leg[c->legs[i].same];
    for (size_t i = 0; i < j->ncalls; i++)
        qsort(
            j->calls[i].legs, j->calls[i].nlegs, sizeof(size_t), compare_size);
}

/* Whether only call logs tell of this leg. */
static bool
leg_is_logged(const struct correlator *c, size_t leg)
{
    for (size_t s = leg; s != NONE; s = c->legs[s].next_same)
        if (!c->spaces[c->legs[s].space].log)
            return false;
    for (size_t d = c->legs[leg].dialogs; d != NONE; d = c->dialogs[d].next)
        if (!c->spaces[c->dialogs[d].space].log)
            return false;
    return true;
}

static void
mark_logged(struct correlator *c, struct call_state *k)
{
    k->logged = true;
    for (size_t i = 0; i < k->nlegs; i++)
        k->logged = k->logged && leg_is_logged(c, k->legs[i]);
}

void
link_finish(struct correlator *c, struct joined *j)
{
    map_init(&j->bonded, &c->made);
    merge_dialogs(c);
    make_legs(c);
    merge_legs(c);
    place_dialogs(c);
    trunk_kinds(c);
    trunk_names(c);
    for (size_t i = 0; i < c->nlegs; i++)
        c->legs[i].root = c->legs[i].same;
    join_pairs(c, j);
    mark_recordings(c);
    join_dialogs(c, j);
    session_join(c, j);
    join_recordings(c, j);
    collect_calls(c, j);
    for (size_t i = 0; i < j->ncalls; i++)
        mark_logged(c, &j->calls[i]);
    /* j->bonded stays for party_finish, which resets c->made. */
}
