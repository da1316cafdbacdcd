/* SPDX-License-Identifier: MIT
 *
 * Lacks and needs as sentences: one for each lack over all calls, for `info`,
 * and one for each call that needs it, for `show`. */
#include <stdlib.h>

#include "gap/find.h"
#include "model/names.h"

struct some {        /* calls */
    int64_t n, call; /* the last of them */
};

/* What all needs of a lack come to. */
struct sum {
    struct some up;     /* that go on over the end of the files */
    struct some named;  /* that something else than a call log names */
    struct some logged; /* known only from a call log */
    int64_t signals;    /* of no call */
    int64_t logs;       /* messages that only a call log has */
    struct need all;    /* times, witness, peer */
};

/* "call 7", "3 calls" */
static struct str
calls_text(const struct find *f, struct some calls)
{
    return calls.n == 1 ? str_fmt(f->a, "call %lld", (long long)calls.call)
                        : text_count(f->a, calls.n, "call");
}

static bool
is_absent(const struct lack *lack)
{
    return lack->kind == LACK_NODE || lack->kind == LACK_CLUSTER;
}

/* Whether what a cluster is known by is only an address of its. */
static bool
is_nameless(const struct find *f, struct str cluster)
{
    for (size_t i = 0; cluster.n && i < f->in->nsources; i++) {
        if (str_eq(f->in->sources[i].cluster_address, cluster))
            return true;
    }
    return false;
}

/* "node 2 of the cluster of 192.0.2.11", or "node 1 (192.0.2.11)" when that is
 * its own address. */
static struct str
nameless_text(const struct find *f, const struct lack *lack, struct str node)
{
    for (size_t i = 0; i < f->in->nsources; i++) {
        const struct source *s = &f->in->sources[i];
        if (str_eq(s->address, lack->cluster) &&
            str_eq(find_node(f->a, s), lack->node))
            return str_fmt(f->a, STR_FMT " (" STR_FMT ")", STR_ARG(node),
                STR_ARG(lack->cluster));
    }
    return str_fmt(f->a, STR_FMT " of the cluster of " STR_FMT, STR_ARG(node),
        STR_ARG(lack->cluster));
}

/* "node 2", "node 2 of cluster EAST", "cluster EAST" */
static struct str
node_text(const struct find *f, const struct lack *lack)
{
    struct arena *a = f->a;
    struct str node = lack->node.n
                          ? str_fmt(a, "node " STR_FMT, STR_ARG(lack->node))
                          : STR("a node without number");

    if (lack->kind == LACK_CLUSTER && !lack->node.n)
        return str_fmt(a, "cluster " STR_FMT, STR_ARG(lack->cluster));
    if (is_nameless(f, lack->cluster))
        return nameless_text(f, lack, node);
    if (!lack->cluster.n || (f->nclusters < 2 && lack->kind != LACK_CLUSTER))
        return node;
    return str_fmt(a, STR_FMT " of cluster " STR_FMT, STR_ARG(node),
        STR_ARG(lack->cluster));
}

/* " (192.0.2.31)" */
static struct str
peer_text(const struct find *f, struct str peer)
{
    return peer.n ? str_fmt(f->a, " (" STR_FMT ")", STR_ARG(peer))
                  : (struct str){NULL, 0};
}

/* --- what there is -------------------------------------------------------- */

static struct str
files_text(const struct find *f, const struct lack *lack)
{
    int64_t n = lack->after->file_number - lack->before->file_number - 1;
    struct str files = text_count(f->a, n, "file"), node = node_text(f, lack);
    struct str before = text_file(lack->before), after = text_file(lack->after);

    return str_fmt(f->a,
        STR_FMT " of " STR_FMT " %s missing between " STR_FMT " and " STR_FMT
                " (FileNumber %lld and %lld)",
        STR_ARG(files), STR_ARG(node), n == 1 ? "is" : "are", STR_ARG(before),
        STR_ARG(after), (long long)lack->before->file_number,
        (long long)lack->after->file_number);
}

static struct str
records_text(const struct find *f, const struct lack *lack)
{
    bool one = lack->before->file_number == lack->after->file_number;
    struct str node = node_text(f, lack), file = text_file(lack->before);

    return str_fmt(f->a,
        STR_FMT ": the end of " STR_FMT
                " is missing (its last record is %lld, the next %s begins "
                "with %lld)",
        STR_ARG(node), STR_ARG(file),
        (long long)find_sequence(lack->before->last_seq),
        one ? "piece" : "file",
        (long long)find_sequence(lack->after->first_seq));
}

/* Where the service started anew, calls need not have gone on. */
static struct str
restart_text(const struct find *f, const struct lack *lack)
{
    struct str before = lack->before->app_start;
    struct str after = lack->after->app_start;

    if (!before.n || !after.n || str_eq(before, after))
        return (struct str){NULL, 0};
    return str_fmt(
        f->a, " (its service started anew at " STR_FMT ")", STR_ARG(after));
}

static struct str
time_text(const struct find *f, const struct lack *lack)
{
    struct str node = node_text(f, lack), restart = restart_text(f, lack);
    struct str before = text_file(lack->before), after = text_file(lack->after);

    return str_fmt(f->a,
        STR_FMT ": nothing between the end of " STR_FMT
                " and the start of " STR_FMT STR_FMT,
        STR_ARG(node), STR_ARG(before), STR_ARG(after), STR_ARG(restart));
}

static struct str
inside_text(const struct find *f, const struct lack *lack)
{
    struct str node = node_text(f, lack), file = text_file(lack->before);

    return str_fmt(f->a, STR_FMT ": %lld records are missing inside " STR_FMT,
        STR_ARG(node), (long long)lack->before->lost, STR_ARG(file));
}

/* verb: "begin", "end" */
static struct str
edge_text(const struct find *f, const struct lack *lack, const char *verb,
    const struct source *edge)
{
    struct str node = node_text(f, lack), file = text_file_number(f->a, edge);

    return str_fmt(f->a, "the files of " STR_FMT " %s with " STR_FMT,
        STR_ARG(node), verb, STR_ARG(file));
}

static struct str
lack_text(const struct find *f, const struct lack *lack)
{
    switch (lack->kind) {
    case LACK_FILES:
        return files_text(f, lack);
    case LACK_RECORDS:
        return records_text(f, lack);
    case LACK_INSIDE:
        return inside_text(f, lack);
    case LACK_TIME:
        return time_text(f, lack);
    case LACK_START:
        return edge_text(f, lack, "begin", lack->after);
    case LACK_END:
        return edge_text(f, lack, "end", lack->before);
    case LACK_DETAIL:
    case LACK_NODE:
    case LACK_CLUSTER:
        break;
    }
    return node_text(f, lack);
}

/* --- what to collect ------------------------------------------------------ */

/* The stretch of time that would fill it; `whole`: up to the ends of the
 * lack, which a call goes over. */
static void
ends_of(const struct lack *lack, const struct need *need, bool whole,
    int64_t *from_ms, int64_t *to_ms)
{
    bool fixed = lack->kind == LACK_FILES || lack->kind == LACK_RECORDS ||
                 lack->kind == LACK_INSIDE || lack->kind == LACK_TIME;

    *from_ms = need->from_ms;
    *to_ms = need->to_ms;
    if (fixed || (whole && lack->kind == LACK_END))
        *from_ms = lack->from_ms;
    if (fixed || (whole && lack->kind == LACK_START))
        *to_ms = lack->to_ms;
    if (whole && lack->kind == LACK_START && need->logs == 0 && !need->by)
        *from_ms = WHEN_UNKNOWN;
    if (whole && lack->kind == LACK_END && need->logs == 0 && !need->by)
        *to_ms = WHEN_UNKNOWN;
}

static struct str
names_of(const struct find *f, const struct lack *lack)
{
    if (lack->kind == LACK_FILES)
        return text_missing(f->a, lack);
    if (lack->kind == LACK_RECORDS || lack->kind == LACK_INSIDE)
        return text_file(lack->before);
    return text_pattern(f->a, lack->node, lack->before ? lack->before->app : 0);
}

/* ": collect SDL002_100_*.txt of 2020-06-28 17:31:29 to 17:32:08 (UTC)"; g has
 * the times. */
static struct str
collect_text(const struct find *f, const struct lack *lack, const struct gap *g,
    struct str span, bool whole)
{
    bool open = g->from_ms == WHEN_UNKNOWN || g->to_ms == WHEN_UNKNOWN;
    const char *which = "";

    if (lack->kind == LACK_DETAIL)
        return str_fmt(f->a,
            ", although SDL files cover that time, " STR_FMT
            ": was tracing less detailed?",
            STR_ARG(span));
    if (lack->kind == LACK_RECORDS || lack->kind == LACK_INSIDE)
        return str_fmt(
            f->a, "; collect it again, with all of " STR_FMT, STR_ARG(span));
    if (whole && lack->kind == LACK_START)
        which = "those before, ";
    if (whole && lack->kind == LACK_END)
        which = "those after, ";
    return str_fmt(f->a, ": collect %s" STR_FMT "%s%s%s" STR_FMT, which,
        STR_ARG(g->collect), lack->kind == LACK_CLUSTER ? " there" : "",
        span.n ? " " : "", span.n && !open ? "of " : "", STR_ARG(span));
}

/* --- gaps ----------------------------------------------------------------- */

static struct str
kind_word(const struct lack *lack, bool log_only)
{
    static const struct str words[] = {
        [LACK_FILES] = STR_INIT("files"),
        [LACK_RECORDS] = STR_INIT("hole"),
        [LACK_INSIDE] = STR_INIT("hole"),
        [LACK_TIME] = STR_INIT("hole"),
        [LACK_START] = STR_INIT("start"),
        [LACK_END] = STR_INIT("end"),
        [LACK_DETAIL] = STR_INIT("calllog"),
        [LACK_NODE] = STR_INIT("node"),
        [LACK_CLUSTER] = STR_INIT("cluster"),
    };
    bool own = lack->known || is_absent(lack);

    return log_only && !own ? STR("calllog") : words[lack->kind];
}

static struct gap
gap_of(const struct find *f, const struct lack *lack, const struct need *need,
    bool whole, struct str what)
{
    const struct source *edge = lack->before ? lack->before : lack->after;
    const struct source *witness = edge ? edge : need->witness;
    struct gap g = {
        .call = need->call,
        .kind = kind_word(lack, !whole && (need->only_log || !need->by)),
        .node = lack->node,
        .cluster = is_nameless(f, lack->cluster) ? (struct str){NULL, 0}
                                                 : lack->cluster,
        .after_file = lack->before ? source_name(f->a, lack->before)
                                   : (struct str){NULL, 0},
        .before_file = lack->after ? source_name(f->a, lack->after)
                                   : (struct str){NULL, 0},
        .collect = lack->kind == LACK_DETAIL ? (struct str){NULL, 0}
                                             : names_of(f, lack),
    };

    ends_of(lack, need, whole, &g.from_ms, &g.to_ms);
    struct str span = text_span(f->a, witness, g.from_ms, g.to_ms);
    struct str collect = collect_text(f, lack, &g, span, whole);
    g.reason = str_fmt(f->a, STR_FMT STR_FMT, STR_ARG(what), STR_ARG(collect));
    return g;
}

/* --- over all calls ------------------------------------------------------- */

/* "3 calls and 20 SIP messages" that only the call log has; empty. */
static struct str
log_text(const struct find *f, const struct sum *s, struct str of)
{
    struct str calls = calls_text(f, s->logged);
    struct str logs = text_count(f->a, s->logs, "SIP message");

    if (!s->logged.n && !s->logs)
        return (struct str){NULL, 0};
    return str_fmt(f->a,
        STR_FMT "%s" STR_FMT STR_FMT " %s known only from the "
                "call log",
        STR_ARG(s->logged.n ? calls : logs),
        s->logged.n && s->logs ? " and " : "",
        STR_ARG(s->logged.n && s->logs ? logs : ((struct str){NULL, 0})),
        STR_ARG(of), s->logged.n + s->logs == 1 ? "is" : "are");
}

static struct str
absent_text(const struct find *f, const struct lack *lack, const struct sum *s)
{
    struct arena *a = f->a;
    struct some calls = {
        s->named.n + s->logged.n, s->named.n ? s->named.call : s->logged.call};
    struct str who = calls_text(f, calls);
    struct str node = node_text(f, lack);
    struct str logs = s->logs ? str_fmt(a,
                                    "; %lld SIP message%s of it %s known "
                                    "only from the call log",
                                    (long long)s->logs, s->logs == 1 ? "" : "s",
                                    s->logs == 1 ? "is" : "are")
                              : (struct str){NULL, 0};

    struct str peer = peer_text(f, s->all.peer);
    struct str signals = text_count(a, s->signals, "signal");

    if (lack->kind == LACK_CLUSTER)
        return str_fmt(a,
            STR_FMT STR_FMT ", of which nothing was given, is the other end "
                            "of " STR_FMT,
            STR_ARG(node), STR_ARG(peer), STR_ARG(who));
    if (calls.n)
        return str_fmt(a, STR_FMT " was not given, but " STR_FMT " %s" STR_FMT,
            STR_ARG(node), STR_ARG(who), calls.n == 1 ? "needs it" : "need it",
            STR_ARG(logs));
    if (s->signals)
        return str_fmt(a, STR_FMT " was not given, but " STR_FMT " %s" STR_FMT,
            STR_ARG(node), STR_ARG(signals),
            s->signals == 1 ? "speaks of it" : "speak of it", STR_ARG(logs));
    return str_fmt(
        a, STR_FMT " was not given" STR_FMT, STR_ARG(node), STR_ARG(logs));
}

static struct str
all_text(const struct find *f, const struct lack *lack, const struct sum *s)
{
    struct arena *a = f->a;
    struct str none = {NULL, 0};
    struct str of = node_text(f, lack), what = none;
    struct str node = str_fmt(a, " of " STR_FMT, STR_ARG(of));
    struct str up = calls_text(f, s->up), named = calls_text(f, s->named);

    if (is_absent(lack))
        return absent_text(f, lack, s);
    if (lack->known || s->up.n)
        what = lack_text(f, lack);
    if (s->up.n)
        what = str_fmt(a, STR_FMT " while " STR_FMT " %s up", STR_ARG(what),
            STR_ARG(up), s->up.n == 1 ? "is" : "are");
    if (s->named.n)
        what = str_fmt(a,
            STR_FMT "%sno file%.*s holds the time of " STR_FMT
                    " that went through it",
            STR_ARG(what), what.n ? "; " : "", what.n ? 0 : (int)node.n, node.p,
            STR_ARG(named));
    struct str logs = log_text(f, s, what.n ? none : node);
    if (logs.n)
        what = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(what),
            what.n ? "; " : "", STR_ARG(logs));
    return what;
}

/* --- for one call --------------------------------------------------------- */

/* Why a call needs a node: the strongest of what names it. */
static struct str
why_text(const struct find *f, const struct need *need)
{
    struct str peer = peer_text(f, need->peer);

    if (need->only_log)
        return STR("its call log is all there is of the call");
    if (need->by & VISIT_TARGET)
        return STR("it handled the called party");
    if (need->by & VISIT_FAR)
        return str_fmt(
            f->a, "the other end of the call is there" STR_FMT, STR_ARG(peer));
    if (need->by & VISIT_OWNER)
        return STR("the call began there");
    if (need->by & VISIT_SIGNAL)
        return STR("signals of the call crossed to or from it");
    return STR("its call log has a part of the call");
}

static struct str
call_absent_text(
    const struct find *f, const struct lack *lack, const struct need *need)
{
    struct str node = node_text(f, lack), why = why_text(f, need);
    struct str peer = peer_text(f, need->peer);

    if (lack->kind == LACK_CLUSTER)
        return str_fmt(f->a,
            "the other end is %s " STR_FMT STR_FMT
            ", of which nothing was given",
            lack->node.n ? "on" : "in", STR_ARG(node), STR_ARG(peer));
    return str_fmt(f->a, STR_FMT " was not given, but " STR_FMT, STR_ARG(node),
        STR_ARG(why));
}

/* What its call log alone has, when nothing else is to say. */
static struct str
logged_text(const struct find *f, struct str node, const struct need *need)
{
    struct str logs = text_count(f->a, need->logs, "SIP message");

    if (need->only_log)
        return str_fmt(f->a,
            "the call is known only from the call log of " STR_FMT,
            STR_ARG(node));
    return str_fmt(f->a,
        STR_FMT " of " STR_FMT " %s known only from the call log",
        STR_ARG(logs), STR_ARG(node), need->logs == 1 ? "is" : "are");
}

static struct str
call_text(
    const struct find *f, const struct lack *lack, const struct need *need)
{
    struct arena *a = f->a;
    struct str node = node_text(f, lack), what;

    if (is_absent(lack)) {
        what = call_absent_text(f, lack, need);
    } else if (need->up) {
        what = lack_text(f, lack);
        what = str_fmt(a, STR_FMT " while the call is up", STR_ARG(what));
    } else if (need->only_log || !need->by) {
        return logged_text(f, node, need);
    } else {
        struct str why = why_text(f, need);
        what = str_fmt(a,
            "no file of " STR_FMT " holds the time of the call, but " STR_FMT,
            STR_ARG(node), STR_ARG(why));
    }
    if (!need->logs)
        return what;
    return str_fmt(a,
        STR_FMT "; %lld of its SIP messages %s known only from "
                "the call log",
        STR_ARG(what), (long long)need->logs, need->logs == 1 ? "is" : "are");
}

/* -------------------------------------------------------------------------- */

static void
count_call(struct some *calls, const struct need *need, bool counts)
{
    if (!need->call || !counts)
        return;
    calls->n++;
    calls->call = need->call;
}

static struct sum *
sum_up(const struct find *f)
{
    struct sum *v = arena_array(f->a, f->nlacks + 1, sizeof *v);

    for (size_t i = 0; i < f->nlacks; i++)
        v[i].all = (struct need){
            .lack = i, .from_ms = WHEN_UNKNOWN, .to_ms = WHEN_UNKNOWN};
    for (size_t i = 0; i < f->nneeds; i++) {
        const struct need *need = &f->needs[i];
        struct sum *s = &v[need->lack];

        count_call(&s->up, need, need->up);
        count_call(&s->named, need, need->by && !need->only_log);
        count_call(&s->logged, need, need->only_log);
        s->signals += need->call ? 0 : need->signals;
        s->logs += need->logs;
        s->all.by |= need->only_log ? 0 : need->by;
        s->all.logs += need->logs;
        if (!s->all.witness)
            s->all.witness = need->witness;
        if (!s->all.peer.n)
            s->all.peer = need->peer;
        find_widen(&s->all.from_ms, &s->all.to_ms, need->from_ms);
        find_widen(&s->all.from_ms, &s->all.to_ms, need->to_ms);
    }
    return v;
}

static int
compare_needs(const void *pa, const void *pb)
{
    const struct need *a = pa, *b = pb;

    if (a->call != b->call)
        return a->call < b->call ? -1 : 1;
    return (a->lack > b->lack) - (a->lack < b->lack);
}

/* A message in the files' own time is said over all calls: it is a matter of
 * how much the node traces. */
static bool
is_said(const struct find *f, const struct need *need)
{
    return need->call && (f->lacks[need->lack].kind != LACK_DETAIL || need->by);
}

void
find_words(struct find *f, struct gap **v, size_t *n)
{
    const struct sum *sums = sum_up(f);

    *n = 0;
    *v = arena_array(f->a, f->nlacks + f->nneeds + 1, sizeof **v);
    for (size_t i = 0; i < f->nlacks; i++) {
        const struct lack *lack = &f->lacks[i];
        const struct sum *s = &sums[i];

        if (lack->known || s->up.n || s->named.n || s->logged.n || s->signals ||
            s->logs)
            (*v)[(*n)++] =
                gap_of(f, lack, &s->all, s->up.n > 0, all_text(f, lack, s));
    }
    if (f->nneeds)
        qsort(f->needs, f->nneeds, sizeof *f->needs, compare_needs);
    for (size_t i = 0; i < f->nneeds; i++) {
        const struct need *need = &f->needs[i];
        const struct lack *lack = &f->lacks[need->lack];

        if (is_said(f, need))
            (*v)[(*n)++] =
                gap_of(f, lack, need, need->up, call_text(f, lack, need));
    }
}
