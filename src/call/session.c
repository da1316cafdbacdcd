/* SPDX-License-Identifier: MIT
 *
 * Dialogs that name one session: what proxies, border elements and other
 * clusters pass on when Call-ID and tags change, or when the trunk's own node
 * is not among the traces. FORMAT 9.6, RFC 7989. */
#include "call/joined.h"

/* Joins d with a dialog of the same key when both were up at a time: a phone
 * may use its half again, and keys repeat over the years. */
static bool
join_legs(struct correlator *c, struct joined *j, size_t other, size_t dialog,
    const char *by)
{
    size_t a = c->dialogs[other].leg;
    size_t b = c->dialogs[dialog].leg;
    struct pair_state why = {
        0, 0, by, SURE_EXACT, c->dialogs[dialog].first, false, 0};
    if (a != b && (!link_during(c, a, b) || !link_during(c, b, a)))
        return false;
    if (leg_root(c, a) != leg_root(c, b))
        link_join(c, j, a, b, &why);
    return true;
}

/* Both halves make the session: one half alone is a phone's, of many calls. */
static void
join_session(struct correlator *c, struct joined *j, struct map *seen,
    size_t dialog, struct str a, struct str b)
{
    if (a.n == 0 || b.n == 0)
        return;
    struct str key = KEY(&c->scratch, a, b);
    bool made = false;
    size_t *slot = map_put(seen, key, dialog, &made);
    if (!made && !join_legs(c, j, *slot, dialog, "session-id"))
        *slot = dialog;
}

/* A border element hands on the Cisco-Guid of the call that it was sent: one
 * dialog went out, and one came in. Others use one Guid for all their calls:
 * what only comes in is not joined by it. */
static void
join_guid(struct correlator *c, struct joined *j, struct map *sent)
{
    for (int in = 0; in < 2; in++) {
        for (size_t i = 0; i < c->ndialogs; i++) {
            const struct dialog *d = &c->dialogs[i];
            if (d->same != i || d->leg == NONE || d->guid.n == 0 || !d->began ||
                d->in != (in == 1))
                continue;
            const size_t *slot = in ? map_get(sent, d->guid) : NULL;
            if (slot != NULL)
                join_legs(c, j, *slot, i, "cisco-guid");
            else if (!in)
                *map_put(sent, d->guid, i, NULL) = i;
        }
    }
}

void
session_join(struct correlator *c, struct joined *j)
{
    struct map sessions, guids;
    map_init(&sessions, &c->made);
    map_init(&guids, &c->made);
    for (size_t i = 0; i < c->ndialogs; i++) {
        const struct dialog *d = &c->dialogs[i];
        if (d->same != i || d->leg == NONE)
            continue;
        join_session(c, j, &sessions, i, d->first_a, d->first_b);
        if (!str_eq(d->first_a, d->session_a) ||
            !str_eq(d->first_b, d->session_b))
            join_session(c, j, &sessions, i, d->session_a, d->session_b);
        arena_reset(&c->scratch);
    }
    join_guid(c, j, &guids);
}
