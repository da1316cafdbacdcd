/* SPDX-License-Identifier: MIT
 *
 * libarchive writes into memory; an entry without a time gets the first that
 * the format knows. */
#include "interop/bundle.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/arena.h"

enum { ROOM_FILE = 1024, ROOM_END = 65536 };

static int
failed(struct archive *zip, struct err *e)
{
    const char *why = archive_error_string(zip);
    return err_set(e, "zip: %s", why ? why : "unknown error");
}

static int
put_file(struct archive *zip, struct arena *a, const struct bundle_file *f,
    struct err *e)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, str_z(a, f->name));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)f->bytes.n);
    int bad = archive_write_header(zip, entry) != ARCHIVE_OK ||
              archive_write_data(zip, f->bytes.p, f->bytes.n) !=
                  (la_ssize_t)f->bytes.n;
    archive_entry_free(entry);
    return bad ? failed(zip, e) : 0;
}

int
bundle_zip(struct out *o, const struct bundle_file *v, size_t n, struct err *e)
{
    struct arena a = {0};
    size_t room = ROOM_END, used = 0;
    for (size_t i = 0; i < n; i++)
        room += v[i].bytes.n + v[i].bytes.n / 8 + v[i].name.n + ROOM_FILE;
    char *buffer = arena_alloc(&a, room);
    struct archive *zip = archive_write_new();
    int status = 0;
    if (archive_write_set_format_zip(zip) != ARCHIVE_OK ||
        archive_write_open_memory(zip, buffer, room, &used) != ARCHIVE_OK)
        status = failed(zip, e);
    for (size_t i = 0; i < n && status == 0; i++)
        status = put_file(zip, &a, &v[i], e);
    if (status == 0 && archive_write_close(zip) != ARCHIVE_OK)
        status = failed(zip, e);
    if (status == 0)
        out_str(o, (struct str){buffer, used});
    archive_write_free(zip);
    arena_free(&a);
    return status;
}
