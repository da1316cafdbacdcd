/* SPDX-License-Identifier: MIT
 *
 * Fuzz target: pseudonyms in messages and text, masks, differences of SDP, on
 * any bytes. Checked: what was learned does not come out again as a word of
 * its own, Content-Length is the length of the body. */
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "redact/redact.h"
#include "render/sdp_diff.h"
#include "sip/mask.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
is_word(struct str s, size_t i)
{
    return i < s.n && (isalnum((unsigned char)s.p[i]) || s.p[i] == '_' ||
                          (unsigned char)s.p[i] >= 0x80);
}

/* Whether the word stands in s, with nothing of a word around it. */
static bool
has_word(struct str s, struct str word)
{
    for (size_t at, from = 0; from < s.n; from += at + 1) {
        struct str rest = str_skip(s, from);
        at = str_find(rest, word);
        if (at == rest.n)
            return false;
        if (!(from + at > 0 && is_word(s, from + at - 1)) &&
            !is_word(s, from + at + word.n))
            return true;
    }
    return false;
}

static void
check_length(struct str text)
{
    size_t body = str_find(text, STR("\r\n\r\n"));
    size_t at = str_find(text, STR("\r\nContent-Length: "));
    if (body == text.n || at > body)
        return;
    struct str value = str_skip(text, at + 18);
    int64_t n;
    if (!str_to_i64(str_cut_line(&value), &n) ||
        n != (int64_t)(text.n - body - 4))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned char key[REDACT_KEY_BYTES] = "fuzz";
    const struct str secret = STR("HARBOUR_OFFICE");
    struct arena a = {0};
    struct str text = {(const char *)data, size};
    struct redact *r = redact_new(&a, key, size % 5);
    redact_learn(r, REDACT_DEVICE, secret);
    struct str message = redact_message(r, text);
    if (has_word(message, secret) || has_word(redact_text(r, text), secret))
        abort();
    check_length(message);
    struct diff_line *v;
    size_t n;
    sdp_diff(&a, text, mask_secrets(&a, text), &v, &n);
    arena_free(&a);
    return 0;
}
