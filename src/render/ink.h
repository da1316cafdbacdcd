/* SPDX-License-Identifier: MIT
 *
 * The few colours that text for a terminal uses, one meaning each. */
#ifndef CMTRAIL_RENDER_INK_H
#define CMTRAIL_RENDER_INK_H

#include <stdbool.h>

#include "base/out.h"

enum ink {
    INK_PLAIN,
    INK_HEAD, /* titles, column heads */
    INK_DIM,  /* details and evidence */
    INK_BAD,  /* failures */
    INK_NOTE, /* what is no message */
    INK_TLS,  /* certificates and ciphers */
};

/* Switches to an ink, or back to plain. Writes nothing without colour. */
void ink_set(struct out *o, enum ink ink, bool color);

#endif
