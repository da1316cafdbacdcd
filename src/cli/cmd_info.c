/* SPDX-License-Identifier: MIT
 *
 * info: what was loaded, from when to when, how its date is known, what is
 * missing or could not be read, and which rules hit how often. */
#include <inttypes.h>

#include "base/map.h"
#include "cli/cmd.h"
#include "cli/info_clocks.h"
#include "model/names.h"
#include "store/get.h"
#include "store/open.h"

struct info {
    struct source *sources;
    size_t nsources;
    struct rule_stat *rules;
    size_t nrules;
    struct gap *gaps;
    size_t ngaps;
    struct node_clock *clocks;
    size_t nclocks;
    struct store_totals totals;
    bool calls_current;
};

static int
get_info(
    const struct global *g, struct store *db, struct info *v, struct err *e)
{
    int current = store_calls_current(db, e);

    v->calls_current = current > 0;
    if (current < 0 ||
        store_get_sources(db, g->run, true, &v->sources, &v->nsources, e) < 0 ||
        store_get_rule_stats(db, g->run, &v->rules, &v->nrules, e) < 0 ||
        store_get_gaps(db, g->run, -1, &v->gaps, &v->ngaps, e) < 0 ||
        store_get_clocks(db, g->run, &v->clocks, &v->nclocks, e) < 0)
        return -1;
    return store_get_totals(db, &v->totals, e);
}

/* The last part: long paths say nothing in a table. */
static struct str
short_name(struct str name)
{
    size_t slash = str_rfind_byte(name, '/');

    return slash < name.n ? str_skip(name, slash + 1) : name;
}

static struct when
source_when(const struct source *s, int64_t tod_ms)
{
    struct when w = {WHEN_UNKNOWN, tod_ms, s->utc_offset_s};

    if (tod_ms != WHEN_UNKNOWN && s->base_ms != WHEN_UNKNOWN)
        w.utc_ms = s->base_ms + tod_ms;
    return w;
}

/* When a time of day of a source was. */
static struct str
source_time(struct arena *a, const struct source *s, int64_t tod_ms)
{
    return when_iso(a, source_when(s, tod_ms));
}

/* The same to the second and without the offset, which the node's row has. */
static struct str
source_short_time(struct arena *a, const struct source *s, int64_t tod_ms)
{
    struct when w = source_when(s, tod_ms);
    bool dated = w.utc_ms != WHEN_UNKNOWN;
    size_t date = dated ? sizeof("2020-06-28") - 1 : 0;
    struct str iso = when_iso(a, w);

    if (!iso.n)
        return iso;
    struct str clock =
        str_sub(str_skip(iso, dated ? date + 1 : 0), 0, sizeof("17:31:29") - 1);
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(iso, 0, date)),
        dated ? " " : "", STR_ARG(clock));
}

static bool
has_facts(const struct source *s)
{
    return str_eq(s->status, STR("ok")) || str_eq(s->status, STR("cut"));
}

/* --- JSON ----------------------------------------------------------------- */

static void
end_object(struct json *j)
{
    json_end_object(j);
    json_line(j);
}

static void
put_source_clock_json(struct json *j, struct arena *a, const struct source *s)
{
    json_int_opt(j, "utc_offset_s", s->utc_offset_s, WHEN_NO_OFFSET);
    json_str(j, "date_from", date_from_name(s->date_from));
    json_str_opt(j, "from", source_time(a, s, s->first_tod));
    json_str_opt(j, "to", source_time(a, s, s->last_tod));
    if (s->base_ms == WHEN_UNKNOWN)
        return;
    if (s->first_tod != WHEN_UNKNOWN)
        json_int(j, "first_ms", s->base_ms + s->first_tod);
    if (s->last_tod != WHEN_UNKNOWN)
        json_int(j, "last_ms", s->base_ms + s->last_tod);
}

static void
put_source_json(struct json *j, struct arena *a, const struct source *s)
{
    json_object_of(j, "source");
    json_str(j, "file", s->file);
    json_str_opt(j, "member", s->member);
    json_str(j, "kind", source_kind_name(s->kind));
    json_str_opt(j, "cluster", s->cluster);
    json_int_opt(j, "node", s->node, 0);
    json_int_opt(j, "app", s->app, 0);
    json_str_opt(j, "host", s->host);
    json_str_opt(j, "address", s->address);
    json_str_opt(j, "version", s->version);
    json_str_opt(j, "app_start", s->app_start);
    json_int_opt(j, "file_number", s->file_number, -1);
    put_source_clock_json(j, a, s);
    json_int(j, "bytes", s->bytes);
    json_int(j, "records", s->records);
    json_int(j, "facts", s->facts);
    json_int(j, "bad_times", s->bad_times);
    json_str(j, "status", s->status);
    json_str_opt(j, "note", s->note);
    end_object(j);
}

static void
put_rule_json(struct json *j, const struct rule_stat *r)
{
    json_object_of(j, "rule");
    json_str(j, "rule", r->rule);
    json_int(j, "tried", r->tried);
    json_int(j, "hit", r->hit);
    json_int(j, "limit", r->limit);
    end_object(j);
}

static void
put_gap_json(struct json *j, const struct gap *gap)
{
    json_object_of(j, "gap");
    render_gap_json(j, gap);
    end_object(j);
}

static void
put_clock_json(struct json *j, const struct node_clock *k)
{
    json_object_of(j, "clock");
    json_str_opt(j, "node", k->node);
    json_str_opt(j, "cluster", k->cluster);
    json_str_opt(j, "host", k->host);
    json_str_opt(j, "address", k->address);
    json_str_opt(j, "against", k->against);
    json_str_opt(j, "against_cluster", k->against_cluster);
    json_str_opt(j, "against_host", k->against_host);
    json_str_opt(j, "against_address", k->against_address);
    json_str_opt(j, "via", k->via);
    json_int(j, "offset_ms", k->offset_ms);
    json_int_opt(j, "error_ms", k->error_ms, -1);
    json_int(j, "received", k->received);
    json_int(j, "sent", k->sent);
    end_object(j);
}

static void
put_totals_json(struct json *j, const struct info *v)
{
    const struct store_totals *t = &v->totals;

    json_object_of(j, "totals");
    json_int(j, "sources", t->sources);
    json_int(j, "records", t->records);
    json_int(j, "facts", t->facts);
    json_int(j, "messages", t->messages);
    json_int(j, "calls", t->calls);
    json_int(j, "connections", t->connections);
    json_int(j, "gaps", t->gaps);
    if (t->cdrs > 0) {
        json_int(j, "call_records", t->cdrs);
        json_int(j, "call_records_alone", t->cdrs_alone);
        json_int(j, "call_records_differ", t->cdrs_differ);
    }
    json_int_opt(j, "first_ms", t->first_ms, WHEN_UNKNOWN);
    json_int_opt(j, "last_ms", t->last_ms, WHEN_UNKNOWN);
    json_bool(j, "calls_current", v->calls_current);
    end_object(j);
}

static void
put_info_json(const struct global *g, const struct info *v)
{
    struct json j;

    json_init(&j, g->out);
    for (size_t i = 0; i < v->nsources; i++)
        put_source_json(&j, g->run, &v->sources[i]);
    for (size_t i = 0; i < v->nrules; i++)
        put_rule_json(&j, &v->rules[i]);
    for (size_t i = 0; i < v->ngaps; i++)
        put_gap_json(&j, &v->gaps[i]);
    for (size_t i = 0; i < v->nclocks; i++)
        put_clock_json(&j, &v->clocks[i]);
    put_totals_json(&j, v);
}

/* --- text ----------------------------------------------------------------- */

/* A growing table of n columns. */
struct table {
    struct arena *a;
    struct str *cells;
    size_t n, cap;
};

static void
add_cell(struct table *t, struct str s)
{
    t->cells = arena_grow(t->a, t->cells, &t->cap, t->n + 1, sizeof *t->cells);
    t->cells[t->n++] = s;
}

static void
add_count(struct table *t, int64_t n)
{
    add_cell(t, str_fmt(t->a, "%" PRId64, n));
}

static void
put_table(const struct global *g, const struct table *t,
    const struct cell_column *cols, size_t ncols)
{
    render_table(g->out, cols, ncols, t->cells, t->n / ncols, &g->render);
}

static void
put_title(struct out *o, const char *title)
{
    out_fmt(o, "\n%s\n", title);
}

/* A time that belongs to no one node: in UTC. */
static struct str
utc_time(struct arena *a, int64_t ms)
{
    struct when w = {ms, WHEN_UNKNOWN, 0};

    return ms == WHEN_UNKNOWN ? STR("?") : when_iso(a, w);
}

static void
put_count(struct out *o, int64_t n, const char *noun, const char *behind)
{
    out_fmt(o, "%" PRId64 " %s%s%s", n, noun, n == 1 ? "" : "s", behind);
}

static void
put_totals_text(const struct global *g, const struct info *v)
{
    const struct store_totals *t = &v->totals;
    int64_t loaded = 0;

    for (size_t i = 0; i < v->nsources; i++)
        loaded += has_facts(&v->sources[i]);
    put_count(g->out, loaded, "file", ", ");
    put_count(g->out, t->records, "record", ", ");
    put_count(g->out, t->facts, "fact", ", ");
    put_count(g->out, t->messages, "message", ", ");
    put_count(g->out, t->connections, "connection", ", ");
    put_count(g->out, t->calls, "call", "\n");
    if (t->cdrs > 0)
        out_fmt(g->out,
            "%" PRId64 " call record%s: %" PRId64 " of calls that nothing else "
            "tells of, %" PRId64 " that differ%s from the traces%s\n",
            t->cdrs, t->cdrs == 1 ? "" : "s", t->cdrs_alone, t->cdrs_differ,
            t->cdrs_differ == 1 ? "s" : "",
            t->cdrs_differ > 0 ? " (view cdr, column difference)" : "");
    if (t->first_ms != WHEN_UNKNOWN)
        out_fmt(g->out, "from " STR_FMT " to " STR_FMT "\n",
            STR_ARG(utc_time(g->run, t->first_ms)),
            STR_ARG(utc_time(g->run, t->last_ms)));
    if (!v->calls_current)
        out_z(g->out, "The last load was interrupted: the calls are those of "
                      "before. Load again to go on.\n");
}

static struct str
node_name(struct arena *a, const struct source *s)
{
    return s->node ? str_fmt(a, "%d", (int)s->node) : STR("?");
}

static struct str
cluster_name(const struct source *s)
{
    return s->cluster.n ? s->cluster : s->cluster_name;
}

/* "(of 192.0.2.11)": one of several clusters that have no name. */
static struct str
cluster_cell(struct arena *a, const struct source *s)
{
    struct str name = cluster_name(s);

    if (name.n > 0 || !s->cluster_address.n)
        return name;
    return str_fmt(a, "(of " STR_FMT ")", STR_ARG(s->cluster_address));
}

static struct str
offset_text(struct arena *a, int32_t offset_s)
{
    int minutes = offset_s / 60;
    int positive = minutes < 0 ? -minutes : minutes;

    if (offset_s == WHEN_NO_OFFSET)
        return STR("?");
    return str_fmt(a, "%c%02d:%02d", minutes < 0 ? '-' : '+', positive / 60,
        positive % 60);
}

static bool
same_node(const struct source *a, const struct source *b)
{
    return a->node == b->node && str_eq(a->host, b->host) &&
           str_eq(cluster_name(a), cluster_name(b)) &&
           str_eq(a->cluster_address, b->cluster_address) &&
           a->kind == b->kind && a->date_from == b->date_from &&
           a->utc_offset_s == b->utc_offset_s;
}

/* Captures, certificates and lists of files do not say what a node did. */
static bool
is_trace(const struct source *s)
{
    return s->kind == SOURCE_SDL || s->kind == SOURCE_CALLLOG ||
           s->kind == SOURCE_IOS || s->kind == SOURCE_CDR;
}

/* Where dates and offsets come from; sources of a node follow each other. */
static void
put_nodes_text(const struct global *g, const struct info *v)
{
    static const struct cell_column cols[] = {{"NODE", false, 4},
        {"HOST", false, 8}, {"CLUSTER", false, 7}, {"KIND", false, 4},
        {"FILES", true, 5}, {"UTC", false, 6}, {"DATE FROM", false, 9}};
    struct table t = {.a = g->run};
    size_t end;

    for (size_t i = 0; i < v->nsources; i = end) {
        const struct source *s = &v->sources[i];
        int64_t files = 0;
        for (end = i; end < v->nsources && same_node(s, &v->sources[end]);
             end++)
            files += has_facts(&v->sources[end]) && is_trace(&v->sources[end]);
        if (!files)
            continue;
        add_cell(&t, node_name(t.a, s));
        add_cell(&t, s->host);
        add_cell(&t, cluster_cell(t.a, s));
        add_cell(&t, source_kind_name(s->kind));
        add_count(&t, files);
        add_cell(&t, offset_text(t.a, s->utc_offset_s));
        add_cell(&t, date_from_name(s->date_from));
    }
    if (!t.n)
        return;
    put_title(g->out, "Nodes");
    put_table(g, &t, cols, COUNTOF(cols));
}

static void
put_sources_text(const struct global *g, const struct info *v)
{
    static const struct cell_column cols[] = {{"FILE", false, 12},
        {"NODE", false, 4}, {"FROM", false, 19}, {"TO", false, 19},
        {"RECORDS", true, 7}, {"FACTS", true, 5}, {"STATUS", false, 6}};
    struct table t = {.a = g->run};

    for (size_t i = 0; i < v->nsources; i++) {
        const struct source *s = &v->sources[i];
        if (!has_facts(s))
            continue;
        add_cell(&t, short_name(source_name(t.a, s)));
        add_cell(&t, node_name(t.a, s));
        add_cell(&t, source_short_time(t.a, s, s->first_tod));
        add_cell(&t, source_short_time(t.a, s, s->last_tod));
        add_count(&t, s->records);
        add_count(&t, s->facts);
        add_cell(&t, s->status);
    }
    if (!t.n)
        return;
    put_title(g->out, "Files");
    put_table(g, &t, cols, COUNTOF(cols));
}

/* Whole names: these are to be found and mended. loaded: those that were, with
 * something to say about them; else those that were not. */
static void
put_notes_text(const struct global *g, const struct info *v, const char *title,
    bool loaded)
{
    bool any = false;

    for (size_t i = 0; i < v->nsources; i++) {
        const struct source *s = &v->sources[i];
        if (has_facts(s) != loaded || (loaded && !s->note.n && !s->bad_times))
            continue;
        if (!any)
            put_title(g->out, title);
        any = true;
        out_safe(g->out, source_name(g->run, s), false);
        out_z(g->out, ": ");
        out_safe(g->out, s->note.n || loaded ? s->note : s->status, false);
        if (s->bad_times)
            out_fmt(g->out, "%s%" PRId64 " records with an unreadable time",
                s->note.n ? "; " : "", s->bad_times);
        out_byte(g->out, '\n');
    }
}

/* A sentence each; what single calls need, `show` says. */
static void
put_gaps_text(const struct global *g, const struct info *v)
{
    struct map calls;

    map_init(&calls, g->run);
    if (v->ngaps)
        put_title(g->out, "Missing");
    for (size_t i = 0; i < v->ngaps; i++) {
        const struct gap *gap = &v->gaps[i];
        if (gap->call) {
            map_put_u64(&calls, (uint64_t)gap->call, 0, NULL);
            continue;
        }
        out_safe(g->out, gap->reason, false);
        out_byte(g->out, '\n');
    }
    if (calls.n)
        out_fmt(g->out, "%zu call%s; `cmtrail show CALL` says what\n", calls.n,
            calls.n == 1 ? " lacks something" : "s lack something");
}

static void
put_rules_text(const struct global *g, const struct info *v)
{
    static const struct cell_column cols[] = {{"RULE", false, 12},
        {"TRIED", true, 5}, {"HIT", true, 5}, {"GIVEN UP", true, 8}};
    struct table t = {.a = g->run};

    for (size_t i = 0; i < v->nrules; i++) {
        const struct rule_stat *r = &v->rules[i];
        if (!r->hit && !r->limit)
            continue;
        add_cell(&t, r->rule);
        add_count(&t, r->tried);
        add_count(&t, r->hit);
        add_count(&t, r->limit);
    }
    if (!t.n)
        return;
    put_title(g->out, "Rules");
    put_table(g, &t, cols, COUNTOF(cols));
}

static void
put_idle_rules_text(const struct global *g, const struct info *v)
{
    bool any = false;

    for (size_t i = 0; i < v->nrules; i++) {
        const struct rule_stat *r = &v->rules[i];
        if (r->hit || r->limit)
            continue;
        if (!any)
            put_title(g->out, "Rules that never hit");
        any = true;
        out_safe(g->out, r->rule, false);
        out_byte(g->out, '\n');
    }
}

static void
put_info_text(const struct global *g, const struct info *v)
{
    put_totals_text(g, v);
    put_nodes_text(g, v);
    put_sources_text(g, v);
    put_notes_text(g, v, "Remarks", true);
    put_notes_text(g, v, "Not loaded", false);
    if (v->nclocks > 0)
        put_title(g->out, "Clocks");
    info_clocks(g, v->clocks, v->nclocks);
    put_gaps_text(g, v);
    put_rules_text(g, v);
    put_idle_rules_text(g, v);
}

/* -------------------------------------------------------------------------- */

static int
run_info(const struct global *g, const void *opts, const struct opt_list *args)
{
    struct store *db = cmd_open_store(g);
    struct info v = {0};
    struct err e;

    (void)opts;
    (void)args;
    if (!db)
        return EXIT_ERROR;
    int result = get_info(g, db, &v, &e);
    store_close(db);
    if (result < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (g->json)
        put_info_json(g, &v);
    else
        put_info_text(g, &v);
    return v.nsources ? EXIT_DONE : EXIT_NOTHING;
}

static const struct opt info_opts[] = {
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

const struct cmd cmd_info = {
    .name = "info",
    .args = "",
    .about = "what was loaded, what is missing, which rules hit how often",
    .help = "DATE FROM says how a file's date is known: from its first line "
            "(filehead), from its\n"
            "rows, another file of the node, Date headers, CUCM's Call-IDs or "
            "--date.\n"
            "\n"
            "  cmtrail info --json | jq -r 'select(.type == \"gap\")'\n",
    .opts = info_opts,
    .size = 1,
    .min_args = 0,
    .max_args = 0,
    .run = run_info,
};
