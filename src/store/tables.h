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

/* All columns of a table or view, from the first on; n is 0 when there is no
 * such table. Comments of the schema become `about`. */
int table_columns(struct store *db, struct arena *a, struct str table,
    struct column **v, size_t *n, struct err *e);

/* The columns of a fact table that rules may fill. */
int table_own_columns(struct store *db, struct arena *a, struct str table,
    struct column **v, size_t *n, struct err *e);

/* Whether there is a table or view of that name (without case). 1, 0, -1. */
int table_exists(struct store *db, struct str name, struct err *e);

/* Whether it is a fact table or a user's: has the six columns. */
bool table_is_fact(struct str name);

#endif
