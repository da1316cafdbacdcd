/* SPDX-License-Identifier: MIT
 *
 * A row in the file: the bytes that follow, its kind, a bit for each field
 * that it says, where it was read, and those fields. Numbers are short: seven
 * bits a byte, the lowest first; where it was read is told by the difference
 * from the row before. Only this process reads it. */
#include "store/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/place.h"
#include "store/row_fields.h"

enum {
    BLOCK_BYTES = 256 << 10,
    NUMBER_BYTES = 10, /* of a short number, at most */
    SIZE_BYTES = 4,    /* of a row's size, at its beginning */
    PLACE_NUMBERS = 6, /* kind, fields, event, line, time, record's length */
};

void
spool_open(struct spool *sp, struct arena *a, const char *path)
{
    *sp = (struct spool){.fd = place_unnamed(path), .a = a};
    map_init(&sp->by_source, a);
}

void
spool_close(struct spool *sp)
{
    free(sp->block);
    if (sp->fd >= 0)
        close(sp->fd);
    *sp = (struct spool){.fd = -1};
}

/* --- in ------------------------------------------------------------------- */

/* NULL when there is none. */
static struct spool_part *
part_of(const struct spool *sp, int64_t source)
{
    const size_t *i = map_get_u64(&sp->by_source, (uint64_t)source);

    return i ? &sp->parts[*i] : NULL;
}

void
spool_begin(struct spool *sp, int64_t source)
{
    spool_forget(sp, source);
    if (sp->fd < 0 || sp->reads)
        return;
    sp->parts =
        arena_grow(sp->a, sp->parts, &sp->cap, sp->n + 1, sizeof *sp->parts);
    *map_put_u64(&sp->by_source, (uint64_t)source, sp->n, NULL) = sp->n;
    int64_t from = sp->written + (int64_t)sp->block_n;
    sp->parts[sp->n++] = (struct spool_part){from, from, true};
    sp->last = (struct place){0};
}

void
spool_forget(struct spool *sp, int64_t source)
{
    struct spool_part *part = part_of(sp, source);

    if (part)
        part->whole = false;
}

/* From now on nothing is here; the disk gets its room back. */
static void
give_up(struct spool *sp)
{
    close(sp->fd);
    sp->fd = -1;
}

/* Writes what is in the block. */
static void
flush_block(struct spool *sp)
{
    size_t done = 0;

    while (sp->fd >= 0 && done < sp->block_n) {
        ssize_t n = write(sp->fd, sp->block + done, sp->block_n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            give_up(sp);
        else
            done += (size_t)n;
    }
    sp->written += (int64_t)sp->block_n;
    sp->block_n = 0;
}

static void
grow_block(struct spool *sp, size_t want)
{
    if (want <= sp->block_cap)
        return;
    sp->block_cap = want > BLOCK_BYTES ? want : BLOCK_BYTES;
    sp->block = realloc(sp->block, sp->block_cap);
    if (!sp->block)
        die("out of memory");
}

/* The block's end, with room for n bytes behind it. */
static char *
make_room(struct spool *sp, size_t n)
{
    if (sp->block_cap - sp->block_n < n) {
        flush_block(sp);
        grow_block(sp, n);
    }
    return sp->block + sp->block_n;
}

static char *
put_number(char *p, uint64_t v)
{
    while (v >= 0x80) {
        *p++ = (char)(v | 0x80);
        v >>= 7;
    }
    *p++ = (char)v;
    return p;
}

/* Small ones of either sign become small. */
static char *
put_signed(char *p, int64_t v)
{
    return put_number(p, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

static char *
put_text(char *p, struct str s)
{
    p = put_number(p, s.n);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p + s.n;
}

static char *
put_place(char *p, const struct place *at, const struct place *last)
{
    p = put_signed(p, at->event - last->event);
    p = put_signed(p, (int64_t)(at->line - last->line));
    p = put_signed(p, (int64_t)((uint64_t)at->tod_ms - (uint64_t)last->tod_ms));
    return put_text(p, at->record);
}

void
spool_put(struct spool *sp, enum row_kind kind, const struct place *at,
    const struct spool_value *v, size_t n)
{
    struct spool_part *part = sp->n ? &sp->parts[sp->n - 1] : NULL;
    size_t most = SIZE_BYTES + PLACE_NUMBERS * NUMBER_BYTES + at->record.n;
    uint64_t said = 0;

    if (sp->fd < 0 || !part || !part->whole || sp->reads)
        return;
    for (size_t i = 0; i < n; i++) {
        said |= UINT64_C(1) << v[i].field;
        most += NUMBER_BYTES + v[i].s.n;
    }
    if (most > UINT32_MAX) {
        part->whole = false;
        return;
    }
    char *begin = make_room(sp, most);
    char *p = put_number(begin + SIZE_BYTES, kind);
    p = put_place(put_number(p, said), at, &sp->last);
    for (size_t i = 0; i < n; i++)
        p = v[i].s.n ? put_text(p, v[i].s) : put_signed(p, v[i].i);
    uint32_t size = (uint32_t)(p - begin) - SIZE_BYTES;
    memcpy(begin, &size, sizeof size);
    sp->last = *at;
    sp->block_n += (size_t)(p - begin);
    part->to = sp->written + (int64_t)sp->block_n;
}

/* --- out ------------------------------------------------------------------ */

static void
begin_reading(struct spool *sp)
{
    if (sp->fd >= 0)
        flush_block(sp);
    sp->reads = true;
    for (size_t i = 0; i < ROW_KINDS; i++)
        row_init(&sp->blank[i], (enum row_kind)i);
}

bool
spool_find(struct spool *sp, int64_t source)
{
    const struct spool_part *part = part_of(sp, source);

    if (!sp->reads)
        begin_reading(sp);
    if (sp->fd < 0 || !part || !part->whole)
        return false;
    sp->block_at = sp->block_n = 0;
    sp->read_at = part->from;
    sp->read_to = part->to;
    sp->last = (struct place){.source = source};
    return true;
}

/* Reads on until n bytes are there. */
static int
fill_block(struct spool *sp, size_t n, struct err *e)
{
    size_t have = sp->block_n - sp->block_at;

    grow_block(sp, n);
    memmove(sp->block, sp->block + sp->block_at, have);
    sp->block_at = 0;
    sp->block_n = have;
    while (sp->block_n < n) {
        size_t room = sp->block_cap - sp->block_n;
        int64_t left = sp->read_to - sp->read_at;
        ssize_t got = pread(sp->fd, sp->block + sp->block_n,
            left < (int64_t)room ? (size_t)left : room, sp->read_at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return err_set(e, "rows of this load cannot be read back: %s",
                got < 0 ? strerror(errno) : "the file ends early");
        sp->block_n += (size_t)got;
        sp->read_at += got;
    }
    return 0;
}

/* The next n bytes, valid until the next call; NULL when they cannot be read.
 */
static const char *
take_bytes(struct spool *sp, size_t n, struct err *e)
{
    if (sp->block_n - sp->block_at < n && fill_block(sp, n, e) < 0)
        return NULL;
    const char *p = sp->block + sp->block_at;
    sp->block_at += n;
    return p;
}

static uint64_t
take_number(const char **p)
{
    uint64_t v = 0;
    unsigned shift = 0;

    while (**p & 0x80) {
        v |= (uint64_t)(**p & 0x7f) << shift;
        shift += 7;
        ++*p;
    }
    v |= (uint64_t)(unsigned char)**p << shift;
    ++*p;
    return v;
}

static int64_t
take_signed(const char **p)
{
    uint64_t v = take_number(p);

    return (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
}

static struct str
take_text(const char **p)
{
    size_t n = (size_t)take_number(p);
    struct str s = {*p, n};

    *p += n;
    return s;
}

static void
take_place(const char **p, struct place *last)
{
    last->event += take_signed(p);
    last->line += (uint64_t)take_signed(p);
    last->tod_ms = (int64_t)((uint64_t)last->tod_ms + (uint64_t)take_signed(p));
    last->record = take_text(p);
}

static void
take_field(const char **p, const struct row_field *f, struct row *row)
{
    if (f->type == FIELD_STR)
        row_set_text(row, f, take_text(p));
    else
        row_set_number(row, f, take_signed(p));
}

int
spool_next(struct spool *sp, struct row *row, struct err *e)
{
    uint32_t size;
    const char *p;

    if (sp->block_at == sp->block_n && sp->read_at >= sp->read_to)
        return 0;
    if (!(p = take_bytes(sp, SIZE_BYTES, e)))
        return -1;
    memcpy(&size, p, sizeof size);
    if (!(p = take_bytes(sp, size, e)))
        return -1;
    *row = sp->blank[take_number(&p)];
    uint64_t said = take_number(&p);
    take_place(&p, &sp->last);
    row->at = sp->last;
    for (; said; said &= said - 1)
        take_field(
            &p, &row_tables[row->kind].fields[__builtin_ctzll(said)], row);
    return 1;
}
