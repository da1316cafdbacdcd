/* SPDX-License-Identifier: MIT
 *
 * Hides what must not leave the house with a SIP message: SRTP keys and
 * credentials. Always done where message texts are shown. */
#ifndef CMTRAIL_SIP_MASK_H
#define CMTRAIL_SIP_MASK_H

#include "base/arena.h"
#include "base/str.h"

/* A copy in a of the text in which these are replaced by "***":
 * - SRTP keys: "inline:KEY" (a=crypto), the value of "k=" lines, MIKEY data
 * - values of response, nonce, cnonce, nextnonce, rspauth, opaque
 * - whatever follows "Basic" or "Bearer" and other schemes but Digest in
 *   Authorization and Proxy-Authorization
 * - DTMF digits in bodies: "Signal=", "digits=", application/dtmf
 * Content-Length changes with the body. Works on messages whose line ends were
 * lost too. Linear. */
struct str mask_secrets(struct arena *a, struct str text);

#endif
