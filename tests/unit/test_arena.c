/* SPDX-License-Identifier: MIT
 *
 * Arenas: zeroed and aligned memory, growing arrays, reset. Under
 * AddressSanitizer also that memory given back is forbidden. */
#include "base/arena.h"

#include <string.h>

#include "check.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#endif

static bool
all_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void
test_alloc(void)
{
    static const size_t sizes[] = {
        0, 1, 15, 16, 17, 4096, 65536, 65537, 1048576, 5000000};
    struct arena a = {0};
    for (int round = 0; round < 3; round++) {
        char *before = NULL;
        for (size_t i = 0; i < COUNTOF(sizes); i++) {
            char *p = arena_alloc(&a, sizes[i]);
            CHECK(p && p != before);
            CHECK((uintptr_t)p % _Alignof(max_align_t) == 0);
            CHECK(all_zero(p, sizes[i]));
            memset(p, 0xee, sizes[i]);
            before = p;
        }
        CHECK(a.used > 6000000);
        arena_reset(&a);
        CHECK_INT(a.used, 0);
    }
    arena_free(&a);
    CHECK(!a.head);
    arena_free(&a);
    arena_reset(&a);
}

static void
test_array(void)
{
    struct arena a = {0};
    int64_t *v = arena_array(&a, 1000, sizeof(*v));
    CHECK(all_zero((const char *)v, 1000 * sizeof(*v)));
    CHECK(arena_array(&a, 0, 8));
    arena_free(&a);
}

static void
test_grow(void)
{
    struct arena a = {0};
    size_t *v = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < 10000; i++) {
        v = arena_grow(&a, v, &cap, i + 1, sizeof(*v));
        v[i] = i;
    }
    bool kept = true;
    for (size_t i = 0; i < 10000; i++)
        kept = kept && v[i] == i;
    CHECK(kept);
    CHECK(cap >= 10000 && cap < 40000);
    CHECK(all_zero((const char *)(v + 10000), (cap - 10000) * sizeof(*v)));
    CHECK(arena_grow(&a, v, &cap, 5, sizeof(*v)) == v);
    arena_free(&a);
}

/* Short arrays move at powers of two only, and keep what they have. */
static void
test_room(void)
{
    struct arena a = {0};
    size_t *v = NULL;
    size_t moves = 0;
    for (size_t i = 0; i < 1000; i++) {
        size_t *had = v;
        v = arena_room(&a, v, i, sizeof(*v));
        moves += v != had;
        v[i] = i;
    }
    bool kept = true;
    for (size_t i = 0; i < 1000; i++)
        kept = kept && v[i] == i;
    CHECK(kept);
    CHECK_INT((int64_t)moves, 11); /* 0, 1, 2, 4, ... 512 */
    arena_free(&a);
}

/* A piece with a block of its own goes back alone; what is near it stays. */
static void
test_drop(void)
{
    enum { BIG = 3 * 1024 * 1024 };
    struct arena a = {0};
    char *before = arena_alloc(&a, 100);
    char *big = arena_alloc(&a, BIG);
    char *after = arena_alloc(&a, 100);
    memset(before, 'b', 100);
    memset(big, 'x', BIG);
    memset(after, 'a', 100);
    size_t used = a.used;
    arena_drop(&a, big, BIG);
    CHECK_INT((int64_t)(used - a.used), BIG);
    CHECK(before[99] == 'b' && after[99] == 'a');
    arena_drop(&a, before, 100); /* shares its block: stays */
    CHECK(before[0] == 'b');
    arena_free(&a);
}

/* Reset keeps one block: no memory is fetched in the steady state. */
static void
test_reuse(void)
{
    struct arena a = {0};
    arena_alloc(&a, 100);
    const struct arena_block *kept = a.head;
    for (int i = 0; i < 100; i++) {
        arena_reset(&a);
        arena_alloc(&a, 60000);
        CHECK(a.head == kept);
    }
    arena_free(&a);
}

#ifdef SANITIZED
static void
test_poison(void)
{
    struct arena a = {0};
    char *p = arena_alloc(&a, 20);
    CHECK(!__asan_address_is_poisoned(p));
    CHECK(!__asan_address_is_poisoned(p + 19));
    CHECK(__asan_address_is_poisoned(p + 20));
    arena_reset(&a);
    CHECK(__asan_address_is_poisoned(p));
    CHECK(arena_alloc(&a, 20) == p);
    CHECK(!__asan_address_is_poisoned(p));
    arena_free(&a);
}
#endif

int
main(void)
{
    test_alloc();
    test_array();
    test_grow();
    test_room();
    test_drop();
    test_reuse();
#ifdef SANITIZED
    test_poison();
#endif
    return check_done();
}
