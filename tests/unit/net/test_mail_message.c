#include "net/mail_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "net/mail_body.h"
#include "net/webhook.h"

static struct message_event sample(void)
{
    return (struct message_event){.id = 5,
                                  .deviation_id = 17,
                                  .created = 1688515384004,
                                  .event = "opened",
                                  .rule = "execution.pace",
                                  .severity = "red",
                                  .previous_severity = "none",
                                  .fiscal_year = 2025,
                                  .month = 6,
                                  .subject_kind = "project",
                                  .subject_code = "P001",
                                  .subject_name = "道路<养护>",
                                  .unit_code = "U1",
                                  .unit_name = "交通局",
                                  .manager = "李雷",
                                  .observed = "0.1",
                                  .expected = "0.5",
                                  .gap = "0.4",
                                  .explanation = "支出进度 10%，应为 50% & 更多。",
                                  .title = "[红灯·新增] 支出进度：道路<养护>",
                                  .occurred_on = "2025-07-05",
                                  .answers_name = "李雷",
                                  .answers_role = "科长",
                                  .answers_unit = "U1",
                                  .corrects_message = ""};
}

static void read_back(const struct buf *body, struct mail_body *ret_body)
{
    struct err err = {0};

    if (!mail_body_read(buf_text(body), body->length, ret_body, &err))
        fail_msg("%s", err.text);
}

static void an_event_says_the_same_in_text_and_in_html(void **state)
{
    struct message_event event = sample();
    struct mail_body body;
    struct buf out = {0};
    (void)state;

    mail_event(&out, LANGUAGE_ZH, &event);
    read_back(&out, &body);
    assert_string_equal(body.mail.subject, event.title);
    assert_string_equal(body.mail.text, "[红灯·新增] 支出进度：道路<养护>\n\n"
                                        "支出进度 10%，应为 50% & 更多。\n\n"
                                        "对象：道路<养护>（P001）\n"
                                        "单位：交通局（U1）\n"
                                        "规则：支出进度\n"
                                        "等级：红灯\n"
                                        "时间：2025 年度截至 6 月\n"
                                        "负责人：李雷（科长）\n"
                                        "编号：17（知悉后登记：budgetwatch alerts ack 17）\n\n"
                                        "-- \n本邮件由 budgetwatch 自动发送，请勿直接回复。\n");
    assert_non_null(strstr(body.mail.html, "道路&lt;养护&gt;（P001）</td>"));
    assert_non_null(strstr(body.mail.html, "50% &amp; 更多。</p>"));
    assert_null(strstr(body.mail.html, "<养护>"));
    assert_string_equal(body.mail.topic, "deviation-17");
    assert_null(body.mail.after);
    assert_true(body.mail.urgent);
    assert_int_equal(body.mail.date, event.created);
    assert_int_equal(body.mail.attachment_count, 0);
    mail_body_done(&body);
    buf_free(&out);
}

static void what_the_ledger_holds_may_be_of_any_length_and_fills_no_other_line(void **state)
{
    struct message_event event = sample();
    struct mail_body body;
    struct buf name = {0}, out = {0};
    (void)state;

    buf_puts(&name, "路\n负责人：王五\r\n\x1b");
    for (int i = 0; i < 100000; i++)
        buf_puts(&name, "预");
    event.subject_name = event.title = event.explanation = event.unit_name = buf_text(&name);
    mail_event(&out, LANGUAGE_ZH, &event);
    read_back(&out, &body);
    assert_in_range(out.length, 1, 20000);
    assert_in_range(strlen(body.mail.subject), 890, 900);
    assert_null(strstr(body.mail.text, "\n负责人：王五"));
    assert_null(strstr(body.mail.subject, "\n"));
    mail_body_done(&body);
    buf_free(&out);
    buf_free(&name);
}

static void an_event_in_english_without_what_is_not_known(void **state)
{
    struct message_event event = sample();
    struct mail_body body;
    struct buf out = {0};
    (void)state;

    event.event = "eased";
    event.severity = "yellow";
    event.previous_severity = "red";
    event.rule = "a.rule.of.tomorrow";
    event.month = 0;
    event.answers_name = event.manager = "";
    event.corrects_event = 4;
    event.corrects_message = "msg_4";
    mail_event(&out, LANGUAGE_EN, &event);
    read_back(&out, &body);
    assert_non_null(strstr(body.mail.text,
                           "\nRule: a.rule.of.tomorrow\nSeverity: yellow (before: red)\n"
                           "Period: 2025\nNumber: 17 (acknowledge: budgetwatch alerts ack 17)\n\n-- \n"));
    assert_false(body.mail.urgent);
    assert_string_equal(body.mail.after, "msg_4");
    mail_body_done(&body);
    buf_free(&out);
}

static void the_body_says_its_type_and_title_where_every_message_does(void **state)
{
    struct message_event event = sample();
    struct webhook_text text;
    struct buf out = {0};
    struct err err = {0};
    (void)state;

    event.corrects_event = 4;
    event.corrects_message = "msg_4";
    mail_event(&out, LANGUAGE_ZH, &event);
    assert_true(webhook_text_read(buf_text(&out), out.length, &text, &err));
    assert_string_equal(text.type, "deviation.opened");
    assert_string_equal(text.title, event.title);
    assert_string_equal(text.timestamp, "2023-07-05T00:03:04.004Z");
    assert_string_equal(text.corrects, "msg_4");
    webhook_text_done(&text);
    buf_free(&out);
}

static void a_digest_lists_its_events_and_counts_those_too_many(void **state)
{
    enum { COUNT = MAIL_EVENTS_MAX + 7 };
    struct message_event *events = calloc(COUNT, sizeof *events);
    struct message_digest digest = {.events = events, .count = COUNT, .title = "507 项预警"};
    struct mail_body body;
    struct buf out = {0};
    (void)state;

    for (size_t i = 0; i < COUNT; i++) {
        events[i] = sample();
        events[i].created += (msec)i;
    }
    mail_digest(&out, LANGUAGE_ZH, &digest);
    read_back(&out, &body);
    assert_string_equal(body.mail.subject, "507 项预警");
    assert_non_null(strstr(body.mail.text, "\n500. [红灯·新增]"));
    assert_null(strstr(body.mail.text, "\n501. "));
    assert_non_null(strstr(body.mail.text, "   交通局（U1） · 李雷（科长）\n"));
    assert_non_null(strstr(body.mail.text, "\n… 另有 7 项未列出\n"));
    assert_non_null(strstr(body.mail.html, "另有 7 项未列出</p>"));
    assert_int_equal(body.mail.date, events[COUNT - 1].created);
    assert_null(body.mail.topic);
    mail_body_done(&body);
    buf_free(&out);
    free(events);
}

static void the_dead_and_tests_are_mails_like_others(void **state)
{
    const struct message_dead dead = {"msg_1", "deviation.opened", "HTTP 404: <gone>", 1};
    const struct message_failure failure = {.channel = "hook", .count = 1, .first = &dead, .shown = 1};
    struct mail_body body;
    struct buf out = {0};
    (void)state;

    mail_failure(&out, LANGUAGE_EN, &failure, 1000);
    read_back(&out, &body);
    assert_string_equal(body.mail.subject, "Channel hook: a message could not be delivered");
    assert_non_null(strstr(body.mail.text, "HTTP 404: <gone>"));
    assert_non_null(strstr(body.mail.html, "HTTP 404: &lt;gone&gt;"));
    assert_true(body.mail.urgent);
    mail_body_done(&body);
    buf_clear(&out);
    mail_test(&out, LANGUAGE_ZH, "mail", 1000);
    read_back(&out, &body);
    assert_string_equal(body.mail.subject, "budgetwatch 测试消息");
    assert_non_null(strstr(body.mail.text, "通道 mail 的测试消息"));
    mail_body_done(&body);
    buf_free(&out);
}

static void who_answers_is_named_once_and_only_by_an_address(void **state)
{
    static const char *const addresses[] = {
        "a@example.org", "", "b@example.org\r\nBcc: c@example.org", "a@example.org", "b@example.org", NULL};
    struct message_event events[6];
    struct message_digest digest = {.events = events, .count = 6, .title = "6"};
    struct mail_body body;
    struct buf out = {0};
    (void)state;

    for (size_t i = 0; i < 6; i++) {
        events[i] = sample();
        events[i].answers_email = addresses[i];
    }
    mail_digest(&out, LANGUAGE_EN, &digest);
    read_back(&out, &body);
    assert_int_equal(body.answer_count, 2);
    assert_string_equal(body.answers[0], "a@example.org");
    assert_string_equal(body.answers[1], "b@example.org");
    mail_body_done(&body);
    buf_free(&out);
}

static void an_escalated_letter_goes_to_the_heads_and_names_them(void **state)
{
    struct message_event event = sample();
    struct mail_body body;
    struct buf out = {0};
    (void)state;

    event.answers_email = "a@example.org";
    event.owner =
        (struct message_person){.name = "陈七", .role = "", .unit = "U1", .email = "chen@example.org"};
    event.escalated = event.heads_known = true;
    event.heads[0] =
        (struct message_person){.name = "王五", .role = "局长", .unit = "U1", .email = "wang@example.org"};
    event.heads[1] =
        (struct message_person){.name = "赵六", .role = "主任", .unit = "U", .email = "bad\r\n@x"};
    mail_event(&out, LANGUAGE_ZH, &event);
    read_back(&out, &body);
    assert_int_equal(body.answer_count, 2);
    assert_string_equal(body.answers[1], "chen@example.org");
    assert_int_equal(body.head_count, 1);
    assert_string_equal(body.heads[0], "wang@example.org");
    assert_non_null(strstr(body.mail.text, "整改责任人：陈七"));
    assert_non_null(strstr(body.mail.text, "报请关注：王五（局长）、赵六（主任）"));
    assert_null(strstr(body.mail.text, "@example.org"));
    mail_body_done(&body);
    buf_clear(&out);
    event.heads[0] = event.heads[1] = (struct message_person){0};
    event.heads_known = false;
    mail_event(&out, LANGUAGE_ZH, &event);
    read_back(&out, &body);
    assert_int_equal(body.head_count, 0);
    assert_non_null(strstr(body.mail.text, "报请关注：人员名册中未登记单位负责人"));
    mail_body_done(&body);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_says_the_same_in_text_and_in_html),
        cmocka_unit_test(what_the_ledger_holds_may_be_of_any_length_and_fills_no_other_line),
        cmocka_unit_test(an_event_in_english_without_what_is_not_known),
        cmocka_unit_test(the_body_says_its_type_and_title_where_every_message_does),
        cmocka_unit_test(a_digest_lists_its_events_and_counts_those_too_many),
        cmocka_unit_test(the_dead_and_tests_are_mails_like_others),
        cmocka_unit_test(who_answers_is_named_once_and_only_by_an_address),
        cmocka_unit_test(an_escalated_letter_goes_to_the_heads_and_names_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
