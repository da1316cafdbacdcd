/* SPDX-License-Identifier: MIT
 *
 * Rule sets: the built-in files, files and folders of users, and how they
 * come together. Nothing of a path is added before all of it has proved
 * right, its examples too. */
#include "rules/rule.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"
#include "rules/builtin.h"
#include "rules/load.h"
#include "rules/match.h"
#include "rules/regex.h"
#include "rules/test.h"
#include "rules/yaml.h"

/* What loading needs beside the file. */
struct loading {
    struct rules *rs;
    const struct fact_table *tables;
    size_t ntables;
    struct rule_list list; /* read so far */
    struct err *e;
};

static int
load_text(struct loading *l, struct str name, struct str text)
{
    struct yaml_file file;
    if (yaml_parse(&l->rs->arena, name, text, &file, l->e) < 0)
        return -1;
    struct load load = {
        .rs = l->rs,
        .file = &file,
        .tables = l->tables,
        .ntables = l->ntables,
        .e = l->e,
    };
    return load_file(&load, &l->list);
}

static bool
is_built_in(const struct loading *l, struct str table)
{
    for (size_t i = 0; i < l->ntables; i++) {
        if (str_eq(l->tables[i].name, table))
            return true;
    }
    return table.n == 0;
}

/* Rules that share a table of the user's own must agree on its columns. */
static int
check_shared(struct loading *l, const struct rule *v, size_t n)
{
    struct arena a = {0};
    struct map seen; /* "TABLE.COLUMN" -> rule * 4 + type */
    map_init(&seen, &a);
    int r = 0;
    for (size_t i = 0; r == 0 && i < n; i++) {
        const struct shape *s = &v[i].shape;
        if (is_built_in(l, s->table))
            continue;
        for (size_t c = 0; r == 0 && c < s->n; c++) {
            struct str key = str_fmt(&a, STR_FMT "." STR_FMT, STR_ARG(s->table),
                STR_ARG(s->col[c].name));
            size_t said = *map_put(&seen, key, i * 4 + s->col[c].type, NULL);
            const struct rule *other = &v[said / 4];
            if (said % 4 == s->col[c].type)
                continue;
            r = err_set(l->e,
                STR_FMT ":%d:1: rule '" STR_FMT "': column '" STR_FMT
                        "' of table '" STR_FMT "' is " STR_FMT
                        " here and " STR_FMT " in rule '" STR_FMT "' (" STR_FMT
                        ":%d)",
                STR_ARG(v[i].file), v[i].line, STR_ARG(v[i].id),
                STR_ARG(s->col[c].name), STR_ARG(s->table),
                STR_ARG(column_type_name(s->col[c].type)),
                STR_ARG(column_type_name((enum column_type)(said % 4))),
                STR_ARG(other->id), STR_ARG(other->file), other->line);
        }
    }
    arena_free(&a);
    return r;
}

/* A later rule takes the place of an earlier one of the same id. */
static struct rule_list
merged(struct arena *a, const struct rules *rs, const struct rule_list *more)
{
    struct rule_list all = {NULL, 0, 0};
    struct map index;
    all.v = arena_array(a, rs->n + more->n, sizeof(*all.v));
    all.cap = rs->n + more->n;
    map_init(&index, a);
    for (size_t i = 0; i < all.cap; i++) {
        const struct rule *r = i < rs->n ? &rs->v[i] : &more->v[i - rs->n];
        bool made;
        size_t at = *map_put(&index, r->id, all.n, &made);
        all.v[at] = *r;
        all.n += made;
    }
    return all;
}

static int
adopt(struct loading *l)
{
    struct rules *rs = l->rs;
    struct rule_list all = merged(&rs->arena, rs, &l->list);
    if (all.n > RULES_MAX)
        return err_set(
            l->e, "%zu rules are too many; at most %d", all.n, (int)RULES_MAX);
    if (check_shared(l, all.v, all.n) < 0)
        return -1;
    rs->v = all.v;
    rs->n = all.n;
    rs->shapes = arena_array(&rs->arena, rs->n, sizeof(*rs->shapes));
    for (size_t i = 0; i < rs->n; i++)
        rs->shapes[i] = rs->v[i].shape;
    return 0;
}

int
rules_load_builtin(struct rules *rs, const struct fact_table *tables,
    size_t ntables, struct err *e)
{
    struct loading l = {.rs = rs, .tables = tables, .ntables = ntables, .e = e};
    for (size_t i = 0; i < builtin_rules_count; i++) {
        struct str name =
            str_fmt(&rs->arena, "rules/%s", builtin_rules_names[i]);
        struct str text = {builtin_rules_texts[i], builtin_rules_lengths[i]};
        if (load_text(&l, name, text) < 0)
            return -1;
    }
    return adopt(&l);
}

const char *
rules_builtin_file(size_t i, struct str *name)
{
    if (i >= builtin_rules_count)
        return NULL;
    *name = str_from(builtin_rules_names[i]);
    return builtin_rules_texts[i];
}

/* Reads a whole file into the arena. */
static int
read_file(struct arena *a, const char *path, struct str *text, struct err *e)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return err_set(e, "%s: cannot be opened: %s", path, strerror(errno));
    char *buf = NULL;
    size_t cap = 0, n = 0, got;
    do {
        buf = arena_grow(a, buf, &cap, n + 65536, 1);
        got = fread(buf + n, 1, cap - n, f);
        n += got;
    } while (got > 0 && n <= YAML_MAX_BYTES);
    int r = 0;
    if (ferror(f))
        r = err_set(e, "%s: cannot be read: %s", path, strerror(errno));
    fclose(f);
    *text = (struct str){buf, n};
    return r;
}

static int
load_one(struct loading *l, struct str path)
{
    struct str text;
    const char *z = str_z(&l->rs->arena, path);
    if (read_file(&l->rs->arena, z, &text, l->e) < 0)
        return -1;
    return load_text(l, (struct str){z, path.n}, text);
}

struct name_list {
    struct str *v;
    size_t n, cap;
};

static int
by_name(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_cmp(*x, *y);
}

static int
list_folder(struct loading *l, const char *path, struct name_list *names)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_set(l->e, "%s: cannot be opened: %s", path, strerror(errno));
    struct arena *a = &l->rs->arena;
    const struct dirent *entry;
    while ((entry = readdir(dir))) {
        struct str name = str_from(entry->d_name);
        if (name.p[0] == '.' ||
            !(str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml"))))
            continue;
        names->v = arena_grow(
            a, names->v, &names->cap, names->n + 1, sizeof(*names->v));
        names->v[names->n++] = str_fmt(a, "%s/%s", path, entry->d_name);
    }
    closedir(dir);
    if (names->n == 0)
        return err_set(l->e, "%s: no rule files in it; expected *.yaml", path);
    qsort(names->v, names->n, sizeof(*names->v), by_name);
    return 0;
}

static int
load_folder(struct loading *l, const char *path)
{
    struct name_list names = {NULL, 0, 0};
    if (list_folder(l, path, &names) < 0)
        return -1;
    for (size_t i = 0; i < names.n; i++) {
        if (load_one(l, names.v[i]) < 0)
            return -1;
    }
    return 0;
}

/* The first failure of the new rules' examples becomes the error. */
static int
run_examples(struct loading *l)
{
    struct rules fresh = *l->rs;
    fresh.v = l->list.v;
    fresh.n = l->list.n;
    struct match *m = NULL;
    if (match_open(&m, &fresh, l->e) < 0)
        return -1;
    struct out report;
    out_init_mem(&report);
    for (size_t i = 0; i < fresh.n && out_text(&report).n == 0; i++)
        test_rule(m, &fresh, i, &report);
    match_close(m);
    struct str rest = out_text(&report);
    struct str line = str_cut_line(&rest);
    int r = line.n == 0 ? 0 : err_set(l->e, STR_FMT, STR_ARG(line));
    out_close(&report, NULL);
    return r;
}

static int
load_path(struct loading *l, struct str path)
{
    const char *z = str_z(&l->rs->arena, path);
    struct stat st;
    if (stat(z, &st) < 0)
        return err_set(l->e, "%s: no such rule file: %s", z, strerror(errno));
    return S_ISDIR(st.st_mode) ? load_folder(l, z)
                               : load_one(l, (struct str){z, path.n});
}

int
rules_load_path(struct rules *rs, struct str path,
    const struct fact_table *tables, size_t ntables, struct err *e)
{
    struct loading l = {.rs = rs, .tables = tables, .ntables = ntables, .e = e};
    if (load_path(&l, path) < 0 || run_examples(&l) < 0)
        return -1;
    return adopt(&l);
}

int
rules_read_path(struct rules *rs, struct str path,
    const struct fact_table *tables, size_t ntables, struct err *e)
{
    struct loading l = {.rs = rs, .tables = tables, .ntables = ntables, .e = e};
    return load_path(&l, path) < 0 ? -1 : adopt(&l);
}

void
rules_free(struct rules *rs)
{
    if (!rs)
        return;
    for (size_t i = 0; i < rs->nregex; i++)
        regex_free(rs->regex[i]);
    arena_free(&rs->arena);
    *rs = (struct rules){0};
}
