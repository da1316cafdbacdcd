/* SPDX-License-Identifier: MIT
 *
 * Literals that may stand anywhere are found by grams, that is by a few bytes
 * in a row. Of every literal the grams of as many places as the shortest one
 * has are kept: `stride` of them. Wherever the literal stands, one of these
 * places falls on each stride-th byte of the text, so that only there a gram is
 * looked at. One byte tells that it is of no literal, which nearly all are, and
 * no look waits for the one before it. Short literals make short strides and
 * get a pass of their own. */
#include <assert.h>
#include <limits.h>
#include <string.h>

#include "rules/literal.h"

enum {
    WORD = 8,         /* bytes: literals from here on share a pass */
    WINDOW_MAX = 24,  /* bytes of a literal that have grams */
    WIDTH_SHORT = 2,  /* bytes of a gram: of short literals, */
    WIDTH_LONG = 4,   /* of longer ones, */
    WIDTH_LONGER = 6, /* of those that have so many bytes and these more: */
    SPARE = 6,        /* grams of words that many names share are few then */
    KEY = 8,          /* first bytes that are looked up */
    HASH_BITS = 64,
};

/* Where a gram stands in a literal. */
struct place {
    uint64_t gram;
    uint32_t literal; /* in pass.literal */
    uint32_t end;     /* offset behind the gram */
    uint32_t next;    /* 1 + the next place of this hash; 0 = none */
};

/* One pass over the text. */
struct pass {
    const struct literal *literal;
    size_t n;
    size_t window; /* last bytes of each literal that have grams */
    size_t width;  /* of a gram, bytes */
    size_t stride; /* window - width + 1 */
    uint64_t mask; /* the bytes of a word that are the gram: its last ones */
    uint8_t *any;  /* by hash: whether there is such a gram */
    unsigned any_shift;
    uint32_t *head; /* by hash: 1 + the first place; 0 = none */
    unsigned head_shift;
    struct place *place;
};

struct literal_set {
    struct pass *pass[2]; /* long, short; NULL = none */
};

static const char zeroes[] = "\0\0\0\0\0\0\0";
static const char ones[] = "\xff\xff\xff\xff\xff\xff\xff\xff";

/* The gram of a text that ends at `end`: no window is shorter than a word when
 * grams are longer than two bytes, so there is a word before that. */
static inline uint64_t
gram_before(const char *end, uint64_t mask)
{
    uint64_t word;
    uint16_t two;
    if (mask == 0) {
        memcpy(&two, end - sizeof(two), sizeof(two));
        return two;
    }
    memcpy(&word, end - sizeof(word), sizeof(word));
    return word & mask;
}

/* Its top bits are to be used. */
static inline uint64_t
hash_gram(uint64_t gram)
{
    return gram * UINT64_C(0x9e3779b97f4a7c15);
}

/* How far to shift a hash for a table of at least `least` entries. */
static unsigned
shift_for(size_t least, unsigned bits)
{
    while ((size_t)1 << bits < least)
        bits++;
    return HASH_BITS - bits;
}

/* The same gram of a literal, which may have less than a word before it. */
static uint64_t
gram_of(struct str literal, size_t end, uint64_t mask)
{
    char word[WORD] = {0};
    size_t n = end < WORD ? end : WORD;
    memcpy(word + WORD - n, literal.p + end - n, n);
    return gram_before(word + WORD, mask);
}

static void
add_place(struct pass *p, size_t at, size_t literal, size_t end)
{
    uint64_t gram = gram_of(p->literal[literal].s, end, p->mask);
    uint64_t hash = hash_gram(gram);
    uint32_t *head = &p->head[hash >> p->head_shift];
    p->place[at] =
        (struct place){gram, (uint32_t)literal, (uint32_t)end, *head};
    *head = (uint32_t)at + 1;
    p->any[hash >> p->any_shift] = 1;
}

/* The width of grams, and which bytes of a word they are. */
static void
set_width(struct pass *p)
{
    char bytes[WORD];
    p->width = p->window < WORD                   ? WIDTH_SHORT
               : p->window < WIDTH_LONGER + SPARE ? WIDTH_LONG
                                                  : WIDTH_LONGER;
    p->stride = p->window - p->width + 1;
    if (p->window < WORD)
        return;
    memcpy(bytes, zeroes, WORD - p->width);
    memcpy(bytes + WORD - p->width, ones, p->width);
    memcpy(&p->mask, bytes, sizeof(p->mask));
}

static struct pass *
pass_make(struct arena *a, const struct literal *v, size_t n)
{
    enum { ANY_A_GRAM = 16, ANY_BITS = 13, HEADS_A_GRAM = 2, HEAD_BITS = 6 };
    if (n == 0)
        return NULL;
    struct pass *p = arena_alloc(a, sizeof(*p));
    p->literal = v;
    p->n = n;
    p->window = WINDOW_MAX;
    for (size_t i = 0; i < n; i++)
        p->window = v[i].s.n < p->window ? v[i].s.n : p->window;
    set_width(p);
    size_t places = n * p->stride;
    p->any_shift = shift_for(places * ANY_A_GRAM, ANY_BITS);
    p->any = arena_alloc(a, (size_t)1 << (HASH_BITS - p->any_shift));
    p->head_shift = shift_for(places * HEADS_A_GRAM, HEAD_BITS);
    p->head = arena_array(
        a, (size_t)1 << (HASH_BITS - p->head_shift), sizeof(*p->head));
    p->place = arena_array(a, places, sizeof(*p->place));
    for (size_t i = 0; i < places; i++) {
        size_t literal = i / p->stride;
        add_place(p, i, literal, v[literal].s.n - i % p->stride);
    }
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
            if ((v[i].s.n < WORD) == (k == 1))
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

/* What a scan carries, so that it is one argument. */
struct scan {
    const struct pass *p;
    struct str text;
    struct literal_seen *seen;
    struct literal_hits *hits;
};

/* Compares the literals that have this gram with what stands around it. */
static void
look(const struct scan *s, size_t end, uint64_t gram)
{
    const struct pass *p = s->p;
    uint32_t i = p->head[hash_gram(gram) >> p->head_shift];
    while (i > 0) {
        const struct place *place = &p->place[i - 1];
        const struct literal *l = &p->literal[place->literal];
        i = place->next;
        if (place->gram == gram && place->end <= end &&
            str_starts(str_skip(s->text, end - place->end), l->s))
            hit(l->id, s->seen, s->hits);
    }
}

/* mask is 0, or surely not, to make two loops of it, which look at two grams a
 * turn. What a loop reads is in variables of its own, as nobody else can write
 * to these. */
static inline void
scan(const struct scan *s, uint64_t mask)
{
    const char *text = s->text.p;
    const uint8_t *any = s->p->any;
    const unsigned shift = s->p->any_shift;
    const size_t stride = s->p->stride, n = s->text.n;
    size_t end = s->p->window;
    for (; end + stride <= n; end += 2 * stride) {
        uint64_t one = gram_before(text + end, mask);
        uint64_t two = gram_before(text + end + stride, mask);
        if ((any[hash_gram(one) >> shift] | any[hash_gram(two) >> shift]) == 0)
            continue;
        look(s, end, one);
        look(s, end + stride, two);
    }
    if (end > n)
        return;
    uint64_t last = gram_before(text + end, mask);
    if (any[hash_gram(last) >> shift] != 0)
        look(s, end, last);
}

void
literal_set_find(const struct literal_set *set, struct str text,
    struct literal_seen *seen, struct literal_hits *hits)
{
    for (size_t k = 0; set && k < COUNTOF(set->pass); k++) {
        const struct pass *p = set->pass[k];
        if (!p || text.n < p->window)
            continue;
        struct scan s = {p, text, seen, hits};
        if (p->mask == 0)
            scan(&s, 0);
        else
            scan(&s, p->mask);
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

/* A literal, and what follows its key as a number: nearly all that share the
 * key are told apart by it. */
struct after {
    struct literal literal;
    uint64_t next, mask;
};

struct literal_firsts {
    struct first *slot; /* open addressing */
    size_t mask;
    struct after *list; /* grouped by key */
    /* By first byte: bit n is set when there is a key of n + 1 bytes. */
    uint8_t lengths[UCHAR_MAX + 1];
    uint64_t key_mask[KEY + 1]; /* by length of the key */
};

/* The first n bytes of p, at most KEY of them, as a number; as the machine
 * has them in memory. */
static inline uint64_t
load(const char *p, size_t n)
{
    uint64_t v = 0;
    if (n >= KEY)
        memcpy(&v, p, KEY);
    else
        memcpy(&v, p, n);
    return v;
}

static size_t
key_length(struct str s)
{
    return s.n < KEY ? s.n : KEY;
}

static inline size_t
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

static struct after
after_key(struct literal l)
{
    struct str rest = str_skip(l.s, KEY);
    return (struct after){l, load(rest.p, rest.n), load(ones, rest.n)};
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
    for (size_t i = 0; i <= KEY; i++)
        f->key_mask[i] = load(ones, i);
    struct literal *sorted = arena_array(a, n, sizeof(*sorted));
    memcpy(sorted, v, n * sizeof(*v));
    group_by_key(sorted, n);
    for (size_t i = 0; i < n; i++) {
        size_t length = key_length(sorted[i].s);
        uint64_t key = load(sorted[i].s.p, length);
        struct first *slot = &f->slot[slot_of(f, key, length)];
        if (slot->length == 0)
            *slot = (struct first){key, (uint32_t)length, (uint32_t)i, 0};
        slot->n++;
        f->list[i] = after_key(sorted[i]);
        f->lengths[(unsigned char)sorted[i].s.p[0]] |=
            (uint8_t)(1u << (length - 1));
    }
    return f;
}

/* The literals of one key that text begins with. */
static void
find_after(const struct literal_firsts *f, const struct first *first,
    struct str text, struct literal_seen *seen, struct literal_hits *hits)
{
    const struct after *v = &f->list[first->at];
    bool has_next = text.n >= 2 * (size_t)KEY;
    uint64_t next = has_next ? load(text.p + KEY, KEY) : 0;
    for (size_t i = 0; i < first->n; i++) {
        if (has_next && (next & v[i].mask) != v[i].next)
            continue;
        if (str_starts(text, v[i].literal.s))
            hit(v[i].literal.id, seen, hits);
    }
}

/* Looks up the beginnings of text that have these lengths. */
static void
find_lengths(const struct literal_firsts *f, unsigned lengths, struct str text,
    struct literal_seen *seen, struct literal_hits *hits)
{
    uint64_t all = load(text.p, text.n);
    for (; lengths != 0; lengths &= lengths - 1) {
        size_t length = (size_t)__builtin_ctz(lengths) + 1;
        uint64_t key = all & f->key_mask[length];
        const struct first *first = &f->slot[slot_of(f, key, length)];
        if (first->n > 0)
            find_after(f, first, text, seen, hits);
    }
}

void
literal_firsts_find(const struct literal_firsts *f, struct str text,
    struct literal_seen *seen, struct literal_hits *hits)
{
    if (!f || text.n == 0)
        return;
    unsigned lengths = f->lengths[(unsigned char)text.p[0]];
    if (text.n < KEY)
        lengths &= (1u << text.n) - 1;
    if (lengths != 0)
        find_lengths(f, lengths, text, seen, hits);
}
