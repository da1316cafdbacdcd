/* SPDX-License-Identifier: MIT
 *
 * Fuzz target: sip_decode, sip_header and what reads identifiers, on any
 * bytes. The first byte says whether the record was run together. Checked:
 * slices stay inside of the text or the arena (by the sanitizers), and the
 * message is not longer than its text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "sip/callid.h"
#include "sip/message.h"
#include "sip/sdp.h"

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
    bool collapsed = data[0] & 1;
    struct str text = {(const char *)data + 1, size - 1};
    struct value v[SIP_FIELDS];
    size_t used = 0;
    volatile unsigned seen = 0;
    bool ok = sip_decode(&a, text, collapsed, v, &used);
    if (used > text.n || (!ok && used))
        abort();
    for (size_t i = 0; i < SIP_FIELDS; i++)
        if (v[i].kind == VALUE_TEXT) {
            if (!v[i].s.n)
                abort();
            seen += sum(v[i].s);
        }
    seen += sum(sip_header(text, collapsed, STR("Contact")));
    seen += sum(sdp_summary(&a, text));
    struct callid_clock c;
    struct cucm_tag t;
    if (callid_clock_parse(text, &c))
        seen += (unsigned)callid_clock_near(&c, c.second);
    if (cucm_tag_parse(text, &t))
        seen += sum(t.guid);
    (void)seen;
    arena_free(&a);
    return 0;
}
