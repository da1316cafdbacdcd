/* SPDX-License-Identifier: MIT
 *
 * The table of connections; when they are many, one row for all that say the
 * same of the same peer. */
#include <inttypes.h>

#include "model/names.h"
#include "render/cells.h"

enum {
    WIDEST = 160,   /* from here on there is room for close and protocol, */
    WIDER = 120,    /* for the time a connection was opened, */
    HANDSHAKE = 90, /* and for that of its handshake */
};

/* "1, 2, 3", cut when there are many. */
static struct str
calls_text(struct arena *a, const struct connection *c)
{
    enum { NAMED = 8 };
    struct str all = STR("");
    for (size_t i = 0; i < c->ncalls && i < NAMED; i++)
        all = str_fmt(a, STR_FMT "%s%" PRId64, STR_ARG(all), i > 0 ? ", " : "",
            c->calls[i]);
    if (c->ncalls > NAMED)
        all = str_fmt(
            a, STR_FMT " and %zu more", STR_ARG(all), c->ncalls - NAMED);
    return all;
}

/* "TLS out", the way it was opened. */
static struct str
way_opened(struct arena *a, const struct connection *c)
{
    struct str way = STR("");
    if (str_eq(c->direction, STR("outgoing")))
        way = STR(" out");
    if (str_eq(c->direction, STR("incoming")))
        way = STR(" in");
    return str_fmt(a, STR_FMT STR_FMT, STR_ARG(c->transport), STR_ARG(way));
}

/* The day on which all of them were opened; empty when there are several. */
static struct str
common_day(struct arena *a, const struct connection *v, size_t n)
{
    struct str day = STR("");
    for (size_t i = 0; i < n; i++) {
        struct str iso = when_iso(a, v[i].opened);
        size_t t = str_find_byte(iso, 'T');
        if (t == iso.n)
            continue;
        if (day.n > 0 && !str_eq(day, str_sub(iso, 0, t)))
            return STR("");
        day = str_sub(iso, 0, t);
    }
    return day;
}

/* Where there is little room, only where the day must be said. */
static struct str
opened_text(
    struct arena *a, const struct connection *c, struct str day, bool wide)
{
    if (day.n == 0)
        return cells_start(a, &c->opened, wide);
    return wide ? str_sub(when_clock(a, c->opened), 0, 8) : STR("");
}

/* When it was, or why there is none. What was not done is said at any width. */
static struct str
handshake_text(struct arena *a, const struct connection *c, bool wide)
{
    struct str clock = str_sub(when_clock(a, c->handshake), 0, 8);
    bool failed = str_eq(c->handshake_state, STR("failed"));
    if (clock.n > 0 && !failed)
        return wide ? clock : STR("");
    if (str_eq(c->handshake_state, STR("before")))
        return STR("earlier");
    return c->handshake_state;
}

static bool
has_two_nodes(const struct connection *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!str_eq(v[i].node, v[0].node))
            return true;
    return false;
}

/* Two clusters may both have a node 1. */
static bool
has_two_clusters(const struct connection *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!str_eq(v[i].cluster, v[0].cluster))
            return true;
    return false;
}

void
render_connections_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt)
{
    static const struct cell_column cols[] = {
        {"conn", true, 4},
        {"cluster", false, 7},
        {"node", false, 4},
        {"direction", false, 7},
        {"peer", false, 17},
        {"trunk or device", false, 6},
        {"opened", false, 19},
        {"handshake", false, 8},
        {"closed", false, 8},
        {"CN", false, 12},
        {"cipher", false, 10},
        {"protocol", false, 7},
        {"grade", false, 5},
        {"expected", false, 8},
        {"calls", false, 5},
    };
    struct cells s = {0};
    struct str day = common_day(&s.a, v, n);
    bool clusters = has_two_clusters(v, n);
    bool nodes = clusters || has_two_nodes(v, n);
    for (size_t i = 0; i < n; i++) {
        const struct connection *c = &v[i];
        cells_int(&s, c->connection);
        cells_add(&s, clusters ? c->cluster : STR(""));
        cells_add(&s, cells_wide(opt, WIDER) || nodes ? c->node : STR(""));
        cells_add(&s, way_opened(&s.a, c));
        cells_add(&s, peer_name(&s.a, c->remote_ip, c->remote_port));
        cells_add(&s, cells_joined(&s.a, c->trunks, c->ntrunks));
        cells_add(&s, opened_text(&s.a, c, day, cells_wide(opt, WIDER)));
        cells_add(&s, handshake_text(&s.a, c, cells_wide(opt, HANDSHAKE)));
        cells_add(&s, cells_wide(opt, WIDEST)
                          ? str_sub(when_clock(&s.a, c->closed), 0, 8)
                          : STR(""));
        cells_add(&s, c->cn);
        cells_add(&s, c->cipher);
        cells_add(&s, cells_wide(opt, WIDEST) ? c->protocol : STR(""));
        cells_add(&s, c->grade);
        cells_add(&s, c->expected);
        cells_add(&s, calls_text(&s.a, c));
    }
    cells_finish(&s, o, cols, COUNTOF(cols), opt);
}

/* The one that all have, or how many there are. */
static struct str
one_or_many(struct arena *a, struct str one, size_t n, const char *what)
{
    return n > 1 ? str_fmt(a, "%zu %s", n, what) : one;
}

void
render_groups_text(struct out *o, const struct ledger_group *v, size_t n,
    const struct render_options *opt)
{
    static const struct cell_column cols[] = {
        {"first", false, 14},
        {"last", false, 14},
        {"cluster", false, 7},
        {"node", false, 4},
        {"direction", false, 7},
        {"peer", false, 15},
        {"trunk or device", false, 6},
        {"CN", false, 12},
        {"cipher", false, 10},
        {"grade", false, 5},
        {"expected", false, 8},
        {"connections", true, 4},
        {"calls", true, 5},
    };
    struct cells s = {0};
    bool wide = cells_wide(opt, WIDER), clusters = false;
    for (size_t i = 1; i < n; i++)
        clusters =
            clusters || !str_eq(v[i].first->cluster, v[0].first->cluster);
    for (size_t i = 0; i < n; i++) {
        const struct connection *c = v[i].first;
        cells_add(&s, cells_start(&s.a, &c->seen, wide));
        cells_add(&s, cells_start(&s.a, &v[i].last->last, wide));
        cells_add(&s, clusters ? c->cluster : STR(""));
        cells_add(&s, c->node);
        cells_add(&s, way_opened(&s.a, c));
        cells_add(&s, one_or_many(&s.a, c->remote_ip, v[i].peers, "peers"));
        cells_add(
            &s, one_or_many(&s.a, cells_joined(&s.a, c->trunks, c->ntrunks),
                    v[i].devices, "devices"));
        cells_add(&s, one_or_many(&s.a, c->cn, v[i].names, "names"));
        cells_add(&s, c->cipher);
        cells_add(&s, c->grade);
        cells_add(&s, c->expected);
        cells_int(&s, (int64_t)v[i].connections);
        cells_int(&s, v[i].calls);
    }
    cells_finish(&s, o, cols, COUNTOF(cols), opt);
}
