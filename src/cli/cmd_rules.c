/* SPDX-License-Identifier: MIT
 *
 * rules: lists them, checks and tests rule files, and explains what they make
 * of a record (explain.c). */
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/explain.h"
#include "cli/near.h"
#include "cli/profile.h"
#include "rules/rule.h"
#include "store/open.h"

struct rules_options {
    struct opt_list rules;
    struct opt_list profile;
    bool yaml;
    bool all;
};

/* One run of the command. */
struct ruling {
    const struct global *g;
    const struct rules_options *o;
    struct opt_list args; /* behind the subcommand */
    struct rules rules;
    struct fact_table *tables;
    size_t ntables;
};

#define FIELD(name) offsetof(struct rules_options, name)

static const struct opt rules_opts[] = {
    {"rules", 0, OPT_LIST, FIELD(rules), "PATH",
        "list, explain: rule file or folder beside the built-in rules", 0, 0},
    {"yaml", 0, OPT_FLAG, FIELD(yaml), NULL,
        "list: the built-in rules as they are written", 0, 0},
    {"all", 0, OPT_FLAG, FIELD(all), NULL,
        "explain: also the rules for other types and signals", 0, 0},
    {"profile", 0, OPT_LIST, FIELD(profile), "TRACES",
        "test: what each rule costs on these files or folders", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

/* --- loading -------------------------------------------------------------- */

static int
load_built_in(struct ruling *r)
{
    struct err e;
    if (rules_load_builtin(&r->rules, r->tables, r->ntables, &e) == 0)
        return EXIT_DONE;
    cmd_error("%s", e.text);
    return EXIT_ERROR;
}

/* Says what is wrong in users' files. */
static int
say_problems(const struct ruling *r)
{
    for (size_t i = 0; i < r->rules.nproblems; i++)
        cmd_error(STR_FMT, STR_ARG(r->rules.problems[i].text));
    return r->rules.nproblems > 0 ? EXIT_ERROR : EXIT_DONE;
}

/* The built-in rules and those of --rules. */
static int
load_all(struct ruling *r)
{
    if (load_built_in(r) != EXIT_DONE)
        return EXIT_ERROR;
    for (size_t i = 0; i < r->o->rules.n; i++) {
        struct err e;
        (void)rules_load_path(
            &r->rules, r->o->rules.v[i], r->tables, r->ntables, &e);
    }
    return say_problems(r);
}

/* Those of the files named as arguments, examples not run. returns: EXIT_ERROR
 * when one is wrong; the others are there. */
static int
read_files(struct ruling *r)
{
    for (size_t i = 0; i < r->args.n; i++) {
        struct err e;
        (void)rules_read_path(
            &r->rules, r->args.v[i], r->tables, r->ntables, &e);
    }
    return say_problems(r);
}

/* --- list ----------------------------------------------------------------- */

static struct str
joined(struct arena *a, const struct str *v, size_t n)
{
    struct str s = n > 0 ? v[0] : STR("");
    for (size_t i = 1; i < n; i++)
        s = str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(s), STR_ARG(v[i]));
    return s;
}

/* What it looks at: signals say more than types. */
static struct str
where_of(struct arena *a, const struct rule *r)
{
    return r->nsignals > 0 ? joined(a, r->signals, r->nsignals)
                           : joined(a, r->types, r->ntypes);
}

static void
list_text(const struct ruling *r)
{
    static const struct cell_column cols[] = {
        {"RULE", false, 12},
        {"RECORDS", false, 8},
        {"INTO", false, 5},
        {"ABOUT", false, 20},
    };
    struct arena *a = r->g->run;
    size_t n = r->rules.n;
    struct str *cells = arena_array(a, n * COUNTOF(cols), sizeof(*cells));
    for (size_t i = 0; i < n; i++) {
        const struct rule *rule = &r->rules.v[i];
        struct str *row = cells + i * COUNTOF(cols);
        row[0] = rule->id;
        row[1] = where_of(a, rule);
        row[2] = rule->shape.table.n > 0 ? rule->shape.table : STR("event");
        row[3] = rule->about;
    }
    render_table(r->g->out, cols, COUNTOF(cols), cells, n, &r->g->render);
}

static void
list_json(struct json *j, const struct rule *r)
{
    json_object_of(j, "rule");
    json_str(j, "id", r->id);
    json_str(j, "about", r->about);
    json_strs(j, "types", r->types, r->ntypes);
    json_strs(j, "signals", r->signals, r->nsignals);
    json_str_opt(j, r->literal_first ? "literal_first" : "literal", r->literal);
    json_str_opt(j, "pattern", r->main.source);
    json_str_opt(j, "into", r->shape.table);
    json_object(j, "columns");
    for (size_t i = 0; i < r->shape.n; i++)
        json_str_key(
            j, r->shape.col[i].name, column_type_name(r->shape.col[i].type));
    json_end_object(j);
    json_int(j, "examples", (int64_t)r->nexamples);
    json_str(j, "file", r->file);
    json_int(j, "line", r->line);
    json_end_object(j);
    json_line(j);
}

static int
list_yaml(const struct ruling *r)
{
    struct str name;
    const char *text;
    for (size_t i = 0; (text = rules_builtin_file(i, &name)); i++) {
        out_fmt(r->g->out, "%s# rules/" STR_FMT "\n", i > 0 ? "---\n" : "",
            STR_ARG(name));
        out_z(r->g->out, text);
    }
    return EXIT_DONE;
}

static int
run_list(struct ruling *r)
{
    if (r->o->yaml)
        return list_yaml(r);
    if (load_all(r) != EXIT_DONE)
        return EXIT_ERROR;
    if (!r->g->json) {
        list_text(r);
        return EXIT_DONE;
    }
    struct json j;
    json_init(&j, r->g->out);
    for (size_t i = 0; i < r->rules.n; i++)
        list_json(&j, &r->rules.v[i]);
    return EXIT_DONE;
}

/* --- check and test ------------------------------------------------------- */

/* Each line of a report as a message. */
static void
put_lines(const struct ruling *r, struct str report, bool warning)
{
    while (report.n > 0) {
        struct str line = str_cut_line(&report);
        if (warning)
            cmd_warn(r->g, STR_FMT, STR_ARG(line));
        else
            cmd_error(STR_FMT, STR_ARG(line));
    }
}

/* How it went, as one object. */
static void
counts_json(const struct ruling *r, size_t ran, size_t failed, size_t warnings)
{
    struct json j;
    json_init(&j, r->g->out);
    json_object_of(&j, "rules");
    json_int(&j, "rules", (int64_t)r->rules.n);
    json_int(&j, "examples", (int64_t)ran);
    json_int(&j, "failed", (int64_t)failed);
    json_int(&j, "warnings", (int64_t)warnings);
    json_end_object(&j);
    json_line(&j);
}

static int
run_check(struct ruling *r)
{
    if (r->args.n == 0) {
        cmd_error("rules check: expected rule files or folders; `cmtrail rules "
                  "test` runs the built-in ones");
        return EXIT_ERROR;
    }
    int status = read_files(r);
    struct out report;
    size_t ran;
    out_init_mem(&report);
    size_t failed = rules_test(&r->rules, &report, &ran);
    put_lines(r, out_text(&report), false);
    out_clear(&report);
    size_t warnings = rules_warn(&r->rules, &report);
    put_lines(r, out_text(&report), true);
    out_close(&report, NULL);
    if (r->g->json)
        counts_json(r, ran, failed, warnings);
    else
        out_fmt(r->g->out,
            "%zu rules, %zu examples, %zu failed, %zu warnings\n", r->rules.n,
            ran, failed, warnings);
    return failed > 0 ? EXIT_ERROR : status;
}

static int
run_test(struct ruling *r)
{
    int status = r->args.n == 0 ? load_built_in(r) : read_files(r);
    if (r->o->profile.n > 0)
        return status == EXIT_DONE
                   ? profile_rules(r->g, &r->rules, &r->o->profile)
                   : status;
    struct out report;
    size_t ran;
    out_init_mem(&report);
    size_t failed = rules_test(&r->rules, &report, &ran);
    if (r->g->json) {
        put_lines(r, out_text(&report), false);
        counts_json(r, ran, failed, 0);
    } else {
        out_safe(r->g->out, out_text(&report), true);
        out_fmt(r->g->out, "%zu examples, %zu failed\n", ran, failed);
    }
    out_close(&report, NULL);
    if (status == EXIT_DONE && failed > 0)
        status = EXIT_NOTHING;
    return status;
}

/* --- explain -------------------------------------------------------------- */

/* All of standard input. */
static struct str
read_stdin(struct arena *a)
{
    enum { BLOCK = 1 << 16, MOST = 64 << 20 };
    char *buf = NULL;
    size_t cap = 0, n = 0;
    ssize_t got;
    do {
        buf = arena_grow(a, buf, &cap, n + BLOCK, 1);
        got = read(STDIN_FILENO, buf + n, cap - n);
        n += got > 0 ? (size_t)got : 0;
    } while (got > 0 && n < MOST);
    return (struct str){buf, n};
}

static int
run_explain(struct ruling *r)
{
    if (r->args.n != 1) {
        cmd_error("rules explain: expected one record, in quotes, or '-' for "
                  "standard input");
        return EXIT_ERROR;
    }
    if (load_all(r) != EXIT_DONE)
        return EXIT_ERROR;
    struct str text = r->args.v[0];
    if (str_eq(text, STR("-")))
        text = read_stdin(r->g->run);
    return explain_records(r->g, &r->rules, text, r->o->all);
}

/* --- the command ---------------------------------------------------------- */

static const struct subcommand {
    const char *name;
    int (*run)(struct ruling *r);
} subcommands[] = {
    {"list", run_list},
    {"check", run_check},
    {"test", run_test},
    {"explain", run_explain},
};

static int
run_subcommand(struct ruling *r, struct str name)
{
    struct near near;
    near_init(&near, name);
    for (size_t i = 0; i < COUNTOF(subcommands); i++) {
        if (str_eq(name, str_from(subcommands[i].name)))
            return subcommands[i].run(r);
        near_offer(&near, str_from(subcommands[i].name));
    }
    if (near.best.n > 0)
        cmd_error("rules: no subcommand \"" STR_FMT
                  "\"; did you mean \"" STR_FMT
                  "\"? There are list, check, test, explain",
            STR_ARG(name), STR_ARG(near.best));
    else
        cmd_error("rules: no subcommand \"" STR_FMT
                  "\"; expected list, check, test or explain",
            STR_ARG(name));
    return EXIT_ERROR;
}

static int
run_rules(const struct global *g, const void *opts, const struct opt_list *args)
{
    struct ruling r = {.g = g, .o = opts};
    r.args = (struct opt_list){args->v + 1, args->n - 1, args->n - 1};
    store_tables(g->run, &r.tables, &r.ntables);
    int status = run_subcommand(&r, args->v[0]);
    rules_free(&r.rules);
    return status;
}

const struct cmd cmd_rules = {
    .name = "rules",
    .args = "list | check FILE... | test [FILE...] | explain LINE",
    .about = "the rules that turn records into facts",
    .help =
        "list     what the rules look at and which table they feed\n"
        "check    errors, failing examples and warnings of your rule files\n"
        "test     runs every rule's examples: the built-in ones, or a file's;\n"
        "         with --profile what each rule costs on your traces: how "
        "many\n"
        "         records came through to its pattern, how many of them in "
        "vain\n"
        "explain  which rules were tried on a record, which matched, and what\n"
        "         they captured; '-' reads records from standard input\n"
        "\n"
        "  cmtrail rules check my.yaml && cmtrail load --rules my.yaml "
        "traces/\n"
        "  grep -m1 'Digit analysis: match' SDL001_100_000089.txt |\n"
        "      cmtrail rules explain -\n"
        "  cmtrail rules test --profile traces/ my.yaml\n"
        "  cmtrail rules list --yaml > all.yaml\n",
    .opts = rules_opts,
    .size = sizeof(struct rules_options),
    .min_args = 1,
    .max_args = -1,
    .run = run_rules,
};
