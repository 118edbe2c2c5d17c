/* What the tests of changes stand on: what stood before, and what is found of a project now. */
#ifndef TESTS_CORE_CHANGE_TABLE_H
#define TESTS_CORE_CHANGE_TABLE_H

#include "core/changes.h"

#include "rules.h"

#include <string.h>

enum { TODAY = 19600 };

/* What stood before, and what the batch is asked about. */
struct table {
    struct changes changes;
    struct work work;
    size_t known_capacity;
};

static inline void table_open(struct table *table)
{
    *table = (struct table){0};
    table->changes.language = LANGUAGE_EN;
    table->changes.today = TODAY;
    table->changes.first_year = YEAR;
    table->changes.last_year = YEAR;
    table->changes.policy = default_policy;
}

static inline void table_close(struct table *table)
{
    changes_free(&table->changes);
    work_clear(&table->work);
}

static inline struct deviation_state standing(enum severity severity)
{
    return (struct deviation_state){.severity = severity,
                                    .since = TODAY - 5,
                                    .remind_on = DATE_NONE,
                                    .action_due = DATE_NONE,
                                    .action_done_on = DATE_NONE};
}

static inline struct deviation *know(struct table *table, enum subject_kind kind, const char *code, int year,
                                     enum rule rule, enum severity severity)
{
    struct changes *c = &table->changes;

    c->known = mem_room(c->known, c->known_count, &table->known_capacity, sizeof *c->known);
    c->known[c->known_count] = (struct known_deviation){.deviation = {.rule = rule,
                                                                      .kind = kind,
                                                                      .code = code,
                                                                      .year = year,
                                                                      .state = standing(severity),
                                                                      .month = 5,
                                                                      .observed = "1.00",
                                                                      .expected = "0.50",
                                                                      .gap = "0.50",
                                                                      .explanation = "old words",
                                                                      .name = "project",
                                                                      .unit_code = "U1",
                                                                      .manager = "Li"}};
    return &c->known[c->known_count++].deviation;
}

static struct basis basis;               /* of every rule in what is found next */
static const char *const nobody = "";    /* as a manager */
static const char *manager_found = "Li"; /* of what is found next */

/* The finding on project P1 of the year, with these verdicts. */
static inline void find(struct table *table, const struct verdict *list, size_t count, date next)
{
    struct verdicts verdicts = {.count = count, .next = next};
    struct finding finding = {.kind = SUBJECT_PROJECT,
                              .code = "P1",
                              .name = "project",
                              .unit_code = "U1",
                              .manager = manager_found,
                              .year = YEAR,
                              .rules = default_policy->rules,
                              .verdicts = &verdicts};

    for (size_t i = 0; i < count; i++)
        verdicts.list[i] = list[i];
    for (int rule = 0; rule < RULE_COUNT; rule++)
        verdicts.basis[rule] = basis;
    changes_sort_known(&table->changes);
    changes_take(&table->changes, &finding);
}

/* A running total that fell to `spent`. */
static inline struct verdict fell(fen spent)
{
    return (struct verdict){.rule = RULE_EXECUTION_REVERSAL,
                            .severity = SEVERITY_YELLOW,
                            .month = 6,
                            .observed = {QUANTITY_MONEY, spent},
                            .expected = {QUANTITY_MONEY, 100},
                            .gap = {QUANTITY_MONEY, spent - 100},
                            .figures = {spent, 100, 100 - spent, 5}};
}

static inline struct verdict over(fen spent)
{
    return (struct verdict){.rule = RULE_EXECUTION_OVERSPENT,
                            .severity = SEVERITY_RED,
                            .month = 6,
                            .observed = {QUANTITY_MONEY, spent},
                            .figures = {spent, 100, spent - 100}};
}

#endif
