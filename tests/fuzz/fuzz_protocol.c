/* SPDX-License-Identifier: MIT
 *
 * Fuzz target: the decoders of src/protocol, on any bytes. The first byte
 * chooses the decoder. Checked: slices stay inside of the text or the arena
 * (by the sanitizers), and what is no message has no values. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "protocol/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte, so that a slice outside of its memory is found. */
static unsigned
sum(struct str s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i];
    return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    struct arena a = {0};
    const struct decoder *d = &decoders[data[0] % ndecoders];
    struct str text = {(const char *)data + 1, size - 1};
    /* Names of columns stand in the first line. */
    struct str head = {NULL, 0};
    if (data[0] & 0x80)
        head = str_cut_line(&text);
    struct value *v = arena_array(&a, d->n, sizeof(*v));
    volatile unsigned seen = 0;
    bool ok = d->decode(&a, head, text, v);
    for (size_t i = 0; i < d->n; i++) {
        if (v[i].kind == VALUE_ABSENT)
            continue;
        if (!ok)
            abort();
        if (v[i].kind == VALUE_TEXT)
            seen += sum(v[i].s);
    }
    (void)seen;
    arena_free(&a);
    return 0;
}
