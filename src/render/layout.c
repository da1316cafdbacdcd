/* SPDX-License-Identifier: MIT
 *
 * Turns the items of a call into rows: folds the legs nobody asked for, folds
 * retransmissions, words the arrows, marks what went wrong, and cuts the
 * middle out of what is too long. Rows keep the order of the items. */
#include "render/layout.h"

#include "base/key.h"
#include "base/map.h"
#include "model/names.h"
#include "render/lanes.h"
#include "render/media.h"
#include "render/pairing.h"
#include "render/words.h"
#include "sip/callid.h"

/* What a Call-ID has seen so far, to tell a failure from an ordinary end. */
struct dialog {
    bool cancelled, answered;
    bool bye[2];                /* by direction: in, out */
    size_t lane[2];             /* the two who sent SDP; LANE_NONE = none yet */
    const struct item *sent[2]; /* what they sent last with SDP */
};

/* Messages of one leg that are counted instead of shown. */
struct fold {
    struct item *note;
    const struct item *first;
    const struct item *failure; /* the first of them; NULL = none */
    size_t messages;
};

struct layout {
    struct arena *a;
    const struct layout_options *opt;
    struct ladder *l;
    const struct item **shown;
    size_t nshown;
    struct fold *folds;
    size_t nfolds, fold_cap;
    struct map fold_of; /* leg or Call-ID -> folds */
    struct map dialogs; /* Call-ID -> dialog */
    struct dialog *dialog;
    size_t ndialogs, dialog_cap;
    struct pairing pairing;
};

static struct str
topic_of(const struct item *it)
{
    if (it->topic.n == 0 && it->kind == ITEM_MESSAGE)
        return STR("sip");
    return it->topic;
}

static bool
wanted(const struct layout *w, const struct item *it)
{
    struct str rest = w->opt->only;
    if (rest.n == 0)
        return true;
    while (rest.n > 0)
        if (str_eq_nocase(str_trim(str_cut(&rest, ',')), topic_of(it)))
            return true;
    return false;
}

/* A recorder's or a music server's message, not one of the people's. */
static bool
is_aside(const struct item *it)
{
    enum leg_purpose purpose;
    return leg_purpose_from_name(it->purpose, &purpose) &&
           (purpose == LEG_RECORDING || purpose == LEG_MEDIA);
}

/* What call control tells the CTI manager of each step would hide the call. */
static bool
is_cti(const struct item *it)
{
    return it->kind == ITEM_PROTOCOL && str_eq(it->topic, STR("cti"));
}

static bool
is_folded(const struct layout *w, const struct item *it)
{
    if (w->opt->legs_all)
        return false;
    return is_aside(it) || (is_cti(it) && w->opt->only.n == 0);
}

static struct fold *
fold_of(struct layout *w, const struct item *it)
{
    struct str k = it->leg > 0 ? KEY(w->a, KEY_NUMBER(it->leg))
                               : KEY(w->a, STR("c"), callid_key(it->call_id));
    if (is_cti(it))
        k = KEY(w->a, STR("cti"));
    bool made;
    size_t i = *map_put(&w->fold_of, k, w->nfolds, &made);
    if (!made)
        return &w->folds[i];
    w->folds = arena_grow(
        w->a, w->folds, &w->fold_cap, ++w->nfolds, sizeof(*w->folds));
    struct item *note = arena_alloc(w->a, sizeof(*note));
    note->kind = ITEM_NOTE;
    note->topic = topic_of(it);
    note->at = it->at;
    note->node = it->node;
    note->cluster = it->cluster;
    note->node_ip = it->node_ip;
    note->host = it->host;
    note->purpose = it->purpose;
    note->leg = it->leg;
    note->sure = SURE_EXACT;
    note->evidence = it->evidence;
    w->folds[i] = (struct fold){.note = note, .first = it};
    w->shown[w->nshown++] = note;
    return &w->folds[i];
}

static bool
is_failure(const struct item *it)
{
    return it->status >= 400 && it->status != 401 && it->status != 407;
}

/* The fold's note says what is in it. */
static void
word_folds(struct layout *w)
{
    for (size_t i = 0; i < w->nfolds; i++) {
        struct fold *f = &w->folds[i];
        struct str to =
            f->first->device.n > 0 ? f->first->device : f->first->remote_ip;
        bool both = f->first->device.n > 0 && f->first->remote_ip.n > 0;
        struct str failure = STR("");
        if (f->failure)
            failure = str_fmt(w->a, ", one of them %d " STR_FMT,
                (int)f->failure->status, STR_ARG(f->failure->reason));
        f->note->bad = f->failure != NULL;
        if (is_cti(f->first)) {
            f->note->note = str_fmt(w->a,
                "CTI: %zu message%s to and from the CTI manager (--only cti "
                "shows them)",
                f->messages, f->messages == 1 ? "" : "s");
            continue;
        }
        f->note->note = str_fmt(w->a,
            STR_FMT " %s " STR_FMT "%s" STR_FMT ": %zu message%s" STR_FMT
                    " (--legs all shows them)",
            STR_ARG(f->first->purpose), f->first->outgoing ? "to" : "from",
            STR_ARG(to), both ? " " : "",
            STR_ARG(both ? f->first->remote_ip : STR("")), f->messages,
            f->messages == 1 ? "" : "s", STR_ARG(failure));
    }
}

static void
select_items(struct layout *w, const struct item *items, size_t n)
{
    w->shown = arena_array(w->a, n, sizeof(*w->shown));
    for (size_t i = 0; i < n; i++) {
        const struct item *it = &items[i];
        if (!wanted(w, it)) {
            w->l->hidden++;
        } else if (!is_folded(w, it)) {
            w->shown[w->nshown++] = it;
        } else if (it->kind != ITEM_NOTE) {
            struct fold *f = fold_of(w, it);
            f->messages++;
            if (!f->failure && is_failure(it))
                f->failure = it;
        }
    }
    word_folds(w);
}

static struct dialog *
dialog_of(struct layout *w, struct str call_id)
{
    bool made;
    size_t i = *map_put(&w->dialogs, callid_key(call_id), w->ndialogs, &made);
    if (made)
        w->dialog = arena_grow(
            w->a, w->dialog, &w->dialog_cap, ++w->ndialogs, sizeof(*w->dialog));
    if (made)
        w->dialog[i].lane[0] = w->dialog[i].lane[1] = LANE_NONE;
    return &w->dialog[i];
}

/* 487 is the ordinary answer to a cancelled INVITE, and 481 to a BYE that
 * crossed the other side's. */
static bool
is_bad(const struct item *it, const struct dialog *d)
{
    if (!is_failure(it))
        return false;
    if (it->status == 487 && d->cancelled)
        return false;
    return !(it->status == 481 && d->bye[0] && d->bye[1] &&
             str_eq(it->cseq_method, STR("BYE")));
}

static void
follow_dialog(struct dialog *d, const struct item *it)
{
    if (str_eq(it->method, STR("CANCEL")))
        d->cancelled = true;
    if (str_eq(it->method, STR("BYE")))
        d->bye[it->outgoing] = true;
    if (it->status >= 200 && it->status < 300 &&
        str_eq(it->cseq_method, STR("INVITE")))
        d->answered = true;
}

/* Where the sender's last message with SDP is kept. */
static const struct item **
sent_by(struct dialog *d, size_t lane)
{
    size_t i = d->lane[0] == LANE_NONE || d->lane[0] == lane ? 0 : 1;
    d->lane[i] = lane;
    return &d->sent[i];
}

static struct str
word_message(struct arena *a, const struct item *it, const struct dialog *d)
{
    if (it->method.n > 0)
        return str_fmt(a, "%s" STR_FMT,
            d->answered && str_eq(it->method, STR("INVITE")) ? "re-" : "",
            STR_ARG(it->method));
    /* A 1xx answers an INVITE unless it says something else. */
    bool of = it->cseq_method.n > 0 &&
              (it->status >= 200 || !str_eq(it->cseq_method, STR("INVITE")));
    return str_fmt(a, "%d%s" STR_FMT "%s" STR_FMT "%s", (int)it->status,
        it->reason.n > 0 ? " " : "", STR_ARG(it->reason), of ? " (" : "",
        STR_ARG(of ? it->cseq_method : STR("")), of ? ")" : "");
}

/* -1 = unknown. */
static int64_t
delta_between(const struct ladder_row *last, const struct ladder_row *r)
{
    int64_t ms;
    if (!when_between(&last->at, &r->at, &ms))
        return -1;
    ms += (last->item ? last->item->skew_ms : 0) -
          (r->item ? r->item->skew_ms : 0);
    /* An error of the skew must not show as time that runs back. */
    return ms > 0 ? ms : 0;
}

static void
add_row(struct layout *w, struct ladder_row r)
{
    struct ladder *l = w->l;
    r.delta_ms = l->nrows > 0 ? delta_between(&l->rows[l->nrows - 1], &r) : -1;
    l->rows[l->nrows++] = r;
}

static void
add_message(struct layout *w, const struct item *it, struct item_lanes at)
{
    struct dialog *d = dialog_of(w, it->call_id);
    struct ladder_row r = {.shape = LADDER_ARROW,
        .at = it->at,
        .from = it->outgoing ? at.node : at.remote,
        .to = it->outgoing ? at.remote : at.node,
        .response = it->method.n == 0,
        .bad = is_bad(it, d),
        .label = word_message(w->a, it, d),
        .detail = it->sdp,
        .topic = topic_of(it),
        .from_calllog = it->from_calllog,
        .purpose = it->purpose,
        .item = it};
    const struct item **sent = it->sdp.n > 0 ? sent_by(d, r.from) : NULL;
    if (sent && *sent) {
        r.before = *sent;
        r.change = media_change(w->a, r.before->sdp, it->sdp);
    }
    if (!pairing_fold(&w->pairing, &r))
        add_row(w, r);
    if (sent)
        *sent = it;
    follow_dialog(d, it);
}

/* The protocol's name stands before what does not say it. */
static struct str
word_protocol_message(struct arena *a, const struct item *it)
{
    static const struct dialog none;
    struct str words = word_message(a, it, &none);
    bool isdn = str_eq(it->topic, STR("q931"));
    return str_fmt(a, "%s" STR_FMT "%s", isdn ? "Q.931 " : "", STR_ARG(words),
        it->sure == SURE_INFERRED ? " (inferred)" : "");
}

static void
add_protocol_message(
    struct layout *w, const struct item *it, struct item_lanes at)
{
    add_row(w, (struct ladder_row){.shape = LADDER_ARROW,
                   .at = it->at,
                   .from = it->outgoing ? at.node : at.remote,
                   .to = it->outgoing ? at.remote : at.node,
                   .response = it->method.n == 0,
                   .bad = it->bad,
                   .label = word_protocol_message(w->a, it),
                   .detail = it->sdp,
                   .topic = it->topic,
                   .inferred = it->sure == SURE_INFERRED,
                   .purpose = it->purpose,
                   .item = it});
}

struct str
ladder_delta(struct arena *a, const struct ladder_row *r)
{
    if (r->delta_ms < 0)
        return STR("");
    if (r->delta_ms >= 1000 * 1000)
        return str_fmt(a, "+" STR_FMT, STR_ARG(when_duration(a, r->delta_ms)));
    return str_fmt(a, "+%lld.%03lld", (long long)r->delta_ms / 1000,
        (long long)r->delta_ms % 1000);
}

bool
ladder_has_nodes(const struct ladder *l)
{
    size_t nodes = 0;
    for (size_t i = 0; i < l->nlanes; i++)
        nodes += l->lanes[i].node;
    return nodes > 1;
}

struct str
ladder_label(struct arena *a, const struct ladder_row *r)
{
    const struct item *it = r->item;
    if (!it || r->shape != LADDER_ARROW || it->cseq < 0)
        return r->label;
    struct str of = str_fmt(a, "(" STR_FMT ")", STR_ARG(it->cseq_method));
    bool named = it->method.n == 0 && str_ends(r->label, of);
    struct str label =
        named ? str_sub(r->label, 0, r->label.n - of.n - 1) : r->label;
    return str_fmt(a, STR_FMT " (%lld%s" STR_FMT ")", STR_ARG(label),
        (long long)it->cseq, named ? " " : "",
        STR_ARG(named ? it->cseq_method : STR("")));
}

/* What the traces call by an address alone has the user's name for it. */
static void
name_lanes(struct ladder *l, const struct layout_options *opt)
{
    for (size_t i = 0; i < l->nlanes; i++) {
        struct lane *lane = &l->lanes[i];
        for (size_t k = 0; k < opt->nnames; k++) {
            const struct host_name *h = &opt->names[k];
            if (str_eq(lane->label, h->address)) {
                lane->sub = lane->label;
                lane->label = h->name;
            } else if (lane->node && str_eq(lane->sub, h->address)) {
                lane->sub = lane->label;
                lane->label = h->name;
            } else {
                continue;
            }
            break;
        }
    }
}

static void
add_note(struct layout *w, const struct item *it, struct item_lanes at)
{
    struct ladder *l = w->l;
    bool everywhere = at.node == LANE_NONE;
    add_row(w, (struct ladder_row){.shape = LADDER_NOTE,
                   .at = it->at,
                   .from = everywhere ? 0 : at.node,
                   .to = !everywhere     ? at.node
                         : l->nlanes > 0 ? l->nlanes - 1
                                         : 0,
                   .bad = it->bad,
                   .label = it->note,
                   .topic = it->topic,
                   .inferred = it->sure == SURE_INFERRED &&
                               !str_has(it->note, STR("(inferred)")) &&
                               !str_eq(it->topic, STR("gap")),
                   .purpose = it->purpose,
                   .item = it});
}

/* Keeps the first and the last messages, with the notes beside them. */
static void
cut_middle(struct layout *w)
{
    struct ladder *l = w->l;
    size_t max = w->opt->max_messages, messages = 0;
    for (size_t i = 0; i < l->nrows; i++)
        messages += l->rows[i].shape == LADDER_ARROW;
    if (max == 0 || messages <= max)
        return;
    size_t head = (max + 1) / 2, tail = max / 2, from = 0, to = l->nrows;
    for (size_t seen = 0; from < l->nrows && seen < head; from++)
        seen += l->rows[from].shape == LADDER_ARROW;
    for (size_t seen = 0; to > from && seen < tail; to--)
        seen += l->rows[to - 1].shape == LADDER_ARROW;
    struct ladder_row note = {.shape = LADDER_NOTE,
        .at = l->rows[from].at,
        .delta_ms = l->rows[from].delta_ms,
        .to = l->nlanes > 0 ? l->nlanes - 1 : 0,
        .label = str_fmt(w->a,
            "%zu of %zu messages, %zu rows in all, are hidden here",
            messages - max, messages, to - from)};
    if (to < l->nrows)
        l->rows[to].delta_ms = delta_between(&l->rows[from], &l->rows[to]);
    l->hidden += to - from;
    l->rows[from] = note;
    for (size_t i = to; i < l->nrows; i++)
        l->rows[from + 1 + i - to] = l->rows[i];
    l->nrows = from + 1 + l->nrows - to;
}

static struct str
word_title(struct arena *a, const struct call *c)
{
    struct str dialed = c->dialed.n > 0 ? c->dialed : c->called;
    bool changed = c->called.n > 0 && !str_eq(c->called, dialed);
    struct str called =
        changed ? str_fmt(a, " (" STR_FMT ")", STR_ARG(c->called)) : STR("");
    return str_fmt(a, "Call %lld: " STR_FMT " -> " STR_FMT STR_FMT ", " STR_FMT,
        (long long)c->call, STR_ARG(words_or_unknown(c->calling)),
        STR_ARG(words_or_unknown(dialed)), STR_ARG(called),
        STR_ARG(words_outcome(a, c)));
}

/* "2020-06-28, UTC-04:00"; empty when no date is known. */
static struct str
date_text(struct arena *a, const struct when *at)
{
    if (at->utc_ms == WHEN_UNKNOWN)
        return STR("");
    struct str iso = when_iso(a, *at);
    struct str offset = str_skip(iso, str_find_byte(iso, 'T') + 13);
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(iso, 0, 10)),
        offset.n > 0 ? ", UTC" : "", STR_ARG(offset));
}

struct when
ladder_time(const struct ladder *l, const struct ladder_row *r)
{
    return when_at_offset(r->at, l->offset_s);
}

void
layout_ladder(struct arena *a, const struct call *call,
    const struct item *items, size_t nitems, const struct layout_options *opt,
    struct ladder *l)
{
    *l = (struct ladder){.call = call->call, .title = word_title(a, call)};
    struct layout w = {.a = a, .opt = opt, .l = l};
    map_init(&w.fold_of, a);
    map_init(&w.dialogs, a);
    select_items(&w, items, nitems);
    struct item_lanes *where = arena_array(a, w.nshown, sizeof(*where));
    lanes_place(a, call, w.shown, w.nshown, l, where);
    name_lanes(l, opt);
    l->rows = arena_array(a, w.nshown + 1, sizeof(*l->rows));
    pairing_init(&w.pairing, a, l, w.nshown);
    for (size_t i = 0; i < w.nshown; i++) {
        if (w.shown[i]->kind == ITEM_MESSAGE)
            add_message(&w, w.shown[i], where[i]);
        else if (w.shown[i]->kind == ITEM_PROTOCOL)
            add_protocol_message(&w, w.shown[i], where[i]);
        else
            add_note(&w, w.shown[i], where[i]);
    }
    l->offset_s = WHEN_NO_OFFSET;
    if (l->nrows > 0) {
        l->date = date_text(a, &l->rows[0].at);
        if (l->date.n > 0)
            l->offset_s = l->rows[0].at.offset_s;
    }
    cut_middle(&w);
}
