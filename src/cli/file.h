/* SPDX-License-Identifier: MIT
 *
 * Files that commands write for the user. */
#ifndef CMTRAIL_CLI_FILE_H
#define CMTRAIL_CLI_FILE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

enum file_for {
    FILE_FOR_ALL,   /* as the umask says */
    FILE_FOR_OWNER, /* mode 0600, also when the file was there */
};

/* Writes all of a file. returns: 0; -1 and e names it. */
int file_write(
    const char *path, struct str bytes, enum file_for whom, struct err *e);

#endif
