/* SPDX-License-Identifier: MIT
 *
 * One pass over the text: at each place where a known word begins, its value
 * is replaced. Errs on the side of hiding. */
#include "sip/mask.h"

#include <string.h>

#include "base/out.h"

/* How far the value of a word goes. */
enum value_end {
    END_KEY,   /* blank, '|', ';' or line end: "inline:KEY|2^20|1:4" */
    END_QUOTE, /* the closing quote, or a token without quotes */
    END_LINE,  /* the line end */
};

struct secret {
    struct str word;
    enum value_end end;
    bool line_start; /* only at the beginning of a line */
};

static const struct secret secrets[] = {
    {STR_INIT("inline:"), END_KEY, false},
    {STR_INIT("response="), END_QUOTE, false},
    {STR_INIT("nonce="), END_QUOTE, false},
    {STR_INIT("cnonce="), END_QUOTE, false},
    {STR_INIT("nextnonce="), END_QUOTE, false},
    {STR_INIT("rspauth="), END_QUOTE, false},
    {STR_INIT("opaque="), END_QUOTE, false},
    {STR_INIT("key-mgmt:mikey "), END_KEY, false},
    {STR_INIT("k=clear:"), END_LINE, true},
    {STR_INIT("k=base64:"), END_LINE, true},
    {STR_INIT("k=uri:"), END_LINE, true},
    {STR_INIT("Signal="), END_LINE, true},
    {STR_INIT("digits="), END_QUOTE, false},
    {STR_INIT("Basic "), END_KEY, false},
    {STR_INIT("Bearer "), END_KEY, false},
};

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* "nonce=" inside "my-nonce=" is another word. */
static bool
stands_alone(struct str text, size_t at, const struct secret *s)
{
    if (at == 0)
        return true;
    char before = text.p[at - 1];
    if (s->line_start)
        return before == '\n' || before == ' ';
    return !is_word_byte(before);
}

static const struct secret *
secret_at(struct str text, size_t at)
{
    struct str rest = str_skip(text, at);
    for (size_t i = 0; i < COUNTOF(secrets); i++)
        if (str_starts_nocase(rest, secrets[i].word) &&
            stands_alone(text, at, &secrets[i]))
            return &secrets[i];
    return NULL;
}

static bool
ends_value(enum value_end end, char c)
{
    if (c == '\n' || c == '\r')
        return true;
    switch (end) {
    case END_KEY:
        return c == ' ' || c == '\t' || c == '|' || c == ';';
    case END_QUOTE:
        return c == ' ' || c == '\t' || c == ',' || c == ';';
    case END_LINE:
        return false;
    }
    return true;
}

/* Bytes of the value that s begins with. */
static size_t
value_length(struct str s, enum value_end end)
{
    size_t n = 0;
    if (end == END_QUOTE && s.n > 0 && s.p[0] == '"') {
        for (n = 1; n < s.n && s.p[n] != '"' && s.p[n] != '\n'; n++)
            n += s.p[n] == '\\' && n + 1 < s.n && s.p[n + 1] == '"';
        return n < s.n && s.p[n] == '"' ? n + 1 : n;
    }
    while (n < s.n && !ends_value(end, s.p[n]))
        n++;
    return n;
}

/* "Authorization: Scheme credentials" with a scheme that is not Digest: all
 * behind the scheme. returns the bytes up to where the credentials begin; 0
 * when there is nothing of the kind here. */
static size_t
other_scheme(struct str text, size_t at)
{
    struct str rest = str_skip(text, at);
    struct str name = STR("Authorization:");
    if (!str_starts_nocase(rest, name))
        return 0;
    size_t n = name.n;
    while (n < rest.n && (rest.p[n] == ' ' || rest.p[n] == '\t'))
        n++;
    if (str_starts_nocase(str_skip(rest, n), STR("Digest")))
        return 0;
    while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\n')
        n++;
    return n < rest.n && rest.p[n] == ' ' ? n + 1 : 0;
}

static struct str
mask_part(struct arena *a, struct str text)
{
    struct out o;
    out_init_mem(&o);
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        const struct secret *s = secret_at(text, i);
        size_t word = s ? s->word.n : other_scheme(text, i);
        size_t value = i + word;
        size_t length = 0;
        if (word > 0)
            length = value_length(str_skip(text, value), s ? s->end : END_LINE);
        if (length == 0) {
            i++;
            continue;
        }
        out_str(&o, str_sub(text, from, value - from));
        out_z(&o, "***");
        i = from = value + length;
    }
    out_str(&o, str_skip(text, from));
    struct str masked = str_dup(a, out_text(&o));
    out_close(&o, NULL);
    return masked;
}

/* Offset of the body; text.n when there is none, or line ends were lost. */
static size_t
body_at(struct str text)
{
    size_t crlf = str_find(text, STR("\r\n\r\n"));
    size_t lf = str_find(text, STR("\n\n"));
    if (crlf < lf)
        return crlf + 4;
    return lf < text.n ? lf + 2 : text.n;
}

/* A body that is nothing but digits. */
static bool
is_dtmf(struct str head)
{
    for (struct str rest = head; rest.n > 0;) {
        struct str line = str_cut_line(&rest);
        struct str name = str_trim(str_cut(&line, ':'));
        line = str_trim(str_cut(&line, ';'));
        if ((str_eq_nocase(name, STR("Content-Type")) ||
                str_eq_nocase(name, STR("c"))) &&
            str_eq_nocase(line, STR("application/dtmf")))
            return true;
    }
    return false;
}

/* Content-Length goes with the body: it is as right as it was. */
static struct str
shift_length(struct arena *a, struct str head, int64_t by)
{
    for (struct str rest = head; rest.n > 0;) {
        struct str line = str_cut_line(&rest);
        struct str value = line;
        struct str name = str_trim(str_cut(&value, ':'));
        int64_t n;
        if ((!str_eq_nocase(name, STR("Content-Length")) &&
                !str_eq_nocase(name, STR("l"))) ||
            !str_to_i64(str_trim(value), &n) || n + by < 0)
            continue;
        struct str digits = str_trim(value);
        struct out o;
        out_init_mem(&o);
        out_str(&o, str_range(head.p, digits.p));
        out_fmt(&o, "%lld", (long long)(n + by));
        out_str(&o, str_range(digits.p + digits.n, head.p + head.n));
        struct str shifted = str_dup(a, out_text(&o));
        out_close(&o, NULL);
        return shifted;
    }
    return head;
}

struct str
mask_secrets(struct arena *a, struct str text)
{
    size_t at = body_at(text);
    struct str head = mask_part(a, str_sub(text, 0, at));
    struct str body = str_skip(text, at);
    struct str masked = is_dtmf(head) && str_trim(body).n > 0
                            ? STR("***\r\n")
                            : mask_part(a, body);
    if (masked.n != body.n)
        head = shift_length(a, head, (int64_t)masked.n - (int64_t)body.n);
    char *p = arena_alloc(a, head.n + masked.n + 1);
    if (head.n > 0)
        memcpy(p, head.p, head.n);
    if (masked.n > 0)
        memcpy(p + head.n, masked.p, masked.n);
    return (struct str){p, head.n + masked.n};
}
