/* SPDX-License-Identifier: MIT
 *
 * What arrows of other protocols say beside their name. The decoders write it
 * as parts with commas between: what a part begins with tells what it holds. A
 * part that nobody knows is hidden. */
#include <ctype.h>

#include "redact/inside.h"

enum holds {
    HOLDS_PLAIN, /* a word of the standard, a number of the protocol */
    HOLDS_TEXT,
    HOLDS_PARTY,
    HOLDS_KEYS, /* somebody pressed: a PIN, perhaps; or a caller's name */
};

static const struct {
    struct str before;
    enum holds holds;
} parts[] = {
    {STR_INIT("channel "), HOLDS_PLAIN},
    {STR_INIT("progress "), HOLDS_PLAIN},
    {STR_INIT("call state "), HOLDS_PLAIN},
    {STR_INIT("ref "), HOLDS_PLAIN},
    {STR_INIT("cause "), HOLDS_PLAIN},
    {STR_INIT("connection "), HOLDS_TEXT},
    {STR_INIT("reason "), HOLDS_TEXT},
    {STR_INIT("redirected by "), HOLDS_PARTY},
    {STR_INIT("connected to "), HOLDS_PARTY},
    {STR_INIT("from "), HOLDS_PARTY},
    {STR_INIT("to "), HOLDS_PARTY},
    {STR_INIT("observed "), HOLDS_KEYS},
    {STR_INIT("signal "), HOLDS_KEYS},
    {STR_INIT("button "), HOLDS_KEYS},
    {STR_INIT("digits "), HOLDS_KEYS},
};

/* Parts that stand alone: modes and restarts of MGCP, states of SCCP,
 * notifications and restarts of Q.931. */
static const struct str words[] = {STR_INIT("sendrecv"), STR_INIT("sendonly"),
    STR_INIT("recvonly"), STR_INIT("inactive"), STR_INIT("confrnce"),
    STR_INIT("restart"), STR_INIT("graceful"), STR_INIT("forced"),
    STR_INIT("disconnected"), STR_INIT("off hook"), STR_INIT("on hook"),
    STR_INIT("ring out"), STR_INIT("ring in"), STR_INIT("connected"),
    STR_INIT("busy"), STR_INIT("congestion"), STR_INIT("hold"),
    STR_INIT("call waiting"), STR_INIT("transfer"), STR_INIT("park"),
    STR_INIT("proceed"), STR_INIT("in use by another phone"),
    STR_INIT("invalid number"), STR_INIT("user suspended"),
    STR_INIT("user resumed"), STR_INIT("bearer service change"),
    STR_INIT("indicated channels"), STR_INIT("single interface"),
    STR_INIT("all interfaces")};

static const struct str arrow = STR_INIT(" to ");

/* Up to a comma that is in no brackets: "progress 8 (in-band, perhaps)". */
static struct str
cut_part(struct str *rest)
{
    struct str all = *rest;
    for (size_t i = 0; i < all.n; i++) {
        struct str behind = str_skip(all, i);
        size_t close = str_find_byte(behind, ')');
        if (all.p[i] == '(' && close < behind.n) {
            i += close;
        } else if (str_starts(behind, STR(", "))) {
            *rest = str_skip(all, i + 2);
            return str_sub(all, 0, i);
        }
    }
    *rest = STR("");
    return all;
}

static void
learn_party(struct redact *r, struct str s)
{
    redact_learn(r, redact_is_number(s) ? REDACT_NUMBER : REDACT_USER, s);
}

void
redact_learn_detail(struct redact *r, struct str detail)
{
    while (detail.n > 0) {
        struct str part = cut_part(&detail);
        size_t to = str_find(part, arrow), i = 0;
        while (i < COUNTOF(parts) && !str_starts(part, parts[i].before))
            i++;
        if (i < COUNTOF(parts) && parts[i].holds == HOLDS_PARTY) {
            learn_party(r, str_skip(part, parts[i].before.n));
        } else if (i == COUNTOF(parts) && to < part.n) {
            learn_party(r, str_sub(part, 0, to));
            learn_party(r, str_skip(part, to + arrow.n));
        } else if (redact_is_number(part)) {
            learn_party(r, part);
        }
    }
}

/* "S0/SU1/DS1-0/3@gw.example.net" is known by its host, too. */
void
redact_learn_endpoint(struct redact *r, struct str endpoint)
{
    size_t at = str_find_byte(endpoint, '@');
    if (at >= endpoint.n)
        return;
    struct str host = str_skip(endpoint, at + 1);
    redact_learn(r, REDACT_DEVICE, endpoint);
    redact_learn(r, REDACT_HOST, host);
    redact_learn(r, REDACT_HOST, str_cut(&host, '.'));
}

/* "9(Line)", "9=Line": the number comes from the phone, its name from CUCM. */
static bool
is_enumerated(struct str s)
{
    size_t n = 0;
    while (n < s.n && isdigit((unsigned char)s.p[n]))
        n++;
    if (n == 0 || n + 1 >= s.n || (s.p[n] != '(' && s.p[n] != '='))
        return false;
    bool open = s.p[n] == '(';
    for (size_t i = n + 1; i < s.n - open; i++)
        if (!isalnum((unsigned char)s.p[i]) && s.p[i] != '_')
            return false;
    return !open || s.p[s.n - 1] == ')';
}

static bool
is_word_of_ours(struct str s)
{
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_eq(s, words[i]))
            return true;
    return false;
}

static bool
are_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalpha((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

/* A part that begins with no word of ours. */
static struct str
alone(struct redact *r, struct str topic, struct str part)
{
    size_t to = str_find(part, arrow);
    if (to < part.n) {
        struct str from = redact_user(r, str_sub(part, 0, to));
        struct str other = redact_user(r, str_skip(part, to + arrow.n));
        return str_fmt(
            r->a, STR_FMT " to " STR_FMT, STR_ARG(from), STR_ARG(other));
    }
    if (str_find_byte(part, '@') < part.n)
        return redact_word(r, REDACT_DEVICE, part);
    if (redact_address_at(part) > 0 || str_starts(part, STR("audio ")) ||
        str_starts(part, STR("video ")) || str_starts(part, STR("image ")))
        return redact_text(r, part);
    if (redact_is_number(part))
        return redact_user(r, part);
    if (is_enumerated(part) || is_word_of_ours(part) ||
        (str_eq(topic, STR("cti")) && are_letters(part)))
        return redact_known(r, part);
    return STR("***");
}

static struct str
redact_part(struct redact *r, struct str topic, struct str part)
{
    size_t i = 0;
    if (str_starts(part, STR("tone ")))
        return is_enumerated(str_skip(part, 5)) ? part : STR("tone ***");
    while (i < COUNTOF(parts) && !str_starts(part, parts[i].before))
        i++;
    if (i == COUNTOF(parts))
        return alone(r, topic, part);
    struct str value = str_skip(part, parts[i].before.n);
    if (parts[i].holds == HOLDS_TEXT)
        value = redact_text(r, value);
    else if (parts[i].holds == HOLDS_PARTY)
        value = redact_user(r, value);
    else if (parts[i].holds == HOLDS_KEYS)
        value = STR("***");
    return str_fmt(
        r->a, STR_FMT STR_FMT, STR_ARG(parts[i].before), STR_ARG(value));
}

struct str
redact_detail(struct redact *r, struct str topic, struct str detail)
{
    struct str all = STR("");
    while (detail.n > 0) {
        struct str part = redact_part(r, topic, cut_part(&detail));
        all = str_fmt(r->a, STR_FMT "%s" STR_FMT, STR_ARG(all),
            all.n > 0 ? ", " : "", STR_ARG(part));
    }
    return all;
}
