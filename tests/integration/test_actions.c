/* A corrective action from its promise to its end, with the real daemon, the real command and a group robot:
 * it is promised, late, said to be done, refuted by the next month's figures, promised anew, and borne out.
 * Whoever must hear of it is called by name; no way to reach anybody stands anywhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/rehearsal.c"
#include "../support/group.h"

static struct rehearsal rehearsal;
static struct receiver receiver;

static const char facts[] =
    "INSERT INTO units VALUES ('T', '市政府', NULL), ('U', '教育局', 'T'), ('V', '旁局', 'T');"
    "INSERT INTO people (name, unit_code, role, im_id) VALUES ('赵六', 'T', '主任', 'zhaoliu'),"
    " ('王五', 'U', '局长', 'wangwu'), ('副手', 'U', '副局长', 'fushou'), ('张三', 'U', '科员', 'zhangsan'),"
    " ('陈七', 'U', '', 'chenqi'), ('外人', 'V', '局长', 'wairen');"
    "INSERT INTO projects VALUES ('Q', 'U', '设备', 'project', '张三');"
    "INSERT INTO budgets VALUES ('Q', 2023, '', 1200000);"
    "INSERT INTO execution SELECT 'Q', 2023, '', m, 1000 * m FROM generate_series(1, 7) m;"
    "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on) VALUES"
    " ('project', 'Q', 2023, '验收', '2023-08-01')";

static struct receiver_answer taken(void *ctx, const struct received *request)
{
    (void)ctx;
    return (struct receiver_answer){
        .path = request->path, .status = 200, .body = "{\"errcode\":0,\"errmsg\":\"ok\"}"};
}

static int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    rehearsal_begin(&rehearsal, &cluster, "actions", "default", 50);
    receiver_start(&receiver, false);
    receiver.enforce = taken;
    process_file(&rehearsal.database, "robot.url", "http://127.0.0.1:%d/robot?key=k\n", receiver.port);
    process_file(&rehearsal.database, "late.url", "http://127.0.0.1:%d/late?key=k\n", receiver.port);
    process_file(
        &rehearsal.database, "actions.json",
        "{\"database\": \"%s\", \"poll_interval\": \"50ms\", \"channels\": ["
        "{\"name\": \"robot\", \"type\": \"wecom\", \"url_file\": \"robot.url\", \"allow_http\": true,"
        " \"rules\": [\"execution.pace\"], \"group_wait\": 0, \"escalate_to\": [\"head\", \"above\"]},"
        "{\"name\": \"late\", \"type\": \"wecom\", \"url_file\": \"late.url\", \"allow_http\": true,"
        " \"rules\": [\"execution.pace\"], \"group_wait\": 0, \"unacknowledged_after\": \"10h\"}]}",
        rehearsal.database.conninfo);
    if (cluster_sql(&rehearsal.database, facts) == NULL)
        return -1;
    return 0;
}

static int stop(void **state)
{
    rehearsal_end(&rehearsal);
    receiver_stop(&receiver);
    return stop_cluster(state);
}

static const char *sql(const char *text)
{
    const char *value = cluster_sql(&rehearsal.database, text);

    assert_non_null(value);
    return value;
}

static void day(const char *as_of)
{
    rehearsal_start(&rehearsal, as_of);
    rehearsal_rest(&rehearsal);
    wait_until(&rehearsal.daemon, &rehearsal.database,
               "SELECT coalesce(bool_and(state = 'delivered'), true) FROM messages", 30,
               "every message is delivered");
    rehearsal_stop(&rehearsal);
}

#define PACE "(SELECT id FROM deviations WHERE rule = 'execution.pace')"

/* `more` ends with NULL. Returns what it said on standard error (static). */
static const char *acknowledge(int status, const char *id_of, const char *const more[])
{
    static char said[1024];
    const char *args[24] = {"alerts", "ack", NULL, "--by", "李四", "--config", rehearsal.config};
    char id[32];
    int count = 7;

    snprintf(id, sizeof id, "%s", sql(id_of));
    args[2] = id;
    for (int i = 0; more[i] != NULL; i++)
        args[count++] = more[i];
    struct run run = process_run(args);
    snprintf(said, sizeof said, "%s", run.err);
    if (run.status != status)
        fail_msg("alerts ack: status %d: %s", run.status, run.err);
    run_free(&run);
    return said;
}

static void alerts_say(const char *option, const char *text)
{
    struct run run =
        process_run((const char *[]){"alerts", option, "--all", "--config", rehearsal.config, NULL});

    if (run.status != 0 || strstr(run.out, text) == NULL)
        fail_msg("'%s' is not in: %s", text, run.out);
    run_free(&run);
}

static const char *last_body(const char *path)
{
    return receiver_get(&receiver, path, receiver_count(&receiver, path) - 1)->body;
}

static void a_promise_is_late_done_refuted_and_borne_out(void **state)
{
    (void)state;
    static const char *const promise[] = {"--cause",    "funding", "--action", "加快招标", "--due",
                                          "2023-08-20", "--owner", "陈七",     NULL};

    day("2023-08-14");
    assert_int_equal(receiver_count(&receiver, "/robot"), 1);
    assert_null(strstr(last_body("/robot"), "wangwu"));
    assert_int_equal(receiver_count(&receiver, "/late"), 0);

    /* What cannot be is a sentence. */
    assert_non_null(strstr(acknowledge(1, "SELECT " PACE, (const char *[]){"--done", NULL}),
                           "no corrective action is known of "));
    assert_non_null(
        strstr(acknowledge(1, "SELECT " PACE,
                           (const char *[]){"--action", "a", "--due", "2023-09-01", "--owner", "外人", NULL}),
               "people has no 外人 in the unit U or above it"));
    acknowledge(0, "SELECT " PACE, promise);
    alerts_say("--json", "\"action_owner\":\"陈七\"");

    /* Late: the owner, who answers and both heads are called, and the channel for what nobody acts on hears.
     */
    day("2023-08-22");
    assert_int_equal(receiver_count(&receiver, "/robot"), 2);
    const char *body = last_body("/robot");
    assert_non_null(strstr(body, "整改措施「加快招标」（责任人：陈七）应于8月20日前完成，现已逾期"));
    assert_non_null(strstr(body, "负责人：张三（科员） <@zhangsan>"));
    assert_non_null(strstr(body, "整改责任人：陈七 <@chenqi>"));
    assert_non_null(strstr(body, "报请关注：王五（局长） <@wangwu>"));
    assert_non_null(strstr(body, "报请关注：赵六（主任） <@zhaoliu>"));
    assert_null(strstr(body, "fushou"));
    assert_int_equal(receiver_count(&receiver, "/late"), 1);
    assert_null(strstr(last_body("/late"), "wangwu"));

    acknowledge(0, "SELECT " PACE, (const char *[]){"--done-on", "2023-08-25", NULL});
    day("2023-08-30");
    assert_int_equal(receiver_count(&receiver, "/robot"), 2);

    /* The next month's figures are no better. */
    sql("INSERT INTO execution VALUES ('Q', 2023, '', 8, 8000)");
    day("2023-09-05");
    assert_int_equal(receiver_count(&receiver, "/robot"), 3);
    assert_non_null(strstr(
        last_body("/robot"),
        "整改措施「加快招标」（责任人：陈七）称已于8月25日完成，但截至8月数据偏差仍在：截至8月累计支出"));
    assert_string_equal(sql("SELECT acknowledged_at IS NULL AND action IS NULL AND action_owner IS NULL FROM"
                            " deviations WHERE rule = 'execution.pace'"),
                        "t");
    alerts_say("--json", "\"action_refuted_on\":\"2023-09-05\"");
    alerts_say("--all", "整改措施「加快招标」称2023-08-25完成，2023-09-05经数据核对偏差仍在");

    /* Anew, and then it is so. */
    acknowledge(
        0, "SELECT " PACE,
        (const char *[]){"--action", "签订合同", "--due", "2023-09-30", "--done-on", "2023-09-20", NULL});
    day("2023-09-21");
    assert_int_equal(receiver_count(&receiver, "/robot"), 3);
    sql("INSERT INTO execution VALUES ('Q', 2023, '', 9, 900000)");
    day("2023-10-12");
    assert_non_null(
        strstr(last_body("/robot"), "整改措施「签订合同」（责任人：张三）已于9月20日完成，经9月数据核实"));
    alerts_say("--json", "\"action_verified_on\":\"2023-10-12\"");
    assert_string_equal(sql("SELECT string_agg(event || ' ' || occurred_on, ', ' ORDER BY id) FROM events"
                            " WHERE rule = 'execution.pace'"),
                        "opened 2023-08-14, overdue 2023-08-22, reminded 2023-09-05, resolved 2023-10-12");
    assert_string_equal(
        sql("SELECT string_agg(concat_ws('/', action, action_verified_on, action_refuted_on), ', '"
            " ORDER BY id) FROM acknowledgements"),
        "加快招标, 加快招标/2023-09-05, 签订合同/2023-10-12");
}

/* A rule of days is looked at again on the day after. */
static void what_goes_by_days_is_checked_on_the_next(void **state)
{
    (void)state;
    static const char milestone[] = "SELECT id FROM deviations WHERE rule = 'milestone.due'";

    acknowledge(0, milestone,
                (const char *[]){"--action", "验收", "--due", "2023-10-20", "--done-on", "2023-10-12", NULL});
    day("2023-10-12");
    assert_string_equal(sql("SELECT count(*) FROM events WHERE rule = 'milestone.due' AND"
                            " explanation LIKE '整改措施%'"),
                        "0");
    day("2023-10-13");
    assert_string_equal(
        sql("SELECT event || ' ' || explanation FROM events WHERE rule = 'milestone.due'"
            " ORDER BY id DESC LIMIT 1"),
        "reminded 整改措施「验收」（责任人：张三）称已于10月12日完成，但截至10月13日偏差仍在：计划于 "
        "2023-08-01 "
        "完成，已逾期 73 天");
    acknowledge(0, milestone,
                (const char *[]){"--action", "验收", "--due", "2023-10-20", "--done-on", "2023-10-14", NULL});
    sql("UPDATE milestones SET completed_on = '2023-10-14'");
    day("2023-10-14");
    assert_string_equal(
        sql("SELECT event || ' ' || explanation LIKE '%；整改措施「验收」（责任人：张三）已于10月14日完成，"
            "经10月14日核实' FROM events WHERE rule = 'milestone.due' ORDER BY id DESC LIMIT 1"),
        "t");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_promise_is_late_done_refuted_and_borne_out),
        cmocka_unit_test(what_goes_by_days_is_checked_on_the_next),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
