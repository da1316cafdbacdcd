/* SPDX-License-Identifier: MIT
 *
 * One file of the user's: which streams are in it. First bytes say what to
 * put on top of what; archives inside archives are a stack of levels, walked
 * in order. */
#include "trace/input.h"

#include <stdlib.h>
#include <time.h>

#include "base/when.h"
#include "trace/ahead.h"
#include "trace/pack.h"
#include "trace/walk.h"
#include "trace/zipdir.h"

enum {
    LEVELS_MAX = 3, /* archives inside archives */
    LAYERS_MAX = 4, /* compressions around one stream */
};

/* An archive that is being walked. */
struct level {
    struct pack *pack;
    struct str name;   /* "a.zip", "a.zip:b.tar"; empty for the file itself */
    struct arena text; /* where the name lives */
};

struct input {
    struct input_path path; /* its text lives in `text` */
    struct arena text;
    struct arena member_text; /* the current stream's name */
    struct budget budget;
    struct stream *file; /* before the first input_next */
    struct level levels[LEVELS_MAX];
    size_t depth;          /* levels in use */
    struct zipdir *dir;    /* of the archive, between two of its parts */
    struct stream *stream; /* the current one; NULL when it cannot be read: */
    struct err broken;     /* why */
    struct str member;
    int64_t streams; /* given so far */
    bool read_ahead;
    int64_t spent_ns, ahead_ns;
};

/* Puts "FILE:MEMBER: " before the message. */
static int
input_error(const struct input *in, struct str member, struct err *e)
{
    struct str file = in->path.path;
    if (member.n == 0)
        return err_prefix(e, STR_FMT ": ", STR_ARG(file));
    return err_prefix(
        e, STR_FMT ":" STR_FMT ": ", STR_ARG(file), STR_ARG(member));
}

int
input_open(struct input **in, const struct input_path *path, struct err *e)
{
    *in = NULL;
    struct input *made = calloc(1, sizeof(*made));
    if (!made)
        die("out of memory");
    char *z = str_z(&made->text, path->path);
    made->path = *path;
    made->path.path = str_from(z);
    made->budget.whole = path->whole;
    made->file = stream_open_file(z, &made->budget, e);
    if (!made->file) {
        input_error(made, STR(""), e);
        input_close(made);
        return -1;
    }
    *in = made;
    return 0;
}

static void
level_pop(struct input *in)
{
    struct level *level = &in->levels[--in->depth];
    if (in->depth == 0 && in->path.to)
        in->dir = pack_take_dir(level->pack);
    pack_close(level->pack);
    arena_free(&level->text);
}

static void
level_add(struct input *in, struct pack *pack)
{
    struct level *level = &in->levels[in->depth++];
    level->pack = pack;
    level->text = (struct arena){0};
    level->name = str_dup(&level->text, in->member);
}

/* The stream is an archive. returns false when it is too deep to be read:
 * the current stream is then one that fails. */
static bool
level_push(struct input *in, struct stream *s, enum magic magic)
{
    if (in->depth == LEVELS_MAX) {
        stream_close(s);
        err_set(&in->broken,
            "an archive inside %d archives is not read; unpack the outer one",
            (int)LEVELS_MAX);
        return false;
    }
    level_add(in, pack_open(s, magic));
    return true;
}

/* Puts onto s whatever its first bytes ask for.
 * returns: true when in->stream is one to be given (or broken says why it
 *          cannot be read), false when an archive was pushed instead. */
static bool
settle(struct input *in, struct stream *s)
{
    for (int layers = 0; layers <= LAYERS_MAX; layers++) {
        enum magic magic = magic_of(stream_peek(s));
        switch (magic) {
        case MAGIC_NONE:
            if (in->read_ahead && s->kind != STREAM_FILE)
                s = stream_open_ahead(s);
            in->stream = s;
            return true;
        case MAGIC_ZIP:
        case MAGIC_TAR:
            return !level_push(in, s, magic);
        case MAGIC_GZIP:
            s = stream_open_gzip(s);
            break;
        case MAGIC_XZ:
        case MAGIC_ZSTD:
        case MAGIC_BZIP2:
        case MAGIC_COMPRESS:
            s = stream_open_filter(pack_open(s, magic), &in->budget);
            break;
        }
    }
    stream_close(s);
    err_set(&in->broken, "compressed more than %d times; not read",
        (int)LAYERS_MAX);
    return true;
}

static void
set_member(struct input *in, const struct level *level, struct str name)
{
    if (level->name.n)
        in->member = str_fmt(&in->member_text, STR_FMT ":" STR_FMT,
            STR_ARG(level->name), STR_ARG(name));
    else
        in->member = str_dup(&in->member_text, name);
}

/* An entry of the topmost archive. returns whether it gives a stream. */
static bool
take_entry(struct input *in, const struct pack_entry *entry)
{
    const struct level *level = &in->levels[in->depth - 1];
    if (!entry->is_file || walk_leaves_out(entry->name))
        return false;
    set_member(in, level, entry->name);
    if (entry->encrypted) {
        err_set(&in->broken,
            "is encrypted; unpack the archive with its password and give the "
            "folder");
        return true;
    }
    return settle(in, stream_open_member(level->pack, &in->budget));
}

/* The topmost archive cannot be read further: at the bottom that is the end;
 * else it is a stream that fails, and the outer archive goes on. */
static int
archive_broken(struct input *in, const struct err *why, struct err *e)
{
    struct level *level = &in->levels[in->depth - 1];
    in->member = str_dup(&in->member_text, level->name);
    level_pop(in);
    if (in->depth > 0) {
        in->broken = *why;
        return 1;
    }
    err_set(e, "%s", why->text);
    return input_error(in, STR(""), e);
}

/* Walks the archives to the next stream. */
static int
next_in_archives(struct input *in, struct input_stream *s, struct err *e)
{
    while (in->depth > 0) {
        struct pack_entry entry = {0};
        struct err why = {0};
        int r = pack_next(in->levels[in->depth - 1].pack, &entry, &why);
        if (r < 0)
            return archive_broken(in, &why, e);
        if (r == 0) {
            level_pop(in);
        } else if (take_entry(in, &entry)) {
            s->size = entry.size;
            s->mtime_ms = entry.mtime_ms;
            return 1;
        }
    }
    if (in->streams > 0)
        return 0;
    err_set(e, "no files in it that can be traces");
    return input_error(in, STR(""), e);
}

void
input_read_ahead(struct input *in)
{
    in->read_ahead = !str_eq(in->path.path, STR("-"));
}

static void
leave_stream(struct input *in)
{
    if (in->stream && in->stream->ahead)
        in->ahead_ns += ahead_spent_ns(in->stream->ahead);
    stream_close(in->stream);
    in->stream = NULL;
    in->broken.text[0] = '\0';
    in->member = STR("");
    arena_reset(&in->member_text);
}

/* Only these members of the archive. */
static int
push_part(struct input *in, struct stream *file, struct err *e)
{
    struct pack *pack =
        pack_open_part(file, in->dir, in->path.from, in->path.to);
    in->dir = NULL;
    if (!pack)
        return err_set(
            e, "is not the zip archive any more that it was; load it again");
    level_add(in, pack);
    return 0;
}

int
input_next(struct input *in, struct input_stream *s, struct err *e)
{
    leave_stream(in);
    struct stream *file = in->file;
    in->file = NULL;
    if (!file && in->depth == 0)
        return 0;
    *s = (struct input_stream){
        .size = in->path.size, .mtime_ms = in->path.mtime_ms};
    int r = 1;
    if (file && in->path.to && push_part(in, file, e) < 0)
        return input_error(in, STR(""), e);
    if (in->depth > 0 || !settle(in, file)) {
        s->size = -1;
        s->mtime_ms = WHEN_UNKNOWN;
        r = next_in_archives(in, s, e);
    }
    s->member = in->member;
    in->streams += r == 1;
    return r;
}

/* CPU time of this thread. */
static int64_t
cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t
input_read(struct input *in, char *buf, size_t n, struct err *e)
{
    int64_t got;
    int64_t start_ns = cpu_ns();
    if (in->broken.text[0])
        got = err_set(e, "%s", in->broken.text);
    else if (!in->stream)
        return 0;
    else
        got = stream_read(in->stream, buf, n, e);
    if (got < 0)
        input_error(in, in->member, e);
    in->spent_ns += cpu_ns() - start_ns;
    return got;
}

struct str
input_peek(struct input *in)
{
    if (in->broken.text[0] || !in->stream)
        return STR("");
    return stream_peek(in->stream);
}

bool
input_is_plain(const struct input *in)
{
    return in->stream && in->stream->kind == STREAM_FILE &&
           in->stream->seekable;
}

bool
input_is_ahead(const struct input *in)
{
    return in->stream && in->stream->kind == STREAM_AHEAD;
}

int64_t
input_spent_ns(const struct input *in)
{
    return in->spent_ns;
}

int64_t
input_ahead_ns(const struct input *in)
{
    return in->ahead_ns;
}

bool
input_was_cut(const struct input *in)
{
    return in->stream && in->stream->cut;
}

int64_t
input_consumed(const struct input *in)
{
    return in->budget.consumed;
}

void
input_close(struct input *in)
{
    if (!in)
        return;
    leave_stream(in);
    while (in->depth > 0)
        level_pop(in);
    stream_close(in->file);
    zipdir_close(in->dir);
    arena_free(&in->member_text);
    arena_free(&in->text);
    free(in);
}

int
input_open_next(struct input **in, const struct input_path *path, struct err *e)
{
    struct input *last = *in;
    int r = input_open(in, path, e);
    if (r == 0 && last && path->whole && path->whole == last->path.whole) {
        leave_stream(last);
        while (last->depth > 0)
            level_pop(last);
        (*in)->dir = last->dir;
        last->dir = NULL;
    }
    input_close(last);
    return r;
}
