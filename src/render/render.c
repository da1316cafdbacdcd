/* SPDX-License-Identifier: MIT
 *
 * The table of ladder formats: what `ladder -f` takes and its help prints. */
#include "render/render.h"

const struct render_format render_formats[] = {
    {"text", "for a terminal, in its colours and characters", render_text},
    {"ascii", "text of plain ASCII, for mail and tickets", render_ascii},
    {"markdown", "the ladder in a fence, and a table with the evidence",
        render_markdown},
    {"mermaid", "a sequence diagram that GitHub and GitLab draw",
        render_mermaid},
    {"plantuml", "a sequence diagram that PlantUML draws", render_plantuml},
    {"svg", "a drawing, for documents and browsers", render_svg},
    {"html", "a page of its own: story, path, ladder and messages",
        render_html},
    {"json", "lanes and rows as one object", render_json},
    {NULL, NULL, NULL},
};

const struct render_format *
render_find(struct str name)
{
    for (const struct render_format *f = render_formats; f->name; f++)
        if (str_eq_nocase(name, str_from(f->name)))
            return f;
    return NULL;
}
