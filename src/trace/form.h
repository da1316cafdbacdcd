/* SPDX-License-Identifier: MIT
 *
 * The grammars of record headers, one per form of trace: where the next
 * header stands in a window of bytes. A further form is a find function, a
 * row of the reader's table, and a value of enum source_kind. Internal to
 * src/trace. */
#ifndef CMTRAIL_TRACE_FORM_H
#define CMTRAIL_TRACE_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/when.h"
#include "model/record.h"
#include "model/source.h"

enum {
    /* No header, with what may stand before it on its line, is longer than
     * FORM_AHEAD; FORM_BACK bytes before a place tell whether a header that
     * goes on there started a line. */
    FORM_AHEAD = 256,
    FORM_BACK = 128,
};

/* Bytes in which a header is looked for. */
struct view {
    const char *p;
    size_t n;
    size_t floor;  /* bytes before it belong to something else */
    bool is_start; /* p[0] is the first byte of the stream */
};

/* A header. Offsets behind `start` count from it, so that the window may move
 * under them. */
struct header {
    size_t start; /* in the view: of the record and what stands before it on
                     its line ("Line 12: ", blanks) */
    size_t seq;
    size_t seq_n;
    size_t type;
    size_t type_n; /* trimmed */
    size_t text;
    int64_t tod_ms; /* of the day (SDL), since 1970 (calllog); WHEN_UNKNOWN
                       when damaged */
    int64_t day;    /* as in struct record */
    bool mid_line;  /* something that is no prefix stands before it */
    bool usual;     /* SDL: at the start of a line, no column is wider or
                       narrower than usual */
};

/* The first header that goes on at from..to (to leaves FORM_AHEAD bytes unless
 * the stream ends at n). returns false when there is none. */
bool sdl_find(const struct view *v, size_t from, size_t to, struct header *h);
/* The usual case, quick: the header behind `last` (whose record begins at
 * last->start), when it and all between are as usual.
 * lines:   line ends between them.
 * returns: false when they are not: sdl_find tells then. */
bool sdl_find_next(const struct view *v, const struct header *last, size_t to,
    struct header *h, size_t *lines);
bool calllog_find(
    const struct view *v, size_t from, size_t to, struct header *h);

/* The same for traces of old releases (sdi.c), and the texts of their records:
 * without the trailer; without the blank columns before it. */
bool sdi_find(const struct view *v, size_t from, size_t to, struct header *h);
bool old_sdl_find(
    const struct view *v, size_t from, size_t to, struct header *h);
struct str sdi_text(struct str text);
struct str old_sdl_text(struct str type, struct str text);

/* Of an IOS gateway's debug output: the first line that speaks of SIP or ISDN;
 * then any line with a time. The address that it sends from, when the text is
 * a request that it sent. */
bool ios_find_first(
    const struct view *v, size_t from, size_t to, struct header *h);
bool ios_find(const struct view *v, size_t from, size_t to, struct header *h);
struct str ios_own_address(struct str text);

/* Of a list of collected files; the node's address in a line of it. */
bool collected_find(
    const struct view *v, size_t from, size_t to, struct header *h);
struct str collected_node(struct str line);

/* Of a file of call records: its line of column names; then any line. */
bool cdr_find_first(
    const struct view *v, size_t from, size_t to, struct header *h);
bool cdr_find(const struct view *v, size_t from, size_t to, struct header *h);
/* What a line of such a file is: CDR-HEAD, CDR-TYPES, CDR; empty when none. */
struct str cdr_type(struct str line);
/* Which columns hold the time (s since 1970 UTC) and the node, from 0; -1 =
 * none. The number in a column of a row; 0 when there is none. */
struct cdr_head {
    int time, node;
};
void cdr_read_head(struct str head, struct cdr_head *h);
int64_t cdr_number(struct str row, int column);

/* Moves *at on to where a line begins, before `to`. returns false when none
 * does. */
bool form_line(const struct view *v, size_t *at, size_t to);

/* Finds what a header's line starts with: sets h->start and h->mid_line, given
 * where the header itself begins. */
void header_set_start(const struct view *v, size_t begins, struct header *h);

/* Bytes at p that a time may consist of: digits, ':' and '.', at most max. */
size_t clock_run(const char *p, size_t max);

/* What is surely whole of the text of a record in whose line the stream ended:
 * a row up to its last bar; else all but the last line, or of a single line all
 * up to the last blank or bar, of a signal's own columns up to the last bar.
 * open: whether more of the line may have followed right behind what is left,
 *       so that a value that ends there may be longer. */
struct str form_whole(
    enum record_form form, struct str type, struct str text, bool *open);

/* The number in an SDL record's seq, before its point; -1 = none. */
int64_t sdl_number(struct str seq);

/* The name in the first column of an Sdl* record's text; else empty. */
struct str sdl_signal(struct str type, struct str text);

/* The node that the tag column of a SIPL or SIPT row names, and the address of
 * the one that wrote it (a slice of text).
 * inbound: the row is of a message that came in; only then is the tag's node
 *          surely the node that wrote the file.
 * returns false when there is none. */
bool calllog_node(
    struct str text, int32_t *node, bool *inbound, struct str *address);

#endif
