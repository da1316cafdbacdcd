/* SPDX-License-Identifier: MIT
 *
 * What correlate_finish makes of the state: legs joined to calls, who came into
 * each and how it ended, until they are rows for the store. Private to
 * src/call. */
#ifndef CMTRAIL_CALL_JOINED_H
#define CMTRAIL_CALL_JOINED_H

#include "call/state.h"

/* How somebody came into a call. */
enum arrival_how {
    ARRIVE_CALLED,
    ARRIVE_FORWARD,
    ARRIVE_TRANSFER,
    ARRIVE_PICKUP,
    ARRIVE_PARK,
    ARRIVE_CONFERENCE,
};

struct arrival {
    size_t leg;
    enum arrival_how how;
    struct str from, to; /* numbers: who let go, who came */
    struct str reason;   /* empty = not said */
    size_t consult;      /* transferor's leg to the new party; NONE */
    bool by_caller;      /* the caller let go and left */
    size_t bridge;       /* that the conference gave to who came; NONE */
    enum sure sure;
    struct mark at;
    struct mark refer; /* the REFER that asked for it; unset */
};

/* One side of a cluster's part of a call, and the other. */
struct hop {
    size_t cluster;
    size_t calling, called;   /* legs; NONE */
    struct arrival *arrivals; /* who was called, in order */
    size_t narrivals;
    bool recording; /* the call is nothing but a recording */
};

/* The pairing statements of a call, in the order of time. */
struct pair_list {
    const size_t *v; /* indexes into correlator.pairs */
    size_t n;
};

/* A call while it is put together. */
struct call_state {
    size_t *legs; /* that stand for their CI, by first mark */
    size_t nlegs;
    size_t *das;
    size_t ndas;
    struct hop *hops; /* a cluster each, in call order; at least one */
    size_t nhops;
    size_t calling, called; /* the parties' legs: of the first and last hop;
                               NONE */
    bool logged;            /* no SDL file tells of it, only call logs */
    struct mark start, ringing, answered, end;
    enum outcome outcome;
    int32_t sip_status;
    int64_t cause;
    enum party released_by;
    struct str calling_number, dialed, called_number;
    struct str calling_device, called_device;
    int64_t number; /* from 1, when sorted */
    size_t bonds;   /* first of its bonds; NONE */
};

/* Two legs that belong together, and the statement that says so. */
struct bond {
    size_t from, to;
    const char *by;
    enum sure sure;
    struct mark at;
    size_t next; /* of the same call; NONE (result_open) */
};

struct joined {
    struct call_state *calls;
    size_t ncalls;
    size_t *call_of_leg;  /* leg -> call; NONE */
    size_t *order;        /* calls by their number, from 0 */
    int64_t *leg_number;  /* leg -> leg.leg of its first row; 0 */
    int64_t *dialog_leg;  /* dialog -> leg.leg; 0 */
    int64_t *conn_number; /* connection -> connection.connection; 0 */
    struct bond *bonds;
    size_t nbonds, capbonds;
    struct map bonded; /* leg, leg -> bond; until party_finish is done */
};

/* One leg a CI and one dialog a Call-ID, in each cluster (merge.c). */
void merge_dialogs(struct correlator *c);
void merge_legs(struct correlator *c);
/* Legs that are trunks' or gateways' by what they are called, then the trunks
 * of legs that no line of their own names (trunk.c). */
void trunk_kinds(struct correlator *c);
void trunk_names(struct correlator *c);
/* Legs into calls, with the reason for each link (link.c). */
void link_finish(struct correlator *c, struct joined *j);
size_t leg_root(const struct correlator *c, size_t leg);
/* A statement that joins two legs (of any node): union, and a link for the
 * reader. */
void link_join(struct correlator *c, struct joined *j, size_t a, size_t b,
    const struct pair_state *why);
/* Whether leg b began while a was up, give or take. */
bool link_during(const struct correlator *c, size_t a, size_t b);
/* Dialogs with the same Session-ID, then the same Cisco-Guid (session.c). */
void session_join(struct correlator *c, struct joined *j);
/* Who came into the call (arrival.c): the lists a call, then a hop's arrivals
 * by them; or one leg where no statement pairs it; who is there at the end. */
struct pair_list *arrival_lists(struct correlator *c, const struct joined *j);
void arrival_find(
    struct correlator *c, const struct pair_list *list, struct hop *h);
/* The leg of the call whose REFER this arrival came by, and when that was
 * (refer.c); NONE. */
size_t refer_leg(const struct correlator *c, const struct hop *h,
    const struct arrival *v, struct mark *at);
void arrival_only(struct correlator *c, struct hop *h, size_t leg);
/* The party whose media was joined with the caller's, where neither's beginning
 * is in a file. returns whether there is one. */
bool arrival_by_media(
    struct correlator *c, const struct pair_list *list, struct hop *h);
size_t arrival_last(const struct correlator *c, const struct hop *h);
/* Marks the transferors' legs to the new parties. */
void arrival_transferors(struct correlator *c, const struct pair_list *list);
/* Whom each consultation of the call reached. */
void arrival_consultations(struct correlator *c, const struct pair_list *list);
/* One of the phones that rang under a leg's CI (phone.c). */
struct phone {
    struct str number, device, ip; /* empty = unknown */
    struct mark at;                /* when it rang, else when it was called */
    const struct dialog *dialog;   /* NULL */
};
/* Whether a hunt list offered the leg to its members. */
bool leg_is_hunted(const struct leg_state *l);
/* Whether it was one phone at most. */
bool leg_rang_once(const struct correlator *c, size_t leg);
/* The one that is the party: that answered, else that rang last. leg may not
 * be NONE. */
struct phone phone_of_leg(const struct correlator *c, size_t leg);
/* That of one of its dialogs. */
struct phone phone_of_dialog(
    const struct correlator *c, size_t leg, const struct dialog *d);
/* The others that rang, by time; returns how many, at most max. */
size_t phone_others(
    struct correlator *c, size_t leg, struct phone *v, size_t max);
/* Who the parties are, and which digit analyses are theirs (party.c). */
void party_finish(struct correlator *c, struct joined *j);
/* The first digit analysis of a leg that was more than digits so far; NULL. */
const struct da_state *party_analysis(
    const struct correlator *c, const struct call_state *k, size_t leg);
/* Whether it decided something, and whether it is about this leg. */
bool da_decides(const struct da_state *d);
/* Its caller's leg; NONE. */
size_t leg_of_da(const struct correlator *c, const struct da_state *d);
bool da_of_leg(
    const struct correlator *c, const struct da_state *d, size_t leg);
/* Where it stands in its file. */
struct mark da_mark(const struct da_state *d);
/* match, none, blocked, partial, unknown. */
struct str da_verdict(const struct da_state *d);
/* Outcome, cause, times, who hung up (outcome.c). */
void outcome_finish(struct correlator *c, struct joined *j);
/* The same of what call logs alone tell (logged.c). */
void logged_called(const struct correlator *c, struct call_state *k);
void logged_outcome(const struct correlator *c, struct call_state *k);
struct mark logged_start(
    const struct correlator *c, const struct call_state *k);
/* ms between two moments of any call; INT64_MIN when that is not known. */
int64_t logged_span(const struct correlator *c, const struct call_state *k,
    const struct mark *a, const struct mark *b);
/* The dialog that decided how a leg ended: the answered one, else the last;
 * NULL when it has none. */
const struct dialog *leg_dialog(const struct correlator *c, size_t leg);
/* Q.850 part of a cause as CUCM stores it; -1 stays -1. */
int64_t cause_q850(int64_t cause);
/* Whether it is a built-in bridge's (link.c). */
bool is_bridge_number(struct str s);
/* Names for people (name.c): of a node, its cluster, a peer "ip:port". */
struct str node_name(struct correlator *c, size_t space);
struct str cluster_name(const struct correlator *c, size_t space);
struct str cluster_text(const struct cluster *k);
/* The same, or the address of one of its nodes when it has no name and there
 * are others: not for people. */
struct str cluster_key(const struct correlator *c, size_t space);
struct str peer_text(struct correlator *c, struct str ip, int32_t port);
struct str transport_of(const struct conn_state *k);
/* The first line that says why there is no TLS on it, in conn_events; NONE. */
size_t conn_error(const struct correlator *c, const struct conn_state *k);
/* seen; failed; before (the traces), missing (from them), unfinished (where
 * they end); empty when it is not TLS. */
struct str conn_handshake(
    const struct correlator *c, const struct conn_state *k);
struct str subject_cn(struct correlator *c, struct str subject);
/* The trunk of a leg: its device, else its process; empty when unknown. */
struct str trunk_name(struct correlator *c, size_t leg);
/* The trunk that one of its dialogs used: the last one named before it. */
struct str trunk_of_dialog(
    struct correlator *c, size_t leg, const struct dialog *d);
enum leg_purpose leg_purpose(
    const struct correlator *c, const struct call_state *k, size_t leg);
bool leg_is_trunk(struct correlator *c, size_t leg);

/* Two addresses that one node cannot have: it may have one of each family. */
bool cluster_other_address(struct str a, struct str b);
/* Which node's files the call logs belong to, once their rows are known, then
 * which spaces are one cluster (cluster.c). */
void cluster_place_logs(struct correlator *c);
void cluster_finish(struct correlator *c);

/* Ties call records to the legs they are of; makes legs of those that no other
 * row tells of (cdr.c). When clusters and clocks are known, before link_finish.
 */
void cdr_finish(struct correlator *c);
/* How calls differ from their records. */
void cdr_checks(
    struct correlator *c, const struct joined *j, struct correlated *r);

struct output; /* path.h */
/* Numbers calls, legs and connections (result.c); then one call, the links of
 * a call, all connections, further owners. What they make
 * lives until the next part. */
void result_open(struct correlator *c, struct joined *j);
void result_call(struct correlator *c, const struct joined *j,
    const struct call_state *k, struct call *call);
void result_links(struct correlator *c, const struct joined *j,
    const struct call_state *k, struct correlated *r);
void result_connections(
    struct correlator *c, const struct joined *j, struct correlated *r);
void result_owners(
    struct correlator *c, struct output *o, struct correlated *r);

#endif
