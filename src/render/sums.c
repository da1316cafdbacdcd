/* SPDX-License-Identifier: MIT
 *
 * Calls counted: over time, by outcome, by what failed, by trunk, by who
 * called whom. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/map.h"
#include "model/names.h"
#include "render/markup.h"
#include "render/report.h"
#include "render/words.h"

enum {
    BUCKETS = 72,
    BAR = 13, /* pixels from bar to bar */
    HEIGHT = 120,
    BOTTOM = 22,
    TOP_ROWS = 30, /* of a table of sums */
};

/* --- over time ------------------------------------------------------------ */

struct bucket {
    size_t all, good, bad;
};

struct timeline {
    struct bucket v[BUCKETS];
    int64_t from_ms, width_ms;
    size_t most, undated;
};

static void
count_calls(struct timeline *t, const struct report *r)
{
    int64_t last = INT64_MIN;
    t->from_ms = INT64_MAX;
    for (size_t i = 0; i < r->ncalls; i++) {
        int64_t ms = r->calls[i].start.utc_ms;
        if (ms == WHEN_UNKNOWN)
            continue;
        t->from_ms = ms < t->from_ms ? ms : t->from_ms;
        last = ms > last ? ms : last;
    }
    if (last == INT64_MIN)
        return;
    t->width_ms = (last - t->from_ms) / BUCKETS + 1;
    for (size_t i = 0; i < r->ncalls; i++) {
        const struct call *c = &r->calls[i];
        if (c->start.utc_ms == WHEN_UNKNOWN) {
            t->undated++;
            continue;
        }
        struct bucket *b = &t->v[(c->start.utc_ms - t->from_ms) / t->width_ms];
        b->all++;
        b->good += c->outcome == OUTCOME_ANSWERED;
        b->bad += words_went_wrong(c);
        t->most = b->all > t->most ? b->all : t->most;
    }
}

/* "2019-11-05 10:15:30", in the zone of the first call. */
static struct str
moment(struct arena *a, const struct report *r, int64_t ms)
{
    struct when w = {
        .utc_ms = ms, .tod_ms = 0, .offset_s = r->calls[0].start.offset_s};
    struct str iso = when_iso(a, w);
    return str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(str_sub(iso, 0, 10)),
        STR_ARG(str_sub(iso, 11, 8)));
}

static void
put_bar(struct out *o, size_t x, size_t *y, size_t n, size_t most,
    const char *class)
{
    size_t height = n * HEIGHT / most;
    if (n > 0 && height == 0)
        height = 1;
    *y -= height;
    if (height > 0)
        out_fmt(o,
            "<rect class=\"%s\" x=\"%zu\" y=\"%zu\" width=\"%d\" "
            "height=\"%zu\"/>",
            class, x, *y, BAR - 3, height);
}

static void
put_bucket(struct out *o, struct arena *a, const struct report *r,
    const struct timeline *t, size_t i)
{
    const struct bucket *b = &t->v[i];
    size_t x = i * BAR, y = HEIGHT;
    if (b->all == 0)
        return;
    out_z(o, "<g><title>");
    out_str(o, moment(a, r, t->from_ms + (int64_t)i * t->width_ms));
    out_fmt(o, ": %zu call%s, %zu answered, %zu failed</title>", b->all,
        b->all == 1 ? "" : "s", b->good, b->bad);
    put_bar(o, x, &y, b->bad, t->most, "b-bad");
    put_bar(o, x, &y, b->all - b->bad - b->good, t->most, "b-other");
    put_bar(o, x, &y, b->good, t->most, "b-good");
    out_z(o, "</g>\n");
}

void
report_timeline(struct out *o, const struct report *r)
{
    struct arena a = {0};
    struct timeline t = {0};
    count_calls(&t, r);
    if (t.most == 0)
        return;
    out_fmt(o,
        "<section aria-labelledby=\"h-time\"><h2 id=\"h-time\">Calls over "
        "time</h2>\n<p><span class=\"key b-good\"></span> answered <span "
        "class=\"key b-bad\"></span> failed, busy, rejected, no answer <span "
        "class=\"key b-other\"></span> other; the highest bar is %zu "
        "call%s</p>\n"
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Timeline, can be scrolled\">"
        "<svg class=\"bars\" role=\"img\" aria-label=\"Calls over time\" "
        "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n",
        t.most, t.most == 1 ? "" : "s", BUCKETS * BAR, HEIGHT + BOTTOM,
        BUCKETS * BAR, HEIGHT + BOTTOM);
    for (size_t i = 0; i < BUCKETS; i++)
        put_bucket(o, &a, r, &t, i);
    out_fmt(o,
        "<line x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/><text x=\"0\" "
        "y=\"%d\">" STR_FMT
        "</text><text x=\"%d\" y=\"%d\" class=\"end\">" STR_FMT
        "</text></svg></div>\n",
        HEIGHT, BUCKETS * BAR, HEIGHT, HEIGHT + 16,
        STR_ARG(moment(&a, r, t.from_ms)), BUCKETS * BAR, HEIGHT + 16,
        STR_ARG(moment(&a, r, t.from_ms + BUCKETS * t.width_ms)));
    if (t.undated > 0)
        out_fmt(
            o, "<p>%zu calls without a date are not in it.</p>\n", t.undated);
    out_z(o, "</section>\n");
    arena_free(&a);
}

/* --- tables of sums ------------------------------------------------------- */

struct sum {
    struct str name;
    size_t all, failed;
    size_t order; /* of first use */
};

struct sums {
    struct arena a;
    struct map names;
    struct sum *v;
    size_t n, cap;
};

static void
sums_init(struct sums *s)
{
    *s = (struct sums){0};
    map_init(&s->names, &s->a);
}

static void
add(struct sums *s, struct str name, bool failed)
{
    bool made;
    size_t i = *map_put(&s->names, name, s->n, &made);
    if (made) {
        s->v = arena_grow(&s->a, s->v, &s->cap, s->n + 1, sizeof *s->v);
        s->v[s->n++] = (struct sum){.name = str_dup(&s->a, name), .order = i};
    }
    s->v[i].all++;
    s->v[i].failed += failed;
}

static int
compare(const void *x, const void *y)
{
    const struct sum *p = x, *q = y;
    if (p->failed != q->failed)
        return p->failed > q->failed ? -1 : 1;
    if (p->all != q->all)
        return p->all > q->all ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

/* What a table is called, and what its shares are shares of: the calls of the
 * row that failed, or the row's calls of all that are in the table. */
struct heads {
    const char *id, *title, *what;
    bool parts;
};

static void
put_sum(struct out *o, const struct sum *v, const struct heads *h, size_t whole)
{
    out_fmt(o, "<tr><td data-title=\"%s\">", h->what);
    markup_text(o, v->name, false);
    out_fmt(o, "</td><td class=\"num\" data-title=\"calls\">%zu</td>", v->all);
    if (!h->parts)
        out_fmt(
            o, "<td class=\"num\" data-title=\"failed\">%zu</td>", v->failed);
    size_t share = h->parts ? v->all * 100 / whole : v->failed * 100 / v->all;
    out_fmt(
        o, "<td class=\"num\" data-title=\"share\">%zu %%</td></tr>\n", share);
}

/* Writes the table and frees. */
static void
put_sums(struct out *o, struct sums *s, const struct heads *h)
{
    size_t whole = 0;
    for (size_t i = 0; i < s->n; i++)
        whole += s->v[i].all;
    if (s->n > 0) {
        qsort(s->v, s->n, sizeof *s->v, compare);
        out_fmt(o,
            "<section aria-labelledby=\"%s\"><h2 id=\"%s\">%s</h2>\n<table "
            "class=\"list sums\"><thead><tr><th>%s</th><th>calls</th>%s"
            "<th>share</th></tr></thead><tbody>\n",
            h->id, h->id, h->title, h->what, h->parts ? "" : "<th>failed</th>");
    }
    for (size_t i = 0; i < s->n && i < TOP_ROWS; i++)
        put_sum(o, &s->v[i], h, whole);
    if (s->n > 0)
        out_z(o, "</tbody></table>\n");
    if (s->n > TOP_ROWS)
        out_fmt(o, "<p>and %zu more</p>\n", s->n - TOP_ROWS);
    if (s->n > 0)
        out_z(o, "</section>\n");
    arena_free(&s->a);
}

void
report_outcomes(struct out *o, const struct report *r)
{
    struct sums s;
    sums_init(&s);
    for (size_t i = 0; i < r->ncalls; i++)
        add(&s, outcome_name(r->calls[i].outcome), false);
    static const struct heads heads = {
        "h-outcomes", "How calls ended", "outcome", true};
    put_sums(o, &s, &heads);
}

void
report_failures(struct out *o, const struct report *r)
{
    struct sums s;
    sums_init(&s);
    for (size_t i = 0; i < r->ncalls; i++) {
        const struct call *c = &r->calls[i];
        if (!words_went_wrong(c))
            continue;
        struct str name = outcome_name(c->outcome);
        if (c->sip_status > 0)
            name = str_fmt(
                &s.a, STR_FMT ", SIP %d", STR_ARG(name), (int)c->sip_status);
        if (c->cause >= 0)
            name = str_fmt(&s.a, STR_FMT ", cause %" PRId64 " " STR_FMT,
                STR_ARG(name), c->cause, STR_ARG(c->cause_text));
        add(&s, name, true);
    }
    static const struct heads heads = {"h-failed", "What failed", "why", true};
    put_sums(o, &s, &heads);
}

void
report_trunks(struct out *o, const struct report *r)
{
    struct sums s;
    sums_init(&s);
    for (size_t i = 0; i < r->ncalls; i++) {
        const struct call *c = &r->calls[i];
        for (size_t k = 0; k < c->ntrunks; k++)
            add(&s, c->trunks[k], words_went_wrong(c));
        /* Ports of TCP change from call to call. */
        for (size_t k = 0; c->ntrunks == 0 && k < c->npeers; k++)
            add(&s, str_sub(c->peers[k], 0, str_rfind_byte(c->peers[k], ':')),
                words_went_wrong(c));
    }
    static const struct heads heads = {"h-trunks",
        "Trunks and peers, those with failures first", "trunk or peer", false};
    put_sums(o, &s, &heads);
}

void
report_pairs(struct out *o, const struct report *r)
{
    struct sums s;
    sums_init(&s);
    for (size_t i = 0; i < r->ncalls; i++) {
        const struct call *c = &r->calls[i];
        struct str to = words_who(c->called, c->dialed);
        to = words_who(to, c->called_device);
        add(&s,
            str_fmt(&s.a, STR_FMT " → " STR_FMT,
                STR_ARG(
                    words_or_unknown(words_who(c->calling, c->calling_device))),
                STR_ARG(words_or_unknown(to))),
            words_went_wrong(c));
    }
    static const struct heads heads = {
        "h-pairs", "Who called whom", "from and to", false};
    put_sums(o, &s, &heads);
}
