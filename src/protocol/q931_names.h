/* SPDX-License-Identifier: MIT
 *
 * Inside src/protocol only: the words of ITU-T Q.931's tables. */
#ifndef CMTRAIL_PROTOCOL_Q931_NAMES_H
#define CMTRAIL_PROTOCOL_Q931_NAMES_H

#include "base/str.h"

enum q931_table {
    Q931_MESSAGES,         /* table 4-2 */
    Q931_SERVICES,         /* messages of North American maintenance */
    Q931_LOCATIONS,        /* Q.850 2.2.3 */
    Q931_PROGRESSES,       /* 4.5.23 */
    Q931_NUMBER_TYPES,     /* 4.5.10 */
    Q931_NUMBER_PLANS,     /* 4.5.10 */
    Q931_PRESENTATIONS,    /* 4.5.10 */
    Q931_SCREENINGS,       /* 4.5.10 */
    Q931_REDIRECT_REASONS, /* Q.952 */
    Q931_CAPABILITIES,     /* 4.5.5 */
    Q931_LAYERS1,          /* 4.5.5 */
    Q931_NOTIFICATIONS,    /* 4.5.22 */
    Q931_RESTARTS,         /* 4.5.25 */
};

/* Empty when the table does not have the code. */
struct str q931_name(enum q931_table table, unsigned code);

#endif
