/* SPDX-License-Identifier: MIT
 *
 * One record of a trace file, as the reader gives it. Plain struct: slices
 * into the reader's buffer, valid until the next reader_next(). */
#ifndef CMTRAIL_MODEL_RECORD_H
#define CMTRAIL_MODEL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum record_form {
    RECORD_SDL,     /* "seq.sub |time |type |text" and its continuation lines */
    RECORD_CALLLOG, /* "date time|SIPL|..." : type is SIPL, SIPT or CC */
    RECORD_COLLECTED, /* a line of a list of collected files: type COLLECTED */
    RECORD_IOS,       /* debug output of an IOS gateway: type is IOS */
    RECORD_SDI,       /* traces of old releases: their records come as */
    RECORD_OLD_SDL,   /* RECORD_SDL, of type AppInfo where they have none */
    RECORD_CDR,       /* a line of a file of call records: type is CDR, or
                         CDR-HEAD (column names), CDR-TYPES */
};

/* Days of 2000. A gateway's trace may go on into years behind it. */
enum { DAY_NO_YEAR_FROM = 10957, DAY_NO_YEAR_DAYS = 366, DAY_NO_YEARS = 3 };
#define DAY_HAS_NO_YEAR(day)                                                   \
    ((day) >= DAY_NO_YEAR_FROM &&                                              \
        (day) < DAY_NO_YEAR_FROM + DAY_NO_YEARS * DAY_NO_YEAR_DAYS)

struct record {
    enum record_form form;
    struct str seq;    /* "04530161.009" as printed; empty for a calllog row */
    struct str type;   /* trimmed: AppInfo, SdlSig, SdlSig-O, Created, ...;
                          SIPL, SIPT, CC for a calllog row */
    struct str signal; /* Sdl* types: the signal's name, trimmed, without any
                          parameters printed into it; else empty */
    struct str text;   /* all behind the bar of the type, with continuation
                          lines (line ends as in the file), without the last
                          line end; of a torn record what surely is whole */
    struct str raw;    /* the whole record as in the file */
    int64_t tod_ms;    /* local ms since the midnight that began the source's
                          first day; WHEN_UNKNOWN when the time is unreadable.
                          Grows by a day when the clock wraps. For a calllog
                          row: ms since 1970 as if its local date and time
                          were UTC; for a call record: ms since 1970 UTC */
    int64_t day;       /* local day that an old trace or a gateway prints: days
                          since 1970, 0 = none. tod_ms then counts from 1970 as a
                          calllog row's does. A day without a year is one of
                          2000: DAY_HAS_NO_YEAR */
    uint64_t line;  /* line of the header, from 1, in the uncompressed file */
    bool collapsed; /* run together with others on one line: its line ends are
                       lost, prose may be glued to it. Set on the record in
                       the middle of a line and on the one before it */
    bool torn;      /* the file ended inside it (only the last record) */
    bool open;      /* torn, and a value at the end of text may go on there */
};

#endif
