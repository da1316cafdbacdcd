/* SPDX-License-Identifier: MIT
 *
 * Users' queries: what is refused and how it is said, what values come. */
#include <string.h>

#include "store_fixture.h"

static void
test_refused(struct store *db)
{
    static const struct {
        const char *sql, *error;
    } rows[] = {
        {"", "empty"},
        {"  -- nothing\n ", "empty"},
        {"DELETE FROM call_row", "only SELECT"},
        {"INSERT INTO call_row(call) VALUES (9)", "only SELECT"},
        {"UPDATE call_row SET call = 9", "only SELECT"},
        {"DROP TABLE call_row", "only SELECT"},
        {"CREATE TEMP TABLE x(y)", "only SELECT"},
        {"ATTACH 'x.db' AS x", "only SELECT"},
        {"PRAGMA user_version = 5", "only SELECT"},
        {"PRAGMA query_only = OFF", "only SELECT"},
        {"VACUUM INTO 'x.db'", "expected a SELECT"},
        {"BEGIN", "only SELECT"},
        {"SELECT load_extension('x')", "not authorized"},
        {"SELECT 1; SELECT 2", "line 1, column 11: one statement"},
        {"SELECT 1; DROP TABLE call_row", "one statement"},
        {"SELECT 1;\n  garbage", "line 2, column 3: one statement"},
        {"SELECT nope FROM call", "line 1, column 8: no such column"},
        {"SELECT call\nFROM nowhere", "no such table: nowhere"},
        {"SELEC 1", "line 1, column 1: near \"SELEC\": syntax error"},
        {"SELECT ?1", "parameters"},
    };
    struct store_query *q;
    struct err e;

    for (size_t i = 0; i < COUNTOF(rows); i++) {
        CHECK(store_query_open(&q, db, str_from(rows[i].sql), &e) < 0);
        CHECK(!q);
        if (!CHECK(strstr(e.text, rows[i].error)))
            printf("    %s: %s\n", rows[i].sql, e.text);
    }
    CHECK(store_query_open(&q, db, STR("SELECT 1\0; DROP"), &e) < 0);
    CHECK_INT(query_int(db, "SELECT count(*) FROM call;  -- all\n"), 0);
    CHECK_INT(query_int(db, "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL "
                            "SELECT i + 1 FROM n WHERE i < 9) "
                            "SELECT sum(i) FROM n"),
        45);
    CHECK_INT(query_int(db, "SELECT sum(e.value + t.value) FROM "
                            "json_each('[1, 2]') e, json_tree('3') t"),
        9);
}

static void
test_query(struct store *db)
{
    struct store_query *q;
    struct value v[5];
    struct err e;

    OK(store_query_open(&q, db,
        STR("SELECT 'x' AS a, 5 AS b, 0.5 AS c, NULL AS d, x'00ff' AS e"), &e));
    CHECK_INT(store_query_columns(q), 5);
    CHECK_STR(store_query_name(q, 3), "d");
    CHECK_INT(store_query_next(q, v, &e), 1);
    CHECK(v[0].kind == VALUE_TEXT && str_eq(v[0].s, STR("x")));
    CHECK(v[1].kind == VALUE_INTEGER && v[1].i == 5);
    CHECK(v[2].kind == VALUE_REAL && v[2].r == 0.5);
    CHECK(v[3].kind == VALUE_ABSENT);
    CHECK(v[4].kind == VALUE_TEXT && v[4].s.n == 2);
    CHECK_INT(store_query_next(q, v, &e), 0);
    store_query_close(q);
    /* An error that comes while rows are read. */
    OK(store_query_open(&q, db, STR("SELECT abs(-9223372036854775808)"), &e));
    CHECK_INT(store_query_next(q, v, &e), -1);
    CHECK(strstr(e.text, "integer overflow"));
    store_query_close(q);
    store_query_close(NULL);
}

int
main(void)
{
    struct store *db;
    struct err e;

    if (!OK(store_open(&db, NULL, STORE_MEMORY, &e)))
        return check_done();
    test_refused(db);
    test_query(db);
    store_close(db);
    return check_done();
}
