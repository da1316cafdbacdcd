/* SPDX-License-Identifier: MIT
 *
 * messages: the SIP messages of one call, as logged. */
#include "cli/redaction.h"
#include "store/open.h"

struct messages_options {
    struct redaction_options redaction;
};

static const struct opt messages_opts[] = {
    REDACTION_OPTS(struct messages_options, redaction),
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
show_messages(const struct global *g, struct store *db, struct str selector,
    struct redact *r)
{
    struct call_data d;
    int status = call_data_read(g, db, selector, &d);
    if (status != 0)
        return status;
    int64_t call = d.path.call.call;
    redaction_apply(r, &d);
    if (put_messages(g, call, d.items, d.nitems) > 0)
        return EXIT_DONE;
    cmd_note(g, "call %lld has no SIP messages", (long long)call);
    return EXIT_NOTHING;
}

static int
run_messages(
    const struct global *g, const void *opts, const struct opt_list *args)
{
    const struct messages_options *o = opts;
    struct redact *r;
    int status = redaction_begin(g, &o->redaction, STR(""), &r);
    if (status != 0)
        return status;
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    status = show_messages(g, db, args->v[0], r);
    store_close(db);
    if (status == 0)
        status = redaction_end(g, &o->redaction, r, STR(""));
    return status;
}

const struct cmd cmd_messages = {
    .name = "messages",
    .args = "CALL",
    .about = "the SIP messages of one call, as logged",
    .help = "SRTP keys, nonces, digest responses, DTMF digits and other "
            "credentials are always\n"
            "masked (***), also with --json. Control characters are shown as "
            "\\xNN. "
            "-v prints whole\n"
            "file names.\n",
    .opts = messages_opts,
    .size = sizeof(struct messages_options),
    .min_args = 1,
    .max_args = 1,
    .run = run_messages,
};
