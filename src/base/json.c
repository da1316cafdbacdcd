/* SPDX-License-Identifier: MIT
 *
 * The JSON writer of out.h: compact JSON, commas and nesting kept here, text
 * escaped and made UTF-8. */
#include "base/out.h"

#include "base/utf8.h"

void
json_init(struct json *j, struct out *o)
{
    *j = (struct json){.o = o};
}

/* The comma before an item of the open container. */
static void
comma(struct json *j)
{
    uint64_t bit = UINT64_C(1) << j->depth;
    if (j->depth && j->has_item & bit)
        out_byte(j->o, ',');
    j->has_item |= bit;
}

/* Bytes that JSON lets stand as they are, from s's start. */
static size_t
plain_run(struct str s)
{
    size_t n = 0;
    while (n < s.n && (unsigned char)s.p[n] >= 0x20 &&
           (unsigned char)s.p[n] < 0x7f && s.p[n] != '"' && s.p[n] != '\\')
        n++;
    return n;
}

static void
escaped(struct out *o, unsigned char c)
{
    switch (c) {
    case '"':
        out_str(o, STR("\\\""));
        break;
    case '\\':
        out_str(o, STR("\\\\"));
        break;
    case '\n':
        out_str(o, STR("\\n"));
        break;
    case '\r':
        out_str(o, STR("\\r"));
        break;
    case '\t':
        out_str(o, STR("\\t"));
        break;
    default:
        out_fmt(o, "\\u%04x", c);
        break;
    }
}

static void
quoted(struct out *o, struct str s)
{
    out_byte(o, '"');
    while (s.n) {
        size_t n = plain_run(s);
        out_str(o, str_sub(s, 0, n));
        s = str_skip(s, n);
        if (!s.n)
            break;
        uint32_t code = 0;
        n = utf8_decode(s, &code);
        if (n == 0)
            out_str(o, STR("\xef\xbf\xbd"));
        else if (n == 1 || code < 0xa0)
            escaped(o, (unsigned char)code);
        else
            out_str(o, str_sub(s, 0, n));
        s = str_skip(s, n ? n : 1);
    }
    out_byte(o, '"');
}

static void
key_str(struct json *j, struct str key)
{
    comma(j);
    quoted(j->o, key);
    out_byte(j->o, ':');
}

static void
item(struct json *j, const char *key)
{
    if (key)
        key_str(j, str_from(key));
    else
        comma(j);
}

static void
container(struct json *j, const char *key, char open)
{
    item(j, key);
    if (j->depth >= JSON_DEPTH)
        die("JSON deeper than %d", JSON_DEPTH);
    out_byte(j->o, open);
    j->depth++;
    j->has_item &= ~(UINT64_C(1) << j->depth);
}

static void
container_end(struct json *j, char close)
{
    if (!j->depth)
        die("JSON container closed twice");
    out_byte(j->o, close);
    j->depth--;
}

void
json_object(struct json *j, const char *key)
{
    container(j, key, '{');
}

void
json_object_of(struct json *j, const char *type)
{
    json_object(j, NULL);
    json_int(j, "schema_version", 1);
    json_str(j, "type", str_from(type));
}

void
json_array(struct json *j, const char *key)
{
    container(j, key, '[');
}

void
json_end_object(struct json *j)
{
    container_end(j, '}');
}

void
json_end_array(struct json *j)
{
    container_end(j, ']');
}

void
json_str(struct json *j, const char *key, struct str v)
{
    item(j, key);
    quoted(j->o, v);
}

void
json_str_opt(struct json *j, const char *key, struct str v)
{
    if (v.n)
        json_str(j, key, v);
}

void
json_strs(struct json *j, const char *key, const struct str *v, size_t n)
{
    if (n == 0)
        return;
    json_array(j, key);
    for (size_t i = 0; i < n; i++)
        json_str(j, NULL, v[i]);
    json_end_array(j);
}

void
json_int_opt(struct json *j, const char *key, int64_t v, int64_t none)
{
    if (v != none)
        json_int(j, key, v);
}

static void
number(struct out *o, int64_t v)
{
    char text[STR_I64_MAX];
    out_str(o, str_range(text, str_put_i64(text, v)));
}

void
json_int(struct json *j, const char *key, int64_t v)
{
    item(j, key);
    number(j->o, v);
}

void
json_bool(struct json *j, const char *key, bool v)
{
    item(j, key);
    out_str(j->o, v ? STR("true") : STR("false"));
}

void
json_raw(struct json *j, const char *key, struct str v)
{
    item(j, key);
    out_str(j->o, v);
}

void
json_str_key(struct json *j, struct str key, struct str v)
{
    key_str(j, key);
    quoted(j->o, v);
}

void
json_int_key(struct json *j, struct str key, int64_t v)
{
    key_str(j, key);
    number(j->o, v);
}

void
json_line(struct json *j)
{
    out_byte(j->o, '\n');
    j->has_item = 0;
}
