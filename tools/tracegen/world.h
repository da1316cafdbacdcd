/* SPDX-License-Identifier: MIT
 *
 * The invented cluster: phones, SIP trunks with their far ends, route lists,
 * and the SIP connections between a node and each of them. Addresses are those
 * of RFC 5737, names and numbers mean nobody. */
#ifndef TRACEGEN_WORLD_H
#define TRACEGEN_WORLD_H

#include "node.h"

enum {
    TCP_TRUNKS = 4,
    TLS_TRUNKS = 6,
    TRUNKS = TCP_TRUNKS + TLS_TRUNKS,
    /* used by special kinds of calls only */
    TRUNK_UDP = TRUNKS,
    TRUNK_RECORDER,
    TRUNK_CLUSTER, /* to the other cluster's first node */
    TRUNKS_ALL,
    LISTS = 3,
    LIST_MEMBERS = 2,
    NODES_MAX = 8,
    CLUSTERS_MAX = 2,
    SCCP_PHONES = 6, /* of a node */
};

enum { CONN_UDP = 13, CONN_TCP = 14, CONN_TLS = 17 };

/* One SIP connection of a node, from the time it came up. */
struct conn {
    struct str ip, port, index;
    struct str process;   /* instance of its SdlTCPConnection */
    struct str device;    /* phone or trunk */
    struct str transport; /* TCP, TLS Over TCP */
    int process_type;     /* CONN_... */
    uint32_t reads;       /* messages read from it */
};

struct phone {
    struct node *node;
    struct conn conn;
    struct str dev, dn, key, line_key, uuid, model, session;
    struct str mac_high, mac_low; /* eight and four digits, for Call-IDs */
    struct str station, line;     /* process instances */
    uint32_t calls;
    uint32_t cseq; /* of its REGISTERs */
    bool busy;
};

struct trunk {
    bool tls, udp;
    struct str name, key, sipd;
    struct str peer, peer_ip, peer_port;
    struct str far_guid; /* empty: not a CUCM */
    struct str far_product;
    struct str subject, cn, san;
    struct str cipher[2];
    struct str prefix, pattern, regex, pattern_key;
    uint32_t far_ci, far_ccb;
};

struct route_list {
    struct str name, key, process;
    struct str group[LIST_MEMBERS];
    int member[LIST_MEMBERS]; /* trunks */
    struct str prefix, pattern, regex, pattern_key;
};

/* An MGCP gateway with a PRI; no SIP, conn only fills the origin of signals. */
struct gateway {
    struct node *node;
    struct conn conn;
    struct str name, key, process;
    struct str prefix, pattern, regex, pattern_key;
};

/* A hunt list of a node's phones and the pilot number in front of it. */
struct hunt {
    struct str pilot, name, key, process, pattern_key;
};

/* What a node has with a trunk's far end. */
struct link {
    struct node *node;
    struct trunk *trunk;
    struct conn conn;
    bool open, opening;
    int users;
    int64_t idle_ms;   /* since when nobody uses it */
    int64_t ready_ms;  /* when it will be open */
    struct str cipher; /* negotiated for this epoch */
};

struct world {
    int number;        /* of the cluster, from 0 */
    struct str folder; /* its traces, below --out */
    struct str host;   /* how its nodes' names begin */
    struct str domain, guid, cluster, css, partition, partition_key;
    struct node *nodes;
    int nnodes;
    struct phone *phones;
    int nphones; /* of all nodes; those of node i are at i * per_node */
    int per_node;
    struct trunk trunks[TRUNKS_ALL];
    struct route_list lists[LISTS];
    struct link links[NODES_MAX][TRUNKS_ALL];
    struct conn inbound[NODES_MAX][TRUNKS_ALL]; /* opened by the far end; no
                                                   index: not yet */
    struct phone sccp[NODES_MAX][SCCP_PHONES];
    struct gateway gateways[NODES_MAX];
    struct hunt hunts[NODES_MAX];
    struct str freed[NODES_MAX][8]; /* indexes of closed connections, some of
                                       which are used again */
    int nfreed[NODES_MAX];
};

void world_make(struct world *w, struct arena *a, const struct options *o,
    struct random *r, int number);

/* Adds what only special kinds of calls use. */
void world_add(struct world *w, struct arena *a, struct random *r);
/* Makes each cluster's trunk lead to the other's first node. */
void world_connect(struct world *one, struct world *two, struct arena *a);

/* A GUID in its usual shape. */
struct str world_guid(struct arena *a, struct random *r);
/* n hex digits. */
struct str world_hex(struct arena *a, struct random *r, int n);

#endif
