/* SPDX-License-Identifier: MIT
 *
 * What stands between the arrows of a ladder: digit analysis, route and trunk
 * choice, connections with certificate and cipher; and the list of all digit
 * analyses. */
#include "call/path.h"

static void
note_add(
    struct path *p, const char *topic, const struct mark *at, struct str text)
{
    struct correlator *c = p->c;
    struct correlated *r = p->r;
    c->notes = GROW(c->notes, r->nnotes, p->capnotes);
    r->notes = c->notes;
    r->notes[r->nnotes++] = (struct note){
        .call = p->call->number,
        .topic = str_from(topic),
        .note = text,
        .at = mark_when(c, at),
        .node = mark_set(at) ? node_name(c, c->space_of[at->source])
                             : (struct str){0},
        .purpose = p->purpose,
        .sure = SURE_EXACT,
        .evidence = mark_evidence(c, at),
    };
}

static struct note *
last_note(struct path *p)
{
    return &p->r->notes[p->r->nnotes - 1];
}

/* A line's "device" is its number with a key behind it: no news. */
static struct str
target_name(const struct da_state *d)
{
    if (d->device.n > 0)
        return str_find_byte(d->device, ':') < d->device.n ? (struct str){0}
                                                           : d->device;
    struct str class = process_class(d->process);
    return str_eq(class, STR("LineControl")) || class.n == 0 ? (struct str){0}
                                                             : d->process;
}

static void
note_digits(struct path *p, const struct da_state *d)
{
    struct correlator *c = p->c;
    struct str verdict = da_verdict(d);
    if (str_eq(verdict, STR("partial")) || str_eq(verdict, STR("unknown")))
        return; /* one digit of many: the last analysis tells */
    struct mark at = da_mark(d);
    struct str text;
    if (str_eq(verdict, STR("match"))) {
        struct str to = target_name(d);
        text = str_fmt(&c->made,
            "digit analysis: " STR_FMT " matches " STR_FMT "%s" STR_FMT
            "%s" STR_FMT,
            STR_ARG(d->dialed), STR_ARG(d->pattern),
            d->called.n ? ", calls " : "", STR_ARG(d->called),
            to.n ? " by " : "", STR_ARG(to));
    } else {
        text = str_fmt(&c->made, "digit analysis: " STR_FMT " is %s" STR_FMT,
            STR_ARG(d->dialed),
            str_eq(verdict, STR("none")) ? "matched by no pattern in " : "",
            STR_ARG(str_eq(verdict, STR("none"))
                        ? (d->css.n ? d->css : STR("the search space"))
                        : verdict));
    }
    note_add(p, "da", &at, text);
    struct note *n = last_note(p);
    n->bad = !str_eq(verdict, STR("match"));
    n->sure = d->inferred ? SURE_INFERRED : SURE_EXACT;
}

static void
note_routes(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    struct str last = {0};
    for (size_t i = p->route_first[leg]; i != NONE; i = p->route_next[i]) {
        const struct route_state *r = &c->routes[i];
        struct str name = r->name;
        if (name.n == 0)
            name = device_of_pkid(c, r->space, r->pkid);
        bool choice =
            str_eq(r->what, STR("list")) || str_eq(r->what, STR("group")) ||
            str_eq(r->what, STR("member")) || str_eq(r->what, STR("branch"));
        if (!choice || name.n == 0 || str_eq(name, last))
            continue; /* several lines tell of one choice */
        last = name;
        const char *what = str_eq(r->what, STR("list"))    ? "route list"
                           : str_eq(r->what, STR("group")) ? "route group"
                                                           : "member";
        note_add(p, "route", &r->at,
            str_fmt(&c->made, "%s " STR_FMT, what, STR_ARG(name)));
    }
}

static void
note_trunk(struct path *p, size_t leg)
{
    struct correlator *c = p->c;
    const struct leg_state *l = &c->legs[leg];
    if (!leg_is_trunk(c, leg) || l->calling)
        return;
    for (size_t i = l->dialogs; i != NONE; i = c->dialogs[i].next) {
        const struct dialog *d = &c->dialogs[i];
        struct str name = trunk_of_dialog(c, leg, d);
        if (name.n > 0)
            note_add(p, "trunk", &d->first,
                str_fmt(&c->made, "trunk " STR_FMT, STR_ARG(name)));
    }
}

/* A connection that is set up during the call is noted when it happens; one
 * that stood before is noted at the first message that uses it. */
static void
note_connection(struct path *p, const struct dialog *d, size_t conn)
{
    struct correlator *c = p->c;
    const struct conn_state *k = &c->conns[conn];
    struct str peer = peer_text(c, k->remote_ip, k->remote_port);
    bool fresh =
        mark_set(&k->opened) && !mark_before(c, &k->opened, &p->call->start);
    struct str index =
        k->index >= 0 ? str_fmt(&c->made, " (index %lld)", (long long)k->index)
                      : (struct str){0};
    if (fresh)
        note_add(p, "connection", &k->opened,
            str_fmt(&c->made, STR_FMT " connection " STR_FMT STR_FMT " opened",
                STR_ARG(transport_of(k)), STR_ARG(peer), STR_ARG(index)));
    if (!k->tls && p->trunk && !fresh)
        note_add(p, "connection", &d->first,
            str_fmt(&c->made, STR_FMT " connection " STR_FMT STR_FMT,
                STR_ARG(transport_of(k)), STR_ARG(peer), STR_ARG(index)));
    if (!k->tls)
        return;
    struct str cn = subject_cn(p->c, k->subject);
    struct str state = conn_handshake(c, k);
    bool seen = mark_set(&k->handshake);
    bool during = seen && !mark_before(c, &k->handshake, &p->call->start);
    struct str since = STR("");
    if (seen && !during)
        since = str_fmt(&c->made, ", handshake at " STR_FMT,
            STR_ARG(when_iso(&c->made, mark_when(c, &k->handshake))));
    struct str text =
        seen ? str_fmt(&c->made,
                   "TLS " STR_FMT STR_FMT ": CN " STR_FMT ", " STR_FMT STR_FMT
                   "%s",
                   STR_ARG(peer), STR_ARG(index), STR_ARG(cn),
                   STR_ARG(k->cipher), STR_ARG(since),
                   str_eq(state, STR("failed")) ? ", refused" : "")
             : str_fmt(&c->made, "TLS " STR_FMT STR_FMT ": handshake %s",
                   STR_ARG(peer), STR_ARG(index),
                   str_eq(state, STR("failed")) ? "failed"
                   : str_eq(state, STR("unfinished"))
                       ? "not done in these traces"
                       : "not in these traces");
    size_t error = conn_error(c, k);
    bool failed = str_eq(state, STR("failed"));
    const struct mark *at = during            ? &k->handshake
                            : error != NONE   ? &c->conn_events[error].at
                            : failed && !seen ? &k->closed
                                              : &d->first;
    note_add(p, "tls", at, text);
    if (seen)
        last_note(p)->evidence = mark_evidence(c, &k->handshake);
}

/* What happened to the call: forwards, transfers, holds. */
static void
note_changes(struct path *p)
{
    const struct call_state *k = p->call;
    p->purpose = LEG_PARTY;
    for (size_t i = 0; i < k->nhops; i++)
        for (size_t n = 0; n < k->hops[i].narrivals; n++) {
            const struct arrival *v = &k->hops[i].arrivals[n];
            if (v->how == ARRIVE_CALLED)
                continue;
            note_add(p, "path", &v->at, arrival_text(p, v));
            last_note(p)->sure = v->sure;
        }
    for (size_t i = 0; i < p->nevents; i++) {
        p->purpose = p->events[i].kind == EVENT_RECORDING      ? LEG_RECORDING
                     : p->events[i].kind == EVENT_CONSULTATION ? LEG_CONSULT
                                                               : LEG_PARTY;
        note_add(p, "path", &p->events[i].at, event_text(p, &p->events[i]));
    }
}

static bool
seen_before(const size_t *v, size_t n, size_t conn)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == conn)
            return true;
    return false;
}

void
note_call(struct path *p)
{
    enum { CONNS = 32 };
    struct correlator *c = p->c;
    const struct call_state *k = p->call;
    size_t noted[CONNS];
    size_t n = 0;
    note_changes(p);
    for (size_t i = 0; i < k->ndas; i++) {
        const struct da_state *d = &c->das[k->das[i]];
        size_t leg = leg_of_da(c, d);
        p->purpose = leg != NONE ? leg_purpose(c, k, leg) : LEG_PARTY;
        note_digits(p, d);
    }
    for (size_t i = 0; i < k->nlegs; i++) {
        size_t leg = k->legs[i];
        p->purpose = leg_purpose(c, k, leg);
        p->trunk = leg_is_trunk(c, leg);
        note_routes(p, leg);
        note_trunk(p, leg);
        for (size_t d = c->legs[leg].dialogs; d != NONE; d = c->dialogs[d].next)
            for (size_t x = 0; x < c->dialogs[d].nconns; x++) {
                size_t conn = c->dialogs[d].conns[x];
                if (seen_before(noted, n, conn))
                    continue;
                if (n < CONNS)
                    noted[n++] = conn;
                note_connection(p, &c->dialogs[d], conn);
            }
    }
}

void
note_analyses(struct path *p, size_t *next, size_t n)
{
    struct correlator *c = p->c;
    struct correlated *r = p->r;
    r->analyses = arena_array(&c->made, n + 1, sizeof(*r->analyses));
    for (; *next < c->ndas && r->nanalyses < n; ++*next) {
        const struct da_state *d = &c->das[*next];
        struct mark at = da_mark(d);
        r->analyses[r->nanalyses++] = (struct digit_analysis){
            .call = d->call != NONE ? p->j->calls[d->call].number : 0,
            .ci = d->ci,
            .at = mark_when(c, &at),
            .node = node_name(c, d->space),
            .calling = d->calling,
            .dialed = d->dialed,
            .css = d->css,
            .partition = d->partition,
            .pattern = d->pattern,
            .called = d->called,
            .result = da_verdict(d),
            .cause = d->cause,
            .device = d->device,
            .process = d->process,
            .sure = d->inferred ? SURE_INFERRED : SURE_EXACT,
            .evidence = mark_evidence(c, &at),
        };
    }
}
