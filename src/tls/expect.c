/* SPDX-License-Identifier: MIT
 *
 * Three answers: met, not met, cannot tell. What the traces do not have is
 * never taken for either of the first two. */
#include "tls/expect.h"

#include "base/dn.h"
#include "base/map.h"
#include "model/names.h"
#include "tls/grade.h"

/* One connection held against one entry. */
struct holding {
    struct arena *a;
    const struct connection *c;
    const struct expectation *x;
    const struct tls_handshake *wire;
    struct str *reasons;
    size_t n, cap;
    bool broken, doubtful;
};

static bool
is_tls(const struct connection *c)
{
    return str_eq(c->transport, STR("TLS"));
}

static bool
goes_out(const struct connection *c)
{
    return str_eq(c->direction, STR("outgoing"));
}

static void
say(struct holding *h, bool broken, struct str sentence)
{
    h->reasons =
        arena_grow(h->a, h->reasons, &h->cap, h->n + 1, sizeof *h->reasons);
    h->reasons[h->n++] = sentence;
    h->broken = h->broken || broken;
    h->doubtful = h->doubtful || !broken;
}

/* -- names ----------------------------------------------------------------- */

/* The profile's field holds several names between blanks, commas, semicolons
 * and colons. */
static struct str
next_name(struct str *rest)
{
    size_t n = 0;
    while (n < rest->n && !str_has(STR(" ,;:\t"), str_sub(*rest, n, 1)))
        n++;
    struct str name = str_sub(*rest, 0, n);
    *rest = str_skip(*rest, n + 1);
    return name;
}

/* "a.example.net, DNS:b.example.net" */
static bool
has_alternative(struct str san, struct str name)
{
    while (san.n) {
        size_t n = 0;
        while (
            n < san.n && san.p[n] != ',' && san.p[n] != ' ' && san.p[n] != ';')
            n++;
        struct str one = str_sub(san, 0, n);
        san = str_skip(san, n + 1);
        if (str_starts_nocase(one, STR("DNS:")))
            one = str_skip(one, 4);
        if (one.n && str_eq_nocase(one, name))
            return true;
    }
    return false;
}

static bool
certificate_has(const struct connection *c, struct str name)
{
    return name.n > 0 &&
           (str_eq_nocase(c->cn, name) || has_alternative(c->san, name));
}

static bool
accepts(const struct expectation *x, const struct connection *c)
{
    for (size_t i = 0; i < x->subjects.n; i++)
        for (struct str rest = x->subjects.v[i]; rest.n;)
            if (certificate_has(c, next_name(&rest)))
                return true;
    return false;
}

static struct str
names_text(struct arena *a, const struct expect_names *names)
{
    struct str s = STR("");
    for (size_t i = 0; i < names->n; i++)
        s = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(s), i ? ", " : "",
            STR_ARG(names->v[i]));
    return s;
}

static bool
is_seen(const struct connection *c)
{
    return c->handshake.utc_ms != WHEN_UNKNOWN ||
           c->handshake.tod_ms != WHEN_UNKNOWN;
}

static void
check_subject(struct holding *h)
{
    const struct connection *c = h->c;
    if (h->x->subjects.n == 0 || !is_tls(c))
        return;
    if (!is_seen(c)) {
        say(h, false,
            STR("cannot tell whose certificate it is: the handshake is not in "
                "the traces"));
        return;
    }
    if (accepts(h->x, c))
        return;
    say(h, true,
        str_fmt(h->a,
            "the certificate has CN " STR_FMT "%s" STR_FMT
            "; none of it is in the profile's " STR_FMT,
            STR_ARG(c->cn), c->san.n ? " and SAN " : "", STR_ARG(c->san),
            STR_ARG(names_text(h->a, &h->x->subjects))));
}

/* -- where to, where from -------------------------------------------------- */

static bool
is_address(struct str s)
{
    bool digit = s.n > 0 && ((s.p[0] >= '0' && s.p[0] <= '9') || s.p[0] == '[');
    size_t first = str_find_byte(s, ':');
    bool six = first < s.n &&
               str_find_byte(str_skip(s, first + 1), ':') + 1 < s.n - first;
    return digit || six;
}

static void
check_place(struct holding *h)
{
    const struct expectation *x = h->x;
    const struct connection *c = h->c;
    bool names = false;
    for (size_t i = 0; i < x->destinations.n; i++)
        names = names || !is_address(x->destinations.v[i]);
    if (goes_out(c) && x->destinations.n && !names &&
        !expect_leads_to(h->a, &x->destinations, c, true))
        say(h, true,
            str_fmt(h->a, "it leads to " STR_FMT ", not to " STR_FMT,
                STR_ARG(peer_name(h->a, c->remote_ip, c->remote_port)),
                STR_ARG(names_text(h->a, &x->destinations))));
    if (goes_out(c) || x->incoming_port == 0 || c->direction.n == 0)
        return;
    if (c->local_port == 0)
        say(h, false, STR("cannot tell at which port it came in"));
    else if (c->local_port != x->incoming_port)
        say(h, true,
            str_fmt(h->a, "it came in at port %d, not %d", (int)c->local_port,
                (int)x->incoming_port));
}

/* -- how ------------------------------------------------------------------- */

static void
check_transport(struct holding *h)
{
    const struct connection *c = h->c;
    if (h->x->tls && !is_tls(c)) {
        if (c->plain)
            say(h, true,
                str_fmt(h->a, "it is plain " STR_FMT ", not TLS",
                    STR_ARG(c->transport)));
        else
            say(h, false, STR("cannot tell whether it is TLS"));
    }
    if (h->x->plain && is_tls(c))
        say(h, true, STR("it is TLS, but should not be"));
    for (size_t i = 0; i < c->nfindings; i++)
        if (str_eq(c->findings[i].severity, STR("failed")))
            say(h, true, c->findings[i].text);
}

static void
check_grade(struct holding *h)
{
    const struct connection *c = h->c;
    if (h->x->grade.n == 0)
        return;
    int got = grade_rank(c->grade), want = grade_rank(h->x->grade);
    if (got < 0)
        say(h, false, STR("cannot tell how good it is: no cipher is known"));
    else if (got > want)
        say(h, true,
            str_fmt(h->a, "it is " STR_FMT ", not " STR_FMT " or better",
                STR_ARG(c->grade), STR_ARG(h->x->grade)));
}

static void
check_srtp(struct holding *h)
{
    enum expect_srtp srtp = h->x->srtp;
    bool clear = false, fallback = false;
    for (size_t i = 0; i < h->c->nevents; i++) {
        clear = clear || h->c->events[i].kind == TLS_KEYS;
        fallback = fallback || h->c->events[i].kind == TLS_FALLBACK;
    }
    if (srtp == SRTP_FORBIDDEN && h->c->srtp)
        say(h, true, STR("keys for SRTP were sent, but SRTP is not allowed"));
    if ((srtp == SRTP_ALLOWED || srtp == SRTP_REQUIRED) && clear)
        say(h, true, STR("keys for SRTP were sent in clear"));
    if (srtp == SRTP_REQUIRED && fallback)
        say(h, true, STR("a call fell back from SRTP to RTP"));
}

/* Only a capture shows who issued a certificate. */
static void
check_issuer(struct holding *h)
{
    const struct expect_names *issuers = &h->x->issuers;
    if (issuers->n == 0 || !is_tls(h->c))
        return;
    for (size_t i = 0; h->wire && i < h->wire->ncertificates; i++) {
        const struct tls_certificate *w = &h->wire->certificates[i];
        if (w->place != 0 || w->server != goes_out(h->c))
            continue;
        for (size_t k = 0; k < issuers->n; k++)
            if (dn_text_equal(h->a, w->issuer, issuers->v[k]))
                return;
        say(h, true,
            str_fmt(h->a, "the certificate was issued by " STR_FMT,
                STR_ARG(w->issuer)));
        return;
    }
    say(h, false,
        STR("cannot tell who issued the certificate: no capture of "
            "its handshake was loaded"));
}

static void
hold(struct arena *a, const struct expectation *x, struct connection *c,
    const struct tls_handshake *wire)
{
    struct holding h = {.a = a, .c = c, .x = x, .wire = wire};
    check_transport(&h);
    check_place(&h);
    check_subject(&h);
    check_grade(&h);
    check_srtp(&h);
    check_issuer(&h);
    c->expected = h.broken     ? STR("not met")
                  : h.doubtful ? STR("cannot tell")
                               : STR("met");
    c->reasons = h.reasons;
    c->nreasons = h.n;
}

/* -- which entry is about a connection ------------------------------------- */

static bool
names_trunk(const struct expectation *x, const struct connection *c)
{
    for (size_t i = 0; x->trunk.n && i < c->ntrunks; i++)
        if (str_matches(c->trunks[i], x->trunk))
            return true;
    return false;
}

/* By the trunk's name; without one by the address; an entry with neither is
 * about what no other entry is. */
static struct expectation *
entry_of(struct arena *a, struct expectations *e, const struct connection *c)
{
    struct expectation *by_place = NULL, *rest = NULL;
    for (size_t i = 0; i < e->n; i++) {
        struct expectation *x = &e->v[i];
        if (names_trunk(x, c))
            return x;
        if (!by_place && x->destinations.n &&
            (c->ntrunks == 0 || !x->trunk.n) &&
            expect_leads_to(a, &x->destinations, c, false))
            by_place = x;
        if (!rest && !x->trunk.n && !x->destinations.n)
            rest = x;
    }
    return by_place ? by_place : rest;
}

/* A certificate that no trunk on that port accepts: CUCM finds no trunk for
 * it. Phones have names of their own. */
static void
check_stranger(
    struct arena *a, const struct expectations *e, struct connection *c)
{
    bool port = false;
    if (goes_out(c) || !is_tls(c) || !is_seen(c) || c->ntrunks > 0 ||
        c->local_port == 0)
        return;
    for (size_t i = 0; i < e->n; i++) {
        if (e->v[i].incoming_port != c->local_port || !e->v[i].subjects.n)
            continue;
        if (accepts(&e->v[i], c))
            return;
        port = true;
    }
    if (!port)
        return;
    struct str *reason = arena_alloc(a, sizeof *reason);
    *reason =
        str_fmt(a, "no trunk with incoming port %d accepts the name " STR_FMT,
            (int)c->local_port, STR_ARG(c->cn));
    c->expected = STR("not met");
    c->reasons = reason;
    c->nreasons = 1;
}

void
expect_check(struct arena *a, struct expectations *e, struct connection *v,
    size_t n, const struct tls_handshake **wire)
{
    for (size_t i = 0; i < n; i++) {
        struct expectation *x = entry_of(a, e, &v[i]);
        if (x) {
            x->seen = true;
            hold(a, x, &v[i], wire ? wire[i] : NULL);
        } else {
            check_stranger(a, e, &v[i]);
        }
    }
}

/* -- the entries among themselves ------------------------------------------ */

struct sentences {
    struct arena *a;
    struct str *v;
    size_t n, cap;
};

static void
add_sentence(struct sentences *s, struct str text)
{
    s->v = arena_grow(s->a, s->v, &s->cap, s->n + 1, sizeof *s->v);
    s->v[s->n++] = text;
}

/* A name that both have. */
static struct str
common_name(const struct expectation *x, const struct expectation *y)
{
    for (size_t i = 0; i < x->subjects.n; i++)
        for (struct str rest = x->subjects.v[i]; rest.n;) {
            struct str name = next_name(&rest);
            for (size_t k = 0; name.n && k < y->subjects.n; k++)
                for (struct str other = y->subjects.v[k]; other.n;)
                    if (str_eq_nocase(next_name(&other), name))
                        return name;
        }
    return (struct str){0};
}

static void
compare(struct sentences *s, const struct expectations *e, size_t i, size_t k)
{
    const struct expectation *x = &e->v[i], *y = &e->v[k];
    struct str name = common_name(x, y);
    if (x->trunk.n && str_eq_nocase(x->trunk, y->trunk))
        add_sentence(
            s, str_fmt(s->a,
                   STR_FMT ":%zu: " STR_FMT
                           " is in line %zu too: only the first entry counts",
                   STR_ARG(e->file), y->line, STR_ARG(y->trunk), x->line));
    if (x->incoming_port == 0 || x->incoming_port != y->incoming_port ||
        str_eq(x->trunk, y->trunk))
        return;
    if (name.n)
        add_sentence(
            s, str_fmt(s->a,
                   STR_FMT
                   ":%zu: the name " STR_FMT
                   " with incoming port %d is also that of " STR_FMT
                   " (line %zu): name and port together belong to one trunk",
                   STR_ARG(e->file), y->line, STR_ARG(name),
                   (int)y->incoming_port, STR_ARG(x->trunk), x->line));
    if ((x->tls && y->plain) || (x->plain && y->tls))
        add_sentence(s,
            str_fmt(s->a,
                STR_FMT ":%zu: " STR_FMT " and " STR_FMT
                        " (line %zu) share incoming port %d, one with TLS and "
                        "one without",
                STR_ARG(e->file), y->line, STR_ARG(y->trunk), STR_ARG(x->trunk),
                x->line, (int)y->incoming_port));
}

size_t
expect_conflicts(
    struct arena *a, const struct expectations *e, struct str **sentences)
{
    struct sentences s = {.a = a};
    for (size_t k = 1; k < e->n; k++)
        for (size_t i = 0; i < k; i++)
            compare(&s, e, i, k);
    *sentences = s.v;
    return s.n;
}
