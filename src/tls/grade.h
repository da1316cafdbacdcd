/* SPDX-License-Identifier: MIT
 *
 * How good a connection is by the standards of a day: grades and findings from
 * a dated table, each with its source. */
#ifndef CMTRAIL_TLS_GRADE_H
#define CMTRAIL_TLS_GRADE_H

#include "base/arena.h"
#include "model/call.h"
#include "model/tls.h"

enum { GRADE_NEWEST = 99991231 }; /* day of the newest standards that we know */

/* Fills the grade and the findings of a connection.
 * day:  of the standards, as yyyymmdd.
 * wire: the handshake in a capture that is this connection's; NULL. */
void grade_connection(struct arena *a, struct connection *c,
    const struct tls_handshake *wire, int32_t day);

/* The findings of each certificate: key, signature, and dates at the time of
 * its handshake, or at now_ms (UTC). */
void grade_certificates(
    struct arena *a, struct tls_evidence *e, int64_t now_ms, int32_t day);

/* 0 good, 1 legacy, 2 weak, 3 critical; plaintext 4 and unknown -1: which is
 * worse. */
int grade_rank(struct str grade);

/* yyyymmdd of a date in days since 1970, and of a text "YYYY-MM-DD"; 0. */
int32_t grade_day(int64_t days);

#endif
