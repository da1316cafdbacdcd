/* SPDX-License-Identifier: MIT
 *
 * The order of a ladder's items: by file, by what was sent before it arrived,
 * by corrected time, by the place of the source. */
#include "store/order.h"

#include "check.h"

/* One message of a row: who, what, when. */
struct row {
    int64_t place, event, at_ms;
    const char *node, *cluster;
    bool out;
    const char *method; /* NULL: 100 Trying */
    int64_t cseq;
};

static struct placed
placed(const struct row *r)
{
    return (struct placed){
        .place = r->place,
        .at_ms = r->at_ms,
        .tod_ms = WHEN_UNKNOWN,
        .item =
            {
                .kind = ITEM_MESSAGE,
                .node = str_from(r->node),
                .cluster = str_from(r->cluster),
                .outgoing = r->out,
                .method = str_from(r->method ? r->method : ""),
                .status = r->method ? 0 : 100,
                .cseq = r->cseq,
                .cseq_method = STR("INVITE"),
                .call_id = STR("x@192.0.2.1"),
                .evidence = {.event = r->event},
            },
    };
}

/* expected: the events, in order. */
static void
check_order(const struct row *rows, size_t n, const int64_t *expected)
{
    struct arena a = {0};
    struct placed *v = arena_array(&a, n, sizeof *v);

    for (size_t i = 0; i < n; i++)
        v[i] = placed(&rows[i]);
    order_by_file(v, n);
    order_items(v, n, &a);
    for (size_t i = 0; i < n; i++)
        CHECK_INT(v[i].item.evidence.event, expected[i]);
    arena_free(&a);
}

/* The far node's clock seems 5 ms early, and it was loaded first. */
static void
test_sent_before_received(void)
{
    static const struct row rows[] = {
        {1, 21, 1000, "1", "east", true, "INVITE", 101},
        {1, 22, 1001, "1", "east", false, NULL, 101},
        {2, 11, 995, "1", "west", false, "INVITE", 101},
        {2, 12, 996, "1", "west", true, NULL, 101},
    };
    static const int64_t expected[] = {21, 11, 12, 22};

    check_order(rows, COUNTOF(rows), expected);
}

/* The second of two equal ones is the second that was sent. */
static void
test_sent_again(void)
{
    static const struct row rows[] = {
        {1, 21, 1000, "1", "east", true, "INVITE", 101},
        {1, 22, 1500, "1", "east", true, "INVITE", 101},
        {2, 11, 995, "2", "east", false, "INVITE", 101},
        {2, 12, 1495, "2", "east", false, "INVITE", 101},
    };
    static const int64_t expected[] = {21, 11, 22, 12};

    check_order(rows, COUNTOF(rows), expected);
}

/* Both sides use the same CSeq: neither waits for itself. */
static void
test_both_send(void)
{
    static const struct row rows[] = {
        {1, 21, 1000, "1", "east", true, "INVITE", 101},
        {1, 22, 1003, "1", "east", false, "INVITE", 101},
        {2, 11, 1001, "2", "east", true, "INVITE", 101},
        {2, 12, 999, "2", "east", false, "INVITE", 101},
    };
    static const int64_t expected[] = {21, 11, 12, 22};

    check_order(rows, COUNTOF(rows), expected);
}

/* Equal times: the place of the source decides, not its events. */
static void
test_equal_times(void)
{
    static const struct row rows[] = {
        {1, 30, 1000, "1", "east", true, "INVITE", 101},
        {2, 20, 1000, "2", "east", true, "BYE", 102},
        {3, 10, 1000, "3", "east", true, "UPDATE", 103},
    };
    static const int64_t expected[] = {30, 20, 10};

    check_order(rows, COUNTOF(rows), expected);
}

/* A file's order holds though its clock was set back. */
static void
test_clock_set_back(void)
{
    static const struct row rows[] = {
        {1, 1, 1000, "1", "east", true, "INVITE", 101},
        {1, 2, 400, "1", "east", true, "BYE", 102},
        {2, 3, 900, "2", "east", true, "UPDATE", 103},
    };
    static const int64_t expected[] = {3, 1, 2};

    check_order(rows, COUNTOF(rows), expected);
}

int
main(void)
{
    test_sent_before_received();
    test_sent_again();
    test_both_send();
    test_equal_times();
    test_clock_set_back();
    return check_done();
}
