/* SPDX-License-Identifier: MIT
 *
 * The one-line form has no escape for "/": a new attribute begins only where a
 * name and "=" follow. The comma form is that of RFC 2253 and of what the
 * command line prints, which escapes less than it should; the same rule helps.
 */
#include "base/dn.h"

#include "base/arena.h"

/* Names of one attribute. */
static const struct {
    struct str name, other;
} aliases[] = {
    {STR_INIT("E"), STR_INIT("emailAddress")},
    {STR_INIT("S"), STR_INIT("ST")},
    {STR_INIT("2.5.4.3"), STR_INIT("CN")},
    {STR_INIT("commonName"), STR_INIT("CN")},
};

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of an attribute's name that s begins with and that "=" follows; 0 when
 * there is none. */
static size_t
key_length(struct str s)
{
    size_t n = 0;
    while (n < s.n &&
           (is_letter(s.p[n]) || is_digit(s.p[n]) || (n > 0 && s.p[n] == '.')))
        n++;
    size_t end = n;
    while (end < s.n && s.p[end] == ' ')
        end++;
    return n > 0 && end < s.n && s.p[end] == '=' ? n : 0;
}

static struct str
skip_blanks(struct str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_skip(s, 1);
    return s;
}

/* Whether an attribute begins here. The CLI's order has blanks before it. */
static bool
attribute_at(struct str s, bool slashes)
{
    return key_length(slashes ? s : skip_blanks(s)) > 0;
}

static size_t
value_length(struct str s, bool slashes)
{
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\') {
            i++;
            continue;
        }
        if (!slashes && c == '"')
            quoted = !quoted;
        bool ends = slashes ? c == '/' : c == ',' || c == '+' || c == ';';
        if (ends && !quoted && attribute_at(str_skip(s, i + 1), slashes))
            return i;
    }
    return s.n;
}

/* "\xNN" and "\NN" are a byte, "\," is ",". */
static struct str
decode(struct arena *a, struct str s)
{
    bool quoted = s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"';
    if (quoted)
        s = str_sub(s, 1, s.n - 2);
    if (str_find_byte(s, '\\') == s.n)
        return s;
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\\' || i + 1 == s.n) {
            p[n++] = s.p[i];
            continue;
        }
        size_t at = s.p[i + 1] == 'x' ? i + 2 : i + 1;
        int high = at + 1 < s.n ? str_hex_digit(s.p[at]) : -1;
        int low = at + 1 < s.n ? str_hex_digit(s.p[at + 1]) : -1;
        bool byte = high >= 0 && low >= 0;
        p[n++] = byte ? (char)(unsigned char)(high * 16 + low) : s.p[i + 1];
        i = byte ? at + 1 : i + 1;
    }
    return (struct str){p, n};
}

static void
reverse(struct dn *d)
{
    for (size_t i = 0; i + 1 < d->n - i; i++) {
        struct dn_part part = d->v[i];
        d->v[i] = d->v[d->n - 1 - i];
        d->v[d->n - 1 - i] = part;
    }
}

void
dn_parse(struct arena *a, struct str text, struct dn *d)
{
    size_t cap = 0;
    struct str s = str_trim(text);
    bool slashes = s.n > 0 && s.p[0] == '/';

    *d = (struct dn){0};
    if (slashes)
        s = str_skip(s, 1);
    for (;;) {
        s = skip_blanks(s);
        size_t n = key_length(s);
        if (n == 0)
            break;
        struct str key = str_sub(s, 0, n);
        s = str_skip(s, str_find_byte(s, '=') + 1);
        size_t length = value_length(s, slashes);
        d->v = arena_grow(a, d->v, &cap, d->n + 1, sizeof *d->v);
        d->v[d->n++] =
            (struct dn_part){key, decode(a, str_trim(str_sub(s, 0, length)))};
        s = str_skip(s, length + 1);
    }
    if (!slashes && d->n)
        reverse(d);
}

static struct str
one_name(struct str key)
{
    if (str_starts_nocase(key, STR("OID.")))
        key = str_skip(key, 4);
    for (size_t i = 0; i < COUNTOF(aliases); i++)
        if (str_eq_nocase(key, aliases[i].name))
            return aliases[i].other;
    return key;
}

static bool
same_key(struct str x, struct str y)
{
    return str_eq_nocase(one_name(x), one_name(y));
}

/* The next character, runs of blanks as one; -1 at the end. */
static int
next_folded(struct str *s)
{
    if (!s->n)
        return -1;
    char c = s->p[0];
    *s = str_skip(*s, 1);
    if (c == ' ')
        *s = skip_blanks(*s);
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static bool
same_value(struct str x, struct str y)
{
    x = str_trim(x);
    y = str_trim(y);
    for (;;) {
        int cx = next_folded(&x), cy = next_folded(&y);
        if (cx != cy)
            return false;
        if (cx < 0)
            return true;
    }
}

static size_t
count_part(const struct dn *d, const struct dn_part *part)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += same_key(d->v[i].key, part->key) &&
             same_value(d->v[i].value, part->value);
    return n;
}

struct str
dn_get(const struct dn *d, struct str key)
{
    for (size_t i = d->n; i-- > 0;)
        if (same_key(d->v[i].key, key))
            return d->v[i].value;
    return (struct str){0};
}

bool
dn_equal(const struct dn *x, const struct dn *y)
{
    enum { PARTS_MAX = 256 }; /* a hostile name shall not take its time */
    if (x->n != y->n || x->n == 0 || x->n > PARTS_MAX)
        return false;
    for (size_t i = 0; i < x->n; i++)
        if (count_part(x, &x->v[i]) != count_part(y, &x->v[i]))
            return false;
    return true;
}

bool
dn_text_equal(struct arena *a, struct str x, struct str y)
{
    struct dn dx, dy;
    dn_parse(a, x, &dx);
    dn_parse(a, y, &dy);
    return dn_equal(&dx, &dy);
}

struct str
dn_cn(struct arena *a, struct str text)
{
    struct dn d;
    dn_parse(a, text, &d);
    return dn_get(&d, STR("CN"));
}
