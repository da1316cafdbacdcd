/* SPDX-License-Identifier: MIT
 *
 * What the parts of the stage share. A `lack` is something that is not there,
 * found once; a `need` is one call (or the signals and messages of no call)
 * that would have it. Private to src/gap. */
#ifndef CMTRAIL_GAP_FIND_H
#define CMTRAIL_GAP_FIND_H

#include "base/map.h"
#include "gap/gap.h"

#define NONE SIZE_MAX

enum lack_kind {
    LACK_FILES,   /* numbers of files are skipped */
    LACK_RECORDS, /* numbers of records are skipped */
    LACK_INSIDE,  /* the same inside one file */
    LACK_TIME,    /* nothing between the end of one file and the next */
    LACK_START,   /* before the first file of a node */
    LACK_END,     /* behind the last one */
    LACK_DETAIL,  /* in the files' time, but not in them */
    LACK_NODE,    /* no file of it */
    LACK_CLUSTER, /* no file of its cluster */
};

struct lack {
    enum lack_kind kind;
    struct str cluster, node;
    const struct source *before, *after; /* files at its ends; NULL */
    int64_t from_ms, to_ms;              /* its ends; WHEN_UNKNOWN */
    bool known; /* it is there whether a call needs it or not */
};

struct need {
    int64_t call; /* 0 = signals and messages that belong to none */
    size_t lack;
    bool up;       /* the call goes on over the end of the files */
    bool only_log; /* nothing but its call log has the call */
    unsigned by;   /* enum visit_by: what else says so; 0 */
    struct str peer;
    const struct source *witness; /* whose clock prints the times; NULL */
    int64_t from_ms, to_ms;       /* of the part that is needed; WHEN_UNKNOWN */
    int64_t signals;
    int64_t logs; /* messages that only the call log has */
};

/* A stretch that the files of a node cover without a hole. */
struct cover {
    const struct source *first, *last; /* files */
    struct str cluster, node;
    int64_t from_ms, to_ms;
    size_t before, after; /* lacks at its ends */
};

struct given { /* a node with files */
    struct str cluster, node;
};

struct find {
    struct arena *a;
    const struct gap_facts *in;
    struct str *cluster;     /* of each source, as printed; an address of it
                                when it has no name and there are others */
    size_t nclusters;        /* different ones */
    struct map source_by_id; /* -> index */
    struct given *given;
    size_t ngiven, capgiven;
    struct cover *covers; /* by cluster, node and time */
    size_t ncovers, capcovers;
    struct lack *lacks;
    size_t nlacks, caplacks;
    struct need *needs;
    size_t nneeds, capneeds;
    struct map need_by_call; /* call, lack -> need */
    struct map lack_by_node; /* kind, place, node, cluster -> lack */
};

/* --- files.c: sources to covers and the lacks between them ---------------- */

void find_files(struct find *f);
/* Whether a file of the node was given. An empty cluster is any. */
bool find_given(const struct find *f, struct str cluster, struct str node);
/* The stretch of the node's files that holds the moment; NULL = none.
 * skew_ms: of the clock that at_ms was read from. */
const struct cover *find_cover(const struct find *f, struct str cluster,
    struct str node, int64_t at_ms, int64_t skew_ms);
/* Whether a moment, by a clock of this skew, is behind it. */
bool find_beyond(const struct cover *c, int64_t at_ms, int64_t skew_ms);
/* The lack beside the stretch when the moment is so near its end that the row
 * may be of the next file: a call log's times are up to 8 ms off, FORMAT 16.1.
 * NONE. */
size_t find_edge(const struct cover *c, int64_t at_ms, int64_t skew_ms);
/* The lack of a given node in which such a moment lies; NONE. */
size_t find_hole(const struct find *f, struct str cluster, struct str node,
    int64_t at_ms, int64_t skew_ms);
size_t find_add(struct find *f, const struct lack *lack);
/* "1", or the host where no number is known. */
struct str find_node(struct arena *a, const struct source *s);
/* ms UTC of a time of a source; WHEN_UNKNOWN. */
int64_t find_at(const struct source *s, int64_t tod_ms);
/* Number of a record "04530161.009"; -1. */
int64_t find_sequence(struct str record);

/* --- needs.c: who needs what ---------------------------------------------- */

/* Makes from..to reach at_ms; any may be WHEN_UNKNOWN. */
void find_widen(int64_t *from_ms, int64_t *to_ms, int64_t at_ms);

/* --- words.c: sentences --------------------------------------------------- */

/* All gaps into *v. */
void find_words(struct find *f, struct gap **v, size_t *n);

/* --- text.c: their parts -------------------------------------------------- */

/* "2020-06-28 17:31:29 to 17:32:08 (UTC-04:00)": whole seconds around it, as
 * the source's node prints them, in UTC without a source. Either may be
 * unknown: "from ..", "until .."; empty when both are. */
struct str text_span(
    struct arena *a, const struct source *s, int64_t from_ms, int64_t to_ms);
/* "SDL002_100_*.txt"; app 0 = CallManager */
struct str text_pattern(struct arena *a, struct str node, int32_t app);
/* The last part of a source's name. */
struct str text_file(const struct source *s);
/* The same and its number: "SDL001_100_000043.txt (FileNumber 215)". */
struct str text_file_number(struct arena *a, const struct source *s);
/* What the files missing between two are called. */
struct str text_missing(struct arena *a, const struct lack *lack);
/* "1 call", "3 calls" */
struct str text_count(struct arena *a, int64_t n, const char *noun);

#endif
