/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

#include "check.h"

static const struct {
    const char *text;
    const char *field[4]; /* NULL = no more */
    const char *rest;
} rows[] = {
    {"1,2,3", {"1", "2", NULL}, "3"},
    {"\"a,b\",c", {"a,b", NULL}, "c"},
    {"\"say \"\"x\"\"\",2", {"say \"\"x\"\"", "2", NULL}, ""},
    {" 7 , \"8\" ,9", {"7", "8", "9", NULL}, ""},
    {",,x", {"", "", "x", NULL}, ""},
    {"\"open,1", {"open,1", NULL}, ""},
    {"\"", {"", NULL}, ""},
    {"\"\",1", {"", "1", NULL}, ""},
};

int
main(void)
{
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct str rest = str_from(rows[i].text);
        for (size_t k = 0; k < 4 && rows[i].field[k]; k++)
            CHECK_STR(csv_cut(&rest), rows[i].field[k]);
        CHECK_STR(rest, rows[i].rest);
    }
    return check_done();
}
