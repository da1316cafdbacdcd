/* SPDX-License-Identifier: MIT
 *
 * Everything that the database has about one call. */
#ifndef CMTRAIL_CLI_CALL_DATA_H
#define CMTRAIL_CLI_CALL_DATA_H

#include "cli/cmd.h"
#include "model/call.h"

struct call_data {
    struct call_path path;
    struct item *items; /* with texts */
    size_t nitems;
    struct connection *conns; /* that carried it */
    size_t nconns;
};

/* Reads the one call that a selector names, its path alone or all of it, into
 * g->run.
 * returns: 0; EXIT_NOTHING or EXIT_ERROR after saying why. */
int call_path_read(const struct global *g, struct store *db,
    struct str selector, struct call_path *p);
int call_data_read(const struct global *g, struct store *db,
    struct str selector, struct call_data *d);

/* Grades connections by the newest standards, whatever the day is: the same
 * call gives the same bytes. After pseudonyms, or findings would tell names. */
void call_data_grade(struct arena *a, struct connection *v, size_t n);

#endif
