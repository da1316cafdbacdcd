/* SPDX-License-Identifier: MIT
 *
 * Distinguished names in both orders. */
#include "base/dn.h"

#include "base/arena.h"
#include "check.h"

static void
test_equal(void)
{
    static const struct {
        struct str x, y;
        bool equal;
    } rows[] = {
        {STR_INIT("/C=XX/O=Ex/CN=a"), STR_INIT("CN=a, O=Ex, C=XX"), true},
        {STR_INIT("/C=XX/O=Ex/CN=a"), STR_INIT("C=XX, CN=A,O=ex"), true},
        {STR_INIT("/C=XX/O=Ex/CN=a"), STR_INIT("CN=a, O=Ex"), false},
        {STR_INIT("/C=XX/O=Ex/CN=a"), STR_INIT("CN=b, O=Ex, C=XX"), false},
        {STR_INIT("/OU=a/OU=b/CN=c"), STR_INIT("CN=c, OU=a, OU=b"), true},
        {STR_INIT("/OU=a/OU=a/CN=c"), STR_INIT("CN=c, OU=a, OU=b"), false},
        {STR_INIT("/O=Ex, Inc./CN=a"), STR_INIT("CN=a, O=Ex, Inc."), true},
        {STR_INIT("/O=Ex, Inc./CN=a"), STR_INIT("CN=a, O=Ex\\, Inc."), true},
        {STR_INIT("/O=Ex, Inc./CN=a"), STR_INIT("CN=a, O=\"Ex, Inc.\""), true},
        {STR_INIT("/O=a/b/CN=c"), STR_INIT("CN=c, O=a/b"), true},
        {STR_INIT("/O=K\\xC3\\xB6/CN=c"), STR_INIT("CN=c, O=K\xC3\xB6"), true},
        {STR_INIT("/O=K\\xC3\\xB6/CN=c"), STR_INIT("CN=c, O=K\\C3\\B6"), true},
        {STR_INIT("/emailAddress=x@a.example/CN=c"),
            STR_INIT("CN=c, E=X@a.example"), true},
        {STR_INIT("/CN=a  b"), STR_INIT("CN = a b"), true},
        {STR_INIT("/2.5.4.3=a"), STR_INIT("CN=a"), true},
        {STR_INIT(""), STR_INIT(""), false},
        {STR_INIT("nonsense"), STR_INIT("nonsense"), false},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        if (dn_text_equal(&a, rows[i].x, rows[i].y) != rows[i].equal ||
            dn_text_equal(&a, rows[i].y, rows[i].x) != rows[i].equal)
            printf("row %zu: " STR_FMT " and " STR_FMT "\n", i,
                STR_ARG(rows[i].x), STR_ARG(rows[i].y));
        CHECK(dn_text_equal(&a, rows[i].x, rows[i].y) == rows[i].equal);
        CHECK(dn_text_equal(&a, rows[i].y, rows[i].x) == rows[i].equal);
    }
    arena_free(&a);
}

static void
test_cn(void)
{
    static const struct {
        struct str text;
        const char *cn;
    } rows[] = {
        {STR_INIT("/C=IN/ST=x/CN=CUCM10"), "CUCM10"},
        {STR_INIT("/CN=Root/CN=leaf"), "leaf"},
        {STR_INIT("CN=leaf, CN=Root, O=x"), "leaf"},
        {STR_INIT("O=x, CN=a"), "a"},
        {STR_INIT("/CN=a/b"), "a/b"},
        {STR_INIT("/O=Example, Inc. -- Voice/CN=far"), "far"},
        {STR_INIT("/cn=low"), "low"},
        {STR_INIT("/O=x"), ""},
        {STR_INIT("CN="), ""},
        {STR_INIT("/CN=x\\"), "x\\"},
        {STR_INIT("/"), ""},
        {STR_INIT(""), ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++)
        CHECK_STR(dn_cn(&a, rows[i].text), rows[i].cn);
    arena_free(&a);
}

int
main(void)
{
    test_equal();
    test_cn();
    return check_done();
}
