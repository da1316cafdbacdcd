/* SPDX-License-Identifier: MIT
 *
 * Wu and Manber, "A fast algorithm for multi-pattern searching" (1994). A
 * window as long as the shortest literal moves over the text; the block of two
 * or three bytes at its end says how far it may jump. Long literals jump
 * further, so short ones get a pass of their own. */
#include <assert.h>
#include <limits.h>
#include <string.h>

#include "rules/literal.h"

enum {
    LONG = 7,        /* bytes: literals from here on share the fast pass */
    WINDOW_MAX = 64, /* bytes */
    KEY = 8,         /* first bytes that are looked up */
    FEW = 40,        /* literals: blocks of two bytes tell them apart */
};

/* One pass: literals of at least `window` bytes. */
struct pass {
    size_t window;
    size_t width;     /* bytes of a block: 2, or 3 when there are many */
    size_t size;      /* of the tables by block */
    uint8_t *shift;   /* 0 = look */
    uint16_t *bucket; /* 1 + first of its entries in `entry` */
    const struct literal *entry; /* grouped by bucket */
    const uint16_t *run;         /* how many entries follow in the bucket */
};

struct literal_set {
    struct pass *pass[2]; /* long, short; NULL = none */
};

/* A number for the block at p; width is a constant where it matters. */
static inline size_t
block(const char *p, size_t width)
{
    unsigned a = (unsigned char)p[0], b = (unsigned char)p[1];
    if (width == 2)
        return (a << 5 ^ b) & ((1u << 12) - 1);
    uint32_t v = a | b << 8 | (uint32_t)(unsigned char)p[2] << 16;
    return v * UINT32_C(2654435761) >> 17;
}

static size_t
last_block(const struct pass *p, struct str literal)
{
    return block(literal.p + p->window - p->width, p->width);
}

/* Literals sorted by the block that ends their window. */
static void
sort_by_block(const struct pass *p, struct literal *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct literal one = v[i];
        size_t at = i;
        while (at > 0 && last_block(p, v[at - 1].s) > last_block(p, one.s)) {
            v[at] = v[at - 1];
            at--;
        }
        v[at] = one;
    }
}

static void
fill_shift(struct pass *p, struct str s)
{
    for (size_t i = 0; i + p->width <= p->window; i++) {
        size_t b = block(s.p + i, p->width);
        size_t shift = p->window - p->width - i;
        if (shift < p->shift[b])
            p->shift[b] = (uint8_t)shift;
    }
}

static void
fill_buckets(struct arena *a, struct pass *p, struct literal *v, size_t n)
{
    sort_by_block(p, v, n);
    uint16_t *run = arena_array(a, n, sizeof(*run));
    for (size_t i = n; i-- > 0;) {
        size_t b = last_block(p, v[i].s);
        bool more = i + 1 < n && last_block(p, v[i + 1].s) == b;
        run[i] = more ? (uint16_t)(run[i + 1] + 1) : 0;
        p->bucket[b] = (uint16_t)(i + 1);
    }
    p->entry = v;
    p->run = run;
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
    p->width = n > FEW && p->window >= LONG ? 3 : 2;
    p->size = (size_t)1 << (p->width == 2 ? 12 : 15);
    p->shift = arena_alloc(a, p->size);
    p->bucket = arena_array(a, p->size, sizeof(*p->bucket));
    memset(p->shift, (int)(p->window - p->width + 1), p->size);
    for (size_t i = 0; i < n; i++)
        fill_shift(p, v[i].s);
    fill_buckets(a, p, v, n);
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

/* Compares the literals whose window ends with block b and begins at from. */
static void
look(const struct pass *p, struct str from, size_t b, struct literal_seen *seen,
    struct literal_hits *hits)
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

/* What a scan carries, so that it is one argument. */
struct scan {
    const struct pass *p;
    struct str text;
    struct literal_seen *seen;
    struct literal_hits *hits;
};

/* Moves a window on whose last block is at `end`: by that block's shift, or by
 * one after looking closer. */
static size_t
step(const struct scan *s, size_t end, size_t width)
{
    const struct pass *p = s->p;
    size_t b = block(s->text.p + end, width);
    if (p->shift[b] > 0)
        return end + p->shift[b];
    look(p, str_skip(s->text, end + width - p->window), b, s->seen, s->hits);
    return end + 1;
}

/* Each shift waits for the one before it, so two windows move at once: one
 * over each half of the text. width is a constant, to make two loops of it. */
static inline void
scan(const struct scan *s, size_t width)
{
    const uint8_t *shift = s->p->shift;
    const char *text = s->text.p;
    size_t last = s->text.n - width; /* where the last block begins */
    size_t one = s->p->window - width;
    size_t half = one + (last - one) / 2;
    size_t two = half;
    while (one < half && two <= last) {
        size_t by_one = shift[block(text + one, width)];
        size_t by_two = shift[block(text + two, width)];
        if (by_one > 0 && by_two > 0) {
            one += by_one;
            two += by_two;
            continue;
        }
        one = step(s, one, width);
        two = step(s, two, width);
    }
    while (one < half)
        one = step(s, one, width);
    while (two <= last)
        two = step(s, two, width);
}

static void
pass_find(const struct scan *s)
{
    if (s->text.n < s->p->window)
        return;
    if (s->p->width == 2)
        scan(s, 2);
    else
        scan(s, 3);
}

void
literal_set_find(const struct literal_set *set, struct str text,
    struct literal_seen *seen, struct literal_hits *hits)
{
    for (size_t k = 0; set && k < 2; k++) {
        struct scan s = {set->pass[k], text, seen, hits};
        if (s.p)
            pass_find(&s);
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
