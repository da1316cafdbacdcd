/* SPDX-License-Identifier: MIT
 *
 * The reader: headers whole and damaged, records run together, line ends,
 * midnights, FileHead, calllogs; and that neither the size of reads nor line
 * ends nor splitting a file changes the records. */
#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "base/when.h"
#include "check.h"
#include "trace/reader_open.h"

enum { RECORDS_MAX = 2000 };
#define DAY_MS INT64_C(1935619200000) /* 2031-05-04 UTC */

/* The records of one reading, copied. */
struct reading {
    struct arena a;
    struct record v[RECORDS_MAX];
    size_t n;
    struct source source;
};

static void
keep(struct reading *g, const struct record *rec)
{
    struct record *to = &g->v[g->n++];
    *to = *rec;
    to->seq = str_dup(&g->a, rec->seq);
    to->type = str_dup(&g->a, rec->type);
    to->signal = str_dup(&g->a, rec->signal);
    to->text = str_dup(&g->a, rec->text);
    to->raw = str_dup(&g->a, rec->raw);
}

static void
read_with(struct reading *g, const struct reader_options *how)
{
    struct reader *rd = NULL;
    struct record rec;
    struct err e = {0};
    reader_open_with(&rd, how);
    arena_free(&g->a);
    *g = (struct reading){0};
    int r;
    while ((r = reader_next(rd, &rec, &e)) > 0 && g->n < RECORDS_MAX)
        keep(g, &rec);
    CHECK_INT(r, 0);
    reader_source(rd, &g->source);
    g->source.host = str_dup(&g->a, g->source.host);
    g->source.address = str_dup(&g->a, g->source.address);
    g->source.version = str_dup(&g->a, g->source.version);
    g->source.app_start = str_dup(&g->a, g->source.app_start);
    g->source.first_seq = str_dup(&g->a, g->source.first_seq);
    g->source.last_seq = str_dup(&g->a, g->source.last_seq);
    g->source.status = str_dup(&g->a, g->source.status);
    g->source.note = str_dup(&g->a, g->source.note);
    reader_close(rd);
}

static void
read_text(struct reading *g, const char *text)
{
    struct reader_options how = {.bytes = str_from(text)};
    read_with(g, &how);
}

/* One line alone: what its header gives; type "" = it is none. */
static const struct {
    const char *line;
    const char *seq;
    const char *type;
    const char *signal;
    int64_t tod_ms;
    const char *text;
} HEADERS[] = {
    {"00000001.000 |10:00:00.001 |AppInfo  |hello\n", "00000001.000", "AppInfo",
        "", 36000001, "hello"},
    {"00000001.000 |10:00:00.001 |AppInfo ||x|y\r\n", "00000001.000", "AppInfo",
        "", 36000001, "|x|y"},
    {"123456.789 |23:59:59.999 |Created|\n", "123456.789", "Created", "",
        86399999, ""},
    {"1234567890.000 |00:00:00.000 |SdlSig-O |Sig_1X    |NA  |\n",
        "1234567890.000", "SdlSig-O", "Sig_1X", 0, "Sig_1X    |NA  |"},
    {"00000001.000 |10:00:00.001 |SdlSig   | LeadInd (a=1)|wait|\n",
        "00000001.000", "SdlSig", "LeadInd", 36000001, " LeadInd (a=1)|wait|"},
    {"00000001.000 |10:00:00.001 |SdlError |OrphanInd   |wait|\n",
        "00000001.000", "SdlError", "OrphanInd", 36000001,
        "OrphanInd   |wait|"},
    {"00000001.000 |10:00:00.001 |SdlStat  |Period: 5s #Lines: 3\n",
        "00000001.000", "SdlStat", "", 36000001, "Period: 5s #Lines: 3"},
    {"00000001.000 |10:00:00.001 |SdlSig-S |\n", "00000001.000", "SdlSig-S", "",
        36000001, ""},
    /* damaged times are records */
    {"00000001.000 |10:00:192.0201 |SdlSig   |T|\n", "00000001.000", "SdlSig",
        "T", WHEN_UNKNOWN, "T|"},
    {"00000001.000 |25:00:00.000 |AppInfo  |x\n", "00000001.000", "AppInfo", "",
        WHEN_UNKNOWN, "x"},
    {"00000001.000 |1:0:00.00 |AppInfo  |x\n", "00000001.000", "AppInfo", "",
        WHEN_UNKNOWN, "x"},
    {"00000001.000 |192.0.2.100.1 |AppInfo |x\n", "00000001.000", "AppInfo", "",
        WHEN_UNKNOWN, "x"},
    /* before it on its line */
    {"Line 2364: 00000001.000 |10:00:00.001 |AppInfo  |x\n", "00000001.000",
        "AppInfo", "", 36000001, "x"},
    {"  \t00000001.000 |10:00:00.001 |AppInfo  |x\n", "00000001.000", "AppInfo",
        "", 36000001, "x"},
    {"\xef\xbb\xbf"
     "00000001.000 |10:00:00.001 |AppInfo  |x\n",
        "00000001.000", "AppInfo", "", 36000001, "x"},
    /* none */
    {"00001.000 |10:00:00.001 |AppInfo  |five digits\n", "", "", "", 0, ""},
    {"00000001.00 |10:00:00.001 |AppInfo  |two digits\n", "", "", "", 0, ""},
    {"00000001.000|10:00:00.001 |AppInfo  |no blank\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:0 |AppInfo  |short time\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:00.0001234567 |AppInfo  |long\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:00.x01 |AppInfo  |letter\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:00.001 |App1nfo  |digit\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:00.001 |AppInfo  no bar\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:00.001 |   |no type\n", "", "", "", 0, ""},
    {"00000001.000 |10:00:00.001 |AppInfo", "", "", "", 0, ""},
    {"00000001.000 |", "", "", "", 0, ""},
    {".000 |10:00:00.001 |AppInfo |x\n", "", "", "", 0, ""},
};

static void
test_headers(struct reading *g)
{
    for (size_t i = 0; i < COUNTOF(HEADERS); i++) {
        read_text(g, HEADERS[i].line);
        size_t want = HEADERS[i].type[0] != '\0';
        bool ok = CHECK_INT(g->n, want);
        if (ok && want) {
            const struct record *r = &g->v[0];
            ok &= CHECK_STR(r->seq, HEADERS[i].seq);
            ok &= CHECK_STR(r->type, HEADERS[i].type);
            ok &= CHECK_STR(r->signal, HEADERS[i].signal);
            ok &= CHECK_INT(r->tod_ms, HEADERS[i].tod_ms);
            ok &= CHECK_STR(r->text, HEADERS[i].text);
            ok &= CHECK_STR(r->raw, HEADERS[i].line);
            ok &= CHECK(!r->collapsed && !r->torn);
            ok &= CHECK_INT(
                g->source.bad_times, HEADERS[i].tod_ms == WHEN_UNKNOWN);
        }
        if (!ok)
            printf("    row %zu: %s\n", i, HEADERS[i].line);
    }
}

/* The same three records written three ways; the last two cut through prose
 * and digits. */
static const char *const WAYS[] = {
    "00000007.001 |10:00:00.001 |AppInfo  |first=1\n"
    "00000008.001 |10:00:00.002 |AppInfo  |second LIST\n"
    "00000009.000 |10:00:00.003 |SdlSig   |ThirdInd |wait|\n",
    "00000007.001 |10:00:00.001 |AppInfo |first=1 00000008.001 |10:00:00.002 "
    "|AppInfo |second LIST00000009.000 |10:00:00.003 |SdlSig |ThirdInd "
    "|wait|\n",
    "As one sees here: 00000007.001 |10:00:00.001 |AppInfo |first=1 "
    "00000008.001 |10:00:00.002 |AppInfo |second LIST\n"
    "Line 17: 00000009.000 |10:00:00.003 |SdlSig |ThirdInd |wait|\n",
    "port 506000000007.001 |10:00:00.001 |AppInfo |first=1\n00000008.001 "
    "|10:00:00.002 |AppInfo |second LIST\r\n"
    " 00000009.000 |10:00:00.003 |SdlSig |ThirdInd |wait|\n",
};

static void
test_run_together(struct reading *g)
{
    for (size_t i = 0; i < COUNTOF(WAYS); i++) {
        read_text(g, WAYS[i]);
        bool ok = CHECK_INT(g->n, 3) && CHECK_STR(g->v[0].text, "first=1") &&
                  CHECK_STR(g->v[1].text, "second LIST") &&
                  CHECK_STR(g->v[2].signal, "ThirdInd") &&
                  CHECK_STR(g->v[0].seq, "00000007.001") &&
                  CHECK_STR(g->v[2].seq, "00000009.000") &&
                  CHECK_INT(g->v[2].tod_ms, 36000003);
        if (!ok)
            printf("    way %zu\n", i);
    }
    read_text(g, WAYS[0]);
    CHECK(!g->v[0].collapsed && !g->v[1].collapsed && !g->v[2].collapsed);
    CHECK_INT(g->v[2].line, 3);
    read_text(g, WAYS[1]);
    CHECK(g->v[0].collapsed && g->v[1].collapsed && g->v[2].collapsed);
    CHECK_INT(g->v[2].line, 1);
    read_text(g, WAYS[2]);
    CHECK(g->v[0].collapsed && g->v[1].collapsed && !g->v[2].collapsed);
    CHECK_INT(g->v[2].line, 2);
    CHECK(str_has(
        g->source.note, STR("skipped before the first record: 14 bytes")));
}

static void
test_lines(struct reading *g)
{
    read_text(g, "prose\n\n"
                 "00000001.001 |10:00:00.001 |AppInfo  |Incoming\n"
                 "[7,NET]\n"
                 "INVITE sip:5551@192.0.2.1 SIP/2.0\r\nVia: x\r\n\r\nv=0\r\n\n"
                 "00000002.000 |10:00:00.002 |AppInfo  |next\n"
                 "\n"
                 "200 24 OK\n"
                 "|CallingPartyNumber=5551\n"
                 "00000003.000 |10:00:00.003 |AppInfo  |torn");
    CHECK_INT(g->n, 3);
    CHECK_STR(g->v[0].text,
        "Incoming\n[7,NET]\nINVITE sip:5551@192.0.2.1 SIP/2.0\r\nVia: "
        "x\r\n\r\nv=0\r\n");
    CHECK_STR(g->v[1].text, "next\n\n200 24 OK\n|CallingPartyNumber=5551");
    CHECK_INT(g->v[0].line, 3);
    CHECK_INT(g->v[1].line, 10);
    CHECK_INT(g->v[2].line, 14);
    CHECK(!g->v[1].torn && g->v[2].torn);
    CHECK_STR(g->source.status, "ok");
    CHECK_STR(g->source.first_seq, "00000001.001");
    CHECK_STR(g->source.last_seq, "00000003.000");
    CHECK_INT(g->source.first_tod, 36000001);
    CHECK_INT(g->source.last_tod, 36000003);
}

/* Numbers that skip by far say that a part was cut out; those of another
 * thread, and of a service that started anew, do not. */
static void
test_lost(struct reading *g)
{
    read_text(g, "00000900.000 |10:00:00.001 |SdlSig   |a\n"
                 "00000960.000 |10:00:00.002 |SdlSig   |b\n"
                 "00000901.000 |10:00:00.003 |SdlSig   |c\n"
                 "00001030.000 |10:00:00.004 |SdlSig   |d\n"
                 "00000007.000 |10:00:00.005 |SdlSig   |e\n"
                 "00000008.000 |10:00:00.006 |SdlSig   |f\n");
    CHECK_INT(g->n, 6);
    CHECK_INT(g->source.lost, 0);
    read_text(g, "00000900.000 |10:00:00.001 |SdlSig   |a\n"
                 "00000901.000 |10:00:00.002 |SdlSig   |b\n"
                 "00001202.000 |10:01:00.000 |SdlSig   |c\n"
                 "00001402.000 |10:02:00.000 |SdlSig   |d\n");
    CHECK_INT(g->source.lost, 300);
    CHECK_INT(g->source.lost_from, 36000002);
    CHECK_INT(g->source.lost_to, 36060000);
    read_text(g, "12345678.000 |10:00:00.001 |SdlSig   |a\n"
                 "98765432.000 |10:00:00.002 |SdlSig   |b\n");
    CHECK_INT(g->source.lost, 98765432 - 12345678 - 1);
    read_text(g, "999999.000 |10:00:00.001 |SdlSig   |a\n"
                 "1000000002.000 |10:00:00.002 |SdlSig   |b\n");
    CHECK_INT(g->source.lost, 1000000002 - 999999 - 1);
}

/* Whatever stands between two usual headers, and however like the one before
 * the next is. */
static void
test_usual_headers(struct reading *g)
{
    static const struct {
        const char *between;
        int64_t records; /* more than the first and the last */
        int64_t last_line;
    } rows[] = {
        {"\n", 0, 2},
        {"a text of some length that is no multiple of anything\n", 0, 2},
        {"1\n2\n\n12345678\n", 0, 5},
        {"192.0.2.110 |a bar\n.123 |b\n", 0, 3},
        {"00000001.001 |no time |AppInfo  |\n", 0, 2},
        {"a 00000001.001 |10:00:00.000 |AppInfo  |b\n", 1, 2},
        {"a\n00000001.001 |10:00:00.000 |SdlSig   |b\n", 1, 3},
        {"a\n00000001.001 |10:00:00.000 |SdlSig-O |b\n", 1, 3},
        {"a\n00000001.001 |10:00:00.00  |AppInfo  |b\n", 1, 3},
        {"a\n00000001.001 |10:00:00.000 |AppInfo |b\n", 1, 3},
        {"a\n0000000001.001 |10:00:00.000 |AppInfo  |b\n", 1, 3},
        {"a\n000001.001 |10:00:00.000 |AppInfo  |b\n", 1, 3},
        {"a\n00000001.001 |10:00:00.000 |AppInfo 1|b\n", 0, 3},
        {"a\n00000001.001 |10:00:00.000 |App.Inf  |b\n", 0, 3},
        {"a\nLine 3: 00000001.001 |10:00:00.000 |AppInfo  |b\n", 1, 3},
        {"00000001.001 |10:00:00.000 |AppInfo  |00000002.000 |10:00:00.000 "
         "|AppInfo  |b\n",
            2, 2},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena a = {NULL, 0};
        struct str text = str_fmt(&a,
            "00000001.000 |10:00:00.000 |AppInfo  |%s"
            "00000003.000 |10:00:00.000 |AppInfo  |end\n",
            rows[i].between);
        read_with(g, &(struct reader_options){.bytes = text});
        CHECK_INT(g->n, rows[i].records + 2);
        CHECK_INT(g->v[g->n - 1].line, rows[i].last_line);
        CHECK_STR(g->v[g->n - 1].text, "end");
        arena_free(&a);
    }
}

/* The columns of a header are its own, not those of the one before. */
static void
test_other_columns(struct reading *g)
{
    read_text(g, "00000001.000 |10:00:00.000 |AppInfo  |a\n"
                 "00000001.001 |10:00:00.000 |AppInfo  |b\n"
                 "00000001.002 |10:00:00.001 |AppInfo  |c\n"
                 "00000002.000 |10:00:00.001 |SdlSig   |d\n"
                 "00000002.001 |25:00:00.001 |SdlSig   |e\n"
                 "00000002.002 |25:00:00.001 |SdlSig-O |f\n");
    static const char *const types[] = {
        "AppInfo", "AppInfo", "AppInfo", "SdlSig", "SdlSig", "SdlSig-O"};
    static const int64_t times[] = {
        36000000, 36000000, 36000001, 36000001, WHEN_UNKNOWN, WHEN_UNKNOWN};
    CHECK_INT(g->n, COUNTOF(types));
    for (size_t i = 0; i < g->n; i++) {
        CHECK_STR(g->v[i].type, types[i]);
        CHECK_INT(g->v[i].tod_ms, times[i]);
        CHECK_INT(g->v[i].line, i + 1);
    }
    CHECK_INT(g->source.bad_times, 2);
}

static void
test_midnight(struct reading *g)
{
    static const struct {
        const char *clock;
        int64_t tod_ms;
    } rows[] = {
        {"23:59:59.900", WHEN_DAY_MS - 100},
        {"23:59:59.999", WHEN_DAY_MS - 1},
        {"23:59:59.998", WHEN_DAY_MS - 2}, /* a small step back */
        {"00:00:00.001", WHEN_DAY_MS + 1},
        {"23:59:59.999", WHEN_DAY_MS - 1}, /* a late one of the old day */
        {"00:00:00.002", WHEN_DAY_MS + 2},
        {"09:00:00.000", WHEN_DAY_MS + 9 * 3600000},
        {"08:00:00.000", WHEN_DAY_MS + 8 * 3600000},
        {"23:00:00.000", WHEN_DAY_MS + 23 * 3600000},
        {"01:00:00.000", 2 * WHEN_DAY_MS + 3600000},
    };
    struct out o;
    out_init_mem(&o);
    for (size_t i = 0; i < COUNTOF(rows); i++)
        out_fmt(&o, "%08zu.000 |%s |AppInfo  |x\n", i, rows[i].clock);
    struct reader_options how = {.bytes = out_text(&o)};
    read_with(g, &how);
    CHECK_INT(g->n, COUNTOF(rows));
    for (size_t i = 0; i < COUNTOF(rows); i++)
        if (!CHECK_INT(g->v[i].tod_ms, rows[i].tod_ms))
            printf("    row %zu\n", i);
    out_close(&o, NULL);
}

#define HEAD                                                                   \
    "UTC:-04:00,Date: 2031/05/04, AppName: CCM, AppId: 100, AppNodeId: 4, "    \
    "AppVersion: CUCM Install=12.9.1.10000-1 Build=1 (0a1b2c) memlog=20, "     \
    "HostName: edge-sub, HostIPAddress: ::ffff:192.0.2.14, AppStartTime: "     \
    "2031/04/01 03:02:01, FileNumber: 77, TraceVer: 3.0"

static void
test_filehead(void)
{
    struct source s = {.utc_offset_s = WHEN_NO_OFFSET, .file_number = -1};
    CHECK(filehead_parse(STR(HEAD), &s));
    CHECK_INT(s.utc_offset_s, -14400);
    CHECK_INT(s.base_ms, DAY_MS + 14400000);
    CHECK_INT(s.node, 4);
    CHECK_INT(s.app, 100);
    CHECK_INT(s.file_number, 77);
    CHECK_STR(s.host, "edge-sub");
    CHECK_STR(s.address, "192.0.2.14");
    CHECK_STR(s.app_start, "2031/04/01 03:02:01");
    CHECK_STR(
        s.version, "CUCM Install=12.9.1.10000-1 Build=1 (0a1b2c) memlog=20");
    CHECK(s.has_head && s.date_from == DATE_FILEHEAD);

    struct source odd = {.utc_offset_s = WHEN_NO_OFFSET,
        .base_ms = WHEN_UNKNOWN,
        .file_number = -1,
        .app = 7};
    CHECK(filehead_parse(
        STR("Date: 2031/05/04, AppId: x, AppNodeId: 12, AppVersion: a, b , "
            "HostName: h,HostIPAddress: 2001:db8::1"),
        &odd));
    CHECK_INT(odd.node, 12);
    CHECK_INT(odd.app, 7);
    CHECK_INT(odd.base_ms, WHEN_UNKNOWN);
    CHECK_INT(odd.utc_offset_s, WHEN_NO_OFFSET);
    CHECK_INT(odd.file_number, -1);
    CHECK_STR(odd.version, "a, b");
    CHECK_STR(odd.host, "h");
    CHECK_STR(odd.address, "2001:db8::1");
    CHECK(odd.date_from == DATE_UNKNOWN);

    struct source none = {0};
    CHECK(!filehead_parse(STR("XDate: 2031/05/04"), &none));
    CHECK(!filehead_parse(STR(""), &none));
    CHECK(!none.has_head);
}

/* Two files in one stream: the second's records keep their true moment. */
static void
test_two_files(struct reading *g)
{
    read_text(g,
        "00000001.000 |23:00:00.000 |FileHead |" HEAD "\n"
        "00000002.000 |00:10:00.000 |AppInfo  |wrapped\n"
        "00000001.000 |11:00:00.000 |FileHead |UTC:-04:00,Date: 2031/05/02, "
        "AppId: 100, AppNodeId: 4\n"
        "00000002.000 |11:00:00.001 |AppInfo  |two days before\n");
    const struct source *s = &g->source;
    CHECK_INT(g->n, 4);
    CHECK_INT(s->base_ms, DAY_MS + 14400000);
    CHECK_INT(s->node, 4);
    CHECK_INT(g->v[1].tod_ms, WHEN_DAY_MS + 600000);
    CHECK_INT(g->v[2].tod_ms, 11 * 3600000 - 2 * WHEN_DAY_MS);
    CHECK_INT(g->v[3].tod_ms, 11 * 3600000 - 2 * WHEN_DAY_MS + 1);
    CHECK(str_has(s->note, STR("2 files run together; the second begins at "
                               "line 3 and is of the same node")));

    /* An excerpt before FileHead: it is of the day before. */
    read_text(g, "00000001.000 |23:00:00.000 |AppInfo  |before\n"
                 "00000002.000 |00:00:00.500 |FileHead |" HEAD "\n");
    CHECK_INT(g->v[0].tod_ms, 23 * 3600000);
    CHECK_INT(g->v[1].tod_ms, WHEN_DAY_MS + 500);
    CHECK_INT(g->source.base_ms, DAY_MS + 14400000 - WHEN_DAY_MS);
    CHECK_STR(g->source.note, "");
}

/* Files of two nodes: the reader gives one after the other. */
static void
test_parts(void)
{
    static const char text[] =
        "00000001.000 |10:00:00.000 |FileHead |" HEAD "\n"
        "00000002.000 |10:00:01.000 |AppInfo  |first\n"
        "00000901.000 |11:00:00.000 |FileHead |UTC:-04:00,Date: 2031/05/02, "
        "AppId: 100, AppNodeId: 5\n"
        "00000902.000 |11:00:00.001 |AppInfo  |second\n"
        "00000903.000 |11:00:00.002 |AppInfo  |torn";
    static const size_t chunks[] = {0, 1, 50, 1000};
    for (size_t i = 0; i < COUNTOF(chunks); i++) {
        struct reader_options how = {
            .bytes = str_from(text), .chunk = chunks[i]};
        struct reader *rd;
        struct record rec;
        struct source one = {0}, two = {0};
        struct err e;
        uint64_t line = 0;
        reader_open_with(&rd, &how);
        CHECK_INT(reader_next(rd, &rec, &e), 1);
        CHECK_INT(reader_next(rd, &rec, &e), 1);
        CHECK_INT(reader_next(rd, &rec, &e), 0);
        CHECK_INT(reader_next(rd, &rec, &e), 0);
        CHECK(reader_has_part(rd));
        reader_source(rd, &one);
        CHECK_INT(one.node, 4);
        CHECK_INT(one.records, 2);
        CHECK_STR(one.status, "ok");
        CHECK(reader_next_part(rd, &line) && !reader_has_part(rd));
        CHECK_INT(line, 3);
        CHECK_INT(reader_next(rd, &rec, &e), 1);
        CHECK_STR(rec.seq, "00000901.000");
        CHECK_INT(reader_next(rd, &rec, &e), 1);
        CHECK_STR(rec.text, "second");
        CHECK_INT(rec.line, 4);
        CHECK_INT(reader_next(rd, &rec, &e), 1);
        CHECK(rec.torn);
        CHECK_INT(reader_next(rd, &rec, &e), 0);
        reader_source(rd, &two);
        CHECK_INT(two.node, 5);
        CHECK_INT(two.records, 3);
        CHECK_INT(one.bytes + two.bytes, (int64_t)strlen(text));
        CHECK(one.hash_hi != two.hash_hi);
        CHECK(!reader_next_part(rd, &line));
        reader_close(rd);
    }
}

static void
test_calllog(struct reading *g)
{
    read_text(g,
        "2031/05/04 10:11:12.131|CC|SETUP|1|2|5551|5552|5552\n"
        "2031/05/04 10:11:12.132|SIPL|70000001|TCP|OUT|192.0.2.14|5060|"
        "SEP0011AABB22CC|192.0.2.77|50001|9,100,14,1.3^192.0.2.7^*|1|a@b|"
        "INVITE\n"
        "garbage\n\n"
        "Line 12: 2031/05/04_10:11:12.133|SIPT|70000002|TCP|IN|192.0.2.14|"
        "5060|TRUNK|192.0.2.78|5060|4,100,14,2.3^192.0.2.7^*|2|a@b|200 OK\r\n"
        "2031/05/04 10:11:192.1331|SIPT|1|TCP|IN|a|1|T|b|2|8,100,1,1.1^*^*|2|c"
        "|BYE\n"
        "2031/05/04 10:11:13.000|OTHER|x\n"
        "2031/05/05 00:00:00.000|CC|RELEASE|1|2|16");
    const struct source *s = &g->source;
    CHECK_INT(s->kind, SOURCE_CALLLOG);
    CHECK_INT(g->n, 5);
    CHECK_INT(g->v[0].form, RECORD_CALLLOG);
    CHECK_STR(g->v[0].type, "CC");
    CHECK_STR(g->v[0].text, "SETUP|1|2|5551|5552|5552");
    CHECK_STR(g->v[0].seq, "");
    CHECK_STR(g->v[0].signal, "");
    CHECK_INT(g->v[0].tod_ms, DAY_MS + 36672131);
    CHECK_STR(g->v[1].type, "SIPL");
    CHECK_INT(g->v[2].tod_ms, DAY_MS + 36672133);
    CHECK(str_ends(g->v[2].text, STR("|200 OK")));
    CHECK_INT(g->v[2].line, 5);
    CHECK_INT(g->v[3].tod_ms, WHEN_UNKNOWN);
    CHECK_INT(g->v[4].tod_ms, DAY_MS + WHEN_DAY_MS);
    CHECK(!g->v[3].torn && g->v[4].torn);
    CHECK_INT(s->bad_times, 1);
    CHECK_INT(s->node, 4); /* an outgoing row's tag may be another node's */
    CHECK_INT(s->app, 100);
    CHECK_INT(s->base_ms, WHEN_UNKNOWN);
    CHECK_INT(s->date_from, DATE_ROW);
    CHECK(str_has(s->note, STR("skipped lines that are no rows: 3")));
}

/* Rows whose line ends were lost, or are bare CRs. */
static void
test_calllog_run_together(struct reading *g)
{
    static const char *const rows[] = {
        "2031/05/04 10:11:12.131|CC|SETUP|1|2|5551|5552|1003",
        "2031/05/04 10:11:12.132|CC|OFFERED|1|2|5551|5552|5552|T|",
        ("2031/05/04_10:11:12.133|SIPL|1|TCP|OUT|192.0.2.14|5060|T|192.0.2.7|"
         "5|4,100,14,1.3^192.0.2.7^*|1|a@b|INVITE"),
        "2031/05/04 10:11:13.000|CC|RELEASE|1|2|16",
    };
    static const struct {
        const char *between, *end;
        bool torn;
    } ways[] = {{" ", "", true}, {" ", "\n", false}, {" ", "\r\n", false},
        {"\r", "\r", false}, {"", "", true}, {"\n", "\n", false}};
    static const size_t chunks[] = {0, 1, 7, 300};
    for (size_t k = 0; k < COUNTOF(ways) * COUNTOF(chunks); k++) {
        struct out o;
        out_init_mem(&o);
        for (size_t i = 0; i < COUNTOF(rows); i++) {
            out_z(&o, i > 0 ? ways[k / COUNTOF(chunks)].between : "");
            out_z(&o, rows[i]);
        }
        out_z(&o, ways[k / COUNTOF(chunks)].end);
        struct reader_options how = {
            .bytes = out_text(&o), .chunk = chunks[k % COUNTOF(chunks)]};
        read_with(g, &how);
        if (CHECK_INT(g->n, COUNTOF(rows))) {
            CHECK_STR(g->v[0].text, "SETUP|1|2|5551|5552|1003");
            CHECK_STR(g->v[1].text, "OFFERED|1|2|5551|5552|5552|T|");
            CHECK(str_ends(g->v[2].text, STR("|INVITE")));
            bool torn = ways[k / COUNTOF(chunks)].torn;
            CHECK_STR(g->v[3].text, torn ? "RELEASE|1|2|" : "RELEASE|1|2|16");
            CHECK_INT(g->v[3].tod_ms, DAY_MS + 36673000);
            CHECK(g->v[3].torn == torn && g->v[3].open == torn);
            CHECK(!str_has(g->source.note, STR("skipped")));
        }
        out_close(&o, NULL);
    }
}

/* What touches the end of a file that ends inside a line may go on. */
static void
test_torn(struct reading *g)
{
    static const struct {
        const char *last, *text;
        bool open;
    } cases[] = {
        {"AppInfo  |LBMIF: CI: 67109041 ASSOC 671090",
            "LBMIF: CI: 67109041 ASSOC ", true},
        {"AppInfo  |LBMIF: CI: 67109041 ASSOC 67109042\n",
            "LBMIF: CI: 67109041 ASSOC 67109042", false},
        {"AppInfo  |LBMIF: CI: 67109041 ASSOC 67109042\r",
            "LBMIF: CI: 67109041 ASSOC 67109042\r", false},
        {"AppInfo  |one\nCall-ID: a@192.0.2.1", "one", false},
        {"SdlSig   |CcSetupReq  |restart0 |SIPD(4,10",
            "CcSetupReq  |restart0 |", true},
        {"SdlSig   |CcSet", "", true},
        {"SdlSig   |A |b |c |d |e |x=1 CI=671", "A |b |c |d |e |x=1 ", true},
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        struct out o;
        out_init_mem(&o);
        out_z(&o, "00000001.000 |10:00:00.001 |AppInfo  |x\n"
                  "00000002.000 |10:00:00.002 |");
        out_z(&o, cases[i].last);
        struct reader_options how = {.bytes = out_text(&o)};
        read_with(g, &how);
        if (CHECK_INT(g->n, 2)) {
            CHECK_STR(g->v[1].text, cases[i].text);
            CHECK(g->v[1].open == cases[i].open);
            CHECK_INT(g->v[1].raw.n, o.n - 40);
        }
        out_close(&o, NULL);
    }
}

static void
test_status(struct reading *g)
{
    read_text(g, "");
    CHECK_STR(g->source.status, "empty");
    CHECK_INT(g->source.kind, SOURCE_UNKNOWN);
    read_text(g, "hello\nworld\n");
    CHECK_STR(g->source.status, "not a trace");
    CHECK(str_has(g->source.note, STR("no CUCM trace record in it")));
    CHECK_INT(g->source.bytes, 12);
    CHECK_INT(g->n, 0);
}

static void
test_too_long(struct reading *g)
{
    struct out o;
    out_init_mem(&o);
    out_z(&o, "00000001.000 |10:00:00.001 |AppInfo  |");
    out_pad(&o, 'x', 5000);
    out_z(&o, "\n00000002.000 |10:00:00.002 |AppInfo  |short\n");
    out_z(&o, "00000003.000 |10:00:00.003 |AppInfo  |");
    out_pad(&o, '\n', 3000);
    size_t chunks[] = {0, 1, 333, 100000};
    for (size_t i = 0; i < COUNTOF(chunks); i++) {
        struct reader_options how = {
            .bytes = out_text(&o), .chunk = chunks[i], .record_max = 1000};
        read_with(g, &how);
        CHECK_INT(g->n, 3);
        CHECK_INT(g->v[0].raw.n, 1000);
        CHECK_STR(g->v[1].text, "short");
        CHECK_INT(g->v[2].raw.n, 1000);
        CHECK(!g->v[2].torn);
        CHECK_STR(g->source.note, "cut records longer than 64 MiB: 2");
    }
    out_close(&o, NULL);
}

/* A file made by chance from a seed: what real ones are made of. */
static void
make_file(struct out *o, uint32_t seed, bool run_together)
{
    static const char *const tails[] = {"\n", "\n\n", "\n|Key=1\n|Other=2\n",
        "\n[12,NET]\nBYE sip:5551@192.0.2.9 SIP/2.0\nVia: x\n\n",
        "\n12345678.9\n.000 |1\n 00:00:00.000 |\n",
        "|R:N-H:0,N:1|1.000 |x|...000 |7777\n"};
    static const char *const types[] = {
        "SdlSig   ", "AppInfo  ", "SdlSig-O ", "Created  ", "SdlStat  "};
    uint32_t x = seed;
    for (unsigned i = 0; i < 120; i++) {
        x = x * 1664525U + 1013904223U;
        uint32_t dice = x >> 16;
        out_fmt(o, "%08u.%03u |%02u:%02u:%02u.%03u |%s|Name%u |", 1000 + i,
            dice % 7, 10 + i / 60, i % 60, dice % 60, dice % 1000,
            types[dice % COUNTOF(types)], dice);
        out_pad(o, (char)('a' + dice % 26), dice % 300);
        bool glue = run_together && dice % 5 == 0;
        out_z(o, glue ? " " : tails[(x >> 8) % COUNTOF(tails)]);
    }
}

static struct str
without_cr(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
    return (struct str){p, n};
}

static struct str
with_cr(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n * 2);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            p[n++] = '\r';
        p[n++] = s.p[i];
    }
    return (struct str){p, n};
}

/* Whether two readings gave the same, line ends aside. */
static bool
same(struct arena *a, const struct reading *x, const struct reading *y)
{
    bool ok = CHECK_INT(x->n, y->n);
    for (size_t i = 0; ok && i < x->n; i++) {
        const struct record *l = &x->v[i];
        const struct record *r = &y->v[i];
        ok = CHECK(str_eq(l->seq, r->seq) && str_eq(l->type, r->type) &&
                   str_eq(l->signal, r->signal) && l->tod_ms == r->tod_ms &&
                   l->line == r->line && l->collapsed == r->collapsed &&
                   l->torn == r->torn &&
                   str_eq(without_cr(a, l->text), without_cr(a, r->text)) &&
                   str_eq(without_cr(a, l->raw), without_cr(a, r->raw)));
    }
    return ok;
}

static void
test_reads_do_not_matter(struct reading *one, struct reading *other)
{
    static const size_t chunks[] = {1, 2, 7, 300, 1021, 4096, 1 << 20};
    struct arena a = {0};
    for (uint32_t seed = 1; seed <= 12; seed++) {
        struct out o;
        out_init_mem(&o);
        make_file(&o, seed, seed % 2);
        struct str lf = out_text(&o);
        struct reader_options plain = {.bytes = lf};
        read_with(one, &plain);
        CHECK_INT(one->n, 120);
        for (size_t i = 0; i < COUNTOF(chunks); i++) {
            struct reader_options how = {.bytes = lf, .chunk = chunks[i]};
            read_with(other, &how);
            bool ok = same(&a, one, other);
            CHECK(one->source.hash_lo == other->source.hash_lo);
            CHECK(one->source.hash_hi == other->source.hash_hi);
            how.bytes = with_cr(&a, lf);
            read_with(other, &how);
            if (!same(&a, one, other) || !ok)
                printf("    seed %u, reads of %zu\n", seed, chunks[i]);
        }
        out_close(&o, NULL);
        arena_reset(&a);
    }
    arena_free(&a);
}

/* Cutting a file before any record gives the same records in two streams. */
static void
test_split_anywhere(struct reading *whole, struct reading *part)
{
    struct out o;
    out_init_mem(&o);
    make_file(&o, 99, false);
    struct str all = out_text(&o);
    struct reader_options how = {.bytes = all};
    read_with(whole, &how);
    size_t at = 0;
    for (size_t k = 0; k < whole->n; k++) {
        how.bytes = str_sub(all, 0, at);
        read_with(part, &how);
        bool ok = CHECK_INT(part->n, k);
        for (size_t i = 0; ok && i < k; i++)
            ok = CHECK(str_eq(part->v[i].raw, whole->v[i].raw));
        how.bytes = str_skip(all, at);
        read_with(part, &how);
        ok = ok && CHECK_INT(part->n, whole->n - k);
        for (size_t i = k; ok && i < whole->n; i++)
            ok = CHECK(str_eq(part->v[i - k].raw, whole->v[i].raw) &&
                       str_eq(part->v[i - k].text, whole->v[i].text));
        at += whole->v[k].raw.n;
    }
    CHECK_INT(at, all.n);
    out_close(&o, NULL);
}

int
main(void)
{
    static struct reading one;
    static struct reading other;
    test_headers(&one);
    test_run_together(&one);
    test_lines(&one);
    test_lost(&one);
    test_usual_headers(&one);
    test_other_columns(&one);
    test_midnight(&one);
    test_filehead();
    test_two_files(&one);
    test_parts();
    test_calllog(&one);
    test_calllog_run_together(&one);
    test_torn(&one);
    test_status(&one);
    test_too_long(&one);
    test_reads_do_not_matter(&one, &other);
    test_split_anywhere(&one, &other);
    arena_free(&one.a);
    arena_free(&other.a);
    return check_done();
}
