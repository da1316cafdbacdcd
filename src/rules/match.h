/* SPDX-License-Identifier: MIT
 *
 * From records to facts: dispatch by record type and signal, a literal test,
 * then PCRE2 (JIT) on what is left. One `struct match` a thread; the rules are
 * shared and read-only. */
#ifndef CMTRAIL_RULES_MATCH_H
#define CMTRAIL_RULES_MATCH_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/fact.h"
#include "model/record.h"
#include "rules/rule.h"

struct match;

int match_open(struct match **m, const struct rules *rs, struct err *e);

struct facts {
    const struct fact *v;
    size_t n;
};

/* The facts of one record, in the order of their rules. They stay until the
 * next call; their values are slices of the record or of `scratch`. A pattern
 * that runs into its match limit is counted as a miss (match_stats). returns
 * how many there are. */
size_t match_record(struct match *m, const struct record *rec,
    struct arena *scratch, struct facts *out);

struct match_stats {
    uint64_t tried; /* records that got as far as the pattern */
    uint64_t hit;
    uint64_t limit; /* matches given up at the limit */
    uint64_t ns;    /* time spent on them; 0 without match_profile */
};
/* Of rule i since match_open. */
struct match_stats match_stats(const struct match *m, size_t i);

/* From now on the time that each rule takes is measured, which itself costs
 * about 0.05 us a try. */
void match_profile(struct match *m);

/* Why a rule did or did not match a record, for `rules explain`. */
enum match_why {
    MATCH_OTHER_TYPE, /* type or signal differs */
    MATCH_NO_LITERAL,
    MATCH_NO_PATTERN,
    MATCH_LIMIT,
    MATCH_HIT,
};
/* Tries rule i on the record; *f (values in scratch) is set on MATCH_HIT. */
enum match_why match_explain(struct match *m, size_t i,
    const struct record *rec, struct arena *scratch, struct fact *f);

/* Versions for `--version`: "PCRE2 10.42, JIT on, libyaml 0.2.5" in a. */
struct str match_versions(struct arena *a);

/* Safe with NULL. */
void match_close(struct match *m);

#endif
