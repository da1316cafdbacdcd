/* SPDX-License-Identifier: MIT
 *
 * Expectations as YAML. Text is written as JSON strings, which YAML reads. */
#include "render/render.h"

static void
put_quoted(struct out *o, struct str s)
{
    struct json j;
    json_init(&j, o);
    json_str(&j, NULL, s);
}

static void
put_names(struct out *o, const char *key, const struct expect_names *names)
{
    if (names->n == 0)
        return;
    out_fmt(o, "    %s: [", key);
    for (size_t i = 0; i < names->n; i++) {
        out_z(o, i ? ", " : "");
        put_quoted(o, names->v[i]);
    }
    out_z(o, "]\n");
}

static void
put_entry(struct out *o, const struct expectation *x)
{
    out_z(o, "  - ");
    if (x->trunk.n) {
        out_z(o, "trunk: ");
        put_quoted(o, x->trunk);
        out_byte(o, '\n');
    } else {
        out_z(o, "# its trunk's name is not in the traces\n");
    }
    put_names(o, "destinations", &x->destinations);
    if (x->incoming_port)
        out_fmt(o, "    incoming_port: %d\n", (int)x->incoming_port);
    if (x->tls || x->plain)
        out_fmt(o, "    tls: %s\n", x->tls ? "yes" : "no");
    put_names(o, "subjects", &x->subjects);
    if (x->grade.n) {
        out_z(o, "    grade: ");
        out_str(o, x->grade);
        out_byte(o, '\n');
    }
    if (x->srtp != SRTP_ANY)
        out_fmt(o, "    srtp: %s\n",
            x->srtp == SRTP_FORBIDDEN  ? "no"
            : x->srtp == SRTP_REQUIRED ? "required"
                                       : "yes");
}

void
render_expect_yaml(struct out *o, const struct expectations *x)
{
    out_z(o,
        "# What the connections of trunks should be, for `cmtrail tls "
        "--expect FILE`.\n"
        "# Made from what was seen: read it, and correct what should not be "
        "so.\n"
        "#   destinations   addresses, IP or IP:PORT\n"
        "#   incoming_port  of the SIP trunk security profile\n"
        "#   tls            yes or no\n"
        "#   subjects       X.509 subject names of the profile\n"
        "#   grade          at least: good, legacy, weak, critical\n"
        "#   srtp           yes (allowed), no, required\n"
        "#   issuers        distinguished names; a capture shows them\n"
        "expect:");
    out_z(o, x->n ? "\n" : " []\n");
    for (size_t i = 0; i < x->n; i++)
        put_entry(o, &x->v[i]);
}
