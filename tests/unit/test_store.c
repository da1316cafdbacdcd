/* SPDX-License-Identifier: MIT
 *
 * The database as a file: made whole or not at all, versions, locks, killed
 * loads; sources replaced and recognised; hostile text. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.h"

static struct str
in_folder(struct arena *a, const char *folder, const char *name)
{
    return str_fmt(a, "%s/%s", folder, name);
}

/* How many files the folder holds. */
static int
count_files(const char *folder)
{
    struct arena a = {0};
    FILE *p = popen(str_fmt(&a, "ls -A '%s' | wc -l", folder).p, "r");
    int n = -1;

    if (p && fscanf(p, "%d", &n) != 1)
        n = -1;
    if (p)
        pclose(p);
    arena_free(&a);
    return n;
}

static int
load_one(struct store *db, const char *file, int messages)
{
    struct source s = fixture_source(file);
    struct err e;

    if (store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e) < 0 ||
        store_begin_source(db, &s, &e) < 0)
        return -1;
    for (int i = 0; i < messages; i++) {
        if (put_message(db, (uint64_t)i + 1, "in", "INVITE", "id@192.0.2.9") <
            0)
            return -1;
    }
    s.facts = messages;
    return store_end_source(db, &s, true, &e);
}

/* A database with one source of n messages. */
static bool
make(const char *path, int messages)
{
    struct store *db;
    struct err e;

    if (store_open(&db, path, STORE_WRITE, &e) < 0)
        return false;
    bool ok = load_one(db, "a.txt", messages) == 0 &&
              store_put_views(db, &e) == 0 && store_commit_file(db, &e) == 0;
    store_close(db);
    return ok;
}

static void
test_new_file(const char *folder)
{
    struct arena a = {0};
    const char *path = in_folder(&a, folder, "new.db").p;
    struct store *db;
    struct err e;

    CHECK(store_open(&db, path, STORE_READ, &e) < 0);
    CHECK(strstr(e.text, "new.db: no such database; load traces first: "
                         "cmtrail load PATH...") != NULL);

    /* Without commit nothing is left. */
    OK(store_open(&db, path, STORE_WRITE, &e));
    CHECK(load_one(db, "a.txt", 10) == 0);
    CHECK(access(path, F_OK) < 0);
    CHECK_INT(count_files(folder), 1);
    store_close(db);
    CHECK_INT(count_files(folder), 0);

    CHECK(make(path, 10));
    CHECK_INT(count_files(folder), 1);
    OK(store_open(&db, path, STORE_READ, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 10);
    /* Read is read. */
    struct source s = fixture_source("b.txt");
    CHECK(store_put_unread(db, &s, &e) < 0);
    store_close(db);
    CHECK_INT(count_files(folder), 1);

    /* One that has nothing in it can be added to. */
    CHECK(unlink(path) == 0);
    OK(store_open(&db, path, STORE_WRITE, &e));
    OK(store_commit_file(db, &e));
    store_close(db);
    OK(store_open(&db, path, STORE_WRITE, &e));
    CHECK(load_one(db, "a.txt", 3) == 0);
    store_close(db);
    OK(store_open(&db, path, STORE_READ, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 3);
    store_close(db);
    CHECK(unlink(path) == 0);
    arena_free(&a);
}

/* Somebody else's file comes to stand there while we load. */
static void
test_race(const char *folder)
{
    struct arena a = {0};
    const char *path = in_folder(&a, folder, "race.db").p;
    struct store *db;
    struct err e;
    int fd;

    OK(store_open(&db, path, STORE_WRITE, &e));
    fd = open(path, O_WRONLY | O_CREAT, 0644);
    CHECK(fd >= 0 && write(fd, "x", 1) == 1);
    close(fd);
    CHECK(store_commit_file(db, &e) < 0);
    CHECK(strstr(e.text, "meanwhile") != NULL);
    store_close(db);
    CHECK_INT(count_files(folder), 1);
    CHECK(unlink(path) == 0);

    /* An empty file is as good as none. */
    fd = open(path, O_WRONLY | O_CREAT, 0644);
    CHECK(fd >= 0);
    close(fd);
    CHECK(store_open(&db, path, STORE_READ, &e) < 0);
    CHECK(make(path, 1));
    OK(store_open(&db, path, STORE_READ, &e));
    store_close(db);
    CHECK(unlink(path) == 0);
    arena_free(&a);
}

/* Loads until it dies. */
static void
die_loading(const char *path, int sources, int messages)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        struct store *db;
        struct err e;
        struct source s = fixture_source("late.txt");
        if (store_open(&db, path, STORE_WRITE, &e) < 0)
            _exit(1);
        if (sources > 0 && load_one(db, "b.txt", messages) < 0)
            _exit(1);
        if (store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e) < 0 ||
            store_begin_source(db, &s, &e) < 0)
            _exit(1);
        for (int i = 0; i < messages; i++) {
            if (put_message(db, (uint64_t)i + 1, "in", "BYE", "i@192.0.2.9"))
                _exit(1);
        }
        _exit(42);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

static void
test_killed(const char *folder)
{
    enum { SPILL = 60000 }; /* more than the page cache holds */
    struct arena a = {0};
    const char *path = in_folder(&a, folder, "killed.db").p;
    struct store *db;
    struct err e;

    die_loading(path, 1, 100);
    CHECK(access(path, F_OK) < 0);
    CHECK_INT(count_files(folder), 1); /* what it left */
    CHECK(make(path, 5));
    CHECK_INT(count_files(folder), 1); /* is gone with the next load */

    /* The source that was whole stays, the other one is undone, also for who
     * may only read. */
    die_loading(path, 1, SPILL);
    CHECK(access(in_folder(&a, folder, "killed.db-journal").p, F_OK) == 0);
    OK(store_open(&db, path, STORE_READ, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), SPILL + 5);
    CHECK_INT(query_int(db, "SELECT count(*) FROM source"), 2);
    CHECK_INT(store_calls_current(db, &e), 0);
    store_close(db);
    CHECK_INT(count_files(folder), 1);
    CHECK(unlink(path) == 0);
    arena_free(&a);
}

/* The journal of a database that was deleted is not played into a new one. */
static void
test_stale_journal(const char *folder)
{
    enum { SPILL = 60000 };
    struct arena a = {0};
    const char *path = in_folder(&a, folder, "stale.db").p;
    struct store *db;
    struct err e;

    CHECK(make(path, 5));
    die_loading(path, 0, SPILL);
    CHECK(access(in_folder(&a, folder, "stale.db-journal").p, F_OK) == 0);
    CHECK(unlink(path) == 0);
    CHECK(make(path, 7));
    CHECK_INT(count_files(folder), 1);
    OK(store_open(&db, path, STORE_READ, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 7);
    store_close(db);
    CHECK(unlink(path) == 0);
    arena_free(&a);
}

static void
patch(const char *path, off_t offset, const char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY);

    CHECK(fd >= 0 && pwrite(fd, bytes, n, offset) == (ssize_t)n);
    close(fd);
}

static void
test_versions(const char *folder)
{
    struct arena a = {0};
    const char *path = in_folder(&a, folder, "old.db").p;
    struct store *db;
    struct err e;

    /* Offsets of the header of SQLite files. */
    CHECK(make(path, 1));
    patch(path, 60, "\0\0\0\3", 4);
    CHECK(store_open(&db, path, STORE_READ, &e) < 0);
    CHECK(strstr(e.text, "old.db: made by another version of cmtrail (schema "
                         "3, this program needs 1): load the traces again "
                         "into a new file") != NULL);
    CHECK(store_open(&db, path, STORE_WRITE, &e) < 0);
    CHECK(strstr(e.text, "schema 3") != NULL);
    patch(path, 68, "ABCD", 4);
    CHECK(store_open(&db, path, STORE_READ, &e) < 0);
    CHECK(strstr(e.text, "not one of cmtrail") != NULL);
    patch(path, 0, "not SQLite at all", 17);
    CHECK(store_open(&db, path, STORE_READ, &e) < 0);
    CHECK(strstr(e.text, "not a cmtrail database") != NULL);
    CHECK(store_open(&db, path, STORE_WRITE, &e) < 0);
    CHECK(unlink(path) == 0);
    CHECK(store_open(&db, folder, STORE_READ, &e) < 0);
    CHECK(strstr(e.text, "a folder") != NULL);
    CHECK(store_open(
              &db, in_folder(&a, folder, "no/such.db").p, STORE_WRITE, &e) < 0);
    CHECK_INT(count_files(folder), 0);
    arena_free(&a);
}

/* Names that SQLite would take for something else. */
static void
test_names(const char *folder)
{
    struct store *db;
    struct err e;

    CHECK(chdir(folder) == 0);
    CHECK(make(":memory:", 2));
    CHECK(access(":memory:", F_OK) == 0);
    OK(store_open(&db, ":memory:", STORE_READ, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 2);
    store_close(db);
    CHECK(unlink(":memory:") == 0);
    CHECK(chdir("/") == 0);
}

static void
test_same_source(void)
{
    struct arena a = {0};
    struct store *db;
    struct source s = fixture_source("a.txt"), copy = fixture_source("b.txt");
    struct str other;
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    CHECK_INT(store_has_source(db, &s, &e), 0);
    CHECK(load_one(db, "z.txt", 2) == 0);
    CHECK(load_one(db, "a.txt", 4) == 0);
    CHECK_INT(store_has_source(db, &s, &e), 1);
    s.mtime_ms++;
    CHECK_INT(store_has_source(db, &s, &e), 0);

    /* The same content under another name. */
    copy.hash_hi = s.hash_hi;
    CHECK_INT(store_has_content(db, &a, &copy, &other, &e), 1);
    CHECK_STR(other, "a.txt");
    copy.status = STR("duplicate");
    OK(store_put_unread(db, &copy, &e));
    CHECK_INT(store_has_source(db, &copy, &e), 1);
    CHECK_INT(store_has_content(db, &a, &s, &other, &e), 0);

    /* Read again: its facts are replaced. */
    CHECK(load_one(db, "a.txt", 3) == 0);
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 5);
    CHECK_INT(query_int(db, "SELECT count(*) FROM message_text"), 5);
    CHECK_INT(query_int(db, "SELECT count(*) FROM source"), 3);
    CHECK_INT(query_int(db, "SELECT last_event - first_event + 1 - facts "
                            "FROM source_file WHERE file = 'a.txt'"),
        0);

    /* Given up: as if it had not been begun. */
    OK(store_begin_source(db, &s, &e));
    CHECK(put_message(db, 1, "in", "INVITE", "x") == 0);
    OK(store_end_source(db, &s, false, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 5);

    store_close(db);
    arena_free(&a);
}

/* What is no trace changes no call, however often it is given. */
static void
test_no_trace(void)
{
    struct store *db;
    struct source s = fixture_source("result.xml");
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    CHECK(load_one(db, "a.txt", 5) == 0);
    CHECK_INT(store_calls_current(db, &e), 0);
    OK(store_begin_calls(db, &e));
    OK(store_end_calls(db, &e));
    s.records = 0;
    s.status = STR("not a trace");
    OK(store_put_unread(db, &s, &e));
    OK(store_put_unread(db, &s, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM source"), 2);
    CHECK_INT(store_calls_current(db, &e), 1);
    /* Nor do captures and certificates: they have no records. */
    struct source cert = fixture_source("own.pem");
    cert.kind = SOURCE_CERTIFICATE;
    cert.records = 0;
    OK(store_begin_source(db, &cert, &e));
    OK(store_end_source(db, &cert, true, &e));
    CHECK_INT(store_calls_current(db, &e), 1);
    /* A trace that was replaced does. */
    CHECK(load_one(db, "a.txt", 5) == 0);
    CHECK_INT(store_calls_current(db, &e), 0);
    store_close(db);
}

static void
test_unreadable(void)
{
    struct store *db;
    struct source s = fixture_source("a.txt");
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    CHECK(load_one(db, "a.txt", 5) == 0);

    /* Unreadable now, but what was read stays. */
    s.mtime_ms++;
    s.status = STR("unreadable");
    OK(store_put_unread(db, &s, &e));
    OK(store_put_unread(db, &s, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 5);
    CHECK_INT(query_int(db, "SELECT count(*) FROM source"), 2);
    CHECK_INT(store_has_source(db, &s, &e), 0);

    /* Standard input has no identity. */
    s = fixture_source("-");
    s.size = -1;
    s.mtime_ms = WHEN_UNKNOWN;
    for (int i = 0; i < 2; i++) {
        OK(store_begin_source(db, &s, &e));
        CHECK(put_message(db, 1, "in", "INVITE", "x") == 0);
        OK(store_end_source(db, &s, true, &e));
    }
    CHECK_INT(store_has_source(db, &s, &e), 0);
    CHECK_INT(query_int(db, "SELECT count(*) FROM message"), 7);
    store_close(db);
}

/* Giving up in a new file, where nothing can be rolled back. */
static void
test_give_up(const char *folder)
{
    struct arena a = {0};
    const char *path = in_folder(&a, folder, "drop.db").p;
    struct source s = fixture_source("b.txt");
    struct store *db;
    struct err e;

    OK(store_open(&db, path, STORE_WRITE, &e));
    CHECK(load_one(db, "a.txt", 4) == 0);
    OK(store_begin_source(db, &s, &e));
    CHECK(put_message(db, 1, "in", "INVITE", "x") == 0);
    CHECK(put_signal(db, 2, 19000001) == 0);
    OK(store_end_source(db, &s, false, &e));
    CHECK(load_one(db, "c.txt", 2) == 0);
    OK(store_commit_file(db, &e));
    store_close(db);
    OK(store_open(&db, path, STORE_READ, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM event"), 6);
    CHECK_INT(query_int(db, "SELECT count(*) FROM message_text"), 6);
    CHECK_INT(query_int(db, "SELECT count(*) FROM signal"), 0);
    CHECK_INT(query_int(db, "SELECT max(event) FROM event"), 6);
    store_close(db);
    CHECK(unlink(path) == 0);
    arena_free(&a);
}

static void
test_hostile_text(void)
{
    static const struct {
        struct str in;
        const char *out;
    } rows[] = {
        {STR_INIT("plain"), "plain"},
        {STR_INIT("a\r\n\tb"), "a\r\n\tb"},
        {STR_INIT("nul\0nul"), "nul\\x00nul"},
        {STR_INIT("caf\xc3\xa9 \xe2\x82\xac"), "caf\xc3\xa9 \xe2\x82\xac"},
        {STR_INIT("12345678\xff"), "12345678\\xFF"},
        {STR_INIT("\xc3(overlong \xc0\xaf)"), "\\xC3(overlong \\xC0\\xAF)"},
        {STR_INIT("\xed\xa0\x80 torn \xe2\x82"),
            "\\xED\\xA0\\x80 torn \\xE2\\x82"},
        {STR_INIT("'; DROP TABLE call; --"), "'; DROP TABLE call; --"},
    };
    struct arena a = {0};
    struct store *db;
    struct source s = fixture_source("h\xff.txt");
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct value text = {.kind = VALUE_TEXT, .s = rows[i].in};
        struct value v[COUNTOF(fixture_message)] = {
            [8] = text, [11] = text, [12] = text};
        CHECK(put(db, FIXTURE_MESSAGE, i + 1, v) == 0);
    }
    OK(store_end_source(db, &s, true, &e));
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct str where = str_fmt(&a, "FROM message WHERE line = %zu", i + 1);
        CHECK_STR(query_text(db, &a, str_fmt(&a, "SELECT text %s", where.p).p),
            rows[i].out);
        CHECK_STR(
            query_text(db, &a, str_fmt(&a, "SELECT call_id %s", where.p).p),
            rows[i].out);
        CHECK_STR(query_text(db, &a,
                      str_fmt(&a,
                          "SELECT json_extract(fields, '$.x_extra') "
                          "FROM event WHERE line = %zu",
                          i + 1)
                          .p),
            rows[i].out);
    }
    CHECK_STR(query_text(db, &a, "SELECT file FROM source"), "h\\xFF.txt");
    store_close(db);
    arena_free(&a);
}

/* Values that are not what the column wants. */
static void
test_types(void)
{
    struct store *db;
    struct source s = fixture_source("t.txt");
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    struct value v[COUNTOF(fixture_signal)] = {
        number(5), word("77"), word(""), {.kind = VALUE_REAL, .r = 1.5}};
    CHECK(put(db, FIXTURE_SIGNAL, 1, v) == 0);
    v[1] = word("many");
    CHECK(put(db, FIXTURE_SIGNAL, 2, v) == 0);
    OK(store_end_source(db, &s, true, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM signal WHERE name = '5' AND "
                            "ci = 77 AND line = 1"),
        1);
    CHECK_INT(query_int(db, "SELECT count(*) FROM signal WHERE ci IS NULL"), 1);
    CHECK_INT(query_int(db, "SELECT count(*) FROM fact_signal WHERE device IS "
                            "NULL AND fields = '{\"more\":1.5}'"),
        2);
    store_close(db);
}

int
main(void)
{
    char folder[] = "/tmp/cmtrail-test-XXXXXX";

    if (!mkdtemp(folder))
        return 2;
    test_new_file(folder);
    test_race(folder);
    test_killed(folder);
    test_stale_journal(folder);
    test_versions(folder);
    test_names(folder);
    test_same_source();
    test_no_trace();
    test_unreadable();
    test_give_up(folder);
    test_hostile_text();
    test_types();
    CHECK(rmdir(folder) == 0);
    return check_done();
}
