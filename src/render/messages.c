/* SPDX-License-Identifier: MIT
 *
 * SIP messages as logged, for people and as JSON. Keys and credentials are
 * masked in both. */
#include "render/render.h"

#include <inttypes.h>

#include "base/arena.h"
#include "model/names.h"
#include "render/evidence.h"
#include "render/ink.h"
#include "render/words.h"
#include "sip/mask.h"

static void
put_time(struct json *j, struct arena *a, const struct item *it)
{
    json_str_opt(j, "at", when_iso(a, it->at));
    if (it->at.utc_ms != WHEN_UNKNOWN)
        json_int(j, "at_ms", it->at.utc_ms);
}

static void
put_way(struct json *j, const struct item *it)
{
    json_str_opt(j, "node", it->node);
    json_str_opt(j, "cluster", it->cluster);
    json_str(j, "direction", it->outgoing ? STR("out") : STR("in"));
    json_str_opt(j, "transport", it->transport);
    json_str_opt(j, "local_ip", it->node_ip);
    json_str_opt(j, "remote_ip", it->remote_ip);
    if (it->remote_port > 0)
        json_int(j, "remote_port", it->remote_port);
    json_str_opt(j, "device", it->device);
}

static void
put_what(struct json *j, const struct item *it)
{
    json_str_opt(j, "method", it->method);
    if (it->status > 0)
        json_int(j, "status", it->status);
    json_str_opt(j, "reason", it->reason);
    json_str_opt(j, "call_id", it->call_id);
    if (it->cseq >= 0)
        json_int(j, "cseq", it->cseq);
    json_str_opt(j, "cseq_method", it->cseq_method);
    json_str_opt(j, "sdp", it->sdp);
    json_str_opt(j, "purpose", it->purpose);
    if (it->from_calllog)
        json_bool(j, "from_calllog", true);
}

void
render_message_json(struct out *o, int64_t call, const struct item *it)
{
    struct arena a = {0};
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "message");
    if (it->message > 0)
        json_int(&j, "message", it->message);
    json_int(&j, "call", call);
    if (it->leg > 0)
        json_int(&j, "leg", it->leg);
    put_time(&j, &a, it);
    put_way(&j, it);
    put_what(&j, it);
    json_str_opt(&j, "text", mask_secrets(&a, it->text));
    evidence_json_array(&j, &it->evidence, 1);
    json_end_object(&j);
    json_line(&j);
    arena_free(&a);
}

/* "node 3", "cm-sub1", "CUCM" */
static struct str
node_text(struct arena *a, const struct item *it)
{
    int64_t number;
    if (str_to_i64(it->node, &number))
        return str_fmt(a, "node %" PRId64, number);
    if (it->node.n > 0)
        return it->node;
    return it->host.n > 0 ? it->host : STR("CUCM");
}

static struct str
remote_text(struct arena *a, const struct item *it)
{
    struct str at =
        peer_name(a, words_or_unknown(it->remote_ip), it->remote_port);
    if (it->device.n == 0)
        return at;
    return str_fmt(
        a, STR_FMT " (" STR_FMT ")", STR_ARG(at), STR_ARG(it->device));
}

static void
put_head(struct out *o, struct arena *a, size_t number, const struct item *it,
    const struct render_options *opt)
{
    struct str node = node_text(a, it), remote = remote_text(a, it);
    struct str head = str_fmt(a,
        "#%zu " STR_FMT " %s " STR_FMT " -> " STR_FMT "  " STR_FMT "%s" STR_FMT
        "%s  " STR_FMT,
        number, STR_ARG(when_clock(a, it->at)), it->outgoing ? "out" : "in ",
        STR_ARG(it->outgoing ? node : remote),
        STR_ARG(it->outgoing ? remote : node), STR_ARG(it->transport),
        it->purpose.n > 0 ? "  (" : "", STR_ARG(it->purpose),
        it->purpose.n > 0 ? ")" : "",
        STR_ARG(evidence_text(a, &it->evidence, opt->full_names)));
    ink_set(o, INK_HEAD, opt->color);
    out_safe(o, head, false);
    ink_set(o, INK_PLAIN, opt->color);
    out_byte(o, '\n');
}

/* Without a text: what is known of the message. */
static void
put_no_text(struct out *o, const struct item *it)
{
    if (it->method.n > 0)
        out_safe(o, it->method, false);
    else
        out_fmt(o, "%d ", (int)it->status);
    if (it->method.n == 0)
        out_safe(o, it->reason, false);
    out_z(o, it->from_calllog ? " (known only from the call log)\n"
                              : " (its text was not kept)\n");
}

void
render_message_text(struct out *o, size_t number, const struct item *it,
    const struct render_options *opt)
{
    struct arena a = {0};
    put_head(o, &a, number, it, opt);
    struct str text = str_trim(mask_secrets(&a, it->text));
    if (text.n == 0) {
        put_no_text(o, it);
    } else {
        out_safe(o, text, true);
        out_byte(o, '\n');
    }
    out_byte(o, '\n');
    arena_free(&a);
}
