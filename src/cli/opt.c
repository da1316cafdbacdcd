/* SPDX-License-Identifier: MIT
 *
 * The only option parser: walks argv once and writes each value into the field
 * that its row names. */
#include "cli/opt.h"

#include <string.h>
#include <time.h>

#include "base/when.h"
#include "cli/near.h"

/* Where we are in argv, and all that the pieces need. */
struct parser {
    struct arena *a;
    const struct opt_table *tables;
    size_t ntables;
    char **argv;
    int argc, next; /* index of the next word */
    struct err *e;
};

/* An option as found: its row and the struct it writes to. */
struct found {
    const struct opt *opt;
    char *base;
};

static struct found
find_name(const struct parser *p, struct str name)
{
    for (size_t t = 0; t < p->ntables; t++) {
        for (const struct opt *o = p->tables[t].v; o && o->name; o++) {
            if (str_eq(name, str_from(o->name)))
                return (struct found){o, p->tables[t].base};
        }
    }
    return (struct found){NULL, NULL};
}

static struct found
find_letter(const struct parser *p, char letter)
{
    for (size_t t = 0; t < p->ntables; t++) {
        for (const struct opt *o = p->tables[t].v; o && o->name; o++) {
            if (o->letter && o->letter == letter)
                return (struct found){o, p->tables[t].base};
        }
    }
    return (struct found){NULL, NULL};
}

static int
unknown_name(const struct parser *p, struct str name)
{
    struct near near;

    near_init(&near, name);
    for (size_t t = 0; t < p->ntables; t++) {
        for (const struct opt *o = p->tables[t].v; o && o->name; o++)
            near_offer(&near, str_from(o->name));
    }
    if (near.best.n)
        return err_set(p->e,
            "unknown option --" STR_FMT "; did you mean --" STR_FMT "?",
            STR_ARG(name), STR_ARG(near.best));
    return err_set(
        p->e, "unknown option --" STR_FMT "; --help lists them", STR_ARG(name));
}

static int64_t
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
set_int(const struct opt *o, struct str text, int64_t *v, struct err *e)
{
    bool bounded = o->min != 0 || o->max != 0;

    if (!str_to_i64(text, v))
        return err_set(e, "--%s: expected a number, found \"" STR_FMT "\"",
            o->name, STR_ARG(text));
    if (bounded && (*v < o->min || *v > o->max))
        return err_set(e,
            "--%s: expected a number from %lld to %lld, found %lld", o->name,
            (long long)o->min, (long long)o->max, (long long)*v);
    return 0;
}

static void
add_to_list(struct arena *a, struct opt_list *list, struct str text)
{
    list->v = arena_grow(a, list->v, &list->cap, list->n + 1, sizeof *list->v);
    list->v[list->n++] = text;
}

/* Writes the value of one option; text is unused for flags. */
static int
set_value(const struct parser *p, struct found f, struct str text)
{
    void *field = f.base + f.opt->offset;
    int r = 0;

    switch (f.opt->type) {
    case OPT_FLAG:
        *(bool *)field = true;
        return 0;
    case OPT_TEXT:
        *(struct str *)field = text;
        return 0;
    case OPT_INT:
        return set_int(f.opt, text, field, p->e);
    case OPT_TIME:
        r = when_parse(text, now_ms(), field, p->e);
        break;
    case OPT_SPAN:
        r = when_parse_duration(text, field, p->e);
        break;
    case OPT_LIST:
        add_to_list(p->a, field, text);
        return 0;
    }
    return r < 0 ? err_prefix(p->e, "--%s: ", f.opt->name) : 0;
}

/* The value of an option that stands behind it as a word of its own. */
static int
next_word(struct parser *p, const struct opt *o, struct str *text)
{
    if (p->next >= p->argc)
        return err_set(p->e, "--%s: expected %s behind it", o->name, o->value);
    *text = str_from(p->argv[p->next++]);
    return 0;
}

/* --name, --name=VALUE, --name VALUE. word: without the dashes. */
static int
parse_long(struct parser *p, struct str word)
{
    bool has_value = str_has(word, STR("="));
    struct str value = word;
    struct str name = str_cut(&value, '=');
    struct found f = find_name(p, name);

    if (!f.opt)
        return unknown_name(p, name);
    if (f.opt->type == OPT_FLAG && has_value)
        return err_set(p->e, "--%s takes no value", f.opt->name);
    if (f.opt->type != OPT_FLAG && !has_value &&
        next_word(p, f.opt, &value) < 0)
        return -1;
    return set_value(p, f, value);
}

/* -x, -xy (flags), -xVALUE, -x VALUE. word: without the dash. */
static int
parse_letters(struct parser *p, struct str word)
{
    while (word.n) {
        struct found f = find_letter(p, word.p[0]);

        if (!f.opt)
            return err_set(
                p->e, "unknown option -%c; --help lists them", word.p[0]);
        word = str_skip(word, 1);
        if (f.opt->type != OPT_FLAG) {
            if (word.n == 0 && next_word(p, f.opt, &word) < 0)
                return -1;
            return set_value(p, f, word);
        }
        set_value(p, f, word);
    }
    return 0;
}

int
opt_parse(struct arena *a, const struct opt_table *tables, size_t ntables,
    int argc, char **argv, struct opt_list *args, struct err *e)
{
    struct parser p = {a, tables, ntables, argv, argc, 1, e};
    bool only_args = false;

    while (p.next < argc) {
        struct str word = str_from(argv[p.next++]);
        bool dash = !only_args && word.n > 1 && word.p[0] == '-';

        if (!dash) {
            add_to_list(a, args, word);
        } else if (str_eq(word, STR("--"))) {
            only_args = true;
        } else if (str_starts(word, STR("--"))) {
            if (parse_long(&p, str_skip(word, 2)) < 0)
                return -1;
        } else if (parse_letters(&p, str_skip(word, 1)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Whether an option word takes the word behind it as its value. */
static bool
takes_next(const struct parser *p, struct str word)
{
    if (str_starts(word, STR("--"))) {
        struct found f = find_name(p, str_skip(word, 2));
        return f.opt && f.opt->type != OPT_FLAG;
    }
    for (size_t i = 1; i < word.n; i++) {
        struct found f = find_letter(p, word.p[i]);
        if (!f.opt)
            return false;
        if (f.opt->type != OPT_FLAG)
            return i + 1 == word.n;
    }
    return false;
}

int
opt_first_word(
    const struct opt_table *tables, size_t ntables, int argc, char **argv)
{
    struct parser p = {NULL, tables, ntables, argv, argc, 1, NULL};
    int i = 1;

    while (i < argc) {
        struct str word = str_from(argv[i]);

        if (word.n < 2 || word.p[0] != '-')
            return i;
        i += takes_next(&p, word) ? 2 : 1;
    }
    return argc;
}
