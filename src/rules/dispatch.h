/* SPDX-License-Identifier: MIT
 *
 * Which rules a record could match, found without walking over all of them:
 * by type, then by signal name, then by literal. Made once from a rule set;
 * read-only afterwards. */
#ifndef CMTRAIL_RULES_DISPATCH_H
#define CMTRAIL_RULES_DISPATCH_H

#include "base/arena.h"
#include "model/record.h"
#include "rules/literal.h"
#include "rules/rule.h"

struct dispatch;

/* All of it lives in a; slices of rs are kept. */
struct dispatch *dispatch_make(struct arena *a, const struct rules *rs);

/* The part of a record that patterns see: the parameters of a signal; the
 * columns of Created and Stopping; else the text without leading blanks. */
struct str dispatch_text(const struct record *rec);

/* The rules whose type and signal fit and whose literal is in the text, as
 * they come: hits->v has room for every rule; *text is what patterns see when
 * there is such a rule. */
void dispatch_find(const struct dispatch *d, const struct record *rec,
    struct literal_seen *seen, struct literal_hits *hits, struct str *text);

/* Whether type and signal of a rule fit a record. */
bool dispatch_fits(const struct rule *r, const struct record *rec);
/* Whether the rule's literal is in the text (true when it has none). */
bool dispatch_has_literal(const struct rule *r, struct str text);

/* Cuts the columns of a signal off its text: SIGNAL STATE DEST SOURCE TAG, and
 * leaves the parameters. Each without the blanks around it. */
struct signal_columns {
    struct str signal, state, to, from, tag;
    struct str parameters;
};
struct signal_columns dispatch_columns(struct str text);

#endif
