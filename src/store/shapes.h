/* SPDX-License-Identifier: MIT
 *
 * How the facts of one rule get into their table: where each value goes.
 * Private to src/store. */
#ifndef CMTRAIL_STORE_SHAPES_H
#define CMTRAIL_STORE_SHAPES_H

#include "store/sql.h"

enum shape_target {
    TARGET_COLUMN, /* a column of the table */
    TARGET_FIELDS, /* a key of the JSON in column `fields` */
    TARGET_TEXT,   /* message_text.text */
};

struct shape_column {
    enum shape_target target;
    int parameter;         /* TARGET_COLUMN: of the INSERT */
    enum column_type type; /* of the table's column */
    struct str name;
};

struct shape_put {
    sqlite3_stmt *insert; /* parameters 1..6 are the common columns */
    int64_t rule;         /* rule.rule */
    struct shape_column *col;
    size_t n;
    int fields;      /* parameter of `fields`; 0 = not filled */
    bool message;    /* its facts are SIP messages */
    size_t tag_kind; /* value that says INT for a copy; SIZE_MAX = none */
};

/* The number of a rule, made when it is new. */
int shape_rule(struct store *db, struct str id, struct str target,
    int64_t *rule, struct err *e);

#endif
