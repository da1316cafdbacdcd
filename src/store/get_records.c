/* SPDX-License-Identifier: MIT
 *
 * The call records of a call, and how its phones heard it. */
#include "store/get.h"
#include "store/sql.h"

struct record_list {
    struct call_record *v;
    size_t n, cap;
};

static struct call_record *
add_record(struct cursor *c, struct record_list *list)
{
    list->v =
        arena_grow(c->a, list->v, &list->cap, list->n + 1, sizeof *list->v);
    return &list->v[list->n++];
}

static void
read_record(struct cursor *c, struct call_record *r)
{
    r->quality = cursor_int(c, 0) != 0;
    r->gci = cursor_str(c);
    r->leg = cursor_int(c, 0);
    r->calling = cursor_str(c);
    r->called = cursor_str(c);
    r->device = cursor_str(c);
    r->duration_s = cursor_int(c, -1);
    r->calling_cause = cursor_int(c, -1);
    r->called_cause = cursor_int(c, -1);
    r->calling_cause_text = cursor_str(c);
    r->called_cause_text = cursor_str(c);
    r->redirected = cursor_str(c);
    r->packets_lost = cursor_int(c, -1);
    r->packets_received = cursor_int(c, -1);
    r->jitter_ms = cursor_int(c, -1);
    r->latency_ms = cursor_int(c, -1);
    r->mos = cursor_str(c);
    r->alone = cursor_int(c, 0) != 0;
    r->difference = cursor_str(c);
    r->evidence = cursor_evidence(c);
}

int
store_get_records(struct store *db, struct arena *a, int64_t call,
    struct call_record **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    struct record_list list = {0};
    int more;

    if (cursor_open(&c, db, a,
            STR("SELECT f.what = 'CMR', f.gci, o.leg, f.calling, f.called, "
                "f.calling_device, f.duration_s, f.calling_cause, "
                "f.called_cause, "
                "(SELECT name FROM _cause_name WHERE code = f.calling_cause), "
                "(SELECT name FROM _cause_name WHERE code = f.called_cause), "
                "(SELECT name FROM redirect_reason "
                "WHERE reason = f.last_reason), "
                "f.packets_lost, f.packets_received, f.jitter_ms, "
                "f.latency_ms, f.mos, d.alone, d.difference, "
                "f.event, f.source, f.line, f.record, s.name "
                "FROM owner o JOIN fact_cdr f ON f.event = o.event "
                "JOIN source_file s ON s.source = f.source "
                "LEFT JOIN cdr_row d ON d.event = f.event "
                "WHERE o.call = ?1 ORDER BY f.what, s.place, f.event"),
            e) < 0)
        return -1;
    cursor_bind_int(&c, 1, call);
    while ((more = cursor_next(&c, e)) > 0)
        read_record(&c, add_record(&c, &list));
    cursor_close(&c);
    *v = list.v;
    *n = list.n;
    return more;
}
