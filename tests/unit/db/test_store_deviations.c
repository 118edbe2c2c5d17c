#include "db/store_deviations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "schema.h"

static struct db_session session;

/* Three that stand and one that does not. Numbers are given by hand, so that tests can name them. */
static const char ledger[] =
    "SET client_min_messages = warning;"
    "TRUNCATE deviations, acknowledgements, change_log RESTART IDENTITY CASCADE;"
    "INSERT INTO units (code, name) VALUES ('u', '财政局') ON CONFLICT DO NOTHING;"
    "TRUNCATE change_log;"
    "INSERT INTO deviations (id, rule, subject_kind, subject_code, fiscal_year, severity, since, month,"
    "  observed, expected, gap, explanation, subject_name, unit_code, manager, remind_on) "
    "OVERRIDING SYSTEM VALUE VALUES "
    "(1, 'goal.gap', 'project', 'p1', 2023, 'yellow', '2023-05-01', 4, '0.5', '0.2', '0.3', 'why', '项目一',"
    "  'u', '张三', '2023-06-01'),"
    "(2, 'execution.pace', 'project', 'p1', 2023, 'red', '2023-06-01', 5, '0.1', '0.4', '0.3', 'why', "
    "'项目一',"
    "  'u', '', NULL),"
    "(3, 'execution.pace', 'project', 'p2', 2022, 'red', '2022-06-01', 5, '0.1', '0.4', '0.3', 'why', "
    "'项目二',"
    "  'gone', '', NULL),"
    "(4, 'execution.pace', 'project', 'p3', 2023, 'none', NULL, 0, '', '', '', '', '项目三', 'u', '', NULL)";

static const struct acknowledgement nothing_said = {
    .by = "李四", .action_due = DATE_NONE, .action_done_on = DATE_NONE};

static const char *sql(const char *text)
{
    const char *value = cluster_sql(&cluster, text);

    assert_non_null(value);
    return value;
}

static int start(void **state)
{
    if (start_cluster(state) != 0 || !schema_migrate(&session, cluster.conninfo))
        return -1;
    return 0;
}

static int stop(void **state)
{
    db_session_close(&session);
    return stop_cluster(state);
}

static int fill(void **state)
{
    (void)state;
    return cluster_sql(&cluster, ledger) != NULL ? 0 : -1;
}

/* Of the first, and it is taken. */
static void say(const struct acknowledgement *what)
{
    const int64_t ids[] = {1};
    struct err err = {0};

    if (!store_deviations_acknowledge(&session, ids, 1, what, NULL, &err))
        fail_msg("%s", err.text);
}

/* The ids in the order given, "2 1". */
static void expect_list(int year, bool all, const char *ids)
{
    struct deviation_rows rows = {0};
    struct err err = {0};
    char text[64] = "";

    assert_true(store_deviations_list(&session, year, all, 0, &rows, &err));
    for (size_t i = 0; i < rows.count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%lld", i > 0 ? " " : "",
                 (long long)rows.list[i].id);
    assert_string_equal(text, ids);
    store_deviations_done(&rows);
}

static void what_stands_is_listed_red_first_and_the_oldest_first(void **state)
{
    (void)state;
    expect_list(0, false, "3 2 1");
    expect_list(2023, false, "2 1");
    expect_list(2023, true, "2 1 4");
    expect_list(2021, true, "");
}

static void a_row_has_what_an_officer_needs(void **state)
{
    (void)state;
    struct deviation_rows rows = {0};
    struct err err = {0};

    assert_true(store_deviations_list(&session, 0, false, 480, &rows, &err));
    const struct deviation_row *row = &rows.list[2];
    assert_int_equal(row->severity, SEVERITY_YELLOW);
    assert_string_equal(row->rule, "goal.gap");
    assert_string_equal(row->subject_kind, "project");
    assert_string_equal(row->subject_name, "项目一");
    assert_string_equal(row->unit_name, "财政局");
    assert_string_equal(row->manager, "张三");
    assert_string_equal(row->since, "2023-05-01");
    assert_int_equal(row->month, 4);
    assert_string_equal(row->acknowledged_at, "");
    assert_string_equal(rows.list[0].unit_code, "gone");
    assert_string_equal(rows.list[0].unit_name, "");
    assert_string_equal(row->answers_name, "");
    store_deviations_done(&rows);
}

/* The manager, where the unit has a person of that name; where nobody is named, the unit's head. */
static void a_row_names_who_answers(void **state)
{
    static const struct {
        const char *people, *manager, *name, *role;
    } cases[] = {
        {"('张三', 'u', '科长')", "张三", "张三", "科长"},
        {"('张三', 'u', NULL)", "张三", "张三", ""},
        {"('张三', 'v', '科长')", "张三", "", ""}, /* another unit's */
        {"('王芳', 'u', '负责人')", "张三", "", ""},
        {"('王芳', 'u', '负责人')", "", "王芳", "负责人"},
        {"('Wang', 'u', 'Head'), ('Li', 'u', 'clerk')", "", "Wang", "Head"},
        {"('B', 'u', 'head'), ('A', 'u', 'head')", "", "A", "head"},
        {"('王芳', 'u', '副科长'), ('李四', 'v', '负责人')", "", "", ""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct deviation_rows rows = {0};
        struct err err = {0};
        char text[512];

        snprintf(text, sizeof text,
                 "DELETE FROM people; INSERT INTO units VALUES ('v', 'V') ON CONFLICT DO NOTHING;"
                 "INSERT INTO people (name, unit_code, role) VALUES %s;"
                 "UPDATE deviations SET manager = '%s' WHERE id = 1",
                 cases[i].people, cases[i].manager);
        sql(text);
        assert_true(store_deviations_list(&session, 0, false, 480, &rows, &err));
        assert_string_equal(rows.list[2].answers_name, cases[i].name);
        assert_string_equal(rows.list[2].answers_role, cases[i].role);
        assert_string_equal(rows.list[2].answers_unit, cases[i].name[0] != '\0' ? "u" : "");
        store_deviations_done(&rows);
    }
    sql("DELETE FROM people");
}

static void an_acknowledgement_is_kept_in_the_row_and_in_the_history(void **state)
{
    (void)state;
    const int64_t ids[] = {2, 1, 2};
    struct err err = {0};
    struct acknowledgement what = {.by = "李四",
                                   .cause = "funding",
                                   .decision = "continue",
                                   .action = "加快招标",
                                   .action_due = date_of(2023, 7, 31),
                                   .action_done_on = DATE_NONE,
                                   .note = "电话"};

    sql("UPDATE deviations SET overdue_said = true");
    assert_true(store_deviations_acknowledge(&session, ids, 3, &what, NULL, &err));

    assert_string_equal(
        sql("SELECT count(*) FROM deviations WHERE id IN (1, 2) AND acknowledged_at IS NOT NULL"
            " AND acknowledged_by = '李四' AND cause = 'funding' AND decision = 'continue'"
            " AND action = '加快招标' AND action_due = '2023-07-31' AND action_done_on IS NULL"
            " AND NOT overdue_said AND remind_on IS NULL"),
        "2");
    assert_string_equal(sql("SELECT string_agg(deviation_id || severity || note, ' ' ORDER BY deviation_id)"
                            " FROM acknowledgements WHERE by_whom = '李四' AND action = '加快招标'"),
                        "1yellow电话 2red电话");
    /* One look at the subject is enough for both. */
    assert_string_equal(sql("SELECT string_agg(subject_kind || subject_code || fiscal_year, ' ')"
                            " FROM change_log"),
                        "projectp12023");
}

/* It stands in a list of one line each. */
static void who_acknowledges_has_a_name_on_one_line(void **state)
{
    (void)state;
    static const char *const names[] = {"", " ", "李四\n2 [红灯]", "李四 "};
    const int64_t ids[] = {1};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct acknowledgement what = nothing_said;
        struct err err = {0};
        what.by = names[i];
        assert_false(store_deviations_acknowledge(&session, ids, 1, &what, NULL, &err));
        assert_non_null(strstr(err.text, "A name on one line is expected"));
    }
    assert_string_equal(sql("SELECT count(*) FROM acknowledgements"), "0");
}

static void one_that_does_not_stand_keeps_the_others_unacknowledged(void **state)
{
    (void)state;
    const int64_t ids[] = {1, 4, 99};
    struct err err = {0};

    assert_false(store_deviations_acknowledge(&session, ids, 3, &nothing_said, NULL, &err));

    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "4, 99"));
    assert_string_equal(sql("SELECT count(*) FROM deviations WHERE acknowledged_at IS NOT NULL"), "0");
    assert_string_equal(sql("SELECT count(*) FROM acknowledgements"), "0");
    assert_string_equal(sql("SELECT count(*) FROM change_log"), "0");
    /* The session is as good as before. */
    expect_list(2023, false, "2 1");
}

static void what_a_constraint_refuses_leaves_nothing_behind(void **state)
{
    (void)state;
    const int64_t ids[] = {1};
    struct err err = {0};
    struct acknowledgement what = nothing_said;

    what.cause = "bad luck";
    assert_false(store_deviations_acknowledge(&session, ids, 1, &what, NULL, &err));

    assert_int_equal(err.code, ERR_DB_QUERY);
    assert_string_equal(sql("SELECT count(*) FROM deviations WHERE acknowledged_at IS NOT NULL"), "0");
    expect_list(2023, false, "2 1");
}

static void saying_that_it_is_done_keeps_what_was_said_before(void **state)
{
    (void)state;
    struct acknowledgement first = nothing_said, second = nothing_said;

    first.cause = "hardware";
    first.action = "a";
    first.action_due = date_of(2023, 7, 31);
    second.by = "王五";
    second.action_done_on = date_of(2023, 7, 1);
    say(&first);
    say(&second);

    assert_string_equal(
        sql("SELECT concat_ws(' ', acknowledged_by, cause, action, action_due, action_done_on)"
            " FROM deviations WHERE id = 1"),
        "王五 hardware a 2023-07-31 2023-07-01");
    assert_string_equal(sql("SELECT count(*) FROM acknowledgements WHERE deviation_id = 1"), "2");
}

static void a_new_action_is_not_done_because_the_old_one_was(void **state)
{
    (void)state;
    struct acknowledgement what = nothing_said;

    what.action = "a";
    what.action_due = date_of(2023, 7, 31);
    what.action_done_on = date_of(2023, 7, 1);
    say(&what);
    what.action = "b";
    what.action_due = date_of(2023, 8, 31);
    what.action_done_on = DATE_NONE;
    say(&what);

    assert_string_equal(sql("SELECT action || action_due || (action_done_on IS NULL) FROM deviations"
                            " WHERE id = 1"),
                        "b2023-08-31true");
}

static void what_a_lapsed_acknowledgement_said_does_not_come_back(void **state)
{
    (void)state;

    sql("UPDATE deviations SET cause = 'other', decision = 'cancel', action = 'old', action_due = "
        "'2023-01-01',"
        " action_done_on = '2023-01-02' WHERE id = 1");
    say(&nothing_said);

    assert_string_equal(sql("SELECT num_nulls(cause, decision, action, action_due, action_done_on)"
                            " FROM deviations WHERE id = 1"),
                        "5");
}

static void what_is_done_or_owned_must_have_been_said(void **state)
{
    (void)state;
    const int64_t ids[] = {1, 2};
    struct err err = {0};
    struct acknowledgement what = nothing_said;

    what.action_done_on = date_of(2023, 7, 1);
    assert_false(store_deviations_acknowledge(&session, ids, 2, &what, NULL, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text,
                        "nothing was acknowledged: no corrective action is known of 1, 2; say it first");
    assert_string_equal(sql("SELECT count(*) FROM acknowledgements"), "0");
    err = (struct err){0};
    what.action_done_on = DATE_NONE;
    what.owner = "王五";
    assert_false(store_deviations_acknowledge(&session, ids, 2, &what, NULL, &err));
    assert_non_null(strstr(err.text, "no corrective action is known of 1, 2"));
    /* So the function says itself. */
    assert_null(cluster_sql(&cluster,
                            "SELECT acknowledge('{1}', '李四', NULL, NULL, NULL, NULL, '2023-07-01',"
                            " NULL)"));
}

static void the_owner_of_an_action_is_a_person_of_the_unit_or_above(void **state)
{
    (void)state;
    const int64_t ids[] = {1};
    struct err err = {0};
    struct acknowledgement what = nothing_said;
    struct deviation_rows rows;

    sql("INSERT INTO units (code, name, parent_code) VALUES ('top', '市政府', NULL), ('side', '旁', 'top')"
        " ON CONFLICT DO NOTHING;"
        "UPDATE units SET parent_code = 'top' WHERE code = 'u';"
        "INSERT INTO people (name, unit_code, role) VALUES ('王五', 'top', ''), ('赵六', 'side', ''),"
        " ('张三', 'u', '') ON CONFLICT DO NOTHING");
    what.action = "a";
    what.action_due = date_of(2023, 7, 31);
    what.owner = "赵六";
    assert_false(store_deviations_acknowledge(&session, ids, 1, &what, NULL, &err));
    assert_string_equal(err.text, "nothing was acknowledged: people has no 赵六 in the unit u or above it");
    err = (struct err){0};
    what.owner = "王五";
    say(&what);
    assert_string_equal(sql("SELECT action_owner FROM deviations WHERE id = 1"), "王五");
    assert_string_equal(sql("SELECT action_owner FROM acknowledgements WHERE deviation_id = 1"), "王五");
    /* The same action keeps its owner, another does not. */
    what.owner = NULL;
    say(&what);
    assert_string_equal(sql("SELECT action_owner FROM deviations WHERE id = 1"), "王五");
    what.action = "b";
    say(&what);
    assert_string_equal(sql("SELECT action_owner IS NULL FROM deviations WHERE id = 1"), "t");
    /* Then it is who answers. */
    assert_true(store_deviations_list(&session, 2023, false, 480, &rows, &err));
    assert_string_equal(rows.list[1].action_owner, "张三");
    store_deviations_done(&rows);
    sql("DELETE FROM people; UPDATE units SET parent_code = NULL WHERE code = 'u';"
        "DELETE FROM units WHERE code IN ('side', 'top')");
}

static void an_action_is_overdue_once_however_often_it_is_acknowledged(void **state)
{
    (void)state;
    struct acknowledgement what = nothing_said;

    what.action = "a";
    what.action_due = date_of(2023, 7, 31);
    say(&what);
    sql("UPDATE deviations SET overdue_said = true WHERE id = 1");
    say(&nothing_said);
    assert_string_equal(sql("SELECT overdue_said FROM deviations WHERE id = 1"), "t");
    say(&what);
    assert_string_equal(sql("SELECT overdue_said FROM deviations WHERE id = 1"), "f");
}

static void what_the_data_said_of_an_action_is_listed_when_it_is_off(void **state)
{
    (void)state;
    struct err err = {0};
    struct deviation_rows rows;

    sql("INSERT INTO acknowledgements (deviation_id, by_whom, severity, action, action_owner, action_done_on,"
        " action_refuted_on) VALUES (1, '李四', 'yellow', 'a', '王五', '2023-07-01', '2023-08-10')");
    assert_true(store_deviations_list(&session, 2023, false, 480, &rows, &err));
    assert_string_equal(rows.list[1].checked_action, "a");
    assert_string_equal(rows.list[1].checked_owner, "王五");
    assert_string_equal(rows.list[1].checked_done_on, "2023-07-01");
    assert_string_equal(rows.list[1].refuted_on, "2023-08-10");
    assert_string_equal(rows.list[1].verified_on, "");
    store_deviations_done(&rows);
    /* Not what was said of an earlier one. */
    sql("UPDATE deviations SET since = '2023-09-01' WHERE id = 1");
    assert_true(store_deviations_list(&session, 2023, false, 480, &rows, &err));
    assert_string_equal(rows.list[1].refuted_on, "");
    store_deviations_done(&rows);
}

static void the_day_of_an_acknowledgement_is_the_offices(void **state)
{
    (void)state;
    struct deviation_rows rows = {0};
    struct err err = {0};

    sql("UPDATE deviations SET acknowledged_at = '2023-07-04 16:30+00' WHERE id = 2");
    assert_true(store_deviations_list(&session, 2023, false, 480, &rows, &err));
    assert_string_equal(rows.list[0].acknowledged_at, "2023-07-04T16:30:00Z");
    assert_string_equal(rows.list[0].acknowledged_on, "2023-07-05");
    assert_string_equal(rows.list[1].acknowledged_on, "");
    store_deviations_done(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_stands_is_listed_red_first_and_the_oldest_first, fill),
        cmocka_unit_test_setup(a_row_has_what_an_officer_needs, fill),
        cmocka_unit_test_setup(a_row_names_who_answers, fill),
        cmocka_unit_test_setup(what_is_done_or_owned_must_have_been_said, fill),
        cmocka_unit_test_setup(the_owner_of_an_action_is_a_person_of_the_unit_or_above, fill),
        cmocka_unit_test_setup(an_action_is_overdue_once_however_often_it_is_acknowledged, fill),
        cmocka_unit_test_setup(what_the_data_said_of_an_action_is_listed_when_it_is_off, fill),
        cmocka_unit_test_setup(the_day_of_an_acknowledgement_is_the_offices, fill),
        cmocka_unit_test_setup(an_acknowledgement_is_kept_in_the_row_and_in_the_history, fill),
        cmocka_unit_test_setup(who_acknowledges_has_a_name_on_one_line, fill),
        cmocka_unit_test_setup(one_that_does_not_stand_keeps_the_others_unacknowledged, fill),
        cmocka_unit_test_setup(what_a_constraint_refuses_leaves_nothing_behind, fill),
        cmocka_unit_test_setup(saying_that_it_is_done_keeps_what_was_said_before, fill),
        cmocka_unit_test_setup(a_new_action_is_not_done_because_the_old_one_was, fill),
        cmocka_unit_test_setup(what_a_lapsed_acknowledgement_said_does_not_come_back, fill),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
