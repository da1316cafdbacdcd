/* SPDX-License-Identifier: MIT
 *
 * The JSON writer: commas, nesting, escapes. */
#include "base/out.h"
#include "check.h"

static void
test_nesting(void)
{
    struct out o;
    struct json j;
    out_init_mem(&o);
    json_init(&j, &o);
    json_object(&j, NULL);
    json_str(&j, "type", STR("call"));
    json_int(&j, "call", INT64_MIN);
    json_bool(&j, "sure", true);
    json_str_opt(&j, "cn", STR(""));
    json_array(&j, "legs");
    json_object(&j, NULL);
    json_end_object(&j);
    json_object(&j, NULL);
    json_int(&j, "ci", 1);
    json_end_object(&j);
    json_int(&j, NULL, 7);
    json_end_array(&j);
    json_array(&j, "none");
    json_end_array(&j);
    json_raw(&j, "fields", STR("{\"a\":1}"));
    json_str_key(&j, STR("k\"ey"), STR("v"));
    json_int_key(&j, STR("n"), -1);
    json_str_opt(&j, "last", STR("x"));
    json_end_object(&j);
    json_line(&j);
    json_object(&j, NULL);
    json_bool(&j, "b", false);
    json_end_object(&j);
    json_line(&j);
    CHECK_STR(out_text(&o),
        "{\"type\":\"call\",\"call\":-9223372036854775808,\"sure\":true,"
        "\"legs\":[{},{\"ci\":1},7],\"none\":[],\"fields\":{\"a\":1},"
        "\"k\\\"ey\":\"v\",\"n\":-1,\"last\":\"x\"}\n{\"b\":false}\n");
    out_close(&o, NULL);
}

static void
test_deep(void)
{
    struct out o;
    struct json j;
    out_init_mem(&o);
    json_init(&j, &o);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_array(&j, NULL);
    json_int(&j, NULL, 1);
    json_int(&j, NULL, 2);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_end_array(&j);
    CHECK_INT(out_text(&o).n, 2 * JSON_DEPTH + 3);
    CHECK(str_has(out_text(&o), STR("[1,2]")));
    out_close(&o, NULL);
}

static void
test_escapes(void)
{
    static const struct {
        struct str in;
        const char *quoted;
    } rows[] = {
        {STR_INIT(""), "\"\""},
        {STR_INIT("a\"b\\c"), "\"a\\\"b\\\\c\""},
        {STR_INIT("\n\r\t"), "\"\\n\\r\\t\""},
        {STR_INIT("\x01\x1b\x7f"), "\"\\u0001\\u001b\\u007f\""},
        {STR_INIT("a\0b"), "\"a\\u0000b\""},
        {STR_INIT("\xc3\xa9"), "\"\xc3\xa9\""},
        {STR_INIT("\xc2\x9b"), "\"\\u009b\""},
        {STR_INIT("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\""},
        {STR_INIT("x\xffy"), "\"x\xef\xbf\xbdy\""},
        {STR_INIT("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\""},
        {STR_INIT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {STR_INIT("\xf4\x90\x80\x80"),
            "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {STR_INIT("\xe2\x82"), "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    };
    struct out o;
    out_init_mem(&o);
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct json j;
        out_clear(&o);
        json_init(&j, &o);
        json_str(&j, NULL, rows[i].in);
        if (!CHECK_STR(out_text(&o), rows[i].quoted))
            printf("    row %zu\n", i);
    }
    out_close(&o, NULL);
}

int
main(void)
{
    test_nesting();
    test_deep();
    test_escapes();
    return check_done();
}
