/* SPDX-License-Identifier: MIT
 *
 * Free text: known words, longest first, then what has the form of an address,
 * a GUID, a number or a name. Words that only we write stay. */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "redact/inside.h"

enum {
    DIGITS_PLAIN = 2, /* a row of more digits may be somebody's number */
    GUID_DASHED = 36,
    GUID_PLAIN = 32,
};

void
redact_learn(struct redact *r, enum redact_class class, struct str s)
{
    s = str_trim(s);
    if (class == REDACT_NUMBER && s.n > 1 && s.p[0] == '+')
        s = str_skip(s, 1);
    if (s.n == 0 || s.n > REDACT_WORD_MAX)
        return;
    /* Found by their form; and one digit is no name. */
    if (redact_address_at(s) == s.n || redact_guid_at(s) == s.n ||
        (s.n == 1 && isdigit((unsigned char)s.p[0])))
        return;
    map_put(&r->known, redact_lower(r->a, s), (size_t) class, NULL);
    r->lengths[s.n] = true;
}

static bool
is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

bool
redact_is_number(struct str s)
{
    const struct str others = STR("+*#-.()ABCDX[]^!?\\");
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (isdigit((unsigned char)s.p[i]))
            digits++;
        else if (str_find_byte(others, s.p[i]) == others.n)
            return false;
    }
    return digits > 0 || str_only(s, '*') || str_only(s, '#');
}

/* --- what has a form ------------------------------------------------------ */

/* Bytes of s that may be in an address. */
static size_t
address_bytes(struct str s, bool six)
{
    size_t n = 0;
    while (n < s.n && n < INET6_ADDRSTRLEN - 1 &&
           (s.p[n] == '.' ||
               (six ? isxdigit((unsigned char)s.p[n]) || s.p[n] == ':'
                    : isdigit((unsigned char)s.p[n]))))
        n++;
    return n;
}

size_t
redact_address_at(struct str s)
{
    for (int six = 0; six < 2; six++) {
        char text[INET6_ADDRSTRLEN];
        unsigned char bytes[sizeof(struct in6_addr)];
        size_t n = address_bytes(s, six);
        while (n > 0 && (s.p[n - 1] == '.' || (s.p[n - 1] == ':' && n > 2)))
            n--; /* of the sentence */
        if (n < 2 || (n < s.n && is_word(s.p[n])))
            continue;
        memcpy(text, s.p, n);
        text[n] = '\0';
        if (inet_pton(six ? AF_INET6 : AF_INET, text, bytes) == 1)
            return n;
    }
    return 0;
}

size_t
redact_guid_at(struct str s)
{
    size_t n = 0;
    while (n < s.n && n < GUID_DASHED &&
           (isxdigit((unsigned char)s.p[n]) ||
               (s.p[n] == '-' && (n == 8 || n == 13 || n == 18 || n == 23))))
        n++;
    bool dashed = n == GUID_DASHED && s.p[8] == '-' && s.p[13] == '-' &&
                  s.p[18] == '-' && s.p[23] == '-';
    if (dashed)
        return n;
    n = 0;
    while (n < s.n && isxdigit((unsigned char)s.p[n]))
        n++;
    return n == GUID_PLAIN ? n : 0;
}

/* "SDL001_100_000042.txt", "calllogs_00000008.txt.gz", "SDL002_100_*.txt" */
static bool
is_trace_file(struct str s)
{
    static const struct str begins[] = {STR_INIT("SDL"), STR_INIT("SDI"),
        STR_INIT("calllogs_"), STR_INIT("ccm")};
    static const struct str ends[] = {
        STR_INIT(".txt"), STR_INIT(".txt.gz"), STR_INIT(".txt.gzo")};
    for (size_t b = 0; b < COUNTOF(begins); b++)
        for (size_t e = 0; e < COUNTOF(ends); e++) {
            if (s.n < begins[b].n + ends[e].n || !str_starts(s, begins[b]) ||
                !str_ends(s, ends[e]))
                continue;
            struct str middle =
                str_sub(s, begins[b].n, s.n - begins[b].n - ends[e].n);
            size_t n = 0;
            while (
                n < middle.n && (isdigit((unsigned char)middle.p[n]) ||
                                    middle.p[n] == '_' || middle.p[n] == '*'))
                n++;
            if (n == middle.n)
                return true;
        }
    return false;
}

struct str
redact_file(struct redact *r, struct str file)
{
    size_t slash = str_rfind_byte(file, '/');
    struct str last = slash < file.n ? str_skip(file, slash + 1) : file;
    size_t colon = str_rfind_byte(last, ':');
    if (colon < last.n)
        last = str_skip(last, colon + 1);
    if (last.n == 0 || is_trace_file(last))
        return last;
    return redact_word(r, REDACT_NAME, last);
}

/* --- known words ---------------------------------------------------------- */

/* Bytes of the longest known word that begins at i; 0 = none. */
static size_t
known_at(struct redact *r, struct str s, struct str lower, size_t i)
{
    bool inside = i > 0 && is_word(s.p[i - 1]);
    if (inside && is_word(s.p[i]))
        return 0;
    size_t most = s.n - i < REDACT_WORD_MAX ? s.n - i : REDACT_WORD_MAX;
    for (size_t n = most; n > 0; n--) {
        if (!r->lengths[n] ||
            (i + n < s.n && is_word(s.p[i + n]) && is_word(s.p[i + n - 1])))
            continue;
        if (map_get(&r->known, str_sub(lower, i, n)))
            return n;
    }
    return 0;
}

static struct str
by_class(struct redact *r, enum redact_class class, struct str s)
{
    class = redact_class_of(r, class, s);
    if (class == REDACT_HOST)
        return redact_host(r, s);
    return class == REDACT_USER ? redact_user(r, s) : redact_word(r, class, s);
}

/* Replaces what begins at i, if its form is known. returns: its bytes. */
static size_t
put_known(
    struct redact *r, struct out *o, struct str s, struct str lower, size_t i)
{
    struct str rest = str_skip(s, i);
    bool begins = i == 0 || !is_word(s.p[i - 1]);
    size_t n = begins ? redact_address_at(rest) : 0;
    enum redact_class class = REDACT_ADDRESS;
    if (n == 0 && begins) {
        n = redact_guid_at(rest);
        class = REDACT_GUID;
    }
    if (n == 0) {
        n = known_at(r, s, lower, i);
        class = REDACT_NAME; /* what it was learned as counts */
    }
    if (n > 0)
        out_str(o, by_class(r, class, str_sub(s, i, n)));
    /* The port of an address is no number of anybody's. */
    if (n > 0 && class == REDACT_ADDRESS)
        while (i + n < s.n && (s.p[i + n] == ':' || s.p[i + n] == ']' ||
                                  isdigit((unsigned char)s.p[i + n]))) {
            out_byte(o, s.p[i + n]);
            n++;
        }
    return n;
}

/* --- what looks like something -------------------------------------------- */

static bool
is_token(char c)
{
    return is_word(c) || str_find_byte(STR(".-+*#@:\\!^[]$%/"), c) < 15;
}

static bool
is_date_or_time(struct str s)
{
    size_t other = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]) &&
            str_find_byte(STR(":.-+TZ"), s.p[i]) == 6)
            other++;
    bool clock = s.n >= 8 && s.p[2] == ':' && s.p[5] == ':';
    bool date = s.n >= 10 && s.p[4] == '-' && s.p[7] == '-';
    return (other == 0 && (clock || date)) || str_starts(s, STR("UTC"));
}

static bool
is_cipher(struct str s)
{
    static const struct str parts[] = {STR_INIT("SHA"), STR_INIT("AES"),
        STR_INIT("GCM"), STR_INIT("CHACHA20"), STR_INIT("3DES"),
        STR_INIT("RC4"), STR_INIT("NULL-")};
    for (size_t i = 0; i < s.n; i++)
        if (islower((unsigned char)s.p[i]))
            return false;
    for (size_t i = 0; i < COUNTOF(parts); i++)
        if (str_has(s, parts[i]))
            return true;
    return false;
}

/* Words of ours before which a number is nobody's. */
static bool
counts_something(struct str before)
{
    static const struct str words[] = {STR_INIT("ci"), STR_INIT("index"),
        STR_INIT("cause"), STR_INIT("node"), STR_INIT("leg"), STR_INIT("port"),
        STR_INIT("status"), STR_INIT("SIP"), STR_INIT("them"), STR_INIT("CSeq"),
        STR_INIT("after"), STR_INIT("expected"), STR_INIT("lacks"),
        STR_INIT("FileNumber")};
    before = str_trim(before);
    size_t blank = str_rfind_byte(before, ' ');
    struct str last = blank < before.n ? str_skip(before, blank + 1) : before;
    while (last.n > 0 && last.p[0] == '(')
        last = str_skip(last, 1);
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_eq(last, words[i]))
            return true;
    return false;
}

/* Words of ours behind a number of things. */
static bool
is_count(struct str behind)
{
    static const struct str words[] = {STR_INIT(" SIP message"),
        STR_INIT(" of its SIP message"), STR_INIT(" call"),
        STR_INIT(" message"), STR_INIT(" record"), STR_INIT(" file"),
        STR_INIT(" signal"), STR_INIT(" ms")};
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_starts(behind, words[i]))
            return true;
    return false;
}

/* "503 Service Unavailable" */
static bool
is_status(struct str token, struct str behind)
{
    return token.n == 3 && token.p[0] >= '1' && token.p[0] <= '6' &&
           isdigit((unsigned char)token.p[1]) &&
           isdigit((unsigned char)token.p[2]) && behind.n > 2 &&
           behind.p[0] == ' ' && isupper((unsigned char)behind.p[1]) &&
           isalpha((unsigned char)behind.p[2]);
}

static bool
is_other_file(struct str s)
{
    static const struct str ends[] = {STR_INIT(".txt"), STR_INIT(".gz"),
        STR_INIT(".gzo"), STR_INIT(".zip"), STR_INIT(".log")};
    for (size_t i = 0; i < COUNTOF(ends); i++)
        if (str_ends(s, ends[i]))
            return true;
    return false;
}

static size_t
longest_digits(struct str s)
{
    size_t most = 0, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = isdigit((unsigned char)s.p[i]) ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

/* "far-pub.example.net": letters on both sides of a dot. */
static bool
is_dotted(struct str s)
{
    for (size_t i = 1; i + 1 < s.n; i++)
        if (s.p[i] == '.' && isalpha((unsigned char)s.p[i + 1]) &&
            isalnum((unsigned char)s.p[i - 1]))
            return true;
    return false;
}

/* What a word nobody knows looks like. returns false when it may stay. */
static bool
looks_like(struct str token, struct str before, struct str behind,
    enum redact_class *class)
{
    if (is_trace_file(token) || is_date_or_time(token) || is_cipher(token) ||
        str_starts(token, STR("Cisco-")))
        return false;
    if (str_find_byte(token, '@') < token.n) {
        *class = REDACT_USER;
        return true;
    }
    if (is_other_file(token)) {
        *class = REDACT_NAME;
        return true;
    }
    if (is_status(token, behind))
        return false;
    bool named = str_find_byte(token, '_') < token.n;
    bool digits = longest_digits(token) > DIGITS_PLAIN;
    bool pattern = redact_is_number(token) &&
                   str_find_byte(token, 'X') < token.n; /* "47XX" */
    if (pattern || redact_is_number(token) ||
        (digits && !named && !is_dotted(token))) {
        *class = REDACT_NUMBER;
        return pattern ||
               (digits && !counts_something(before) && !is_count(behind));
    }
    *class = is_dotted(token) ? REDACT_HOST : REDACT_DEVICE;
    return named || is_dotted(token);
}

/* The token that begins s, without the marks of the sentence behind it. */
static struct str
token_at(struct str s)
{
    size_t n = 0;
    while (n < s.n && is_token(s.p[n]))
        n++;
    while (
        n > 0 && (s.p[n - 1] == '.' || s.p[n - 1] == ':' || s.p[n - 1] == '-'))
        n--;
    return str_sub(s, 0, n);
}

/* "SIPD(1,100,74,16)": a process of the node. returns: its bytes; 0 = none. */
static size_t
process_at(struct str s)
{
    size_t n = 0;
    while (n < s.n && isalpha((unsigned char)s.p[n]))
        n++;
    if (n == 0 || n == s.n || s.p[n] != '(')
        return 0;
    size_t from = ++n;
    while (n < s.n && (isdigit((unsigned char)s.p[n]) || s.p[n] == ','))
        n++;
    return n > from && n < s.n && s.p[n] == ')' ? n + 1 : 0;
}

static struct str
replace(struct redact *r, struct str s, bool guess)
{
    struct arena a = {0};
    struct str lower = redact_lower(&a, s);
    struct out o;
    out_init_mem(&o);
    for (size_t i = 0; i < s.n;) {
        size_t n = put_known(r, &o, s, lower, i);
        bool begins = n == 0 && (i == 0 || !is_token(s.p[i - 1]));
        struct str token = begins && guess ? token_at(str_skip(s, i)) : STR("");
        enum redact_class class;
        size_t process = token.n > 0 ? process_at(str_skip(s, i)) : 0;
        if (process > 0) {
            out_str(&o, str_sub(s, i, process));
            i += process;
            continue;
        }
        /* A known word or an address inside is found byte by byte. */
        if (token.n > 0 && looks_like(token, str_sub(s, 0, i),
                               str_skip(s, i + token.n), &class)) {
            out_str(&o, by_class(r, class, token));
            n = token.n;
        }
        if (n == 0)
            out_byte(&o, s.p[i]);
        i += n > 0 ? n : 1;
    }
    struct str text = str_dup(r->a, out_text(&o));
    out_close(&o, NULL);
    arena_free(&a);
    return text;
}

struct str
redact_text(struct redact *r, struct str s)
{
    return replace(r, s, true);
}

struct str
redact_known(struct redact *r, struct str s)
{
    return replace(r, s, false);
}
