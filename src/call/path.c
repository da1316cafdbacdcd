/* SPDX-License-Identifier: MIT
 *
 * The path of each call, step by step with its proof: who called, what digit
 * analysis made of the digits, which list, trunk and connection it took, which
 * cluster it reached, and whom it rang. CONTRACT 2 names kinds and keys. */
#include "call/path.h"

#include <string.h>

/* -- parties ----------------------------------------------------------------
 */

/* An end of the call: a phone with its device and address, or only the number
 * of somebody behind a trunk or gateway. */
static void
step_extension(
    struct path *p, size_t leg, struct str number, const struct mark *at)
{
    struct correlator *c = p->c;
    struct step *s = step_new(p, STR("extension"), at, SURE_EXACT);
    step_text(p, "number", number);
    s->label = number.n > 0 ? number : STR("unknown");
    if (leg == NONE)
        return;
    const struct leg_state *l = &c->legs[leg];
    if (leg_is_trunk(c, leg) || l->kind == KIND_GATEWAY)
        return;
    step_text(p, "device", l->device);
    struct str ip = l->ip;
    if (str_find_byte(ip, ':') == str_rfind_byte(ip, ':'))
        ip = str_sub(ip, 0, str_find_byte(ip, ':')); /* no port */
    step_text(p, "ip", ip);
    step_text(p, "cluster", cluster_name(c, l->space));
    if (l->device.n > 0 && number.n > 0)
        s->label = str_fmt(&c->arena, STR_FMT " " STR_FMT, STR_ARG(number),
            STR_ARG(l->device));
    else if (l->device.n > 0)
        s->label = l->device;
}

static void
step_gateway(struct path *p, size_t leg)
{
    const struct leg_state *l = &p->c->legs[leg];
    struct step *s = step_new(p, STR("gateway"), &l->first, SURE_EXACT);
    step_text(p, "device", l->device);
    step_text(p, "protocol", l->protocol);
    s->label = l->device.n ? l->device : l->protocol;
}

/* -- digit analysis and routing ---------------------------------------------
 */

static void
step_digits(struct path *p, const struct da_state *d)
{
    struct correlator *c = p->c;
    struct mark at = d->match;
    const struct mark *others[] = {
        &d->result, &d->target, &d->answer, &d->verdict};
    for (size_t i = 0; i < COUNTOF(others) && !mark_set(&at); i++)
        at = *others[i];
    struct step *s = step_new(p, STR("digit_analysis"), &at,
        d->inferred ? SURE_INFERRED : SURE_EXACT);
    for (size_t i = 0; i < COUNTOF(others); i++)
        step_evidence(p, others[i]);
    struct str verdict = da_verdict(d);
    step_text(p, "calling", d->calling);
    step_text(p, "dialed", d->dialed);
    step_text(p, "css", d->css);
    step_text(p, "partition", d->partition);
    step_text(p, "pattern", d->pattern);
    step_text(p, "result", verdict);
    step_text(p, "called", d->called);
    if (d->cause > 0)
        step_number(p, "cause", d->cause);
    bool match = str_eq(verdict, STR("match"));
    s->label = str_fmt(&c->arena, STR_FMT "%s" STR_FMT, STR_ARG(d->dialed),
        match ? " matches " : ": ",
        STR_ARG(match && d->pattern.n ? d->pattern : verdict));
    bool translated = d->pretransform.n > 0 && d->dialed.n > 0 &&
                      !str_eq(d->pretransform, d->dialed);
    if (!translated)
        return;
    struct step *t = step_new(p, STR("translation"), &d->result, SURE_INFERRED);
    step_text(p, "from", d->dialed);
    step_text(p, "to", d->pretransform);
    t->label = str_fmt(&c->arena, STR_FMT " to " STR_FMT, STR_ARG(d->dialed),
        STR_ARG(d->pretransform));
}

/* The analyses of the caller's leg that were made by then; those of single
 * digits say nothing. */
static void
step_analyses(struct path *p, size_t leg, const struct mark *until)
{
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    for (; p->next_da < k->ndas; p->next_da++) {
        const struct da_state *d = &c->das[k->das[p->next_da]];
        if (!da_decides(d) || !da_of_leg(c, d, leg))
            continue;
        const struct mark *at = mark_set(&d->match)    ? &d->match
                                : mark_set(&d->result) ? &d->result
                                : mark_set(&d->answer) ? &d->answer
                                                       : &d->target;
        if (until != NULL && !d->inferred && mark_before(c, until, at))
            return;
        step_digits(p, d);
    }
}

static void
step_hunt(struct path *p, const struct mark *at, struct str from, struct str to,
    struct str list)
{
    struct correlator *c = p->c;
    step_new(p, STR("hunt"), at, SURE_EXACT);
    step_text(p, "from", from);
    step_text(p, "to", to);
    step_text(p, "reason", list);
    step_label(p,
        str_fmt(&c->arena, STR_FMT " to " STR_FMT "%s" STR_FMT, STR_ARG(from),
            STR_ARG(to), list.n > 0 ? " by hunt list " : "", STR_ARG(list)));
}

/* A hunt list looks like a route list; its members are lines, and each that
 * the call was offered to is a step. */
static void
step_hunts(struct path *p, size_t leg, const struct route_state *r)
{
    enum { MEMBERS = 64 };
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[leg];
    struct str list = r != NULL ? r->name : (struct str){0};
    struct str pilot = l->original.n ? l->original : l->number;
    size_t v[MEMBERS];
    size_t n = 0;
    for (size_t i = l->members; i != NONE && n < MEMBERS;
         i = c->members[i].next)
        v[n++] = i;
    while (n-- > 0) {
        const struct member_state *m = &c->members[v[n]];
        step_hunt(p, &m->at, m->pilot.n ? m->pilot : pilot, m->number, list);
    }
    const struct dialog *d = leg_dialog(c, leg);
    if (l->members != NONE || r == NULL)
        return;
    step_hunt(p, &r->at, pilot,
        d != NULL && !d->in && d->to_user.n > 0 ? d->to_user : l->device, list);
}

static void
step_routes(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    struct str shown = {0};
    bool trunk = leg_is_trunk(c, leg) || c->legs[leg].kind == KIND_GATEWAY;
    for (size_t i = p->route_first[leg]; i != NONE; i = p->route_next[i]) {
        const struct route_state *r = &c->routes[i];
        bool list = str_eq(r->what, STR("list"));
        if ((!list && !str_eq(r->what, STR("group"))) || r->name.n == 0 ||
            str_eq(shown, r->name))
            continue;
        shown = r->name;
        if (!trunk && c->legs[leg].kind == KIND_PHONE) {
            step_hunts(p, leg, r);
            return;
        }
        step_new(p, list ? STR("route_list") : STR("route_group"), &r->at,
            SURE_EXACT);
        step_text(p, "device", r->name);
        if (r->branch >= 0)
            step_number(p, "branch", r->branch);
        step_label(p, r->name);
    }
    if (!trunk && c->legs[leg].members != NONE)
        step_hunts(p, leg, NULL);
}

/* -- what happened to the call ------------------------------------------------
 */

/* What an arrival is called in a path, and in a sentence. */
static const struct {
    struct str kind;
    const char *verb;
} arrival_words[] = {
    [ARRIVE_CALLED] = {{NULL, 0}, ""},
    [ARRIVE_FORWARD] = {STR_INIT("forward"), "forwards to"},
    [ARRIVE_TRANSFER] = {STR_INIT("transfer"), "transfers to"},
    [ARRIVE_PICKUP] = {STR_INIT("pickup"), "is picked up by"},
    [ARRIVE_PARK] = {STR_INIT("park"), "is parked, then"},
    [ARRIVE_CONFERENCE] = {STR_INIT("conference"), "adds"},
};

struct str
arrival_text(struct path *p, const struct arrival *v)
{
    struct correlator *c = p->c;
    return str_fmt(&c->arena, STR_FMT " %s " STR_FMT "%s" STR_FMT "%s",
        STR_ARG(v->from), arrival_words[v->how].verb, STR_ARG(v->to),
        v->reason.n ? " (" : "", STR_ARG(v->reason), v->reason.n ? ")" : "");
}

static void
step_arrival(struct path *p, const struct arrival *v)
{
    if (v->how == ARRIVE_CALLED)
        return;
    step_new(p, arrival_words[v->how].kind, &v->at, v->sure);
    step_text(p, "from", v->from);
    step_text(p, "to", v->to);
    step_text(p, "reason", v->reason);
    step_label(p, arrival_text(p, v));
}

struct str
feature_text(struct path *p, const struct feature_state *f)
{
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[c->legs[f->leg].same];
    struct str who = l->number.n ? l->number : l->device;
    return str_fmt(&c->arena, STR_FMT " %s", STR_ARG(who),
        f->resume ? "resumes" : "holds");
}

/* Holds and resumes until a moment; NULL = all that are left. */
static void
step_features(struct path *p, const struct mark *until)
{
    struct correlator *c = p->c;
    for (size_t i = p->feature_first[p->call - p->j->calls]; i != NONE;
         i = p->feature_next[i]) {
        const struct feature_state *f = &c->features[i];
        if (p->feature_done[i] ||
            (until != NULL && mark_before(c, until, &f->at)))
            continue;
        p->feature_done[i] = true;
        const struct leg_state *l = &c->legs[c->legs[f->leg].same];
        step_new(
            p, f->resume ? STR("resume") : STR("hold"), &f->at, SURE_EXACT);
        step_text(p, "by", l->number);
        step_text(p, "device", l->device);
        step_label(p, feature_text(p, f));
    }
}

/* To which recorders the call was sent. */
static void
step_recordings(struct path *p)
{
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    struct str shown = {0};
    if (k->hops[0].recording)
        return;
    for (size_t i = 0; i < k->nlegs; i++) {
        const struct leg_state *l = &c->legs[k->legs[i]];
        if (!l->recording || l->calling || l->number.n == 0 ||
            is_bridge_number(l->number) || str_eq(shown, l->number))
            continue;
        shown = l->number;
        struct mark at = l->first;
        step_new(p, STR("recording"), &at, SURE_EXACT);
        step_text(p, "to", l->number);
        step_text(p, "device", l->device);
        step_label(
            p, str_fmt(&c->arena, "recorded by " STR_FMT, STR_ARG(l->number)));
    }
}

/* -- trunk, connection, cluster ----------------------------------------------
 */

static void
step_connection(struct path *p, const struct dialog *d, size_t conn)
{
    struct correlator *c = p->c;
    const struct conn_state *k = &c->conns[conn];
    struct step *s = step_new(p, STR("connection"), &d->first, SURE_EXACT);
    step_evidence(p, &k->opened);
    step_evidence(p, &k->handshake);
    step_text(p, "remote_ip", k->remote_ip);
    if (k->remote_port > 0)
        step_number(p, "remote_port", k->remote_port);
    struct str transport = transport_of(k);
    step_text(p, "transport", transport);
    if (k->index >= 0)
        step_number(p, "index", k->index);
    step_text(p, "direction", conn_direction(k));
    struct str cn = subject_cn(k->subject);
    step_text(p, "subject", k->subject);
    step_text(p, "cn", cn);
    step_text(p, "san", k->san);
    step_text(p, "cipher", k->cipher);
    struct str peer = peer_name(c, k->remote_ip, k->remote_port);
    if (cn.n > 0 || k->cipher.n > 0)
        s->label = str_fmt(&c->arena, STR_FMT " TLS, CN " STR_FMT ", " STR_FMT,
            STR_ARG(peer), STR_ARG(cn), STR_ARG(k->cipher));
    else if (k->tls)
        s->label = str_fmt(&c->arena,
            STR_FMT " TLS, handshake not in these traces", STR_ARG(peer));
    else
        s->label = str_fmt(
            &c->arena, STR_FMT " " STR_FMT, STR_ARG(peer), STR_ARG(transport));
}

static void
step_trunk(struct path *p, size_t leg, const struct dialog *d)
{
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[leg];
    struct str name =
        d != NULL ? trunk_of_dialog(c, leg, d) : trunk_name(c, leg);
    struct mark at = d != NULL ? d->first : l->first;
    for (size_t i = l->namings; i != NONE; i = c->namings[i].next)
        if (str_eq(c->namings[i].device, name))
            at = c->namings[i].at;
    bool from_certificate = l->device.n == 0 && l->target.n == 0;
    for (size_t i = 0; d != NULL && from_certificate && i < d->nconns; i++)
        if (mark_set(&c->conns[d->conns[i]].process_at))
            at = c->conns[d->conns[i]].process_at;
    struct step *s = step_new(p, STR("trunk"), &at, SURE_EXACT);
    step_text(p, "device", name);
    s->label = name.n ? name : STR("a trunk whose name is not logged");
    bool failed =
        d != NULL && d->final_status >= 300 && !mark_set(&d->answered);
    if (!failed)
        return;
    step_evidence(p, &d->final);
    step_number(p, "status", d->final_status);
    s->label = str_fmt(&c->arena, STR_FMT ": %d " STR_FMT, STR_ARG(s->label),
        (int)d->final_status, STR_ARG(d->final_reason));
}

/* The far end of a trunk. */
static void
step_cluster(struct path *p, size_t leg, const struct dialog *d, size_t far)
{
    struct correlator *c = p->c;
    const struct conn_state *k = d->nconns > 0 ? &c->conns[d->conns[0]] : NULL;
    struct str cn = k != NULL ? subject_cn(k->subject) : (struct str){0};
    struct mark at = mark_set(&d->ringing) ? d->ringing
                     : mark_set(&d->final) ? d->final
                                           : d->first;
    struct str how = STR("address");
    struct str name = d->remote_ip;
    enum sure sure = SURE_INFERRED;
    if (far != NONE) {
        how = STR("traces");
        name = cluster_name(c, c->legs[far].space);
        sure = SURE_EXACT;
    } else if (d->far_guid.n > 0) {
        how = STR("tag");
        name = d->far_guid;
        sure = SURE_EXACT;
    } else if (cn.n > 0) {
        how = STR("certificate");
        name = cn;
        at = k->handshake;
    } else if (d->far_agent.n > 0) {
        how = STR("user-agent");
        name = d->far_agent;
    }
    (void)leg;
    struct step *s = step_new(p, STR("cluster"), &at, sure);
    step_text(p, "how", how);
    step_text(p, "product", d->far_agent);
    step_text(p, "guid", d->far_guid);
    s->label = name;
}

/* A trunk leg's dialogs in time order: each is an attempt. */
static size_t
attempts(struct path *p, size_t leg, size_t *v, size_t max)
{
    struct correlator *c = p->c;
    size_t n = 0;
    for (size_t d = c->legs[leg].dialogs; d != NONE && n < max;
         d = c->dialogs[d].next) {
        size_t i = n++;
        for (; i > 0 && mark_before(c, &c->dialogs[d].first,
                            &c->dialogs[v[i - 1]].first);
             i--)
            v[i] = v[i - 1];
        v[i] = d;
    }
    return n;
}

static void
step_trunk_leg(struct path *p, size_t leg, size_t far)
{
    enum { ATTEMPTS = 16 };
    struct correlator *c = p->c;
    size_t v[ATTEMPTS];
    size_t n = attempts(p, leg, v, ATTEMPTS);
    if (n == 0)
        step_trunk(p, leg, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct dialog *d = &c->dialogs[v[i]];
        step_trunk(p, leg, d);
        for (size_t k = 0; k < d->nconns && k < 1; k++)
            step_connection(p, d, d->conns[k]);
    }
    if (n > 0)
        step_cluster(p, leg, &c->dialogs[v[n - 1]], far);
}

/* -- the whole path -----------------------------------------------------------
 */

static struct mark
leg_mark(const struct correlator *c, size_t leg)
{
    const struct dialog *d = leg_dialog(c, leg);
    if (d != NULL)
        return d->first;
    return leg != NONE ? c->legs[leg].first : (struct mark){0};
}

static void
path_caller(struct path *p, const struct hop *h)
{
    struct correlator *c = p->c;
    struct mark at = leg_mark(c, h->calling);
    if (!mark_set(&at))
        at = leg_mark(c, h->called);
    if (!mark_set(&at))
        at = p->call->start;
    step_extension(p, h->calling, p->call->calling_number, &at);
    if (mark_before(c, &p->call->start, &at)) /* the INVITE proves it */
        p->r->steps[p->r->nsteps - 1].at = mark_when(c, &p->call->start);
    if (h->calling == NONE)
        return;
    if (c->legs[h->calling].kind == KIND_GATEWAY) {
        step_gateway(p, h->calling);
    } else if (leg_is_trunk(c, h->calling)) {
        const struct dialog *d = leg_dialog(c, h->calling);
        if (d != NULL && d->nconns > 0)
            step_connection(p, d, d->conns[0]);
        step_trunk(p, h->calling, NULL);
    }
}

/* How a called leg was reached. */
static void
path_target(struct path *p, size_t leg, size_t far)
{
    struct correlator *c = p->c;
    step_routes(p, leg);
    if (leg_is_trunk(c, leg))
        step_trunk_leg(p, leg, far);
    else if (c->legs[leg].kind == KIND_GATEWAY)
        step_gateway(p, leg);
}

static void
path_extension(struct path *p, size_t leg, struct str number)
{
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[leg];
    struct mark at = mark_set(&l->ringing) ? l->ringing : leg_mark(c, leg);
    const struct dialog *d = leg_dialog(c, leg);
    if (number.n == 0 && d != NULL)
        number = d->to_user.n ? d->to_user : d->uri_user;
    step_extension(p, leg, number, &at);
}

/* A cluster's part of the path: each party that came, how, and what it did. */
static void
path_hop(struct path *p, const struct hop *h, size_t far)
{
    struct correlator *c = p->c;
    for (size_t i = 0; i < h->narrivals; i++) {
        const struct arrival *v = &h->arrivals[i];
        bool last = i + 1 == h->narrivals;
        bool callee = v->leg == p->call->called;
        step_features(p, &v->at);
        step_analyses(p, h->calling, last ? NULL : &v->at);
        step_arrival(p, v);
        path_target(p, v->leg, last ? far : NONE);
        if (last && far != NONE)
            return;
        if (last) {
            step_features(p, NULL);
            step_recordings(p);
        }
        path_extension(p, v->leg,
            callee ? p->call->called_number : c->legs[v->leg].number);
    }
    if (h->narrivals == 0)
        step_analyses(p, h->calling, NULL);
}

static void
path_call(struct path *p)
{
    const struct call_state *k = p->call;
    p->n = 0;
    path_caller(p, &k->hops[0]);
    for (size_t i = 0; i < k->nhops; i++) {
        p->next_da = 0;
        path_hop(
            p, &k->hops[i], i + 1 < k->nhops ? k->hops[i + 1].calling : NONE);
    }
}

/* Holds and resumes by their call, in file order. */
static void
index_features(struct path *p)
{
    struct correlator *c = p->c;
    p->feature_first = arena_array(&c->arena, p->j->ncalls + 1, sizeof(size_t));
    p->feature_next = arena_array(&c->arena, c->nfeatures + 1, sizeof(size_t));
    p->feature_done = arena_array(&c->arena, c->nfeatures + 1, sizeof(bool));
    for (size_t i = 0; i < p->j->ncalls; i++)
        p->feature_first[i] = NONE;
    for (size_t i = c->nfeatures; i-- > 0;) {
        size_t call = p->j->call_of_leg[c->features[i].leg];
        p->feature_next[i] = NONE;
        if (call == NONE)
            continue;
        p->feature_next[i] = p->feature_first[call];
        p->feature_first[call] = i;
    }
}

/* Route facts by the leg they are about, in file order. */
static void
index_routes(struct path *p)
{
    struct correlator *c = p->c;
    p->route_first = arena_array(&c->arena, c->nlegs + 1, sizeof(size_t));
    p->route_next = arena_array(&c->arena, c->nroutes + 1, sizeof(size_t));
    for (size_t i = 0; i < c->nlegs; i++)
        p->route_first[i] = NONE;
    for (size_t i = c->nroutes; i-- > 0;) {
        const struct route_state *r = &c->routes[i];
        p->route_next[i] = NONE;
        size_t leg = r->ci != 0 ? leg_find(c, r->space, r->ci) : NONE;
        if (leg == NONE)
            continue;
        leg = c->legs[leg].same;
        p->route_next[i] = p->route_first[leg];
        p->route_first[leg] = i;
    }
}

void
path_finish(struct correlator *c, struct joined *j, struct correlated *r)
{
    struct path p = {.c = c, .j = j, .r = r};
    index_routes(&p);
    index_features(&p);
    size_t *by_number = arena_array(&c->arena, j->ncalls + 1, sizeof(size_t));
    for (size_t i = 0; i < j->ncalls; i++)
        by_number[j->calls[i].number - 1] = i;
    for (size_t n = 0; n < j->ncalls; n++) {
        p.call = &j->calls[by_number[n]];
        path_call(&p);
        note_call(&p);
        missing_call(&p);
        arena_reset(&c->scratch);
    }
    step_close(&p);
    note_analyses(&p);
}
