/* SPDX-License-Identifier: MIT
 *
 * The correlator fed by hand: each case is a handful of rows and what must
 * come of them. The cases are the traps of the field guide: an index used
 * again, two calls in one second, a caller refused after a 200, a CI on two
 * nodes, a transfer, an excerpt without identifiers. */
#include "call/correlate.h"
#include "check.h"

#include "base/arena.h"
#include "model/names.h"

#define GUID_A "11111111-2222-4333-8444-555555555555"
#define GUID_B "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"

/* One run of the correlator. */
struct run {
    struct source sources[3];
    struct correlator *c;
    struct correlated r;
    const struct visit *visits;
    size_t nvisits;
    int64_t event;
    int64_t tod_ms;
    int64_t source;
};

static void
run_init(struct run *t, size_t nsources, bool dated)
{
    *t = (struct run){0};
    for (size_t i = 0; i < nsources; i++) {
        t->sources[i] = (struct source){
            .id = (int64_t)i + 1,
            .kind = SOURCE_SDL,
            .node = dated ? (int32_t)i + 1 : 0,
            .app = 100,
            .host = i == 0 ? STR("cm-one") : STR("cm-two"),
            .address = i == 0 ? STR("192.0.2.11") : STR("192.0.2.12"),
            .utc_offset_s = dated ? 7200 : WHEN_NO_OFFSET,
            .base_ms = dated ? INT64_C(1935698400000) : WHEN_UNKNOWN,
            .date_from = dated ? DATE_FILEHEAD : DATE_UNKNOWN,
            .mtime_ms = WHEN_UNKNOWN,
        };
    }
    t->tod_ms = 36000000; /* 10:00 */
    t->source = 1;
    correlate_open(&t->c, t->sources, nsources);
}

/* The result of a handful of rows is one part. */
static void
run_finish(struct run *t)
{
    correlate_finish(t->c);
    CHECK_INT(correlate_next(t->c, &t->r), 1);
    correlate_visits(t->c, &t->visits, &t->nvisits);
}

static struct row
row_new(struct run *t, enum row_kind kind, struct str record)
{
    t->event++;
    t->tod_ms += 10;
    return (struct row){
        .kind = kind,
        .at = {t->event, t->source, record, (uint64_t)t->event, t->tod_ms},
    };
}

static void
signal_row(struct run *t, struct row_signal s)
{
    struct row row = row_new(t, ROW_SIGNAL, STR("00000001.000"));
    s.type = STR("SdlSig");
    row.u.signal = s;
    correlate_feed(t->c, &row);
}

/* A SIP message; CUCM's own tag of `ci` where CUCM's tag stands. */
struct sip {
    bool out;
    const char *method; /* request, or */
    int32_t status;     /* answer to cseq_method */
    const char *cseq_method;
    const char *call_id;
    int64_t ci; /* 0 = no tag of CUCM's yet */
    const char *from_user, *to_user;
    int64_t index;
    const char *ip;
    int32_t port;
    const char *far_tag;
    const char *via;
    const char *agent;
};

static void
sip_row(struct run *t, struct sip m, struct arena *a)
{
    struct row row = row_new(t, ROW_MESSAGE, STR("00000002.001"));
    struct str own = m.ci != 0
                         ? str_fmt(a, "77~" GUID_A "-%lld", (long long)m.ci)
                         : (struct str){0};
    bool own_in_from = m.out == (m.status == 0);
    row.u.message = (struct row_message){
        .direction = m.out ? STR("out") : STR("in"),
        .transport = STR("TCP"),
        .remote_ip = str_from(m.ip),
        .remote_port = m.port,
        .conn_index = m.index,
        .net_tag = t->event,
        .tag_kind = STR("NET"),
        .method = str_from(m.method),
        .status = m.status,
        .request_uri = m.to_user ? str_fmt(a, "sip:%s@198.51.100.20", m.to_user)
                                 : (struct str){0},
        .call_id = str_from(m.call_id),
        .cseq = 101,
        .cseq_method = str_from(m.cseq_method),
        .from_user = str_from(m.from_user),
        .to_user = str_from(m.to_user),
        .from_tag = own_in_from ? own : str_from(m.far_tag),
        .to_tag = own_in_from ? str_from(m.far_tag) : own,
        .via_transport = str_from(m.via),
        .user_agent = str_from(m.agent),
        .date_ms = WHEN_UNKNOWN,
    };
    correlate_feed(t->c, &row);
}

static void
associate(struct run *t, int64_t a, int64_t b)
{
    signal_row(t, (struct row_signal){.name = STR("PolicyAndCACAssociateReq"),
                      .from_process = STR("Cdcc(1,100,224,5)"),
                      .ci = a,
                      .ci2 = b,
                      .cause = -1});
}

static const struct step *
find_step(const struct run *t, struct str kind)
{
    for (size_t i = 0; i < t->r.nsteps; i++)
        if (str_eq(t->r.steps[i].kind, kind))
            return &t->r.steps[i];
    return NULL;
}

static struct str
field_text(const struct step *s, const char *key)
{
    for (size_t i = 0; s != NULL && i < s->nfields; i++)
        if (str_eq(s->fields[i].key, str_from(key)))
            return s->fields[i].value.s;
    return (struct str){0};
}

/* A phone calls a trunk over TLS; answered, the caller hangs up. */
static void
trunk_call(struct run *t, struct arena *a, int64_t ci, const char *phone_id,
    const char *trunk_id)
{
    sip_row(t,
        (struct sip){false, "INVITE", 0, "INVITE", phone_id, 0, "5551", "8", 31,
            "192.0.2.77", 50001, "phone", "TCP", "phone"},
        a);
    signal_row(t, (struct row_signal){.name = STR("CcRegisterPartyA"),
                      .ci = ci,
                      .cause = -1,
                      .device = STR("SEP0011AABB2201"),
                      .call_id = str_from(phone_id)});
    associate(t, ci, ci + 1);
    signal_row(t, (struct row_signal){.name = STR("CcSetupReq"),
                      .to_process = STR("SIPD(1,100,84,9)"),
                      .from_process = STR("Cdcc(1,100,224,5)"),
                      .ci = ci + 1,
                      .cause = -1,
                      .called = STR("7770001")});
    sip_row(t,
        (struct sip){true, "INVITE", 0, "INVITE", trunk_id, ci + 1, "5551",
            "7770001", 12, "198.51.100.20", 5061, NULL, "TLS", "Cisco-CUCM14"},
        a);
}

static void
certificate(struct run *t, int64_t index, struct str cn)
{
    struct row row = row_new(t, ROW_CERTIFICATE, STR("00000009.000"));
    row.u.certificate = (struct row_certificate){
        .conn_index = index,
        .remote_ip = STR("198.51.100.20"),
        .remote_port = 5061,
        .subject = cn,
        .cipher = STR("ECDHE-RSA-AES256-GCM-SHA384"),
        .to_process = STR("SIPD(1,100,84,9)"),
    };
    correlate_feed(t->c, &row);
}

static void
test_trunk(void)
{
    struct run t;
    struct arena a = {0};
    run_init(&t, 1, true);
    trunk_call(&t, &a, 16777300, "p1@192.0.2.77", "t1@192.0.2.11");
    certificate(&t, 12, STR("/C=XX/O=Ex/CN=far-pub.example.net"));
    sip_row(&t,
        (struct sip){false, NULL, 180, "INVITE", "t1@192.0.2.11", 16777301,
            NULL, NULL, 12, "198.51.100.20", 5061, "9~" GUID_B "-33554460",
            NULL, "Cisco-CUCM12.5"},
        &a);
    sip_row(&t,
        (struct sip){false, NULL, 200, "INVITE", "t1@192.0.2.11", 16777301,
            NULL, NULL, 12, "198.51.100.20", 5061, "9~" GUID_B "-33554460",
            NULL, NULL},
        &a);
    int64_t answered = t.tod_ms;
    sip_row(&t,
        (struct sip){true, NULL, 200, "INVITE", "p1@192.0.2.77", 16777300, NULL,
            NULL, 31, "192.0.2.77", 50001, "phone", NULL, NULL},
        &a);
    t.tod_ms += 40000;
    sip_row(&t,
        (struct sip){false, "BYE", 0, "BYE", "p1@192.0.2.77", 16777300, NULL,
            NULL, 31, "192.0.2.77", 50001, "phone", NULL, NULL},
        &a);
    int64_t bye = t.tod_ms;
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    const struct call *k = &t.r.calls[0];
    CHECK_STR(k->calling, "5551");
    CHECK_STR(k->called, "7770001");
    CHECK_INT(k->outcome, OUTCOME_ANSWERED);
    CHECK_INT(k->released_by, PARTY_CALLING);
    CHECK_INT(k->duration_ms, bye - answered);
    CHECK_INT((int64_t)k->nlegs, 2);
    CHECK_INT((int64_t)k->ntls, 1);
    CHECK_STR(k->tls[0].cn, "far-pub.example.net");
    const struct step *far = find_step(&t, STR("cluster"));
    CHECK_STR(field_text(far, "how"), "tag");
    CHECK_STR(field_text(far, "guid"), GUID_B);
    CHECK(far != NULL && far->sure == SURE_EXACT);
    correlate_close(t.c);
    arena_free(&a);
}

/* The index is used again after a close, and by another peer without one: the
 * first certificate must not stick to the number. */
static void
test_index_reuse(void)
{
    struct run t;
    struct arena a = {0};
    run_init(&t, 1, true);
    certificate(&t, 12, STR("/CN=first.example.net"));
    struct row close = row_new(&t, ROW_CONNECTION, STR("00000010.001"));
    close.u.connection =
        (struct row_connection){.what = STR("closed"), .conn_index = 12};
    correlate_feed(t.c, &close);
    trunk_call(&t, &a, 16777310, "p2@192.0.2.77", "t2@192.0.2.11");
    sip_row(&t,
        (struct sip){true, "OPTIONS", 0, "OPTIONS", "o@192.0.2.11", 0, NULL,
            NULL, 12, "203.0.113.9", 5060, NULL, "TCP", NULL},
        &a);
    run_finish(&t);
    CHECK_INT((int64_t)t.r.nconnections, 4); /* 12 thrice, 31 once */
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_INT((int64_t)t.r.calls[0].ntls, 1);
    CHECK_STR(t.r.calls[0].tls[0].cn, "");
    CHECK_INT(t.r.calls[0].outcome, OUTCOME_UNKNOWN);
    correlate_close(t.c);
    arena_free(&a);
}

/* 200 from the far end, but the caller gets 503: no success. */
static void
test_refused_after_answer(void)
{
    struct run t;
    struct arena a = {0};
    run_init(&t, 1, true);
    trunk_call(&t, &a, 16777320, "p3@192.0.2.77", "t3@192.0.2.11");
    sip_row(&t,
        (struct sip){false, NULL, 200, "INVITE", "t3@192.0.2.11", 16777321,
            NULL, NULL, 12, "198.51.100.20", 5061, "far", NULL, NULL},
        &a);
    sip_row(&t,
        (struct sip){true, NULL, 503, "INVITE", "p3@192.0.2.77", 16777320, NULL,
            NULL, 31, "192.0.2.77", 50001, "phone", NULL, NULL},
        &a);
    signal_row(&t, (struct row_signal){
                       .name = STR("CcRelReq"), .ci = 16777320, .cause = 47});
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_INT(t.r.calls[0].outcome, OUTCOME_FAILED);
    CHECK_INT(t.r.calls[0].sip_status, 503);
    CHECK_INT(t.r.calls[0].cause, 47);
    correlate_close(t.c);
    arena_free(&a);
}

/* Two calls in the same second whose CIs interleave stay two. */
static void
test_interleaved(void)
{
    struct run t;
    struct arena a = {0};
    run_init(&t, 1, true);
    associate(&t, 16777401, 16777403);
    struct row pair = row_new(&t, ROW_PAIR, STR("00000003.001"));
    pair.u.pair = (struct row_pair){
        .what = STR("assoc"), .ci = 16777402, .ci2 = 16777404};
    correlate_feed(t.c, &pair);
    for (int64_t ci = 16777401; ci <= 16777402; ci++)
        signal_row(
            &t, (struct row_signal){.name = STR("CcSetupInd"),
                    .to_process = ci == 16777401 ? STR("Cdcc(1,100,224,5)")
                                                 : STR("Cdcc(1,100,224,6)"),
                    .ci = ci,
                    .cause = -1,
                    .calling = STR("5551"),
                    .called = STR("5552")});
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 2);
    CHECK_INT((int64_t)t.r.calls[0].nlegs, 2);
    CHECK_INT((int64_t)t.r.calls[1].nlegs, 2);
    correlate_close(t.c);
    arena_free(&a);
}

/* One CI on two nodes: the halves are one leg. */
static void
test_two_nodes(void)
{
    struct run t;
    struct arena a = {0};
    run_init(&t, 2, true);
    sip_row(&t,
        (struct sip){false, "INVITE", 0, "INVITE", "p4@192.0.2.77", 0, "5551",
            "5552", 31, "192.0.2.77", 50001, "phone", "TCP", NULL},
        &a);
    sip_row(&t,
        (struct sip){true, NULL, 100, "INVITE", "p4@192.0.2.77", 16777500, NULL,
            NULL, 31, "192.0.2.77", 50001, "phone", NULL, NULL},
        &a);
    associate(&t, 16777500, 16777501);
    t.source = 2;
    t.tod_ms = 36000000;
    sip_row(&t,
        (struct sip){true, "INVITE", 0, "INVITE", "q4@192.0.2.12", 16777501,
            "5551", "5552", 7, "192.0.2.88", 50002, NULL, "TCP", NULL},
        &a);
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_INT((int64_t)t.r.calls[0].nlegs, 2);
    CHECK_INT((int64_t)t.r.calls[0].nnodes, 2);
    CHECK_INT((int64_t)t.r.calls[0].nclusters, 1);
    correlate_close(t.c);
    arena_free(&a);
}

/* An excerpt: no date, no CI for the digit analysis. The Call-ID's clock
 * gives date and offset, numbers and time tie the analysis to the INVITE. */
static void
test_excerpt(void)
{
    struct run t;
    struct arena a = {0};
    run_init(&t, 1, false);
    t.tod_ms = 71961000; /* 19:59:21 */
    struct row match = row_new(&t, ROW_DA_MATCH, STR("00000030.009"));
    match.u.da_match =
        (struct row_da_match){.calling = STR("5551"), .dialed = STR("7770001")};
    correlate_feed(t.c, &match);
    struct row result = row_new(&t, ROW_DA_RESULT, STR("00000030.011"));
    result.u.da_result = (struct row_da_result){.calling = STR("5551"),
        .pattern = STR("7770001"),
        .called = STR("7770001")};
    correlate_feed(t.c, &result);
    /* 2015-06-07 14:29:21 UTC by its clock, made by a 9.1 */
    sip_row(&t,
        (struct sip){true, "INVITE", 0, "INVITE",
            "94fffc00-57415541-7-b0200c0@192.0.2.11", 16777600, "5551",
            "7770001", 12, "198.51.100.20", 5061, NULL, "TLS", "Cisco-CUCM9.1"},
        &a);
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    const struct call *k = &t.r.calls[0];
    CHECK_STR(when_iso(&a, k->start), "2015-06-07T19:59:21.010+05:30");
    CHECK_INT(k->outcome, OUTCOME_UNKNOWN);
    const struct step *da = find_step(&t, STR("digit_analysis"));
    CHECK(da != NULL && da->sure == SURE_INFERRED);
    CHECK_INT(t.sources[0].date_from, DATE_CALL_ID);
    correlate_close(t.c);
    arena_free(&a);
}

/* A transfer joins its two calls; the last called party is the callee. */
static void
test_transfer(void)
{
    struct run t;
    run_init(&t, 1, true);
    static const struct {
        const char *name;
        int64_t ci, ci2;
        const char *number;
    } rows[] = {
        {"CcSetupInd", 100, 0, "5551"},
        {"PolicyAndCACAssociateReq", 100, 101, ""},
        {"CcSetupReq", 101, 0, "5552"},
        {"CcSetupInd", 102, 0, "5552"},
        {"PolicyAndCACAssociateReq", 102, 103, ""},
        {"CcSetupReq", 103, 0, "5553"},
        {"SsJoinReq", 100, 103, ""},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        bool setup_ind = i == 0 || i == 3;
        signal_row(&t, (struct row_signal){.name = str_from(rows[i].name),
                           .ci = rows[i].ci,
                           .ci2 = rows[i].ci2,
                           .cause = -1,
                           .calling = setup_ind ? str_from(rows[i].number)
                                                : (struct str){0},
                           .called = setup_ind ? (struct str){0}
                                               : str_from(rows[i].number)});
    }
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_STR(t.r.calls[0].calling, "5551");
    CHECK_STR(t.r.calls[0].called, "5553");
    CHECK_INT((int64_t)t.r.calls[0].nlegs, 4);
    correlate_close(t.c);
}

/* No answer: the call goes on to the voice mail, on a CI of its own. */
static void
test_forward(void)
{
    struct run t;
    run_init(&t, 1, true);
    signal_row(&t, (struct row_signal){.name = STR("CcSetupInd"),
                       .ci = 16777700,
                       .cause = -1,
                       .calling = STR("5551"),
                       .called = STR("5552")});
    associate(&t, 16777700, 16777701);
    signal_row(&t, (struct row_signal){.name = STR("CcSetupReq"),
                       .ci = 16777701,
                       .cause = -1,
                       .called = STR("5552")});
    signal_row(&t, (struct row_signal){
                       .name = STR("CcAlertInd"), .ci = 16777701, .cause = -1});
    associate(&t, 16777700, 16777702);
    signal_row(&t, (struct row_signal){.name = STR("CcSetupReq"),
                       .ci = 16777702,
                       .cause = -1,
                       .called = STR("5999"),
                       .lr = STR("5552"),
                       .lr_reason = 2});
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_STR(t.r.calls[0].called, "5999");
    const struct step *forward = find_step(&t, STR("forward"));
    CHECK_STR(field_text(forward, "from"), "5552");
    CHECK_STR(field_text(forward, "to"), "5999");
    CHECK_STR(field_text(forward, "reason"), "no answer");
    CHECK(forward != NULL && forward->sure == SURE_EXACT);
    correlate_close(t.c);
}

/* A route list tries its next member: what the first one said is not the end
 * of the call. */
static void
test_next_member(void)
{
    struct run t;
    run_init(&t, 1, true);
    associate(&t, 16777720, 16777721);
    for (int i = 0; i < 2; i++) {
        signal_row(&t, (struct row_signal){.name = STR("CcSetupReq"),
                           .to_process = i == 0 ? STR("SIPD(1,100,84,4)")
                                                : STR("SIPD(1,100,84,5)"),
                           .ci = 16777721,
                           .cause = -1,
                           .called = STR("12025550123")});
        if (i == 0)
            signal_row(
                &t, (struct row_signal){
                        .name = STR("CcRejInd"), .ci = 16777721, .cause = 41});
    }
    signal_row(
        &t, (struct row_signal){
                .name = STR("CcSetupConf"), .ci = 16777721, .cause = -1});
    signal_row(&t, (struct row_signal){
                       .name = STR("CcSetupRes"), .ci = 16777720, .cause = -1});
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_INT(t.r.calls[0].outcome, OUTCOME_IN_PROGRESS);
    correlate_close(t.c);
}

/* A signal that crosses between nodes, logged at both ends. */
static void
crossing(
    struct run *t, int64_t from, int64_t tod_ms, int64_t delta_ms, int64_t ci)
{
    for (int end = 0; end < 2; end++) {
        t->source = end == 0 ? from : 3 - from;
        t->tod_ms = tod_ms + (end == 0 ? 0 : delta_ms);
        struct row row = row_new(t, ROW_SIGNAL, STR("00000005.000"));
        row.u.signal = (struct row_signal){
            .name = STR("CcAlertInd"),
            .type = end == 0 ? STR("SdlSig-O") : STR("SdlSig-I"),
            .to_process = STR("Cc(1,100,225,1)"),
            .tag = STR("1,100,14,9.9^*^*"),
            .ci = ci,
            .cause = -1,
        };
        correlate_feed(t->c, &row);
    }
}

/* Node 2 is 2300 ms ahead and a signal takes 4 ms: both directions tell them
 * apart. */
static void
test_skew(void)
{
    struct run t;
    run_init(&t, 2, true);
    for (int64_t i = 0; i < 5; i++) {
        crossing(&t, 1, 36000000 + i * 1000, 2304, 16777800 + i);
        crossing(&t, 2, 36000000 + 2300 + i * 1000, -2296, 33554500 + i);
    }
    run_finish(&t);
    CHECK_INT((int64_t)t.r.nclocks, 1);
    CHECK_INT(t.r.clocks[0].offset_ms, 2300);
    CHECK(t.r.clocks[0].error_ms >= 1 && t.r.clocks[0].error_ms <= 4);
    CHECK_STR(t.r.clocks[0].node, "2");
    CHECK_INT(t.sources[1].skew_ms, 2300);
    correlate_close(t.c);
}

/* The called party's half lies on a node that was not given. */
static void
test_missing_node(void)
{
    struct run t;
    run_init(&t, 1, true);
    signal_row(&t, (struct row_signal){.name = STR("CcSetupInd"),
                       .ci = 16777900,
                       .cause = -1,
                       .calling = STR("5551")});
    associate(&t, 16777900, 16777901);
    signal_row(&t, (struct row_signal){.name = STR("CcSetupReq"),
                       .to_process = STR("LineControl(2,100,178,7)"),
                       .from_process = STR("Cdcc(1,100,224,5)"),
                       .ci = 16777901,
                       .cause = -1,
                       .called = STR("5552")});
    run_finish(&t);
    CHECK_INT((int64_t)t.nvisits, 2);
    CHECK_STR(t.visits[0].node, "1");
    CHECK(t.visits[0].by & VISIT_LOGGED);
    CHECK_STR(t.visits[1].node, "2");
    CHECK_INT(t.visits[1].call, 1);
    CHECK_INT(t.visits[1].by, VISIT_TARGET);
    correlate_close(t.c);
}

/* An INVITE that says of its session: both halves of its Session-ID, and its
 * Cisco-Guid. */
static void
session_invite(
    struct run *t, bool out, const char *call_id, const char *session[3])
{
    struct row row = row_new(t, ROW_MESSAGE, STR("00000002.001"));
    row.u.message = (struct row_message){
        .direction = out ? STR("out") : STR("in"),
        .transport = STR("TCP"),
        .remote_ip = STR("192.0.2.51"),
        .remote_port = 50051,
        .conn_index = 7,
        .net_tag = t->event,
        .tag_kind = STR("NET"),
        .method = STR("INVITE"),
        .call_id = str_from(call_id),
        .cseq = 101,
        .cseq_method = STR("INVITE"),
        .session_id = str_from(session[0]),
        .session_remote = str_from(session[1]),
        .guid = str_from(session[2]),
        .date_ms = WHEN_UNKNOWN,
    };
    correlate_feed(t->c, &row);
}

static int64_t
calls_of_sessions(const char *a[3], const char *b[3], bool b_in)
{
    struct run t;
    run_init(&t, 1, true);
    session_invite(&t, true, "a@192.0.2.11", a);
    session_invite(&t, !b_in, "b@192.0.2.11", b);
    run_finish(&t);
    int64_t n = (int64_t)t.r.ncalls;
    CHECK_INT((int64_t)t.r.nlinks, 2 - n);
    correlate_close(t.c);
    return n;
}

/* Two Call-IDs are one call when both halves of Session-ID are the same, in
 * either order; one half is a phone's and says nothing. A Cisco-Guid joins
 * what went out with what came in. */
static void
test_session(void)
{
    const char *x = "0123456789abcdef0123456789abcdef";
    const char *y = "fedcba9876543210fedcba9876543210";
    const char *z = "00000000000000000000000000000000";
    const char *w = "11112222333344445555666677778888";
    CHECK_INT(calls_of_sessions((const char *[]){x, y, NULL},
                  (const char *[]){y, x, NULL}, true),
        1);
    CHECK_INT(calls_of_sessions((const char *[]){x, y, NULL},
                  (const char *[]){x, w, NULL}, true),
        2);
    CHECK_INT(calls_of_sessions((const char *[]){x, z, NULL},
                  (const char *[]){x, z, NULL}, true),
        2);
    CHECK_INT(calls_of_sessions((const char *[]){NULL, NULL, w},
                  (const char *[]){NULL, NULL, w}, true),
        1);
    CHECK_INT(calls_of_sessions((const char *[]){NULL, NULL, w},
                  (const char *[]){NULL, NULL, w}, false),
        2);
}

/* A file of one start of node 1's service, whole days apart. */
static void
restart_source(struct source *s, int day, struct str app_start)
{
    s->node = 1;
    s->host = STR("cm-one");
    s->address = STR("192.0.2.11");
    s->app_start = app_start;
    s->base_ms += day * WHEN_DAY_MS;
    s->first_tod = 36000000;
    s->last_tod = 37000000;
}

/* A call whose music never ends, as node 1 tells it. */
static void
restart_call(struct run *t, int64_t source, int64_t tod_ms, struct str from)
{
    t->source = source;
    t->tod_ms = tod_ms;
    signal_row(t, (struct row_signal){.name = STR("CcSetupInd"),
                      .to_process = STR("Cdcc(1,100,224,5)"),
                      .ci = 16777500,
                      .cause = -1,
                      .calling = from,
                      .called = STR("5552")});
    associate(t, 16777500, 16777501);
    signal_row(t, (struct row_signal){.name = STR("MrmAllocateMohResourceReq"),
                      .ci = 16777501,
                      .cause = -1});
}

/* A recording's dialog, which names the call by its CI. */
static void
record_row(struct run *t, int64_t source, int64_t tod_ms, struct str id,
    int64_t refci, const char *to)
{
    t->source = source;
    t->tod_ms = tod_ms;
    struct row row = row_new(t, ROW_MESSAGE, STR("00000002.001"));
    row.u.message = (struct row_message){
        .direction = STR("out"),
        .method = STR("INVITE"),
        .call_id = id,
        .cseq = 101,
        .cseq_method = STR("INVITE"),
        .refci = refci,
        .to_user = str_from(to),
        .conn_index = 7,
        .date_ms = WHEN_UNKNOWN,
    };
    correlate_feed(t->c, &row);
}

/* After a restart CIs and processes begin anew: in the node's own files, in
 * those of a node that went on, and where a header names a CI. */
static void
test_restart(bool other_node)
{
    enum { TEN = 36000000 };
    int64_t second = other_node ? 3 : 2;
    int64_t next_day = TEN + (other_node ? WHEN_DAY_MS : 0);
    struct run t;
    run_init(&t, 3, true);
    correlate_close(t.c);
    restart_source(&t.sources[0], 0, STR("2031/05/01 03:00:00"));
    restart_source(&t.sources[1], 1, STR("2031/05/06 03:00:00"));
    t.sources[2].node = 2;
    t.sources[2].app_start = STR("2031/04/01 03:00:00");
    t.sources[2].first_tod = TEN;
    t.sources[2].last_tod = TEN + WHEN_DAY_MS;
    correlate_open(&t.c, t.sources, 3);
    restart_call(&t, other_node ? 3 : 1, TEN, STR("5551"));
    record_row(&t, other_node ? 3 : 1, TEN + 1000, STR("a@192.0.2.11"),
        16777500, "7878");
    restart_call(&t, second, next_day, STR("5559"));
    record_row(
        &t, second, next_day + 1000, STR("b@192.0.2.11"), 16777500, "7878");
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 2);
    CHECK_STR(t.r.calls[0].calling, "5551");
    CHECK_STR(t.r.calls[1].calling, "5559");
    for (size_t i = 0; i < t.r.ncalls; i++)
        CHECK_INT((int64_t)t.r.calls[i].nlegs, 3);
    correlate_close(t.c);
}

/* The CTI service of a node starts by itself: calls go on. */
static void
test_other_service(void)
{
    struct run t;
    run_init(&t, 3, true);
    correlate_close(t.c);
    restart_source(&t.sources[0], 0, STR("2031/05/01 03:00:00"));
    restart_source(&t.sources[1], 0, STR("2031/05/05 10:05:00"));
    t.sources[1].app = 200;
    t.sources[1].first_tod = 36300000;
    t.sources[2].node = 2;
    correlate_open(&t.c, t.sources, 3);
    restart_call(&t, 3, 36000000, STR("5551"));
    t.tod_ms = 36600000;
    signal_row(
        &t, (struct row_signal){
                .name = STR("CcDisconnInd"), .ci = 16777500, .cause = 16});
    signal_row(
        &t, (struct row_signal){
                .name = STR("CcDisconnInd"), .ci = 16777501, .cause = 16});
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    CHECK_INT((int64_t)t.r.calls[0].nlegs, 2);
    correlate_close(t.c);
}

static void
called_leg(struct run *t, int64_t ci, const char *number, const char *device)
{
    signal_row(t, (struct row_signal){.name = STR("CcSetupReq"),
                      .ci = ci,
                      .cause = -1,
                      .called = str_from(number)});
    signal_row(t, (struct row_signal){.name = STR("CcRegisterPartyB"),
                      .ci = ci,
                      .cause = -1,
                      .device = str_from(device)});
}

/* The second stream's own lines stop at the bridge's number: the first
 * stream's bridge tells the phone. Nobody is recorded by himself. */
static void
test_recording(void)
{
    struct run t;
    run_init(&t, 1, true);
    signal_row(&t, (struct row_signal){.name = STR("CcSetupInd"),
                       .ci = 16777600,
                       .cause = -1,
                       .calling = STR("1000"),
                       .called = STR("5000")});
    signal_row(&t, (struct row_signal){.name = STR("CcRegisterPartyA"),
                       .ci = 16777600,
                       .cause = -1,
                       .device = STR("SEP0011AABB2201")});
    associate(&t, 16777600, 16777601);
    called_leg(&t, 16777601, "5000", "SEP0011AABB2202");
    called_leg(&t, 16777610, "b001234567890", "SEP0011AABB2201");
    struct row pair = row_new(&t, ROW_PAIR, STR("00000003.001"));
    pair.u.pair = (struct row_pair){
        .what = STR("assoc"), .ci = 16777620, .ci2 = 16777621};
    correlate_feed(t.c, &pair);
    called_leg(&t, 16777621, "b001234567890", "");
    t.source = 1;
    record_row(&t, 1, t.tod_ms, STR("r@192.0.2.11"), 16777600, "7878");
    called_leg(&t, 16777631, "1000", "");
    pair.at = row_new(&t, ROW_PAIR, STR("00000003.001")).at;
    pair.u.pair = (struct row_pair){
        .what = STR("media"), .ci = 16777631, .ci2 = 16777610};
    correlate_feed(t.c, &pair);
    run_finish(&t);
    CHECK_INT((int64_t)t.r.ncalls, 1);
    size_t inferred = 0;
    for (size_t i = 0; i < t.r.nlinks; i++)
        inferred += t.r.links[i].sure == SURE_INFERRED;
    CHECK_INT((int64_t)inferred, 2);
    size_t recordings = 0;
    for (size_t i = 0; i < t.r.nsteps; i++)
        recordings += str_eq(t.r.steps[i].kind, STR("recording"));
    CHECK_INT((int64_t)recordings, 1);
    CHECK_STR(field_text(find_step(&t, STR("recording")), "to"), "7878");
    correlate_close(t.c);
}

int
main(void)
{
    test_recording();
    test_other_service();
    test_restart(false);
    test_restart(true);
    test_session();
    test_forward();
    test_next_member();
    test_skew();
    test_missing_node();
    test_trunk();
    test_index_reuse();
    test_refused_after_answer();
    test_interleaved();
    test_two_nodes();
    test_excerpt();
    test_transfer();
    return check_done();
}
