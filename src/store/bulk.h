/* SPDX-License-Identifier: MIT
 *
 * Many rows of one table, stored by one statement: INSERT ... SELECT from a
 * virtual table that gives them. SQLite comes to the table once for all of
 * them and takes the values from where they lie. Private to src/store. */
#ifndef CMTRAIL_STORE_BULK_H
#define CMTRAIL_STORE_BULK_H

#include "model/fact.h"
#include "store/sql.h"

struct bulk {
    sqlite3_vtab source; /* the first: SQLite gives it back in its calls */
    sqlite3_vtab_cursor cursor;
    const struct value *at; /* the row that the cursor stands at */
    size_t n;               /* rows */
    size_t cols;            /* of the table */
    struct value *cells;    /* n rows of them, one after the other */
    size_t cap;             /* cells */
    size_t kept;            /* rows whose text bulk_keep has copied */
    sqlite3_stmt *insert;
    struct str table;
    struct bulk *next;
};

/* The bulk of a table, made when it is new and kept until store_close_bulks.
 * cols: all columns of the table, in its order.
 * conflict: an ON CONFLICT clause; "" = none. */
int bulk_open(struct store *db, struct str table, size_t cols,
    const char *conflict, struct bulk **b, struct err *e);

/* One row more. returns: its cells, absent, to be filled before the next call.
 * Text in them is safe, not empty, and stays until bulk_keep or bulk_run. */
struct value *bulk_row(struct store *db, struct bulk *b);

/* Copies the text of waiting rows into a, which then lasts until bulk_run. */
void bulk_keep(struct bulk *b, struct arena *a);

/* Forgets the rows. */
void bulk_drop(struct bulk *b);

/* Stores the rows in the order they came. returns -1: some are stored perhaps.
 * None wait any more in either case. */
int bulk_run(struct store *db, struct bulk *b, struct err *e);

/* Puts a number into a cell. */
static inline void
bulk_int(struct value *cell, int64_t i)
{
    *cell = (struct value){.kind = VALUE_INTEGER, .i = i};
}

/* The same, unless it is `none`. */
static inline void
bulk_int_opt(struct value *cell, int64_t i, int64_t none)
{
    if (i != none)
        bulk_int(cell, i);
}

/* Puts text into a cell that is absent; empty text is absent, too. */
static inline void
bulk_text(struct value *cell, struct str s)
{
    if (s.n)
        *cell = (struct value){.kind = VALUE_TEXT, .s = s};
}

#endif
