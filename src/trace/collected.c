/* SPDX-License-Identifier: MIT
 *
 * TraceCollectionResult_*.xml, which the collection tool leaves beside the
 * traces: the node's address and a line a file that was collected.
 *     <Node name="192.0.2.14">
 *     <FileName name="/var/log/.../SDL001_100_000069.txt.gz" modifiedDate=...>
 */
#include "trace/form.h"

static bool
is_element(struct str line)
{
    while (line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t'))
        line = str_skip(line, 1);
    return str_starts(line, STR("<Node name=\"")) ||
           str_starts(line, STR("<FileName name=\""));
}

bool
collected_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    enum { LINE_MAX = 200 };
    for (size_t at = from; form_line(v, &at, to); at++) {
        struct str line = {v->p + at, v->n - at};
        if (!is_element(str_sub(line, 0, LINE_MAX)))
            continue;
        *h = (struct header){.start = at, .text = 1, .tod_ms = WHEN_UNKNOWN};
        return true;
    }
    return false;
}

struct str
collected_node(struct str line)
{
    size_t at = str_find(line, STR("<Node name=\""));
    struct str name = str_skip(line, at + 12);
    return str_trim(str_sub(name, 0, str_find_byte(name, '"')));
}
