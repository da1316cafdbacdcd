/* SPDX-License-Identifier: MIT
 *
 * One YAML file to rules: keys, types, signals, literals, patterns and
 * examples. Everything wrong ends with the place, what was found, and what
 * was expected. */
#include <string.h>

#include "protocol/decode.h"
#include "rules/load.h"
#include "rules/regex.h"

enum {
    PIECE_BEFORE = 30, /* bytes of a pattern that a message repeats */
    PIECE_AFTER = 15,
};

static const struct load_key file_keys[] = {{STR_INIT("rules"), MAY_BE_LIST}};

static const struct load_key rule_keys[] = {
    {STR_INIT("id"), MAY_BE_TEXT},
    {STR_INIT("about"), MAY_BE_TEXT},
    {STR_INIT("type"), MAY_BE_TEXT | MAY_BE_LIST},
    {STR_INIT("signal"), MAY_BE_TEXT | MAY_BE_LIST},
    {STR_INIT("literal"), MAY_BE_TEXT | MAY_BE_MAP},
    {STR_INIT("pattern"), MAY_BE_TEXT},
    {STR_INIT("also"), MAY_BE_TEXT | MAY_BE_LIST},
    {STR_INIT("columns"), MAY_BE_MAP},
    {STR_INIT("set"), MAY_BE_MAP},
    {STR_INIT("decode"), MAY_BE_TEXT},
    {STR_INIT("into"), MAY_BE_TEXT},
    {STR_INIT("examples"), MAY_BE_LIST},
    {STR_INIT("misses"), MAY_BE_LIST},
};

static const struct load_key literal_keys[] = {
    {STR_INIT("first"), MAY_BE_TEXT}};

/* The types of a rule that only names signals. */
static const struct str signal_types[] = {
    STR_INIT("SdlSig"), STR_INIT("SdlSig-O"), STR_INIT("SdlSig-I")};

bool
load_is_signal_type(struct str type)
{
    return str_starts(type, STR("SdlSig")) &&
           (type.n == strlen("SdlSig") || type.p[strlen("SdlSig")] == '-');
}

static const char *
kinds_name(unsigned kinds)
{
    switch (kinds) {
    case MAY_BE_TEXT:
        return "text";
    case MAY_BE_LIST:
        return "a list";
    case MAY_BE_MAP:
        return "a mapping";
    case MAY_BE_TEXT | MAY_BE_LIST:
        return "text or a list of texts";
    default:
        return "text or a mapping";
    }
}

static const struct load_key *
find_key(const struct load_key *keys, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(keys[i].name, name))
            return &keys[i];
    }
    return NULL;
}

int
load_keys(struct load *l, const struct yaml_node *map,
    const struct load_key *keys, size_t nkeys)
{
    for (size_t i = 0; i < map->n; i++) {
        const struct yaml_node *name = map->pair[i].key;
        const struct yaml_node *value = map->pair[i].value;
        const struct load_key *key = find_key(keys, nkeys, name->text);
        if (!key) {
            struct str *words =
                arena_array(&l->rs->arena, nkeys, sizeof(*words));
            for (size_t k = 0; k < nkeys; k++)
                words[k] = keys[k].name;
            return load_fail_word(
                l, name, "key", (struct word_list){words, nkeys});
        }
        if (!(key->kinds & 1u << value->kind))
            return load_fail(l, value, "'" STR_FMT "' must be %s, found %s",
                STR_ARG(key->name), kinds_name(key->kinds),
                yaml_kind_name(value->kind));
    }
    return 0;
}

/* A text or a list of texts, none of them empty. */
static int
read_words(struct load *l, const struct yaml_node *node,
    const struct str **words, size_t *n)
{
    size_t count = node->kind == YAML_LIST ? node->n : 1;
    struct str *v = arena_array(&l->rs->arena, count, sizeof(*v));
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *one =
            node->kind == YAML_LIST ? node->item[i] : node;
        if (one->kind != YAML_TEXT || one->text.n == 0)
            return load_fail(l, one, "expected a word, found %s",
                one->kind == YAML_TEXT ? "nothing" : yaml_kind_name(one->kind));
        v[i] = one->text;
    }
    if (count == 0)
        return load_fail(l, node, "expected a word, found an empty list");
    *words = v;
    *n = count;
    return 0;
}

static bool
is_word(struct str s, const char *also)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && (c == '\0' || !strchr(also, c)))
            return false;
    }
    return s.n > 0;
}

static int
read_id(struct load *l, const struct yaml_node *node, struct rule *r)
{
    const struct yaml_node *id = yaml_get(node, "id");
    if (!id)
        return load_fail(l, node, "'id' is missing");
    if (id->kind != YAML_TEXT || !is_word(id->text, "-"))
        return load_fail(l, id, "an id consists of letters, digits and '-'");
    l->about = str_fmt(&l->rs->arena, "rule '" STR_FMT "'", STR_ARG(id->text));
    r->id = id->text;
    r->file = l->file->name;
    r->line = (int)node->line;
    return 0;
}

static int
read_types(struct load *l, const struct yaml_node *node, struct rule *r)
{
    const struct yaml_node *type = yaml_get(node, "type");
    if (!type) {
        r->types = signal_types;
        r->ntypes = COUNTOF(signal_types);
        return 0;
    }
    if (read_words(l, type, &r->types, &r->ntypes) < 0)
        return -1;
    for (size_t i = 0; i < r->ntypes; i++) {
        if (is_word(r->types[i], "-"))
            continue;
        return load_fail(l, type->kind == YAML_LIST ? type->item[i] : type,
            "'" STR_FMT "' is no record type; expected a word such as "
            "AppInfo, SdlSig, Created, SIPL, CC",
            STR_ARG(r->types[i]));
    }
    return 0;
}

static int
check_signal(struct load *l, const struct yaml_node *at, struct str name)
{
    struct str word = name;
    if (word.n > 0 && word.p[word.n - 1] == '*')
        word.n--;
    if (is_word(word, "-_"))
        return 0;
    return load_fail(l, at,
        "'" STR_FMT "' is no signal name; expected a word, or the beginning "
        "of one and '*'",
        STR_ARG(name));
}

static int
read_signals(struct load *l, const struct yaml_node *node, struct rule *r)
{
    const struct yaml_node *signal = yaml_get(node, "signal");
    if (!signal && !yaml_get(node, "type"))
        return load_fail(l, node, "'type' or 'signal' is missing");
    if (!signal)
        return 0;
    if (read_words(l, signal, &r->signals, &r->nsignals) < 0)
        return -1;
    for (size_t i = 0; i < r->nsignals; i++) {
        const struct yaml_node *at =
            signal->kind == YAML_LIST ? signal->item[i] : signal;
        if (check_signal(l, at, r->signals[i]) < 0)
            return -1;
    }
    for (size_t i = 0; i < r->ntypes; i++) {
        if (!load_is_signal_type(r->types[i]))
            return load_fail(l, yaml_get(node, "type"),
                "records of type '" STR_FMT "' have no signal; with 'signal' "
                "only SdlSig, SdlSig-O, -I, -S, -Q and -D",
                STR_ARG(r->types[i]));
    }
    return 0;
}

struct str
load_without_line_end(struct str s)
{
    while (s.n > 0 && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
        s.n--;
    return s;
}

static int
read_literal(struct load *l, const struct yaml_node *node, struct rule *r)
{
    const struct yaml_node *literal = yaml_get(node, "literal");
    if (!literal)
        return 0;
    if (literal->kind == YAML_MAP) {
        if (load_keys(l, literal, literal_keys, COUNTOF(literal_keys)) < 0)
            return -1;
        const struct yaml_node *first = yaml_get(literal, "first");
        if (!first)
            return load_fail(
                l, literal, "expected the text itself, or {first: \"text\"}");
        literal = first;
        r->literal_first = true;
    }
    r->literal = load_without_line_end(literal->text);
    if (r->literal_first) /* leading blanks of records are skipped, too */
        while (r->literal.n > 0 && r->literal.p[0] == ' ')
            r->literal = str_skip(r->literal, 1);
    if (r->literal.n == 0)
        return load_fail(l, literal, "the literal is empty");
    return 0;
}

static int
fail_pattern(struct load *l, const struct yaml_node *node, struct str pattern,
    const struct regex_problem *why)
{
    struct str before = str_sub(pattern, 0, why->offset);
    struct str after = str_skip(pattern, why->offset);
    size_t line = str_rfind_byte(before, '\n');
    if (line < before.n)
        before = str_skip(before, line + 1);
    if (before.n > PIECE_BEFORE)
        before = str_skip(before, before.n - PIECE_BEFORE);
    while (str_starts(before, STR(" ")))
        before = str_skip(before, 1);
    after = str_sub(str_cut_line(&after), 0, PIECE_AFTER);
    struct yaml_place at = yaml_place(l->file, node, why->offset);
    struct yaml_node there = {.line = at.line, .column = at.column};
    return load_fail(l, &there,
        "bad pattern: " STR_FMT ", in '" STR_FMT " <-- HERE " STR_FMT "'",
        STR_ARG(why->what), STR_ARG(before), STR_ARG(after));
}

int
load_pattern(
    struct load *l, const struct yaml_node *node, struct rule_pattern *p)
{
    struct rules *rs = l->rs;
    if (node->kind != YAML_TEXT)
        return load_fail(l, node, "a pattern must be text, found %s",
            yaml_kind_name(node->kind));
    p->source = load_without_line_end(node->text);
    p->line = (int)node->line;
    if (str_trim(p->source).n == 0)
        return load_fail(l, node, "the pattern is empty");
    struct regex_problem why;
    p->re = regex_compile(&rs->arena, p->source, &why);
    if (!p->re)
        return fail_pattern(l, node, p->source, &why);
    rs->regex = arena_grow(&rs->arena, rs->regex, &rs->regex_cap,
        rs->nregex + 1, sizeof(struct rule_regex *));
    rs->regex[rs->nregex++] = p->re;
    return 0;
}

static int
read_patterns(struct load *l, const struct yaml_node *node, struct rule *r)
{
    const struct yaml_node *pattern = yaml_get(node, "pattern");
    const struct yaml_node *also = yaml_get(node, "also");
    if (!pattern && r->nsignals == 0)
        return load_fail(l, node,
            "'pattern' is missing; only a rule with 'signal' can do without");
    if (pattern && load_pattern(l, pattern, &r->main) < 0)
        return -1;
    if (!also)
        return 0;
    r->nalso = also->kind == YAML_LIST ? also->n : 1;
    r->also = arena_array(&l->rs->arena, r->nalso, sizeof(*r->also));
    for (size_t i = 0; i < r->nalso; i++) {
        const struct yaml_node *one =
            also->kind == YAML_LIST ? also->item[i] : also;
        if (load_pattern(l, one, &r->also[i]) < 0)
            return -1;
    }
    return 0;
}

/* `decode:` names src/sip's decoder or one of src/protocol's. */
static int
read_decode(struct load *l, const struct yaml_node *decode, struct rule *r)
{
    r->decode = DECODE_NONE;
    if (!decode)
        return 0;
    r->decode = DECODE_SIP;
    if (str_eq(decode->text, STR("sip")))
        return 0;
    r->decode = DECODE_PROTOCOL;
    r->decoder = decoder_find(decode->text);
    if (r->decoder)
        return 0;
    struct str *words =
        arena_array(&l->rs->arena, ndecoders + 1, sizeof(*words));
    words[0] = STR("sip");
    for (size_t i = 0; i < ndecoders; i++)
        words[i + 1] = decoders[i].name;
    return load_fail_word(
        l, decode, "decoder", (struct word_list){words, ndecoders + 1});
}

static int
read_table(struct load *l, const struct yaml_node *node, struct rule *r)
{
    if (read_decode(l, yaml_get(node, "decode"), r) < 0)
        return -1;
    const struct yaml_node *into = yaml_get(node, "into");
    if (!into)
        return 0;
    r->shape.table = into->text;
    return shape_check_table(l, into, r);
}

static int
read_rule(struct load *l, const struct yaml_node *node, struct rule *r)
{
    if (node->kind != YAML_MAP)
        return load_fail(l, node, "a rule must be a mapping, found %s",
            yaml_kind_name(node->kind));
    if (read_id(l, node, r) < 0 ||
        load_keys(l, node, rule_keys, COUNTOF(rule_keys)) < 0)
        return -1;
    const struct yaml_node *about = yaml_get(node, "about");
    if (!about || about->text.n == 0)
        return load_fail(l, node, "'about' is missing; expected one sentence");
    r->about = str_trim(about->text);
    if (read_types(l, node, r) < 0 || read_signals(l, node, r) < 0 ||
        read_literal(l, node, r) < 0 || read_patterns(l, node, r) < 0 ||
        read_table(l, node, r) < 0 || shape_build(l, node, r) < 0)
        return -1;
    return load_examples(l, node, r);
}

/* Two rules of one file with the same id are a slip of the pen; over files
 * the later one replaces the earlier. */
static int
check_unique(
    struct load *l, const struct yaml_node *node, const struct rule_list *all)
{
    const struct rule *last = &all->v[all->n - 1];
    for (size_t i = 0; i + 1 < all->n; i++) {
        const struct rule *r = &all->v[i];
        if (str_eq(r->id, last->id) && str_eq(r->file, last->file))
            return load_fail(l, yaml_get(node, "id"),
                "there is a rule of that id in line %d already; expected a "
                "unique id",
                r->line);
    }
    return 0;
}

static int
load_document(
    struct load *l, const struct yaml_node *root, struct rule_list *out)
{
    l->about = STR("rule file");
    if (root->kind != YAML_MAP)
        return load_fail(l, root,
            "expected a mapping with the key 'rules', found %s",
            yaml_kind_name(root->kind));
    if (load_keys(l, root, file_keys, COUNTOF(file_keys)) < 0)
        return -1;
    const struct yaml_node *list = yaml_get(root, "rules");
    if (!list)
        return load_fail(l, root, "key 'rules' is missing");
    for (size_t i = 0; i < list->n; i++) {
        l->about = str_fmt(&l->rs->arena, "rule %zu", i + 1);
        out->v = arena_grow(
            &l->rs->arena, out->v, &out->cap, out->n + 1, sizeof(*out->v));
        struct rule *r = &out->v[out->n++];
        *r = (struct rule){0};
        if (read_rule(l, list->item[i], r) == 0 &&
            check_unique(l, list->item[i], out) == 0)
            continue;
        if (l->strict)
            return -1;
        rules_add_problem(l->rs, l->e->text, false);
        out->n--;
    }
    return 0;
}

int
load_file(struct load *l, struct rule_list *out)
{
    size_t before = out->n, problems = l->rs->nproblems;
    for (size_t i = 0; i < l->file->n; i++) {
        if (load_document(l, l->file->root[i], out) < 0) {
            out->n = before;
            return -1;
        }
    }
    if (out->n > before || l->rs->nproblems > problems)
        return 0;
    return err_set(l->e,
        STR_FMT ":1:1: no rules in it; expected the key 'rules' and a list",
        STR_ARG(l->file->name));
}
