/* SPDX-License-Identifier: MIT
 *
 * Tables and columns as the schema itself has them, so that there is no second
 * list of them in C. Those of a database are what SQLite says; those that rules
 * may fill are read from our own text of CREATE TABLE, which has comments, and
 * before there is a database. */
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

/* --- our own text of CREATE TABLE ----------------------------------------- */

static bool
ends_word(char c)
{
    return str_is_blank(c) || c == '(' || c == ')' || c == ',';
}

/* A comment to the end of its line, something in quotes, one of "(),", or a
 * word; empty at the end. */
static struct str
cut_token(struct str *text)
{
    size_t n = 1;

    while (text->n && str_is_blank(text->p[0]))
        *text = str_skip(*text, 1);
    if (str_starts(*text, STR("--")))
        return str_cut_line(text);
    if (text->n && (text->p[0] == '"' || text->p[0] == '\'')) {
        n += str_find_byte(str_skip(*text, 1), text->p[0]) + 1;
    } else if (text->n && !ends_word(text->p[0])) {
        while (n < text->n && !ends_word(text->p[n]))
            n++;
    }
    struct str token = str_sub(*text, 0, n);
    *text = str_skip(*text, n);
    return token;
}

static struct str
unquoted(struct str token)
{
    return token.n > 1 && token.p[0] == '"' ? str_sub(token, 1, token.n - 2)
                                            : token;
}

/* A column's comment may go on for some lines. */
static void
add_comment(struct arena *a, struct table *t, struct str comment)
{
    struct str more = str_trim(str_skip(comment, sizeof("--") - 1));

    if (!t->n)
        return;
    struct str *about = &t->col[t->n - 1].about;
    *about = about->n ? str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(*about),
                            STR_ARG(more))
                      : more;
}

/* Reads "NAME TYPE ..., NAME TYPE ...)"; there are no constraints of the table
 * behind the columns. */
static void
read_columns(struct arena *a, struct str text, struct table *t)
{
    size_t cap = 0, open = 0, word = 0; /* of the column's definition */
    struct str token;

    while ((token = cut_token(&text)).n) {
        char c = token.p[0];
        if (str_starts(token, STR("--"))) {
            add_comment(a, t, token);
        } else if (c == '(') {
            open++;
        } else if (c == ')') {
            if (open-- == 0)
                return;
        } else if (open) {
            continue;
        } else if (c == ',') {
            word = 0;
        } else if (++word == 1) {
            t->col = arena_grow(a, t->col, &cap, t->n + 1, sizeof *t->col);
            t->col[t->n++] = (struct column){.name = unquoted(token)};
        } else if (word == 2) {
            t->col[t->n - 1].type = type_of(token);
        }
    }
}

/* A table of the text "CREATE TABLE NAME (...". */
static struct table
read_table(struct arena *a, struct str text)
{
    struct table t = {.n = 0};

    (void)str_cut_word(&text);
    (void)str_cut_word(&text);
    t.name = unquoted(cut_token(&text));
    (void)str_cut(&text, '(');
    read_columns(a, text, &t);
    return t;
}

/* --- tables --------------------------------------------------------------- */

int
view_columns(struct store *db, struct arena *a, struct str view,
    struct column **v, size_t *n, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    *v = NULL;
    *n = 0;
    if (cursor_open(&c, db, a,
            STR("SELECT name, type FROM pragma_table_info(?1) ORDER BY cid"),
            e) < 0)
        return -1;
    cursor_bind_str(&c, 1, view);
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct column *column = &(*v)[(*n)++];
        *column = (struct column){.name = cursor_str(&c)};
        column->type = type_of(cursor_str(&c));
    }
    cursor_close(&c);
    return more;
}

static struct table *
find_table(const struct store *db, struct str name)
{
    for (size_t i = 0; i < db->ntables; i++) {
        if (str_eq_nocase(db->tables[i].name, name))
            return &db->tables[i];
    }
    return NULL;
}

const struct table *
table_find(const struct store *db, struct str name)
{
    return find_table(db, name);
}

struct table
table_own(const struct table *t)
{
    size_t skip = t->n < FACT_COLUMNS ? t->n : FACT_COLUMNS;
    struct table own = {t->name, t->col + skip, t->n - skip};

    if (own.n && str_eq(own.col[own.n - 1].name, STR("fields")))
        own.n--;
    return own;
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

/* The place of a table among db->tables, new or known. */
static struct table *
table_place(struct store *db, struct str name)
{
    struct table *known = find_table(db, name);

    if (known)
        return known;
    db->tables = arena_grow(&db->arena, db->tables, &db->tables_cap,
        db->ntables + 1, sizeof *db->tables);
    return &db->tables[db->ntables++];
}

/* All columns with their tables, table by table. */
#define SELECT_COLUMNS                                                         \
    "SELECT m.name, p.name, p.type FROM sqlite_schema m "                      \
    "JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND "

/* Fills db->tables with what the query gives. */
static int
take_columns(struct store *db, struct cursor *c, struct err *e)
{
    struct table *t = NULL;
    size_t cap = 0;
    int more;

    while ((more = cursor_next(c, e)) > 0) {
        struct str name = cursor_str(c);
        if (!t || !str_eq(t->name, name)) {
            t = table_place(db, name);
            *t = (struct table){.name = name};
            cap = 0;
        }
        t->col = arena_grow(&db->arena, t->col, &cap, t->n + 1, sizeof *t->col);
        struct column *column = &t->col[t->n++];
        *column = (struct column){.name = cursor_str(c)};
        column->type = type_of(cursor_str(c));
    }
    return more;
}

int
table_changed(struct store *db, struct str name, struct err *e)
{
    struct cursor c;

    if (cursor_open(&c, db, &db->arena,
            STR(SELECT_COLUMNS "m.name = ?1 COLLATE NOCASE ORDER BY p.cid"),
            e) < 0)
        return -1;
    cursor_bind_str(&c, 1, name);
    int result = take_columns(db, &c, e);
    cursor_close(&c);
    return result;
}

int
store_list_tables(struct store *db, struct err *e)
{
    struct cursor c;

    db->ntables = 0;
    if (cursor_open(&c, db, &db->arena,
            STR(SELECT_COLUMNS
                "(m.name GLOB '" BUILTIN_PREFIX
                "*' OR m.name GLOB '" USER_PREFIX
                "*' OR m.name = 'message_text') ORDER BY m.rowid, p.cid"),
            e) < 0)
        return -1;
    int result = take_columns(db, &c, e);
    cursor_close(&c);
    return result;
}

/* --- the built-in fact tables --------------------------------------------- */

/* The text of a message stands in a table of its own. */
static void
add_text_column(struct arena *a, struct str schema, struct table *message)
{
    const struct str create = STR("CREATE TABLE message_text ");
    struct table text =
        read_table(a, str_skip(schema, str_find(schema, create)));
    struct column *all = arena_array(a, message->n + 1, sizeof *all);

    for (size_t i = 0; i < message->n; i++)
        all[i] = message->col[i];
    all[message->n++] = text.col[text.n - 1];
    message->col = all;
}

void
store_tables(struct arena *a, struct fact_table **v, size_t *n)
{
    const struct str create = STR("CREATE TABLE " BUILTIN_PREFIX);
    size_t cap = 0, at;

    *v = NULL;
    *n = 0;
    for (size_t i = 0; i < schema_count; i++) {
        struct str schema = {schema_texts[i], schema_lengths[i]};
        struct str rest = schema;
        for (; (at = str_find(rest, create)) < rest.n;
             rest = str_skip(rest, create.n)) {
            rest = str_skip(rest, at);
            struct table whole = read_table(a, rest), t = table_own(&whole);
            if (str_eq(t.name, STR(BUILTIN_PREFIX "event")))
                continue;
            if (str_eq(t.name, STR(BUILTIN_PREFIX "message")))
                add_text_column(a, schema, &t);
            *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
            (*v)[(*n)++] = (struct fact_table){
                str_skip(t.name, sizeof(BUILTIN_PREFIX) - 1), t.col, t.n};
        }
    }
}
