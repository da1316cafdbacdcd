/* SPDX-License-Identifier: MIT
 *
 * Zip archives into parts that can be read by themselves. */
#include <fcntl.h>
#include <unistd.h>

#include "trace/input.h"
#include "trace/walk.h"
#include "trace/zipdir.h"

/* Each part opens the archive anew, which takes time with its members; libzip
 * keeps their names in a table that hostile ones make slow. */
enum {
    PARTS_MAX = 256,
    PART_BYTES = 1 << 20,
    ALONE_MAX = 1000, /* members that are parts of their own */
    MEMBERS_MAX = 20000,
};

struct cutting {
    struct zipdir *dir;
    struct input_path *v;
    size_t n, max;
    int64_t part_bytes; /* of a part, at least */
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
        part.size = add_bytes(part.size, zipdir_packed_bytes(c->dir));
        part.to++;
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
        last->size = add_bytes(last->size, part.size);
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
    int fd = open(str_z(&a, path->path), O_RDONLY | O_CLOEXEC);
    struct zipdir *dir = fd < 0 ? NULL : zipdir_open(fd);

    if (fd >= 0)
        close(fd);
    arena_free(&a);
    return dir;
}

void
input_parts(struct arena *a, const struct input_path *path, enum input_cut how,
    struct input_path **v, size_t *n)
{
    struct cutting c = {.max = PARTS_MAX, .part_bytes = path->size / PARTS_MAX};

    if (may_be_zip(path))
        c.dir = open_dir(path);
    size_t members = c.dir ? zipdir_count(c.dir) : 0;
    if (c.part_bytes < PART_BYTES)
        c.part_bytes = PART_BYTES;
    if (how == INPUT_BY_MEMBER && members <= ALONE_MAX) {
        c.max = ALONE_MAX;
        c.part_bytes = 0;
    }
    if (members > 1 && members <= MEMBERS_MAX) {
        c.v = arena_array(a, c.max, sizeof(*c.v));
        cut(&c, path);
    }
    zipdir_close(c.dir);
    if (c.n < 2) {
        c.v = arena_array(a, 1, sizeof(*c.v));
        c.v[0] = *path;
        c.n = 1;
    }
    *v = c.v;
    *n = c.n;
}
