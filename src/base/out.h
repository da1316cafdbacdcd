/* SPDX-License-Identifier: MIT
 *
 * A growing or flushing writer with a sticky error: callers write without
 * checks and ask once in out_close. Writes to a file descriptor in blocks, or
 * into memory. Also the JSON writer that all JSON goes through. */
#ifndef CMTRAIL_BASE_OUT_H
#define CMTRAIL_BASE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct out {
    int fd;      /* where full blocks go; -1 keeps all in memory */
    char *buf;   /* malloc'd; NULL before the first byte */
    size_t n;    /* bytes in buf */
    size_t cap;  /* size of buf */
    bool failed; /* a write failed; everything later is dropped */
    int error;   /* errno of that write */
};

void out_init_fd(struct out *o, int fd);
void out_init_mem(struct out *o);
/* What has been written into memory so far; valid until the next write. */
struct str out_text(const struct out *o);
/* Forgets what was written into memory. */
void out_clear(struct out *o);

void out_str(struct out *o, struct str s);
void out_z(struct out *o, const char *z);
void out_byte(struct out *o, char c);
void out_pad(struct out *o, char c, size_t n);
void out_fmt(struct out *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Writes trace bytes so that a terminal shows them and nothing else: control
 * characters (C0 but LF, CRLF and TAB where `lines` is true, DEL, C1) and
 * bytes that are not UTF-8 become \xNN for each byte; marks that turn the
 * direction of text, and Unicode's line ends, become \u{NNNN}. CRLF is
 * written as LF. */
void out_safe(struct out *o, struct str s, bool lines);

/* Width of s in terminal columns as out_safe(.., false) shows it: wide (CJK)
 * characters count 2, combining ones 0. */
size_t out_safe_width(struct str s);

/* Writes s as out_safe does, cut to at most `width` columns; a cut one ends in
 * `ellipsis`. returns the columns used. */
size_t out_safe_cut(
    struct out *o, struct str s, size_t width, struct str ellipsis);

/* Flushes. returns -1 (e set) when any write failed. */
int out_flush(struct out *o, struct err *e);
/* Flushes and gives the memory back; does not close the descriptor. */
int out_close(struct out *o, struct err *e);

/* JSON. Commas and nesting are kept by the writer; bytes that are not UTF-8
 * become U+FFFD. Absent values are simply not written. Keys are literals. */
struct json {
    struct out *o;
    unsigned depth;    /* open objects and arrays, at most JSON_DEPTH */
    uint64_t has_item; /* bit d: the container at depth d has an item */
};
enum { JSON_DEPTH = 60 };

void json_init(struct json *j, struct out *o);
void json_object(struct json *j, const char *key); /* key NULL in an array */
/* The same, with what every object of ours begins with: schema_version, type.
 */
void json_object_of(struct json *j, const char *type);
void json_array(struct json *j, const char *key);
void json_end_object(struct json *j);
void json_end_array(struct json *j);
void json_str(struct json *j, const char *key, struct str v);
/* Leaves the key out when v is empty. */
void json_str_opt(struct json *j, const char *key, struct str v);
/* An array; leaves the key out when it is empty. */
void json_strs(struct json *j, const char *key, const struct str *v, size_t n);
/* Leaves the key out when v is none. */
void json_int_opt(struct json *j, const char *key, int64_t v, int64_t none);
void json_int(struct json *j, const char *key, int64_t v);
void json_bool(struct json *j, const char *key, bool v);
/* v is JSON text already (from SQLite's JSON functions). */
void json_raw(struct json *j, const char *key, struct str v);
/* The same four with a key that is not a literal. */
void json_str_key(struct json *j, struct str key, struct str v);
void json_int_key(struct json *j, struct str key, int64_t v);
/* Ends a line of JSON Lines: LF, and the next value starts anew. */
void json_line(struct json *j);

#endif
