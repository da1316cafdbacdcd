/* SPDX-License-Identifier: MIT
 *
 * The tables of calls and of connections. Columns in which nothing stands are
 * left out, so that the others have room. */
#include "render/render.h"

#include <inttypes.h>

#include "base/arena.h"
#include "model/names.h"
#include "render/words.h"

enum {
    COLUMNS_MAX = 12,
    WIDE = 100,     /* from here on there is room for whole dates, */
    WIDER = 120,    /* for the time a connection was opened, */
    HANDSHAKE = 90, /* and for that of its handshake */
};

/* A table being filled, row by row. */
struct sheet {
    struct arena a;
    struct str *cells;
    size_t n, cap;
};

static void
add(struct sheet *s, struct str cell)
{
    s->cells =
        arena_grow(&s->a, s->cells, &s->cap, s->n + 1, sizeof(*s->cells));
    s->cells[s->n++] = cell;
}

static void
add_int(struct sheet *s, int64_t v)
{
    add(s, str_fmt(&s->a, "%" PRId64, v));
}

static struct str
joined(struct arena *a, const struct str *v, size_t n)
{
    struct str all = n > 0 ? v[0] : STR("");
    for (size_t i = 1; i < n && all.n < 200; i++)
        all = str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(all), STR_ARG(v[i]));
    return all;
}

static bool
has_content(const struct sheet *s, size_t ncols, size_t col)
{
    for (size_t i = col; i < s->n; i += ncols)
        if (s->cells[i].n > 0)
            return true;
    return false;
}

/* Draws and frees. */
static void
finish(struct sheet *s, struct out *o, const struct cell_column *cols,
    size_t ncols, const struct render_options *opt)
{
    struct cell_column kept[COLUMNS_MAX];
    size_t n = 0, cells = 0;
    bool keep[COLUMNS_MAX];
    for (size_t i = 0; i < ncols; i++) {
        keep[i] = has_content(s, ncols, i);
        if (keep[i])
            kept[n++] = cols[i];
    }
    for (size_t i = 0; i < s->n; i++)
        if (keep[i % ncols])
            s->cells[cells++] = s->cells[i];
    render_table(o, kept, n, s->cells, n > 0 ? cells / n : 0, opt);
    arena_free(&s->a);
}

/* "2020-06-28 17:31:29"; without the year where there is little room. */
static struct str
start_text(struct arena *a, const struct when *w, bool wide)
{
    struct str iso = when_iso(a, *w);
    size_t t = str_find_byte(iso, 'T');
    if (t == iso.n)
        return str_sub(iso, 0, 8);
    size_t year = wide ? 0 : 5;
    return str_fmt(a, STR_FMT " " STR_FMT,
        STR_ARG(str_sub(iso, year, t - year)), STR_ARG(str_sub(iso, t + 1, 8)));
}

static bool
is_wide(const struct render_options *opt, size_t width)
{
    return opt->width == 0 || opt->width >= width;
}

/* Only where the number was changed on its way. */
static struct str
called_text(const struct call *c)
{
    if (c->dialed.n > 0 && str_eq(c->called, c->dialed))
        return STR("");
    if (c->dialed.n > 0 && c->called.n == 0)
        return STR("");
    return words_who(c->called, c->called_device);
}

/* Trunks by name, otherwise the addresses. */
static struct str
way_text(struct arena *a, const struct call *c)
{
    if (c->ntrunks > 0)
        return joined(a, c->trunks, c->ntrunks);
    return joined(a, c->peers, c->npeers);
}

static struct str
cn_text(struct arena *a, const struct call *c)
{
    struct str all = STR("");
    for (size_t i = 0; i < c->ntls && all.n < 200; i++) {
        if (c->tls[i].cn.n == 0)
            continue;
        all = all.n == 0 ? c->tls[i].cn
                         : str_fmt(a, STR_FMT ", " STR_FMT, STR_ARG(all),
                               STR_ARG(c->tls[i].cn));
    }
    return all;
}

void
render_calls_text(struct out *o, const struct call *calls, size_t n,
    const struct render_options *opt)
{
    static const struct cell_column cols[] = {
        {"call", true, 4},
        {"start", false, 19}, /* a time that is cut says nothing */
        {"duration", true, 8},
        {"calling", false, 5},
        {"dialed", false, 5},
        {"called", false, 5},
        {"outcome", false, 8},
        {"trunk or peer", false, 8},
        {"TLS CN", false, 6},
    };
    struct sheet s = {0};
    for (size_t i = 0; i < n; i++) {
        const struct call *c = &calls[i];
        add_int(&s, c->call);
        add(&s, start_text(&s.a, &c->start, is_wide(opt, WIDE)));
        add(&s, c->duration_ms >= 0 ? when_duration(&s.a, c->duration_ms)
                                    : STR(""));
        add(&s, words_who(c->calling, c->calling_device));
        add(&s, c->dialed);
        add(&s, called_text(c));
        add(&s, words_outcome(&s.a, c));
        add(&s, way_text(&s.a, c));
        add(&s, cn_text(&s.a, c));
    }
    finish(&s, o, cols, COUNTOF(cols), opt);
}

static struct str
peer_text(struct arena *a, const struct connection *c)
{
    bool six = str_find_byte(c->remote_ip, ':') < c->remote_ip.n;
    if (c->remote_port == 0)
        return c->remote_ip;
    return str_fmt(a, "%s" STR_FMT "%s:%d", six ? "[" : "",
        STR_ARG(c->remote_ip), six ? "]" : "", (int)c->remote_port);
}

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
        return start_text(a, &c->opened, wide);
    return wide ? str_sub(when_clock(a, c->opened), 0, 8) : STR("");
}

static bool
has_two_nodes(const struct connection *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!str_eq(v[i].node, v[0].node))
            return true;
    return false;
}

void
render_connections_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt)
{
    static const struct cell_column cols[] = {
        {"conn", true, 4},
        {"node", false, 4},
        {"direction", false, 7},
        {"peer", false, 17},
        {"trunk or device", false, 6},
        {"opened", false, 19},
        {"handshake", false, 8},
        {"CN", false, 12},
        {"cipher", false, 10},
        {"grade", false, 5},
        {"calls", false, 5},
    };
    struct sheet s = {0};
    struct str day = common_day(&s.a, v, n);
    bool nodes = has_two_nodes(v, n);
    for (size_t i = 0; i < n; i++) {
        const struct connection *c = &v[i];
        add_int(&s, c->connection);
        add(&s, is_wide(opt, WIDER) || nodes ? c->node : STR(""));
        add(&s, way_opened(&s.a, c));
        add(&s, peer_text(&s.a, c));
        add(&s, joined(&s.a, c->trunks, c->ntrunks));
        add(&s, opened_text(&s.a, c, day, is_wide(opt, WIDER)));
        add(&s, is_wide(opt, HANDSHAKE)
                    ? str_sub(when_clock(&s.a, c->handshake), 0, 8)
                    : STR(""));
        add(&s, c->cn);
        add(&s, c->cipher);
        add(&s, c->grade);
        add(&s, calls_text(&s.a, c));
    }
    finish(&s, o, cols, COUNTOF(cols), opt);
}
