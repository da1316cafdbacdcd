/* SPDX-License-Identifier: MIT
 *
 * Steps with their keys and evidence, links, connections and gaps come back as
 * they were put. */
#include "store_fixture.h"

/* 2020-06-28 00:00 UTC. */
#define MS INT64_C(1593316800000)

/* --- calls ---------------------------------------------------------------- */

#define AT(ms)                                                                 \
    {                                                                          \
        MS + (ms), (ms) + 3600000, 7200                                        \
    }
#define NEVER                                                                  \
    {                                                                          \
        WHEN_UNKNOWN, WHEN_UNKNOWN, WHEN_NO_OFFSET                             \
    }

static const struct str trunks[] = {
    STR_INIT("TRUNK_EAST"), STR_INIT("TRUNK_WEST")};
static const struct evidence proof = {
    .event = 1, .source = 1, .line = 10, .record = STR_INIT("00000042.001")};

static void
put_steps(struct store *db)
{
    const struct field fields[] = {
        {STR_INIT("number"), {.kind = VALUE_TEXT, .s = STR_INIT("00551")}},
        {STR_INIT("a\"b"), {.kind = VALUE_TEXT, .s = STR_INIT("x\"\\\n")}},
        {STR_INIT("index"), {.kind = VALUE_INTEGER, .i = -7}},
        {STR_INIT("absent"), {.kind = VALUE_ABSENT}},
        {STR_INIT("ratio"), {.kind = VALUE_REAL, .r = 1.5}}};
    const struct evidence two[] = {proof, {.line = 0}};
    struct step s[] = {
        {.call = 1,
            .n = 1,
            .kind = STR("extension"),
            .label = STR("5551"),
            .at = AT(1000),
            .node = STR("1"),
            .sure = SURE_EXACT,
            .fields = fields,
            .nfields = COUNTOF(fields),
            .evidence = two,
            .nevidence = 2},
        {.call = 1, .n = 2, .kind = STR("trunk"), .at = NEVER},
        {.call = 1,
            .n = 3,
            .kind = STR("cluster"),
            .at = NEVER,
            .fields = fields,
            .nfields = 1,
            .evidence = &proof,
            .nevidence = 1},
    };
    struct err e;

    for (size_t i = 0; i < COUNTOF(s); i++)
        OK(store_put_step(db, &s[i], &e));
}

static void
put_beside(struct store *db)
{
    const int64_t carried[] = {1};
    struct link link = {.call = 1,
        .from_leg = 1,
        .to_leg = 2,
        .by = STR("assoc"),
        .sure = SURE_EXACT,
        .evidence = proof};
    struct connection c = {.connection = 1,
        .source = 1,
        .node = STR("1"),
        .direction = STR("outgoing"),
        .local_ip = STR("192.0.2.1"),
        .local_port = 40000,
        .remote_ip = STR("192.0.2.7"),
        .remote_port = 5061,
        .transport = STR("TLS"),
        .conn_index = 3,
        .opened = AT(10),
        .handshake = AT(20),
        .closed = NEVER,
        .cn = STR("far.example.com"),
        .cipher = STR("ECDHE-RSA-AES256-GCM-SHA384"),
        .trunks = trunks,
        .ntrunks = 2,
        .calls = carried,
        .ncalls = 1,
        .evidence = proof};
    struct connection plain = {.connection = 2,
        .transport = STR("UDP"),
        .plain = true,
        .conn_index = -1,
        .opened = NEVER,
        .handshake = NEVER,
        .closed = NEVER};
    struct gap gap = {.node = STR("1"),
        .from_ms = MS,
        .to_ms = WHEN_UNKNOWN,
        .after_file = STR("a"),
        .before_file = STR("b"),
        .reason = STR("numbers missing"),
        .call = 2,
        .collect = STR("SDL*")};
    struct err e;

    OK(store_put_link(db, &link, &e));
    OK(store_put_connection(db, &c, &e));
    OK(store_put_connection(db, &plain, &e));
    OK(store_put_gap(db, &gap, &e));
}

static void
test_path(struct store *db)
{
    struct arena a = {0};
    struct step *s;
    struct link *l;
    size_t n;
    struct err e;

    OK(store_get_steps(db, &a, 1, &s, &n, &e));
    if (CHECK_INT(n, 3) && CHECK_INT(s[0].nfields, 4)) {
        CHECK(s[0].sure == SURE_EXACT && s[1].sure == SURE_INFERRED);
        CHECK_STR(s[0].fields[0].key, "number");
        CHECK_STR(s[0].fields[0].value.s, "00551");
        CHECK_STR(s[0].fields[1].key, "a\"b");
        CHECK_STR(s[0].fields[1].value.s, "x\"\\\n");
        CHECK(s[0].fields[2].value.kind == VALUE_INTEGER);
        CHECK_INT(s[0].fields[2].value.i, -7);
        CHECK(s[0].fields[3].value.kind == VALUE_REAL);
        CHECK(s[0].fields[3].value.r == 1.5);
        CHECK_INT(s[0].nevidence, 2);
        CHECK_STR(s[0].evidence[0].file, "SDL1.txt");
        CHECK_INT(s[0].evidence[0].line, 10);
        CHECK_STR(s[0].evidence[1].file, "");
        CHECK_INT(s[1].nfields + s[1].nevidence, 0);
        CHECK_INT(s[2].nfields, 1);
        CHECK_INT(s[2].nevidence, 1);
        CHECK_STR(s[2].kind, "cluster");
    }
    CHECK_INT(query_int(db, "SELECT count(*) FROM step WHERE call = 1 AND "
                            "n = 1 AND file = 'SDL1.txt' AND line = 10"),
        1);
    OK(store_get_links(db, &a, 1, &l, &n, &e));
    if (CHECK_INT(n, 1)) {
        CHECK_STR(l[0].by, "assoc");
        CHECK_STR(l[0].evidence.file, "SDL1.txt");
        CHECK(l[0].sure == SURE_EXACT && l[0].to_leg == 2);
    }
    OK(store_get_steps(db, &a, 2, &s, &n, &e));
    CHECK_INT(n, 0);
    arena_free(&a);
}

static void
test_connections(struct store *db)
{
    struct arena a = {0};
    struct connection *v;
    struct gap *gaps;
    size_t n;
    struct err e;

    OK(store_get_connections(db, &a, 0, &v, &n, &e));
    if (CHECK_INT(n, 2)) {
        CHECK_STR(v[0].cipher_iana, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        CHECK_STR(v[0].protocol, "TLS 1.2");
        CHECK_STR(v[0].grade, "good");
        CHECK_INT(v[0].ntrunks, 2);
        CHECK_STR(v[0].trunks[1], "TRUNK_WEST");
        CHECK_INT(v[0].ncalls, 1);
        CHECK_INT(v[0].calls[0], 1);
        CHECK_INT(v[0].conn_index, 3);
        CHECK(v[0].closed.utc_ms == WHEN_UNKNOWN);
        CHECK_STR(v[0].evidence.file, "SDL1.txt");
        CHECK_STR(v[1].grade, "plaintext");
        CHECK_INT(v[1].conn_index, -1);
        CHECK_INT(v[1].ntrunks, 0);
    }
    OK(store_get_connections(db, &a, 1, &v, &n, &e));
    CHECK_INT(n, 1);
    OK(store_get_connections(db, &a, 2, &v, &n, &e));
    CHECK_INT(n, 0);
    OK(store_get_gaps(db, &a, 0, &gaps, &n, &e));
    CHECK_INT(n, 0);
    OK(store_get_gaps(db, &a, 3, &gaps, &n, &e));
    CHECK_INT(n, 0);
    OK(store_get_gaps(db, &a, -1, &gaps, &n, &e));
    CHECK_INT(n, 1);
    OK(store_get_gaps(db, &a, 2, &gaps, &n, &e));
    CHECK_INT(n, 1);
    CHECK_STR(gaps[0].collect, "SDL*");
    CHECK(gaps[0].from_ms == MS && gaps[0].to_ms == WHEN_UNKNOWN);
    CHECK_STR(gaps[0].reason, "numbers missing");
    arena_free(&a);
}

int
main(void)
{
    struct source s = fixture_source("SDL1.txt");
    struct store *db;
    struct err e;

    if (!OK(store_open(&db, NULL, STORE_MEMORY, &e)))
        return check_done();
    OK(store_begin_source(db, &s, &e));
    OK(store_end_source(db, &s, true, &e));
    OK(store_begin_calls(db, &e));
    put_steps(db);
    put_beside(db);
    OK(store_end_calls(db, &e));
    test_path(db);
    test_connections(db);
    store_close(db);
    return check_done();
}
