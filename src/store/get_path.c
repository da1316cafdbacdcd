/* SPDX-License-Identifier: MIT
 *
 * Steps and links of one call, with their evidence. */
#include "model/names.h"
#include "store/get.h"
#include "store/sql.h"

/* A query whose ?1 is the call. */
static int
open_of_call(struct cursor *c, int64_t call, struct str query, struct err *e)
{
    if (cursor_open(c, c->db, c->a, query, e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    return 0;
}

static enum sure
sure_of(struct str s)
{
    return str_eq(s, sure_name(SURE_EXACT)) ? SURE_EXACT : SURE_INFERRED;
}

int
store_get_links(struct store *db, struct arena *a, int64_t call,
    struct link **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    size_t cap = 0;
    int more;

    *v = NULL;
    *n = 0;
    if (open_of_call(&c, call,
            STR("SELECT l.call, l.from_leg, l.to_leg, l.\"by\", l.sure, "
                "l.event, l.source, l.line, l.record, s.name FROM link_row l "
                "LEFT JOIN source_file s ON s.source = l.source "
                "WHERE l.call = ?1 ORDER BY l.link"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        struct link *l = &(*v)[(*n)++];
        l->call = cursor_int(&c, 0);
        l->from_leg = cursor_int(&c, 0);
        l->to_leg = cursor_int(&c, 0);
        l->by = cursor_str(&c);
        l->sure = sure_of(cursor_str(&c));
        l->evidence = cursor_evidence(&c);
    }
    cursor_close(&c);
    return more;
}

/* --- steps ---------------------------------------------------------------- */

/* A growing array of one kind of part of a step. */
struct parts {
    void *v;
    size_t n, cap;
};

static int
get_step_rows(
    struct cursor *c, int64_t call, struct parts *steps, struct err *e)
{
    int more;

    if (open_of_call(c, call,
            STR("SELECT call, n, kind, label, at_ms, at_tod, at_offset_s, "
                "node, sure FROM step_row WHERE call = ?1 ORDER BY n"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        struct step *v = steps->v =
            arena_grow(c->a, steps->v, &steps->cap, steps->n + 1, sizeof *v);
        struct step *s = &v[steps->n++];
        s->call = cursor_int(c, 0);
        s->n = cursor_int32(c, 0);
        s->kind = cursor_str(c);
        s->label = cursor_str(c);
        s->at = cursor_when(c);
        s->node = cursor_str(c);
        s->sure = sure_of(cursor_str(c));
    }
    cursor_close(c);
    return more;
}

static struct value
read_value(struct cursor *c)
{
    struct str type = cursor_str(c);

    if (str_eq(type, STR("integer")))
        return (struct value){.kind = VALUE_INTEGER, .i = cursor_int(c, 0)};
    if (str_eq(type, STR("real")))
        return (struct value){.kind = VALUE_REAL,
            .r = sqlite3_column_double(c->statement, c->next++)};
    return (struct value){.kind = VALUE_TEXT, .s = cursor_str(c)};
}

/* The further keys of all steps, in order; *of: the step of each. */
static int
get_fields(struct cursor *c, int64_t call, struct parts *fields,
    struct parts *of, struct err *e)
{
    int more;

    if (open_of_call(c, call,
            STR("SELECT s.n, j.key, j.type, j.value FROM step_row s, "
                "json_each(s.detail) j WHERE s.call = ?1 ORDER BY s.n, j.id"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        struct field *v = fields->v =
            arena_grow(c->a, fields->v, &fields->cap, fields->n + 1, sizeof *v);
        int32_t *n = of->v =
            arena_grow(c->a, of->v, &of->cap, of->n + 1, sizeof *n);
        n[of->n++] = cursor_int32(c, 0);
        v[fields->n].key = cursor_str(c);
        v[fields->n++].value = read_value(c);
    }
    cursor_close(c);
    return more;
}

static int
get_evidence(struct cursor *c, int64_t call, struct parts *evidence,
    struct parts *of, struct err *e)
{
    int more;

    if (open_of_call(c, call,
            STR("SELECT v.n, v.event, v.source, v.line, v.record, s.name "
                "FROM step_evidence v "
                "LEFT JOIN source_file s ON s.source = v.source "
                "WHERE v.call = ?1 ORDER BY v.n, v.i"),
            e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        struct evidence *v = evidence->v = arena_grow(
            c->a, evidence->v, &evidence->cap, evidence->n + 1, sizeof *v);
        int32_t *n = of->v =
            arena_grow(c->a, of->v, &of->cap, of->n + 1, sizeof *n);
        n[of->n++] = cursor_int32(c, 0);
        v[evidence->n++] = cursor_evidence(c);
    }
    cursor_close(c);
    return more;
}

/* The stretch of parts that belongs to step n, from *at on. returns its
 * length; *first: where it begins. */
static size_t
stretch(const struct parts *of, int32_t n, size_t *at, size_t *first)
{
    const int32_t *v = of->v;

    while (*at < of->n && v[*at] < n)
        ++*at;
    *first = *at;
    while (*at < of->n && v[*at] == n)
        ++*at;
    return *at - *first;
}

int
store_get_steps(struct store *db, struct arena *a, int64_t call,
    struct step **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    struct parts steps = {0}, fields = {0}, field_of = {0}, evidence = {0},
                 evidence_of = {0};
    size_t field_at = 0, evidence_at = 0, first;

    if (get_step_rows(&c, call, &steps, e) < 0 ||
        get_fields(&c, call, &fields, &field_of, e) < 0 ||
        get_evidence(&c, call, &evidence, &evidence_of, e) < 0)
        return -1;
    *v = steps.v;
    *n = steps.n;
    for (size_t i = 0; i < *n; i++) {
        struct step *s = &(*v)[i];
        s->nfields = stretch(&field_of, s->n, &field_at, &first);
        s->fields = s->nfields ? (struct field *)fields.v + first : NULL;
        s->nevidence = stretch(&evidence_of, s->n, &evidence_at, &first);
        s->evidence =
            s->nevidence ? (struct evidence *)evidence.v + first : NULL;
    }
    return 0;
}
