/* SPDX-License-Identifier: MIT
 *
 * From the items of a call to a ladder's lanes and rows: who stands where,
 * which arrow goes from where to where, what is written on it. Knows no ink:
 * every format draws the same layout. */
#ifndef CMTRAIL_RENDER_LAYOUT_H
#define CMTRAIL_RENDER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/call.h"
#include "model/source.h"

struct lane {
    struct str label;   /* device name, node's host name, or address */
    struct str sub;     /* second line: address, "node 3"; may be empty */
    struct str cluster; /* group of nodes of one cluster; empty otherwise */
    bool node;          /* a CUCM node */
};

enum ladder_shape {
    LADDER_ARROW,
    LADDER_NOTE, /* spans all lanes */
};

struct ladder_row {
    enum ladder_shape shape;
    struct when at;
    int64_t delta_ms;   /* since the row before; -1 = unknown */
    size_t from, to;    /* lanes; equal for a note at one lane */
    bool response;      /* dashed */
    bool bad;           /* stands out */
    struct str label;   /* "INVITE", "200 OK", the note's first words */
    struct str detail;  /* "CSeq 101 INVITE", SDP; may be empty */
    struct str change;  /* what the sender's SDP changed; may be empty */
    struct str topic;   /* as in struct item */
    bool inferred;      /* marked as a guess */
    bool from_calllog;  /* known only from the call log */
    size_t repeats;     /* retransmissions folded into this row; 0 = none */
    struct str purpose; /* "recording", ...; empty for the parties */
    const struct item *item;
    const struct item *before; /* with the sender's SDP of before in this
                                  dialog; NULL = none */
};

/* A page about a call shows more than its messages. */
struct story {
    const struct call_path *path;
    const struct connection *conns;
    size_t nconns;
    const struct source *sources; /* what it was read from; may be NULL */
    size_t nsources;
    struct str version; /* of cmtrail; empty = not said */
    bool redacted;
};

struct ladder {
    int64_t call;     /* its number; 0 = none */
    struct str title; /* "Call 3: 1000 -> 105000 (5000), failed 404" */
    struct str date;  /* "2020-06-28, UTC-04:00": of the first row; empty when
                         not known */
    int32_t offset_s; /* of that zone; WHEN_NO_OFFSET */
    struct lane *lanes;
    size_t nlanes;
    struct ladder_row *rows;
    size_t nrows;
    size_t hidden;             /* rows left out by max_messages or only */
    const struct story *story; /* for formats that tell it; NULL = none */
};

/* What the user calls an address. */
struct host_name {
    struct str address, name;
};

struct layout_options {
    size_t max_messages; /* 0 = all */
    struct str only;     /* "sip,da,tls": topics; empty = all */
    bool legs_all;       /* also recording and media legs; else they are
                            folded into one note */
    const struct host_name *names; /* for hosts whose name is not known */
    size_t nnames;
};

/* All in a; the items must outlive the ladder. */
void layout_ladder(struct arena *a, const struct call *call,
    const struct item *items, size_t nitems, const struct layout_options *opt,
    struct ladder *l);

/* When a row was, in the zone that l->date names: nodes of one call may log in
 * several. row.at stays as logged. */
struct when ladder_time(const struct ladder *l, const struct ladder_row *r);

/* The time since the row before: "+0.012", "+31.173", "+12m05s"; empty when
 * not known. In a. */
struct str ladder_delta(struct arena *a, const struct ladder_row *r);

/* Whether nodes of CUCM have more than one lane: notes say whose they are. */
bool ladder_has_nodes(const struct ladder *l);

/* A row's label with the CSeq, where it is known: "INVITE (101)",
 * "200 OK (101 INVITE)". In a. */
struct str ladder_label(struct arena *a, const struct ladder_row *r);

#endif
