/* SPDX-License-Identifier: MIT
 *
 * What goes on beside calls: phones that register, trunks that are pinged, and
 * the records of everything else, as many as real traces have of them. */
#include <inttypes.h>

#include "run.h"

/* Which records there are, by how often they were counted in real traces. */
static const struct {
    uint32_t weight;
    enum script_name script;
    bool whole; /* all its records, else one picked by chance */
} NOISE[] = {
    {250, NOISE_TIMERS, false},
    {30, NOISE_STAT, true},
    {16, NOISE_SDP, true},
    {22, NOISE_STACK, true},
    {25, NOISE_STATION, false},
    {6, NOISE_SOCKET, true},
    {10, NOISE_CDR, false},
    {2, NOISE_ALARM, true},
    {10, NOISE_ERROR, true},
    {3, NOISE_MGCP, true},
    {8, NOISE_SCCP, true},
    {4, NOISE_DEVICE, true},
};

enum { BURST = 700 }; /* bytes of one piece of noise, about */

static struct scene
scene_at(struct run *r, struct node *n)
{
    arena_reset(&r->other_mem);
    node_at(n, r->now_ms);
    return (struct scene){r, &r->other, &r->other_mem, n, n};
}

static struct phone *
any_phone(struct run *r, const struct node *n)
{
    uint32_t k = random_below(&r->random, (uint32_t)n->w->per_node);

    return &n->w->phones[(n->number - 1) * n->w->per_node + (int)k];
}

static struct node *
any_node(struct run *r)
{
    return run_node(r, (int)random_below(&r->random, (uint32_t)run_nodes(r)));
}

static void
set_node(const struct scene *s, const struct node *n)
{
    struct fields *f = s->f;

    f->v[FIELD_n] = f->v[FIELD_m] = emit_number(s->a, (uint64_t)n->number);
    f->v[FIELD_node_ip_a] = n->ip;
    f->v[FIELD_cluster] = n->w->cluster;
}

static void
set_phone(const struct scene *s, const struct phone *p)
{
    struct fields *f = s->f;

    f->v[FIELD_dev_a] = p->dev;
    f->v[FIELD_dn_a] = p->dn;
    f->v[FIELD_ip_a] = f->v[FIELD_c_ip] = p->conn.ip;
    f->v[FIELD_port_a] = f->v[FIELD_c_port] = p->conn.port;
    f->v[FIELD_c_index] = p->conn.index;
    f->v[FIELD_c_process] = p->conn.process;
    f->v[FIELD_c_transport] = p->conn.transport;
    f->v[FIELD_pkid_a] = p->key;
    f->v[FIELD_linekey_a] = p->line_key;
    f->v[FIELD_uuid_a] = p->uuid;
    f->v[FIELD_model_a] = p->model;
    f->v[FIELD_session_a] = p->session;
    f->v[FIELD_station_a] = p->station;
}

void
beside_register(struct run *r)
{
    struct node *n = any_node(r);
    struct phone *p = any_phone(r, n);
    struct scene s = scene_at(r, n);
    struct fields *f = s.f;

    set_node(&s, n);
    set_phone(&s, p);
    f->v[FIELD_fqdn_a] = str_fmt(
        s.a, STR_FMT "." STR_FMT, STR_ARG(n->host), STR_ARG(n->w->domain));
    f->v[FIELD_cseq] = emit_number(s.a, ++p->cseq);
    f->v[FIELD_ccb_a] = emit_number(s.a, ++n->ccb);
    f->v[FIELD_branch_a] =
        str_fmt(s.a, "z9hG4bK%s", world_hex(s.a, &r->random, 8).p);
    f->v[FIELD_far_a] =
        str_fmt(s.a, STR_FMT STR_FMT "-%s", STR_ARG(p->mac_high),
            STR_ARG(p->mac_low), world_hex(s.a, &r->random, 8).p);
    f->v[FIELD_callid_a] =
        str_fmt(s.a, STR_FMT "-" STR_FMT "0001-00000001-00000001@" STR_FMT,
            STR_ARG(p->mac_high), STR_ARG(p->mac_low), STR_ARG(p->conn.ip));
    emit_message(&s, REGISTER_IN, &p->conn, STR("0"));
    emit_script(&s, NOISE_SDP);
    emit_script(&s, REGISTERED);
    emit_script(&s, REGISTER_SENT);
    emit_message(&s, REGISTER_OK, &p->conn, STR("0"));
}

static void
set_ping(const struct scene *s, const struct link *l)
{
    struct fields *f = s->f;
    struct node *n = s->a_node;
    const struct trunk *t = l->trunk;
    uint32_t clock, address;

    f->v[FIELD_sipd] = t->sipd;
    f->v[FIELD_peer_ip] = t->peer_ip;
    f->v[FIELD_peer_port] = t->peer_port;
    f->v[FIELD_via] = t->tls ? STR("TLS") : STR("TCP");
    f->v[FIELD_transport] = t->tls ? STR("tls") : STR("tcp");
    f->v[FIELD_local_port] = t->tls ? STR("5061") : STR("5060");
    f->v[FIELD_tls] = t->tls ? STR("3") : STR("0");
    f->v[FIELD_ccb_a] = emit_number(s->a, ++n->ccb);
    f->v[FIELD_branch_a] =
        str_fmt(s->a, "z9hG4bK%s", world_hex(s->a, &s->r->random, 12).p);
    f->v[FIELD_callid_a] = emit_call_id(s->a, n, &clock, &address);
}

void
beside_options(struct run *r)
{
    struct node *n = any_node(r);
    struct link *l =
        &n->w->links[n->number - 1][random_below(&r->random, TRUNKS)];

    /* A handshake that goes on has nothing to carry yet. */
    if (!l->open || l->ready_ms > r->now_ms)
        return;
    struct scene s = scene_at(r, n);

    set_node(&s, n);
    set_ping(&s, l);
    r->tag = STR("1,100,9,1.1^*^*");
    emit_chance(&s);
    emit_script(&s, PING);
    struct str number = s.f->v[FIELD_num1];

    emit_message(&s, OPTIONS_OUT, &l->conn, STR("0"));
    r->now_ms += random_between(&r->random, 3, 6);
    s.f->v[FIELD_num1] = number;
    emit_message(&s, OPTIONS_REPLY, &l->conn, STR("0"));
    emit_script(&s, PING_RESULT);
}

static void
make_noise(struct run *r, struct node *n)
{
    uint32_t sum = 0;
    struct scene s = scene_at(r, n);
    struct phone *p = any_phone(r, n);

    set_node(&s, n);
    set_phone(&s, p);
    emit_chance(&s);
    emit_tag(r, n, &p->conn, STR("*"));
    for (size_t i = 0; i < COUNTOF(NOISE); i++)
        sum += NOISE[i].weight;
    uint32_t x = random_below(&r->random, sum);

    for (size_t i = 0; i < COUNTOF(NOISE); i++) {
        if (x >= NOISE[i].weight) {
            x -= NOISE[i].weight;
            continue;
        }
        if (NOISE[i].whole)
            emit_script(&s, NOISE[i].script);
        else
            emit_one(&s, NOISE[i].script);
        return;
    }
}

static struct totals
sum(struct run *r)
{
    struct totals t = {0};

    for (int i = 0; i < run_nodes(r); i++) {
        t.bytes += run_node(r, i)->totals.bytes;
        t.message_bytes += run_node(r, i)->totals.message_bytes;
    }
    return t;
}

void
beside_fill(struct run *r)
{
    struct totals t = sum(r);
    double share = 1 - r->o->noise;
    int64_t want = share < 0.001 ? t.message_bytes * 1000
                                 : (int64_t)((double)t.message_bytes / share);
    int64_t pieces = (want - t.bytes) / BURST;

    if (pieces <= 0)
        return;
    int64_t until = r->nheap > 0 ? r->heap[0].at_ms : r->now_ms;
    int64_t gap = until - r->now_ms;

    for (int64_t i = 0; i < pieces; i++) {
        int64_t step = gap / pieces * 2 + (i % pieces < gap % pieces ? 1 : 0);

        if (r->now_ms < until)
            r->now_ms += random_between(&r->random, 0, step);
        if (r->now_ms > until)
            r->now_ms = until;
        make_noise(r, any_node(r));
    }
}
