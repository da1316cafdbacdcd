/* SPDX-License-Identifier: MIT
 *
 * One call, read whole. */
#include "cli/call_data.h"

#include "store/get.h"
#include "tls/grade.h"
#include "tls/ledger.h"

static int
read_path(const struct global *g, struct store *db, int64_t call,
    struct call_path *p, struct err *e)
{
    struct arena *a = g->run;
    if (store_get_call(db, a, call, &p->call, e) < 0 ||
        store_get_steps(db, a, call, &p->steps, &p->nsteps, e) < 0 ||
        store_get_links(db, a, call, &p->links, &p->nlinks, e) < 0 ||
        store_get_records(db, a, call, &p->records, &p->nrecords, e) < 0)
        return -1;
    return store_get_gaps(db, a, call, &p->gaps, &p->ngaps, e);
}

int
call_path_read(const struct global *g, struct store *db, struct str selector,
    struct call_path *p)
{
    *p = (struct call_path){0};
    int64_t call = 0;
    int status = cmd_find_call(g, db, selector, &call);
    if (status != 0)
        return status;
    struct err e;
    if (read_path(g, db, call, p, &e) == 0)
        return 0;
    cmd_error("%s", e.text);
    return EXIT_ERROR;
}

void
call_data_grade(struct arena *a, struct connection *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ledger_handshake(&v[i]);
        grade_connection(a, &v[i], NULL, GRADE_NEWEST);
    }
}

int
call_data_read(const struct global *g, struct store *db, struct str selector,
    struct call_data *d)
{
    *d = (struct call_data){0};
    int status = call_path_read(g, db, selector, &d->path);
    if (status != 0)
        return status;
    int64_t call = d->path.call.call;
    struct err e;
    if (store_get_items(db, g->run, call, true, &d->items, &d->nitems, &e) <
            0 ||
        store_get_connections(db, g->run, call, &d->conns, &d->nconns, &e) <
            0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    return 0;
}
