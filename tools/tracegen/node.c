/* SPDX-License-Identifier: MIT
 *
 * Writes trace files: record numbers and times, rotation at a size and at
 * local midnight, FileHead first; call log rows beside them. */
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/when.h"

enum {
    BUFFER = 1 << 20,
    MARGIN = 1 << 16, /* room for the largest record */
    LOG_BUFFER = 1 << 16,
    LOG_ROW = 1024,
    HEADER = 29, /* "00000001.000 |08:00:00.000 |" and a NUL */
};

void
make_folders(const char *path)
{
    size_t n = strlen(path);
    char *part = strdup(path);

    if (part == NULL)
        die("tracegen: no memory");
    for (size_t i = 1; i < n; i++) {
        if (part[i] != '/')
            continue;
        part[i] = '\0';
        if (mkdir(part, 0777) < 0 && errno != EEXIST)
            die("tracegen: %s: %s", part, strerror(errno));
        part[i] = '/';
    }
    free(part);
}

static int
create(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        die("tracegen: %s: %s", path, strerror(errno));
    return fd;
}

static void
write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);

        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            die("tracegen: write: %s", strerror(errno));
        p += k;
        n -= (size_t)k;
    }
}

static void
flush(struct node *n)
{
    if (n->n == 0)
        return;
    if (n->gz == NULL)
        write_all(n->fd, n->buf, n->n);
    else if (gzwrite(n->gz, n->buf, (unsigned)n->n) <= 0)
        die("tracegen: gzip: write failed");
    n->n = 0;
}

static void
room(struct node *n, size_t want)
{
    if (want > MARGIN)
        die("tracegen: a record of %zu bytes", want);
    if (n->n + want > BUFFER)
        flush(n);
}

static void
close_file(struct node *n)
{
    flush(n);
    if (n->gz != NULL && gzclose(n->gz) != Z_OK)
        die("tracegen: gzip: close failed");
    if (n->gz == NULL && n->fd >= 0 && close(n->fd) < 0)
        die("tracegen: close: %s", strerror(errno));
    n->gz = NULL;
    n->fd = -1;
}

static int64_t
local_day(const struct node *n)
{
    return (n->ms + (int64_t)n->offset_s * 1000) / WHEN_DAY_MS;
}

static char *
digits(char *p, uint32_t v, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        p[i] = (char)('0' + v % 10);
        v /= 10;
    }
    return p + n;
}

static void
set_clock(struct node *n)
{
    int64_t local = n->ms + (int64_t)n->offset_s * 1000;
    uint32_t tod = (uint32_t)(local % WHEN_DAY_MS);
    char *p = n->clock;

    if (n->clock_s != local / 1000) {
        int year, month, day;

        n->clock_s = local / 1000;
        p = digits(p, tod / 3600000, 2);
        *p++ = ':';
        p = digits(p, tod / 60000 % 60, 2);
        *p++ = ':';
        p = digits(p, tod / 1000 % 60, 2);
        *p = '.';
        when_date(local / WHEN_DAY_MS, &year, &month, &day);
        snprintf(n->log_clock, sizeof(n->log_clock), "%04d/%02d/%02d ", year,
            month, day);
    }
    digits(n->clock + 9, tod % 1000, 3);
}

static void
set_date(struct node *n)
{
    static const char DAYS[] = "ThuFriSatSunMonTueWed";
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int year, month, day;
    int64_t s = n->ms / 1000;
    int tod = (int)(s % 86400);

    if (n->date_s == s)
        return;
    n->date_s = s;
    when_date(s / 86400, &year, &month, &day);
    snprintf((char *)(uintptr_t)n->date.p, 40,
        "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", DAYS + s / 86400 % 7 * 3,
        day, MONTHS + (month - 1) * 3, year, tod / 3600, tod / 60 % 60,
        tod % 60);
}

static void
count(struct node *n, size_t bytes)
{
    n->file_bytes += (int64_t)bytes;
    n->totals.bytes += (int64_t)bytes;
    n->totals.records++;
}

static void
release_held(struct node *n)
{
    if (n->held_n == 0)
        return;
    room(n, n->held_n);
    memcpy(n->buf + n->n, n->held, n->held_n);
    n->n += n->held_n;
    count(n, n->held_n);
    n->held_n = 0;
}

int64_t
node_at(struct node *n, int64_t true_ms)
{
    int64_t ms = true_ms + n->skew_ms;

    if (ms <= n->ms)
        return n->ms - n->skew_ms;
    release_held(n);
    n->ms = ms;
    set_clock(n);
    set_date(n);
    return true_ms;
}

static char *
header(struct node *n, char *p)
{
    p = digits(p, n->seq, 8);
    *p++ = '.';
    p = digits(p, n->sub, 3);
    memcpy(p, " |", 2);
    memcpy(p + 2, n->clock, 12);
    memcpy(p + 14, " |", 2);
    return p + 16;
}

static const char *
eol(const struct node *n)
{
    return n->o->crlf ? "\r\n" : "\n";
}

static void
open_file(struct node *n)
{
    struct str path = str_fmt(n->a, STR_FMT "SDL%03d_100_%06d.txt%s",
        STR_ARG(n->sdl_dir), n->number, n->file_index, n->o->gzip ? ".gz" : "");
    int year, month, day;
    int offset = n->offset_s;

    n->fd = create(path.p);
    if (n->o->gzip && (n->gz = gzdopen(n->fd, "wb6")) == NULL)
        die("tracegen: " STR_FMT ": gzip", STR_ARG(path));
    n->day = local_day(n);
    when_date(n->day, &year, &month, &day);
    room(n, MARGIN);
    n->seq = ++n->last_seq;
    n->sub = 0;
    char *p = header(n, n->buf + n->n);
    int k = snprintf(p, 2048,
        "FileHead |UTC:%c%02d:%02d,Date: %04d/%02d/%02d, AppName: CCM, "
        "AppId: 100, AppNodeId: %d, AppVersion: " STR_FMT ", HostName: " STR_FMT
        ", HostIPAddress: " STR_FMT ", AppStartTime: " STR_FMT ", "
        "FileNumber: %d, TraceVer: 3.0%s",
        offset < 0 ? '-' : '+', abs(offset) / 3600, abs(offset) / 60 % 60, year,
        month, day, n->number, STR_ARG(n->version), STR_ARG(n->host),
        STR_ARG(n->ip), STR_ARG(n->started), n->file_number, eol(n));
    size_t bytes = (size_t)(p - n->buf) - n->n + (size_t)k;

    n->n += bytes;
    n->file_bytes = 0;
    count(n, bytes);
    n->totals.files++;
}

/* The new file's FileHead takes the next number; records of the signal at hand
 * go on under its old number, as they do in real files. */
static void
rotate(struct node *n)
{
    uint32_t seq = n->seq;
    uint32_t sub = n->sub;

    if (n->file_bytes < n->o->file_bytes && local_day(n) == n->day)
        return;
    close_file(n);
    n->file_index = (n->file_index + 1) % 1000000;
    n->file_number++;
    open_file(n);
    if (sub != 0) {
        n->seq = seq;
        n->sub = sub;
    }
}

static void
next_number(struct node *n, bool starts)
{
    if (!starts) {
        n->sub++;
        rotate(n);
        return;
    }
    n->sub = 0;
    rotate(n);
    n->seq = ++n->last_seq;
    n->sub = 0;
}

void
node_record(struct node *n, const struct record_text *r, struct writing *w,
    const char *type)
{
    bool leaves = type != NULL && type[7] == 'O';
    const struct text *text = leaves ? &r->out : &r->text;

    next_number(n, r->starts);
    room(n, text_room(text, w) + HEADER + 10);
    w->queue = (uint32_t)(random_next(n->random) & 3);
    /* Threads of the SIP stack write a little late, now and then. */
    bool late = r->late && n->held_n == 0 && random_below(n->random, 40) == 0;
    char *start = late ? n->held : n->buf + n->n;

    w->p = header(n, start);
    if (type != NULL) {
        memcpy(w->p, type, 10);
        w->p += 10;
    }
    text_write(text, w);
    size_t bytes = (size_t)(w->p - start);

    if (late) {
        n->held_n = bytes;
        return;
    }
    n->n += bytes;
    count(n, bytes);
    if (r->starts)
        release_held(n);
}

void
node_message(struct node *n, struct str head, struct str message)
{
    next_number(n, false);
    room(n, head.n + message.n + HEADER + 64);
    char *start = n->buf + n->n;
    char *p = header(n, start);

    memcpy(p, head.p, head.n);
    p += head.n;
    memcpy(p, message.p, message.n);
    p += message.n;
    for (const char *e = eol(n); *e != '\0'; e++)
        *p++ = *e;
    n->n += (size_t)(p - start);
    count(n, (size_t)(p - start));
    n->totals.messages++;
    n->totals.message_bytes += (int64_t)message.n;
}

static void
flush_log(struct node *n)
{
    if (n->log_n > 0)
        write_all(n->log_fd, n->log, n->log_n);
    n->log_n = 0;
}

void
node_row(struct node *n, struct str row)
{
    if (n->log_fd < 0)
        return;
    if (row.n > LOG_ROW - 64)
        die("tracegen: a row of %zu bytes", row.n);
    if (n->log_n + LOG_ROW > LOG_BUFFER)
        flush_log(n);
    char *p = n->log + n->log_n;

    memcpy(p, n->log_clock, 11);
    memcpy(p + 11, n->clock, 12);
    p[23] = '|';
    memcpy(p + 24, row.p, row.n);
    p += 24 + row.n;
    for (const char *e = eol(n); *e != '\0'; e++)
        *p++ = *e;
    n->log_n = (size_t)(p - n->log);
    n->totals.rows++;
}

static char *
buffer(size_t size)
{
    char *p = malloc(size);

    if (p == NULL)
        die("tracegen: no memory");
    return p;
}

void
node_open(struct node *n)
{
    int year, month, day;
    int64_t local = n->o->start_ms / 1000 + n->offset_s;
    int tod = (int)(local % 86400);

    when_date(local / 86400, &year, &month, &day);
    struct str base = str_fmt(n->a,
        "%s/" STR_FMT "/" STR_FMT "_%d/%04d-%02d-%02d_%02d-%02d-%02d/cm/trace/"
        "ccm/",
        n->o->out, STR_ARG(n->w->folder), STR_ARG(n->host), n->number, year,
        month, day, (tod / 3600 + 3) % 24, tod / 60 % 60, tod % 60);

    n->sdl_dir = str_fmt(n->a, STR_FMT "sdl/", STR_ARG(base));
    n->started = str_fmt(n->a, "%04d/%02d/01 03:%02d:17", year - (month == 1),
        month == 1 ? 12 : month - 1, n->number);
    make_folders(n->sdl_dir.p);
    n->buf = buffer(BUFFER);
    n->held = buffer(MARGIN);
    n->log = buffer(LOG_BUFFER);
    n->date = str_dup(n->a, STR("0123456789012345678901234567890123456789"));
    n->date.n = 29;
    n->log_fd = -1;
    n->clock_s = n->date_s = -1;
    node_at(n, n->o->start_ms);
    open_file(n);
    if (n->o->calllogs) {
        struct str dir = str_fmt(n->a, STR_FMT "calllogs/", STR_ARG(base));

        make_folders(dir.p);
        n->log_fd = create(
            str_fmt(n->a, STR_FMT "calllogs_00000001.txt", STR_ARG(dir)).p);
    }
}

void
node_close(struct node *n)
{
    release_held(n);
    close_file(n);
    if (n->log_fd >= 0) {
        flush_log(n);
        if (close(n->log_fd) < 0)
            die("tracegen: close: %s", strerror(errno));
    }
    free(n->buf);
    free(n->held);
    free(n->log);
}
