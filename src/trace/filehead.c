/* SPDX-License-Identifier: MIT
 *
 * The text of FileHead: "UTC:+02:00,Date: 2031/05/04, AppName: CCM, ...".
 * Taken key by key, so that a missing, new or damaged field harms no other. */
#include "trace/reader.h"

enum key {
    KEY_UTC,
    KEY_DATE,
    KEY_APP,
    KEY_NODE,
    KEY_VERSION,
    KEY_HOST,
    KEY_ADDRESS,
    KEY_START,
    KEY_NUMBER,
};

static const struct str KEYS[] = {
    [KEY_UTC] = STR_INIT("UTC:"),
    [KEY_DATE] = STR_INIT("Date:"),
    [KEY_APP] = STR_INIT("AppId:"),
    [KEY_NODE] = STR_INIT("AppNodeId:"),
    [KEY_VERSION] = STR_INIT("AppVersion:"),
    [KEY_HOST] = STR_INIT("HostName:"),
    [KEY_ADDRESS] = STR_INIT("HostIPAddress:"),
    [KEY_START] = STR_INIT("AppStartTime:"),
    [KEY_NUMBER] = STR_INIT("FileNumber:"),
};

/* Offset of the key, which starts the text or stands behind a comma or a
 * blank; text.n when it is not there. */
static size_t
find_key(struct str text, struct str key)
{
    size_t at = 0;
    for (;;) {
        at += str_find(str_skip(text, at), key);
        if (at >= text.n || at == 0 || text.p[at - 1] == ',' ||
            text.p[at - 1] == ' ')
            return at;
        at++;
    }
}

/* The key's value, trimmed; empty when it is not there. */
static struct str
value_of(struct str text, enum key key)
{
    size_t at = find_key(text, KEYS[key]);
    if (at >= text.n)
        return STR("");
    struct str rest = str_skip(text, at + KEYS[key].n);
    /* A version may hold commas. */
    size_t host = find_key(rest, KEYS[KEY_HOST]);
    if (key == KEY_VERSION && host < rest.n) {
        rest = str_trim(str_sub(rest, 0, host));
        if (str_ends(rest, STR(",")))
            rest.n--;
        return str_trim(rest);
    }
    return str_trim(str_cut(&rest, ','));
}

static void
take_text(struct str *to, struct str value)
{
    if (value.n)
        *to = value;
}

static void
take_number(int32_t *to, struct str value)
{
    int64_t n = 0;
    if (str_to_i64(value, &n) && n >= 0 && n <= INT32_MAX)
        *to = (int32_t)n;
}

static struct str
plain_address(struct str address)
{
    struct str prefix = STR("::ffff:");
    bool mapped = str_starts_nocase(address, prefix);
    return mapped ? str_skip(address, prefix.n) : address;
}

/* Date and offset together give the base. returns whether there is a date. */
static bool
take_date(struct str text, struct source *src)
{
    int32_t offset_s = 0;
    int64_t days = 0;
    bool known = when_parse_offset(value_of(text, KEY_UTC), &offset_s);
    if (known)
        src->utc_offset_s = offset_s;
    if (!when_parse_date(value_of(text, KEY_DATE), &days))
        return false;
    if (known) {
        src->base_ms = days * WHEN_DAY_MS - (int64_t)offset_s * 1000;
        src->date_from = DATE_FILEHEAD;
    }
    return true;
}

bool
filehead_parse(struct str text, struct source *src)
{
    struct str node = value_of(text, KEY_NODE);
    bool dated = take_date(text, src);
    if (!dated && node.n == 0)
        return false;
    int64_t number = 0;
    if (str_to_i64(value_of(text, KEY_NUMBER), &number) && number >= 0)
        src->file_number = number;
    take_number(&src->node, node);
    take_number(&src->app, value_of(text, KEY_APP));
    take_text(&src->host, value_of(text, KEY_HOST));
    take_text(&src->version, value_of(text, KEY_VERSION));
    take_text(&src->app_start, value_of(text, KEY_START));
    take_text(&src->address, plain_address(value_of(text, KEY_ADDRESS)));
    src->has_head = true;
    return true;
}
