/* SPDX-License-Identifier: MIT
 *
 * Facts: each value to its column, to the JSON of further keys, or to the
 * table of message texts. The hot path of a load. */
#include "store/put.h"
#include "store/shapes.h"

/* A statement for each table they go to costs little then, and few wait. */
enum { FACTS_AT_ONCE = 128 };

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

/* Writes them all; absent when there are none. */
static struct value
fields_value(struct store *db, bool clean, const struct shape_put *p,
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
    if (str_eq(text, STR("{}")))
        return (struct value){.kind = VALUE_ABSENT};
    return (struct value){.kind = VALUE_TEXT, .s = str_dup(&db->scratch, text)};
}

/* The columns that every fact has, in their order. */
static void
fill_place(struct store *db, const struct shape_put *p, const struct fact *f,
    struct str record, struct value *row)
{
    bulk_int(row++, db->next_event);
    bulk_int(row++, p->rule);
    bulk_int(row++, db->source);
    bulk_int(row++, (int64_t)f->line);
    bulk_text(row++, record);
    bulk_int_opt(row, f->tod_ms, WHEN_UNKNOWN);
}

static void
add_text(struct store *db, const struct shape_put *p, bool clean,
    const struct value *v)
{
    if (v->kind != VALUE_TEXT || !v->s.n)
        return;
    struct value *row = bulk_row(db, p->texts);
    bulk_int(&row[TEXT_EVENT], db->next_event);
    bulk_text(&row[TEXT_TEXT], safe_text(db, clean, v->s));
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
list_said(const struct shape_put *p, const struct value *row,
    struct spool_value *said)
{
    size_t n = 0;

    for (size_t i = 0; i < p->nfeeds; i++) {
        const struct shape_feed *feed = &p->feeds[i];
        const struct value *v = &row[feed->cell];
        if (v->kind == VALUE_ABSENT && feed->other != SIZE_MAX)
            v = &row[feed->other];
        if (v->kind == VALUE_TEXT)
            said[n++] = (struct spool_value){.field = feed->field, .s = v->s};
        else if (v->kind == VALUE_INTEGER)
            said[n++] = (struct spool_value){.field = feed->field, .i = v->i};
    }
    return n;
}

static void
put_row(struct store *db, const struct shape_put *p, const struct fact *f,
    struct str record, const struct value *row)
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
        spool_put(&db->spool, p->kind, &at, said, list_said(p, row, said));
}

/* --- facts ---------------------------------------------------------------- */

static void
add_fact(struct store *db, const struct fact *f)
{
    if (db->transaction != TRANSACTION_SOURCE || f->shape >= db->nshapes)
        die("store: a fact without source or shape");

    const struct shape_put *p = &db->shapes[f->shape];
    struct value *row = bulk_row(db, p->bulk);
    bool clean = sql_is_safe(f->text);
    struct str record = safe_text(db, clean, f->record);

    fill_place(db, p, f, record, row);
    for (size_t i = 0; i < p->n; i++) {
        const struct shape_column *c = &p->col[i];
        if (c->target == TARGET_COLUMN)
            row[c->cell] = stored_value(db, clean, c->type, &f->v[i]);
        else if (c->target == TARGET_TEXT)
            add_text(db, p, clean, &f->v[i]);
    }
    if (p->fields)
        row[p->fields] = fields_value(db, clean, p, f);
    put_row(db, p, f, record, row);
    db->messages += is_traffic(p, f);
    db->next_event++;
}

/* Facts of a table get there together, with rising numbers. */
int
store_put_waiting(struct store *db, struct err *e)
{
    int result = 0;

    for (struct bulk *b = db->bulks; b && result == 0; b = b->next)
        result = bulk_run(db, b, e);
    store_drop_waiting(db);
    return result;
}

void
store_drop_waiting(struct store *db)
{
    for (struct bulk *b = db->bulks; b; b = b->next)
        bulk_drop(b);
    arena_reset(&db->waiting);
}

/* Facts wait until there are enough of them, however many come at once: so the
 * file that is made is the same for any number of workers. */
int
store_put_facts(struct store *db, const struct fact *v, size_t n, struct err *e)
{
    int result = 0;

    for (size_t i = 0; i < n && result == 0; i++) {
        add_fact(db, &v[i]);
        if ((db->next_event - db->first_event) % FACTS_AT_ONCE == 0)
            result = store_put_waiting(db, e);
    }
    for (struct bulk *b = db->bulks; b; b = b->next)
        bulk_keep(b, &db->waiting);
    if (db->scratch.used)
        arena_reset(&db->scratch);
    return result;
}
