/* SPDX-License-Identifier: MIT
 *
 * What a unit test needs: CHECK counts, says where and what, and goes on;
 * check_done prints "N passed, M failed" and gives main's exit status. Values
 * are computed once. One test file, one program. */
#ifndef CMTRAIL_TESTS_CHECK_H
#define CMTRAIL_TESTS_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"

/* The one state of a test program. */
struct check_counts {
    unsigned passed, failed;
};

static inline struct check_counts *
check_counts(void)
{
    static struct check_counts counts;
    return &counts;
}

static inline bool
check_true(bool ok, const char *file, int line, const char *what)
{
    if (ok) {
        check_counts()->passed++;
        return true;
    }
    check_counts()->failed++;
    printf("%s:%d: failed: %s\n", file, line, what);
    return false;
}

static inline bool
check_int(
    int64_t got, int64_t want, const char *file, int line, const char *what)
{
    bool ok = check_true(got == want, file, line, what);
    if (!ok)
        printf("    got %" PRId64 ", expected %" PRId64 "\n", got, want);
    return ok;
}

static inline bool
check_str(struct str got, struct str want, const char *file, int line,
    const char *what)
{
    bool ok = check_true(str_eq(got, want), file, line, what);
    if (!ok)
        printf("    got      \"" STR_FMT "\"\n    expected \"" STR_FMT "\"\n",
            STR_ARG(got), STR_ARG(want));
    return ok;
}

/* Prints the result; main returns it: 0 when something ran and all passed. */
static inline int
check_done(void)
{
    const struct check_counts *c = check_counts();
    printf("%u passed, %u failed\n", c->passed, c->failed);
    return c->failed || !c->passed ? 1 : 0;
}

/* Each gives whether it passed: rows of a table can say which one failed. */
#define CHECK(expr) check_true((expr), __FILE__, __LINE__, #expr)
#define CHECK_INT(got, want)                                                   \
    check_int((int64_t)(got), (int64_t)(want), __FILE__, __LINE__, #got)
/* want: a C string. */
#define CHECK_STR(got, want)                                                   \
    check_str((got), str_from(want), __FILE__, __LINE__, #got)

#endif
