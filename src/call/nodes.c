/* SPDX-License-Identifier: MIT
 *
 * The nodes that each call went through, by what names them: its traces, the
 * process that a leg was given to, CIs, signals between nodes, the tag of a
 * far cluster (FORMAT 3, 9.1, 9.2). Which of them were given and which are
 * lacking is src/gap's to say. */
#include "call/path.h"

enum { NODE_MAX = 255, NODE_BITS = 8 }; /* the top byte of a CI */

/* -- signals between nodes ------------------------------------------------- */

/* The leg that a row was found to be of; NONE. */
static size_t
leg_of_row(const struct correlator *c, const struct row *row)
{
    if (c->ntouches == 0)
        return NONE;
    const struct touch *t = &c->touches[c->ntouches - 1];
    bool of_leg = t->event == row->at.event && t->what != TOUCH_NONE &&
                  !(t->what & TOUCH_DIALOG);
    return of_leg ? t->what : NONE;
}

static struct crossing *
crossing_get(struct correlator *c, size_t space, size_t leg, int64_t node)
{
    uint64_t key = leg != NONE ? (uint64_t)leg << 1 : (uint64_t)space << 1 | 1;
    bool made = false;
    size_t *at = map_put_u64(&c->crossing_by_leg,
        key << NODE_BITS | (uint64_t)node, c->ncrossings, &made);
    if (!made)
        return &c->crossings[*at];
    c->crossings = GROW(c->crossings, c->ncrossings, c->capcrossings);
    struct crossing *x = &c->crossings[c->ncrossings];
    *x = (struct crossing){
        .leg = leg, .next = NONE, .space = space, .node = node};
    if (leg != NONE) {
        x->next = c->legs[leg].crossings;
        c->legs[leg].crossings = c->ncrossings;
    }
    c->ncrossings++;
    return x;
}

void
nodes_signal(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    bool out = str_eq(s->type, STR("SdlSig-O"));
    if (!out && !str_eq(s->type, STR("SdlSig-I")))
        return;
    int64_t node = process_node(out ? s->to_process : s->from_process);
    if (node < 1 || node > NODE_MAX || node == c->spaces[space].node)
        return;
    struct crossing *x = crossing_get(c, space, leg_of_row(c, row), node);
    struct mark at = c->at;
    x->signals++;
    mark_first(c, &x->first, &at);
    mark_last(c, &x->last, &at);
}

/* -- at the end ------------------------------------------------------------ */

/* The entry of a node among those of the last call. */
static struct visit *
visit_get(struct path *p, int64_t call, struct str cluster, struct str node)
{
    struct correlator *c = p->c;
    for (size_t i = p->nvisits; i-- > 0 && c->visits[i].call == call;) {
        struct visit *v = &c->visits[i];
        if (str_eq(v->cluster, cluster) && str_eq(v->node, node))
            return v;
    }
    c->visits = GROW(c->visits, p->nvisits, p->capvisits);
    c->visits[p->nvisits] = (struct visit){.call = call,
        .cluster = cluster,
        .node = node,
        .end_ms = WHEN_UNKNOWN,
        .from_ms = WHEN_UNKNOWN,
        .to_ms = WHEN_UNKNOWN};
    return &c->visits[p->nvisits++];
}

static void
widen(struct correlator *c, struct visit *v, const struct mark *m)
{
    if (!mark_set(m))
        return;
    int64_t at_ms = mark_when(c, m).utc_ms;
    if (v->source == 0)
        v->source = c->sources[m->source].id;
    if (at_ms == WHEN_UNKNOWN)
        return;
    if (v->from_ms == WHEN_UNKNOWN || at_ms < v->from_ms)
        v->from_ms = at_ms;
    if (v->to_ms == WHEN_UNKNOWN || at_ms > v->to_ms)
        v->to_ms = at_ms;
}

/* A line of a party's leg, on the node that logged it. */
static void
visit_mark(struct path *p, const struct mark *m)
{
    struct correlator *c = p->c;
    if (!mark_set(m))
        return;
    size_t space = c->space_of[m->source];
    struct visit *v = visit_get(
        p, p->call->number, cluster_key(c, space), node_name(c, space));
    v->by |= c->spaces[space].log ? VISIT_CALLLOG : VISIT_LOGGED;
    widen(c, v, m);
}

static void
visit_own(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    for (size_t s = leg; s != NONE; s = c->legs[s].next_same) {
        const struct leg_state *l = &c->legs[s];
        const struct mark *marks[] = {&l->first, &l->ringing, &l->answered,
            &l->active, &l->hung_up, &l->end};
        for (size_t i = 0; i < COUNTOF(marks); i++)
            visit_mark(p, marks[i]);
        bool over = mark_set(&l->end) || mark_set(&l->hung_up);
        for (size_t d = l->dialogs; d != NONE; d = c->dialogs[d].next) {
            const struct dialog *g = &c->dialogs[d];
            const struct mark *of[] = {
                &g->first, &g->ringing, &g->answered, &g->bye, &g->final};
            for (size_t i = 0; i < COUNTOF(of); i++)
                visit_mark(p, of[i]);
            over = over || mark_set(&g->bye) || g->final_status >= 300;
        }
        if (!over && mark_set(&l->first))
            visit_get(p, p->call->number, cluster_key(c, l->space),
                node_name(c, l->space))
                ->open = true;
    }
}

/* A node that something in a leg's traces names. */
static struct visit *
visit_named(
    struct path *p, size_t leg, struct str cluster, int64_t node, unsigned by)
{
    struct correlator *c = p->c;
    if (node < 0 || node > NODE_MAX || (node == 0 && by != VISIT_FAR))
        return NULL;
    struct str name = {0};
    if (node != 0)
        name = keep(c, str_fmt(&c->scratch, "%lld", (long long)node));
    struct visit *v = visit_get(p, p->call->number, cluster, name);
    v->by |= by;
    if (v->by & VISIT_LOGGED)
        return v;
    widen(c, v, &c->legs[leg].first);
    const struct mark *of_call[] = {
        &p->call->start, &p->call->ringing, &p->call->answered, &p->call->end};
    for (size_t i = 0; i < COUNTOF(of_call); i++)
        widen(c, v, of_call[i]);
    return v;
}

/* The cluster of a far tag: by its GUID, else by the address of its node, where
 * that one's own GUID is not known to be another. */
static struct str
far_cluster(const struct correlator *c, const struct dialog *d)
{
    for (size_t i = 0; i < c->nclusters; i++)
        if (str_eq(c->clusters[i].guid, d->far_guid))
            return cluster_text(&c->clusters[i]);
    for (size_t i = 0; i < c->nspaces; i++)
        if (c->spaces[i].address.n > 0 &&
            str_eq(c->spaces[i].address, d->remote_ip) &&
            c->clusters[c->spaces[i].cluster].guid.n == 0)
            return cluster_key(c, i);
    return d->far_guid;
}

static void
visit_far(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    for (size_t i = c->legs[leg].dialogs; i != NONE; i = c->dialogs[i].next) {
        const struct dialog *d = &c->dialogs[i];
        if (d->far_guid.n == 0)
            continue;
        struct visit *v =
            visit_named(p, leg, far_cluster(c, d), d->far_ci >> 24, VISIT_FAR);
        if (v != NULL && v->peer.n == 0)
            v->peer = d->remote_ip;
    }
}

static void
visit_others(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    for (size_t s = leg; s != NONE; s = c->legs[s].next_same) {
        const struct leg_state *l = &c->legs[s];
        struct str cluster = cluster_key(c, l->space);
        visit_named(p, leg, cluster, process_node(l->target), VISIT_TARGET);
        visit_named(p, leg, cluster, l->ci >> 24, VISIT_OWNER);
        for (size_t i = l->crossings; i != NONE; i = c->crossings[i].next) {
            const struct crossing *x = &c->crossings[i];
            struct visit *v =
                visit_named(p, leg, cluster, x->node, VISIT_SIGNAL);
            if (v == NULL)
                continue;
            v->signals += x->signals;
            if (v->by & VISIT_LOGGED)
                continue;
            widen(c, v, &x->first);
            widen(c, v, &x->last);
        }
    }
    visit_far(p, leg);
}

/* A moment by the clock of a source. */
static int64_t
end_by(const struct correlator *c, int64_t source, const struct mark *m)
{
    const size_t *i = map_get_u64(&c->source_ids, (uint64_t)source);
    int64_t utc_ms = mark_set(m) ? mark_utc(c, m) : WHEN_UNKNOWN;
    if (i == NULL || utc_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return utc_ms + c->spaces[c->space_of[*i]].skew_ms;
}

/* Whether the leg's first signal, INVITE or call log row is there. */
static bool
has_beginning(const struct correlator *c, size_t leg)
{
    if (c->legs[leg].began || c->legs[leg].set_up)
        return true;
    for (size_t i = c->legs[leg].dialogs; i != NONE; i = c->dialogs[i].next)
        if (c->dialogs[i].began)
            return true;
    return false;
}

void
nodes_call(struct path *p)
{
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    size_t first = p->nvisits;
    bool began = false;
    for (size_t i = 0; i < k->nlegs; i++) {
        /* A later leg's beginning is not the call's. */
        if (k->calling == NONE || k->calling == k->legs[i])
            began = began || has_beginning(c, k->legs[i]);
        if (leg_purpose(c, k, k->legs[i]) == LEG_PARTY)
            visit_own(p, k->legs[i]);
    }
    for (size_t i = 0; i < k->nlegs; i++)
        visit_others(p, k->legs[i]);
    for (size_t i = first; i < p->nvisits; i++) {
        c->visits[i].began = began;
        c->visits[i].end_ms = end_by(c, c->visits[i].source, &k->end);
        c->visits[i].ended =
            mark_set(&k->end) || (k->outcome != OUTCOME_UNKNOWN &&
                                     k->outcome != OUTCOME_IN_PROGRESS);
    }
}

void
nodes_rest(struct path *p)
{
    struct correlator *c = p->c;
    for (size_t i = 0; i < c->ncrossings; i++) {
        const struct crossing *x = &c->crossings[i];
        if (x->leg != NONE && p->j->call_of_leg[x->leg] != NONE)
            continue;
        struct str node =
            keep(c, str_fmt(&c->scratch, "%lld", (long long)x->node));
        struct visit *v = visit_get(p, 0, cluster_key(c, x->space), node);
        v->by |= VISIT_SIGNAL;
        v->signals += x->signals;
        widen(c, v, &x->first);
        widen(c, v, &x->last);
    }
}
