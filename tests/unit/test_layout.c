/* SPDX-License-Identifier: MIT
 *
 * Lanes in a reader's order, folding, what counts as a failure. */
#include "check.h"
#include "ladder_fixture.h"
#include "render/layout.h"

static struct ladder
lay(struct arena *a, const struct item *v, size_t n,
    const struct layout_options *opt)
{
    static const struct layout_options all = {0};
    struct call c = fixture_call();
    struct ladder l;
    layout_ladder(a, &c, v, n, opt ? opt : &all, &l);
    return l;
}

static void
test_lanes(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS];
    size_t n = fixture_items(v);
    struct ladder l = lay(&a, v, n, NULL);
    CHECK_STR(l.title, "Call 3: 5551 -> 95559001 (9001), answered");
    if (!CHECK_INT(l.nlanes, 3))
        return;
    CHECK_STR(l.lanes[0].label, "SEP0011AABB22CC");
    CHECK_STR(l.lanes[0].sub, "192.0.2.77");
    CHECK_STR(l.lanes[1].label, "edge-sub");
    CHECK_STR(l.lanes[1].sub, "node 4");
    CHECK(l.lanes[1].node);
    CHECK_STR(l.lanes[2].label, "TRUNK_WEST");
    CHECK_INT(l.rows[0].from, 0);
    CHECK_INT(l.rows[0].to, 1);
    CHECK(l.rows[1].response);
    CHECK_INT(l.rows[1].from, 1);
    CHECK_INT(l.rows[1].to, 0);
    arena_free(&a);
}

/* A trace that begins in the middle: the called side speaks first, but its
 * leg says on which side it stands. Other ports make no other lanes. */
static void
test_lane_sides(void)
{
    struct arena a = {0};
    struct item v[3] = {
        fixture_message(0, false, FAR, "200 OK"),
        fixture_message(1, true, PHONE, "200 OK"),
        fixture_message(2, false, PHONE, "ACK"),
    };
    v[2].remote_port = 50001;
    struct ladder l = lay(&a, v, 3, NULL);
    if (!CHECK_INT(l.nlanes, 3))
        return;
    CHECK_STR(l.lanes[0].label, "SEP0011AABB22CC");
    CHECK_STR(l.lanes[2].label, "TRUNK_WEST");
    arena_free(&a);
}

/* The far cluster's traces are there too: its node is the trunk's address,
 * and the message is logged at both ends. */
static void
test_two_clusters(void)
{
    struct arena a = {0};
    struct item v[6] = {
        fixture_message(0, false, PHONE, "INVITE"),
        fixture_message(5, true, FAR, "INVITE"),
        fixture_message(7, false, "192.0.2.14", "INVITE"),
        fixture_message(9, true, "198.51.100.70", "INVITE"),
        fixture_message(11, false, "198.51.100.70", "180 Ringing"),
        fixture_note(12, "da", "DA on the near side"),
    };
    for (size_t i = 2; i < 5; i++) {
        v[i].node = STR("1");
        v[i].cluster = STR("west");
        v[i].node_ip = STR(FAR);
        v[i].host = STR("far-pub");
        v[i].leg = 0;
        v[i].device = i == 2 ? STR("TRUNK_EAST") : STR("SEP0011AABB22DD");
        if (i > 2)
            v[i].call_id = STR("c@198.51.100.9");
    }
    struct ladder l = lay(&a, v, COUNTOF(v), NULL);
    static const char *const want[] = {
        "SEP0011AABB22CC", "edge-sub", "far-pub", "SEP0011AABB22DD"};
    if (!CHECK_INT(l.nlanes, COUNTOF(want)))
        return;
    for (size_t i = 0; i < COUNTOF(want); i++)
        CHECK_STR(l.lanes[i].label, want[i]);
    CHECK_INT(l.nrows, 5);
    CHECK_INT(l.rows[1].repeats, 0);
    arena_free(&a);
}

#define CALLID "94fffc00-57415541-7-cb5f6a0a@"

/* A message of the trunk at the far cluster's node, where addresses were
 * cleared. */
static struct item
at_far_end(int64_t ms, bool outgoing, const char *what)
{
    struct item it = fixture_message(ms, outgoing, "10.9.9.9", what);
    it.node = STR("1");
    it.cluster = STR("west");
    it.host = STR("far-pub");
    it.node_ip = STR("10.9.9.8");
    it.device = STR("TRUNK_EAST");
    it.call_id = STR(CALLID "10.9.9.9");
    it.leg = 0;
    return it;
}

/* Addresses were cleared on one side only: the messages pair by what stands
 * before the '@', CSeq and tags, and the far node is one lane. */
static void
test_cleared_addresses(void)
{
    struct arena a = {0};
    struct item v[7] = {
        fixture_message(0, false, PHONE, "INVITE"),
        fixture_message(5, true, FAR, "INVITE"),
        at_far_end(7, false, "INVITE"),
        at_far_end(9, true, "180 Ringing"),
        fixture_message(11, false, FAR, "180 Ringing"),
        at_far_end(12, true, "180 Ringing"),
        fixture_message(14, false, FAR, "180 Ringing"),
    };
    for (size_t i = 1; i < COUNTOF(v); i++) {
        if (v[i].call_id.p[0] == 'b')
            v[i].call_id = STR(CALLID "192.0.2.14");
        v[i].text = str_fmt(&a, "message %zu as its node has it", i);
    }
    struct ladder l = lay(&a, v, COUNTOF(v), NULL);
    if (!CHECK_INT(l.nlanes, 3) || !CHECK_INT(l.nrows, 4))
        return;
    CHECK_STR(l.lanes[2].label, "far-pub");
    CHECK_INT(l.rows[1].from, 1);
    CHECK_INT(l.rows[1].to, 2);
    CHECK_INT(l.rows[1].repeats, 0);
    /* Two of one kind: the first is the first, the second the second. */
    CHECK_INT(l.rows[3].from, 2);
    CHECK_INT(l.rows[3].at.tod_ms - l.rows[2].at.tod_ms, 3);
    /* Another fork's. */
    v[3].to_tag = STR("one");
    v[4].to_tag = STR("two");
    v[5].to_tag = v[6].to_tag = STR("three");
    CHECK_INT(lay(&a, v, COUNTOF(v), NULL).nrows, 5);
    /* A host that both ends name stands between them. */
    for (size_t i = 1; i < COUNTOF(v); i++)
        v[i].remote_ip = STR("203.0.113.5");
    CHECK_INT(lay(&a, v, COUNTOF(v), NULL).nlanes, 4);
    arena_free(&a);
}

/* The call log and the SDL files of a node know a trunk's far end by two
 * addresses: one dialog, one lane. A phone's name is enough. */
static void
test_cleared_log(void)
{
    struct arena a = {0};
    struct item v[4] = {
        fixture_message(0, false, "10.9.9.7", "INVITE"),
        fixture_message(5, true, "10.9.9.6", "INVITE"),
        fixture_message(9, false, FAR, "180 Ringing"),
        fixture_message(10, true, PHONE, "180 Ringing"),
    };
    for (size_t i = 0; i < COUNTOF(v); i++)
        v[i].device =
            i == 0 || i == 3 ? STR("SEP0011AABB22CC") : STR("TRUNK_WEST");
    v[0].call_id = STR(CALLID "10.9.9.7");
    v[1].call_id = STR("84fffc00-57415541-7-cb5f6a0a@10.9.9.8");
    v[2].call_id = STR("84fffc00-57415541-7-cb5f6a0a@192.0.2.14");
    v[3].call_id = STR(CALLID "192.0.2.77");
    v[0].from_calllog = v[1].from_calllog = true;
    CHECK_INT(lay(&a, v, COUNTOF(v), NULL).nlanes, 3);
    /* A phone's cleared address may be the node's. */
    v[0].remote_ip = v[3].remote_ip = v[0].node_ip;
    CHECK_INT(lay(&a, v, COUNTOF(v), NULL).nlanes, 3);
    arena_free(&a);
}

/* The call log names neither cluster nor host; a trace without a first line
 * names not even its node. Both are the node that others name. */
static void
test_nameless_nodes(void)
{
    struct arena a = {0};
    struct item v[4] = {
        fixture_message(0, false, PHONE, "INVITE"),
        fixture_note(1, "da", "DA"),
        fixture_message(2, true, FAR, "INVITE"),
        fixture_message(3, false, FAR, "100 Trying"),
    };
    v[0].cluster = v[0].host = STR("");
    v[1].cluster = v[1].host = v[1].node_ip = STR("");
    v[2].node = v[2].cluster = v[2].host = v[2].node_ip = STR("");
    struct ladder l = lay(&a, v, COUNTOF(v), NULL);
    CHECK_INT(l.nlanes, 3);
    CHECK_STR(l.lanes[1].label, "edge-sub");
    /* Another address, another node. */
    v[3].node_ip = STR("192.0.2.15");
    v[3].cluster = STR("west");
    CHECK_INT(lay(&a, v, COUNTOF(v), NULL).nlanes, 4);
    arena_free(&a);
}

static void
test_consultation(void)
{
    struct arena a = {0};
    struct item v[2] = {
        fixture_message(0, false, PHONE, "INVITE"),
        fixture_message(1, true, FAR, "INVITE"),
    };
    v[1].purpose = STR("consultation");
    struct ladder l = lay(&a, v, 2, NULL);
    CHECK(l.rows[1].shape == LADDER_ARROW);
    arena_free(&a);
}

static void
test_retransmission(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS + 1];
    size_t n = fixture_items(v);
    struct ladder l = lay(&a, v, n, NULL);
    CHECK_INT(l.nrows, n - 1);
    CHECK_INT(l.rows[4].repeats, 1);
    CHECK_INT(l.rows[4].delta_ms, 5);
    CHECK_INT(l.rows[5].delta_ms, 575);
    /* Another text, another message; too late, another message. */
    v[4].text = STR("INVITE sip:9001@198.51.100.9 SIP/2.0\r\nVia: 1");
    v[5].text = STR("INVITE sip:9001@198.51.100.9 SIP/2.0\r\nVia: 2");
    CHECK_INT(lay(&a, v, n, NULL).nrows, n);
    v[5].text = v[4].text;
    CHECK_INT(lay(&a, v, n, NULL).nrows, n - 1);
    v[5].at = fixture_time(25 + 32001);
    CHECK_INT(lay(&a, v, n, NULL).nrows, n);
    arena_free(&a);
}

/* Rows of a call log, that has neither text nor CSeq: one trunk over UDP. */
struct logged {
    int64_t ms;
    bool outgoing;
    const char *what;
};

static struct ladder
lay_logged(struct arena *a, const struct logged *rows, size_t n)
{
    struct item *v = arena_array(a, n, sizeof(*v));
    for (size_t i = 0; i < n; i++) {
        v[i] = fixture_message(rows[i].ms, rows[i].outgoing, FAR, rows[i].what);
        v[i].transport = STR("UDP");
        v[i].from_calllog = true;
        v[i].cseq = -1;
        v[i].cseq_method = STR("");
        v[i].net_tag = 700 + (int64_t)i;
    }
    return lay(a, v, n, NULL);
}

static void
test_logged_hold(void)
{
    /* Each row has its own number: each is a message. */
    static const struct logged rows[] = {
        {0, true, "INVITE"},
        {30, false, "200 OK"},
        {31, true, "ACK"},
        {5000, true, "INVITE"},
        {5030, false, "100 Trying"},
        {5600, false, "200 OK"},
        {5601, true, "ACK"},
        {5602, true, "UPDATE"},
        {5620, false, "200 OK"},
        {6000, true, "SUBSCRIBE"},
        {6500, true, "SUBSCRIBE"},
        {6600, false, "200 OK"},
        {7200, false, "200 OK"},
        {7210, true, "BYE"},
        {7220, true, "BYE"},
    };
    struct arena a = {0};
    struct ladder l = lay_logged(&a, rows, COUNTOF(rows));
    CHECK_INT(l.nrows, COUNTOF(rows));
    for (size_t i = 0; i < l.nrows; i++)
        CHECK_INT(l.rows[i].repeats, 0);
    arena_free(&a);
}

static void
test_logged_again(void)
{
    static const struct logged rows[] = {
        {0, true, "INVITE"},
        {500, true, "INVITE"},
        {1500, true, "INVITE"},
        {1600, false, "200 OK"},
        {2100, false, "200 OK"},
        {2110, true, "ACK"},
        {9000, true, "BYE"},
    };
    struct arena a = {0};
    struct ladder l = lay_logged(&a, rows, COUNTOF(rows));
    CHECK_INT(l.nrows, 4);
    CHECK_INT(l.rows[0].repeats, 2);
    CHECK_INT(l.rows[1].repeats, 1);
    CHECK_INT(l.rows[2].repeats, 0);
    arena_free(&a);
}

static void
test_failures(void)
{
    static const struct {
        const char *before, *response, *of;
        bool bad;
    } cases[] = {
        {"INVITE", "404 Not Found", "INVITE", true},
        {"INVITE", "503 Service Unavailable", "INVITE", true},
        {"INVITE", "200 OK", "INVITE", false},
        {"INVITE", "401 Unauthorized", "INVITE", false},
        {"INVITE", "407 Proxy Authentication Required", "INVITE", false},
        {"CANCEL", "487 Request Cancelled", "INVITE", false},
        {"INVITE", "487 Request Cancelled", "INVITE", true},
        {"BYE", "481 Call/Transaction Does Not Exist", "BYE", true},
        {"INVITE", "302 Moved Temporarily", "INVITE", false},
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        struct arena a = {0};
        struct item v[2] = {fixture_message(0, true, FAR, cases[i].before),
            fixture_message(1, false, FAR, cases[i].response)};
        v[1].cseq_method = str_from(cases[i].of);
        struct ladder l = lay(&a, v, 2, NULL);
        if (l.rows[1].bad != cases[i].bad)
            printf("row %zu: %s\n", i, cases[i].response);
        CHECK(l.rows[1].bad == cases[i].bad);
        arena_free(&a);
    }
    struct arena a = {0};
    struct item crossed[3] = {fixture_message(0, true, FAR, "BYE"),
        fixture_message(1, false, FAR, "BYE"),
        fixture_message(2, false, FAR, "481 Unknown")};
    crossed[2].cseq_method = STR("BYE");
    CHECK(!lay(&a, crossed, 3, NULL).rows[2].bad);
    arena_free(&a);
}

static void
test_labels(void)
{
    struct arena a = {0};
    struct item v[4] = {fixture_message(0, true, FAR, "INVITE"),
        fixture_message(1, false, FAR, "200 OK"),
        fixture_message(2, true, FAR, "INVITE"),
        fixture_message(3, false, FAR, "491")};
    v[2].cseq = 102;
    v[3].cseq_method = STR("");
    struct ladder l = lay(&a, v, 4, NULL);
    CHECK_STR(l.rows[0].label, "INVITE");
    CHECK_STR(l.rows[1].label, "200 OK (INVITE)");
    CHECK_STR(l.rows[2].label, "re-INVITE");
    CHECK_STR(l.rows[3].label, "491");
    arena_free(&a);
}

static void
test_asides(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS + 3];
    size_t n = fixture_items(v);
    for (size_t i = 0; i < 3; i++) {
        static const char *const what[] = {"INVITE", "100 Trying", "200 OK"};
        v[n] =
            fixture_message(4100 + (int64_t)i, i == 0, "192.0.2.30", what[i]);
        v[n].purpose = STR("recording");
        v[n].leg = 3;
        v[n++].device = STR("");
    }
    struct ladder l = lay(&a, v, n, NULL);
    CHECK_INT(l.nlanes, 3);
    CHECK_INT(l.nrows, FIXTURE_ITEMS);
    CHECK_STR(l.rows[l.nrows - 1].label,
        "recording to 192.0.2.30: 3 messages (--legs all shows them)");
    CHECK(!l.rows[l.nrows - 1].bad);
    struct layout_options all = {.legs_all = true};
    l = lay(&a, v, n, &all);
    CHECK_INT(l.nlanes, 4);
    CHECK_STR(l.lanes[3].label, "192.0.2.30");
    CHECK_INT(l.nrows, FIXTURE_ITEMS + 2);
    arena_free(&a);
}

static void
test_only_and_max(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS];
    size_t n = fixture_items(v);
    struct layout_options only = {.only = STR("da, TLS")};
    struct ladder l = lay(&a, v, n, &only);
    CHECK_INT(l.nrows, 2);
    CHECK_INT(l.nlanes, 1);
    CHECK_INT(l.hidden, n - 2);
    struct layout_options max = {.max_messages = 3};
    l = lay(&a, v, n, &max);
    /* INVITE, 100 | hidden | BYE; 9 messages after folding */
    CHECK_INT(l.nrows, 4);
    CHECK_STR(
        l.rows[2].label, "6 of 9 messages, 8 rows in all, are hidden here");
    CHECK_STR(l.rows[3].label, "BYE");
    CHECK_INT(l.hidden, 8);
    CHECK_INT(l.lanes[l.rows[3].to].node, 0);
    max.max_messages = 9;
    CHECK_INT(lay(&a, v, n, &max).hidden, 0);
    max.max_messages = 1;
    CHECK_INT(lay(&a, v, n, &max).nrows, 2);
    CHECK_INT(lay(&a, v, 0, NULL).nrows, 0);
    arena_free(&a);
}

int
main(void)
{
    test_lanes();
    test_lane_sides();
    test_two_clusters();
    test_cleared_addresses();
    test_cleared_log();
    test_nameless_nodes();
    test_consultation();
    test_retransmission();
    test_logged_hold();
    test_logged_again();
    test_failures();
    test_labels();
    test_asides();
    test_only_and_max();
    return check_done();
}
