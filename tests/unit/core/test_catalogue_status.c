#include "core/catalogue_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void every_title_has_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < STATUS_TEXT_COUNT; i++) {
        assert_non_null(catalogue_status(LANGUAGE_ZH, (enum status_text)i));
        assert_non_null(catalogue_status(LANGUAGE_EN, (enum status_text)i));
    }
}

static void a_cause_is_known_by_its_code_and_its_chinese_name(void **state)
{
    (void)state;
    static const struct {
        const char *name, *code;
    } cases[] = {
        {"funding", "funding"},
        {"经费保障", "funding"},
        {"制度保障", "institution"},
        {"人员保障", "personnel"},
        {"硬件条件保障", "hardware"},
        {"其他", "other"},
        {"Funding", NULL},
        {"", NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *code = NULL;
        assert_int_equal(cause_by_name(cases[i].name, &code), cases[i].code != NULL);
        if (cases[i].code != NULL) {
            assert_string_equal(code, cases[i].code);
            assert_string_not_equal(catalogue_cause(LANGUAGE_ZH, code), code);
        }
    }
    assert_string_equal(catalogue_cause(LANGUAGE_EN, "unheard of"), "unheard of");
}

static void the_heading_says_how_far_the_data_goes(void **state)
{
    (void)state;
    struct buf out = {0};
    const struct status_heading heading = {.year = 2023, .month = 7, .units = 3, .units_missing = 1};

    catalogue_status_heading(&out, LANGUAGE_ZH, &heading);
    assert_string_equal(buf_text(&out),
                        "2023年预算执行情况：数据截至7月，序时进度58.33%；3个单位有预算，1个尚未报送");
    buf_clear(&out);
    catalogue_status_heading(&out, LANGUAGE_EN, &heading);
    assert_string_equal(buf_text(&out), "Budget execution 2023: data up to month 7, linear reference 58.33 "
                                        "%; 3 units with a budget, 1 not reported yet");
    buf_clear(&out);
    catalogue_status_heading(&out, LANGUAGE_ZH, &(struct status_heading){.year = 2023, .units = 3});
    assert_string_equal(buf_text(&out), "2023年预算执行情况：3个单位有预算，尚无已结账月份的支出数据");
    buf_free(&out);
}

static void the_daemon_is_running_or_not_or_has_never_run(void **state)
{
    (void)state;
    struct status_daemon d = {.holder = "",
                              .until = "",
                              .change_age = -1,
                              .waiting_age = 7300,
                              .waiting = 2,
                              .dead = 1,
                              .finished_on = "2023-07-05",
                              .proved_on = ""};
    struct buf out = {0};

    catalogue_status_leader(&out, LANGUAGE_ZH, &d);
    assert_string_equal(buf_text(&out), "监控进程：尚未运行过");
    buf_clear(&out);
    d.holder = "h:1";
    d.until = "2023-07-05T00:00:00Z";
    d.epoch = 3;
    catalogue_status_leader(&out, LANGUAGE_EN, &d);
    assert_string_equal(buf_text(&out),
                        "daemon: not running (last h:1, epoch 3, ran out 2023-07-05T00:00:00Z)");
    buf_clear(&out);
    d.holder = "h:1:a";
    d.until = "2023-07-05 08:00";
    catalogue_status_watch(&out, LANGUAGE_ZH, &d);
    assert_string_equal(
        buf_text(&out),
        "监控：没有运行，最近一次在主机h上运行到2023-07-05 08:00；此后的数据变化还没有评估，请告知管理员");
    buf_clear(&out);
    d.leading = true;
    catalogue_status_watch(&out, LANGUAGE_ZH, &d);
    assert_string_equal(buf_text(&out), "监控：正在运行（主机h）");
    buf_clear(&out);
    d.holder = "h:1";
    d.until = "2023-07-05T00:00:00Z";
    catalogue_status_leader(&out, LANGUAGE_ZH, &d);
    assert_string_equal(buf_text(&out), "监控进程：运行中，h:1，第3任，有效至2023-07-05T00:00:00Z");
    buf_clear(&out);
    catalogue_status_changes(&out, LANGUAGE_ZH, &d);
    assert_string_equal(buf_text(&out), "待评估变更：0条");
    buf_clear(&out);
    catalogue_status_messages(&out, LANGUAGE_ZH, &d);
    assert_string_equal(buf_text(&out), "消息：待发2条（最早的已等待2小时），无法送达1条");
    buf_clear(&out);
    catalogue_status_full_pass(&out, LANGUAGE_EN, &d);
    assert_string_equal(buf_text(&out), "full pass: finished on 2023-07-05");
    buf_free(&out);
}

static struct alert_words an_alert(void)
{
    return (struct alert_words){.id = 12,
                                .severity = SEVERITY_RED,
                                .rule = "execution.pace",
                                .subject_code = "P1",
                                .subject_name = "信息化",
                                .unit_name = "办公室",
                                .year = 2023,
                                .month = 7,
                                .since = "2023-08-05",
                                .explanation = "支出偏慢。",
                                .answers = "张三",
                                .role = "",
                                .acknowledged_on = "",
                                .acknowledged_by = "",
                                .cause = "",
                                .decision = "",
                                .action = "",
                                .action_due = "",
                                .action_done_on = "",
                                .action_owner = "",
                                .action_verified_on = "",
                                .refuted_action = "",
                                .refuted_done_on = "",
                                .refuted_on = ""};
}

static void a_channel_says_what_waits_and_whether_it_is_on(void **state)
{
    (void)state;
    struct status_channel_words words = {
        .channel = "wecom", .paused_until = "", .off_since = "", .off_reason = ""};
    struct buf out = {0};

    catalogue_status_channel(&out, LANGUAGE_ZH, &words);
    assert_string_equal(buf_text(&out), "通道 wecom：无积压");
    words.waiting = 3;
    words.dead = 1;
    words.paused_until = "2025-07-01T00:00:00Z";
    buf_clear(&out);
    catalogue_status_channel(&out, LANGUAGE_ZH, &words);
    assert_string_equal(buf_text(&out), "通道 wecom：待归并3项，无法送达1条；暂停至2025-07-01T00:00:00Z");
    words.off_since = "2025-06-01T00:00:00Z";
    words.off_reason = "HTTP 410";
    buf_clear(&out);
    catalogue_status_channel(&out, LANGUAGE_EN, &words);
    assert_string_equal(buf_text(&out), "channel wecom: 3 events waiting, 1 dead; switched off since "
                                        "2025-06-01T00:00:00Z: HTTP 410");
    buf_free(&out);
}

static void an_alert_says_what_where_since_when_and_who(void **state)
{
    (void)state;
    struct alert_words alert = an_alert();
    struct buf out = {0};

    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_string_equal(buf_text(&out), "12 [红灯] 支出进度：信息化（P1）\n"
                                        "    支出偏慢。\n"
                                        "    2023年7月，自2023-08-05起，办公室，负责人：张三\n");
    buf_clear(&out);
    alert.role = "科长";
    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_non_null(strstr(buf_text(&out), "，负责人：张三（科长）\n"));
    buf_free(&out);
}

static void an_acknowledged_alert_says_what_is_done_about_it(void **state)
{
    (void)state;
    struct alert_words alert = an_alert();
    struct buf out = {0};

    alert.rule = "of.tomorrow"; /* of a newer daemon */
    alert.month = 0;
    alert.answers = "";
    alert.acknowledged_on = "2023-08-06";
    alert.acknowledged_by = "李四";
    alert.cause = "funding";
    alert.decision = "transfer";
    alert.action = "加快招标";
    alert.action_due = "2023-09-30";
    catalogue_alert(&out, LANGUAGE_EN, &alert);
    assert_string_equal(buf_text(&out),
                        "12 [red] of.tomorrow: 信息化 (P1)\n"
                        "    支出偏慢。\n"
                        "    2023, since 2023-08-05, 办公室\n"
                        "    李四 acknowledged it on 2023-08-06, cause: funding, decision: transfer, "
                        "action: 加快招标 (due on 2023-09-30)\n");
    buf_clear(&out);
    alert.action_done_on = "2023-09-01";
    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_non_null(strstr(buf_text(&out), "整改措施：加快招标（称2023-09-01完成，待数据核实）"));
    buf_free(&out);
}

static void an_alert_says_who_acts_and_what_the_data_say_of_it(void **state)
{
    (void)state;
    struct alert_words alert = an_alert();
    struct buf out = {0};

    alert.acknowledged_on = "2023-08-06";
    alert.acknowledged_by = "李四";
    alert.action = "加快招标";
    alert.action_owner = "王五";
    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_non_null(strstr(buf_text(&out), "整改措施：加快招标（王五，未定期限）\n"));
    buf_clear(&out);
    alert.action_due = "2023-09-30";
    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_non_null(strstr(buf_text(&out), "整改措施：加快招标（王五，2023-09-30前完成）\n"));
    buf_clear(&out);
    alert.action_done_on = "2023-09-01";
    alert.action_verified_on = "2023-10-08";
    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_non_null(strstr(buf_text(&out), "（王五，2023-09-01完成，2023-10-08经数据核实）\n"));
    buf_clear(&out);
    alert.acknowledged_on = "";
    alert.refuted_action = "加快招标";
    alert.refuted_done_on = "2023-09-01";
    alert.refuted_on = "2023-10-08";
    catalogue_alert(&out, LANGUAGE_ZH, &alert);
    assert_non_null(
        strstr(buf_text(&out), "    整改措施「加快招标」称2023-09-01完成，2023-10-08经数据核对偏差仍在\n"));
    buf_free(&out);
}

static void a_closed_year_is_said_in_both_languages(void **state)
{
    (void)state;
    struct buf out = {0};

    catalogue_status_closed(&out, LANGUAGE_ZH, 2023, "2024-04-02", "王五");
    assert_string_equal(buf_text(&out), "2023年度已于2024-04-02由王五关账：数据不能再改，不再评估");
    buf_clear(&out);
    catalogue_status_closed(&out, LANGUAGE_EN, 2023, "2024-04-02", "Wang");
    assert_string_equal(buf_text(&out),
                        "Fiscal year 2023 is closed since 2024-04-02 by Wang: its data cannot be "
                        "changed, and it is no longer evaluated");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_year_is_said_in_both_languages),
        cmocka_unit_test(every_title_has_both_languages),
        cmocka_unit_test(a_cause_is_known_by_its_code_and_its_chinese_name),
        cmocka_unit_test(the_heading_says_how_far_the_data_goes),
        cmocka_unit_test(the_daemon_is_running_or_not_or_has_never_run),
        cmocka_unit_test(a_channel_says_what_waits_and_whether_it_is_on),
        cmocka_unit_test(an_alert_says_what_where_since_when_and_who),
        cmocka_unit_test(an_acknowledged_alert_says_what_is_done_about_it),
        cmocka_unit_test(an_alert_says_who_acts_and_what_the_data_say_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
