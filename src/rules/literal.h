/* SPDX-License-Identifier: MIT
 *
 * Which of many literals stand in a text. Literals that begin a text are
 * looked up by their first bytes; those that may stand anywhere by the few
 * bytes at every stride-th place of the text. */
#ifndef CMTRAIL_RULES_LITERAL_H
#define CMTRAIL_RULES_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* A literal and the number that its owner knows it by. */
struct literal {
    struct str s;
    size_t id;
};

/* Ids found so far: the owner gives room for every id once. */
struct literal_hits {
    size_t *v;
    size_t n;
};

struct literal_set;    /* may stand anywhere */
struct literal_firsts; /* must stand at the beginning */

enum {
    LITERAL_MIN = 2, /* bytes; shorter ones do not belong in a set */
};

/* Both keep v's slices; NULL when n is 0. */
struct literal_set *literal_set_make(
    struct arena *a, const struct literal *v, size_t n);
struct literal_firsts *literal_firsts_make(
    struct arena *a, const struct literal *v, size_t n);

/* Adds the ids of those in text. An id may be added more than once: `room`
 * says how many fit; nothing is lost, as the owner's `seen` stops doubles.
 * seen: stamps by id; an id whose stamp is `now` was added already. */
struct literal_seen {
    uint64_t *stamp;
    uint64_t now;
};
void literal_set_find(const struct literal_set *set, struct str text,
    struct literal_seen *seen, struct literal_hits *hits);
void literal_firsts_find(const struct literal_firsts *firsts, struct str text,
    struct literal_seen *seen, struct literal_hits *hits);

#endif
