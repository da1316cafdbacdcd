/* SPDX-License-Identifier: MIT
 *
 * Error messages: one sentence in a struct of the caller's. */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Shows that the text was cut. n: what the whole text would have needed. */
static void
mark_cut(struct err *e, int n)
{
    if (n >= ERR_TEXT_MAX)
        memcpy(e->text + ERR_TEXT_MAX - 4, "...", 4);
}

int
err_set(struct err *e, const char *fmt, ...)
{
    if (!e)
        return -1;
    char text[ERR_TEXT_MAX]; /* an argument may be e->text itself */
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    memcpy(e->text, text, sizeof(text));
    mark_cut(e, n);
    return -1;
}

int
err_prefix(struct err *e, const char *fmt, ...)
{
    if (!e)
        return -1;
    char prefix[ERR_TEXT_MAX];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(prefix, sizeof(prefix), fmt, args);
    va_end(args);
    if (n < 0)
        return -1;
    size_t before = strlen(prefix);
    size_t behind = strlen(e->text);
    size_t room = ERR_TEXT_MAX - 1 - before;
    size_t kept = behind < room ? behind : room;
    memmove(e->text + before, e->text, kept);
    memcpy(e->text, prefix, before);
    e->text[before + kept] = '\0';
    if (kept < behind || n >= ERR_TEXT_MAX)
        mark_cut(e, ERR_TEXT_MAX);
    return -1;
}

void
die(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("cmtrail: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}
