/* SPDX-License-Identifier: MIT
 *
 * The correlator's outside: opens, hands each row to the part that knows its
 * subject, and lets the parts finish in order:
 *
 *   clock -> cluster -> skew -> link -> party -> outcome -> result -> path */
#include "call/correlate.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "call/feed.h"
#include "call/path.h"

/* Where a call log was found. */
struct standing {
    size_t home;   /* the space of its node's SDL files; NONE */
    size_t near;   /* and how near those are */
    size_t beside; /* without: that of the nearest SDL file; NONE */
};

/* Sources of one node and service start are one space; call logs, which say
 * neither host nor start, are one by the node's address in their rows and the
 * space they stand beside. */
static bool
same_space(
    const struct space *sp, const struct source *s, const struct standing *at)
{
    bool log = s->kind == SOURCE_CALLLOG;
    if (sp->log != log || sp->kind != s->kind || sp->node != s->node ||
        !str_eq(sp->label, s->cluster))
        return false;
    return log ? sp->home == at->home && sp->near == at->near &&
                     sp->beside == at->beside &&
                     (at->home != NONE || str_eq(sp->address, s->address))
               : str_eq(sp->host, s->host) &&
                     str_eq(sp->app_start, s->app_start);
}

static size_t
space_of_source(
    struct correlator *c, const struct source *s, const struct standing *at)
{
    for (size_t i = c->nspaces; i-- > 0;)
        if (same_space(&c->spaces[i], s, at))
            return i;
    c->spaces = GROW(c->spaces, c->nspaces, c->capspaces);
    c->spaces[c->nspaces] = (struct space){
        .label = keep(c, s->cluster),
        .node = s->node,
        .host = keep(c, s->host),
        .address = keep(c, s->address),
        .app_start = keep(c, s->app_start),
        .log = s->kind == SOURCE_CALLLOG,
        .kind = s->kind,
        .home = at->home,
        .near = at->near,
        .beside = at->beside,
        .last_da = NONE,
    };
    return c->nspaces++;
}

/* How many bytes the folders of two sources have in common. */
static size_t
common_path(const struct source *a, const struct source *b)
{
    size_t n = 0;
    size_t slash = 0;
    if (!str_eq(a->file, b->file)) {
        for (; n < a->file.n && n < b->file.n && a->file.p[n] == b->file.p[n];
             n++)
            if (a->file.p[n] == '/')
                slash = n + 1;
        return slash;
    }
    for (;
         n < a->member.n && n < b->member.n && a->member.p[n] == b->member.p[n];
         n++)
        if (a->member.p[n] == '/')
            slash = n + 1;
    return a->file.n + slash;
}

/* The space of the SDL file that a call log was collected with: of the same
 * node, in the nearest folder. When files of other nodes are nearer, its own
 * node's were not given: a node of that number is another cluster's. No home
 * either when there is none, or when files of several clusters are equally
 * near. */
static struct standing
place_log(const struct correlator *c, const struct source *log)
{
    struct standing none = {NONE, 0, NONE};
    struct standing at = none;
    size_t most_beside = 0;
    bool tie = false;
    size_t other_near = 0;
    bool other = false;
    for (size_t i = 0; i < c->nsources; i++) {
        const struct source *s = &c->sources[i];
        if (s->kind != SOURCE_SDL || s->node == 0 ||
            !str_eq(s->cluster, log->cluster))
            continue;
        size_t near = common_path(s, log);
        size_t space = c->space_of[i];
        if (at.beside == NONE || near > most_beside) {
            at.beside = space;
            most_beside = near;
        }
        if (s->node != log->node)
            continue;
        if (cluster_other_address(s->address, log->address)) {
            other_near = near > other_near ? near : other_near;
            other = true;
            continue;
        }
        if (at.home == NONE || near > at.near) {
            at.home = space;
            at.near = near;
            tie = false;
        } else if (near == at.near && space != at.home &&
                   !str_eq(c->spaces[space].host, c->spaces[at.home].host)) {
            tie = true;
        }
    }
    /* Beside another cluster's node of that number: no home, no neighbour. */
    if (other && (at.home == NONE || at.near < other_near) &&
        other_near >= most_beside)
        return none;
    if (at.home == NONE || at.near < most_beside)
        return (struct standing){NONE, 0, at.beside};
    return (struct standing){tie ? NONE : at.home, tie ? 0 : at.near, NONE};
}

static void
make_spaces(struct correlator *c)
{
    struct standing none = {NONE, 0, NONE};
    for (size_t i = 0; i < c->nsources; i++)
        if (c->sources[i].kind != SOURCE_CALLLOG)
            c->space_of[i] = space_of_source(c, &c->sources[i], &none);
    for (size_t i = 0; i < c->nsources; i++) {
        if (c->sources[i].kind != SOURCE_CALLLOG)
            continue;
        struct standing at = place_log(c, &c->sources[i]);
        c->space_of[i] = space_of_source(c, &c->sources[i], &at);
        c->lone_logs = c->lone_logs || at.home == NONE;
    }
}

void
correlate_open(struct correlator **out, struct source *sources, size_t nsources)
{
    struct correlator *c = calloc(1, sizeof(*c));
    if (c == NULL)
        die("out of memory");
    c->sources = sources;
    c->nsources = nsources;
    struct map *maps[] = {&c->strings, &c->source_ids, &c->leg_by_era,
        &c->by_process, &c->by_pkid, &c->trunk_by_place};
    struct map *fed[] = {&c->conn_by_index, &c->da_by_ci, &c->cdpc_ci,
        &c->cdcc_leg, &c->pair_seen, &c->skew_seen, &c->skew_by_key,
        &c->crossing_by_leg};
    for (size_t i = 0; i < COUNTOF(maps); i++)
        map_init(maps[i], &c->arena);
    for (size_t i = 0; i < COUNTOF(fed); i++)
        map_init(fed[i], &c->fed);
    map_init(&c->leg_by_ci, &c->unlinked);
    map_init(&c->dialog_by_id, &c->unlinked);
    c->space_of = arena_array(&c->arena, nsources + 1, sizeof(size_t));
    c->hints = arena_array(&c->arena, nsources + 1, sizeof(*c->hints));
    for (size_t i = 0; i < nsources; i++) {
        clock_forget(&sources[i]);
        map_put_u64(&c->source_ids, (uint64_t)sources[i].id, i, NULL);
        c->hints[i] = (struct clock_hint){
            WHEN_UNKNOWN, WHEN_UNKNOWN, {NULL, 0}, {NULL, 0}};
    }
    protocol_open(c);
    make_spaces(c);
    era_open(c);
    c->now_ms = WHEN_UNKNOWN;
    *out = c;
}

/* The CTI manager and others write traces of the same form with processes of
 * their own: call control is in those of one application. */
static bool
is_other_application(const struct source *s)
{
    enum { CALL_MANAGER = 100 };
    return s->app != 0 && s->app != CALL_MANAGER;
}

void
correlate_feed(struct correlator *c, const struct row *row)
{
    size_t src = c->at.source; /* that of the row before, as a rule */
    if (c->nsources == 0)
        return;
    if (c->sources[src].id != row->at.source) {
        const size_t *i = map_get_u64(&c->source_ids, (uint64_t)row->at.source);
        if (i == NULL)
            return;
        src = *i;
    }
    if (is_other_application(&c->sources[src]))
        return;
    size_t space = c->space_of[src];
    c->at = mark_of(row, src);
    c->now_ms = mark_own_utc(c, &c->at);
    switch (row->kind) {
    case ROW_MESSAGE:
        skew_message(c, row);
        clock_hint_message(c, src, row);
        feed_message(c, space, row);
        break;
    case ROW_SIGNAL:
        skew_signal(c, row);
        feed_signal(c, space, row);
        nodes_signal(c, space, row);
        break;
    case ROW_DA_MATCH:
    case ROW_DA_RESULT:
    case ROW_DA_VERDICT:
    case ROW_DA_TARGET:
        feed_digits(c, space, row);
        break;
    case ROW_DEVICE:
    case ROW_PROCESS:
        feed_device(c, space, row);
        break;
    case ROW_ROUTE:
        feed_route(c, space, row);
        break;
    case ROW_CONNECTION:
        feed_connection(c, space, row);
        break;
    case ROW_CERTIFICATE:
        feed_certificate(c, space, row);
        break;
    case ROW_TLS_ERROR:
        feed_tls_error(c, space, row);
        break;
    case ROW_PAIR:
        feed_signal(c, space, row);
        break;
    case ROW_LOG_MESSAGE:
        clock_hint_log(c, src, row);
        skew_log_message(c, space, row);
        feed_log_message(c, space, row);
        break;
    case ROW_LOG_CALL:
        feed_log_call(c, space, row);
        break;
    case ROW_PROTOCOL:
        feed_protocol(c, space, row);
        break;
    case ROW_CDR:
        feed_cdr(c, space, row);
        break;
    case ROW_KINDS:
        break;
    }
    arena_reset(&c->scratch);
}

/* Gives back what only feeding needs. */
static void
end_of_feeding(struct correlator *c)
{
    arena_free(&c->fed);
    c->touches = TRIM(c->touches, c->ntouches, c->captouches);
    c->conn_touches =
        TRIM(c->conn_touches, c->nconn_touches, c->capconn_touches);
    c->dialogs = TRIM(c->dialogs, c->ndialogs, c->capdialogs);
    c->das = TRIM(c->das, c->ndas, c->capdas);
    c->namings = TRIM(c->namings, c->nnamings, c->capnamings);
    c->routes = TRIM(c->routes, c->nroutes, c->caproutes);
    c->pairs = TRIM(c->pairs, c->npairs, c->cappairs);
}

void
correlate_finish(struct correlator *c)
{
    struct output *o = arena_alloc(&c->arena, sizeof(*o));
    c->output = o;
    c->now_ms = WHEN_UNKNOWN;
    cluster_place_logs(c);
    clock_finish(c);
    protocol_finish(c);
    end_of_feeding(c);
    cluster_finish(c);
    skew_finish(c, &o->r);
    clock_finish_logs(c);
    cdr_finish(c);
    link_finish(c, &o->j);
    arena_free(&c->unlinked);
    party_finish(c, &o->j);
    outcome_finish(c, &o->j);
    result_open(c, &o->j);
    o->p = (struct path){.c = c, .j = &o->j, .r = &o->r};
    path_open(&o->p);
    c->bonds = o->j.bonds;
}

/* Some of each kind, so that what a part holds is bounded. */
int
correlate_next(struct correlator *c, struct correlated *r)
{
    enum { CALLS = 256, ANALYSES = 256 };
    struct output *o = c->output;
    struct node_clock *clocks = o->r.clocks;
    size_t nclocks = o->r.nclocks;
    size_t end = o->ncalls + CALLS;

    arena_reset(&c->made);
    o->r = (struct correlated){0};
    if (o->connected && o->ncalls == o->j.ncalls && o->nanalyses == c->ndas &&
        o->ntouches == c->ntouches)
        return 0;
    if (!o->connected) {
        o->r.clocks = clocks;
        o->r.nclocks = nclocks;
        result_connections(c, &o->j, &o->r);
        o->r.ties = c->ties;
        o->r.nties = c->nties;
        cdr_checks(c, &o->j, &o->r);
    }
    o->connected = true;
    if (end > o->j.ncalls)
        end = o->j.ncalls;
    o->r.calls = arena_array(&c->made, CALLS, sizeof(*o->r.calls));
    for (; o->ncalls < end; o->ncalls++) {
        const struct call_state *k = &o->j.calls[o->j.order[o->ncalls]];
        result_call(c, &o->j, k, &o->r.calls[o->r.ncalls++]);
        result_links(c, &o->j, k, &o->r);
        path_make(&o->p, k);
        arena_reset(&c->scratch);
    }
    note_analyses(&o->p, &o->nanalyses, ANALYSES);
    result_owners(c, o, &o->r);
    *r = o->r;
    return 1;
}

void
correlate_visits(struct correlator *c, const struct visit **v, size_t *n)
{
    struct path *p = &c->output->p;

    nodes_rest(p);
    *v = c->visits;
    *n = p->nvisits;
}

void
correlate_close(struct correlator *c)
{
    if (c == NULL)
        return;
    void *arrays[] = {c->text, c->spaces, c->legs, c->dialogs, c->conns, c->das,
        c->pairs, c->namings, c->routes, c->touches, c->conn_touches,
        c->clusters, c->features, c->members, c->visits, c->crossings, c->bonds,
        c->links, c->steps, c->notes, c->owners, c->skew_ends, c->skews,
        c->ties, c->cdrs, c->conn_events};
    for (size_t i = 0; i < COUNTOF(arrays); i++)
        free(arrays[i]);
    arena_free(&c->scratch);
    arena_free(&c->fed);
    arena_free(&c->unlinked);
    arena_free(&c->made);
    arena_free(&c->arena);
    free(c);
}
