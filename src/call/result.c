/* SPDX-License-Identifier: MIT
 *
 * The joined calls and connections as the model's structs: numbered by time,
 * with their lists, and every fact tied to what it belongs to. */
#include "call/path.h"

#include <stdlib.h>
#include <string.h>

static int64_t
start_utc(const struct correlator *c, const struct call_state *k)
{
    return mark_when(c, &k->start).utc_ms;
}

struct sort_key {
    bool dated;
    int64_t utc_ms;
    struct mark at;
    size_t index;
};

static int
compare_key(const void *pa, const void *pb)
{
    const struct sort_key *a = pa;
    const struct sort_key *b = pb;
    if (a->dated != b->dated)
        return a->dated ? 1 : -1; /* undated first, in file order */
    if (a->dated && a->utc_ms != b->utc_ms)
        return a->utc_ms < b->utc_ms ? -1 : 1;
    if (a->at.source != b->at.source)
        return a->at.source < b->at.source ? -1 : 1;
    if (a->at.event != b->at.event)
        return a->at.event < b->at.event ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Call numbers by start, from 1. */
static void
number_calls(struct correlator *c, struct joined *j)
{
    struct sort_key *keys = arena_array(&c->made, j->ncalls + 1, sizeof(*keys));
    for (size_t i = 0; i < j->ncalls; i++) {
        int64_t utc = start_utc(c, &j->calls[i]);
        keys[i] =
            (struct sort_key){utc != WHEN_UNKNOWN, utc, j->calls[i].start, i};
    }
    qsort(keys, j->ncalls, sizeof(*keys), compare_key);
    j->order = arena_array(&c->arena, j->ncalls + 1, sizeof(size_t));
    for (size_t i = 0; i < j->ncalls; i++) {
        j->order[i] = keys[i].index;
        j->calls[keys[i].index].number = (int64_t)i + 1;
    }
    arena_reset(&c->made);
}

/* A growing list of different texts. */
struct list {
    struct str *v;
    size_t n, cap;
};

static void
list_add(struct correlator *c, struct list *l, struct str s)
{
    if (s.n == 0)
        return;
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->v[i], s))
            return;
    l->v = arena_grow(&c->made, l->v, &l->cap, l->n + 1, sizeof(*l->v));
    l->v[l->n++] = s;
}

enum leg_purpose
leg_purpose(const struct correlator *c, const struct call_state *k, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    if (leg == k->calling || leg == k->called)
        return LEG_PARTY;
    if (l->recording)
        return LEG_RECORDING;
    if (l->kind == KIND_MEDIA)
        return LEG_MEDIA;
    if (l->consult || (l->dissolved && l->calling))
        return LEG_CONSULT;
    return LEG_PARTY;
}

static void
fill_leg(
    struct correlator *c, const struct call_state *k, size_t i, struct leg *leg)
{
    const struct leg_state *l = &c->legs[i];
    leg->role = l->calling && i != k->called ? PARTY_CALLING : PARTY_CALLED;
    leg->purpose = leg_purpose(c, k, i);
    leg->ci = l->ci;
    leg->cluster = cluster_name(c, l->space);
    leg->node = node_name(c, l->space);
    /* A called party is where its device is, not where its CI was made. */
    if (process_node(l->target) != 0 && !l->calling)
        leg->node = keep(c,
            str_fmt(&c->scratch, "%lld", (long long)process_node(l->target)));
    leg->device = l->device;
    leg->number = l->number;
    leg->ip = l->ip;
    leg->start = mark_when(c, &l->first);
    leg->answered = mark_when(c, &l->answered);
    leg->end = mark_when(c, &l->end);
    leg->cause = l->cause;
}

static void
fill_dialog(
    struct correlator *c, size_t at, const struct dialog *d, struct leg *leg)
{
    leg->call_id = d->call_id;
    leg->session_id = d->session_id.n ? d->session_id : d->session_a;
    if (mark_set(&d->answered))
        leg->answered = mark_when(c, &d->answered);
    if (mark_set(&d->bye))
        leg->end = mark_when(c, &d->bye);
    leg->node = node_name(c, d->space);
    if (leg->ip.n == 0)
        leg->ip = d->remote_ip;
    if (leg->device.n == 0)
        leg->device = d->trunk || d->phone ? d->device : leg->device;
    else if (c->legs[at].kind == KIND_TRUNK)
        leg->device = trunk_of_dialog(c, at, d);
    const struct leg_state *l = &c->legs[at];
    bool hunted = c->spaces[l->space].log && l->members != NONE;
    if ((leg_rang_once(c, at) && !hunted) || l->kind == KIND_TRUNK)
        return;
    /* One CI rang several phones: each dialog is one of them. */
    struct phone phone = phone_of_dialog(c, at, d);
    leg->device = phone.device;
    leg->number = phone.number;
    leg->ip = phone.ip;
    if (!mark_set(&d->answered))
        leg->answered = mark_when(c, &d->answered);
}

/* A row a leg; a CI with several dialogs (forks, route list members) has one
 * a dialog. */
static void
make_legs(struct correlator *c, const struct joined *j,
    const struct call_state *k, struct call *call)
{
    size_t n = 0;
    for (size_t i = 0; i < k->nlegs; i++) {
        n++;
        for (size_t d = c->legs[k->legs[i]].dialogs; d != NONE;
             d = c->dialogs[d].next)
            n++;
    }
    struct leg *legs = arena_array(&c->made, n, sizeof(*legs));
    size_t made = 0;
    for (size_t i = 0; i < k->nlegs; i++) {
        size_t at = k->legs[i];
        size_t d = c->legs[at].dialogs;
        do {
            struct leg *leg = &legs[made];
            fill_leg(c, k, at, leg);
            leg->leg = d != NONE ? j->dialog_leg[d] : j->leg_number[at];
            leg->call = k->number;
            if (d != NONE) {
                fill_dialog(c, at, &c->dialogs[d], leg);
                d = c->dialogs[d].next;
            }
            made++;
        } while (d != NONE);
    }
    call->legs = legs;
    call->nlegs = made;
}

static void
add_tls(struct correlator *c, struct call *call, const struct conn_state *k)
{
    if (!k->tls)
        return;
    struct str cn = subject_cn(c, k->subject);
    for (size_t i = 0; i < call->ntls; i++)
        if (str_eq(call->tls[i].cn, cn) &&
            str_eq(call->tls[i].cipher, k->cipher))
            return;
    struct tls_peer *v = arena_array(&c->made, call->ntls + 1, sizeof(*v));
    if (call->ntls > 0)
        memcpy(v, call->tls, call->ntls * sizeof(*v));
    v[call->ntls++] = (struct tls_peer){cn, k->cipher};
    call->tls = v;
}

static void
make_lists(struct correlator *c, const struct call_state *k, struct call *call)
{
    struct list trunks = {0}, peers = {0}, transports = {0}, nodes = {0},
                clusters = {0};
    /* The parties' first, then the others'. */
    size_t *legs = arena_array(&c->scratch, k->nlegs + 2, sizeof(*legs));
    size_t n = 0;
    if (k->calling != NONE)
        legs[n++] = k->calling;
    if (k->called != NONE)
        legs[n++] = k->called;
    for (size_t i = 0; i < k->nlegs; i++)
        if (k->legs[i] != k->calling && k->legs[i] != k->called)
            legs[n++] = k->legs[i];
    for (size_t i = 0; i < n; i++) {
        size_t leg = legs[i];
        const struct leg_state *l = &c->legs[leg];
        for (size_t s = leg; s != NONE; s = c->legs[s].next_same)
            list_add(c, &nodes, node_name(c, c->legs[s].space));
        list_add(c, &clusters, cluster_name(c, l->space));
        if (leg_is_trunk(c, leg) && l->dialogs == NONE)
            list_add(c, &trunks, trunk_name(c, leg));
        for (size_t d = l->dialogs; d != NONE; d = c->dialogs[d].next) {
            const struct dialog *g = &c->dialogs[d];
            list_add(c, &nodes, node_name(c, g->space));
            if (leg_is_trunk(c, leg))
                list_add(c, &trunks, trunk_of_dialog(c, leg, g));
            /* A phone's own address is on its leg. */
            bool phone = g->nconns == 0 && c->spaces[g->space].log &&
                         !leg_is_trunk(c, leg);
            if (g->remote_ip.n > 0 && !phone)
                list_add(c, &peers, peer_text(c, g->remote_ip, g->remote_port));
            for (size_t x = 0; x < g->nconns; x++) {
                const struct conn_state *q = &c->conns[g->conns[x]];
                list_add(c, &peers, peer_text(c, q->remote_ip, q->remote_port));
                list_add(c, &transports, transport_of(q));
                add_tls(c, call, q);
            }
        }
    }
    call->trunks = trunks.v, call->ntrunks = trunks.n;
    call->peers = peers.v, call->npeers = peers.n;
    call->transports = transports.v, call->ntransports = transports.n;
    call->nodes = nodes.v, call->nnodes = nodes.n;
    call->clusters = clusters.v, call->nclusters = clusters.n;
}

/* Whose clock the times of the call are told by, when nodes differ. */
static void
name_clock(struct correlator *c, const struct call_state *k, struct call *call)
{
    const struct mark *others[] = {&k->answered, &k->end};
    size_t home = c->space_of[k->start.source];

    for (size_t i = 0; i < COUNTOF(others); i++) {
        size_t there = c->space_of[others[i]->source];
        if (!mark_set(&k->start) || !mark_set(others[i]) ||
            (str_eq(node_name(c, there), node_name(c, home)) &&
                c->spaces[there].cluster == c->spaces[home].cluster))
            continue;
        call->clock_node = node_name(c, home);
        call->clock_cluster = cluster_name(c, home);
    }
}

void
result_call(struct correlator *c, const struct joined *j,
    const struct call_state *k, struct call *call)
{
    call->call = k->number;
    call->start = mark_when(c, &k->start);
    call->answered = mark_when_like(c, &k->answered, &k->start);
    call->end = mark_when_like(c, &k->end, &k->start);
    name_clock(c, k, call);
    int64_t ms = logged_span(c, k, &k->answered, &k->end);
    call->duration_ms = ms >= 0 ? ms : -1;
    /* From the caller's own beginning, or not at all. */
    bool began = k->calling != NONE && c->legs[k->calling].began;
    ms = logged_span(c, k, &k->start, &k->ringing);
    call->setup_ms = began && ms >= 0 ? ms : -1;
    call->calling = k->calling_number;
    call->dialed = k->dialed;
    /* A gateway's digits are cut before the first digit analysis. */
    if (k->calling != NONE && c->legs[k->calling].asked.n > 0)
        call->dialed = c->legs[k->calling].asked;
    call->called = k->called_number;
    call->calling_device = k->calling_device;
    call->called_device = k->called_device;
    call->outcome = k->outcome;
    call->sip_status = k->sip_status;
    call->cause = k->cause > 0 ? cause_q850(k->cause) : -1;
    call->released_by = k->released_by;
    make_legs(c, j, k, call);
    make_lists(c, k, call);
}

/* Leg numbers run on over all calls, a row each as make_legs makes them. */
static void
number_legs(struct correlator *c, struct joined *j)
{
    int64_t next = 1;
    j->leg_number = arena_array(&c->arena, c->nlegs + 1, sizeof(int64_t));
    j->dialog_leg = arena_array(&c->arena, c->ndialogs + 1, sizeof(int64_t));
    for (size_t n = 0; n < j->ncalls; n++) {
        const struct call_state *k = &j->calls[j->order[n]];
        for (size_t i = 0; i < k->nlegs; i++) {
            size_t d = c->legs[k->legs[i]].dialogs;
            j->leg_number[k->legs[i]] = next;
            next += d == NONE;
            for (; d != NONE; d = c->dialogs[d].next)
                j->dialog_leg[d] = next++;
        }
    }
    for (size_t i = 0; i < c->nlegs; i++)
        j->leg_number[i] = j->leg_number[c->legs[i].same];
    for (size_t i = 0; i < c->ndialogs; i++)
        j->dialog_leg[i] = j->dialog_leg[c->dialogs[i].same];
}

/* Bonds by their call, in the order in which they were found. */
static void
place_bonds(struct joined *j)
{
    for (size_t i = j->nbonds; i-- > 0;) {
        size_t call = j->call_of_leg[j->bonds[i].from];
        if (call == NONE)
            continue;
        j->bonds[i].next = j->calls[call].bonds;
        j->calls[call].bonds = i;
    }
}

void
result_links(struct correlator *c, const struct joined *j,
    const struct call_state *k, struct correlated *r)
{
    struct output *o = c->output;
    for (size_t i = k->bonds; i != NONE; i = j->bonds[i].next) {
        const struct bond *b = &j->bonds[i];
        c->links = GROW(c->links, r->nlinks, o->caplinks);
        c->links[r->nlinks++] = (struct link){
            .call = k->number,
            .from_leg = j->leg_number[b->from],
            .to_leg = j->leg_number[b->to],
            .by = str_from(b->by),
            .sure = b->sure,
            .evidence = mark_evidence(c, &b->at),
        };
    }
    r->links = c->links;
}

/* -- connections ----------------------------------------------------------- */

static struct str
direction_of(const struct conn_state *k)
{
    enum { FIRST_EPHEMERAL = 10000 };
    if (k->out)
        return STR("outgoing");
    if (k->in)
        return STR("incoming");
    if (k->udp || k->remote_port == 0)
        return (struct str){0};
    /* Not logged: a peer that is reached at a listening port was called, one
     * at an ephemeral port called us. */
    return k->remote_port < FIRST_EPHEMERAL ? STR("outgoing") : STR("incoming");
}

struct str
conn_direction(const struct conn_state *k)
{
    return direction_of(k);
}

struct conn_use {
    struct list names;
    int64_t *calls;
    size_t ncalls, cap;
};

static void
use_in_call(struct correlator *c, struct conn_use *u, int64_t call)
{
    if (u->ncalls > 0 && u->calls[u->ncalls - 1] == call)
        return;
    u->calls =
        arena_grow(&c->made, u->calls, &u->cap, u->ncalls + 1, sizeof(int64_t));
    u->calls[u->ncalls++] = call;
}

/* Which calls and trunks used each connection, calls in their order. */
static struct conn_use *
gather_use(struct correlator *c, const struct joined *j)
{
    struct conn_use *use = arena_array(&c->made, c->nconns + 1, sizeof(*use));
    for (size_t n = 0; n < j->ncalls; n++) {
        const struct call_state *k = &j->calls[j->order[n]];
        for (size_t i = 0; i < k->nlegs; i++) {
            const struct leg_state *l = &c->legs[k->legs[i]];
            bool trunk = leg_is_trunk(c, k->legs[i]);
            for (size_t d = l->dialogs; d != NONE; d = c->dialogs[d].next) {
                const struct dialog *g = &c->dialogs[d];
                struct str name =
                    trunk ? trunk_of_dialog(c, k->legs[i], g)
                          : phone_of_dialog(c, k->legs[i], g).device;
                /* A process is named where no trunk is known. */
                if (str_eq(process_class(name), STR("SIPD")))
                    name = (struct str){0};
                for (size_t x = 0; x < g->nconns; x++) {
                    list_add(c, &use[g->conns[x]].names, name);
                    use_in_call(c, &use[g->conns[x]], k->number);
                }
            }
        }
    }
    return use;
}

/* Keys that went over an encrypted connection are as they should be. */
static bool
is_told(const struct conn_state *k, const struct conn_event *e)
{
    bool encrypted = k->tls && !str_has(k->cipher, STR("NULL"));
    return e->kind != TLS_KEYS || !encrypted;
}

/* The events of a connection, in the order in which they came. */
static void
make_events(struct correlator *c, const struct joined *j,
    const struct conn_state *k, struct connection *out)
{
    size_t n = 0;
    for (size_t i = k->events; i != NONE; i = c->conn_events[i].next)
        n += is_told(k, &c->conn_events[i]);
    struct tls_event *v = arena_array(&c->made, n, sizeof(*v));
    out->events = v;
    out->nevents = n;
    for (size_t i = k->events; i != NONE; i = c->conn_events[i].next) {
        const struct conn_event *e = &c->conn_events[i];
        if (!is_told(k, e))
            continue;
        size_t leg = e->dialog == NONE ? NONE : c->dialogs[e->dialog].leg;
        size_t call = leg == NONE ? NONE : j->call_of_leg[leg];
        v[--n] = (struct tls_event){
            .kind = e->kind,
            .call = call == NONE ? 0 : j->calls[call].number,
            .code = e->code,
            .text = e->text,
            .other = e->other,
            .at = mark_when(c, &e->at),
            .evidence = mark_evidence(c, &e->at),
        };
    }
}

static void
make_connection(
    struct correlator *c, size_t i, struct conn_use *u, struct connection *out)
{
    const struct conn_state *k = &c->conns[i];
    const struct mark *where = mark_set(&k->handshake) ? &k->handshake
                               : mark_set(&k->opened)  ? &k->opened
                                                       : &k->seen;
    list_add(c, &u->names, k->device);
    if (u->names.n == 0)
        list_add(c, &u->names, device_of_connection(c, k));
    if (u->names.n == 0 && str_eq(process_class(k->process), STR("SIPD")))
        list_add(c, &u->names, k->process);
    *out = (struct connection){
        .source = c->sources[k->seen.source].id,
        .node = node_name(c, k->space),
        .cluster = cluster_name(c, k->space),
        .direction = direction_of(k),
        .local_ip = c->spaces[k->space].address,
        .local_port = k->local_port,
        .remote_ip = k->remote_ip,
        .remote_port = k->remote_port,
        .transport = transport_of(k),
        .conn_index = k->index,
        .seen = mark_when(c, &k->seen),
        .last = mark_when(c, &k->last),
        .plain = k->udp || (k->plain && !k->tls),
        .heard = k->heard,
        .srtp = k->srtp,
        .opened = mark_when(c, &k->opened),
        .handshake = mark_when(c, &k->handshake),
        .closed = mark_when(c, &k->closed),
        .subject = k->subject,
        .cn = subject_cn(c, k->subject),
        .san = k->san,
        .cipher = k->cipher,
        .trunks = u->names.v,
        .ntrunks = u->names.n,
        .calls = u->calls,
        .ncalls = u->ncalls,
        .evidence = mark_evidence(c, where),
    };
}

/* Connections by the time when they were first seen; their numbers. */
static void
number_connections(struct correlator *c, struct joined *j)
{
    struct sort_key *keys = arena_array(&c->made, c->nconns + 1, sizeof(*keys));
    for (size_t i = 0; i < c->nconns; i++) {
        int64_t utc = mark_when(c, &c->conns[i].seen).utc_ms;
        keys[i] =
            (struct sort_key){utc != WHEN_UNKNOWN, utc, c->conns[i].seen, i};
    }
    qsort(keys, c->nconns, sizeof(*keys), compare_key);
    j->conn_number = arena_array(&c->arena, c->nconns + 1, sizeof(int64_t));
    for (size_t i = 0; i < c->nconns; i++)
        j->conn_number[keys[i].index] = (int64_t)i + 1;
    arena_reset(&c->made);
}

void
result_connections(
    struct correlator *c, const struct joined *j, struct correlated *r)
{
    struct conn_use *use = gather_use(c, j);
    r->connections =
        arena_array(&c->made, c->nconns + 1, sizeof(*r->connections));
    for (size_t i = 0; i < c->nconns; i++) {
        struct connection *out = &r->connections[j->conn_number[i] - 1];
        make_connection(c, i, &use[i], out);
        make_events(c, j, &c->conns[i], out);
        out->connection = j->conn_number[i];
        arena_reset(&c->scratch);
    }
    r->nconnections = c->nconns;
}

/* -- all of it --------------------------------------------------------------
 */

void
result_open(struct correlator *c, struct joined *j)
{
    number_calls(c, j);
    number_legs(c, j);
    number_connections(c, j);
    place_bonds(j);
}

/* What a row is about. */
static struct owner
make_owner(
    const struct correlator *c, const struct joined *j, const struct touch *t)
{
    struct owner o = {.event = t->event};
    size_t leg = NONE;
    if (t->what != TOUCH_NONE && (t->what & TOUCH_DIALOG)) {
        size_t dialog = t->what & ~TOUCH_DIALOG;
        leg = c->dialogs[dialog].leg;
        o.leg = j->dialog_leg[dialog];
    } else if (t->what != TOUCH_NONE) {
        leg = t->what;
        o.leg = j->leg_number[leg];
    }
    if (leg != NONE && j->call_of_leg[leg] != NONE)
        o.call = j->calls[j->call_of_leg[leg]].number;
    else
        o.leg = 0;
    return o;
}

void
result_owners(struct correlator *c, struct output *o, struct correlated *r)
{
    enum { PART = 8192 };
    if (c->owners == NULL)
        c->owners = state_grow(NULL, &(size_t){0}, PART, sizeof(*c->owners));
    r->owners = c->owners;
    for (; o->ntouches < c->ntouches && r->nowners < PART; o->ntouches++) {
        const struct touch *t = &c->touches[o->ntouches];
        struct owner owner = make_owner(c, &o->j, t);
        const struct conn_touch *q = o->nconn_touches < c->nconn_touches
                                         ? &c->conn_touches[o->nconn_touches]
                                         : NULL;
        if (q && q->event == t->event) {
            owner.connection = o->j.conn_number[q->conn];
            o->nconn_touches++;
        }
        if (owner.call != 0 || owner.connection != 0)
            r->owners[r->nowners++] = owner;
    }
}
