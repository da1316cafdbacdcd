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

/* A fact's text as it is stored; it is looked through in one go where it lies
 * in one piece. */
static struct str
safe_text(struct store *db, bool clean, struct str s)
{
    return clean ? s : sql_safe(&db->scratch, s);
}

/* What a column of that type holds of a value: text made safe, empty text as
 * absent, text in a column of numbers as one, or absent. */
static struct value
stored_value(
    struct store *db, bool clean, enum column_type type, const struct value *v)
{
    struct value stored = *v;
    bool good = true;

    if (v->kind == VALUE_TEXT && type == COLUMN_TEXT) {
        stored.s = safe_text(db, clean, v->s);
        good = v->s.n > 0;
    } else if (v->kind == VALUE_TEXT) {
        stored.kind = VALUE_INTEGER;
        good = str_to_i64(v->s, &stored.i);
    } else if (v->kind == VALUE_INTEGER && type == COLUMN_TEXT) {
        stored.kind = VALUE_TEXT;
        stored.s = str_fmt(&db->scratch, "%lld", (long long)v->i);
    } else if (v->kind == VALUE_REAL) {
        good = type != COLUMN_INTEGER;
    }
    return good ? stored : (struct value){.kind = VALUE_ABSENT};
}

static void
bind_value(sqlite3_stmt *statement, int i, const struct value *v)
{
    switch (v->kind) {
    case VALUE_INTEGER:
        sqlite3_bind_int64(statement, i, v->i);
        return;
    case VALUE_TEXT:
        bind_text(statement, i, v->s);
        return;
    case VALUE_REAL:
        sqlite3_bind_double(statement, i, v->r);
        return;
    case VALUE_ABSENT:
        sqlite3_bind_null(statement, i);
        return;
    }
}

/* Writes one key of `fields`. */
static void
put_field(struct store *db, bool clean, struct json *j, struct str key,
    const struct value *v)
{
    struct str text;

    switch (v->kind) {
    case VALUE_TEXT:
        if (v->s.n)
            json_str_key(j, key, safe_text(db, clean, v->s));
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

/* Writes them all, into db->json. returns it; empty when there are none. */
static struct str
put_fields(struct store *db, bool clean, const struct shape_put *p,
    const struct fact *f)
{
    struct json j;

    out_clear(&db->json);
    json_init(&j, &db->json);
    json_object(&j, NULL);
    for (size_t i = 0; i < p->n; i++) {
        if (p->col[i].target == TARGET_FIELDS)
            put_field(db, clean, &j, p->col[i].name, &f->v[i]);
    }
    json_end_object(&j);
    struct str text = out_text(&db->json);
    return str_eq(text, STR("{}")) ? STR("") : text;
}

static void
bind_place(struct store *db, const struct shape_put *p, const struct fact *f,
    struct str record)
{
    sqlite3_bind_int64(p->insert, 1, db->next_event);
    sqlite3_bind_int64(p->insert, 2, p->rule);
    sqlite3_bind_int64(p->insert, 3, db->source);
    sqlite3_bind_int64(p->insert, 4, (int64_t)f->line);
    if (record.n)
        bind_text(p->insert, 5, record);
    else
        sqlite3_bind_null(p->insert, 5);
    if (f->tod_ms != WHEN_UNKNOWN)
        sqlite3_bind_int64(p->insert, 6, f->tod_ms);
    else
        sqlite3_bind_null(p->insert, 6);
}

static int
put_text(struct store *db, bool clean, const struct value *v, struct err *e)
{
    struct binding b;

    if (v->kind != VALUE_TEXT || !v->s.n)
        return 0;
    if (bind_begin(&b, db, STATEMENT_MESSAGE_TEXT,
            "INSERT INTO message_text(event, text) VALUES (?, ?)", e) < 0)
        return -1;
    bind_int(&b, db->next_event);
    if (clean)
        bind_clean(&b, v->s);
    else
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

/* --- the row that the correlator reads ------------------------------------ */

/* What its fields say, in the order of the fields. returns how many do. */
static size_t
list_said(const struct store *db, const struct shape_put *p,
    const struct value *fields, struct spool_value *said)
{
    size_t n = 0;

    for (size_t i = 0; i < p->nfeeds; i++) {
        const struct shape_feed *feed = &p->feeds[i];
        const struct value *v =
            feed->value == SHAPE_FIELDS ? fields : &db->stored[feed->value];
        if (v->kind == VALUE_ABSENT && feed->other != SIZE_MAX)
            v = &db->stored[feed->other];
        if (v->kind == VALUE_TEXT)
            said[n++] = (struct spool_value){.field = feed->field, .s = v->s};
        else if (v->kind == VALUE_INTEGER)
            said[n++] = (struct spool_value){.field = feed->field, .i = v->i};
    }
    return n;
}

static void
put_row(struct store *db, const struct shape_put *p, const struct fact *f,
    struct str record, const struct value *fields)
{
    struct spool_value said[ROW_FIELDS_MAX];
    struct place at = {.event = db->next_event,
        .source = db->source,
        .record = record,
        .line = f->line,
        .tod_ms = f->tod_ms};

    if (p->kind == ROW_KINDS)
        return;
    if (p->converts)
        spool_forget(&db->spool, db->source);
    else
        spool_put(
            &db->spool, p->kind, &at, said, list_said(db, p, fields, said));
}

int
store_put_fact(struct store *db, const struct fact *f, struct err *e)
{
    if (db->transaction != TRANSACTION_SOURCE || f->shape >= db->nshapes)
        die("store: a fact without source or shape");

    const struct shape_put *p = &db->shapes[f->shape];
    const struct value *text = NULL;
    bool clean = sql_is_safe(f->text);
    struct str record = safe_text(db, clean, f->record);
    struct value fields = {.kind = VALUE_ABSENT};
    bind_place(db, p, f, record);
    for (size_t i = 0; i < p->n; i++) {
        const struct shape_column *c = &p->col[i];
        if (c->target == TARGET_COLUMN) {
            db->stored[i] = stored_value(db, clean, c->type, &f->v[i]);
            bind_value(p->insert, c->parameter, &db->stored[i]);
        } else if (c->target == TARGET_TEXT) {
            text = &f->v[i];
        }
    }
    if (p->fields) {
        fields.s = put_fields(db, clean, p, f);
        fields.kind = fields.s.n ? VALUE_TEXT : VALUE_ABSENT;
        bind_value(p->insert, p->fields, &fields);
    }
    int result = sqlite3_step(p->insert) == SQLITE_DONE ? 0 : sql_fail(db, e);
    sqlite3_reset(p->insert);
    put_row(db, p, f, record, &fields);
    if (db->scratch.used)
        arena_reset(&db->scratch);
    if (result == 0 && text)
        result = put_text(db, clean, text, e);
    db->messages += is_traffic(p, f);
    db->next_event++;
    return result;
}
