/* SPDX-License-Identifier: MIT
 *
 * The writer: into memory, into descriptors that fail, and safe for
 * terminals. */
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static void
test_memory(void)
{
    struct out o;
    struct err e;
    out_init_mem(&o);
    CHECK_STR(out_text(&o), "");
    out_str(&o, STR("ab"));
    out_z(&o, "cd");
    out_byte(&o, 'e');
    out_pad(&o, '.', 3);
    out_fmt(&o, "%d", 42);
    CHECK_STR(out_text(&o), "abcde...42");
    out_clear(&o);
    out_pad(&o, ' ', 200000);
    out_fmt(&o, "%*d", 100000, 1);
    CHECK_INT(out_text(&o).n, 300000);
    CHECK_INT(out_flush(&o, &e), 0);
    CHECK_INT(out_text(&o).n, 300000);
    CHECK_INT(out_close(&o, &e), 0);
}

/* Everything that was written comes out of a pipe, in order. */
static void
test_descriptor(void)
{
    int ends[2];
    struct out o;
    struct err e;
    if (!CHECK(pipe(ends) == 0))
        return;
    out_init_fd(&o, ends[1]);
    out_z(&o, "one ");
    CHECK_INT(out_flush(&o, &e), 0);
    out_fmt(&o, "%s", "two");
    CHECK_INT(out_close(&o, &e), 0);
    char got[16];
    ssize_t n = read(ends[0], got, sizeof(got));
    CHECK_STR(((struct str){got, n > 0 ? (size_t)n : 0}), "one two");
    close(ends[0]);
    close(ends[1]);
}

static void
test_blocks(void)
{
    char name[] = "/tmp/cmtrail-test-out-XXXXXX";
    int fd = mkstemp(name);
    struct out o;
    struct err e;
    if (!CHECK(fd >= 0))
        return;
    unlink(name);
    out_init_fd(&o, fd);
    for (int i = 0; i < 50000; i++)
        out_fmt(&o, "%07d\n", i);
    out_pad(&o, 'x', 1000000);
    CHECK_INT(out_close(&o, &e), 0);
    CHECK_INT(lseek(fd, 0, SEEK_END), 1400000);
    char got[8];
    CHECK_INT(pread(fd, got, 8, 8 * 49999), 8);
    CHECK(memcmp(got, "0049999\n", 8) == 0);
    close(fd);
}

static void
test_full_disk(void)
{
    struct out o;
    struct err e = {.text = ""};
    int fd = open("/dev/full", O_WRONLY);
    if (!CHECK(fd >= 0))
        return;
    out_init_fd(&o, fd);
    out_z(&o, "x");
    CHECK(!o.failed);
    CHECK_INT(out_flush(&o, &e), -1);
    CHECK_STR(str_from(e.text), "cannot write: No space left on device");
    out_pad(&o, 'x', 1000000); /* dropped */
    CHECK_INT(o.n, 0);
    CHECK_INT(out_close(&o, &e), -1);
    close(fd);
}

static void
test_closed_pipe(void)
{
    int ends[2];
    struct out o;
    struct err e;
    signal(SIGPIPE, SIG_IGN);
    if (!CHECK(pipe(ends) == 0))
        return;
    close(ends[0]);
    out_init_fd(&o, ends[1]);
    out_pad(&o, 'x', 100000);
    CHECK(o.failed);
    CHECK_INT(o.error, EPIPE);
    CHECK_INT(out_close(&o, &e), -1);
    close(ends[1]);
}

static void
test_safe(void)
{
    static const struct {
        struct str in;
        bool lines;
        const char *shown;
        size_t width; /* of the form without lines; 0 = not compared */
    } rows[] = {
        {STR_INIT("plain 5551"), false, "plain 5551", 10},
        {STR_INIT("\x1b[2Jx"), false, "\\x1b[2Jx", 8},
        {STR_INIT("a\nb\tc"), false, "a\\x0ab\\x09c", 11},
        {STR_INIT("a\nb\tc"), true, "a\nb\tc", 0},
        {STR_INIT("a\r\nb"), true, "a\nb", 0},
        {STR_INIT("a\rb"), true, "a\\x0db", 0},
        {STR_INIT("a\0b"), false, "a\\x00b", 6},
        {STR_INIT("\x7f"), false, "\\x7f", 4},
        {STR_INIT("\xc2\x9b"), false, "\\xc2\\x9b", 8},
        {STR_INIT("\xff\xfe"), true, "\\xff\\xfe", 8},
        {STR_INIT("\xc0\x80"), false, "\\xc0\\x80", 8},
        {STR_INIT("\xed\xa0\x80"), false, "\\xed\\xa0\\x80", 12},
        {STR_INIT("\xe2\x82"), false, "\\xe2\\x82", 8},
        {STR_INIT("\xe2\x80\xae"), false, "\\u{202e}", 8},
        {STR_INIT("\xc3\xa9"), false, "\xc3\xa9", 1},
        {STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), false,
            "\xe4\xb8\xad\xe6\x96\x87", 4},
        {STR_INIT("e\xcc\x81"), false, "e\xcc\x81", 1},
        {STR_INIT("\xf0\x9f\x98\x80"), false, "\xf0\x9f\x98\x80", 2},
    };
    struct out o;
    out_init_mem(&o);
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        out_clear(&o);
        out_safe(&o, rows[i].in, rows[i].lines);
        bool ok = CHECK_STR(out_text(&o), rows[i].shown);
        if (rows[i].width)
            ok = CHECK_INT(out_safe_width(rows[i].in), rows[i].width) && ok;
        if (!ok)
            printf("    row %zu\n", i);
    }
    out_close(&o, NULL);
}

static void
test_cut(void)
{
    static const struct {
        struct str in;
        size_t width;
        const char *shown;
        size_t used;
    } rows[] = {
        {STR_INIT("hello"), 5, "hello", 5},
        {STR_INIT("hello"), 4, "he..", 4},
        {STR_INIT("hello"), 2, "..", 2},
        {STR_INIT("hello"), 1, "h", 1},
        {STR_INIT("hello"), 0, "", 0},
        {STR_INIT(""), 0, "", 0},
        {STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), 3, "..", 2},
        {STR_INIT("\xe4\xb8\xad\xe6\x96\x87"), 4, "\xe4\xb8\xad\xe6\x96\x87",
            4},
        {STR_INIT("a\x1b"), 4, "a..", 3},
        {STR_INIT("ae\xcc\x81zzz"), 4, "ae\xcc\x81..", 4},
    };
    struct out o;
    out_init_mem(&o);
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        out_clear(&o);
        size_t used = out_safe_cut(&o, rows[i].in, rows[i].width, STR(".."));
        if (!CHECK_INT(used, rows[i].used) ||
            !CHECK_STR(out_text(&o), rows[i].shown))
            printf("    row %zu\n", i);
    }
    out_close(&o, NULL);
}

int
main(void)
{
    test_memory();
    test_descriptor();
    test_blocks();
    test_full_disk();
    test_closed_pipe();
    test_safe();
    test_cut();
    return check_done();
}
