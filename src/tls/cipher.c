/* SPDX-License-Identifier: MIT
 *
 * "ECDHE-RSA-AES256-GCM-SHA384", "AES128-SHA",
 * "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_AES_128_GCM_SHA256". */
#include "tls/cipher.h"

/* Words of a name, between "-" or "_". */
struct words {
    struct str name;
    bool iana;
};

static bool
has_word(const struct words *w, struct str word)
{
    struct str rest = w->name;
    while (rest.n) {
        size_t n = 0;
        while (n < rest.n && rest.p[n] != '-' && rest.p[n] != '_')
            n++;
        if (str_eq_nocase(str_sub(rest, 0, n), word))
            return true;
        rest = str_skip(rest, n + 1);
    }
    return false;
}

/* Whether a word begins so: "AES128", "CAMELLIA256", "SHA384". */
static bool
has_word_like(const struct words *w, struct str prefix)
{
    for (struct str rest = w->name; rest.n;) {
        if (str_starts_nocase(rest, prefix))
            return true;
        size_t n = 0;
        while (n < rest.n && rest.p[n] != '-' && rest.p[n] != '_')
            n++;
        rest = str_skip(rest, n + 1);
    }
    return false;
}

static bool
is_aead(const struct words *w)
{
    return has_word(w, STR("GCM")) || has_word_like(w, STR("CCM")) ||
           has_word(w, STR("CHACHA20")) || has_word(w, STR("GMAC"));
}

static unsigned
encryption(const struct words *w)
{
    unsigned t = 0;
    if (has_word(w, STR("NULL")))
        t |= CIPHER_NULL;
    if (has_word_like(w, STR("EXP")) || has_word(w, STR("DES")) ||
        has_word(w, STR("DES40")))
        t |= CIPHER_EXPORT;
    if (has_word(w, STR("RC4")) || has_word(w, STR("RC2")))
        t |= CIPHER_RC4;
    /* "DES-CBC3-SHA" and "3DES_EDE_CBC" are no single DES. */
    if (has_word(w, STR("CBC3")) || has_word(w, STR("3DES")))
        t = (t & ~(unsigned)CIPHER_EXPORT) | CIPHER_3DES;
    if (has_word(w, STR("MD5")))
        t |= CIPHER_MD5;
    bool stream = (t & (CIPHER_NULL | CIPHER_RC4)) != 0;
    if (!stream && !is_aead(w))
        t |= CIPHER_CBC;
    return t;
}

static unsigned
key_exchange(const struct words *w)
{
    if (has_word(w, STR("ADH")) || has_word(w, STR("AECDH")) ||
        has_word(w, STR("anon")))
        return CIPHER_ANONYMOUS;
    if (has_word(w, STR("ECDHE")) || has_word(w, STR("EECDH")))
        return 0;
    if (has_word(w, STR("DHE")) || has_word(w, STR("EDH")))
        return CIPHER_FFDHE;
    if (has_word(w, STR("ECDH")) || has_word(w, STR("DH")))
        return CIPHER_STATIC_DH;
    /* PSK and SRP are neither of these; CUCM has none of them. */
    if (has_word(w, STR("PSK")) || has_word(w, STR("SRP")))
        return 0;
    return CIPHER_STATIC_RSA;
}

unsigned
cipher_traits(struct str name, bool *known)
{
    struct words w = {.name = name};
    bool iana = str_starts(name, STR("TLS_")) || str_starts(name, STR("SSL_"));
    bool tls13 = iana && !str_has(name, STR("_WITH_"));
    bool some = has_word_like(&w, STR("SHA")) || has_word(&w, STR("MD5")) ||
                is_aead(&w);

    if (known)
        *known = name.n > 0 && some;
    if (!some)
        return 0;
    if (tls13)
        return CIPHER_TLS13;
    return encryption(&w) | key_exchange(&w);
}
