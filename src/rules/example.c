/* SPDX-License-Identifier: MIT
 *
 * One well-formed record to its columns: FORMAT 2 (SDL) and 16 (calllogs). */
#include "rules/example.h"

#include "base/csv.h"
#include "base/when.h"
#include "rules/load.h"

static bool
is_seq(struct str s)
{
    size_t point = str_find_byte(s, '.');
    int64_t n;
    return point >= 6 && point <= 10 && s.n - point == 4 &&
           str_to_i64(str_sub(s, 0, point), &n) &&
           str_to_i64(str_skip(s, point + 1), &n);
}

/* The name at the beginning of a signal's first column. */
static struct str
signal_of(struct str type, struct str text)
{
    if (!load_is_signal_type(type))
        return STR("");
    text = str_trim(text);
    size_t n = 0;
    while (n < text.n && ((text.p[n] >= 'a' && text.p[n] <= 'z') ||
                             (text.p[n] >= 'A' && text.p[n] <= 'Z') ||
                             (text.p[n] >= '0' && text.p[n] <= '9') ||
                             text.p[n] == '_' || text.p[n] == '-'))
        n++;
    return str_sub(text, 0, n);
}

static const char *
split_sdl(struct str text, struct record *rec)
{
    struct str rest = text;
    rec->form = RECORD_SDL;
    rec->seq = str_trim(str_cut(&rest, '|'));
    struct str time = str_trim(str_cut(&rest, '|'));
    rec->type = str_trim(str_cut(&rest, '|'));
    rec->text = rest;
    rec->signal = signal_of(rec->type, rest);
    if (!is_seq(rec->seq) || rec->type.n == 0)
        return "this is no record; expected \"00000042.000 |10:00:00.000 "
               "|AppInfo |...\" or a calllog row";
    if (!when_parse_tod(time, &rec->tod_ms))
        rec->tod_ms = WHEN_UNKNOWN;
    return NULL;
}

/* "2031/05/04 10:11:12.131|SIPL|..." */
static bool
split_row(struct str text, struct record *rec)
{
    enum { DATE = 10 };
    struct str rest = text;
    struct str when = str_cut(&rest, '|');
    int64_t days, ms;
    if (when.n <= DATE || !when_parse_date(str_sub(when, 0, DATE), &days) ||
        !when_parse_tod(str_trim(str_skip(when, DATE + 1)), &ms))
        return false;
    rec->form = RECORD_CALLLOG;
    rec->type = str_trim(str_cut(&rest, '|'));
    rec->text = rest;
    rec->tod_ms = days * WHEN_DAY_MS + ms;
    return true;
}

/* "1,3,2028,...": a call record. */
static bool
is_call_record(struct str text)
{
    int64_t type;
    return str_to_i64(csv_cut(&text), &type) && text.n > 0;
}

/* "Nov  5 10:15:30.090: //-1/xxxxxxxxxxxx/SIP/Msg/...": of an IOS gateway. */
static bool
split_ios(struct str text, struct record *rec)
{
    size_t at = str_find(text, STR(": "));
    if (text.n == 0 || text.p[0] < 'A' || text.p[0] > 'Z' || at > 40 ||
        at >= text.n)
        return false;
    rec->form = RECORD_IOS;
    rec->type = STR("IOS");
    rec->text = str_skip(text, at + 2);
    rec->tod_ms = WHEN_UNKNOWN;
    return true;
}

const char *
example_record(struct str text, struct record *rec)
{
    *rec = (struct record){.raw = text, .line = 1};
    if (str_starts(text, STR("<"))) {
        rec->form = RECORD_COLLECTED;
        rec->type = STR("COLLECTED");
        rec->text = text;
        rec->tod_ms = WHEN_UNKNOWN;
        return NULL;
    }
    if (is_call_record(text)) {
        rec->form = RECORD_CDR;
        rec->type = STR("CDR");
        rec->text = text;
        rec->tod_ms = WHEN_UNKNOWN;
        return NULL;
    }
    return split_row(text, rec) || split_ios(text, rec) ? NULL
                                                        : split_sdl(text, rec);
}
