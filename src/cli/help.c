/* SPDX-License-Identifier: MIT
 *
 * Help is for 80 columns, whatever the terminal: the man page and the tests
 * compare it. */
#include "cli/help.h"

#include <archive.h>
#include <string.h>
#include <zip.h>

#include "rules/match.h"
#include "store/open.h"
#include "trace/inflate.h"
#include "wire/capture.h"
#include "wire/x509.h"

enum {
    HELP_WIDTH = 79,
    HELP_INDENT = 26, /* column of the explanations */
};

/* Words of text from the current column on, lines indented by HELP_INDENT. */
static void
put_wrapped(struct out *o, struct str text)
{
    size_t col = HELP_INDENT;

    while (text.n) {
        struct str word = str_cut(&text, ' ');

        if (col > HELP_INDENT && col + 1 + word.n > HELP_WIDTH) {
            out_byte(o, '\n');
            out_pad(o, ' ', HELP_INDENT);
            col = HELP_INDENT;
        } else if (col > HELP_INDENT) {
            out_byte(o, ' ');
            col++;
        }
        out_str(o, word);
        col += word.n;
    }
    out_byte(o, '\n');
}

/* Ends the left part of a line that is `used` columns wide. */
static void
put_gap(struct out *o, size_t used)
{
    if (used + 2 > HELP_INDENT) {
        out_byte(o, '\n');
        used = 0;
    }
    out_pad(o, ' ', HELP_INDENT - used);
}

static void
put_option(struct out *o, const struct opt *opt)
{
    size_t used = 8 + strlen(opt->name);

    if (opt->letter)
        out_fmt(o, "  -%c, --%s", opt->letter, opt->name);
    else
        out_fmt(o, "      --%s", opt->name);
    if (opt->value) {
        out_fmt(o, " %s", opt->value);
        used += 1 + strlen(opt->value);
    }
    put_gap(o, used);
    put_wrapped(o, str_from(opt->about));
}

static void
put_options(struct out *o, const char *title, const struct opt *opts)
{
    if (!opts || !opts->name)
        return;
    out_fmt(o, "\n%s:\n", title);
    for (; opts->name; opts++)
        put_option(o, opts);
}

void
help_program(
    struct out *o, const struct cmd_group *groups, const struct opt *global)
{
    out_z(o, "Usage: cmtrail [-d DB] COMMAND [OPTIONS] [ARGUMENTS]\n\n"
             "Follows calls through the trace files of Cisco Unified "
             "Communications Manager:\nwhich way a call went, which "
             "certificate and cipher its connections negotiated,\nand a "
             "message ladder for the ticket.\n");
    for (; groups->title; groups++) {
        out_fmt(o, "\n%s:\n", groups->title);
        for (const struct cmd *const *c = groups->cmds; *c; c++) {
            size_t used = 2 + strlen((*c)->name);

            out_fmt(o, "  %s", (*c)->name);
            if ((*c)->args[0]) {
                out_fmt(o, " %s", (*c)->args);
                used += 1 + strlen((*c)->args);
            }
            put_gap(o, used);
            put_wrapped(o, str_from((*c)->about));
        }
    }
    put_options(o, "Options of every command", global);
    out_z(o, "\nA CALL is a call's number from `calls`, ci:NUMBER, a SIP "
             "Call-ID, or session:UUID.\n"
             "`cmtrail COMMAND --help` says more.\n\n"
             "Exit status: 0 done, 1 nothing matched, 2 error or some input "
             "could not be read.\n");
}

void
help_command(struct out *o, const struct cmd *c, const struct opt *global)
{
    bool has_opts = c->opts && c->opts->name;

    out_fmt(o, "Usage: cmtrail [-d DB] %s%s%s%s\n\n%s\n", c->name,
        has_opts ? " [OPTIONS]" : "", c->args[0] ? " " : "", c->args, c->about);
    put_options(o, "Options", c->opts);
    put_options(o, "Options of every command", global);
    if (c->help && c->help[0]) {
        out_fmt(o, "\n%s", c->help);
        if (c->help[strlen(c->help) - 1] != '\n')
            out_byte(o, '\n');
    }
}

void
help_version(struct out *o, struct arena *a)
{
    struct str archive = str_from(archive_version_string());

    out_z(o, "cmtrail " CMTRAIL_VERSION "\n");
    out_str(o, match_versions(a));
    out_fmt(o, ", SQLite %s", store_sqlite_version());
    out_fmt(o, ", " STR_FMT ", libzip %s, %s, %s, OpenSSL %s\n",
        STR_ARG(archive), zip_libzip_version(), inflate_library(),
        capture_library_version(), x509_library_version());
}
