/* SPDX-License-Identifier: MIT
 *
 * The rule files built into the program. The build makes the file that
 * defines these from rules/ (tools/embed.cmake). */
#ifndef CMTRAIL_RULES_BUILTIN_H
#define CMTRAIL_RULES_BUILTIN_H

#include <stddef.h>

extern const char *const builtin_rules_names[]; /* "sip.yaml" */
extern const char *const builtin_rules_texts[]; /* NUL-terminated */
extern const size_t builtin_rules_lengths[];    /* bytes, without the NUL */
extern const size_t builtin_rules_count;

#endif
