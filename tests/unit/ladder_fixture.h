/* SPDX-License-Identifier: MIT
 *
 * An invented call for the tests of layout and render: 5551 on node 4 of one
 * cluster dials 95559001, which goes over a trunk to another cluster. */
#ifndef CMTRAIL_TESTS_LADDER_FIXTURE_H
#define CMTRAIL_TESTS_LADDER_FIXTURE_H

#include <string.h>

#include "model/call.h"

#define T0 INT64_C(1935655200000)

static inline struct when
fixture_time(int64_t ms)
{
    return (struct when){.utc_ms = T0 - 7200000 + ms,
        .tod_ms = 10 * 3600000 + ms,
        .offset_s = 7200};
}

/* A message of node 4; what is not said is filled in by the caller. */
static inline struct item
fixture_message(int64_t ms, bool outgoing, const char *peer, const char *what)
{
    struct item it = {.kind = ITEM_MESSAGE,
        .topic = STR("sip"),
        .at = fixture_time(ms),
        .node = STR("4"),
        .cluster = STR("east"),
        .node_ip = STR("192.0.2.14"),
        .host = STR("edge-sub"),
        .outgoing = outgoing,
        .remote_ip = str_from(peer),
        .remote_port = 5060,
        .transport = STR("TCP"),
        .cseq = 101,
        .cseq_method = STR("INVITE"),
        .evidence = {.file = STR("a/b/SDL004_100_000012.txt"),
            .line = 311,
            .record = STR("00010021.001")}};
    bool phone = str_eq(it.remote_ip, STR("192.0.2.77"));
    it.device = phone ? STR("SEP0011AABB22CC") : STR("TRUNK_WEST");
    it.call_id = phone ? STR("a@192.0.2.77") : STR("b@192.0.2.14");
    it.leg = phone ? 1 : 2;
    int64_t status;
    struct str words = str_from(what);
    struct str first = str_cut(&words, ' ');
    if (str_to_i64(first, &status)) {
        it.status = (int32_t)status;
        it.reason = words;
    } else {
        it.method = first;
        it.cseq_method = first;
    }
    return it;
}

static inline struct item
fixture_note(int64_t ms, const char *topic, const char *text)
{
    return (struct item){.kind = ITEM_NOTE,
        .topic = str_from(topic),
        .at = fixture_time(ms),
        .node = STR("4"),
        .cluster = STR("east"),
        .node_ip = STR("192.0.2.14"),
        .host = STR("edge-sub"),
        .cseq = -1,
        .note = str_from(text),
        .sure = SURE_EXACT};
}

static inline struct call
fixture_call(void)
{
    static const struct leg legs[] = {
        {.leg = 1,
            .role = PARTY_CALLING,
            .ci = 70000001,
            .number = STR_INIT("5551"),
            .cause = -1},
        {.leg = 2,
            .role = PARTY_CALLED,
            .ci = 70000002,
            .number = STR_INIT("9001"),
            .cause = 16},
        {.leg = 3,
            .role = PARTY_CALLED,
            .purpose = LEG_RECORDING,
            .ci = 70000003,
            .cause = -1},
    };
    return (struct call){.call = 3,
        .start = fixture_time(0),
        .answered = fixture_time(4000),
        .end = fixture_time(9000),
        .duration_ms = 5000,
        .setup_ms = -1,
        .calling = STR("5551"),
        .dialed = STR("95559001"),
        .called = STR("9001"),
        .calling_device = STR("SEP0011AABB22CC"),
        .called_device = STR("TRUNK_WEST"),
        .outcome = OUTCOME_ANSWERED,
        .cause = 16,
        .cause_text = STR("Normal call clearing"),
        .legs = legs,
        .nlegs = COUNTOF(legs)};
}

#define PHONE "192.0.2.77"
#define FAR "198.51.100.9"

/* Fills v with the items of that call, ending well. returns: how many. */
static inline size_t
fixture_items(struct item *v)
{
    size_t n = 0;
    v[n++] = fixture_message(0, false, PHONE, "INVITE");
    v[0].sdp = STR("audio G.722,PCMU sendrecv RTP 192.0.2.77:20000");
    v[n++] = fixture_message(2, true, PHONE, "100 Trying");
    v[n++] = fixture_note(12, "da",
        "DA 95559001 -> 9.555XXXX (partition PT_WEST) -> trunk TRUNK_WEST");
    v[n++] = fixture_note(
        20, "tls", "TLS: CN far-pub.example.net, cipher AES128-SHA");
    v[n++] = fixture_message(25, true, FAR, "INVITE");
    v[n++] = fixture_message(525, true, FAR, "INVITE");
    v[n++] = fixture_message(600, false, FAR, "180 Ringing");
    v[n++] = fixture_message(601, true, PHONE, "180 Ringing");
    v[n++] = fixture_message(4000, false, FAR, "200 OK");
    v[n++] = fixture_message(4001, true, PHONE, "200 OK");
    v[n++] = fixture_message(9000, false, PHONE, "BYE");
    v[n++] = fixture_message(9002, true, FAR, "BYE");
    return n;
}

enum { FIXTURE_ITEMS = 12 };

#endif
