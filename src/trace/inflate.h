/* SPDX-License-Identifier: MIT
 *
 * One gzip member after the other, decoded as bytes come: header, deflate
 * data, checksum. Two libraries can do it; the build takes isa-l where it is
 * (inflate_isal.c), else zlib (inflate_zlib.c), which needs 2.7 times as long.
 * Internal to src/trace, but for the library's name. */
#ifndef CMTRAIL_TRACE_INFLATE_H
#define CMTRAIL_TRACE_INFLATE_H

#include <stddef.h>
#include <stdint.h>

struct inflate;

/* What is to be decoded, and where to; inflate_run moves both on. */
struct inflate_io {
    const char *in;
    uint32_t in_n;
    char *out;
    uint32_t out_n;
};

enum inflate_result {
    INFLATE_MORE, /* all of the input is used, or the output is full */
    INFLATE_END,  /* of the member; its checksum is right */
    INFLATE_BAD,  /* damaged, or not gzip; what came out is good */
};

/* At the start of a member. returns NULL when the library does not start. */
struct inflate *inflate_open(void);

/* Forgets the member, to begin another one. */
void inflate_restart(struct inflate *i);

enum inflate_result inflate_run(struct inflate *i, struct inflate_io *io);

/* What is wrong after INFLATE_BAD, in a few words. */
const char *inflate_why(const struct inflate *i);

/* Safe with NULL. */
void inflate_close(struct inflate *i);

/* Name and version, for --version. */
const char *inflate_library(void);

#endif
