/* SPDX-License-Identifier: MIT
 *
 * Retransmissions by their text, the other end by Call-ID, CSeq and tags: its
 * text may have been changed there. Rows of a call log have neither text nor
 * CSeq: two of one kind are two messages, unless RFC 3261 leaves no other
 * reading than that one was sent again. */
#include "render/pairing.h"

#include "base/key.h"
#include "sip/callid.h"

enum {
    RETRANSMIT_MS = 32000, /* RFC 3261: no transaction is longer, 64 * T1 */
    TIMER_MIN_MS = 400,    /* T1, less what two ends may differ by */
    TIMER_MAX_MS = 16500,  /* the last timer A: 32 * T1 */
    TEXT_START = 512,
};

#define NO_ROW SIZE_MAX

void
pairing_init(struct pairing *p, struct arena *a, struct ladder *l, size_t n)
{
    *p = (struct pairing){.a = a, .l = l};
    map_init(&p->seen, a);
    map_init(&p->chain_of, a);
    map_init(&p->exchange_of, a);
    p->ends = arena_array(a, n + 1, sizeof(*p->ends));
}

/* The same message again: byte for byte where the text is known, by the
 * number that its node gave it where only the call log has it. */
static struct str
message_key(struct pairing *p, const struct ladder_row *r)
{
    const struct item *it = r->item;
    struct str text = str_sub(it->text, 0, TEXT_START);
    if (text.n == 0)
        text = it->sdp;
    return KEY(p->a, KEY_NUMBER(r->from), KEY_NUMBER(r->to),
        KEY_NUMBER(it->cseq), KEY_NUMBER(it->from_calllog ? it->net_tag : 0),
        KEY_NUMBER(it->status), callid_key(it->call_id), it->method,
        it->cseq_method, text);
}

/* The rows that one end logged of a kind of message. */
static struct row_chain *
chain_of(struct pairing *p, const struct ladder_row *r, bool outgoing)
{
    const struct item *it = r->item;
    struct str k =
        KEY(p->a, KEY_NUMBER(outgoing), KEY_NUMBER(r->from), KEY_NUMBER(r->to),
            KEY_NUMBER(it->status), callid_key(it->call_id), it->method);
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

/* What the node that logged the row has sent and got of its Call-ID. */
static struct exchange *
exchange_of(struct pairing *p, const struct ladder_row *r)
{
    struct str k = KEY(p->a, KEY_NUMBER(r->item->outgoing ? r->from : r->to),
        callid_key(r->item->call_id));
    bool made;
    size_t i = *map_put(&p->exchange_of, k, p->nexchanges, &made);
    if (made) {
        p->exchanges = arena_grow(p->a, p->exchanges, &p->exchange_cap,
            ++p->nexchanges, sizeof(*p->exchanges));
        p->exchanges[i] = (struct exchange){.row = NO_ROW};
    }
    return &p->exchanges[i];
}

/* Whether RFC 3261 allows no second message of this kind with nothing of the
 * dialog between: a new INVITE waits for the former's answer, an ACK for a new
 * INVITE, a final answer for a request that has none. */
static bool
is_only_once(const struct exchange *x, const struct item *it)
{
    static const struct str once[] = {STR_INIT("INVITE"), STR_INIT("ACK"),
        STR_INIT("CANCEL"), STR_INIT("BYE")};
    if (it->method.n == 0)
        return it->status >= 200 && x->answered && x->open[!it->outgoing] == 0;
    for (size_t i = 0; i < COUNTOF(once); i++)
        if (str_eq(it->method, once[i]))
            return true;
    return false;
}

/* Whether a row of a call log is surely what its node logged last of the
 * dialog, sent again. In doubt it is a message of its own. */
static bool
is_sent_again(const struct pairing *p, const struct exchange *x,
    const struct ladder_row *r)
{
    const struct item *it = r->item;
    const struct item *last = x->last;
    int64_t ms;
    return it->from_calllog && x->row != NO_ROW && last->from_calllog &&
           str_eq_nocase(it->transport, STR("UDP")) &&
           it->outgoing == last->outgoing && it->status == last->status &&
           str_eq(it->method, last->method) && is_only_once(x, it) &&
           is_near(&p->l->rows[x->row], r) &&
           when_between(&last->at, &it->at, &ms) && ms >= TIMER_MIN_MS &&
           ms <= TIMER_MAX_MS;
}

/* The dialog goes on with a message that is no retransmission. */
static void
follow(struct exchange *x, const struct item *it)
{
    size_t *open = &x->open[it->outgoing];
    if (it->method.n == 0)
        open = &x->open[!it->outgoing];
    x->answered = it->method.n == 0 && it->status >= 200 && *open > 0;
    if (x->answered)
        --*open;
    else if (it->method.n > 0 && !str_eq(it->method, STR("ACK")))
        ++*open;
}

/* The row that r is one with; NO_ROW when it is a message of its own. */
static size_t
same_row(struct pairing *p, const struct ladder_row *r, bool again, size_t last)
{
    bool made;
    size_t *slot = map_put(&p->seen, message_key(p, r), p->l->nrows, &made);
    size_t same = again                                     ? last
                  : !made && is_near(&p->l->rows[*slot], r) ? *slot
                                                            : NO_ROW;
    if (same != NO_ROW) {
        struct ladder_row *first = &p->l->rows[same];
        if (r->item->outgoing == first->item->outgoing)
            first->repeats++;
        else
            p->ends[same].both = true;
        return same;
    }
    same = other_end(p, r);
    if (same != NO_ROW)
        p->ends[same].both = true;
    *slot = same != NO_ROW ? same : p->l->nrows;
    return same;
}

bool
pairing_fold(struct pairing *p, const struct ladder_row *r)
{
    if (r->item->call_id.n == 0)
        return false;
    struct exchange *x = exchange_of(p, r);
    bool again = is_sent_again(p, x, r);
    size_t same = same_row(p, r, again, x->row);
    if (!again)
        follow(x, r->item);
    x->last = r->item;
    x->row = same != NO_ROW ? same : p->l->nrows;
    if (same == NO_ROW)
        await_other_end(p, r);
    return same != NO_ROW;
}
