/* SPDX-License-Identifier: MIT
 *
 * The first name of a line counts; an address that comes again is an error of
 * the file that nobody would find, so that it is said. */
#include "cli/hosts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"

/* The whole file; it is the user's own and small. */
static int
read_file(struct arena *a, const char *path, struct str *text, struct err *e)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(e, "%s: %s", path, strerror(errno));
    struct out o;
    out_init_mem(&o);
    char block[4096];
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        out_str(&o, (struct str){block, n});
    int failed = ferror(f) ? err_set(e, "%s: cannot be read", path) : 0;
    fclose(f);
    *text = str_dup(a, out_text(&o));
    out_close(&o, NULL);
    return failed;
}

static struct str
cut_word(struct str *rest)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    struct str word = str_sub(*rest, 0, n);
    *rest = str_skip(*rest, n);
    return word;
}

static bool
is_address(struct arena *a, struct str s)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    const char *z = str_z(a, s);
    return inet_pton(AF_INET, z, bytes) == 1 ||
           inet_pton(AF_INET6, z, bytes) == 1;
}

static bool
is_known(const struct host_name *v, size_t n, struct str address)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(v[i].address, address))
            return true;
    return false;
}

int
hosts_read(struct arena *a, struct str file, struct host_name **v, size_t *n,
    struct err *e)
{
    const char *path = str_z(a, file);
    struct str text;
    size_t cap = 0, number = 0;
    *v = NULL;
    *n = 0;
    if (read_file(a, path, &text, e) < 0)
        return -1;
    while (text.n > 0) {
        struct str line = str_cut_line(&text);
        number++;
        line = str_sub(line, 0, str_find_byte(line, '#'));
        struct str address = cut_word(&line), name = cut_word(&line);
        if (address.n == 0)
            continue;
        if (!is_address(a, address) || name.n == 0)
            return err_set(e,
                "%s:%zu: expected an IP address and a name, found \"" STR_FMT
                "%s" STR_FMT "\"",
                path, number, STR_ARG(address), name.n > 0 ? " " : "",
                STR_ARG(name));
        if (is_known(*v, *n, address))
            return err_set(e,
                "%s:%zu: " STR_FMT " has a name already; keep one", path,
                number, STR_ARG(address));
        *v = arena_grow(a, *v, &cap, *n + 1, sizeof **v);
        (*v)[(*n)++] = (struct host_name){address, name};
    }
    return 0;
}
