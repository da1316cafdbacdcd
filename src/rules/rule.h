/* SPDX-License-Identifier: MIT
 *
 * The rules: what to pull out of which record. Loads YAML rule files, checks
 * everything that can be checked, and compiles the patterns. The language is
 * described in docs/rules.md. Errors name file, line, column, what was found
 * and what was expected. */
#ifndef CMTRAIL_RULES_RULE_H
#define CMTRAIL_RULES_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/out.h"
#include "base/str.h"
#include "model/fact.h"

enum rule_decode {
    DECODE_NONE,
    DECODE_SIP,      /* the group `text` holds a SIP message */
    DECODE_PROTOCOL, /* that of another protocol: rule.decoder */
};

enum { RULES_MAX = 10000 };

struct decoder;    /* protocol/decode.h */
struct rule_regex; /* a compiled pattern; PCRE2 stays inside src/rules */

/* A captured group of one pattern and the column it feeds. */
struct rule_group {
    int number;    /* of the group in its pattern */
    size_t column; /* index in shape.col */
};

struct rule_pattern {
    struct rule_regex *re; /* NULL: the signal alone decides */
    struct str source;     /* as written */
    int line;
    struct rule_group *groups;
    size_t ngroups;
};

struct rule_constant {
    size_t column;
    struct value value;
};

/* An example record with the fields it must give, or a near miss. */
struct rule_example {
    struct str record;         /* text of one whole record */
    bool miss;                 /* must not match */
    bool partial;              /* may give more fields than those named */
    bool collapsed;            /* as found in the middle of a line */
    struct field_text *fields; /* what the columns must be, as text */
    size_t nfields;
    int line, column; /* of the record's text */
};
struct field_text {
    struct str key, value;
    int line, column; /* of the value */
};

struct rule {
    struct str id;    /* unique: "da-match" */
    struct str about; /* one sentence */
    struct str file;  /* where it was written */
    int line;
    const struct str *types;   /* record types (AppInfo, SIPL, ...) */
    size_t ntypes;             /* never 0: signals alone have three types */
    const struct str *signals; /* signal names; "*" at the end = prefix */
    size_t nsignals;
    struct str literal;        /* every matching text contains it; empty = none
                                  (slow: `rules check` warns) */
    bool literal_first;        /* the text begins with it */
    struct rule_pattern main;  /* must match */
    struct rule_pattern *also; /* add their groups where they match */
    size_t nalso;
    struct rule_constant *set; /* columns with a fixed value */
    size_t nset;
    enum rule_decode decode;
    const struct decoder *decoder; /* of DECODE_PROTOCOL */
    struct shape shape;
    /* Columns that the engine fills from the signal's columns; SIZE_MAX when
     * the rule's shape has none of that name. */
    size_t col_name, col_type, col_state, col_to, col_from, col_tag;
    size_t decoded;  /* first of the decoder's columns; SIZE_MAX = none */
    size_t col_text; /* of the decoded group; SIZE_MAX = none */
    struct rule_example *examples;
    size_t nexamples;
};

/* What is wrong: a rule, or nothing of a file can be used. */
struct rules_problem {
    struct str text; /* with file and line */
    bool whole_file;
};

struct rules {
    struct arena arena; /* holds all of it */
    struct rule *v;
    size_t n;
    struct shape *shapes;      /* v[i].shape, in order: what the store needs */
    struct rule_regex **regex; /* every pattern compiled, to be freed */
    size_t nregex, regex_cap;
    struct rules_problem *problems; /* of users' files, in their order */
    size_t nproblems, problem_cap;
};

/* Loads the rules built into the program.
 * tables:  the built-in fact tables, for checking columns and types; given by
 *          the caller, so that rules need not know the store. */
int rules_load_builtin(struct rules *rs, const struct fact_table *tables,
    size_t ntables, struct err *e);

/* Adds the rules of a file or of a folder's *.yaml. A rule with the id of an
 * earlier one replaces it. Their examples are run.
 * returns 0, or -1: something is wrong, all of it is added to rs->problems (e:
 *         the first of it). Rules that are right were added all the same. */
int rules_load_path(struct rules *rs, struct str path,
    const struct fact_table *tables, size_t ntables, struct err *e);

/* The same without running the examples: for those who run rules_test. */
int rules_read_path(struct rules *rs, struct str path,
    const struct fact_table *tables, size_t ntables, struct err *e);

/* Closes and frees; legal on a zeroed struct. */
void rules_free(struct rules *rs);

/* The YAML of the built-in rules, file by file: returns NULL when i is past
 * the last. */
const char *rules_builtin_file(size_t i, struct str *name);

/* "text", "integer", "real". */
struct str column_type_name(enum column_type type);

/* Runs every example of every rule.
 * report:  a line for each failure, with file and line.
 * returns: the number of failures. */
size_t rules_test(const struct rules *rs, struct out *report, size_t *ran);

/* A problem of a user's file: kept in rs->problems. */
void rules_add_problem(struct rules *rs, const char *text, bool whole_file);

/* One warning a line for what is legal but costs time or is likely wrong (no
 * literal; no near miss). returns how many. */
size_t rules_warn(const struct rules *rs, struct out *report);

#endif
