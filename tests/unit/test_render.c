/* SPDX-License-Identifier: MIT
 *
 * The formats: nothing is wider than it may be, nothing in the traces changes
 * anything but itself, and the JSON is JSON with the promised keys. */
#include <sqlite3.h>

#include "check.h"
#include "ladder_fixture.h"
#include "render/render.h"
#include "sip/mask.h"

#include "base/out.h"

#define HOSTILE                                                                \
    "end; #1 <b>|`x`|*_\n%% a:\x1b[31m\x9b ->> \"P1\" \xe2\x80\xae$ "          \
    "\xff漢字e\xcc"                                                          \
    "\x81 ```` [l](u) \\"

static struct ladder
lay(struct arena *a, const struct item *v, size_t n)
{
    static const struct layout_options all = {.legs_all = true};
    struct call c = fixture_call();
    struct ladder l;
    layout_ladder(a, &c, v, n, &all, &l);
    return l;
}

/* Draws, into a. */
static struct str
draw(struct arena *a, render_ladder_fn *how, const struct ladder *l,
    struct render_options opt)
{
    struct out o;
    out_init_mem(&o);
    how(&o, l, &opt);
    struct str text = str_dup(a, out_text(&o));
    out_close(&o, NULL);
    return text;
}

static size_t
longest_line(struct str text)
{
    size_t longest = 0;
    while (text.n > 0) {
        size_t width = out_safe_width(str_cut_line(&text));
        longest = width > longest ? width : longest;
    }
    return longest;
}

static size_t
count(struct str text, struct str part)
{
    size_t n = 0;
    for (size_t at; (at = str_find(text, part)) < text.n; n++)
        text = str_skip(text, at + part.n);
    return n;
}

static bool
is_ascii(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x7f ||
            ((unsigned char)text.p[i] < 0x20 && text.p[i] != '\n'))
            return false;
    return true;
}

/* Many hosts, and hostile words wherever the traces put words. */
static size_t
hostile_items(struct item *v, size_t hosts, struct arena *a)
{
    for (size_t i = 0; i < hosts; i++) {
        v[i] = fixture_message((int64_t)i, i % 2, FAR, "INVITE");
        v[i].remote_ip = str_fmt(a, "192.0.2.%zu", 100 + i);
        v[i].leg = 0;
        v[i].device = STR(HOSTILE);
        v[i].method = STR(HOSTILE);
        v[i].sdp = STR(HOSTILE);
        v[i].host = STR(HOSTILE);
        v[i].cluster = STR(HOSTILE);
        v[i].call_id = v[i].remote_ip;
        v[i].purpose = STR(HOSTILE);
        v[i].evidence.file = STR(HOSTILE);
    }
    v[hosts] = fixture_note(9999, HOSTILE, HOSTILE);
    v[hosts].host = STR(HOSTILE);
    v[hosts].bad = true;
    return hosts + 1;
}

static void
check_widths(const struct ladder *l, size_t arrows)
{
    for (size_t width = 40; width <= 200; width++) {
        struct arena a = {0};
        struct render_options opt = {.width = width, .unicode = true};
        struct str text = draw(&a, render_text, l, opt);
        if (!CHECK(longest_line(text) <= width))
            printf("width %zu: %zu\n", width, longest_line(text));
        if (arrows > 0)
            CHECK_INT(count(text, STR("▶")) + count(text, STR("◀")), arrows);
        text = draw(&a, render_ascii, l, opt);
        if (!CHECK(longest_line(text) <= width && is_ascii(text)))
            printf("ascii, width %zu: %zu\n", width, longest_line(text));
        arena_free(&a);
    }
}

static void
test_widths(void)
{
    struct arena a = {0};
    struct item v[64];
    struct ladder l = lay(&a, v, fixture_items(v));
    check_widths(&l, 9);
    for (size_t hosts = 0; hosts < 60; hosts += 1 + hosts / 3) {
        l = lay(&a, v, hostile_items(v, hosts, &a));
        check_widths(&l, 0);
    }
    arena_free(&a);
}

static void
test_text(void)
{
    static const char want[] =
        "Call 3: 5551 -> 95559001 (9001), answered\n"
        "2031-05-04, UTC+02:00\n"
        "\n"
        "       SEP0011AABB22CC       edge-sub         TRUNK_WEST\n"
        "         192.0.2.77           node 4        198.51.100.9\n"
        "              |                  |                  |\n"
        "10:00:00.000  |----- INVITE ---->|                  |\n"
        "              | audio G.722,PCMU send.. 192.0.2.77:20000\n"
        "10:00:00.002  |<.. 100 Trying ...|                  |\n"
        "10:00:00.012 [DA 95559001 -> 9.555XXXX (partition   |\n"
        "               PT_WEST) -> trunk TRUNK_WEST]        |\n"
        "10:00:00.020 [TLS: CN far-pub.example.net, cipher   |\n"
        "               AES128-SHA]       |                  |\n"
        "10:00:00.025  |                  |-- INVITE [x2] -->|\n"
        "10:00:00.600  |                  |<. 180 Ringing ...|\n"
        "10:00:00.601  |<. 180 Ringing ...|                  |\n"
        "10:00:04.000  |                  | 200 OK (INVITE)  |\n"
        "              |                  |<.................|\n"
        "10:00:04.001  | 200 OK (INVITE)  |                  |\n"
        "              |<.................|                  |\n"
        "10:00:09.000  |------ BYE ------>|                  |\n"
        "10:00:09.002  |                  |------ BYE ------>|\n";
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS];
    struct ladder l = lay(&a, v, fixture_items(v));
    struct render_options opt = {.width = 56};
    CHECK_STR(draw(&a, render_ascii, &l, opt), want);
    /* The same with colours: nothing but sequences is added. */
    opt.color = true;
    struct str colored = draw(&a, render_ascii, &l, opt);
    CHECK(str_has(colored, STR("\033[32m[TLS: CN")));
    CHECK(count(colored, STR("\033[")) % 2 == 0);
    arena_free(&a);
}

/* Every statement is one that we made; the traces' text stands behind it. */
static bool
is_statement(struct str line)
{
    static const char *const starts[] = {"sequenceDiagram", "participant P",
        "box transparent cluster ", "end", "rect rgba(220,0,0,0.2)",
        "Note over P", "P"};
    struct str words = str_trim(line);
    for (size_t i = 0; i < COUNTOF(starts); i++)
        if (str_starts(words, str_from(starts[i])))
            return true;
    return false;
}

/* "#NN;" is all that may stand where '#' or ';' does. */
static bool
has_only_entities(struct str text)
{
    size_t hashes = count(text, STR("#")), entities = 0;
    for (size_t i = 0; i < text.n; i++) {
        struct str rest = str_skip(text, i + 1);
        int64_t number;
        if (text.p[i] == '#' &&
            str_to_i64(str_sub(rest, 0, str_find_byte(rest, ';')), &number))
            entities++;
    }
    return hashes == entities && count(text, STR(";")) == entities;
}

static void
test_mermaid(void)
{
    struct arena a = {0};
    struct item v[64];
    struct render_options opt = {.width = 80};
    struct ladder l = lay(&a, v, fixture_items(v));
    struct str text = draw(&a, render_mermaid, &l, opt);
    CHECK(str_starts(text, STR("sequenceDiagram\n    participant P1 as "
                               "SEP0011AABB22CC<br/>192.0.2.77\n"
                               "    box transparent cluster east\n")));
    CHECK(str_has(
        text, STR("    P1->>P2: 10:00:00.000 INVITE (101)<br/>audio ")));
    CHECK(str_has(
        text, STR("    P2-->>P1: 10:00:00.002 +0.002 100 Trying (101)\n")));
    l = lay(&a, v, hostile_items(v, 20, &a));
    text = draw(&a, render_mermaid, &l, opt);
    CHECK(has_only_entities(text));
    CHECK(!str_has(text, STR("%")) && !str_has(text, STR("`")));
    CHECK_INT(count(text, STR("end;")), 0);
    for (struct str rest = text; rest.n > 0;) {
        struct str line = str_cut_line(&rest);
        if (!CHECK(is_statement(line)))
            printf(STR_FMT "\n", STR_ARG(line));
    }
    arena_free(&a);
}

static void
test_mermaid_limit(void)
{
    enum { MANY = 2000 };
    struct arena a = {0};
    struct render_options opt = {.width = 80};
    struct item *v = arena_array(&a, MANY + 1, sizeof(*v));
    for (size_t i = 0; i < MANY; i++) {
        v[i] = fixture_message((int64_t)i, i % 2, FAR, "INVITE");
        v[i].cseq = (int64_t)i;
    }
    struct ladder l = lay(&a, v, MANY);
    struct str text = draw(&a, render_mermaid, &l, opt);
    CHECK(text.n <= 50000 && text.n > 45000);
    CHECK(str_ends(text,
        STR(" rows left out (Mermaid takes 50 000 characters at most)\n")));
    size_t arrows = count(text, STR(">>"));
    CHECK(str_has(text, str_fmt(&a, ": %zu rows left out", MANY - arrows)));
    l = lay(&a, v, hostile_items(v, MANY, &a));
    text = draw(&a, render_mermaid, &l, opt);
    CHECK(text.n <= 50000);
    CHECK(str_has(text, STR("    participant P0 as ")));
    arena_free(&a);
}

/* A table stays a table: every row has as many bars as its head, and no run
 * of backticks closes the fence. */
static void
test_markdown(void)
{
    struct arena a = {0};
    struct item v[64];
    struct ladder l = lay(&a, v, hostile_items(v, 5, &a));
    struct render_options opt = {.width = 100};
    struct str text = draw(&a, render_markdown, &l, opt);
    CHECK(str_has(text, STR("\n`````text\n")));
    CHECK_INT(count(text, STR("`````")), 2);
    struct str rows = str_skip(text, str_find(text, STR("| time | from")));
    CHECK_INT(count(text, STR("\x1b")), 0);
    while (rows.n > 0) {
        struct str line = str_cut_line(&rows);
        size_t bars = count(line, STR("|")) - count(line, STR("\\|"));
        if (!CHECK_INT(bars, 7))
            printf(STR_FMT "\n", STR_ARG(line));
    }
    arena_free(&a);
}

static bool
is_json(sqlite3 *db, struct str text)
{
    sqlite3_stmt *s = NULL;
    bool valid = false;
    if (sqlite3_prepare_v2(db, "SELECT json_valid(?)", -1, &s, NULL) != 0)
        return false;
    sqlite3_bind_text(s, 1, text.p, (int)text.n, SQLITE_STATIC);
    if (sqlite3_step(s) == SQLITE_ROW)
        valid = sqlite3_column_int(s, 0) == 1;
    sqlite3_finalize(s);
    return valid;
}

/* One value of a JSON text, by its path; in a. */
static struct str
json_at(struct arena *a, sqlite3 *db, struct str text, const char *path)
{
    sqlite3_stmt *s = NULL;
    struct str v = STR("");
    if (sqlite3_prepare_v2(db, "SELECT json_extract(?, ?)", -1, &s, NULL) != 0)
        return v;
    sqlite3_bind_text(s, 1, text.p, (int)text.n, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, path, -1, SQLITE_STATIC);
    if (sqlite3_step(s) == SQLITE_ROW)
        v = str_dup(a, str_from((const char *)sqlite3_column_text(s, 0)));
    sqlite3_finalize(s);
    return v;
}

static void
test_ladder_json(sqlite3 *db)
{
    struct arena a = {0};
    struct item v[64];
    struct render_options opt = {.width = 100};
    struct ladder l = lay(&a, v, fixture_items(v));
    struct str text = draw(&a, render_json, &l, opt);
    CHECK_INT(count(text, STR("\n")), 1);
    CHECK_STR(json_at(&a, db, text, "$.type"), "ladder");
    CHECK_STR(
        json_at(&a, db, text, "$.rows[0].at"), "2031-05-04T10:00:00.000+02:00");
    CHECK_STR(json_at(&a, db, text, "$.rows[4].repeats"), "1");
    CHECK_STR(json_at(&a, db, text, "$.lanes[1].cluster"), "east");
    l = lay(&a, v, hostile_items(v, 5, &a));
    CHECK(is_json(db, draw(&a, render_json, &l, opt)));
    arena_free(&a);
}

static void
check_json(sqlite3 *db, struct str text, const char *const (*rows)[2])
{
    struct arena a = {0};
    CHECK(is_json(db, text));
    CHECK(str_starts(text, STR("{\"schema_version\":1,\"type\":")));
    for (; (*rows)[0]; rows++) {
        struct str got = json_at(&a, db, text, (*rows)[0]);
        if (!CHECK_STR(got, (*rows)[1]))
            printf("at %s\n", (*rows)[0]);
    }
    arena_free(&a);
}

static void
test_call_json(sqlite3 *db)
{
    static const char *const rows[][2] = {
        {"$.call", "3"},
        {"$.start", "2031-05-04T10:00:00.000+02:00"},
        {"$.duration_ms", "5000"},
        {"$.outcome", "answered"},
        {"$.cause", "16"},
        {"$.legs[0].ci", "70000001"},
        {"$.legs[0].role", "calling"},
        {"$.legs[0].purpose", ""},
        {"$.legs[2].purpose", "recording"},
        {"$.setup_ms", ""},
        {"$.sip_status", ""},
        {"$.tls", ""},
        {NULL, NULL},
    };
    struct out o;
    out_init_mem(&o);
    struct call c = fixture_call();
    render_call_json(&o, &c);
    check_json(db, out_text(&o), rows);
    out_close(&o, NULL);
}

static const struct evidence proof = {
    .file = STR_INIT("all.zip:a/b/SDL004_100_000012.txt"),
    .line = 311,
    .record = STR_INIT("00010021.001")};

static struct step
fixture_step(void)
{
    static const struct field fields[] = {
        {STR_INIT("dialed"), {.kind = VALUE_TEXT, .s = STR_INIT("95559001")}},
        {STR_INIT("branch"), {.kind = VALUE_INTEGER, .i = 2}},
        {STR_INIT("css"), {.kind = VALUE_ABSENT}},
        {STR_INIT("kind"), {.kind = VALUE_TEXT, .s = STR_INIT("other")}},
    };
    return (struct step){.call = 3,
        .n = 1,
        .kind = STR("digit_analysis"),
        .label = STR("95559001 -> 9.555XXXX"),
        .at = fixture_time(12),
        .node = STR("4"),
        .sure = SURE_INFERRED,
        .fields = fields,
        .nfields = COUNTOF(fields),
        .evidence = &proof,
        .nevidence = 1};
}

static void
test_path(sqlite3 *db)
{
    static const char *const rows[][2] = {
        {"$.type", "path"},
        {"$.call", "3"},
        {"$.steps[0].n", "1"},
        {"$.steps[0].kind", "digit_analysis"},
        {"$.steps[0].dialed", "95559001"},
        {"$.steps[0].branch", "2"},
        {"$.steps[0].css", ""},
        {"$.steps[0].sure", "inferred"},
        {"$.steps[0].evidence[0].line", "311"},
        {"$.links[0].to_leg", "2"},
        {"$.links[0].sure", "exact"},
        {"$.gaps[0].kind", "node"},
        {"$.gaps[0].reason", "node 2 \033 was not given"},
        {NULL, NULL},
    };
    struct link link = {.call = 3,
        .from_leg = 1,
        .to_leg = 2,
        .by = STR("digit analysis"),
        .sure = SURE_EXACT,
        .evidence = proof};
    struct step step = fixture_step();
    struct call c = fixture_call();
    struct out o;
    out_init_mem(&o);
    struct gap gap = {.call = 1,
        .kind = STR("node"),
        .from_ms = WHEN_UNKNOWN,
        .to_ms = WHEN_UNKNOWN,
        .reason = STR("node 2 \033 was not given")};
    struct call_path path = {.call = c,
        .steps = &step,
        .nsteps = 1,
        .links = &link,
        .nlinks = 1,
        .gaps = &gap,
        .ngaps = 1};
    render_path_json(&o, &path);
    check_json(db, out_text(&o), rows);
    out_clear(&o);
    struct render_options opt = {.width = 80};
    render_path_text(&o, &path, &opt);
    struct str text = out_text(&o);
    CHECK(str_has(text, STR("    node 2 ")));
    CHECK(!str_has(text, STR("\033")));
    CHECK(str_has(text, STR("5551 (SEP0011AABB22CC) -> 95559001 -> 9001 "
                            "(TRUNK_WEST)\n")));
    CHECK(str_has(text, STR(" 1  10:00:00.012  digit analysis  95559001 -> "
                            "9.555XXXX  (inferred)\n")));
    CHECK(str_has(text, STR(" SDL004_100_000012.txt:311 (00010021.001)\n")));
    CHECK(str_has(text, STR("leg 1 (5551, ci 70000001) and leg 2 (9001, ci ")));
    CHECK(longest_line(text) <= 80);
    out_close(&o, NULL);
}

static void
test_connection(sqlite3 *db)
{
    static const struct str trunks[] = {STR_INIT("TRUNK_WEST")};
    static const int64_t calls[] = {3, 4};
    static const char *const rows[][2] = {
        {"$.type", "connection"},
        {"$.index", "12"},
        {"$.handshake", "2031-05-04T10:00:00.020+02:00"},
        {"$.closed", ""},
        {"$.cn", "far-pub.example.net"},
        {"$.calls[1]", "4"},
        {"$.trunks[0]", "TRUNK_WEST"},
        {NULL, NULL},
    };
    struct connection c = {.connection = 1,
        .node = STR("4"),
        .direction = STR("outgoing"),
        .remote_ip = STR("2001:db8::9"),
        .remote_port = 5061,
        .transport = STR("TLS"),
        .conn_index = 12,
        .opened = fixture_time(10),
        .handshake = fixture_time(20),
        .closed = {.utc_ms = WHEN_UNKNOWN, .tod_ms = WHEN_UNKNOWN},
        .cn = STR("far-pub.example.net"),
        .cipher = STR("AES128-SHA"),
        .trunks = trunks,
        .ntrunks = 1,
        .calls = calls,
        .ncalls = 2};
    struct out o;
    out_init_mem(&o);
    render_connection_json(&o, &c);
    check_json(db, out_text(&o), rows);
    out_clear(&o);
    struct render_options opt = {.width = 200};
    render_connections_text(&o, &c, 1, &opt);
    CHECK(str_has(out_text(&o), STR("  TLS out    [2001:db8::9]:5061  ")));
    CHECK(str_has(out_text(&o), STR("  3, 4\n")));
    out_close(&o, NULL);
}

static void
test_table(void)
{
    static const struct cell_column cols[] = {
        {"n", true, 2}, {"name", false, 4}, {"note", false, 6}};
    const struct str cells[] = {STR("1"), STR("TRUNK_WEST_WITH_A_LONG_NAME"),
        STR(HOSTILE), STR("222"), STR("漢字漢字漢字"), STR("")};
    for (size_t width = 1; width < 90; width++) {
        struct out o;
        struct render_options opt = {.width = width, .unicode = true};
        out_init_mem(&o);
        render_table(&o, cols, COUNTOF(cols), cells, 2, &opt);
        if (!CHECK(longest_line(out_text(&o)) <= width))
            printf("width %zu\n", width);
        CHECK_INT(count(out_text(&o), STR("\n")), 3);
        out_close(&o, NULL);
    }
    struct out o;
    struct render_options opt = {.width = 24};
    out_init_mem(&o);
    render_table(&o, cols, COUNTOF(cols), cells, 1, &opt);
    CHECK_STR(out_text(&o), "n  name        note\n"
                            "1  TRUNK_WE..  end; #1..\n");
    out_close(&o, NULL);
}

static void
test_mask(void)
{
    static const char *const rows[][2] = {
        {"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0|2^20|1:4\r\n",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***|2^20|1:4\r\n"},
        {"Authorization: Digest username=\"5551\",realm=\"x\","
         "nonce=\"abc\",uri=\"sip:x\",response=\"0123\",algorithm=MD5\r\n",
            "Authorization: Digest username=\"5551\",realm=\"x\","
            "nonce=***,uri=\"sip:x\",response=***,algorithm=MD5\r\n"},
        {"WWW-Authenticate: Digest realm=\"x\", nonce=abc, stale=false",
            "WWW-Authenticate: Digest realm=\"x\", nonce=***, stale=false"},
        {"Proxy-Authorization: Basic YTpi\r\nCSeq: 1",
            "Proxy-Authorization: Basic ***\r\nCSeq: 1"},
        {"Authorization:  Token a b c\nCSeq: 1",
            "Authorization:  Token ***\nCSeq: 1"},
        {"v=0\nk=base64:YWJj\nm=audio", "v=0\nk=base64:***\nm=audio"},
        {"cnonce=\"a\\\"b\",nc=1", "cnonce=***,nc=1"},
        {"nonce=", "nonce="},
        {"response=\"torn", "response=***"},
        {"my-nonce=abc", "my-nonce=abc"},
        {"", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++)
        CHECK_STR(mask_secrets(&a, str_from(rows[i][0])), rows[i][1]);
    arena_free(&a);
}

static void
test_message(sqlite3 *db)
{
    static const char *const rows[][2] = {
        {"$.type", "message"},
        {"$.call", "3"},
        {"$.direction", "in"},
        {"$.text", "INVITE sip:1\r\na=crypto:1 X inline:***\r\n"},
        {NULL, NULL},
    };
    struct item it = fixture_message(0, false, PHONE, "INVITE");
    it.text = STR("INVITE sip:1\r\na=crypto:1 X inline:c2VjcmV0\r\n");
    struct out o;
    out_init_mem(&o);
    render_message_json(&o, 3, &it);
    check_json(db, out_text(&o), rows);
    out_clear(&o);
    struct render_options opt = {.width = 80};
    it.text = STR("INVITE sip:1\r\nX: \033[31m inline:c2VjcmV0\r\n");
    render_message_text(&o, 1, &it, &opt);
    CHECK_STR(out_text(&o),
        "#1 10:00:00.000 in  192.0.2.77:5060 (SEP0011AABB22CC) -> node 4  TCP  "
        "SDL004_100_000012.txt:311 (00010021.001)\n"
        "INVITE sip:1\nX: \\x1b[31m inline:***\n\n");
    out_close(&o, NULL);
}

static void
test_formats(void)
{
    CHECK(render_find(STR("Mermaid"))->ladder == render_mermaid);
    CHECK(!render_find(STR("gif")));
    CHECK(!render_find(STR("")));
}

int
main(void)
{
    sqlite3 *db = NULL;
    if (!CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK))
        return check_done();
    test_widths();
    test_text();
    test_mermaid();
    test_mermaid_limit();
    test_markdown();
    test_ladder_json(db);
    test_call_json(db);
    test_path(db);
    test_connection(db);
    test_table();
    test_mask();
    test_message(db);
    test_formats();
    sqlite3_close(db);
    return check_done();
}
