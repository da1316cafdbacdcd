/* SPDX-License-Identifier: MIT
 *
 * Calls, paths and connections as JSON Lines: the keys of the product's
 * public contract. What is not known is left out. */
#include "render/render.h"

#include "base/arena.h"
#include "model/names.h"
#include "render/evidence.h"
#include "render/records.h"

static void
put_time(struct json *j, const char *key, const struct when *w)
{
    struct arena a = {0};
    json_str_opt(j, key, when_iso(&a, *w));
    arena_free(&a);
}

static void
put_ms(struct json *j, const char *key, int64_t ms)
{
    if (ms != WHEN_UNKNOWN)
        json_int(j, key, ms);
}

/* A handshake that the traces lack leaves nothing to tell: `transports` says
 * that TLS carried it. */
static void
put_tls(struct json *j, const struct call *c)
{
    bool any = false;
    for (size_t i = 0; i < c->ntls; i++) {
        if (c->tls[i].cn.n == 0 && c->tls[i].cipher.n == 0)
            continue;
        if (!any)
            json_array(j, "tls");
        any = true;
        json_object(j, NULL);
        json_str_opt(j, "cn", c->tls[i].cn);
        json_str_opt(j, "cipher", c->tls[i].cipher);
        json_end_object(j);
    }
    if (any)
        json_end_array(j);
}

static void
put_leg(struct json *j, const struct leg *leg)
{
    json_object(j, NULL);
    if (leg->leg > 0)
        json_int(j, "leg", leg->leg);
    if (leg->ci > 0)
        json_int(j, "ci", leg->ci);
    json_str_opt(j, "call_id", leg->call_id);
    json_str_opt(j, "session_id", leg->session_id);
    json_str_opt(j, "device", leg->device);
    json_str_opt(j, "number", leg->number);
    if (leg->role != PARTY_UNKNOWN)
        json_str(j, "role", party_name(leg->role));
    json_str_opt(j, "node", leg->node);
    if (leg->purpose != LEG_PARTY)
        json_str(j, "purpose", leg_purpose_name(leg->purpose));
    if (leg->cause >= 0)
        json_int(j, "cause", leg->cause);
    json_end_object(j);
}

static void
put_legs(struct json *j, const struct call *c)
{
    if (c->nlegs == 0)
        return;
    json_array(j, "legs");
    for (size_t i = 0; i < c->nlegs; i++)
        put_leg(j, &c->legs[i]);
    json_end_array(j);
}

static void
put_times(struct json *j, const struct call *c)
{
    put_time(j, "start", &c->start);
    put_time(j, "answered", &c->answered);
    put_time(j, "end", &c->end);
    put_ms(j, "start_ms", c->start.utc_ms);
    put_ms(j, "end_ms", c->end.utc_ms);
    if (c->duration_ms >= 0)
        json_int(j, "duration_ms", c->duration_ms);
    if (c->setup_ms >= 0)
        json_int(j, "setup_ms", c->setup_ms);
}

static void
put_call(struct json *j, const struct call *c)
{
    json_int(j, "call", c->call);
    put_times(j, c);
    json_str_opt(j, "calling", c->calling);
    json_str_opt(j, "dialed", c->dialed);
    json_str_opt(j, "called", c->called);
    json_str_opt(j, "calling_device", c->calling_device);
    json_str_opt(j, "called_device", c->called_device);
    json_str(j, "outcome", outcome_name(c->outcome));
    if (c->sip_status > 0)
        json_int(j, "sip_status", c->sip_status);
    if (c->cause >= 0)
        json_int(j, "cause", c->cause);
    json_str_opt(j, "cause_text", c->cause_text);
    if (c->released_by != PARTY_UNKNOWN)
        json_str(j, "released_by", party_name(c->released_by));
    json_strs(j, "trunks", c->trunks, c->ntrunks);
    json_strs(j, "peers", c->peers, c->npeers);
    json_strs(j, "transports", c->transports, c->ntransports);
    json_strs(j, "nodes", c->nodes, c->nnodes);
    json_strs(j, "clusters", c->clusters, c->nclusters);
    if (c->record_only)
        json_bool(j, "record_only", true);
    put_tls(j, c);
    put_legs(j, c);
}

void
render_call_json(struct out *o, const struct call *c)
{
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "call");
    put_call(&j, c);
    json_end_object(&j);
    json_line(&j);
}

static bool
is_step_key(struct str key)
{
    static const char *const keys[] = {
        "n", "kind", "label", "at", "node", "sure", "evidence"};
    for (size_t i = 0; i < COUNTOF(keys); i++)
        if (str_eq(key, str_from(keys[i])))
            return true;
    return false;
}

static void
put_field(struct json *j, const struct field *f)
{
    if (is_step_key(f->key))
        return;
    switch (f->value.kind) {
    case VALUE_ABSENT:
        break;
    case VALUE_TEXT:
        if (f->value.s.n > 0)
            json_str_key(j, f->key, f->value.s);
        break;
    case VALUE_INTEGER:
        json_int_key(j, f->key, f->value.i);
        break;
    case VALUE_REAL: {
        struct arena a = {0};
        json_str_key(j, f->key, str_fmt(&a, "%.15g", f->value.r));
        arena_free(&a);
        break;
    }
    }
}

static void
put_step(struct json *j, const struct step *s)
{
    json_object(j, NULL);
    json_int(j, "n", s->n);
    json_str(j, "kind", s->kind);
    json_str_opt(j, "label", s->label);
    put_time(j, "at", &s->at);
    json_str_opt(j, "node", s->node);
    json_str(j, "sure", sure_name(s->sure));
    for (size_t i = 0; i < s->nfields; i++)
        put_field(j, &s->fields[i]);
    evidence_json_array(j, s->evidence, s->nevidence);
    json_end_object(j);
}

static void
put_links(struct json *j, const struct link *links, size_t n)
{
    if (n == 0)
        return;
    json_array(j, "links");
    for (size_t i = 0; i < n; i++) {
        json_object(j, NULL);
        json_int(j, "from_leg", links[i].from_leg);
        json_int(j, "to_leg", links[i].to_leg);
        json_str(j, "by", links[i].by);
        json_str(j, "sure", sure_name(links[i].sure));
        evidence_json_array(j, &links[i].evidence, 1);
        json_end_object(j);
    }
    json_end_array(j);
}

void
render_gap_json(struct json *j, const struct gap *gap)
{
    json_str_opt(j, "kind", gap->kind);
    json_int_opt(j, "call", gap->call, 0);
    json_str_opt(j, "node", gap->node);
    json_str_opt(j, "cluster", gap->cluster);
    json_int_opt(j, "from_ms", gap->from_ms, WHEN_UNKNOWN);
    json_int_opt(j, "to_ms", gap->to_ms, WHEN_UNKNOWN);
    json_str_opt(j, "after_file", gap->after_file);
    json_str_opt(j, "before_file", gap->before_file);
    json_str_opt(j, "collect", gap->collect);
    json_str_opt(j, "reason", gap->reason);
}

static void
put_gaps(struct json *j, const struct gap *gaps, size_t n)
{
    if (n == 0)
        return;
    json_array(j, "gaps");
    for (size_t i = 0; i < n; i++) {
        json_object(j, NULL);
        render_gap_json(j, &gaps[i]);
        json_end_object(j);
    }
    json_end_array(j);
}

void
render_path_json(struct out *o, const struct call_path *p)
{
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "path");
    put_call(&j, &p->call);
    json_array(&j, "steps");
    for (size_t i = 0; i < p->nsteps; i++)
        put_step(&j, &p->steps[i]);
    json_end_array(&j);
    put_links(&j, p->links, p->nlinks);
    records_json(&j, p->records, p->nrecords);
    put_gaps(&j, p->gaps, p->ngaps);
    json_end_object(&j);
    json_line(&j);
}

static void
put_peer(struct json *j, const struct connection *c)
{
    json_str_opt(j, "node", c->node);
    json_str_opt(j, "cluster", c->cluster);
    json_str_opt(j, "direction", c->direction);
    json_str_opt(j, "local_ip", c->local_ip);
    if (c->local_port > 0)
        json_int(j, "local_port", c->local_port);
    json_str_opt(j, "remote_ip", c->remote_ip);
    if (c->remote_port > 0)
        json_int(j, "remote_port", c->remote_port);
    json_str_opt(j, "transport", c->transport);
    if (c->conn_index >= 0)
        json_int(j, "index", c->conn_index);
}

/* What another connection negotiated. */
static void
put_other(struct json *j, const char *key, const struct connection *c)
{
    if (!c)
        return;
    json_object(j, key);
    json_int(j, "connection", c->connection);
    json_str_opt(j, "direction", c->direction);
    json_str_opt(j, "remote_ip", c->remote_ip);
    json_str_opt(j, "transport", c->transport);
    put_time(j, "handshake", &c->handshake);
    json_str_opt(j, "subject", c->subject);
    json_str_opt(j, "cn", c->cn);
    json_str_opt(j, "cipher", c->cipher);
    json_str_opt(j, "grade", c->grade);
    json_end_object(j);
}

static void
put_findings(struct json *j, const struct connection *c)
{
    if (c->nfindings == 0)
        return;
    json_array(j, "findings");
    for (size_t i = 0; i < c->nfindings; i++) {
        const struct tls_finding *f = &c->findings[i];
        json_object(j, NULL);
        json_str(j, "id", f->id);
        json_str(j, "severity", f->severity);
        json_str(j, "text", f->text);
        json_str_opt(j, "source", f->source);
        json_int_opt(j, "call", f->call, 0);
        if (f->evidence.line > 0)
            evidence_json_array(j, &f->evidence, 1);
        json_end_object(j);
    }
    json_end_array(j);
}

void
render_connection_json(struct out *o, const struct connection *c)
{
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "connection");
    json_int(&j, "connection", c->connection);
    put_peer(&j, c);
    put_time(&j, "seen", &c->seen);
    put_time(&j, "opened", &c->opened);
    put_time(&j, "handshake", &c->handshake);
    json_str_opt(&j, "handshake_state", c->handshake_state);
    put_time(&j, "closed", &c->closed);
    put_time(&j, "last", &c->last);
    json_str_opt(&j, "subject", c->subject);
    json_str_opt(&j, "cn", c->cn);
    json_str_opt(&j, "san", c->san);
    json_str_opt(&j, "cipher", c->cipher);
    json_str_opt(&j, "cipher_iana", c->cipher_iana);
    json_str_opt(&j, "protocol", c->protocol);
    json_strs(&j, "trunks", c->trunks, c->ntrunks);
    if (c->ncalls > 0) {
        json_array(&j, "calls");
        for (size_t i = 0; i < c->ncalls; i++)
            json_int(&j, NULL, c->calls[i]);
        json_end_array(&j);
    }
    json_bool(&j, "reused", c->ncalls > 1);
    json_str_opt(&j, "grade", c->grade);
    put_findings(&j, c);
    json_str_opt(&j, "expected", c->expected);
    json_strs(&j, "reasons", c->reasons, c->nreasons);
    put_other(&j, "changed_from", c->before);
    put_other(&j, "other_direction", c->opposite);
    evidence_json_array(&j, &c->evidence, 1);
    json_end_object(&j);
    json_line(&j);
}
