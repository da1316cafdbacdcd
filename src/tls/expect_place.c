/* SPDX-License-Identifier: MIT
 *
 * Where a trunk leads to, as a file of expectations spells it. */
#include <arpa/inet.h>
#include <string.h>

#include "tls/expect.h"

/* An address has several spellings. */
static bool
same_address(struct arena *a, struct str x, struct str y)
{
    unsigned char p[16], q[16];
    bool six = str_find_byte(y, ':') < y.n;
    int family = six ? AF_INET6 : AF_INET;
    if (str_eq_nocase(x, y))
        return true;
    return inet_pton(family, str_z(a, x), p) == 1 &&
           inet_pton(family, str_z(a, y), q) == 1 &&
           memcmp(p, q, six ? 16 : 4) == 0;
}

/* "192.0.2.1:5061", "[2001:db8::1]:5061", "2001:db8::1": to address and port;
 * 0 = none. */
static struct str
address_of(struct str s, int64_t *port)
{
    size_t first = str_find_byte(s, ':'), last = str_rfind_byte(s, ':');
    struct str address = s;
    *port = 0;
    if (s.n > 0 && s.p[0] == '[') {
        size_t end = str_find_byte(s, ']');
        address = str_sub(s, 1, end - 1);
        s = str_skip(s, end + 1);
        last = 0;
    } else if (first < s.n && first == last) {
        address = str_sub(s, 0, last);
        s = str_skip(s, last);
    } else {
        return address;
    }
    if (s.n > 1)
        (void)str_to_i64(str_skip(s, 1), port);
    return address;
}

bool
expect_leads_to(struct arena *a, const struct expect_names *d,
    const struct connection *c, bool port)
{
    for (size_t i = 0; i < d->n; i++) {
        int64_t number = 0;
        struct str address = address_of(d->v[i], &number);
        if (same_address(a, address, c->remote_ip) &&
            (!port || number == 0 || number == c->remote_port))
            return true;
    }
    return false;
}
