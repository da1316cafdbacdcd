/* SPDX-License-Identifier: MIT */
#include "wire/x509.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

/* What OpenSSL wrote, in a. */
static struct str
taken(struct arena *a, BIO *bio)
{
    char *p = NULL;
    long n = BIO_get_mem_data(bio, &p);
    return str_dup(a, (struct str){p, n > 0 ? (size_t)n : 0});
}

/* "CN=a, O=b, C=XX": the most specific first, as the command line prints it. */
static struct str
name_text(struct arena *a, const X509_NAME *name)
{
    unsigned long flags =
        ASN1_STRFLGS_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    BIO *bio = BIO_new(BIO_s_mem());
    struct str s = STR("");
    if (bio && X509_NAME_print_ex(bio, name, 0,
                   flags | XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_DN_REV |
                       XN_FLAG_FN_SN) >= 0)
        s = taken(a, bio);
    BIO_free(bio);
    return s;
}

static struct str
serial_text(struct arena *a, const ASN1_INTEGER *serial)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
    char *hex = number ? BN_bn2hex(number) : NULL;
    struct str s = str_dup(a, str_from(hex));
    char *p = (char *)(uintptr_t)s.p;
    for (size_t i = 0; i < s.n; i++)
        if (p[i] >= 'A' && p[i] <= 'F')
            p[i] = (char)(p[i] - 'A' + 'a');
    while (s.n > 1 && s.p[0] == '0')
        s = str_skip(s, 1);
    OPENSSL_free(hex);
    BN_free(number);
    return s;
}

static int64_t
time_ms(const ASN1_TIME *t)
{
    struct tm tm;
    if (!t || ASN1_TIME_to_tm(t, &tm) != 1)
        return WHEN_UNKNOWN;
    return (int64_t)timegm(&tm) * 1000;
}

static struct str
address_text(struct arena *a, const ASN1_OCTET_STRING *ip)
{
    char text[INET6_ADDRSTRLEN];
    int n = ASN1_STRING_length(ip);
    if ((n != 4 && n != 16) ||
        !inet_ntop(n == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(ip), text,
            sizeof text))
        return STR("");
    return str_dup(a, str_from(text));
}

/* A name with a comma or a NUL in it must not look like two, or like another:
 * "a.example.net\00.example.org". As in distinguished names. */
static struct str
escaped(struct arena *a, struct str s)
{
    struct str t = STR("");
    size_t plain = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= ' ' && c != 0x7f && c != ',' && c != '\\')
            continue;
        t = str_fmt(a, STR_FMT STR_FMT "\\%02X", STR_ARG(t),
            STR_ARG(str_sub(s, plain, i - plain)), c);
        plain = i + 1;
    }
    return plain == 0 ? s
                      : str_fmt(a, STR_FMT STR_FMT, STR_ARG(t),
                            STR_ARG(str_skip(s, plain)));
}

static struct str
alternative_text(struct arena *a, const GENERAL_NAME *name)
{
    int type = 0;
    const ASN1_STRING *v = GENERAL_NAME_get0_value(name, &type);
    const char *kind = type == GEN_DNS     ? "DNS"
                       : type == GEN_EMAIL ? "email"
                       : type == GEN_URI   ? "URI"
                                           : NULL;
    if (type == GEN_IPADD && address_text(a, v).n)
        return str_fmt(a, "IP:" STR_FMT, STR_ARG(address_text(a, v)));
    if (!kind)
        return STR("");
    struct str text = {
        (const char *)ASN1_STRING_get0_data(v), (size_t)ASN1_STRING_length(v)};
    return str_fmt(a, "%s:" STR_FMT, kind, STR_ARG(escaped(a, text)));
}

static struct str
joined(struct arena *a, struct str list, struct str one)
{
    if (!one.n)
        return list;
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(list), list.n ? ", " : "",
        STR_ARG(one));
}

static struct str
san_text(struct arena *a, X509 *x)
{
    enum { NAMES_MAX = 1000 };
    struct str s = STR("");
    GENERAL_NAMES *names =
        X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
    int n = names ? sk_GENERAL_NAME_num(names) : 0;
    for (int i = 0; i < n && i < NAMES_MAX; i++)
        s = joined(a, s, alternative_text(a, sk_GENERAL_NAME_value(names, i)));
    GENERAL_NAMES_free(names);
    return s;
}

static struct str
usage_text(struct arena *a, X509 *x)
{
    struct str s = STR("");
    EXTENDED_KEY_USAGE *usage =
        X509_get_ext_d2i(x, NID_ext_key_usage, NULL, NULL);
    for (int i = 0; usage && i < sk_ASN1_OBJECT_num(usage) && i < 64; i++) {
        int nid = OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, i));
        s = joined(
            a, s, str_from(nid == NID_undef ? "other" : OBJ_nid2sn(nid)));
    }
    EXTENDED_KEY_USAGE_free(usage);
    return s;
}

static void
read_key(struct arena *a, X509 *x, struct tls_certificate *c)
{
    EVP_PKEY *key = X509_get0_pubkey(x);
    int type = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
    c->key = type == EVP_PKEY_RSA   ? STR("RSA")
             : type == EVP_PKEY_EC  ? STR("EC")
             : type == EVP_PKEY_DSA ? STR("DSA")
             : key                  ? str_dup(a, str_from(OBJ_nid2sn(type)))
                                    : STR("");
    c->bits = key ? EVP_PKEY_get_bits(key) : 0;
}

static struct str
digest_text(struct arena *a, X509 *x)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    struct str s = STR("");
    if (X509_digest(x, EVP_sha256(), digest, &n) != 1)
        return s;
    for (unsigned i = 0; i < n; i++)
        s = str_fmt(a, STR_FMT "%02x", STR_ARG(s), digest[i]);
    return s;
}

static void
fill(struct arena *a, X509 *x, struct tls_certificate *c)
{
    c->serial = serial_text(a, X509_get0_serialNumber(x));
    c->subject = name_text(a, X509_get_subject_name(x));
    c->issuer = name_text(a, X509_get_issuer_name(x));
    c->san = san_text(a, x);
    c->not_before_ms = time_ms(X509_get0_notBefore(x));
    c->not_after_ms = time_ms(X509_get0_notAfter(x));
    read_key(a, x, c);
    c->signature = str_dup(a, str_from(OBJ_nid2ln(X509_get_signature_nid(x))));
    c->usage = usage_text(a, x);
    c->sha256 = digest_text(a, x);
}

int
x509_read_der(struct arena *a, struct str der, struct tls_certificate *c)
{
    const unsigned char *p = (const unsigned char *)der.p;
    X509 *x = der.n <= LONG_MAX ? d2i_X509(NULL, &p, (long)der.n) : NULL;
    ERR_clear_error();
    if (!x)
        return -1;
    fill(a, x, c);
    X509_free(x);
    return 0;
}

static void
add(struct arena *a, struct tls_certificate **v, size_t *n, X509 *x)
{
    struct tls_certificate c = {.where = TLS_FILE};
    fill(a, x, &c);
    *v = arena_room(a, *v, *n, sizeof **v);
    (*v)[(*n)++] = c;
}

size_t
x509_read_file(
    struct arena *a, struct str bytes, struct tls_certificate **v, size_t *n)
{
    enum { FILE_CERTIFICATES_MAX = 10000 };
    size_t before = *n;
    struct tls_certificate c = {.where = TLS_FILE};
    if (bytes.n > INT_MAX)
        return 0;
    if (!str_has(bytes, STR("-----BEGIN "))) {
        if (x509_read_der(a, bytes, &c) < 0)
            return 0;
        *v = arena_room(a, *v, *n, sizeof **v);
        (*v)[(*n)++] = c;
        return 1;
    }
    BIO *bio = BIO_new_mem_buf(bytes.p, (int)bytes.n);
    X509 *x;
    while (bio && *n - before < FILE_CERTIFICATES_MAX &&
           (x = PEM_read_bio_X509(bio, NULL, NULL, NULL))) {
        add(a, v, n, x);
        X509_free(x);
    }
    ERR_clear_error();
    BIO_free(bio);
    return *n - before;
}

const char *
x509_library_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}
