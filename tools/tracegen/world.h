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
    LISTS = 3,
    NODES_MAX = 8,
};

/* One SIP connection of a node, from the time it came up. */
struct conn {
    struct str ip, port, index;
    struct str process;   /* instance of its SdlTCPConnection */
    struct str device;    /* phone or trunk */
    struct str transport; /* TCP, TLS Over TCP */
    int process_type;     /* 14, or 17 for TLS */
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
    bool tls;
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
    struct str group[2];
    int member[2]; /* trunks */
    struct str prefix, pattern, regex, pattern_key;
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
    struct str domain, guid, cluster, css, partition, partition_key;
    struct node *nodes;
    int nnodes;
    struct phone *phones;
    int nphones; /* of all nodes; those of node i are at i * per_node */
    int per_node;
    struct trunk trunks[TRUNKS];
    struct route_list lists[LISTS];
    struct link links[NODES_MAX][TRUNKS];
    struct str freed[NODES_MAX][8]; /* indexes of closed connections, some of
                                       which are used again */
    int nfreed[NODES_MAX];
};

void world_make(struct world *w, struct arena *a, const struct options *o,
    struct random *r);

/* A GUID in its usual shape. */
struct str world_guid(struct arena *a, struct random *r);
/* n hex digits. */
struct str world_hex(struct arena *a, struct random *r, int n);

#endif
