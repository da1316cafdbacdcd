/* SPDX-License-Identifier: MIT
 *
 * Records to facts: dispatch by type, signal and literal, captures and their
 * types, limits; and the literal tables against a plain search. */
#include "rules/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "check.h"
#include "rules/dispatch.h"
#include "rules/literal.h"
#include "rules/load.h"
#include "rules/regex.h"

static const struct column signal_columns[] = {
    {STR_INIT("name"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("type"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("state"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("to_process"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("from_process"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("tag"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("ci"), COLUMN_INTEGER, {NULL, 0}},
};
static const struct fact_table tables[] = {
    {STR_INIT("signal"), signal_columns, COUNTOF(signal_columns)},
};

/* Loads rules from text without running their examples. */
static bool
load(struct rules *rs, const char *text)
{
    struct yaml_file file;
    struct rule_list list = {NULL, 0, 0};
    struct err e = {{0}};
    struct load load = {
        .rs = rs,
        .file = &file,
        .tables = tables,
        .ntables = COUNTOF(tables),
        .e = &e,
    };
    bool ok =
        yaml_parse(&rs->arena, STR("t.yaml"), str_from(text), &file, &e) == 0 &&
        load_file(&load, &list) == 0;
    rs->v = list.v;
    rs->n = list.n;
    if (!CHECK(ok))
        printf("    %s\n", e.text);
    return ok;
}

#define EX "\n    about: x\n    examples: [{record: x}]\n"

static const char rules[] =
    "rules:\n"
    "  - id: first" EX "    type: AppInfo\n"
    "    literal: {first: 'Digit analysis: '}\n"
    "    pattern: 'analysis: (?<what>\\w+)'\n"
    "  - id: short-first" EX "    type: AppInfo\n"
    "    literal: {first: '|'}\n"
    "    pattern: '^\\|(?<key>\\w+)=(?<text>.*)'\n"
    "  - id: anywhere" EX "    type: [AppInfo, AlarmErr]\n"
    "    literal: connIndex=\n"
    "    pattern: 'connIndex=(?<index>\\w+)'\n"
    "    columns: {index: integer}\n"
    "  - id: none" EX "    type: AlarmErr\n"
    "    pattern: '(?<x>A)?(?:(?<y>B)|(?<y>C))(?<z>\\s*)'\n"
    "    also: ['(?<y>D)', '(?<w>E)']\n"
    "    set: {x: default, always: yes}\n"
    "  - id: exact" EX "    signal: DaReq\n"
    "    into: signal\n"
    "  - id: prefix" EX "    signal: [DaR*, Cc*]\n"
    "    literal: CI=\n"
    "    pattern: 'CI=(?<ci>\\S+)'\n"
    "    into: signal\n"
    "  - id: own" EX "    type: SdlSig-O\n    signal: CcSetupReq\n"
    "    columns: {state: text}\n"
    "    into: mine\n"
    "  - id: every-signal" EX "    type: SdlSig-Q\n"
    "    pattern: '^\\[(?<block>[^\\]]*)'\n"
    "  - id: created" EX "    type: Created\n"
    "    literal: Cdcc\n"
    "    pattern: '^[| ]+(?<process>\\w+\\([\\d,]+\\))'\n"
    "  - id: real" EX "    type: SdlStat\n"
    "    literal: load\n"
    "    pattern: 'load=(?<load>\\S+)'\n"
    "    columns: {load: real}\n"
    "  - id: given" EX "    type: SdlGiven\n"
    "    pattern: 'x=(?<x>\\w*)'\n"
    "    set: {x: default}\n";

/* "ID column=value column=value; ID ..." of all facts. */
static struct str
facts_text(struct arena *a, const struct rules *rs, const struct facts *facts)
{
    struct out o;
    out_init_mem(&o);
    for (size_t i = 0; i < facts->n; i++) {
        const struct fact *f = &facts->v[i];
        const struct rule *r = &rs->v[f->shape];
        out_fmt(&o, "%s" STR_FMT, i > 0 ? "; " : "", STR_ARG(r->id));
        for (size_t c = 0; c < r->shape.n; c++) {
            const struct value *v = &f->v[c];
            if (v->kind == VALUE_ABSENT)
                continue;
            out_fmt(&o, " " STR_FMT "=", STR_ARG(r->shape.col[c].name));
            if (v->kind == VALUE_TEXT)
                out_str(&o, v->s);
            else if (v->kind == VALUE_INTEGER)
                out_fmt(&o, "#%lld", (long long)v->i);
            else
                out_fmt(&o, "~%g", v->r);
        }
    }
    struct str s = str_dup(a, out_text(&o));
    out_close(&o, NULL);
    return s;
}

static struct record
record(const char *type, const char *signal, const char *text)
{
    return (struct record){
        .seq = STR("00000042.000"),
        .type = str_from(type),
        .signal = str_from(signal),
        .text = str_from(text),
        .tod_ms = 5,
        .line = 3,
    };
}

#define SIGNAL(name) name " |wait |Cdcc(1,100,2,3) | Cc(1,100,2,1)|1.1^*^* |"

static const struct {
    const char *type, *signal, *text, *facts;
} rows[] = {
    {"AppInfo", "", "Digit analysis: match(", "first what=match"},
    {"AppInfo", "", "  \tDigit analysis: match(", "first what=match"},
    {"AppInfo", "", "x Digit analysis: match(", ""},
    {"AppInfo", "", "Digit analysis:", ""}, {"AppInfo", "", "", ""},
    {"AppError", "", "Digit analysis: match(", ""},
    {"", "", "Digit analysis: match(", ""},
    {"AppInfoAndMuchMore", "", "Digit analysis: match(", ""},
    {"AppInfo", "", "|Key=v w \r\n|Next=", "short-first key=Key text=v w"},
    {"AppInfo", "", "|Key=", "short-first key=Key"}, {"AppInfo", "", "|", ""},
    {"AppInfo", "", "some connIndex=12, x", "anywhere index=#12"},
    {"AppInfo", "", "connIndex=0x1f", "anywhere index=#31"},
    {"AppInfo", "", "connIndex=many", "anywhere"},
    {"AppInfo", "", "connIndex=", ""}, {"AppInfo", "", "connIndex", ""},
    {"AppInfo", "", "|a=connIndex=7",
        "short-first key=a text=connIndex=7; anywhere index=#7"},
    {"AlarmErr", "", "connIndex=7 ABE",
        "anywhere index=#7; none x=A y=B w=E always=yes"},
    /* no A: the fixed value stays; the first y that took part wins */
    {"AlarmErr", "", "C D", "none x=default y=C always=yes"},
    {"SdlSig", "DaReq", SIGNAL("DaReq") "[R] CI=7",
        "exact name=DaReq type=SdlSig state=wait to_process=Cdcc(1,100,2,3) "
        "from_process=Cc(1,100,2,1) tag=1.1^*^*; "
        "prefix ci=#7 name=DaReq type=SdlSig state=wait "
        "to_process=Cdcc(1,100,2,3) from_process=Cc(1,100,2,1) tag=1.1^*^*"},
    {"SdlSig-I", "DaRes", SIGNAL("DaRes") "a|b CI=7",
        "prefix ci=#7 name=DaRes type=SdlSig-I state=wait "
        "to_process=Cdcc(1,100,2,3) from_process=Cc(1,100,2,1) tag=1.1^*^*"},
    {"SdlSig", "DaRes", SIGNAL("CI=9") "", ""}, /* literal: parameters only */
    {"SdlSig", "DaReq", "DaReq", "exact name=DaReq type=SdlSig"},
    {"SdlSig-S", "DaReq", SIGNAL("DaReq") "[R] CI=7", ""},
    {"SdlSig-O", "CcSetupReq", SIGNAL("CcSetupReq") "x", "own state=wait"},
    {"SdlSig-O", "CcSetupReq", SIGNAL("CcSetupReq") "CI=1",
        "prefix ci=#1 name=CcSetupReq type=SdlSig-O state=wait "
        "to_process=Cdcc(1,100,2,3) from_process=Cc(1,100,2,1) tag=1.1^*^*; "
        "own state=wait"},
    {"SdlSig-Q", "Any", SIGNAL("Any") "[R:N] x", "every-signal block=R:N"},
    {"SdlSig-Q", "", SIGNAL("") "[R:N] x", "every-signal block=R:N"},
    {"Created", "", "  |   |Cdcc(1,2,3,4) |Cc(1,2,3,1)",
        "created process=Cdcc(1,2,3,4)"},
    {"Created", "", "Cdcc(1,2,3,4) |Cc(1,2,3,1)", ""},
    {"SdlStat", "", "load=1.5e2", "real load=~150"},
    {"SdlStat", "", "load=-.25", "real load=~-0.25"},
    {"SdlStat", "", "load=0x10", "real"}, {"SdlStat", "", "load=nan", "real"},
    {"SdlGiven", "", "x=7", "given x=7"},
    {"SdlGiven", "", "x=", "given"}, /* it took part */
};

static void
test_rows(void)
{
    struct rules rs = {0};
    struct match *m = NULL;
    struct err e;
    if (!load(&rs, rules) || !CHECK_INT(match_open(&m, &rs, &e), 0))
        return;
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena scratch = {0};
        struct facts facts;
        struct record rec = record(rows[i].type, rows[i].signal, rows[i].text);
        size_t n = match_record(m, &rec, &scratch, &facts);
        CHECK_INT(n, facts.n);
        if (!CHECK_STR(facts_text(&scratch, &rs, &facts), rows[i].facts))
            printf("    in row %zu\n", i);
        for (size_t k = 0; k < facts.n; k++) {
            CHECK_STR(facts.v[k].record, "00000042.000");
            CHECK_INT(facts.v[k].tod_ms, 5);
            CHECK_INT(facts.v[k].line, 3);
        }
        /* One by one the rules say the same. */
        for (size_t r = 0; r < rs.n; r++) {
            struct fact f;
            bool in = false;
            for (size_t k = 0; k < facts.n; k++)
                in = in || facts.v[k].shape == r;
            CHECK((match_explain(m, r, &rec, &scratch, &f) == MATCH_HIT) == in);
        }
        arena_free(&scratch);
    }
    match_close(m);
    rules_free(&rs);
}

/* In a record in whose line the file ended, values at its end may go on. */
static void
test_open(void)
{
    static const struct {
        const char *text, *facts;
    } torn[] = {
        {"|Key=John ", "short-first key=Key"},
        {"|Key=", "short-first key=Key"},
        {"x connIndex=12 ", "anywhere index=#12"},
        {"x connIndex=12", "anywhere"},
    };
    struct rules rs = {0};
    struct match *m = NULL;
    struct err e;
    if (!load(&rs, rules) || !CHECK_INT(match_open(&m, &rs, &e), 0))
        return;
    for (size_t i = 0; i < COUNTOF(torn); i++) {
        struct arena scratch = {0};
        struct facts facts;
        struct record rec = record("AppInfo", "", torn[i].text);
        rec.torn = rec.open = true;
        match_record(m, &rec, &scratch, &facts);
        CHECK_STR(facts_text(&scratch, &rs, &facts), torn[i].facts);
        arena_free(&scratch);
    }
    match_close(m);
    rules_free(&rs);
}

static void
test_why(void)
{
    struct rules rs = {0};
    struct match *m = NULL;
    struct err e;
    struct fact f;
    struct arena a = {0};
    if (!load(&rs, rules) || !CHECK_INT(match_open(&m, &rs, &e), 0))
        return;
    struct record rec = record("AppInfo", "", "Digit analysis: (");
    CHECK_INT(match_explain(m, 0, &rec, &a, &f), MATCH_NO_PATTERN);
    CHECK_INT(match_explain(m, 1, &rec, &a, &f), MATCH_NO_LITERAL);
    CHECK_INT(match_explain(m, 3, &rec, &a, &f), MATCH_OTHER_TYPE);
    struct match_stats stats = match_stats(m, 0);
    CHECK_INT(stats.tried, 1);
    CHECK_INT(stats.hit, 0);
    match_close(m);
    match_close(NULL);
    rules_free(&rs);
    struct rules empty = {0};
    CHECK_INT(match_open(&m, &empty, &e), -1);
    arena_free(&a);
}

/* Patterns that would take for ever give up, and are counted; without JIT,
 * too. */
static void
check_limit(const char *pattern)
{
    enum { LONG = 3 << 20 };
    struct rules rs = {0};
    struct match *m = NULL;
    struct err e;
    struct arena a = {0};
    struct facts facts;
    struct str yaml = str_fmt(&a,
        "rules:\n  - id: slow" EX "    type: AppInfo\n    literal: aa\n"
        "    pattern: '%s'\n",
        pattern);
    if (!load(&rs, yaml.p) || !CHECK_INT(match_open(&m, &rs, &e), 0))
        return;
    char *text = arena_alloc(&a, LONG + 1);
    memset(text, 'a', LONG);
    text[40] = 'b';
    struct record rec = record("AppInfo", "", text);
    CHECK_INT(match_record(m, &rec, &a, &facts), 0);
    rec.text = str_from("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    CHECK_INT(match_record(m, &rec, &a, &facts), 0);
    struct match_stats stats = match_stats(m, 0);
    CHECK_INT(stats.tried, 2);
    CHECK(stats.limit >= 1);
    rec.text = str_from("aaaa");
    CHECK_INT(match_record(m, &rec, &a, &facts), 1);
    match_close(m);
    rules_free(&rs);
    arena_free(&a);
}

static void
test_limit(void)
{
    check_limit("^(?:a+)+$");
    check_limit("(*NO_JIT)^(?:a+)+$");
}

/* Random texts over few letters: tables find just what a plain search does. */
enum { LITERALS = 60, TEXTS = 3000, LETTERS = 3 };

static struct str
random_text(struct arena *a, size_t least, size_t most)
{
    size_t n = least + (size_t)rand() % (most - least + 1);
    char *p = arena_alloc(a, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)('a' + rand() % LETTERS);
    return (struct str){p, n};
}

/* A random text; every second one that is long enough has s in it. */
static struct str
text_with(struct arena *a, struct str s)
{
    struct str text = random_text(a, 0, 120);
    if (text.n < s.n || rand() % 2 == 0)
        return text;
    char *p = str_z(a, text);
    memcpy(p + (size_t)rand() % (text.n - s.n + 1), s.p, s.n);
    return (struct str){p, text.n};
}

static void
check_literals(struct arena *a, size_t least, size_t most)
{
    struct literal v[LITERALS];
    uint64_t stamp[LITERALS] = {0};
    size_t found[LITERALS];
    struct literal_seen seen = {stamp, 0};
    struct literal_hits hits = {found, 0};
    for (size_t i = 0; i < LITERALS; i++)
        v[i] = (struct literal){random_text(a, least, most), i};
    struct literal_set *set = literal_set_make(a, v, LITERALS);
    struct literal_firsts *firsts = literal_firsts_make(a, v, LITERALS);
    size_t wrong = 0, found_any = 0;
    for (size_t t = 0; t < TEXTS; t++) {
        struct str text = text_with(a, v[t % LITERALS].s);
        seen.now++;
        hits.n = 0;
        literal_set_find(set, text, &seen, &hits);
        found_any += hits.n > 0;
        for (size_t i = 0; i < LITERALS; i++)
            wrong += str_has(text, v[i].s) != (stamp[i] == seen.now);
        seen.now++;
        hits.n = 0;
        literal_firsts_find(firsts, text, &seen, &hits);
        for (size_t i = 0; i < LITERALS; i++)
            wrong += str_starts(text, v[i].s) != (stamp[i] == seen.now);
    }
    CHECK_INT(wrong, 0);
    CHECK(found_any > TEXTS / 10);
}

static void
test_literals(void)
{
    struct arena a = {0};
    srand(1);
    CHECK(!literal_set_make(&a, NULL, 0));
    CHECK(!literal_firsts_make(&a, NULL, 0));
    check_literals(&a, 2, 4);
    check_literals(&a, 2, 12);
    check_literals(&a, 7, 7);
    check_literals(&a, 5, 9);
    check_literals(&a, 8, 11); /* grams of four bytes */
    check_literals(&a, 12, 16);
    check_literals(&a, 60, 90); /* beyond the window */
    arena_free(&a);
}

static void
test_columns(void)
{
    struct signal_columns c =
        dispatch_columns(STR("Name | state|to | from |tag |a|b |c"));
    CHECK_STR(c.signal, "Name");
    CHECK_STR(c.state, "state");
    CHECK_STR(c.to, "to");
    CHECK_STR(c.from, "from");
    CHECK_STR(c.tag, "tag");
    CHECK_STR(c.parameters, "a|b |c");
    c = dispatch_columns(STR("Name | state"));
    CHECK_STR(c.state, "state");
    CHECK_STR(c.tag, "");
    CHECK_STR(c.parameters, "");
}

static void
test_versions(void)
{
    struct arena a = {0};
    struct str s = match_versions(&a);
    CHECK(str_starts(s, STR("PCRE2 10.")));
    CHECK(str_has(s, STR(", JIT o")));
    CHECK(str_has(s, STR(", libyaml ")));
    arena_free(&a);
}

int
main(void)
{
    test_rows();
    test_open();
    test_why();
    test_limit();
    test_literals();
    test_columns();
    test_versions();
    return check_done();
}
