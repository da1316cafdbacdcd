/* SPDX-License-Identifier: MIT
 *
 * A file of expectations from what was seen, to be read and corrected by who
 * knows what should be. */
#include "base/map.h"
#include "model/names.h"
#include "tls/expect.h"
#include "tls/grade.h"

/* An entry being gathered. */
struct entry {
    struct str *destinations, *subjects;
    size_t destinations_cap, subjects_cap;
};

struct gathering {
    struct arena *a;
    struct expectations *x;
    struct entry *entries;
    size_t cap, entries_cap;
    struct map by_trunk;
};

static bool
goes_out(const struct connection *c)
{
    return str_eq(c->direction, STR("outgoing"));
}

static bool
has(const struct expect_names *names, struct str s)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_eq_nocase(names->v[i], s))
            return true;
    return false;
}

static void
add(struct arena *a, struct expect_names *names, struct str **v, size_t *cap,
    struct str s)
{
    if (s.n == 0 || has(names, s))
        return;
    *v = arena_grow(a, *v, cap, names->n + 1, sizeof **v);
    (*v)[names->n++] = s;
    names->v = *v;
}

/* Phones call in, and no entry is about them: a trunk is what this node
 * reaches out to, or names as one. */
static size_t
entry_for(struct gathering *g, const struct connection *c)
{
    struct str key = c->ntrunks ? c->trunks[0] : c->remote_ip;
    if (!goes_out(c)) {
        const size_t *at = map_get(&g->by_trunk, key);
        return at ? *at : SIZE_MAX;
    }
    bool made = false;
    size_t at = *map_put(&g->by_trunk, key, g->x->n, &made);
    if (!made)
        return at;
    g->x->v = arena_grow(g->a, g->x->v, &g->cap, at + 1, sizeof *g->x->v);
    g->entries = arena_grow(
        g->a, g->entries, &g->entries_cap, at + 1, sizeof *g->entries);
    g->x->v[at] = (struct expectation){
        .trunk = c->ntrunks ? c->trunks[0] : STR(""),
        .srtp = SRTP_FORBIDDEN,
    };
    g->entries[at] = (struct entry){0};
    return g->x->n++;
}

static bool
sent_in_clear(const struct connection *c)
{
    for (size_t i = 0; i < c->nevents; i++)
        if (c->events[i].kind == TLS_KEYS)
            return true;
    return false;
}

static void
gather(struct gathering *g, const struct connection *c)
{
    size_t at = entry_for(g, c);
    if (at == SIZE_MAX)
        return;
    struct expectation *x = &g->x->v[at];
    struct entry *e = &g->entries[at];
    bool tls = str_eq(c->transport, STR("TLS"));
    if (goes_out(c))
        add(g->a, &x->destinations, &e->destinations, &e->destinations_cap,
            peer_name(g->a, c->remote_ip, c->remote_port));
    else if (x->incoming_port == 0)
        x->incoming_port = c->local_port;
    add(g->a, &x->subjects, &e->subjects, &e->subjects_cap, c->cn);
    x->tls = x->tls || tls;
    x->plain = x->plain || c->plain;
    if (tls && grade_rank(c->grade) > grade_rank(x->grade))
        x->grade = c->grade;
    if (sent_in_clear(c))
        x->srtp = SRTP_ANY;
    else if (c->srtp && x->srtp == SRTP_FORBIDDEN)
        x->srtp = SRTP_ALLOWED;
}

void
expect_seen(struct arena *a, const struct connection *v, size_t n,
    struct expectations *x)
{
    struct gathering g = {.a = a, .x = x};
    *x = (struct expectations){0};
    map_init(&g.by_trunk, a);
    for (int incoming = 0; incoming < 2; incoming++)
        for (size_t i = 0; i < n; i++)
            if (v[i].direction.n && goes_out(&v[i]) == !incoming)
                gather(&g, &v[i]);
    /* Both were seen: nothing can be said. */
    for (size_t i = 0; i < x->n; i++)
        if (x->v[i].tls && x->v[i].plain)
            x->v[i].tls = x->v[i].plain = false;
}
