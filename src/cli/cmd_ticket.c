/* SPDX-License-Identifier: MIT
 *
 * ticket: everything that somebody needs who has no access to the system, as a
 * folder, an archive, a page, or a Markdown file. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/call_data.h"
#include "cli/file.h"
#include "cli/hosts.h"
#include "cli/redaction.h"
#include "interop/bundle.h"
#include "interop/pcap.h"
#include "model/names.h"
#include "render/ticket.h"
#include "store/get.h"
#include "store/open.h"

struct ticket_options {
    struct str file, names, legs;
    int64_t max_messages;
    struct redaction_options redaction;
};

#define FIELD(name) offsetof(struct ticket_options, name)

static const struct opt ticket_opts[] = {
    {"output", 'o', OPT_TEXT, FIELD(file), "PATH",
        "a folder (the name ends in /), or a .zip, .html or .md file", 0, 0},
    {"legs", 0, OPT_TEXT, FIELD(legs), "WHICH",
        "in the ladder: parties, or all: also recording and media legs [all]",
        0, 0},
    {"max-messages", 0, OPT_INT, FIELD(max_messages), "N",
        "in the ladder: the first and last ones of a long call [all]", 1,
        INT32_MAX},
    {"names", 0, OPT_TEXT, FIELD(names), "FILE",
        "names for addresses, as in /etc/hosts", 0, 0},
    REDACTION_OPTS(struct ticket_options, redaction),
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

enum ticket_form {
    TICKET_FOLDER,
    TICKET_ZIP,
    TICKET_HTML,
    TICKET_MARKDOWN,
};

static int
form_of(struct str file, enum ticket_form *form, struct err *e)
{
    static const struct {
        struct str end;
        enum ticket_form form;
    } ends[] = {
        {STR_INIT("/"), TICKET_FOLDER},
        {STR_INIT(".zip"), TICKET_ZIP},
        {STR_INIT(".html"), TICKET_HTML},
        {STR_INIT(".md"), TICKET_MARKDOWN},
    };
    for (size_t i = 0; i < COUNTOF(ends); i++)
        if (str_ends(file, ends[i].end)) {
            *form = ends[i].form;
            return 0;
        }
    return err_set(e,
        "expected -o with a name that ends in /, .zip, .html or .md, found "
        "\"" STR_FMT "\"",
        STR_ARG(file));
}

/* --- what it is made from ------------------------------------------------- */

static void
use_source(bool *used, const struct source *v, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        used[i] = used[i] || v[i].id == id;
}

/* The sources that the call's evidence is in. */
static int
read_sources(const struct global *g, struct store *db,
    const struct call_data *d, struct story *story)
{
    struct source *v;
    size_t n, kept = 0;
    struct err e;
    if (store_get_sources(db, g->run, true, &v, &n, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    bool *used = arena_array(g->run, n, sizeof *used);
    int64_t last = 0;
    for (size_t i = 0; i < d->nitems; i++) {
        int64_t id = d->items[i].evidence.source;
        if (id != last)
            use_source(used, v, n, id);
        last = id;
    }
    for (size_t i = 0; i < d->path.nsteps; i++)
        for (size_t k = 0; k < d->path.steps[i].nevidence; k++)
            use_source(used, v, n, d->path.steps[i].evidence[k].source);
    for (size_t i = 0; i < n; i++)
        if (used[i])
            v[kept++] = v[i];
    story->sources = v;
    story->nsources = kept;
    return 0;
}

/* Their folders and archives may be called after a customer. */
static void
redact_sources(const struct global *g, struct redact *r, struct story *story)
{
    struct source *v = arena_array(g->run, story->nsources, sizeof *v);
    for (size_t i = 0; i < story->nsources; i++) {
        v[i] = story->sources[i];
        v[i].file = redact_file(r, source_name(g->run, &v[i]));
        v[i].member = (struct str){0};
    }
    story->sources = v;
}

/* --- writing -------------------------------------------------------------- */

enum { FILES = 9 };

static struct str
taken(const struct global *g, struct out *o)
{
    struct str bytes = str_dup(g->run, out_text(o));
    out_clear(o);
    return bytes;
}

static struct str
draw(const struct global *g, render_ladder_fn *how, const struct ladder *l)
{
    struct render_options opt = {.width = 120, .unicode = true};
    struct out o;
    out_init_mem(&o);
    how(&o, l, &opt);
    struct str bytes = taken(g, &o);
    out_close(&o, NULL);
    return bytes;
}

/* All files of a folder or archive. */
static void
make_files(const struct global *g, struct ticket *t, struct ticket_file *v)
{
    static const struct render_options plain = {.width = 100, .unicode = true};
    const struct ladder *l = t->l;
    struct out o;
    out_init_mem(&o);
    ticket_summary(&o, t, &plain);
    v[0] = (struct ticket_file){STR("summary.md"), taken(g, &o),
        "path, outcome, TLS, what is lacking, ladder"};
    v[1] = (struct ticket_file){
        STR("ladder.txt"), draw(g, render_text, l), "the ladder as text"};
    v[2] = (struct ticket_file){STR("ladder.mmd"), draw(g, render_mermaid, l),
        "the ladder for Mermaid"};
    v[3] = (struct ticket_file){
        STR("ladder.svg"), draw(g, render_svg, l), "the ladder as a drawing"};
    v[4] = (struct ticket_file){STR("call.html"), draw(g, render_html, l),
        "all of it in a page for a browser"};
    ticket_messages(&o, t, &plain);
    v[5] = (struct ticket_file){
        STR("messages.txt"), taken(g, &o), "the SIP messages"};
    t->captured = pcap_write(&o, t->items, t->nitems);
    v[6] = (struct ticket_file){STR("call.pcap"), taken(g, &o),
        "the messages for Wireshark and sngrep, each as one UDP datagram; "
        "addresses that the traces do not say are 0.0.0.0"};
    ticket_facts(&o, t);
    v[7] = (struct ticket_file){
        STR("facts.json"), taken(g, &o), "all of it for programs"};
    ticket_manifest(&o, t, v, FILES - 1);
    v[8] = (struct ticket_file){STR("manifest.json"), taken(g, &o), ""};
    out_close(&o, NULL);
}

static int
write_folder(const struct global *g, struct str folder,
    const struct ticket_file *v, struct err *e)
{
    const char *path = str_z(g->run, folder);
    if (mkdir(path, 0777) < 0 && errno != EEXIST)
        return err_set(e, "%s: %s", path, strerror(errno));
    for (size_t i = 0; i < FILES; i++) {
        struct str name =
            str_fmt(g->run, "%s" STR_FMT, path, STR_ARG(v[i].name));
        if (file_write(name.p, v[i].bytes, FILE_FOR_ALL, e) < 0)
            return -1;
    }
    return 0;
}

static int
make_zip(const struct global *g, const struct ticket *t,
    const struct ticket_file *v, struct out *o, struct err *e)
{
    struct bundle_file files[FILES];
    for (size_t i = 0; i < FILES; i++)
        files[i] =
            (struct bundle_file){str_fmt(g->run, "call-%lld/" STR_FMT,
                                     (long long)t->l->call, STR_ARG(v[i].name)),
                v[i].bytes};
    return bundle_zip(o, files, FILES, e);
}

static int
write_ticket(const struct global *g, struct ticket *t, struct str file,
    enum ticket_form form, struct err *e)
{
    static const struct render_options plain = {.width = 100, .unicode = true};
    struct ticket_file files[FILES];
    struct out o;
    int failed = 0;
    if (form == TICKET_FOLDER || form == TICKET_ZIP)
        make_files(g, t, files);
    if (form == TICKET_FOLDER)
        return write_folder(g, file, files, e);
    out_init_mem(&o);
    if (form == TICKET_ZIP)
        failed = make_zip(g, t, files, &o, e);
    else if (form == TICKET_HTML)
        render_html(&o, t->l, &plain);
    else
        ticket_markdown(&o, t, &plain);
    if (failed == 0)
        failed = file_write(str_z(g->run, file), out_text(&o), FILE_FOR_ALL, e);
    out_close(&o, NULL);
    return failed;
}

/* Reads the call and what it was made from. */
static int
read_all(const struct global *g, struct str selector, struct call_data *d,
    struct story *story)
{
    struct store *db = cmd_open_store(g);
    if (!db)
        return EXIT_ERROR;
    int status = call_data_read(g, db, selector, d);
    if (status == 0)
        status = read_sources(g, db, d, story);
    store_close(db);
    return status;
}

static int
make_ticket(const struct global *g, const struct ticket_options *o,
    struct str selector, const struct layout_options *layout)
{
    struct err e;
    enum ticket_form form = TICKET_FOLDER;
    struct call_data d;
    struct redact *r;
    struct story story = {
        .version = STR(CMTRAIL_VERSION), .redacted = o->redaction.redact};
    if (form_of(o->file, &form, &e) < 0) {
        cmd_error("ticket: %s", e.text);
        return EXIT_ERROR;
    }
    int status = redaction_begin(g, &o->redaction, o->names, &r);
    if (status == 0)
        status = read_all(g, selector, &d, &story);
    if (status != 0)
        return status;
    redaction_apply(r, &d);
    call_data_grade(g->run, d.conns, d.nconns);
    if (r)
        redact_sources(g, r, &story);
    struct ladder l;
    layout_ladder(g->run, &d.path.call, d.items, d.nitems, layout, &l);
    story.path = &d.path;
    story.conns = d.conns;
    story.nconns = d.nconns;
    l.story = &story;
    struct ticket t = {&l, d.items, d.nitems, 0};
    if (write_ticket(g, &t, o->file, form, &e) < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    return redaction_end(g, &o->redaction, r, o->file);
}

static int
run_ticket(
    const struct global *g, const void *opts, const struct opt_list *args)
{
    const struct ticket_options *o = opts;
    bool parties = str_eq(o->legs, STR("parties"));
    struct host_name *names = NULL;
    struct layout_options layout = {
        .legs_all = !parties, .max_messages = (size_t)o->max_messages};
    struct err e;
    if (o->legs.n > 0 && !parties && !str_eq(o->legs, STR("all"))) {
        cmd_error("ticket: --legs: expected all or parties, found \"" STR_FMT
                  "\"",
            STR_ARG(o->legs));
        return EXIT_ERROR;
    }
    if (o->names.n > 0 &&
        hosts_read(g->run, o->names, &names, &layout.nnames, &e) < 0) {
        cmd_error("ticket: %s", e.text);
        return EXIT_ERROR;
    }
    layout.names = names;
    return make_ticket(g, o, args->v[0], &layout);
}

const struct cmd cmd_ticket = {
    .name = "ticket",
    .args = "CALL",
    .about = "everything a ticket needs about one call, as files to send",
    .help =
        "A folder or .zip holds summary.md, ladder.txt, .mmd and .svg, "
        "call.html,\n"
        "messages.txt, call.pcap, facts.json, and manifest.json with the "
        "fingerprints of\n"
        "the trace files. The same call gives the same bytes. With --redact "
        "the map back\n"
        "is written beside it: keep that one.\n"
        "\n"
        "  cmtrail ticket 3 -o call3.zip\n"
        "  cmtrail ticket 3 -o call3.html --redact\n"
        "  cmtrail ticket ci:70000001 -o call/\n",
    .opts = ticket_opts,
    .size = sizeof(struct ticket_options),
    .min_args = 1,
    .max_args = 1,
    .run = run_ticket,
};
