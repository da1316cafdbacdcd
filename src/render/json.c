/* SPDX-License-Identifier: MIT
 *
 * The ladder as one JSON object on one line, for other programs to draw. */
#include "render/render.h"

#include "base/arena.h"
#include "render/evidence.h"

static void
put_lanes(struct json *j, const struct ladder *l)
{
    json_array(j, "lanes");
    for (size_t i = 0; i < l->nlanes; i++) {
        const struct lane *lane = &l->lanes[i];
        json_object(j, NULL);
        json_str(j, "label", lane->label);
        json_str_opt(j, "sub", lane->sub);
        json_str_opt(j, "cluster", lane->cluster);
        json_bool(j, "node", lane->node);
        json_end_object(j);
    }
    json_end_array(j);
}

static void
put_message(struct json *j, const struct item *it)
{
    if (it->message > 0)
        json_int(j, "message", it->message);
    json_str_opt(j, "method", it->method);
    if (it->status > 0)
        json_int(j, "status", it->status);
    json_str_opt(j, "call_id", it->call_id);
    if (it->cseq >= 0)
        json_int(j, "cseq", it->cseq);
    json_str_opt(j, "cseq_method", it->cseq_method);
    json_str_opt(j, "transport", it->transport);
    if (it->remote_port > 0)
        json_int(j, "remote_port", it->remote_port);
}

static void
put_flags(struct json *j, const struct ladder_row *r)
{
    if (r->response)
        json_bool(j, "response", true);
    if (r->bad)
        json_bool(j, "bad", true);
    if (r->inferred)
        json_bool(j, "inferred", true);
    if (r->from_calllog)
        json_bool(j, "from_calllog", true);
    if (r->repeats > 0)
        json_int(j, "repeats", (int64_t)r->repeats);
}

static void
put_row(struct json *j, struct arena *a, const struct ladder_row *r)
{
    json_object(j, NULL);
    json_str(j, "shape", r->shape == LADDER_ARROW ? STR("arrow") : STR("note"));
    json_str_opt(j, "at", when_iso(a, r->at));
    if (r->delta_ms >= 0)
        json_int(j, "delta_ms", r->delta_ms);
    json_int(j, "from", (int64_t)r->from);
    json_int(j, "to", (int64_t)r->to);
    json_str(j, "label", r->label);
    json_str_opt(j, "detail", r->detail);
    json_str_opt(j, "change", r->change);
    json_str_opt(j, "topic", r->topic);
    json_str_opt(j, "purpose", r->purpose);
    put_flags(j, r);
    if (r->item && r->shape == LADDER_ARROW)
        put_message(j, r->item);
    if (r->item)
        evidence_json_array(j, &r->item->evidence, 1);
    json_end_object(j);
    arena_reset(a);
}

void
render_json(
    struct out *o, const struct ladder *l, const struct render_options *opt)
{
    (void)opt;
    struct arena a = {0};
    struct json j;
    json_init(&j, o);
    json_object_of(&j, "ladder");
    if (l->call > 0)
        json_int(&j, "call", l->call);
    json_str_opt(&j, "title", l->title);
    put_lanes(&j, l);
    json_array(&j, "rows");
    for (size_t i = 0; i < l->nrows; i++)
        put_row(&j, &a, &l->rows[i]);
    json_end_array(&j);
    if (l->hidden > 0)
        json_int(&j, "hidden", (int64_t)l->hidden);
    json_end_object(&j);
    json_line(&j);
    arena_free(&a);
}
