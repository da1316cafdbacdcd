/* SPDX-License-Identifier: MIT
 *
 * A pseudonym is cut from the keyed hash of the word in lower case, in a form
 * that fits where the word stood. */
#include <assert.h>
#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "redact/inside.h"

enum {
    CODE = 7,        /* letters of a pseudonym: 33 bits */
    HIDDEN = 3,      /* digits of a number that are never kept */
    HASH_BYTES = 32, /* of BLAKE2b */
};

struct redact *
redact_new(struct arena *a, const unsigned char key[REDACT_KEY_BYTES],
    size_t keep_digits)
{
    struct redact *r = arena_alloc(a, sizeof *r);
    r->a = a;
    r->keep_digits = keep_digits;
    memcpy(r->key, key, REDACT_KEY_BYTES);
    map_init(&r->known, a);
    map_init(&r->given, a);
    map_init(&r->taken, a);
    return r;
}

struct str
redact_lower(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)tolower((unsigned char)s.p[i]);
    return (struct str){p, s.n};
}

/* again: 0, or how often the pseudonym was found taken. */
static void
hash(const struct redact *r, struct str lower, size_t again,
    unsigned char out[HASH_BYTES])
{
    crypto_generichash_state state;
    unsigned char more = (unsigned char)again;
    int failed =
        crypto_generichash_init(&state, r->key, REDACT_KEY_BYTES, HASH_BYTES);
    assert(failed == 0);
    crypto_generichash_update(&state, (const unsigned char *)lower.p, lower.n);
    if (again > 0) {
        crypto_generichash_update(&state, (const unsigned char *)"\0", 1);
        crypto_generichash_update(&state, &more, 1);
    }
    crypto_generichash_final(&state, out, HASH_BYTES);
}

/* Letters that are not mistaken for each other, and no vowels: no words. */
static struct str
code(struct redact *r, const unsigned char *h)
{
    static const char letters[] = "23456789bcdfghjkmnpqrstvwxyz";
    char *p = arena_alloc(r->a, CODE);
    for (size_t i = 0; i < CODE; i++)
        p[i] = letters[h[i] % (sizeof letters - 1)];
    return (struct str){p, CODE};
}

/* h as hexadecimal digits in groups, with dashes between. */
static struct str
hex(struct redact *r, const unsigned char *h, const unsigned *groups, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    char *p = arena_alloc(r->a, 2 * HASH_BYTES + n);
    size_t at = 0, nibble = 0;
    for (size_t g = 0; g < n; g++) {
        if (g > 0)
            p[at++] = '-';
        for (unsigned k = 0; k < groups[g]; k++, nibble++)
            p[at++] = digits[h[nibble / 2] >> (nibble % 2 ? 0 : 4) & 15];
    }
    return (struct str){p, at};
}

static struct str
address(struct redact *r, const unsigned char *h, struct str s)
{
    if (str_find_byte(s, ':') == s.n)
        return str_fmt(
            r->a, "%u.%u.%u.%u", 240u + h[0] % 15u, h[1], h[2], h[3]);
    return str_fmt(r->a,
        "2001:db8:%02x%02x:%02x%02x:%02x%02x:%02x%02x:%02x%02x:%02x%02x", h[0],
        h[1], h[2], h[3], h[4], h[5], h[6], h[7], h[8], h[9], h[10], h[11]);
}

static struct str
joined(struct redact *r, struct str before, struct str s)
{
    return str_fmt(r->a, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(s));
}

/* The digits that may stay are plain ones at the beginning. */
static struct str
number(struct redact *r, const unsigned char *h, struct str s)
{
    size_t keep = s.n > HIDDEN ? s.n - HIDDEN : 0;
    if (keep > r->keep_digits)
        keep = r->keep_digits;
    for (size_t i = 0; i < keep; i++)
        if (!isdigit((unsigned char)s.p[i]))
            keep = i;
    struct str tail = joined(r, STR("n"), code(r, h));
    return joined(r, str_sub(s, 0, keep), tail);
}

static bool
is_hex(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isxdigit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

static struct str
form(struct redact *r, enum redact_class class, const unsigned char *h,
    struct str s)
{
    static const unsigned guid[] = {8, 4, 4, 4, 12}, plain[] = {32};
    static const unsigned id[] = {8, 8, 8, 8}, mac[] = {12};
    struct str rest = str_skip(s, 3);
    switch (class) {
    case REDACT_NUMBER:
        return number(r, h, s);
    case REDACT_DEVICE:
        /* A phone stays one to whoever reads its name. */
        if (str_starts_nocase(s, STR("SEP")) && rest.n == 12 && is_hex(rest))
            return joined(r, STR("SEP"), hex(r, h, mac, 1));
        return joined(r, STR("device-"), code(r, h));
    case REDACT_HOST:
        return joined(r, STR("host-"), code(r, h));
    case REDACT_CLUSTER:
        return joined(r, STR("cluster-"), code(r, h));
    case REDACT_NAME:
        return joined(r, STR("name-"), code(r, h));
    case REDACT_USER:
        return joined(r, STR("user-"), code(r, h));
    case REDACT_ADDRESS:
        return address(r, h, s);
    case REDACT_GUID:
        return s.n == 32 ? hex(r, h, plain, 1) : hex(r, h, guid, 5);
    case REDACT_ID:
        return hex(r, h, id, 4);
    }
    return STR("***");
}

/* What says nothing of anybody. */
static bool
is_public(enum redact_class class, struct str s)
{
    if (class == REDACT_ADDRESS)
        return str_eq(s, STR("0.0.0.0")) || str_eq(s, STR("::")) ||
               str_eq(s, STR("255.255.255.255")) || str_eq(s, STR("::1")) ||
               str_starts(s, STR("127."));
    return class == REDACT_GUID && str_only(s, '0');
}

static struct str
give(struct redact *r, enum redact_class class, struct str s, struct str lower)
{
    unsigned char h[HASH_BYTES];
    struct str pseudonym;
    bool made = false;
    for (size_t again = 0; !made && again < 256; again++) {
        hash(r, lower, again, h);
        pseudonym = form(r, class, h, s);
        map_put(&r->taken, pseudonym, r->npairs, &made);
    }
    assert(made); /* or two words would be one */
    r->pairs =
        arena_grow(r->a, r->pairs, &r->cap, r->npairs + 1, sizeof *r->pairs);
    r->pairs[r->npairs++] =
        (struct redact_pair){class, str_dup(r->a, s), pseudonym};
    return pseudonym;
}

struct str
redact_word(struct redact *r, enum redact_class class, struct str s)
{
    if (s.n == 0)
        return s;
    size_t plus = 0;
    while (plus < s.n && s.p[plus] == '+')
        plus++;
    if (class == REDACT_NUMBER && plus > 0 && plus < s.n)
        return joined(
            r, str_sub(s, 0, plus), redact_word(r, class, str_skip(s, plus)));
    class = redact_class_of(r, class, s);
    if (is_public(class, s))
        return s;
    struct str lower = redact_lower(r->a, s);
    struct str k =
        str_fmt(r->a, "%c" STR_FMT, 'a' + (int)class, STR_ARG(lower));
    bool made;
    size_t i = *map_put(&r->given, k, r->npairs, &made);
    return made ? give(r, class, s, lower) : r->pairs[i].pseudonym;
}

enum redact_class
redact_class_of(const struct redact *r, enum redact_class class, struct str s)
{
    /* The form of these says what they are. */
    if (class == REDACT_ADDRESS || class == REDACT_GUID || class == REDACT_ID)
        return class;
    struct arena a = {0};
    const size_t *known = map_get(&r->known, redact_lower(&a, s));
    arena_free(&a);
    return known ? (enum redact_class) * known : class;
}

void
redact_write_map(const struct redact *r, struct out *o)
{
    static const char *const kinds[] = {
        [REDACT_NUMBER] = "number",
        [REDACT_DEVICE] = "device",
        [REDACT_HOST] = "host",
        [REDACT_CLUSTER] = "cluster",
        [REDACT_NAME] = "name",
        [REDACT_USER] = "user",
        [REDACT_ADDRESS] = "address",
        [REDACT_GUID] = "guid",
        [REDACT_ID] = "id",
    };
    for (size_t i = 0; i < r->npairs; i++) {
        const struct redact_pair *p = &r->pairs[i];
        out_fmt(o, STR_FMT "\t%s\t", STR_ARG(p->pseudonym), kinds[p->class]);
        out_safe(o, p->word, false);
        out_byte(o, '\n');
    }
}
