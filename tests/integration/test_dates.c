/* The daemon day by day through September and October 2023, around eight days of holidays: what changes
 * because a date has come, and nothing else, changes on exactly that day. The expected days were worked out
 * by hand from the rules (30 days after the award, 2 and 7 working days after signing, ...). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/rehearsal.c"
#include "../support/group.h"
#include "base/date.h"

enum { DAYS = 40, DAYS_BETWEEN_COMPARISONS = 8 };

static struct rehearsal rehearsal, fresh;

static const char facts[] =
    "INSERT INTO units VALUES ('U', '市教育局', NULL), ('V', '第一小学', 'U');"
    "INSERT INTO projects VALUES ('P', 'U', '校舍改造', 'project', '王芳'), ('Q', 'V', '设备', 'project', "
    "NULL);"
    "INSERT INTO budgets VALUES ('Q', 2023, '', 1200000);"
    "INSERT INTO execution SELECT 'Q', 2023, '', m, 100000 * m FROM generate_series(1, 8) m;"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    " measure_unit, target, accumulation, schedule)"
    " VALUES ('I', 'project', 'Q', 2023, 'output', 'quantity', '台数', 'ge', '台', '12', 'sum', 'monthly');"
    "INSERT INTO indicator_values SELECT 'I', 2023, m, '1' FROM generate_series(1, 8) m;"
    "INSERT INTO ceilings VALUES ('U', 2023, 'running_cost', 100000);"
    "INSERT INTO ceiling_spending VALUES ('U', 2023, 'running_cost', 8, 80000);"
    "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on, completed_on) VALUES"
    " ('project', 'P', 2023, 'late', '2023-10-05', '2023-10-10'),"
    " ('project', 'P', 2023, 'early', '2023-09-20', '2023-09-18'),"
    " ('unit', 'U', 2023, 'moved', '2023-11-10', NULL),"
    " ('unit', 'U', 2023, 'forgotten', '2023-09-01', NULL);"
    "INSERT INTO contracts (code, project_code, fiscal_year, title, amount, intent_on, procurement_on,"
    " awarded_on, signed_on, published_on, filed_on) VALUES"
    " ('no-intent', 'P', 2023, '甲', 1, NULL, '2023-09-15', NULL, NULL, NULL, NULL),"
    " ('slow', 'P', 2023, '乙', 1, '2023-08-20', '2023-09-20', '2023-08-25', '2023-09-27', '2023-10-10', "
    "'2023-10-12'),"
    " ('in-time', 'P', 2023, '丙', 1, '2023-09-01', '2023-10-01', NULL, NULL, NULL, NULL),"
    " ('hasty', 'P', 2023, '丁', 1, '2023-09-20', '2023-10-10', '2023-10-11', NULL, NULL, NULL),"
    " ('unfiled', 'P', 2023, '戊', 1, NULL, NULL, '2023-09-20', '2023-09-22', '2023-09-26', NULL);"
    "INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, due_on,"
    " completed_on) VALUES"
    " ('R1', 'audit', 'unit', 'U', 2023, '票据', '补齐', '2023-10-01', '2023-10-03'),"
    " ('R2', 'audit', 'project', 'P', 2021, '验收', '补验', '2023-09-30', NULL);";

/* What people enter on the way, in the morning of that day. */
static const struct entry {
    const char *day, *sql;
} entries[] = {
    {"2023-09-14", "INSERT INTO ceiling_spending VALUES ('U', 2023, 'running_cost', 9, 91000)"},
    {"2023-09-28", "UPDATE milestones SET planned_on = '2023-10-18' WHERE name = 'moved'"},
    {"2023-10-09", "UPDATE ceiling_spending SET spent_cumulative = 101000 WHERE month = 9"},
    {"2023-10-12", "UPDATE milestones SET completed_on = '2023-10-02' WHERE name = 'forgotten'"},
    {"2023-10-16", "UPDATE ceilings SET amount = 120000"},
    {"2023-10-20", "INSERT INTO execution VALUES ('Q', 2023, '', 9, 800000, NULL)"},
};

static const char *const events[] = {
    /* Due in 15 days or less; overdue on the day after; done. */
    "2023-09-20 opened milestone.due yellow P/late",
    "2023-10-06 escalated milestone.due red P/late",
    "2023-10-10 resolved milestone.due red P/late",
    "2023-09-11 opened milestone.due yellow P/early",
    "2023-09-18 resolved milestone.due yellow P/early",
    "2023-10-03 opened milestone.due yellow U/moved",
    "2023-10-19 escalated milestone.due red U/moved",
    "2023-09-11 opened milestone.due red U/forgotten",
    "2023-10-12 resolved milestone.due red U/forgotten",
    /* Procurement without an intent, and 20 days after it; 30 and 31 days after it are well. */
    "2023-09-15 opened contract.intent red no-intent",
    "2023-10-10 opened contract.intent red hasty",
    /* Awarded on 25 August: the 23rd day, the 31st day; signed on 27 September. */
    "2023-09-17 opened contract.signing yellow slow",
    "2023-09-25 escalated contract.signing red slow",
    "2023-09-27 resolved contract.signing red slow",
    /* The second working day after 27 September is 7 October, a Saturday made a working day. */
    "2023-10-07 opened contract.publication yellow slow",
    "2023-10-08 escalated contract.publication red slow",
    "2023-10-10 resolved contract.publication red slow",
    /* The seventh after 22 September is 9 October. Filed on the seventh is in time. */
    "2023-10-09 opened contract.filing yellow unfiled",
    "2023-10-10 escalated contract.filing red unfiled",
    "2023-09-16 opened rectification.due yellow R1",
    "2023-10-02 escalated rectification.due red R1",
    "2023-10-03 resolved rectification.due red R1",
    "2023-09-15 opened rectification.due yellow R2",
    "2023-10-01 escalated rectification.due red R2",
    "2023-09-14 opened ceiling.pace yellow U/running_cost",
    "2023-10-09 escalated ceiling.pace red U/running_cost",
    "2023-10-16 resolved ceiling.pace red U/running_cost",
    /* September closes on 1 October; the sixth working day after it is 12 October, the eleventh the 19th. */
    "2023-10-12 opened execution.missing yellow V",
    "2023-10-19 escalated execution.missing red V",
    "2023-10-20 resolved execution.missing red V",
    "2023-10-12 opened indicator.missing yellow I",
    "2023-10-19 escalated indicator.missing red I",
};

/* A deviation of a date rule is brought up every 7 days until it is done. */
static const char *const reminders[] = {"2023-09-18", "2023-09-25", "2023-10-02", "2023-10-09"};

static void enter(const char *day)
{
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (strcmp(entries[i].day, day) == 0)
            assert_non_null(cluster_sql(&rehearsal.database, entries[i].sql));
}

static void expect_as_from_scratch(const char *day)
{
    struct lines expected = {0}, found = {0};
    char name[32];

    snprintf(name, sizeof name, "fresh_%.4s_%.2s_%.2s", day, day + 5, day + 8);
    rehearsal_copy(&rehearsal, &cluster, name, &fresh);
    rehearsal_day(&fresh, day);
    rehearsal_states(&fresh, &expected);
    rehearsal_states(&rehearsal, &found);
    assert_true(expected.count > 0);
    lines_expect(&expected, &found, day);
    lines_free(&expected);
    lines_free(&found);
}

static void expect_lines(const char *const list[], size_t count, const char *sql, const char *sentence)
{
    struct lines expected = {0}, found = {0};

    for (size_t i = 0; i < count; i++)
        lines_add(&expected, "%s", list[i]);
    lines_query(&found, &rehearsal.database, sql);
    lines_expect(&expected, &found, sentence);
    lines_free(&expected);
    lines_free(&found);
}

static void what_a_date_changes_changes_on_that_day(void **state)
{
    date first = date_of(2023, 9, 11);
    char day[DATE_TEXT];

    (void)state;
    rehearsal_begin(&rehearsal, &cluster, "days", "default", 500);
    assert_non_null(cluster_sql(&rehearsal.database, facts));
    for (int i = 0; i < DAYS; i++) {
        date_format(first + i, day);
        enter(day);
        rehearsal_day(&rehearsal, day);
        if (i % DAYS_BETWEEN_COMPARISONS == DAYS_BETWEEN_COMPARISONS - 1)
            expect_as_from_scratch(day);
    }
    expect_lines(events, sizeof events / sizeof *events,
                 "SELECT occurred_on, event, rule, severity, subject_code FROM events"
                 " WHERE event <> 'reminded'",
                 "the events of forty days");
    expect_lines(reminders, sizeof reminders / sizeof *reminders,
                 "SELECT occurred_on FROM events WHERE event = 'reminded' AND subject_code = 'U/forgotten'",
                 "the reminders of one that is forgotten");
}

/* The daemon was off for five weeks, and finds at once what stands now. */
static void days_that_nobody_looked_are_made_up_for(void **state)
{
    (void)state;
    rehearsal_begin(&rehearsal, &cluster, "gap", "default", 500);
    assert_non_null(cluster_sql(&rehearsal.database, facts));
    rehearsal_day(&rehearsal, "2023-09-11");
    rehearsal_day(&rehearsal, "2023-10-19");
    expect_as_from_scratch("2023-10-19");
}

/* What no entry on the way has a part in. */
static bool goes_by_dates_alone(const char *event)
{
    static const char *const entered[] = {"U/moved", "U/forgotten", "running_cost", "2023-10-20"};

    for (size_t i = 0; i < sizeof entered / sizeof *entered; i++)
        if (strstr(event, entered[i]) != NULL)
            return false;
    return true;
}

/* Days far shorter than what is to be done on them: none is passed over. */
static void a_clock_that_goes_by_itself_finds_the_same(void **state)
{
    const char *expected[sizeof events / sizeof *events];
    size_t count = 0;

    (void)state;
    rehearsal_begin(&rehearsal, &cluster, "clock", "default", 500);
    assert_non_null(cluster_sql(&rehearsal.database, facts));
    snprintf(rehearsal.as_of, sizeof rehearsal.as_of, "2023-10-19");
    process_start(&rehearsal.daemon,
                  (const char *[]){"run", "--as-of", "2023-09-11", "--day", "10ms", "--until", "2023-10-19",
                                   "--config", rehearsal.config, NULL});
    rehearsal_rest(&rehearsal);
    rehearsal_stop(&rehearsal);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (goes_by_dates_alone(events[i]))
            expected[count++] = events[i];
    expect_lines(
        expected, count,
        "SELECT occurred_on, event, rule, severity, subject_code FROM events"
        " WHERE event <> 'reminded' AND subject_code NOT IN ('U/moved', 'U/forgotten', 'U/running_cost')",
        "the events of forty days, gone through in one go");
}

static int end_rehearsals(void **state)
{
    (void)state;
    rehearsal_end(&rehearsal);
    rehearsal_end(&fresh);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_a_date_changes_changes_on_that_day, end_rehearsals),
        cmocka_unit_test_teardown(a_clock_that_goes_by_itself_finds_the_same, end_rehearsals),
        cmocka_unit_test_teardown(days_that_nobody_looked_are_made_up_for, end_rehearsals),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
