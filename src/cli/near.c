/* SPDX-License-Identifier: MIT
 *
 * Edit distance of short words: insertions, deletions, replacements and
 * neighbours that changed places, each counts one. */
#include "cli/near.h"

enum { NEAR_MAX = 32 }; /* longer words are no misspelt names */

static size_t
min2(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t
distance(struct str a, struct str b)
{
    size_t d[NEAR_MAX + 1][NEAR_MAX + 1];

    for (size_t i = 0; i <= a.n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= b.n; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        for (size_t j = 1; j <= b.n; j++) {
            size_t cost = a.p[i - 1] != b.p[j - 1];
            size_t best = min2(d[i - 1][j] + 1, d[i][j - 1] + 1);

            best = min2(best, d[i - 1][j - 1] + cost);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
                a.p[i - 2] == b.p[j - 1])
                best = min2(best, d[i - 2][j - 2] + 1);
            d[i][j] = best;
        }
    }
    return d[a.n][b.n];
}

void
near_init(struct near *n, struct str word)
{
    *n = (struct near){.word = word, .distance = NEAR_MAX};
}

void
near_offer(struct near *n, struct str name)
{
    size_t d;

    if (n->word.n == 0 || n->word.n > NEAR_MAX || name.n > NEAR_MAX)
        return;
    d = distance(n->word, name);
    if (n->word.n >= 2 && str_starts(name, n->word))
        d = 1;
    if (d < n->distance && d <= 1 + name.n / 4) {
        n->distance = d;
        n->best = name;
    }
}
