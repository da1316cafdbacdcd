/* SPDX-License-Identifier: MIT
 *
 * One field after the other off a line of comma-separated values. */
#ifndef CMTRAIL_BASE_CSV_H
#define CMTRAIL_BASE_CSV_H

#include "base/str.h"

/* Cuts *rest behind its first field. The field comes without the blanks around
 * it and without its quotes; a doubled quote inside stays doubled. */
struct str csv_cut(struct str *rest);

#endif
