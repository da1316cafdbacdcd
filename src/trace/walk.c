/* SPDX-License-Identifier: MIT
 *
 * From a path to the files it leads to: folders are walked in the order of
 * names, each once, however it is linked. */
#include "trace/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"
#include "base/when.h"
#include "trace/input.h"

enum {
    DEPTH_MAX = 100, /* folders inside folders */
    LIST_FIRST = 16, /* room of the first list; it doubles */
};

/* What lies beside traces, or is sent with them, and is never one. */
static const struct str LEFT_OUT[] = {
    STR_INIT(".xml"),
    STR_INIT(".html"),
    STR_INIT(".htm"),
    STR_INIT(".md"),
    STR_INIT(".css"),
    STR_INIT(".js"),
    STR_INIT(".json"),
    STR_INIT(".pdf"),
    STR_INIT(".doc"),
    STR_INIT(".docx"),
    STR_INIT(".xls"),
    STR_INIT(".xlsx"),
    STR_INIT(".ppt"),
    STR_INIT(".pptx"),
    STR_INIT(".vsd"),
    STR_INIT(".vsdx"),
    STR_INIT(".msg"),
    STR_INIT(".png"),
    STR_INIT(".jpg"),
    STR_INIT(".jpeg"),
    STR_INIT(".gif"),
    STR_INIT(".bmp"),
    STR_INIT(".svg"),
    STR_INIT(".ico"),
    STR_INIT(".mp4"),
    STR_INIT(".wav"),
    STR_INIT(".exe"),
    STR_INIT(".dll"),
    STR_INIT(".msi"),
    STR_INIT(".so"),
    STR_INIT(".jar"),
    STR_INIT(".class"),
    STR_INIT(".iso"),
    STR_INIT(".db"),
    STR_INIT(".db-journal"),
    STR_INIT(".db-wal"),
    STR_INIT(".db-shm"),
    STR_INIT(".sqlite"),
    STR_INIT(".cmtrail"),
    STR_INIT(".cmtrail-journal"),
    STR_INIT(".index"),
};

/* What stands behind the last slash. */
static struct str
last_name(struct str path)
{
    size_t slash = str_rfind_byte(path, '/');
    return slash < path.n ? str_skip(path, slash + 1) : path;
}

static bool
is_hidden(const char *path)
{
    return str_starts(last_name(str_from(path)), STR("."));
}

bool
walk_leaves_out(struct str path)
{
    struct str name = last_name(path);
    if (str_starts(name, STR(".")))
        return true;
    if (str_starts(name, STR("TraceCollectionResult")))
        return false; /* .xml: the list of what was collected */
    size_t dot = str_rfind_byte(name, '.');
    if (dot == name.n)
        return false;
    for (size_t i = 0; i < COUNTOF(LEFT_OUT); i++)
        if (str_eq_nocase(str_skip(name, dot), LEFT_OUT[i]))
            return true;
    return false;
}

/* One walk. */
struct walk {
    struct arena *a;
    struct input_path **v; /* the caller's list */
    size_t *n;
    struct map seen; /* folders, by device and inode */
    size_t left_out;
};

/* Adds to a list whose room follows from its length: LIST_FIRST, doubled
 * each time it is full. */
static void
list_add(struct walk *w, struct input_path one)
{
    size_t n = *w->n;
    bool full = n == 0 || (n >= LIST_FIRST && (n & (n - 1)) == 0);
    if (full) {
        size_t room = n < LIST_FIRST ? LIST_FIRST : n * 2;
        struct input_path *v = arena_array(w->a, room, sizeof(*v));
        if (n)
            memcpy(v, *w->v, n * sizeof(*v));
        *w->v = v;
    }
    (*w->v)[n] = one;
    *w->n = n + 1;
}

static void
add_file(struct walk *w, const char *path, const struct stat *st)
{
    bool regular = st && S_ISREG(st->st_mode);
    struct input_path one = {
        .path = str_from(path),
        .size = regular ? (int64_t)st->st_size : -1,
        .mtime_ms = regular ? (int64_t)st->st_mtim.tv_sec * 1000 +
                                  (int64_t)st->st_mtim.tv_nsec / 1000000
                            : WHEN_UNKNOWN,
    };
    list_add(w, one);
}

/* Whether this folder was not walked before. */
static bool
first_visit(struct walk *w, const struct stat *st)
{
    uint64_t key[2] = {(uint64_t)st->st_dev, (uint64_t)st->st_ino};
    bool made = false;
    map_put(&w->seen, (struct str){(const char *)key, sizeof(key)}, 0, &made);
    return made;
}

static int
by_name(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* The names in a folder, sorted. returns NULL (errno set) when it cannot be
 * read. */
static char **
names_in(struct arena *a, const char *folder, size_t *n)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return NULL;
    char **v = arena_array(a, 1, sizeof(*v));
    size_t cap = 1;
    *n = 0;
    const struct dirent *d;
    while ((d = readdir(dir))) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
            continue;
        v = arena_grow(a, v, &cap, *n + 1, sizeof(*v));
        v[(*n)++] = str_z(a, str_from(d->d_name));
    }
    closedir(dir);
    qsort(v, *n, sizeof(*v), by_name);
    return v;
}

static void walk_folder(struct walk *w, const char *folder, int depth);

/* One name found in a folder. */
static void
walk_found(struct walk *w, const char *path, int depth)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return; /* a link to nowhere, or just deleted */
    bool folder = S_ISDIR(st.st_mode);
    if (!folder && !S_ISREG(st.st_mode))
        return;
    if (walk_leaves_out(str_from(path)) && (!folder || is_hidden(path)))
        w->left_out++;
    else if (!folder)
        add_file(w, path, &st);
    else if (first_visit(w, &st))
        walk_folder(w, path, depth + 1);
}

/* A folder that cannot be read is put on the list itself: opening it then
 * says why, and the rest goes on. */
static void
walk_folder(struct walk *w, const char *folder, int depth)
{
    size_t n = 0;
    char **names = depth < DEPTH_MAX ? names_in(w->a, folder, &n) : NULL;
    if (!names) {
        add_file(w, folder, NULL);
        return;
    }
    struct str at = str_from(folder);
    const char *slash = str_ends(at, STR("/")) ? "" : "/";
    for (size_t i = 0; i < n; i++) {
        struct str path = str_fmt(w->a, "%s%s%s", folder, slash, names[i]);
        walk_found(w, path.p, depth);
    }
}

static int
list_folder(
    struct walk *w, const char *path, const struct stat *st, struct err *e)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_set(e, "%s: cannot be read: %s", path, strerror(errno));
    closedir(dir);
    size_t before = *w->n;
    first_visit(w, st);
    walk_folder(w, path, 0);
    if (*w->n > before)
        return 0;
    if (w->left_out)
        return err_set(e,
            "%s: no files in it that can be traces (%zu left out by their "
            "names); give the folder that holds the SDL... files",
            path, w->left_out);
    return err_set(e,
        "%s: no files in it; give the folder that holds the SDL... files",
        path);
}

int
input_list(struct arena *a, struct str path, struct input_path **v, size_t *n,
    struct err *e)
{
    struct walk w = {.a = a, .v = v, .n = n};
    const char *z = str_z(a, path);
    if (strcmp(z, "-") == 0) {
        add_file(&w, z, NULL);
        return 0;
    }
    struct stat st;
    if (stat(z, &st) < 0)
        return err_set(e, "%s: cannot be read: %s", z, strerror(errno));
    if (S_ISDIR(st.st_mode)) {
        map_init(&w.seen, a);
        return list_folder(&w, z, &st, e);
    }
    add_file(&w, z, &st);
    return 0;
}
