/* SPDX-License-Identifier: MIT
 *
 * Makes up a call: who, to whom, how it will go, and every identifier that
 * will be printed for it. */
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

static struct phone *
free_phone(struct run *r, int node, const struct phone * not )
{
    for (int i = 0; i < TRIES; i++) {
        int k = (int)random_below(&r->random, (uint32_t)r->w.per_node);
        struct phone *p = &r->w.phones[node * r->w.per_node + k];

        if (!p->busy && p != not )
            return p;
    }
    return NULL;
}

static enum call_kind
pick_kind(struct run *r)
{
    int64_t x = random_between(&r->random, 0, 99);

    if (x < SAME_NODE_PERCENT)
        return CALL_SAME_NODE;
    if ((x -= SAME_NODE_PERCENT) < OTHER_NODE_PERCENT)
        return r->w.nnodes > 1 ? CALL_OTHER_NODE : CALL_SAME_NODE;
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

static struct str
branch(struct run *r, struct call *c)
{
    return str_fmt(
        &c->arena, "z9hG4bK%s", world_hex(&c->arena, &r->random, 10).p);
}

/* A new leg to the called side: block, process, Call-ID, tag. */
static void
new_leg_b(struct run *r, struct call *c)
{
    uint32_t clock, address;
    struct node *n = c->b;

    set_number(c, FIELD_ccb_b, ++n->ccb);
    set_number(c, FIELD_cdpc_b, ++n->cdpc);
    set(c, FIELD_callid_b, emit_call_id(&c->arena, n, &clock, &address));
    set(c, FIELD_tag_b,
        str_fmt(&c->arena, "%" PRIu32 "~" STR_FMT "-%" PRIu32, n->ccb,
            STR_ARG(r->w.guid), c->ci_b));
    set(c, FIELD_branch_b, branch(r, c));
    set(c, FIELD_branch2_b, branch(r, c));
    set(c, FIELD_ack_branch_b, branch(r, c));
    set(c, FIELD_cisco_guid,
        str_fmt(&c->arena,
            "%010" PRIu32 "-0000065536-%010" PRIu32 "-%010" PRIu32, clock,
            n->callid, address));
    set(c, FIELD_guid_hex,
        str_fmt(&c->arena, "%08" PRIX32 "00010000%08" PRIX32 "%08" PRIX32,
            clock, n->callid, address));
    c->call_ids[c->ncall_ids++] = c->f.v[FIELD_callid_b];
}

static struct str
phone_tag(struct run *r, struct call *c, const struct phone *p)
{
    const char *hex = world_hex(&c->arena, &r->random, 20).p;

    return str_fmt(&c->arena, STR_FMT STR_FMT "%.12s-%.8s",
        STR_ARG(p->mac_high), STR_ARG(p->mac_low), hex, hex + 12);
}

void
call_target_phone(struct run *r, struct call *c)
{
    struct phone *p = c->phone_b;
    struct arena *a = &c->arena;

    node_at(c->b, r->now_ms);
    set(c, FIELD_dev_b, p->dev);
    set(c, FIELD_dn_b, p->dn);
    set(c, FIELD_ip_b, p->conn.ip);
    set(c, FIELD_port_b, p->conn.port);
    set(c, FIELD_uuid_b, p->uuid);
    set(c, FIELD_model_b, p->model);
    set(c, FIELD_line_b, p->line);
    set(c, FIELD_station_b, p->station);
    set(c, FIELD_session_b, p->session);
    set_number(c, FIELD_lcdpc_b, ++c->b->line);
    set_number(c, FIELD_cdfc_b, ++c->b->cdfc);
    set(c, FIELD_peer, c->b->ip);
    set(c, FIELD_peer_ip, p->conn.ip);
    set(c, FIELD_peer_port, p->conn.port);
    set(c, FIELD_via, STR("TCP"));
    set(c, FIELD_transport, STR("tcp"));
    set(c, FIELD_local_port, STR("5060"));
    set(c, FIELD_tls, STR("0"));
    set(c, FIELD_media_b, p->conn.ip);
    set(c, FIELD_far_product, p->model);
    set(c, FIELD_far_device,
        str_fmt(a, ";+u.sip!devicename.ccm.cisco.com=\"" STR_FMT "\"",
            STR_ARG(p->dev)));
    set(c, FIELD_far_b, phone_tag(r, c, p));
    c->conn_b = &p->conn;
    new_leg_b(r, c);
}

static void
target_names(struct run *r, struct call *c)
{
    struct arena *a = &c->arena;
    struct trunk *t = c->trunk;
    struct phone *p = c->phone_b;

    set(c, FIELD_device_type, t ? STR("Unknown") : STR("UserDevice"));
    set(c, FIELD_ccm_type, t ? STR("8") : STR("4"));
    set(c, FIELD_target_class, t ? STR("SIPD") : STR("LineControl"));
    set(c, FIELD_target,
        t ? t->name
          : str_fmt(a, STR_FMT ":" STR_FMT, STR_ARG(p->dn),
                STR_ARG(r->w.partition_key)));
    set(c, FIELD_target_key, t ? t->key : p->line_key);
    set(c, FIELD_device_b, t ? t->name : p->dev);
    set(c, FIELD_device_key_b, t ? t->key : p->key);
    set(c, FIELD_line_key_b, t ? STR("") : p->line_key);
    set(c, FIELD_qualified_b,
        t ? STR("pi=0si1")
          : str_fmt(a, "ti=1nd=" STR_FMT "pi=0si1", STR_ARG(p->dn)));
    struct str instance = t ? t->sipd : p->line;
    int type = t ? 84 : 178;

    set(c, FIELD_target_pid,
        str_fmt(a, "%d,%d," STR_FMT, c->b->number, type, STR_ARG(instance)));
    set(c, FIELD_target_process,
        str_fmt(
            a, "%d,100,%d," STR_FMT, c->b->number, type, STR_ARG(instance)));
}

static void
far_end(struct run *r, struct call *c)
{
    struct trunk *t = c->trunk;
    struct arena *a = &c->arena;

    set(c, FIELD_far_product, t->far_product);
    if (t->far_guid.n == 0) {
        set(c, FIELD_far_device, STR(""));
        const char *hex = world_hex(a, &r->random, 12).p;

        set(c, FIELD_far_b, str_fmt(a, "%.8s-%.4s", hex, hex + 8));
        return;
    }
    set(c, FIELD_far_device,
        str_fmt(a,
            ";+u.sip!devicename.ccm.cisco.com=\"SEP0011BB%06" PRIX32 "\"",
            random_below(&r->random, 1u << 24)));
    set(c, FIELD_far_b,
        str_fmt(a, "%" PRIu32 "~" STR_FMT "-%" PRIu32, ++t->far_ccb,
            STR_ARG(t->far_guid), ++t->far_ci));
}

void
call_target_trunk(struct run *r, struct call *c)
{
    int k = (int)(c->trunk - r->w.trunks);
    struct trunk *t = c->trunk;
    struct arena *a = &c->arena;

    c->link = &r->w.links[c->b->number - 1][k];
    c->conn_b = &c->link->conn;
    node_at(c->b, r->now_ms);
    set(c, FIELD_trunk, t->name);
    set(c, FIELD_trunk_key, t->key);
    set(c, FIELD_sipd, t->sipd);
    set(c, FIELD_peer, t->peer);
    set(c, FIELD_peer_ip, t->peer_ip);
    set(c, FIELD_peer_port, t->peer_port);
    set(c, FIELD_via, t->tls ? STR("TLS") : STR("TCP"));
    set(c, FIELD_transport, t->tls ? STR("tls") : STR("tcp"));
    set(c, FIELD_local_port, t->tls ? STR("5061") : STR("5060"));
    set(c, FIELD_tls, t->tls ? STR("3") : STR("0"));
    set(c, FIELD_media_b, str_fmt(a, "203.0.113.%d", 200 + k));
    set(c, FIELD_session_b, world_hex(a, &r->random, 32));
    if (c->list != NULL)
        set(c, FIELD_group, c->list->group[c->member]);
    target_names(r, c);
    far_end(r, c);
    new_leg_b(r, c);
    c->trunks[c->ntrunks] = t->name;
    c->peers[c->ntrunks] = str_fmt(
        a, STR_FMT ":" STR_FMT, STR_ARG(t->peer_ip), STR_ARG(t->peer_port));
    c->ntrunks++;
}

static void
calling_side(struct run *r, struct call *c)
{
    struct phone *p = c->phone_a;
    struct arena *a = &c->arena;
    struct node *n = c->a;

    set_number(c, FIELD_n, (uint64_t)n->number);
    set_number(c, FIELD_m, (uint64_t)c->b->number);
    set(c, FIELD_node_ip_a, n->ip);
    set(c, FIELD_node_ip_b, c->b->ip);
    set(c, FIELD_cluster, r->w.cluster);
    set(c, FIELD_fqdn_a,
        str_fmt(
            a, STR_FMT "." STR_FMT, STR_ARG(n->host), STR_ARG(r->w.domain)));
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
calling_identity(struct run *r, struct call *c)
{
    struct phone *p = c->phone_a;
    struct arena *a = &c->arena;
    struct node *n = c->a;
    const char *hex = world_hex(a, &r->random, 16).p;

    c->ci_a = ++n->ci;
    c->ci_b = ++n->ci;
    set_number(c, FIELD_ci_a, c->ci_a);
    set_number(c, FIELD_ci_b, c->ci_b);
    set(c, FIELD_tag_a,
        str_fmt(a, "%" PRIu32 "~" STR_FMT "-%" PRIu32, n->ccb,
            STR_ARG(r->w.guid), c->ci_a));
    set(c, FIELD_far_a, phone_tag(r, c, p));
    set(c, FIELD_callid_a,
        str_fmt(a, STR_FMT "-" STR_FMT "%04" PRIx32 "-%.8s-%.8s@" STR_FMT,
            STR_ARG(p->mac_high), STR_ARG(p->mac_low), ++p->calls & 0xffff, hex,
            hex + 8, STR_ARG(p->conn.ip)));
    set(c, FIELD_branch_a, branch(r, c));
    set(c, FIELD_branch2_a, branch(r, c));
    set(c, FIELD_ack_branch_a, branch(r, c));
    set_number(
        c, FIELD_rtp_a, (uint64_t)random_between(&r->random, 8192, 16383) * 2);
    set_number(
        c, FIELD_rtp_b, (uint64_t)random_between(&r->random, 8192, 16383) * 2);
    c->call_ids[c->ncall_ids++] = c->f.v[FIELD_callid_a];
}

/* Digits: a line's own number, or an access code and a subscriber. */
static void
numbers(struct run *r, struct call *c)
{
    struct arena *a = &c->arena;
    bool none = c->ending == END_NO_MATCH;
    struct str prefix = c->list    ? c->list->prefix
                        : c->trunk ? c->trunk->prefix
                                   : STR("");
    struct str number =
        none || c->phone_b == NULL
            ? str_fmt(a, "555%04" PRIu32, random_below(&r->random, 10000))
            : c->phone_b->dn;

    if (none)
        prefix = STR("66");
    set(c, FIELD_called, number);
    set(c, FIELD_dialed,
        str_fmt(a, STR_FMT STR_FMT, STR_ARG(prefix), STR_ARG(number)));
    set_number(c, FIELD_digits, c->f.v[FIELD_dialed].n);
    set(c, FIELD_pattern,
        c->list    ? c->list->pattern
        : c->trunk ? c->trunk->pattern
                   : number);
    set(c, FIELD_regex,
        c->list    ? c->list->regex
        : c->trunk ? c->trunk->regex
                   : number);
    set(c, FIELD_pattern_key,
        c->list    ? c->list->pattern_key
        : c->trunk ? c->trunk->pattern_key
                   : r->w.partition_key);
    set(c, FIELD_partition, c->phone_b ? r->w.partition : STR("PT_TRUNKS"));
    set(c, FIELD_partition_key, r->w.partition_key);
    set(c, FIELD_css, r->w.css);
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

static struct call *
new_call(struct run *r)
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
    return r->ending_count[END_UP] < r->w.nphones / 10 &&
           c->kind != CALL_LIST && (c->trunk == NULL || !c->trunk->tls);
}

static void
choose(struct run *r, struct call *c)
{
    int node = (int)random_below(&r->random, (uint32_t)r->w.nnodes);
    int other = node;

    c->kind = pick_kind(r);
    c->ending = pick_ending(r);
    c->by_called = random_chance(&r->random, 0.5);
    c->ring_ms = random_between(&r->random, 400, 4000);
    c->talk_ms = random_between(&r->random, 1000, 9000);
    if (c->kind == CALL_OTHER_NODE)
        other = (node + 1 +
                    (int)random_below(&r->random, (uint32_t)r->w.nnodes - 1)) %
                r->w.nnodes;
    c->a = &r->w.nodes[node];
    c->b = &r->w.nodes[other];
    c->phone_a = free_phone(r, node, NULL);
    if (c->kind == CALL_SAME_NODE || c->kind == CALL_OTHER_NODE)
        c->phone_b = free_phone(r, other, c->phone_a);
    if (c->kind == CALL_TRUNK)
        c->trunk = &r->w.trunks[pick_trunk(r)];
    if (!may_stay_up(r, c))
        c->ending = END_ANSWERED;
    if (c->kind == CALL_LIST) {
        c->list = &r->w.lists[random_below(&r->random, LISTS)];
        c->trunk = &r->w.trunks[c->list->member[0]];
    }
}

static void
list_fields(struct call *c)
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
    struct call *c = new_call(r);

    choose(r, c);
    if (c->phone_a == NULL ||
        (c->phone_b == NULL && c->trunk == NULL && c->list == NULL)) {
        c->next = r->free_calls;
        r->free_calls = c;
        return;
    }
    c->phone_a->busy = true;
    if (c->phone_b != NULL)
        c->phone_b->busy = true;
    node_at(c->a, r->now_ms);
    calling_side(r, c);
    calling_identity(r, c);
    numbers(r, c);
    list_fields(c);
    if (c->phone_b != NULL)
        target_names(r, c);
    r->calls++;
    r->active++;
    call_step(r, c, STEP_INVITE);
}
