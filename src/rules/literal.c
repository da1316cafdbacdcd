/* SPDX-License-Identifier: MIT
 *
 * Wu and Manber, "A fast algorithm for multi-pattern searching" (1994), with
 * blocks of two bytes. A window as long as the shortest literal moves over the
 * text; the block at its end says how far it may jump. Long literals jump
 * further, so short ones get a pass of their own. */
#include <assert.h>
#include <limits.h>
#include <string.h>

#include "base/err.h"
#include "rules/literal.h"

enum {
    SHIFT_BITS = 12,
    SHIFT_SIZE = 1 << SHIFT_BITS,
    LONG = 7,        /* bytes: literals from here on share the fast pass */
    WINDOW_MAX = 64, /* bytes */
    KEY = 8,         /* first bytes that are looked up */
};

/* One pass: literals of at least `window` bytes. */
struct pass {
    size_t window;
    uint8_t shift[SHIFT_SIZE];   /* 0 = look */
    uint16_t bucket[SHIFT_SIZE]; /* 1 + first of its entries in `entry` */
    const struct literal *entry; /* grouped by bucket */
    const uint16_t *run;         /* how many entries follow in the bucket */
};

struct literal_set {
    struct pass *pass[2]; /* long, short; NULL = none */
};

static unsigned
block(const char *p)
{
    return ((unsigned)(unsigned char)p[0] << 5 ^ (unsigned char)p[1]) &
           (SHIFT_SIZE - 1);
}

/* Literals sorted by the block that ends their window. */
static void
sort_by_block(struct literal *v, size_t n, size_t window)
{
    for (size_t i = 1; i < n; i++) {
        struct literal one = v[i];
        size_t at = i;
        while (at > 0 && block(v[at - 1].s.p + window - 2) >
                             block(one.s.p + window - 2)) {
            v[at] = v[at - 1];
            at--;
        }
        v[at] = one;
    }
}

static void
fill_shift(struct pass *p, struct str s)
{
    for (size_t i = 0; i + 2 <= p->window; i++) {
        unsigned b = block(s.p + i);
        size_t shift = p->window - 2 - i;
        if (shift < p->shift[b])
            p->shift[b] = (uint8_t)shift;
    }
}

static struct pass *
pass_make(struct arena *a, struct literal *v, size_t n)
{
    if (n == 0)
        return NULL;
    struct pass *p = arena_alloc(a, sizeof(*p));
    p->window = WINDOW_MAX;
    for (size_t i = 0; i < n; i++) {
        if (v[i].s.n < p->window)
            p->window = v[i].s.n;
    }
    memset(p->shift, (int)(p->window - 1), sizeof(p->shift));
    for (size_t i = 0; i < n; i++)
        fill_shift(p, v[i].s);
    sort_by_block(v, n, p->window);
    uint16_t *run = arena_array(a, n, sizeof(*run));
    for (size_t i = n; i-- > 0;) {
        unsigned b = block(v[i].s.p + p->window - 2);
        bool more = i + 1 < n && block(v[i + 1].s.p + p->window - 2) == b;
        run[i] = more ? (uint16_t)(run[i + 1] + 1) : 0;
        p->bucket[b] = (uint16_t)(i + 1);
    }
    p->entry = v;
    p->run = run;
    return p;
}

struct literal_set *
literal_set_make(struct arena *a, const struct literal *v, size_t n)
{
    if (n == 0)
        return NULL;
    assert(n < UINT16_MAX); /* RULES_MAX */
    struct literal_set *set = arena_alloc(a, sizeof(*set));
    for (size_t k = 0; k < 2; k++) {
        struct literal *part = arena_array(a, n, sizeof(*part));
        size_t count = 0;
        for (size_t i = 0; i < n; i++) {
            if ((v[i].s.n < LONG) == (k == 1))
                part[count++] = v[i];
        }
        set->pass[k] = pass_make(a, part, count);
    }
    return set;
}

static void
hit(size_t id, struct literal_seen *seen, struct literal_hits *hits)
{
    if (seen->stamp[id] == seen->now)
        return;
    seen->stamp[id] = seen->now;
    hits->v[hits->n++] = id;
}

/* Compares the literals whose window ends as the text's does. */
static void
look(const struct pass *p, struct str from, unsigned b,
    struct literal_seen *seen, struct literal_hits *hits)
{
    size_t first = p->bucket[b];
    if (first == 0)
        return;
    size_t i = first - 1;
    for (size_t last = i + p->run[i]; i <= last; i++) {
        if (str_starts(from, p->entry[i].s))
            hit(p->entry[i].id, seen, hits);
    }
}

/* Moves a window's end on from `end`: by the shift of its last block, or by
 * one after looking closer. */
static size_t
step(const struct pass *p, struct str text, size_t end,
    struct literal_seen *seen, struct literal_hits *hits)
{
    unsigned b = block(text.p + end);
    if (p->shift[b] > 0)
        return end + p->shift[b];
    look(p, str_skip(text, end + 2 - p->window), b, seen, hits);
    return end + 1;
}

/* Each shift waits for the one before it, so two windows move at once: one
 * over each half of the text. */
static void
pass_find(const struct pass *p, struct str text, struct literal_seen *seen,
    struct literal_hits *hits)
{
    if (text.n < p->window)
        return;
    size_t last = text.n - 2; /* where the last block begins */
    size_t one = p->window - 2;
    size_t half = one + (last - one) / 2;
    size_t two = half;
    while (one < half && two <= last) {
        unsigned b1 = block(text.p + one), b2 = block(text.p + two);
        if (p->shift[b1] > 0 && p->shift[b2] > 0) {
            one += p->shift[b1];
            two += p->shift[b2];
            continue;
        }
        one = step(p, text, one, seen, hits);
        two = step(p, text, two, seen, hits);
    }
    while (one < half)
        one = step(p, text, one, seen, hits);
    while (two <= last)
        two = step(p, text, two, seen, hits);
}

void
literal_set_find(const struct literal_set *set, struct str text,
    struct literal_seen *seen, struct literal_hits *hits)
{
    for (size_t k = 0; set && k < 2; k++) {
        if (set->pass[k])
            pass_find(set->pass[k], text, seen, hits);
    }
}

/* Literals that share their first KEY bytes (or all, when they are shorter),
 * one list a key. */
struct first {
    uint64_t key;
    uint32_t length; /* of the key, 1..KEY; 0 = free */
    uint32_t at;     /* in list */
    uint32_t n;
};

struct literal_firsts {
    struct first *slot; /* open addressing */
    size_t mask;
    struct literal *list; /* grouped by key */
    /* By first byte: bit n is set when there is a key of n + 1 bytes. */
    uint8_t lengths[UCHAR_MAX + 1];
};

/* The first bytes of p as a number, little end first. */
static uint64_t
load(const char *p, size_t n)
{
    uint64_t v = 0;
    if (n >= KEY) {
        for (unsigned i = 0; i < KEY; i++)
            v |= (uint64_t)(unsigned char)p[i] << 8 * i;
        return v;
    }
    for (size_t i = 0; i < n; i++)
        v |= (uint64_t)(unsigned char)p[i] << 8 * i;
    return v;
}

static uint64_t
key_mask(size_t length)
{
    return length >= KEY ? UINT64_MAX : (UINT64_C(1) << 8 * length) - 1;
}

static size_t
key_length(struct str s)
{
    return s.n < KEY ? s.n : KEY;
}

static size_t
slot_of(const struct literal_firsts *f, uint64_t key, size_t length)
{
    uint64_t h = (key ^ length) * UINT64_C(0x9e3779b97f4a7c15);
    size_t i = (size_t)(h >> 32) & f->mask;
    while (f->slot[i].length != 0 &&
           (f->slot[i].key != key || f->slot[i].length != length))
        i = (i + 1) & f->mask;
    return i;
}

static bool
same_key(struct str a, struct str b)
{
    size_t n = key_length(a);
    return n == key_length(b) && memcmp(a.p, b.p, n) == 0;
}

/* Brings literals of one key together; stable. */
static void
group_by_key(struct literal *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        size_t at = i;
        while (at > 0 && !same_key(v[at - 1].s, v[i].s))
            at--;
        if (at == 0)
            continue;
        struct literal one = v[i];
        memmove(v + at + 1, v + at, (i - at) * sizeof(*v));
        v[at] = one;
    }
}

struct literal_firsts *
literal_firsts_make(struct arena *a, const struct literal *v, size_t n)
{
    if (n == 0)
        return NULL;
    struct literal_firsts *f = arena_alloc(a, sizeof(*f));
    size_t slots = 8;
    while (slots < 4 * n)
        slots *= 2;
    f->mask = slots - 1;
    f->slot = arena_array(a, slots, sizeof(*f->slot));
    f->list = arena_array(a, n, sizeof(*f->list));
    memcpy(f->list, v, n * sizeof(*v));
    group_by_key(f->list, n);
    for (size_t i = 0; i < n; i++) {
        size_t length = key_length(f->list[i].s);
        uint64_t key = load(f->list[i].s.p, length);
        struct first *slot = &f->slot[slot_of(f, key, length)];
        if (slot->length == 0)
            *slot = (struct first){key, (uint32_t)length, (uint32_t)i, 0};
        slot->n++;
        f->lengths[(unsigned char)f->list[i].s.p[0]] |=
            (uint8_t)(1u << (length - 1));
    }
    return f;
}

void
literal_firsts_find(const struct literal_firsts *f, struct str text,
    struct literal_seen *seen, struct literal_hits *hits)
{
    if (!f || text.n == 0)
        return;
    unsigned lengths = f->lengths[(unsigned char)text.p[0]];
    if (lengths == 0)
        return;
    uint64_t all = load(text.p, key_length(text));
    for (size_t length = 1; length <= key_length(text); length++) {
        if (!(lengths & 1u << (length - 1)))
            continue;
        const struct first *slot =
            &f->slot[slot_of(f, all & key_mask(length), length)];
        for (size_t i = slot->at; i < slot->at + slot->n; i++) {
            if (str_starts(text, f->list[i].s))
                hit(f->list[i].id, seen, hits);
        }
    }
}
