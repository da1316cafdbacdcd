/* SPDX-License-Identifier: MIT
 *
 * The virtual table that gives rows to INSERT ... SELECT. It is known to this
 * connection only and only while it writes; its name begins with "_", as no
 * table of a user may. */
#include "store/bulk.h"

/* --- what SQLite asks of a virtual table ---------------------------------- */

static int
bulk_connect(sqlite3 *sql, void *bulk, int argc, const char *const *argv,
    sqlite3_vtab **source, char **error)
{
    struct bulk *b = bulk;
    struct out o;

    (void)argc;
    (void)argv;
    (void)error;
    out_init_mem(&o);
    out_z(&o, "CREATE TABLE bulk(c0");
    for (size_t i = 1; i < b->cols; i++)
        out_fmt(&o, ", c%zu", i);
    out_z(&o, ")");
    out_byte(&o, '\0');
    int result = sqlite3_declare_vtab(sql, out_text(&o).p);
    (void)out_close(&o, NULL);
    *source = &b->source;
    /* No view or trigger of the file may name it. */
    return result == SQLITE_OK
               ? sqlite3_vtab_config(sql, SQLITE_VTAB_DIRECTONLY)
               : result;
}

/* The bulk lives longer than all that SQLite makes of it. */
static int
bulk_disconnect(sqlite3_vtab *source)
{
    (void)source;
    return SQLITE_OK;
}

static int
bulk_best_index(sqlite3_vtab *source, sqlite3_index_info *plan)
{
    (void)source;
    (void)plan;
    return SQLITE_OK;
}

static int
bulk_cursor_open(sqlite3_vtab *source, sqlite3_vtab_cursor **cursor)
{
    *cursor = &((struct bulk *)source)->cursor;
    return SQLITE_OK;
}

static int
bulk_cursor_close(sqlite3_vtab_cursor *cursor)
{
    (void)cursor;
    return SQLITE_OK;
}

static struct bulk *
bulk_of(sqlite3_vtab_cursor *cursor)
{
    return (struct bulk *)cursor->pVtab;
}

static int
bulk_filter(sqlite3_vtab_cursor *cursor, int plan, const char *text, int argc,
    sqlite3_value **argv)
{
    (void)plan;
    (void)text;
    (void)argc;
    (void)argv;
    bulk_of(cursor)->at = bulk_of(cursor)->cells;
    return SQLITE_OK;
}

static int
bulk_next(sqlite3_vtab_cursor *cursor)
{
    bulk_of(cursor)->at += bulk_of(cursor)->cols;
    return SQLITE_OK;
}

static int
bulk_eof(sqlite3_vtab_cursor *cursor)
{
    const struct bulk *b = bulk_of(cursor);

    return b->at == b->cells + b->n * b->cols;
}

static int
bulk_column(sqlite3_vtab_cursor *cursor, sqlite3_context *result, int column)
{
    const struct value *v = &bulk_of(cursor)->at[column];

    switch (v->kind) {
    case VALUE_INTEGER:
        sqlite3_result_int64(result, v->i);
        break;
    case VALUE_TEXT:
        sqlite3_result_text64(
            result, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case VALUE_REAL:
        sqlite3_result_double(result, v->r);
        break;
    case VALUE_ABSENT:
        break;
    }
    return SQLITE_OK;
}

static int
bulk_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = bulk_of(cursor)->at - bulk_of(cursor)->cells;
    return SQLITE_OK;
}

/* Without xCreate: it cannot be made by CREATE VIRTUAL TABLE. */
static const sqlite3_module bulk_module = {
    .xConnect = bulk_connect,
    .xBestIndex = bulk_best_index,
    .xDisconnect = bulk_disconnect,
    .xOpen = bulk_cursor_open,
    .xClose = bulk_cursor_close,
    .xFilter = bulk_filter,
    .xNext = bulk_next,
    .xEof = bulk_eof,
    .xColumn = bulk_column,
    .xRowid = bulk_rowid,
};

/* --- rows ----------------------------------------------------------------- */

/* OR FAIL: a statement that fails fails all of its source, so SQLite need not
 * keep what it would take to undo that statement alone. */
static int
prepare_insert(
    struct store *db, struct bulk *b, const char *conflict, struct err *e)
{
    struct str name =
        str_fmt(&db->scratch, "_bulk_" STR_FMT, STR_ARG(b->table));
    struct str text = str_fmt(&db->scratch,
        "INSERT OR FAIL INTO \"" STR_FMT "\" SELECT * FROM \"" STR_FMT
        "\" WHERE true %s",
        STR_ARG(b->table), STR_ARG(name), conflict);
    int result = sqlite3_create_module_v2(
        db->sql, str_z(&db->scratch, name), &bulk_module, b, NULL);

    result = result == SQLITE_OK ? sql_prepare(db, text, &b->insert, e)
                                 : sql_fail(db, e);
    arena_reset(&db->scratch);
    return result;
}

int
bulk_open(struct store *db, struct str table, size_t cols, const char *conflict,
    struct bulk **bulk, struct err *e)
{
    struct bulk *b = db->bulks;

    while (b && !str_eq(b->table, table))
        b = b->next;
    *bulk = b;
    if (b)
        return 0;
    b = arena_alloc(&db->arena, sizeof *b);
    b->table = str_dup(&db->arena, table);
    b->cols = cols;
    if (prepare_insert(db, b, conflict, e) < 0)
        return -1;
    b->next = db->bulks;
    *bulk = db->bulks = b;
    return 0;
}

void
store_close_bulks(struct store *db)
{
    for (struct bulk *b = db->bulks; b; b = b->next)
        sqlite3_finalize(b->insert);
    db->bulks = NULL;
}

struct value *
bulk_row(struct store *db, struct bulk *b)
{
    size_t end = (b->n + 1) * b->cols;

    b->cells = arena_grow(&db->arena, b->cells, &b->cap, end, sizeof *b->cells);
    struct value *row = &b->cells[end - b->cols];
    for (size_t i = 0; i < b->cols; i++)
        row[i].kind = VALUE_ABSENT;
    b->n++;
    return row;
}

void
bulk_keep(struct bulk *b, struct arena *a)
{
    for (size_t i = b->kept * b->cols; i < b->n * b->cols; i++) {
        struct value *v = &b->cells[i];
        if (v->kind == VALUE_TEXT)
            v->s = str_dup(a, v->s);
    }
    b->kept = b->n;
}

void
bulk_drop(struct bulk *b)
{
    b->n = b->kept = 0;
}

int
bulk_run(struct store *db, struct bulk *b, struct err *e)
{
    if (!b->n)
        return 0;
    int result = sqlite3_step(b->insert) == SQLITE_DONE ? 0 : sql_fail(db, e);
    sqlite3_reset(b->insert);
    bulk_drop(b);
    return result;
}
