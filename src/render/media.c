/* SPDX-License-Identifier: MIT
 *
 * Reads what sdp_summary wrote: "audio G722,PCMU sendrecv SRTP 192.0.2.1:20000"
 * or "audio off", with "; " between media lines. */
#include "render/media.h"

struct media {
    struct str kind;
    bool off;
    struct str codecs;    /* may be empty */
    struct str direction; /* sendrecv, ... */
    struct str protocol;  /* "RTP", "RTP or SRTP" */
    struct str address;   /* with port */
};

static bool
is_direction(struct str s)
{
    return str_eq(s, STR("sendrecv")) || str_eq(s, STR("sendonly")) ||
           str_eq(s, STR("recvonly")) || str_eq(s, STR("inactive"));
}

static struct media
read_media(struct str s)
{
    struct media m = {.kind = str_cut(&s, ' ')};
    if (str_eq(s, STR("off"))) {
        m.off = true;
        return m;
    }
    struct str word = str_cut(&s, ' ');
    if (!is_direction(word)) {
        m.codecs = word;
        word = str_cut(&s, ' ');
    }
    m.direction = word;
    size_t blank = str_rfind_byte(s, ' ');
    m.protocol = str_sub(s, 0, blank);
    m.address = str_trim(str_skip(s, blank));
    return m;
}

/* Cuts one media line off a summary. */
static struct str
cut_media(struct str *rest)
{
    struct str all = *rest;
    size_t at = str_find(all, STR("; "));
    *rest = str_skip(all, at + 2);
    return str_sub(all, 0, at);
}

static struct str
add(struct arena *a, struct str all, struct str one)
{
    return str_fmt(a, STR_FMT "%s" STR_FMT, STR_ARG(all), all.n > 0 ? ", " : "",
        STR_ARG(one));
}

static struct str
from_to(struct arena *a, const char *what, struct str from, struct str to)
{
    return str_fmt(a, "%s" STR_FMT " to " STR_FMT, what,
        STR_ARG(from.n > 0 ? from : STR("none")),
        STR_ARG(to.n > 0 ? to : STR("none")));
}

/* Media that only one side may send, or none, are on hold. */
static struct str
turned(struct arena *a, struct str from, struct str to)
{
    bool both = str_eq(to, STR("sendrecv"));
    bool held = str_eq(to, STR("sendonly")) || str_eq(to, STR("inactive"));
    return str_fmt(a, STR_FMT "%s", STR_ARG(from_to(a, "", from, to)),
        both   ? " (resume)"
        : held ? " (hold)"
               : "");
}

static struct str
compare(struct arena *a, const struct media *x, const struct media *y)
{
    struct str all = STR("");
    if (x->off || y->off) {
        /* The summary itself says "off". */
        if (y->off)
            return all;
        return str_fmt(a, STR_FMT " on again", STR_ARG(y->kind));
    }
    if (!str_eq(x->direction, y->direction))
        all = add(a, all, turned(a, x->direction, y->direction));
    if (!str_eq(x->codecs, y->codecs))
        all = add(a, all, from_to(a, "codecs ", x->codecs, y->codecs));
    if (!str_eq(x->protocol, y->protocol))
        all = add(a, all, from_to(a, "", x->protocol, y->protocol));
    if (!str_eq(x->address, y->address))
        all =
            add(a, all, str_fmt(a, "address to " STR_FMT, STR_ARG(y->address)));
    return all;
}

struct str
media_change(struct arena *a, struct str before, struct str now)
{
    struct str all = STR("");
    while (before.n > 0 || now.n > 0) {
        struct media x = read_media(cut_media(&before));
        struct media y = read_media(cut_media(&now));
        struct str one;
        if (x.kind.n == 0 || y.kind.n == 0)
            one = str_fmt(a, STR_FMT " %s",
                STR_ARG(x.kind.n == 0 ? y.kind : x.kind),
                x.kind.n == 0 ? "added" : "gone");
        else if (!str_eq(x.kind, y.kind))
            one = from_to(a, "", x.kind, y.kind);
        else
            one = compare(a, &x, &y);
        if (one.n > 0)
            all = add(a, all, one);
    }
    return all;
}
