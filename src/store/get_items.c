/* SPDX-License-Identifier: MIT
 *
 * What a ladder of a call shows: its messages and its notes, in one order. */
#include "model/names.h"
#include "store/get.h"
#include "store/order.h"
#include "store/sql.h"

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

/* The last two columns: how far the node's clock is ahead of the reference
 * node's, and the place of the source. */
static void
place_item(struct cursor *c, struct placed *p)
{
    int64_t skew_ms = cursor_int(c, 0);

    p->place = cursor_int(c, 0);
    p->item.skew_ms = skew_ms;
    p->at_ms = p->item.at.utc_ms;
    if (p->at_ms != WHEN_UNKNOWN)
        p->at_ms -= skew_ms;
    p->tod_ms = p->item.at.tod_ms;
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
    m->node_port = cursor_int32(c, 0);
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
    m->from_tag = cursor_str(c);
    m->to_tag = cursor_str(c);
    m->sdp = cursor_str(c);
    m->net_tag = cursor_int(c, 0);
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
                      "local_ip, local_port, host, direction, from_calllog, "
                      "remote_ip, "
                      "remote_port, device, transport, method, status, "
                      "reason, cseq, cseq_method, call_id, from_tag, "
                      "to_tag, sdp, net_tag, leg, purpose, "
                      "text, event, source, line, record, file, skew_ms, "
                      "place "
                      "FROM _message WHERE call = ?1 ORDER BY place, event")
                : STR("SELECT at_ms, tod_ms, utc_offset_s, node, cluster, "
                      "local_ip, local_port, host, direction, from_calllog, "
                      "remote_ip, "
                      "remote_port, device, transport, method, status, "
                      "reason, cseq, cseq_method, call_id, from_tag, "
                      "to_tag, sdp, net_tag, leg, purpose, "
                      "NULL, event, source, line, record, file, skew_ms, "
                      "place "
                      "FROM _message WHERE call = ?1 ORDER BY place, event"),
            e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    while ((more = cursor_next(c, e)) > 0) {
        struct placed *p = add_item(c, list);
        read_message(c, &p->item);
        place_item(c, p);
    }
    cursor_close(c);
    return more;
}

/* --- messages of other protocols ------------------------------------------ */

/* "Q.931" -> "q931". */
static struct str
topic_of(struct arena *a, struct str protocol)
{
    char *p = arena_alloc(a, protocol.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < protocol.n; i++) {
        char b = protocol.p[i];
        if (b >= 'A' && b <= 'Z')
            p[n++] = (char)(b - 'A' + 'a');
        else if (b != '.')
            p[n++] = b;
    }
    return (struct str){p, n};
}

/* Releases for these are how calls end. */
static bool
is_bad_cause(int64_t cause)
{
    enum { NORMAL = 16, NORMAL_UNSPECIFIED = 31, NON_SELECTED = 26 };

    return cause > 0 && cause != NORMAL && cause != NORMAL_UNSPECIFIED &&
           cause != NON_SELECTED;
}

static struct str
cause_words(struct arena *a, struct str detail, int64_t cause, struct str name)
{
    if (cause <= 0)
        return detail;
    return str_fmt(a, "cause %lld%s" STR_FMT "%s%s" STR_FMT, (long long)cause,
        name.n ? " (" : "", STR_ARG(name), name.n ? ")" : "",
        detail.n ? ", " : "", STR_ARG(detail));
}

static void
read_protocol_message(struct cursor *c, struct item *m)
{
    m->kind = ITEM_PROTOCOL;
    m->cseq = -1;
    m->at = cursor_when(c);
    m->node = cursor_str(c);
    m->cluster = cursor_str(c);
    m->node_ip = cursor_str(c);
    m->host = cursor_str(c);
    m->outgoing = str_eq(cursor_str(c), STR("out"));
    m->remote_ip = cursor_str(c);
    m->device = cursor_str(c);
    struct str protocol = cursor_str(c);
    struct str name = cursor_str(c);
    m->topic = topic_of(c->a, protocol);
    m->status = cursor_int32(c, 0);
    m->reason = cursor_str(c);
    m->cseq_method = cursor_str(c);
    struct str detail = cursor_str(c);
    int64_t cause = cursor_int(c, 0);
    m->sdp = cause_words(c->a, detail, cause, cursor_str(c));
    m->bad = is_bad_cause(cause) || m->status >= 400;
    m->method = m->status > 0 ? (struct str){NULL, 0} : name;
    m->sure = str_eq(cursor_str(c), sure_name(SURE_EXACT)) ? SURE_EXACT
                                                           : SURE_INFERRED;
    m->leg = cursor_int(c, 0);
    m->purpose = purpose_of(c);
    m->text = cursor_str(c);
    m->evidence = cursor_evidence(c);
    m->message = m->evidence.event;
    m->note = str_fmt(c->a, STR_FMT " " STR_FMT "%s" STR_FMT, STR_ARG(protocol),
        STR_ARG(name), m->sdp.n ? ": " : "", STR_ARG(m->sdp));
}

static int
get_protocol_messages(struct cursor *c, int64_t call, bool with_text,
    struct placed_list *list, struct err *e)
{
    int more;

    if (cursor_open(c, c->db, c->a,
            STR("SELECT at_ms, tod_ms, utc_offset_s, node, cluster, address, "
                "host, direction, remote_ip, lane, protocol, name, status, "
                "reason, answers, detail, cause, "
                "(SELECT q.name FROM q850 q WHERE q.cause = m.cause), sure, "
                "leg, purpose, CASE ?2 WHEN 1 THEN text END, event, source, "
                "line, record, file, skew_ms, place "
                "FROM _protocol_message m WHERE call = ?1 "
                "ORDER BY place, event"),
            e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    cursor_bind_int(c, 2, with_text);
    while ((more = cursor_next(c, e)) > 0) {
        struct placed *p = add_item(c, list);
        read_protocol_message(c, &p->item);
        place_item(c, p);
    }
    cursor_close(c);
    return more;
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
                "coalesce(s.cluster, s.cluster_name), s.skew_ms, s.place "
                "FROM note_row n "
                "LEFT JOIN source_file s ON s.source = n.source "
                "WHERE n.call = ?1 ORDER BY n.note"),
            e) < 0)
        return -1;
    cursor_bind_int(c, 1, call);
    while ((more = cursor_next(c, e)) > 0) {
        struct placed *p = add_item(c, list);
        read_note(c, &p->item);
        place_item(c, p);
    }
    cursor_close(c);
    return more;
}

int
store_get_items(struct store *db, struct arena *a, int64_t call, bool with_text,
    struct item **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    struct placed_list list = {0};

    if (get_messages(&c, call, with_text, &list, e) < 0)
        return -1;
    order_by_file(list.v, list.n);
    size_t messages = list.n;
    if (get_protocol_messages(&c, call, with_text, &list, e) < 0)
        return -1;
    if (list.n > messages)
        order_by_file(list.v + messages, list.n - messages);
    if (get_notes(&c, call, &list, e) < 0)
        return -1;
    order_items(list.v, list.n, a);
    *v = arena_array(a, list.n, sizeof **v);
    *n = list.n;
    for (size_t i = 0; i < list.n; i++)
        (*v)[i] = list.v[i].item;
    return 0;
}
