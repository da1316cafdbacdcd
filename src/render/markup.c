/* SPDX-License-Identifier: MIT
 *
 * Whatever could begin markup or end an attribute becomes an entity. */
#include "render/markup.h"

#include "base/err.h"

static const char *
entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void
markup_text(struct out *o, struct str s, bool lines)
{
    struct out safe;
    out_init_mem(&safe);
    out_safe(&safe, s, lines);
    struct str t = out_text(&safe);
    size_t from = 0;
    for (size_t i = 0; i < t.n; i++) {
        const char *as = entity(t.p[i]);
        if (!as)
            continue;
        out_str(o, str_sub(t, from, i - from));
        out_z(o, as);
        from = i + 1;
    }
    out_str(o, str_skip(t, from));
    out_close(&safe, NULL);
}

void
markup_cell(struct out *o, const char *title, struct str text)
{
    out_fmt(o, "<td data-title=\"%s\">", title);
    markup_text(o, text, false);
    out_z(o, "</td>");
}

struct str
markup_asset(struct str name)
{
    for (size_t i = 0; i < page_count; i++)
        if (str_eq(name, str_from(page_names[i])))
            return (struct str){page_texts[i], page_lengths[i]};
    die("page/" STR_FMT " is not built in", STR_ARG(name));
}
