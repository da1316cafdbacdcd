/* SPDX-License-Identifier: MIT
 *
 * ECMA-48 sequences, the eight old colours only: every terminal has them and
 * every theme keeps them readable. */
#include "render/ink.h"

static const char *const sequences[] = {
    [INK_PLAIN] = "\033[0m",
    [INK_HEAD] = "\033[1m",
    [INK_DIM] = "\033[2m",
    [INK_BAD] = "\033[31m",
    [INK_NOTE] = "\033[36m",
    [INK_TLS] = "\033[32m",
};

void
ink_set(struct out *o, enum ink ink, bool color)
{
    if (color)
        out_z(o, sequences[ink]);
}
