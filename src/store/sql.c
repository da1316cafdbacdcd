/* SPDX-License-Identifier: MIT
 *
 * Statements and values: the layer between the store and SQLite. Text is made
 * safe on its way in. */
#include "store/sql.h"

#include <string.h>

#include "base/utf8.h"

static const char *
database_name(const struct store *db)
{
    return db->path ? db->path : "database in memory";
}

int
sql_fail(struct store *db, struct err *e)
{
    const char *name = database_name(db);

    db->failure = sqlite3_errcode(db->sql);
    switch (db->failure) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e,
            "%s: in use by another program, perhaps a load; try again when it "
            "is done",
            name);
    case SQLITE_FULL:
        return err_set(e, "%s: no space left on the disk", name);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(e,
            "%s: damaged, or not a cmtrail database; load the traces again "
            "into a new file",
            name);
    case SQLITE_READONLY:
        return err_set(e, "%s: no permission to write", name);
    default:
        return err_set(e, "%s: %s", name, sqlite3_errmsg(db->sql));
    }
}

int
sql_exec(struct store *db, const char *text, struct err *e)
{
    if (sqlite3_exec(db->sql, text, NULL, NULL, NULL) != SQLITE_OK)
        return sql_fail(db, e);
    return 0;
}

int
sql_execf(struct store *db, struct err *e, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    char *text = sqlite3_vmprintf(fmt, args);
    va_end(args);
    if (!text)
        die("out of memory");
    int result = sql_exec(db, text, e);
    sqlite3_free(text);
    return result;
}

int
sql_prepare(
    struct store *db, struct str text, sqlite3_stmt **statement, struct err *e)
{
    *statement = NULL;
    if (text.n > INT32_MAX)
        return err_set(e, "%s: the query is too long", database_name(db));
    if (sqlite3_prepare_v3(db->sql, text.p, (int)text.n,
            SQLITE_PREPARE_PERSISTENT, statement, NULL) != SQLITE_OK)
        return sql_fail(db, e);
    return 0;
}

int
sql_integer(struct store *db, const char *text, int64_t none, int64_t *value,
    struct err *e)
{
    struct cursor c;

    *value = none;
    if (cursor_open(&c, db, NULL, str_from(text), e) < 0)
        return -1;
    int more = cursor_next(&c, e);
    if (more > 0)
        *value = cursor_int(&c, none);
    cursor_close(&c);
    return more < 0 ? -1 : 0;
}

/* --- transactions --------------------------------------------------------- */

int
sql_begin(struct store *db, enum transaction t, struct err *e)
{
    if (db->transaction == TRANSACTION_SMALL && sql_commit(db, e) < 0)
        return -1;
    if (db->transaction != TRANSACTION_NONE)
        die("store: a transaction within another");
    if (!db->new_path && sql_exec(db, "BEGIN IMMEDIATE", e) < 0)
        return -1;
    db->transaction = t;
    return 0;
}

int
sql_begin_small(struct store *db, struct err *e)
{
    if (db->transaction != TRANSACTION_NONE)
        return 0;
    return sql_begin(db, TRANSACTION_SMALL, e);
}

int
sql_commit(struct store *db, struct err *e)
{
    if (db->transaction == TRANSACTION_NONE)
        return 0;
    if (!db->new_path && sql_exec(db, "COMMIT", e) < 0)
        return -1;
    db->transaction = TRANSACTION_NONE;
    return 0;
}

int
sql_rollback(struct store *db, struct err *e)
{
    db->transaction = TRANSACTION_NONE;
    /* SQLite has already undone it after some errors. */
    if (db->new_path || sqlite3_get_autocommit(db->sql))
        return 0;
    return sql_exec(db, "ROLLBACK", e);
}

/* --- safe text ------------------------------------------------------------ */

enum { BLOCK = 64, WORD = 8 };

/* Whether BLOCK bytes are ASCII without NUL; written so that compilers make
 * vector code of it. */
static bool
is_clean_block(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    unsigned char bad = 0;

    for (int i = 0; i < BLOCK; i++)
        bad |= (unsigned char)(b[i] | (b[i] == 0 ? 0x80 : 0));
    return bad < 0x80;
}

/* The same for WORD bytes: no zero byte, none above 0x7f. */
static bool
is_clean_word(const char *p)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t v;

    memcpy(&v, p, WORD);
    return ((((v - ones) & ~v) | v) & high) == 0;
}

/* Bytes at the start of s that are clean: ASCII without NUL. */
static size_t
ascii_run(struct str s)
{
    size_t i = 0;

    while (i + BLOCK <= s.n && is_clean_block(s.p + i))
        i += BLOCK;
    while (i + WORD <= s.n && is_clean_word(s.p + i))
        i += WORD;
    /* The last few together with some that were looked at. */
    if (s.n - i < WORD && s.n >= WORD && is_clean_word(s.p + s.n - WORD))
        return s.n;
    while (i < s.n && s.p[i] > 0 && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

/* The same for UTF-8. */
static size_t
clean_run(struct str s)
{
    size_t i = 0;
    uint32_t code = 0;

    while (i < s.n) {
        i += ascii_run(str_skip(s, i));
        if (i == s.n || !s.p[i])
            break;
        size_t n = utf8_decode(str_skip(s, i), &code);
        if (!n)
            break;
        i += n;
    }
    return i;
}

bool
sql_is_safe(struct str s)
{
    return s.n > 0 && ascii_run(s) == s.n;
}

struct str
sql_safe(struct arena *a, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    enum { ESCAPE_BYTES = 4 };
    size_t clean = clean_run(s);

    if (clean == s.n)
        return s;
    if ((s.n - clean) > (SIZE_MAX - clean) / ESCAPE_BYTES)
        die("store: text of %zu bytes", s.n);
    char *p = arena_alloc(a, clean + (s.n - clean) * ESCAPE_BYTES);
    size_t n = 0;
    for (;;) {
        memcpy(p + n, s.p, clean);
        n += clean;
        s = str_skip(s, clean);
        if (!s.n)
            break;
        unsigned char c = (unsigned char)s.p[0];
        const char escape[ESCAPE_BYTES] = {
            '\\', 'x', digits[c >> 4], digits[c & 15]};
        memcpy(p + n, escape, sizeof escape);
        n += sizeof escape;
        s = str_skip(s, 1);
        clean = clean_run(s);
    }
    return (struct str){p, n};
}

/* --- values in ------------------------------------------------------------ */

int
bind_begin(struct binding *b, struct store *db, enum statement which,
    const char *text, struct err *e)
{
    sqlite3_stmt **statement = &db->statements[which];

    if (!*statement && sql_prepare(db, str_from(text), statement, e) < 0)
        return -1;
    *b = (struct binding){db, *statement, 1, SQLITE_OK};
    return 0;
}

int
bind_insert(
    struct binding *b, struct store *db, const struct insert *i, struct err *e)
{
    if (db->statements[i->which])
        return bind_begin(b, db, i->which, "", e);

    struct out text;
    out_init_mem(&text);
    out_fmt(&text, "INSERT INTO %s(%s) VALUES (?", i->table, i->columns);
    for (const char *p = i->columns; *p; p++) {
        if (*p == ',')
            out_z(&text, ", ?");
    }
    out_z(&text, ")");
    out_byte(&text, '\0');
    int result = bind_begin(b, db, i->which, out_text(&text).p, e);
    (void)out_close(&text, NULL);
    return result;
}

static void
keep_result(struct binding *b, int result)
{
    if (b->result == SQLITE_OK)
        b->result = result;
    b->next++;
}

void
bind_int(struct binding *b, int64_t v)
{
    keep_result(b, sqlite3_bind_int64(b->statement, b->next, v));
}

static void
bind_null(struct binding *b)
{
    keep_result(b, sqlite3_bind_null(b->statement, b->next));
}

void
bind_int_opt(struct binding *b, int64_t v, int64_t none)
{
    if (v == none)
        bind_null(b);
    else
        bind_int(b, v);
}

void
bind_str(struct binding *b, struct str s)
{
    bind_clean(b, sql_safe(&b->db->scratch, s));
}

void
bind_clean(struct binding *b, struct str s)
{
    /* A NULL pointer would be bound as NULL. */
    keep_result(b, sqlite3_bind_text64(b->statement, b->next, s.n ? s.p : "",
                       s.n, SQLITE_STATIC, SQLITE_UTF8));
}

void
bind_str_opt(struct binding *b, struct str s)
{
    if (s.n)
        bind_str(b, s);
    else
        bind_null(b);
}

void
bind_when(struct binding *b, struct when w)
{
    bind_int_opt(b, w.utc_ms, WHEN_UNKNOWN);
    bind_int_opt(b, w.tod_ms, WHEN_UNKNOWN);
    bind_int_opt(b, w.offset_s, WHEN_NO_OFFSET);
}

void
bind_evidence(struct binding *b, const struct evidence *v)
{
    bind_int_opt(b, v->event, 0);
    bind_int_opt(b, v->source, 0);
    bind_int_opt(b, (int64_t)v->line, 0);
    bind_str_opt(b, v->record);
}

int
bind_run(struct binding *b, struct err *e)
{
    struct store *db = b->db;

    if (b->next - 1 != sqlite3_bind_parameter_count(b->statement))
        die("store: %d values for: %s", b->next - 1, sqlite3_sql(b->statement));
    int result = b->result;
    if (result == SQLITE_OK)
        result = sqlite3_step(b->statement);
    int failed = result == SQLITE_DONE ? 0 : sql_fail(db, e);
    sqlite3_reset(b->statement);
    if (db->scratch.used)
        arena_reset(&db->scratch);
    return failed;
}

/* --- values out ----------------------------------------------------------- */

/* Takes one out; NULL when none has this text. */
static sqlite3_stmt *
take_kept(struct kept *k, struct str text)
{
    for (size_t i = k->n; i-- > 0;) {
        sqlite3_stmt *statement = k->v[i];

        if (!str_eq(str_from(sqlite3_sql(statement)), text))
            continue;
        k->n--;
        memmove(&k->v[i], &k->v[i + 1], (k->n - i) * sizeof(*k->v));
        return statement;
    }
    return NULL;
}

static void
keep_statement(struct kept *k, sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (k->n == KEPT_MAX) {
        sqlite3_finalize(k->v[0]);
        k->n--;
        memmove(&k->v[0], &k->v[1], k->n * sizeof(*k->v));
    }
    k->v[k->n++] = statement;
}

void
sql_free_kept(struct store *db)
{
    for (size_t i = 0; i < db->kept.n; i++)
        sqlite3_finalize(db->kept.v[i]);
    db->kept.n = 0;
}

int
cursor_open(struct cursor *c, struct store *db, struct arena *a,
    struct str text, struct err *e)
{
    *c = (struct cursor){
        .db = db, .a = a, .statement = take_kept(&db->kept, text)};
    return c->statement ? 0 : sql_prepare(db, text, &c->statement, e);
}

void
cursor_bind_int(struct cursor *c, int i, int64_t v)
{
    sqlite3_bind_int64(c->statement, i, v);
}

void
cursor_bind_str(struct cursor *c, int i, struct str s)
{
    sqlite3_bind_text64(
        c->statement, i, s.n ? s.p : "", s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int
cursor_next(struct cursor *c, struct err *e)
{
    c->next = 0;
    switch (sqlite3_step(c->statement)) {
    case SQLITE_ROW:
        return 1;
    case SQLITE_DONE:
        return 0;
    default:
        return sql_fail(c->db, e);
    }
}

int64_t
cursor_int(struct cursor *c, int64_t none)
{
    int i = c->next++;

    if (sqlite3_column_type(c->statement, i) == SQLITE_NULL)
        return none;
    return sqlite3_column_int64(c->statement, i);
}

int32_t
cursor_int32(struct cursor *c, int32_t none)
{
    int64_t v = cursor_int(c, none);

    return v < INT32_MIN || v > INT32_MAX ? none : (int32_t)v;
}

struct str
cursor_str(struct cursor *c)
{
    int i = c->next++;
    const char *p = (const char *)sqlite3_column_text(c->statement, i);

    if (!p)
        return (struct str){NULL, 0};
    size_t n = (size_t)sqlite3_column_bytes(c->statement, i);
    return str_dup(c->a, (struct str){p, n});
}

struct when
cursor_when(struct cursor *c)
{
    struct when w;

    w.utc_ms = cursor_int(c, WHEN_UNKNOWN);
    w.tod_ms = cursor_int(c, WHEN_UNKNOWN);
    w.offset_s = cursor_int32(c, WHEN_NO_OFFSET);
    return w;
}

struct evidence
cursor_evidence(struct cursor *c)
{
    struct evidence v;

    v.event = cursor_int(c, 0);
    v.source = cursor_int(c, 0);
    v.line = (uint64_t)cursor_int(c, 0);
    v.record = cursor_str(c);
    v.file = cursor_str(c);
    return v;
}

void
cursor_close(struct cursor *c)
{
    if (c->statement)
        keep_statement(&c->db->kept, c->statement);
    c->statement = NULL;
}
