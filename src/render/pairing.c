/* SPDX-License-Identifier: MIT
 *
 * Retransmissions by their text, the other end by Call-ID, CSeq and tags: its
 * text may have been changed there. */
#include "render/pairing.h"

#include "sip/callid.h"

/* RFC 3261: no transaction lasts longer than 64 * T1. */
enum { RETRANSMIT_MS = 32000, TEXT_START = 512 };

#define NO_ROW SIZE_MAX

void
pairing_init(struct pairing *p, struct arena *a, struct ladder *l, size_t n)
{
    *p = (struct pairing){.a = a, .l = l};
    map_init(&p->seen, a);
    map_init(&p->chain_of, a);
    p->ends = arena_array(a, n + 1, sizeof(*p->ends));
}

/* The same message again: byte for byte where the text is known. */
static struct str
message_key(struct pairing *p, const struct ladder_row *r)
{
    const struct item *it = r->item;
    struct str text = str_sub(it->text, 0, TEXT_START);
    if (text.n == 0)
        text = it->sdp;
    return str_fmt(p->a,
        "%zu %zu %lld %d\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT,
        r->from, r->to, (long long)it->cseq, (int)it->status,
        STR_ARG(callid_key(it->call_id)), STR_ARG(it->method),
        STR_ARG(it->cseq_method), STR_ARG(text));
}

/* The rows that one end logged of a kind of message. */
static struct row_chain *
chain_of(struct pairing *p, const struct ladder_row *r, bool outgoing)
{
    const struct item *it = r->item;
    struct str k = str_fmt(p->a, "%d %zu %zu %d\n" STR_FMT "\n" STR_FMT,
        outgoing, r->from, r->to, (int)it->status,
        STR_ARG(callid_key(it->call_id)), STR_ARG(it->method));
    bool made;
    size_t i = *map_put(&p->chain_of, k, p->nchains, &made);
    if (made) {
        p->chains = arena_grow(
            p->a, p->chains, &p->chain_cap, ++p->nchains, sizeof(*p->chains));
        p->chains[i] = (struct row_chain){NO_ROW, NO_ROW};
    }
    return &p->chains[i];
}

static bool
differ(struct str x, struct str y)
{
    return x.n > 0 && y.n > 0 && !str_eq(x, y);
}

/* Whether nothing that both rows know tells them apart. Call logs have neither
 * CSeq nor tags. */
static bool
may_be_same(const struct item *x, const struct item *y)
{
    return (x->cseq < 0 || y->cseq < 0 || x->cseq == y->cseq) &&
           !differ(x->cseq_method, y->cseq_method) &&
           !differ(x->from_tag, y->from_tag) && !differ(x->to_tag, y->to_tag);
}

static bool
is_near(const struct ladder_row *x, const struct ladder_row *y)
{
    int64_t ms;
    return when_between(&x->at, &y->at, &ms) && ms >= -RETRANSMIT_MS &&
           ms <= RETRANSMIT_MS;
}

/* The row of what the other end logged of this message: the first that it
 * logged and this one did not yet. Its text may have been changed there. */
static size_t
other_end(struct pairing *p, const struct ladder_row *r)
{
    const struct row_chain *chain = chain_of(p, r, !r->item->outgoing);
    for (size_t i = chain->first; i != NO_ROW; i = p->ends[i].next)
        if (!p->ends[i].both && is_near(&p->l->rows[i], r) &&
            may_be_same(p->l->rows[i].item, r->item))
            return i;
    return NO_ROW;
}

/* The row, not yet added, may be found by its other end. */
static void
await_other_end(struct pairing *p, const struct ladder_row *r)
{
    size_t row = p->l->nrows;
    struct row_chain *chain = chain_of(p, r, r->item->outgoing);
    p->ends[row] = (struct row_ends){.next = NO_ROW};
    if (chain->last == NO_ROW)
        chain->first = row;
    else
        p->ends[chain->last].next = row;
    chain->last = row;
}

bool
pairing_fold(struct pairing *p, const struct ladder_row *r)
{
    if (r->item->call_id.n == 0)
        return false;
    bool made;
    size_t *slot = map_put(&p->seen, message_key(p, r), p->l->nrows, &made);
    if (!made && is_near(&p->l->rows[*slot], r)) {
        struct ladder_row *first = &p->l->rows[*slot];
        if (r->item->outgoing == first->item->outgoing)
            first->repeats++;
        else
            p->ends[*slot].both = true;
        return true;
    }
    size_t other = other_end(p, r);
    if (other != NO_ROW) {
        p->ends[other].both = true;
        *slot = other;
        return true;
    }
    *slot = p->l->nrows;
    await_other_end(p, r);
    return false;
}
