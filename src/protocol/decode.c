/* SPDX-License-Identifier: MIT */
#include "protocol/decode.h"

#include "protocol/cdr.h"
#include "protocol/mgcp.h"
#include "protocol/q931.h"
#include "protocol/sccp.h"

const struct decoder decoders[] = {
    {STR_INIT("cdr"), cdr_columns, CDR_FIELDS, cdr_decode},
    {STR_INIT("ios_q931"), q931_columns, Q931_FIELDS, ios_q931_decode},
    {STR_INIT("mgcp"), mgcp_columns, MGCP_FIELDS, mgcp_decode},
    {STR_INIT("q931"), q931_columns, Q931_FIELDS, q931_decode},
    {STR_INIT("sccp"), sccp_columns, SCCP_FIELDS, sccp_decode},
};
const size_t ndecoders = COUNTOF(decoders);

const struct decoder *
decoder_find(struct str name)
{
    for (size_t i = 0; i < ndecoders; i++)
        if (str_eq(decoders[i].name, name))
            return &decoders[i];
    return NULL;
}
