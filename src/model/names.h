/* SPDX-License-Identifier: MIT
 *
 * The words that users and scripts rely on for the enums of the model: JSON
 * values, database text, filter arguments. One table each; and the name of a
 * source. */
#ifndef CMTRAIL_MODEL_NAMES_H
#define CMTRAIL_MODEL_NAMES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/call.h"
#include "model/source.h"
#include "model/tls.h"

struct str outcome_name(enum outcome o);
struct str party_name(enum party p);
struct str sure_name(enum sure s);
struct str leg_purpose_name(enum leg_purpose p);
struct str source_kind_name(enum source_kind k);
struct str date_from_name(enum date_from d);

/* "unknown_ca" of 48. */
const char *tls_alert_name(int32_t alert);
struct str tls_where_name(enum tls_where w);
struct str tls_event_name(enum tls_event_kind k);

/* The other way round. returns false when s is none of the words. */
bool outcome_from_name(struct str s, enum outcome *o);
bool party_from_name(struct str s, enum party *p);
bool leg_purpose_from_name(struct str s, enum leg_purpose *p);
bool source_kind_from_name(struct str s, enum source_kind *k);
bool tls_where_from_name(struct str s, enum tls_where *w);
bool tls_event_from_name(struct str s, enum tls_event_kind *k);
bool date_from_from_name(struct str s, enum date_from *d);

/* "192.0.2.1:5061", "[2001:db8::1]:5061"; port 0, which is unknown, is left
 * out. */
struct str peer_name(struct arena *a, struct str ip, int32_t port);

/* "FILE" or "ARCHIVE:MEMBER". Lives as long as the source and the arena. */
struct str source_name(struct arena *a, const struct source *s);

#endif
