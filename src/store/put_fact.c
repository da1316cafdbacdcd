/* SPDX-License-Identifier: MIT
 *
 * Facts: each value to its column, to the JSON of further keys, or to the
 * table of message texts. The hot path of a load. */
#include "store/put.h"
#include "store/shapes.h"
#include "store/tables.h"

static void
bind_text(sqlite3_stmt *statement, int i, struct str s)
{
    sqlite3_bind_text64(statement, i, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
}

/* Empty text is stored as absent; text in a column of numbers is read as one,
 * or left out. */
static void
bind_value(struct store *db, sqlite3_stmt *statement,
    const struct shape_column *c, const struct value *v)
{
    int64_t number;

    switch (v->kind) {
    case VALUE_INTEGER:
        sqlite3_bind_int64(statement, c->parameter, v->i);
        return;
    case VALUE_TEXT:
        if (v->s.n && c->type == COLUMN_TEXT) {
            bind_text(statement, c->parameter, sql_safe(&db->scratch, v->s));
            return;
        }
        if (str_to_i64(v->s, &number)) {
            sqlite3_bind_int64(statement, c->parameter, number);
            return;
        }
        break;
    case VALUE_REAL:
        if (c->type != COLUMN_INTEGER) {
            sqlite3_bind_double(statement, c->parameter, v->r);
            return;
        }
        break;
    case VALUE_ABSENT:
        break;
    }
    sqlite3_bind_null(statement, c->parameter);
}

/* Writes one key of `fields`. */
static void
put_field(
    struct store *db, struct json *j, struct str key, const struct value *v)
{
    struct str text;

    switch (v->kind) {
    case VALUE_TEXT:
        if (v->s.n)
            json_str_key(j, key, sql_safe(&db->scratch, v->s));
        break;
    case VALUE_INTEGER:
        json_int_key(j, key, v->i);
        break;
    case VALUE_REAL:
        text = str_fmt(&db->scratch, "%.17g", v->r);
        /* JSON has no infinity. */
        if (v->r - v->r == 0)
            json_raw(j, str_z(&db->scratch, key), text);
        break;
    case VALUE_ABSENT:
        break;
    }
}

static void
bind_fields(struct store *db, const struct shape_put *p, const struct fact *f)
{
    struct json j;

    out_clear(&db->json);
    json_init(&j, &db->json);
    json_object(&j, NULL);
    for (size_t i = 0; i < p->n; i++) {
        if (p->col[i].target == TARGET_FIELDS)
            put_field(db, &j, p->col[i].name, &f->v[i]);
    }
    json_end_object(&j);
    struct str text = out_text(&db->json);
    if (str_eq(text, STR("{}")))
        sqlite3_bind_null(p->insert, p->fields);
    else
        bind_text(p->insert, p->fields, text);
}

static void
bind_place(struct store *db, const struct shape_put *p, const struct fact *f)
{
    sqlite3_bind_int64(p->insert, 1, db->next_event);
    sqlite3_bind_int64(p->insert, 2, p->rule);
    sqlite3_bind_int64(p->insert, 3, db->source);
    sqlite3_bind_int64(p->insert, 4, (int64_t)f->line);
    if (f->record.n)
        bind_text(p->insert, 5, sql_safe(&db->scratch, f->record));
    else
        sqlite3_bind_null(p->insert, 5);
    if (f->tod_ms != WHEN_UNKNOWN)
        sqlite3_bind_int64(p->insert, 6, f->tod_ms);
    else
        sqlite3_bind_null(p->insert, 6);
}

static int
put_text(struct store *db, const struct value *v, struct err *e)
{
    struct binding b;

    if (v->kind != VALUE_TEXT || !v->s.n)
        return 0;
    if (bind_begin(&b, db, STATEMENT_MESSAGE_TEXT,
            "INSERT INTO message_text(event, text) VALUES (?, ?)", e) < 0)
        return -1;
    bind_int(&b, db->next_event);
    bind_str(&b, v->s);
    return bind_run(&b, e);
}

static bool
is_traffic(const struct shape_put *p, const struct fact *f)
{
    return p->message &&
           (p->tag_kind == SIZE_MAX || f->v[p->tag_kind].kind != VALUE_TEXT ||
               !str_eq(f->v[p->tag_kind].s, STR("INT")));
}

int
store_put_fact(struct store *db, const struct fact *f, struct err *e)
{
    if (db->transaction != TRANSACTION_SOURCE || f->shape >= db->nshapes)
        die("store: a fact without source or shape");

    const struct shape_put *p = &db->shapes[f->shape];
    const struct value *text = NULL;
    bind_place(db, p, f);
    for (size_t i = 0; i < p->n; i++) {
        if (p->col[i].target == TARGET_COLUMN)
            bind_value(db, p->insert, &p->col[i], &f->v[i]);
        else if (p->col[i].target == TARGET_TEXT)
            text = &f->v[i];
    }
    if (p->fields)
        bind_fields(db, p, f);
    int result = sqlite3_step(p->insert) == SQLITE_DONE ? 0 : sql_fail(db, e);
    sqlite3_reset(p->insert);
    if (db->scratch.used)
        arena_reset(&db->scratch);
    if (result == 0 && text)
        result = put_text(db, text, e);
    db->messages += is_traffic(p, f);
    db->next_event++;
    return result;
}
