/* SPDX-License-Identifier: MIT
 *
 * Rows in file order, typed; sources in the order of correlation; totals and
 * rule statistics. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "model/row.h"
#include "store/spool.h"
#include "store_fixture.h"

/* --- rows ----------------------------------------------------------------- */

/* Row n as it was put: two signals, then a message. */
static void
check_row(const struct row *row, int n)
{
    if (row->kind == ROW_SIGNAL) {
        CHECK_INT(row->u.signal.ci, n);
        CHECK_INT(row->u.signal.cause, -1);
        CHECK_STR(row->u.signal.device, "SEP0011AABB22CC");
        CHECK_STR(row->u.signal.fields, "{\"more\":\"left over\"}");
    } else {
        CHECK_STR(row->u.message.method, "BYE");
        CHECK_INT(row->u.message.remote_port, 5060);
        CHECK_INT(row->u.message.status, 0);
        CHECK_INT(row->u.message.conn_index, -1);
        CHECK(row->u.message.date_ms == WHEN_UNKNOWN);
        CHECK_STR(row->u.message.to_tag, "");
    }
}

/* path: of a new database, whose rows come from the spool; NULL = one in
 * memory, whose rows come from its tables. */
static void
test_rows(const char *path)
{
    struct store *db;
    struct source first = fixture_source("1.txt"),
                  second = fixture_source("2.txt");
    struct store_rows *rows;
    struct row row;
    struct err e;
    int n = 0, more = 0;

    OK(store_open(&db, path, path ? STORE_WRITE : STORE_MEMORY, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &first, &e));
    for (uint64_t i = 1; i <= 30; i++)
        CHECK((i % 3 ? put_signal(db, i, (int64_t)i)
                     : put_message(db, i, "in", "BYE", "a@h")) == 0);
    OK(store_end_source(db, &first, true, &e));
    OK(store_begin_source(db, &second, &e));
    struct value v[COUNTOF(fixture_signal)] = {
        word("CcReleaseReq"), {.kind = VALUE_ABSENT}};
    CHECK(put(db, FIXTURE_SIGNAL, 5, v) == 0);
    OK(store_end_source(db, &second, true, &e));

    OK(store_rows_open(&rows, db, first.id, &e));
    while ((more = store_rows_next(rows, &row, &e)) > 0) {
        n++;
        CHECK_INT(row.at.line, n);
        CHECK_INT(row.at.event, n);
        CHECK_INT(row.at.source, first.id);
        CHECK_INT(row.at.tod_ms, n * 1000);
        CHECK_STR(row.at.record, "00000042.001");
        CHECK(row.kind == (n % 3 ? ROW_SIGNAL : ROW_MESSAGE));
        check_row(&row, n);
    }
    CHECK_INT(more, 0);
    CHECK_INT(n, 30);
    CHECK_INT(store_rows_next(rows, &row, &e), 0);
    store_rows_close(rows);

    OK(store_rows_open(&rows, db, second.id, &e));
    CHECK_INT(store_rows_next(rows, &row, &e), 1);
    CHECK_STR(row.u.signal.name, "CcReleaseReq");
    CHECK_INT(row.u.signal.ci, 0);
    CHECK_STR(row.u.signal.device, "");
    store_rows_close(rows);
    OK(store_rows_open(&rows, db, 999, &e));
    CHECK_INT(store_rows_next(rows, &row, &e), 0);
    store_rows_close(rows);

    /* A source of the same number: its own rows, wherever they are. */
    OK(store_begin_source(db, &first, &e));
    CHECK(put_message(db, 1, "in", "BYE", "a@h") == 0);
    OK(store_end_source(db, &first, true, &e));
    OK(store_rows_open(&rows, db, first.id, &e));
    CHECK_INT(store_rows_next(rows, &row, &e), 1);
    CHECK(row.kind == ROW_MESSAGE);
    CHECK_INT(store_rows_next(rows, &row, &e), 0);
    store_rows_close(rows);
    store_close(db);
}

/* A file that cannot be written holds nothing, also of what comes later. */
static void
test_full(const char *path)
{
    enum { ROWS = 30000 };
    struct arena a = {0};
    struct spool sp;
    struct spool_value said = {.field = 0, .s = STR("in")};
    struct place at = {.event = 1, .record = STR("00000042.001")};
    int read_only = open("/dev/null", O_RDONLY);

    spool_open(&sp, &a, path);
    CHECK(dup2(read_only, sp.fd) >= 0);
    spool_begin(&sp, 1);
    for (int i = 0; i < ROWS; i++)
        spool_put(&sp, ROW_MESSAGE, &at, &said, 1);
    spool_begin(&sp, 2);
    spool_put(&sp, ROW_MESSAGE, &at, &said, 1);
    CHECK(!spool_find(&sp, 1));
    CHECK(!spool_find(&sp, 2));
    spool_close(&sp);
    close(read_only);
    arena_free(&a);
}

/* --- sources -------------------------------------------------------------- */

static void
put_empty_source(struct store *db, const char *file, const char *cluster,
    int32_t node, int64_t number, int64_t first_tod)
{
    struct source s = fixture_source(file);
    struct err e;

    s.cluster = str_from(cluster);
    s.node = node;
    s.file_number = number;
    s.first_tod = first_tod;
    OK(store_begin_source(db, &s, &e));
    CHECK(put_signal(db, 1, 1) == 0);
    OK(store_end_source(db, &s, true, &e));
}

static void
test_sources(void)
{
    static const char *const order[] = {"e", "c", "d", "b", "a"};
    struct arena a = {0};
    struct store *db;
    struct source *v, unread = fixture_source("x");
    struct store_totals t;
    size_t n;
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    put_empty_source(db, "a", "west", 1, 1, 0);
    put_empty_source(db, "b", "", 2, 1, 0);
    put_empty_source(db, "c", "", 1, 8, 500);
    put_empty_source(db, "d", "", 1, 8, 700);
    put_empty_source(db, "e", "", 1, 7, 900);
    unread.status = STR("not a trace");
    unread.note = STR("no record of any known form");
    unread.facts = 0;
    OK(store_put_unread(db, &unread, &e));

    OK(store_get_sources(db, &a, false, &v, &n, &e));
    if (CHECK_INT(n, COUNTOF(order))) {
        for (size_t i = 0; i < n; i++)
            CHECK_STR(v[i].file, order[i]);
    }
    struct source want = fixture_source("e");
    CHECK(v[0].has_head && v[0].kind == SOURCE_SDL && v[0].node == 1);
    CHECK(v[0].date_from == DATE_FILEHEAD && v[0].base_ms == want.base_ms);
    CHECK(v[0].hash_hi == want.hash_hi && v[0].hash_lo == want.hash_lo);
    CHECK_INT(v[0].utc_offset_s, -14400);
    CHECK_INT(v[0].facts, 1);
    CHECK_STR(v[0].app_start, "2020/06/06 17:51:33");
    v[0].base_ms = 5;
    v[0].utc_offset_s = WHEN_NO_OFFSET;
    v[0].date_from = DATE_SIP;
    OK(store_begin_calls(db, &e));
    OK(store_put_source_clock(db, &v[0], 1, &e));
    OK(store_end_calls(db, &e));
    OK(store_get_sources(db, &a, true, &v, &n, &e));
    CHECK_INT(n, 6);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(v[i].file, STR("e")))
            CHECK(v[i].base_ms == 5 && v[i].date_from == DATE_SIP &&
                  v[i].utc_offset_s == WHEN_NO_OFFSET);
    }
    OK(store_get_totals(db, &t, &e));
    CHECK_INT(t.sources, 6);
    CHECK_INT(t.facts, 5);
    CHECK_INT(t.messages, 0);
    CHECK_INT(t.first_ms, 905);

    store_close(db);
    arena_free(&a);
}

static void
test_rule_stats(void)
{
    struct arena a = {0};
    struct store *db;
    size_t n;
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_put_rule_stats(db, STR("never"), 7, 0, 0, &e));
    OK(store_put_rule_stats(db, STR("sip-in"), 5, 3, 1, &e));
    OK(store_put_rule_stats(db, STR("sip-in"), 5, 3, 1, &e));
    struct rule_stat *rules;
    OK(store_get_rule_stats(db, &a, &rules, &n, &e));
    CHECK_INT(n, FIXTURE_SHAPES + 1);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rules[i].rule, STR("sip-in")))
            CHECK(rules[i].tried == 10 && rules[i].hit == 6 &&
                  rules[i].limit == 2);
    }
    store_close(db);
    arena_free(&a);
}

int
main(void)
{
    char folder[] = "/tmp/cmtrail-rows-XXXXXX";
    struct arena a = {0};

    if (!mkdtemp(folder))
        die("no folder for a test");
    test_rows(NULL);
    test_rows(str_fmt(&a, "%s/a.db", folder).p);
    test_full(str_fmt(&a, "%s/b.db", folder).p);
    (void)rmdir(folder);
    arena_free(&a);
    test_sources();
    test_rule_stats();
    return check_done();
}
