/* SPDX-License-Identifier: MIT
 *
 * Which legs are trunks' or gateways' by the form of their names; and which
 * trunk a leg is on, where the line that says so for the one call is not
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

/* The protocol of a gateway with such a name: CUCM calls MGCP ports
 * "S0/SU2/DS1-0@gateway" and H.323 gateways by their address, and nothing else
 * so. Empty for other names. */
static struct str
gateway_protocol(struct str name)
{
    int64_t octet = 0;
    struct str rest = name;
    size_t at = str_find_byte(name, '@');
    if (at < name.n)
        return str_find_byte(name, '/') < at ? STR("MGCP") : (struct str){0};
    for (int i = 0; i < 4; i++)
        if (!str_to_i64(str_cut(&rest, '.'), &octet) || octet < 0 ||
            octet > UINT8_MAX)
            return (struct str){0};
    return rest.n == 0 ? STR("H.323") : (struct str){0};
}

/* "SEP" and a MAC address. */
static bool
is_phone_name(struct str s)
{
    uint64_t mac = 0;
    return s.n == 15 && str_starts(s, STR("SEP")) &&
           str_to_hex(str_skip(s, 3), &mac);
}

/* Legs of which only a call log's name is known: what other rows say of the
 * name, and its form. */
void
trunk_kinds(struct correlator *c)
{
    struct map trunks;
    map_init(&trunks, &c->made);
    for (size_t i = 0; i < c->ndialogs; i++)
        if (c->dialogs[i].trunk && c->dialogs[i].device.n > 0)
            map_put(&trunks, c->dialogs[i].device, i, NULL);
    for (size_t i = 0; i < c->nlegs; i++) {
        struct leg_state *l = &c->legs[i];
        /* Signals of a phone's bridge can look like a trunk's. */
        if (l->kind == KIND_TRUNK && is_phone_name(l->device))
            l->kind = KIND_PHONE;
        if (l->same != i || l->kind != KIND_UNKNOWN || l->device.n == 0 ||
            l->dialogs != NONE)
            continue;
        struct str protocol = gateway_protocol(l->device);
        if (map_get(&trunks, l->device) != NULL) {
            l->kind = KIND_TRUNK;
        } else if (protocol.n > 0) {
            l->kind = KIND_GATEWAY;
            l->protocol = protocol;
        }
    }
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
