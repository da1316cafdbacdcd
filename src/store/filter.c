/* SPDX-License-Identifier: MIT
 *
 * Turns the filters of `calls` into one query over the call tables. */
#include "store/filter.h"

enum { TOD_DAY_MS = 86400000 };

/* A query that grows. */
struct where {
    struct out text;
    struct arena *a;
    struct filter_sql *q;
    size_t cap;
};

struct str
filter_like(struct arena *a, struct str pattern)
{
    char *p = arena_alloc(a, 2 * pattern.n);
    size_t n = 0;

    for (size_t i = 0; i < pattern.n; i++) {
        char c = pattern.p[i];
        if (c == '*') {
            p[n++] = '%';
            continue;
        }
        if (c == '\\' && i + 1 < pattern.n && pattern.p[i + 1] == '*')
            c = pattern.p[++i];
        if (c == '%' || c == '_' || c == '\\')
            p[n++] = '\\';
        p[n++] = c;
    }
    return (struct str){p, n};
}

/* Adds a value; returns the number of its parameter. */
static size_t
parameter(struct where *w, struct value v)
{
    struct filter_sql *q = w->q;

    q->v = arena_grow(w->a, q->v, &w->cap, q->n + 1, sizeof *q->v);
    q->v[q->n++] = v;
    return q->n;
}

static size_t
parameter_int(struct where *w, int64_t i)
{
    return parameter(w, (struct value){.kind = VALUE_INTEGER, .i = i});
}

static size_t
parameter_like(struct where *w, struct str pattern)
{
    return parameter(
        w, (struct value){.kind = VALUE_TEXT, .s = filter_like(w->a, pattern)});
}

static void
next_condition(struct where *w)
{
    out_z(&w->text, out_text(&w->text).n ? " AND " : "");
}

/* "EXPR LIKE ?n", over each of the columns, one of which must fit. */
static void
add_like(struct where *w, const char *const *columns, struct str pattern)
{
    if (!pattern.n)
        return;
    next_condition(w);
    size_t n = parameter_like(w, pattern);
    out_z(&w->text, "(");
    for (size_t i = 0; columns[i]; i++)
        out_fmt(&w->text, "%s%s LIKE ?%zu ESCAPE '\\'", i ? " OR " : "",
            columns[i], n);
    out_z(&w->text, ")");
}

/* The call is among those that a query with one LIKE gives. */
static void
add_in(struct where *w, const char *query, struct str pattern)
{
    if (!pattern.n)
        return;
    next_condition(w);
    out_fmt(&w->text, "call IN (%s LIKE ?%zu ESCAPE '\\')", query,
        parameter_like(w, pattern));
}

static void
add_number(struct where *w, const char *condition, int64_t v, int64_t any)
{
    if (v == any)
        return;
    next_condition(w);
    out_fmt(&w->text, "%s ?%zu", condition, parameter_int(w, v));
}

/* One that its legs are on, or that its path reaches: a far cluster without
 * traces is known by the GUID in its tags, or by its certificate. */
static void
add_cluster(struct where *w, struct str cluster)
{
    add_in(w,
        "SELECT call FROM (SELECT call, value AS name FROM call_list "
        "WHERE what = 'cluster' "
        "UNION ALL SELECT call, label FROM step_row WHERE kind = 'cluster' "
        "AND json_extract(detail, '$.how') IN "
        "('traces', 'tag', 'certificate') "
        "UNION ALL SELECT call, json_extract(detail, '$.guid') FROM step_row "
        "WHERE kind = 'cluster') WHERE name",
        cluster);
}

static void
add_parties(struct where *w, const struct call_filter *f)
{
    static const char *const calling[] = {"calling", NULL};
    static const char *const dialed[] = {"dialed", "called", NULL};

    add_like(w, calling, f->from);
    add_like(w, dialed, f->to);
    add_in(w,
        "SELECT call FROM (SELECT call, calling AS number FROM call_row "
        "UNION ALL SELECT call, dialed FROM call_row "
        "UNION ALL SELECT call, called FROM call_row "
        "UNION ALL SELECT call, number FROM leg_row) WHERE number",
        f->number);
    add_in(w,
        "SELECT call FROM (SELECT call, calling_device AS device FROM call_row "
        "UNION ALL SELECT call, called_device FROM call_row "
        "UNION ALL SELECT call, device FROM leg_row) WHERE device",
        f->device);
    add_in(w, "SELECT call FROM call_list WHERE what = 'trunk' AND value",
        f->trunk);
    add_cluster(w, f->cluster);
    add_in(w,
        "SELECT k.call FROM connection_call_row k JOIN connection_row c "
        "ON c.connection = k.connection WHERE c.cn",
        f->cn);
}

/* A node by its number, or by its host name. */
static void
add_node(struct where *w, struct str node)
{
    if (!node.n)
        return;
    next_condition(w);
    size_t n = parameter_like(w, node);
    out_fmt(&w->text,
        "call IN (SELECT call FROM call_list WHERE what = 'node' AND "
        "(value LIKE ?%zu ESCAPE '\\' OR value IN (SELECT CAST(node AS TEXT) "
        "FROM source_file WHERE host LIKE ?%zu ESCAPE '\\')))",
        n, n);
}

/* "IP", "IP:PORT", "V6", "[V6]", "[V6]:PORT": peers are kept as "IP:PORT" and
 * "[V6]:PORT". An address without a port fits any. */
static struct str
peer_pattern(struct arena *a, struct str peer)
{
    size_t first = str_find_byte(peer, ':');
    bool bracket = str_starts(peer, STR("["));
    bool v6 = !bracket && first < str_rfind_byte(peer, ':');
    bool port = bracket ? !str_ends(peer, STR("]")) : !v6 && first < peer.n;

    if (v6)
        return str_fmt(a, "[" STR_FMT "]:*", STR_ARG(peer));
    return port ? peer : str_fmt(a, STR_FMT ":*", STR_ARG(peer));
}

static void
add_peer(struct where *w, struct str peer)
{
    if (peer.n)
        add_in(w, "SELECT call FROM call_list WHERE what = 'peer' AND value",
            peer_pattern(w->a, peer));
}

static void
add_times(struct where *w, const struct call_filter *f)
{
    const char *since = "start_ms >=";
    const char *until = "start_ms <=";

    if (f->local) {
        since = "start_ms + coalesce(start_offset_s, 0) * 1000 >=";
        until = "start_ms + coalesce(start_offset_s, 0) * 1000 <=";
    }
    add_number(w, since, f->since_ms, WHEN_UNKNOWN);
    add_number(w, until, f->until_ms, WHEN_UNKNOWN);
}

/* Times of day; since later than until goes over midnight. */
static void
add_times_of_day(struct where *w, const struct call_filter *f)
{
    bool since = f->since_tod != WHEN_UNKNOWN;
    bool until = f->until_tod != WHEN_UNKNOWN;
    const char *between = "AND";

    if (!since && !until)
        return;
    if (since && until && f->since_tod > f->until_tod)
        between = "OR";
    next_condition(w);
    out_z(&w->text, "(");
    if (since)
        out_fmt(&w->text, "start_tod %% %d >= ?%zu", TOD_DAY_MS,
            parameter_int(w, f->since_tod));
    if (since && until)
        out_fmt(&w->text, " %s ", between);
    if (until)
        out_fmt(&w->text, "start_tod %% %d <= ?%zu", TOD_DAY_MS,
            parameter_int(w, f->until_tod));
    out_z(&w->text, ")");
}

static void
add_outcome(struct where *w, const struct call_filter *f)
{
    static const char *const outcome[] = {"outcome", NULL};

    add_like(w, outcome, f->outcome);
    if (f->failed) {
        next_condition(w);
        out_z(
            &w->text, "outcome IN ('busy', 'no-answer', 'rejected', 'failed')");
    }
    add_number(w, "cause =", f->cause, -1);
    add_number(w, "sip_status =", f->sip_status, 0);
}

void
filter_sql(struct arena *a, const struct call_filter *f, struct filter_sql *q)
{
    struct where w = {.a = a, .q = q};

    *q = (struct filter_sql){.n = 0};
    out_init_mem(&w.text);
    add_parties(&w, f);
    add_node(&w, f->node);
    add_peer(&w, f->peer);
    add_times(&w, f);
    add_times_of_day(&w, f);
    add_outcome(&w, f);

    struct str conditions = out_text(&w.text);
    q->text = str_fmt(a, "SELECT call FROM call_row%s" STR_FMT,
        conditions.n ? " WHERE " : "", STR_ARG(conditions));
    if (f->limit > 0)
        q->text = str_fmt(a, STR_FMT " ORDER BY call DESC LIMIT ?%zu",
            STR_ARG(q->text), parameter_int(&w, f->limit));
    (void)out_close(&w.text, NULL);
}

void
filter_bind(const struct filter_sql *q, sqlite3_stmt *statement)
{
    for (size_t i = 0; i < q->n; i++) {
        int n = (int)i + 1;
        if (q->v[i].kind == VALUE_INTEGER)
            sqlite3_bind_int64(statement, n, q->v[i].i);
        else
            sqlite3_bind_text64(statement, n, q->v[i].s.p, q->v[i].s.n,
                SQLITE_TRANSIENT, SQLITE_UTF8);
    }
}
