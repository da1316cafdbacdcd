/* SPDX-License-Identifier: MIT
 *
 * What all streams share: reading files, looking ahead, errors that stay, and
 * the limits that stop archives made to blow up. */
#include "trace/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trace/ahead.h"
#include "trace/pack.h"

/* The limits of input.h. Traces unpack to 5 to 25 times their size, with gzip
 * as with xz and zstd; ten times that is left for dull ones. Deflate gives 1032
 * at most, so that a higher bound would stop no zip and no gzip. Files of a few
 * lines that repeat reach that honestly: they are small. */
#define UNPACKED_MAX (INT64_C(1) << 40)
#define UNPACKED_FREE (INT64_C(256) << 20)
enum { UNPACKED_RATIO = 250 };

static struct stream *
stream_new(enum stream_kind kind, struct budget *budget)
{
    struct stream *s = calloc(1, sizeof(*s));
    if (!s)
        die("out of memory");
    s->kind = kind;
    s->budget = budget;
    s->fd = -1;
    return s;
}

struct stream *
stream_open_file(const char *path, struct budget *budget, struct err *e)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        err_set(e, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    struct stat st = {0};
    bool known = fstat(fd, &st) == 0;
    if (known && S_ISDIR(st.st_mode)) {
        if (!is_stdin)
            close(fd);
        err_set(e, "is a folder, not a file");
        return NULL;
    }
    struct stream *s = stream_new(STREAM_FILE, budget);
    s->fd = fd;
    s->seekable = known && S_ISREG(st.st_mode) && !is_stdin;
    return s;
}

struct stream *
stream_open_gzip(struct stream *below)
{
    struct stream *s = stream_new(STREAM_GZIP, below->budget);
    s->below = below;
    return s;
}

struct stream *
stream_open_ahead(struct stream *below)
{
    struct stream *s = stream_new(STREAM_AHEAD, below->budget);
    s->below = below;
    s->ahead = ahead_open(below);
    return s;
}

static struct stream *
open_entry(struct pack *pack, struct budget *budget)
{
    struct stream *s = stream_new(STREAM_PACK, budget);
    s->pack = pack;
    return s;
}

struct stream *
stream_open_member(struct pack *pack, struct budget *budget)
{
    struct stream *s = open_entry(pack, budget);
    return pack_gives_gzip(pack) ? stream_open_gzip(s) : s;
}

struct stream *
stream_open_filter(struct pack *pack, struct budget *budget)
{
    struct stream *s = open_entry(pack, budget);
    s->owns_pack = true;
    return s;
}

static int64_t
file_read(struct stream *s, char *buf, size_t n, struct err *e)
{
    ssize_t got;
    do {
        got = read(s->fd, buf, n);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_set(e, "cannot be read: %s", strerror(errno));
    s->budget->consumed += got;
    return got;
}

bool
budget_allows(int64_t unpacked, int64_t size)
{
    return unpacked <= UNPACKED_FREE || unpacked / UNPACKED_RATIO <= size;
}

/* Counts n bytes that came out of a decompressor. */
static int
budget_spend(struct budget *b, int64_t n, struct err *e)
{
    int64_t size = b->whole ? b->whole->size : b->consumed;
    _Atomic int64_t *sum = b->whole ? &b->whole->unpacked : &b->unpacked;
    int64_t unpacked = atomic_fetch_add(sum, n) + n;

    if (unpacked > UNPACKED_MAX)
        return err_set(e, "holds more than 1 TiB when unpacked; not read "
                          "further");
    if (!budget_allows(unpacked, size))
        return err_set(e,
            "unpacks to more than %d times its size; it looks made to fill "
            "the machine and is not read further",
            (int)UNPACKED_RATIO);
    return 0;
}

/* One read of the kind's own, with the limits. */
static int64_t
kind_read(struct stream *s, char *buf, size_t n, struct err *e)
{
    int64_t got = 0;
    switch (s->kind) {
    case STREAM_FILE:
        return file_read(s, buf, n, e);
    case STREAM_AHEAD: /* counted below */
        got = ahead_read(s->ahead, buf, n, e);
        s->cut = got == 0 && s->below->cut;
        return got;
    case STREAM_GZIP:
        got = gzip_read(s, buf, n, e);
        break;
    case STREAM_PACK:
        got = pack_read(s, buf, n, e);
        break;
    }
    if (got > 0 && budget_spend(s->budget, got, e) < 0)
        return -1;
    return got;
}

/* Reads behind the head; an end or an error stays. */
static int64_t
read_on(struct stream *s, char *buf, size_t n, struct err *e)
{
    if (s->failed)
        return err_set(e, "%s", s->error->text);
    if (s->ended || n == 0)
        return 0;
    struct err own = {0};
    int64_t got = kind_read(s, buf, n, &own);
    if (got < 0) {
        s->failed = true;
        s->error = malloc(sizeof(own));
        if (!s->error)
            die("out of memory");
        *s->error = own;
        return err_set(e, "%s", own.text);
    }
    s->ended = got == 0;
    s->given += got;
    return got;
}

int64_t
stream_read(struct stream *s, char *buf, size_t n, struct err *e)
{
    size_t left = s->head_n - s->head_at;
    if (left == 0)
        return read_on(s, buf, n, e);
    if (n > left)
        n = left;
    memcpy(buf, s->head + s->head_at, n);
    s->head_at += n;
    return (int64_t)n;
}

struct str
stream_peek(struct stream *s)
{
    if (!s->head) {
        s->head = malloc(STREAM_HEAD);
        if (!s->head)
            die("out of memory");
    }
    if (s->head_at == s->head_n)
        s->head_at = s->head_n = 0;
    while (s->head_n < STREAM_HEAD) {
        int64_t got =
            read_on(s, s->head + s->head_n, STREAM_HEAD - s->head_n, NULL);
        if (got <= 0)
            break;
        s->head_n += (size_t)got;
    }
    return str_range(s->head + s->head_at, s->head + s->head_n);
}

int64_t
stream_seek(struct stream *s, int64_t offset, int whence)
{
    if (s->kind != STREAM_FILE || !s->seekable)
        return -1;
    /* The reader stands before the bytes that were only peeked at. */
    if (whence == SEEK_CUR)
        offset -= (int64_t)(s->head_n - s->head_at);
    int64_t at = lseek(s->fd, offset, whence);
    if (at < 0)
        return -1;
    s->head_at = s->head_n = 0;
    s->ended = false;
    return at;
}

static void
stream_free(struct stream *s)
{
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    ahead_close(s->ahead);
    gzip_close(s->gzip);
    if (s->owns_pack)
        pack_close(s->pack);
    free(s->head);
    free(s->error);
    free(s);
}

void
stream_close(struct stream *s)
{
    while (s) {
        struct stream *below = s->below;
        stream_free(s);
        s = below;
    }
}
