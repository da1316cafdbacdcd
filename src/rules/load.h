/* SPDX-License-Identifier: MIT
 *
 * Inside src/rules only: what the files that read a rule file share. load.c and
 * load_example.c read the YAML of rules, shape.c makes its columns, fail.c says
 * what is wrong and where. */
#ifndef CMTRAIL_RULES_LOAD_H
#define CMTRAIL_RULES_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/rule.h"
#include "rules/yaml.h"

struct load {
    struct rules *rs; /* whose arena and list of patterns are used */
    const struct yaml_file *file;
    const struct fact_table *tables;
    size_t ntables;
    bool strict;      /* the first mistake ends it; else the rule is left out
                         and the mistake noted in rs->problems */
    struct str about; /* "rule 'x'" or "rule 3": whose errors these are */
    struct err *e;
};

/* Reads all rules of a parsed file that are right.
 * v:       grows in the rule set's arena.
 * returns: 0, or -1 (e set). */
struct rule_list {
    struct rule *v;
    size_t n, cap;
};
int load_file(struct load *l, struct rule_list *out);

/* The types that have a signal column: SdlSig, SdlSig-O, ... */
bool load_is_signal_type(struct str type);

/* Only known keys, and what stands behind them is of the right kind. */
enum {
    MAY_BE_TEXT = 1 << YAML_TEXT,
    MAY_BE_LIST = 1 << YAML_LIST,
    MAY_BE_MAP = 1 << YAML_MAP,
};
struct load_key {
    struct str name;
    unsigned kinds; /* MAY_BE_... */
};
int load_keys(struct load *l, const struct yaml_node *map,
    const struct load_key *keys, size_t nkeys);

/* A block scalar ends with a line end that nobody means. */
struct str load_without_line_end(struct str s);

/* Reads examples and misses; the rule's shape is there already. */
int load_examples(struct load *l, const struct yaml_node *node, struct rule *r);

/* Compiles a pattern; it is freed with the rule set. */
int load_pattern(
    struct load *l, const struct yaml_node *node, struct rule_pattern *p);

/* Gives the rule its columns: groups, `set`, and what the engine fills.
 * The patterns, types, decode and table are there already. */
int shape_build(struct load *l, const struct yaml_node *rule, struct rule *r);
/* Whether rules may feed a table of this name. */
int shape_check_table(
    struct load *l, const struct yaml_node *name, const struct rule *r);
/* Index of a column; SIZE_MAX when the shape has none of that name. */
size_t shape_find(const struct shape *s, struct str name);

/* Text to a value of a column's type: blanks around it go; nothing left, or no
 * number where one must be, is VALUE_ABSENT. A slice of s. */
struct value value_of(struct str s, enum column_type type);

/* "FILE:LINE:COLUMN: rule 'x': TEXT". returns -1. */
int load_fail(const struct load *l, const struct yaml_node *at, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
/* The same for a word that is none of those expected; lists them, and names
 * the nearest.
 * what: "key", "column type" */
struct word_list {
    const struct str *v;
    size_t n;
};
int load_fail_word(const struct load *l, const struct yaml_node *at,
    const char *what, struct word_list expected);
/* The word nearest to s: about a third of its letters may differ; empty when
 * there is none. */
struct str word_nearest(struct str s, struct word_list words);

#endif
