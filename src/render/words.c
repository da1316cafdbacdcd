/* SPDX-License-Identifier: MIT
 *
 * The sentences about a call that text, pages and tickets share. */
#include "render/words.h"

#include <inttypes.h>

#include "model/names.h"
#include "render/evidence.h"

struct str
words_or_unknown(struct str s)
{
    return s.n > 0 ? s : STR("unknown");
}

struct str
words_who(struct str number, struct str device)
{
    return number.n > 0 ? number : device;
}

static struct str
with_device(struct arena *a, struct str number, struct str device)
{
    if (device.n == 0)
        return words_or_unknown(number);
    return str_fmt(a, STR_FMT " (" STR_FMT ")",
        STR_ARG(words_or_unknown(number)), STR_ARG(device));
}

/* "5551 (SEP0011AABB22CC) -> 95559001 -> 9001 (TRUNK_EAST)" */
struct str
words_parties(struct arena *a, const struct call *c)
{
    /* A device may be another's than that of the number dialled. */
    bool same = c->called.n == 0 && c->called_device.n == 0;
    struct str called = same ? c->dialed : c->called;
    bool changed = c->dialed.n > 0 && !str_eq(c->dialed, called);
    return str_fmt(a, STR_FMT STR_FMT STR_FMT " -> " STR_FMT,
        STR_ARG(with_device(a, c->calling, c->calling_device)),
        STR_ARG(changed ? STR(" -> ") : STR("")),
        STR_ARG(changed ? c->dialed : STR("")),
        STR_ARG(with_device(a, called, c->called_device)));
}

static struct str
add(struct arena *a, struct str s, struct str more)
{
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(s), s.n > 0 ? ", " : "",
        STR_ARG(more));
}

struct str
words_outcome(struct arena *a, const struct call *c)
{
    struct str name = outcome_name(c->outcome);
    bool ended_well = c->outcome == OUTCOME_ANSWERED;
    if (c->sip_status >= 300)
        name = str_fmt(a, STR_FMT " %d", STR_ARG(name), (int)c->sip_status);
    if (c->cause > 0 && !(ended_well && c->cause == 16))
        name =
            str_fmt(a, STR_FMT " (cause %" PRId64 ")", STR_ARG(name), c->cause);
    if (c->record_only)
        name = str_fmt(a, STR_FMT ", by its record only", STR_ARG(name));
    return name;
}

/* "answered 17:31:35.374, 31.2 s, released by calling, cause 16 (...)" */
struct str
words_ending(struct arena *a, const struct call *c)
{
    struct str s = outcome_name(c->outcome);
    struct str answered = when_clock(a, c->answered);
    if (answered.n > 0)
        s = str_fmt(
            a, STR_FMT ", answered " STR_FMT, STR_ARG(s), STR_ARG(answered));
    if (c->outcome == OUTCOME_ANSWERED && answered.n > 0)
        s = str_fmt(a, "answered " STR_FMT, STR_ARG(answered));
    if (c->duration_ms >= 0)
        s = add(a, s, when_duration(a, c->duration_ms));
    if (c->setup_ms >= 0)
        s = add(a, s,
            str_fmt(a, "ringing after " STR_FMT,
                STR_ARG(when_duration(a, c->setup_ms))));
    if (c->sip_status > 0 && c->outcome != OUTCOME_ANSWERED)
        s = add(a, s, str_fmt(a, "SIP %d", (int)c->sip_status));
    struct str end = when_clock(a, c->end);
    if (end.n > 0)
        s = add(a, s, str_fmt(a, "ended " STR_FMT, STR_ARG(end)));
    if (c->released_by != PARTY_UNKNOWN)
        s = add(a, s,
            str_fmt(a, "released by " STR_FMT,
                STR_ARG(party_name(c->released_by))));
    if (c->cause >= 0)
        s = add(a, s,
            str_fmt(a, "cause %" PRId64 "%s" STR_FMT "%s", c->cause,
                c->cause_text.n > 0 ? " (" : "", STR_ARG(c->cause_text),
                c->cause_text.n > 0 ? ")" : ""));
    return s;
}

bool
words_went_wrong(const struct call *c)
{
    return c->outcome == OUTCOME_BUSY || c->outcome == OUTCOME_NO_ANSWER ||
           c->outcome == OUTCOME_REJECTED || c->outcome == OUTCOME_FAILED;
}

static struct str
value_text(struct arena *a, const struct value *v)
{
    switch (v->kind) {
    case VALUE_ABSENT:
        return STR("");
    case VALUE_TEXT:
        return v->s;
    case VALUE_INTEGER:
        return str_fmt(a, "%" PRId64, v->i);
    case VALUE_REAL:
        return str_fmt(a, "%.15g", v->r);
    }
    return STR("");
}

static bool
is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
}

/* Whether a label has the value; a number by itself: "12" is not in "AES128".
 */
static bool
shows(struct str label, struct str v, bool number)
{
    if (!number)
        return str_has(label, v);
    for (size_t i = 0; i + v.n <= label.n; i++) {
        if (!str_eq(str_sub(label, i, v.n), v))
            continue;
        bool before = i == 0 || !is_word(label.p[i - 1]) || !is_word(v.p[0]);
        bool after = i + v.n == label.n || !is_word(label.p[i + v.n]) ||
                     !is_word(v.p[v.n - 1]);
        if (before && after)
            return true;
    }
    return false;
}

/* The fields that the label does not show already. */
struct str
words_fields(struct arena *a, const struct step *s)
{
    struct str all = STR("");
    for (size_t i = 0; i < s->nfields; i++) {
        struct str v = value_text(a, &s->fields[i].value);
        if (v.n == 0 ||
            shows(s->label, v, s->fields[i].value.kind == VALUE_INTEGER))
            continue;
        all = add(a, all,
            str_fmt(
                a, STR_FMT " " STR_FMT, STR_ARG(s->fields[i].key), STR_ARG(v)));
    }
    return all;
}

struct str
words_finding(
    struct arena *a, const struct connection *c, const struct tls_finding *f)
{
    struct str line =
        f->evidence.line ? evidence_text(a, &f->evidence, false) : STR("");
    struct str s = str_fmt(a, STR_FMT ": " STR_FMT ": " STR_FMT,
        STR_ARG(peer_name(a, c->remote_ip, c->remote_port)),
        STR_ARG(f->severity), STR_ARG(f->text));
    if (f->source.n > 0)
        s = str_fmt(
            a, STR_FMT " (" STR_FMT ")", STR_ARG(s), STR_ARG(f->source));
    return line.n > 0
               ? str_fmt(a, STR_FMT "; " STR_FMT, STR_ARG(s), STR_ARG(line))
               : s;
}

static struct str
fault_text(struct arena *a, const struct ladder *l, const struct ladder_row *r)
{
    struct str s = str_fmt(a, STR_FMT " " STR_FMT,
        STR_ARG(when_clock(a, ladder_time(l, r))), STR_ARG(ladder_label(a, r)));
    if (r->shape == LADDER_ARROW)
        s = str_fmt(a, STR_FMT ", " STR_FMT " to " STR_FMT, STR_ARG(s),
            STR_ARG(l->lanes[r->from].label), STR_ARG(l->lanes[r->to].label));
    if (r->item)
        s = str_fmt(a, STR_FMT "; " STR_FMT, STR_ARG(s),
            STR_ARG(evidence_text(a, &r->item->evidence, false)));
    return s;
}

size_t
words_faults(struct arena *a, const struct ladder *l, struct str **v)
{
    size_t n = 0;
    *v = NULL;
    if (!words_went_wrong(&l->story->path->call))
        return 0;
    for (size_t i = 0; i < l->nrows; i++) {
        if (!l->rows[i].bad)
            continue;
        *v = arena_room(a, *v, n, sizeof(**v));
        (*v)[n++] = fault_text(a, l, &l->rows[i]);
    }
    return n;
}

/* "digit analysis" */
struct str
words_kind(struct arena *a, struct str kind)
{
    char *p = str_z(a, kind);
    for (size_t i = 0; i < kind.n; i++)
        if (p[i] == '_')
            p[i] = ' ';
    return (struct str){p, kind.n};
}
