/* The views of facts.c, the work lists and lookups of facts_set.c, and assess(). */
#include "core/facts_set.h"

#include "rules.h"

#include <string.h>

static void a_live_view_knows_the_months_before_the_clock(void **state)
{
    (void)state;
    static const struct {
        int year, month, day, closed, newest;
    } cases[] = {
        {2022, 12, 31, 0, 0}, {2023, 1, 1, 0, 1},     {2023, 1, 31, 0, 1},  {2023, 2, 1, 1, 2},
        {2023, 6, 30, 5, 6},  {2023, 12, 31, 11, 12}, {2024, 1, 1, 12, 12}, {2030, 5, 5, 12, 12},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct view view = view_live(YEAR, date_of(cases[i].year, cases[i].month, cases[i].day));
        assert_int_equal(view.closed, cases[i].closed);
        assert_int_equal(view.newest, cases[i].newest);
    }
    struct view view = view_replay(YEAR, 4, date_of(YEAR, 5, 16));
    assert_int_equal(view.closed, 4);
    assert_int_equal(view.newest, 4);
}

static void years_are_closed_one_by_one(void **state)
{
    (void)state;
    struct closed_years closed = {0};

    assert_false(year_is_closed(&closed, YEAR));
    closed_years_add(&closed, YEAR);
    closed_years_add(&closed, FISCAL_YEAR_LOW);
    closed_years_add(&closed, FISCAL_YEAR_HIGH);
    closed_years_add(&closed, FISCAL_YEAR_HIGH + 1);
    closed_years_add(&closed, 0);
    assert_true(year_is_closed(&closed, YEAR));
    assert_true(year_is_closed(&closed, FISCAL_YEAR_LOW));
    assert_true(year_is_closed(&closed, FISCAL_YEAR_HIGH));
    assert_false(year_is_closed(&closed, YEAR + 1));
    assert_false(year_is_closed(&closed, FISCAL_YEAR_LOW - 1));
    assert_false(year_is_closed(&closed, FISCAL_YEAR_HIGH + 1));
}

static void a_year_is_watched_until_31_march_after_it(void **state)
{
    (void)state;

    assert_false(year_is_watched(YEAR, date_of(YEAR - 1, 12, 31)));
    assert_true(year_is_watched(YEAR, date_of(YEAR, 1, 1)));
    assert_true(year_is_watched(YEAR, date_of(YEAR + 1, 3, 31)));
    assert_false(year_is_watched(YEAR, date_of(YEAR + 1, 4, 1)));
}

static void work_is_sorted_and_holds_each_code_once(void **state)
{
    (void)state;
    struct work work = {0};
    char code[8] = "P2";

    assert_true(work_is_empty(&work));
    work_settle(&work);
    assert_false(work_has(&work, SUBJECT_PROJECT, "P2"));
    work_add(&work, SUBJECT_PROJECT, code);
    strcpy(code, "P1"); /* a copy was taken */
    work_add(&work, SUBJECT_PROJECT, code);
    work_add(&work, SUBJECT_PROJECT, "P2");
    work_add(&work, SUBJECT_UNIT, "P3");
    work_settle(&work);
    assert_int_equal(work.lists[SUBJECT_PROJECT].count, 2);
    assert_string_equal(work.lists[SUBJECT_PROJECT].codes[0], "P1");
    assert_string_equal(work.lists[SUBJECT_PROJECT].codes[1], "P2");
    assert_true(work_has(&work, SUBJECT_PROJECT, "P1"));
    assert_false(work_has(&work, SUBJECT_PROJECT, "P3")); /* of another kind */
    assert_false(work_is_empty(&work));
    work_clear(&work);
    assert_true(work_is_empty(&work));
}

/* Two projects, one in two years; arrays in the order of code, then year. */
struct little_set {
    struct facts_set set;
    struct project_facts projects[3];
    struct unit_facts units[2];
    struct indicator_facts indicators[1];
    struct ceiling_facts ceilings[1];
    struct milestone_facts milestones[1];
    struct contract_facts contracts[1];
    struct rectification_facts rectifications[1];
    fen budgets[1];
    struct execution_row rows[10];
};

static void make_set(struct little_set *little)
{
    *little = (struct little_set){
        .projects = {{.code = "P1", .name = "one", .unit_code = "U1", .year = 2022, .watched = true},
                     {.code = "P1", .name = "one", .unit_code = "U1", .year = 2023, .watched = true},
                     {.code = "P2", .name = "two", .unit_code = "U1", .year = 2023, .watched = true}},
        .units = {{.code = "U1", .name = "unit", .year = 2022, .watched = true, .months = 8190},
                  {.code = "U1", .name = "unit", .year = 2023, .watched = true}},
        .indicators = {{.code = "I1",
                        .name = "figure",
                        .unit_code = "U1",
                        .manager = "Li",
                        .year = 2023,
                        .schedule = SCHEDULE_MONTHLY}},
        .ceilings = {{.code = "U1/vehicle", .kind = "vehicle", .unit_code = "U1", .year = 2023}},
        .milestones = {{.code = "U1/report",
                        .name = "report",
                        .unit_code = "U1",
                        .year = 2023,
                        .planned = date_of(2023, 1, 31),
                        .completed = DATE_NONE}},
        .contracts = {{.code = "C1",
                       .title = "servers",
                       .unit_code = "U1",
                       .year = 2023,
                       .intent = DATE_NONE,
                       .procurement = DATE_NONE,
                       .awarded = date_of(2023, 1, 5),
                       .signed_ = DATE_NONE,
                       .published = DATE_NONE,
                       .filed = DATE_NONE}},
        .rectifications = {{.code = "R1",
                            .issue = "late",
                            .owner = "Wang",
                            .unit_code = "U1",
                            .year = 2020,
                            .due = date_of(2023, 1, 31),
                            .completed = DATE_NONE}},
        .budgets = {10000000},
    };
    little->set = (struct facts_set){.projects = little->projects,
                                     .project_count = 3,
                                     .indicators = little->indicators,
                                     .indicator_count = 1,
                                     .units = little->units,
                                     .unit_count = 2,
                                     .milestones = little->milestones,
                                     .milestone_count = 1,
                                     .contracts = little->contracts,
                                     .contract_count = 1,
                                     .ceilings = little->ceilings,
                                     .ceiling_count = 1,
                                     .rectifications = little->rectifications,
                                     .rectification_count = 1};
}

static void entries_are_found_by_code_and_year(void **state)
{
    (void)state;
    struct little_set little;
    const struct facts_set empty = {0};

    make_set(&little);
    assert_ptr_equal(facts_project(&little.set, "P1", 2022), &little.projects[0]);
    assert_ptr_equal(facts_project(&little.set, "P1", 2023), &little.projects[1]);
    assert_ptr_equal(facts_project(&little.set, "P2", 2023), &little.projects[2]);
    assert_null(facts_project(&little.set, "P2", 2022));
    assert_null(facts_project(&little.set, "P", 2022));
    assert_null(facts_project(&empty, "P1", 2022));
    assert_ptr_equal(facts_unit(&little.set, "U1", 2023), &little.units[1]);
    assert_null(facts_unit(&little.set, "U1", 2024));
    assert_ptr_equal(facts_indicator(&little.set, "I1", 2023), &little.indicators[0]);
    assert_null(facts_indicator(&little.set, "I2", 2023));
    assert_ptr_equal(facts_ceiling(&little.set, "U1/vehicle", 2023), &little.ceilings[0]);
    assert_null(facts_ceiling(&little.set, "U1/reception", 2023));
}

struct heard {
    size_t count;
    struct finding findings[16];
    struct verdicts verdicts[16];
    struct err faults[16];
};

static void hear(void *ctx, const struct finding *finding)
{
    struct heard *heard = ctx;

    if (heard->count == 16)
        return;
    heard->findings[heard->count] = *finding;
    if (finding->verdicts != NULL)
        heard->verdicts[heard->count] = *finding->verdicts;
    if (finding->fault != NULL)
        heard->faults[heard->count] = *finding->fault;
    heard->count++;
}

static const struct finding *of(const struct heard *heard, enum subject_kind kind, const char *code, int year)
{
    for (size_t i = 0; i < heard->count; i++) {
        const struct finding *finding = &heard->findings[i];
        if (finding->kind == kind && strcmp(finding->code, code) == 0 && finding->year == year)
            return finding;
    }
    fail_msg("nothing is said of %s", code);
    return NULL;
}

static void every_subject_is_assessed_once_under_its_own_name(void **state)
{
    (void)state;
    const struct assessment how = {
        .policy = default_policy, .calendar = &official, .today = date_of(2023, 2, 28)};
    struct little_set little;
    struct heard heard = {0};

    make_set(&little);
    assess(&little.set, NULL, &how, hear, &heard);
    assert_int_equal(heard.count, 10);
    assert_string_equal(of(&heard, SUBJECT_PROJECT, "P1", 2022)->name, "one");
    assert_string_equal(of(&heard, SUBJECT_UNIT, "U1", 2023)->name, "unit");
    assert_string_equal(of(&heard, SUBJECT_INDICATOR, "I1", 2023)->manager, "Li");
    assert_string_equal(of(&heard, SUBJECT_CEILING, "U1/vehicle", 2023)->name, "vehicle");
    assert_string_equal(of(&heard, SUBJECT_MILESTONE, "U1/report", 2023)->unit_code, "U1");
    assert_string_equal(of(&heard, SUBJECT_CONTRACT, "C1", 2023)->name, "servers");
    assert_string_equal(of(&heard, SUBJECT_RECTIFICATION, "R1", 2020)->manager, "Wang");
    /* The first unit-year has reported all of its months, the second none. */
    assert_int_equal(heard.verdicts[0].count, 0);
    assert_int_equal(heard.verdicts[1].count, 1);
}

static void only_the_work_is_assessed(void **state)
{
    (void)state;
    const struct assessment how = {
        .policy = default_policy, .calendar = &official, .today = date_of(2023, 2, 28)};
    struct little_set little;
    struct heard heard = {0};
    struct work work = {0};

    make_set(&little);
    work_add(&work, SUBJECT_PROJECT, "P1");
    work_add(&work, SUBJECT_CONTRACT, "P2");
    work_settle(&work);
    assess(&little.set, &work, &how, hear, &heard);
    assert_int_equal(heard.count, 2);
    assert_int_equal(heard.findings[0].year, 2022);
    assert_int_equal(heard.findings[1].year, 2023);
    work_clear(&work);
}

static void a_subject_that_overflows_is_a_fault_of_its_own(void **state)
{
    (void)state;
    const struct assessment how = {
        .policy = default_policy, .calendar = &official, .today = date_of(2023, 3, 30)};
    struct little_set little;
    struct heard heard = {0};

    make_set(&little);
    for (int fund = 0; fund < 10; fund++)
        little.rows[fund] = (struct execution_row){.fund = fund, .month = 2, .spent = DEC_MAX};
    for (int i = 0; i < 2; i++) {
        little.projects[i].execution = little.rows;
        little.projects[i].execution_count = 10;
        little.projects[i].unit_months = 1U << 2;
        little.projects[i].year = YEAR - 1 + i;
    }
    assess(&little.set, NULL, &how, hear, &heard);
    assert_int_equal(heard.count, 10);
    const struct finding *finding = of(&heard, SUBJECT_PROJECT, "P1", 2023);
    assert_null(finding->verdicts);
    assert_int_equal(heard.faults[finding - heard.findings].code, ERR_OVERFLOW);
    /* Its own words, not those of the one before it. */
    assert_non_null(strstr(heard.faults[finding - heard.findings].text, "P1, 2023"));
    finding = of(&heard, SUBJECT_PROJECT, "P2", 2023);
    assert_non_null(finding->verdicts);
    assert_null(finding->fault);
}

static void a_replay_shows_its_month_and_no_later_one(void **state)
{
    (void)state;
    struct assessment how = {
        .policy = default_policy, .calendar = &official, .today = date_of(2023, 6, 14), .replay_month = 5};
    struct little_set little;

    make_set(&little);
    little.ceilings[0].has_spent[6] = true;
    little.ceilings[0].spent[6] = 5; /* over the ceiling of 0 */
    for (int replay = 1; replay >= 0; replay--) {
        struct heard heard = {0};
        how.replay_month = replay ? 5 : 0;
        assess(&little.set, NULL, &how, hear, &heard);
        const struct finding *finding = of(&heard, SUBJECT_CEILING, "U1/vehicle", 2023);
        assert_int_equal(heard.verdicts[finding - heard.findings].count, replay ? 0 : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_live_view_knows_the_months_before_the_clock),
        cmocka_unit_test(a_year_is_watched_until_31_march_after_it),
        cmocka_unit_test(years_are_closed_one_by_one),
        cmocka_unit_test(work_is_sorted_and_holds_each_code_once),
        cmocka_unit_test(entries_are_found_by_code_and_year),
        cmocka_unit_test(every_subject_is_assessed_once_under_its_own_name),
        cmocka_unit_test(only_the_work_is_assessed),
        cmocka_unit_test(a_subject_that_overflows_is_a_fault_of_its_own),
        cmocka_unit_test(a_replay_shows_its_month_and_no_later_one),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
