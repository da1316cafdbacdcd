/* SPDX-License-Identifier: MIT
 *
 * A cell holds one character with its combining marks; a wide character takes
 * two cells, the second of them empty. */
#include "render/canvas.h"

#include <string.h>

#include "base/utf8.h"

struct cell {
    struct str glyph; /* empty = blank, or the right half of a wide one */
    enum ink ink;
    bool taken; /* right half */
};

void
canvas_init(struct canvas *c, struct arena *a, size_t width, bool color)
{
    *c = (struct canvas){.a = a, .width = width, .color = color};
    c->v = arena_array(a, width, sizeof(*c->v));
}

/* Overwriting one half of a wide character leaves a blank for the other. */
static void
clear_cell(struct canvas *c, size_t x)
{
    if (c->v[x].taken && x > 0)
        c->v[x - 1] = (struct cell){0};
    if (x + 1 < c->width && c->v[x + 1].taken)
        c->v[x + 1] = (struct cell){0};
    c->v[x] = (struct cell){0};
}

void
canvas_glyph(struct canvas *c, size_t x, const char *glyph, enum ink ink)
{
    if (x >= c->width)
        return;
    clear_cell(c, x);
    if (glyph[0] != ' ')
        c->v[x] = (struct cell){.glyph = str_from(glyph), .ink = ink};
}

void
canvas_fill(
    struct canvas *c, size_t from, size_t to, const char *glyph, enum ink ink)
{
    for (size_t x = from; x < to && x < c->width; x++)
        canvas_glyph(c, x, glyph, ink);
}

size_t
canvas_text(struct canvas *c, size_t x, struct str safe, enum ink ink)
{
    size_t start = x;
    size_t last = SIZE_MAX; /* where a combining mark belongs */
    while (safe.n > 0) {
        uint32_t code = 0;
        size_t n = utf8_decode(safe, &code);
        size_t columns = n > 0 ? utf8_width(code) : 1;
        n = n > 0 ? n : 1;
        if (columns == 0) {
            if (last != SIZE_MAX)
                c->v[last].glyph.n += n;
            safe = str_skip(safe, n);
            continue;
        }
        if (x + columns > c->width)
            break;
        clear_cell(c, x);
        c->v[x] = (struct cell){.glyph = str_sub(safe, 0, n), .ink = ink};
        if (columns == 2) {
            clear_cell(c, x + 1);
            c->v[x].glyph = str_sub(safe, 0, n);
            c->v[x].ink = ink;
            c->v[x + 1] = (struct cell){.ink = ink, .taken = true};
        }
        last = x;
        x += columns;
        safe = str_skip(safe, n);
    }
    return x - start;
}

void
canvas_flush(struct canvas *c, struct out *o)
{
    size_t end = c->width;
    while (end > 0 && c->v[end - 1].glyph.n == 0 && !c->v[end - 1].taken)
        end--;
    enum ink now = INK_PLAIN;
    for (size_t x = 0; x < end; x++) {
        const struct cell *cell = &c->v[x];
        if (cell->taken)
            continue;
        if (cell->ink != now) {
            if (now != INK_PLAIN)
                ink_set(o, INK_PLAIN, c->color);
            if (cell->ink != INK_PLAIN)
                ink_set(o, cell->ink, c->color);
            now = cell->ink;
        }
        if (cell->glyph.n > 0)
            out_str(o, cell->glyph);
        else
            out_byte(o, ' ');
    }
    if (now != INK_PLAIN)
        ink_set(o, INK_PLAIN, c->color);
    out_byte(o, '\n');
    if (c->width > 0)
        memset(c->v, 0, c->width * sizeof(*c->v));
}

struct str
safe_text(struct arena *a, struct str s, bool ascii)
{
    struct out o;
    out_init_mem(&o);
    out_safe(&o, s, false);
    struct str safe = out_text(&o);
    char *p = arena_alloc(a, safe.n);
    size_t n = 0;
    for (size_t i = 0; i < safe.n; i++) {
        unsigned char c = (unsigned char)safe.p[i];
        if (!ascii || c < 0x80)
            p[n++] = safe.p[i];
        else if (c >= 0xc0) /* first byte of a character */
            p[n++] = '?';
    }
    out_close(&o, NULL);
    return (struct str){p, n};
}

/* Bytes of the beginning of safe text that take at most width columns. */
static size_t
head_bytes(struct str safe, size_t width)
{
    size_t n = 0;
    while (n < safe.n) {
        uint32_t code = 0;
        size_t bytes = utf8_decode(str_skip(safe, n), &code);
        size_t columns = bytes > 0 ? utf8_width(code) : 1;
        if (columns > width)
            break;
        width -= columns;
        n += bytes > 0 ? bytes : 1;
    }
    return n;
}

struct str
safe_cut(struct arena *a, struct str safe, size_t width, struct str ellipsis)
{
    if (out_safe_width(safe) <= width)
        return safe;
    size_t dots = out_safe_width(ellipsis);
    if (dots >= width)
        return str_sub(safe, 0, head_bytes(safe, width));
    struct str head = str_sub(safe, 0, head_bytes(safe, width - dots));
    return str_fmt(a, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(ellipsis));
}

struct str
safe_squeeze(
    struct arena *a, struct str safe, size_t width, struct str ellipsis)
{
    size_t all = out_safe_width(safe), dots = out_safe_width(ellipsis);
    if (all <= width || dots + 2 > width)
        return safe_cut(a, safe, width, ellipsis);
    size_t head = (width - dots) / 2, tail = width - dots - head;
    size_t skip = head_bytes(safe, all - tail);
    /* A wide character may straddle the cut. */
    while (skip < safe.n && out_safe_width(str_skip(safe, skip)) > tail)
        skip += head_bytes(str_skip(safe, skip), 2);
    return str_fmt(a, STR_FMT STR_FMT STR_FMT,
        STR_ARG(str_sub(safe, 0, head_bytes(safe, head))), STR_ARG(ellipsis),
        STR_ARG(str_skip(safe, skip)));
}

struct str
safe_keep_last(
    struct arena *a, struct str safe, size_t width, struct str ellipsis)
{
    size_t blank = str_rfind_byte(safe, ' ');
    struct str last = str_skip(safe, blank);
    size_t tail = out_safe_width(last);
    if (out_safe_width(safe) <= width || blank == safe.n || tail + 6 > width)
        return safe_cut(a, safe, width, ellipsis);
    return str_fmt(a, STR_FMT STR_FMT,
        STR_ARG(safe_cut(a, str_sub(safe, 0, blank), width - tail, ellipsis)),
        STR_ARG(last));
}

struct str
safe_wrap(struct str *rest, size_t width)
{
    struct str all = *rest;
    size_t n = head_bytes(all, width);
    if (n == 0 && all.n > 0)
        n = head_bytes(all, 2);
    if (n < all.n && all.p[n] != ' ') {
        size_t blank = str_rfind_byte(str_sub(all, 0, n), ' ');
        if (blank < n && blank > 0)
            n = blank;
    }
    *rest = str_skip(all, n);
    while (rest->n > 0 && rest->p[0] == ' ')
        *rest = str_skip(*rest, 1);
    return str_trim(str_sub(all, 0, n));
}
