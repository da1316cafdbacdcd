/* SPDX-License-Identifier: MIT
 *
 * What calls need and the traces do not hold: nodes of which no file was
 * given, times before the first and behind the last file of a node. */
#include "base/map.h"
#include "cli/gaps.h"
#include "store/get.h"

/* One node that was not given, and the call that needs it. */
struct need {
    int64_t call; /* 0 = signals that belong to none */
    int64_t node;
    struct str cluster;
    const struct source *witness; /* whose clock prints the times */
    int64_t from_ms, to_ms;
    int64_t signals;
    bool said; /* a gap of the call says so already */
};

struct needs {
    struct gaps *g;
    struct need *v;
    size_t n, cap;
    struct map index;  /* call and node -> need */
    struct map source; /* id -> index of the source */
    struct map call;   /* number -> index of the call */
};

/* --- signals that crossed ------------------------------------------------- */

/* The node in "Cdcc(3,100,224,30)"; 0 = none. */
static int32_t
process_node(struct str process)
{
    struct str rest = str_skip(process, str_find_byte(process, '(') + 1);
    int64_t node = 0;

    if (!str_to_i64(str_trim(str_cut(&rest, ',')), &node) || node <= 0 ||
        node > UINT8_MAX)
        return 0;
    return (int32_t)node;
}

static void
feed_crossing(struct gaps *g, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    bool out = str_eq(s->type, STR("SdlSig-O"));
    int32_t node = process_node(out ? s->to_process : s->from_process);

    if (node == 0)
        return;
    g->crossings = arena_grow(&g->a, g->crossings, &g->capcrossings,
        g->ncrossings + 1, sizeof *g->crossings);
    g->crossings[g->ncrossings++] =
        (struct crossing){row->at.event, row->at.source, row->at.tod_ms, node};
}

/* Whether a row begins a leg, and does not go on with it. */
static bool
is_opening(const struct row *row)
{
    const struct row_message *m = &row->u.message;

    if (row->kind == ROW_MESSAGE)
        return m->to_tag.n == 0 && str_eq(m->method, STR("INVITE"));
    if (row->kind == ROW_LOG_CALL)
        return str_eq(row->u.log_call.what, STR("SETUP"));
    return row->kind == ROW_SIGNAL &&
           (str_ends(row->u.signal.name, STR("SetupReq")) ||
               str_ends(row->u.signal.name, STR("SetupInd")));
}

void
gaps_feed(struct gaps *g, const struct row *row)
{
    if (is_opening(row)) {
        g->openings = arena_grow(&g->a, g->openings, &g->capopenings,
            g->nopenings + 1, sizeof *g->openings);
        g->openings[g->nopenings++] = row->at.event;
    }
    if (row->kind == ROW_SIGNAL &&
        (str_eq(row->u.signal.type, STR("SdlSig-O")) ||
            str_eq(row->u.signal.type, STR("SdlSig-I"))))
        feed_crossing(g, row);
}

/* The numbers of the calls whose beginning was seen. */
static void
find_opened(const struct gaps *g, struct map *opened)
{
    struct map by_event;

    map_init(&by_event, opened->a);
    for (size_t i = 0; i < g->nopenings; i++)
        map_put_u64(&by_event, (uint64_t)g->openings[i], 0, NULL);
    for (size_t i = 0; i < g->calls->nowners; i++) {
        const struct owner *o = &g->calls->owners[i];

        if (o->call && map_get_u64(&by_event, (uint64_t)o->event))
            map_put_u64(opened, (uint64_t)o->call, 0, NULL);
    }
}

/* The call that each signal belongs to, by its place in the crossings. */
static int64_t *
owners_of(const struct gaps *g, struct arena *a)
{
    int64_t *call = arena_array(a, g->ncrossings + 1, sizeof *call);
    struct map by_event;

    map_init(&by_event, a);
    for (size_t i = 0; i < g->ncrossings; i++)
        map_put_u64(&by_event, (uint64_t)g->crossings[i].event, i, NULL);
    for (size_t i = 0; g->ncrossings && i < g->calls->nowners; i++) {
        const struct owner *o = &g->calls->owners[i];
        const size_t *at = map_get_u64(&by_event, (uint64_t)o->event);

        if (at)
            call[*at] = o->call;
    }
    return call;
}

static struct need *
need_of(struct needs *v, int64_t call, int64_t node)
{
    bool made = false;
    size_t *at = map_put_u64(
        &v->index, (uint64_t)call << 8 | (uint64_t)node, v->n, &made);

    if (made) {
        v->v = arena_grow(&v->g->a, v->v, &v->cap, v->n + 1, sizeof *v->v);
        v->v[v->n++] = (struct need){.call = call,
            .node = node,
            .from_ms = WHEN_UNKNOWN,
            .to_ms = WHEN_UNKNOWN};
    }
    return &v->v[*at];
}

static int64_t
number_of(struct str node)
{
    int64_t number = 0;

    return str_to_i64(node, &number) && number > 0 && number <= UINT8_MAX
               ? number
               : 0;
}

/* A source with a date: the label's own, or any. */
static const struct source *
any_witness(const struct gaps *g, struct str label)
{
    const struct source *any = NULL;

    for (size_t i = 0; i < g->nsources; i++) {
        const struct source *s = &g->sources[i];

        if (s->base_ms == WHEN_UNKNOWN)
            continue;
        if (str_eq(s->cluster, label))
            return s;
        any = any ? any : s;
    }
    return any;
}

/* What the correlator found missing. */
static void
need_said(struct needs *v)
{
    for (size_t i = 0; i < v->g->calls->ngaps; i++) {
        const struct gap *gap = &v->g->calls->gaps[i];
        int64_t node = number_of(gap->node);

        if (!str_eq(gap->kind, STR("node")) || !node)
            continue;
        struct need *need = need_of(v, gap->call, node);
        need->said = true;
        need->cluster = gap->cluster;
        need->witness = any_witness(v->g, gap->cluster);
        gaps_widen(&need->from_ms, &need->to_ms, gap->from_ms);
        gaps_widen(&need->from_ms, &need->to_ms, gap->to_ms);
    }
}

static void
need_signals(struct needs *v)
{
    const struct gaps *g = v->g;
    const int64_t *call = owners_of(g, &v->g->a);

    for (size_t i = 0; i < g->ncrossings; i++) {
        const struct crossing *x = &g->crossings[i];
        const size_t *at = map_get_u64(&v->source, (uint64_t)x->source);
        const struct source *s = at ? &g->sources[*at] : NULL;

        if (!s || gaps_has_node(g, s->cluster, x->node))
            continue;
        struct need *need = need_of(v, call[i], x->node);
        if (!need->witness) {
            need->cluster = s->cluster;
            need->witness = s;
        }
        need->signals++;
        gaps_widen(&need->from_ms, &need->to_ms, gaps_at_ms(s, x->tod_ms));
    }
}

/* --- what the legs say ---------------------------------------------------- */

/* A source of the leg's node, else of any node. */
static const struct source *
witness_of(const struct gaps *g, const struct leg *leg)
{
    const struct source *any = NULL;
    int64_t node = number_of(leg->node);

    for (size_t i = 0; i < g->nsources; i++) {
        const struct source *s = &g->sources[i];

        if (s->base_ms == WHEN_UNKNOWN)
            continue;
        if (s->node == node)
            return s;
        any = any ? any : s;
    }
    return any;
}

/* A leg is on the node that its signals name, and its number was given out by
 * the node of the call's first party. */
static void
need_leg(struct needs *v, const struct leg *leg)
{
    const int64_t nodes[] = {number_of(leg->node), leg->ci >> 24};

    for (size_t i = 0; i < COUNTOF(nodes); i++) {
        const struct source *witness = witness_of(v->g, leg);

        if (nodes[i] <= 0 || nodes[i] > UINT8_MAX || !witness ||
            gaps_has_node(v->g, leg->cluster, nodes[i]))
            continue;
        struct need *need = need_of(v, leg->call, nodes[i]);
        if (!need->witness)
            need->witness = witness;
        gaps_widen(&need->from_ms, &need->to_ms, leg->start.utc_ms);
        gaps_widen(&need->from_ms, &need->to_ms, leg->end.utc_ms);
    }
}

static void
need_calls(struct needs *v)
{
    const struct correlated *r = v->g->calls;

    for (size_t i = 0; i < r->ncalls; i++) {
        const struct call *call = &r->calls[i];

        map_put_u64(&v->call, (uint64_t)call->call, i, NULL);
        for (size_t k = 0; k < call->nlegs; k++)
            need_leg(v, &call->legs[k]);
    }
    /* All of the call is of interest, not only what spoke of the node. */
    for (size_t i = 0; i < v->n; i++) {
        struct need *need = &v->v[i];
        const size_t *at = map_get_u64(&v->call, (uint64_t)need->call);

        if (!at)
            continue;
        gaps_widen(&need->from_ms, &need->to_ms, r->calls[*at].start.utc_ms);
        gaps_widen(&need->from_ms, &need->to_ms, r->calls[*at].end.utc_ms);
    }
}

/* --- nodes that were not given -------------------------------------------- */

static int
put_need(struct gaps *g, struct store *db, const struct need *need,
    struct str reason, struct err *e)
{
    struct gap gap = {
        .call = need->call,
        .kind = STR("node"),
        .node = str_fmt(&g->a, "%lld", (long long)need->node),
        .cluster = need->cluster,
        .from_ms = need->from_ms,
        .to_ms = need->to_ms,
        .reason = reason,
        .collect = gaps_pattern(&g->a, need->node),
    };

    return store_put_gap(db, &gap, e);
}

static struct str
collect_text(struct gaps *g, const struct need *need)
{
    return str_fmt(&g->a, "collect " STR_FMT " of " STR_FMT,
        STR_ARG(gaps_pattern(&g->a, need->node)),
        STR_ARG(gaps_span(&g->a, need->witness, need->from_ms, need->to_ms)));
}

/* A cluster without a label is any. */
static bool
same_node(const struct need *a, const struct need *b)
{
    return a->node == b->node &&
           (!a->cluster.n || !b->cluster.n || str_eq(a->cluster, b->cluster));
}

/* One sentence a node, over all calls. */
static int
put_node(
    struct needs *v, struct store *db, const struct need *first, struct err *e)
{
    struct arena *a = &v->g->a;
    struct need all = *first;
    int64_t calls = 0;

    all.signals = 0;
    all.call = 0;
    for (size_t i = 0; i < v->n; i++) {
        const struct need *need = &v->v[i];

        if (!same_node(need, first))
            continue;
        calls += need->call != 0;
        all.signals += need->signals;
        gaps_widen(&all.from_ms, &all.to_ms, need->from_ms);
        gaps_widen(&all.from_ms, &all.to_ms, need->to_ms);
    }
    struct str who =
        calls ? str_fmt(a, "%lld call%s", (long long)calls,
                    calls == 1 ? " needs it" : "s need it")
              : str_fmt(a, "%lld signal%s", (long long)all.signals,
                    all.signals == 1 ? " speaks of it" : "s speak of it");
    return put_need(v->g, db, &all,
        str_fmt(a, "node %lld was not given, but " STR_FMT ": " STR_FMT,
            (long long)all.node, STR_ARG(who),
            STR_ARG(collect_text(v->g, &all))),
        e);
}

static bool
is_first_of_node(const struct needs *v, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (same_node(&v->v[k], &v->v[i]))
            return false;
    }
    return true;
}

static int
put_nodes(struct needs *v, struct store *db, struct err *e)
{
    for (size_t i = 0; i < v->n; i++) {
        if (is_first_of_node(v, i) && put_node(v, db, &v->v[i], e) < 0)
            return -1;
    }
    for (size_t i = 0; i < v->n; i++) {
        const struct need *need = &v->v[i];

        if (need->call && !need->said &&
            put_need(v->g, db, need,
                str_fmt(&v->g->a, "node %lld was not given: " STR_FMT,
                    (long long)need->node, STR_ARG(collect_text(v->g, need))),
                e) < 0)
            return -1;
    }
    return 0;
}

/* --- times that were not given -------------------------------------------- */

static int
put_edge(struct gaps *g, struct store *db, const struct leg *leg,
    const struct cover *c, bool start, struct err *e)
{
    struct str pattern = gaps_pattern(&g->a, c->node);
    int64_t from = start ? WHEN_UNKNOWN : c->to_ms;
    int64_t to = start ? c->from_ms : WHEN_UNKNOWN;
    struct str span = gaps_span(&g->a, c->first, from, to);
    struct gap gap = {
        .call = leg->call,
        .kind = start ? STR("start") : STR("end"),
        .node = leg->node,
        .cluster = c->cluster,
        .from_ms = from,
        .to_ms = to,
        .collect = pattern,
        .reason = str_fmt(&g->a,
            "the files of node %lld %s while the call is up: collect those "
            "%s, " STR_FMT " " STR_FMT,
            (long long)c->node, start ? "begin" : "end",
            start ? "before" : "after", STR_ARG(pattern), STR_ARG(span)),
    };

    if (start)
        gap.before_file =
            c->first->member.n ? c->first->member : c->first->file;
    else
        gap.after_file = c->last->member.n ? c->last->member : c->last->file;
    return store_put_gap(db, &gap, e);
}

/* Whether an earlier leg of the call is on the same node. */
static bool
is_node_said(const struct call *call, size_t k)
{
    for (size_t i = 0; i < k; i++) {
        if (str_eq(call->legs[i].node, call->legs[k].node) &&
            call->legs[i].purpose == LEG_PARTY)
            return true;
    }
    return false;
}

/* What a call does not say because the files of a node begin or end. */
static int
put_call_edges(struct gaps *g, struct store *db, const struct call *call,
    bool opened, struct err *e)
{
    bool closed = call->end.utc_ms != WHEN_UNKNOWN ||
                  (call->outcome != OUTCOME_UNKNOWN &&
                      call->outcome != OUTCOME_IN_PROGRESS);

    for (size_t k = 0; k < call->nlegs; k++) {
        const struct leg *leg = &call->legs[k];
        const struct cover *c = gaps_cover_at(
            g, leg->cluster, number_of(leg->node), leg->start.utc_ms);

        if (!c || leg->purpose != LEG_PARTY || is_node_said(call, k))
            continue;
        if ((!opened && put_edge(g, db, leg, c, true, e) < 0) ||
            (!closed && put_edge(g, db, leg, c, false, e) < 0))
            return -1;
    }
    return 0;
}

static int
put_edges(struct gaps *g, struct store *db, struct err *e)
{
    struct map opened;

    map_init(&opened, &g->a);
    find_opened(g, &opened);
    for (size_t i = 0; i < g->calls->ncalls; i++) {
        const struct call *call = &g->calls->calls[i];

        if (put_call_edges(g, db, call,
                map_get_u64(&opened, (uint64_t)call->call) != NULL, e) < 0)
            return -1;
    }
    return 0;
}

/* -------------------------------------------------------------------------- */

int
gaps_put_needs(struct gaps *g, struct store *db, struct err *e)
{
    struct needs v = {.g = g};

    map_init(&v.index, &g->a);
    map_init(&v.source, &g->a);
    map_init(&v.call, &g->a);
    for (size_t i = 0; i < g->nsources; i++)
        map_put_u64(&v.source, (uint64_t)g->sources[i].id, i, NULL);
    need_said(&v);
    need_signals(&v);
    need_calls(&v);
    if (put_nodes(&v, db, e) < 0)
        return -1;
    return put_edges(g, db, e);
}
