#include "db/store_deliveries.h"

#include "schema.h"

static void begin(struct schema *schema)
{
    schema_begin(schema, "TEMPLATE migrated");
    schema_exec(schema, "INSERT INTO messages (id, channel, type, body, state, attempts, last_status, "
                        "last_answer, settled_at) "
                        "VALUES ('msg_1', 'hall', 't', '{}', 'dead', 3, 410, 'HTTP 410', now()), "
                        "('msg_2', 'hall', 't', '{}', 'dead', 1, 404, 'HTTP 404', now()), "
                        "('msg_3', 'hall', 't', '{}', 'pending', 0, NULL, NULL, NULL)");
}

static void messages_are_listed_with_the_newest_first(void **state)
{
    struct schema schema;
    struct delivery_rows all, dead, one;
    struct err err = {0};
    (void)state;

    begin(&schema);
    assert_true(store_deliveries_list(&schema.session, NULL, false, 10, &all, &err));
    assert_true(store_deliveries_list(&schema.session, NULL, true, 10, &dead, &err));
    assert_true(store_deliveries_list(&schema.session, NULL, false, 1, &one, &err));
    assert_int_equal(all.count, 3);
    assert_string_equal(all.list[0].id, "msg_3");
    assert_string_equal(all.list[0].last_answer, "");
    assert_string_not_equal(all.list[0].next_attempt_at, "");
    assert_string_equal(all.list[2].id, "msg_1");
    assert_int_equal(all.list[2].attempts, 3);
    assert_int_equal(all.list[2].last_status, 410);
    assert_string_equal(all.list[2].next_attempt_at, "");
    assert_int_equal(dead.count, 2);
    assert_int_equal(one.count, 1);
    store_deliveries_done(&all);
    store_deliveries_done(&dead);
    store_deliveries_done(&one);
    schema_end(&schema);
}

static void one_message_has_all_its_attempts(void **state)
{
    struct schema schema;
    struct delivery_rows one, none;
    struct err err = {0};
    (void)state;

    begin(&schema);
    schema_exec(
        &schema,
        "INSERT INTO attempts (message_id, attempt, holder, started_at, finished_at, result, status, "
        "answer) VALUES ('msg_1', 2, 'h', '2025-01-01T00:00:02Z', '2025-01-01T00:00:02.5Z', 'permanent', "
        "410, 'HTTP 410'), ('msg_1', 1, 'h', '2025-01-01T00:00:01Z', '2025-01-01T00:00:01.25Z', 'retry', 0, "
        "'no answer')");
    if (!store_deliveries_list(&schema.session, "msg_1", false, 10, &one, &err) ||
        !store_deliveries_list(&schema.session, "msg_9", false, 10, &none, &err))
        fail_msg("%s", err.text);
    assert_int_equal(one.count, 1);
    assert_string_equal(
        one.list[0].history,
        "[{\"attempt\" : 1, \"started_at\" : \"2025-01-01T00:00:01.000Z\", \"finished_at\" : "
        "\"2025-01-01T00:00:01.250Z\", \"result\" : \"retry\", \"status\" : null, \"answer\" : "
        "\"no answer\"}, {\"attempt\" : 2, \"started_at\" : \"2025-01-01T00:00:02.000Z\", "
        "\"finished_at\" : \"2025-01-01T00:00:02.500Z\", \"result\" : \"permanent\", \"status\" : "
        "410, \"answer\" : \"HTTP 410\"}]");
    assert_int_equal(none.count, 0);
    store_deliveries_done(&one);
    store_deliveries_done(&none);
    schema_end(&schema);
}

static void dead_messages_get_a_fresh_schedule(void **state)
{
    char *const ids[] = {"msg_1", "msg_2"};
    struct schema schema;
    struct err err = {0};
    (void)state;

    begin(&schema);
    if (!store_deliveries_retry(&schema.session, ids, 2, &err))
        fail_msg("%s", err.text);
    schema_expect(
        &schema,
        "SELECT string_agg(state || ' ' || attempts || ' ' || first_attempt || ' ' || (settled_at IS NULL), "
        "', ' ORDER BY id) FROM messages WHERE id < 'msg_3'",
        "pending 3 3 true, pending 1 1 true");
    schema_end(&schema);
}

static void one_message_that_is_not_dead_leaves_all_as_they_are(void **state)
{
    char *const ids[] = {"msg_1", "msg_3", "msg_9"};
    struct schema schema;
    struct err err = {0};
    (void)state;

    begin(&schema);
    assert_false(store_deliveries_retry(&schema.session, ids, 3, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "msg_3, msg_9"));
    schema_expect(&schema, "SELECT count(*) FROM messages WHERE state = 'dead'", "2");
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_listed_with_the_newest_first),
        cmocka_unit_test(one_message_has_all_its_attempts),
        cmocka_unit_test(dead_messages_get_a_fresh_schedule),
        cmocka_unit_test(one_message_that_is_not_dead_leaves_all_as_they_are),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
