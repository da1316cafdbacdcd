/* SPDX-License-Identifier: MIT
 *
 * Where the proof stands, for people and for JSON. */
#ifndef CMTRAIL_RENDER_EVIDENCE_H
#define CMTRAIL_RENDER_EVIDENCE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/out.h"
#include "model/call.h"

/* The last part of "FILE" or "ARCHIVE:MEMBER". */
struct str evidence_short(struct str file);
/* "SDL003_100_000089.txt:1234 (04530161.009)" in a; bytes as they are. */
struct str evidence_text(
    struct arena *a, const struct evidence *e, bool full_names);
/* {file, line, record}; absent values omitted. */
void evidence_json(struct json *j, const char *key, const struct evidence *e);
/* "evidence": [...]; left out when there is none. */
void evidence_json_array(struct json *j, const struct evidence *v, size_t n);

#endif
