/* SPDX-License-Identifier: MIT
 *
 * A certificate is a run of known labels, each with what follows it up to the
 * next label or the end of its line; it ends where a label comes again. */
#include "wire/clitext.h"

#include "base/map.h"

enum label {
    LABEL_OWN,
    LABEL_TRUST,
    LABEL_SERIAL,
    LABEL_SIGNATURE,
    LABEL_ISSUER,
    LABEL_FROM,
    LABEL_TO,
    LABEL_SUBJECT,
    LABEL_KEY_VALUE,
    LABEL_KEY,
    LABEL_PROMPT, /* ends what stood before it */
    LABEL_OTHER,
    LABELS
};

static const struct str labels[LABELS] = {
    [LABEL_OWN] = STR_INIT("show cert own"),
    [LABEL_TRUST] = STR_INIT("show cert trust"),
    [LABEL_SERIAL] = STR_INIT("Serial Number:"),
    [LABEL_SIGNATURE] = STR_INIT("SignatureAlgorithm:"),
    [LABEL_ISSUER] = STR_INIT("Issuer Name:"),
    [LABEL_FROM] = STR_INIT("Validity From:"),
    [LABEL_TO] = STR_INIT(" To:"),
    [LABEL_SUBJECT] = STR_INIT("Subject Name:"),
    [LABEL_KEY_VALUE] = STR_INIT("Key value:"),
    [LABEL_KEY] = STR_INIT("Key:"),
    [LABEL_PROMPT] = STR_INIT("admin:"),
    [LABEL_OTHER] = STR_INIT("Extensions:"),
};

/* A text being read. */
struct scan {
    struct arena *a;
    struct str text;
    size_t at;
    uint64_t line; /* of `at`, from 1 */
    struct clitext *c;
    size_t cap, flows_cap;
    enum tls_where where;
    struct str unit;
    struct tls_certificate now; /* being gathered */
    unsigned has;               /* labels that it has */
    struct map flows;
};

static struct str
rest(const struct scan *s)
{
    return str_skip(s->text, s->at);
}

static void
advance(struct scan *s, size_t n)
{
    for (size_t i = 0; i < n && s->at < s->text.n; i++, s->at++)
        s->line += s->text.p[s->at] == '\n';
}

/* The label that stands here; LABELS. */
static enum label
label_at(struct str s)
{
    if (!s.n || !str_has(STR("sSIV KAae T\tE"), str_sub(s, 0, 1)))
        return LABELS;
    for (int i = 0; i < LABELS; i++)
        if (str_starts(s, labels[i]))
            return (enum label)i;
    return LABELS;
}

/* What stands behind a label, on its line and before the next one. */
static struct str
value_of(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r' &&
           (n == 0 || label_at(str_skip(s, n)) == LABELS))
        n++;
    return str_trim(str_sub(s, 0, n));
}

/* -- values ---------------------------------------------------------------- */

static struct str
serial_value(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (!hex && c != ':')
            break;
        if (hex && !(c == '0' && n == 0))
            p[n++] = c;
    }
    return (struct str){p, n};
}

/* "Thu Nov 13 04:53:22 IST 2014": the zone's name says nothing for certain, so
 * this is the wall clock. */
static int64_t
date_value(struct str s)
{
    static const struct str months =
        STR_INIT("JanFebMarAprMayJunJulAugSepOctNovDec");
    struct str word[6];
    size_t n = 0;
    int64_t day = 0, year = 0, tod = 0;
    for (; n < COUNTOF(word) && (s = str_trim(s)).n; n++)
        word[n] = str_cut(&s, ' ');
    if (n < 5)
        return WHEN_UNKNOWN;
    size_t month = str_find(months, word[1]);
    if (word[1].n != 3 || month % 3 || month == months.n ||
        !str_to_i64(word[2], &day) || !when_parse_tod(word[3], &tod) ||
        !str_to_i64(word[n - 1], &year) || day < 1 || day > 31 || year < 1950 ||
        year > 9999)
        return WHEN_UNKNOWN;
    return when_days((int)year, (int)(month / 3) + 1, (int)day) * WHEN_DAY_MS +
           tod;
}

static unsigned
hex_byte(struct str s, size_t i)
{
    uint64_t v = 0;
    return str_to_hex(str_sub(s, 2 * i, 2), &v) ? (unsigned)v : 0;
}

/* The length of a DER element at byte *at, which moves behind it. */
static size_t
der_length(struct str s, size_t *at)
{
    unsigned first = hex_byte(s, (*at)++);
    if (first < 0x80)
        return first;
    size_t n = 0;
    for (unsigned i = 0; i < (first & 0x7f) && i < 4; i++)
        n = n << 8 | hex_byte(s, (*at)++);
    return n;
}

/* Bits of the modulus in "3082010a0282010100...": RFC 8017 A.1.1. */
static int32_t
key_bits(struct str hex)
{
    size_t at = 1;
    if (hex.n < 16 || hex_byte(hex, 0) != 0x30)
        return 0;
    der_length(hex, &at);
    if (hex_byte(hex, at++) != 0x02)
        return 0;
    size_t n = der_length(hex, &at);
    if (n == 0 || n > 4096)
        return 0;
    return (int32_t)(hex_byte(hex, at) == 0 ? n - 1 : n) * 8;
}

/* "sha1WithRSAEncryption" without the number behind it. */
static struct str
first_word(struct str s)
{
    return str_cut(&s, ' ');
}

/* -- certificates ---------------------------------------------------------- */

static void
end_certificate(struct scan *s)
{
    struct clitext *c = s->c;
    if (s->now.subject.n > 0 && s->now.issuer.n > 0) {
        c->certificates = arena_grow(s->a, c->certificates, &s->cap,
            c->ncertificates + 1, sizeof *c->certificates);
        c->certificates[c->ncertificates++] = s->now;
    }
    s->now = (struct tls_certificate){
        .not_before_ms = WHEN_UNKNOWN, .not_after_ms = WHEN_UNKNOWN};
    s->has = 0;
}

static void
begin_command(struct scan *s, enum label label, struct str value)
{
    end_certificate(s);
    s->where = label == LABEL_OWN ? TLS_OWN : TLS_TRUST;
    s->unit = first_word(value);
}

static void
take_label(struct scan *s, enum label label, struct str value)
{
    struct tls_certificate *c = &s->now;
    if (s->has & 1u << label && label != LABEL_KEY && label != LABEL_KEY_VALUE)
        end_certificate(s);
    if (s->has == 0) {
        c->where = s->where;
        c->unit = s->unit;
        c->evidence.line = s->line;
    }
    s->has |= 1u << label;
    switch (label) {
    case LABEL_SERIAL:
        c->serial = serial_value(s->a, value);
        break;
    case LABEL_SIGNATURE:
        c->signature = first_word(value);
        break;
    case LABEL_ISSUER:
        c->issuer = value;
        break;
    case LABEL_FROM:
        c->not_before_ms = date_value(value);
        break;
    case LABEL_TO:
        c->not_after_ms = date_value(value);
        break;
    case LABEL_SUBJECT:
        c->subject = value;
        break;
    case LABEL_KEY:
        c->key = first_word(value);
        break;
    case LABEL_KEY_VALUE:
        if (str_starts_nocase(c->key, STR("RSA")))
            c->bits = key_bits(value);
        break;
    case LABEL_OWN:
    case LABEL_TRUST:
    case LABEL_PROMPT:
    case LABEL_OTHER:
    case LABELS:
        break;
    }
}

/* "a.example.net (dNSName)" */
static bool
take_alternative(struct scan *s)
{
    struct str mark = STR(" (dNSName)");
    if (s->has == 0 || !str_starts(rest(s), mark))
        return false;
    size_t begin = s->at;
    while (
        begin > 0 && !str_has(STR(" \t\r\n[,"), str_sub(s->text, begin - 1, 1)))
        begin--;
    struct str name = str_sub(s->text, begin, s->at - begin);
    struct tls_certificate *c = &s->now;
    if (name.n && c->san.n < 65536)
        c->san = str_fmt(s->a, STR_FMT "%sDNS:" STR_FMT, STR_ARG(c->san),
            c->san.n ? ", " : "", STR_ARG(name));
    return true;
}

/* -- packets --------------------------------------------------------------- */

/* The bytes of a packet: "P 1:427(426) ack", "Flags [P.], ..., length 426". */
static int64_t
packet_bytes(struct str line)
{
    int64_t n = 0;
    size_t at = str_find(line, STR("length "));
    struct str s = str_skip(line, at == line.n ? at : at + 7);
    if (s.n && str_to_i64(first_word(s), &n))
        return n > 0 ? n : 0;
    size_t open = str_find_byte(line, '(');
    size_t close = str_find_byte(str_skip(line, open), ')');
    if (close > 1 && str_to_i64(str_sub(line, open + 1, close - 1), &n) &&
        n > 0)
        return n;
    return 0;
}

static void
add_packet(
    struct scan *s, struct str from, struct str to, int64_t tod, int64_t bytes)
{
    struct clitext *c = s->c;
    bool turn = str_cmp(from, to) > 0;
    struct str key = str_fmt(s->a, STR_FMT ">" STR_FMT,
        STR_ARG(turn ? to : from), STR_ARG(turn ? from : to));
    bool made = false;
    size_t at = *map_put(&s->flows, key, c->nflows, &made);
    if (made) {
        c->flows = arena_grow(
            s->a, c->flows, &s->flows_cap, c->nflows + 1, sizeof *c->flows);
        c->flows[c->nflows++] = (struct tls_flow){.from = from,
            .to = to,
            .first_tod = tod,
            .evidence = {.line = s->line}};
    }
    struct tls_flow *f = &c->flows[at];
    f->last_tod = tod;
    f->packets++;
    f->bytes += bytes;
}

/* "19:04:13.410944 IP host.42387 > 192.0.2.1.sip-tls: P ...", at " IP". */
static bool
take_packet(struct scan *s)
{
    enum { CLOCK = 15 }; /* "19:04:13.410944" */
    int64_t tod = 0;
    struct str here = rest(s);
    bool six = str_starts(here, STR(" IP6 "));
    if ((!six && !str_starts(here, STR(" IP "))) || s->at < CLOCK ||
        !when_parse_tod(str_sub(s->text, s->at - CLOCK, CLOCK), &tod))
        return false;
    struct str line = str_cut_line(&here);
    struct str all = str_skip(line, six ? 5 : 4);
    struct str from = str_cut_word(&all);
    struct str mark = str_cut_word(&all);
    struct str to = str_cut_word(&all);
    if (!str_eq(mark, STR(">")) || to.n < 2 || to.p[to.n - 1] != ':')
        return false;
    /* Run together, the line goes on with other packets. */
    struct str own = str_sub(all, 0, str_find(all, STR(" IP")));
    add_packet(s, from, str_sub(to, 0, to.n - 1), tod, packet_bytes(own));
    return true;
}

/* Most texts have none of it, and are many. */
static bool
may_have_any(struct str text)
{
    return str_has(text, labels[LABEL_ISSUER]) ||
           (str_has(text, STR(" > ")) &&
               (str_has(text, STR(" IP ")) || str_has(text, STR(" IP6 "))));
}

bool
clitext_read(struct arena *a, struct str text, struct clitext *c)
{
    struct scan s = {.a = a, .text = text, .line = 1, .c = c};
    *c = (struct clitext){0};
    if (!may_have_any(text))
        return false;
    s.where = TLS_OWN;
    map_init(&s.flows, a);
    end_certificate(&s);
    while (s.at < text.n) {
        enum label label = label_at(rest(&s));
        if (label == LABELS) {
            if (text.p[s.at] == ' ' && !take_packet(&s))
                take_alternative(&s);
            advance(&s, 1);
            continue;
        }
        size_t n = labels[label].n;
        struct str value = value_of(str_skip(rest(&s), n));
        if (label == LABEL_OWN || label == LABEL_TRUST)
            begin_command(&s, label, value);
        else if (label == LABEL_PROMPT)
            end_certificate(&s);
        else if (label != LABEL_TO || (s.has & 1u << LABEL_FROM))
            take_label(&s, label, value);
        advance(&s, n);
    }
    end_certificate(&s);
    return c->ncertificates > 0 || c->nflows > 0;
}
