/* SPDX-License-Identifier: MIT
 *
 * The key is 64 hexadecimal digits in a file of its owner's. Whoever has it
 * can try which numbers the pseudonyms stand for, so that it never goes with
 * the output. */
#include "cli/redaction.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "cli/file.h"

enum { KEY_DIGITS = 2 * REDACT_KEY_BYTES };

/* returns: 1, 0 when there is no such file, -1. */
static int
read_key(const char *path, unsigned char *key, struct err *e)
{
    char text[KEY_DIGITS + 2];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return err_set(e, "%s: %s", path, strerror(errno));
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    struct str digits = {text, n > 0 ? (size_t)n : 0};
    digits = str_trim(digits);
    size_t used = 0;
    if (digits.n != KEY_DIGITS ||
        sodium_hex2bin(
            key, REDACT_KEY_BYTES, digits.p, digits.n, NULL, &used, NULL) < 0 ||
        used != REDACT_KEY_BYTES)
        return err_set(e,
            "%s: expected a key of %d hexadecimal digits; --key names "
            "another file, which is made when it is not there",
            path, KEY_DIGITS);
    return 1;
}

static int
make_key(const char *path, unsigned char *key, struct err *e)
{
    char digits[KEY_DIGITS + 1];
    randombytes_buf(key, REDACT_KEY_BYTES);
    sodium_bin2hex(digits, sizeof digits, key, REDACT_KEY_BYTES);
    digits[KEY_DIGITS] = '\n';
    return file_write(
        path, (struct str){digits, sizeof digits}, FILE_FOR_OWNER, e);
}

int
redaction_begin(const struct global *g, const struct redaction_options *o,
    struct str names, struct redact **r)
{
    *r = NULL;
    if (!o->redact && (o->key.n > 0 || o->map.n > 0 || o->keep_digits > 0)) {
        cmd_error("--key, --map and --keep-digits need --redact");
        return EXIT_ERROR;
    }
    if (!o->redact)
        return 0;
    if (names.n > 0) {
        cmd_error("--names tells what --redact hides; give one of them");
        return EXIT_ERROR;
    }
    struct err e;
    unsigned char key[REDACT_KEY_BYTES];
    struct str name =
        o->key.n > 0 ? o->key : str_fmt(g->run, STR_FMT ".key", STR_ARG(g->db));
    const char *path = str_z(g->run, name);
    if (sodium_init() < 0) {
        cmd_error("the system gives no random numbers");
        return EXIT_ERROR;
    }
    int found = read_key(path, key, &e);
    if (found < 0 || (found == 0 && make_key(path, key, &e) < 0)) {
        cmd_error("%s", e.text);
        return EXIT_ERROR;
    }
    if (found == 0)
        cmd_note(g,
            "made a key in %s: keep it, and keep it to yourself; the same key "
            "gives the same pseudonyms",
            path);
    *r = redact_new(g->run, key, (size_t)o->keep_digits);
    sodium_memzero(key, sizeof key);
    return 0;
}

void
redaction_apply(struct redact *r, struct call_data *d)
{
    if (!r)
        return;
    redact_learn_path(r, &d->path);
    redact_learn_items(r, d->items, d->nitems);
    redact_learn_connections(r, d->conns, d->nconns);
    redact_path(r, &d->path);
    redact_items(r, d->items, d->nitems);
    redact_connections(r, d->conns, d->nconns);
}

int
redaction_end(const struct global *g, const struct redaction_options *o,
    const struct redact *r, struct str output)
{
    while (str_ends(output, STR("/")))
        output.n--;
    struct str name = o->map;
    if (name.n == 0 && output.n > 0)
        name = str_fmt(g->run, STR_FMT ".map", STR_ARG(output));
    if (!r || name.n == 0)
        return 0;
    struct out map;
    struct err e;
    out_init_mem(&map);
    redact_write_map(r, &map);
    int failed =
        file_write(str_z(g->run, name), out_text(&map), FILE_FOR_OWNER, &e);
    out_close(&map, NULL);
    if (failed == 0)
        return 0;
    cmd_error("%s", e.text);
    return EXIT_ERROR;
}
