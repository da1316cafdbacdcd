/* SPDX-License-Identifier: MIT
 *
 * The views that follow from the tables there are: `event` over all facts, one
 * JSON view a fact table, one view a table of a user's rule. Columns come from
 * the database itself. A view that is there as it should be stays: making all
 * of them takes as long as making the tables. */
#include "store/put.h"
#include "store/tables.h"

/* The views of before, with the texts that made them. */
struct view {
    struct str name, text;
};
struct putting {
    struct store *db;
    struct arena a;
    struct view *v;
    size_t n;
    struct out text; /* of the view to be put: "CREATE VIEW ..." */
};

static int
list_views(struct putting *p, struct err *e)
{
    size_t cap = 0;
    struct cursor c;
    int more;

    if (cursor_open(&c, p->db, &p->a,
            STR("SELECT name, sql FROM sqlite_schema WHERE type = 'view'"),
            e) < 0)
        return -1;
    while ((more = cursor_next(&c, e)) > 0) {
        p->v = arena_grow(&p->a, p->v, &cap, p->n + 1, sizeof *p->v);
        p->v[p->n].name = cursor_str(&c);
        p->v[p->n++].text = cursor_str(&c);
    }
    cursor_close(&c);
    return more;
}

/* Puts the view of p->text. */
static int
put_view(struct putting *p, struct str name, struct err *e)
{
    const struct view *old = NULL;
    int r = 0;

    for (size_t i = 0; i < p->n && !old; i++) {
        if (str_eq_nocase(p->v[i].name, name))
            old = &p->v[i];
    }
    if (!old || !str_eq(old->text, out_text(&p->text))) {
        out_byte(&p->text, '\0');
        if (old)
            r = sql_execf(p->db, e, "DROP VIEW \"" STR_FMT "\"", STR_ARG(name));
        if (r == 0)
            r = sql_exec(p->db, out_text(&p->text).p, e);
    }
    out_clear(&p->text);
    return r;
}

/* A column as an argument of json_object. JSON has no infinity. */
static void
add_json_pair(struct out *o, const struct column *c)
{
    out_fmt(o,
        c->type == COLUMN_REAL ? "'" STR_FMT "', nullif(nullif(\"" STR_FMT
                                 "\", 9e999), -9e999)"
                               : "'" STR_FMT "', \"" STR_FMT "\"",
        STR_ARG(c->name), STR_ARG(c->name));
}

/* The columns as JSON, NULLs left out: so many at a time as SQLite's functions
 * take arguments. */
static void
add_json(struct out *o, const struct table *t)
{
    enum { PAIRS = 60 };

    for (size_t i = 0; i < t->n; i += PAIRS)
        out_z(o, "json_patch(");
    out_z(o, "'{}'");
    for (size_t i = 0; i < t->n; i++) {
        out_z(o, i % PAIRS ? ", " : ", json_object(");
        add_json_pair(o, &t->col[i]);
        if (i % PAIRS == PAIRS - 1 || i + 1 == t->n)
            out_z(o, "))");
    }
}

/* _fact_NAME(event, fields): what the fact says, NULLs left out. */
static int
put_fields_view(struct putting *p, const struct table *t, struct err *e)
{
    struct table own = table_own(t);
    struct out *o = &p->text;
    struct str name = str_fmt(&p->a, "_" STR_FMT, STR_ARG(t->name));

    out_fmt(o, "CREATE VIEW \"" STR_FMT "\" AS SELECT event, json_patch(",
        STR_ARG(name));
    add_json(o, &own);
    out_fmt(o, ", %s) AS fields FROM \"" STR_FMT "\"",
        str_starts(t->name, STR(BUILTIN_PREFIX)) ? "coalesce(fields, '{}')"
                                                 : "'{}'",
        STR_ARG(t->name));
    return put_view(p, name, e);
}

/* NAME(event, at_ms, node, groups, file, line, record) of a user's rule. */
static int
put_user_view(struct putting *p, const struct table *t, struct err *e)
{
    struct table own = table_own(t);
    struct out *o = &p->text;
    struct str name = str_skip(t->name, sizeof(USER_PREFIX) - 1);

    out_fmt(o,
        "CREATE VIEW \"" STR_FMT "\" AS SELECT f.event, "
        "s.base_ms + f.tod_ms AS at_ms, "
        "CAST(coalesce(s.node, s.host) AS TEXT) AS node, ",
        STR_ARG(name));
    for (size_t i = 0; i < own.n; i++)
        out_fmt(o, "f.\"" STR_FMT "\", ", STR_ARG(own.col[i].name));
    out_fmt(o,
        "s.name AS file, f.line, f.record FROM \"" STR_FMT "\" f "
        "JOIN source_file s ON s.source = f.source",
        STR_ARG(t->name));
    return put_view(p, name, e);
}

static void
add_event_select(struct out *o, struct str table, bool first)
{
    out_fmt(o,
        "%sSELECT f.event, r.id AS rule, s.base_ms + f.tod_ms AS at_ms, "
        "CAST(coalesce(s.node, s.host) AS TEXT) AS node, x.fields, "
        "s.name AS file, f.line, f.record "
        "FROM \"" STR_FMT "\" f JOIN \"_" STR_FMT "\" x ON x.event = f.event "
        "JOIN source_file s ON s.source = f.source "
        "JOIN rule r ON r.rule = f.rule",
        first ? "" : " UNION ALL ", STR_ARG(table), STR_ARG(table));
}

static int
put_event_view(struct putting *p, struct err *e)
{
    const struct store *db = p->db;
    bool first = true;

    out_z(&p->text, "CREATE VIEW event AS ");
    for (size_t i = 0; i < db->ntables; i++) {
        if (!table_is_fact(db->tables[i].name))
            continue;
        add_event_select(&p->text, db->tables[i].name, first);
        first = false;
    }
    return put_view(p, STR("event"), e);
}

static int
put_views(struct putting *p, struct err *e)
{
    for (size_t i = 0; i < p->db->ntables; i++) {
        const struct table *t = &p->db->tables[i];
        if (table_is_fact(t->name) && put_fields_view(p, t, e) < 0)
            return -1;
        if (str_starts(t->name, STR(USER_PREFIX)) && put_user_view(p, t, e) < 0)
            return -1;
    }
    return put_event_view(p, e);
}

int
store_put_views(struct store *db, struct err *e)
{
    struct putting p = {.db = db};

    if (sql_begin_small(db, e) < 0 || store_list_tables(db, e) < 0)
        return -1;
    out_init_mem(&p.text);
    int result = list_views(&p, e);
    if (result == 0)
        result = put_views(&p, e);
    (void)out_close(&p.text, NULL);
    arena_free(&p.a);
    return result < 0 ? -1 : sql_commit(db, e);
}
