/* SPDX-License-Identifier: MIT
 *
 * Makes the invented cluster. */
#include "world.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"

enum {
    FIRST_SIPD = 3,
    FIRST_LIST = 11,
    PHONES_LEAST = 40,
    PHONES_MOST = 4000,
    FIRST_PHONE_PORT = 49152,
};

struct str
world_hex(struct arena *a, struct random *r, int n)
{
    char *p = arena_alloc(a, (size_t)n + 1);

    for (int i = 0; i < n; i++)
        p[i] = "0123456789abcdef"[random_below(r, 16)];
    return (struct str){p, (size_t)n};
}

struct str
world_guid(struct arena *a, struct random *r)
{
    struct str hex = world_hex(a, r, 32);

    return str_fmt(a, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.p, hex.p + 8, hex.p + 12,
        hex.p + 16, hex.p + 20);
}

static void
make_nodes(
    struct world *w, struct arena *a, const struct options *o, struct random *r)
{
    w->nnodes = o->nodes;
    w->nodes = arena_array(a, (size_t)o->nodes, sizeof(*w->nodes));
    for (int i = 0; i < o->nodes; i++) {
        struct node *n = &w->nodes[i];

        n->o = o;
        n->a = a;
        n->random = r;
        n->w = w;
        n->number = i + 1;
        n->offset_s = w->number == 0 ? o->offset_s : o->cluster_offset_s;
        n->skew_ms = w->number == 0 ? 0 : o->cluster_skew_ms;
        if (i > 0 && o->skew_ms > 0)
            n->skew_ms += random_between(r, -o->skew_ms, o->skew_ms);
        n->host = i == 0 ? str_fmt(a, STR_FMT "-pub", STR_ARG(w->host))
                         : str_fmt(a, STR_FMT "-sub%d", STR_ARG(w->host), i);
        n->ip = str_fmt(a, "192.0.2.%d", 11 + 40 * w->number + i);
        n->version = STR("CUCM Install=11.5.1.10000-6 "
                         "Build=11.5.1.10000-6 (0a1b2c) memlog=20");
        n->file_index = (int)random_between(r, 20, 900);
        n->file_number = n->file_index + 1000 * (int)random_between(r, 0, 2);
        n->last_seq = (uint32_t)random_between(r, 1000000, 9000000);
        n->ci = ((uint32_t)n->number << 24) |
                (uint32_t)random_between(r, 100000, 900000);
        n->ccb = (uint32_t)random_between(r, 1000, 90000);
        n->gci = (uint32_t)random_between(r, 1000, 90000);
        n->net = (uint32_t)random_between(r, 10000, 900000);
        n->callid = (uint32_t)random_between(r, 16, 5000);
        n->index = (uint32_t)random_between(r, 100, 900);
        n->tcp = (uint32_t)random_between(r, 200, 1000);
        n->cdcc = n->line = n->cdfc = n->cdpc = n->matrix = 20;
    }
}

static struct conn
connection_to(struct node *n, struct arena *a, struct str ip, int port)
{
    return (struct conn){
        .ip = ip,
        .port = str_fmt(a, "%d", port),
        .index = str_fmt(a, "%" PRIu32, ++n->index),
        .process = str_fmt(a, "%" PRIu32, ++n->tcp),
        .transport = STR("TCP"),
        .process_type = CONN_TCP,
        .reads = 10,
    };
}

static void
make_phone(struct world *w, struct arena *a, struct random *r, int i)
{
    static const char *const MODELS[] = {
        "Cisco-CP7841/12.5.1", "Cisco-CP8845/12.5.1", "Cisco-CP8861/12.5.1"};
    struct phone *p = &w->phones[i];
    int node = i / w->per_node;
    int k = i % w->per_node;
    /* The fourth byte is never 00 or 80, so that no phone's Call-ID looks
     * like CUCM's clock. */
    uint32_t low = (uint32_t)(1 + i % 127) << 16 | (uint32_t)(i / 127 * 7 + i);

    p->node = &w->nodes[node];
    const char *mac = w->number == 0 ? "0011aa" : "0011bb";

    p->dev = str_fmt(
        a, "SEP%s%06" PRIX32, w->number == 0 ? "0011AA" : "0011BB", low);
    p->mac_high = str_fmt(a, "%s%02" PRIx32, mac, low >> 16);
    p->mac_low = str_fmt(a, "%04" PRIx32, low & 0xffff);
    p->dn = str_fmt(a, w->number == 0 ? "%d%04d" : "6%d%04d", 2 + node, k + 1);
    p->key = world_guid(a, r);
    p->line_key = world_guid(a, r);
    p->uuid = world_guid(a, r);
    p->session = str_fmt(
        a, "%s00105000a000%s%06" PRIx32, world_hex(a, r, 8).p, mac, low);
    p->model = str_from(MODELS[random_below(r, COUNTOF(MODELS))]);
    p->station = str_fmt(a, "%d", 100 + k);
    p->line = str_fmt(a, "%d", 200 + k);
    p->cseq = (uint32_t)random_between(r, 1000, 40000);
    p->conn = connection_to(p->node, a,
        str_fmt(
            a, i % 508 < 254 ? "198.51.100.%d" : "203.0.113.%d", 1 + i % 254),
        FIRST_PHONE_PORT + (int)random_below(r, 16000));
    p->conn.device = p->dev;
}

static void
make_phones(
    struct world *w, struct arena *a, const struct options *o, struct random *r)
{
    double busy = o->calls_per_s * 60 * 2 / o->nodes;

    w->per_node = busy < (double)PHONES_LEAST  ? PHONES_LEAST
                  : busy > (double)PHONES_MOST ? PHONES_MOST
                                               : (int)busy;
    w->nphones = w->per_node * o->nodes;
    w->phones = arena_array(a, (size_t)w->nphones, sizeof(*w->phones));
    for (int i = 0; i < w->nphones; i++)
        make_phone(w, a, r, i);
}

static void
make_far_end(struct trunk *t, struct arena *a, struct random *r, int i)
{
    static const char *const CIPHERS[] = {"ECDHE-RSA-AES256-GCM-SHA384",
        "AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256", "AES256-SHA",
        "ECDHE-ECDSA-AES256-GCM-SHA384", "AES256-GCM-SHA384"};
    static const char *const SANS[] = {"", "sbc.site%d.example.net",
        "far-pub.site%d.example.net far-sub.site%d.example.net"};
    bool sbc = i % 3 == 2;

    t->far_guid = sbc ? STR("") : world_guid(a, r);
    t->far_product = sbc ? STR("Example-SBC/7.2") : STR("Cisco-CUCM12.5");
    t->far_ci = (1u + (uint32_t)i % 4) << 24 |
                (uint32_t)random_between(r, 100000, 900000);
    t->far_ccb = (uint32_t)random_between(r, 1000, 90000);
    if (!t->tls)
        return;
    t->cn = str_fmt(a, "%s.site%d.example.net", sbc ? "sbc" : "far-pub", i);
    t->subject =
        str_fmt(a, "/C=XX/ST=Test/L=Lab/O=Example %d/OU=Voice/CN=" STR_FMT, i,
            STR_ARG(t->cn));
    t->san = i % 3 == 0   ? STR("")
             : i % 3 == 1 ? str_fmt(a, SANS[2], i, i)
                          : str_fmt(a, SANS[1], i);
    t->cipher[0] = str_from(CIPHERS[i % 6]);
    t->cipher[1] = str_from(CIPHERS[(i + 1) % 6]);
}

static void
make_trunk(struct world *w, struct arena *a, struct random *r, int i)
{
    struct trunk *t = &w->trunks[i];

    t->tls = i >= TCP_TRUNKS;
    t->name = str_fmt(a, "%s_SITE_%d", t->tls ? "TLS_TRUNK" : "SIP_TRUNK", i);
    t->key = world_guid(a, r);
    t->sipd = str_fmt(a, "%d", FIRST_SIPD + i);
    t->peer = str_fmt(a, "peer%d.example.net", i);
    t->peer_ip = str_fmt(a, "192.0.2.%d", 101 + i);
    t->peer_port = t->tls ? STR("5061") : STR("5060");
    t->prefix = str_fmt(a, "%d", 80 + i);
    t->pattern = str_fmt(a, "%d.555XXXX", 80 + i);
    t->regex = str_fmt(a, "(%d)(555[0-9][0-9][0-9][0-9])", 80 + i);
    t->pattern_key = world_guid(a, r);
    make_far_end(t, a, r, i);
    for (int k = 0; k < w->nnodes; k++) {
        w->links[k][i].node = &w->nodes[k];
        w->links[k][i].trunk = t;
    }
}

static void
make_list(struct world *w, struct arena *a, struct random *r, int i)
{
    struct route_list *l = &w->lists[i];

    l->name = str_fmt(a, "RL_SITE_%d", i);
    l->key = world_guid(a, r);
    l->process = str_fmt(a, "%d", FIRST_LIST + i);
    l->group[0] = str_fmt(a, "RG_FIRST_%d", i);
    l->group[1] = str_fmt(a, "RG_SECOND_%d", i);
    l->member[0] = i;
    l->member[1] = i == LISTS - 1 ? TCP_TRUNKS - 1 : TCP_TRUNKS + i;
    l->prefix = str_fmt(a, "%d", 70 + i);
    l->pattern = str_fmt(a, "%d.555XXXX", 70 + i);
    l->regex = str_fmt(a, "(%d)(555[0-9][0-9][0-9][0-9])", 70 + i);
    l->pattern_key = world_guid(a, r);
}

/* Two clusters are called north and south; one alone has plainer names. */
static void
name_cluster(struct world *w, const struct options *o, int number)
{
    static const char *const HOSTS[] = {"north", "south"};
    static const char *const NAMES[] = {"NorthCluster", "SouthCluster"};
    static const char *const DOMAINS[] = {
        "north.example.com", "south.example.com"};
    bool one = o->clusters < 2;

    w->number = number;
    w->folder = number == 0 ? STR("CUCM_Traces") : STR("CUCM_Traces_2");
    w->host = one ? STR("cm") : str_from(HOSTS[number]);
    w->domain = one ? STR("voice.example.com") : str_from(DOMAINS[number]);
    w->cluster = one ? STR("TestCluster") : str_from(NAMES[number]);
}

void
world_make(struct world *w, struct arena *a, const struct options *o,
    struct random *r, int number)
{
    if (o->nodes < 1 || o->nodes > NODES_MAX)
        die("tracegen: --nodes: 1 to %d", NODES_MAX);
    name_cluster(w, o, number);
    w->guid = world_guid(a, r);
    w->css = STR("PT_INTERNAL:PT_TRUNKS");
    w->partition = STR("PT_INTERNAL");
    w->partition_key = world_guid(a, r);
    make_nodes(w, a, o, r);
    make_phones(w, a, o, r);
    for (int i = 0; i < TRUNKS; i++)
        make_trunk(w, a, r, i);
    for (int i = 0; i < LISTS; i++)
        make_list(w, a, r, i);
}

static void
make_special_trunk(struct world *w, struct arena *a, struct random *r, int i)
{
    struct trunk *t = &w->trunks[i];
    int prefix = 80 + i;

    t->udp = i == TRUNK_UDP;
    t->name = i == TRUNK_UDP        ? STR("UDP_TRUNK_PSTN")
              : i == TRUNK_RECORDER ? STR("SIP_TRUNK_RECORDER")
              : w->number == 0      ? STR("SIP_TRUNK_TO_SOUTH")
                                    : STR("SIP_TRUNK_TO_NORTH");
    t->key = world_guid(a, r);
    t->sipd = str_fmt(a, "%d", FIRST_SIPD + i);
    t->peer = str_fmt(a, "peer%d.example.net", i);
    t->peer_ip = str_fmt(a, "192.0.2.%d", 101 + i);
    t->peer_port = STR("5060");
    t->prefix = str_fmt(a, "%d", prefix);
    t->pattern = str_fmt(a, "%d.555XXXX", prefix);
    t->regex = str_fmt(a, "(%d)(555[0-9][0-9][0-9][0-9])", prefix);
    t->pattern_key = world_guid(a, r);
    t->far_guid = STR("");
    t->far_product = STR("Example-SBC/7.2");
    for (int k = 0; k < w->nnodes; k++) {
        w->links[k][i].node = &w->nodes[k];
        w->links[k][i].trunk = t;
    }
}

static void
make_sccp(struct world *w, struct arena *a, struct random *r, struct node *n)
{
    for (int i = 0; i < SCCP_PHONES; i++) {
        struct phone *p = &w->sccp[n->number - 1][i];
        int k = n->number * 10 + i;

        p->node = n;
        p->dev = str_fmt(a, "SEP0011CC%02X%04X", w->number, k);
        p->dn = str_fmt(
            a, w->number == 0 ? "%d9%03d" : "6%d9%03d", 1 + n->number, i + 1);
        p->key = world_guid(a, r);
        p->line_key = world_guid(a, r);
        p->model = STR("Cisco-CP7945G");
        p->station = str_fmt(a, "%d", 1000000 + k);
        p->line = str_fmt(a, "%d", 90000 + k);
        p->session = p->uuid = STR("");
        p->conn = connection_to(
            n, a, str_fmt(a, "198.51.100.%d", 200 + k % 50), 2000);
        p->conn.device = p->dev;
    }
}

static void
make_gateway(struct world *w, struct arena *a, struct random *r, struct node *n)
{
    struct gateway *g = &w->gateways[n->number - 1];

    g->node = n;
    g->name = str_fmt(a, "S0/SU%d/DS1-0@gw%d.example.net", n->number,
        n->number + 10 * w->number);
    g->key = world_guid(a, r);
    g->process = str_fmt(a, "%d", n->number);
    g->prefix = STR("9");
    g->pattern = STR("9.555XXXX");
    g->regex = STR("(9)(555[0-9][0-9][0-9][0-9])");
    g->pattern_key = world_guid(a, r);
    g->conn =
        connection_to(n, a, str_fmt(a, "192.0.2.%d", 200 + n->number), 2428);
    g->conn.device = g->name;
}

static void
make_hunt(struct world *w, struct arena *a, struct random *r, struct node *n)
{
    struct hunt *h = &w->hunts[n->number - 1];

    h->pilot = str_fmt(a, "77%d0", n->number);
    h->name = str_fmt(a, "HL_SALES_%d", n->number);
    h->key = world_guid(a, r);
    h->process = str_fmt(a, "%d", FIRST_LIST + LISTS + n->number);
    h->pattern_key = world_guid(a, r);
}

void
world_add(struct world *w, struct arena *a, struct random *r)
{
    for (int i = TRUNKS; i < TRUNKS_ALL; i++)
        make_special_trunk(w, a, r, i);
    for (int i = 0; i < w->nnodes; i++) {
        make_sccp(w, a, r, &w->nodes[i]);
        make_gateway(w, a, r, &w->nodes[i]);
        make_hunt(w, a, r, &w->nodes[i]);
    }
}

static void
lead_to(struct world *w, const struct world *other, struct arena *a)
{
    struct trunk *t = &w->trunks[TRUNK_CLUSTER];

    t->peer = t->peer_ip = other->nodes[0].ip;
    t->far_guid = other->guid;
    t->far_product = STR("Cisco-CUCM11.5");
    t->pattern = other->number == 0
                     ? str_fmt(a, STR_FMT ".XXXXX", STR_ARG(t->prefix))
                     : str_fmt(a, STR_FMT ".6XXXXX", STR_ARG(t->prefix));
    t->regex = other->number == 0
                   ? str_fmt(a, "(" STR_FMT ")([0-9][0-9][0-9][0-9][0-9])",
                         STR_ARG(t->prefix))
                   : str_fmt(a, "(" STR_FMT ")(6[0-9][0-9][0-9][0-9][0-9])",
                         STR_ARG(t->prefix));
}

void
world_connect(struct world *one, struct world *two, struct arena *a)
{
    lead_to(one, two, a);
    lead_to(two, one, a);
}
