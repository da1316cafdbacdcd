/* SPDX-License-Identifier: MIT
 *
 * ladder: the messages of one call between its hosts, with digit analysis,
 * routing, connections and certificates between them. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/near.h"
#include "store/get.h"
#include "store/open.h"

struct ladder_options {
    struct str format, only, legs, file;
    int64_t width, max_messages;
};

#define FIELD(name) offsetof(struct ladder_options, name)

static const struct opt ladder_opts[] = {
    {"format", 'f', OPT_TEXT, FIELD(format), "FORMAT",
        "text, ascii, markdown, mermaid or json [text]", 0, 0},
    {"width", 'w', OPT_INT, FIELD(width), "N",
        "columns of the drawing, at least 40 [the terminal's]", 40, 10000},
    {"only", 0, OPT_TEXT, FIELD(only), "TOPICS",
        "of sip, mgcp, q931, h225, sccp, cti, da, route, trunk, connection, "
        "tls, "
        "gap: those named, with commas between [all]",
        0, 0},
    {"legs", 0, OPT_TEXT, FIELD(legs), "WHICH",
        "parties, or all: also recording and media legs [parties]", 0, 0},
    {"max-messages", 0, OPT_INT, FIELD(max_messages), "N",
        "keep the first and last ones of a long call [all]", 1, INT32_MAX},
    {"output", 'o', OPT_TEXT, FIELD(file), "FILE",
        "write there; .md, .mmd, .json choose the format", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static int
check_topics(struct str only, struct err *e)
{
    static const char *const topics[] = {"sip", "mgcp", "q931", "h225", "sccp",
        "cti", "da", "route", "trunk", "connection", "tls", "gap"};
    while (only.n > 0) {
        struct str word = str_trim(str_cut(&only, ','));
        size_t i = 0;
        while (i < COUNTOF(topics) && !str_eq_nocase(word, str_from(topics[i])))
            i++;
        if (i == COUNTOF(topics))
            return err_set(e,
                "--only: \"" STR_FMT "\" is none of sip, mgcp, q931, h225, "
                "sccp, cti, da, route, trunk, connection, tls, gap",
                STR_ARG(word));
    }
    return 0;
}

/* The format that was named, else the one of the file's name, else text. */
static const struct render_format *
choose_format(
    const struct global *g, const struct ladder_options *o, struct err *e)
{
    struct str name = o->format;
    if (g->json || (name.n == 0 && str_ends(o->file, STR(".json"))))
        name = STR("json");
    else if (name.n == 0 && str_ends(o->file, STR(".md")))
        name = STR("markdown");
    else if (name.n == 0 && str_ends(o->file, STR(".mmd")))
        name = STR("mermaid");
    else if (name.n == 0)
        name = STR("text");
    const struct render_format *f = render_find(name);
    if (f)
        return f;
    struct near near;
    near_init(&near, name);
    for (f = render_formats; f->name; f++)
        near_offer(&near, str_from(f->name));
    err_set(e,
        "--format: \"" STR_FMT "\" is none of text, ascii, markdown, mermaid, "
        "json%s" STR_FMT "%s",
        STR_ARG(name), near.best.n > 0 ? "; did you mean " : "",
        STR_ARG(near.best), near.best.n > 0 ? "?" : "");
    return NULL;
}

static int
check_options(const struct ladder_options *o, struct layout_options *layout,
    struct err *e)
{
    layout->only = o->only;
    layout->max_messages = (size_t)o->max_messages;
    layout->legs_all = str_eq(o->legs, STR("all"));
    if (o->legs.n > 0 && !layout->legs_all && !str_eq(o->legs, STR("parties")))
        return err_set(e,
            "--legs: expected all or parties, found \"" STR_FMT "\"",
            STR_ARG(o->legs));
    return check_topics(o->only, e);
}

/* Draws into a file of its own. */
static int
write_file(const struct global *g, struct str name, const struct ladder *l,
    const struct render_format *f, struct render_options opt)
{
    const char *path = str_z(g->run, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        cmd_error("%s: %s", path, strerror(errno));
        return EXIT_ERROR;
    }
    struct out o;
    out_init_fd(&o, fd);
    opt.color = false;
    f->ladder(&o, l, &opt);
    struct err e;
    int failed = out_close(&o, &e);
    if (failed < 0)
        cmd_error("%s: %s", path, e.text);
    if (close(fd) < 0 && failed == 0) {
        cmd_error("%s: %s", path, strerror(errno));
        failed = -1;
    }
    return failed < 0 ? EXIT_ERROR : EXIT_DONE;
}

/* Lays the call out. returns: 0, EXIT_ERROR, EXIT_NOTHING. */
static int
make_ladder(const struct global *g, struct store *db, struct str selector,
    const struct layout_options *opt, struct ladder *l)
{
    int64_t number = 0;
    int status = cmd_find_call(g, db, selector, &number);
    if (status != 0)
        return status;
    struct call call;
    struct item *items = NULL;
    size_t n = 0;
    struct err e;
    if (store_get_call(db, g->run, number, &call, &e) < 0 ||
        store_get_items(db, g->run, number, true, &items, &n, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    layout_ladder(g->run, &call, items, n, opt, l);
    if (l->nrows > 0)
        return 0;
    cmd_note(g, "nothing of call %lld to draw", (long long)number);
    return EXIT_NOTHING;
}

static int
run_ladder(
    const struct global *g, const void *opts, const struct opt_list *args)
{
    const struct ladder_options *o = opts;
    struct layout_options layout = {0};
    struct err e;
    const struct render_format *f = choose_format(g, o, &e);
    if (!f || check_options(o, &layout, &e) < 0) {
        cmd_error("ladder: %s", e.text);
        return EXIT_ERROR;
    }
    struct render_options opt = g->render;
    if (o->width > 0)
        opt.width = (size_t)o->width;
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    struct ladder l;
    int status = make_ladder(g, db, args->v[0], &layout, &l);
    if (status == 0 && o->file.n > 0)
        status = write_file(g, o->file, &l, f, opt);
    else if (status == 0)
        f->ladder(g->out, &l, &opt);
    store_close(db);
    return status;
}

const struct cmd cmd_ladder = {
    .name = "ladder",
    .args = "CALL",
    .about = "the message ladder of one call",
    .help = "One lane a host. [Brackets] are what the node did between the "
            "messages. [x3] is\n"
            "a message that was sent three times, (inferred) what only "
            "numbers or time say,\n"
            "(call log) a message known only from there.\n"
            "\n"
            "  cmtrail ladder 3\n"
            "  cmtrail ladder 3 -f markdown -o call3.md\n"
            "  cmtrail ladder ci:70000001 --only sip --legs all\n",
    .opts = ladder_opts,
    .size = sizeof(struct ladder_options),
    .min_args = 1,
    .max_args = 1,
    .run = run_ladder,
};
