#include "net/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "net/mail_body.h"

static const struct mail_attachment file = {
    .name = "通报.html", .type = "text/html", .data = "<p>", .length = 3};

static const struct format_document notice = {
    .type = MESSAGE_TYPE_NOTICE,
    .made = 1690000000000,
    .title = "关于2023年1-7月预算执行进度的通报（交通局）",
    .headline = "截至7月底，支出进度49.44%。",
    .data = "{\"period\": \"2023-07\", \"unit\": {\"code\": \"330100\"}, \"version\": 1}",
    .text = "**关于2023年1-7月预算执行进度的通报**\n1. 报送7月数据\n",
    .head = {.name = "张三",
             .role = "局长",
             .mobile = "13800000001",
             .im_id = "zhangsan",
             .email = "z@example.org"},
    .html = "<p>通报</p>",
    .topic = "notice-2023-07",
    .attachments = &file,
    .attachment_count = 1};

static json_t *made(enum channel_type type, bool cloudevents)
{
    const struct format format = {
        .type = type, .cloudevents = cloudevents, .source = "urn:office", .message_id = "msg_1"};
    struct buf body = {0};

    format_document(&body, &format, &notice);
    json_t *json = json_loads(buf_text(&body), 0, NULL);
    assert_non_null(json);
    buf_free(&body);
    return json;
}

/* A member at "a.b.c" or, in a list, "a.0". */
static const char *at(const json_t *json, const char *path)
{
    char *copy = strdup(path), *save = NULL;

    for (char *step = strtok_r(copy, ".", &save); step != NULL; step = strtok_r(NULL, ".", &save))
        json = json_is_array(json) ? json_array_get(json, (size_t)atoi(step)) : json_object_get(json, step);
    free(copy);
    return json_string_value(json);
}

static void a_webhook_gets_the_figures_with_title_and_headline(void **state)
{
    json_t *json = made(CHANNEL_WEBHOOK, false);
    (void)state;

    assert_string_equal(at(json, "type"), "notice.progress");
    assert_string_equal(at(json, "timestamp"), "2023-07-22T04:26:40.000Z");
    assert_string_equal(at(json, "data.title"), notice.title);
    assert_string_equal(at(json, "data.explanation"), notice.headline);
    assert_string_equal(at(json, "data.period"), "2023-07");
    json_decref(json);
}

static void a_cloudevent_has_month_and_unit_as_its_subject(void **state)
{
    json_t *json = made(CHANNEL_WEBHOOK, true);
    (void)state;

    assert_string_equal(at(json, "id"), "msg_1");
    assert_string_equal(at(json, "subject"), "2023-07/330100");
    assert_string_equal(at(json, "data.period"), "2023-07");
    json_decref(json);
}

static void robots_call_the_head_in_their_own_way(void **state)
{
    json_t *wecom = made(CHANNEL_WECOM, false), *dingtalk = made(CHANNEL_DINGTALK, false);
    json_t *feishu = made(CHANNEL_FEISHU, false), *slack = made(CHANNEL_SLACK, false);
    (void)state;

    assert_string_equal(at(wecom, "markdown.content"),
                        "**关于2023年1-7月预算执行进度的通报**\n1. 报送7月数据\n"
                        "> 负责人：张三（局长） <@zhangsan>");
    assert_string_equal(at(dingtalk, "markdown.title"), notice.title);
    assert_string_equal(at(dingtalk, "markdown.text"),
                        "**关于2023年1-7月预算执行进度的通报**\n\n1. 报送7月数据\n\n"
                        "负责人：张三（局长） @13800000001");
    assert_string_equal(at(dingtalk, "at.atMobiles.0"), "13800000001");
    assert_string_equal(at(feishu, "card.header.title.content"), notice.title);
    /* The title stands in the header. */
    assert_string_equal(at(feishu, "card.elements.0.text.content"),
                        "1. 报送7月数据\n负责人：张三（局长） <at id=zhangsan></at>");
    /* What is no member's id of Slack's calls nobody. */
    assert_string_equal(at(slack, "text"),
                        "**关于2023年1-7月预算执行进度的通报**\n1. 报送7月数据\n负责人：张三（局长）");
    json_decref(wecom);
    json_decref(dingtalk);
    json_decref(feishu);
    json_decref(slack);
}

static void a_letter_has_its_files_and_the_heads_address(void **state)
{
    json_t *json = made(CHANNEL_EMAIL, false);
    struct mail_body read;
    struct err err = {0};
    (void)state;

    char *text = json_dumps(json, JSON_COMPACT);
    assert_false(format_is_shown(text));
    assert_true(mail_body_read(text, strlen(text), &read, &err));
    assert_string_equal(read.mail.subject, notice.title);
    assert_string_equal(read.mail.topic, "notice-2023-07");
    assert_int_equal(read.head_count, 1);
    assert_string_equal(read.heads[0], "z@example.org");
    assert_int_equal(read.mail.attachment_count, 1);
    assert_string_equal(read.mail.attachments[0].name, "通报.html");
    mail_body_done(&read);
    free(text);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_webhook_gets_the_figures_with_title_and_headline),
        cmocka_unit_test(a_cloudevent_has_month_and_unit_as_its_subject),
        cmocka_unit_test(robots_call_the_head_in_their_own_way),
        cmocka_unit_test(a_letter_has_its_files_and_the_heads_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
