/* SPDX-License-Identifier: MIT
 *
 * Tables and columns as the schema itself has them, so that there is no second
 * list of them in C. Comments of columns are read from the text of CREATE
 * TABLE, which SQLite keeps. */
#include "store/tables.h"

#include "store/schema.h"

static enum column_type
type_of(struct str declared)
{
    if (str_eq_nocase(declared, STR("INTEGER")))
        return COLUMN_INTEGER;
    if (str_eq_nocase(declared, STR("REAL")))
        return COLUMN_REAL;
    return COLUMN_TEXT;
}

/* The first word of a line of CREATE TABLE, without quotes. */
static struct str
first_word(struct str line)
{
    struct str word = str_cut(&line, ' ');

    if (word.n > 1 && word.p[0] == '"')
        return str_sub(word, 1, word.n - 2);
    return word;
}

/* Gives columns the comments behind them; a line with only a comment goes on
 * with the one before. */
static void
read_comments(struct arena *a, struct str text, struct column *v, size_t n)
{
    size_t at = 0, last = n;

    while (text.n && at <= n) {
        struct str line = str_trim(str_cut_line(&text));
        size_t dash = str_find(line, STR("--"));
        struct str about = str_trim(str_skip(line, dash + 2));
        if (dash == 0 && last < n) {
            v[last].about = str_fmt(
                a, STR_FMT " " STR_FMT, STR_ARG(v[last].about), STR_ARG(about));
        } else if (at < n && str_eq(first_word(line), v[at].name)) {
            v[at].about = dash < line.n ? about : (struct str){NULL, 0};
            last = at++;
        }
    }
}

static int
table_text(struct store *db, struct arena *a, struct str table,
    struct str *text, struct err *e)
{
    struct cursor c;

    *text = (struct str){NULL, 0};
    if (cursor_open(&c, db, a,
            STR("SELECT sql FROM sqlite_schema WHERE name = ?1"), e) < 0)
        return -1;
    cursor_bind_str(&c, 1, table);
    int more = cursor_next(&c, e);
    if (more > 0)
        *text = cursor_str(&c);
    cursor_close(&c);
    return more < 0 ? -1 : 0;
}

int
table_columns(struct store *db, struct arena *a, struct str table,
    struct column **v, size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    struct str text;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT name, type FROM pragma_table_info(?1) ORDER BY cid"),
            e) < 0)
        return -1;
    cursor_bind_str(&c, 1, table);
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        (*v)[*n].name = cursor_str(&c);
        (*v)[(*n)++].type = type_of(cursor_str(&c));
    }
    cursor_close(&c);
    if (more < 0 || table_text(db, a, table, &text, e) < 0)
        return -1;
    read_comments(a, text, *v, *n);
    return 0;
}

int
table_own_columns(struct store *db, struct arena *a, struct str table,
    struct column **v, size_t *n, struct err *e)
{
    if (table_columns(db, a, table, v, n, e) < 0)
        return -1;
    size_t skip = *n < FACT_COLUMNS ? *n : FACT_COLUMNS;
    *v += skip;
    *n -= skip;
    if (*n && str_eq((*v)[*n - 1].name, STR("fields")))
        --*n;
    return 0;
}

int
table_exists(struct store *db, struct str name, struct err *e)
{
    struct cursor c;

    if (cursor_open(&c, db, NULL,
            STR("SELECT 1 FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE"),
            e) < 0)
        return -1;
    cursor_bind_str(&c, 1, name);
    int found = cursor_next(&c, e);
    cursor_close(&c);
    return found;
}

bool
table_is_fact(struct str name)
{
    return str_starts(name, STR(BUILTIN_PREFIX)) ||
           str_starts(name, STR(USER_PREFIX));
}

int
store_list_tables(struct store *db, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    db->tables = NULL;
    db->ntables = 0;
    if (cursor_open(&c, db, &db->arena,
            STR("SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                "(name GLOB '" BUILTIN_PREFIX "*' OR name GLOB '" USER_PREFIX
                "*' OR name = 'message_text') ORDER BY rowid"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        db->tables = arena_grow(
            &db->arena, db->tables, &cap, db->ntables + 1, sizeof *db->tables);
        db->tables[db->ntables++] = cursor_str(&c);
    }
    cursor_close(&c);
    return more;
}

/* The text of a message stands in a table of its own. */
static int
add_text_column(
    struct store *db, struct arena *a, struct fact_table *t, struct err *e)
{
    struct column *text, *all;
    size_t n;

    if (!str_eq(t->name, STR("message")))
        return 0;
    if (table_columns(db, a, STR("message_text"), &text, &n, e) < 0)
        return -1;
    all = arena_array(a, t->n + 1, sizeof *all);
    for (size_t i = 0; i < t->n; i++)
        all[i] = t->col[i];
    all[t->n] = text[n - 1];
    t->col = all;
    t->n++;
    return 0;
}

static int
read_tables(struct store *db, struct arena *a, struct fact_table **v, size_t *n,
    struct err *e)
{
    if (store_list_tables(db, e) < 0)
        return -1;
    *v = arena_array(a, db->ntables, sizeof **v);
    *n = 0;
    for (size_t i = 0; i < db->ntables; i++) {
        struct str name = db->tables[i];
        struct column *columns;
        struct fact_table *t = &(*v)[*n];
        if (!table_is_fact(name) || str_eq(name, STR("fact_event")))
            continue;
        if (table_own_columns(db, a, name, &columns, &t->n, e) < 0)
            return -1;
        t->name = str_dup(a, str_skip(name, sizeof(BUILTIN_PREFIX) - 1));
        t->col = columns;
        if (add_text_column(db, a, t, e) < 0)
            return -1;
        ++*n;
    }
    return 0;
}

int
store_tables(struct arena *a, struct fact_table **v, size_t *n, struct err *e)
{
    struct store *db;

    if (store_open(&db, NULL, STORE_MEMORY, e) < 0)
        return -1;
    int result = read_tables(db, a, v, n, e);
    store_close(db);
    return result;
}
