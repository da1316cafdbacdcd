/* SPDX-License-Identifier: MIT
 *
 * What is lacking, from invented sources and visits: files between others,
 * nodes, clusters, the time before and behind the files, what only a call log
 * has. */
#include <string.h>

#include "check.h"
#include "gap/gap.h"

#define DAY INT64_C(1573171200000) /* 2019-11-08 00:00 UTC */
enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

struct run {
    struct arena a;
    struct source sources[8];
    struct visit visits[8];
    struct log_only logs[8];
    struct gap_facts facts;
    struct gap *v;
    size_t n;
};

/* A file of a node from one minute of the day to another. */
static struct source *
file(struct run *t, const char *name, int32_t node, int64_t number,
    int64_t from_min, int64_t to_min)
{
    struct source *s = &t->sources[t->facts.nsources++];

    *s = (struct source){.id = (int64_t)t->facts.nsources,
        .file = str_from(name),
        .kind = str_starts(str_from(name), STR("SDL")) ? SOURCE_SDL
                                                       : SOURCE_CALLLOG,
        .cluster_name = STR("EAST"),
        .has_head = true,
        .node = node,
        .app = 100,
        .app_start = STR("2019/11/01 00:00:00"),
        .file_number = number,
        .utc_offset_s = 0,
        .base_ms = DAY,
        .first_tod = from_min * MINUTE,
        .last_tod = to_min * MINUTE};
    return s;
}

/* A call on a node, in minutes of the day. */
static struct visit *
visit(struct run *t, int64_t call, unsigned by, const char *node,
    int64_t from_min, int64_t to_min)
{
    struct visit *r = &t->visits[t->facts.nvisits++];

    *r = (struct visit){.call = call,
        .by = by,
        .began = true,
        .ended = true,
        .end_ms = WHEN_UNKNOWN,
        .cluster = STR("EAST"),
        .node = str_from(node),
        .source = 1,
        .from_ms = DAY + from_min * MINUTE,
        .to_ms = DAY + to_min * MINUTE};
    return r;
}

static void
logged_only(struct run *t, int64_t source, int64_t call, int64_t at_min)
{
    t->logs[t->facts.nlogs++] =
        (struct log_only){source, call, DAY + at_min * MINUTE};
}

static void
find(struct run *t)
{
    t->facts.sources = t->sources;
    t->facts.visits = t->visits;
    t->facts.logs = t->logs;
    gap_find(&t->a, &t->facts, &t->v, &t->n);
}

static void
check_gap(const struct run *t, size_t i, int64_t call, const char *kind,
    const char *reason)
{
    struct gap none = {0};
    const struct gap *g = i < t->n ? &t->v[i] : &none;

    CHECK_INT(g->call, call);
    CHECK_STR(g->kind, kind);
    CHECK_STR(g->reason, reason);
}

static void
end(struct run *t, size_t n)
{
    CHECK_INT((int64_t)t->n, (int64_t)n);
    arena_free(&t->a);
}

static void
test_nothing(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    file(&t, "SDL001_100_000008.txt", 1, 8, 70, 80);
    visit(&t, 1, VISIT_LOGGED | VISIT_OWNER | VISIT_SIGNAL, "1", 61, 79);
    find(&t);
    end(&t, 0);
}

/* The index in the names counts on, or has begun again. */
static void
test_numbers(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 207, 60, 70);
    file(&t, "SDL001_100_000010.txt", 1, 210, 90, 95);
    file(&t, "SDL001_100_000001.txt", 1, 212, 99, 105);
    visit(&t, 1, VISIT_LOGGED, "1", 65, 92);
    find(&t);
    check_gap(&t, 0, 0, "files",
        "2 files of node 1 are missing between SDL001_100_000007.txt and "
        "SDL001_100_000010.txt (FileNumber 207 and 210) while call 1 is up: "
        "collect SDL001_100_000008.txt to SDL001_100_000009.txt of 2019-11-08 "
        "01:10:00 to 01:30:00 (UTC+00:00)");
    check_gap(&t, 1, 0, "files",
        "1 file of node 1 is missing between SDL001_100_000010.txt and "
        "SDL001_100_000001.txt (FileNumber 210 and 212): collect "
        "SDL001_100_*.txt of 2019-11-08 01:35:00 to 01:39:00 (UTC+00:00)");
    CHECK_INT(t.v[2].call, 1);
    CHECK_STR(t.v[2].kind, "files");
    end(&t, 3);
}

/* A part was cut out of the middle of a file, and what follows goes on. */
static void
test_inside(void)
{
    struct run t = {0};
    struct source *s = file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    s->lost = 5000;
    s->lost_from = 62 * MINUTE;
    s->lost_to = 66 * MINUTE;
    file(&t, "SDL001_100_000008.txt", 1, 8, 70, 80);
    visit(&t, 1, VISIT_LOGGED, "1", 60, 61);
    visit(&t, 2, VISIT_LOGGED, "1", 61, 75);
    find(&t);
    check_gap(&t, 0, 0, "hole",
        "node 1: 5000 records are missing inside SDL001_100_000007.txt while "
        "call 2 is up; collect it again, with all of 2019-11-08 01:02:00 to "
        "01:06:00 (UTC+00:00)");
    check_gap(&t, 1, 2, "hole",
        "node 1: 5000 records are missing inside SDL001_100_000007.txt while "
        "the call is up; collect it again, with all of 2019-11-08 01:02:00 to "
        "01:06:00 (UTC+00:00)");
    end(&t, 2);
}

/* Neither beginning nor end of a call is in the files; the service started
 * anew in between, which is lacking only when a call needs it. */
static void
test_edges(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    file(&t, "SDL001_100_000008.txt", 1, 1, 75, 80)->app_start =
        STR("2019/11/08 01:15:00");
    struct visit *r = visit(&t, 1, VISIT_LOGGED, "1", 60, 62);
    r->began = false;
    r = visit(&t, 2, VISIT_LOGGED, "1", 69, 69);
    r->ended = false;
    r->open = true;
    /* It ended, another node says, behind the last file. */
    r = visit(&t, 3, VISIT_LOGGED, "1", 79, 80);
    r->open = true;
    r->end_ms = DAY + 81 * MINUTE;
    /* Of an open call what was on this node is over; or all of it is. */
    visit(&t, 4, VISIT_LOGGED, "1", 79, 80)->ended = false;
    r = visit(&t, 5, VISIT_LOGGED, "1", 78, 79);
    r->open = true;
    r->end_ms = DAY + 79 * MINUTE;
    find(&t);
    check_gap(&t, 0, 0, "start",
        "the files of node 1 begin with SDL001_100_000007.txt (FileNumber 7) "
        "while call 1 is up: collect those before, SDL001_100_*.txt until "
        "2019-11-08 01:00:00 (UTC+00:00)");
    check_gap(&t, 1, 0, "hole",
        "node 1: nothing between the end of SDL001_100_000007.txt and the "
        "start of SDL001_100_000008.txt (its service started anew at "
        "2019/11/08 01:15:00) while call 2 is up: collect SDL001_100_*.txt of "
        "2019-11-08 01:10:00 to 01:15:00 (UTC+00:00)");
    check_gap(&t, 2, 0, "end",
        "the files of node 1 end with SDL001_100_000008.txt (FileNumber 1) "
        "while call 3 is up: collect those after, SDL001_100_*.txt from "
        "2019-11-08 01:20:00 (UTC+00:00)");
    CHECK(t.v[3].call == 1 && t.v[4].call == 2 && t.v[5].call == 3);
    CHECK_STR(t.v[5].after_file, "SDL001_100_000008.txt");
    end(&t, 6);
}

/* Not given and in the call log: one line, both facts. */
static void
test_node_with_log(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    file(&t, "calllogs_00000001.txt", 2, -1, 50, 70);
    visit(&t, 1, VISIT_LOGGED, "1", 61, 62);
    visit(&t, 1, VISIT_TARGET | VISIT_CALLLOG, "2", 61, 62);
    visit(&t, 0, VISIT_SIGNAL, "2", 65, 65)->signals = 3;
    logged_only(&t, 2, 1, 61);
    logged_only(&t, 2, 1, 62);
    logged_only(&t, 2, 0, 66);
    find(&t);
    check_gap(&t, 0, 0, "node",
        "node 2 was not given, but call 1 needs it; 3 SIP messages of it are "
        "known only from the call log: collect SDL002_100_*.txt of 2019-11-08 "
        "01:01:00 to 01:06:00 (UTC+00:00)");
    check_gap(&t, 1, 1, "node",
        "node 2 was not given, but it handled the called party; 2 of its SIP "
        "messages are known only from the call log: collect SDL002_100_*.txt "
        "of 2019-11-08 01:01:00 to 01:02:00 (UTC+00:00)");
    end(&t, 2);
}

/* The other cluster's node 2 is no help. */
static void
test_clusters(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    file(&t, "SDL002_100_000007.txt", 2, 7, 60, 70)->cluster_name = STR("WEST");
    visit(&t, 1, VISIT_LOGGED, "1", 61, 62);
    visit(&t, 1, VISIT_OWNER, "2", 61, 62);
    struct visit *r = visit(&t, 1, VISIT_FAR, "1", 61, 62);
    r->cluster = STR("WEST");
    r->peer = STR("192.0.2.31");
    r = visit(&t, 2, VISIT_FAR, "", 63, 64);
    r->cluster = STR("b81d27e4");
    r->peer = STR("192.0.2.41");
    visit(&t, 2, VISIT_LOGGED, "1", 63, 64);
    find(&t);
    check_gap(&t, 3, 1, "node",
        "node 2 of cluster EAST was not given, but the call began there: "
        "collect SDL002_100_*.txt of 2019-11-08 01:01:00 to 01:02:00 "
        "(UTC+00:00)");
    check_gap(&t, 4, 1, "node",
        "node 1 of cluster WEST was not given, but the other end of the call "
        "is there (192.0.2.31): collect SDL001_100_*.txt of 2019-11-08 "
        "01:01:00 to 01:02:00 (UTC+00:00)");
    check_gap(&t, 5, 2, "cluster",
        "the other end is in cluster b81d27e4 (192.0.2.41), of which nothing "
        "was given: collect SDL*.txt there of 2019-11-08 01:03:00 to 01:04:00 "
        "(UTC+00:00)");
    end(&t, 6);
}

/* Node 2 has files, of another time; its clock is an hour ahead. */
static void
test_time(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    file(&t, "SDL002_100_000007.txt", 2, 7, 125, 130)->skew_ms = HOUR;
    visit(&t, 1, VISIT_LOGGED, "1", 61, 62);
    visit(&t, 1, VISIT_TARGET, "2", 61, 62);
    visit(&t, 2, VISIT_LOGGED, "1", 66, 67);
    visit(&t, 2, VISIT_TARGET, "2", 66, 67); /* 02:06 by its clock */
    find(&t);
    check_gap(&t, 0, 0, "start",
        "no file of node 2 holds the time of call 1 that went through it: "
        "collect SDL002_100_*.txt of 2019-11-08 01:01:00 to 01:02:00 "
        "(UTC+00:00)");
    check_gap(&t, 1, 1, "start",
        "no file of node 2 holds the time of the call, but it handled the "
        "called party: collect SDL002_100_*.txt of 2019-11-08 01:01:00 to "
        "01:02:00 (UTC+00:00)");
    end(&t, 2);
}

static void
test_log_only(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, 7, 60, 70);
    file(&t, "calllogs_00000001.txt", 1, -1, 10, 70);
    visit(&t, 1, VISIT_CALLLOG | VISIT_OWNER, "1", 20, 21);
    visit(&t, 2, VISIT_LOGGED, "1", 61, 62);
    logged_only(&t, 2, 1, 20);
    logged_only(&t, 2, 2, 59);
    logged_only(&t, 2, 2, 61); /* in the files' time */
    find(&t);
    check_gap(&t, 0, 0, "calllog",
        "call 1 and 2 SIP messages of node 1 are known only from the call "
        "log: collect SDL001_100_*.txt of 2019-11-08 00:20:00 to 00:59:00 "
        "(UTC+00:00)");
    check_gap(&t, 1, 0, "calllog",
        "1 SIP message of node 1 is known only from the call log, although "
        "SDL files cover that time, 2019-11-08 01:01:00 to 01:01:00 "
        "(UTC+00:00): was tracing less detailed?");
    check_gap(&t, 2, 1, "calllog",
        "the call is known only from the call log of node 1: collect "
        "SDL001_100_*.txt of 2019-11-08 00:20:00 to 00:21:00 (UTC+00:00)");
    check_gap(&t, 3, 2, "calllog",
        "1 SIP message of node 1 is known only from the call log: collect "
        "SDL001_100_*.txt of 2019-11-08 00:59:00 to 00:59:00 (UTC+00:00)");
    end(&t, 4);
}

/* Without dates there is a name to ask for, and no time. */
static void
test_undated(void)
{
    struct run t = {0};
    file(&t, "SDL001_100_000007.txt", 1, -1, 60, 70)->base_ms = WHEN_UNKNOWN;
    struct visit *r = visit(&t, 1, VISIT_LOGGED, "1", 61, 62);
    r->from_ms = r->to_ms = WHEN_UNKNOWN;
    r->began = false;
    r = visit(&t, 1, VISIT_SIGNAL, "4", 61, 62);
    r->from_ms = r->to_ms = WHEN_UNKNOWN;
    find(&t);
    check_gap(&t, 1, 1, "node",
        "node 4 was not given, but signals of the call crossed to or from it: "
        "collect SDL004_100_*.txt");
    end(&t, 2);
}

int
main(void)
{
    test_nothing();
    test_numbers();
    test_inside();
    test_edges();
    test_node_with_log();
    test_clusters();
    test_time();
    test_log_only();
    test_undated();
    return check_done();
}
