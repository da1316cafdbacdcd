/* SPDX-License-Identifier: MIT
 *
 * Several files as one zip archive. */
#ifndef CMTRAIL_INTEROP_BUNDLE_H
#define CMTRAIL_INTEROP_BUNDLE_H

#include <stddef.h>

#include "base/err.h"
#include "base/out.h"

struct bundle_file {
    struct str name; /* relative, with '/' between folders */
    struct str bytes;
};

/* The same files give the same bytes: no times, no owner. */
int bundle_zip(
    struct out *o, const struct bundle_file *v, size_t n, struct err *e);

#endif
