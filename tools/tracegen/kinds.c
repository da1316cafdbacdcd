/* SPDX-License-Identifier: MIT
 *
 * Which kinds of calls are made, and those that differ from plain ones only
 * by what their legs are. */
#include <stdio.h>

#include "base/err.h"
#include "run.h"

static const struct {
    struct str name;
    uint32_t weight; /* with "all" */
    const char *about;
} KINDS[STORY_KINDS] = {
    [KIND_PLAIN] = {STR_INIT("plain"), 30,
        "phones, trunks and route lists; answered or not"},
    [KIND_HOLD] = {STR_INIT("hold"), 6, "and resume, with music"},
    [KIND_TRANSFER] = {STR_INIT("transfer"), 5,
        "completed while the third party rings"},
    [KIND_TRANSFER_ANSWERED] = {STR_INIT("transfer-answered"), 5,
        "completed after it answered"},
    [KIND_TRANSFER_REFUSED] = {STR_INIT("transfer-refused"), 3,
        "the third party is busy, the caller stays"},
    [KIND_FORWARD_ALL] = {STR_INIT("forward-all"), 5,
        "to a phone or out on a trunk"},
    [KIND_FORWARD_BUSY] = {STR_INIT("forward-busy"), 4, "after 486"},
    [KIND_FORWARD_NO_ANSWER] = {STR_INIT("forward-no-answer"), 4,
        "after ringing"},
    [KIND_FORWARD_UNREGISTERED] = {STR_INIT("forward-unregistered"), 3,
        "no phone has the line"},
    [KIND_BLIND_TRANSFER] = {STR_INIT("blind-transfer"), 4,
        "by a REFER of a phone or of a far end"},
    [KIND_QUEUE] = {STR_INIT("queue"), 3,
        "announcement, music, then a hunt member"},
    [KIND_TRANSLATION] = {STR_INIT("translation"), 4,
        "by a translation pattern"},
    [KIND_ROUTE_LIST] = {STR_INIT("route-list"), 4,
        "the first trunk answers 503"},
    [KIND_ROUTE_EXHAUSTED] = {STR_INIT("route-exhausted"), 2,
        "both trunks answer 503"},
    [KIND_ROUTE_STOPS] = {STR_INIT("route-stops"), 2,
        "by the cause of the first trunk"},
    [KIND_HUNT] = {STR_INIT("hunt"), 5, "members ring one after the other"},
    [KIND_HUNT_EXHAUSTED] = {STR_INIT("hunt-exhausted"), 3,
        "none of them answers"},
    [KIND_CONFERENCE] = {STR_INIT("conference"), 4,
        "three parties on a bridge"},
    [KIND_PARK] = {STR_INIT("park"), 3, "and retrieved by another phone"},
    [KIND_PICKUP] = {STR_INIT("pickup"), 3, "by another phone while it rings"},
    [KIND_SHARED_LINE] = {STR_INIT("shared-line"), 5, "two phones ring"},
    [KIND_RECORDED] = {STR_INIT("recorded"), 5,
        "by the phone's built-in bridge"},
    [KIND_KEYPAD] = {STR_INIT("keypad"), 5, "digits one by one"},
    [KIND_INBOUND] = {STR_INIT("inbound"), 8, "comes in on a trunk"},
    [KIND_SCCP] = {STR_INIT("sccp"), 6, "one side is an SCCP phone"},
    [KIND_GATEWAY] = {STR_INIT("gateway"), 6, "one side is an MGCP gateway"},
    [KIND_UDP] = {STR_INIT("udp"), 4, "to a trunk over UDP"},
    [KIND_CLUSTERS] = {STR_INIT("clusters"), 12,
        "from one cluster to the other"},
};

struct str
kind_name(enum story_kind kind)
{
    return KINDS[kind].name;
}

void
kinds_help(FILE *to)
{
    for (size_t i = 0; i < COUNTOF(KINDS); i++)
        fprintf(to, "  %-22s%s\n", KINDS[i].name.p, KINDS[i].about);
}

static void
read_one(struct run *r, struct str one)
{
    struct str name = str_cut(&one, '=');
    int64_t weight = 1;

    if (one.n > 0 && !str_to_i64(one, &weight))
        die("tracegen: --kinds " STR_FMT "=" STR_FMT ": a number is expected",
            STR_ARG(name), STR_ARG(one));
    for (size_t i = 0; i < COUNTOF(KINDS); i++) {
        if (!str_eq(name, KINDS[i].name))
            continue;
        if (i == KIND_CLUSTERS && r->nworlds < 2)
            die("tracegen: --kinds clusters: needs --clusters 2");
        r->kinds[i] = (uint32_t)weight;
        return;
    }
    die("tracegen: --kinds " STR_FMT ": no such kind", STR_ARG(name));
}

void
kinds_read(struct run *r, const char *text)
{
    struct str rest = str_from(text);

    if (str_eq(rest, STR("all"))) {
        for (size_t i = 0; i < COUNTOF(KINDS); i++)
            r->kinds[i] = KINDS[i].weight;
        if (r->nworlds < 2)
            r->kinds[KIND_CLUSTERS] = 0;
        return;
    }
    while (rest.n > 0)
        read_one(r, str_cut(&rest, ','));
}

static enum story_kind
pick(struct run *r)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < COUNTOF(KINDS); i++)
        sum += r->kinds[i];
    if (sum == 0)
        return r->nworlds > 1 && random_chance(&r->random, 0.5) ? KIND_CLUSTERS
                                                                : KIND_PLAIN;
    uint32_t x = random_below(&r->random, sum);
    size_t i = 0;

    for (; x >= r->kinds[i]; i++)
        x -= r->kinds[i];
    return (enum story_kind)i;
}

/* Nobody's own call: as long as another one has it. */
static struct phone *
sccp_phone(struct run *r, const struct node *n)
{
    for (int i = 0; i < SCCP_PHONES; i++) {
        uint32_t k = random_below(&r->random, SCCP_PHONES);
        struct phone *p = &n->w->sccp[n->number - 1][k];

        if (!p->busy)
            return p;
    }
    return NULL;
}

/* What the far end of a trunk knows of its call to us. */
static void
far_fields(struct run *r, struct call *c)
{
    struct trunk *t = c->trunk_in;
    struct arena *a = &c->arena;
    const char *hex = world_hex(a, &r->random, 32).p;
    struct fields *f = arena_alloc(a, sizeof(*f));

    c->far = f;
    *f = (struct fields){0};
    f->v[FIELD_dn_a] =
        str_fmt(a, "+1202555%04u", random_below(&r->random, 10000));
    f->v[FIELD_peer] = f->v[FIELD_peer_ip] = c->a->ip;
    f->v[FIELD_peer_port] = STR("5060");
    f->v[FIELD_node_ip_b] = t->peer_ip;
    f->v[FIELD_ip_a] = t->peer_ip;
    f->v[FIELD_local_port] = STR("5060");
    f->v[FIELD_via] = STR("TCP");
    f->v[FIELD_transport] = STR("tcp");
    f->v[FIELD_far_product] = STR("Cisco-CUCM11.5");
    f->v[FIELD_from_b] = str_fmt(a, "<sip:" STR_FMT "@" STR_FMT ">",
        STR_ARG(f->v[FIELD_dn_a]), STR_ARG(t->peer_ip));
    f->v[FIELD_callid_b] = str_fmt(a, "%.8s-%.6s-%.4s@" STR_FMT, hex, hex + 8,
        hex + 14, STR_ARG(t->peer_ip));
    f->v[FIELD_tag_b] = t->far_guid.n > 0
                            ? str_fmt(a, "%u~" STR_FMT "-%u", ++t->far_ccb,
                                  STR_ARG(t->far_guid), ++t->far_ci)
                            : str_fmt(a, "%.8s", hex + 20);
    f->v[FIELD_branch_b] = str_fmt(a, "z9hG4bK%.9s", hex);
    f->v[FIELD_branch2_b] = str_fmt(a, "z9hG4bK%.9s", hex + 9);
    f->v[FIELD_ack_branch_b] = str_fmt(a, "z9hG4bK%.9s", hex + 18);
    f->v[FIELD_cisco_guid] = STR("0123456789-0000065536-0000000017-1111111111");
    f->v[FIELD_rtp_a] = STR("20002");
    f->v[FIELD_ccb_b] = STR("77");
    f->v[FIELD_bye_b] = STR("101");
    f->v[FIELD_bye_nb] = STR("102");
}

static bool
cast_inbound(struct run *r, struct call *c)
{
    int k = (int)random_below(&r->random, TCP_TRUNKS);

    c->leg_a = LEG_TRUNK;
    c->trunk_in = &c->w->trunks[k];
    c->phone_b = call_free_phone(r, c->b, NULL);
    if (c->phone_b == NULL)
        return false;
    c->conn_a = link_inbound(r, c->a, k);
    far_fields(r, c);
    c->far->v[FIELD_called] = c->phone_b->dn;
    return true;
}

/* An SCCP phone or a gateway on one side, a SIP phone on the other. */
static bool
cast_leg(struct run *r, struct call *c, enum leg_kind kind)
{
    bool calls = random_chance(&r->random, 0.5);
    struct phone *sip = call_free_phone(r, calls ? c->b : c->a, NULL);
    struct phone *other = NULL;

    if (kind == LEG_SCCP)
        other = sccp_phone(r, calls ? c->a : c->b);
    else
        c->gateway = &c->w->gateways[(calls ? c->a : c->b)->number - 1];
    if (sip == NULL || (kind == LEG_SCCP && other == NULL))
        return false;
    if (calls) {
        c->leg_a = kind;
        c->phone_a = other;
        c->phone_b = sip;
    } else {
        c->leg_b = kind;
        c->phone_a = sip;
        c->phone_b = other;
    }
    return true;
}

static bool
cast_translation(struct run *r, struct call *c)
{
    c->phone_a = call_free_phone(r, c->a, NULL);
    if (random_chance(&r->random, 0.6)) {
        c->phone_b = call_free_phone(r, c->b, c->phone_a);
        return c->phone_a != NULL && c->phone_b != NULL;
    }
    c->b = c->a;
    c->trunk = &c->w->trunks[random_below(&r->random, TCP_TRUNKS)];
    return c->phone_a != NULL;
}

/* Causes that stop a route list by default; FAILURES 1D. */
static void
stop_list(struct run *r, struct call *c)
{
    c->stops = true;
    if (random_chance(&r->random, 0.5)) {
        c->ending = END_BUSY;
        return;
    }
    c->ending = END_FAILED;
    c->status = 404;
    c->cause = 1;
    c->refusal = "Not Found";
}

static bool
cast_list(struct run *r, struct call *c, enum story_kind kind)
{
    c->kind = CALL_LIST;
    c->b = c->a;
    c->phone_a = call_free_phone(r, c->a, NULL);
    c->list = &c->w->lists[random_below(&r->random, LISTS)];
    c->trunk = &c->w->trunks[c->list->member[0]];
    if (kind == KIND_ROUTE_STOPS)
        stop_list(r, c);
    if (kind != KIND_ROUTE_EXHAUSTED)
        return c->phone_a != NULL;
    c->ending = END_FAILED;
    c->status = 503;
    c->cause = 41;
    c->refusal = "Service Unavailable";
    return c->phone_a != NULL;
}

static bool
cast(struct run *r, struct call *c, enum story_kind kind)
{
    c->a = &c->w->nodes[random_below(&r->random, (uint32_t)c->w->nnodes)];
    c->b = random_chance(&r->random, 0.7)
               ? c->a
               : &c->w->nodes[random_below(&r->random, (uint32_t)c->w->nnodes)];
    switch (kind) {
    case KIND_INBOUND:
        return cast_inbound(r, c);
    case KIND_SCCP:
        return cast_leg(r, c, LEG_SCCP);
    case KIND_GATEWAY:
        return cast_leg(r, c, LEG_GATEWAY);
    case KIND_TRANSLATION:
        return cast_translation(r, c);
    case KIND_ROUTE_LIST:
    case KIND_ROUTE_EXHAUSTED:
    case KIND_ROUTE_STOPS:
        return cast_list(r, c, kind);
    default:
        c->b = c->a;
        c->phone_a = call_free_phone(r, c->a, NULL);
        c->trunk = &c->w->trunks[TRUNK_UDP];
        return c->phone_a != NULL;
    }
}

static void
number(struct run *r, struct call *c)
{
    struct str prefix = c->list      ? c->list->prefix
                        : c->trunk   ? c->trunk->prefix
                        : c->phone_b ? STR("")
                                     : c->gateway->prefix;

    call_dialed(c, prefix,
        c->phone_b
            ? c->phone_b->dn
            : str_fmt(&c->arena, "555%04u", random_below(&r->random, 10000)));
}

static void
begin_legs(struct run *r, enum story_kind kind)
{
    static const enum ending ENDINGS_OF[] = {END_ANSWERED, END_ANSWERED,
        END_ANSWERED, END_BUSY, END_CANCELLED, END_REJECTED, END_NO_ANSWER};
    struct call *c = call_new(r);

    c->w = &r->w[random_below(&r->random, (uint32_t)r->nworlds)];
    c->ending = ENDINGS_OF[random_below(&r->random, COUNTOF(ENDINGS_OF))];
    c->by_called = random_chance(&r->random, 0.5);
    c->ring_ms = random_between(&r->random, 400, 4000);
    c->talk_ms = random_between(&r->random, 1000, 9000);
    if (!cast(r, c, kind)) {
        call_release(r, c);
        return;
    }
    if (c->phone_a != NULL)
        c->phone_a->busy = true;
    if (c->phone_b != NULL)
        c->phone_b->busy = true;
    call_caller(r, c);
    number(r, c);
    if (kind == KIND_TRANSLATION)
        call_translate(c, STR("44"));
    call_list_fields(c);
    r->calls++;
    r->active++;
    call_step(r, c, STEP_INVITE);
}

void
kinds_begin(struct run *r)
{
    enum story_kind kind = pick(r);

    switch (kind) {
    case KIND_PLAIN:
        call_begin(r);
        break;
    case KIND_INBOUND:
    case KIND_SCCP:
    case KIND_GATEWAY:
    case KIND_UDP:
    case KIND_TRANSLATION:
    case KIND_ROUTE_LIST:
    case KIND_ROUTE_EXHAUSTED:
    case KIND_ROUTE_STOPS:
        begin_legs(r, kind);
        break;
    case KIND_HOLD:
    case KIND_TRANSFER:
    case KIND_TRANSFER_ANSWERED:
    case KIND_TRANSFER_REFUSED:
    case KIND_FORWARD_ALL:
    case KIND_FORWARD_BUSY:
    case KIND_FORWARD_NO_ANSWER:
    case KIND_FORWARD_UNREGISTERED:
    case KIND_BLIND_TRANSFER:
    case KIND_HUNT:
    case KIND_HUNT_EXHAUSTED:
    case KIND_QUEUE:
    case KIND_CONFERENCE:
    case KIND_PARK:
    case KIND_PICKUP:
    case KIND_SHARED_LINE:
    case KIND_RECORDED:
    case KIND_KEYPAD:
    case KIND_CLUSTERS:
        story_begin(r, kind);
        break;
    case STORY_KINDS:
        break;
    }
}
