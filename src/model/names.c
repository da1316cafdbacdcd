/* SPDX-License-Identifier: MIT
 *
 * The words of the model's enums: one table each, looked up both ways; the
 * name of a source. */
#include "model/names.h"

static const struct str outcomes[] = {
    [OUTCOME_UNKNOWN] = STR_INIT("unknown"),
    [OUTCOME_ANSWERED] = STR_INIT("answered"),
    [OUTCOME_BUSY] = STR_INIT("busy"),
    [OUTCOME_NO_ANSWER] = STR_INIT("no-answer"),
    [OUTCOME_CANCELLED] = STR_INIT("cancelled"),
    [OUTCOME_REJECTED] = STR_INIT("rejected"),
    [OUTCOME_FAILED] = STR_INIT("failed"),
    [OUTCOME_REDIRECTED] = STR_INIT("redirected"),
    [OUTCOME_IN_PROGRESS] = STR_INIT("in-progress"),
};

static const struct str parties[] = {
    [PARTY_UNKNOWN] = STR_INIT(""),
    [PARTY_CALLING] = STR_INIT("calling"),
    [PARTY_CALLED] = STR_INIT("called"),
    [PARTY_SYSTEM] = STR_INIT("system"),
};

static const struct str sures[] = {
    [SURE_INFERRED] = STR_INIT("inferred"),
    [SURE_EXACT] = STR_INIT("exact"),
};

static const struct str purposes[] = {
    [LEG_PARTY] = STR_INIT(""),
    [LEG_RECORDING] = STR_INIT("recording"),
    [LEG_MEDIA] = STR_INIT("media"),
    [LEG_CONSULT] = STR_INIT("consultation"),
};

static const struct str source_kinds[] = {
    [SOURCE_UNKNOWN] = STR_INIT("unknown"),
    [SOURCE_SDL] = STR_INIT("sdl"),
    [SOURCE_CALLLOG] = STR_INIT("calllog"),
    [SOURCE_COLLECTED] = STR_INIT("collected"),
    [SOURCE_IOS] = STR_INIT("ios"),
    [SOURCE_CDR] = STR_INIT("cdr"),
};

static const struct str dates_from[] = {
    [DATE_UNKNOWN] = STR_INIT("unknown"),
    [DATE_FILEHEAD] = STR_INIT("filehead"),
    [DATE_ROW] = STR_INIT("row"),
    [DATE_SIBLING] = STR_INIT("sibling"),
    [DATE_SIP] = STR_INIT("sip-date"),
    [DATE_CALL_ID] = STR_INIT("call-id"),
    [DATE_USER] = STR_INIT("user"),
};

/* The index of s among n words; n when it is none of them. */
static size_t
find(struct str s, const struct str *words, size_t n)
{
    size_t i = 0;
    while (i < n && !str_eq(s, words[i]))
        i++;
    return i;
}

struct str
outcome_name(enum outcome o)
{
    return outcomes[o];
}

struct str
party_name(enum party p)
{
    return parties[p];
}

struct str
sure_name(enum sure s)
{
    return sures[s];
}

struct str
leg_purpose_name(enum leg_purpose p)
{
    return purposes[p];
}

struct str
source_kind_name(enum source_kind k)
{
    return source_kinds[k];
}

struct str
date_from_name(enum date_from d)
{
    return dates_from[d];
}

bool
outcome_from_name(struct str s, enum outcome *o)
{
    size_t i = find(s, outcomes, COUNTOF(outcomes));
    if (i == COUNTOF(outcomes))
        return false;
    *o = (enum outcome)i;
    return true;
}

bool
party_from_name(struct str s, enum party *p)
{
    size_t i = find(s, parties, COUNTOF(parties));
    if (i == COUNTOF(parties))
        return false;
    *p = (enum party)i;
    return true;
}

bool
leg_purpose_from_name(struct str s, enum leg_purpose *p)
{
    size_t i = find(s, purposes, COUNTOF(purposes));
    if (i == COUNTOF(purposes))
        return false;
    *p = (enum leg_purpose)i;
    return true;
}

bool
source_kind_from_name(struct str s, enum source_kind *k)
{
    size_t i = find(s, source_kinds, COUNTOF(source_kinds));
    if (i == COUNTOF(source_kinds))
        return false;
    *k = (enum source_kind)i;
    return true;
}

bool
date_from_from_name(struct str s, enum date_from *d)
{
    size_t i = find(s, dates_from, COUNTOF(dates_from));
    if (i == COUNTOF(dates_from))
        return false;
    *d = (enum date_from)i;
    return true;
}

struct str
source_name(struct arena *a, const struct source *s)
{
    if (s->member.n == 0)
        return s->file;
    return str_fmt(
        a, STR_FMT ":" STR_FMT, STR_ARG(s->file), STR_ARG(s->member));
}
