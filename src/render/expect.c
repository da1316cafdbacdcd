/* SPDX-License-Identifier: MIT
 *
 * Expectations as YAML (text is written as JSON strings, which YAML reads), and
 * which connections do not meet them. */
#include <inttypes.h>

#include "base/map.h"
#include "render/cells.h"
#include "render/wrap.h"

enum { NUMBERS_MAX = 8 }; /* connections named with a reason */

/* A reason, and the connections of a trunk that it is about. */
struct unmet {
    struct str state, trunk, reason;
    int64_t numbers[NUMBERS_MAX];
    size_t connections;
};

struct unmets {
    struct arena *a;
    struct map seen;
    struct unmet *v;
    size_t n, cap;
};

static void
add_unmet(struct unmets *u, const struct connection *c, struct str reason)
{
    bool made = false;
    struct str trunk = cells_joined(u->a, c->trunks, c->ntrunks);
    struct str key = str_fmt(u->a, STR_FMT "|" STR_FMT "|" STR_FMT,
        STR_ARG(c->expected), STR_ARG(trunk), STR_ARG(reason));
    size_t at = *map_put(&u->seen, key, u->n, &made);
    if (made) {
        u->v = arena_grow(u->a, u->v, &u->cap, u->n + 1, sizeof *u->v);
        u->v[u->n++] = (struct unmet){
            .state = c->expected, .trunk = trunk, .reason = reason};
    }
    struct unmet *x = &u->v[at];
    if (x->connections < NUMBERS_MAX)
        x->numbers[x->connections] = c->connection;
    x->connections++;
}

static void
put_unmet(struct out *o, struct arena *a, const struct unmet *x,
    const struct render_options *opt)
{
    struct str s = str_fmt(a, STR_FMT "  connection%s ", STR_ARG(x->state),
        x->connections == 1 ? "" : "s");
    for (size_t i = 0; i < x->connections && i < NUMBERS_MAX; i++)
        s = str_fmt(
            a, STR_FMT "%s%" PRId64, STR_ARG(s), i ? ", " : "", x->numbers[i]);
    if (x->connections > NUMBERS_MAX)
        s = str_fmt(a, STR_FMT " and %zu more", STR_ARG(s),
            x->connections - NUMBERS_MAX);
    s = str_fmt(a, STR_FMT "%s" STR_FMT ": " STR_FMT, STR_ARG(s),
        x->trunk.n ? ", " : "", STR_ARG(x->trunk), STR_ARG(x->reason));
    out_pad(o, ' ', 2);
    wrap_put(o, a, s, 4, opt);
}

void
render_expected_text(struct out *o, const struct connection *v, size_t n,
    const struct render_options *opt)
{
    static const struct str states[] = {
        STR_INIT("not met"), STR_INIT("cannot tell")};
    struct arena a = {0};
    struct unmets u = {.a = &a};
    size_t met = 0, none = 0;
    map_init(&u.seen, &a);
    wrap_head(o, "As expected?", opt);
    for (size_t i = 0; i < n; i++) {
        met += str_eq(v[i].expected, STR("met"));
        none += v[i].expected.n == 0;
        for (size_t k = 0; k < v[i].nreasons; k++)
            add_unmet(&u, &v[i], v[i].reasons[k]);
    }
    for (size_t s = 0; s < COUNTOF(states); s++)
        for (size_t i = 0; i < u.n; i++)
            if (str_eq(u.v[i].state, states[s]))
                put_unmet(o, &a, &u.v[i], opt);
    out_fmt(
        o, "  %zu of %zu connection%s as expected", met, n, n == 1 ? "" : "s");
    if (none > 0)
        out_fmt(o, ", of %zu nothing is said", none);
    out_byte(o, '\n');
    arena_free(&a);
}

/* -- YAML ------------------------------------------------------------------ */

static void
put_quoted(struct out *o, struct str s)
{
    struct json j;
    json_init(&j, o);
    json_str(&j, NULL, s);
}

static void
put_names(struct out *o, const char *key, const struct expect_names *names)
{
    if (names->n == 0)
        return;
    out_fmt(o, "    %s: [", key);
    for (size_t i = 0; i < names->n; i++) {
        out_z(o, i ? ", " : "");
        put_quoted(o, names->v[i]);
    }
    out_z(o, "]\n");
}

static void
put_entry(struct out *o, const struct expectation *x)
{
    out_z(o, "  - ");
    if (x->trunk.n) {
        out_z(o, "trunk: ");
        put_quoted(o, x->trunk);
        out_byte(o, '\n');
    } else {
        out_z(o, "# its trunk's name is not in the traces\n");
    }
    put_names(o, "destinations", &x->destinations);
    if (x->incoming_port)
        out_fmt(o, "    incoming_port: %d\n", (int)x->incoming_port);
    if (x->tls || x->plain)
        out_fmt(o, "    tls: %s\n", x->tls ? "yes" : "no");
    put_names(o, "subjects", &x->subjects);
    if (x->grade.n) {
        out_z(o, "    grade: ");
        out_str(o, x->grade);
        out_byte(o, '\n');
    }
    if (x->srtp != SRTP_ANY)
        out_fmt(o, "    srtp: %s\n",
            x->srtp == SRTP_FORBIDDEN  ? "no"
            : x->srtp == SRTP_REQUIRED ? "required"
                                       : "yes");
}

void
render_expect_yaml(struct out *o, const struct expectations *x)
{
    out_z(o,
        "# What the connections of trunks should be, for `cmtrail tls "
        "--expect FILE`.\n"
        "# Made from what was seen: read it, and correct what should not be "
        "so.\n"
        "#   destinations   addresses, IP or IP:PORT\n"
        "#   incoming_port  of the SIP trunk security profile\n"
        "#   tls            yes or no\n"
        "#   subjects       X.509 subject names of the profile\n"
        "#   grade          at least: good, legacy, weak, critical\n"
        "#   srtp           yes (allowed), no, required; left out where keys\n"
        "#                  were sent in clear, which no value allows\n"
        "#   issuers        distinguished names; a capture shows them\n"
        "# The first entry whose trunk fits counts (* is a wildcard), else "
        "the\n"
        "# first whose destination does, else one that has neither. A "
        "handshake\n"
        "# that failed meets nothing.\n"
        "expect:");
    out_z(o, x->n ? "\n" : " []\n");
    for (size_t i = 0; i < x->n; i++)
        put_entry(o, &x->v[i]);
}
