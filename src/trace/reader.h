/* SPDX-License-Identifier: MIT
 *
 * From bytes to records. Finds out by itself what a stream is: an SDL trace, a
 * calllog, or neither. Records span lines; LF and CRLF; records run together
 * on one line with prose around them are told apart (record.collapsed). The
 * grammar is FORMAT 1.3, 2 and 16 of the field guide: header
 * "\d{6,10}.\d{3} |HH:MM:SS.mmm |type |text". One pass, constant memory: the
 * buffer holds the longest record (limit 64 MiB, then it is cut and counted).
 *
 *     struct reader *rd = NULL;
 *     if (reader_open(&rd, in, &e) < 0) ...
 *     while ((r = reader_next(rd, &rec, &e)) > 0)
 *         ...
 *     reader_source(rd, &src);
 *     reader_close(rd);
 */
#ifndef CMTRAIL_TRACE_READER_H
#define CMTRAIL_TRACE_READER_H

#include "base/err.h"
#include "model/record.h"
#include "model/source.h"
#include "trace/input.h"

struct reader;

/* Reads the current stream of `in` (borrowed until reader_close). */
int reader_open(struct reader **rd, struct input *in, struct err *e);

/* Reads bytes that are in memory (tests, `rules explain`, fuzzers). The bytes
 * must outlive the reader. */
int reader_open_memory(struct reader **rd, struct str bytes, struct err *e);

/* The next record.
 * rec:     slices into the reader's buffer, valid until the next call.
 * returns: 1 record, 0 end, -1 the stream cannot be read further (e set; what
 *          came before is good).
 * Bytes before the first record, and lines between calllog rows that are no
 * rows, are skipped and counted (source.note). rec->collapsed is also set for
 * the record before one in the middle of a line. Another FileHead in the
 * stream (files run together by hand) sets the clock to its date: base_ms +
 * tod_ms stays right. One of another node or start of its service ends the
 * part of the stream: 0 is returned there, and reader_source is of the part. */
int reader_next(struct reader *rd, struct record *rec, struct err *e);

/* Whether the stream goes on with a part of another node. */
bool reader_has_part(const struct reader *rd);

/* Goes on with that part; line: where it begins. Its records count their lines
 * on. returns false when there is none. */
bool reader_next_part(struct reader *rd, uint64_t *line);

/* What is known of the stream so far: kind, FileHead's fields, first and last
 * times, counts, hash. Complete after reader_next returned 0 or -1. The
 * strings live in the reader. The path, size and cluster of *src are left as
 * they are. base_ms is set from FileHead (its date and UTC offset), and for a
 * calllog stays unknown until its node's offset is known. */
void reader_source(const struct reader *rd, struct source *src);

/* Safe with NULL. */
void reader_close(struct reader *rd);

/* Fills `src` from the text of a FileHead record ("UTC:+02:00,Date: ...").
 * Fields that are not there stay as they are. The strings are slices of text.
 * returns: whether it was a FileHead text at all. */
bool filehead_parse(struct str text, struct source *src);

#endif
