/* SPDX-License-Identifier: MIT
 *
 * Opens the database file: makes the schema, checks its version, replaces
 * files only when they are whole. The only stage with SQL; the SQL text of
 * tables and views is in schema/ and built in. */
#ifndef CMTRAIL_STORE_OPEN_H
#define CMTRAIL_STORE_OPEN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/fact.h"

struct store;

enum store_mode {
    STORE_READ,   /* must exist */
    STORE_WRITE,  /* made beside its place when it does not exist, and renamed
                     there by store_commit_file; an existing one is added to */
    STORE_MEMORY, /* for tests and --dry-run */
};

/* path: NUL-terminated; for STORE_MEMORY NULL.
 * returns: 0; -1 (e says what to do): no such file, not a cmtrail database,
 *          another schema version ("load the traces again"), in use. */
int store_open(
    struct store **db, const char *path, enum store_mode mode, struct err *e);

/* Commits, and puts a new database in its place (fsync, rename); it is closed
 * then, and only store_close may follow. Without this call store_close removes
 * a new one. */
int store_commit_file(struct store *db, struct err *e);

/* Safe with NULL. */
void store_close(struct store *db);

/* The built-in fact tables, read from the schema itself, so that there is no
 * second list. Tables and columns live in a. */
void store_tables(struct arena *a, struct fact_table **v, size_t *n);

/* SQLite's version. */
const char *store_sqlite_version(void);

#endif
