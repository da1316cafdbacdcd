/* SPDX-License-Identifier: MIT
 *
 * Any bytes through the reader: nothing breaks, slices stay inside the bytes,
 * and small reads give what one big read gives. The first byte chooses the
 * size of reads. */
#include <stdlib.h>
#include <string.h>

#include "trace/reader_open.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
need(bool ok)
{
    if (!ok)
        abort();
}

static bool
inside(struct str whole, struct str part)
{
    return part.n == 0 ||
           (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void
check_record(const struct record *rec)
{
    /* Forms without a column for it are given a type. */
    bool given = str_eq(rec->type, STR("AppInfo")) ||
                 str_eq(rec->type, STR("IOS")) ||
                 str_eq(rec->type, STR("COLLECTED")) ||
                 str_starts(rec->type, STR("CDR"));
    need(inside(rec->raw, rec->seq));
    need(given || inside(rec->raw, rec->type));
    need(inside(rec->raw, rec->text) && inside(rec->text, rec->signal));
    need(rec->raw.n > 0 && rec->type.n > 0 && rec->line > 0);
}

/* What both readings must agree on. */
static void
check_same(const struct record *one, const struct record *other)
{
    need(str_eq(one->raw, other->raw) && str_eq(one->text, other->text));
    need(one->tod_ms == other->tod_ms && one->line == other->line);
    need(one->torn == other->torn && one->collapsed == other->collapsed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct reader_options whole = {
        .bytes = {(const char *)data + 1, size - 1}, .record_max = 400};
    struct reader_options parts = whole;
    parts.chunk = (size_t)data[0] + 1;
    struct reader *one = NULL;
    struct reader *other = NULL;
    reader_open_with(&one, &whole);
    reader_open_with(&other, &parts);
    struct record a;
    struct record b;
    int r;
    uint64_t line;
    uint64_t line_too;
    do {
        while ((r = reader_next(one, &a, NULL)) > 0) {
            check_record(&a);
            need(reader_next(other, &b, NULL) == 1);
            check_record(&b);
            check_same(&a, &b);
        }
        need(reader_next(other, &b, NULL) == r);
        need(reader_has_part(one) == reader_has_part(other));
    } while (reader_next_part(one, &line) &&
             reader_next_part(other, &line_too) && line == line_too);
    struct source s = {0};
    struct source t = {0};
    reader_source(one, &s);
    reader_source(other, &t);
    need(s.hash_lo == t.hash_lo && s.records == t.records);
    need(str_eq(s.note, t.note) && str_eq(s.last_seq, t.last_seq));
    reader_close(one);
    reader_close(other);
    return 0;
}
