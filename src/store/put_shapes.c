/* SPDX-License-Identifier: MIT
 *
 * Ties the shapes of rules to tables: finds the columns of built-in tables,
 * makes and widens the tables of users' own rules, prepares one INSERT each. */
#include "store/put.h"
#include "store/shapes.h"
#include "store/tables.h"

enum { NAME_BYTES_MAX = 64 };

void
store_close_shapes(struct store *db)
{
    for (size_t i = 0; i < db->nshapes; i++)
        sqlite3_finalize(db->shapes[i].insert);
    db->shapes = NULL;
    db->nshapes = 0;
}

int
shape_rule(struct store *db, struct str id, struct str target, int64_t *rule,
    struct err *e)
{
    struct binding b;

    if (bind_begin(&b, db, STATEMENT_RULE,
            "INSERT INTO rule(id, target) VALUES (?, ?) ON CONFLICT(id) "
            "DO UPDATE SET target = excluded.target",
            e) < 0)
        return -1;
    bind_str(&b, id);
    bind_str(&b, target);
    if (bind_run(&b, e) < 0)
        return -1;

    struct cursor c;
    if (cursor_open(
            &c, db, NULL, STR("SELECT rule FROM rule WHERE id = ?1"), e) < 0)
        return -1;
    cursor_bind_str(&c, 1, id);
    int more = cursor_next(&c, e);
    if (more > 0)
        *rule = cursor_int(&c, 0);
    cursor_close(&c);
    return more > 0 ? 0 : -1;
}

/* --- tables of users' rules ----------------------------------------------- */

static bool
is_name(struct str s)
{
    if (!s.n || s.n > NAME_BYTES_MAX || (s.p[0] >= '0' && s.p[0] <= '9'))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}

/* Columns that every table of a user's rule, or its view, has. */
static bool
is_common_column(struct str s)
{
    static const struct str names[] = {STR_INIT("event"), STR_INIT("rule"),
        STR_INIT("source"), STR_INIT("line"), STR_INIT("record"),
        STR_INIT("tod_ms"), STR_INIT("at_ms"), STR_INIT("node"),
        STR_INIT("file")};

    for (size_t i = 0; i < COUNTOF(names); i++) {
        if (str_eq_nocase(s, names[i]))
            return true;
    }
    return false;
}

static int
check_columns(const struct shape *shape, struct err *e)
{
    for (size_t i = 0; i < shape->n; i++) {
        struct str name = shape->col[i].name;
        if (!is_name(name))
            return err_set(e,
                "rule " STR_FMT ": \"" STR_FMT "\" is no column name; expected "
                "up to %d letters, digits and '_'",
                STR_ARG(shape->rule), STR_ARG(name), NAME_BYTES_MAX);
        if (is_common_column(name))
            return err_set(e,
                "rule " STR_FMT ": every table has a column \"" STR_FMT
                "\"; expected another name for the group",
                STR_ARG(shape->rule), STR_ARG(name));
    }
    return 0;
}

static int
check_table_name(struct store *db, const struct shape *shape, struct err *e)
{
    struct str name = shape->table;
    bool reserved = str_starts(name, STR("_")) || table_is_fact(name) ||
                    str_starts_nocase(name, STR("sqlite_")) ||
                    str_eq_nocase(name, STR("event"));

    if (!is_name(name))
        return err_set(e,
            "rule " STR_FMT ": into: \"" STR_FMT
            "\" is no table name; expected "
            "up to %d letters, digits and '_'",
            STR_ARG(shape->rule), STR_ARG(name), NAME_BYTES_MAX);
    int taken = reserved ? 1 : table_exists(db, name, e);
    if (taken > 0)
        return err_set(e,
            "rule " STR_FMT ": into: the name \"" STR_FMT "\" is taken by "
            "cmtrail; expected another one",
            STR_ARG(shape->rule), STR_ARG(name));
    return taken;
}

static const char *
type_name(enum column_type type)
{
    switch (type) {
    case COLUMN_TEXT:
        return "TEXT";
    case COLUMN_INTEGER:
        return "INTEGER";
    case COLUMN_REAL:
        return "REAL";
    }
    return "TEXT";
}

static int
create_user_table(struct store *db, struct str table, struct err *e)
{
    return sql_execf(db, e,
        "CREATE TABLE \"" STR_FMT "\" (event INTEGER PRIMARY KEY, "
        "rule INTEGER NOT NULL, source INTEGER NOT NULL, "
        "line INTEGER NOT NULL, record TEXT, tod_ms INTEGER) STRICT",
        STR_ARG(table));
}

static const struct column *
find_column(const struct column *v, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_nocase(v[i].name, name))
            return &v[i];
    }
    return NULL;
}

static const char *
type_word(enum column_type type)
{
    return type == COLUMN_INTEGER ? "integer"
           : type == COLUMN_REAL  ? "real"
                                  : "text";
}

/* Adds the columns that a table of an earlier load, or of another rule, does
 * not have. */
static int
widen_user_table(struct store *db, const struct shape *shape, struct str table,
    struct err *e)
{
    struct table own = table_own(table_find(db, table));
    bool changed = false;

    for (size_t i = 0; i < shape->n; i++) {
        const struct column *want = &shape->col[i];
        const struct column *have = find_column(own.col, own.n, want->name);
        if (have && have->type != want->type)
            return err_set(e,
                "rule " STR_FMT ": column " STR_FMT " of table " STR_FMT
                " is %s already; expected the same here, or another name",
                STR_ARG(shape->rule), STR_ARG(want->name),
                STR_ARG(shape->table), type_word(have->type));
        if (have)
            continue;
        if (sql_execf(db, e,
                "ALTER TABLE \"" STR_FMT "\" ADD COLUMN \"" STR_FMT "\" %s",
                STR_ARG(table), STR_ARG(want->name), type_name(want->type)) < 0)
            return -1;
        changed = true;
    }
    return changed ? table_changed(db, table, e) : 0;
}

static int
make_user_table(struct store *db, const struct shape *shape, struct str table,
    struct err *e)
{
    if (check_columns(shape, e) < 0)
        return -1;
    if (!table_find(db, table) && (check_table_name(db, shape, e) < 0 ||
                                      create_user_table(db, table, e) < 0 ||
                                      table_changed(db, table, e) < 0))
        return -1;
    return widen_user_table(db, shape, table, e);
}

static bool
is_builtin(const struct store *db, struct str table)
{
    const struct table *t = table_find(db, table);

    return t && str_eq(t->name, table);
}

/* The table in the database that a shape's facts go to, made when needed. */
static int
shape_table(struct store *db, const struct shape *shape, struct str *table,
    struct err *e)
{
    if (!shape->table.n) {
        *table = STR(BUILTIN_PREFIX "event");
        return 0;
    }
    *table = str_fmt(&db->arena, BUILTIN_PREFIX STR_FMT, STR_ARG(shape->table));
    if (is_builtin(db, *table) && !str_eq(shape->table, STR("event")))
        return 0;
    *table = str_fmt(&db->arena, USER_PREFIX STR_FMT, STR_ARG(shape->table));
    return make_user_table(db, shape, *table, e);
}

/* --- from shapes to INSERTs ----------------------------------------------- */

/* Where each value of the shape goes. */
static void
place_columns(struct shape_put *p, const struct shape *shape, struct table own)
{
    int parameter = FACT_COLUMNS;

    p->tag_kind = SIZE_MAX;
    for (size_t i = 0; i < shape->n; i++) {
        struct shape_column *c = &p->col[i];
        const struct column *have =
            find_column(own.col, own.n, shape->col[i].name);
        c->name = shape->col[i].name;
        c->type = have ? have->type : shape->col[i].type;
        if (p->message && str_eq(c->name, STR("text"))) {
            c->target = TARGET_TEXT;
        } else if (have) {
            c->target = TARGET_COLUMN;
            c->parameter = ++parameter;
        } else {
            c->target = TARGET_FIELDS;
            p->fields = 1;
        }
        if (p->message && str_eq(c->name, STR("tag_kind")))
            p->tag_kind = i;
    }
    if (p->fields)
        p->fields = ++parameter;
}

/* The value of the shape that fills a column; SIZE_MAX = none does. */
static size_t
value_for(const struct shape_put *p, struct str column)
{
    if (p->fields && str_eq(column, STR("fields")))
        return SHAPE_FIELDS;
    for (size_t i = 0; column.n && i < p->n; i++) {
        const struct shape_column *c = &p->col[i];
        if (c->target == TARGET_COLUMN && str_eq_nocase(c->name, column))
            return i;
    }
    return SIZE_MAX;
}

/* Whether the column gives its values to the field as they are. */
static bool
is_of_type(const struct shape_put *p, size_t value, const struct row_field *f)
{
    enum column_type type = f->type == FIELD_STR ? COLUMN_TEXT : COLUMN_INTEGER;

    return value >= p->n || p->col[value].type == type;
}

/* What the row that the correlator reads takes from where. */
static void
place_feeds(struct store *db, struct shape_put *p, struct str table)
{
    p->kind = 0;
    while (p->kind < ROW_KINDS && !str_eq(row_tables[p->kind].table, table))
        p->kind++;
    if (p->kind == ROW_KINDS)
        return;
    const struct row_table *t = &row_tables[p->kind];
    p->feeds = arena_array(&db->arena, t->n, sizeof *p->feeds);
    for (size_t i = 0; i < t->n; i++) {
        struct shape_feed feed = {i, value_for(p, t->fields[i].column),
            value_for(p, t->fields[i].other)};
        if (!is_of_type(p, feed.value, &t->fields[i]) ||
            !is_of_type(p, feed.other, &t->fields[i]))
            p->converts = true;
        if (feed.value == SIZE_MAX) {
            feed.value = feed.other;
            feed.other = SIZE_MAX;
        }
        if (feed.value != SIZE_MAX)
            p->feeds[p->nfeeds++] = feed;
    }
}

static int
prepare_insert(
    struct store *db, struct shape_put *p, struct str table, struct err *e)
{
    struct out o;
    int parameters = FACT_COLUMNS;

    out_init_mem(&o);
    out_fmt(&o,
        "INSERT INTO \"" STR_FMT "\"(event, rule, source, line, record, tod_ms",
        STR_ARG(table));
    for (size_t i = 0; i < p->n; i++) {
        if (p->col[i].target != TARGET_COLUMN)
            continue;
        out_fmt(&o, ", \"" STR_FMT "\"", STR_ARG(p->col[i].name));
        parameters++;
    }
    if (p->fields) {
        out_z(&o, ", fields");
        parameters++;
    }
    out_z(&o, ") VALUES (?");
    for (int i = 1; i < parameters; i++)
        out_z(&o, ", ?");
    out_z(&o, ")");
    int result = sql_prepare(db, out_text(&o), &p->insert, e);
    (void)out_close(&o, NULL);
    return result;
}

static int
put_shape(struct store *db, const struct shape *shape, struct shape_put *p,
    struct err *e)
{
    struct str table;

    if (shape_table(db, shape, &table, e) < 0 ||
        shape_rule(db, shape->rule, shape->table, &p->rule, e) < 0)
        return -1;
    p->n = shape->n;
    p->col = arena_array(&db->arena, shape->n, sizeof *p->col);
    p->message = str_eq(table, STR(BUILTIN_PREFIX "message"));
    place_columns(p, shape, table_own(table_find(db, table)));
    place_feeds(db, p, table);
    for (size_t i = 0; i < p->n; i++)
        p->col[i].name = str_dup(&db->arena, p->col[i].name);
    return prepare_insert(db, p, table, e);
}

/* All or nothing: one bad rule must not leave half the tables. */
int
store_put_shapes(
    struct store *db, const struct shape *v, size_t n, struct err *e)
{
    int result = 0;
    size_t most = 0;

    if (sql_begin_small(db, e) < 0 || store_list_tables(db, e) < 0)
        return -1;
    store_close_shapes(db);
    db->shapes = arena_array(&db->arena, n, sizeof *db->shapes);
    db->nshapes = n;
    for (size_t i = 0; i < n && result == 0; i++) {
        most = v[i].n > most ? v[i].n : most;
        result = put_shape(db, &v[i], &db->shapes[i], e);
    }
    db->stored = arena_array(&db->arena, most, sizeof *db->stored);
    if (result < 0) {
        store_close_shapes(db);
        (void)sql_rollback(db, NULL);
        db->ntables = 0; /* listed again when they are needed */
        return -1;
    }
    return sql_commit(db, e);
}
