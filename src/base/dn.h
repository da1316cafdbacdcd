/* SPDX-License-Identifier: MIT
 *
 * Distinguished names of certificates. Traces print them in OpenSSL's one-line
 * order ("/C=XX/O=Ex/CN=a"), the command line and openssl(1) the other way
 * round ("CN=a, O=Ex, C=XX"); both are the same set of attributes. */
#ifndef CMTRAIL_BASE_DN_H
#define CMTRAIL_BASE_DN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct arena;

struct dn_part {
    struct str key;   /* as written: "CN", "emailAddress", "2.5.4.15" */
    struct str value; /* decoded: \xNN, \, and quotes are undone */
};

struct dn {
    struct dn_part *v; /* the most specific one last, as in one-line order */
    size_t n;
};

/* Reads either form, in a. What is neither gives no parts. A value may hold
 * the separator where no attribute name follows ("/OU=a/b/CN=c"). */
void dn_parse(struct arena *a, struct str text, struct dn *d);

/* The most specific value of an attribute, in any case of letters; empty when
 * there is none. */
struct str dn_get(const struct dn *d, struct str key);

/* Whether both hold the same attributes with the same values, in any order;
 * letters compare without case and blanks are folded (RFC 5280 7.1). Two empty
 * names are not equal: nothing is known of either. */
bool dn_equal(const struct dn *x, const struct dn *y);
bool dn_text_equal(struct arena *a, struct str x, struct str y);

/* The CN of a name in either form, in a; empty when it has none. */
struct str dn_cn(struct arena *a, struct str text);

#endif
