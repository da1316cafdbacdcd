/* SPDX-License-Identifier: MIT
 *
 * A command: one file cmd_NAME.c, one row in main's table. Only this folder
 * prints to the terminal, reads the environment, or ends the program. */
#ifndef CMTRAIL_CLI_CMD_H
#define CMTRAIL_CLI_CMD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/out.h"
#include "base/str.h"
#include "cli/opt.h"
#include "render/render.h"

/* Exit status, CONTRACT 1. */
enum {
    EXIT_DONE = 0,
    EXIT_NOTHING = 1, /* nothing matched */
    EXIT_ERROR = 2,   /* error, or some input could not be read */
};

/* The global options. */
struct global {
    struct str db; /* --db, else $CMTRAIL_DB, else cmtrail.db */
    bool json;
    struct str color; /* auto, always, never */
    bool no_pager;
    bool quiet;
    bool verbose;
    bool help;
    bool version;
    struct arena *run;            /* lives as long as the command */
    struct out *out;              /* standard output */
    struct render_options render; /* width, colour, unicode of the terminal */
};

struct cmd {
    const char *name;
    const char *args;  /* "CALL", "[CALL]", "PATH..." */
    const char *about; /* one line */
    const char *help;  /* paragraphs after the options: examples */
    const struct opt *opts;
    size_t size;            /* of the option struct */
    int min_args, max_args; /* -1 = any number */
    /* opts:    the filled option struct (zeroed where not given)
     * returns: the exit status */
    int (*run)(
        const struct global *g, const void *opts, const struct opt_list *args);
};

extern const struct cmd cmd_load, cmd_calls, cmd_show, cmd_ladder, cmd_messages,
    cmd_tls, cmd_ticket, cmd_report, cmd_sql, cmd_rules, cmd_info;

/* "cmtrail: TEXT" on standard error, control characters escaped. */
void cmd_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same as a warning; silent with --quiet. */
void cmd_warn(const struct global *g, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same without a word before it: what was done, for people. */
void cmd_note(const struct global *g, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Opens the database of --db for reading; prints why it cannot. */
struct store;
struct store *cmd_open_store(const struct global *g);

/* The one call that a selector names.
 * returns: 0 and *call; EXIT_NOTHING or EXIT_ERROR after saying why (several:
 *          they are listed). */
int cmd_find_call(const struct global *g, struct store *db, struct str selector,
    int64_t *call);

#endif
