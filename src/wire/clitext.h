/* SPDX-License-Identifier: MIT
 *
 * What the command line of a node prints, pasted into a file: `show cert own`,
 * `show cert trust`, `utils network capture`. Line ends may be lost, prose may
 * stand around it. */
#ifndef CMTRAIL_WIRE_CLITEXT_H
#define CMTRAIL_WIRE_CLITEXT_H

#include "base/arena.h"
#include "model/tls.h"

struct clitext {
    struct tls_certificate *certificates;
    size_t ncertificates;
    struct tls_flow *flows; /* one a pair of ends, in both directions */
    size_t nflows;
};

/* Finds all of it in a text; slices of text or in a. Evidence has the line.
 * returns: whether there was any.
 * cost:    a text without any costs next to nothing. */
bool clitext_read(struct arena *a, struct str text, struct clitext *c);

#endif
