/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

/* Where a quoted field ends: behind its second quote, doubled ones aside. */
static size_t
quoted_size(struct str s)
{
    size_t i = 1;
    while (i < s.n && (s.p[i] != '"' || (i + 1 < s.n && s.p[i + 1] == '"')))
        i += s.p[i] == '"' ? 2 : 1;
    return i < s.n ? i + 1 : s.n;
}

struct str
csv_cut(struct str *rest)
{
    struct str s = *rest;
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_skip(s, 1);
    if (s.n == 0 || s.p[0] != '"') {
        *rest = s;
        return str_trim(str_cut(rest, ','));
    }
    size_t n = quoted_size(s);
    bool closed = n > 1 && s.p[n - 1] == '"';
    struct str field = str_sub(s, 1, n - (closed ? 2 : 1));
    *rest = str_skip(s, n);
    str_cut(rest, ',');
    return field;
}
