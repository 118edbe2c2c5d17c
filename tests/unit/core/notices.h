/* Short ways to write down what a notice is made of. Everything lies in static arrays; a test begins with
 * notice_begin(). Units and projects are added in the order of their codes. */
#ifndef TESTS_UNIT_CORE_NOTICES_H
#define TESTS_UNIT_CORE_NOTICES_H

#include <string.h>

#include "core/notice.h"
#include "indicators.h"

enum { NOTICE_ROOM = 12 };

#define YUAN(whole) ((whole)*INT64_C(100))

static struct policy notice_policy;
static struct notice_facts notice_facts;
static struct notice_unit notice_units[NOTICE_ROOM];
static struct unit_facts notice_unit_facts[NOTICE_ROOM];
static struct money notice_money[NOTICE_ROOM], notice_before[NOTICE_ROOM];
static struct project_facts notice_projects[NOTICE_ROOM], notice_projects_before[NOTICE_ROOM];
static struct indicator_facts notice_indicators[NOTICE_ROOM];
static struct milestone_facts notice_milestones[NOTICE_ROOM];
static struct contract_facts notice_contracts[NOTICE_ROOM];
static struct rectification_facts notice_rectifications[NOTICE_ROOM];
static struct notice_outlook notice_outlooks[NOTICE_ROOM];
static struct notice_standing notice_stand[NOTICE_ROOM];
static struct notice notice;

static inline void notice_unit(const char *code, const char *parent)
{
    size_t at = notice_facts.unit_count++;

    notice_units[at] = (struct notice_unit){.code = code, .name = code, .parent_code = parent};
    notice_unit_facts[at] = (struct unit_facts){.code = code, .name = code, .year = YEAR};
}

/* The notice of U, a root without anything yet, seen a week after the month's end. */
static inline void notice_begin(int month)
{
    notice_policy = plain_policy();
    notice_policy.rules.pace_min_budget = 0;
    notice_facts = (struct notice_facts){.month = month,
                                         .clock = date_month_end(YEAR, month) + 7,
                                         .units = notice_units,
                                         .outlooks = notice_outlooks,
                                         .standing = notice_stand};
    notice_facts.sheet = (struct sheet_facts){.of_unit = true,
                                              .code = "U",
                                              .name = "U",
                                              .unit_code = "U",
                                              .unit_name = "U",
                                              .year = YEAR,
                                              .clock = date_month_end(YEAR, month)};
    notice_facts.sheet.set = (struct facts_set){.projects = notice_projects,
                                                .units = notice_unit_facts,
                                                .indicators = notice_indicators,
                                                .milestones = notice_milestones,
                                                .contracts = notice_contracts,
                                                .rectifications = notice_rectifications};
    notice_facts.last_year = (struct facts_set){.projects = notice_projects_before};
    notice_unit("U", NULL);
}

static inline struct money *money_of(struct money *list, size_t at, const char *code, const char *unit)
{
    money_init(&list[at], CATEGORY_PROJECT);
    list[at].facts.code = list[at].facts.name = code;
    list[at].facts.unit_code = unit;
    return &list[at];
}

static inline struct money *notice_project(const char *code, const char *unit)
{
    return money_of(notice_money, notice_facts.sheet.set.project_count++, code, unit);
}

/* A project of that budget and spending at one month. */
static inline struct money *notice_spends(const char *code, const char *unit, fen budget, int month,
                                          fen spent)
{
    struct money *money = notice_project(code, unit);

    money_budget(money, budget);
    money_spent(money, 0, month, spent);
    money->funds[0] = "";
    return money;
}

static inline struct money *notice_project_before(const char *code, const char *unit)
{
    struct money *money = money_of(notice_before, notice_facts.last_year.project_count++, code, unit);

    money->facts.year = YEAR - 1;
    return money;
}

static inline bool notice_try(const struct sheet *sheet, struct err *err)
{
    struct facts_set *set = &notice_facts.sheet.set;

    set->unit_count = notice_facts.unit_count;
    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *facts = &notice_money[i].facts;
        for (size_t unit = 0; unit < set->unit_count; unit++)
            if (strcmp(notice_unit_facts[unit].code, facts->unit_code) == 0) {
                notice_unit_facts[unit].months |= facts->unit_months;
                notice_unit_facts[unit].watched = true;
            }
    }
    for (size_t i = 0; i < set->project_count; i++) {
        notice_projects[i] = notice_money[i].facts;
        for (size_t unit = 0; unit < set->unit_count; unit++)
            if (strcmp(notice_unit_facts[unit].code, notice_projects[i].unit_code) == 0)
                notice_projects[i].unit_months = notice_unit_facts[unit].months;
    }
    for (size_t i = 0; i < notice_facts.last_year.project_count; i++)
        notice_projects_before[i] = notice_before[i].facts;
    return notice_make(&notice_facts, &notice_policy, &official, sheet, &notice, err);
}

static inline void notice_compute(void)
{
    struct err err = {0};

    if (!notice_try(NULL, &err))
        fail_msg("%s", err.text);
}

static inline const struct notice_row *row_named(const char *code)
{
    for (size_t i = 0; i < notice.row_count; i++)
        if (strcmp(notice.rows[i].code, code) == 0)
            return &notice.rows[i];
    fail_msg("the notice has no row %s", code);
    return NULL;
}

/* Hundredths of a percent; what is not known fails. */
static inline int64_t percent_of(struct notice_rate rate)
{
    int64_t value = 0;

    if (!rate.known || !ratio_round(rate.value, 4, &value))
        fail_msg("there is no rate");
    return value;
}

static inline bool notice_doubts(enum notice_doubt kind)
{
    for (size_t i = 0; i < notice.doubt_count; i++)
        if (notice.doubts[i].kind == kind)
            return true;
    return false;
}

#endif
