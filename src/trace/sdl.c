/* SPDX-License-Identifier: MIT
 *
 * The header of SDL records: "04530161.009 |19:59:21.185 |AppInfo  |text".
 * Nearly all headers begin a line and have columns of the usual width; they are
 * found line by line (sdl_find_next). A search for ".ddd |" goes over all
 * bytes, so that a header in the middle of a line is found too, and one that is
 * damaged (sdl_find). How much damage is still a header: the sequence
 * number, the bars and a type of letters must be there; the time may be any
 * 8 to 14 digits, colons and points. */
#include <endian.h>
#include <string.h>

#include "base/when.h"
#include "trace/form.h"

enum {
    BLOCK = 64, /* places looked at in one go */
    STEP = 16,  /* of them in one step */
    SUB = 3,
    SEQ_MIN = 6,
    SEQ_MAX = 10,
    SEQ_USUAL = 8,
    TIME_MIN = 8,
    TIME_USUAL = 12,
    TIME_MAX = 14,
    TYPE_MAX = 24,
    PAD_MAX = 40,
    TYPE_USUAL = 9, /* bytes of the type's column */
    /* The usual header: "NNNNNNNN.NNN |HH:MM:SS.mmm |TYPE     |". */
    AT_TIME = SEQ_USUAL + 1 + SUB + 2,
    TIME_COLUMN = TIME_USUAL + 2, /* and its bar */
    AT_TYPE = AT_TIME + TIME_COLUMN,
    USUAL = AT_TYPE + TYPE_USUAL + 1,
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What was found of places, each 16th in one: 0 when one of them may be the
 * point of ".ddd |", by the point and the bar. Written so that compilers make
 * vector code of it: without a condition on what is stored. */
struct lanes {
    unsigned char none[STEP];
};

static const struct lanes NONE = {
    {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}};

static inline void
look_at_step(struct lanes *found, const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    for (int i = 0; i < STEP; i++) {
        unsigned char other =
            (unsigned char)((b[i] ^ '.') | (b[i + SUB + 2] ^ '|'));
        unsigned char none = found->none[i];
        found->none[i] = other < none ? other : none;
    }
}

/* Whether a place of p..end may be such a point; also when one of the STEP - 1
 * places before p may. */
static bool
any_may_hold(const char *p, const char *end)
{
    struct lanes found = NONE;
    for (; end - p >= 2 * STEP; p += 2 * STEP) {
        look_at_step(&found, p);
        look_at_step(&found, p + STEP);
    }
    if (end - p >= STEP) {
        look_at_step(&found, p);
        p += STEP;
    }
    if (end > p)
        look_at_step(&found, end - STEP);
    return memcmp(&found, &NONE, sizeof(found)) != 0;
}

static bool
may_hold(const char *p)
{
    return p[0] == '.' && p[SUB + 1] == ' ' && p[SUB + 2] == '|' &&
           is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3]);
}

/* The place of ".ddd |" at from..to, of few bytes, or to. */
static size_t
point_among(const struct view *v, size_t from, size_t to)
{
    if (v->n - from <= SUB + 2)
        return to;
    const char *p = v->p + from + SUB + 2;
    size_t stop = to + SUB + 2 < v->n ? to + SUB + 2 : v->n;
    const char *end = v->p + stop;
    while (p < end && (p = memchr(p, '|', (size_t)(end - p)))) {
        if (may_hold(p - SUB - 2))
            return (size_t)(p - v->p) - SUB - 2;
        p++;
    }
    return to;
}

/* The next place of ".ddd |" at from..to, or to. Everything in the view may be
 * looked at. */
static size_t
next_point(const struct view *v, size_t from, size_t to)
{
    size_t i = from;
    while (i < to) {
        size_t stop = to - i > BLOCK ? i + BLOCK : to;
        bool whole = v->n - i >= BLOCK + SUB + 2;
        size_t at = !whole || any_may_hold(v->p + i, v->p + i + BLOCK)
                        ? point_among(v, i, stop)
                        : stop;
        if (at < stop)
            return at;
        i = stop;
    }
    return to;
}

/* Whether the 8 bytes at p differ from those at zeros by 0..9 each. */
static bool
are_digits(const char *p, const char *zeros)
{
    uint64_t got = 0;
    uint64_t zero = 0;
    memcpy(&got, p, sizeof(got));
    memcpy(&zero, zeros, sizeof(zero));
    uint64_t by = got ^ zero;
    uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0);
    return ((by | (by + UINT64_C(0x0606060606060606))) & high) == 0;
}

/* The same where only some of them are digits: where `fixed` has a byte of
 * ones, that of p is that of zeros. */
static bool
has_shape(const char *p, const char *zeros, const char *fixed)
{
    uint64_t got = 0;
    uint64_t zero = 0;
    uint64_t same = 0;
    memcpy(&got, p, sizeof(got));
    memcpy(&zero, zeros, sizeof(zero));
    memcpy(&same, fixed, sizeof(same));
    return ((got ^ zero) & same) == 0 && are_digits(p, zeros);
}

/* "NNNNNNNN.NNN |", and two digits of a time, as it nearly always is. */
static bool
is_usual_seq(const char *p)
{
    return are_digits(p, "00000000") &&
           has_shape(p + SEQ_USUAL, ".000 |00", "\xff\0\0\0\xff\xff\0\0");
}

/* "HH:MM:SS.mmm" as it nearly always is. */
static bool
is_usual_time(const char *p)
{
    return are_digits(p, "00:00:00") && p[2] == ':' && p[5] == ':' &&
           p[8] == '.' && is_digit(p[9]) && is_digit(p[10]) && is_digit(p[11]);
}

/* ms of a usual time; WHEN_UNKNOWN when there is no such time of day. */
static int64_t
usual_time(const char *p)
{
    int hour = (p[0] - '0') * 10 + p[1] - '0';
    int minute = (p[3] - '0') * 10 + p[4] - '0';
    int second = (p[6] - '0') * 10 + p[7] - '0';
    int milli = (p[9] - '0') * 100 + (p[10] - '0') * 10 + p[11] - '0';
    if (hour > 23 || minute > 59 || second > 59)
        return WHEN_UNKNOWN;
    return ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + milli;
}

/* The same as when_parse_tod, quicker for the usual spelling. */
static int64_t
time_of_day(const char *p, size_t n)
{
    int64_t ms = WHEN_UNKNOWN;
    if (n != TIME_USUAL || !is_usual_time(p)) {
        bool good = when_parse_tod((struct str){p, n}, &ms);
        return good ? ms : WHEN_UNKNOWN;
    }
    return usual_time(p);
}

/* Length of what may be a damaged time; 0 when it is none. */
static size_t
time_size(struct str s, size_t at)
{
    size_t left = s.n - at;
    if (left > TIME_USUAL && is_usual_time(s.p + at) &&
        (s.p[at + TIME_USUAL] == ' ' || s.p[at + TIME_USUAL] == '|'))
        return TIME_USUAL;
    size_t n = clock_run(s.p + at, left < TIME_MAX ? left : TIME_MAX);
    return n < TIME_MIN ? 0 : n;
}

/* Where the sequence number before its point begins; the point when there is
 * none. */
static size_t
seq_begin(const struct view *v, size_t point)
{
    size_t begin = point;
    bool usual = point - v->floor > SEQ_USUAL &&
                 are_digits(v->p + point - SEQ_USUAL, "00000000");
    if (usual)
        begin -= SEQ_USUAL;
    while (begin > v->floor && point - begin <= SEQ_MAX &&
           is_digit(v->p[begin - 1]))
        begin--;
    size_t digits = point - begin;
    if (digits > SEQ_MAX) /* glued to another number */
        return point - SEQ_USUAL;
    return digits < SEQ_MIN ? point : begin;
}

static bool
is_type_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

static size_t
skip_blanks(struct str s, size_t at, size_t max)
{
    size_t stop = s.n - at > max ? at + max : s.n;
    while (at < stop && s.p[at] == ' ')
        at++;
    return at;
}

/* Length of the name in a type's column of the usual width, with its bar; 0
 * when it is none. */
static size_t
usual_type(const char *p)
{
    size_t n = 0;
    while (n < TYPE_USUAL && is_type_byte(p[n]))
        n++;
    for (size_t i = n; i < TYPE_USUAL; i++)
        if (p[i] != ' ')
            return 0;
    return p[TYPE_USUAL] == '|' ? n : 0;
}

/* Whether the line that begins at `start` begins as a usual header does. */
static bool
may_be_usual(const struct view *v, size_t start)
{
    return v->n - start >= USUAL && is_usual_seq(v->p + start);
}

/* Reads a header as nearly all are, where may_be_usual: every column has its
 * usual width. last: the usual header before, or NULL; many records are of its
 * millisecond and type. returns false when it is another one, or none. */
static bool
usual_header(const struct view *v, size_t start, const struct header *last,
    struct header *h)
{
    const char *p = v->p + start;
    const char *was = last ? v->p + last->start : NULL;
    int64_t tod_ms;
    size_t type_n;
    if (was && memcmp(p + AT_TIME, was + AT_TIME, TIME_COLUMN) == 0)
        tod_ms = last->tod_ms;
    else if (is_usual_time(p + AT_TIME) && p[AT_TYPE - 2] == ' ' &&
             p[AT_TYPE - 1] == '|')
        tod_ms = usual_time(p + AT_TIME);
    else
        return false;
    if (was && memcmp(p + AT_TYPE, was + AT_TYPE, TYPE_USUAL + 1) == 0)
        type_n = last->type_n;
    else
        type_n = usual_type(p + AT_TYPE);
    *h = (struct header){
        .start = start,
        .seq_n = SEQ_USUAL + 1 + SUB,
        .type = AT_TYPE,
        .type_n = type_n,
        .text = USUAL,
        .tod_ms = tod_ms,
        .usual = true,
    };
    return type_n > 0;
}

/* The same, by the place of the sequence number's point. */
static bool
usual_header_at(const struct view *v, size_t point, struct header *h)
{
    return point >= v->floor + SEQ_USUAL + 1 &&
           v->p[point - SEQ_USUAL - 1] == '\n' &&
           may_be_usual(v, point - SEQ_USUAL) &&
           usual_header(v, point - SEQ_USUAL, NULL, h);
}

/* Reads the header whose sequence number's point stands at `point`. */
static bool
header_at(const struct view *v, size_t point, struct header *h)
{
    struct str s = {v->p, v->n};
    size_t begins = seq_begin(v, point);
    size_t time = point + 1 + SUB + 2;
    size_t time_n = time_size(s, time);
    if (begins == point || time_n == 0)
        return false;
    size_t bar = skip_blanks(s, time + time_n, PAD_MAX);
    if (bar >= s.n || s.p[bar] != '|')
        return false;
    size_t type = skip_blanks(s, bar + 1, PAD_MAX);
    size_t type_n = 0;
    while (type + type_n < s.n && type_n <= TYPE_MAX &&
           is_type_byte(s.p[type + type_n]))
        type_n++;
    size_t end = skip_blanks(s, type + type_n, PAD_MAX);
    if (type_n == 0 || type_n > TYPE_MAX || end >= s.n || s.p[end] != '|')
        return false;
    header_set_start(v, begins, h);
    h->seq = begins - h->start;
    h->seq_n = point + 1 + SUB - begins;
    h->type = type - h->start;
    h->type_n = type_n;
    h->text = end + 1 - h->start;
    h->tod_ms = time_of_day(s.p + time, time_n);
    h->day = 0;
    h->usual = false;
    return true;
}

bool
sdl_find(const struct view *v, size_t from, size_t to, struct header *h)
{
    for (size_t i = next_point(v, from, to); i < to;
         i = next_point(v, i + 1, to))
        if (usual_header_at(v, i, h) || header_at(v, i, h))
            return true;
    return false;
}

/* Whether a header may begin between a header's text and the line that begins
 * at `line`. Its point and its bar stand on one line, before the line end. */
static bool
any_between(const struct view *v, size_t text, size_t line)
{
    return any_may_hold(v->p + text, v->p + line - SUB - 3) &&
           point_among(v, text, line) < line;
}

bool
sdl_find_next(const struct view *v, const struct header *last, size_t to,
    struct header *h, size_t *lines)
{
    size_t from = last->start + last->text;
    const char *end = v->p + to;
    const char *p = v->p + from;
    *lines = 0;
    /* Else each of many unusual headers would look for one far behind it. */
    if (!last->usual)
        return false;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        size_t start = (size_t)(++p - v->p);
        ++*lines;
        if (may_be_usual(v, start) && usual_header(v, start, last, h))
            return !any_between(v, from, start);
    }
    return false;
}

/* The number that 8 digits make: pairs of them, then fours, then all. */
static int64_t
eight_digits(const char *p)
{
    uint64_t v = 0;
    memcpy(&v, p, sizeof(v));
    v = le64toh(v) - UINT64_C(0x3030303030303030);
    v = v * 10 + (v >> 8);
    v = (v & UINT64_C(0x00ff00ff00ff00ff)) * 100 +
        ((v >> 16) & UINT64_C(0x00ff00ff00ff00ff));
    v = (v & UINT64_C(0x0000ffff0000ffff)) * 10000 + ((v >> 32) & 0xffff);
    return (int64_t)(v & UINT64_C(0xffffffff));
}

int64_t
sdl_number(struct str seq)
{
    if (seq.n == SEQ_USUAL + 1 + SUB) /* of no other grammar */
        return eight_digits(seq.p);
    int64_t number = -1;
    return str_to_i64(str_sub(seq, 0, str_find_byte(seq, '.')), &number)
               ? number
               : -1;
}

struct str
sdl_signal(struct str type, struct str text)
{
    if (type.n < 6 || memcmp(type.p, "Sdl", 3) != 0 ||
        (memcmp(type.p, "SdlSig", 6) != 0 && !str_eq(type, STR("SdlError"))))
        return STR("");
    size_t from = skip_blanks(text, 0, text.n);
    size_t to = from;
    while (to < text.n && (is_type_byte(text.p[to]) || is_digit(text.p[to]) ||
                              text.p[to] == '_'))
        to++;
    return str_sub(text, from, to - from);
}
