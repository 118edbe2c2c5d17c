/* The day to look again. The daemon looks at a subject on that day, and at everything on the days of
 * core/turn.h, and not before, unless a fact changes; so looking only then must show the same verdicts on
 * every day as looking daily. Many subjects are made up, each is walked through day by day. */
#include "core/evaluate.h"
#include "core/turn.h"

#include "indicators.h"

enum { SUBJECTS = 300 };

/* A small generator of its own, so that a failing subject is the same one everywhere. */
static uint64_t seed;

static int any(int bound)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (int)((seed >> 33) % (uint64_t)bound);
}

static date any_day(void)
{
    return any(6) == 0 ? DATE_NONE : date_of(YEAR, 1, 1) + any(420) - 30;
}

static bool same(const struct verdicts *a, const struct verdicts *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->list[i].rule != b->list[i].rule || a->list[i].severity != b->list[i].severity ||
            a->list[i].reason != b->list[i].reason || a->list[i].month != b->list[i].month)
            return false;
    return true;
}

typedef struct verdicts (*look_fn)(const void *facts, struct evaluation with);

enum { DAYS_BEFORE = 40, DAYS_WALKED = DAYS_BEFORE + 366 + 90 };

/* Whether everything is looked at again on a day: the same for all subjects, and for all policies here. */
static bool turns_on(date today)
{
    static bool known, turns[DAYS_WALKED + 1];
    const date first = date_of(YEAR, 1, 1) - DAYS_BEFORE;

    for (int i = 0; !known && i <= DAYS_WALKED; i++)
        turns[i] = turn_between(default_policy, on_day(YEAR, first).calendar, first + i - 1, first + i);
    known = true;
    assert_true(today - first <= DAYS_WALKED);
    return turns[today - first];
}

/* Walk from before the year to the last day on which it is watched. Returns how often a look was needed. */
static int walk(const char *kind, int subject, const void *facts, look_fn look, const struct policy *policy)
{
    const date last_day = date_of(YEAR + 1, 3, 31);
    struct verdicts seen = {.next = DATE_NONE};
    int looks = 0;

    for (date today = date_of(YEAR, 1, 1) - DAYS_BEFORE; today <= last_day; today++) {
        struct evaluation with = on_day(YEAR, today);
        char text[DATE_TEXT];
        with.policy = policy;
        struct verdicts daily = look(facts, with);
        assert_true(daily.next > today);
        bool own = seen.next == DATE_NONE || today >= seen.next;
        if (own || turns_on(today))
            seen = daily;
        looks += own;
        if (!same(&seen, &daily))
            fail_msg("%s %d changed unseen on %s", kind, subject, date_format(today, text));
    }
    return looks;
}

static struct verdicts look_at_project(const void *facts, struct evaluation with)
{
    return project_verdicts(facts, with);
}

static void projects_change_on_the_days_named(void **state)
{
    (void)state;
    struct policy policy = plain_policy();

    seed = 1;
    policy.rules.enabled[RULE_EXECUTION_CHECKPOINT] = true;
    for (int subject = 0; subject < SUBJECTS; subject++) {
        struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
        struct money money;
        date on = date_of(YEAR, 1, 1) - 20;
        money_init(&money, any(2) == 0 ? CATEGORY_BASIC : CATEGORY_PROJECT);
        money_budget(&money, any(3) == 0 ? 0 : 10000000);
        for (int i = any(4); i > 0; i--)
            money_adjust(&money, on += any(120), (any(41) - 10) * 500000);
        for (int month = 1; month <= 12; month++)
            if (any(3) > 0)
                money_spent(&money, 0, month, any(2) == 0 ? 900000 * month : any(20000000));
        money.facts.unit_months |= (unsigned)any(8192) & ~1U;
        indicator_target(&indicator, MICRO(100));
        indicator_number(&indicator, 1 + any(12), MICRO(any(100)));
        money.facts.indicators = &indicator;
        money.facts.indicator_count = 1;
        policy.rules.missing_by_project = any(2) == 0;
        walk("project", subject, &money, look_at_project, &policy);
    }
}

static struct verdicts look_at_indicator(const void *facts, struct evaluation with)
{
    return indicator_verdicts(facts, with);
}

static void indicators_change_on_the_days_named(void **state)
{
    (void)state;

    seed = 2;
    for (int subject = 0; subject < SUBJECTS; subject++) {
        struct target_revision revision = {date_of(YEAR, 1, 1) + any(400) - 20, MICRO(any(100))};
        struct indicator_facts indicator =
            indicator_of((enum direction)any(6), (enum accumulation)any(4), 1 + any(SCHEDULE_HALFYEAR));
        if (any(3) > 0)
            indicator_target(&indicator, MICRO(any(60)));
        indicator.revisions = &revision;
        indicator.revision_count = (size_t)any(2);
        for (int month = 1; month <= 12; month++) {
            if (any(3) == 0)
                continue;
            indicator_number(&indicator, month, MICRO(any(30)));
            if (any(4) == 0)
                indicator.values[month].state = VALUE_NOT_APPLICABLE;
            else if (indicator.direction == DIRECTION_QUALITATIVE)
                indicator.values[month].state = (enum value_state)(VALUE_ACHIEVED + any(3));
        }
        walk("indicator", subject, &indicator, look_at_indicator, default_policy);
    }
}

static struct verdicts look_at_unit(const void *facts, struct evaluation with)
{
    struct verdicts verdicts;

    evaluate_unit(&with, facts, &verdicts);
    return verdicts;
}

static struct verdicts look_at_ceiling(const void *facts, struct evaluation with)
{
    struct verdicts verdicts;
    struct err err = {0};

    assert_true(evaluate_ceiling(&with, facts, &verdicts, &err));
    return verdicts;
}

static void units_and_ceilings_change_on_the_days_named(void **state)
{
    (void)state;

    seed = 3;
    for (int subject = 0; subject < SUBJECTS; subject++) {
        const struct unit_facts unit = {.code = "U1",
                                        .year = YEAR,
                                        .watched = true,
                                        .months = (unsigned)any(8192) & ~1U & (unsigned)any(8192)};
        struct ceiling_facts ceiling = {.code = "U1/x", .unit_code = "U1", .year = YEAR, .amount = 1000};
        for (int month = 1; month <= 12; month++) {
            ceiling.has_spent[month] = any(2) == 0;
            ceiling.spent[month] = any(300) + 800;
        }
        walk("unit", subject, &unit, look_at_unit, default_policy);
        walk("ceiling", subject, &ceiling, look_at_ceiling, default_policy);
    }
}

static struct verdicts look_at_milestone(const void *facts, struct evaluation with)
{
    struct verdicts verdicts;

    evaluate_milestone(&with, facts, &verdicts);
    return verdicts;
}

static struct verdicts look_at_rectification(const void *facts, struct evaluation with)
{
    struct verdicts verdicts;

    evaluate_rectification(&with, facts, &verdicts);
    return verdicts;
}

static struct verdicts look_at_contract(const void *facts, struct evaluation with)
{
    struct verdicts verdicts;

    evaluate_contract(&with, facts, &verdicts);
    return verdicts;
}

static void dates_change_on_the_days_named(void **state)
{
    (void)state;
    int looks = 0;

    seed = 4;
    for (int subject = 0; subject < SUBJECTS; subject++) {
        const struct milestone_facts milestone = {
            .unit_code = "U1", .year = YEAR, .planned = any_day(), .completed = any_day()};
        const struct rectification_facts rectification = {
            .unit_code = "U1", .year = YEAR, .due = any_day(), .completed = any_day()};
        struct contract_facts contract = {.unit_code = "U1", .year = YEAR};
        contract.intent = any_day();
        contract.procurement = any_day();
        contract.awarded = any_day();
        contract.signed_ = any_day();
        contract.published =
            contract.signed_ == DATE_NONE || any(3) == 0 ? any_day() : contract.signed_ + any(9);
        contract.filed =
            contract.signed_ == DATE_NONE || any(3) == 0 ? any_day() : contract.signed_ + any(20);
        looks += walk("milestone", subject, &milestone, look_at_milestone, default_policy);
        looks += walk("rectification", subject, &rectification, look_at_rectification, default_policy);
        looks += walk("contract", subject, &contract, look_at_contract, default_policy);
    }
    /* Looking daily would be right, too, and useless: a dozen looks a subject are enough. */
    assert_true(looks < 12 * 3 * SUBJECTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projects_change_on_the_days_named),
        cmocka_unit_test(indicators_change_on_the_days_named),
        cmocka_unit_test(units_and_ceilings_change_on_the_days_named),
        cmocka_unit_test(dates_change_on_the_days_named),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
