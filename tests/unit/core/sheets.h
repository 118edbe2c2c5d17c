/* Short ways to write down a rubric and the facts of a sheet, for the tests of score sheets. Everything lies
 * in static arrays; a test begins with sheet_begin(). */
#ifndef TESTS_UNIT_CORE_SHEETS_H
#define TESTS_UNIT_CORE_SHEETS_H

#include <string.h>

#include "core/sheet.h"
#include "indicators.h"

enum { SHEET_ROOM = 8 };

static struct calendar sheet_calendar;
static struct rubric_item rubric_items[SHEET_ROOM];
static struct rubric_level rubric_levels[SHEET_ROOM];
static struct rubric_grade rubric_grades[] = {
    {"优", MICRO(90)}, {"良", MICRO(80)}, {"中", MICRO(60)}, {"差", 0}};
static struct rubric rubric;
static struct sheet_facts sheet_facts;
static struct indicator_facts sheet_indicators[SHEET_ROOM];
static struct assessment_row sheet_assessments[SHEET_ROOM];
static struct notified_rate sheet_rates[SHEET_ROOM];
static struct project_facts sheet_projects[SHEET_ROOM];
static struct contract_facts sheet_contracts[SHEET_ROOM];
static struct milestone_facts sheet_milestones[SHEET_ROOM];
static struct ceiling_facts sheet_ceilings[SHEET_ROOM];
static struct rectification_facts sheet_findings[SHEET_ROOM];
static struct sheet sheet;

static inline struct words both(const char *text)
{
    return (struct words){text, text};
}

/* An empty rubric of the form of 财预〔2020〕10号, and a subject of a closed year without facts. */
static inline void sheet_begin(enum rubric_subject subject)
{
    rubric = (struct rubric){0};
    rubric_defaults(&rubric);
    rubric.name = "tried";
    rubric.subject = subject;
    rubric.items = rubric_items;
    rubric.levels = rubric_levels;
    rubric.grades = rubric_grades;
    rubric.grade_count = 4;
    sheet_facts = (struct sheet_facts){.of_unit = subject == RUBRIC_UNIT,
                                       .code = "S",
                                       .name = "subject",
                                       .unit_code = "S",
                                       .unit_name = "unit",
                                       .year = YEAR,
                                       .clock = date_of(YEAR, 12, 31)};
    sheet_facts.set.indicators = sheet_indicators;
    sheet_facts.set.projects = sheet_projects;
    sheet_facts.set.contracts = sheet_contracts;
    sheet_facts.set.milestones = sheet_milestones;
    sheet_facts.set.ceilings = sheet_ceilings;
    sheet_facts.set.rectifications = sheet_findings;
    sheet_facts.assessments = sheet_assessments;
    sheet_facts.rates = sheet_rates;
    calendar_init_official(&sheet_calendar);
}

static inline struct rubric_item *rubric_item(const char *code, micro max, enum measure_kind measure,
                                              enum score_method method)
{
    struct rubric_item *item = &rubric_items[rubric.item_count++];

    *item = (struct rubric_item){.code = code,
                                 .level1 = both("一"),
                                 .level2 = both("二"),
                                 .name = both(code),
                                 .max = max,
                                 .measure = {.kind = measure},
                                 .scoring = {.method = method, .full = MICRO(1), .per = MICRO(1)},
                                 .rounding = rubric.rounding};
    return item;
}

static inline void rubric_level(unsigned holds, micro max)
{
    rubric_levels[rubric.level_count++] = (struct rubric_level){both("级"), holds, max};
}

/* An indicator of level output, due at the year's end, with a target of 100 and the latest value. */
static inline struct indicator_facts *sheet_indicator(const char *code, enum direction direction, micro value)
{
    struct indicator_facts *indicator = &sheet_indicators[sheet_facts.set.indicator_count++];

    *indicator = indicator_of(direction, ACCUMULATE_LATEST, 12);
    indicator->code = indicator->name = code;
    indicator->of_unit = sheet_facts.of_unit;
    indicator->owner_code = sheet_facts.code;
    indicator->level1 = LEVEL_OUTPUT;
    indicator->level2 = "quantity";
    indicator->measure_unit = "个";
    indicator_target(indicator, MICRO(100));
    indicator_number(indicator, 12, value);
    return indicator;
}

static inline void sheet_assessed(const char *code, const char *measured, micro points)
{
    sheet_assessments[sheet_facts.assessment_count++] = (struct assessment_row){
        .item_code = code, .measured = measured, .has_points = true, .points = points};
}

/* A project of the subject's unit, with a budget of one fund and what it had spent in December. */
static inline struct project_facts *sheet_project(const char *code, fen budget, fen spent)
{
    static const char *funds[SHEET_ROOM];
    static fen initial[SHEET_ROOM];
    static struct execution_row execution[SHEET_ROOM];
    size_t at = sheet_facts.set.project_count++;

    funds[at] = "当年";
    initial[at] = budget;
    execution[at] = (struct execution_row){.month = 12, .spent = spent};
    sheet_projects[at] = (struct project_facts){.code = code,
                                                .name = code,
                                                .unit_code = "S",
                                                .year = YEAR,
                                                .watched = true,
                                                .funds = &funds[at],
                                                .fund_count = 1,
                                                .initial = &initial[at],
                                                .initial_count = 1,
                                                .execution = &execution[at],
                                                .execution_count = 1,
                                                .unit_months = 1U << 12};
    return &sheet_projects[at];
}

static inline struct contract_facts *sheet_contract(const char *code)
{
    struct contract_facts *contract = &sheet_contracts[sheet_facts.set.contract_count++];

    *contract = (struct contract_facts){.code = code,
                                        .title = code,
                                        .project_code = "P",
                                        .unit_code = "S",
                                        .year = YEAR,
                                        .amount = 10000,
                                        .intent = DATE_NONE,
                                        .procurement = DATE_NONE,
                                        .awarded = DATE_NONE,
                                        .signed_ = DATE_NONE,
                                        .published = DATE_NONE,
                                        .filed = DATE_NONE};
    return contract;
}

static inline void sheet_milestone(const char *name, const char *kind, date planned, date completed)
{
    sheet_milestones[sheet_facts.set.milestone_count++] = (struct milestone_facts){.code = name,
                                                                                   .name = name,
                                                                                   .owner_code = "S",
                                                                                   .unit_code = "S",
                                                                                   .kind = kind,
                                                                                   .of_unit = true,
                                                                                   .year = YEAR,
                                                                                   .planned = planned,
                                                                                   .completed = completed};
}

/* `spent` is the running total of December; below 0: none was reported. */
static inline struct ceiling_facts *sheet_ceiling(const char *unit, fen amount, fen spent)
{
    struct ceiling_facts *ceiling = &sheet_ceilings[sheet_facts.set.ceiling_count++];

    *ceiling = (struct ceiling_facts){
        .code = unit, .kind = "running_cost", .unit_code = unit, .year = YEAR, .amount = amount};
    ceiling->has_spent[12] = spent >= 0;
    ceiling->spent[12] = spent;
    return ceiling;
}

static inline void sheet_finding(const char *code, unsigned source, const char *item)
{
    sheet_findings[sheet_facts.set.rectification_count++] =
        (struct rectification_facts){.code = code,
                                     .issue = "issue",
                                     .unit_code = "S",
                                     .year = YEAR,
                                     .source = source,
                                     .item_code = item,
                                     .due = DATE_NONE,
                                     .completed = DATE_NONE};
}

static inline void sheet_rate(int month, micro rate)
{
    sheet_rates[sheet_facts.rate_count++] = (struct notified_rate){month, rate};
}

static inline void sheet_compute(void)
{
    struct err err = {0};

    if (!sheet_make(&rubric, &sheet_facts, &sheet_calendar, &sheet, &err))
        fail_msg("%s", err.text);
}

static inline void sheet_end(void)
{
    sheet_free(&sheet);
    calendar_done(&sheet_calendar);
}

static inline const struct sheet_item *item_named(const char *code)
{
    for (size_t i = 0; i < sheet.item_count; i++)
        if (strcmp(sheet.items[i].code, code) == 0)
            return &sheet.items[i];
    fail_msg("the sheet has no item %s", code);
    return NULL;
}

static inline const struct sheet_row *row_of(const struct sheet_item *item, enum ledger_id table,
                                             const char *key)
{
    for (size_t i = 0; i < item->row_count; i++)
        if (item->rows[i].table == table && strcmp(item->rows[i].key, key) == 0)
            return &item->rows[i];
    return NULL;
}

static inline size_t discrepancies_of(enum discrepancy_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < sheet.discrepancy_count; i++)
        count += sheet.discrepancies[i].kind == kind;
    return count;
}

static inline const struct discrepancy *discrepancy_of(enum discrepancy_kind kind, const char *item)
{
    for (size_t i = 0; i < sheet.discrepancy_count; i++)
        if (sheet.discrepancies[i].kind == kind && strcmp(sheet.discrepancies[i].item, item) == 0)
            return &sheet.discrepancies[i];
    return NULL;
}

#endif
