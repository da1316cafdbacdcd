/* SPDX-License-Identifier: MIT
 *
 * Call log rows in: CUCM's own short account of messages and calls. They name
 * devices and trunks, pair CIs, and tell what the SDL files no longer hold.
 * FORMAT 16. */
#include "call/feed.h"
#include "sip/callid.h"

/* A Call-ID that this node made at about that time. The row's time is local:
 * whole quarters of an hour are its offset. */
static bool
just_made(const struct row_log_message *m, const struct mark *at)
{
    enum { QUARTER_S = 900, SOON_S = 15 };
    struct callid_clock clock;
    if (!callid_clock_parse(m->call_id, &clock) || !clock.has_ip)
        return false;
    struct str rest = m->local_ip;
    for (size_t i = 0; i < COUNTOF(clock.ip); i++) {
        int64_t octet = 0;
        if (!str_to_i64(str_cut(&rest, '.'), &octet) || octet != clock.ip[i])
            return false;
    }
    int64_t now = mark_tod(at) / 1000;
    int64_t age = (now - callid_clock_near(&clock, now)) % QUARTER_S;
    age = age < 0 ? age + QUARTER_S : age;
    return age <= SOON_S || age >= QUARTER_S - SOON_S;
}

/* Whether CUCM set this leg up in the call log just before. */
static bool
just_set_up(
    const struct correlator *c, size_t space, int64_t ci, const struct mark *at)
{
    enum { SOON_MS = 60000 };
    size_t leg = leg_find(c, space, ci);
    if (leg == NONE || !c->legs[leg].called)
        return false;
    int64_t ms = mark_span(c, &c->legs[leg].first, at);
    return ms >= -SOON_MS && ms <= SOON_MS;
}

/* Whether an INVITE row begins its dialog. Call logs rotate: the first one
 * they hold may be a hold's. What CUCM receives first has no CI yet; what it
 * sends first has a Call-ID that it has just made. */
static bool
begins_dialog(const struct correlator *c, size_t space,
    const struct row_log_message *m, const struct mark *at)
{
    if (str_eq_nocase(m->direction, STR("in")))
        return m->ci == 0;
    return just_made(m, at) || just_set_up(c, space, m->ci, at);
}

static void
read_invite(struct dialog *d, bool in, bool begins)
{
    /* Refused, and asked again with a password. */
    bool again = d->began && in == d->in && mark_set(&d->final) &&
                 (d->final_status == 401 || d->final_status == 407);
    if (again) {
        d->final = (struct mark){0};
        d->final_status = 0;
        d->final_reason = (struct str){0};
    }
    if (!d->invite && begins) {
        d->began = true;
        d->in = in;
    }
    d->invite = true;
}

static void
read_final(struct correlator *c, struct dialog *d, const struct mark *at,
    int32_t status, struct str reason)
{
    if (status < 300)
        mark_first(c, &d->answered, at);
    d->final = *at;
    d->final_in = !d->in;
    d->final_status = status;
    d->final_reason = keep(c, reason);
}

static void
read_request(struct correlator *c, struct dialog *d,
    const struct row_log_message *m, const struct mark *at, bool begins)
{
    bool in = str_eq_nocase(m->direction, STR("in"));
    if (str_eq(m->method, STR("INVITE"))) {
        read_invite(d, in, begins);
        return;
    }
    if (str_eq(m->method, STR("ACK"))) {
        /* Only an INVITE's answer is acknowledged. */
        if (d->began && in == d->in && !mark_set(&d->final) &&
            mark_set(&d->doubt))
            read_final(c, d, &d->doubt, d->doubt_status, d->doubt_reason);
        return;
    }
    d->pending[in]++;
    if (str_eq(m->method, STR("BYE"))) {
        if (!mark_set(&d->bye))
            d->bye_in = in;
        mark_first(c, &d->bye, at);
    } else if (str_eq(m->method, STR("CANCEL"))) {
        if (!mark_set(&d->cancel))
            d->cancel_in = in;
        mark_first(c, &d->cancel, at);
    }
}

/* A response row does not say which request it answers. While a CANCEL, PRACK
 * or the like of the other direction is open, a final one answers that first,
 * unless an ACK tells otherwise; 487 is only the INVITE's. */
static void
read_response(struct correlator *c, struct dialog *d,
    const struct row_log_message *m, const struct mark *at)
{
    bool in = str_eq_nocase(m->direction, STR("in"));
    bool open = m->status >= 200 && m->status != 487 && d->pending[!in] > 0;
    if (open)
        d->pending[!in]--;
    if (m->status < 180 || !d->began || in == d->in || mark_set(&d->final) ||
        mark_set(&d->bye))
        return;
    if (m->status < 200) {
        if (m->status != 181)
            mark_first(c, &d->ringing, at);
        return;
    }
    if (open) {
        d->doubt = *at;
        d->doubt_status = m->status;
        d->doubt_reason = keep(c, m->reason);
        return;
    }
    read_final(c, d, at, m->status, m->reason);
}

void
feed_log_message(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_log_message *m = &row->u.log_message;
    struct space *sp = &c->spaces[space];
    keep_once(c, &sp->address, m->local_ip);
    if (m->call_id.n == 0)
        return;
    size_t i = dialog_get(c, space, m->call_id);
    struct dialog *d = &c->dialogs[i];
    struct mark at = c->at;
    /* Rows of one millisecond may stand in any order. */
    bool begins =
        (!mark_set(&d->first) || mark_tod(&d->first) == mark_tod(&at)) &&
        m->status == 0 && begins_dialog(c, space, m, &at);
    mark_first(c, &d->first, &at);
    touch(c, row->at.event, NONE, i, NONE);
    if (d->ci == 0)
        d->ci = m->ci;
    keep_once(c, &d->device, m->device);
    d->trunk = d->trunk || str_eq(m->line_or_trunk, STR("SIPT"));
    d->phone = d->phone || str_eq(m->line_or_trunk, STR("SIPL"));
    if (d->remote_ip.n == 0) {
        d->remote_ip = keep(c, m->remote_ip);
        d->remote_port = m->remote_port;
    }
    if (m->status == 0)
        read_request(c, d, m, &at, begins);
    else
        read_response(c, d, m, &at);
}

/* A CI begins again after a restart: a new SETUP of a leg that ended long ago
 * is another leg. */
static size_t
log_leg(struct correlator *c, size_t space, int64_t ci, bool setup,
    const struct mark *at)
{
    size_t i = leg_get(c, space, ci);
    if (setup && mark_set(&c->legs[i].first)) {
        int64_t ms = mark_span(c, &c->legs[i].first, at);
        if (ms > 3600 * 1000 && mark_set(&c->legs[i].end))
            i = leg_again(c, space, ci);
    }
    mark_first(c, &c->legs[i].first, at);
    return i;
}

static void
log_end(
    struct leg_state *leg, const struct row_log_call *r, const struct mark *at)
{
    leg->end = *at;
    leg->dissolved = r->ci2 == 0;
    if (r->ci2 == 0 && leg->cause < 0 && r->cause >= 0)
        leg->cause = r->cause; /* 0: it left the call by a split or join */
    if (r->cause >= 0 && r->ci2 != 0) {
        leg->cause = r->cause;
        leg->cause_from_log = true;
        leg->cause_at = *at;
    }
}

/* "@host" stands where the caller has no number. */
static struct str
log_number(struct str s)
{
    return str_starts(s, STR("@")) ? (struct str){0} : s;
}

/* A hunt offers one leg to its members: the SETUP row has the pilot, each
 * OFFERED row the member. */
static void
log_member(struct correlator *c, struct leg_state *b,
    const struct row_log_call *r, const struct mark *at)
{
    if (r->called.n == 0 || b->original.n == 0 ||
        str_eq(r->called, b->original))
        return;
    c->members = GROW(c->members, c->nmembers, c->capmembers);
    c->members[c->nmembers] = (struct member_state){b->members, *at,
        b->original, keep(c, r->called), keep(c, r->called_device)};
    b->members = c->nmembers++;
}

/* The row's called numbers are those after the pattern, not what was dialled.
 * The last row has the number that the call went to. */
static void
log_names(struct correlator *c, struct leg_state *a, struct leg_state *b,
    const struct row_log_call *r, const struct mark *at)
{
    keep_once(c, &a->number, log_number(r->calling));
    keep_last(c, &a->device, r->calling_device);
    if (str_eq(r->what, STR("SETUP")))
        keep_once(c, &b->original, r->called);
    if (str_eq(r->what, STR("OFFERED")))
        log_member(c, b, r, at);
    /* Rejected for the number first called, and not for the one that it was
     * offered to: no member took it. */
    bool other =
        b->original.n == 0 && b->number.n > 0 && !str_eq(r->called, b->number);
    bool first = b->members != NONE && str_eq(r->called, b->original);
    if (str_eq(r->what, STR("REJECT")) && (first || other)) {
        keep_once(c, &b->original, r->called);
        b->given_up = *at;
    }
    if (!str_eq(r->what, STR("SETUP")) || b->number.n == 0)
        keep_last(c, &b->number, r->called);
    keep_last(c, &b->device, r->called_device);
}

void
feed_log_call(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_log_call *r = &row->u.log_call;
    if (r->ci == 0)
        return;
    struct mark at = c->at;
    bool setup = str_eq(r->what, STR("SETUP")) ||
                 str_eq(r->what, STR("OFFERED")) ||
                 str_eq(r->what, STR("REJECT"));
    bool ends =
        str_eq(r->what, STR("RELEASE")) || str_eq(r->what, STR("REJECT"));
    size_t a = log_leg(c, space, r->ci, setup, &at);
    touch(c, row->at.event, a, NONE, NONE);
    size_t b = r->ci2 != 0 ? log_leg(c, space, r->ci2, setup, &at) : NONE;
    c->legs[a].set_up |= str_eq(r->what, STR("SETUP"));
    if (b != NONE) {
        bool split = str_eq(r->what, STR("SPLIT"));
        bool join = str_eq(r->what, STR("JOIN"));
        pair_add(c, a, b,
            split  ? "calllog split"
            : join ? "calllog join"
                   : "calllog",
            &at);
    }
    bool offers = setup && !str_eq(r->what, STR("REJECT"));
    if (b != NONE && (offers || str_eq(r->what, STR("JOIN"))))
        c->legs[b].began = true;
    if (setup) {
        c->legs[a].set_up = true;
        c->legs[a].calling = true;
        if (b != NONE) {
            c->legs[b].called = true;
            log_names(c, &c->legs[a], &c->legs[b], r, &at);
        } else {
            keep_once(c, &c->legs[a].number, log_number(r->calling));
        }
    }
    if (ends) {
        log_end(&c->legs[a], r, &at);
        if (b != NONE) {
            /* The first CI of a row is the caller's, unless it was called. */
            c->legs[a].calling = c->legs[a].calling || !c->legs[a].called;
            c->legs[b].called = c->legs[b].called || !c->legs[b].calling;
            log_end(&c->legs[b], r, &at);
        }
        if (str_eq(r->what, STR("REJECT")) && b == NONE && r->cause >= 0) {
            c->legs[a].cause = r->cause;
            c->legs[a].cause_from_log = true;
            c->legs[a].dissolved = false;
        }
    }
}
