/* SPDX-License-Identifier: MIT */
#include "render/told.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/map.h"
#include "model/names.h"
#include "render/cells.h"

/* -- findings -------------------------------------------------------------- */

int
told_rank(struct str severity)
{
    static const struct str words[] = {STR_INIT("failed"), STR_INIT("critical"),
        STR_INIT("weak"), STR_INIT("legacy"), STR_INIT("note")};
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_eq(severity, words[i]))
            return (int)i;
    return COUNTOF(words);
}

/* All calls that were to go over the connection died of it. */
static bool
is_failure(const struct tls_finding *f)
{
    return str_eq(f->severity, STR("failed"));
}

/* The worst first, else in the order in which they came. */
static int
compare(const void *x, const void *y)
{
    const struct told *a = x, *b = y;
    int d = told_rank(a->f->severity) - told_rank(b->f->severity);
    if (d != 0)
        return d;
    return a->place < b->place ? -1 : 1;
}

void
told_gather(struct arena *a, const struct connection *v, size_t n,
    struct told **told, size_t *ntold)
{
    struct map seen;
    size_t cap = 0;
    *told = NULL;
    *ntold = 0;
    map_init(&seen, a);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].nfindings; k++) {
            const struct tls_finding *f = &v[i].findings[k];
            bool made = false;
            struct str key = str_fmt(
                a, STR_FMT "|" STR_FMT, STR_ARG(f->id), STR_ARG(f->text));
            size_t at = *map_put(&seen, key, *ntold, &made);
            if (made) {
                *told = arena_grow(a, *told, &cap, *ntold + 1, sizeof **told);
                (*told)[*ntold].f = f;
                (*told)[*ntold].place = *ntold;
                (*ntold)++;
            }
            struct told *t = &(*told)[at];
            bool all = is_failure(f) && v[i].ncalls > 0;
            t->calls += all ? v[i].ncalls : f->call != 0;
            if (all || f->call != 0)
                t->call = all ? v[i].calls[0] : f->call;
            if (t->last == v[i].connection)
                continue;
            t->last = v[i].connection;
            if (t->connections < TOLD_NUMBERS)
                t->numbers[t->connections] = v[i].connection;
            t->connections++;
        }
    if (*ntold > 0)
        qsort(*told, *ntold, sizeof **told, compare);
}

struct str
told_numbers(struct arena *a, const struct told *t)
{
    struct str s =
        t->connections == 1 ? STR("connection ") : STR("connections ");
    for (size_t i = 0; i < t->connections && i < TOLD_NUMBERS; i++)
        s = str_fmt(
            a, STR_FMT "%s%" PRId64, STR_ARG(s), i ? ", " : "", t->numbers[i]);
    if (t->connections > TOLD_NUMBERS)
        s = str_fmt(a, STR_FMT " and %zu more", STR_ARG(s),
            t->connections - TOLD_NUMBERS);
    if (t->calls == 1)
        s = str_fmt(a, STR_FMT " (call %" PRId64 ")", STR_ARG(s), t->call);
    else if (t->calls > 1)
        s = str_fmt(a, STR_FMT " (%zu calls)", STR_ARG(s), t->calls);
    return s;
}

/* -- changes and directions ------------------------------------------------ */

static struct str
moment(struct arena *a, const struct connection *c)
{
    const struct when *w = &c->handshake;
    if (w->utc_ms == WHEN_UNKNOWN && w->tod_ms == WHEN_UNKNOWN)
        w = &c->opened;
    if (w->utc_ms == WHEN_UNKNOWN && w->tod_ms == WHEN_UNKNOWN)
        w = &c->seen;
    return cells_start(a, w, true);
}

/* "outgoing 192.0.2.1:5061, CN a, CIPHER, weak (connection 9)" */
static struct str
side_text(struct arena *a, const struct connection *c, bool subject)
{
    struct str what = c->transport;
    if (str_eq(c->transport, STR("TLS")))
        what = str_fmt(a, "%s" STR_FMT ", " STR_FMT, subject ? "" : "CN ",
            STR_ARG(subject ? c->subject : c->cn), STR_ARG(c->cipher));
    return str_fmt(a,
        STR_FMT " " STR_FMT ", " STR_FMT ", " STR_FMT " (connection %" PRId64
                ")",
        STR_ARG(c->direction),
        STR_ARG(peer_name(a, c->remote_ip, c->remote_port)), STR_ARG(what),
        STR_ARG(c->grade), c->connection);
}

static struct told_side
side(struct arena *a, const struct connection *c, bool subject)
{
    return (struct told_side){moment(a, c), side_text(a, c, subject)};
}

static struct str
whose(struct arena *a, const struct connection *c)
{
    struct str trunk = cells_joined(a, c->trunks, c->ntrunks);
    return str_fmt(a, STR_FMT "%s" STR_FMT,
        STR_ARG(trunk.n ? trunk : c->remote_ip), c->node.n ? ", node " : "",
        STR_ARG(c->node));
}

static struct str
differences(struct arena *a, bool transport, bool subject, bool san,
    bool cipher, const char *no_tls)
{
    if (transport)
        return str_from(no_tls);
    struct str s = STR("");
    if (subject)
        s = STR("another certificate name");
    if (san)
        s = STR("other alternative names");
    if (cipher)
        s = str_fmt(
            a, STR_FMT "%sanother cipher", STR_ARG(s), s.n ? " and " : "");
    return s;
}

static bool
same_cn(const struct connection *x, const struct connection *y)
{
    return str_eq_nocase(x->cn, y->cn);
}

struct told_two
told_change(struct arena *a, const struct ledger_change *c)
{
    bool whole = c->subject && same_cn(c->before, c->after);
    return (struct told_two){
        .whose = whose(a, c->after),
        .what = differences(a, c->transport, c->subject, c->san, c->cipher,
            "TLS and plain by turns"),
        .first = side(a, c->before, whole),
        .second = side(a, c->after, whole),
    };
}

struct told_two
told_pair(struct arena *a, const struct ledger_pair *p)
{
    bool whole = p->subject && same_cn(p->out, p->in);
    return (struct told_two){
        .whose = whose(a, p->out),
        .what = differences(
            a, p->transport, p->subject, false, p->cipher, "TLS one way only"),
        .first = side(a, p->out, whole),
        .second = side(a, p->in, whole),
    };
}
