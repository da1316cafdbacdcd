/* SPDX-License-Identifier: MIT
 *
 * How the facts of one rule get into their table: where each value goes.
 * Private to src/store. */
#ifndef CMTRAIL_STORE_SHAPES_H
#define CMTRAIL_STORE_SHAPES_H

#include "store/row_fields.h"
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

/* Which value a field of the row takes. */
struct shape_feed {
    size_t field; /* of row_tables */
    size_t value; /* SHAPE_FIELDS: the JSON of the further columns */
    size_t other; /* when that one is absent; SIZE_MAX = none */
};
#define SHAPE_FIELDS (SIZE_MAX - 1)

struct shape_put {
    sqlite3_stmt *insert; /* parameters 1..6 are the common columns */
    int64_t rule;         /* rule.rule */
    struct shape_column *col;
    size_t n;
    int fields;         /* parameter of `fields`; 0 = not filled */
    bool message;       /* its facts are SIP messages */
    size_t tag_kind;    /* value that says INT for a copy; SIZE_MAX = none */
    enum row_kind kind; /* of the row that the correlator reads; ROW_KINDS =
                           it reads none */
    struct shape_feed *feeds; /* of the row's fields that the shape fills */
    size_t nfeeds;
    bool converts; /* SQLite makes another type of a value: its row is read
                      from the table only */
};

/* The number of a rule, made when it is new. */
int shape_rule(struct store *db, struct str id, struct str target,
    int64_t *rule, struct err *e);

#endif
