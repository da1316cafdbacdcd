/* SPDX-License-Identifier: MIT
 *
 * Inside src/render only: call records in words and as JSON. */
#ifndef CMTRAIL_RENDER_RECORDS_H
#define CMTRAIL_RENDER_RECORDS_H

#include "base/arena.h"
#include "base/out.h"
#include "model/call.h"

/* "record 4-2045: 5551 -> 7770001, 40 s, calling cause 16 (...); agrees" */
struct str record_sentence(struct arena *a, const struct call_record *r);

/* An array `records`; nothing when there are none. */
void records_json(struct json *j, const struct call_record *v, size_t n);

#endif
