/* SPDX-License-Identifier: MIT
 *
 * The hash map: what was put is found, many keys, keys with equal ends. */
#include "base/map.h"

#include <string.h>

#include "base/arena.h"
#include "check.h"

static void
test_few(void)
{
    struct arena a = {0};
    struct map m;
    bool made = false;
    map_init(&m, &a);
    CHECK(!map_get(&m, STR("x")));
    CHECK(!map_get_u64(&m, 0));
    char key[] = "abc";
    size_t *v = map_put(&m, str_from(key), 7, &made);
    CHECK(made && *v == 7);
    key[0] = 'z'; /* the map has its own copy */
    v = map_put(&m, STR("abc"), 9, &made);
    CHECK(!made && *v == 7);
    *v = 8;
    CHECK_INT(*map_get(&m, STR("abc")), 8);
    CHECK(!map_get(&m, STR("zbc")));
    CHECK(!map_get(&m, STR("")));
    map_put(&m, STR(""), 1, NULL);
    CHECK_INT(*map_get(&m, (struct str){NULL, 0}), 1);
    map_put(&m, STR("a\0b"), 2, NULL);
    CHECK(!map_get(&m, STR("a")));
    CHECK_INT(*map_get(&m, STR("a\0b")), 2);
    CHECK_INT(m.n, 3);
    arena_free(&a);
}

/* Bytes and numbers do not meet. */
static void
test_kinds(void)
{
    struct arena a = {0};
    struct map m;
    map_init(&m, &a);
    map_put_u64(&m, 0, 1, NULL);
    map_put(&m, STR(""), 2, NULL);
    map_put(&m, STR("\0\0\0\0\0\0\0\0"), 3, NULL);
    CHECK_INT(m.n, 3);
    CHECK_INT(*map_get_u64(&m, 0), 1);
    CHECK_INT(*map_get(&m, STR("")), 2);
    arena_free(&a);
}

static void
test_many(void)
{
    struct arena a = {0}, text = {0};
    struct map m, numbers;
    enum { KEYS = 100000 };
    map_init(&m, &a);
    map_init(&numbers, &a);
    for (size_t i = 0; i < KEYS; i++) {
        arena_reset(&text);
        map_put(
            &m, str_fmt(&text, "long common prefix %zu suffix", i), i, NULL);
        map_put_u64(&numbers, i << 32, i, NULL);
    }
    bool found = true;
    for (size_t i = 0; i < KEYS; i++) {
        arena_reset(&text);
        size_t *v =
            map_get(&m, str_fmt(&text, "long common prefix %zu suffix", i));
        size_t *n = map_get_u64(&numbers, i << 32);
        found = found && v && *v == i && n && *n == i;
    }
    CHECK(found);
    CHECK_INT(m.n, KEYS);
    CHECK(m.cap >= KEYS && m.cap <= 4 * KEYS);
    CHECK(!map_get_u64(&numbers, 1));
    arena_free(&a);
    arena_free(&text);
}

/* Every single bit of a key of any length changes about half of the hash. */
static void
test_hash(void)
{
    char bytes[40];
    memset(bytes, 'a', sizeof(bytes));
    for (size_t n = 1; n <= sizeof(bytes); n++) {
        struct str key = {bytes, n};
        uint64_t before = map_hash(key, 1);
        unsigned least = 64, most = 0;
        for (size_t bit = 0; bit < 8 * n; bit++) {
            bytes[bit / 8] ^= (char)(1 << bit % 8);
            unsigned changed =
                (unsigned)__builtin_popcountll(before ^ map_hash(key, 1));
            bytes[bit / 8] ^= (char)(1 << bit % 8);
            least = changed < least ? changed : least;
            most = changed > most ? changed : most;
        }
        if (!CHECK(least >= 10 && most <= 54))
            printf("    length %zu: %u..%u bits\n", n, least, most);
    }
    CHECK(map_hash(STR("x"), 1) != map_hash(STR("x"), 2));
    CHECK(map_hash(STR("\0"), 1) != map_hash(STR("\0\0"), 1));
}

int
main(void)
{
    test_few();
    test_kinds();
    test_many();
    test_hash();
    return check_done();
}
