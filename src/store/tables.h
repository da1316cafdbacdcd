/* SPDX-License-Identifier: MIT
 *
 * What tables and columns the database has, as SQLite itself says. Private to
 * src/store. */
#ifndef CMTRAIL_STORE_TABLES_H
#define CMTRAIL_STORE_TABLES_H

#include "store/sql.h"

/* Each fact begins with the same columns: event, rule, source, line, record,
 * tod_ms; a built-in table ends with `fields`. */
enum { FACT_COLUMNS = 6 };

#define BUILTIN_PREFIX "fact_"
#define USER_PREFIX "user_"

/* The table of that name (without case) among db->tables; NULL when there is
 * none. It lives until tables are listed or change. */
const struct table *table_find(const struct store *db, struct str name);

/* Reads a table again that was made or got more columns. */
int table_changed(struct store *db, struct str name, struct err *e);

/* Of a fact table the columns that rules may fill: a slice of t's. */
struct table table_own(const struct table *t);

/* The columns of a view, or a table, as SQLite has them, in a, without
 * comments; n is 0 when there is no such view. */
int view_columns(struct store *db, struct arena *a, struct str view,
    struct column **v, size_t *n, struct err *e);

/* Whether there is a table or view of that name (without case). 1, 0, -1. */
int table_exists(struct store *db, struct str name, struct err *e);

/* Whether it is a fact table or a user's: has the six columns. */
bool table_is_fact(struct str name);

#endif
