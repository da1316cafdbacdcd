/* SPDX-License-Identifier: MIT
 *
 * The facts of one source as typed rows, in file order: from the spool of the
 * load that stored them, else one cursor a fact table, merged by event. SQLite
 * checks the columns' names when it prepares the query. */
#include <stdlib.h>
#include <string.h>

#include "store/get.h"
#include "store/row_fields.h"
#include "store/sql.h"

enum { PLACE_COLUMNS = 4 }; /* event, line, record, tod_ms before the fields */

struct row_cursor {
    sqlite3_stmt *statement;
    int64_t event; /* of the row that it stands on; INT64_MAX at the end */
};

struct store_rows {
    struct store *db;
    struct row_cursor cursors[ROW_KINDS];
    int64_t source;
    int last;     /* kind whose row was given; -1 = none */
    bool spooled; /* they come from the spool */
};

static int
prepare_kind(struct store *db, enum row_kind kind, sqlite3_stmt **statement,
    struct err *e)
{
    const struct row_table *t = &row_tables[kind];
    struct out o;

    out_init_mem(&o);
    out_z(&o, "SELECT event, line, record, tod_ms");
    for (size_t i = 0; i < t->n; i++) {
        const struct row_field *f = &t->fields[i];
        if (f->other.n)
            out_fmt(&o, ", coalesce(\"" STR_FMT "\", \"" STR_FMT "\")",
                STR_ARG(f->column), STR_ARG(f->other));
        else
            out_fmt(&o, ", \"" STR_FMT "\"", STR_ARG(f->column));
    }
    out_fmt(&o,
        " FROM " STR_FMT " WHERE event BETWEEN ?1 AND ?2 ORDER BY event",
        STR_ARG(t->table));
    int result = sql_prepare(db, out_text(&o), statement, e);
    (void)out_close(&o, NULL);
    return result;
}

void
store_free_rows(struct store_rows *rows)
{
    if (!rows)
        return;
    for (size_t i = 0; i < ROW_KINDS; i++)
        sqlite3_finalize(rows->cursors[i].statement);
    free(rows);
}

/* Statements are kept from one source to the next. */
static struct store_rows *
take_rows(struct store *db)
{
    struct store_rows *rows = db->rows;

    db->rows = NULL;
    if (!rows)
        rows = calloc(1, sizeof *rows);
    if (!rows)
        die("out of memory");
    rows->db = db;
    return rows;
}

static int
prepare_rows(struct store_rows *rows, struct err *e)
{
    for (size_t i = 0; i < ROW_KINDS; i++) {
        sqlite3_stmt **statement = &rows->cursors[i].statement;
        if (!*statement &&
            prepare_kind(rows->db, (enum row_kind)i, statement, e) < 0)
            return -1;
    }
    return 0;
}

static int
step_cursor(struct store_rows *rows, size_t i, struct err *e)
{
    struct row_cursor *c = &rows->cursors[i];

    switch (sqlite3_step(c->statement)) {
    case SQLITE_ROW:
        c->event = sqlite3_column_int64(c->statement, 0);
        return 0;
    case SQLITE_DONE:
        c->event = INT64_MAX;
        return 0;
    default:
        return sql_fail(rows->db, e);
    }
}

/* The events of a source; first > last when it has none. */
static int
event_range(struct store *db, int64_t source, int64_t *first, int64_t *last,
    struct err *e)
{
    struct cursor c;

    *first = 0;
    *last = -1;
    if (cursor_open(&c, db, NULL,
            STR("SELECT first_event, last_event FROM source_file "
                "WHERE source = ?1"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, source);
    int more = cursor_next(&c, e);
    if (more > 0) {
        *first = cursor_int(&c, 0);
        *last = cursor_int(&c, -1);
    }
    cursor_close(&c);
    return more < 0 ? -1 : 0;
}

static int
start_rows(struct store_rows *rows, int64_t source, struct err *e)
{
    int64_t first, last;

    rows->source = source;
    rows->last = -1;
    rows->spooled = spool_find(&rows->db->spool, source);
    if (rows->spooled)
        return 0;
    if (prepare_rows(rows, e) < 0 ||
        event_range(rows->db, source, &first, &last, e) < 0)
        return -1;
    for (size_t i = 0; i < ROW_KINDS; i++) {
        sqlite3_bind_int64(rows->cursors[i].statement, 1, first);
        sqlite3_bind_int64(rows->cursors[i].statement, 2, last);
        if (step_cursor(rows, i, e) < 0)
            return -1;
    }
    return 0;
}

int
store_rows_open(
    struct store_rows **rows, struct store *db, int64_t source, struct err *e)
{
    *rows = take_rows(db);
    if (start_rows(*rows, source, e) == 0)
        return 0;
    store_free_rows(*rows);
    *rows = NULL;
    return -1;
}

/* A value is asked for once, and told by its type: most columns are NULL, and
 * each question about a column costs three of those about a value. */
static struct str
value_str(sqlite3_value *v)
{
    struct str s = {NULL, 0};

    if (sqlite3_value_type(v) == SQLITE_NULL)
        return s;
    s.p = (const char *)sqlite3_value_text(v);
    s.n = (size_t)sqlite3_value_bytes(v);
    return s;
}

static int64_t
value_int(sqlite3_value *v, int64_t none)
{
    return sqlite3_value_type(v) == SQLITE_NULL ? none : sqlite3_value_int64(v);
}

static void
read_field(sqlite3_value *v, const struct row_field *f, struct row *row)
{
    if (f->type == FIELD_STR)
        row_set_text(row, f, value_str(v));
    else
        row_set_number(row, f, value_int(v, f->none));
}

static void
read_row(const struct store_rows *rows, size_t kind, struct row *row)
{
    sqlite3_stmt *statement = rows->cursors[kind].statement;
    const struct row_table *t = &row_tables[kind];

    memset(row, 0, sizeof *row);
    row->kind = (enum row_kind)kind;
    row->at.event = rows->cursors[kind].event;
    row->at.source = rows->source;
    row->at.line = (uint64_t)sqlite3_column_int64(statement, 1);
    row->at.record = value_str(sqlite3_column_value(statement, 2));
    row->at.tod_ms =
        value_int(sqlite3_column_value(statement, 3), WHEN_UNKNOWN);
    for (size_t i = 0; i < t->n; i++)
        read_field(sqlite3_column_value(statement, PLACE_COLUMNS + (int)i),
            &t->fields[i], row);
}

int
store_rows_next(struct store_rows *rows, struct row *row, struct err *e)
{
    size_t next = 0;

    if (rows->spooled)
        return spool_next(&rows->db->spool, row, e);
    /* Only now: the row given last time pointed into it. */
    if (rows->last >= 0 && step_cursor(rows, (size_t)rows->last, e) < 0)
        return -1;
    for (size_t i = 1; i < ROW_KINDS; i++) {
        if (rows->cursors[i].event < rows->cursors[next].event)
            next = i;
    }
    if (rows->cursors[next].event == INT64_MAX) {
        rows->last = -1;
        return 0;
    }
    rows->last = (int)next;
    read_row(rows, next, row);
    return 1;
}

void
store_rows_close(struct store_rows *rows)
{
    if (!rows)
        return;
    for (size_t i = 0; i < ROW_KINDS; i++)
        sqlite3_reset(rows->cursors[i].statement);
    if (rows->db->rows)
        store_free_rows(rows);
    else
        rows->db->rows = rows;
}
