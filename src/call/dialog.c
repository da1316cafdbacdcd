/* SPDX-License-Identifier: MIT
 *
 * SIP messages in: one dialog a Call-ID and node, with what its INVITE asked
 * for, how it was answered, who hung up, and what its tags and headers say of
 * the legs and clusters at both ends. FORMAT 7, 9; FAILURES 4. */
#include "call/feed.h"
#include "sip/callid.h"

/* Methods that belong to calls; the others are kept as messages only, unless
 * their dialog is one already. */
static bool
is_call_method(struct str method)
{
    static const struct str methods[] = {STR_INIT("INVITE"), STR_INIT("ACK"),
        STR_INIT("BYE"), STR_INIT("CANCEL"), STR_INIT("PRACK"),
        STR_INIT("UPDATE"), STR_INIT("INFO")};
    for (size_t i = 0; i < COUNTOF(methods); i++)
        if (str_eq(method, methods[i]))
            return true;
    return false;
}

static size_t
dialog_find(struct correlator *c, size_t space, struct str call_id)
{
    const size_t *i = map_get(&c->dialog_by_id, dialog_key(c, space, call_id));
    return i ? *i : NONE;
}

const struct reference *
dialog_refers(const struct dialog *d)
{
    static const struct reference none;
    return d->refers ? d->refers : &none;
}

struct reference *
dialog_reference(struct correlator *c, struct dialog *d)
{
    if (!d->refers)
        d->refers = arena_alloc(&c->arena, sizeof(*d->refers));
    return d->refers;
}

size_t
dialog_get(struct correlator *c, size_t space, struct str call_id)
{
    bool made = false;
    size_t *slot = map_put(
        &c->dialog_by_id, dialog_key(c, space, call_id), c->ndialogs, &made);
    size_t i = *slot;
    if (!made)
        return i;
    c->dialogs = GROW(c->dialogs, c->ndialogs, c->capdialogs);
    c->dialogs[c->ndialogs++] = (struct dialog){
        .space = space,
        .same = i,
        .call_id = keep(c, call_id),
        .leg = NONE,
        .next = NONE,
        .cseq = -1,
        .cseq_rings = -1,
    };
    return i;
}

/* CUCM's own tag stands in From of what it asks and in To of what it answers,
 * and the other way round in what it receives. */
static void
read_tags(struct correlator *c, struct dialog *d, const struct row_message *m,
    const struct mark *at)
{
    bool out = str_eq(m->direction, STR("out"));
    bool request = m->status == 0;
    struct str own = out == request ? m->from_tag : m->to_tag;
    struct str far = out == request ? m->to_tag : m->from_tag;
    struct cucm_tag t;
    if (cucm_tag_parse(own, &t)) {
        struct space *sp = &c->spaces[d->space];
        keep_once(c, &sp->guid, t.guid);
        if (d->ci == 0)
            d->ci = t.ci;
    }
    if (cucm_tag_parse(far, &t)) {
        keep_once(c, &d->far_guid, t.guid);
        if (d->far_ci == 0) {
            d->far_ci = t.ci;
            d->far_at = *at;
        }
    }
    if (!out)
        keep_once(c, &d->far_agent, m->user_agent);
}

/* The halves of a Session-ID swap with the direction: kept sorted. One that is
 * not known is empty or all zeroes (RFC 7989). */
static void
read_session(
    struct correlator *c, struct dialog *d, const struct row_message *m)
{
    if (str_only(m->session_id, '0') || str_only(m->session_remote, '0'))
        return;
    bool swap = str_cmp(m->session_id, m->session_remote) > 0;
    struct str a = swap ? m->session_remote : m->session_id;
    struct str b = swap ? m->session_id : m->session_remote;
    if (d->first_a.n == 0) {
        d->first_a = keep(c, a);
        d->first_b = keep(c, b);
    }
    keep_last(c, &d->session_a, a);
    keep_last(c, &d->session_b, b);
}

static struct str
uri_user(struct str uri)
{
    size_t colon = str_find_byte(uri, ':');
    size_t at = str_find_byte(uri, '@');
    if (at >= uri.n || colon >= at)
        return (struct str){0};
    struct str user = str_sub(uri, colon + 1, at - colon - 1);
    return str_sub(user, 0, str_find_byte(user, ';'));
}

/* An INVITE with a To tag is one inside a dialog, RFC 3261 14. One without may
 * be sent again, with a password. */
static void
read_invite_number(
    struct dialog *d, const struct row_message *m, const struct mark *at)
{
    bool in = str_eq(m->direction, STR("in"));
    if (m->to_tag.n > 0) {
        if (!mark_set(&d->up))
            d->up = *at;
    } else if (!d->began || in == d->in) {
        d->cseq = m->cseq;
    }
}

static void
read_references(struct correlator *c, struct dialog *d,
    const struct row_message *m, const struct mark *at)
{
    if (m->join.n > 0 && dialog_refers(d)->join.n == 0) {
        struct reference *r = dialog_reference(c, d);
        r->join = keep(c, m->join);
        r->join_at = *at;
    }
    if (m->replaces.n > 0 && dialog_refers(d)->replaces.n == 0) {
        struct reference *r = dialog_reference(c, d);
        r->replaces = keep(c, m->replaces);
        r->replaces_at = *at;
    }
}

static void
read_request(struct correlator *c, struct dialog *d,
    const struct row_message *m, const struct mark *at)
{
    bool in = str_eq(m->direction, STR("in"));
    if (str_eq(m->method, STR("INVITE"))) {
        read_invite_number(d, m, at);
        if (m->to_tag.n == 0 && !d->began) {
            d->began = true;
            d->in = in;
            d->from_user = keep(c, m->from_user);
            d->to_user = keep(c, m->to_user);
            d->uri_user = keep(c, uri_user(m->request_uri));
            d->guid = keep(c, m->guid);
            if (!str_only(m->session_id, '0'))
                d->session_id = keep(c, m->session_id);
        }
        d->invite = true;
        read_references(c, d, m, at);
        keep_once(c, &d->diversion, m->diversion);
    } else if (str_eq(m->method, STR("BYE"))) {
        if (!mark_set(&d->bye)) {
            d->bye_in = in;
            d->bye_cause = m->cause;
        }
        mark_first(c, &d->bye, at);
    } else if (str_eq(m->method, STR("CANCEL"))) {
        if (!mark_set(&d->cancel))
            d->cancel_in = in;
        mark_first(c, &d->cancel, at);
    } else if (str_eq(m->method, STR("REFER"))) {
        refer_note(c, d, m, at);
    }
    keep_once(c, &d->user_from[in], m->from_user);
    keep_once(c, &d->user_to[in], m->to_user);
    if (dialog_refers(d)->refci == 0 && m->refci != 0) {
        struct reference *r = dialog_reference(c, d);
        r->refci = m->refci;
        r->refci_at = *at;
    }
    if (in)
        keep_once(c, &d->contact_ip, m->contact_ip);
}

/* Whether a final response is that of the INVITE that began the dialog, as far
 * as the traces say: not that of a later one, which has another number or goes
 * the other way; where the beginning is in no file, only what rang before
 * tells, or that it is a refusal and nothing was up. */
static bool
is_of_first(const struct dialog *d, const struct row_message *m, bool in)
{
    if (d->began)
        return in != d->in &&
               (m->cseq < 0 || d->cseq < 0 || m->cseq == d->cseq);
    if (m->cseq >= 0 && m->cseq == d->cseq_rings)
        return true;
    return m->status >= 300 && !mark_set(&d->up);
}

static void
read_response(struct correlator *c, struct dialog *d,
    const struct row_message *m, const struct mark *at)
{
    if (!str_eq(m->cseq_method, STR("INVITE")))
        return;
    d->invite = true;
    bool in = str_eq(m->direction, STR("in"));
    /* 183 of the far side may stand for ringing; CUCM's own may also be an
     * announcement. 181 tells of a forward. */
    if (m->status == 180 || m->status == 182 || (m->status == 183 && in))
        mark_first(c, &d->ringing, at);
    if (m->status == 180 && d->cseq_rings < 0)
        d->cseq_rings = m->cseq;
    if (m->status < 200 || mark_set(&d->answered))
        return; /* what follows an answer belongs to re-INVITEs */
    if (!is_of_first(d, m, in)) {
        if (!mark_set(&d->up) && m->status < 300)
            d->up = *at;
        return;
    }
    if (m->status < 300)
        mark_first(c, &d->answered, at);
    d->final = *at;
    d->final_in = in;
    d->final_status = m->status;
    d->final_reason = keep(c, m->reason);
    d->final_cause = m->cause;
}

static void
use_conn(struct dialog *d, size_t conn)
{
    if (conn == NONE)
        return;
    for (size_t i = 0; i < d->nconns; i++)
        if (d->conns[i] == conn)
            return;
    if (d->nconns < COUNTOF(d->conns))
        d->conns[d->nconns++] = conn;
}

/* A cluster names the phones behind it, as if they were its own (FORMAT 9.6).
 */
static bool
is_cucm(struct str user_agent)
{
    return str_find(user_agent, STR("CUCM")) < user_agent.n;
}

void
feed_message(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_message *m = &row->u.message;
    if (str_eq(m->tag_kind, STR("INT")))
        return; /* a copy around a normalisation script, no traffic */
    size_t conn = conn_of_message(c, space, row);
    size_t i = NONE;
    if (m->call_id.n > 0)
        i = is_call_method(m->cseq_method.n ? m->cseq_method : m->method)
                ? dialog_get(c, space, m->call_id)
                : dialog_find(c, space, m->call_id);
    touch(c, row->at.event, NONE, i, conn);
    if (conn != NONE && m->sdp.n > 0)
        conn_media(c, conn, i, row);
    if (i == NONE)
        return;
    struct dialog *d = &c->dialogs[i];
    struct mark at = c->at;
    mark_first(c, &d->first, &at);
    if (d->remote_ip.n == 0) {
        d->remote_ip = keep(c, m->remote_ip);
        d->remote_port = m->remote_port;
    }
    if (c->spaces[space].kind == SOURCE_IOS)
        d->trunk = true; /* a gateway has no phones */
    else if (str_eq(m->direction, STR("in")) && !is_cucm(m->user_agent))
        keep_once(c, &d->device, m->device);
    read_tags(c, d, m, &at);
    read_session(c, d, m);
    use_conn(d, conn);
    if (m->status == 0)
        read_request(c, d, m, &at);
    else
        read_response(c, d, m, &at);
}
