/* SPDX-License-Identifier: MIT
 *
 * One node of the cluster: its clock, its numbers that count up, and its
 * trace files and call log as the collection tool leaves them. */
#ifndef TRACEGEN_NODE_H
#define TRACEGEN_NODE_H

#include <stdbool.h>
#include <stdint.h>
#include <zlib.h>

#include "base/arena.h"
#include "random.h"
#include "text.h"

/* What the command line says. */
struct options {
    const char *out;
    int64_t size;  /* bytes of SDL files, uncompressed */
    int64_t calls; /* stop after this many; 0 = as many as fit */
    uint64_t seed;
    int nodes;
    double calls_per_s;
    int64_t file_bytes; /* a new file at this size */
    bool gzip;
    bool calllogs;
    bool crlf;
    double noise;     /* share of the bytes that is not SIP messages */
    double tls;       /* share of trunk calls over TLS */
    int64_t start_ms; /* UTC */
    int32_t offset_s; /* of the nodes' local time */
    int skew_ms;      /* the nodes' clocks differ by at most twice this */
    int clusters;     /* 1 or 2 */
    int64_t cluster_skew_ms;  /* of the second cluster's clocks */
    int32_t cluster_offset_s; /* of its local time */
    bool own_offset;          /* cluster_offset_s was given */
    const char *kinds;        /* NULL: what there was from the start */
};

struct world;

struct totals {
    int64_t bytes, records, files, messages, message_bytes, rows;
};

struct node {
    const struct options *o;
    struct arena *a;
    struct random *random;
    struct world *w;  /* its cluster */
    int32_t offset_s; /* of its local time */
    int number;       /* from 1 */
    int64_t skew_ms;  /* of its clock */
    struct str host, ip;
    struct str sdl_dir; /* ends in '/' */
    struct str version;
    struct str started; /* AppStartTime */

    /* the file at hand */
    int fd;
    gzFile gz;
    char *buf;
    size_t n;
    int64_t file_bytes;
    int file_index, file_number;
    int64_t day; /* local day of the file */
    char *held;  /* a record that comes after the next signal */
    size_t held_n;

    /* the call log */
    int log_fd;
    char *log;
    size_t log_n;

    int64_t ms;         /* UTC, as its clock shows */
    char clock[16];     /* HH:MM:SS.mmm, local */
    char log_clock[24]; /* YYYY/MM/DD HH:MM:SS */
    struct str date;    /* Date header of this second */
    int64_t date_s;
    int64_t clock_s; /* second that clock[] was made for */

    uint32_t last_seq; /* given out */
    uint32_t seq;      /* of the signal at hand */
    uint32_t sub;
    uint32_t ci, ccb, gci, net, callid, cdcc, line, cdfc, cdpc, matrix;
    uint32_t index;   /* last SIP connection */
    uint32_t tcp;     /* last SdlTCPConnection */
    uint32_t signals; /* SIPTcp's SignalCounter */
    struct totals totals;
};

/* Makes the folders of a file's path. Dies when the file system refuses. */
void make_folders(const char *path);

/* Makes the folders and opens the first file. n->number, o, a, random are
 * set. Dies when the file system refuses. */
void node_open(struct node *n);

/* Sets the clock to a true time; never backwards.
 * returns: the true time that it shows, later when the node was busy. */
int64_t node_at(struct node *n, int64_t true_ms);

/* A record of a template. type: for signals "SdlSig   |", "SdlSig-O |" (which
 * writes r->out), "SdlSig-I |"; NULL for others. */
void node_record(struct node *n, const struct record_text *r, struct writing *w,
    const char *type);

/* A record that carries a SIP message: head, line end, message, line end. */
void node_message(struct node *n, struct str head, struct str message);

/* A call log row, without its time. */
void node_row(struct node *n, struct str row);

void node_close(struct node *n);

#endif
