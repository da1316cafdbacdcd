/* SPDX-License-Identifier: MIT
 *
 * Makes up a call: who, to whom, how it will go, and every identifier that
 * will be printed for its calling side. */
#include <inttypes.h>
#include <string.h>

#include "run.h"

enum {
    SAME_NODE_PERCENT = 25,
    OTHER_NODE_PERCENT = 20,
    LIST_PERCENT = 10,
    TRIES = 200, /* to find a phone that is free */
    TURN_MS = 7000,
};

static void
set(struct call *c, enum field field, struct str v)
{
    c->f.v[field] = v;
}

static void
set_number(struct call *c, enum field field, uint64_t v)
{
    c->f.v[field] = emit_number(&c->arena, v);
}

struct phone *
call_free_phone(struct run *r, struct node *n, const struct phone *other)
{
    for (int i = 0; i < TRIES; i++) {
        int k = (int)random_below(&r->random, (uint32_t)n->w->per_node);
        struct phone *p = &n->w->phones[(n->number - 1) * n->w->per_node + k];

        if (!p->busy && p != other)
            return p;
    }
    return NULL;
}

static enum call_kind
pick_kind(struct run *r, const struct world *w)
{
    int64_t x = random_between(&r->random, 0, 99);

    if (x < SAME_NODE_PERCENT)
        return CALL_SAME_NODE;
    if ((x -= SAME_NODE_PERCENT) < OTHER_NODE_PERCENT)
        return w->nnodes > 1 ? CALL_OTHER_NODE : CALL_SAME_NODE;
    if ((x -= OTHER_NODE_PERCENT) < LIST_PERCENT)
        return CALL_LIST;
    return CALL_TRUNK;
}

static enum ending
pick_ending(struct run *r)
{
    static const struct {
        int percent;
        enum ending ending;
    } SHARES[] = {{60, END_ANSWERED}, {9, END_BUSY}, {9, END_NO_ANSWER},
        {9, END_CANCELLED}, {5, END_REJECTED}, {5, END_NO_MATCH}, {3, END_UP}};
    int64_t x = random_between(&r->random, 0, 99);

    for (size_t i = 0; i < COUNTOF(SHARES); i++)
        if ((x -= SHARES[i].percent) < 0)
            return SHARES[i].ending;
    return END_ANSWERED;
}

/* Which trunk is in use turns, so that connections become idle and close. */
static int
pick_trunk(struct run *r)
{
    int64_t turn = (r->now_ms - r->o->start_ms) / TURN_MS;
    uint32_t k = random_below(&r->random, 3);

    if (random_chance(&r->random, r->o->tls))
        return TCP_TRUNKS + (int)((turn + k) % TLS_TRUNKS);
    return (int)(random_below(&r->random, TCP_TRUNKS));
}

static void
calling_node(struct call *c)
{
    struct arena *a = &c->arena;
    struct node *n = c->a;

    set_number(c, FIELD_n, (uint64_t)n->number);
    set_number(c, FIELD_m, (uint64_t)c->b->number);
    set(c, FIELD_node_ip_a, n->ip);
    set(c, FIELD_node_ip_b, c->b->ip);
    set(c, FIELD_cluster, c->w->cluster);
    set(c, FIELD_fqdn_a,
        str_fmt(
            a, STR_FMT "." STR_FMT, STR_ARG(n->host), STR_ARG(c->w->domain)));
    set(c, FIELD_linked, STR("0"));
    set_number(c, FIELD_lcdpc_a, ++n->line);
    set_number(c, FIELD_cdfc_a, ++n->cdfc);
    set_number(c, FIELD_cdpc_a, ++n->cdpc);
    set_number(c, FIELD_cdcc, ++n->cdcc);
    set_number(c, FIELD_matrix, ++n->matrix);
    set_number(c, FIELD_ccb_a, ++n->ccb);
    set_number(c, FIELD_gci, ++n->gci);
    set(c, FIELD_gci_hex, str_fmt(a, "%" PRIx32, n->gci));
    set(c, FIELD_offerer,
        str_fmt(a, "Cdcc(%d,100,224,%" PRIu32 ")", n->number, n->cdcc));
}

static void
calling_phone(struct call *c)
{
    struct phone *p = c->phone_a;

    set(c, FIELD_dev_a, p->dev);
    set(c, FIELD_dn_a, p->dn);
    set(c, FIELD_ip_a, p->conn.ip);
    set(c, FIELD_port_a, p->conn.port);
    set(c, FIELD_uuid_a, p->uuid);
    set(c, FIELD_model_a, p->model);
    set(c, FIELD_pkid_a, p->key);
    set(c, FIELD_linekey_a, p->line_key);
    set(c, FIELD_line_a, p->line);
    set(c, FIELD_station_a, p->station);
    set(c, FIELD_session_a, p->session);
    c->conn_a = &p->conn;
}

static void
calling_trunk(struct run *r, struct call *c)
{
    struct trunk *t = c->trunk_in;

    set(c, FIELD_dev_a, t->name);
    set(c, FIELD_ip_a, c->conn_a->ip);
    set(c, FIELD_port_a, c->conn_a->port);
    set(c, FIELD_pkid_a, t->key);
    set(c, FIELD_sipd_a, t->sipd);
    set(c, FIELD_model_a, t->far_product);
    if (c->far->v[FIELD_session_a].n == 0)
        c->far->v[FIELD_session_a] = world_hex(&c->arena, &r->random, 32);
    set(c, FIELD_session_a, c->far->v[FIELD_session_a]);
    set(c, FIELD_dn_a, c->far->v[FIELD_dn_a]);
}

static void
calling_gateway(struct run *r, struct call *c)
{
    struct gateway *g = c->gateway;

    set(c, FIELD_dev_a, g->name);
    set(c, FIELD_dn_a,
        str_fmt(
            &c->arena, "+1202555%04" PRIu32, random_below(&r->random, 10000)));
    set(c, FIELD_ip_a, STR("0.0.0.0"));
    set(c, FIELD_port_a, STR("0"));
    set(c, FIELD_pkid_a, g->key);
    set(c, FIELD_gw, g->process);
    set_number(c, FIELD_gw_user, ++c->a->cdpc);
    c->conn_a = &g->conn;
}

static void
calling_dialog(struct run *r, struct call *c)
{
    struct phone *p = c->phone_a;
    struct arena *a = &c->arena;
    const char *hex = world_hex(a, &r->random, 16).p;

    set(c, FIELD_tag_a,
        str_fmt(a, "%" PRIu32 "~" STR_FMT "-%" PRIu32, c->a->ccb,
            STR_ARG(c->w->guid), c->ci_a));
    if (c->leg_a == LEG_TRUNK) {
        set(c, FIELD_far_a, c->far->v[FIELD_tag_b]);
        set(c, FIELD_callid_a, c->far->v[FIELD_callid_b]);
        c->far->v[FIELD_far_b] = c->f.v[FIELD_tag_a];
    } else {
        set(c, FIELD_far_a, call_phone_tag(r, c, p));
        set(c, FIELD_callid_a,
            str_fmt(a, STR_FMT "-" STR_FMT "%04" PRIx32 "-%.8s-%.8s@" STR_FMT,
                STR_ARG(p->mac_high), STR_ARG(p->mac_low), ++p->calls & 0xffff,
                hex, hex + 8, STR_ARG(p->conn.ip)));
    }
    c->call_id_ci[c->ncall_ids] = c->ci_a;
    c->call_id_device[c->ncall_ids] = c->f.v[FIELD_dev_a];
    c->call_ids[c->ncall_ids++] = c->f.v[FIELD_callid_a];
}

static void
calling_identity(struct run *r, struct call *c)
{
    struct node *n = c->a;

    c->ci_a = ++n->ci;
    c->ci_b = ++n->ci;
    set_number(c, FIELD_ci_a, c->ci_a);
    set_number(c, FIELD_ci_b, c->ci_b);
    if (c->leg_a == LEG_PHONE || c->leg_a == LEG_TRUNK)
        calling_dialog(r, c);
    set(c, FIELD_branch_a, call_branch(r, c));
    set(c, FIELD_branch2_a, call_branch(r, c));
    set(c, FIELD_ack_branch_a, call_branch(r, c));
    set(c, FIELD_bye_a, STR("102"));
    set(c, FIELD_bye_na, STR("101"));
    c->cseq[0] = 101;
    c->cseq[1] = 100;
    set_number(
        c, FIELD_rtp_a, (uint64_t)random_between(&r->random, 8192, 16383) * 2);
    set_number(
        c, FIELD_rtp_b, (uint64_t)random_between(&r->random, 8192, 16383) * 2);
}

void
call_caller(struct run *r, struct call *c)
{
    node_at(c->a, r->now_ms);
    calling_node(c);
    switch (c->leg_a) {
    case LEG_PHONE:
    case LEG_SCCP:
        calling_phone(c);
        break;
    case LEG_TRUNK:
        calling_trunk(r, c);
        break;
    case LEG_GATEWAY:
        calling_gateway(r, c);
        break;
    case LEG_KINDS:
        break;
    }
    calling_identity(r, c);
}

/* Digits: a line's own number, or an access code and a subscriber. */
static void
numbers(struct run *r, struct call *c)
{
    bool none = c->ending == END_NO_MATCH;
    struct str prefix = c->list      ? c->list->prefix
                        : c->trunk   ? c->trunk->prefix
                        : c->phone_b ? STR("")
                                     : c->gateway->prefix;
    struct str number = none || c->phone_b == NULL
                            ? str_fmt(&c->arena, "555%04" PRIu32,
                                  random_below(&r->random, 10000))
                            : c->phone_b->dn;

    call_dialed(c, none ? STR("66") : prefix, number);
}

/* What digit analysis finds for what the call goes to. */
static void
pattern_fields(struct call *c, struct str number)
{
    struct trunk *t = c->trunk;
    struct gateway *g = c->phone_b || t ? NULL : c->gateway;

    if (c->list != NULL) {
        set(c, FIELD_pattern, c->list->pattern);
        set(c, FIELD_regex, c->list->regex);
        set(c, FIELD_pattern_key, c->list->pattern_key);
        return;
    }
    set(c, FIELD_pattern, t ? t->pattern : g ? g->pattern : number);
    set(c, FIELD_regex, t ? t->regex : g ? g->regex : number);
    set(c, FIELD_pattern_key,
        t   ? t->pattern_key
        : g ? g->pattern_key
            : c->w->partition_key);
}

void
call_dialed(struct call *c, struct str prefix, struct str number)
{
    struct arena *a = &c->arena;

    set(c, FIELD_called, number);
    set(c, FIELD_last, number);
    set(c, FIELD_original, number);
    set(c, FIELD_rfr, STR("0"));
    set(c, FIELD_dialed,
        str_fmt(a, STR_FMT STR_FMT, STR_ARG(prefix), STR_ARG(number)));
    set(c, FIELD_asked, c->f.v[FIELD_dialed]);
    set(c, FIELD_transformed, c->f.v[FIELD_dialed]);
    set_number(c, FIELD_digits, c->f.v[FIELD_dialed].n);
    pattern_fields(c, number);
    set(c, FIELD_partition, c->phone_b ? c->w->partition : STR("PT_TRUNKS"));
    set(c, FIELD_partition_key, c->w->partition_key);
    set(c, FIELD_css, c->w->css);
    set(c, FIELD_tags, STR("SUBSCRIBER"));
    set(c, FIELD_positions, number);
    set(c, FIELD_pre_tags,
        prefix.n > 0 ? STR("ACCESS-CODE:SUBSCRIBER") : STR("SUBSCRIBER"));
    set(c, FIELD_pre_positions,
        prefix.n > 0
            ? str_fmt(a, STR_FMT ":" STR_FMT, STR_ARG(prefix), STR_ARG(number))
            : number);
    set(c, FIELD_dac, c->phone_b ? STR("0") : STR("1"));
}

void
call_translate(struct call *c, struct str prefix)
{
    set(c, FIELD_dialed,
        str_fmt(&c->arena, STR_FMT STR_FMT, STR_ARG(prefix),
            STR_ARG(c->f.v[FIELD_called])));
    set(c, FIELD_asked, c->f.v[FIELD_dialed]);
    set_number(c, FIELD_digits, c->f.v[FIELD_dialed].n);
}

struct call *
call_new(struct run *r)
{
    struct call *c = r->free_calls;

    if (c == NULL) {
        c = arena_alloc(&r->a, sizeof(*c));
        c->older = r->newest;
        r->newest = c;
        return c;
    }
    r->free_calls = c->next;
    struct arena arena = c->arena;
    struct call *older = c->older;

    arena_reset(&arena);
    memset(c, 0, sizeof(*c));
    c->arena = arena;
    c->older = older;
    return c;
}

void
call_release(struct run *r, struct call *c)
{
    c->next = r->free_calls;
    r->free_calls = c;
}

void
calls_free(struct run *r)
{
    for (struct call *c = r->newest; c != NULL; c = c->older)
        arena_free(&c->arena);
}

/* Calls that stay up hold their phones and their connection for good, so there
 * are not many of them, and on trunks that close none. */
static bool
may_stay_up(const struct run *r, const struct call *c)
{
    if (c->ending != END_UP)
        return true;
    return r->ending_count[END_UP] < c->w->nphones / 10 &&
           c->kind != CALL_LIST && (c->trunk == NULL || !c->trunk->tls);
}

static void
choose(struct run *r, struct call *c)
{
    int node = (int)random_below(&r->random, (uint32_t)c->w->nnodes);
    int other = node;

    c->kind = pick_kind(r, c->w);
    c->ending = pick_ending(r);
    c->by_called = random_chance(&r->random, 0.5);
    c->ring_ms = random_between(&r->random, 400, 4000);
    c->talk_ms = random_between(&r->random, 1000, 9000);
    if (c->kind == CALL_OTHER_NODE)
        other = (node + 1 +
                    (int)random_below(&r->random, (uint32_t)c->w->nnodes - 1)) %
                c->w->nnodes;
    c->a = &c->w->nodes[node];
    c->b = &c->w->nodes[other];
    c->phone_a = call_free_phone(r, c->a, NULL);
    if (c->kind == CALL_SAME_NODE || c->kind == CALL_OTHER_NODE)
        c->phone_b = call_free_phone(r, c->b, c->phone_a);
    if (c->kind == CALL_TRUNK)
        c->trunk = &c->w->trunks[pick_trunk(r)];
    if (!may_stay_up(r, c))
        c->ending = END_ANSWERED;
    if (c->kind == CALL_LIST) {
        c->list = &c->w->lists[random_below(&r->random, LISTS)];
        c->trunk = &c->w->trunks[c->list->member[0]];
    }
}

void
call_list_fields(struct call *c)
{
    if (c->list == NULL)
        return;
    set(c, FIELD_list, c->list->name);
    set(c, FIELD_list_key, c->list->key);
    set(c, FIELD_list_process, c->list->process);
    set_number(c, FIELD_members, ++c->a->matrix);
    set(c, FIELD_offerer,
        str_fmt(&c->arena, "RouteListCdrc(%d,100,115," STR_FMT ")",
            c->a->number, STR_ARG(c->f.v[FIELD_members])));
}

void
call_begin(struct run *r)
{
    struct call *c = call_new(r);

    c->w = r->nworlds == 1
               ? &r->w[0]
               : &r->w[random_below(&r->random, (uint32_t)r->nworlds)];
    choose(r, c);
    if (c->phone_a == NULL ||
        (c->phone_b == NULL && c->trunk == NULL && c->list == NULL)) {
        call_release(r, c);
        return;
    }
    c->phone_a->busy = true;
    if (c->phone_b != NULL)
        c->phone_b->busy = true;
    call_caller(r, c);
    numbers(r, c);
    call_list_fields(c);
    r->calls++;
    r->active++;
    call_step(r, c, STEP_INVITE);
}
