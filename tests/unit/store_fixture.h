/* SPDX-License-Identifier: MIT
 *
 * What the tests of the store share: shapes of rules, sources and facts that
 * are put with few words. Values are invented. */
#ifndef CMTRAIL_TESTS_STORE_FIXTURE_H
#define CMTRAIL_TESTS_STORE_FIXTURE_H

#include <inttypes.h>

#include "base/arena.h"
#include "base/map.h"
#include "check.h"
#include "store/get.h"
#include "store/open.h"
#include "store/put.h"

/* Says what went wrong. */
#define OK(expr) check_ok((expr), &e, __LINE__, #expr)
static inline bool
check_ok(int result, const struct err *e, int line, const char *what)
{
    bool ok = check_true(result == 0, __FILE__, line, what);
    if (!ok)
        printf("    %s\n", e->text);
    return ok;
}

#define WORD(name)                                                             \
    {                                                                          \
        STR_INIT(name), COLUMN_TEXT, STR_INIT("")                              \
    }
#define NUMBER(name)                                                           \
    {                                                                          \
        STR_INIT(name), COLUMN_INTEGER, STR_INIT("")                           \
    }
#define SHAPE(rule, table, columns)                                            \
    {                                                                          \
        STR_INIT(rule), STR_INIT(table), columns, COUNTOF(columns)             \
    }

static const struct column fixture_message[] = {WORD("direction"),
    WORD("transport"), WORD("remote_ip"), NUMBER("remote_port"),
    NUMBER("net_tag"), WORD("tag_kind"), WORD("method"), NUMBER("status"),
    WORD("call_id"), WORD("from_tag"), WORD("to_tag"), WORD("text"),
    WORD("x_extra")};
static const struct column fixture_signal[] = {
    WORD("name"), NUMBER("ci"), WORD("device"), WORD("more")};
static const struct column fixture_log[] = {WORD("direction"), WORD("call_id"),
    NUMBER("net_tag"), WORD("method"), NUMBER("ci"), WORD("device")};
static const struct column fixture_event[] = {WORD("alarm")};
static const struct column fixture_user[] = {
    WORD("device"), NUMBER("reason"), WORD("severity")};

enum fixture_shape {
    FIXTURE_MESSAGE,
    FIXTURE_SIGNAL,
    FIXTURE_LOG,
    FIXTURE_EVENT,
    FIXTURE_USER,
    FIXTURE_SHAPES
};

static const struct shape fixture_shapes[FIXTURE_SHAPES] = {
    [FIXTURE_MESSAGE] = SHAPE("sip-in", "message", fixture_message),
    [FIXTURE_SIGNAL] = SHAPE("cc-signal", "signal", fixture_signal),
    [FIXTURE_LOG] = SHAPE("calllog-sip", "log_message", fixture_log),
    [FIXTURE_EVENT] = SHAPE("any-alarm", "", fixture_event),
    [FIXTURE_USER] = SHAPE("trunk-alarm", "trunk_alarm", fixture_user),
};

static inline struct value
word(const char *s)
{
    return (struct value){.kind = VALUE_TEXT, .s = str_from(s)};
}

static inline struct value
number(int64_t i)
{
    return (struct value){.kind = VALUE_INTEGER, .i = i};
}

/* A trace file of node 1 that began at 2020-06-28 00:00 local, UTC-4. */
static inline struct source
fixture_source(const char *file)
{
    return (struct source){.file = str_from(file),
        .kind = SOURCE_SDL,
        .node = 1,
        .app = 100,
        .host = STR("cucm-a"),
        .address = STR("192.0.2.1"),
        .app_start = STR("2020/06/06 17:51:33"),
        .file_number = 7,
        .has_head = true,
        .utc_offset_s = -14400,
        .date_from = DATE_FILEHEAD,
        .base_ms = INT64_C(1593316800000),
        .first_tod = 1000,
        .last_tod = 90000,
        .size = 1234,
        .mtime_ms = INT64_C(1593400000000),
        .bytes = 5000,
        .records = 40,
        .hash_hi = map_hash(str_from(file), 1),
        .hash_lo = 2,
        .status = STR("ok")};
}

static inline int
put(struct store *db, enum fixture_shape shape, uint64_t line, struct value *v)
{
    struct fact f = {.shape = (size_t)shape,
        .v = v,
        .record = STR("00000042.001"),
        .tod_ms = (int64_t)line * 1000,
        .line = line};
    struct err e;

    if (store_put_fact(db, &f, &e) == 0)
        return 0;
    printf("%s\n", e.text);
    return -1;
}

/* One message of direction, method and Call-ID. */
static inline int
put_message(struct store *db, uint64_t line, const char *direction,
    const char *method, const char *call_id)
{
    struct value v[COUNTOF(fixture_message)] = {word(direction), word("TCP"),
        word("198.51.100.7"), number(5060), number((int64_t)line), word("NET"),
        word(method), {.kind = VALUE_ABSENT}, word(call_id),
        word("12~1f0e3dad-9999-4f3d-8b1e-8d2f6a7c9e01-19000001"), word(""),
        word("INVITE sip:5551@198.51.100.7 SIP/2.0\r\n\r\n"), word("x")};

    return put(db, FIXTURE_MESSAGE, line, v);
}

static inline int
put_signal(struct store *db, uint64_t line, int64_t ci)
{
    struct value v[COUNTOF(fixture_signal)] = {word("CcSetupReq"), number(ci),
        word("SEP0011AABB22CC"), word("left over")};

    return put(db, FIXTURE_SIGNAL, line, v);
}

/* The first value that a query gives, as text in a. */
static inline struct str
query_text(struct store *db, struct arena *a, const char *sql)
{
    struct store_query *q;
    struct value v[64] = {{.kind = VALUE_ABSENT}};
    struct err e;
    struct str s = STR("(error)");

    if (!db)
        return s;
    if (store_query_open(&q, db, str_from(sql), &e) < 0) {
        printf("%s\n", e.text);
        return s;
    }
    int more = store_query_next(q, v, &e);
    if (more == 0)
        s = STR("(no row)");
    else if (more < 0)
        printf("%s\n", e.text);
    else if (v[0].kind == VALUE_TEXT)
        s = str_dup(a, v[0].s);
    else if (v[0].kind == VALUE_INTEGER)
        s = str_fmt(a, "%" PRId64, v[0].i);
    else
        s = STR("(null)");
    store_query_close(q);
    return s;
}

static inline int64_t
query_int(struct store *db, const char *sql)
{
    struct arena a = {0};
    int64_t v = INT64_MIN;

    (void)str_to_i64(query_text(db, &a, sql), &v);
    arena_free(&a);
    return v;
}

#endif
