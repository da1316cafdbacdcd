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
    [END_FAILED] = "failed",
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
    case END_FAILED:
        return "called";
    case END_NO_ANSWER:
        return c->trunk == NULL ? "system" : "called";
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
    if (c->trunk == NULL) {
        json_str(j, "called_device", c->f.v[FIELD_device_b]);
        if (c->leg_b == LEG_PHONE)
            json_str(j, "transport", STR("TCP"));
        return;
    }
    json_str(j, "called_device", c->trunks[last]);
    json_str(j, "trunk", c->trunks[last]);
    json_str(j, "peer", c->peers[last]);
    json_str(j, "transport",
        c->trunk->tls   ? STR("TLS")
        : c->trunk->udp ? STR("UDP")
                        : STR("TCP"));
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

/* Which final status decided is known where SIP tells it: to the caller, or
 * by the called side of an answered or refused call. */
static bool
status_is_known(const struct call *c)
{
    bool a = c->leg_a == LEG_PHONE || c->leg_a == LEG_TRUNK;
    bool b = c->leg_b == LEG_PHONE;

    return a || (b && c->ending != END_NO_ANSWER && c->ending != END_CANCELLED);
}

static void
ending(struct json *j, const struct call *c)
{
    json_str(j, "outcome", str_from(OUTCOMES[c->ending]));
    if (c->ending != END_UP)
        json_int(j, "cause", c->cause);
    if (status_is_known(c))
        json_int(j, "sip_status", c->status);
    else
        json_raw(j, "sip_status", STR("null"));
    json_str_opt(j, "released_by", str_from(released_by(c)));
}

static void
nodes(struct json *j, const struct call *c)
{
    bool matched = c->ending != END_NO_MATCH;

    json_array(j, "nodes");
    json_int(j, NULL, c->a->number);
    if (c->b != c->a && matched)
        json_int(j, NULL, c->b->number);
    json_end_array(j);
}

/* SIP dialogs with the leg of each. */
static void
dialogs(struct json *j, const struct call *c)
{
    for (int i = 0; i < c->ncall_ids; i++) {
        json_array(j, NULL);
        json_int(j, NULL, c->call_id_ci[i]);
        json_str(j, NULL, c->call_ids[i]);
        json_str(j, NULL, c->call_id_device[i]);
        json_end_array(j);
    }
}

static void
legs(struct json *j, const struct call *c)
{
    bool matched = c->ending != END_NO_MATCH;

    json_array(j, "ci");
    json_int(j, NULL, c->ci_a);
    if (matched)
        json_int(j, NULL, c->ci_b);
    json_end_array(j);
    if (!matched)
        json_int(j, "rejected_ci", c->ci_b);
    json_array(j, "links");
    if (matched) {
        json_array(j, NULL);
        json_int(j, NULL, c->ci_a);
        json_int(j, NULL, c->ci_b);
        json_end_array(j);
    }
    json_end_array(j);
    json_array(j, "dialogs");
    dialogs(j, c);
    json_end_array(j);
}

void
truth_call(struct run *r, const struct call *c)
{
    struct json j;
    bool matched = c->ending != END_NO_MATCH;

    json_init(&j, &r->truth);
    json_object(&j, NULL);
    json_str(&j, "type", STR("call"));
    legs(&j, c);
    times(&j, c);
    json_str(&j, "calling", c->f.v[FIELD_dn_a]);
    json_str(&j, "dialed", c->f.v[FIELD_dialed]);
    ending(&j, c);
    json_str(&j, "calling_device", c->f.v[FIELD_dev_a]);
    if (matched)
        called_side(&j, c);
    if (c->trunk_in != NULL) {
        json_array(&j, "trunks");
        json_str(&j, NULL, c->trunk_in->name);
        json_end_array(&j);
    }
    if (c->list != NULL && matched)
        json_str(&j, "route_list", c->list->name);
    nodes(&j, c);
    told_write(&j, &c->told);
    json_int(&j, "messages", c->messages);
    json_end_object(&j);
    json_line(&j);
}

/* CIs of one cluster are not those of the other: a far one comes as a list. */
static void
story_ci(struct json *j, const struct story *st)
{
    json_array(j, "ci");
    for (int i = 0; i < st->npairs; i++) {
        const struct call *c = st->pairs[i];

        json_int(j, NULL, c->ci_a);
        json_int(j, NULL, c->ci_b);
    }
    for (int i = 0; i < st->nci; i++)
        json_int(j, NULL, st->ci[i]);
    json_end_array(j);
    json_array(j, "maybe_ci");
    for (int i = 0; i < st->nmaybe; i++)
        json_int(j, NULL, st->maybe[i]);
    json_end_array(j);
    json_array(j, "legs_of");
    for (int i = 0; i < st->nci; i++) {
        json_object(j, NULL);
        json_int(j, "ci", st->ci[i]);
        json_str(j, "purpose", str_from(st->purpose[i]));
        json_end_object(j);
    }
    json_end_array(j);
}

static void
story_links(struct json *j, const struct story *st)
{
    int messages = 0;

    json_array(j, "links");
    for (int i = 0; i < st->npairs; i++) {
        const struct call *c = st->pairs[i];

        json_array(j, NULL);
        json_int(j, NULL, c->ci_a);
        json_int(j, NULL, c->ci_b);
        json_end_array(j);
        messages += c->messages;
    }
    if (st->kind == KIND_CLUSTERS) { /* the trunk's two ends */
        json_array(j, NULL);
        json_int(j, NULL, st->pairs[0]->ci_b);
        json_int(j, NULL, st->pairs[1]->ci_a);
        json_end_array(j);
    }
    json_end_array(j);
    json_array(j, "dialogs");
    for (int i = 0; i < st->npairs; i++)
        dialogs(j, st->pairs[i]);
    json_end_array(j);
    json_int(j, "messages", messages);
}

static void
story_nodes(struct json *j, const struct story *st)
{
    bool seen[NODES_MAX + 1] = {false};

    for (int i = 0; i < st->npairs; i++)
        seen[st->pairs[i]->a->number] = seen[st->pairs[i]->b->number] = true;
    if (st->winner > 0 || st->member > 0)
        for (int i = 1; i < st->nphones && st->kind != KIND_KEYPAD; i++)
            if (i <= st->member + 1)
                seen[st->phones[i]->node->number] = true;
    json_array(j, "nodes");
    for (int i = 1; i <= NODES_MAX; i++)
        if (seen[i])
            json_int(j, NULL, i);
    json_end_array(j);
}

static void
clusters(struct json *j, const struct story *st)
{
    if (st->kind != KIND_CLUSTERS)
        return;
    json_array(j, "clusters");
    for (int i = 0; i < st->npairs; i++)
        json_str(j, NULL, st->pairs[i]->w->guid);
    json_end_array(j);
    json_int(j, "skew_ms", st->pairs[1]->a->skew_ms - st->pairs[0]->a->skew_ms);
}

/* The connection that the last trunk of the call was asked on. */
static void
story_called(struct json *j, const struct story *st)
{
    const struct call *last = st->last;

    json_str(j, "called", last->f.v[FIELD_called]);
    if (st->kind != KIND_HUNT_EXHAUSTED)
        json_str(j, "called_device", last->f.v[FIELD_device_b]);
    for (int i = 0; i < st->npairs; i++) {
        const struct call *c = st->pairs[i];

        if (c->trunk == NULL || c->trunk == &c->w->trunks[TRUNK_RECORDER])
            continue;
        json_str(j, "trunk", c->trunk->name);
        json_str(j, "peer", c->peers[0]);
        json_str(j, "transport", c->trunk->tls ? STR("TLS") : STR("TCP"));
        json_array(j, "trunks");
        json_str(j, NULL, c->trunk->name);
        json_end_array(j);
        json_array(j, "peers");
        json_str(j, NULL, c->peers[0]);
        json_end_array(j);
        return;
    }
}

void
truth_story(struct run *r, const struct story *st)
{
    struct json j;
    const struct call *first = st->pairs[0];
    struct call told = *st->last;

    told.start_ms = first->start_ms;
    if (first->answered_ms > 0)
        told.answered_ms = first->answered_ms;
    if (st->kind == KIND_CLUSTERS)
        told = *first;
    json_init(&j, &r->truth);
    json_object(&j, NULL);
    json_str(&j, "type", STR("call"));
    json_str(&j, "kind", kind_name(st->kind));
    story_ci(&j, st);
    story_links(&j, st);
    times(&j, &told);
    json_str(&j, "calling", first->f.v[FIELD_dn_a]);
    json_str(&j, "dialed", first->f.v[FIELD_dialed]);
    ending(&j, &told);
    json_str(&j, "calling_device", first->f.v[FIELD_dev_a]);
    story_called(&j, st);
    story_nodes(&j, st);
    told_write(&j, &st->told);
    clusters(&j, st);
    json_end_object(&j);
    json_line(&j);
}

void
truth_totals(struct run *r)
{
    struct json j;
    struct totals t = {0};

    for (int i = 0; i < run_nodes(r); i++) {
        const struct totals *n = &run_node(r, i)->totals;

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
