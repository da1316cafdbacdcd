/* SPDX-License-Identifier: MIT
 *
 * Cuts the text of a SIP message into its start line, headers and body. Works
 * by lines; where line ends were lost (the whole message on one line, or some
 * lines joined) it finds the headers by their names. */
#ifndef CMTRAIL_SIP_CUT_H
#define CMTRAIL_SIP_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct sip_cut {
    struct str text;
    size_t at;     /* where the next header begins; in the end: the body */
    bool loose;    /* line ends are lost: names of headers count */
    bool done;     /* no header follows */
    bool has_body; /* ... because an empty line, or SDP, came */
};

struct sip_start {
    struct str method, uri;    /* of a request; uri may contain blanks */
    struct str status, reason; /* of a response */
};

struct sip_head {
    struct str name, value; /* value trimmed, folded lines still in it */
};

/* Begins with text. returns: whether it begins with a start line. */
bool sip_cut_start(
    struct sip_cut *c, struct str text, bool collapsed, struct sip_start *s);

/* The next header. returns false when there is none left. */
bool sip_cut_header(struct sip_cut *c, struct sip_head *h);

/* The body, after the last header.
 * length: what Content-Length said; -1 = nothing usable.
 * used:   bytes of the text that are the message. */
struct str sip_cut_body(const struct sip_cut *c, int64_t length, size_t *used);

/* The part of a multipart body that is SDP; empty when there is none.
 * type: value of Content-Type, with the boundary. */
struct str sip_cut_sdp_part(struct str body, struct str type);

#endif
