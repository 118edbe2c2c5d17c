#include "notices.h"

static date clock_day(void)
{
    return notice_facts.clock;
}

static struct contract_facts *contract(const char *code, date awarded, date signed_)
{
    struct contract_facts *facts = &notice_contracts[notice_facts.sheet.set.contract_count++];

    *facts = (struct contract_facts){.code = code,
                                     .title = code,
                                     .project_code = "P1",
                                     .unit_code = "U",
                                     .year = YEAR,
                                     .intent = DATE_NONE,
                                     .procurement = DATE_NONE,
                                     .awarded = awarded,
                                     .signed_ = signed_,
                                     .published = DATE_NONE,
                                     .filed = DATE_NONE};
    return facts;
}

static void milestone(const char *code, date planned, date completed)
{
    notice_milestones[notice_facts.sheet.set.milestone_count++] =
        (struct milestone_facts){.code = code,
                                 .name = code,
                                 .owner_code = "U",
                                 .unit_code = "U",
                                 .of_unit = true,
                                 .year = YEAR,
                                 .planned = planned,
                                 .completed = completed};
}

static void what_is_due_within_thirty_days_or_overdue_is_listed_by_day(void **state)
{
    (void)state;
    notice_begin(6);
    milestone("M1", clock_day() + 30, DATE_NONE);
    milestone("M2", clock_day() + 31, DATE_NONE);
    milestone("M3", clock_day() - 40, DATE_NONE);
    milestone("M4", clock_day() - 40, clock_day());
    milestone("M5", clock_day() + 5, clock_day() + 1); /* that has not happened yet */
    notice_compute();
    assert_int_equal(notice.deadline_count, 3);
    assert_string_equal(notice.deadlines[0].code, "M3");
    assert_int_equal(notice.deadlines[0].days, -40);
    assert_string_equal(notice.deadlines[1].code, "M5");
    assert_string_equal(notice.deadlines[2].code, "M1");
    assert_string_equal(notice.deadlines[2].project_name, "");
    notice_free(&notice);
}

static void a_deadline_of_a_project_names_it(void **state)
{
    (void)state;
    notice_begin(6);
    notice_spends("P1", "U", 100, 6, 50)->facts.name = "政务云";
    contract("C1", clock_day() - 20, DATE_NONE);
    milestone("M1", clock_day() + 11, DATE_NONE);
    notice_milestones[0].of_unit = false;
    notice_milestones[0].owner_code = "P1";
    notice_compute();
    assert_int_equal(notice.deadline_count, 2);
    assert_string_equal(notice.deadlines[0].project_name, "政务云");
    assert_string_equal(notice.deadlines[1].project_name, "政务云");
    notice_free(&notice);
}

static void contracts_are_due_by_the_statutory_days(void **state)
{
    (void)state;
    notice_begin(6); /* the clock stands on Friday 7 July */
    contract("C1", clock_day() - 20, DATE_NONE);
    contract("C2", clock_day() - 40, clock_day() - 1); /* signed on Thursday */
    contract("C3", clock_day() + 1, DATE_NONE);        /* not awarded yet */
    notice_compute();
    assert_int_equal(notice.deadline_count, 3);
    assert_int_equal(notice.deadlines[0].kind, NOTICE_DUE_PUBLICATION);
    assert_int_equal(notice.deadlines[0].due, date_of(YEAR, 7, 10));
    assert_int_equal(notice.deadlines[1].kind, NOTICE_DUE_SIGNING);
    assert_int_equal(notice.deadlines[1].days, 10);
    assert_int_equal(notice.deadlines[2].kind, NOTICE_DUE_FILING);
    assert_int_equal(notice.deadlines[2].due, date_of(YEAR, 7, 17));
    assert_false(notice.deadlines[2].unsure);
    notice_free(&notice);
}

static void rectifications_and_corrective_actions_fall_due(void **state)
{
    (void)state;
    notice_begin(6);
    notice_rectifications[notice_facts.sheet.set.rectification_count++] =
        (struct rectification_facts){.code = "R1",
                                     .issue = "issue",
                                     .owner = "张",
                                     .unit_code = "U",
                                     .year = YEAR,
                                     .due = clock_day() + 2,
                                     .completed = DATE_NONE};
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50)); /* nothing stands against it by now */
    for (int i = 0; i < 2; i++)
        notice_stand[notice_facts.standing_count++] =
            (struct notice_standing){.rule = i == 0 ? "execution.pace" : "goal.gap",
                                     .kind = "project",
                                     .code = "P1",
                                     .answers = "李",
                                     .action = "加快支付",
                                     .action_due = clock_day() + 1,
                                     .action_done = i == 0 ? DATE_NONE : clock_day()};
    notice_compute();
    assert_int_equal(notice.deviation_count, 1); /* the rectification is due soon; nothing of the project */
    assert_int_equal(notice.deadline_count, 2);
    assert_int_equal(notice.deadlines[0].kind, NOTICE_DUE_ACTION);
    assert_string_equal(notice.deadlines[0].answers, "李");
    assert_int_equal(notice.deadlines[1].kind, NOTICE_DUE_RECTIFICATION);
    assert_string_equal(notice.deadlines[1].answers, "张");
    notice_free(&notice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_within_thirty_days_or_overdue_is_listed_by_day),
        cmocka_unit_test(a_deadline_of_a_project_names_it),
        cmocka_unit_test(contracts_are_due_by_the_statutory_days),
        cmocka_unit_test(rectifications_and_corrective_actions_fall_due),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
