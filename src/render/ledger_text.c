/* SPDX-License-Identifier: MIT
 *
 * Under the table of connections: each finding once, with the connections it
 * is about; changes, with both times; the two directions of a trunk side by
 * side. And one connection with all that is known of it. */
#include <inttypes.h>

#include "model/names.h"
#include "render/cells.h"
#include "render/evidence.h"
#include "render/ink.h"
#include "render/told.h"
#include "render/wrap.h"

enum {
    SHOWN_MAX = 40, /* changes and pairs; the rest is counted */
    TEXT_AT = 15,   /* of a connection's lines */
};

/* -- findings -------------------------------------------------------------- */

static void
put_told(struct out *o, struct arena *a, const struct told *t,
    const struct render_options *opt)
{
    enum { SEVERITY = 8, INDENT = 2 };
    bool bad = told_rank(t->f->severity) < told_rank(STR("legacy"));
    struct str text = str_fmt(a, STR_FMT ": " STR_FMT "%s" STR_FMT "%s",
        STR_ARG(told_numbers(a, t)), STR_ARG(t->f->text),
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
    struct told *told;
    size_t ntold;
    told_gather(&a, v, n, &told, &ntold);
    if (ntold > 0)
        wrap_head(o, "What there is to say", opt);
    for (size_t i = 0; i < ntold; i++)
        put_told(o, &a, &told[i], opt);
    arena_free(&a);
}

/* -- changes and directions ------------------------------------------------ */

static void
put_side(struct out *o, struct arena *a, const struct told_side *s,
    const struct render_options *opt)
{
    out_pad(o, ' ', 6);
    out_str(o, s->when);
    out_pad(o, ' ', 2);
    wrap_put(o, a, s->text, 8 + s->when.n, opt);
}

static void
put_two(struct out *o, struct arena *a, const struct told_two *t,
    const struct render_options *opt)
{
    out_pad(o, ' ', 2);
    wrap_put(o, a,
        str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(t->whose), STR_ARG(t->what)),
        4, opt);
    put_side(o, a, &t->first, opt);
    put_side(o, a, &t->second, opt);
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
        struct told_two t = told_change(&a, &l->changes[i]);
        put_two(o, &a, &t, opt);
    }
    put_rest(o, l->nchanges);
    if (l->npairs > 0)
        wrap_head(o, "The two directions differ", opt);
    for (size_t i = 0; i < l->npairs && i < SHOWN_MAX; i++) {
        struct told_two t = told_pair(&a, &l->pairs[i]);
        put_two(o, &a, &t, opt);
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
        STR_ARG(peer_name(&a, c->remote_ip, c->remote_port)), STR_ARG(index));
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
