/* SPDX-License-Identifier: MIT
 *
 * One pass over the text: at each place where a known word begins, its value
 * is replaced. Errs on the side of hiding. */
#include "render/mask.h"

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

struct str
mask_secrets(struct arena *a, struct str text)
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
