/* SPDX-License-Identifier: MIT
 *
 * CUCM's Call-IDs and tags. The Call-IDs are made here with the formula the
 * other way round: g1 = (T * 10^7 + 0x12494580) mod 2^32. */
#include "sip/callid.h"

#include <inttypes.h>

#include "base/arena.h"
#include "check.h"

/* g1 of the second. */
static uint32_t
made_at(int64_t second)
{
    return (uint32_t)((uint64_t)second * 10000000u + 0x12494580u);
}

static void
test_clock(void)
{
    struct arena a = {0};
    for (int64_t t = 1199145600; t < 2000000000; t += 7654321) {
        struct callid_clock c;
        struct str id = str_fmt(
            &a, "%" PRIx32 "-10001-7-%x@192.0.2.78", made_at(t), 0x4e0200c0u);
        if (!CHECK(callid_clock_parse(id, &c)))
            continue;
        CHECK_INT(c.second, t % CALLID_PERIOD_S);
        CHECK_INT(callid_clock_near(&c, t), t);
        CHECK_INT(callid_clock_near(&c, t + 16000000), t);
        CHECK_INT(callid_clock_near(&c, t - 16000000), t);
        CHECK_INT(
            callid_clock_near(&c, t + CALLID_PERIOD_S), t + CALLID_PERIOD_S);
        CHECK(c.has_ip && c.ip[0] == 192 && c.ip[1] == 0 && c.ip[2] == 2 &&
              c.ip[3] == 78);
        arena_reset(&a);
    }
    arena_free(&a);
}

/* g2 of releases to 11.5. */
static uint32_t
second_group(int64_t t)
{
    return (uint32_t)((t >> 16 & 0xfff) << 20 | 0x10000 | (t & 0xffff));
}

static void
test_exact(void)
{
    struct arena a = {0};
    struct callid_clock c;
    int64_t t = 1467331200; /* 2016-07-01 */
    struct str id = str_fmt(
        &a, "%" PRIx32 "-%" PRIx32 "-1-1@h", made_at(t), second_group(t));
    CHECK(callid_clock_parse(id, &c) && c.exact_s == t);
    id = str_fmt(
        &a, "%" PRIx32 "-%" PRIx32 "-1-0@h", made_at(t), second_group(t + 1));
    CHECK(callid_clock_parse(id, &c) && c.exact_s == -1 && !c.has_ip);
    id = str_fmt(&a, "%" PRIx32 "-1-1-1@h", made_at(t));
    CHECK(callid_clock_parse(id, &c) && c.exact_s == -1);
    arena_free(&a);
}

static void
test_not_a_clock(void)
{
    static const char *const rows[] = {"", "@", "-", "---@h", "12494580-1-1-1",
        "12494580-1-1@h", "12494580-1-1-1-1@h", "12494581-1-1-1@h",
        "012494580-1-1-1@h", "12494580-01-1-1@h", "12494580-1-123456789-1@h",
        "12494580-x-1-1@h", "1249458A-1-1-1@h", "12494580- 1-1-1@h",
        "12494580-1111-2222-3333-444444444444@192.0.2.1",
        "0011aabb-22cc0003-1a2b3c4d-5e6f7081@192.0.2.9",
        "1F09F649-11E0-80A1@192.0.2.9"};
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct callid_clock c;
        if (!CHECK(!callid_clock_parse(str_from(rows[i]), &c)))
            printf("    row \"%s\"\n", rows[i]);
    }
    struct callid_clock zero;
    CHECK(callid_clock_parse(STR("12494580-1-1-1@h"), &zero));
    CHECK_INT(zero.second, 0);
    CHECK_INT(callid_clock_near(&zero, 0), 0);
    CHECK_INT(callid_clock_near(&zero, -5), 0);
    CHECK(callid_clock_near(&zero, INT64_MAX) > 0);
    CHECK(callid_clock_near(&zero, INT64_MIN) < 0);
}

#define GUID "01234567-89ab-cdef-0123-456789abcdef"

static void
test_tag(void)
{
    struct cucm_tag t;
    if (CHECK(cucm_tag_parse(STR("51~" GUID "-16777217"), &t))) {
        CHECK_INT(t.ccb, 51);
        CHECK_STR(t.guid, GUID);
        CHECK_INT(t.ci, 16777217);
    }
    CHECK(cucm_tag_parse(STR("1000001~" GUID "-0"), &t) && t.ci == 0);
    CHECK(cucm_tag_parse(STR("1~" GUID "-4294967295"), &t));
    static const char *const rows[] = {"", "~", "51", "51~", "AD1038-15B8",
        "51~" GUID, "51~" GUID "-", "51~" GUID "-x", "51~" GUID "-1x",
        "51~" GUID "-4294967296", "51~" GUID "--1", "~" GUID "-1",
        "-3~" GUID "-1", "+3~" GUID "-1",
        "51~01234567-89ab-cdef-0123-456789abcdeg-1",
        "51~0123456789abcdef0123456789abcdef0000-1",
        "99999999999999999999~" GUID "-1"};
    for (size_t i = 0; i < COUNTOF(rows); i++)
        if (!CHECK(!cucm_tag_parse(str_from(rows[i]), &t)))
            printf("    row \"%s\"\n", rows[i]);
}

/* What a Call-ID is compared by when hosts were cleared on one side. */
static void
test_key(void)
{
    static const char *const rows[][2] = {
        {"94fffc00-57415541-7-cb5f6a0a@192.0.2.77",
            "94fffc00-57415541-7-cb5f6a0a"},
        {"140f580-35f088e0-1-b0200c0@192.0.2.11", "140f580-35f088e0-1-b0200c0"},
        {"0011aabb-00010007-2b07ac9e-87b4ce8b@198.51.100.1",
            "0011aabb-00010007-2b07ac9e-87b4ce8b"},
        {"1a3215ee-31efc362@192.0.2.7", "1a3215ee-31efc362"},
        {"1a3215ee-31efc36@192.0.2.7", "1a3215ee-31efc36"},
        {"1a3215ee-31efc3@192.0.2.7", "1a3215ee-31efc3@192.0.2.7"},
        {"12345678901234567890@192.0.2.7", "12345678901234567890@192.0.2.7"},
        {"a84b4c76e66710", "a84b4c76e66710"},
        {"f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
        {"@192.0.2.7", "@192.0.2.7"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++)
        CHECK_STR(callid_key(str_from(rows[i][0])), rows[i][1]);
}

int
main(void)
{
    test_key();
    test_clock();
    test_exact();
    test_not_a_clock();
    test_tag();
    return check_done();
}
