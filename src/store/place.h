/* SPDX-License-Identifier: MIT
 *
 * A new database file on its way to its place: the name it has until it is
 * whole, what loads that were killed left behind, fsync and rename. Knows no
 * SQL. Private to src/store. */
#ifndef CMTRAIL_STORE_PLACE_H
#define CMTRAIL_STORE_PLACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

enum place_kind {
    PLACE_NOTHING, /* no such file */
    PLACE_EMPTY,   /* a file without a byte */
    PLACE_FILE,
    PLACE_OTHER, /* a folder, a device, or not to be looked at */
};
/* What stands at path; *why is a sentence's end for PLACE_OTHER. */
enum place_kind place_look(const char *path, const char **why);

/* "PATH.new-PID" in a. */
char *place_new_name(struct arena *a, const char *path);

/* Removes PATH.new-PID files whose process is gone and that nobody has
 * locked. Failures do not matter. */
void place_clean(const char *path);

/* A file without a name in the folder of path, open to write and read; -1 when
 * that cannot be. */
int place_unnamed(const char *path);

/* fsync, rename, fsync of the folder. A file that has come to stand at path
 * meanwhile is not replaced, unless `replace`. */
int place_move(const char *from, const char *path, bool replace, struct err *e);

#endif
