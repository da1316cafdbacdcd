/* SPDX-License-Identifier: MIT
 *
 * What may stand before a header on its line, in any form of trace: nothing,
 * blanks, "Line 2364: " of an editor, or the mark of a UTF-8 file. */
#include "trace/form.h"

#include <string.h>

enum {
    PREFIX_MAX = 48,
    SIGNAL_COLUMNS = 5, /* name, state, to, from, tag; then parameters */
};

size_t
clock_run(const char *p, size_t max)
{
    size_t n = 0;
    while (n < max && ((p[n] >= '0' && p[n] <= ':') || p[n] == '.'))
        n++;
    return n;
}

/* Whether s is only what may stand before a header. */
static bool
is_prefix(struct str s)
{
    if (str_starts(s, STR("\xef\xbb\xbf")))
        s = str_skip(s, 3);
    s = str_trim(s);
    if (s.n == 0)
        return true;
    int64_t line = 0;
    return str_starts_nocase(s, STR("Line ")) && str_ends(s, STR(":")) &&
           str_to_i64(str_trim(str_sub(s, 5, s.n - 6)), &line);
}

void
header_set_start(const struct view *v, size_t begins, struct header *h)
{
    if (begins > v->floor && v->p[begins - 1] == '\n') {
        h->start = begins;
        h->mid_line = false;
        return;
    }
    size_t low = v->floor;
    if (begins - low > PREFIX_MAX)
        low = begins - PREFIX_MAX;
    size_t line = begins;
    while (line > low && v->p[line - 1] != '\n')
        line--;
    bool at_line = line > 0 ? v->p[line - 1] == '\n' : v->is_start;
    struct str before = {v->p + line, begins - line};
    h->mid_line = !at_line || !is_prefix(before);
    h->start = h->mid_line ? begins : line;
}

bool
form_line(const struct view *v, size_t *at, size_t to)
{
    if (*at < v->floor)
        *at = v->floor;
    if (*at >= to)
        return false;
    if (*at == 0 ? v->is_start : v->p[*at - 1] == '\n')
        return true;
    const char *lf = memchr(v->p + *at, '\n', to - *at);
    *at = lf ? (size_t)(lf - v->p) + 1 : to;
    return *at < to;
}

/* s up to its last bar, and with it. */
static struct str
to_last_bar(struct str s)
{
    size_t bar = str_rfind_byte(s, '|');
    return str_sub(s, 0, bar < s.n ? bar + 1 : 0);
}

static bool
ends_in_columns(struct str type, struct str text)
{
    size_t bars = 0;
    for (size_t i = 0; i < text.n && bars < SIGNAL_COLUMNS; i++)
        bars += text.p[i] == '|';
    return bars < SIGNAL_COLUMNS && str_starts(type, STR("SdlSig"));
}

struct str
form_whole(enum record_form form, struct str type, struct str text, bool *open)
{
    size_t line = str_rfind_byte(text, '\n');
    *open = form == RECORD_CALLLOG || line == text.n;
    if (!*open)
        return str_sub(text, 0, line);
    if (form == RECORD_CALLLOG || ends_in_columns(type, text))
        return to_last_bar(text);
    while (text.n > 0 && !strchr(" \t|", text.p[text.n - 1]))
        text.n--;
    return text;
}
