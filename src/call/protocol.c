/* SPDX-License-Identifier: MIT
 *
 * Messages of other protocols in: which leg each is about, and what it does not
 * say itself. FORMAT 9.4, 13, 14.
 *
 * MGCP: CUCM writes the leg's CI into the call id of its commands; what has
 * none is of the leg that the endpoint carries, and a response is of the
 * command of its transaction. Q.931: the process of a leg sends the messages
 * of its call reference; what came before on that reference is its, too. SCCP:
 * the call reference is the CI; what has none is of the call that the phone is
 * in, or is about to make. CTI: call handles have the CI. */
#include "call/feed.h"

enum {
    WAITING = 24, /* messages that wait for their leg, the newest */
    OPEN = 64,    /* commands without a response, of a gateway */
};

/* What messages follow one another on: a call reference of a D-channel, an
 * MGCP endpoint, a phone. */
struct thread {
    size_t space;
    size_t leg; /* NONE */
    int64_t ci; /* the same, of a leg that no row told of yet; 0 */
    int64_t waiting[WAITING];
    size_t nwaiting;
    struct str device; /* of a phone */
    size_t isdn;       /* of a gateway's own account: its call; NONE */
};

/* A call on a PRI as its gateway tells: no CI, only numbers, the call reference
 * and time; or the same call as CUCM tells that has the gateway's D-channel. */
struct isdn_call {
    size_t space;
    struct mark setup;
    struct str calling, called, ref;
    bool out; /* the setup was sent */
    int64_t events[WAITING];
    size_t n;
};

/* A command that waits for its response. */
struct command {
    int64_t id; /* 0 = free */
    struct str name;
    struct thread *endpoint;
    size_t leg;
};

struct gateway {
    struct command open[OPEN];
    size_t at;
};

/* What the lines before a message of one signal said. */
struct before {
    uint64_t channel_seq, sender_seq;
    struct str dchannel, address;
    size_t leg;
};

/* A message of a leg that no row told of yet. */
struct late {
    int64_t event, ci;
    size_t space;
};

struct protocols {
    struct map threads_of, gateways_of, user_legs, spaces;
    struct thread **threads;
    size_t nthreads, capthreads;
    struct gateway **gateways;
    size_t ngateways, capgateways;
    struct before *before;
    size_t nbefore, capbefore;
    struct late *late;
    size_t nlate, caplate;
    struct isdn_call *isdn, *backhaul;
    size_t nisdn, capisdn, nbackhaul, capbackhaul;
};

void
protocol_open(struct correlator *c)
{
    struct arena *a = &c->fed;
    struct protocols *p = arena_alloc(a, sizeof(*p));
    map_init(&p->threads_of, a);
    map_init(&p->gateways_of, a);
    map_init(&p->user_legs, a);
    map_init(&p->spaces, a);
    c->protocols = p;
}

static struct thread *
thread_of(struct correlator *c, size_t space, const char *kind, struct str name)
{
    struct protocols *p = c->protocols;
    bool made;
    struct str key =
        str_fmt(&c->scratch, "%zu|%s|" STR_FMT, space, kind, STR_ARG(name));
    size_t i = *map_put(&p->threads_of, key, p->nthreads, &made);
    if (!made)
        return p->threads[i];
    p->threads = arena_grow(&c->fed, p->threads, &p->capthreads,
        p->nthreads + 1, sizeof(struct thread *));
    struct thread *t = arena_alloc(&c->fed, sizeof(*t));
    t->leg = t->isdn = NONE;
    t->space = space;
    return p->threads[p->nthreads++] = t;
}

static struct gateway *
gateway_of(struct correlator *c, size_t space, const struct row_protocol *r,
    struct str asked)
{
    struct protocols *p = c->protocols;
    bool made;
    struct str key = str_fmt(&c->scratch, "%zu|" STR_FMT "|" STR_FMT, space,
        STR_ARG(asked), STR_ARG(r->remote_ip));
    size_t i = *map_put(&p->gateways_of, key, p->ngateways, &made);
    if (!made)
        return p->gateways[i];
    p->gateways = arena_grow(&c->fed, p->gateways, &p->capgateways,
        p->ngateways + 1, sizeof(struct gateway *));
    struct gateway *g = arena_alloc(&c->fed, sizeof(*g));
    return p->gateways[p->ngateways++] = g;
}

static struct before *
before_of(struct correlator *c, size_t space)
{
    struct protocols *p = c->protocols;
    bool made;
    size_t i = *map_put_u64(&p->spaces, space, p->nbefore, &made);
    if (made) {
        p->before = arena_grow(&c->fed, p->before, &p->capbefore,
            p->nbefore + 1, sizeof(*p->before));
        p->before[p->nbefore++] = (struct before){.leg = NONE};
    }
    return &p->before[i];
}

/* What the store is to add to a message. */
static struct protocol_tie *
tie_add(struct correlator *c, int64_t event)
{
    c->ties = GROW(c->ties, c->nties, c->capties);
    c->ties[c->nties] =
        (struct protocol_tie){.event = event, .sure = SURE_EXACT};
    return &c->ties[c->nties++];
}

static void
late_add(struct correlator *c, size_t space, int64_t ci, int64_t event)
{
    struct protocols *p = c->protocols;
    p->late = arena_grow(
        &c->fed, p->late, &p->caplate, p->nlate + 1, sizeof(*p->late));
    p->late[p->nlate++] = (struct late){event, ci, space};
}

static void
thread_add(struct correlator *c, struct thread *t, int64_t event)
{
    if (t->leg != NONE) {
        touch(c, event, t->leg, NONE, NONE);
        return;
    }
    if (t->ci != 0) {
        late_add(c, t->space, t->ci, event);
        return;
    }
    if (t->nwaiting == WAITING) {
        for (size_t i = 1; i < WAITING; i++)
            t->waiting[i - 1] = t->waiting[i];
        t->nwaiting--;
    }
    t->waiting[t->nwaiting++] = event;
}

/* leg NONE: it is ci's, when that is known. */
static void
thread_tie(struct correlator *c, struct thread *t, size_t leg, int64_t ci)
{
    size_t n = t->nwaiting;
    t->leg = leg;
    t->ci = leg == NONE ? ci : 0;
    t->nwaiting = 0;
    for (size_t i = 0; i < n; i++)
        thread_add(c, t, t->waiting[i]);
}

static void
thread_end(struct thread *t)
{
    t->leg = NONE;
    t->ci = 0;
    t->nwaiting = 0;
}

/* --- MGCP ----------------------------------------------------------------- */

static void
mgcp_response(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    bool in = str_eq(r->direction, STR("in"));
    struct gateway *g = gateway_of(c, space, r, in ? STR("out") : STR("in"));
    int64_t id = 0;
    if (!str_to_i64(r->transaction, &id) || id == 0)
        return;
    for (size_t i = 0; i < OPEN; i++) {
        struct command *k = &g->open[i];
        if (k->id != id)
            continue;
        tie_add(c, row->at.event)->answers = k->name;
        if (k->leg != NONE)
            touch(c, row->at.event, k->leg, NONE, NONE);
        if (r->status < 200) /* a final one will follow: 3435 3.5.6 */
            return;
        if (str_eq(k->name, STR("DLCX")) && r->status < 300 && k->endpoint)
            thread_end(k->endpoint);
        *k = (struct command){0};
        return;
    }
}

static void
mgcp_command(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    struct thread *t = thread_of(c, space, "mgcp", r->device);
    size_t leg = r->ci != 0 ? leg_find(c, space, r->ci) : NONE;
    if (leg != NONE) {
        thread_end(t);
        t->leg = leg;
    } else if (r->ci != 0) {
        thread_end(t); /* of a call that is not in the traces */
    }
    if (t->leg != NONE)
        touch(c, row->at.event, t->leg, NONE, NONE);
    struct gateway *g = gateway_of(c, space, r, r->direction);
    int64_t id = 0;
    if (!str_to_i64(r->transaction, &id))
        return;
    g->open[g->at] = (struct command){id, keep(c, r->name), t, t->leg};
    g->at = (g->at + 1) % OPEN;
}

/* --- Q.931 ---------------------------------------------------------------- */

/* "fe0200c0", last octet first, is 192.0.2.254. */
static struct str
address_text(struct correlator *c, struct str hex)
{
    uint64_t v = 0;
    if (!str_to_hex(hex, &v) || v == 0)
        return (struct str){0};
    return str_fmt(&c->scratch, "%u.%u.%u.%u", (unsigned)(v & 255),
        (unsigned)(v >> 8 & 255), (unsigned)(v >> 16 & 255),
        (unsigned)(v >> 24 & 255));
}

static struct isdn_call
isdn_setup(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    return (struct isdn_call){.space = space,
        .setup = c->at,
        .calling = keep(c, r->calling),
        .called = keep(c, r->called),
        .ref = keep(c, r->ref),
        .out = str_eq(r->direction, STR("out"))};
}

/* A gateway's debug output has nothing but numbers to tie it to SIP. */
static void
isdn_message(struct correlator *c, struct thread *t, const struct row *row)
{
    struct protocols *p = c->protocols;
    const struct row_protocol *r = &row->u.protocol;
    if (str_eq(r->name, STR("SETUP"))) {
        p->isdn = arena_grow(
            &c->fed, p->isdn, &p->capisdn, p->nisdn + 1, sizeof(*p->isdn));
        p->isdn[p->nisdn] = isdn_setup(c, t->space, row);
        t->isdn = p->nisdn++;
    }
    if (t->isdn == NONE)
        return;
    struct isdn_call *k = &p->isdn[t->isdn];
    if (k->n < WAITING)
        k->events[k->n++] = row->at.event;
    tie_add(c, row->at.event)->sure = SURE_INFERRED;
    if (str_eq(r->name, STR("RELEASE COMPLETE")))
        t->isdn = NONE;
}

static bool
same_end(struct str a, struct str b)
{
    enum { DIGITS_MIN = 3 };
    return a.n >= DIGITS_MIN && b.n >= DIGITS_MIN &&
           (str_ends(a, b) || str_ends(b, a));
}

/* The dialog with the same numbers that began about then; NONE. */
static size_t
isdn_dialog(const struct correlator *c, const struct isdn_call *k)
{
    enum { NEAR_MS = 3000 };
    size_t best = NONE;
    int64_t least = NEAR_MS + 1;
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        if (d->space != k->space || !same_end(d->to_user, k->called) ||
            (k->calling.n > 0 && !same_end(d->from_user, k->calling)))
            continue;
        int64_t ms = mark_span(c, &k->setup, &d->first);
        ms = ms == INT64_MIN ? least : ms < 0 ? -ms : ms;
        if (ms < least) {
            least = ms;
            best = i;
        }
    }
    return best;
}

/* Legs of the setups that CUCM tells of. */
static void
index_backhaul(struct correlator *c, struct map *legs)
{
    const struct protocols *p = c->protocols;
    map_init(legs, &c->made);
    for (size_t i = 0; i < p->nbackhaul; i++)
        map_put_u64(legs, (uint64_t)p->backhaul[i].setup.event, NONE, NULL);
    for (size_t i = 0; p->nbackhaul > 0 && i < c->ntouches; i++) {
        size_t *leg = map_get_u64(legs, c->touches[i].event);
        if (leg && !(c->touches[i].what & TOUCH_DIALOG))
            *leg = c->touches[i].what;
    }
}

/* The leg of the setup at the other end of the D-channel: sent there what came
 * in here, the same reference and numbers, at about the same time; NONE. */
static size_t
isdn_leg(const struct correlator *c, const struct isdn_call *k,
    const struct map *legs)
{
    enum { NEAR_MS = 60000 }; /* a gateway's clock is its own */
    const struct protocols *p = c->protocols;
    size_t best = NONE;
    int64_t least = NEAR_MS + 1;
    for (size_t i = 0; i < p->nbackhaul; i++) {
        const struct isdn_call *o = &p->backhaul[i];
        if (o->out == k->out || !str_eq(o->ref, k->ref) ||
            !str_eq(o->called, k->called) || !str_eq(o->calling, k->calling))
            continue;
        int64_t ms = mark_span(c, &k->setup, &o->setup);
        ms = ms == INT64_MIN ? least : ms < 0 ? -ms : ms;
        const size_t *leg = map_get_u64(legs, (uint64_t)o->setup.event);
        if (ms < least && leg && *leg != NONE) {
            least = ms;
            best = *leg;
        }
    }
    return best;
}

static void
q931_message(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    struct before *b = before_of(c, space);
    uint64_t seq = record_seq(mark_record(&c->at));
    bool known = seq != 0 && b->channel_seq == seq;
    if (known && r->remote_ip.n == 0)
        tie_add(c, row->at.event)->remote_ip = keep(c, b->address);
    struct str key = str_fmt(&c->scratch, STR_FMT "|" STR_FMT "|" STR_FMT,
        STR_ARG(known ? b->dchannel : r->dchannel),
        STR_ARG(known ? b->address : STR("")), STR_ARG(r->ref));
    struct thread *t = thread_of(c, space, "q931", key);
    if (c->spaces[space].kind == SOURCE_IOS) {
        isdn_message(c, t, row);
        return;
    }
    if (str_eq(r->name, STR("SETUP"))) {
        struct protocols *p = c->protocols;
        thread_end(t);
        p->backhaul = arena_grow(&c->fed, p->backhaul, &p->capbackhaul,
            p->nbackhaul + 1, sizeof(*p->backhaul));
        p->backhaul[p->nbackhaul++] = isdn_setup(c, space, row);
    }
    size_t sender =
        seq != 0 && b->sender_seq == seq && str_eq(r->direction, STR("out"))
            ? b->leg
            : NONE;
    if (sender != NONE)
        thread_tie(c, t, sender, 0);
    thread_add(c, t, row->at.event);
    if (str_eq(r->name, STR("RELEASE COMPLETE")))
        thread_end(t);
}

/* --- SCCP ----------------------------------------------------------------- */

static struct thread *
phone_of(struct correlator *c, size_t space, int64_t instance)
{
    return thread_of(
        c, space, "sccp", str_fmt(&c->scratch, "%lld", (long long)instance));
}

/* What a phone in a call, or about to make one, sends and is sent. */
static bool
is_of_call(struct str name)
{
    static const struct str prefixes[] = {STR_INIT("OffHook"),
        STR_INIT("OnHook"), STR_INIT("HookFlash"), STR_INIT("KeypadButton"),
        STR_INIT("SoftKeyEvent"), STR_INIT("Enbloc"), STR_INIT("Stimulus"),
        STR_INIT("StartTone"), STR_INIT("StopTone"), STR_INIT("SetRinger"),
        STR_INIT("SetSpeaker"), STR_INIT("SetMicro"), STR_INIT("SetLamp"),
        STR_INIT("DialedNumber"), STR_INIT("ActivateCallPlane"),
        STR_INIT("DeactivateCallPlane"), STR_INIT("SelectSoftKeys"),
        STR_INIT("Call"), STR_INIT("Display"), STR_INIT("ClearPrompt"),
        STR_INIT("OpenReceive"), STR_INIT("OpenMultiMedia"),
        STR_INIT("CloseReceive"), STR_INIT("CloseMultiMedia"),
        STR_INIT("StartMedia"), STR_INIT("StopMedia"),
        STR_INIT("StartMultiMedia"), STR_INIT("StopMultiMedia"),
        STR_INIT("ConnectionStatistics"), STR_INIT("Port")};
    for (size_t i = 0; i < COUNTOF(prefixes); i++)
        if (str_starts_nocase(name, prefixes[i]))
            return true;
    return false;
}

static void
sccp_message(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    size_t leg = r->ci != 0 ? leg_find(c, space, r->ci) : NONE;
    struct thread *t = r->instance > 0 ? phone_of(c, space, r->instance) : NULL;
    if (t)
        keep_once(c, &t->device, r->device);
    if (t && t->device.n > 0 && r->device.n == 0)
        tie_add(c, row->at.event)->device = t->device;
    if (r->ci != 0 && t)
        thread_tie(c, t, leg, r->ci);
    if (leg != NONE)
        touch(c, row->at.event, leg, NONE, NONE);
    else if (r->ci != 0)
        late_add(c, space, r->ci, row->at.event);
    else if (t && is_of_call(r->name)) {
        thread_add(c, t, row->at.event);
        struct protocol_tie *tie = c->nties > 0 ? &c->ties[c->nties - 1] : NULL;
        if (!tie || tie->event != row->at.event)
            tie = tie_add(c, row->at.event);
        tie->sure = SURE_INFERRED;
    }
    bool idle = str_eq(r->name, STR("OnHook")) ||
                (str_eq(r->name, STR("CallState")) && r->call_state == 2);
    if (t && idle)
        thread_end(t);
}

/* --- CTI ------------------------------------------------------------------ */

static void
cti_message(struct correlator *c, size_t space, const struct row *row)
{
    int64_t ci = row->u.protocol.ci;
    size_t leg = leg_find(c, space, ci);
    if (leg != NONE)
        touch(c, row->at.event, leg, NONE, NONE);
    else
        late_add(c, space, ci, row->at.event);
}

/* --- rows in -------------------------------------------------------------- */

void
protocol_signal(
    struct correlator *c, size_t space, const struct row *row, size_t leg)
{
    const struct row_signal *s = &row->u.signal;
    const struct str processes[] = {s->to_process, s->from_process};
    for (size_t i = 0; i < COUNTOF(processes); i++) {
        if (!str_starts(processes[i], STR("MGCPpn9cuser(")) &&
            !str_starts(processes[i], STR("H225Cdpc(")))
            continue;
        struct str key = process_key(c, processes[i]);
        if (key.n > 0)
            *map_put(&c->protocols->user_legs, space_key(c, space, key), leg,
                NULL) = leg;
    }
}

static void
feed_channel(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    struct before *b = before_of(c, space);
    b->channel_seq = record_seq(mark_record(&c->at));
    b->dchannel = keep(c, r->dchannel);
    b->address = keep(c, address_text(c, r->address));
}

static void
feed_sender(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    struct before *b = before_of(c, space);
    struct str key = process_key(c, r->from_process);
    const size_t *leg =
        key.n > 0 ? map_get(&c->protocols->user_legs, space_key(c, space, key))
                  : NULL;
    b->sender_seq = record_seq(mark_record(&c->at));
    b->leg = leg ? *leg : NONE;
}

void
feed_protocol(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_protocol *r = &row->u.protocol;
    if (str_eq(r->what, STR("channel"))) {
        feed_channel(c, space, row);
    } else if (str_eq(r->what, STR("sender"))) {
        feed_sender(c, space, row);
    } else if (str_eq(r->what, STR("device")) && r->instance > 0) {
        struct thread *t = phone_of(c, space, r->instance);
        size_t leg = r->ci != 0 ? leg_find(c, space, r->ci) : NONE;
        keep_last(c, &t->device, r->device);
        if (r->ci != 0)
            thread_tie(c, t, leg, r->ci);
    } else if (str_eq(r->protocol, STR("MGCP"))) {
        if (r->status > 0)
            mgcp_response(c, space, row);
        else
            mgcp_command(c, space, row);
    } else if (str_eq(r->protocol, STR("SCCP"))) {
        sccp_message(c, space, row);
    } else if (str_eq(r->protocol, STR("CTI"))) {
        cti_message(c, space, row);
    } else {
        q931_message(c, space, row);
    }
}

void
protocol_finish(struct correlator *c)
{
    const struct protocols *p = c->protocols;
    struct map legs;
    for (size_t i = 0; i < p->nlate; i++) {
        size_t leg = leg_find(c, p->late[i].space, p->late[i].ci);
        if (leg != NONE)
            touch(c, p->late[i].event, leg, NONE, NONE);
    }
    index_backhaul(c, &legs);
    for (size_t i = 0; i < p->nisdn; i++) {
        size_t dialog = isdn_dialog(c, &p->isdn[i]);
        size_t leg = dialog == NONE ? isdn_leg(c, &p->isdn[i], &legs) : NONE;
        bool none = dialog == NONE && leg == NONE;
        for (size_t k = 0; !none && k < p->isdn[i].n; k++)
            touch(c, p->isdn[i].events[k], leg, dialog, NONE);
    }
    arena_reset(&c->made);
    c->protocols = NULL;
}
