/* SPDX-License-Identifier: MIT
 *
 * Writes scripts, SIP messages and call log rows of a scene into the files of
 * its two nodes. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "run.h"

enum { SCRATCH_HALF = 1 << 15 };

struct str
emit_number(struct arena *a, uint64_t v)
{
    char *p = arena_alloc(a, 21);
    char *end = p + 20;
    char *s = end;

    do
        *--s = (char)('0' + v % 10);
    while ((v /= 10) > 0);
    return (struct str){s, (size_t)(end - s)};
}

struct str
emit_call_id(
    struct arena *a, struct node *n, uint32_t *clock, uint32_t *address)
{
    uint64_t second = (uint64_t)(n->ms / 1000);
    uint32_t g1 = (uint32_t)(second * 10000000 + 0x12494580);
    uint32_t g2 = (uint32_t)((second >> 16 & 0xfff) << 20 |
                             (second & 0xf) << 16 | (second & 0xffff));
    int64_t part[4] = {0};
    struct str rest = n->ip;

    for (int i = 0; i < 4; i++)
        str_to_i64(str_cut(&rest, '.'), &part[i]);
    *clock = g1;
    *address =
        (uint32_t)(part[3] << 24 | part[2] << 16 | part[1] << 8 | part[0]);
    return str_fmt(a,
        "%" PRIx32 "-%" PRIx32 "-%" PRIx32 "-%" PRIx32 "@" STR_FMT, g1, g2,
        ++n->callid, *address, STR_ARG(n->ip));
}

void
emit_chance(const struct scene *s)
{
    struct random *x = &s->r->random;
    static const enum field HEX[] = {FIELD_hex1, FIELD_hex2, FIELD_hex3};
    static const enum field NUM[] = {FIELD_num1, FIELD_num2, FIELD_num3};

    for (size_t i = 0; i < COUNTOF(HEX); i++) {
        s->f->v[HEX[i]] = world_hex(s->a, x, 7);
        s->f->v[NUM[i]] =
            emit_number(s->a, (uint64_t)random_between(x, 100, 999));
    }
}

static void
cross(const struct scene *s, const struct record_text *rec, struct writing *w)
{
    bool to_b = rec->side == SIDE_A_TO_B;
    struct node *from = to_b ? s->a_node : s->b_node;
    struct node *to = to_b ? s->b_node : s->a_node;

    if (from == to) {
        node_record(from, rec, w, "SdlSig   |");
        return;
    }
    int64_t sent_ms = node_at(from, s->r->now_ms);

    node_record(from, rec, w, "SdlSig-O |");
    s->r->now_ms = node_at(to, sent_ms + 1);
    node_record(to, rec, w, "SdlSig-I |");
}

static void
emit_record(const struct scene *s, const struct record_text *rec)
{
    struct writing w = {.f = s->f, .tag = s->r->tag};
    const char *type = rec->signal ? "SdlSig   |" : NULL;

    switch (rec->side) {
    case SIDE_A:
        node_record(s->a_node, rec, &w, type);
        break;
    case SIDE_B:
        node_record(s->b_node, rec, &w, type);
        break;
    case SIDE_A_TO_B:
    case SIDE_B_TO_A:
        cross(s, rec, &w);
        break;
    }
}

void
emit_side(const struct scene *s, enum leg_kind kind, enum script_name name)
{
    const struct script *script = &s->r->scripts[kind][name];

    for (size_t i = 0; i < script->n; i++)
        emit_record(s, &script->v[i]);
}

void
emit_script(const struct scene *s, enum script_name name)
{
    emit_side(s, LEG_PHONE, name);
}

void
emit_one(const struct scene *s, enum script_name name)
{
    const struct script *script = &s->r->scripts[LEG_PHONE][name];

    emit_record(
        s, &script->v[random_below(&s->r->random, (uint32_t)script->n)]);
}

void
emit_tag(struct run *r, const struct node *n, const struct conn *conn,
    struct str device)
{
    /* Two scenes never hold a tag at once, so one buffer is enough. */
    enum { TAG_MAX = 128 };
    char *p = r->scratch + 2 * SCRATCH_HALF;
    int k = snprintf(p, TAG_MAX,
        "%d,100,%d," STR_FMT ".%" PRIu32 "^" STR_FMT "^" STR_FMT, n->number,
        conn->process_type, STR_ARG(conn->process), conn->reads,
        STR_ARG(conn->ip), STR_ARG(device));

    r->tag = (struct str){p, (size_t)k};
}

static void
use_connection(const struct scene *s, const struct conn *conn)
{
    s->f->v[FIELD_c_ip] = conn->ip;
    s->f->v[FIELD_c_port] = conn->port;
    s->f->v[FIELD_c_index] = conn->index;
    s->f->v[FIELD_c_process] = conn->process;
    s->f->v[FIELD_c_transport] = conn->transport;
    s->f->v[FIELD_c_device] = conn->device;
}

/* The whole message, in scratch until the next one. */
static struct str
compose(const struct scene *s, const struct message_text *m)
{
    struct writing body = {.f = s->f, .p = s->r->scratch};
    struct writing head = {.f = s->f, .p = s->r->scratch + SCRATCH_HALF};
    char *start = head.p;

    if (text_room(&m->head, &head) + 4096 > SCRATCH_HALF ||
        text_room(&m->body, &body) > 4096)
        die("tracegen: a message is too long");
    text_write(&m->body, &body);
    size_t n = (size_t)(body.p - s->r->scratch);

    text_write(&m->head, &head);
    head.p += snprintf(head.p, 80, "%sContent-Length: %zu\r\n\r\n",
        n > 0 ? "Content-Type: application/sdp\r\n" : "", n);
    memcpy(head.p, s->r->scratch, n);
    return (struct str){start, (size_t)(head.p - start) + n};
}

static struct str
what(const struct scene *s, const struct message_text *m)
{
    if (m->what[0] != '{')
        return str_from(m->what);
    return str_fmt(s->a, STR_FMT " " STR_FMT, STR_ARG(s->f->v[FIELD_status]),
        STR_ARG(s->f->v[FIELD_reason]));
}

static void
log_message(const struct scene *s, const struct message_text *m,
    const struct carried *c)
{
    const struct conn *conn = c->conn;
    bool trunk = !str_starts(conn->device, STR("SEP"));
    bool tls = conn->process_type == CONN_TLS;
    struct node *n = s->a_node;
    struct str id = s->f->v[c->calling ? FIELD_callid_a : FIELD_callid_b];
    struct str tag = str_sub(s->r->tag, 0, str_rfind_byte(s->r->tag, '^'));

    emit_row(s,
        "%s|" STR_FMT "|%s|%s|" STR_FMT "|%s|" STR_FMT "|" STR_FMT "|" STR_FMT
        "|" STR_FMT "^*|%" PRIu32 "|" STR_FMT "|" STR_FMT,
        trunk ? "SIPT" : "SIPL", STR_ARG(c->ci),
        conn->process_type == CONN_UDP ? "UDP"
        : tls                          ? "TLS"
                                       : "TCP",
        c->in ? "IN" : "OUT", STR_ARG(n->ip), tls ? "5061" : "5060",
        STR_ARG(conn->device), STR_ARG(conn->ip), STR_ARG(conn->port),
        STR_ARG(tag), n->net, STR_ARG(id), STR_ARG(what(s, m)));
}

static struct str
head_udp(const struct scene *s, const struct carried *c)
{
    const char *eol = s->r->o->crlf ? "\r\n" : "\n";
    uint32_t net = s->a_node->net;

    if (c->in)
        return str_fmt(s->a,
            "AppInfo  |//SIP/SIPUdp/wait_SdlDataInd: Incoming SIP UDP message "
            "size %zu from " STR_FMT ":[" STR_FMT "]:%s[%" PRIu32 ",NET]%s",
            c->text.n, STR_ARG(c->conn->ip), STR_ARG(c->conn->port), eol, net,
            eol);
    return str_fmt(s->a,
        "AppInfo  |//SIP/SIPUdp/wait_SdlSPISignal: Outgoing SIP UDP message "
        "to " STR_FMT ":[" STR_FMT "]:%s[%" PRIu32 ",NET]%s",
        STR_ARG(c->conn->ip), STR_ARG(c->conn->port), eol, net, eol);
}

static struct str
head_tcp(const struct scene *s, const struct carried *c)
{
    const char *eol = s->r->o->crlf ? "\r\n" : "\n";
    const struct conn *conn = c->conn;
    uint32_t net = s->a_node->net;

    if (c->in)
        return str_fmt(s->a,
            "AppInfo  |SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message "
            "from " STR_FMT " on port " STR_FMT " index " STR_FMT
            " with %zu bytes:%s[%" PRIu32 ",NET]%s",
            STR_ARG(conn->ip), STR_ARG(conn->port), STR_ARG(conn->index),
            c->text.n, eol, net, eol);
    return str_fmt(s->a,
        "AppInfo  |SIPTcp - wait_SdlSPISignal: Outgoing SIP TCP message "
        "to " STR_FMT " on port " STR_FMT " index " STR_FMT " %s[%" PRIu32
        ",NET]%s",
        STR_ARG(conn->ip), STR_ARG(conn->port), STR_ARG(conn->index), eol, net,
        eol);
}

static void
carry(const struct scene *s, const struct message_text *m, struct carried *c)
{
    struct node *n = s->a_node;
    bool udp = c->conn->process_type == CONN_UDP;

    s->r->now_ms = node_at(n, s->r->now_ms);
    use_connection(s, c->conn);
    emit_chance(s);
    s->f->v[FIELD_date] = n->date;
    n->net += random_below(&s->r->random, 50) == 0 ? 2 : 1;
    if (c->in) {
        c->conn->reads++;
        emit_tag(s->r, n, c->conn, STR("*"));
        s->f->v[FIELD_counter] = emit_number(s->a, ++n->signals);
    }
    if (c->text.n == 0)
        c->text = compose(s, m);
    s->f->v[FIELD_c_bytes] = emit_number(s->a, c->text.n);
    if (c->in)
        emit_script(s, udp ? STACK_READ_UDP : STACK_READ);
    else
        emit_script(s, udp ? STACK_SEND_UDP : STACK_SEND);
    node_message(n, udp ? head_udp(s, c) : head_tcp(s, c), c->text);
    if (m->what != NULL)
        log_message(s, m, c);
    if (c->in)
        emit_script(s, udp ? STACK_IN_UDP : STACK_IN);
}

void
emit_message(
    const struct scene *s, enum message m, struct conn *conn, struct str ci)
{
    struct carried c = {.conn = conn, .ci = ci};

    emit_carried(s, m, &c);
}

void
emit_carried(const struct scene *s, enum message m, struct carried *c)
{
    const struct message_text *text = &s->r->messages[m];
    struct scene side = *s;
    struct str n = s->f->v[FIELD_n];

    c->in = text->in;
    c->calling = text->calling;
    /* The stack's records name the node that has the connection. */
    if (!text->calling) {
        side.a_node = s->b_node;
        s->f->v[FIELD_n] = s->f->v[FIELD_m];
    }
    carry(&side, text, c);
    s->f->v[FIELD_n] = n;
}

void
emit_other_end(const struct scene *s, enum message m, struct carried *c)
{
    const struct message_text *text = &s->r->messages[m];

    c->in = !text->in;
    c->calling = true;
    carry(s, text, c);
}

struct str
emit_compose(const struct scene *s, enum message m)
{
    emit_chance(s);
    s->f->v[FIELD_date] = s->a_node->date;
    return str_dup(s->a, compose(s, &s->r->messages[m]));
}

void
emit_row(const struct scene *s, const char *fmt, ...)
{
    va_list ap;
    char *p = arena_alloc(s->a, 1024);

    va_start(ap, fmt);
    int k = vsnprintf(p, 1024, fmt, ap);
    va_end(ap);
    if (k < 0 || k >= 1024)
        die("tracegen: a row is too long");
    node_row(s->a_node, (struct str){p, (size_t)k});
}
