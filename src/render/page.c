/* SPDX-License-Identifier: MIT
 *
 * The policy in the head names the one script by its fingerprint: whatever
 * else came into the page could not run. */
#include "render/page.h"

#include <sodium.h>

#include "render/markup.h"

static void
put_policy(struct out *o, struct str script)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[sodium_base64_ENCODED_LEN(
        sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
    crypto_hash_sha256(hash, (const unsigned char *)script.p, script.n);
    sodium_bin2base64(
        text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    out_fmt(o,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri "
        "'none'; form-action 'none'\">\n",
        text);
}

void
page_begin(struct out *o, const struct page *p)
{
    out_z(o, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
             "<meta charset=\"utf-8\">\n");
    put_policy(o, markup_asset(str_from(p->script)));
    out_z(o, "<meta name=\"viewport\" content=\"width=device-width, "
             "initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    markup_text(o, p->title, false);
    out_z(o, "</title>\n<style>\n");
    for (size_t i = 0; p->styles[i]; i++)
        out_str(o, markup_asset(str_from(p->styles[i])));
    out_z(o, "</style>\n</head>\n<body>\n");
}

void
page_end(struct out *o, const struct page *p)
{
    out_z(o, "<script>");
    out_str(o, markup_asset(str_from(p->script)));
    out_z(o, "</script>\n</body>\n</html>\n");
}
