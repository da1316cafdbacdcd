/* SPDX-License-Identifier: MIT
 *
 * Iteration: finds the header that starts a record and the one that ends it,
 * in a window that moves over the stream. The forms of trace differ only in
 * their row of FORMS; the first header of any form decides which one it is. */
#include "trace/reader.h"

#include <stdlib.h>
#include <string.h>

#include "trace/form.h"
#include "trace/reader_open.h"
#include "trace/tally.h"
#include "trace/window.h"

#define RECORD_MAX ((size_t)64 << 20)

enum { PARTS_MAX = 256 }; /* files run together that are told apart */

struct form {
    enum source_kind kind;
    enum record_form form;
    bool one_line; /* a record ends with its line; else with the next header */
    bool (*find)(
        const struct view *v, size_t from, size_t to, struct header *h);
    /* The header that tells the form; NULL = any. */
    bool (*find_first)(
        const struct view *v, size_t from, size_t to, struct header *h);
    /* The usual case of the header behind another; NULL = none. */
    bool (*find_next)(const struct view *v, const struct header *last,
        size_t to, struct header *h, size_t *lines);
};

static const struct form FORMS[] = {
    {SOURCE_SDL, RECORD_SDL, false, sdl_find, NULL, sdl_find_next},
    {SOURCE_CALLLOG, RECORD_CALLLOG, true, calllog_find, NULL, NULL},
    {SOURCE_CDR, RECORD_CDR, true, cdr_find, cdr_find_first, NULL},
    {SOURCE_SDL, RECORD_SDI, false, sdi_find, NULL, NULL},
    {SOURCE_SDL, RECORD_OLD_SDL, false, old_sdl_find, NULL, NULL},
    {SOURCE_COLLECTED, RECORD_COLLECTED, true, collected_find, NULL, NULL},
    {SOURCE_IOS, RECORD_IOS, false, ios_find, ios_find_first, NULL},
};

struct reader {
    struct window w;
    struct tally tally;
    const struct form *form; /* NULL before the first header */
    size_t at;               /* bytes before it were given or skipped */
    size_t scan;             /* bytes before it hold no header to be found */
    uint64_t line;           /* of the byte at `at` */
    size_t given;            /* bytes of the record given last, at `at` */
    size_t given_lines;      /* line ends in them; 0 = not counted */
    bool has_next;
    struct header next; /* the header found but not yet given */
    size_t record_max;
    bool failed;
    struct err failure; /* why the stream ended early */
    bool done;
    bool other;        /* the next record is of another node: a part ends */
    size_t parts;      /* that ended */
    int64_t part_from; /* byte at which the part began */
};

void
reader_open_with(struct reader **rd, const struct reader_options *how)
{
    struct reader *r = calloc(1, sizeof(*r));
    if (!r)
        die("out of memory");
    if (how->in)
        window_open(&r->w, how->in);
    else
        window_open_memory(&r->w, how->bytes, how->chunk);
    tally_init(&r->tally);
    r->line = 1;
    r->record_max = how->record_max ? how->record_max : RECORD_MAX;
    if (r->record_max < FORM_AHEAD)
        r->record_max = FORM_AHEAD;
    *rd = r;
}

int
reader_open(struct reader **rd, struct input *in, struct err *e)
{
    (void)e;
    struct reader_options how = {.in = in};
    reader_open_with(rd, &how);
    return 0;
}

int
reader_open_memory(struct reader **rd, struct str bytes, struct err *e)
{
    (void)e;
    struct reader_options how = {.bytes = bytes};
    reader_open_with(rd, &how);
    return 0;
}

/* Reads more behind what is there. An error ends the stream, but the records
 * before it come first. */
static void
read_more(struct reader *rd)
{
    size_t keep = rd->at > FORM_BACK ? rd->at - FORM_BACK : 0;
    size_t from = keep;
    if (window_fill(&rd->w, &keep, &rd->failure) < 0)
        rd->failed = true;
    rd->at -= from - keep;
    rd->scan -= from - keep;
}

/* Up to where headers can be told now. */
static size_t
scan_end(const struct reader *rd)
{
    if (rd->w.ended)
        return rd->w.n;
    return rd->w.n > FORM_AHEAD ? rd->w.n - FORM_AHEAD : 0;
}

/* Looks for a header at rd->scan..to: of the form, or of any at first. */
static bool
find(struct reader *rd, size_t floor, size_t to, struct header *h)
{
    struct view v = {rd->w.p, rd->w.n, floor, rd->w.is_start};
    if (rd->form)
        return rd->form->find(&v, rd->scan, to, h);
    const struct form *first = NULL;
    for (size_t i = 0; i < COUNTOF(FORMS); i++) {
        struct header found;
        bool (*look)(const struct view *, size_t, size_t, struct header *) =
            FORMS[i].find_first ? FORMS[i].find_first : FORMS[i].find;
        if (!look(&v, rd->scan, to, &found) ||
            (first && found.start > h->start))
            continue;
        first = &FORMS[i];
        *h = found;
        to = found.start; /* others only count when they come before */
    }
    rd->form = first;
    return first;
}

/* Moves on to a place; what lies between is done with. */
static void
move_to(struct reader *rd, size_t to)
{
    const char *p = rd->w.p + rd->at;
    const char *end = rd->w.p + to;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        rd->line++;
        p++;
    }
    rd->at = to;
}

/* Moves on behind the record given last. */
static void
move_on(struct reader *rd)
{
    if (rd->given_lines == 0) {
        move_to(rd, rd->at + rd->given);
    } else {
        rd->line += rd->given_lines;
        rd->at += rd->given;
    }
    rd->given = 0;
    rd->given_lines = 0;
}

/* Moves on over bytes that are no record, and counts them. */
static void
skip_to(struct reader *rd, size_t to)
{
    struct tally *t = &rd->tally;
    uint64_t line = rd->line;
    const char *p = rd->w.p;
    if (t->source.records == 0)
        for (size_t i = rd->at; i < to; i++)
            t->before += p[i] != ' ' && p[i] != '\r' && p[i] != '\n';
    move_to(rd, to);
    if (t->source.records > 0 && rd->form->one_line)
        t->skipped += (int64_t)(rd->line - line);
}

/* Finds the next header when there is no record to keep before it. */
static void
find_next(struct reader *rd)
{
    while (!rd->has_next) {
        size_t to = scan_end(rd);
        if (rd->scan < to && find(rd, rd->at, to, &rd->next)) {
            rd->has_next = true;
            break;
        }
        if (rd->scan < to)
            rd->scan = to;
        size_t back = rd->scan - rd->at;
        if (rd->w.ended)
            break;
        if (back > FORM_BACK)
            skip_to(rd, rd->scan - FORM_BACK);
        read_more(rd);
    }
    size_t to = rd->has_next ? rd->next.start : rd->w.n;
    if (to > rd->at)
        skip_to(rd, to);
}

/* Whether so much was searched that the record is longer than the limit. */
static bool
is_too_long(const struct reader *rd)
{
    return rd->scan - rd->at >= rd->record_max + FORM_BACK;
}

/* Finds the header that ends the record of h, which begins at rd->at. The quick
 * way is only tried from the record's begin, as it counts the lines from there.
 */
static bool
find_end(struct reader *rd, struct header *h, size_t to)
{
    size_t floor = rd->at + h->text;
    if (rd->form->find_next && rd->scan == floor) {
        struct view v = {rd->w.p, rd->w.n, floor, rd->w.is_start};
        h->start = rd->at;
        if (rd->form->find_next(&v, h, to, &rd->next, &rd->given_lines))
            return true;
        rd->given_lines = 0;
    }
    return find(rd, floor, to, &rd->next);
}

/* Size of the record at rd->at, which goes on to the next header, or to the
 * end of the stream. */
static size_t
size_to_header(struct reader *rd, struct header *h)
{
    if (rd->scan < rd->at + h->text)
        rd->scan = rd->at + h->text;
    for (;;) {
        size_t to = scan_end(rd);
        if (rd->scan < to && find_end(rd, h, to)) {
            rd->has_next = true;
            rd->scan = rd->next.start + rd->next.text;
            return rd->next.start - rd->at;
        }
        if (rd->scan < to)
            rd->scan = to;
        if (rd->w.ended || is_too_long(rd))
            return rd->w.n - rd->at;
        read_more(rd);
    }
}

/* The same for a record of one line, which may end before the next header. */
static size_t
size_to_line_end(struct reader *rd, const struct header *h)
{
    rd->scan = rd->at + h->text;
    for (;;) {
        const char *p = rd->w.p;
        const char *lf = memchr(p + rd->scan, '\n', rd->w.n - rd->scan);
        size_t to = lf ? (size_t)(lf - p) : scan_end(rd);
        if (rd->scan < to && find(rd, rd->at + h->text, to, &rd->next)) {
            rd->has_next = true;
            rd->scan = rd->next.start + rd->next.text;
            return rd->next.start - rd->at;
        }
        if (rd->scan < to)
            rd->scan = to;
        if (lf)
            return ++rd->scan - rd->at;
        if (rd->w.ended || is_too_long(rd))
            return rd->w.n - rd->at;
        read_more(rd);
    }
}

/* A record's text without what ends it: the line end, or the blank or CR that
 * was put in its place when records were run together. one_line: rows, of which
 * the last may end in a bare CR. */
static struct str
without_end(struct str s, bool next_is_mid_line, bool one_line)
{
    char last = s.n ? s.p[s.n - 1] : '\0';
    if (last == '\n' || (last == ' ' && next_is_mid_line) ||
        (last == '\r' && one_line))
        s.n--;
    if (last == '\n' && s.n && s.p[s.n - 1] == '\r')
        s.n--;
    return s;
}

/* Other forms' records are made as SDL's, so that the same rules read them. */
static void
adapt_record(struct record *rec)
{
    switch (rec->form) {
    case RECORD_SDL:
    case RECORD_CALLLOG:
        break;
    case RECORD_CDR:
        rec->text = without_end(rec->raw, false, true);
        rec->type = cdr_type(rec->raw);
        rec->collapsed = false;
        break;
    case RECORD_COLLECTED:
        rec->text = without_end(rec->raw, false, true);
        rec->type = STR("COLLECTED");
        rec->collapsed = false;
        break;
    case RECORD_IOS:
        rec->type = STR("IOS");
        break;
    case RECORD_SDI:
        rec->type = STR("AppInfo");
        rec->text = sdi_text(rec->text);
        rec->form = RECORD_SDL;
        break;
    case RECORD_OLD_SDL:
        rec->text = old_sdl_text(rec->type, rec->text);
        rec->form = RECORD_SDL;
        break;
    }
}

/* Every field is set by itself: to clear the whole first takes longer than all
 * of them. A record is never shorter than its header. */
static void
fill_record(const struct reader *rd, const struct header *h, struct record *rec)
{
    bool next_is_mid_line = rd->has_next && rd->next.mid_line &&
                            rd->next.start == rd->at + rd->given;
    struct str raw = {rd->w.p + rd->at, rd->given};
    rec->form = rd->form->form;
    rec->seq = (struct str){raw.p + h->seq, h->seq_n};
    rec->type = (struct str){raw.p + h->type, h->type_n};
    struct str text = {raw.p + h->text, raw.n - h->text};
    rec->text = without_end(text, next_is_mid_line, rd->form->one_line);
    rec->raw = raw;
    rec->tod_ms = h->tod_ms;
    rec->day = h->day;
    rec->line = rd->line;
    rec->collapsed = h->mid_line || next_is_mid_line;
    rec->torn = false;
    rec->open = false;
    if (rec->form != RECORD_SDL)
        adapt_record(rec);
    rec->signal = sdl_signal(rec->type, rec->text);
}

/* Whether the stream ended inside the record. Of a row the line end tells; of
 * a record that goes on to the next header nobody knows when the stream was
 * cut. */
static bool
is_torn(const struct reader *rd, struct str raw)
{
    if (!rd->w.ended || rd->at + raw.n < rd->w.n)
        return false;
    char last = raw.p[raw.n - 1];
    bool whole_line = last == '\n' || (last == '\r' && rd->form->one_line);
    return !whole_line || (!rd->form->one_line && (rd->w.cut || rd->failed));
}

/* Leaves of the text of the torn record what surely is whole. */
static void
keep_whole(struct record *rec)
{
    char last = rec->raw.p[rec->raw.n - 1];
    if (last == '\n' || last == '\r')
        return; /* its lines are */
    rec->text = form_whole(rec->form, rec->type, rec->text, &rec->open);
    rec->signal = sdl_signal(rec->type, rec->text);
}

/* Gives the record whose header is rd->next. returns false when it begins a
 * part of another node, and is not given. */
static bool
take_next(struct reader *rd, struct record *rec)
{
    struct header h = rd->next;
    rd->has_next = false;
    size_t size =
        rd->form->one_line ? size_to_line_end(rd, &h) : size_to_header(rd, &h);
    bool too_long = size > rd->record_max;
    if (too_long) {
        rd->tally.too_long++;
        size = rd->record_max;
        rd->given_lines = 0;
    }
    rd->given = size;
    if (!rd->has_next)
        rd->scan = rd->at + size;
    fill_record(rd, &h, rec);
    rec->torn = !too_long && is_torn(rd, rec->raw);
    if (rec->torn)
        keep_whole(rec);
    rd->other = rd->parts < PARTS_MAX && tally_is_other(&rd->tally, rec);
    if (rd->other) {
        /* It is found again where it stands now. */
        rd->given = 0;
        rd->given_lines = 0;
        h.start = rd->at;
        rd->next = h;
        rd->has_next = true;
        rd->scan = rd->at + h.text;
        return false;
    }
    tally_record(&rd->tally, rec);
    return true;
}

/* The part, or the stream, ends. */
static void
end_part(struct reader *rd)
{
    struct window w = rd->w;
    w.cut = w.cut && !rd->other;
    bool failed = rd->failed && !rd->other;
    if (!rd->done)
        tally_end(&rd->tally, &w, failed ? &rd->failure : NULL);
    rd->done = true;
}

int
reader_next(struct reader *rd, struct record *rec, struct err *e)
{
    if (rd->other)
        return 0;
    move_on(rd);
    find_next(rd);
    if (rd->has_next && take_next(rd, rec))
        return 1;
    end_part(rd);
    if (rd->other)
        return 0;
    return rd->failed ? err_set(e, "%s", rd->failure.text) : 0;
}

/* The place in the stream. */
static int64_t
position(const struct reader *rd)
{
    return rd->w.bytes - (int64_t)(rd->w.n - rd->at);
}

bool
reader_has_part(const struct reader *rd)
{
    return rd->other;
}

bool
reader_next_part(struct reader *rd, uint64_t *line)
{
    if (!rd->other)
        return false;
    tally_free(&rd->tally);
    tally_init(&rd->tally);
    rd->other = false;
    rd->done = false;
    rd->parts++;
    rd->part_from = position(rd);
    *line = rd->line;
    return true;
}

/* Of one part of a stream: the stream's own hash says nothing of it. */
static void
set_part(const struct reader *rd, struct source *src)
{
    struct arena a = {0};
    struct str s = str_fmt(&a,
        STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n%lld %lld %lld %lld",
        STR_ARG(src->host), STR_ARG(src->app_start), STR_ARG(src->first_seq),
        STR_ARG(src->last_seq), (long long)src->first_tod,
        (long long)src->last_tod, (long long)src->records,
        (long long)(position(rd) - rd->part_from));
    XXH128_hash_t hash = XXH3_128bits(s.p, s.n);
    arena_free(&a);
    src->hash_hi = hash.high64;
    src->hash_lo = hash.low64;
    src->bytes = position(rd) - rd->part_from;
}

void
reader_source(const struct reader *rd, struct source *src)
{
    tally_source(&rd->tally, &rd->w, src);
    src->kind = rd->form ? rd->form->kind : SOURCE_UNKNOWN;
    if (rd->other || rd->parts > 0)
        set_part(rd, src);
}

void
reader_close(struct reader *rd)
{
    if (!rd)
        return;
    window_close(&rd->w);
    tally_free(&rd->tally);
    free(rd);
}
