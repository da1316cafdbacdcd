/* SPDX-License-Identifier: MIT
 *
 * What the correlator puts comes back: calls with their filters and selectors,
 * ladder items. */
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
static const struct str peers[] = {
    STR_INIT("192.0.2.7:5061"), STR_INIT("[2001:db8::7]:5060")};
static const struct str transports[] = {STR_INIT("TLS")};
static const struct str nodes[] = {STR_INIT("1"), STR_INIT("2")};
static const struct str clusters[] = {STR_INIT("east")};
static const struct tls_peer tls[] = {
    {STR_INIT("far.example.com"), STR_INIT("AES128-SHA")},
    {STR_INIT(""), STR_INIT("")}};

static const struct call calls[] = {
    {.call = 1,
        .start = AT(1000),
        .answered = AT(4000),
        .end = AT(9000),
        .duration_ms = 5000,
        .setup_ms = 700,
        .calling = STR_INIT("5551"),
        .dialed = STR_INIT("9898"),
        .called = STR_INIT("+12025550123"),
        .calling_device = STR_INIT("SEP0011AABB22CC"),
        .called_device = STR_INIT("TRUNK_EAST"),
        .outcome = OUTCOME_ANSWERED,
        .sip_status = 200,
        .cause = 16,
        .released_by = PARTY_CALLED,
        .trunks = trunks,
        .ntrunks = 2,
        .peers = peers,
        .npeers = 2,
        .transports = transports,
        .ntransports = 1,
        .nodes = nodes,
        .nnodes = 2,
        .clusters = clusters,
        .nclusters = 1,
        .tls = tls,
        .ntls = 2},
    {.call = 2,
        .start = AT(60000),
        .answered = NEVER,
        .end = AT(61000),
        .duration_ms = -1,
        .setup_ms = -1,
        .calling = STR_INIT("100%_\\*x"),
        .dialed = STR_INIT("5552"),
        .called = STR_INIT("5552"),
        .outcome = OUTCOME_BUSY,
        .sip_status = 486,
        .cause = 1174405137,
        .peers = peers,
        .npeers = 1},
    {.call = 3,
        .start = {WHEN_UNKNOWN, 80000000, WHEN_NO_OFFSET},
        .answered = NEVER,
        .end = NEVER,
        .duration_ms = -1,
        .setup_ms = -1,
        .calling = STR_INIT("alice"),
        .outcome = OUTCOME_UNKNOWN,
        .cause = -1},
};

static const struct leg legs[] = {
    {.leg = 1,
        .call = 1,
        .role = PARTY_CALLING,
        .ci = 19000001,
        .cluster = STR_INIT("east"),
        .node = STR_INIT("1"),
        .call_id = STR_INIT("a@h"),
        .session_id = STR_INIT("00112233445566778899aabbccddeeff"),
        .device = STR_INIT("SEP0011AABB22CC"),
        .number = STR_INIT("5551"),
        .ip = STR_INIT("192.0.2.50"),
        .start = AT(1000),
        .answered = NEVER,
        .end = NEVER,
        .cause = -1},
    {.leg = 2,
        .call = 1,
        .role = PARTY_CALLED,
        .ci = 19000002,
        .node = STR_INIT("1"),
        .call_id = STR_INIT("b@h"),
        .device = STR_INIT("TRUNK_EAST"),
        .start = AT(1100),
        .answered = NEVER,
        .end = NEVER,
        .cause = 16},
    {.leg = 3,
        .call = 2,
        .role = PARTY_CALLED,
        .purpose = LEG_RECORDING,
        .ci = 19000001,
        .number = STR_INIT("5553"),
        .call_id = STR_INIT("b@h"),
        .start = NEVER,
        .answered = NEVER,
        .end = NEVER,
        .cause = -1},
};

/* One of each that goes when calls are made again. */
static void
put_beside(struct store *db)
{
    const int64_t carried[] = {1};
    struct connection c = {.connection = 1,
        .local_port = 40000,
        .transport = STR("TLS"),
        .cn = STR("far.example.com"),
        .trunks = trunks,
        .ntrunks = 2,
        .calls = carried,
        .ncalls = 1};
    struct link link = {.call = 1, .by = STR("assoc")};
    struct step step = {.call = 1, .n = 1, .kind = STR("trunk")};
    struct gap gap = {.node = STR("1"),
        .from_ms = MS,
        .to_ms = MS,
        .after_file = STR("a"),
        .before_file = STR("b"),
        .reason = STR("missing")};
    struct digit_analysis da = {.call = 1, .result = STR("match")};
    struct err e;

    OK(store_put_link(db, &link, &e));
    OK(store_put_step(db, &step, &e));
    OK(store_put_connection(db, &c, &e));
    OK(store_put_gap(db, &gap, &e));
    OK(store_put_digit_analysis(db, &da, &e));
}

/* Messages of call 1: two in a file whose clock steps back, one only in the
 * call log; notes before, between and behind. */
static void
put_items(struct store *db)
{
    struct note notes[] = {
        {.call = 1,
            .topic = STR("da"),
            .note = STR("between"),
            .at = {MS + 14405500, 5500, -14400},
            .evidence = {.event = 2, .source = 1, .line = 11}},
        {.call = 1, .topic = STR("gap"), .note = STR("undated"), .at = NEVER},
        {.call = 1,
            .topic = STR("tls"),
            .note = STR("first"),
            .at = {MS, 0, 0},
            .bad = true,
            .sure = SURE_EXACT},
    };
    const struct owner owners[] = {
        {1, 1, 1, 0}, {1, 0, 0, 1}, {3, 1, 2, 1}, {4, 1, 2, 0}, {5, 1, 2, 0}};
    struct err e;

    for (size_t i = 0; i < COUNTOF(notes); i++)
        OK(store_put_note(db, &notes[i], &e));
    OK(store_put_owners(db, owners, COUNTOF(owners), &e));
}

static void
put_facts(struct store *db)
{
    struct source s = fixture_source("SDL1.txt"), log = fixture_source("log");
    struct value row[COUNTOF(fixture_log)] = {word("IN"), word("b@h"),
        number(99), word("BYE"), number(19000002), word("TRUNK_EAST")};
    struct err e;

    s.base_ms = MS + 14400000;
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    CHECK(put_message(db, 5, "out", "INVITE", "a@h") == 0);
    CHECK(put_signal(db, 5, 19000001) == 0);
    CHECK(put_message(db, 6, "in", "ACK", "a@h") == 0);
    CHECK(put_message(db, 4, "out", "BYE", "a@h") == 0); /* clock set back */
    OK(store_end_source(db, &s, true, &e));
    log.kind = SOURCE_CALLLOG;
    log.base_ms = MS + 14400000;
    OK(store_begin_source(db, &log, &e));
    CHECK(put(db, FIXTURE_LOG, 7, row) == 0);
    OK(store_end_source(db, &log, true, &e));
}

static void
put_all(struct store *db)
{
    struct err e;

    put_facts(db);
    OK(store_begin_calls(db, &e));
    for (size_t i = 0; i < COUNTOF(calls); i++)
        OK(store_put_call(db, &calls[i], &e));
    for (size_t i = 0; i < COUNTOF(legs); i++)
        OK(store_put_leg(db, &legs[i], &e));
    put_beside(db);
    put_items(db);
    OK(store_end_calls(db, &e));
}

static bool
same_when(struct when a, struct when b)
{
    return a.utc_ms == b.utc_ms && a.tod_ms == b.tod_ms &&
           a.offset_s == b.offset_s;
}

static void
test_call(struct store *db)
{
    struct arena a = {0};
    struct call c;
    struct err e;

    OK(store_get_call(db, &a, 1, &c, &e));
    CHECK(same_when(c.start, calls[0].start));
    CHECK(same_when(c.answered, calls[0].answered));
    CHECK_INT(c.duration_ms, 5000);
    CHECK_INT(c.setup_ms, 700);
    CHECK_STR(c.called, "+12025550123");
    CHECK(c.outcome == OUTCOME_ANSWERED && c.released_by == PARTY_CALLED);
    CHECK_STR(c.cause_text, "Normal call clearing");
    CHECK_INT(c.ntrunks, 2);
    CHECK_STR(c.trunks[1], "TRUNK_WEST");
    CHECK_INT(c.npeers, 2);
    CHECK_STR(c.peers[1], "[2001:db8::7]:5060");
    CHECK_INT(c.ntransports, 1);
    CHECK_INT(c.nnodes, 2);
    CHECK_INT(c.nclusters, 1);
    CHECK_INT(c.ntls, 2);
    CHECK_STR(c.tls[0].cipher, "AES128-SHA");
    CHECK_STR(c.tls[1].cn, "");
    if (CHECK_INT(c.nlegs, 2)) {
        CHECK_INT(c.legs[1].ci, 19000002);
        CHECK(c.legs[1].role == PARTY_CALLED);
        CHECK(same_when(c.legs[0].start, legs[0].start));
        CHECK(same_when(c.legs[0].end, legs[0].end));
        CHECK_STR(c.legs[0].ip, "192.0.2.50");
        CHECK_INT(c.legs[0].cause, -1);
    }
    OK(store_get_call(db, &a, 2, &c, &e));
    CHECK_STR(c.cause_text, "SIP 486 Busy Here");
    CHECK(c.legs[0].purpose == LEG_RECORDING);
    CHECK(c.released_by == PARTY_UNKNOWN);
    OK(store_get_call(db, &a, 3, &c, &e));
    CHECK(same_when(c.start, calls[2].start));
    CHECK_INT(c.cause, -1);
    CHECK(store_get_call(db, &a, 4, &c, &e) < 0);
    arena_free(&a);
}

static const struct {
    struct call_filter f;
    const char *want; /* numbers of the calls */
} filter_rows[] = {
    {{.cause = -1}, "1 2 3 "},
    {{.cause = -1, .limit = 2}, "2 3 "},
    {{.cause = -1, .limit = 1, .from = STR_INIT("5551")}, "1 "},
    {{.cause = -1, .from = STR_INIT("555")}, ""},
    {{.cause = -1, .from = STR_INIT("555*")}, "1 "},
    {{.cause = -1, .from = STR_INIT("ALICE")}, "3 "},
    {{.cause = -1, .from = STR_INIT("1%*")}, ""},
    {{.cause = -1, .from = STR_INIT("100%_\\\\*x")}, "2 "},
    {{.cause = -1, .from = STR_INIT("100%_*")}, "2 "},
    {{.cause = -1, .from = STR_INIT("100_*")}, ""},
    {{.cause = -1, .to = STR_INIT("+1202*")}, "1 "},
    {{.cause = -1, .to = STR_INIT("*2")}, "2 "},
    {{.cause = -1, .number = STR_INIT("5553")}, "2 "},
    {{.cause = -1, .number = STR_INIT("*555*")}, "1 2 "},
    {{.cause = -1, .device = STR_INIT("sep*")}, "1 "},
    {{.cause = -1, .device = STR_INIT("TRUNK_EAST")}, "1 "},
    {{.cause = -1, .trunk = STR_INIT("trunk?west")}, ""},
    {{.cause = -1, .trunk = STR_INIT("trunk_west")}, "1 "},
    {{.cause = -1, .peer = STR_INIT("192.0.2.7")}, "1 2 "},
    {{.cause = -1, .peer = STR_INIT("192.0.2.7:5061")}, "1 2 "},
    {{.cause = -1, .peer = STR_INIT("192.0.2.7:506")}, ""},
    {{.cause = -1, .peer = STR_INIT("192.0.2")}, ""},
    {{.cause = -1, .peer = STR_INIT("192.0.2.*")}, "1 2 "},
    {{.cause = -1, .peer = STR_INIT("2001:db8::7")}, "1 "},
    {{.cause = -1, .peer = STR_INIT("[2001:DB8::7]")}, "1 "},
    {{.cause = -1, .peer = STR_INIT("[2001:db8::7]:5060")}, "1 "},
    {{.cause = -1, .peer = STR_INIT("[2001:db8::7]:5061")}, ""},
    {{.cause = -1, .node = STR_INIT("2")}, "1 "},
    {{.cause = -1, .node = STR_INIT("CUCM-A")}, "1 "},
    {{.cause = -1, .node = STR_INIT("3")}, ""},
    {{.cause = -1, .cluster = STR_INIT("E*")}, "1 "},
    {{.cause = -1, .cn = STR_INIT("*.example.com")}, "1 "},
    {{.cause = -1, .cn = STR_INIT("example.com")}, ""},
    {{.cause = -1, .outcome = STR_INIT("busy")}, "2 "},
    {{.cause = -1, .failed = true}, "2 "},
    {{.cause = 16}, "1 "},
    {{.cause = -1, .sip_status = 486}, "2 "},
    {{.cause = -1, .since_ms = MS + 1001}, "2 "},
    {{.cause = -1, .until_ms = MS + 1000}, "1 "},
    /* Local: two hours east. */
    {{.cause = -1, .since_ms = MS + 7200000 + 1000, .local = true}, "1 2 "},
    {{.cause = -1, .since_ms = MS + 7200000 + 1001, .local = true}, "2 "},
    {{.cause = -1, .since_tod = 3602000}, "2 3 "},
    {{.cause = -1, .since_tod = 3602000, .until_tod = 3700000}, "2 "},
    {{.cause = -1, .since_tod = 70000000, .until_tod = 3601000}, "1 3 "},
    {{.cause = -1, .from = STR_INIT("' OR 1=1 --")}, ""},
};

static void
test_filters(struct store *db)
{
    struct arena a = {0};
    struct err e;

    for (size_t i = 0; i < COUNTOF(filter_rows); i++) {
        struct call_filter f = filter_rows[i].f;
        struct str got = STR("");
        struct call *v;
        size_t n;
        f.since_ms = f.since_ms ? f.since_ms : WHEN_UNKNOWN;
        f.until_ms = f.until_ms ? f.until_ms : WHEN_UNKNOWN;
        f.since_tod = f.since_tod ? f.since_tod : WHEN_UNKNOWN;
        f.until_tod = f.until_tod ? f.until_tod : WHEN_UNKNOWN;
        OK(store_get_calls(db, &a, &f, &v, &n, &e));
        for (size_t k = 0; k < n; k++)
            got = str_fmt(&a, STR_FMT "%d ", STR_ARG(got), (int)v[k].call);
        if (!CHECK_STR(got, filter_rows[i].want))
            printf("    row %zu\n", i);
        for (size_t k = 0; k < n; k++)
            CHECK_INT(v[k].nlegs, v[k].call == 1 ? 2 : v[k].call == 2);
    }
    arena_free(&a);
}

static void
test_selectors(struct store *db)
{
    static const struct {
        const char *selector, *want;
    } rows[] = {
        {"1", "1 "},
        {" 2 ", "2 "},
        {"99", ""},
        {"ci:19000002", "1 "},
        {"CI:19000001", "1 2 "},
        {"ci:x", ""},
        {"session:00112233-4455-6677-8899-AABBCCDDEEFF", "1 "},
        {"session:", ""},
        {"a@h", "1 "},
        {"b@h", "1 2 "},
        {"B@h", ""},
        {"", ""},
        {"%", ""},
    };
    struct arena a = {0};
    struct err e;

    for (size_t i = 0; i < COUNTOF(rows); i++) {
        int64_t *v;
        size_t n;
        struct str got = STR("");
        OK(store_find_calls(db, &a, str_from(rows[i].selector), &v, &n, &e));
        for (size_t k = 0; k < n; k++)
            got = str_fmt(&a, STR_FMT "%d ", STR_ARG(got), (int)v[k]);
        if (!CHECK_STR(got, rows[i].want))
            printf("    %s\n", rows[i].selector);
    }
    arena_free(&a);
}

static void
test_items(struct store *db)
{
    static const char *const order[] = {
        "first", "INVITE", "between", "ACK", "BYE", "BYE", "undated"};
    struct arena a = {0};
    struct item *v;
    size_t n;
    struct err e;

    OK(store_get_items(db, &a, 1, true, &v, &n, &e));
    if (CHECK_INT(n, COUNTOF(order))) {
        for (size_t i = 0; i < n; i++)
            CHECK_STR(
                v[i].kind == ITEM_NOTE ? v[i].note : v[i].method, order[i]);
        CHECK(v[0].bad && v[0].sure == SURE_EXACT);
        CHECK(v[1].outgoing && !v[1].from_calllog);
        CHECK_STR(v[1].topic, "sip");
        CHECK_STR(v[1].transport, "TLS"); /* of its connection */
        CHECK_STR(v[1].device, "SEP0011AABB22CC");
        CHECK_STR(v[1].node, "1");
        CHECK_STR(v[1].host, "cucm-a");
        CHECK_STR(v[1].node_ip, "192.0.2.1");
        CHECK_STR(v[1].evidence.file, "SDL1.txt");
        CHECK_INT(v[1].leg, 1);
        CHECK_INT(v[1].message, 1);
        CHECK(v[1].text.n > 0);
        CHECK_STR(v[2].host, "cucm-a");
        CHECK(!v[3].outgoing);
        CHECK(!v[4].from_calllog && v[5].from_calllog && !v[5].text.n);
        CHECK_STR(v[5].device, "TRUNK_EAST");
    }
    OK(store_get_items(db, &a, 1, false, &v, &n, &e));
    CHECK(n == COUNTOF(order) && !v[1].text.n);
    OK(store_get_items(db, &a, 3, true, &v, &n, &e));
    CHECK_INT(n, 0);
    CHECK_INT(query_int(db, "SELECT local_port FROM message WHERE message = 1"),
        40000);
    arena_free(&a);
}

/* Correlating again leaves nothing of before. */
static void
test_again(struct store *db)
{
    struct store_totals t;
    struct err e;

    OK(store_get_totals(db, &t, &e));
    CHECK(t.calls == 3 && t.connections == 1 && t.gaps == 1);
    CHECK_INT(t.messages, 4);
    OK(store_begin_calls(db, &e));
    OK(store_put_call(db, &calls[0], &e));
    OK(store_end_calls(db, &e));
    OK(store_get_totals(db, &t, &e));
    CHECK(t.calls == 1 && t.connections == 0 && t.gaps == 0);
    CHECK_INT(query_int(db, "SELECT (SELECT count(*) FROM leg) + (SELECT "
                            "count(*) FROM step) + (SELECT count(*) FROM "
                            "link) + (SELECT count(*) FROM connection_call) + "
                            "(SELECT count(*) FROM digit_analysis) + (SELECT "
                            "count(*) FROM owner) + (SELECT count(*) FROM "
                            "step_evidence) + (SELECT count(*) FROM note_row) "
                            "+ (SELECT count(*) FROM connection_trunk)"),
        0);
    CHECK_INT(store_calls_current(db, &e), 1);
}

int
main(void)
{
    struct store *db;
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    put_all(db);
    test_call(db);
    test_filters(db);
    test_selectors(db);
    test_items(db);
    test_again(db);
    store_close(db);
    return check_done();
}
