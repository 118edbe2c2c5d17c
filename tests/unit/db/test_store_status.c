#include "db/store_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "schema.h"

static struct db_session session;

/* Unit a reports up to month 4 of the closed six, and month 8 too early to be seen; a1 reports nothing;
 * a2 spends without a budget; b has no projects. Codes are made so that their order is not the tree's. */
static const char ledger[] =
    "INSERT INTO units (code, name, parent_code) VALUES ('b', 'B', NULL), ('z', 'A', NULL), ('a1', 'A1', "
    "'z'),"
    "  ('a2', 'A2', 'z'), ('a3', 'A3', 'a1');"
    "INSERT INTO projects (code, unit_code, name, category) VALUES ('pa', 'z', 'pa', 'basic'),"
    "  ('pb', 'z', 'pb', 'project'), ('pc', 'a1', 'pc', 'project'), ('pd', 'a1', 'pd', 'project'),"
    "  ('pe', 'a2', 'pe', 'basic');"
    "INSERT INTO budgets (project_code, fiscal_year, fund, initial_amount) VALUES ('pa', 2023, '', 1200),"
    "  ('pb', 2023, 'x', 1000), ('pb', 2023, 'y', 0), ('pc', 2023, '', 100), ('pa', 2022, '', 999999),"
    "  ('pe', 2025, '', 1);"
    "INSERT INTO budget_adjustments (project_code, fiscal_year, fund, effective_on, amount) VALUES"
    "  ('pb', 2023, 'y', '2023-02-15', 500), ('pb', 2023, 'y', '2023-04-30', 0.01),"
    "  ('pb', 2023, 'x', '2023-05-01', 70000), ('pc', 2023, '', '2023-01-01', 10),"
    "  ('pc', 2023, '', '2023-01-02', 5), ('pd', 2023, '', '2023-01-01', 8);"
    "INSERT INTO execution (project_code, fiscal_year, fund, month, spent_cumulative) VALUES"
    "  ('pa', 2023, '', 1, 100), ('pa', 2023, '', 3, 300), ('pa', 2023, '', 8, 800), ('pb', 2023, 'x', 2, "
    "200),"
    "  ('pb', 2023, 'y', 4, 50), ('pe', 2023, '', 1, 7), ('pa', 2022, '', 6, 999999);"
    "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity, unit_code) VALUES"
    "  ('r', 'project', 'pa', 2023, 'red', 'z'), ('r2', 'project', 'pa', 2023, 'yellow', 'z'),"
    "  ('r', 'project', 'pb', 2023, 'none', 'z'), ('r', 'project', 'pa', 2022, 'red', 'z'),"
    "  ('r', 'project', 'px', 2023, 'blue', 'gone');"
    "INSERT INTO messages (id, channel, type, body, state) VALUES ('m1', 'c', 't', '', 'pending'),"
    "  ('m2', 'c', 't', '', 'sending'), ('m3', 'c', 't', '', 'dead'), ('m4', 'c', 't', '', 'delivered');"
    "INSERT INTO calendar (date, kind) VALUES ('2031-01-01', 'holiday'), ('2031-01-04', 'workday');"
    "TRUNCATE change_log";

static int start(void **state)
{
    if (start_cluster(state) != 0 || !schema_migrate(&session, cluster.conninfo))
        return -1;
    return cluster_prepare_years(&cluster) && cluster_sql(&cluster, ledger) != NULL ? 0 : -1;
}

static int stop(void **state)
{
    db_session_close(&session);
    return stop_cluster(state);
}

static struct status read_status(int year, int closed)
{
    struct status status = {0};
    struct err err = {0};

    if (!store_status_read(&session, year, closed, 480, &status, &err))
        fail_msg("%s", err.text);
    return status;
}

static const struct status_unit *unit(const struct status *status, const char *code)
{
    for (size_t i = 0; i < status->unit_count; i++)
        if (strcmp(status->units[i].code, code) == 0)
            return &status->units[i];
    fail_msg("no unit %s", code);
    return NULL;
}

static void units_come_in_the_order_of_the_tree(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int depth;
    } order[] = {{"b", 0}, {"z", 0}, {"a1", 1}, {"a3", 2}, {"a2", 1}};
    struct status status = read_status(2023, 6);

    assert_int_equal(status.unit_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(status.units[i].code, order[i].code);
        assert_int_equal(status.units[i].depth, order[i].depth);
    }
    assert_string_equal(status.units[2].parent_code, "z");
    assert_string_equal(status.units[1].parent_code, "");
    store_status_done(&status);
}

static void money_stands_at_the_latest_closed_month_that_the_unit_reported(void **state)
{
    (void)state;
    static const struct {
        int closed, month;
        fen basic_spent, project_budget, project_spent;
    } cases[] = {
        {0, 0, 0, 100000, 0},         {1, 1, 10000, 100000, 0},     {2, 2, 10000, 150000, 20000},
        {3, 3, 30000, 150000, 20000}, {6, 4, 30000, 150001, 25000}, {12, 8, 80000, 7150001, 25000},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct status status = read_status(2023, cases[i].closed);
        const struct status_unit *z = unit(&status, "z");
        assert_int_equal(z->month, cases[i].month);
        assert_int_equal(z->basic_budget, 120000);
        assert_int_equal(z->basic_spent, cases[i].basic_spent);
        assert_int_equal(z->project_budget, cases[i].project_budget);
        assert_int_equal(z->project_spent, cases[i].project_spent);
        store_status_done(&status);
    }
}

static void a_unit_that_reported_nothing_has_its_budget_of_new_years_day(void **state)
{
    (void)state;
    struct status status = read_status(2023, 6);
    const struct status_unit *a1 = unit(&status, "a1");

    assert_true(a1->has_projects);
    assert_int_equal(a1->month, 0);
    assert_int_equal(a1->project_budget, 11000); /* not the project that is adjusted only */
    assert_int_equal(a1->project_spent, 0);
    store_status_done(&status);
}

static void spending_without_a_budget_and_units_without_projects_are_told_apart(void **state)
{
    (void)state;
    struct status status = read_status(2023, 6);

    assert_true(unit(&status, "a2")->has_projects);
    assert_int_equal(unit(&status, "a2")->basic_budget, 0);
    assert_int_equal(unit(&status, "a2")->basic_spent, 700);
    assert_false(unit(&status, "b")->has_projects);
    assert_false(unit(&status, "a3")->has_projects);
    store_status_done(&status);
}

static void lights_count_what_stands_and_the_total_has_those_of_lost_units(void **state)
{
    (void)state;
    struct status status = read_status(2023, 6);
    const struct status_unit *z = unit(&status, "z");

    assert_int_equal(z->lights.red, 1);
    assert_int_equal(z->lights.yellow, 1);
    assert_int_equal(z->lights.blue, 0);
    assert_int_equal(status.lights.red, 1);
    assert_int_equal(status.lights.yellow, 1);
    assert_int_equal(status.lights.blue, 1);
    store_status_done(&status);
}

static void a_daemon_that_never_ran_is_told_from_one_that_leads(void **state)
{
    (void)state;
    struct status status = read_status(2023, 6);

    assert_string_equal(status.daemon.holder, "");
    assert_string_equal(status.daemon.until, "");
    assert_false(status.daemon.leading);
    assert_int_equal(status.daemon.change_rows, 0);
    assert_int_equal(status.daemon.change_age, -1);
    assert_string_equal(status.daemon.finished_on, "");
    assert_int_equal(status.daemon.waiting, 2);
    assert_in_range(status.daemon.waiting_age, 0, 600);
    assert_int_equal(status.daemon.dead, 1);
    store_status_done(&status);

    assert_non_null(cluster_sql(&cluster,
                                "UPDATE leader SET holder = 'h:1', epoch = 3, until = now() + '1 hour';"
                                "UPDATE full_pass SET fingerprint = 'f', finished_on = '2023-07-05';"
                                "INSERT INTO change_log (subject_kind, subject_code, at)"
                                " VALUES ('unit', 'b', now() - interval '2 hours')"));
    status = read_status(2023, 6);
    assert_string_equal(status.daemon.holder, "h:1");
    assert_int_equal(status.daemon.epoch, 3);
    assert_true(status.daemon.leading);
    assert_string_equal(status.daemon.finished_on, "2023-07-05");
    assert_int_equal(status.daemon.change_rows, 1);
    assert_in_range(status.daemon.change_age, 7200, 7800);
    store_status_done(&status);
}

static void the_year_shown_is_the_running_one_or_the_latest_before_it_with_a_budget(void **state)
{
    (void)state;
    static const struct {
        int running, shown;
    } cases[] = {{2023, 2023}, {2024, 2023}, {2025, 2025}, {2026, 2025}, {2021, 2021}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        int shown = 0;
        assert_true(store_status_year(&session, cases[i].running, &shown, &err));
        assert_int_equal(shown, cases[i].shown);
    }
}

static void a_sum_that_does_not_fit_is_an_error_and_the_session_stays_good(void **state)
{
    (void)state;
    struct status status;
    struct err err = {0};

    assert_non_null(cluster_sql(
        &cluster, "SELECT prepare_fiscal_year(2040);"
                  "INSERT INTO budgets (project_code, fiscal_year, fund, initial_amount)"
                  " SELECT 'pa', 2040, 'f' || g, 9999999999999999 FROM generate_series(1, 20) g"));
    assert_false(store_status_read(&session, 2040, 0, 480, &status, &err));
    assert_int_equal(err.code, ERR_DB_QUERY);

    status = read_status(2023, 6);
    store_status_done(&status);
}

static void the_calendar_table_lies_over_the_official_one(void **state)
{
    (void)state;
    struct calendar calendar = {0};
    struct err err = {0};

    calendar_init_official(&calendar);
    assert_true(store_status_calendar(&session, &calendar, &err));
    assert_false(calendar_is_workday(&calendar, date_of(2031, 1, 1)));
    assert_true(calendar_is_workday(&calendar, date_of(2031, 1, 4))); /* a Saturday */
    calendar_done(&calendar);
}

static void a_closed_year_says_since_when_and_by_whom(void **state)
{
    (void)state;
    struct status status;
    struct err err = {0};

    status = read_status(2023, 6);
    assert_string_equal(status.closed_on, "");
    store_status_done(&status);
    assert_true(db_session_exec(
        &session, "INSERT INTO fiscal_years VALUES (2022, '2023-04-01 17:00+00', '王五', 'chief')", &err));
    status = read_status(2022, 12);
    assert_string_equal(status.closed_on, "2023-04-02");
    assert_string_equal(status.closed_by, "王五");
    store_status_done(&status);
    assert_true(db_session_exec(&session, "DELETE FROM fiscal_years", &err));
}

static void a_trigger_that_is_off_or_gone_is_named(void **state)
{
    (void)state;
    struct buf off = {0};
    struct err err = {0};

    assert_true(store_status_triggers(&session, &off, &err));
    assert_string_equal(buf_text(&off), "");
    assert_true(db_session_exec(&session,
                                "BEGIN; ALTER TABLE plans DISABLE TRIGGER audit_update;"
                                "ALTER TABLE execution DISABLE TRIGGER log_insert;"
                                "DROP TRIGGER audit_delete ON people;"
                                "ALTER TABLE units ENABLE REPLICA TRIGGER audit_insert;"
                                "UPDATE full_pass SET finished_on = '2024-01-01'; TRUNCATE change_log;"
                                "SELECT close_year(2021, NULL, NULL);"
                                "ALTER TABLE outlooks_2021 DISABLE TRIGGER closed_year",
                                &err));
    assert_true(store_status_triggers(&session, &off, &err));
    assert_string_equal(buf_text(&off), "log_insert of execution, closed_year of outlooks_2021,"
                                        " audit_delete of people, audit_update of plans,"
                                        " audit_insert of units");
    assert_true(db_session_exec(&session, "ROLLBACK", &err));
    buf_free(&off);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_come_in_the_order_of_the_tree),
        cmocka_unit_test(money_stands_at_the_latest_closed_month_that_the_unit_reported),
        cmocka_unit_test(a_unit_that_reported_nothing_has_its_budget_of_new_years_day),
        cmocka_unit_test(spending_without_a_budget_and_units_without_projects_are_told_apart),
        cmocka_unit_test(lights_count_what_stands_and_the_total_has_those_of_lost_units),
        cmocka_unit_test(a_daemon_that_never_ran_is_told_from_one_that_leads),
        cmocka_unit_test(the_year_shown_is_the_running_one_or_the_latest_before_it_with_a_budget),
        cmocka_unit_test(a_sum_that_does_not_fit_is_an_error_and_the_session_stays_good),
        cmocka_unit_test(the_calendar_table_lies_over_the_official_one),
        cmocka_unit_test(a_closed_year_says_since_when_and_by_whom),
        cmocka_unit_test(a_trigger_that_is_off_or_gone_is_named),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
