/* SPDX-License-Identifier: MIT
 *
 * Archives through libarchive. Only the format that the first bytes announced
 * is switched on, so that nothing is ever guessed from text. Zip files on disk
 * are read by their directory (zipdir.c), all else in one pass. */
#include "trace/pack.h"

#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/when.h"
#include "trace/zipdir.h"

struct pack {
    struct zipdir *dir;      /* of a zip file; NULL: */
    struct archive *archive; /* libarchive's */
    struct stream *below;
    struct err below_error;
    bool below_failed;
    bool open;         /* archive_read_open1 went well */
    bool started;      /* filters: the one entry was found */
    const char *block; /* of the current entry, not yet given */
    size_t block_n;
    char in[STREAM_BLOCK];
};

/* libarchive's callbacks. */

static la_ssize_t
on_read(struct archive *a, void *client, const void **block)
{
    struct pack *p = client;
    *block = p->in;
    int64_t got = stream_read(p->below, p->in, sizeof(p->in), &p->below_error);
    if (got < 0) {
        p->below_failed = true;
        archive_set_error(a, -1, "%s", p->below_error.text);
        return ARCHIVE_FATAL;
    }
    return got;
}

static la_int64_t
on_seek(struct archive *a, void *client, la_int64_t offset, int whence)
{
    (void)a;
    struct pack *p = client;
    int64_t at = stream_seek(p->below, offset, whence);
    return at < 0 ? ARCHIVE_FATAL : at;
}

static void
choose_format(struct archive *a, enum magic magic)
{
    switch (magic) {
    case MAGIC_ZIP:
        archive_read_support_format_zip(a);
        return;
    case MAGIC_TAR:
        archive_read_support_format_tar(a);
        return;
    case MAGIC_XZ:
        archive_read_support_filter_xz(a);
        break;
    case MAGIC_ZSTD:
        archive_read_support_filter_zstd(a);
        break;
    case MAGIC_BZIP2:
        archive_read_support_filter_bzip2(a);
        break;
    case MAGIC_COMPRESS:
        archive_read_support_filter_compress(a);
        break;
    case MAGIC_NONE:
    case MAGIC_GZIP:
        break;
    }
    archive_read_support_format_raw(a);
    archive_read_support_format_empty(a);
}

static bool
is_file(const struct stream *s)
{
    return s->kind == STREAM_FILE && s->seekable;
}

static void
open_archive(struct pack *p, enum magic magic)
{
    if (!(p->archive = archive_read_new()))
        die("out of memory");
    choose_format(p->archive, magic);
    archive_read_set_read_callback(p->archive, on_read);
    if (is_file(p->below))
        archive_read_set_seek_callback(p->archive, on_seek);
    archive_read_set_callback_data(p->archive, p);
    p->open = archive_read_open1(p->archive) == ARCHIVE_OK;
}

static struct pack *
pack_new(struct stream *below)
{
    struct pack *p = calloc(1, sizeof(*p));
    if (!p)
        die("out of memory");
    p->below = below;
    return p;
}

struct pack *
pack_open(struct stream *below, enum magic magic)
{
    struct pack *p = pack_new(below);
    if (magic == MAGIC_ZIP && is_file(below)) {
        p->dir = zipdir_open(below->fd);
        if (!p->dir)
            (void)stream_seek(below, 0, SEEK_SET);
    }
    if (!p->dir)
        open_archive(p, magic);
    return p;
}

struct pack *
pack_open_part(struct stream *below, struct zipdir *dir, size_t from, size_t to)
{
    if (!dir && is_file(below))
        dir = zipdir_open(below->fd);
    if (!dir) {
        stream_close(below);
        return NULL;
    }
    struct pack *p = pack_new(below);
    p->dir = dir;
    zipdir_limit(dir, from, to);
    return p;
}

struct zipdir *
pack_take_dir(struct pack *p)
{
    struct zipdir *dir = p->dir;
    p->dir = NULL;
    return dir;
}

static int
pack_error(struct pack *p, struct err *e)
{
    if (p->below_failed)
        return err_set(e, "%s", p->below_error.text);
    const char *why = archive_error_string(p->archive);
    return err_set(
        e, "cannot be unpacked further: %s", why ? why : "damaged archive");
}

/* The name in whatever form can be had; libarchive converts to the locale,
 * which fails for names that the locale does not have. */
static struct str
entry_name(struct archive_entry *from)
{
    const char *name = archive_entry_pathname_utf8(from);
    if (!name)
        name = archive_entry_pathname(from);
    return str_from(name ? name : "(unreadable name)");
}

static void
entry_fill(struct pack_entry *entry, struct archive_entry *from)
{
    entry->name = entry_name(from);
    entry->size =
        archive_entry_size_is_set(from) ? archive_entry_size(from) : -1;
    entry->mtime_ms = WHEN_UNKNOWN;
    int64_t mtime_s = archive_entry_mtime(from);
    bool sane = mtime_s > INT64_MIN / 1000 && mtime_s < INT64_MAX / 1000 - 1;
    if (archive_entry_mtime_is_set(from) && sane)
        entry->mtime_ms =
            mtime_s * 1000 + archive_entry_mtime_nsec(from) / 1000000;
    entry->is_file = archive_entry_filetype(from) == AE_IFREG &&
                     !archive_entry_hardlink(from);
    entry->encrypted = archive_entry_is_data_encrypted(from) != 0;
}

int
pack_next(struct pack *p, struct pack_entry *entry, struct err *e)
{
    if (p->dir)
        return zipdir_next(p->dir, entry);
    p->block_n = 0;
    if (!p->open)
        return pack_error(p, e);
    struct archive_entry *from = NULL;
    int r;
    do {
        r = archive_read_next_header(p->archive, &from);
    } while (r == ARCHIVE_RETRY);
    if (r == ARCHIVE_EOF && p->below->cut)
        return err_set(e, "is cut off: the end of the archive is missing");
    if (r == ARCHIVE_EOF)
        return 0;
    if (r < ARCHIVE_WARN)
        return pack_error(p, e);
    entry_fill(entry, from);
    return 1;
}

/* Gets the next block of the current entry. returns 1, 0 at the end, -1. */
static int
next_block(struct stream *s, struct err *e)
{
    struct pack *p = s->pack;
    const void *block = NULL;
    la_int64_t offset = 0; /* holes of sparse files are left out */
    int r;
    do {
        r = archive_read_data_block(p->archive, &block, &p->block_n, &offset);
    } while (r == ARCHIVE_RETRY);
    p->block = block;
    if (r == ARCHIVE_EOF)
        p->block_n = 0;
    if (r == ARCHIVE_EOF || r >= ARCHIVE_WARN)
        return r == ARCHIVE_EOF ? 0 : 1;
    p->block_n = 0;
    if (s->given == 0)
        return pack_error(p, e);
    s->cut = true;
    return 0;
}

/* A filter has one entry, which is looked for at the first read. */
static int
filter_start(struct stream *s, struct err *e)
{
    struct pack *p = s->pack;
    p->started = true;
    struct pack_entry entry = {0};
    return pack_next(p, &entry, e);
}

bool
pack_gives_gzip(const struct pack *p)
{
    return p->dir && zipdir_gives_gzip(p->dir);
}

static int64_t
read_dir(struct stream *s, char *buf, size_t n, struct err *e)
{
    int64_t got = zipdir_read(s->pack->dir, buf, n, e);
    if (got >= 0)
        s->budget->consumed += got;
    if (got >= 0 || s->given == 0)
        return got;
    s->cut = true;
    return 0;
}

int64_t
pack_read(struct stream *s, char *buf, size_t n, struct err *e)
{
    struct pack *p = s->pack;
    if (p->dir)
        return read_dir(s, buf, n, e);
    if (s->owns_pack && !p->started) {
        int r = filter_start(s, e);
        if (r <= 0)
            return r;
    }
    while (p->block_n == 0) {
        int r = next_block(s, e);
        if (r <= 0)
            return r;
    }
    size_t take = n < p->block_n ? n : p->block_n;
    memcpy(buf, p->block, take);
    p->block += take;
    p->block_n -= take;
    return (int64_t)take;
}

void
pack_close(struct pack *p)
{
    if (!p)
        return;
    zipdir_close(p->dir);
    archive_read_free(p->archive);
    stream_close(p->below);
    free(p);
}
