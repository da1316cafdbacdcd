/* SPDX-License-Identifier: MIT
 *
 * Which trunk a leg is on, where the line that says so for the one call is not
 * there: the process that handles the leg is a trunk's, and other lines name
 * that process; or the trunk's destination is the peer. FORMAT 6. */
#include "call/joined.h"

void
trunk_signal(struct correlator *c, size_t space, size_t leg,
    const struct row_signal *s, const struct mark *at)
{
    struct leg_state *l = &c->legs[leg];
    struct str from = process_class(s->from_process);
    bool own = str_eq(from, STR("Cdcc")) || str_ends(from, STR("ListCdrc"));
    if (!own || !str_eq(process_class(s->to_process), STR("SIPD")))
        return;
    keep_last(c, &l->sipd, s->to_process);
    /* A list may try several: each time it is asked who that is. */
    if (!str_eq(s->name, STR("CcSetupReq")))
        return;
    struct str name = device_of_process(c, space, s->to_process);
    if (name.n > 0 || l->namings != NONE)
        leg_name(
            c, leg, name.n > 0 ? name : s->to_process, (struct str){0}, at);
}

/* By a process that other lines of a node which saw the leg name. */
static struct str
name_by_process(struct correlator *c, size_t leg)
{
    struct str name = {0};
    for (size_t s = leg; s != NONE && name.n == 0; s = c->legs[s].next_same)
        if (c->legs[s].sipd.n > 0)
            name = device_of_trunk(c, c->legs[s].space, c->legs[s].sipd);
    return name;
}

/* By where the trunks lead to that are known. */
static struct str
name_by_peer(struct correlator *c, const struct leg_state *l)
{
    struct str name = {0};
    for (size_t d = l->dialogs; d != NONE && name.n == 0;
         d = c->dialogs[d].next)
        if (c->dialogs[d].nconns > 0 && c->dialogs[d].device.n == 0)
            name = device_of_connection(c, &c->conns[c->dialogs[d].conns[0]]);
    return name;
}

void
trunk_names(struct correlator *c)
{
    for (size_t i = 0; i < c->nlegs; i++) {
        struct leg_state *l = &c->legs[i];
        bool may_be = l->kind == KIND_TRUNK || l->kind == KIND_UNKNOWN;
        if (l->same != i || !may_be || l->device.n > 0)
            continue;
        l->device = name_by_process(c, i);
        if (l->device.n == 0) {
            l->device = name_by_peer(c, l);
            l->trunk_by_peer = l->device.n > 0;
        }
        if (l->device.n > 0)
            l->kind = KIND_TRUNK;
        arena_reset(&c->scratch);
    }
}
