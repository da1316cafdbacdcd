/* SPDX-License-Identifier: MIT
 *
 * PCRE2, 8 bit: compiled patterns that are shared and never change, and what a
 * thread needs to match with them. Bytes are bytes (no UTF); CR, LF and CRLF
 * end a line. JIT code is made by each thread when it first needs a pattern,
 * so that loading stays quick and nothing shared is written; where the system
 * has no JIT the interpreter is used. */
#ifndef CMTRAIL_RULES_REGEX_H
#define CMTRAIL_RULES_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct rule_regex;

/* Why a pattern does not compile. */
struct regex_problem {
    struct str what; /* PCRE2's sentence */
    size_t offset;   /* in the pattern, about behind the culprit */
};

/* returns: the pattern (the struct in a; regex_free gives back the rest), or
 *          NULL and *why. */
struct rule_regex *regex_compile(
    struct arena *a, struct str pattern, struct regex_problem *why);
/* Safe with NULL. */
void regex_free(struct rule_regex *re);

/* A named group. Several may have one name. */
struct regex_name {
    struct str name; /* lives as long as the pattern */
    int number;
};
/* The named groups by number, in a. */
struct regex_name *regex_names(
    struct arena *a, const struct rule_regex *re, size_t *n);

/* What one thread matches with. */
struct regex_run;
/* A pattern as one thread uses it; begin with zeroes but `re`. */
struct regex_live {
    const struct rule_regex *re;
    void *code; /* this thread's JIT code; NULL = interpret */
    bool ready; /* JIT was tried */
};

/* groups: the highest group number of any pattern. */
struct regex_run *regex_run_open(struct arena *a, int groups);
void regex_run_close(struct regex_run *run);
void regex_live_close(struct regex_live *live);

enum regex_result {
    REGEX_NO,
    REGEX_YES,
    REGEX_LIMIT, /* given up */
};

enum {
    REGEX_MATCH_LIMIT = 1000000, /* steps */
    REGEX_TEXT_MAX = 1 << 20,    /* bytes of a record that are looked at */
};

/* Matches text, anywhere in it. */
enum regex_result regex_match(
    struct regex_run *run, struct regex_live *live, struct str text);
/* What group `number` captured in the last match; false when it took no part.
 * *s is a slice of the text. */
bool regex_group(
    const struct regex_run *run, struct str text, int number, struct str *s);

/* The highest group number. */
int regex_groups(const struct rule_regex *re);

/* "10.42" and whether the library can make JIT code here. */
struct str regex_version(struct arena *a);
bool regex_has_jit(void);

#endif
