/* SPDX-License-Identifier: MIT
 *
 * Errors of the world (no file, bad YAML, SQL, full disk) travel as -1 and a
 * struct err that says where, what, and what was expected. Bad trace data is
 * not an error: it is counted. Bugs and lack of memory end the program. */
#ifndef CMTRAIL_BASE_ERR_H
#define CMTRAIL_BASE_ERR_H

#include <stdarg.h>

enum { ERR_TEXT_MAX = 2048 };

struct err {
    char text[ERR_TEXT_MAX]; /* a full sentence; cut with "..." when longer */
};

/* Writes the message and returns -1, so that `return err_set(...)` works.
 * e may be NULL. Control characters of arguments are kept: whoever prints
 * escapes them. */
int err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts text before the message that e already holds ("FILE: "). Returns -1. */
int err_prefix(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Ends the program for a bug or lack of memory: message on stderr, status 2.
 */
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
