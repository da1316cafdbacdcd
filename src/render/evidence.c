/* SPDX-License-Identifier: MIT
 *
 * A collection holds hundreds of folders with long names; the file's own name
 * says which node and which file it is. */
#include "render/evidence.h"

#include <inttypes.h>

struct str
evidence_short(struct str file)
{
    size_t slash = str_rfind_byte(file, '/');
    struct str name = slash < file.n ? str_skip(file, slash + 1) : file;
    size_t colon = str_rfind_byte(name, ':');
    return colon + 1 < name.n ? str_skip(name, colon + 1) : name;
}

struct str
evidence_text(struct arena *a, const struct evidence *e, bool full_names)
{
    if (e->file.n == 0)
        return e->record;
    struct str name = full_names ? e->file : evidence_short(e->file);
    struct str text =
        e->line > 0 ? str_fmt(a, STR_FMT ":%" PRIu64, STR_ARG(name), e->line)
                    : name;
    if (e->record.n == 0)
        return text;
    return str_fmt(
        a, STR_FMT " (" STR_FMT ")", STR_ARG(text), STR_ARG(e->record));
}

void
evidence_json(struct json *j, const char *key, const struct evidence *e)
{
    json_object(j, key);
    json_str_opt(j, "file", e->file);
    if (e->line > 0)
        json_int(j, "line", (int64_t)e->line);
    json_str_opt(j, "record", e->record);
    json_end_object(j);
}

static bool
is_known(const struct evidence *e)
{
    return e->file.n > 0 || e->line > 0 || e->record.n > 0;
}

void
evidence_json_array(struct json *j, const struct evidence *v, size_t n)
{
    size_t known = 0;
    for (size_t i = 0; i < n; i++)
        known += is_known(&v[i]);
    if (known == 0)
        return;
    json_array(j, "evidence");
    for (size_t i = 0; i < n; i++)
        if (is_known(&v[i]))
            evidence_json(j, NULL, &v[i]);
    json_end_array(j);
}
