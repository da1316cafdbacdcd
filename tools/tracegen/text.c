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
        if (TEXT_NAMES[i] != NULL && str_eq(name, str_from(TEXT_NAMES[i])))
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
