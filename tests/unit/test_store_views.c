/* SPDX-License-Identifier: MIT
 *
 * The views: exactly the promised columns in their order, times, evidence,
 * messages that only the call log has, users' own tables, JSON of facts. */
#include <math.h>
#include <string.h>

#include "store/tables.h"
#include "store_fixture.h"

/* What users may rely on; more columns may follow. */
static const struct {
    const char *view, *columns;
} promised[] = {
    {"source", "file, member, kind, node, host, cluster, version, "
               "utc_offset_s, date_from, first_ms, last_ms, bytes, records, "
               "status, note"},
    {"call", "call, start_ms, answered_ms, end_ms, calling, dialed, called, "
             "calling_device, called_device, outcome, sip_status, cause, "
             "released_by"},
    {"leg", "call, leg, role, ci, cluster, node, call_id, session_id, device, "
            "number, start_ms, answered_ms, end_ms, cause"},
    {"link", "call, from_leg, to_leg, by, sure, file, line, record"},
    {"step", "call, n, kind, label, node, at_ms, sure, detail, file, line, "
             "record"},
    {"message",
        "message, call, leg, at_ms, node, cluster, direction, transport, "
        "local_ip, local_port, remote_ip, remote_port, conn_index, net_tag, "
        "method, status, reason, call_id, cseq, cseq_method, from_user, "
        "to_user, from_tag, to_tag, ci, session_id, user_agent, device, text, "
        "file, line, record"},
    {"connection", "connection, node, cluster, direction, local_ip, "
                   "remote_ip, remote_port, transport, conn_index, opened_ms, "
                   "handshake_ms, closed_ms, subject, cn, san, cipher, grade, "
                   "file, line, record"},
    {"connection_call", "connection, call"},
    {"digit_analysis",
        "call, ci, at_ms, node, calling, dialed, css, partition, pattern, "
        "called, result, cause, device, process, file, line, record"},
    {"signal", "call, ci, at_ms, node, name, state, to_process, "
               "from_process, tag, detail, file, line, record"},
    {"protocol_message",
        "message, call, leg, at_ms, node, direction, protocol, name, device, "
        "remote_ip, ref, cause, fields, file, line, record"},
    {"event", "event, rule, at_ms, node, fields, file, line, record"},
    {"finding", "call, id, verdict, text, next, file, line, record"},
    {"gap", "node, from_ms, to_ms, after_file, before_file, reason"},
};

static struct str
join_columns(struct arena *a, const struct store_view *view)
{
    struct str s = STR("");

    for (size_t i = 0; i < view->n; i++)
        s = str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(s), i ? ", " : "",
            STR_ARG(view->col[i].name));
    return s;
}

static void
test_promised(struct store *db)
{
    struct arena a = {0};
    struct store_view *v;
    size_t n;
    struct err e;

    CHECK(store_get_views(db, &a, &v, &n, &e) == 0);
    CHECK(n >= COUNTOF(promised));
    for (size_t i = 0; i < COUNTOF(promised); i++) {
        size_t k = 0;
        struct str want = str_from(promised[i].columns);
        while (k < n && !str_eq(v[k].name, str_from(promised[i].view)))
            k++;
        if (!CHECK(k < n))
            continue;
        struct str got = join_columns(&a, &v[k]);
        if (!CHECK(str_starts(got, want)) ||
            !CHECK(got.n == want.n || got.p[want.n] == ','))
            printf("    %s: " STR_FMT "\n", promised[i].view, STR_ARG(got));
        /* It can be read, too. */
        CHECK(query_int(
                  db, str_fmt(&a,
                          "SELECT count(*) FROM (SELECT %s "
                          "FROM %s)",
                          strcmp(promised[i].view, "link") ? want.p : "\"by\"",
                          promised[i].view)
                          .p) >= 0);
    }
    arena_free(&a);
}

/* Every column of the schema says what it is. */
static void
test_comments(void)
{
    struct arena a = {0};
    struct fact_table *v;
    size_t n, columns = 0;
    bool text = false;

    store_tables(&a, &v, &n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < v[i].n; k++) {
            columns++;
            if (!CHECK(v[i].col[k].about.n > 0))
                printf("    " STR_FMT "." STR_FMT "\n", STR_ARG(v[i].name),
                    STR_ARG(v[i].col[k].name));
            CHECK(!str_eq(v[i].col[k].name, STR("event")));
            CHECK(!str_eq(v[i].col[k].name, STR("fields")));
        }
        if (!str_eq(v[i].name, STR("message")))
            continue;
        CHECK_STR(v[i].col[0].name, "direction");
        CHECK_STR(v[i].col[0].about, "in, out: as CUCM sees it");
        CHECK(v[i].col[3].type == COLUMN_INTEGER);
        text = str_eq(v[i].col[v[i].n - 1].name, STR("text"));
    }
    CHECK_INT(n, 18);
    CHECK(columns > 100);
    CHECK(text);
    arena_free(&a);
}

/* The columns read from our own text of CREATE TABLE are those that SQLite made
 * of it. */
static void
test_columns(struct store *db)
{
    struct arena a = {0};
    struct fact_table *own;
    size_t nown;
    struct err e;

    store_tables(&a, &own, &nown);
    for (size_t i = 0; i < nown; i++) {
        struct str name = str_fmt(&a, "fact_" STR_FMT, STR_ARG(own[i].name));
        bool message = str_eq(own[i].name, STR("message"));
        size_t columns = own[i].n - message; /* its text stands elsewhere */
        struct column *v;
        size_t n;

        CHECK(view_columns(db, &a, name, &v, &n, &e) == 0);
        if (!CHECK_INT(n, FACT_COLUMNS + columns + 1))
            continue;
        CHECK_STR(v[n - 1].name, "fields");
        for (size_t k = 0; k < columns; k++) {
            CHECK(str_eq(own[i].col[k].name, v[FACT_COLUMNS + k].name));
            CHECK_INT(own[i].col[k].type, v[FACT_COLUMNS + k].type);
        }
    }
    arena_free(&a);
}

/* A table that somebody wrote anew, or gave a column, is still what SQLite says
 * it is; facts go to their columns and keep their further keys. */
static void
test_changed_tables(void)
{
    static const char change[] =
        "ALTER TABLE fact_signal ADD COLUMN note TEXT;"
        "CREATE TABLE [user_trunk_alarm] (event INTEGER, rule, source, line, "
        "record, tod_ms, 'device' TEXT /* , */ DEFAULT ('),('), "
        "`reason` INTEGER, PRIMARY KEY(\"event\"), UNIQUE(reason, event))";
    struct value alarm[COUNTOF(fixture_user)] = {
        word("TRUNK_EAST"), number(2), word("major")};
    struct source s = fixture_source("a.txt");
    struct arena a = {0};
    struct store *db;
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(sql_exec(db, change, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    CHECK(put_signal(db, 12, 19000001) == 0);
    CHECK(put(db, FIXTURE_USER, 13, alarm) == 0);
    OK(store_end_source(db, &s, true, &e));
    OK(store_put_views(db, &e));
    CHECK_STR(query_text(db, &a, "SELECT fields FROM fact_signal"),
        "{\"more\":\"left over\"}");
    CHECK_STR(query_text(db, &a,
                  "SELECT device || reason || severity FROM user_trunk_alarm"),
        "TRUNK_EAST2major");
    CHECK_STR(query_text(db, &a, "SELECT fields FROM _user_trunk_alarm"),
        "{\"device\":\"TRUNK_EAST\",\"reason\":2,\"severity\":\"major\"}");
    store_close(db);
    arena_free(&a);
}

/* One traffic message, a copy, a signal, events, and a calllog with a row that
 * has a message and one that has none. */
static void
fill(struct store *db)
{
    struct source sdl = fixture_source("/tr/sdl.zip"),
                  log = fixture_source("calllog.txt"),
                  dateless = fixture_source("bare.txt");
    struct value copy[COUNTOF(fixture_message)] = {
        word("in"), [4] = number(9), [5] = word("INT"), [8] = word("a@h")};
    struct value user[COUNTOF(fixture_user)] = {
        word("TRUNK_EAST"), number(2), word("major")};
    struct value alarm[COUNTOF(fixture_event)] = {word("Restart")};
    struct err e;

    sdl.member = STR("node1/SDL1.txt");
    CHECK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e) == 0);
    CHECK(store_begin_source(db, &sdl, &e) == 0);
    CHECK(put_message(db, 10, "out", "INVITE", "a@h") == 0);
    CHECK(put(db, FIXTURE_MESSAGE, 11, copy) == 0);
    CHECK(put_signal(db, 12, 19000001) == 0);
    CHECK(put(db, FIXTURE_EVENT, 13, alarm) == 0);
    CHECK(put(db, FIXTURE_USER, 14, user) == 0);
    CHECK(store_end_source(db, &sdl, true, &e) == 0);

    /* tod_ms of calllogs counts from 1970. */
    log.kind = SOURCE_CALLLOG;
    log.base_ms = 14400000;
    log.date_from = DATE_ROW;
    CHECK(store_begin_source(db, &log, &e) == 0);
    struct value row[COUNTOF(fixture_log)] = {word("OUT"), word("a@h"),
        number(10), word("INVITE"), number(19000001), word("SEP1")};
    CHECK(put(db, FIXTURE_LOG, 1, row) == 0);
    row[2] = number(77);
    CHECK(put(db, FIXTURE_LOG, 2, row) == 0);
    row[2] = number(10);
    row[0] = word("IN");
    CHECK(put(db, FIXTURE_LOG, 3, row) == 0);
    CHECK(store_end_source(db, &log, true, &e) == 0);

    dateless.base_ms = WHEN_UNKNOWN;
    dateless.node = 0;
    dateless.host = STR("");
    CHECK(store_begin_source(db, &dateless, &e) == 0);
    CHECK(put_message(db, 5, "in", "BYE", "b@h") == 0);
    CHECK(store_end_source(db, &dateless, true, &e) == 0);

    CHECK(store_put_views(db, &e) == 0);
    CHECK(store_begin_calls(db, &e) == 0);
    CHECK(store_end_calls(db, &e) == 0);
}

static const struct {
    const char *sql, *want;
} value_rows[] = {
    {"SELECT count(*) FROM message", "4"},
    {"SELECT count(*) FROM message WHERE text IS NULL", "2"},
    {"SELECT group_concat(net_tag || direction) FROM (SELECT * FROM "
     "message WHERE text IS NULL ORDER BY message)",
        "77out,10in"},
    {"SELECT at_ms FROM message WHERE line = 10", "1593316810000"},
    {"SELECT at_ms FROM message WHERE net_tag = 77", "14402000"},
    {"SELECT count(*) FROM message WHERE at_ms IS NULL AND node IS NULL "
     "AND method = 'BYE'",
        "1"},
    {"SELECT file FROM message WHERE line = 10", "/tr/sdl.zip:node1/SDL1.txt"},
    {"SELECT file || ' ' || member FROM source WHERE source.member <> ''",
        "/tr/sdl.zip node1/SDL1.txt"},
    {"SELECT ci FROM message WHERE line = 10", "19000001"},
    {"SELECT count(*) FROM message WHERE node = 1", "3"},
    {"SELECT count(*) FROM message WHERE node = '1'", "3"},
    {"SELECT local_ip FROM message WHERE line = 10", "192.0.2.1"},
    {"SELECT count(*) FROM event", "9"},
    {"SELECT rule FROM event WHERE line = 13", "any-alarm"},
    {"SELECT fields FROM event WHERE line = 13", "{\"alarm\":\"Restart\"}"},
    {"SELECT fields FROM event WHERE line = 14",
        "{\"device\":\"TRUNK_EAST\",\"reason\":2,\"severity\":\"major\"}"},
    {"SELECT fields FROM event WHERE line = 12",
        "{\"name\":\"CcSetupReq\",\"ci\":19000001,\"device\":"
        "\"SEP0011AABB22CC\",\"more\":\"left over\"}"},
    {"SELECT detail FROM signal",
        "{\"device\":\"SEP0011AABB22CC\",\"more\":\"left over\"}"},
    {"SELECT device || reason || severity FROM trunk_alarm",
        "TRUNK_EAST2major"},
    {"SELECT at_ms FROM trunk_alarm", "1593316814000"},
    {"SELECT first_ms FROM source WHERE kind = 'sdl' AND member <> ''",
        "1593316801000"},
    {"SELECT name FROM q850 WHERE cause = 16", "Normal call clearing"},
    {"SELECT name FROM q850 WHERE cause = 17", "User busy"},
    {"SELECT name FROM sip_status WHERE status = 486", "Busy Here"},
    {"SELECT cause || ' ' || sip_status FROM cucm_cause WHERE code = "
     "1174405137",
        "17 486"},
    /* The lowest byte of each code is its cause. */
    {"SELECT count(*) FROM cucm_cause WHERE sip_status IS NOT NULL AND "
     "cause <> code & 255",
        "0"},
    {"SELECT count(*) FROM cucm_cause k WHERE sip_status IS NOT NULL AND "
     "(NOT EXISTS (SELECT 1 FROM q850 q WHERE q.cause = k.cause) OR NOT "
     "EXISTS (SELECT 1 FROM sip_status s WHERE s.status = k.sip_status))",
        "0"},
    {"SELECT iana || ' ' || grade FROM cipher WHERE name = 'AES128-SHA'",
        "TLS_RSA_WITH_AES_128_CBC_SHA weak"},
    {"SELECT protocol FROM cipher WHERE code = 0xC02F", "TLS 1.2"},
};

static void
test_values(struct store *db)
{
    struct arena a = {0};

    for (size_t i = 0; i < COUNTOF(value_rows); i++) {
        if (!CHECK_STR(
                query_text(db, &a, value_rows[i].sql), value_rows[i].want))
            printf("    %s\n", value_rows[i].sql);
    }
    arena_free(&a);
}

/* --- tables of users' rules ----------------------------------------------- */

static int
put_shape(struct store *db, const char *table, const struct column *v, size_t n,
    struct err *e)
{
    struct shape s = {STR("mine"), str_from(table), v, n};

    return store_put_shapes(db, &s, 1, e);
}

/* Where a view stands in the schema: behind all others when it is made. */
static int64_t
view_row(struct store *db, const char *name)
{
    struct arena a = {0};
    struct str sql =
        str_fmt(&a, "SELECT rowid FROM sqlite_schema WHERE name = '%s'", name);
    int64_t row = query_int(db, sql.p);

    arena_free(&a);
    return row;
}

static void
test_user_tables(struct store *db)
{
    static const struct column wider[] = {
        WORD("device"), NUMBER("reason"), WORD("location")};
    static const struct column other_type[] = {NUMBER("device")};
    static const struct column common[] = {WORD("Line")};
    static const struct column bad[] = {WORD("a\"b")};
    static const char *const taken[] = {"call", "Call", "leg", "step", "link",
        "source", "connection_call", "digit_analysis", "event", "EVENT", "gap",
        "finding", "protocol_row", "q850", "owner", "_x", "user_x", "fact_x",
        "sqlite_x", "1x", "a b", "a\"; DROP TABLE rule", "rule"};
    struct arena a = {0};
    struct source s = fixture_source("more.txt");
    struct err e;

    for (size_t i = 0; i < COUNTOF(taken); i++) {
        if (!CHECK(put_shape(db, taken[i], wider, COUNTOF(wider), &e) < 0))
            printf("    %s\n", taken[i]);
    }
    CHECK(put_shape(db, "call", wider, COUNTOF(wider), &e) < 0);
    CHECK(strstr(e.text, "rule mine: into: the name \"call\" is taken"));
    CHECK(put_shape(db, "trunk_alarm", other_type, 1, &e) < 0);
    CHECK(strstr(e.text, "column device of table trunk_alarm is text already"));
    CHECK(put_shape(db, "other", common, 1, &e) < 0);
    CHECK(put_shape(db, "other", bad, 1, &e) < 0);
    /* Nothing of what was refused is there. */
    CHECK_INT(query_int(db, "SELECT count(*) FROM sqlite_schema WHERE name "
                            "IN ('user_other', 'user_call')"),
        0);
    CHECK_INT(query_int(db, "SELECT count(*) FROM rule WHERE id = 'mine'"), 0);

    /* A rule that has grown. Views that it does not change stay. */
    int64_t old_fact = view_row(db, "_fact_message"),
            old_user = view_row(db, "trunk_alarm"),
            old_event = view_row(db, "event");
    CHECK(put_shape(db, "trunk_alarm", wider, COUNTOF(wider), &e) == 0);
    CHECK(store_begin_source(db, &s, &e) == 0);
    struct value v[COUNTOF(wider)] = {
        word("TRUNK_WEST"), number(1), word("row 7")};
    CHECK(put(db, (enum fixture_shape)0, 20, v) == 0);
    CHECK(store_end_source(db, &s, true, &e) == 0);
    CHECK(store_put_views(db, &e) == 0);
    CHECK_INT(view_row(db, "_fact_message"), old_fact);
    CHECK_INT(view_row(db, "event"), old_event);
    CHECK(view_row(db, "trunk_alarm") != old_user);
    CHECK_STR(query_text(db, &a,
                  "SELECT group_concat(device || "
                  "coalesce(location, '-')) FROM (SELECT * "
                  "FROM trunk_alarm ORDER BY event)"),
        "TRUNK_EAST-,TRUNK_WESTrow 7");
    CHECK_INT(
        query_int(db, "SELECT count(*) FROM event WHERE rule = 'mine'"), 1);
    arena_free(&a);
}

/* A table of any width, and numbers that JSON does not have. */
static void
test_wide_table(void)
{
    enum { COLUMNS = 150 };
    struct column columns[COLUMNS];
    struct value v[COLUMNS];
    struct arena a = {0};
    struct source s = fixture_source("a.txt");
    struct store *db;
    struct err e;

    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = (struct column)WORD("");
        columns[i].name = str_fmt(&a, "c%zu", i);
        v[i] = word("x");
    }
    columns[0].type = columns[1].type = columns[2].type = COLUMN_REAL;
    v[0] = (struct value){.kind = VALUE_REAL, .r = (double)INFINITY};
    v[1] = (struct value){.kind = VALUE_REAL, .r = -(double)INFINITY};
    v[2] = (struct value){.kind = VALUE_REAL, .r = 0.5};
    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(put_shape(db, "wide", columns, COLUMNS, &e));
    OK(store_begin_source(db, &s, &e));
    CHECK(put(db, (enum fixture_shape)0, 20, v) == 0);
    OK(store_end_source(db, &s, true, &e));
    OK(store_put_views(db, &e));
    struct str fields = query_text(db, &a, "SELECT fields FROM event");
    CHECK(str_starts(fields, STR("{\"c2\":0.5,\"c3\":\"x\",")));
    for (size_t i = 3; i < COLUMNS; i++)
        CHECK(str_has(fields, str_fmt(&a, "\"c%zu\":\"x\"", i)));
    CHECK_STR(
        query_text(db, &a, "SELECT c0 || c1 || c2 FROM wide"), "Inf-Inf0.5");
    store_close(db);
    arena_free(&a);
}

int
main(void)
{
    struct store *db;
    struct err e;

    if (!CHECK(store_open(&db, NULL, STORE_MEMORY, &e) == 0)) {
        printf("%s\n", e.text);
        return check_done();
    }
    test_promised(db);
    fill(db);
    test_promised(db);
    test_values(db);
    test_user_tables(db);
    test_columns(db);
    store_close(db);
    test_comments();
    test_changed_tables();
    test_wide_table();
    return check_done();
}
