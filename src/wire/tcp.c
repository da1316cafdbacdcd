/* SPDX-License-Identifier: MIT */
#include "wire/tcp.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void
tcp_begin(struct tcp_half *h, uint32_t seq)
{
    if (h->based)
        return;
    h->based = true;
    h->next = seq;
}

static void *
allocate(void *old, size_t n)
{
    void *p = realloc(old, n ? n : 1);
    if (!p)
        die("out of memory");
    return p;
}

static void
append(struct tcp_half *h, struct str s)
{
    if (h->n + s.n > TCP_BYTES_MAX) {
        h->lost = true;
        return;
    }
    if (h->n + s.n > h->cap) {
        h->cap = 2 * (h->n + s.n);
        h->p = allocate(h->p, h->cap);
    }
    if (s.n)
        memcpy(h->p + h->n, s.p, s.n);
    h->n += s.n;
}

/* Bytes from seq on, as far as they are new. returns false when they come too
 * early. */
static bool
put_in_order(struct tcp_half *h, uint32_t seq, struct str s)
{
    int32_t ahead = (int32_t)(seq - h->next);
    if (ahead > 0)
        return false;
    size_t old = (size_t)(-(int64_t)ahead);
    if (old >= s.n)
        return true;
    s = str_skip(s, old);
    append(h, s);
    h->next += (uint32_t)s.n;
    return true;
}

static void
keep_waiting(struct tcp_half *h, uint32_t seq, struct str s)
{
    if (h->nwaiting == TCP_WAITING_MAX || s.n > TCP_BYTES_MAX) {
        h->lost = true;
        return;
    }
    struct tcp_piece *w = &h->waiting[h->nwaiting++];
    *w = (struct tcp_piece){seq, allocate(NULL, s.n), s.n};
    if (s.n)
        memcpy(w->p, s.p, s.n);
}

static void
put_waiting(struct tcp_half *h)
{
    for (size_t i = 0; i < h->nwaiting;) {
        struct tcp_piece w = h->waiting[i];
        if (!put_in_order(h, w.seq, (struct str){w.p, w.n})) {
            i++;
            continue;
        }
        free(w.p);
        h->waiting[i] = h->waiting[--h->nwaiting];
        i = 0; /* it may have been what another one waited for */
    }
}

/* Behind a hole nothing is in its place any more: what comes there is left
 * out, lest it be read as what was lost. */
void
tcp_put(struct tcp_half *h, uint32_t seq, struct str bytes, size_t cut)
{
    tcp_begin(h, seq);
    if (h->lost)
        return;
    if (!put_in_order(h, seq, bytes))
        keep_waiting(h, seq, bytes);
    if (cut > 0)
        h->lost = true;
    else
        put_waiting(h);
}

void
tcp_take(struct tcp_half *h, size_t n)
{
    if (n == 0)
        return;
    memmove(h->p, h->p + n, h->n - n);
    h->n -= n;
}

bool
tcp_is_torn(const struct tcp_half *h)
{
    return h->lost || h->nwaiting > 0;
}

void
tcp_free(struct tcp_half *h)
{
    for (size_t i = 0; i < h->nwaiting; i++)
        free(h->waiting[i].p);
    free(h->p);
    h->p = NULL;
    h->n = h->cap = h->nwaiting = 0;
}
