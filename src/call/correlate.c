/* SPDX-License-Identifier: MIT
 *
 * The correlator's outside: opens, hands each row to the part that knows its
 * subject, and lets the parts finish in order:
 *
 *   clock -> cluster -> link -> party -> outcome -> result -> path */
#include "call/correlate.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "call/state.h"

/* Sources of one node and service start are one space. */
static bool
same_space(const struct space *sp, const struct source *s)
{
    bool log = s->kind == SOURCE_CALLLOG;
    return sp->log == log && sp->node == s->node &&
           str_eq(sp->label, s->cluster) && str_eq(sp->host, s->host) &&
           str_eq(sp->app_start, s->app_start);
}

static size_t
space_of_source(struct correlator *c, const struct source *s)
{
    for (size_t i = c->nspaces; i-- > 0;)
        if (same_space(&c->spaces[i], s))
            return i;
    c->spaces = GROW(c->spaces, c->nspaces, c->capspaces);
    c->spaces[c->nspaces] = (struct space){
        .label = keep(c, s->cluster),
        .node = s->node,
        .host = keep(c, s->host),
        .address = keep(c, s->address),
        .app_start = keep(c, s->app_start),
        .log = s->kind == SOURCE_CALLLOG,
        .last_da = NONE,
    };
    return c->nspaces++;
}

void
correlate_open(struct correlator **out, struct source *sources, size_t nsources)
{
    struct correlator *c = calloc(1, sizeof(*c));
    if (c == NULL)
        die("out of memory");
    c->sources = sources;
    c->nsources = nsources;
    struct map *maps[] = {&c->strings, &c->source_ids, &c->leg_by_ci,
        &c->dialog_by_id, &c->conn_by_index, &c->da_by_seq, &c->da_by_ci,
        &c->by_process, &c->by_pkid, &c->cdpc_ci, &c->cdcc_leg, &c->pair_seen};
    for (size_t i = 0; i < COUNTOF(maps); i++)
        map_init(maps[i], &c->arena);
    c->space_of = arena_array(&c->arena, nsources + 1, sizeof(size_t));
    c->hints = arena_array(&c->arena, nsources + 1, sizeof(*c->hints));
    for (size_t i = 0; i < nsources; i++) {
        clock_forget(&sources[i]);
        map_put_u64(&c->source_ids, (uint64_t)sources[i].id, i, NULL);
        c->space_of[i] = space_of_source(c, &sources[i]);
        c->hints[i] = (struct clock_hint){
            WHEN_UNKNOWN, WHEN_UNKNOWN, {NULL, 0}, {NULL, 0}};
    }
    *out = c;
}

void
correlate_feed(struct correlator *c, const struct row *row)
{
    const size_t *src = map_get_u64(&c->source_ids, (uint64_t)row->at.source);
    if (src == NULL)
        return;
    size_t space = c->space_of[*src];
    switch (row->kind) {
    case ROW_MESSAGE:
        clock_hint_message(c, *src, row);
        feed_message(c, space, row);
        break;
    case ROW_SIGNAL:
        feed_signal(c, space, row);
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
    case ROW_PAIR:
        feed_signal(c, space, row);
        break;
    case ROW_LOG_MESSAGE:
        clock_hint_log(c, *src, row);
        feed_log_message(c, space, row);
        break;
    case ROW_LOG_CALL:
        feed_log_call(c, space, row);
        break;
    case ROW_KINDS:
        break;
    }
    arena_reset(&c->scratch);
}

void
correlate_finish(struct correlator *c, struct correlated *r)
{
    struct joined j = {0};
    memset(r, 0, sizeof(*r));
    clock_finish(c);
    cluster_finish(c);
    link_finish(c, &j);
    party_finish(c, &j);
    outcome_finish(c, &j);
    result_calls(c, &j, r);
    result_connections(c, &j, r);
    path_finish(c, &j, r);
    c->links = j.links;
    c->steps = r->steps;
    c->notes = r->notes;
}

void
correlate_close(struct correlator *c)
{
    if (c == NULL)
        return;
    void *arrays[] = {c->text, c->spaces, c->legs, c->dialogs, c->conns, c->das,
        c->pairs, c->namings, c->routes, c->touches, c->clusters, c->links,
        c->steps, c->notes};
    for (size_t i = 0; i < COUNTOF(arrays); i++)
        free(arrays[i]);
    arena_free(&c->scratch);
    arena_free(&c->arena);
    free(c);
}
