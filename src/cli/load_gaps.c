/* SPDX-License-Identifier: MIT
 *
 * Stretches that the sources do not cover: between two files of one service on
 * one node, started at one time, whose numbers do not follow each other. */
#include "cli/load.h"

static bool
same_service(const struct source *a, const struct source *b)
{
    return a->kind == SOURCE_SDL && b->kind == SOURCE_SDL && a->has_head &&
           b->has_head && str_eq(a->cluster, b->cluster) &&
           str_eq(a->host, b->host) && a->node == b->node && a->app == b->app &&
           str_eq(a->app_start, b->app_start);
}

static int64_t
at_ms(const struct source *s, int64_t tod_ms)
{
    if (s->base_ms == WHEN_UNKNOWN || tod_ms == WHEN_UNKNOWN)
        return WHEN_UNKNOWN;
    return s->base_ms + tod_ms;
}

static struct str
source_name(struct arena *a, const struct source *s)
{
    if (s->member.n == 0)
        return s->file;
    return str_fmt(
        a, STR_FMT ":" STR_FMT, STR_ARG(s->file), STR_ARG(s->member));
}

static int
put_gap(struct store *db, const struct source *before,
    const struct source *after, struct err *e)
{
    struct arena a = {NULL, 0};
    int64_t missing = after->file_number - before->file_number - 1;
    struct gap gap = {
        .node =
            before->node ? str_fmt(&a, "%d", (int)before->node) : before->host,
        .from_ms = at_ms(before, before->last_tod),
        .to_ms = at_ms(after, after->first_tod),
        .after_file = source_name(&a, before),
        .before_file = source_name(&a, after),
        .reason = missing == 1 ? str_fmt(&a, "file %lld is missing",
                                     (long long)before->file_number + 1)
                               : str_fmt(&a, "files %lld to %lld are missing",
                                     (long long)before->file_number + 1,
                                     (long long)after->file_number - 1),
    };
    int r = store_put_gap(db, &gap, e);

    arena_free(&a);
    return r;
}

int
load_gaps(struct store *db, const struct source *v, size_t n, struct err *e)
{
    for (size_t i = 1; i < n; i++) {
        const struct source *before = &v[i - 1], *after = &v[i];

        if (!same_service(before, after) || before->file_number < 0 ||
            after->file_number <= before->file_number + 1)
            continue;
        if (put_gap(db, before, after, e) < 0)
            return -1;
    }
    return 0;
}
