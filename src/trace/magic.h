/* SPDX-License-Identifier: MIT
 *
 * What a stream is, by its first bytes. Internal to src/trace. */
#ifndef CMTRAIL_TRACE_MAGIC_H
#define CMTRAIL_TRACE_MAGIC_H

#include "base/str.h"

enum magic {
    MAGIC_NONE, /* plain bytes, as far as anybody can tell */
    MAGIC_GZIP,
    MAGIC_XZ,
    MAGIC_ZSTD,
    MAGIC_BZIP2,
    MAGIC_COMPRESS,
    MAGIC_ZIP,
    MAGIC_TAR,
};

/* head: the first bytes, 512 or more where there are so many. No text can be
 * taken for anything but MAGIC_NONE. */
enum magic magic_of(struct str head);

#endif
