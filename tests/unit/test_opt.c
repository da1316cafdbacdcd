/* SPDX-License-Identifier: MIT
 *
 * The option parser and the nearest names: rows of words, what they give, or
 * the message. */
#include <string.h>

#include "base/out.h"
#include "base/when.h"
#include "check.h"
#include "cli/near.h"
#include "cli/opt.h"

enum { WORDS_MAX = 8 };

struct values {
    bool flag, other;
    struct str text;
    int64_t number, span_ms;
    struct when time;
    struct opt_list list;
};

static const struct opt opts[] = {
    {"flag", 'f', OPT_FLAG, offsetof(struct values, flag), NULL, "", 0, 0},
    {"other", 'o', OPT_FLAG, offsetof(struct values, other), NULL, "", 0, 0},
    {"text", 't', OPT_TEXT, offsetof(struct values, text), "TEXT", "", 0, 0},
    {"number", 'n', OPT_INT, offsetof(struct values, number), "N", "", 1, 64},
    {"span", 0, OPT_SPAN, offsetof(struct values, span_ms), "SPAN", "", 0, 0},
    {"time", 0, OPT_TIME, offsetof(struct values, time), "TIME", "", 0, 0},
    {"list", 'l', OPT_LIST, offsetof(struct values, list), "PATH", "", 0, 0},
    {NULL, 0, OPT_FLAG, 0, NULL, NULL, 0, 0},
};

/* The values as text: "f t=x n=3 l=a,b args=c". */
static struct str
describe(struct arena *a, const struct values *v, const struct opt_list *args)
{
    struct out o;
    struct str s;

    out_init_mem(&o);
    out_fmt(&o, "%s%s", v->flag ? "f " : "", v->other ? "o " : "");
    if (v->text.p)
        out_fmt(&o, "t=" STR_FMT " ", STR_ARG(v->text));
    if (v->number)
        out_fmt(&o, "n=%lld ", (long long)v->number);
    if (v->span_ms)
        out_fmt(&o, "span=%lld ", (long long)v->span_ms);
    if (v->time.utc_ms)
        out_fmt(&o, "time=%lld ", (long long)v->time.utc_ms);
    for (size_t i = 0; i < v->list.n; i++)
        out_fmt(&o, "l=" STR_FMT " ", STR_ARG(v->list.v[i]));
    for (size_t i = 0; i < args->n; i++)
        out_fmt(&o, "<" STR_FMT ">", STR_ARG(args->v[i]));
    s = str_dup(a, str_trim(out_text(&o)));
    (void)out_close(&o, NULL);
    return s;
}

struct row {
    const char *words[WORDS_MAX]; /* behind the program's name */
    const char *want;             /* values, or the whole message */
};

static const struct row rows[] = {
    {{NULL}, ""},
    {{"a", "-f", "b"}, "f <a><b>"},
    {{"-fo"}, "f o"},
    {{"-fotx"}, "f o t=x"},
    {{"-t", "x"}, "t=x"},
    {{"--text=x=y"}, "t=x=y"},
    {{"--text="}, "t="},
    {{"--text", "--flag"}, "t=--flag"},
    {{"-n", "64"}, "n=64"},
    {{"-n64", "--", "-f", "--"}, "n=64 <-f><-->"},
    {{"-", "-l", "a", "-lb", "--list=c"}, "l=a l=b l=c <->"},
    {{"--span", "2m"}, "span=120000"},
    {{"--time", "1970-01-02T00:00:00Z"}, "time=86400000"},
    {{"-t", "x", "-t", "y"}, "t=y"},
    {{"--flga"}, "unknown option --flga; did you mean --flag?"},
    {{"--num", "3"}, "unknown option --num; did you mean --number?"},
    {{"--zzzzzzz"}, "unknown option --zzzzzzz; --help lists them"},
    {{"-fz"}, "unknown option -z; --help lists them"},
    {{"--flag=1"}, "--flag takes no value"},
    {{"-n"}, "--number: expected N behind it"},
    {{"--text"}, "--text: expected TEXT behind it"},
    {{"-n", "x"}, "--number: expected a number, found \"x\""},
    {{"-n", "0"}, "--number: expected a number from 1 to 64, found 0"},
    {{"-n", "99999999999999999999"},
        "--number: expected a number, found \"99999999999999999999\""},
};

static void
test_parse(struct arena *a)
{
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct values v = {0};
        struct opt_table table = {opts, &v};
        struct opt_list args = {NULL, 0, 0};
        char *argv[WORDS_MAX + 1] = {str_z(a, STR("program"))};
        int argc = 1;
        struct err e;

        for (; argc <= WORDS_MAX && rows[i].words[argc - 1]; argc++)
            argv[argc] = str_z(a, str_from(rows[i].words[argc - 1]));
        if (opt_parse(a, &table, 1, argc, argv, &args, &e) < 0)
            CHECK_STR(str_from(e.text), rows[i].want);
        else
            CHECK_STR(describe(a, &v, &args), rows[i].want);
    }
}

static void
test_first_word(void)
{
    static const struct {
        const char *words[WORDS_MAX];
        int want;
    } firsts[] = {
        {{"p", "calls", "-f"}, 1},
        {{"p", "-f", "calls"}, 2},
        {{"p", "-t", "x.db", "calls"}, 3},
        {{"p", "-ftx.db", "calls"}, 2},
        {{"p", "-ft", "x.db", "calls"}, 3},
        {{"p", "--text=x", "calls"}, 2},
        {{"p", "--text", "x", "calls"}, 3},
        {{"p", "--text"}, 2},
        {{"p", "-", "x"}, 1},
        {{"p"}, 1},
    };

    for (size_t i = 0; i < COUNTOF(firsts); i++) {
        struct opt_table table = {opts, NULL};
        char *argv[WORDS_MAX];
        int argc = 0;

        for (; argc < WORDS_MAX && firsts[i].words[argc]; argc++)
            memcpy(&argv[argc], &firsts[i].words[argc], sizeof argv[argc]);
        CHECK_INT(opt_first_word(&table, 1, argc, argv), firsts[i].want);
    }
}

static void
test_near(void)
{
    static const struct {
        const char *word, *want;
    } words[] = {
        {"lod", "load"},
        {"laod", "load"},
        {"call", "calls"},
        {"lader", "ladder"},
        {"m", ""},
        {"mess", "messages"},
        {"xyzzy", ""},
        {"", ""},
    };
    static const char *const names[] = {
        "load", "calls", "show", "ladder", "messages"};

    for (size_t i = 0; i < COUNTOF(words); i++) {
        struct near n;

        near_init(&n, str_from(words[i].word));
        for (size_t k = 0; k < COUNTOF(names); k++)
            near_offer(&n, str_from(names[k]));
        CHECK_STR(n.best, words[i].want);
    }
}

int
main(void)
{
    struct arena a = {NULL, 0};

    test_parse(&a);
    test_first_word();
    test_near();
    arena_free(&a);
    return check_done();
}
