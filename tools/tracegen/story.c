/* SPDX-License-Identifier: MIT
 *
 * Goes through the beats of a story, and what its parts have in common. */
#include "story.h"

#include <string.h>

#include "base/err.h"

/* Fields that say the same of a and of b. */
static const struct {
    enum field a, b;
} SIDES[] = {
    {FIELD_n, FIELD_m},
    {FIELD_node_ip_a, FIELD_node_ip_b},
    {FIELD_ci_a, FIELD_ci_b},
    {FIELD_ccb_a, FIELD_ccb_b},
    {FIELD_dev_a, FIELD_dev_b},
    {FIELD_dn_a, FIELD_dn_b},
    {FIELD_ip_a, FIELD_ip_b},
    {FIELD_port_a, FIELD_port_b},
    {FIELD_line_a, FIELD_line_b},
    {FIELD_lcdpc_a, FIELD_lcdpc_b},
    {FIELD_station_a, FIELD_station_b},
    {FIELD_cdfc_a, FIELD_cdfc_b},
    {FIELD_cdpc_a, FIELD_cdpc_b},
    {FIELD_pkid_a, FIELD_device_key_b},
    {FIELD_linekey_a, FIELD_line_key_b},
    {FIELD_uuid_a, FIELD_uuid_b},
    {FIELD_model_a, FIELD_model_b},
    {FIELD_tag_a, FIELD_tag_b},
    {FIELD_far_a, FIELD_far_b},
    {FIELD_callid_a, FIELD_callid_b},
    {FIELD_session_a, FIELD_session_b},
    {FIELD_rtp_a, FIELD_rtp_b},
    {FIELD_line_state_a, FIELD_line_state_b},
    {FIELD_sip_state_a, FIELD_sip_state_b},
};

/* And those that only a has. */
static const enum field ONLY_A[] = {FIELD_fqdn_a, FIELD_branch_a,
    FIELD_branch2_a, FIELD_ack_branch_a, FIELD_gci, FIELD_gci_hex, FIELD_cdcc,
    FIELD_matrix, FIELD_bye_a, FIELD_bye_na, FIELD_asked, FIELD_dialed,
    FIELD_offerer};

struct call *
story_pair(struct run *r, struct story *st)
{
    struct call *c = call_new(r);

    if (st->npairs == STORY_PAIRS)
        die("tracegen: a story with too many pairs");
    c->story = st;
    c->ending = END_ANSWERED;
    c->ring_ms = random_between(&r->random, 400, 4000);
    c->talk_ms = random_between(&r->random, 1000, 9000);
    c->by_called = random_chance(&r->random, 0.5);
    if (st->npairs > 0)
        c->w = st->pairs[0]->w;
    st->pairs[st->npairs++] = c;
    st->last = c;
    return c;
}

struct node *
story_node(struct run *r, struct world *w)
{
    return &w->nodes[random_below(&r->random, (uint32_t)w->nnodes)];
}

struct phone *
story_phone(struct run *r, struct story *st, struct node *n)
{
    struct phone *p = call_free_phone(r, n, NULL);

    if (p == NULL || st->nphones == (int)COUNTOF(st->phones))
        return NULL;
    p->busy = true;
    st->phones[st->nphones++] = p;
    return p;
}

bool
story_two_phones(struct run *r, struct story *st, struct node *b)
{
    struct call *c = story_pair(r, st);

    c->w = &r->w[random_below(&r->random, (uint32_t)r->nworlds)];
    c->a = story_node(r, c->w);
    c->b = b ? b : c->a;
    c->phone_a = story_phone(r, st, c->a);
    c->phone_b = story_phone(r, st, c->b);
    return c->phone_a != NULL && c->phone_b != NULL;
}

void
story_leg(struct story *st, uint32_t ci, const char *purpose)
{
    if (st->nci == STORY_LEGS)
        die("tracegen: a story with too many legs");
    st->ci[st->nci] = ci;
    st->purpose[st->nci++] = purpose;
}

void
story_maybe(struct story *st, uint32_t ci)
{
    if (st->nmaybe == STORY_LEGS)
        die("tracegen: a story with too many legs");
    st->maybe[st->nmaybe++] = ci;
}

/* From and To of a dialog are those of its first INVITE as long as it lives,
 * whoever comes and goes at the other side. */
static void
set_uris(struct call *c, struct fields *f, bool b)
{
    const struct str *v = c->f.v;

    if (b) {
        f->v[FIELD_local] = v[FIELD_from_b];
        f->v[FIELD_remote] = str_fmt(&c->arena, "<sip:" STR_FMT "@" STR_FMT ">",
            STR_ARG(v[FIELD_called]), STR_ARG(v[FIELD_peer]));
        return;
    }
    f->v[FIELD_local] = str_fmt(&c->arena, "<sip:" STR_FMT "@" STR_FMT ">",
        STR_ARG(v[FIELD_asked]), STR_ARG(v[FIELD_fqdn_a]));
    f->v[FIELD_remote] = str_fmt(&c->arena,
        "\"" STR_FMT "\" <sip:" STR_FMT "@" STR_FMT ">", STR_ARG(v[FIELD_dn_a]),
        STR_ARG(v[FIELD_dn_a]), STR_ARG(v[FIELD_fqdn_a]));
}

struct scene
story_side(struct run *r, struct call *c, bool b)
{
    struct scene s = call_scene(r, c);
    struct fields *f = arena_alloc(&c->arena, sizeof(*f));

    *f = c->f;
    f->v[FIELD_other] = c->f.v[b                          ? FIELD_dn_a
                               : c->f.v[FIELD_dn_b].n > 0 ? FIELD_dn_b
                                                          : FIELD_asked];
    s.f = f;
    set_uris(c, f, b);
    if (!b)
        return s;
    for (size_t i = 0; i < COUNTOF(SIDES); i++) {
        f->v[SIDES[i].a] = c->f.v[SIDES[i].b];
        f->v[SIDES[i].b] = c->f.v[SIDES[i].a];
    }
    f->v[FIELD_peer_ip] = c->f.v[FIELD_ip_a];
    f->v[FIELD_peer_port] = c->f.v[FIELD_port_a];
    s.a_node = c->b;
    s.b_node = c->a;
    return s;
}

void
story_sdp(struct call *c, const char *direction)
{
    c->f.v[FIELD_mid_sdp] = str_from(direction);
}

/* Whether a message belongs to a transaction that the node began. */
static bool
of_our_request(enum message m)
{
    static const bool OURS[MESSAGES] = {
        [MID_INVITE_OUT] = true,
        [MID_TRYING_IN] = true,
        [MID_OK_IN] = true,
        [MID_ACK_OUT] = true,
        [MID_NOTIFY_OUT] = true,
        [MID_NOTIFY_OK_IN] = true,
        [MID_UPDATE_OUT] = true,
        [MID_UPDATE_OK_IN] = true,
        [MID_SUBSCRIBE_OUT] = true,
        [MID_SUBSCRIBE_OK_IN] = true,
    };

    return OURS[m];
}

void
story_say(struct run *r, struct call *c, bool b, enum message m)
{
    static const enum field BYE[] = {
        FIELD_bye_a, FIELD_bye_na, FIELD_bye_b, FIELD_bye_nb};
    bool ours = of_our_request(m);
    bool new = m == MID_INVITE_IN || m == MID_INVITE_OUT || m == MID_REFER_IN ||
               m == MID_NOTIFY_OUT || m == MID_NOTIFY_IN ||
               m == MID_UPDATE_OUT || m == MID_SUBSCRIBE_OUT;
    int k = (b ? 2 : 0) + (ours ? 1 : 0);

    if (new) {
        c->cseq[k]++;
        c->branch[k] = call_branch(r, c);
        c->f.v[BYE[k]] = emit_number(&c->arena, c->cseq[k] + 1);
    }
    c->f.v[FIELD_mid_branch] = c->branch[k];
    c->f.v[FIELD_mid_cseq] = emit_number(&c->arena, c->cseq[k]);
    struct scene s = story_side(r, c, b);

    c->messages++;
    emit_message(&s, m, b ? c->conn_b : c->conn_a, s.f->v[FIELD_ci_a]);
}

void
story_join(struct call *c, const struct call *a, const struct call *b)
{
    c->f = b->f;
    for (size_t i = 0; i < COUNTOF(SIDES); i++)
        c->f.v[SIDES[i].a] = a->f.v[SIDES[i].a];
    for (size_t i = 0; i < COUNTOF(ONLY_A); i++)
        c->f.v[ONLY_A[i]] = a->f.v[ONLY_A[i]];
    c->leg_a = a->leg_a;
    c->leg_b = b->leg_b;
    c->a = a->a;
    c->b = b->b;
    c->phone_a = a->phone_a;
    c->phone_b = b->phone_b;
    c->trunk = b->trunk;
    c->link = b->link;
    c->conn_a = a->conn_a;
    c->conn_b = b->conn_b;
    c->ci_a = a->ci_a;
    c->ci_b = b->ci_b;
    c->cseq[0] = a->cseq[0];
    c->cseq[1] = a->cseq[1];
    c->cseq[2] = b->cseq[2];
    c->cseq[3] = b->cseq[3];
    c->start_ms = a->start_ms;
    c->answered_ms = a->answered_ms;
    c->status = a->status;
    c->cause = a->cause;
}

void
story_softkey(struct run *r, struct call *c)
{
    c->f.v[FIELD_refer_to] = str_fmt(
        &c->arena, "cid:1234567890@" STR_FMT, STR_ARG(c->f.v[FIELD_ip_b]));
    story_say(r, c, true, MID_REFER_IN);
    story_say(r, c, true, MID_ACCEPTED_OUT);
}

void
story_join_caller(struct call *c, const struct call *a, const struct call *b)
{
    struct fields *f = &c->f;

    story_join(c, a, a);
    for (size_t i = 0; i < COUNTOF(SIDES); i++)
        f->v[SIDES[i].b] = b->f.v[SIDES[i].a];
    f->v[FIELD_called] = f->v[FIELD_dn_b];
    f->v[FIELD_device_b] = f->v[FIELD_dev_b];
    f->v[FIELD_peer] = b->f.v[FIELD_fqdn_a];
    f->v[FIELD_peer_ip] = f->v[FIELD_media_b] = f->v[FIELD_ip_b];
    f->v[FIELD_peer_port] = f->v[FIELD_port_b];
    f->v[FIELD_far_product] = f->v[FIELD_model_b];
    f->v[FIELD_target_key] = f->v[FIELD_device_key_b];
    f->v[FIELD_branch2_b] = b->f.v[FIELD_branch2_a];
    f->v[FIELD_bye_b] = b->f.v[FIELD_bye_a];
    f->v[FIELD_bye_nb] = b->f.v[FIELD_bye_na];
    f->v[FIELD_from_b] = str_fmt(&c->arena, "<sip:" STR_FMT "@" STR_FMT ">",
        STR_ARG(b->f.v[FIELD_asked]), STR_ARG(b->f.v[FIELD_fqdn_a]));
    c->b = b->a;
    c->phone_b = b->phone_a;
    c->conn_b = b->conn_a;
    c->ci_b = b->ci_a;
    c->cseq[2] = b->cseq[0];
    c->cseq[3] = b->cseq[1];
}

uint32_t
story_feature(struct call *c)
{
    c->f.v[FIELD_feature] = emit_number(&c->arena, ++c->a->cdfc);
    return c->a->cdfc;
}

static const struct plot *
plot_of(enum story_kind kind)
{
    static const struct plot *const PLOTS[] = {PLOTS_CHANGE, PLOTS_FORWARD,
        PLOTS_HUNT, PLOTS_ROUTE, PLOTS_PARK, PLOTS_CONFERENCE, PLOTS_RECORD};

    for (size_t i = 0; i < COUNTOF(PLOTS); i++)
        if (PLOTS[i][kind].beats != NULL)
            return &PLOTS[i][kind];
    die("tracegen: a kind without a plot");
}

static void
leave(struct run *r, struct story *st)
{
    for (int i = 0; i < st->nphones; i++)
        st->phones[i]->busy = false;
    for (int i = 0; i < st->npairs; i++) {
        if (st->pairs[i]->link != NULL &&
            (i + 1 == st->npairs ||
                st->pairs[i + 1]->link != st->pairs[i]->link))
            link_leave(r, st->pairs[i]->link);
        call_release(r, st->pairs[i]);
    }
    st->next = r->free_stories;
    r->free_stories = st;
}

static void
go_on(struct run *r, struct story *st, int64_t at_ms)
{
    run_at(r, (struct event){.at_ms = at_ms, .kind = EVENT_STORY, .story = st});
}

void
story_begin(struct run *r, enum story_kind kind)
{
    struct story *st = r->free_stories;

    if (st != NULL)
        r->free_stories = st->next;
    else
        st = arena_alloc(&r->a, sizeof(*st));
    *st = (struct story){.kind = kind};
    const struct plot *plot = plot_of(kind);

    st->beats = plot->beats;
    if (!plot->cast(r, st)) {
        for (int i = 0; i < st->npairs; i++)
            st->pairs[i]->link = NULL;
        leave(r, st);
        return;
    }
    r->calls++;
    r->active++;
    story_event(r, st);
}

void
story_event(struct run *r, struct story *st)
{
    const struct beat *b = &st->beats[st->at++];

    if (b->pair < 0) {
        truth_story(r, st);
        r->active--;
        leave(r, st);
        return;
    }
    struct call *c = b->pair < st->npairs ? st->pairs[b->pair] : NULL;

    if (c != NULL)
        c->due_ms = 0;
    if (b->act != NULL)
        b->act(r, st, c);
    else
        call_step(r, c, b->step);
    const struct beat *next = &st->beats[st->at];
    int64_t at_ms = r->now_ms;

    /* The beat may have made the pair. */
    c = b->pair < st->npairs ? st->pairs[b->pair] : NULL;
    if (next->high_ms > 0)
        at_ms += random_between(&r->random, next->low_ms, next->high_ms);
    else if (c != NULL && c->due_ms > at_ms)
        at_ms = c->due_ms;
    go_on(r, st, at_ms);
}
