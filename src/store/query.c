/* SPDX-License-Identifier: MIT
 *
 * Users' own queries: one SELECT over the open database and nothing else.
 * SQLite's authorizer refuses whatever would write, attach or configure. */
#include <stdlib.h>
#include <string.h>

#include "store/get.h"
#include "store/sql.h"

struct store_query {
    struct store *db;
    sqlite3_stmt *statement;
};

/* For sqlite3_set_authorizer. */
static int
authorize(void *none, int action, const char *first, const char *second,
    const char *database, const char *trigger)
{
    (void)none;
    (void)first;
    (void)database;
    (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY
                                                              : SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

/* "line 2, column 7: " in front of a message about the query. */
static int
at_offset(struct str sql, size_t offset, struct err *e)
{
    int line = 1;
    size_t start = 0;

    for (size_t i = 0; i < offset && i < sql.n; i++) {
        if (sql.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    return err_prefix(
        e, "query, line %d, column %zu: ", line, offset - start + 1);
}

static int
query_error(struct store *db, struct str sql, struct err *e)
{
    int offset = sqlite3_error_offset(db->sql);
    const char *text = sqlite3_errmsg(db->sql);

    if (str_eq(str_from(text), STR("not authorized")))
        return err_set(e, "query: only SELECT is possible here, the database "
                          "is read and never written");
    switch (sqlite3_errcode(db->sql)) {
    case SQLITE_ERROR:
        (void)err_set(e, "%s", text);
        return offset < 0 ? err_prefix(e, "query: ")
                          : at_offset(sql, (size_t)offset, e);
    default:
        return sql_fail(db, e);
    }
}

/* Prepares the first statement of the text; *tail: what stands behind it. */
static int
prepare(struct store *db, struct str sql, sqlite3_stmt **statement,
    struct str *tail, struct err *e)
{
    const char *end = sql.p;

    if (sql.n > INT32_MAX)
        return err_set(e, "query: too long");
    /* A NUL would end the text early, unseen. */
    if (sql.n && memchr(sql.p, '\0', sql.n))
        return err_set(e, "query: contains a NUL byte");
    if (sqlite3_prepare_v2(db->sql, sql.p, (int)sql.n, statement, &end) !=
        SQLITE_OK)
        return query_error(db, sql, e);
    *tail = str_skip(sql, (size_t)(end - sql.p));
    return 0;
}

/* Only blanks and comments may follow. */
static int
check_tail(struct store *db, struct str sql, struct str tail, struct err *e)
{
    sqlite3_stmt *second = NULL;
    struct str rest;
    int result = 0;
    struct str blank = str_trim(tail);

    if (blank.n && (prepare(db, tail, &second, &rest, NULL) < 0 || second)) {
        (void)err_set(e, "one statement at a time; another one begins here");
        result = at_offset(sql, (size_t)(blank.p - sql.p), e);
    }
    sqlite3_finalize(second);
    return result;
}

static int
prepare_only(
    struct store *db, struct str sql, sqlite3_stmt **statement, struct err *e)
{
    struct str tail;

    if (prepare(db, sql, statement, &tail, e) < 0)
        return -1;
    if (!*statement)
        return err_set(e, "query: empty; expected a SELECT");
    if (check_tail(db, sql, tail, e) < 0)
        return -1;
    if (!sqlite3_stmt_readonly(*statement) ||
        sqlite3_column_count(*statement) == 0)
        return err_set(e, "query: gives no rows; expected a SELECT");
    if (sqlite3_bind_parameter_count(*statement) > 0)
        return err_set(
            e, "query: has parameters (?); expected values in their place");
    return 0;
}

/* SQLite declares its tables over JSON at their first use, as if somebody made
 * tables: before the authorizer is there. */
static void
declare_json_tables(struct store *db)
{
    static const char use[] = "SELECT 1 FROM json_each(''), json_tree('')";
    sqlite3_stmt *statement = NULL;

    (void)sqlite3_prepare_v2(db->sql, use, (int)sizeof(use), &statement, NULL);
    sqlite3_finalize(statement);
}

int
store_query_open(
    struct store_query **q, struct store *db, struct str sql, struct err *e)
{
    sqlite3_stmt *statement = NULL;

    *q = NULL;
    if (!sql.n)
        return err_set(e, "query: empty; expected a SELECT");
    declare_json_tables(db);
    sqlite3_set_authorizer(db->sql, authorize, NULL);
    if (prepare_only(db, sql, &statement, e) < 0) {
        sqlite3_finalize(statement);
        sqlite3_set_authorizer(db->sql, NULL, NULL);
        return -1;
    }
    struct store_query *new = calloc(1, sizeof *new);
    if (!new)
        die("out of memory");
    new->db = db;
    new->statement = statement;
    *q = new;
    return 0;
}

size_t
store_query_columns(const struct store_query *q)
{
    return (size_t)sqlite3_column_count(q->statement);
}

struct str
store_query_name(const struct store_query *q, size_t i)
{
    return str_from(sqlite3_column_name(q->statement, (int)i));
}

static struct value
column_value(sqlite3_stmt *statement, int i)
{
    switch (sqlite3_column_type(statement, i)) {
    case SQLITE_INTEGER:
        return (struct value){
            .kind = VALUE_INTEGER, .i = sqlite3_column_int64(statement, i)};
    case SQLITE_FLOAT:
        return (struct value){
            .kind = VALUE_REAL, .r = sqlite3_column_double(statement, i)};
    case SQLITE_NULL:
        return (struct value){.kind = VALUE_ABSENT};
    default: {
        /* Blobs too: nothing in the database is one. */
        const void *p = sqlite3_column_blob(statement, i);
        size_t n = (size_t)sqlite3_column_bytes(statement, i);
        return (struct value){.kind = VALUE_TEXT, .s = {p, p ? n : 0}};
    }
    }
}

int
store_query_next(struct store_query *q, struct value *v, struct err *e)
{
    switch (sqlite3_step(q->statement)) {
    case SQLITE_ROW:
        break;
    case SQLITE_DONE:
        return 0;
    default:
        return query_error(q->db, str_from(sqlite3_sql(q->statement)), e);
    }
    for (int i = 0; i < sqlite3_column_count(q->statement); i++)
        v[i] = column_value(q->statement, i);
    return 1;
}

void
store_query_close(struct store_query *q)
{
    if (!q)
        return;
    sqlite3_finalize(q->statement);
    sqlite3_set_authorizer(q->db->sql, NULL, NULL);
    free(q);
}
