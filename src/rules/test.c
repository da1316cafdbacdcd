/* SPDX-License-Identifier: MIT
 *
 * Examples: each must match and give just the fields it names, each near miss
 * must not match. Examples go through match_record, so that they test the
 * dispatch too; match_explain then says why one failed. */
#include "rules/test.h"

#include "rules/dispatch.h"
#include "rules/example.h"
#include "rules/load.h"

enum { SHOWN_MAX = 80 }; /* bytes of a value that a message repeats */

struct testing {
    struct match *m;
    const struct rule *r;
    size_t rule;
    const struct rule_example *ex;
    struct arena *scratch;
    struct out *report;
};

static void
say(const struct testing *t, int line, int column)
{
    const char *what = t->ex->miss ? "miss" : "example";
    out_fmt(t->report, STR_FMT ":%d:%d: rule '" STR_FMT "': %s ",
        STR_ARG(t->r->file), line, column, STR_ARG(t->r->id), what);
}

static void
say_value(const struct testing *t, const struct value *v)
{
    switch (v->kind) {
    case VALUE_ABSENT:
        out_z(t->report, "nothing");
        break;
    case VALUE_TEXT:
        out_byte(t->report, '\'');
        out_safe(t->report, str_sub(v->s, 0, SHOWN_MAX), false);
        out_z(t->report, v->s.n > SHOWN_MAX ? "...'" : "'");
        break;
    case VALUE_INTEGER:
        out_fmt(t->report, "%lld", (long long)v->i);
        break;
    case VALUE_REAL:
        out_fmt(t->report, "%.17g", v->r);
        break;
    }
}

static bool
value_eq(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_ABSENT:
        return true;
    case VALUE_TEXT:
        return str_eq(a->s, b->s);
    case VALUE_INTEGER:
        return a->i == b->i;
    case VALUE_REAL:
        return a->r <= b->r && a->r >= b->r;
    }
    return false;
}

static const struct field_text *
named(const struct rule_example *ex, struct str column)
{
    for (size_t i = 0; i < ex->nfields; i++) {
        if (str_eq(ex->fields[i].key, column))
            return &ex->fields[i];
    }
    return NULL;
}

/* Columns that the engine took from the signal's own need not be repeated in
 * each example. */
static bool
is_given(const struct rule *r, size_t column)
{
    return column == r->col_name || column == r->col_type ||
           column == r->col_state || column == r->col_to ||
           column == r->col_from || column == r->col_tag;
}

static bool
field_ok(const struct testing *t, size_t column, const struct value *got)
{
    const struct column *c = &t->r->shape.col[column];
    const struct field_text *f = named(t->ex, c->name);
    if (!f) {
        if (got->kind == VALUE_ABSENT || t->ex->partial ||
            is_given(t->r, column))
            return true;
        say(t, t->ex->line, t->ex->column);
        out_fmt(t->report, "gives field '" STR_FMT "' = ", STR_ARG(c->name));
        say_value(t, got);
        out_z(t->report,
            " that 'fields' does not name; expected it there, or 'partial: "
            "true'\n");
        return false;
    }
    struct value want = value_of(f->value, c->type);
    if (value_eq(&want, got))
        return true;
    say(t, f->line, f->column);
    out_fmt(t->report, "gives field '" STR_FMT "' = ", STR_ARG(c->name));
    say_value(t, got);
    out_z(t->report, "; expected ");
    say_value(t, &want);
    out_byte(t->report, '\n');
    return false;
}

static bool
fields_ok(const struct testing *t, const struct fact *f)
{
    bool ok = true;
    for (size_t c = 0; c < t->r->shape.n; c++)
        ok = field_ok(t, c, &f->v[c]) && ok;
    return ok;
}

/* Says why the example did not match. */
static void
say_why(const struct testing *t, const struct record *rec)
{
    struct fact f;
    say(t, t->ex->line, t->ex->column);
    switch (match_explain(t->m, t->rule, rec, t->scratch, &f)) {
    case MATCH_OTHER_TYPE:
        out_fmt(t->report,
            "is of another type or signal: '" STR_FMT "' '" STR_FMT "'\n",
            STR_ARG(rec->type), STR_ARG(rec->signal));
        break;
    case MATCH_NO_LITERAL:
        out_fmt(t->report, "does not %s the literal '" STR_FMT "'\n",
            t->r->literal_first ? "begin with" : "contain",
            STR_ARG(t->r->literal));
        break;
    case MATCH_NO_PATTERN:
        out_z(t->report, "does not match the pattern\n");
        break;
    case MATCH_LIMIT:
        out_z(t->report, "runs into the match limit: the pattern tries too "
                         "many ways; make it more exact\n");
        break;
    case MATCH_HIT:
        out_z(t->report, "matches, but dispatch does not find its rule\n");
        break;
    }
}

static const struct fact *
fact_of(const struct facts *facts, size_t shape)
{
    for (size_t i = 0; i < facts->n; i++) {
        if (facts->v[i].shape == shape)
            return &facts->v[i];
    }
    return NULL;
}

static bool
example_ok(const struct testing *t)
{
    struct record rec;
    const char *wrong = example_record(t->ex->record, &rec);
    if (wrong) {
        say(t, t->ex->line, t->ex->column);
        out_fmt(t->report, "cannot be read: %s\n", wrong);
        return false;
    }
    rec.collapsed = t->ex->collapsed;
    struct facts facts;
    match_record(t->m, &rec, t->scratch, &facts);
    const struct fact *f = fact_of(&facts, t->rule);
    if (!t->ex->miss && f)
        return fields_ok(t, f);
    if (!t->ex->miss) {
        say_why(t, &rec);
        return false;
    }
    if (f) {
        say(t, t->ex->line, t->ex->column);
        out_z(t->report, "matches; expected that it does not\n");
    }
    return !f;
}

size_t
test_rule(struct match *m, const struct rules *rs, size_t i, struct out *report)
{
    struct arena scratch = {0};
    const struct rule *r = &rs->v[i];
    struct testing t = {m, r, i, NULL, &scratch, report};
    size_t failed = 0;
    for (size_t k = 0; k < r->nexamples; k++) {
        t.ex = &r->examples[k];
        failed += !example_ok(&t);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return failed;
}

size_t
rules_test(const struct rules *rs, struct out *report, size_t *ran)
{
    struct match *m = NULL;
    struct err e;
    *ran = 0;
    if (rs->n == 0)
        return 0;
    if (match_open(&m, rs, &e) < 0) {
        out_fmt(report, "%s\n", e.text);
        return 1;
    }
    size_t failed = 0;
    for (size_t i = 0; i < rs->n; i++) {
        failed += test_rule(m, rs, i, report);
        *ran += rs->v[i].nexamples;
    }
    match_close(m);
    return failed;
}

static bool
has_miss(const struct rule *r)
{
    for (size_t i = 0; i < r->nexamples; i++) {
        if (r->examples[i].miss)
            return true;
    }
    return false;
}

static size_t
warn(const struct rule *r, struct out *report, const char *text)
{
    out_fmt(report, STR_FMT ":%d: rule '" STR_FMT "': %s\n", STR_ARG(r->file),
        r->line, STR_ARG(r->id), text);
    return 1;
}

size_t
rules_warn(const struct rules *rs, struct out *report)
{
    size_t n = 0;
    for (size_t i = 0; i < rs->n; i++) {
        const struct rule *r = &rs->v[i];
        if (r->main.re && r->literal.n == 0 && r->nsignals == 0)
            n += warn(r, report,
                "no 'literal': its pattern runs on every record of its type, "
                "which is slow");
        if (r->main.re && !has_miss(r))
            n += warn(r, report,
                "no 'misses': nothing shows that the pattern is not too wide");
    }
    return n;
}
