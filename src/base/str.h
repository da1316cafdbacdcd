/* SPDX-License-Identifier: MIT
 *
 * Slices: borrowed bytes with a length, not NUL-terminated, never freed.
 * Trace bytes are cut into slices and only copied when they must outlive
 * the reader's buffer. Knows nothing of telephony. */
#ifndef CMTRAIL_BASE_STR_H
#define CMTRAIL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
    const char *p; /* first byte; may be NULL when n is 0 */
    size_t n;      /* length, bytes */
};

/* A slice of a string literal. */
#define STR(lit) ((struct str){(lit), sizeof(lit) - 1})
/* The same for a static initializer. */
#define STR_INIT(lit)                                                          \
    {                                                                          \
        (lit), sizeof(lit) - 1                                                 \
    }
/* Print a slice: printf("x " STR_FMT, STR_ARG(s)). s is evaluated twice. */
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

#define COUNTOF(a) (sizeof(a) / sizeof((a)[0]))

/* A slice of a NUL-terminated string; NULL gives the empty slice. */
struct str str_from(const char *z);
/* The slice [p, end). */
struct str str_range(const char *p, const char *end);
/* Bytes from..from+n of s, cut to what s has. */
struct str str_sub(struct str s, size_t from, size_t n);
/* s without its first n bytes (empty when s is shorter). */
struct str str_skip(struct str s, size_t n);

bool str_eq(struct str a, struct str b);
/* Compares ASCII letters without case. */
bool str_eq_nocase(struct str a, struct str b);
/* <0, 0, >0 by bytes, then by length. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_has(struct str s, struct str part);

/* Offset of the first part / byte in s; s.n when not there. */
size_t str_find(struct str s, struct str part);
size_t str_find_byte(struct str s, char c);
/* Offset of the last c in s; s.n when not there. */
size_t str_rfind_byte(struct str s, char c);

/* Whether it holds no byte but c; also when it is empty. */
bool str_only(struct str s, char c);

/* Space, tab, CR, LF. Nearly all bytes are greater than any of them. */
static inline bool
str_is_blank(char c)
{
    return (unsigned char)c <= ' ' &&
           (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* Without leading and trailing blanks. */
struct str str_trim(struct str s);

/* Cuts *rest at the first c: gives what stands before it and leaves what
 * stands behind it. Without c gives all and leaves the empty slice. */
struct str str_cut(struct str *rest, char c);
/* Cuts the next word off *rest, up to a space; blanks before it are skipped,
 * those at the end too. Empty when there is none. */
struct str str_cut_word(struct str *rest);
/* Cuts one line off *rest: without its LF or CRLF. */
struct str str_cut_line(struct str *rest);

/* Reads all of s as a decimal number, an optional sign before it.
 * returns: true and *v; false (*v untouched) when s is anything else or
 *          does not fit. */
bool str_to_i64(struct str s, int64_t *v);
/* The same for hexadecimal digits without 0x. */
bool str_to_hex(struct str s, uint64_t *v);
/* Writes v as decimal number of at least so many digits, at most STR_U64_MAX.
 * returns where it ends. */
char *str_put_u64(char *to, uint64_t v, size_t least);
enum { STR_U64_MAX = 20 };
/* The same with a sign where it is negative, and no more digits than needed; at
 * most STR_I64_MAX. */
char *str_put_i64(char *to, int64_t v);
enum { STR_I64_MAX = 1 + 19 };

/* 0 to 15 for a hexadecimal digit of either case; else -1. */
int str_hex_digit(char c);

/* Matches s with a pattern in which '*' stands for any bytes and "\*" for
 * itself; ASCII letters compare without case. Linear in practice, no
 * recursion. */
bool str_matches(struct str s, struct str pattern);

/* Copies into a. str_z adds a NUL so that the copy is a C string. */
struct str str_dup(struct arena *a, struct str s);
char *str_z(struct arena *a, struct str s);
/* printf into a; the slice is NUL-terminated too. */
struct str str_fmt(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
