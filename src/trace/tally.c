/* SPDX-License-Identifier: MIT
 *
 * The source's side of reading. Times of day become times since the midnight
 * of the first FileHead's date; files that were run together by hand start
 * anew at each FileHead. */
#include "trace/tally.h"

#include <inttypes.h>
#include <string.h>

#include "trace/form.h"
#include "trace/reader.h"

enum { HOUR_MS = 3600 * 1000 };

void
tally_init(struct tally *t)
{
    *t = (struct tally){.clock_ms = WHEN_UNKNOWN, .number = -1};
    t->source = (struct source){
        .file_number = -1,
        .utc_offset_s = WHEN_NO_OFFSET,
        .base_ms = WHEN_UNKNOWN,
        .first_tod = WHEN_UNKNOWN,
        .last_tod = WHEN_UNKNOWN,
        .status = STR("ok"),
    };
}

/* A time of day to ms since the base. Records of one moment may be written
 * out of order, so steps back are normal; one of half a day is midnight. A
 * record of the old day that comes just behind midnight stays in it. */
static int64_t
unwrap(struct tally *t, int64_t of_day)
{
    int64_t step = t->clock_ms == WHEN_UNKNOWN ? 0 : of_day - t->clock_ms;
    if (t->wrapped && step > 23 * (int64_t)HOUR_MS)
        return t->shift_ms + of_day - WHEN_DAY_MS;
    if (step < -12 * (int64_t)HOUR_MS) {
        t->shift_ms += WHEN_DAY_MS;
        t->wrapped = true;
    }
    t->clock_ms = of_day;
    return t->shift_ms + of_day;
}

/* The same for a time with a date: ms since 1970. Where no year is printed, the
 * next one begins when the month goes back by half a year. */
static int64_t
on_day(struct tally *t, int64_t day, int64_t of_day)
{
    enum { HALF_A_YEAR = 183 };
    if (DAY_HAS_NO_YEAR(day)) {
        int64_t last = t->shift_ms / WHEN_DAY_MS;
        if (day + t->years * DAY_NO_YEAR_DAYS < last - HALF_A_YEAR &&
            t->years + 1 < DAY_NO_YEARS)
            t->years++;
        day += t->years * DAY_NO_YEAR_DAYS;
    }
    t->shift_ms = day * WHEN_DAY_MS;
    t->clock_ms = of_day;
    t->wrapped = false;
    return t->shift_ms + of_day;
}

static void
keep_strings(struct tally *t, const struct source *head)
{
    struct source *s = &t->source;
    s->host = str_dup(&t->a, head->host);
    s->address = str_dup(&t->a, head->address);
    s->version = str_dup(&t->a, head->version);
    s->app_start = str_dup(&t->a, head->app_start);
}

/* The first FileHead says what the stream is. A later one, of another file in
 * the same stream, only sets the clock to its own date. */
static void
take_head(struct tally *t, const struct record *rec)
{
    struct source head = {.base_ms = WHEN_UNKNOWN,
        .utc_offset_s = WHEN_NO_OFFSET,
        .file_number = -1};
    if (!filehead_parse(rec->text, &head))
        return;
    struct source *s = &t->source;
    t->heads++;
    t->number = -1;
    if (s->base_ms != WHEN_UNKNOWN && head.base_ms != WHEN_UNKNOWN) {
        t->shift_ms = head.base_ms - s->base_ms;
        t->clock_ms = WHEN_UNKNOWN;
        t->wrapped = false;
    }
    if (t->heads == 2) {
        t->other_line = rec->line;
        t->other_node = head.node;
    }
    s->went_back = s->went_back || t->heads > 1;
    if (t->heads > 1)
        return;
    s->has_head = true;
    s->node = head.node;
    s->app = head.app;
    s->file_number = head.file_number;
    s->utc_offset_s = head.utc_offset_s;
    keep_strings(t, &head);
    if (head.base_ms == WHEN_UNKNOWN)
        return;
    /* Records before it counted from the day of the first of them. */
    s->base_ms = head.base_ms - t->shift_ms;
    s->date_from = DATE_FILEHEAD;
}

static bool
differ(struct str a, struct str b)
{
    return a.n > 0 && b.n > 0 && !str_eq(a, b);
}

static bool
differ_in_number(int32_t a, int32_t b)
{
    return a != 0 && b != 0 && a != b;
}

static bool
is_head(const struct record *rec)
{
    return rec->type.n > 0 && rec->type.p[0] == 'F' &&
           str_eq(rec->type, STR("FileHead"));
}

/* Whether the text is of another FileHead than s. */
static bool
is_other_head(const struct source *s, struct str text)
{
    struct source head = {.node = 0};
    return filehead_parse(text, &head) &&
           (differ_in_number(s->node, head.node) ||
               differ_in_number(s->app, head.app) ||
               differ(s->host, head.host) ||
               differ(s->app_start, head.app_start));
}

bool
tally_is_other(const struct tally *t, const struct record *rec)
{
    return is_head(rec) && t->source.has_head &&
           is_other_head(&t->source, rec->text);
}

/* Rows of one moment are written out of order; but back to the first? */
static bool
row_goes_back(const struct source *s, int64_t at_ms)
{
    enum { BACK_MS = 1000 };
    if (at_ms == WHEN_UNKNOWN || s->last_tod == WHEN_UNKNOWN)
        return false;
    return at_ms < s->last_tod - BACK_MS ||
           (at_ms <= s->first_tod && s->last_tod > s->first_tod);
}

static void
take_row(struct tally *t, const struct record *rec)
{
    struct source *s = &t->source;
    s->app = 100;
    s->date_from = DATE_ROW;
    s->went_back = s->went_back || row_goes_back(s, rec->tod_ms);
    if (t->node_is_sure || str_eq(rec->type, STR("CC")))
        return;
    int32_t node = 0;
    bool inbound = false;
    struct str address = {0};
    if (!calllog_node(rec->text, &node, &inbound, &address))
        return;
    if (s->address.n == 0)
        s->address = str_dup(&t->a, address);
    if (s->node == 0 || inbound)
        s->node = node;
    t->node_is_sure = inbound;
}

/* A gateway does not say its name: it is called by the address it sends from.
 */
static void
take_gateway(struct tally *t, const struct record *rec)
{
    struct source *s = &t->source;
    if (s->address.n > 0)
        return;
    s->address = str_dup(&t->a, ios_own_address(rec->text));
    s->host = s->address;
}

static void
take_collected(struct tally *t, const struct record *rec)
{
    struct source *s = &t->source;
    t->listed = true;
    if (s->address.n == 0)
        s->address = str_dup(&t->a, collected_node(rec->text));
}

/* Their times are UTC, in a column of their own. */
static void
take_call_record(struct tally *t, struct record *rec)
{
    enum { MOST_NODES = 10000 };
    const int64_t MOST_SECONDS = INT64_C(100000000000);
    struct source *s = &t->source;
    s->date_from = DATE_ROW;
    s->base_ms = 0;
    s->utc_offset_s = 0;
    if (str_eq(rec->type, STR("CDR-HEAD")))
        cdr_read_head(rec->text, &t->columns);
    if (!str_eq(rec->type, STR("CDR")))
        return;
    int64_t seconds = cdr_number(rec->text, t->columns.time);
    if (seconds > 0 && seconds < MOST_SECONDS)
        rec->tod_ms = seconds * 1000;
    /* A file of several nodes is of none. */
    int64_t node = cdr_number(rec->text, t->columns.node);
    if (!t->node_is_sure)
        s->node = node < MOST_NODES ? (int32_t)node : 0;
    else if (s->node != node)
        s->node = 0;
    t->node_is_sure = true;
}

static void
take_seq(struct tally *t, struct str seq)
{
    struct source *s = &t->source;
    if (seq.n == 0 || seq.n > SEQ_TEXT_MAX)
        return;
    if (s->first_seq.n == 0)
        s->first_seq = str_dup(&t->a, seq);
    if (seq.n == SEQ_TEXT_USUAL)
        memcpy(t->last_seq, seq.p, SEQ_TEXT_USUAL);
    else
        memcpy(t->last_seq, seq.p, seq.n);
    s->last_seq = (struct str){t->last_seq, seq.n};
}

/* Where numbers are skipped, records are missing: a part of the file was cut
 * out. Signals of several threads are written interleaved, so a number may be a
 * few ahead; after a start of the service they begin again. */
static void
take_number(struct tally *t, struct str seq, int64_t tod_ms)
{
    enum { JUMP_MAX = 100, BACK_MAX = 20 };
    struct source *s = &t->source;
    int64_t number = sdl_number(seq);
    if (number < 0)
        return;
    if (s->records == 1)
        t->first_number = number;
    int64_t lost = t->number < 0 ? 0 : number - t->number - 1;
    if (lost >= JUMP_MAX && lost > s->lost && tod_ms != WHEN_UNKNOWN &&
        s->last_tod != WHEN_UNKNOWN) {
        s->lost = lost;
        s->lost_from = s->last_tod;
        s->lost_to = tod_ms;
    }
    bool first_again = number == t->first_number && s->records > 1 &&
                       str_eq(seq, s->first_seq);
    s->went_back = s->went_back || first_again || number < t->number - BACK_MAX;
    if (number > t->number || t->number - number > JUMP_MAX)
        t->number = number;
}

void
tally_record(struct tally *t, struct record *rec)
{
    struct source *s = &t->source;
    s->records++;
    take_seq(t, rec->seq);
    bool sdl = rec->form == RECORD_SDL || rec->form == RECORD_IOS;
    int64_t clock_ms = rec->tod_ms;
    if (sdl && clock_ms != WHEN_UNKNOWN)
        rec->tod_ms =
            rec->day != 0 ? on_day(t, rec->day, clock_ms) : unwrap(t, clock_ms);
    if (sdl && is_head(rec)) {
        take_head(t, rec);
        if (clock_ms != WHEN_UNKNOWN)
            rec->tod_ms = unwrap(t, clock_ms);
    }
    if (rec->form == RECORD_IOS)
        take_gateway(t, rec);
    else if (sdl)
        take_number(t, rec->seq, rec->tod_ms);
    else if (rec->form == RECORD_CDR)
        take_call_record(t, rec);
    else if (rec->form == RECORD_COLLECTED)
        take_collected(t, rec);
    else
        take_row(t, rec);
    if (rec->tod_ms == WHEN_UNKNOWN) {
        s->bad_times += rec->form != RECORD_COLLECTED &&
                        !str_starts(rec->type, STR("CDR-"));
        return;
    }
    if (s->first_tod == WHEN_UNKNOWN)
        s->first_tod = rec->tod_ms;
    bool unordered = rec->form == RECORD_CDR;
    if (unordered && rec->tod_ms < s->first_tod)
        s->first_tod = rec->tod_ms;
    if (!unordered || s->last_tod == WHEN_UNKNOWN || rec->tod_ms > s->last_tod)
        s->last_tod = rec->tod_ms;
}

/* Adds a sentence to the note. */
static void
note(struct tally *t, struct str sentence)
{
    struct source *s = &t->source;
    if (s->note.n == 0)
        s->note = sentence;
    else
        s->note = str_fmt(
            &t->a, STR_FMT "; " STR_FMT, STR_ARG(s->note), STR_ARG(sentence));
}

static void
note_heads(struct tally *t)
{
    if (t->other_line == 0)
        return;
    const char *which = t->other_node == t->source.node
                            ? "of the same node"
                            : "of another node: load these files one by one";
    note(t, str_fmt(&t->a,
                "%" PRId64 " files run together; the second begins at line "
                "%" PRIu64 " and is %s",
                t->heads, t->other_line, which));
}

static void
note_oddities(struct tally *t)
{
    note_heads(t);
    if (t->listed)
        return; /* the rest of its markup says nothing */
    if (t->before > 0)
        note(t,
            str_fmt(&t->a, "skipped before the first record: %" PRId64 " bytes",
                t->before));
    if (t->skipped > 0)
        note(t, str_fmt(&t->a, "skipped lines that are no rows: %" PRId64,
                    t->skipped));
    if (t->too_long > 0)
        note(t, str_fmt(&t->a, "cut records longer than 64 MiB: %" PRId64,
                    t->too_long));
}

static void
end_empty(struct tally *t, const struct window *w)
{
    struct source *s = &t->source;
    bool none = w->bytes == 0;
    s->status = w->cut && none ? STR("cut")
                : none         ? STR("empty")
                               : STR("not a trace");
    if (none) {
        note(t, w->cut ? STR("cut off before its first byte")
                       : STR("no bytes in it"));
        return;
    }
    note(t, STR("no CUCM trace record in it: expected lines like '00001234.000 "
                "|10:00:00.000 |AppInfo  |...' or, in a calllog, '2031/05/04 "
                "10:00:00.000|SIPL|...', or call records with their line of "
                "column names"));
    if (w->cut)
        note(t, STR("it is cut off"));
}

void
tally_end(struct tally *t, const struct window *w, const struct err *failure)
{
    struct source *s = &t->source;
    s->cut = w->cut || (failure && s->records > 0);
    if (failure) {
        s->status = s->records ? STR("cut") : STR("unreadable");
        note(t, str_dup(&t->a, str_from(failure->text)));
        return;
    }
    if (s->records == 0) {
        end_empty(t, w);
        return;
    }
    if (w->cut) {
        s->status = STR("cut");
        note(t, STR("cut off or damaged; what came before that was read"));
    }
    note_oddities(t);
}

void
tally_source(const struct tally *t, const struct window *w, struct source *src)
{
    const struct source caller = *src;
    *src = t->source;
    src->id = caller.id;
    src->file = caller.file;
    src->member = caller.member;
    src->cluster = caller.cluster;
    src->size = caller.size;
    src->mtime_ms = caller.mtime_ms;
    src->facts = caller.facts;
    src->bytes = w->bytes;
    XXH128_hash_t hash = window_hash(w);
    src->hash_hi = hash.high64;
    src->hash_lo = hash.low64;
}

void
tally_free(struct tally *t)
{
    arena_free(&t->a);
}
