/* SPDX-License-Identifier: MIT
 *
 * ladder: the messages of one call between its hosts, with digit analysis,
 * routing, connections and certificates between them. */
#include "cli/call_data.h"
#include "cli/file.h"
#include "cli/hosts.h"
#include "cli/near.h"
#include "cli/redaction.h"
#include "store/open.h"

struct ladder_options {
    struct str format, only, legs, names, file;
    int64_t width, max_messages;
    struct redaction_options redaction;
};

#define FIELD(name) offsetof(struct ladder_options, name)

static const struct opt ladder_opts[] = {
    {"format", 'f', OPT_TEXT, FIELD(format), "FORMAT",
        "text, ascii, markdown, mermaid, plantuml, svg, html or json [text]", 0,
        0},
    {"width", 'w', OPT_INT, FIELD(width), "N",
        "columns of the drawing, at least 40 [the terminal's]", 40, 10000},
    {"only", 0, OPT_TEXT, FIELD(only), "TOPICS",
        "of sip, mgcp, q931, h225, sccp, cti, da, route, trunk, connection, "
        "tls, path, gap: those named, with commas between [all]",
        0, 0},
    {"legs", 0, OPT_TEXT, FIELD(legs), "WHICH",
        "parties, or all: also recording and media legs [parties]", 0, 0},
    {"max-messages", 0, OPT_INT, FIELD(max_messages), "N",
        "keep the first and last ones of a long call [all]", 1, INT32_MAX},
    {"names", 0, OPT_TEXT, FIELD(names), "FILE",
        "names for addresses, as in /etc/hosts, for hosts that the traces do "
        "not name",
        0, 0},
    {"output", 'o', OPT_TEXT, FIELD(file), "FILE",
        "write there; .txt, .md, .mmd, .puml, .svg, .html, .json choose the "
        "format",
        0, 0},
    REDACTION_OPTS(struct ladder_options, redaction),
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

static int
check_topics(struct str only, struct err *e)
{
    static const char *const topics[] = {"sip", "mgcp", "q931", "h225", "sccp",
        "cti", "da", "route", "trunk", "connection", "tls", "path", "gap"};
    while (only.n > 0) {
        struct str word = str_trim(str_cut(&only, ','));
        size_t i = 0;
        while (i < COUNTOF(topics) && !str_eq_nocase(word, str_from(topics[i])))
            i++;
        if (i == COUNTOF(topics))
            return err_set(e,
                "--only: \"" STR_FMT "\" is none of sip, mgcp, q931, h225, "
                "sccp, cti, da, route, trunk, connection, tls, path, gap",
                STR_ARG(word));
    }
    return 0;
}

/* The format that the end of a file's name stands for; empty = none. */
static struct str
format_of_file(struct str file)
{
    static const struct {
        struct str end, format;
    } ends[] = {
        {STR_INIT(".md"), STR_INIT("markdown")},
        {STR_INIT(".mmd"), STR_INIT("mermaid")},
        {STR_INIT(".puml"), STR_INIT("plantuml")},
        {STR_INIT(".svg"), STR_INIT("svg")},
        {STR_INIT(".html"), STR_INIT("html")},
        {STR_INIT(".json"), STR_INIT("json")},
    };
    for (size_t i = 0; i < COUNTOF(ends); i++)
        if (str_ends(file, ends[i].end))
            return ends[i].format;
    return STR("");
}

/* The format that was named, else the one of the file's name, else text. */
static const struct render_format *
choose_format(
    const struct global *g, const struct ladder_options *o, struct err *e)
{
    struct str name = o->format;
    if (g->json)
        name = STR("json");
    if (name.n == 0)
        name = format_of_file(o->file);
    if (name.n == 0)
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
        "plantuml, svg, html, json%s" STR_FMT "%s",
        STR_ARG(name), near.best.n > 0 ? "; did you mean " : "",
        STR_ARG(near.best), near.best.n > 0 ? "?" : "");
    return NULL;
}

static int
check_options(const struct global *g, const struct ladder_options *o,
    struct layout_options *layout, struct err *e)
{
    struct host_name *names = NULL;
    if (o->names.n > 0 &&
        hosts_read(g->run, o->names, &names, &layout->nnames, e) < 0)
        return -1;
    layout->names = names;
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
    struct out o;
    struct err e;
    out_init_mem(&o);
    opt.color = false;
    f->ladder(&o, l, &opt);
    int failed =
        file_write(str_z(g->run, name), out_text(&o), FILE_FOR_ALL, &e);
    out_close(&o, NULL);
    if (failed == 0)
        return EXIT_DONE;
    cmd_error("%s", e.text);
    return EXIT_ERROR;
}

/* Lays the call out. returns: 0, EXIT_ERROR, EXIT_NOTHING. */
static int
make_ladder(const struct global *g, struct str selector,
    const struct layout_options *opt, struct redact *r, struct ladder *l)
{
    struct call_data *d = arena_alloc(g->run, sizeof *d);
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    int status = call_data_read(g, db, selector, d);
    store_close(db);
    if (status != 0)
        return status;
    redaction_apply(r, d);
    call_data_grade(g->run, d->conns, d->nconns);
    layout_ladder(g->run, &d->path.call, d->items, d->nitems, opt, l);
    struct story *story = arena_alloc(g->run, sizeof *story);
    *story = (struct story){.redacted = r != NULL,
        .path = &d->path,
        .conns = d->conns,
        .nconns = d->nconns};
    l->story = story;
    if (l->nrows > 0)
        return 0;
    cmd_note(g, "nothing of call %lld to draw%s", (long long)d->path.call.call,
        d->path.call.record_only
            ? ": it is known only from its call record, which `show` prints"
            : "");
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
    if (!f || check_options(g, o, &layout, &e) < 0) {
        cmd_error("ladder: %s", e.text);
        return EXIT_ERROR;
    }
    struct render_options opt = g->render;
    if (o->width > 0)
        opt.width = (size_t)o->width;
    struct redact *r;
    int status = redaction_begin(g, &o->redaction, o->names, &r);
    struct ladder l;
    if (status == 0)
        status = make_ladder(g, args->v[0], &layout, r, &l);
    if (status == 0 && o->file.n > 0)
        status = write_file(g, o->file, &l, f, opt);
    else if (status == 0)
        f->ladder(g->out, &l, &opt);
    if (status == 0)
        status = redaction_end(g, &o->redaction, r, o->file);
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
            "(call log) a message known only from there. (101) is the CSeq: "
            "it stands where\n"
            "all arrows have room for it. ✗, ! in ASCII, is what "
            "went wrong.\n"
            "\n"
            "  cmtrail ladder 3\n"
            "  cmtrail ladder 3 -f markdown -o call3.md\n"
            "  cmtrail ladder 3 -o call3.html --names hosts\n"
            "  cmtrail ladder 3 --redact -o call3.svg\n"
            "  cmtrail ladder ci:70000001 --only sip --legs all\n",
    .opts = ladder_opts,
    .size = sizeof(struct ladder_options),
    .min_args = 1,
    .max_args = 1,
    .run = run_ladder,
};
