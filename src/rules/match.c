/* SPDX-License-Identifier: MIT
 *
 * Records to facts. dispatch.c says which rules are worth trying; here their
 * patterns run and captures become typed values. */
#include "rules/match.h"

#include <string.h>
#include <time.h>

#include "protocol/decode.h"
#include "rules/dispatch.h"
#include "rules/load.h"
#include "rules/regex.h"
#include "rules/yaml.h"
#include "sip/message.h"

/* One thread's side of a rule. */
struct live_rule {
    struct regex_live main;
    struct regex_live *also;
    bool *taken; /* by column: an earlier group took part */
    struct match_stats stats;
};

struct match {
    const struct rules *rs;
    struct arena arena;
    struct dispatch *dispatch;
    struct regex_run *run;
    struct live_rule *rule;
    struct literal_seen seen;
    struct literal_hits hits;
    struct fact *fact; /* of the last record: room for one a rule */
    bool profiled;
    struct str head;         /* names of columns, of the file that is read */
    struct arena head_arena; /* holds it */
};

/* What a rule is tried on. */
struct subject {
    const struct record *rec;
    struct str text; /* that patterns see */
};

static int
most_groups(const struct rules *rs)
{
    int most = 0;
    for (size_t i = 0; i < rs->nregex; i++) {
        int n = regex_groups(rs->regex[i]);
        most = n > most ? n : most;
    }
    return most;
}

int
match_open(struct match **out, const struct rules *rs, struct err *e)
{
    *out = NULL;
    if (rs->n == 0)
        return err_set(e, "there are no rules to match with");
    struct arena arena = {0};
    struct match *m = arena_alloc(&arena, sizeof(*m));
    m->arena = arena;
    struct arena *a = &m->arena;
    m->rs = rs;
    m->dispatch = dispatch_make(a, rs);
    m->run = regex_run_open(a, most_groups(rs));
    m->rule = arena_array(a, rs->n, sizeof(*m->rule));
    m->seen.stamp = arena_array(a, rs->n, sizeof(*m->seen.stamp));
    m->hits.v = arena_array(a, rs->n, sizeof(*m->hits.v));
    m->fact = arena_array(a, rs->n, sizeof(*m->fact));
    for (size_t i = 0; i < rs->n; i++) {
        const struct rule *r = &rs->v[i];
        struct live_rule *live = &m->rule[i];
        live->main.re = r->main.re;
        live->also = arena_array(a, r->nalso, sizeof(*live->also));
        live->taken = arena_array(a, r->shape.n, sizeof(*live->taken));
        for (size_t k = 0; k < r->nalso; k++)
            live->also[k].re = r->also[k].re;
    }
    *out = m;
    return 0;
}

void
match_close(struct match *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->rs->n; i++) {
        regex_live_close(&m->rule[i].main);
        for (size_t k = 0; k < m->rs->v[i].nalso; k++)
            regex_live_close(&m->rule[i].also[k]);
    }
    regex_run_close(m->run);
    arena_free(&m->head_arena);
    struct arena arena = m->arena; /* m itself is in it */
    arena_free(&arena);
}

struct match_stats
match_stats(const struct match *m, size_t i)
{
    return m->rule[i].stats;
}

void
match_profile(struct match *m)
{
    m->profiled = true;
}

/* Whether a value may go on where the file ended, in an open record. A blank
 * ends a number, but no name. */
static bool
may_go_on(const struct subject *on, struct str s, enum column_type type)
{
    struct str text = on->text;
    if (type == COLUMN_TEXT)
        while (text.n > 0 && strchr(" \t", text.p[text.n - 1]))
            text.n--;
    return s.p + s.n >= text.p + text.n;
}

/* s has no blanks around it. */
static inline struct value
text_value(struct str s)
{
    return (struct value){.kind = s.n > 0 ? VALUE_TEXT : VALUE_ABSENT, .s = s};
}

static void
put_text(struct value *v, size_t column, struct str s)
{
    if (column != SIZE_MAX)
        v[column] = text_value(s);
}

/* The first group of a name that took part wins, even when it is empty. */
static void
take_groups(const struct match *m, struct live_rule *live, const struct rule *r,
    const struct rule_pattern *p, const struct subject *on, struct value *v)
{
    for (size_t i = 0; i < p->ngroups; i++) {
        size_t column = p->groups[i].column;
        struct str s;
        if (live->taken[column] ||
            !regex_group(m->run, on->text, p->groups[i].number, &s))
            continue;
        live->taken[column] = true;
        enum column_type type = r->shape.col[column].type;
        if (on->rec->open && may_go_on(on, s, type))
            continue;
        v[column] =
            type == COLUMN_TEXT ? text_value(str_trim(s)) : value_of(s, type);
    }
}

/* What stands without a group: fixed values and a signal's own columns. */
static void
put_given(const struct rule *r, const struct record *rec, struct value *v)
{
    for (size_t i = 0; i < r->nset; i++)
        v[r->set[i].column] = r->set[i].value;
    if (r->nsignals == 0 && !load_is_signal_type(rec->type))
        return;
    struct signal_columns c = dispatch_columns(rec->text);
    put_text(v, r->col_name, rec->signal);
    put_text(v, r->col_type, rec->type);
    put_text(v, r->col_state, c.state);
    put_text(v, r->col_to, c.to);
    put_text(v, r->col_from, c.from);
    put_text(v, r->col_tag, c.tag);
}

/* The columns of `decode: sip`. returns: whether the text is a message. */
static bool
put_sip(const struct rule *r, const struct record *rec, struct arena *scratch,
    struct value *v)
{
    struct value *text = &v[r->col_text];
    if (text->kind != VALUE_TEXT)
        return false;
    size_t used = 0;
    if (!sip_decode(scratch, text->s, rec->collapsed, v + r->decoded, &used))
        return false;
    text->s = str_sub(text->s, 0, used);
    return true;
}

/* The columns of the rule's decoder. returns: whether there is a message. */
static bool
put_decoded(const struct match *m, const struct rule *r,
    const struct record *rec, struct arena *scratch, struct value *v)
{
    switch (r->decode) {
    case DECODE_NONE:
        return true;
    case DECODE_SIP:
        return put_sip(r, rec, scratch, v);
    case DECODE_PROTOCOL:
        return v[r->col_text].kind == VALUE_TEXT &&
               r->decoder->decode(
                   scratch, m->head, v[r->col_text].s, v + r->decoded);
    }
    return false;
}

/* Runs the patterns of rule i; its type, signal and literal fit. */
static enum match_why
run_rule(struct match *m, size_t i, const struct subject *on,
    struct arena *scratch, struct fact *f)
{
    const struct rule *r = &m->rs->v[i];
    struct live_rule *live = &m->rule[i];
    live->stats.tried++;
    enum regex_result result =
        r->main.re ? regex_match(m->run, &live->main, on->text) : REGEX_YES;
    if (result == REGEX_LIMIT) {
        live->stats.limit++;
        return MATCH_LIMIT;
    }
    if (result == REGEX_NO)
        return MATCH_NO_PATTERN;
    struct value *v = arena_array(scratch, r->shape.n, sizeof(*v));
    if (r->shape.n > 0)
        memset(live->taken, 0, r->shape.n * sizeof(*live->taken));
    put_given(r, on->rec, v);
    take_groups(m, live, r, &r->main, on, v);
    for (size_t k = 0; k < r->nalso; k++) {
        result = regex_match(m->run, &live->also[k], on->text);
        if (result == REGEX_YES)
            take_groups(m, live, r, &r->also[k], on, v);
        live->stats.limit += result == REGEX_LIMIT;
    }
    if (!put_decoded(m, r, on->rec, scratch, v))
        return MATCH_NO_PATTERN;
    live->stats.hit++;
    *f = (struct fact){
        .shape = i,
        .v = v,
        .record = on->rec->seq,
        .tod_ms = on->rec->tod_ms,
        .line = on->rec->line,
    };
    return MATCH_HIT;
}

static uint64_t
now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static enum match_why
time_rule(struct match *m, size_t i, const struct subject *on,
    struct arena *scratch, struct fact *f)
{
    uint64_t start = now_ns();
    enum match_why why = run_rule(m, i, on, scratch, f);
    m->rule[i].stats.ns += now_ns() - start;
    return why;
}

/* Facts come in the order of the rules, whatever found them. */
static void
sort_hits(struct literal_hits *hits)
{
    for (size_t i = 1; i < hits->n; i++) {
        size_t id = hits->v[i];
        size_t at = i;
        for (; at > 0 && hits->v[at - 1] > id; at--)
            hits->v[at] = hits->v[at - 1];
        hits->v[at] = id;
    }
}

/* The rows behind it are read by it. */
static void
take_head(struct match *m, struct str head)
{
    arena_reset(&m->head_arena);
    m->head = str_dup(&m->head_arena, head);
}

size_t
match_record(struct match *m, const struct record *rec, struct arena *scratch,
    struct facts *out)
{
    struct subject on = {rec, {NULL, 0}};
    if (rec->form == RECORD_CDR && str_eq(rec->type, STR("CDR-HEAD")))
        take_head(m, rec->text);
    *out = (struct facts){m->fact, 0};
    m->hits.n = 0;
    m->seen.now++;
    dispatch_find(m->dispatch, rec, &m->seen, &m->hits, &on.text);
    if (m->hits.n == 0)
        return 0;
    if (m->hits.n > 1)
        sort_hits(&m->hits);
    for (size_t i = 0; i < m->hits.n; i++) {
        struct fact *f = &m->fact[out->n];
        size_t rule = m->hits.v[i];
        enum match_why why = m->profiled ? time_rule(m, rule, &on, scratch, f)
                                         : run_rule(m, rule, &on, scratch, f);
        out->n += why == MATCH_HIT;
    }
    return out->n;
}

enum match_why
match_explain(struct match *m, size_t i, const struct record *rec,
    struct arena *scratch, struct fact *f)
{
    const struct rule *r = &m->rs->v[i];
    if (!dispatch_fits(r, rec))
        return MATCH_OTHER_TYPE;
    struct subject on = {rec, dispatch_text(rec)};
    if (!dispatch_has_literal(r, on.text))
        return MATCH_NO_LITERAL;
    return run_rule(m, i, &on, scratch, f);
}

struct str
match_versions(struct arena *a)
{
    return str_fmt(a, "PCRE2 " STR_FMT ", JIT %s, libyaml %s",
        STR_ARG(regex_version(a)), regex_has_jit() ? "on" : "off",
        yaml_library_version());
}
