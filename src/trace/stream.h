/* SPDX-License-Identifier: MIT
 *
 * A byte stream inside the input: a file, or what a decompressor or an
 * archive's member gives. Streams stand on each other: gzip on a member on a
 * file. Internal to src/trace. */
#ifndef CMTRAIL_TRACE_STREAM_H
#define CMTRAIL_TRACE_STREAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
    STREAM_BLOCK = 256 * 1024, /* bytes asked of the stream below at once */
    STREAM_HEAD = 1024,        /* bytes that stream_peek can look at */
};

/* What one input may cost, shared by all its streams. */
struct budget {
    /* Bytes read from the file on disk, perhaps by another thread than the
     * one that asks. */
    _Atomic int64_t consumed;
    _Atomic int64_t unpacked; /* bytes that decompressors gave, all layers */
    struct whole *whole;      /* the file that the input is a part of; NULL */
};

/* What the parts of a file may cost together. */
struct whole {
    int64_t size; /* of the file */
    _Atomic int64_t unpacked;
};

/* Whether so much may come out of what is so big on disk. */
bool budget_allows(int64_t unpacked, int64_t size);

enum stream_kind {
    STREAM_FILE,
    STREAM_GZIP,
    STREAM_AHEAD, /* what stands below, read ahead by a thread */
    STREAM_PACK,  /* a member of a zip or tar, or an xz, zstd, bzip2 stream */
};

struct pack;
struct gzip;
struct ahead;

struct stream {
    enum stream_kind kind;
    struct stream *below; /* what it reads from; owned; NULL for a file and a
                             member */
    struct budget *budget;
    int fd;              /* STREAM_FILE */
    bool seekable;       /* STREAM_FILE: a regular file */
    struct gzip *gzip;   /* STREAM_GZIP */
    struct ahead *ahead; /* STREAM_AHEAD */
    struct pack *pack;   /* STREAM_PACK; owned when owns_pack */
    bool owns_pack;      /* of a filter: nobody else reads from the pack */
    char *head;          /* bytes peeked at but not yet read */
    size_t head_at;      /* next of them */
    size_t head_n;       /* how many there are */
    int64_t given;       /* bytes given so far, peeked ones included */
    bool ended;          /* nothing more comes */
    bool cut;            /* ended before its compressed form said so */
    bool failed;         /* nothing more comes but this error: */
    struct err *error;   /* malloc'd; NULL while nothing failed */
};

/* path "-" is standard input. returns NULL when it cannot be opened (e set). */
struct stream *stream_open_file(
    const char *path, struct budget *budget, struct err *e);
/* Decompresses what `below` gives and owns it. */
struct stream *stream_open_gzip(struct stream *below);
/* Reads what `below` gives ahead and owns it. */
struct stream *stream_open_ahead(struct stream *below);
/* The current entry of pack. */
struct stream *stream_open_member(struct pack *pack, struct budget *budget);
/* The one entry of a pack that is only a filter; owns the pack. */
struct stream *stream_open_filter(struct pack *pack, struct budget *budget);

/* returns: bytes read, 0 at the end, -1 on an error (e set), which stays. */
int64_t stream_read(struct stream *s, char *buf, size_t n, struct err *e);

/* The next bytes, at most STREAM_HEAD, fewer only at the end or before an
 * error; they will be read again by stream_read. */
struct str stream_peek(struct stream *s);

/* Moves a seekable file. returns the new offset from its start, or -1. */
int64_t stream_seek(struct stream *s, int64_t offset, int whence);

/* Closes it and all below it. Safe with NULL. */
void stream_close(struct stream *s);

/* The kinds' own readers, called by stream_read: they give bytes, 0 at the
 * end (and set s->cut) or -1. */
int64_t gzip_read(struct stream *s, char *buf, size_t n, struct err *e);
void gzip_close(struct gzip *g);
int64_t pack_read(struct stream *s, char *buf, size_t n, struct err *e);

#endif
