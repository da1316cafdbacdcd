/* SPDX-License-Identifier: MIT
 *
 * tracegen: writes SDL trace files and call logs of an invented cluster, of
 * any size, and the truth about the calls in them. The same seed gives the
 * same bytes.
 *
 *   tracegen --out DIR --size 1G --seed 7
 *
 * leaves DIR/CUCM_Traces/HOST_N/.../sdl/SDL00N_100_CCCCCC.txt and
 * DIR/truth.jsonl. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/when.h"
#include "run.h"

enum {
    SCRATCH = 1 << 17,
    FIRST_GUESS = 120 * 1024, /* bytes of a call and what goes with it */
    BESIDE_EACH = 3,
};

static const char USAGE[] =
    "usage: tracegen --out DIR [--size 1G] [--calls N] [--seed N]\n"
    "         [--nodes 3] [--calls-per-s 20] [--files-mb 10] [--gzip]\n"
    "         [--noise 0.95] [--tls 0.5] [--skew-ms 0] [--calllogs] [--crlf]\n"
    "         [--start 2031-05-04T08:00:00+02:00] [--kinds all|KIND[=N],...]\n"
    "         [--clusters 1] [--cluster-skew-ms 0] [--cluster-offset +HH:MM]\n"
    "Writes trace files and, as DIR/truth.jsonl, the calls that are in them.\n"
    "  --size BYTES    of the SDL files, uncompressed; K, M, G are powers of\n"
    "                  1000; about, as calls are brought to their end\n"
    "  --calls N       stop after N calls, whatever the size\n"
    "  --noise SHARE   of the bytes that is not SIP messages; calls alone "
    "have\n"
    "                  about 0.8\n"
    "  --tls SHARE     of the calls to trunks that take a TLS trunk\n"
    "  --skew-ms N     nodes' clocks are up to N ms off the first one's\n"
    "  --kinds LIST    kinds of calls, and how often each is made; all: each\n"
    "                  of them, plain ones most often [plain]\n"
    "  --clusters 2    a second cluster, as CUCM_Traces_2; calls between both\n"
    "                  are in both; its clock is --cluster-skew-ms ahead\n"
    "Kinds:\n";

static void
usage(FILE *to)
{
    fputs(USAGE, to);
    kinds_help(to);
}

static int64_t
number(const char *option, const char *z, bool units)
{
    char *end;
    double v = strtod(z, &end);

    if (units && *end != '\0') {
        v *= *end == 'G' ? 1e9 : *end == 'M' ? 1e6 : *end == 'K' ? 1e3 : 0;
        end++;
    }
    if (end == z || *end != '\0' || v < 0 || v > 1e15)
        die("tracegen: --%s %s: a number is expected", option, z);
    return (int64_t)v;
}

static double
share(const char *option, const char *z)
{
    char *end;
    double v = strtod(z, &end);

    if (end == z || *end != '\0' || v < 0 || v > 1)
        die("tracegen: --%s %s: 0 to 1 is expected", option, z);
    return v;
}

static void
start_time(struct options *o, const char *z)
{
    struct when w;
    struct err e;

    if (when_parse(str_from(z), 0, &w, &e) < 0)
        die("tracegen: --start: %s", e.text);
    if (w.utc_ms == WHEN_UNKNOWN || w.offset_s == WHEN_NO_OFFSET)
        die("tracegen: --start %s: a date, a time and an offset are expected",
            z);
    o->start_ms = w.utc_ms;
    o->offset_s = w.offset_s;
}

static int32_t
offset_of(const char *z)
{
    int hours, minutes;
    char sign;

    if (sscanf(z, "%c%2d:%2d", &sign, &hours, &minutes) != 3 ||
        (sign != '+' && sign != '-'))
        die("tracegen: --cluster-offset %s: +HH:MM is expected", z);
    int32_t s = hours * 3600 + minutes * 60;

    return sign == '-' ? -s : s;
}

static const struct option OPTIONS[] = {
    {"out", required_argument, NULL, 'o'},
    {"size", required_argument, NULL, 's'},
    {"calls", required_argument, NULL, 'c'},
    {"seed", required_argument, NULL, 'r'},
    {"nodes", required_argument, NULL, 'n'},
    {"calls-per-s", required_argument, NULL, 'p'},
    {"files-mb", required_argument, NULL, 'f'},
    {"gzip", no_argument, NULL, 'z'},
    {"noise", required_argument, NULL, 'i'},
    {"tls", required_argument, NULL, 't'},
    {"start", required_argument, NULL, 'b'},
    {"skew-ms", required_argument, NULL, 'k'},
    {"kinds", required_argument, NULL, 'd'},
    {"clusters", required_argument, NULL, 'u'},
    {"cluster-skew-ms", required_argument, NULL, 'v'},
    {"cluster-offset", required_argument, NULL, 'x'},
    {"calllogs", no_argument, NULL, 'l'},
    {"crlf", no_argument, NULL, 'w'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static bool
set_flag(struct options *o, int letter)
{
    switch (letter) {
    case 'z':
        o->gzip = true;
        return true;
    case 'l':
        o->calllogs = true;
        return true;
    case 'w':
        o->crlf = true;
        return true;
    case 'h':
        usage(stdout);
        exit(0);
    case '?':
        usage(stderr);
        exit(2);
    default:
        return false;
    }
}

static void
set_value(struct options *o, int letter, const char *v)
{
    char *end;

    switch (letter) {
    case 'o':
        o->out = v;
        break;
    case 's':
        o->size = number("size", v, true);
        break;
    case 'c':
        o->calls = number("calls", v, false);
        o->size = INT64_MAX / 4;
        break;
    case 'r':
        o->seed = (uint64_t)number("seed", v, false);
        break;
    case 'n':
        o->nodes = (int)number("nodes", v, false);
        break;
    case 'p':
        o->calls_per_s = strtod(v, &end);
        if (*end != '\0' || o->calls_per_s < 0.001 || o->calls_per_s > 2000)
            die("tracegen: --calls-per-s %s: 0.001 to 2000 is expected", v);
        break;
    case 'f':
        o->file_bytes = (int64_t)(strtod(v, &end) * 1e6);
        if (*end != '\0' || o->file_bytes < 10000)
            die("tracegen: --files-mb %s: 0.01 or more is expected", v);
        break;
    case 'i':
        o->noise = share("noise", v);
        break;
    case 't':
        o->tls = share("tls", v);
        break;
    case 'b':
        start_time(o, v);
        break;
    case 'k':
        o->skew_ms = (int)number("skew-ms", v, false);
        break;
    case 'd':
        o->kinds = v;
        break;
    case 'u':
        o->clusters = (int)number("clusters", v, false);
        if (o->clusters < 1 || o->clusters > CLUSTERS_MAX)
            die("tracegen: --clusters %s: 1 or 2 is expected", v);
        break;
    case 'v':
        o->cluster_skew_ms = strtoll(v, &end, 10);
        if (*end != '\0')
            die("tracegen: --cluster-skew-ms %s: a number is expected", v);
        break;
    case 'x':
        o->cluster_offset_s = offset_of(v);
        o->own_offset = true;
        break;
    default:
        break;
    }
}

static void
read_options(struct options *o, int argc, char **argv)
{
    int letter;

    *o = (struct options){.size = 1000000000,
        .seed = 1,
        .nodes = 3,
        .calls_per_s = 20,
        .file_bytes = 10000000,
        .noise = 0.95,
        .tls = 0.5,
        .clusters = 1};
    start_time(o, "2031-05-04T08:00:00+02:00");
    while ((letter = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        if (!set_flag(o, letter))
            set_value(o, letter, optarg);
    if (!o->own_offset)
        o->cluster_offset_s = o->offset_s;
    if (o->out == NULL || optind < argc) {
        usage(stderr);
        exit(2);
    }
}

static int64_t
bytes(struct run *r)
{
    int64_t n = 0;

    for (int i = 0; i < run_nodes(r); i++)
        n += run_node(r, i)->totals.bytes;
    return n;
}

/* Whether there is room for one more call: those that go on will still write
 * about half of what a call takes. */
static bool
more_calls(struct run *r)
{
    int64_t done = r->calls - r->active;
    int64_t have = bytes(r);

    if (r->o->calls > 0)
        return r->calls < r->o->calls;
    if (done > 20)
        r->per_call = have / (done + r->active / 2);
    return have + (r->active / 2 + 1) * r->per_call < r->o->size;
}

static void
new_call(struct run *r)
{
    if (!more_calls(r))
        return;
    int64_t gap_ms = (int64_t)(2000 / r->o->calls_per_s);

    run_at(r, (struct event){
                  .at_ms = r->now_ms + random_between(&r->random, 0, gap_ms),
                  .kind = EVENT_NEW_CALL});
    for (int i = 0; i < BESIDE_EACH; i++) {
        int64_t at_ms = r->now_ms + random_between(&r->random, 1, gap_ms + 50);

        run_at(r, (struct event){.at_ms = at_ms, .kind = EVENT_REGISTER});
        run_at(r, (struct event){.at_ms = at_ms + 7, .kind = EVENT_OPTIONS});
    }
    kinds_begin(r);
}

static void
handle(struct run *r, const struct event *e)
{
    switch (e->kind) {
    case EVENT_CALL:
        call_step(r, e->call, e->step);
        break;
    case EVENT_STORY:
        story_event(r, e->story);
        break;
    case EVENT_NEW_CALL:
        new_call(r);
        break;
    case EVENT_CONNECTED:
    case EVENT_CERTIFICATE:
    case EVENT_IDLE:
        arena_reset(&r->other_mem);
        link_event(r, e);
        break;
    case EVENT_REGISTER:
        beside_register(r);
        break;
    case EVENT_OPTIONS:
        beside_options(r);
        break;
    }
}

static void
open_truth(struct run *r)
{
    struct str path = str_fmt(&r->a, "%s/truth.jsonl", r->o->out);

    make_folders(path.p);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        die("tracegen: %s: %s", path.p, strerror(errno));
    out_init_fd(&r->truth, fd);
}

static void
prepare(struct run *r, const struct options *o)
{
    r->o = o;
    r->per_call = FIRST_GUESS;
    r->now_ms = o->start_ms;
    random_seed(&r->random, o->seed);
    scripts_cut(r->scripts, &r->a, o->crlf ? "\r\n" : "\n");
    sip_cut(r->messages, &r->a);
    r->nworlds = o->clusters;
    for (int i = 0; i < r->nworlds; i++)
        world_make(&r->w[i], &r->a, o, &r->random, i);
    if (o->kinds != NULL)
        kinds_read(r, o->kinds);
    if (o->kinds != NULL || r->nworlds > 1)
        for (int i = 0; i < r->nworlds; i++)
            world_add(&r->w[i], &r->a, &r->random);
    if (r->nworlds > 1)
        world_connect(&r->w[0], &r->w[1], &r->a);
    r->scratch = arena_alloc(&r->a, SCRATCH);
    open_truth(r);
    for (int i = 0; i < run_nodes(r); i++)
        node_open(run_node(r, i));
    run_at(r, (struct event){.at_ms = r->now_ms + 20, .kind = EVENT_NEW_CALL});
}

int
main(int argc, char **argv)
{
    struct run *run = calloc(1, sizeof(*run));
    struct options o;
    struct event e;
    struct err err;

    if (run == NULL)
        die("tracegen: no memory");
    read_options(&o, argc, argv);
    prepare(run, &o);
    while (run_next(run, &e)) {
        if (e.at_ms > run->now_ms)
            run->now_ms = e.at_ms;
        handle(run, &e);
        beside_fill(run);
    }
    for (int i = 0; i < run_nodes(run); i++)
        node_close(run_node(run, i));
    truth_totals(run);
    int fd = run->truth.fd;

    if (out_close(&run->truth, &err) < 0 || close(fd) < 0)
        die("tracegen: truth.jsonl: %s", err.text);
    calls_free(run);
    arena_free(&run->other_mem);
    arena_free(&run->a);
    free(run);
    return 0;
}
