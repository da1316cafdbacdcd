/* SPDX-License-Identifier: MIT
 *
 * What the correlator adds to messages of other protocols and to call
 * records. */
#include "model/names.h"
#include "store/put.h"
#include "store/sql.h"

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
