/* SPDX-License-Identifier: MIT
 *
 * What the name of a cipher suite says, in OpenSSL's spelling (as CUCM prints
 * it) or in that of the IANA registry. Nothing here is a list of suites: the
 * names are a grammar. */
#ifndef CMTRAIL_TLS_CIPHER_H
#define CMTRAIL_TLS_CIPHER_H

#include <stdbool.h>

#include "base/str.h"

enum cipher_trait {
    CIPHER_NULL = 1 << 0,       /* no encryption */
    CIPHER_ANONYMOUS = 1 << 1,  /* nobody proves who they are */
    CIPHER_EXPORT = 1 << 2,     /* 40 or 56 bits, single DES */
    CIPHER_RC4 = 1 << 3,        /* RC4, RC2 */
    CIPHER_3DES = 1 << 4,       /* blocks of 64 bits */
    CIPHER_MD5 = 1 << 5,        /* HMAC-MD5 */
    CIPHER_STATIC_RSA = 1 << 6, /* no forward secrecy */
    CIPHER_STATIC_DH = 1 << 7,  /* nor here: DH or ECDH with a fixed key */
    CIPHER_FFDHE = 1 << 8,      /* ephemeral DH over a finite field */
    CIPHER_CBC = 1 << 9,        /* CBC with HMAC, not AEAD */
    CIPHER_TLS13 = 1 << 10,     /* a suite of TLS 1.3 */
};

/* returns: bits of enum cipher_trait; *known (may be NULL) is false when the
 *          name is none of a suite. */
unsigned cipher_traits(struct str name, bool *known);

#endif
