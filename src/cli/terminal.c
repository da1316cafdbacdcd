/* SPDX-License-Identifier: MIT
 *
 * Asks the environment and the terminal; nothing else in the program does. */
#include "cli/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WIDTH_MIN = 20,
    WIDTH_MAX = 10000,
};

void
terminal_init(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        /* The wrong direction on purpose: writing there must fail. */
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
    }
}

static size_t
terminal_width(void)
{
    struct winsize size;
    int64_t n;

    if (str_to_i64(str_from(getenv("COLUMNS")), &n) && n >= WIDTH_MIN &&
        n <= WIDTH_MAX)
        return (size_t)n;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= WIDTH_MIN)
        return size.ws_col;
    return 0; /* a file or a pipe: tables are not cut */
}

/* The first of the three variables that is set decides, as in setlocale. */
static bool
locale_is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < COUNTOF(names); i++) {
        struct str v = str_from(getenv(names[i]));
        if (v.n)
            return str_matches(v, STR("*utf-8*")) ||
                   str_matches(v, STR("*utf8*"));
    }
    return false;
}

static bool
terminal_has_color(void)
{
    return isatty(STDOUT_FILENO) && !str_from(getenv("NO_COLOR")).n &&
           !str_eq(str_from(getenv("TERM")), STR("dumb"));
}

int
terminal_options(struct str color, struct render_options *r, struct err *e)
{
    r->width = terminal_width();
    r->unicode = locale_is_utf8();
    if (color.n == 0 || str_eq(color, STR("auto")))
        r->color = terminal_has_color();
    else if (str_eq(color, STR("always")))
        r->color = true;
    else if (str_eq(color, STR("never")))
        r->color = false;
    else
        return err_set(e,
            "--color: expected auto, always or never, found \"" STR_FMT "\"",
            STR_ARG(color));
    return 0;
}

/* Becomes the pager; without one, cat. */
static void
run_pager(const char *pager)
{
    signal(SIGPIPE, SIG_DFL);
    if (pager && *pager)
        execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
    else
        execlp("less", "less", "-FIRX", (char *)NULL);
    execlp("cat", "cat", (char *)NULL);
    _exit(127);
}

pid_t
terminal_start_pager(void)
{
    const char *pager = getenv("PAGER");
    int ends[2];
    pid_t pid;

    if (!isatty(STDOUT_FILENO) || str_eq(str_from(pager), STR("cat")) ||
        str_eq(str_from(getenv("TERM")), STR("dumb")))
        return 0;
    if (pipe(ends) < 0)
        return 0;
    pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return 0;
    }
    dup2(pid == 0 ? ends[0] : ends[1], pid == 0 ? STDIN_FILENO : STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    if (pid == 0)
        run_pager(pager);
    return pid;
}

void
terminal_wait_pager(pid_t pager)
{
    int status;

    if (pager > 0) {
        /* Ctrl-C in the pager is the pager's. */
        signal(SIGINT, SIG_IGN);
        while (waitpid(pager, &status, 0) < 0)
            ;
    }
}
