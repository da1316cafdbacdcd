/* SPDX-License-Identifier: MIT
 *
 * What the correlator says of single facts: what they belong to, and what it
 * adds to messages of other protocols and to call records. */
#include "model/names.h"
#include "store/bulk.h"
#include "store/put.h"

/* A fact may get its call and its connection at different times. */
static const char owner_conflict[] =
    "ON CONFLICT(event) DO UPDATE SET "
    "call = coalesce(excluded.call, call), "
    "leg = coalesce(excluded.leg, leg), "
    "connection = coalesce(excluded.connection, connection)";

enum { OWNER_EVENT, OWNER_CALL, OWNER_LEG, OWNER_CONNECTION, OWNER_COLUMNS };

static void
add_owner(struct store *db, struct bulk *b, const struct owner *o)
{
    struct value *row = bulk_row(db, b);

    bulk_int(&row[OWNER_EVENT], o->event);
    bulk_int_opt(&row[OWNER_CALL], o->call, 0);
    bulk_int_opt(&row[OWNER_LEG], o->leg, 0);
    bulk_int_opt(&row[OWNER_CONNECTION], o->connection, 0);
}

/* There are nearly as many as facts. */
int
store_put_owners(
    struct store *db, const struct owner *v, size_t n, struct err *e)
{
    enum { AT_ONCE = 256 };
    struct bulk *b;

    if (bulk_open(db, STR("owner"), OWNER_COLUMNS, owner_conflict, &b, e) < 0)
        return -1;
    for (size_t i = 0; i < n;) {
        size_t end = n - i > AT_ONCE ? i + AT_ONCE : n;
        while (i < end)
            add_owner(db, b, &v[i++]);
        if (bulk_run(db, b, e) < 0)
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
