/* SPDX-License-Identifier: MIT
 *
 * Cuts templates into pieces, and writes the pieces. */
#include "text.h"

#include <string.h>

#include "base/err.h"

enum {
    SIGNAL_WIDTH = 39,
    STATE_WIDTH = 31,
    PROCESS_WIDTH = 33,
    TAG_WIDTH = 41,
    TYPE_WIDTH = 9,
};

#define NAME(name) [FIELD_##name] = #name

/* A template with a {name} that is not here is refused. */
static const char *const FIELD_NAMES[FIELD_COUNT] = {
    NAME(n),
    NAME(m),
    NAME(fqdn_a),
    NAME(node_ip_a),
    NAME(node_ip_b),
    NAME(cluster),
    NAME(ci_a),
    NAME(ci_b),
    NAME(ccb_a),
    NAME(ccb_b),
    NAME(gci),
    NAME(gci_hex),
    NAME(matrix),
    NAME(dev_a),
    NAME(dev_b),
    NAME(dn_a),
    NAME(dn_b),
    NAME(ip_a),
    NAME(ip_b),
    NAME(port_a),
    NAME(port_b),
    NAME(line_a),
    NAME(line_b),
    NAME(lcdpc_a),
    NAME(lcdpc_b),
    NAME(station_b),
    NAME(cdfc_a),
    NAME(cdfc_b),
    NAME(cdpc_a),
    NAME(cdpc_b),
    NAME(pkid_a),
    NAME(linekey_a),
    NAME(uuid_a),
    NAME(uuid_b),
    NAME(model_b),
    NAME(tag_a),
    NAME(tag_b),
    NAME(far_a),
    NAME(far_b),
    NAME(callid_a),
    NAME(callid_b),
    NAME(branch_a),
    NAME(branch_b),
    NAME(branch2_a),
    NAME(session_a),
    NAME(session_b),
    NAME(rtp_a),
    NAME(rtp_b),
    NAME(media_b),
    NAME(ack_branch_a),
    NAME(ack_branch_b),
    NAME(trunk_key),
    NAME(sipd),
    NAME(peer),
    NAME(peer_ip),
    NAME(peer_port),
    NAME(via),
    NAME(transport),
    NAME(local_port),
    NAME(far_product),
    NAME(cisco_guid),
    NAME(guid_hex),
    NAME(tls),
    NAME(subject),
    NAME(cipher),
    NAME(san),
    NAME(list),
    NAME(list_process),
    NAME(members),
    NAME(group),
    NAME(dialed),
    NAME(called),
    NAME(pattern),
    NAME(regex),
    NAME(partition_key),
    NAME(css),
    NAME(tags),
    NAME(positions),
    NAME(pre_tags),
    NAME(pre_positions),
    NAME(target_pid),
    NAME(target_key),
    NAME(pattern_key),
    NAME(dac),
    NAME(status),
    NAME(reason),
    NAME(cause),
    NAME(c_ip),
    NAME(c_index),
    NAME(c_process),
    NAME(c_transport),
    NAME(c_device),
    NAME(date),
    NAME(hex1),
    NAME(hex2),
    NAME(hex3),
    NAME(num2),
    NAME(num3),
    NAME(cseq),
    NAME(counter),
    NAME(target_class),
    NAME(target_process),
    NAME(ccm_type),
    NAME(disc_status),
    NAME(line_state_a),
    NAME(line_state_b),
    NAME(sip_state_a),
    NAME(sip_state_b),
    NAME(call_state),
    NAME(branch2_b),
    NAME(c_bytes),
    NAME(c_port),
    NAME(cdcc),
    NAME(clear_cause),
    NAME(device_type),
    NAME(digits),
    NAME(duration),
    NAME(far_device),
    NAME(list_key),
    NAME(model_a),
    NAME(num1),
    NAME(offerer),
    NAME(partition),
    NAME(station_a),
    NAME(target),
    NAME(trunk),
    NAME(device_b),
    NAME(device_key_b),
    NAME(line_key_b),
    NAME(qualified_b),
    NAME(asked),
    NAME(last),
    NAME(original),
    NAME(rfr),
    NAME(lrfr),
    NAME(from_b),
    NAME(diversion),
    NAME(join),
    NAME(other),
    NAME(mid_cseq),
    NAME(mid_sdp),
    NAME(mid_branch),
    NAME(moh),
    NAME(moh_name),
    NAME(refer_to),
    NAME(bye_a),
    NAME(bye_na),
    NAME(bye_b),
    NAME(bye_nb),
    NAME(redirect),
    NAME(digit),
    NAME(bib),
    NAME(ref_ci),
    NAME(far_ci),
    NAME(gw),
    NAME(gw_user),
    NAME(gw_b),
    NAME(gw_user_b),
    NAME(sipd_a),
    NAME(feature),
    NAME(old_cdcc),
    NAME(old_party),
    NAME(listen),
    NAME(trans),
    NAME(member_n),
};

struct cutter {
    struct arena *a;
    struct op *ops;
    size_t n, cap;
    const char *eol;
};

static struct op *
add(struct cutter *c, enum op_kind kind)
{
    c->ops = arena_grow(c->a, c->ops, &c->cap, c->n + 1, sizeof(*c->ops));
    struct op *op = &c->ops[c->n++];

    op->kind = kind;
    return op;
}

static void
add_text(struct cutter *c, struct str text)
{
    if (text.n == 0)
        return;
    add(c, OP_TEXT)->text = str_dup(c->a, text);
}

static void
add_pad(struct cutter *c, size_t width)
{
    add(c, OP_PAD)->width = width;
    add_text(c, STR("|"));
}

static enum field
field_named(struct str name)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (FIELD_NAMES[i] != NULL && str_eq(name, str_from(FIELD_NAMES[i])))
            return (enum field)i;
    die("tracegen: no field {" STR_FMT "}", STR_ARG(name));
}

/* Text between fields; line feeds become the file's line ends. */
static void
add_literal(struct cutter *c, struct str s)
{
    while (s.n > 0) {
        size_t at = str_find_byte(s, '\n');

        add_text(c, str_sub(s, 0, at));
        if (at == s.n)
            return;
        add_text(c, str_from(c->eol));
        s = str_skip(s, at + 1);
    }
}

/* SDL has braces of its own ("CAL={v=-1"), so only {lower_case} is a field. */
static bool
is_field(struct str s, size_t at, size_t *end)
{
    size_t i = at + 1;

    while (i < s.n && ((s.p[i] >= 'a' && s.p[i] <= 'z') ||
                          (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
        i++;
    *end = i;
    return i > at + 1 && i < s.n && s.p[i] == '}';
}

static void
add_mixed(struct cutter *c, struct str s)
{
    size_t from = 0;

    for (size_t at = 0; at < s.n; at++) {
        size_t end;

        if (s.p[at] != '{' || !is_field(s, at, &end))
            continue;
        add_literal(c, str_sub(s, from, at - from));
        add(c, OP_FIELD)->field = field_named(str_sub(s, at + 1, end - at - 1));
        from = end + 1;
        at = end;
    }
    add_literal(c, str_skip(s, from));
}

struct text
text_cut(struct arena *a, const char *z, const char *eol)
{
    struct cutter c = {.a = a, .eol = eol};

    add_mixed(&c, str_from(z));
    return (struct text){c.ops, c.n};
}

static void
add_type(struct cutter *c, const char *type)
{
    add(c, OP_PAD)->width = 0;
    add_text(c, str_from(type));
    add_pad(c, TYPE_WIDTH);
}

static void
add_column(struct cutter *c, struct str text, size_t width)
{
    add(c, OP_PAD)->width = 0;
    add_mixed(c, text);
    add_pad(c, width);
}

/* Signals for processes with a thread of their own start with T. */
static bool
has_own_thread(struct str process)
{
    static const char *const NAMES[] = {"SIPHandler", "LBMInterface",
        "EnvProcessCdr", "Db(", "DbChange", "DeviceManager"};

    for (size_t i = 0; i < COUNTOF(NAMES); i++)
        if (str_starts(process, str_from(NAMES[i])))
            return true;
    return false;
}

/* other: the state instead of the one in s, unless empty. */
static void
add_signal(struct cutter *c, struct str s, bool own_tag, struct str other)
{
    struct str name = str_cut(&s, '|');
    struct str state = str_cut(&s, '|');

    if (other.n > 0)
        state = other;
    struct str to = str_cut(&s, '|');
    struct str from = str_cut(&s, '|');

    add_column(c, name, SIGNAL_WIDTH);
    add_column(c, state, STATE_WIDTH);
    add_column(c, to, PROCESS_WIDTH);
    add_column(c, from, PROCESS_WIDTH);
    add(c, OP_PAD)->width = 0;
    if (own_tag)
        add_mixed(c, str_cut(&s, '|'));
    else
        add(c, OP_TAG);
    add_pad(c, TAG_WIDTH);
    if (!str_starts(s, STR("*"))) {
        add_text(
            c, has_own_thread(to) ? STR("[T:N-H:0,N:") : STR("[R:N-H:0,N:"));
        add(c, OP_QUEUE);
        add_text(c, STR(",L:0,V:0,Z:0,D:0] "));
    }
    add_mixed(c, s);
}

static void
add_process(struct cutter *c, struct str s, const char *type)
{
    struct str process = str_cut(&s, '|');
    struct str parent = str_cut(&s, '|');

    add_type(c, type);
    add_column(c, STR(""), SIGNAL_WIDTH);
    add_column(c, STR(""), STATE_WIDTH);
    add_column(c, process, PROCESS_WIDTH);
    add_column(c, parent.n > 0 ? parent : process, PROCESS_WIDTH);
    add_column(c, STR(""), TAG_WIDTH);
    add_text(c, STR("NumOfCurrentInstances: "));
    add_mixed(c, s.n > 0 ? s : STR("0"));
}

static enum side
side_of(char letter)
{
    switch (letter) {
    case 'n':
        return SIDE_A;
    case 'm':
        return SIDE_B;
    case '>':
        return SIDE_A_TO_B;
    case '<':
        return SIDE_B_TO_A;
    default:
        die("tracegen: no side '%c'", letter);
    }
}

static void
cut_record(struct cutter *c, struct record_text *r, const char *line)
{
    struct str s = str_from(line + 3);
    char kind = line[1];

    r->side = side_of(line[0]);
    r->signal = kind == 'S' || kind == 'T';
    r->starts = r->signal || kind == 'N' || kind == 'X';
    if (r->signal) {
        add_signal(c, s, kind == 'T', STR(""));
    } else if (kind == 'C') {
        add_process(c, s, "Created");
    } else if (kind == 'P') {
        add_process(c, s, "Stopping");
    } else if (kind == 'X') {
        add_type(c, str_z(c->a, str_cut(&s, '|')));
        add_mixed(c, s);
    } else {
        r->late = str_starts(s, STR("//SIP/Stack"));
        add_type(c, "AppInfo");
        add_mixed(c, s);
    }
    add_literal(c, STR("\n"));
}

static struct text
cut_leaving(struct arena *a, const char *line, const char *eol)
{
    struct cutter c = {.a = a, .eol = eol};

    add_signal(&c, str_from(line + 3), false, STR("NA RemoteSignal"));
    add_literal(&c, STR("\n"));
    return (struct text){c.ops, c.n};
}

struct script
script_cut(struct arena *a, const char *const *lines, const char *eol)
{
    size_t n = 0;

    while (lines[n] != NULL)
        n++;
    struct record_text *v = arena_array(a, n, sizeof(*v));

    for (size_t i = 0; i < n; i++) {
        struct cutter c = {.a = a, .eol = eol};

        cut_record(&c, &v[i], lines[i]);
        v[i].text = (struct text){c.ops, c.n};
        if (v[i].side == SIDE_A_TO_B || v[i].side == SIDE_B_TO_A)
            v[i].out = cut_leaving(a, lines[i], eol);
    }
    return (struct script){v, n};
}

size_t
text_room(const struct text *t, const struct writing *w)
{
    size_t room = 64;

    for (size_t i = 0; i < t->n; i++) {
        const struct op *op = &t->ops[i];

        switch (op->kind) {
        case OP_TEXT:
            room += op->text.n;
            break;
        case OP_FIELD:
            room += w->f->v[op->field].n;
            break;
        case OP_TAG:
            room += w->tag.n;
            break;
        case OP_QUEUE:
            room += 1;
            break;
        case OP_PAD:
            room += op->width + 1;
            break;
        }
    }
    return room;
}

static char *
put(char *p, struct str s)
{
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return p + s.n;
}

/* A column that is full is followed by one blank. */
static char *
pad(char *p, const char *from, size_t width)
{
    size_t have = (size_t)(p - from);
    size_t n = width > have ? width - have : 1;

    memset(p, ' ', n);
    return p + n;
}

void
text_write(const struct text *t, struct writing *w)
{
    char *p = w->p;
    char *column = p;

    for (size_t i = 0; i < t->n; i++) {
        const struct op *op = &t->ops[i];

        switch (op->kind) {
        case OP_TEXT:
            p = put(p, op->text);
            break;
        case OP_FIELD:
            p = put(p, w->f->v[op->field]);
            break;
        case OP_TAG:
            p = put(p, w->tag);
            break;
        case OP_QUEUE:
            *p++ = (char)('0' + w->queue % 10);
            break;
        case OP_PAD:
            if (op->width > 0)
                p = pad(p, column, op->width);
            column = p;
            break;
        }
    }
    w->p = p;
}
