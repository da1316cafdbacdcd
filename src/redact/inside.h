/* SPDX-License-Identifier: MIT
 *
 * What the files of this folder share. */
#ifndef CMTRAIL_REDACT_INSIDE_H
#define CMTRAIL_REDACT_INSIDE_H

#include "base/map.h"
#include "redact/redact.h"

struct redact_pair {
    enum redact_class class;
    struct str word, pseudonym;
};

enum { REDACT_WORD_MAX = 128 }; /* bytes of words that text is searched for */

struct redact {
    struct arena *a;
    unsigned char key[REDACT_KEY_BYTES];
    size_t keep_digits;
    struct map known; /* word in lower case -> its class */
    struct map given; /* class and word in lower case -> pairs */
    struct map taken; /* pseudonym -> pairs */
    struct redact_pair *pairs;
    size_t npairs, cap;
    bool lengths[REDACT_WORD_MAX + 1]; /* that known words have */
};

struct str redact_lower(struct arena *a, struct str s);
/* The class of a word that was learned, else `class`. */
enum redact_class redact_class_of(
    const struct redact *r, enum redact_class class, struct str s);
/* An IP address, or the name of a host. */
struct str redact_host(struct redact *r, struct str s);
/* The user part of a URI, or another word of which nothing is known. */
struct str redact_user(struct redact *r, struct str s);
struct str redact_call_id(struct redact *r, struct str s);
struct str redact_tag(struct redact *r, struct str s);
/* Known words, addresses and GUIDs alone. */
struct str redact_known(struct redact *r, struct str s);

/* What an arrow of another protocol than SIP says: struct item, sdp. */
void redact_learn_detail(struct redact *r, struct str detail);
void redact_learn_endpoint(struct redact *r, struct str endpoint);
struct str redact_detail(struct redact *r, struct str topic, struct str detail);

bool redact_is_number(struct str s);
/* Bytes of the IPv4 or IPv6 address, or of the GUID, that s begins with; 0 =
 * none. */
size_t redact_address_at(struct str s);
size_t redact_guid_at(struct str s);

#endif
