/* SPDX-License-Identifier: MIT
 *
 * --help and --version, printed from the tables that also drive the program. */
#ifndef CMTRAIL_CLI_HELP_H
#define CMTRAIL_CLI_HELP_H

#include "base/out.h"
#include "cli/cmd.h"

/* A heading of the list of commands and those under it. */
struct cmd_group {
    const char *title;
    const struct cmd *const *cmds; /* ends with NULL */
};

/* The program's help; groups end with a NULL title. */
void help_program(
    struct out *o, const struct cmd_group *groups, const struct opt *global);
/* One command's help. */
void help_command(struct out *o, const struct cmd *c, const struct opt *global);
/* The program's version and those of what it stands on. */
void help_version(struct out *o, struct arena *a);

#endif
