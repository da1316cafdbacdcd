/* SPDX-License-Identifier: MIT
 *
 * Calls, whole: the calls that a filter lets through, then their legs, then
 * their lists, each in one query in the order of the calls. */
#include "model/names.h"
#include "store/filter.h"
#include "store/get.h"
#include "store/sql.h"

void
call_filter_init(struct call_filter *f)
{
    *f = (struct call_filter){.cause = -1,
        .since_ms = WHEN_UNKNOWN,
        .until_ms = WHEN_UNKNOWN,
        .since_tod = WHEN_UNKNOWN,
        .until_tod = WHEN_UNKNOWN};
}

/* A query over the calls of a filter. columns: up to WHERE. */
static int
open_filtered(struct cursor *c, const struct filter_sql *q, const char *select,
    const char *order, struct err *e)
{
    struct str text =
        str_fmt(c->a, "%s WHERE call IN (" STR_FMT ") ORDER BY %s", select,
            STR_ARG(q->text), order);

    if (cursor_open(c, c->db, c->a, text, e) < 0)
        return -1;
    filter_bind(q, c->statement);
    return 0;
}

static void
read_call(struct cursor *c, struct call *v)
{
    v->call = cursor_int(c, 0);
    v->start = cursor_when(c);
    v->answered = cursor_when(c);
    v->end = cursor_when(c);
    v->clock_node = cursor_str(c);
    v->clock_cluster = cursor_str(c);
    v->duration_ms = cursor_int(c, -1);
    v->setup_ms = cursor_int(c, -1);
    v->calling = cursor_str(c);
    v->dialed = cursor_str(c);
    v->called = cursor_str(c);
    v->calling_device = cursor_str(c);
    v->called_device = cursor_str(c);
    (void)outcome_from_name(cursor_str(c), &v->outcome);
    v->sip_status = cursor_int32(c, 0);
    v->cause = cursor_int(c, -1);
    v->cause_text = cursor_str(c);
    (void)party_from_name(cursor_str(c), &v->released_by);
    v->record_only = cursor_int(c, 0) != 0;
}

static int
get_call_rows(struct cursor *c, const struct filter_sql *q, struct call **v,
    size_t *n, struct err *e)
{
    size_t cap = 0;
    int more;

    if (open_filtered(c, q,
            "SELECT call, start_ms, start_tod, start_offset_s, answered_ms, "
            "answered_tod, answered_offset_s, end_ms, end_tod, end_offset_s, "
            "clock_node, clock_cluster, duration_ms, setup_ms, calling, "
            "dialed, called, calling_device, "
            "called_device, outcome, sip_status, cause, "
            "coalesce(cause_text, "
            "(SELECT q.name FROM q850 q WHERE q.cause = call_row.cause), "
            "(SELECT k.name FROM cucm_cause k WHERE k.code = call_row.cause)), "
            "released_by, call IN (SELECT o.call FROM cdr_row d "
            "JOIN owner o ON o.event = d.event WHERE d.alone) FROM call_row",
            "call", e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        *v = arena_grow(c->a, *v, &cap, *n + 1, sizeof **v);
        read_call(c, &(*v)[(*n)++]);
    }
    cursor_close(c);
    return more;
}

/* --- legs ----------------------------------------------------------------- */

static void
read_leg(struct cursor *c, struct leg *l)
{
    l->call = cursor_int(c, 0);
    l->leg = cursor_int(c, 0);
    (void)party_from_name(cursor_str(c), &l->role);
    (void)leg_purpose_from_name(cursor_str(c), &l->purpose);
    l->ci = cursor_int(c, 0);
    l->cluster = cursor_str(c);
    l->node = cursor_str(c);
    l->call_id = cursor_str(c);
    l->session_id = cursor_str(c);
    l->device = cursor_str(c);
    l->number = cursor_str(c);
    l->ip = cursor_str(c);
    l->start = cursor_when(c);
    l->answered = cursor_when(c);
    l->end = cursor_when(c);
    l->cause = cursor_int(c, -1);
}

/* Gives each call its stretch of an array that is sorted by call. */
static void
share_legs(struct call *calls, size_t ncalls, const struct leg *v, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < ncalls; i++) {
        while (at < n && v[at].call < calls[i].call)
            at++;
        size_t first = at;
        while (at < n && v[at].call == calls[i].call)
            at++;
        calls[i].legs = n > 0 ? v + first : NULL;
        calls[i].nlegs = at - first;
    }
}

static int
get_legs(struct cursor *c, const struct filter_sql *q, struct call *calls,
    size_t ncalls, struct err *e)
{
    struct leg *v = NULL;
    size_t n = 0, cap = 0;
    int more;

    if (open_filtered(c, q,
            "SELECT call, leg, role, purpose, ci, cluster, node, call_id, "
            "session_id, device, number, ip, start_ms, start_tod, "
            "start_offset_s, answered_ms, answered_tod, answered_offset_s, "
            "end_ms, end_tod, end_offset_s, cause FROM leg_row",
            "call, leg", e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        v = arena_grow(c->a, v, &cap, n + 1, sizeof *v);
        read_leg(c, &v[n++]);
    }
    cursor_close(c);
    share_legs(calls, ncalls, v, n);
    return more;
}

/* --- lists ---------------------------------------------------------------- */

struct list_item {
    int64_t call;
    struct str what;
    struct tls_peer v;
};

/* Where the items named `what` go in a call. */
struct list_place {
    const struct str **v;
    size_t *n;
};

static struct list_place
list_place(struct call *c, struct str what)
{
    if (str_eq(what, STR("trunk")))
        return (struct list_place){&c->trunks, &c->ntrunks};
    if (str_eq(what, STR("peer")))
        return (struct list_place){&c->peers, &c->npeers};
    if (str_eq(what, STR("transport")))
        return (struct list_place){&c->transports, &c->ntransports};
    if (str_eq(what, STR("node")))
        return (struct list_place){&c->nodes, &c->nnodes};
    return (struct list_place){&c->clusters, &c->nclusters};
}

/* v: n items of one list of one call. */
static void
set_list(struct arena *a, struct call *c, const struct list_item *v, size_t n)
{
    if (str_eq(v->what, STR("tls"))) {
        struct tls_peer *peers = arena_array(a, n, sizeof *peers);
        for (size_t i = 0; i < n; i++)
            peers[i] = v[i].v;
        c->tls = peers;
        c->ntls = n;
        return;
    }
    struct list_place place = list_place(c, v->what);
    struct str *names = arena_array(a, n, sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = v[i].v.cn;
    *place.v = names;
    *place.n = n;
}

static void
share_lists(struct arena *a, struct call *calls, size_t ncalls,
    const struct list_item *v, size_t n)
{
    size_t call = 0;

    for (size_t first = 0, end; first < n; first = end) {
        end = first;
        while (end < n && v[end].call == v[first].call &&
               str_eq(v[end].what, v[first].what))
            end++;
        while (call < ncalls && calls[call].call < v[first].call)
            call++;
        if (call < ncalls && calls[call].call == v[first].call)
            set_list(a, &calls[call], v + first, end - first);
    }
}

static int
get_lists(struct cursor *c, const struct filter_sql *q, struct call *calls,
    size_t ncalls, struct err *e)
{
    struct list_item *v = NULL;
    size_t n = 0, cap = 0;
    int more;

    if (open_filtered(c, q, "SELECT call, what, value, value2 FROM call_list",
            "call, what, n", e) < 0)
        return -1;
    while ((more = cursor_next(c, e)) > 0) {
        v = arena_grow(c->a, v, &cap, n + 1, sizeof *v);
        struct list_item *item = &v[n++];
        item->call = cursor_int(c, 0);
        item->what = cursor_str(c);
        item->v.cn = cursor_str(c);
        item->v.cipher = cursor_str(c);
    }
    cursor_close(c);
    share_lists(c->a, calls, ncalls, v, n);
    return more;
}

/* -------------------------------------------------------------------------- */

static int
get_filtered(struct cursor *c, const struct filter_sql *q, struct call **v,
    size_t *n, struct err *e)
{
    *v = NULL;
    *n = 0;
    if (get_call_rows(c, q, v, n, e) < 0 || get_legs(c, q, *v, *n, e) < 0 ||
        get_lists(c, q, *v, *n, e) < 0) {
        cursor_close(c);
        return -1;
    }
    return 0;
}

int
store_get_calls(struct store *db, struct arena *a, const struct call_filter *f,
    struct call **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    struct filter_sql q;

    filter_sql(a, f, &q);
    return get_filtered(&c, &q, v, n, e);
}

int
store_get_call(struct store *db, struct arena *a, int64_t call, struct call *c,
    struct err *e)
{
    struct cursor cursor = {.db = db, .a = a};
    struct value number = {.kind = VALUE_INTEGER, .i = call};
    struct filter_sql q = {STR_INIT("VALUES (?1)"), &number, 1};
    struct call *v;
    size_t n;

    if (get_filtered(&cursor, &q, &v, &n, e) < 0)
        return -1;
    if (n == 0)
        return err_set(e, "there is no call %lld", (long long)call);
    *c = v[0];
    return 0;
}

/* --- selectors ------------------------------------------------------------ */

/* Numbers of calls that a query with the one text or number gives. */
static int
find_by(struct cursor *c, const char *query, const struct value *v,
    int64_t **calls, size_t *n, struct err *e)
{
    const struct filter_sql q = {str_from(query), (struct value *)v, 1};
    size_t cap = 0;
    int more;

    *calls = NULL;
    *n = 0;
    if (cursor_open(c, c->db, c->a, q.text, e) < 0)
        return -1;
    filter_bind(&q, c->statement);
    while ((more = cursor_next(c, e)) > 0) {
        *calls = arena_grow(c->a, *calls, &cap, *n + 1, sizeof **calls);
        (*calls)[(*n)++] = cursor_int(c, 0);
    }
    cursor_close(c);
    return more;
}

/* A Session-ID as it is kept: lower case, without hyphens. */
static struct str
plain_uuid(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != '-')
            p[n++] = c;
    }
    return (struct str){p, n};
}

/* In the legs, which have an index; then in every message. */
static int
find_text(struct cursor *c, const char *in_legs, const char *in_messages,
    struct str text, int64_t **v, size_t *n, struct err *e)
{
    struct value value = {.kind = VALUE_TEXT, .s = text};

    if (find_by(c, in_legs, &value, v, n, e) < 0)
        return -1;
    return *n ? 0 : find_by(c, in_messages, &value, v, n, e);
}

static int
find_number(struct cursor *c, const char *query, struct str digits, int64_t **v,
    size_t *n, struct err *e)
{
    struct value value = {.kind = VALUE_INTEGER};

    *n = 0;
    if (!str_to_i64(digits, &value.i))
        return 0;
    return find_by(c, query, &value, v, n, e);
}

static int
find_session(
    struct cursor *c, struct str uuid, int64_t **v, size_t *n, struct err *e)
{
    uuid = plain_uuid(c->a, uuid);
    *n = 0;
    /* RFC 7989: a half of zeroes says that it is not known. */
    if (str_only(uuid, '0'))
        return 0;
    return find_text(c,
        "SELECT DISTINCT call FROM leg_row WHERE session_id = ?1 "
        "ORDER BY call",
        "SELECT DISTINCT o.call FROM fact_message m "
        "JOIN owner o ON o.event = m.event WHERE o.call IS NOT NULL AND "
        "?1 IN (m.session_id, m.session_remote) ORDER BY o.call",
        uuid, v, n, e);
}

int
store_find_calls(struct store *db, struct arena *a, struct str selector,
    int64_t **v, size_t *n, struct err *e)
{
    struct cursor c = {.db = db, .a = a};
    struct str ci = STR("ci:"), session = STR("session:");
    int64_t number;

    selector = str_trim(selector);
    if (str_to_i64(selector, &number)) {
        if (find_number(&c, "SELECT call FROM call_row WHERE call = ?1",
                selector, v, n, e) < 0)
            return -1;
        if (*n)
            return 0;
    }
    if (str_starts_nocase(selector, ci))
        return find_number(&c,
            "SELECT DISTINCT call FROM leg_row WHERE ci = ?1 ORDER BY call",
            str_skip(selector, ci.n), v, n, e);
    if (str_starts_nocase(selector, session))
        return find_session(&c, str_skip(selector, session.n), v, n, e);
    return find_text(&c,
        "SELECT DISTINCT call FROM leg_row WHERE call_id = ?1 ORDER BY call",
        "SELECT DISTINCT o.call FROM fact_message m "
        "JOIN owner o ON o.event = m.event WHERE o.call IS NOT NULL AND "
        "m.call_id = ?1 ORDER BY o.call",
        selector, v, n, e);
}
