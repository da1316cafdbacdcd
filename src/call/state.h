/* SPDX-License-Identifier: MIT
 *
 * What the correlator knows while rows are fed, and the small tools its parts
 * share; feed.h and joined.h go on from there. Private to src/call.
 *
 * A node's traces between two service starts are one `space`: process ids,
 * connection indexes and sequence numbers are unique in it. A CI is unique in
 * the cluster, but which spaces form a cluster is known only at the end, so
 * legs are kept a space each and put together in correlate_finish. */
#ifndef CMTRAIL_CALL_STATE_H
#define CMTRAIL_CALL_STATE_H

#include "base/arena.h"
#include "base/key.h"
#include "base/map.h"
#include "base/str.h"
#include "call/correlate.h"
#include "model/call.h"
#include "model/row.h"
#include "model/source.h"

#define NONE SIZE_MAX

/* Where and when something was read: evidence and time in one. Many are kept,
 * so they are small: numbers of 48 bits stand in two parts (mark_record,
 * mark_tod). */
struct mark {
    uint32_t event; /* 0 = never; grows inside a source */
    uint32_t line;
    uint32_t source;     /* index into correlator.sources */
    uint32_t record_low; /* of the sequence number, see mark_record */
    uint32_t tod_low;    /* of the time of day, see mark_tod */
    uint16_t record_high, tod_high;
};

/* What a leg's processes and names say it is. */
enum leg_kind {
    KIND_UNKNOWN,
    KIND_PHONE,
    KIND_TRUNK,
    KIND_GATEWAY,
    KIND_BRIDGE, /* built-in bridge of a phone: the near end of a recording */
    KIND_MEDIA,  /* music on hold, MTP, transcoder */
};

/* What a media resource was asked for. */
enum media {
    MEDIA_OTHER, /* MTP, transcoder */
    MEDIA_MUSIC,
    MEDIA_ANNOUNCEMENT,
    MEDIA_CONFERENCE,
};

/* One CI on one node, or one SIP dialog whose CI is not known. */
struct leg_state {
    size_t space;
    int64_t ci;       /* 0 = unknown */
    size_t same;      /* the leg that stands for this CI (finish) */
    size_t next_same; /* the next one that it stands for; NONE (finish) */
    size_t next_era;  /* one of another start with this CI; NONE (finish) */
    int64_t last_ms;  /* UTC of its last row, by its node; 0 */
    size_t root;      /* union-find parent: legs of one call (finish) */
    size_t bridged;   /* the leg a conference joined it with; NONE */
    size_t replaced;  /* the leg that took its place; NONE (finish) */
    size_t consulted; /* whose leg that reached; NONE (finish) */
    size_t namings;   /* last of its namings; NONE */
    size_t members;   /* last of its hunt members; NONE */
    size_t crossings; /* last of the nodes its signals went to; NONE */
    size_t dialogs;   /* first of its dialogs; NONE */
    int64_t cause;    /* -1 = unknown */
    enum leg_kind kind;
    enum media media;     /* of KIND_MEDIA */
    bool calling, called; /* signals or rows showed it as such */
    bool dissolved;       /* RELEASE x|0|0: left by a split or join */
    bool took;            /* it picked up a call that rang elsewhere */
    bool recording;       /* a bridge or recorder leg */
    bool by_record;       /* made of a call record: nothing else tells of it */
    bool consult;         /* a transferor's leg to the new party (finish) */
    bool began;           /* its first signal or INVITE is in the traces */
    bool set_up;          /* the call log has the row of its setup */
    bool began_sdl;       /* and not only as a row of a call log */
    bool trunk_by_peer;   /* its device is the trunk to that peer (finish) */
    bool cause_from_log;
    int32_t lr_reason;   /* why it was forwarded to; 0 */
    struct str lr;       /* a called leg: who forwarded to it */
    struct str protocol; /* of a gateway: MGCP, H.323 */
    struct str device, number, ip;
    struct str other; /* a calling leg: the number it asked for */
    struct str asked; /* by a gateway's setup: the number it called, whole */
    struct str dialed, pattern;
    struct str list;         /* route or hunt list it was reached by */
    struct str original;     /* number that was called at first */
    struct str target;       /* a called leg: process that got CcSetupReq */
    struct str sipd;         /* the trunk's process that handled it last */
    struct str cluster_name; /* from fateShareId */
    struct mark first, ringing, answered, active, hung_up, end;
    struct mark given_up; /* its list found nobody who took the call */
    struct mark tried;    /* when its list went on to the last member; unset */
    struct mark cause_at;
};

/* What a dialog says of others; few do. */
struct reference {
    struct str join, replaces; /* headers of its INVITE */
    struct str refer_to; /* number in the Refer-To that the far side sent */
    int64_t refci;       /* x-refci of a recording INVITE; 0 */
    struct mark join_at, replaces_at, refer, refci_at;
};

/* One Call-ID on one node. */
struct dialog {
    size_t space;
    size_t same;        /* the dialog that stands for it (finish) */
    size_t leg;         /* NONE until known */
    size_t next;        /* of the same leg */
    int64_t last_ms;    /* UTC of its last row, by its node; 0 */
    int64_t ci;         /* from CUCM's own tag; 0 */
    int64_t far_ci;     /* of the far side's tag */
    int64_t cseq;       /* of the INVITE that began it; -1 */
    int64_t cseq_rings; /* of a response that only it gets; -1 */
    bool invite;        /* an INVITE was seen */
    bool began;         /* the one that began it (no To tag) was seen */
    bool in;            /* it was received */
    bool trunk;         /* the call log calls it SIPT */
    bool phone;         /* the call log calls it SIPL */
    bool offered_srtp;  /* by the last offer seen */
    bool cancel_in, bye_in, final_in;
    int32_t remote_port;
    int32_t final_status; /* last final status of the INVITE that began it */
    int32_t bye_cause, final_cause; /* Reason headers; 0 */
    /* Call log: open requests but INVITE, by `in`; and the last response that
     * may be theirs or the INVITE's. */
    unsigned pending[2];
    int32_t doubt_status;
    struct mark doubt;
    struct str doubt_reason;
    struct str call_id;
    struct str from_user, to_user, uri_user;
    struct str user_from[2], user_to[2]; /* of its first request, by `in` */
    struct str device; /* of the far side: from the call log or Contact */
    struct str remote_ip, contact_ip;
    struct str session_id; /* the caller's half, of its INVITE */
    /* Both halves of Session-ID, sorted: the first that were known, and the
     * last; a transfer changes them. */
    struct str first_a, first_b, session_a, session_b;
    struct str far_guid;  /* cluster of the far side's tag */
    struct str far_agent; /* its User-Agent or Server */
    struct str diversion;
    struct str guid; /* Cisco-Guid */
    struct str final_reason;
    /* Where that tag stands: a call log's row, that may be the first, has none.
     */
    struct mark far_at;
    struct mark first, ringing, answered, cancel, bye, final;
    struct mark up;      /* the first line that says it was answered before */
    size_t keys_conn;    /* 1 + the connection on which its keys and its */
    size_t unkeyed_conn; /* fallback to RTP were noted last; 0 */
    struct reference *refers; /* see dialog_refers; NULL = to none */
    size_t conns[4];          /* connections it used, at most four kept */
    size_t nconns;
};

/* One connection from open to close. */
struct conn_state {
    size_t space;
    int64_t index; /* -1 = UDP */
    struct str remote_ip;
    int32_t remote_port, local_port;
    bool tls, udp;
    bool out, in; /* lines that say which side opened it */
    bool plain;   /* a line says that it is not TLS */
    bool heard;   /* something came in on it */
    bool srtp;    /* keys for SRTP were sent over it */
    struct mark seen, last, opened, handshake, closed;
    size_t events;                            /* last of its conn_event; NONE */
    struct str subject, cipher, san, process; /* process: SIPD that got it */
    struct mark process_at;
    struct str device; /* phone, or trunk when its name is known */
};

/* What a line says of a connection's security beside the certificate. */
struct conn_event {
    size_t next; /* earlier one of the same connection; NONE */
    enum tls_event_kind kind;
    size_t dialog; /* NONE */
    int32_t code;
    struct str text, other;
    struct mark at;
};

struct da_state {
    size_t space;
    int64_t ci;   /* 0 = no identifier ties it to a leg */
    uint64_t seq; /* of the DaReq; 0 */
    struct mark match, result, target, verdict, answer;
    struct str calling, dialed, css, tod_css;
    struct str partition, pattern, called, pretransform, block;
    int64_t cause;
    struct str pkid, process, device, device_type, caller_device;
    struct str potential;
    size_t call; /* index of the call (finish); NONE */
    bool inferred;
};

/* A line that says on which device a leg is; route lists try several. */
struct naming {
    size_t next; /* earlier one of the same leg; NONE */
    struct mark at;
    struct str device, ip;
};

/* A member that a hunt list offered the call to. */
struct member_state {
    size_t next; /* earlier one of the same leg; NONE */
    struct mark at;
    struct str pilot, number, device;
};

/* Signals of a leg, or of none, between its node and another one. */
struct crossing {
    size_t leg;  /* NONE */
    size_t next; /* earlier one of the same leg; NONE */
    size_t space;
    int64_t node; /* the other one, 1..255 */
    int64_t signals;
    struct mark first, last;
};

/* Something that happened to a leg and is a step of the path. */
enum feature {
    FEATURE_HOLD,
    FEATURE_RESUME,
    FEATURE_PARK,
    FEATURE_PARKED_AT, /* the parked side is told the number; no step */
};
struct feature_state {
    size_t leg;
    enum feature what;
    struct str number; /* of FEATURE_PARKED_AT */
    struct mark at;
};

/* A statement that two CIs of a space belong together. */
struct pair_state {
    size_t a, b; /* legs */
    const char *by;
    enum sure sure;
    struct mark at;
    bool split;     /* they were parted: no link, only history */
    int32_t reason; /* of a join, CUCM's redirect reason; 0 = not said */
};

struct route_state {
    size_t space;
    int64_t ci;
    struct str what, name, pkid;
    int32_t branch;
    struct mark at;
};

struct ring_signal { /* a signal that later lines of its seq refer to */
    uint64_t seq;
    int64_t ci;
    bool da_req; /* then also: */
    struct str device, calling, dialed;
};
enum { RING = 64 };

struct space {
    struct str label; /* --cluster */
    int32_t node;     /* 0 = unknown */
    struct str host, address, app_start;
    bool log;              /* call logs only */
    enum source_kind kind; /* of its files */
    size_t home;           /* call logs: the space of their node; NONE */
    size_t near;           /* how near its files are: bytes of common path */
    size_t beside;         /* call logs without: the nearest space; NONE */
    struct str guid;       /* of its own tags; the cluster */
    struct str cluster_name;
    size_t cluster; /* index (finish) */
    struct ring_signal ring[RING];
    size_t ring_at;
    size_t last_da;  /* latest da_match; NONE */
    int64_t skew_ms; /* its clock is ahead of the reference's by this */
    bool skewed;     /* that is settled (finish) */
    size_t clock;    /* the reference: a space, itself when none (finish) */
};

/* The service of a node from one start to the next, as its FileHeads tell. */
struct era {
    size_t space; /* its SDL files */
    int32_t node;
    int64_t from_ms;           /* UTC by its clock: the start; */
    int64_t seen_ms, until_ms; /* the first and last record given */
    bool within; /* the start lies within the time of the traces */
};

/* Ties an event to what it is about. There is one for nearly every row, so they
 * are small; a message's connection is in the list of its own. */
struct touch {
    uint32_t event;
    uint32_t what; /* leg, or dialog + TOUCH_DIALOG; TOUCH_NONE */
};
struct conn_touch {
    uint32_t event;
    uint32_t conn;
};
#define TOUCH_NONE UINT32_MAX
#define TOUCH_DIALOG (UINT32_C(1) << 31)

/* A hint for the date of a source without FileHead. */
struct clock_hint {
    int64_t tod_ms, date_ms; /* Date header of a message it sent; or */
    struct str call_id;      /* a Call-ID the node made, and */
    struct str agent;        /* its User-Agent: how old it may be */
};

struct cluster {
    struct str label, guid, name;
    struct str address; /* of one of its nodes, when it has no name and there
                           are others (finish) */
};

struct correlator {
    struct arena arena;    /* all that is kept */
    struct arena scratch;  /* keys; reset with each row */
    struct arena fed;      /* what only feeding needs */
    struct arena unlinked; /* what is needed until legs are linked */
    struct arena made;     /* what a step of finishing needs, then a part of the
                              result; reset with each */
    struct source *sources;
    size_t nsources;
    size_t *space_of;      /* source -> space */
    struct map source_ids; /* source.id -> index */
    struct map strings;    /* interned text */
    struct str *text;
    size_t ntext, captext;

    struct mark at;   /* of the row that is fed */
    int64_t now_ms;   /* and UTC by its node; WHEN_UNKNOWN */
    struct era *eras; /* by their start; at most one a space */
    size_t neras;
    bool restarts;  /* some are within the traces */
    bool lone_logs; /* call logs without their node's SDL files */

    struct space *spaces;
    size_t nspaces, capspaces;
    struct leg_state *legs;
    size_t nlegs, caplegs;
    struct dialog *dialogs;
    size_t ndialogs, capdialogs;
    struct conn_state *conns;
    size_t nconns, capconns;
    struct conn_event *conn_events;
    size_t nconn_events, capconn_events;
    struct da_state *das;
    size_t ndas, capdas;
    struct pair_state *pairs;
    size_t npairs, cappairs;
    struct member_state *members;
    size_t nmembers, capmembers;
    struct crossing *crossings;
    size_t ncrossings, capcrossings;
    struct feature_state *features;
    size_t nfeatures, capfeatures;
    struct naming *namings;
    size_t nnamings, capnamings;
    struct route_state *routes;
    size_t nroutes, caproutes;
    struct touch *touches; /* in feed order */
    size_t ntouches, captouches;
    struct conn_touch *conn_touches; /* of some of them, in the same order */
    size_t nconn_touches, capconn_touches;
    struct clock_hint *hints; /* one a source */
    struct cluster *clusters;
    size_t nclusters, capclusters;

    /* What the parts grow; here so that correlate_close frees it. */
    struct output *output; /* what is left to be made (finish); path.h */
    struct bond *bonds;
    struct link *links;
    struct step *steps;
    struct note *notes;
    struct owner *owners;
    struct visit *visits;

    struct cdr_state *cdrs; /* call records (cdr.c) */
    size_t ncdrs, capcdrs;
    struct protocols *protocols; /* who speaks what now (protocol.c) */
    struct protocol_tie *ties;
    size_t nties, capties;
    struct skew_end *skew_ends; /* what crossed between nodes (skew.c) */
    size_t nskew_ends, capskew_ends;
    struct skew_sample *skews;
    size_t nskews, capskews;
    struct map skew_seen, skew_by_key;

    struct map leg_by_ci;       /* space, ci, start of its node -> leg */
    struct map leg_by_era;      /* cluster, ci -> legs by next_era (finish) */
    struct map dialog_by_id;    /* space, Call-ID -> dialog */
    struct map conn_by_index;   /* space, index or peer -> connection */
    struct map da_by_ci;        /* space, ci -> latest digit analysis */
    struct map by_process;      /* space, "n,t,i" -> text of a device name */
    struct map trunk_by_place;  /* instance of SIPD, or address -> the same */
    struct map by_pkid;         /* space, key -> text of a device name */
    struct map cdpc_ci;         /* space, instance of a SIPCdpc -> leg */
    struct map cdcc_leg;        /* space, Cdcc -> first leg */
    struct map pair_seen;       /* leg, leg -> pair */
    struct map crossing_by_leg; /* leg or space, node -> crossing */
};

/* -- state.c: tools ------------------------------------------------------ */

/* A copy of s that lives as long as the correlator; equal text shares it. */
struct str keep(struct correlator *c, struct str s);
/* *into = s when *into is empty and s is not. */
void keep_once(struct correlator *c, struct str *into, struct str s);
/* *into = s when s is not empty. */
void keep_last(struct correlator *c, struct str *into, struct str s);

/* source: index into correlator.sources. */
struct mark mark_of(const struct row *row, size_t source);
/* The time as in struct record, WHEN_UNKNOWN when the line's is unreadable or
 * beyond all calendars. */
int64_t mark_tod(const struct mark *m);
void mark_set_tod(struct mark *m, int64_t tod_ms);
/* "04530161.009" in one number; 0 = another form, or none. */
uint64_t mark_record(const struct mark *m);
bool mark_set(const struct mark *m);
/* Whether a lies before b: by UTC when both are dated, else in feed order. */
bool mark_before(
    const struct correlator *c, const struct mark *a, const struct mark *b);
/* Keeps the earlier / the later of the two in *into. */
void mark_first(
    const struct correlator *c, struct mark *into, const struct mark *m);
void mark_last(
    const struct correlator *c, struct mark *into, const struct mark *m);
/* mark_first of what the call log says of a thing the SDL files tell too: the
 * two differ by a few ms, and the SDL line is the better evidence. */
void mark_first_log(
    const struct correlator *c, struct mark *into, const struct mark *m);
/* As the node's clock had it: ms UTC; WHEN_UNKNOWN. */
int64_t mark_own_utc(const struct correlator *c, const struct mark *m);
/* By the reference's clock, for order and spans between nodes; WHEN_UNKNOWN. */
int64_t mark_utc(const struct correlator *c, const struct mark *m);
struct when mark_when(const struct correlator *c, const struct mark *m);
/* The same by the clock of the node that logged `like`, when the two clocks
 * are so far apart that times of both in one line would mislead. */
struct when mark_when_like(
    const struct correlator *c, const struct mark *m, const struct mark *like);
struct evidence mark_evidence(struct correlator *c, const struct mark *m);
/* Whether the clocks that wrote the two can be compared. That of a call log
 * without its node's SDL files can be with another's only when messages seen
 * at both ends measured it; other nodes are taken to be set alike. */
bool mark_comparable(
    const struct correlator *c, const struct mark *a, const struct mark *b);
/* ms from a to b; INT64_MIN when it cannot be known. */
int64_t mark_span(
    const struct correlator *c, const struct mark *a, const struct mark *b);

/* "SIPD(3,100,84,3)", "3,100,84,3", "(3,84,3)" -> class "SIPD", key of node,
 * type and instance. The key is in scratch; empty when s is none. */
struct str process_class(struct str s);
struct str process_key(struct correlator *c, struct str s);
int64_t process_node(struct str s); /* 0 = unknown */
bool process_none(struct str s);    /* no instance: (0,0,0,0) */

struct str space_key(struct correlator *c, size_t space, struct str s);
/* The same of what a Call-ID is compared by (callid_key). */
struct str dialog_key(struct correlator *c, size_t space, struct str call_id);
/* The device behind a process or a database key; empty when not known. */
struct str device_of_process(
    struct correlator *c, size_t space, struct str process);
/* The trunk of this SIPD, by any line that names it. */
struct str device_of_trunk(
    struct correlator *c, size_t space, struct str process);
/* The trunk that a connection is for, by its process or where it leads to. */
struct str device_of_connection(
    struct correlator *c, const struct conn_state *k);
/* "outgoing", "incoming"; empty when it is not known. */
struct str conn_direction(const struct conn_state *k);
struct str device_of_pkid(struct correlator *c, size_t space, struct str pkid);

/* The leg of a CI on a node at the time of the row that is fed, made when it
 * is new. */
size_t leg_get(struct correlator *c, size_t space, int64_t ci);
/* The same without making it, at any time when no row is fed; NONE. */
size_t leg_find(const struct correlator *c, size_t space, int64_t ci);
/* A new leg that leg_get gives from here on. */
size_t leg_again(struct correlator *c, size_t space, int64_t ci);
size_t leg_new(struct correlator *c, size_t space, int64_t ci);
void touch(struct correlator *c, int64_t event, size_t leg, size_t dialog,
    size_t conn);
/* Records that two legs belong together (first statement wins). */
void pair_add(struct correlator *c, size_t a, size_t b, const char *by,
    const struct mark *at);

const struct ring_signal *ring_find(const struct space *sp, uint64_t seq);
/* Of mark_record: records of one signal have the same record_seq; 0 = none. */
uint64_t record_seq(uint64_t record);
struct str record_text(struct arena *a, uint64_t record);

/* -- era.c: starts of services -------------------------------------------- */

/* After the spaces are made. */
void era_open(struct correlator *c);
/* How many starts within the traces that may be this node's lie before a time
 * (ms UTC), as seen in a space; and that of the node which made a CI. Of the
 * space's own node those before its start. */
size_t era_fed(
    const struct correlator *c, size_t space, int64_t node, int64_t at_ms);
size_t era_fed_ci(
    const struct correlator *c, size_t space, int64_t ci, int64_t at_ms);
/* The rest when clusters and clocks are known. Whether two records of one CI of
 * a cluster can be of one leg: of one start where that is known, else by time:
 * a leg without an end does not last for hours by itself. */
bool era_same(const struct correlator *c, size_t a, size_t b);
uint64_t era_key(size_t cluster, int64_t ci);
/* The leg of a CI that a space saw at a time, then that of a CI of a cluster
 * which was up at a time, after merge_legs; NONE. */
size_t leg_at(const struct correlator *c, size_t space, int64_t ci,
    const struct mark *at);
size_t leg_far(const struct correlator *c, size_t cluster, int64_t ci,
    const struct mark *at);
/* Notes that it was up when a space saw it: ms UTC by that one's clock; 0. */
void leg_seen(struct correlator *c, size_t leg, int64_t last_ms, size_t space);
/* Whether a leg can still be up at a time, as far as its end is not known. */
bool leg_lasts(const struct correlator *c, size_t leg, const struct mark *at);

/* -- the end ----------------------------------------------------------------
 */

/* Dates of sources that have none (clock.c). What an earlier run concluded is
 * concluded anew: more may be known now. */
void clock_forget(struct source *s);
void clock_hint_message(
    struct correlator *c, size_t source, const struct row *row);
void clock_hint_log(struct correlator *c, size_t source, const struct row *row);
void clock_finish(struct correlator *c);
/* When clusters are known and clocks compared: the call logs still without an
 * offset get that of the other nodes, as a guess that says so. */
void clock_finish_logs(struct correlator *c);
/* The offset from UTC, a whole quarter of an hour, in this difference. */
int64_t clock_to_quarter(int64_t ms);
/* Dates a call log by it. */
void clock_set_offset(struct source *log, int64_t offset_ms);
/* How far the nodes' clocks are apart (skew.c). */
void skew_signal(struct correlator *c, const struct row *row);
void skew_message(struct correlator *c, const struct row *row);
void skew_log_message(
    struct correlator *c, size_t space, const struct row *row);
/* Two spaces that have the two ends of a trunk, at least one of them in a call
 * log: the pair at *next,
 * moved on from 0; false when there are no more. Before skew_finish. */
bool skew_log_trunk(
    const struct correlator *c, size_t *next, size_t *a, size_t *b);
/* The clocks, for the result. */
void skew_finish(struct correlator *c, struct correlated *r);
/* What a dialog says of others (dialog.c); empty when that is nothing. */
const struct reference *dialog_refers(const struct dialog *d);

/* Signals that went between nodes (nodes.c). */
void nodes_signal(struct correlator *c, size_t space, const struct row *row);

/* Gives back the room for more that an array has: v = TRIM(v, n, cap). */
#define TRIM(v, n, cap) state_trim((v), &(cap), (n), sizeof(*(v)))
void *state_trim(void *v, size_t *cap, size_t n, size_t size);
/* Room for one more element in a growing array of the correlator, which
 * correlate_close frees: v = GROW(v, n, cap). */
#define GROW(v, n, cap) state_grow((v), &(cap), (n) + 1, sizeof(*(v)))
void *state_grow(void *v, size_t *cap, size_t want, size_t size);

#endif
