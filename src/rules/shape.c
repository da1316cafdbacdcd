/* SPDX-License-Identifier: MIT
 *
 * The columns of a rule: its named groups in the order in which they stand in
 * its patterns, its fixed columns, those that the engine fills from a
 * signal's own columns, and those of a decoded message. Types come from
 * `columns:`, else from the built-in table, else they are text. */
#include "protocol/decode.h"
#include "rules/load.h"
#include "rules/regex.h"
#include "sip/message.h"

enum { NAME_MAX_BYTES = 63 };

static const struct str type_words[] = {
    STR_INIT("text"), STR_INIT("integer"), STR_INIT("real")};

/* What the store puts before every fact, and behind it. */
static const struct str reserved_columns[] = {STR_INIT("event"),
    STR_INIT("rule"), STR_INIT("source"), STR_INIT("line"), STR_INIT("record"),
    STR_INIT("tod_ms"), STR_INIT("fields")};

/* What the views of users' tables add. */
static const struct str reserved_view_columns[] = {
    STR_INIT("at_ms"), STR_INIT("node"), STR_INIT("file")};

/* Views and tables that cmtrail makes and no rule feeds. */
static const struct str reserved_tables[] = {STR_INIT("source"),
    STR_INIT("call"), STR_INIT("leg"), STR_INIT("link"), STR_INIT("step"),
    STR_INIT("message"), STR_INIT("connection"), STR_INIT("digit_analysis"),
    STR_INIT("signal"), STR_INIT("protocol_message"), STR_INIT("event"),
    STR_INIT("finding"), STR_INIT("gap"), STR_INIT("rule"),
    STR_INIT("source_file"), STR_INIT("message_text"), STR_INIT("owner"),
    STR_INIT("progress"), STR_INIT("cipher"), STR_INIT("q850"),
    STR_INIT("sip_status"), STR_INIT("cucm_cause"), STR_INIT("log_only")};

static const struct str reserved_prefixes[] = {STR_INIT("sqlite_"),
    STR_INIT("fact_"), STR_INIT("user_"), STR_INIT("call_"),
    STR_INIT("connection_"), STR_INIT("step_"), STR_INIT("temp_")};

struct building {
    struct load *l;
    struct rule *r;
    const struct fact_table *table;   /* NULL when it is the user's own */
    const struct yaml_node *declared; /* `columns:`; may be NULL */
    struct column *v;
    size_t n, cap;
};

static const struct fact_table *
find_table(const struct load *l, struct str name)
{
    for (size_t i = 0; i < l->ntables; i++) {
        if (str_eq(l->tables[i].name, name))
            return &l->tables[i];
    }
    return NULL;
}

static const struct column *
find_column(const struct column *v, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(v[i].name, name))
            return &v[i];
    }
    return NULL;
}

size_t
shape_find(const struct shape *s, struct str name)
{
    const struct column *c = find_column(s->col, s->n, name);
    return c ? (size_t)(c - s->col) : SIZE_MAX;
}

/* Small letters, digits and '_': SQLite does not tell Device from device. */
static bool
is_name(struct str s)
{
    if (s.n == 0 || s.n > NAME_MAX_BYTES || s.p[0] < 'a' || s.p[0] > 'z')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}

static bool
is_one_of(struct str s, const struct str *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(s, v[i]))
            return true;
    }
    return false;
}

static int
check_column_name(
    const struct building *b, const struct yaml_node *at, struct str name)
{
    if (!is_name(name))
        return load_fail(b->l, at,
            "'" STR_FMT "' cannot name a column; expected small letters, "
            "digits and '_', a letter first",
            STR_ARG(name));
    bool own_table = !b->table && b->r->shape.table.n > 0;
    if (!is_one_of(name, reserved_columns, COUNTOF(reserved_columns)) &&
        !(own_table && is_one_of(name, reserved_view_columns,
                           COUNTOF(reserved_view_columns))))
        return 0;
    return load_fail(b->l, at,
        "column '" STR_FMT
        "' is one that every table has already; expected another name",
        STR_ARG(name));
}

static bool
is_reserved_table(struct str table)
{
    for (size_t i = 0; i < COUNTOF(reserved_prefixes); i++) {
        if (str_starts(table, reserved_prefixes[i]))
            return true;
    }
    return str_ends(table, STR("_row")) ||
           is_one_of(table, reserved_tables, COUNTOF(reserved_tables));
}

int
shape_check_table(
    struct load *l, const struct yaml_node *name, const struct rule *r)
{
    struct str table = r->shape.table;
    if (find_table(l, table))
        return 0;
    if (!is_name(table))
        return load_fail(l, name,
            "'" STR_FMT "' cannot name a table; expected small letters, "
            "digits and '_', a letter first",
            STR_ARG(str_sub(table, 0, NAME_MAX_BYTES)));
    if (str_eq(table, STR("event")))
        return load_fail(l, name,
            "every fact is in 'event' already; leave 'into' out for a rule "
            "that makes events only");
    if (is_reserved_table(table))
        return load_fail(l, name,
            "'" STR_FMT "' is a name that cmtrail uses itself; expected a "
            "built-in fact table or a name of your own",
            STR_ARG(table));
    return 0;
}

static int
read_type(
    const struct load *l, const struct yaml_node *node, enum column_type *type)
{
    for (size_t i = 0; i < COUNTOF(type_words); i++) {
        if (node->kind == YAML_TEXT && str_eq(node->text, type_words[i])) {
            *type = (enum column_type)i;
            return 0;
        }
    }
    if (node->kind != YAML_TEXT)
        return load_fail(l, node,
            "a column's type must be text, integer or real, found %s",
            yaml_kind_name(node->kind));
    return load_fail_word(l, node, "column type",
        (struct word_list){type_words, COUNTOF(type_words)});
}

/* The type of a new column. */
static int
type_of(struct building *b, struct str name, enum column_type *type)
{
    const struct fact_table *table = b->table;
    const struct column *built_in =
        table ? find_column(table->col, table->n, name) : NULL;
    *type = built_in ? built_in->type : COLUMN_TEXT;
    const struct yaml_node *declared =
        b->declared ? yaml_get(b->declared, name.p) : NULL;
    if (!declared)
        return 0;
    enum column_type said;
    if (read_type(b->l, declared, &said) < 0)
        return -1;
    if (built_in && said != built_in->type)
        return load_fail(b->l, declared,
            "column '" STR_FMT "' of the built-in table '" STR_FMT
            "' is " STR_FMT ", not " STR_FMT,
            STR_ARG(name), STR_ARG(table->name),
            STR_ARG(column_type_name(built_in->type)),
            STR_ARG(column_type_name(said)));
    *type = said;
    return 0;
}

static size_t
append(struct building *b, struct str name, enum column_type type)
{
    b->v = arena_grow(&b->l->rs->arena, b->v, &b->cap, b->n + 1, sizeof(*b->v));
    b->v[b->n] = (struct column){.name = name, .type = type};
    return b->n++;
}

/* The column of this name (NUL-terminated), made when there is none. */
static int
add(struct building *b, const struct yaml_node *at, struct str name,
    size_t *column)
{
    const struct column *there = find_column(b->v, b->n, name);
    if (there) {
        *column = (size_t)(there - b->v);
        return 0;
    }
    enum column_type type;
    if (check_column_name(b, at, name) < 0 || type_of(b, name, &type) < 0)
        return -1;
    *column = append(b, name, type);
    return 0;
}

static int
add_groups(
    struct building *b, const struct yaml_node *at, struct rule_pattern *p)
{
    if (!p->re)
        return 0;
    struct arena *a = &b->l->rs->arena;
    size_t n;
    const struct regex_name *names = regex_names(a, p->re, &n);
    p->groups = arena_array(a, n, sizeof(*p->groups));
    p->ngroups = n;
    for (size_t i = 0; i < n; i++) {
        struct str name = {str_z(a, names[i].name), names[i].name.n};
        p->groups[i].number = names[i].number;
        if (add(b, at, name, &p->groups[i].column) < 0)
            return -1;
    }
    return 0;
}

static int
add_patterns(struct building *b, const struct yaml_node *rule)
{
    struct rule *r = b->r;
    if (add_groups(b, yaml_get(rule, "pattern"), &r->main) < 0)
        return -1;
    const struct yaml_node *also = yaml_get(rule, "also");
    for (size_t i = 0; i < r->nalso; i++) {
        const struct yaml_node *at =
            also->kind == YAML_LIST ? also->item[i] : also;
        if (add_groups(b, at, &r->also[i]) < 0)
            return -1;
    }
    return 0;
}

static int
add_constant(struct building *b, const struct yaml_pair *pair)
{
    const struct yaml_node *node = pair->value;
    if (node->kind != YAML_TEXT)
        return load_fail(b->l, node, "a fixed value must be text, found %s",
            yaml_kind_name(node->kind));
    struct rule *r = b->r;
    struct rule_constant *c = &r->set[r->nset];
    if (add(b, pair->key, pair->key->text, &c->column) < 0)
        return -1;
    enum column_type type = b->v[c->column].type;
    c->value = value_of(node->text, type);
    if (c->value.kind == VALUE_ABSENT)
        return load_fail(b->l, node,
            "column '" STR_FMT "' needs a value of type " STR_FMT
            ", found '" STR_FMT "'",
            STR_ARG(pair->key->text), STR_ARG(column_type_name(type)),
            STR_ARG(str_sub(node->text, 0, NAME_MAX_BYTES)));
    r->nset++;
    return 0;
}

static int
add_constants(struct building *b, const struct yaml_node *set)
{
    if (!set)
        return 0;
    b->r->set = arena_array(&b->l->rs->arena, set->n, sizeof(*b->r->set));
    for (size_t i = 0; i < set->n; i++) {
        if (add_constant(b, &set->pair[i]) < 0)
            return -1;
    }
    return 0;
}

static bool
has_signal_type(const struct rule *r)
{
    for (size_t i = 0; i < r->ntypes; i++) {
        if (load_is_signal_type(r->types[i]))
            return true;
    }
    return false;
}

/* Signals say these without a group: where the built-in table has the column
 * (name, type and state mean the signal's own only in `signal`), or where
 * `columns:` asks for it. */
static int
add_signal_columns(struct building *b)
{
    struct rule *r = b->r;
    struct {
        struct str name;
        bool own; /* means something else in other tables */
        size_t *column;
    } const all[] = {
        {STR("name"), true, &r->col_name},
        {STR("type"), true, &r->col_type},
        {STR("state"), true, &r->col_state},
        {STR("to_process"), false, &r->col_to},
        {STR("from_process"), false, &r->col_from},
        {STR("tag"), false, &r->col_tag},
    };
    bool is_signal = b->table && str_eq(b->table->name, STR("signal"));
    for (size_t i = 0; i < COUNTOF(all); i++) {
        *all[i].column = SIZE_MAX;
        if (!has_signal_type(r))
            continue;
        bool wanted = b->declared && yaml_get(b->declared, all[i].name.p) &&
                      !find_column(b->v, b->n, all[i].name);
        if (b->table && (is_signal || !all[i].own))
            wanted =
                wanted || find_column(b->table->col, b->table->n, all[i].name);
        if (wanted && add(b, b->declared, all[i].name, all[i].column) < 0)
            return -1;
    }
    return 0;
}

/* Those that the rule's decoder fills. */
static int
add_decoded_columns(struct building *b, const struct yaml_node *rule)
{
    struct rule *r = b->r;
    r->decoded = SIZE_MAX;
    r->col_text = SIZE_MAX;
    if (r->decode == DECODE_NONE)
        return 0;
    const struct yaml_node *at = yaml_get(rule, "decode");
    const struct column *text = find_column(b->v, b->n, STR("text"));
    if (!text || text->type != COLUMN_TEXT)
        return load_fail(b->l, at,
            "'decode: " STR_FMT "' needs a group 'text' that holds the message",
            STR_ARG(at->text));
    const struct column *col = r->decoder ? r->decoder->col : sip_columns;
    size_t n = r->decoder ? r->decoder->n : SIP_FIELDS;
    r->col_text = (size_t)(text - b->v);
    r->decoded = b->n;
    for (size_t i = 0; i < n; i++) {
        if (find_column(b->v, r->decoded, col[i].name))
            return load_fail(b->l, at,
                "'decode: " STR_FMT "' fills column '" STR_FMT
                "' itself; expected no group and no fixed value of that name",
                STR_ARG(at->text), STR_ARG(col[i].name));
        append(b, col[i].name, col[i].type);
    }
    return 0;
}

/* Every name under `columns:` is a column, of just that type. */
static int
check_declared(struct building *b)
{
    if (!b->declared)
        return 0;
    for (size_t i = 0; i < b->declared->n; i++) {
        const struct yaml_pair *pair = &b->declared->pair[i];
        const struct column *c = find_column(b->v, b->n, pair->key->text);
        enum column_type said;
        if (read_type(b->l, pair->value, &said) < 0)
            return -1;
        if (c && c->type != said)
            return load_fail(b->l, pair->value,
                "column '" STR_FMT "' is " STR_FMT ", not " STR_FMT,
                STR_ARG(c->name), STR_ARG(column_type_name(c->type)),
                STR_ARG(column_type_name(said)));
        if (c)
            continue;
        struct str *names = arena_array(&b->l->rs->arena, b->n, sizeof(*names));
        for (size_t k = 0; k < b->n; k++)
            names[k] = b->v[k].name;
        return load_fail_word(b->l, pair->key,
            "column (no group and no 'set' has that name)",
            (struct word_list){names, b->n});
    }
    return 0;
}

int
shape_build(struct load *l, const struct yaml_node *rule, struct rule *r)
{
    struct building b = {
        .l = l,
        .r = r,
        .table = find_table(l, r->shape.table),
        .declared = yaml_get(rule, "columns"),
    };
    if (add_patterns(&b, rule) < 0 ||
        add_constants(&b, yaml_get(rule, "set")) < 0 ||
        add_signal_columns(&b) < 0 || add_decoded_columns(&b, rule) < 0 ||
        check_declared(&b) < 0)
        return -1;
    r->shape.rule = r->id;
    r->shape.col = b.v;
    r->shape.n = b.n;
    return 0;
}
