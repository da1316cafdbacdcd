/* SPDX-License-Identifier: MIT
 *
 * What the parts of `tls` share. */
#ifndef CMTRAIL_CLI_TLS_H
#define CMTRAIL_CLI_TLS_H

#include "cli/cmd.h"
#include "model/expect.h"
#include "model/ledger.h"
#include "store/open.h"

struct tls_options {
    /* of the connection */
    struct str peer, cn, trunk, device, node, cluster, transport, grade;
    struct when since, until, around;
    int64_t window_ms, limit;
    /* of a call that it carried */
    struct str from, to, number, outcome, cause;
    bool failed;
    int64_t sip_status;
    struct str as_of;
    struct str by;
    struct str expect;
    bool template;
};

/* Keeps the connections that the options ask for, and those that carried call
 * (0 = any).
 * returns: 0 and *n; -1. */
int tls_filter(struct store *db, struct arena *a, const struct tls_options *o,
    int64_t call, struct connection *v, size_t *n, struct err *e);

/* Reads the file of --expect. returns: 0; -1, e says where and what. */
int tls_read_expectations(
    struct arena *a, struct str path, struct expectations *x, struct err *e);

#endif
