/* SPDX-License-Identifier: MIT
 *
 * One trace file, or one member of an archive. */
#ifndef CMTRAIL_MODEL_SOURCE_H
#define CMTRAIL_MODEL_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/when.h"

enum source_kind {
    SOURCE_UNKNOWN, /* no record of any known form in it */
    SOURCE_SDL,
    SOURCE_CALLLOG,
    SOURCE_COLLECTED,   /* a list of the files that were collected */
    SOURCE_IOS,         /* debug output of a gateway or CUBE */
    SOURCE_CDR,         /* call records (CDR) or quality records (CMR) */
    SOURCE_CAPTURE,     /* packets */
    SOURCE_CERTIFICATE, /* PEM or DER */
    SOURCE_CLI,         /* what a node's command line printed */
};

/* How a source's date is known, best first. */
enum date_from {
    DATE_UNKNOWN,
    DATE_FILEHEAD, /* its own first line */
    DATE_ROW,      /* calllog rows carry theirs */
    DATE_SIBLING,  /* FileHead of another file of the node and service start */
    DATE_SIP,      /* Date headers of messages the node sent */
    DATE_CALL_ID,  /* the clock in CUCM's Call-IDs */
    DATE_USER,     /* --date */
};

/* A file that was made of those of several nodes is a source a part, but for
 * the first with this and its first line in `member`. */
#define SOURCE_PART "from line "

struct source {
    int64_t id;        /* 0 before it is stored */
    struct str file;   /* path as given, or of the archive */
    struct str member; /* name inside the archive; empty for a plain file */
    enum source_kind kind;
    struct str cluster; /* label given with --cluster; empty when none */

    /* From FileHead; empty or 0 where it does not say. */
    bool has_head;
    int32_t node; /* AppNodeId; calllogs: the first number of the tags;
                     0 = unknown */
    int32_t app;  /* AppId: 100 CallManager, 200 CTI, 600 TFTP/ILS;
                     0 = unknown */
    struct str host;
    struct str address; /* without an ::ffff: prefix */
    struct str version;
    struct str app_start; /* "2020/06/06 17:51:33": the space in which sequence
                             numbers, CIs and connection indexes are unique */
    int64_t file_number;  /* FileNumber; -1 = unknown */
    int32_t utc_offset_s; /* WHEN_NO_OFFSET = unknown */

    enum date_from date_from;
    int64_t base_ms; /* ms UTC of the local midnight that tod_ms counts from;
                        WHEN_UNKNOWN while no date is known */
    struct str cluster_name;    /* the cluster its node is found to be of */
    struct str cluster_address; /* of one of its nodes, when it has no name and
                                   there are others; else empty */
    int64_t skew_ms;   /* its clock is ahead of the reference node's by this */
    int64_t first_tod; /* of the first and last record with a time; */
    int64_t last_tod;  /* WHEN_UNKNOWN when there is none */
    struct str first_seq;
    struct str last_seq;

    int64_t lost;      /* records that their numbers skip where they skip the
                          most, inside the source; 0 = none */
    int64_t lost_from; /* if any: tod_ms of the record before that place */
    int64_t lost_to;   /* and of the one behind it */

    bool went_back; /* its numbers, or a call log's times, begin anew in it:
                       records may stand in it twice */

    int64_t size;      /* bytes on disk (of the member: in the archive);
                          -1 = unknown */
    int64_t mtime_ms;  /* of the file or member; WHEN_UNKNOWN */
    int64_t bytes;     /* uncompressed bytes read */
    int64_t records;   /* records found */
    int64_t facts;     /* facts stored */
    int64_t bad_times; /* records whose time is unreadable */
    uint64_t hash_hi;  /* XXH3-128 of the uncompressed bytes: the same */
    uint64_t hash_lo;  /* content under another name is one source */
    bool cut;          /* ended early: torn archive or .gz */
    struct str status; /* "ok", "cut", "not a trace", "empty", "unreadable",
                          "duplicate", "contained" */
    struct str note;   /* a sentence for `info`; empty when all is well */
};

#endif
