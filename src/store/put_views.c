/* SPDX-License-Identifier: MIT
 *
 * The views that follow from the tables there are: `event` over all facts, one
 * JSON view a fact table, one view a table of a user's rule. Columns come from
 * the database itself. */
#include "store/put.h"
#include "store/tables.h"

static int
run(struct store *db, struct out *o, struct err *e)
{
    out_byte(o, '\0');
    int result = sql_exec(db, out_text(o).p, e);
    out_clear(o);
    return result;
}

/* _fact_NAME(event, fields): what the fact says, NULLs left out. */
static int
make_fields_view(
    struct store *db, struct str table, struct out *o, struct err *e)
{
    struct column *v;
    size_t n;

    if (table_own_columns(db, &db->arena, table, &v, &n, e) < 0)
        return -1;
    out_fmt(o,
        "DROP VIEW IF EXISTS \"_" STR_FMT "\";"
        "CREATE VIEW \"_" STR_FMT "\" AS SELECT event, "
        "json_patch(json_patch('{}', json_object(",
        STR_ARG(table), STR_ARG(table));
    for (size_t i = 0; i < n; i++)
        out_fmt(o, "%s'" STR_FMT "', \"" STR_FMT "\"", i ? ", " : "",
            STR_ARG(v[i].name), STR_ARG(v[i].name));
    out_fmt(o, ")), %s) AS fields FROM \"" STR_FMT "\";",
        str_starts(table, STR(BUILTIN_PREFIX)) ? "coalesce(fields, '{}')"
                                               : "'{}'",
        STR_ARG(table));
    return run(db, o, e);
}

/* NAME(event, at_ms, node, groups, file, line, record) of a user's rule. */
static int
make_user_view(struct store *db, struct str table, struct out *o, struct err *e)
{
    struct str name = str_skip(table, sizeof(USER_PREFIX) - 1);
    struct column *v;
    size_t n;

    if (table_own_columns(db, &db->arena, table, &v, &n, e) < 0)
        return -1;
    out_fmt(o,
        "DROP VIEW IF EXISTS \"" STR_FMT "\";"
        "CREATE VIEW \"" STR_FMT "\" AS SELECT f.event, "
        "s.base_ms + f.tod_ms AS at_ms, "
        "CAST(coalesce(s.node, s.host) AS TEXT) AS node, ",
        STR_ARG(name), STR_ARG(name));
    for (size_t i = 0; i < n; i++)
        out_fmt(o, "f.\"" STR_FMT "\", ", STR_ARG(v[i].name));
    out_fmt(o,
        "s.name AS file, f.line, f.record FROM \"" STR_FMT "\" f "
        "JOIN source_file s ON s.source = f.source;",
        STR_ARG(table));
    return run(db, o, e);
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
make_views(struct store *db, struct out *o, struct err *e)
{
    bool first = true;

    for (size_t i = 0; i < db->ntables; i++) {
        struct str table = db->tables[i];
        if (table_is_fact(table) && make_fields_view(db, table, o, e) < 0)
            return -1;
        if (str_starts(table, STR(USER_PREFIX)) &&
            make_user_view(db, table, o, e) < 0)
            return -1;
    }
    out_z(o, "DROP VIEW IF EXISTS event; CREATE VIEW event AS ");
    for (size_t i = 0; i < db->ntables; i++) {
        if (!table_is_fact(db->tables[i]))
            continue;
        add_event_select(o, db->tables[i], first);
        first = false;
    }
    return run(db, o, e);
}

int
store_put_views(struct store *db, struct err *e)
{
    struct out o;

    if (sql_begin_small(db, e) < 0 || store_list_tables(db, e) < 0)
        return -1;
    out_init_mem(&o);
    int result = make_views(db, &o, e);
    (void)out_close(&o, NULL);
    return result < 0 ? -1 : sql_commit(db, e);
}
