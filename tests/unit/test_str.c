/* SPDX-License-Identifier: MIT
 *
 * Slices: cutting, numbers, patterns. */
#include "base/arena.h"
#include "base/key.h"
#include "base/str.h"
#include "check.h"

static void
test_cut(void)
{
    struct str s = STR("a|b||c");
    CHECK_STR(str_cut(&s, '|'), "a");
    CHECK_STR(str_cut(&s, '|'), "b");
    CHECK_STR(str_cut(&s, '|'), "");
    CHECK_STR(str_cut(&s, '|'), "c");
    CHECK_INT(s.n, 0);
    CHECK_STR(str_cut(&s, '|'), "");

    struct str lines = STR("one\r\ntwo\n\nfour\r");
    CHECK_STR(str_cut_line(&lines), "one");
    CHECK_STR(str_cut_line(&lines), "two");
    CHECK_STR(str_cut_line(&lines), "");
    CHECK_STR(str_cut_line(&lines), "four");
    CHECK_INT(lines.n, 0);
}

static void
test_parts(void)
{
    struct str s = STR("abcdef");
    CHECK_STR(str_sub(s, 1, 2), "bc");
    CHECK_STR(str_sub(s, 4, 99), "ef");
    CHECK_STR(str_sub(s, 99, 1), "");
    CHECK_STR(str_sub(s, 1, SIZE_MAX), "bcdef");
    CHECK_STR(str_skip(s, 2), "cdef");
    CHECK_STR(str_skip(s, 7), "");
    CHECK_STR(str_from(NULL), "");
    CHECK_STR(str_range(s.p + 1, s.p + 3), "bc");
    CHECK_STR(str_trim(STR(" \t\r\n x y\r\n")), "x y");
    CHECK(str_only(STR("000"), '0') && str_only(STR(""), '0'));
    CHECK(!str_only(STR("0010"), '0'));
    CHECK_STR(str_trim(STR(" \t ")), "");
    CHECK_STR(str_trim((struct str){NULL, 0}), "");
}

static void
test_find(void)
{
    struct str s = STR("one two one");
    CHECK_INT(str_find(s, STR("one")), 0);
    CHECK_INT(str_find(s, STR("two")), 4);
    CHECK_INT(str_find(s, STR("six")), s.n);
    CHECK_INT(str_find(s, STR("one two one!")), s.n);
    CHECK_INT(str_find_byte(s, 'w'), 5);
    CHECK_INT(str_find_byte(s, 'z'), s.n);
    CHECK_INT(str_rfind_byte(s, 'o'), 8);
    CHECK_INT(str_rfind_byte(s, 'z'), s.n);
    CHECK_INT(str_find_byte((struct str){NULL, 0}, 'x'), 0);
    CHECK(str_has(s, STR("two")));
    CHECK(str_has(STR(""), STR("")));
    CHECK(!str_has(s, STR("TWO")));
}

static void
test_compare(void)
{
    CHECK(str_eq(STR(""), (struct str){NULL, 0}));
    CHECK(!str_eq(STR("a"), STR("A")));
    CHECK(str_eq_nocase(STR("Call-ID"), STR("cALL-id")));
    CHECK(!str_eq_nocase(STR("@"), STR("`"))); /* not letters */
    CHECK(str_cmp(STR("a"), STR("b")) < 0);
    CHECK(str_cmp(STR("b"), STR("a")) > 0);
    CHECK(str_cmp(STR("a"), STR("ab")) < 0);
    CHECK(str_cmp(STR("\xff"), STR("a")) > 0);
    CHECK_INT(str_cmp(STR("ab"), STR("ab")), 0);
    CHECK(str_starts(STR("abc"), STR("ab")));
    CHECK(!str_starts(STR("a"), STR("ab")));
    CHECK(str_starts_nocase(STR("SIP:x"), STR("sip:")));
    CHECK(str_ends(STR("abc"), STR("bc")));
    CHECK(!str_ends(STR("c"), STR("bc")));
}

static void
test_numbers(void)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t v;
    } rows[] = {
        {"0", true, 0},
        {"-7", true, -7},
        {"+7", true, 7},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"-9223372036854775808", true, INT64_MIN},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"1 ", false, 0},
        {" 1", false, 0},
        {"1x", false, 0},
        {"--1", false, 0},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int64_t v = 42;
        bool ok = str_to_i64(str_from(rows[i].text), &v);
        if (!CHECK(ok == rows[i].ok) || !CHECK_INT(v, ok ? rows[i].v : 42))
            printf("    row \"%s\"\n", rows[i].text);
    }
}

static void
test_hex(void)
{
    uint64_t v = 42;
    CHECK(str_to_hex(STR("0"), &v) && v == 0);
    CHECK(str_to_hex(STR("fFfFfFfFfFfFfFfF"), &v) && v == UINT64_MAX);
    CHECK(str_to_hex(STR("00000000000000000001"), &v) && v == 1);
    CHECK(!str_to_hex(STR("10000000000000000"), &v));
    CHECK(!str_to_hex(STR(""), &v));
    CHECK(!str_to_hex(STR("0x1"), &v));
    CHECK(!str_to_hex(STR("-1"), &v));
    CHECK_INT(v, 1);
}

static void
test_matches(void)
{
    static const struct {
        const char *text, *pattern;
        bool ok;
    } rows[] = {
        {"", "", true},
        {"", "*", true},
        {"", "**", true},
        {"a", "", false},
        {"SEP0011AABB22CC", "sep*", true},
        {"SEP0011AABB22CC", "*22cc", true},
        {"SEP0011AABB22CC", "sep*bb*", true},
        {"SEP0011AABB22CC", "*bb", false},
        {"SEP0011AABB22CC", "SEP0011AABB22C", false},
        {"5551", "555?", false},
        {"+1*5551", "+1\\*5551", true},
        {"+1x5551", "+1\\*5551", false},
        {"a\\", "a\\", true},
        {"a*b", "*\\**", true},
        {"ab", "*\\**", false},
        {"aaab", "*ab", true},
        {"mississippi", "*iss*ppi", true},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++)
        if (!CHECK(str_matches(str_from(rows[i].text),
                       str_from(rows[i].pattern)) == rows[i].ok))
            printf("    row \"%s\" \"%s\"\n", rows[i].text, rows[i].pattern);
}

static void
test_copies(void)
{
    struct arena a = {0};
    char bytes[] = {'x', '\0', 'y'};
    struct str with_nul = {bytes, sizeof(bytes)};
    struct str copy = str_dup(&a, with_nul);
    bytes[0] = 'z';
    CHECK_INT(copy.n, 3);
    CHECK(copy.p[0] == 'x' && copy.p[1] == '\0' && copy.p[3] == '\0');
    CHECK_STR(str_from(str_z(&a, STR("abc"))), "abc");
    CHECK_STR(str_dup(&a, (struct str){NULL, 0}), "");
    CHECK_STR(str_fmt(&a, STR_FMT "-%d", STR_ARG(STR("n")), 7), "n-7");
    CHECK_INT(str_fmt(&a, "%*d", 100000, 1).n, 100000);
    /* Whole and with its NUL, whatever its length. */
    for (int n = 253; n < 260; n++) {
        struct str s = str_fmt(&a, "%0*d", n, 7);
        CHECK_INT(s.n, n);
        CHECK(s.p[n - 1] == '7' && s.p[n] == '\0');
    }
    arena_free(&a);
}

static void
test_key(void)
{
    struct arena a = {0};
    struct str one = KEY(&a, STR("ab"), STR("c"), KEY_NUMBER(7));
    CHECK(str_eq(one, KEY(&a, STR("ab"), STR("c"), KEY_NUMBER(7))));
    CHECK(!str_eq(one, KEY(&a, STR("a"), STR("bc"), KEY_NUMBER(7))));
    CHECK(!str_eq(one, KEY(&a, STR("ab"), STR("c"), KEY_NUMBER(-7))));
    CHECK(!str_eq(KEY(&a, STR("ab")), KEY(&a, STR("ab"), STR(""))));
    CHECK(!str_eq(KEY(&a, STR("")), KEY(&a, STR(""), STR(""))));
    arena_free(&a);
}

static void
test_put(void)
{
    static const struct {
        uint64_t v;
        size_t least;
        const char *text;
    } rows[] = {{0, 0, "0"}, {0, 1, "0"}, {7, 3, "007"}, {1234, 3, "1234"},
        {UINT64_MAX, 1, "18446744073709551615"},
        {5, 99, "00000000000000000005"}};

    for (size_t i = 0; i < COUNTOF(rows); i++) {
        char text[STR_U64_MAX];
        char *end = str_put_u64(text, rows[i].v, rows[i].least);
        CHECK_STR(((struct str){text, (size_t)(end - text)}), rows[i].text);
    }
}

static void
test_put_signed(void)
{
    static const struct {
        int64_t v;
        const char *text;
    } rows[] = {{0, "0"}, {7, "7"}, {-7, "-7"}, {-10, "-10"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"}};

    for (size_t i = 0; i < COUNTOF(rows); i++) {
        char text[STR_I64_MAX];
        char *end = str_put_i64(text, rows[i].v);
        CHECK_STR(str_range(text, end), rows[i].text);
    }
}

int
main(void)
{
    test_cut();
    test_parts();
    test_find();
    test_compare();
    test_numbers();
    test_hex();
    test_matches();
    test_copies();
    test_key();
    test_put();
    test_put_signed();
    return check_done();
}
