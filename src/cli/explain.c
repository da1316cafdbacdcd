/* SPDX-License-Identifier: MIT
 *
 * Tries rules one by one on a record, which loading never does, and says for
 * each why it did or did not match. Hits first, then near misses. */
#include "cli/explain.h"

#include "rules/match.h"
#include "trace/reader.h"

enum { SHOWN_MAX = 120 }; /* columns of a captured text */

/* A rule and what became of it. */
struct outcome_of {
    enum match_why why;
    struct fact fact; /* MATCH_HIT */
};

struct explaining {
    const struct global *g;
    const struct rules *rs;
    struct match *m;
    bool all;
    struct arena scratch;
    struct outcome_of *v; /* by rule */
    size_t hits;
};

static struct str
why_name(enum match_why why)
{
    switch (why) {
    case MATCH_OTHER_TYPE:
        return STR("other type");
    case MATCH_NO_LITERAL:
        return STR("no literal");
    case MATCH_NO_PATTERN:
        return STR("no pattern");
    case MATCH_LIMIT:
        return STR("limit");
    case MATCH_HIT:
        return STR("hit");
    }
    return STR("");
}

static void
put_value(struct out *o, const struct value *v)
{
    switch (v->kind) {
    case VALUE_ABSENT:
        break;
    case VALUE_TEXT:
        out_safe_cut(o, v->s, SHOWN_MAX, STR("..."));
        break;
    case VALUE_INTEGER:
        out_fmt(o, "%lld", (long long)v->i);
        break;
    case VALUE_REAL:
        out_fmt(o, "%g", v->r);
        break;
    }
}

static void
put_hit(struct out *o, const struct rule *r, const struct fact *f)
{
    size_t width = 0;
    for (size_t i = 0; i < r->shape.n; i++) {
        if (f->v[i].kind != VALUE_ABSENT && r->shape.col[i].name.n > width)
            width = r->shape.col[i].name.n;
    }
    out_fmt(o, "  hit         " STR_FMT " into " STR_FMT "\n", STR_ARG(r->id),
        STR_ARG(r->shape.table.n > 0 ? r->shape.table : STR("event")));
    for (size_t i = 0; i < r->shape.n; i++) {
        if (f->v[i].kind == VALUE_ABSENT)
            continue;
        struct str name = r->shape.col[i].name;
        out_fmt(o, "                " STR_FMT, STR_ARG(name));
        out_pad(o, ' ', width - name.n + 2);
        put_value(o, &f->v[i]);
        out_byte(o, '\n');
    }
}

static void
put_failed(struct out *o, const struct rule *r, enum match_why why)
{
    struct str name = why_name(why);
    out_fmt(o, "  " STR_FMT, STR_ARG(name));
    out_pad(o, ' ', 12 - name.n);
    out_str(o, r->id);
    if (why == MATCH_NO_LITERAL) {
        out_z(o, r->literal_first ? ": does not begin with '"
                                  : ": does not contain '");
        out_safe(o, r->literal, false);
        out_byte(o, '\'');
    }
    if (why == MATCH_NO_PATTERN)
        out_z(o, ": the pattern does not match");
    if (why == MATCH_LIMIT)
        out_z(o, ": given up at the match limit");
    out_byte(o, '\n');
}

static size_t
count_of(const struct explaining *x, enum match_why why)
{
    size_t n = 0;
    for (size_t i = 0; i < x->rs->n; i++)
        n += x->v[i].why == why;
    return n;
}

static void
put_text(const struct explaining *x, const struct record *rec)
{
    static const enum match_why order[] = {MATCH_HIT, MATCH_LIMIT,
        MATCH_NO_PATTERN, MATCH_NO_LITERAL, MATCH_OTHER_TYPE};
    struct out *o = x->g->out;
    out_safe(o, rec->seq.n > 0 ? rec->seq : STR("row"), false);
    out_byte(o, ' ');
    out_safe(o, rec->type, false);
    out_byte(o, ' ');
    out_safe(o, rec->signal, false);
    out_fmt(o, "%s%zu %s\n", rec->signal.n > 0 ? ": " : "", x->hits,
        x->hits == 1 ? "hit" : "hits");
    for (size_t k = 0; k < COUNTOF(order); k++) {
        if (order[k] == MATCH_OTHER_TYPE && !x->all)
            continue;
        for (size_t i = 0; i < x->rs->n; i++) {
            if (x->v[i].why != order[k])
                continue;
            if (order[k] == MATCH_HIT)
                put_hit(o, &x->rs->v[i], &x->v[i].fact);
            else
                put_failed(o, &x->rs->v[i], order[k]);
        }
    }
    size_t other = count_of(x, MATCH_OTHER_TYPE);
    if (!x->all && other > 0)
        out_fmt(o,
            "  %zu rules are for other types or signals (--all lists them)\n",
            other);
}

static void
json_fields(struct json *j, const struct rule *r, const struct fact *f)
{
    struct out number;
    out_init_mem(&number);
    json_object(j, "fields");
    for (size_t i = 0; i < r->shape.n; i++) {
        const struct value *v = &f->v[i];
        if (v->kind == VALUE_INTEGER)
            json_int_key(j, r->shape.col[i].name, v->i);
        else if (v->kind == VALUE_TEXT)
            json_str_key(j, r->shape.col[i].name, v->s);
        else if (v->kind == VALUE_REAL) {
            put_value(&number, v);
            json_str_key(j, r->shape.col[i].name, out_text(&number));
            out_clear(&number);
        }
    }
    json_end_object(j);
    out_close(&number, NULL);
}

static void
put_json(const struct explaining *x, const struct record *rec)
{
    struct json j;
    json_init(&j, x->g->out);
    json_object_of(&j, "explanation");
    json_str_opt(&j, "record", rec->seq);
    json_str(&j, "record_type", rec->type);
    json_str_opt(&j, "signal", rec->signal);
    json_array(&j, "rules");
    for (size_t i = 0; i < x->rs->n; i++) {
        const struct rule *r = &x->rs->v[i];
        if (x->v[i].why == MATCH_OTHER_TYPE && !x->all)
            continue;
        json_object(&j, NULL);
        json_str(&j, "id", r->id);
        json_str(&j, "result", why_name(x->v[i].why));
        json_str_opt(&j, "into", r->shape.table);
        if (x->v[i].why == MATCH_HIT)
            json_fields(&j, r, &x->v[i].fact);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    json_line(&j);
}

static void
explain_record(struct explaining *x, const struct record *rec)
{
    arena_reset(&x->scratch);
    x->v = arena_array(&x->scratch, x->rs->n, sizeof(*x->v));
    x->hits = 0;
    for (size_t i = 0; i < x->rs->n; i++) {
        x->v[i].why = match_explain(x->m, i, rec, &x->scratch, &x->v[i].fact);
        x->hits += x->v[i].why == MATCH_HIT;
    }
    if (x->g->json)
        put_json(x, rec);
    else
        put_text(x, rec);
}

static int
explain_all(struct explaining *x, struct reader *rd)
{
    struct record rec;
    struct err e;
    size_t records = 0, hits = 0;
    uint64_t line;
    int r;
    do {
        while ((r = reader_next(rd, &rec, &e)) > 0) {
            explain_record(x, &rec);
            hits += x->hits;
            records++;
        }
    } while (reader_next_part(rd, &line));
    if (r < 0) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (records == 0) {
        cmd_error("this is no record; expected \"00000042.000 |10:00:00.000 "
                  "|AppInfo |...\" or a row of a call log");
        return EXIT_ERROR;
    }
    return hits > 0 ? EXIT_DONE : EXIT_NOTHING;
}

int
explain_records(
    const struct global *g, const struct rules *rs, struct str text, bool all)
{
    struct explaining x = {.g = g, .rs = rs, .all = all};
    struct reader *rd = NULL;
    struct err e;
    int status = EXIT_ERROR;
    /* A record given by itself is whole. */
    text = str_fmt(g->run, STR_FMT "\n", STR_ARG(text));
    if (match_open(&x.m, rs, &e) < 0 || reader_open_memory(&rd, text, &e) < 0)
        cmd_error("%s", e.text);
    else
        status = explain_all(&x, rd);
    reader_close(rd);
    match_close(x.m);
    arena_free(&x.scratch);
    return status;
}
