/* SPDX-License-Identifier: MIT
 *
 * The called side of a call: a phone, a trunk or one member of a list, a
 * gateway; every identifier that will be printed for it. */
#include <inttypes.h>

#include "base/err.h"
#include "run.h"

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

struct str
call_branch(struct run *r, struct call *c)
{
    return str_fmt(
        &c->arena, "z9hG4bK%s", world_hex(&c->arena, &r->random, 10).p);
}

struct str
call_phone_tag(struct run *r, struct call *c, const struct phone *p)
{
    const char *hex = world_hex(&c->arena, &r->random, 20).p;

    return str_fmt(&c->arena, STR_FMT STR_FMT "%.12s-%.8s",
        STR_ARG(p->mac_high), STR_ARG(p->mac_low), hex, hex + 12);
}

/* A new leg to the called side: block, process, Call-ID, tag. */
static void
new_leg_b(struct run *r, struct call *c)
{
    uint32_t clock, address;
    struct node *n = c->b;

    if (c->leg_b != LEG_PHONE) {
        set_number(c, FIELD_cdpc_b, ++n->cdpc);
        return;
    }
    set_number(c, FIELD_ccb_b, ++n->ccb);
    set_number(c, FIELD_cdpc_b, ++n->cdpc);
    set(c, FIELD_callid_b, emit_call_id(&c->arena, n, &clock, &address));
    set(c, FIELD_tag_b,
        str_fmt(&c->arena, "%" PRIu32 "~" STR_FMT "-%" PRIu32, n->ccb,
            STR_ARG(c->w->guid), c->ci_b));
    set(c, FIELD_from_b,
        str_fmt(&c->arena, "<sip:" STR_FMT "@" STR_FMT ">",
            STR_ARG(c->f.v[FIELD_dn_a]), STR_ARG(n->ip)));
    set(c, FIELD_branch_b, call_branch(r, c));
    set(c, FIELD_branch2_b, call_branch(r, c));
    set(c, FIELD_ack_branch_b, call_branch(r, c));
    set(c, FIELD_bye_b, STR("101"));
    set(c, FIELD_bye_nb, STR("102"));
    c->cseq[2] = 100;
    c->cseq[3] = 101;
    set(c, FIELD_cisco_guid,
        str_fmt(&c->arena,
            "%010" PRIu32 "-0000065536-%010" PRIu32 "-%010" PRIu32, clock,
            n->callid, address));
    set(c, FIELD_guid_hex,
        str_fmt(&c->arena, "%08" PRIX32 "00010000%08" PRIX32 "%08" PRIX32,
            clock, n->callid, address));
    if (c->ncall_ids == (int)COUNTOF(c->call_ids))
        die("tracegen: a call with too many dialogs");
    c->call_id_ci[c->ncall_ids] = c->ci_b;
    c->call_id_device[c->ncall_ids] = c->f.v[FIELD_device_b];
    c->call_ids[c->ncall_ids++] = c->f.v[FIELD_callid_b];
}

static void
target_gateway(struct call *c)
{
    struct gateway *g = c->gateway;
    struct arena *a = &c->arena;

    set(c, FIELD_device_type, STR("AccessDevice"));
    set(c, FIELD_ccm_type, STR("36"));
    set(c, FIELD_target_class, STR("MGCPpn9d"));
    set(c, FIELD_target, g->name);
    set(c, FIELD_target_key, g->key);
    set(c, FIELD_device_b, g->name);
    set(c, FIELD_device_key_b, g->key);
    set(c, FIELD_qualified_b, STR("pi=0si1"));
    set(c, FIELD_target_pid,
        str_fmt(a, "%d,150," STR_FMT, c->b->number, STR_ARG(g->process)));
    set(c, FIELD_target_process,
        str_fmt(a, "%d,100,150," STR_FMT, c->b->number, STR_ARG(g->process)));
}

static void
target_names(struct call *c)
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
                STR_ARG(c->w->partition_key)));
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
    set(c, FIELD_trans, STR("1"));
    set(c, FIELD_tls, STR("0"));
    set(c, FIELD_media_b, p->conn.ip);
    set(c, FIELD_far_product, p->model);
    set(c, FIELD_far_device,
        str_fmt(a, ";+u.sip!devicename.ccm.cisco.com=\"" STR_FMT "\"",
            STR_ARG(p->dev)));
    set(c, FIELD_far_b, call_phone_tag(r, c, p));
    c->conn_b = &p->conn;
    target_names(c);
    new_leg_b(r, c);
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
    int k = (int)(c->trunk - c->w->trunks);
    struct trunk *t = c->trunk;
    struct arena *a = &c->arena;

    c->link = &c->w->links[c->b->number - 1][k];
    c->conn_b = &c->link->conn;
    node_at(c->b, r->now_ms);
    set(c, FIELD_trunk, t->name);
    set(c, FIELD_trunk_key, t->key);
    set(c, FIELD_sipd, t->sipd);
    set(c, FIELD_peer, t->peer);
    set(c, FIELD_peer_ip, t->peer_ip);
    set(c, FIELD_peer_port, t->peer_port);
    set(c, FIELD_via, t->tls ? STR("TLS") : t->udp ? STR("UDP") : STR("TCP"));
    set(c, FIELD_transport,
        t->tls   ? STR("tls")
        : t->udp ? STR("udp")
                 : STR("tcp"));
    set(c, FIELD_trans, t->udp ? STR("2") : STR("1"));
    set(c, FIELD_local_port, t->tls ? STR("5061") : STR("5060"));
    set(c, FIELD_tls, t->tls ? STR("3") : STR("0"));
    set(c, FIELD_media_b, str_fmt(a, "203.0.113.%d", 200 + k));
    set(c, FIELD_session_b, world_hex(a, &r->random, 32));
    if (c->list != NULL)
        set(c, FIELD_group, c->list->group[c->member]);
    target_names(c);
    far_end(r, c);
    new_leg_b(r, c);
    c->trunks[c->ntrunks] = t->name;
    c->peers[c->ntrunks] = str_fmt(
        a, STR_FMT ":" STR_FMT, STR_ARG(t->peer_ip), STR_ARG(t->peer_port));
    c->ntrunks++;
}

static void
call_target_gateway(struct run *r, struct call *c)
{
    struct gateway *g = c->gateway;

    node_at(c->b, r->now_ms);
    set(c, FIELD_gw_b, g->process);
    set_number(c, FIELD_gw_user_b, ++c->b->cdpc);
    set(c, FIELD_peer_ip, STR("0.0.0.0"));
    set(c, FIELD_peer_port, STR("0"));
    set(c, FIELD_tls, STR("0"));
    set(c, FIELD_media_b, g->conn.ip);
    c->conn_b = &g->conn;
    target_gateway(c);
    new_leg_b(r, c);
}

void
call_target(struct run *r, struct call *c)
{
    if (c->phone_b != NULL)
        call_target_phone(r, c);
    else if (c->trunk != NULL)
        call_target_trunk(r, c);
    else
        call_target_gateway(r, c);
}
