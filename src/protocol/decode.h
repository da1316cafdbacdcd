/* SPDX-License-Identifier: MIT
 *
 * The decoders that rules may name (`decode: q931`), but for SIP's, which
 * src/sip has: from the text that a rule captured to columns. They keep
 * nothing, never fail, and take any bytes. */
#ifndef CMTRAIL_PROTOCOL_DECODE_H
#define CMTRAIL_PROTOCOL_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/fact.h"

struct decoder {
    struct str name;          /* as rules write it */
    const struct column *col; /* that it fills, in its order */
    size_t n;
    /* head: the names of columns, of files that begin with them.
     * v:    n values, all absent; slices of text or of a.
     * returns: whether text is a message at all. */
    bool (*decode)(
        struct arena *a, struct str head, struct str text, struct value *v);
};

extern const struct decoder decoders[];
extern const size_t ndecoders;

/* NULL when there is none of that name. */
const struct decoder *decoder_find(struct str name);

#endif
