/* What the tests of the rules share: the default policy, the official calendar, and short ways to
 * write down a subject's facts and to ask what a rule says of them. */
#ifndef TESTS_UNIT_CORE_RULES_H
#define TESTS_UNIT_CORE_RULES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config/policy_file.h"
#include "core/evaluate.h"

enum { YEAR = 2023, ROWS = 40 };

static struct policy *default_policy;
static struct calendar official;

static inline int open_rules(void **state)
{
    struct faults faults = {0};

    (void)state;
    calendar_init_official(&official);
    bool loaded = policy_load("default", &default_policy, &faults);
    faults_done(&faults);
    return loaded ? 0 : -1;
}

static inline int close_rules(void **state)
{
    (void)state;
    policy_free(default_policy);
    calendar_done(&official);
    return 0;
}

/* The default policy without its overrides, to be changed. */
static inline struct policy plain_policy(void)
{
    return (struct policy){.rules = default_policy->rules};
}

static inline struct evaluation on_day(int year, date today)
{
    return (struct evaluation){
        .policy = default_policy, .calendar = &official, .view = view_live(year, today)};
}

/* The first day on which `month` of the year is closed. */
static inline struct evaluation after_month(int month)
{
    return on_day(YEAR, date_month_end(YEAR, month) + 1);
}

static inline const struct verdict *verdict_of(const struct verdicts *verdicts, enum rule rule)
{
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->list[i].rule == rule)
            return &verdicts->list[i];
    return NULL;
}

static inline enum severity severity_of(const struct verdicts *verdicts, enum rule rule)
{
    const struct verdict *verdict = verdict_of(verdicts, rule);

    return verdict != NULL ? verdict->severity : SEVERITY_NONE;
}

static inline enum reason reason_of(const struct verdicts *verdicts, enum rule rule)
{
    const struct verdict *verdict = verdict_of(verdicts, rule);

    return verdict != NULL ? verdict->reason : REASON_PLAIN;
}

/* A project with room for its rows. */
struct money {
    struct project_facts facts;
    const char *funds[ROWS];
    fen initial[ROWS];
    struct adjustment adjustments[ROWS];
    struct execution_row rows[ROWS];
};

static inline void money_init(struct money *money, enum category category)
{
    *money = (struct money){0};
    money->facts = (struct project_facts){.code = "P1",
                                          .name = "project",
                                          .unit_code = "U1",
                                          .category = category,
                                          .year = YEAR,
                                          .watched = true,
                                          .funds = money->funds,
                                          .initial = money->initial,
                                          .adjustments = money->adjustments,
                                          .execution = money->rows};
}

static inline void money_budget(struct money *money, fen amount)
{
    money->initial[money->facts.initial_count++] = amount;
}

/* In the order of dates. */
static inline void money_adjust(struct money *money, date on, fen amount)
{
    money->adjustments[money->facts.adjustment_count++] = (struct adjustment){on, amount, NULL};
}

/* In the order of funds and months; the month counts as reported by the unit. */
static inline struct execution_row *money_spent(struct money *money, int fund, int month, fen spent)
{
    struct execution_row *row = &money->rows[money->facts.execution_count++];

    *row = (struct execution_row){.fund = fund, .month = month, .spent = spent};
    while (money->facts.fund_count <= (size_t)fund)
        money->funds[money->facts.fund_count++] = "fund";
    money->facts.unit_months |= 1U << month;
    return row;
}

static inline struct verdicts project_verdicts(const struct money *money, struct evaluation with)
{
    struct verdicts verdicts;
    struct err err = {0};

    if (!evaluate_project(&with, &money->facts, &verdicts, &err))
        fail_msg("%s", err.text);
    return verdicts;
}

#endif
