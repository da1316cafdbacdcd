/* SPDX-License-Identifier: MIT
 *
 * Addresses and parameters in the values of SIP headers:
 * "Name" <sip:5551;p=1@192.0.2.1:5060;transport=tcp>;tag=1. */
#ifndef CMTRAIL_SIP_ADDRESS_H
#define CMTRAIL_SIP_ADDRESS_H

#include "base/str.h"

struct sip_address {
    struct str uri;    /* without < > */
    struct str params; /* of the header, from the first ';'; may be empty */
};

/* The first address of a From, To, Contact or like value. */
struct sip_address sip_address_parse(struct str value);

/* The user (number) of a sip, sips or tel URI: without password and without
 * parameters; empty for <sip:host>. */
struct str sip_uri_user(struct str uri);
/* The host, IPv6 without its brackets; empty for other schemes. */
struct str sip_uri_host(struct str uri);

/* The value of ;name=value in params, names without case, quotes taken off;
 * empty when it is not there. */
struct str sip_param(struct str params, struct str name);

/* Cuts *rest at the first c that stands outside of a quoted string. */
struct str sip_cut_unquoted(struct str *rest, char c);

#endif
