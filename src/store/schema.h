/* SPDX-License-Identifier: MIT
 *
 * schema/ *.sql as built into the program; tools/embed.cmake makes the source
 * from the list in CMakeLists.txt, in that order. */
#ifndef CMTRAIL_STORE_SCHEMA_H
#define CMTRAIL_STORE_SCHEMA_H

#include <stddef.h>

extern const char *const schema_names[]; /* "facts.sql" */
extern const char *const schema_texts[]; /* NUL-terminated */
extern const size_t schema_lengths[];    /* without the NUL */
extern const size_t schema_count;

#endif
