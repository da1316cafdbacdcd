/* SPDX-License-Identifier: MIT
 *
 * Which column of a fact table feeds which field of a typed row. Private to
 * src/store. */
#ifndef CMTRAIL_STORE_ROW_FIELDS_H
#define CMTRAIL_STORE_ROW_FIELDS_H

#include "model/row.h"

enum field_type {
    FIELD_STR,
    FIELD_I32,
    FIELD_I64,
};

struct row_field {
    struct str column;
    struct str other; /* the column that counts when that one is NULL */
    enum field_type type;
    size_t offset; /* in struct row */
    int64_t none;  /* for NULL */
};

struct row_table {
    struct str table;
    const struct row_field *fields;
    size_t n;
};

enum { ROW_FIELDS_MAX = 64 }; /* of one table */

extern const struct row_table row_tables[ROW_KINDS];

/* A row of a kind that says nothing. */
void row_init(struct row *row, enum row_kind kind);
/* Write a field. f is one of text; one of numbers, where none stands for a
 * number that does not fit. */
void row_set_text(struct row *row, const struct row_field *f, struct str s);
void row_set_number(struct row *row, const struct row_field *f, int64_t v);

#endif
