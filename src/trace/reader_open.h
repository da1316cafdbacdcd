/* SPDX-License-Identifier: MIT
 *
 * Opens a reader as tests need it: memory in small reads, a low limit.
 * Internal to src/trace and its tests. */
#ifndef CMTRAIL_TRACE_READER_OPEN_H
#define CMTRAIL_TRACE_READER_OPEN_H

#include "trace/reader.h"

struct reader_options {
    struct input *in;  /* NULL: bytes */
    struct str bytes;  /* must outlive the reader */
    size_t chunk;      /* bytes read at once from memory; 0 = all in place */
    size_t record_max; /* longer records are cut; 0 = 64 MiB; FORM_AHEAD is
                          the least */
};

void reader_open_with(struct reader **rd, const struct reader_options *how);

#endif
