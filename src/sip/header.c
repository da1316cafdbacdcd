/* SPDX-License-Identifier: MIT
 *
 * The table of SIP header names: those of the IANA registry that CUCM and its
 * peers send, and Cisco's own. In a message whose line ends were lost only
 * these names begin a header. */
#include "sip/header.h"

#include <string.h>

enum {
    LONGEST = 25,     /* bytes of a name */
    SAME_LENGTH = 13, /* names of one length, and behind them an empty one */
};

/* By length of the name: no name is compared with those of other lengths. */
static const struct entry {
    struct str name;
    char compact; /* 0 when there is none */
    enum sip_name is;
} entries[LONGEST + 1][SAME_LENGTH] =
    {
        [2] =
            {
                {STR_INIT("To"), 't', SIP_NAME_TO},
            },
        [3] =
            {
                {STR_INIT("Via"), 'v', SIP_NAME_VIA},
            },
        [4] =
            {
                {STR_INIT("CSeq"), 0, SIP_NAME_CSEQ},
                {STR_INIT("Date"), 0, SIP_NAME_DATE},
                {STR_INIT("From"), 'f', SIP_NAME_FROM},
                {STR_INIT("Join"), 0, SIP_NAME_JOIN},
                {STR_INIT("Path"), 0, SIP_NAME_OTHER},
                {STR_INIT("RAck"), 0, SIP_NAME_OTHER},
                {STR_INIT("RSeq"), 0, SIP_NAME_OTHER},
            },
        [5] =
            {
                {STR_INIT("Allow"), 0, SIP_NAME_OTHER},
                {STR_INIT("Event"), 'o', SIP_NAME_OTHER},
                {STR_INIT("Route"), 0, SIP_NAME_OTHER},
            },
        [6] =
            {
                {STR_INIT("Reason"), 0, SIP_NAME_REASON},
                {STR_INIT("Server"), 0, SIP_NAME_SERVER},
                {STR_INIT("Accept"), 0, SIP_NAME_OTHER},
                {STR_INIT("Min-SE"), 0, SIP_NAME_OTHER},
            },
        [7] =
            {
                {STR_INIT("Call-ID"), 'i', SIP_NAME_CALL_ID},
                {STR_INIT("Contact"), 'm', SIP_NAME_CONTACT},
                {STR_INIT("Expires"), 0, SIP_NAME_OTHER},
                {STR_INIT("Privacy"), 0, SIP_NAME_OTHER},
                {STR_INIT("Require"), 0, SIP_NAME_OTHER},
                {STR_INIT("Subject"), 's', SIP_NAME_OTHER},
                {STR_INIT("Warning"), 0, SIP_NAME_OTHER},
            },
        [8] =
            {
                {STR_INIT("Refer-To"), 'r', SIP_NAME_REFER_TO},
                {STR_INIT("Replaces"), 0, SIP_NAME_REPLACES},
                {STR_INIT("Identity"), 'y', SIP_NAME_OTHER},
                {STR_INIT("Priority"), 0, SIP_NAME_OTHER},
                {STR_INIT("Reply-To"), 0, SIP_NAME_OTHER},
                {STR_INIT("SIP-ETag"), 0, SIP_NAME_OTHER},
            },
        [9] =
            {
                {STR_INIT("Diversion"), 0, SIP_NAME_DIVERSION},
                {STR_INIT("Call-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("Recv-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("Refer-Sub"), 0, SIP_NAME_OTHER},
                {STR_INIT("Send-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("Supported"), 'k', SIP_NAME_OTHER},
                {STR_INIT("Timestamp"), 0, SIP_NAME_OTHER},
            },
        [10] =
            {
                {STR_INIT("Cisco-Guid"), 0, SIP_NAME_CISCO_GUID},
                {STR_INIT("Session-ID"), 0, SIP_NAME_SESSION_ID},
                {STR_INIT("User-Agent"), 0, SIP_NAME_USER_AGENT},
                {STR_INIT("Alert-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("Content-Id"), 0, SIP_NAME_OTHER},
                {STR_INIT("Encryption"), 0, SIP_NAME_OTHER},
                {STR_INIT("Error-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("RTP-RxStat"), 0, SIP_NAME_OTHER},
                {STR_INIT("RTP-TxStat"), 0, SIP_NAME_OTHER},
            },
        [11] =
            {
                {STR_INIT("Cisco-Gucid"), 0, SIP_NAME_OTHER},
                {STR_INIT("Geolocation"), 0, SIP_NAME_OTHER},
                {STR_INIT("In-Reply-To"), 0, SIP_NAME_OTHER},
                {STR_INIT("Min-Expires"), 0, SIP_NAME_OTHER},
                {STR_INIT("Referred-By"), 'b', SIP_NAME_OTHER},
                {STR_INIT("Retry-After"), 0, SIP_NAME_OTHER},
                {STR_INIT("Unsupported"), 0, SIP_NAME_OTHER},
            },
        [12] =
            {
                {STR_INIT("CC-Diversion"), 0, SIP_NAME_DIVERSION},
                {STR_INIT("Content-Type"), 'c', SIP_NAME_CONTENT_TYPE},
                {STR_INIT("Allow-Events"), 'u', SIP_NAME_OTHER},
                {STR_INIT("Feature-Caps"), 0, SIP_NAME_OTHER},
                {STR_INIT("History-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("Info-Package"), 0, SIP_NAME_OTHER},
                {STR_INIT("Max-Forwards"), 0, SIP_NAME_OTHER},
                {STR_INIT("Mime-Version"), 0, SIP_NAME_OTHER},
                {STR_INIT("Organization"), 0, SIP_NAME_OTHER},
                {STR_INIT("Record-Route"), 0, SIP_NAME_OTHER},
                {STR_INIT("SIP-If-Match"), 0, SIP_NAME_OTHER},
                {STR_INIT("User-to-User"), 0, SIP_NAME_OTHER},
            },
        [13] =
            {
                {STR_INIT("Authorization"), 0, SIP_NAME_OTHER},
                {STR_INIT("Identity-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("P-Early-Media"), 0, SIP_NAME_OTHER},
                {STR_INIT("Proxy-Require"), 0, SIP_NAME_OTHER},
                {STR_INIT("Service-Route"), 0, SIP_NAME_OTHER},
                {STR_INIT("Target-Dialog"), 0, SIP_NAME_OTHER},
            },
        [14] =
            {
                {STR_INIT("Content-Length"), 'l', SIP_NAME_CONTENT_LENGTH},
                {STR_INIT("Accept-Contact"), 'a', SIP_NAME_OTHER},
                {STR_INIT("Reject-Contact"), 'j', SIP_NAME_OTHER},
            },
        [15] =
            {
                {STR_INIT("Accept-Encoding"), 0, SIP_NAME_OTHER},
                {STR_INIT("Accept-Language"), 0, SIP_NAME_OTHER},
                {STR_INIT("Remote-Party-ID"), 0, SIP_NAME_OTHER},
                {STR_INIT("Security-Client"), 0, SIP_NAME_OTHER},
                {STR_INIT("Security-Server"), 0, SIP_NAME_OTHER},
                {STR_INIT("Security-Verify"), 0, SIP_NAME_OTHER},
                {STR_INIT("Session-Expires"), 'x', SIP_NAME_OTHER},
            },
        [16] =
            {
                {STR_INIT("Content-Encoding"), 'e', SIP_NAME_OTHER},
                {STR_INIT("Content-Language"), 0, SIP_NAME_OTHER},
                {STR_INIT("WWW-Authenticate"), 0, SIP_NAME_OTHER},
            },
        [17] =
            {
                {STR_INIT("P-Called-Party-ID"), 0, SIP_NAME_OTHER},
                {STR_INIT("P-Charging-Vector"), 0, SIP_NAME_OTHER},
                {STR_INIT("Resource-Priority"), 0, SIP_NAME_OTHER},
                {STR_INIT("Suppress-If-Match"), 0, SIP_NAME_OTHER},
            },
        [18] =
            {
                {STR_INIT("Proxy-Authenticate"), 0, SIP_NAME_OTHER},
                {STR_INIT("Subscription-State"), 0, SIP_NAME_OTHER},
            },
        [19] =
            {
                {STR_INIT("Authentication-Info"), 0, SIP_NAME_OTHER},
                {STR_INIT("Content-Disposition"), 0, SIP_NAME_OTHER},
                {STR_INIT("Geolocation-Routing"), 0, SIP_NAME_OTHER},
                {STR_INIT("P-Asserted-Identity"), 0, SIP_NAME_OTHER},
                {STR_INIT("Proxy-Authorization"), 0, SIP_NAME_OTHER},
                {STR_INIT("Request-Disposition"), 'd', SIP_NAME_OTHER},
            },
        [20] =
            {
                {STR_INIT("P-Preferred-Identity"), 0, SIP_NAME_OTHER},
            },
        [21] =
            {
                {STR_INIT("P-Access-Network-Info"), 0, SIP_NAME_OTHER},
            },
        [25] =
            {
                {STR_INIT("Content-Transfer-Encoding"), 0, SIP_NAME_OTHER},
            },
};

/* Whether a name of the table is s, which has its length. The first letter
 * tells nearly all apart, and nearly all are written as in the table. */
static inline bool
is_name(struct str name, struct str s)
{
    enum { CASE = 'a' - 'A' };
    return ((s.p[0] ^ name.p[0]) & ~CASE) == 0 &&
           (memcmp(name.p, s.p, s.n) == 0 || str_eq_nocase(name, s));
}

static const struct entry *
compact_find(char letter)
{
    enum { CASE = 'a' - 'A' };
    for (size_t n = 0; n <= LONGEST; n++)
        for (const struct entry *e = entries[n]; e->name.n; e++)
            if (e->compact && (e->compact | CASE) == (letter | CASE))
                return e;
    return NULL;
}

/* The entry with this full or compact name (of one letter); NULL when there is
 * none. */
static const struct entry *
entry_find(struct str name)
{
    if (name.n == 1)
        return compact_find(name.p[0]);
    if (!name.n || name.n > LONGEST)
        return NULL;
    for (const struct entry *e = entries[name.n]; e->name.n; e++)
        if (is_name(e->name, name))
            return e;
    return NULL;
}

enum sip_name
sip_name_find(struct str name)
{
    const struct entry *e = entry_find(name);
    return e ? e->is : SIP_NAME_UNKNOWN;
}

bool
sip_name_same(struct str a, struct str b)
{
    const struct entry *e = entry_find(a);
    return e ? e == entry_find(b) : str_eq_nocase(a, b);
}

bool
sip_name_is_compact(struct str s)
{
    return s.n == 1 && entry_find(s);
}
