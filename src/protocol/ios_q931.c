/* SPDX-License-Identifier: MIT
 *
 * Makes the octets again that IOS took apart, so that one reader knows
 * Q.931. */
#include "protocol/q931.h"

#include "protocol/q931_names.h"

/* IOS's words for messages, where they are not those of the standard. */
static const struct {
    struct str word;
    unsigned code;
} messages[] = {
    {STR_INIT("CALL_PROC"), 0x02},
    {STR_INIT("CONNECT_ACK"), 0x0f},
    {STR_INIT("RELEASE_COMP"), 0x5a},
    {STR_INIT("SETUP_ACK"), 0x0d},
    {STR_INIT("STATUS_ENQ"), 0x75},
    {STR_INIT("RESTART_ACK"), 0x4e},
    {STR_INIT("HOLD_ACK"), 0x28},
    {STR_INIT("RETRIEVE_ACK"), 0x33},
    {STR_INIT("PROG"), 0x03},
    {STR_INIT("INFO"), 0x7b},
};

static const struct {
    struct str word;
    unsigned char code;
} elements[] = {
    {STR_INIT("Bearer Capability"), 0x04},
    {STR_INIT("Cause"), 0x08},
    {STR_INIT("Call State"), 0x14},
    {STR_INIT("Channel ID"), 0x18},
    {STR_INIT("Facility"), 0x1c},
    {STR_INIT("Progress Ind"), 0x1e},
    {STR_INIT("Notify Ind"), 0x27},
    {STR_INIT("Display"), 0x28},
    {STR_INIT("Keypad Facility"), 0x2c},
    {STR_INIT("Signal"), 0x34},
    {STR_INIT("Connected Number"), 0x4c},
    {STR_INIT("Calling Party Number"), 0x6c},
    {STR_INIT("Called Party Number"), 0x70},
    {STR_INIT("Redirecting Number"), 0x74},
    {STR_INIT("Restart Ind"), 0x79},
    {STR_INIT("User-User"), 0x7e},
};

struct octets {
    unsigned char *p;
    size_t n, cap;
    struct arena *a;
};

static void
add(struct octets *o, unsigned octet)
{
    o->p = arena_grow(o->a, o->p, &o->cap, o->n + 1, 1);
    o->p[o->n++] = (unsigned char)octet;
}

/* Hexadecimal digits, two an octet. */
static void
add_hex(struct octets *o, struct str s)
{
    uint64_t octet = 0;
    for (; s.n >= 2 && str_to_hex(str_sub(s, 0, 2), &octet); s = str_skip(s, 2))
        add(o, (unsigned)octet);
}

/* "0x2181, '5550123'": octets, then characters. */
static void
add_element(struct octets *o, unsigned char code, struct str value)
{
    enum { LENGTH_MAX = 255 };
    struct octets inside = {.a = o->a};
    if (str_starts(value, STR("0x")))
        add_hex(&inside, str_skip(value, 2));
    size_t quote = str_find_byte(value, '\'');
    struct str text = str_skip(value, quote + 1);
    text = str_sub(text, 0, str_find_byte(text, '\''));
    for (size_t i = 0; quote < value.n && i < text.n; i++)
        add(&inside, (unsigned char)text.p[i]);
    size_t n = inside.n < LENGTH_MAX ? inside.n : LENGTH_MAX;
    add(o, code);
    add(o, (unsigned)n);
    for (size_t i = 0; i < n; i++)
        add(o, inside.p[i]);
}

static void
read_line(struct octets *o, struct str line)
{
    size_t at = str_find(line, STR(" i = "));
    struct str name = str_trim(str_sub(line, 0, at));
    for (size_t i = 0; at < line.n && i < COUNTOF(elements); i++)
        if (str_eq(name, elements[i].word))
            add_element(o, elements[i].code, str_trim(str_skip(line, at + 5)));
    if (str_starts(str_trim(line), STR("Sending Complete")))
        add(o, 0xa1);
}

static bool
message_code(struct str word, unsigned *code)
{
    for (size_t i = 0; i < COUNTOF(messages); i++)
        if (str_eq(word, messages[i].word)) {
            *code = messages[i].code;
            return true;
        }
    for (*code = 0; *code < 0x80; ++*code)
        if (str_eq(word, q931_name(Q931_MESSAGES, *code)))
            return true;
    return false;
}

bool
ios_q931_decode(
    struct arena *a, struct str head, struct str text, struct value *v)
{
    (void)head;
    struct octets o = {.a = a};
    struct str first = str_cut_line(&text);
    struct str word = str_cut(&first, ' ');
    unsigned code = 0;
    size_t at = str_find(first, STR("callref = 0x"));
    struct str ref = str_trim(str_skip(first, at + 12));
    ref = str_sub(ref, 0, str_find_byte(ref, ' '));
    if (at >= first.n || !message_code(word, &code))
        return false;
    add(&o, 0x08);
    add(&o, (unsigned)(ref.n / 2) & 0x0f);
    size_t before = o.n;
    add_hex(&o, ref);
    if (o.n - before != ref.n / 2)
        return false;
    add(&o, code);
    while (text.n > 0)
        read_line(&o, str_cut_line(&text));
    return q931_read(a, o.p, o.n, v);
}
