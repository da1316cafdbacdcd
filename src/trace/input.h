/* SPDX-License-Identifier: MIT
 *
 * From paths to byte streams: files, .gz (also cut off: gives what it holds),
 * .zip and .tar[.gz|.xz|.zst|.bz2] archives, archives and .gz inside archives,
 * standard input ("-"). Members are read in place; nothing is unpacked to
 * disk. Knows nothing of records. */
#ifndef CMTRAIL_TRACE_INPUT_H
#define CMTRAIL_TRACE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* One file to read: what a path given by the user leads to. */
struct input_path {
    struct str path;  /* as it can be opened; "-" is standard input */
    int64_t size;     /* bytes on disk; -1 = unknown */
    int64_t mtime_ms; /* ms UTC; WHEN_UNKNOWN = unknown */
    /* Of input_parts: members [from, to) of the archive's directory. to is 0:
     * all of the file. */
    size_t from, to;
    bool more;           /* another part of the file follows */
    struct whole *whole; /* what all parts have in common */
};

/* Lists the regular files that a path leads to: itself, or everything under a
 * folder, sorted by name, links to folders followed once. Files that cannot be
 * traces by their name (.xml .html .pdf .png .exe ...) are left out when they
 * were found in a folder, never when they were named.
 * v, n:    grows in a; earlier entries stay. NULL and 0 at first; only
 *          input_list makes it grow. A folder inside that cannot be read is an
 *          entry whose input_open fails, so that the rest goes on.
 * returns: 0; -1 when the path is not there, cannot be read, or is an empty
 *          folder (e says which and what to do). */
int input_list(struct arena *a, struct str path, struct input_path **v,
    size_t *n, struct err *e);

enum input_cut {
    INPUT_BY_SIZE,   /* parts of a megabyte and more, for several threads */
    INPUT_BY_MEMBER, /* one for each member, where there are not too many */
};

/* Cuts a file that is a zip archive into parts, each with something in it that
 * can be a trace; `size` of a part is of what it holds, packed.
 * v, n:    in a; the file itself as the only one where that is all. */
void input_parts(struct arena *a, const struct input_path *path,
    enum input_cut cut, struct input_path **v, size_t *n);

/* All parts will be read again: what was unpacked so far does not count. */
void input_parts_again(const struct input_path *path);

/* One stream inside a file. Slices live until the next input_next. */
struct input_stream {
    struct str member; /* name inside the archive, "a.zip:b.gz" style for
                          archives inside archives; empty for the file itself */
    int64_t size;      /* of the member as stored; -1 = unknown */
    int64_t mtime_ms;  /* WHEN_UNKNOWN = unknown */
};

struct input;

/* Opens one file of input_list. What it is (gzip, zip, tar, plain) is decided
 * by its first bytes, not by its name. Encrypted members are reported.
 * returns: 0, or -1 (e set); *in is NULL then. */
int input_open(struct input **in, const struct input_path *path, struct err *e);

/* The same for the next one of a list, after *in, which is closed: what two
 * parts of an archive need is kept. *in: NULL = there was none before. */
int input_open_next(
    struct input **in, const struct input_path *path, struct err *e);

/* From now on a compressed stream is unpacked ahead, on a thread of its own:
 * for a file that is not one of many. Not for standard input, as a thread that
 * waits for it cannot be stopped. */
void input_read_ahead(struct input *in);

/* The next stream of the file. Members of archives whose names cannot be
 * traces are left out like files in folders.
 * returns: 1 stream, 0 no more, -1 the archive cannot be read further, or has
 *          no file in it (e set; what came before is good). A single bad
 *          member (encrypted, an archive in it that is broken or too deep) is
 *          1 with a stream whose input_read fails. Messages start with
 *          "FILE: " or "FILE:MEMBER: ". */
int input_next(struct input *in, struct input_stream *s, struct err *e);

/* Reads up to n bytes of the current stream.
 * returns: bytes read, 0 at the end, -1 on an error (e set). A compressed
 *          stream that is cut off gives what it holds, then 0, and
 *          input_was_cut() is true. Streams larger than the limit (decompressed
 *          1 TiB, or 250 times its compressed size beyond 256 MiB, all streams
 *          of the file together) end with an error. */
int64_t input_read(struct input *in, char *buf, size_t n, struct err *e);

/* The first bytes of the current stream, 1024 where there are so many; they
 * are still to be read. Before the first input_read. Empty when it cannot be
 * read. */
struct str input_peek(struct input *in);

/* Whether the current stream is a file as it stands on disk. */
bool input_is_plain(const struct input *in);

/* Whether the current stream is read ahead, by a thread that takes a core. */
bool input_is_ahead(const struct input *in);

/* Whether the current stream ended before its compressed form said so. */
bool input_was_cut(const struct input *in);

/* Bytes of the file on disk consumed so far, for progress. */
int64_t input_consumed(const struct input *in);

/* CPU time of input_read so far, ns: reading and unpacking. */
int64_t input_spent_ns(const struct input *in);
/* The same of the thread that reads ahead, of the streams that are done. */
int64_t input_ahead_ns(const struct input *in);

/* Safe with NULL. */
void input_close(struct input *in);

#endif
