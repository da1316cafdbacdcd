/* SPDX-License-Identifier: MIT
 *
 * Which files the database holds already. Read once, so that workers can ask
 * before they read a member of an archive. */
#include "cli/load.h"

#include "store/get.h"

static struct str
name_key(struct arena *a, const struct source *src)
{
    struct out key;
    struct str s;

    out_init_mem(&key);
    out_str(&key, src->file);
    out_byte(&key, '\0');
    out_str(&key, src->member);
    s = str_dup(a, out_text(&key));
    (void)out_close(&key, NULL);
    return s;
}

int
known_open(struct known *k, struct store *db, struct arena *a, struct err *e)
{
    map_init(&k->by_name, a);
    if (store_get_sources(db, a, true, &k->v, &k->n, e) < 0)
        return -1;
    for (size_t i = 0; i < k->n; i++)
        *map_put(&k->by_name, name_key(a, &k->v[i]), i, NULL) = i;
    return 0;
}

static const struct source *
find(const struct known *k, const struct source *src)
{
    struct arena a = {NULL, 0};
    const size_t *i = map_get(&k->by_name, name_key(&a, src));

    arena_free(&a);
    return i ? &k->v[*i] : NULL;
}

bool
known_has(const struct known *k, const struct source *src)
{
    const struct source *s = find(k, src);

    if (!s || src->size < 0 || src->mtime_ms == WHEN_UNKNOWN)
        return false;
    /* What could not be read is tried, and said, again; so is what was read
     * only in part on request. */
    if (!str_eq(s->status, STR("ok")) && !str_eq(s->status, STR("cut")) &&
        !str_eq(s->status, STR("duplicate")) &&
        !str_eq(s->status, STR("contained")))
        return false;
    return s->size == src->size && s->mtime_ms == src->mtime_ms &&
           !str_starts(s->note, STR("only records "));
}

bool
known_is_other(const struct known *k, const struct source *src)
{
    const struct source *s = find(k, src);

    if (!s || !s->has_head || !src->has_head)
        return false;
    return !str_eq(s->host, src->host) || s->app != src->app ||
           !str_eq(s->app_start, src->app_start) ||
           s->file_number != src->file_number;
}
