/* SPDX-License-Identifier: MIT
 *
 * Captured text to typed values. Numbers that are none are absent, never 0. */
#include <stdlib.h>
#include <string.h>

#include "rules/load.h"

enum { REAL_MAX = 40 }; /* characters of a number */

static bool
to_integer(struct str s, int64_t *v)
{
    if (s.n <= 2 || s.p[0] != '0' || (s.p[1] != 'x' && s.p[1] != 'X'))
        return str_to_i64(s, v);
    struct str hex = str_skip(s, 2);
    uint64_t u;
    if (!str_to_hex(hex, &u) || u > INT64_MAX)
        return false;
    *v = (int64_t)u;
    return true;
}

/* Digits, a dot, an exponent; not "inf", "nan" or hexadecimal. */
static bool
to_real(struct str s, double *v)
{
    char text[REAL_MAX + 1];
    if (s.n == 0 || s.n > REAL_MAX)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    if (strspn(text, "+-.0123456789eE") != s.n)
        return false;
    char *end;
    *v = strtod(text, &end);
    return end == text + s.n;
}

struct value
value_of(struct str s, enum column_type type)
{
    struct value v = {.kind = VALUE_ABSENT};
    s = str_trim(s);
    if (s.n == 0)
        return v;
    switch (type) {
    case COLUMN_TEXT:
        v.kind = VALUE_TEXT;
        v.s = s;
        break;
    case COLUMN_INTEGER:
        if (to_integer(s, &v.i))
            v.kind = VALUE_INTEGER;
        break;
    case COLUMN_REAL:
        if (to_real(s, &v.r))
            v.kind = VALUE_REAL;
        break;
    }
    return v;
}

struct str
column_type_name(enum column_type type)
{
    switch (type) {
    case COLUMN_TEXT:
        return STR("text");
    case COLUMN_INTEGER:
        return STR("integer");
    case COLUMN_REAL:
        return STR("real");
    }
    return STR("text");
}
