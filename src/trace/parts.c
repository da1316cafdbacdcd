/* SPDX-License-Identifier: MIT
 *
 * Zip archives into parts that can be read by themselves. */
#include "trace/input.h"
#include "trace/magic.h"
#include "trace/stream.h"
#include "trace/walk.h"
#include "trace/zipdir.h"

enum {
    PARTS_MAX = 256,
    PART_BYTES = 1 << 20,
    /* Each worker opens the archive once, and libzip keeps the names of members
     * in a table that hostile ones make slow. */
    MEMBERS_MAX = 20000,
};

struct cutting {
    struct zipdir *dir;
    struct input_path *v;
    size_t n, max;
    int64_t part_bytes; /* of a part, at least */
    int64_t unpacked;   /* bytes of all, as the directory says */
};

static int64_t
add_bytes(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

/* What is left over behind the last one goes to it. */
static void
cut(struct cutting *c, const struct input_path *path)
{
    struct input_path part = *path;
    struct pack_entry entry;
    bool wanted = false;

    part.size = 0;
    while (zipdir_next(c->dir, &entry)) {
        part.size += zipdir_packed_bytes(c->dir);
        part.to++;
        c->unpacked =
            add_bytes(c->unpacked, entry.size < 0 ? INT64_MAX : entry.size);
        wanted = wanted || (entry.is_file && !walk_leaves_out(entry.name));
        if (!wanted || part.size < c->part_bytes || c->n + 1 == c->max)
            continue;
        c->v[c->n++] = part;
        part.from = part.to;
        part.size = 0;
        wanted = false;
    }
    if (wanted) {
        c->v[c->n++] = part;
    } else if (c->n) {
        struct input_path *last = &c->v[c->n - 1];
        last->to = part.to;
        last->size += part.size;
    }
    for (size_t i = 0; i + 1 < c->n; i++)
        c->v[i].more = true;
}

/* Only by its name, so that not every file is opened for that. */
static bool
may_be_zip(const struct input_path *path)
{
    static const struct str end = STR_INIT(".zip");

    return path->size > 0 && path->path.n > end.n &&
           str_eq_nocase(str_skip(path->path, path->path.n - end.n), end);
}

static struct zipdir *
open_dir(const struct input_path *path)
{
    struct arena a = {0};
    struct budget budget = {0};
    struct stream *s = stream_open_file(str_z(&a, path->path), &budget, NULL);
    struct zipdir *dir = NULL;

    if (s && magic_of(stream_peek(s)) == MAGIC_ZIP)
        dir = zipdir_open(s->fd);
    stream_close(s);
    arena_free(&a);
    return dir;
}

static void
share(struct arena *a, struct cutting *c, int64_t size)
{
    struct whole *whole = arena_alloc(a, sizeof(*whole));

    *whole = (struct whole){.size = size};
    for (size_t i = 0; i < c->n; i++)
        c->v[i].whole = whole;
}

void
input_parts(struct arena *a, const struct input_path *path, enum input_cut how,
    struct input_path **v, size_t *n)
{
    struct cutting c = {.part_bytes = path->size / PARTS_MAX};

    if (may_be_zip(path))
        c.dir = open_dir(path);
    size_t members = c.dir ? zipdir_count(c.dir) : 0;
    if (c.part_bytes < PART_BYTES)
        c.part_bytes = PART_BYTES;
    if (how == INPUT_BY_MEMBER)
        c.part_bytes = 0;
    c.max = how == INPUT_BY_SIZE && members > PARTS_MAX ? PARTS_MAX : members;
    if (members > 0 && members <= MEMBERS_MAX) {
        c.v = arena_array(a, c.max, sizeof(*c.v));
        cut(&c, path);
    }
    zipdir_close(c.dir);
    if (c.n < (how == INPUT_BY_SIZE ? 2 : 1) ||
        !budget_allows(c.unpacked, path->size)) {
        c.v = arena_array(a, 1, sizeof(*c.v));
        c.v[0] = *path;
        c.n = 1;
    } else {
        share(a, &c, path->size);
    }
    *v = c.v;
    *n = c.n;
}

void
input_parts_again(const struct input_path *path)
{
    if (path->whole)
        path->whole->unpacked = 0;
}
