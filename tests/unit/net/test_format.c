/* Every kind of body for every kind of receiver: what is in it, and what must not be. */
#include "formats.h"

static void event_is(enum channel_type type, const struct message_event *event, const char *expected)
{
    char *body = event_body(type, event);

    assert_string_equal(body, expected);
    free(body);
}

static void wecom_gets_markdown_with_colour_and_mention(void **state)
{
    (void)state;
    event_is(
        CHANNEL_WECOM, &opened,
        "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**<font color=\\\"warning\\\">[红灯·新增] "
        "支出进度：垃圾分类</font>**\\n> 截至3月累计支出 0.00 元\\n> 单位：城管局，2023 年度截至 3 月，编号 "
        "3\\n> "
        "负责人：李雷（科长） <@ou_lilei>\"}}");
}

static void dingtalk_gets_markdown_and_the_mobile_twice(void **state)
{
    (void)state;
    event_is(CHANNEL_DINGTALK, &opened,
             "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"[红灯·新增] 支出进度：垃圾分类\","
             "\"text\":\"#### [红灯·新增] 支出进度：垃圾分类\\n\\n截至3月累计支出 0.00 元\\n\\n"
             "单位：城管局，2023 年度截至 3 月，编号 3\\n\\n负责人：李雷（科长） @13800000000\"},"
             "\"at\":{\"atMobiles\":[\"13800000000\"],\"isAtAll\":false}}");
}

static void feishu_gets_a_card_unsigned(void **state)
{
    (void)state;
    event_is(
        CHANNEL_FEISHU, &opened,
        "{\"msg_type\":\"interactive\",\"card\":{\"header\":{\"title\":{\"tag\":\"plain_text\","
        "\"content\":\"[红灯·新增] "
        "支出进度：垃圾分类\"},\"template\":\"red\"},\"elements\":[{\"tag\":\"div\","
        "\"text\":{\"tag\":\"lark_md\",\"content\":\"截至3月累计支出 0.00 元\\n单位：城管局，2023 年度截至 3 "
        "月，编号 3\\n负责人：李雷（科长） <at id=ou_lilei></at>\"}}]}}");
}

static void slack_gets_mrkdwn(void **state)
{
    struct message_event event = opened;
    (void)state;

    event.explanation = "a < b & c";
    event.answers_im_id = "U0123ABCD";
    event_is(
        CHANNEL_SLACK, &event,
        "{\"text\":\"*[红灯·新增] 支出进度：垃圾分类*\\na &lt; b &amp; c\\n单位：城管局，2023 年度截至 3 "
        "月，编号 3\\n负责人：李雷（科长） <@U0123ABCD>\"}");
}

static void alertmanager_gets_an_alert_that_ends_unless_it_is_sent_again(void **state)
{
    (void)state;
    event_is(
        CHANNEL_ALERTMANAGER, &opened,
        "[{\"labels\":{\"alertname\":\"BudgetDeviation\",\"rule\":\"execution.pace\",\"severity\":\"red\","
        "\"unit\":\"U1\",\"subject\":\"P01\",\"year\":\"2023\"},\"annotations\":{\"summary\":\"[红灯·新增] "
        "支出进度：垃圾分类\",\"description\":\"截至3月累计支出 0.00 元\",\"subject_name\":\"垃圾分类\","
        "\"answers\":\"李雷\"},\"startsAt\":\"2023-04-14T01:02:03.456Z\",\"endsAt\":\"2023-04-14T01:08:03."
        "456Z\"}]");
}

static const char *of_alert(const json_t *alerts, size_t n, const char *group, const char *key)
{
    const json_t *alert = json_array_get(alerts, n);

    return json_string_value(json_object_get(group != NULL ? json_object_get(alert, group) : alert, key));
}

static void an_alert_of_another_severity_ends_the_one_before(void **state)
{
    struct message_event event = opened;
    (void)state;

    event.event = "escalated";
    event.previous_severity = "yellow";
    event.since = 1680000000000;
    char *body = event_body(CHANNEL_ALERTMANAGER, &event);
    json_t *alerts = json_loads(body, 0, NULL);
    assert_int_equal(json_array_size(alerts), 2);
    assert_string_equal(of_alert(alerts, 0, "labels", "severity"), "yellow");
    assert_string_equal(of_alert(alerts, 0, NULL, "startsAt"), "2023-03-28T10:40:00.000Z");
    assert_string_equal(of_alert(alerts, 0, NULL, "endsAt"), "2023-04-14T01:02:03.456Z");
    assert_string_equal(of_alert(alerts, 1, "labels", "severity"), "red");
    assert_string_equal(of_alert(alerts, 1, NULL, "endsAt"), "2023-04-14T01:08:03.456Z");
    json_decref(alerts);
    free(body);

    event.event = "resolved";
    event.severity = "red";
    event.previous_severity = "red";
    event.since = 0;
    body = event_body(CHANNEL_ALERTMANAGER, &event);
    alerts = json_loads(body, 0, NULL);
    assert_int_equal(json_array_size(alerts), 1);
    assert_string_equal(of_alert(alerts, 0, "labels", "severity"), "red");
    assert_string_equal(of_alert(alerts, 0, NULL, "startsAt"), "2023-04-14T01:02:02.456Z");
    assert_string_equal(of_alert(alerts, 0, NULL, "endsAt"), "2023-04-14T01:02:03.456Z");
    json_decref(alerts);
    free(body);
}

static void cloudevents_have_the_same_data_in_another_envelope(void **state)
{
    struct format format = format_for(CHANNEL_WEBHOOK);
    struct buf body = {0};
    (void)state;

    char *standard = event_body(CHANNEL_WEBHOOK, &opened);
    format.cloudevents = true;
    format_event(&body, &format, &opened);
    json_t *event = json_loads(buf_text(&body), 0, NULL), *plain = json_loads(standard, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(event, "specversion")), "1.0");
    assert_string_equal(json_string_value(json_object_get(event, "id")), "msg_1");
    assert_string_equal(json_string_value(json_object_get(event, "source")), "urn:test");
    assert_string_equal(json_string_value(json_object_get(event, "type")), "deviation.opened");
    assert_string_equal(json_string_value(json_object_get(event, "subject")), "2023/P01/execution.pace");
    assert_string_equal(json_string_value(json_object_get(event, "time")), "2023-04-14T01:02:03.456Z");
    assert_string_equal(json_string_value(json_object_get(event, "datacontenttype")), "application/json");
    assert_true(json_equal(json_object_get(event, "data"), json_object_get(plain, "data")));
    assert_int_equal(json_object_size(event), 8);
    json_decref(event);
    json_decref(plain);
    free(standard);
    buf_clear(&body);
    format_test(&body, &format, "hook", 0);
    event = json_loads(buf_text(&body), 0, NULL);
    assert_null(json_object_get(event, "subject"));
    json_decref(event);
    buf_free(&body);
}

/* Only robots mention people; and the numbers and accounts are theirs alone. */
static void how_to_reach_people_is_in_no_body_but_a_robots_that_needs_it(void **state)
{
    static const struct {
        enum channel_type type;
        const char *holds; /* NULL: nothing of it */
        bool shown;
    } cases[] = {
        {CHANNEL_WEBHOOK, NULL, true},        {CHANNEL_JOURNAL, NULL, true},
        {CHANNEL_ALERTMANAGER, NULL, true},   {CHANNEL_SLACK, NULL, false},
        {CHANNEL_WECOM, "<@lilei>", false},   {CHANNEL_DINGTALK, "@13800000000", false},
        {CHANNEL_FEISHU, "id=lilei>", false},
    };
    struct message_event event = opened;
    (void)state;

    event.answers_im_id = "lilei";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *body = event_body(cases[i].type, &event);
        assert_null(strstr(body, "lilei@example.org"));
        assert_int_equal(strstr(body, "lilei") != NULL,
                         cases[i].type == CHANNEL_WECOM || cases[i].type == CHANNEL_FEISHU);
        assert_int_equal(strstr(body, "13800000000") != NULL, cases[i].type == CHANNEL_DINGTALK);
        if (cases[i].holds != NULL)
            assert_non_null(strstr(body, cases[i].holds));
        assert_int_equal(format_is_shown(body), cases[i].shown);
        free(body);
    }
}

/* Overdue: the owner of the action and two heads beside who answers. */
static struct message_event escalated(void)
{
    struct message_event event = opened;

    event.event = "overdue";
    event.answers_im_id = "lilei";
    event.owner = (struct message_person){
        .name = "陈七", .role = "", .unit = "U1", .mobile = "13800000001", .im_id = "chenqi"};
    event.escalated = event.heads_known = true;
    event.heads[0] = (struct message_person){
        .name = "王五", .role = "局长", .unit = "U1", .mobile = "13800000002", .im_id = "wangwu"};
    event.heads[1] = (struct message_person){
        .name = "赵六", .role = "主任", .unit = "U", .mobile = "13800000003", .im_id = "zhaoliu"};
    return event;
}

static void robots_call_the_owner_of_an_action_and_the_heads_and_webhooks_nobody(void **state)
{
    struct message_event event = escalated();
    (void)state;

    char *body = event_body(CHANNEL_WECOM, &event);
    assert_non_null(strstr(body, "> 负责人：李雷（科长） <@lilei>\\n> 整改责任人：陈七 <@chenqi>\\n"
                                 "> 报请关注：王五（局长） <@wangwu>\\n> 报请关注：赵六（主任） <@zhaoliu>"));
    free(body);
    body = event_body(CHANNEL_DINGTALK, &event);
    assert_non_null(
        strstr(body, "\"atMobiles\":[\"13800000000\",\"13800000001\",\"13800000002\",\"13800000003\"]"));
    free(body);
    body = event_body(CHANNEL_FEISHU, &event);
    assert_non_null(strstr(body, "王五（局长） <at id=wangwu>"));
    free(body);
    for (enum channel_type type = CHANNEL_WEBHOOK; type < CHANNEL_TYPE_COUNT; type++) {
        if (type != CHANNEL_WEBHOOK && type != CHANNEL_JOURNAL && type != CHANNEL_ALERTMANAGER)
            continue;
        body = event_body(type, &event);
        assert_null(strstr(body, "wangwu"));
        assert_null(strstr(body, "1380000000"));
        free(body);
    }
}

static void one_who_answers_and_is_the_head_is_called_once(void **state)
{
    struct message_event event = escalated();
    (void)state;

    event.owner = message_answers(&event);
    event.heads[0] = message_answers(&event);
    event.heads[1] = (struct message_person){.name = "李雷", .unit = "U", .im_id = "lilei"}; /* elsewhere */
    char *body = event_body(CHANNEL_WECOM, &event);
    assert_null(strstr(body, "整改责任人"));
    const char *line = strstr(body, "报请关注：李雷 <@lilei>");
    assert_non_null(line);
    assert_null(strstr(line + 1, "报请关注"));
    free(body);
}

static void a_robot_says_that_no_head_is_known(void **state)
{
    struct message_event event = escalated();
    struct message_event events[] = {event, event};
    struct message_digest digest = {.events = events, .count = 2, .title = "2 项"};
    struct format format = format_for(CHANNEL_WECOM);
    struct buf body = {0};
    (void)state;

    format_digest(&body, &format, &digest);
    assert_non_null(strstr(buf_text(&body), "<@lilei> <@chenqi> <@wangwu> <@zhaoliu>"));
    assert_null(strstr(buf_text(&body), "未登记"));
    buf_clear(&body);
    event.heads[0] = event.heads[1] = (struct message_person){0};
    event.heads_known = false;
    format_event(&body, &format, &event);
    assert_non_null(strstr(buf_text(&body), "> 报请关注：人员名册中未登记单位负责人"));
    buf_clear(&body);
    events[1] = event;
    format_digest(&body, &format, &digest);
    assert_non_null(strstr(buf_text(&body), "> 报请关注：人员名册中未登记单位负责人"));
    buf_free(&body);
}

static void nobody_is_called_by_a_handle_that_calls_everybody_or_breaks_out(void **state)
{
    static const char *const accounts[] = {"all", "ALL", "@all", "a b", "x><@y", "", "a\"b", "预"};
    static const char *const mobiles[] = {"all", "+", "1380000000a", "", "138 0000 0000", "1234"};
    struct message_event event = opened;
    (void)state;

    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++) {
        event.answers_im_id = accounts[i];
        char *body = event_body(CHANNEL_WECOM, &event);
        assert_null(strstr(body, "<@"));
        free(body);
        body = event_body(CHANNEL_FEISHU, &event);
        assert_null(strstr(body, "<at"));
        free(body);
    }
    for (size_t i = 0; i < sizeof mobiles / sizeof mobiles[0]; i++) {
        event.answers_mobile = mobiles[i];
        char *body = event_body(CHANNEL_DINGTALK, &event);
        assert_non_null(strstr(body, "\"atMobiles\":[]"));
        assert_null(strchr(body, '@'));
        free(body);
    }
}

static void dead_letters_and_tests_have_a_body_for_everybody_and_a_title_to_show(void **state)
{
    const struct message_dead dead = {.message_id = "msg_9",
                                      .type = "deviation.opened",
                                      .reason = "HTTP 404: <gone> & \"away\"",
                                      .attempts = 3};
    const struct message_failure failure = {.channel = "hook", .count = 1, .first = &dead, .shown = 1};
    (void)state;

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct format format = format_for(limits[i].type);
        struct buf body = {0}, title = {0};
        format_failure(&body, &format, &failure, 1700000000000);
        fits(&limits[i], buf_text(&body));
        format_title(&title, buf_text(&body));
        assert_string_equal(buf_text(&title), "通道 hook：有消息无法送达");
        assert_non_null(strstr(buf_text(&body), "msg_9")); /* to be copied */
        buf_clear(&body);
        buf_clear(&title);
        format_test(&body, &format, "hook", 1700000000000);
        fits(&limits[i], buf_text(&body));
        format_title(&title, buf_text(&body));
        assert_string_equal(buf_text(&title), "budgetwatch 测试消息");
        buf_free(&body);
        buf_free(&title);
        char *event = event_body(limits[i].type, &opened);
        format_title(&title, event);
        assert_string_equal(buf_text(&title), "[红灯·新增] 支出进度：垃圾分类");
        buf_free(&title);
        free(event);
    }
}

static void a_heartbeat_has_a_body_for_everybody_who_is_told(void **state)
{
    const struct message_heartbeat beat = {.holder = "db1:7:0000abcd",
                                           .version = "1.2.3",
                                           .at = 1700000000000,
                                           .next = 1700003600000,
                                           .utc_offset = 480,
                                           .red = 3,
                                           .yellow = 14,
                                           .waiting = 2};
    (void)state;

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct format format = format_for(limits[i].type);
        struct buf body = {0}, title = {0};
        if (format.type == CHANNEL_ALERTMANAGER)
            continue;
        format_heartbeat(&body, &format, &beat);
        fits(&limits[i], buf_text(&body));
        format_title(&title, buf_text(&body));
        assert_string_equal(buf_text(&title), "budgetwatch 运行正常（心跳）");
        assert_non_null(strstr(buf_text(&body), "现有红灯3、黄灯14、蓝灯0"));
        assert_non_null(strstr(buf_text(&body), "2023-11-15 07:13"));
        buf_clear(&body);
        format.language = LANGUAGE_EN;
        format_heartbeat(&body, &format, &beat);
        assert_non_null(strstr(buf_text(&body), "3 red, 14 yellow, 0 blue; 2 messages wait, 0 are dead."));
        buf_free(&body);
        buf_free(&title);
    }
}

static void a_letter_has_a_title_and_hides_the_address_of_who_answers(void **state)
{
    char *body = event_body(CHANNEL_EMAIL, &opened);
    struct buf title = {0};
    (void)state;

    format_title(&title, body);
    assert_string_equal(buf_text(&title), "[红灯·新增] 支出进度：垃圾分类");
    assert_false(format_is_shown(body));
    assert_non_null(strstr(body, "\"answers\":[\"lilei@example.org\"]"));
    assert_null(strstr(body, "13800000000"));
    assert_null(strstr(body, "ou_lilei"));
    buf_free(&title);
    free(body);
}

static void a_body_that_nobody_knows_has_no_title_and_is_not_shown(void **state)
{
    static const char *const bodies[] = {"",    "{", "7", "{\"markdown\":[]}", "{\"text\":{\"content\":7}}",
                                         "null"};
    (void)state;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct buf title = {0};
        format_title(&title, bodies[i]);
        assert_string_equal(buf_text(&title), "");
        assert_false(format_is_shown(bodies[i]));
        buf_free(&title);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wecom_gets_markdown_with_colour_and_mention),
        cmocka_unit_test(dingtalk_gets_markdown_and_the_mobile_twice),
        cmocka_unit_test(feishu_gets_a_card_unsigned),
        cmocka_unit_test(slack_gets_mrkdwn),
        cmocka_unit_test(alertmanager_gets_an_alert_that_ends_unless_it_is_sent_again),
        cmocka_unit_test(an_alert_of_another_severity_ends_the_one_before),
        cmocka_unit_test(cloudevents_have_the_same_data_in_another_envelope),
        cmocka_unit_test(how_to_reach_people_is_in_no_body_but_a_robots_that_needs_it),
        cmocka_unit_test(robots_call_the_owner_of_an_action_and_the_heads_and_webhooks_nobody),
        cmocka_unit_test(one_who_answers_and_is_the_head_is_called_once),
        cmocka_unit_test(a_robot_says_that_no_head_is_known),
        cmocka_unit_test(nobody_is_called_by_a_handle_that_calls_everybody_or_breaks_out),
        cmocka_unit_test(dead_letters_and_tests_have_a_body_for_everybody_and_a_title_to_show),
        cmocka_unit_test(a_heartbeat_has_a_body_for_everybody_who_is_told),
        cmocka_unit_test(a_letter_has_a_title_and_hides_the_address_of_who_answers),
        cmocka_unit_test(a_body_that_nobody_knows_has_no_title_and_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
