/* SPDX-License-Identifier: MIT
 *
 * What a ladder of a call shows: its messages and its notes, in one order. */
#include <stdlib.h>

#include "base/map.h"
#include "model/names.h"
#include "store/get.h"
#include "store/sql.h"

/* An item and where it stands in time. */
struct placed {
    struct item item;
    int64_t at_ms; /* UTC by the reference node's clock, never earlier than what
                      stands before it in its source; WHEN_UNKNOWN */
    int64_t tod_ms; /* the same for sources without a date */
    int64_t source; /* 0 = none */
    int64_t event;
};

struct placed_list {
    struct placed *v;
    size_t n, cap;
};

static struct placed *
add_item(struct cursor *c, struct placed_list *list)
{
    list->v =
        arena_grow(c->a, list->v, &list->cap, list->n + 1, sizeof *list->v);
    return &list->v[list->n++];
}

/* skew_ms: the node's clock is ahead of the reference node's by this. */
static void
place_item(struct placed *p, int64_t skew_ms)
{
    p->item.skew_ms = skew_ms;
    p->at_ms = p->item.at.utc_ms;
    if (p->at_ms != WHEN_UNKNOWN)
        p->at_ms -= skew_ms;
    p->tod_ms = p->item.at.tod_ms;
    p->source = p->item.evidence.source;
    p->event = p->item.evidence.event;
}

/* --- messages ------------------------------------------------------------- */

static struct str
purpose_of(struct cursor *c)
{
    struct str purpose = cursor_str(c);

    return str_eq(purpose, leg_purpose_name(LEG_PARTY)) ? (struct str){NULL, 0}
                                                        : purpose;
}

static void
read_message(struct cursor *c, struct item *m)
{
    m->kind = ITEM_MESSAGE;
    m->topic = STR("sip");
    m->sure = SURE_EXACT;
    m->at = cursor_when(c);
    m->node = cursor_str(c);
    m->cluster = cursor_str(c);
    m->node_ip = cursor_str(c);
    m->host = cursor_str(c);
    m->outgoing = str_eq(cursor_str(c), STR("out"));
    m->from_calllog = cursor_int(c, 0) != 0;
    m->remote_ip = cursor_str(c);
    m->remote_port = cursor_int32(c, 0);
    m->device = cursor_str(c);
    m->transport = cursor_str(c);
    m->method = cursor_str(c);
    m->status = cursor_int32(c, 0);
    m->reason = cursor_str(c);
    m->cseq = cursor_int(c, -1);
    m->cseq_method = cursor_str(c);
    m->call_id = cursor_str(c);
    m->sdp = cursor_str(c);
    m->leg = cursor_int(c, 0);
    m->purpose = purpose_of(c);
    m->text = cursor_str(c);
    m->evidence = cursor_evidence(c);
    m->message = m->evidence.event;
}

static int
get_messages(struct cursor *c, int64_t call, bool with_text,
    struct placed_list *list, struct err *e)
{
    int more;

    if (cursor_open(c, c->db, c->a,
            with_text
                ? STR("SELECT at_ms, tod_ms, utc_offset_s, node, cluster, "
                      "local_ip, host, direction, from_calllog, remote_ip, "
                      "remote_port, device, transport, method, status, "
                      "reason, cseq, cseq_method, call_id, sdp, leg, purpose, "
                      "text, event, source, line, record, file, skew_ms "
                      "FROM _message WHERE call = ?1 ORDER BY event")
                : STR("SELECT at_ms, tod_ms, utc_offset_s, node, cluster, "
                      "local_ip, host, direction, from_calllog, remote_ip, "
                      "remote_port, device, transport, method, status, "
                      "reason, cseq, cseq_method, call_id, sdp, leg, purpose, "
                      "NULL, event, source, line, record, file, skew_ms "
                      "FROM _message WHERE call = ?1 ORDER BY event"),
            e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    while ((more = cursor_next(c, e)) > 0) {
        struct placed *p = add_item(c, list);
        read_message(c, &p->item);
        place_item(p, cursor_int(c, 0));
    }
    cursor_close(c);
    return more;
}

/* Inside a source the order of the file holds, not its clock, which may have
 * been set back. The list is in order of events. */
static void
keep_file_order(struct placed_list *list)
{
    for (size_t i = 1; i < list->n; i++) {
        struct placed *before = &list->v[i - 1], *p = &list->v[i];
        if (p->source != before->source)
            continue;
        if (p->at_ms < before->at_ms)
            p->at_ms = before->at_ms;
        if (p->tod_ms < before->tod_ms)
            p->tod_ms = before->tod_ms;
    }
}

/* --- notes ---------------------------------------------------------------- */

static void
read_note(struct cursor *c, struct item *note)
{
    note->kind = ITEM_NOTE;
    note->cseq = -1;
    note->topic = cursor_str(c);
    note->note = cursor_str(c);
    note->at = cursor_when(c);
    note->node = cursor_str(c);
    note->bad = cursor_int(c, 0) != 0;
    note->sure = str_eq(cursor_str(c), sure_name(SURE_EXACT)) ? SURE_EXACT
                                                              : SURE_INFERRED;
    note->purpose = purpose_of(c);
    note->evidence = cursor_evidence(c);
    note->host = cursor_str(c);
    note->node_ip = cursor_str(c);
    note->cluster = cursor_str(c);
}

static int
get_notes(
    struct cursor *c, int64_t call, struct placed_list *list, struct err *e)
{
    int more;

    if (cursor_open(c, c->db, c->a,
            STR("SELECT n.topic, n.text, n.at_ms, n.at_tod, n.at_offset_s, "
                "n.node, n.bad, n.sure, n.purpose, n.event, n.source, n.line, "
                "n.record, "
                "s.name, s.host, s.address, "
                "coalesce(s.cluster, s.cluster_name), s.skew_ms "
                "FROM note_row n "
                "LEFT JOIN source_file s ON s.source = n.source "
                "WHERE n.call = ?1 ORDER BY n.note"),
            e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    while ((more = cursor_next(c, e)) > 0) {
        struct placed *p = add_item(c, list);
        read_note(c, &p->item);
        place_item(p, cursor_int(c, 0));
    }
    cursor_close(c);
    return more;
}

/* --- order ---------------------------------------------------------------- */

static int
compare_int(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* What has a date by it; what has none behind it, source by source. */
static int
compare_placed(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    bool x_dated = x->at_ms != WHEN_UNKNOWN, y_dated = y->at_ms != WHEN_UNKNOWN;
    int order = compare_int(y_dated, x_dated);

    if (!order && x_dated)
        order = compare_int(x->at_ms, y->at_ms);
    if (!order && !x_dated)
        order = compare_int(x->source, y->source);
    if (!order && !x_dated)
        order = compare_int(x->tod_ms, y->tod_ms);
    if (!order)
        order = compare_int(x->event, y->event);
    /* A note about a message says what led to it. */
    return order ? order
                 : compare_int(x->item.kind == ITEM_MESSAGE,
                       y->item.kind == ITEM_MESSAGE);
}

/* Both ends of a message have the same. */
static struct str
message_key(struct arena *a, const struct item *m)
{
    return str_fmt(a, STR_FMT "|%lld|" STR_FMT "|" STR_FMT "|%d",
        STR_ARG(m->call_id), (long long)m->cseq, STR_ARG(m->cseq_method),
        STR_ARG(m->method), (int)m->status);
}

/* Nothing arrives before it was sent: a clock that is known to a few ms only
 * must not turn a message round. What arrived moves behind what was sent. */
static void
keep_causes(struct placed_list *list, struct arena *a)
{
    struct map sent;
    map_init(&sent, a);
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].item.kind == ITEM_MESSAGE && list->v[i].item.outgoing)
            map_put(&sent, message_key(a, &list->v[i].item), i, NULL);
    for (size_t i = 0; i < list->n; i++) {
        struct placed *p = &list->v[i];
        if (p->item.kind != ITEM_MESSAGE || p->item.outgoing ||
            p->at_ms == WHEN_UNKNOWN)
            continue;
        const size_t *from = map_get(&sent, message_key(a, &p->item));
        if (from == NULL || list->v[*from].source == p->source ||
            str_eq(list->v[*from].item.node, p->item.node) ||
            list->v[*from].at_ms < p->at_ms)
            continue;
        p->at_ms = list->v[*from].at_ms + 1;
    }
}

static void
sort_items(struct placed_list *list, struct arena *a)
{
    if (list->n == 0)
        return;
    keep_causes(list, a);
    qsort(list->v, list->n, sizeof *list->v, compare_placed);
}

int
store_get_items(struct store *db, struct arena *a, int64_t call, bool with_text,
    struct item **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    struct placed_list list = {0};

    if (get_messages(&c, call, with_text, &list, e) < 0)
        return -1;
    keep_file_order(&list);
    if (get_notes(&c, call, &list, e) < 0)
        return -1;
    sort_items(&list, a);
    *v = arena_array(a, list.n, sizeof **v);
    *n = list.n;
    for (size_t i = 0; i < list.n; i++)
        (*v)[i] = list.v[i].item;
    return 0;
}
