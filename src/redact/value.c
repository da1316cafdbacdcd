/* SPDX-License-Identifier: MIT
 *
 * Values of headers. Parameters are kept by name; of others the value is text
 * that nobody knows. */
#include <ctype.h>

#include "redact/parts.h"
#include "sip/address.h"

struct str
redact_protocol(struct redact *r, struct str value)
{
    return redact_known(r, value);
}

/* "Cisco-CUCM11.5", "Cisco-CP8841/12.5.1": up to a comment. */
struct str
redact_product(struct redact *r, struct str value)
{
    struct str product = str_sub(value, 0, str_find_byte(value, '('));
    for (size_t i = 0; i < product.n; i++)
        if (product.p[i] == '@')
            return STR("***");
    return redact_known(r, str_trim(product));
}

/* Parameters whose values tell of nobody. */
static bool
is_plain_param(struct str name)
{
    static const struct str names[] = {STR_INIT("transport"), STR_INIT("lr"),
        STR_INIT("expires"), STR_INIT("q"), STR_INIT("user"),
        STR_INIT("method"), STR_INIT("cause"), STR_INIT("screen"),
        STR_INIT("privacy"), STR_INIT("party"), STR_INIT("counter"),
        STR_INIT("reason"), STR_INIT("limit"), STR_INIT("ttl"),
        STR_INIT("rport"), STR_INIT("id-type"), STR_INIT("index"),
        STR_INIT("video"), STR_INIT("audio"), STR_INIT("bfcp"),
        STR_INIT("x-refci"), STR_INIT("isFocus"), STR_INIT("early-only"),
        STR_INIT("x-cisco-srtp-fallback"), STR_INIT("+sip.src")};
    for (size_t i = 0; i < COUNTOF(names); i++)
        if (str_eq_nocase(name, names[i]))
            return true;
    return false;
}

/* A value that is nothing but a word or a number of the protocol. */
static bool
is_plain_value(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalnum((unsigned char)s.p[i]) &&
            str_find_byte(STR(".-_/\""), s.p[i]) == 5)
            return false;
    return s.n <= 24;
}

/* Names are letters; what has digits may be somebody's. */
static struct str
param_name(struct redact *r, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalpha((unsigned char)s.p[i]) &&
            str_find_byte(STR(".-_+!"), s.p[i]) == 5)
            return STR("***");
    return redact_known(r, s);
}

static void
put_param(struct redact *r, struct out *o, struct str param)
{
    struct str value = param;
    struct str name = str_trim(str_cut(&value, '='));
    bool has_value = name.n < param.n;
    value = str_trim(value);
    out_byte(o, ';');
    out_str(o, param_name(r, name));
    if (!has_value)
        return;
    out_byte(o, '=');
    if (str_eq_nocase(name, STR("tag")) ||
        str_eq_nocase(name, STR("from-tag")) ||
        str_eq_nocase(name, STR("to-tag"))) {
        out_str(o, redact_tag(r, value));
    } else if (str_eq_nocase(name, STR("branch"))) {
        out_z(o, "z9hG4bK");
        out_str(o, redact_word(r, REDACT_ID, value));
    } else if (is_plain_param(name) && is_plain_value(value)) {
        out_str(o, redact_known(r, value));
    } else if (str_eq_nocase(name, STR("remote"))) {
        out_str(o, redact_user(r, value));
    } else {
        out_z(o, "***");
    }
}

/* ";a=1;b" */
static void
put_params(struct redact *r, struct out *o, struct str params)
{
    while (params.n > 0) {
        struct str one = str_trim(sip_cut_unquoted(&params, ';'));
        if (one.n > 0)
            put_param(r, o, one);
    }
}

/* "host:5060", "[2001:db8::1]:5060" */
static void
put_host(struct redact *r, struct out *o, struct str s)
{
    bool six = s.n > 0 && s.p[0] == '[';
    size_t end = str_find_byte(s, six ? ']' : ':');
    struct str host = six ? str_sub(s, 1, end - 1) : str_sub(s, 0, end);
    struct str port = str_skip(s, six ? end + 1 : end);
    out_z(o, six ? "[" : "");
    out_str(o, redact_host(r, host));
    out_z(o, six ? "]" : "");
    int64_t number;
    if (port.n > 1 && str_to_i64(str_skip(port, 1), &number))
        out_fmt(o, ":%lld", (long long)number);
}

/* "sip:user:password@host:port;params?headers" */
static void
put_uri(struct redact *r, struct out *o, struct str uri)
{
    struct str rest = uri;
    struct str scheme = str_cut(&rest, ':');
    if (str_eq_nocase(scheme, STR("tel"))) {
        struct str number = str_cut(&rest, ';');
        out_z(o, "tel:");
        out_str(o, redact_word(r, REDACT_NUMBER, number));
        put_params(r, o, rest);
        return;
    }
    if (!str_eq_nocase(scheme, STR("sip")) &&
        !str_eq_nocase(scheme, STR("sips"))) {
        out_z(o, "***");
        return;
    }
    out_fmt(o, STR_FMT ":", STR_ARG(scheme));
    size_t at = str_find_byte(rest, '@');
    if (at < rest.n) {
        struct str user = str_sub(rest, 0, at);
        user = str_cut(&user, ':');
        struct str params = user;
        user = str_cut(&params, ';');
        out_str(o, redact_user(r, user));
        put_params(r, o, params);
        out_byte(o, '@');
        rest = str_skip(rest, at + 1);
    }
    rest = str_sub(rest, 0, str_find_byte(rest, '?')); /* headers go */
    put_host(r, o, str_trim(str_cut(&rest, ';')));
    put_params(r, o, rest);
}

/* A name before an address: "Alice Example", 5551. */
static void
put_display(struct redact *r, struct out *o, struct str s)
{
    s = str_trim(s);
    if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        s = str_trim(str_sub(s, 1, s.n - 2));
    if (s.n == 0)
        return;
    out_byte(o, '"');
    out_str(o,
        redact_word(r, redact_is_number(s) ? REDACT_NUMBER : REDACT_NAME, s));
    out_z(o, "\" ");
}

/* One of a list, without its commas. */
static void
put_address(struct redact *r, struct out *o, struct str s)
{
    struct str rest = s;
    struct str display = sip_cut_unquoted(&rest, '<');
    if (display.n == s.n) { /* no brackets: parameters are the header's */
        rest = s;
        put_uri(r, o, str_trim(str_cut(&rest, ';')));
        put_params(r, o, rest);
        return;
    }
    put_display(r, o, display);
    struct str uri = str_cut(&rest, '>');
    out_byte(o, '<');
    put_uri(r, o, str_trim(uri));
    out_byte(o, '>');
    put_params(r, o, rest);
}

/* Cuts one of a list; a comma inside of < > does not end it. */
static struct str
cut_address(struct str *list)
{
    struct str all = *list;
    bool quoted = false, inside = false;
    for (size_t i = 0; i < all.n; i++) {
        char c = all.p[i];
        if (c == '"' && (i == 0 || all.p[i - 1] != '\\'))
            quoted = !quoted;
        else if (!quoted && (c == '<' || c == '>'))
            inside = c == '<';
        else if (!quoted && !inside && c == ',') {
            *list = str_skip(all, i + 1);
            return str_trim(str_sub(all, 0, i));
        }
    }
    *list = (struct str){0};
    return str_trim(all);
}

static struct str
finish(struct redact *r, struct out *o)
{
    struct str s = str_dup(r->a, out_text(o));
    out_close(o, NULL);
    return s;
}

struct str
redact_addresses(struct redact *r, struct str value)
{
    if (str_eq(value, STR("*")))
        return value;
    struct out o;
    out_init_mem(&o);
    for (bool more = false; value.n > 0; more = true) {
        if (more)
            out_z(&o, ", ");
        put_address(r, &o, cut_address(&value));
    }
    return finish(r, &o);
}

struct str
redact_via(struct redact *r, struct str value)
{
    struct out o;
    out_init_mem(&o);
    for (bool more = false; value.n > 0; more = true) {
        struct str one = cut_address(&value);
        size_t blank = str_find_byte(one, ' ');
        struct str rest = str_trim(str_skip(one, blank));
        struct str host = str_trim(str_cut(&rest, ';'));
        out_z(&o, more ? ", " : "");
        out_str(&o, redact_known(r, str_sub(one, 0, blank)));
        out_byte(&o, ' ');
        put_host(r, &o, host);
        while (rest.n > 0) {
            struct str param = str_trim(str_cut(&rest, ';'));
            struct str address = param;
            struct str name = str_cut(&address, '=');
            bool where = str_eq_nocase(name, STR("received")) ||
                         str_eq_nocase(name, STR("maddr"));
            if (where) {
                out_fmt(&o, ";" STR_FMT "=", STR_ARG(name));
                out_str(&o, redact_host(r, str_trim(address)));
            } else if (param.n > 0) {
                put_param(r, &o, param);
            }
        }
    }
    return finish(r, &o);
}

struct str
redact_dialog(struct redact *r, struct str value)
{
    struct out o;
    out_init_mem(&o);
    out_str(&o, redact_call_id(r, str_trim(str_cut(&value, ';'))));
    put_params(r, &o, value);
    return finish(r, &o);
}

struct str
redact_ids(struct redact *r, struct str value)
{
    struct out o;
    out_init_mem(&o);
    struct str id = str_trim(str_cut(&value, ';'));
    out_str(&o, redact_guid_at(id) == id.n ? redact_word(r, REDACT_GUID, id)
                                           : redact_word(r, REDACT_ID, id));
    put_params(r, &o, value);
    return finish(r, &o);
}
