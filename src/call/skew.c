/* SPDX-License-Identifier: MIT
 *
 * How far the clocks of nodes are apart. What one node sent and another
 * received (signals between nodes, SIP messages between clusters) is logged at
 * both ends; with both directions the time on the way cancels out:
 *
 *     skew = (a_to_b - b_to_a) / 2      latency = (a_to_b + b_to_a) / 2
 *
 * where a_to_b is the median of (time at b - time at a) of what a sent.
 * Corrected times decide the order between nodes; what is printed stays what
 * the node logged. Call logs without SDL files serve likewise: a trunk's
 * messages stand in the logs of both its ends, or in one and the SDL files of
 * the other, and what a node sends because another received something has that
 * one's tag. FORMAT 3, 16, FAILURES 4.5. */
#include <stdlib.h>

#include "call/joined.h"
#include "sip/callid.h"

/* One end of something that crossed. */
struct skew_end {
    uint32_t source;
    bool out;
    bool log, by_tag; /* of a call log, and known by its tag */
    bool like_log;    /* of SDL files, but only as a call log has it */
    int64_t tod_ms;
};

/* Both ends. */
struct skew_sample {
    uint32_t from, to; /* spaces */
    uint32_t from_source, to_source;
    bool log, by_tag;
    int64_t from_tod, to_tod;
    int64_t delta_ms; /* by the two clocks as they are */
};

/* Whether an end is looked at: all of the first ones; of the many that follow
 * ever fewer, by their key, so that both ends are. */
static bool
is_sample(const struct correlator *c, uint64_t hash)
{
    enum { MANY_BITS = 13 };
    size_t doublings = c->nskew_ends >> MANY_BITS;
    uint64_t mask = (UINT64_C(1) << (doublings < 63 ? doublings : 63)) - 1;
    return (hash >> 1 & mask) == 0;
}

static void
feed_end(struct correlator *c, struct str key, const struct skew_end *end)
{
    uint64_t hash = map_hash(key, 0);
    if (!is_sample(c, hash))
        return;
    uint64_t own = hash ^ (uint64_t)(end->source + 1) << 32 ^ end->out;
    /* The n-th of equal ones here is the n-th there. */
    size_t *count = map_put_u64(&c->skew_seen, own, 0, NULL);
    hash += ++*count * UINT64_C(0x9e3779b97f4a7c15);
    bool made = false;
    size_t *slot = map_put_u64(&c->skew_by_key, hash, c->nskew_ends, &made);
    if (made) {
        c->skew_ends = GROW(c->skew_ends, c->nskew_ends, c->capskew_ends);
        c->skew_ends[c->nskew_ends++] = *end;
        return;
    }
    const struct skew_end *other = &c->skew_ends[*slot];
    if (other->out == end->out ||
        c->space_of[other->source] == c->space_of[end->source] ||
        (other->like_log && end->like_log))
        return;
    const struct skew_end *a = end->out ? end : other;
    const struct skew_end *b = end->out ? other : end;
    c->skews = GROW(c->skews, c->nskews, c->capskews);
    c->skews[c->nskews++] = (struct skew_sample){
        .from = (uint32_t)c->space_of[a->source],
        .to = (uint32_t)c->space_of[b->source],
        .from_source = a->source,
        .to_source = b->source,
        .log = end->log || other->log,
        .by_tag = end->by_tag,
        .from_tod = a->tod_ms,
        .to_tod = b->tod_ms,
    };
}

static bool
end_of_row(const struct correlator *c, const struct row *row, bool out,
    struct skew_end *end)
{
    if (row->at.tod_ms == WHEN_UNKNOWN)
        return false;
    *end = (struct skew_end){
        .source = c->at.source, .out = out, .tod_ms = row->at.tod_ms};
    return true;
}

/* Processes and tags begin anew with their node's service. */
static size_t
start_of_node(
    const struct correlator *c, const struct skew_end *end, int64_t node)
{
    return era_fed(c, c->space_of[end->source], node, c->now_ms);
}

/* What is the same of a tag, "4,100,14,912.33^192.0.2.77^*", at both ends: the
 * address may have been cleared at one (FORMAT 3.1, 20.20). */
static struct str
tag_key(struct str tag)
{
    return str_sub(tag, 0, str_find_byte(tag, '^'));
}

void
skew_signal(struct correlator *c, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    bool out = str_eq(s->type, STR("SdlSig-O"));
    struct skew_end end;
    if ((!out && !str_eq(s->type, STR("SdlSig-I"))) ||
        !end_of_row(c, row, out, &end))
        return;
    struct str key = KEY(&c->scratch, STR("s"), s->name, s->to_process,
        s->from_process, tag_key(s->tag), KEY_NUMBER(s->ci),
        KEY_NUMBER(start_of_node(c, &end, process_node(s->to_process))),
        KEY_NUMBER(start_of_node(c, &end, process_node(s->from_process))));
    feed_end(c, key, &end);
}

/* Messages that make or end a call: what else has a tag may have got it from
 * a timer long after. */
static bool
travels(struct str method, int32_t status)
{
    if (status != 0)
        return status >= 180;
    return str_eq(method, STR("INVITE")) || str_eq(method, STR("CANCEL")) ||
           str_eq(method, STR("BYE"));
}

/* A trunk's message as a call log has it: no CSeq, no tags. */
static void
feed_row(struct correlator *c, struct str call_id, struct str method,
    int32_t status, const struct skew_end *end)
{
    feed_end(c, KEY(&c->scratch, STR("l"), call_id, method, KEY_NUMBER(status)),
        end);
}

void
skew_message(struct correlator *c, const struct row *row)
{
    const struct row_message *m = &row->u.message;
    bool out = str_eq(m->direction, STR("out"));
    struct skew_end end;
    if (!end_of_row(c, row, out, &end))
        return;
    if (c->lone_logs && m->call_id.n > 0 && travels(m->method, m->status)) {
        struct skew_end like = end;
        like.like_log = true;
        feed_row(c, m->call_id, m->method, m->status, &like);
    }
    if (!str_eq(m->cseq_method, STR("INVITE")) || m->cseq < 0)
        return;
    struct str key = KEY(&c->scratch, STR("m"), callid_key(m->call_id),
        KEY_NUMBER(m->cseq), KEY_NUMBER(m->status), m->from_tag, m->to_tag);
    feed_end(c, key, &end);
}

/* The node of a tag, "4,100,14,912.33^192.0.2.77^*"; 0 when it has none or
 * names no peer that it received something from. */
static int64_t
tag_node(struct str tag)
{
    int64_t node = 0;
    struct str rest = tag;
    if (!str_to_i64(str_cut(&rest, ','), &node) ||
        str_find(tag, STR("^*^")) < tag.n)
        return 0;
    return node;
}

void
skew_log_message(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_log_message *m = &row->u.log_message;
    bool out = str_eq_nocase(m->direction, STR("out"));
    struct skew_end end;
    /* Beside its node's SDL files a call log goes by their clock. */
    if (c->spaces[space].home != NONE || !travels(m->method, m->status) ||
        !end_of_row(c, row, out, &end))
        return;
    end.log = true;
    if (str_eq(m->line_or_trunk, STR("SIPT")) && m->call_id.n > 0)
        feed_row(c, m->call_id, m->method, m->status, &end);
    /* The same kind of message, in at the tag's node and out at another. */
    int64_t node = tag_node(m->tag);
    if (node == 0 || out == (node == c->sources[end.source].node))
        return;
    end.by_tag = true;
    feed_end(c,
        KEY(&c->scratch, STR("t"), m->tag, m->method, KEY_NUMBER(m->status),
            KEY_NUMBER(start_of_node(c, &end, node))),
        &end);
}

bool
skew_log_trunk(const struct correlator *c, size_t *next, size_t *a, size_t *b)
{
    while (*next < c->nskews) {
        const struct skew_sample *s = &c->skews[(*next)++];
        if (!s->log || s->by_tag)
            continue;
        *a = s->from;
        *b = s->to;
        return true;
    }
    return false;
}

/* -- at the end ---------------------------------------------------------------
 */

/* Rows of a call log have a date and no offset from UTC; what another node
 * logged too, at a known time, tells it. */
static void
date_logs(struct correlator *c)
{
    for (size_t i = 0; i < c->nskews; i++) {
        const struct skew_sample *s = &c->skews[i];
        struct source *from = &c->sources[s->from_source];
        struct source *to = &c->sources[s->to_source];
        bool dated = to->base_ms != WHEN_UNKNOWN;
        struct source *fresh = dated ? from : to;
        if (!s->log || fresh->base_ms != WHEN_UNKNOWN ||
            (from->base_ms == WHEN_UNKNOWN && !dated))
            continue;
        int64_t local = dated ? s->from_tod : s->to_tod;
        int64_t utc =
            dated ? to->base_ms + s->to_tod : from->base_ms + s->from_tod;
        clock_set_offset(fresh, clock_to_quarter(local - utc));
    }
}

static int
compare_sample(const void *pa, const void *pb)
{
    const struct skew_sample *a = pa;
    const struct skew_sample *b = pb;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return a->delta_ms < b->delta_ms ? -1 : a->delta_ms > b->delta_ms;
}

/* Tags are unique in a cluster only. */
static void
drop_strange_tags(struct correlator *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->nskews; i++) {
        const struct skew_sample *s = &c->skews[i];
        if (!s->by_tag ||
            c->spaces[s->from].cluster == c->spaces[s->to].cluster)
            c->skews[n++] = *s;
    }
    c->nskews = n;
}

/* Fills delta_ms and drops samples whose date is not known. */
static void
date_samples(struct correlator *c)
{
    size_t n = 0;
    drop_strange_tags(c);
    date_logs(c);
    for (size_t i = 0; i < c->nskews; i++) {
        struct skew_sample s = c->skews[i];
        int64_t from = c->sources[s.from_source].base_ms;
        int64_t to = c->sources[s.to_source].base_ms;
        if (from == WHEN_UNKNOWN || to == WHEN_UNKNOWN)
            continue;
        s.delta_ms = to + s.to_tod - from - s.from_tod;
        c->skews[n++] = s;
    }
    c->nskews = n;
}

/* What was seen between two spaces. */
struct edge {
    uint32_t a, b;     /* a < b */
    size_t n_ab, n_ba; /* samples each way */
    int64_t ab_ms, ba_ms;
};

static struct edge *
edge_get(struct correlator *c, struct edge *v, size_t *n, struct map *by_pair,
    const struct skew_sample *s)
{
    uint32_t a = s->from < s->to ? s->from : s->to;
    uint32_t b = s->from < s->to ? s->to : s->from;
    bool made = false;
    size_t *slot = map_put_u64(by_pair, (uint64_t)a << 32 | b, *n, &made);
    (void)c;
    if (made)
        v[(*n)++] = (struct edge){.a = a, .b = b};
    return &v[*slot];
}

static struct edge *
make_edges(struct correlator *c, size_t *n)
{
    struct map by_pair;
    map_init(&by_pair, &c->arena);
    size_t most = c->nskews < c->nspaces * c->nspaces ? c->nskews
                                                      : c->nspaces * c->nspaces;
    struct edge *v = arena_array(&c->arena, most + 1, sizeof(*v));
    *n = 0;
    for (size_t i = 0; i < c->nskews;) {
        size_t end = i;
        while (end < c->nskews && c->skews[end].from == c->skews[i].from &&
               c->skews[end].to == c->skews[i].to)
            end++;
        struct edge *e = edge_get(c, v, n, &by_pair, &c->skews[i]);
        int64_t median = c->skews[i + (end - i) / 2].delta_ms;
        if (c->skews[i].from == e->a) {
            e->n_ab = end - i;
            e->ab_ms = median;
        } else {
            e->n_ba = end - i;
            e->ba_ms = median;
        }
        i = end;
    }
    return v;
}

/* By how much b's clock is ahead of a's, and how sure that is. */
static int64_t
edge_skew(const struct edge *e, int64_t *error_ms)
{
    if (e->n_ab > 0 && e->n_ba > 0) {
        int64_t trip = e->ab_ms + e->ba_ms;
        *error_ms = trip > 2 ? (trip + 1) / 2 : 1;
        return (e->ab_ms - e->ba_ms) / 2;
    }
    /* One direction only: the time on the way cannot be told apart. */
    *error_ms = -1;
    return e->n_ab > 0 ? e->ab_ms : -e->ba_ms;
}

/* The address of a node that has neither a cluster's name nor its own. */
static struct str
bare_address(const struct correlator *c, size_t space)
{
    const struct space *sp = &c->spaces[space];
    bool named = cluster_name(c, space).n > 0 || sp->host.n > 0;
    return named ? (struct str){0} : sp->address;
}

static void
settle(struct correlator *c, const struct edge *e, uint32_t reference,
    struct node_clock *clocks)
{
    uint32_t known = c->spaces[e->a].skewed ? e->a : e->b;
    uint32_t fresh = known == e->a ? e->b : e->a;
    int64_t error_ms = 0;
    int64_t ahead = edge_skew(e, &error_ms);
    if (fresh == e->a)
        ahead = -ahead;
    struct space *sp = &c->spaces[fresh];
    sp->skew_ms = c->spaces[known].skew_ms + ahead;
    sp->skewed = true;
    sp->clock = c->spaces[known].clock;
    bool forth = fresh == e->b;
    clocks[fresh] = (struct node_clock){
        .node = node_name(c, fresh),
        .cluster = cluster_name(c, fresh),
        .host = sp->host,
        .address = bare_address(c, fresh),
        .against = node_name(c, reference),
        .against_cluster = cluster_name(c, reference),
        .against_host = c->spaces[reference].host,
        .against_address = bare_address(c, reference),
        .via = known != reference ? node_name(c, known) : (struct str){0},
        .via_cluster =
            known != reference ? cluster_key(c, known) : (struct str){0},
        .offset_ms = sp->skew_ms,
        .error_ms = error_ms,
        .received = (int64_t)(forth ? e->n_ab : e->n_ba),
        .sent = (int64_t)(forth ? e->n_ba : e->n_ab),
    };
}

/* The edge with the most samples that leads from a settled space to one that
 * is not; two-way edges first. */
static const struct edge *
next_edge(const struct correlator *c, const struct edge *v, size_t n)
{
    const struct edge *best = NULL;
    size_t best_weight = 0;
    for (size_t i = 0; i < n; i++) {
        if (c->spaces[v[i].a].skewed == c->spaces[v[i].b].skewed)
            continue;
        bool both = v[i].n_ab > 0 && v[i].n_ba > 0;
        size_t weight = (both ? SIZE_MAX / 2 : 0) + v[i].n_ab + v[i].n_ba;
        if (weight > best_weight) {
            best_weight = weight;
            best = &v[i];
        }
    }
    return best;
}

/* Clocks are compared with the first node of each group that has samples. */
static void
settle_all(struct correlator *c, const struct edge *v, size_t n,
    struct node_clock *clocks)
{
    for (size_t i = 0; i < n; i++) {
        if (c->spaces[v[i].a].skewed || c->spaces[v[i].b].skewed)
            continue;
        c->spaces[v[i].a].skewed = true; /* the reference: 0 */
        const struct edge *e;
        while ((e = next_edge(c, v, n)) != NULL)
            settle(c, e, v[i].a, clocks);
    }
}

/* A call log is written by its node's clock. */
static void
skew_logs(struct correlator *c)
{
    for (size_t i = 0; i < c->nspaces; i++)
        if (c->spaces[i].log && c->spaces[i].home != NONE)
            c->spaces[i].skew_ms = c->spaces[c->spaces[i].home].skew_ms;
}

void
skew_finish(struct correlator *c, struct correlated *r)
{
    struct node_clock *clocks =
        arena_array(&c->arena, c->nspaces + 1, sizeof(*clocks));
    size_t n = 0;
    for (size_t i = 0; i < c->nspaces; i++)
        c->spaces[i].clock = i;
    date_samples(c);
    if (c->nskews > 0)
        qsort(c->skews, c->nskews, sizeof(*c->skews), compare_sample);
    const struct edge *v = make_edges(c, &n);
    settle_all(c, v, n, clocks);
    free(c->skew_ends);
    free(c->skews);
    c->skew_ends = NULL;
    c->skews = NULL;
    c->nskew_ends = c->nskews = c->capskew_ends = c->capskews = 0;
    skew_logs(c);
    for (size_t i = 0; i < c->nsources; i++) {
        c->sources[i].skew_ms = c->spaces[c->space_of[i]].skew_ms;
        c->sources[i].cluster_name = cluster_name(c, c->space_of[i]);
        c->sources[i].cluster_address =
            c->clusters[c->spaces[c->space_of[i]].cluster].address;
    }
    r->clocks = clocks;
    for (size_t i = 0; i < c->nspaces; i++)
        if (clocks[i].received + clocks[i].sent > 0)
            clocks[r->nclocks++] = clocks[i];
}
