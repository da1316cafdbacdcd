/* SPDX-License-Identifier: MIT
 *
 * Grades by day, what the names of cipher suites say, and what connections say
 * together. */
#include "base/arena.h"
#include "check.h"
#include "store/get.h"
#include "tls/cipher.h"
#include "tls/grade.h"
#include "tls/ledger.h"

static struct connection
make(const char *cipher, const char *cn, const char *direction)
{
    struct when never = {WHEN_UNKNOWN, WHEN_UNKNOWN, WHEN_NO_OFFSET};
    return (struct connection){
        .transport = STR("TLS"),
        .cipher = str_from(cipher),
        .subject = str_from(cn),
        .cn = str_from(cn),
        .direction = str_from(direction),
        .remote_ip = STR("192.0.2.9"),
        .node = STR("1"),
        .opened = never,
        .closed = never,
        .seen = never,
        .last = never,
        .handshake = {1000, 1000, 0},
    };
}

static void
test_grades(void)
{
    static const struct {
        const char *cipher;
        int32_t day;
        const char *grade;
    } rows[] = {
        {"AES128-SHA", 20140101, "good"},
        {"AES128-SHA", 20150607, "weak"},
        {"AES128-SHA", 20261101, "weak"},
        {"AES256-GCM-SHA384", 20261101, "weak"},
        {"ECDHE-RSA-AES128-SHA", 20261101, "legacy"},
        {"ECDHE-RSA-AES256-GCM-SHA384", 20261101, "good"},
        {"ECDHE-ECDSA-CHACHA20-POLY1305", 20261101, "good"},
        {"DHE-RSA-AES128-GCM-SHA256", 20200101, "good"},
        {"DHE-RSA-AES128-GCM-SHA256", 20230101, "legacy"},
        {"TLS_AES_256_GCM_SHA384", 20261101, "good"},
        {"TLS_RSA_WITH_AES_128_CBC_SHA", 20261101, "weak"},
        {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 20261101, "good"},
        {"NULL-SHA", 20100101, "critical"},
        {"ECDHE-RSA-NULL-SHA", 20261101, "critical"},
        {"RC4-SHA", 20140101, "weak"},
        {"RC4-SHA", 20160101, "critical"},
        {"DES-CBC3-SHA", 20160101, "weak"},
        {"DES-CBC3-SHA", 20170101, "critical"},
        {"TLS_RSA_WITH_3DES_EDE_CBC_SHA", 20170101, "critical"},
        {"DES-CBC-SHA", 20170101, "critical"},
        {"EXP-RC4-MD5", 20170101, "critical"},
        {"ADH-AES128-SHA", 20261101, "critical"},
        {"nonsense", 20261101, "unknown"},
        {"", 20261101, "unknown"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct connection c = make(rows[i].cipher, "/CN=a", "outgoing");
        grade_connection(&a, &c, NULL, rows[i].day);
        if (!CHECK_STR(c.grade, rows[i].grade))
            printf("    %s on %d\n", rows[i].cipher, rows[i].day);
        for (size_t k = 0; k < c.nfindings; k++)
            CHECK(c.findings[k].source.n > 0 ||
                  str_eq(c.findings[k].severity, STR("note")));
    }
    arena_free(&a);
}

/* One row a finding: the latest of its dates. */
static void
test_dates(void)
{
    struct arena a = {0};
    struct connection c = make("AES128-SHA", "/CN=a", "outgoing");
    grade_connection(&a, &c, NULL, 20261101);
    CHECK_INT(c.nfindings, 2);
    CHECK(str_has(c.findings[0].source, STR("10015")));
    CHECK_STR(c.findings[1].id, "cbc");
    grade_connection(&a, &c, NULL, 20150607);
    CHECK_INT(c.nfindings, 2);
    CHECK(!str_has(c.findings[0].source, STR("10015")));
    arena_free(&a);
}

/* The table that SQL users see says the same as the grades of today. */
static void
test_table(void)
{
    struct arena a = {0};
    struct store *db = NULL;
    struct store_query *q = NULL;
    struct err e;
    struct value v[3];
    size_t rows = 0;
    if (!CHECK(store_open(&db, ":memory:", STORE_WRITE, &e) == 0))
        return;
    CHECK(store_query_open(
              &q, db, STR("SELECT name, iana, grade FROM cipher"), &e) == 0);
    while (q && store_query_next(q, v, &e) > 0) {
        for (int spelling = 0; spelling < 2; spelling++) {
            const char *name = str_z(&a, v[spelling].s);
            struct connection c = make(name, "/CN=a", "outgoing");
            grade_connection(&a, &c, NULL, 20261101);
            if (!CHECK_STR(c.grade, str_z(&a, v[2].s)))
                printf("    %s\n", name);
        }
        rows++;
    }
    CHECK(rows > 20);
    store_query_close(q);
    store_close(db);
    arena_free(&a);
}

static void
test_changes(void)
{
    struct arena a = {0};
    struct connection v[] = {
        make("AES128-SHA", "/C=XX/CN=a", "outgoing"),
        make("AES128-SHA", "CN=a, C=XX", "outgoing"), /* the same name */
        make("AES256-SHA", "/C=XX/CN=a", "outgoing"),
        make("AES256-SHA", "/C=XX/CN=b", "incoming"),
        make("AES256-SHA", "/C=XX/CN=b", "outgoing"),
    };
    struct ledger l;
    for (size_t i = 0; i < COUNTOF(v); i++)
        v[i].connection = (int64_t)i + 1;
    v[3].remote_ip = STR("192.0.2.10");
    ledger_make(&a, v, COUNTOF(v), &l);
    if (CHECK_INT(l.nchanges, 2)) {
        CHECK_INT(l.changes[0].before->connection, 2);
        CHECK_INT(l.changes[0].after->connection, 3);
        CHECK(l.changes[0].cipher && !l.changes[0].subject);
        CHECK(l.changes[1].subject && !l.changes[1].cipher);
        CHECK(v[2].before == &v[1]);
    }
    CHECK_INT(l.npairs, 0);
    v[3].remote_ip = v[0].remote_ip;
    v[3].cipher = STR("NULL-SHA");
    ledger_make(&a, v, COUNTOF(v), &l);
    if (CHECK_INT(l.npairs, 1)) {
        CHECK_INT(l.pairs[0].out->connection, 5);
        CHECK_INT(l.pairs[0].in->connection, 4);
        CHECK(l.pairs[0].cipher && !l.pairs[0].subject);
    }
    arena_free(&a);
}

/* A trunk that goes to two peers by turns has not changed; one that left its
 * peer for good has. */
static void
test_moves(void)
{
    struct arena a = {0};
    static const struct str trunk[] = {STR_INIT("TRUNK_EAST")};
    struct connection v[4];
    struct ledger l;
    for (size_t i = 0; i < COUNTOF(v); i++) {
        v[i] = make("AES128-SHA", i % 2 ? "/CN=b" : "/CN=a", "outgoing");
        v[i].remote_ip = i % 2 ? STR("192.0.2.2") : STR("192.0.2.1");
        v[i].trunks = trunk;
        v[i].ntrunks = 1;
        v[i].connection = (int64_t)i + 1;
    }
    ledger_make(&a, v, COUNTOF(v), &l);
    CHECK_INT(l.nchanges, 0);
    ledger_make(&a, v, 2, &l);
    if (CHECK_INT(l.nchanges, 1))
        CHECK(l.changes[0].moved);
    arena_free(&a);
}

int
main(void)
{
    test_grades();
    test_dates();
    test_table();
    test_changes();
    test_moves();
    return check_done();
}
