/* SPDX-License-Identifier: MIT
 *
 * Names in: which device stands behind a process, a database key, a CI or a
 * connection; route lists and their members. FORMAT 6. */
#include "call/feed.h"

static void
name_process(
    struct correlator *c, size_t space, struct str process, struct str name)
{
    struct str key = process_key(c, process);
    if (key.n == 0 || name.n == 0 || process_none(process))
        return;
    keep(c, name);
    const size_t *text = map_get(&c->strings, name);
    *map_put(&c->by_process, space_key(c, space, key), *text, NULL) = *text;
}

static void
name_pkid(struct correlator *c, size_t space, struct str pkid, struct str name)
{
    if (pkid.n == 0 || name.n == 0)
        return;
    keep(c, name);
    const size_t *text = map_get(&c->strings, name);
    *map_put(&c->by_pkid, space_key(c, space, pkid), *text, NULL) = *text;
}

/* The instance of "SIPCdpc(48)" or "SIPCdpc(3,100,84,48)", with its space. */
static uint64_t
cdpc_key(size_t space, struct str process)
{
    size_t open = str_find_byte(process, '(');
    struct str inside = str_skip(process, open + 1);
    inside = str_sub(inside, 0, str_find_byte(inside, ')'));
    if (open >= process.n)
        inside = process;
    size_t comma = str_rfind_byte(inside, ',');
    int64_t instance = -1;
    if (!str_to_i64(
            str_trim(comma < inside.n ? str_skip(inside, comma + 1) : inside),
            &instance))
        instance = -1;
    return (uint64_t)space << 32 | ((uint64_t)instance & UINT32_MAX);
}

static void
feed_process(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_process *p = &row->u.process;
    if (!str_eq(p->what, STR("ci")) || p->ci == 0)
        return;
    size_t leg = leg_get(c, space, p->ci);
    struct mark at = c->at;
    mark_first(c, &c->legs[leg].first, &at);
    *map_put_u64(&c->cdpc_ci, cdpc_key(space, p->process), leg, NULL) = leg;
    touch(c, row->at.event, leg, NONE, NONE);
}

void
leg_name(struct correlator *c, size_t leg, struct str device, struct str ip,
    const struct mark *at)
{
    struct leg_state *l = &c->legs[leg];
    if (device.n == 0)
        return;
    keep_last(c, &l->device, device);
    if (l->namings != NONE && str_eq(c->namings[l->namings].device, l->device))
        return;
    c->namings = GROW(c->namings, c->nnamings, c->capnamings);
    c->namings[c->nnamings] = (struct naming){
        .next = l->namings, .at = *at, .device = l->device, .ip = keep(c, ip)};
    l->namings = c->nnamings++;
}

/* LocalizeOutpulsedNumber: the SIPCdpc of a CI is on this trunk. */
static void
feed_call_device(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_device *r = &row->u.device;
    size_t leg = NONE;
    if (r->ci != 0) {
        leg = leg_get(c, space, r->ci);
    } else {
        const size_t *i = map_get_u64(&c->cdpc_ci, cdpc_key(space, r->process));
        if (i == NULL)
            return;
        leg = *i;
    }
    struct mark at = c->at;
    leg_name(c, leg, r->name, (struct str){0}, &at);
    /* This line says it itself, better than the signal to the process. */
    if (c->legs[leg].namings != NONE)
        c->namings[c->legs[leg].namings].at = at;
    if (c->legs[leg].kind == KIND_UNKNOWN)
        c->legs[leg].kind = KIND_TRUNK;
    touch(c, row->at.event, leg, NONE, NONE);
}

static void
feed_connection_device(
    struct correlator *c, size_t space, const struct row *row)
{
    const struct row_device *r = &row->u.device;
    name_process(c, space, r->process, r->name);
    const size_t *i =
        map_get(&c->conn_by_index, connection_key(c, space, r->conn_index));
    if (i != NULL && !mark_set(&c->conns[*i].closed))
        keep_last(c, &c->conns[*i].device, r->name);
}

static struct str
destination_key(struct correlator *c, size_t space, struct str ip, int32_t port)
{
    return KEY(&c->scratch, KEY_NUMBER(space), ip, KEY_NUMBER(port));
}

/* "SIPD(9)" of the line, or of "SIPD(1,100,84,9)": on one node that is the
 * same process. */
static struct str
instance_key(struct correlator *c, size_t space, struct str process)
{
    return KEY(&c->scratch, process_class(process),
        KEY_NUMBER(cdpc_key(space, process)));
}

/* Two trunks with one destination: it names neither. */
static void
name_once(struct correlator *c, struct str key, size_t text)
{
    bool made = false;
    size_t *slot = map_put(&c->trunk_by_place, key, text, &made);
    if (!made && *slot != text)
        *slot = NONE;
}

/* A trunk that came into service: its process and where it leads to. */
static void
name_trunk(struct correlator *c, size_t space, const struct row_device *r)
{
    if (r->name.n == 0)
        return;
    keep(c, r->name);
    size_t text = *map_get(&c->strings, r->name);
    if (r->process.n > 0)
        *map_put(&c->trunk_by_place, instance_key(c, space, r->process), text,
            NULL) = text;
    if (r->ip.n == 0)
        return;
    name_once(c, destination_key(c, space, r->ip, r->port), text);
    name_once(c, destination_key(c, space, r->ip, 0), text);
}

static struct str
name_at(const struct correlator *c, struct str key)
{
    const size_t *text = map_get(&c->trunk_by_place, key);
    return text && *text != NONE ? c->text[*text] : (struct str){0};
}

struct str
device_of_trunk(struct correlator *c, size_t space, struct str process)
{
    struct str name = device_of_process(c, space, process);
    /* The registration's line has no node: it is of the one that logged it. */
    bool here = process_node(process) == c->spaces[space].node;
    if (name.n == 0 && here && str_eq(process_class(process), STR("SIPD")))
        name = name_at(c, instance_key(c, space, process));
    return name;
}

struct str
device_of_connection(struct correlator *c, const struct conn_state *k)
{
    struct str name = device_of_trunk(c, k->space, k->process);
    bool out = str_eq(conn_direction(k), STR("outgoing"));
    if (name.n == 0 && k->process.n == 0)
        name = name_at(c, destination_key(c, k->space, k->remote_ip,
                              out ? k->remote_port : 0));
    return name;
}

void
feed_device(struct correlator *c, size_t space, const struct row *row)
{
    if (row->kind == ROW_PROCESS) {
        feed_process(c, space, row);
        return;
    }
    const struct row_device *r = &row->u.device;
    if (str_eq(r->what, STR("call"))) {
        feed_call_device(c, space, row);
    } else if (str_eq(r->what, STR("connection"))) {
        feed_connection_device(c, space, row);
    } else {
        name_process(c, space, r->process, r->name);
        name_pkid(c, space, r->pkid, r->name);
        if (str_eq(r->what, STR("registered")))
            name_trunk(c, space, r);
    }
}

void
feed_route(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_route *r = &row->u.route;
    int64_t ci = r->ci;
    if (ci == 0) {
        const struct ring_signal *parent =
            ring_find(&c->spaces[space], record_seq(mark_record(&c->at)));
        ci = parent != NULL ? parent->ci : 0;
    }
    c->routes = GROW(c->routes, c->nroutes, c->caproutes);
    c->routes[c->nroutes++] = (struct route_state){
        .space = space,
        .ci = ci,
        .what = keep(c, r->what),
        .name = keep(c, r->name),
        .pkid = keep(c, r->pkid),
        .branch = r->branch,
        .at = c->at,
    };
    if (ci == 0)
        return;
    size_t leg = leg_get(c, space, ci);
    if (str_eq(r->what, STR("list")))
        keep_once(c, &c->legs[leg].list, r->name);
    touch(c, row->at.event, leg, NONE, NONE);
}
