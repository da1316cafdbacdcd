/* SPDX-License-Identifier: MIT
 *
 * What a rule captured from one record: values in the order of the rule's
 * shape. Between rules/ (makes them) and store/ (puts them into the shape's
 * table). */
#ifndef CMTRAIL_MODEL_FACT_H
#define CMTRAIL_MODEL_FACT_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum column_type {
    COLUMN_TEXT,
    COLUMN_INTEGER,
    COLUMN_REAL,
};

struct column {
    struct str name;
    enum column_type type;
    struct str about; /* for docs and column comments; may be empty */
};

/* The columns one rule fills, and where they go. */
struct shape {
    struct str rule;  /* the rule's id */
    struct str table; /* `into:`; empty when the rule only makes events */
    const struct column *col;
    size_t n; /* columns */
};

/* A built-in fact table: what rules may feed and the correlator reads. */
struct fact_table {
    struct str name;
    const struct column *col;
    size_t n;
};

enum value_kind {
    VALUE_ABSENT, /* the group took no part in the match */
    VALUE_TEXT,
    VALUE_INTEGER,
    VALUE_REAL,
};

/* Loading makes and copies dozens a record: they share their bytes. */
struct value {
    enum value_kind kind;
    union {
        struct str s; /* VALUE_TEXT */
        int64_t i;    /* VALUE_INTEGER */
        double r;     /* VALUE_REAL */
    };
};

struct fact {
    size_t shape;      /* index into the rule set's shapes */
    struct value *v;   /* shape->n values */
    struct str record; /* "04530161.009" or empty */
    struct str text;   /* all its text in one piece; empty when it is in many */
    int64_t tod_ms;    /* as in struct record */
    uint64_t line;
};

#endif
