/* SPDX-License-Identifier: MIT
 *
 * Fuzz target: a rule file of any bytes. It is parsed, loaded, and what loads
 * is matched against its own examples; the sanitizers watch. Errors must name
 * the file. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "rules/load.h"
#include "rules/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct column columns[] = {
    {STR_INIT("ci"), COLUMN_INTEGER, {NULL, 0}},
    {STR_INIT("name"), COLUMN_TEXT, {NULL, 0}},
    {STR_INIT("tag"), COLUMN_TEXT, {NULL, 0}},
};
static const struct fact_table tables[] = {
    {STR_INIT("signal"), columns, COUNTOF(columns)},
};

static void
run_rules(struct rules *rs, struct rule_list *list)
{
    struct out report;
    size_t ran;
    rs->v = list->v;
    rs->n = list->n;
    out_init_mem(&report);
    rules_test(rs, &report, &ran);
    rules_warn(rs, &report);
    out_close(&report, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rules rs = {0};
    struct rule_list list = {NULL, 0, 0};
    struct yaml_file file;
    struct err e = {{0}};
    struct str text = {(const char *)data, size};
    struct load load = {
        .rs = &rs,
        .file = &file,
        .tables = tables,
        .ntables = COUNTOF(tables),
        .e = &e,
    };
    if (yaml_parse(&rs.arena, STR("x.yaml"), text, &file, &e) == 0 &&
        load_file(&load, &list) == 0)
        run_rules(&rs, &list);
    else if (!str_starts(str_from(e.text), STR("x.yaml")))
        abort();
    rules_free(&rs);
    return 0;
}
