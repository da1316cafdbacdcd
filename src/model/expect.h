/* SPDX-License-Identifier: MIT
 *
 * What a trunk's connections should be, as its configuration says. */
#ifndef CMTRAIL_MODEL_EXPECT_H
#define CMTRAIL_MODEL_EXPECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum expect_srtp {
    SRTP_ANY,
    SRTP_ALLOWED,  /* keys may be sent, but over an encrypted connection */
    SRTP_REQUIRED, /* and no call may fall back to RTP */
    SRTP_FORBIDDEN,
};

struct expect_names {
    const struct str *v;
    size_t n;
};

/* One entry of the file. What it does not say is not looked at. */
struct expectation {
    struct str trunk;                 /* or device; * is a wildcard */
    struct expect_names destinations; /* "IP", "IP:PORT" */
    int32_t incoming_port;            /* 0 = any */
    struct expect_names subjects;     /* of the security profile */
    struct expect_names issuers;      /* distinguished names, either order */
    struct str grade;                 /* at least */
    bool plain;                       /* tls: no */
    bool tls;                         /* tls: yes */
    enum expect_srtp srtp;
    size_t line; /* in the file, from 1 */
    bool seen;   /* a connection of it was found */
};

struct expectations {
    struct str file;
    struct expectation *v;
    size_t n;
};

#endif
