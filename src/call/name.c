/* SPDX-License-Identifier: MIT
 *
 * Names for people: of a node, its cluster, a peer, a transport, a certificate,
 * a trunk. */
#include "base/dn.h"
#include "call/joined.h"
#include "model/names.h"

struct str
node_name(struct correlator *c, size_t space)
{
    const struct space *sp = &c->spaces[space];
    char digits[STR_I64_MAX];
    if (sp->node != 0)
        return keep(c, str_range(digits, str_put_i64(digits, sp->node)));
    if (sp->kind == SOURCE_IOS && sp->host.n == 0)
        return STR("gateway"); /* it does not say who it is */
    return sp->host.n ? sp->host : sp->address;
}

struct str
cluster_text(const struct cluster *k)
{
    return k->label.n ? k->label : k->name.n ? k->name : k->guid;
}

struct str
cluster_name(const struct correlator *c, size_t space)
{
    return cluster_text(&c->clusters[c->spaces[space].cluster]);
}

struct str
cluster_key(const struct correlator *c, size_t space)
{
    const struct cluster *k = &c->clusters[c->spaces[space].cluster];
    struct str name = cluster_text(k);
    return name.n ? name : k->address;
}

struct str
peer_text(struct correlator *c, struct str ip, int32_t port)
{
    return keep(c, peer_name(&c->scratch, ip, port));
}

struct str
transport_of(const struct conn_state *k)
{
    return k->udp ? STR("UDP") : k->tls ? STR("TLS") : STR("TCP");
}

/* The CN of a subject, in either order of its parts. */
struct str
subject_cn(struct correlator *c, struct str subject)
{
    return keep(c, dn_cn(&c->scratch, subject));
}

/* The trunk that a connection of this dialog is for; where its name is not
 * known, the process that got the certificate. */
static struct str
trunk_of_connections(struct correlator *c, const struct dialog *d)
{
    for (size_t i = 0; i < d->nconns; i++) {
        const struct conn_state *k = &c->conns[d->conns[i]];
        bool trunk = str_eq(process_class(k->process), STR("SIPD"));
        if (k->process.n > 0 && !trunk)
            continue;
        struct str name = device_of_connection(c, k);
        if (name.n > 0 || trunk)
            return name.n > 0 ? name : k->process;
    }
    return (struct str){0};
}

struct str
trunk_name(struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    if (l->device.n > 0)
        return l->device;
    struct str name = {0};
    if (l->dialogs != NONE)
        name = trunk_of_connections(c, &c->dialogs[l->dialogs]);
    bool named = name.n > 0 && !str_eq(process_class(name), STR("SIPD"));
    return named || l->sipd.n == 0 ? name : l->sipd;
}

/* Whether the leg was named for a later dialog of it, another branch of a route
 * list: between the beginnings of both. */
static bool
is_named_for_later(struct correlator *c, size_t leg, const struct dialog *d)
{
    const struct leg_state *l = &c->legs[leg];
    const struct mark *named = NULL; /* first */
    for (size_t i = l->namings; i != NONE; i = c->namings[i].next)
        named = &c->namings[i].at;
    for (size_t i = l->dialogs; named && i != NONE; i = c->dialogs[i].next)
        if (mark_before(c, &d->first, named) &&
            mark_before(c, named, &c->dialogs[i].first))
            return true;
    return false;
}

struct str
trunk_of_dialog(struct correlator *c, size_t leg, const struct dialog *d)
{
    if (d->trunk && d->device.n > 0)
        return d->device;
    for (size_t i = c->legs[leg].namings; i != NONE; i = c->namings[i].next)
        if (mark_before(c, &c->namings[i].at, &d->first))
            return c->namings[i].device;
    struct str name =
        is_named_for_later(c, leg, d) ? (struct str){0} : trunk_name(c, leg);
    return name.n > 0 ? name : trunk_of_connections(c, d);
}

bool
leg_is_trunk(struct correlator *c, size_t leg)
{
    const struct leg_state *l = &c->legs[leg];
    if (l->kind != KIND_UNKNOWN)
        return l->kind == KIND_TRUNK;
    return l->device.n == 0 && trunk_name(c, leg).n > 0;
}
