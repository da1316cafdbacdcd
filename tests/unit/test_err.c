/* SPDX-License-Identifier: MIT
 *
 * Error messages: set, put before, cut when too long. */
#include "base/err.h"

#include <string.h>

#include "check.h"

int
main(void)
{
    struct err e = {.text = ""};
    CHECK_INT(err_set(NULL, "x"), -1);
    CHECK_INT(err_prefix(NULL, "x"), -1);
    CHECK_INT(err_set(&e, "line %d: %s", 7, "no"), -1);
    CHECK_STR(str_from(e.text), "line 7: no");
    CHECK_INT(err_prefix(&e, "%s: ", "FILE"), -1);
    CHECK_STR(str_from(e.text), "FILE: line 7: no");
    err_set(&e, "again: %s", e.text); /* an argument may be the old text */
    CHECK_STR(str_from(e.text), "again: FILE: line 7: no");

    err_set(&e, "%*d", ERR_TEXT_MAX - 1, 1); /* fits exactly */
    CHECK_INT(strlen(e.text), ERR_TEXT_MAX - 1);
    CHECK(str_ends(str_from(e.text), STR(" 1")));
    err_prefix(&e, "p: ");
    CHECK_INT(strlen(e.text), ERR_TEXT_MAX - 1);
    CHECK(str_starts(str_from(e.text), STR("p:  ")));
    CHECK(str_ends(str_from(e.text), STR(" ...")));
    err_set(&e, "%*d", 10 * ERR_TEXT_MAX, 1);
    CHECK_INT(strlen(e.text), ERR_TEXT_MAX - 1);
    CHECK(str_ends(str_from(e.text), STR(" ...")));
    err_set(&e, "old");
    err_prefix(&e, "%*d", 10 * ERR_TEXT_MAX, 1);
    CHECK_INT(strlen(e.text), ERR_TEXT_MAX - 1);
    CHECK(str_ends(str_from(e.text), STR(" ...")));
    return check_done();
}
