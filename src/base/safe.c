/* SPDX-License-Identifier: MIT
 *
 * Trace bytes for a terminal (out_safe and its kin of out.h): what could move
 * the cursor, change colours or hide text is spelled out. */
#include "base/out.h"

#include <stdio.h>

#include "base/utf8.h"

/* One character as it will be shown. */
struct glyph {
    size_t taken;   /* bytes of the input */
    unsigned width; /* columns */
    bool escape;    /* `code` is spelled out instead */
    bool byte;      /* ... as a byte, \xNN; else \u{NNNN} */
    uint32_t code;
};

/* Marks that change the direction of text, and the two line ends that only
 * Unicode knows. */
static bool
is_unseen(uint32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200e || c == 0x200f || c == 0x061c || c == 0x2028 ||
           c == 0x2029;
}

static struct glyph
glyph_first(struct str s)
{
    uint32_t code = 0;
    size_t n = utf8_decode(s, &code);
    if (!n || code < 0x20 || (code >= 0x7f && code < 0xa0))
        return (struct glyph){.taken = 1,
            .width = 4,
            .escape = true,
            .byte = true,
            .code = (unsigned char)s.p[0]};
    if (is_unseen(code))
        return (struct glyph){
            .taken = n, .width = 8, .escape = true, .code = code};
    return (struct glyph){.taken = n, .width = utf8_width(code), .code = code};
}

static void
glyph_out(struct out *o, const struct glyph *g, struct str s)
{
    if (!g->escape)
        out_str(o, str_sub(s, 0, g->taken));
    else if (g->byte)
        out_fmt(o, "\\x%02x", (unsigned)g->code);
    else
        out_fmt(o, "\\u{%04x}", (unsigned)g->code);
}

/* Printable ASCII from s's start: the common case, written at once. */
static size_t
ascii_run(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= 0x20 && s.p[n] < 0x7f)
        n++;
    return n;
}

/* Line ends and tabs of a text of lines; CRLF counts as a line end. */
static size_t
line_blank(struct str s)
{
    if (s.p[0] == '\n' || s.p[0] == '\t')
        return 1;
    return str_starts(s, STR("\r\n")) ? 2 : 0;
}

void
out_safe(struct out *o, struct str s, bool lines)
{
    while (s.n) {
        size_t n = ascii_run(s);
        out_str(o, str_sub(s, 0, n));
        s = str_skip(s, n);
        if (!s.n)
            break;
        n = lines ? line_blank(s) : 0;
        if (n) {
            out_byte(o, s.p[n - 1]);
        } else {
            struct glyph g = glyph_first(s);
            glyph_out(o, &g, s);
            n = g.taken;
        }
        s = str_skip(s, n);
    }
}

size_t
out_safe_width(struct str s)
{
    size_t width = 0;
    while (s.n) {
        struct glyph g = glyph_first(s);
        width += g.width;
        s = str_skip(s, g.taken);
    }
    return width;
}

/* Bytes of s that fit into width columns; *used: their columns. Combining
 * characters stay with their base. */
static size_t
fitting(struct str s, size_t width, size_t *used)
{
    size_t n = 0;
    *used = 0;
    while (n < s.n) {
        struct glyph g = glyph_first(str_skip(s, n));
        if (g.width > width - *used)
            break;
        *used += g.width;
        n += g.taken;
    }
    return n;
}

size_t
out_safe_cut(struct out *o, struct str s, size_t width, struct str ellipsis)
{
    size_t used = 0;
    if (fitting(s, width, &used) == s.n) {
        out_safe(o, s, false);
        return used;
    }
    size_t dots = out_safe_width(ellipsis);
    if (dots > width) {
        ellipsis = STR("");
        dots = 0;
    }
    size_t n = fitting(s, width - dots, &used);
    out_safe(o, str_sub(s, 0, n), false);
    out_safe(o, ellipsis, false);
    return used + dots;
}
