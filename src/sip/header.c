/* SPDX-License-Identifier: MIT
 *
 * The table of SIP header names: those of the IANA registry that CUCM and its
 * peers send, and Cisco's own. In a message whose line ends were lost only
 * these names begin a header. */
#include "sip/header.h"

static const struct entry {
    struct str name;
    struct str compact; /* empty when there is none */
    enum sip_name is;
} entries[] = {
    {STR_INIT("Call-ID"), STR_INIT("i"), SIP_NAME_CALL_ID},
    {STR_INIT("Cisco-Guid"), STR_INIT(""), SIP_NAME_CISCO_GUID},
    {STR_INIT("Contact"), STR_INIT("m"), SIP_NAME_CONTACT},
    {STR_INIT("Content-Length"), STR_INIT("l"), SIP_NAME_CONTENT_LENGTH},
    {STR_INIT("Content-Type"), STR_INIT("c"), SIP_NAME_CONTENT_TYPE},
    {STR_INIT("CSeq"), STR_INIT(""), SIP_NAME_CSEQ},
    {STR_INIT("Date"), STR_INIT(""), SIP_NAME_DATE},
    {STR_INIT("CC-Diversion"), STR_INIT(""), SIP_NAME_DIVERSION},
    {STR_INIT("Diversion"), STR_INIT(""), SIP_NAME_DIVERSION},
    {STR_INIT("From"), STR_INIT("f"), SIP_NAME_FROM},
    {STR_INIT("Join"), STR_INIT(""), SIP_NAME_JOIN},
    {STR_INIT("Reason"), STR_INIT(""), SIP_NAME_REASON},
    {STR_INIT("Refer-To"), STR_INIT("r"), SIP_NAME_REFER_TO},
    {STR_INIT("Replaces"), STR_INIT(""), SIP_NAME_REPLACES},
    {STR_INIT("Server"), STR_INIT(""), SIP_NAME_SERVER},
    {STR_INIT("Session-ID"), STR_INIT(""), SIP_NAME_SESSION_ID},
    {STR_INIT("To"), STR_INIT("t"), SIP_NAME_TO},
    {STR_INIT("User-Agent"), STR_INIT(""), SIP_NAME_USER_AGENT},
    {STR_INIT("Via"), STR_INIT("v"), SIP_NAME_VIA},

    {STR_INIT("Accept"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Accept-Contact"), STR_INIT("a"), SIP_NAME_OTHER},
    {STR_INIT("Accept-Encoding"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Accept-Language"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Alert-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Allow"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Allow-Events"), STR_INIT("u"), SIP_NAME_OTHER},
    {STR_INIT("Authentication-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Authorization"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Call-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Cisco-Gucid"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Content-Disposition"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Content-Encoding"), STR_INIT("e"), SIP_NAME_OTHER},
    {STR_INIT("Content-Id"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Content-Language"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Content-Transfer-Encoding"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Encryption"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Error-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Event"), STR_INIT("o"), SIP_NAME_OTHER},
    {STR_INIT("Expires"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Feature-Caps"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Geolocation"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Geolocation-Routing"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("History-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Identity"), STR_INIT("y"), SIP_NAME_OTHER},
    {STR_INIT("Identity-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Info-Package"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("In-Reply-To"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Max-Forwards"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Mime-Version"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Min-Expires"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Min-SE"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Organization"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("P-Access-Network-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("P-Asserted-Identity"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("P-Called-Party-ID"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("P-Charging-Vector"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("P-Early-Media"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("P-Preferred-Identity"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Path"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Priority"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Privacy"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Proxy-Authenticate"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Proxy-Authorization"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Proxy-Require"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("RAck"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Record-Route"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Recv-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Refer-Sub"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Referred-By"), STR_INIT("b"), SIP_NAME_OTHER},
    {STR_INIT("Reject-Contact"), STR_INIT("j"), SIP_NAME_OTHER},
    {STR_INIT("Remote-Party-ID"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Reply-To"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Request-Disposition"), STR_INIT("d"), SIP_NAME_OTHER},
    {STR_INIT("Require"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Resource-Priority"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Retry-After"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Route"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("RSeq"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("RTP-RxStat"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("RTP-TxStat"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Security-Client"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Security-Server"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Security-Verify"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Send-Info"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Service-Route"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Session-Expires"), STR_INIT("x"), SIP_NAME_OTHER},
    {STR_INIT("SIP-ETag"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("SIP-If-Match"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Subject"), STR_INIT("s"), SIP_NAME_OTHER},
    {STR_INIT("Subscription-State"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Supported"), STR_INIT("k"), SIP_NAME_OTHER},
    {STR_INIT("Suppress-If-Match"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Target-Dialog"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Timestamp"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Unsupported"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("User-to-User"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("Warning"), STR_INIT(""), SIP_NAME_OTHER},
    {STR_INIT("WWW-Authenticate"), STR_INIT(""), SIP_NAME_OTHER},
};

/* Length and first letter tell nearly all names apart. */
static inline bool
is_name(struct str name, struct str s)
{
    enum { CASE = 'a' - 'A' };
    return s.n == name.n && ((s.p[0] ^ name.p[0]) & ~CASE) == 0 &&
           str_eq_nocase(name, s);
}

/* The entry with this full or compact name (of one letter); NULL when there is
 * none. */
static const struct entry *
entry_find(struct str name)
{
    if (!name.n)
        return NULL;
    for (size_t i = 0; i < COUNTOF(entries); i++)
        if (is_name(name, name.n == 1 ? entries[i].compact : entries[i].name))
            return &entries[i];
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
