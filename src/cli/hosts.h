/* SPDX-License-Identifier: MIT
 *
 * A user's file of names for addresses, in the form of /etc/hosts. */
#ifndef CMTRAIL_CLI_HOSTS_H
#define CMTRAIL_CLI_HOSTS_H

#include "base/arena.h"
#include "base/err.h"
#include "render/layout.h"

/* Reads "ADDRESS NAME [ALIAS...] [# comment]" lines into a.
 * returns: 0; -1 and e names file and line. */
int hosts_read(struct arena *a, struct str file, struct host_name **v,
    size_t *n, struct err *e);

#endif
