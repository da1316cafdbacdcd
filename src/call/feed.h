/* SPDX-License-Identifier: MIT
 *
 * Rows into the correlator: one file a subject, and what these files ask of
 * each other while rows are fed. Private to src/call. */
#ifndef CMTRAIL_CALL_FEED_H
#define CMTRAIL_CALL_FEED_H

#include "call/state.h"

/* Notes that a line puts this leg on a device. */
void leg_name(struct correlator *c, size_t leg, struct str device,
    struct str ip, const struct mark *at);

/* Notes the trunk that a signal of call control goes to. */
void trunk_signal(struct correlator *c, size_t space, size_t leg,
    const struct row_signal *s, const struct mark *at);
void feed_signal(struct correlator *c, size_t space, const struct row *row);
void feed_message(struct correlator *c, size_t space, const struct row *row);
/* Notes whom a REFER asks to call. */
void refer_note(struct correlator *c, struct dialog *d,
    const struct row_message *m, const struct mark *at);
void feed_digits(struct correlator *c, size_t space, const struct row *row);
void feed_da_signal(struct correlator *c, size_t space, const struct row *row);
void feed_device(struct correlator *c, size_t space, const struct row *row);
void feed_route(struct correlator *c, size_t space, const struct row *row);
void feed_connection(struct correlator *c, size_t space, const struct row *row);
/* Of conn_by_index; in scratch. */
struct str connection_key(struct correlator *c, size_t space, int64_t index);
void feed_certificate(
    struct correlator *c, size_t space, const struct row *row);
void feed_log_message(
    struct correlator *c, size_t space, const struct row *row);
void feed_log_call(struct correlator *c, size_t space, const struct row *row);
void feed_cdr(struct correlator *c, size_t space, const struct row *row);
void feed_protocol(struct correlator *c, size_t space, const struct row *row);
void protocol_open(struct correlator *c);
/* What named a leg before other rows told of it; gives the rest back. When
 * clocks are known, before what the rows needed is freed. */
void protocol_finish(struct correlator *c);
/* A Cc signal of a leg tells which process handles it. */
void protocol_signal(
    struct correlator *c, size_t space, const struct row *row, size_t leg);
/* dialog_refers, to write to. */
struct reference *dialog_reference(struct correlator *c, struct dialog *d);
/* The dialog of a Call-ID on a node, made when it is new. */
size_t dialog_get(struct correlator *c, size_t space, struct str call_id);
/* The connection a message travelled on; made when it is new. */
size_t conn_of_message(
    struct correlator *c, size_t space, const struct row *row);
bool conn_is_tls(const struct conn_state *k);
/* What the media of a message says of SRTP (tls_event.c). */
void conn_media(
    struct correlator *c, size_t conn, size_t dialog, const struct row *row);
void conn_event_add(
    struct correlator *c, size_t conn, const struct conn_event *event);
/* The latest connection of a space to a peer; NONE. */
size_t conn_of_peer(
    struct correlator *c, size_t space, struct str ip, int32_t port);
/* A new one to a peer, known only from an error. */
size_t conn_failed(struct correlator *c, size_t space, const struct row *row);
void feed_tls_error(struct correlator *c, size_t space, const struct row *row);

#endif
