/* SPDX-License-Identifier: MIT
 *
 * Messages of the rule loader: where, whose, what was found, what was
 * expected, and what was probably meant. */
#include <stdarg.h>
#include <stdio.h>

#include "base/size.h"
#include "rules/load.h"

enum {
    SHOWN_MAX = 60, /* bytes of a user's word that a message repeats */
    WORD_MAX = 40,  /* longer words are not compared */
};

int
load_fail(
    const struct load *l, const struct yaml_node *at, const char *fmt, ...)
{
    char text[ERR_TEXT_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return err_set(l->e, STR_FMT ":%zu:%zu: " STR_FMT ": %s",
        STR_ARG(l->file->name), at->line, at->column, STR_ARG(l->about), text);
}

/* Letters to add, drop or change to make b of a. */
static size_t
distance(struct str a, struct str b)
{
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = corner + (a.p[i - 1] != b.p[j - 1]);
            corner = row[j];
            row[j] = size_smaller(size_smaller(row[j], row[j - 1]) + 1, change);
        }
    }
    return row[b.n];
}

struct str
word_nearest(struct str s, struct word_list words)
{
    struct str best = {NULL, 0};
    if (s.n == 0 || s.n > WORD_MAX)
        return best;
    size_t limit = (s.n + 1) / 3 + 1;
    for (size_t i = 0; i < words.n; i++) {
        if (words.v[i].n > WORD_MAX)
            continue;
        size_t d = distance(s, words.v[i]);
        if (d < limit) {
            limit = d;
            best = words.v[i];
        }
    }
    return best;
}

int
load_fail_word(const struct load *l, const struct yaml_node *at,
    const char *what, struct word_list expected)
{
    struct out list;
    out_init_mem(&list);
    for (size_t i = 0; i < expected.n; i++) {
        if (i > 0)
            out_z(&list, ", ");
        out_str(&list, expected.v[i]);
    }
    struct str near = word_nearest(at->text, expected);
    if (near.n > 0)
        out_fmt(&list, "; did you mean '" STR_FMT "'?", STR_ARG(near));
    struct str shown = str_sub(at->text, 0, SHOWN_MAX);
    int r =
        load_fail(l, at, "unknown %s '" STR_FMT "'; expected one of " STR_FMT,
            what, STR_ARG(shown), STR_ARG(out_text(&list)));
    out_close(&list, NULL);
    return r;
}
