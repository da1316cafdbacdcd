/* SPDX-License-Identifier: MIT
 *
 * A call_filter as SQL: the numbers of the calls that it lets through. What
 * users wrote is bound, never pasted. Private to src/store. */
#ifndef CMTRAIL_STORE_FILTER_H
#define CMTRAIL_STORE_FILTER_H

#include "store/get.h"
#include "store/sql.h"

struct filter_sql {
    struct str text; /* "SELECT call FROM call_row ..." with ?1, ?2, ... */
    struct value *v; /* their values */
    size_t n;
};

/* All in a. */
void filter_sql(
    struct arena *a, const struct call_filter *f, struct filter_sql *q);

void filter_bind(const struct filter_sql *q, sqlite3_stmt *statement);

/* A pattern with '*' ("\*" for itself) as a pattern of LIKE .. ESCAPE '\'. */
struct str filter_like(struct arena *a, struct str pattern);

#endif
