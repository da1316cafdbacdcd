/* SPDX-License-Identifier: MIT
 *
 * The longest common subsequence of the lines; session descriptions are
 * short. */
#include "render/sdp_diff.h"

#include <stdint.h>

#include "base/size.h"

enum { LINES_MAX = 400 }; /* beyond, nothing is compared */

struct lines {
    struct str *v;
    size_t n;
    size_t from, to; /* those of the session description; empty = none */
};

static struct lines
cut_lines(struct arena *a, struct str text)
{
    struct lines l = {0};
    size_t cap = 0;
    while (text.n > 0) {
        l.v = arena_grow(a, l.v, &cap, l.n + 1, sizeof(*l.v));
        l.v[l.n++] = str_cut_line(&text);
    }
    while (l.from < l.n && !str_eq(str_trim(l.v[l.from]), STR("v=0")))
        l.from++;
    l.to = l.from;
    /* In a multipart body the next boundary ends it. */
    while (l.to < l.n && !str_starts(l.v[l.to], STR("--")))
        l.to++;
    return l;
}

/* length[i * (m + 1) + j]: of the longest common part of x[i..] and y[j..]. */
static uint16_t *
common_lengths(struct arena *a, const struct lines *x, const struct lines *y)
{
    size_t n = x->to - x->from, m = y->to - y->from;
    uint16_t *v = arena_array(a, (n + 1) * (m + 1), sizeof(*v));
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            size_t at = i * (m + 1) + j;
            uint16_t down = v[at + m + 1], right = v[at + 1];
            if (str_eq(x->v[x->from + i], y->v[y->from + j]))
                v[at] = (uint16_t)(v[at + m + 2] + 1);
            else
                v[at] = down > right ? down : right;
        }
    return v;
}

struct list {
    struct diff_line *v;
    size_t n;
};

static void
add(struct list *l, enum line_state state, struct str text)
{
    l->v[l->n++] = (struct diff_line){state, text};
}

static void
add_compared(struct arena *a, struct list *out, const struct lines *x,
    const struct lines *y)
{
    const uint16_t *length = common_lengths(a, x, y);
    size_t n = x->to - x->from, m = y->to - y->from, i = 0, j = 0;
    while (i < n || j < m) {
        struct str before = i < n ? x->v[x->from + i] : STR("");
        struct str now = j < m ? y->v[y->from + j] : STR("");
        size_t at = i * (m + 1) + j;
        if (i < n && j < m && str_eq(before, now)) {
            add(out, LINE_SAME, now);
            i++, j++;
        } else if (i < n && (j == m || length[at + m + 1] >= length[at + 1])) {
            add(out, LINE_GONE, before);
            i++;
        } else {
            add(out, LINE_NEW, now);
            j++;
        }
    }
}

void
sdp_diff(struct arena *a, struct str before, struct str now,
    struct diff_line **v, size_t *n)
{
    struct lines x = cut_lines(a, before), y = cut_lines(a, now);
    bool compared = x.to > x.from && y.to > y.from &&
                    size_larger(x.to - x.from, y.to - y.from) <= LINES_MAX;
    struct list out = {0};
    out.v = arena_array(a, x.n + y.n + 1, sizeof(*out.v));
    size_t i = 0;
    for (; i < (compared ? y.from : y.n); i++)
        add(&out, LINE_SAME, y.v[i]);
    if (compared) {
        add_compared(a, &out, &x, &y);
        for (i = y.to; i < y.n; i++)
            add(&out, LINE_SAME, y.v[i]);
    }
    *v = out.v;
    *n = out.n;
}
