/* SPDX-License-Identifier: MIT
 *
 * The words of the enums: as documented, and the same both ways. */
#include "model/names.h"

#include "check.h"

static void
test_words(void)
{
    CHECK_STR(outcome_name(OUTCOME_NO_ANSWER), "no-answer");
    CHECK_STR(outcome_name(OUTCOME_IN_PROGRESS), "in-progress");
    CHECK_STR(party_name(PARTY_UNKNOWN), "");
    CHECK_STR(party_name(PARTY_SYSTEM), "system");
    CHECK_STR(sure_name(SURE_EXACT), "exact");
    CHECK_STR(sure_name(SURE_INFERRED), "inferred");
    CHECK_STR(leg_purpose_name(LEG_PARTY), "");
    CHECK_STR(leg_purpose_name(LEG_CONSULT), "consultation");
    CHECK_STR(source_kind_name(SOURCE_CALLLOG), "calllog");
    CHECK_STR(date_from_name(DATE_SIP), "sip-date");
}

static void
test_both_ways(void)
{
    for (int i = OUTCOME_UNKNOWN; i <= OUTCOME_IN_PROGRESS; i++) {
        enum outcome o;
        CHECK(outcome_name((enum outcome)i).n > 0);
        CHECK(outcome_from_name(outcome_name((enum outcome)i), &o) &&
              (int)o == i);
    }
    for (int i = PARTY_UNKNOWN; i <= PARTY_SYSTEM; i++) {
        enum party p;
        CHECK(party_from_name(party_name((enum party)i), &p) && (int)p == i);
    }
    for (int i = LEG_PARTY; i <= LEG_CONSULT; i++) {
        enum leg_purpose p;
        CHECK(
            leg_purpose_from_name(leg_purpose_name((enum leg_purpose)i), &p) &&
            (int)p == i);
    }
    for (int i = SOURCE_UNKNOWN; i <= SOURCE_CALLLOG; i++) {
        enum source_kind k;
        CHECK(
            source_kind_from_name(source_kind_name((enum source_kind)i), &k) &&
            (int)k == i);
    }
    for (int i = DATE_UNKNOWN; i <= DATE_USER; i++) {
        enum date_from d;
        CHECK(date_from_from_name(date_from_name((enum date_from)i), &d) &&
              (int)d == i);
    }
}

static void
test_no_words(void)
{
    enum outcome o = OUTCOME_BUSY;
    enum party p;
    enum leg_purpose l;
    enum source_kind k;
    enum date_from d;
    CHECK(!outcome_from_name(STR(""), &o));
    CHECK(!outcome_from_name(STR("Busy"), &o));
    CHECK(!outcome_from_name(STR("answered "), &o));
    CHECK(o == OUTCOME_BUSY);
    CHECK(!party_from_name(STR("unknown"), &p));
    CHECK(!leg_purpose_from_name(STR("party"), &l));
    CHECK(!source_kind_from_name(STR("SDL"), &k));
    CHECK(!date_from_from_name(STR("sip"), &d));
}

int
main(void)
{
    test_words();
    test_both_ways();
    test_no_words();
    return check_done();
}
