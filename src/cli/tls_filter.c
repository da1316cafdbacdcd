/* SPDX-License-Identifier: MIT
 *
 * Which connections `tls` shows: by what they are themselves, and by the calls
 * that they carried, as `calls` filters them. */
#include "cli/times.h"
#include "cli/tls.h"
#include "model/names.h"
#include "store/get.h"

static bool
is_peer(struct arena *a, const struct connection *c, struct str pattern)
{
    struct str whole = peer_name(a, c->remote_ip, c->remote_port);
    return str_matches(c->remote_ip, pattern) || str_matches(whole, pattern);
}

static bool
has_trunk(const struct connection *c, struct str pattern)
{
    for (size_t i = 0; i < c->ntrunks; i++)
        if (str_matches(c->trunks[i], pattern))
            return true;
    return false;
}

/* -- time: the connection lived then --------------------------------------- */

static const struct when *
first_known(const struct when *a, const struct when *b)
{
    bool known = a->utc_ms != WHEN_UNKNOWN || a->tod_ms != WHEN_UNKNOWN;
    return known ? a : b;
}

/* ms since 1970, by the local clock when the filter has no offset. */
static int64_t
comparable(const struct when *w, bool local)
{
    if (w->utc_ms == WHEN_UNKNOWN || !local || w->offset_s == WHEN_NO_OFFSET)
        return w->utc_ms;
    return w->utc_ms + w->offset_s * INT64_C(1000);
}

static bool
lived_then(const struct connection *c, const struct call_filter *f)
{
    const struct when *from = first_known(&c->opened, &c->seen);
    const struct when *to = first_known(&c->closed, &c->last);
    int64_t begin = comparable(from, f->local), end = comparable(to, f->local);
    if (f->since_ms != WHEN_UNKNOWN &&
        (end == WHEN_UNKNOWN || end < f->since_ms))
        return false;
    if (f->until_ms != WHEN_UNKNOWN &&
        (begin == WHEN_UNKNOWN || begin > f->until_ms))
        return false;
    if (f->since_tod == WHEN_UNKNOWN && f->until_tod == WHEN_UNKNOWN)
        return true;
    if (from->tod_ms == WHEN_UNKNOWN || to->tod_ms == WHEN_UNKNOWN)
        return false;
    if (to->tod_ms - from->tod_ms >= WHEN_DAY_MS)
        return true;
    int64_t first = from->tod_ms % WHEN_DAY_MS, last = to->tod_ms % WHEN_DAY_MS;
    bool after = f->since_tod == WHEN_UNKNOWN || last >= f->since_tod;
    bool before = f->until_tod == WHEN_UNKNOWN || first <= f->until_tod;
    return first <= last ? after && before : after || before;
}

/* -- the calls that it carried --------------------------------------------- */

static bool
asks_for_calls(const struct tls_options *o)
{
    return o->from.n || o->to.n || o->number.n || o->outcome.n || o->cause.n ||
           o->failed || o->sip_status;
}

static int
call_filter(struct call_filter *f, const struct tls_options *o, struct err *e)
{
    enum outcome known;
    call_filter_init(f);
    f->from = o->from;
    f->to = o->to;
    f->number = o->number;
    f->outcome = o->outcome;
    f->failed = o->failed;
    f->sip_status = o->sip_status;
    if (o->outcome.n > 0 && !outcome_from_name(o->outcome, &known))
        return err_set(
            e, "--outcome: \"" STR_FMT "\" is no outcome", STR_ARG(o->outcome));
    if (o->cause.n > 0 && (!str_to_i64(o->cause, &f->cause) || f->cause < 0))
        return err_set(e,
            "--cause: expected the number of a Q.850 cause, found \"" STR_FMT
            "\"",
            STR_ARG(o->cause));
    return 0;
}

/* Numbers of calls, sorted. */
struct numbers {
    const struct call *v;
    size_t n;
};

static bool
has_call(const struct numbers *calls, int64_t call)
{
    size_t low = 0, high = calls->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (calls->v[mid].call < call)
            low = mid + 1;
        else
            high = mid;
    }
    return low < calls->n && calls->v[low].call == call;
}

static bool
carried_one(const struct connection *c, const struct numbers *calls)
{
    for (size_t i = 0; i < c->ncalls; i++)
        if (has_call(calls, c->calls[i]))
            return true;
    return false;
}

static bool
carried(const struct connection *c, int64_t call)
{
    for (size_t i = 0; i < c->ncalls; i++)
        if (c->calls[i] == call)
            return true;
    return false;
}

/* A value that none can have is a slip of the pen, not a filter. */
static bool
is_value(struct str value, const struct str *known, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_matches(known[i], value))
            return true;
    return value.n == 0;
}

static int
check_values(const struct tls_options *o, struct err *e)
{
    static const struct str grades[] = {STR_INIT("good"), STR_INIT("legacy"),
        STR_INIT("weak"), STR_INIT("critical"), STR_INIT("plaintext"),
        STR_INIT("unknown")};
    static const struct str transports[] = {
        STR_INIT("TLS"), STR_INIT("TCP"), STR_INIT("UDP")};
    if (!is_value(o->grade, grades, COUNTOF(grades)))
        return err_set(e,
            "--grade: expected good, legacy, weak, critical, plaintext or "
            "unknown, found \"" STR_FMT "\"",
            STR_ARG(o->grade));
    if (!is_value(o->transport, transports, COUNTOF(transports)))
        return err_set(e,
            "--transport: expected TLS, TCP or UDP, found \"" STR_FMT "\"",
            STR_ARG(o->transport));
    return 0;
}

static bool
is_wanted(struct arena *a, const struct connection *c,
    const struct tls_options *o, const struct call_filter *times)
{
    return (o->peer.n == 0 || is_peer(a, c, o->peer)) &&
           (o->cn.n == 0 || str_matches(c->cn, o->cn)) &&
           (o->trunk.n == 0 || has_trunk(c, o->trunk)) &&
           (o->device.n == 0 || has_trunk(c, o->device)) &&
           (o->node.n == 0 || str_matches(c->node, o->node)) &&
           (o->cluster.n == 0 || str_matches(c->cluster, o->cluster)) &&
           (o->transport.n == 0 || str_matches(c->transport, o->transport)) &&
           (o->grade.n == 0 || str_matches(c->grade, o->grade)) &&
           lived_then(c, times);
}

int
tls_filter(struct store *db, struct arena *a, const struct tls_options *o,
    int64_t call, struct connection *v, size_t *n, struct err *e)
{
    struct call_filter times, f;
    struct time_range range = {o->since, o->until, o->around, o->window_ms};
    struct numbers calls = {NULL, 0};
    struct call *found = NULL;
    bool by_call = asks_for_calls(o);
    size_t kept = 0;

    call_filter_init(&times);
    if (check_values(o, e) < 0)
        return -1;
    if (times_set(&times, &range, e) < 0 || call_filter(&f, o, e) < 0)
        return -1;
    if (by_call && store_get_calls(db, a, &f, &found, &calls.n, e) < 0)
        return -1;
    calls.v = found;
    for (size_t i = 0; i < *n; i++)
        if (is_wanted(a, &v[i], o, &times) && (!call || carried(&v[i], call)) &&
            (!by_call || carried_one(&v[i], &calls)))
            v[kept++] = v[i];
    *n = kept;
    if (o->limit > 0 && kept > (size_t)o->limit) {
        size_t skip = kept - (size_t)o->limit;
        for (size_t i = 0; i < (size_t)o->limit; i++)
            v[i] = v[skip + i];
        *n = (size_t)o->limit;
    }
    return 0;
}
