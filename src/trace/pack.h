/* SPDX-License-Identifier: MIT
 *
 * Archives (zip, tar) and single compressed streams (xz, zstd, bzip2,
 * compress), read in order: zip files on disk through libzip, all else through
 * libarchive. Internal to src/trace. */
#ifndef CMTRAIL_TRACE_PACK_H
#define CMTRAIL_TRACE_PACK_H

#include "trace/magic.h"
#include "trace/stream.h"

struct zipdir;

/* One entry of an archive. The name lives until the next pack_next. */
struct pack_entry {
    struct str name; /* hostile: only ever text */
    int64_t size;    /* unpacked; -1 = unknown */
    int64_t mtime_ms;
    bool is_file; /* else a folder, a link, ... */
    bool encrypted;
};

/* Reads what `below` gives, as `magic` says, and owns it. An error comes out
 * of the first pack_next. */
struct pack *pack_open(struct stream *below, enum magic magic);

/* A zip archive on disk, of which only the entries [from, to) are read, by
 * their number in its directory. dir: NULL = to be opened.
 * returns: NULL when it has no directory (below is closed). */
struct pack *pack_open_part(
    struct stream *below, struct zipdir *dir, size_t from, size_t to);

/* The directory of such a one, which stays open when it is closed. */
struct zipdir *pack_take_dir(struct pack *p);

/* The next entry; stream_open_member then reads it.
 * returns: 1 entry, 0 no more, -1 cannot be read further (e set). */
int pack_next(struct pack *p, struct pack_entry *entry, struct err *e);

/* Whether the current entry comes as gzip. */
bool pack_gives_gzip(const struct pack *p);

/* Safe with NULL. */
void pack_close(struct pack *p);

#endif
