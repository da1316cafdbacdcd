/* SPDX-License-Identifier: MIT
 *
 * Facts and owners put many at once: each row whole, in its table, under its
 * number, in the same file however they come; what fails, fails all; nobody
 * else can ask the table they come from. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store_fixture.h"

enum { FACTS = 1001 }; /* no multiple of what one statement takes */

/* Signals, alarms and messages by turns; names of signals tell their number. */
static void
make_facts(struct arena *a, struct fact *v)
{
    for (size_t i = 0; i < FACTS; i++) {
        v[i] = (struct fact){.shape = FIXTURE_SIGNAL,
            .record = i % 7 ? str_fmt(a, "%08zu.000", i) : STR(""),
            .tod_ms = i % 5 ? (int64_t)i : WHEN_UNKNOWN,
            .line = i + 1};
        if (i % 3 == 0) {
            v[i].shape = FIXTURE_EVENT;
            v[i].v = arena_array(a, COUNTOF(fixture_event), sizeof *v[i].v);
            v[i].v[0] = word("alarm");
        } else if (i % 3 == 1) {
            v[i].shape = FIXTURE_MESSAGE;
            v[i].v = arena_array(a, COUNTOF(fixture_message), sizeof *v[i].v);
            v[i].v[8] = word("a@h");
            /* Many pages, which tables get in the order that they ask. */
            v[i].v[11] = (struct value){
                .kind = VALUE_TEXT, .s = str_fmt(a, "BYE \xff %-3000zu", i)};
            v[i].v[12] = (struct value){
                .kind = VALUE_TEXT, .s = str_fmt(a, "%3000zu", i)};
        } else {
            v[i].v = arena_array(a, COUNTOF(fixture_signal), sizeof *v[i].v);
            v[i].v[0] = (struct value){
                .kind = VALUE_TEXT, .s = str_fmt(a, "S%zu", i + 1)};
            if (i % 2)
                v[i].v[1] = number((int64_t)i);
            v[i].v[3] = number((int64_t)i + 1);
        }
    }
}

static void
test_facts(void)
{
    static const struct {
        const char *sql;
        int64_t want;
    } rows[] = {
        {"SELECT count(*) FROM event", FACTS},
        {"SELECT count(*) FROM event WHERE event = line", FACTS},
        {"SELECT count(*) FROM signal", FACTS / 3},
        {"SELECT count(*) FROM signal WHERE name = 'S' || line", FACTS / 3},
        {"SELECT count(*) FROM fact_signal WHERE fields = "
         "'{\"more\":' || line || '}'",
            FACTS / 3},
        {"SELECT count(*) FROM fact_signal WHERE ci IS iif((line - 1) % 2, "
         "line - 1, NULL)",
            FACTS / 3},
        {"SELECT count(*) FROM message_text", (FACTS + 1) / 3},
        {"SELECT count(*) FROM fact_message JOIN message_text USING(event) "
         "WHERE rtrim(text) = 'BYE \\xFF ' || (line - 1) AND call_id = 'a@h'",
            (FACTS + 1) / 3},
        {"SELECT count(*) FROM fact_event WHERE tod_ms IS "
         "iif((line - 1) % 5, line - 1, NULL)",
            FACTS / 3 + 1},
        {"SELECT count(*) FROM fact_event WHERE record IS "
         "iif((line - 1) % 7, format('%08d.000', line - 1), NULL)",
            FACTS / 3 + 1},
        {"SELECT messages FROM source_file", (FACTS + 1) / 3},
    };
    struct fact facts[FACTS];
    struct arena a = {0};
    struct source s = fixture_source("many.txt");
    struct store *db;
    struct err e;

    make_facts(&a, facts);
    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    OK(store_put_facts(db, facts, 0, &e));
    OK(store_put_facts(db, facts, FACTS, &e));
    OK(store_end_source(db, &s, true, &e));
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        if (!CHECK_INT(query_int(db, rows[i].sql), rows[i].want))
            printf("    %s\n", rows[i].sql);
    }
    store_close(db);
    arena_free(&a);
}

/* Makes a database of the facts, so many at once. */
static void
make_in_pieces(const char *path, size_t size)
{
    struct source s = fixture_source("pieces.txt");
    struct store *db;
    struct err e;

    OK(store_open(&db, path, STORE_WRITE, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    for (size_t i = 0; i < FACTS; i += size) {
        struct fact facts[FACTS];
        struct arena a = {0};
        make_facts(&a, facts);
        OK(store_put_facts(
            db, facts + i, FACTS - i < size ? FACTS - i : size, &e));
        arena_free(&a); /* the store must not need it any more */
    }
    OK(store_end_source(db, &s, true, &e));
    OK(store_put_views(db, &e));
    OK(store_commit_file(db, &e));
    store_close(db);
}

static bool
is_same_file(const char *path, const char *other)
{
    FILE *f = fopen(path, "rb"), *g = fopen(other, "rb");
    int a = f ? 0 : EOF, b = g ? 0 : EOF;
    bool same = f && g;

    while (same && a != EOF) {
        a = getc(f);
        b = getc(g);
        same = a == b;
    }
    if (f)
        fclose(f);
    if (g)
        fclose(g);
    return same;
}

/* The file does not tell how many came at once. */
static void
test_pieces(const char *folder)
{
    static const size_t sizes[] = {1, 37, 128, 500};
    struct arena a = {0};
    const char *whole = str_fmt(&a, "%s/whole.db", folder).p;
    const char *pieces = str_fmt(&a, "%s/pieces.db", folder).p;

    make_in_pieces(whole, FACTS);
    for (size_t i = 0; i < COUNTOF(sizes); i++) {
        make_in_pieces(pieces, sizes[i]);
        if (!CHECK(is_same_file(whole, pieces)))
            printf("    %zu at once\n", sizes[i]);
        CHECK(unlink(pieces) == 0);
    }
    CHECK(unlink(whole) == 0);
    arena_free(&a);
}

/* Two values for one column: the first has it. */
static void
test_same_column(void)
{
    static const struct column twice[] = {
        WORD("name"), WORD("NAME"), NUMBER("ci")};
    static const struct shape shape = SHAPE("twice", "signal", twice);
    struct value v[COUNTOF(twice)] = {word("first"), word("second"), number(7)};
    struct source s = fixture_source("twice.txt");
    struct store *db;
    struct err e;

    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_put_shapes(db, &shape, 1, &e));
    OK(store_begin_source(db, &s, &e));
    CHECK(put(db, (enum fixture_shape)0, 1, v) == 0);
    v[0].kind = VALUE_ABSENT;
    CHECK(put(db, (enum fixture_shape)0, 2, v) == 0);
    OK(store_end_source(db, &s, true, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM fact_signal WHERE ci = 7 AND "
                            "name IS iif(line = 1, 'first', NULL)"),
        2);
    store_close(db);
}

static int
run_on(const char *path, const char *sql)
{
    sqlite3 *other;
    int result = sqlite3_open(path, &other);

    if (result == SQLITE_OK)
        result = sqlite3_exec(other, sql, NULL, NULL, NULL);
    sqlite3_close(other);
    return result;
}

/* A row that the database refuses fails all of them, and none of them comes
 * with the next source. */
static void
test_failure(const char *path)
{
    struct fact facts[FACTS];
    struct arena a = {0};
    struct source s = fixture_source("bad.txt"), next = fixture_source("next");
    struct store *db;
    struct err e;

    OK(store_open(&db, path, STORE_WRITE, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_put_views(db, &e));
    OK(store_commit_file(db, &e));
    store_close(db);
    CHECK_INT(
        run_on(path, "CREATE TRIGGER refuse AFTER INSERT ON fact_signal WHEN "
                     "new.name = 'S501' BEGIN SELECT RAISE(ABORT, 'refused'); "
                     "END"),
        SQLITE_OK);

    make_facts(&a, facts);
    OK(store_open(&db, path, STORE_WRITE, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    OK(store_begin_source(db, &s, &e));
    CHECK(store_put_facts(db, facts, FACTS, &e) < 0);
    CHECK(strstr(e.text, "refused") != NULL);
    OK(store_end_source(db, &s, false, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM event"), 0);

    OK(store_begin_source(db, &next, &e));
    CHECK(put_signal(db, 5, 19000001) == 0);
    OK(store_end_source(db, &next, true, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM event"), 1);
    CHECK_INT(query_int(db, "SELECT count(*) FROM message_text"), 0);
    store_close(db);
    arena_free(&a);
}

/* An owner may come in pieces, also within one call. */
static void
test_owners(void)
{
    enum { OWNERS = 1500 };
    static struct owner v[OWNERS];
    struct store *db;
    struct err e;

    for (int64_t i = 0; i < OWNERS / 3; i++) {
        v[i] = (struct owner){i + 1, i + 7, 0, 0};
        v[OWNERS / 3 + i] = (struct owner){i + 1, 0, i + 8, 0};
        v[OWNERS / 3 * 2 + i] = (struct owner){i + 1, 0, 0, i + 9};
    }
    OK(store_open(&db, NULL, STORE_MEMORY, &e));
    OK(store_begin_calls(db, &e));
    OK(store_put_owners(db, v, 0, &e));
    OK(store_put_owners(db, v, OWNERS, &e));
    OK(store_end_calls(db, &e));
    CHECK_INT(query_int(db, "SELECT count(*) FROM owner"), OWNERS / 3);
    CHECK_INT(query_int(db, "SELECT count(*) FROM owner WHERE call = event + 6 "
                            "AND leg = event + 7 AND connection = event + 8"),
        OWNERS / 3);
    store_close(db);
}

/* What rows come from is not there for who reads. */
static void
test_private(const char *path)
{
    struct store_query *q;
    struct store *db;
    struct err e;

    OK(store_open(&db, path, STORE_READ, &e));
    CHECK(store_query_open(&q, db, STR("SELECT * FROM _bulk_fact_signal"), &e) <
          0);
    CHECK(strstr(e.text, "no such table: _bulk_fact_signal") != NULL);
    store_close(db);

    /* No view can lead to it either, while it is there. */
    CHECK_INT(run_on(path, "CREATE VIEW peep AS SELECT * FROM "
                           "_bulk_fact_signal"),
        SQLITE_OK);
    OK(store_open(&db, path, STORE_WRITE, &e));
    OK(store_put_shapes(db, fixture_shapes, FIXTURE_SHAPES, &e));
    CHECK(store_query_open(&q, db, STR("SELECT * FROM peep"), &e) < 0);
    CHECK(strstr(e.text, "unsafe use of virtual table") != NULL);
    store_close(db);
}

int
main(void)
{
    char folder[] = "/tmp/cmtrail-test-XXXXXX";
    struct arena a = {0};

    if (!mkdtemp(folder))
        return 2;
    const char *path = str_fmt(&a, "%s/bulk.db", folder).p;
    test_facts();
    test_pieces(folder);
    test_same_column();
    test_owners();
    test_failure(path);
    test_private(path);
    CHECK(unlink(path) == 0);
    CHECK(rmdir(folder) == 0);
    arena_free(&a);
    return check_done();
}
