/* SPDX-License-Identifier: MIT
 *
 * Rule sets: the built-in files, files and folders of users, and how they
 * come together. No rule is added before it has proved right, its examples
 * too; one that is wrong does not keep out the others. */
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
    bool strict;           /* a mistake ends it: our own rules have none */
    struct rule_list list; /* read so far */
    struct err *e;
};

void
rules_add_problem(struct rules *rs, const char *text, bool whole_file)
{
    rs->problems = arena_grow(&rs->arena, rs->problems, &rs->problem_cap,
        rs->nproblems + 1, sizeof(*rs->problems));
    rs->problems[rs->nproblems++] =
        (struct rules_problem){str_dup(&rs->arena, str_from(text)), whole_file};
}

/* Leaves out a rule that was read. */
static void
drop_rule(struct loading *l, size_t i, const char *why)
{
    rules_add_problem(l->rs, why, false);
    for (size_t k = i + 1; k < l->list.n; k++)
        l->list.v[k - 1] = l->list.v[k];
    l->list.n--;
}

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
        .strict = l->strict,
        .e = l->e,
    };
    return load_file(&load, &l->list);
}

/* Where a rule stands among those that were read now; SIZE_MAX. */
static size_t
find_read(const struct loading *l, const struct rule *r)
{
    for (size_t i = 0; i < l->list.n; i++) {
        const struct rule *read = &l->list.v[i];
        if (str_eq(read->id, r->id) && str_eq(read->file, r->file))
            return i;
    }
    return SIZE_MAX;
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

/* Rules that share a table of the user's own must agree on its columns.
 * returns: -1 when two do not; *culprit is the rule that was read now. */
static int
check_shared(struct loading *l, const struct rule *v, size_t n, size_t *culprit)
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
            *culprit = find_read(l, &v[i]);
            if (*culprit == SIZE_MAX)
                *culprit = find_read(l, other);
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
    size_t culprit = SIZE_MAX;
    if (all.n > RULES_MAX)
        return err_set(
            l->e, "%zu rules are too many; at most %d", all.n, (int)RULES_MAX);
    while (check_shared(l, all.v, all.n, &culprit) < 0) {
        if (l->strict || culprit == SIZE_MAX)
            return -1;
        drop_rule(l, culprit, l->e->text);
        all = merged(&rs->arena, rs, &l->list);
    }
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
    struct loading l = {
        .rs = rs, .tables = tables, .ntables = ntables, .strict = true, .e = e};
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
            rules_add_problem(l->rs, l->e->text, true);
    }
    return 0;
}

/* Leaves out the rules whose examples fail; the first failure of each says
 * why. */
static int
run_examples(struct loading *l)
{
    struct rules fresh = *l->rs;
    fresh.v = l->list.v;
    fresh.n = l->list.n;
    struct match *m = NULL;
    if (fresh.n == 0)
        return 0;
    if (match_open(&m, &fresh, l->e) < 0)
        return -1;
    struct str *failed = arena_array(&l->rs->arena, fresh.n, sizeof(*failed));
    for (size_t i = 0; i < fresh.n; i++) {
        struct out report;
        out_init_mem(&report);
        test_rule(m, &fresh, i, &report);
        struct str rest = out_text(&report);
        failed[i] = str_dup(&l->rs->arena, str_cut_line(&rest));
        out_close(&report, NULL);
    }
    match_close(m);
    for (size_t i = fresh.n; i-- > 0;) {
        if (failed[i].n > 0)
            drop_rule(l, i, str_z(&l->rs->arena, failed[i]));
    }
    return 0;
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

/* The first problem since there were `before` becomes the error. */
static int
first_problem(const struct loading *l, size_t before)
{
    return l->rs->nproblems == before
               ? 0
               : err_set(l->e, STR_FMT, STR_ARG(l->rs->problems[before].text));
}

static int
load_and_adopt(struct loading *l, struct str path, bool examples)
{
    size_t before = l->rs->nproblems;
    if (load_path(l, path) < 0 || (examples && run_examples(l) < 0) ||
        adopt(l) < 0)
        rules_add_problem(l->rs, l->e->text, true);
    return first_problem(l, before);
}

int
rules_load_path(struct rules *rs, struct str path,
    const struct fact_table *tables, size_t ntables, struct err *e)
{
    struct loading l = {.rs = rs, .tables = tables, .ntables = ntables, .e = e};
    return load_and_adopt(&l, path, true);
}

int
rules_read_path(struct rules *rs, struct str path,
    const struct fact_table *tables, size_t ntables, struct err *e)
{
    struct loading l = {.rs = rs, .tables = tables, .ntables = ntables, .e = e};
    return load_and_adopt(&l, path, false);
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
