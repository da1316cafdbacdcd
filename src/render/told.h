/* SPDX-License-Identifier: MIT
 *
 * What there is to say of many connections, for pages and terminals: each
 * finding once, with the connections and calls it is about; two connections
 * that differ, side by side. */
#ifndef CMTRAIL_RENDER_TOLD_H
#define CMTRAIL_RENDER_TOLD_H

#include "base/arena.h"
#include "model/call.h"
#include "model/ledger.h"
#include "model/tls.h"

enum { TOLD_NUMBERS = 8 }; /* connections named with a finding */

/* A finding and the connections it is about. */
struct told {
    const struct tls_finding *f;
    int64_t numbers[TOLD_NUMBERS];
    size_t connections; /* how many; the first ones are in numbers */
    size_t calls;
    int64_t call; /* one of them */
    int64_t last; /* connection counted last */
    size_t place; /* in the order in which they came */
};

/* All findings of connections, the worst first. In a. */
void told_gather(struct arena *a, const struct connection *v, size_t n,
    struct told **told, size_t *ntold);
/* "connections 1, 2 and 7 more (3 calls)" */
struct str told_numbers(struct arena *a, const struct told *t);
/* 0 = failed, then critical, weak, legacy, note. */
int told_rank(struct str severity);

struct told_side {
    struct str when, text;
};

struct told_two {
    struct str whose, what; /* "TRUNK_A, node 1", "another cipher" */
    struct told_side first, second;
};

struct told_two told_change(struct arena *a, const struct ledger_change *c);
struct told_two told_pair(struct arena *a, const struct ledger_pair *p);

#endif
