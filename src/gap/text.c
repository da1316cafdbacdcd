/* SPDX-License-Identifier: MIT
 *
 * Names of files and times, for the sentences. */
#include "gap/find.h"
#include "model/names.h"

enum {
    SECOND_MS = 1000,
    DATE_SIZE = sizeof("2020-06-28") - 1,
    SECOND_SIZE = sizeof("2020-06-28T17:31:29") - 1,
};

/* --- times ---------------------------------------------------------------- */

/* Seconds east of UTC in which times are printed; s may be NULL. */
static int32_t
offset_of(const struct source *s)
{
    return s && s->utc_offset_s != WHEN_NO_OFFSET ? s->utc_offset_s : 0;
}

/* "2020-06-28 17:31:29" as the source's node prints it. */
static struct str
second_text(struct arena *a, const struct source *s, int64_t at_ms)
{
    struct when w = {at_ms, WHEN_UNKNOWN, offset_of(s)};
    struct str iso = when_iso(a, w), second = str_sub(iso, 0, SECOND_SIZE);
    char *text = str_z(a, second);

    if (second.n > DATE_SIZE)
        text[DATE_SIZE] = ' '; /* for the T */
    return (struct str){text, second.n};
}

static struct str
zone_text(struct arena *a, const struct source *s)
{
    int32_t minutes = offset_of(s) / 60;
    int32_t positive = minutes < 0 ? -minutes : minutes;

    return str_fmt(a, " (UTC%c%02d:%02d)", minutes < 0 ? '-' : '+',
        (int)(positive / 60), (int)(positive % 60));
}

struct str
text_span(
    struct arena *a, const struct source *s, int64_t from_ms, int64_t to_ms)
{
    struct str from = {NULL, 0}, to = {NULL, 0};

    if (from_ms != WHEN_UNKNOWN)
        from = second_text(a, s, from_ms);
    if (to_ms != WHEN_UNKNOWN)
        to = second_text(a, s, to_ms + SECOND_MS - 1);
    if (!from.n && !to.n)
        return (struct str){NULL, 0};
    struct str zone = zone_text(a, s);
    if (!to.n)
        return str_fmt(
            a, "from " STR_FMT STR_FMT, STR_ARG(from), STR_ARG(zone));
    if (!from.n)
        return str_fmt(a, "until " STR_FMT STR_FMT, STR_ARG(to), STR_ARG(zone));
    if (str_eq(str_sub(from, 0, DATE_SIZE), str_sub(to, 0, DATE_SIZE)))
        to = str_skip(to, DATE_SIZE + 1);
    return str_fmt(a, STR_FMT " to " STR_FMT STR_FMT, STR_ARG(from),
        STR_ARG(to), STR_ARG(zone));
}

struct str
text_count(struct arena *a, int64_t n, const char *noun)
{
    return str_fmt(a, "%lld %s%s", (long long)n, noun, n == 1 ? "" : "s");
}

/* --- files ---------------------------------------------------------------- */

struct str
text_pattern(struct arena *a, struct str node, int32_t app)
{
    enum { CALL_MANAGER = 100 };
    int64_t number = 0;

    if (!str_to_i64(node, &number) || number <= 0)
        return STR("SDL*.txt");
    return str_fmt(a, "SDL%03lld_%03d_*.txt", (long long)number,
        app ? (int)app : CALL_MANAGER);
}

struct str
text_file(const struct source *s)
{
    struct str name = s->member.n ? s->member : s->file;
    size_t slash = str_rfind_byte(name, '/');

    return slash < name.n ? str_skip(name, slash + 1) : name;
}

struct str
text_file_number(struct arena *a, const struct source *s)
{
    struct str name = text_file(s);

    if (s->file_number < 0)
        return name;
    return str_fmt(a, STR_FMT " (FileNumber %lld)", STR_ARG(name),
        (long long)s->file_number);
}

/* The index in "SDL003_100_000089.txt" and what stands before it. */
static bool
name_index(struct str name, struct str *before, int64_t *index)
{
    enum { BEFORE_SIZE = sizeof("SDL003_100_") - 1, INDEX_SIZE = 6 };

    *before = str_sub(name, 0, BEFORE_SIZE);
    return str_starts(name, STR("SDL")) &&
           str_to_i64(str_sub(name, BEFORE_SIZE, INDEX_SIZE), index) &&
           *index >= 0;
}

/* The index in a name is not the number in FileHead, but both count by one,
 * until the index starts again. */
struct str
text_missing(struct arena *a, const struct lack *lack)
{
    struct str start, end;
    int64_t first = 0, last = 0;
    int64_t n = lack->after->file_number - lack->before->file_number;

    if (!name_index(text_file(lack->before), &start, &first) ||
        !name_index(text_file(lack->after), &end, &last) ||
        !str_eq(start, end) || last - first != n)
        return text_pattern(a, lack->node, lack->before->app);
    if (n == 2)
        return str_fmt(
            a, STR_FMT "%06lld.txt", STR_ARG(start), (long long)first + 1);
    return str_fmt(a, STR_FMT "%06lld.txt to " STR_FMT "%06lld.txt",
        STR_ARG(start), (long long)first + 1, STR_ARG(start),
        (long long)last - 1);
}
