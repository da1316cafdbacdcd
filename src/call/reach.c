/* SPDX-License-Identifier: MIT
 *
 * How a leg was reached: by which list, hunt member, trunk, connection or
 * gateway, and which cluster stands at the far end. */
#include "call/path.h"

#include <string.h>

/* Route facts by the leg they are about, in file order. */
void
reach_open(struct path *p)
{
    struct correlator *c = p->c;
    p->route_first = arena_array(&c->arena, c->nlegs + 1, sizeof(size_t));
    p->route_next = arena_array(&c->arena, c->nroutes + 1, sizeof(size_t));
    for (size_t i = 0; i < c->nlegs; i++)
        p->route_first[i] = NONE;
    for (size_t i = c->nroutes; i-- > 0;) {
        const struct route_state *r = &c->routes[i];
        p->route_next[i] = NONE;
        size_t leg = r->ci != 0 ? leg_at(c, r->space, r->ci, &r->at) : NONE;
        if (leg == NONE)
            continue;
        leg = c->legs[leg].same;
        p->route_next[i] = p->route_first[leg];
        p->route_first[leg] = i;
    }
}

/* -- phones and lists --------------------------------------------------------
 */

/* One try of a hunt list; why the one before it came to nothing is the reason
 * of this one. */
static void
step_hunt(struct path *p, const struct mark *at, struct str from, struct str to,
    struct str list, struct str reason)
{
    struct correlator *c = p->c;
    step_new(p, STR("hunt"), at, SURE_EXACT);
    step_text(p, "from", from);
    step_text(p, "to", to);
    step_text(p, "reason", reason.n > 0 ? reason : list);
    step_text(p, "device", list);
    step_label(p,
        str_fmt(&c->made, STR_FMT "%s" STR_FMT "%s" STR_FMT "%s" STR_FMT "%s",
            STR_ARG(from), to.n > 0 ? " to " : "", STR_ARG(to),
            list.n > 0 ? " by hunt list " : "", STR_ARG(list),
            reason.n > 0 ? " (" : "", STR_ARG(reason),
            reason.n > 0 ? ")" : ""));
}

/* How a member's try ended, in the words of forwards. */
static struct str
hunt_reason(struct path *p, const struct phone *v)
{
    int32_t status = v->dialog->final_status;
    if (mark_set(&v->dialog->answered) || status < 300)
        return (struct str){0};
    struct str why = str_fmt(&p->c->made, "%d", (int)status);
    if (status == 486 || status == 600)
        why = STR("busy");
    else if (status == 487 || status == 480 || status == 408)
        why = STR("no answer");
    return str_fmt(
        &p->c->made, STR_FMT ": " STR_FMT, STR_ARG(v->number), STR_ARG(why));
}

/* The phones that rang in vain, from *next on, until a moment; the last one's
 * end is the reason for what comes next. */
static struct str
step_rings(struct path *p, size_t leg, const struct phone *v, size_t n,
    size_t *next, const struct mark *until)
{
    struct str reason = {0};
    for (; *next < n; ++*next) {
        const struct phone *phone = &v[*next];
        if (until != NULL && !mark_before(p->c, &phone->dialog->first, until))
            break;
        step_extension(p, leg, phone);
        reason = hunt_reason(p, phone);
    }
    return reason;
}

/* Where no line names the members, the INVITEs to them do. */
static void
step_hunted(struct path *p, size_t leg, const struct phone *others, size_t n,
    struct str pilot, const struct route_state *r)
{
    struct str reason = {0};
    struct str shown = {0};
    struct mark at = r->at;
    for (size_t i = 0; i < n; i++) {
        const struct phone *v = &others[i];
        if (i > 0)
            at = v->dialog->first;
        if (!str_eq(v->number, shown))
            step_hunt(p, &at, pilot, v->number, r->name, reason);
        shown = v->number;
        step_extension(p, leg, v);
        reason = hunt_reason(p, v);
    }
    struct phone party = phone_of_leg(p->c, leg);
    if (mark_set(&p->c->legs[leg].given_up) ||
        (n > 0 && str_eq(party.number, shown)))
        return;
    if (n > 0)
        at = party.dialog != NULL ? party.dialog->first : party.at;
    step_hunt(p, &at, pilot, party.number.n ? party.number : party.device,
        r->name, reason);
}

enum { PHONES = 64 }; /* of one leg that are shown */

/* A hunt list looks like a route list; its members are lines, and each that
 * the call was offered to is a step. */
static void
step_hunts(struct path *p, size_t leg, const struct route_state *r)
{
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[leg];
    struct str list = r != NULL ? r->name : (struct str){0};
    struct str pilot = l->original.n ? l->original : l->number;
    struct str reason = {0};
    struct phone others[PHONES];
    size_t n = phone_others(c, leg, others, PHONES);
    size_t next = 0;
    size_t v[PHONES];
    size_t members = 0;
    for (size_t i = l->members; i != NONE && members < PHONES;
         i = c->members[i].next)
        v[members++] = i;
    while (members-- > 0) {
        const struct member_state *m = &c->members[v[members]];
        event_steps(p, &m->at);
        reason = step_rings(p, leg, others, n, &next, &m->at);
        step_hunt(
            p, &m->at, m->pilot.n ? m->pilot : pilot, m->number, list, reason);
    }
    if (l->members == NONE && r != NULL)
        step_hunted(p, leg, others, n, pilot, r);
    else
        step_rings(p, leg, others, n, &next, NULL);
    if (mark_set(&l->given_up))
        step_hunt(p, &l->given_up, pilot, (struct str){0}, list,
            STR("no member left"));
}

/* All phones of a shared line ring; those that did not get the call. */
static void
step_forks(struct path *p, size_t leg)
{
    struct phone others[PHONES];
    size_t n = phone_others(p->c, leg, others, PHONES);
    size_t next = 0;
    step_rings(p, leg, others, n, &next, NULL);
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
    else if (!trunk)
        step_forks(p, leg);
}

/* -- trunk, connection, cluster ----------------------------------------------
 */

/* "192.0.2.1:5061 TLS, CN a.example.net, AES128-SHA", and what became of it. */
static struct str
connection_label(struct path *p, const struct conn_state *k, struct str cn)
{
    struct correlator *c = p->c;
    struct str peer = peer_text(c, k->remote_ip, k->remote_port);
    struct str handshake = conn_handshake(c, k);
    bool failed = str_eq(handshake, STR("failed"));
    if (cn.n > 0 || k->cipher.n > 0)
        return str_fmt(&c->made, STR_FMT " TLS, CN " STR_FMT ", " STR_FMT "%s",
            STR_ARG(peer), STR_ARG(cn), STR_ARG(k->cipher),
            failed ? ", refused" : "");
    if (!k->tls)
        return str_fmt(&c->made, STR_FMT " " STR_FMT, STR_ARG(peer),
            STR_ARG(transport_of(k)));
    return str_fmt(&c->made, STR_FMT " TLS, handshake %s", STR_ARG(peer),
        failed                                 ? "failed"
        : str_eq(handshake, STR("unfinished")) ? "not done in these traces"
                                               : "not in these traces");
}

void
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
    struct str cn = subject_cn(p->c, k->subject);
    step_text(p, "subject", k->subject);
    step_text(p, "cn", cn);
    step_text(p, "san", k->san);
    step_text(p, "cipher", k->cipher);
    size_t error = conn_error(c, k);
    if (error != NONE)
        step_evidence(p, &c->conn_events[error].at);
    if (str_eq(conn_handshake(c, k), STR("failed")))
        step_text(p, "handshake", STR("failed"));
    s->label = connection_label(p, k, cn);
}

void
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
    bool from_certificate = l->namings == NONE && l->target.n == 0;
    for (size_t i = 0; d != NULL && from_certificate && i < d->nconns; i++)
        if (mark_set(&c->conns[d->conns[i]].process_at))
            at = c->conns[d->conns[i]].process_at;
    bool guess = l->trunk_by_peer && str_eq(name, l->device);
    struct step *s =
        step_new(p, STR("trunk"), &at, guess ? SURE_INFERRED : SURE_EXACT);
    step_text(p, "device", name);
    s->label = name.n ? name : STR("a trunk whose name is not logged");
    if (d != NULL)
        step_failure(p, s, d);
}

/* The far end of a trunk. */
static void
step_cluster(struct path *p, size_t leg, const struct dialog *d, size_t far)
{
    struct correlator *c = p->c;
    const struct conn_state *k = d->nconns > 0 ? &c->conns[d->conns[0]] : NULL;
    struct str cn = k != NULL ? subject_cn(p->c, k->subject) : (struct str){0};
    struct mark at = mark_set(&d->ringing) ? d->ringing
                     : mark_set(&d->final) ? d->final
                                           : d->first;
    struct str how = STR("address");
    struct str name = d->remote_ip;
    enum sure sure = SURE_INFERRED;
    if (far != NONE) {
        how = STR("traces");
        if (cluster_name(c, c->legs[far].space).n > 0)
            name = cluster_name(c, c->legs[far].space);
        sure = SURE_EXACT;
    } else if (d->far_guid.n > 0) {
        how = STR("tag");
        name = d->far_guid;
        sure = SURE_EXACT;
    } else if (cn.n > 0) {
        how = STR("certificate");
        name = cn;
    } else if (d->far_agent.n > 0) {
        how = STR("user-agent");
        name = d->far_agent;
    }
    (void)leg;
    struct step *s = step_new(p, STR("cluster"), &at, sure);
    if (str_eq(how, STR("certificate")))
        step_evidence(p, &k->handshake);
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

/* Its connection never came to be: the far end was not reached. */
static bool
is_closed_to(const struct correlator *c, const struct dialog *d)
{
    for (size_t i = 0; i < d->nconns; i++)
        if (!str_eq(conn_handshake(c, &c->conns[d->conns[i]]), STR("failed")))
            return false;
    return d->nconns > 0;
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
    if (n > 0 && (far != NONE || !is_closed_to(c, &c->dialogs[v[n - 1]])))
        step_cluster(p, leg, &c->dialogs[v[n - 1]], far);
}

/* ----------------------------------------------------------------------------
 */

void
path_target(struct path *p, size_t leg, size_t far)
{
    struct correlator *c = p->c;
    step_routes(p, leg);
    if (leg_is_trunk(c, leg))
        step_trunk_leg(p, leg, far);
    else if (c->legs[leg].kind == KIND_GATEWAY)
        step_gateway(p, leg);
}
