/* SPDX-License-Identifier: MIT
 *
 * show: one call's path, step by step, with the evidence for each step. */
#include "cli/call_data.h"
#include "store/open.h"

struct show_options {
    char none; /* an empty struct is not C */
};

static const struct opt show_opts[] = {
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static void
put_path(const struct global *g, const struct call_path *p)
{
    struct render_options opt = g->render;
    opt.full_names = g->verbose;
    if (g->json)
        render_path_json(g->out, p);
    else
        render_path_text(g->out, p, &opt);
}

static int
run_show(const struct global *g, const void *opts, const struct opt_list *args)
{
    (void)opts;
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    struct call_path p;
    int status = call_path_read(g, db, args->v[0], &p);
    if (status == 0)
        put_path(g, &p);
    store_close(db);
    return status;
}

const struct cmd cmd_show = {
    .name = "show",
    .args = "CALL",
    .about = "one call's path, step by step, with the evidence for each step",
    .help = "CALL is a number from `cmtrail calls`, ci:N, a SIP Call-ID, or "
            "session:UUID.\n"
            "\"(inferred)\" marks what only numbers or nearness in time say; "
            "all else is\n"
            "joined by an identifier in the traces. -v prints whole file "
            "names.\n",
    .opts = show_opts,
    .size = sizeof(struct show_options),
    .min_args = 1,
    .max_args = 1,
    .run = run_show,
};
