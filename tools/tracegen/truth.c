/* SPDX-License-Identifier: MIT
 *
 * The truth: one JSON object a call as it ends (or stays up), and one of the
 * totals at the end. */
#include "run.h"

static const char *const OUTCOMES[] = {
    [END_ANSWERED] = "answered",
    [END_BUSY] = "busy",
    [END_NO_ANSWER] = "no-answer",
    [END_CANCELLED] = "cancelled",
    [END_REJECTED] = "rejected",
    [END_NO_MATCH] = "failed",
    [END_UP] = "in-progress",
};

static const char *
released_by(const struct call *c)
{
    switch (c->ending) {
    case END_ANSWERED:
        return c->by_called ? "called" : "calling";
    case END_CANCELLED:
        return "calling";
    case END_BUSY:
    case END_REJECTED:
        return "called";
    case END_NO_ANSWER:
        return c->phone_b ? "system" : "called";
    case END_NO_MATCH:
        return "system";
    case END_UP:
    case ENDINGS:
        break;
    }
    return "";
}

static void
called_side(struct json *j, const struct call *c)
{
    int last = c->ntrunks - 1;

    json_str(j, "called", c->f.v[FIELD_called]);
    if (c->phone_b != NULL) {
        json_str(j, "called_device", c->phone_b->dev);
        json_str(j, "transport", STR("TCP"));
        return;
    }
    json_str(j, "called_device", c->trunks[last]);
    json_str(j, "trunk", c->trunks[last]);
    json_str(j, "peer", c->peers[last]);
    json_str(j, "transport", c->trunk->tls ? STR("TLS") : STR("TCP"));
    json_str_opt(j, "cn", c->cn[last]);
    json_str_opt(j, "cipher", c->cipher[last]);
    json_array(j, "trunks");
    for (int i = 0; i < c->ntrunks; i++)
        json_str(j, NULL, c->trunks[i]);
    json_end_array(j);
    json_array(j, "peers");
    for (int i = 0; i < c->ntrunks; i++)
        json_str(j, NULL, c->peers[i]);
    json_end_array(j);
}

static void
times(struct json *j, const struct call *c)
{
    json_int(j, "start_ms", c->start_ms);
    if (c->answered_ms > 0)
        json_int(j, "answered_ms", c->answered_ms);
    if (c->end_ms > 0)
        json_int(j, "end_ms", c->end_ms);
}

void
truth_call(struct run *r, const struct call *c)
{
    struct json j;
    bool matched = c->ending != END_NO_MATCH;

    json_init(&j, &r->truth);
    json_object(&j, NULL);
    json_str(&j, "type", STR("call"));
    json_array(&j, "ci");
    json_int(&j, NULL, c->ci_a);
    if (matched)
        json_int(&j, NULL, c->ci_b);
    json_end_array(&j);
    if (!matched)
        json_int(&j, "rejected_ci", c->ci_b);
    times(&j, c);
    json_str(&j, "calling", c->phone_a->dn);
    json_str(&j, "dialed", c->f.v[FIELD_dialed]);
    json_str(&j, "outcome", str_from(OUTCOMES[c->ending]));
    if (c->ending != END_UP)
        json_int(&j, "cause", c->cause);
    json_int(&j, "sip_status", c->status);
    json_str_opt(&j, "released_by", str_from(released_by(c)));
    json_str(&j, "calling_device", c->phone_a->dev);
    if (matched)
        called_side(&j, c);
    if (c->list != NULL && matched)
        json_str(&j, "route_list", c->list->name);
    json_array(&j, "nodes");
    json_int(&j, NULL, c->a->number);
    if (c->b != c->a && matched)
        json_int(&j, NULL, c->b->number);
    json_end_array(&j);
    json_array(&j, "call_ids");
    for (int i = 0; i < c->ncall_ids; i++)
        json_str(&j, NULL, c->call_ids[i]);
    json_end_array(&j);
    json_int(&j, "messages", c->messages);
    json_end_object(&j);
    json_line(&j);
}

void
truth_totals(struct run *r)
{
    struct json j;
    struct totals t = {0};

    for (int i = 0; i < r->w.nnodes; i++) {
        const struct totals *n = &r->w.nodes[i].totals;

        t.bytes += n->bytes;
        t.records += n->records;
        t.files += n->files;
        t.messages += n->messages;
        t.message_bytes += n->message_bytes;
        t.rows += n->rows;
    }
    json_init(&j, &r->truth);
    json_object(&j, NULL);
    json_str(&j, "type", STR("totals"));
    json_int(&j, "calls", r->calls);
    json_int(&j, "messages", t.messages);
    json_int(&j, "message_bytes", t.message_bytes);
    json_int(&j, "records", t.records);
    json_int(&j, "files", t.files);
    json_int(&j, "bytes", t.bytes);
    json_int(&j, "calllog_rows", t.rows);
    json_end_object(&j);
    json_line(&j);
}
