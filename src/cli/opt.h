/* SPDX-License-Identifier: MIT
 *
 * The only option parser. A command's options are a table; --help and the man
 * page are printed from the same table. GNU style: --name VALUE, --name=VALUE,
 * -x VALUE, -xVALUE, "--" ends options, options and arguments may mix. */
#ifndef CMTRAIL_CLI_OPT_H
#define CMTRAIL_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum opt_type {
    OPT_FLAG, /* bool */
    OPT_TEXT, /* struct str */
    OPT_INT,  /* int64_t; min..max of the row */
    OPT_TIME, /* struct when, by when_parse */
    OPT_SPAN, /* int64_t ms, by when_parse_duration */
    OPT_LIST, /* struct opt_list: may be given several times */
};

struct opt_list {
    struct str *v;
    size_t n, cap;
};

struct opt {
    const char *name; /* without --; NULL ends the table */
    char letter;      /* 0 = none */
    enum opt_type type;
    size_t offset;     /* of the field in the command's option struct */
    const char *value; /* "FILE", "N"; NULL for flags */
    const char *about; /* one line, with the default in [] */
    int64_t min, max;  /* OPT_INT; both 0 = any */
};

/* Parses argv[1..argc).
 * opts:    the command's rows and then the global rows, each with its own
 *          base address.
 * args:    what is no option, in order, in a.
 * returns: 0, or -1: e says which word, what was expected, and the nearest
 *          name when it is a misspelling. */
struct opt_table {
    const struct opt *v;
    void *base;
};
int opt_parse(struct arena *a, const struct opt_table *tables, size_t ntables,
    int argc, char **argv, struct opt_list *args, struct err *e);

/* Where the command's name stands: the index in argv of the first word that is
 * neither an option of the tables nor the value of one; argc when there is
 * none. */
int opt_first_word(
    const struct opt_table *tables, size_t ntables, int argc, char **argv);

#endif
