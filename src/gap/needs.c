/* SPDX-License-Identifier: MIT
 *
 * Who needs what is lacking: calls that went through nodes or times that were
 * not given, signals that speak of such a node, messages that only a call log
 * has. */
#include "gap/find.h"

void
find_widen(int64_t *from_ms, int64_t *to_ms, int64_t at_ms)
{
    if (at_ms == WHEN_UNKNOWN)
        return;
    if (*from_ms == WHEN_UNKNOWN || at_ms < *from_ms)
        *from_ms = at_ms;
    if (*to_ms == WHEN_UNKNOWN || at_ms > *to_ms)
        *to_ms = at_ms;
}

static const struct source *
source_of(const struct find *f, int64_t id)
{
    const size_t *at = map_get_u64(&f->source_by_id, (uint64_t)id);

    return at ? &f->in->sources[*at] : NULL;
}

static struct need *
need_of(struct find *f, int64_t call, size_t lack, const struct source *witness)
{
    enum { LACK_BITS = 24 };
    bool made = false;
    size_t *at = map_put_u64(
        &f->need_by_call, (uint64_t)call << LACK_BITS | lack, f->nneeds, &made);

    if (made) {
        f->needs = arena_grow(
            f->a, f->needs, &f->capneeds, f->nneeds + 1, sizeof *f->needs);
        f->needs[f->nneeds++] = (struct need){.call = call,
            .lack = lack,
            .witness = witness,
            .from_ms = WHEN_UNKNOWN,
            .to_ms = WHEN_UNKNOWN};
    }
    return &f->needs[*at];
}

/* The lack of this kind about a node; place tells several of a node apart. */
static size_t
lack_of(struct find *f, enum lack_kind kind, struct str cluster,
    struct str node, const struct cover *place)
{
    struct str key = str_fmt(f->a, "%d|%zu|" STR_FMT "|" STR_FMT, (int)kind,
        place ? (size_t)(place - f->covers) : 0, STR_ARG(node),
        STR_ARG(cluster));
    bool made = false;
    size_t *at = map_put(&f->lack_by_node, key, f->nlacks, &made);

    if (made) {
        struct lack lack = {.kind = kind,
            .cluster = cluster,
            .node = node,
            .from_ms = WHEN_UNKNOWN,
            .to_ms = WHEN_UNKNOWN};
        find_add(f, &lack);
    }
    return *at;
}

static bool
is_cluster_known(const struct find *f, struct str cluster)
{
    for (size_t i = 0; i < f->in->nsources; i++) {
        if (str_eq(f->cluster[i], cluster))
            return true;
    }
    return false;
}

static size_t
absent(struct find *f, struct str cluster, struct str node, unsigned by)
{
    bool far = (by & VISIT_FAR) && !is_cluster_known(f, cluster);

    return lack_of(f, far ? LACK_CLUSTER : LACK_NODE, cluster, node, NULL);
}

/* --- nodes that calls went through ---------------------------------------- */

static void
take_visit(struct need *need, const struct visit *r, bool only_log)
{
    need->by |= r->by;
    need->only_log = only_log;
    need->signals += r->signals;
    if (!need->peer.n)
        need->peer = r->peer;
    find_widen(&need->from_ms, &need->to_ms, r->from_ms);
    find_widen(&need->from_ms, &need->to_ms, r->to_ms);
}

static void
need_up(struct find *f, const struct visit *r, size_t lack)
{
    need_of(f, r->call, lack, source_of(f, r->source))->up = true;
}

/* What a node's own files do not say because they begin, end, or stop for a
 * while. */
static void
need_edges(struct find *f, const struct visit *r, int64_t skew_ms)
{
    const struct cover *first =
        find_cover(f, r->cluster, r->node, r->from_ms, skew_ms);
    const struct cover *last =
        find_cover(f, r->cluster, r->node, r->to_ms, skew_ms);

    if (first && !r->began)
        need_up(f, r, first->before);
    for (const struct cover *c = first; c && last && c < last; c++)
        need_up(f, r, c->after);
    bool beyond = last && find_beyond(last, r->end_ms, skew_ms);
    if (last && r->open && (!r->ended || beyond))
        need_up(f, r, last->after);
}

/* The lack of a node that has files, but none that has this call; NONE. */
static size_t
lack_of_time(
    struct find *f, const struct visit *r, int64_t skew_ms, bool only_log)
{
    const struct cover *c =
        find_cover(f, r->cluster, r->node, r->from_ms, skew_ms);

    if (!c)
        c = find_cover(f, r->cluster, r->node, r->to_ms, skew_ms);
    if (!c)
        return find_hole(f, r->cluster, r->node, r->from_ms, skew_ms);
    return only_log ? lack_of(f, LACK_DETAIL, r->cluster, r->node, c) : NONE;
}

/* unlogged: no SDL file has any of the call. */
static void
need_visit(struct find *f, const struct visit *r, bool unlogged)
{
    const struct source *witness = source_of(f, r->source);
    int64_t skew_ms = witness ? witness->skew_ms : 0;
    bool only_log = unlogged && (r->by & VISIT_CALLLOG);
    size_t lack = NONE;

    if (r->by & VISIT_LOGGED)
        need_edges(f, r, skew_ms);
    else if (!r->node.n && is_cluster_known(f, r->cluster))
        return; /* which node the far end is on is not known */
    else if (!find_given(f, r->cluster, r->node))
        lack = absent(f, r->cluster, r->node, r->by);
    else if (r->call)
        lack = lack_of_time(f, r, skew_ms, only_log);
    if (lack != NONE)
        take_visit(need_of(f, r->call, lack, witness), r, only_log);
}

static void
need_visits(struct find *f)
{
    const struct visit *v = f->in->visits;
    size_t end;

    for (size_t i = 0; i < f->in->nvisits; i = end) {
        bool unlogged = v[i].call != 0;
        for (end = i; end < f->in->nvisits && v[end].call == v[i].call; end++)
            unlogged = unlogged && !(v[end].by & VISIT_LOGGED);
        for (size_t k = i; k < end; k++)
            need_visit(f, &v[k], unlogged);
    }
}

/* --- messages that only a call log has ------------------------------------ */

static void
need_logs(struct find *f)
{
    for (size_t i = 0; i < f->in->nlogs; i++) {
        const struct log_only *row = &f->in->logs[i];
        const struct source *s = source_of(f, row->source);
        size_t lack = NONE;

        if (!s || row->at_ms == WHEN_UNKNOWN)
            continue;
        struct str cluster = f->cluster[s - f->in->sources];
        struct str node = find_node(f->a, s);
        const struct cover *c =
            find_cover(f, cluster, node, row->at_ms, s->skew_ms);
        if (c) {
            lack = find_edge(c, row->at_ms, s->skew_ms);
            if (lack == NONE)
                lack = lack_of(f, LACK_DETAIL, cluster, node, c);
        } else if (find_given(f, cluster, node))
            lack = find_hole(f, cluster, node, row->at_ms, s->skew_ms);
        else
            lack = absent(f, cluster, node, 0);
        if (lack == NONE)
            continue;
        struct need *need = need_of(f, row->call, lack, s);
        need->logs++;
        find_widen(&need->from_ms, &need->to_ms, row->at_ms);
    }
}

/* --- all of it ------------------------------------------------------------ */

/* The cluster of each source: as the correlator found it; a file without facts
 * is of its neighbours' cluster. */
static void
name_clusters(struct find *f)
{
    const struct source *v = f->in->sources;
    size_t n = f->in->nsources;

    f->cluster = arena_array(f->a, n + 1, sizeof *f->cluster);
    for (size_t i = 0; i < n; i++) {
        f->cluster[i] = v[i].cluster_name.n      ? v[i].cluster_name
                        : v[i].cluster_address.n ? v[i].cluster_address
                                                 : v[i].cluster;
        for (size_t k = 0; !f->cluster[i].n && k < n; k++) {
            if (v[k].node == v[i].node && str_eq(v[k].host, v[i].host) &&
                str_eq(v[k].cluster, v[i].cluster))
                f->cluster[i] = v[k].cluster_name;
        }
    }
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < i && !str_eq(f->cluster[k], f->cluster[i]))
            k++;
        f->nclusters += k == i && f->cluster[i].n;
    }
}

void
gap_find(struct arena *a, const struct gap_facts *in, struct gap **v, size_t *n)
{
    struct find f = {.a = a, .in = in};

    map_init(&f.source_by_id, a);
    map_init(&f.need_by_call, a);
    map_init(&f.lack_by_node, a);
    for (size_t i = 0; i < in->nsources; i++)
        map_put_u64(&f.source_by_id, (uint64_t)in->sources[i].id, i, NULL);
    name_clusters(&f);
    find_files(&f);
    need_visits(&f);
    need_logs(&f);
    find_words(&f, v, n);
}
