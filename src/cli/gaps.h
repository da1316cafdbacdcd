/* SPDX-License-Identifier: MIT
 *
 * What the traces do not hold, in sentences: files and stretches of time of
 * the nodes that were given (load_gaps.c), nodes and times that calls need
 * (load_needs.c), messages that only the call log has (load_logs.c). */
#ifndef CMTRAIL_CLI_GAPS_H
#define CMTRAIL_CLI_GAPS_H

#include "base/arena.h"
#include "base/err.h"
#include "call/correlate.h"
#include "model/call.h"
#include "model/row.h"
#include "model/source.h"
#include "store/put.h"

/* A signal to or from another node. */
struct crossing {
    int64_t event;
    int64_t source;
    int64_t tod_ms;
    int32_t node; /* the other one */
};

/* A stretch that the files of a node cover without a hole. */
struct cover {
    const struct source *first, *last; /* files */
    int32_t node;
    struct str cluster;
    int64_t from_ms, to_ms;
};

struct gaps {
    struct arena a;
    int64_t *openings; /* events that begin a call: an INVITE, a set-up */
    size_t nopenings, capopenings;
    struct crossing *crossings;
    size_t ncrossings, capcrossings;
    const struct source *sources; /* that hold records, in order */
    size_t nsources;
    struct cover *covers; /* in the order of the sources */
    size_t ncovers, capcovers;
    const struct correlated *calls;
};

/* A row of a source goes by. */
void gaps_feed(struct gaps *g, const struct row *row);
/* Puts all gaps. After the calls and what belongs to them were put. */
int gaps_put(struct gaps *g, struct store *db, const struct correlated *calls,
    struct err *e);
void gaps_free(struct gaps *g);

/* --- the parts ------------------------------------------------------------ */

/* What calls need and is not there: load_needs.c. */
int gaps_put_needs(struct gaps *g, struct store *db, struct err *e);
/* Messages that only the call log has: load_logs.c. */
int gaps_put_logs(struct gaps *g, struct store *db, struct err *e);

/* The stretch of the node's files that holds the moment; NULL = none. */
const struct cover *gaps_cover_at(
    const struct gaps *g, struct str cluster, int64_t node, int64_t at_ms);
/* Makes from..to reach at_ms; any may be WHEN_UNKNOWN. */
void gaps_widen(int64_t *from_ms, int64_t *to_ms, int64_t at_ms);

/* Whether a file of the node was given; label: of its cluster, empty = any. */
bool gaps_has_node(const struct gaps *g, struct str label, int64_t node);
/* ms UTC of a time of a source; WHEN_UNKNOWN. */
int64_t gaps_at_ms(const struct source *s, int64_t tod_ms);
/* "2020-06-28 17:31:29 to 17:32:08 (UTC-04:00)": whole seconds around it, as
 * the source's node prints them, in UTC without a source. Either may be
 * unknown. */
struct str gaps_span(
    struct arena *a, const struct source *s, int64_t from_ms, int64_t to_ms);
/* "SDL002_100_*.txt" */
struct str gaps_pattern(struct arena *a, int64_t node);

#endif
