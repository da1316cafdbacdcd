/* SPDX-License-Identifier: MIT
 *
 * Certificates, read with OpenSSL, which stays inside x509.c. */
#ifndef CMTRAIL_WIRE_X509_H
#define CMTRAIL_WIRE_X509_H

#include "base/arena.h"
#include "base/err.h"
#include "model/tls.h"

/* Fills the fields of a certificate from its DER form; texts in a.
 * returns: 0; -1 when it is none. */
int x509_read_der(struct arena *a, struct str der, struct tls_certificate *c);

/* The certificates of a file: PEM, one or many, with text around them, or one
 * in DER. v and n grow in a. returns how many, 0 when it is no such file. */
size_t x509_read_file(
    struct arena *a, struct str bytes, struct tls_certificate **v, size_t *n);

/* OpenSSL's version. */
const char *x509_library_version(void);

#endif
