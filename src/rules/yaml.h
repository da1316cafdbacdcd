/* SPDX-License-Identifier: MIT
 *
 * YAML text to a tree that remembers where everything stood, so that each
 * error can name file, line and column. Scalars are text, never numbers or
 * booleans. Duplicate keys, deep nesting, and files or aliases that grow
 * beyond bounds are errors. Built over libyaml, which stays inside yaml.c. */
#ifndef CMTRAIL_RULES_YAML_H
#define CMTRAIL_RULES_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum yaml_kind {
    YAML_TEXT,
    YAML_LIST,
    YAML_MAP,
};

enum yaml_style {
    YAML_PLAIN,
    YAML_QUOTED, /* with ' or " */
    YAML_BLOCK,  /* behind | */
    YAML_FOLDED, /* behind > */
};

struct yaml_pair;

struct yaml_node {
    enum yaml_kind kind;
    enum yaml_style style;   /* YAML_TEXT */
    size_t line;             /* where it begins, from 1 */
    size_t column;           /* from 1 */
    struct str text;         /* YAML_TEXT: NUL-terminated too */
    struct yaml_node **item; /* YAML_LIST */
    struct yaml_pair *pair;  /* YAML_MAP, in order */
    size_t n;                /* items or pairs */
};

struct yaml_pair {
    const struct yaml_node *key; /* always YAML_TEXT */
    struct yaml_node *value;
};

struct yaml_file {
    struct str name;
    struct str source;       /* its text */
    struct yaml_node **root; /* one a document ("---") */
    size_t n;
};

enum {
    YAML_MAX_BYTES = 8 << 20,
    YAML_MAX_NODES = 200000, /* over the documents, aliases written out */
    YAML_MAX_DEPTH = 32,
};

/* Parses source; name is for messages. Both must live as long as a does.
 * returns: 0, or -1: e begins with "NAME:LINE:COLUMN: ". */
int yaml_parse(struct arena *a, struct str name, struct str source,
    struct yaml_file *f, struct err *e);

/* The value of a key; NULL when there is none or map is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* "a list", "a mapping", "text": what a message calls the node. */
const char *yaml_kind_name(enum yaml_kind kind);

struct yaml_place {
    size_t line, column; /* from 1 */
};
/* Where the byte at `offset` of a scalar's text stands in the file; the
 * scalar's beginning when its spelling (escapes, folding) hides that. */
struct yaml_place yaml_place(
    const struct yaml_file *f, const struct yaml_node *scalar, size_t offset);

/* libyaml's version. */
const char *yaml_library_version(void);

#endif
