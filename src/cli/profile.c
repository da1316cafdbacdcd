/* SPDX-License-Identifier: MIT
 *
 * The cost of rules: one thread reads and matches, as a worker of `load` does,
 * and each try of a rule is timed. Every worker compiles a pattern at its
 * first try, so that counts too. */
#include "cli/profile.h"

#include <stdlib.h>

#include "rules/match.h"
#include "trace/input.h"
#include "trace/reader.h"

struct profile {
    const struct global *g;
    const struct rules *rs;
    struct match *match;
    struct arena scratch;
    uint64_t records;
    bool failed;
};

/* One rule, for sorting. */
struct cost {
    const struct rule *rule;
    struct match_stats stats;
};

static void
problem(struct profile *p, const struct err *e)
{
    cmd_error("%s", e->text);
    p->failed = true;
}

static void
read_stream(struct profile *p, struct input *in)
{
    struct reader *rd = NULL;
    struct record rec;
    struct err e;
    int got = reader_open(&rd, in, &e);

    while (got >= 0 && (got = reader_next(rd, &rec, &e)) > 0) {
        struct facts facts;

        match_record(p->match, &rec, &p->scratch, &facts);
        arena_reset(&p->scratch);
        p->records++;
    }
    if (got < 0)
        problem(p, &e);
    reader_close(rd);
}

static void
read_file(struct profile *p, const struct input_path *path)
{
    struct input *in = NULL;
    struct input_stream stream;
    struct err e;
    int got = input_open(&in, path, &e);

    while (got >= 0 && (got = input_next(in, &stream, &e)) > 0)
        read_stream(p, in);
    if (got < 0)
        problem(p, &e);
    input_close(in);
}

static void
read_paths(struct profile *p, const struct opt_list *paths)
{
    struct input_path *v = NULL;
    size_t n = 0;
    struct err e;

    for (size_t i = 0; i < paths->n; i++) {
        if (input_list(p->g->run, paths->v[i], &v, &n, &e) < 0)
            problem(p, &e);
    }
    for (size_t i = 0; i < n; i++)
        read_file(p, &v[i]);
}

static int
by_time(const void *left, const void *right)
{
    const struct cost *a = left, *b = right;

    if (a->stats.ns != b->stats.ns)
        return a->stats.ns < b->stats.ns ? 1 : -1;
    return str_cmp(a->rule->id, b->rule->id);
}

static struct cost *
costs(const struct profile *p)
{
    size_t n = p->rs->n;
    struct cost *v = arena_array(p->g->run, n, sizeof *v);

    for (size_t i = 0; i < n; i++)
        v[i] = (struct cost){&p->rs->v[i], match_stats(p->match, i)};
    qsort(v, n, sizeof *v, by_time);
    return v;
}

static void
put_text(const struct profile *p, const struct cost *v)
{
    static const struct cell_column cols[] = {
        {"RULE", false, 12},
        {"TRIED", true, 5},
        {"HIT", true, 3},
        {"IN VAIN", true, 7},
        {"MS", true, 2},
        {"NS A TRY", true, 8},
    };
    struct arena *a = p->g->run;
    size_t n = p->rs->n;
    struct str *cells = arena_array(a, n * COUNTOF(cols), sizeof *cells);

    for (size_t i = 0; i < n; i++) {
        const struct match_stats *s = &v[i].stats;
        unsigned long long tried = s->tried, hit = s->hit, ns = s->ns;
        struct str *row = cells + i * COUNTOF(cols);

        row[0] = v[i].rule->id;
        row[1] = str_fmt(a, "%llu", tried);
        row[2] = str_fmt(a, "%llu", hit);
        row[3] = str_fmt(a, "%llu", tried - hit);
        row[4] = str_fmt(a, "%.1f", (double)ns / 1e6);
        row[5] = str_fmt(a, "%llu", tried ? ns / tried : 0);
    }
    render_table(p->g->out, cols, COUNTOF(cols), cells, n, &p->g->render);
    out_fmt(p->g->out, "%llu records\n", (unsigned long long)p->records);
}

static void
put_json(const struct profile *p, const struct cost *v)
{
    struct json j;

    json_init(&j, p->g->out);
    for (size_t i = 0; i < p->rs->n; i++) {
        json_object_of(&j, "rule_cost");
        json_str(&j, "rule", v[i].rule->id);
        json_int(&j, "tried", (int64_t)v[i].stats.tried);
        json_int(&j, "hit", (int64_t)v[i].stats.hit);
        json_int(&j, "ns", (int64_t)v[i].stats.ns);
        json_end_object(&j);
        json_line(&j);
    }
}

int
profile_rules(const struct global *g, const struct rules *rs,
    const struct opt_list *paths)
{
    struct profile p = {.g = g, .rs = rs};
    struct err e;

    if (match_open(&p.match, rs, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    match_profile(p.match);
    read_paths(&p, paths);
    const struct cost *v = costs(&p);
    if (g->json)
        put_json(&p, v);
    else if (p.records > 0)
        put_text(&p, v);
    match_close(p.match);
    arena_free(&p.scratch);
    if (p.failed)
        return EXIT_ERROR;
    return p.records > 0 ? EXIT_DONE : EXIT_NOTHING;
}
