/* SPDX-License-Identifier: MIT
 *
 * Connections to trunks: opened by the first call that needs one, used by
 * those that follow, closed when idle. Indexes of closed ones come back. */
#include <inttypes.h>

#include "run.h"

enum {
    IDLE_LEAST_MS = 2500,
    IDLE_MOST_MS = 6000,
};

static struct scene
scene_of(struct run *r, struct link *l)
{
    struct fields *f = &r->other;

    f->v[FIELD_n] = emit_number(&r->other_mem, (uint64_t)l->node->number);
    f->v[FIELD_m] = f->v[FIELD_n];
    f->v[FIELD_sipd] = l->trunk->sipd;
    f->v[FIELD_subject] = l->trunk->subject;
    f->v[FIELD_cipher] = l->cipher;
    f->v[FIELD_san] = l->trunk->san.n == 0 ? l->trunk->san
                                           : str_fmt(&r->other_mem, " " STR_FMT,
                                                 STR_ARG(l->trunk->san));
    f->v[FIELD_tls] = l->trunk->tls ? STR("3") : STR("0");
    f->v[FIELD_c_ip] = l->conn.ip;
    f->v[FIELD_c_port] = l->conn.port;
    f->v[FIELD_c_index] = l->conn.index;
    f->v[FIELD_c_process] = l->conn.process;
    f->v[FIELD_c_transport] = l->conn.transport;
    return (struct scene){r, f, &r->other_mem, l->node, l->node};
}

int64_t
link_use(struct run *r, struct link *l, const struct scene *s)
{
    l->users++;
    if (l->trunk->udp) {
        l->conn = (struct conn){.ip = l->trunk->peer_ip,
            .port = l->trunk->peer_port,
            .process = STR("1"),
            .device = l->trunk->name,
            .transport = STR("UDP"),
            .process_type = CONN_UDP,
            .reads = l->conn.reads + 1};
        return r->now_ms;
    }
    if (l->open)
        return r->now_ms;
    if (l->opening)
        return l->ready_ms;
    l->opening = true;
    l->ready_ms = r->now_ms + random_between(&r->random, 18, 60);
    s->f->v[FIELD_tls] = l->trunk->tls ? STR("3") : STR("0");
    emit_script(s, CONNECTION_ASK);
    run_at(r, (struct event){
                  .at_ms = l->ready_ms, .kind = EVENT_CONNECTED, .link = l});
    return l->ready_ms;
}

void
link_leave(struct run *r, struct link *l)
{
    if (--l->users > 0)
        return;
    l->idle_ms =
        r->now_ms + random_between(&r->random, IDLE_LEAST_MS, IDLE_MOST_MS);
    run_at(
        r, (struct event){.at_ms = l->idle_ms, .kind = EVENT_IDLE, .link = l});
}

static struct str
next_index(struct run *r, struct node *n)
{
    struct world *w = n->w;
    int k = n->number - 1;

    if (w->nfreed[k] > 0 && random_chance(&r->random, 0.4))
        return w->freed[k][--w->nfreed[k]];
    return str_fmt(&r->a, "%" PRIu32, ++n->index);
}

static void
connected(struct run *r, struct link *l)
{
    struct node *n = l->node;
    struct trunk *t = l->trunk;

    l->opening = false;
    l->open = true;
    l->conn = (struct conn){
        .ip = t->peer_ip,
        .port = t->peer_port,
        .index = next_index(r, n),
        .process = str_fmt(&r->a, "%" PRIu32, ++n->tcp),
        .device = t->name,
        .transport = t->tls ? STR("TLS Over TCP") : STR("TCP"),
        .process_type = t->tls ? CONN_TLS : CONN_TCP,
        .reads = 1,
    };
    l->cipher = t->cipher[random_chance(&r->random, 0.2)];
    struct scene s = scene_of(r, l);

    node_at(n, r->now_ms);
    emit_chance(&s);
    emit_tag(r, n, &l->conn, STR("*"));
    emit_script(&s, CONNECTION_UP);
    if (!t->tls)
        return;
    l->ready_ms = r->now_ms + random_between(&r->random, 60, 130);
    run_at(r, (struct event){
                  .at_ms = l->ready_ms, .kind = EVENT_CERTIFICATE, .link = l});
}

static void
certified(struct run *r, struct link *l)
{
    struct scene s = scene_of(r, l);
    struct conn none = l->conn;

    none.ip = STR("*");
    none.reads = 3;
    node_at(l->node, r->now_ms);
    emit_tag(r, l->node, &none, STR("*"));
    emit_script(&s, CERTIFICATE);
}

static void
idle(struct run *r, struct link *l)
{
    struct world *w = l->node->w;
    int k = l->node->number - 1;

    if (l->users > 0 || !l->open || l->idle_ms > r->now_ms)
        return;
    struct scene s = scene_of(r, l);

    l->open = false;
    node_at(l->node, r->now_ms);
    emit_chance(&s);
    emit_tag(r, l->node, &l->conn, STR("*"));
    emit_script(&s, CONNECTION_DOWN);
    if ((size_t)w->nfreed[k] < COUNTOF(w->freed[k]))
        w->freed[k][w->nfreed[k]++] = l->conn.index;
}

void
link_event(struct run *r, const struct event *e)
{
    if (e->kind == EVENT_CONNECTED)
        connected(r, e->link);
    else if (e->kind == EVENT_CERTIFICATE)
        certified(r, e->link);
    else
        idle(r, e->link);
}

struct conn *
link_inbound(struct run *r, struct node *n, int trunk)
{
    struct conn *c = &n->w->inbound[n->number - 1][trunk];
    struct trunk *t = &n->w->trunks[trunk];
    struct fields *f = &r->other;

    if (c->index.n > 0)
        return c;
    *c = (struct conn){
        .ip = t->peer_ip,
        .port =
            str_fmt(&r->a, "%d", (int)random_between(&r->random, 32768, 60999)),
        .index = next_index(r, n),
        .process = str_fmt(&r->a, "%" PRIu32, ++n->tcp),
        .device = t->name,
        .transport = STR("TCP"),
        .process_type = CONN_TCP,
    };
    struct scene s = {r, f, &r->other_mem, n, n};

    f->v[FIELD_n] = f->v[FIELD_m] =
        emit_number(&r->other_mem, (uint64_t)n->number);
    f->v[FIELD_listen] = STR("5060");
    f->v[FIELD_c_ip] = c->ip;
    f->v[FIELD_c_port] = c->port;
    f->v[FIELD_c_index] = c->index;
    f->v[FIELD_c_transport] = c->transport;
    node_at(n, r->now_ms);
    emit_chance(&s);
    emit_script(&s, CONNECTION_ACCEPTED);
    return c;
}
