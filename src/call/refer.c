/* SPDX-License-Identifier: MIT
 *
 * REFER: who asks that the other party of his call be sent to a third one
 * (RFC 3515). Those of phones' buttons refer to a part of the message (cid:)
 * and are none. */
#include "call/feed.h"
#include "call/joined.h"
#include "sip/address.h"

void
refer_note(struct correlator *c, struct dialog *d, const struct row_message *m,
    const struct mark *at)
{
    struct str uri = sip_address_parse(m->refer_to).uri;
    struct str to = sip_uri_user(str_sub(uri, 0, str_find_byte(uri, '?')));
    if (to.n == 0 || !str_eq(m->direction, STR("in")))
        return;
    struct reference *r = dialog_reference(c, d);
    r->refer = *at;
    r->refer_to = keep(c, to);
}

/* Whether digits are what the new party was called by: a translation may take
 * some off in front, or put some on. */
static bool
is_of(struct str asked, struct str number)
{
    return number.n > 0 && (str_ends(asked, number) || str_ends(number, asked));
}

/* The REFER of a leg that the new one came by: the latest before it. */
static const struct reference *
refer_of(const struct correlator *c, size_t leg, const struct arrival *v)
{
    enum { SOON_MS = 10000 };
    const struct leg_state *l = &c->legs[v->leg];
    for (size_t i = c->legs[leg].dialogs; i != NONE; i = c->dialogs[i].next) {
        const struct reference *r = dialog_refers(&c->dialogs[i]);
        if (!mark_set(&r->refer) || mark_before(c, &v->at, &r->refer) ||
            mark_span(c, &r->refer, &v->at) > SOON_MS)
            continue;
        if (is_of(r->refer_to, l->number) || is_of(r->refer_to, l->dialed))
            return r;
    }
    return NULL;
}

size_t
refer_leg(const struct correlator *c, const struct hop *h,
    const struct arrival *v, struct mark *at)
{
    size_t found = NONE;
    for (size_t i = 0; i <= h->narrivals; i++) {
        size_t leg = i == 0 ? h->calling : h->arrivals[i - 1].leg;
        const struct reference *r = NULL;
        if (leg != NONE && leg != v->leg)
            r = refer_of(c, leg, v);
        if (r == NULL || (found != NONE && mark_before(c, &r->refer, at)))
            continue;
        found = leg;
        *at = r->refer;
    }
    return found;
}
