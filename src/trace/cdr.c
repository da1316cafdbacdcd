/* SPDX-License-Identifier: MIT
 *
 * Files of call detail records and call management records as CUCM exports
 * them: a line of column names ("cdrRecordType",...), a line of their types
 * (INTEGER,...), then a line a record (1,... or 2,...). The names alone make a
 * stream such a file. FORMAT 17. */
#include "base/csv.h"
#include "trace/form.h"

static bool
is_head(struct str line)
{
    return str_starts(line, STR("\"cdrRecordType\"")) ||
           str_starts(line, STR("cdrRecordType,"));
}

struct str
cdr_type(struct str line)
{
    if (is_head(line))
        return STR("CDR-HEAD");
    if (str_starts(line, STR("INTEGER,")) ||
        str_starts(line, STR("\"INTEGER\"")))
        return STR("CDR-TYPES");
    int64_t type = 0;
    struct str rest = str_sub(line, 0, 8);
    rest = str_sub(rest, 0, str_find_byte(rest, '\n'));
    if (str_find_byte(rest, ',') == rest.n ||
        !str_to_i64(csv_cut(&rest), &type))
        return STR("");
    return STR("CDR");
}

/* The next line at from..to that begins a record. heads: only column names. */
static bool
find_line(
    const struct view *v, size_t from, size_t to, bool heads, struct header *h)
{
    for (size_t at = from; form_line(v, &at, to); at++) {
        struct str line = {v->p + at, v->n - at};
        size_t mark = str_starts(line, STR("\xef\xbb\xbf")) ? 3 : 0;
        line = str_skip(line, mark);
        if (heads ? !is_head(line) : cdr_type(line).n == 0)
            continue;
        *h = (struct header){
            .start = at + mark, .text = 1, .tod_ms = WHEN_UNKNOWN};
        return true;
    }
    return false;
}

bool
cdr_find_first(const struct view *v, size_t from, size_t to, struct header *h)
{
    return find_line(v, from, to, true, h);
}

bool
cdr_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    return find_line(v, from, to, false, h);
}

void
cdr_read_head(struct str head, struct cdr_head *h)
{
    h->time = h->node = -1;
    for (int i = 0; head.n > 0; i++) {
        struct str name = csv_cut(&head);
        if (str_eq_nocase(name, STR("dateTimeOrigination")) ||
            str_eq_nocase(name, STR("dateTimeStamp")))
            h->time = i;
        if (str_eq_nocase(name, STR("globalCallID_callManagerId")))
            h->node = i;
    }
}

int64_t
cdr_number(struct str row, int column)
{
    int64_t v = 0;
    for (int i = 0; i < column; i++)
        csv_cut(&row);
    return column >= 0 && str_to_i64(csv_cut(&row), &v) && v > 0 ? v : 0;
}
