/* SPDX-License-Identifier: MIT
 *
 * The path of a call for people:
 *
 *     Call 3: 5551 -> 95559001, answered
 *       ...
 *      1  10:00:00.000  extension       5551 SEP0011AABB22CC
 *                                       SDL004_100_000012.txt:311
 * (00010021.001)
 *
 * Steps that nothing but numbers or time proves are marked "inferred". */
#include "render/render.h"

#include <inttypes.h>

#include "base/arena.h"
#include "model/names.h"
#include "render/canvas.h"
#include "render/evidence.h"
#include "render/ink.h"
#include "render/records.h"
#include "render/words.h"

enum {
    KIND_AT = 18,
    TEXT_AT = KIND_AT + 16, /* "digit analysis" and two blanks */
    NARROW = 72,            /* below, the text begins on a line of its own */
    NARROW_AT = 6,
    LINE_MAX = 2000, /* columns of one entry over all its lines */
};

struct page {
    struct out *o;
    struct arena a;
    const struct render_options *opt;
    size_t width;
    size_t text_at;
};

/* Wrapped text from column x on; the first line is already there. */
static void
put_wrapped(struct page *p, struct str text, size_t x, enum ink ink)
{
    struct str dots = p->opt->unicode ? STR("…") : STR("..");
    struct str rest = safe_text(&p->a, text, !p->opt->unicode);
    rest = safe_cut(&p->a, rest, LINE_MAX, dots);
    size_t width = p->width > x + 10 ? p->width - x : 10;
    for (bool more = false; rest.n > 0 || !more; more = true) {
        if (more)
            out_pad(p->o, ' ', x);
        ink_set(p->o, ink, p->opt->color);
        out_str(p->o, safe_wrap(&rest, width));
        ink_set(p->o, INK_PLAIN, p->opt->color);
        out_byte(p->o, '\n');
    }
}

/* Clocks of nodes differ, and their time zones may. */
static void
put_clock(struct page *p, const struct call *c)
{
    if (c->clock_node.n == 0)
        return;
    out_z(p->o, "  ");
    put_wrapped(p,
        str_fmt(&p->a,
            "these times by the clock of node " STR_FMT "%s" STR_FMT
            ", those of the steps as their nodes logged them",
            STR_ARG(c->clock_node), c->clock_cluster.n > 0 ? " of " : "",
            STR_ARG(c->clock_cluster)),
        2, INK_DIM);
}

static void
put_header(struct page *p, const struct call *c)
{
    put_wrapped(p, str_fmt(&p->a, "Call %" PRId64, c->call), 0, INK_HEAD);
    out_z(p->o, "  ");
    put_wrapped(p, words_parties(&p->a, c), 2, INK_PLAIN);
    struct str start = when_iso(&p->a, c->start);
    if (start.n > 0) {
        out_z(p->o, "  ");
        put_wrapped(p, start, 2, INK_PLAIN);
    }
    put_clock(p, c);
    out_z(p->o, "  ");
    put_wrapped(p, words_ending(&p->a, c), 2,
        words_went_wrong(c) ? INK_BAD : INK_PLAIN);
    for (size_t i = 0; i < c->ntls; i++) {
        out_z(p->o, "  ");
        put_wrapped(p,
            str_fmt(&p->a, "TLS: CN " STR_FMT ", cipher " STR_FMT,
                STR_ARG(words_or_unknown(c->tls[i].cn)),
                STR_ARG(words_or_unknown(c->tls[i].cipher))),
            2, INK_TLS);
    }
    out_byte(p->o, '\n');
}

static void
put_evidence(struct page *p, const struct evidence *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str text = evidence_text(&p->a, &v[i], p->opt->full_names);
        if (text.n == 0)
            continue;
        out_pad(p->o, ' ', p->text_at);
        put_wrapped(p, text, p->text_at + 2, INK_DIM);
    }
}

/* Number, time and kind; the text of the step begins behind them. */
static void
put_step_head(struct page *p, const struct step *s)
{
    struct str head = str_fmt(
        &p->a, "%2d  " STR_FMT, (int)s->n, STR_ARG(when_clock(&p->a, s->at)));
    out_str(p->o, head);
    out_pad(p->o, ' ', head.n < KIND_AT ? KIND_AT - head.n : 1);
    struct str kind = safe_text(&p->a, words_kind(&p->a, s->kind), false);
    ink_set(p->o, INK_HEAD, p->opt->color);
    out_str(p->o, kind);
    ink_set(p->o, INK_PLAIN, p->opt->color);
    size_t used = KIND_AT + out_safe_width(kind);
    if (used + 1 > p->text_at) {
        out_byte(p->o, '\n');
        used = 0;
    }
    out_pad(p->o, ' ', p->text_at - used);
}

static void
put_step(struct page *p, const struct step *s)
{
    put_step_head(p, s);
    struct str text =
        str_fmt(&p->a, STR_FMT "%s", STR_ARG(words_or_unknown(s->label)),
            s->sure == SURE_INFERRED ? "  (inferred)" : "");
    bool tls =
        str_eq(s->kind, STR("connection")) && str_has(s->label, STR("TLS"));
    put_wrapped(p, text, p->text_at, tls ? INK_TLS : INK_PLAIN);
    struct str fields = words_fields(&p->a, s);
    if (fields.n > 0) {
        out_pad(p->o, ' ', p->text_at);
        put_wrapped(p, fields, p->text_at, INK_PLAIN);
    }
    put_evidence(p, s->evidence, s->nevidence);
    arena_reset(&p->a);
}

/* "leg 1 (5551, ci 70000001)" */
static struct str
leg_text(struct arena *a, const struct call *c, int64_t number)
{
    for (size_t i = 0; i < c->nlegs; i++) {
        const struct leg *leg = &c->legs[i];
        if (leg->leg != number)
            continue;
        struct str who = leg->number.n > 0 ? leg->number : leg->device;
        if (leg->ci > 0)
            who = str_fmt(a, STR_FMT "%sci %" PRId64, STR_ARG(who),
                who.n > 0 ? ", " : "", leg->ci);
        return str_fmt(a, "leg %" PRId64 "%s" STR_FMT "%s", number,
            who.n > 0 ? " (" : "", STR_ARG(who), who.n > 0 ? ")" : "");
    }
    return str_fmt(a, "leg %" PRId64, number);
}

static void
put_links(
    struct page *p, const struct call *c, const struct link *links, size_t n)
{
    if (n == 0)
        return;
    out_z(p->o, "\nWhy these legs are one call\n");
    for (size_t i = 0; i < n; i++) {
        out_z(p->o, "    ");
        put_wrapped(p,
            str_fmt(&p->a, STR_FMT " and " STR_FMT ": " STR_FMT "%s",
                STR_ARG(leg_text(&p->a, c, links[i].from_leg)),
                STR_ARG(leg_text(&p->a, c, links[i].to_leg)),
                STR_ARG(links[i].by),
                links[i].sure == SURE_INFERRED ? " (inferred)" : ""),
            6, INK_PLAIN);
        p->text_at = 6;
        put_evidence(p, &links[i].evidence, 1);
        arena_reset(&p->a);
    }
}

static void
put_records(struct page *p, const struct call_record *v, size_t n)
{
    if (n == 0)
        return;
    out_z(p->o, "\nWhat the call records say\n");
    for (size_t i = 0; i < n; i++) {
        out_z(p->o, "    ");
        put_wrapped(p, record_sentence(&p->a, &v[i]), 6, INK_PLAIN);
        p->text_at = 6;
        put_evidence(p, &v[i].evidence, 1);
        arena_reset(&p->a);
    }
}

static void
put_gaps(struct page *p, const struct gap *gaps, size_t n)
{
    if (n == 0)
        return;
    out_z(p->o, "\nWhat the traces lack\n");
    for (size_t i = 0; i < n; i++) {
        out_z(p->o, "    ");
        put_wrapped(p, gaps[i].reason, 6, INK_PLAIN);
        arena_reset(&p->a);
    }
}

void
render_path_text(struct out *o, const struct call_path *path,
    const struct render_options *opt)
{
    struct page p = {
        .o = o, .opt = opt, .width = opt->width > 0 ? opt->width : 80};
    p.text_at = p.width < NARROW ? NARROW_AT : TEXT_AT;
    put_header(&p, &path->call);
    for (size_t i = 0; i < path->nsteps; i++)
        put_step(&p, &path->steps[i]);
    put_links(&p, &path->call, path->links, path->nlinks);
    put_records(&p, path->records, path->nrecords);
    put_gaps(&p, path->gaps, path->ngaps);
    arena_free(&p.a);
}
