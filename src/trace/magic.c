/* SPDX-License-Identifier: MIT
 *
 * First bytes of the formats that are read. A tar header has no magic at its
 * start: its checksum decides. */
#include "trace/magic.h"

enum {
    TAR_HEADER = 512,
    TAR_SUM_AT = 148, /* the checksum field, 8 bytes of octal digits */
    TAR_SUM_SIZE = 8,
};

static const struct {
    struct str head;
    enum magic magic;
} MAGICS[] = {
    {STR_INIT("\x1f\x8b\x08"), MAGIC_GZIP},
    {STR_INIT("\xfd\x37\x7a\x58\x5a\x00"), MAGIC_XZ},
    {STR_INIT("\x28\xb5\x2f\xfd"), MAGIC_ZSTD},
    {STR_INIT("\x1f\x9d"), MAGIC_COMPRESS}, {STR_INIT("PK\x03\x04"), MAGIC_ZIP},
    {STR_INIT("PK\x05\x06"), MAGIC_ZIP}, /* empty */
    {STR_INIT("PK\x07\x08"), MAGIC_ZIP}, /* one part of several */
};

static bool
is_bzip2(struct str head)
{
    return str_starts(head, STR("BZh")) && head.n >= 10 && head.p[3] >= '1' &&
           head.p[3] <= '9' &&
           (str_starts(str_skip(head, 4), STR("1AY&SY")) ||
               str_starts(str_skip(head, 4), STR("\x17\x72\x45\x38\x50\x90")));
}

/* The sum of a tar header's bytes with its own field taken as blanks. */
static unsigned
tar_sum(struct str head)
{
    unsigned sum = TAR_SUM_SIZE * ' ';
    for (size_t i = 0; i < TAR_HEADER; i++)
        if (i < TAR_SUM_AT || i >= TAR_SUM_AT + TAR_SUM_SIZE)
            sum += (unsigned char)head.p[i];
    return sum;
}

static bool
is_tar(struct str head)
{
    if (head.n < TAR_HEADER)
        return false;
    struct str field = str_sub(head, TAR_SUM_AT, TAR_SUM_SIZE);
    unsigned said = 0;
    size_t digits = 0;
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == ' ' && digits == 0)
            continue;
        if (field.p[i] < '0' || field.p[i] > '7')
            break;
        said = said * 8 + (unsigned)(field.p[i] - '0');
        digits++;
    }
    return digits >= 4 && said == tar_sum(head);
}

enum magic
magic_of(struct str head)
{
    for (size_t i = 0; i < COUNTOF(MAGICS); i++)
        if (str_starts(head, MAGICS[i].head))
            return MAGICS[i].magic;
    if (is_bzip2(head))
        return MAGIC_BZIP2;
    return is_tar(head) ? MAGIC_TAR : MAGIC_NONE;
}
