/* SPDX-License-Identifier: MIT
 *
 * The input: folders, gzip whole and cut, archives inside archives, hostile
 * names and sizes. The archives are made here, in a temporary folder. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/out.h"
#include "base/when.h"
#include "check.h"
#include "trace/reader.h"

enum { STREAMS_MAX = 64 };

/* What a file gave. */
struct got {
    struct str member;
    struct str text;
    struct str error; /* of input_read */
    bool cut;
};

struct test {
    struct arena a;
    char *folder;
    struct got v[STREAMS_MAX];
    size_t n;
    int ended;        /* what the last input_next returned */
    struct err error; /* and why */
    bool ahead;       /* read ahead */
};

/* Making files. */

static const char *
path_of(struct test *t, const char *name)
{
    return str_fmt(&t->a, "%s/%s", t->folder, name).p;
}

static void
write_file(struct test *t, const char *name, struct str bytes)
{
    int fd = open(path_of(t, name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    size_t at = 0;
    while (fd >= 0 && at < bytes.n) {
        ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    CHECK(fd >= 0 && at == bytes.n);
    close(fd);
}

static struct str
gzip(struct test *t, struct str bytes)
{
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    size_t room = bytes.n + 1000;
    char *p = arena_alloc(&t->a, room);
    z.next_in = (Bytef *)(uintptr_t)bytes.p;
    z.avail_in = (uInt)bytes.n;
    z.next_out = (Bytef *)p;
    z.avail_out = (uInt)room;
    CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = room - z.avail_out;
    deflateEnd(&z);
    return (struct str){p, n};
}

static struct str
join(struct test *t, struct str a, struct str b)
{
    char *p = arena_alloc(&t->a, a.n + b.n);
    if (a.n)
        memcpy(p, a.p, a.n);
    if (b.n)
        memcpy(p + a.n, b.p, b.n);
    return (struct str){p, a.n + b.n};
}

struct member {
    const char *name; /* NULL ends a list; "x/" is a folder */
    struct str bytes;
};

enum pack { ZIP, ZIP_STORED, ZIP_SECRET, TAR, TAR_XZ, XZ, ZSTD, BZIP2 };

static struct archive *
new_archive(enum pack pack)
{
    struct archive *w = archive_write_new();
    if (pack <= ZIP_SECRET)
        archive_write_set_format_zip(w);
    else if (pack <= TAR_XZ)
        archive_write_set_format_ustar(w);
    else
        archive_write_set_format_raw(w);
    if (pack == ZIP_STORED)
        archive_write_zip_set_compression_store(w);
    if (pack == TAR_XZ || pack == XZ)
        archive_write_add_filter_xz(w);
    if (pack == ZSTD)
        archive_write_add_filter_zstd(w);
    if (pack == BZIP2)
        archive_write_add_filter_bzip2(w);
    if (pack == ZIP_SECRET) {
        archive_write_set_options(w, "zip:encryption=traditional");
        archive_write_set_passphrase(w, "secret");
    }
    return w;
}

static void
add_member(struct archive *w, const struct member *m)
{
    struct archive_entry *entry = archive_entry_new();
    bool folder = str_ends(str_from(m->name), STR("/"));
    archive_entry_set_pathname(entry, m->name);
    archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)m->bytes.n);
    archive_entry_set_mtime(entry, 1900000000, 0);
    CHECK_INT(archive_write_header(w, entry), ARCHIVE_OK);
    if (m->bytes.n)
        CHECK_INT(archive_write_data(w, m->bytes.p, m->bytes.n), m->bytes.n);
    archive_entry_free(entry);
}

static struct str
pack(struct test *t, enum pack how, const struct member *members)
{
    size_t room = 100000;
    for (const struct member *m = members; m->name; m++)
        room += m->bytes.n * 2 + 2000;
    char *p = arena_alloc(&t->a, room);
    size_t used = 0;
    struct archive *w = new_archive(how);
    archive_write_set_bytes_in_last_block(w, 1);
    CHECK_INT(archive_write_open_memory(w, p, room, &used), ARCHIVE_OK);
    for (const struct member *m = members; m->name; m++)
        add_member(w, m);
    CHECK_INT(archive_write_close(w), ARCHIVE_OK);
    archive_write_free(w);
    return (struct str){p, used};
}

/* Text that does not shrink to nothing. */
static struct str
make_text(struct test *t, unsigned lines)
{
    struct out o;
    out_init_mem(&o);
    uint32_t x = 7;
    for (unsigned i = 0; i < lines; i++) {
        x = x * 1664525U + 1013904223U;
        out_fmt(&o, "%08u.000 |10:00:00.000 |AppInfo  |%u %u\n", i, x, x >> 9);
    }
    struct str text = str_dup(&t->a, out_text(&o));
    out_close(&o, NULL);
    return text;
}

/* Reading. */

static void
read_stream(struct test *t, struct input *in, struct got *g)
{
    struct out o;
    struct err e = {0};
    out_init_mem(&o);
    char buf[1000];
    int64_t n;
    while ((n = input_read(in, buf, sizeof(buf), &e)) > 0)
        out_str(&o, (struct str){buf, (size_t)n});
    g->text = str_dup(&t->a, out_text(&o));
    g->error = n < 0 ? str_dup(&t->a, str_from(e.text)) : STR("");
    g->cut = input_was_cut(in);
    CHECK_INT(input_read(in, buf, sizeof(buf), NULL), n); /* it stays so */
    out_close(&o, NULL);
}

/* Adds its streams to those of before. */
static void
read_on(struct test *t, const struct input_path *p)
{
    struct input *in = NULL;
    t->error.text[0] = '\0';
    if (!CHECK(input_open(&in, p, &t->error) == 0))
        return;
    if (t->ahead)
        input_read_ahead(in);
    struct input_stream s;
    while (
        (t->ended = input_next(in, &s, &t->error)) > 0 && t->n < STREAMS_MAX) {
        struct got *g = &t->v[t->n++];
        *g = (struct got){.member = str_dup(&t->a, s.member)};
        read_stream(t, in, g);
    }
    CHECK_INT(input_next(in, &s, NULL), 0);
    input_close(in);
}

static void
read_path(struct test *t, const char *path)
{
    struct input_path p = {.path = str_from(path), .size = -1};
    t->n = 0;
    read_on(t, &p);
}

static void
read_bytes(struct test *t, struct str bytes)
{
    write_file(t, "file", bytes);
    read_path(t, path_of(t, "file"));
}

/* The one stream of a file is `text`, whole. */
static bool
gives(struct test *t, struct str bytes, struct str text)
{
    read_bytes(t, bytes);
    return CHECK_INT(t->ended, 0) && CHECK_INT(t->n, 1) &&
           CHECK(str_eq(t->v[0].text, text)) && CHECK(!t->v[0].cut) &&
           CHECK_STR(t->v[0].error, "");
}

static void
test_plain(struct test *t)
{
    static const char *const texts[] = {"", "x", "hello\n", "#mtree\n./a\n",
        "BZh9 is no bzip2\n", "PK is no zip\n", "\x1f", "\x1f\x8b",
        "\xfd\x37zX is no xz", "ustar"};
    for (size_t i = 0; i < COUNTOF(texts); i++)
        if (!gives(t, str_from(texts[i]), str_from(texts[i])))
            printf("    text %zu\n", i);
    struct str long_text = make_text(t, 20000);
    gives(t, long_text, long_text);
    CHECK_STR(t->v[0].member, "");
}

static void
test_gzip(struct test *t)
{
    struct str text = make_text(t, 3000);
    struct str one = gzip(t, text);
    gives(t, one, text);
    gives(t, gzip(t, STR("")), STR(""));
    gives(t, gzip(t, one), text);
    gives(
        t, join(t, one, gzip(t, STR("tail\n"))), join(t, text, STR("tail\n")));
    gives(t, join(t, one, STR("\0\0\0\0\0\0")), text);
    gives(t, join(t, one, STR("\0")), text);
    gives(t, join(t, one, STR("garbage behind")), text);
}

/* Whatever was cut off, what is left is given, and is known to be cut. */
static void
test_gzip_cut(struct test *t)
{
    struct str text = make_text(t, 400);
    struct str whole = gzip(t, text);
    struct str two = join(t, whole, whole);
    struct str texts = join(t, text, text);
    size_t longest = 0;
    for (size_t n = 3; n < two.n; n += n < 40 ? 1 : 37) {
        read_bytes(t, str_sub(two, 0, n));
        const struct got *g = &t->v[0];
        bool ok = CHECK_INT(t->n, 1) && CHECK_STR(g->error, "") &&
                  CHECK(str_starts(texts, g->text)) &&
                  CHECK(g->text.n >= longest) &&
                  CHECK(g->cut == (n != whole.n));
        longest = g->text.n;
        if (!ok)
            printf("    cut at %zu of %zu\n", n, two.n);
    }
    CHECK(longest > text.n);
    read_bytes(t, str_sub(whole, 0, whole.n - 8));
    CHECK(str_eq(t->v[0].text, text) && t->v[0].cut);
}

static void
test_gzip_damaged(struct test *t)
{
    struct str text = make_text(t, 3000);
    struct str whole = gzip(t, text);
    char *bad = (char *)(uintptr_t)join(t, whole, STR("")).p;
    memset(bad + whole.n / 2, 0xff, 200);
    read_bytes(t, (struct str){bad, whole.n});
    CHECK(t->v[0].cut && t->v[0].text.n > 1000);
    CHECK_STR(t->v[0].error, "");
    read_bytes(t, STR("\x1f\x8b\x08\xff\xff\xff\xff\xff and no more"));
    CHECK_INT(t->n, 1);
    CHECK(t->v[0].cut || t->v[0].error.n > 0);
}

static void
test_filters(struct test *t)
{
    struct str text = make_text(t, 3000);
    struct member one[] = {{"x", text}, {0}};
    static const enum pack filters[] = {XZ, ZSTD, BZIP2};
    for (size_t i = 0; i < COUNTOF(filters); i++) {
        struct str packed = pack(t, filters[i], one);
        bool ok = gives(t, packed, text);
        read_bytes(t, str_sub(packed, 0, packed.n - packed.n / 4));
        ok = ok && CHECK(t->v[0].cut || t->v[0].error.n > 0) &&
             CHECK(str_starts(text, t->v[0].text));
        if (!ok)
            printf("    filter %zu\n", i);
    }
}

static const struct got *
find(const struct test *t, const char *member)
{
    static const struct got none = {0};
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->v[i].member, str_from(member)))
            return &t->v[i];
    printf("    no member %s\n", member);
    return &none;
}

/* gz in zip in tar, beside other things; as plain, stored and xz. */
static void
test_nested(struct test *t, enum pack zip_how, enum pack tar_how)
{
    struct str text = make_text(t, 2000);
    struct member inner[] = {{"SDL001_100_000001.txt.gz", gzip(t, text)},
        {"empty.txt", STR("")}, {"dir/", STR("")},
        {"dir/Collection.XML", STR("<x/>")}, {"dir/.hidden", STR("x")}, {0}};
    struct member outer[] = {{"a.txt", STR("first\n")},
        {"z/in.zip", pack(t, zip_how, inner)},
        {"../../etc/\x1b[2Jname", STR("hostile\n")}, {"b.txt", text}, {0}};
    read_bytes(t, pack(t, tar_how, outer));
    CHECK_INT(t->ended, 0);
    CHECK_INT(t->n, 5);
    CHECK_STR(t->v[0].member, "a.txt");
    CHECK_STR(t->v[0].text, "first\n");
    CHECK(str_eq(find(t, "z/in.zip:SDL001_100_000001.txt.gz")->text, text));
    CHECK_STR(find(t, "z/in.zip:empty.txt")->error, "");
    CHECK_STR(find(t, "../../etc/\x1b[2Jname")->text, "hostile\n");
    CHECK(str_eq(find(t, "b.txt")->text, text));
    for (size_t i = 0; i < t->n; i++)
        CHECK(!t->v[i].cut && t->v[i].error.n == 0);
}

static void
test_too_deep(struct test *t)
{
    struct str packed = STR("deep\n");
    for (int i = 0; i < 5; i++) {
        struct member m[] = {{"in", packed}, {"beside", STR("here\n")}, {0}};
        packed = pack(t, ZIP, m);
    }
    read_bytes(t, packed);
    CHECK_INT(t->ended, 0);
    CHECK_INT(t->n, 4);
    CHECK_STR(t->v[0].member, "in:in:in");
    CHECK(str_has(t->v[0].error, STR("in:in:in: an archive inside 3")));
    CHECK_STR(t->v[1].member, "in:in:beside");
    CHECK_STR(t->v[3].member, "beside");
    CHECK_STR(t->v[3].text, "here\n");
    for (int i = 0; i < 7; i++)
        packed = gzip(t, i ? packed : STR("x"));
    read_bytes(t, packed);
    CHECK(t->n == 1 && str_has(t->v[0].error, STR("compressed more than")));
}

static void
test_encrypted(struct test *t)
{
    struct member m[] = {{"secret.txt", STR("secret\n")}, {0}};
    struct member outer[] = {
        {"s.zip", pack(t, ZIP_SECRET, m)}, {"open.txt", STR("open\n")}, {0}};
    read_bytes(t, outer[0].bytes);
    CHECK_INT(t->n, 1);
    CHECK(str_has(t->v[0].error, STR("secret.txt: is encrypted")));
    read_bytes(t, pack(t, TAR, outer));
    CHECK_INT(t->ended, 0);
    CHECK(find(t, "s.zip:secret.txt")->error.n > 0);
    CHECK_STR(find(t, "open.txt")->text, "open\n");
}

static void
test_nothing_inside(struct test *t)
{
    struct member none[] = {{0}};
    struct member left_out[] = {{"a.xml", STR("x")}, {"d/", STR("")}, {0}};
    read_bytes(t, pack(t, ZIP, none));
    CHECK(t->ended < 0 && str_has(str_from(t->error.text), STR("no files")));
    read_bytes(t, pack(t, TAR, left_out));
    CHECK(t->ended < 0 && str_has(str_from(t->error.text), STR("no files")));
}

/* A cut archive gives the members before the cut, and says that it is cut. */
static void
test_archive_cut(struct test *t, enum pack how, bool gzipped)
{
    struct str text = make_text(t, 300);
    struct member m[] = {
        {"a", text}, {"b", STR("")}, {"c", text}, {"d", text}, {0}};
    struct str packed = pack(t, how, m);
    if (gzipped)
        packed = gzip(t, packed);
    for (size_t n = 600; n < packed.n - 1100; n += 97) {
        read_bytes(t, str_sub(packed, 0, n));
        bool noticed = t->ended < 0;
        bool ok = true;
        for (size_t i = 0; i < t->n; i++) {
            const struct got *g = &t->v[i];
            noticed = noticed || g->cut || g->error.n > 0;
            ok = ok && CHECK(str_starts(text, g->text)) &&
                 CHECK(g->cut || g->error.n || g->text.n == text.n ||
                       str_eq(g->member, STR("b")));
        }
        if (!CHECK(noticed) || !ok)
            printf("    format %d cut at %zu of %zu\n", (int)how, n, packed.n);
    }
}

/* A cut between two members: the tar itself looks whole. */
static void
test_cut_between(struct test *t)
{
    struct member m[] = {{"a", STR("one\n")}, {"b", STR("two\n")}, {0}};
    struct str first = str_sub(pack(t, TAR, m), 0, 1024);
    struct str packed = gzip(t, first);
    read_bytes(t, packed);
    CHECK(t->n == 1 && t->ended == 0);
    read_bytes(t, str_sub(packed, 0, packed.n - 8));
    CHECK_STR(t->v[0].text, "one\n");
    CHECK(t->ended < 0 && str_has(str_from(t->error.text), STR("is cut off")));
}

/* What the reader makes of streams that end badly: everything before that,
 * and the source says so. */
static void
test_reader_at_end(struct test *t, struct str bytes, const char *status)
{
    write_file(t, "file", bytes);
    struct input_path p = {.path = str_from(path_of(t, "file")), .size = -1};
    struct input *in = NULL;
    struct reader *rd = NULL;
    struct input_stream stream;
    struct record rec = {0};
    struct source s = {0};
    struct err e = {0};
    CHECK_INT(input_open(&in, &p, &e), 0);
    CHECK_INT(input_next(in, &stream, &e), 1);
    CHECK_INT(reader_open(&rd, in, &e), 0);
    int64_t n = 0;
    int r;
    while ((r = reader_next(rd, &rec, &e)) > 0)
        n++;
    bool torn = n > 0 && rec.torn;
    reader_source(rd, &s);
    CHECK_INT(s.records, n);
    CHECK_STR(s.status, status);
    CHECK(s.cut == str_eq(s.status, STR("cut")));
    CHECK(torn == (s.cut && n > 0));
    CHECK((r < 0) == str_eq(s.status, STR("unreadable")));
    CHECK((s.note.n == 0) == str_eq(s.status, STR("ok")));
    reader_close(rd);
    input_close(in);
}

static void
test_reader_ends(struct test *t)
{
    struct str packed = gzip(t, make_text(t, 2000));
    struct member m[] = {{"secret.txt", STR("secret\n")}, {0}};
    test_reader_at_end(t, packed, "ok");
    test_reader_at_end(t, str_sub(packed, 0, packed.n - 8), "cut");
    test_reader_at_end(t, str_sub(packed, 0, packed.n / 2), "cut");
    test_reader_at_end(t, str_sub(packed, 0, 12), "cut");
    test_reader_at_end(t, pack(t, ZIP_SECRET, m), "unreadable");
    test_reader_at_end(t, gzip(t, STR("prose\n")), "not a trace");
    test_reader_at_end(t, gzip(t, STR("")), "empty");
}

/* Reads a file to its end or to the error. returns: what input_read gave last.
 */
static int64_t
read_bomb(struct test *t, struct str bomb, int64_t *total, struct err *e)
{
    struct arena a = {0};
    write_file(t, "bomb", bomb);
    struct input_path p = {.path = str_from(path_of(t, "bomb")), .size = -1};
    struct input *in = NULL;
    struct input_stream s;
    CHECK_INT(input_open(&in, &p, e), 0);
    CHECK_INT(input_next(in, &s, e), 1);
    char *buf = arena_alloc(&a, 1 << 20);
    int64_t n;
    *total = 0;
    while ((n = input_read(in, buf, 1 << 20, e)) > 0)
        *total += n;
    CHECK(input_consumed(in) > 0);
    input_close(in);
    arena_free(&a);
    return n;
}

/* Frames of 64 MiB of nothing out of some kilobytes each: up to the limit they
 * are read, as a small file of one line over and over must be. */
static void
test_bomb(struct test *t)
{
    enum { FRAME = 64 << 20, FREE = 256 << 20, SLACK = 2 << 20 };
    struct arena a = {0};
    struct str zeros = {arena_alloc(&a, FRAME), FRAME};
    struct member m[] = {{"x", zeros}, {0}};
    struct str frames[] = {
        str_dup(&t->a, pack(t, ZSTD, m)), str_dup(&t->a, gzip(t, zeros))};
    arena_free(&a);
    for (size_t k = 0; k < COUNTOF(frames); k++) {
        struct str bomb = STR("");
        struct err e = {0};
        int64_t total = 0;
        for (int i = 0; i < 4; i++)
            bomb = join(t, bomb, frames[k]);
        CHECK_INT(read_bomb(t, bomb, &total, &e), 0);
        CHECK_INT(total, FREE);
        bomb = join(t, bomb, frames[k]);
        CHECK_INT(read_bomb(t, bomb, &total, &e), -1);
        CHECK(total >= FREE && total < FREE + SLACK);
        CHECK(str_has(str_from(e.text), STR("250 times its size")));
    }
}

static void
test_folders(struct test *t)
{
    struct input_path *v = NULL;
    size_t n = 0;
    struct err e = {0};
    mkdir(path_of(t, "d"), 0700);
    CHECK_INT(input_list(&t->a, str_from(path_of(t, "d")), &v, &n, &e), -1);
    CHECK(str_ends(str_from(e.text), STR("/d: no files in it; give the folder "
                                         "that holds the SDL... files")));
    write_file(t, "d/only.xml", STR("x"));
    CHECK_INT(input_list(&t->a, str_from(path_of(t, "d")), &v, &n, &e), -1);
    CHECK(str_has(str_from(e.text), STR("1 left out")));
    CHECK_INT(input_list(&t->a, STR("/no/such/file"), &v, &n, &e), -1);
    CHECK(str_has(str_from(e.text), STR("/no/such/file: ")));
    CHECK_INT(n, 0);

    mkdir(path_of(t, "d/b"), 0700);
    mkdir(path_of(t, "d/.git"), 0700);
    write_file(t, "d/.git/c", STR("1"));
    write_file(t, "d/c.txt", STR("12345"));
    write_file(t, "d/a.gz", STR("1"));
    write_file(t, "d/SDL001_100.index", STR("1"));
    write_file(t, "d/b/x", STR("1"));
    write_file(t, "d/b/y.DLL", STR("1"));
    CHECK_INT(symlink("..", path_of(t, "d/b/loop")), 0);
    CHECK_INT(symlink("nowhere", path_of(t, "d/b/dangling")), 0);
    CHECK_INT(symlink("b", path_of(t, "d/twice")), 0);
    CHECK_INT(input_list(&t->a, str_from(path_of(t, "d")), &v, &n, &e), 0);
    static const char *const want[] = {"/d/a.gz", "/d/b/x", "/d/c.txt"};
    CHECK_INT(n, COUNTOF(want));
    for (size_t i = 0; i < n && i < COUNTOF(want); i++)
        CHECK(str_ends(v[i].path, str_from(want[i])));
    CHECK_INT(v[2].size, 5);
    CHECK(v[2].mtime_ms > 0);

    /* Named, everything is read; earlier entries stay; any number grows. */
    for (int i = 0; i < 100; i++)
        CHECK_INT(
            input_list(&t->a, str_from(path_of(t, "d/only.xml")), &v, &n, &e),
            0);
    CHECK_INT(input_list(&t->a, STR("-"), &v, &n, &e), 0);
    CHECK_INT(n, 104);
    CHECK(str_ends(v[0].path, STR("/d/a.gz")));
    CHECK_STR(v[103].path, "-");
    CHECK_INT(v[103].size, -1);
    CHECK_INT(v[103].mtime_ms, WHEN_UNKNOWN);

    struct input *in = NULL;
    struct input_path gone = {.path = STR("/no/such/file")};
    CHECK_INT(input_open(&in, &gone, &e), -1);
    CHECK(!in && str_has(str_from(e.text), STR("/no/such/file: ")));
    gone.path = str_from(path_of(t, "d"));
    CHECK_INT(input_open(&in, &gone, &e), -1);
    CHECK(str_has(str_from(e.text), STR("is a folder")));
}

/* Those of parts.ZIP. */
static size_t
parts(struct test *t, enum input_cut cut, struct input_path **v)
{
    struct input_path *file = NULL;
    size_t files = 0, n = 0;
    struct err e = {0};
    struct str path = str_from(path_of(t, "parts.ZIP"));
    CHECK_INT(input_list(&t->a, path, &file, &files, &e), 0);
    CHECK_INT(files, 1);
    input_parts(&t->a, file, cut, v, &n);
    return n;
}

/* A zip archive that is big enough is cut into parts, which together give what
 * the whole gives, and each something. */
static void
test_parts(struct test *t, enum pack how, enum input_cut cut, size_t least,
    size_t most)
{
    struct str text = make_text(t, 14000);
    struct member m[] = {{"dir/", STR("")}, {"a.xml", text}, {"1", text},
        {"2.gz", gzip(t, text)}, {"3", text}, {"4", text}, {"5", text},
        {"6", text}, {"7", text}, {"b.xml", text}, {0}};
    write_file(t, "parts.ZIP", pack(t, how, m));
    struct input_path *v;
    size_t n = parts(t, cut, &v);
    CHECK(n >= least && n <= most);
    t->n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t before = t->n;
        CHECK_INT(v[i].from, i ? v[i - 1].to : 0);
        CHECK(v[i].more == (i + 1 < n) && v[i].size > 0);
        read_on(t, &v[i]);
        CHECK(t->ended == 0 && t->n > before);
    }
    CHECK_INT(v[n - 1].to, COUNTOF(m) - 1);
    CHECK_INT(t->n, 7);
    for (size_t i = 0; i < t->n; i++)
        CHECK(t->v[i].member.p[0] == (char)('1' + (int)i) &&
              str_eq(t->v[i].text, text) && !t->v[i].cut);

    /* Another file meanwhile. */
    static const char *const others[] = {"", "text\n", "PK\3\4", "PK\5\6"};
    for (size_t i = 0; i < COUNTOF(others); i++) {
        write_file(t, "parts.ZIP", str_from(others[i]));
        t->n = 0;
        read_on(t, &v[1]);
        CHECK(t->n == 0 && t->ended < 0);
        CHECK(str_has(str_from(t->error.text), STR("not the zip archive")));
    }
    struct member fewer[] = {{"1", STR("x\n")}, {0}};
    write_file(t, "parts.ZIP", pack(t, how, fewer));
    t->n = 0;
    read_on(t, &v[n - 1]);
    CHECK(t->n == 0 && t->ended < 0);
}

/* A zip that is small, or holds one trace, or none, is one part. */
static void
test_one_part(struct test *t)
{
    struct str text = make_text(t, 50000);
    struct member small[] = {{"1", STR("x\n")}, {"2", STR("y\n")}, {0}};
    struct member single[] = {{"1", text}, {"a.xml", text}, {0}};
    struct member none[] = {{"a.xml", text}, {"b.xml", text}, {0}};
    struct str packed[] = {pack(t, ZIP, small), pack(t, ZIP_STORED, single),
        pack(t, ZIP_STORED, none), STR("no zip\n")};
    for (size_t i = 0; i < COUNTOF(packed); i++) {
        struct input_path *v;
        write_file(t, "parts.ZIP", packed[i]);
        CHECK_INT(parts(t, INPUT_BY_SIZE, &v), 1);
        CHECK(v[0].from == 0 && v[0].to == 0 && !v[0].more);
    }
}

/* The nth entry of a zip archive's directory, from 1. */
static char *
entry_of(struct str packed, int n)
{
    size_t at = 0;
    while (n-- > 0)
        at += str_find(str_skip(packed, at + 1), STR("PK\1\2")) + 1;
    return (char *)(uintptr_t)packed.p + at;
}

/* A byte of the second member's entry in the directory is another one. */
static void
test_zip_changed(struct test *t, enum pack how, size_t at, char by, bool cut)
{
    struct str text = make_text(t, 2000);
    struct member m[] = {{"1", text}, {"2", text}, {"3", text}, {0}};
    struct str packed = pack(t, how, m);
    entry_of(packed, 2)[at] ^= by;
    read_bytes(t, packed);
    CHECK(t->n == 3 && t->ended == 0);
    for (size_t i = 0; i < t->n; i++)
        CHECK(str_eq(t->v[i].text, text) && t->v[i].error.n == 0 &&
              t->v[i].cut == (cut && i == 1));
}

/* A checksum that is wrong is noticed; a directory that says more than the file
 * has, or that alone says encrypted, is not followed. */
static void
test_zip_directory(struct test *t, enum pack how)
{
    enum { FLAGS = 8, CRC = 16, PACKED_BYTES = 20 };
    test_zip_changed(t, how, CRC, 1, true);
    test_zip_changed(t, how, PACKED_BYTES + 3, 0x7f, false);
    test_zip_changed(t, how, FLAGS, 1, false);
}

/* Written by programs for Windows. */
static void
test_zip_backslashes(struct test *t)
{
    enum { CENTRAL_SYSTEM = 5, CENTRAL_ATTRIBUTES = 38, DOS_FOLDER = 0x10 };
    struct member m[] = {{"d\\a.xml", STR("x\n")}, {"d\\.b", STR("x\n")},
        {"d\\e\\c", STR("x\n")}, {"d\\f", STR("")}, {0}};
    struct str packed = pack(t, ZIP, m);
    for (int i = 1; i <= 4; i++) {
        entry_of(packed, i)[CENTRAL_SYSTEM] = 0;
        memset(entry_of(packed, i) + CENTRAL_ATTRIBUTES, 0, 4);
    }
    entry_of(packed, 4)[CENTRAL_ATTRIBUTES] = DOS_FOLDER;
    read_bytes(t, packed);
    CHECK(t->n == 1 && t->ended == 0);
    CHECK_STR(t->v[0].member, "d/e/c");
    CHECK_STR(t->v[0].text, "x\n");
}

/* Standard input cannot seek: archives are read in one pass. */
static void
test_stdin(struct test *t)
{
    struct str text = make_text(t, 500);
    struct member m[] = {{"a.gz", gzip(t, text)}, {"b", STR("x\n")}, {0}};
    static const enum pack packs[] = {ZIP, ZIP_STORED, TAR};
    for (size_t i = 0; i < COUNTOF(packs); i++) {
        write_file(t, "in", pack(t, packs[i], m));
        int fd = open(path_of(t, "in"), O_RDONLY);
        dup2(fd, STDIN_FILENO);
        close(fd);
        read_path(t, "-");
        CHECK_INT(t->ended, 0);
        CHECK(t->n == 2 && str_eq(t->v[0].text, text));
        CHECK_STR(t->v[1].text, "x\n");
    }
}

/* A stream that is left in its middle, while a thread reads on. */
static void
test_left(struct test *t)
{
    struct str text = make_text(t, 40000);
    struct input_path p = {.path = str_from(path_of(t, "file")), .size = -1};
    struct input *in = NULL;
    struct input_stream s;
    char buf[1000];
    write_file(t, "file", gzip(t, text));
    for (int reads = 0; reads < 3; reads++) {
        if (!CHECK(input_open(&in, &p, &t->error) == 0))
            return;
        input_read_ahead(in);
        CHECK_INT(input_next(in, &s, NULL), 1);
        for (int i = 0; i < reads; i++)
            CHECK_INT(input_read(in, buf, sizeof(buf), NULL), sizeof(buf));
        if (reads == 2)
            CHECK_INT(input_next(in, &s, NULL), 0);
        input_close(in);
    }
}

/* What is read the same way ahead or not. */
static void
test_compressed(struct test *t)
{
    test_gzip(t);
    test_gzip_cut(t);
    test_gzip_damaged(t);
    test_filters(t);
    test_nested(t, ZIP, TAR);
    test_nested(t, ZIP_STORED, TAR_XZ);
    test_nested(t, ZIP, ZIP);
    test_nested(t, TAR, ZIP_STORED);
    test_too_deep(t);
    test_encrypted(t);
    test_nothing_inside(t);
    test_archive_cut(t, ZIP, false);
    test_archive_cut(t, ZIP_STORED, false);
    test_archive_cut(t, TAR, false);
    test_archive_cut(t, TAR, true);
    test_cut_between(t);
}

static int
run(struct test *t)
{
    test_plain(t);
    test_compressed(t);
    t->ahead = true;
    test_compressed(t);
    t->ahead = false;
    test_left(t);
    test_reader_ends(t);
    test_bomb(t);
    test_folders(t);
    test_parts(t, ZIP, INPUT_BY_SIZE, 2, 6);
    test_parts(t, ZIP_STORED, INPUT_BY_SIZE, 3, 6);
    test_parts(t, ZIP, INPUT_BY_MEMBER, 7, 7);
    test_one_part(t);
    test_zip_directory(t, ZIP);
    test_zip_directory(t, ZIP_STORED);
    test_zip_backslashes(t);
    test_stdin(t);
    return check_done();
}

int
main(void)
{
    static struct test t;
    const char *tmp = getenv("TMPDIR");
    t.folder = str_z(&t.a,
        str_fmt(&t.a, "%s/cmtrail-input-XXXXXX", tmp && *tmp ? tmp : "/tmp"));
    if (!mkdtemp(t.folder)) {
        printf("no temporary folder\n");
        return 1;
    }
    int status = run(&t);
    static const char *const files[] = {"file", "bomb", "in", "parts.ZIP",
        "d/only.xml", "d/.git/c", "d/.git", "d/c.txt", "d/a.gz",
        "d/SDL001_100.index", "d/b/x", "d/b/y.DLL", "d/b/loop", "d/b/dangling",
        "d/b", "d/twice", "d", ""};
    for (size_t i = 0; i < COUNTOF(files); i++)
        remove(path_of(&t, files[i]));
    arena_free(&t.a);
    return status;
}
