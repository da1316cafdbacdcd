/* SPDX-License-Identifier: MIT
 *
 * A call's structs: what is learned of each field, and what takes its place. */
#include <ctype.h>

#include "redact/inside.h"

/* A number or, where a phone dials by name, a user or a device. */
static void
learn_party(struct redact *r, struct str s)
{
    redact_learn(r,
        redact_is_number(s)                      ? REDACT_NUMBER
        : s.n == 15 && str_starts(s, STR("SEP")) ? REDACT_DEVICE
                                                 : REDACT_USER,
        s);
}

static void
learn_node(struct redact *r, struct str node)
{
    int64_t number;
    if (!str_to_i64(node, &number))
        redact_learn(r, REDACT_HOST, node);
}

static void
learn_host(struct redact *r, struct str s)
{
    size_t dot = str_find_byte(s, '.');
    redact_learn(r, REDACT_HOST, s);
    if (dot < s.n && dot > 0 && redact_address_at(s) == 0) {
        redact_learn(r, REDACT_HOST, str_sub(s, 0, dot));
        redact_learn(r, REDACT_HOST, str_skip(s, dot + 1));
    }
}

/* "PT_PHONES:PT_EAST" */
static void
learn_names(struct redact *r, struct str s)
{
    while (s.n > 0)
        redact_learn(r, REDACT_NAME, str_cut(&s, ':'));
}

/* Which fields of steps hold what; others are text. */
static const struct {
    struct str key;
    enum redact_class class;
} fields[] = {
    {STR_INIT("number"), REDACT_NUMBER},
    {STR_INIT("calling"), REDACT_NUMBER},
    {STR_INIT("dialed"), REDACT_NUMBER},
    {STR_INIT("called"), REDACT_NUMBER},
    {STR_INIT("from"), REDACT_NUMBER},
    {STR_INIT("to"), REDACT_NUMBER},
    {STR_INIT("pattern"), REDACT_NUMBER},
    {STR_INIT("device"), REDACT_DEVICE},
    {STR_INIT("css"), REDACT_NAME},
    {STR_INIT("partition"), REDACT_NAME},
    {STR_INIT("cluster"), REDACT_CLUSTER},
    {STR_INIT("host"), REDACT_HOST},
    {STR_INIT("cn"), REDACT_HOST},
};

static int
class_of_field(struct str key)
{
    for (size_t i = 0; i < COUNTOF(fields); i++)
        if (str_eq(key, fields[i].key))
            return (int)fields[i].class;
    return -1;
}

/* "SIPD(1,100,74,16)" stands where no name was logged. */
static bool
is_process(struct str s)
{
    size_t open = str_find_byte(s, '(');
    struct str inside = str_skip(s, open + 1);
    if (open == 0 || inside.n < 2 || inside.p[inside.n - 1] != ')')
        return false;
    for (size_t i = 0; i + 1 < inside.n; i++)
        if (!isdigit((unsigned char)inside.p[i]) && inside.p[i] != ',')
            return false;
    return str_find_byte(s, '_') == s.n;
}

static void
learn_class(struct redact *r, enum redact_class class, struct str s)
{
    if (class == REDACT_NUMBER)
        learn_party(r, s);
    else if (class == REDACT_NAME)
        learn_names(r, s);
    else if (class == REDACT_HOST)
        learn_host(r, s);
    else if (class != REDACT_DEVICE || !is_process(s))
        redact_learn(r, class, s);
}

static void
learn_call(struct redact *r, const struct call *c)
{
    learn_party(r, c->calling);
    learn_party(r, c->dialed);
    learn_party(r, c->called);
    learn_class(r, REDACT_DEVICE, c->calling_device);
    learn_class(r, REDACT_DEVICE, c->called_device);
    for (size_t i = 0; i < c->ntrunks; i++)
        learn_class(r, REDACT_DEVICE, c->trunks[i]);
    for (size_t i = 0; i < c->nnodes; i++)
        learn_node(r, c->nodes[i]);
    for (size_t i = 0; i < c->nclusters; i++)
        redact_learn(r, REDACT_CLUSTER, c->clusters[i]);
    for (size_t i = 0; i < c->ntls; i++)
        learn_host(r, c->tls[i].cn);
    for (size_t i = 0; i < c->nlegs; i++) {
        learn_party(r, c->legs[i].number);
        learn_class(r, REDACT_DEVICE, c->legs[i].device);
        learn_node(r, c->legs[i].node);
        redact_learn(r, REDACT_CLUSTER, c->legs[i].cluster);
    }
}

void
redact_learn_path(struct redact *r, const struct call_path *p)
{
    learn_call(r, &p->call);
    for (size_t i = 0; i < p->nsteps; i++)
        for (size_t k = 0; k < p->steps[i].nfields; k++) {
            const struct field *f = &p->steps[i].fields[k];
            int class = class_of_field(f->key);
            if (class >= 0 && f->value.kind == VALUE_TEXT)
                learn_class(r, (enum redact_class) class, f->value.s);
        }
    for (size_t i = 0; i < p->nrecords; i++) {
        learn_party(r, p->records[i].calling);
        learn_party(r, p->records[i].called);
        learn_class(r, REDACT_DEVICE, p->records[i].device);
    }
    redact_learn_gaps(r, p->gaps, p->ngaps);
}

void
redact_learn_gaps(struct redact *r, const struct gap *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        learn_node(r, v[i].node);
        redact_learn(r, REDACT_CLUSTER, v[i].cluster);
    }
}

void
redact_learn_clocks(struct redact *r, const struct node_clock *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        learn_node(r, v[i].node);
        learn_node(r, v[i].against);
        learn_node(r, v[i].via);
        learn_host(r, v[i].host);
        learn_host(r, v[i].against_host);
        redact_learn(r, REDACT_CLUSTER, v[i].cluster);
        redact_learn(r, REDACT_CLUSTER, v[i].against_cluster);
        redact_learn(r, REDACT_CLUSTER, v[i].via_cluster);
    }
}

/* Devices that only notes name: "route list RL", "..., calls N by RL". */
static void
learn_note(struct redact *r, struct str note)
{
    static const struct str before[] = {STR_INIT("route list "),
        STR_INIT("route group "), STR_INIT("member "), STR_INIT("trunk "),
        STR_INIT("recorded by "), STR_INIT("announcement by "),
        STR_INIT("music on hold by ")};
    for (size_t i = 0; i < COUNTOF(before); i++)
        if (str_starts(note, before[i]))
            learn_class(r, REDACT_DEVICE, str_skip(note, before[i].n));
    if (!str_starts(note, STR("digit analysis: ")))
        return;
    size_t by = str_find(note, STR(" by "));
    size_t in = str_find(note, STR(" by no pattern in "));
    if (in < note.n)
        learn_names(r, str_skip(note, in + 18));
    else if (by < note.n)
        learn_class(r, REDACT_DEVICE, str_skip(note, by + 4));
    struct str rest = str_skip(note, 16);
    learn_party(r, str_cut(&rest, ' '));
    if (!str_starts(rest, STR("matches ")))
        return;
    rest = str_skip(rest, 8);
    learn_party(r, str_sub(rest, 0, str_find(rest, STR(", calls "))));
    rest = str_skip(rest, str_find(rest, STR(", calls ")) + 8);
    learn_party(r, str_cut(&rest, ' '));
}

void
redact_learn_items(struct redact *r, const struct item *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        learn_note(r, v[i].note);
        learn_node(r, v[i].node);
        learn_host(r, v[i].host);
        redact_learn(r, REDACT_CLUSTER, v[i].cluster);
        learn_class(r, REDACT_DEVICE, v[i].device);
        redact_learn_endpoint(r, v[i].device);
        if (v[i].kind == ITEM_PROTOCOL)
            redact_learn_detail(r, v[i].sdp);
    }
}

void
redact_learn_connections(struct redact *r, const struct connection *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        learn_node(r, v[i].node);
        learn_host(r, v[i].cn);
        redact_learn(r, REDACT_CLUSTER, v[i].cluster);
        for (size_t k = 0; k < v[i].ntrunks; k++)
            learn_class(r, REDACT_DEVICE, v[i].trunks[k]);
    }
}

/* --- what takes their place ----------------------------------------------- */

static struct str
party(struct redact *r, struct str s)
{
    return redact_user(r, s);
}

static struct str
device(struct redact *r, struct str s)
{
    if (is_process(s))
        return s;
    return redact_address_at(s) > 0 ? redact_text(r, s)
                                    : redact_word(r, REDACT_DEVICE, s);
}

static struct str
node(struct redact *r, struct str s)
{
    int64_t number;
    return str_to_i64(s, &number) ? s : redact_host(r, s);
}

/* A cluster without a name is called by its GUID or an address. */
static struct str
cluster(struct redact *r, struct str s)
{
    if (s.n > 0 && redact_guid_at(s) == s.n)
        return redact_word(r, REDACT_GUID, s);
    if (s.n > 0 && redact_address_at(s) == s.n)
        return redact_word(r, REDACT_ADDRESS, s);
    return redact_word(r, REDACT_CLUSTER, s);
}

static struct str
names(struct redact *r, struct str s)
{
    struct str all = STR("");
    for (bool more = false; s.n > 0; more = true) {
        struct str one = redact_word(r, REDACT_NAME, str_cut(&s, ':'));
        all = str_fmt(r->a, STR_FMT "%s" STR_FMT, STR_ARG(all), more ? ":" : "",
            STR_ARG(one));
    }
    return all;
}

/* "/C=XX/O=Example/CN=far-pub.example.net" */
static struct str
subject(struct redact *r, struct str s)
{
    struct str all = STR("");
    if (s.n > 0 && s.p[0] != '/')
        return redact_word(r, REDACT_NAME, s);
    while (s.n > 0) {
        struct str value = str_cut(&s, '/');
        if (value.n == 0)
            continue;
        struct str key = str_cut(&value, '=');
        struct str as = str_eq(key, STR("CN"))
                            ? redact_host(r, value)
                            : redact_word(r, REDACT_NAME, value);
        all = str_fmt(r->a, STR_FMT "/" STR_FMT "=" STR_FMT, STR_ARG(all),
            STR_ARG(key), STR_ARG(as));
    }
    return all;
}

/* Names with blanks and commas between, perhaps "DNS:name". */
static struct str
alternatives(struct redact *r, struct str s)
{
    struct str all = STR("");
    while (s.n > 0) {
        size_t n = 0;
        while (n < s.n && str_find_byte(STR(" ,;"), s.p[n]) == 3)
            n++;
        struct str name = str_sub(s, 0, n);
        s = str_skip(s, n + 1);
        if (str_starts(name, STR("DNS:")) || str_starts(name, STR("URI:")))
            name = str_skip(name, 4);
        name = redact_host(r, name);
        if (name.n > 0)
            all = str_fmt(r->a, STR_FMT "%s" STR_FMT, STR_ARG(all),
                all.n > 0 ? ", " : "", STR_ARG(name));
    }
    return all;
}

static const struct str *
list(struct redact *r, const struct str *v, size_t n,
    struct str (*how)(struct redact *, struct str))
{
    struct str *made = arena_array(r->a, n, sizeof *made);
    for (size_t i = 0; i < n; i++)
        made[i] = how(r, v[i]);
    return made;
}

static void
redact_evidence(struct redact *r, struct evidence *e)
{
    e->file = redact_file(r, e->file);
}

static void
redact_call(struct redact *r, struct call *c)
{
    c->calling = party(r, c->calling);
    c->dialed = party(r, c->dialed);
    c->called = party(r, c->called);
    c->calling_device = device(r, c->calling_device);
    c->called_device = device(r, c->called_device);
    c->clock_node = node(r, c->clock_node);
    c->clock_cluster = cluster(r, c->clock_cluster);
    c->cause_text = redact_known(r, c->cause_text);
    c->trunks = list(r, c->trunks, c->ntrunks, device);
    c->peers = list(r, c->peers, c->npeers, redact_text);
    c->nodes = list(r, c->nodes, c->nnodes, node);
    c->clusters = list(r, c->clusters, c->nclusters, cluster);
    struct tls_peer *tls = arena_array(r->a, c->ntls, sizeof *tls);
    for (size_t i = 0; i < c->ntls; i++)
        tls[i] =
            (struct tls_peer){redact_host(r, c->tls[i].cn), c->tls[i].cipher};
    c->tls = tls;
    struct leg *legs = arena_array(r->a, c->nlegs, sizeof *legs);
    for (size_t i = 0; i < c->nlegs; i++) {
        struct leg leg = c->legs[i];
        leg.cluster = cluster(r, leg.cluster);
        leg.node = node(r, leg.node);
        leg.call_id = redact_call_id(r, leg.call_id);
        leg.session_id = redact_word(r, REDACT_GUID, leg.session_id);
        leg.device = device(r, leg.device);
        leg.number = party(r, leg.number);
        leg.ip = redact_text(r, leg.ip); /* a port may be behind it */
        legs[i] = leg;
    }
    c->legs = legs;
}

static struct str
field_value(struct redact *r, const struct field *f)
{
    struct str s = f->value.s;
    int class = class_of_field(f->key);
    if (str_eq(f->key, STR("subject")))
        return subject(r, s);
    if (str_eq(f->key, STR("san")))
        return alternatives(r, s);
    if (class == REDACT_NUMBER)
        return party(r, s);
    if (class == REDACT_DEVICE)
        return device(r, s);
    if (class == REDACT_NAME)
        return names(r, s);
    if (class == REDACT_CLUSTER)
        return cluster(r, s);
    if (class == REDACT_HOST)
        return redact_host(r, s);
    return redact_text(r, s);
}

static void
redact_step(struct redact *r, struct step *s)
{
    s->label = redact_text(r, s->label);
    s->node = node(r, s->node);
    struct field *made = arena_array(r->a, s->nfields, sizeof *made);
    for (size_t i = 0; i < s->nfields; i++) {
        made[i] = s->fields[i];
        if (made[i].value.kind == VALUE_TEXT)
            made[i].value.s = field_value(r, &s->fields[i]);
    }
    s->fields = made;
    struct evidence *e = arena_array(r->a, s->nevidence, sizeof *e);
    for (size_t i = 0; i < s->nevidence; i++) {
        e[i] = s->evidence[i];
        redact_evidence(r, &e[i]);
    }
    s->evidence = e;
}

void
redact_path(struct redact *r, struct call_path *p)
{
    redact_call(r, &p->call);
    for (size_t i = 0; i < p->nsteps; i++)
        redact_step(r, &p->steps[i]);
    for (size_t i = 0; i < p->nlinks; i++) {
        p->links[i].by = redact_text(r, p->links[i].by);
        redact_evidence(r, &p->links[i].evidence);
    }
    for (size_t i = 0; i < p->nrecords; i++) {
        struct call_record *record = &p->records[i];
        record->calling = party(r, record->calling);
        record->called = party(r, record->called);
        record->device = device(r, record->device);
        record->difference = redact_text(r, record->difference);
        redact_evidence(r, &record->evidence);
    }
    redact_gaps(r, p->gaps, p->ngaps);
}

void
redact_gaps(struct redact *r, struct gap *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct gap *gap = &v[i];
        gap->node = node(r, gap->node);
        gap->cluster = cluster(r, gap->cluster);
        gap->after_file = redact_file(r, gap->after_file);
        gap->before_file = redact_file(r, gap->before_file);
        gap->reason = redact_text(r, gap->reason);
        gap->collect = redact_text(r, gap->collect);
    }
}

/* Octets and texts of other protocols hold numbers in many forms. */
static void
redact_protocol_item(struct redact *r, struct item *it)
{
    struct str before = str_sub(it->note, 0, it->note.n - it->sdp.n);
    it->sdp = redact_detail(r, it->topic, it->sdp);
    before = redact_known(r, before);
    it->note =
        str_fmt(r->a, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(it->sdp));
    it->text = STR("");
}

void
redact_items(struct redact *r, struct item *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct item *it = &v[i];
        redact_evidence(r, &it->evidence);
        it->node = node(r, it->node);
        it->cluster = cluster(r, it->cluster);
        it->node_ip = redact_host(r, it->node_ip);
        it->host = redact_host(r, it->host);
        it->remote_ip = redact_host(r, it->remote_ip);
        it->device = device(r, it->device);
        it->method = redact_known(r, it->method);
        it->reason = redact_text(r, it->reason);
        it->call_id = redact_call_id(r, it->call_id);
        it->from_tag = redact_tag(r, it->from_tag);
        it->to_tag = redact_tag(r, it->to_tag);
        if (it->kind == ITEM_PROTOCOL) {
            redact_protocol_item(r, it);
            continue;
        }
        it->sdp = redact_known(r, it->sdp);
        it->text = redact_message(r, it->text);
        it->note = redact_text(r, it->note);
    }
}

/* Findings are made from these lines, later. */
static void
redact_events(struct redact *r, struct connection *c)
{
    struct tls_event *v = arena_array(r->a, c->nevents, sizeof *v);
    for (size_t i = 0; i < c->nevents; i++) {
        v[i] = c->events[i];
        v[i].text = v[i].kind == TLS_NAME ? redact_host(r, v[i].text)
                                          : redact_text(r, v[i].text);
        v[i].other = redact_host(r, v[i].other);
        redact_evidence(r, &v[i].evidence);
    }
    c->events = v;
}

void
redact_connections(struct redact *r, struct connection *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct connection *c = &v[i];
        c->node = node(r, c->node);
        c->cluster = cluster(r, c->cluster);
        c->local_ip = redact_host(r, c->local_ip);
        c->remote_ip = redact_host(r, c->remote_ip);
        c->subject = subject(r, c->subject);
        c->cn = redact_host(r, c->cn);
        c->san = alternatives(r, c->san);
        c->trunks = list(r, c->trunks, c->ntrunks, device);
        redact_events(r, c);
        redact_evidence(r, &c->evidence);
    }
}

void
redact_clocks(struct redact *r, struct node_clock *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct node_clock *c = &v[i];
        c->node = node(r, c->node);
        c->cluster = cluster(r, c->cluster);
        c->host = redact_host(r, c->host);
        c->address = redact_host(r, c->address);
        c->via = node(r, c->via);
        c->via_cluster = cluster(r, c->via_cluster);
        c->against = node(r, c->against);
        c->against_cluster = cluster(r, c->against_cluster);
        c->against_host = redact_host(r, c->against_host);
        c->against_address = redact_host(r, c->against_address);
    }
}
