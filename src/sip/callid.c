/* SPDX-License-Identifier: MIT
 *
 * The clock in CUCM's Call-IDs and the parts of its tags. g1 of a Call-ID is
 * (T * 10^7 + 0x12494580) mod 2^32, T in seconds: 10^7 is 128 times an odd
 * number, so that g1 fixes T modulo 2^25 and proves itself modulo 128. */
#include "sip/callid.h"

#define CLOCK_SHIFT UINT32_C(0x12494580)

enum {
    CLOCK_STEP = 128,        /* the power of two in 10^7 */
    CLOCK_INVERSE = 9258661, /* of 10^7 / 128, modulo CALLID_PERIOD_S */
    GUID_BYTES = 36,
    KEY_BYTES = 16, /* enough before the '@' to be unique without a host */
};

static bool
is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

/* 8-4-4-4-12 hex digits. */
static bool
is_guid(struct str s)
{
    if (s.n != GUID_BYTES)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.p[i] != '-' : !is_hex(s.p[i]))
            return false;
    }
    return true;
}

/* All of s as digits without a sign. */
static bool
read_count(struct str s, int64_t *v)
{
    return s.n && s.p[0] >= '0' && s.p[0] <= '9' && str_to_i64(s, v);
}

bool
cucm_tag_parse(struct str tag, struct cucm_tag *t)
{
    struct cucm_tag found = {0};
    struct str rest = tag;
    struct str ccb = str_cut(&rest, '~');
    found.guid = str_sub(rest, 0, GUID_BYTES);
    rest = str_skip(rest, GUID_BYTES);
    if (!is_guid(found.guid) || !str_starts(rest, STR("-")) ||
        !read_count(ccb, &found.ccb) ||
        !read_count(str_skip(rest, 1), &found.ci) || found.ci > UINT32_MAX)
        return false;
    *t = found;
    return true;
}

/* One group as CUCM prints it: "%x", so lower case and without leading
 * zeros. IOS and phones often fail here already. */
static bool
read_group(struct str s, uint32_t *v)
{
    uint64_t wide = 0;
    if (s.n > 8 || (s.n > 1 && s.p[0] == '0') || !str_to_hex(s, &wide))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'A' && s.p[i] <= 'F')
            return false;
    *v = (uint32_t)wide;
    return true;
}

/* g2 of releases to 11.5: the time without its top nibble, a 1 put in before
 * its low 16 bits. */
static int64_t
exact_second(uint32_t g2, int64_t second)
{
    if ((g2 >> 16 & 0xf) != 1)
        return -1;
    int64_t s = INT64_C(0x50000000) | (int64_t)(g2 >> 20) << 16 |
                (int64_t)(g2 & 0xffff);
    return s % CALLID_PERIOD_S == second ? s : -1;
}

bool
callid_clock_parse(struct str call_id, struct callid_clock *c)
{
    if (str_find_byte(call_id, '@') == call_id.n)
        return false;
    struct str groups = str_cut(&call_id, '@');
    uint32_t g[4] = {0};
    for (size_t i = 0; i < COUNTOF(g); i++)
        if (!read_group(str_cut(&groups, '-'), &g[i]))
            return false;
    uint32_t ticks = g[0] - CLOCK_SHIFT;
    if (groups.n || ticks % CLOCK_STEP != 0)
        return false;
    int64_t second = (int64_t)((uint64_t)(ticks / CLOCK_STEP) * CLOCK_INVERSE %
                               CALLID_PERIOD_S);
    *c = (struct callid_clock){
        .second = second,
        .exact_s = exact_second(g[1], second),
        .has_ip = g[3] != 0,
        .ip = {(uint8_t)g[3], (uint8_t)(g[3] >> 8), (uint8_t)(g[3] >> 16),
            (uint8_t)(g[3] >> 24)},
    };
    return true;
}

int64_t
callid_clock_near(const struct callid_clock *c, int64_t about_s)
{
    int64_t period = CALLID_PERIOD_S;
    int64_t ahead = (c->second - about_s % period) % period;
    if (ahead > period / 2)
        ahead -= period;
    if (ahead < -period / 2)
        ahead += period;
    int64_t near = 0;
    return __builtin_add_overflow(about_s, ahead, &near) ? about_s : near;
}

struct str
callid_key(struct str call_id)
{
    struct str local = str_sub(call_id, 0, str_find_byte(call_id, '@'));
    size_t digits = 0;

    while (digits < local.n && local.p[digits] >= '0' && local.p[digits] <= '9')
        digits++;
    return local.n < KEY_BYTES || digits == local.n ? call_id : local;
}
