/* SPDX-License-Identifier: MIT
 *
 * Call-control signals in: which CI is which party, by which device and
 * number, what rang, answered and hung up when, and which CIs one Cdcc (one
 * call) holds. Every signal is logged at each hop with the same parameters;
 * all hops agree, so each adds what it says once. FORMAT 9, 10. */
#include "call/feed.h"

/* The class of a process and what kind of leg it handles. */
static const struct {
    struct str class;
    enum leg_kind kind;
    struct str protocol;
} classes[] = {
    {STR_INIT("SIPD"), KIND_TRUNK, STR_INIT("SIP")},
    {STR_INIT("LineControl"), KIND_PHONE, {NULL, 0}},
    {STR_INIT("LineCdpc"), KIND_PHONE, {NULL, 0}},
    {STR_INIT("SIPStationD"), KIND_PHONE, STR_INIT("SIP")},
    {STR_INIT("SIPStationCdfc"), KIND_PHONE, STR_INIT("SIP")},
    {STR_INIT("StationD"), KIND_PHONE, STR_INIT("SCCP")},
    {STR_INIT("StationCdpc"), KIND_PHONE, STR_INIT("SCCP")},
    {STR_INIT("SIPBuiltInBridgeControl"), KIND_BRIDGE, STR_INIT("SIP")},
    {STR_INIT("BuiltInBridgeControl"), KIND_BRIDGE, STR_INIT("SCCP")},
    {STR_INIT("MGCPpn9d"), KIND_GATEWAY, STR_INIT("MGCP")},
    {STR_INIT("MGCPpn9cuser"), KIND_GATEWAY, STR_INIT("MGCP")},
    {STR_INIT("H225D"), KIND_GATEWAY, STR_INIT("H.323")},
    {STR_INIT("H225Cdpc"), KIND_GATEWAY, STR_INIT("H.323")},
};

static void
set_kind(struct leg_state *leg, enum leg_kind kind, struct str protocol)
{
    /* A bridge is also handled by processes of a phone. */
    if (leg->kind == KIND_UNKNOWN || kind == KIND_BRIDGE)
        leg->kind = kind;
    if (leg->protocol.n == 0)
        leg->protocol = protocol;
}

static void
kind_from_process(struct leg_state *leg, struct str process)
{
    struct str class = process_class(process);
    if (class.n == 0)
        return;
    for (size_t i = 0; i < COUNTOF(classes); i++) {
        if (str_eq(class, classes[i].class)) {
            set_kind(leg, classes[i].kind, classes[i].protocol);
            return;
        }
    }
    if (str_starts(class, STR("MGCP")))
        set_kind(leg, KIND_GATEWAY, STR("MGCP"));
    else if (str_starts(class, STR("H225")))
        set_kind(leg, KIND_GATEWAY, STR("H.323"));
}

/* A SIP leg that talks to Cc without a line in between is a trunk's. */
static void
kind_from_hop(struct leg_state *leg, const struct row_signal *s)
{
    if (str_eq(process_class(s->from_process), STR("SIPCdpc")) &&
        str_eq(process_class(s->to_process), STR("Cc")))
        set_kind(leg, KIND_TRUNK, STR("SIP"));
}

/* All CIs that one Cdcc handles are one call. */
static void
join_cdcc(
    struct correlator *c, size_t leg, struct str process, const struct mark *at)
{
    if (!str_eq(process_class(process), STR("Cdcc")))
        return;
    struct str key = process_key(c, process);
    if (key.n == 0)
        return;
    bool made = false;
    size_t space = c->legs[leg].space;
    size_t era = era_fed(c, space, process_node(process), c->now_ms);
    key = KEY(&c->scratch, KEY_NUMBER(space), KEY_NUMBER(era), key);
    size_t *first = map_put(&c->cdcc_leg, key, leg, &made);
    if (!made)
        pair_add(c, *first, leg, "cdcc", at);
}

/* All CIs for which one Conference asks a bridge are one conference. */
static void
join_conference(struct correlator *c, size_t space, size_t leg,
    struct str process, const struct mark *at)
{
    if (!str_eq(process_class(process), STR("Conference")))
        return;
    struct str key = process_key(c, process);
    if (key.n == 0)
        return;
    bool made = false;
    size_t era = era_fed(c, space, process_node(process), c->now_ms);
    key = KEY(&c->scratch, STR("conference"), KEY_NUMBER(space),
        KEY_NUMBER(era), key);
    size_t *first = map_put(&c->cdcc_leg, key, leg, &made);
    if (!made)
        pair_add(c, *first, leg, "conference", at);
}

static void
remember(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    struct space *sp = &c->spaces[space];
    struct ring_signal *r = &sp->ring[sp->ring_at];
    sp->ring_at = (sp->ring_at + 1) % RING;
    *r = (struct ring_signal){
        .seq = record_seq(mark_record(&c->at)),
        .ci = s->ci,
        .da_req = str_eq(s->name, STR("DaReq")),
    };
    if (r->da_req) {
        r->device = keep(c, s->device);
        r->calling = keep(c, s->calling);
        r->dialed = keep(c, s->dialed.n ? s->dialed : s->called);
    }
}

/* The Call-ID and tags that a CcRegisterParty prints tie a dialog to its CI.
 */
static void
tie_dialog(struct correlator *c, size_t leg, struct str call_id)
{
    if (call_id.n == 0)
        return;
    const size_t *d =
        map_get(&c->dialog_by_id, dialog_key(c, c->legs[leg].space, call_id));
    if (d != NULL && c->dialogs[*d].ci == 0)
        c->dialogs[*d].ci = c->legs[leg].ci;
}

/* CUCM's redirect reasons, FAILURES 3.4. */
enum {
    REASON_PICKUP = 5,
    REASON_PARK = 7,
    REASON_PARK_PICKUP = 8,
    REASON_CONFERENCE = 98,
};

enum effect {
    EFFECT_NONE,
    EFFECT_CALLING, /* the CI is the caller */
    EFFECT_CALLED,  /* the CI is called */
    EFFECT_RINGING,
    EFFECT_ANSWERED,
    EFFECT_HUNG_UP, /* this party began the release */
    EFFECT_RELEASE, /* the release reached this leg */
    EFFECT_HOLD,    /* this party put the other on hold */
    EFFECT_RESUME,
    EFFECT_MEMBER,  /* a hunt list offers the call to this member */
    EFFECT_MEDIA,   /* the CI is a media resource */
    EFFECT_ASKED,   /* the number that a gateway's setup asked for */
    EFFECT_FEATURE, /* a transfer or conference learns of this leg */
};

static const struct {
    struct str name;
    enum effect effect;
    const char *pair; /* ci and ci2 belong together, by this */
} effects[] = {
    {STR_INIT("CcSetupInd"), EFFECT_CALLING, "consultation"},
    {STR_INIT("CcRegisterPartyA"), EFFECT_CALLING, NULL},
    {STR_INIT("CcSetupReq"), EFFECT_CALLED, NULL},
    {STR_INIT("CcRegisterPartyB"), EFFECT_CALLED, NULL},
    {STR_INIT("CcAlertInd"), EFFECT_RINGING, NULL},
    {STR_INIT("CcSetupConf"), EFFECT_ANSWERED, NULL},
    {STR_INIT("CcSetupRes"), EFFECT_ANSWERED, NULL},
    {STR_INIT("CcDisconnInd"), EFFECT_HUNG_UP, NULL},
    {STR_INIT("CcRejInd"), EFFECT_HUNG_UP, NULL},
    {STR_INIT("CcHoldInd"), EFFECT_HOLD, NULL},
    {STR_INIT("CcRetrieveInd"), EFFECT_RESUME, NULL},
    {STR_INIT("CcResumeInd"), EFFECT_RESUME, NULL},
    {STR_INIT("CcDisconnReq"), EFFECT_RELEASE, NULL},
    {STR_INIT("CcRelReq"), EFFECT_RELEASE, NULL},
    {STR_INIT("CcRelInd"), EFFECT_RELEASE, NULL},
    {STR_INIT("PolicyAndCACAssociateReq"), EFFECT_NONE, "associate"},
    {STR_INIT("SsSplitRes"), EFFECT_NONE, "split"}, /* were one call so far */
    {STR_INIT("SsInfoInd"), EFFECT_FEATURE, "feature"}, /* are one call now */
    {STR_INIT("SsJoinReq"), EFFECT_NONE, "join"},
    {STR_INIT("SsJoinRes"), EFFECT_NONE, "join"},
    {STR_INIT("MrmAllocateMohResourceReq"), EFFECT_MEDIA, NULL},
    {STR_INIT("MrmAllocateMohResourceRes"), EFFECT_MEDIA, NULL},
    {STR_INIT("MrmAllocateMtpResourceReq"), EFFECT_MEDIA, NULL},
    {STR_INIT("MrmAllocateXcoderResourceReq"), EFFECT_MEDIA, NULL},
    {STR_INIT("MrmAllocateAnnResourceReq"), EFFECT_MEDIA, NULL},
    {STR_INIT("MrmAllocateAnnResourceRes"), EFFECT_MEDIA, NULL},
    {STR_INIT("MrmAllocateUcbResourceReq"), EFFECT_MEDIA, "conference"},
    {STR_INIT("MrmAllocateUcbResourceRes"), EFFECT_MEDIA, NULL},
    {STR_INIT("CcUpdateE2ECallRef"), EFFECT_ASKED, NULL},
    {STR_INIT("CcHuntMemberInfo"), EFFECT_MEMBER, NULL},
};

/* A route list tries its next member on the same CI: what ended the last try
 * is not the end of the leg. */
static void
try_again(struct leg_state *leg, const struct mark *at)
{
    leg->tried = *at;
    leg->given_up = (struct mark){0};
    leg->hung_up = (struct mark){0};
    leg->end = (struct mark){0};
    if (!leg->cause_from_log) {
        leg->cause = -1;
        leg->cause_at = (struct mark){0};
    }
}

/* Who sent the call on to this leg, and why. CcSetupReq of some releases gives
 * a reason only for the number called first; when nobody redirected since, it
 * is the last one's, too. */
static void
read_redirect(
    struct correlator *c, struct leg_state *leg, const struct row_signal *s)
{
    int32_t reason = s->lr_reason;
    if (reason == 0 && s->lr.n > 0 && str_eq(s->lr, s->original) &&
        !str_eq(s->lr, s->called))
        reason = s->original_reason;
    if (reason == 0 || leg->lr_reason != 0)
        return;
    leg->lr_reason = reason;
    leg->lr = keep(c, s->lr);
}

static void
apply_called(struct correlator *c, struct leg_state *leg, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    struct mark at = c->at;
    leg->called = true;
    kind_from_hop(leg, s);
    keep_once(c, &leg->pattern, s->pattern);
    if (!str_eq(s->name, STR("CcSetupReq")))
        return;
    leg->began = leg->began_sdl = true;
    keep_once(c, &leg->original, s->original);
    keep_once(c, &leg->number, s->called);
    read_redirect(c, leg, s);
    keep_once(c, &leg->dialed, s->dialed);
    kind_from_process(leg, s->to_process);
    if (mark_set(&leg->end) && mark_before(c, &leg->end, &at))
        try_again(leg, &at);
    if (str_eq(process_class(s->from_process), STR("Cdcc")))
        leg->target = keep(c, s->to_process);
}

static void
apply_calling(
    struct correlator *c, struct leg_state *leg, const struct row_signal *s)
{
    leg->calling = true;
    kind_from_process(leg, s->from_process);
    kind_from_process(leg, s->to_process);
    kind_from_hop(leg, s);
    if (!str_eq(s->name, STR("CcSetupInd")))
        return;
    leg->began = leg->began_sdl = true;
    keep_once(c, &leg->number, s->calling);
    keep_once(c, &leg->other, s->called.n ? s->called : s->dialed);
}

static void
apply_cause(const struct correlator *c, struct leg_state *leg, int64_t cause,
    const struct mark *at)
{
    (void)c;
    if (cause < 0 || leg->cause_from_log)
        return;
    /* The first cause is the reason; later ones only travel. */
    if (leg->cause < 0) {
        leg->cause = cause;
        leg->cause_at = *at;
    }
}

static void
feature_add(
    struct correlator *c, size_t leg, const struct row *row, enum feature what)
{
    c->features = GROW(c->features, c->nfeatures, c->capfeatures);
    c->features[c->nfeatures++] =
        (struct feature_state){leg, what, keep(c, row->u.signal.called), c->at};
}

/* The parker's side is split off with redirect reason 7 (FAILURES 3.4); the
 * other side is told that it is now connected to the park number. */
static void
read_park(struct correlator *c, size_t leg, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    if (str_eq(s->name, STR("SsSplitReq")) && s->reason == REASON_PARK &&
        str_eq(process_class(s->to_process), STR("Cc")))
        feature_add(c, leg, row, FEATURE_PARK);
    if (str_eq(s->name, STR("CcNotifyReq")) && s->called.n > 0 &&
        str_eq(process_class(s->from_process), STR("Cdcc")) &&
        str_has(s->fields, STR("\"on_behalf\":\"Park\"")))
        feature_add(c, leg, row, FEATURE_PARKED_AT);
}

/* The number of a key in what a rule read beside the columns; 0. */
static int64_t
field_number(struct str fields, struct str key)
{
    size_t at = str_find(fields, key);
    int64_t n = 0;
    if (at >= fields.n)
        return 0;
    struct str rest = str_skip(fields, at + key.n);
    size_t digits = 0;
    while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9')
        digits++;
    return str_to_i64(str_sub(rest, 0, digits), &n) ? n : 0;
}

/* The user's leg that the feature did not begin on is the one he made for it:
 * to whom he transfers, or whom he adds. */
static void
apply_feature(struct correlator *c, size_t leg, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    struct str by = process_class(s->to_process);
    int64_t primary = field_number(s->fields, STR("\"primary\":"));
    if (primary == 0 || primary == s->ci ||
        !(str_eq(by, STR("TransferManager")) ||
            str_eq(by, STR("ConferenceManager"))))
        return;
    struct mark at = c->at;
    size_t first = leg_get(c, c->legs[leg].space, primary);
    c->legs[leg].consult = true;
    mark_first(c, &c->legs[first].first, &at);
    pair_add(c, leg, first, "consultation", &at);
}

static void
member_add(struct correlator *c, size_t leg, const struct row *row)
{
    const struct row_signal *s = &row->u.signal;
    struct leg_state *l = &c->legs[leg];
    if (s->called.n == 0 ||
        (l->members != NONE &&
            str_eq(c->members[l->members].number, s->called)))
        return;
    c->members = GROW(c->members, c->nmembers, c->capmembers);
    c->members[c->nmembers] = (struct member_state){l->members, c->at,
        keep(c, s->original), keep(c, s->called), keep(c, s->device)};
    l->members = c->nmembers++;
}

static void
apply_media(
    struct correlator *c, struct leg_state *leg, const struct row_signal *s)
{
    static const struct {
        struct str word;
        enum media media;
    } resources[] = {
        {STR_INIT("Moh"), MEDIA_MUSIC},
        {STR_INIT("Ann"), MEDIA_ANNOUNCEMENT},
        {STR_INIT("Ucb"), MEDIA_CONFERENCE},
    };
    leg->kind = KIND_MEDIA;
    keep_once(c, &leg->device, s->device);
    for (size_t i = 0; i < COUNTOF(resources); i++)
        if (str_starts(str_skip(s->name, sizeof("MrmAllocate") - 1),
                resources[i].word))
            leg->media = resources[i].media;
}

static void
apply_effect(struct correlator *c, struct leg_state *leg, const struct row *row,
    enum effect effect)
{
    const struct row_signal *s = &row->u.signal;
    struct mark at = c->at;
    switch (effect) {
    case EFFECT_NONE:
        break;
    case EFFECT_CALLING:
        apply_calling(c, leg, s);
        break;
    case EFFECT_CALLED:
        apply_called(c, leg, row);
        break;
    case EFFECT_RINGING:
        mark_first(c, &leg->ringing, &at);
        break;
    case EFFECT_ANSWERED:
        mark_first(c, &leg->answered, &at);
        break;
    case EFFECT_HUNG_UP:
        /* A list that has no member left is no party that hangs up, and
         * neither is the member that refused before. */
        if (str_has(process_class(s->from_process), STR("ListCdrc"))) {
            try_again(leg, &at);
            leg->given_up = at;
        }
        if (!mark_set(&leg->given_up))
            mark_first(c, &leg->hung_up, &at);
        mark_first(c, &leg->end, &at);
        apply_cause(c, leg, s->cause, &at);
        if (str_has(s->state, STR("active")))
            mark_first(c, &leg->active, &at);
        break;
    case EFFECT_RELEASE:
        mark_first(c, &leg->end, &at);
        apply_cause(c, leg, s->cause, &at);
        break;
    case EFFECT_HOLD:
    case EFFECT_RESUME:
        /* Of the copies at each hop the one that reaches Cdcc counts. */
        if (str_eq(process_class(s->to_process), STR("Cdcc")))
            feature_add(c, (size_t)(leg - c->legs), row,
                effect == EFFECT_RESUME ? FEATURE_RESUME : FEATURE_HOLD);
        break;
    case EFFECT_MEMBER:
        member_add(c, (size_t)(leg - c->legs), row);
        break;
    case EFFECT_MEDIA:
        apply_media(c, leg, s);
        break;
    case EFFECT_FEATURE:
        apply_feature(c, (size_t)(leg - c->legs), row);
        break;
    case EFFECT_ASKED:
        keep_once(c, &leg->asked, s->dialed);
        break;
    }
}

static void
feed_pair(struct correlator *c, size_t space, const struct row *row)
{
    const struct row_pair *p = &row->u.pair;
    if (p->ci == 0 || p->ci2 == 0)
        return;
    struct mark at = c->at;
    size_t a = leg_get(c, space, p->ci);
    size_t b = leg_get(c, space, p->ci2);
    mark_first(c, &c->legs[a].first, &at);
    mark_first(c, &c->legs[b].first, &at);
    bool media = str_eq(p->what, STR("media"));
    pair_add(c, a, b, media ? "media" : "associate", &at);
    touch(c, row->at.event, a, NONE, NONE);
}

static void
apply_pair(
    struct correlator *c, size_t space, const struct row *row, const char *by)
{
    const struct row_signal *s = &row->u.signal;
    if (s->ci == 0 || s->ci2 == 0)
        return;
    struct mark at = c->at;
    size_t a = leg_get(c, space, s->ci);
    size_t b = leg_get(c, space, s->ci2);
    mark_first(c, &c->legs[b].first, &at);
    if (str_eq(str_from(by), STR("consultation")))
        c->legs[a].consult = true; /* ci2 is the call it is made for */
    if (str_eq(str_from(by), STR("join")) && s->reason == REASON_PICKUP) {
        c->legs[a].calling = true;
        c->legs[b].took = true;
    }
    if (str_eq(str_from(by), STR("join")) && s->reason == REASON_PARK_PICKUP)
        c->legs[b].took = true;
    if (str_eq(str_from(by), STR("join")) && s->reason == REASON_CONFERENCE) {
        c->legs[a].bridged = b;
        c->legs[b].bridged = a;
    }
    size_t before = c->npairs;
    pair_add(c, a, b, by, &at);
    if (c->npairs > before)
        c->pairs[before].reason = s->reason;
}

/* Signals whose CI is a leg only by mention: they do not make one. */
static bool
makes_leg(struct str name)
{
    return str_starts(name, STR("Cc")) || str_eq(name, STR("DaReq")) ||
           str_eq(name, STR("DaRes")) || str_starts(name, STR("Ss")) ||
           str_starts(name, STR("Mrm")) ||
           str_eq(name, STR("PolicyAndCACAssociateReq"));
}

void
feed_signal(struct correlator *c, size_t space, const struct row *row)
{
    if (row->kind == ROW_PAIR) {
        feed_pair(c, space, row);
        return;
    }
    const struct row_signal *s = &row->u.signal;
    remember(c, space, row);
    if (c->spaces[space].node == 0)
        c->spaces[space].node = (int32_t)process_node(s->to_process);
    if (s->ci == 0 || !makes_leg(s->name))
        return;
    size_t i = leg_get(c, space, s->ci);
    struct mark at = c->at;
    struct leg_state *leg = &c->legs[i];
    mark_first(c, &leg->first, &at);
    keep_once(c, &leg->cluster_name, s->cluster);
    if (str_starts(s->name, STR("CcRegisterParty"))) {
        leg_name(c, i, s->device, s->ip, &at);
        keep_once(c, &leg->ip, s->ip);
    }
    tie_dialog(c, i, s->call_id);
    touch(c, row->at.event, i, NONE, NONE);
    for (size_t k = 0; k < COUNTOF(effects); k++) {
        if (!str_eq(s->name, effects[k].name))
            continue;
        apply_effect(c, leg, row, effects[k].effect);
        if (effects[k].pair != NULL)
            apply_pair(c, space, row, effects[k].pair);
        break;
    }
    if (str_eq(s->name, STR("MrmAllocateUcbResourceReq")))
        join_conference(c, space, i, s->from_process, &at);
    read_park(c, i, row);
    if (str_starts(s->name, STR("Cc"))) {
        join_cdcc(c, i, s->to_process, &at);
        join_cdcc(c, i, s->from_process, &at);
        trunk_signal(c, space, i, s, &at);
        protocol_signal(c, space, row, i);
    }
    if (str_starts(s->name, STR("Da")))
        feed_da_signal(c, space, row);
}
