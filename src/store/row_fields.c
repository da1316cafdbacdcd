/* SPDX-License-Identifier: MIT */
#include "store/row_fields.h"

#include <string.h>

#define F(column, type, field, none)                                           \
    {                                                                          \
        STR_INIT(column), {NULL, 0}, type, offsetof(struct row, u.field), none \
    }
#define TEXT(column, field) F(column, FIELD_STR, field, 0)
#define I32(column, field, none) F(column, FIELD_I32, field, none)
#define I64(column, field, none) F(column, FIELD_I64, field, none)
/* Of two columns the first that is filled. */
#define EITHER(column, other, field)                                           \
    {                                                                          \
        STR_INIT(column), STR_INIT(other), FIELD_STR,                          \
            offsetof(struct row, u.field), 0                                   \
    }

static const struct row_field message_fields[] = {
    TEXT("direction", message.direction),
    TEXT("transport", message.transport),
    TEXT("remote_ip", message.remote_ip),
    I32("remote_port", message.remote_port, 0),
    I64("conn_index", message.conn_index, -1),
    I64("net_tag", message.net_tag, -1),
    TEXT("tag_kind", message.tag_kind),
    TEXT("method", message.method),
    I32("status", message.status, 0),
    TEXT("reason", message.reason),
    TEXT("request_uri", message.request_uri),
    TEXT("call_id", message.call_id),
    I64("cseq", message.cseq, -1),
    TEXT("cseq_method", message.cseq_method),
    TEXT("from_user", message.from_user),
    TEXT("to_user", message.to_user),
    TEXT("from_tag", message.from_tag),
    TEXT("to_tag", message.to_tag),
    TEXT("session_id", message.session_id),
    TEXT("session_remote", message.session_remote),
    TEXT("user_agent", message.user_agent),
    TEXT("via_transport", message.via_transport),
    I64("date_ms", message.date_ms, WHEN_UNKNOWN),
    TEXT("guid", message.guid),
    TEXT("device", message.device),
    TEXT("join", message.join),
    TEXT("replaces", message.replaces),
    TEXT("refer_to", message.refer_to),
    TEXT("diversion", message.diversion),
    I32("cause", message.cause, 0),
    I64("refci", message.refci, 0),
    TEXT("contact_ip", message.contact_ip),
    TEXT("sdp", message.sdp),
    I32("srtp_keys", message.srtp_keys, 0),
};

static const struct row_field signal_fields[] = {
    TEXT("name", signal.name),
    TEXT("type", signal.type),
    TEXT("state", signal.state),
    TEXT("to_process", signal.to_process),
    TEXT("from_process", signal.from_process),
    TEXT("tag", signal.tag),
    I64("ci", signal.ci, 0),
    I64("ci2", signal.ci2, 0),
    I32("cause", signal.cause, -1),
    TEXT("device", signal.device),
    TEXT("calling", signal.calling),
    TEXT("called", signal.called),
    TEXT("dialed", signal.dialed),
    TEXT("pattern", signal.pattern),
    TEXT("partition", signal.partition),
    TEXT("ip", signal.ip),
    TEXT("call_id", signal.call_id),
    TEXT("from_tag", signal.from_tag),
    TEXT("to_tag", signal.to_tag),
    TEXT("lr", signal.lr),
    I32("lr_reason", signal.lr_reason, 0),
    TEXT("original", signal.original),
    I32("original_reason", signal.original_reason, 0),
    I32("reason", signal.reason, 0),
    TEXT("cluster", signal.cluster),
    TEXT("gci", signal.gci),
    TEXT("process", signal.process),
    TEXT("fields", signal.fields),
};

static const struct row_field da_match_fields[] = {
    EITHER("calling", "fqcn", da_match.calling),
    TEXT("dialed", da_match.dialed),
    TEXT("pss", da_match.pss),
    TEXT("tod_pss", da_match.tod_pss),
};

static const struct row_field da_result_fields[] = {
    TEXT("calling_before", da_result.calling_before),
    TEXT("calling", da_result.calling),
    TEXT("partition", da_result.partition),
    TEXT("pattern", da_result.pattern),
    TEXT("dialed", da_result.dialed),
    EITHER("collected", "qualified", da_result.called),
    TEXT("block", da_result.block),
    I32("cause", da_result.cause, 0),
    TEXT("pkid", da_result.pkid),
};

static const struct row_field da_verdict_fields[] = {
    TEXT("potential", da_verdict.potential),
};

static const struct row_field da_target_fields[] = {
    TEXT("pattern", da_target.pattern),
    TEXT("device_type", da_target.device_type),
    TEXT("process", da_target.process),
    I64("ci", da_target.ci, 0),
    TEXT("sender", da_target.sender),
};

static const struct row_field device_fields[] = {
    TEXT("what", device.what),
    TEXT("name", device.name),
    TEXT("pkid", device.pkid),
    TEXT("process", device.process),
    TEXT("type", device.type),
    I64("ci", device.ci, 0),
    I64("conn_index", device.conn_index, -1),
    TEXT("ip", device.ip),
    I32("port", device.port, 0),
    TEXT("calling", device.calling),
    TEXT("called", device.called),
};

static const struct row_field route_fields[] = {
    TEXT("what", route.what),
    TEXT("name", route.name),
    TEXT("pkid", route.pkid),
    TEXT("process", route.process),
    I64("ci", route.ci, 0),
    I32("branch", route.branch, -1),
};

static const struct row_field connection_fields[] = {
    TEXT("what", connection.what),
    I64("conn_index", connection.conn_index, -1),
    TEXT("remote_ip", connection.remote_ip),
    I32("remote_port", connection.remote_port, 0),
    TEXT("transport", connection.transport),
    I32("local_port", connection.local_port, 0),
    I32("security", connection.security, -1),
};

static const struct row_field certificate_fields[] = {
    I64("conn_index", certificate.conn_index, -1),
    TEXT("remote_ip", certificate.remote_ip),
    I32("remote_port", certificate.remote_port, 0),
    TEXT("subject", certificate.subject),
    TEXT("cipher", certificate.cipher),
    TEXT("san", certificate.san),
    TEXT("to_process", certificate.to_process),
    TEXT("from_process", certificate.from_process),
    TEXT("tag", certificate.tag),
};

static const struct row_field tls_error_fields[] = {
    TEXT("what", tls_error.what),
    I32("code", tls_error.code, 0),
    TEXT("text", tls_error.text),
    TEXT("remote_ip", tls_error.remote_ip),
    I32("remote_port", tls_error.remote_port, 0),
    TEXT("process", tls_error.process),
    TEXT("received", tls_error.received),
    TEXT("expected", tls_error.expected),
    TEXT("device", tls_error.device),
    I32("device_type", tls_error.device_type, 0),
};

static const struct row_field pair_fields[] = {
    TEXT("what", pair.what),
    I64("ci", pair.ci, 0),
    I64("ci2", pair.ci2, 0),
    TEXT("process", pair.process),
};

static const struct row_field process_fields[] = {
    TEXT("what", process.what),
    TEXT("process", process.process),
    TEXT("parent", process.parent),
    I64("ci", process.ci, 0),
};

static const struct row_field log_message_fields[] = {
    TEXT("line_or_trunk", log_message.line_or_trunk),
    I64("ci", log_message.ci, 0),
    TEXT("transport", log_message.transport),
    TEXT("direction", log_message.direction),
    TEXT("local_ip", log_message.local_ip),
    I32("local_port", log_message.local_port, 0),
    TEXT("device", log_message.device),
    TEXT("remote_ip", log_message.remote_ip),
    I32("remote_port", log_message.remote_port, 0),
    TEXT("tag", log_message.tag),
    I64("net_tag", log_message.net_tag, -1),
    TEXT("call_id", log_message.call_id),
    TEXT("method", log_message.method),
    I32("status", log_message.status, 0),
    TEXT("reason", log_message.reason),
};

static const struct row_field log_call_fields[] = {
    TEXT("what", log_call.what),
    I64("ci", log_call.ci, 0),
    I64("ci2", log_call.ci2, 0),
    TEXT("calling", log_call.calling),
    TEXT("original", log_call.original),
    TEXT("called", log_call.called),
    TEXT("calling_device", log_call.calling_device),
    TEXT("called_device", log_call.called_device),
    I64("cause", log_call.cause, -1),
};

static const struct row_field protocol_fields[] = {
    TEXT("what", protocol.what),
    TEXT("protocol", protocol.protocol),
    TEXT("direction", protocol.direction),
    TEXT("name", protocol.name),
    I32("status", protocol.status, 0),
    TEXT("device", protocol.device),
    TEXT("remote_ip", protocol.remote_ip),
    TEXT("ref", protocol.ref),
    I64("ci", protocol.ci, 0),
    TEXT("transaction_id", protocol.transaction),
    TEXT("dchannel", protocol.dchannel),
    TEXT("address", protocol.address),
    I64("instance", protocol.instance, -1),
    I32("call_state", protocol.call_state, 0),
    TEXT("from_process", protocol.from_process),
    TEXT("calling", protocol.calling),
    TEXT("called", protocol.called),
};

static const struct row_field cdr_fields[] = {
    TEXT("what", cdr.what),
    TEXT("cluster", cdr.cluster),
    I64("ci", cdr.ci, 0),
    I64("ci2", cdr.ci2, 0),
    I64("origination_s", cdr.origination, 0),
    I64("connect_s", cdr.connect, 0),
    I64("disconnect_s", cdr.disconnect, 0),
    I64("duration_s", cdr.duration, -1),
    TEXT("calling", cdr.calling),
    TEXT("original", cdr.original),
    TEXT("called", cdr.called),
    TEXT("calling_device", cdr.calling_device),
    TEXT("called_device", cdr.called_device),
    TEXT("calling_ip", cdr.calling_ip),
    TEXT("called_ip", cdr.called_ip),
    I64("calling_cause", cdr.calling_cause, -1),
    I64("called_cause", cdr.called_cause, -1),
};

#define KIND(table, fields)                                                    \
    {                                                                          \
        STR_INIT(table), fields, COUNTOF(fields)                               \
    }

const struct row_table row_tables[ROW_KINDS] = {
    [ROW_MESSAGE] = KIND("fact_message", message_fields),
    [ROW_SIGNAL] = KIND("fact_signal", signal_fields),
    [ROW_DA_MATCH] = KIND("fact_da_match", da_match_fields),
    [ROW_DA_RESULT] = KIND("fact_da_result", da_result_fields),
    [ROW_DA_VERDICT] = KIND("fact_da_verdict", da_verdict_fields),
    [ROW_DA_TARGET] = KIND("fact_da_target", da_target_fields),
    [ROW_DEVICE] = KIND("fact_device", device_fields),
    [ROW_ROUTE] = KIND("fact_route", route_fields),
    [ROW_CONNECTION] = KIND("fact_connection", connection_fields),
    [ROW_CERTIFICATE] = KIND("fact_certificate", certificate_fields),
    [ROW_TLS_ERROR] = KIND("fact_tls_error", tls_error_fields),
    [ROW_PAIR] = KIND("fact_pair", pair_fields),
    [ROW_PROCESS] = KIND("fact_process", process_fields),
    [ROW_LOG_MESSAGE] = KIND("fact_log_message", log_message_fields),
    [ROW_LOG_CALL] = KIND("fact_log_call", log_call_fields),
    [ROW_PROTOCOL] = KIND("fact_protocol_message", protocol_fields),
    [ROW_CDR] = KIND("fact_cdr", cdr_fields),
};

void
row_set_text(struct row *row, const struct row_field *f, struct str s)
{
    memcpy((char *)row + f->offset, &s, sizeof s);
}

void
row_set_number(struct row *row, const struct row_field *f, int64_t v)
{
    char *field = (char *)row + f->offset;

    if (f->type == FIELD_I32) {
        bool fits = v >= INT32_MIN && v <= INT32_MAX;
        int32_t v32 = (int32_t)(fits ? v : f->none);
        memcpy(field, &v32, sizeof v32);
    } else {
        memcpy(field, &v, sizeof v);
    }
}

void
row_init(struct row *row, enum row_kind kind)
{
    const struct row_table *t = &row_tables[kind];

    memset(row, 0, sizeof *row);
    row->kind = kind;
    for (size_t i = 0; i < t->n; i++) {
        const struct row_field *f = &t->fields[i];
        if (f->type != FIELD_STR)
            row_set_number(row, f, f->none);
    }
}
