/* SPDX-License-Identifier: MIT
 *
 * messages: the SIP messages of one call, as logged. */
#include "cli/cmd.h"
#include "store/get.h"
#include "store/open.h"

struct messages_options {
    char none; /* an empty struct is not C */
};

static const struct opt messages_opts[] = {
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

/* returns: how many there were. */
static size_t
put_messages(
    const struct global *g, int64_t call, const struct item *items, size_t n)
{
    struct render_options opt = g->render;
    opt.full_names = g->verbose;
    size_t number = 0;
    for (size_t i = 0; i < n; i++) {
        if (items[i].kind != ITEM_MESSAGE)
            continue;
        number++;
        if (g->json)
            render_message_json(g->out, call, &items[i]);
        else
            render_message_text(g->out, number, &items[i], &opt);
    }
    return number;
}

static int
show_messages(const struct global *g, struct store *db, struct str selector)
{
    int64_t call = 0;
    int status = cmd_find_call(g, db, selector, &call);
    if (status != 0)
        return status;
    struct item *items = NULL;
    size_t n = 0;
    struct err e;
    if (store_get_items(db, g->run, call, true, &items, &n, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (put_messages(g, call, items, n) > 0)
        return EXIT_DONE;
    cmd_note(g, "call %lld has no SIP messages", (long long)call);
    return EXIT_NOTHING;
}

static int
run_messages(
    const struct global *g, const void *opts, const struct opt_list *args)
{
    (void)opts;
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    int status = show_messages(g, db, args->v[0]);
    store_close(db);
    return status;
}

const struct cmd cmd_messages = {
    .name = "messages",
    .args = "CALL",
    .about = "the SIP messages of one call, as logged",
    .help = "SRTP keys, nonces, digest responses and other credentials are "
            "always masked\n"
            "(***), also with --json. Control characters are shown as \\xNN. "
            "-v prints whole\n"
            "file names.\n",
    .opts = messages_opts,
    .size = sizeof(struct messages_options),
    .min_args = 1,
    .max_args = 1,
    .run = run_messages,
};
