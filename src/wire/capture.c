/* SPDX-License-Identifier: MIT
 *
 * Packets to connections: a flow is followed until its handshake is over, then
 * only the time of its last packet is kept. */
#include "wire/capture.h"

#include <arpa/inet.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "wire/packet.h"
#include "wire/tls.h"

enum {
    OPEN_MAX = 20000,   /* connections followed at once */
    HANDSHAKE_HEAD = 6, /* of a record, with the type of the first message */
};

/* A connection. */
struct flow {
    struct str client, server; /* addresses as bytes */
    uint16_t client_port, server_port;
    uint32_t isn; /* of the client's SYN */
    bool has_syn;
    struct tls_talk *talk; /* malloc'd; NULL when the reading is over */
    size_t result;         /* index of its handshake; SIZE_MAX */
    int64_t at_ms, last_ms;
};

struct reading {
    struct arena *a;
    struct capture *c;
    size_t results_cap;
    struct flow *flows;
    size_t nflows, cap;
    struct map by_ends; /* the two ends, sorted -> latest flow */
    size_t open;        /* flows with a talk */
};

bool
capture_is(struct str head)
{
    static const struct str magics[] = {STR_INIT("\xa1\xb2\xc3\xd4"),
        STR_INIT("\xd4\xc3\xb2\xa1"), STR_INIT("\xa1\xb2\x3c\x4d"),
        STR_INIT("\x4d\x3c\xb2\xa1"), STR_INIT("\x0a\x0d\x0d\x0a")};
    for (size_t i = 0; i < COUNTOF(magics); i++)
        if (head.n > 4 && str_starts(head, magics[i]))
            return true;
    return false;
}

/* -- flows ----------------------------------------------------------------- */

/* The same for both directions. Addresses are bytes: not printed with %s. */
static struct str
ends_key(char key[40], const struct segment *s)
{
    struct str x = s->from, y = s->to;
    uint16_t px = s->from_port, py = s->to_port;
    int order = str_cmp(x, y);
    if (order > 0 || (order == 0 && px > py)) {
        x = s->to, y = s->from;
        px = s->to_port, py = s->from_port;
    }
    memcpy(key, x.p, x.n);
    memcpy(key + x.n, y.p, y.n);
    memcpy(key + x.n + y.n, &px, 2);
    memcpy(key + x.n + y.n + 2, &py, 2);
    return (struct str){key, x.n + y.n + 4};
}

static struct str
address_text(struct arena *a, struct str address)
{
    char text[INET6_ADDRSTRLEN];
    int family = address.n == 4 ? AF_INET : AF_INET6;
    if (!inet_ntop(family, address.p, text, sizeof text))
        return STR("");
    return str_dup(a, str_from(text));
}

/* Its handshake among the results, when it is one. */
static void
end_talk(struct reading *r, struct flow *f)
{
    struct tls_talk *t = f->talk;
    if (!t)
        return;
    tls_end(t);
    if (t->is_tls) {
        struct capture *c = r->c;
        c->handshakes = arena_grow(r->a, c->handshakes, &r->results_cap,
            c->n + 1, sizeof *c->handshakes);
        f->result = c->n;
        t->h.at_ms = f->at_ms;
        t->h.client_ip = address_text(r->a, f->client);
        t->h.server_ip = address_text(r->a, f->server);
        t->h.client_port = f->client_port;
        t->h.server_port = f->server_port;
        c->handshakes[c->n++] = t->h;
    }
    tls_free(t);
    free(t);
    f->talk = NULL;
    r->open--;
}

static struct tls_talk *
new_talk(struct reading *r)
{
    if (r->open == OPEN_MAX)
        return NULL;
    struct tls_talk *t = calloc(1, sizeof *t);
    if (!t)
        die("out of memory");
    t->h.cipher = -1;
    t->h.alert = -1;
    r->open++;
    return t;
}

static struct flow *
new_flow(struct reading *r, const struct segment *s, bool from_client)
{
    r->flows =
        arena_grow(r->a, r->flows, &r->cap, r->nflows + 1, sizeof *r->flows);
    struct flow *f = &r->flows[r->nflows++];
    *f = (struct flow){
        .client = str_dup(r->a, from_client ? s->from : s->to),
        .server = str_dup(r->a, from_client ? s->to : s->from),
        .client_port = from_client ? s->from_port : s->to_port,
        .server_port = from_client ? s->to_port : s->from_port,
        .talk = new_talk(r),
        .result = SIZE_MAX,
        .at_ms = WHEN_UNKNOWN,
    };
    return f;
}

/* Who began, when the SYN is not there: who says ClientHello is the client.
 * returns false when nothing can be said: it began before the capture. */
static bool
began_here(const struct segment *s, bool *from_client)
{
    if (s->bytes.n < HANDSHAKE_HEAD || s->bytes.p[0] != 22 ||
        s->bytes.p[1] != 3)
        return false;
    *from_client = s->bytes.p[5] == 1;
    return s->bytes.p[5] == 1 || s->bytes.p[5] == 2;
}

/* The flow of a segment; NULL when there is none and none begins. */
static struct flow *
flow_of(struct reading *r, const struct segment *s)
{
    char key[40];
    struct str ends = ends_key(key, s);
    const size_t *slot = map_get(&r->by_ends, ends);
    struct flow *f = slot ? &r->flows[*slot] : NULL;
    bool begins = s->syn && !s->ack;
    bool from_client = true;
    if (f && (!begins || (f->has_syn && f->isn == s->seq)))
        return f;
    if (f)
        end_talk(r, f); /* the same ports again */
    if (!begins && !began_here(s, &from_client))
        return NULL;
    f = new_flow(r, s, from_client);
    f->has_syn = begins;
    f->isn = s->seq;
    *map_put(&r->by_ends, ends, r->nflows - 1, NULL) = r->nflows - 1;
    return f;
}

static bool
is_client(const struct flow *f, const struct segment *s)
{
    return s->from_port == f->client_port && str_eq(s->from, f->client);
}

static void
take_segment(struct reading *r, const struct segment *s, int64_t at_ms)
{
    struct flow *f = flow_of(r, s);
    if (!f)
        return;
    f->last_ms = at_ms;
    if (f->result != SIZE_MAX)
        r->c->handshakes[f->result].end_ms = at_ms;
    struct tls_talk *t = f->talk;
    if (!t)
        return;
    int side = is_client(f, s) ? TLS_CLIENT : TLS_SERVER;
    struct tcp_half *half = &t->side[side].bytes;
    if (s->syn) {
        tcp_begin(half, s->seq + 1);
        return;
    }
    if (s->bytes.n || s->cut) {
        if (f->at_ms == WHEN_UNKNOWN)
            f->at_ms = at_ms;
        if (!t->side[side].done)
            tcp_put(half, s->seq, s->bytes, s->cut);
        tls_read(r->a, t, side);
    }
    t->h.end_ms = at_ms;
    bool over = t->side[TLS_CLIENT].done && t->side[TLS_SERVER].done;
    if (t->not_tls || over || s->rst)
        end_talk(r, f);
}

/* -- the file -------------------------------------------------------------- */

static void
take_packet(struct reading *r, int link, const struct pcap_pkthdr *head,
    const unsigned char *bytes)
{
    struct segment s;
    struct capture *c = r->c;
    struct str frame = {(const char *)bytes, head->caplen};
    int64_t at_ms =
        (int64_t)head->ts.tv_sec * 1000 + (int64_t)head->ts.tv_usec / 1000;
    c->packets++;
    c->snapped = c->snapped || head->caplen < head->len;
    if (c->first_ms == WHEN_UNKNOWN || at_ms < c->first_ms)
        c->first_ms = at_ms;
    if (c->last_ms == WHEN_UNKNOWN || at_ms > c->last_ms)
        c->last_ms = at_ms;
    if (packet_read(link, frame, &s))
        take_segment(r, &s, at_ms);
}

static int
compare(const void *x, const void *y)
{
    const struct tls_handshake *a = x, *b = y;
    if (a->at_ms != b->at_ms)
        return a->at_ms < b->at_ms ? -1 : 1;
    if (a->client_port != b->client_port)
        return a->client_port < b->client_port ? -1 : 1;
    return str_cmp(a->client_ip, b->client_ip);
}

int
capture_read(struct arena *a, FILE *file, struct capture *c, struct err *e)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    struct reading r = {.a = a, .c = c};
    struct pcap_pkthdr *head;
    const unsigned char *bytes;
    int got;

    *c = (struct capture){.first_ms = WHEN_UNKNOWN, .last_ms = WHEN_UNKNOWN};
    pcap_t *p = pcap_fopen_offline(file, why);
    if (!p) {
        fclose(file);
        return err_set(e, "cannot be read as a capture: %s", why);
    }
    int link = pcap_datalink(p);
    if (!packet_knows(link)) {
        const char *name = pcap_datalink_val_to_description_or_dlt(link);
        pcap_close(p);
        return err_set(e,
            "its packets are of the link type \"%s\", which is not read: "
            "Ethernet, Linux cooked, raw IP and loopback are",
            name);
    }
    map_init(&r.by_ends, a);
    while ((got = pcap_next_ex(p, &head, &bytes)) == 1)
        take_packet(&r, link, head, bytes);
    c->cut = got != PCAP_ERROR_BREAK && got != 1;
    if (c->cut)
        c->why = str_dup(a, str_from(pcap_geterr(p)));
    for (size_t i = 0; i < r.nflows; i++)
        end_talk(&r, &r.flows[i]);
    if (c->n)
        qsort(c->handshakes, c->n, sizeof *c->handshakes, compare);
    pcap_close(p); /* and the file */
    return 0;
}

const char *
capture_library_version(void)
{
    return pcap_lib_version();
}
