/* SPDX-License-Identifier: MIT
 *
 * The header, then element by element. Tables and chapters are those of ITU-T
 * Q.931 (05/98) where nothing else is said. */
#include "protocol/q931.h"

#include "protocol/q931_names.h"

/* Octets that are left; taken from the front. */
struct octets {
    const unsigned char *p;
    size_t n;
};

struct message {
    struct arena *a;
    struct value *v;
    struct str elements;
    bool h225;
};

const struct column q931_columns[Q931_FIELDS] = {
    [Q931_PROTOCOL] = {STR_INIT("protocol"), COLUMN_TEXT, {NULL, 0}},
    [Q931_NAME] = {STR_INIT("name"), COLUMN_TEXT, {NULL, 0}},
    [Q931_REF] = {STR_INIT("ref"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CAUSE] = {STR_INIT("cause"), COLUMN_INTEGER, {NULL, 0}},
    [Q931_CALLING] = {STR_INIT("calling"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CALLED] = {STR_INIT("called"), COLUMN_TEXT, {NULL, 0}},
    [Q931_DETAIL] = {STR_INIT("detail"), COLUMN_TEXT, {NULL, 0}},
    [Q931_FROM] = {STR_INIT("ref_from"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CHANNEL] = {STR_INIT("channel"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CHANNEL_CHOICE] = {STR_INIT("channel_choice"), COLUMN_TEXT,
        {NULL, 0}},
    [Q931_INTERFACE] = {STR_INIT("interface"), COLUMN_INTEGER, {NULL, 0}},
    [Q931_CAUSE_LOCATION] = {STR_INIT("cause_location"), COLUMN_TEXT,
        {NULL, 0}},
    [Q931_PROGRESS] = {STR_INIT("progress"), COLUMN_INTEGER, {NULL, 0}},
    [Q931_PROGRESS_LOCATION] = {STR_INIT("progress_location"), COLUMN_TEXT,
        {NULL, 0}},
    [Q931_CALLING_TYPE] = {STR_INIT("calling_type"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CALLING_PLAN] = {STR_INIT("calling_plan"), COLUMN_TEXT, {NULL, 0}},
    [Q931_PRESENTATION] = {STR_INIT("presentation"), COLUMN_TEXT, {NULL, 0}},
    [Q931_SCREENING] = {STR_INIT("screening"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CALLED_TYPE] = {STR_INIT("called_type"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CALLED_PLAN] = {STR_INIT("called_plan"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CONNECTED] = {STR_INIT("connected"), COLUMN_TEXT, {NULL, 0}},
    [Q931_REDIRECTING] = {STR_INIT("redirecting"), COLUMN_TEXT, {NULL, 0}},
    [Q931_REDIRECTING_REASON] = {STR_INIT("redirecting_reason"), COLUMN_TEXT,
        {NULL, 0}},
    [Q931_BEARER] = {STR_INIT("bearer"), COLUMN_TEXT, {NULL, 0}},
    [Q931_LAYER1] = {STR_INIT("layer1"), COLUMN_TEXT, {NULL, 0}},
    [Q931_DISPLAY] = {STR_INIT("display"), COLUMN_TEXT, {NULL, 0}},
    [Q931_KEYPAD] = {STR_INIT("keypad"), COLUMN_TEXT, {NULL, 0}},
    [Q931_SIGNAL] = {STR_INIT("signal"), COLUMN_INTEGER, {NULL, 0}},
    [Q931_STATE] = {STR_INIT("call_state"), COLUMN_INTEGER, {NULL, 0}},
    [Q931_NOTIFICATION] = {STR_INIT("notification"), COLUMN_TEXT, {NULL, 0}},
    [Q931_RESTART] = {STR_INIT("restart"), COLUMN_TEXT, {NULL, 0}},
    [Q931_SENDING_COMPLETE] = {STR_INIT("sending_complete"), COLUMN_INTEGER,
        {NULL, 0}},
    [Q931_ELEMENTS] = {STR_INIT("elements"), COLUMN_TEXT, {NULL, 0}},
    [Q931_CUT] = {STR_INIT("cut"), COLUMN_INTEGER, {NULL, 0}},
};

static void
put_text(struct message *m, enum q931_field f, struct str s)
{
    if (s.n > 0 && m->v[f].kind == VALUE_ABSENT)
        m->v[f] = (struct value){.kind = VALUE_TEXT, .s = s};
}

static void
put_int(struct message *m, enum q931_field f, int64_t i)
{
    if (m->v[f].kind == VALUE_ABSENT)
        m->v[f] = (struct value){.kind = VALUE_INTEGER, .i = i};
}

/* The name of a code, or "0x1f" for one that the table does not have. */
static void
put_name(
    struct message *m, enum q931_field f, enum q931_table table, unsigned code)
{
    struct str name = q931_name(table, code);
    put_text(m, f, name.n > 0 ? name : str_fmt(m->a, "0x%02x", code));
}

/* One octet; 0 when there is none left. */
static unsigned
take(struct octets *o)
{
    if (o->n == 0)
        return 0;
    o->n--;
    return *o->p++;
}

/* Octets up to the one whose extension bit ends the group (4.5.1). */
static void
skip_group(struct octets *o)
{
    while (o->n > 0 && !(take(o) & 0x80))
        ;
}

/* IA5 characters: 7 bits each. */
static struct str
ia5(struct message *m, struct octets o)
{
    char *p = arena_alloc(m->a, o.n + 1);
    for (size_t i = 0; i < o.n; i++)
        p[i] = (char)(o.p[i] & 0x7f);
    return (struct str){p, o.n};
}

/* 4.5.12: octet 3 location, 3a recommendation, 4 value. */
static void
read_cause(struct message *m, struct octets o)
{
    unsigned first = take(&o);
    if (!(first & 0x80))
        take(&o);
    if (o.n == 0)
        return;
    put_name(m, Q931_CAUSE_LOCATION, Q931_LOCATIONS, first & 0x0f);
    put_int(m, Q931_CAUSE, take(&o) & 0x7f);
}

/* Q.931 4.5.23. */
static void
read_progress(struct message *m, struct octets o)
{
    unsigned first = take(&o);
    if (o.n == 0)
        return;
    put_name(m, Q931_PROGRESS_LOCATION, Q931_LOCATIONS, first & 0x0f);
    put_int(m, Q931_PROGRESS, take(&o) & 0x7f);
}

/* What stands before the digits of a number. */
struct number_head {
    unsigned type, plan;
    bool screened; /* octet 3a was there */
    unsigned presentation, screening;
    unsigned reason; /* octet 3b of a redirecting number; 0 */
};

/* 4.5.10 and Q.952: octets 3, 3a, 3b. */
static struct number_head
take_number_head(struct octets *o)
{
    struct number_head h = {0};
    unsigned octet = take(o);
    h.type = octet >> 4 & 7;
    h.plan = octet & 0x0f;
    if (octet & 0x80 || o->n == 0)
        return h;
    octet = take(o);
    h.screened = true;
    h.presentation = octet >> 5 & 3;
    h.screening = octet & 3;
    if (octet & 0x80 || o->n == 0)
        return h;
    octet = take(o);
    h.reason = octet & 0x0f;
    if (!(octet & 0x80))
        skip_group(o);
    return h;
}

static void
read_calling(struct message *m, struct octets o)
{
    if (o.n == 0)
        return;
    struct number_head h = take_number_head(&o);
    put_name(m, Q931_CALLING_TYPE, Q931_NUMBER_TYPES, h.type);
    put_name(m, Q931_CALLING_PLAN, Q931_NUMBER_PLANS, h.plan);
    if (h.screened) {
        put_name(m, Q931_PRESENTATION, Q931_PRESENTATIONS, h.presentation);
        put_name(m, Q931_SCREENING, Q931_SCREENINGS, h.screening);
    }
    put_text(m, Q931_CALLING, ia5(m, o));
}

/* 4.5.8. */
static void
read_called(struct message *m, struct octets o)
{
    if (o.n == 0)
        return;
    struct number_head h = {0};
    unsigned octet = take(&o);
    h.type = octet >> 4 & 7;
    h.plan = octet & 0x0f;
    if (!(octet & 0x80))
        skip_group(&o);
    put_name(m, Q931_CALLED_TYPE, Q931_NUMBER_TYPES, h.type);
    put_name(m, Q931_CALLED_PLAN, Q931_NUMBER_PLANS, h.plan);
    put_text(m, Q931_CALLED, ia5(m, o));
}

/* Q.951: as the calling number. */
static void
read_connected(struct message *m, struct octets o)
{
    take_number_head(&o);
    put_text(m, Q931_CONNECTED, ia5(m, o));
}

/* Q.952: as the calling number, with a reason. */
static void
read_redirecting(struct message *m, struct octets o)
{
    if (o.n == 0)
        return;
    struct number_head h = take_number_head(&o);
    put_text(m, Q931_REDIRECTING, ia5(m, o));
    put_name(m, Q931_REDIRECTING_REASON, Q931_REDIRECT_REASONS, h.reason);
}

/* Channel numbers of a primary rate: octet 3.2 says number or map, 3.3 holds
 * the numbers, each but the last without its extension bit. */
static void
read_channel_numbers(struct message *m, struct octets o)
{
    enum { MAP = 0x10 };
    unsigned kind = take(&o);
    struct str list = STR("");
    bool more = o.n > 0;
    if (kind & MAP) {
        for (; o.n > 0;)
            list = str_fmt(m->a, STR_FMT "%s%02x", STR_ARG(list),
                list.n > 0 ? "" : "map ", take(&o));
        put_text(m, Q931_CHANNEL, list);
        return;
    }
    while (more && o.n > 0) {
        unsigned octet = take(&o);
        list = str_fmt(m->a, STR_FMT "%s%u", STR_ARG(list),
            list.n > 0 ? "," : "", octet & 0x7f);
        more = !(octet & 0x80);
    }
    put_text(m, Q931_CHANNEL, list);
}

/* 4.5.13. */
static void
read_channel(struct message *m, struct octets o)
{
    enum { ID = 0x40, PRIMARY = 0x20, EXCLUSIVE = 0x08, CHOICE = 3 };
    static const struct str basic[] = {
        STR_INIT("none"), STR_INIT("B1"), STR_INIT("B2"), STR_INIT("any")};
    if (o.n == 0)
        return;
    unsigned first = take(&o);
    put_text(m, Q931_CHANNEL_CHOICE,
        first & EXCLUSIVE ? STR("exclusive") : STR("preferred"));
    if (first & ID) {
        uint64_t id = 0;
        bool more = o.n > 0;
        while (more && o.n > 0) {
            unsigned octet = take(&o);
            id = (id << 7 | (octet & 0x7f)) & INT64_MAX;
            more = !(octet & 0x80);
        }
        put_int(m, Q931_INTERFACE, (int64_t)id);
    }
    if (!(first & PRIMARY))
        put_text(m, Q931_CHANNEL, basic[first & CHOICE]);
    else if ((first & CHOICE) == 1)
        read_channel_numbers(m, o);
    else
        put_text(
            m, Q931_CHANNEL, (first & CHOICE) == 0 ? basic[0] : basic[CHOICE]);
}

/* 4.5.5: octet 3 capability, 4 mode and rate, 5 layer 1. */
static void
read_bearer(struct message *m, struct octets o)
{
    enum { MULTIRATE = 0x18 };
    if (o.n == 0)
        return;
    unsigned octet = take(&o);
    put_name(m, Q931_BEARER, Q931_CAPABILITIES, octet & 0x1f);
    if (!(octet & 0x80))
        skip_group(&o);
    octet = take(&o);
    if ((octet & 0x1f) == MULTIRATE)
        take(&o);
    if (o.n == 0)
        return;
    octet = take(&o);
    if ((octet >> 5 & 3) == 1)
        put_name(m, Q931_LAYER1, Q931_LAYERS1, octet & 0x1f);
}

/* 4.5.16; networks of North America put the kind of text before it. */
static void
read_display(struct message *m, struct octets o)
{
    if (o.n > 0 && *o.p & 0x80)
        take(&o);
    put_text(m, Q931_DISPLAY, str_trim(ia5(m, o)));
}

static void
read_keypad(struct message *m, struct octets o)
{
    put_text(m, Q931_KEYPAD, ia5(m, o));
}

static void
read_signal(struct message *m, struct octets o)
{
    if (o.n > 0)
        put_int(m, Q931_SIGNAL, take(&o));
}

/* 4.5.7. */
static void
read_state(struct message *m, struct octets o)
{
    if (o.n > 0)
        put_int(m, Q931_STATE, take(&o) & 0x3f);
}

/* 4.5.22. */
static void
read_notification(struct message *m, struct octets o)
{
    if (o.n > 0)
        put_name(m, Q931_NOTIFICATION, Q931_NOTIFICATIONS, take(&o) & 0x7f);
}

/* 4.5.25. */
static void
read_restart(struct message *m, struct octets o)
{
    if (o.n > 0)
        put_name(m, Q931_RESTART, Q931_RESTARTS, take(&o) & 7);
}

/* H.225.0 7.2.2: protocol discriminator 5. */
static void
read_user(struct message *m, struct octets o)
{
    m->h225 = o.n > 0 && *o.p == 5;
}

static const struct {
    unsigned code;
    void (*read)(struct message *m, struct octets o);
} elements[] = {
    {0x04, read_bearer},
    {0x08, read_cause},
    {0x14, read_state},
    {0x18, read_channel},
    {0x1e, read_progress},
    {0x27, read_notification},
    {0x28, read_display},
    {0x2c, read_keypad},
    {0x34, read_signal},
    {0x4c, read_connected},
    {0x6c, read_calling},
    {0x70, read_called},
    {0x74, read_redirecting},
    {0x79, read_restart},
    {0x7e, read_user},
};

static void
list_element(struct message *m, unsigned codeset, unsigned code)
{
    const char *gap = m->elements.n > 0 ? " " : "";
    m->elements = codeset > 0 ? str_fmt(m->a, STR_FMT "%s%u:%02X",
                                    STR_ARG(m->elements), gap, codeset, code)
                              : str_fmt(m->a, STR_FMT "%s%02X",
                                    STR_ARG(m->elements), gap, code);
}

/* Length of what follows an element's number: one octet, but two for the
 * User-user element of H.225.0, whose discriminator then stands behind them. */
static size_t
take_length(struct octets *o, unsigned code)
{
    enum { USER_USER = 0x7e, H225 = 5 };
    bool two =
        code == USER_USER && o->n > 2 && o->p[2] == H225 &&
        (o->p[1] != H225 || (size_t)(o->p[0] << 8 | o->p[1]) + 2 == o->n);
    size_t n = take(o);
    return two ? n << 8 | take(o) : n;
}

/* An element with a length. returns false when the octets end inside it. */
static bool
read_element(
    struct message *m, struct octets *o, unsigned codeset, unsigned code)
{
    bool whole = o->n > 0;
    struct octets inside = {o->p, 0};
    if (whole) {
        inside.n = take_length(o, code);
        inside.p = o->p;
        whole = inside.n <= o->n;
        inside.n = whole ? inside.n : o->n;
    }
    list_element(m, codeset, code);
    for (size_t i = 0; codeset == 0 && i < COUNTOF(elements); i++)
        if (elements[i].code == code)
            elements[i].read(m, inside);
    o->p += inside.n;
    o->n -= inside.n;
    return whole;
}

/* 4.5.1: elements of one octet have bit 8 set. returns the codeset that the
 * next element is of: 4.5.2 on, locking and non-locking shift. */
static void
read_single(
    struct message *m, unsigned octet, unsigned *codeset, unsigned *next)
{
    enum { SHIFT = 0x90, NON_LOCKING = 8, SENDING_COMPLETE = 0xa1 };
    if ((octet & 0xf0) == SHIFT) {
        *next = octet & 7;
        if (!(octet & NON_LOCKING))
            *codeset = octet & 7;
        return;
    }
    list_element(m, *next, octet);
    if (octet == SENDING_COMPLETE && *next == 0)
        put_int(m, Q931_SENDING_COMPLETE, 1);
    *next = *codeset;
}

static void
read_elements(struct message *m, struct octets o)
{
    unsigned codeset = 0, next = 0;
    while (o.n > 0) {
        unsigned code = take(&o);
        if (code & 0x80) {
            read_single(m, code, &codeset, &next);
            continue;
        }
        if (!read_element(m, &o, next, code)) {
            put_int(m, Q931_CUT, 1);
            return;
        }
        next = codeset;
    }
}

static void
add_detail(struct message *m, struct str *detail, const char *before,
    enum q931_field f)
{
    if (m->v[f].kind == VALUE_INTEGER)
        *detail = str_fmt(m->a, STR_FMT "%s%s%lld", STR_ARG(*detail),
            detail->n > 0 ? ", " : "", before, (long long)m->v[f].i);
    if (m->v[f].kind == VALUE_TEXT)
        *detail = str_fmt(m->a, STR_FMT "%s%s" STR_FMT, STR_ARG(*detail),
            detail->n > 0 ? ", " : "", before, STR_ARG(m->v[f].s));
}

/* What an engineer looks for; the cause has a column of its own. */
static void
word_detail(struct message *m)
{
    struct str d = STR("");
    if (m->v[Q931_CALLING].kind == VALUE_TEXT &&
        m->v[Q931_CALLED].kind == VALUE_TEXT)
        d = str_fmt(m->a, STR_FMT " to " STR_FMT, STR_ARG(m->v[Q931_CALLING].s),
            STR_ARG(m->v[Q931_CALLED].s));
    else if (m->v[Q931_CALLING].kind == VALUE_TEXT)
        add_detail(m, &d, "from ", Q931_CALLING);
    else
        add_detail(m, &d, "to ", Q931_CALLED);
    add_detail(m, &d, "redirected by ", Q931_REDIRECTING);
    add_detail(m, &d, "connected to ", Q931_CONNECTED);
    add_detail(m, &d, "channel ", Q931_CHANNEL);
    if (m->v[Q931_PROGRESS].kind == VALUE_INTEGER) {
        struct str name =
            q931_name(Q931_PROGRESSES, (unsigned)m->v[Q931_PROGRESS].i);
        add_detail(m, &d, "progress ", Q931_PROGRESS);
        if (name.n > 0)
            d = str_fmt(
                m->a, STR_FMT " (" STR_FMT ")", STR_ARG(d), STR_ARG(name));
    }
    add_detail(m, &d, "digits ", Q931_KEYPAD);
    add_detail(m, &d, "call state ", Q931_STATE);
    add_detail(m, &d, "", Q931_NOTIFICATION);
    add_detail(m, &d, "", Q931_RESTART);
    add_detail(m, &d, "ref ", Q931_REF);
    put_text(m, Q931_DETAIL, d);
}

/* 4.3: up to 15 octets; the flag is the top bit of the first. */
static void
read_reference(struct message *m, struct octets o)
{
    if (o.n == 0)
        return;
    put_text(m, Q931_FROM, *o.p & 0x80 ? STR("other side") : STR("originator"));
    struct str ref = str_fmt(m->a, "0x%02x", *o.p & 0x7fu);
    for (size_t i = 1; i < o.n; i++)
        ref = str_fmt(m->a, STR_FMT "%02x", STR_ARG(ref), o.p[i]);
    put_text(m, Q931_REF, ref);
}

/* 4.1 to 4.4. returns false when it is no header. */
static bool
read_header(struct message *m, struct octets *o)
{
    enum { Q931 = 0x08, SERVICE = 0x03, SERVICE_2 = 0x43 };
    unsigned discriminator = take(o);
    bool service = discriminator == SERVICE || discriminator == SERVICE_2;
    if ((discriminator != Q931 && !service) || o->n == 0)
        return false;
    size_t n = take(o) & 0x0f;
    if (n >= o->n)
        return false;
    read_reference(m, (struct octets){o->p, n});
    o->p += n;
    o->n -= n;
    put_name(m, Q931_NAME, service ? Q931_SERVICES : Q931_MESSAGES, take(o));
    return true;
}

static struct octets
read_hex(struct arena *a, struct str s)
{
    unsigned char *p = arena_alloc(a, s.n / 2 + 1);
    size_t n = 0, i = 0;
    for (;;) {
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
            i++;
        if (i + 1 >= s.n || str_hex_digit(s.p[i]) < 0 ||
            str_hex_digit(s.p[i + 1]) < 0)
            break;
        p[n++] = (unsigned char)(str_hex_digit(s.p[i]) << 4 |
                                 str_hex_digit(s.p[i + 1]));
        i += 2;
    }
    return (struct octets){p, n};
}

bool
q931_read(struct arena *a, const unsigned char *p, size_t n, struct value *v)
{
    struct message m = {.a = a, .v = v, .elements = STR("")};
    struct octets o = {p, n};
    if (!read_header(&m, &o)) {
        for (size_t i = 0; i < Q931_FIELDS; i++)
            v[i] = (struct value){0};
        return false;
    }
    read_elements(&m, o);
    put_text(&m, Q931_PROTOCOL, m.h225 ? STR("H.225") : STR("Q.931"));
    put_text(&m, Q931_ELEMENTS, m.elements);
    word_detail(&m);
    return true;
}

bool
q931_decode(struct arena *a, struct str head, struct str text, struct value *v)
{
    (void)head;
    struct octets o = read_hex(a, text);
    return q931_read(a, o.p, o.n, v);
}
