/* SPDX-License-Identifier: MIT
 *
 * libyaml loads a document as a graph of numbered nodes; this turns it into a
 * tree of our own. Aliases are written out, which could grow without bound
 * ("billion laughs") or never end (a list inside itself): both are stopped by
 * the limits on nodes and depth. */
#include "rules/yaml.h"

#include <yaml.h>

#include "base/map.h"

struct build {
    struct arena *a;
    struct str name;
    yaml_document_t *doc;
    size_t nodes; /* made so far, over all documents */
    struct err *e;
};

static struct yaml_node *build_node(struct build *b, int index, size_t depth);

static int
fail_at(const struct build *b, yaml_mark_t at, const char *what)
{
    return err_set(b->e, STR_FMT ":%zu:%zu: %s", STR_ARG(b->name), at.line + 1,
        at.column + 1, what);
}

static enum yaml_style
style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_LITERAL_SCALAR_STYLE:
        return YAML_BLOCK;
    case YAML_FOLDED_SCALAR_STYLE:
        return YAML_FOLDED;
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return YAML_QUOTED;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        break;
    }
    return YAML_PLAIN;
}

static int
build_list(struct build *b, struct yaml_node *to, const yaml_node_t *from,
    size_t depth)
{
    const yaml_node_item_t *start = from->data.sequence.items.start;
    to->n = (size_t)(from->data.sequence.items.top - start);
    to->item = arena_array(b->a, to->n, sizeof(*to->item));
    for (size_t i = 0; i < to->n; i++) {
        to->item[i] = build_node(b, start[i], depth + 1);
        if (!to->item[i])
            return -1;
    }
    return 0;
}

static int
build_key(struct build *b, struct yaml_node *map, struct map *seen, size_t i)
{
    const struct yaml_node *key = map->pair[i].key;
    if (key->kind != YAML_TEXT)
        return err_set(b->e, STR_FMT ":%zu:%zu: a key must be text, found %s",
            STR_ARG(b->name), key->line, key->column,
            yaml_kind_name(key->kind));
    bool made;
    size_t *first = map_put(seen, key->text, i, &made);
    if (made)
        return 0;
    struct str name = str_sub(key->text, 0, 60);
    return err_set(b->e,
        STR_FMT ":%zu:%zu: key '" STR_FMT
                "' is there twice; the first is in line %zu",
        STR_ARG(b->name), key->line, key->column, STR_ARG(name),
        map->pair[*first].key->line);
}

static int
build_map(struct build *b, struct yaml_node *to, const yaml_node_t *from,
    size_t depth)
{
    const yaml_node_pair_t *start = from->data.mapping.pairs.start;
    to->n = (size_t)(from->data.mapping.pairs.top - start);
    to->pair = arena_array(b->a, to->n, sizeof(*to->pair));
    struct map seen;
    map_init(&seen, b->a);
    for (size_t i = 0; i < to->n; i++) {
        to->pair[i].key = build_node(b, start[i].key, depth + 1);
        if (!to->pair[i].key || build_key(b, to, &seen, i) < 0)
            return -1;
        to->pair[i].value = build_node(b, start[i].value, depth + 1);
        if (!to->pair[i].value)
            return -1;
    }
    return 0;
}

static void
build_text(struct build *b, struct yaml_node *to, const yaml_node_t *from)
{
    struct str s = {
        (const char *)from->data.scalar.value,
        from->data.scalar.length,
    };
    to->text = (struct str){str_z(b->a, s), s.n};
    to->style = style_of(from->data.scalar.style);
}

/* returns: the node, or NULL (e set). */
static struct yaml_node *
build_node(struct build *b, int index, size_t depth)
{
    const yaml_node_t *from = yaml_document_get_node(b->doc, index);
    if (!from) {
        err_set(b->e, STR_FMT ": a node is missing", STR_ARG(b->name));
        return NULL;
    }
    if (depth > YAML_MAX_DEPTH) {
        fail_at(b, from->start_mark,
            "nested too deeply, or an alias inside its own anchor");
        return NULL;
    }
    if (++b->nodes > YAML_MAX_NODES) {
        fail_at(b, from->start_mark,
            "the file has too many nodes once its aliases are written out");
        return NULL;
    }
    struct yaml_node *to = arena_alloc(b->a, sizeof(*to));
    to->line = from->start_mark.line + 1;
    to->column = from->start_mark.column + 1;
    int r = 0;
    switch (from->type) {
    case YAML_SEQUENCE_NODE:
        to->kind = YAML_LIST;
        r = build_list(b, to, from, depth);
        break;
    case YAML_MAPPING_NODE:
        to->kind = YAML_MAP;
        r = build_map(b, to, from, depth);
        break;
    case YAML_SCALAR_NODE:
    case YAML_NO_NODE:
        to->kind = YAML_TEXT;
        build_text(b, to, from);
        break;
    }
    return r < 0 ? NULL : to;
}

/* Line and column of a byte, for errors of libyaml's that only have that. */
static struct yaml_place
place_of(struct str source, size_t offset)
{
    struct yaml_place at = {1, 1};
    for (size_t i = 0; i < offset && i < source.n; i++) {
        at.column++;
        if (source.p[i] == '\n')
            at = (struct yaml_place){at.line + 1, 1};
    }
    return at;
}

static int
parser_error(const yaml_parser_t *p, const struct yaml_file *f, struct err *e)
{
    const char *what = p->problem ? p->problem : "cannot be read as YAML";
    if (p->error == YAML_READER_ERROR) {
        struct yaml_place at = place_of(f->source, p->problem_offset);
        return err_set(e, STR_FMT ":%zu:%zu: not YAML: %s (byte 0x%02x)",
            STR_ARG(f->name), at.line, at.column, what,
            (unsigned)p->problem_value);
    }
    if (!p->context)
        return err_set(e, STR_FMT ":%zu:%zu: not YAML: %s", STR_ARG(f->name),
            p->problem_mark.line + 1, p->problem_mark.column + 1, what);
    return err_set(e, STR_FMT ":%zu:%zu: not YAML: %s, %s in line %zu",
        STR_ARG(f->name), p->problem_mark.line + 1, p->problem_mark.column + 1,
        what, p->context, p->context_mark.line + 1);
}

/* returns: 1 a document, 0 no more, -1. */
static int
load_document(
    struct build *b, yaml_parser_t *p, struct yaml_file *f, size_t *cap)
{
    yaml_document_t doc;
    if (!yaml_parser_load(p, &doc))
        return parser_error(p, f, b->e);
    int r = 0;
    if (yaml_document_get_root_node(&doc)) {
        b->doc = &doc;
        f->root = arena_grow(b->a, f->root, cap, f->n + 1, sizeof(*f->root));
        f->root[f->n] = build_node(b, 1, 0);
        r = f->root[f->n] ? 1 : -1;
        f->n++;
    }
    yaml_document_delete(&doc);
    return r;
}

int
yaml_parse(struct arena *a, struct str name, struct str source,
    struct yaml_file *f, struct err *e)
{
    *f = (struct yaml_file){.name = name, .source = source};
    if (source.n > YAML_MAX_BYTES)
        return err_set(e,
            STR_FMT ": %zu bytes is too large for a rule file (at most %d)",
            STR_ARG(name), source.n, YAML_MAX_BYTES);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        die("out of memory");
    yaml_parser_set_input_string(
        &parser, (const unsigned char *)source.p, source.n);
    struct build b = {.a = a, .name = name, .e = e};
    size_t cap = 0;
    int r;
    while ((r = load_document(&b, &parser, f, &cap)) > 0)
        ;
    yaml_parser_delete(&parser);
    return r;
}

const struct yaml_node *
yaml_get(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++) {
        if (str_eq(map->pair[i].key->text, str_from(key)))
            return map->pair[i].value;
    }
    return NULL;
}

const char *
yaml_kind_name(enum yaml_kind kind)
{
    switch (kind) {
    case YAML_TEXT:
        return "text";
    case YAML_LIST:
        return "a list";
    case YAML_MAP:
        return "a mapping";
    }
    return "nothing";
}

/* Line number `line` (from 1) of s; empty when there are not so many. */
static struct str
line_of(struct str s, size_t line)
{
    while (s.n > 0 && --line > 0)
        str_cut_line(&s);
    return str_cut_line(&s);
}

static size_t
blanks_before(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] == ' ')
        n++;
    return n;
}

/* A block's lines are those of the file without their indentation, which is
 * what the first line with anything in it lost. */
static struct yaml_place
place_in_block(
    const struct yaml_file *f, const struct yaml_node *scalar, size_t offset)
{
    struct str text = scalar->text;
    size_t at = 0, line = scalar->line + 1;
    size_t indent = 0;
    for (struct str rest = text; rest.n > 0; line++) {
        struct str value = str_cut_line(&rest);
        struct str source = line_of(f->source, line);
        if (str_trim(value).n > 0)
            indent = blanks_before(source) - blanks_before(value);
        size_t next = text.n - rest.n;
        if (offset < next || rest.n == 0)
            return (struct yaml_place){line, indent + (offset - at) + 1};
        at = next;
    }
    return (struct yaml_place){scalar->line, scalar->column};
}

struct yaml_place
yaml_place(
    const struct yaml_file *f, const struct yaml_node *scalar, size_t offset)
{
    struct yaml_place start = {scalar->line, scalar->column};
    struct yaml_place at = start;
    if (offset > scalar->text.n || scalar->style == YAML_FOLDED)
        return start;
    if (scalar->style == YAML_BLOCK)
        at = place_in_block(f, scalar, offset);
    else
        at.column += offset + (scalar->style == YAML_QUOTED);
    /* Escapes, anchors and tags move it: only give what proves right. */
    struct str line = line_of(f->source, at.line);
    size_t before = offset > 0 ? 1 : 0;
    if (at.column - 1 < before || at.column - 1 > line.n)
        return start;
    if (before && line.p[at.column - 2] != scalar->text.p[offset - 1])
        return start;
    return at;
}

const char *
yaml_library_version(void)
{
    return yaml_get_version_string();
}
