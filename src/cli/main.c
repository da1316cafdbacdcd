/* SPDX-License-Identifier: MIT
 *
 * The program: a table of commands, the global options, and what surrounds a
 * command (pager, standard output). Start reading at cmd_load.c. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/help.h"
#include "cli/near.h"
#include "cli/terminal.h"

static const struct cmd *const reading[] = {&cmd_load, &cmd_info, NULL};
static const struct cmd *const showing[] = {
    &cmd_calls, &cmd_show, &cmd_ladder, &cmd_messages, &cmd_tls, NULL};
static const struct cmd *const sending[] = {&cmd_ticket, &cmd_report, NULL};
static const struct cmd *const asking[] = {&cmd_sql, &cmd_rules, NULL};

static const struct cmd_group groups[] = {
    {"Read traces", reading},
    {"Follow calls", showing},
    {"Pass on", sending},
    {"Ask and adapt", asking},
    {NULL, NULL},
};

static const struct opt global_opts[] = {
    {"db", 'd', OPT_TEXT, offsetof(struct global, db), "FILE",
        "the database [$CMTRAIL_DB, else cmtrail.db]", 0, 0},
    {"json", 0, OPT_FLAG, offsetof(struct global, json), NULL,
        "JSON Lines: one object a line", 0, 0},
    {"color", 0, OPT_TEXT, offsetof(struct global, color), "WHEN",
        "auto, always or never [auto; never with NO_COLOR]", 0, 0},
    {"no-pager", 0, OPT_FLAG, offsetof(struct global, no_pager), NULL,
        "do not show long output in $PAGER", 0, 0},
    {"quiet", 'q', OPT_FLAG, offsetof(struct global, quiet), NULL,
        "only errors on standard error", 0, 0},
    {"verbose", 'v', OPT_FLAG, offsetof(struct global, verbose), NULL,
        "say more", 0, 0},
    {"help", 'h', OPT_FLAG, offsetof(struct global, help), NULL, "this help", 0,
        0},
    {"version", 'V', OPT_FLAG, offsetof(struct global, version), NULL,
        "versions of cmtrail and of what it stands on", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static const struct cmd *
find_command(struct str name)
{
    for (const struct cmd_group *g = groups; g->title; g++) {
        for (const struct cmd *const *c = g->cmds; *c; c++) {
            if (str_eq(name, str_from((*c)->name)))
                return *c;
        }
    }
    return NULL;
}

static int
unknown_command(struct str name)
{
    struct near near;

    near_init(&near, name);
    for (const struct cmd_group *g = groups; g->title; g++) {
        for (const struct cmd *const *c = g->cmds; *c; c++)
            near_offer(&near, str_from((*c)->name));
    }
    if (near.best.n)
        cmd_error("unknown command \"" STR_FMT "\"; did you mean " STR_FMT "?",
            STR_ARG(name), STR_ARG(near.best));
    else
        cmd_error("unknown command \"" STR_FMT
                  "\"; `cmtrail --help` lists them",
            STR_ARG(name));
    return EXIT_ERROR;
}

/* Closes standard output; a full disk must not look like success. A reader
 * who has left is no error. */
static int
finish_output(struct out *o, int status)
{
    struct err e;
    bool failed = out_close(o, &e) < 0;
    bool left = failed && o->error == EPIPE;

    if (close(STDOUT_FILENO) < 0 && !failed) {
        cmd_error("cannot write to standard output: %s", strerror(errno));
        return EXIT_ERROR;
    }
    if (failed && !left) {
        cmd_error("cannot write to standard output: %s", strerror(o->error));
        return EXIT_ERROR;
    }
    return status;
}

static int
run_command(struct global *g, const struct cmd *c, const void *opts,
    const struct opt_list *args)
{
    int n = (int)args->n;
    pid_t pager = 0;
    int status;

    if (n < c->min_args || (c->max_args >= 0 && n > c->max_args)) {
        cmd_error("%s: expected %s, found %d argument%s; `cmtrail %s --help` "
                  "says more",
            c->name, c->args[0] ? c->args : "no arguments", n,
            n == 1 ? "" : "s", c->name);
        return finish_output(g->out, EXIT_ERROR);
    }
    if (!g->no_pager && c != &cmd_load)
        pager = terminal_start_pager();
    status = finish_output(g->out, c->run(g, opts, args));
    terminal_wait_pager(pager);
    return status;
}

/* Options and arguments of one command; argv[0] is its name. */
static int
start_command(struct global *g, const struct cmd *c, int argc, char **argv)
{
    void *opts = arena_alloc(g->run, c->size);
    struct opt_table tables[] = {{c->opts, opts}, {global_opts, g}};
    struct opt_list args = {NULL, 0, 0};
    struct err e;

    if (opt_parse(g->run, tables, COUNTOF(tables), argc, argv, &args, &e) < 0 ||
        terminal_options(g->color, &g->render, &e) < 0) {
        cmd_error("%s: %s", c->name, e.text);
        return EXIT_ERROR;
    }
    if (g->help) {
        help_command(g->out, c, global_opts);
        return finish_output(g->out, EXIT_DONE);
    }
    if (g->db.n == 0)
        g->db = str_from(getenv("CMTRAIL_DB"));
    if (g->db.n == 0)
        g->db = STR("cmtrail.db");
    return run_command(g, c, opts, &args);
}

/* --help and --version without a command; anything else is a mistake. */
static int
without_command(struct global *g)
{
    if (g->version) {
        help_version(g->out, g->run);
        return finish_output(g->out, EXIT_DONE);
    }
    if (g->help) {
        help_program(g->out, groups, global_opts);
        return finish_output(g->out, EXIT_DONE);
    }
    cmd_error("expected a command; `cmtrail --help` lists them");
    return EXIT_ERROR;
}

static int
run_program(struct global *g, int argc, char **argv)
{
    struct opt_table tables[] = {{global_opts, g}};
    int at = opt_first_word(tables, COUNTOF(tables), argc, argv);
    struct opt_list args = {NULL, 0, 0};
    const struct cmd *c;
    struct err e;

    if (opt_parse(g->run, tables, COUNTOF(tables), at, argv, &args, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (at < argc && str_eq(str_from(argv[at]), STR("help"))) {
        g->help = true;
        at++;
    }
    if (at >= argc || g->version)
        return without_command(g);
    c = find_command(str_from(argv[at]));
    if (!c)
        return unknown_command(str_from(argv[at]));
    return start_command(g, c, argc - at, argv + at);
}

int
main(int argc, char **argv)
{
    struct arena run = {NULL, 0};
    struct out out;
    struct global g = {.run = &run, .out = &out};
    int status;

    terminal_init();
    signal(SIGPIPE, SIG_IGN);
    out_init_fd(&out, STDOUT_FILENO);
    status = run_program(&g, argc, argv);
    arena_free(&run);
    return status;
}
