/* SPDX-License-Identifier: MIT
 *
 * What standard output can show, and the pager before it. */
#ifndef CMTRAIL_CLI_TERMINAL_H
#define CMTRAIL_CLI_TERMINAL_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"
#include "render/render.h"

/* Makes sure that descriptors 0 to 2 are taken, so that no file that is opened
 * later is written to by accident. */
void terminal_init(void);

/* Width ($COLUMNS, the terminal's, else 100), colour (NO_COLOR, TERM=dumb),
 * UTF-8 by the locale.
 * color: auto, always, never
 * returns: 0; -1 when color is none of these */
int terminal_options(struct str color, struct render_options *r, struct err *e);

/* Starts $PAGER, or less, before standard output when that is a terminal.
 * returns: its process, 0 when there is none. */
pid_t terminal_start_pager(void);
/* Waits until the reader has left it. Standard output is closed by now. */
void terminal_wait_pager(pid_t pager);

#endif
