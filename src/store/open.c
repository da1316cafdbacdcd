/* SPDX-License-Identifier: MIT
 *
 * Opens, checks, makes and closes the database. A new file is written without
 * a journal in one transaction under another name and moved to its place when
 * it is whole; a file that was there is changed under a rollback journal. */
#include "store/open.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sip/callid.h"
#include "store/place.h"
#include "store/put.h"
#include "store/schema.h"
#include "store/sql.h"

enum { BUSY_WAIT_MS = 5000 };

/* Whether the open database is one of ours and of this version. */
static int
check_version(struct store *db, struct err *e)
{
    int64_t id = 0, version = 0;

    if (sql_integer(db, "PRAGMA application_id", 0, &id, e) < 0 ||
        sql_integer(db, "PRAGMA user_version", 0, &version, e) < 0)
        return -1;
    if (id != STORE_APPLICATION_ID)
        return err_set(e,
            "%s: a database, but not one of cmtrail; name another file with "
            "--db",
            db->path);
    if (version != STORE_SCHEMA_VERSION)
        return err_set(e,
            "%s: made by another version of cmtrail (schema %lld, this "
            "program needs %d): load the traces again into a new file",
            db->path, (long long)version, STORE_SCHEMA_VERSION);
    return 0;
}

static int
make_schema(struct store *db, struct err *e)
{
    for (size_t i = 0; i < schema_count; i++) {
        if (sql_exec(db, schema_texts[i], e) < 0)
            return err_prefix(e, "%s: ", schema_names[i]);
    }
    if (sql_execf(db, e,
            "PRAGMA application_id = %d; PRAGMA user_version = %d;",
            STORE_APPLICATION_ID, STORE_SCHEMA_VERSION) < 0)
        return -1;
    return store_put_views(db, e);
}

/* SQLite gives some names a meaning (":memory:", ""); "./" takes it away. */
static const char *
plain_name(struct store *db, const char *path)
{
    if (path[0] == '/')
        return path;
    return str_z(&db->arena, str_fmt(&db->arena, "./%s", path));
}

/* callid_key(TEXT): sip/callid.h. */
static void
sql_callid_key(sqlite3_context *context, int n, sqlite3_value **v)
{
    const char *text = (const char *)sqlite3_value_text(v[0]);
    (void)n;
    if (text == NULL)
        return;
    struct str key =
        callid_key((struct str){text, (size_t)sqlite3_value_bytes(v[0])});
    sqlite3_result_text(context, key.p, (int)key.n, SQLITE_TRANSIENT);
}

static int
open_sqlite(struct store *db, const char *path, int flags, struct err *e)
{
    const char *name = path ? plain_name(db, path) : ":memory:";

    /* A lock at each malloc, for numbers that nobody asks for. Does nothing
     * when a database was opened before. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(name, &db->sql, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return err_set(e, "%s: %s", path ? path : "database in memory",
            db->sql ? sqlite3_errmsg(db->sql) : "out of memory");
    sqlite3_busy_timeout(db->sql, BUSY_WAIT_MS);
    if (sqlite3_create_function(db->sql, "callid_key", 1,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_callid_key, NULL,
            NULL) != SQLITE_OK)
        return err_set(e, "%s", sqlite3_errmsg(db->sql));
    /* Debian's SQLite overwrites what is deleted, and new pages too. */
    return sql_exec(db,
        "PRAGMA temp_store = FILE;"
        "PRAGMA secure_delete = OFF;"
        "PRAGMA cache_size = -8192;",
        e);
}

static void
close_sqlite(struct store *db)
{
    store_close_shapes(db);
    store_free_rows(db->rows);
    db->rows = NULL;
    for (size_t i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(db->statements[i]);
        db->statements[i] = NULL;
    }
    sql_free_kept(db);
    sqlite3_close(db->sql);
    db->sql = NULL;
}

static int
open_existing(struct store *db, const char *path, struct err *e)
{
    if (open_sqlite(db, path, SQLITE_OPEN_READWRITE, e) < 0)
        return -1;
    if (sqlite3_db_readonly(db->sql, "main") == 1)
        return err_set(e, "%s: no permission to write", path);
    if (check_version(db, e) < 0)
        return -1;
    return sql_exec(
        db, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL;", e);
}

static int
open_new(struct store *db, const char *path, struct err *e)
{
    db->new_path = place_new_name(&db->arena, path);
    (void)unlink(db->new_path);
    if (open_sqlite(db, db->new_path,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, e) < 0)
        return -1;
    if (sql_exec(db,
            "PRAGMA page_size = 32768;"
            "PRAGMA cache_size = -8192;" /* counted in pages of 4 KB before */
            "PRAGMA locking_mode = EXCLUSIVE;"
            "PRAGMA journal_mode = OFF;"
            "PRAGMA synchronous = OFF;"
            "BEGIN EXCLUSIVE;",
            e) < 0)
        return -1;
    return make_schema(db, e);
}

static int
open_write(struct store *db, const char *path, struct err *e)
{
    const char *why;

    place_clean(path);
    switch (place_look(path, &why)) {
    case PLACE_FILE:
        return open_existing(db, path, e);
    case PLACE_EMPTY:
        db->was_empty = true;
        return open_new(db, path, e);
    case PLACE_NOTHING:
        return open_new(db, path, e);
    case PLACE_OTHER:
        break;
    }
    return err_set(e, "%s: %s", path, why);
}

static int
open_checked(struct store *db, const char *path, int flags, struct err *e)
{
    if (open_sqlite(db, path, flags, e) < 0)
        return -1;
    return check_version(db, e);
}

/* A load that was killed leaves a journal that must be undone before anything
 * can be read; that needs a connection that may write. */
static int
open_to_read(struct store *db, const char *path, struct err *e)
{
    db->failure = SQLITE_OK;
    if (open_checked(db, path, SQLITE_OPEN_READONLY, e) == 0)
        return 0;
    if (db->failure != SQLITE_READONLY && db->failure != SQLITE_CANTOPEN)
        return -1;
    close_sqlite(db);
    return open_checked(db, path, SQLITE_OPEN_READWRITE, e);
}

static int
open_read(struct store *db, const char *path, struct err *e)
{
    const char *why;

    switch (place_look(path, &why)) {
    case PLACE_FILE:
        break;
    case PLACE_EMPTY:
        return err_set(e, "%s: empty, not a cmtrail database", path);
    case PLACE_NOTHING:
        return err_set(e,
            "%s: no such database; load traces first: cmtrail load PATH...",
            path);
    case PLACE_OTHER:
        return err_set(e, "%s: %s", path, why);
    }
    if (open_to_read(db, path, e) < 0)
        return -1;
    sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return sql_exec(db, "PRAGMA query_only = ON", e);
}

static int
open_memory(struct store *db, struct err *e)
{
    if (open_sqlite(db, NULL, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, e) <
        0)
        return -1;
    return make_schema(db, e);
}

static int
open_mode(struct store *db, const char *path, struct err *e)
{
    switch (db->mode) {
    case STORE_READ:
        return open_read(db, path, e);
    case STORE_WRITE:
        return open_write(db, path, e);
    case STORE_MEMORY:
        return open_memory(db, e);
    }
    return err_set(e, "no such mode");
}

int
store_open(
    struct store **db, const char *path, enum store_mode mode, struct err *e)
{
    struct store *new = calloc(1, sizeof *new);

    *db = NULL;
    if (!new)
        die("out of memory");
    new->mode = mode;
    new->spool.fd = -1;
    if (mode != STORE_MEMORY)
        new->path = str_z(&new->arena, str_from(path));
    out_init_mem(&new->json);
    if (open_mode(new, new->path, e) < 0) {
        store_close(new);
        return -1;
    }
    if (mode == STORE_WRITE)
        spool_open(&new->spool, &new->arena, new->path);
    *db = new;
    return 0;
}

int
store_commit_file(struct store *db, struct err *e)
{
    if (!db->new_path)
        return sql_commit(db, e);
    if (sql_commit(db, e) < 0 || sql_exec(db, "COMMIT", e) < 0)
        return -1;
    close_sqlite(db);
    if (place_move(db->new_path, db->path, db->was_empty, e) < 0)
        return -1;
    db->new_path = NULL;
    return 0;
}

void
store_close(struct store *db)
{
    if (!db)
        return;
    if (db->sql && db->transaction == TRANSACTION_SMALL)
        (void)sql_commit(db, NULL);
    close_sqlite(db);
    if (db->new_path)
        (void)unlink(db->new_path);
    spool_close(&db->spool);
    (void)out_close(&db->json, NULL);
    arena_free(&db->scratch);
    arena_free(&db->arena);
    free(db);
}

const char *
store_sqlite_version(void)
{
    return sqlite3_libversion();
}
