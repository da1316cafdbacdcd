/* SPDX-License-Identifier: MIT
 *
 * YAML trees: kinds, styles, places, and everything that is refused. */
#include "rules/yaml.h"

#include <string.h>

#include "base/out.h"
#include "check.h"

static int
parse(struct arena *a, const char *text, struct yaml_file *f, struct err *e)
{
    e->text[0] = '\0';
    return yaml_parse(a, STR("x.yaml"), str_from(text), f, e);
}

static void
test_tree(void)
{
    struct arena a = {0};
    struct yaml_file f;
    struct err e;
    CHECK_INT(parse(&a,
                  "one: 1\n"
                  "list: [yes, 'no', \"t\\x41b\"]\n"
                  "map:\n"
                  "    inner: |\n"
                  "      a\n"
                  "      b\n"
                  "    empty:\n",
                  &f, &e),
        0);
    if (!CHECK_INT(f.n, 1))
        return;
    const struct yaml_node *root = f.root[0];
    CHECK_INT(root->kind, YAML_MAP);
    CHECK_INT(root->n, 3);
    CHECK_STR(yaml_get(root, "one")->text, "1");
    const struct yaml_node *list = yaml_get(root, "list");
    CHECK_INT(list->kind, YAML_LIST);
    CHECK_INT(list->n, 3);
    CHECK_STR(list->item[0]->text, "yes");
    CHECK_INT(list->item[0]->style, YAML_PLAIN);
    CHECK_STR(list->item[1]->text, "no");
    CHECK_INT(list->item[1]->style, YAML_QUOTED);
    CHECK_INT(list->item[1]->line, 2);
    CHECK_INT(list->item[1]->column, 13);
    CHECK_STR(list->item[2]->text, "tAb");
    const struct yaml_node *inner = yaml_get(yaml_get(root, "map"), "inner");
    CHECK_STR(inner->text, "a\nb\n");
    CHECK_INT(inner->style, YAML_BLOCK);
    CHECK_STR(yaml_get(yaml_get(root, "map"), "empty")->text, "");
    CHECK(!yaml_get(root, "two"));
    CHECK(!yaml_get(list, "one"));
    CHECK(!yaml_get(NULL, "one"));
    arena_free(&a);
}

static void
test_documents(void)
{
    struct arena a = {0};
    struct yaml_file f;
    struct err e;
    CHECK_INT(parse(&a, "a: 1\n---\nb: 2\n", &f, &e), 0);
    CHECK_INT(f.n, 2);
    CHECK_STR(yaml_get(f.root[1], "b")->text, "2");
    CHECK_INT(parse(&a, "", &f, &e), 0);
    CHECK_INT(f.n, 0);
    CHECK_INT(parse(&a, "# nothing\n", &f, &e), 0);
    CHECK_INT(f.n, 0);
    CHECK_INT(parse(&a, "x: &x [1, 2]\ny: *x\n", &f, &e), 0);
    CHECK_STR(yaml_get(f.root[0], "y")->item[1]->text, "2");
    arena_free(&a);
}

static void
test_refused(void)
{
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"a: 1\nb: 2\na: 3\n",
            "x.yaml:3:1: key 'a' is there twice; the first is in line 1"},
        {"r:\n  - {k: 1, k: 2}\n",
            "x.yaml:2:12: key 'k' is there twice; the first is in line 2"},
        {"[a, b]: 1\n", "x.yaml:1:1: a key must be text, found a list"},
        {"? {a: 1}\n: 2\n", "x.yaml:1:3: a key must be text, found a mapping"},
        {"a: [1, 2\nb: 3\n",
            "x.yaml:2:2: not YAML: did not find expected ',' or ']', "
            "while parsing a flow sequence in line 1"},
        {"a: \"x\n", "x.yaml:2:1: not YAML: found unexpected end of stream, "
                     "while scanning a quoted scalar in line 1"},
        {"ab:\n\t- 1\n",
            "x.yaml:2:1: not YAML: found character that cannot start any "
            "token, while scanning for the next token in line 2"},
        {"a: 1\nbc: \xff\n",
            "x.yaml:2:5: not YAML: invalid leading UTF-8 octet (byte 0xff)"},
        {"a: *no\n", "x.yaml:1:4: not YAML: found undefined alias"},
        {"a: &a [*a]\n",
            "x.yaml:1:4: nested too deeply, or an alias inside its own "
            "anchor"},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena a = {0};
        struct yaml_file f;
        struct err e;
        CHECK_INT(parse(&a, rows[i].text, &f, &e), -1);
        CHECK_STR(str_from(e.text), rows[i].error);
        arena_free(&a);
    }
}

/* Ten lists, each ten times the one before: 10^10 nodes when written out. */
static void
test_bomb(void)
{
    struct arena a = {0};
    struct yaml_file f;
    struct err e;
    struct out text;
    out_init_mem(&text);
    out_z(&text, "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        out_fmt(&text, "l%d: &l%d [", i, i);
        for (int k = 0; k < 10; k++)
            out_fmt(&text, "%s*l%d", k > 0 ? ", " : "", i - 1);
        out_z(&text, "]\n");
    }
    CHECK_INT(yaml_parse(&a, STR("x.yaml"), out_text(&text), &f, &e), -1);
    CHECK(strstr(e.text, "too many nodes"));
    out_clear(&text);
    out_z(&text, "a: ");
    out_pad(&text, '[', 40);
    out_pad(&text, ']', 40);
    CHECK_INT(yaml_parse(&a, STR("x.yaml"), out_text(&text), &f, &e), -1);
    CHECK(strstr(e.text, "nested too deeply"));
    out_clear(&text);
    out_pad(&text, ' ', YAML_MAX_BYTES + 1);
    CHECK_INT(yaml_parse(&a, STR("x.yaml"), out_text(&text), &f, &e), -1);
    CHECK(strstr(e.text, "too large"));
    out_close(&text, NULL);
    arena_free(&a);
}

static void
test_places(void)
{
    static const struct {
        const char *text;
        size_t offset, line, column;
    } rows[] = {
        {"a: plain\n", 2, 1, 6},
        {"a: plain\n", 0, 1, 4},
        {"a: 'quoted'\n", 3, 1, 8},
        {"a: 'it''s'\n", 4, 1, 4},     /* '' hides where it is */
        {"a: \"t\\x41b\"\n", 2, 1, 4}, /* and so does \x41 */
        {"a: |\n  one\n  two\n", 5, 3, 4},
        {"a: |\n  one\n\n  two\n", 6, 4, 4},
        {"a: |\n    one\n      two\n", 6, 3, 7},
        {"a: |2\n    one\n  two\n", 7, 3, 4},
        {"a: |\n  one\n  two\n", 7, 3, 6},
        {"a: >\n  one\n  two\n", 5, 1, 4},
        {"a: 'x\n  y'\n", 2, 1, 4},
        {"a: plain\n", 99, 1, 4},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena a = {0};
        struct yaml_file f;
        struct err e;
        if (!CHECK_INT(parse(&a, rows[i].text, &f, &e), 0))
            continue;
        struct yaml_place at =
            yaml_place(&f, yaml_get(f.root[0], "a"), rows[i].offset);
        if (!CHECK_INT(at.line, rows[i].line) ||
            !CHECK_INT(at.column, rows[i].column))
            printf("    in row %zu\n", i);
        arena_free(&a);
    }
}

int
main(void)
{
    test_tree();
    test_documents();
    test_refused();
    test_bomb();
    test_places();
    return check_done();
}
