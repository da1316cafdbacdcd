/* SPDX-License-Identifier: MIT
 *
 * An outgoing connection is found by the peer's address and port, and the time;
 * an incoming one by the peer's port, which is like no other, while it lived.
 */
#include "base/map.h"
#include "tls/compare.h"

enum { NEAR_MS = 5000 }; /* between a trace line and its packet */

static int64_t
moment(const struct connection *c)
{
    if (c->handshake.utc_ms != WHEN_UNKNOWN)
        return c->handshake.utc_ms;
    return c->opened.utc_ms != WHEN_UNKNOWN ? c->opened.utc_ms : c->seen.utc_ms;
}

static struct str
place(struct arena *a, struct str ip, int32_t port)
{
    return str_fmt(a, STR_FMT "|%d", STR_ARG(ip), (int)port);
}

/* Connections by their peer, as lists. */
struct peers {
    struct map first; /* place -> index */
    size_t *next;     /* the next one of the same peer; SIZE_MAX */
};

static void
list_peers(
    struct arena *a, struct peers *p, const struct connection *v, size_t n)
{
    struct arena scratch = {0};
    map_init(&p->first, a);
    p->next = arena_array(a, n, sizeof *p->next);
    for (size_t i = 0; i < n; i++) {
        bool made = false;
        size_t *slot = map_put(&p->first,
            place(&scratch, v[i].remote_ip, v[i].remote_port), i, &made);
        p->next[i] = made ? SIZE_MAX : *slot;
        *slot = i;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

/* How far apart in time; INT64_MAX when they cannot be one. */
static int64_t
distance(const struct connection *c, const struct tls_handshake *h, bool out)
{
    int64_t at = moment(c);
    if (at == WHEN_UNKNOWN || h->at_ms == WHEN_UNKNOWN ||
        str_eq(c->direction, out ? STR("incoming") : STR("outgoing")))
        return INT64_MAX;
    int64_t from = c->seen.utc_ms, to = c->last.utc_ms;
    if (!out && from != WHEN_UNKNOWN && h->at_ms >= from - NEAR_MS &&
        h->at_ms <= to + NEAR_MS)
        return 0;
    int64_t d = at > h->at_ms ? at - h->at_ms : h->at_ms - at;
    return d <= NEAR_MS ? d : INT64_MAX;
}

static size_t
find(const struct peers *p, const struct connection *v,
    const struct tls_handshake *h, bool out, const struct tls_handshake **taken)
{
    struct arena a = {0};
    const size_t *slot =
        map_get(&p->first, place(&a, out ? h->server_ip : h->client_ip,
                               out ? h->server_port : h->client_port));
    size_t best = SIZE_MAX;
    int64_t least = INT64_MAX;
    for (size_t i = slot ? *slot : SIZE_MAX; i != SIZE_MAX; i = p->next[i]) {
        int64_t d = taken[i] ? INT64_MAX : distance(&v[i], h, out);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    arena_free(&a);
    return best;
}

const struct tls_handshake **
compare_match(struct arena *a, const struct connection *v, size_t n,
    const struct tls_evidence *e)
{
    const struct tls_handshake **wire = arena_array(a, n, sizeof *wire);
    struct peers p;
    if (e->nhandshakes == 0)
        return wire;
    list_peers(a, &p, v, n);
    for (size_t i = 0; i < e->nhandshakes; i++) {
        const struct tls_handshake *h = &e->handshakes[i];
        size_t at = find(&p, v, h, true, wire);
        if (at == SIZE_MAX)
            at = find(&p, v, h, false, wire);
        if (at != SIZE_MAX)
            wire[at] = h;
    }
    return wire;
}
