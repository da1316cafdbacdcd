/* SPDX-License-Identifier: MIT
 *
 * PlantUML, SVG and HTML: hostile words change nothing but themselves; what
 * SDP changed; which lines of a message are new. */
#include "check.h"
#include "ladder_fixture.h"
#include "render/media.h"
#include "render/render.h"
#include "render/sdp_diff.h"

#define HOSTILE                                                                \
    "end; #1 </pre></svg><script>alert(1)</script><b onload='x'>\"|`x`\n"      \
    "@enduml\n!include x %getenv(HOME) **b** --s-- ~~ &amp; \x1b[31m\x9b ]]> " \
    "\xe2\x80\xae \xff漢字 \\n"

static struct ladder
lay(struct arena *a, const struct item *v, size_t n)
{
    static const struct layout_options all = {.legs_all = true};
    struct call c = fixture_call();
    struct ladder l;
    layout_ladder(a, &c, v, n, &all, &l);
    return l;
}

static struct str
draw(struct arena *a, render_ladder_fn *how, const struct ladder *l)
{
    struct render_options opt = {.width = 80};
    struct out o;
    out_init_mem(&o);
    how(&o, l, &opt);
    struct str text = str_dup(a, out_text(&o));
    out_close(&o, NULL);
    return text;
}

static struct ladder
hostile_ladder(struct arena *a, struct item *v)
{
    size_t n = fixture_items(v);
    for (size_t i = 0; i < n; i++) {
        v[i].device = v[i].sdp = v[i].reason = STR(HOSTILE);
        v[i].host = v[i].cluster = v[i].purpose = STR(HOSTILE);
        v[i].text = v[i].note = v[i].topic = STR(HOSTILE);
        v[i].evidence.file = v[i].evidence.record = STR(HOSTILE);
    }
    return lay(a, v, n);
}

static size_t
count(struct str text, struct str part)
{
    size_t n = 0;
    for (size_t at; (at = str_find(text, part)) < text.n; n++)
        text = str_skip(text, at + part.n);
    return n;
}

static void
test_plantuml(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS];
    struct ladder l = lay(&a, v, fixture_items(v));
    struct str text = draw(&a, render_plantuml, &l);
    CHECK(str_starts(text, STR("@startuml\n")));
    CHECK(str_ends(text, STR("\n@enduml\n")));
    CHECK(str_has(text, STR("P1 -> P2 : 10:00:00.000 INVITE (101)\\naudio ")));
    CHECK(str_has(
        text, STR("P2 --> P1 : 10:00:00.002 +0.002 100 Trying (101)\n")));
    CHECK(str_has(text, STR("INVITE (101) (2 times)\n")));
    l = hostile_ladder(&a, v);
    text = draw(&a, render_plantuml, &l);
    CHECK_INT(count(text, STR("@")), 2);
    CHECK(!str_has(text, STR("%")) && !str_has(text, STR("!")));
    CHECK(!str_has(text, STR("**")) && !str_has(text, STR("<b")));
    while (text.n > 0) {
        struct str line = str_cut_line(&text);
        CHECK(!str_starts(line, STR("@enduml")) || text.n == 0);
        CHECK(!str_starts(line, STR("!")));
    }
    arena_free(&a);
}

/* Every '<' begins one of our own tags, and they nest. */
static void
check_markup(struct str text)
{
    struct str open[64];
    size_t depth = 0;
    while (text.n > 0) {
        text = str_skip(text, str_find_byte(text, '<'));
        size_t end = str_find_byte(text, '>');
        struct str tag = str_sub(text, 0, end + 1);
        text = str_skip(text, end + 1);
        struct str name = str_sub(tag, 1, tag.n > 2 ? tag.n - 2 : 0);
        bool closed = str_ends(name, STR("/"));
        name = str_cut(&name, ' ');
        if (name.n == 0 || name.p[0] == '!' || closed)
            continue;
        bool is_void = str_eq(name, STR("meta")) || str_eq(name, STR("input"));
        if (name.p[0] != '/' && !is_void) {
            if (CHECK(depth < COUNTOF(open)))
                open[depth++] = name;
        } else if (!is_void) {
            if (!CHECK(depth > 0) ||
                !CHECK(str_eq(open[--depth], str_skip(name, 1))))
                printf(STR_FMT "\n", STR_ARG(tag));
        }
        if (str_eq(name, STR("script")) || str_eq(name, STR("style"))) {
            const char *close =
                str_eq(name, STR("script")) ? "</script>" : "</style>";
            text = str_skip(text, str_find(text, str_from(close)));
        }
    }
    CHECK_INT(depth, 0);
}

static void
test_markup(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS];
    struct ladder l = lay(&a, v, fixture_items(v));
    check_markup(draw(&a, render_svg, &l));
    check_markup(draw(&a, render_html, &l));
    l = hostile_ladder(&a, v);
    struct str svg = draw(&a, render_svg, &l);
    struct str html = draw(&a, render_html, &l);
    check_markup(svg);
    check_markup(html);
    CHECK(!str_has(svg, STR("<script")) && !str_has(svg, STR("\x1b")));
    CHECK_INT(count(html, STR("<script")), 1);
    CHECK(!str_has(html, STR("onload='")) && !str_has(html, STR("\x1b")));
    CHECK(str_has(html, STR("&lt;script&gt;alert(1)")));
    CHECK(!str_has(html, STR("http://")) ||
          count(html, STR("http://")) ==
              count(html, STR("xmlns=\"http://www.w3.org/2000/svg\"")));
    arena_free(&a);
}

static void
test_change(void)
{
    static const struct {
        const char *before, *now, *change;
    } rows[] = {
        {"audio PCMU sendrecv RTP 192.0.2.1:20000",
            "audio PCMU sendrecv RTP 192.0.2.1:20000", ""},
        {"audio PCMU sendrecv RTP 192.0.2.1:20000",
            "audio PCMU sendonly RTP 192.0.2.1:20000",
            "sendrecv to sendonly (hold)"},
        {"audio PCMU inactive RTP 192.0.2.1:20000",
            "audio PCMU sendrecv RTP 192.0.2.1:20000",
            "inactive to sendrecv (resume)"},
        {"audio PCMU sendrecv RTP 192.0.2.1:20000",
            "audio PCMU recvonly RTP 192.0.2.1:20000", "sendrecv to recvonly"},
        {"audio G722,PCMU sendrecv RTP or SRTP 192.0.2.1:20000",
            "audio G729 sendrecv SRTP 192.0.2.2:20002",
            "codecs G722,PCMU to G729, RTP or SRTP to SRTP, address to "
            "192.0.2.2:20002"},
        {"audio sendrecv RTP 192.0.2.1:20000",
            "audio PCMU sendrecv RTP 192.0.2.1:20000", "codecs none to PCMU"},
        {"audio PCMU sendrecv RTP 192.0.2.1:20000", "audio off", ""},
        {"audio off", "audio PCMU sendrecv RTP 192.0.2.1:20000",
            "audio on again"},
        {"audio PCMU sendrecv RTP 192.0.2.1:20000",
            "audio PCMU sendrecv RTP 192.0.2.1:20000; video H264 sendrecv RTP "
            "192.0.2.1:20002",
            "video added"},
        {"audio off; video off", "audio off", "video gone"},
    };
    for (size_t i = 0; i < COUNTOF(rows); i++) {
        struct arena a = {0};
        struct str got =
            media_change(&a, str_from(rows[i].before), str_from(rows[i].now));
        CHECK_STR(got, rows[i].change);
        arena_free(&a);
    }
}

/* The change is said at the sender's second SDP, in its dialog alone. */
static void
test_change_in_ladder(void)
{
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS + 1];
    size_t n = fixture_items(v);
    v[n] = v[0];
    v[n].at = fixture_time(9500);
    v[n].cseq = 103;
    v[n].sdp = STR("audio G.722,PCMU sendonly RTP 192.0.2.77:20000");
    v[4].sdp = STR("audio G729 sendrecv RTP 192.0.2.14:4000");
    struct ladder l = lay(&a, v, n + 1);
    const struct ladder_row *last = &l.rows[l.nrows - 1];
    CHECK_STR(last->change, "sendrecv to sendonly (hold)");
    CHECK(last->before == &v[0]);
    for (size_t i = 0; i + 1 < l.nrows; i++)
        CHECK_INT(l.rows[i].change.n, 0);
    CHECK(str_has(draw(&a, render_ascii, &l),
        STR("| changed: sendrecv to sendonly (hold)")));
    arena_free(&a);
}

static void
test_names(void)
{
    static const struct host_name names[] = {
        {STR_INIT("198.51.100.9"), STR_INIT("unused: it is a trunk")},
        {STR_INIT("192.0.2.201"), STR_INIT("gw-harbour")},
    };
    struct layout_options opt = {.names = names, .nnames = COUNTOF(names)};
    struct arena a = {0};
    struct item v[FIXTURE_ITEMS + 1];
    size_t n = fixture_items(v);
    v[n] = fixture_message(9900, true, "192.0.2.201", "OPTIONS");
    v[n].device = STR("");
    v[n].leg = 0;
    struct call c = fixture_call();
    struct ladder l;
    layout_ladder(&a, &c, v, n + 1, &opt, &l);
    bool found = false;
    for (size_t i = 0; i < l.nlanes; i++) {
        CHECK(!str_has(l.lanes[i].label, STR("unused")));
        if (str_eq(l.lanes[i].label, STR("gw-harbour")))
            found = CHECK(str_eq(l.lanes[i].sub, STR("192.0.2.201")));
    }
    CHECK(found);
    arena_free(&a);
}

static void
test_diff(void)
{
    static const char before[] = "INVITE sip:1 SIP/2.0\r\nCSeq: 1\r\n\r\n"
                                 "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 1\r\n";
    static const char now[] = "INVITE sip:1 SIP/2.0\r\nCSeq: 2\r\n\r\n"
                              "v=0\r\nc=IN IP4 192.0.2.9\r\nm=audio 1\r\n"
                              "a=sendonly\r\n";
    static const struct {
        enum line_state state;
        const char *text;
    } want[] = {
        {LINE_SAME, "INVITE sip:1 SIP/2.0"},
        {LINE_SAME, "CSeq: 2"},
        {LINE_SAME, ""},
        {LINE_SAME, "v=0"},
        {LINE_GONE, "c=IN IP4 192.0.2.1"},
        {LINE_NEW, "c=IN IP4 192.0.2.9"},
        {LINE_SAME, "m=audio 1"},
        {LINE_NEW, "a=sendonly"},
    };
    struct arena a = {0};
    struct diff_line *v;
    size_t n;
    sdp_diff(&a, STR(before), STR(now), &v, &n);
    if (CHECK_INT(n, COUNTOF(want)))
        for (size_t i = 0; i < n; i++) {
            CHECK_INT(v[i].state, want[i].state);
            CHECK_STR(v[i].text, want[i].text);
        }
    sdp_diff(&a, STR(""), STR(now), &v, &n);
    CHECK_INT(n, 7);
    for (size_t i = 0; i < n; i++)
        CHECK_INT(v[i].state, LINE_SAME);
    arena_free(&a);
}

int
main(void)
{
    test_plantuml();
    test_markup();
    test_change();
    test_change_in_ladder();
    test_names();
    test_diff();
    return check_done();
}
