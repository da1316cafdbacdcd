/* SPDX-License-Identifier: MIT
 *
 * --redact and what belongs to it: the key file, the map back. */
#ifndef CMTRAIL_CLI_REDACTION_H
#define CMTRAIL_CLI_REDACTION_H

#include "cli/call_data.h"
#include "cli/cmd.h"
#include "redact/redact.h"

struct redaction_options {
    bool redact;
    struct str key, map;
    int64_t keep_digits;
};

/* The rows for a command's table; `field` is its struct redaction_options. */
#define REDACTION_OPTS(options, field)                                         \
    {"redact", 0, OPT_FLAG, offsetof(options, field.redact), NULL,             \
        "pseudonyms for numbers, names, addresses, hosts, devices", 0, 0},     \
        {"key", 0, OPT_TEXT, offsetof(options, field.key), "FILE",             \
            "with --redact: the key of the pseudonyms; made when it is not "   \
            "there [the database's name and .key]",                            \
            0, 0},                                                             \
        {"keep-digits", 0, OPT_INT, offsetof(options, field.keep_digits), "N", \
            "with --redact: first digits of numbers that stay [0]", 0, 32},    \
    {                                                                          \
        "map", 0, OPT_TEXT, offsetof(options, field.map), "FILE",              \
            "with --redact: what the pseudonyms stand for [beside the "        \
            "output file]",                                                    \
            0, 0                                                               \
    }

/* Reads the key, or makes one. names: --names, which cannot go with it.
 * returns: 0 and *r, NULL without --redact; EXIT_ERROR after saying why. */
int redaction_begin(const struct global *g, const struct redaction_options *o,
    struct str names, struct redact **r);
/* Puts pseudonyms into all of the call. r may be NULL. */
void redaction_apply(struct redact *r, struct call_data *d);
/* Writes the map to --map, else beside the output (empty: nowhere).
 * returns: 0; EXIT_ERROR after saying why. */
int redaction_end(const struct global *g, const struct redaction_options *o,
    const struct redact *r, struct str output);

#endif
