/* SPDX-License-Identifier: MIT
 *
 * What all commands share: messages, the database, finding the call that is
 * meant. */
#include "cli/cmd.h"

#include <stdio.h>
#include <unistd.h>

#include "store/get.h"

enum { MESSAGE_MAX = 4096 };

/* Whole and at once, so that lines of two threads do not mix. */
static void
put_message(const char *kind, const char *fmt, va_list args)
{
    char text[MESSAGE_MAX];
    struct out o;

    vsnprintf(text, sizeof text, fmt, args);
    out_init_fd(&o, STDERR_FILENO);
    out_fmt(&o, "cmtrail: %s", kind);
    out_safe(&o, str_from(text), true);
    out_byte(&o, '\n');
    /* Nobody is left to tell when standard error fails. */
    (void)out_close(&o, NULL);
}

void
cmd_error(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    put_message("", fmt, args);
    va_end(args);
}

void
cmd_warn(const struct global *g, const char *fmt, ...)
{
    va_list args;

    if (g->quiet)
        return;
    va_start(args, fmt);
    put_message("warning: ", fmt, args);
    va_end(args);
}

void
cmd_note(const struct global *g, const char *fmt, ...)
{
    va_list args;

    if (g->quiet)
        return;
    va_start(args, fmt);
    put_message("", fmt, args);
    va_end(args);
}

struct store *
cmd_open_store(const struct global *g)
{
    struct store *db = NULL;
    struct err e;

    if (store_open(&db, str_z(g->run, g->db), STORE_READ, &e) < 0) {
        cmd_error("%s", e.text);
        return NULL;
    }
    return db;
}

/* Lists the calls that a selector could mean, on standard error. */
static int
list_candidates(
    const struct global *g, struct store *db, const int64_t *calls, size_t n)
{
    struct call *v = arena_array(g->run, n, sizeof *v);
    struct render_options plain = g->render;
    struct out o;
    struct err e;

    plain.color = false; /* it was asked for standard output */
    for (size_t i = 0; i < n; i++) {
        if (store_get_call(db, g->run, calls[i], &v[i], &e) < 0) {
            cmd_error("%s", e.text);
            return EXIT_ERROR;
        }
    }
    out_init_fd(&o, STDERR_FILENO);
    render_calls_text(&o, v, n, &plain);
    (void)out_close(&o, NULL);
    return EXIT_ERROR;
}

int
cmd_find_call(const struct global *g, struct store *db, struct str selector,
    int64_t *call)
{
    int64_t *v;
    size_t n;
    struct err e;

    if (store_find_calls(db, g->run, selector, &v, &n, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (n == 0) {
        cmd_error("no call matches \"" STR_FMT
                  "\"; `cmtrail calls` lists them all",
            STR_ARG(selector));
        return EXIT_NOTHING;
    }
    if (n > 1) {
        cmd_error("\"" STR_FMT "\" fits %zu calls; name one by its number:",
            STR_ARG(selector), n);
        return list_candidates(g, db, v, n);
    }
    *call = v[0];
    return 0;
}
