/* SPDX-License-Identifier: MIT
 *
 * New database files: their names, their move into place, and the clearing
 * away of those that a killed load left behind. */
#include "store/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

#define NEW_SUFFIX ".new-"

enum place_kind
place_look(const char *path, const char **why)
{
    struct stat st;

    *why = "";
    if (stat(path, &st) < 0) {
        *why = strerror(errno);
        return errno == ENOENT ? PLACE_NOTHING : PLACE_OTHER;
    }
    if (S_ISREG(st.st_mode))
        return st.st_size ? PLACE_FILE : PLACE_EMPTY;
    *why = S_ISDIR(st.st_mode) ? "a folder, expected a database file"
                               : "not a file";
    return PLACE_OTHER;
}

char *
place_new_name(struct arena *a, const char *path)
{
    struct str name = str_fmt(a, "%s" NEW_SUFFIX "%ld", path, (long)getpid());
    return str_z(a, name);
}

/* The folder that path stands in, and its last part. */
static struct str
folder_of(struct str path, struct str *name)
{
    size_t slash = str_rfind_byte(path, '/');

    if (slash == path.n) {
        *name = path;
        return STR(".");
    }
    *name = str_skip(path, slash + 1);
    return slash ? str_sub(path, 0, slash) : STR("/");
}

/* Whether no process uses the file: SQLite locks what it writes. The process
 * may run on another machine, so its number alone proves nothing. */
static bool
is_unlocked(int folder, const char *name)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return false;
    bool free = fcntl(fd, F_SETLK, &lock) == 0;
    close(fd);
    return free;
}

void
place_clean(const char *path)
{
    struct arena a = {0};
    struct str name;
    struct str folder = folder_of(str_from(path), &name);
    struct str prefix = str_fmt(&a, STR_FMT NEW_SUFFIX, STR_ARG(name));
    DIR *dir = opendir(str_z(&a, folder));
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)) != NULL) {
        struct str s = str_from(entry->d_name);
        int64_t pid = 0;
        if (!str_starts(s, prefix) ||
            !str_to_i64(str_skip(s, prefix.n), &pid) || pid <= 0 ||
            pid > INT32_MAX || pid == getpid())
            continue;
        if (kill((pid_t)pid, 0) < 0 && errno == ESRCH &&
            is_unlocked(dirfd(dir), entry->d_name))
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
    arena_free(&a);
}

int
place_unnamed(const char *path)
{
    enum { OWNER_ONLY = 0600 };
    struct arena a = {0};
    struct str name;
    const char *folder = str_z(&a, folder_of(str_from(path), &name));
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, OWNER_ONLY);

    if (fd < 0) { /* not every file system can do that */
        char *made =
            str_z(&a, str_fmt(&a, "%s" NEW_SUFFIX "rows-XXXXXX", path));
        fd = mkostemp(made, O_CLOEXEC);
        if (fd >= 0)
            (void)unlink(made);
    }
    arena_free(&a);
    return fd;
}

/* A journal of a database that was deleted would be played into the new one.
 */
static void
remove_journals(const char *path)
{
    static const char *const suffixes[] = {"-journal", "-wal", "-shm"};
    struct arena a = {0};
    const char *why;
    enum place_kind there = place_look(path, &why);

    for (size_t i = 0; i < COUNTOF(suffixes); i++) {
        if (there == PLACE_NOTHING || there == PLACE_EMPTY)
            (void)unlink(str_fmt(&a, "%s%s", path, suffixes[i]).p);
    }
    arena_free(&a);
}

static int
sync_path(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_set(e, "%s: %s", path, strerror(errno));
    int failed = fsync(fd) < 0 ? errno : 0;
    close(fd);
    /* Some file systems have no fsync for folders. */
    if (failed && failed != EINVAL)
        return err_set(e, "%s: %s", path, strerror(failed));
    return 0;
}

static int
rename_new(const char *from, const char *path)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    /* Not every file system can do that; link refuses to replace, too. */
    if (link(from, path) < 0)
        return errno == EPERM ? rename(from, path) : -1;
    return unlink(from);
}

int
place_move(const char *from, const char *path, bool replace, struct err *e)
{
    if (sync_path(from, e) < 0)
        return -1;
    remove_journals(path);
    int moved = replace ? rename(from, path) : rename_new(from, path);
    if (moved < 0 && errno == EEXIST)
        return err_set(e,
            "%s: another load has made this database meanwhile; load again to "
            "add to it",
            path);
    if (moved < 0)
        return err_set(e, "%s: %s", path, strerror(errno));

    struct arena a = {0};
    struct str name;
    const char *folder = str_z(&a, folder_of(str_from(path), &name));
    int result = sync_path(folder, e);
    arena_free(&a);
    return result;
}
