/* SPDX-License-Identifier: MIT
 *
 * libzip reads directory and members. What it would check while unpacking is
 * in the gzip trailer that is put behind the deflated bytes. */
#include "trace/zipdir.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zip.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/when.h"

enum { GZIP_HEADER = 10, GZIP_TRAILER = 8 };

struct zipdir {
    zip_t *zip;
    struct arena text; /* of the current member's name */
    size_t n;          /* members */
    size_t next, end;  /* of them not given yet */
    size_t at;         /* the current one */
    zip_stat_t member; /* of it */
    zip_file_t *file;  /* NULL = not opened yet */
    char frame[GZIP_HEADER > GZIP_TRAILER ? GZIP_HEADER : GZIP_TRAILER];
    const char *framed; /* of the frame, not yet given */
    size_t framed_n;
    bool ended; /* its bytes are all given */
};

static bool
is_deflated(const zip_stat_t *s)
{
    return s->comp_method == ZIP_CM_DEFLATE;
}

/* Whether a member can be read here, as far as the directory says. */
static bool
is_known(const zip_stat_t *s)
{
    const zip_uint64_t want = ZIP_STAT_NAME | ZIP_STAT_SIZE |
                              ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD |
                              ZIP_STAT_CRC | ZIP_STAT_ENCRYPTION_METHOD;

    if ((s->valid & want) != want || s->encryption_method != ZIP_EM_NONE)
        return false;
    return is_deflated(s)
               ? s->comp_size > 0
               : s->comp_method == ZIP_CM_STORE && s->comp_size == s->size;
}

/* Whether all members can be, and none of them twice: those that lie in each
 * other are together more than the file. */
static bool
all_known(zip_t *zip, size_t n, uint64_t bytes)
{
    for (size_t i = 0; i < n; i++) {
        zip_stat_t s;

        zip_stat_init(&s);
        if (zip_stat_index(zip, i, 0, &s) < 0 || !is_known(&s) ||
            s.comp_size > bytes)
            return false;
        bytes -= s.comp_size;
    }
    return true;
}

static zip_t *
open_zip(int fd)
{
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    int why;
    zip_t *zip = own < 0 ? NULL : zip_fdopen(own, 0, &why);

    if (!zip && own >= 0)
        close(own);
    return zip;
}

struct zipdir *
zipdir_open(int fd)
{
    struct stat st;
    zip_t *zip = fstat(fd, &st) < 0 ? NULL : open_zip(fd);

    if (!zip)
        return NULL;
    zip_int64_t n = zip_get_num_entries(zip, 0);
    if (n < 0 || !all_known(zip, (size_t)n, (uint64_t)st.st_size)) {
        zip_discard(zip);
        return NULL;
    }
    struct zipdir *z = calloc(1, sizeof(*z));
    if (!z)
        die("out of memory");
    z->zip = zip;
    z->n = z->end = (size_t)n;
    return z;
}

void
zipdir_limit(struct zipdir *z, size_t from, size_t to)
{
    z->end = to < z->n ? to : z->n;
    z->next = from < z->end ? from : z->end;
}

static void
close_member(struct zipdir *z)
{
    if (z->file)
        zip_fclose(z->file);
    z->file = NULL;
    z->framed_n = 0;
    z->ended = false;
}

void
zipdir_close(struct zipdir *z)
{
    if (!z)
        return;
    close_member(z);
    zip_discard(z->zip);
    arena_free(&z->text);
    free(z);
}

/* --- the directory -------------------------------------------------------- */

static bool
is_utf8(struct str s)
{
    uint32_t code;
    size_t n;

    while (s.n && (n = utf8_decode(s, &code)))
        s = str_skip(s, n);
    return s.n == 0;
}

/* Some programs for Windows write paths as they are there. */
static struct str
with_slashes(struct arena *a, struct str name)
{
    char *p = str_z(a, name);

    for (size_t i = 0; i < name.n; i++)
        if (p[i] == '\\')
            p[i] = '/';
    return (struct str){p, name.n};
}

/* As it stands there when that is UTF-8, else as the code page of MS-DOS. */
static struct str
member_name(struct zipdir *z, zip_uint8_t system)
{
    struct str name = str_from(zip_get_name(z->zip, z->at, ZIP_FL_ENC_RAW));

    if (!is_utf8(name))
        name = str_from(zip_get_name(z->zip, z->at, ZIP_FL_ENC_GUESS));
    if (system == ZIP_OPSYS_DOS && str_find_byte(name, '/') == name.n)
        return with_slashes(&z->text, name);
    return name;
}

/* A file, as far as the directory says: no folder, no link. */
static bool
is_file(struct str name, zip_uint8_t system, zip_uint32_t attributes)
{
    enum { MODE_SHIFT = 16, DOS_FOLDER = 0x10 };
    zip_uint32_t mode = attributes >> MODE_SHIFT;

    if (str_ends(name, STR("/")))
        return false;
    if (system == ZIP_OPSYS_DOS)
        return !(attributes & DOS_FOLDER);
    if (system != ZIP_OPSYS_UNIX && system != ZIP_OPSYS_OS_X)
        return true;
    return S_ISREG(mode) || (mode & S_IFMT) == 0;
}

/* Seconds since 1970 where the archive says them; otherwise it has local time
 * only (APPNOTE 4.4.6, Info-ZIP's extra field 0x5455). */
static int64_t
mtime_s(zip_t *zip, size_t i, const zip_stat_t *s)
{
    enum { EXTENDED_TIME = 0x5455, HAS_MTIME = 1, BYTES = 5 };
    zip_uint16_t n = 0;
    const zip_uint8_t *p = zip_file_extra_field_get_by_id(
        zip, i, EXTENDED_TIME, 0, &n, ZIP_FL_CENTRAL);

    if (p && n >= BYTES && (p[0] & HAS_MTIME))
        return (int32_t)((uint32_t)p[1] | (uint32_t)p[2] << 8 |
                         (uint32_t)p[3] << 16 | (uint32_t)p[4] << 24);
    return s->valid & ZIP_STAT_MTIME ? (int64_t)s->mtime : -1;
}

bool
zipdir_next(struct zipdir *z, struct pack_entry *entry)
{
    zip_uint8_t system = ZIP_OPSYS_UNIX;
    zip_uint32_t attributes = 0;

    close_member(z);
    arena_reset(&z->text);
    if (z->next == z->end)
        return false;
    z->at = z->next++;
    zip_stat_init(&z->member);
    (void)zip_stat_index(z->zip, z->at, 0, &z->member);
    (void)zip_file_get_external_attributes(
        z->zip, z->at, 0, &system, &attributes);
    entry->name = member_name(z, system);
    if (entry->name.n == 0)
        entry->name = STR("(no name)");
    entry->size = z->member.size <= INT64_MAX ? (int64_t)z->member.size : -1;
    int64_t time_s = mtime_s(z->zip, z->at, &z->member);
    entry->mtime_ms = time_s < 0 ? WHEN_UNKNOWN : time_s * 1000;
    entry->is_file = is_file(entry->name, system, attributes);
    entry->encrypted = false;
    return true;
}

/* --- members -------------------------------------------------------------- */

size_t
zipdir_count(const struct zipdir *z)
{
    return z->n;
}

int64_t
zipdir_packed_bytes(const struct zipdir *z)
{
    return (int64_t)z->member.comp_size; /* no more than the file has */
}

bool
zipdir_gives_gzip(const struct zipdir *z)
{
    return is_deflated(&z->member);
}

static void
put_u32(char *p, uint64_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (char)(v >> 8 * i);
}

static void
set_frame(struct zipdir *z, size_t n)
{
    z->framed = z->frame;
    z->framed_n = n;
}

/* RFC 1952, 2.3: magic, deflate, nothing else that is known. */
static void
begin_frame(struct zipdir *z)
{
    static const char header[GZIP_HEADER] = {
        '\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};

    memcpy(z->frame, header, sizeof(header));
    set_frame(z, GZIP_HEADER);
}

static void
end_frame(struct zipdir *z)
{
    put_u32(z->frame, z->member.crc);
    put_u32(z->frame + 4, z->member.size);
    set_frame(z, GZIP_TRAILER);
}

static int
open_member(struct zipdir *z, struct err *e)
{
    bool packed = is_deflated(&z->member);

    z->file = zip_fopen_index(z->zip, z->at, packed ? ZIP_FL_COMPRESSED : 0);
    if (!z->file)
        return err_set(
            e, "cannot be unpacked further: %s", zip_strerror(z->zip));
    if (packed)
        begin_frame(z);
    return 0;
}

static int64_t
take_frame(struct zipdir *z, char *buf, size_t n)
{
    if (n > z->framed_n)
        n = z->framed_n;
    memcpy(buf, z->framed, n);
    z->framed += n;
    z->framed_n -= n;
    return (int64_t)n;
}

int64_t
zipdir_read(struct zipdir *z, char *buf, size_t n, struct err *e)
{
    if (!z->file && open_member(z, e) < 0)
        return -1;
    if (z->framed_n)
        return take_frame(z, buf, n);
    if (z->ended)
        return 0;
    zip_int64_t got = zip_fread(z->file, buf, n);
    if (got < 0)
        return err_set(
            e, "cannot be unpacked further: %s", zip_file_strerror(z->file));
    if (got > 0)
        return got;
    z->ended = true;
    if (!is_deflated(&z->member))
        return 0;
    end_frame(z);
    return take_frame(z, buf, n);
}
