/* SPDX-License-Identifier: MIT
 *
 * What happened to a call, step by step as a reader would tell it: noted while
 * the call is made, written with its truth. Kinds and keys are those of the
 * steps that cmtrail shows. */
#include "run.h"

static struct told_list *
list_of(struct call *c)
{
    return c->story != NULL ? &c->story->told : &c->told;
}

/* The list outlives any call of a story but its first one. */
struct told *
tell(struct call *c, const char *kind)
{
    struct call *keeper = c->story != NULL ? c->story->pairs[0] : c;
    struct told_list *list = list_of(c);
    struct told *t = arena_alloc(&keeper->arena, sizeof(*t));

    *t = (struct told){.kind = kind, .arena = &keeper->arena};
    if (list->last != NULL)
        list->last->next = t;
    else
        list->first = t;
    list->last = t;
    return t;
}

void
told_set(struct told *t, enum told_key key, struct str v)
{
    t->v[key] = v.n > 0 ? str_dup(t->arena, v) : v;
}

struct told *
tell_move(struct call *c, const char *kind, struct str from, struct str to)
{
    struct told *t = tell(c, kind);

    told_set(t, TOLD_FROM, from);
    told_set(t, TOLD_TO, to);
    return t;
}

static bool
has_address(enum leg_kind kind)
{
    return kind == LEG_PHONE || kind == LEG_SCCP;
}

void
tell_caller(struct call *c)
{
    struct told *t = tell(c, "extension");

    told_set(t, TOLD_NUMBER, c->f.v[FIELD_dn_a]);
    if (has_address(c->leg_a)) {
        told_set(t, TOLD_DEVICE, c->phone_a->dev);
        told_set(t, TOLD_IP, c->phone_a->conn.ip);
    }
    if (c->trunk_in != NULL)
        told_set(tell(c, "trunk"), TOLD_DEVICE, c->trunk_in->name);
}

void
tell_analysis(struct call *c, bool match)
{
    struct told *t = tell(c, "digit_analysis");

    told_set(t, TOLD_CALLING, c->f.v[FIELD_dn_a]);
    told_set(t, TOLD_DIALED, c->f.v[FIELD_dialed]);
    if (!match)
        return;
    told_set(t, TOLD_PATTERN, c->f.v[FIELD_pattern]);
    told_set(t, TOLD_CALLED, c->f.v[FIELD_called]);
    if (!str_eq(c->f.v[FIELD_transformed], c->f.v[FIELD_dialed]))
        tell_move(
            c, "translation", c->f.v[FIELD_dialed], c->f.v[FIELD_transformed]);
}

/* Who is called by number only: behind a trunk or a gateway, or a line that
 * is not asked. */
void
tell_number(struct call *c)
{
    told_set(tell(c, "extension"), TOLD_NUMBER, c->f.v[FIELD_called]);
}

/* The called side is asked: what becomes of it is its status. */
void
tell_asked(struct call *c)
{
    c->told_b = NULL;
    if (c->trunk == &c->w->trunks[TRUNK_RECORDER])
        return;
    if (c->trunk != NULL) {
        if (c->member == 0 && c->mail == NULL)
            tell_number(c);
        c->told_b = tell(c, "trunk");
        told_set(c->told_b, TOLD_DEVICE, c->trunk->name);
        return;
    }
    if (!has_address(c->leg_b)) {
        tell_number(c);
        return;
    }
    c->told_b = tell(c, "extension");
    told_set(c->told_b, TOLD_NUMBER, c->f.v[FIELD_called]);
    told_set(c->told_b, TOLD_DEVICE, c->phone_b->dev);
    told_set(c->told_b, TOLD_IP, c->phone_b->conn.ip);
}

void
tell_refused(struct call *c)
{
    if (c->told_b != NULL)
        told_set(c->told_b, TOLD_STATUS, c->f.v[FIELD_status]);
}

static const char *const KEYS[TOLD_KEYS] = {
    [TOLD_FROM] = "from",
    [TOLD_TO] = "to",
    [TOLD_REASON] = "reason",
    [TOLD_NUMBER] = "number",
    [TOLD_DEVICE] = "device",
    [TOLD_IP] = "ip",
    [TOLD_BY] = "by",
    [TOLD_CALLING] = "calling",
    [TOLD_DIALED] = "dialed",
    [TOLD_PATTERN] = "pattern",
    [TOLD_CALLED] = "called",
    [TOLD_STATUS] = "status",
};

void
told_write(struct json *j, const struct told_list *list)
{
    json_array(j, "steps");
    for (const struct told *t = list->first; t != NULL; t = t->next) {
        json_object(j, NULL);
        json_str(j, "kind", str_from(t->kind));
        for (int i = 0; i < TOLD_KEYS; i++) {
            if (t->v[i].n == 0)
                continue;
            if (i == TOLD_STATUS)
                json_raw(j, KEYS[i], t->v[i]);
            else
                json_str(j, KEYS[i], t->v[i]);
        }
        json_end_object(j);
    }
    json_end_array(j);
}
