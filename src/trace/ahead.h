/* SPDX-License-Identifier: MIT
 *
 * Reads a stream ahead on a thread of its own, so that one big file is
 * unpacked by one core while another one looks at what is in it. Internal to
 * src/trace. */
#ifndef CMTRAIL_TRACE_AHEAD_H
#define CMTRAIL_TRACE_AHEAD_H

#include "trace/stream.h"

/* Reads what `below` gives, which stays the caller's, but is not touched
 * again before ahead_close. The thread is started when the stream turns out
 * to be longer than one block. */
struct ahead *ahead_open(struct stream *below);

/* As stream_read. */
int64_t ahead_read(struct ahead *a, char *buf, size_t n, struct err *e);

/* CPU time of the thread so far, ns. */
int64_t ahead_spent_ns(struct ahead *a);

/* Stops the thread, if need be in the middle. Safe with NULL. */
void ahead_close(struct ahead *a);

#endif
