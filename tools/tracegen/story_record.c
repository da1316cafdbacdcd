/* SPDX-License-Identifier: MIT
 *
 * Calls that are recorded by the phone's built-in bridge, and calls from one
 * cluster to the other, which both write. */
#include <inttypes.h>

#include "story.h"

/* Pairs: 0 the call, then for each stream the bridge's and the recorder's. */
enum { NEAR_BRIDGE = 1, NEAR_RECORDER, FAR_BRIDGE, FAR_RECORDER };

static const char RECORDER_NUMBER[] = "7878";

static void
bridge_fields(struct run *r, struct call *c, const struct call *main)
{
    struct arena *a = &c->arena;
    struct node *n = main->a;
    static const enum field SAME[] = {FIELD_n, FIELD_node_ip_a, FIELD_cluster,
        FIELD_fqdn_a, FIELD_partition_key, FIELD_css, FIELD_gci};

    for (size_t i = 0; i < COUNTOF(SAME); i++)
        c->f.v[SAME[i]] = main->f.v[SAME[i]];
    c->f.v[FIELD_m] = c->f.v[FIELD_n];
    c->f.v[FIELD_node_ip_b] = n->ip;
    c->a = c->b = n;
    c->ci_a = ++n->ci;
    c->ci_b = ++n->ci;
    c->f.v[FIELD_ci_a] = emit_number(a, c->ci_a);
    c->f.v[FIELD_ci_b] = emit_number(a, c->ci_b);
    c->f.v[FIELD_cdcc] = emit_number(a, ++n->cdcc);
    c->f.v[FIELD_far_ci] = main->f.v[FIELD_ci_a];
    c->f.v[FIELD_dn_a] = STR("");
    c->phone_b = main->phone_a;
    call_target_phone(r, c);
    c->f.v[FIELD_called] = main->f.v[FIELD_dn_a];
    c->f.v[FIELD_from_b] =
        str_fmt(a, "\"Call Manager\" <sip:" STR_FMT ">", STR_ARG(n->ip));
    c->f.v[FIELD_join] =
        str_fmt(a, STR_FMT ";from-tag=" STR_FMT ";to-tag=" STR_FMT,
            STR_ARG(main->f.v[FIELD_callid_a]), STR_ARG(main->f.v[FIELD_far_a]),
            STR_ARG(main->f.v[FIELD_tag_a]));
    c->f.v[FIELD_bib] =
        str_fmt(a, "b00%05d%03d", 38000 + n->number, 1 + n->number);
    c->f.v[FIELD_mid_sdp] = STR("recvonly");
    c->f.v[FIELD_mid_cseq] = STR("1");
    story_feature(c);
}

static void
bridge_rows(struct run *r, struct call *c)
{
    struct scene s = call_scene(r, c);
    struct str bib = c->f.v[FIELD_bib];

    emit_row(&s, "CC|SETUP|%" PRIu32 "|%" PRIu32 "||" STR_FMT "|" STR_FMT,
        c->ci_a, c->ci_b, STR_ARG(bib), STR_ARG(bib));
    emit_row(&s,
        "CC|OFFERED|%" PRIu32 "|%" PRIu32 "||" STR_FMT "|" STR_FMT "||" STR_FMT,
        c->ci_a, c->ci_b, STR_ARG(bib), STR_ARG(bib),
        STR_ARG(c->f.v[FIELD_dev_b]));
}

static void
act_bridge(struct run *r, struct story *st, struct call *c)
{
    struct call *main = st->pairs[0];
    bool first = st->npairs == NEAR_BRIDGE;
    uint32_t resource = main->a->ci + 1;

    if (first)
        main->a->ci++;
    c = story_pair(r, st);
    bridge_fields(r, c, main);
    struct scene s = call_scene(r, c);

    emit_tag(r, c->a, c->conn_b, STR("*"));
    emit_chance(&s);
    if (first) {
        c->f.v[FIELD_moh] = emit_number(&c->arena, resource);
        story_maybe(st, resource);
        emit_script(&s, RECORD_BRIDGE);
    }
    emit_script(&s, RECORD_OFFER);
    bridge_rows(r, c);
    story_maybe(st, c->ci_a);
    story_leg(st, c->ci_b, "recording");
    c->messages++;
    emit_message(&s, INVITE_BRIDGE, c->conn_b, c->f.v[FIELD_ci_b]);
}

static void
act_bridge_trying(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, st->last);

    (void)c;
    call_say_b(&s, st->last, TRYING_B);
}

static void
act_bridge_answers(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, st->last);

    (void)c;
    call_say_b(&s, st->last, OK_B);
    emit_script(&s, RECORD_ANSWER);
    call_say_b(&s, st->last, ACK_B);
}

/* The recorder's leg: a is the bridge's. */
static void
recorder_fields(
    struct call *c, const struct call *bridge, const struct call *main)
{
    struct arena *a = &c->arena;
    struct node *n = bridge->a;

    c->f = bridge->f;
    c->a = c->b = n;
    c->ci_a = bridge->ci_b;
    c->ci_b = ++n->ci;
    c->f.v[FIELD_ci_a] = bridge->f.v[FIELD_ci_b];
    c->f.v[FIELD_ci_b] = emit_number(a, c->ci_b);
    c->f.v[FIELD_dev_a] = main->f.v[FIELD_dev_a];
    c->f.v[FIELD_ip_a] = main->f.v[FIELD_ip_a];
    c->f.v[FIELD_port_a] = main->f.v[FIELD_port_a];
    c->f.v[FIELD_model_a] = main->f.v[FIELD_model_a];
    c->f.v[FIELD_session_a] = bridge->f.v[FIELD_session_b];
    c->f.v[FIELD_pkid_a] = main->f.v[FIELD_pkid_a];
    c->f.v[FIELD_station_a] = bridge->f.v[FIELD_station_b];
    c->f.v[FIELD_cdpc_a] = bridge->f.v[FIELD_cdpc_b];
    c->f.v[FIELD_ref_ci] = bridge->f.v[FIELD_ci_a];
    c->f.v[FIELD_old_cdcc] = bridge->f.v[FIELD_cdcc];
    c->f.v[FIELD_cdcc] = emit_number(a, ++n->cdcc);
    c->f.v[FIELD_offerer] = str_fmt(a, "Cdcc(%d,100,224," STR_FMT ")",
        n->number, STR_ARG(c->f.v[FIELD_cdcc]));
    c->f.v[FIELD_other] = main->f.v[FIELD_dn_a];
    c->f.v[FIELD_dn_a] = bridge->f.v[FIELD_bib];
    c->trunk = &c->w->trunks[TRUNK_RECORDER];
    c->conn_a = main->conn_a;
    call_dialed(c, STR(""), str_from(RECORDER_NUMBER));
    c->f.v[FIELD_pattern] = c->f.v[FIELD_regex] = str_from(RECORDER_NUMBER);
    c->f.v[FIELD_rfr] = STR("354");
}

static struct str
recorder_from(struct call *c, const struct call *main, bool near)
{
    return str_fmt(&c->arena,
        "<sip:" STR_FMT "@" STR_FMT ";%s;x-refci=%" PRIu32
        ";x-nearendclusterid=" STR_FMT ";x-nearenddevice=" STR_FMT
        ";x-nearendaddr=" STR_FMT ";x-farendrefci=%" PRIu32
        ";x-farendclusterid=" STR_FMT ";x-farenddevice=" STR_FMT
        ";x-farendaddr=" STR_FMT ">",
        STR_ARG(main->f.v[FIELD_dn_a]), STR_ARG(c->a->ip),
        near ? "x-nearend" : "x-farend", main->ci_a,
        STR_ARG(c->f.v[FIELD_cluster]), STR_ARG(main->f.v[FIELD_dev_a]),
        STR_ARG(main->f.v[FIELD_dn_a]), main->ci_b,
        STR_ARG(c->f.v[FIELD_cluster]), STR_ARG(main->f.v[FIELD_device_b]),
        STR_ARG(main->f.v[FIELD_called]));
}

static void
act_recorder(struct run *r, struct story *st, struct call *c)
{
    struct call *main = st->pairs[0];
    struct call *bridge = st->last;
    bool near = st->npairs == NEAR_RECORDER;

    c = story_pair(r, st);
    recorder_fields(c, bridge, main);
    story_leg(st, c->ci_b, "recording");
    struct scene s = call_scene(r, c);

    emit_script(&s, RECORD_REDIRECT);
    emit_chance(&s);
    emit_script(&s, DIGITS);
    call_target(r, c);
    c->f.v[FIELD_from_b] = recorder_from(c, main, near);
    emit_script(&s, DIGITS_MATCH);
    emit_script(&s, TARGET_LOCAL);
    emit_script(&s, TARGET);
    emit_script(&s, RECORD_PAIR);
    emit_row(&s, "CC|SETUP|%" PRIu32 "|%" PRIu32 "|" STR_FMT "|7878|7878",
        c->ci_a, c->ci_b, STR_ARG(main->f.v[FIELD_dn_a]));
    emit_row(&s, "CC|RELEASE|%" PRIu32 "|0|0", bridge->ci_a);
    call_step(r, c, STEP_OFFER);
    emit_script(&s, RECORD_REDIRECTED);
    if (near)
        told_set(tell(c, "recording"), TOLD_DEVICE, c->trunk->name);
}

/* The recorder's own messages; it has no caller to tell. */
static void
act_recorder_asked(struct run *r, struct story *st, struct call *c)
{
    (void)c;
    call_step(r, st->last, STEP_SEND);
}

static void
act_recorder_rings(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, st->last);

    (void)c;
    call_say_b(&s, st->last, RINGING_B);
    emit_script(&s, ALERT_TRUNK);
}

static void
act_recorder_answers(struct run *r, struct story *st, struct call *c)
{
    struct scene s = call_scene(r, st->last);

    (void)c;
    call_say_b(&s, st->last, OK_B);
    emit_script(&s, CONNECT_TRUNK);
    emit_script(&s, MEDIA_AGAIN);
    emit_script(&s, COMPLETE_TRUNK);
    call_say_b(&s, st->last, ACK_B);
}

/* After the call's BYE. */
static void
act_stop_recording(struct run *r, struct story *st, struct call *c)
{
    (void)c;
    for (int i = NEAR_BRIDGE; i <= FAR_RECORDER; i += 2) {
        struct call *bridge = st->pairs[i];
        struct call *recorder = st->pairs[i + 1];
        struct scene s = call_scene(r, recorder);

        call_set_cause(recorder, 200, "OK", 16);
        call_set_cause(bridge, 200, "OK", 16);
        emit_script(&s, RECORD_RELEASE);
        call_say_b(&s, recorder, BYE_B_OUT);
        s = call_scene(r, bridge);
        call_say_b(&s, bridge, BYE_B_OUT);
    }
}

static void
act_recording_stopped(struct run *r, struct story *st, struct call *c)
{
    (void)c;
    for (int i = NEAR_BRIDGE; i <= FAR_RECORDER; i += 2) {
        struct call *bridge = st->pairs[i];
        struct call *recorder = st->pairs[i + 1];
        struct scene s = call_scene(r, recorder);

        call_say_b(&s, recorder, BYE_OK_B_IN);
        emit_script(&s, RELEASED_TRUNK);
        emit_script(&s, STOP_TRUNK);
        s = call_scene(r, bridge);
        call_say_b(&s, bridge, BYE_OK_B_IN);
        emit_row(&s, "CC|RELEASE|%" PRIu32 "|%" PRIu32 "|16", recorder->ci_a,
            recorder->ci_b);
    }
    st->last = st->pairs[0];
}

#define BEATS_STREAM(k)                                                        \
    {act_bridge, 0, k, 5, 30}, {act_bridge_trying, 0, k, 3, 8},                \
        {act_bridge_answers, 0, k, 8, 20}, {act_recorder, 0, k + 1, 1, 3},     \
        {act_recorder_asked, 0, k + 1, 0, 0},                                  \
        {act_recorder_rings, 0, k + 1, 90, 140},                               \
    {                                                                          \
        act_recorder_answers, 0, k + 1, 80, 160                                \
    }

static const struct beat RECORDED_BEATS[] = {
    BEATS_ASK(0),
    BEATS_RING(0),
    BEATS_ANSWER(0),
    BEATS_STREAM(NEAR_BRIDGE),
    BEATS_STREAM(FAR_BRIDGE),
    {NULL, STEP_BYE, 0, 1000, 6000},
    {act_stop_recording, 0, 0, 0, 2},
    {NULL, STEP_BYE_OK, 0, 4, 60},
    {act_recording_stopped, 0, 0, 4, 60},
    {NULL, 0, -1, 0, 0},
};

/* Pair 0 is the calling cluster's, 1 the called cluster's; a message is on
 * its way between them for a few milliseconds. */
#define LATENCY 3, 9
#define BEATS_ACROSS                                                           \
    BEATS_ASK(0), {NULL, STEP_OFFER, 0, 0, 1}, {NULL, STEP_SEND, 0, 0, 0},     \
        {act_arrive, 0, 1, LATENCY}, {NULL, STEP_ROUTE, 1, 0, 1},              \
        {NULL, STEP_TRYING, 0, LATENCY}, {NULL, STEP_OFFER, 1, 0, 1},          \
        {NULL, STEP_SEND, 1, 0, 1},                                            \
    {                                                                          \
        NULL, STEP_TRYING, 1, 2, 8                                             \
    }
#define BEATS_UP_ACROSS                                                        \
    {NULL, STEP_RINGING, 1, 80, 260}, {NULL, STEP_RINGING, 0, LATENCY},        \
        {NULL, STEP_ANSWER, 1, 400, 4000}, {NULL, STEP_ANSWER, 0, LATENCY},    \
        {NULL, STEP_ACK, 1, LATENCY},                                          \
    {                                                                          \
        NULL, STEP_ACK, 0, 15, 40                                              \
    }

/* The called cluster's half, once the INVITE that it gets is known. */
static void
act_arrive(struct run *r, struct story *st, struct call *c)
{
    struct call *near = st->pairs[0];

    c = story_pair(r, st);
    c->w = &r->w[near->w->number == 0];
    c->ending = near->ending;
    c->by_called = near->by_called;
    c->a = &c->w->nodes[0];
    c->phone_b = st->phones[1];
    c->b = c->phone_b->node;
    c->leg_a = LEG_TRUNK;
    c->trunk_in = &c->w->trunks[TRUNK_CLUSTER];
    c->conn_a = link_inbound(r, c->a, TRUNK_CLUSTER);
    c->far = &near->f;
    c->mail = near->mail;
    call_caller(r, c);
    call_dialed(c, STR(""), c->phone_b->dn);
    near->f.v[FIELD_session_b] = c->phone_b->session;
    near->f.v[FIELD_media_b] = c->phone_b->conn.ip;
    near->f.v[FIELD_far_device] = str_fmt(&near->arena,
        ";+u.sip!devicename.ccm.cisco.com=\"" STR_FMT "\"",
        STR_ARG(c->phone_b->dev));
    call_step(r, c, STEP_INVITE);
}

static const struct beat CLUSTER_BEATS[] = {
    BEATS_ACROSS,
    BEATS_UP_ACROSS,
    {NULL, STEP_BYE, 0, 1000, 6000},
    {NULL, STEP_BYE, 1, LATENCY},
    {NULL, STEP_BYE_OK, 0, LATENCY},
    {NULL, STEP_BYE_OK, 1, 4, 60},
    {NULL, 0, -1, 0, 0},
};

static const struct beat CLUSTER_BY_CALLED_BEATS[] = {
    BEATS_ACROSS,
    BEATS_UP_ACROSS,
    {NULL, STEP_BYE, 1, 1000, 6000},
    {NULL, STEP_BYE, 0, LATENCY},
    {NULL, STEP_BYE_OK, 1, LATENCY},
    {NULL, STEP_BYE_OK, 0, 4, 60},
    {NULL, 0, -1, 0, 0},
};

static const struct beat CLUSTER_BUSY_BEATS[] = {
    BEATS_ACROSS,
    {NULL, STEP_REFUSED, 1, 20, 250},
    {NULL, STEP_REFUSED, 0, LATENCY},
    {NULL, STEP_REFUSED_ACK, 1, LATENCY},
    {NULL, STEP_REFUSED_ACK, 0, 12, 40},
    {NULL, 0, -1, 0, 0},
};

static bool
cast_record(struct run *r, struct story *st)
{
    if (!story_two_phones(r, st, NULL))
        return false;
    struct call *c = st->pairs[0];
    struct str prefix = STR("");

    if (random_chance(&r->random, 0.5)) {
        st->phones[1]->busy = false;
        c->phone_b = NULL;
        c->trunk = &c->w->trunks[random_below(&r->random, TCP_TRUNKS)];
        prefix = c->trunk->prefix;
    }
    call_caller(r, c);
    call_dialed(c, prefix,
        c->phone_b
            ? c->phone_b->dn
            : str_fmt(&c->arena, "555%04u", random_below(&r->random, 10000)));
    return true;
}

static bool
cast_clusters(struct run *r, struct story *st)
{
    struct call *c = story_pair(r, st);
    int k = (int)random_below(&r->random, 2);

    c->w = &r->w[k];
    c->a = c->b = story_node(r, c->w);
    c->phone_a = story_phone(r, st, c->a);
    struct phone *far = story_phone(r, st, story_node(r, &r->w[1 - k]));

    if (c->phone_a == NULL || far == NULL)
        return false;
    if (random_chance(&r->random, 0.15))
        c->ending = END_BUSY;
    if (c->ending == END_BUSY)
        st->beats = CLUSTER_BUSY_BEATS;
    else if (c->by_called)
        st->beats = CLUSTER_BY_CALLED_BEATS;
    c->trunk = &c->w->trunks[TRUNK_CLUSTER];
    c->mail = arena_array(&c->arena, MESSAGES, sizeof(*c->mail));
    call_caller(r, c);
    call_dialed(c, c->trunk->prefix, far->dn);
    return true;
}

const struct plot PLOTS_RECORD[STORY_KINDS] = {
    [KIND_RECORDED] = {RECORDED_BEATS, cast_record},
    [KIND_CLUSTERS] = {CLUSTER_BEATS, cast_clusters},
};
