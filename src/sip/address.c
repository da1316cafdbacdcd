/* SPDX-License-Identifier: MIT
 *
 * Addresses and parameters of SIP headers. Blanks that an editor put into a
 * URI do no harm to user and host. */
#include "sip/address.h"

/* Offset of the first c outside of quoted strings; s.n when not there. */
static size_t
find_unquoted(struct str s, char c)
{
    size_t first = str_find_byte(s, c);
    size_t quote = str_find_byte(str_sub(s, 0, first), '"');
    if (quote == first)
        return first; /* no quote is before it */
    bool quoted = false;
    for (size_t i = quote; i < s.n; i++) {
        if (quoted && s.p[i] == '\\')
            i++;
        else if (s.p[i] == '"')
            quoted = !quoted;
        else if (!quoted && s.p[i] == c)
            return i;
    }
    return s.n;
}

struct str
sip_cut_unquoted(struct str *rest, char c)
{
    size_t at = find_unquoted(*rest, c);
    struct str head = str_sub(*rest, 0, at);
    *rest = str_skip(*rest, at + 1);
    return head;
}

struct sip_address
sip_address_parse(struct str value)
{
    size_t open = find_unquoted(value, '<');
    if (open == value.n) /* a lone quote in the name hides the rest */
        open = str_find_byte(value, '<');
    if (open == value.n) {
        size_t end = str_find_byte(value, ';');
        return (struct sip_address){
            str_trim(str_sub(value, 0, end)), str_skip(value, end)};
    }
    struct str rest = str_skip(value, open + 1);
    size_t end = str_find_byte(rest, '>');
    struct str params = str_skip(rest, end + 1);
    params = str_sub(params, 0, find_unquoted(params, ','));
    return (struct sip_address){str_trim(str_sub(rest, 0, end)), params};
}

/* Takes the scheme off a sip or sips URI. */
static bool
cut_sip_scheme(struct str *uri)
{
    struct str rest = *uri;
    struct str scheme = str_trim(str_cut(&rest, ':'));
    if (!str_eq_nocase(scheme, STR("sip")) &&
        !str_eq_nocase(scheme, STR("sips")))
        return false;
    *uri = str_trim(rest);
    return true;
}

struct str
sip_uri_user(struct str uri)
{
    struct str tel = STR("tel:");
    if (str_starts_nocase(uri, tel)) {
        uri = str_skip(uri, tel.n);
        return str_trim(str_cut(&uri, ';'));
    }
    if (!cut_sip_scheme(&uri) || str_find_byte(uri, '@') == uri.n)
        return STR("");
    struct str user = str_cut(&uri, '@');
    user = str_cut(&user, ';');
    return str_trim(str_cut(&user, ':'));
}

struct str
sip_uri_host(struct str uri)
{
    if (!cut_sip_scheme(&uri))
        return STR("");
    if (str_find_byte(uri, '@') < uri.n)
        str_cut(&uri, '@');
    uri = str_trim(uri);
    if (str_starts(uri, STR("["))) {
        struct str inside = str_skip(uri, 1);
        return str_trim(str_cut(&inside, ']'));
    }
    struct str host = str_cut(&uri, ';');
    host = str_cut(&host, '?');
    return str_trim(str_cut(&host, ':'));
}

static struct str
unquote(struct str s)
{
    if (!s.n || s.p[0] != '"')
        return s;
    s = str_skip(s, 1);
    return str_cut(&s, '"');
}

struct str
sip_param(struct str params, struct str name)
{
    sip_cut_unquoted(&params, ';');
    while (params.n) {
        struct str value = sip_cut_unquoted(&params, ';');
        struct str key = str_trim(str_cut(&value, '='));
        if (str_eq_nocase(key, name))
            return unquote(str_trim(value));
    }
    return STR("");
}
