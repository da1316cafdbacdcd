/* SPDX-License-Identifier: MIT
 *
 * Reads the file of `tls --expect`. Every complaint names file, line, what was
 * found and what was expected. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/tls.h"
#include "rules/yaml.h"
#include "tls/grade.h"

/* One file being read. */
struct reading {
    struct arena *a;
    const struct yaml_file *f;
    struct err *e;
};

static int
complain(
    const struct reading *r, const struct yaml_node *node, const char *expected)
{
    const char *found = yaml_kind_name(node->kind);
    if (node->kind == YAML_TEXT)
        return err_set(r->e,
            STR_FMT ":%zu:%zu: expected %s, found \"" STR_FMT "\"",
            STR_ARG(r->f->name), node->line, node->column, expected,
            STR_ARG(node->text));
    return err_set(r->e, STR_FMT ":%zu:%zu: expected %s, found %s",
        STR_ARG(r->f->name), node->line, node->column, expected, found);
}

static int
read_names(const struct reading *r, const struct yaml_node *node,
    struct expect_names *names)
{
    size_t n = node->kind == YAML_LIST ? node->n : 1;
    struct str *v = arena_array(r->a, n, sizeof *v);
    for (size_t i = 0; i < n; i++) {
        const struct yaml_node *one =
            node->kind == YAML_LIST ? node->item[i] : node;
        if (one->kind != YAML_TEXT || str_trim(one->text).n == 0)
            return complain(r, one, "text or a list of texts");
        v[i] = one->text;
    }
    *names = (struct expect_names){v, n};
    return 0;
}

/* "192.0.2.1", "192.0.2.1:5061", "2001:db8::1", "[2001:db8::1]:5061", and the
 * name of a host with or without a port. */
static bool
is_destination(struct arena *a, struct str s)
{
    unsigned char bytes[16];
    size_t first = str_find_byte(s, ':'), last = str_rfind_byte(s, ':');
    bool bracket = s.n > 0 && s.p[0] == '[';
    size_t end = bracket ? str_find_byte(s, ']') : s.n;
    int64_t port = 0;
    struct str host = s, rest = STR("");
    if (bracket && end == s.n)
        return false;
    if (bracket) {
        host = str_sub(s, 1, end - 1);
        rest = str_skip(s, end + 1);
    } else if (first < s.n && first == last) {
        host = str_sub(s, 0, first);
        rest = str_skip(s, first);
    }
    if (rest.n > 0 &&
        (rest.p[0] != ':' || !str_to_i64(str_skip(rest, 1), &port) ||
            port < 1 || port > 65535))
        return false;
    if (bracket || first != last)
        return inet_pton(AF_INET6, str_z(a, host), bytes) == 1;
    for (size_t i = 0; i < host.n; i++)
        if (!str_has(STR("0123456789."), str_sub(host, i, 1)))
            return !str_has(host, STR(" "));
    return inet_pton(AF_INET, str_z(a, host), bytes) == 1;
}

static int
read_destinations(const struct reading *r, const struct yaml_node *node,
    struct expectation *x)
{
    if (read_names(r, node, &x->destinations) < 0)
        return -1;
    for (size_t i = 0; i < x->destinations.n; i++)
        if (!is_destination(r->a, x->destinations.v[i]))
            return complain(r, node->kind == YAML_LIST ? node->item[i] : node,
                "an address or a host, with or without :PORT");
    return 0;
}

static int
read_port(const struct reading *r, const struct yaml_node *node, int32_t *port)
{
    int64_t v = 0;
    if (node->kind != YAML_TEXT || !str_to_i64(node->text, &v) || v < 1 ||
        v > 65535)
        return complain(r, node, "a port, 1 to 65535");
    *port = (int32_t)v;
    return 0;
}

static int
read_word(const struct reading *r, const struct yaml_node *node,
    const char *const *words, const char *expected, size_t *which)
{
    for (size_t i = 0; words[i] && node->kind == YAML_TEXT; i++)
        if (str_eq_nocase(node->text, str_from(words[i]))) {
            *which = i;
            return 0;
        }
    return complain(r, node, expected);
}

static int
read_grade(const struct reading *r, const struct yaml_node *node,
    struct expectation *x)
{
    static const char *const words[] = {
        "good", "legacy", "weak", "critical", NULL};
    size_t which = 0;
    if (read_word(r, node, words, "good, legacy, weak or critical", &which) < 0)
        return -1;
    x->grade = str_from(words[which]);
    return 0;
}

static int
read_srtp(const struct reading *r, const struct yaml_node *node,
    struct expectation *x)
{
    static const char *const words[] = {
        "yes", "true", "allowed", "no", "false", "required", NULL};
    static const enum expect_srtp values[] = {SRTP_ALLOWED, SRTP_ALLOWED,
        SRTP_ALLOWED, SRTP_FORBIDDEN, SRTP_FORBIDDEN, SRTP_REQUIRED};
    size_t which = 0;
    if (read_word(r, node, words, "yes, no or required", &which) < 0)
        return -1;
    x->srtp = values[which];
    return 0;
}

static int
read_tls(const struct reading *r, const struct yaml_node *node,
    struct expectation *x)
{
    static const char *const words[] = {"yes", "true", "no", "false", NULL};
    size_t which = 0;
    if (read_word(r, node, words, "yes or no", &which) < 0)
        return -1;
    x->tls = which < 2;
    x->plain = !x->tls;
    return 0;
}

static int
read_key(
    const struct reading *r, const struct yaml_pair *p, struct expectation *x)
{
    struct str key = p->key->text;
    if (str_eq(key, STR("trunk")) || str_eq(key, STR("device"))) {
        if (p->value->kind != YAML_TEXT || p->value->text.n == 0)
            return complain(r, p->value, "a name");
        x->trunk = p->value->text;
        return 0;
    }
    if (str_eq(key, STR("destinations")) || str_eq(key, STR("destination")))
        return read_destinations(r, p->value, x);
    if (str_eq(key, STR("incoming_port")))
        return read_port(r, p->value, &x->incoming_port);
    if (str_eq(key, STR("subjects")) || str_eq(key, STR("subject")))
        return read_names(r, p->value, &x->subjects);
    if (str_eq(key, STR("issuers")) || str_eq(key, STR("issuer")))
        return read_names(r, p->value, &x->issuers);
    if (str_eq(key, STR("grade")))
        return read_grade(r, p->value, x);
    if (str_eq(key, STR("srtp")))
        return read_srtp(r, p->value, x);
    if (str_eq(key, STR("tls")))
        return read_tls(r, p->value, x);
    return complain(r, p->key,
        "trunk, destinations, incoming_port, subjects, issuers, grade, srtp or "
        "tls");
}

static int
read_entry(const struct reading *r, const struct yaml_node *node,
    struct expectation *x)
{
    if (node->kind != YAML_MAP)
        return complain(r, node, "a mapping");
    x->line = node->line;
    for (size_t i = 0; i < node->n; i++)
        if (read_key(r, &node->pair[i], x) < 0)
            return -1;
    return 0;
}

static int
read_tree(const struct reading *r, struct expectations *x)
{
    const struct yaml_node *root = r->f->n ? r->f->root[0] : NULL;
    const struct yaml_node *list = root ? yaml_get(root, "expect") : NULL;
    if (!list)
        return err_set(r->e,
            STR_FMT ":1: expected a mapping with the key \"expect\"; `cmtrail "
                    "tls --expect-template` writes such a file",
            STR_ARG(r->f->name));
    for (size_t i = 0; i < root->n; i++)
        if (root->pair[i].value != list)
            return complain(r, root->pair[i].key, "no other key than expect");
    if (r->f->n > 1)
        return complain(r, r->f->root[1], "one document");
    if (list->kind != YAML_LIST)
        return complain(r, list, "a list of entries");
    x->v = arena_array(r->a, list->n, sizeof *x->v);
    x->n = list->n;
    for (size_t i = 0; i < list->n; i++)
        if (read_entry(r, list->item[i], &x->v[i]) < 0)
            return -1;
    return 0;
}

/* The whole text of a file. */
static int
read_text(struct arena *a, struct str path, struct str *text, struct err *e)
{
    FILE *file = fopen(str_z(a, path), "rbe");
    if (!file)
        return err_set(e, STR_FMT ": cannot be read", STR_ARG(path));
    size_t most = YAML_MAX_BYTES + 1;
    char *p = malloc(most);
    size_t n = p ? fread(p, 1, most, file) : 0;
    bool failed = !p || ferror(file) != 0;
    *text = str_dup(a, (struct str){p, n});
    free(p);
    fclose(file);
    return failed ? err_set(e, STR_FMT ": cannot be read", STR_ARG(path)) : 0;
}

int
tls_read_expectations(
    struct arena *a, struct str path, struct expectations *x, struct err *e)
{
    struct yaml_file *f = arena_alloc(a, sizeof *f);
    struct reading r = {a, f, e};
    struct str text;
    *x = (struct expectations){.file = path};
    if (read_text(a, path, &text, e) < 0 || yaml_parse(a, path, text, f, e) < 0)
        return -1;
    return read_tree(&r, x);
}
