/* SPDX-License-Identifier: MIT
 *
 * What the correlator says of single facts: what they belong to, and what it
 * adds to messages of other protocols and to call records. */
#include "model/names.h"
#include "store/put.h"
#include "store/sql.h"

/* A fact may get its call and its connection at different times. */
#define OWNER_ROW "(?, ?, ?, ?)"
#define OWNER_ROWS4 OWNER_ROW ", " OWNER_ROW ", " OWNER_ROW ", " OWNER_ROW
#define OWNER_ROWS16                                                           \
    OWNER_ROWS4 ", " OWNER_ROWS4 ", " OWNER_ROWS4 ", " OWNER_ROWS4
#define OWNER_INSERT(rows)                                                     \
    "INSERT INTO owner(event, call, leg, connection) VALUES " rows             \
    " ON CONFLICT(event) DO UPDATE SET "                                       \
    "call = coalesce(excluded.call, call), "                                   \
    "leg = coalesce(excluded.leg, leg), "                                      \
    "connection = coalesce(excluded.connection, connection)"

static void
bind_owner(struct binding *b, const struct owner *o)
{
    bind_int(b, o->event);
    bind_int_opt(b, o->call, 0);
    bind_int_opt(b, o->leg, 0);
    bind_int_opt(b, o->connection, 0);
}

/* There are nearly as many as facts: many with one statement take two thirds
 * of the time. */
int
store_put_owners(
    struct store *db, const struct owner *v, size_t n, struct err *e)
{
    enum { AT_ONCE = 16 };
    struct binding b;

    for (size_t i = 0; i < n;) {
        size_t end = n - i >= AT_ONCE ? i + AT_ONCE : i + 1;
        int r = end > i + 1 ? bind_begin(&b, db, STATEMENT_PUT_OWNERS,
                                  OWNER_INSERT(OWNER_ROWS16), e)
                            : bind_begin(&b, db, STATEMENT_PUT_OWNER,
                                  OWNER_INSERT(OWNER_ROW), e);
        if (r < 0)
            return -1;
        while (i < end)
            bind_owner(&b, &v[i++]);
        if (bind_run(&b, e) < 0)
            return -1;
    }
    return 0;
}

int
store_put_tie(struct store *db, const struct protocol_tie *t, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_TIE, "protocol_row",
        "event, answers, remote_ip, device, sure"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, t->event);
    bind_str_opt(&b, t->answers);
    bind_str_opt(&b, t->remote_ip);
    bind_str_opt(&b, t->device);
    bind_str(&b, sure_name(t->sure));
    return bind_run(&b, e);
}

int
store_put_check(struct store *db, const struct record_check *k, struct err *e)
{
    static const struct insert insert = {
        STATEMENT_PUT_CHECK, "cdr_row", "event, alone, difference"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, k->event);
    bind_int(&b, k->alone);
    bind_str_opt(&b, k->difference);
    return bind_run(&b, e);
}
