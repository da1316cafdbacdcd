/* SPDX-License-Identifier: MIT
 *
 * One pass in the order of the connections' numbers (the time when they were
 * first seen), with what was last seen of each peer in maps. */
#include "tls/ledger.h"

#include <stdlib.h>

#include "base/dn.h"
#include "base/key.h"
#include "base/map.h"

static bool
is_set(const struct when *w)
{
    return w->utc_ms != WHEN_UNKNOWN || w->tod_ms != WHEN_UNKNOWN;
}

static bool
is_tls(const struct connection *c)
{
    return str_eq(c->transport, STR("TLS"));
}

/* Names in the certificate are compared as sets of attributes. */
static bool
other_subject(
    struct arena *a, const struct connection *x, const struct connection *y)
{
    if (str_eq(x->subject, y->subject))
        return false;
    return !dn_text_equal(a, x->subject, y->subject);
}

static struct str
handshake_of(const struct connection *c)
{
    if (!is_tls(c))
        return STR("");
    for (size_t i = 0; i < c->nevents; i++)
        if (c->events[i].kind >= TLS_VERIFY)
            return STR("failed");
    if (is_set(&c->handshake))
        return STR("seen");
    if (!is_set(&c->opened))
        return STR("before");
    if (c->heard)
        return STR("missing");
    return is_set(&c->closed) ? STR("failed") : STR("unfinished");
}

void
ledger_handshake(struct connection *c)
{
    c->handshake_state = handshake_of(c);
}

/* What has something to compare: a handshake, or no TLS for certain. */
static bool
is_comparable(const struct connection *c)
{
    return is_tls(c) ? is_set(&c->handshake) : c->plain;
}

/* -- changes --------------------------------------------------------------- */

/* Incoming ones come from any port. */
static struct str
peer_key(struct arena *a, const struct connection *c)
{
    bool out = str_eq(c->direction, STR("outgoing"));
    /* Behind one address there may be many phones. */
    struct str peer = !out && c->ntrunks ? c->trunks[0] : c->remote_ip;
    return KEY(a, c->cluster, c->node, c->direction, peer,
        KEY_NUMBER(out ? c->remote_port : c->local_port));
}

static struct str
trunk_key(struct arena *a, const struct connection *c)
{
    if (c->ntrunks != 1)
        return STR("");
    return KEY(a, c->cluster, c->node, c->direction, c->trunks[0]);
}

struct making {
    struct arena *a;
    struct arena scratch;
    struct connection *v;
    size_t n;
    struct map last_of_peer;  /* peer_key -> index of the latest seen so far */
    struct map last_of_trunk; /* trunk_key -> the same */
    struct map final_of_peer; /* peer_key -> the last of all */
    struct ledger *l;
    size_t changes_cap, pairs_cap;
};

static bool
compare(struct making *m, size_t before, size_t after, struct ledger_change *c)
{
    const struct connection *x = &m->v[before], *y = &m->v[after];
    *c = (struct ledger_change){.before = x, .after = y};
    c->transport = is_tls(x) != is_tls(y);
    if (is_tls(x) && is_tls(y)) {
        c->subject = other_subject(&m->scratch, x, y);
        c->san = !c->subject && !str_eq_nocase(x->san, y->san);
        c->cipher = !str_eq(x->cipher, y->cipher);
    }
    return c->transport || c->subject || c->san || c->cipher;
}

static void
add_change(struct making *m, size_t before, size_t after, bool moved)
{
    struct ledger_change c;
    struct ledger *l = m->l;
    if (!compare(m, before, after, &c))
        return;
    c.moved = moved;
    m->v[after].before = &m->v[before];
    l->changes = arena_grow(
        m->a, l->changes, &m->changes_cap, l->nchanges + 1, sizeof *l->changes);
    l->changes[l->nchanges++] = c;
}

/* A trunk that goes to several peers by turns has not changed. */
static bool
has_moved(struct making *m, size_t before, size_t after)
{
    const struct connection *x = &m->v[before];
    if (str_eq(x->remote_ip, m->v[after].remote_ip))
        return false;
    const size_t *final = map_get(&m->final_of_peer, peer_key(&m->scratch, x));
    return final && *final < after;
}

static void
look_at(struct making *m, size_t i)
{
    const struct connection *c = &m->v[i];
    bool made = false;
    size_t *last =
        map_put(&m->last_of_peer, peer_key(&m->scratch, c), i, &made);
    if (!made)
        add_change(m, *last, i, false);
    *last = i;
    struct str trunk = trunk_key(&m->scratch, c);
    if (!trunk.n)
        return;
    bool first = false;
    last = map_put(&m->last_of_trunk, trunk, i, &first);
    if (!first && made && has_moved(m, *last, i))
        add_change(m, *last, i, true);
    *last = i;
}

static void
find_changes(struct making *m)
{
    for (size_t i = 0; i < m->n; i++) {
        if (is_comparable(&m->v[i]))
            *map_put(&m->final_of_peer, peer_key(&m->scratch, &m->v[i]), i,
                NULL) = i;
        arena_reset(&m->scratch);
    }
    for (size_t i = 0; i < m->n; i++) {
        if (is_comparable(&m->v[i]))
            look_at(m, i);
        arena_reset(&m->scratch);
    }
}

/* -- the two directions ---------------------------------------------------- */

static struct str
both_key(struct arena *a, const struct connection *c)
{
    return KEY(a, c->cluster, c->node, c->remote_ip);
}

static void
add_pair(struct making *m, size_t out, size_t in)
{
    const struct connection *x = &m->v[out], *y = &m->v[in];
    struct ledger_pair p = {.out = x, .in = y};
    struct ledger *l = m->l;
    p.transport = is_tls(x) != is_tls(y);
    if (is_tls(x) && is_tls(y)) {
        p.subject = other_subject(&m->scratch, x, y);
        p.cipher = !str_eq(x->cipher, y->cipher);
    }
    if (!p.transport && !p.subject && !p.cipher)
        return;
    m->v[out].opposite = y;
    m->v[in].opposite = x;
    l->pairs = arena_grow(
        m->a, l->pairs, &m->pairs_cap, l->npairs + 1, sizeof *l->pairs);
    l->pairs[l->npairs++] = p;
}

/* The latest one of each direction. */
static void
find_pairs(struct making *m)
{
    struct map out;
    struct map in;
    map_init(&out, m->a);
    map_init(&in, m->a);
    for (size_t i = 0; i < m->n; i++) {
        const struct connection *c = &m->v[i];
        bool goes_out = str_eq(c->direction, STR("outgoing"));
        if (!is_comparable(c) || !c->direction.n)
            continue;
        *map_put(goes_out ? &out : &in, both_key(&m->scratch, c), i, NULL) = i;
        arena_reset(&m->scratch);
    }
    for (size_t i = 0; i < m->n; i++) {
        struct str key = both_key(&m->scratch, &m->v[i]);
        const size_t *x = map_get(&out, key), *y = map_get(&in, key);
        if (x && y && (*x > *y ? *x : *y) == i)
            add_pair(m, *x, *y);
        arena_reset(&m->scratch);
    }
}

void
ledger_make(struct arena *a, struct connection *v, size_t n, struct ledger *l)
{
    struct making m = {.a = a, .v = v, .n = n, .l = l};
    *l = (struct ledger){0};
    map_init(&m.last_of_peer, a);
    map_init(&m.last_of_trunk, a);
    map_init(&m.final_of_peer, a);
    find_changes(&m);
    find_pairs(&m);
    arena_free(&m.scratch);
}

/* -- many in few rows ------------------------------------------------------ */

/* whole: those that came in count by what they negotiated alone. */
static struct str
group_key(struct arena *a, const struct connection *c, bool whole)
{
    bool in = str_eq(c->direction, STR("incoming"));
    struct str none = STR("");
    struct str trunk = c->ntrunks && !(in && whole) ? c->trunks[0] : none;
    return KEY(a, c->cluster, c->node, c->direction,
        in && whole ? c->transport : c->remote_ip, trunk,
        in && whole ? none : c->subject, c->cipher, c->grade, c->expected);
}

struct grouping {
    struct arena *a;
    struct map seen; /* group_key -> group */
    struct map ends; /* group and address, group and name */
    struct ledger_group *v;
    size_t n, cap;
};

/* Whether a group has this text for the first time. */
static bool
is_new(struct grouping *g, size_t group, const char *what, struct str text)
{
    bool made = false;
    if (text.n)
        map_put(&g->ends, KEY(g->a, KEY_NUMBER(group), str_from(what), text), 0,
            &made);
    return made;
}

static void
add_to_group(struct grouping *g, const struct connection *c, bool whole)
{
    bool made = false;
    size_t at = *map_put(&g->seen, group_key(g->a, c, whole), g->n, &made);
    if (made) {
        g->v = arena_grow(g->a, g->v, &g->cap, g->n + 1, sizeof *g->v);
        g->v[g->n++] = (struct ledger_group){.first = c};
    }
    struct ledger_group *group = &g->v[at];
    group->last = c;
    group->connections++;
    group->calls += (int64_t)c->ncalls;
    group->peers += is_new(g, at, "ip", c->remote_ip);
    group->names += is_new(g, at, "cn", c->cn);
    group->devices += is_new(g, at, "dev", c->ntrunks ? c->trunks[0] : STR(""));
}

static void
group_all(struct grouping *g, const struct connection *v, size_t n, bool whole)
{
    map_init(&g->seen, g->a);
    map_init(&g->ends, g->a);
    g->v = NULL;
    g->n = g->cap = 0;
    for (size_t i = 0; i < n; i++)
        add_to_group(g, &v[i], whole);
}

/* What must be looked at first: 0. */
static int
urgency(const struct ledger_group *g)
{
    static const struct str grades[] = {STR_INIT("critical"), STR_INIT("weak"),
        STR_INIT("legacy"), STR_INIT("unknown"), STR_INIT("plaintext")};
    int n = str_eq(g->first->expected, STR("not met"))
                ? 0
                : (int)COUNTOF(grades) + 1;
    for (size_t i = 0; i < COUNTOF(grades); i++)
        if (str_eq(g->first->grade, grades[i]))
            return n + (int)i;
    return n + (int)COUNTOF(grades);
}

static int
compare_groups(const void *x, const void *y)
{
    const struct ledger_group *a = x, *b = y;
    int d = urgency(a) - urgency(b);
    if (d != 0)
        return d;
    return a->first->connection < b->first->connection ? -1 : 1;
}

void
ledger_group(struct arena *a, const struct connection *v, size_t n,
    struct ledger_group **groups, size_t *ngroups)
{
    enum { READABLE = 60 };
    struct grouping g = {.a = a};
    group_all(&g, v, n, false);
    if (g.n > READABLE)
        group_all(&g, v, n, true);
    if (g.n > 0)
        qsort(g.v, g.n, sizeof *g.v, compare_groups);
    *groups = g.v;
    *ngroups = g.n;
}
