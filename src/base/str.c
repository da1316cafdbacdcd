/* SPDX-License-Identifier: MIT
 *
 * Slices: cutting, comparing, searching, reading numbers. No function here
 * writes into the bytes it looks at; only the copies at the end allocate. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"

struct str
str_from(const char *z)
{
    if (!z)
        return (struct str){NULL, 0};
    return (struct str){z, strlen(z)};
}

struct str
str_range(const char *p, const char *end)
{
    return (struct str){p, (size_t)(end - p)};
}

struct str
str_sub(struct str s, size_t from, size_t n)
{
    s = str_skip(s, from);
    if (s.n > n)
        s.n = n;
    return s;
}

struct str
str_skip(struct str s, size_t n)
{
    if (!s.n)
        return s;
    if (n > s.n)
        n = s.n;
    return (struct str){s.p + n, s.n - n};
}

bool
str_eq(struct str a, struct str b)
{
    return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

/* ASCII only: the locale must not change what a trace means. */
static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int
str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c)
        return c;
    return (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

bool
str_has(struct str s, struct str part)
{
    return part.n == 0 || str_find(s, part) < s.n;
}

size_t
str_find(struct str s, struct str part)
{
    if (!part.n)
        return 0;
    if (part.n > s.n)
        return s.n;
    const char *hit = memmem(s.p, s.n, part.p, part.n);
    return hit ? (size_t)(hit - s.p) : s.n;
}

size_t
str_find_byte(struct str s, char c)
{
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    return hit ? (size_t)(hit - s.p) : s.n;
}

size_t
str_rfind_byte(struct str s, char c)
{
    const char *hit = s.n ? memrchr(s.p, c, s.n) : NULL;
    return hit ? (size_t)(hit - s.p) : s.n;
}

bool
str_only(struct str s, char c)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != c)
            return false;
    return true;
}

/* Columns are filled up with spaces: they go by eight. */
struct str
str_trim(struct str s)
{
    static const char spaces[] = "        ";
    enum { WORD = sizeof(spaces) - 1 };
    while (s.n >= WORD && memcmp(s.p + s.n - WORD, spaces, WORD) == 0)
        s.n -= WORD;
    while (s.n && str_is_blank(s.p[s.n - 1]))
        s.n--;
    while (s.n && str_is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    return s;
}

struct str
str_cut(struct str *rest, char c)
{
    size_t at = str_find_byte(*rest, c);
    struct str head = str_sub(*rest, 0, at);
    *rest = str_skip(*rest, at + 1);
    return head;
}

struct str
str_cut_word(struct str *rest)
{
    *rest = str_trim(*rest);
    return str_cut(rest, ' ');
}

struct str
str_cut_line(struct str *rest)
{
    struct str line = str_cut(rest, '\n');
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

bool
str_to_i64(struct str s, int64_t *v)
{
    bool minus = s.n && s.p[0] == '-';
    if (minus || (s.n && s.p[0] == '+'))
        s = str_skip(s, 1);
    if (!s.n)
        return false;
    /* Counted downwards: the lowest number has no positive twin. */
    enum { SAFE = 18 }; /* digits that fit, whatever they are */
    int64_t sum = 0;
    size_t i = 0;
    for (; i < s.n && i < SAFE; i++) {
        unsigned digit = (unsigned)(s.p[i] - '0');
        if (digit > 9)
            return false;
        sum = sum * 10 - (int64_t)digit;
    }
    for (; i < s.n; i++) {
        unsigned digit = (unsigned)(s.p[i] - '0');
        if (digit > 9 || __builtin_mul_overflow(sum, (int64_t)10, &sum) ||
            __builtin_sub_overflow(sum, (int64_t)digit, &sum))
            return false;
    }
    if (!minus && sum == INT64_MIN)
        return false;
    *v = minus ? sum : -sum;
    return true;
}

int
str_hex_digit(char c)
{
    c = lower(c);
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
str_to_hex(struct str s, uint64_t *v)
{
    if (!s.n)
        return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < s.n; i++) {
        int digit = str_hex_digit(s.p[i]);
        if (digit < 0 || sum >> 60)
            return false;
        sum = sum << 4 | (uint64_t)digit;
    }
    *v = sum;
    return true;
}

/* Greedy match with one point of return: a later star makes the earlier ones
 * final, so only the last one is ever retried. */
bool
str_matches(struct str s, struct str pattern)
{
    size_t i = 0, k = 0;
    size_t retry_i = 0, retry_k = SIZE_MAX; /* behind the last star */
    while (i < s.n) {
        if (k < pattern.n && pattern.p[k] == '*') {
            retry_k = ++k;
            retry_i = i;
            continue;
        }
        bool escaped = k + 1 < pattern.n && pattern.p[k] == '\\' &&
                       pattern.p[k + 1] == '*';
        size_t want = escaped ? k + 1 : k;
        if (want < pattern.n && lower(pattern.p[want]) == lower(s.p[i])) {
            i++;
            k = want + 1;
        } else if (retry_k != SIZE_MAX) {
            i = ++retry_i;
            k = retry_k;
        } else {
            return false;
        }
    }
    while (k < pattern.n && pattern.p[k] == '*')
        k++;
    return k == pattern.n;
}

struct str
str_dup(struct arena *a, struct str s)
{
    return (struct str){str_z(a, s), s.n};
}

char *
str_z(struct arena *a, struct str s)
{
    char *z = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(z, s.p, s.n);
    return z;
}

char *
str_put_u64(char *to, uint64_t v, size_t least)
{
    char digits[STR_U64_MAX];
    size_t n = 0;
    for (; (v || n < least || !n) && n < STR_U64_MAX; v /= 10)
        digits[n++] = (char)('0' + v % 10);
    while (n)
        *to++ = digits[--n];
    return to;
}

char *
str_put_i64(char *to, int64_t v)
{
    if (v < 0)
        *to++ = '-';
    /* The least number has no positive one of its type. */
    return str_put_u64(to, v < 0 ? -(uint64_t)v : (uint64_t)v, 1);
}

struct str
str_fmt(struct arena *a, const char *fmt, ...)
{
    char few[256]; /* formatting twice costs more than a copy */
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(few, sizeof(few), fmt, args);
    va_end(args);
    if (n < 0)
        die("str_fmt: bad format \"%s\"", fmt);
    size_t size = (size_t)n + 1;
    char *z = arena_bytes(a, size);
    if (size <= sizeof(few))
        memcpy(z, few, size);
    else
        vsnprintf(z, size, fmt, again);
    va_end(again);
    return (struct str){z, size - 1};
}
