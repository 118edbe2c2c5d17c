/* What the daemon says when figures that it spoke of turn out to be others, and to whom: a correction or a
 * withdrawal names the message that it takes back, the next month is none, and who takes something over hears
 * of what is open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/hidden.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/group.h"

/* The case at hand. Its daemon's clock stands on `day`. */
static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process daemon;
    char config[256];
    char day[16];
} world;

#include "../support/world.h"

/* Two channels: one wants everything, one only how things end. And the log. */
static void begin(const char *name, const char *language)
{
    char file[64];

    world = (struct world){0};
    receiver_start(&world.receiver, false);
    process_rehearsal(&cluster, name, &world.database);
    snprintf(file, sizeof file, "%s.json", name);
    snprintf(
        world.config, sizeof world.config, "%s",
        process_file(
            &cluster, file,
            "{\"poll_interval\": \"50ms\", \"language\": \"%s\", \"database\": \"%s\","
            " \"channels\": ["
            "{\"name\": \"all\", \"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\","
            " \"url\": \"http://127.0.0.1:%d/all\"},"
            "{\"name\": \"ends\", \"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\","
            " \"url\": \"http://127.0.0.1:%d/ends\", \"events\": [\"eased\", \"resolved\"]},"
            "{\"name\": \"journal\", \"type\": \"log\"}]}",
            language, world.database.conninfo, world.receiver.port, world.receiver.port));
}

static int leave(void **state)
{
    (void)state;
    process_forget(&world.daemon);
    receiver_stop(&world.receiver);
    return 0;
}

/* Until all is evaluated and delivered. */
static void rest(void)
{
    wait_for_rest(&world.daemon, &world.database, world.day);
    wait_until(&world.daemon, &world.database,
               "SELECT NOT EXISTS (SELECT FROM messages WHERE state <> 'delivered')", 20,
               "all messages are delivered");
}

/* The day turns: a daemon with a later clock goes on. */
static void on_day(const char *day)
{
    if (world.daemon.pid > 0)
        assert_int_equal(process_stop(&world.daemon), 0);
    process_forget(&world.daemon);
    snprintf(world.day, sizeof world.day, "%s", day);
    process_start(&world.daemon,
                  (const char *[]){"run", "--as-of", world.day, "--config", world.config, NULL});
    rest();
}

static void edit(const char *sql)
{
    department_sql(&world.database, "%s", sql);
    rest();
}

/* The `data` of the last request on a path; the caller's. */
static json_t *last_data(const char *path)
{
    size_t count = receiver_count(&world.receiver, path);

    assert_true(count > 0);
    json_t *body = json_loads(receiver_get(&world.receiver, path, count - 1)->body, 0, NULL);
    assert_non_null(body);
    json_t *data = json_incref(json_object_get(body, "data"));
    json_decref(body);
    return data;
}

static const char *text_of(const json_t *data, const char *key)
{
    const char *text = json_string_value(json_object_get(data, key));

    return text != NULL ? text : "";
}

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* The id of the message before the last on a path. */
static const char *id_before(const char *path)
{
    size_t count = receiver_count(&world.receiver, path);

    assert_true(count > 1);
    return receiver_get(&world.receiver, path, count - 2)->id;
}

/* A unit that reports P2 no longer after March: it is left out where nothing was spent, and carried forward.
 * In April, P2 is far behind. */
static const char facts[] =
    "INSERT INTO units VALUES ('U', '城管局');"
    "INSERT INTO projects SELECT 'P' || n, 'U', '项目' || n, 'project', '李雷' FROM generate_series(1, 3) n;"
    "INSERT INTO budgets SELECT code, 2025, '', 1200000 FROM projects;"
    "INSERT INTO execution SELECT code, 2025, '', m, m * 100000 FROM projects, generate_series(1, 3) m"
    " WHERE code <> 'P2';"
    "INSERT INTO execution VALUES ('P2', 2025, '', 3, 50000)";

#define REPORT(month)                                                                                        \
    "INSERT INTO execution SELECT code, 2025, '', " #month ", " #month " * 100000 FROM projects"             \
    " WHERE code <> 'P2'"

static void expect_withdrawn(void)
{
    json_t *all = last_data("/all"), *ends = last_data("/ends");
    const json_t *corrects = json_object_get(all, "corrects");

    assert_string_equal(text_of(all, "title"), "撤回：[红灯·解除] 支出进度：项目2");
    assert_true(begins_with(text_of(all, "explanation"), "当月数据已更正，此前的预警撤回；此前：截至"));
    assert_string_equal(text_of(corrects, "message_id"), id_before("/all"));
    /* The other channel has never heard of it, and names no message; certainly not the first one's. */
    corrects = json_object_get(ends, "corrects");
    assert_true(json_is_null(json_object_get(corrects, "message_id")));
    assert_true(json_integer_value(json_object_get(corrects, "event_id")) > 0);
    json_decref(all);
    json_decref(ends);
}

/* As people see it: in the log, and in both forms of `deliveries`. */
static void expect_shown(const char *id)
{
    char logged[128];
    struct run text =
        process_run((const char *[]){"deliveries", "--database", world.database.conninfo, NULL});
    struct run json =
        process_run((const char *[]){"deliveries", "--json", "--database", world.database.conninfo, NULL});

    assert_int_equal(text.status, 0);
    assert_int_equal(json.status, 0);
    assert_non_null(strstr(text.out, "撤回："));
    assert_non_null(strstr(text.out, "CORRECTS"));
    const char *named = strstr(text.out, id);
    assert_non_null(named);
    assert_non_null(strstr(named + 1, id)); /* as a message, and as the one that was corrected */
    snprintf(logged, sizeof logged, "\"message_id\":\"%s\"", id);
    char *compact = json.out;
    size_t to = 0;
    for (size_t from = 0; compact[from] != '\0'; from++)
        if (compact[from] != ' ')
            compact[to++] = compact[from];
    compact[to] = '\0';
    assert_non_null(strstr(compact, logged));
    snprintf(logged, sizeof logged, "corrects=%s",
             department_sql(&world.database,
                            "SELECT m.message_id FROM events e JOIN message_events m"
                            " ON m.event_id = e.corrects_event_id WHERE m.channel = 'journal'"));
    assert_int_equal(department_said(&world.daemon, logged), 1);
    run_free(&text);
    run_free(&json);
}

static void march_changed_in_june_is_taken_back_where_it_matters_and_only_there(void **state)
{
    (void)state;
    begin("march", "zh");
    department_sql(&world.database, "%s", facts);
    on_day("2025-04-15");
    expect("SELECT string_agg(subject_code || ' ' || event || ' ' || severity || ' ' || month, ', ')"
           " FROM events",
           "P2 opened red 3");

    department_sql(&world.database, REPORT(4));
    department_sql(&world.database, REPORT(5));
    on_day("2025-06-15");
    expect("SELECT severity || ' ' || month FROM deviations WHERE subject_code = 'P2'", "red 5");
    char *events = strdup(department_sql(&world.database, "SELECT count(*) FROM events"));

    /* What P1 had spent by March is of no account any more; and where it is, a little changes nothing. */
    edit("UPDATE execution SET spent_cumulative = 250000 WHERE project_code = 'P1' AND month = 3");
    edit("UPDATE execution SET spent_cumulative = 60000 WHERE project_code = 'P2' AND month = 3");
    expect("SELECT count(*) FROM events", events);
    expect("SELECT observed FROM deviations WHERE subject_code = 'P2'", "0.050000");
    free(events);

    char *told = strdup(department_sql(&world.database, "SELECT max(id) FROM events"));
    edit("UPDATE execution SET spent_cumulative = 490000 WHERE project_code = 'P2' AND month = 3");
    expect("SELECT event || ' ' || corrects_event_id FROM events ORDER BY id DESC", "resolved 2");
    assert_string_equal(told, "2");
    free(told);
    expect_withdrawn();
    expect_shown(id_before("/all"));
    assert_int_equal(process_stop(&world.daemon), 0);
}

/* P2 eases as its March is corrected, and is resolved as its April comes. */
static void the_next_month_corrects_nothing(void **state)
{
    (void)state;
    begin("next", "en");
    department_sql(&world.database, "%s", facts);
    on_day("2025-04-15");

    edit("UPDATE execution SET spent_cumulative = 200000 WHERE project_code = 'P2' AND month = 3");
    expect("SELECT event || ' ' || severity || ' ' || (corrects_event_id = 1) FROM events ORDER BY id DESC",
           "eased yellow true");
    json_t *data = last_data("/all");
    assert_string_equal(text_of(data, "title"), "Correction: [yellow, eased] spending pace: 项目2");
    assert_true(begins_with(text_of(data, "explanation"), "Corrected: By the end of month 3, 200,000.00"));
    assert_non_null(strstr(text_of(data, "explanation"), "; before: By the end of month 3, 50,000.00"));
    assert_string_equal(text_of(json_object_get(data, "corrects"), "message_id"), id_before("/all"));
    json_decref(data);
    /* What stands is told as it is. */
    expect("SELECT explanation LIKE 'By the end of month 3, 200,000.00%' FROM deviations"
           " WHERE severity <> 'none'",
           "t");

    department_sql(&world.database, REPORT(4) "; INSERT INTO execution VALUES ('P2', 2025, '', 4, 400000)");
    on_day("2025-05-15");
    expect("SELECT event || ' ' || coalesce(corrects_event_id, 0) FROM events ORDER BY id DESC",
           "resolved 0");
    data = last_data("/all");
    assert_true(json_is_null(json_object_get(data, "corrects")));
    assert_true(begins_with(text_of(data, "title"), "[yellow, resolved]"));
    json_decref(data);
    expect("SELECT count(*) FROM events WHERE corrects_event_id IS NOT NULL", "1");
    assert_int_equal(process_stop(&world.daemon), 0);
}

/* Neither a milestone that is kept or put off, nor a policy that asks for less. */
static void what_is_done_or_put_off_is_not_taken_back(void **state)
{
    (void)state;
    begin("done", "en");
    department_sql(&world.database, "%s", facts);
    department_sql(&world.database,
                   "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on)"
                   " VALUES ('project', 'P1', 2025, 'a', '2025-04-01'), ('project', 'P1', 2025, 'b', "
                   "'2025-04-01')");
    on_day("2025-04-15");
    expect("SELECT count(*) FROM events", "3");
    edit("UPDATE milestones SET completed_on = '2025-04-10' WHERE name = 'a'");
    edit("UPDATE milestones SET planned_on = '2025-08-01' WHERE name = 'b'");
    expect("SELECT count(*) FROM events WHERE event = 'resolved' AND rule = 'milestone.due'", "2");

    assert_int_equal(process_stop(&world.daemon), 0);
    process_forget(&world.daemon);
    char *policy = strdup(process_file(&cluster, "lenient.json", "%s",
                                       "{\"name\": \"lenient\", \"rules\": {\"execution.pace\":"
                                       " {\"red\": \"0.01\", \"yellow\": \"0.02\"}}}"));
    process_file(&cluster, "done.json",
                 "{\"poll_interval\": \"50ms\", \"database\": \"%s\", \"policy\": \"%s\"}",
                 world.database.conninfo, policy);
    free(policy);
    on_day("2025-04-15");
    wait_until(&world.daemon, &world.database, "SELECT count(*) = 3 FROM events WHERE event = 'resolved'", 20,
               "the lenient policy is taken");
    expect("SELECT count(*) FROM events WHERE corrects_event_id IS NOT NULL", "0");
    assert_int_equal(process_stop(&world.daemon), 0);
}

static void expect_answers(const char *path, const char *name, const char *role)
{
    json_t *data = last_data(path);
    const json_t *answers = json_object_get(data, "answers");

    assert_string_equal(text_of(answers, "name"), name);
    assert_string_equal(text_of(answers, "role"), role);
    assert_string_equal(text_of(answers, "unit"), name[0] != '\0' ? "U" : "");
    json_decref(data);
}

/* One of each kind stands that a project's manager answers for. */
static const char hanging[] =
    "INSERT INTO people VALUES"
    " ('李雷', 'U', '科长', '13800000001', 'im-lilei', 'lilei@example.cn'),"
    " ('韩梅', 'U', '副科长', '13800000002', 'im-hanmei', 'hanmei@example.cn'),"
    " ('王芳', 'U', '负责人', '13800000003', 'im-wangfang', 'wangfang@example.cn');"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    " measure_unit, target, accumulation, schedule)"
    " VALUES ('I', 'project', 'P2', 2025, 'output', 'quantity', '指标', 'ge', '个', '120', 'sum', '12');"
    "INSERT INTO indicator_values VALUES ('I', 2025, 3, '1'), ('I', 2025, 12, '1');"
    "UPDATE indicators SET schedule = '3' WHERE code = 'I';"
    "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on)"
    " VALUES ('project', 'P2', 2025, '验收', '2025-04-01'), ('unit', 'U', 2025, '公开', '2025-04-20');"
    "INSERT INTO contracts (code, project_code, fiscal_year, title, amount, procurement_on)"
    " VALUES ('C', 'P2', 2025, '合同', 1, '2025-03-01')";

#define REMINDED(who)                                                                                        \
    "SELECT string_agg(subject_kind, ' ' ORDER BY subject_kind) FROM events"                                 \
    " WHERE event = 'reminded' AND manager = '" who "'"

static void the_successor_hears_of_what_is_open(void **state)
{
    static const char *const hidden[] = {"1380000000",  "im-lilei",    "im-hanmei",
                                         "im-wangfang", "@example.cn", NULL};
    (void)state;
    begin("people", "zh");
    department_sql(&world.database, "%s", facts);
    department_sql(&world.database, "%s", hanging);
    on_day("2025-04-15");
    expect("SELECT string_agg(subject_kind || ' ' || manager, ', ' ORDER BY subject_kind, manager)"
           " FROM events",
           "contract 李雷, indicator 李雷, milestone , milestone 李雷, project 李雷");
    /* A unit's own milestone: its head answers. */
    expect("SELECT string_agg(body::jsonb -> 'data' -> 'answers' ->> 'name', ' ') FROM messages"
           " WHERE body::jsonb -> 'data' ->> 'manager' IS NULL AND channel = 'all'",
           "王芳");

    edit("UPDATE projects SET manager = '韩梅' WHERE code = 'P2'");
    expect(REMINDED("韩梅"), "contract indicator milestone project");
    expect_answers("/all", "韩梅", "副科长");
    assert_int_equal(department_said(&world.daemon, "answers=韩梅"), 4);
    assert_int_equal(receiver_count(&world.receiver, "/ends"), 0);

    /* Nobody hears of it when a name is taken out; whoever is put in the empty place does. */
    char *before = strdup(department_sql(&world.database, "SELECT count(*) FROM events"));
    edit("UPDATE projects SET manager = NULL WHERE code = 'P2'");
    expect("SELECT count(*) FROM events", before);
    expect("SELECT manager FROM deviations WHERE subject_kind = 'project'", "");
    free(before);
    edit("UPDATE projects SET manager = '李雷' WHERE code = 'P2'");
    expect(REMINDED("李雷"), "contract indicator milestone project");
    expect_answers("/all", "李雷", "科长");

    /* A name that the ledger's people do not have. */
    edit("UPDATE projects SET manager = '赵六' WHERE code = 'P2'");
    expect(REMINDED("赵六"), "contract indicator milestone project");
    expect_answers("/all", "", "");
    assert_int_equal(department_said(&world.daemon, "answers=赵六"), 4);

    hidden_expect(&world.daemon, &world.database, hidden);
    assert_int_equal(process_stop(&world.daemon), 0);
}

static void alerts_name_who_answers(void **state)
{
    (void)state;
    begin("alerts", "zh");
    department_sql(&world.database, "%s", facts);
    department_sql(&world.database, "%s", hanging);
    on_day("2025-04-15");

    struct run text = process_run((const char *[]){"alerts", "--config", world.config, NULL});
    assert_int_equal(text.status, 0);
    assert_non_null(strstr(text.out, "，负责人：李雷（科长）\n"));
    assert_non_null(strstr(text.out, "，负责人：王芳\n"));
    run_free(&text);
    struct run json = process_run((const char *[]){"alerts", "--json", "--config", world.config, NULL});
    assert_int_equal(json.status, 0);
    json_t *first = json_loads(json.out, JSON_DISABLE_EOF_CHECK, NULL);
    assert_non_null(first);
    assert_string_equal(text_of(first, "manager"), "李雷");
    assert_string_equal(text_of(json_object_get(first, "answers"), "role"), "科长");
    json_decref(first);
    run_free(&json);
    assert_int_equal(process_stop(&world.daemon), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(march_changed_in_june_is_taken_back_where_it_matters_and_only_there, leave),
        cmocka_unit_test_teardown(the_next_month_corrects_nothing, leave),
        cmocka_unit_test_teardown(what_is_done_or_put_off_is_not_taken_back, leave),
        cmocka_unit_test_teardown(the_successor_hears_of_what_is_open, leave),
        cmocka_unit_test_teardown(alerts_name_who_answers, leave),
    };
    return cmocka_run_group_tests(tests, start_cluster_with_secret, stop_cluster);
}
