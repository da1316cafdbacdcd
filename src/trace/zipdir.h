/* SPDX-License-Identifier: MIT
 *
 * Zip archives on disk by their directory, through libzip: any member can be
 * read by itself, so that several workers share one archive, and deflated ones
 * come out as gzip, for the library that unpacks it fastest. Internal to
 * src/trace. */
#ifndef CMTRAIL_TRACE_ZIPDIR_H
#define CMTRAIL_TRACE_ZIPDIR_H

#include "trace/pack.h"

struct zipdir;

/* fd: a regular file; stays the caller's, its offset moves.
 * returns: NULL when it has no good directory, or holds what is encrypted or
 *          packed in another way than deflate: libarchive may know more. */
struct zipdir *zipdir_open(int fd);

size_t zipdir_count(const struct zipdir *z);

/* From now on only the members [from, to), by their number in the directory.
 */
void zipdir_limit(struct zipdir *z, size_t from, size_t to);

/* The next member. returns false when there are no more. */
bool zipdir_next(struct zipdir *z, struct pack_entry *entry);

/* Of the current member, as the directory says. */
int64_t zipdir_packed_bytes(const struct zipdir *z);

/* Whether the current member comes as gzip: a header, the deflated bytes as
 * they are, size and checksum from the directory. Else as it is. */
bool zipdir_gives_gzip(const struct zipdir *z);

/* Bytes of the current member. returns 0 at the end, -1 (e set). */
int64_t zipdir_read(struct zipdir *z, char *buf, size_t n, struct err *e);

/* Safe with NULL. */
void zipdir_close(struct zipdir *z);

#endif
