/* SPDX-License-Identifier: MIT
 *
 * What the files of the store share: the open database, cached statements,
 * values in and out of them, SQLite's errors as sentences. Private to
 * src/store. */
#ifndef CMTRAIL_STORE_SQL_H
#define CMTRAIL_STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/out.h"
#include "base/str.h"
#include "base/when.h"
#include "model/call.h"
#include "model/fact.h"
#include "store/open.h"
#include "store/spool.h"

enum {
    STORE_APPLICATION_ID = 0x434d5452, /* "CMTR" */
    STORE_SCHEMA_VERSION = 1,          /* another one: load again */
};

/* Statements that are prepared once. */
enum statement {
    STATEMENT_PUT_CALL,
    STATEMENT_PUT_CALL_LIST,
    STATEMENT_PUT_LEG,
    STATEMENT_PUT_LINK,
    STATEMENT_PUT_STEP,
    STATEMENT_PUT_STEP_EVIDENCE,
    STATEMENT_PUT_CONNECTION,
    STATEMENT_PUT_CONNECTION_TRUNK,
    STATEMENT_PUT_CONNECTION_CALL,
    STATEMENT_PUT_TLS_EVENT,
    STATEMENT_PUT_HANDSHAKE,
    STATEMENT_PUT_CERTIFICATE,
    STATEMENT_PUT_FLOW,
    STATEMENT_PUT_DA,
    STATEMENT_PUT_OWNER,
    STATEMENT_PUT_OWNERS,
    STATEMENT_PUT_TIE,
    STATEMENT_PUT_CHECK,
    STATEMENT_PUT_NOTE,
    STATEMENT_PUT_GAP,
    STATEMENT_PUT_CLOCK,
    STATEMENT_PUT_SOURCE,
    STATEMENT_SOURCE_CLOCK,
    STATEMENT_HAS_SOURCE,
    STATEMENT_MESSAGE_TEXT,
    STATEMENT_RULE,
    STATEMENT_RULE_STATS,
    STATEMENTS
};

/* Who began the transaction that is open. */
enum transaction {
    TRANSACTION_NONE,
    TRANSACTION_SMALL,  /* unread sources, rule statistics: ended by whatever
                           comes next */
    TRANSACTION_SOURCE, /* store_begin_source */
    TRANSACTION_CALLS,  /* store_begin_calls */
};

/* A table and its columns. */
struct table {
    struct str name;
    struct column *col;
    size_t n;
};

struct shape_put;  /* put_shapes.h */
struct store_rows; /* get.h */

/* Statements of cursors that were closed, for the next ones with the same text:
 * to prepare one takes longer than most of them run. */
enum { KEPT_MAX = 32 };
struct kept {
    sqlite3_stmt *v[KEPT_MAX]; /* the one that was used longest ago first */
    size_t n;
};

struct store {
    sqlite3 *sql;
    enum store_mode mode;
    char *path;         /* as given; NULL in memory */
    char *new_path;     /* where a new file stands until it is whole; NULL when
                           there is none */
    bool was_empty;     /* an empty file stands at path and may be replaced */
    struct arena arena; /* as long as the store */
    struct arena scratch; /* one statement: safe copies of hostile text */
    sqlite3_stmt *statements[STATEMENTS];
    struct kept kept;
    struct table *tables; /* fact tables and users', with message_text */
    size_t ntables, tables_cap;
    struct shape_put *shapes;
    size_t nshapes;
    struct out json; /* of one fact's further columns */
    enum transaction transaction;
    int64_t source;     /* being loaded; 0 = none */
    int64_t next_event; /* of the source being loaded */
    int64_t first_event;
    int64_t messages;        /* SIP traffic in it */
    bool log_only_found;     /* since store_begin_calls */
    struct spool spool;      /* of the facts of this load */
    struct value *stored;    /* of one fact: what its columns hold */
    struct store_rows *rows; /* kept for the next source; NULL */
    int failure;             /* SQLite's code of the last sql_fail */
};

/* Turns SQLite's last error into a sentence with the database's name. -1. */
int sql_fail(struct store *db, struct err *e);
/* Runs statements without values. */
int sql_exec(struct store *db, const char *text, struct err *e);
/* The same, with names and numbers in it. */
int sql_execf(struct store *db, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Prepares; the caller finalizes. */
int sql_prepare(
    struct store *db, struct str text, sqlite3_stmt **statement, struct err *e);
/* Lets go of the statements kept. */
void sql_free_kept(struct store *db);
/* The one integer that a query gives; `none` when it gives none. */
int sql_integer(struct store *db, const char *text, int64_t none,
    int64_t *value, struct err *e);

/* Transactions. A new file is one transaction from open to
 * store_commit_file, so that begin and end cost nothing there. */
int sql_begin(struct store *db, enum transaction t, struct err *e);
int sql_commit(struct store *db, struct err *e);
int sql_rollback(struct store *db, struct err *e);
/* Makes sure that one is open, for what stands alone. */
int sql_begin_small(struct store *db, struct err *e);

/* Values into a statement, one after the other; errors are kept until
 * bind_run. */
struct binding {
    struct store *db;
    sqlite3_stmt *statement;
    int next;
    int result; /* first that is not SQLITE_OK */
};
/* A cached statement. */
int bind_begin(struct binding *b, struct store *db, enum statement which,
    const char *text, struct err *e);
/* The cached "INSERT INTO table(columns) VALUES (?, ...)". */
struct insert {
    enum statement which;
    const char *table, *columns;
};
int bind_insert(
    struct binding *b, struct store *db, const struct insert *i, struct err *e);
void bind_int(struct binding *b, int64_t v);
/* NULL when v is `none`. */
void bind_int_opt(struct binding *b, int64_t v, int64_t none);
/* Text made safe: bytes that are not UTF-8, and NUL, become \xNN. */
void bind_str(struct binding *b, struct str s);
/* The same for text that is safe already. */
void bind_clean(struct binding *b, struct str s);
/* NULL when s is empty. */
void bind_str_opt(struct binding *b, struct str s);
/* Three columns. */
void bind_when(struct binding *b, struct when w);
/* Four columns: event, source, line, record. */
void bind_evidence(struct binding *b, const struct evidence *v);
/* Runs a statement that gives no rows. */
int bind_run(struct binding *b, struct err *e);

/* Whether s, not empty, is ASCII without NUL: safe as any part of it is. */
bool sql_is_safe(struct str s);
/* s itself when it is clean, else a safe copy in a. */
struct str sql_safe(struct arena *a, struct str s);

/* Values out of a row, one after the other; text is copied into the arena. */
struct cursor {
    struct store *db;
    sqlite3_stmt *statement;
    struct arena *a;
    int next;
};
int cursor_open(struct cursor *c, struct store *db, struct arena *a,
    struct str text, struct err *e);
/* Binds parameter i, from 1. */
void cursor_bind_int(struct cursor *c, int i, int64_t v);
void cursor_bind_str(struct cursor *c, int i, struct str s);
/* returns: 1 row, 0 end, -1. */
int cursor_next(struct cursor *c, struct err *e);
int64_t cursor_int(struct cursor *c, int64_t none);
int32_t cursor_int32(struct cursor *c, int32_t none);
struct str cursor_str(struct cursor *c);
struct when cursor_when(struct cursor *c);
/* Five columns: event, source, line, record, the source's name. */
struct evidence cursor_evidence(struct cursor *c);
void cursor_close(struct cursor *c); /* safe with a zeroed one */

/* put_calls.c: fills the table log_only, once for these calls. */
int store_find_log_only(struct store *db, struct err *e);
/* overlap.c: leaves out the facts of records that several files hold, and says
 * so in the sources. */
int store_settle(struct store *db, struct err *e);
/* put_shapes.c */
void store_close_shapes(struct store *db);
/* get_rows.c */
void store_free_rows(struct store_rows *rows);
/* Fills db->tables: all that hold facts, users' too, and message_text. */
int store_list_tables(struct store *db, struct err *e);

#endif
