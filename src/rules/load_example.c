/* SPDX-License-Identifier: MIT
 *
 * The `examples:` and `misses:` of a rule. Reads them only; test.c runs
 * them. */
#include "rules/load.h"

static const struct load_key example_keys[] = {
    {STR_INIT("record"), MAY_BE_TEXT},
    {STR_INIT("fields"), MAY_BE_MAP},
    {STR_INIT("partial"), MAY_BE_TEXT},
    {STR_INIT("collapsed"), MAY_BE_TEXT},
};

static const struct str booleans[] = {STR_INIT("true"), STR_INIT("false")};

static int
read_flag(
    struct load *l, const struct yaml_node *map, const char *key, bool *flag)
{
    const struct yaml_node *node = yaml_get(map, key);
    *flag = node && str_eq(node->text, booleans[0]);
    if (!node || *flag || str_eq(node->text, booleans[1]))
        return 0;
    return load_fail_word(
        l, node, key, (struct word_list){booleans, COUNTOF(booleans)});
}

static int
read_field(struct load *l, const struct rule *r, const struct yaml_pair *pair,
    struct field_text *f)
{
    if (pair->value->kind != YAML_TEXT)
        return load_fail(l, pair->value, "a field must be text, found %s",
            yaml_kind_name(pair->value->kind));
    f->key = pair->key->text;
    f->value = pair->value->text;
    f->line = (int)pair->value->line;
    f->column = (int)pair->value->column;
    if (shape_find(&r->shape, f->key) != SIZE_MAX)
        return 0;
    struct str *names = arena_array(&l->rs->arena, r->shape.n, sizeof(*names));
    for (size_t i = 0; i < r->shape.n; i++)
        names[i] = r->shape.col[i].name;
    return load_fail_word(
        l, pair->key, "field", (struct word_list){names, r->shape.n});
}

static int
read_fields(struct load *l, const struct rule *r,
    const struct yaml_node *fields, struct rule_example *ex)
{
    if (!fields)
        return 0;
    ex->fields = arena_array(&l->rs->arena, fields->n, sizeof(*ex->fields));
    ex->nfields = fields->n;
    for (size_t i = 0; i < fields->n; i++) {
        if (read_field(l, r, &fields->pair[i], &ex->fields[i]) < 0)
            return -1;
    }
    return 0;
}

/* An example is a mapping; a miss may be just the record's text. */
static int
read_example(struct load *l, const struct rule *r, const struct yaml_node *node,
    struct rule_example *ex)
{
    const struct yaml_node *record = node;
    if (node->kind != YAML_TEXT) {
        if (node->kind != YAML_MAP)
            return load_fail(l, node,
                "expected a mapping with 'record' and 'fields', found %s",
                yaml_kind_name(node->kind));
        if (load_keys(l, node, example_keys, COUNTOF(example_keys)) < 0 ||
            read_flag(l, node, "partial", &ex->partial) < 0 ||
            read_flag(l, node, "collapsed", &ex->collapsed) < 0 ||
            read_fields(l, r, yaml_get(node, "fields"), ex) < 0)
            return -1;
        record = yaml_get(node, "record");
        if (!record)
            return load_fail(l, node, "'record' is missing");
    } else if (!ex->miss) {
        return load_fail(l, node,
            "expected a mapping with 'record' and 'fields', found text");
    }
    ex->record = load_without_line_end(record->text);
    ex->line = (int)record->line;
    ex->column = (int)record->column;
    return 0;
}

int
load_examples(struct load *l, const struct yaml_node *node, struct rule *r)
{
    const struct yaml_node *lists[] = {
        yaml_get(node, "examples"), yaml_get(node, "misses")};
    if (!lists[0] || lists[0]->n == 0)
        return load_fail(l, node,
            "'examples' is missing; expected at least one record and its "
            "fields");
    size_t n = lists[0]->n + (lists[1] ? lists[1]->n : 0);
    r->examples = arena_array(&l->rs->arena, n, sizeof(*r->examples));
    for (size_t k = 0; k < COUNTOF(lists); k++) {
        for (size_t i = 0; lists[k] && i < lists[k]->n; i++) {
            struct rule_example *ex = &r->examples[r->nexamples++];
            ex->miss = k == 1;
            if (read_example(l, r, lists[k]->item[i], ex) < 0)
                return -1;
        }
    }
    return 0;
}
