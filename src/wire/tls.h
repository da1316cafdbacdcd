/* SPDX-License-Identifier: MIT
 *
 * Reads TLS from the two byte streams of a connection, as far as it is in
 * clear: SSL 3.0 to TLS 1.2 up to ChangeCipherSpec, of TLS 1.3 the two hellos.
 * RFC 5246 6 and 7, RFC 8446 4 and 5. */
#ifndef CMTRAIL_WIRE_TLS_H
#define CMTRAIL_WIRE_TLS_H

#include "base/arena.h"
#include "model/tls.h"
#include "wire/tcp.h"

enum { TLS_CLIENT, TLS_SERVER };

/* One side. */
struct tls_side {
    struct tcp_half bytes;
    char *message; /* malloc'd: handshake bytes of records, not read yet */
    size_t n, cap;
    bool started;   /* its first record was read */
    bool encrypted; /* what follows cannot be read */
    bool done;      /* nothing more is to be read */
};

/* One connection. */
struct tls_talk {
    struct tls_side side[2]; /* TLS_CLIENT, TLS_SERVER */
    struct tls_handshake h;
    struct tls_certificate *certificates; /* in the arena */
    size_t ncertificates, cap;
    bool is_tls;  /* it began as TLS does */
    bool not_tls; /* it did not */
    bool tls13;
};

/* Reads what has come in order. a: for what is kept. */
void tls_read(struct arena *a, struct tls_talk *t, int side);
/* When nothing more comes: what is known into t->h. */
void tls_end(struct tls_talk *t);
void tls_free(struct tls_talk *t);

#endif
