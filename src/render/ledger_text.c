/* SPDX-License-Identifier: MIT
 *
 * Under the table of connections: each finding once, with the connections it
 * is about; changes, with both times; the two directions of a trunk side by
 * side. And one connection with all that is known of it. */
#include <inttypes.h>

#include "base/map.h"
#include "render/cells.h"
#include "render/evidence.h"
#include "render/ink.h"
#include "render/wrap.h"

enum {
    NUMBERS_MAX = 8, /* connections named with a finding */
    SHOWN_MAX = 40,  /* changes and pairs; the rest is counted */
    TEXT_AT = 15,    /* of a connection's lines */
};

/* -- findings -------------------------------------------------------------- */

/* A finding and the connections it is about. */
struct told {
    const struct tls_finding *f;
    int64_t numbers[NUMBERS_MAX];
    size_t connections; /* how many; the first ones are in numbers */
    size_t calls;
    int64_t last; /* connection counted last */
};

static int
severity_rank(struct str severity)
{
    static const struct str words[] = {STR_INIT("failed"), STR_INIT("critical"),
        STR_INIT("weak"), STR_INIT("legacy"), STR_INIT("note")};
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_eq(severity, words[i]))
            return (int)i;
    return COUNTOF(words);
}

static void
gather(struct arena *a, const struct connection *v, size_t n,
    struct told **told, size_t *ntold)
{
    struct map seen;
    size_t cap = 0;
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
                (*told)[(*ntold)++].f = f;
            }
            struct told *t = &(*told)[at];
            t->calls += f->call != 0;
            if (t->last == v[i].connection)
                continue;
            t->last = v[i].connection;
            if (t->connections < NUMBERS_MAX)
                t->numbers[t->connections] = v[i].connection;
            t->connections++;
        }
}

static struct str
numbers_text(struct arena *a, const struct told *t)
{
    struct str s =
        t->connections == 1 ? STR("connection ") : STR("connections ");
    for (size_t i = 0; i < t->connections && i < NUMBERS_MAX; i++)
        s = str_fmt(
            a, STR_FMT "%s%" PRId64, STR_ARG(s), i ? ", " : "", t->numbers[i]);
    if (t->connections > NUMBERS_MAX)
        s = str_fmt(a, STR_FMT " and %zu more", STR_ARG(s),
            t->connections - NUMBERS_MAX);
    if (t->calls > 0)
        s = str_fmt(a, STR_FMT " (%zu call%s)", STR_ARG(s), t->calls,
            t->calls == 1 ? "" : "s");
    return s;
}

static void
put_told(struct out *o, struct arena *a, const struct told *t,
    const struct render_options *opt)
{
    enum { SEVERITY = 8, INDENT = 2 };
    bool bad = severity_rank(t->f->severity) < severity_rank(STR("legacy"));
    struct str text = str_fmt(a, STR_FMT ": " STR_FMT "%s" STR_FMT "%s",
        STR_ARG(numbers_text(a, t)), STR_ARG(t->f->text),
        t->f->source.n ? " (" : "", STR_ARG(t->f->source),
        t->f->source.n ? ")" : "");
    out_pad(o, ' ', INDENT);
    ink_set(o, bad ? INK_BAD : INK_PLAIN, opt->color);
    out_str(o, t->f->severity);
    ink_set(o, INK_PLAIN, opt->color);
    out_pad(o, ' ', SEVERITY + 1 - t->f->severity.n);
    wrap_put(o, a, text, INDENT + SEVERITY + 1, opt);
}

void
render_findings_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt)
{
    struct arena a = {0};
    struct told *told = NULL;
    size_t ntold = 0;
    gather(&a, v, n, &told, &ntold);
    if (ntold > 0)
        wrap_head(o, "What there is to say", opt);
    for (int rank = 0; rank <= severity_rank(STR("")); rank++)
        for (size_t i = 0; i < ntold; i++)
            if (severity_rank(told[i].f->severity) == rank)
                put_told(o, &a, &told[i], opt);
    arena_free(&a);
}

/* -- expectations ---------------------------------------------------------- */

static void
put_reasons(struct out *o, struct arena *a, const struct connection *c,
    const struct render_options *opt)
{
    for (size_t i = 0; i < c->nreasons; i++) {
        struct str trunk = cells_joined(a, c->trunks, c->ntrunks);
        struct str text = str_fmt(a,
            STR_FMT "  connection %" PRId64 "%s" STR_FMT ": " STR_FMT,
            STR_ARG(c->expected), c->connection, trunk.n ? ", " : "",
            STR_ARG(trunk), STR_ARG(c->reasons[i]));
        out_pad(o, ' ', 2);
        wrap_put(o, a, text, 4, opt);
    }
}

void
render_expected_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt)
{
    static const struct str states[] = {
        STR_INIT("not met"), STR_INIT("cannot tell")};
    struct arena a = {0};
    size_t met = 0, none = 0;
    wrap_head(o, "As expected?", opt);
    for (size_t s = 0; s < COUNTOF(states); s++)
        for (size_t i = 0; i < n; i++)
            if (str_eq(v[i].expected, states[s]))
                put_reasons(o, &a, &v[i], opt);
    for (size_t i = 0; i < n; i++) {
        met += str_eq(v[i].expected, STR("met"));
        none += v[i].expected.n == 0;
    }
    out_fmt(o, "  %zu of %zu connections as expected", met, n);
    if (none > 0)
        out_fmt(o, ", of %zu nothing is said", none);
    out_byte(o, '\n');
    arena_free(&a);
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

/* "2020-06-28 17:31:29  TLS out, 192.0.2.1:5061, CN a, CIPHER, weak (9)" */
static void
put_one(struct out *o, struct arena *a, const struct connection *c,
    bool subject, const struct render_options *opt)
{
    struct str what = c->transport;
    if (str_eq(c->transport, STR("TLS")))
        what = str_fmt(a, "%s" STR_FMT ", " STR_FMT, subject ? "" : "CN ",
            STR_ARG(subject ? c->subject : c->cn), STR_ARG(c->cipher));
    struct str when = moment(a, c);
    struct str text = str_fmt(a,
        STR_FMT " " STR_FMT ", " STR_FMT ", " STR_FMT " (connection %" PRId64
                ")",
        STR_ARG(c->direction),
        STR_ARG(cells_peer(a, c->remote_ip, c->remote_port)), STR_ARG(what),
        STR_ARG(c->grade), c->connection);
    out_pad(o, ' ', 6);
    out_str(o, when);
    out_pad(o, ' ', 2);
    wrap_put(o, a, text, 8 + when.n, opt);
}

static void
put_whose(struct out *o, struct arena *a, const struct connection *c,
    struct str what, const struct render_options *opt)
{
    struct str trunk = cells_joined(a, c->trunks, c->ntrunks);
    struct str whose = trunk.n ? trunk : c->remote_ip;
    out_pad(o, ' ', 2);
    wrap_put(o, a,
        str_fmt(a, STR_FMT "%s" STR_FMT ": " STR_FMT, STR_ARG(whose),
            c->node.n ? ", node " : "", STR_ARG(c->node), STR_ARG(what)),
        4, opt);
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

static void
put_rest(struct out *o, size_t n)
{
    if (n > SHOWN_MAX)
        out_fmt(o, "  and %zu more: --json has all\n", n - SHOWN_MAX);
}

void
render_ledger_text(
    struct out *o, const struct ledger *l, const struct render_options *opt)
{
    struct arena a = {0};
    if (l->nchanges > 0)
        wrap_head(o, "Changes", opt);
    for (size_t i = 0; i < l->nchanges && i < SHOWN_MAX; i++) {
        const struct ledger_change *c = &l->changes[i];
        bool whole = c->subject && same_cn(c->before, c->after);
        struct str what = differences(&a, c->transport, c->subject, c->san,
            c->cipher, "TLS and plain by turns");
        put_whose(o, &a, c->after, what, opt);
        put_one(o, &a, c->before, whole, opt);
        put_one(o, &a, c->after, whole, opt);
    }
    put_rest(o, l->nchanges);
    if (l->npairs > 0)
        wrap_head(o, "The two directions differ", opt);
    for (size_t i = 0; i < l->npairs && i < SHOWN_MAX; i++) {
        const struct ledger_pair *p = &l->pairs[i];
        bool whole = p->subject && same_cn(p->out, p->in);
        struct str what = differences(
            &a, p->transport, p->subject, false, p->cipher, "TLS one way only");
        put_whose(o, &a, p->out, what, opt);
        put_one(o, &a, p->out, whole, opt);
        put_one(o, &a, p->in, whole, opt);
    }
    put_rest(o, l->npairs);
    arena_free(&a);
}

/* -- one connection -------------------------------------------------------- */

static void
put_field(struct out *o, struct arena *a, const char *name, struct str value,
    const struct render_options *opt)
{
    if (!value.n)
        return;
    out_fmt(o, "    %-11s", name);
    wrap_put(o, a, value, TEXT_AT, opt);
}

static struct str
lifetime(struct arena *a, const struct connection *c)
{
    struct str opened = when_iso(a, c->opened), closed = when_iso(a, c->closed);
    struct str seen = when_iso(a, c->seen), last = when_iso(a, c->last);
    return str_fmt(a, "%s" STR_FMT ", %s" STR_FMT,
        opened.n ? "opened " : "first seen ", STR_ARG(opened.n ? opened : seen),
        closed.n ? "closed " : "last seen ", STR_ARG(closed.n ? closed : last));
}

static struct str
handshake_sentence(struct arena *a, const struct connection *c)
{
    static const struct {
        struct str state;
        const char *text;
    } states[] = {
        {STR_INIT("before"), "before the traces begin"},
        {STR_INIT("missing"), "not in the traces"},
        {STR_INIT("unfinished"), "not done where the traces end"},
        {STR_INIT("failed"), "failed"},
    };
    struct str at = when_iso(a, c->handshake);
    for (size_t i = 0; i < COUNTOF(states); i++)
        if (str_eq(c->handshake_state, states[i].state))
            return str_fmt(a, "%s%s" STR_FMT, states[i].text, at.n ? ", " : "",
                STR_ARG(at));
    return at;
}

static struct str
cipher_sentence(struct arena *a, const struct connection *c)
{
    if (!c->cipher.n)
        return STR("");
    struct str protocol =
        c->protocol.n ? c->protocol
                      : STR("the version cannot be told from this cipher");
    return str_fmt(a, STR_FMT "%s" STR_FMT "; " STR_FMT, STR_ARG(c->cipher),
        c->cipher_iana.n ? " = " : "", STR_ARG(c->cipher_iana),
        STR_ARG(protocol));
}

static struct str
calls_sentence(struct arena *a, const struct connection *c)
{
    enum { CALLS_MAX = 30 };
    struct str s = STR("");
    for (size_t i = 0; i < c->ncalls && i < CALLS_MAX; i++)
        s = str_fmt(
            a, STR_FMT "%s%" PRId64, STR_ARG(s), i ? ", " : "", c->calls[i]);
    if (c->ncalls > CALLS_MAX)
        s = str_fmt(
            a, STR_FMT " and %zu more", STR_ARG(s), c->ncalls - CALLS_MAX);
    return c->ncalls > 1 ? str_fmt(a, STR_FMT " (reused)", STR_ARG(s)) : s;
}

void
render_connection_text(
    struct out *o, const struct connection *c, const struct render_options *opt)
{
    struct arena a = {0};
    struct str index = c->conn_index >= 0
                           ? str_fmt(&a, " (index %" PRId64 ")", c->conn_index)
                           : STR("");
    struct str head = str_fmt(&a,
        "Connection %" PRId64 ": " STR_FMT "%s" STR_FMT " " STR_FMT STR_FMT,
        c->connection, STR_ARG(c->transport), c->direction.n ? " " : "",
        STR_ARG(c->direction),
        STR_ARG(cells_peer(&a, c->remote_ip, c->remote_port)), STR_ARG(index));
    ink_set(o, INK_HEAD, opt->color);
    out_safe(o, head, false);
    ink_set(o, INK_PLAIN, opt->color);
    out_byte(o, '\n');
    put_field(o, &a, "node", c->node, opt);
    put_field(o, &a, "trunk", cells_joined(&a, c->trunks, c->ntrunks), opt);
    put_field(o, &a, "lifetime", lifetime(&a, c), opt);
    put_field(o, &a, "handshake", handshake_sentence(&a, c), opt);
    put_field(o, &a, "subject", c->subject, opt);
    put_field(o, &a, "CN", c->cn, opt);
    put_field(o, &a, "SAN", c->san, opt);
    put_field(o, &a, "cipher", cipher_sentence(&a, c), opt);
    put_field(o, &a, "grade", c->grade, opt);
    put_field(o, &a, "calls", calls_sentence(&a, c), opt);
    put_field(o, &a, "evidence",
        evidence_text(&a, &c->evidence, opt->full_names), opt);
    for (size_t i = 0; i < c->nfindings; i++) {
        const struct tls_finding *f = &c->findings[i];
        struct str where =
            f->evidence.line ? evidence_text(&a, &f->evidence, opt->full_names)
                             : STR("");
        put_field(o, &a, i == 0 ? "findings" : "",
            str_fmt(&a, STR_FMT ": " STR_FMT "%s" STR_FMT "%s%s" STR_FMT,
                STR_ARG(f->severity), STR_ARG(f->text), f->source.n ? " (" : "",
                STR_ARG(f->source), f->source.n ? ")" : "", where.n ? "; " : "",
                STR_ARG(where)),
            opt);
    }
    arena_free(&a);
}
