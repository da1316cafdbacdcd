/* SPDX-License-Identifier: MIT
 *
 * Loading rule files: what a good one becomes, and what is said of each kind
 * of mistake, with line and column. */
#include "rules/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "sip/message.h"
#include "store/open.h"

static const struct column signal_columns[] = {
    {STR_INIT("name"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("type"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("state"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("to_process"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("tag"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("ci"), COLUMN_INTEGER, {NULL, 0}},
};
static const struct column device_columns[] = {
    {STR_INIT("name"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("tag"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("ci"), COLUMN_INTEGER, {NULL, 0}},
};
static const struct fact_table tables[] = {
    {STR_INIT("signal"), signal_columns, COUNTOF(signal_columns)},
    {STR_INIT("device"), device_columns, COUNTOF(device_columns)},
};

/* Writes text to a file of its own and loads it; the file is gone again. */
static int
load(struct rules *rs, const char *text, struct err *e)
{
    char path[] = "/tmp/cmtrail_rule_XXXXXX";
    int fd = mkstemp(path);
    size_t n = strlen(text);
    if (!CHECK(fd >= 0) || !CHECK(write(fd, text, n) == (ssize_t)n))
        return -1;
    close(fd);
    *e = (struct err){{0}};
    int r = rules_load_path(rs, str_from(path), tables, COUNTOF(tables), e);
    unlink(path);
    struct str rest = str_from(e->text);
    if (str_starts(rest, str_from(path)))
        memmove(e->text, e->text + strlen(path) + 1,
            strlen(e->text) - strlen(path));
    return r;
}

#define HEAD "rules:\n  - id: a\n    about: A.\n"
#define EXAMPLE(text, fields)                                                  \
    "    examples:\n"                                                          \
    "      - record: '00000042.000 |10:00:00.000 |" text "'\n"                 \
    "        fields: " fields "\n"

static const char good[] = HEAD
    "    type: [AlarmErr, AppError]\n"
    "    literal: {first: '  Alarm: '}\n"
    "    pattern: |\n"
    "      (?x) Alarm:\\ (?<device> \\w+ )\n"
    "           (?: \\ code=(?<code>\\w+) )?\n"
    "    also: ' why=(?<reason>\\d+)'\n"
    "    columns: {reason: integer, code: integer, load: real}\n"
    "    set: {severity: major, load: 1.5}\n"
    "    into: alarm\n"
    "    examples:\n"
    "      - record: |\n"
    "          00000042.000 |10:00:00.000 |AlarmErr |Alarm: T1 code=0x1F"
    " why=2\n"
    "        fields: {device: T1, code: 31, reason: '2', severity: major,"
    " load: 1.50}\n"
    "      - record: '00000042.000 |10:00:00.000 |AppError| Alarm: T1 "
    "code=zz'\n"
    "        fields: {device: T1, code: , severity: major}\n"
    "        partial: true\n"
    "    misses:\n"
    "      - '00000042.000 |10:00:00.000 |AlarmErr |Alarm:'\n"
    "---\n"
    "rules:\n"
    "  - id: s\n"
    "    about: S.\n"
    "    signal: [CcSetupReq, CcHold*]\n"
    "    pattern: 'CI=(?<ci>\\d+)'\n"
    "    into: signal\n"
    "    examples:\n"
    "      - record: '00000042.000 |10:00:00.000 |SdlSig-I |CcHoldReq |wait"
    " |Cdcc(1,2,3,4) |Cc(1,2,3,1) |1,100,14,1.1^*^* |[R:N] CI=7|8'\n"
    "        fields: {ci: 7, name: CcHoldReq, type: SdlSig-I, state: wait,"
    " to_process: 'Cdcc(1,2,3,4)', tag: '1,100,14,1.1^*^*'}\n";

static void
test_good(void)
{
    struct rules rs = {0};
    struct err e;
    if (!CHECK_INT(load(&rs, good, &e), 0)) {
        printf("    %s\n", e.text);
        return;
    }
    CHECK_INT(rs.n, 2);
    const struct rule *r = &rs.v[0];
    CHECK_STR(r->id, "a");
    CHECK_STR(r->about, "A.");
    CHECK_INT(r->line, 2);
    CHECK_INT(r->ntypes, 2);
    CHECK_STR(r->literal, "Alarm: ");
    CHECK(r->literal_first);
    CHECK_INT(r->shape.n, 5);
    CHECK_STR(r->shape.table, "alarm");
    CHECK_STR(r->shape.col[0].name, "device");
    CHECK_INT(r->shape.col[0].type, COLUMN_TEXT);
    CHECK_STR(r->shape.col[1].name, "code");
    CHECK_INT(r->shape.col[1].type, COLUMN_INTEGER);
    CHECK_STR(r->shape.col[2].name, "reason");
    CHECK_STR(r->shape.col[3].name, "severity");
    CHECK_INT(r->shape.col[4].type, COLUMN_REAL);
    CHECK_INT(r->nexamples, 3);
    CHECK_INT(r->col_tag, SIZE_MAX);
    const struct rule *s = &rs.v[1];
    CHECK_INT(s->ntypes, 3);
    CHECK_INT(s->shape.n, 6);
    CHECK_STR(s->shape.col[s->col_state].name, "state");
    CHECK_INT(s->col_from, SIZE_MAX);
    CHECK_STR(rs.shapes[1].rule, "s");
    rules_free(&rs);
    rules_free(&rs);
}

static void
test_replaced(void)
{
    struct rules rs = {0};
    struct err e;
    CHECK_INT(load(&rs, good, &e), 0);
    CHECK_INT(
        load(&rs,
            HEAD "    type: AppInfo\n"
                 "    pattern: 'x(?<y>.)'\n" EXAMPLE("AppInfo |xz", "{y: z}"),
            &e),
        0);
    CHECK_INT(rs.n, 2);
    CHECK_STR(rs.v[0].types[0], "AppInfo");
    CHECK_STR(rs.shapes[0].col[0].name, "y");
    CHECK_INT(rs.shapes[0].table.n, 0);
    CHECK_STR(rs.v[1].id, "s");
    /* A bad file adds nothing. */
    CHECK_INT(load(&rs, "rules: [{id: q}]", &e), -1);
    CHECK_INT(rs.n, 2);
    rules_free(&rs);
}

static void
test_shared_table(void)
{
    struct rules rs = {0};
    struct err e;
    CHECK_INT(load(&rs, good, &e), 0);
    CHECK_INT(load(&rs,
                  "rules:\n  - id: b\n    about: B.\n    type: AppInfo\n"
                  "    pattern: 'x(?<code>.)'\n    into: alarm\n" EXAMPLE(
                      "AppInfo |xz", "{code: z}"),
                  &e),
        -1);
    CHECK(strstr(e.text,
        "2:1: rule 'b': column 'code' of table 'alarm' is text here and "
        "integer in rule 'a' ("));
    CHECK_INT(rs.n, 2);
    rules_free(&rs);
}

#define RULE(rest) HEAD "    type: AppInfo\n" rest
#define PATTERN "    pattern: 'x(?<y>.)'\n"
#define OK_EXAMPLE EXAMPLE("AppInfo |xz", "{y: z}")

static const struct {
    const char *text, *error; /* the error behind "PATH:" */
} bad[] = {
    {"", "1:1: no rules in it; expected the key 'rules' and a list"},
    {"rules: []\n", "1:1: no rules in it; expected the key 'rules' and a list"},
    {"- 1\n", "1:1: rule file: expected a mapping with the key 'rules', found "
              "a list"},
    {"rule: []\n", "1:1: rule file: unknown key 'rule'; expected one of rules; "
                   "did you mean 'rules'?"},
    {"rules: 5\n", "1:8: rule file: 'rules' must be a list, found text"},
    {"rules:\n  - 7\n", "2:5: rule 1: a rule must be a mapping, found text"},
    {"rules:\n  - about: x\n", "2:5: rule 1: 'id' is missing"},
    {"rules:\n  - id: a b\n",
        "2:9: rule 1: an id consists of letters, digits and '-'"},
    {HEAD "    patern: x\n",
        "4:5: rule 'a': unknown key 'patern'; expected one of id, about, type, "
        "signal, literal, pattern, also, columns, set, decode, into, examples, "
        "misses; did you mean 'pattern'?"},
    {HEAD "    zzzzzzzzz: x\n",
        "4:5: rule 'a': unknown key 'zzzzzzzzz'; expected one of id, about, "
        "type, signal, literal, pattern, also, columns, set, decode, into, "
        "examples, misses"},
    {"rules:\n  - id: a\n    type: x\n",
        "2:5: rule 'a': 'about' is missing; expected one sentence"},
    {HEAD PATTERN OK_EXAMPLE, "2:5: rule 'a': 'type' or 'signal' is missing"},
    {HEAD "    type: App Info\n",
        "4:11: rule 'a': 'App Info' is no record type; expected a word such as "
        "AppInfo, SdlSig, Created, SIPL, CC"},
    {HEAD "    type: [AppInfo, {a: b}]\n",
        "4:21: rule 'a': expected a word, found a mapping"},
    {HEAD "    signal: []\n",
        "4:13: rule 'a': expected a word, found an empty list"},
    {HEAD "    signal: '*'\n",
        "4:13: rule 'a': '*' is no signal name; expected a word, or the "
        "beginning of one and '*'"},
    {HEAD "    signal: DaReq\n    type: AppInfo\n",
        "5:11: rule 'a': records of type 'AppInfo' have no signal; with "
        "'signal' only SdlSig, SdlSig-O, -I, -S, -Q and -D"},
    {RULE("    literal: {frist: x}\n"),
        "5:15: rule 'a': unknown key 'frist'; expected one of first; did you "
        "mean 'first'?"},
    {RULE("    literal: ''\n"), "5:14: rule 'a': the literal is empty"},
    {RULE("    literal: [x]\n"),
        "5:14: rule 'a': 'literal' must be text or a mapping, found a list"},
    {RULE(OK_EXAMPLE),
        "2:5: rule 'a': 'pattern' is missing; only a rule with 'signal' can do "
        "without"},
    {RULE("    pattern: 'ab(?<dev[^,]*)'\n"),
        "5:23: rule 'a': bad pattern: syntax error in subpattern name (missing "
        "terminator?), in 'ab(?<dev <-- HERE [^,]*)'"},
    {RULE("    pattern: |\n      (?x) a\n        (?<b> c\n      d\n"),
        "8:8: rule 'a': bad pattern: missing closing parenthesis, in "
        "'d <-- HERE '"},
    {RULE("    pattern: a\n    also: ['b', 'c[']\n"),
        "6:20: rule 'a': bad pattern: missing terminating ] for character "
        "class, in 'c[ <-- HERE '"},
    {RULE("    pattern: ''\n"), "5:14: rule 'a': the pattern is empty"},
    {RULE("    pattern: '(*UTF)a'\n"),
        "5:21: rule 'a': bad pattern: using UTF is disabled by the "
        "application, in '(*UTF) <-- HERE a'"},
    {RULE(PATTERN "    columns: {y: int}\n"),
        "6:18: rule 'a': unknown column type 'int'; expected one of text, "
        "integer, real"},
    {RULE(PATTERN "    columns: {yy: integer}\n"),
        "6:15: rule 'a': unknown column (no group and no 'set' has that name) "
        "'yy'; expected one of y; did you mean 'y'?"},
    {RULE("    pattern: '(?<Dev>x)'\n"),
        "5:14: rule 'a': 'Dev' cannot name a column; expected small letters, "
        "digits and '_', a letter first"},
    {RULE("    pattern: '(?<line>x)'\n"),
        "5:14: rule 'a': column 'line' is one that every table has already; "
        "expected another name"},
    {RULE("    pattern: '(?<node>x)'\n    into: own\n"),
        "5:14: rule 'a': column 'node' is one that every table has already; "
        "expected another name"},
    {RULE("    pattern: 'x'\n    into: device\n    set: {ci: many}\n"),
        "7:15: rule 'a': column 'ci' needs a value of type integer, found "
        "'many'"},
    {RULE("    pattern: '(?<ci>x)'\n    into: device\n"
          "    columns: {ci: text}\n"),
        "7:19: rule 'a': column 'ci' of the built-in table 'device' is "
        "integer, not text"},
    {RULE(PATTERN "    set: [1]\n"),
        "6:10: rule 'a': 'set' must be a mapping, found a list"},
    {RULE(PATTERN "    into: Own\n"),
        "6:11: rule 'a': 'Own' cannot name a table; expected small letters, "
        "digits and '_', a letter first"},
    {RULE(PATTERN "    into: event\n"),
        "6:11: rule 'a': every fact is in 'event' already; leave 'into' out "
        "for a rule that makes events only"},
    {RULE(PATTERN "    into: call\n"),
        "6:11: rule 'a': 'call' is a name that cmtrail uses itself; expected a "
        "built-in fact table or a name of your own"},
    {RULE(PATTERN "    into: sqlite_x\n"),
        "6:11: rule 'a': 'sqlite_x' is a name that cmtrail uses itself; "
        "expected a built-in fact table or a name of your own"},
    {RULE(PATTERN "    decode: spi\n"),
        "6:13: rule 'a': unknown decoder 'spi'; expected one of "
        "sip, cdr, ios_q931, mgcp, q931, sccp"},
    {RULE(PATTERN "    decode: sip\n"),
        "6:13: rule 'a': 'decode: sip' needs a group 'text' that holds the "
        "message"},
    {RULE("    pattern: '(?<text>x)(?<call_id>y)'\n    decode: sip\n"),
        "6:13: rule 'a': 'decode: sip' fills column 'call_id' itself; expected "
        "no group and no fixed value of that name"},
    {RULE(PATTERN),
        "2:5: rule 'a': 'examples' is missing; expected at least one record "
        "and its fields"},
    {RULE(PATTERN "    examples: [x]\n"),
        "6:16: rule 'a': expected a mapping with 'record' and 'fields', found "
        "text"},
    {RULE(PATTERN "    examples: [{fields: {y: z}}]\n"),
        "6:16: rule 'a': 'record' is missing"},
    {RULE(PATTERN EXAMPLE("AppInfo |xz", "{why: z}")),
        "8:18: rule 'a': unknown field 'why'; expected one of y"},
    {RULE(PATTERN EXAMPLE("AppInfo |xz", "{y: q}")),
        "8:21: rule 'a': example gives field 'y' = 'z'; expected 'q'"},
    {RULE(PATTERN EXAMPLE("AppInfo |xz", "{}")),
        "7:17: rule 'a': example gives field 'y' = 'z' that 'fields' does not "
        "name; expected it there, or 'partial: true'"},
    {RULE(PATTERN EXAMPLE("AppInfo |az", "{}")),
        "7:17: rule 'a': example does not match the pattern"},
    {RULE("    literal: lit\n" PATTERN OK_EXAMPLE),
        "8:17: rule 'a': example does not contain the literal 'lit'"},
    {RULE("    literal: {first: z}\n" PATTERN OK_EXAMPLE),
        "8:17: rule 'a': example does not begin with the literal 'z'"},
    {RULE(PATTERN EXAMPLE("AppError |xz", "{y: z}")),
        "7:17: rule 'a': example is of another type or signal: 'AppError' ''"},
    {RULE(PATTERN OK_EXAMPLE
         "    misses: ['00000042.000 |10:00:00.000 |AppInfo |xx']\n"),
        "9:14: rule 'a': miss matches; expected that it does not"},
    {RULE(PATTERN "    examples: [{record: xz, fields: {y: z}}]\n"),
        "6:25: rule 'a': example cannot be read: this is no record; expected "
        "\"00000042.000 |10:00:00.000 |AppInfo |...\" or a calllog row"},
};

static void
test_bad(void)
{
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        struct rules rs = {0};
        struct err e;
        if (!CHECK_INT(load(&rs, bad[i].text, &e), -1) ||
            !CHECK_STR(str_from(e.text), bad[i].error))
            printf("    in row %zu\n", i);
        CHECK_INT(rs.n, 0);
        CHECK_INT(rs.nproblems, 1);
        rules_free(&rs);
    }
}

/* The first of two holds. */
static void
test_twice(void)
{
    struct rules rs = {0};
    struct err e;
    CHECK_INT(load(&rs,
                  RULE(PATTERN OK_EXAMPLE
                      "  - id: a\n    about: B.\n    type: AppInfo\n" PATTERN
                          OK_EXAMPLE),
                  &e),
        -1);
    CHECK_STR(str_from(e.text),
        "9:9: rule 'a': there is a rule of that id in line 2 already; expected "
        "a unique id");
    CHECK_INT(rs.n, 1);
    CHECK_STR(rs.v[0].about, "A.");
    rules_free(&rs);
}

/* What is right is there, and each mistake is told. */
static void
test_some_bad(void)
{
    struct rules rs = {0};
    struct err e;
    CHECK_INT(load(&rs,
                  RULE(PATTERN OK_EXAMPLE
                      "  - id: b\n    about: B.\n    type: AppInfo\n"
                      "    pattern: 'x('\n"
                      "  - id: c\n    about: C.\n    type: AppInfo\n" PATTERN
                          OK_EXAMPLE "    misses: ['00000042.000 "
                      "|10:00:00.000 |AppInfo |xx']\n"
                      "  - id: d\n    about: D.\n    type: AppInfo\n" PATTERN
                          OK_EXAMPLE),
                  &e),
        -1);
    CHECK_INT(rs.n, 2);
    CHECK_STR(rs.v[1].id, "d");
    CHECK_INT(rs.nproblems, 2);
    CHECK(!rs.problems[0].whole_file);
    CHECK(str_has(rs.problems[0].text, STR("rule 'b': bad pattern")));
    CHECK(str_has(rs.problems[1].text, STR("rule 'c': miss matches")));
    rules_free(&rs);
}

static void
test_paths(void)
{
    struct rules rs = {0};
    struct err e;
    CHECK_INT(rules_load_path(
                  &rs, STR("tests/no-such-file"), tables, COUNTOF(tables), &e),
        -1);
    CHECK_STR(str_from(e.text),
        "tests/no-such-file: no such rule file: No such file or directory");
    CHECK_INT(
        rules_load_path(&rs, STR("src"), tables, COUNTOF(tables), &e), -1);
    CHECK_STR(str_from(e.text), "src: no rule files in it; expected *.yaml");
    rules_free(&rs);
}

static void
test_warnings(void)
{
    struct rules rs = {0};
    struct err e;
    struct out report;
    CHECK_INT(load(&rs, RULE(PATTERN OK_EXAMPLE), &e), 0);
    out_init_mem(&report);
    CHECK_INT(rules_warn(&rs, &report), 2);
    CHECK(str_has(out_text(&report), STR(":2: rule 'a': no 'literal'")));
    CHECK(str_has(out_text(&report), STR(":2: rule 'a': no 'misses'")));
    out_close(&report, NULL);
    rules_free(&rs);
}

/* What `decode: sip` adds. */
static void
test_sip(void)
{
    struct rules rs = {0};
    struct err e;
    int r = load(&rs,
        RULE("    pattern: '(?s)net (?<net_tag>\\d+) (?<text>.*)'\n"
             "    decode: sip\n    columns: {net_tag: integer}\n"
             "    examples:\n"
             "      - record: |\n"
             "          00000042.000 |10:00:00.000 |AppInfo |net 7 OPTIONS"
             " sip:192.0.2.1 SIP/2.0\n"
             "          Call-ID: a@192.0.2.2\n"
             "          CSeq: 1 OPTIONS\n"
             "          Content-Length: 0\n"
             "          \n"
             "        partial: true\n"
             "        fields: {net_tag: 7, method: OPTIONS, status: '',"
             " call_id: a@192.0.2.2, cseq: 1}\n"
             "    misses: ['00000042.000 |10:00:00.000 |AppInfo |net 7 x']\n"),
        &e);
    if (!CHECK_INT(r, 0))
        printf("    %s\n", e.text);
    else
        CHECK_INT(rs.v[0].shape.n, 2 + SIP_FIELDS);
    rules_free(&rs);
}

/* The shipped rules load, and all of their examples are true. */
static void
test_builtin(void)
{
    struct arena a = {0};
    struct rules rs = {0};
    struct fact_table *v = NULL;
    struct err e;
    struct out report;
    struct str name;
    size_t n = 0, ran = 0;
    CHECK(rules_builtin_file(0, &name) != NULL);
    CHECK(!rules_builtin_file(1000, &name));
    out_init_mem(&report);
    CHECK_INT(rules_test(&rs, &report, &ran), 0); /* none: nothing to run */
    CHECK_INT(ran, 0);
    store_tables(&a, &v, &n);
    if (!CHECK_INT(rules_load_builtin(&rs, v, n, &e), 0))
        printf("    %s\n", e.text);
    CHECK(rs.n > 0);
    CHECK_INT(rules_test(&rs, &report, &ran), 0);
    CHECK_INT(rules_warn(&rs, &report), 0);
    CHECK(ran > rs.n);
    CHECK_STR(out_text(&report), "");
    out_close(&report, NULL);
    rules_free(&rs);
    arena_free(&a);
}

int
main(void)
{
    test_good();
    test_replaced();
    test_shared_table();
    test_bad();
    test_twice();
    test_some_bad();
    test_paths();
    test_warnings();
    test_sip();
    test_builtin();
    return check_done();
}
