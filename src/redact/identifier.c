/* SPDX-License-Identifier: MIT
 *
 * Words that SIP puts together from others: hosts, users, Call-IDs, tags. */
#include <ctype.h>

#include "redact/inside.h"
#include "sip/callid.h"

/* A domain's own part and the host in it are words of their own: the host's
 * short name is the same pseudonym. */
struct str
redact_host(struct redact *r, struct str s)
{
    if (s.n == 0)
        return s;
    if (redact_address_at(s) == s.n)
        return redact_word(r, REDACT_ADDRESS, s);
    size_t dot = str_find_byte(s, '.');
    if (dot == s.n || dot == 0)
        return redact_word(r, REDACT_HOST, s);
    struct str host = redact_word(r, REDACT_HOST, str_sub(s, 0, dot));
    struct str domain = redact_word(r, REDACT_HOST, str_skip(s, dot + 1));
    return str_fmt(
        r->a, STR_FMT "." STR_FMT ".invalid", STR_ARG(host), STR_ARG(domain));
}

static bool
is_phone(struct str s)
{
    return s.n == 15 && str_starts_nocase(s, STR("SEP"));
}

struct str
redact_user(struct redact *r, struct str s)
{
    size_t at = str_rfind_byte(s, '@');
    if (at < s.n) {
        struct str host = redact_host(r, str_skip(s, at + 1));
        struct str user = str_sub(s, 0, at);
        /* One with another "@" in it is a word that nobody knows. */
        user = str_find_byte(user, '@') < user.n
                   ? redact_word(r, REDACT_USER, user)
                   : redact_user(r, user);
        return str_fmt(r->a, STR_FMT "@" STR_FMT, STR_ARG(user), STR_ARG(host));
    }
    if (redact_guid_at(s) == s.n)
        return redact_word(r, REDACT_GUID, s);
    if (is_phone(s))
        return redact_word(r, REDACT_DEVICE, s);
    return redact_word(r, redact_is_number(s) ? REDACT_NUMBER : REDACT_USER, s);
}

struct str
redact_call_id(struct redact *r, struct str s)
{
    if (s.n == 0)
        return s;
    size_t at = str_find_byte(s, '@');
    struct str local = redact_word(r, REDACT_ID, str_sub(s, 0, at));
    if (at == s.n)
        return local;
    struct str host = redact_host(r, str_skip(s, at + 1));
    return str_fmt(r->a, STR_FMT "@" STR_FMT, STR_ARG(local), STR_ARG(host));
}

/* CUCM's tags name cluster and CI; others hold addresses of phones. */
struct str
redact_tag(struct redact *r, struct str s)
{
    struct cucm_tag tag;
    if (!cucm_tag_parse(s, &tag))
        return redact_word(r, REDACT_ID, s);
    struct str guid = redact_word(r, REDACT_GUID, tag.guid);
    return str_fmt(r->a, "%lld~" STR_FMT "-%lld", (long long)tag.ccb,
        STR_ARG(guid), (long long)tag.ci);
}
