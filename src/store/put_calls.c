/* SPDX-License-Identifier: MIT
 *
 * What the correlator made: calls, legs, links, steps, connections, notes.
 * begin removes the calls of before, end makes the indexes; both in one
 * transaction, so that readers see the old calls or the new ones. */
#include "model/names.h"
#include "store/put.h"
#include "store/sql.h"

/* --- begin and end -------------------------------------------------------- */

/* Made after the rows: that is four times as fast. */
static const struct index {
    const char *name, *on;
} indexes[] = {
    {"leg_row_call", "leg_row(call)"},
    {"leg_row_ci", "leg_row(ci)"},
    {"leg_row_call_id", "leg_row(call_id)"},
    {"leg_row_session", "leg_row(session_id)"},
    {"link_row_call", "link_row(call)"},
    {"da_row_call", "da_row(call)"},
    {"note_row_call", "note_row(call)"},
    {"finding_row_call", "finding_row(call)"},
    {"call_list_value", "call_list(what, value)"},
    {"connection_call_row_call", "connection_call_row(call)"},
    {"owner_call", "owner(call) WHERE call IS NOT NULL"},
};

static const char delete_calls[] =
    "DELETE FROM call_row; DELETE FROM call_list; DELETE FROM leg_row;"
    "DELETE FROM link_row; DELETE FROM step_row; DELETE FROM step_evidence;"
    "DELETE FROM connection_row; DELETE FROM connection_trunk;"
    "DELETE FROM connection_event;"
    "DELETE FROM connection_call_row; DELETE FROM da_row;"
    "DELETE FROM note_row; DELETE FROM clock_row; DELETE FROM owner; DELETE "
    "FROM log_only; DELETE FROM protocol_row; DELETE FROM cdr_row;"
    "DELETE FROM gap_row; DELETE FROM finding_row;";

static int
drop_indexes(struct store *db, struct err *e)
{
    for (size_t i = 0; i < COUNTOF(indexes); i++) {
        if (sql_execf(db, e, "DROP INDEX IF EXISTS %s", indexes[i].name) < 0)
            return -1;
    }
    return 0;
}

static int
make_indexes(struct store *db, struct err *e)
{
    for (size_t i = 0; i < COUNTOF(indexes); i++) {
        if (sql_execf(db, e, "CREATE INDEX %s ON %s", indexes[i].name,
                indexes[i].on) < 0)
            return -1;
    }
    return 0;
}

static int
undo(struct store *db)
{
    (void)sql_rollback(db, NULL);
    return -1;
}

void
store_undo_calls(struct store *db)
{
    if (db->transaction == TRANSACTION_CALLS)
        (void)sql_rollback(db, NULL);
}

int
store_begin_calls(struct store *db, struct err *e)
{
    if (sql_begin(db, TRANSACTION_CALLS, e) < 0)
        return -1;
    if (drop_indexes(db, e) < 0 || sql_exec(db, delete_calls, e) < 0 ||
        store_settle(db, e) < 0)
        return undo(db);
    db->log_only_found = false;
    return 0;
}

int
store_end_calls(struct store *db, struct err *e)
{
    if (make_indexes(db, e) < 0 || store_find_log_only(db, e) < 0 ||
        sql_exec(db, "UPDATE progress SET calls_current = 1", e) < 0 ||
        sql_commit(db, e) < 0)
        return undo(db);
    return 0;
}

int
store_put_source_clock(
    struct store *db, const struct source *s, size_t place, struct err *e)
{
    struct binding b;

    if (bind_begin(&b, db, STATEMENT_SOURCE_CLOCK,
            "UPDATE source_file SET utc_offset_s = ?, date_from = ?, "
            "base_ms = ?, node = ?, note = ?, skew_ms = ?, "
            "cluster_name = ?, cluster_address = ?, place = ? WHERE source = ?",
            e) < 0)
        return -1;
    bind_int_opt(&b, s->utc_offset_s, WHEN_NO_OFFSET);
    bind_str(&b, date_from_name(s->date_from));
    bind_int_opt(&b, s->base_ms, WHEN_UNKNOWN);
    bind_int_opt(&b, s->node, 0);
    bind_str_opt(&b, s->note);
    bind_int(&b, s->skew_ms);
    bind_str_opt(&b, s->cluster_name);
    bind_str_opt(&b, s->cluster_address);
    bind_int(&b, (int64_t)place);
    bind_int(&b, s->id);
    return bind_run(&b, e);
}

/* --- calls ---------------------------------------------------------------- */

static int
put_list_item(struct store *db, int64_t call, const char *what, size_t n,
    const struct tls_peer *v, struct err *e)
{
    static const struct insert insert = {
        STATEMENT_PUT_CALL_LIST, "call_list", "call, what, n, value, value2"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, call);
    bind_str(&b, str_from(what));
    bind_int(&b, (int64_t)n);
    bind_str(&b, v->cn);
    bind_str_opt(&b, v->cipher);
    return bind_run(&b, e);
}

struct names {
    const char *what;
    const struct str *v;
    size_t n;
};

static int
put_lists(struct store *db, const struct call *c, struct err *e)
{
    const struct names lists[] = {
        {"trunk", c->trunks, c->ntrunks},
        {"peer", c->peers, c->npeers},
        {"transport", c->transports, c->ntransports},
        {"node", c->nodes, c->nnodes},
        {"cluster", c->clusters, c->nclusters},
    };

    for (size_t i = 0; i < COUNTOF(lists); i++) {
        for (size_t k = 0; k < lists[i].n; k++) {
            struct tls_peer v = {.cn = lists[i].v[k]};
            if (put_list_item(db, c->call, lists[i].what, k, &v, e) < 0)
                return -1;
        }
    }
    for (size_t k = 0; k < c->ntls; k++) {
        if (put_list_item(db, c->call, "tls", k, &c->tls[k], e) < 0)
            return -1;
    }
    return 0;
}

static struct str
party_text(enum party p)
{
    return p == PARTY_UNKNOWN ? (struct str){NULL, 0} : party_name(p);
}

int
store_put_call(struct store *db, const struct call *c, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_CALL, "call_row",
        "call, start_ms, start_tod, start_offset_s, answered_ms, answered_tod, "
        "answered_offset_s, end_ms, end_tod, end_offset_s, clock_node, "
        "clock_cluster, duration_ms, setup_ms, calling, dialed, called, "
        "calling_device, called_device, "
        "outcome, sip_status, cause, cause_text, released_by"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, c->call);
    bind_when(&b, c->start);
    bind_when(&b, c->answered);
    bind_when(&b, c->end);
    bind_str_opt(&b, c->clock_node);
    bind_str_opt(&b, c->clock_cluster);
    bind_int_opt(&b, c->duration_ms, -1);
    bind_int_opt(&b, c->setup_ms, -1);
    bind_str_opt(&b, c->calling);
    bind_str_opt(&b, c->dialed);
    bind_str_opt(&b, c->called);
    bind_str_opt(&b, c->calling_device);
    bind_str_opt(&b, c->called_device);
    bind_str(&b, outcome_name(c->outcome));
    bind_int_opt(&b, c->sip_status, 0);
    bind_int_opt(&b, c->cause, -1);
    bind_str_opt(&b, c->cause_text);
    bind_str_opt(&b, party_text(c->released_by));
    if (bind_run(&b, e) < 0)
        return -1;
    return put_lists(db, c, e);
}

int
store_put_leg(struct store *db, const struct leg *l, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_LEG, "leg_row",
        "leg, call, role, purpose, ci, cluster, node, call_id, session_id, "
        "device, number, ip, start_ms, start_tod, start_offset_s, "
        "answered_ms, answered_tod, answered_offset_s, end_ms, end_tod, "
        "end_offset_s, cause"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, l->leg);
    bind_int(&b, l->call);
    bind_str_opt(&b, party_text(l->role));
    bind_str(&b, leg_purpose_name(l->purpose));
    bind_int_opt(&b, l->ci, 0);
    bind_str_opt(&b, l->cluster);
    bind_str_opt(&b, l->node);
    bind_str_opt(&b, l->call_id);
    bind_str_opt(&b, l->session_id);
    bind_str_opt(&b, l->device);
    bind_str_opt(&b, l->number);
    bind_str_opt(&b, l->ip);
    bind_when(&b, l->start);
    bind_when(&b, l->answered);
    bind_when(&b, l->end);
    bind_int_opt(&b, l->cause, -1);
    return bind_run(&b, e);
}

int
store_put_link(struct store *db, const struct link *l, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_LINK, "link_row",
        "call, from_leg, to_leg, \"by\", sure, event, source, line, record"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, l->call);
    bind_int_opt(&b, l->from_leg, 0);
    bind_int_opt(&b, l->to_leg, 0);
    bind_str(&b, l->by);
    bind_str(&b, sure_name(l->sure));
    bind_evidence(&b, &l->evidence);
    return bind_run(&b, e);
}

/* --- steps ---------------------------------------------------------------- */

static void
put_detail_field(struct store *db, struct json *j, const struct field *f)
{
    switch (f->value.kind) {
    case VALUE_TEXT:
        json_str_key(j, f->key, sql_safe(&db->scratch, f->value.s));
        break;
    case VALUE_INTEGER:
        json_int_key(j, f->key, f->value.i);
        break;
    case VALUE_REAL:
        json_raw(j, str_z(&db->scratch, f->key),
            str_fmt(&db->scratch, "%.17g", f->value.r));
        break;
    case VALUE_ABSENT:
        break;
    }
}

static struct str
step_detail(struct store *db, const struct step *s)
{
    struct json j;

    out_clear(&db->json);
    json_init(&j, &db->json);
    json_object(&j, NULL);
    for (size_t i = 0; i < s->nfields; i++)
        put_detail_field(db, &j, &s->fields[i]);
    json_end_object(&j);
    return out_text(&db->json);
}

static int
put_step_evidence(
    struct store *db, const struct step *s, size_t i, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_STEP_EVIDENCE,
        "step_evidence", "call, n, i, event, source, line, record"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, s->call);
    bind_int(&b, s->n);
    bind_int(&b, (int64_t)i);
    bind_evidence(&b, &s->evidence[i]);
    return bind_run(&b, e);
}

int
store_put_step(struct store *db, const struct step *s, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_STEP, "step_row",
        "call, n, kind, label, at_ms, at_tod, at_offset_s, node, sure, detail"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, s->call);
    bind_int(&b, s->n);
    bind_str(&b, s->kind);
    bind_str_opt(&b, s->label);
    bind_when(&b, s->at);
    bind_str_opt(&b, s->node);
    bind_str(&b, sure_name(s->sure));
    bind_str(&b, step_detail(db, s));
    if (bind_run(&b, e) < 0)
        return -1;
    for (size_t i = 0; i < s->nevidence; i++) {
        if (put_step_evidence(db, s, i, e) < 0)
            return -1;
    }
    return 0;
}

/* --- connections ---------------------------------------------------------- */

static int
put_connection_trunks(
    struct store *db, const struct connection *c, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_CONNECTION_TRUNK,
        "connection_trunk", "connection, n, trunk"};
    struct binding b;

    for (size_t i = 0; i < c->ntrunks; i++) {
        if (bind_insert(&b, db, &insert, e) < 0)
            return -1;
        bind_int(&b, c->connection);
        bind_int(&b, (int64_t)i);
        bind_str(&b, c->trunks[i]);
        if (bind_run(&b, e) < 0)
            return -1;
    }
    return 0;
}

static int
put_connection_calls(
    struct store *db, const struct connection *c, struct err *e)
{
    struct binding b;

    for (size_t i = 0; i < c->ncalls; i++) {
        if (bind_begin(&b, db, STATEMENT_PUT_CONNECTION_CALL,
                "INSERT OR IGNORE INTO connection_call_row(connection, call) "
                "VALUES (?, ?)",
                e) < 0)
            return -1;
        bind_int(&b, c->connection);
        bind_int(&b, c->calls[i]);
        if (bind_run(&b, e) < 0)
            return -1;
    }
    return 0;
}

int
store_put_connection(
    struct store *db, const struct connection *c, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_CONNECTION,
        "connection_row",
        "connection, first_source, node, cluster, direction, local_ip, "
        "local_port, remote_ip, remote_port, transport, conn_index, "
        "seen_ms, seen_tod, seen_offset_s, last_ms, last_tod, last_offset_s, "
        "plain, heard, srtp, "
        "opened_ms, opened_tod, opened_offset_s, handshake_ms, handshake_tod, "
        "handshake_offset_s, closed_ms, closed_tod, closed_offset_s, subject, "
        "cn, san, cipher, cipher_iana, protocol, grade, event, source, line, "
        "record"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, c->connection);
    bind_int_opt(&b, c->source, 0);
    bind_str_opt(&b, c->node);
    bind_str_opt(&b, c->cluster);
    bind_str_opt(&b, c->direction);
    bind_str_opt(&b, c->local_ip);
    bind_int_opt(&b, c->local_port, 0);
    bind_str_opt(&b, c->remote_ip);
    bind_int_opt(&b, c->remote_port, 0);
    bind_str_opt(&b, c->transport);
    bind_int_opt(&b, c->conn_index, -1);
    bind_when(&b, c->seen);
    bind_when(&b, c->last);
    bind_int(&b, c->plain);
    bind_int(&b, c->heard);
    bind_int(&b, c->srtp);
    bind_when(&b, c->opened);
    bind_when(&b, c->handshake);
    bind_when(&b, c->closed);
    bind_str_opt(&b, c->subject);
    bind_str_opt(&b, c->cn);
    bind_str_opt(&b, c->san);
    bind_str_opt(&b, c->cipher);
    bind_str_opt(&b, c->cipher_iana);
    bind_str_opt(&b, c->protocol);
    bind_str_opt(&b, c->grade);
    bind_evidence(&b, &c->evidence);
    if (bind_run(&b, e) < 0 || put_connection_trunks(db, c, e) < 0 ||
        store_put_tls_events(db, c, e) < 0)
        return -1;
    return put_connection_calls(db, c, e);
}

/* --- the rest ------------------------------------------------------------- */

int
store_put_digit_analysis(
    struct store *db, const struct digit_analysis *d, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_DA, "da_row",
        "call, ci, at_ms, at_tod, at_offset_s, node, calling, dialed, css, "
        "partition, pattern, called, result, cause, device, process, sure, "
        "event, source, line, record"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int_opt(&b, d->call, 0);
    bind_int_opt(&b, d->ci, 0);
    bind_when(&b, d->at);
    bind_str_opt(&b, d->node);
    bind_str_opt(&b, d->calling);
    bind_str_opt(&b, d->dialed);
    bind_str_opt(&b, d->css);
    bind_str_opt(&b, d->partition);
    bind_str_opt(&b, d->pattern);
    bind_str_opt(&b, d->called);
    bind_str(&b, d->result);
    bind_int_opt(&b, d->cause, -1);
    bind_str_opt(&b, d->device);
    bind_str_opt(&b, d->process);
    bind_str(&b, sure_name(d->sure));
    bind_evidence(&b, &d->evidence);
    return bind_run(&b, e);
}

int
store_put_note(struct store *db, const struct note *n, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_NOTE, "note_row",
        "call, topic, text, at_ms, at_tod, at_offset_s, node, bad, sure, "
        "purpose, event, source, line, record"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_int(&b, n->call);
    bind_str(&b, n->topic);
    bind_str(&b, n->note);
    bind_when(&b, n->at);
    bind_str_opt(&b, n->node);
    bind_int(&b, n->bad);
    bind_str(&b, sure_name(n->sure));
    bind_str(&b, leg_purpose_name(n->purpose));
    bind_evidence(&b, &n->evidence);
    return bind_run(&b, e);
}

int
store_put_clock(struct store *db, const struct node_clock *k, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_CLOCK, "clock_row",
        "node, cluster, host, address, against, against_cluster, "
        "against_host, against_address, via, via_cluster, offset_ms, "
        "error_ms, received, sent"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_str_opt(&b, k->node);
    bind_str_opt(&b, k->cluster);
    bind_str_opt(&b, k->host);
    bind_str_opt(&b, k->address);
    bind_str_opt(&b, k->against);
    bind_str_opt(&b, k->against_cluster);
    bind_str_opt(&b, k->against_host);
    bind_str_opt(&b, k->against_address);
    bind_str_opt(&b, k->via);
    bind_str_opt(&b, k->via_cluster);
    bind_int(&b, k->offset_ms);
    bind_int_opt(&b, k->error_ms, -1);
    bind_int(&b, k->received);
    bind_int(&b, k->sent);
    return bind_run(&b, e);
}

int
store_put_gap(struct store *db, const struct gap *g, struct err *e)
{
    static const struct insert insert = {STATEMENT_PUT_GAP, "gap_row",
        "node, from_ms, to_ms, after_file, before_file, reason, call, kind, "
        "cluster, collect"};
    struct binding b;

    if (bind_insert(&b, db, &insert, e) < 0)
        return -1;
    bind_str_opt(&b, g->node);
    bind_int_opt(&b, g->from_ms, WHEN_UNKNOWN);
    bind_int_opt(&b, g->to_ms, WHEN_UNKNOWN);
    bind_str_opt(&b, g->after_file);
    bind_str_opt(&b, g->before_file);
    bind_str_opt(&b, g->reason);
    bind_int_opt(&b, g->call, 0);
    bind_str_opt(&b, g->kind);
    bind_str_opt(&b, g->cluster);
    bind_str_opt(&b, g->collect);
    return bind_run(&b, e);
}

int
store_put_rule_stats(struct store *db, struct str rule, uint64_t tried,
    uint64_t hit, uint64_t limit, struct err *e)
{
    struct binding b;

    if (sql_begin_small(db, e) < 0 ||
        bind_begin(&b, db, STATEMENT_RULE_STATS,
            "INSERT INTO rule(id, target, tried, hit, over) "
            "VALUES (?, '', ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
            "tried = tried + excluded.tried, hit = hit + excluded.hit, "
            "over = over + excluded.over",
            e) < 0)
        return -1;
    bind_str(&b, rule);
    bind_int(&b, (int64_t)tried);
    bind_int(&b, (int64_t)hit);
    bind_int(&b, (int64_t)limit);
    return bind_run(&b, e);
}
