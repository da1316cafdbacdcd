/* SPDX-License-Identifier: MIT
 *
 * sql: a user's SELECT over the views, as a table (or value by value when it
 * has too many columns), JSON Lines or CSV; without a query the views and
 * their columns. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "store/get.h"
#include "store/open.h"

enum { READ_BYTES = 65536 };

struct sql_options {
    bool csv;
};

static const struct opt sql_opts[] = {
    {"csv", 0, OPT_FLAG, offsetof(struct sql_options, csv), NULL,
        "comma-separated values (RFC 4180) with a head line", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static int
fail(const struct err *e)
{
    cmd_error("%s", e->text);
    return EXIT_ERROR;
}

/* Standard input, whole. */
static int
read_query(struct arena *a, struct str *query, struct err *e)
{
    struct out text;
    char *buf = arena_alloc(a, READ_BYTES);
    ssize_t n;

    out_init_mem(&text);
    while ((n = read(STDIN_FILENO, buf, READ_BYTES)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        out_str(&text, (struct str){buf, (size_t)n});
    }
    int result = n < 0 ? err_set(e, "standard input: %s", strerror(errno)) : 0;
    *query = str_dup(a, out_text(&text));
    (void)out_close(&text, NULL);
    return result;
}

/* --- one result ----------------------------------------------------------- */

struct result {
    const struct global *g;
    struct store_query *query;
    struct str *names; /* of the columns, each once */
    struct value *v;   /* the row */
    size_t n;          /* columns */
};

static bool
is_taken(const struct result *r, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(r->names[i], name))
            return true;
    }
    /* Keys that every object has. */
    return r->g->json &&
           (str_eq(name, STR("type")) || str_eq(name, STR("schema_version")));
}

/* "call", "call:1" when two columns are called that. */
static void
name_columns(struct result *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct str given = store_query_name(r->query, i);
        struct str name = str_dup(r->g->run, given);
        for (size_t k = 1; is_taken(r, i, name); k++)
            name = str_fmt(r->g->run, STR_FMT ":%zu", STR_ARG(given), k);
        r->names[i] = name;
    }
}

/* A value as text in a; absent is empty. */
static struct str
value_text(struct arena *a, const struct value *v)
{
    switch (v->kind) {
    case VALUE_TEXT:
        return v->s;
    case VALUE_INTEGER:
        return str_fmt(a, "%lld", (long long)v->i);
    case VALUE_REAL:
        return str_fmt(a, "%.15g", v->r);
    case VALUE_ABSENT:
        break;
    }
    return (struct str){NULL, 0};
}

/* --- JSON Lines ----------------------------------------------------------- */

static void
put_json_value(
    struct json *j, struct arena *a, struct str key, const struct value *v)
{
    switch (v->kind) {
    case VALUE_TEXT:
        json_str_key(j, key, v->s);
        break;
    case VALUE_INTEGER:
        json_int_key(j, key, v->i);
        break;
    case VALUE_REAL:
        /* JSON has no infinity, but numbers that are read as one. */
        json_raw(j, str_z(a, key),
            v->r - v->r == 0 ? str_fmt(a, "%.17g", v->r)
            : v->r > 0       ? STR("9e999")
                             : STR("-9e999"));
        break;
    case VALUE_ABSENT:
        break;
    }
}

/* returns: rows, or -1. */
static int64_t
put_json(const struct result *r, struct err *e)
{
    struct arena scratch = {0};
    struct json j;
    int64_t rows = 0;
    int more;

    json_init(&j, r->g->out);
    while ((more = store_query_next(r->query, r->v, e)) > 0) {
        json_object_of(&j, "row");
        for (size_t i = 0; i < r->n; i++)
            put_json_value(&j, &scratch, r->names[i], &r->v[i]);
        json_end_object(&j);
        json_line(&j);
        arena_reset(&scratch);
        rows++;
    }
    arena_free(&scratch);
    return more < 0 ? -1 : rows;
}

/* --- CSV ------------------------------------------------------------------ */

/* Whether a spreadsheet would take the text for a formula. Numbers with a sign
 * are none: "+12025550123" stays what it is. */
static bool
is_formula(struct str s)
{
    if (!s.n)
        return false;
    if (s.p[0] == '=' || s.p[0] == '@' || s.p[0] == '\t' || s.p[0] == '\r')
        return true;
    if (s.p[0] != '+' && s.p[0] != '-')
        return false;
    for (size_t i = 1; i < s.n; i++) {
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.'))
            return true;
    }
    return false;
}

static bool
needs_quotes(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    }
    return false;
}

static void
put_csv_field(struct out *o, struct str s, bool text)
{
    if (text && is_formula(s))
        out_byte(o, '\'');
    if (!needs_quotes(s)) {
        out_safe(o, s, true);
        return;
    }
    out_byte(o, '"');
    while (s.n) {
        size_t quote = str_find_byte(s, '"');
        out_safe(o, str_sub(s, 0, quote), true);
        if (quote < s.n)
            out_z(o, "\"\"");
        s = str_skip(s, quote + 1);
    }
    out_byte(o, '"');
}

static void
put_csv_head(const struct result *r)
{
    for (size_t i = 0; i < r->n; i++) {
        if (i)
            out_byte(r->g->out, ',');
        put_csv_field(r->g->out, r->names[i], true);
    }
    out_z(r->g->out, "\r\n");
}

static int64_t
put_csv(const struct result *r, struct err *e)
{
    struct arena scratch = {0};
    int64_t rows = 0;
    int more;

    put_csv_head(r);
    while ((more = store_query_next(r->query, r->v, e)) > 0) {
        for (size_t i = 0; i < r->n; i++) {
            if (i)
                out_byte(r->g->out, ',');
            put_csv_field(r->g->out, value_text(&scratch, &r->v[i]),
                r->v[i].kind == VALUE_TEXT);
        }
        out_z(r->g->out, "\r\n");
        arena_reset(&scratch);
        rows++;
    }
    arena_free(&scratch);
    return more < 0 ? -1 : rows;
}

/* --- table ---------------------------------------------------------------- */

static void
render_rows(const struct result *r, const struct str *cells, size_t rows,
    const bool *text)
{
    struct cell_column *cols = arena_array(r->g->run, r->n, sizeof *cols);

    for (size_t i = 0; i < r->n; i++)
        cols[i] = (struct cell_column){
            str_z(r->g->run, r->names[i]), !text[i], r->names[i].n};
    render_table(r->g->out, cols, r->n, cells, rows, &r->g->render);
}

/* Whether a table of that many columns would say nothing. */
static bool
is_too_wide(const struct result *r)
{
    enum { COLUMN_WIDTH = 9 };

    return r->g->render.width && r->n * COLUMN_WIDTH > r->g->render.width;
}

/* One value a line, what is absent left out. */
static void
put_records(const struct result *r, const struct str *cells, size_t rows)
{
    size_t width = 0;

    for (size_t i = 0; i < r->n; i++) {
        size_t w = out_safe_width(r->names[i]);
        width = w > width ? w : width;
    }
    for (size_t row = 0; row < rows; row++) {
        if (row)
            out_byte(r->g->out, '\n');
        for (size_t i = 0; i < r->n; i++) {
            struct str cell = cells[row * r->n + i];
            if (!cell.n)
                continue;
            out_safe(r->g->out, r->names[i], false);
            out_pad(r->g->out, ' ', width + 2 - out_safe_width(r->names[i]));
            out_safe(r->g->out, cell, true);
            out_byte(r->g->out, '\n');
        }
    }
}

static int64_t
put_table(const struct result *r, struct err *e)
{
    struct arena *a = r->g->run;
    bool *text = arena_array(a, r->n, sizeof *text);
    struct str *cells = NULL;
    size_t n = 0, cap = 0;
    int more;

    while ((more = store_query_next(r->query, r->v, e)) > 0) {
        cells = arena_grow(a, cells, &cap, n + r->n, sizeof *cells);
        for (size_t i = 0; i < r->n; i++) {
            text[i] = text[i] || r->v[i].kind == VALUE_TEXT;
            cells[n++] = str_dup(a, value_text(a, &r->v[i]));
        }
    }
    if (more < 0)
        return -1;
    size_t rows = n / r->n;
    if (rows && is_too_wide(r))
        put_records(r, cells, rows);
    else if (rows)
        render_rows(r, cells, rows, text);
    return (int64_t)rows;
}

/* -------------------------------------------------------------------------- */

static int
run_query(const struct global *g, struct store *db, struct str sql, bool csv)
{
    struct result r = {.g = g};
    struct err e;

    if (store_query_open(&r.query, db, sql, &e) < 0)
        return fail(&e);
    r.n = store_query_columns(r.query);
    r.names = arena_array(g->run, r.n, sizeof *r.names);
    r.v = arena_array(g->run, r.n, sizeof *r.v);
    name_columns(&r);
    int64_t rows = csv       ? put_csv(&r, &e)
                   : g->json ? put_json(&r, &e)
                             : put_table(&r, &e);
    store_query_close(r.query);
    if (rows < 0)
        return fail(&e);
    return rows ? EXIT_DONE : EXIT_NOTHING;
}

static struct str
column_list(struct arena *a, const struct store_view *view)
{
    struct out o;

    out_init_mem(&o);
    for (size_t i = 0; i < view->n; i++)
        out_fmt(&o, "%s" STR_FMT, i ? ", " : "", STR_ARG(view->col[i].name));
    struct str s = str_dup(a, out_text(&o));
    (void)out_close(&o, NULL);
    return s;
}

static void
put_view_json(struct out *o, const struct store_view *view)
{
    struct json j;

    json_init(&j, o);
    json_object_of(&j, "view");
    json_str(&j, "name", view->name);
    json_array(&j, "columns");
    for (size_t i = 0; i < view->n; i++)
        json_str(&j, NULL, view->col[i].name);
    json_end_array(&j);
    json_end_object(&j);
    json_line(&j);
}

static size_t
line_width(const struct global *g)
{
    enum { WIDTH = 79, NARROW = 40 };

    if (!g->render.width)
        return WIDTH;
    return g->render.width < NARROW ? NARROW : g->render.width;
}

/* A name and its columns, wrapped. */
static void
put_view_text(const struct global *g, const struct store_view *view)
{
    enum { INDENT = 18 };
    struct str rest = column_list(g->run, view);
    size_t col = view->name.n;

    out_safe(g->out, view->name, false);
    out_pad(g->out, ' ', col < INDENT ? INDENT - col : 1);
    col = col < INDENT ? INDENT : col + 1;
    for (bool first = true; rest.n; first = false) {
        struct str word = str_cut(&rest, ' ');
        if (!first && col + 1 + word.n > line_width(g)) {
            out_byte(g->out, '\n');
            out_pad(g->out, ' ', INDENT);
            col = INDENT;
        } else if (!first) {
            out_byte(g->out, ' ');
            col++;
        }
        out_safe(g->out, word, false);
        col += word.n;
    }
    out_byte(g->out, '\n');
}

static int
list_views(const struct global *g, struct store *db)
{
    struct store_view *v;
    size_t n;
    struct err e;

    if (store_get_views(db, g->run, &v, &n, &e) < 0)
        return fail(&e);
    for (size_t i = 0; i < n; i++) {
        if (g->json)
            put_view_json(g->out, &v[i]);
        else
            put_view_text(g, &v[i]);
    }
    return EXIT_DONE;
}

static int
run_sql(const struct global *g, const void *opts, const struct opt_list *args)
{
    const struct sql_options *o = opts;
    struct str query = args->n ? args->v[0] : STR("");
    struct store *db;
    struct err e;
    int status;

    if (o->csv && g->json) {
        cmd_error("--csv and --json: expected one of them");
        return EXIT_ERROR;
    }
    if (str_eq(query, STR("-")) && read_query(g->run, &query, &e) < 0)
        return fail(&e);
    db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    if (args->n)
        status = run_query(g, db, query, o->csv);
    else
        status = list_views(g, db);
    store_close(db);
    return status;
}

const struct cmd cmd_sql = {
    .name = "sql",
    .args = "[QUERY]",
    .about = "read-only SQL over the views; '-' reads the query from stdin",
    .help = "Without QUERY the views and their columns are listed. Times "
            "(*_ms) are milliseconds\n"
            "since 1970 UTC; \"by\" in the view link needs its quotes.\n"
            "\n"
            "  cmtrail sql \"SELECT call, calling, called FROM call WHERE "
            "cause = 17\"\n"
            "  cmtrail sql --csv 'SELECT * FROM connection' >connections.csv\n"
            "  cmtrail sql - <query.sql\n",
    .opts = sql_opts,
    .size = sizeof(struct sql_options),
    .min_args = 0,
    .max_args = 1,
    .run = run_sql,
};
